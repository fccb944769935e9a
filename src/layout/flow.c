/* flow.c: blocks become strips.
 *
 * One walk over the tree. Containers move the flow's left edge and open groups and frames around
 * their children; leaves (paragraphs, tables, figures) append strips. Nothing looks back.
 */
#include "containers.h"

#include <string.h>

#include "paragraph.h"
#include "references.h"

/* Of page breaks between blocks: any two that no heading parts; a text and the list or table that
 * it leads to, and the first sentence of a section and what follows it; and that sentence and its
 * list or table, so that at a page's foot a section would begin of which nothing is there. */
enum { PENALTY_BLOCK = 80, PENALTY_LEAD_IN = 250, PENALTY_LEAD_IN_ALONE = 850, LEAD_IN_LINES = 3 };
/* Before a paragraph of one line, the last one before something else: at the head of a page it
 * looks left over. */
enum { PENALTY_ONE_LINE = 300 };
enum { COLUMN_EMS = 3 };

static void place_nothing(const struct strip *strip, struct placing *placing, length_t x,
                          length_t y) {
    (void)strip;
    (void)placing;
    (void)x;
    (void)y;
}

struct strip *empty_strip(struct context *context, struct flow *flow, length_t height) {
    struct strip *strip = flow_strip(context, flow);
    strip->height = height;
    strip->place = place_nothing;
    return strip;
}

void keep_together(const struct context *context, struct flow *flow, size_t first) {
    length_t height = 0;
    for (size_t i = first; i < flow->count; i++) {
        height += flow->strips[i].before + flow->strips[i].height;
    }
    for (size_t i = first + 1; i < flow->count && height <= context->page_height; i++) {
        if (flow->strips[i].penalty != PENALTY_FORCED) {
            flow->strips[i].penalty = PENALTY_NEVER;
        }
    }
}

/* ---- frames ------------------------------------------------------------------------------- */

struct inside frame_open(struct context *context, struct flow *flow, const struct style *style,
                         length_t width, bool pads) {
    struct inside before = {.x = flow->x, .width = width};
    bool drawn = style->has_background || style->border > 0 || style->bar > 0 ||
                 style->rule_above > 0 || style->rule_below > 0;
    if (!drawn && !(pads && style->padding > 0)) {
        return before;
    }
    before.framed = true;
    flow_frame(context, flow, style, flow->x, width);
    bool edged = style->has_background || style->border > 0 || pads;
    struct frame *frame = &flow->frames[flow->frame - 1];
    if (!edged && style->rule_above == 0) { /* a bar or a rule below needs no room above */
        flow->padding -= frame->top;
        frame->top = 0;
    }
    if (!edged && style->rule_below == 0) {
        frame->bottom = 0;
    }
    length_t edge = style->border + (edged ? style->padding : 0);
    flow->x += edge + style->bar + (style->bar > 0 && !edged ? style->padding : 0);
    before.width = width - 2 * edge - style->bar - (style->bar > 0 && !edged ? style->padding : 0);
    return before;
}

void frame_shut(struct flow *flow, const struct inside *before) {
    if (before->framed) {
        flow_unframe(flow);
    }
    flow->x = before->x;
}

/* ---- leaves ------------------------------------------------------------------------------- */

/* The language, where it is another than around: an attribute of the element. */
static const char *change_of(const char *lang, const char *around) {
    return lang != NULL && (around == NULL || strcmp(lang, around) != 0) ? lang : NULL;
}

static enum role role_of_level(int level) {
    int index = level < 1 ? 0 : level > 6 ? 5 : level - 1;
    return (enum role)(ROLE_H1 + index);
}

static void add_text(struct context *context, struct flow *flow, const struct block *block,
                     length_t width, const char *lang, const char *around) {
    const struct style *style = block->style;
    bool heading = block->kind == BLOCK_HEADING;
    struct inside inside = frame_open(context, flow, style, width, false);
    flow_open(context, flow, heading ? role_of_level(block->level) : ROLE_P,
              change_of(lang, around));
    length_t column = 0;
    if (block->number != NULL && references_numbered(context->references)) {
        column = COLUMN_EMS * context->size;
    }
    const struct setting_out out = {.number = block->number,
                                    .number_width = column,
                                    .inlines = block->inlines,
                                    .style = style,
                                    .align = style->align,
                                    .width = inside.width,
                                    .lang = lang,
                                    .balanced = heading,
                                    .element = true};
    size_t first = flow->count;
    paragraph_add(context, flow, &out);
    if (flow->count > first && (heading || style->keep_with_next)) {
        flow_penalty(flow, PENALTY_NEVER);
    }
    flow_shut(flow);
    frame_shut(flow, &inside);
}

