/* document.h: a document of a text, what was found wrong with it, and the end of both. */
#ifndef BOARDPAPER_TESTS_XML_DOCUMENT_H
#define BOARDPAPER_TESTS_XML_DOCUMENT_H

#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/diagnostics.h>
#include <boardpaper/xml.h>

struct bench {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct xml_document *document; /* closed by the end */
};

static inline int bench_open(void **state) {
    struct bench *bench = calloc(1, sizeof *bench);
    bench->arena = arena_new();
    bench->diagnostics = diagnostics_new(bench->arena, 0);
    *state = bench;
    return 0;
}

static inline int bench_close(void **state) {
    struct bench *bench = *state;
    xml_close(bench->document);
    arena_free(bench->arena);
    free(bench);
    return 0;
}

/* The bytes as t.xml. */
static inline struct xml_document *bench_parse(struct bench *bench, const void *bytes,
                                               size_t length) {
    bench->document = xml_parse("t.xml", bytes, length, 0, bench->diagnostics);
    return bench->document;
}

static inline struct xml_document *bench_text(struct bench *bench, const char *text) {
    return bench_parse(bench, text, strlen(text));
}

/* The findings as they would be printed. */
static inline const char *bench_found(struct bench *bench) {
    struct buffer out = {0};
    diagnostics_write(bench->diagnostics, &out, LEVEL_ADVICE, false);
    const char *found = arena_text(bench->arena, out.data == NULL ? "" : out.data);
    buffer_free(&out);
    return found;
}

#define BENCH_TEST(name) cmocka_unit_test_setup_teardown(name, bench_open, bench_close)

#endif
