/* table_records.c: a table whose columns do not fit, seen as a list of records.
 *
 * Each row becomes a record: its name, then what its other cells say, each with its label ("This
 * year 1,943; Rating High"). Short facts run on, as many to a line as fit; a long one has a
 * paragraph of its own. Nothing is laid out here: the view is another struct table, of one column,
 * whose rows.get asks the first table's, so that all that is known of tables (pages, tags, pieces)
 * holds for it, and its rows are made as lazily. Rejected: a line for every fact (six pages where
 * one does); label and value in columns of their own (their widths are set by the longest label of
 * all); drawing records by code of their own, which would do all of it twice.
 */
#include "table_source.h"
#include "table_views.h"

#include <string.h>

#include <boardpaper/buffer.h>

#include "prose.h"
#include "references.h"

/* Facts of no more letters than this run on; of no more than that they do not break within. */
enum { RUN_ON_LETTERS = 60, UNBROKEN_LETTERS = 36 };

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
    const struct style *style; /* of what is said */
    const struct style *name_style;
    const struct colour *quiet; /* of labels; NULL: that of the rest */
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

/* A name whose first paragraph names, and which goes on. */
static bool has_more(const struct cell *name) {
    return name != NULL && name->blocks != NULL && name->blocks->inlines != NULL &&
           name->blocks->next != NULL;
}

/* A row that names a group is its name alone; so is a record of which nothing else is said. */
static size_t record_rows(const struct records *records, const struct row *row) {
    if (row->kind != ROW_GROUP && has_more(records->cells[records->naming])) {
        return 2;
    }
    for (int i = 0; i < records->source->table->column_count && row->kind != ROW_GROUP; i++) {
        if (i != records->naming && !is_empty(records->cells[i])) {
            return 2;
        }
    }
    return 1;
}

static const struct cell *group_name(const struct row *row) {
    for (int i = 0; i < row->cell_count; i++) {
        if (!is_empty(&row->cells[i])) {
            return &row->cells[i];
        }
    }
    return NULL;
}

static void name_row(const struct records *records, const struct row *source, struct arena *arena,
                     struct row *row) {
    bool group = source->kind == ROW_GROUP;
    const struct cell *name = group ? group_name(source) : records->cells[records->naming];
    struct cell *cell = NEW(arena, struct cell);
    *cell = name != NULL ? *name : (struct cell){.where = source->where};
    cell->column_span = cell->row_span = 1;
    cell->turned = false;
    cell->has_align = true;
    cell->align = ALIGN_START;
    cell->header = true;
    cell->same = 0; /* it looks otherwise here */
    if (!group && cell->blocks != NULL && cell->blocks->inlines != NULL) {
        cell->inlines = cell->blocks->inlines; /* the rest of it is a fact, see facts_row */
        cell->blocks = NULL;
    }
    cell->style = group ? cell->style : records->name_style;
    *row = (struct row){.kind = ROW_GROUP,
                        .cells = cell,
                        .cell_count = 1,
                        .recommendation = source->recommendation,
                        .id = source->id,
                        .where = source->where};
}

/* ---- what is said of a record --------------------------------------------------------------- */

/* Being put together: paragraphs, the last of which may still take short facts. */
struct saying {
    struct arena *arena;
    const struct style *style;
    const struct colour *quiet;
    struct block *first, *last;
    struct inline_ *tail; /* of the paragraph that takes more; NULL: none does */
    bool ended;           /* what was said last ends in a point of its own */
};

static struct inline_ *text_of(struct saying *saying, const char *text, struct where where) {
    struct inline_ *made = NEW(saying->arena, struct inline_);
    *made = (struct inline_){.kind = INLINE_TEXT, .text = text, .where = where};
    return made;
}

static void append(struct saying *saying, struct block *block) {
    if (saying->last != NULL) {
        saying->last->next = block;
    } else {
        saying->first = block;
    }
    saying->last = block;
}

/* Adds to the paragraph in hand, or to a new one. */
static void append_inline(struct saying *saying, struct inline_ *one) {
    if (saying->tail == NULL) {
        struct block *paragraph = NEW(saying->arena, struct block);
        *paragraph = (struct block){
            .kind = BLOCK_PARAGRAPH, .style = saying->style, .inlines = one, .where = one->where};
        append(saying, paragraph);
    } else {
        saying->tail->next = one;
    }
    saying->tail = one;
}

