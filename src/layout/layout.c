/* layout.c: a paper is laid out: flow, pages, references, in rounds until they agree.
 *
 * What a reference says ("page 12") can change how much room it takes, and so where things stand,
 * and so what it says. Rounds end, and soon:
 *
 * 1. A round's pages depend on the paper and on the widths of the pages' numbers in it, nothing
 *    else: a number is never cut (prose.h, slot).
 * 2. In the first rounds a number has its own width. Nearly always the second round's pages are the
 *    first's, and its numbers right.
 * 3. From ROUND_SLOTS on, a number's width is at least that of the widest it ever had: a paper that
 *    swings between two states comes to rest in the wider.
 * 4. From ROUND_WIDEST on, all numbers get a width that no number exceeds (an em for each of its
 *    signs). By 1, that round and the next have the same pages, so the numbers set in the next are
 *    right, and there are at most ROUND_WIDEST + 2 rounds.
 *
 * Tables in which no page is said are taken over from the round before (again.c), for they may be
 * of a hundred thousand rows; the rest is laid again, which costs less than to tell what changed.
 */
#include "making.h"

#include <stdlib.h>
#include <string.h>

#include "containers.h"
#include "notes.h"
#include "pieces.h"
#include "references.h"

enum { ROUND_SLOTS = 4, ROUND_WIDEST = 7, LABEL_LONGEST = 12 };
/* Strips of a table that may be pressed to save a page; its rows that are too few for one. */
enum { PRESSED_LEAST = 10, PRESSED_LARGEST = 500, PRESSED_MOST = 6, STRAY_ROWS = 6 };

void context_open(struct context *context) {
    const struct style *first = context->paper->style_count > 0 ? context->paper->styles[0] : NULL;
    const struct style *body = layout_style(context, "body", first);
    context->workspace = memory_array(1, sizeof *context->workspace);
    context->size = body == NULL ? POINTS(11) : body->size;
    context->notes = notes_new(context);
    context->references = references_new(context);
    if (context->master == NULL && context->paper->master_count > 0) {
        context->master = context->paper->masters[0];
    }
    if (context->master != NULL) {
        context->page_height =
            context->master->height - context->master->top - context->master->bottom;
    }
}

void context_close(struct context *context) {
    if (context->workspace != NULL) {
        workspace_free(context->workspace);
        context->workspace = NULL;
    }
}

const char *sheet_label(struct arena *arena, const struct flow *flow, int32_t numbering,
                        int32_t number) {
    const char *prefix = flow->numberings[numbering].prefix;
    return arena_print(arena, "%s%d", prefix == NULL ? "" : prefix, (int)number);
}

/* ---- one round ---------------------------------------------------------------------------- */

static void lay(struct context *context, struct flow *flow) {
    const struct paper *paper = context->paper;
    const struct master *master = paper->masters[0];
    *flow = (struct flow){.main = true};
    context->note = 0;
    const struct sequence sequence = {.master = master,
                                      .numbering = flow_numbering(context, flow, NULL),
                                      .run = flow->run_count++};
    flow_sequence(context, flow, &sequence);
    flow_add(context, flow, paper->blocks, master->width - master->inner - master->outer,
             paper->lang);
    flow_end(flow);
}

static const struct sheet *sheet_of(const struct sheets *sheets, size_t strip) {
    size_t low = 0, high = sheets->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (sheets->all[middle].first <= strip) {
            low = middle;
        } else {
            high = middle;
        }
    }
    while (low > 0 && (sheets->all[low].count == 0 || sheets->all[low].part > 0)) {
        low--; /* pages of notes alone, and of further columns */
    }
    return &sheets->all[low];
}

/* Notes where all that can be referred to has come to stand. True where a page's label is another
 * than was written. */
