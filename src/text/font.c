/* font.c: a font file: its measures, what shapes its text, its subset.
 *
 * What is asked of a font that ships is known from the build (measures.h); another font is
 * HarfBuzz's from the beginning. Either is when words are to be shaped that pairs do not tell
 * (pairs.h), and when its outlines are cut.
 */
#include "engine.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/buffer.h>

#include "measures.h"
#include "neighbours.h"
#include "pairs.h"

/* What of the font is made late, by whichever thread needs it first. */
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;

static void open_face(struct font *font) {
    if (font->shapes || harfbuzz_load() != NULL) {
        return;
    }
    hb_blob_t *blob = hb_blob_create_from_file(font->path);
    font->face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    font->font = hb_font_create(font->face);
    hb_font_make_immutable(font->font);
    font->shapes = true;
}

bool font_shapes(struct font *font) {
    if (!font->shapes) {
        pthread_mutex_lock(&making);
        open_face(font);
        pthread_mutex_unlock(&making);
    }
    return font->shapes;
}

static const struct known_measures *known_measures(const struct font *font) {
    for (const struct known_measures *at = KNOWN_MEASURES; at->identity != 0; at++) {
        if (at->identity == font->identity) {
            return at;
        }
    }
    return NULL;
}

static void measure(struct font *font) {
    const struct known_measures *known = known_measures(font);
    font->known = known;
    if (known != NULL) {
        font->metrics = known->metrics;
        font->description = known->description;
    } else {
        open_face(font);
        if (font->shapes) {
            font->metrics = measures_metrics(font->face, font->font);
            font->description = measures_description(font->face, font->metrics);
        } else { /* nothing will be drawn with it: see text_ready */
            font->metrics =
                (struct font_metrics){.units_per_em = 1000, .ascent = 800, .descent = 200};
            font->description = (struct font_description){.units_per_em = 1000, .glyph_count = 1};
        }
    }
    pairs_open(font);
}

void font_use(struct font *font) {
    if (font->used) {
        return;
    }
    pthread_mutex_lock(&making);
    if (!font->used) {
        measure(font);
        font->used = true;
    }
    pthread_mutex_unlock(&making);
}

void font_close(struct font *font) {
    free(font->characters);
    font->characters = NULL;
    if (font->path == NULL) {
        return;
    }
    free((void *)font->postscript_name);
    font->postscript_name = NULL;
    if (font->shapes) {
        hb_font_destroy(font->font);
        hb_face_destroy(font->face);
        font->font = NULL;
        font->face = NULL;
        font->shapes = false;
    }
    font->used = false;
}

/* The public calls take fonts as const: what they find out late changes nothing that was said. */
static struct font *changeable(const struct font *font) {
    return (struct font *)(uintptr_t)font;
}

const char *font_postscript_name(const struct font *font) {
    if (font->postscript_name != NULL) {
        return font->postscript_name;
    }
    font_use(changeable(font));
    if (font->known != NULL) {
        return font->known->name;
    }
    char *name = memory_array(MEASURES_NAME, 1);
    if (font->shapes) {
        measures_name(font->face, name);
    }
    changeable(font)->postscript_name = name;
    return name;
}

struct font_description font_describe(const struct font *font) {
    font_use(changeable(font));
    return font->description;
}

uint32_t font_advance(const struct font *font, uint32_t glyph) {
    font_use(changeable(font));
    if (font->path == NULL) {
        return 600;
    }
    if (font->known != NULL) {
        return glyph < font->description.glyph_count ? font->known->advances[glyph] : 0;
    }
    return font->shapes ? measures_advance(font->font, glyph) : 0;
}

