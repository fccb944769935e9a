/* table_views.h: a table that does not fit, seen as tables that do. */
#ifndef BOARDPAPER_LAYOUT_TABLE_VIEWS_H
#define BOARDPAPER_LAYOUT_TABLE_VIEWS_H

#include "table_state.h"

/* Each row as a record: its name, then label and value of every other cell. In the context's
 * arena. */
const struct block *table_as_records(struct context *context, const struct block *block);

/* Shares the columns out to facing pages of width, each with the row heads: widths, and parts of
 * the state. False, and nothing done, where that cannot be. */
bool table_face(struct table_state *state, struct context *context, length_t width);

#endif
