/* table_grid.h: which columns and rows the cells of a table cover. Pure: no text, no lengths. */
#ifndef BOARDPAPER_LAYOUT_TABLE_GRID_H
#define BOARDPAPER_LAYOUT_TABLE_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include <boardpaper/paper.h>

struct arena;

/* A cell in its place. cell NULL: the row has none for this column (an empty cell is set). */
struct grid_cell {
    const struct cell *cell;
    int column;
    int columns, rows; /* clipped to the table */
};

/* Rows from top to bottom; remembers the cells that reach down into rows to come. */
struct grid {
    int columns;
    size_t *covered; /* by column: in how many rows to come a cell from above stands here */
    bool open;       /* a cell reaches down below the row last given */
};

void grid_begin(struct grid *grid, struct arena *arena, int columns);

/* The cells of the next row, in column order; every column stands in exactly one of them or is
 * covered from above. rows_left: how many rows there are with this one (a cell does not reach
 * beyond). out: room for columns cells. Returns their count; *lost: cells of the row that found no
 * column. */
int grid_row(struct grid *grid, const struct row *row, size_t rows_left, struct grid_cell *out,
             int *lost);

#endif
