/* pages.c: page breaks by least badness over all strips between two forced breaks.
 *
 * The way Knuth and Plass choose lines: the best way to end a page after strip j is the least sum
 * of badness over all strips i from which a page reaches j. A page holds few strips, so the work is
 * linear: the strips times the strips of a page, with eight bytes of memory a strip.
 *
 * A page is bad by what it leaves empty (against its height), less what its spaces can take up
 * (paper->give); by what its spaces must shrink; and by the penalty of the break that ends it. By
 * what it leaves empty, not by the square of it: where two pages before a large picture cannot both
 * be full, the first is to be full and not both a little short. The last page before a forced break
 * may be empty below, but not nearly all of it: a stray line or row alone on a page costs as much
 * as half a page left empty before it.
 *
 * First-fit with a look back at widows was rejected: it cannot spare the next page a stray row by
 * ending this one earlier.
 */
#include "pages.h"

#include <stdlib.h>
#include <string.h>

#include "notes.h"
#include "warnings.h"

enum {
    FULL = 1000,         /* a page's height in parts */
    LAST_LEAST = 350,    /* a last page filled less than this is bad */
    LAST_WEIGHT = 50,    /* (350 - fill)^2 / 50: an all but empty one costs 2450 */
    LAST_SHARED = 850,   /* most of a charge that may be given back to the page before it */
    EMPTY_WEIGHT = 25,   /* in tenths, for each part left empty: half a page costs 1250 */
    SPACES_WEIGHT = 60,  /* spaces stretched or shrunk to the end of their give */
    EARLY = 100,         /* a page that ends though what follows, whole, would have fitted */
    STOPPED_WEIGHT = 15, /* in tenths, for each part left empty that a table's next rows fit in */
    CHEAP = 80,          /* the penalty of a break at which something whole ends */
    SOME_LOADS = 64
};
/* A page that cannot hold even one strip: only where there is no other way. */
static const int64_t OVERFULL = INT64_C(1000000000000);

/* What a page from one strip to another takes. */
struct load {
    length_t height, spaces, notes;
};

/* What pages take that end in one place, by where they begin. */
struct loads {
    length_t falls; /* the space below them, that would stand there on a longer page */
    length_t whole; /* what follows them up to where that may be parted */
    length_t rows;  /* the same, but no more than the table that goes on there */
    bool cuts;      /* a table goes on there */
    struct load *all;
    size_t capacity;
};

/* Choosing: one segment between forced breaks. */
struct work {
    struct context *context;
    const struct flow *flow;
    struct sheets *sheets;
    size_t first, end;     /* of the segment */
    bool opens, closes;    /* a run of pages begins with it, ends with it */
    length_t rooms[2][2];  /* height of a page's text: that of an opening page, a closing one */
    length_t most;         /* the largest of these */
    int64_t *best;         /* of a page that ends before strip first + i */
    uint32_t *from;        /* the strip, from first, that begins that page */
    length_t *whole;       /* from strip first + i to where something whole ends */
    struct loads loads[2]; /* of pages that end in one place; of those before the last */
};

static length_t give_of(const struct work *work, length_t spaces) {
    return spaces * work->context->paper->give / 1000;
}

/* The margins of a page; where it is first and last, the first's count. */
static length_t margin(length_t of_master, bool opens, length_t first, bool closes, length_t last) {
    return opens && first > 0 ? first : closes && last > 0 ? last : of_master;
}

static length_t top_of(const struct master *master, bool opens, bool closes) {
    return margin(master->top, opens, master->own[OWN_FIRST].top, closes,
                  master->own[OWN_LAST].top);
}

static length_t bottom_of(const struct master *master, bool opens, bool closes) {
    return margin(master->bottom, opens, master->own[OWN_FIRST].bottom, closes,
                  master->own[OWN_LAST].bottom);
}

static void set_rooms(struct work *work, const struct master *master) {
    work->most = 0;
    for (int opens = 0; opens < 2; opens++) {
        for (int closes = 0; closes < 2; closes++) {
            length_t room =
                master->height - top_of(master, opens, closes) - bottom_of(master, opens, closes);
            work->rooms[opens][closes] = room;
            work->most = room > work->most ? room : work->most;
        }
    }
}

