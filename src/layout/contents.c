/* contents.c: the table of contents, and lists of tables, figures and recommendations.
 *
 * What they list is known before anything is laid out; only the pages are not. The page's number
 * has a column of its own, so no line depends on it: it is set when its page is placed, and the
 * contents never need another round.
 */
#include "containers.h"

#include <stdio.h>
#include <string.h>

#include "paragraph.h"
#include "references.h"

/* In tenths of an em. */
enum { PAGE_COLUMN = 24, GAP = 5, NUMBER_COLUMN = 24, INDENT = 15 };

/* One line of an entry. */
struct entry_line {
    struct strip line;
    const struct referred *referred;
    const struct style *style;
    length_t width;
    bool last; /* has the leader and the page */
};

/* ---- placing ------------------------------------------------------------------------------ */

static const struct shaped *shape(struct placing *placing, const struct style *style,
                                  const char *text, size_t length) {
    struct text *engine = placing->context->text;
    const struct typeface *face = text_typeface(engine, style->family, style->bold, style->italic);
    return text_shape(engine, face, placing->context->paper->lang, TEXT_TABULAR, false, text,
                      length);
}

static void draw(struct placing *placing, const struct shaped *shaped, const struct style *style,
                 length_t x, length_t baseline) {
    for (uint32_t i = 0; i < shaped->run_count; i++) {
        const struct run *run = &shaped->runs[i];
        struct mark *mark = placing_mark(placing, MARK_GLYPHS, x, baseline);
        mark->colour = style->colour;
        mark->glyphs.run = run;
        mark->glyphs.text = shaped->text;
        mark->glyphs.count = run->count;
        mark->glyphs.size = style->size;
        mark->glyphs.width = run->advance * style->size / font_describe(run->font).units_per_em;
        x += mark->glyphs.width;
    }
}

/* Points from left to right, their last one always at the same place, so that they stand under
 * each other. */
static void draw_leader(struct placing *placing, const struct style *style, length_t left,
                        length_t right, length_t baseline) {
    enum { MOST = 400 };
    char points[2 * MOST];
    length_t pitch = text_width(shape(placing, style, " .", 2), style->size);
    length_t count = pitch > 0 && right > left ? (right - left) / pitch : 0;
    count = count > MOST ? MOST : count;
    if (count < 2) {
        return;
    }
    for (length_t i = 0; i < count; i++) {
        points[2 * i] = ' ';
        points[2 * i + 1] = '.';
    }
    const struct shaped *shaped = shape(placing, style, points, (size_t)count * 2);
    bool artifact = placing->artifact;
    int32_t artifact_tag = placing->artifact_tag;
    if (!artifact) {
        placing->artifact = true;
        placing->artifact_tag = TAG_ARTIFACT_LAYOUT;
    }
    draw(placing, shaped, style, right - text_width(shaped, style->size), baseline);
    placing->artifact = artifact;
    placing->artifact_tag = artifact_tag;
}

static void place_entry(const struct strip *strip, struct placing *placing, length_t x,
                        length_t y) {
    const struct entry_line *entry = strip->content;
    const struct style *style = entry->style;
    const struct line *line = strip_line(&entry->line);
    size_t before = placing->count;
    line_place(&entry->line, placing, x, y);
    if (entry->last) {
        if (placing->count > before && placing->marks[placing->count - 1].kind == MARK_GLYPHS) {
            placing->marks[placing->count - 1].glyphs.after = " ";
        }
        length_t baseline = y + line->paragraph->baseline;
        const char *label = entry->referred->label;
        const struct shaped *page = shape(placing, style, label, strlen(label));
        length_t label_x = x + entry->width - text_width(page, style->size);
        length_t column = x + entry->width - style->size * PAGE_COLUMN / 10;
        length_t right = label_x - style->size * GAP / 10;
        draw_leader(placing, style, x + line->x + line_width(line) + style->size * GAP / 10,
                    right < column ? right : column, baseline);
        draw(placing, page, style, label_x, baseline);
    }
    if (!placing->artifact && entry->referred->page >= 0) {
        struct mark *mark = placing_link(placing, x, y, entry->width, strip->height);
        mark->link.page = entry->referred->page;
        mark->link.target_y = entry->referred->y;
        mark->link.contents =
            entry->referred->title != NULL ? entry->referred->title : entry->referred->number;
    }
}

