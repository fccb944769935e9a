/* measure.c: runs a program several times and says what it cost.
 *
 *   measure COUNT PROGRAM ARGUMENT...
 *
 * prints one line: median wall ms, least wall ms, median processor ms, peak RSS in KiB,
 * instructions (user mode; 0 where the machine does not count them). Start-up is included.
 *
 * A small program of its own, because a child's peak RSS counts what its parent was between fork
 * and exec: from a script's interpreter, a ten-megabyte program cannot be told from a small one.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct cost {
    double wall, processor; /* ms */
    long peak;              /* KiB */
    uint64_t instructions;
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static double milliseconds(struct timeval time) {
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

/* Counts from the child's exec on, its threads and children included. -1: not on this machine. */
static int open_counter(void) {
    struct perf_event_attr attributes = {
        .type = PERF_TYPE_HARDWARE,
        .size = sizeof attributes,
        .config = PERF_COUNT_HW_INSTRUCTIONS,
        .disabled = 1,
        .enable_on_exec = 1,
        .inherit = 1,
        .exclude_kernel = 1,
        .exclude_hv = 1,
    };
    return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

static int run(char **words, struct cost *cost) {
    int counter = open_counter();
    double began = now();
    pid_t child = 0;
    if (posix_spawnp(&child, words[0], NULL, NULL, words, environ) != 0) {
        fprintf(stderr, "measure: %s cannot be run\n", words[0]);
        return 1;
    }
    int status = 0;
    struct rusage usage;
    while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    cost->wall = now() - began;
    cost->processor = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
    cost->peak = usage.ru_maxrss;
    cost->instructions = 0;
    if (counter >= 0) {
        if (read(counter, &cost->instructions, sizeof cost->instructions) < 0) {
            cost->instructions = 0;
        }
        close(counter);
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "measure: %s failed\n", words[0]);
        return 1;
    }
    return 0;
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left;
    double b = *(const double *)right;
    return a < b ? -1 : a > b;
}

int main(int argument_count, char **words) {
    enum { MOST = 1000 };
    static double walls[MOST];
    static double processors[MOST];
    int count = argument_count > 2 ? atoi(words[1]) : 0;
    if (count < 1 || count > MOST) {
        fputs("usage: measure COUNT PROGRAM ARGUMENT...\n", stderr);
        return 64;
    }
    long peak = 0;
    uint64_t instructions = 0;
    for (int i = 0; i < count; i++) {
        struct cost cost = {0};
        if (run(words + 2, &cost) != 0) {
            return 1;
        }
        walls[i] = cost.wall;
        processors[i] = cost.processor;
        peak = cost.peak > peak ? cost.peak : peak;
        instructions = cost.instructions;
    }
    qsort(walls, (size_t)count, sizeof *walls, ascending);
    qsort(processors, (size_t)count, sizeof *processors, ascending);
    printf("%.2f %.2f %.2f %ld %llu\n", walls[count / 2], walls[0], processors[count / 2], peak,
           (unsigned long long)instructions);
    return 0;
}
