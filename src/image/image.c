/* image.c: see image.h. Tells the kinds apart by their first bytes, never by a file's name. */
#include "read.h"

#include <boardpaper/arena.h>

/* More is no picture for paper: at 300 dots an inch this is more than an A3 sheet. */
enum { PIXELS_MOST = 25000000 };

bool image_damaged(const struct reading *reading, const char *how) {
    REPORT(reading->diagnostics, reading->where, MESSAGE_IMAGE_DAMAGED, how);
    return false;
}

bool image_size_fits(const struct reading *reading, uint32_t width, uint32_t height) {
    if (width == 0 || height == 0) {
        return image_damaged(reading, "it has no pixels");
    }
    if (width > PIXELS_MOST || height > PIXELS_MOST / width) {
        return REPORT(reading->diagnostics, reading->where, MESSAGE_IMAGE_LARGE,
                      diagnostics_integer(reading->diagnostics, width),
                      diagnostics_integer(reading->diagnostics, height));
    }
    return true;
}

uint32_t image_number(const struct reading *reading, size_t offset, int bytes) {
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++) {
        value = value << 8 | reading->bytes[offset + (size_t)i];
    }
    return value;
}

const struct image *image_read(struct arena *arena, const void *bytes, size_t length,
                               struct where where, struct diagnostics *diagnostics) {
    const struct reading reading = {arena, bytes, length, where, diagnostics};
    struct image *image = NEW(arena, struct image);
    bool good = false;
    if (png_is(&reading)) {
        good = png_read(&reading, image);
    } else if (jpeg_is(&reading)) {
        good = jpeg_read(&reading, image);
    } else if (svg_is(&reading)) {
        good = svg_read(&reading, image);
    } else {
        REPORT(diagnostics, where, MESSAGE_IMAGE_KIND);
    }
    return good ? image : NULL;
}
