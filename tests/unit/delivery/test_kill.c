/* A run that plans and sends is killed at its system calls, one after another, and taken up again.
 * Whatever the moment: no message is delivered twice, none is called sent that was not delivered,
 * and each that is in doubt is named unknown.
 *
 * The run is a child under ptrace, stopped before and after every system call, and killed at the
 * Nth stop. A hundred stops, evenly spread, by default; with BOARDPAPER_KILL_ALL in the
 * environment every one. Recipients are chosen so that a run meets an answer, a rejection, a
 * deferral and a lost answer.
 *
 * What is delivered is read from the server's log, which is synced before its 250 can go out.
 */
#include "../check.h"

#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "post.h"

static struct server server;

static const struct recipient RECIPIENTS[] = {
    {.address = "a@example.org", .clearance = 1},
    {.address = "b@example.org", .clearance = 2},
    {.address = "dot-lost@example.org", .clearance = 1},
    {.address = "rcpt-550@example.org", .clearance = 1},
    {.address = "under@example.org", .clearance = 0}, /* never */
};
enum {
    RECIPIENT_COUNT = sizeof RECIPIENTS / sizeof RECIPIENTS[0],
    PLANNED_COUNT = RECIPIENT_COUNT - 1,
    TRIALS = 100
};

/* As the program would: plan, send, close. */
static int run(const char *name, const char *path) {
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct outbox_options options = {.path = path, .exclusive = true, .now = post_now};
    struct outbox *outbox = outbox_open(&options, diagnostics);
    struct paper_plan plan = post_plan(name, RECIPIENTS, RECIPIENT_COUNT);
    struct plan_result result;
    struct delivery_options how = {0};
    struct delivery_counts counts;
    struct relay relay = server_relay(&server);
    struct smtp *smtp = smtp_open(&relay, diagnostics);
    bool well = outbox != NULL && smtp != NULL &&
                outbox_plan(outbox, &plan, &result, diagnostics) &&
                delivery_send_all(outbox, smtp, &how, &counts, diagnostics);
    smtp_close(smtp);
    outbox_close(outbox);
    arena_free(arena);
    return well ? 0 : 1;
}

/* Kills it at that stop (0: never). Returns the stops seen; *finished: it ended by itself. */
static long run_killed(const char *name, const char *path, long stop, bool *finished) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        _exit(run(name, path));
    }
    int status = 0;
    long stops = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
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

struct tally {
    int trials, duplicates, losses, unknown, wrong;
};

/* How often the server took a message, by its line's part "ADDRESS <ID>". */
static int times_taken(const char *log, const char *part) {
    int count = 0;
    for (const char *at = log; (at = strstr(at, part)) != NULL; at++) {
        count++;
    }
    return count;
}

static char *read_log(void) {
    FILE *file = fopen("log", "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long length = ftell(file);
    rewind(file);
    char *text = memory_array((size_t)length + 1, 1);
    assert_int_equal(fread(text, 1, (size_t)length, file), length);
    fclose(file);
    return text;
}

static void judge(struct scratch *scratch, const char *path, const char *log, struct tally *tally) {
    struct outbox_options look = {.path = path, .now = post_now};
    struct outbox *outbox = outbox_open(&look, scratch->diagnostics);
    assert_non_null(outbox);
    const struct outbox_entry *entries = post_list(scratch, outbox, PLANNED_COUNT);
    for (size_t i = 0; i < PLANNED_COUNT; i++) {
        const struct outbox_entry *entry = &entries[i];
        int taken = times_taken(
            log, arena_print(scratch->arena, "taken %s <%s>", entry->address, entry->message_id));
        bool reject = strncmp(entry->address, "rcpt-550", 8) == 0;
        tally->duplicates += taken > 1;
        tally->losses += taken == 0 && entry->state != DELIVERY_UNKNOWN && !reject;
        tally->unknown += entry->state == DELIVERY_UNKNOWN;
        /* At the end all is settled or named, and what is settled is true. */
        tally->wrong += entry->state == DELIVERY_UNKNOWN ? taken > 1
                        : reject ? entry->state != DELIVERY_FAILED || taken != 0
                                 : entry->state != DELIVERY_SENT || taken != 1;
    }
    outbox_close(outbox);
    tally->trials++;
}

/* The run again, some times over, as the timer would have it: recovery, and what is due. */
static void take_up(const char *name, const char *path) {
    for (int i = 0; i < 2; i++) {
        assert_int_equal(run(name, path), 0);
        post_time += 3600;
    }
    post_time = MOMENT;
}

static void survives_a_kill_at_every_call(void **state) {
    struct scratch *scratch = *state;
    bool finished = false;
    long stops = run_killed("whole", "outbox-whole", 0, &finished);
    assert_true(finished);
    assert_true(stops > 200);
    bool all = getenv("BOARDPAPER_KILL_ALL") != NULL;
    long trials = all || stops < TRIALS ? stops : TRIALS;
    int killed = 0;
    for (long trial = 0; trial < trials; trial++) {
        const char *name = arena_print(scratch->arena, "trial-%ld", trial);
        const char *path = arena_print(scratch->arena, "outbox-%ld", trial);
        run_killed(name, path, 1 + trial * stops / trials, &finished);
        killed += !finished;
        take_up(name, path);
    }
    usleep(500000); /* a server that is slow to write is caught, too */
    char *log = read_log();
    struct tally tally = {0};
    for (long trial = 0; trial < trials; trial++) {
        judge(scratch, arena_print(scratch->arena, "outbox-%ld", trial), log, &tally);
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
}

static int begin(void **state) {
    if (scratch_open(state) != 0) {
        return 1;
    }
    post_write("paper.pdf", "%PDF the paper");
    server_start(&server, false);
    return 0;
}

static int end(void **state) {
    server_stop(&server);
    return scratch_close(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(survives_a_kill_at_every_call, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
