/* figure.c: pictures and drawings with their captions.
 *
 * A figure is one strip, made to fit the width and the page. A drawing is scaled once, when it is
 * measured; its texts are shaped when they are placed. All of it is content of one Figure, whose
 * alternative text stands for it; the caption is read after it.
 */
#include "containers.h"

#include <string.h>

#include <boardpaper/image.h>

#include "paragraph.h"
#include "references.h"

struct figure {
    const struct block *block;
    const struct drawing *drawing; /* at its size; or NULL */
    const struct image *image;
    length_t x, width, height;
};

/* ---- size --------------------------------------------------------------------------------- */

/* Pixels as the picture's own resolution has them; 96 to the inch where it says none. */
static length_t natural(uint32_t pixels, uint32_t per_metre) {
    return per_metre == 0 ? (length_t)pixels * 750
                          : (length_t)pixels * 72000 * 10000 / 254 / (length_t)per_metre;
}

static length_t part(length_t value, length_t numerator, length_t denominator) {
    return denominator == 0 ? value : value * numerator / denominator;
}

static void set_size(struct figure *figure, const struct block *block, length_t width,
                     length_t height) {
    length_t own_width = 1, own_height = 1;
    if (figure->drawing != NULL) {
        own_width = figure->drawing->width;
        own_height = figure->drawing->height;
    } else {
        own_width = natural(block->image->width, block->image->per_metre_x);
        own_height = natural(block->image->height, block->image->per_metre_y);
    }
    figure->width = block->width > 0    ? block->width
                    : block->height > 0 ? part(own_width, block->height, own_height)
                                        : own_width;
    figure->height = block->height > 0 ? block->height : part(own_height, figure->width, own_width);
    if (figure->width > width) {
        figure->height = part(figure->height, width, figure->width);
        figure->width = width;
    }
    if (figure->height > height) {
        figure->width = part(figure->width, height, figure->height);
        figure->height = height;
    }
}

/* ---- drawings ----------------------------------------------------------------------------- */

static const struct drawing *scale(struct arena *arena, const struct drawing *drawing,
                                   length_t width, length_t height) {
    if (drawing->width == width || drawing->width == 0) {
        return drawing;
    }
    length_t to = width, from = drawing->width;
    struct drawing *scaled = NEW(arena, struct drawing);
    struct shape *shapes = NEWS(arena, drawing->count, struct shape);
    for (size_t i = 0; i < drawing->count; i++) {
        struct shape *shape = &shapes[i];
        *shape = drawing->shapes[i];
        shape->x = part(shape->x, to, from);
        shape->y = part(shape->y, to, from);
        shape->size = part(shape->size, to, from);
        shape->stroke_width = part(shape->stroke_width, to, from);
        shape->dash = part(shape->dash, to, from);
        struct path_step *steps = NEWS(arena, shape->step_count, struct path_step);
        for (size_t k = 0; k < shape->step_count; k++) {
            const struct path_step *step = &shape->steps[k];
            steps[k] = (struct path_step){.verb = step->verb,
                                          .x = part(step->x, to, from),
                                          .y = part(step->y, to, from),
                                          .x1 = part(step->x1, to, from),
                                          .y1 = part(step->y1, to, from),
                                          .x2 = part(step->x2, to, from),
                                          .y2 = part(step->y2, to, from)};
        }
        shape->steps = steps;
    }
    *scaled = (struct drawing){
        .width = width, .height = height, .shapes = shapes, .count = drawing->count};
    return scaled;
}

static void place_text(const struct shape *shape, struct placing *placing, length_t x, length_t y,
                       const char *lang) {
    struct context *context = placing->context;
    const struct typeface *face = text_typeface(context->text, NULL, shape->bold, shape->italic);
    const struct shaped *shaped = text_shape(context->text, face, lang, TEXT_TABULAR, false,
                                             shape->text, strlen(shape->text));
    length_t width = text_width(shaped, shape->size);
    length_t back = shape->anchor == ANCHOR_MIDDLE ? width / 2
                    : shape->anchor == ANCHOR_END  ? width
                                                   : 0;
    x += shape->x - (shape->quarter_turns == 0 ? back : 0);
    y += shape->y + (shape->quarter_turns == 0 ? 0 : back);
    for (uint32_t i = 0; i < shaped->run_count; i++) {
        const struct run *run = &shaped->runs[i];
        length_t units = font_describe(run->font).units_per_em;
        length_t advance = run->advance * shape->size / units;
        struct mark *mark = placing_mark(placing, MARK_GLYPHS, x, y);
        mark->colour = shape->fill;
        mark->glyphs.run = run;
        mark->glyphs.text = shaped->text;
        mark->glyphs.count = run->count;
        mark->glyphs.size = shape->size;
        mark->glyphs.width = advance;
        mark->glyphs.quarter_turns = shape->quarter_turns;
        x += shape->quarter_turns == 0 ? advance : 0;
        y -= shape->quarter_turns == 0 ? 0 : advance;
    }
}

