/* diagnostics.c: a bounded, sorted collection of messages.
 *
 * Messages are kept as they come and sorted when first read: by file in the order of first
 * mention (an included file's come after those of the file that was opened first), then by line,
 * then as they came. When the collection is full, an error takes the place of the last advice or
 * warning, so that the limit never hides why a command failed.
 *
 * Rejected: printing as they come. A file is read in several passes (structure, meaning, method),
 * and a person mends it from top to bottom.
 */
#include <boardpaper/diagnostics.h>

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

enum { DEFAULT_LIMIT = 100, LEVELS = LEVEL_ERROR + 1, FIRST_CAPACITY = 16 };

static const struct {
    enum level level;
    enum status status;
    const char *text;
} MESSAGES[MESSAGE_COUNT + 1] = {
#define MESSAGE(id, level, status, text) {level, status, text},
#include <boardpaper/messages.def>
#undef MESSAGE
    {LEVEL_ERROR, STATUS_FAULT, ""},
};

static const struct {
    const char *name;
    const char *one;
    const char *many;
    const char *colour;
} LEVEL_NAMES[LEVELS] = {
    [LEVEL_ADVICE] = {"advice", "piece of advice", "pieces of advice", "\033[1;36m"},
    [LEVEL_WARNING] = {"warning", "warning", "warnings", "\033[1;33m"},
    [LEVEL_ERROR] = {"error", "error", "errors", "\033[1;31m"},
};

struct entry {
    struct diagnostic diagnostic;
    size_t file;  /* place in the order of first mention; 0: no file */
    size_t order; /* as it came */
};

/* Where the lines of a text that was made from a file stand in that file. */
struct trace {
    const char *file;
    const long *lines;
    size_t count;
    struct trace *next;
};

struct diagnostics {
    struct arena *arena;
    struct trace *traces; /* the latest first */
    size_t limit;
    struct entry *kept;
    size_t kept_count;
    size_t kept_capacity;
    const char **files;
    size_t file_count;
    size_t file_capacity;
    size_t reported[LEVELS];
    size_t kept_levels[LEVELS];
    size_t order;
    enum status status;
    bool sorted;
};

struct diagnostics *diagnostics_new(struct arena *arena, size_t limit) {
    struct diagnostics *diagnostics = NEW(arena, struct diagnostics);
    diagnostics->arena = arena;
    diagnostics->limit = limit == 0 ? DEFAULT_LIMIT : limit;
    return diagnostics;
}

/* Twice the room in the arena; the old one stays there, less than the new one in sum. */
static void *grown(struct arena *arena, const void *old, size_t count, size_t *capacity,
                   size_t size) {
    *capacity = *capacity == 0 ? FIRST_CAPACITY : *capacity * 2;
    void *fresh = arena_array(arena, *capacity, size);
    if (count > 0) {
        memcpy(fresh, old, count * size);
    }
    return fresh;
}

static size_t file_place(struct diagnostics *diagnostics, const char *file) {
    if (file == NULL) {
        return 0;
    }
    for (size_t i = diagnostics->file_count; i > 0; i--) {
        const char *known = diagnostics->files[i - 1];
        if (known == file || strcmp(known, file) == 0) {
            return i;
        }
    }
    if (diagnostics->file_count == diagnostics->file_capacity) {
        diagnostics->files = grown(diagnostics->arena, diagnostics->files, diagnostics->file_count,
                                   &diagnostics->file_capacity, sizeof *diagnostics->files);
    }
    diagnostics->files[diagnostics->file_count] = file;
    return ++diagnostics->file_count;
}

/* The message's text with its parts put in. A part that was not given shows as its {n}. */
static const char *message_text(struct arena *arena, const char *text, const char *const *parts) {
    size_t part_count = 0;
    while (parts[part_count] != NULL) {
        part_count++;
    }
    struct buffer out = {0};
    while (*text != '\0') {
        bool is_part = text[0] == '{' && text[1] >= '1' && text[1] <= '9' && text[2] == '}';
        size_t part = is_part ? (size_t)(text[1] - '1') : 0;
        if (is_part && part < part_count) {
            buffer_text(&out, parts[part]);
            text += 3;
        } else {
            buffer_byte(&out, *text++);
        }
    }
    const char *copy = arena_bytes(arena, out.data, out.length);
    buffer_free(&out);
    return copy;
}

static int compare_entries(const void *left, const void *right) {
    const struct entry *a = left;
    const struct entry *b = right;
    if (a->file != b->file) {
        return a->file < b->file ? -1 : 1;
    }
    if (a->diagnostic.where.line != b->diagnostic.where.line) {
        return a->diagnostic.where.line < b->diagnostic.where.line ? -1 : 1;
    }
    return a->order < b->order ? -1 : a->order > b->order;
}

static void sort(struct diagnostics *diagnostics) {
    if (!diagnostics->sorted && diagnostics->kept_count > 0) {
        qsort(diagnostics->kept, diagnostics->kept_count, sizeof *diagnostics->kept,
              compare_entries);
    }
    diagnostics->sorted = true;
}

