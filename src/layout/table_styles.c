/* table_styles.c: the styles of a table's cells, at the size that the table has come down to.
 *
 * A table that does not fit is set smaller as a whole: sizes, leading, padding and indents by one
 * ratio, so that its look is kept; type stops at seven points. One that would leave a few rows for
 * another page comes down half a point, or its rows stand a little closer. A changed style is made
 * once and kept, because paragraphs and caches go by the style's address.
 */
#include "table_state.h"

#include <string.h>

enum { VARIANTS_FIRST = 8 };

length_t table_base_size(const struct table_state *state) {
    return state->table->cell_style->size;
}

void table_resize(struct table_state *state, length_t size) {
    length_t base = table_base_size(state), floor = base < TYPE_FLOOR ? base : TYPE_FLOOR;
    state->size = size < floor ? floor : size;
    state->variant_count = 0;
}

void table_step(struct table_state *state, int step) {
    enum { EASY = 7500 };
    length_t size = table_base_size(state) - (length_t)step * TYPE_STEP;
    state->pressed = step > 0 && size < EASY;
    table_resize(state, state->pressed ? table_base_size(state) : size);
}

static length_t resized(const struct table_state *state, length_t length) {
    length_t base = table_base_size(state);
    return (length * state->size + (length < 0 ? -base : base) / 2) / base;
}

/* The type may not go below the floor; then leading follows the type. */
static void resize(const struct table_state *state, struct style *style) {
    length_t size = resized(state, style->size), least = style->size;
    least = least < TYPE_FLOOR ? least : TYPE_FLOOR;
    size = size < least ? least : size;
    style->leading = style->leading * size / style->size;
    style->size = size;
    length_t *const lengths[] = {&style->space_before, &style->space_after,  &style->indent_start,
                                 &style->indent_end,   &style->indent_first, &style->padding};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        *lengths[i] = resized(state, *lengths[i]);
    }
}

static const struct style *variant(struct table_state *state, const struct style *base, bool bold) {
    bool same = state->size == table_base_size(state) && !state->pressed;
    if (same && (!bold || base->bold)) {
        return base;
    }
    for (int i = 0; i < state->variant_count; i++) {
        const struct style_variant *known = &state->variants[i];
        if (known->base == base && known->bold == bold) {
            return known->style;
        }
    }
    struct style *style = NEW(state->arena, struct style);
    *style = *base;
    style->bold |= bold;
    if (state->size != table_base_size(state)) {
        resize(state, style);
    }
    style->padding = state->pressed ? style->padding * 2 / 3 : style->padding;
    if (state->variant_count == state->variant_room) {
        int room = state->variant_room == 0 ? VARIANTS_FIRST : state->variant_room * 2;
        struct style_variant *more = NEWS(state->arena, (size_t)room, struct style_variant);
        if (state->variant_count > 0) {
            memcpy(more, state->variants, (size_t)state->variant_count * sizeof *more);
        }
        state->variants = more;
        state->variant_room = room;
    }
    state->variants[state->variant_count++] = (struct style_variant){base, style, bold};
    return style;
}

const struct style *table_style(struct table_state *state, enum row_kind kind,
                                const struct cell *cell) {
    if (cell != NULL && cell->style != NULL) {
        return variant(state, cell->style, false);
    }
    if (kind == ROW_HEAD) {
        return variant(state, state->table->head_style, false);
    }
    return variant(state, state->table->cell_style, kind == ROW_GROUP || kind == ROW_TOTAL);
}

const struct style *table_own_style(struct table_state *state, const struct style *style) {
    return variant(state, style, false);
}

const struct block *table_blocks(struct table_state *state, struct arena *arena,
                                 const struct block *blocks) {
    if (state->size == table_base_size(state)) {
        return blocks;
    }
    struct block *first = NULL;
    struct block **last = &first;
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        struct block *copy = NEW(arena, struct block);
        *copy = *block;
        copy->style = variant(state, block->style, false);
        copy->next = NULL;
        if (block->children != NULL) {
            /* The copies are ours alone; the field is not const because paper fills it. */
            copy->children = (struct block *)(uintptr_t)table_blocks(state, arena, block->children);
        }
        *last = copy;
        last = &copy->next;
    }
    return first;
}
