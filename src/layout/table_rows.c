/* table_rows.c: rows become strips.
 *
 * Where a page may break is said by penalties alone; which breaks are taken is decided over the
 * whole section by pages.c. Never: between the heads, behind a head or a group's name, inside a
 * small block of rows that cells tie together. Rather not: so that one row is left alone, inside a
 * group that fits on the next page, between the lines of a row. Where a group does go on, its name
 * is said again under the heads. A row is cut only where it is higher than a third of a page.
 */
#include "table_state.h"

#include <stdlib.h>
#include <string.h>

#include "notes.h"
#include "pieces.h"

enum {
    PENALTY_ROW = 20,     /* between rows; between blocks is better, and so is between groups */
    PENALTY_GROUP = 290,  /* inside a group of rows that takes no more than a third of a page */
    PENALTY_FEW = 300,    /* one row of a group alone with its name, or parted from the others */
    PENALTY_LONE = 900,   /* one row of a table alone at a page's foot or head */
    PENALTY_SMALL = 2500, /* inside a table that takes no more than a quarter of a page */
    PENALTY_TIED = 300,   /* a break through cells that reach down */
    PENALTY_INNER = 450,  /* a break inside a row */
    PENALTY_LINES = 700,  /* that leaves two lines of it alone */
    PENALTY_EDGE = 900    /* one */
};

#define NO_GROUP SIZE_MAX

/* Whether a line of a cell from above stands across y in the row. */
static bool is_straddled(const struct table_state *state, const struct table_row *record,
                         const struct laid_row *laid, length_t y) {
    for (const struct open_cell *open = laid->open; open != NULL; open = open->next) {
        length_t shift = table_shift(state, record - open->began, &open->laid);
        if (table_straddles(&open->laid, shift, open->above + y)) {
            return true;
        }
    }
    return false;
}

/* A strip for the row or a slice of it; penalty as flow_penalty has it. */
static struct strip *add_strip(struct table_state *state, struct context *context,
                               struct flow *flow, enum part part, int32_t penalty,
                               length_t height) {
    flow_penalty(flow, penalty);
    struct strip *strip = flow_strip(context, flow);
    strip->height = height;
    strip->repeat = part != PART_HEAD && state->repeat.height > 0 ? &state->repeat : NULL;
    strip->block = state->block;
    strip->facing = state->parts > 0;
    return strip;
}

/* Whether the row is the second of its group or the last of one. */
static bool few_of_group(const struct table_row *record) {
    const struct table_row *rows = record - record->index;
    size_t count = record->state->counts[record->part];
    bool second = record->index > 1 && rows[record->index - 2].kind == ROW_GROUP;
    bool last = record->index + 1 < count && rows[record->index + 1].kind == ROW_GROUP;
    return second || last;
}

static int32_t penalty_before(const struct table_state *state, const struct table_row *record) {
    if (record->part == PART_HEAD && state->repeat.height == 0) {
        return PENALTY_FREE; /* too high to be kept in one piece */
    }
    if (record->index == 0) {
        bool first = record->part == PART_HEAD ||
                     (record->part == PART_BODY && state->counts[PART_HEAD] == 0);
        return first ? PENALTY_FREE : PENALTY_NEVER;
    }
    const struct table_row *previous = record - 1;
    if (record->part == PART_HEAD || previous->keep || previous->kind == ROW_GROUP) {
        return PENALTY_NEVER;
    }
    if (state->records) {
        bool second = record->index > 1 && (record - 2)->kind == ROW_GROUP;
        return record->kind == ROW_GROUP             ? PENALTY_FREE
               : second || table_ends_record(record) ? PENALTY_EDGE
                                                     : PENALTY_TIED;
    }
    if (record->kind == ROW_TOTAL) {
        return PENALTY_LONE; /* of what stands above it */
    }
    if (previous->tied) {
        return PENALTY_TIED;
    }
    return record->kind == ROW_GROUP ? PENALTY_FREE
           : few_of_group(record)    ? PENALTY_FEW
                                     : PENALTY_ROW;
}

