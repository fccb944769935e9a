/* test_numbers.c: a block of numbers is what two inflaters read: all characters, any length, and
 * with what follows it. */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>
#include <zlib.h>

#include <boardpaper/buffer.h>

#include "pdf/numbers.h"

/* The text of a stream of raw deflate, by both. */
static void reads_as(const struct buffer *deflated, const char *text, size_t length) {
    char *read = malloc(length + 1);
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    size_t count = 0;
    assert_int_equal(libdeflate_deflate_decompress(decompressor, deflated->data, deflated->length,
                                                   read, length + 1, &count),
                     LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(decompressor);
    assert_int_equal(count, length);
    assert_memory_equal(read, text, length);

    memset(read, 0, length + 1);
    z_stream stream = {.next_in = (Bytef *)deflated->data,
                       .avail_in = (uInt)deflated->length,
                       .next_out = (Bytef *)read,
                       .avail_out = (uInt)length + 1};
    assert_int_equal(inflateInit2(&stream, -15), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.total_out, length);
    assert_int_equal(stream.avail_in, 0);
    inflateEnd(&stream);
    assert_memory_equal(read, text, length);
    free(read);
}

static void check(const char *text, size_t length) {
    static const char last[] = {1, 0, 0, -1, -1}; /* an empty block of bytes as they are */
    struct buffer out = {0};
    numbers_deflate(text, length, &out);
    buffer_add(&out, last, sizeof last);
    reads_as(&out, text, length);
    buffer_free(&out);
}

static void every_character(void **state) {
    (void)state;
    check("0123456789 ", 11);
    for (const char *at = "0123456789 "; *at != '\0'; at++) {
        check(at, 1);
    }
}

/* Whatever bit the text ends at, the next block begins with a byte. */
static void every_length(void **state) {
    (void)state;
    char text[400];
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = "917 0 918 132 1919 2648 10020 34567 "[i % 36];
        check(text, i);
    }
}

static void long_ones(void **state) {
    (void)state;
    struct buffer text = {0};
    for (int number = 1; number < 60000; number++) {
        buffer_print(&text, "%d %d ", number, number * 79);
    }
    check(text.data, text.length);
    buffer_free(&text);
}

/* Half the bytes and less, by hand: eight spaces are two bytes, eight ones three, eight twos four;
 * the code, the end and the empty block take 24. */
static void how_many_bytes(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t bytes;
    } cases[] = {{"        ", 2}, {"11111111", 3}, {"22222222", 4}, {"09875432", 4}};
    struct buffer empty = {0};
    numbers_deflate("", 0, &empty);
    assert_true(empty.length <= 24);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {0};
        numbers_deflate(cases[i].text, 8, &out);
        assert_int_equal(out.length, empty.length + cases[i].bytes);
        buffer_free(&out);
    }
    buffer_free(&empty);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character),
        cmocka_unit_test(every_length),
        cmocka_unit_test(long_ones),
        cmocka_unit_test(how_many_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
