/* html.c: a paper as the HTML of a mail.
 *
 * Mail programs know the HTML of long ago, drop style sheets in the head, and paint their own
 * colours in the dark. So: the plain elements of HTML, a handful of inline styles for distance, and
 * no colour at all. A web page made for browsers and inlined by a tool was rejected: it is ten
 * times as long and looks no better where it matters.
 */
#include "words.h"

#include <stdio.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

struct html {
    const struct paper *paper;
    struct buffer *out;
};

#define CELL "padding:.25em .75em .25em 0;border-bottom:1px solid;vertical-align:top"

static void open_with(struct html *html, const char *element, const char *lang, const char *more) {
    buffer_print(html->out, "<%s", element);
    if (lang != NULL) {
        buffer_text(html->out, " lang=\"");
        buffer_xml(html->out, lang);
        buffer_byte(html->out, '"');
    }
    buffer_print(html->out, "%s>", more);
}

static void close(struct html *html, const char *element) {
    buffer_print(html->out, "</%s>", element);
}

static void write_inlines(struct html *html, const struct inline_ *inlines);
static void write_blocks(struct html *html, const struct block *blocks);

static const struct {
    unsigned manner;
    const char *element;
} MANNERS[] = {{MANNER_STRONG, "strong"},   {MANNER_EMPHASIS, "em"},   {MANNER_CODE, "code"},
               {MANNER_SUPERSCRIPT, "sup"}, {MANNER_SUBSCRIPT, "sub"}, {0, NULL}};

static void write_span(struct html *html, const struct inline_ *span, size_t manner) {
    const char *element = MANNERS[manner].element;
    if (element == NULL) {
        write_inlines(html, span->children);
    } else if ((span->manner & MANNERS[manner].manner) == 0) {
        write_span(html, span, manner + 1);
    } else {
        open_with(html, element, NULL, "");
        write_span(html, span, manner + 1);
        close(html, element);
    }
}

/* Only what a mail may lead to: the paper room lets nothing else through. */
static void write_link(struct html *html, const struct inline_ *link) {
    if (link->url == NULL) {
        write_inlines(html, link->children);
        return;
    }
    buffer_text(html->out, "<a href=\"");
    buffer_xml(html->out, link->url);
    buffer_text(html->out, "\">");
    write_inlines(html, link->children);
    close(html, "a");
}

static void write_abbreviation(struct html *html, const struct inline_ *one) {
    buffer_text(html->out, "<abbr title=\"");
    buffer_xml(html->out, one->expansion == NULL ? "" : one->expansion);
    buffer_text(html->out, "\">");
    write_inlines(html, one->children);
    close(html, "abbr");
}

static void write_as_words(struct html *html, const struct inline_ *one) {
    struct buffer words = {0};
    struct inline_ alone = *one;
    alone.next = NULL;
    words_inlines(html->paper, &alone, &words);
    buffer_xml(html->out, words.length == 0 ? "" : words.data);
    buffer_free(&words);
}

static void write_inline(struct html *html, const struct inline_ *one) {
    switch (one->kind) {
    case INLINE_TEXT:
        buffer_xml(html->out, one->text);
        break;
    case INLINE_SPAN:
        write_span(html, one, 0);
        break;
    case INLINE_LINK:
        write_link(html, one);
        break;
    case INLINE_ABBREVIATION:
        write_abbreviation(html, one);
        break;
    case INLINE_BREAK:
        buffer_text(html->out, "<br>");
        break;
    case INLINE_REFERENCE:
    case INLINE_NOTE:
        write_as_words(html, one);
        break;
    case INLINE_PAGE: /* these stand in running heads and feet only */
    case INLINE_PAGES:
    case INLINE_SECTION:
        break;
    }
}

static void write_inlines(struct html *html, const struct inline_ *inlines) {
    for (const struct inline_ *one = inlines; one != NULL; one = one->next) {
        bool foreign = one->lang != NULL;
        if (foreign) {
            open_with(html, "span", one->lang, "");
        }
        write_inline(html, one);
        if (foreign) {
            close(html, "span");
        }
    }
}

static void write_numbered(struct html *html, const char *number, const struct inline_ *inlines,
                           const char *after) {
    if (number != NULL) {
        buffer_xml(html->out, number);
        buffer_text(html->out, after);
    }
    write_inlines(html, inlines);
}

