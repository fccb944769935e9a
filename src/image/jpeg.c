/* jpeg.c: the markers of a JPEG file (ISO/IEC 10918-1, annex B), followed from its first to its
 * last: a file cut short has no last, and a PDF would show it half grey.
 */
#include "read.h"

#include <string.h>

enum marker {
    SOF0 = 0xC0, /* baseline */
    SOF1 = 0xC1, /* extended sequential */
    SOF2 = 0xC2, /* progressive */
    DHT = 0xC4,
    JPG = 0xC8,
    DAC = 0xCC,
    SOF15 = 0xCF,
    RST0 = 0xD0,
    RST7 = 0xD7,
    SOI = 0xD8,
    EOI = 0xD9,
    SOS = 0xDA,
    APP0 = 0xE0,
    APP1 = 0xE1,
    APP14 = 0xEE,
    TEM = 0x01
};

bool jpeg_is(const struct reading *reading) {
    return reading->length >= 3 && reading->bytes[0] == 0xFF && reading->bytes[1] == SOI &&
           reading->bytes[2] == 0xFF;
}

/* SOF3 to SOF15 are lossless, hierarchical or arithmetic; C4, C8 and CC are no frames. */
static bool is_frame(unsigned marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
}

static bool read_frame(const struct reading *reading, unsigned marker, size_t at, size_t length,
                       struct image *image) {
    if (length < 6 || image->width != 0) {
        return image_damaged(reading, "its header says what cannot be");
    }
    image->bits = reading->bytes[at];
    image->height = image_number(reading, at + 1, 2);
    image->width = image_number(reading, at + 3, 2);
    image->components = reading->bytes[at + 5];
    if (marker > SOF2 || image->bits != 8) {
        return REPORT(reading->diagnostics, reading->where, MESSAGE_IMAGE_JPEG);
    }
    if (image->components == 4) {
        return REPORT(reading->diagnostics, reading->where, MESSAGE_IMAGE_CMYK);
    }
    if ((image->components != 1 && image->components != 3) ||
        length < 6 + 3 * (size_t)image->components) {
        return image_damaged(reading, "its header says what cannot be");
    }
    return image_size_fits(reading, image->width, image->height);
}

/* JFIF says the resolution: a unit, then two numbers. */
static void read_resolution(const struct reading *reading, size_t at, size_t length,
                            struct image *image) {
    if (length < 12 || memcmp(reading->bytes + at, "JFIF", 5) != 0) {
        return;
    }
    unsigned unit = reading->bytes[at + 7];
    uint32_t x = image_number(reading, at + 8, 2), y = image_number(reading, at + 10, 2);
    if (unit == 1) { /* an inch */
        image->per_metre_x = (x * 10000 + 127) / 254;
        image->per_metre_y = (y * 10000 + 127) / 254;
    } else if (unit == 2) { /* a centimetre */
        image->per_metre_x = x * 100;
        image->per_metre_y = y * 100;
    }
}

/* Past the coded data of a scan: to the next marker that is not within it. */
static size_t skip_scan(const struct reading *reading, size_t at) {
    while (at + 1 < reading->length) {
        unsigned next = reading->bytes[at + 1];
        if (reading->bytes[at] == 0xFF && next != 0 && next != 0xFF &&
            !(next >= RST0 && next <= RST7)) {
            return at;
        }
        at++;
    }
    return reading->length;
}

bool jpeg_read(const struct reading *reading, struct image *image) {
    bool scanned = false, turned = false;
    image->kind = IMAGE_JPEG;
    image->bytes = reading->bytes;
    image->length = reading->length;
    size_t at = 2;
    for (;;) {
        if (at + 1 >= reading->length) {
            return image_damaged(reading, "it ends too early");
        }
        if (reading->bytes[at] != 0xFF) {
            return image_damaged(reading, "a marker is missing");
        }
        unsigned marker = reading->bytes[at + 1];
        if (marker == 0xFF) { /* fill */
            at++;
            continue;
        }
        if (marker == EOI) {
            break;
        }
        if (marker == TEM || (marker >= RST0 && marker <= SOI)) {
            at += 2;
            continue;
        }
        if (at + 4 > reading->length) {
            return image_damaged(reading, "it ends too early");
        }
        size_t length = image_number(reading, at + 2, 2);
        if (length < 2 || length > reading->length - at - 2) {
            return image_damaged(reading, "it ends too early");
        }
        size_t content = at + 4;
        at += 2 + length;
        length -= 2;
        if (is_frame(marker)) {
            if (!read_frame(reading, marker, content, length, image)) {
                return false;
            }
        } else if (marker == APP0) {
            read_resolution(reading, content, length, image);
        } else if (marker == APP1) {
            turned = turned || exif_turned(reading, content, length);
        } else if (marker == SOS) {
            if (image->width == 0) {
                return image_damaged(reading, "it has no header");
            }
            scanned = true;
            at = skip_scan(reading, at);
        }
    }
    if (!scanned) {
        return image_damaged(reading, "it has no data");
    }
    if (turned) {
        REPORT(reading->diagnostics, reading->where, MESSAGE_IMAGE_TURNED);
    }
    image->length = at + 2; /* what stands after the end is no part of it */
    return true;
}
