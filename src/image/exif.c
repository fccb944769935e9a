/* exif.c: whether a camera says that its picture stands on its side (Exif 2.3, 4.6.4).
 *
 * A PDF draws the samples as they are stored and follows no such note. Turning the picture would
 * mean to decode it or to lay a matrix on every use; the person who chose it can turn it in a
 * second and sees that it is right.
 */
#include "read.h"

#include <string.h>

enum { ORIENTATION = 0x0112, ENTRY = 12 };

/* A TIFF structure with its own byte order. */
struct tiff {
    const uint8_t *bytes;
    size_t length;
    bool little;
};

/* A number of it; what lies beyond its end is zero. */
static uint32_t number_at(const struct tiff *tiff, size_t at, int bytes) {
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++) {
        size_t place = at + (size_t)(tiff->little ? bytes - 1 - i : i);
        value = value << 8 | (place < tiff->length ? tiff->bytes[place] : 0);
    }
    return value;
}

bool exif_turned(const struct reading *reading, size_t at, size_t length) {
    if (length < 14 || memcmp(reading->bytes + at, "Exif\0", 6) != 0) {
        return false;
    }
    struct tiff tiff = {reading->bytes + at + 6, length - 6, reading->bytes[at + 6] == 'I'};
    size_t directory = number_at(&tiff, 4, 4);
    uint32_t count = number_at(&tiff, directory, 2);
    for (uint32_t i = 0; i < count && directory + 2 + ENTRY * ((size_t)i + 1) <= tiff.length; i++) {
        size_t entry = directory + 2 + ENTRY * (size_t)i;
        if (number_at(&tiff, entry, 2) == ORIENTATION) {
            uint32_t orientation = number_at(&tiff, entry + 8, 2);
            return orientation >= 2 && orientation <= 8; /* 1 is upright */
        }
    }
    return false;
}
