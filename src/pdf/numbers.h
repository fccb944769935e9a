/* numbers.h: decimal numbers with spaces between them, as a block of deflate's (RFC 1951).
 *
 * An object stream begins with the numbers and offsets of its objects. Each differs from the one
 * before in digits that no earlier text foretells, so a search for repetitions, in which deflating
 * spends its time, finds little in them: a code for eleven characters makes less of them, at once.
 */
#ifndef BOARDPAPER_PDF_NUMBERS_H
#define BOARDPAPER_PDF_NUMBERS_H

#include <stddef.h>

struct buffer;

/* Appends to out length characters, digits and spaces only, as a block that is not the last; the
 * next begins with the next byte. */
void numbers_deflate(const char *text, size_t length, struct buffer *out);

#endif
