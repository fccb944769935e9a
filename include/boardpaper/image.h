/* image.h: pictures, their headers read by our own code so that a damaged or monstrous file is
 * refused before anything decodes it. PNG and JPEG; a vector subset (SVG paths) becomes a drawing.
 */
#ifndef BOARDPAPER_IMAGE_H
#define BOARDPAPER_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/diagnostics.h>
#include <boardpaper/drawing.h>

struct arena;

enum image_kind { IMAGE_JPEG, IMAGE_PNG, IMAGE_DRAWING };

struct image {
    enum image_kind kind;
    uint32_t width, height;            /* pixels */
    uint32_t per_metre_x, per_metre_y; /* resolution; 0: not said */
    int bits;                          /* a component */
    int components;      /* JPEG: 1, 3, 4; PNG: 1 grey or palette, 3 colour, 2 and 4 with alpha */
    bool adobe_inverted; /* JPEG of four components as Adobe writes it */
    bool interlaced;     /* PNG: the stream must be unpacked and laid anew */
    const uint8_t *palette; /* PNG: palette_count times red, green, blue; or NULL */
    int palette_count;
    const uint8_t *transparency; /* PNG: the tRNS chunk, or NULL */
    size_t transparency_count;
    const uint8_t *bytes; /* JPEG: the file; PNG: the joined IDAT (a zlib stream) */
    size_t length;
    const struct drawing *drawing; /* IMAGE_DRAWING */
};

/* Reads bytes that a file at where named. Refuses over 25 megapixels, bad checksums, truncation,
 * impossible headers. The result points into bytes. NULL with a diagnostic. */
const struct image *image_read(struct arena *arena, const void *bytes, size_t length,
                               struct where where, struct diagnostics *diagnostics);

#endif
