/* notes.c: footnotes, by number. See notes.h.
 *
 * A mark may be met many times (to measure a cell, to set it, to set it again when its page is
 * placed), so a note is known by its number in reading order, never by where its blocks stand: a
 * table's cells are made anew each time.
 */
#include "notes.h"

#include <stdio.h>
#include <string.h>

#include "strips.h"

struct waiting {
    uint32_t number;
    const struct block *blocks;
    const char *lang;
};

struct notes {
    struct arena *arena; /* of the whole layout: a cell's may be cleared */
    struct note *all;    /* all[i] is number i + 1 */
    uint32_t *turns;     /* turns[i] is the number of the note whose turn is i + 1 */
    size_t count, capacity;
    struct waiting *waiting;
    size_t waiting_count, waiting_capacity;
    length_t size, leading; /* of the style "note" */
};

struct notes *notes_new(struct context *context) {
    const struct paper *paper = context->paper;
    struct notes *notes = NEW(context->arena, struct notes);
    notes->arena = context->arena;
    notes->size = POINTS(9);
    notes->leading = POINTS(12);
    for (size_t i = 0; i < paper->style_count; i++) {
        if (strcmp(paper->styles[i]->name, "note") == 0) {
            notes->size = paper->styles[i]->size;
            notes->leading = paper->styles[i]->leading;
        }
    }
    return notes;
}

static void *more(struct arena *arena, const void *things, size_t count, size_t *capacity,
                  size_t size) {
    *capacity = *capacity * 2 + 16;
    void *larger = arena_array(arena, *capacity, size);
    if (count > 0) {
        memcpy(larger, things, count * size);
    }
    return larger;
}

void notes_met(struct context *context, uint32_t number, const struct block *blocks,
               const char *lang) {
    struct notes *notes = context->notes;
    bool known = number <= notes->count;
    if (context->measuring || (known && !context->renew)) {
        return;
    }
    if (notes->waiting_count == notes->waiting_capacity) {
        notes->waiting = more(notes->arena, notes->waiting, notes->waiting_count,
                              &notes->waiting_capacity, sizeof *notes->waiting);
    }
    notes->waiting[notes->waiting_count++] = (struct waiting){number, blocks, lang};
    while (notes->count < number) {
        if (notes->count == notes->capacity) {
            size_t capacity = notes->capacity;
            notes->turns =
                more(notes->arena, notes->turns, notes->count, &capacity, sizeof *notes->turns);
            notes->all =
                more(notes->arena, notes->all, notes->count, &notes->capacity, sizeof *notes->all);
        }
        notes->all[notes->count++] = (struct note){0};
        notes->turns[notes->count - 1] = (uint32_t)notes->count;
    }
}

void notes_mark(uint32_t number, char *out) {
    snprintf(out, NOTE_MARK, "%u", (unsigned)number);
}

/* The number, raised, beside the first line of the note. */
static void hang_mark(struct context *context, struct note *note, uint32_t number,
                      const struct style *style, const char *lang) {
    char text[NOTE_MARK];
    notes_mark(number, text);
    const struct inline_ word = {.kind = INLINE_TEXT, .text = text};
    const struct inline_ raised = {
        .kind = INLINE_SPAN, .manner = MANNER_SUPERSCRIPT, .children = &word};
    struct style plain = *style;
    plain.indent_start = plain.indent_end = plain.indent_first = 0;
    struct flow *line = NEW(context->arena, struct flow);
    flow_add_inlines(context, line, &raised, &plain, ALIGN_START, context->master->width, lang);
    struct label *label = NEW(context->arena, struct label);
    *label = (struct label){.group = -1, .line = line};
    note->flow.label = label;
}

static bool lay(struct context *context, const struct waiting *waiting) {
    struct notes *notes = context->notes;
    const struct master *master = context->master;
    length_t width = master->width - master->inner - master->outer;
    struct note note = {0};
    const struct style *style = waiting->blocks->style;
    length_t indent = waiting->number > 99 ? notes->size * 3 / 2 : notes->size * 6 / 5;
    hang_mark(context, &note, waiting->number, style, waiting->lang);
    note.flow.x = indent;
    flow_add(context, &note.flow, waiting->blocks, width - indent, waiting->lang);
    flow_end(&note.flow);
    notes->all[waiting->number - 1] = note;
    return note.flow.depends;
}

bool notes_lay(struct context *context) {
    struct notes *notes = context->notes;
    if (context->in_note || context->measuring) {
        return false;
    }
    bool depends = false;
    for (size_t i = 0; i < notes->waiting_count; i++) {
        struct waiting waiting = notes->waiting[i];
        if (waiting.blocks == NULL) {
            continue;
        }
        struct context inner = *context;
        inner.arena = notes->arena;
        inner.in_note = true;
        inner.has_ink = false;
        depends = lay(&inner, &waiting) || depends;
    }
    notes->waiting_count = 0;
    return depends;
}

struct note *notes_get(const struct context *context, uint32_t number) {
    return &context->notes->all[number - 1];
}

uint32_t notes_number(const struct context *context, uint32_t turn) {
    return context->notes->turns[turn - 1];
}

void notes_take_turn(struct context *context, uint32_t turn, uint32_t number) {
    context->notes->turns[turn - 1] = number;
}

length_t notes_gap(const struct context *context) {
    return context->notes->leading / 4;
}

length_t notes_separation(const struct context *context) {
    return context->notes->leading;
}

length_t notes_height(const struct context *context, uint32_t first, uint32_t count) {
    length_t height = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct note *note = notes_get(context, notes_number(context, first + i));
        height += note->flow.height + (i > 0 ? notes_gap(context) : 0);
    }
    return height;
}

const length_t *notes_heights(const struct context *context, size_t *count) {
    const struct notes *notes = context->notes;
    size_t all = 0;
    for (size_t i = 0; i < notes->count; i++) {
        all += 1 + 2 * notes->all[i].flow.count;
    }
    *count = 0;
    if (all == 0) {
        return NULL;
    }
    length_t *heights = NEWS(context->arena, all, length_t);
    for (size_t i = 0; i < notes->count; i++) {
        const struct flow *flow = &notes->all[i].flow;
        heights[(*count)++] = flow->height;
        for (size_t k = 0; k < flow->count; k++) {
            heights[(*count)++] = flow->strips[k].before;
            heights[(*count)++] = flow->strips[k].height;
        }
    }
    return heights;
}

void notes_element(struct placing *placing, uint32_t number, int32_t parent) {
    struct context *context = placing->context;
    struct note *note = notes_get(context, number);
    if (note->epoch == context->epoch || note->flow.count == 0) {
        return;
    }
    note->epoch = context->epoch;
    note->tag = structure_add(context->structure, parent, ROLE_NOTE);
    char id[NOTE_MARK + 8];
    snprintf(id, sizeof id, "note-%u", (unsigned)number);
    structure_text(context->structure, note->tag, TAG_ID, id);
}
