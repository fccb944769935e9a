/* images.c: see images.h. PNG is decoded here only as far as a PDF cannot take it as it is (ISO/IEC
 * 15948, clauses 8 and 9). */
#include "images.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/image.h>

#include "body.h"
#include "deflate.h"
#include "haru.h"

struct entry {
    const struct image *image;
    struct haru_object *object;
};

struct images {
    struct entry *entries;
    size_t count;
};

struct images *images_open(void) {
    return memory_array(1, sizeof(struct images));
}

void images_close(struct images *images) {
    if (images != NULL) {
        free(images->entries);
        free(images);
    }
}

size_t images_index(struct images *images, const struct image *image) {
    for (size_t i = 0; i < images->count; i++) {
        const struct image *known = images->entries[i].image;
        if (known == image || (known->bytes == image->bytes && known->length == image->length)) {
            return i;
        }
    }
    images->entries = memory_resize(images->entries, images->count + 1, sizeof(struct entry));
    images->entries[images->count] = (struct entry){.image = image};
    return images->count++;
}

static bool has_alpha(const struct image *image) {
    return image->kind == IMAGE_PNG && (image->components == 2 || image->components == 4);
}

/* A palette with parts of it transparent becomes colour with a mask. */
static bool has_palette_alpha(const struct image *image) {
    return image->kind == IMAGE_PNG && image->palette != NULL && image->transparency_count > 0;
}

bool images_transparent(const struct images *images, size_t index) {
    const struct image *image = images->entries[index].image;
    return has_alpha(image) || has_palette_alpha(image);
}

/* ---- PNG samples ----------------------------------------------------------------------------- */

/* The seven passes of an interlaced picture; pass 7 is that of a plain one. */
static const struct {
    uint32_t x, y, dx, dy;
} passes[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
              {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}, {0, 0, 1, 1}};
enum { PASS_COUNT = 7, PASS_PLAIN = 7 };

static uint32_t pass_width(const struct image *image, int pass) {
    return (image->width + passes[pass].dx - 1 - passes[pass].x) / passes[pass].dx;
}

static uint32_t pass_height(const struct image *image, int pass) {
    return (image->height + passes[pass].dy - 1 - passes[pass].y) / passes[pass].dy;
}

static size_t row_bytes(const struct image *image, uint32_t width) {
    return ((size_t)width * (size_t)image->components * (size_t)image->bits + 7) / 8;
}

/* The bytes of the unpacked stream. */
static size_t packed_size(const struct image *image) {
    size_t size = 0;
    int first = image->interlaced ? 0 : PASS_PLAIN;
    int end = image->interlaced ? PASS_COUNT : PASS_PLAIN + 1;
    for (int pass = first; pass < end; pass++) {
        uint32_t width = pass_width(image, pass);
        if (width > 0) {
            size += (row_bytes(image, width) + 1) * pass_height(image, pass);
        }
    }
    return size;
}

/* All rows, still filtered; NULL where the stream is damaged. Freed by the caller. */
static uint8_t *unpack(const struct image *image) {
    size_t size = packed_size(image), got = 0;
    uint8_t *rows = memory_take(size + 1);
    struct libdeflate_decompressor *decompressor = libdeflate.libdeflate_alloc_decompressor();
    enum libdeflate_result result =
        decompressor == NULL ? LIBDEFLATE_BAD_DATA
                             : libdeflate.libdeflate_zlib_decompress(
                                   decompressor, image->bytes, image->length, rows, size, &got);
    libdeflate.libdeflate_free_decompressor(decompressor);
    if (result != LIBDEFLATE_SUCCESS || got != size) {
        free(rows);
        return NULL;
    }
    return rows;
}

static uint8_t paeth(int left, int up, int corner) {
    int guess = left + up - corner;
    int by_left = abs(guess - left), by_up = abs(guess - up), by_corner = abs(guess - corner);
    return (uint8_t)(by_left <= by_up && by_left <= by_corner ? left
                     : by_up <= by_corner                     ? up
                                                              : corner);
}

/* Undoes a row's filter in place; above: the row above it or NULL. */
static bool unfilter(int filter, uint8_t *row, const uint8_t *above, size_t length, size_t step) {
    for (size_t i = 0; i < length; i++) {
        int left = i >= step ? row[i - step] : 0;
        int up = above == NULL ? 0 : above[i];
        int corner = above == NULL || i < step ? 0 : above[i - step];
        switch (filter) {
        case 0:
            return true;
        case 1:
            row[i] = (uint8_t)(row[i] + left);
            break;
        case 2:
            row[i] = (uint8_t)(row[i] + up);
            break;
        case 3:
            row[i] = (uint8_t)(row[i] + (left + up) / 2);
            break;
        case 4:
            row[i] = (uint8_t)(row[i] + paeth(left, up, corner));
            break;
        default:
            return false;
        }
    }
    return true;
}

