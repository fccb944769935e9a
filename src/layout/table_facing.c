/* table_facing.c: a table whose columns do not fit goes on on the facing page.
 *
 * The rows are laid once, as if the page were as wide as they are. Then each page is drawn in
 * parts, the left page with the first columns and the right one with the others of the same rows,
 * the naming column standing on both. So rows are of one height on both, pages are chosen as for
 * any table, and there is one element Table whose rows hold all their cells, drawn in two places.
 * A part ends where a group of heads ends if it can.
 *
 * Rejected: a table of its own for each part. Its rows would be of other heights, and who listens
 * would hear two tables of which each lacks half.
 */
#include "table_source.h"
#include "table_views.h"

#include <string.h>

/* What a column would take; words that fill lines are content with half a page. */
static length_t wished(const struct column_extent *extent, length_t width) {
    length_t wish = extent->kind == COLUMN_FIXED ? extent->fixed : extent->greatest;
    wish = wish < width / 2 ? wish : width / 2;
    return wish > extent->least ? wish : extent->least;
}

/* By column: whether it stands under one head with the column before it. */
static bool *joined_columns(struct context *context, const struct table *table) {
    size_t columns = (size_t)table->column_count;
    bool *joined = NEWS(context->arena, columns, bool);
    struct grid_cell *places = NEWS(context->arena, columns, struct grid_cell);
    struct grid grid;
    grid_begin(&grid, context->arena, table->column_count);
    for (int row = 0; row < table->head_count; row++) {
        int lost = 0;
        int count =
            grid_row(&grid, &table->head[row], (size_t)(table->head_count - row), places, &lost);
        for (int i = 0; i < count; i++) {
            for (int k = 1; k < places[i].columns; k++) {
                joined[places[i].column + k] = true;
            }
        }
    }
    return joined;
}

/* What is being shared out. */
struct facing {
    const struct table *table;
    const struct column_extent *extents;
    const bool *joined;
    int naming;
    length_t width;
};

/* Where the columns from first on end that fit beside the naming one in width: at least one column
 * on, and between groups of heads where that leaves any. */
static int part_end(const struct facing *facing, int first, length_t width) {
    int columns = facing->table->column_count, end = first;
    length_t used = wished(&facing->extents[facing->naming], facing->width);
    bool any = false;
    for (; end < columns; end++) {
        bool naming = end == facing->naming;
        length_t wish = naming ? 0 : wished(&facing->extents[end], facing->width);
        if (any && used + wish > width) {
            break;
        }
        used += wish;
        any |= !naming;
    }
    int between = end;
    while (between < columns && between > first && facing->joined[between]) {
        between--;
    }
    bool leaves = between > first + (facing->naming == first ? 1 : 0);
    return leaves ? between : end;
}

static int count_parts(const struct facing *facing, length_t width) {
    int parts = 0;
    for (int first = 0; first < facing->table->column_count; parts++) {
        first = part_end(facing, first, width);
    }
    return parts;
}

/* The least width in which there are no more parts than there must be: they come out alike. */
static length_t even_width(const struct facing *facing) {
    enum { STEPS = 20 };
    int parts = count_parts(facing, facing->width);
    length_t width = facing->width;
    for (int i = STEPS - 1; i > STEPS / 2; i--) {
        length_t narrower = facing->width * i / STEPS;
        if (count_parts(facing, narrower) > parts) {
            break;
        }
        width = narrower;
    }
    return width;
}

/* Widths of the columns first to end, and of none but these; the naming one has its own. */
static void solve_part(const struct facing *facing, struct table_state *state, int first, int end,
                       length_t *widths) {
    struct column_extent *own = NEWS(state->arena, (size_t)state->columns, struct column_extent);
    length_t *solved = NEWS(state->arena, (size_t)state->columns, length_t);
    int count = 0;
    for (int column = first; column < end; column++) {
        if (column != facing->naming) {
            own[count++] = facing->extents[column];
        }
    }
    columns_solve(own, count, facing->width - widths[facing->naming], facing->table->full_width,
                  solved);
    count = 0;
    for (int column = first; column < end; column++) {
        if (column != facing->naming) {
            widths[column] = solved[count++];
        }
    }
}

static length_t *part_left(struct table_state *state, const struct facing *facing, int first,
                           int end, const length_t *widths) {
    length_t *left = NEWS(state->arena, (size_t)state->columns + 1, length_t);
    for (int column = 0; column < state->columns; column++) {
        bool stands = column == facing->naming || (column >= first && column < end);
        left[column + 1] = left[column] + (stands ? widths[column] : 0);
    }
    return left;
}

/* Whether the naming column leaves room for every other. */
static bool can_face(const struct facing *facing) {
    length_t naming = wished(&facing->extents[facing->naming], facing->width);
    for (int column = 0; column < facing->table->column_count; column++) {
        const struct column_extent *extent = &facing->extents[column];
        length_t need = extent->kind == COLUMN_FIXED ? extent->fixed : extent->least;
        if (column != facing->naming && naming + need > facing->width) {
            return false;
        }
    }
    return true;
}

bool table_face(struct table_state *state, struct context *context, length_t width) {
    const struct table *table = state->table;
    const struct facing facing = {.table = table,
                                  .extents = state->extents,
                                  .joined = joined_columns(context, table),
                                  .naming = source_naming(table),
                                  .width = width};
    if (!can_face(&facing)) {
        return false;
    }
    size_t columns = (size_t)state->columns;
    length_t even = even_width(&facing);
    length_t *widths = NEWS(state->arena, columns, length_t);
    int *ends = NEWS(state->arena, columns, int);
    widths[facing.naming] = wished(&facing.extents[facing.naming], width);
    for (int first = 0; first < state->columns; first = ends[state->parts - 1]) {
        ends[state->parts++] = part_end(&facing, first, even);
        solve_part(&facing, state, first, ends[state->parts - 1], widths);
    }
    table_set_widths(state, widths);
    state->parts_left = NEWS(state->arena, (size_t)state->parts, length_t *);
    for (int part = 0; part < state->parts; part++) {
        int first = part == 0 ? 0 : ends[part - 1];
        state->parts_left[part] = part_left(state, &facing, first, ends[part], widths);
    }
    state->saved_tags = NEWS(state->arena, columns, int32_t);
    for (int part = 0; part < PART_COUNT; part++) {
        state->row_tags[part] = NEWS(state->arena, state->counts[part], int32_t);
    }
    return true;
}

length_t table_part_width(const struct table_state *state, int part, const struct grid_cell *at) {
    const length_t *left = state->parts_left[part];
    return left[at->column + at->columns] - left[at->column];
}

int table_home(const struct table_state *state, const struct grid_cell *at) {
    int part = 0;
    while (part + 1 < state->parts && table_part_width(state, part, at) == 0) {
        part++;
    }
    return part;
}

length_t table_least_part(const struct table_state *state, const struct grid_cell *at) {
    length_t least = 0;
    for (int part = 0; part < state->parts; part++) {
        length_t width = table_part_width(state, part, at);
        least = width > 0 && (least == 0 || width < least) ? width : least;
    }
    return least;
}
