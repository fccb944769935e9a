/* test_colour.c: contrast against published pairs, and the choice of text on a shade. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <boardpaper/paper.h>

#include "paper/colour.h"

static struct colour of(const char *text) {
    struct colour colour = {1, 2, 3};
    assert_true(colour_parse(text, &colour));
    return colour;
}

/* WCAG's own bounds; #767676 is the lightest grey that passes AA on white, #595959 AAA. */
static void contrast_is_wcag(void **state) {
    (void)state;
    assert_int_equal(colour_contrast(of("#000000"), of("#ffffff")), 21000);
    assert_int_equal(colour_contrast(of("#ffffff"), of("#000000")), 21000);
    assert_int_equal(colour_contrast(of("#123456"), of("#123456")), 1000);
    assert_int_equal(colour_contrast(of("#767676"), of("#ffffff")), 4542);
    assert_int_equal(colour_contrast(of("#777777"), of("#ffffff")), 4478);
    assert_true(colour_contrast(of("#595959"), of("#ffffff")) >= 7000);
    assert_true(colour_contrast(of("#5a5a5a"), of("#ffffff")) < 7000);
    /* pure blue and red on white: 8.59 and 3.99 */
    assert_int_equal(colour_contrast(of("#0000ff"), of("#ffffff")) / 10, 859);
    assert_int_equal(colour_contrast(of("#ff0000"), of("#ffffff")) / 10, 399);
}

static void only_six_digits_are_a_colour(void **state) {
    static const char *const wrong[] = {"",         "#",       "#fff",    "123456", "#12345",
                                        "#1234567", "#12345g", "# 12345", "red"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct colour colour = {1, 2, 3};
        assert_false(colour_parse(wrong[i], &colour));
        assert_int_equal(colour.red, 1);
    }
    assert_true(colour_equal(of("#1F4e79"), (struct colour){0x1f, 0x4e, 0x79}));
}

/* Whatever the shade, what is chosen can be read on it. */
static void text_on_any_shade_can_be_read(void **state) {
    struct colour ink = of("#1b2430");
    (void)state;
    for (int red = 0; red < 256; red += 17) {
        for (int green = 0; green < 256; green += 17) {
            for (int blue = 0; blue < 256; blue += 17) {
                struct colour shade = {(uint8_t)red, (uint8_t)green, (uint8_t)blue};
                assert_true(colour_contrast(shade, colour_on(shade, ink)) >= CONTRAST_TEXT);
            }
        }
    }
    assert_true(colour_equal(colour_on(of("#ffffff"), ink), ink));
    assert_true(colour_equal(colour_on(of("#102030"), ink), of("#ffffff")));
}

static void large_text_needs_less(void **state) {
    (void)state;
    assert_int_equal(colour_least_contrast(POINTS(11), false), 4500);
    assert_int_equal(colour_least_contrast(POINTS(17), false), 4500);
    assert_int_equal(colour_least_contrast(POINTS(18), false), 3000);
    assert_int_equal(colour_least_contrast(POINTS(14), true), 3000);
    assert_int_equal(colour_least_contrast(POINTS(13), true), 4500);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contrast_is_wcag),
        cmocka_unit_test(only_six_digits_are_a_colour),
        cmocka_unit_test(text_on_any_shade_can_be_read),
        cmocka_unit_test(large_text_needs_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
