/* workshop.h: an assessment that is scored, a template of a text, and the paper made of the two. */
#ifndef BOARDPAPER_TESTS_PAPER_WORKSHOP_H
#define BOARDPAPER_TESTS_PAPER_WORKSHOP_H

#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <boardpaper/arena.h>
#include <boardpaper/assessment.h>
#include <boardpaper/buffer.h>
#include <boardpaper/diagnostics.h>
#include <boardpaper/file.h>
#include <boardpaper/paper.h>
#include <boardpaper/scoring.h>
#include <boardpaper/text.h>
#include <boardpaper/xml.h>

struct workshop {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct xml_document *document, *method_document;
    const struct scores *scores;
    const struct reconciliation *reconciliation;
    struct text *text;
};

/* Five areas: known, tied, estimated, in part unknown, not scored. In the file assessment.xml of
 * tests/unit/paper. */
static inline struct workshop workshop_open_with(const char *xml, size_t length) {
    struct workshop shop = {.arena = arena_new()};
    setenv("BOARDPAPER_DATA", getenv("SOURCE"), 1);
    assert_int_equal(chdir(getenv("SCRATCH")), 0);
    shop.diagnostics = diagnostics_new(shop.arena, 0);
    shop.document = xml_parse("assessment.xml", xml, length, 0, shop.diagnostics);
    assert_non_null(shop.document);
    const struct assessment *assessment =
        assessment_read(shop.arena, shop.document, shop.diagnostics);
    const struct method *method =
        assessment == NULL
            ? NULL
            : method_of(shop.arena, assessment, &shop.method_document, shop.diagnostics);
    shop.scores =
        method == NULL ? NULL : scoring_run(shop.arena, assessment, method, shop.diagnostics);
    if (shop.scores == NULL) {
        struct buffer out = {0};
        diagnostics_write(shop.diagnostics, &out, LEVEL_ADVICE, false);
        fail_msg("%s", out.data);
    }
    shop.reconciliation = scoring_reconcile(shop.arena, shop.scores, shop.diagnostics);
    shop.diagnostics = diagnostics_new(shop.arena, 0); /* what scoring says is not the paper's */
    shop.text = text_open_fake();
    return shop;
}

static inline struct workshop workshop_open(void) {
    struct where nowhere = {NULL, 0};
    size_t length = 0;
    struct arena *arena = arena_new();
    const char *path = arena_print(arena, "%s/tests/unit/paper/assessment.xml", getenv("SOURCE"));
    const char *xml = file_read(arena, path, 0, nowhere, &length, diagnostics_new(arena, 0));
    assert_non_null(xml);
    struct workshop shop = workshop_open_with(xml, length);
    arena_free(arena);
    return shop;
}

static inline void workshop_close(struct workshop *shop) {
    arena_free(shop->arena);
    xml_close(shop->document);
    if (shop->method_document != NULL) {
        xml_close(shop->method_document);
    }
    text_close(shop->text);
}

/* Writes text to the file name of the scratch folder. */
static inline void workshop_write(const char *name, const char *text) {
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* sources: read ahead; or NULL */
static inline const struct paper *workshop_ahead(struct workshop *shop, const char *path,
                                                 const char *edition,
                                                 const struct setting *settings, size_t count,
                                                 struct paper_sources *sources) {
    struct paper_request request = {.scores = shop->scores,
                                    .reconciliation = shop->reconciliation,
                                    .template_path = path,
                                    .style_edition = edition,
                                    .settings = settings,
                                    .setting_count = count,
                                    .text = shop->text,
                                    .sources = sources};
    return paper_make(shop->arena, &request, shop->diagnostics);
}

static inline const struct paper *workshop_file(struct workshop *shop, const char *path,
                                                const char *edition, const struct setting *settings,
                                                size_t count) {
    return workshop_ahead(shop, path, edition, settings, count, NULL);
}

/* The paper of a template of that text; NULL where there were errors. */
static inline const struct paper *workshop_make(struct workshop *shop, const char *text) {
    workshop_write("template.xml", text);
    return workshop_file(shop, "template.xml", NULL, NULL, 0);
}

/* All findings, each a line. */
static inline const char *workshop_found(struct workshop *shop) {
    struct buffer out = {0};
    diagnostics_write(shop->diagnostics, &out, LEVEL_ADVICE, false);
    const char *found = arena_text(shop->arena, out.data == NULL ? "" : out.data);
    buffer_free(&out);
    return found;
}

static inline const char *workshop_dump(struct workshop *shop, const struct paper *paper) {
    struct buffer out = {0};
    if (paper == NULL) {
        fail_msg("no paper was made:\n%s", workshop_found(shop));
    }
    paper_dump(paper, &out);
    const char *dump = arena_text(shop->arena, out.data);
    buffer_free(&out);
    return dump;
}

/* BODY in a template of the least. */
#define TEMPLATE(body)                                                                             \
    "<template version='1' name='t'><styles><style name='body' size='11pt' leading='15pt'/>"       \
    "</styles><body>" body "</body></template>"

#endif
