/* run.c: `boardpaper run`, all that is due by a schedule: rendered, planned, sent. */
#include "commands.h"

#include "elsewhere.h"
#include "input.h"

static const struct command_option OPTIONS[] = {
    {"edition", 0, "YYYY-MM", "this edition, whatever is due"},
    {"dry-run", 'n', NULL, "make everything in a temporary place and send nothing"},
    {"output", 'o', "DIR", "with --dry-run: where papers and messages (.eml) are left"},
    {"check", 0, NULL, "test the schedule, the folders and the relay, and send nothing"},
    {"correct", 0, NULL, "make papers that came out otherwise anew, in the place of the old"},
    {"jobs", 'j', "N", "papers made at the same time (one a processor)"},
    {"log", 0, "FILE", "where events go, one line of JSON each; - is standard output"},
    {"now", 0, "TIME", "as if it were YYYY-MM-DDTHH:MM:SSZ"},
    {0}};

static enum status run(struct session *session) {
    size_t jobs = 0;
    if (!input_count(session, "jobs", 1, 1024, &jobs)) {
        return STATUS_USAGE;
    }
    return STATUS_DONE;
}

const struct command command_run = {.name = "run",
                                    .arguments = "SCHEDULE.xml",
                                    .summary = RUN_SUMMARY,
                                    .options = OPTIONS,
                                    .least = 1,
                                    .most = 1,
                                    .run = run};
