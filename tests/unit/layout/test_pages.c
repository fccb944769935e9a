/* Text, lists, boxes, notes and references set on small pages: traces that were worked out by hand.
 *
 * A line's baseline is (12 + 8 - 2) / 2 = 9 points below its top; 26 characters stand in a line. */
#include "../check.h"

#include "build.h"

#include <string.h>

static void sets_a_paragraph_in_lines(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    assert_golden("paragraph",
                  bench_trace(bench, blocks_(paragraph_(bench, "The quick brown fox jumps over the "
                                                               "lazy dog, then sleeps."),
                                             paragraph_(bench, "One line."), NULL)));
    bench_free(bench);
}

/* Plain text beside a link, a language, an abbreviation stands in Spans; emphasis alone does not.
 */
static void gives_inlines_their_elements(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct inline_ *link = span_(bench, 0, "the site");
    link->kind = INLINE_LINK;
    link->url = "https://example.org/";
    struct inline_ *welsh = span_(bench, 0, "heddlu");
    welsh->lang = "cy";
    struct inline_ *short_form = span_(bench, 0, "CSP");
    short_form->kind = INLINE_ABBREVIATION;
    short_form->expansion = "community safety partnership";
    struct inline_ *raised = span_(bench, MANNER_SUPERSCRIPT, "2");
    struct block *mixed = block_(bench, BLOCK_PARAGRAPH,
                                 inlines_(text_(bench, "See "), link, text_(bench, " ("), welsh,
                                          text_(bench, "), the "), short_form, NULL));
    struct block *plain =
        block_(bench, BLOCK_PARAGRAPH,
               inlines_(span_(bench, MANNER_STRONG, "Area"), text_(bench, " in m"), raised, NULL));
    assert_golden("inlines", bench_trace(bench, blocks_(mixed, plain, NULL)));
    bench_free(bench);
}

/* What is for the eye alone is an artifact; the words around it are the paragraph's own. The words
 * of a reference are part of its link. */
static void hides_decoration_and_names_links(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct inline_ *symbol = span_(bench, 0, "* ");
    symbol->decoration = true;
    struct inline_ *page = span_(bench, 0, "page ");
    page->kind = INLINE_REFERENCE;
    page->target = "there";
    page->reference = REFERENCE_PAGE;
    struct block *heading = heading_(bench, 1, "There");
    heading->id = "there";
    struct block *rated =
        block_(bench, BLOCK_PARAGRAPH, inlines_(symbol, text_(bench, "High"), NULL));
    struct block *refers =
        block_(bench, BLOCK_PARAGRAPH, inlines_(text_(bench, "See "), page, NULL));
    assert_golden("decoration", bench_trace(bench, blocks_(heading, rated, refers, NULL)));
    bench_free(bench);
}

static void hangs_the_labels_of_nested_lists(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *inner = container_(
        bench, BLOCK_LIST,
        blocks_(item_(bench, "(a)", paragraph_(bench, "inner one")),
                item_(bench, "(b)", paragraph_(bench, "inner two runs over the line")), NULL));
    inner->numbering = "LowerAlpha";
    struct block *list = container_(
        bench, BLOCK_LIST,
        blocks_(item_(bench, "9.", paragraph_(bench, "first")),
                item_(bench, "10.", blocks_(paragraph_(bench, "second"), inner, NULL)), NULL));
    list->numbering = "Decimal";
    assert_golden("lists", bench_trace(bench, list));
    bench_free(bench);
}

/* Two labels on one line where an item begins with a list. */
static void begins_an_item_with_a_list(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *inner = container_(bench, BLOCK_LIST, item_(bench, "a", paragraph_(bench, "x")));
    struct block *list = container_(bench, BLOCK_LIST, item_(bench, "1", inner));
    assert_golden("list-in-item", bench_trace(bench, list));
    bench_free(bench);
}

