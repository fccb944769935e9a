/* facts.c: the words and days of the format. */
#include <boardpaper/assessment.h>

#include <string.h>

const char *state_name(enum state state) {
    static const char *const NAMES[] = {[STATE_KNOWN] = "known",
                                        [STATE_ESTIMATED] = "estimated",
                                        [STATE_UNKNOWN] = "unknown",
                                        [STATE_SUPPRESSED] = "suppressed",
                                        [STATE_NOT_SCORED] = "not-scored"};
    return NAMES[state];
}

static const char *const MARKINGS[MARKING_COUNT] = {[MARKING_NONE] = "",
                                                    [MARKING_OFFICIAL] = "OFFICIAL",
                                                    [MARKING_OFFICIAL_SENSITIVE] =
                                                        "OFFICIAL-SENSITIVE",
                                                    [MARKING_SECRET] = "SECRET"};

const char *marking_name(enum marking marking) {
    return MARKINGS[marking];
}

bool marking_parse(const char *text, enum marking *out) {
    for (int i = 0; i < MARKING_COUNT; i++) {
        if (strcmp(text, MARKINGS[i]) == 0) {
            *out = (enum marking)i;
            return true;
        }
    }
    return false;
}

static int days_in(int year, int month) {
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return DAYS[month - 1] + (month == 2 && leap);
}

/* Exactly count digits at *at, which is moved past them. */
static bool read_digits(const char **at, int count, int *out) {
    int value = 0;
    for (int i = 0; i < count; i++, (*at)++) {
        if (**at < '0' || **at > '9') {
            return false;
        }
        value = value * 10 + (**at - '0');
    }
    *out = value;
    return true;
}

bool date_parse(const char *iso, struct date *out) {
    struct date date = {0};
    const char *at = iso;
    bool formed = read_digits(&at, 4, &date.year) && *at++ == '-' &&
                  read_digits(&at, 2, &date.month) && *at++ == '-' &&
                  read_digits(&at, 2, &date.day) && *at == '\0';
    if (!formed || date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1 ||
        date.day > days_in(date.year, date.month)) {
        return false;
    }
    *out = date;
    return true;
}

int date_compare(struct date a, struct date b) {
    int difference = a.year != b.year     ? a.year - b.year
                     : a.month != b.month ? a.month - b.month
                                          : a.day - b.day;
    return (difference > 0) - (difference < 0);
}
