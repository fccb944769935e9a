/* pairs.c: ASCII words in fonts that space by pairs, without HarfBuzz.
 *
 * HarfBuzz takes some 170 ns a glyph in Source Sans, nearly all of it to find pairs in the kerning
 * table and to find that nothing composes. What it finds for two neighbours does not depend on
 * what stands around them in such a font, so it is asked once for each pair that occurs and a word
 * is then put together from its pairs, in some 10 ns a glyph. Neighbours that become other glyphs
 * together (a ligature) are marked, and their words go to HarfBuzz whole.
 *
 * That a font is so is a claim of families.txt (spacing pairs), which test_pairs.c proves for those
 * that ship: every three characters in a row, and many longer words, against HarfBuzz.
 */
#include "pairs.h"

#include <string.h>

enum { FIRST = ' ', LAST = '~', CHARACTERS = LAST - FIRST + 1 };
enum { KERN_UNKNOWN = INT16_MIN, KERN_JOINED = INT16_MIN + 1 };

struct pairs {
    struct glyph alone[CHARACTERS]; /* id 0: not asked for yet */
    int16_t kerns[CHARACTERS][CHARACTERS];
};

bool pairs_allowed(const struct language *language, unsigned features, bool right_to_left) {
    const char *tag = language->tag;
    /* Languages without letter forms of their own (locl) among the ASCII letters. */
    bool plain =
        tag[0] == '\0' ||
        ((strncmp(tag, "en", 2) == 0 || strncmp(tag, "cy", 2) == 0 || strncmp(tag, "pl", 2) == 0) &&
         (tag[2] == '\0' || tag[2] == '-'));
    return plain && !right_to_left && (features & ~(unsigned)TEXT_TABULAR) == 0;
}

static struct pairs *pairs_of(struct text *text, struct font *font, unsigned features) {
    struct pairs **pairs = &font->pairs[features & TEXT_TABULAR ? 1 : 0];
    if (*pairs == NULL) {
        *pairs = NEW(text->arena, struct pairs);
        for (int i = 0; i < CHARACTERS; i++) {
            for (int j = 0; j < CHARACTERS; j++) {
                (*pairs)->kerns[i][j] = KERN_UNKNOWN;
            }
        }
    }
    return *pairs;
}

/* HarfBuzz's glyphs for count characters, at most 2. False where they are not as many, or one is
 * moved from its place. */
static bool ask(struct text *text, struct font *font, unsigned features, const char *ascii,
                unsigned count, struct glyph *out) {
    hb_buffer_t *buffer = shape_bytes(text, font, HB_SCRIPT_LATIN, HB_LANGUAGE_INVALID, features,
                                      false, ascii, 0, count);
    unsigned shaped = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &shaped);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, NULL);
    for (unsigned i = 0; i < shaped && shaped == count; i++) {
        if (infos[i].codepoint == 0 || infos[i].cluster != i || positions[i].x_offset != 0 ||
            positions[i].y_offset != 0) {
            return false;
        }
        out[i] = (struct glyph){.id = infos[i].codepoint, .advance = positions[i].x_advance};
    }
    return shaped == count;
}

static const struct glyph *alone(struct text *text, struct font *font, unsigned features,
                                 struct pairs *pairs, char character) {
    struct glyph *glyph = &pairs->alone[character - FIRST];
    if (glyph->id == 0 && !ask(text, font, features, &character, 1, glyph)) {
        return NULL;
    }
    return glyph;
}

static int16_t kern(struct text *text, struct font *font, unsigned features, struct pairs *pairs,
                    const char *two) {
    int16_t *known = &pairs->kerns[two[0] - FIRST][two[1] - FIRST];
    if (*known == KERN_UNKNOWN) {
        const struct glyph *first = alone(text, font, features, pairs, two[0]);
        const struct glyph *second = alone(text, font, features, pairs, two[1]);
        struct glyph together[2];
        bool apart = first != NULL && second != NULL &&
                     ask(text, font, features, two, 2, together) && together[0].id == first->id &&
                     together[1].id == second->id && together[1].advance == second->advance;
        int32_t moved = apart ? together[0].advance - first->advance : 0;
        apart = apart && moved > KERN_JOINED && moved <= INT16_MAX;
        *known = apart ? (int16_t)moved : KERN_JOINED;
    }
    return *known;
}

bool pairs_shape(struct text *text, struct font *font, unsigned features, const char *ascii,
                 size_t length, struct glyph *glyphs, int32_t *advance) {
    struct pairs *pairs = pairs_of(text, font, features);
    *advance = 0;
    for (size_t i = 0; i < length; i++) {
        if (ascii[i] < FIRST || ascii[i] > LAST) {
            return false;
        }
        const struct glyph *glyph = alone(text, font, features, pairs, ascii[i]);
        if (glyph == NULL) {
            return false;
        }
        glyphs[i] = *glyph;
        glyphs[i].cluster = (uint32_t)i;
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
