/* dump.c: the tree as indented text, for people and for golden tests.
 *
 * One block, row or inline a line; what is not there is not written. Lengths in points.
 */
#include <boardpaper/paper.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

static const char *const ALIGNS[] = {"start", "end", "centre", "justify", "decimal"};

static void indent(struct buffer *out, int depth) {
    for (int i = 0; i < depth; i++) {
        buffer_text(out, "  ");
    }
}

static void text_part(struct buffer *out, const char *name, const char *value) {
    if (value != NULL) {
        buffer_print(out, " %s=\"%s\"", name, value);
    }
}

static void length_part(struct buffer *out, const char *name, length_t value) {
    if (value != 0) {
        buffer_print(out, " %s=", name);
        buffer_thousandths(out, value);
    }
}

static void colour_part(struct buffer *out, const char *name, struct colour colour) {
    buffer_print(out, " %s=#%02x%02x%02x", name, colour.red, colour.green, colour.blue);
}

static void flag(struct buffer *out, const char *name, bool set) {
    if (set) {
        buffer_print(out, " %s", name);
    }
}

/* ---- inlines ---------------------------------------------------------------------------- */

static void dump_blocks(const struct block *blocks, int depth, struct buffer *out);

static void dump_manner(unsigned manner, struct buffer *out) {
    static const char *const names[] = {"emphasis",    "strong",    "code",
                                        "superscript", "subscript", "quote"};
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        flag(out, names[i], (manner & (1u << i)) != 0);
    }
}

static void dump_inlines(const struct inline_ *inlines, int depth, struct buffer *out) {
    static const char *const kinds[] = {"text",         "span",  "link", "reference", "note",
                                        "abbreviation", "break", "page", "pages",     "section"};
    static const char *const references[] = {"page", "number", "title", "full"};
    for (; inlines != NULL; inlines = inlines->next) {
        indent(out, depth);
        buffer_text(out, kinds[inlines->kind]);
        if (inlines->text != NULL) {
            buffer_print(out, " \"%s\"", inlines->text);
        }
        dump_manner(inlines->manner, out);
        if (inlines->has_colour) {
            colour_part(out, "colour", inlines->colour);
        }
        flag(out, "decoration", inlines->decoration);
        text_part(out, "url", inlines->url);
        text_part(out, "target", inlines->target);
        if (inlines->kind == INLINE_REFERENCE) {
            text_part(out, "shows", references[inlines->reference]);
        }
        text_part(out, "expansion", inlines->expansion);
        text_part(out, "lang", inlines->lang);
        buffer_byte(out, '\n');
        dump_inlines(inlines->children, depth + 1, out);
        dump_blocks(inlines->note, depth + 1, out);
    }
}

static void dump_named(const char *name, const struct inline_ *inlines, int depth,
                       struct buffer *out) {
    if (inlines != NULL) {
        indent(out, depth);
        buffer_print(out, "%s\n", name);
        dump_inlines(inlines, depth + 1, out);
    }
}

/* ---- tables ----------------------------------------------------------------------------- */

static void dump_cell(const struct cell *cell, int depth, struct buffer *out) {
    indent(out, depth);
    buffer_text(out, cell->header ? "header" : "cell");
    if (cell->column_span > 1) {
        buffer_print(out, " columns=%d", cell->column_span);
    }
    if (cell->row_span > 1) {
        buffer_print(out, " rows=%d", cell->row_span);
    }
    flag(out, "turned", cell->turned);
    if (cell->has_align) {
        text_part(out, "align", ALIGNS[cell->align]);
    }
    if (cell->has_shade) {
        colour_part(out, "shade", cell->shade);
        colour_part(out, "on", cell->text_colour);
    }
    text_part(out, "pattern", cell->pattern);
    text_part(out, "style", cell->style == NULL ? NULL : cell->style->name);
    text_part(out, "lang", cell->lang);
    const struct inline_ *only = cell->inlines;
    if (only != NULL && only->next == NULL && only->kind == INLINE_TEXT) {
        buffer_print(out, " \"%s\"\n", only->text);
        return;
    }
    buffer_byte(out, '\n');
    dump_inlines(cell->inlines, depth + 1, out);
    dump_blocks(cell->blocks, depth + 1, out);
}

static void dump_row(const struct row *row, int depth, struct buffer *out) {
    static const char *const kinds[] = {"head", "body", "group", "total", "foot"};
    indent(out, depth);
    buffer_print(out, "row %s", kinds[row->kind]);
    text_part(out, "id", row->id == NULL || *row->id == ' ' ? NULL : row->id);
    flag(out, "keep-with-next", row->keep_with_next);
    flag(out, "recommendation", row->recommendation);
    buffer_byte(out, '\n');
    for (int i = 0; i < row->cell_count; i++) {
        dump_cell(&row->cells[i], depth + 1, out);
    }
}

static void dump_column(const struct column *column, int depth, struct buffer *out) {
    indent(out, depth);
    buffer_text(out, "column");
    if (column->kind == COLUMN_FIXED) {
        length_part(out, "width", column->width);
    } else if (column->kind == COLUMN_SHARE) {
        buffer_print(out, " share=%d", column->share);
    }
    if (column->align != ALIGN_START) {
        text_part(out, "align", ALIGNS[column->align]);
    }
    flag(out, "header", column->header);
    buffer_byte(out, '\n');
}

