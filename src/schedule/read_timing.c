/* read_timing.c: the calendar, its holidays, and when papers fall due. */
#include "reading.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/file.h>

enum { HOLIDAYS_MOST = 1 << 20, MOST_WORDS = 64 };

static const char *const WEEKDAY_NAMES[WEEKDAYS] = {"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};

/* The index of word in words; -1 where it is none, which the schema has said. */
static int index_of(const char *word, const char *const *words, int count) {
    for (int i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            return i;
        }
    }
    return -1;
}

/* ---- the calendar ---------------------------------------------------------------------------- */

struct days {
    struct date *list;
    size_t count, room;
};

static void add_day(struct days *days, struct date date) {
    if (days->count == days->room) {
        days->room = days->room == 0 ? 64 : days->room * 2;
        days->list = memory_resize(days->list, days->room, sizeof *days->list);
    }
    days->list[days->count++] = date;
}

/* A line of a list: a date, and after white space, a comma or # whatever people want to note. */
static void read_holiday_line(struct reading *reading, struct days *days, struct where where,
                              const char *line, size_t length) {
    size_t word = 0;
    while (word < length && strchr(" \t,\r", line[word]) == NULL) {
        word++;
    }
    if (word == 0 || line[0] == '#') {
        return;
    }
    const char *text = arena_bytes(reading->arena, line, word);
    struct date date;
    if (date_parse(text, &date)) {
        add_day(days, date);
    } else {
        reading->good = REPORT(reading->diagnostics, where, MESSAGE_HOLIDAY_LINE, text);
    }
}

static void read_holiday_file(struct reading *reading, struct days *days,
                              const struct xml_node *node, const char *name) {
    bool shipped = strpbrk(name, "/.") == NULL;
    const char *path = shipped ? arena_print(reading->arena, "%s/templates/calendars/%s.txt",
                                             file_data_folder(), name)
                               : file_beside(reading->arena, reading->schedule->file, name);
    size_t length = 0;
    const char *text = file_read(reading->arena, path, HOLIDAYS_MOST, xml_where(node), &length,
                                 reading->diagnostics);
    if (text == NULL) {
        reading->good = false;
        return;
    }
    struct where where = {path, 1};
    for (const char *end = text + length; text < end; where.line++) {
        const char *line_end = memchr(text, '\n', (size_t)(end - text));
        line_end = line_end == NULL ? end : line_end;
        read_holiday_line(reading, days, where, text, (size_t)(line_end - text));
        text = line_end + (line_end < end);
    }
}

static int by_day(const void *left, const void *right) {
    return date_compare(*(const struct date *)left, *(const struct date *)right);
}

void read_calendar(struct reading *reading, const struct xml_node *root) {
    struct calendar *calendar = &reading->schedule->calendar;
    const struct xml_node *node = xml_child(root, "calendar");
    *calendar = (struct calendar){.idle = {[SATURDAY] = true, [SUNDAY] = true}};
    struct days days = {0};
    if (node != NULL) {
        const char *zone = take_attribute(reading, node, "zone");
        calendar->zone = zone != NULL && strcmp(zone, "UTC") == 0 ? ZONE_UTC : ZONE_LONDON;
        const char *const *idle = take_word_list(reading, node, "non-working");
        for (int day = 0; idle != NULL && day < WEEKDAYS; day++) {
            calendar->idle[day] = false;
        }
        for (; idle != NULL && *idle != NULL; idle++) {
            int day = index_of(*idle, WEEKDAY_NAMES, WEEKDAYS);
            calendar->idle[day < 0 ? SUNDAY : day] = true;
        }
        const char *name = take_attribute(reading, node, "holidays");
        if (name != NULL) {
            read_holiday_file(reading, &days, node, name);
        }
        for (const struct xml_node *at = xml_child(node, "holiday"); at != NULL;
             at = xml_sibling(at, "holiday")) {
            add_day(&days, take_day(reading, at, "date"));
        }
    }
    struct date *list = NEWS(reading->arena, days.count, struct date);
    if (days.count > 0) {
        memcpy(list, days.list, days.count * sizeof *list);
        qsort(list, days.count, sizeof *list, by_day);
    }
    free(days.list);
    calendar->holidays = list;
    calendar->holiday_count = days.count;
}

