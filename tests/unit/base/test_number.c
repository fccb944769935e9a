#include "../check.h"

#include <stdbool.h>

#include <boardpaper/number.h>

static struct number ratio(int64_t numerator, int64_t denominator) {
    struct number number = {0, 1};
    assert_true(number_make(numerator, denominator, &number));
    return number;
}

static void is(struct number number, int64_t numerator, int64_t denominator) {
    assert_int_equal(number.numerator, numerator);
    assert_int_equal(number.denominator, denominator);
}

static void is_in_lowest_terms(void **state) {
    (void)state;
    is(number_of(-7), -7, 1);
    is(ratio(6, 4), 3, 2);
    is(ratio(6, -4), -3, 2);
    is(ratio(-6, -4), 3, 2);
    is(ratio(0, -9), 0, 1);
    is(ratio(INT64_MIN, 2), INT64_MIN / 2, 1);
    is(ratio(INT64_MIN, INT64_MIN), 1, 1);
}

static void what_does_not_fit_changes_nothing(void **state) {
    (void)state;
    struct number out = {5, 7};
    struct number most = {INT64_MAX, 1};
    struct number least = {INT64_MIN, 1};
    struct number finest = {1, INT64_MAX};
    assert_false(number_make(1, 0, &out));
    assert_false(number_make(INT64_MIN, -1, &out));
    assert_false(number_make(1, INT64_MIN, &out));
    assert_false(number_add(most, number_of(1), &out));
    assert_false(number_subtract(least, number_of(1), &out));
    assert_false(number_multiply(most, number_of(2), &out));
    assert_false(number_multiply(least, least, &out));
    assert_false(number_multiply(finest, ratio(1, 2), &out));
    assert_false(number_divide(least, number_of(-1), &out));
    assert_false(number_divide(most, ratio(1, 2), &out));
    assert_false(number_divide(number_of(1), number_of(0), &out));
    assert_false(number_add(finest, ratio(1, INT64_MAX - 1), &out));
    is(out, 5, 7);
}

static void calculates_exactly(void **state) {
    (void)state;
    struct number out;
    assert_true(number_add(ratio(1, 3), ratio(1, 6), &out));
    is(out, 1, 2);
    assert_true(number_subtract(ratio(1, 6), ratio(1, 3), &out));
    is(out, -1, 6);
    assert_true(number_multiply(ratio(2, 3), ratio(-9, 4), &out));
    is(out, -3, 2);
    assert_true(number_divide(ratio(2, 3), ratio(-4, 9), &out));
    is(out, -3, 2);
    assert_true(number_add((struct number){INT64_MIN, 1}, (struct number){INT64_MAX, 1}, &out));
    is(out, -1, 1);
    /* The products overflow 64 bits, the result does not. */
    assert_true(number_multiply(ratio(INT64_MAX, 3), ratio(3, INT64_MAX), &out));
    is(out, 1, 1);
    /* 299 crimes among 259,090 residents, a thousand: 299 = 13 * 23 and 259,090 = 13 * 19,930. */
    assert_true(number_multiply(ratio(299, 259090), number_of(1000), &out));
    is(out, 2300, 1993);
}

static void compares_exactly(void **state) {
    (void)state;
    assert_int_equal(number_compare(ratio(1, 3), ratio(2, 6)), 0);
    assert_true(number_equal(ratio(1, 3), ratio(2, 6)));
    assert_int_equal(number_compare(ratio(-1, 3), ratio(-1, 2)), 1);
    /* Neighbours that no double tells apart. */
    struct number a = {INT64_MAX - 1, INT64_MAX};
    struct number b = {INT64_MAX - 2, INT64_MAX - 1};
    assert_int_equal(number_compare(a, b), 1);
    assert_int_equal(number_compare(b, a), -1);
    assert_false(number_equal(a, b));
    assert_int_equal(number_compare((struct number){INT64_MIN, 1}, (struct number){INT64_MIN, 3}),
                     -1);
}

