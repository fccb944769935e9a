/* neighbours.h: what HarfBuzz makes of one or two units of text side by side; for the engine at
 * work and for the tool that asks it of the shipped fonts beforehand. */
#ifndef BOARDPAPER_TEXT_NEIGHBOURS_H
#define BOARDPAPER_TEXT_NEIGHBOURS_H

#include <boardpaper/text.h>

#include "harfbuzz.h"

/* HarfBuzz's features for ours. Returns how many. */
enum { NEIGHBOURS_MOST_FEATURES = 8 };
unsigned neighbours_features(unsigned features, hb_feature_t out[NEIGHBOURS_MOST_FEATURES]);

/* What words are put together from: the printing characters of ASCII, in their order; the ligatures
 * that a font may make of two of them; and the signs and letters that stand among them in papers
 * in English, Welsh and Polish. */
enum {
    ASCII_FIRST = ' ',
    ASCII_LAST = '~',
    ASCII_COUNT = ASCII_LAST - ASCII_FIRST + 1,
    UNIT_FF = ASCII_COUNT,
    UNIT_FT,
    UNIT_SIGNS,
    SIGN_COUNT = 74,
    UNIT_COUNT = UNIT_SIGNS + SIGN_COUNT,
    UNIT_NONE = UNIT_COUNT
};

/* The unit that a character beyond ASCII is, or UNIT_NONE. */
unsigned unit_of(uint32_t character);
/* The characters of a unit, one or two; returns how many. */
unsigned unit_characters(unsigned unit, uint32_t out[2]);

/* How far two neighbours move together. UNKNOWN: not asked for yet; JOINED: they become other
 * glyphs, or one of them is none. */
enum { KERN_UNKNOWN = INT16_MIN, KERN_JOINED = INT16_MIN + 1 };

/* A unit that is no glyph: no ligature in this font, or nothing that stands at its place. */
#define ALONE_NONE UINT32_MAX

struct alone {
    uint32_t id; /* 0: not asked for yet; or ALONE_NONE */
    int32_t advance;
};

/* Of a font with certain features. */
struct pairs {
    struct alone alone[UNIT_COUNT];
    int16_t kerns[UNIT_COUNT][UNIT_COUNT];
};

/* A unit's glyph, or ALONE_NONE. */
struct alone neighbours_alone(hb_font_t *font, hb_buffer_t *buffer, unsigned features,
                              unsigned unit);
/* KERN_JOINED or the move. alone: of all units, those of the two known. */
int16_t neighbours_kern(hb_font_t *font, hb_buffer_t *buffer, unsigned features, unsigned first,
                        unsigned second, const struct alone *alone);

/* A font's identity: its size and the directory of its tables, which has a checksum of each; head
 * is its beginning, of length bytes. 0 where that is no font's. */
uint64_t neighbours_identity(const unsigned char *head, size_t length, uint64_t size);

/* Fonts whose pairs were asked for when the program was built (known_pairs.c, by make_pairs.c). All
 * of them are known; the last has identity 0. */
struct known_pairs {
    uint64_t identity;
    struct pairs pairs[2]; /* plain and tabular */
};
extern const struct known_pairs KNOWN_PAIRS[];

#endif
