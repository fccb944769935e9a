/* cells.h: the cells of a row. */
#ifndef BOARDPAPER_PAPER_CELLS_H
#define BOARDPAPER_PAPER_CELLS_H

#include "rows.h"

/* Makes one cell into making->arena, or takes one made before. That it stands in a column of
 * headers is not said: cells that reach down from above move it, and the column says so itself. */
void cells_make(const struct rows_plan *rows, const struct form *form, const struct scope *scope,
                enum row_kind kind, struct cell *cell);

/* Whether nothing in a cell of that form can be found wrong once its first one is right, and
 * nothing in it can be referred to. */
bool cells_are_sure(const struct form *form);

#endif
