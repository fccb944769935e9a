/* table_fit.c: the type size at which the columns stand side by side, and their widths.
 *
 * A table that is too wide comes down in half points of type until the longest words fit. At seven
 * points it stops: smaller nobody can read. Then words are broken, with a warning; and where the
 * columns would be too narrow even for that, the table is given up as a table (table_records.c).
 */
#include "table_state.h"

#include "warnings.h"

enum { LETTERS_LEAST = 2 };

static length_t smaller(length_t a, length_t b) {
    return a < b ? a : b;
}

static bool has_figures(const struct table_state *state, int column) {
    enum align align = state->table->columns[column].align;
    return align == ALIGN_END || align == ALIGN_DECIMAL;
}

length_t table_gap(const struct table_state *state, int column) {
    if (!has_figures(state, column) || column + 1 == state->columns) {
        return 0;
    }
    enum align next = state->table->columns[column + 1].align;
    return next == ALIGN_START || next == ALIGN_JUSTIFY ? state->size * 2 / 3 : 0;
}

/* Figures in a column that is wider than they are stand under the middle of a turned head;
 * elsewhere they keep off the words that follow them. Never so far in that a cell has to wrap. */
static void set_inset(struct table_state *state, int column, length_t width) {
    const struct style *style = table_style(state, ROW_BODY, NULL);
    length_t inside = width - 2 * style->padding;
    length_t slack = inside + 2 * style->padding - state->plain_greatest[column];
    length_t inset =
        state->turned[column] ? (inside - state->figures[column]) / 2 : table_gap(state, column);
    state->inset[column] = 0;
    if (slack > 0 && inset > 0 && has_figures(state, column)) {
        state->inset[column] = smaller(slack, inset);
    }
}

static void set_widths(struct table_state *state, const length_t *widths) {
    state->left[0] = 0;
    state->wrapping = false;
    for (int i = 0; i < state->columns; i++) {
        state->left[i + 1] = state->left[i] + widths[i];
        state->wrapping |= widths[i] < state->plain_greatest[i];
        set_inset(state, i, widths[i]);
    }
}

/* The next size to try: what the ratio of widths asks for, in whole steps, at least one down. */
static length_t next_size(const struct table_state *state, length_t least, length_t width) {
    length_t size = least > 0 ? state->size * width / least : 0;
    size = size / TYPE_STEP * TYPE_STEP;
    size = smaller(size, (state->size - 1) / TYPE_STEP * TYPE_STEP);
    return size < TYPE_FLOOR ? TYPE_FLOOR : size;
}

static bool too_narrow(const struct table_state *state, length_t width) {
    const struct style *style = state->table->cell_style;
    length_t padding = style->padding * state->size / table_base_size(state);
    return width / state->columns < LETTERS_LEAST * state->size + 2 * padding;
}

bool table_fit(struct table_state *state, struct context *context, length_t width, bool last) {
    bool shrink = state->table->overflow != OVERFLOW_RECORDS;
    length_t floor = smaller(TYPE_FLOOR, table_base_size(state));
    length_t least = columns_least(state->extents, state->columns);
    while (least > width && shrink && state->size > floor) {
        table_resize(state, next_size(state, least, width));
        table_extents(state, context);
        least = columns_least(state->extents, state->columns);
    }
    if (least > width) {
        if (!last && (!shrink || too_narrow(state, width))) {
            return false;
        }
        layout_warn(context, state->block->where, MESSAGE_LAYOUT_TABLE_TIGHT,
                    arena_print(state->arena, "%d", state->columns));
    }
    length_t *widths = NEWS(state->arena, (size_t)state->columns, length_t);
    columns_solve(state->extents, state->columns, width, state->table->full_width, widths);
    set_widths(state, widths);
    return true;
}
