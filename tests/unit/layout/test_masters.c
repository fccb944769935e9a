/* What differs from page to page: heads, feet and margins of first, last, left and right pages, and
 * the empty page that a section leaves which begins on the right. The page is 200 by 300 points. */
#include "../check.h"

#include "build.h"

#include <string.h>

/* The trace of one page, from 1. */
static const char *page(struct bench *bench, const char *trace, int number) {
    const char *begin = strstr(trace, arena_print(bench->arena, "page %d ", number));
    assert_non_null(begin);
    const char *end = strstr(begin + 1, "\npage ");
    end = end != NULL ? end : strstr(begin, "\nstructure");
    return arena_print(bench->arena, "%.*s", (int)(end - begin), begin);
}

static void assert_has(const char *text, const char *part) {
    if (strstr(text, part) == NULL) {
        fail_msg("\"%s\" is not in\n%s", part, text);
    }
}

static void assert_has_not(const char *text, const char *part) {
    if (strstr(text, part) != NULL) {
        fail_msg("\"%s\" is in\n%s", part, text);
    }
}

static const struct running *running(struct bench *bench, const char *text) {
    struct running *made = NEW(bench->arena, struct running);
    made->middle = text_(bench, text);
    made->style = bench->master.head.style;
    return made;
}

/* Margins of 60 points, a small type for heads and feet, and "head" and "foot" on every page. */
static struct bench *bench_with_heads(void) {
    struct bench *bench = bench_new();
    bench->master.top = bench->master.bottom = POINTS(60);
    bench->style.size = POINTS(5);
    bench->style.leading = POINTS(6);
    bench->master.head.style = bench->master.foot.style = bench_style(bench, "running");
    bench->style.size = POINTS(10);
    bench->style.leading = POINTS(12);
    bench->master.head.middle = text_(bench, "head");
    bench->master.foot.middle = text_(bench, "foot");
    return bench;
}

/* A paragraph that begins a page, count times. */
static struct block *pages(struct bench *bench, int count) {
    struct block *first = NULL, **last = &first;
    for (int i = 1; i <= count; i++) {
        struct block *one = paragraph_(bench, arena_print(bench->arena, "text_%d", i));
        struct block *broken = i > 1 ? block_(bench, BLOCK_PAGE_BREAK, NULL) : NULL;
        *last = broken != NULL ? blocks_(broken, one, NULL) : one;
        last = &one->next;
    }
    return first;
}

static void the_first_and_the_last_page_have_their_own(void **state) {
    (void)state;
    struct bench *bench = bench_with_heads();
    bench->master.own[OWN_FIRST].head = running(bench, "first_head");
    bench->master.own[OWN_LAST].foot = running(bench, "last_foot");
    const char *trace = bench_trace(bench, pages(bench, 3));
    assert_has(page(bench, trace, 1), "\"first_head\"");
    assert_has(page(bench, trace, 1), "\"foot\"");
    assert_has(page(bench, trace, 2), "\"head\"");
    assert_has(page(bench, trace, 2), "\"foot\"");
    assert_has(page(bench, trace, 3), "\"head\"");
    assert_has(page(bench, trace, 3), "\"last_foot\"");
    bench_free(bench);
}

/* A page that is both has the first's where both have one, else the one there is. */
static void a_page_alone_is_first_and_last(void **state) {
    (void)state;
    struct bench *bench = bench_with_heads();
    bench->master.own[OWN_FIRST].head = running(bench, "first_head");
    bench->master.own[OWN_LAST].head = running(bench, "last_head");
    bench->master.own[OWN_LAST].foot = running(bench, "last_foot");
    const char *trace = bench_trace(bench, pages(bench, 1));
    assert_has(trace, "\"first_head\"");
    assert_has(trace, "\"last_foot\"");
    assert_has_not(trace, "\"last_head\"");
    bench_free(bench);
}

