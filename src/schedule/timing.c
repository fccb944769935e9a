/* timing.c: from rules to days, and from a moment to the period that is due.
 *
 * Which period is due is looked for month by month around the moment, for no rule reaches far: a
 * paper is due in its period's month or, by clear days, a few months before it. Rejected: solving
 * the rules for the moment, which every new rule would make harder.
 */
#include <boardpaper/schedule.h>

#include <stdio.h>

/* Clear days are at most 60, working days of three months. */
enum { MONTHS_AHEAD = 5, MONTHS_AROUND = 36 };

static struct date move_off(const struct calendar *calendar, enum rule_move move,
                            struct date date) {
    int64_t number = day_number(date);
    /* A year without a working day is no calendar; the bound ends the search in one. */
    for (int i = 0; i < 366 && move != MOVE_STAY && !calendar_works(calendar, day_of(number));
         i++) {
        number += move == MOVE_BEFORE ? -1 : 1;
    }
    return day_of(number);
}

static bool nth_working_day(const struct calendar *calendar, int year, int month, int nth,
                            struct date *out) {
    int days = days_in_month(year, month);
    int found = 0;
    for (int i = 0; i < days; i++) {
        struct date date = {year, month, nth == LAST ? days - i : i + 1};
        found += calendar_works(calendar, date);
        if (found == (nth == LAST ? 1 : nth)) {
            *out = date;
            return true;
        }
    }
    return false;
}

static struct date nth_weekday(int year, int month, int weekday, int nth) {
    if (nth == LAST) {
        struct date last = {year, month, days_in_month(year, month)};
        int past = (day_weekday(last) - weekday + WEEKDAYS) % WEEKDAYS;
        return (struct date){year, month, last.day - past};
    }
    int first = (weekday - day_weekday((struct date){year, month, 1}) + WEEKDAYS) % WEEKDAYS;
    return (struct date){year, month, 1 + first + (nth - 1) * WEEKDAYS};
}

/* The last day before the meeting with that many days wholly between the two. */
static struct date before_meeting(const struct rule *rule, const struct calendar *calendar,
                                  struct date meeting) {
    int64_t number = day_number(meeting) - 1;
    int clear = 0;
    for (int i = 0; i < 366 && clear < rule->clear_days; i++, number--) {
        clear += !rule->working || calendar_works(calendar, day_of(number));
    }
    return move_off(calendar, rule->working ? MOVE_BEFORE : rule->move, day_of(number));
}

bool rule_day(const struct rule *rule, const struct calendar *calendar, int year, int month,
              struct date meeting, struct date *out) {
    int days = days_in_month(year, month);
    switch (rule->kind) {
    case RULE_NONE:
        return false;
    case RULE_WEEKDAY:
        *out = move_off(calendar, rule->move, nth_weekday(year, month, rule->weekday, rule->nth));
        return true;
    case RULE_DAY:
        *out = move_off(calendar, rule->move,
                        (struct date){year, month, rule->day < days ? rule->day : days});
        return true;
    case RULE_WORKING_DAY:
        return nth_working_day(calendar, year, month, rule->nth, out);
    case RULE_CLEAR_DAYS:
        if (meeting.year == 0) {
            return false;
        }
        *out = before_meeting(rule, calendar, meeting);
        return true;
    }
    return false;
}

char *period_edition(const struct period *period, char out[EDITION_TEXT]) {
    snprintf(out, EDITION_TEXT, "%04d-%02d", period->year, period->month);
    return out;
}

static bool find_meeting(const struct timing *timing, const struct calendar *calendar, int year,
                         int month, struct date *meeting) {
    *meeting = (struct date){0};
    if (timing->listed != NULL) {
        for (size_t i = 0; i < timing->listed_count; i++) {
            if (timing->listed[i].year == year && timing->listed[i].month == month) {
                *meeting = timing->listed[i];
                return true;
            }
        }
        return false;
    }
    if (!timing->months[month]) {
        return false;
    }
    return timing->meeting.kind == RULE_NONE ||
           rule_day(&timing->meeting, calendar, year, month, *meeting, meeting);
}

bool timing_period(const struct timing *timing, const struct calendar *calendar, int year,
                   int month, struct period *out) {
    struct period period = {.year = year, .month = month};
    if (!find_meeting(timing, calendar, year, month, &period.meeting) ||
        !rule_day(&timing->due, calendar, year, month, period.meeting, &period.due)) {
        return false;
    }
    period.due_at = calendar_instant(calendar, period.due, timing->due.minute);
    *out = period;
    return true;
}

/* The month that lies that many after another. */
static bool period_of_month(const struct timing *timing, const struct calendar *calendar, int year,
                            int month, int after, struct period *out) {
    int months = year * 12 + month - 1 + after;
    return months >= 12 && timing_period(timing, calendar, months / 12, months % 12 + 1, out);
}

bool timing_latest(const struct timing *timing, const struct calendar *calendar, int64_t now,
                   struct period *out) {
    struct date today = calendar_today(calendar, now);
    for (int after = MONTHS_AHEAD; after >= -MONTHS_AROUND; after--) {
        struct period period;
        if (period_of_month(timing, calendar, today.year, today.month, after, &period) &&
            period.due_at <= now) {
            *out = period;
            return true;
        }
    }
    return false;
}

bool timing_next(const struct timing *timing, const struct calendar *calendar, int64_t now,
                 struct period *out) {
    struct date today = calendar_today(calendar, now);
    for (int after = -1; after <= MONTHS_AROUND; after++) {
        struct period period;
        if (period_of_month(timing, calendar, today.year, today.month, after, &period) &&
            period.due_at > now) {
            *out = period;
            return true;
        }
    }
    return false;
}

bool timing_before(const struct timing *timing, const struct calendar *calendar,
                   const struct period *period, struct period *out) {
    for (int after = -1; after >= -MONTHS_AROUND; after--) {
        if (period_of_month(timing, calendar, period->year, period->month, after, out)) {
            return true;
        }
    }
    return false;
}
