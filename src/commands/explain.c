/* explain.c: `boardpaper explain`, how each score came about. */
#include "commands.h"

#include <boardpaper/assessment.h>
#include <boardpaper/boardpaper.h>
#include <boardpaper/nearest.h>
#include <boardpaper/scoring.h>

#include "input.h"

static const struct where COMMAND_LINE = {NULL, 0};

static const struct command_option OPTIONS[] = {INPUT_MARKING_OPTION, INPUT_LIMIT_OPTION, {0}};

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

static void explain_all(const struct scores *scores, struct buffer *out) {
    for (size_t i = 0; i < scores->count; i++) {
        if (i > 0) {
            buffer_byte(out, '\n');
        }
        scoring_explain(scores, scores->ranked[i], out);
    }
}

/* All of those asked for, or none where one of them is not there. */
static void explain_some(struct session *session, const struct scores *scores, struct buffer *out) {
    for (size_t i = 1; i < session->argument_count; i++) {
        const struct area *area = assessment_area(scores->assessment, session->arguments[i]);
        if (area == NULL) {
            report_unknown(session, scores->assessment, session->arguments[i]);
            continue;
        }
        if (out->length > 0) {
            buffer_byte(out, '\n');
        }
        scoring_explain(scores, &scores->results[area - scores->assessment->areas], out);
    }
}

static enum status run(struct session *session) {
    size_t limit = 0;
    enum marking marking = MARKING_NONE;
    if (!input_limit(session, &limit) || !input_marking(session, &marking)) {
        return STATUS_USAGE;
    }
    struct scored scored;
    if (boardpaper_score_extract(session->arena, session->arguments[0], limit, marking, NULL,
                                 &scored, session->diagnostics)) {
        struct buffer out = {0};
        if (session->argument_count > 1) {
            explain_some(session, scored.scores, &out);
        } else {
            explain_all(scored.scores, &out);
        }
        if (!diagnostics_failed(session->diagnostics)) {
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
        "or set against its rule is said to be so.",
    .options = OPTIONS,
    .least = 1,
    .most = (size_t)-1,
    .run = run};
