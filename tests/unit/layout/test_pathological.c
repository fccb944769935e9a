/* What no reasonable paper has, by name: each comes out defined, with a warning that names the
 * line, within its page and in no time. */
#include "../check.h"

#include "build.h"

#include <string.h>

struct bounds {
    length_t right, bottom;
    size_t texts, pages;
};

static bool measure_page(void *context, const struct page *page) {
    struct bounds *bounds = context;
    bounds->pages++;
    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];
        if (mark->kind != MARK_GLYPHS) {
            continue;
        }
        bounds->texts++;
        assert_true(mark->x >= 0 && mark->y >= mark->glyphs.size * 8 / 10);
        length_t right = mark->x + mark->glyphs.width;
        length_t bottom = mark->y + mark->glyphs.size * 2 / 10;
        bounds->right = right > bounds->right ? right : bounds->right;
        bounds->bottom = bottom > bounds->bottom ? bottom : bounds->bottom;
    }
    return true;
}

/* Lays out and measures; nothing stands outside the page's text. */
static struct bounds lay(struct bench *bench, struct block *blocks) {
    struct layout *layout = bench_run(bench, blocks);
    struct structure *structure = structure_new();
    struct bounds bounds = {0};
    const struct page_sink sink = {.context = &bounds, .page = measure_page};
    assert_true(layout_emit(layout, structure, &sink));
    structure_free(structure);
    assert_true(bounds.right <= bench->master.width - bench->master.outer);
    assert_true(bounds.bottom <= bench->master.height - bench->master.bottom);
    return bounds;
}

/* The one warning, of line 77. */
static void assert_warned(struct bench *bench, enum message message) {
    assert_int_equal(diagnostics_count(bench->diagnostics, LEVEL_WARNING), 1);
    const struct diagnostic *diagnostic = diagnostics_get(bench->diagnostics, 0);
    assert_int_equal(diagnostic->message, message);
    assert_int_equal(diagnostic->where.line, 77);
}

static void breaks_a_word_that_no_line_holds(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    enum { LENGTH = 200000 };
    char *word = arena_take(bench->arena, LENGTH + 1);
    memset(word, 'x', LENGTH);
    struct block *paragraph = paragraph_(bench, word);
    ((struct inline_ *)(void *)(uintptr_t)paragraph->inlines)->where.line = 77;
    struct bounds bounds = lay(bench, paragraph);
    /* 26 characters a line, 21 lines a page */
    assert_int_equal(bounds.texts, (LENGTH + 25) / 26);
    assert_int_equal(bounds.pages, (bounds.texts + 20) / 21);
    assert_warned(bench, MESSAGE_LAYOUT_WORD);
    bench_free(bench);
}

static void nests_five_hundred_lists(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *inner = paragraph_(bench, "deep");
    for (int i = 0; i < 500; i++) {
        struct block *item = item_(bench, "-", blocks_(paragraph_(bench, "word"), inner, NULL));
        inner = container_(bench, BLOCK_LIST, item);
        inner->where.line = 77;
    }
    struct bounds bounds = lay(bench, inner);
    assert_int_equal(bounds.texts, 500 * 2 + 1);
    assert_warned(bench, MESSAGE_LAYOUT_DEEP);
    bench_free(bench);
}

/* The same with nothing between the labels: they may not stand on each other. */
static void nests_five_hundred_empty_lists(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *inner = NULL;
    for (int i = 0; i < 500; i++) {
        inner = container_(bench, BLOCK_LIST, item_(bench, "-", inner));
        inner->where.line = 77;
    }
    struct bounds bounds = lay(bench, inner);
    assert_int_equal(bounds.texts, 500);
    bench_free(bench);
}

/* "See 9" fits before its target, "see 10" pushes it on: at nine pages and a bit, the reference
 * moves what it refers to. The layout ends, and what it says is true. */