static void place_rule(const struct strip *strip, struct placing *placing, length_t x, length_t y) {
    const length_t *width = strip->content;
    const struct style *style = strip->block->style;
    placing_fill(placing, x, y, *width, strip->height, style->border_colour);
}

static void add_rule(struct context *context, struct flow *flow, const struct block *block,
                     length_t width) {
    const struct style *style = block->style;
    length_t thickness = style->rule_above > 0   ? style->rule_above
                         : style->rule_below > 0 ? style->rule_below
                         : style->border > 0     ? style->border
                                                 : 500;
    length_t *across = NEW(context->arena, length_t);
    *across = width - style->indent_start - style->indent_end;
    flow->x += style->indent_start;
    struct strip *strip = flow_strip(context, flow);
    strip->height = thickness;
    strip->content = across;
    strip->place = place_rule;
    strip->block = block;
    flow->x -= style->indent_start;
}

/* One line of a box alone on a page is as stray as one of a paragraph. */
static void guard_ends(struct flow *flow, size_t first) {
    size_t ends[] = {first + 1, flow->count - 1};
    for (size_t i = 0; i < 2 && flow->count - first > 1; i++) {
        struct strip *strip = &flow->strips[ends[i]];
        if (strip->penalty != PENALTY_FORCED && strip->penalty < PENALTY_STRAY) {
            strip->penalty = PENALTY_STRAY;
        }
    }
}

/* ---- containers --------------------------------------------------------------------------- */

static void add_section(struct context *context, struct flow *flow, const struct block *block,
                        length_t width, const char *lang, const char *around) {
    bool own = block->master != NULL || block->page_prefix != NULL;
    bool turns = flow->main && flow->x == 0 && (own || block->begins_right);
    struct sequence before = {0};
    if (turns) {
        before = flow_in_force(flow);
        struct sequence sequence = before;
        sequence.right = block->begins_right;
        if (own) {
            sequence.run = flow->run_count++;
        }
        if (block->master != NULL) {
            sequence.master = block->master;
        }
        if (block->page_prefix != NULL) {
            sequence.numbering = flow_numbering(context, flow, block->page_prefix);
        }
        flow_sequence(context, flow, &sequence);
        width = sequence.master->width - sequence.master->inner - sequence.master->outer;
    }
    flow_open(context, flow, ROLE_SECT, change_of(lang, around));
    flow_add(context, flow, block->children, width, lang);
    flow_shut(flow);
    if (turns && own) {
        flow_sequence(context, flow, &before);
    }
}

static void add_framed(struct context *context, struct flow *flow, const struct block *block,
                       length_t width, const char *lang, const char *around) {
    const struct style *style = block->style;
    length_t x = flow->x;
    flow->x += style->indent_start;
    width -= style->indent_start + style->indent_end;
    struct inside inside = frame_open(context, flow, style, width, true);
    flow_open(context, flow, block->kind == BLOCK_QUOTE ? ROLE_BLOCKQUOTE : ROLE_DIV,
              change_of(lang, around));
    size_t first = flow->count;
    flow_add(context, flow, block->children, inside.width, lang);
    if (flow->count > first) {
        guard_ends(flow, first);
    }
    flow_shut(flow);
    frame_shut(flow, &inside);
    flow->x = x;
}

static void add_content(struct context *context, struct flow *flow, const struct block *block,
                        length_t width, const char *lang, const char *around) {
    switch (block->kind) {
    case BLOCK_SECTION:
        add_section(context, flow, block, width, lang, around);
        break;
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_TERM: /* outside definitions it is a paragraph */
        add_text(context, flow, block, width, lang, around);
        break;
    case BLOCK_LIST:
        list_add(context, flow, block, width, lang);
        break;
    case BLOCK_DEFINITIONS:
        definitions_add(context, flow, block, width, lang);
        break;
    case BLOCK_ITEM: /* outside a list: only its content */
        flow_add(context, flow, block->children, width, lang);
        break;
    case BLOCK_BOX:
    case BLOCK_QUOTE:
        add_framed(context, flow, block, width, lang, around);
        break;
    case BLOCK_TABLE:
        table_add_again(context, flow, block, width, lang);
        break;
    case BLOCK_FIGURE:
        figure_add(context, flow, block, width, lang);
        break;
    case BLOCK_CONTENTS:
        contents_add(context, flow, block, width, lang);
        break;
    case BLOCK_RULE:
        add_rule(context, flow, block, width);
        break;
    case BLOCK_PAGE_BREAK:
        break;
    }
}

/* Lists and quotes that follow a numbered paragraph stand under its text, not under its number. */
static length_t hang_under(const struct context *context, const struct block *before,
                           const struct block *block) {
    bool under = before != NULL && before->number != NULL && before->kind == BLOCK_PARAGRAPH &&
                 (block->kind == BLOCK_LIST || block->kind == BLOCK_QUOTE ||
                  block->kind == BLOCK_DEFINITIONS);
    return under ? COLUMN_EMS * context->size : 0;
}

