#include "../check.h"

#include <stdbool.h>

#include "scoring/interval.h"

static struct number ratio(int64_t numerator, int64_t denominator) {
    struct number number = {0, 1};
    assert_true(number_make(numerator, denominator, &number));
    return number;
}

static struct interval between(int64_t lowest, int64_t highest) {
    return interval_between(number_of(lowest), number_of(highest));
}

static void is_between(struct interval interval, struct number lowest, struct number highest) {
    assert_true(interval.floored);
    assert_true(interval.ceiled);
    assert_true(number_equal(interval.lowest, lowest));
    assert_true(number_equal(interval.highest, highest));
}

/* Every operation against every value of small intervals: nothing lost, and both ends reached. */
static void arithmetic_holds_every_value_and_no_more(void **state) {
    (void)state;
    for (int a = -3; a <= 3; a++) {
        for (int b = a; b <= 3; b++) {
            for (int c = -3; c <= 3; c++) {
                for (int d = c; d <= 3; d++) {
                    int least[3] = {100, 100, 100};
                    int most[3] = {-100, -100, -100};
                    for (int x = a; x <= b; x++) {
                        for (int y = c; y <= d; y++) {
                            int results[3] = {x + y, x - y, x * y};
                            for (int i = 0; i < 3; i++) {
                                least[i] = results[i] < least[i] ? results[i] : least[i];
                                most[i] = results[i] > most[i] ? results[i] : most[i];
                            }
                        }
                    }
                    struct interval out;
                    assert_true(interval_add(between(a, b), between(c, d), &out));
                    is_between(out, number_of(least[0]), number_of(most[0]));
                    assert_true(interval_subtract(between(a, b), between(c, d), &out));
                    is_between(out, number_of(least[1]), number_of(most[1]));
                    assert_true(interval_multiply(between(a, b), between(c, d), &out));
                    is_between(out, number_of(least[2]), number_of(most[2]));
                }
            }
        }
    }
}

static void divides_by_what_is_above_nothing(void **state) {
    (void)state;
    struct interval out;
    assert_true(interval_divide(between(2, 6), between(2, 4), &out));
    is_between(out, ratio(1, 2), number_of(3));
    assert_true(interval_divide(between(-6, -2), between(2, 4), &out));
    is_between(out, number_of(-3), ratio(-1, 2));
    assert_true(interval_divide(between(-6, 2), between(2, 4), &out));
    is_between(out, number_of(-3), number_of(1));
    /* A denominator that may come near 0 makes the quotient as large as you like. */
    assert_true(interval_divide(between(2, 6), between(0, 4), &out));
    assert_true(out.floored);
    assert_false(out.ceiled);
    assert_true(number_equal(out.lowest, ratio(1, 2)));
    /* One that may be as large as you like makes it near 0. */
    assert_true(interval_divide(between(2, 6), interval_from(number_of(3)), &out));
    is_between(out, number_of(0), number_of(2));
}

static void missing_bounds_stay_missing(void **state) {
    (void)state;
    struct interval up = interval_from(number_of(2));
    struct interval out;
    assert_true(interval_add(up, between(1, 3), &out));
    assert_true(out.floored);
    assert_false(out.ceiled);
    assert_true(number_equal(out.lowest, number_of(3)));
    assert_true(interval_subtract(between(1, 3), up, &out));
    assert_false(out.floored);
    assert_true(out.ceiled);
    assert_true(number_equal(out.highest, number_of(1)));
    assert_true(interval_multiply(up, between(0, 3), &out));
    assert_true(out.floored && !out.ceiled);
    assert_true(number_equal(out.lowest, number_of(0)));
    assert_true(interval_multiply(up, interval_of(number_of(0)), &out));
    assert_true(interval_is_point(out));
    assert_true(interval_scale(up, number_of(-2), &out));
    assert_true(!out.floored && out.ceiled);
    assert_true(number_equal(out.highest, number_of(-4)));
    assert_true(interval_multiply(interval_any(), between(-1, 1), &out));
    assert_true(!out.floored && !out.ceiled);
}

static void overflow_is_told(void **state) {
    (void)state;
    struct interval most = interval_of(number_of(INT64_MAX));
    struct interval out;
    assert_false(interval_add(most, between(0, 1), &out));
    assert_false(interval_multiply(most, between(1, 2), &out));
    assert_false(interval_scale(most, number_of(2), &out));
    assert_false(interval_subtract(interval_of(number_of(INT64_MIN)), between(1, 1), &out));
}

static void intersects_joins_and_draws_in(void **state) {
    (void)state;
    struct interval out = between(7, 7);
    assert_false(interval_intersect(between(1, 2), between(3, 4), &out));
    is_between(out, number_of(7), number_of(7));
    assert_true(interval_intersect(between(1, 3), between(3, 4), &out));
    is_between(out, number_of(3), number_of(3));
    assert_true(interval_intersect(interval_from(number_of(2)), between(1, 3), &out));
    is_between(out, number_of(2), number_of(3));
    is_between(interval_hull(between(1, 2), between(5, 6)), number_of(1), number_of(6));
    assert_false(interval_hull(between(1, 2), interval_from(number_of(0))).ceiled);
    assert_true(interval_whole(interval_between(ratio(-7, 2), ratio(7, 2)), &out));
    is_between(out, number_of(-3), number_of(3));
    assert_false(interval_whole(interval_between(ratio(1, 3), ratio(2, 3)), &out));
    assert_true(interval_round(interval_between(ratio(1, 8), ratio(-1, 8)), 2, &out));
    is_between(out, ratio(13, 100), ratio(-13, 100));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic_holds_every_value_and_no_more),
        cmocka_unit_test(divides_by_what_is_above_nothing),
        cmocka_unit_test(missing_bounds_stay_missing),
        cmocka_unit_test(overflow_is_told),
        cmocka_unit_test(intersects_joins_and_draws_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
