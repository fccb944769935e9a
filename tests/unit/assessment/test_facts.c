/* Words and days of the format. */
#include "../check.h"

#include <boardpaper/assessment.h>

static void names_states(void **state) {
    (void)state;
    assert_string_equal(state_name(STATE_KNOWN), "known");
    assert_string_equal(state_name(STATE_ESTIMATED), "estimated");
    assert_string_equal(state_name(STATE_UNKNOWN), "unknown");
    assert_string_equal(state_name(STATE_SUPPRESSED), "suppressed");
    assert_string_equal(state_name(STATE_NOT_SCORED), "not-scored");
}

static void knows_markings(void **state) {
    (void)state;
    enum marking marking = MARKING_NONE;
    assert_true(marking_parse("OFFICIAL-SENSITIVE", &marking));
    assert_int_equal(marking, MARKING_OFFICIAL_SENSITIVE);
    assert_true(marking > MARKING_OFFICIAL && marking < MARKING_SECRET);
    assert_string_equal(marking_name(MARKING_SECRET), "SECRET");
    assert_string_equal(marking_name(MARKING_NONE), "");
    assert_false(marking_parse("official", &marking));
}

static void knows_days_of_the_calendar(void **state) {
    (void)state;
    struct date date = {0};
    assert_true(date_parse("2016-02-29", &date));
    assert_int_equal(date.year, 2016);
    assert_int_equal(date.month, 2);
    assert_int_equal(date.day, 29);
    assert_true(date_parse("2000-02-29", &date));
    static const char *const NONE[] = {"2015-02-29", "1900-02-29",  "2016-04-31", "2016-13-01",
                                       "2016-00-10", "2016-01-00",  "2016-1-1",   "2016-01-011",
                                       "0000-01-01", "2016-01-01Z", "16-01-01",   "",
                                       " 2016-01-01"};
    for (size_t i = 0; i < sizeof NONE / sizeof NONE[0]; i++) {
        assert_false(date_parse(NONE[i], &date));
    }
    assert_int_equal(date.year, 2000); /* untouched */
}

static void compares_days(void **state) {
    (void)state;
    struct date a = {2015, 12, 31};
    struct date b = {2016, 1, 1};
    struct date c = {2016, 1, 2};
    assert_int_equal(date_compare(a, b), -1);
    assert_int_equal(date_compare(c, b), 1);
    assert_int_equal(date_compare(b, b), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_states),
        cmocka_unit_test(knows_markings),
        cmocka_unit_test(knows_days_of_the_calendar),
        cmocka_unit_test(compares_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
