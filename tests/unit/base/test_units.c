#include "../check.h"

#include <boardpaper/units.h>

static void parses_lengths(void **state) {
    (void)state;
    static const struct {
        const char *text;
        length_t em;
        length_t length;
    } GOOD[] = {
        {"12pt", 0, 12000},      {"12.5 mm", 0, 35433}, /* 12.5 / 25.4 * 72 = 35.43307... pt */
        {"1in", 0, 72000},       {"2cm", 0, 56693},     /* 56.69291... pt */
        {"1.5em", 11000, 16500}, {"0pt", 0, 0},
        {"-3pt", 0, -3000},      {"0.0005pt", 0, 1}, /* half a thousandth goes away from zero */
        {"210mm", 0, 595276},                        /* the width of A4: 595.2755... pt */
    };
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        length_t out = 77;
        assert_true(length_parse(GOOD[i].text, GOOD[i].em, &out));
        assert_int_equal(out, GOOD[i].length);
    }
    static const char *const BAD[] = {
        "",
        "12",
        "pt",
        "12 px",
        "1em",
        "12pt ",
        " 12pt",
        "1 2pt",
        "1.2.3pt",
        "99999999999999999pt",
        "0000000000000000000000000000000000000000000000000001pt",
    };
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        length_t out = 77;
        assert_false(length_parse(BAD[i], 0, &out));
        assert_int_equal(out, 77);
    }
}

static void constants_agree_with_parsing(void **state) {
    (void)state;
    length_t out = 0;
    assert_true(length_parse("297mm", 0, &out));
    assert_int_equal(MILLIMETRES(297), out);
    assert_int_equal(POINTS(10.5), 10500);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_lengths),
        cmocka_unit_test(constants_agree_with_parsing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
