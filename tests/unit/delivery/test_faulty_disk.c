/* A run on a disk that fails: every write and every sync of the outbox's database in turn fails
 * once (EIO, ENOSPC, a short write), or from then on. Then the disk is well again and the run is
 * taken up. What was told is true, nothing goes twice, nothing is lost in silence.
 *
 * SQLite calls pwrite64, ftruncate64 and fdatasync of the C library; those defined here stand
 * before them, for the linker lets a program's own functions serve the libraries it links.
 */
#include "../check.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "server.h"
#include "trial.h"

enum fault { FAULT_NONE, FAULT_EIO, FAULT_ENOSPC, FAULT_SHORT };

static enum fault fault;
static long calls, fails_from, fails_to; /* calls are counted from 1 */

ssize_t pwrite64(int file, const void *bytes, size_t length, __off64_t offset);
int fdatasync(int file);
int ftruncate64(int file, __off64_t length) __attribute__((nothrow));

static enum fault next_fault(void) {
    calls++;
    return fault != FAULT_NONE && calls >= fails_from && calls <= fails_to ? fault : FAULT_NONE;
}

static int fail_with(enum fault kind) {
    errno = kind == FAULT_EIO ? EIO : ENOSPC;
    return -1;
}

ssize_t pwrite64(int file, const void *bytes, size_t length, __off64_t offset) {
    enum fault kind = next_fault();
    if (kind == FAULT_EIO || kind == FAULT_ENOSPC) {
        return fail_with(kind);
    }
    return syscall(SYS_pwrite64, file, bytes, kind == FAULT_SHORT ? length / 2 : length, offset);
}

int fdatasync(int file) {
    enum fault kind = next_fault();
    return kind == FAULT_NONE ? (int)syscall(SYS_fdatasync, file) : fail_with(kind);
}

int ftruncate64(int file, __off64_t length) {
    enum fault kind = next_fault();
    return kind == FAULT_NONE ? (int)syscall(SYS_ftruncate, file, length) : fail_with(kind);
}

enum { PLACES = 10 }; /* of each kind, evenly spread; all with BOARDPAPER_FAULT_ALL */

static void tells_the_truth_on_a_faulty_disk(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    calls = 0;
    assert_int_equal(trial_run("whole", "outbox-whole"), 0);
    long all = calls;
    assert_true(all > 30); /* else the functions above serve nobody */
    long places = getenv("BOARDPAPER_FAULT_ALL") != NULL ? all : PLACES;
    int count = 0;
    int told = 0;
    for (int kind = FAULT_EIO; kind <= FAULT_SHORT; kind++) {
        for (long place = 0; place < 2 * places; place++) {
            const char *name = arena_print(arena, "trial-%d", count);
            const char *path = arena_print(arena, "outbox-%d", count);
            calls = 0;
            fault = (enum fault)kind;
            fails_from = 1 + place / 2 * all / places;
            fails_to = place % 2 == 0 ? fails_from : LONG_MAX;
            told += trial_run(name, path) != 0;
            fault = FAULT_NONE;
            trial_take_up(name, path);
            count++;
        }
    }
    char *log = server_log();
    struct tally tally = {0};
    for (int i = 0; i < count; i++) {
        trial_judge(arena, arena_print(arena, "outbox-%d", i), log, &tally);
    }
    print_message("%ld calls, %d trials, %d told of a failure: %d duplicates, %d silent losses, %d "
                  "unknown (%d of them by a lost answer)\n",
                  all, tally.trials, told, tally.duplicates, tally.losses, tally.unknown,
                  tally.trials);
    assert_int_equal(tally.duplicates, 0);
    assert_int_equal(tally.losses, 0);
    assert_int_equal(tally.wrong, 0);
    assert_true(told > tally.trials / 3); /* those at the end, in the closing, harm nothing */
    free(log);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(tells_the_truth_on_a_faulty_disk, trial_begin, trial_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
