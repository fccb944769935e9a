/* line.c: a line is placed: its glyphs, its links, the elements they belong to.
 *
 * Marks follow each other in the order of the text, which is the order in which they are heard;
 * where text is written from the right only their places differ. The pieces of a word that stand
 * together become one mark, with the space that follows as its last glyph.
 */
#include "paragraph.h"

#include <stdlib.h>

#include "notes.h"
#include "references.h"

enum { MOST_DIRECTIONS = 64, FEW = 64 };

/* ---- elements ----------------------------------------------------------------------------- */

static int32_t element_of(const struct paragraph *paragraph, struct placing *placing,
                          int32_t index) {
    if (index == PROSE_DECORATION) {
        return TAG_ARTIFACT_LAYOUT;
    }
    if (index == 0 || paragraph->inners == NULL) {
        return placing->tag;
    }
    struct context *context = placing->context;
    struct inner *inner = &paragraph->inners[index];
    if (inner->epoch != context->epoch) {
        int32_t parent = element_of(paragraph, placing, inner->parent);
        inner->epoch = context->epoch;
        inner->tag = structure_add(context->structure, parent, inner->role);
        if (inner->lang != NULL) {
            structure_text(context->structure, inner->tag, TAG_LANG, inner->lang);
        }
        if (inner->expansion != NULL) {
            structure_text(context->structure, inner->tag, TAG_EXPANSION, inner->expansion);
        }
    }
    return inner->tag;
}

static void make_notes(const struct paragraph *paragraph, struct placing *placing, int32_t parent) {
    for (uint32_t i = 0; i < paragraph->note_count && !placing->artifact; i++) {
        notes_element(placing, paragraph->first_note + i, parent);
    }
}

/* ---- glyphs ------------------------------------------------------------------------------- */

static const struct stretch *stretch_of(const struct paragraph *paragraph,
                                        const struct piece *piece) {
    return &paragraph->stretches[piece->stretch];
}

/* Whether piece goes on where the last mark ended, in one run. */
static bool continues(const struct mark *last, const struct piece *piece, length_t x) {
    return last->kind == MARK_GLYPHS && last->glyphs.run == piece->run &&
           !piece->run->right_to_left && last->glyphs.after == NULL && !last->glyphs.hyphen &&
           last->glyphs.first + last->glyphs.count == piece->first &&
           last->glyphs.quarter_turns == 0 && last->x + last->glyphs.width == x;
}

/* Draws count glyphs of piece at x, width in all; returns the mark's index. */
static size_t draw_piece(const struct paragraph *paragraph, const struct piece *piece,
                         struct placing *placing, length_t x, length_t baseline, uint32_t count,
                         length_t width, length_t word_space) {
    const struct stretch *stretch = stretch_of(paragraph, piece);
    int32_t tag = placing->artifact ? placing->artifact_tag
                                    : element_of(paragraph, placing, stretch->element);
    struct mark *last = placing->count > 0 ? &placing->marks[placing->count - 1] : NULL;
    if (last != NULL && last->tag == tag && continues(last, piece, x)) {
        last->glyphs.count += count;
        last->glyphs.width += width;
        return placing->count - 1;
    }
    struct mark *mark = placing_mark(placing, MARK_GLYPHS, x, baseline - stretch->rise);
    mark->tag = tag;
    mark->colour = stretch->colour;
    mark->glyphs.run = piece->run;
    mark->glyphs.text = piece->text;
    mark->glyphs.first = piece->first;
    mark->glyphs.count = count;
    mark->glyphs.size = stretch->size;
    mark->glyphs.width = width;
    mark->glyphs.word_space = word_space;
    mark->glyphs.quarter_turns = placing->turned ? 1 : 0;
    return placing->count - 1;
}

