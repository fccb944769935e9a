/* pieces.c: see pieces.h. */
#include "pieces.h"

#include <stdlib.h>
#include <string.h>

#include "warnings.h"

enum { SOME = 64 };

/* One word being cut: shaped, with where in the prose it stands. */
struct word {
    const struct shaped *shaped;
    uint32_t start, end; /* bytes of the prose without the space */
    uint32_t stretch;
    bool spaced, space_shaped, last_in_text;
};

/* ---- room --------------------------------------------------------------------------------- */

static struct piece *new_piece(struct workspace *workspace) {
    if (workspace->piece_count == workspace->piece_capacity) {
        workspace->piece_capacity = workspace->piece_capacity * 2 + SOME;
        workspace->pieces =
            memory_resize(workspace->pieces, workspace->piece_capacity, sizeof *workspace->pieces);
    }
    return &workspace->pieces[workspace->piece_count++];
}

static uint8_t *room(uint8_t **bytes, size_t *capacity, size_t need) {
    if (*capacity < need) {
        *capacity = need * 2;
        *bytes = memory_resize(*bytes, *capacity, 1);
    }
    return *bytes;
}

struct arena *spare_take(const struct context *context) {
    struct workspace *workspace = context->workspace;
    return workspace->spare_count > 0 ? workspace->spare[--workspace->spare_count] : arena_new();
}

void spare_give(const struct context *context, struct arena *arena) {
    struct workspace *workspace = context->workspace;
    if (workspace->spare_count == SPARE_MOST) {
        arena_free(arena);
        return;
    }
    arena_clear(arena);
    workspace->spare[workspace->spare_count++] = arena;
}

void workspace_free(struct workspace *workspace) {
    for (size_t i = 0; i < workspace->spare_count; i++) {
        arena_free(workspace->spare[i]);
    }
    prose_free(&workspace->prose);
    free(workspace->pieces);
    free(workspace->whole);
    free(workspace->breaks);
    free(workspace->hyphens);
    free(workspace->nodes);
    free(workspace->lines);
    free(workspace);
}

/* ---- widths ------------------------------------------------------------------------------- */

/* The font's units in an em; the next one asked for is nearly always the same. */
static int64_t em_of(struct workspace *workspace, const struct font *font) {
    if (font != workspace->font) {
        workspace->font = font;
        workspace->em = font_describe(font).units_per_em;
    }
    return workspace->em;
}

static length_t scaled(int64_t units, length_t size, int64_t em) {
    int64_t value = units * size;
    return (value + (value < 0 ? -em : em) / 2) / em;
}

/* How much of a line's last or first sign may stand in the margin, in thousandths of its width.
 * What is slight (points, quotation marks, hyphens) hangs; letters do not. */
static int32_t hang_of(const char *text, size_t length, bool at_end) {
    static const struct {
        const char *sign;
        int32_t end, start;
    } SIGNS[] = {{".", 700, 0},        {",", 700, 0},        {"-", 600, 0},
                 {";", 400, 0},        {":", 400, 0},        {"'", 600, 600},
                 {"\"", 500, 500},     {"\u2019", 600, 600}, {"\u2018", 600, 600},
                 {"\u201d", 500, 500}, {"\u201c", 500, 500}, {"\u2013", 300, 0}};
    for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++) {
        size_t sign = strlen(SIGNS[i].sign);
        if (sign <= length &&
            memcmp(at_end ? text + length - sign : text, SIGNS[i].sign, sign) == 0) {
            return at_end ? SIGNS[i].end : SIGNS[i].start;
        }
    }
    return 0;
}

static void set_hanging(struct workspace *workspace, struct piece *piece, length_t size) {
    size_t bytes = piece->bytes;
    if (piece->spaced && bytes > 0) {
        bytes--;
    }
    if (piece->count == 0 || bytes == 0 || piece->run->right_to_left) {
        return;
    }
    const char *text = workspace->prose.text + piece->at;
    const struct glyph *glyphs = piece->run->glyphs + piece->first;
    int32_t start = hang_of(text, bytes, false), end = hang_of(text, bytes, true);
    int64_t em = em_of(workspace, piece->run->font);
    piece->hang_start = (int32_t)(scaled(glyphs[0].advance, size, em) * start / 1000);
    piece->hang_end = (int32_t)(scaled(glyphs[piece->count - 1].advance, size, em) * end / 1000);
}

