/* Lines as real fonts and dictionaries make them, notes and references from cells, what text asks
 * of its surroundings. Where a width matters it is compared with another, not with a number. */
#include "../check.h"

#include "build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "layout/flow.h"

static struct bench *bench_real(void) {
    struct bench *bench = bench_new();
    char folder[512];
    snprintf(folder, sizeof folder, "%s/fonts", getenv("SOURCE"));
    text_close(bench->text);
    bench->text = text_open(folder, bench->diagnostics);
    assert_non_null(bench->text);
    return bench;
}

static size_t count_of(const char *trace, const char *sought) {
    size_t count = 0;
    for (const char *at = trace; (at = strstr(at, sought)) != NULL; at++) {
        count++;
    }
    return count;
}

static const char *const PROSE =
    "The partnership considered recommendations concerning rehabilitation, representation and "
    "responsibility; notwithstanding administrative considerations, communication was "
    "characteristically straightforward and international organisations participated.";

/* Narrow and justified, long words call for hyphens; where the style forbids them there are none.
 */
static void hyphenates_where_the_style_allows(void **state) {
    (void)state;
    struct bench *bench = bench_real();
    bench->style.align = ALIGN_JUSTIFY;
    bench->style.hyphenate = true;
    assert_true(count_of(bench_trace(bench, paragraph_(bench, PROSE)), ", hyphen") > 0);
    bench->style.hyphenate = false;
    assert_int_equal(count_of(bench_trace(bench, paragraph_(bench, PROSE)), ", hyphen"), 0);
    bench_free(bench);
}

/* A word that no line holds is hyphenated, whatever the style says, and needs no warning. */
static void hyphenates_where_there_is_no_other_way(void **state) {
    (void)state;
    struct bench *bench = bench_real();
    bench->master.width = POINTS(40 + 50);
    const char *trace = bench_trace(bench, paragraph_(bench, "representation"));
    assert_true(count_of(trace, ", hyphen") > 0);
    assert_int_equal(diagnostics_count(bench->diagnostics, LEVEL_WARNING), 0);
    bench_free(bench);
}

/* Code is not: who copies it would copy the hyphen. */
static void hyphenates_no_code(void **state) {
    (void)state;
    struct bench *bench = bench_real();
    bench->style.align = ALIGN_JUSTIFY;
    bench->style.hyphenate = true;
    const struct inline_ *code = span_(bench, MANNER_CODE, PROSE);
    assert_int_equal(count_of(bench_trace(bench, block_(bench, BLOCK_PARAGRAPH, code)), ", hyphen"),
                     0);
    bench_free(bench);
}

/* "Section 17" and "5 km" stay on one line; in less room than that they come apart. */
static void breaks_a_tie_only_where_it_must(void **state) {
    (void)state;
    struct bench *bench = bench_real();
    bench->master.width = POINTS(40 + 60);
    const char *trace = bench_trace(bench, paragraph_(bench, "see the Section 17"));
    assert_non_null(strstr(trace, "  20 41.37 text \"Section ")); /* the second line */
    assert_non_null(strstr(trace, " 41.37 text \"17\""));
    bench->master.width = POINTS(40 + 30);
    trace = bench_trace(bench, paragraph_(bench, "page 17"));
    assert_non_null(strstr(trace, "  20 41.37 text \"17\""));
    bench_free(bench);
}

static void names_a_character_that_no_font_has(void **state) {
    (void)state;
    struct bench *bench = bench_real();
    struct block *paragraph = paragraph_(bench, "a \U000F1234 b");
    ((struct inline_ *)(void *)(uintptr_t)paragraph->inlines)->where.line = 42;
    bench_trace(bench, paragraph);
    assert_int_equal(diagnostics_count(bench->diagnostics, LEVEL_WARNING), 1);
    const struct diagnostic *diagnostic = diagnostics_get(bench->diagnostics, 0);
    assert_int_equal(diagnostic->message, MESSAGE_LAYOUT_GLYPH);
    assert_int_equal(diagnostic->where.line, 42);
    assert_non_null(strstr(diagnostic->text, "U+F1234"));
    bench_free(bench);
}

