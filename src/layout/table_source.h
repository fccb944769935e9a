/* table_source.h: the rows of a table that is seen as another table (table_views.h). */
#ifndef BOARDPAPER_LAYOUT_TABLE_SOURCE_H
#define BOARDPAPER_LAYOUT_TABLE_SOURCE_H

#include "table_state.h"

/* The rows of a table's body (and, after it, of its foot), with the cells that cover each column.
 */
struct source {
    const struct table *table;
    size_t count;
    uint32_t *clusters; /* by row: the first row of those tied to it */
    struct grid grid;
    struct grid_cell *places;
    size_t next; /* the row that the grid stands before */
};

/* In the context's arena; reads every row once. */
struct source *source_new(struct context *context, const struct table *table);
/* Row index and, in source->places, its own cells; returns their count. Rows in order cost one
 * reading each; others begin with the first row they are tied to. */
int source_row(struct source *source, size_t index, struct arena *arena, struct row *row);
/* Before row index, which no cell reaches into from above. */
void source_rewind(struct source *source, size_t index);

/* The column that names the rows. */
int source_naming(const struct table *table);
/* The block with another table, in the context's arena. */
const struct block *source_view(struct context *context, const struct block *block,
                                const struct table *table);

#endif