static void write_words(struct html *html, const struct block *block, const char *element) {
    open_with(html, element, block->lang, "");
    write_numbered(html, block->number, block->inlines, " ");
    close(html, element);
    buffer_byte(html->out, '\n');
}

/* The styles of numbers by PDF's names. */
static const char *list_type(const struct block *list) {
    static const char *const TYPES[][2] = {{"UpperRoman", " type=\"I\""},
                                           {"LowerRoman", " type=\"i\""},
                                           {"UpperAlpha", " type=\"A\""},
                                           {"LowerAlpha", " type=\"a\""}};
    for (size_t i = 0; list->numbering != NULL && i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (strcmp(list->numbering, TYPES[i][0]) == 0) {
            return TYPES[i][1];
        }
    }
    return "";
}

static void write_container(struct html *html, const struct block *block, const char *element,
                            const char *more) {
    open_with(html, element, block->lang, more);
    buffer_byte(html->out, '\n');
    write_blocks(html, block->children);
    close(html, element);
    buffer_byte(html->out, '\n');
}

static void write_item(struct html *html, const struct block *item, const char *element) {
    open_with(html, element, item->lang, "");
    write_inlines(html, item->inlines);
    const struct block *only = item->children;
    if (item->inlines == NULL && only != NULL && only->kind == BLOCK_PARAGRAPH &&
        only->next == NULL) {
        write_inlines(html, only->inlines);
    } else {
        write_blocks(html, item->children);
    }
    close(html, element);
    buffer_byte(html->out, '\n');
}

static void write_list(struct html *html, const struct block *list) {
    const char *element = words_ordered(list) ? "ol" : "ul";
    open_with(html, element, list->lang, list_type(list));
    buffer_byte(html->out, '\n');
    for (const struct block *item = list->children; item != NULL; item = item->next) {
        write_item(html, item, "li");
    }
    close(html, element);
    buffer_byte(html->out, '\n');
}

static void write_definitions(struct html *html, const struct block *block) {
    open_with(html, "dl", block->lang, "");
    buffer_byte(html->out, '\n');
    for (const struct block *one = block->children; one != NULL; one = one->next) {
        if (one->kind == BLOCK_TERM) {
            write_words(html, one, "dt");
        } else {
            write_item(html, one, "dd");
        }
    }
    close(html, "dl");
    buffer_byte(html->out, '\n');
}

static void write_cell(struct html *html, const struct cell *cell, const char *element,
                       const char *scope, enum align align) {
    buffer_print(html->out, "<%s", element);
    if (scope != NULL) {
        buffer_print(html->out, " scope=\"%s\"", scope);
    }
    if (cell->column_span > 1) {
        buffer_print(html->out, " colspan=\"%d\"", cell->column_span);
    }
    if (cell->row_span > 1) {
        buffer_print(html->out, " rowspan=\"%d\"", cell->row_span);
    }
    align = cell->has_align ? cell->align : align;
    bool right = align == ALIGN_END || align == ALIGN_DECIMAL;
    buffer_print(html->out, " style=\"" CELL ";text-align:%s\">", right ? "right" : "left");
    write_inlines(html, cell->inlines);
    write_blocks(html, cell->blocks);
    close(html, element);
}

static enum align column_align(const struct table *table, int column) {
    return column < table->column_count ? table->columns[column].align : ALIGN_START;
}

/* Columns are counted past spans of columns; spans of rows shift nothing that matters here but the
 * alignment and header of what follows them, which a cell can say for itself. */
static void write_row(struct html *html, const struct table *table, const struct row *row,
                      bool head) {
    buffer_text(html->out, "<tr>");
    int column = 0;
    for (int i = 0; i < row->cell_count; i++) {
        const struct cell *cell = &row->cells[i];
        bool whole = cell->column_span >= table->column_count;
        bool names_row = cell->header || whole ||
                         (column < table->column_count && table->columns[column].header);
        const char *scope = head         ? cell->column_span > 1 ? "colgroup" : "col"
                            : !names_row ? NULL
                            : whole      ? "rowgroup"
                                         : "row";
        write_cell(html, cell, scope == NULL ? "td" : "th", scope, column_align(table, column));
        column += cell->column_span;
    }
    buffer_text(html->out, "</tr>\n");
}