static bool find_pages(struct context *context, const struct flow *flow,
                       const struct sheets *sheets) {
    bool changed = false;
    length_t *places = NULL;
    size_t room = 0;
    const struct sheet *placed = NULL;
    const char *label = "";
    for (size_t i = 0; i < flow->target_count && flow->count > 0; i++) {
        const struct target *target = &flow->targets[i];
        size_t strip = target->strip < flow->count ? target->strip : flow->count - 1;
        const struct sheet *sheet = sheet_of(sheets, strip);
        if (sheet == NULL) {
            break; /* no sheets: nothing stands anywhere */
        }
        if (sheet != placed) {
            if (places == NULL || room < sheet->count) {
                room = sheet->count;
                places = memory_resize(places, room, sizeof *places);
            }
            pages_places(flow, sheet, places);
            label = sheet_label(context->arena, flow, sheet->numbering, sheet->number);
            placed = sheet;
        }
        if (target->id != NULL) {
            references_add(context->references, target->id);
        }
        struct referred *referred = target->id != NULL
                                        ? references_find(context->references, target->id)
                                        : references_of_block(context->references, target->block);
        changed = changed || strcmp(label, referred->label) != 0;
        referred->label = label;
        referred->page = (int32_t)(sheet - sheets->all);
        referred->y = places[strip - sheet->first];
    }
    free(places);
    return changed;
}

/* What a page's number has to be as wide as, see above. */
static void set_slots(struct references *references, int round) {
    size_t count = 0;
    struct referred *const *all = references_all(references, &count);
    for (size_t i = 0; i < count; i++) {
        all[i]->slot = round >= ROUND_WIDEST  ? (length_t)LABEL_LONGEST * 1000
                       : round >= ROUND_SLOTS ? all[i]->widest
                                              : 0;
    }
}

/* ---- the whole ---------------------------------------------------------------------------- */

static const char *bookmark_title(struct arena *arena, const struct referred *referred) {
    return referred->number == NULL
               ? referred->title
               : arena_print(arena, "%s %s", referred->number, referred->title);
}

static void make_bookmarks(struct layout *layout) {
    struct context *context = &layout->context;
    layout->bookmarks = NEWS(context->arena, layout->flow.target_count, struct bookmark);
    int level = 0, levels[7] = {0};
    for (size_t i = 0; i < layout->flow.target_count; i++) {
        const struct block *block = layout->flow.targets[i].block;
        if (block == NULL || block->kind != BLOCK_HEADING) {
            continue;
        }
        const struct referred *referred = references_of_block(context->references, block);
        /* the depth among the headings open here: none is skipped, whatever their levels */
        while (level > 0 && levels[level] >= block->level) {
            level--;
        }
        level = level < 6 ? level + 1 : 6;
        levels[level] = block->level;
        layout->bookmarks[layout->bookmark_count++] =
            (struct bookmark){.title = bookmark_title(context->arena, referred),
                              .level = level,
                              .page = referred->page,
                              .y = referred->y};
    }
}

static void count_numberings(struct layout *layout) {
    layout->numbering_counts = NEWS(layout->context.arena, layout->flow.numbering_count, int32_t);
    for (size_t i = 0; i < layout->sheet_count; i++) {
        layout->numbering_counts[layout->sheets[i].numbering] = layout->sheets[i].number;
    }
}

/* Whether all that pages are chosen by came out as it was before: they stand then. */
static bool stands(const struct layout *layout, const struct flow *earlier, const length_t *heights,
                   size_t count) {
    size_t now = 0;
    const length_t *notes = notes_heights(&layout->context, &now);
    return pages_alike(&layout->flow, earlier) && now == count &&
           (count == 0 || memcmp(notes, heights, count * sizeof *notes) == 0);
}

/* Lays the paper out until its references hold. */
static void settle(struct layout *layout, struct sheets *sheets) {
    struct context *context = &layout->context;
    struct flow earlier;
    const length_t *heights = NULL;
    size_t height_count = 0;
    for (int round = 0; round <= ROUND_WIDEST + 2; round++) {
        set_slots(context->references, round);
        earlier = layout->flow;
        context->earlier = earlier.count > 0 ? &earlier : NULL;
        context->renew = context->earlier != NULL;
        heights = notes_heights(context, &height_count);
        lay(context, &layout->flow);
        if (earlier.count == 0 || !stands(layout, &earlier, heights, height_count)) {
            pages_choose(context, &layout->flow, sheets);
        }
        bool changed = find_pages(context, &layout->flow, sheets);
        changed = references_retitle(context->references) || changed;
        if (!changed || !layout->flow.depends) {
            break;
        }
    }
    context->renew = false;
    context->earlier = NULL;
}

