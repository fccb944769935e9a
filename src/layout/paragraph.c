/* paragraph.c: inlines become lines, and lines strips.
 *
 * Most of what is set fits on one line (cells, headings, captions): that is seen from its words'
 * widths alone, before break opportunities are asked for. What does not fit is broken by total fit,
 * first without hyphens; with hyphens where the style allows them and a line came out bad; and
 * where a word is wider than its line, with hyphens whatever the style says, and in the end
 * anywhere. Headings are then balanced; Knuth and Plass's own \looseness cannot ask for that, since
 * it leaves the last line out of account.
 */
#include "paragraph.h"

#include <string.h>

#include "breaking.h"
#include "notes.h"

/* Lines as bad as this are worth hyphens; and one wider than its room. */
enum { BADNESS_GOOD = 400, BADNESS_WIDE = 1000000 };

static void *copy(struct arena *arena, const void *things, size_t count, size_t size) {
    if (count == 0) {
        return NULL;
    }
    void *copied = arena_array(arena, count, size);
    memcpy(copied, things, count * size);
    return copied;
}

/* Whether the piece ends with one of signs. */
static bool ends_with(const struct workspace *workspace, const struct piece *piece,
                      const char *signs) {
    size_t end = piece->at + piece->bytes;
    while (end > piece->at && workspace->prose.text[end - 1] == ' ') {
        end--;
    }
    return end > piece->at && strchr(signs, workspace->prose.text[end - 1]) != NULL;
}

/* The width of the first of two lines where one of signs stands before the break and the longer
 * line is no wider than most; 0 where there is none. Of several, that with the lines most alike. */
static length_t clause_width(const struct workspace *workspace, length_t most, const char *signs) {
    length_t all = pieces_width(workspace), before = 0, found = 0;
    for (size_t i = workspace->lead; i + 1 < workspace->piece_count; i++) {
        const struct piece *piece = &workspace->pieces[i];
        length_t first = before + piece->width, second = all - first - piece->space;
        length_t longer = first > second ? first : second;
        before += piece->width + piece->space;
        if (piece->chance != CHANCE_NONE && longer <= most && ends_with(workspace, piece, signs)) {
            most = longer - 1;
            found = first;
        }
    }
    return found;
}

/* Breaks anew to the least width that needs no more lines: a heading's lines come out alike, and
 * none of one word. Two lines may be parted at the end of a clause though the longer is then longer
 * by three tenths, and at a colon by half: what follows that is best said in one breath. */
static void balance_lines(struct context *context, const struct measure *measure) {
    size_t count = context->workspace->line_count;
    length_t low = pieces_widest(context->workspace) - 1, high = measure->rest;
    struct measure least = *measure;
    while (high - low > measure->em / 8) { /* high does, low does not or is not known to */
        least.first = least.rest = low + (high - low) / 2;
        int64_t worst = lines_break(context, &least);
        bool does = worst < BADNESS_WIDE && context->workspace->line_count <= count;
        *(does ? &high : &low) = least.rest;
    }
    least.first = least.rest = high;
    length_t most = high * 3 / 2 < measure->rest ? high * 3 / 2 : measure->rest;
    length_t clause = count == 2 ? clause_width(context->workspace, most, ":;") : 0;
    if (count == 2 && clause == 0) {
        most = high * 13 / 10 < measure->rest ? high * 13 / 10 : measure->rest;
        clause = clause_width(context->workspace, most, ",");
    }
    if (clause > 0) {
        least.first = clause;
        least.rest = measure->rest;
    }
    lines_break(context, &least);
}

/* Breaks the workspace's prose into its lines. */
static void break_lines(struct context *context, const struct setting_out *out,
                        const struct measure *measure) {
    struct workspace *workspace = context->workspace;
    const struct prose *prose = &workspace->prose;
    length_t narrow = measure->first < measure->rest ? measure->first : measure->rest;
    pieces_cut(context, CUT_WORDS, 0, false);
    bool forced = prose->length > 0 && memchr(prose->text, '\n', prose->length) != NULL;
    if (!forced && pieces_width(workspace) <= measure->first) {
        lines_single(workspace);
        return;
    }
    pieces_break(context, measure->hanging);
    bool fits = pieces_widest(workspace) <= narrow;
    if (fits && (lines_break(context, measure) <= BADNESS_GOOD || !out->style->hyphenate)) {
        if (out->balanced && !forced && measure->first == measure->rest) {
            balance_lines(context, measure);
        }
        return;
    }
    pieces_cut(context, CUT_HYPHENS, fits ? 0 : narrow, measure->hanging);
    lines_break(context, measure);
}

/* Copies the prose and its pieces out of the workspace. */
static struct paragraph *keep(struct context *context) {
    struct workspace *workspace = context->workspace;
    const struct prose *prose = &workspace->prose;
    struct arena *arena = context->arena;
    struct paragraph *paragraph = NEW(arena, struct paragraph);
    paragraph->pieces =
        copy(arena, workspace->pieces, workspace->piece_count, sizeof(struct piece));
    paragraph->stretches =
        copy(arena, prose->stretches, prose->stretch_count, sizeof(struct stretch));
    if (prose_is_mixed(prose)) {
        paragraph->inners = copy(arena, prose->inners, prose->inner_count, sizeof(struct inner));
    }
    paragraph->links = copy(arena, prose->links, prose->link_count, sizeof(struct link));
    paragraph->from_right = prose->from_right;
    paragraph->text = prose->turns ? arena_text(arena, prose->text) : NULL;
    paragraph->lead = (uint32_t)workspace->lead;
    paragraph->line_count = (uint32_t)workspace->line_count;
    return paragraph;
}

