/* plain.c: a paper as plain text that reads well aloud and in a narrow window.
 *
 * A table is read row by row, each cell after its column's head: columns drawn with spaces fall
 * apart in proportional type and mean nothing to who hears them.
 */
#include "words.h"

#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

enum { WIDTH = 72 };

struct plain {
    const struct paper *paper;
    struct buffer *out;
    struct arena *arena; /* of what a table's rows take */
};

/* How many characters: bytes that begin one in UTF-8. */
static size_t width_of(const char *text, size_t length) {
    size_t width = 0;
    for (size_t i = 0; i < length; i++) {
        width += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return width;
}

/* One line of words. Runs of spaces count as one; a hard space stays. */
static void wrap_line(struct buffer *out, const char *text, size_t length, const char *first,
                      const char *rest) {
    size_t column = width_of(first, strlen(first));
    bool begun = false;
    buffer_text(out, first);
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && text[end] != ' ') {
            end++;
        }
        size_t width = width_of(text + at, end - at);
        if (end > at) {
            if (begun && column + 1 + width > WIDTH) {
                buffer_print(out, "\n%s", rest);
                column = width_of(rest, strlen(rest));
            } else if (begun) {
                buffer_byte(out, ' ');
                column++;
            }
            buffer_add(out, text + at, end - at);
            column += width;
            begun = true;
        }
        at = end + 1;
    }
    buffer_byte(out, '\n');
}

/* Text that may hold forced line ends. */
static void wrap(struct buffer *out, const struct buffer *text, const char *first,
                 const char *rest) {
    if (text->length == 0) {
        return;
    }
    const char *at = text->data;
    for (const char *end = NULL; (end = strchr(at, '\n')) != NULL; at = end + 1) {
        wrap_line(out, at, (size_t)(end - at), first, rest);
        first = rest;
    }
    wrap_line(out, at, strlen(at), first, rest);
}

static void parted(struct plain *plain) {
    if (plain->out->length > 0) {
        buffer_byte(plain->out, '\n');
    }
}

static void underline(struct plain *plain, size_t start, char with) {
    const char *line = plain->out->data + start;
    size_t width = 0;
    for (const char *end = strchr(line, '\n'); end != NULL; end = strchr(line, '\n')) {
        size_t here = width_of(line, (size_t)(end - line));
        width = here > width ? here : width;
        line = end + 1;
    }
    for (size_t i = 0; i < width; i++) {
        buffer_byte(plain->out, with);
    }
    buffer_byte(plain->out, '\n');
}

static void write_blocks(struct plain *plain, const struct block *blocks, const char *indent);

static void write_heading(struct plain *plain, const struct block *block) {
    struct buffer words = {0};
    parted(plain);
    if (block->number != NULL) {
        buffer_print(&words, "%s ", block->number);
    }
    words_inlines(plain->paper, block->inlines, &words);
    if (words.length > 0) {
        size_t start = plain->out->length;
        wrap(plain->out, &words, "", "");
        underline(plain, start, block->level == 1 ? '=' : '-');
    }
    buffer_free(&words);
}

static void write_words(struct plain *plain, const struct block *block, const char *first,
                        const char *rest) {
    struct buffer words = {0};
    if (block->number != NULL) {
        buffer_print(&words, "%s ", block->number);
    }
    words_inlines(plain->paper, block->inlines, &words);
    wrap(plain->out, &words, first, rest);
    buffer_free(&words);
}

/* An item's first words follow its label; what else is in it stands below, under them. */
static void write_item(struct plain *plain, const struct block *item, const char *indent,
                       bool ordered) {
    struct arena *arena = plain->arena;
    const char *label = ordered && item->label != NULL ? item->label : "-";
    const char *first = arena_print(arena, "%s%s ", indent, label);
    const char *rest =
        arena_print(arena, "%s%*s", indent, (int)width_of(label, strlen(label)) + 1, "");
    if (item->inlines != NULL) {
        write_words(plain, item, first, rest);
        write_blocks(plain, item->children, rest);
        return;
    }
    const struct block *child = item->children;
    if (child != NULL && child->kind == BLOCK_PARAGRAPH) {
        write_words(plain, child, first, rest);
        write_blocks(plain, child->next, rest);
    } else {
        write_blocks(plain, child, rest);
    }
}

static void write_list(struct plain *plain, const struct block *list, const char *indent) {
    for (const struct block *item = list->children; item != NULL; item = item->next) {
        write_item(plain, item, indent, words_ordered(list));
    }
}

