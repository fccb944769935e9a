/* table_plain.c: the quick way for the million cells that say "32" or "Arson".
 *
 * A paragraph finds breaks, directions, fonts and hyphens; a cell of Latin letters or figures that
 * stands on one line needs none of them. Its words come out of the engine's cache, and its one run
 * is put together from theirs. Tabular figures are put together from single figures: they have one
 * width by design and no kerning, so a column of 100,000 different counts costs the cache a dozen
 * entries. Everything unusual (other scripts, marks, soft hyphens, a missing glyph) goes to the
 * paragraph, which decides the same for the characters allowed here.
 *
 * Rejected: caching whole cells in the engine, which holds what it shaped until it is closed.
 */
#include "table_plain.h"

#include <string.h>

#include <boardpaper/arena.h>

enum { ASCII = 128, FACES_MOST = 64, FEW_PIECES = 32 };

/* Characters of numbers beyond ASCII: minus, pound, and the spaces between thousands. */
static const char *const SPECIAL[] = {"\u2212", "\u00A3", "\u00A0", "\u202F"};
enum { SPECIALS = sizeof SPECIAL / sizeof SPECIAL[0] };

static int special_of(const unsigned char *at, size_t left) {
    for (int i = 0; i < SPECIALS; i++) {
        size_t length = strlen(SPECIAL[i]);
        if (length <= left && memcmp(at, SPECIAL[i], length) == 0) {
            return i;
        }
    }
    return -1;
}

/* A style in a language: what shaping needs, and the glyphs of single characters. */
struct face {
    const struct style *style;
    const char *lang;
    const struct typeface *typeface;
    const struct font *font; /* the typeface's own */
    const struct voice *voice;
    int64_t units_per_em;
    length_t baseline;
    const struct shaped *single[ASCII];
    const struct shaped *special[SPECIALS];
    bool measured[ASCII]; /* single is one run of the typeface's own font */
    char point;           /* the language's decimal separator, if ASCII */
};

struct plain {
    struct arena *arena;
    struct text *text;
    const char *lang; /* known again by its address */
    struct face *faces[FACES_MOST];
    int count;
};

struct plain *plain_new(struct arena *arena, struct text *text, const char *lang) {
    struct plain *plain = NEW(arena, struct plain);
    plain->arena = arena;
    plain->text = text;
    plain->lang = lang;
    return plain;
}

/* ---- which texts -------------------------------------------------------------------------- */

enum kind {
    KIND_NONE,   /* not for the quick way */
    KIND_LETTER, /* no break beside it */
    KIND_DIGIT,
    KIND_SPACE,
    KIND_NUMBER, /* belongs to numbers: sign, separator, unit */
    KIND_BREAK   /* a line may break beside it */
};

/* Of ASCII. */
enum { L = KIND_LETTER, D = KIND_DIGIT, S = KIND_SPACE, N = KIND_NUMBER, B = KIND_BREAK };
/* clang-format off */
static const uint8_t ASCII_KINDS[ASCII] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    S, B, B, B, B, N, B, B, B, B, B, N, N, N, N, B,
    D, D, D, D, D, D, D, D, D, D, B, B, B, B, B, B,
    B, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, B, B, B, B, B,
    B, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, B, B, B, B, 0,
};
/* clang-format on */

/* What the character at text is, and how many bytes it has. Latin up to U+024F, and the
 * punctuation of Latin text. */
static enum kind kind_of(const unsigned char *at, size_t left, size_t *length) {
    *length = 1;
    unsigned char lead = at[0];
    if (lead < ASCII) {
        return (enum kind)ASCII_KINDS[lead];
    }
    if (lead >= 0xC3 && lead <= 0xC9 && left > 1) { /* U+00C0 to U+024F */
        *length = 2;
        return lead == 0xC9 && at[1] > 0x8F ? KIND_NONE : KIND_LETTER;
    }
    if (lead == 0xC2 && left > 1) {
        *length = 2;
        return special_of(at, left) >= 0 ? KIND_NUMBER : KIND_NONE;
    }
    if (lead == 0xE2 && left > 2) {
        *length = 3;
        if (special_of(at, left) >= 0) {
            return KIND_NUMBER;
        }
        if (at[1] == 0x80) { /* en and em dash, quotation marks, ellipsis */
            return at[2] == 0x93 || at[2] == 0x94 || at[2] == 0x98 || at[2] == 0x99 ||
                           at[2] == 0x9C || at[2] == 0x9D || at[2] == 0xA6
                       ? KIND_BREAK
                       : KIND_NONE;
        }
    }
    return KIND_NONE;
}

