/* neighbours.c: HarfBuzz asked for single characters and for two in a row. */
#include "neighbours.h"

unsigned neighbours_features(unsigned features, hb_feature_t out[NEIGHBOURS_MOST_FEATURES]) {
    static const struct {
        unsigned feature;
        hb_tag_t tag;
        uint32_t value;
    } table[] = {
        {TEXT_TABULAR, HB_TAG('t', 'n', 'u', 'm'), 1},
        {TEXT_TABULAR, HB_TAG('l', 'n', 'u', 'm'), 1},
        {TEXT_TABULAR, HB_TAG('p', 'n', 'u', 'm'), 0},
        {TEXT_SMALL_CAPS, HB_TAG('s', 'm', 'c', 'p'), 1},
        {TEXT_NO_LIGATURES, HB_TAG('l', 'i', 'g', 'a'), 0},
        {TEXT_NO_LIGATURES, HB_TAG('c', 'l', 'i', 'g'), 0},
    };
    unsigned count = 0;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (features & table[i].feature) {
            out[count++] = (hb_feature_t){table[i].tag, table[i].value, HB_FEATURE_GLOBAL_START,
                                          HB_FEATURE_GLOBAL_END};
        }
    }
    return count;
}

/* The glyphs of count characters, at most 2. False where they are not as many, or one is moved from
 * its place. */
static bool ask(hb_font_t *font, hb_buffer_t *buffer, unsigned features, const char *ascii,
                unsigned count, struct alone *out) {
    hb_buffer_clear_contents(buffer);
    for (unsigned i = 0; i < count; i++) {
        hb_buffer_add(buffer, (hb_codepoint_t)ascii[i], i);
    }
    hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_DO_NOT_INSERT_DOTTED_CIRCLE);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, HB_SCRIPT_LATIN);
    hb_buffer_set_language(buffer, HB_LANGUAGE_INVALID);
    hb_feature_t list[NEIGHBOURS_MOST_FEATURES];
    hb_shape(font, buffer, list, neighbours_features(features, list));
    unsigned shaped = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &shaped);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, NULL);
    for (unsigned i = 0; i < shaped && shaped == count; i++) {
        if (infos[i].codepoint == 0 || infos[i].cluster != i || positions[i].x_offset != 0 ||
            positions[i].y_offset != 0) {
            return false;
        }
        out[i] = (struct alone){.id = infos[i].codepoint, .advance = positions[i].x_advance};
    }
    return shaped == count;
}

bool neighbours_alone(hb_font_t *font, hb_buffer_t *buffer, unsigned features, char character,
                      struct alone *out) {
    return ask(font, buffer, features, &character, 1, out);
}

int16_t neighbours_kern(hb_font_t *font, hb_buffer_t *buffer, unsigned features, const char *two,
                        const struct alone *first, const struct alone *second) {
    struct alone together[2];
    bool apart = ask(font, buffer, features, two, 2, together) && together[0].id == first->id &&
                 together[1].id == second->id && together[1].advance == second->advance;
    int32_t moved = apart ? together[0].advance - first->advance : 0;
    return apart && moved > KERN_JOINED && moved <= INT16_MAX ? (int16_t)moved : KERN_JOINED;
}

/* FNV-1a, which is quick enough for some 300 bytes a font. */
uint64_t neighbours_identity(const unsigned char *head, size_t length, uint64_t size) {
    enum { HEAD = 12, TABLE = 16 };
    size_t end = length < HEAD ? 0 : HEAD + (size_t)TABLE * (head[4] * 256U + head[5]);
    if (end == 0 || end > length) {
        return 0;
    }
    uint64_t hash = UINT64_C(0xCBF29CE484222325) ^ size;
    for (size_t i = 0; i < end; i++) {
        hash = (hash ^ head[i]) * UINT64_C(0x100000001B3);
    }
    return hash;
}