/* Where each of the notes is called that rows tied to each other have: the index of its strip plus
 * one, by number from first on; 0: not said. A cell is read to its end before the one beside it, so
 * the numbers do not say which of two is called higher up. */
struct calls {
    size_t *strips;
    size_t capacity;
    uint32_t first; /* the number of their first note */
};

static void note_call(const struct context *context, struct calls *calls, uint32_t number,
                      size_t strip) {
    size_t count = context->note + 1 - calls->first;
    if (calls->strips == NULL || calls->capacity < count) {
        size_t capacity = count * 2;
        calls->strips = memory_resize(calls->strips, capacity, sizeof *calls->strips);
        memset(calls->strips + calls->capacity, 0,
               (capacity - calls->capacity) * sizeof *calls->strips);
        calls->capacity = capacity;
    }
    calls->strips[number - calls->first] = strip + 1;
}

/* Each strip from first on gets the notes that it calls, in turn. In a cell no page is known to
 * end, so there turns are numbers: a note stands where the first is called of it and those after
 * it. */
static void share_notes(struct context *context, struct flow *flow, struct calls *calls,
                        size_t first) {
    size_t count = context->note + 1 - calls->first;
    if (count == 0 || calls->capacity < count || context->measuring) {
        return;
    }
    size_t *strips = calls->strips;
    for (size_t i = 0; i < count; i++) {
        strips[i] = strips[i] > 0 ? strips[i] - 1 : first;
    }
    for (size_t i = count - 1; i-- > 0 && !flow->main;) {
        strips[i] = strips[i] < strips[i + 1] ? strips[i] : strips[i + 1];
    }
    for (size_t i = 0; i < count; i++) {
        flow->strips[strips[i]].note_count++;
    }
    uint32_t turn = calls->first;
    for (size_t i = first; i < flow->count; i++) {
        struct strip *strip = &flow->strips[i];
        strip->first_note = turn;
        turn += strip->note_count;
        strip->note_count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        struct strip *strip = &flow->strips[strips[i]];
        turn = strip->first_note + strip->note_count++;
        if (flow->main) {
            notes_take_turn(context, turn, calls->first + (uint32_t)i);
        }
        strips[i] = 0;
    }
}

/* The notes of a cell's lines from first to before end stand on the page of the flow's last strip,
 * and who refers to something in them is led there. */
static void adopt(struct context *context, struct flow *flow, struct calls *calls,
                  const struct laid_cell *laid, size_t first, size_t end) {
    if (laid->flow == NULL || (laid->content == CONTENT_TURNED && (first > 0 || end == 0))) {
        return;
    }
    const struct flow *cell = laid->flow;
    end = laid->content == CONTENT_TURNED ? cell->count : end; /* it stands there whole */
    for (size_t i = first; i < end; i++) {
        const struct strip *line = &cell->strips[i];
        for (uint32_t k = 0; k < line->note_count; k++) {
            note_call(context, calls, line->first_note + k, flow->count - 1);
        }
    }
    flow->depends = flow->depends || cell->depends;
    for (size_t i = 0; i < cell->target_count; i++) {
        const struct target *target = &cell->targets[i];
        bool here = target->strip >= first && (target->strip < end || end == cell->count);
        if (here && target->id != NULL) { /* the cell's blocks may be gone when it is asked for */
            flow_target(context, flow, arena_text(context->arena, target->id), NULL);
            flow->targets[flow->target_count - 1].strip = flow->count - 1;
        }
    }
}

/* The lines of every cell that stand in a slice. */
static void adopt_slice(struct context *context, struct flow *flow, struct calls *calls,
                        const struct slice *slice) {
    const struct laid_row *laid = &slice->row->laid;
    size_t member = 0;
    for (int i = 0; i < laid->count; i++, member++) {
        adopt(context, flow, calls, &laid->cells[i], slice->starts[member],
              (slice + 1)->starts[member]);
    }
    for (const struct open_cell *open = laid->open; open != NULL; open = open->next, member++) {
        adopt(context, flow, calls, &open->laid, slice->starts[member],
              (slice + 1)->starts[member]);
    }
}