static void rounds_half_away_from_zero(void **state) {
    (void)state;
    struct number out;
    assert_true(number_round(ratio(1, 8), 2, &out));
    is(out, 13, 100);
    assert_true(number_round(ratio(-1, 8), 2, &out));
    is(out, -13, 100);
    assert_true(number_round(ratio(124999, 1000000), 2, &out));
    is(out, 3, 25);
    assert_true(number_round(ratio(5, 2), 0, &out));
    is(out, 3, 1);
    assert_true(number_round(ratio(-5, 2), 0, &out));
    is(out, -3, 1);
    assert_true(number_round(ratio(1, 3), 0, &out));
    is(out, 0, 1);
    /* (2^63-1)/2 is odd over two: the half goes up. */
    assert_true(number_round(ratio(INT64_MAX, 2), 0, &out));
    is(out, 4611686018427387904, 1);
    assert_true(number_round(number_of(INT64_MIN), 12, &out));
    is(out, INT64_MIN, 1);
}

static void round_that_does_not_fit_fails(void **state) {
    (void)state;
    struct number out = {5, 7};
    /* A third of 10^18, to twelve places: some 3.3 * 10^29 over 10^12 in lowest terms. */
    assert_false(number_round(ratio(1000000000000000000, 3), 12, &out));
    is(out, 5, 7);
}

static void parses_decimals(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t numerator;
        int64_t denominator;
    } GOOD[] = {
        {"0", 0, 1},
        {"-0", 0, 1},
        {"-12.50", -25, 2},
        {"+3", 3, 1},
        {"007", 7, 1},
        {"0.000000000000000001", 1, 1000000000000000000},
        {"1.00000000000000000000000000000000", 1, 1},
        {"9223372036854775807", INT64_MAX, 1},
        {"-9223372036854775808", INT64_MIN, 1},
        {"000000000000000000000000000000000000000000000000000001", 1, 1},
    };
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        struct number out = {5, 7};
        assert_true(number_parse(GOOD[i].text, &out));
        is(out, GOOD[i].numerator, GOOD[i].denominator);
    }
    static const char *const BAD[] = {
        "",
        "-",
        ".",
        ".5",
        "5.",
        "1e3",
        " 1",
        "1 ",
        "--1",
        "1,5",
        "1.2.3",
        "0x1",
        "inf",
        "9223372036854775808",
        "-9223372036854775809",
        "0.0000000000000000001",
        "99999999999999999999999999999999999999999999999999999999999999",
    };
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        struct number out = {5, 7};
        assert_false(number_parse(BAD[i], &out));
        is(out, 5, 7);
    }
}

static void formats(void **state) {
    (void)state;
    char out[NUMBER_TEXT];
    assert_string_equal(number_format(ratio(1, 8), 2, out), "0.13");
    assert_string_equal(number_format(ratio(-1, 8), 2, out), "-0.13");
    assert_string_equal(number_format(ratio(-1, 1000), 2, out), "0.00");
    assert_string_equal(number_format(ratio(-1, 1000), 0, out), "0");
    assert_string_equal(number_format(number_of(30), 0, out), "30");
    assert_string_equal(number_format(ratio(2300, 1993), 2, out), "1.15");
    assert_string_equal(number_format(ratio(1999, 1000), 2, out), "2.00");
    assert_string_equal(number_format(number_of(INT64_MIN), 12, out),
                        "-9223372036854775808.000000000000");
}

static void formats_plainly(void **state) {
    (void)state;
    char out[NUMBER_TEXT];
    assert_string_equal(number_plain(number_of(2), out), "2");
    assert_string_equal(number_plain(number_of(100), out), "100");
    assert_string_equal(number_plain(ratio(1, 2), out), "0.5");
    assert_string_equal(number_plain(ratio(-25, 2), out), "-12.5");
    assert_string_equal(number_plain(number_of(0), out), "0");
    assert_string_equal(number_plain(ratio(2, 3), out), "0.666666666667");
    assert_string_equal(number_plain(ratio(-1, 10000000000000), out), "0");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_in_lowest_terms),
        cmocka_unit_test(what_does_not_fit_changes_nothing),
        cmocka_unit_test(calculates_exactly),
        cmocka_unit_test(compares_exactly),
        cmocka_unit_test(rounds_half_away_from_zero),
        cmocka_unit_test(round_that_does_not_fit_fails),
        cmocka_unit_test(parses_decimals),
        cmocka_unit_test(formats),
        cmocka_unit_test(formats_plainly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
