#include "input.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

static const struct where COMMAND_LINE = {NULL, 0};

bool input_count(struct session *session, const char *name, size_t least, size_t most,
                 size_t *out) {
    const char *given = session_option(session, name);
    if (given == NULL) {
        return true;
    }
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(given, &end, 10);
    if (*given < '0' || *given > '9' || *end != '\0' || errno != 0 || value < least ||
        value > most) {
        return REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_OPTION_COUNT, name, given,
                      diagnostics_integer(session->diagnostics, (long long)least),
                      diagnostics_integer(session->diagnostics, (long long)most));
    }
    *out = (size_t)value;
    return true;
}

bool input_limit(struct session *session, size_t *out) {
    /* 2 GiB: libxml2 counts bytes in an int. */
    return input_count(session, "limit", 1, INT32_MAX, out);
}

/* In the order of enum marking, from the first that there is. */
static const char *const MARKINGS[] = {"OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", NULL};

bool input_marking(struct session *session, enum marking *out) {
    *out = MARKING_NONE;
    if (session_option(session, "marking") == NULL) {
        return true;
    }
    int found = session_choice(session, "marking", MARKINGS, -1);
    *out = found < 0 ? MARKING_NONE : (enum marking)(found + MARKING_OFFICIAL);
    return found >= 0;
}

bool input_scores(struct session *session, struct input_scores *out) {
    /* In the order of enum scoring_format. */
    static const char *const FORMATS[] = {"table", "csv", "json", "xml", NULL};
    *out = (struct input_scores){0};
    int format = session_choice(session, "format", FORMATS, SCORING_TABLE);
    out->format = format < 0 ? SCORING_TABLE : (enum scoring_format)format;
    return format >= 0 && input_limit(session, &out->limit) &&
           input_marking(session, &out->marking);
}