static void settles_a_reference_that_moves_its_target(void **state) {
    (void)state;
    for (int words = 1; words < 60; words++) {
        struct bench *bench = bench_new();
        bench->master.height = POINTS(20 + 20 + 3 * 12); /* three lines a page */
        struct buffer text = {0};
        for (int i = 0; i < 80 + words; i++) {
            buffer_text(&text, "aaaa bbbb cc dddd ");
        }
        struct inline_ *references = NULL;
        for (int i = 0; i < 30; i++) {
            struct inline_ *space = text_(bench, i % 7 == 0 ? " x, " : " ");
            struct inline_ *reference = NEW(bench->arena, struct inline_);
            reference->kind = INLINE_REFERENCE;
            reference->reference = REFERENCE_PAGE;
            reference->target = "end";
            reference->next = references;
            space->next = reference;
            references = space;
        }
        struct block *first = block_(bench, BLOCK_PARAGRAPH, references);
        struct block *middle = paragraph_(bench, arena_text(bench->arena, text.data));
        struct block *last = heading_(bench, 1, "END");
        last->id = "end";
        const char *trace = bench_trace(bench, blocks_(first, middle, last, NULL));
        /* the page that END is on, and what every reference says */
        const char *end = strstr(trace, "\"END\"");
        assert_non_null(end);
        const char *page = trace, *label = NULL;
        for (const char *at = trace; (at = strstr(at, "page ")) != NULL && at < end; at++) {
            if (at == trace || at[-1] == '\n') {
                page = at;
            }
        }
        label = strchr(page, '"');
        size_t length = (size_t)(strchr(label + 1, '"') + 1 - label);
        int said = 0;
        for (const char *at = trace; (at = strstr(at, " text \"")) != NULL; at++) {
            const char *line_end = strchr(at, '\n');
            if (memmem(at, (size_t)(line_end - at), "Link#", 5) != NULL) {
                assert_memory_equal(at + 6, label, length);
                said++;
            }
        }
        assert_int_equal(said, 30);
        buffer_free(&text);
        bench_free(bench);
    }
}

static void lays_an_empty_paper(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct bounds bounds = lay(bench, NULL);
    assert_int_equal(bounds.pages, 1);
    bounds = lay(bench, paragraph_(bench, ""));
    assert_int_equal(bounds.pages, 1);
    assert_int_equal(bounds.texts, 0);
    bench_free(bench);
}

/* More notes than a page holds go on at the feet of pages of their own; none is lost. */
static void carries_on_notes_that_fill_pages(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct inline_ *words = text_(bench, "word");
    struct inline_ *last = words;
    for (int i = 0; i < 60; i++) {
        struct inline_ *note = NEW(bench->arena, struct inline_);
        note->kind = INLINE_NOTE;
        note->note = paragraph_(bench, "said");
        last->next = note;
        last = note;
    }
    struct block *paragraph = block_(bench, BLOCK_PARAGRAPH, words);
    paragraph->where.line = 77;
    struct bounds bounds = lay(bench, paragraph);
    /* the word; each note's mark, label and text */
    assert_int_equal(bounds.texts, 1 + 60 * 3);
    assert_true(diagnostics_count(bench->diagnostics, LEVEL_WARNING) > 0);
    bench_free(bench);
}

/* ---- tables ------------------------------------------------------------------------------- */

static void sets_an_empty_table(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct bounds bounds =
        lay(bench, blocks_(paragraph_(bench, "a"), table_(bench, 3, 0, ""), NULL));
    assert_int_equal(bounds.texts, 1);
    bench_free(bench);
}

static void splits_a_row_higher_than_a_page(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct buffer text = {0};
    for (int i = 0; i < 300; i++) {
        buffer_text(&text, "word ");
    }
    buffer_text(&text, "end");
    struct bounds bounds = lay(bench, table_(bench, 2, 1, arena_text(bench->arena, text.data)));
    assert_true(bounds.pages > 2);
    assert_int_equal(bounds.texts, 2 * 301);
    buffer_free(&text);
    bench_free(bench);
}

static void survives_two_thousand_columns(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct bounds bounds = lay(bench, table_(bench, 2000, 2, "cell"));
    assert_true(bounds.texts >= 2 * 2000);
    assert_true(diagnostics_count(bench->diagnostics, LEVEL_WARNING) > 0);
    bench_free(bench);
}

static void sets_ten_thousand_rows(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct bounds bounds = lay(bench, table_(bench, 3, 10000, "ab"));
    assert_int_equal(bounds.texts, 30000);
    bench_free(bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(breaks_a_word_that_no_line_holds),
        cmocka_unit_test(nests_five_hundred_lists),
        cmocka_unit_test(nests_five_hundred_empty_lists),
        cmocka_unit_test(settles_a_reference_that_moves_its_target),
        cmocka_unit_test(lays_an_empty_paper),
        cmocka_unit_test(carries_on_notes_that_fill_pages),
        cmocka_unit_test(sets_an_empty_table),
        cmocka_unit_test(splits_a_row_higher_than_a_page),
        cmocka_unit_test(survives_two_thousand_columns),
        cmocka_unit_test(sets_ten_thousand_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
