/* table_fixture.h: tables in a few strokes, set in the fake font and put on pages by the simplest
 * rule (what fits), so that what is tested is the table and not the choice of pages.
 *
 * The fake font's characters are 0.6 em wide: 6 pt in the styles here (10 on 12 pt, padding 2 pt).
 */
#ifndef BOARDPAPER_TESTS_LAYOUT_TABLE_FIXTURE_H
#define BOARDPAPER_TESTS_LAYOUT_TABLE_FIXTURE_H

#include <boardpaper/buffer.h>
#include <boardpaper/layout.h>
#include <boardpaper/page.h>
#include <boardpaper/paper.h>

#include "layout/flow.h"

/* A table from lines of text, one a row; cells stand between bars:
 *
 *     "Name|>Years|~Harm"
 *
 * Marks before a cell's text, in any order: > one more column, v one more row (each as often as
 * needed), ~ turned, ! a header, # shaded, = centred, . dots behind it, ; at its end begins another
 * paragraph. Marks before a row: "G " a group's name, "T " a total, "K " kept with the next. */
struct sketch {
    struct block block;
    struct table table;
    struct column *columns;
    struct style style, head_style;
    struct row *rows;
};

struct easel {
    struct arena *arena;
    struct text *text;
    struct diagnostics *diagnostics;
    struct context context;
    struct paper paper;
    struct master master;
    struct buffer out;
};

/* For cmocka's set-up and tear-down; *state is a struct easel. */
int easel_open(void **state);
int easel_close(void **state);

/* columns: one letter a column: a auto, r auto and set to the end, d auto and decimal, h auto and
 * naming its rows, s one share, digits: fixed, in tens of points. head and body: NULL-ended. */
struct sketch *sketch_new(struct easel *easel, const char *columns, const char *const *head,
                          const char *const *body);

/* Lays the sketch to width on pages of height and writes what was placed: a line a mark (lengths in
 * points), then the structure. */
const char *easel_trace(struct easel *easel, struct sketch *sketch, length_t width,
                        length_t height);
/* Compares a trace with tests/golden/layout/table-NAME.txt; writes that anew where BLESS is set in
 * the environment. */
void easel_golden(struct easel *easel, const char *name, const char *trace);
/* The strips alone. */
struct flow easel_flow(struct easel *easel, struct sketch *sketch, length_t width, length_t height);
/* All words in the order they are read in the structure, one cell a line; "" where empty. */
const char *easel_words(struct easel *easel, struct sketch *sketch, length_t width,
                        length_t height);
/* Lays out a whole paper of blocks on pages of width by height points, with margins of 20, by
 * layout_run; its master is easel->master. */
struct layout *easel_layout(struct easel *easel, struct block *blocks, int width, int height);
/* What was reported, as lines. */
const char *easel_said(struct easel *easel);

#endif
