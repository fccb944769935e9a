/* When papers fall due, worked out by hand on the calendar of England and Wales. */
#include "../check.h"

#include <boardpaper/schedule.h>

static const struct date HOLIDAYS[] = {
    {2026, 4, 3},   {2026, 4, 6}, {2026, 5, 4},  {2026, 5, 25},  {2026, 8, 31},  {2026, 12, 25},
    {2026, 12, 28}, {2027, 1, 1}, {2027, 5, 31}, {2027, 12, 27}, {2027, 12, 28}, {2028, 1, 3},
};
static const struct calendar CALENDAR = {
    .idle = {[SATURDAY] = true, [SUNDAY] = true},
    .holidays = HOLIDAYS,
    .holiday_count = sizeof HOLIDAYS / sizeof HOLIDAYS[0],
};
static const struct date NONE = {0};

static void falls(const struct rule *rule, int year, int month, struct date meeting,
                  struct date expected) {
    struct date date = {0};
    assert_true(rule_day(rule, &CALENDAR, year, month, meeting, &date));
    assert_int_equal(date.year * 10000 + date.month * 100 + date.day,
                     expected.year * 10000 + expected.month * 100 + expected.day);
}
#define FALLS(rule, year, month, ...) falls(&rule, year, month, NONE, (struct date){__VA_ARGS__})

static void nth_weekdays(void **state) {
    (void)state;
    struct rule first_monday = {.kind = RULE_WEEKDAY, .weekday = MONDAY, .nth = 1};
    FALLS(first_monday, 2026, 11, 2026, 11, 2);
    FALLS(first_monday, 2027, 2, 2027, 2, 1); /* the month begins with it */
    FALLS(first_monday, 2026, 12, 2026, 12, 7);
    struct rule third_thursday = {.kind = RULE_WEEKDAY, .weekday = THURSDAY, .nth = 3};
    FALLS(third_thursday, 2026, 11, 2026, 11, 19);
    struct rule last_sunday = {.kind = RULE_WEEKDAY, .weekday = SUNDAY, .nth = LAST};
    FALLS(last_sunday, 2026, 5, 2026, 5, 31); /* the month ends with it */
    FALLS(last_sunday, 2026, 6, 2026, 6, 28);
    struct rule fourth_friday = {.kind = RULE_WEEKDAY, .weekday = FRIDAY, .nth = 4};
    FALLS(fourth_friday, 2026, 2, 2026, 2, 27);
}

static void a_bank_holiday_is_left(void **state) {
    (void)state;
    struct rule rule = {.kind = RULE_WEEKDAY, .weekday = MONDAY, .nth = 1};
    FALLS(rule, 2026, 5, 2026, 5, 4);
    rule.move = MOVE_AFTER;
    FALLS(rule, 2026, 5, 2026, 5, 5);
    rule.move = MOVE_BEFORE;
    FALLS(rule, 2026, 5, 2026, 5, 1);
}

static void days_of_the_month(void **state) {
    (void)state;
    struct rule last = {.kind = RULE_DAY, .day = 31};
    FALLS(last, 2026, 2, 2026, 2, 28);
    FALLS(last, 2028, 2, 2028, 2, 29);
    FALLS(last, 2026, 4, 2026, 4, 30);
    FALLS(last, 2026, 12, 2026, 12, 31);
    /* Christmas Day on a Friday, its Saturday, Sunday and the substitute day follow. */
    struct rule christmas = {.kind = RULE_DAY, .day = 25, .move = MOVE_AFTER};
    FALLS(christmas, 2026, 12, 2026, 12, 29);
    christmas.move = MOVE_BEFORE;
    FALLS(christmas, 2026, 12, 2026, 12, 24);
    /* Moved over the year's end: 31 December 2027 is a Friday, 1 January 2028 a Saturday. */
    struct rule new_year = {.kind = RULE_DAY, .day = 1, .move = MOVE_BEFORE};
    FALLS(new_year, 2028, 1, 2027, 12, 31);
    new_year.move = MOVE_AFTER;
    FALLS(new_year, 2028, 1, 2028, 1, 4);
}

static void working_days(void **state) {
    (void)state;
    struct rule last = {.kind = RULE_WORKING_DAY, .nth = LAST};
    FALLS(last, 2026, 12, 2026, 12, 31);
    FALLS(last, 2027, 2, 2027, 2, 26); /* ends on a Sunday */
    FALLS(last, 2027, 5, 2027, 5, 28); /* ends on a bank holiday after a weekend */
    FALLS(last, 2026, 8, 2026, 8, 28);
    struct rule first = {.kind = RULE_WORKING_DAY, .nth = 1};
    FALLS(first, 2028, 1, 2028, 1, 4);
    struct rule third = {.kind = RULE_WORKING_DAY, .nth = 3};
    FALLS(third, 2026, 4, 2026, 4, 7); /* 1, 2, then Easter */
    struct rule many = {.kind = RULE_WORKING_DAY, .nth = 21};
    struct date date;
    assert_false(rule_day(&many, &CALENDAR, 2026, 2, NONE, &date)); /* it has 20 */
}

static void before(struct rule rule, struct date meeting, struct date expected) {
    falls(&rule, meeting.year, meeting.month, meeting, expected);
}
#define DAY(...) ((struct date){__VA_ARGS__})