static void write_rows(struct html *html, const struct table *table, const struct row *rows,
                       int count, const char *part, bool head) {
    if (count == 0) {
        return;
    }
    buffer_print(html->out, "<%s>\n", part);
    for (int i = 0; i < count; i++) {
        write_row(html, table, &rows[i], head);
    }
    buffer_print(html->out, "</%s>\n", part);
}

static void write_body(struct html *html, const struct table *table) {
    struct arena *scratch = arena_new();
    buffer_text(html->out, "<tbody>\n");
    for (size_t i = 0; i < table->body.count; i++) {
        struct row row = {0};
        arena_clear(scratch);
        table->body.get(table->body.context, i, scratch, &row);
        write_row(html, table, &row, false);
    }
    buffer_text(html->out, "</tbody>\n");
    arena_free(scratch);
}

static void write_table(struct html *html, const struct block *block) {
    const struct table *table = block->table;
    open_with(html, "table", block->lang, " style=\"border-collapse:collapse\"");
    if (table->caption != NULL) {
        buffer_text(html->out, "\n<caption style=\"text-align:left\">");
        write_numbered(html, table->number, table->caption, ": ");
        buffer_text(html->out, "</caption>");
    }
    buffer_byte(html->out, '\n');
    write_rows(html, table, table->head, table->head_count, "thead", true);
    write_body(html, table);
    write_rows(html, table, table->foot, table->foot_count, "tfoot", false);
    buffer_text(html->out, "</table>\n");
    write_blocks(html, table->notes);
}

static void write_figure(struct html *html, const struct block *block) {
    open_with(html, "p", block->lang, "");
    buffer_byte(html->out, '[');
    buffer_xml(html->out, block->alt);
    buffer_text(html->out, "]</p>\n");
}

static void write_block(struct html *html, const struct block *block) {
    char heading[] = "h1";
    switch (block->kind) {
    case BLOCK_SECTION:
        write_blocks(html, block->children);
        break;
    case BLOCK_HEADING:
        heading[1] = (char)('0' + (block->level < 1 ? 1 : block->level > 6 ? 6 : block->level));
        write_words(html, block, heading);
        break;
    case BLOCK_PARAGRAPH:
    case BLOCK_TERM:
        write_words(html, block, "p");
        break;
    case BLOCK_LIST:
        write_list(html, block);
        break;
    case BLOCK_DEFINITIONS:
        write_definitions(html, block);
        break;
    case BLOCK_ITEM:
        write_item(html, block, "div");
        break;
    case BLOCK_BOX:
        write_container(html, block, "div", " style=\"border-left:4px solid;padding-left:1em\"");
        break;
    case BLOCK_QUOTE:
        write_container(html, block, "blockquote", "");
        break;
    case BLOCK_TABLE:
        write_table(html, block);
        break;
    case BLOCK_FIGURE:
        write_figure(html, block);
        break;
    case BLOCK_RULE:
        buffer_text(html->out, "<hr>\n");
        break;
    case BLOCK_CONTENTS:
    case BLOCK_PAGE_BREAK:
        break;
    }
}

static void write_blocks(struct html *html, const struct block *blocks) {
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        write_block(html, block);
    }
}

static void write_marking(struct html *html) {
    if (html->paper->marking[0] != '\0') {
        buffer_text(html->out, "<p><strong>");
        buffer_xml(html->out, html->paper->marking);
        buffer_text(html->out, "</strong></p>\n");
    }
}

void html_write(const struct paper *paper, struct buffer *out) {
    struct html html = {.paper = paper, .out = out};
    buffer_text(out, "<!DOCTYPE html>\n");
    open_with(&html, "html", paper->lang, "");
    buffer_text(out, "\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width\">\n"
                     "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    buffer_xml(out, paper->title == NULL ? "" : paper->title);
    buffer_text(out, "</title>\n</head>\n<body style=\"font-family:sans-serif;line-height:1.45;"
                     "max-width:42em\">\n");
    write_marking(&html);
    write_blocks(&html, paper->blocks);
    write_marking(&html);
    buffer_text(out, "</body>\n</html>\n");
}
