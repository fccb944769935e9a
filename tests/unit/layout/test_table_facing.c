/* A table whose columns go on on the facing page: the same rows on both, one table for who listens.
 *
 * The naming column takes 16 points and the 5 between columns, each other 64 and 5: of 165 points
 * of text two of them stand beside the names. Rows are 16 points high. */
#include "../check.h"

#include "table_fixture.h"

#include <boardpaper/layout.h>

#include <string.h>

#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void check_has(const char *text, const char *part) {
    if (strstr(text, part) == NULL) {
        fail_msg("\"%s\" is not in:\n%s", part, text);
    }
}

static const char *trace_of(struct easel *easel, struct layout *layout) {
    struct buffer out = {0};
    assert_non_null(layout);
    assert_true(layout_trace(layout, &out));
    const char *text = arena_text(easel->arena, out.data);
    buffer_free(&out);
    return text;
}

/* The trace of one page, from 1; NULL where there are fewer. */
static const char *page(struct easel *easel, const char *trace, int number) {
    const char *begin = strstr(trace, arena_print(easel->arena, "page %d \"", number));
    if (begin == NULL) {
        return NULL;
    }
    const char *end = strstr(begin + 1, "\npage ");
    end = end != NULL ? end : strstr(begin, "\nstructure");
    return arena_print(easel->arena, "%.*s", (int)(end - begin), begin);
}

static size_t occurrences(const char *text, const char *part) {
    size_t count = 0;
    for (; (text = strstr(text, part)) != NULL; text++) {
        count++;
    }
    return count;
}

/* Four wide columns beside the names, and count rows r01, r02, ... with cells a01, b01, ... */
static struct sketch *wide_table(struct easel *easel, int count) {
    const char **rows = NEWS(easel->arena, (size_t)count + 1, const char *);
    for (int i = 0; i < count; i++) {
        rows[i] =
            arena_print(easel->arena, "x%d|a%d|b%d|c%d|d%d", i + 1, i + 1, i + 1, i + 1, i + 1);
    }
    struct sketch *sketch =
        sketch_new(easel, "haaaa", LINES("N|aaaaaaaaaa|bbbbbbbbbb|cccccccccc|dddddddddd"), rows);
    sketch->table.overflow = OVERFLOW_CONTINUE;
    sketch->table.caption = NULL;
    return sketch;
}

/* 12 rows on pages of 160 points take two spreads; each has its rows on both pages, at the same
 * height, the left one with the first two columns and the right one with the others. */
static void the_same_rows_stand_on_both_pages(void **state) {
    struct easel *easel = *state;
    struct sketch *sketch = wide_table(easel, 12);
    struct layout *layout = easel_layout(easel, &sketch->block, 205, 200);
    assert_int_equal(layout_page_count(layout), 4);
    const char *trace = trace_of(easel, layout);
    for (int row = 1; row <= 12; row++) {
        int left = 0;
        for (int number = 1; number <= 4; number++) {
            const char *text = page(easel, trace, number);
            const char *name = strstr(text, arena_print(easel->arena, "\"x%d\"", row));
            if (name == NULL) {
                continue;
            }
            left = left == 0 ? number : left;
            bool right = number == left + 1;
            assert_true(right || number == left);
            check_has(text, arena_print(easel->arena, "\"%c%d\"", right ? 'c' : 'a', row));
            check_has(text, arena_print(easel->arena, "\"%c%d\"", right ? 'd' : 'b', row));
            assert_null(
                strstr(text, arena_print(easel->arena, "\"%c%d\"", right ? 'a' : 'c', row)));
        }
        assert_int_equal(left % 2, 1);
    }
    /* the first row of the body: its baseline 11 below its top, on both pages */
    check_has(page(easel, trace, 1), "47 text \"a1\"");
    check_has(page(easel, trace, 2), "47 text \"c1\"");
}

/* One table of one body; each row has all five cells in the order of the columns. The names on the
 * right are said again, and so are the heads from the second spread on. */
