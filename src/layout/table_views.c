/* table_views.c: a table that does not fit, seen as tables that do.
 *
 * Nothing is laid out here. A view is another struct table whose rows.get asks the first table's,
 * so that all that is known of tables (heads, pages, tags) holds for it, and its rows are made as
 * lazily. Rejected: drawing records and slabs by code of their own, which would do all of it twice.
 */
#include "table_views.h"

#include <string.h>

/* ---- reading the source ---------------------------------------------------------------------- */

/* The rows of a table's body (and, after it, of its foot), with the cells that cover each column.
 */
struct source {
    const struct table *table;
    size_t count;
    uint32_t *clusters; /* by row: the first row of those tied to it */
    struct grid grid;
    struct grid_cell *places;
    size_t next; /* the row that the grid stands before */
};

static void read_source(const struct source *source, size_t index, struct arena *arena,
                        struct row *row) {
    const struct table *table = source->table;
    if (index < table->body.count) {
        table->body.get(table->body.context, index, arena, row);
    } else {
        *row = table->foot[index - table->body.count];
    }
}

/* Cells do not reach from the body into the foot. */
static size_t rows_left(const struct source *source, size_t index) {
    size_t body = source->table->body.count;
    return index < body ? body - index : source->count - index;
}

static void rewind_to(struct source *source, size_t index) {
    memset(source->grid.covered, 0, (size_t)source->grid.columns * sizeof *source->grid.covered);
    source->grid.open = false;
    source->next = index;
}

/* Row index and, in source->places, its own cells; returns their count. */
static int source_row(struct source *source, size_t index, struct arena *arena, struct row *row) {
    int count = 0, lost = 0;
    if (source->next != index) {
        rewind_to(source, source->clusters[index]);
    }
    while (source->next <= index) {
        read_source(source, source->next, arena, row);
        count =
            grid_row(&source->grid, row, rows_left(source, source->next), source->places, &lost);
        source->next++;
    }
    return count;
}

static struct source *source_new(struct context *context, const struct table *table) {
    struct source *source = NEW(context->arena, struct source);
    struct arena *scratch = arena_new();
    source->table = table;
    source->count = table->body.count + (size_t)table->foot_count;
    source->clusters = NEWS(context->arena, source->count, uint32_t);
    source->places = NEWS(context->arena, (size_t)table->column_count, struct grid_cell);
    grid_begin(&source->grid, context->arena, table->column_count);
    for (size_t i = 0; i < source->count; i++) {
        struct row row;
        source->clusters[i] = source->grid.open ? source->clusters[i - 1] : (uint32_t)i;
        source_row(source, i, scratch, &row);
        arena_clear(scratch);
    }
    arena_free(scratch);
    rewind_to(source, 0);
    return source;
}

static bool is_empty(const struct cell *cell) {
    return cell == NULL || (cell->blocks == NULL && cell->inlines == NULL);
}

/* By column: the head's cell that says most exactly what is in it, the lowest one with words. */
static const struct cell **labels_of(struct context *context, const struct table *table) {
    size_t columns = (size_t)table->column_count;
    const struct cell **labels = NEWS(context->arena, columns, const struct cell *);
    struct grid_cell *places = NEWS(context->arena, columns, struct grid_cell);
    struct grid grid;
    grid_begin(&grid, context->arena, table->column_count);
    for (int row = 0; row < table->head_count; row++) {
        int lost = 0;
        int count =
            grid_row(&grid, &table->head[row], (size_t)(table->head_count - row), places, &lost);
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < places[i].columns && !is_empty(places[i].cell); k++) {
                labels[places[i].column + k] = places[i].cell;
            }
        }
    }
    return labels;
}

/* The column that names the rows. */
static int naming_column(const struct table *table) {
    for (int i = 0; i < table->column_count; i++) {
        if (table->columns[i].header) {
            return i;
        }
    }
    return 0;
}

static const struct block *view_block(struct context *context, const struct block *block,
                                      const struct table *table) {
    struct block *view = NEW(context->arena, struct block);
    *view = *block;
    view->table = table;
    view->next = NULL;
    return view;
}

