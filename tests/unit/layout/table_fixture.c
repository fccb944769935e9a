/* table_fixture.c: see table_fixture.h. */
#include "table_fixture.h"
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/file.h>

#include "layout/strips.h"

int easel_open(void **state) {
    struct easel *easel = memory_array(1, sizeof *easel);
    easel->arena = arena_new();
    easel->text = text_open_fake();
    easel->diagnostics = diagnostics_new(easel->arena, 0);
    *state = easel;
    return 0;
}

int easel_close(void **state) {
    struct easel *easel = *state;
    buffer_free(&easel->out);
    text_close(easel->text);
    arena_free(easel->arena);
    free(easel);
    return 0;
}

/* ---- sketches ------------------------------------------------------------------------------- */

static struct inline_ *words(struct easel *easel, const char *text, size_t length) {
    struct inline_ *inlines = NEW(easel->arena, struct inline_);
    inlines->kind = INLINE_TEXT;
    inlines->text = arena_bytes(easel->arena, text, length);
    return inlines;
}

/* "one;two": a cell of two paragraphs. */
static const struct block *paragraphs(struct easel *easel, struct sketch *sketch,
                                      const char *text) {
    struct block *first = NULL;
    struct block **last = &first;
    while (*text != '\0') {
        size_t length = strcspn(text, ";");
        struct block *block = NEW(easel->arena, struct block);
        block->kind = BLOCK_PARAGRAPH;
        block->style = &sketch->style;
        block->inlines = words(easel, text, length);
        *last = block;
        last = &block->next;
        text += length + (text[length] == ';');
    }
    return first;
}

static void sketch_cell(struct easel *easel, struct sketch *sketch, const char *text,
                        struct cell *cell) {
    cell->column_span = cell->row_span = 1;
    for (; *text != '\0' && strchr(">v~!#=.", *text) != NULL; text++) {
        cell->column_span += *text == '>';
        cell->row_span += *text == 'v';
        cell->turned |= *text == '~';
        cell->header |= *text == '!';
        cell->has_shade |= *text == '#';
        if (*text == '=') {
            cell->has_align = true;
            cell->align = ALIGN_CENTRE;
        }
        if (*text == '.') {
            cell->pattern = "dots";
        }
    }
    cell->shade = (struct colour){0x80, 0, 0};
    cell->text_colour = (struct colour){0xFF, 0xFF, 0xFF};
    if (strchr(text, ';') != NULL) {
        cell->blocks = paragraphs(easel, sketch, text);
    } else if (*text != '\0') {
        cell->inlines = words(easel, text, strlen(text));
    }
}

static void sketch_row(struct easel *easel, struct sketch *sketch, const char *text, long line,
                       struct row *row) {
    row->kind = ROW_BODY;
    row->where.line = line;
    if (text[0] != '\0' && text[1] == ' ' && strchr("GTK", text[0]) != NULL) {
        row->kind = *text == 'G' ? ROW_GROUP : *text == 'T' ? ROW_TOTAL : ROW_BODY;
        row->keep_with_next = *text == 'K';
        text += 2;
    }
    size_t count = 1;
    for (const char *at = text; *at != '\0'; at++) {
        count += *at == '|';
    }
    struct cell *cells = NEWS(easel->arena, count, struct cell);
    row->cells = cells;
    row->cell_count = (int)count;
    for (size_t i = 0; i < count; i++) {
        size_t length = strcspn(text, "|");
        sketch_cell(easel, sketch, arena_bytes(easel->arena, text, length), &cells[i]);
        cells[i].where = row->where;
        text += length + 1;
    }
}

static struct row *sketch_rows(struct easel *easel, struct sketch *sketch, const char *const *lines,
                               long first, size_t *count) {
    for (*count = 0; lines != NULL && lines[*count] != NULL;) {
        ++*count;
    }
    struct row *rows = NEWS(easel->arena, *count, struct row);
    for (size_t i = 0; i < *count; i++) {
        sketch_row(easel, sketch, lines[i], first + (long)i, &rows[i]);
    }
    return rows;
}

static void get_row(void *context, size_t index, struct arena *arena, struct row *row) {
    (void)arena;
    *row = ((const struct row *)context)[index];
}

