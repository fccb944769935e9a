/* The tree of structure elements: order, attributes, and its size in memory. */
#include "../check.h"

#include <malloc.h>
#include <string.h>

#include <boardpaper/page.h>

static void keeps_children_in_the_order_they_were_added(void **state) {
    (void)state;
    struct structure *structure = structure_new();
    int32_t root = structure_add(structure, -1, ROLE_DOCUMENT);
    assert_int_equal(root, 0);
    assert_int_equal(structure_first_child(structure, root), -1);
    int32_t heading = structure_add(structure, root, ROLE_H1);
    assert_int_equal(structure_next(structure, heading), -1);
    int32_t list = structure_add(structure, root, ROLE_L);
    int32_t item = structure_add(structure, list, ROLE_LI);
    int32_t after = structure_add(structure, root, ROLE_P);
    int32_t second = structure_add(structure, list, ROLE_LI);
    assert_int_equal(structure_count(structure), 6);
    assert_int_equal(structure_first_child(structure, root), heading);
    assert_int_equal(structure_next(structure, heading), list);
    assert_int_equal(structure_next(structure, list), after);
    assert_int_equal(structure_next(structure, after), -1);
    assert_int_equal(structure_first_child(structure, list), item);
    assert_int_equal(structure_next(structure, item), second);
    assert_int_equal(structure_next(structure, second), -1);
    assert_int_equal(structure_next(structure, root), -1);
    assert_int_equal(structure_parent(structure, second), list);
    assert_int_equal(structure_parent(structure, root), -1);
    assert_int_equal(structure_role(structure, item), ROLE_LI);
    structure_free(structure);
}

static void names_every_role(void **state) {
    (void)state;
    for (int role = 0; role < ROLE_COUNT; role++) {
        assert_true(strlen(role_name((enum role)role)) > 0);
        for (int other = 0; other < role; other++) {
            assert_string_not_equal(role_name((enum role)role), role_name((enum role)other));
        }
    }
    assert_string_equal(role_name(ROLE_H1), "H1");
    assert_string_equal(role_name(ROLE_TOCI), "TOCI");
    assert_string_equal(role_name(ROLE_BLOCKQUOTE), "BlockQuote");
    assert_string_equal(role_name(ROLE_LBODY), "LBody");
}

static void gives_back_the_attributes(void **state) {
    (void)state;
    struct structure *structure = structure_new();
    int32_t root = structure_add(structure, -1, ROLE_DOCUMENT);
    int32_t cell = structure_add(structure, root, ROLE_TD);
    int32_t wide = structure_add(structure, root, ROLE_TH);
    char lang[] = "cy";
    structure_text(structure, cell, TAG_LANG, lang);
    lang[0] = 'x'; /* copied */
    structure_text(structure, cell, TAG_ALT, "a bar");
    structure_text(structure, cell, TAG_ALT, "a longer bar");
    structure_text(structure, wide, TAG_LANG, "cy");
    assert_int_equal(structure_longest(structure), 12);
    assert_string_equal(structure_get(structure, cell, TAG_LANG), "cy");
    assert_string_equal(structure_get(structure, cell, TAG_ALT), "a longer bar");
    assert_string_equal(structure_get(structure, wide, TAG_LANG), "cy");
    assert_null(structure_get(structure, cell, TAG_TITLE));
    assert_null(structure_get(structure, root, TAG_LANG));

    enum table_scope scope = SCOPE_BOTH;
    int columns = 0, rows = 0;
    structure_get_cell(structure, cell, &scope, &columns, &rows);
    assert_int_equal(scope, SCOPE_NONE);
    assert_int_equal(columns, 1);
    assert_int_equal(rows, 1);
    structure_cell(structure, wide, SCOPE_COLUMN, 3, 300); /* more rows than a byte holds */
    structure_get_cell(structure, wide, &scope, &columns, &rows);
    assert_int_equal(scope, SCOPE_COLUMN);
    assert_int_equal(columns, 3);
    assert_int_equal(rows, 300);

    const int32_t *headers = NULL;
    assert_int_equal(structure_get_headers(structure, cell, &headers), 0);
    structure_headers(structure, cell, (const int32_t[]){wide, root}, 2);
    assert_int_equal(structure_get_headers(structure, cell, &headers), 2);
    assert_int_equal(headers[0], wide);
    assert_int_equal(headers[1], root);

    length_t box[4] = {0};
    assert_false(structure_get_box(structure, cell, box));
    structure_box(structure, cell, 1, 2, 3, 4);
    assert_true(structure_get_box(structure, cell, box));
    assert_int_equal(box[0] * 1000 + box[1] * 100 + box[2] * 10 + box[3], 1234);

    struct element element; /* the same at once */
    structure_read(structure, cell, &element);
    assert_int_equal(element.role, ROLE_TD);
    assert_int_equal(element.parent, root);
    assert_int_equal(element.first_child, -1);
    assert_int_equal(element.scope, SCOPE_NONE);
    assert_int_equal(element.column_span, 1);
    assert_string_equal(element.texts[TAG_LANG], "cy");
    assert_string_equal(element.texts[TAG_ALT], "a longer bar");
    assert_null(element.texts[TAG_TITLE]);
    assert_int_equal(element.header_count, 2);
    assert_int_equal(element.headers[1], root);
    assert_int_equal(element.box[3], 4);
    assert_false(element.bare);
    structure_read(structure, wide, &element);
    assert_int_equal(element.scope, SCOPE_COLUMN);
    assert_int_equal(element.column_span, 3);
    assert_int_equal(element.row_span, 300);
    assert_int_equal(element.header_count, 0);
    assert_null(element.box);
    structure_read(structure, root, &element);
    assert_int_equal(element.parent, -1);
    assert_int_equal(element.first_child, cell);
    assert_true(element.bare);
    structure_free(structure);
}

