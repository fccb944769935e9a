/* measures.h: what a paper asks of a font besides shapes and outlines; for the engine at work, and
 * for the tool that asks it of the shipped fonts beforehand, so that a paper in these does without
 * HarfBuzz.
 */
#ifndef BOARDPAPER_TEXT_MEASURES_H
#define BOARDPAPER_TEXT_MEASURES_H

#include <boardpaper/text.h>

#include "harfbuzz.h"

enum { MEASURES_NAME = 64 };

struct font_metrics measures_metrics(hb_face_t *face, hb_font_t *font);
struct font_description measures_description(hb_face_t *face, struct font_metrics metrics);
/* The font's PostScript name, of what may stand in a PDF's name as it is. */
void measures_name(hb_face_t *face, char out[MEASURES_NAME]);
uint32_t measures_advance(hb_font_t *font, uint32_t glyph);
/* For each of count glyphs the one character that it stands for; what has none is left as it is. */
void measures_characters(hb_face_t *face, hb_font_t *font, uint32_t count, uint32_t *characters);

/* Of the fonts that were asked when the program was built (known_pairs.c, by make_pairs.c); the
 * last has identity 0 (neighbours.h). */
struct known_measures {
    uint64_t identity;
    struct font_metrics metrics;
    struct font_description description;
    const char *name;
    const uint16_t *advances;   /* of each glyph */
    const uint32_t *characters; /* likewise */
};
extern const struct known_measures KNOWN_MEASURES[];

#endif