/* ---- building ----------------------------------------------------------------------------- */

static bool is_listed(const struct block *contents, const struct referred *referred) {
    const struct block *block = referred->block;
    bool titled = referred->title != NULL && referred->title[0] != '\0';
    if (!titled && referred->number == NULL) {
        return false;
    }
    if (strcmp(contents->contents_of, "recommendations") == 0) {
        return referred->recommendation;
    }
    if (block == NULL) {
        return false; /* a row */
    }
    if (strcmp(contents->contents_of, "tables") == 0) {
        return block->kind == BLOCK_TABLE;
    }
    if (strcmp(contents->contents_of, "figures") == 0) {
        return block->kind == BLOCK_FIGURE;
    }
    return block->kind == BLOCK_HEADING && block->level <= contents->level;
}

static void add_entry(struct context *context, struct flow *flow, const struct block *contents,
                      const struct referred *referred, int depth, length_t width,
                      const char *lang) {
    char name[24];
    snprintf(name, sizeof name, "contents-%d", depth + 1);
    const struct style *style = layout_style(context, name, contents->style);
    flow_space(flow, style->space_before);
    flow_open(context, flow, ROLE_TOCI, NULL);
    flow_open(context, flow, ROLE_REFERENCE, NULL);
    flow_open(context, flow, ROLE_LINK, NULL);
    bool titled = referred->title != NULL && referred->title[0] != '\0';
    const struct inline_ title = {.kind = INLINE_TEXT,
                                  .text = titled ? referred->title : referred->number,
                                  .where = contents->where};
    length_t indent = depth * style->size * INDENT / 10;
    indent = indent > width / 2 ? width / 2 : indent;
    length_t room = width - indent - style->size * (PAGE_COLUMN + GAP) / 10;
    const struct setting_out out = {.number = titled ? referred->number : NULL,
                                    .number_width = style->size * NUMBER_COLUMN / 10,
                                    .inlines = &title,
                                    .style = style,
                                    .align = ALIGN_START,
                                    .width = room,
                                    .lang = lang};
    size_t first = flow->count;
    flow->x += indent;
    paragraph_add(context, flow, &out);
    flow->x -= indent;
    for (size_t i = first; i < flow->count; i++) {
        struct entry_line *entry = NEW(context->arena, struct entry_line);
        *entry = (struct entry_line){.line = flow->strips[i],
                                     .referred = referred,
                                     .style = style,
                                     .width = width - indent,
                                     .last = i + 1 == flow->count};
        flow->strips[i].content = entry;
        flow->strips[i].place = place_entry;
    }
    keep_together(context, flow, first);
    flow_space(flow, style->space_after);
    flow_shut(flow);
    flow_shut(flow);
    flow_shut(flow);
}

void contents_add(struct context *context, struct flow *flow, const struct block *block,
                  length_t width, const char *lang) {
    size_t count = 0;
    struct referred *const *all = references_all(context->references, &count);
    bool headings = strcmp(block->contents_of, "headings") == 0;
    size_t first = 0;
    for (size_t i = 0; headings && i < count; i++) {
        if (all[i]->block == block) {
            first = i + 1; /* what stands before it (the title, its own heading) is not listed */
        }
    }
    int highest = 6, depth = 0;
    for (size_t i = first; headings && i < count; i++) {
        if (is_listed(block, all[i]) && all[i]->block->level < highest) {
            highest = all[i]->block->level;
        }
    }
    flow_open(context, flow, ROLE_TOC, block->lang);
    for (size_t i = first; i < count; i++) {
        if (!is_listed(block, all[i])) {
            continue;
        }
        int level = headings ? all[i]->block->level - highest : 0;
        for (; depth < level; depth++) {
            flow_open(context, flow, ROLE_TOC, NULL);
        }
        for (; depth > level; depth--) {
            flow_shut(flow);
        }
        add_entry(context, flow, block, all[i], depth, width, lang);
    }
    for (; depth >= 0; depth--) {
        flow_shut(flow);
    }
}