/* A heading keeps with its text; its page's number stands in the contents, with points to it. */
static void lists_the_contents(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *contents = block_(bench, BLOCK_CONTENTS, NULL);
    contents->contents_of = "headings";
    contents->level = 2;
    struct block *background = heading_(bench, 1, "Background");
    background->id = "background";
    struct block *deeper = heading_(bench, 2, "Why");
    struct block *results = heading_(bench, 1, "Results");
    struct style *style = NEW(bench->arena, struct style);
    *style = *results->style;
    style->break_before = true;
    results->style = style;
    assert_golden("contents",
                  bench_trace(bench, blocks_(contents, background, paragraph_(bench, "Text."),
                                             deeper, paragraph_(bench, "Because."), results,
                                             paragraph_(bench, "None."), NULL)));
    bench_free(bench);
}

/* The note stands at the foot; it is read after the paragraph that refers to it. */
static void puts_notes_at_the_foot(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct inline_ *note = NEW(bench->arena, struct inline_);
    note->kind = INLINE_NOTE;
    note->note = paragraph_(bench, "Counted by the police.");
    struct block *first =
        block_(bench, BLOCK_PARAGRAPH,
               inlines_(text_(bench, "Crime fell"), note, text_(bench, " in the year."), NULL));
    assert_golden("notes", bench_trace(bench, blocks_(first, paragraph_(bench, "After."), NULL)));
    bench_free(bench);
}

/* A box that breaks over two pages keeps its padding on both. */
static void breaks_a_box_over_pages(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    bench->master.height = POINTS(112); /* six lines of text */
    struct block *children =
        blocks_(paragraph_(bench, "one"), paragraph_(bench, "two"), paragraph_(bench, "three"),
                paragraph_(bench, "four"), paragraph_(bench, "five"), NULL);
    bench->style.padding = POINTS(6);
    bench->style.bar = POINTS(2);
    bench->style.has_background = true;
    bench->style.background = (struct colour){230, 230, 230};
    struct block *box = container_(bench, BLOCK_BOX, children);
    bench->style.padding = bench->style.bar = 0;
    bench->style.has_background = false;
    assert_golden("box", bench_trace(bench, blocks_(paragraph_(bench, "before"), box, NULL)));
    bench_free(bench);
}

static void justifies_and_hangs(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    bench->style.align = ALIGN_JUSTIFY;
    assert_golden("justified",
                  bench_trace(bench, paragraph_(bench, "The board met, and it saw the paper of "
                                                       "the year, then it went home.")));
    bench_free(bench);
}

/* The two Hebrew words stand in their order from right to left; they are heard in that of the text.
 */
static void turns_words_from_the_right(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    assert_golden("bidi",
                  bench_trace(bench, paragraph_(bench, "say \u05d0\u05d1 \u05d2\u05d3\u05d4 now")));
    bench_free(bench);
}

/* Running heads say the page, of how many, and the section; the marking is above and below. */
static void sets_heads_and_feet(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    bench->master.top = bench->master.bottom = POINTS(100);
    bench->style.size = POINTS(8);
    bench->style.leading = POINTS(10);
    bench->master.head.style = bench->master.foot.style = bench_style(bench, "running");
    bench->style.size = POINTS(10);
    bench->style.leading = POINTS(12);
    struct inline_ *section = NEW(bench->arena, struct inline_);
    section->kind = INLINE_SECTION;
    struct inline_ *page = NEW(bench->arena, struct inline_);
    page->kind = INLINE_PAGE;
    struct inline_ *pages = NEW(bench->arena, struct inline_);
    pages->kind = INLINE_PAGES;
    bench->master.head.start = section;
    bench->master.head.rule = true;
    bench->master.foot.end =
        inlines_(text_(bench, "Page "), page, text_(bench, " of "), pages, NULL);
    bench->paper.marking = "Official";
    struct block *one = container_(
        bench, BLOCK_SECTION, blocks_(heading_(bench, 1, "Alpha"), paragraph_(bench, "a"), NULL));
    struct block *appendix = container_(
        bench, BLOCK_SECTION, blocks_(heading_(bench, 1, "Beta"), paragraph_(bench, "b"), NULL));
    appendix->page_prefix = "A-";
    assert_golden("running", bench_trace(bench, blocks_(one, appendix, NULL)));
    bench_free(bench);
}

