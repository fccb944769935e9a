/* pairs.c: Latin words in fonts that space by pairs, without HarfBuzz.
 *
 * HarfBuzz takes some 170 ns a glyph in Source Sans, nearly all of it to find pairs in the kerning
 * table and to find that nothing composes. What it finds for two neighbours does not depend on
 * what stands around them in such a font, so a word is put together from its pairs, in some 10 ns a
 * glyph. The neighbours are ASCII, the signs and letters that stand among it in papers, and the
 * ligatures of two letters (neighbours.h). Whatever else becomes other glyphs together is marked,
 * and its words go to HarfBuzz whole. The pairs of the fonts that ship are known from the build
 * (make_pairs.c); those of others are asked once for each pair that occurs.
 *
 * That a font is so is a claim of families.txt (spacing pairs), which test_pairs.c proves for those
 * that ship: every three characters in a row, and many longer words, against HarfBuzz.
 */
#include "pairs.h"

#include <string.h>

#include "neighbours.h"

bool pairs_allowed(const struct language *language, unsigned features) {
    const char *tag = language->tag;
    /* Languages without letter forms of their own (locl) among the units. */
    bool plain =
        tag[0] == '\0' ||
        ((strncmp(tag, "en", 2) == 0 || strncmp(tag, "cy", 2) == 0 || strncmp(tag, "pl", 2) == 0) &&
         (tag[2] == '\0' || tag[2] == '-'));
    return plain && (features & ~((unsigned)TEXT_TABULAR | (unsigned)TEXT_NO_LIGATURES)) == 0;
}

static const struct known_pairs *known(const struct font *font) {
    for (const struct known_pairs *at = KNOWN_PAIRS; at->identity != 0; at++) {
        if (at->identity == font->identity) {
            return at;
        }
    }
    return NULL;
}

/* Those known are whole: nothing is ever asked of them, and nothing written. */
void pairs_open(struct font *font) {
    const struct known_pairs *of_font = known(font);
    for (int kind = 0; kind < 2 && of_font != NULL; kind++) {
        font->pairs[kind] = (struct pairs *)(uintptr_t)&of_font->pairs[kind];
    }
}

bool pairs_known(struct font *font) {
    font_use(font);
    return known(font) != NULL;
}

static struct pairs *pairs_of(struct text *text, struct font *font, unsigned features) {
    int kind = features & TEXT_TABULAR ? 1 : 0;
    font_use(font); /* whoever has a run asks for the font's measures */
    if (font->pairs[kind] == NULL) {
        struct pairs *pairs = NEW(text->arena, struct pairs);
        for (int i = 0; i < UNIT_COUNT; i++) {
            for (int j = 0; j < UNIT_COUNT; j++) {
                pairs->kerns[i][j] = KERN_UNKNOWN;
            }
        }
        font->pairs[kind] = pairs;
    }
    return font->pairs[kind];
}

/* What a font is asked with. */
struct asking {
    struct text *text;
    struct font *font;
    unsigned features; /* TEXT_TABULAR or none */
    bool ligatures;    /* wanted; what joins without is left to HarfBuzz */
    struct pairs *pairs;
};

/* The glyph of a unit; its id ALONE_NONE where it is none. */
static const struct alone *alone(const struct asking *asking, unsigned unit) {
    struct alone *glyph = &asking->pairs->alone[unit];
    if (glyph->id == 0) {
        font_shapes(asking->font);
        *glyph = neighbours_alone(asking->font->font, shape_buffer(asking->text), asking->features,
                                  unit);
    }
    return glyph;
}

static int16_t kern(const struct asking *asking, unsigned first, unsigned second) {
    int16_t *kern = &asking->pairs->kerns[first][second];
    if (*kern == KERN_UNKNOWN) {
        bool both =
            alone(asking, first)->id != ALONE_NONE && alone(asking, second)->id != ALONE_NONE;
        *kern = both ? neighbours_kern(asking->font->font, shape_buffer(asking->text),
                                       asking->features, first, second, asking->pairs->alone)
                     : KERN_JOINED;
    }
    return *kern;
}

/* The unit at *at, which is moved past it. */
static unsigned next_unit(const struct asking *asking, const char *utf8, size_t length,
                          size_t *at) {
    unsigned char byte = (unsigned char)utf8[*at];
    if (byte >= 0x80) {
        return unit_of(utf8_next(utf8, length, at));
    }
    ++*at;
    if (byte < ASCII_FIRST || byte > ASCII_LAST) {
        return UNIT_NONE;
    }
    unsigned unit = byte - (unsigned)ASCII_FIRST;
    if (byte == 'f' && asking->ligatures && *at < length &&
        (utf8[*at] == 'f' || utf8[*at] == 't') &&
        kern(asking, unit, (unsigned)(utf8[*at] - ASCII_FIRST)) == KERN_JOINED) {
        unit = utf8[*at] == 'f' ? UNIT_FF : UNIT_FT;
        ++*at;
    }
    return unit;
}

/* Most words: ASCII, of which all is known and nothing joins. False where that is not so; what is
 * written then counts for nothing. */
static bool shape_known(const struct pairs *pairs, const char *utf8, size_t length,
                        struct glyph *glyphs, int32_t *advance) {
    int32_t sum = 0, moved = 0;
    unsigned before = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned unit = (unsigned char)utf8[i] - (unsigned)ASCII_FIRST;
        if (unit >= ASCII_COUNT) {
            return false;
        }
        const struct alone *glyph = &pairs->alone[unit];
        moved = i == 0 ? 0 : pairs->kerns[before][unit];
        if (glyph->id == 0 || glyph->id == ALONE_NONE || moved == KERN_JOINED ||
            moved == KERN_UNKNOWN) {
            return false;
        }
        if (i > 0) {
            glyphs[i - 1].advance += moved;
        }
        glyphs[i] =
            (struct glyph){.id = glyph->id, .cluster = (uint32_t)i, .advance = glyph->advance};
        sum += glyph->advance + moved;
        before = unit;
    }
    *advance = sum;
    return true;
}

bool pairs_shape(struct text *text, struct font *font, unsigned features, const char *utf8,
                 size_t length, struct glyph *glyphs, uint32_t *count, int32_t *advance) {
    if (!pairs_known(font) && !text_has_harfbuzz(text)) {
        return false;
    }
    const struct asking asking = {.text = text,
                                  .font = font,
                                  .features = features & (unsigned)TEXT_TABULAR,
                                  .ligatures = (features & (unsigned)TEXT_NO_LIGATURES) == 0,
                                  .pairs = pairs_of(text, font, features)};
    if (shape_known(asking.pairs, utf8, length, glyphs, advance)) {
        *count = (uint32_t)length;
        return true;
    }
    unsigned before = UNIT_NONE;
    *advance = 0;
    *count = 0;
    for (size_t at = 0; at < length; ++*count) {
        struct glyph *made = &glyphs[*count];
        uint32_t cluster = (uint32_t)at;
        unsigned unit = next_unit(&asking, utf8, length, &at);
        const struct alone *glyph = unit == UNIT_NONE ? NULL : alone(&asking, unit);
        if (glyph == NULL || glyph->id == ALONE_NONE) {
            return false;
        }
        *made = (struct glyph){.id = glyph->id, .cluster = cluster, .advance = glyph->advance};
        if (before != UNIT_NONE) {
            int16_t moved = kern(&asking, before, unit);
            if (moved == KERN_JOINED) {
                return false;
            }
            made[-1].advance += moved;
            *advance += moved;
        }
        *advance += glyph->advance;
        before = unit;
    }
    return true;
}
