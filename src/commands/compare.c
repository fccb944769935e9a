/* compare.c: `boardpaper compare`, what moved from edition to edition, and why. */
#include "commands.h"

#include <string.h>

#include <boardpaper/assessment.h>
#include <boardpaper/boardpaper.h>
#include <boardpaper/scoring.h>

#include "input.h"

static const struct where COMMAND_LINE = {NULL, 0};

static const struct command_option OPTIONS[] = {
    INPUT_FORMAT_OPTION, INPUT_MARKING_OPTION, INPUT_LIMIT_OPTION, {0}};

static void print(struct session *session, const struct scored *editions, size_t count,
                  enum scoring_format format) {
    const struct scoring_comparison **comparisons =
        NEWS(session->arena, count, const struct scoring_comparison *);
    struct buffer out = {0};
    for (size_t i = 0; i + 1 < count; i++) {
        comparisons[i] =
            scoring_compare(session->arena, editions[i].scores, editions[i + 1].scores);
    }
    scoring_compare_write(comparisons, count - 1, format, &out);
    session_print(session, out.data, out.length);
    buffer_free(&out);
}

/* Editions in the order given, which a slip of the hand can turn round. */
static void check_order(struct session *session, const struct scored *editions, size_t count) {
    for (size_t i = 0; i + 1 < count; i++) {
        const struct assessment *before = editions[i].assessment;
        const struct assessment *after = editions[i + 1].assessment;
        if (before->to.year != 0 && after->to.year != 0 &&
            date_compare(before->to, after->to) > 0) {
            REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_COMPARE_ORDER, session->arguments[i],
                   session->arguments[i + 1]);
        }
    }
}

static enum status run(struct session *session) {
    struct input_scores asked;
    if (!input_scores(session, &asked)) {
        return STATUS_USAGE;
    }
    size_t count = session->argument_count;
    struct scored *editions = NEWS(session->arena, count, struct scored);
    bool good = true;
    /* From the last: what it leaves out is left out of those before it. */
    for (size_t i = count; i-- > 0;) {
        const struct extract *later = i + 1 < count ? editions[i + 1].extract : NULL;
        good = boardpaper_score_extract(session->arena, session->arguments[i], asked.limit,
                                        asked.marking, later, &editions[i], session->diagnostics) &&
               good;
    }
    if (good) {
        check_order(session, editions, count);
        print(session, editions, count, asked.format);
    }
    for (size_t i = 0; i < count; i++) {
        boardpaper_close(&editions[i]);
    }
    return STATUS_DONE;
}

const struct command command_compare = {
    .name = "compare",
    .arguments = "OLD.xml NEW.xml...",
    .summary = "show what moved between editions, and why",
    .details =
        "Scores each edition and compares it with the next, area by area by id: new, gone, risen, "
        "fallen, rated otherwise. The difference of each total is split among the scores and "
        "counts that changed, exactly and with nothing left over; what a change of the method "
        "makes is told apart from what the facts make.",
    .options = OPTIONS,
    .least = 2,
    .most = (size_t)-1,
    .run = run};
