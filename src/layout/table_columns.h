/* table_columns.h: the widths of a table's columns, from what their cells need. Pure arithmetic:
 * it knows neither text nor pages. */
#ifndef BOARDPAPER_LAYOUT_TABLE_COLUMNS_H
#define BOARDPAPER_LAYOUT_TABLE_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include <boardpaper/paper.h>

/* What one column needs; all lengths with the cells' padding. */
struct column_extent {
    enum column_kind kind;
    length_t fixed;    /* COLUMN_FIXED */
    int share;         /* COLUMN_SHARE; below 1 counts as 1 */
    bool text;         /* words rather than figures: takes room that nobody needs */
    length_t loose;    /* what a column of figures takes of it before the words do */
    length_t least;    /* its longest unbreakable piece: no column is narrower, if it can be */
    length_t greatest; /* its longest cell on one line; at least least */
};

/* What a cell that covers several columns needs. */
struct span_extent {
    int first, count;
    length_t least, greatest;
};

enum columns_outcome {
    COLUMNS_FIT,    /* every column has its least */
    COLUMNS_FORCED, /* the leasts do not fit; words must break or stand over */
};

/* Raises the columns' least and greatest until every span has its own. Spans are taken in order of
 * their count, those of one count in the order given; columns of fixed width stay as they are. */
void columns_spread(struct column_extent *columns, int count, const struct span_extent *spans,
                    size_t span_count);

/* The sum of what the columns cannot do without: fixed widths, and the least of the others. */
length_t columns_least(const struct column_extent *columns, int count);

/* Widths of count columns that stand in width; their sum is width, or less where the content needs
 * less and full is false. The sum is exact. */
enum columns_outcome columns_solve(const struct column_extent *columns, int count, length_t width,
                                   bool full, length_t *out);

/* Total split in proportion to weights (each from 0; all 0 count as 1), to the last unit: the parts
 * add up to total. Adds to out. */
void columns_share(length_t total, const length_t *weights, int count, length_t *out);

#endif