static void dump_table(const struct table *table, int depth, struct buffer *out) {
    static const char *const overflows[] = {"shrink", "landscape", "continue", "records"};
    indent(out, depth);
    buffer_print(out, "overflow=\"%s\"", overflows[table->overflow]);
    text_part(out, "number", table->number);
    text_part(out, "summary", table->summary);
    text_part(out, "head-style", table->head_style->name);
    text_part(out, "caption-style", table->caption_style->name);
    length_part(out, "rule", table->rule);
    flag(out, "zebra", table->zebra);
    flag(out, "full-width", table->full_width);
    buffer_byte(out, '\n');
    dump_named("caption", table->caption, depth, out);
    for (int i = 0; i < table->column_count; i++) {
        dump_column(&table->columns[i], depth, out);
    }
    for (int i = 0; i < table->head_count; i++) {
        dump_row(&table->head[i], depth, out);
    }
    struct arena *arena = arena_new();
    for (size_t i = 0; i < table->body.count; i++) {
        struct row row;
        table->body.get(table->body.context, i, arena, &row);
        dump_row(&row, depth, out);
    }
    arena_free(arena);
    for (int i = 0; i < table->foot_count; i++) {
        dump_row(&table->foot[i], depth, out);
    }
    if (table->notes != NULL) {
        indent(out, depth);
        buffer_text(out, "notes\n");
        dump_blocks(table->notes, depth + 1, out);
    }
}

/* ---- blocks ----------------------------------------------------------------------------- */

static void dump_block(const struct block *block, int depth, struct buffer *out) {
    static const char *const kinds[] = {"section",     "heading",  "paragraph",  "list",  "item",
                                        "definitions", "term",     "box",        "quote", "table",
                                        "figure",      "contents", "page-break", "rule"};
    indent(out, depth);
    buffer_text(out, kinds[block->kind]);
    text_part(out, "id", block->id);
    text_part(out, "style", block->style->name);
    if (block->level != 0) {
        buffer_print(out, " level=%d", block->level);
    }
    text_part(out, "number", block->number);
    text_part(out, "label", block->label);
    text_part(out, "numbering", block->numbering);
    text_part(out, "master", block->master == NULL ? NULL : block->master->name);
    text_part(out, "page-prefix", block->page_prefix);
    flag(out, "recommendation", block->recommendation);
    flag(out, "begins-right", block->begins_right);
    flag(out, "break-before", block->style->break_before);
    length_part(out, "width", block->width);
    length_part(out, "height", block->height);
    text_part(out, "alt", block->alt);
    text_part(out, "of", block->contents_of);
    text_part(out, "lang", block->lang);
    buffer_byte(out, '\n');
    dump_inlines(block->inlines, depth + 1, out);
    dump_named("caption", block->caption, depth + 1, out);
    if (block->table != NULL) {
        dump_table(block->table, depth + 1, out);
    }
    dump_blocks(block->children, depth + 1, out);
}

static void dump_blocks(const struct block *blocks, int depth, struct buffer *out) {
    for (; blocks != NULL; blocks = blocks->next) {
        dump_block(blocks, depth, out);
    }
}

static void dump_running(const char *name, const struct running *running, struct buffer *out) {
    if (running->start != NULL || running->middle != NULL || running->end != NULL) {
        buffer_print(out, "  %s", name);
        flag(out, "rule", running->rule);
        buffer_byte(out, '\n');
        dump_named("start", running->start, 2, out);
        dump_named("middle", running->middle, 2, out);
        dump_named("end", running->end, 2, out);
    }
}

static void dump_own(int which, const struct own_page *own, struct buffer *out) {
    static const char *const names[OWN_COUNT][2] = {{"first-head", "first-foot"},
                                                    {"last-head", "last-foot"},
                                                    {"left-head", "left-foot"},
                                                    {"right-head", "right-foot"}};
    if (own->top > 0 || own->bottom > 0) {
        buffer_print(out, "  %s", which == OWN_FIRST ? "first-page" : "last-page");
        length_part(out, "top", own->top);
        length_part(out, "bottom", own->bottom);
        buffer_byte(out, '\n');
    }
    if (own->head != NULL) {
        dump_running(names[which][0], own->head, out);
    }
    if (own->foot != NULL) {
        dump_running(names[which][1], own->foot, out);
    }
}

static void dump_master(const struct master *master, struct buffer *out) {
    buffer_print(out, "master %s", master->name);
    length_part(out, "width", master->width);
    length_part(out, "height", master->height);
    length_part(out, "top", master->top);
    length_part(out, "bottom", master->bottom);
    length_part(out, "inner", master->inner);
    length_part(out, "outer", master->outer);
    buffer_byte(out, '\n');
    dump_running("head", &master->head, out);
    dump_running("foot", &master->foot, out);
    for (int i = 0; i < OWN_COUNT; i++) {
        dump_own(i, &master->own[i], out);
    }
}

void paper_dump(const struct paper *paper, struct buffer *out) {
    buffer_text(out, "paper");
    text_part(out, "title", paper->title);
    text_part(out, "author", paper->author);
    text_part(out, "subject", paper->subject);
    text_part(out, "keywords", paper->keywords);
    text_part(out, "lang", paper->lang);
    text_part(out, "partnership", paper->partnership);
    text_part(out, "edition", paper->edition);
    text_part(out, "marking", paper->marking);
    text_part(out, "watermark", paper->watermark);
    flag(out, "duplex", paper->duplex);
    buffer_byte(out, '\n');
    for (size_t i = 0; i < paper->master_count; i++) {
        dump_master(paper->masters[i], out);
    }
    dump_blocks(paper->blocks, 0, out);
}