/* ---- cutting ------------------------------------------------------------------------------ */

/* Whether a hyphen (not one that shows only at a line's end), a dash or a slash ends before text.
 */
static bool follows_dash(const char *text, uint32_t bytes) {
    unsigned char last = (unsigned char)text[-1];
    return last == '-' || last == '/' ||
           (bytes >= 3 && text[-3] == '\xE2' && text[-2] == '\x80' && last >= 0x90 && last <= 0x95);
}

/* The chance before the byte at of the prose, which is not the word's end. */
static enum chance chance_at(const struct workspace *workspace, enum cutting cutting, uint32_t at,
                             uint32_t word, bool anywhere) {
    if (cutting != CUT_WORDS && workspace->breaks[at] != TEXT_BREAK_NONE) {
        /* a soft hyphen is the writer's own chance to hyphenate */
        const char *text = workspace->prose.text + at;
        bool soft = at - word >= 2 && text[-2] == '\xC2' && text[-1] == '\xAD';
        return soft ? CHANCE_HYPHEN : follows_dash(text, at - word) ? CHANCE_DASH : CHANCE_FREE;
    }
    if (cutting == CUT_HYPHENS && workspace->hyphens[at - word] != 0) {
        return CHANCE_HYPHEN;
    }
    return anywhere ? CHANCE_ANYWHERE : CHANCE_NONE;
}

/* The chance after the word. */
static enum chance chance_after(const struct workspace *workspace, enum cutting cutting,
                                const struct word *word) {
    const struct prose *prose = &workspace->prose;
    if (word->spaced && prose->text[word->end] == '\n') {
        return CHANCE_FORCED;
    }
    if (cutting == CUT_WORDS || word->last_in_text) {
        return CHANCE_NONE;
    }
    uint32_t next = word->end + (word->spaced ? 1 : 0);
    return workspace->breaks[next] != TEXT_BREAK_NONE ? CHANCE_FREE : CHANCE_NONE;
}

/* Glyphs of one run in the order of the text, gathered into pieces. */
struct gathering {
    struct workspace *workspace;
    const struct word *word;
    const struct run *run;
    length_t size;
    uint32_t first, count; /* in the order of the text, from the run's logical beginning */
    uint32_t start;        /* byte of the shaped text where the piece begins */
    int64_t advance;
};

static void close_piece(struct gathering *gathering, uint32_t end, enum chance chance) {
    const struct run *run = gathering->run;
    struct piece *piece = new_piece(gathering->workspace);
    uint32_t first =
        run->right_to_left ? run->count - gathering->first - gathering->count : gathering->first;
    *piece = (struct piece){.run = run,
                            .text = gathering->word->shaped->text,
                            .first = first,
                            .count = gathering->count,
                            .at = gathering->word->start + gathering->start,
                            .bytes = end - gathering->start,
                            .stretch = gathering->word->stretch,
                            .chance = (uint8_t)chance,
                            .width = scaled(gathering->advance, gathering->size,
                                            em_of(gathering->workspace, run->font))};
    gathering->first += gathering->count;
    gathering->count = 0;
    gathering->start = end;
    gathering->advance = 0;
}

/* The space glyph of a word's last piece is told apart from the rest of it. */
static void split_space(struct context *context, const struct word *word, length_t size) {
    struct workspace *workspace = context->workspace;
    const struct stretch *stretch = &workspace->prose.stretches[word->stretch];
    struct piece *piece = &workspace->pieces[workspace->piece_count - 1];
    piece->spaced = word->spaced;
    if (!word->spaced || workspace->prose.text[word->end] == '\n') {
        piece->bytes += word->spaced ? 1 : 0;
        return;
    }
    if (word->space_shaped && piece->run != NULL) {
        const struct glyph *glyph = &piece->run->glyphs[piece->first + piece->count - 1];
        piece->space = scaled(glyph->advance, size, em_of(workspace, piece->run->font));
        piece->width -= piece->space;
        piece->count--;
        piece->space_glyphs = 1;
        return;
    }
    piece->bytes++;
    piece->space = text_width(text_shape_in(context->text, stretch->voice, false, " ", 1), size);
}

