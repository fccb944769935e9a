/* test_fake.c: the engine that tests of layout reckon with. */
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/text.h>

#include "../check.h"

static void fake_widths_are_600_a_character(void **state) {
    (void)state;
    struct text *text = text_open_fake();
    const struct typeface *face = text_typeface(text, NULL, false, false);
    const struct shaped *word = text_shape(text, face, "en-GB", TEXT_PLAIN, false, "caf\u00E9", 5);
    assert_int_equal(word->run_count, 1);
    assert_int_equal(word->runs[0].count, 4);
    assert_int_equal(word->runs[0].advance, 2400);
    assert_int_equal(word->runs[0].glyphs[3].id, 0xE9);
    assert_int_equal(word->runs[0].glyphs[3].cluster, 3);
    assert_int_equal(text_width(word, 10000), 24000);
    assert_false(word->missing);
    assert_ptr_equal(word, text_shape(text, face, "en-GB", TEXT_PLAIN, false, "caf\u00E9", 5));
    text_close(text);
}

static void fake_right_to_left_is_drawn_from_the_end(void **state) {
    (void)state;
    struct text *text = text_open_fake();
    const struct typeface *face = text_typeface(text, "Fake", true, false);
    const struct shaped *word = text_shape(text, face, "he", TEXT_PLAIN, true, "abc", 3);
    assert_int_equal(word->runs[0].glyphs[0].id, 'c');
    assert_int_equal(word->runs[0].glyphs[2].id, 'a');
    assert_true(word->runs[0].right_to_left);
    assert_string_equal(font_postscript_name(word->runs[0].font), "Fake-Bold");
    text_close(text);
}

static void fake_metrics(void **state) {
    (void)state;
    struct text *text = text_open_fake();
    assert_true(text_has_family(text, "Fake"));
    assert_false(text_has_family(text, "Other"));
    struct font_metrics metrics = text_metrics(text_typeface(text, "Other", false, false));
    assert_int_equal(metrics.units_per_em, 1000);
    assert_int_equal(metrics.ascent, 800);
    assert_int_equal(metrics.descent, 200);
    text_close(text);
}

static void fake_breaks_at_spaces_and_after_hyphens(void **state) {
    (void)state;
    struct text *text = text_open_fake();
    const char *line = "ab  c-d\ne";
    uint8_t out[16];
    text_breaks(text, "en-GB", line, strlen(line), out);
    static const uint8_t expected[] = {0, 0, 0, 0, 1, 0, 1, 0, 2, 1};
    assert_memory_equal(out, expected, sizeof expected);
    uint8_t hyphens[16];
    assert_false(text_hyphens(text, "en-GB", "hyphenation", 11, hyphens));
    text_close(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fake_widths_are_600_a_character),
        cmocka_unit_test(fake_right_to_left_is_drawn_from_the_end),
        cmocka_unit_test(fake_metrics),
        cmocka_unit_test(fake_breaks_at_spaces_and_after_hyphens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