/* ---- records --------------------------------------------------------------------------------- */

struct records {
    struct source *source;
    const struct cell **labels;
    int naming;
    size_t *ends;              /* by row of the source: the view's rows up to and with it */
    const struct cell **cells; /* by column: what covers it in the row in hand */
};

/* By column, the cell that covers it in row index: its own, or one from above. */
static void cover(struct records *records, size_t index, struct arena *arena, struct row *row) {
    struct source *source = records->source;
    size_t first = source->clusters[index];
    if (source->next != first) {
        rewind_to(source, first);
    }
    *row = (struct row){0};
    for (int i = 0; i < source->table->column_count; i++) {
        records->cells[i] = NULL;
    }
    for (size_t i = first; i <= index; i++) {
        int count = source_row(source, i, arena, row);
        for (int k = 0; k < count; k++) {
            for (int c = 0; c < source->places[k].columns; c++) {
                /* a wide cell is said once, with the first of its columns */
                records->cells[source->places[k].column + c] =
                    c == 0 ? source->places[k].cell : NULL;
            }
        }
    }
}

static size_t record_rows(const struct records *records, const struct row *row) {
    size_t count = 1;
    for (int i = 0; i < records->source->table->column_count && row->kind != ROW_GROUP; i++) {
        count += i != records->naming && !is_empty(records->cells[i]);
    }
    return count;
}

static const struct cell *group_name(const struct row *row) {
    for (int i = 0; i < row->cell_count; i++) {
        if (!is_empty(&row->cells[i])) {
            return &row->cells[i];
        }
    }
    return NULL;
}

/* A cell of the view, from one of the source. */
static struct cell viewed(const struct cell *cell, struct where where) {
    struct cell view = {.where = where};
    if (cell != NULL) {
        view = *cell;
    }
    view.column_span = view.row_span = 1;
    view.turned = false;
    view.has_align = true;
    view.align = ALIGN_START;
    return view;
}

/* The view's row at offset in the record: its name, or label and value. */
static void record_row(const struct records *records, size_t offset, const struct row *source,
                       struct arena *arena, struct row *row) {
    struct cell *cells = NEWS(arena, 2, struct cell);
    *row = (struct row){.cells = cells, .where = source->where, .kind = ROW_BODY};
    if (offset == 0) {
        bool group = source->kind == ROW_GROUP;
        cells[0] =
            viewed(group ? group_name(source) : records->cells[records->naming], source->where);
        cells[0].column_span = 2;
        cells[0].header = true;
        cells[0].style = group ? cells[0].style : NULL; /* a name, in strong type */
        row->kind = ROW_GROUP;
        row->cell_count = 1;
        return;
    }
    int column = 0;
    for (size_t seen = 0; column < records->source->table->column_count; column++) {
        seen += column != records->naming && !is_empty(records->cells[column]);
        if (seen == offset) {
            break;
        }
    }
    cells[0] = viewed(records->labels[column], source->where);
    cells[0].style = NULL; /* words of a head, in the type of the body */
    cells[0].has_shade = false;
    cells[0].pattern = NULL;
    cells[0].header = true;
    cells[1] = viewed(records->cells[column], source->where);
    cells[1].header = false;
    row->cell_count = 2;
}

static void record_get(void *context, size_t index, struct arena *arena, struct row *row) {
    struct records *records = context;
    size_t low = 0, high = records->source->count - 1; /* the first whose end is beyond index */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (records->ends[middle] > index) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    struct row source;
    cover(records, low, arena, &source);
    record_row(records, index - (low > 0 ? records->ends[low - 1] : 0), &source, arena, row);
}