bool plain_read(const struct inline_ *inlines, const struct style *style, struct plain_text *out) {
    if (inlines == NULL || inlines->kind != INLINE_TEXT || inlines->next != NULL ||
        inlines->lang != NULL || style->upper || style->indent_start != 0 ||
        style->indent_end != 0 || style->indent_first != 0) {
        return false;
    }
    const unsigned char *text = (const unsigned char *)inlines->text;
    size_t length = strlen(inlines->text);
    unsigned met = 0; /* a bit for each kind */
    enum kind kind = KIND_SPACE;
    for (size_t at = 0, step = 1; at < length; at += step, step = 1) {
        bool space = kind == KIND_SPACE;
        if (text[at] < ASCII) {
            kind = (enum kind)ASCII_KINDS[text[at]];
        } else {
            kind = kind_of(text + at, length - at, &step);
        }
        if (kind == KIND_SPACE && space) {
            return false;
        }
        met |= 1U << kind;
    }
    if ((met & 1U << KIND_NONE) != 0) {
        return false;
    }
    if (kind == KIND_SPACE || length > UINT32_MAX / 2) {
        return false; /* empty, or with a space at its end */
    }
    bool digit = (met & 1U << KIND_DIGIT) != 0, number_sign = (met & 1U << KIND_NUMBER) != 0;
    bool breaks = (met & 1U << KIND_BREAK) != 0;
    bool word = breaks || (met & (1U << KIND_LETTER | 1U << KIND_SPACE)) != 0;
    *out = (struct plain_text){.utf8 = inlines->text,
                               .length = (uint32_t)length,
                               .number = digit && !word,
                               .only_words = !digit && !number_sign && !breaks};
    return true;
}

/* ---- shaped pieces ------------------------------------------------------------------------ */

static const struct shaped *shape(struct plain *plain, const struct face *face, const char *utf8,
                                  size_t length) {
    return text_shape_in(plain->text, face->voice, false, utf8, length);
}

/* The separator of one and a half in the language; '.' where it is none of ours. */
static char point_of(struct plain *plain, const char *lang) {
    const char *half =
        text_number(plain->text, plain->arena, lang, (struct number){3, 2}, 1, false);
    return half != NULL && strlen(half) == 3 ? half[1] : '.';
}

