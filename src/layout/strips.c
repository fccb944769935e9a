/* strips.c: how a flow is put together.
 *
 * Builders ask for space and penalties as they go; the next strip gets the greatest of them. That
 * makes the space between two blocks the greater of one's space after and the other's space before,
 * however deep either is nested, and no builder looks at its neighbours. A frame's padding is no
 * space: it adds up, and it swallows the space that its first and last blocks ask for.
 */
#include "strips.h"

#include <string.h>

enum { FIRST_CAPACITY = 4 };

/* Arrays live in the arena and grow by doubling there; what they leave behind is at most as much as
 * they hold. A cell's flow with one line takes one small piece. */
static void *grown(struct context *context, void *array, size_t count, size_t *capacity,
                   size_t size, size_t least) {
    size_t more = *capacity * 2 > least ? *capacity * 2 : least;
    void *larger = arena_array(context->arena, more, size);
    if (count > 0) {
        memcpy(larger, array, count * size);
    }
    *capacity = more;
    return larger;
}

void flow_reserve(struct context *context, struct flow *flow, size_t count) {
    if (flow->capacity - flow->count < count) {
        flow->strips = grown(context, flow->strips, flow->count, &flow->capacity,
                             sizeof *flow->strips, flow->count + count);
    }
}

void flow_space(struct flow *flow, length_t space) {
    if (!flow->fresh && space > flow->space) {
        flow->space = space;
    }
}

void flow_penalty(struct flow *flow, int32_t penalty) {
    if (penalty == PENALTY_FORCED || flow->penalty == PENALTY_FORCED) {
        flow->penalty = PENALTY_FORCED;
    } else if (penalty > flow->penalty) {
        flow->penalty = penalty;
    }
}

struct strip *flow_strip(struct context *context, struct flow *flow) {
    if (flow->count == flow->capacity) {
        flow->strips = grown(context, flow->strips, flow->count, &flow->capacity,
                             sizeof *flow->strips, flow->count == 0 ? 1 : FIRST_CAPACITY);
    }
    struct strip *strip = &flow->strips[flow->count++];
    *strip = (struct strip){.x = flow->x,
                            .before = flow->space + flow->padding,
                            .penalty = flow->penalty,
                            .frame = flow->frame - 1,
                            .group = flow->group - 1,
                            .label = flow->label};
    flow->space = flow->padding = 0;
    flow->penalty = PENALTY_FREE;
    flow->fresh = false;
    flow->label = NULL;
    return strip;
}

struct group *flow_open(struct context *context, struct flow *flow, enum role role,
                        const char *lang) {
    if (flow->group_count == flow->group_capacity) {
        flow->groups = grown(context, flow->groups, flow->group_count, &flow->group_capacity,
                             sizeof *flow->groups, FIRST_CAPACITY);
    }
    struct group *group = &flow->groups[flow->group_count++];
    *group = (struct group){.role = role, .parent = flow->group - 1, .lang = lang};
    flow->group = (int32_t)flow->group_count;
    return group;
}

void flow_shut(struct flow *flow) {
    flow->group = flow->groups[flow->group - 1].parent + 1;
}

/* A rule stands off the text by the padding, or by a quarter of a line where there is none. */
static length_t rule_room(const struct style *style, length_t thickness) {
    if (thickness == 0) {
        return 0;
    }
    return thickness + (style->padding > 0 ? 0 : style->leading / 4);
}

void flow_frame(struct context *context, struct flow *flow, const struct style *style, length_t x,
                length_t width) {
    if (flow->frame_count == flow->frame_capacity) {
        flow->frames = grown(context, flow->frames, flow->frame_count, &flow->frame_capacity,
                             sizeof *flow->frames, FIRST_CAPACITY);
    }
    struct frame *frame = &flow->frames[flow->frame_count++];
    *frame = (struct frame){
        .style = style,
        .x = x,
        .width = width,
        .top = style->padding + style->border + rule_room(style, style->rule_above),
        .bottom = style->padding + style->border + rule_room(style, style->rule_below),
        .parent = flow->frame - 1,
        .first = flow->count};
    flow->frame = (int32_t)flow->frame_count;
    flow->padding += frame->top;
    flow->fresh = true;
}

