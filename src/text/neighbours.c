/* neighbours.c: HarfBuzz asked for single units of text and for two in a row. */
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

/* In their order, so that they are found by halving. */
static const uint16_t SIGNS[SIGN_COUNT] = {
    0x00A0, 0x00A3, 0x00A7, 0x00B0, 0x00C1, 0x00C2, 0x00C4, 0x00C9, 0x00CA, 0x00CB, 0x00CD,
    0x00CE, 0x00CF, 0x00D3, 0x00D4, 0x00D6, 0x00D7, 0x00DA, 0x00DB, 0x00E1, 0x00E2, 0x00E4,
    0x00E9, 0x00EA, 0x00EB, 0x00ED, 0x00EE, 0x00EF, 0x00F3, 0x00F4, 0x00F6, 0x00F7, 0x00FA,
    0x00FB, 0x0104, 0x0105, 0x0106, 0x0107, 0x0118, 0x0119, 0x0141, 0x0142, 0x0143, 0x0144,
    0x015A, 0x015B, 0x0174, 0x0175, 0x0176, 0x0177, 0x0179, 0x017A, 0x017B, 0x017C, 0x2010,
    0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2020, 0x2022, 0x2026, 0x20AC,
    0x2212, 0x25A0, 0x25B2, 0x25BC, 0x25C6, 0x25CB, 0x25CF, 0x2713,
};

unsigned unit_of(uint32_t character) {
    unsigned low = 0, high = SIGN_COUNT;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (SIGNS[middle] == character) {
            return UNIT_SIGNS + middle;
        }
        if (SIGNS[middle] < character) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return UNIT_NONE;
}

unsigned unit_characters(unsigned unit, uint32_t out[2]) {
    if (unit == UNIT_FF || unit == UNIT_FT) {
        out[0] = 'f';
        out[1] = unit == UNIT_FF ? 'f' : 't';
        return 2;
    }
    out[0] = unit < ASCII_COUNT ? ASCII_FIRST + unit : SIGNS[unit - UNIT_SIGNS];
    return 1;
}

/* The glyphs of count units, at most 2. False where they are not as many, or one is moved from its
 * place. */
static bool ask(hb_font_t *font, hb_buffer_t *buffer, unsigned features, const unsigned *units,
                unsigned count, struct alone *out) {
    unsigned starts[2], length = 0;
    hb_buffer_clear_contents(buffer);
    for (unsigned i = 0; i < count; i++) {
        uint32_t characters[2];
        unsigned size = unit_characters(units[i], characters);
        starts[i] = length;
        for (unsigned k = 0; k < size; k++) {
            hb_buffer_add(buffer, characters[k], length++);
        }
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
        if (infos[i].codepoint == 0 || infos[i].cluster != starts[i] ||
            positions[i].x_offset != 0 || positions[i].y_offset != 0) {
            return false;
        }
        out[i] = (struct alone){.id = infos[i].codepoint, .advance = positions[i].x_advance};
    }
    return shaped == count;
}

struct alone neighbours_alone(hb_font_t *font, hb_buffer_t *buffer, unsigned features,
                              unsigned unit) {
    struct alone glyph;
    bool found = ask(font, buffer, features, &unit, 1, &glyph);
    return found ? glyph : (struct alone){.id = ALONE_NONE};
}

int16_t neighbours_kern(hb_font_t *font, hb_buffer_t *buffer, unsigned features, unsigned first,
                        unsigned second, const struct alone *alone) {
    const unsigned two[2] = {first, second};
    struct alone together[2];
    bool apart = ask(font, buffer, features, two, 2, together) &&
                 together[0].id == alone[first].id && together[1].id == alone[second].id &&
                 together[1].advance == alone[second].advance;
    int32_t moved = apart ? together[0].advance - alone[first].advance : 0;
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
