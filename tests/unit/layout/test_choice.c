/* Which page things stand on. The page holds 21 lines of 12 points (260 points of text). */
#include "../check.h"

#include "build.h"

#include <string.h>

/* The page that a text stands on, from 1; 0: none. */
static int page_of(const char *trace, const char *text) {
    char sought[64] = "text \"";
    strcat(strcat(sought, text), "\"");
    const char *found = strstr(trace, sought);
    int page = 0;
    for (const char *at = trace; found != NULL && at < found; at = strchr(at, '\n') + 1) {
        page += strncmp(at, "page ", 5) == 0;
    }
    return page;
}

/* count paragraphs "p1", "p2", ... of one line. */
static struct block *lines(struct bench *bench, int count) {
    struct block *first = NULL, *last = NULL;
    for (int i = 1; i <= count; i++) {
        struct block *next = paragraph_(bench, arena_print(bench->arena, "p%d", i));
        if (first == NULL) {
            first = last = next;
        } else {
            last->next = next;
            last = next;
        }
    }
    return first;
}

static struct block *last_of(struct block *blocks) {
    while (blocks->next != NULL) {
        blocks = blocks->next;
    }
    return blocks;
}

static void keeps_a_heading_with_its_text(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *blocks = lines(bench, 20);
    last_of(blocks)->next = blocks_(heading_(bench, 1, "Head"), paragraph_(bench, "text"), NULL);
    last_of(blocks)->next = lines(bench, 12); /* enough not to ask for more of it */
    const char *trace = bench_trace(bench, blocks);
    /* the heading would fit as the 21st line; its text would not */
    assert_int_equal(page_of(trace, "p20"), 1);
    assert_int_equal(page_of(trace, "Head"), 2);
    bench_free(bench);
}

/* 20 lines and a paragraph of three: first-fit would leave one of its lines alone here. */
static void leaves_no_line_alone(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *blocks = lines(bench, 20);
    last_of(blocks)->next =
        blocks_(paragraph_(bench, "aaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbb "
                                  "ccccccccccccccccccccccccc"),
                paragraph_(bench, "after"), NULL);
    last_of(blocks)->next = lines(bench, 12);
    const char *trace = bench_trace(bench, blocks);
    assert_int_equal(page_of(trace, "p20"), 1);
    assert_int_equal(page_of(trace, "aaaaaaaaaaaaaaaaaaaaaaaaa"), 2);
    bench_free(bench);
}

/* 18 lines and a list of four: what follows it, kept whole, leaves room on the first page for any
 * part of the list. A break after its first item, or before its last, is worse than another. */
static void leaves_no_item_alone(void **state) {
    (void)state;
    for (int before = 17; before <= 20; before++) {
        struct bench *bench = bench_new();
        struct block *blocks = lines(bench, before);
        last_of(blocks)->next =
            container_(bench, BLOCK_LIST,
                       blocks_(item_(bench, "-", paragraph_(bench, "i1")),
                               item_(bench, "-", paragraph_(bench, "i2")),
                               item_(bench, "-", paragraph_(bench, "i3")),
                               item_(bench, "-", paragraph_(bench, "i4")), NULL));
        last_of(blocks)->next = lines(bench, 10);
        const char *trace = bench_trace(bench, blocks);
        assert_int_equal(page_of(trace, "i1"), page_of(trace, "i2"));
        assert_int_equal(page_of(trace, "i3"), page_of(trace, "i4"));
        bench_free(bench);
    }
}

/* 22 lines: first-fit would put one alone on the second page. */
static void spares_the_last_page_a_stray_line(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    const char *trace = bench_trace(bench, lines(bench, 22));
    assert_int_equal(page_of(trace, "p1"), 1);
    int moved = 0;
    for (int i = 1; i <= 22; i++) {
        moved += page_of(trace, arena_print(bench->arena, "p%d", i)) == 2;
    }
    assert_in_range(moved, 3, 8);
    bench_free(bench);
}

/* 30 lines before what fills a page of its own: the first page is full, the second has the rest;
 * and not 15 lines each. */