void flow_unframe(struct flow *flow) {
    struct frame *frame = &flow->frames[flow->frame - 1];
    frame->count = flow->count - frame->first;
    flow->frame = frame->parent + 1;
    if (frame->count == 0) { /* nothing to stand around */
        flow->padding -= frame->top;
        flow->fresh = false;
        return;
    }
    flow->space = 0;
    flow->padding += frame->bottom;
    flow->fresh = false;
}

length_t flow_above(const struct flow *flow, size_t strip) {
    length_t above = 0;
    for (int32_t i = flow->strips[strip].frame; i >= 0; i = flow->frames[i].parent) {
        above += flow->frames[i].top;
    }
    return above;
}

length_t flow_below(const struct flow *flow, size_t strip) {
    length_t below = 0;
    for (int32_t i = flow->strips[strip].frame; i >= 0; i = flow->frames[i].parent) {
        below += flow->frames[i].bottom;
    }
    return below;
}

void flow_target(struct context *context, struct flow *flow, const char *id,
                 const struct block *block) {
    if (flow->target_count == flow->target_capacity) {
        flow->targets = grown(context, flow->targets, flow->target_count, &flow->target_capacity,
                              sizeof *flow->targets, FIRST_CAPACITY);
    }
    flow->targets[flow->target_count++] =
        (struct target){.id = id, .block = block, .strip = flow->count};
}

int32_t flow_numbering(struct context *context, struct flow *flow, const char *prefix) {
    if (flow->numbering_count == flow->numbering_capacity) {
        flow->numberings =
            grown(context, flow->numberings, flow->numbering_count, &flow->numbering_capacity,
                  sizeof *flow->numberings, FIRST_CAPACITY);
    }
    flow->numberings[flow->numbering_count] = (struct numbering){.prefix = prefix};
    return (int32_t)flow->numbering_count++;
}

struct sequence flow_in_force(const struct flow *flow) {
    struct sequence sequence = flow->sequences[flow->sequence_count - 1];
    sequence.right = false;
    sequence.parts = 0;
    return sequence;
}

void flow_sequence(struct context *context, struct flow *flow, const struct sequence *sequence) {
    const struct master *master = sequence->master;
    bool right = sequence->right;
    context->master = master;
    context->page_height = master->height - master->top - master->bottom;
    if (flow->sequence_count > 0) {
        flow_penalty(flow, PENALTY_FORCED);
    }
    if (flow->sequence_count > 0 &&
        flow->sequences[flow->sequence_count - 1].strip == flow->count) {
        flow->sequence_count--; /* nothing came to stand on it */
        right = right || flow->sequences[flow->sequence_count].right;
    }
    if (flow->sequence_count == flow->sequence_capacity) {
        flow->sequences = grown(context, flow->sequences, flow->sequence_count,
                                &flow->sequence_capacity, sizeof *flow->sequences, FIRST_CAPACITY);
    }
    struct sequence *added = &flow->sequences[flow->sequence_count++];
    *added = *sequence;
    added->strip = flow->count;
    added->right = right;
}

void flow_sequence_along(struct context *context, struct flow *flow,
                         const struct sequence *sequence) {
    size_t begun = flow->sequences[flow->sequence_count - 1].strip, strip = flow->count;
    bool tied = flow->penalty == PENALTY_NEVER;
    while (tied && strip > begun) {
        strip--;
        tied = flow->strips[strip].penalty == PENALTY_NEVER;
    }
    flow_sequence(context, flow, sequence);
    if (strip < flow->count && !tied) {
        flow->strips[strip].penalty = PENALTY_FORCED;
        flow->sequences[flow->sequence_count - 1].strip = strip;
        flow->penalty = PENALTY_NEVER;
    }
}

bool flow_master(struct context *context, struct flow *flow, const struct master *master) {
    if (!flow->main) {
        return false;
    }
    struct sequence sequence = flow_in_force(flow);
    sequence.master = master;
    flow_sequence(context, flow, &sequence);
    return true;
}

void flow_end(struct flow *flow) {
    flow->height = 0;
    if (flow->count == 0) {
        return;
    }
    for (size_t i = 0; i < flow->count; i++) {
        flow->height += (i > 0 ? flow->strips[i].before : 0) + flow->strips[i].height;
    }
    flow->height += flow_above(flow, 0) + flow_below(flow, flow->count - 1);
}
