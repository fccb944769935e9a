/* placing.c: the page being filled: its marks, the elements they belong to, and strips put at their
 * places.
 *
 * Elements are made when the first thing in them is drawn, never before: so none is empty, and the
 * order of making is the reading order. A group remembers its element together with the epoch of
 * the emission, so that the next emission (a trace, then the PDF) makes its own.
 */
#include "strips.h"

#include <stdlib.h>

enum { MARKS_FIRST = 1024, ELEMENTS_FIRST = 256, FEW = 32 };

/* ---- marks -------------------------------------------------------------------------------- */

static void turn(const struct placing *placing, length_t *x, length_t *y) {
    if (placing->turned) {
        length_t along = *x, across = *y;
        *x = placing->turn_x + across;
        *y = placing->turn_y - along;
    }
}

struct mark *placing_mark(struct placing *placing, enum mark_kind kind, length_t x, length_t y) {
    if (placing->count == placing->capacity) {
        placing->capacity = placing->capacity == 0 ? MARKS_FIRST : placing->capacity * 2;
        placing->marks = memory_resize(placing->marks, placing->capacity, sizeof *placing->marks);
    }
    struct mark *mark = &placing->marks[placing->count++];
    turn(placing, &x, &y);
    *mark = (struct mark){.kind = kind,
                          .tag = placing->artifact ? placing->artifact_tag : placing->tag,
                          .x = x,
                          .y = y};
    return mark;
}

/* A rectangle's top left corner and size, turned with the rest. */
static void turn_box(const struct placing *placing, length_t *x, length_t *y, length_t *width,
                     length_t *height) {
    if (placing->turned) {
        length_t along = *x, across = *y, length = *width;
        *x = placing->turn_x + across;
        *y = placing->turn_y - along - length;
        *width = *height;
        *height = length;
    }
}

static struct mark *box(struct placing *placing, enum mark_kind kind, length_t *x, length_t *y,
                        length_t *width, length_t *height) {
    turn_box(placing, x, y, width, height);
    bool turned = placing->turned;
    placing->turned = false;
    struct mark *mark = placing_mark(placing, kind, *x, *y);
    placing->turned = turned;
    return mark;
}

static void make_artifact(struct placing *placing, struct mark *mark) {
    mark->tag = placing->artifact ? placing->artifact_tag : TAG_ARTIFACT_LAYOUT;
}

void placing_fill(struct placing *placing, length_t x, length_t y, length_t width, length_t height,
                  struct colour colour) {
    struct mark *mark = box(placing, MARK_RECTANGLE, &x, &y, &width, &height);
    make_artifact(placing, mark);
    mark->colour = colour;
    mark->rectangle.width = width;
    mark->rectangle.height = height;
}

void placing_rule(struct placing *placing, length_t x, length_t y, length_t x2, length_t y2,
                  length_t thickness, struct colour colour) {
    struct mark *mark = placing_mark(placing, MARK_LINE, x, y);
    make_artifact(placing, mark);
    turn(placing, &x2, &y2);
    mark->colour = colour;
    mark->line.x2 = x2;
    mark->line.y2 = y2;
    mark->line.thickness = thickness;
}

struct mark *placing_link(struct placing *placing, length_t x, length_t y, length_t width,
                          length_t height) {
    struct mark *mark = box(placing, MARK_LINK, &x, &y, &width, &height);
    mark->link.width = width;
    mark->link.height = height;
    return mark;
}

/* ---- elements ----------------------------------------------------------------------------- */

/* Key to element: open addressing, emptied when an emission begins. */
struct entry {
    const void *key;
    int32_t tag;
};
struct elements {
    struct entry *entries;
    size_t count, capacity;
};

struct elements *elements_new(void) {
    struct elements *elements = memory_array(1, sizeof *elements);
    elements->capacity = ELEMENTS_FIRST;
    elements->entries = memory_array(elements->capacity, sizeof *elements->entries);
    return elements;
}

