/* truetype.h: what a PDF needs of a font with TrueType outlines: the outlines of the glyphs it
 * draws. The tables are those of the OpenType specification, and ISO 32000-1, 9.9, says which.
 */
#ifndef BOARDPAPER_TEXT_TRUETYPE_H
#define BOARDPAPER_TEXT_TRUETYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;

/* font: the bytes of its file. Appends a font of .notdef, the used glyphs (used: one byte for each
 * of count ids) and what these are composed of, all with their ids, without hints. False, with
 * nothing appended, for a font that has no TrueType outlines or whose tables contradict each other.
 */
bool truetype_subset(const uint8_t *font, size_t length, const uint8_t *used, uint32_t count,
                     struct buffer *out);

#endif
