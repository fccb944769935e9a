/* check.c: `boardpaper check`, every finding in any number of assessments, and no output. */
#include "commands.h"

#include <boardpaper/assessment.h>
#include <boardpaper/boardpaper.h>
#include <boardpaper/scoring.h>

#include "input.h"

static const struct command_option OPTIONS[] = {
    {"template", 't', "TEMPLATE", "check against this template too (board-paper)"},
    {"since", 0, "OLD.xml", "the edition before: tells which of its recommendations were dropped"},
    INPUT_MARKING_OPTION,
    INPUT_LIMIT_OPTION,
    {0}};

/* Scoring finds what is wrong with the facts; a trial run of the paper finds what is wrong with
 * its words, references and figures. */
static void check_one(struct session *session, const char *input, size_t limit,
                      enum marking marking) {
    const char *since = session_option(session, "since");
    const struct render render = {.template_name = session_option(session, "template")};
    struct scored scored;
    struct scored earlier = {0};
    struct buffer pdf = {0};
    if (boardpaper_score_extract(session->arena, input, limit, marking, NULL, &scored,
                                 session->diagnostics)) {
        assessment_advise(scored.assessment, session->diagnostics);
        scoring_advise(scored.scores, scored.reconciliation, session->diagnostics);
        scoring_outcomes_advise(scored.assessment,
                                scoring_outcomes(session->arena, scored.assessment),
                                session->diagnostics);
        if (since != NULL &&
            boardpaper_score_extract(session->arena, since, limit, marking, scored.extract,
                                     &earlier, session->diagnostics)) {
            scoring_actions_advise(earlier.assessment,
                                   scoring_outcomes(session->arena, earlier.assessment),
                                   scored.assessment, session->diagnostics);
        }
        boardpaper_render(session->arena, &scored, &render, &pdf, NULL, session->diagnostics);
    }
    buffer_free(&pdf);
    boardpaper_close(&scored);
    boardpaper_close(&earlier);
}

static enum status run(struct session *session) {
    size_t limit = 0;
    enum marking marking = MARKING_NONE;
    if (!input_limit(session, &limit) || !input_marking(session, &marking)) {
        return STATUS_USAGE;
    }
    for (size_t i = 0; i < session->argument_count; i++) {
        check_one(session, session->arguments[i], limit, marking);
    }
    return STATUS_DONE;
}

const struct command command_check = {
    .name = "check",
    .arguments = "INPUT.xml...",
    .summary = "validate assessments: structure, meaning, advice",
    .details = "Reports everything that is wrong with the assessments and everything worth a "
               "second look, each with its file, line and remedy. Writes nothing else. The exit "
               "status is 65 where there is any error; advice alone leaves it 0.",
    .options = OPTIONS,
    .least = 1,
    .most = (size_t)-1,
    .run = run};
