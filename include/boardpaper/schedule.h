/* schedule.h: which papers of which partnerships fall due when, and who is to get them.
 *
 * A schedule is data, templates/schemas/schedule.rng. Reading it reports every mistake with its
 * line; what is due at a moment is worked out by pure functions of the schedule and the moment.
 *
 * A period is a month of the calendar, named "2026-11", in which the board meets or, where no
 * meeting is given, in which the papers are due. Its papers are due at one instant, which may lie
 * in an earlier month than the meeting.
 */
#ifndef BOARDPAPER_SCHEDULE_H
#define BOARDPAPER_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/assessment.h>
#include <boardpaper/diagnostics.h>

struct arena;

/* ---- days ---------------------------------------------------------------------------------- */

/* EUROPE_LONDON: summer time from the last Sunday of March, 01:00 UTC, to the last Sunday of
 * October, 01:00 UTC (the rule since 1996; dates before are taken by it, too). */
enum zone { ZONE_LONDON, ZONE_UTC };

enum { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY, WEEKDAYS };

struct calendar {
    enum zone zone;
    bool idle[WEEKDAYS];         /* the days of the week that are not worked */
    const struct date *holidays; /* in rising order */
    size_t holiday_count;
};

int64_t day_number(struct date date); /* days since 1970-01-01, proleptic Gregorian */
struct date day_of(int64_t number);
int day_weekday(struct date date); /* MONDAY to SUNDAY */
int days_in_month(int year, int month);

bool calendar_works(const struct calendar *calendar, struct date date);
/* The wall clock's time, minute minutes after midnight, in seconds since 1970. One that the clock
 * skips in spring is taken an hour later, one that it shows twice in autumn the first time. */
int64_t calendar_instant(const struct calendar *calendar, struct date date, int minute);
/* The day that it is there at that instant. */
struct date calendar_today(const struct calendar *calendar, int64_t instant);

/* ---- rules --------------------------------------------------------------------------------- */

enum rule_kind {
    RULE_NONE,
    RULE_WEEKDAY,     /* the nth weekday of the month */
    RULE_DAY,         /* that day of the month; the last where the month is shorter */
    RULE_WORKING_DAY, /* the nth working day of the month */
    RULE_CLEAR_DAYS   /* so many clear days before the meeting: neither it nor the day that is
                         looked for counts */
};
enum rule_move { MOVE_STAY, MOVE_BEFORE, MOVE_AFTER }; /* off a day that is not worked */
enum { LAST = -1 };
struct rule {
    enum rule_kind kind;
    int nth;             /* RULE_WEEKDAY: 1 to 4 or LAST. RULE_WORKING_DAY: from 1, or LAST */
    int weekday;         /* RULE_WEEKDAY */
    int day;             /* RULE_DAY: 1 to 31 */
    int clear_days;      /* RULE_CLEAR_DAYS */
    bool working;        /* RULE_CLEAR_DAYS: only working days count */
    enum rule_move move; /* RULE_WEEKDAY and RULE_DAY, and the day found by RULE_CLEAR_DAYS */
    int minute;          /* of the day */
};
/* The day in that month, or before that meeting. False where there is none (the 20th working day
 * of a month that has 19). */
bool rule_day(const struct rule *rule, const struct calendar *calendar, int year, int month,
              struct date meeting, struct date *out);

/* When the papers of a schedule, or of one kind of paper, fall due. */
struct timing {
    bool months[13];           /* [1] to [12]: those that have a period; unless listed */
    struct rule meeting;       /* RULE_NONE: no meeting, or listed ones */
    const struct date *listed; /* meetings by date, in rising order, one a month */
    size_t listed_count;
    struct rule due;
};
struct period {
    int year, month;
    struct date meeting; /* year 0: none */
    struct date due;
    int64_t due_at; /* seconds since 1970 */
};
enum { EDITION_TEXT = 16 };
/* "2026-11". Returns out. */
char *period_edition(const struct period *period, char out[EDITION_TEXT]);
/* The period of that month; false where there is none. */
bool timing_period(const struct timing *timing, const struct calendar *calendar, int year,
                   int month, struct period *out);
/* The last period that is due at that instant or was before; false where none was in the three
 * years before it. */
bool timing_latest(const struct timing *timing, const struct calendar *calendar, int64_t now,
                   struct period *out);
