/* A run on a disk that fails: every write, sync and link of the manifest and of the outbox in turn
 * fails once (EIO, ENOSPC), or from then on. Then the disk is well again and the run is started
 * anew. A run that called itself done was; nothing goes twice, nothing is lost in silence.
 *
 * The functions defined here stand before the C library's. The papers' own writing is another
 * process, whose faults the tests of base and of render have.
 */
#include "../check.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../delivery/server.h"
#include "trial.h"

static int fault; /* an errno; 0: none */
static bool counting;
static long calls, fails_from, fails_to; /* calls are counted from 1 */

ssize_t pwrite64(int file, const void *bytes, size_t length, __off64_t offset);
int ftruncate64(int file, __off64_t length) __attribute__((nothrow));

static bool fails(void) {
    calls += counting;
    bool now = counting && fault != 0 && calls >= fails_from && calls <= fails_to;
    if (now) {
        errno = fault;
    }
    return now;
}

ssize_t pwrite64(int file, const void *bytes, size_t length, __off64_t offset) {
    return fails() ? -1 : syscall(SYS_pwrite64, file, bytes, length, offset);
}

int fdatasync(int file) {
    return fails() ? -1 : (int)syscall(SYS_fdatasync, file);
}

int fsync(int file) {
    return fails() ? -1 : (int)syscall(SYS_fsync, file);
}

int ftruncate64(int file, __off64_t length) {
    return fails() ? -1 : (int)syscall(SYS_ftruncate, file, length);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    return fails() ? -1 : (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
}

enum { PLACES = 5 }; /* of each kind, evenly spread; more with BOARDPAPER_FAULT_PLACES */

static enum status run_disturbed(struct yard *yard, const char *path) {
    calls = 0;
    counting = true;
    enum status status = yard_run(yard, path);
    counting = false;
    return status;
}

static void tells_the_truth_on_a_faulty_disk(void **state) {
    struct yard *yard = *state;
    struct arena *arena = yard->arena;
    const char *wanted = getenv("BOARDPAPER_FAULT_PLACES");
    struct outcome outcome = {.messages = 3};
    int told = 0;
    int count = 0;
    yard_write("n.txt", "OFFICIAL 2015-12-31");
    trial_prepare(yard, "whole", "");
    assert_int_equal(run_disturbed(yard, "whole.xml"), STATUS_DONE);
    long all = calls;
    assert_true(all > 40); /* else the functions above serve nobody */
    long places = wanted != NULL ? atol(wanted) : PLACES;
    for (int kind = 0; kind < 2; kind++) {
        for (long place = 0; place < 2 * places; place++, count++) {
            const char *name = arena_print(arena, "t%d", count);
            const char *path = arena_print(arena, "%s.xml", name);
            trial_prepare(yard, name, "");
            fault = kind == 0 ? EIO : ENOSPC;
            fails_from = 1 + place / 2 * all / places;
            fails_to = place % 2 == 0 ? fails_from : LONG_MAX;
            enum status status = run_disturbed(yard, path);
            fault = 0;
            told += status != STATUS_DONE;
            if (status == STATUS_DONE) {
                outcome.untrue += !trial_manifest_is_true(
                    yard, arena_print(arena, "%s.archive/2016-01", path), name);
                outcome.tally.wrong += yard_count(yard, arena_print(arena, "%s.outbox", path),
                                                  DELIVERY_SENT) != (size_t)(2 * TRIAL_PAPERS);
            }
            for (int i = 0; i < 2; i++) {
                yard_run(yard, path);
                yard->now += HOUR;
            }
        }
    }
    char *log = server_log();
    for (int i = 0; i < count; i++) {
        trial_judge(yard, arena_print(arena, "t%d", i), log, &outcome);
    }
    print_message("%ld calls, %d trials, %d told of a failure: %d duplicates, %d silent losses, %d "
                  "unknown, %d false successes, %d partial papers, %d untrue manifests\n",
                  all, outcome.tally.trials, told, outcome.tally.duplicates, outcome.tally.losses,
                  outcome.tally.unknown, outcome.tally.wrong, outcome.partial, outcome.untrue);
    assert_int_equal(outcome.tally.duplicates, 0);
    assert_int_equal(outcome.tally.losses, 0);
    assert_int_equal(outcome.tally.wrong, 0);
    assert_int_equal(outcome.partial, 0);
    assert_int_equal(outcome.untrue, 0);
    assert_true(told >
                outcome.tally.trials / 3); /* those at the end, in the closing, harm nothing */
    free(log);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(tells_the_truth_on_a_faulty_disk, yard_open, yard_close),
    };
    return cmocka_run_group_tests(tests, yard_begin, yard_end);
}