/* The picture's samples laid anew: colour and alpha apart, a byte a component (two at 16 bits). */
struct samples {
    int components; /* of colour: 1 or 3 */
    size_t width;   /* bytes a component */
    uint8_t *colour;
    uint8_t *alpha; /* or NULL */
};

/* Component number index of a row, as it is in the file. */
static unsigned component(const uint8_t *row, size_t index, int bits) {
    if (bits >= 8) {
        return row[index];
    }
    size_t per_byte = 8 / (size_t)bits;
    unsigned shift = (unsigned)(8 - bits) - (unsigned)(index % per_byte) * (unsigned)bits;
    return (unsigned)row[index / per_byte] >> shift & ((1u << bits) - 1);
}

static void put_pixel(const struct image *image, const struct samples *samples, const uint8_t *row,
                      uint32_t from, size_t to) {
    size_t parts = (size_t)image->components, width = samples->width;
    if (image->palette != NULL) {
        unsigned index = component(row, from, image->bits);
        bool known = (int)index < image->palette_count;
        for (size_t i = 0; i < 3; i++) {
            samples->colour[to * 3 + i] = known ? image->palette[(size_t)index * 3 + i] : 0;
        }
        if (samples->alpha != NULL) {
            samples->alpha[to] =
                index < image->transparency_count ? image->transparency[index] : 255;
        }
        return;
    }
    if (image->bits < 8) { /* grey: scaled to a byte */
        unsigned most = (1u << image->bits) - 1;
        samples->colour[to] = (uint8_t)(component(row, from, image->bits) * 255 / most);
        return;
    }
    size_t colours = (size_t)samples->components;
    const uint8_t *pixel = row + (size_t)from * parts * width;
    memcpy(samples->colour + to * colours * width, pixel, colours * width);
    if (samples->alpha != NULL) {
        memcpy(samples->alpha + to * width, pixel + colours * width, width);
    }
}

static bool lay(const struct image *image, uint8_t *at, const struct samples *samples) {
    size_t step = ((size_t)image->components * (size_t)image->bits + 7) / 8;
    int first = image->interlaced ? 0 : PASS_PLAIN;
    int end = image->interlaced ? PASS_COUNT : PASS_PLAIN + 1;
    for (int pass = first; pass < end; pass++) {
        uint32_t width = pass_width(image, pass), height = pass_height(image, pass);
        size_t length = row_bytes(image, width);
        const uint8_t *above = NULL;
        for (uint32_t y = 0; y < height && width > 0; y++) {
            uint8_t *row = at + 1;
            if (!unfilter(*at, row, above, length, step)) {
                return false;
            }
            size_t line = (passes[pass].y + (size_t)y * passes[pass].dy) * image->width;
            for (uint32_t x = 0; x < width; x++) {
                put_pixel(image, samples, row, x,
                          line + passes[pass].x + (size_t)x * passes[pass].dx);
            }
            above = row;
            at += length + 1;
        }
    }
    return true;
}

/* ---- objects --------------------------------------------------------------------------------- */

static void put_head(struct buffer *out, const struct image *image, int bits) {
    buffer_print(out, "/Type/XObject/Subtype/Image/Width %u/Height %u/BitsPerComponent %d",
                 image->width, image->height, bits);
}

static const char *space_name(int components) {
    return components == 1 ? "/ColorSpace/DeviceGray" : "/ColorSpace/DeviceRGB";
}

static void put_palette(struct buffer *out, const struct image *image) {
    buffer_print(out, "/ColorSpace[/Indexed/DeviceRGB %d<", image->palette_count - 1);
    for (int i = 0; i < image->palette_count * 3; i++) {
        buffer_print(out, "%02X", image->palette[i]);
    }
    buffer_text(out, ">]");
}