/* The head of each column: the words of the lowest row of the head above it. */
static const char **column_heads(struct plain *plain, const struct table *table) {
    const char **heads = NEWS(plain->arena, (size_t)table->column_count + 1, const char *);
    if (table->head_count == 0) {
        return heads;
    }
    /* A cell of two rows stands in the first: those columns are not the last row's to name. */
    bool *taken = NEWS(plain->arena, (size_t)table->column_count + 1, bool);
    for (int i = 0; i < table->head_count; i++) {
        const struct row *row = &table->head[i];
        int column = 0;
        for (int j = 0; j < row->cell_count; j++) {
            const struct cell *cell = &row->cells[j];
            while (column < table->column_count && taken[column]) {
                column++;
            }
            struct buffer words = {0};
            words_cell(plain->paper, cell, &words);
            for (int k = 0; k < cell->column_span && column < table->column_count; k++, column++) {
                heads[column] = words.length == 0 ? NULL : arena_text(plain->arena, words.data);
                taken[column] = cell->row_span > 1;
            }
            buffer_free(&words);
        }
    }
    return heads;
}

static void add_cell(struct plain *plain, const struct row *row, int index, const char *head,
                     struct buffer *out) {
    struct buffer words = {0};
    words_cell(plain->paper, &row->cells[index], &words);
    if (words.length > 0) {
        if (out->length > 0) {
            buffer_text(out, "; ");
        }
        if (head != NULL) {
            buffer_print(out, "%s: ", head);
        }
        buffer_text(out, words.data);
    }
    buffer_free(&words);
}

/* The cell that names the row first, then the others in their order. */
static void write_row(struct plain *plain, const struct table *table, const struct row *row,
                      const char *const *heads, const char *indent) {
    struct buffer line = {0};
    bool simple = row->cell_count == table->column_count;
    int lead = -1;
    for (int i = 0; simple && lead < 0 && i < row->cell_count; i++) {
        lead = table->columns[i].header || row->cells[i].header ? i : -1;
    }
    if (lead >= 0) {
        add_cell(plain, row, lead, NULL, &line);
    }
    for (int i = 0; i < row->cell_count; i++) {
        if (i != lead) {
            add_cell(plain, row, i, simple ? heads[i] : NULL, &line);
        }
    }
    const char *first = arena_print(plain->arena, "%s- ", indent);
    const char *rest = arena_print(plain->arena, "%s  ", indent);
    wrap(plain->out, &line, first, rest);
    buffer_free(&line);
}

static void write_table(struct plain *plain, const struct block *block, const char *indent) {
    const struct table *table = block->table;
    struct buffer words = {0};
    if (table->number != NULL && table->caption != NULL) {
        buffer_print(&words, "%s: ", table->number);
    }
    words_inlines(plain->paper, table->caption, &words);
    wrap(plain->out, &words, indent, indent);
    buffer_free(&words);
    const char **heads = column_heads(plain, table);
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < table->body.count; i++) {
        struct row row = {0};
        arena_clear(scratch);
        table->body.get(table->body.context, i, scratch, &row);
        write_row(plain, table, &row, heads, indent);
    }
    arena_free(scratch);
    for (int i = 0; i < table->foot_count; i++) {
        write_row(plain, table, &table->foot[i], heads, indent);
    }
    if (table->notes != NULL) {
        parted(plain);
        write_blocks(plain, table->notes, indent);
    }
}

static void write_rule(struct plain *plain) {
    for (int i = 0; i < WIDTH; i++) {
        buffer_byte(plain->out, '-');
    }
    buffer_byte(plain->out, '\n');
}

static void write_block(struct plain *plain, const struct block *block, const char *indent) {
    switch (block->kind) {
    case BLOCK_SECTION:
    case BLOCK_BOX:
    case BLOCK_QUOTE:
        write_blocks(plain, block->children, indent);
        break;
    case BLOCK_HEADING:
        write_heading(plain, block);
        break;
    case BLOCK_PARAGRAPH:
    case BLOCK_TERM:
        parted(plain);
        write_words(plain, block, indent, indent);
        break;
    case BLOCK_LIST:
        parted(plain);
        write_list(plain, block, indent);
        break;
    case BLOCK_DEFINITIONS:
        write_blocks(plain, block->children, indent);
        break;
    case BLOCK_ITEM: /* of definitions */
        write_item(plain, block, indent, false);
        break;
    case BLOCK_TABLE:
        parted(plain);
        write_table(plain, block, indent);
        break;
    case BLOCK_FIGURE:
        parted(plain);
        buffer_print(plain->out, "%s[%s]\n", indent, block->alt);
        break;
    case BLOCK_RULE:
        parted(plain);
        write_rule(plain);
        break;
    case BLOCK_CONTENTS:
    case BLOCK_PAGE_BREAK:
        break;
    }
}

static void write_blocks(struct plain *plain, const struct block *blocks, const char *indent) {
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        write_block(plain, block, indent);
    }
}

void plain_write(const struct paper *paper, struct buffer *out) {
    struct buffer own = {0};
    struct plain plain = {.paper = paper, .out = &own, .arena = arena_new()};
    bool marked = paper->marking[0] != '\0';
    if (marked) {
        buffer_print(&own, "%s\n", paper->marking);
    }
    write_blocks(&plain, paper->blocks, "");
    if (marked) {
        buffer_print(&own, "\n%s\n", paper->marking);
    }
    buffer_add(out, own.data, own.length);
    arena_free(plain.arena);
    buffer_free(&own);
}