static void sketch_columns(struct easel *easel, struct sketch *sketch, const char *letters) {
    sketch->columns = NEWS(easel->arena, strlen(letters), struct column);
    for (size_t i = 0; letters[i] != '\0'; i++) {
        struct column *column = &sketch->columns[i];
        column->header = letters[i] == 'h';
        column->align = letters[i] == 'r'   ? ALIGN_END
                        : letters[i] == 'd' ? ALIGN_DECIMAL
                                            : ALIGN_START;
        if (letters[i] == 's') {
            column->kind = COLUMN_SHARE;
            column->share = 1;
        } else if (letters[i] >= '0' && letters[i] <= '9') {
            column->kind = COLUMN_FIXED;
            column->width = POINTS(10) * (letters[i] - '0');
        }
    }
}

struct sketch *sketch_new(struct easel *easel, const char *columns, const char *const *head,
                          const char *const *body) {
    struct sketch *sketch = NEW(easel->arena, struct sketch);
    sketch->style = (struct style){.name = "table",
                                   .size = POINTS(10),
                                   .leading = POINTS(12),
                                   .padding = POINTS(2),
                                   .orphans = 1,
                                   .widows = 1};
    sketch->head_style = sketch->style;
    sketch->head_style.name = "table-head";
    sketch->head_style.bold = true;
    sketch_columns(easel, sketch, columns);
    size_t count = 0;
    struct table *table = &sketch->table;
    table->columns = sketch->columns;
    table->column_count = (int)strlen(columns);
    table->head = sketch_rows(easel, sketch, head, 1, &count);
    table->head_count = (int)count;
    sketch->rows = sketch_rows(easel, sketch, body, 100, &count);
    table->body = (struct rows){.count = count, .context = sketch->rows, .get = get_row};
    table->head_style = &sketch->head_style;
    table->cell_style = table->caption_style = &sketch->style;
    sketch->block = (struct block){
        .kind = BLOCK_TABLE, .style = &sketch->style, .where = {"table.xml", 7}, .table = table};
    return sketch;
}

/* ---- laying and placing ---------------------------------------------------------------------- */

static void begin(struct easel *easel, length_t height) {
    const struct master **masters = NEWS(easel->arena, 1, const struct master *);
    masters[0] = &easel->master;
    easel->master = (struct master){.width = POINTS(595), .height = POINTS(842)};
    easel->paper = (struct paper){.lang = "en-GB", .masters = masters, .master_count = 1};
    easel->context = (struct context){.arena = easel->arena,
                                      .paper = &easel->paper,
                                      .text = easel->text,
                                      .diagnostics = easel->diagnostics,
                                      .master = &easel->master,
                                      .page_height = height};
    context_open(&easel->context);
    easel->context.page_height = height;
}

struct flow easel_flow(struct easel *easel, struct sketch *sketch, length_t width,
                       length_t height) {
    struct flow flow = {0};
    begin(easel, height);
    table_add(&easel->context, &flow, &sketch->block, width, "en-GB");
    flow_end(&flow);
    context_close(&easel->context);
    return flow;
}

static void write_length(struct buffer *out, const char *name, length_t length) {
    buffer_print(out, " %s=", name);
    buffer_thousandths(out, length);
}

static void write_colour(struct buffer *out, struct colour colour) {
    if (colour.red != 0 || colour.green != 0 || colour.blue != 0) {
        buffer_print(out, " #%02X%02X%02X", colour.red, colour.green, colour.blue);
    }
}

static void write_text(struct buffer *out, const struct mark *mark) {
    const struct glyph *glyphs = mark->glyphs.run->glyphs + mark->glyphs.first;
    uint32_t from = glyphs[0].cluster, to = mark->glyphs.run->start + mark->glyphs.run->length;
    if (mark->glyphs.first + mark->glyphs.count < mark->glyphs.run->count) {
        to = glyphs[mark->glyphs.count].cluster;
    }
    buffer_add(out, mark->glyphs.text + from, to - from);
    if (mark->glyphs.after != NULL) {
        buffer_text(out, mark->glyphs.after);
    }
}