/* A drawing made to fit its width, its text, its caption; a rule; the watermark behind all. */
static void places_figures_and_rules(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    static const struct path_step steps[] = {{.verb = PATH_MOVE},
                                             {.verb = PATH_LINE, .x = POINTS(320)}};
    const struct shape shapes[] = {
        {.kind = SHAPE_PATH, .steps = steps, .step_count = 2, .stroked = true},
        {.kind = SHAPE_TEXT,
         .text = "ab",
         .x = POINTS(160),
         .y = POINTS(20),
         .size = POINTS(20),
         .anchor = ANCHOR_MIDDLE}};
    /* twice as wide as the page's text: everything is halved */
    const struct drawing drawing = {
        .width = POINTS(320), .height = POINTS(40), .shapes = shapes, .count = 2};
    struct block *figure = block_(bench, BLOCK_FIGURE, NULL);
    figure->drawing = &drawing;
    figure->alt = "A line, and ab";
    figure->number = "Figure 1";
    figure->caption = text_(bench, "A drawing");
    struct block *rule = block_(bench, BLOCK_RULE, NULL);
    struct style *style = (struct style *)(void *)(uintptr_t)rule->style;
    style->rule_below = POINTS(2);
    style->space_before = POINTS(6);
    bench->paper.watermark = "Draft";
    assert_golden("figure", bench_trace(bench, blocks_(paragraph_(bench, "before"), figure, rule,
                                                       paragraph_(bench, "after"), NULL)));
    bench_free(bench);
}

/* A list under a numbered paragraph stands under its text; terms are the labels of what they mean.
 */
static void sets_numbers_terms_and_quotes(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *heading = heading_(bench, 1, "Head");
    heading->number = "1";
    struct block *numbered = paragraph_(bench, "A text that runs on over a line");
    numbered->number = "1.1";
    struct block *list = container_(bench, BLOCK_LIST, item_(bench, "-", paragraph_(bench, "x")));
    struct block *definitions =
        container_(bench, BLOCK_DEFINITIONS,
                   blocks_(block_(bench, BLOCK_TERM, text_(bench, "Harm")),
                           item_(bench, NULL, paragraph_(bench, "what is done")), NULL));
    bench->style.indent_start = POINTS(10);
    struct block *quote = container_(bench, BLOCK_QUOTE, NULL);
    bench->style.indent_start = 0;
    quote->children = paragraph_(bench, "said");
    quote->lang = "cy";
    assert_golden("numbers",
                  bench_trace(bench, blocks_(heading, numbered, list, definitions, quote, NULL)));
    bench_free(bench);
}

/* A list of tables and one of recommendations, by the words they begin with. */
static void lists_tables_and_recommendations(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *tables = block_(bench, BLOCK_CONTENTS, NULL);
    tables->contents_of = "tables";
    struct block *recommendations = block_(bench, BLOCK_CONTENTS, NULL);
    recommendations->contents_of = "recommendations";
    struct block *table = table_(bench, 1, 1, "cell");
    ((struct table *)(void *)(uintptr_t)table->table)->number = "Table 1";
    ((struct table *)(void *)(uintptr_t)table->table)->caption = text_(bench, "Totals");
    struct block *box = container_(bench, BLOCK_BOX, NULL);
    box->recommendation = true;
    box->children = paragraph_(bench, "Do it");
    assert_golden("lists-of",
                  bench_trace(bench, blocks_(tables, recommendations, table, box, NULL)));
    bench_free(bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_a_paragraph_in_lines),
        cmocka_unit_test(gives_inlines_their_elements),
        cmocka_unit_test(hides_decoration_and_names_links),
        cmocka_unit_test(hangs_the_labels_of_nested_lists),
        cmocka_unit_test(begins_an_item_with_a_list),
        cmocka_unit_test(lists_the_contents),
        cmocka_unit_test(puts_notes_at_the_foot),
        cmocka_unit_test(breaks_a_box_over_pages),
        cmocka_unit_test(justifies_and_hangs),
        cmocka_unit_test(turns_words_from_the_right),
        cmocka_unit_test(sets_heads_and_feet),
        cmocka_unit_test(places_figures_and_rules),
        cmocka_unit_test(sets_numbers_terms_and_quotes),
        cmocka_unit_test(lists_tables_and_recommendations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
