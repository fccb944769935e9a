/* font.c: a font file: its measures, what shapes its text, its subset.
 *
 * What is asked of a font that ships is known from the build (measures.h), and its outlines are cut
 * from the file's own bytes (truetype.h); another font is HarfBuzz's from the beginning. Either is
 * when words are to be shaped that pairs do not tell (pairs.h).
 */
#include "engine.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boardpaper/buffer.h>

#include "measures.h"
#include "neighbours.h"
#include "pairs.h"
#include "truetype.h"

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
    if (font->bytes != NULL) {
        munmap((void *)(uintptr_t)font->bytes, font->length);
        font->bytes = NULL;
    }
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
static const hb_tag_t dropped[] = {
    HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
    HB_TAG('B', 'A', 'S', 'E'), HB_TAG('J', 'S', 'T', 'F'), HB_TAG('M', 'A', 'T', 'H'),
    HB_TAG('k', 'e', 'r', 'n'), HB_TAG('D', 'S', 'I', 'G'), HB_TAG('F', 'F', 'T', 'M'),
    HB_TAG('c', 'm', 'a', 'p'), HB_TAG('n', 'a', 'm', 'e'), HB_TAG('O', 'S', '/', '2'),
    HB_TAG('V', 'D', 'M', 'X'), HB_TAG('h', 'd', 'm', 'x'), HB_TAG('L', 'T', 'S', 'H'),
    HB_TAG('g', 'a', 's', 'p'), HB_TAG('S', 'T', 'A', 'T'), HB_TAG('m', 'e', 't', 'a'),
};

/* What truetype_subset leaves: compact outlines, and what it does not understand. */
static bool subset_by_harfbuzz(const struct font *font, const uint8_t *used, struct buffer *out) {
    hb_subset_input_t *input = !font_shapes(changeable(font)) || harfbuzz_load_subset() != NULL
                                   ? NULL
                                   : hb_subset_input_create_or_fail();
    if (input == NULL) {
        return false;
    }
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING |
                                         HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (size_t i = 0; i < sizeof dropped / sizeof dropped[0]; i++) {
        hb_set_add(drop, dropped[i]);
    }
    hb_set_t *glyphs = hb_subset_input_glyph_set(input);
    hb_set_add(glyphs, 0);
    for (uint32_t glyph = 1; glyph < font->description.glyph_count; glyph++) {
        if (used[glyph]) {
            hb_set_add(glyphs, glyph);
        }
    }
    hb_face_t *subset = hb_subset_or_fail(font->face, input);
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

/* The file's bytes, mapped. False where it is not the file that it was. */
static bool map_bytes(struct font *font) {
    pthread_mutex_lock(&making);
    struct stat about;
    int file = font->bytes != NULL ? -1 : open(font->path, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        if (fstat(file, &about) == 0 && about.st_size > 0) {
            size_t length = (size_t)about.st_size;
            void *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, file, 0);
            if (bytes != MAP_FAILED) {
                font->bytes = bytes;
                font->length = length;
            }
        }
        close(file);
    }
    pthread_mutex_unlock(&making);
    return font->bytes != NULL &&
           neighbours_identity(font->bytes, font->length, font->length) == font->identity;
}

bool font_subset(const struct font *font, const uint8_t *used, struct buffer *out) {
    font_use(changeable(font));
    return font->path != NULL &&
           ((map_bytes(changeable(font)) && truetype_subset(font->bytes, font->length, used,
                                                            font->description.glyph_count, out)) ||
            subset_by_harfbuzz(font, used, out));
}
