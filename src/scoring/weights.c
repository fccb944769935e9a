/* weights.c: a weight table, the cases of a lookup, from a CSV file beside the method.
 *
 * CSV as RFC 4180 has it, with LF alone allowed and a UTF-8 mark passed over; the first record
 * names the columns. Fields are cut in place. Thousands separators are refused, not guessed at: in
 * "1,095" the comma may as well be a decimal point of another country.
 */
#include "method.h"

#include <string.h>

#include <boardpaper/file.h>

/* The cutting of one file. at runs over text, which loses its quotes on the way. */
struct cutting {
    char *at;
    long line;
    bool unclosed; /* a quoted field that the file's end came before */
};

/* The next field; *last: it ends its record. Leaves at behind the comma or the line's end. */
static char *cut_field(struct cutting *cutting, bool *last) {
    char *field = cutting->at;
    char *to = field;
    char *from = field;
    if (*from == '"') {
        for (from++; *from != '\0' && !(from[0] == '"' && from[1] != '"'); from++) {
            from += from[0] == '"';
            cutting->line += *from == '\n';
            *to++ = *from;
        }
        cutting->unclosed = cutting->unclosed || *from == '\0';
        from += *from == '"';
    }
    while (*from != '\0' && *from != ',' && *from != '\n' &&
           !(from[0] == '\r' && from[1] == '\n')) {
        *to++ = *from++;
    }
    *last = *from != ',';
    from += *from == '\r';
    cutting->line += *from == '\n';
    from += *from != '\0';
    *to = '\0';
    cutting->at = from;
    return field;
}

static char *trim(char *text) {
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t')) {
        text[--length] = '\0';
    }
    return text;
}

enum { NO_COLUMN = -1 };

struct columns {
    int key, value;
    int count;
};

static struct columns read_head(struct cutting *cutting, const char *key, const char *value) {
    struct columns columns = {NO_COLUMN, NO_COLUMN, 0};
    bool last = false;
    while (!last) {
        const char *name = trim(cut_field(cutting, &last));
        if (strcmp(name, key) == 0 && columns.key == NO_COLUMN) {
            columns.key = columns.count;
        }
        if (strcmp(name, value) == 0 && columns.value == NO_COLUMN) {
            columns.value = columns.count;
        }
        columns.count++;
    }
    return columns;
}

static size_t count_lines(const char *text) {
    size_t count = 1;
    for (; (text = strchr(text, '\n')) != NULL; text++) {
        count++;
    }
    return count;
}

/* One record. False where it is blank. */
static bool read_record(struct cutting *cutting, const struct columns *columns, const char **key,
                        const char **value) {
    bool last = false;
    bool blank = true;
    *key = "";
    *value = "";
    for (int i = 0; !last; i++) {
        const char *field = trim(cut_field(cutting, &last));
        blank = blank && *field == '\0';
        *key = i == columns->key ? field : *key;
        *value = i == columns->value ? field : *value;
    }
    return !blank;
}

static void read_records(struct cutting *cutting, const struct columns *columns, const char *file,
                         bool by_number, struct lookup_case *cases, size_t *count,
                         struct diagnostics *diagnostics) {
    while (*cutting->at != '\0') {
        struct lookup_case *one = &cases[*count];
        struct where where = {file, cutting->line};
        const char *key;
        const char *value;
        if (!read_record(cutting, columns, &key, &value)) {
            continue;
        }
        *one = (struct lookup_case){.key = key, .at = number_of(0), .where = where};
        if (*key == '\0') {
            REPORT(diagnostics, where, MESSAGE_WEIGHTS_NO_KEY);
        } else if (by_number && !number_parse(key, &one->at)) {
            REPORT(diagnostics, where, MESSAGE_WEIGHTS_NUMBER, key, key);
        } else if (!number_parse(value, &one->value)) {
            REPORT(diagnostics, where, MESSAGE_WEIGHTS_NUMBER, value, key);
        } else {
            (*count)++;
        }
    }
    if (cutting->unclosed) {
        REPORT(diagnostics, ((struct where){file, cutting->line}), MESSAGE_WEIGHTS_UNCLOSED);
    }
}

const struct lookup_case *weights_read(struct arena *arena, struct where where, const char *path,
                                       const char *key_column, const char *value_column,
                                       bool by_number, size_t *count,
                                       struct diagnostics *diagnostics) {
    size_t length = 0;
    const char *base = where.file == NULL ? "-" : where.file;
    const char *bytes = file_read_beneath(arena, base, path, 0, where, &length, diagnostics);
    *count = 0;
    if (bytes == NULL) {
        return NULL;
    }
    const char *file = file_beside(arena, base, path);
    if (strlen(bytes) != length) {
        REPORT(diagnostics, ((struct where){file, 0}), MESSAGE_WEIGHTS_BINARY);
        return NULL;
    }
    char *text = arena_text(arena, bytes);
    struct cutting cutting = {.at = text + (strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0),
                              .line = 1};
    struct columns columns = read_head(&cutting, key_column, value_column);
    if (columns.key == NO_COLUMN || columns.value == NO_COLUMN) {
        REPORT(diagnostics, ((struct where){file, 1}), MESSAGE_WEIGHTS_COLUMN,
               columns.key == NO_COLUMN ? key_column : value_column);
        return NULL;
    }
    struct lookup_case *cases = NEWS(arena, count_lines(cutting.at), struct lookup_case);
    read_records(&cutting, &columns, file, by_number, cases, count, diagnostics);
    if (*count == 0) {
        REPORT(diagnostics, ((struct where){file, 0}), MESSAGE_WEIGHTS_EMPTY);
    }
    cases_sort(cases, *count, by_number, diagnostics);
    return cases;
}