/* Cuts a shaped word into pieces. anywhere: at every cluster. */
static void cut_word(struct context *context, const struct word *word, enum cutting cutting,
                     bool anywhere) {
    struct workspace *workspace = context->workspace;
    const struct stretch *stretch = &workspace->prose.stretches[word->stretch];
    const struct shaped *shaped = word->shaped;
    uint32_t length = word->end - word->start;
    bool rightward = !stretch->right_to_left;
    for (uint32_t r = 0; r < shaped->run_count; r++) {
        const struct run *run = &shaped->runs[rightward ? r : shaped->run_count - 1 - r];
        struct gathering gathering = {.workspace = workspace,
                                      .word = word,
                                      .run = run,
                                      .size = stretch->size,
                                      .start = run->start};
        uint32_t last = UINT32_MAX;
        bool whole = cutting == CUT_WORDS && !anywhere; /* it is one piece */
        if (whole) {
            gathering.count = run->count;
            gathering.advance = run->advance;
        }
        for (uint32_t g = 0; g < run->count && !whole; g++) {
            const struct glyph *glyph = &run->glyphs[run->right_to_left ? run->count - 1 - g : g];
            uint32_t cluster = glyph->cluster;
            bool inside = cluster != last && cluster > gathering.start && cluster < length;
            last = cluster;
            if (inside) {
                enum chance chance =
                    chance_at(workspace, cutting, word->start + cluster, word->start, anywhere);
                if (chance != CHANCE_NONE) {
                    close_piece(&gathering, cluster, chance);
                }
            }
            gathering.count++;
            gathering.advance += glyph->advance;
        }
        uint32_t end = run->start + run->length;
        close_piece(&gathering, end,
                    end < length && r + 1 < shaped->run_count
                        ? chance_at(workspace, cutting, word->start + end, word->start, anywhere)
                        : CHANCE_NONE);
    }
    if (shaped->run_count == 0) { /* a forced break or a space that nothing stands before */
        *new_piece(workspace) =
            (struct piece){.text = "", .at = word->start, .stretch = word->stretch};
    }
    split_space(context, word, stretch->size);
    workspace->pieces[workspace->piece_count - 1].chance =
        (uint8_t)chance_after(workspace, cutting, word);
}

/* Whether a line may break within the word, or a hyphen be added. */
static bool breaks_within(const struct workspace *workspace, enum cutting cutting,
                          const struct word *word, bool hyphens) {
    uint8_t any = hyphens;
    for (uint32_t at = word->start + 1; at < word->end && cutting != CUT_WORDS; at++) {
        any |= workspace->breaks[at];
    }
    return any != 0;
}

/* Nearly every word is one piece of one run, written from the left: what cut_word makes of it. */
static bool add_whole(struct workspace *workspace, enum cutting cutting, const struct word *word,
                      const struct stretch *stretch) {
    const struct shaped *shaped = word->shaped;
    bool newline = word->spaced && !word->space_shaped;
    if (shaped->run_count != 1 || shaped->runs[0].count == 0 || newline || stretch->right_to_left) {
        return false;
    }
    const struct run *run = &shaped->runs[0];
    int64_t em = em_of(workspace, run->font);
    struct piece *piece = new_piece(workspace);
    *piece = (struct piece){.run = run,
                            .text = shaped->text,
                            .count = run->count,
                            .at = word->start + run->start,
                            .bytes = run->length,
                            .stretch = word->stretch,
                            .spaced = word->spaced,
                            .width = scaled(run->advance, stretch->size, em)};
    if (word->spaced) {
        piece->space = scaled(run->glyphs[run->count - 1].advance, stretch->size, em);
        piece->width -= piece->space;
        piece->count--;
        piece->space_glyphs = 1;
    }
    piece->chance = (uint8_t)chance_after(workspace, cutting, word);
    return true;
}

/* A page's number that may still change has its slot's width. */
static void widen_to_slot(struct workspace *workspace, size_t from, length_t slot) {
    length_t width = 0;
    for (size_t i = from; i < workspace->piece_count; i++) {
        width += workspace->pieces[i].width;
    }
    if (slot > width && from < workspace->piece_count) {
        workspace->pieces[workspace->piece_count - 1].width += slot - width;
    }
}