static void draw_hyphen(const struct paragraph *paragraph, const struct piece *piece,
                        struct placing *placing, length_t x, length_t baseline) {
    const struct stretch *stretch = stretch_of(paragraph, piece);
    const struct shaped *shaped = pieces_hyphen(placing->context, stretch);
    if (shaped->run_count == 0) {
        return;
    }
    const struct piece hyphen = {
        .run = shaped->runs, .text = shaped->text, .stretch = piece->stretch};
    size_t index = draw_piece(paragraph, &hyphen, placing, x, baseline, shaped->runs[0].count,
                              text_width(shaped, stretch->size), 0);
    placing->marks[index].glyphs.hyphen = true;
}

/* ---- order -------------------------------------------------------------------------------- */

static length_t advance_of(const struct line *line, uint32_t index) {
    const struct piece *piece = &line->paragraph->pieces[line->first + index];
    if (index + 1 == line->count) {
        return piece->width;
    }
    return piece->width + piece->space + (piece->space > 0 ? line->word_space : 0);
}

/* Pieces in the order they are drawn, where some are written from the right. */
static void order_pieces(struct placing *placing, const struct line *line, uint32_t *order) {
    const struct paragraph *paragraph = line->paragraph;
    const struct piece *pieces = paragraph->pieces + line->first;
    size_t start = pieces[0].at;
    size_t end = pieces[line->count - 1].at + pieces[line->count - 1].bytes;
    struct text_direction directions[MOST_DIRECTIONS];
    size_t count = text_bidi(placing->context->text, paragraph->text + start, end - start,
                             paragraph->from_right, directions, MOST_DIRECTIONS);
    uint32_t placed = 0;
    for (size_t k = 0; k < count && count <= MOST_DIRECTIONS; k++) {
        size_t from = start + directions[k].start, to = from + directions[k].length;
        for (uint32_t i = 0; i < line->count; i++) {
            uint32_t index = directions[k].right_to_left ? line->count - 1 - i : i;
            if (pieces[index].at >= from && pieces[index].at < to) {
                order[placed++] = index;
            }
        }
    }
    for (uint32_t i = 0; placed != line->count && i < line->count; i++) {
        order[i] = i; /* too many turns to follow: in the order of the text */
    }
}

static void set_places(struct placing *placing, const struct line *line, length_t x,
                       length_t *places, uint32_t *order) {
    bool turns = line->paragraph->text != NULL;
    if (turns) {
        order_pieces(placing, line, order);
    }
    for (uint32_t i = 0; i < line->count; i++) {
        uint32_t index = turns ? order[i] : i;
        /* a space stands on the left of what is written from the right */
        const struct piece *piece = &line->paragraph->pieces[line->first + index];
        length_t advance = advance_of(line, index);
        bool left = piece->run != NULL && piece->run->right_to_left;
        places[index] = x + (left ? advance - piece->width : 0);
        x += advance;
    }
}

length_t line_width(const struct line *line) {
    length_t width = 0;
    for (uint32_t i = 0; i < line->count; i++) {
        width += advance_of(line, i);
    }
    return width;
}

/* ---- links -------------------------------------------------------------------------------- */

static void place_link(const struct paragraph *paragraph, const struct stretch *stretch,
                       struct placing *placing, length_t x, length_t baseline, length_t width) {
    struct font_metrics metrics = text_metrics(stretch->face);
    length_t units = metrics.units_per_em;
    if (stretch->underlined) {
        length_t thickness = metrics.underline_thickness * stretch->size / units;
        length_t y = baseline + metrics.underline_position * stretch->size / units;
        placing_fill(placing, x, y - thickness / 2, width, thickness > 300 ? thickness : 300,
                     stretch->colour);
    }
    const struct link *link = &paragraph->links[stretch->link];
    const struct referred *referred =
        link->target == NULL ? NULL : references_find(placing->context->references, link->target);
    if (placing->artifact || (link->url == NULL && (referred == NULL || referred->page < 0))) {
        return;
    }
    length_t ascent = metrics.ascent * stretch->size / units;
    length_t descent = metrics.descent * stretch->size / units;
    struct mark *mark = placing_link(placing, x, baseline - ascent, width, ascent + descent);
    mark->tag = element_of(paragraph, placing, link->element);
    mark->link.url = link->url;
    mark->link.page = referred == NULL ? -1 : referred->page;
    mark->link.target_y = referred == NULL ? 0 : referred->y;
    mark->link.contents = link->contents;
}

