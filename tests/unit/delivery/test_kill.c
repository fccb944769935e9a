/* A run that plans and sends is killed at its system calls, one after another, and taken up again.
 * Whatever the moment: no message is delivered twice, none is called sent that was not delivered,
 * and each that is in doubt is named unknown.
 *
 * The run is a child, killed at the Nth stop of tracer.h. Sixty stops, evenly spread, by default;
 * with BOARDPAPER_KILL_ALL in the environment every one. Recipients are chosen so that a run meets
 * an answer, a rejection, a lost answer.
 *
 * What is delivered is read from the server's log, which is synced before its 250 can go out.
 */
#include "../check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../tracer.h"
#include "server.h"
#include "trial.h"

enum { TRIALS = 60 };

struct trial {
    const char *name, *path;
};

static int run(void *context) {
    const struct trial *trial = context;
    return trial_run(trial->name, trial->path);
}

/* Kills it at that stop (0: never). Returns the stops seen; *finished: it ended by itself. */
static long run_killed(const char *name, const char *path, long stop, bool *finished) {
    struct trial trial = {name, path};
    long stops = 0;
    int status = tracer_run(run, &trial, stop, &stops);
    if (status == TRACER_FORBIDDEN) {
        skip();
    }
    *finished = status != TRACER_KILLED;
    assert_true(!*finished || status == 0);
    return stops;
}

static void survives_a_kill_at_every_call(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    bool finished = false;
    long stops = run_killed("whole", "outbox-whole", 0, &finished);
    assert_true(finished);
    assert_true(stops > 200);
    bool all = getenv("BOARDPAPER_KILL_ALL") != NULL;
    long trials = all || stops < TRIALS ? stops : TRIALS;
    int killed = 0;
    for (long trial = 0; trial < trials; trial++) {
        const char *name = arena_print(arena, "trial-%ld", trial);
        const char *path = arena_print(arena, "outbox-%ld", trial);
        run_killed(name, path, 1 + trial * stops / trials, &finished);
        killed += !finished;
        trial_take_up(name, path);
    }
    usleep(500000); /* a server that is slow to write is caught, too */
    char *log = server_log();
    struct tally tally = {0};
    for (long trial = 0; trial < trials; trial++) {
        trial_judge(arena, arena_print(arena, "outbox-%ld", trial), log, &tally);
    }
    print_message("%ld stops, %d killed of %d trials: %d duplicates, %d silent losses, %d unknown "
                  "(%d of them by a lost answer)\n",
                  stops, killed, tally.trials, tally.duplicates, tally.losses, tally.unknown,
                  tally.trials);
    assert_null(strstr(log, "under@"));
    assert_int_equal(tally.duplicates, 0);
    assert_int_equal(tally.losses, 0);
    assert_int_equal(tally.wrong, 0);
    /* Each trial's lost answer is one; kills between the mark and the record are the others. Where
     * there are none, no kill met the dangerous place. */
    assert_true(tally.unknown > tally.trials);
    /* Waiting takes more or fewer calls from run to run, so that some end before their stop. */
    assert_true(killed * 2 >= tally.trials);
    free(log);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(survives_a_kill_at_every_call, trial_begin, trial_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
