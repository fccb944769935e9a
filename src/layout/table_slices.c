/* table_slices.c: rows that stand on more than one page.
 *
 * A row is cut between lines, and its cells are kept in step: a slice has the next line of every
 * cell, or as many lines as have room beside the tallest of these. Where all cells have one leading
 * each slice is one line, and the row looks as if it were whole.
 *
 * A cell that reaches down over rows keeps its lines where they would stand if there were no pages:
 * each row draws those that begin in it, and a boundary that a line stands across is no place for a
 * page break.
 */
#include "table_state.h"

#include <string.h>

static size_t line_count(const struct laid_cell *laid) {
    switch (laid->content) {
    case CONTENT_NONE:
        return 0;
    case CONTENT_FLOW:
        return laid->flow->count;
    default:
        return 1;
    }
}

static length_t line_before(const struct laid_cell *laid, size_t line) {
    return laid->content == CONTENT_FLOW && line > 0 ? laid->flow->strips[line].before : 0;
}

static length_t line_height(const struct laid_cell *laid, size_t line) {
    return laid->content == CONTENT_FLOW ? laid->flow->strips[line].height : laid->height;
}

/* What the frames around a line need when a piece begins or ends with it. */
static length_t frame_above(const struct laid_cell *laid, size_t line) {
    return laid->content == CONTENT_FLOW ? flow_above(laid->flow, line) : 0;
}

static length_t frame_below(const struct laid_cell *laid, size_t line) {
    return laid->content == CONTENT_FLOW ? flow_below(laid->flow, line) : 0;
}

struct lines table_lines(const struct laid_cell *laid, length_t shift, length_t from, length_t to,
                         bool rest) {
    struct lines lines = {0};
    size_t count = line_count(laid);
    length_t y = shift;
    for (size_t i = 0; i < count; i++) {
        length_t top = y + (i == 0 ? frame_above(laid, 0) : line_before(laid, i));
        if (top >= from && (rest || top < to)) {
            if (lines.count++ == 0) {
                lines.first = i;
                lines.top = top - frame_above(laid, i) - from;
            }
        }
        y = top + line_height(laid, i);
    }
    return lines;
}

/* How far a line that begins above y reaches below it. */
static length_t overhang(const struct laid_cell *laid, length_t shift, length_t y) {
    size_t count = line_count(laid);
    length_t top = shift;
    for (size_t i = 0; i < count; i++) {
        top += i == 0 ? frame_above(laid, 0) : line_before(laid, i);
        length_t bottom = top + line_height(laid, i);
        if (top < y && y < bottom) {
            return bottom - y;
        }
        top = bottom;
    }
    return 0;
}

bool table_straddles(const struct laid_cell *laid, length_t shift, length_t y) {
    return overhang(laid, shift, y) > 0;
}

/* A cell on its way through the slices. */
struct member {
    const struct laid_cell *laid;
    size_t next, end;
};

static size_t find_members(const struct table_state *state, const struct sliced_row *sliced,
                           struct member *members) {
    size_t count = 0;
    length_t height = sliced->record->height;
    for (int i = 0; i < sliced->laid.count; i++) {
        const struct laid_cell *laid = &sliced->laid.cells[i];
        struct member *member = &members[count++];
        *member = (struct member){.laid = laid, .end = line_count(laid)};
        if (laid->at.rows > 1) {
            length_t shift = table_shift(state, sliced->record, laid);
            member->end = table_lines(laid, shift, 0, height, false).count;
        }
    }
    for (const struct open_cell *open = sliced->laid.open; open != NULL; open = open->next) {
        length_t shift = table_shift(state, sliced->record - open->began, &open->laid);
        struct lines lines =
            table_lines(&open->laid, shift, open->above, open->above + height, open->left == 1);
        members[count++] = (struct member){
            .laid = &open->laid, .next = lines.first, .end = lines.first + lines.count};
    }
    return count;
}

