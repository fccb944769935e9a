/* lists.c: lists, and terms with what they mean.
 *
 * A list's labels hang in a column as wide as the widest of them, set to its right end, so that
 * points and figures stand under each other. Lists within lists take room from each other; where
 * too little is left for text, they are indented no further.
 */
#include "containers.h"

#include <string.h>

#include "paragraph.h"
#include "warnings.h"

/* Least width of the text, of the label column, and the space after a label: in tenths of an em. */
enum { LEAST_TEXT = 80, LEAST_COLUMN = 14, LABEL_GAP = 5 };
/* Of a page break between items: a list is better whole. One item alone at a page's foot or head
 * is as bad as a sixth of a page left empty. */
enum { PENALTY_ITEM = 60, PENALTY_ITEM_ALONE = 280 };

static const struct style *style_of_item(const struct block *list) {
    const struct block *item = list->children;
    return item != NULL ? item->style : list->style;
}

static const struct shaped *shape_label(struct context *context, const struct block *item) {
    const struct style *style = item->style;
    const struct typeface *face = text_typeface(context->text, style->family, style->bold, false);
    return text_shape(context->text, face, context->paper->lang,
                      style->tabular ? TEXT_TABULAR : TEXT_PLAIN, false, item->label,
                      strlen(item->label));
}

length_t list_column(struct context *context, const struct block *block) {
    length_t widest = 0;
    const struct style *style = style_of_item(block);
    for (const struct block *item = block->children; item != NULL; item = item->next) {
        if (item->label != NULL && item->label[0] != '\0') {
            length_t width = text_width(shape_label(context, item), item->style->size);
            widest = width > widest ? width : widest;
        }
    }
    if (widest == 0) {
        return block->style->indent_start;
    }
    length_t column = widest + style->size * LABEL_GAP / 10;
    length_t least = block->style->indent_start > 0 ? block->style->indent_start
                                                    : style->size * LEAST_COLUMN / 10;
    return column > least ? column : least;
}

/* The label's line, waiting for the next strip. right: where it ends, from the flow's left edge. */
static struct label *hang_label(struct context *context, struct flow *flow,
                                const struct block *item, const char *lang, length_t right) {
    if (item->label == NULL || item->label[0] == '\0') {
        return NULL;
    }
    struct style style = *item->style;
    style.indent_start = style.indent_end = style.indent_first = 0;
    style.italic = style.upper = style.small_caps = false;
    const struct inline_ word = {.kind = INLINE_TEXT, .text = item->label, .where = item->where};
    struct flow *line = NEW(context->arena, struct flow);
    flow_add_inlines(context, line, &word, &style, ALIGN_START, INT32_MAX, lang);
    if (line->count == 0) {
        return NULL;
    }
    struct label *label = NEW(context->arena, struct label);
    *label = (struct label){.next = flow->label,
                            .group = flow->group - 1,
                            .x = right - line_width(strip_line(line->strips)),
                            .line = line};
    flow->label = label;
    return label;
}

/* On the baseline of what it hangs beside. */
static void level_label(struct label *label, const struct strip *strip) {
    const struct line *line = strip_line(strip), *own = strip_line(label->line->strips);
    if (line != NULL) {
        label->y = line->paragraph->baseline - own->paragraph->baseline;
    }
}

/* What the strips from first on take. */
static length_t height_from(const struct flow *flow, size_t first) {
    length_t height = 0;
    for (size_t i = first; i < flow->count; i++) {
        height += (i > first ? flow->strips[i].before : 0) + flow->strips[i].height;
    }
    return height;
}