static void set_word(struct context *context, struct word *word, enum cutting cutting,
                     length_t widest) {
    struct workspace *workspace = context->workspace;
    const struct stretch *stretch = &workspace->prose.stretches[word->stretch];
    const char *text = workspace->prose.text + word->start;
    size_t length = word->end - word->start;
    word->space_shaped = word->spaced && text[length] == ' ' && !stretch->right_to_left;
    word->shaped = text_shape_in(context->text, stretch->voice, stretch->right_to_left, text,
                                 length + (word->space_shaped ? 1 : 0));
    if (word->shaped->missing) {
        warn_missing(context, stretch->where, word->shaped);
    }
    bool hyphens = false;
    if (cutting == CUT_HYPHENS && stretch->exact) {
        cutting = CUT_BREAKS;
    }
    if (cutting == CUT_HYPHENS) {
        hyphens = text_hyphens(context->text, stretch->lang, text, length,
                               room(&workspace->hyphens, &workspace->hyphens_capacity, length + 1));
    }
    size_t from = workspace->piece_count;
    if (stretch->slot > 0) { /* one piece, whatever the number is */
        cut_word(context, word, CUT_WORDS, false);
        workspace->pieces[workspace->piece_count - 1].chance =
            (uint8_t)chance_after(workspace, cutting, word);
        widen_to_slot(workspace, from, stretch->slot);
        return;
    }
    if (breaks_within(workspace, cutting, word, hyphens) ||
        !add_whole(workspace, cutting, word, stretch)) {
        cut_word(context, word, cutting, false);
    }
    bool wide = false;
    for (size_t i = from; i < workspace->piece_count && widest > 0; i++) {
        wide = wide || workspace->pieces[i].width > widest;
    }
    if (wide) {
        warn_word(context, stretch->where, text, length);
        workspace->piece_count = from;
        cut_word(context, word, cutting, true);
    }
}

/* What stands together over several stretches, or by a tie ("Section 17"), and is wider than the
 * line, comes apart where its stretches meet or at its spaces. */
static void untie(struct context *context, length_t widest) {
    struct workspace *workspace = context->workspace;
    struct piece *pieces = workspace->pieces;
    size_t first = workspace->lead;
    length_t width = 0;
    for (size_t i = first; i < workspace->piece_count; i++) {
        width += pieces[i].width;
        bool last = i + 1 == workspace->piece_count;
        if (pieces[i].chance == CHANCE_NONE && !last) {
            width += pieces[i].space;
            continue;
        }
        if (width > widest && i > first) {
            const struct prose *prose = &workspace->prose;
            size_t bytes = pieces[i].at + pieces[i].bytes - pieces[first].at;
            warn_word(context, prose->stretches[pieces[first].stretch].where,
                      prose->text + pieces[first].at, bytes);
            for (size_t k = first; k < i; k++) {
                pieces[k].chance = pieces[k].spaced ? CHANCE_FREE : CHANCE_ANYWHERE;
            }
        }
        first = i + 1;
        width = 0;
    }
}

static void find_breaks(struct context *context) {
    struct workspace *workspace = context->workspace;
    const struct prose *prose = &workspace->prose;
    uint8_t *breaks = room(&workspace->breaks, &workspace->breaks_capacity, prose->length + 1);
    text_breaks(context->text, prose->stretch_count > 0 ? prose->stretches[0].lang : NULL,
                prose->text, prose->length, breaks);
}

/* Takes over the word's pieces, from whole on, as they are but for the chance after it. Returns
 * those that follow. */
static const struct piece *take_whole(struct workspace *workspace, const struct word *word,
                                      const struct piece *whole) {
    uint32_t next = word->end + (word->spaced ? 1 : 0);
    while (whole->stretch == word->stretch && whole->at < next) {
        *new_piece(workspace) = *whole++;
    }
    struct piece *last = &workspace->pieces[workspace->piece_count - 1];
    last->chance = (uint8_t)chance_after(workspace, CUT_BREAKS, word);
    return whole;
}

static const struct piece *pass_whole(const struct word *word, const struct piece *whole) {
    while (whole->stretch == word->stretch && whole->at < word->end) {
        whole++;
    }
    return whole;
}

