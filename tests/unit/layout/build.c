#include "../check.h"

#include "build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bench *bench_new(void) {
    struct arena *arena = arena_new();
    struct bench *bench = NEW(arena, struct bench);
    bench->arena = arena;
    bench->text = text_open_fake();
    bench->diagnostics = diagnostics_new(arena, 0);
    bench->style = (struct style){
        .name = "body", .size = POINTS(10), .leading = POINTS(12), .orphans = 2, .widows = 2};
    bench->master = (struct master){.name = "small",
                                    .width = POINTS(200),
                                    .height = POINTS(300),
                                    .top = POINTS(20),
                                    .bottom = POINTS(20),
                                    .inner = POINTS(20),
                                    .outer = POINTS(20)};
    bench->masters[0] = &bench->master;
    bench->paper = (struct paper){.title = "A paper",
                                  .lang = "en-GB",
                                  .marking = "",
                                  .styles = bench->styles,
                                  .masters = bench->masters,
                                  .master_count = 1};
    bench_style(bench, "body");
    return bench;
}

void bench_free(struct bench *bench) {
    text_close(bench->text);
    arena_free(bench->arena);
}

struct style *bench_style(struct bench *bench, const char *name) {
    struct style *style = NEW(bench->arena, struct style);
    *style = bench->style;
    style->name = name;
    bench->styles[bench->paper.style_count++] = style;
    return style;
}

struct inline_ *text_(struct bench *bench, const char *text) {
    struct inline_ *one = NEW(bench->arena, struct inline_);
    one->kind = INLINE_TEXT;
    one->text = text;
    one->where = (struct where){"paper.xml", 1};
    return one;
}

struct inline_ *span_(struct bench *bench, unsigned manner, const char *text) {
    struct inline_ *one = NEW(bench->arena, struct inline_);
    one->kind = INLINE_SPAN;
    one->manner = manner;
    one->children = text_(bench, text);
    return one;
}

struct inline_ *inlines_(struct inline_ *first, ...) {
    va_list more;
    va_start(more, first);
    struct inline_ *last = first;
    for (struct inline_ *one = first; one != NULL; one = va_arg(more, struct inline_ *)) {
        if (one != first) {
            last->next = one;
        }
        last = one;
    }
    va_end(more);
    return first;
}

struct block *block_(struct bench *bench, enum block_kind kind, const struct inline_ *inlines) {
    struct block *block = NEW(bench->arena, struct block);
    struct style *style = NEW(bench->arena, struct style);
    *style = bench->style;
    block->kind = kind;
    block->style = style;
    block->inlines = inlines;
    block->where = (struct where){"paper.xml", 1};
    return block;
}

struct block *paragraph_(struct bench *bench, const char *text) {
    return block_(bench, BLOCK_PARAGRAPH, text_(bench, text));
}

struct block *heading_(struct bench *bench, int level, const char *text) {
    struct block *heading = block_(bench, BLOCK_HEADING, text_(bench, text));
    heading->level = level;
    return heading;
}

struct block *container_(struct bench *bench, enum block_kind kind, struct block *children) {
    struct block *block = block_(bench, kind, NULL);
    block->children = children;
    return block;
}

struct block *item_(struct bench *bench, const char *label, struct block *children) {
    struct block *item = container_(bench, BLOCK_ITEM, children);
    item->label = label;
    return item;
}

struct block *blocks_(struct block *first, ...) {
    va_list more;
    va_start(more, first);
    struct block *last = first;
    for (struct block *one = first; one != NULL; one = va_arg(more, struct block *)) {
        if (one != first) {
            last->next = one;
        }
        last = one;
    }
    va_end(more);
    return first;
}

/* A table whose cells all say the same. */
struct made {
    struct bench *bench;
    int columns;
    const char *text;
};

static void make_row(void *context, size_t index, struct arena *arena, struct row *row) {
    const struct made *made = context;
    (void)index;
    struct cell *cells = NEWS(arena, (size_t)made->columns, struct cell);
    for (int i = 0; i < made->columns; i++) {
        struct inline_ *text = NEW(arena, struct inline_);
        text->kind = INLINE_TEXT;
        text->text = made->text;
        text->where.line = 77;
        cells[i] = (struct cell){.inlines = text, .column_span = 1, .row_span = 1};
    }
    *row = (struct row){.kind = ROW_BODY, .cells = cells, .cell_count = made->columns};
}

struct block *table_(struct bench *bench, int columns, size_t rows, const char *text) {
    struct made *made = NEW(bench->arena, struct made);
    *made = (struct made){bench, columns, text};
    struct table *one = NEW(bench->arena, struct table);
    struct block *block = block_(bench, BLOCK_TABLE, NULL);
    one->columns = NEWS(bench->arena, (size_t)columns, struct column);
    one->column_count = columns;
    one->body = (struct rows){.count = rows, .context = made, .get = make_row};
    one->head_style = one->cell_style = block->style;
    one->continued = "continued";
    block->table = one;
    block->where.line = 77;
    return block;
}

struct layout *bench_run(struct bench *bench, struct block *blocks) {
    bench->paper.blocks = blocks;
    struct layout *layout =
        layout_run(bench->arena, &bench->paper, bench->text, bench->diagnostics);
    assert_non_null(layout);
    return layout;
}

const char *bench_trace(struct bench *bench, struct block *blocks) {
    struct buffer out = {0};
    assert_true(layout_trace(bench_run(bench, blocks), &out));
    const char *trace = arena_bytes(bench->arena, out.data, out.length);
    buffer_free(&out);
    return trace;
}

void assert_golden(const char *name, const char *trace) {
    char path[512];
    snprintf(path, sizeof path, "%s/tests/golden/layout/%s.txt", getenv("SOURCE"), name);
    if (getenv("BLESS") != NULL) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        assert_int_equal(fputs(trace, file) >= 0 && fclose(file) == 0, 1);
        return;
    }
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fail_msg("there is no %s; read what follows, and write it with BLESS=1\n%s", path, trace);
    }
    static char golden[1 << 20];
    size_t length = fread(golden, 1, sizeof golden - 1, file);
    fclose(file);
    golden[length] = '\0';
    assert_string_equal(trace, golden);
}
