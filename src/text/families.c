/* families.c: reads families.txt, the list of fonts, families and hyphenation patterns.
 *
 * The format stands in the head of fonts/families.txt. Every font's table directory is looked at
 * here, so that a damaged or missing file is an error with a line when the program starts and not
 * a page of boxes later. Rejected: fontconfig (what is installed would decide the bytes of the
 * paper) and reading each font's name table (slow, and names do not say what stands in for what).
 */
#include "engine.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boardpaper/file.h>

#include "neighbours.h"

enum { LIST_MOST = 1024 * 1024, TABLES_MOST = 128 };

static uint32_t big_endian(const unsigned char *bytes, int count) {
    uint32_t value = 0;
    for (int i = 0; i < count; i++) {
        value = value << 8 | bytes[i];
    }
    return value;
}

/* What is wrong with the font file, or NULL and who it is. */
static const char *font_fault(int descriptor, uint64_t *identity) {
    unsigned char head[12 + 16 * TABLES_MOST];
    struct stat about;
    ssize_t got = pread(descriptor, head, sizeof head, 0);
    if (got < 0 || fstat(descriptor, &about) != 0) {
        return strerror(errno);
    }
    if (got < 12 || (big_endian(head, 4) != 0x00010000 && memcmp(head, "OTTO", 4) != 0 &&
                     memcmp(head, "true", 4) != 0)) {
        return "it is neither TrueType nor OpenType";
    }
    uint32_t count = big_endian(head + 4, 2);
    if (count == 0 || count > TABLES_MOST || (size_t)got < 12 + 16 * (size_t)count) {
        return "its table directory is damaged";
    }
    for (uint32_t i = 0; i < count; i++) {
        const unsigned char *table = head + 12 + (size_t)i * 16;
        uint64_t end = (uint64_t)big_endian(table + 8, 4) + big_endian(table + 12, 4);
        if (end > (uint64_t)about.st_size) {
            return "it is cut short";
        }
    }
    *identity = neighbours_identity(head, (size_t)got, (uint64_t)about.st_size);
    return NULL;
}

static struct font *font_named(struct text *text, const char *path, struct where where,
                               struct diagnostics *diagnostics) {
    for (size_t i = 0; i < text->family_count; i++) {
        for (int face = 0; face < FACES; face++) {
            struct font *known = text->families[i].files[face];
            if (known != NULL && strcmp(known->path, path) == 0) {
                return known;
            }
        }
    }
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    uint64_t identity = 0;
    const char *fault = descriptor < 0 ? strerror(errno) : font_fault(descriptor, &identity);
    if (descriptor >= 0) {
        close(descriptor);
    }
    if (fault != NULL) {
        REPORT(diagnostics, where, MESSAGE_FONT_FILE, path, fault);
    }
    struct font *font = NEW(text->arena, struct font);
    font->path = path;
    font->identity = identity;
    return font;
}

/* What is being read: the counts of text grow as statements are met; families and patterns have
 * room for as many as there are lines. */
struct reading {
    struct text *text;
    const char *list; /* the file's path */
    struct diagnostics *diagnostics;
};

static void read_face(struct reading *reading, struct family *family, int face, const char *value,
                      struct where where) {
    const char *path = file_beside(reading->text->arena, reading->list, value);
    struct font *font = font_named(reading->text, path, where, reading->diagnostics);
    font->bold = (face & FACE_BOLD) != 0;
    font->italic = (face & FACE_ITALIC) != 0;
    family->files[face] = font;
}

static void read_family(struct reading *reading, const char *value, size_t room,
                        struct where where) {
    struct family *family = &reading->text->families[reading->text->family_count++];
    family->name = value;
    family->where = where;
    family->fallbacks = NEWS(reading->text->arena, room, const char *);
}

/* spacing pairs: said of the family's faces so far. */
static bool read_spacing(struct family *family, const char *value) {
    for (int face = 0; face < FACES; face++) {
        if (family->files[face] != NULL) {
            family->files[face]->by_pairs = true;
        }
    }
    return strcmp(value, "pairs") == 0;
}

