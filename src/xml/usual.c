/* usual.c: see usual.h. */
#include "usual.h"

#include <stddef.h>
#include <string.h>

enum usual usual_type(const char *name) {
    static const struct {
        const char *name;
        enum usual type;
    } TYPES[] = {
        {"integer", USUAL_INTEGER},
        {"nonNegativeInteger", USUAL_FROM_ZERO},
        {"positiveInteger", USUAL_FROM_ONE},
        {"date", USUAL_DATE},
        {"NCName", USUAL_NAME},
        {"language", USUAL_LANGUAGE},
    };
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (strcmp(TYPES[i].name, name) == 0) {
            return TYPES[i].type;
        }
    }
    return USUAL_NONE;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}

static bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

bool usual_integer(const char *text, int64_t *out) {
    enum { MOST_DIGITS = 18 };
    bool negative = *text == '-';
    text += negative;
    int64_t value = 0;
    int count = 0;
    for (; is_digit(text[count]) && count < MOST_DIGITS; count++) {
        value = value * 10 + (text[count] - '0');
    }
    *out = negative ? -value : value;
    return count > 0 && text[count] == '\0';
}

static int two_digits(const char *text) {
    return (text[0] - '0') * 10 + (text[1] - '0');
}

/* 2016-01-31 */
static bool is_date(const char *text) {
    static const char FORM[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof FORM; i++) { /* with its end */
        if (FORM[i] == 'd' ? !is_digit(text[i]) : text[i] != FORM[i]) {
            return false;
        }
    }
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int month = two_digits(text + 5);
    int day = two_digits(text + 8);
    bool in_year = month >= 1 && month <= 12 && day >= 1 && day <= DAYS[month - 1];
    return in_year && strncmp(text, "0000", 4) != 0;
}

static bool is_name(const char *text) {
    if (!is_small(*text) && !is_capital(*text) && *text != '_') {
        return false;
    }
    for (; *text != '\0'; text++) {
        if (!is_small(*text) && !is_capital(*text) && !is_digit(*text) && *text != '_' &&
            *text != '-' && *text != '.') {
            return false;
        }
    }
    return true;
}

/* en, en-GB */
static bool is_language(const char *text) {
    if (!is_small(text[0]) || !is_small(text[1])) {
        return false;
    }
    return text[2] == '\0' ||
           (text[2] == '-' && is_capital(text[3]) && is_capital(text[4]) && text[5] == '\0');
}

bool usual_takes(enum usual type, const char *text) {
    int64_t number = 0;
    switch (type) {
    case USUAL_INTEGER:
        return usual_integer(text, &number);
    case USUAL_FROM_ZERO:
        return usual_integer(text, &number) && number >= 0;
    case USUAL_FROM_ONE:
        return usual_integer(text, &number) && number >= 1;
    case USUAL_DATE:
        return is_date(text);
    case USUAL_NAME:
        return is_name(text);
    case USUAL_LANGUAGE:
        return is_language(text);
    case USUAL_NONE:
        break;
    }
    return false;
}