void elements_free(struct elements *elements) {
    if (elements != NULL) {
        free(elements->entries);
        free(elements);
    }
}

static struct entry *entry_for(const struct elements *elements, const void *key) {
    size_t mask = elements->capacity - 1;
    size_t at = (size_t)(((uintptr_t)key >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20) & mask;
    while (elements->entries[at].key != NULL && elements->entries[at].key != key) {
        at = (at + 1) & mask;
    }
    return &elements->entries[at];
}

static void widen(struct elements *elements) {
    struct elements larger = {.count = elements->count, .capacity = elements->capacity * 2};
    larger.entries = memory_array(larger.capacity, sizeof *larger.entries);
    for (size_t i = 0; i < elements->capacity; i++) {
        if (elements->entries[i].key != NULL) {
            *entry_for(&larger, elements->entries[i].key) = elements->entries[i];
        }
    }
    free(elements->entries);
    *elements = larger;
}

int32_t placing_child(struct placing *placing, enum role role) {
    return placing->artifact ? -1 : structure_add(placing->context->structure, placing->tag, role);
}

int32_t placing_element(struct placing *placing, const void *key, enum role role) {
    if (placing->artifact) {
        return -1;
    }
    struct elements *elements = placing->context->elements;
    struct entry *entry = entry_for(elements, key);
    if (entry->key != NULL) {
        return entry->tag;
    }
    int32_t tag = placing_child(placing, role);
    *entry = (struct entry){.key = key, .tag = tag};
    if (++elements->count * 2 > elements->capacity) {
        widen(elements);
    }
    return tag;
}

int32_t group_element(const struct flow *flow, int32_t index, struct placing *placing,
                      int32_t base) {
    if (index < 0) {
        return base;
    }
    struct context *context = placing->context;
    struct group *group = &flow->groups[index];
    if (group->epoch == context->epoch) {
        return group->tag;
    }
    int32_t parent = group_element(flow, group->parent, placing, base);
    group->epoch = context->epoch;
    group->tag = structure_add(context->structure, parent, group->role);
    const char *const texts[TAG_TEXT_COUNT] = {[TAG_LANG] = group->lang,
                                               [TAG_ID] = group->id,
                                               [TAG_TITLE] = group->title,
                                               [TAG_NUMBERING] = group->numbering};
    for (int which = 0; which < TAG_TEXT_COUNT; which++) {
        if (texts[which] != NULL) {
            structure_text(context->structure, group->tag, (enum tag_text)which, texts[which]);
        }
    }
    return group->tag;
}

/* ---- strips ------------------------------------------------------------------------------- */

/* The strips to place, and where. */
struct part {
    const struct flow *flow;
    size_t first, end;
    const length_t *y; /* of each, from first */
    length_t x;
};

static void draw_edges(struct placing *placing, const struct style *style, length_t x, length_t y,
                       length_t width, length_t height) {
    length_t edge = style->border;
    struct colour colour = style->border_colour;
    placing_fill(placing, x, y, width, edge, colour);
    placing_fill(placing, x, y + height - edge, width, edge, colour);
    placing_fill(placing, x, y + edge, edge, height - 2 * edge, colour);
    placing_fill(placing, x + width - edge, y + edge, edge, height - 2 * edge, colour);
}

/* Draws the piece of a frame that stands in the part; strip is the first in both. */
static void draw_frame(const struct part *part, int32_t index, size_t strip,
                       struct placing *placing) {
    const struct flow *flow = part->flow;
    const struct frame *frame = &flow->frames[index];
    const struct style *style = frame->style;
    size_t frame_end = frame->first + frame->count;
    size_t last = (frame_end < part->end ? frame_end : part->end) - 1;
    length_t top = part->y[strip - part->first];
    length_t bottom = part->y[last - part->first] + flow->strips[last].height;
    for (int32_t i = flow->strips[strip].frame; i != frame->parent; i = flow->frames[i].parent) {
        top -= flow->frames[i].top;
    }
    for (int32_t i = flow->strips[last].frame; i != frame->parent; i = flow->frames[i].parent) {
        bottom += flow->frames[i].bottom;
    }
    length_t x = part->x + frame->x, height = bottom - top;
    if (style->has_background) {
        placing_fill(placing, x, top, frame->width, height, style->background);
    }
    if (style->border > 0) {
        draw_edges(placing, style, x, top, frame->width, height);
    }
    if (style->bar > 0) {
        placing_fill(placing, x, top, style->bar, height, style->border_colour);
    }
    if (style->rule_above > 0 && strip == frame->first) {
        placing_fill(placing, x, top, frame->width, style->rule_above, style->border_colour);
    }
    if (style->rule_below > 0 && last + 1 == frame_end) {
        placing_fill(placing, x, bottom - style->rule_below, frame->width, style->rule_below,
                     style->border_colour);
    }
}

/* The frames that begin in the part with this strip, the outermost first. */
static void draw_frames(const struct part *part, int32_t index, size_t strip,
                        struct placing *placing) {
    if (index < 0) {
        return;
    }
    const struct frame *frame = &part->flow->frames[index];
    if (strip != part->first && strip != frame->first) {
        return; /* drawn before, and so are those around it */
    }
    draw_frames(part, frame->parent, strip, placing);
    draw_frame(part, index, strip, placing);
}

/* The outermost first: its element is around the others'. */
static void place_labels(const struct flow *flow, const struct label *label,
                         struct placing *placing, length_t x, length_t y, int32_t base) {
    if (label == NULL) {
        return;
    }
    place_labels(flow, label->next, placing, x, y, base);
    if (!placing->artifact) {
        int32_t item = group_element(flow, label->group, placing, base);
        placing->tag = structure_add(placing->context->structure, item, ROLE_LBL);
    }
    const struct strip *line = label->line->strips;
    line->place(line, placing, x + label->x + line->x, y + label->y);
}

void strips_place(const struct flow *flow, size_t first, size_t count, const length_t *y,
                  struct placing *placing, length_t x) {
    const struct part part = {.flow = flow, .first = first, .end = first + count, .y = y, .x = x};
    int32_t base = placing->tag;
    for (size_t i = first; i < part.end; i++) {
        const struct strip *strip = &flow->strips[i];
        length_t at = y[i - first];
        if (placing->part > 0 && !strip->facing) {
            continue; /* it stands on the first part's page */
        }
        draw_frames(&part, strip->frame, i, placing);
        if (placing->part == 0) { /* beside the first part; the others go on */
            place_labels(flow, strip->label, placing, x, at, base);
        }
        placing->tag = placing->artifact ? base : group_element(flow, strip->group, placing, base);
        strip->place(strip, placing, x + strip->x, at);
    }
    placing->tag = base;
}

length_t flow_place(const struct flow *flow, size_t first, size_t count, struct placing *placing,
                    length_t x, length_t y) {
    if (count == 0) {
        return y;
    }
    length_t few[FEW];
    length_t *places = count <= FEW ? few : NEWS(placing->arena, count, length_t);
    y += flow_above(flow, first);
    for (size_t i = 0; i < count; i++) {
        y += i > 0 ? flow->strips[first + i].before : 0;
        places[i] = y;
        y += flow->strips[first + i].height;
    }
    int part = placing->part; /* of the page's own strips: what stands in a cell is whole */
    placing->part = 0;
    strips_place(flow, first, count, places, placing, x);
    placing->part = part;
    return y + flow_below(flow, first + count - 1);
}

void flow_place_turned(const struct flow *flow, size_t first, size_t count, struct placing *placing,
                       length_t x, length_t y) {
    placing->turned = true;
    placing->turn_x = x;
    placing->turn_y = y;
    flow_place(flow, first, count, placing, 0, 0);
    placing->turned = false;
}
