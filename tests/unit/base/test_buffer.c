#include "../check.h"

#include <string.h>

#include <boardpaper/buffer.h>

/* What writing text with write gives. */
#define GIVES(write, text, expected)                                                               \
    do {                                                                                           \
        struct buffer buffer = {0};                                                                \
        write(&buffer, text);                                                                      \
        assert_string_equal(buffer.data == NULL ? "" : buffer.data, expected);                     \
        assert_int_equal(buffer.length, strlen(expected));                                         \
        buffer_free(&buffer);                                                                      \
    } while (0)

static void grows(void **state) {
    (void)state;
    struct buffer buffer = {0};
    for (int i = 0; i < 100000; i++) {
        buffer_byte(&buffer, (char)('a' + i % 26));
    }
    assert_int_equal(buffer.length, 100000);
    assert_int_equal(strlen(buffer.data), 100000);
    assert_int_equal(buffer.data[27], 'b');
    buffer_clear(&buffer);
    assert_int_equal(buffer.length, 0);
    assert_string_equal(buffer.data, "");
    buffer_print(&buffer, "%s %d", "area", 7);
    buffer_add(&buffer, "\0x", 2);
    assert_memory_equal(buffer.data, "area 7\0x", 9);
    buffer_free(&buffer);
    assert_null(buffer.data);
}

/* Nothing written is a text too: whoever walks it finds its end. */
static void nothing_is_a_text(void **state) {
    (void)state;
    struct buffer buffer = {0};
    buffer_text(&buffer, "");
    assert_non_null(buffer.data);
    assert_string_equal(buffer.data, "");
    buffer_add(&buffer, NULL, 0);
    assert_string_equal(buffer.data, "");
    buffer_free(&buffer);
}

static void room_is_added_by_its_user(void **state) {
    (void)state;
    struct buffer buffer = {0};
    buffer_text(&buffer, "ab");
    memset(buffer_room(&buffer, 1000), 'c', 1000);
    buffer.length += 1000;
    assert_int_equal(buffer.length, 1002);
    assert_memory_equal(buffer.data, "abcc", 4);
    buffer_free(&buffer);
}

static void writes_integers(void **state) {
    (void)state;
    GIVES(buffer_integer, 0, "0");
    GIVES(buffer_integer, -1, "-1");
    GIVES(buffer_integer, INT64_MAX, "9223372036854775807");
    GIVES(buffer_integer, INT64_MIN, "-9223372036854775808");
}

static void writes_thousandths(void **state) {
    (void)state;
    GIVES(buffer_thousandths, 12345, "12.345");
    GIVES(buffer_thousandths, 500, ".5");
    GIVES(buffer_thousandths, -500, "-.5");
    GIVES(buffer_thousandths, 0, "0");
    GIVES(buffer_thousandths, 7, ".007");
    GIVES(buffer_thousandths, 12000, "12");
    GIVES(buffer_thousandths, -12050, "-12.05");
    GIVES(buffer_thousandths, INT64_MIN, "-9223372036854775.808");
}

static void escapes_xml(void **state) {
    (void)state;
    GIVES(buffer_xml, "a < b & \"c\" > d", "a &lt; b &amp; &quot;c&quot; &gt; d");
    GIVES(buffer_xml, "tab\tline\nreturn\r", "tab\tline\nreturn&#13;");
    GIVES(buffer_xml, "x\001y\x1Fz", "xyz");
    GIVES(buffer_xml, "\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80",
          "\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80");
    GIVES(buffer_xml,
          "a\xEF\xBF\xBE\xEF\xBF\xBF"
          "b",
          "ab");
    /* A lone byte, an overlong form, a surrogate, a value past U+10FFFF, a cut character. */
    GIVES(buffer_xml, "\xFF|", "\xEF\xBF\xBD|");
    GIVES(buffer_xml, "\xC0\xAF|", "\xEF\xBF\xBD\xEF\xBF\xBD|");
    GIVES(buffer_xml, "\xED\xA0\x80|", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD|");
    GIVES(buffer_xml, "\xF4\x90\x80\x80|", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD|");
    GIVES(buffer_xml, "\xE2\x82", "\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void escapes_json(void **state) {
    (void)state;
    GIVES(buffer_json, "", "\"\"");
    GIVES(buffer_json, "a \"b\" \\ c", "\"a \\\"b\\\" \\\\ c\"");
    GIVES(buffer_json, "line\nreturn\rtab\tbell\a", "\"line\\nreturn\\u000dtab\\tbell\\u0007\"");
    GIVES(buffer_json, "\xC3\xA9\xFF", "\"\xC3\xA9\xEF\xBF\xBD\"");
}

static void escapes_csv(void **state) {
    (void)state;
    GIVES(buffer_csv, "", "");
    GIVES(buffer_csv, "Robbery", "Robbery");
    GIVES(buffer_csv, "a,b", "\"a,b\"");
    GIVES(buffer_csv, "say \"no\"", "\"say \"\"no\"\"\"");
    GIVES(buffer_csv, "two\nlines", "\"two\nlines\"");
}

static void adds_one_more_of_several(void **state) {
    (void)state;
    struct buffer buffer = {0};
    buffer_attribute(&buffer, "name", "A \"B\" & C");
    buffer_attribute(&buffer, "none", NULL);
    buffer_member(&buffer, "name", "A \"B\"");
    buffer_member(&buffer, "none", NULL);
    buffer_field(&buffer, "=A,B");
    buffer_field(&buffer, NULL);
    assert_string_equal(buffer.data, " name=\"A &quot;B&quot; &amp; C\""
                                     ",\"name\":\"A \\\"B\\\"\",\"none\":null"
                                     ",\"'=A,B\",");
    buffer_free(&buffer);
}

static void csv_runs_no_formula(void **state) {
    (void)state;
    GIVES(buffer_csv, "=1+1", "'=1+1");
    GIVES(buffer_csv, "@SUM(A1)", "'@SUM(A1)");
    GIVES(buffer_csv, "+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0");
    GIVES(buffer_csv, "-2+3", "'-2+3");
    GIVES(buffer_csv, "\tx", "'\tx");
    GIVES(buffer_csv, "\r=x", "\"'\r=x\"");
    GIVES(buffer_csv, "=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\"");
    GIVES(buffer_csv, "-12.5", "-12.5");
    GIVES(buffer_csv, "+3", "+3");
    GIVES(buffer_csv, "-", "'-");
    GIVES(buffer_csv, "-1.", "'-1.");
    GIVES(buffer_csv, "-1e5", "'-1e5");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows),
        cmocka_unit_test(nothing_is_a_text),
        cmocka_unit_test(room_is_added_by_its_user),
        cmocka_unit_test(writes_integers),
        cmocka_unit_test(writes_thousandths),
        cmocka_unit_test(escapes_xml),
        cmocka_unit_test(escapes_json),
        cmocka_unit_test(escapes_csv),
        cmocka_unit_test(adds_one_more_of_several),
        cmocka_unit_test(csv_runs_no_formula),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