/* The next period that is not due yet; false where none follows in the next three years. */
bool timing_next(const struct timing *timing, const struct calendar *calendar, int64_t now,
                 struct period *out);
/* The nearest earlier month that has a period; false where none of three years has. */
bool timing_before(const struct timing *timing, const struct calendar *calendar,
                   const struct period *period, struct period *out);

/* ---- the schedule -------------------------------------------------------------------------- */

/* Groups are lists of words ended by NULL; NULL: no list. */
struct member {
    const char *address, *name, *role; /* name and role: or NULL */
    enum marking clearance;
    const char *const *groups;
    struct where where;
};

/* Texts with {edition}, {previous} (the edition before), {year}, {month} and {partnership} in
 * them; files are seen from the schedule's folder. */
struct partnership {
    const char *id;            /* NULL: a folder, whose files give the ids for {partnership} */
    const char *assessment;    /* a file */
    const char *previous;      /* or NULL */
    const char *const *groups; /* its members are in one of them; NULL: all members */
    struct where where;
};

struct paper_setting {
    const char *name, *value;
};

struct wording {
    const char *subject; /* NULL: as the paper's facts have it */
    const char *intro;   /* paragraphs, parted by empty lines, before the facts; or NULL */
};

/* A kind of paper that each partnership gets. */
struct paper_kind {
    const char *id, *template_name; /* a shipped name, or a file */
    const char *style;              /* the edition of the styles; NULL: standard */
    enum marking marking;           /* an extract of at most that marking; NONE: the whole */
    const char *const *groups;      /* who gets it; NULL: all members of the partnership */
    const struct paper_setting *settings;
    size_t setting_count;
    bool sensitivity, audit;
    struct timing timing;
    struct wording wording;
    struct where where;
};

enum schedule_security { SECURITY_STARTTLS, SECURITY_TLS, SECURITY_PLAIN };
struct schedule_relay {
    const char *host;
    int port;
    enum schedule_security security;
    const char *ca_file;       /* or NULL */
    const char *user;          /* or NULL */
    const char *password_file; /* or NULL; a credential's file is worked out already */
    int connect_seconds, reply_seconds, final_seconds; /* 0: the usual ones */
    struct where where;
};

struct schedule {
    const char *file;
    struct calendar calendar;
    struct date first; /* no period before that month (day is 1); year 0: any */
    const struct partnership *partnerships;
    size_t partnership_count;
    const struct paper_kind *papers;
    size_t paper_count;
    const struct member *members;
    size_t member_count;
    const char *from, *from_name, *reply_to; /* names and reply_to: or NULL */
    const char *message_template;            /* a shipped name or a file; NULL: the usual one */
    const struct schedule_relay *relay;      /* NULL: messages are planned and never sent */
    bool approval;                           /* a person must approve */
    int greatest_age_days;                   /* of the data; 0: any */
    const char *const *domains;              /* NULL: any */
    bool stop_at_unknown;                    /* nothing is sent while an outcome is unknown */
    int retention_days;                      /* 0: for ever */
    int render_seconds;                      /* the longest that a paper may take */
    const char *archive, *outbox;            /* a folder, a file */
    const char *failure_program;             /* or NULL */
};

/* Validates and reads the schedule at path (kept, not copied), its members and its holidays. NULL
 * with every finding as a diagnostic. Lives in arena. */
const struct schedule *schedule_read(struct arena *arena, const char *path,
                                     struct diagnostics *diagnostics);

/* ---- what a period makes of it ------------------------------------------------------------- */

/* A paper to make. */
struct task {
    const struct paper_kind *kind;
    const char *partnership;     /* the id */
    const char *job;             /* PARTNERSHIP.PAPER */
    const char *file_name;       /* PARTNERSHIP.PAPER.pdf */
    const char *input, *earlier; /* files; earlier NULL: none named, or it is not there */
    struct wording wording;      /* its places filled */
    const struct member *const *recipients; /* whatever their clearance */
    size_t recipient_count;
    struct where where; /* of the partnership */
};
/* All papers of that kind for that period, by partnership. Reports partnerships of a folder that
 * had a file for the edition before and have none now. False where a folder cannot be read or has
 * files of names that are no ids. */
bool schedule_tasks(const struct schedule *schedule, const struct paper_kind *kind,
                    const struct period *period, struct arena *arena, const struct task **tasks,
                    size_t *count, struct diagnostics *diagnostics);

#endif