/* The height of the text of a page from strip i of the segment to before strip j. */
static length_t room_of(const struct work *work, size_t i, size_t j) {
    return work->rooms[work->opens && i == 0][work->closes && work->first + j == work->end];
}

static length_t slack_of(const struct load *load, length_t room) {
    return room - load->height - load->notes;
}

static bool cuts_table(const struct strip *strips, size_t j) {
    const struct block *block = strips[j].block;
    return block != NULL && block->kind == BLOCK_TABLE && strips[j - 1].block == block;
}

/* Of a page that leaves more empty than its spaces take up; else nothing. */
static int64_t empty_cost(const struct work *work, const struct loads *loads,
                          const struct load *load, length_t room) {
    length_t slack = slack_of(load, room), give = give_of(work, load->spaces);
    if (slack <= give) {
        return 0;
    }
    length_t left = slack - give - loads->falls;
    int64_t empty = left > 0 ? left * FULL / room : 0, cost = empty * EMPTY_WEIGHT / 10;
    cost += slack >= loads->whole ? EARLY : 0;
    return cost + (loads->cuts && slack >= loads->rows ? empty * STOPPED_WEIGHT / 10 : 0);
}

/* The charge on the page before the last, of which most is given back: two pages that end at
 * sections are better than one filled to its foot with the beginning of what the other has the rest
 * of. Not where a table goes on over the page's end: who meets an empty foot there takes the table
 * for ended. */
static int64_t shared(int64_t charge) {
    return charge - (charge < LAST_SHARED ? charge : LAST_SHARED) * 9 / 10;
}

static int64_t page_cost(const struct work *work, const struct loads *loads,
                         const struct load *load, length_t room, bool only, bool last,
                         bool single) {
    length_t slack = slack_of(load, room), give = give_of(work, load->spaces);
    if (slack < 0) {
        if (give <= 0 || -slack > give) {
            return single ? OVERFULL - slack : -1;
        }
        int64_t ratio = -slack * 1000 / give;
        return SPACES_WEIGHT * ratio / 1000 * ratio / 1000;
    }
    if (last) {
        int64_t fill = (room - slack) * FULL / room;
        int64_t lack = LAST_LEAST - fill;
        return only || lack <= 0 ? 0 : lack * lack / LAST_WEIGHT;
    }
    if (slack <= give) {
        int64_t ratio = give == 0 ? 0 : slack * 1000 / give;
        return SPACES_WEIGHT * ratio / 1000 * ratio / 1000;
    }
    return SPACES_WEIGHT + empty_cost(work, loads, load, room);
}

/* The best way to end a page before a strip. */
struct choice {
    int64_t sum;
    uint32_t from;   /* the strip that begins it */
    uint32_t before; /* of the last page: the strip that begins the one before */
};

/* What follows before strip j, in a table, up to where the table ends or may be parted. What has
 * notes is never said to fit: their room is not known here. */
static length_t rows_height(const struct work *work, size_t j) {
    const struct strip *strips = work->flow->strips + work->first;
    const struct block *block = strips[j].block;
    size_t count = work->end - work->first;
    length_t height = 0;
    do {
        height += strips[j].before + strips[j].height + (strips[j].note_count > 0 ? work->most : 0);
        j++;
    } while (j < count && strips[j].penalty > CHEAP && height < work->most &&
             (strips[j].block == block || strips[j].penalty == PENALTY_NEVER));
    return height;
}

/* A page that ends before strip j may begin with any of the strips from some first one on. Their
 * loads are added up from the page's end, and written down from there: load k begins at j - 1 - k.
 * Returns how many there are. */
