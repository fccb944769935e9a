/* colour.h: colours as a template writes them, and whether they can be read. */
#ifndef BOARDPAPER_PAPER_COLOUR_H
#define BOARDPAPER_PAPER_COLOUR_H

#include <stdbool.h>

#include <boardpaper/drawing.h>
#include <boardpaper/units.h>

/* WCAG 2.1, 1.4.3 (AA), in thousandths: text, and large text (from 18 pt, or 14 pt bold). */
enum { CONTRAST_TEXT = 4500, CONTRAST_LARGE = 3000 };

/* "#1f4e79" (either case). False where it is none; out is then as it was. */
bool colour_parse(const char *text, struct colour *out);

bool colour_equal(struct colour a, struct colour b);

/* The text colour for a shade: preferred where that can be read on it, else black or white,
 * whichever stands out more. One of the two always reaches 4.5:1. */
struct colour colour_on(struct colour shade, struct colour preferred);

/* The contrast that WCAG AA asks of text of that size. */
int colour_least_contrast(length_t size, bool bold);

#endif
