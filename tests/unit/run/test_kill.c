/* A whole run (rendered, archived, planned, sent) is killed at its system calls, one after another,
 * and started again. Whatever the moment: no message is delivered twice, none is lost in silence,
 * each in doubt is named unknown, no paper in the archive is partial, and the manifest is true.
 *
 * As tests/unit/delivery/test_kill.c, which kills the outbox's part of it: the run is a child under
 * ptrace, killed at the Nth stop. Twelve stops, evenly spread; with BOARDPAPER_KILL_TRIALS=N so
 * many. Two papers, to members who answer, refuse, lose the answer, and are not cleared.
 */
#include "../check.h"

#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "trial.h"

enum { TRIALS = 12, NOT_TRACED = 77 };

/* Kills it at that stop (0: never). Returns the stops seen; *finished: it ended by itself. */
static long run_killed(struct yard *yard, const char *path, long stop, bool *finished) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0) {
            _exit(NOT_TRACED);
        }
        raise(SIGSTOP);
        _exit((int)yard_run(yard, path));
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
            assert_true(!*finished || WEXITSTATUS(status) == STATUS_UNKNOWN);
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
    struct yard *yard = *state;
    struct arena *arena = yard->arena;
    const char *wanted = getenv("BOARDPAPER_KILL_TRIALS");
    bool finished = false;
    struct tally tally = {.messages = 4};
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
        tally.killed += !finished;
        tally.partial += trial_look(yard, arena_print(arena, "%s.archive/2016-01", path), false);
        for (int i = 0; i < 2; i++) {
            assert_int_equal(yard_run(yard, path), STATUS_UNKNOWN);
            yard->now += HOUR;
        }
    }
    usleep(300000); /* a server that is slow to write is caught, too */
    char *log = trial_log();
    for (long trial = 0; trial < trials; trial++) {
        trial_judge(yard, arena_print(arena, "t%ld", trial), log, &tally);
    }
    print_message("%ld stops, %d killed of %d trials: %d duplicates, %d silent losses, %d unknown "
                  "(%d of them by a lost answer), %d partial papers, %d untrue manifests\n",
                  stops, tally.killed, tally.trials, tally.duplicates, tally.losses, tally.unknown,
                  tally.trials * TRIAL_PAPERS, tally.partial, tally.untrue);
    assert_null(strstr(log, "under@"));
    assert_int_equal(tally.duplicates, 0);
    assert_int_equal(tally.losses, 0);
    assert_int_equal(tally.wrong, 0);
    assert_int_equal(tally.partial, 0);
    assert_int_equal(tally.untrue, 0);
    assert_true(tally.killed * 2 >= tally.trials);
    free(log);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(survives_a_kill_at_every_call, yard_open, yard_close),
    };
    return cmocka_run_group_tests(tests, yard_begin, yard_end);
}
