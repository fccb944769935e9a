/* A run that plans and sends is killed at its system calls, one after another, and taken up again.
 * Whatever the moment: no message is delivered twice, none is called sent that was not delivered,
 * and each that is in doubt is named unknown.
 *
 * The run is a child under ptrace, stopped before and after every system call, and killed at the
 * Nth stop. Sixty stops, evenly spread, by default; with BOARDPAPER_KILL_ALL in the
 * environment every one. Recipients are chosen so that a run meets an answer, a rejection, a
 * lost answer.
 *
 * What is delivered is read from the server's log, which is synced before its 250 can go out.
 */
#include "../check.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "trial.h"

enum { TRIALS = 60, NOT_TRACED = 77 };

/* Kills it at that stop (0: never). Returns the stops seen; *finished: it ended by itself. */
static long run_killed(const char *name, const char *path, long stop, bool *finished) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0) {
            _exit(NOT_TRACED);
        }
        raise(SIGSTOP);
        _exit(trial_run(name, path));
    }
    int status = 0;
    long stops = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_TRACED) {
        skip(); /* a container that forbids ptrace */
    }
    ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    int signal_given = 0;
    for (;;) {
        if (ptrace(PTRACE_SYSCALL, child, NULL, (void *)(intptr_t)signal_given) != 0) {
            fail_msg("ptrace: %s", strerror(errno));
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        if (!WIFSTOPPED(status)) {
            *finished = WIFEXITED(status);
            assert_true(!*finished || WEXITSTATUS(status) == 0);
            return stops;
        }
        bool at_call = WSTOPSIG(status) == (SIGTRAP | 0x80);
        signal_given = at_call ? 0 : WSTOPSIG(status);
        stops += at_call;
        if (at_call && stops == stop) {
            kill(child, SIGKILL);
            assert_int_equal(waitpid(child, &status, 0), child);
            *finished = false;
            return stops;
        }
    }
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
    char *log = trial_log();
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
