/* test_rows.c: the rows of a table's body, as layout asks for them: one at a time, in memory that
 * it empties; cells that say and look the same are told by a number. */
#include "workshop.h"

/* An assessment of so many areas. No two have the same name or the same count; what is scored has
 * a few values only. */
static struct workshop workshop_of(size_t areas) {
    struct buffer xml = {0};
    buffer_text(&xml, "<assessment version='1' partnership='Safer Anytown' edition='2015-16' "
                      "lang='en-GB' marking='OFFICIAL'><period from='2014-04-01' to='2015-03-31' "
                      "previous-from='2013-04-01' previous-to='2014-03-31'/><method ref='stra'/>"
                      "<populations><population id='all' count='100000'>All</population>"
                      "</populations><categories><category id='odd'>Odd ones</category>"
                      "<category id='even'>Even ones</category></categories><areas>");
    for (size_t i = 0; i < areas; i++) {
        buffer_print(&xml,
                     "<area id='a%zu' category='%s' population='all' count='%zu' previous='%zu'>"
                     "<name>Area %zu</name><score factor='harm' value='%zu'/>"
                     "<score factor='financial' value='1'/><score factor='reputation' value='1'/>"
                     "<score factor='resourcing' value='1'/><score factor='concern' value='%zu'/>"
                     "<score factor='vulnerability' value='1'/>"
                     "<score factor='benchmarking' value='1'/></area>",
                     i, i % 2 == 0 ? "even" : "odd", i + 1, i + 1, i, i % 4, i % 3);
    }
    buffer_text(&xml, "</areas><paper><title>T</title><meeting date='2016-01-21'/></paper>"
                      "</assessment>");
    struct workshop shop = workshop_open_with(xml.data, xml.length);
    buffer_free(&xml);
    return shop;
}

#define ROWS(cells)                                                                                \
    "<template version='1' name='t'><styles><style name='body' size='11pt' leading='15pt'/>"       \
    "<colour name='pale' value='#eeeeee'/><colour name='dark' value='#202020'/>"                   \
    "<shade name='heat'><step from='0' colour='pale'/><step from='2' colour='dark'/></shade>"      \
    "</styles><body><table><head><row>" HEADS                                                      \
    "</row></head><body><for-each select='//area'><row>" cells                                     \
    "</row></for-each></body></table></body></template>"
#define HEADS "<cell>1</cell><cell>2</cell><cell>3</cell><cell>4</cell><cell>5</cell><cell>6</cell>"

static const struct table *table_of(struct workshop *shop, const char *template) {
    const struct paper *paper = workshop_make(shop, template);
    if (paper == NULL) {
        fail_msg("%s", workshop_found(shop));
    }
    assert_int_equal(paper->blocks->kind, BLOCK_TABLE);
    return paper->blocks->table;
}

/* ---- memory ------------------------------------------------------------------------------- */

/* What the paper's arena took while all rows were read, and what the largest row took. */
struct taken {
    size_t paper, row;
};

static struct taken read_all(size_t areas) {
    struct workshop shop = workshop_of(areas);
    const struct table *table =
        table_of(&shop, ROWS("<cell><value select='name'/></cell><cell of='count'/>"
                             "<cell><value select='@previous'/></cell><cell of='rate'/>"
                             "<cell><value select='@id' empty='-'/></cell>"
                             "<cell>About <strong><value select='name'/></strong></cell>"));
    assert_int_equal(table->body.count, areas);
    struct taken taken = {.paper = arena_size(shop.arena)};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < areas; i++) {
        struct row row;
        table->body.get(table->body.context, i, arena, &row);
        assert_int_equal(row.cell_count, 6);
        taken.row = arena_size(arena) > taken.row ? arena_size(arena) : taken.row;
        arena_clear(arena);
    }
    arena_free(arena);
    taken.paper = arena_size(shop.arena) - taken.paper;
    workshop_close(&shop);
    return taken;
}

/* A row of six distinct cells takes some 1,500 bytes; kept, 5,000 of them are more than seven
 * megabytes. An arena grows by a megabyte at most. */