static void fills_the_first_page_before_a_large_thing(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *blocks = lines(bench, 30);
    bench->style.keep_together = true;
    struct block *box = container_(bench, BLOCK_BOX, NULL);
    bench->style.keep_together = false;
    struct block *inside = paragraph_(bench, "inside");
    inside->next = lines(bench, 20);
    box->children = inside;
    last_of(blocks)->next = blocks_(box, paragraph_(bench, "after"), NULL);
    const char *trace = bench_trace(bench, blocks);
    assert_int_equal(page_of(trace, "p21"), 1);
    assert_int_equal(page_of(trace, "p22"), 2);
    assert_int_equal(page_of(trace, "inside"), 3);
    bench_free(bench);
}

/* The same with spaces that may give: it shrinks onto one page. Spaces of 2 points between 22 lines
 * make 22 x 12 + 21 x 2 = 306 points; a page of 295 needs a give of 11 / 42. */
static void shrinks_spaces_to_save_a_page(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    bench->master.height = POINTS(295 + 40);
    bench->style.space_before = POINTS(2);
    bench->paper.give = 270;
    assert_int_equal(layout_page_count(bench_run(bench, lines(bench, 22))), 1);
    bench->paper.give = 260;
    assert_int_equal(layout_page_count(bench_run(bench, lines(bench, 22))), 2);
    bench_free(bench);
}

/* 22 rows of a table: half a point less of type makes 22 x 11.4 = 250.8 points. */
static void presses_a_table_to_save_a_page(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    assert_int_equal(layout_page_count(bench_run(bench, table_(bench, 2, 22, "x"))), 1);
    /* three more rows do not fit so: then the type is as it was */
    const char *trace = bench_trace(bench, table_(bench, 2, 25, "x"));
    assert_non_null(strstr(trace, "10 high"));
    assert_null(strstr(trace, "9.5 high"));
    assert_int_equal(layout_page_count(bench_run(bench, table_(bench, 2, 25, "x"))), 2);
    bench_free(bench);
}

/* Type of 7 points comes down no further: then the rows do. 20 of 9 points with 3 above and below
 * take 300 points, with two thirds of that 260; 21 would take 273. */
static void presses_rows_whose_type_is_small(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    bench->style.size = POINTS(7);
    bench->style.leading = POINTS(9);
    bench->style.padding = POINTS(3);
    assert_int_equal(layout_page_count(bench_run(bench, table_(bench, 2, 20, "x"))), 1);
    assert_non_null(strstr(bench_trace(bench, table_(bench, 2, 20, "x")), "7 high"));
    assert_int_equal(layout_page_count(bench_run(bench, table_(bench, 2, 21, "x"))), 2);
    bench_free(bench);
}

/* 21 lines fill the page: the next is the last before a table, and not to stand alone above it. */
static void leaves_no_last_line_above_a_table(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *blocks = lines(bench, 21);
    last_of(blocks)->next = blocks_(paragraph_(bench, "last"), table_(bench, 1, 12, "row"), NULL);
    const char *trace = bench_trace(bench, blocks);
    assert_int_equal(page_of(trace, "last"), 2);
    assert_int_equal(page_of(trace, "p21"), 2);
    bench_free(bench);
}

/* Nine lines, a heading and a table of four rows of five lines: two such rows are not too few to
 * stand at the foot, and the page is not left half empty so that all may stand on the next. */
static void parts_a_table_between_high_rows(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *blocks = lines(bench, 9);
    last_of(blocks)->next = blocks_(heading_(bench, 1, "Head"),
                                    table_(bench, 1, 4,
                                           "aaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbb "
                                           "ccccccccccccccccccccccccc ddddddddddddddddddddddddd "
                                           "eeeeeeeeeeeeeeeeeeeeeeeee"),
                                    NULL);
    const char *trace = bench_trace(bench, blocks);
    assert_int_equal(page_of(trace, "Head"), 1);
    assert_non_null(strstr(strstr(trace, "page 2"), "aaaaaaaaaaaaaaaaaaaaaaaaa"));
    bench_free(bench);
}

/* A heading and one sentence that lead to a table of eight rows: never the two alone at a foot. */
static void keeps_a_lone_sentence_with_its_table(void **state) {
    (void)state;
    for (int before = 15; before <= 20; before++) {
        struct bench *bench = bench_new();
        struct block *blocks = lines(bench, before);
        last_of(blocks)->next = blocks_(heading_(bench, 1, "Head"), paragraph_(bench, "leads"),
                                        table_(bench, 1, 8, "row"), NULL);
        last_of(blocks)->next = lines(bench, 10);
        const char *trace = bench_trace(bench, blocks);
        assert_int_equal(page_of(trace, "leads"), page_of(trace, "row"));
        bench_free(bench);
    }
}

