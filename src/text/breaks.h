/* breaks.h: what breaks.c and its two helpers share. */
#ifndef BOARDPAPER_TEXT_BREAKS_H
#define BOARDPAPER_TEXT_BREAKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* plain_breaks.c: UAX #14 for plain prose. False where the text has anything that it does not know;
 * out is then unsaid. signs: the language has no customs of its own for signs and for what is not
 * ASCII. */
bool plain_breaks(const char *utf8, size_t length, bool signs, uint8_t *out);

/* tied_breaks.c: takes out the breaks that a careful typesetter would not make, and gives
 * addresses those they may have. */
void tie_breaks(const char *lang, const char *utf8, size_t length, uint8_t *out);

#endif
