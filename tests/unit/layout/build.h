/* build.h: papers put together by hand for tests of layout, in a few words each.
 *
 * The page of most tests is 200 by 300 points with margins of 20, the type 10 on 12 points, and the
 * fake font's characters are 600 thousandths of an em wide: 6 points each, 26 in a line of 160.
 */
#ifndef BOARDPAPER_TESTS_LAYOUT_BUILD_H
#define BOARDPAPER_TESTS_LAYOUT_BUILD_H

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/diagnostics.h>
#include <boardpaper/layout.h>
#include <boardpaper/paper.h>
#include <boardpaper/text.h>

/* What a test needs, and what it builds with. */
struct bench {
    struct arena *arena;
    struct text *text;
    struct diagnostics *diagnostics;
    struct style style;   /* of what is made next */
    struct master master; /* the first page master */
    struct paper paper;   /* its blocks are given to bench_trace */
    const struct style *styles[16];
    const struct master *masters[4];
};

struct bench *bench_new(void);
void bench_free(struct bench *bench);

/* A copy of the style in force, under a name, among the paper's styles. */
struct style *bench_style(struct bench *bench, const char *name);

/* Inlines. Lists end with NULL; the same inline is never used twice. */
struct inline_ *text_(struct bench *bench, const char *text);
struct inline_ *span_(struct bench *bench, unsigned manner, const char *text);
struct inline_ *inlines_(struct inline_ *first, ...);

/* Blocks, in the style in force. */
struct block *block_(struct bench *bench, enum block_kind kind, const struct inline_ *inlines);
struct block *paragraph_(struct bench *bench, const char *text);
struct block *heading_(struct bench *bench, int level, const char *text);
struct block *container_(struct bench *bench, enum block_kind kind, struct block *children);
struct block *item_(struct bench *bench, const char *label, struct block *children);
struct block *blocks_(struct block *first, ...);

/* A table of rows by columns, every cell with that text; its warnings are of line 77. */
struct block *table_(struct bench *bench, int columns, size_t rows, const char *text);

struct layout *bench_run(struct bench *bench, struct block *blocks);
/* The trace of the paper's pages, in the bench's arena. */
const char *bench_trace(struct bench *bench, struct block *blocks);
/* Compares with tests/golden/layout/NAME.txt; writes it anew where BLESS is set in the
 * environment. */
void assert_golden(const char *name, const char *trace);

#endif
