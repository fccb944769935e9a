/* table_views.h: a table that does not fit, seen as tables that do. */
#ifndef BOARDPAPER_LAYOUT_TABLE_VIEWS_H
#define BOARDPAPER_LAYOUT_TABLE_VIEWS_H

#include "table_state.h"

/* Each row as a record: its name, then label and value of every other cell. In the context's
 * arena. */
const struct block *table_as_records(struct context *context, const struct block *block);

/* The table cut into tables side by side that fit width, each with the row heads; their count in
 * *count. extents: of its columns, in the type that they are to have. */
const struct block *const *table_as_slabs(struct context *context, const struct block *block,
                                          const struct column_extent *extents, length_t width,
                                          size_t *count);

#endif