/* ---- rules ----------------------------------------------------------------------------------- */

static int read_nth(const char *text) {
    return text == NULL ? 1 : strcmp(text, "last") == 0 ? LAST : atoi(text);
}

/* "HH:MM", which the schema sees to. */
static int read_minute(const char *text) {
    return text == NULL || strlen(text) != 5 ? 7 * 60 : atoi(text) * 60 + atoi(text + 3);
}

static struct rule read_rule(struct reading *reading, const struct xml_node *node) {
    static const char *const MOVES[] = {"stay", "before", "after"};
    struct rule rule = {.kind = RULE_NONE};
    const char *weekday = take_attribute(reading, node, "weekday");
    const char *working = take_attribute(reading, node, "working-day");
    const char *move = take_attribute(reading, node, "if-not-working");
    const char *counted = take_attribute(reading, node, "days");
    rule.move = move == NULL ? MOVE_STAY : (enum rule_move)index_of(move, MOVES, 3);
    rule.minute = read_minute(take_attribute(reading, node, "at"));
    rule.working = counted == NULL || strcmp(counted, "working") == 0;
    rule.clear_days = take_integer(reading, node, "clear-days", -1);
    rule.day = take_integer(reading, node, "day", 0);
    if (weekday != NULL) {
        rule.kind = RULE_WEEKDAY;
        rule.weekday = index_of(weekday, WEEKDAY_NAMES, WEEKDAYS);
        rule.nth = read_nth(take_attribute(reading, node, "nth"));
    } else if (working != NULL) {
        rule.kind = RULE_WORKING_DAY;
        rule.nth = read_nth(working);
    } else if (rule.clear_days >= 0) {
        rule.kind = RULE_CLEAR_DAYS;
    } else if (rule.day > 0) {
        rule.kind = RULE_DAY;
    }
    return rule;
}

static void read_months(struct reading *reading, const struct xml_node *node,
                        struct timing *timing) {
    const char *every = take_attribute(reading, node, "every");
    const char *const *months = take_word_list(reading, node, "months");
    int step = every == NULL ? 0 : strcmp(every, "quarter") == 0 ? 3 : 1;
    for (int month = 1; step > 0 && month <= 12; month += step) {
        timing->months[month] = true;
    }
    for (; months != NULL && *months != NULL; months++) {
        int month = atoi(*months);
        timing->months[month >= 1 && month <= 12 ? month : 0] = true;
    }
}

static void read_listed(struct reading *reading, const struct xml_node *node,
                        struct timing *timing) {
    size_t count = children_named(node, "meeting");
    struct date *listed = NEWS(reading->arena, count, struct date);
    const struct xml_node *at = xml_child(node, "meeting");
    for (size_t i = 0; i < count; i++, at = xml_sibling(at, "meeting")) {
        listed[i] = take_day(reading, at, "date");
        for (size_t j = 0; j < i && listed[i].year != 0; j++) {
            if (listed[j].year == listed[i].year && listed[j].month == listed[i].month) {
                reading->good = REPORT(reading->diagnostics, xml_where(at), MESSAGE_MEETING_MONTH,
                                       diagnostics_print(reading->diagnostics, "%04d-%02d",
                                                         listed[i].year, listed[i].month));
                break;
            }
        }
    }
    qsort(listed, count, sizeof *listed, by_day);
    timing->listed = listed;
    timing->listed_count = count;
}

bool read_timing(struct reading *reading, const struct xml_node *node, struct timing *timing) {
    const struct xml_node *period = xml_child(node, "period");
    if (period == NULL) {
        return false;
    }
    *timing = (struct timing){0};
    const struct xml_node *due = xml_child(period, "due");
    const struct xml_node *meeting = xml_child(period, "meeting");
    read_months(reading, period, timing);
    if (meeting != NULL && xml_attribute(meeting, "date") != NULL) {
        read_listed(reading, period, timing);
    } else if (meeting != NULL) {
        timing->meeting = read_rule(reading, meeting);
    }
    if (due != NULL) {
        timing->due = read_rule(reading, due);
    }
    if (timing->due.kind == RULE_CLEAR_DAYS && meeting == NULL) {
        reading->good = REPORT(reading->diagnostics, xml_where(due), MESSAGE_DUE_NO_MEETING);
    }
    return true;
}
