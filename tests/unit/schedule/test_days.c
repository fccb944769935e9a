/* Days by number and the clock of London, against the Gregorian calendar by hand and the zone data
 * of the C library as GNU date gives it. */
#include "../check.h"

#include <boardpaper/schedule.h>

static const struct calendar LONDON = {.zone = ZONE_LONDON,
                                       .idle = {[SATURDAY] = true, [SUNDAY] = true}};

static int64_t at(int year, int month, int day, int hour, int minute) {
    return calendar_instant(&LONDON, (struct date){year, month, day}, hour * 60 + minute);
}

static void days_by_number(void **state) {
    (void)state;
    assert_int_equal(day_number((struct date){1970, 1, 1}), 0);
    assert_int_equal(day_number((struct date){1969, 12, 31}), -1);
    assert_int_equal(day_number((struct date){2000, 2, 29}), 11016);
    assert_int_equal(day_number((struct date){2000, 3, 1}), 11017);
    assert_int_equal(day_weekday((struct date){1970, 1, 1}), THURSDAY);
    assert_int_equal(day_weekday((struct date){1969, 12, 31}), WEDNESDAY);
    assert_int_equal(day_weekday((struct date){2026, 11, 23}), MONDAY);
    assert_int_equal(day_weekday((struct date){2000, 2, 29}), TUESDAY);
}

static void lengths_of_months(void **state) {
    (void)state;
    assert_int_equal(days_in_month(1900, 2), 28);
    assert_int_equal(days_in_month(2000, 2), 29);
    assert_int_equal(days_in_month(2024, 2), 29);
    assert_int_equal(days_in_month(2026, 2), 28);
    assert_int_equal(days_in_month(2100, 2), 28);
    assert_int_equal(days_in_month(2026, 12), 31);
    assert_int_equal(days_in_month(2026, 4), 30);
}

/* Every day of 400 years follows the one before it, in number, date and weekday. */
static void no_day_is_lost(void **state) {
    (void)state;
    struct date before = day_of(-60000);
    for (int64_t number = -59999; number < -60000 + 146097; number++) {
        struct date date = day_of(number);
        assert_int_equal(day_number(date), number);
        bool next_day = date.day == before.day + 1 && date.month == before.month;
        bool next_month = date.day == 1 && date.month == before.month % 12 + 1 &&
                          date.year == before.year + (before.month == 12);
        assert_true(next_day || next_month);
        assert_int_equal(day_weekday(date), (day_weekday(before) + 1) % WEEKDAYS);
        before = date;
    }
}

static void the_clock_of_london(void **state) {
    (void)state;
    assert_int_equal(at(2026, 7, 1, 7, 0), 1782885600);  /* 06:00 UTC */
    assert_int_equal(at(2026, 11, 2, 7, 0), 1793602800); /* 07:00 UTC */
    /* Both sides of the two changes. */
    assert_int_equal(at(2026, 3, 28, 7, 0), 1774681200);
    assert_int_equal(at(2026, 3, 29, 0, 59), 1774745940);
    assert_int_equal(at(2026, 3, 29, 2, 0), 1774746000);
    assert_int_equal(at(2026, 10, 25, 2, 0), 1792893600);
    assert_int_equal(at(2026, 10, 26, 7, 0), 1792998000);
}

static void an_hour_that_is_skipped_or_doubled(void **state) {
    (void)state;
    assert_int_equal(at(2026, 3, 29, 1, 30), 1774747800);  /* shown by no clock: 02:30 there */
    assert_int_equal(at(2026, 10, 25, 1, 30), 1792888200); /* 00:30 UTC: the first of the two */
}

static void what_day_it_is(void **state) {
    (void)state;
    /* 23:30 UTC on 30 June is past midnight in London; in winter it is not. */
    struct date date = calendar_today(&LONDON, 1782862200);
    assert_int_equal(date.month * 100 + date.day, 701);
    date = calendar_today(&LONDON, 1793575800);
    assert_int_equal(date.month * 100 + date.day, 1101);
    struct calendar utc = {.zone = ZONE_UTC};
    date = calendar_today(&utc, 1782862200);
    assert_int_equal(date.month * 100 + date.day, 630);
    assert_int_equal(calendar_instant(&utc, (struct date){2026, 7, 1}, 0), 1782864000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_by_number),
        cmocka_unit_test(lengths_of_months),
        cmocka_unit_test(no_day_is_lost),
        cmocka_unit_test(the_clock_of_london),
        cmocka_unit_test(an_hour_that_is_skipped_or_doubled),
        cmocka_unit_test(what_day_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
