/* running.c: heads, feet, markings and watermarks: what every page has again, and so is an
 * artifact.
 *
 * In the margin above, from the edge down: the security marking, the running head, its rule; below
 * the same mirrored. They stand at fixed parts of the margin, so they are at one height on all
 * pages of a master.
 *
 * A head has as many lines as there is room for below the marking. A longer one is a section's long
 * name as a rule: of it only the first words are set, with three dots. Rejected: smaller type,
 * which large print does not allow.
 */
#include "making.h"

#include <stdio.h>
#include <string.h>

#include "paragraph.h"
#include "references.h"

/* In hundredths of the margin, from the page's edge: where the head ends, and the marking. */
enum { HEAD_ENDS = 66, MARKING_ENDS = 34, RULE_GAP = 30 };

static const struct style PLAIN = {.name = "running",
                                   .size = POINTS(9),
                                   .leading = POINTS(12),
                                   .colour = {64, 64, 64},
                                   .orphans = 1,
                                   .widows = 1};

/* What a margin holds: above is true for the head. */
struct margin {
    struct placing *placing;
    struct context *context;
    const struct style *style;
    length_t left, width, edge; /* edge: y where it ends (head) or begins (foot) */
    length_t room;              /* from there to what stands nearer the paper's edge */
    length_t beyond;            /* the marking's own, from its edge to the paper's */
    bool above;
    const struct running_words *words;
};

static length_t natural_width(const struct margin *margin, const struct inline_ *inlines) {
    struct flow flow = {0};
    const struct setting_out out = {.inlines = inlines,
                                    .style = margin->style,
                                    .width = INT32_MAX,
                                    .lang = margin->context->paper->lang,
                                    .running = margin->words};
    paragraph_add(margin->context, &flow, &out);
    return paragraph_width(&flow);
}

static struct flow lay_part(const struct margin *margin, const struct running_words *words,
                            const struct inline_ *inlines, length_t width, enum align align) {
    struct flow flow = {0};
    const struct setting_out out = {.inlines = inlines,
                                    .style = margin->style,
                                    .align = align,
                                    .width = width,
                                    .lang = margin->context->paper->lang,
                                    .running = words};
    paragraph_add(margin->context, &flow, &out);
    return flow;
}

/* Without the last of these words, "\u2026" in its place; false where one alone is left. */
static bool drop_word(char *words, size_t capacity) {
    static const char dots[] = "\u2026";
    char *last = strrchr(words, ' ');
    if (last == NULL) {
        return false;
    }
    while (last > words && strchr(" ,;:.", last[-1]) != NULL) {
        last--;
    }
    snprintf(last, capacity - (size_t)(last - words), "%s", dots);
    return true;
}

/* The part in most lines: of the section's name as many words as fit. */
static struct flow lay_within(const struct margin *margin, const struct inline_ *inlines,
                              length_t width, enum align align, size_t most) {
    struct flow flow = lay_part(margin, margin->words, inlines, width, align);
    const char *section = margin->words->section;
    size_t capacity = section == NULL ? 0 : strlen(section) + sizeof "\u2026";
    if (flow.count <= most || capacity == 0) {
        return flow;
    }
    char *words = arena_take(margin->context->arena, capacity);
    memcpy(words, section, strlen(section) + 1);
    struct running_words shorter = *margin->words;
    shorter.section = words;
    while (flow.count > most && drop_word(words, capacity)) {
        flow = lay_part(margin, &shorter, inlines, width, align);
    }
    return flow;
}

static void place_part(const struct margin *margin, const struct inline_ *inlines, length_t x,
                       length_t width, enum align align) {
    size_t most = (size_t)(margin->room / margin->style->leading);
    most = most < 1 ? 1 : most;
    struct flow flow = lay_within(margin, inlines, width, align, most);
    flow_end(&flow);
    size_t count = flow.count < most ? flow.count : most; /* what is no section's name is cut */
    length_t height = count == flow.count ? flow.height : (length_t)most * margin->style->leading;
    flow_place(&flow, 0, count, margin->placing, x,
               margin->above ? margin->edge - height : margin->edge);
}