/* One colour that counts as transparent: a range a component. */
static void put_key_mask(struct buffer *out, const struct image *image) {
    size_t parts = (size_t)image->components;
    if (image->palette != NULL || image->transparency_count < 2 * parts) {
        return;
    }
    buffer_text(out, "/Mask[");
    for (size_t i = 0; i < parts; i++) {
        unsigned value = (unsigned)image->transparency[2 * i] << 8 | image->transparency[2 * i + 1];
        value &= (1u << image->bits) - 1;
        buffer_print(out, "%s%u %u", i == 0 ? "" : " ", value, value);
    }
    buffer_byte(out, ']');
}

static void write_as_is(const struct image *image, uint32_t number, struct body *body) {
    struct buffer entries = {0}, bytes = {0};
    put_head(&entries, image, image->bits);
    if (image->kind == IMAGE_JPEG) {
        buffer_text(&entries, space_name(image->components));
        buffer_text(&entries, "/Filter/DCTDecode");
    } else {
        if (image->palette != NULL) {
            put_palette(&entries, image);
        } else {
            buffer_text(&entries, space_name(image->components));
        }
        put_key_mask(&entries, image);
        buffer_print(&entries,
                     "/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d"
                     "/BitsPerComponent %d/Columns %u>>",
                     image->components, image->bits, image->width);
    }
    buffer_add(&bytes, image->bytes, image->length);
    body_stream_as_is(body, number, entries.data, &bytes);
    buffer_free(&entries);
    buffer_free(&bytes);
}

static void write_samples(const struct image *image, const struct samples *samples, uint32_t number,
                          struct haru *haru, struct body *body) {
    size_t pixels = (size_t)image->width * image->height;
    int bits = samples->width == 2 ? 16 : 8;
    struct buffer entries = {0}, bytes = {0};
    put_head(&entries, image, bits);
    buffer_text(&entries, space_name(samples->components));
    if (samples->alpha != NULL) {
        struct haru_object *mask = haru_elsewhere(haru);
        struct buffer mask_entries = {0}, mask_bytes = {0};
        put_head(&mask_entries, image, bits);
        buffer_text(&mask_entries, space_name(1));
        buffer_add(&mask_bytes, samples->alpha, pixels * samples->width);
        body_stream(body, haru_number(mask), mask_entries.data, &mask_bytes);
        buffer_free(&mask_entries);
        buffer_free(&mask_bytes);
        buffer_print(&entries, "/SMask %u 0 R", haru_number(mask));
    } else if (image->bits >= 8) {
        put_key_mask(&entries, image);
    }
    buffer_add(&bytes, samples->colour, pixels * (size_t)samples->components * samples->width);
    body_stream(body, number, entries.data, &bytes);
    buffer_free(&entries);
    buffer_free(&bytes);
}

static bool write_png(const struct image *image, struct haru_object *object, struct haru *haru,
                      struct body *body) {
    uint8_t *rows = unpack(image); /* also where it goes in as it is: a damaged stream must not */
    if (rows == NULL) {
        return false;
    }
    bool good = true;
    if (!image->interlaced && !has_alpha(image) && !has_palette_alpha(image)) {
        write_as_is(image, haru_number(object), body);
    } else {
        size_t pixels = (size_t)image->width * image->height;
        bool colour = image->palette != NULL || image->components >= 3;
        struct samples samples = {.components = colour ? 3 : 1, .width = image->bits == 16 ? 2 : 1};
        samples.colour = memory_array(pixels, (size_t)samples.components * samples.width);
        if (has_alpha(image) || has_palette_alpha(image)) {
            samples.alpha = memory_array(pixels, samples.width);
        }
        good = lay(image, rows, &samples);
        if (good) {
            write_samples(image, &samples, haru_number(object), haru, body);
        }
        free(samples.colour);
        free(samples.alpha);
    }
    free(rows);
    return good;
}

/* Four inks would need a profile of their own, which the paper's sRGB is not (ISO 19005-3,
 * 6.2.4.3); drawings are paths, not pictures. */
static bool is_fit(const struct image *image) {
    return image->kind == IMAGE_PNG ||
           (image->kind == IMAGE_JPEG && (image->components == 1 || image->components == 3));
}

struct haru_object *images_object(struct images *images, size_t index, struct haru *haru,
                                  struct body *body) {
    struct entry *entry = &images->entries[index];
    if (entry->object != NULL || !is_fit(entry->image)) {
        return entry->object;
    }
    struct haru_object *object = haru_elsewhere(haru);
    if (entry->image->kind == IMAGE_JPEG) {
        write_as_is(entry->image, haru_number(object), body);
    } else if (!write_png(entry->image, object, haru, body)) {
        return NULL;
    }
    return entry->object = object;
}