/* The lines of every cell that stand in a row. */
static void adopt_row(struct table_state *state, struct context *context, struct flow *flow,
                      struct calls *calls, const struct table_row *record,
                      const struct laid_row *laid) {
    for (int i = 0; i < laid->count; i++) {
        const struct laid_cell *cell = &laid->cells[i];
        struct lines lines = table_lines(cell, table_shift(state, record, cell), 0, record->height,
                                         cell->at.rows == 1);
        adopt(context, flow, calls, cell, lines.first, lines.first + lines.count);
    }
    for (const struct open_cell *open = laid->open; open != NULL; open = open->next) {
        length_t shift = table_shift(state, record - open->began, &open->laid);
        struct lines lines = table_lines(&open->laid, shift, open->above,
                                         open->above + record->height, open->left == 1);
        adopt(context, flow, calls, &open->laid, lines.first, lines.first + lines.count);
    }
}

static bool add_slices(struct table_state *state, struct context *context, struct flow *flow,
                       struct calls *calls, struct table_row *record, int32_t penalty) {
    struct sliced_row *sliced = table_slice(state, context, record);
    if (sliced == NULL) {
        return false;
    }
    length_t above = 0; /* the slices above */
    for (size_t i = 0; i < sliced->count; i++) {
        const struct slice *slice = &sliced->slices[i];
        if (i > 0) {
            size_t left = i < sliced->count - i ? i : sliced->count - i;
            penalty = left == 1 ? PENALTY_EDGE : left == 2 ? PENALTY_LINES : PENALTY_INNER;
            penalty = is_straddled(state, record, &sliced->laid, above) ? PENALTY_NEVER : penalty;
        }
        above += slice->before + slice->height;
        flow_space(flow, slice->before);
        struct strip *strip =
            add_strip(state, context, flow, (enum part)record->part, penalty, slice->height);
        strip->place = table_place_slice;
        strip->content = slice;
        adopt_slice(context, flow, calls, slice);
    }
    return true;
}

static void add_row(struct table_state *state, struct context *context, struct flow *flow,
                    struct calls *calls, struct table_row *record, const struct laid_row *laid,
                    int32_t penalty) {
    struct strip *strip =
        add_strip(state, context, flow, (enum part)record->part, penalty, record->height);
    strip->place = table_place_row;
    strip->content = record;
    if (laid != NULL) {
        adopt_row(state, context, flow, calls, record, laid);
    }
}

bool table_ends_record(const struct table_row *record) {
    return record->index + 1 == record->state->counts[record->part] ||
           (record + 1)->kind == ROW_GROUP;
}

/* A group of rows is better whole, at the price of a tenth of a page left empty. */
static void close_group(const struct table_state *state, struct flow *flow, size_t first,
                        length_t height) {
    if (first == NO_GROUP || state->records || table_is_high(state, height)) {
        return;
    }
    for (size_t i = first + 1; i < flow->count; i++) {
        struct strip *strip = &flow->strips[i];
        strip->penalty = strip->penalty > PENALTY_GROUP ? strip->penalty : PENALTY_GROUP;
    }
}

/* Above a record that goes on, and above a group's rows, its name is said again. */
static const struct repeat *record_repeat(struct table_state *state, const struct table_row *name) {
    struct record_repeat *again = NEW(state->arena, struct record_repeat);
    again->name = name;
    again->repeat = (struct repeat){.height = state->repeat.height + name->height,
                                    .place = table_place_record_repeat,
                                    .content = state};
    return &again->repeat;
}

/* Whether the row belongs together with the next, by a cell or as parts of a record. */
static bool goes_on(const struct table_row *record) {
    return record->tied || (record->state->records && !table_ends_record(record));
}

/* Rows that belong together stay together where they take no more than a third of a page. */
static void close_cluster(const struct table_state *state, struct flow *flow, size_t first,
                          length_t height) {
    if (table_is_high(state, height)) {
        return;
    }
    for (size_t i = first + 1; i < flow->count; i++) {
        flow->strips[i].penalty = PENALTY_NEVER;
    }
}

/* A row of many lines counts for as many rows as have half of them; at a foot, with the table's
 * beginning, it takes more lines than at a head. */