static void it_is_one_table_for_who_listens(void **state) {
    struct easel *easel = *state;
    struct sketch *sketch = wide_table(easel, 2);
    const char *trace = trace_of(easel, easel_layout(easel, &sketch->block, 205, 200));
    assert_int_equal(occurrences(trace, "Table#"), 1);
    const char *structure = strstr(trace, "\nstructure");
    assert_int_equal(occurrences(structure, " TR#"), 3);
    assert_int_equal(occurrences(structure, " TD#"), 2 * 4);
    assert_int_equal(occurrences(structure, " TH#"), 5 + 2);
    /* document 0, table 1, head 2, its row 3 and cells 4 to 8; body 9, rows 10 and 16 */
    check_has(page(easel, trace, 1), "text \"x1\" 12 wide, 10 high, TH#11");
    check_has(page(easel, trace, 1), "text \"b1\" 12 wide, 10 high, TD#13");
    check_has(page(easel, trace, 2), "text \"x1\" 12 wide, 10 high, layout");
    check_has(page(easel, trace, 2), "text \"c1\" 12 wide, 10 high, TD#14");
    check_has(page(easel, trace, 2), "text \"d2\" 12 wide, 10 high, TD#21");
    check_has(page(easel, trace, 2), "text \"cccccccccc\" 60 wide, 10 high, TH#7");
    check_has(page(easel, trace, 2), "text \"N\" 6 wide, 10 high, layout");
}

/* In a paper of left and right pages the first part stands on the left; the page before stays
 * empty. What stood before it has page 1; a heading that leads to the table goes with it. */
static void it_begins_on_the_left(void **state) {
    struct easel *easel = *state;
    struct sketch *sketch = wide_table(easel, 2);
    struct block *before = NEW(easel->arena, struct block),
                 *heading = NEW(easel->arena, struct block);
    struct inline_ *words = NEWS(easel->arena, 2, struct inline_);
    words[0] = (struct inline_){.kind = INLINE_TEXT, .text = "before"};
    words[1] = (struct inline_){.kind = INLINE_TEXT, .text = "heading"};
    *before = (struct block){
        .kind = BLOCK_PARAGRAPH, .style = &sketch->style, .inlines = &words[0], .next = heading};
    *heading = (struct block){.kind = BLOCK_HEADING,
                              .level = 1,
                              .style = &sketch->style,
                              .inlines = &words[1],
                              .next = &sketch->block};
    struct layout *alike = easel_layout(easel, before, 205, 200);
    assert_int_equal(layout_page_count(alike), 3);
    easel->paper.duplex = true;
    layout_page_count(alike);
    const char *trace =
        trace_of(easel, layout_run(easel->arena, &easel->paper, easel->text, easel->diagnostics));
    check_has(page(easel, trace, 1), "\"before\"");
    check_has(page(easel, trace, 2), "\"heading\"");
    check_has(page(easel, trace, 2), "\"a1\"");
    check_has(page(easel, trace, 3), "\"c1\"");
    assert_null(strstr(page(easel, trace, 3), "\"heading\""));
    assert_null(page(easel, trace, 4));
}

/* Six wide columns stand on three pages. Where there are left and right ones, the rows that follow
 * begin on the left again: the right page between stays empty. */
static void three_parts_begin_on_the_left_each_time(void **state) {
    struct easel *easel = *state;
    const char *rows[13] = {NULL};
    for (int i = 0; i < 12; i++) {
        rows[i] = arena_print(easel->arena, "x%d|a%d|b%d|c%d|d%d|e%d|f%d", i + 1, i + 1, i + 1,
                              i + 1, i + 1, i + 1, i + 1);
    }
    struct sketch *sketch = sketch_new(easel, "haaaaaa",
                                       LINES("N|aaaaaaaaaa|bbbbbbbbbb|cccccccccc|dddddddddd|"
                                             "eeeeeeeeee|ffffffffff"),
                                       rows);
    sketch->table.overflow = OVERFLOW_CONTINUE;
    sketch->table.caption = NULL;
    struct block *before = NEW(easel->arena, struct block);
    struct inline_ *words = NEW(easel->arena, struct inline_);
    *words = (struct inline_){.kind = INLINE_TEXT, .text = "before"};
    *before = (struct block){
        .kind = BLOCK_PARAGRAPH, .style = &sketch->style, .inlines = words, .next = &sketch->block};
    assert_int_equal(layout_page_count(easel_layout(easel, before, 205, 200)), 1 + 3 + 3);
    easel->paper.duplex = true;
    const char *trace =
        trace_of(easel, layout_run(easel->arena, &easel->paper, easel->text, easel->diagnostics));
    check_has(page(easel, trace, 2), "\"a1\"");
    check_has(page(easel, trace, 3), "\"c1\"");
    check_has(page(easel, trace, 4), "\"e1\"");
    assert_int_equal(occurrences(page(easel, trace, 5), "TD#"), 0);
    check_has(page(easel, trace, 6), "\"a12\"");
    check_has(page(easel, trace, 7), "\"c12\"");
    check_has(page(easel, trace, 8), "\"e12\"");
    assert_null(page(easel, trace, 9));
}

