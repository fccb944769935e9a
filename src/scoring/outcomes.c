/* outcomes.c: how far each recommendation has come, by a written rule.
 *
 * The rule stands in scoring.h. It looks at the measure, at the date and at nothing else: a status
 * that its lead has chosen is set beside it, never over it, so that a board sees where hope and
 * measure part. */
#include <string.h>

#include <boardpaper/xml.h>

#include "evaluate.h"
#include "exact.h"

const char *outcome_status_name(enum outcome_status status) {
    static const char *const NAMES[] = {
        [OUTCOME_NONE] = "",       [OUTCOME_BLUE] = "blue", [OUTCOME_GREEN] = "green",
        [OUTCOME_AMBER] = "amber", [OUTCOME_RED] = "red",
    };
    return NAMES[status];
}

static bool is_one_of(const char *word, const char *const *words) {
    for (; word != NULL && *words != NULL; words++) {
        if (strcmp(word, *words) == 0) {
            return true;
        }
    }
    return false;
}

/* Days since 1 March of the year 0, so that leap days end the year. */
static int64_t day_number(struct date date) {
    int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    int64_t month = date.month <= 2 ? date.month + 9 : date.month - 3;
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date.day;
}

/* The share of the time from raised to due that is gone at the meeting: 0 where one is missing. */
static struct number time_gone(const struct assessment *assessment,
                               const struct recommendation *recommendation) {
    struct number share = number_of(0);
    if (recommendation->raised.year == 0 || recommendation->due.year == 0 ||
        assessment->meeting.year == 0) {
        return share;
    }
    int64_t start = day_number(recommendation->raised);
    int64_t whole = day_number(recommendation->due) - start;
    int64_t gone = day_number(assessment->meeting) - start;
    if (whole <= 0 || gone >= whole) {
        return number_of(1);
    }
    if (gone > 0) {
        number_make(gone, whole, &share);
    }
    return share;
}

static bool is_known(const struct quantity *quantity) {
    return quantity->state == STATE_KNOWN || quantity->state == STATE_ESTIMATED;
}

/* (current - baseline) / (target - baseline): the same up as down. */
static bool way_gone(const struct measure *measure, struct number *out) {
    struct number gone;
    struct number whole;
    return measure != NULL && is_known(&measure->baseline) && is_known(&measure->target) &&
           is_known(&measure->current) &&
           number_subtract(measure->current.value, measure->baseline.value, &gone) &&
           number_subtract(measure->target.value, measure->baseline.value, &whole) &&
           number_divide(gone, whole, out); /* false where target and baseline are the same */
}

static bool is_overdue(const struct assessment *assessment,
                       const struct recommendation *recommendation) {
    return recommendation->due.year != 0 && assessment->meeting.year != 0 &&
           date_compare(recommendation->due, assessment->meeting) < 0;
}

static enum outcome_status rule(const struct outcome *outcome, bool late) {
    if (outcome->measured && exact_compare(outcome->way, number_of(1)) >= 0) {
        return OUTCOME_BLUE;
    }
    if (late || (outcome->measured && outcome->way.numerator < 0)) {
        return OUTCOME_RED;
    }
    if (!outcome->measured) {
        return OUTCOME_NONE;
    }
    return exact_compare(outcome->way, outcome->time) >= 0 ? OUTCOME_GREEN : OUTCOME_AMBER;
}

static void judge(const struct assessment *assessment, const struct recommendation *recommendation,
                  struct outcome *out) {
    static const char *const OVER[] = {"complete", "blue", NULL};
    static const char *const NOT_AGREED[] = {"proposed", "withdrawn", NULL};
    bool late = is_overdue(assessment, recommendation);
    *out = (struct outcome){.recommendation = recommendation,
                            .way = number_of(0),
                            .time = time_gone(assessment, recommendation)};
    out->measured = way_gone(recommendation->measure, &out->way);
    if (is_one_of(recommendation->status, NOT_AGREED)) {
        return;
    }
    if (recommendation->status != NULL && strcmp(recommendation->status, "complete") == 0) {
        out->status = OUTCOME_BLUE;
        return;
    }
    out->status = rule(out, late);
    out->overdue = late && out->status != OUTCOME_BLUE && !is_one_of(recommendation->status, OVER);
}

const struct outcome *scoring_outcomes(struct arena *arena, const struct assessment *assessment) {
    struct outcome *outcomes = NEWS(arena, assessment->recommendation_count, struct outcome);
    for (size_t i = 0; i < assessment->recommendation_count; i++) {
        judge(assessment, &assessment->recommendations[i], &outcomes[i]);
    }
    return outcomes;
}

void scoring_outcomes_advise(const struct assessment *assessment, const struct outcome *outcomes,
                             struct diagnostics *diagnostics) {
    static const char *const COLOURS[] = {"blue", "green", "amber", "red", NULL};
    for (size_t i = 0; i < assessment->recommendation_count; i++) {
        const struct recommendation *recommendation = outcomes[i].recommendation;
        const char *ruled = outcome_status_name(outcomes[i].status);
        if (outcomes[i].status != OUTCOME_NONE && is_one_of(recommendation->status, COLOURS) &&
            strcmp(recommendation->status, ruled) != 0) {
            REPORT(diagnostics, recommendation->where, MESSAGE_OUTCOME_STATUS, recommendation->id,
                   recommendation->status, ruled);
        }
    }
}

/* A share as whole per cent, rounded half away from zero. */
static void set_percent(struct xml_node *node, const char *name, bool there, struct number share) {
    char text[NUMBER_TEXT];
    struct number percent;
    bool fits = there && number_multiply(share, number_of(100), &percent);
    xml_set(node, name, fits ? number_format(percent, 0, text) : NULL);
}

void scoring_outcomes_annotate(const struct assessment *assessment, const struct outcome *outcomes,
                               struct xml_node *root) {
    struct xml_node *list = xml_child(root, "recommendations");
    struct xml_node *node = list == NULL ? NULL : xml_child(list, "recommendation");
    for (size_t i = 0; node != NULL && i < assessment->recommendation_count; i++) {
        const struct outcome *outcome = &outcomes[i];
        const char *status = outcome_status_name(outcome->status);
        xml_set(node, "ruled-status", *status == '\0' ? NULL : status);
        xml_set(node, "overdue", outcome->overdue ? "yes" : NULL);
        set_percent(node, "way", outcome->measured, outcome->way);
        set_percent(node, "time", outcome->recommendation->raised.year != 0, outcome->time);
        node = xml_sibling(node, "recommendation");
    }
}