/* The links of a line, each from its first piece to its last. */
static void place_links(const struct line *line, struct placing *placing, const length_t *places,
                        length_t baseline) {
    const struct paragraph *paragraph = line->paragraph;
    const struct piece *pieces = paragraph->pieces + line->first;
    for (uint32_t i = 0; i < line->count;) {
        int32_t link = stretch_of(paragraph, &pieces[i])->link;
        length_t left = places[i], right = places[i] + pieces[i].width;
        uint32_t next = i + 1;
        for (; next < line->count && stretch_of(paragraph, &pieces[next])->link == link; next++) {
            length_t end = places[next] + pieces[next].width;
            left = places[next] < left ? places[next] : left;
            right = end > right ? end : right;
        }
        if (link >= 0 && right > left) {
            place_link(paragraph, stretch_of(paragraph, &pieces[i]), placing, left, baseline,
                       right - left);
        }
        i = next;
    }
}

/* ---- the line ----------------------------------------------------------------------------- */

static void place_lead(const struct paragraph *paragraph, struct placing *placing, length_t x,
                       length_t baseline) {
    for (uint32_t i = 0; i < paragraph->lead; i++) {
        const struct piece *piece = &paragraph->pieces[i];
        if (piece->run == NULL) {
            continue;
        }
        bool last = i + 1 == paragraph->lead;
        uint32_t count = piece->count + (last ? 0 : piece->space_glyphs);
        size_t index = draw_piece(paragraph, piece, placing, x, baseline, count,
                                  piece->width + (last ? 0 : piece->space), 0);
        placing->marks[index].glyphs.after = last ? " " : NULL;
        x += piece->width + piece->space;
    }
}

static void place_pieces(const struct line *line, struct placing *placing, const length_t *places,
                         length_t baseline) {
    const struct paragraph *paragraph = line->paragraph;
    bool drawn = false;
    size_t index = 0;
    for (uint32_t i = 0; i < line->count; i++) {
        const struct piece *piece = &paragraph->pieces[line->first + i];
        bool last = i + 1 == line->count;
        uint32_t space = last ? 0 : piece->space_glyphs;
        if (piece->count + space > 0) {
            length_t width = piece->width + (space > 0 ? piece->space + line->word_space : 0);
            index = draw_piece(paragraph, piece, placing, places[i], baseline, piece->count + space,
                               width, line->word_space);
            drawn = true;
        }
        if (piece->spaced && space == 0 && drawn) {
            placing->marks[index].glyphs.after = " ";
        }
        if (last && line->hyphen && piece->run != NULL) {
            draw_hyphen(paragraph, piece, placing, places[i] + piece->width, baseline);
        }
    }
}

void line_place(const struct strip *strip, struct placing *placing, length_t x, length_t y) {
    const struct line *line = strip->content;
    const struct paragraph *paragraph = line->paragraph;
    length_t baseline = y + paragraph->baseline;
    length_t few[FEW];
    uint32_t few_order[FEW];
    length_t *places = line->count <= FEW ? few : NEWS(placing->arena, line->count, length_t);
    uint32_t *order = line->count <= FEW ? few_order : NEWS(placing->arena, line->count, uint32_t);
    if (line->index == 0) {
        if (paragraph->notes_beside && paragraph->note_count > 0 && !placing->artifact) {
            make_notes(paragraph, placing,
                       structure_parent(placing->context->structure, placing->tag));
        }
        place_lead(paragraph, placing, x + paragraph->lead_x, baseline);
    }
    set_places(placing, line, x + line->x, places, order);
    place_pieces(line, placing, places, baseline);
    if (paragraph->links != NULL) {
        place_links(line, placing, places, baseline);
    }
    if (line->index + 1 == paragraph->line_count && !paragraph->notes_beside) {
        make_notes(paragraph, placing, placing->tag);
    }
}
