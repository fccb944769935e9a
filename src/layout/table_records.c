/* table_records.c: a table whose columns do not fit, seen as a table of labels and values.
 *
 * Each row becomes a record: its name, then a row for every other cell that is not empty. Nothing
 * is laid out here: the view is another struct table whose rows.get asks the first table's, so that
 * all that is known of tables (pages, tags, pieces) holds for it, and its rows are made as lazily.
 * Rejected: drawing records by code of their own, which would do all of it twice; and tagging them
 * as lists: a label is the header of its value, and tables can say so.
 */
#include "table_source.h"
#include "table_views.h"

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
        source_rewind(source, first);
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
        row->id = source->id;
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
    records->naming = source_naming(source);
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
    return source_view(context, block, table);
}