static bool same_lang(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static struct face *face_of(struct plain *plain, const struct style *style, const char *lang) {
    for (int i = 0; i < plain->count; i++) {
        struct face *face = plain->faces[i];
        if (face->style == style && same_lang(face->lang, lang)) {
            if (i > 0) { /* the next one asked for is often the same */
                plain->faces[i] = plain->faces[i - 1];
                plain->faces[i - 1] = face;
            }
            return face;
        }
    }
    struct face *face = NEW(plain->arena, struct face);
    face->style = style;
    face->lang = lang == NULL || lang == plain->lang ? lang : arena_text(plain->arena, lang);
    face->typeface = text_typeface(plain->text, style->family, style->bold, style->italic);
    unsigned features =
        (style->tabular ? TEXT_TABULAR : 0U) | (style->small_caps ? TEXT_SMALL_CAPS : 0U);
    face->voice = text_voice(plain->text, face->typeface, face->lang, features);
    struct font_metrics metrics = text_metrics(face->typeface);
    face->units_per_em = metrics.units_per_em;
    length_t ascent = metrics.ascent * style->size / metrics.units_per_em;
    length_t descent = metrics.descent * style->size / metrics.units_per_em;
    face->baseline = (style->leading + ascent - descent) / 2;
    face->point = point_of(plain, lang);
    const struct shaped *space = shape(plain, face, " ", 1);
    face->font = space->run_count == 1 ? space->runs[0].font : NULL;
    face->single[' '] = space;
    if (plain->count < FACES_MOST) {
        plain->faces[plain->count++] = face;
    } else {
        plain->faces[FACES_MOST - 1] = face;
    }
    return face;
}

static const struct shaped *single(struct plain *plain, struct face *face, const char *utf8,
                                   size_t length) {
    unsigned char lead = (unsigned char)*utf8;
    const struct shaped **kept =
        lead < ASCII ? &face->single[lead]
                     : &face->special[special_of((const unsigned char *)utf8, length)];
    if (*kept == NULL) {
        *kept = shape(plain, face, utf8, length);
    }
    return *kept;
}

/* Goes over the pieces of a text: words and the spaces between them, or the characters of a number
 * in tabular figures. */
struct pieces {
    struct plain *plain;
    struct face *face;
    const struct plain_text *text;
    uint32_t at, start;
};

static const struct shaped *next_piece(struct pieces *pieces) {
    const struct plain_text *text = pieces->text;
    if (pieces->at >= text->length) {
        return NULL;
    }
    const char *from = text->utf8 + pieces->at;
    size_t left = text->length - pieces->at, length = 1;
    pieces->start = pieces->at;
    if (text->number && pieces->face->style->tabular) {
        kind_of((const unsigned char *)from, left, &length);
        pieces->at += (uint32_t)length;
        return single(pieces->plain, pieces->face, from, length);
    }
    if (*from == ' ') {
        pieces->at++;
        return single(pieces->plain, pieces->face, from, 1);
    }
    const char *space = memchr(from, ' ', left);
    length = space == NULL ? left : (size_t)(space - from);
    pieces->at += (uint32_t)length;
    return shape(pieces->plain, pieces->face, from, length);
}

static length_t scaled(const struct face *face, int64_t advance) {
    int64_t units = face->units_per_em, product = advance * face->style->size;
    return (product + (product < 0 ? -units : units) / 2) / units;
}

/* Tabular figures of ASCII that were all measured before. */
static bool measure_figures(const struct face *face, const struct plain_text *text,
                            int64_t *advance) {
    int64_t sum = 0;
    for (uint32_t i = 0; i < text->length; i++) {
        unsigned char byte = (unsigned char)text->utf8[i];
        if (byte >= ASCII || !face->measured[byte]) {
            return false;
        }
        sum += face->single[byte]->runs[0].advance;
    }
    *advance = sum;
    return true;
}

bool plain_measure(struct plain *plain, const struct style *style, const char *lang,
                   const struct plain_text *text, length_t *width, length_t *word) {
    struct pieces pieces = {plain, face_of(plain, style, lang), text, 0, 0};
    int64_t sum = 0, widest = 0;
    if (text->number && style->tabular && measure_figures(pieces.face, text, &sum)) {
        *width = *word = scaled(pieces.face, sum);
        return true;
    }
    for (const struct shaped *piece; (piece = next_piece(&pieces)) != NULL;) {
        if (piece->missing || piece->run_count != 1 || piece->runs[0].font != pieces.face->font) {
            return false;
        }
        unsigned char lead = (unsigned char)text->utf8[pieces.start];
        if (lead < ASCII && piece == pieces.face->single[lead]) {
            pieces.face->measured[lead] = true;
        }
        sum += piece->runs[0].advance;
        widest = piece->runs[0].advance > widest ? piece->runs[0].advance : widest;
    }
    *width = scaled(pieces.face, sum);
    *word = text->number ? *width : scaled(pieces.face, widest);
    return true;
}

/* Whether a line surely breaks at the space between before and after: words that no rule and no
 * custom ties (the text room's, which ties figures, capitals, "per cent" and single letters). */
static bool surely_breaks(const char *before, size_t length, const char *after, size_t left) {
    unsigned char last = (unsigned char)before[length - 1];
    return length > 1 && last < ASCII && (last == ',' || ASCII_KINDS[last] == L) && left > 0 &&
           *after >= 'a' && *after <= 'z' && !(left >= 4 && memcmp(after, "cent", 4) == 0);
}

/* A word of letters with hyphens between them, and nothing else: no address, no range. */
static bool has_hyphens(const char *word, size_t length) {
    bool letter = false;
    if (memchr(word, '-', length) == NULL) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)word[i];
        bool hyphen = byte == '-';
        if (byte >= ASCII || (hyphen ? !letter : ASCII_KINDS[byte] != L)) {
            return false;
        }
        letter = !hyphen;
    }
    return letter;
}

/* Adds glyphs of a word's run to *sum, from the last hyphen in it anew, and gives the widest sum
 * on the way. */
static int64_t add_hyphened(const struct run *run, const char *word, uint32_t count, int64_t *sum) {
    int64_t widest = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = run->glyphs[i].cluster;
        if (at > 0 && word[at - 1] == '-') {
            *sum = 0;
        }
        *sum += run->glyphs[i].advance;
        widest = *sum > widest ? *sum : widest;
    }
    return widest;
}

/* Words are shaped with the space after them, as pieces.c has them. */
length_t plain_bound(struct plain *plain, const struct style *style, const char *lang,
                     const struct plain_text *text) {
    const struct face *face = face_of(plain, style, lang);
    int64_t sum = 0, widest = 0;
    length_t rounding = 0;
    for (uint32_t start = 0; start < text->length; rounding += 2) {
        const char *word = text->utf8 + start;
        const char *space = memchr(word, ' ', text->length - start);
        uint32_t length = space == NULL ? text->length - start : (uint32_t)(space - word);
        const struct shaped *shaped = shape(plain, face, word, length + (space != NULL));
        if (shaped->run_count != 1) {
            return INT64_MAX / 2;
        }
        const struct run *run = &shaped->runs[0];
        uint32_t glyphs = run->count - (space != NULL);
        int64_t spaced = space == NULL ? 0 : run->glyphs[glyphs].advance, most = 0;
        if (has_hyphens(word, length)) {
            most = add_hyphened(run, word, glyphs, &sum);
        } else {
            sum += run->advance - spaced;
            most = sum;
        }
        widest = most > widest ? most : widest;
        start += length + (space != NULL);
        sum = space != NULL && surely_breaks(word, length, text->utf8 + start, text->length - start)
                  ? 0
                  : sum + spaced;
    }
    return scaled(face, widest) + rounding;
}

