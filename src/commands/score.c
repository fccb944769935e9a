/* score.c: `boardpaper score`, the scored and ranked areas. */
#include "commands.h"

#include <boardpaper/boardpaper.h>
#include <boardpaper/scoring.h>

#include "input.h"

static const struct command_option OPTIONS[] = {
    INPUT_FORMAT_OPTION, INPUT_MARKING_OPTION, INPUT_LIMIT_OPTION, {0}};

static enum status run(struct session *session) {
    struct input_scores asked;
    if (!input_scores(session, &asked)) {
        return STATUS_USAGE;
    }
    struct scored scored;
    if (boardpaper_score_extract(session->arena, session->arguments[0], asked.limit, asked.marking,
                                 NULL, &scored, session->diagnostics)) {
        struct buffer out = {0};
        scoring_write(scored.scores, asked.format, &out);
        session_print(session, out.data, out.length);
        buffer_free(&out);
    }
    boardpaper_close(&scored);
    return STATUS_DONE;
}

const struct command command_score = {
    .name = "score",
    .arguments = "INPUT.xml",
    .summary = "show the scored and ranked areas",
    .details =
        "Scores the assessment by its method and writes the areas in their order. Equal totals "
        "share a rank. An area that is not fully scored has no total and no rank, but the lowest "
        "and the highest that its total can be, and a rating where both fall in one band.\n\n"
        "CSV, JSON and XML have a column or member for each factor of the method, by its id; an "
        "empty field is a value that is not known, never 0.",
    .options = OPTIONS,
    .least = 1,
    .most = 1,
    .run = run};
