/* read.h: the readers of the kinds of picture, one a file. Each is handed the whole file. */
#ifndef BOARDPAPER_IMAGE_READ_H
#define BOARDPAPER_IMAGE_READ_H

#include <boardpaper/image.h>

/* What a reader needs. */
struct reading {
    struct arena *arena;
    const uint8_t *bytes;
    size_t length;
    struct where where; /* what named the picture */
    struct diagnostics *diagnostics;
};

/* Whether the bytes begin as that kind does. */
bool png_is(const struct reading *reading);
bool jpeg_is(const struct reading *reading);
bool svg_is(const struct reading *reading);

/* Fills image; false with a diagnostic. */
bool png_read(const struct reading *reading, struct image *image);
bool jpeg_read(const struct reading *reading, struct image *image);
bool svg_read(const struct reading *reading, struct image *image);

/* exif.c: whether the segment of length bytes at an offset says that the picture has to be turned
 * to stand upright. */
bool exif_turned(const struct reading *reading, size_t at, size_t length);

/* Reports the picture as damaged; false. */
bool image_damaged(const struct reading *reading, const char *how);
/* Whether it is of a size that may be; else false with a diagnostic. */
bool image_size_fits(const struct reading *reading, uint32_t width, uint32_t height);
/* The two or four bytes at an offset that is known to be within the file, big-endian. */
uint32_t image_number(const struct reading *reading, size_t offset, int bytes);

#endif
