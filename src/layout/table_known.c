/* table_known.c: of cells that are the same, one is set.
 *
 * The paper numbers the cells of a table that say and look the same, whatever row they stand in
 * (struct cell, same). Measured, set and shaped they come out the same too, as long as they stand
 * in one column and in rows of one kind: so that is done for the first, and the others take it
 * over. Of a hundred thousand rows of scores hardly any cell but the names is then new.
 *
 * Shared are cells of one column and one row that are one text: what they become has no elements,
 * notes or targets of its own. What is kept stands in the layout's arena and is few, because the
 * paper gives numbers only to what repeats.
 */
#include "table_state.h"

#include <string.h>

enum { KNOWN_FIRST = 64 };

/* By number, from the first met on; those before it are not known. */
struct knowns {
    uint32_t first;
    struct known **all;
    size_t room;
    struct known **made; /* those that there are, in the order of making */
    size_t count, capacity;
};

static bool is_shared(const struct grid_cell *at) {
    const struct cell *cell = at->cell;
    return at->columns == 1 && at->rows == 1 && !cell->turned && cell->blocks == NULL &&
           cell->inlines != NULL && cell->inlines->kind == INLINE_TEXT &&
           cell->inlines->next == NULL;
}

static struct known **widened(struct arena *arena, struct known **old, size_t count, size_t room) {
    struct known **wide = (struct known **)arena_array(arena, room, sizeof(struct known *));
    if (count > 0) {
        memcpy((void *)wide, (const void *)old, count * sizeof(struct known *));
    }
    return wide;
}

static struct known *make(struct table_state *state, struct known **slot) {
    struct knowns *knowns = state->knowns;
    if (knowns->count == knowns->capacity) {
        knowns->capacity = knowns->capacity * 2 + KNOWN_FIRST;
        knowns->made = widened(state->arena, knowns->made, knowns->count, knowns->capacity);
    }
    *slot = NEW(state->arena, struct known);
    knowns->made[knowns->count++] = *slot;
    return *slot;
}

struct known *table_known(struct table_state *state, enum row_kind kind,
                          const struct grid_cell *at) {
    if (at->cell == NULL || at->cell->same == 0 || !is_shared(at)) {
        return NULL;
    }
    uint32_t same = at->cell->same;
    struct knowns *knowns = state->knowns;
    if (knowns == NULL) {
        knowns = state->knowns = NEW(state->arena, struct knowns);
        knowns->first = same;
    }
    if (same < knowns->first) {
        return NULL;
    }
    size_t index = same - knowns->first;
    if (index >= knowns->room) {
        size_t room = index * 2 + KNOWN_FIRST;
        knowns->all = widened(state->arena, knowns->all, knowns->room, room);
        knowns->room = room;
    }
    struct known *known = knowns->all[index];
    if (known == NULL) {
        known = make(state, &knowns->all[index]);
        known->column = at->column;
        known->kind = (uint8_t)kind;
    }
    return known->column == at->column && known->kind == (uint8_t)kind ? known : NULL;
}

void table_forget(struct table_state *state) {
    for (size_t i = 0; state->knowns != NULL && i < state->knowns->count; i++) {
        struct known *known = state->knowns->made[i];
        *known = (struct known){
            .column = known->column, .kind = known->kind, .measured = known->measured};
    }
}
