/* png.c: the chunks of a PNG file (ISO/IEC 15948, clause 5 and 11), checked, not decoded: a PDF
 * takes the compressed stream as it is.
 */
#include "read.h"

#include <string.h>

#include <boardpaper/arena.h>

enum { SIGNATURE = 8, CHUNK_HEAD = 8, CHUNK_CHECK = 4, HEADER_LENGTH = 13 };
enum colour_type { GREY = 0, RGB = 2, PALETTE = 3, GREY_ALPHA = 4, RGB_ALPHA = 6 };

bool png_is(const struct reading *reading) {
    static const uint8_t signature[SIGNATURE] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    return reading->length >= SIGNATURE && memcmp(reading->bytes, signature, SIGNATURE) == 0;
}

/* Annex D: the polynomial x^32 + x^26 + ..., bits reversed, a nibble at a time. */
static uint32_t checksum(const uint8_t *bytes, size_t length) {
    static const uint32_t table[16] = {0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC,
                                       0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
                                       0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
                                       0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C};
    uint32_t value = 0xFFFFFFFF;
    for (size_t i = 0; i < length; i++) {
        value = table[(value ^ bytes[i]) & 15] ^ value >> 4;
        value = table[(value ^ (uint32_t)bytes[i] >> 4) & 15] ^ value >> 4;
    }
    return ~value;
}

struct chunk {
    char type[5];
    const uint8_t *data;
    uint32_t length;
    size_t next; /* offset of the chunk after it */
};

static bool read_chunk(const struct reading *reading, size_t at, struct chunk *chunk) {
    if (reading->length - at < CHUNK_HEAD + CHUNK_CHECK) {
        image_damaged(reading, "it ends too early");
        return false;
    }
    chunk->length = image_number(reading, at, 4);
    if (chunk->length > reading->length - at - CHUNK_HEAD - CHUNK_CHECK) {
        image_damaged(reading, "it ends too early");
        return false;
    }
    memcpy(chunk->type, reading->bytes + at + 4, 4);
    chunk->type[4] = '\0';
    chunk->data = reading->bytes + at + CHUNK_HEAD;
    size_t end = at + CHUNK_HEAD + chunk->length;
    if (checksum(reading->bytes + at + 4, chunk->length + 4) != image_number(reading, end, 4)) {
        image_damaged(reading, "a checksum is wrong");
        return false;
    }
    chunk->next = end + CHUNK_CHECK;
    return true;
}

/* Table 11.1: which depths a colour type may have. */
static bool is_depth(unsigned colour, unsigned bits) {
    switch (colour) {
    case GREY:
        return bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
    case PALETTE:
        return bits == 1 || bits == 2 || bits == 4 || bits == 8;
    case RGB:
    case GREY_ALPHA:
    case RGB_ALPHA:
        return bits == 8 || bits == 16;
    default:
        return false;
    }
}

static bool read_header(const struct reading *reading, const struct chunk *chunk,
                        struct image *image, unsigned *colour) {
    static const int components[] = {
        [GREY] = 1, [RGB] = 3, [PALETTE] = 1, [GREY_ALPHA] = 2, [RGB_ALPHA] = 4};
    if (strcmp(chunk->type, "IHDR") != 0 || chunk->length != HEADER_LENGTH) {
        return image_damaged(reading, "it has no header");
    }
    size_t at = (size_t)(chunk->data - reading->bytes);
    unsigned bits = chunk->data[8];
    *colour = chunk->data[9];
    if (!is_depth(*colour, bits) || chunk->data[10] != 0 || chunk->data[11] != 0 ||
        chunk->data[12] > 1) {
        return image_damaged(reading, "its header says what cannot be");
    }
    image->kind = IMAGE_PNG;
    image->width = image_number(reading, at, 4);
    image->height = image_number(reading, at + 4, 4);
    image->bits = (int)bits;
    image->components = components[*colour];
    image->interlaced = chunk->data[12] == 1;
    return image_size_fits(reading, image->width, image->height);
}

/* All but the picture's data. */
static bool read_other(const struct reading *reading, const struct chunk *chunk,
                       struct image *image, unsigned colour) {
    if (strcmp(chunk->type, "PLTE") == 0) {
        if (chunk->length == 0 || chunk->length % 3 != 0 || chunk->length > 768 || colour == GREY ||
            colour == GREY_ALPHA || (colour == PALETTE && chunk->length / 3 > 1u << image->bits)) {
            return image_damaged(reading, "its palette cannot be");
        }
        if (colour == PALETTE) { /* elsewhere only a hint */
            image->palette = chunk->data;
            image->palette_count = (int)(chunk->length / 3);
        }
    } else if (strcmp(chunk->type, "tRNS") == 0) {
        bool fits = colour == PALETTE
                        ? image->palette != NULL && chunk->length <= (uint32_t)image->palette_count
                        : chunk->length == (colour == RGB ? 6 : 2);
        if (!fits || colour == GREY_ALPHA || colour == RGB_ALPHA) {
            return image_damaged(reading, "its transparency cannot be");
        }
        image->transparency = chunk->data;
        image->transparency_count = chunk->length;
    } else if (strcmp(chunk->type, "pHYs") == 0 && chunk->length == 9 && chunk->data[8] == 1) {
        size_t at = (size_t)(chunk->data - reading->bytes);
        image->per_metre_x = image_number(reading, at, 4);
        image->per_metre_y = image_number(reading, at + 4, 4);
    } else if ((chunk->type[0] & 0x20) == 0) { /* says that no reader may pass over it */
        return image_damaged(reading, "it has a part of an unknown kind");
    }
    return true;
}

/* The IDAT chunks from at on as one stream: in place where there is one, else joined. */
static bool join_data(const struct reading *reading, size_t at, struct image *image, size_t *next) {
    struct chunk chunk = {0};
    size_t total = 0, count = 0;
    for (size_t scan = at;; scan = chunk.next) {
        if (!read_chunk(reading, scan, &chunk)) {
            return false;
        }
        if (strcmp(chunk.type, "IDAT") != 0) {
            *next = scan;
            break;
        }
        image->bytes = chunk.data;
        total += chunk.length;
        count++;
    }
    image->length = total;
    if (count == 1) {
        return true;
    }
    uint8_t *joined = arena_take(reading->arena, total + 1);
    image->bytes = joined;
    for (size_t scan = at; scan < *next; scan = chunk.next) {
        if (!read_chunk(reading, scan, &chunk)) {
            return false;
        }
        if (chunk.length > 0) {
            memcpy(joined, chunk.data, chunk.length);
        }
        joined += chunk.length;
    }
    return true;
}

bool png_read(const struct reading *reading, struct image *image) {
    struct chunk chunk = {0};
    unsigned colour = 0;
    if (!read_chunk(reading, SIGNATURE, &chunk) || !read_header(reading, &chunk, image, &colour)) {
        return false;
    }
    for (size_t at = chunk.next;;) {
        if (!read_chunk(reading, at, &chunk)) {
            return false;
        }
        if (strcmp(chunk.type, "IEND") == 0) {
            break;
        }
        if (strcmp(chunk.type, "IDAT") == 0) {
            if (image->bytes != NULL) {
                return image_damaged(reading, "its data are in two places");
            }
            if (!join_data(reading, at, image, &at)) {
                return false;
            }
            continue;
        }
        if (!read_other(reading, &chunk, image, colour)) {
            return false;
        }
        at = chunk.next;
    }
    if (image->bytes == NULL) {
        return image_damaged(reading, "it has no data");
    }
    if (colour == PALETTE && image->palette == NULL) {
        return image_damaged(reading, "it has no palette");
    }
    return true;
}