static void left_and_right_pages_have_their_own(void **state) {
    (void)state;
    struct bench *bench = bench_with_heads();
    bench->master.own[OWN_LEFT].head = running(bench, "left_head");
    bench->master.own[OWN_RIGHT].foot = running(bench, "right_foot");
    const char *alike = bench_trace(bench, pages(bench, 2));
    assert_has_not(alike, "\"left_head\"");
    assert_has_not(alike, "\"right_foot\"");
    bench->paper.duplex = true;
    const char *trace = bench_trace(bench, pages(bench, 2));
    assert_has(page(bench, trace, 1), "\"head\"");
    assert_has(page(bench, trace, 1), "\"right_foot\"");
    assert_has(page(bench, trace, 2), "\"left_head\"");
    assert_has(page(bench, trace, 2), "\"foot\"");
    bench_free(bench);
}

/* A section of other pages has first and last pages for itself; what goes on after it has no
 * second first page, and what stands before it no last one. */
static void a_section_of_other_pages_does_not_begin_the_rest_again(void **state) {
    (void)state;
    struct bench *bench = bench_with_heads();
    bench->master.own[OWN_FIRST].head = running(bench, "first_head");
    bench->master.own[OWN_LAST].head = running(bench, "last_head");
    struct master other = bench->master;
    bench->masters[1] = &other;
    bench->paper.master_count = 2;
    struct block *section = container_(bench, BLOCK_SECTION, pages(bench, 2));
    section->master = &other;
    struct block *blocks =
        blocks_(paragraph_(bench, "before"), section, paragraph_(bench, "after"), NULL);
    blocks->next->next->next =
        blocks_(block_(bench, BLOCK_PAGE_BREAK, NULL), paragraph_(bench, "end"), NULL);
    const char *trace = bench_trace(bench, blocks);
    const char *const heads[] = {"\"first_head\"", "\"first_head\"", "\"last_head\"", "\"head\"",
                                 "\"last_head\""};
    for (int i = 0; i < 5; i++) {
        assert_has(page(bench, trace, i + 1), heads[i]);
    }
    bench_free(bench);
}

/* A first page with 144 points at its head holds three lines (300 - 144 - 120 = 36), the others
 * fifteen (300 - 60 - 60 = 180); a last one with 228 at its foot holds one. */
static void margins_of_the_first_and_last_page_hold_fewer_lines(void **state) {
    (void)state;
    struct bench *bench = bench_with_heads();
    bench->master.own[OWN_FIRST].top = POINTS(144);
    bench->master.own[OWN_FIRST].bottom = POINTS(120);
    struct block *first = NULL, **last = &first;
    for (int i = 1; i <= 18; i++) {
        struct block *one = paragraph_(bench, arena_print(bench->arena, "line_%d", i));
        *last = one;
        last = &one->next;
    }
    const char *trace = bench_trace(bench, first);
    assert_has(page(bench, trace, 1), "20 153 text \"line_1\"");
    assert_has(page(bench, trace, 1), "\"line_3\"");
    assert_has(page(bench, trace, 2), "20 69 text \"line_4\"");
    assert_has(page(bench, trace, 2), "\"line_18\"");
    bench->master.own[OWN_LAST].bottom = POINTS(300 - 60 - 12);
    trace = bench_trace(bench, first);
    assert_has(page(bench, trace, 3), "20 69 text \"line_18\"");
    assert_has_not(page(bench, trace, 3), "\"line_17\"");
    bench_free(bench);
}

/* The left page that stays empty says so, in the running type in the middle, as an artifact: who
 * listens hears nothing of it. It has a head and a foot and counts as a page. */
static void a_section_begins_on_the_right_and_the_left_page_says_so(void **state) {
    (void)state;
    struct bench *bench = bench_with_heads();
    bench->paper.duplex = true;
    bench->paper.blank = "Nothing_here";
    struct block *section = container_(bench, BLOCK_SECTION, paragraph_(bench, "inside"));
    section->begins_right = true;
    const char *trace = bench_trace(bench, blocks_(paragraph_(bench, "before"), section, NULL));
    assert_has(page(bench, trace, 1), "\"before\"");
    const char *blank = page(bench, trace, 2);
    /* 12 characters of 3 points in the middle of 200: from 82; the line's top is at 150 */
    assert_has(blank, "82 154.5 text \"Nothing_here\" 36 wide, 5 high, layout");
    assert_has(blank, "\"head\"");
    assert_has(blank, "\"foot\"");
    assert_has(page(bench, trace, 3), "page 3 \"3\"");
    assert_has(page(bench, trace, 3), "\"inside\"");
    bench_free(bench);
}

