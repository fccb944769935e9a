/* days.c: days by number, and the clock of a place.
 *
 * Days are counted by the civil-from-days arithmetic of eras of 400 years. Not mktime: it asks the
 * environment's TZ and the machine's zone files, and what falls due must not hang on either.
 */
#include <boardpaper/schedule.h>

enum { DAY_SECONDS = 86400, HOUR_SECONDS = 3600, ERA_DAYS = 146097, ERA_YEARS = 400 };
/* From 0000-03-01, where the count of an era begins, to 1970-01-01. */
enum { EPOCH = 719468 };

static int64_t floor_divide(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

int64_t day_number(struct date date) {
    /* Years begin in March here, so that a leap day is a year's last. */
    int64_t year = date.year - (date.month <= 2);
    int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    int64_t era = floor_divide(year, ERA_YEARS);
    int64_t of_era = year - era * ERA_YEARS;
    int64_t of_year = (153 * month + 2) / 5 + date.day - 1;
    return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH;
}

struct date day_of(int64_t number) {
    number += EPOCH;
    int64_t era = floor_divide(number, ERA_DAYS);
    int64_t of_era = number - era * ERA_DAYS;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    struct date date = {.day = (int)(of_year - (153 * month + 2) / 5 + 1),
                        .month = (int)(month < 10 ? month + 3 : month - 9)};
    date.year = (int)(year + era * ERA_YEARS + (date.month <= 2));
    return date;
}

int day_weekday(struct date date) {
    int64_t since = day_number(date) + THURSDAY; /* 1970-01-01 was one */
    return (int)(since - floor_divide(since, WEEKDAYS) * WEEKDAYS);
}

int days_in_month(int year, int month) {
    struct date next = {month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1};
    return (int)(day_number(next) - day_number((struct date){year, month, 1}));
}

bool calendar_works(const struct calendar *calendar, struct date date) {
    if (calendar->idle[day_weekday(date)]) {
        return false;
    }
    size_t low = 0;
    size_t high = calendar->holiday_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = date_compare(calendar->holidays[middle], date);
        if (order == 0) {
            return false;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return true;
}

/* The last Sunday of that month, 01:00 UTC. */
static int64_t change_of_clock(int year, int month) {
    struct date last = {year, month, 31};
    int past_sunday = (day_weekday(last) + 1) % WEEKDAYS;
    return (day_number(last) - past_sunday) * DAY_SECONDS + HOUR_SECONDS;
}

static bool is_summer(int64_t instant) {
    int year = day_of(floor_divide(instant, DAY_SECONDS)).year;
    return instant >= change_of_clock(year, 3) && instant < change_of_clock(year, 10);
}

int64_t calendar_instant(const struct calendar *calendar, struct date date, int minute) {
    int64_t winter = day_number(date) * DAY_SECONDS + (int64_t)minute * 60;
    int64_t summer = winter - HOUR_SECONDS;
    return calendar->zone == ZONE_LONDON && is_summer(summer) ? summer : winter;
}

struct date calendar_today(const struct calendar *calendar, int64_t instant) {
    bool ahead = calendar->zone == ZONE_LONDON && is_summer(instant);
    return day_of(floor_divide(instant + (ahead ? HOUR_SECONDS : 0), DAY_SECONDS));
}