/* 18 lines, a heading with one sentence and the next heading, of which the text would not fit: the
 * first heading is not left behind with its sentence. */
static void keeps_a_lone_sentence_with_the_next_heading(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *blocks = lines(bench, 18);
    last_of(blocks)->next = blocks_(heading_(bench, 1, "Head"), paragraph_(bench, "alone"),
                                    heading_(bench, 2, "Below"), NULL);
    last_of(blocks)->next = lines(bench, 34);
    const char *trace = bench_trace(bench, blocks);
    assert_int_equal(page_of(trace, "p18"), 1);
    assert_int_equal(page_of(trace, "Head"), 2);
    bench_free(bench);
}

/* 26 lines, the 18th a heading: rather 17 and 9, each whole, than 19 and 7. */
static void ends_the_last_page_but_one_at_a_section(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *blocks = lines(bench, 17);
    last_of(blocks)->next = heading_(bench, 1, "Head");
    last_of(blocks)->next = lines(bench, 8);
    const char *trace = bench_trace(bench, blocks);
    assert_int_equal(page_of(trace, "p17"), 1);
    assert_int_equal(page_of(trace, "Head"), 2);
    bench_free(bench);
}

/* 26 characters fit on a line. What a paragraph sets as three words and one, a heading has as two
 * and two. */
static void balances_the_lines_of_headings(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    const char *trace =
        bench_trace(bench, blocks_(heading_(bench, 1, "aaaaaa bbbbbb cccccc dddddd"),
                                   paragraph_(bench, "eeeeee ffffff gggggg hhhhhh"), NULL));
    assert_non_null(strstr(trace, "  62 29 text \"bbbbbb\"")); /* ends the first line */
    assert_non_null(strstr(trace, "  20 41 text \"cccccc \""));
    assert_non_null(strstr(trace, "  104 53 text \"gggggg\""));
    assert_non_null(strstr(trace, "  20 65 text \"hhhhhh\""));
    bench_free(bench);

    /* 8 and 20 characters at the colon, 14 and 14 where the lines are alike; 3 and 26 are too far
     * apart, and so are 8 and 20 at a comma */
    bench = bench_new();
    trace = bench_trace(bench, blocks_(heading_(bench, 1, "aaaaaaa: bbbbb ccccccc dddddd"),
                                       heading_(bench, 1, "aa: eeee fffff gggggg hhhhhhhh"),
                                       heading_(bench, 1, "iiiiiii, jjjjj kkkkkkk llllll"), NULL));
    assert_non_null(strstr(trace, "text \"aaaaaaa:\""));
    assert_non_null(strstr(trace, "  20 41 text \"bbbbb \""));
    assert_null(strstr(trace, "text \"aa:\""));
    assert_null(strstr(trace, "text \"iiiiiii,\""));
    bench_free(bench);
}

/* 26 characters fit on a line: "cc-" would fit on the first, but what is one word stays one where
 * the line before it is short by no more than a third. */
static void parts_no_compound_for_an_even_edge(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    const char *trace = bench_trace(bench, paragraph_(bench, "aaaaaaaa bbbbbbbb cc-dddddd eeee"));
    assert_non_null(strstr(trace, "  20 41 text \"cc-"));
    bench_free(bench);
}

/* A term of two lines and what it means, where only the term would fit, or half of it. */
static void keeps_a_term_with_its_meaning(void **state) {
    (void)state;
    for (int before = 17; before <= 21; before++) {
        struct bench *bench = bench_new();
        struct block *blocks = lines(bench, before);
        struct block *definitions =
            container_(bench, BLOCK_DEFINITIONS,
                       blocks_(block_(bench, BLOCK_TERM,
                                      text_(bench, "aaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbb")),
                               item_(bench, NULL, paragraph_(bench, "means")), NULL));
        definitions->children->next->children->next = paragraph_(bench, "more");
        last_of(blocks)->next = definitions;
        last_of(blocks)->next = lines(bench, 12);
        const char *trace = bench_trace(bench, blocks);
        int page = page_of(trace, "means");
        assert_int_equal(page_of(trace, "aaaaaaaaaaaaaaaaaaaa"), page);
        assert_int_equal(page_of(trace, "bbbbbbbbbbbbbbbbbbbb"), page);
        bench_free(bench);
    }
}

