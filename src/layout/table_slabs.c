/* table_slabs.c: a table whose columns do not fit, seen as tables side by side.
 *
 * Each slab has the column that names the rows and as many others as fit, and ends where a group of
 * heads ends if it can. Like records (table_records.c), slabs are views of the same rows.
 */
#include "table_source.h"
#include "table_views.h"

struct slab {
    struct source *source;
    int *columns; /* of the source, ascending */
    int count;
};

/* How many of the slab's columns lie in columns first to first + count of the source. */
static int columns_within(const struct slab *slab, int first, int count) {
    int within = 0;
    for (int i = 0; i < slab->count; i++) {
        within += slab->columns[i] >= first && slab->columns[i] < first + count;
    }
    return within;
}

static void slab_row(const struct slab *slab, const struct grid_cell *places, int count,
                     const struct row *source, struct arena *arena, struct row *row) {
    struct cell *cells = NEWS(arena, (size_t)slab->count, struct cell);
    *row = *source;
    row->cells = cells;
    row->cell_count = 0;
    for (int i = 0; i < count; i++) {
        int within = columns_within(slab, places[i].column, places[i].columns);
        if (within == 0) {
            continue;
        }
        struct cell *cell = &cells[row->cell_count++];
        if (places[i].cell != NULL) {
            *cell = *places[i].cell;
        } else {
            *cell = (struct cell){.where = source->where};
        }
        cell->column_span = within;
        cell->row_span = places[i].rows;
    }
}

static void slab_get(void *context, size_t index, struct arena *arena, struct row *row) {
    struct slab *slab = context;
    struct row source;
    int count = source_row(slab->source, index, arena, &source);
    slab_row(slab, slab->source->places, count, &source, arena, row);
}

/* Heads and feet are few and made at once. */
static const struct row *slab_rows(struct context *context, const struct slab *slab,
                                   const struct row *rows, int count) {
    struct row *made = NEWS(context->arena, (size_t)count, struct row);
    struct grid grid;
    struct grid_cell *places =
        NEWS(context->arena, (size_t)slab->source->table->column_count, struct grid_cell);
    grid_begin(&grid, context->arena, slab->source->table->column_count);
    for (int i = 0; i < count; i++) {
        int lost = 0;
        int cells = grid_row(&grid, &rows[i], (size_t)(count - i), places, &lost);
        slab_row(slab, places, cells, &rows[i], context->arena, &made[i]);
    }
    return made;
}

/* Notes stand below the last slab. */
static const struct block *slab_block(struct context *context, const struct block *block,
                                      struct slab *slab, bool last) {
    const struct table *source = block->table;
    struct table *table = NEW(context->arena, struct table);
    struct column *columns = NEWS(context->arena, (size_t)slab->count, struct column);
    for (int i = 0; i < slab->count; i++) {
        columns[i] = source->columns[slab->columns[i]];
    }
    *table = *source;
    table->columns = columns;
    table->column_count = slab->count;
    table->head = slab_rows(context, slab, source->head, source->head_count);
    table->foot = slab_rows(context, slab, source->foot, source->foot_count);
    table->body.context = slab;
    table->body.get = slab_get;
    table->overflow = OVERFLOW_SHRINK;
    if (!last) {
        table->notes = NULL;
    }
    return source_view(context, block, table);
}

/* What a column would take; words that fill lines are content with half a page. */
static length_t wished(const struct column_extent *extent, length_t width) {
    length_t wish = extent->kind == COLUMN_FIXED ? extent->fixed : extent->greatest;
    return wish < width / 2 ? wish : width / 2;
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

/* Where the columns from first on end that fit beside the naming one: at least one column on, and
 * between groups of heads where that leaves any. */
static int slab_end(const struct table *table, const struct column_extent *extents,
                    const bool *joined, int first, length_t width) {
    int naming = source_naming(table), end = first;
    length_t used = wished(&extents[naming], width);
    bool any = false;
    for (; end < table->column_count; end++) {
        length_t wish = end == naming ? 0 : wished(&extents[end], width);
        if (any && used + wish > width) {
            break;
        }
        used += wish;
        any |= end != naming;
    }
    int between = end;
    while (between < table->column_count && between > first && joined[between]) {
        between--;
    }
    bool leaves = between > first + (naming == first ? 1 : 0);
    return leaves ? between : end;
}

/* The columns first to end, and the naming one in its place. */
static struct slab *slab_new(struct context *context, const struct table *table, int first,
                             int end) {
    struct slab *slab = NEW(context->arena, struct slab);
    int naming = source_naming(table);
    slab->source = source_new(context, table);
    slab->columns = NEWS(context->arena, (size_t)(end - first) + 1, int);
    if (naming < first) {
        slab->columns[slab->count++] = naming;
    }
    for (int column = first; column < end; column++) {
        slab->columns[slab->count++] = column;
    }
    if (naming >= end) {
        slab->columns[slab->count++] = naming;
    }
    return slab;
}

const struct block *const *table_as_slabs(struct context *context, const struct block *block,
                                          const struct column_extent *extents, length_t width,
                                          size_t *count) {
    const struct table *table = block->table;
    const struct block **blocks =
        NEWS(context->arena, (size_t)table->column_count, const struct block *);
    const bool *joined = joined_columns(context, table);
    *count = 0;
    for (int first = 0; first < table->column_count;) {
        int end = slab_end(table, extents, joined, first, width);
        struct slab *slab = slab_new(context, table, first, end);
        blocks[*count] = slab_block(context, block, slab, end == table->column_count);
        ++*count;
        first = end;
    }
    return blocks;
}
