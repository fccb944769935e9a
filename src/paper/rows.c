/* rows.c: the rows of a table: which there are, and what is in them (its cells: cells.c). */
#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include "cells.h"
#include "expression.h"

/* ---- expanding -------------------------------------------------------------------------- */

struct expansion {
    struct making *making;
    struct entry *entries;
    size_t count, capacity;
    const struct kin *kin; /* of the last one; NULL: there is none */
};

static void add_entry(struct making *making, const struct form *form, const struct scope *scope,
                      void *context) {
    struct expansion *all = context;
    if (form->kind != FORM_ROW) {
        return;
    }
    if (all->kin == NULL || all->kin->form != form || all->kin->bindings != scope->bindings ||
        all->kin->size != scope->size) {
        struct kin *kin = NEW(making->arena, struct kin);
        *kin = (struct kin){.form = form, .bindings = scope->bindings, .size = scope->size};
        all->kin = kin;
    }
    if (all->count == all->capacity) {
        all->capacity = all->capacity == 0 ? 16 : all->capacity * 2;
        all->entries = memory_resize(all->entries, all->capacity, sizeof *all->entries);
    }
    all->entries[all->count++] = (struct entry){.kin = all->kin,
                                                .node = scope->node,
                                                .result = scope->result,
                                                .position = (uint32_t)scope->position};
}

struct entry *rows_expand(struct making *making, const struct form *forms,
                          const struct scope *scope, size_t *count) {
    struct expansion all = {.making = making};
    control_walk(making, forms, scope, add_entry, &all);
    *count = all.count;
    struct entry *entries = NEWS(making->arena, all.count, struct entry);
    if (all.count > 0) { /* grown outside: an arena would keep what they have outgrown */
        memcpy(entries, all.entries, all.count * sizeof *entries);
    }
    free(all.entries);
    return entries;
}

/* ---- rows ------------------------------------------------------------------------------- */

struct filling {
    const struct rows_plan *rows;
    enum row_kind kind;
    struct cell *cells;
    int count, capacity;
};

static struct cell *next_cell(struct making *making, struct filling *filling) {
    if (filling->count == filling->capacity) {
        int capacity = filling->capacity == 0 ? filling->rows->column_count : 2 * filling->capacity;
        capacity = capacity < 4 ? 4 : capacity;
        struct cell *grown = NEWS(making->arena, (size_t)capacity, struct cell);
        if (filling->count > 0) {
            memcpy(grown, filling->cells, (size_t)filling->count * sizeof *grown);
        }
        filling->cells = grown;
        filling->capacity = capacity;
    }
    return &filling->cells[filling->count++];
}

static void add_cell(struct making *making, const struct form *form, const struct scope *scope,
                     void *context) {
    struct filling *filling = context;
    if (form->kind != FORM_CELL) {
        return;
    }
    struct cell *cell = next_cell(making, filling);
    cells_make(filling->rows, form, scope, filling->kind, cell);
}

/* What a row's form says of every row. */
struct row_plan {
    enum row_kind kind;
    bool recommendation;
    struct phrase *id, *keep;
};

static const struct row_plan *plan_of(struct making *making, const struct form *form,
                                      enum row_kind part) {
    struct form *keeper = (struct form *)(uintptr_t)form;
    if (form->plan == NULL) {
        struct row_plan *plan = NEW(making->keep, struct row_plan);
        const char *kind = form_literal(form, "kind");
        kind = kind == NULL ? "" : kind;
        plan->kind = part != ROW_BODY             ? part
                     : strcmp(kind, "group") == 0 ? ROW_GROUP
                     : strcmp(kind, "total") == 0 ? ROW_TOTAL
                                                  : ROW_BODY;
        plan->recommendation = strcmp(kind, "recommendation") == 0;
        plan->id = form_phrase(form, "id");
        plan->keep = form_phrase(form, "keep-with-next");
        keeper->plan = plan;
    }
    return form->plan;
}

void rows_make(const struct rows_plan *rows, const struct entry *entry, enum row_kind part,
               struct row *row) {
    struct making *making = rows->making;
    struct scope scope = rows->scope;
    scope.node = entry->node;
    scope.result = entry->result;
    scope.bindings = entry->kin->bindings;
    scope.position = entry->position;
    scope.size = entry->kin->size;
    const struct row_plan *plan = plan_of(making, entry->kin->form, part);
    const char *id = plan->id == NULL ? NULL : phrase_text(making, plan->id, &scope);
    targets_define(making, id, entry->kin->form->where);
    struct filling filling = {.rows = rows, .kind = plan->kind};
    control_walk(making, entry->kin->form->first, &scope, add_cell, &filling);
    *row = (struct row){.kind = plan->kind,
                        .cells = filling.cells,
                        .cell_count = filling.count,
                        .keep_with_next =
                            plan->keep == NULL
                                ? plan->kind == ROW_GROUP
                                : strcmp(phrase_text(making, plan->keep, &scope), "yes") == 0,
                        .recommendation = plan->recommendation,
                        .id = id,
                        .where = entry->kin->form->where};
}

static bool is_quick(const struct expression *expression) {
    return expression == NULL || expression_is_quick(expression);
}

bool rows_are_sure(struct making *making, const struct form *form) {
    if (form_has(form, "id")) {
        return false;
    }
    for (const struct form *child = form_inside(making, form); child != NULL; child = child->next) {
        switch (child->kind) {
        case FORM_TEXT:
            break;
        case FORM_CELL:
            if (!cells_are_sure(child)) {
                return false;
            }
            break;
        case FORM_IF:
        case FORM_CHOOSE:
        case FORM_WHEN:
        case FORM_OTHERWISE:
            if (!is_quick(child->test) || !rows_are_sure(making, child)) {
                return false;
            }
            break;
        default:
            return false;
        }
    }
    return true;
}
