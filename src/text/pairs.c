/* pairs.c: ASCII words in fonts that space by pairs, without HarfBuzz.
 *
 * HarfBuzz takes some 170 ns a glyph in Source Sans, nearly all of it to find pairs in the kerning
 * table and to find that nothing composes. What it finds for two neighbours does not depend on
 * what stands around them in such a font, so a word is put together from its pairs, in some 10 ns a
 * glyph. Neighbours that become other glyphs together (a ligature) are marked, and their words go
 * to HarfBuzz whole. The pairs of the fonts that ship are known from the build (make_pairs.c);
 * those of others are asked once for each pair that occurs.
 *
 * That a font is so is a claim of families.txt (spacing pairs), which test_pairs.c proves for those
 * that ship: every three characters in a row, and many longer words, against HarfBuzz.
 */
#include "pairs.h"

#include <string.h>

#include "neighbours.h"

bool pairs_allowed(const struct language *language, unsigned features, bool right_to_left) {
    const char *tag = language->tag;
    /* Languages without letter forms of their own (locl) among the ASCII letters. */
    bool plain =
        tag[0] == '\0' ||
        ((strncmp(tag, "en", 2) == 0 || strncmp(tag, "cy", 2) == 0 || strncmp(tag, "pl", 2) == 0) &&
         (tag[2] == '\0' || tag[2] == '-'));
    return plain && !right_to_left && (features & ~(unsigned)TEXT_TABULAR) == 0;
}

/* Those known are whole: nothing is ever asked of them, and nothing written. */
static struct pairs *known(const struct font *font, int kind) {
    for (const struct known_pairs *at = KNOWN_PAIRS; at->identity != 0; at++) {
        if (at->identity == font->identity) {
            return (struct pairs *)(uintptr_t)&at->pairs[kind];
        }
    }
    return NULL;
}

static struct pairs *pairs_of(struct text *text, struct font *font, unsigned features) {
    int kind = features & TEXT_TABULAR ? 1 : 0;
    if (font->pairs[kind] == NULL) {
        font_use(font); /* whoever has a run asks for the font's measures */
        font->pairs[kind] = known(font, kind);
    }
    if (font->pairs[kind] == NULL) {
        struct pairs *pairs = NEW(text->arena, struct pairs);
        for (int i = 0; i < ASCII_COUNT; i++) {
            for (int j = 0; j < ASCII_COUNT; j++) {
                pairs->kerns[i][j] = KERN_UNKNOWN;
            }
        }
        font->pairs[kind] = pairs;
    }
    return font->pairs[kind];
}

static const struct alone *alone(struct text *text, struct font *font, unsigned features,
                                 struct pairs *pairs, char character) {
    struct alone *glyph = &pairs->alone[character - ASCII_FIRST];
    if (glyph->id != 0) {
        return glyph;
    }
    bool found = neighbours_alone(font->font, shape_buffer(text), features, character, glyph);
    return found ? glyph : NULL;
}

static int16_t kern(struct text *text, struct font *font, unsigned features, struct pairs *pairs,
                    const char *two) {
    int16_t *kern = &pairs->kerns[two[0] - ASCII_FIRST][two[1] - ASCII_FIRST];
    if (*kern == KERN_UNKNOWN) {
        const struct alone *first = alone(text, font, features, pairs, two[0]);
        const struct alone *second = alone(text, font, features, pairs, two[1]);
        *kern = first == NULL || second == NULL
                    ? KERN_JOINED
                    : neighbours_kern(font->font, shape_buffer(text), features, two, first, second);
    }
    return *kern;
}

bool pairs_shape(struct text *text, struct font *font, unsigned features, const char *ascii,
                 size_t length, struct glyph *glyphs, int32_t *advance) {
    struct pairs *pairs = pairs_of(text, font, features);
    *advance = 0;
    for (size_t i = 0; i < length; i++) {
        if (ascii[i] < ASCII_FIRST || ascii[i] > ASCII_LAST) {
            return false;
        }
        const struct alone *glyph = alone(text, font, features, pairs, ascii[i]);
        if (glyph == NULL) {
            return false;
        }
        glyphs[i] =
            (struct glyph){.id = glyph->id, .cluster = (uint32_t)i, .advance = glyph->advance};
        if (i > 0) {
            int16_t moved = kern(text, font, features, pairs, ascii + i - 1);
            if (moved == KERN_JOINED) {
                return false;
            }
            glyphs[i - 1].advance += moved;
            *advance += moved;
        }
        *advance += glyph->advance;
    }
    return true;
}