/* Where the word that begins at byte at ends: at a space, a forced break, or end. */
static uint32_t word_end(const char *text, uint32_t at, uint32_t end) {
    while (at < end && ((unsigned char)text[at] > ' ' || (text[at] != ' ' && text[at] != '\n'))) {
        at++;
    }
    return at;
}

/* whole: the same prose cut into words, ended by a piece of no stretch, where that is known; what
 * then does not break within is taken over. Or NULL. */
static void cut(struct context *context, enum cutting cutting, length_t widest,
                const struct piece *whole) {
    struct workspace *workspace = context->workspace;
    const struct prose *prose = &workspace->prose;
    workspace->piece_count = workspace->lead = 0;
    for (size_t s = 0; s < prose->stretch_count; s++) {
        const struct stretch *stretch = &prose->stretches[s];
        if (s == prose->lead) {
            workspace->lead = workspace->piece_count;
        }
        for (uint32_t at = stretch->start; at < stretch->end;) {
            uint32_t end = word_end(prose->text, at, stretch->end);
            struct word word = {.start = at,
                                .end = end,
                                .stretch = (uint32_t)s,
                                .spaced = end < stretch->end,
                                .last_in_text = end == prose->length};
            if (whole == NULL) {
                set_word(context, &word, cutting, s < prose->lead ? 0 : widest);
            } else if (stretch->slot > 0 || !breaks_within(workspace, CUT_BREAKS, &word, false)) {
                whole = take_whole(workspace, &word, whole);
            } else {
                whole = pass_whole(&word, whole);
                set_word(context, &word, cutting, 0);
            }
            at = end + (word.spaced ? 1 : 0);
        }
    }
    if (prose->lead == prose->stretch_count) {
        workspace->lead = workspace->piece_count;
    }
    if (widest > 0) {
        untie(context, widest);
    }
}

static void set_hangings(struct workspace *workspace) {
    for (size_t i = workspace->lead; i < workspace->piece_count; i++) {
        struct piece *piece = &workspace->pieces[i];
        set_hanging(workspace, piece, workspace->prose.stretches[piece->stretch].size);
    }
}

void pieces_cut(struct context *context, enum cutting cutting, length_t widest, bool hang) {
    if (cutting != CUT_WORDS) {
        find_breaks(context);
    }
    cut(context, cutting, widest, NULL);
    if (hang) {
        set_hangings(context->workspace);
    }
}

void pieces_break(struct context *context, bool hang) {
    struct workspace *workspace = context->workspace;
    size_t count = workspace->piece_count;
    if (workspace->whole_capacity <= count) {
        workspace->whole_capacity = count * 2 + SOME;
        workspace->whole =
            memory_resize(workspace->whole, workspace->whole_capacity, sizeof *workspace->whole);
    }
    if (count > 0) {
        memcpy(workspace->whole, workspace->pieces, count * sizeof *workspace->whole);
    }
    workspace->whole[count] = (struct piece){.stretch = UINT32_MAX};
    find_breaks(context);
    cut(context, CUT_BREAKS, 0, workspace->whole);
    if (hang) {
        set_hangings(workspace);
    }
}

length_t pieces_width(const struct workspace *workspace) {
    length_t widest = 0, width = 0, space = 0;
    for (size_t i = workspace->lead; i < workspace->piece_count; i++) {
        const struct piece *piece = &workspace->pieces[i];
        width += space + piece->width;
        space = piece->space;
        widest = width > widest ? width : widest;
        if (piece->chance == CHANCE_FORCED) {
            width = space = 0;
        }
    }
    return widest;
}

length_t pieces_widest(const struct workspace *workspace) {
    length_t widest = 0, width = 0;
    for (size_t i = workspace->lead; i < workspace->piece_count; i++) {
        const struct piece *piece = &workspace->pieces[i];
        width += piece->width;
        widest = width > widest ? width : widest;
        width = piece->chance == CHANCE_NONE ? width + piece->space : 0;
    }
    return widest;
}

const struct shaped *pieces_hyphen(struct context *context, const struct stretch *stretch) {
    return text_shape_in(context->text, stretch->voice, false, "-", 1);
}
