/* pairs.h: Latin words in fonts that space by pairs, without HarfBuzz. */
#ifndef BOARDPAPER_TEXT_PAIRS_H
#define BOARDPAPER_TEXT_PAIRS_H

#include "engine.h"

/* Whether words of this language and these features, from the left, may be shaped so in a font that
 * says it spaces by pairs. */
bool pairs_allowed(const struct language *language, unsigned features);

/* Sets those of a font that are known from the build: when it is opened. */
void pairs_open(struct font *font);
/* Whether they are: nothing is ever asked of it then. */
bool pairs_known(struct font *font);

/* Shapes length bytes of UTF-8 into glyphs (room for length) and their sum; *count: how many. False
 * where neighbours join otherwise than in a ligature that is known, or a character is none of those
 * that words are put together from; HarfBuzz has to shape it then. */
bool pairs_shape(struct text *text, struct font *font, unsigned features, const char *utf8,
                 size_t length, struct glyph *glyphs, uint32_t *count, int32_t *advance);

#endif