static size_t rows_worth(length_t height, length_t leading, bool begins) {
    bool many = leading > 0 && height >= (begins ? 6 : 4) * leading;
    return many ? (size_t)(height / (2 * leading)) : 1;
}

static bool begins_row(const struct strip *strip) {
    const struct slice *slice = strip->content;
    return strip->place != table_place_slice || slice == slice->row->slices;
}

/* Few rows at the foot of a page, or at the head of the next, are not wanted: one least, and of
 * three it is worth a little. A group's name counts for none. Rows that are cut count as whole. */
static void guard_ends(struct table_state *state, struct flow *flow, size_t first) {
    static const int32_t PENALTIES[] = {PENALTY_LONE, PENALTY_LONE * 6 / 10, PENALTY_LONE / 3};
    enum { GUARDED = sizeof PENALTIES / sizeof PENALTIES[0] };
    const struct table_row *rows = state->rows[PART_BODY];
    size_t count = state->counts[PART_BODY];
    length_t leading = table_style(state, ROW_BODY, NULL)->leading;
    for (size_t end = 0; end < 2; end++) {
        size_t seen = 0, strip = end == 0 ? first : flow->count;
        for (size_t i = 0; i + 1 < count; i++) {
            const struct table_row *row = &rows[end == 0 ? i : count - 1 - i];
            do { /* to where the next row begins, or this one */
                strip += end == 0 ? 1 : (size_t)-1;
            } while (!begins_row(&flow->strips[strip]));
            bool group = row->kind == ROW_GROUP;
            if (group && (end == 0 || seen == 0)) {
                continue;
            }
            seen += group ? 0 : rows_worth(row->height, leading, end == 0 && seen == 0);
            if (seen > GUARDED) {
                break;
            }
            int32_t penalty = PENALTIES[seen - 1]; /* a name goes with its rows */
            struct strip *at = &flow->strips[strip];
            at->penalty = at->penalty > penalty ? at->penalty : penalty;
        }
    }
}

/* A small table is set whole where that is not too dear. */
static void keep_small(const struct table_state *state, struct flow *flow, size_t first) {
    length_t height = 0;
    for (size_t i = first; i < flow->count; i++) {
        height += flow->strips[i].height;
    }
    for (size_t i = first + 1; i < flow->count && height <= state->page_height / 4; i++) {
        struct strip *strip = &flow->strips[i];
        strip->penalty = strip->penalty > PENALTY_SMALL ? strip->penalty : PENALTY_SMALL;
    }
}

length_t table_heads(struct table_state *state, struct context *context) {
    struct context laying = *context;
    struct cursor cursor = {0};
    length_t height = 0;
    laying.arena = spare_take(context);
    laying.measuring = true;
    for (size_t i = 0; i < state->counts[PART_HEAD]; i++) {
        struct table_row *record = &state->rows[PART_HEAD][i];
        record->height = 0;
        cursor_seek(&cursor, state, &laying, PART_HEAD, record->index, true);
        record->height = table_row_height(state, &cursor);
        height += record->height;
    }
    spare_give(context, laying.arena);
    return height;
}

/* Whether no cell of a quick row wraps, as far as is remembered. */
static bool surely_fits(const struct table_state *state, const struct table_row *record) {
    if (record->part != PART_BODY || state->needs == NULL) {
        return false;
    }
    const uint16_t *needs = state->needs + (size_t)record->index * (size_t)state->columns;
    for (int i = 0; i < state->columns; i++) {
        length_t room = state->left[i + 1] - state->left[i] - state->inset[i];
        if (needs[i] == UINT16_MAX || (length_t)needs[i] * NEED_UNIT > room) {
            return false;
        }
    }
    return true;
}

/* Whether the row, laid on its own, is as it will be when it is drawn. */
static bool may_keep(const struct table_state *state, const struct table_row *record) {
    return state->kept != NULL && record->part == PART_BODY && !record->tied &&
           record->cluster == record->index;
}