static void rows_are_not_kept(void **state) {
    (void)state;
    struct taken few = read_all(500), many = read_all(5000);
    assert_in_range(few.paper, 0, 2 << 20);
    assert_in_range(many.paper, 0, 2 << 20);
    assert_int_equal(many.row, few.row);
}

/* ---- cells that are the same ---------------------------------------------------------------- */

static const char *text_of(const struct cell *cell) {
    assert_null(cell->blocks);
    return cell->inlines == NULL ? "" : cell->inlines->text;
}

enum { AREAS = 600, CELLS = 6 };

/* Cells of one number are alike in all that is seen of them; what is unlike has another. */
static void the_same_number_is_the_same_cell(void **state) {
    (void)state;
    struct workshop shop = workshop_of(AREAS);
    const struct table *table = table_of(
        &shop, ROWS("<cell><value select='name'/></cell><cell of='harm' shade='heat'/>"
                    "<cell shade='heat' by='{@category}'><value "
                    "select='/assessment/categories/category[@id=current()/@category]'/></cell>"
                    "<cell of='concern'/><cell>fixed</cell>"
                    "<cell><choose><when test=\"@category='odd'\">o</when><otherwise>e</otherwise>"
                    "</choose></cell>"));
    struct arena *arena = arena_new();
    struct row first[AREAS];
    for (size_t i = 0; i < AREAS; i++) {
        table->body.get(table->body.context, i, arena, &first[i]);
    }
    for (size_t i = 0; i < AREAS; i++) {
        char name[32];
        snprintf(name, sizeof name, "Area %zu", i);
        const struct cell *cells = first[i].cells;
        assert_string_equal(text_of(&cells[0]), name);
        assert_int_equal(text_of(&cells[1])[0] - '0', i % 4);
        assert_true(cells[1].has_shade);
        assert_int_equal(cells[1].shade.red, i % 4 >= 2 ? 0x20 : 0xee);
        assert_string_equal(text_of(&cells[2]), i % 2 == 0 ? "Even ones" : "Odd ones");
        assert_int_equal(text_of(&cells[3])[0] - '0', i % 3);
        assert_false(cells[3].has_shade);
        /* what repeats is told: from the row that repeats it on, the number is the same */
        assert_int_not_equal(cells[1].same, 0);
        assert_int_equal(cells[2].same, first[i % 2].cells[2].same);
        assert_int_equal(cells[3].same, first[i % 3].cells[3].same);
        assert_int_equal(cells[4].same, first[0].cells[4].same);
        assert_int_equal(cells[5].same, 0); /* what is run anew is not told */
    }
    for (size_t i = 0; i < 12; i++) { /* 12 rows have all there is */
        for (size_t a = 0; a < (size_t)CELLS; a++) {
            for (size_t k = 0; k < 12; k++) {
                for (size_t b = 0; b < (size_t)CELLS; b++) {
                    const struct cell *one = &first[i].cells[a], *other = &first[k].cells[b];
                    if (one->same != 0 && one->same == other->same) {
                        assert_int_equal(a, b);
                        assert_string_equal(text_of(one), text_of(other));
                        assert_memory_equal(&one->shade, &other->shade, sizeof one->shade);
                    }
                }
            }
        }
    }
    arena_free(arena);
    workshop_close(&shop);
}

/* A form of names that never repeat is given up: its later cells have no number. */
static void what_never_repeats_is_given_up(void **state) {
    (void)state;
    struct workshop shop = workshop_of(AREAS);
    const struct table *table =
        table_of(&shop, ROWS("<cell><value select='name'/></cell><cell of='harm'/>"
                             "<cell>3</cell><cell>4</cell><cell>5</cell><cell>6</cell>"));
    struct arena *arena = arena_new();
    struct row row;
    for (size_t i = 0; i < AREAS; i++) {
        table->body.get(table->body.context, i, arena, &row);
    }
    assert_int_equal(row.cells[0].same, 0);
    assert_int_not_equal(row.cells[1].same, 0);
    arena_free(arena);
    workshop_close(&shop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_not_kept),
        cmocka_unit_test(the_same_number_is_the_same_cell),
        cmocka_unit_test(what_never_repeats_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