static void place_drawing(const struct figure *figure, struct placing *placing, length_t x,
                          length_t y) {
    const struct paper *paper = placing->context->paper;
    const char *lang = figure->block->lang != NULL ? figure->block->lang : paper->lang;
    for (size_t i = 0; i < figure->drawing->count; i++) {
        const struct shape *shape = &figure->drawing->shapes[i];
        if (shape->kind == SHAPE_TEXT) {
            place_text(shape, placing, x, y, lang);
        } else {
            placing_mark(placing, MARK_PATH, x, y)->path.shape = shape;
        }
    }
}

static void place_figure(const struct strip *strip, struct placing *placing, length_t x,
                         length_t y) {
    const struct figure *figure = strip->content;
    x += figure->x;
    if (!placing->artifact) {
        struct structure *structure = placing->context->structure;
        structure_text(structure, placing->tag, TAG_ALT, figure->block->alt);
        structure_box(structure, placing->tag, x, y, figure->width, figure->height);
    }
    if (figure->drawing != NULL) {
        place_drawing(figure, placing, x, y);
        return;
    }
    struct mark *mark = placing_mark(placing, MARK_IMAGE, x, y);
    mark->image.image = figure->image;
    mark->image.width = figure->width;
    mark->image.height = figure->height;
}

/* ---- blocks ------------------------------------------------------------------------------- */

static void add_caption(struct context *context, struct flow *flow, const struct block *block,
                        length_t width, const char *lang) {
    const struct style *style = layout_style(context, "caption", block->style);
    flow_penalty(flow, PENALTY_NEVER);
    flow_space(flow, style->space_before > 0 ? style->space_before : style->leading / 3);
    flow_open(context, flow, ROLE_CAPTION, NULL);
    /* "Figure 1. " strong, then the caption, as tables have it */
    const struct inline_ space = {.kind = INLINE_TEXT, .text = " ", .next = block->caption};
    const struct inline_ number = {
        .kind = INLINE_TEXT,
        .text = block->number == NULL ? "" : arena_print(context->arena, "%s.", block->number)};
    const struct inline_ strong = {
        .kind = INLINE_SPAN, .manner = MANNER_STRONG, .children = &number, .next = &space};
    const struct setting_out out = {.inlines = block->number == NULL ? block->caption : &strong,
                                    .style = style,
                                    .align = style->align,
                                    .width = width,
                                    .lang = lang};
    size_t first = flow->count;
    paragraph_add(context, flow, &out);
    keep_together(context, flow, first);
    flow_shut(flow);
    flow_space(flow, style->space_after);
}

void figure_add(struct context *context, struct flow *flow, const struct block *block,
                length_t width, const char *lang) {
    struct figure *figure = NEW(context->arena, struct figure);
    figure->block = block;
    figure->image = block->image;
    figure->drawing = block->drawing != NULL ? block->drawing
                      : block->image != NULL ? block->image->drawing
                                             : NULL;
    if (figure->drawing == NULL && figure->image == NULL) {
        return;
    }
    const struct style *style = block->style;
    length_t room = width - style->indent_start - style->indent_end;
    length_t around = 2 * style->padding + (block->caption != NULL ? 4 * style->leading : 0);
    set_size(figure, block, room, context->page_height - around);
    if (figure->drawing != NULL) {
        figure->drawing = scale(context->arena, figure->drawing, figure->width, figure->height);
    }
    length_t slack = room - figure->width;
    figure->x = style->indent_start + (style->align == ALIGN_CENTRE ? slack / 2
                                       : style->align == ALIGN_END  ? slack
                                                                    : 0);
    if (block->caption != NULL) {
        flow_open(context, flow, ROLE_DIV, block->lang);
    }
    flow_open(context, flow, ROLE_FIGURE, block->caption == NULL ? block->lang : NULL);
    struct strip *strip = flow_strip(context, flow);
    strip->height = figure->height;
    strip->place = place_figure;
    strip->content = figure;
    flow_shut(flow);
    if (block->caption != NULL) {
        add_caption(context, flow, block, width, lang);
        flow_shut(flow);
    }
}
