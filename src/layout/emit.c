/* emit.c: the pages, one after another.
 *
 * A page's marks live in one vector and one arena, which the third page from it uses again: what a
 * paper of thousands of pages takes is what three pages take, and the sink may still be drawing two
 * of them while the third is filled. Elements come into being in reading order, as
 * the first of their marks are placed; only footnotes are made where they are referred to and get
 * their marks at the foot.
 */
#include "making.h"

#include <stdlib.h>

#include "notes.h"
#include "pieces.h"
#include "references.h"

/* What a page is made in. */
struct leaf {
    struct arena *arena;
    struct mark *marks;
    size_t capacity;
};

enum { LEAVES = PAGES_LENT + 1 };

struct emission {
    struct layout *layout;
    struct placing placing;
    struct leaf leaves[LEAVES]; /* each page takes the next */
    length_t *places;
    size_t place_capacity;
    size_t target;       /* the first on a later page */
    const char *section; /* in force at the end of the pages so far */
};

static length_t *room(struct emission *emission, size_t count) {
    if (emission->place_capacity < count) {
        emission->place_capacity = count * 2;
        emission->places =
            memory_resize(emission->places, emission->place_capacity, sizeof *emission->places);
    }
    return emission->places;
}

static void place_text(struct emission *emission, const struct sheet *sheet, length_t left) {
    const struct flow *flow = &emission->layout->flow;
    struct placing *placing = &emission->placing;
    if (sheet->count == 0) {
        return;
    }
    length_t *places = room(emission, sheet->count);
    pages_places(flow, sheet, places);
    const struct strip *first = &flow->strips[sheet->first];
    if (first->repeat != NULL) {
        placing->artifact = true;
        placing->artifact_tag = TAG_ARTIFACT_LAYOUT;
        first->repeat->place(first->repeat, placing, left + first->x,
                             places[0] - first->repeat->height);
        placing->artifact = false;
    }
    strips_place(flow, sheet->first, sheet->count, places, placing, left);
}

/* The strips of one note that stand on this sheet; returns y after them. */
static length_t place_note(struct emission *emission, uint32_t number, size_t first, size_t end,
                           length_t left, length_t y) {
    struct placing *placing = &emission->placing;
    struct note *note = notes_get(placing->context, number);
    length_t *places = room(emission, end - first);
    for (size_t i = first; i < end; i++) {
        y += i > first ? note->flow.strips[i].before : 0;
        places[i - first] = y;
        y += note->flow.strips[i].height;
    }
    int32_t document = placing->tag;
    notes_element(placing, number, document); /* where its mark has not made it */
    placing->tag = note->tag;
    strips_place(&note->flow, first, end - first, places, placing, left);
    placing->tag = document;
    return y;
}

static void place_notes(struct emission *emission, const struct sheet *sheet, length_t left) {
    struct placing *placing = &emission->placing;
    const struct context *context = placing->context;
    if (sheet->notes.turn == 0) {
        return;
    }
    const struct master *master = sheet->master;
    length_t y = master->height - sheet_bottom(sheet) - pages_notes_height(context, sheet);
    length_t rule = y - notes_separation(context) / 2;
    length_t width = (master->width - master->inner - master->outer) / 4;
    placing_rule(placing, left, rule, left + width, rule, 500, (struct colour){0, 0, 0});
    for (uint32_t turn = sheet->notes.turn; turn <= sheet->notes_end.turn; turn++) {
        bool last = turn == sheet->notes_end.turn;
        if (last && sheet->notes_end.strip == 0) {
            break;
        }
        uint32_t number = notes_number(context, turn);
        size_t first = turn == sheet->notes.turn ? sheet->notes.strip : 0;
        size_t end = last ? sheet->notes_end.strip : notes_get(context, number)->flow.count;
        y += turn > sheet->notes.turn ? notes_gap(context) : 0;
        y = place_note(emission, number, first, end, left, y);
    }
}

/* The heading that a page's head names: the one that begins it, or the one in force there. */
static const char *section_of(struct emission *emission, const struct sheet *sheet) {
    const struct layout *layout = emission->layout;
    const char *section = emission->section;
    bool begins = true;
    for (; emission->target < layout->flow.target_count; emission->target++) {
        const struct target *target = &layout->flow.targets[emission->target];
        if (target->strip >= sheet->first + sheet->count) {
            break;
        }
        if (target->block == NULL || target->block->kind != BLOCK_HEADING) {
            continue;
        }
        const struct referred *referred =
            references_of_block(layout->context.references, target->block);
        if (referred->chapter) {
            if (begins && (target->strip == sheet->first || section[0] == '\0')) {
                section = referred->title;
            }
            begins = false;
            emission->section = referred->title;
        }
    }
    return section;
}

static void fill_page(struct emission *emission, size_t index, struct page *page) {
    struct layout *layout = emission->layout;
    const struct sheet *sheet = &layout->sheets[index];
    struct placing *placing = &emission->placing;
    const struct master *master = sheet->master;
    bool duplex = layout->context.paper->duplex, left_hand = duplex && index % 2 == 1;
    length_t left = left_hand ? master->outer : master->inner;
    struct leaf *leaf = &emission->leaves[index % LEAVES];
    arena_clear(leaf->arena);
    placing->arena = leaf->arena;
    placing->marks = leaf->marks;
    placing->capacity = leaf->capacity;
    placing->count = 0;
    placing->page = (int32_t)index;
    placing->part = sheet->part;
    struct margins margins = {
        .sheet = sheet, .left = left, .duplex = duplex, .left_hand = left_hand};
    const struct flow *flow = &layout->flow;
    margins.words.page = sheet_label(placing->arena, flow, sheet->numbering, sheet->number);
    margins.words.pages = sheet_label(placing->arena, flow, sheet->numbering,
                                      layout->numbering_counts[sheet->numbering]);
    margins.words.section = section_of(emission, sheet);
    if (sheet->blank) {
        blank_place(placing, &margins);
    }
    place_text(emission, sheet, left);
    place_notes(emission, sheet, left);
    margins_place(placing, &margins);
    watermark_place(placing, master);
    leaf->marks = placing->marks;
    leaf->capacity = placing->capacity;
    *page = (struct page){.index = (int32_t)index,
                          .label = margins.words.page,
                          .width = master->width,
                          .height = master->height,
                          .marks = placing->marks,
                          .count = placing->count};
}

bool layout_emit(struct layout *layout, struct structure *structure, const struct page_sink *sink) {
    struct context *context = &layout->context;
    context->epoch++;
    context->structure = structure;
    context->elements = elements_new();
    context->workspace = memory_array(1, sizeof *context->workspace);
    struct emission emission = {
        .layout = layout,
        .section = "",
        .placing = {.context = context, .tag = structure_add(structure, -1, ROLE_DOCUMENT)}};
    for (size_t i = 0; i < LEAVES; i++) {
        emission.leaves[i].arena = arena_new();
    }
    bool going = true;
    for (size_t i = 0; going && i < layout->sheet_count; i++) {
        struct page page;
        fill_page(&emission, i, &page);
        going = sink->page(sink->context, &page);
    }
    if (sink->settle != NULL && !sink->settle(sink->context)) {
        going = false;
    }
    free(emission.places);
    for (size_t i = 0; i < LEAVES; i++) {
        free(emission.leaves[i].marks);
        arena_free(emission.leaves[i].arena);
    }
    elements_free(context->elements);
    context_close(context);
    context->elements = NULL;
    context->structure = NULL;
    return going;
}