/* Another thread may be making them just now (text_know_glyphs). */
static const uint32_t *characters_of(const struct font *font) {
    if (font->known != NULL) {
        return font->known->characters;
    }
    const uint32_t *characters = font->characters;
    if (characters == NULL) {
        pthread_mutex_lock(&making);
        if (font->characters == NULL) {
            uint32_t count = font->description.glyph_count;
            uint32_t *made = memory_array(count, sizeof *made);
            if (font->shapes) {
                measures_characters(font->face, font->font, count, made);
            }
            changeable(font)->characters = made;
        }
        characters = font->characters;
        pthread_mutex_unlock(&making);
    }
    return characters;
}

uint32_t font_character(const struct font *font, uint32_t glyph) {
    font_use(changeable(font));
    if (glyph >= font->description.glyph_count) {
        return 0;
    }
    if (font->path == NULL) {
        return glyph;
    }
    return characters_of(font)[glyph];
}

/* A font inside a PDF is reached by glyph only: what finds, arranges or names glyphs is ballast. */
static const hb_tag_t ballast[] = {
    HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
    HB_TAG('B', 'A', 'S', 'E'), HB_TAG('J', 'S', 'T', 'F'), HB_TAG('M', 'A', 'T', 'H'),
    HB_TAG('k', 'e', 'r', 'n'), HB_TAG('D', 'S', 'I', 'G'), HB_TAG('F', 'F', 'T', 'M'),
    HB_TAG('c', 'm', 'a', 'p'), HB_TAG('n', 'a', 'm', 'e'), HB_TAG('O', 'S', '/', '2'),
    HB_TAG('V', 'D', 'M', 'X'), HB_TAG('h', 'd', 'm', 'x'), HB_TAG('L', 'T', 'S', 'H'),
    HB_TAG('g', 'a', 's', 'p'), HB_TAG('S', 'T', 'A', 'T'), HB_TAG('m', 'e', 't', 'a'),
};

static bool is_ballast(hb_tag_t table) {
    size_t i = 0;
    while (i < sizeof ballast / sizeof ballast[0] && ballast[i] != table) {
        i++;
    }
    return i < sizeof ballast / sizeof ballast[0];
}

/* The face without its ballast, sharing the other tables. Told to drop tables, HarfBuzz reads them
 * all the same when it plans a subset: of the character map alone that is most of the work. */
static hb_face_t *without_ballast(hb_face_t *face) {
    enum { AT_ONCE = 64 };
    hb_face_t *kept = hb_face_builder_create();
    for (unsigned from = 0, count = AT_ONCE; count == AT_ONCE; from += count) {
        hb_tag_t tables[AT_ONCE];
        hb_face_get_table_tags(face, from, &count, tables);
        for (unsigned i = 0; i < count; i++) {
            if (!is_ballast(tables[i])) {
                hb_blob_t *table = hb_face_reference_table(face, tables[i]);
                hb_face_builder_add_table(kept, tables[i], table);
                hb_blob_destroy(table);
            }
        }
    }
    return kept;
}

bool font_subset(const struct font *font, const uint8_t *used, struct buffer *out) {
    font_use(changeable(font));
    if (font->path == NULL || !font_shapes(changeable(font))) {
        return false;
    }
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (input == NULL) {
        return false;
    }
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING |
                                         HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    hb_set_t *glyphs = hb_subset_input_glyph_set(input);
    hb_set_add(glyphs, 0);
    for (uint32_t glyph = 1; glyph < font->description.glyph_count; glyph++) {
        if (used[glyph]) {
            hb_set_add(glyphs, glyph);
        }
    }
    hb_face_t *kept = without_ballast(font->face);
    hb_face_t *subset = hb_subset_or_fail(kept, input);
    hb_face_destroy(kept);
    hb_subset_input_destroy(input);
    if (subset == NULL) {
        return false;
    }
    hb_blob_t *blob = hb_face_reference_blob(subset);
    unsigned length = 0;
    const char *data = hb_blob_get_data(blob, &length);
    buffer_add(out, data, length);
    hb_blob_destroy(blob);
    hb_face_destroy(subset);
    return length > 0;
}
