/* table_source.c: see table_source.h. */
#include "table_source.h"

#include <string.h>

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

void source_rewind(struct source *source, size_t index) {
    memset(source->grid.covered, 0, (size_t)source->grid.columns * sizeof *source->grid.covered);
    source->grid.open = false;
    source->next = index;
}

int source_row(struct source *source, size_t index, struct arena *arena, struct row *row) {
    int count = 0, lost = 0;
    if (source->next != index) {
        source_rewind(source, source->clusters[index]);
    }
    while (source->next <= index) {
        read_source(source, source->next, arena, row);
        count =
            grid_row(&source->grid, row, rows_left(source, source->next), source->places, &lost);
        source->next++;
    }
    return count;
}

struct source *source_new(struct context *context, const struct table *table) {
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
    source_rewind(source, 0);
    return source;
}

int source_naming(const struct table *table) {
    for (int i = 0; i < table->column_count; i++) {
        if (table->columns[i].header) {
            return i;
        }
    }
    return 0;
}

const struct block *source_view(struct context *context, const struct block *block,
                                const struct table *table) {
    struct block *view = NEW(context->arena, struct block);
    *view = *block;
    view->table = table;
    view->next = NULL;
    return view;
}