/* How many spaces of the line can be widened. */
static length_t count_spaces(const struct workspace *workspace, const struct set_line *set) {
    length_t count = 0;
    for (uint32_t i = 0; i + 1 < set->count; i++) {
        count += workspace->pieces[set->first + i].space > 0;
    }
    return count;
}

/* Where the line begins and how its spaces are widened. */
static void align_line(const struct context *context, const struct setting_out *out,
                       const struct set_line *set, length_t room, struct line *line) {
    length_t slack = room - set->width;
    enum align align = out->align;
    if (align == ALIGN_START && context->workspace->prose.from_right) {
        align = ALIGN_END;
    }
    switch (align) {
    case ALIGN_END:
    case ALIGN_DECIMAL:
        line->x += slack;
        break;
    case ALIGN_CENTRE:
        line->x += slack / 2;
        break;
    case ALIGN_JUSTIFY: {
        length_t spaces = count_spaces(context->workspace, set);
        if (spaces > 0 && (!set->ends || slack < 0)) {
            line->word_space = slack / spaces;
        }
        line->x -= context->workspace->pieces[set->first].hang_start;
        break;
    }
    case ALIGN_START:
        break;
    }
    if (slack < 0 && align != ALIGN_JUSTIFY) {
        line->x -= align == ALIGN_START ? 0 : align == ALIGN_CENTRE ? slack / 2 : slack;
    }
}

/* The notes whose marks stand on the line belong on its page. */
static void give_notes(const struct workspace *workspace, const struct set_line *set,
                       struct strip *strip) {
    for (uint32_t i = 0; i < set->count; i++) {
        const struct piece *piece = &workspace->pieces[set->first + i];
        uint32_t note = workspace->prose.stretches[piece->stretch].note;
        if (note == 0) {
            continue;
        }
        if (strip->note_count == 0) {
            strip->first_note = note;
        }
        strip->note_count = note - strip->first_note + 1;
    }
}

static int32_t line_penalty(const struct style *style, size_t index, size_t count) {
    if (index == 0) {
        return PENALTY_FREE;
    }
    if (style->keep_together) {
        return PENALTY_NEVER;
    }
    size_t orphans = style->orphans > 0 ? (size_t)style->orphans : 1;
    size_t widows = style->widows > 0 ? (size_t)style->widows : 1;
    return index < orphans || count - index < widows ? PENALTY_STRAY : PENALTY_LINE;
}

static struct line *add_lines(struct context *context, struct flow *flow,
                              const struct setting_out *out, const struct measure *measure,
                              struct paragraph *paragraph) {
    struct workspace *workspace = context->workspace;
    struct line *lines = NEWS(context->arena, workspace->line_count, struct line);
    for (size_t i = 0; i < workspace->line_count; i++) {
        const struct set_line *set = &workspace->lines[i];
        lines[i] = (struct line){.paragraph = paragraph,
                                 .index = (uint32_t)i,
                                 .first = set->first,
                                 .count = set->count,
                                 .x = out->style->indent_start,
                                 .hyphen = set->hyphen};
        length_t shift = out->number != NULL ? out->number_width
                         : i == 0            ? out->style->indent_first
                                             : 0;
        lines[i].x += shift;
        align_line(context, out, set, i == 0 ? measure->first : measure->rest, &lines[i]);
        flow_penalty(flow, line_penalty(out->style, i, workspace->line_count));
        struct strip *strip = flow_strip(context, flow);
        strip->height = paragraph->leading;
        strip->place = line_place;
        strip->content = &lines[i];
        give_notes(workspace, set, strip);
    }
    return lines;
}

/* ---- paragraphs of earlier rounds --------------------------------------------------------- */

/* A layout goes over the same blocks in rounds (layout.c). A paragraph of the main flow that says
 * nothing of pages, and has no notes or links, comes out as it did. */
struct settled {
    struct setting_out out;
    struct line *lines;
    size_t count;
};

/* By the address of their inlines, which are the paper's. */
struct paragraphs {
    struct settled *slots;
    size_t capacity, count;
};

enum { SETTLED_FIRST = 128 };