/* A paragraph in Hebrew begins at the right; its English word stands from left to right in it. */
static void begins_hebrew_at_the_right(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *paragraph =
        paragraph_(bench, "\u05d0\u05d1 CSP \u05d2\u05d3"); /* 2, 3 and 2 letters and two spaces */
    paragraph->lang = "he";
    const char *trace = bench_trace(bench, paragraph);
    /* 9 x 6 = 54 points, from 180 to the left: the first word, CSP, the last */
    assert_non_null(strstr(trace, "  168 29 text \"\u05d0\u05d1\""));
    assert_non_null(strstr(trace, "  144 29 text \"CSP\""));
    assert_non_null(strstr(trace, "  126 29 text \"\u05d2\u05d3\""));
    bench_free(bench);
}

/* ---- cells -------------------------------------------------------------------------------- */

static void make_row(void *context, size_t index, struct arena *arena, struct row *row) {
    struct bench *bench = context;
    struct cell *cells = NEWS(arena, 2, struct cell);
    struct bench inner = *bench;
    inner.arena = arena; /* the row's: gone when the next one is made */
    struct inline_ *note = NEW(arena, struct inline_);
    note->kind = INLINE_NOTE;
    note->note = paragraph_(&inner, arena_print(arena, "said%d", (int)index));
    struct inline_ *reference = NEW(arena, struct inline_);
    reference->kind = INLINE_REFERENCE;
    reference->reference = REFERENCE_PAGE;
    reference->target = arena_text(arena, "end");
    cells[0] = (struct cell){
        .inlines = inlines_(text_(&inner, arena_print(arena, "row%d", (int)index)), note, NULL),
        .column_span = 1,
        .row_span = 1};
    cells[1] = (struct cell){.inlines = reference, .column_span = 1, .row_span = 1};
    *row = (struct row){.kind = ROW_BODY, .cells = cells, .cell_count = 2};
}

/* Notes and references in cells: numbered in order, each note on the page of its row and within its
 * cell's element; the reference says the page of what comes after. */
static void takes_notes_and_references_from_cells(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *block = table_(bench, 2, 20, "");
    struct table *table = (struct table *)(void *)(uintptr_t)block->table;
    table->body = (struct rows){.count = 20, .context = bench, .get = make_row};
    struct block *end = heading_(bench, 1, "End");
    end->id = "end";
    const char *trace = bench_trace(bench, blocks_(block, end, NULL));
    int page = 0, rows = 0, end_page = 0;
    int row_page[20] = {0}, note_page[20] = {0};
    for (const char *at = trace; *at != '\0' && strncmp(at, "structure", 9) != 0;
         at = strchr(at, '\n') + 1) {
        int number = 0;
        char role[16] = "";
        page += strncmp(at, "page ", 5) == 0;
        if (sscanf(at, " %*s %*s text \"row%d\"", &number) == 1) {
            row_page[number] = page;
            rows++;
        } else if (sscanf(at, " %*s %*s text \"said%d\"", &number) == 1) {
            note_page[number] = page;
        } else if (sscanf(at, " %*s %*s text \"%15[E]nd\"", role) == 1) {
            end_page = page;
        }
    }
    assert_int_equal(rows, 20);
    assert_true(end_page > 1);
    for (int i = 0; i < 20; i++) {
        assert_true(row_page[i] > 0);
        assert_int_equal(note_page[i], row_page[i]);
    }
    char sought[32];
    snprintf(sought, sizeof sought, "text \"%d\" 6 wide", end_page);
    assert_int_equal(count_of(trace, sought), 20);
    /* the structure: the note is read where its cell is */
    assert_non_null(strstr(trace, "TD#"));
    const char *structure = strstr(trace, "structure");
    const char *cell = strstr(structure, "TD#");
    const char *note = strstr(structure, "Note#");
    assert_true(cell != NULL && note > cell);
    assert_int_equal(count_of(structure, "id=note-20"), 1);
    bench_free(bench);
}

/* ---- measuring ---------------------------------------------------------------------------- */

static struct context open(struct bench *bench) {
    struct context context = {.arena = bench->arena,
                              .paper = &bench->paper,
                              .text = bench->text,
                              .diagnostics = bench->diagnostics};
    context_open(&context);
    return context;
}