/* Takes as many lines as stand in room. */
static void advance(struct member *member, length_t room) {
    length_t height = 0;
    for (size_t first = member->next; member->next < member->end; member->next++) {
        size_t line = member->next;
        height += line == first ? frame_above(member->laid, line) : line_before(member->laid, line);
        height += line_height(member->laid, line);
        if (height + frame_below(member->laid, line) > room) {
            return;
        }
    }
}

static void record_starts(uint32_t *starts, const struct member *members, size_t count) {
    for (size_t i = 0; i < count; i++) {
        starts[i] = (uint32_t)members[i].next;
    }
}

static bool cut(struct sliced_row *sliced, struct member *members, struct slice *slice,
                const uint32_t *starts) {
    length_t room = 0, before = 0;
    bool any = false;
    for (size_t i = 0; i < sliced->members; i++) {
        const struct member *member = &members[i];
        if (member->next < member->end) {
            any = true;
            length_t height = frame_above(member->laid, member->next) +
                              line_height(member->laid, member->next) +
                              frame_below(member->laid, member->next);
            room = height > room ? height : room;
            length_t space = line_before(member->laid, member->next);
            before = space > before ? space : before;
        }
    }
    if (!any) {
        return false;
    }
    *slice = (struct slice){.row = sliced, .starts = starts, .before = before, .height = room};
    for (size_t i = 0; i < sliced->members; i++) {
        advance(&members[i], room);
    }
    return true;
}

/* The padding of the row's cells above its first slice and below its last, with the rule; and what
 * a cell from above needs of the row beyond its own lines: above the first slice where a line of it
 * reaches into the row. */
static void pad(const struct table_state *state, struct sliced_row *sliced) {
    length_t padding = 0;
    for (int i = 0; i < sliced->laid.count; i++) {
        length_t own = sliced->laid.cells[i].style->padding;
        padding = own > padding ? own : padding;
    }
    struct slice *last = &sliced->slices[sliced->count - 1];
    length_t above = padding;
    for (const struct open_cell *open = sliced->laid.open; open != NULL; open = open->next) {
        length_t shift = table_shift(state, sliced->record - open->began, &open->laid);
        length_t reaches = overhang(&open->laid, shift, open->above);
        above = reaches > above ? reaches : above;
    }
    sliced->slices[0].before = 0;
    sliced->slices[0].shift = above;
    sliced->slices[0].height += above;
    last->height += padding + state->table->rule;
    length_t rest = sliced->record->height;
    for (size_t i = 0; i < sliced->count; i++) {
        rest -= sliced->slices[i].before + sliced->slices[i].height;
    }
    last->height += rest > 0 ? rest : 0;
}

struct sliced_row *table_slice(struct table_state *state, struct context *context,
                               struct table_row *record) {
    struct context kept = *context;
    struct cursor cursor = {0};
    kept.arena = state->arena;
    kept.note = record->note;
    cursor_seek(&cursor, state, &kept, (enum part)record->part, record->index, true);
    struct sliced_row *sliced = NEW(state->arena, struct sliced_row);
    sliced->record = record;
    sliced->laid = cursor.laid;
    size_t most = 0, lines = 1;
    for (int i = 0; i < cursor.laid.count; i++, most++) {
        lines += line_count(&cursor.laid.cells[i]);
    }
    for (const struct open_cell *open = cursor.laid.open; open != NULL; open = open->next, most++) {
        lines += line_count(&open->laid);
    }
    struct member *members = NEWS(state->arena, most, struct member);
    sliced->members = find_members(state, sliced, members);
    sliced->slices = NEWS(state->arena, lines, struct slice);
    uint32_t *starts = NEWS(state->arena, most, uint32_t);
    record_starts(starts, members, most);
    while (cut(sliced, members, &sliced->slices[sliced->count], starts)) {
        sliced->count++;
        starts = NEWS(state->arena, most, uint32_t);
        record_starts(starts, members, most);
    }
    if (sliced->count < 2) {
        return NULL;
    }
    sliced->slices[sliced->count] = (struct slice){.row = sliced, .starts = starts}; /* the ends */
    pad(state, sliced);
    return sliced;
}
