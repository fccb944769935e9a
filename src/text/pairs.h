/* pairs.h: ASCII words in fonts that space by pairs, without HarfBuzz. */
#ifndef BOARDPAPER_TEXT_PAIRS_H
#define BOARDPAPER_TEXT_PAIRS_H

#include "engine.h"

/* Whether words of this language and these features may be shaped so in a font that says it spaces
 * by pairs. */
bool pairs_allowed(const struct language *language, unsigned features, bool right_to_left);

/* Shapes the ASCII bytes into glyphs (room for length) and their sum. False where two neighbours
 * join, or a byte is no printing character; HarfBuzz has to shape it then. */
bool pairs_shape(struct text *text, struct font *font, unsigned features, const char *ascii,
                 size_t length, struct glyph *glyphs, int32_t *advance);

#endif
