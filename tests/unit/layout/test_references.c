/* What can be referred to, and what lists and bookmarks say of it. */
#include "../check.h"

#include "build.h"

#include <string.h>

static void assert_has(const char *text, const char *part) {
    if (strstr(text, part) == NULL) {
        fail_msg("\"%s\" is not in\n%s", part, text);
    }
}

static struct inline_ *reference(struct bench *bench, const char *target, enum reference kind) {
    struct inline_ *made = NEW(bench->arena, struct inline_);
    made->kind = INLINE_REFERENCE;
    made->target = target;
    made->reference = kind;
    return made;
}

/* A table of rows "1" "word1", "2" "word2", and so on, the last with an id. */
static void numbered_row(void *context, size_t index, struct arena *arena, struct row *row) {
    const size_t *marked = context;
    struct cell *cells = NEWS(arena, 2, struct cell);
    for (size_t i = 0; i < 2; i++) {
        struct inline_ *text = NEW(arena, struct inline_);
        *text = (struct inline_){.kind = INLINE_TEXT,
                                 .text = arena_print(arena, i == 0 ? "%zu" : "word%zu", index + 1)};
        cells[i] = (struct cell){.inlines = text, .column_span = 1, .row_span = 1};
    }
    *row = (struct row){.kind = ROW_BODY, .cells = cells, .cell_count = 2};
    if (index == *marked) {
        row->id = "row";
        row->recommendation = true;
    }
}

static struct block *table_with_id(struct bench *bench, size_t rows, size_t *marked) {
    struct block *block = table_(bench, 2, rows, "");
    struct table *table = (struct table *)(void *)(uintptr_t)block->table;
    table->body =
        (struct rows){.count = rows, .context = marked, .get = numbered_row, .targets = true};
    return block;
}

/* 30 rows of 12 points stand on two pages of 260: the 29th on the second. Its number and its words
 * are what it is called. */
static void a_row_is_referred_to_by_its_id(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    size_t marked = 28;
    struct block *text =
        block_(bench, BLOCK_PARAGRAPH,
               inlines_(text_(bench, "p"), reference(bench, "row", REFERENCE_PAGE),
                        text_(bench, " t"), reference(bench, "row", REFERENCE_TITLE),
                        text_(bench, " n"), reference(bench, "row", REFERENCE_NUMBER), NULL));
    struct block *broken = block_(bench, BLOCK_PAGE_BREAK, NULL);
    const char *trace =
        bench_trace(bench, blocks_(text, broken, table_with_id(bench, 30, &marked), NULL));
    assert_has(trace, "text \"p\"");
    assert_has(trace, "text \"3\" 6 wide, 10 high, Link#");
    assert_has(trace, "text \"word29\" 36 wide, 10 high, Link#");
    assert_has(trace, "text \"29\" 12 wide, 10 high, Link#");
    assert_has(trace, "to page 3 at ");
    bench_free(bench);
}

/* Boxes, items and rows, in their order, wherever they stand; and none that is no recommendation.
 */
static void recommendations_are_listed_wherever_they_stand(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *contents = block_(bench, BLOCK_CONTENTS, NULL);
    contents->contents_of = "recommendations";
    struct block *box = container_(bench, BLOCK_BOX, paragraph_(bench, "Boxed"));
    box->recommendation = true;
    struct block *plain = container_(bench, BLOCK_BOX, paragraph_(bench, "Only_told"));
    struct block *item = item_(bench, "1.", paragraph_(bench, "Listed"));
    item->recommendation = true;
    struct block *list = container_(bench, BLOCK_LIST, item);
    size_t marked = 0;
    const char *trace =
        bench_trace(bench, blocks_(contents, block_(bench, BLOCK_PAGE_BREAK, NULL), box, plain,
                                   list, table_with_id(bench, 2, &marked), NULL));
    const char *page = strstr(trace, "\npage 2 ");
    const char *boxed = strstr(trace, "\"Boxed\""), *listed = strstr(trace, "\"Listed\"");
    const char *rowed = strstr(trace, "\"word1\"");
    assert_true(boxed != NULL && listed != NULL && rowed != NULL);
    assert_true(boxed < listed && listed < rowed && rowed < page);
    assert_true(strstr(trace, "\"Only_told\"") > page);
    bench_free(bench);
}

/* A heading that refers to something says so in the contents and the bookmarks too, with the page
 * that came out (the contents stand on page 1, the table on page 3). */
static void titles_say_what_they_refer_to(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *contents = block_(bench, BLOCK_CONTENTS, NULL);
    contents->contents_of = "headings";
    contents->level = 1;
    struct block *heading = heading_(bench, 1, "");
    heading->inlines = inlines_(text_(bench, "See "), reference(bench, "tab", REFERENCE_NUMBER),
                                text_(bench, " p"), reference(bench, "tab", REFERENCE_PAGE), NULL);
    struct block *table = table_(bench, 1, 1, "cell");
    table->id = "tab";
    ((struct table *)(void *)(uintptr_t)table->table)->number = "Table_1";
    struct layout *layout =
        bench_run(bench, blocks_(contents, block_(bench, BLOCK_PAGE_BREAK, NULL), heading,
                                 block_(bench, BLOCK_PAGE_BREAK, NULL), table, NULL));
    size_t count = 0;
    const struct bookmark *bookmarks = layout_bookmarks(layout, &count);
    assert_int_equal(count, 1);
    assert_string_equal(bookmarks[0].title, "See Table_1 p3");
    struct buffer out = {0};
    assert_true(layout_trace(layout, &out));
    const char *first = arena_text(bench->arena, out.data);
    buffer_free(&out);
    *strstr((char *)(uintptr_t)first, "\npage 2 ") = '\0';
    assert_has(first, "text \"Table_1 \"");
    assert_has(first, "text \"p3\"");
    bench_free(bench);
}

/* "2." is a label; in a sentence it is "2", and a title is without the full stop of its own. */
static void a_reference_has_no_full_stop_of_its_own(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    struct block *first = item_(bench, "1.", paragraph_(bench, "Agreed."));
    struct block *second = item_(bench, "(b)", paragraph_(bench, "Wait..."));
    first->recommendation = second->recommendation = true;
    first->id = "one";
    second->id = "two";
    first->next = second;
    struct block *text = block_(bench, BLOCK_PARAGRAPH, NULL);
    text->inlines = inlines_(reference(bench, "one", REFERENCE_NUMBER), text_(bench, "_"),
                             reference(bench, "one", REFERENCE_TITLE), text_(bench, "_"),
                             reference(bench, "two", REFERENCE_NUMBER), text_(bench, "_"),
                             reference(bench, "two", REFERENCE_TITLE), text_(bench, " "),
                             reference(bench, "one", REFERENCE_FULL), NULL);
    const char *trace =
        bench_trace(bench, blocks_(text, container_(bench, BLOCK_LIST, first), NULL));
    assert_has(trace, "text \"1\" 6 wide, 10 high, Link#");
    assert_has(trace, "text \"Agreed\" 36 wide, 10 high, Link#");
    assert_has(trace, "text \"(b)\" 18 wide, 10 high, Link#");
    assert_has(trace, "text \"Wait...\" 42 wide, 10 high, Link#");
    assert_has(trace, "text \"Agreed, \" 48 wide, 10 high, Link#");
    bench_free(bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_referred_to_by_its_id),
        cmocka_unit_test(recommendations_are_listed_wherever_they_stand),
        cmocka_unit_test(titles_say_what_they_refer_to),
        cmocka_unit_test(a_reference_has_no_full_stop_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
