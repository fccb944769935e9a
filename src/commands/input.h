/* input.h: options that commands with an assessment as input share. */
#ifndef BOARDPAPER_COMMANDS_INPUT_H
#define BOARDPAPER_COMMANDS_INPUT_H

#include <boardpaper/assessment.h>
#include <boardpaper/scoring.h>

#include "commands.h"

#define INPUT_FORMAT_OPTION                                                                        \
    { "format", 'f', "FORMAT", "table (for people), csv, json or xml (table)" }

#define INPUT_LIMIT_OPTION                                                                         \
    { "limit", 0, "BYTES", "the most bytes an input may have (8388608)" }

#define INPUT_MARKING_OPTION                                                                       \
    {                                                                                              \
        "marking", 0, "MARKING",                                                                   \
            "leave out what is marked above OFFICIAL, OFFICIAL-SENSITIVE, SECRET"                  \
    }

/* What every command takes that writes scores: --format, --marking and --limit. */
struct input_scores {
    enum scoring_format format;
    enum marking marking; /* MARKING_NONE: not given */
    size_t limit;         /* 0: not given */
};
/* Reports and returns false where one of them cannot be. */
bool input_scores(struct session *session, struct input_scores *out);

/* --marking. MARKING_NONE where it was not given. Reports and returns false where there is none
 * such.
 */
bool input_marking(struct session *session, enum marking *out);

/* The whole number given for option name in least to most; *out stays as it is where it was not
 * given. Reports and returns false where it is none. */
bool input_count(struct session *session, const char *name, size_t least, size_t most, size_t *out);

/* --limit. 0 where it was not given. */
bool input_limit(struct session *session, size_t *out);

#endif
