/* write.h: tables of text for a terminal. */
#ifndef BOARDPAPER_SCORING_WRITE_H
#define BOARDPAPER_SCORING_WRITE_H

#include <boardpaper/scoring.h>

/* The ranked areas for a person at a terminal. */
void write_table(const struct scores *scores, struct buffer *out);

/* A table that is gathered first and written when its widths are known. Cells are copied; those of
 * a column marked `wrap` break at spaces where they are wider than most. */
struct grid_column {
    const char *head;
    bool end; /* set against the end side, as numbers are */
    bool wrap;
    size_t most; /* wrap: columns of the terminal at most */
};
struct grid;
struct grid *grid_new(const struct grid_column *columns, size_t count);
/* The next cell; rows fill from the start. */
void grid_cell(struct grid *grid, const char *text);
/* Of a text that outlives the grid, which is not copied. */
void grid_cell_kept(struct grid *grid, const char *text);
/* Writes and frees it. */
void grid_write(struct grid *grid, struct buffer *out);

#endif
