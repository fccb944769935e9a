/* csv.c: RFC 4180 as it says and as spreadsheets write it: lines may end in LF alone, and quotes
 * may hold line breaks and doubled quotes. A quote that is never closed would swallow the rest of
 * the file, so it is reported where it opens and taken to end with its line.
 */
#include "csv.h"

#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

enum { MOST_FIELDS = 64 };

struct csv csv_begin(struct arena *arena, const char *file, const char *text, size_t length,
                     struct diagnostics *diagnostics) {
    bool marked = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
    return (struct csv){.arena = arena,
                        .at = text + (marked ? 3 : 0),
                        .end = text + length,
                        .where = {file, 1},
                        .diagnostics = diagnostics};
}

static bool at_line_end(const struct csv *csv) {
    return csv->at == csv->end || *csv->at == '\n' || (*csv->at == '\r' && csv->at[1] == '\n');
}

static void pass_line_end(struct csv *csv) {
    csv->at += csv->at < csv->end && *csv->at == '\r';
    csv->at += csv->at < csv->end;
    csv->where.line++;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static char *plain_field(struct csv *csv) {
    const char *from = csv->at;
    while (!at_line_end(csv) && *csv->at != ',') {
        csv->at++;
    }
    const char *to = csv->at;
    while (from < to && is_blank(*from)) {
        from++;
    }
    while (to > from && is_blank(to[-1])) {
        to--;
    }
    return arena_bytes(csv->arena, from, (size_t)(to - from));
}

/* From after the opening quote to after the closing one. */
static char *quoted_field(struct csv *csv, bool *good) {
    struct buffer out = {0};
    struct where opened = csv->where;
    const char *start = csv->at;
    for (; csv->at < csv->end; csv->at++) {
        if (*csv->at == '"' && csv->at + 1 < csv->end && csv->at[1] == '"') {
            csv->at++;
        } else if (*csv->at == '"') {
            break;
        }
        csv->where.line += *csv->at == '\n';
        buffer_byte(&out, *csv->at);
    }
    if (csv->at == csv->end) {
        *good = REPORT(csv->diagnostics, opened, MESSAGE_CSV_QUOTE);
        csv->at = start;
        csv->where = opened;
        buffer_free(&out);
        return plain_field(csv);
    }
    csv->at++;
    char *text = arena_bytes(csv->arena, out.length == 0 ? "" : out.data, out.length);
    buffer_free(&out);
    return text;
}

static char *field(struct csv *csv, bool *good) {
    const char *from = csv->at;
    while (!at_line_end(csv) && is_blank(*csv->at)) {
        csv->at++;
    }
    if (at_line_end(csv) || *csv->at != '"') {
        csv->at = from;
        return plain_field(csv);
    }
    csv->at++;
    char *text = quoted_field(csv, good);
    const char *rest = plain_field(csv);
    if (*rest != '\0' && *good) {
        *good = REPORT(csv->diagnostics, csv->where, MESSAGE_CSV_AFTER_QUOTE, rest);
    }
    return text;
}

bool csv_next(struct csv *csv, struct csv_record *record, bool *good) {
    while (csv->at < csv->end && at_line_end(csv)) {
        pass_line_end(csv);
    }
    if (csv->at == csv->end) {
        return false;
    }
    const char **fields = NEWS(csv->arena, MOST_FIELDS, const char *);
    *record = (struct csv_record){.fields = fields, .where = csv->where};
    for (;;) {
        const char *text = field(csv, good);
        if (record->count < MOST_FIELDS) {
            fields[record->count++] = text;
        }
        if (at_line_end(csv)) {
            break;
        }
        csv->at++; /* the comma */
    }
    if (csv->at < csv->end) {
        pass_line_end(csv);
    }
    return true;
}