/* The same inlines with spaces at which no line breaks. Only what has a text is copied. */
static const struct inline_ *unbroken(struct saying *saying, const struct inline_ *inlines) {
    struct inline_ *first = NULL, **last = &first;
    for (; inlines != NULL; inlines = inlines->next) {
        struct inline_ *copy = NEW(saying->arena, struct inline_);
        *copy = *inlines;
        copy->next = NULL;
        copy->children = unbroken(saying, inlines->children);
        if (inlines->kind == INLINE_TEXT) {
            struct buffer out = {0};
            for (const char *at = inlines->text; *at != '\0'; at++) {
                if (*at == ' ') {
                    buffer_text(&out, "\u00a0");
                } else {
                    buffer_byte(&out, *at);
                }
            }
            copy->text = arena_text(saying->arena, out.data == NULL ? "" : out.data);
            buffer_free(&out);
        }
        *last = copy;
        /* the copies are ours alone */
        last = (struct inline_ **)(uintptr_t)&copy->next;
    }
    return first;
}

/* Copies of inlines, where a forced break is a comma. */
static struct inline_ *joined(struct saying *saying, const struct inline_ *inlines,
                              struct inline_ *tail) {
    for (; inlines != NULL; inlines = inlines->next) {
        struct inline_ *copy = NEW(saying->arena, struct inline_);
        *copy = *inlines;
        copy->next = NULL;
        if (copy->kind == INLINE_BREAK) {
            copy->kind = INLINE_TEXT;
            copy->text = ", ";
        }
        tail->next = copy;
        tail = copy;
    }
    return tail;
}

static bool is_plain(const struct block *block) {
    return block->kind == BLOCK_PARAGRAPH && block->number == NULL && block->id == NULL &&
           block->lang == NULL;
}

/* What a cell says on one line: its paragraphs with commas between; NULL where it has lists or the
 * like. */
static const struct inline_ *paragraph_of(struct saying *saying, const struct cell *cell) {
    struct inline_ first = {.kind = INLINE_BREAK}, *tail = &first;
    if (cell->blocks == NULL) {
        joined(saying, cell->inlines, tail);
        return first.next;
    }
    for (const struct block *block = cell->blocks; block != NULL; block = block->next) {
        if (!is_plain(block)) {
            return NULL;
        }
        if (tail != &first && block->inlines != NULL) {
            tail->next = text_of(saying, ", ", cell->where);
            tail = (struct inline_ *)(uintptr_t)tail->next;
        }
        tail = joined(saying, block->inlines, tail);
    }
    return first.next;
}

static size_t letters_of(struct saying *saying, const struct inline_ *inlines) {
    size_t letters = 0;
    for (const char *at = prose_plain(NULL, saying->arena, inlines); *at != '\0'; at++) {
        letters += ((unsigned char)*at & 0xC0) != 0x80;
    }
    return letters;
}

static struct inline_ *wrapped(struct saying *saying, const struct inline_ *inlines,
                               unsigned manner, const struct cell *cell) {
    struct inline_ *span = NEW(saying->arena, struct inline_);
    *span = (struct inline_){.kind = INLINE_SPAN,
                             .manner = manner,
                             .children = inlines,
                             .lang = cell->lang,
                             .where = cell->where};
    return span;
}

static bool ends_in_point(struct saying *saying, const struct inline_ *inlines) {
    const char *plain = prose_plain(NULL, saying->arena, inlines);
    size_t length = strlen(plain);
    return length == 0 || strchr(".:?!", plain[length - 1]) != NULL;
}

/* "Label: ", quieter than what it is the label of; where it ends in a point of its own, it needs no
 * colon. */
static void say_label(struct saying *saying, const struct cell *label,
                      const struct inline_ *inlines, bool brief) {
    struct inline_ *span = wrapped(saying, brief ? unbroken(saying, inlines) : inlines, 0, label);
    struct inline_ *colon = wrapped(saying, text_of(saying, ":", label->where), 0, label);
    if (saying->quiet != NULL) {
        span->has_colour = colon->has_colour = true;
        span->colour = colon->colour = *saying->quiet;
    }
    append_inline(saying, span);
    if (!ends_in_point(saying, inlines)) {
        append_inline(saying, colon);
    }
    append_inline(saying, text_of(saying, brief ? "\u00a0" : " ", label->where));
}

