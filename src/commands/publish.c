/* publish.c: `boardpaper publish`, an assessment whose small counts name nobody. */
#include "commands.h"

#include <boardpaper/assessment.h>
#include <boardpaper/boardpaper.h>
#include <boardpaper/file.h>
#include <boardpaper/scoring.h>
#include <boardpaper/xml.h>

#include "input.h"

static const struct command_option OPTIONS[] = {
    {"output", 'o', "FILE", "where the assessment goes; - writes it to standard output (-)"},
    {"suppress-below", 0, "N", "withhold counts from 1 to below N, and what would tell them"},
    {"round-to", 0, "N", "or round all counts to multiples of N"},
    {"earlier", 0, "FILE", "the edition published before, which readers have"},
    INPUT_MARKING_OPTION,
    INPUT_LIMIT_OPTION,
    {0}};

enum { MOST_THRESHOLD = 1000000 };

static void publish(struct session *session, const struct scored *scored,
                    const struct scored *earlier, const struct disclosure_rule *rule) {
    struct disclosure_report report;
    struct buffer out = {0};
    bool disclosing = scored->extract == NULL || rule->suppress_below > 0 || rule->round_to > 0;
    if (disclosing &&
        !scoring_disclose(scored->scores, earlier == NULL ? NULL : earlier->assessment, rule,
                          &report, session->diagnostics)) {
        return;
    }
    const char *output = session_option(session, "output");
    xml_write(scored->document, &out);
    file_publish(output == NULL ? "-" : output, out.data, out.length, session->diagnostics);
    buffer_free(&out);
}

static enum status run(struct session *session) {
    size_t limit = 0;
    enum marking marking = MARKING_NONE;
    size_t below = 0;
    size_t unit = 0;
    if (!input_limit(session, &limit) || !input_marking(session, &marking) ||
        !input_count(session, "suppress-below", 2, MOST_THRESHOLD, &below) ||
        !input_count(session, "round-to", 2, MOST_THRESHOLD, &unit)) {
        return STATUS_USAGE;
    }
    const struct disclosure_rule rule = {(int64_t)below, (int64_t)unit};
    const char *earlier_path = session_option(session, "earlier");
    struct scored scored = {0};
    struct scored earlier = {0};
    bool good = boardpaper_score_extract(session->arena, session->arguments[0], limit, marking,
                                         NULL, &scored, session->diagnostics);
    if (earlier_path != NULL) {
        good =
            boardpaper_score(session->arena, earlier_path, limit, &earlier, session->diagnostics) &&
            good;
    }
    if (good) {
        publish(session, &scored, earlier_path == NULL ? NULL : &earlier, &rule);
    }
    boardpaper_close(&scored);
    boardpaper_close(&earlier);
    return STATUS_DONE;
}

const struct command command_publish = {
    .name = "publish",
    .arguments = "INPUT.xml",
    .summary = "make an assessment safe to publish: no small counts",
    .details =
        "Withholds small counts, or rounds all of them, and writes the assessment anew; render and "
        "score that file for the published edition. Further counts are withheld where a small one "
        "could be worked out from the sum of its category or from the edition published before; "
        "given rates, changes and totals that rest on a withheld count are removed. The words of "
        "the paper are left as they are: see that they tell no more.\n\n"
        "With --marking the extract at that marking is written, with or without its small counts.",
    .options = OPTIONS,
    .least = 1,
    .most = 1,
    .run = run};