static bool is_plate(const struct block *block) {
    return block != NULL && (block->kind == BLOCK_TABLE || block->kind == BLOCK_FIGURE);
}

/* Tables and figures are set apart from the text by a line at least, and from each other; not from
 * a heading above, which has its own distance. */
static length_t space_between(const struct block *before, const struct block *block) {
    length_t space = block->style->space_before;
    bool headed = before != NULL && before->kind == BLOCK_HEADING;
    bool after_plate = before != NULL && is_plate(before);
    length_t leading = after_plate ? before->style->leading : block->style->leading;
    bool apart = after_plate || (is_plate(block) && before != NULL && !headed);
    return apart && space < leading ? leading : space;
}

/* What stands before a block among its siblings. */
struct before {
    const struct block *block; /* the last that was no list under a paragraph; or NULL */
    bool headed;               /* it follows its heading directly */
    size_t strips;             /* made of it */
};

/* Text leads to a list, a table, a figure or a quotation that follows it. */
static bool leads_in(const struct block *before, const struct block *block) {
    return before != NULL && before->kind == BLOCK_PARAGRAPH &&
           (block->kind == BLOCK_LIST || block->kind == BLOCK_TABLE ||
            block->kind == BLOCK_FIGURE || block->kind == BLOCK_QUOTE);
}

/* Of a break before block. A heading, and a section, are where a page ends best. */
static int32_t penalty_between(const struct flow *flow, const struct before *before,
                               const struct block *block) {
    if (leads_in(before->block, block)) {
        bool alone = before->headed && before->strips <= LEAD_IN_LINES;
        return alone ? PENALTY_LEAD_IN_ALONE : PENALTY_LEAD_IN;
    }
    if (before->headed && before->strips <= LEAD_IN_LINES) {
        return PENALTY_LEAD_IN; /* all that the section has said yet is a sentence */
    }
    bool begins = block->kind == BLOCK_HEADING || block->kind == BLOCK_SECTION;
    return begins || before->block == NULL || !flow->main ? PENALTY_FREE : PENALTY_BLOCK;
}

static bool is_last_text(const struct block *block) {
    return block->kind == BLOCK_PARAGRAPH &&
           (block->next == NULL || block->next->kind != BLOCK_PARAGRAPH);
}

static void guard_line(struct strip *strip) {
    if (strip->penalty > PENALTY_FREE && strip->penalty < PENALTY_ONE_LINE) {
        strip->penalty = PENALTY_ONE_LINE;
    }
}

void flow_add(struct context *context, struct flow *flow, const struct block *blocks,
              length_t width, const char *lang) {
    struct before before = {0};
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        const struct style *style = block->style;
        if ((block->kind == BLOCK_PAGE_BREAK || style->break_before) && flow->main &&
            flow->count > 0) {
            flow_penalty(flow, PENALTY_FORCED);
        }
        if (block->kind == BLOCK_PAGE_BREAK) {
            continue;
        }
        flow_space(flow, space_between(before.block, block));
        int32_t penalty = penalty_between(flow, &before, block);
        flow_penalty(flow, penalty);
        if (block->id != NULL || block->kind == BLOCK_HEADING) {
            flow_target(context, flow, block->id, block);
        } else if (references_of_block(context->references, block) != NULL) {
            flow_target(context, flow, NULL, block); /* it may be listed in a table of contents */
        }
        size_t first = flow->count;
        length_t under = hang_under(context, before.block, block);
        flow->x += under;
        add_content(context, flow, block, width - under, block->lang != NULL ? block->lang : lang,
                    lang);
        flow->x -= under;
        if (style->keep_together) {
            keep_together(context, flow, first);
        }
        if (flow->count == first + 1 && penalty > PENALTY_FREE && is_last_text(block)) {
            guard_line(&flow->strips[first]);
        }
        if (flow->count > first) {
            flow->strips[first].block =
                flow->strips[first].block == NULL ? block : flow->strips[first].block;
            flow_space(flow, style->space_after);
        }
        before.headed = before.block != NULL && before.block->kind == BLOCK_HEADING;
        before.strips = flow->count - first;
        before.block = under > 0 ? before.block : block;
    }
}

void flow_add_inlines(struct context *context, struct flow *flow, const struct inline_ *inlines,
                      const struct style *style, enum align align, length_t width,
                      const char *lang) {
    const struct setting_out out = {
        .inlines = inlines, .style = style, .align = align, .width = width, .lang = lang};
    paragraph_add(context, flow, &out);
}