/* The table of the benchmark: 100,000 rows, the first cell of each a header of its row. */
static void holds_a_hundred_thousand_rows_in_sixty_megabytes(void **state) {
    (void)state;
    struct structure *structure = structure_new();
    size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    int32_t root = structure_add(structure, -1, ROLE_DOCUMENT);
    int32_t body = structure_add(structure, structure_add(structure, root, ROLE_TABLE), ROLE_TBODY);
    for (int i = 0; i < 100000; i++) {
        int32_t row = structure_add(structure, body, ROLE_TR);
        for (int k = 0; k < 12; k++) {
            int32_t cell = structure_add(structure, row, k == 0 ? ROLE_TH : ROLE_TD);
            if (k == 0) {
                structure_cell(structure, cell, SCOPE_ROW, 1, 1);
            }
        }
    }
    size_t after = mallinfo2().uordblks + mallinfo2().hblkhd;
    assert_int_equal(structure_count(structure), 3 + 1300000);
    assert_true(after - before < 60u * 1000 * 1000);
    /* and the last row can be walked */
    int32_t row = structure_parent(structure, (int32_t)structure_count(structure) - 1);
    int cells = 0;
    for (int32_t cell = structure_first_child(structure, row); cell >= 0;
         cell = structure_next(structure, cell)) {
        assert_int_equal(structure_role(structure, cell), cells == 0 ? ROLE_TH : ROLE_TD);
        cells++;
    }
    assert_int_equal(cells, 12);
    structure_free(structure);
}

/* Children of body, in order, as structure_next leads from one to the next. */
static void leads_through(const struct structure *structure, int32_t body, const int32_t *tags,
                          size_t count) {
    int32_t at = structure_first_child(structure, body);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(at, tags[i]);
        at = structure_next(structure, at);
    }
    assert_int_equal(at, -1);
}

static void forgotten_rows_keep_their_place(void **state) {
    (void)state;
    enum { ROWS = 5000, CELLS = 6 };
    struct structure *structure = structure_new();
    size_t before = 0;
    int32_t root = structure_add(structure, -1, ROLE_DOCUMENT);
    int32_t body = structure_add(structure, root, ROLE_TBODY);
    int32_t *rows = malloc(ROWS * sizeof *rows);
    for (int i = 0; i < ROWS; i++) {
        rows[i] = structure_add(structure, body, ROLE_TR);
        for (int k = 0; k < CELLS + (i % 1000 == 0); k++) { /* the step is not always the same */
            structure_add(structure, rows[i], ROLE_TD);
        }
        structure_close(structure, rows[i]);
        assert_int_equal(structure_closed(structure, 0), rows[i > 0 ? i - 1 : 0]);
        if (i == 0) {
            assert_false(structure_forget(structure, rows[0])); /* the last child */
            assert_int_equal(structure_closed(structure, 1), -1);
            continue;
        }
        assert_int_equal(structure_closed(structure, 1), rows[i]);
        if (i % 600 != 5) { /* these stay */
            assert_true(structure_forget(structure, rows[i - 1]));
        }
        structure_pass(structure);
        if (i == 1000) {
            before = mallinfo2().uordblks + mallinfo2().hblkhd;
        }
    }
    leads_through(structure, body, rows, ROWS);
    assert_false(structure_forget(structure, rows[4])); /* others after it are forgotten */
    size_t after = mallinfo2().uordblks + mallinfo2().hblkhd;
    assert_true(after < before + 400000); /* 28,000 more elements, which would be 560,000 bytes */
    /* The nine rows that stayed, the last one, and the two above them. */
    size_t living = 0;
    int32_t end = (int32_t)structure_count(structure);
    for (int32_t tag = 0; (tag = structure_living(structure, tag)) < end; tag++) {
        living++;
    }
    assert_int_equal(living, 2 + (9 + 1) * (1 + CELLS));
    free(rows);
    structure_free(structure);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_children_in_the_order_they_were_added),
        cmocka_unit_test(names_every_role),
        cmocka_unit_test(gives_back_the_attributes),
        cmocka_unit_test(holds_a_hundred_thousand_rows_in_sixty_megabytes),
        cmocka_unit_test(forgotten_rows_keep_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
