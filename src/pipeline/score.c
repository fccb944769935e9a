/* score.c: the first half of the job, from a file to scored facts. Every command begins here. */
#include <boardpaper/boardpaper.h>

#include <stdint.h>
#include <string.h>

#include <boardpaper/assessment.h>
#include <boardpaper/extract.h>
#include <boardpaper/file.h>
#include <boardpaper/scoring.h>
#include <boardpaper/xml.h>

#include "source.h"

static const struct where COMMAND_LINE = {NULL, 0};

static void close_document(void *document) {
    xml_close(document);
}

/* Of more bytes than this, a file's are let go while they are parsed. */
enum { SOURCE_LARGE = 1024 * 1024 };

static bool parse(const char *path, size_t limit, struct scored *out,
                  struct diagnostics *diagnostics) {
    out->document = xml_parse(path, out->source, out->source_length, limit, diagnostics);
    return out->document != NULL;
}

/* The same of a file that can be read again: its sum will tell whether it has changed since. */
static bool parse_spent(struct arena *arena, const char *path, size_t limit, struct scored *out,
                        struct diagnostics *diagnostics) {
    struct source_sum sum = {.key = source_key()};
    source_add(&sum, out->source, out->source_length);
    out->source_path = arena_text(arena, path);
    out->source_key = sum.key;
    out->source_sum = sum.sum;
    out->document = xml_parse_spent(path, (char *)(uintptr_t)out->source, out->source_length, limit,
                                    diagnostics);
    out->source = NULL;
    arena_free(out->source_memory);
    out->source_memory = arena_new();
    return out->document != NULL;
}

/* From the document on. */
static bool score(struct arena *arena, struct scored *out, struct diagnostics *diagnostics) {
    out->assessment = assessment_read(arena, out->document, diagnostics);
    if (out->assessment == NULL) {
        return false;
    }
    out->method = method_of(arena, out->assessment, &out->method_document, diagnostics);
    if (out->method == NULL) {
        return false;
    }
    out->scores = scoring_run(arena, out->assessment, out->method, diagnostics);
    if (out->scores == NULL) {
        return false;
    }
    out->reconciliation = scoring_reconcile(arena, out->scores, diagnostics);
    return !diagnostics_failed(diagnostics);
}

bool boardpaper_score(struct arena *arena, const char *path, size_t limit, struct scored *out,
                      struct diagnostics *diagnostics) {
    *out = (struct scored){0};
    out->source_memory = arena_new();
    out->source =
        file_read(out->source_memory, path, limit, COMMAND_LINE, &out->source_length, diagnostics);
    if (out->source == NULL) {
        return false;
    }
    bool spends = out->source_length > SOURCE_LARGE && file_is_regular(path);
    bool parsed = spends ? parse_spent(arena, path, limit, out, diagnostics)
                         : parse(path, limit, out, diagnostics);
    return parsed && score(arena, out, diagnostics);
}

/* ---- extracts -------------------------------------------------------------------------------- */

struct lines {
    struct xml_document *whole, *extract;
    long *lines;
    size_t count;
};

/* Where each line's first element of the extract stands in the file. The two trees are alike. */
static void note_lines(const struct lines *all, const struct xml_node *whole,
                       const struct xml_node *extract) {
    size_t line = (size_t)xml_where(extract).line;
    if (line < all->count && all->lines[line] == 0) {
        all->lines[line] = xml_where(whole).line;
    }
    const struct xml_node *from = xml_first(whole);
    for (const struct xml_node *at = xml_first(extract); at != NULL && from != NULL;
         at = xml_next(at), from = xml_next(from)) {
        uint64_t mark = xml_mark(all->whole);
        uint64_t extract_mark = xml_mark(all->extract);
        note_lines(all, from, at);
        xml_rest(all->whole, mark);
        xml_rest(all->extract, extract_mark);
    }
}

static size_t count_lines(const char *text, size_t length) {
    size_t count = 1;
    for (size_t i = 0; i < length; i++) {
        count += text[i] == '\n';
    }
    return count;
}

/* What is reported of the extract is told by the lines of the file that a person has. */
static void trace_lines(struct arena *arena, const char *path, struct xml_document *cut,
                        const struct scored *out, struct diagnostics *diagnostics) {
    struct diagnostics *deaf = diagnostics_new(arena, 1);
    struct xml_document *again =
        xml_parse(path, out->source, out->source_length, out->source_length + 1, deaf);
    if (again == NULL) {
        return;
    }
    size_t count = count_lines(out->source, out->source_length) + 1;
    long *lines = NEWS(arena, count, long);
    const struct lines all = {cut, again, lines, count};
    note_lines(&all, xml_root(cut), xml_root(again));
    for (size_t i = 1; i < count; i++) {
        lines[i] = lines[i] == 0 ? lines[i - 1] : lines[i];
    }
    diagnostics_trace(diagnostics, path, lines, count);
    xml_close(again);
}

/* Rejected: going on with the tree that was cut. Its lines, which an audit tells, would show where
 * and how much was taken out, and a paper could not carry the bytes it was made from. */
static bool write_extract(struct arena *arena, const char *path, const struct extract *later,
                          const struct assessment *assessment, enum marking marking,
                          struct scored *out, struct diagnostics *diagnostics) {
    out->extract = extract_make(arena, assessment, marking, later, diagnostics);
    if (out->extract == NULL) {
        return false;
    }
    struct buffer written = {0};
    xml_write(assessment->document, &written);
    out->source = arena_bytes(arena, written.data, written.length);
    out->source_length = written.length;
    buffer_free(&written);
    trace_lines(arena, path, assessment->document, out, diagnostics);
    return true;
}

/* A method of the user's own may name areas, and is carried by the paper too. */
static bool extract_method(struct arena *arena, struct scored *out,
                           struct diagnostics *diagnostics) {
    struct xml_document *document = out->method_document;
    const char *folder = file_data_folder();
    if (document == NULL || strncmp(xml_file(document), folder, strlen(folder)) == 0) {
        return true;
    }
    xml_remove_remarks(document);
    if (extract_cut_cases(out->extract, xml_root(document))) {
        out->method = method_read(arena, xml_root(document), diagnostics);
    }
    return out->method != NULL && extract_check(out->extract, document, diagnostics);
}

bool boardpaper_score_extract(struct arena *arena, const char *path, size_t limit,
                              enum marking marking, const struct extract *later, struct scored *out,
                              struct diagnostics *diagnostics) {
    *out = (struct scored){0};
    if (marking == MARKING_NONE) {
        return boardpaper_score(arena, path, limit, out, diagnostics);
    }
    size_t length = 0;
    const char *bytes = file_read(arena, path, limit, COMMAND_LINE, &length, diagnostics);
    struct xml_document *whole =
        bytes == NULL ? NULL : xml_parse(path, bytes, length, limit, diagnostics);
    if (whole == NULL) {
        return false;
    }
    const struct assessment *assessment = assessment_read(arena, whole, diagnostics);
    bool good = assessment != NULL &&
                write_extract(arena, path, later, assessment, marking, out, diagnostics);
    /* What the extract lists as left out stands in the whole. */
    arena_defer(arena, close_document, whole);
    return good && parse(path, 2 * out->source_length, out, diagnostics) &&
           score(arena, out, diagnostics) && extract_method(arena, out, diagnostics);
}

void boardpaper_close(struct scored *scored) {
    if (scored->document != NULL) {
        xml_close(scored->document);
    }
    if (scored->method_document != NULL) {
        xml_close(scored->method_document);
    }
    arena_free(scored->source_memory);
    *scored = (struct scored){0};
}
