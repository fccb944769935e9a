/* neighbours.h: what HarfBuzz makes of one or two characters side by side; for the engine at work
 * and for the tool that asks it of the shipped fonts beforehand. */
#ifndef BOARDPAPER_TEXT_NEIGHBOURS_H
#define BOARDPAPER_TEXT_NEIGHBOURS_H

#include <hb.h>

#include <boardpaper/text.h>

/* HarfBuzz's features for ours. Returns how many. */
enum { NEIGHBOURS_MOST_FEATURES = 8 };
unsigned neighbours_features(unsigned features, hb_feature_t out[NEIGHBOURS_MOST_FEATURES]);

/* The printing characters of ASCII. */
enum { ASCII_FIRST = ' ', ASCII_LAST = '~', ASCII_COUNT = ASCII_LAST - ASCII_FIRST + 1 };

/* How far two neighbours move together. UNKNOWN: not asked for yet; JOINED: they become other
 * glyphs, or one of them has none. */
enum { KERN_UNKNOWN = INT16_MIN, KERN_JOINED = INT16_MIN + 1 };

struct alone {
    uint32_t id; /* 0: not asked for yet */
    int32_t advance;
};

/* Of a font with certain features. */
struct pairs {
    struct alone alone[ASCII_COUNT];
    int16_t kerns[ASCII_COUNT][ASCII_COUNT];
};

/* False where the character has no glyph that stands at its place. */
bool neighbours_alone(hb_font_t *font, hb_buffer_t *buffer, unsigned features, char character,
                      struct alone *out);
/* KERN_JOINED or the move. */
int16_t neighbours_kern(hb_font_t *font, hb_buffer_t *buffer, unsigned features, const char *two,
                        const struct alone *first, const struct alone *second);

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