static size_t add_up(struct work *work, size_t j, bool last, struct loads *loads) {
    const struct strip *strips = work->flow->strips + work->first;
    struct load load = {0, 0, 0};
    length_t below = flow_below(work->flow, work->first + j - 1), inside = 0;
    size_t count = 0;
    loads->falls = last ? 0 : strips[j].before;
    loads->whole = work->whole[j];
    loads->cuts = !last && cuts_table(strips, j);
    loads->rows = loads->cuts ? rows_height(work, j) : 0;
    for (size_t i = j; i-- > 0;) {
        const struct strip *strip = &strips[i];
        if (i + 1 < j) {
            inside += strips[i + 1].before;
            load.spaces += strips[i + 1].before;
        }
        inside += strip->height;
        if (strip->note_count > 0) {
            load.notes +=
                notes_height(work->context, strip->first_note, strip->note_count) +
                (load.notes > 0 ? notes_gap(work->context) : notes_separation(work->context));
        }
        length_t over = inside + load.notes - work->most;
        if (over > 0 && over > give_of(work, load.spaces) && i + 1 < j) {
            break; /* and what is longer fits no better */
        }
        load.height = inside + below + (strip->repeat != NULL ? strip->repeat->height : 0);
        if (strip->frame >= 0) {
            load.height += flow_above(work->flow, work->first + i);
        }
        if (count == loads->capacity) {
            loads->capacity = loads->capacity * 2 + SOME_LOADS;
            loads->all = memory_resize(loads->all, loads->capacity, sizeof *loads->all);
        }
        loads->all[count++] = load;
    }
    return count;
}

/* The best page that ends before strip j (from the segment's first). penultimate: as the page
 * before the last. The fullest pages are tried first, for they are the best more often than not,
 * and no page costs less than nothing: what already costs more is not weighed. */
static struct choice choose_page(struct work *work, size_t j, bool penultimate) {
    const struct strip *strips = work->flow->strips + work->first;
    bool last = work->first + j == work->end;
    struct loads *loads = &work->loads[penultimate ? 1 : 0];
    struct choice best = {.sum = INT64_MAX};
    for (size_t k = add_up(work, j, last, loads); k-- > 0;) {
        size_t i = j - 1 - k;
        int32_t penalty = i > 0 ? strips[i].penalty : 0;
        bool sought = last && i > 0 && penalty < PENALTY_NEVER; /* the page before it is */
        struct choice before = {.sum = work->best[i]};
        if ((sought ? 0 : before.sum) + penalty > best.sum) {
            continue;
        }
        const struct load *load = &loads->all[k];
        length_t room = room_of(work, i, j);
        int64_t cost = page_cost(work, loads, load, room, i == 0, last, i + 1 == j);
        if (cost < 0) {
            continue;
        }
        if (penultimate && !loads->cuts) {
            int64_t charge = empty_cost(work, loads, load, room);
            cost += shared(charge) - charge;
        }
        if (sought) {
            before = choose_page(work, i, true);
        }
        int64_t sum = before.sum + cost + penalty;
        if (sum <= best.sum) { /* of pages as good, the shortest */
            best = (struct choice){sum, (uint32_t)i, before.from};
        }
    }
    return best;
}

/* ---- sheets ------------------------------------------------------------------------------- */

static struct sheet *new_sheet(struct sheets *sheets) {
    if (sheets->count == sheets->capacity) {
        sheets->capacity = sheets->capacity * 2 + 64;
        sheets->all = memory_resize(sheets->all, sheets->capacity, sizeof *sheets->all);
    }
    sheets->all[sheets->count] = (struct sheet){0};
    return &sheets->all[sheets->count++];
}

/* Moves place on by as many strips of notes as fit in room, at least one where must. Returns the
 * height they take. */
static length_t fill_notes(const struct context *context, struct note_place *place, uint32_t end,
                           length_t room, bool must) {
    length_t height = 0;
    while (place->turn < end) {
        const struct flow *flow = &notes_get(context, notes_number(context, place->turn))->flow;
        if (place->strip >= flow->count) {
            place->turn++;
            place->strip = 0;
            continue;
        }
        const struct strip *strip = &flow->strips[place->strip];
        length_t before = height == 0 ? 0 : place->strip > 0 ? strip->before : notes_gap(context);
        if (height + before + strip->height > room && !(must && height == 0)) {
            break;
        }
        height += before + strip->height;
        place->strip++;
    }
    return height;
}