static void clear_working_days(void **state) {
    (void)state;
    struct rule five = {.kind = RULE_CLEAR_DAYS, .clear_days = 5, .working = true};
    /* Thursday 26 November: clear are 25, 24, 23, 20, 19. */
    before(five, DAY(2026, 11, 26), DAY(2026, 11, 18));
    /* Monday 30 November: clear are 27 to 23, then the Sunday is no day to send on. */
    before(five, DAY(2026, 11, 30), DAY(2026, 11, 20));
    /* Thursday 9 April, after Easter: clear are 8, 7, 2, 1 April and 31 March. */
    before(five, DAY(2026, 4, 9), DAY(2026, 3, 30));
    /* Tuesday 5 January: clear are 4 January, 31, 30, 29 and 24 December. */
    before(five, DAY(2027, 1, 5), DAY(2026, 12, 23));
    /* Wednesday 4 March 2026, over the end of February; 2028 has a 29th, a Tuesday. */
    before(five, DAY(2026, 3, 4), DAY(2026, 2, 24));
    before(five, DAY(2028, 3, 2), DAY(2028, 2, 23));
    struct rule none = {.kind = RULE_CLEAR_DAYS, .clear_days = 0, .working = true};
    before(none, DAY(2026, 11, 26), DAY(2026, 11, 25));
    before(none, DAY(2026, 11, 30), DAY(2026, 11, 27));
}

static void clear_calendar_days(void **state) {
    (void)state;
    struct rule five = {.kind = RULE_CLEAR_DAYS, .clear_days = 5};
    before(five, DAY(2026, 11, 26), DAY(2026, 11, 20));
    before(five, DAY(2026, 11, 27), DAY(2026, 11, 21)); /* a Saturday, as asked */
    five.move = MOVE_BEFORE;
    before(five, DAY(2026, 11, 27), DAY(2026, 11, 20));
    struct date date;
    assert_false(rule_day(&five, &CALENDAR, 2026, 11, NONE, &date));
}

static struct timing monthly(void) {
    struct timing timing = {
        .due = {.kind = RULE_WEEKDAY, .weekday = MONDAY, .nth = 1, .minute = 7 * 60}};
    for (int month = 1; month <= 12; month++) {
        timing.months[month] = true;
    }
    return timing;
}

static void editions(const struct timing *timing, int64_t now, const char *latest,
                     const char *next) {
    struct period period;
    char text[EDITION_TEXT];
    assert_true(timing_latest(timing, &CALENDAR, now, &period));
    assert_string_equal(period_edition(&period, text), latest);
    assert_true(period.due_at <= now);
    assert_true(timing_next(timing, &CALENDAR, now, &period));
    assert_string_equal(period_edition(&period, text), next);
    assert_true(period.due_at > now);
}

static void due_to_the_second(void **state) {
    (void)state;
    struct timing timing = monthly();
    editions(&timing, 1793602799, "2026-10", "2026-11"); /* 06:59:59 on 2 November */
    editions(&timing, 1793602800, "2026-11", "2026-12");
    /* In summer 07:00 there is 06:00 UTC: 1 June 2026. */
    editions(&timing, 1780293599, "2026-05", "2026-06");
    editions(&timing, 1780293600, "2026-06", "2026-07");
    /* The year's end. */
    editions(&timing, 1798700000, "2026-12", "2027-01");
}

static void due_in_the_month_before(void **state) {
    (void)state;
    struct timing timing = monthly();
    timing.meeting = (struct rule){.kind = RULE_WEEKDAY, .weekday = THURSDAY, .nth = 1};
    timing.due = (struct rule){.kind = RULE_CLEAR_DAYS, .clear_days = 5, .working = true};
    struct period period;
    assert_true(timing_period(&timing, &CALENDAR, 2026, 12, &period));
    assert_int_equal(period.meeting.day, 3);
    assert_int_equal(period.due.month * 100 + period.due.day, 1125); /* 2, 1, 30, 27, 26 clear */
    editions(&timing, period.due_at - 1, "2026-11", "2026-12");
    editions(&timing, period.due_at, "2026-12", "2027-01");
}

static void quarters_and_lists(void **state) {
    (void)state;
    struct timing quarterly = monthly();
    for (int month = 1; month <= 12; month++) {
        quarterly.months[month] = month % 3 == 1;
    }
    editions(&quarterly, 1793602800, "2026-10", "2027-01");
    struct period january;
    struct period period;
    char text[EDITION_TEXT];
    assert_true(timing_period(&quarterly, &CALENDAR, 2027, 1, &january));
    assert_true(timing_before(&quarterly, &CALENDAR, &january, &period));
    assert_string_equal(period_edition(&period, text), "2026-10");
    assert_false(timing_period(&quarterly, &CALENDAR, 2026, 11, &period));
    static const struct date MEETINGS[] = {{2026, 9, 17}, {2026, 12, 10}};
    struct timing listed = {.listed = MEETINGS,
                            .listed_count = 2,
                            .due = {.kind = RULE_CLEAR_DAYS, .clear_days = 5, .working = true}};
    editions(&listed, 1793602800, "2026-09", "2026-12");
    assert_true(timing_period(&listed, &CALENDAR, 2026, 12, &period));
    assert_int_equal(period.due.day, 2);
    assert_false(timing_next(&listed, &CALENDAR, period.due_at, &period));
    assert_false(timing_latest(&listed, &CALENDAR, 1780293600, &period)); /* before the first */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nth_weekdays),       cmocka_unit_test(a_bank_holiday_is_left),
        cmocka_unit_test(days_of_the_month),  cmocka_unit_test(working_days),
        cmocka_unit_test(clear_working_days), cmocka_unit_test(clear_calendar_days),
        cmocka_unit_test(due_to_the_second),  cmocka_unit_test(due_in_the_month_before),
        cmocka_unit_test(quarters_and_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
