/* test_damage.c: pictures made byte by byte and then damaged: every cut and every changed byte of a
 * PNG is found, every cut of a JPEG, and a JPEG that lies on its side. */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/diagnostics.h>
#include <boardpaper/image.h>

struct album {
    struct arena *arena;
    struct diagnostics *diagnostics;
};

static int album_open(void **state) {
    struct arena *arena = arena_new();
    struct album *album = NEW(arena, struct album);
    album->arena = arena;
    *state = album;
    return 0;
}

static int album_close(void **state) {
    arena_free(((struct album *)*state)->arena);
    return 0;
}

static const struct image *look(struct album *album, const void *bytes, size_t length) {
    album->diagnostics = diagnostics_new(album->arena, 0);
    /* a copy of just the size, so that sanitizers see a step beyond */
    char *copy = memory_take(length == 0 ? 1 : length);
    memcpy(copy, bytes, length);
    const void *kept = arena_bytes(album->arena, copy, length);
    free(copy);
    return image_read(album->arena, kept, length, (struct where){"paper.xml", 7},
                      album->diagnostics);
}

/* What was said, as the commands print it; "" where nothing. */
static const char *said(struct album *album) {
    struct buffer out = {0};
    diagnostics_write(album->diagnostics, &out, LEVEL_ADVICE, false);
    const char *text = out.length == 0 ? "" : arena_text(album->arena, out.data);
    buffer_free(&out);
    return text;
}

static void add_16(struct buffer *out, unsigned value) {
    buffer_byte(out, (char)(value >> 8));
    buffer_byte(out, (char)value);
}

static void add_32(struct buffer *out, uint32_t value) {
    add_16(out, value >> 16);
    add_16(out, value & 0xFFFF);
}

/* The plain form of annex D: one bit at a time. */
static uint32_t crc_by_bits(const char *bytes, size_t length) {
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < length; i++) {
        crc ^= (unsigned char)bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = crc & 1 ? crc >> 1 ^ 0xEDB88320U : crc >> 1;
        }
    }
    return ~crc;
}

static void add_chunk(struct buffer *out, const char *type, const void *data, size_t length) {
    add_32(out, (uint32_t)length);
    size_t begins = out->length;
    buffer_text(out, type);
    buffer_add(out, data, length);
    add_32(out, crc_by_bits(out->data + begins, out->length - begins));
}

static void add_start(struct buffer *out, uint32_t width, uint32_t height, int depth, int colour,
                      int interlace) {
    buffer_clear(out);
    buffer_add(out, "\x89PNG\r\n\x1A\n", 8);
    struct buffer header = {0};
    add_32(&header, width);
    add_32(&header, height);
    char rest[5] = {(char)depth, (char)colour, 0, 0, (char)interlace};
    buffer_add(&header, rest, 5);
    add_chunk(out, "IHDR", header.data, header.length);
    buffer_free(&header);
}

/* A zlib stream of one stored block: two bytes 00 00 (a row of filter 0 and one grey pixel). */
static const char packed[] = "\x78\x01\x01\x02\x00\xFD\xFF\x00\x00\x00\x02\x00\x01";
enum { PACKED = sizeof packed - 1 };

static void data_in_parts_is_joined(void **state) {
    struct album *album = *state;
    struct buffer png = {0};
    add_start(&png, 1, 1, 16, 6, 1);
    for (size_t i = 0; i < PACKED; i += 3) {
        add_chunk(&png, "IDAT", packed + i, PACKED - i < 3 ? PACKED - i : 3);
    }
    add_chunk(&png, "IEND", "", 0);
    const struct image *image = look(album, png.data, png.length);
    assert_non_null(image);
    assert_int_equal(image->components, 4);
    assert_int_equal(image->bits, 16);
    assert_true(image->interlaced);
    assert_int_equal(image->length, PACKED);
    assert_memory_equal(image->bytes, packed, PACKED);
    buffer_free(&png);
}