static struct settled *settled_slot(const struct paragraphs *all, const struct inline_ *inlines) {
    size_t slot = (size_t)(((uintptr_t)inlines >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 32);
    for (slot &= all->capacity - 1;
         all->slots[slot].out.inlines != NULL && all->slots[slot].out.inlines != inlines;) {
        slot = (slot + 1) & (all->capacity - 1);
    }
    return &all->slots[slot];
}

static bool same_setting(const struct setting_out *a, const struct setting_out *b) {
    return a->inlines == b->inlines && a->number == b->number &&
           a->number_width == b->number_width && a->style == b->style && a->align == b->align &&
           a->width == b->width && a->lang == b->lang;
}

/* What a paragraph of the paper's own came to before, or NULL. */
static const struct settled *find_settled(const struct context *context, const struct flow *flow,
                                          const struct setting_out *out) {
    if (context->paragraphs == NULL || !flow->main || !out->element || out->inlines == NULL) {
        return NULL;
    }
    const struct settled *settled = settled_slot(context->paragraphs, out->inlines);
    return same_setting(&settled->out, out) ? settled : NULL;
}

static void add_settled(struct context *context, struct flow *flow, const struct settled *settled) {
    const struct style *style = settled->out.style;
    for (size_t i = 0; i < settled->count; i++) {
        flow_penalty(flow, line_penalty(style, i, settled->count));
        struct strip *strip = flow_strip(context, flow);
        strip->height = settled->lines[i].paragraph->leading;
        strip->place = line_place;
        strip->content = &settled->lines[i];
    }
}

static void keep_settled(struct context *context, const struct flow *flow,
                         const struct setting_out *out, struct line *lines) {
    const struct prose *prose = &context->workspace->prose;
    if (!flow->main || !out->element || out->inlines == NULL || prose->depends ||
        prose->link_count > 0 || lines->paragraph->note_count > 0) {
        return;
    }
    struct paragraphs *all = context->paragraphs;
    if (all == NULL) {
        all = context->paragraphs = NEW(context->arena, struct paragraphs);
        all->capacity = SETTLED_FIRST;
        all->slots = NEWS(context->arena, all->capacity, struct settled);
    }
    if (all->count * 2 >= all->capacity) {
        struct paragraphs larger = {.capacity = all->capacity * 2, .count = all->count};
        larger.slots = NEWS(context->arena, larger.capacity, struct settled);
        for (size_t i = 0; i < all->capacity; i++) {
            if (all->slots[i].out.inlines != NULL) {
                *settled_slot(&larger, all->slots[i].out.inlines) = all->slots[i];
            }
        }
        *all = larger;
    }
    struct settled *settled = settled_slot(all, out->inlines);
    all->count += settled->out.inlines == NULL;
    *settled =
        (struct settled){.out = *out, .lines = lines, .count = context->workspace->line_count};
}

/* ---- setting ------------------------------------------------------------------------------ */

void paragraph_add(struct context *context, struct flow *flow, const struct setting_out *given) {
    const struct settled *settled = find_settled(context, flow, given);
    if (settled != NULL) {
        add_settled(context, flow, settled);
        return;
    }
    struct workspace *workspace = context->workspace;
    struct setting_out out = *given;
    const struct style *style = out.style;
    uint32_t notes = context->note;
    prose_set(context, &workspace->prose, out.number, out.inlines, style, out.lang, out.running);
    flow->depends = flow->depends || workspace->prose.depends;
    length_t room = out.width - style->indent_start - style->indent_end;
    if (out.number != NULL) {
        pieces_cut(context, CUT_WORDS, 0, false);
        length_t width = 0;
        for (size_t i = 0; i < workspace->lead; i++) {
            width += workspace->pieces[i].width + workspace->pieces[i].space;
        }
        length_t need = width + style->size / 2;
        out.number_width = need > out.number_width ? need : out.number_width;
        room -= out.number_width;
    }
    struct measure measure = {.first = room - (out.number != NULL ? 0 : style->indent_first),
                              .rest = room,
                              .em = style->size,
                              .justified = out.align == ALIGN_JUSTIFY,
                              .hanging = out.align == ALIGN_JUSTIFY && flow->main};
    measure.first = measure.first < 1 ? 1 : measure.first;
    measure.rest = measure.rest < 1 ? 1 : measure.rest;
    break_lines(context, &out, &measure);
    if (workspace->line_count == 0) {
        return;
    }
    struct paragraph *paragraph = keep(context);
    const struct typeface *face =
        text_typeface(context->text, style->family, style->bold, style->italic);
    struct font_metrics metrics = text_metrics(face);
    length_t ascent = metrics.ascent * style->size / metrics.units_per_em;
    length_t descent = metrics.descent * style->size / metrics.units_per_em;
    paragraph->leading = style->leading;
    paragraph->baseline = (style->leading + ascent - descent) / 2;
    paragraph->lead_x = style->indent_start;
    paragraph->first_note = notes + 1;
    paragraph->note_count = context->note - notes;
    paragraph->notes_beside = out.element;
    struct line *lines = add_lines(context, flow, &out, &measure, paragraph);
    keep_settled(context, flow, given, lines);
    flow->depends = notes_lay(context) || flow->depends;
}

const struct line *strip_line(const struct strip *strip) {
    return strip->place == line_place ? strip->content : NULL;
}

length_t paragraph_width(const struct flow *flow) {
    length_t widest = 0;
    for (size_t i = 0; i < flow->count; i++) {
        const struct line *line = strip_line(&flow->strips[i]);
        length_t width = line == NULL ? 0 : line_width(line);
        widest = width > widest ? width : widest;
    }
    return widest;
}
