/* test_syntax.c: how PDF writes text, against ISO 32000-1, 7.3 and 7.9, by hand. */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

#include "pdf/syntax.h"

static void is(struct buffer *buffer, const char *expected, size_t length) {
    assert_int_equal(buffer->length, length);
    assert_memory_equal(buffer->data, expected, length);
    buffer_clear(buffer);
}
#define IS(buffer, expected) is(buffer, expected, sizeof(expected) - 1)

static void ascii_texts_are_literal_strings(void **state) {
    (void)state;
    struct buffer out = {0};
    string_text(&out, "Board (paper) \\ one");
    IS(&out, "(Board \\(paper\\) \\\\ one)");
    string_text(&out, "");
    IS(&out, "()");
    buffer_free(&out);
}

static void other_texts_are_utf_16(void **state) {
    (void)state;
    struct buffer out = {0};
    string_text(&out, "\xC5\x81("); /* U+0141, then a bracket: 0x28 */
    IS(&out, "(\xFE\xFF\x01\x41\x00\\()");
    string_text(&out, "\xF0\x9F\x98\x80"); /* U+1F600: D83D DE00 */
    IS(&out, "(\xFE\xFF\xD8\x3D\xDE\x00)");
    string_text(&out, "\xE0\xB4\x8D"); /* U+0D0D: a byte that is a carriage return */
    IS(&out, "(\xFE\xFF\\r\\r)");
    string_text_of(&out, "\xE2\x80\x99s.", 4);
    IS(&out, "<FEFF20190073>");
    buffer_free(&out);
}

static void broken_utf_8_becomes_replacement_characters(void **state) {
    (void)state;
    struct buffer out = {0};
    const char *overlong = "\xC0\xAF", *surrogate = "\xED\xA0\x80", *cut = "\xE2\x82";
    utf16_hex(&out, overlong, 2);
    IS(&out, "FFFDFFFD");
    utf16_hex(&out, surrogate, 3);
    IS(&out, "FFFDFFFDFFFD");
    utf16_hex(&out, cut, 2);
    IS(&out, "FFFDFFFD");
    utf16_hex(&out, "\xF4\x8F\xBF\xBF", 4); /* the last one there is */
    IS(&out, "DBFFDFFF");
    buffer_free(&out);
}

static void utf_8_comes_back_as_it_went(void **state) {
    (void)state;
    struct buffer out = {0};
    static const uint32_t characters[] = {'A', 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF};
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
        utf8_put(&out, characters[i]);
        const char *at = out.data;
        assert_int_equal(utf8_next(&at, out.data + out.length), characters[i]);
        assert_ptr_equal(at, out.data + out.length);
        buffer_clear(&out);
    }
    buffer_free(&out);
}

static void names_escape_what_would_end_them(void **state) {
    (void)state;
    struct buffer out = {0};
    string_name(&out, "application/xml");
    IS(&out, "/application#2Fxml");
    string_name(&out, "A B#\xC3\xA9");
    IS(&out, "/A#20B#23#C3#A9");
    buffer_free(&out);
}

static void dates_are_utc(void **state) {
    (void)state;
    struct buffer out = {0};
    string_date(&out, 1453334400); /* 21 January 2016, midnight: 16,821 days of 86,400 s */
    IS(&out, "(D:20160121000000Z)");
    string_date_xmp(&out, 951827696); /* 29 February 2000, 12:34:56 */
    IS(&out, "2000-02-29T12:34:56Z");
    buffer_free(&out);
}

static void lengths_are_rounded_to_hundredths(void **state) {
    (void)state;
    struct buffer out = {0};
    string_length(&out, 595276);
    IS(&out, "595.28");
    string_length(&out, -1005);
    IS(&out, "-1.01");
    string_length(&out, 72000);
    IS(&out, "72");
    buffer_free(&out);
}

static void strings_end_at_the_limit(void **state) {
    (void)state;
    char *text = malloc(40000);
    assert_non_null(text);
    memset(text, 'a', 40000);
    text[32767] = '\0';
    assert_true(string_fits(text)); /* 32,767 bytes of ASCII */
    text[32767] = 'a';
    text[32768] = '\0';
    assert_false(string_fits(text));
    text[16384] = '\0';
    memcpy(text, "\xC5\x81", 2); /* 16,383 characters of UTF-16 and the mark: 32,768 bytes */
    assert_false(string_fits(text));
    text[16383] = '\0';
    assert_true(string_fits(text));
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii_texts_are_literal_strings),
        cmocka_unit_test(other_texts_are_utf_16),
        cmocka_unit_test(broken_utf_8_becomes_replacement_characters),
        cmocka_unit_test(utf_8_comes_back_as_it_went),
        cmocka_unit_test(names_escape_what_would_end_them),
        cmocka_unit_test(dates_are_utc),
        cmocka_unit_test(lengths_are_rounded_to_hundredths),
        cmocka_unit_test(strings_end_at_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