bool plain_decimal(struct plain *plain, const struct style *style, const char *lang,
                   const struct plain_text *text, length_t *whole, length_t *fraction) {
    if (!text->number) {
        return false;
    }
    struct face *face = face_of(plain, style, lang);
    /* The point is the last separator of the language with a digit behind it; a whole number has
     * it, unseen, behind its last digit. */
    uint32_t split = 0;
    for (uint32_t i = 0; i < text->length; i++) {
        char character = text->utf8[i];
        if (character >= '0' && character <= '9') {
            split = i + 1;
        }
    }
    for (uint32_t i = split; i > 0; i--) {
        if (text->utf8[i - 1] == face->point) {
            split = i - 1;
            break;
        }
    }
    struct plain_text before = *text, after = *text;
    length_t word = 0;
    *whole = *fraction = 0;
    before.length = split;
    after.utf8 += split;
    after.length -= split;
    return (before.length == 0 || plain_measure(plain, style, lang, &before, whole, &word)) &&
           (after.length == 0 || plain_measure(plain, style, lang, &after, fraction, &word));
}

/* The run of tabular figures, each of which is a glyph or a few. */
static void run_figures(struct arena *arena, const struct face *face, const struct plain_text *text,
                        struct run *run) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < text->length; i++) {
        count += face->single[(unsigned char)text->utf8[i]]->runs[0].count;
    }
    struct glyph *glyphs = NEWS(arena, count, struct glyph);
    *run = (struct run){.font = face->font, .glyphs = glyphs, .length = text->length};
    for (uint32_t i = 0; i < text->length; i++) {
        const struct run *part = &face->single[(unsigned char)text->utf8[i]]->runs[0];
        for (uint32_t k = 0; k < part->count; k++) {
            glyphs[run->count] = part->glyphs[k];
            glyphs[run->count++].cluster += i;
        }
        run->advance += part->advance;
    }
}

const struct run *plain_run(struct plain *plain, struct arena *arena, const struct style *style,
                            const char *lang, const struct plain_text *text, const char **copy) {
    struct pieces pieces = {plain, face_of(plain, style, lang), text, 0, 0};
    const struct shaped *first = next_piece(&pieces);
    if (pieces.at == text->length) { /* one piece: the engine's own run */
        *copy = first->text;
        return &first->runs[0];
    }
    *copy = arena_bytes(arena, text->utf8, text->length);
    struct run *run = NEW(arena, struct run);
    int64_t sum = 0;
    if (text->number && style->tabular && measure_figures(pieces.face, text, &sum)) {
        run_figures(arena, pieces.face, text, run);
        return run;
    }
    /* its pieces, looked up once where they are few */
    const struct shaped *few[FEW_PIECES] = {first};
    uint32_t starts[FEW_PIECES] = {0}, pieces_count = 1, count = first->runs[0].count;
    for (const struct shaped *piece; (piece = next_piece(&pieces)) != NULL; pieces_count++) {
        count += piece->runs[0].count;
        if (pieces_count < FEW_PIECES) {
            few[pieces_count] = piece;
            starts[pieces_count] = pieces.start;
        }
    }
    struct glyph *glyphs = NEWS(arena, count, struct glyph);
    *run = (struct run){.font = first->runs[0].font, .glyphs = glyphs, .length = text->length};
    bool again = pieces_count > FEW_PIECES;
    pieces.at = 0;
    for (uint32_t k = 0; k < pieces_count; k++) {
        const struct shaped *piece = again ? next_piece(&pieces) : few[k];
        uint32_t start = again ? pieces.start : starts[k];
        const struct run *part = &piece->runs[0];
        for (uint32_t i = 0; i < part->count; i++) {
            glyphs[run->count] = part->glyphs[i];
            glyphs[run->count++].cluster += start;
        }
        run->advance += part->advance;
    }
    return run;
}

length_t plain_baseline(struct plain *plain, const struct style *style, const char *lang) {
    return face_of(plain, style, lang)->baseline;
}