static void set_notes(struct work *work, struct sheet *sheet, length_t page, length_t height) {
    struct context *context = work->context;
    uint32_t first = 0, end = 0;
    for (size_t i = 0; i < sheet->count; i++) {
        const struct strip *strip = &work->flow->strips[sheet->first + i];
        if (strip->note_count > 0) {
            first = first == 0 ? strip->first_note : first;
            end = strip->first_note + strip->note_count;
        }
    }
    if (first == 0) {
        return;
    }
    sheet->notes = (struct note_place){first, 0};
    sheet->notes_end = (struct note_place){end, 0};
    length_t room = page - height - notes_separation(context);
    if (notes_height(context, first, end - first) <= room + give_of(work, sheet->spaces)) {
        return;
    }
    /* More notes than the page can hold: they go on, alone, on pages that follow. */
    const struct block *block = work->flow->strips[sheet->first].block;
    layout_warn(
        context, block != NULL ? block->where : (struct where){NULL, 0}, MESSAGE_LAYOUT_NOTE,
        diagnostics_print(context->diagnostics, "%u to %u", (unsigned)first, (unsigned)end - 1));
    struct note_place place = sheet->notes;
    fill_notes(context, &place, end, room, false);
    sheet->notes_end = place;
    while (place.turn < end) {
        struct sheet *more = new_sheet(work->sheets);
        const struct sheet *before = more - 1;
        more->first = before->first + before->count;
        more->notes = place;
        fill_notes(context, &place, end, work->rooms[0][0] - notes_separation(context), true);
        if (place.turn == end) {
            place.strip = 0;
        }
        more->notes_end = place;
    }
}

/* How the page's spaces take up what it leaves empty. */
static void set_sheet(struct work *work, size_t first, size_t count) {
    const struct flow *flow = work->flow;
    size_t index = work->sheets->count;
    struct sheet *sheet = new_sheet(work->sheets);
    sheet->first = first;
    sheet->count = count;
    sheet->opens = work->opens && first == work->first;
    sheet->closes = work->closes && first + count == work->end;
    const struct strip *strips = flow->strips + first;
    length_t height = flow_above(flow, first) + flow_below(flow, first + count - 1) +
                      (strips[0].repeat != NULL ? strips[0].repeat->height : 0);
    length_t notes = 0;
    for (size_t i = 0; i < count; i++) {
        sheet->spaces += i > 0 ? strips[i].before : 0;
        height += strips[i].height + (i > 0 ? strips[i].before : 0);
        if (strips[i].note_count > 0) {
            notes += notes_height(work->context, strips[i].first_note, strips[i].note_count) +
                     (notes > 0 ? notes_gap(work->context) : notes_separation(work->context));
        }
    }
    length_t room = work->rooms[sheet->opens][sheet->closes];
    length_t slack = room - height - notes, give = give_of(work, sheet->spaces);
    bool last = first + count == work->end;
    if ((slack < 0 && -slack <= give) || (slack > 0 && slack <= give && !last)) {
        sheet->slack = slack;
    }
    set_notes(work, sheet, room, height);
    for (size_t i = index; i < work->sheets->count; i++) {
        work->sheets->all[i].master = work->context->master;
    }
}

/* As rows_height, but beyond a table too. */
static void measure_wholes(struct work *work, size_t count) {
    const struct strip *strips = work->flow->strips + work->first;
    work->whole = memory_resize(work->whole, count + 1, sizeof *work->whole);
    work->whole[count] = 0;
    for (size_t i = count; i-- > 0;) {
        bool tied = i + 1 < count && strips[i + 1].penalty > CHEAP;
        work->whole[i] = strips[i].before + strips[i].height + (tied ? work->whole[i + 1] : 0) +
                         (strips[i].note_count > 0 ? work->most : 0);
    }
}

static void choose_segment(struct work *work) {
    size_t count = work->end - work->first;
    measure_wholes(work, count);
    work->best = memory_resize(work->best, count + 1, sizeof *work->best);
    work->from = memory_resize(work->from, count + 1, sizeof *work->from);
    work->best[0] = 0;
    for (size_t j = 1; j <= count; j++) {
        struct choice best = choose_page(work, j, false);
        work->best[j] = best.sum;
        work->from[j] = best.from;
        if (j == count && best.from > 0 &&
            work->flow->strips[work->first + best.from].penalty < PENALTY_NEVER) {
            work->from[best.from] = best.before;
        }
    }
    /* The chain runs from the end; turned round it is the pages. */
    size_t pages = 0;
    for (size_t j = count; j > 0; j = work->from[j]) {
        pages++;
    }
    size_t *ends = memory_array(pages, sizeof *ends);
    for (size_t j = count, k = pages; j > 0; j = work->from[j]) {
        ends[--k] = j;
    }
    for (size_t k = 0; k < pages; k++) {
        size_t begin = k > 0 ? ends[k - 1] : 0;
        set_sheet(work, work->first + begin, ends[k] - begin);
    }
    free(ends);
}