static bool read_hyphen(struct reading *reading, char *value) {
    char *space = strchr(value, ' ');
    if (space == NULL) {
        return false;
    }
    *space = '\0';
    struct pattern_file *file = &reading->text->patterns[reading->text->pattern_count++];
    file->language = value;
    file->path = file_beside(reading->text->arena, reading->list, space + 1);
    return true;
}

static void read_statement(struct reading *reading, char *line, size_t room, struct where where) {
    static const char *const faces[FACES] = {"regular", "bold", "italic", "bold-italic"};
    char *value = strchr(line, ' ');
    if (value == NULL || value[1] == '\0') {
        REPORT(reading->diagnostics, where, MESSAGE_FONTS_STATEMENT, line);
        return;
    }
    *value++ = '\0';
    struct text *text = reading->text;
    struct family *family =
        text->family_count == 0 ? NULL : &text->families[text->family_count - 1];
    if (strcmp(line, "family") == 0) {
        read_family(reading, value, room, where);
        return;
    }
    if (strcmp(line, "hyphen") == 0) {
        if (!read_hyphen(reading, value)) {
            REPORT(reading->diagnostics, where, MESSAGE_FONTS_STATEMENT, line);
        }
        return;
    }
    bool fallback = strcmp(line, "fallback") == 0;
    bool spacing = strcmp(line, "spacing") == 0;
    int face = 0;
    while (face < FACES && strcmp(line, faces[face]) != 0) {
        face++;
    }
    if (!fallback && !spacing && face == FACES) {
        REPORT(reading->diagnostics, where, MESSAGE_FONTS_STATEMENT, line);
    } else if (family == NULL) {
        REPORT(reading->diagnostics, where, MESSAGE_FONTS_NO_FAMILY, line);
    } else if (spacing) {
        if (!read_spacing(family, value)) {
            REPORT(reading->diagnostics, where, MESSAGE_FONTS_STATEMENT, line);
        }
    } else if (fallback) {
        family->fallbacks[family->fallback_count++] = value;
    } else {
        read_face(reading, family, face, value, where);
    }
}

/* What only the whole list can tell. */
static void check_families(const struct text *text, struct diagnostics *diagnostics) {
    for (size_t i = 0; i < text->family_count; i++) {
        const struct family *family = &text->families[i];
        if (family->files[0] == NULL) {
            REPORT(diagnostics, family->where, MESSAGE_FONTS_NO_REGULAR, family->name);
        }
        for (size_t j = 0; j < family->fallback_count; j++) {
            if (!text_has_family(text, family->fallbacks[j])) {
                REPORT(diagnostics, family->where, MESSAGE_FONTS_FALLBACK, family->name,
                       family->fallbacks[j]);
            }
        }
    }
}

bool families_read(struct text *text, const char *folder, struct diagnostics *diagnostics) {
    /* The path is a part of diagnostics, so it has to live as long as those. */
    const char *list = diagnostics_print(diagnostics, "%s/families.txt", folder);
    struct where where = {list, 0};
    size_t length = 0;
    size_t errors = diagnostics_count(diagnostics, LEVEL_ERROR);
    const char *bytes = file_read(text->arena, list, LIST_MOST, where, &length, diagnostics);
    if (bytes == NULL) {
        return false;
    }
    size_t lines = 1;
    for (size_t i = 0; i < length; i++) {
        lines += bytes[i] == '\n';
    }
    text->families = NEWS(text->arena, lines, struct family);
    text->patterns = NEWS(text->arena, lines, struct pattern_file);
    struct reading reading = {text, list, diagnostics};
    char *rest = arena_bytes(text->arena, bytes, length);
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        where.line++;
        size_t end = strlen(line);
        while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\r')) {
            line[--end] = '\0';
        }
        if (end > 0 && line[0] != '#') {
            read_statement(&reading, line, lines - (size_t)where.line + 1, where);
        }
    }
    if (text->family_count == 0 && diagnostics_count(diagnostics, LEVEL_ERROR) == errors) {
        where.line = 0;
        REPORT(diagnostics, where, MESSAGE_FONTS_FOLDER, list, "no family");
    }
    check_families(text, diagnostics);
    return diagnostics_count(diagnostics, LEVEL_ERROR) == errors;
}
