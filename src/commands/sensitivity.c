/* sensitivity.c: `boardpaper sensitivity`, how firm the ranking is. */
#include "commands.h"

#include <boardpaper/boardpaper.h>
#include <boardpaper/scoring.h>

#include "input.h"

enum { USUAL_TRIALS = 500, MOST_TRIALS = 100000 };

static const struct command_option OPTIONS[] = {
    INPUT_FORMAT_OPTION,
    {"trials", 0, "N", "trials with many judgements off (500); 0 for none"},
    {"seed", 0, "N", "what the trials are drawn from (1); the same gives the same"},
    INPUT_MARKING_OPTION,
    INPUT_LIMIT_OPTION,
    {0}};

static enum status run(struct session *session) {
    struct input_scores asked;
    size_t trials = USUAL_TRIALS;
    size_t seed = 1;
    if (!input_scores(session, &asked) ||
        !input_count(session, "trials", 0, MOST_TRIALS, &trials) ||
        !input_count(session, "seed", 0, INT64_MAX, &seed)) {
        return STATUS_USAGE;
    }
    struct scored scored;
    if (boardpaper_score_extract(session->arena, session->arguments[0], asked.limit, asked.marking,
                                 NULL, &scored, session->diagnostics)) {
        struct buffer out = {0};
        sensitivity_write(scoring_sensitivity(session->arena, scored.scores, trials, seed),
                          asked.format, &out);
        session_print(session, out.data, out.length);
        buffer_free(&out);
    }
    boardpaper_close(&scored);
    return STATUS_DONE;
}

const struct command command_sensitivity = {
    .name = "sensitivity",
    .arguments = "INPUT.xml",
    .summary = "show how firm the ranking is against doubt",
    .details =
        "For each ranked area: the ranks it can have when any one judgement anywhere is one step "
        "off, the ranks it mostly has when every judgement may be, and the smallest change of a "
        "judgement that rates it otherwise. Counts are taken as they are.",
    .options = OPTIONS,
    .least = 1,
    .most = 1,
    .run = run};