static void begins_a_page_where_asked(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    const char *trace = bench_trace(
        bench, blocks_(block_(bench, BLOCK_PAGE_BREAK, NULL), paragraph_(bench, "one"),
                       block_(bench, BLOCK_PAGE_BREAK, NULL), paragraph_(bench, "two"), NULL));
    assert_int_equal(page_of(trace, "one"), 1);
    assert_int_equal(page_of(trace, "two"), 2);
    bench_free(bench);
}

/* A section on other pages, and back. Their labels count for themselves where it has a prefix. */
static void changes_masters_and_labels(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct master wide = bench->master;
    wide.width = POINTS(400);
    bench->masters[1] = &wide;
    bench->paper.master_count = 2;
    struct block *section = container_(bench, BLOCK_SECTION, paragraph_(bench, "inside"));
    section->master = &wide;
    section->page_prefix = "A-";
    const char *trace = bench_trace(
        bench, blocks_(paragraph_(bench, "before"), section, paragraph_(bench, "after"), NULL));
    assert_non_null(strstr(trace, "page 1 \"1\" 200 x 300\n  20 29 text \"before\""));
    assert_non_null(strstr(trace, "page 2 \"A-1\" 400 x 300\n  20 29 text \"inside\""));
    assert_non_null(strstr(trace, "page 3 \"2\" 200 x 300\n  20 29 text \"after\""));
    bench_free(bench);
}

/* Left pages have their margins the other way round. */
static void mirrors_left_pages(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    bench->paper.duplex = true;
    bench->master.inner = POINTS(30);
    bench->master.outer = POINTS(10);
    const char *trace =
        bench_trace(bench, blocks_(paragraph_(bench, "one"), block_(bench, BLOCK_PAGE_BREAK, NULL),
                                   paragraph_(bench, "two"), NULL));
    assert_non_null(strstr(trace, "  30 29 text \"one\""));
    assert_non_null(strstr(trace, "  10 29 text \"two\""));
    bench_free(bench);
}

static void gives_bookmarks_without_gaps(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *second = heading_(bench, 4, "Deep");
    second->number = "1.1";
    struct layout *layout =
        bench_run(bench, blocks_(heading_(bench, 2, "Top"), second, heading_(bench, 3, "Mid"),
                                 heading_(bench, 2, "Next"), paragraph_(bench, "x"), NULL));
    size_t count = 0;
    const struct bookmark *bookmarks = layout_bookmarks(layout, &count);
    assert_int_equal(count, 4);
    const int levels[] = {1, 2, 2, 1};
    const char *const titles[] = {"Top", "1.1 Deep", "Mid", "Next"};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(bookmarks[i].level, levels[i]);
        assert_string_equal(bookmarks[i].title, titles[i]);
        assert_int_equal(bookmarks[i].page, 0);
        assert_int_equal(bookmarks[i].y, POINTS(20) + (length_t)i * POINTS(12));
    }
    bench_free(bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_a_heading_with_its_text),
        cmocka_unit_test(leaves_no_line_alone),
        cmocka_unit_test(leaves_no_item_alone),
        cmocka_unit_test(spares_the_last_page_a_stray_line),
        cmocka_unit_test(fills_the_first_page_before_a_large_thing),
        cmocka_unit_test(shrinks_spaces_to_save_a_page),
        cmocka_unit_test(presses_a_table_to_save_a_page),
        cmocka_unit_test(presses_rows_whose_type_is_small),
        cmocka_unit_test(leaves_no_last_line_above_a_table),
        cmocka_unit_test(parts_a_table_between_high_rows),
        cmocka_unit_test(keeps_a_lone_sentence_with_its_table),
        cmocka_unit_test(keeps_a_lone_sentence_with_the_next_heading),
        cmocka_unit_test(ends_the_last_page_but_one_at_a_section),
        cmocka_unit_test(balances_the_lines_of_headings),
        cmocka_unit_test(parts_no_compound_for_an_even_edge),
        cmocka_unit_test(keeps_a_term_with_its_meaning),
        cmocka_unit_test(begins_a_page_where_asked),
        cmocka_unit_test(changes_masters_and_labels),
        cmocka_unit_test(mirrors_left_pages),
        cmocka_unit_test(gives_bookmarks_without_gaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
