/* A whole run (rendered, archived, planned, sent) is killed at its system calls, one after another,
 * and started again. Whatever the moment: no message is delivered twice, none is lost in silence,
 * each in doubt is named unknown, no paper in the archive is partial, and the manifest is true.
 *
 * As tests/unit/delivery/test_kill.c, which kills the outbox's part of it. Twelve stops, evenly
 * spread; with BOARDPAPER_KILL_TRIALS=N so many. Two papers, to members who answer, refuse, lose
 * the answer, and are not cleared.
 */
#include "../check.h"

#include <unistd.h>

#include "../../tracer.h"
#include "../delivery/server.h"
#include "trial.h"

enum { TRIALS = 12 };

struct trial {
    struct yard *yard;
    const char *path;
};

static int run(void *context) {
    const struct trial *trial = context;
    return (int)yard_run(trial->yard, trial->path);
}

/* Kills it at that stop (0: never). Returns the stops seen; *finished: it ended by itself. */
static long run_killed(struct yard *yard, const char *path, long stop, bool *finished) {
    struct trial trial = {yard, path};
    long stops = 0;
    int status = tracer_run(run, &trial, stop, &stops);
    if (status == TRACER_FORBIDDEN) {
        skip();
    }
    *finished = status != TRACER_KILLED;
    assert_true(!*finished || status == STATUS_UNKNOWN);
    return stops;
}

static void survives_a_kill_at_every_call(void **state) {
    struct yard *yard = *state;
    struct arena *arena = yard->arena;
    const char *wanted = getenv("BOARDPAPER_KILL_TRIALS");
    bool finished = false;
    struct outcome outcome = {.messages = 4};
    yard_write("n.txt", "OFFICIAL 2015-12-31");
    trial_prepare(yard, "whole", TRIAL_LOST);
    long stops = run_killed(yard, "whole.xml", 0, &finished);
    assert_true(finished);
    assert_true(stops > 400);
    long trials = wanted != NULL ? atol(wanted) : TRIALS;
    for (long trial = 0; trial < trials; trial++) {
        const char *name = arena_print(arena, "t%ld", trial);
        const char *path = arena_print(arena, "%s.xml", name);
        trial_prepare(yard, name, TRIAL_LOST);
        run_killed(yard, path, 1 + trial * stops / trials, &finished);
        outcome.killed += !finished;
        outcome.partial += trial_look(yard, arena_print(arena, "%s.archive/2016-01", path), false);
        for (int i = 0; i < 2; i++) {
            assert_int_equal(yard_run(yard, path), STATUS_UNKNOWN);
            yard->now += HOUR;
        }
    }
    usleep(300000); /* a server that is slow to write is caught, too */
    char *log = server_log();
    for (long trial = 0; trial < trials; trial++) {
        trial_judge(yard, arena_print(arena, "t%ld", trial), log, &outcome);
    }
    print_message("%ld stops, %d killed of %d trials: %d duplicates, %d silent losses, %d unknown "
                  "(%d of them by a lost answer), %d partial papers, %d untrue manifests\n",
                  stops, outcome.killed, outcome.tally.trials, outcome.tally.duplicates,
                  outcome.tally.losses, outcome.tally.unknown, outcome.tally.trials * TRIAL_PAPERS,
                  outcome.partial, outcome.untrue);
    assert_null(strstr(log, "under@"));
    assert_int_equal(outcome.tally.duplicates, 0);
    assert_int_equal(outcome.tally.losses, 0);
    assert_int_equal(outcome.tally.wrong, 0);
    assert_int_equal(outcome.partial, 0);
    assert_int_equal(outcome.untrue, 0);
    assert_true(outcome.killed * 2 >= outcome.tally.trials);
    free(log);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(survives_a_kill_at_every_call, yard_open, yard_close),
    };
    return cmocka_run_group_tests(tests, yard_begin, yard_end);
}
