/* rows.h: the rows of a table, made when they are asked for. */
#ifndef BOARDPAPER_PAPER_ROWS_H
#define BOARDPAPER_PAPER_ROWS_H

#include "form.h"

/* What the rows of one table share. */
struct rows_plan {
    struct making *making;
    struct scope scope; /* of the table */
    const struct column *columns;
    int column_count;
    struct colour ink; /* of shaded cells, where it can be read there */
};

/* What rows in a row have in common. */
struct kin {
    const struct form *form;
    const struct binding *bindings;
    size_t size;
};

/* A row that will be made: which form in which scope. */
struct entry {
    const struct kin *kin;
    struct xml_node *node;
    const struct result *result;
    uint32_t position;
};

/* All rows of a list of forms, controls followed. In making->arena. */
struct entry *rows_expand(struct making *making, const struct form *forms,
                          const struct scope *scope, size_t *count);

/* Makes one row into making->arena. part: ROW_HEAD, ROW_BODY or ROW_FOOT. */
void rows_make(const struct rows_plan *plan, const struct entry *entry, enum row_kind part,
               struct row *row);

/* Whether nothing in a row of that form can be found wrong once its first one is right, and
 * nothing in it can be referred to. */
bool rows_are_sure(struct making *making, const struct form *form);

#endif