static void add_item(struct context *context, struct flow *flow, const struct block *item,
                     length_t column, length_t width, const char *lang, bool narrow) {
    const char *own = item->lang != NULL ? item->lang : lang;
    if (narrow && flow->label != NULL) {
        empty_strip(context, flow, item->style->leading); /* or labels would stand on each other */
    }
    flow_space(flow, item->style->space_before);
    flow_open(context, flow, ROLE_LI, own != lang ? own : NULL);
    length_t gap = item->style->size * LABEL_GAP / 10;
    length_t right = narrow ? flow->x - gap : flow->x + column - gap;
    struct label *label = hang_label(context, flow, item, own, right);
    flow_open(context, flow, ROLE_LBODY, NULL);
    if (item->id != NULL || item->recommendation) {
        flow_target(context, flow, item->id, item);
    }
    size_t first = flow->count;
    flow->x += narrow ? 0 : column;
    flow_add(context, flow, item->children, narrow ? width : width - column, own);
    length_t lacks = item->style->leading - height_from(flow, first);
    if (flow->count == first || (label != NULL && lacks > 0)) {
        empty_strip(context, flow, lacks); /* or the next label would stand on this one */
    }
    flow->x -= narrow ? 0 : column;
    if (label != NULL) {
        level_label(label, &flow->strips[first]);
    }
    if (item->style->keep_together) {
        keep_together(context, flow, first);
    }
    flow_space(flow, item->style->space_after);
    flow_shut(flow);
    flow_shut(flow);
}

void list_add(struct context *context, struct flow *flow, const struct block *block, length_t width,
              const char *lang) {
    length_t column = list_column(context, block);
    bool narrow = width - column < style_of_item(block)->size * LEAST_TEXT / 10;
    if (narrow && column > 0 && flow->x > 0) {
        layout_warn(context, block->where, MESSAGE_LAYOUT_DEEP, "");
    }
    narrow = narrow && flow->x > 0; /* the outermost list keeps its column */
    struct group *group = flow_open(context, flow, ROLE_L, NULL);
    group->numbering = block->numbering;
    for (const struct block *item = block->children; item != NULL; item = item->next) {
        if (item != block->children) {
            bool alone = item == block->children->next || item->next == NULL;
            flow_penalty(flow, alone ? PENALTY_ITEM_ALONE : PENALTY_ITEM);
        }
        add_item(context, flow, item, column, width, lang, narrow);
    }
    flow_shut(flow);
}

/* A term is the label of what it means; it stands on a line of its own. */
static void add_term(struct context *context, struct flow *flow, const struct block *term,
                     length_t width, const char *lang) {
    flow_space(flow, term->style->space_before);
    flow_open(context, flow, ROLE_LI, NULL);
    if (term->id != NULL) {
        flow_target(context, flow, term->id, term);
    }
    flow_open(context, flow, ROLE_LBL, term->lang);
    size_t first = flow->count;
    flow_add_inlines(context, flow, term->inlines, term->style, term->style->align, width,
                     term->lang != NULL ? term->lang : lang);
    flow_shut(flow);
    if (flow->count > first) {
        flow_penalty(flow, PENALTY_NEVER);
        flow_space(flow, term->style->space_after);
    }
}

static void add_meaning(struct context *context, struct flow *flow, const struct block *item,
                        length_t width, const char *lang) {
    const struct style *style = item->style;
    length_t indent = style->indent_start > 0 ? style->indent_start : style->size * 3 / 2;
    length_t end = style->indent_end;
    if (width - indent - end < style->size * LEAST_TEXT / 10) {
        indent = end = 0;
    }
    flow_space(flow, item->style->space_before);
    flow_open(context, flow, ROLE_LBODY, item->lang);
    flow->x += indent;
    flow_add(context, flow, item->children, width - indent - end,
             item->lang != NULL ? item->lang : lang);
    flow->x -= indent;
    flow_space(flow, item->style->space_after);
    flow_shut(flow);
}

void definitions_add(struct context *context, struct flow *flow, const struct block *block,
                     length_t width, const char *lang) {
    struct group *list = flow_open(context, flow, ROLE_L, NULL);
    list->numbering = "None";
    bool open = false; /* an LI, by a term */
    for (const struct block *one = block->children; one != NULL; one = one->next) {
        if (one->kind == BLOCK_TERM || !open) {
            if (open) {
                flow_shut(flow);
            }
            open = true;
        }
        if (one->kind == BLOCK_TERM) {
            add_term(context, flow, one, width, lang);
            continue;
        }
        if (flow->groups[flow->group - 1].role != ROLE_LI) {
            flow_open(context, flow, ROLE_LI, NULL); /* a meaning without a term */
        }
        add_meaning(context, flow, one, width, lang);
    }
    if (open) {
        flow_shut(flow);
    }
    flow_shut(flow);
}