const struct block *table_as_records(struct context *context, const struct block *block) {
    const struct table *source = block->table;
    struct records *records = NEW(context->arena, struct records);
    struct table *table = NEW(context->arena, struct table);
    struct column *columns = NEWS(context->arena, 2, struct column);
    records->source = source_new(context, source);
    records->labels = labels_of(context, source);
    records->naming = naming_column(source);
    records->cells = NEWS(context->arena, (size_t)source->column_count, const struct cell *);
    records->ends = NEWS(context->arena, records->source->count, size_t);
    struct arena *scratch = arena_new();
    size_t total = 0;
    for (size_t i = 0; i < records->source->count; i++) {
        struct row row;
        cover(records, i, scratch, &row);
        total += record_rows(records, &row);
        records->ends[i] = total;
        arena_clear(scratch);
    }
    arena_free(scratch);
    columns[0] = (struct column){.kind = COLUMN_AUTO, .align = ALIGN_START, .header = true};
    columns[1] = (struct column){.kind = COLUMN_SHARE, .share = 1, .align = ALIGN_START};
    *table = *source;
    table->columns = columns;
    table->column_count = 2;
    table->head = table->foot = NULL;
    table->head_count = table->foot_count = 0;
    table->body = (struct rows){.count = total, .context = records, .get = record_get};
    table->zebra = false;
    table->full_width = true;
    table->overflow = OVERFLOW_SHRINK;
    return view_block(context, block, table);
}

/* ---- slabs ----------------------------------------------------------------------------------- */

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

static const struct inline_ *continued_caption(struct context *context, const struct block *block) {
    const struct table *table = block->table;
    if (table->continued == NULL || *table->continued == '\0') {
        return table->caption;
    }
    struct inline_ *words = NEWS(context->arena, 2, struct inline_);
    words[1] =
        (struct inline_){.kind = INLINE_TEXT,
                         .where = block->where,
                         .text = arena_print(context->arena, "%s(%s)",
                                             table->caption == NULL ? "" : " ", table->continued)};
    if (table->caption == NULL) {
        return &words[1];
    }
    words[0] = (struct inline_){
        .kind = INLINE_SPAN, .where = block->where, .children = table->caption, .next = &words[1]};
    return &words[0];
}

static const struct block *slab_block(struct context *context, const struct block *block,
                                      struct slab *slab, bool first) {
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
    if (!first) {
        table->caption = continued_caption(context, block);
    }
    return view_block(context, block, table);
}

static length_t wished(const struct column_extent *extent) {
    return extent->kind == COLUMN_FIXED ? extent->fixed : extent->greatest;
}

const struct block *const *table_as_slabs(struct context *context, const struct block *block,
                                          const struct column_extent *extents, length_t width,
                                          size_t *count) {
    const struct table *table = block->table;
    size_t columns = (size_t)table->column_count;
    const struct block **blocks = NEWS(context->arena, columns, const struct block *);
    int naming = naming_column(table);
    *count = 0;
    for (int next = 0; next < table->column_count || *count == 0;) {
        struct slab *slab = NEW(context->arena, struct slab);
        slab->source = source_new(context, table);
        slab->columns = NEWS(context->arena, columns, int);
        /* Words that fill lines are content with half a page. */
        length_t used = wished(&extents[naming]) < width / 2 ? wished(&extents[naming]) : width / 2;
        bool any = false, named = false;
        for (; next < table->column_count; next++) {
            length_t wish = wished(&extents[next]);
            wish = wish < width / 2 ? wish : width / 2;
            if (next != naming && any && used + wish > width) {
                break;
            }
            if (!named && next >= naming) {
                slab->columns[slab->count++] = naming;
                named = true;
            }
            if (next != naming) {
                slab->columns[slab->count++] = next;
                used += wish;
                any = true;
            }
        }
        if (!named) {
            slab->columns[slab->count++] = naming;
        }
        blocks[*count] = slab_block(context, block, slab, *count == 0);
        ++*count;
    }
    return blocks;
}

/* ---- pages on their long side ---------------------------------------------------------------- */

const struct master *table_landscape(struct context *context) {
    const struct master *master = context->master;
    if (master == NULL || master->width >= master->height) {
        return NULL;
    }
    for (size_t i = 0; i < context->paper->master_count; i++) {
        const struct master *other = context->paper->masters[i];
        if (other->width == master->height && other->height == master->width) {
            return other;
        }
    }
    struct master *turned = NEW(context->arena, struct master);
    *turned = *master;
    turned->width = master->height;
    turned->height = master->width;
    return turned;
}
