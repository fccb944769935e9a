/* again.c: tables are laid once, however many rounds a layout takes.
 *
 * The rounds go over the same blocks in the same order, so a table's strips, groups, frames and
 * targets stand in the flow of the round before just as they would come out again, if no page's
 * number is said in it; only their indices have moved with what was laid before them. Groups have
 * not: how many there are does not depend on pages.
 */
#include "containers.h"

#include <string.h>

enum { SOME = 8 };

/* What a table made of the flow. */
struct taken {
    const struct block *block;
    int step;
    struct range strips, frames, groups, targets;
    uint32_t note; /* context->note after it */
    bool again;    /* says a page, or turns pages: has to be laid again */
    length_t space, padding;
    int32_t penalty;
};

static struct taken *new_taken(struct context *context, struct flow *flow) {
    if (flow->table_count == flow->table_capacity) {
        size_t capacity = flow->table_capacity * 2 + SOME;
        struct taken *tables = NEWS(context->arena, capacity, struct taken);
        if (flow->table_count > 0) {
            memcpy(tables, flow->tables, flow->table_count * sizeof *tables);
        }
        flow->tables = tables;
        flow->table_capacity = capacity;
    }
    return &flow->tables[flow->table_count++];
}

static void begin(const struct flow *flow, struct taken *taken) {
    taken->strips.first = flow->count;
    taken->frames.first = flow->frame_count;
    taken->groups.first = flow->group_count;
    taken->targets.first = flow->target_count;
}

static void end(const struct context *context, const struct flow *flow, struct taken *taken) {
    taken->strips.end = flow->count;
    taken->frames.end = flow->frame_count;
    taken->groups.end = flow->group_count;
    taken->targets.end = flow->target_count;
    taken->note = context->note;
    taken->space = flow->space;
    taken->padding = flow->padding;
    taken->penalty = flow->penalty;
}

static void take_strips(struct context *context, struct flow *flow, const struct flow *earlier,
                        struct range range) {
    flow_reserve(context, flow, range.end - range.first);
    for (size_t i = range.first; i < range.end; i++) {
        const struct label *label = flow->label;
        struct strip *strip = flow_strip(context, flow);
        *strip = earlier->strips[i];
        strip->label = label; /* made anew by the list that it is in */
    }
}

/* Appends what the table made of the earlier flow. */
static void take(struct context *context, struct flow *flow, const struct flow *earlier,
                 const struct taken *taken) {
    size_t moved = flow->count - taken->strips.first; /* wraps round where it moved up */
    int32_t frame = flow->frame, group = flow->group;
    for (size_t i = taken->groups.first; i < taken->groups.end; i++) {
        const struct group *old = &earlier->groups[i];
        struct group *made = flow_open(context, flow, old->role, old->lang);
        *made = *old;
    }
    for (size_t i = taken->frames.first; i < taken->frames.end; i++) {
        const struct frame *old = &earlier->frames[i];
        flow_frame(context, flow, old->style, old->x, old->width);
        struct frame *made = &flow->frames[flow->frame_count - 1];
        *made = *old;
        made->first += moved;
    }
    for (size_t i = taken->targets.first; i < taken->targets.end; i++) {
        const struct target *old = &earlier->targets[i];
        flow_target(context, flow, old->id, old->block);
        flow->targets[flow->target_count - 1].strip = old->strip + moved;
    }
    take_strips(context, flow, earlier, taken->strips);
    flow->frame = frame;
    flow->group = group;
    flow->space = taken->space;
    flow->padding = taken->padding;
    flow->penalty = taken->penalty;
    flow->fresh = false;
    context->note = taken->note;
}

void table_add_again(struct context *context, struct flow *flow, const struct block *block,
                     length_t width, const char *lang) {
    if (!flow->main) {
        table_add(context, flow, block, width, lang);
        return;
    }
    const struct flow *earlier = context->earlier;
    const struct taken *old = earlier == NULL ? NULL : &earlier->tables[flow->table_count];
    struct taken taken = {.block = block};
    taken.step = context->steps == NULL ? 0 : context->steps[flow->table_count];
    begin(flow, &taken);
    if (old != NULL && !old->again && old->step == taken.step) {
        take(context, flow, earlier, old);
    } else {
        bool depends = flow->depends;
        size_t sequences = flow->sequence_count;
        flow->depends = false;
        context->step = taken.step;
        table_add(context, flow, block, width, lang);
        context->step = 0;
        taken.again = flow->depends || flow->sequence_count != sequences;
        flow->depends = flow->depends || depends;
    }
    end(context, flow, &taken);
    *new_taken(context, flow) = taken;
}

struct range table_strips(const struct flow *flow, size_t index) {
    return flow->tables[index].strips;
}

/* Records take as many lines as they need; what stands side by side may be pressed a little. */
bool table_may_step(const struct flow *flow, size_t index) {
    return flow->tables[index].block->table->overflow != OVERFLOW_RECORDS;
}