/* Lists and the like stand below their label. */
static void say_blocks(struct saying *saying, const struct block *blocks) {
    for (; blocks != NULL; blocks = blocks->next) {
        struct block *copy = NEW(saying->arena, struct block);
        *copy = *blocks;
        copy->next = NULL;
        append(saying, copy);
    }
    saying->tail = NULL;
}

static void say_fact(struct saying *saying, const struct cell *label, const struct cell *cell) {
    const struct inline_ *named = label == NULL ? NULL : paragraph_of(saying, label);
    const struct inline_ *value = paragraph_of(saying, cell);
    size_t letters = value == NULL ? SIZE_MAX : letters_of(saying, value);
    letters += value != NULL && named != NULL ? letters_of(saying, named) : 0;
    bool runs_on = letters <= RUN_ON_LETTERS, brief = letters <= UNBROKEN_LETTERS;
    bool strong = cell->style != NULL && cell->style->bold;
    if (runs_on && saying->tail != NULL) {
        append_inline(saying, text_of(saying, saying->ended ? " " : "; ", cell->where));
    } else {
        saying->tail = NULL;
    }
    if (named != NULL) {
        say_label(saying, label, named, brief);
    }
    /* long paragraphs stay apart */
    if (value == NULL || (!runs_on && cell->blocks != NULL && cell->blocks->next != NULL)) {
        say_blocks(saying, cell->blocks);
        return;
    }
    append_inline(saying, wrapped(saying, brief ? unbroken(saying, value) : value,
                                  strong ? MANNER_STRONG : 0, cell));
    saying->ended = ends_in_point(saying, value);
    if (!runs_on) {
        saying->tail = NULL;
    }
}

static void facts_row(const struct records *records, const struct row *source, struct arena *arena,
                      struct row *row) {
    struct saying saying = {.arena = arena, .style = records->style, .quiet = records->quiet};
    const struct cell *name = records->cells[records->naming];
    if (has_more(name)) {
        say_blocks(&saying, name->blocks->next);
    }
    for (int i = 0; i < records->source->table->column_count; i++) {
        if (i != records->naming && !is_empty(records->cells[i])) {
            say_fact(&saying, records->labels[i], records->cells[i]);
        }
    }
    struct cell *cell = NEW(arena, struct cell);
    *cell = (struct cell){
        .blocks = saying.first, .column_span = 1, .row_span = 1, .where = source->where};
    *row = (struct row){.kind = ROW_BODY, .cells = cell, .cell_count = 1, .where = source->where};
}

/* ---- the view ------------------------------------------------------------------------------- */

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
    if (index == (low > 0 ? records->ends[low - 1] : 0)) {
        name_row(records, &source, arena, row);
    } else {
        facts_row(records, &source, arena, row);
    }
}

/* A style of the table's as records have it: what belongs together stands close, for the space
 * between records to tell them apart. */
static const struct style *close_style(struct context *context, const struct style *source) {
    enum { CLOSER = 5 };
    struct style *style = NEW(context->arena, struct style);
    *style = *source;
    style->space_before = style->space_after = 0;
    style->padding = source->padding / CLOSER;
    return style;
}

const struct block *table_as_records(struct context *context, const struct block *block) {
    const struct table *source = block->table;
    struct records *records = NEW(context->arena, struct records);
    struct table *table = NEW(context->arena, struct table);
    struct column *column = NEW(context->arena, struct column);
    *table = *source;
    records->source = source_new(context, source);
    records->labels = labels_of(context, source);
    const struct style *quiet = layout_style(context, "quiet", NULL);
    table->cell_style = close_style(context, source->cell_style);
    table->head_style = close_style(context, source->head_style);
    records->style = table->cell_style;
    records->name_style = table->head_style;
    records->quiet = quiet == NULL ? NULL : &quiet->colour;
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
    *column = (struct column){.kind = COLUMN_SHARE, .share = 1, .align = ALIGN_START};
    table->columns = column;
    table->column_count = 1;
    table->head = table->foot = NULL;
    table->head_count = table->foot_count = 0;
    table->body = (struct rows){
        .count = total, .context = records, .get = record_get, .targets = source->body.targets};
    table->zebra = false;
    table->full_width = true;
    table->overflow = OVERFLOW_RECORDS; /* its type is not made smaller */
    return source_view(context, block, table);
}
