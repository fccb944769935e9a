/* explain.c: `boardpaper explain`, how each score came about. */
#include "commands.h"

#include <boardpaper/assessment.h>
#include <boardpaper/boardpaper.h>
#include <boardpaper/nearest.h>
#include <boardpaper/scoring.h>

#include "input.h"

static const struct where COMMAND_LINE = {NULL, 0};

static const struct command_option OPTIONS[] = {
    INPUT_FORMAT_OPTION, INPUT_MARKING_OPTION, INPUT_LIMIT_OPTION, {0}};

static void report_unknown(struct session *session, const struct assessment *assessment,
                           const char *id) {
    const char **ids = NEWS(session->arena, assessment->area_count, const char *);
    for (size_t i = 0; i < assessment->area_count; i++) {
        ids[i] = assessment->areas[i].id;
    }
    const char *near = nearest(id, ids, assessment->area_count);
    if (near != NULL) {
        REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_AREA_NEAR, id, near);
    } else {
        REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_AREA_UNKNOWN, id);
    }
}

/* Those asked for, in that order, or all in theirs. NULL, and reported, where one is not there. */
static const struct result *const *results_asked(struct session *session,
                                                 const struct scores *scores, size_t *count) {
    if (session->argument_count == 1) {
        *count = scores->count;
        return scores->ranked;
    }
    const struct result **results =
        NEWS(session->arena, session->argument_count, const struct result *);
    *count = 0;
    for (size_t i = 1; i < session->argument_count; i++) {
        const struct area *area = assessment_area(scores->assessment, session->arguments[i]);
        if (area == NULL) {
            report_unknown(session, scores->assessment, session->arguments[i]);
        } else {
            results[(*count)++] = &scores->results[area - scores->assessment->areas];
        }
    }
    return *count + 1 == session->argument_count ? results : NULL;
}

static enum status run(struct session *session) {
    struct input_scores asked;
    if (!input_scores(session, &asked)) {
        return STATUS_USAGE;
    }
    struct scored scored;
    if (boardpaper_score_extract(session->arena, session->arguments[0], asked.limit, asked.marking,
                                 NULL, &scored, session->diagnostics)) {
        struct buffer out = {0};
        size_t count = 0;
        const struct result *const *results = results_asked(session, scored.scores, &count);
        if (results != NULL) {
            scoring_explain_write(scored.scores, results, count, asked.format, &out);
            session_print(session, out.data, out.length);
        }
        buffer_free(&out);
    }
    boardpaper_close(&scored);
    return STATUS_DONE;
}

const struct command command_explain = {
    .name = "explain",
    .arguments = "INPUT.xml [AREA-ID...]",
    .summary = "tell how each score came about, rule by rule",
    .details =
        "For each area, or for those named, every value with its rule, the numbers that went into "
        "it and the line of the file where each of them stands; what is unknown, judged, stated "
        "or set against its rule is said to be so.\n\n"
        "CSV, JSON and XML give a line or member for each factor of each area, with its sentence.",
    .options = OPTIONS,
    .least = 1,
    .most = (size_t)-1,
    .run = run};