/* A place for a diagnostic of level, or NULL where the collection is full of as grave ones. */
static struct entry *place_for(struct diagnostics *diagnostics, enum level level) {
    if (diagnostics->kept_count < diagnostics->limit) {
        if (diagnostics->kept_count == diagnostics->kept_capacity) {
            diagnostics->kept =
                grown(diagnostics->arena, diagnostics->kept, diagnostics->kept_count,
                      &diagnostics->kept_capacity, sizeof *diagnostics->kept);
        }
        return &diagnostics->kept[diagnostics->kept_count++];
    }
    enum level least = LEVEL_ADVICE;
    while (least < level && diagnostics->kept_levels[least] == 0) {
        least++;
    }
    if (least >= level) {
        return NULL;
    }
    struct entry *last = NULL;
    for (size_t i = 0; i < diagnostics->kept_count; i++) {
        struct entry *entry = &diagnostics->kept[i];
        if (entry->diagnostic.level == least && (last == NULL || entry->order > last->order)) {
            last = entry;
        }
    }
    diagnostics->kept_levels[least]--;
    return last;
}

void diagnostics_trace(struct diagnostics *diagnostics, const char *file, const long *lines,
                       size_t count) {
    struct trace *trace = NEW(diagnostics->arena, struct trace);
    *trace = (struct trace){file, lines, count, diagnostics->traces};
    diagnostics->traces = trace;
}

static struct where traced(const struct diagnostics *diagnostics, struct where where) {
    const struct trace *trace = diagnostics->traces;
    while (trace != NULL && trace->file != where.file) {
        trace = trace->next;
    }
    bool known = trace != NULL && where.line > 0 && (size_t)where.line < trace->count &&
                 trace->lines[where.line] != 0;
    return known ? (struct where){where.file, trace->lines[where.line]} : where;
}

bool diagnostics_add(struct diagnostics *diagnostics, struct where where, enum message message,
                     const char *const *parts) {
    where = traced(diagnostics, where);
    enum level level = MESSAGES[message].level;
    diagnostics->reported[level]++;
    if (level == LEVEL_ERROR && diagnostics->status == STATUS_DONE) {
        diagnostics->status = MESSAGES[message].status;
    }
    size_t file = file_place(diagnostics, where.file);
    struct entry *entry = place_for(diagnostics, level);
    if (entry != NULL) {
        *entry = (struct entry){
            .diagnostic = {message, level, where,
                           message_text(diagnostics->arena, MESSAGES[message].text, parts)},
            .file = file,
            .order = diagnostics->order++,
        };
        diagnostics->kept_levels[level]++;
        diagnostics->sorted = false;
    }
    return false;
}

const char *diagnostics_integer(struct diagnostics *diagnostics, long long value) {
    return arena_print(diagnostics->arena, "%lld", value);
}

const char *diagnostics_print(struct diagnostics *diagnostics, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_vprint(diagnostics->arena, format, arguments);
    va_end(arguments);
    return text;
}

size_t diagnostics_count(const struct diagnostics *diagnostics, enum level level) {
    return diagnostics->reported[level];
}

bool diagnostics_failed(const struct diagnostics *diagnostics) {
    return diagnostics->reported[LEVEL_ERROR] > 0;
}

enum status diagnostics_status(const struct diagnostics *diagnostics) {
    return diagnostics->status;
}

size_t diagnostics_kept(const struct diagnostics *diagnostics) {
    return diagnostics->kept_count;
}

const struct diagnostic *diagnostics_get(struct diagnostics *diagnostics, size_t index) {
    sort(diagnostics);
    return &diagnostics->kept[index].diagnostic;
}

/* Text from an input may hold anything; on a terminal, control characters are commands. */
static void write_safely(struct buffer *out, const char *text) {
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20 || byte == 0x7F) {
            buffer_print(out, "\\x%02x", byte);
        } else if (byte == 0xC2 && (unsigned char)text[1] >= 0x80 &&
                   (unsigned char)text[1] <= 0x9F) { /* the C1 controls of UTF-8 */
            buffer_print(out, "\\x%02x", (unsigned char)*++text);
        } else {
            buffer_byte(out, *text);
        }
    }
}

static void write_one(struct buffer *out, const struct diagnostic *diagnostic, bool colour) {
    const char *file = diagnostic->where.file;
    buffer_text(out, colour ? "\033[1m" : "");
    write_safely(out, file == NULL ? "boardpaper" : file);
    if (file != NULL && diagnostic->where.line > 0) {
        buffer_byte(out, ':');
        buffer_integer(out, diagnostic->where.line);
    }
    buffer_text(out, colour ? ":\033[0m " : ": ");
    buffer_text(out, colour ? LEVEL_NAMES[diagnostic->level].colour : "");
    buffer_text(out, LEVEL_NAMES[diagnostic->level].name);
    buffer_text(out, colour ? ":\033[0m " : ": ");
    write_safely(out, diagnostic->text);
    buffer_byte(out, '\n');
}

static void write_left_out(struct buffer *out, const struct diagnostics *diagnostics,
                           enum level least) {
    const char *joint = "boardpaper: ";
    for (int level = LEVEL_ERROR; level >= (int)least; level--) {
        size_t left_out = diagnostics->reported[level] - diagnostics->kept_levels[level];
        if (left_out > 0) {
            buffer_text(out, joint);
            buffer_integer(out, (int64_t)left_out);
            buffer_text(out, " more ");
            buffer_text(out, left_out == 1 ? LEVEL_NAMES[level].one : LEVEL_NAMES[level].many);
            joint = ", ";
        }
    }
    if (*joint == ',') {
        buffer_text(out, " not shown\n");
    }
}

void diagnostics_write(struct diagnostics *diagnostics, struct buffer *out, enum level least,
                       bool colour) {
    sort(diagnostics);
    for (size_t i = 0; i < diagnostics->kept_count; i++) {
        if (diagnostics->kept[i].diagnostic.level >= least) {
            write_one(out, &diagnostics->kept[i].diagnostic, colour);
        }
    }
    write_left_out(out, diagnostics, least);
}
