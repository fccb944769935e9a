/* measures.c: see measures.h.
 *
 * HarfBuzz reads the tables. The values that PDF wants and fonts do not say (the stem's width) are
 * reckoned from the weight, as most programs do. Rejected: FreeType, which adds a library to say
 * the same things again.
 */
#include "measures.h"

#include <string.h>

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

static int32_t metric(hb_font_t *font, hb_ot_metrics_tag_t tag) {
    hb_position_t value = 0;
    hb_ot_metrics_get_position_with_fallback(font, tag, &value);
    return value;
}

struct font_metrics measures_metrics(hb_face_t *face, hb_font_t *font) {
    struct font_metrics metrics = {0};
    metrics.units_per_em = (int32_t)hb_face_get_upem(face);
    metrics.ascent = metric(font, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER);
    metrics.descent = -metric(font, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER);
    metrics.cap_height = metric(font, HB_OT_METRICS_TAG_CAP_HEIGHT);
    metrics.x_height = metric(font, HB_OT_METRICS_TAG_X_HEIGHT);
    metrics.underline_position = -metric(font, HB_OT_METRICS_TAG_UNDERLINE_OFFSET);
    metrics.underline_thickness = metric(font, HB_OT_METRICS_TAG_UNDERLINE_SIZE);
    metrics.strikeout_position = metric(font, HB_OT_METRICS_TAG_STRIKEOUT_OFFSET);
    metrics.superscript_rise = metric(font, HB_OT_METRICS_TAG_SUPERSCRIPT_EM_Y_OFFSET);
    metrics.superscript_size = metric(font, HB_OT_METRICS_TAG_SUPERSCRIPT_EM_Y_SIZE);
    metrics.subscript_drop = metric(font, HB_OT_METRICS_TAG_SUBSCRIPT_EM_Y_OFFSET);
    return metrics;
}

/* Offsets are those of the OpenType specification's tables head, post and OS/2. */
struct font_description measures_description(hb_face_t *face, struct font_metrics metrics) {
    hb_blob_t *head = hb_face_reference_table(face, HB_TAG('h', 'e', 'a', 'd'));
    hb_blob_t *post = hb_face_reference_table(face, HB_TAG('p', 'o', 's', 't'));
    hb_blob_t *os2 = hb_face_reference_table(face, HB_TAG('O', 'S', '/', '2'));
    hb_blob_t *cff = hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '));
    struct font_description description = {0};
    description.units_per_em = metrics.units_per_em;
    description.ascent = metrics.ascent;
    description.descent = metrics.descent;
    description.cap_height = metrics.cap_height;
    description.x_height = metrics.x_height;
    for (unsigned i = 0; i < 4; i++) {
        description.box[i] = table_number(head, 36 + 2 * i, 2, true);
    }
    int64_t angle = table_number(post, 4, 4, true); /* 16.16 degrees */
    description.italic_angle_thousandths = (int32_t)(angle * 1000 / 65536);
    description.fixed_pitch = table_number(post, 12, 4, false) != 0;
    int32_t weight = table_number(os2, 4, 2, false);
    description.stem_v = 50 + weight * weight / 4225; /* 50 + (weight / 65)^2 */
    int32_t class = table_number(os2, 30, 2, false) >> 8;
    description.serif = (class >= 1 && class <= 5) || class == 7;
    int32_t selection = table_number(os2, 62, 2, false);
    description.italic = (selection & 1) != 0 || angle != 0;
    description.bold = weight >= 600;
    description.compact = hb_blob_get_length(cff) > 0;
    description.glyph_count = hb_face_get_glyph_count(face);
    hb_blob_destroy(cff);
    hb_blob_destroy(os2);
    hb_blob_destroy(post);
    hb_blob_destroy(head);
    return description;
}

void measures_name(hb_face_t *face, char out[MEASURES_NAME]) {
    char name[MEASURES_NAME];
    unsigned size = sizeof name;
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size, name);
    size_t kept = 0;
    /* Only what may stand in a PDF name as it is. */
    for (size_t i = 0; name[i] != '\0'; i++) {
        if (name[i] > ' ' && name[i] < 0x7F && strchr("[](){}<>/%#", name[i]) == NULL) {
            out[kept++] = name[i];
        }
    }
    out[kept] = '\0';
    if (kept == 0) {
        strcpy(out, "Unnamed");
    }
}

uint32_t measures_advance(hb_font_t *font, uint32_t glyph) {
    hb_position_t advance = hb_font_get_glyph_h_advance(font, glyph);
    return advance < 0 ? 0 : (uint32_t)advance;
}

void measures_characters(hb_face_t *face, hb_font_t *font, uint32_t count, uint32_t *characters) {
    hb_set_t *all = hb_set_create();
    hb_face_collect_unicodes(face, all);
    /* From the highest down, so that the lowest character of a glyph stays: the space and not the
     * no-break space. */
    for (hb_codepoint_t character = HB_SET_VALUE_INVALID; hb_set_previous(all, &character);) {
        hb_codepoint_t glyph = 0;
        if (hb_font_get_nominal_glyph(font, character, &glyph) && glyph < count) {
            characters[glyph] = character;
        }
    }
    hb_set_destroy(all);
}