/* 21 for the names, then 69, 69, 69, 64: three would fit in 230, but the third heads a group. The
 * caption is said again beside itself. */
static void a_part_ends_where_a_group_of_heads_ends(void **state) {
    struct easel *easel = *state;
    struct sketch *sketch =
        sketch_new(easel, "haaaa", LINES("vN|>A|>B", "aaaaaaaaaa|bbbbbbbbbb|cccccccccc|dddddddddd"),
                   LINES("xx|1|2|3|4"));
    sketch->table.overflow = OVERFLOW_CONTINUE;
    sketch->table.number = "Table 1";
    sketch->table.continued = "continued";
    const char *trace = trace_of(easel, easel_layout(easel, &sketch->block, 270, 200));
    const char *left = page(easel, trace, 1), *right = page(easel, trace, 2);
    check_has(left, "\"A\"");
    check_has(left, "\"bbbbbbbbbb\"");
    assert_null(strstr(left, "\"B\""));
    check_has(right, "\"B\"");
    check_has(right, "\"cccccccccc\"");
    check_has(right, "\"(continued)\" 66 wide, 10 high, layout");
    assert_null(strstr(left, "(continued)"));
}

/* A group's name over all columns stands on both pages, on the second for the eye alone. */
static void a_group_is_named_on_both_pages(void **state) {
    struct easel *easel = *state;
    struct sketch *sketch =
        sketch_new(easel, "haaaa", LINES("N|aaaaaaaaaa|bbbbbbbbbb|cccccccccc|dddddddddd"),
                   LINES("G >>>>Group", "xx|1|2|3|4"));
    sketch->table.overflow = OVERFLOW_CONTINUE;
    const char *trace = trace_of(easel, easel_layout(easel, &sketch->block, 205, 200));
    check_has(page(easel, trace, 1), "text \"Group\" 30 wide, 10 high, TH#");
    check_has(page(easel, trace, 2), "text \"Group\" 30 wide, 10 high, layout");
}

/* A row higher than a page is cut at the same lines on both. */
static void a_high_row_is_cut_alike_on_both(void **state) {
    struct easel *easel = *state;
    struct sketch *sketch = sketch_new(
        easel, "haaaa", LINES("N|aaaaaaaaaa|bbbbbbbbbb|cccccccccc|dddddddddd"),
        LINES("xx|1|2|one;two;three;four;five;six;seven;eight;nine;ten|4", "yy|5|6|7|8"));
    sketch->table.overflow = OVERFLOW_CONTINUE;
    const char *trace = trace_of(easel, easel_layout(easel, &sketch->block, 205, 140));
    const char *const lines[] = {"one", "two",   "three", "four", "five",
                                 "six", "seven", "eight", "nine", "ten"};
    for (size_t i = 0; i < 10; i++) {
        assert_int_equal(occurrences(trace, arena_print(easel->arena, "text \"%s\"", lines[i])), 1);
    }
    check_has(page(easel, trace, 2), "\"one\"");
    check_has(page(easel, trace, 4), "\"ten\"");
    check_has(trace, "text \"8\" 6 wide, 10 high, TD#");
}

int main(void) {
#define CHECK(test) cmocka_unit_test_setup_teardown(test, easel_open, easel_close)
    const struct CMUnitTest tests[] = {
        CHECK(the_same_rows_stand_on_both_pages),
        CHECK(it_is_one_table_for_who_listens),
        CHECK(it_begins_on_the_left),
        CHECK(three_parts_begin_on_the_left_each_time),
        CHECK(a_part_ends_where_a_group_of_heads_ends),
        CHECK(a_group_is_named_on_both_pages),
        CHECK(a_high_row_is_cut_alike_on_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
