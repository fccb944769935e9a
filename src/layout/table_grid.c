/* table_grid.c: cells take the first free column of their row, as in HTML.
 *
 * Where a wide cell meets one that reaches down from above it ends there, so that no two cells ever
 * overlap; HTML lets them. A row that is short of cells is filled with empty ones, so that a reader
 * who goes through the table by ear always knows the column.
 */
#include "table_grid.h"

#include <boardpaper/arena.h>

void grid_begin(struct grid *grid, struct arena *arena, int columns) {
    *grid = (struct grid){.columns = columns, .covered = NEWS(arena, (size_t)columns, size_t)};
}

/* How many columns from column on are free, at most most. */
static int free_columns(const struct grid *grid, int column, int most) {
    int count = 0;
    while (count < most && column + count < grid->columns && grid->covered[column + count] == 0) {
        count++;
    }
    return count;
}

int grid_row(struct grid *grid, const struct row *row, size_t rows_left, struct grid_cell *out,
             int *lost) {
    int count = 0, next = 0;
    *lost = 0;
    for (int column = 0; column < grid->columns;) {
        if (grid->covered[column] > 0) {
            column++;
            continue;
        }
        struct grid_cell *place = &out[count++];
        *place = (struct grid_cell){.column = column, .columns = 1, .rows = 1};
        if (next < row->cell_count) {
            const struct cell *cell = &row->cells[next++];
            place->cell = cell;
            place->columns =
                free_columns(grid, column, cell->column_span < 1 ? 1 : cell->column_span);
            place->rows = cell->row_span < 1 ? 1 : cell->row_span;
            if ((size_t)place->rows > rows_left) {
                place->rows = (int)rows_left;
            }
        }
        column += place->columns;
    }
    *lost = row->cell_count - next;
    /* This row is done: one row less to cover, and this row's own long cells. */
    grid->open = false;
    for (int column = 0; column < grid->columns; column++) {
        if (grid->covered[column] > 0) {
            grid->covered[column]--;
        }
        grid->open |= grid->covered[column] > 0;
    }
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < out[i].columns && out[i].rows > 1; k++) {
            grid->covered[out[i].column + k] = (size_t)out[i].rows - 1;
            grid->open = true;
        }
    }
    return count;
}
