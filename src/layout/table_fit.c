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

static bool is_figures(enum align align) {
    return align == ALIGN_END || align == ALIGN_DECIMAL;
}

static bool is_words(enum align align) {
    return align == ALIGN_START || align == ALIGN_JUSTIFY;
}

length_t table_gap(const struct table_state *state, int column) {
    const struct column *columns = state->table->columns;
    if (column + 1 == state->columns || !is_words(columns[column + 1].align)) {
        return 0;
    }
    return is_figures(columns[column].align) ? state->size * 2 / 3
           : is_words(columns[column].align) ? state->size / 2
                                             : 0;
}

length_t table_gap_before(const struct table_state *state, int column) {
    const struct column *own = &state->table->columns[column];
    if (column == 0 || !is_figures(own->align) || !is_figures((own - 1)->align)) {
        return 0;
    }
    const struct style *style = state->table->cell_style;
    length_t padding = style->padding * state->size / style->size;
    length_t gap = state->size * 2 / 3 - 2 * (state->pressed ? padding * 2 / 3 : padding);
    return gap > 0 ? gap : 0;
}

/* Figures in a column that is wider than they are stand under the middle of a turned head.
 * Elsewhere they keep off the words that follow them; never so far in that a cell has to wrap. */
static length_t figures_inset(const struct table_state *state, int column, length_t width) {
    length_t padding = 2 * state->cell_padding;
    length_t slack = width - state->plain_greatest[column];
    length_t middle = (width - padding - state->figures[column]) / 2;
    return smaller(slack, state->turned[column] ? middle : table_gap(state, column));
}

/* Lines of words keep off the words of the next column, as far as the longest of them allows. */
static length_t words_inset(const struct table_state *state, int column, length_t width) {
    const struct column_extent *extent = &state->extents[column];
    length_t gap = table_gap(state, column);
    length_t added = extent->kind == COLUMN_FIXED ? 0 : gap;
    length_t need = extent->greatest - added <= width ? extent->greatest : extent->least;
    return smaller(gap, width - (need - added));
}

static void set_inset(struct table_state *state, int column, length_t width) {
    enum align align = state->table->columns[column].align;
    length_t inset = is_figures(align) ? figures_inset(state, column, width)
                     : is_words(align) ? words_inset(state, column, width)
                                       : 0;
    state->inset[column] = inset > 0 ? inset : 0;
}

void table_set_widths(struct table_state *state, const length_t *widths) {
    table_forget(state);
    state->left[0] = 0;
    state->wrapping = false;
    state->cell_padding = table_style(state, ROW_BODY, NULL)->padding;
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

/* What is to become records rather than a bad table: words squeezed into a column of a word or two
 * while most of what they say hangs below. */
static bool reads_badly(const struct table_state *state, const length_t *widths) {
    enum { LEAST_EMS = 9, LINES_MOST = 2 };
    for (int i = 0; i < state->columns; i++) {
        bool words = is_words(state->table->columns[i].align);
        if (words && widths[i] < LEAST_EMS * state->size &&
            state->extents[i].greatest > LINES_MOST * widths[i]) {
            return true;
        }
    }
    return false;
}

/* Fixed widths are for another type: in one that is larger, content says what columns need. */
static void loosen(struct table_state *state) {
    for (int i = 0; i < state->columns; i++) {
        struct column_extent *extent = &state->extents[i];
        extent->kind = extent->kind == COLUMN_FIXED ? COLUMN_AUTO : extent->kind;
    }
}

/* Whether a column would have to break words, or figures, within a few letters: what stands in it
 * could not be read. */
static bool squeezed(const struct table_state *state, const length_t *widths) {
    const struct style *style = state->table->cell_style;
    length_t padding = style->padding * state->size / table_base_size(state);
    for (int i = 0; i < state->columns; i++) {
        if (widths[i] < state->extents[i].least &&
            widths[i] < LETTERS_LEAST * state->size + 2 * padding) {
            return true;
        }
    }
    return false;
}

/* Fixed widths give way to words. A little is what templates reckon with, that are made for papers
 * in any language; of much whoever wrote them should know. */
static void warn_widened(const struct table_state *state, struct context *context) {
    for (int i = 0; i < state->columns; i++) {
        const struct column_extent *extent = &state->extents[i];
        if (extent->kind == COLUMN_FIXED && extent->least > extent->fixed * 3 / 2) {
            layout_warn(context, state->block->where, MESSAGE_LAYOUT_TABLE_COLUMN_WIDER,
                        arena_print(state->arena, "%d", i + 1));
        }
    }
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
    if (least > width && !shrink) {
        loosen(state);
        least = columns_least(state->extents, state->columns);
    }
    length_t *widths = NEWS(state->arena, (size_t)state->columns, length_t);
    columns_solve(state->extents, state->columns, width, state->table->full_width, widths);
    if (least > width) {
        if (!last && (!shrink || squeezed(state, widths))) {
            return false;
        }
        layout_warn(context, state->block->where, MESSAGE_LAYOUT_TABLE_TIGHT,
                    arena_print(state->arena, "%d", state->columns));
    } else {
        warn_widened(state, context);
    }
    if (!shrink && !last && reads_badly(state, widths)) {
        loosen(state);
        columns_solve(state->extents, state->columns, width, state->table->full_width, widths);
        if (reads_badly(state, widths)) {
            return false;
        }
    }
    table_set_widths(state, widths);
    return true;
}
