/* again.c: tables are laid once, however many rounds a layout takes.
 *
 * The rounds go over the same blocks in the same order, so a table's strips, groups, frames and
 * targets stand in the flow of the round before just as they would come out again, if no page's
 * number is said in it; only their indices have moved with what was laid before them. In the first
 * round a table may have been laid by another thread (aside.c), in a flow where it stands alone.
 */
#include "containers.h"

#include <string.h>

#include "aside.h"

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

/* What was an index in the range, or one before it that was in force around it (or -1). */
static int32_t moved_to(int32_t index, struct range range, size_t begin, int32_t in_force) {
    return index < (int32_t)range.first ? in_force : index - (int32_t)range.first + (int32_t)begin;
}

/* alone: the table was laid without what stands around it; its first strip has still to get what
 * waits for the next one. */
static void take_strips(struct context *context, struct flow *flow, const struct flow *from,
                        const struct taken *taken, const struct taken *now, bool alone) {
    struct range range = taken->strips;
    length_t x = alone ? flow->x : 0;
    flow_reserve(context, flow, range.end - range.first);
    for (size_t i = range.first; i < range.end; i++) {
        const struct strip *old = &from->strips[i];
        const struct label *label = flow->label; /* made anew by the list that it is in */
        flow_space(flow, old->before);
        flow_penalty(flow, old->penalty);
        struct strip *strip = flow_strip(context, flow);
        struct strip made = *strip;
        *strip = *old;
        strip->x += x;
        strip->label = label;
        strip->frame = moved_to(old->frame, taken->frames, now->frames.first, made.frame);
        strip->group = moved_to(old->group, taken->groups, now->groups.first, made.group);
        if (alone && i == range.first) {
            strip->before = made.before;
            strip->penalty = made.penalty;
        }
    }
}

static void take_groups(struct context *context, struct flow *flow, const struct flow *from,
                        const struct taken *taken, const struct taken *now) {
    int32_t group = flow->group;
    for (size_t i = taken->groups.first; i < taken->groups.end; i++) {
        const struct group *old = &from->groups[i];
        struct group *made = flow_open(context, flow, old->role, old->lang);
        *made = *old;
        made->parent = moved_to(old->parent, taken->groups, now->groups.first, group - 1);
    }
    flow->group = group;
}

static void take_frames(struct context *context, struct flow *flow, const struct flow *from,
                        const struct taken *taken, const struct taken *now, bool alone) {
    int32_t frame = flow->frame;
    length_t padding = flow->padding;
    bool fresh = flow->fresh;
    for (size_t i = taken->frames.first; i < taken->frames.end; i++) {
        const struct frame *old = &from->frames[i];
        flow_frame(context, flow, old->style, old->x, old->width);
        struct frame *made = &flow->frames[flow->frame_count - 1];
        *made = *old;
        made->x += alone ? flow->x : 0;
        made->first = old->first - taken->strips.first + now->strips.first;
        made->parent = moved_to(old->parent, taken->frames, now->frames.first, frame - 1);
    }
    flow->frame = frame;
    flow->padding = padding;
    flow->fresh = fresh;
}

/* Appends what the table made of another flow. now: where the flow stands. */
static void take(struct context *context, struct flow *flow, const struct flow *from,
                 const struct taken *taken, const struct taken *now, bool alone) {
    take_groups(context, flow, from, taken, now);
    take_frames(context, flow, from, taken, now, alone);
    for (size_t i = taken->targets.first; i < taken->targets.end; i++) {
        const struct target *old = &from->targets[i];
        flow_target(context, flow, old->id, old->block);
        flow->targets[flow->target_count - 1].strip =
            old->strip - taken->strips.first + now->strips.first;
    }
    take_strips(context, flow, from, taken, now, alone);
    flow->space = taken->space;
    flow->padding = taken->padding;
    flow->penalty = taken->penalty;
    flow->fresh = false;
    context->note = taken->note;
}

/* What another thread made of the table, if it did. */
static bool take_aside(struct context *context, struct flow *flow, const struct block *block,
                       length_t width, const char *lang, const struct taken *now) {
    const struct flow *from = aside_take(context, block, width, lang);
    if (from == NULL) {
        return false;
    }
    struct taken taken = {.block = block};
    end(context, from, &taken);
    take(context, flow, from, &taken, now, true);
    return true;
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
        take(context, flow, earlier, old, &taken, false);
    } else if (old != NULL || !take_aside(context, flow, block, width, lang, &taken)) {
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