/* The height that a sheet leaves empty at its foot. */
static length_t empty_of(const struct context *context, const struct flow *flow,
                         const struct sheet *sheet) {
    if (sheet->count == 0) {
        return 0;
    }
    length_t *y = memory_array(sheet->count, sizeof *y);
    pages_places(flow, sheet, y);
    length_t foot = y[sheet->count - 1] + flow->strips[sheet->first + sheet->count - 1].height;
    free(y);
    return sheet->master->height - sheet_bottom(sheet) - foot - pages_notes_height(context, sheet);
}

/* How many pages a table stands on, and how many of its strips stand on the last of them for want
 * of room on the one before. */
static size_t pages_of(const struct context *context, const struct flow *flow,
                       const struct sheets *sheets, struct range strips, size_t *on_last) {
    const struct sheet *first = sheet_of(sheets, strips.first);
    const struct sheet *last = sheet_of(sheets, strips.end - 1);
    size_t strip = last->first > strips.first ? last->first : strips.first;
    length_t room = last > first ? empty_of(context, flow, last - 1) : 0;
    for (; strip < strips.end && room > 0; strip++) {
        room -= flow->strips[strip].before + flow->strips[strip].height;
        if (room < 0) {
            break;
        }
    }
    *on_last = strips.end - strip;
    return (size_t)(last - first) + 1;
}

/* A table that leaves a few rows for another page comes down a step in size, or in the padding of
 * its rows, if that saves the page. Tried table by table; the whole is laid again each time, but
 * not the other tables. */
static void press_tables(struct layout *layout, struct sheets *sheets) {
    struct context *context = &layout->context;
    size_t count = layout->flow.table_count;
    uint8_t *steps = NEWS(context->arena, count, uint8_t);
    context->steps = steps;
    int tries = 0;
    for (size_t i = 0; i < count && tries < PRESSED_MOST; i++) {
        struct range strips = table_strips(&layout->flow, i);
        size_t rows = strips.end - strips.first, stray = 0;
        if (rows < PRESSED_LEAST || rows > PRESSED_LARGEST || !table_may_step(&layout->flow, i)) {
            continue;
        }
        size_t pages = pages_of(context, &layout->flow, sheets, strips, &stray);
        size_t all = sheets->count;
        if (pages == 1 || stray > STRAY_ROWS) {
            continue;
        }
        tries++;
        steps[i] = 1;
        settle(layout, sheets);
        if (pages_of(context, &layout->flow, sheets, table_strips(&layout->flow, i), &stray) >=
                pages ||
            sheets->count > all) {
            steps[i] = 0;
            settle(layout, sheets);
        }
    }
}

struct layout *layout_run(struct arena *arena, const struct paper *paper, struct text *text,
                          struct diagnostics *diagnostics) {
    return layout_run_beside(arena, paper, text, NULL, diagnostics);
}

struct layout *layout_run_beside(struct arena *arena, const struct paper *paper, struct text *text,
                                 struct layout_aside *aside, struct diagnostics *diagnostics) {
    struct layout *layout = NEW(arena, struct layout);
    struct context *context = &layout->context;
    context->arena = arena;
    context->paper = paper;
    context->text = text;
    context->diagnostics = diagnostics;
    context->aside = aside;
    context_open(context);
    references_collect(context->references, paper->blocks);
    struct sheets sheets = {0};
    settle(layout, &sheets);
    press_tables(layout, &sheets);
    context_close(context);
    layout->sheet_count = sheets.count;
    layout->sheets = NEWS(arena, sheets.count, struct sheet);
    memcpy(layout->sheets, sheets.all, sheets.count * sizeof *sheets.all);
    free(sheets.all);
    count_numberings(layout);
    make_bookmarks(layout);
    return layout;
}

size_t layout_page_count(const struct layout *layout) {
    return layout->sheet_count;
}

const struct bookmark *layout_bookmarks(const struct layout *layout, size_t *count) {
    *count = layout->bookmark_count;
    return layout->bookmarks;
}