/* Where the next page is a right one already, or all pages are alike, none is left empty. */
static void no_page_is_left_empty_without_need(void **state) {
    (void)state;
    struct bench *bench = bench_with_heads();
    bench->paper.blank = "Nothing_here";
    struct block *section = container_(bench, BLOCK_SECTION, paragraph_(bench, "inside"));
    section->begins_right = true;
    struct block *alike = blocks_(paragraph_(bench, "before"), section, NULL);
    assert_has(page(bench, bench_trace(bench, alike), 2), "\"inside\"");
    bench->paper.duplex = true;
    struct block *after_two = pages(bench, 2);
    after_two->next->next->next = section;
    const char *trace = bench_trace(bench, after_two);
    assert_has(page(bench, trace, 3), "\"inside\"");
    assert_has_not(trace, "Nothing_here");
    bench_free(bench);
}

/* A margin of 60 points: the marking ends at 20.4 from the edge, the head at 39.6, and so there is
 * room for three lines of 6 points between them. What stands in the middle has half the width: 26
 * characters of 3 points, three words. */
static void a_head_keeps_clear_of_the_marking(void **state) {
    (void)state;
    struct bench *bench = bench_with_heads();
    struct inline_ *section = NEW(bench->arena, struct inline_);
    section->kind = INLINE_SECTION;
    bench->master.head.middle = section;
    bench->paper.marking = "secret";
    struct buffer name = {0};
    for (int i = 0; i < 30; i++) {
        buffer_print(&name, "%sword%02d", i > 0 ? ", " : "", i);
    }
    struct block *heading =
        container_(bench, BLOCK_SECTION, heading_(bench, 1, arena_text(bench->arena, name.data)));
    buffer_free(&name);
    const char *trace = bench_trace(bench, blocks_(heading, block_(bench, BLOCK_PAGE_BREAK, NULL),
                                                   paragraph_(bench, "a"), NULL));
    const char *second = page(bench, trace, 2);
    assert_has(second, "text \"SECRET\"");
    assert_has(second, "word00");
    assert_has(second, "\u2026\"");
    assert_has_not(second, ",\u2026");
    assert_has_not(second, "word29");
    /* 39.6 less three lines, and half a point and the ascent of four down to the baseline */
    assert_has(second, " 26.1 text \"word00");
    assert_has(second, " 38.1 text \"word08\u2026\"");
    bench_free(bench);
}

/* What is no section's name and too long has as many lines as there is room for. */
static void a_head_that_cannot_be_shortened_is_cut(void **state) {
    (void)state;
    struct bench *bench = bench_with_heads();
    char *word = arena_take(bench->arena, 601);
    memset(word, 'x', 600);
    word[600] = '\0';
    bench->master.head.middle = text_(bench, word);
    bench->paper.marking = "secret";
    const char *first = page(bench, bench_trace(bench, paragraph_(bench, "a")), 1);
    size_t lines = 0;
    for (const char *at = first; (at = strstr(at, "\"xxx")) != NULL; lines++) {
        at = strchr(at, '\n');
    }
    assert_int_equal(lines, 3);
    bench_free(bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_and_the_last_page_have_their_own),
        cmocka_unit_test(a_page_alone_is_first_and_last),
        cmocka_unit_test(left_and_right_pages_have_their_own),
        cmocka_unit_test(a_section_of_other_pages_does_not_begin_the_rest_again),
        cmocka_unit_test(margins_of_the_first_and_last_page_hold_fewer_lines),
        cmocka_unit_test(a_section_begins_on_the_right_and_the_left_page_says_so),
        cmocka_unit_test(no_page_is_left_empty_without_need),
        cmocka_unit_test(a_head_keeps_clear_of_the_marking),
        cmocka_unit_test(a_head_that_cannot_be_shortened_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