/* Turned cells are laid when the row's height is known. */
static void keep_row(struct table_state *state, const struct table_row *record,
                     const struct laid_row *laid) {
    bool same = laid->open == NULL;
    for (int i = 0; i < laid->count && same; i++) {
        same = laid->cells[i].content != CONTENT_TURNED;
    }
    if (same) {
        struct laid_row *kept = NEW(state->arena, struct laid_row);
        *kept = *laid;
        state->kept[record->index] = kept;
    }
}

/* Takes the row in hand, laid where it can be kept if it may be. */
static void lay_row(struct table_state *state, struct context *context, struct cursor *cursor,
                    struct table_row *record) {
    record->height = 0; /* turned cells ask for what they need */
    bool keeps = may_keep(state, record);
    struct context keeping = *context;
    keeping.arena = state->arena;
    cursor_seek(cursor, state, keeps ? &keeping : context, (enum part)record->part, record->index,
                true);
    record->height = table_row_height(state, cursor);
    if (keeps) {
        context->note = keeping.note;
        keep_row(state, record, &cursor->laid);
    }
}

void table_rows(struct table_state *state, struct context *context, struct flow *flow,
                enum part part) {
    struct context laying = *context;
    struct cursor cursor = {0};
    struct calls calls = {.first = context->note + 1};
    size_t first = flow->count, cluster = first, tied = first;
    length_t cluster_height = 0, group_height = 0;
    size_t group = NO_GROUP; /* the strip of its name */
    bool keep_whole = table_stays_whole(state, part);
    const struct repeat *name = NULL; /* of the record or the group in hand */
    laying.arena = spare_take(context);
    if (part == PART_BODY && !context->measuring && table_is_small(state)) {
        state->kept = (const struct laid_row **)arena_array(state->arena, state->counts[part],
                                                            sizeof(const struct laid_row *));
    }
    flow_reserve(context, flow, state->counts[part]);
    for (size_t i = 0; i < state->counts[part]; i++) {
        struct table_row *record = &state->rows[part][i];
        const struct laid_row *laid = NULL;
        int32_t penalty = penalty_before(state, record);
        record->note = laying.note;
        if (!record->quick || (state->wrapping && !surely_fits(state, record))) {
            lay_row(state, &laying, &cursor, record);
            context->note = laying.note;
            laid = &cursor.laid;
            if (is_straddled(state, record, laid, 0)) {
                penalty = PENALTY_NEVER;
            }
        }
        if (i == 0 || !goes_on(record - 1)) {
            cluster = flow->count;
            cluster_height = 0;
        }
        if (record->kind == ROW_GROUP) {
            close_group(state, flow, group, group_height);
            group = flow->count;
            group_height = 0;
        }
        cluster_height += record->height;
        group_height += record->height;
        size_t strip = flow->count;
        if (state->records && record->kind == ROW_GROUP && i > 0) {
            flow_space(flow, table_style(state, ROW_BODY, NULL)->leading / 4);
        }
        if (keep_whole || !table_is_high(state, record->height) ||
            !add_slices(state, context, flow, &calls, record, penalty)) {
            add_row(state, context, flow, &calls, record, laid, penalty);
        }
        if (laid != NULL && laid->row.id != NULL) {
            flow_target(context, flow, arena_text(context->arena, laid->row.id), NULL);
            flow->targets[flow->target_count - 1].strip = strip;
        }
        for (; name != NULL && record->kind != ROW_GROUP && strip < flow->count; strip++) {
            flow->strips[strip].repeat = name;
        }
        if (record->kind == ROW_GROUP) {
            name = table_is_high(state, record->height) ? NULL : record_repeat(state, record);
        }
        if (!goes_on(record)) {
            close_cluster(state, flow, cluster, cluster_height);
        }
        if (!record->tied) {
            share_notes(context, flow, &calls, tied);
            calls.first = context->note + 1;
            tied = flow->count;
            cursor_drop(&cursor);
            arena_clear(laying.arena);
        }
    }
    free(calls.strips);
    close_group(state, flow, group, group_height);
    if (part == PART_BODY && !state->records) { /* a record alone is no stray row */
        guard_ends(state, flow, first);
        keep_small(state, flow, first);
    }
    spare_give(context, laying.arena);
}
