/* font.c: a font file mapped and read: its metrics, its description for embedding, its subset.
 *
 * HarfBuzz reads the tables. The values that PDF wants and fonts do not say (the stem's width) are
 * reckoned from the weight, as most programs do. Rejected: FreeType, which adds a library to say
 * the same things again.
 */
#include "engine.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/buffer.h>

#include "pairs.h"
#include "truetype.h"

static int32_t table_number(hb_blob_t *table, unsigned at, int bytes, bool is_signed) {
    unsigned length = 0;
    const unsigned char *data = (const unsigned char *)hb_blob_get_data(table, &length);
    if (length < at + (unsigned)bytes) {
        return 0;
    }
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++) {
        value = value << 8 | data[at + (unsigned)i];
    }
    if (is_signed && bytes == 2) {
        return (int16_t)value;
    }
    return (int32_t)value;
}

static int32_t metric(const struct font *font, hb_ot_metrics_tag_t tag) {
    hb_position_t value = 0;
    hb_ot_metrics_get_position_with_fallback(font->font, tag, &value);
    return value;
}

static void read_metrics(struct font *font) {
    struct font_metrics *metrics = &font->metrics;
    metrics->units_per_em = (int32_t)hb_face_get_upem(font->face);
    metrics->ascent = metric(font, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER);
    metrics->descent = -metric(font, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER);
    metrics->cap_height = metric(font, HB_OT_METRICS_TAG_CAP_HEIGHT);
    metrics->x_height = metric(font, HB_OT_METRICS_TAG_X_HEIGHT);
    metrics->underline_position = -metric(font, HB_OT_METRICS_TAG_UNDERLINE_OFFSET);
    metrics->underline_thickness = metric(font, HB_OT_METRICS_TAG_UNDERLINE_SIZE);
    metrics->strikeout_position = metric(font, HB_OT_METRICS_TAG_STRIKEOUT_OFFSET);
    metrics->superscript_rise = metric(font, HB_OT_METRICS_TAG_SUPERSCRIPT_EM_Y_OFFSET);
    metrics->superscript_size = metric(font, HB_OT_METRICS_TAG_SUPERSCRIPT_EM_Y_SIZE);
    metrics->subscript_drop = metric(font, HB_OT_METRICS_TAG_SUBSCRIPT_EM_Y_OFFSET);
}

/* Offsets are those of the OpenType specification's tables head, post and OS/2. */
static void read_description(struct font *font) {
    hb_blob_t *head = hb_face_reference_table(font->face, HB_TAG('h', 'e', 'a', 'd'));
    hb_blob_t *post = hb_face_reference_table(font->face, HB_TAG('p', 'o', 's', 't'));
    hb_blob_t *os2 = hb_face_reference_table(font->face, HB_TAG('O', 'S', '/', '2'));
    hb_blob_t *cff = hb_face_reference_table(font->face, HB_TAG('C', 'F', 'F', ' '));
    struct font_description *description = &font->description;
    description->units_per_em = font->metrics.units_per_em;
    description->ascent = font->metrics.ascent;
    description->descent = font->metrics.descent;
    description->cap_height = font->metrics.cap_height;
    description->x_height = font->metrics.x_height;
    for (unsigned i = 0; i < 4; i++) {
        description->box[i] = table_number(head, 36 + 2 * i, 2, true);
    }
    int64_t angle = table_number(post, 4, 4, true); /* 16.16 degrees */
    description->italic_angle_thousandths = (int32_t)(angle * 1000 / 65536);
    description->fixed_pitch = table_number(post, 12, 4, false) != 0;
    int32_t weight = table_number(os2, 4, 2, false);
    description->stem_v = 50 + weight * weight / 4225; /* 50 + (weight / 65)^2 */
    int32_t class = table_number(os2, 30, 2, false) >> 8;
    description->serif = (class >= 1 && class <= 5) || class == 7;
    int32_t selection = table_number(os2, 62, 2, false);
    description->italic = (selection & 1) != 0 || angle != 0;
    description->bold = weight >= 600;
    description->compact = hb_blob_get_length(cff) > 0;
    description->glyph_count = hb_face_get_glyph_count(font->face);
    hb_blob_destroy(cff);
    hb_blob_destroy(os2);
    hb_blob_destroy(post);
    hb_blob_destroy(head);
}

static void open(struct font *font) {
    hb_blob_t *blob = hb_blob_create_from_file(font->path);
    font->face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    font->font = hb_font_create(font->face);
    hb_font_make_immutable(font->font);
    read_metrics(font);
    read_description(font);
    pairs_open(font);
}

/* Another thread may be opening the same font just now (text_open_faces). */
void font_use(struct font *font) {
    static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;
    if (font->used) {
        return;
    }
    pthread_mutex_lock(&opening);
    if (!font->used) {
        open(font);
        font->used = true;
    }
    pthread_mutex_unlock(&opening);
}

void font_close(struct font *font) {
    free(font->characters);
    font->characters = NULL;
    if (font->path == NULL || !font->used) {
        return;
    }
    free((void *)font->postscript_name);
    hb_font_destroy(font->font);
    hb_face_destroy(font->face);
    font->font = NULL;
    font->face = NULL;
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
    char name[64];
    unsigned size = sizeof name;
    hb_ot_name_get_utf8(font->face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size,
                        name);
    size_t kept = 0;
    /* Only what may stand in a PDF name as it is. */
    for (size_t i = 0; name[i] != '\0'; i++) {
        if (name[i] > ' ' && name[i] < 0x7F && strchr("[](){}<>/%#", name[i]) == NULL) {
            name[kept++] = name[i];
        }
    }
    name[kept] = '\0';
    char *copy = memory_take(sizeof name);
    strcpy(copy, kept == 0 ? "Unnamed" : name);
    changeable(font)->postscript_name = copy;
    return copy;
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
    hb_position_t advance = hb_font_get_glyph_h_advance(font->font, glyph);
    return advance < 0 ? 0 : (uint32_t)advance;
}

static uint32_t *reverse_cmap(const struct font *font) {
    uint32_t *characters = memory_array(font->description.glyph_count, sizeof *characters);
    hb_set_t *all = hb_set_create();
    hb_face_collect_unicodes(font->face, all);
    /* From the highest down, so that the lowest character of a glyph stays: the space and not the
     * no-break space. */
    for (hb_codepoint_t character = HB_SET_VALUE_INVALID; hb_set_previous(all, &character);) {
        hb_codepoint_t glyph = 0;
        if (hb_font_get_nominal_glyph(font->font, character, &glyph) &&
            glyph < font->description.glyph_count) {
            characters[glyph] = character;
        }
    }
    hb_set_destroy(all);
    return characters;
}

/* Another thread may be making them just now (text_know_glyphs). */
static const uint32_t *characters_of(const struct font *font) {
    static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;
    const uint32_t *characters = font->characters;
    if (characters == NULL) {
        pthread_mutex_lock(&making);
        if (font->characters == NULL) {
            changeable(font)->characters = reverse_cmap(font);
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
    hb_subset_input_t *input =
        harfbuzz_load_subset() != NULL ? NULL : hb_subset_input_create_or_fail();
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

bool font_subset(const struct font *font, const uint8_t *used, struct buffer *out) {
    font_use(changeable(font));
    return font->path != NULL &&
           (truetype_subset(font->face, used, font->description.glyph_count, out) ||
            subset_by_harfbuzz(font, used, out));
}