/* Start, middle and end on one line where they fit; what does not is set narrower, the start first.
 */
static void place_running(const struct margin *margin, const struct running *running) {
    length_t gap = margin->style->size, width = margin->width;
    length_t end = running->end == NULL ? 0 : natural_width(margin, running->end);
    length_t middle = running->middle == NULL ? 0 : natural_width(margin, running->middle);
    end = end > width / 2 ? width / 2 : end;
    middle = middle > width / 2 ? width / 2 : middle;
    length_t side = middle > 0 ? (width - middle) / 2 - gap : width - end - (end > 0 ? gap : 0);
    side = side < width / 6 ? width / 6 : side;
    if (running->start != NULL) {
        place_part(margin, running->start, margin->left, side, ALIGN_START);
    }
    if (running->middle != NULL) {
        place_part(margin, running->middle, margin->left + (width - middle) / 2 - 1, middle + 2,
                   ALIGN_CENTRE);
    }
    if (running->end != NULL) {
        length_t room = middle > 0 ? side : end + 1;
        place_part(margin, running->end, margin->left + width - room, room, ALIGN_END);
    }
    bool any = running->start != NULL || running->middle != NULL || running->end != NULL;
    if (running->rule && any) {
        length_t away = margin->style->leading * RULE_GAP / 100;
        length_t y = margin->above ? margin->edge + away : margin->edge - away;
        placing_rule(margin->placing, margin->left, y, margin->left + width, y, 500,
                     margin->style->colour);
    }
}

/* Whether a part of a head or foot says the marking itself, in small or capital letters. */
static bool says(const struct margin *margin, const struct inline_ *inlines, const char *marking) {
    return inlines != NULL &&
           strcasestr(prose_plain(NULL, margin->context->arena, inlines), marking) != NULL;
}

/* The security marking: in capitals, in the middle, apart from all else; unless the head or foot
 * has it. */
static void place_marking(const struct margin *outer, const struct running *running,
                          length_t edge) {
    const char *marking = outer->context->paper->marking;
    if (marking == NULL || marking[0] == '\0' || says(outer, running->start, marking) ||
        says(outer, running->middle, marking) || says(outer, running->end, marking)) {
        return;
    }
    struct style style = *outer->style;
    style.bold = style.upper = true;
    style.italic = false;
    struct margin margin = *outer;
    margin.style = &style;
    margin.edge = edge;
    margin.room = outer->beyond;
    const struct inline_ word = {.kind = INLINE_TEXT, .text = marking};
    place_part(&margin, &word, margin.left, margin.width, ALIGN_CENTRE);
}

/* The head and foot of a page: its own, or the master's. */
static void choose_running(const struct margins *margins, const struct running **head,
                           const struct running **foot) {
    const struct sheet *sheet = margins->sheet;
    const bool is[OWN_COUNT] = {[OWN_FIRST] = sheet->opens,
                                [OWN_LAST] = sheet->closes,
                                [OWN_LEFT] = margins->left_hand,
                                [OWN_RIGHT] = margins->duplex && !margins->left_hand};
    *head = *foot = NULL;
    for (int i = 0; i < OWN_COUNT; i++) {
        const struct own_page *own = &sheet->master->own[i];
        *head = *head == NULL && is[i] ? own->head : *head;
        *foot = *foot == NULL && is[i] ? own->foot : *foot;
    }
    *head = *head == NULL ? &sheet->master->head : *head;
    *foot = *foot == NULL ? &sheet->master->foot : *foot;
}

void blank_place(struct placing *placing, const struct margins *margins) {
    const struct sheet *sheet = margins->sheet;
    const struct master *master = sheet->master;
    const struct context *outer = placing->context;
    const char *said = outer->paper->blank;
    if (said == NULL || *said == '\0') {
        return;
    }
    struct context inner = *outer;
    inner.arena = placing->arena;
    const struct margin margin = {.placing = placing,
                                  .context = &inner,
                                  .style = master->foot.style != NULL ? master->foot.style : &PLAIN,
                                  .edge = master->height / 2,
                                  .room = master->height / 4,
                                  .words = &margins->words};
    const struct inline_ words = {.kind = INLINE_TEXT, .text = said};
    placing->artifact = true;
    placing->artifact_tag = TAG_ARTIFACT_LAYOUT;
    place_part(&margin, &words, margins->left, master->width - master->inner - master->outer,
               ALIGN_CENTRE);
    placing->artifact = false;
}

