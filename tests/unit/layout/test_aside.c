/* What a second thread lays aside comes out as if the first had laid it: the same marks, elements
 * and warnings in the same order, on papers made by a seeded generator (generated.h), whether the
 * second thread is there before the first, beside it, or never. */
#include "../check.h"

#include "generated.h"

#include <pthread.h>
#include <string.h>

#include "layout/aside.h"

enum way { PLAIN, NEVER, BEFORE, BESIDE };

/* A wide page, so that some tables fit and others turn it or go on beside themselves. */
static struct block *make_paper(struct bench *bench, uint64_t seed) {
    struct maker maker = {.bench = bench, .state = seed, .with_tables = true};
    bench->master.width = POINTS(420);
    bench->master.height = POINTS(595);
    struct master *turned = NEW(bench->arena, struct master);
    *turned = bench->master;
    turned->width = bench->master.height;
    turned->height = bench->master.width;
    bench->masters[1] = turned;
    bench->paper.master_count = 2;
    maker.turned = turned;
    struct block *blocks = make_blocks(&maker, 40);
    maker_end(&maker);
    return blocks;
}

static void *work(void *context) {
    layout_aside_lay(context);
    return NULL;
}

/* The trace of the paper, then what was said of it. *aside: whether there was anything to lay. */
static const char *set_paper(struct bench *bench, uint64_t seed, enum way way, bool *aside) {
    struct buffer out = {0};
    bench->paper.blocks = make_paper(bench, seed);
    struct layout_aside *tables =
        way == PLAIN ? NULL : layout_aside_new(&bench->paper, bench->text);
    *aside = tables != NULL;
    pthread_t thread;
    if (tables != NULL && way == BEFORE) {
        layout_aside_lay(tables);
    }
    bool beside =
        tables != NULL && way == BESIDE && pthread_create(&thread, NULL, work, tables) == 0;
    struct layout *layout =
        layout_run_beside(bench->arena, &bench->paper, bench->text, tables, bench->diagnostics);
    if (beside) {
        pthread_join(thread, NULL);
    }
    assert_true(layout_trace(layout, &out));
    layout_aside_free(tables);
    diagnostics_write(bench->diagnostics, &out, LEVEL_ADVICE, false);
    const char *text = arena_text(bench->arena, out.data);
    buffer_free(&out);
    return text;
}

static void generated_papers_come_out_the_same(void **state) {
    (void)state;
    int tried = 0;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct bench *plain = bench_new();
        bool aside = false;
        const char *expected = set_paper(plain, seed, PLAIN, &aside);
        for (enum way way = NEVER; way <= BESIDE; way++) {
            struct bench *bench = bench_new();
            const char *trace = set_paper(bench, seed, way, &aside);
            if (strcmp(trace, expected) != 0) {
                fail_msg("seed %d, way %d: not as laid by one thread", (int)seed, (int)way);
            }
            bench_free(bench);
        }
        tried += aside;
        bench_free(plain);
    }
    assert_in_range(tried, 4, 8); /* the others have too few cells */
}

/* ---- which are laid aside ------------------------------------------------------------------- */

static void get_row(void *context, size_t index, struct arena *arena, struct row *row) {
    (void)arena;
    *row = ((const struct row *)context)[index];
}

/* Sixty rows of four cells; the first cell of the last row says cell. */
static struct block *long_table(struct bench *bench, const struct inline_ *cell) {
    struct block *block = table_(bench, 4, 1, "x");
    struct table *table = (struct table *)(uintptr_t)block->table;
    struct row *rows = NEWS(bench->arena, 60, struct row);
    for (size_t i = 0; i < 60; i++) {
        struct cell *cells = NEWS(bench->arena, 4, struct cell);
        for (size_t k = 0; k < 4; k++) {
            cells[k] =
                (struct cell){.column_span = 1, .row_span = 1, .inlines = text_(bench, "a word")};
        }
        rows[i] = (struct row){.kind = ROW_BODY, .cells = cells, .cell_count = 4};
        cells[0].inlines = i == 59 ? cell : cells[0].inlines;
    }
    table->body = (struct rows){.count = 60, .context = rows, .get = get_row, .standing = true};
    return block;
}

/* Whether the table is laid aside for its width, and then taken for that width and no other. */
static bool is_laid(struct bench *bench, struct block *block) {
    bench->paper.blocks = block;
    struct layout_aside *aside = layout_aside_new(&bench->paper, bench->text);
    assert_non_null(aside);
    layout_aside_lay(aside);
    struct context context = {.master = &bench->master, .aside = aside};
    length_t width = bench->master.width - bench->master.inner - bench->master.outer;
    const struct flow *flow = aside_take(&context, block, width, bench->paper.lang);
    bool laid = flow != NULL;
    assert_true(!laid || flow->count >= 60);
    layout_aside_free(aside);
    return laid;
}

static void what_stands_alone_is_laid(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    assert_true(is_laid(bench, long_table(bench, text_(bench, "a word"))));
    assert_true(is_laid(bench, long_table(bench, span_(bench, MANNER_STRONG, "a word"))));
    bench_free(bench);
}

static void what_needs_the_paper_is_not(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct inline_ *note = span_(bench, 0, "");
    note->kind = INLINE_NOTE;
    note->note = paragraph_(bench, "a note");
    assert_false(is_laid(bench, long_table(bench, note)));
    struct inline_ *reference = span_(bench, 0, "see ");
    reference->kind = INLINE_REFERENCE;
    reference->target = "somewhere";
    assert_false(is_laid(bench, long_table(bench, reference)));
    /* 200 points: wider than its column, of which it has to be said so */
    assert_false(is_laid(bench, long_table(bench, text_(bench, "Unbreakableunbreakableunbreakable"
                                                               "unbreakableunbreakable"))));
    struct block *made = long_table(bench, text_(bench, "a word"));
    ((struct table *)(uintptr_t)made->table)->body.standing = false;
    bench->paper.blocks = made;
    assert_null(layout_aside_new(&bench->paper, bench->text));
    bench_free(bench);
}

static void another_width_is_laid_anew(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *block = long_table(bench, text_(bench, "a word"));
    bench->paper.blocks = block;
    struct layout_aside *aside = layout_aside_new(&bench->paper, bench->text);
    layout_aside_lay(aside);
    struct context context = {.master = &bench->master, .aside = aside};
    assert_null(aside_take(&context, block, POINTS(100), bench->paper.lang));
    layout_aside_free(aside);
    bench_free(bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(generated_papers_come_out_the_same),
        cmocka_unit_test(what_stands_alone_is_laid),
        cmocka_unit_test(what_needs_the_paper_is_not),
        cmocka_unit_test(another_width_is_laid_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
