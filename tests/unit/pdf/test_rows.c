/* test_rows.c: a table whose rows are closed as they are done reads as the same table whose rows
 * all wait for the end. */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/buffer.h>

#include "desk.h"
#include "tool.h"

enum { ROWS = 450, PAGE_ROWS = 45, CELLS = 5 };

static void put_cell(struct desk *desk, int32_t row, int line, int column) {
    int32_t cell = desk_add(desk, row, column == 0 ? ROLE_TH : ROLE_TD);
    double x = 60 + 90 * column, y = 60 + 16 * (line % PAGE_ROWS);
    if (column == 0) {
        structure_cell(desk->structure, cell, SCOPE_ROW, 1, 1);
    }
    if (line % 50 == 3 && column == 1) {
        structure_text(desk->structure, cell, TAG_LANG, "cy"); /* not of the simple kind */
    }
    if (line % 70 == 4 && column == 2) {
        structure_cell(desk->structure, cell, SCOPE_NONE, 2, 1);
    }
    if (line % 9 == 0 && column == 3) {
        return; /* empty */
    }
    desk_text(desk, cell, x, y, 8, arena_print(desk->arena, "cell %d.%d", line, column));
    if (line % 11 == 0 && column == 4) { /* in two pieces: the header's own is between them */
        desk_text(desk, cell - 4, x + 40, y, 8, "again");
        desk_text(desk, cell, x + 70, y, 8, "and more");
    }
}

/* Two tables, the second after ROWS / 2 rows, with a paragraph between them. */
static void put_tables(struct desk *desk, bool closing) {
    int32_t body = -1;
    for (int line = 0; line < ROWS; line++) {
        if (line % (ROWS / 2) == 0) {
            int32_t paragraph = desk_add(desk, desk->root, ROLE_P);
            desk_text(desk, paragraph, 60, 40, 8, "a paragraph");
            body = desk_add(desk, desk_add(desk, desk->root, ROLE_TABLE), ROLE_TBODY);
        }
        int32_t row = desk_add(desk, body, ROLE_TR);
        for (int column = 0; column < CELLS; column++) {
            put_cell(desk, row, line, column);
        }
        if (closing) {
            structure_close(desk->structure, row);
        }
        if (line % PAGE_ROWS == PAGE_ROWS - 1) {
            assert_true(desk_page(desk, NULL));
        }
    }
}

static struct desk *make(int threads, bool closing, struct buffer *out) {
    struct desk *desk = desk_open(NULL, threads);
    if (closing) {
        pdf_follow(desk->pdf, desk->structure);
    }
    put_tables(desk, closing);
    assert_true(desk_finish(desk, NULL, 0, out));
    return desk;
}

static size_t count_living(const struct structure *structure) {
    size_t count = 0;
    int32_t end = (int32_t)structure_count(structure);
    for (int32_t tag = 0; (tag = structure_living(structure, tag)) < end; tag++) {
        count++;
    }
    return count;
}

static void a_closed_table_reads_as_one_left_open(void **state) {
    (void)state;
    struct buffer open = {0}, closed = {0};
    struct desk *first = make(1, false, &open), *second = make(1, true, &closed);
    assert_int_equal(count_living(first->structure), structure_count(first->structure));
    /* What stays: Document, 2 paragraphs, 2 tables and bodies; the last row of each table; and the
     * 16 rows that have a language or a span (9 and 7). */
    assert_int_equal(count_living(second->structure), 1 + 2 + 4 + (2 + 9 + 7) * (1 + CELLS));
    free(tool_on(&closed, "qpdf --check @"));
    /* qpdf numbers the objects anew as it comes across them: the same graph gives the same text, up
     * to the trailer with the ID. */
    size_t wanted_length = 0, said_length = 0;
    char *wanted = tool_plain(&open, &wanted_length), *said = tool_plain(&closed, &said_length);
    assert_int_equal(said_length, wanted_length);
    const char *trailer = memmem(wanted, wanted_length, "trailer <<", 10);
    assert_non_null(trailer);
    assert_true(trailer - wanted > 200000);
    assert_memory_equal(said, wanted, (size_t)(trailer - wanted));
    free(said);
    free(wanted);
    buffer_free(&open);
    buffer_free(&closed);
    desk_close(first);
    desk_close(second);
}

static void the_same_bytes_at_any_number_of_threads(void **state) {
    (void)state;
    struct buffer one = {0}, two = {0};
    struct desk *first = make(1, true, &one), *second = make(2, true, &two);
    assert_int_equal(one.length, two.length);
    assert_memory_equal(one.data, two.data, one.length);
    buffer_free(&one);
    buffer_free(&two);
    desk_close(first);
    desk_close(second);
}

/* A mark that comes after its row was closed and written has no element to belong to. */
static void a_mark_of_a_forgotten_element_is_a_fault(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 2);
    pdf_follow(desk->pdf, desk->structure);
    put_tables(desk, true);
    desk_text(desk, 6, 60, 60, 8, "late");
    assert_int_not_equal(structure_living(desk->structure, 6), 6);
    assert_true(desk_page(desk, NULL));
    struct buffer out = {0};
    assert_false(desk_finish(desk, NULL, 0, &out));
    assert_int_equal(diagnostics_get(desk->diagnostics, 0)->message, MESSAGE_PDF_STRUCTURE);
    buffer_free(&out);
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_closed_table_reads_as_one_left_open),
        cmocka_unit_test(the_same_bytes_at_any_number_of_threads),
        cmocka_unit_test(a_mark_of_a_forgotten_element_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