void margins_place(struct placing *placing, const struct margins *margins) {
    const struct sheet *sheet = margins->sheet;
    const struct master *master = sheet->master;
    const struct running *head, *foot;
    choose_running(margins, &head, &foot);
    length_t top = sheet_top(sheet), bottom = sheet_bottom(sheet);
    struct context inner = *placing->context;
    inner.arena = placing->arena;
    struct margin margin = {.placing = placing,
                            .context = &inner,
                            .left = margins->left,
                            .width = master->width - master->inner - master->outer,
                            .words = &margins->words};
    const char *marking = placing->context->paper->marking;
    bool marked = marking != NULL && *marking != '\0';
    bool artifact = placing->artifact;
    int32_t tag = placing->artifact_tag;
    placing->artifact = true;

    placing->artifact_tag = TAG_ARTIFACT_HEADER;
    margin.above = true;
    margin.style = head->style != NULL ? head->style : &PLAIN;
    margin.edge = top * HEAD_ENDS / 100;
    margin.beyond = top * MARKING_ENDS / 100;
    margin.room = marked ? margin.edge - margin.beyond : margin.edge * 3 / 4;
    place_marking(&margin, head, top * MARKING_ENDS / 100);
    place_running(&margin, head);

    placing->artifact_tag = TAG_ARTIFACT_FOOTER;
    margin.above = false;
    margin.style = foot->style != NULL ? foot->style : &PLAIN;
    margin.edge = master->height - bottom * HEAD_ENDS / 100;
    margin.beyond = bottom * MARKING_ENDS / 100;
    margin.room = bottom * HEAD_ENDS / 100;
    margin.room = marked ? margin.room - margin.beyond : margin.room * 3 / 4;
    place_running(&margin, foot);
    place_marking(&margin, foot, master->height - bottom * MARKING_ENDS / 100);

    placing->artifact = artifact;
    placing->artifact_tag = tag;
}

/* Upright letters across the page's middle, laid over it in a multiplying colour so pale that text
 * keeps its contrast: black on it is 17:1, and the lightest grey that AA allows on white (4.54:1)
 * still has 4:1 as large text. Drawing it beneath the text was rejected: the background of a box or
 * a table would hide it, and a paper of tables would not say that it is a draft. */
void watermark_place(struct placing *placing, const struct master *master) {
    const char *word = placing->context->paper->watermark;
    if (word == NULL || word[0] == '\0') {
        return;
    }
    struct context *context = placing->context;
    const struct typeface *face = text_typeface(context->text, NULL, true, false);
    const char *lang = context->paper->lang;
    word = text_upper(context->text, placing->arena, lang, word);
    const struct shaped *shaped =
        text_shape(context->text, face, lang, TEXT_PLAIN, false, word, strlen(word));
    length_t room = master->width * 3 / 4;
    length_t unit = text_width(shaped, POINTS(1000));
    length_t size = unit == 0 ? 0 : POINTS(1000) * room / unit;
    size = size > master->height / 4 ? master->height / 4 : size;
    length_t width = text_width(shaped, size);
    length_t x = (master->width - width) / 2;
    for (uint32_t i = 0; i < shaped->run_count; i++) {
        const struct run *run = &shaped->runs[i];
        struct mark *mark =
            placing_mark(placing, MARK_GLYPHS, x, master->height / 2 + size * 35 / 100);
        mark->tag = TAG_ARTIFACT_WATERMARK;
        mark->colour = (struct colour){238, 238, 238};
        mark->glyphs.run = run;
        mark->glyphs.text = shaped->text;
        mark->glyphs.count = run->count;
        mark->glyphs.size = size;
        mark->glyphs.width = run->advance * size / font_describe(run->font).units_per_em;
        x += mark->glyphs.width;
    }
}