/* Numbers the sheets: each numbering counts for itself. What holds no strips goes with the page
 * before it. */
static void number_sheets(const struct flow *flow, struct sheets *sheets) {
    int32_t *counts = memory_array(flow->numbering_count + 1, sizeof *counts);
    size_t sequence = 0;
    for (size_t i = 0; i < sheets->count; i++) {
        struct sheet *sheet = &sheets->all[i];
        while (sequence + 1 < flow->sequence_count &&
               flow->sequences[sequence + 1].strip <= sheet->first && sheet->count > 0) {
            sequence++;
        }
        sheet->numbering = flow->sequences[sequence].numbering;
        sheet->number = ++counts[sheet->numbering];
    }
    free(counts);
}

/* The run that a segment stands in, and whether it is the first or the last of it. */
static void set_run(struct work *work, size_t sequence) {
    const struct flow *flow = work->flow;
    const struct sequence *own = &flow->sequences[sequence];
    work->opens = work->first == own->strip;
    for (size_t i = sequence; i-- > 0 && work->opens;) {
        work->opens = flow->sequences[i].run != own->run;
    }
    size_t next = sequence + 1;
    work->closes =
        work->end == (next < flow->sequence_count ? flow->sequences[next].strip : flow->count);
    for (size_t i = next; i < flow->sequence_count && work->closes; i++) {
        work->closes =
            flow->sequences[i].run != own->run || flow->sequences[i].strip == flow->count;
    }
}

/* An empty page before strip, as the page before it is otherwise. */
static void leave_blank(struct sheets *sheets, size_t strip) {
    struct sheet *blank = new_sheet(sheets);
    blank->first = strip;
    blank->master = sheets->all[sheets->count - 2].master;
    blank->blank = true;
}

/* An empty page, where what follows begins on a right-hand one, or on a left-hand one to face its
 * other part. */
static void turn_over(const struct context *context, const struct sequence *sequence,
                      struct sheets *sheets) {
    bool left = sheets->count % 2 == 1; /* the next would be */
    bool wrong = sequence->parts > 0 ? !left && sheets->count > 0 : sequence->right && left;
    if (wrong && context->paper->duplex) {
        leave_blank(sheets, sequence->strip);
    }
}

/* Each sheet from index on that has facing strips becomes as many as there are parts; what notes
 * there are stand with the first. Where there are left and right pages each of these begins on the
 * left, after an empty page if their number is odd: a row is read across an opening, and one that
 * began on the right would have to be followed over the leaf. */
static void face_sheets(const struct context *context, struct sheets *sheets, size_t index,
                        int parts) {
    size_t count = sheets->count - index;
    struct sheet *chosen = memory_array(count, sizeof *chosen);
    memcpy(chosen, sheets->all + index, count * sizeof *chosen);
    sheets->count = index;
    for (size_t i = 0; i < count; i++) {
        bool right = sheets->count % 2 == 0;
        if (context->paper->duplex && i > 0 && chosen[i].count > 0 && right) {
            leave_blank(sheets, chosen[i].first);
        }
        for (int part = 0; part < (chosen[i].count > 0 ? parts : 1); part++) {
            struct sheet *sheet = new_sheet(sheets);
            *sheet = chosen[i];
            sheet->part = part;
            if (part > 0) {
                sheet->notes = sheet->notes_end = (struct note_place){0, 0};
            }
        }
    }
    free(chosen);
}