static void measures_the_least_and_the_greatest_width(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct context context = open(bench);
    length_t least = 0, greatest = 0;
    /* the longest piece is "well-", five characters; the whole has 17 */
    flow_extent(&context, text_(bench, "a well-kept paper"), NULL, &bench->style, "en", &least,
                &greatest);
    assert_int_equal(least, POINTS(30));
    assert_int_equal(greatest, POINTS(17 * 6));
    /* a forced break: the longer line counts */
    struct inline_ *line = NEW(bench->arena, struct inline_);
    line->kind = INLINE_BREAK;
    flow_extent(&context, inlines_(text_(bench, "one"), line, text_(bench, "three"), NULL), NULL,
                &bench->style, "en", &least, &greatest);
    assert_int_equal(greatest, POINTS(5 * 6));
    /* a list: its labels' column is 14 points (the least), and the word */
    flow_extent(&context, NULL,
                container_(bench, BLOCK_LIST, item_(bench, "-", paragraph_(bench, "word"))),
                &bench->style, "en", &least, &greatest);
    assert_int_equal(least, POINTS(14 + 24));
    context_close(&context);
    bench_free(bench);
}

static void finds_the_decimal_point(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct context context = open(bench);
    static const struct {
        const char *text;
        int whole, fraction; /* characters; -1: no number */
    } cases[] = {
        {"3.25", 1, 3},  {"1,234.5", 5, 2},
        {"12", 2, 0},    {"-0.5", 2, 2},
        {"12%", 2, 1},   {"+9.2%", 2, 3},
        {"High", -1, 0}, {"", -1, 0},
        {"10-16", 5, 0}, {"4 of 12 areas are high", -1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        length_t whole = 0, fraction = 0;
        bool found = flow_decimal(&context, text_(bench, cases[i].text), &bench->style, "en-GB",
                                  &whole, &fraction);
        assert_int_equal(found, cases[i].whole >= 0);
        if (found) {
            assert_int_equal(whole, POINTS(6 * cases[i].whole));
            assert_int_equal(fraction, POINTS(6 * cases[i].fraction));
        }
    }
    length_t whole = 0, fraction = 0;
    assert_true(
        flow_decimal(&context, text_(bench, "3,25"), &bench->style, "pl", &whole, &fraction));
    assert_int_equal(whole, POINTS(6));
    context_close(&context);
    bench_free(bench);
}

/* All of a meaning is indented, not only its words. */
static void indents_a_meaning_with_all_in_it(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *words = paragraph_(bench, "words");
    struct block *inner =
        container_(bench, BLOCK_LIST, item_(bench, "-", paragraph_(bench, "listed")));
    bench->style.indent_start = POINTS(30);
    struct block *meaning = item_(bench, NULL, blocks_(words, inner, NULL));
    bench->style.indent_start = 0;
    struct block *term = block_(bench, BLOCK_TERM, text_(bench, "term"));
    const char *trace =
        bench_trace(bench, container_(bench, BLOCK_DEFINITIONS, blocks_(term, meaning, NULL)));
    assert_non_null(strstr(trace, "20 29 text \"term\""));
    assert_non_null(strstr(trace, "50 41 text \"words\""));
    /* the label ends half an em before the text, which stands an em and four tenths on */
    assert_non_null(strstr(trace, "53 53 text \"-\""));
    assert_non_null(strstr(trace, "64 53 text \"listed\""));
    bench_free(bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hyphenates_where_the_style_allows),
        cmocka_unit_test(hyphenates_where_there_is_no_other_way),
        cmocka_unit_test(hyphenates_no_code),
        cmocka_unit_test(breaks_a_tie_only_where_it_must),
        cmocka_unit_test(names_a_character_that_no_font_has),
        cmocka_unit_test(begins_hebrew_at_the_right),
        cmocka_unit_test(takes_notes_and_references_from_cells),
        cmocka_unit_test(measures_the_least_and_the_greatest_width),
        cmocka_unit_test(finds_the_decimal_point),
        cmocka_unit_test(indents_a_meaning_with_all_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