static void write_mark(struct buffer *out, const struct mark *mark) {
    static const char *const names[] = {
        [MARK_GLYPHS] = "text", [MARK_RECTANGLE] = "fill", [MARK_LINE] = "rule",
        [MARK_PATH] = "path",   [MARK_IMAGE] = "image",    [MARK_LINK] = "link"};
    buffer_print(out, "  %s", names[mark->kind]);
    write_length(out, "x", mark->x);
    write_length(out, "y", mark->y);
    switch (mark->kind) {
    case MARK_GLYPHS:
        write_length(out, "width", mark->glyphs.width);
        buffer_text(out, mark->glyphs.quarter_turns != 0 ? " turned \"" : " \"");
        write_text(out, mark);
        buffer_text(out, "\"");
        break;
    case MARK_RECTANGLE:
        write_length(out, "width", mark->rectangle.width);
        write_length(out, "height", mark->rectangle.height);
        break;
    case MARK_LINE:
        write_length(out, "x2", mark->line.x2);
        write_length(out, "y2", mark->line.y2);
        write_length(out, "thick", mark->line.thickness);
        break;
    case MARK_PATH:
        buffer_print(out, " steps=%zu", mark->path.shape->step_count);
        break;
    default:
        break;
    }
    write_colour(out, mark->colour);
    if (mark->tag < 0) {
        buffer_text(out, " artifact\n");
    } else {
        buffer_print(out, " tag=%d\n", mark->tag);
    }
}

static void write_structure(struct buffer *out, const struct structure *structure, int32_t tag,
                            int depth) {
    static const char *const scopes[] = {"", " column", " row", " both"};
    enum table_scope scope = SCOPE_NONE;
    int columns = 1, rows = 1;
    const int32_t *headers = NULL;
    buffer_print(out, "%*s%d %s", depth * 2, "", tag, role_name(structure_role(structure, tag)));
    structure_get_cell(structure, tag, &scope, &columns, &rows);
    buffer_text(out, scopes[scope]);
    if (columns > 1) {
        buffer_print(out, " columns=%d", columns);
    }
    if (rows > 1) {
        buffer_print(out, " rows=%d", rows);
    }
    size_t count = structure_get_headers(structure, tag, &headers);
    for (size_t i = 0; i < count; i++) {
        buffer_print(out, "%s%d", i == 0 ? " headers=" : ",", headers[i]);
    }
    const char *summary = structure_get(structure, tag, TAG_SUMMARY);
    if (summary != NULL) {
        buffer_print(out, " \"%s\"", summary);
    }
    buffer_text(out, "\n");
    for (int32_t child = structure_first_child(structure, tag); child >= 0;
         child = structure_next(structure, child)) {
        write_structure(out, structure, child, depth + 1);
    }
}

/* The words of each element that holds marks, by tag. */
struct gathered {
    struct buffer *texts;
    size_t count;
};

static void gather(struct gathered *gathered, const struct placing *placing) {
    for (size_t i = 0; i < placing->count; i++) {
        const struct mark *mark = &placing->marks[i];
        if (mark->kind != MARK_GLYPHS || mark->tag < 0) {
            continue;
        }
        size_t need = (size_t)mark->tag + 1;
        if (need > gathered->count) {
            gathered->texts = memory_resize(gathered->texts, need, sizeof *gathered->texts);
            memset(gathered->texts + gathered->count, 0,
                   (need - gathered->count) * sizeof *gathered->texts);
            gathered->count = need;
        }
        write_text(&gathered->texts[mark->tag], mark);
    }
}

static void read_words(struct buffer *out, const struct structure *structure, int32_t tag,
                       const struct gathered *gathered) {
    if ((size_t)tag < gathered->count && gathered->texts[tag].length > 0) {
        buffer_text(out, gathered->texts[tag].data);
    }
    int32_t child = structure_first_child(structure, tag);
    for (; child >= 0; child = structure_next(structure, child)) {
        read_words(out, structure, child, gathered);
    }
    enum role role = structure_role(structure, tag);
    if (role == ROLE_TD || role == ROLE_TH || role == ROLE_CAPTION) {
        buffer_text(out, "\n");
    }
}

/* How many strips, from first on, stand on the next page. */
static size_t page_strips(const struct flow *flow, size_t first, length_t height) {
    length_t used = 0;
    size_t best = first;
    for (size_t i = first; i < flow->count; i++) {
        const struct strip *strip = &flow->strips[i];
        used += i == first ? (strip->repeat != NULL && first > 0 ? strip->repeat->height : 0)
                           : strip->before;
        if (i > first && (strip->penalty < PENALTY_NEVER || best == first)) {
            best = i; /* a page may end before it; at worst it must */
        }
        used += strip->height;
        if (used > height && i > first) {
            return best > first ? best : i;
        }
        if (i > first && strip->penalty == PENALTY_FORCED) {
            return i;
        }
    }
    return flow->count;
}