void pages_choose(struct context *context, const struct flow *flow, struct sheets *sheets) {
    struct work work = {.context = context, .flow = flow, .sheets = sheets};
    const struct master *outer = context->master;
    sheets->count = 0;
    size_t sequence = 0;
    for (size_t first = 0; first < flow->count;) {
        while (sequence + 1 < flow->sequence_count &&
               flow->sequences[sequence + 1].strip <= first) {
            sequence++;
        }
        size_t end = first + 1;
        while (end < flow->count && flow->strips[end].penalty != PENALTY_FORCED) {
            end++;
        }
        context->master = flow->sequences[sequence].master;
        work.first = first;
        work.end = end;
        set_rooms(&work, context->master);
        set_run(&work, sequence);
        if (first == flow->sequences[sequence].strip) {
            turn_over(context, &flow->sequences[sequence], sheets);
        }
        size_t index = sheets->count;
        choose_segment(&work);
        if (flow->sequences[sequence].parts > 1) {
            face_sheets(context, sheets, index, flow->sequences[sequence].parts);
        }
        first = end;
    }
    if (sheets->count == 0) { /* an empty paper is one empty page */
        struct sheet *only = new_sheet(sheets);
        only->master = flow->sequences[0].master;
        only->opens = only->closes = true;
    }
    number_sheets(flow, sheets);
    context->master = outer;
    free(work.best);
    free(work.whole);
    free(work.from);
    free(work.loads[0].all);
    free(work.loads[1].all);
}

/* ---- the same again ------------------------------------------------------------------------ */

static bool strips_alike(const struct strip *a, const struct strip *b) {
    return a->height == b->height && a->before == b->before && a->penalty == b->penalty &&
           a->frame == b->frame && a->note_count == b->note_count &&
           a->first_note == b->first_note && a->block == b->block && a->facing == b->facing &&
           (a->repeat == b->repeat ||
            (a->repeat != NULL && b->repeat != NULL && a->repeat->height == b->repeat->height));
}

static bool sequences_alike(const struct sequence *a, const struct sequence *b) {
    return a->strip == b->strip && a->master == b->master && a->numbering == b->numbering &&
           a->run == b->run && a->right == b->right && a->parts == b->parts;
}

bool pages_alike(const struct flow *flow, const struct flow *other) {
    if (flow->count != other->count || flow->frame_count != other->frame_count ||
        flow->sequence_count != other->sequence_count ||
        flow->numbering_count != other->numbering_count) {
        return false;
    }
    for (size_t i = 0; i < flow->sequence_count; i++) {
        if (!sequences_alike(&flow->sequences[i], &other->sequences[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < flow->frame_count; i++) {
        const struct frame *a = &flow->frames[i], *b = &other->frames[i];
        if (a->top != b->top || a->bottom != b->bottom || a->parent != b->parent) {
            return false;
        }
    }
    for (size_t i = 0; i < flow->count; i++) {
        if (!strips_alike(&flow->strips[i], &other->strips[i])) {
            return false;
        }
    }
    return true;
}

/* ---- where things stand -------------------------------------------------------------------- */

length_t sheet_top(const struct sheet *sheet) {
    return top_of(sheet->master, sheet->opens, sheet->closes);
}

length_t sheet_bottom(const struct sheet *sheet) {
    return bottom_of(sheet->master, sheet->opens, sheet->closes);
}

void pages_places(const struct flow *flow, const struct sheet *sheet, length_t *y) {
    if (sheet->count == 0) {
        return;
    }
    const struct strip *strips = flow->strips + sheet->first;
    length_t at = sheet_top(sheet) + flow_above(flow, sheet->first) +
                  (strips[0].repeat != NULL ? strips[0].repeat->height : 0);
    length_t spaces = 0;
    for (size_t i = 0; i < sheet->count; i++) {
        if (i > 0) {
            at += strips[i].before;
            spaces += strips[i].before;
        }
        /* the share of all spaces so far, so that nothing is lost to rounding */
        y[i] = at + (sheet->spaces > 0 ? sheet->slack * spaces / sheet->spaces : 0);
        at += strips[i].height;
    }
}

length_t pages_notes_height(const struct context *context, const struct sheet *sheet) {
    length_t height = 0;
    for (uint32_t turn = sheet->notes.turn; turn <= sheet->notes_end.turn; turn++) {
        if (turn == 0 || (turn == sheet->notes_end.turn && sheet->notes_end.strip == 0)) {
            break;
        }
        const struct flow *flow = &notes_get(context, notes_number(context, turn))->flow;
        size_t first = turn == sheet->notes.turn ? sheet->notes.strip : 0;
        size_t end = turn == sheet->notes_end.turn ? sheet->notes_end.strip : flow->count;
        height += turn > sheet->notes.turn ? notes_gap(context) : 0;
        for (size_t i = first; i < end; i++) {
            height += flow->strips[i].height + (i > first ? flow->strips[i].before : 0);
        }
    }
    return height;
}
