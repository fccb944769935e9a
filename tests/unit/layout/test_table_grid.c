/* Which columns the cells of rows take. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <boardpaper/arena.h>

#include "layout/table_grid.h"

enum { MOST = 8 };

/* A row from a picture: "aab" is a cell a over two columns, then b; a digit behind a letter is how
 * many rows it reaches over: "a2b". */
struct picture {
    struct cell cells[MOST];
    struct row row;
};

static const struct row *draw(struct picture *picture, const char *text) {
    memset(picture, 0, sizeof *picture);
    for (const char *at = text; *at != '\0'; at++) {
        if (*at >= '0' && *at <= '9') {
            picture->cells[picture->row.cell_count - 1].row_span = *at - '0';
        } else if (at > text && *at == at[-1]) {
            picture->cells[picture->row.cell_count - 1].column_span++;
        } else {
            picture->cells[picture->row.cell_count].column_span = 1;
            picture->cells[picture->row.cell_count++].row_span = 1;
        }
    }
    picture->row.cells = picture->cells;
    return &picture->row;
}

/* What grid_row gives, as text: "0+2 2+1" (column + columns), "-" before it where the row has no
 * cell there, "*rows" behind it where it reaches down. */
static const char *places(struct arena *arena, const struct grid_cell *cells, int count) {
    char *text = arena_text(arena, "");
    for (int i = 0; i < count; i++) {
        text = arena_print(arena, "%s%s%s%d+%d", text, i > 0 ? " " : "",
                           cells[i].cell == NULL ? "-" : "", cells[i].column, cells[i].columns);
        if (cells[i].rows > 1) {
            text = arena_print(arena, "%s*%d", text, cells[i].rows);
        }
    }
    return text;
}

static void check(struct grid *grid, struct arena *arena, const char *picture, size_t left,
                  const char *expected, int expected_lost, bool expected_open) {
    struct picture drawn;
    struct grid_cell cells[MOST];
    int lost = -1;
    int count = grid_row(grid, draw(&drawn, picture), left, cells, &lost);
    assert_string_equal(places(arena, cells, count), expected);
    assert_int_equal(lost, expected_lost);
    assert_int_equal(grid->open, expected_open);
}

static void cells_take_the_next_free_column(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct grid grid;
    grid_begin(&grid, arena, 4);
    check(&grid, arena, "abcd", 9, "0+1 1+1 2+1 3+1", 0, false);
    check(&grid, arena, "aabb", 8, "0+2 2+2", 0, false);
    arena_free(arena);
}

static void a_short_row_is_filled_and_a_long_one_cut(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct grid grid;
    grid_begin(&grid, arena, 3);
    check(&grid, arena, "a", 9, "0+1 -1+1 -2+1", 0, false);
    check(&grid, arena, "", 9, "-0+1 -1+1 -2+1", 0, false);
    check(&grid, arena, "abcde", 9, "0+1 1+1 2+1", 2, false);
    check(&grid, arena, "abbbbb", 9, "0+1 1+2", 0, false);
    arena_free(arena);
}

static void cells_from_above_are_passed_over(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct grid grid;
    grid_begin(&grid, arena, 4);
    check(&grid, arena, "a3bc2d", 9, "0+1*3 1+1 2+1*2 3+1", 0, true);
    check(&grid, arena, "xy", 8, "1+1 3+1", 0, true);
    check(&grid, arena, "xyz", 7, "1+1 2+1 3+1", 0, false);
    check(&grid, arena, "abcd", 6, "0+1 1+1 2+1 3+1", 0, false);
    arena_free(arena);
}

static void a_wide_cell_ends_where_one_reaches_down(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct grid grid;
    grid_begin(&grid, arena, 4);
    check(&grid, arena, "ab2cd", 9, "0+1 1+1*2 2+1 3+1", 0, true);
    check(&grid, arena, "xxxy", 8, "0+1 2+1 -3+1", 0, false);
    arena_free(arena);
}

static void nothing_reaches_beyond_the_last_row(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct grid grid;
    grid_begin(&grid, arena, 2);
    check(&grid, arena, "a9b", 2, "0+1*2 1+1", 0, true);
    check(&grid, arena, "x9", 1, "1+1", 0, false);
    arena_free(arena);
}

static void a_block_of_rows_and_columns(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct grid grid;
    grid_begin(&grid, arena, 3);
    check(&grid, arena, "aa2b", 9, "0+2*2 2+1", 0, true);
    check(&grid, arena, "x", 8, "2+1", 0, false);
    check(&grid, arena, "xyz", 7, "0+1 1+1 2+1", 0, false);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_take_the_next_free_column),
        cmocka_unit_test(a_short_row_is_filled_and_a_long_one_cut),
        cmocka_unit_test(cells_from_above_are_passed_over),
        cmocka_unit_test(a_wide_cell_ends_where_one_reaches_down),
        cmocka_unit_test(nothing_reaches_beyond_the_last_row),
        cmocka_unit_test(a_block_of_rows_and_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