static void place_page(const struct flow *flow, size_t first, size_t end, struct placing *placing) {
    length_t y = 0;
    const struct repeat *repeat = flow->strips[first].repeat;
    if (first > 0 && repeat != NULL) {
        repeat->place(repeat, placing, 0, 0);
        y += repeat->height;
    }
    flow_place(flow, first, end - first, placing, 0, y);
}

static void run(struct easel *easel, struct sketch *sketch, length_t width, length_t height,
                struct buffer *trace, struct gathered *gathered) {
    struct flow flow = {0};
    struct context *context = &easel->context;
    begin(easel, height);
    table_add(context, &flow, &sketch->block, width, "en-GB");
    flow_end(&flow);
    context->structure = structure_new();
    context->elements = elements_new();
    context->epoch++;
    int32_t root = structure_add(context->structure, -1, ROLE_DOCUMENT);
    struct placing placing = {.context = context, .tag = root, .arena = arena_new()};
    for (size_t first = 0, end = 0; first < flow.count; first = end, placing.page++) {
        end = page_strips(&flow, first, height);
        placing.count = 0;
        place_page(&flow, first, end, &placing);
        if (trace != NULL) {
            buffer_print(trace, "page %d\n", placing.page + 1);
            for (size_t i = 0; i < placing.count; i++) {
                write_mark(trace, &placing.marks[i]);
            }
        }
        gather(gathered, &placing);
        arena_clear(placing.arena);
    }
    if (trace != NULL) {
        write_structure(trace, context->structure, root, 0);
    } else {
        read_words(&easel->out, context->structure, root, gathered);
    }
    free(placing.marks);
    arena_free(placing.arena);
    structure_free(context->structure);
    elements_free(context->elements);
    context_close(context);
    for (size_t i = 0; i < gathered->count; i++) {
        buffer_free(&gathered->texts[i]);
    }
    free(gathered->texts);
}

const char *easel_trace(struct easel *easel, struct sketch *sketch, length_t width,
                        length_t height) {
    struct gathered gathered = {0};
    buffer_clear(&easel->out);
    run(easel, sketch, width, height, &easel->out, &gathered);
    return easel->out.length == 0 ? "" : easel->out.data;
}

const char *easel_words(struct easel *easel, struct sketch *sketch, length_t width,
                        length_t height) {
    struct gathered gathered = {0};
    buffer_clear(&easel->out);
    run(easel, sketch, width, height, NULL, &gathered);
    return easel->out.length == 0 ? "" : arena_text(easel->arena, easel->out.data);
}

const char *easel_said(struct easel *easel) {
    struct buffer said = {0};
    diagnostics_write(easel->diagnostics, &said, LEVEL_ADVICE, false);
    const char *text = said.length == 0 ? "" : arena_text(easel->arena, said.data);
    buffer_free(&said);
    return text;
}

void easel_golden(struct easel *easel, const char *name, const char *trace) {
    const char *path =
        arena_print(easel->arena, "%s/tests/golden/layout/table-%s.txt", getenv("SOURCE"), name);
    if (getenv("BLESS") != NULL) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs(trace, file);
        assert_int_equal(fclose(file), 0);
    }
    size_t length = 0;
    const char *golden =
        file_read(easel->arena, path, 0, (struct where){NULL, 0}, &length, easel->diagnostics);
    assert_non_null(golden);
    assert_string_equal(trace, golden);
}

struct layout *easel_layout(struct easel *easel, struct block *blocks, int width, int height) {
    static const struct style note = {
        .name = "note", .size = POINTS(8), .leading = POINTS(10), .orphans = 1, .widows = 1};
    const struct style **styles = NEWS(easel->arena, 1, const struct style *);
    const struct master **masters = NEWS(easel->arena, 1, const struct master *);
    styles[0] = &note;
    masters[0] = &easel->master;
    easel->master = (struct master){.name = "page",
                                    .width = POINTS(width),
                                    .height = POINTS(height),
                                    .top = POINTS(20),
                                    .bottom = POINTS(20),
                                    .inner = POINTS(20),
                                    .outer = POINTS(20)};
    easel->paper = (struct paper){.title = "Tables",
                                  .lang = "en-GB",
                                  .marking = "",
                                  .styles = styles,
                                  .style_count = 1,
                                  .masters = masters,
                                  .master_count = 1,
                                  .blocks = blocks};
    return layout_run(easel->arena, &easel->paper, easel->text, easel->diagnostics);
}