static void every_cut_of_a_png_is_refused(void **state) {
    struct album *album = *state;
    struct buffer png = {0};
    add_start(&png, 1, 1, 8, 0, 0);
    add_chunk(&png, "IDAT", packed, PACKED);
    add_chunk(&png, "IEND", "", 0);
    for (size_t length = 8; length < png.length; length++) {
        assert_null(look(album, png.data, length));
        assert_non_null(strstr(said(album), "paper.xml:7: error: the picture cannot be read"));
    }
    assert_non_null(look(album, png.data, png.length));
    buffer_free(&png);
}

static void every_changed_byte_is_refused(void **state) {
    struct album *album = *state;
    struct buffer png = {0};
    add_start(&png, 1, 1, 8, 0, 0);
    add_chunk(&png, "tEXt", "Comment\0eight and more bytes", 28);
    add_chunk(&png, "IDAT", packed, PACKED);
    add_chunk(&png, "IEND", "", 0);
    for (size_t i = 0; i < png.length; i++) {
        png.data[i] = (char)(png.data[i] ^ 0x10);
        assert_null(look(album, png.data, png.length));
        png.data[i] = (char)(png.data[i] ^ 0x10);
    }
    buffer_free(&png);
}

static void add_segment(struct buffer *out, int marker, const void *data, size_t length) {
    buffer_byte(out, (char)0xFF);
    buffer_byte(out, (char)marker);
    add_16(out, (unsigned)length + 2);
    buffer_add(out, data, length);
}

static void add_frame(struct buffer *out, int marker, int bits, unsigned width, unsigned height,
                      int components) {
    struct buffer frame = {0};
    buffer_byte(&frame, (char)bits);
    add_16(&frame, height);
    add_16(&frame, width);
    buffer_byte(&frame, (char)components);
    for (int i = 0; i < components; i++) {
        buffer_add(&frame, "\x01\x11\x00", 3);
    }
    add_segment(out, marker, frame.data, frame.length);
    buffer_free(&frame);
}

static void add_scan(struct buffer *out) {
    add_segment(out, 0xDA, "\x01\x01\x00\x00\x3F\x00", 6);
    buffer_add(out, "\x12\xFF\x00\x34\xFF\xD0\x56", 7); /* a stuffed FF and a restart */
}

static void add_end(struct buffer *out) {
    buffer_add(out, "\xFF\xD9", 2);
}

static void begin(struct buffer *out) {
    buffer_clear(out);
    buffer_add(out, "\xFF\xD8", 2);
}

static void a_turned_picture_is_told(void **state) {
    struct album *album = *state;
    struct buffer jpeg = {0};
    begin(&jpeg);
    /* Exif, big endian, one entry: tag 0x0112, a short, one, value 6 (turned by a quarter) */
    add_segment(&jpeg, 0xE1,
                "Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0", 32);
    add_frame(&jpeg, 0xC0, 8, 1, 1, 3);
    add_scan(&jpeg);
    add_end(&jpeg);
    assert_non_null(look(album, jpeg.data, jpeg.length));
    assert_non_null(strstr(said(album), "warning: the picture is stored turned"));
    buffer_free(&jpeg);
}

static void every_cut_of_a_jpeg_is_refused(void **state) {
    struct album *album = *state;
    struct buffer jpeg = {0};
    begin(&jpeg);
    add_segment(&jpeg, 0xE0, "JFIF\0\x01\x02\x01\x01\x2C\x01\x2C\0\0", 14);
    add_frame(&jpeg, 0xC0, 8, 640, 480, 3);
    add_scan(&jpeg);
    add_end(&jpeg);
    for (size_t length = 3; length < jpeg.length; length++) {
        assert_null(look(album, jpeg.data, length));
        assert_non_null(strstr(said(album), "the picture cannot be read"));
    }
    buffer_free(&jpeg);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_in_parts_is_joined),
        cmocka_unit_test(every_cut_of_a_png_is_refused),
        cmocka_unit_test(every_changed_byte_is_refused),
        cmocka_unit_test(a_turned_picture_is_told),
        cmocka_unit_test(every_cut_of_a_jpeg_is_refused),
    };
    return cmocka_run_group_tests(tests, album_open, album_close);
}
