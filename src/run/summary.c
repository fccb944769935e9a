/* summary.c: what became of the run, for a person; and the program that is told of a failure. */
#include "work.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct where NOWHERE = {NULL, 0};

/* Lists longer than this are counted. */
enum { MOST_NAMED = 40, HOOK_SECONDS = 60 };

static const char *count_of(struct engine *engine, size_t count, const char *one,
                            const char *many) {
    return arena_print(engine->arena, "%zu %s", count, count == 1 ? one : many);
}

static const char *reason_of(struct engine *engine, const struct work *work) {
    return work->timed_out ? "took too long and was ended"
           : work->exit_signal != 0
               ? arena_print(engine->arena, "crashed (%s)", strsignal(work->exit_signal))
           : work->state == WORK_REFUSED ? "was refused"
           : work->state == WORK_MADE    ? "was made but could not be planned"
                                         : "was not made";
}

static void write_works(struct engine *engine) {
    struct buffer *out = engine->summary;
    size_t named = 0;
    for (size_t i = 0; i < engine->work_count && named < MOST_NAMED; i++) {
        const struct work *work = &engine->works[i];
        bool good = work->state == WORK_SAME || (work->state == WORK_MADE && work->planned);
        if (!good) {
            buffer_print(out, "  %s %s %s\n", work->run, work->task->job, reason_of(engine, work));
            named++;
        } else if (engine->options->dry_run && work->state == WORK_MADE) {
            buffer_print(out, "  %s %s (%s)\n", work->run, work->task->file_name,
                         count_of(engine, work->task->recipient_count, "member", "members"));
            named++;
        }
    }
    if (named == MOST_NAMED) {
        buffer_print(out, "  and more; the log has all\n");
    }
}

/* When the schedule comes to life next. */
static void write_next(struct engine *engine) {
    struct period next;
    struct period first = {0};
    const struct schedule *schedule = engine->schedule;
    for (size_t i = 0; i < schedule->paper_count; i++) {
        if (timing_next(&schedule->papers[i].timing, &schedule->calendar, engine_now(engine),
                        &next) &&
            (first.year == 0 || next.due_at < first.due_at)) {
            first = next;
        }
    }
    if (first.year != 0) {
        char edition[EDITION_TEXT];
        buffer_print(engine->summary, "next: edition %s, due on %04d-%02d-%02d\n",
                     period_edition(&first, edition), first.due.year, first.due.month,
                     first.due.day);
    }
}

static void write_outbox(struct engine *engine) {
    size_t counts[DELIVERY_CANCELLED + 1];
    struct buffer *out = engine->summary;
    const struct delivery_counts *sent = &engine->sent;
    if (!outbox_count(engine->outbox, counts, engine->diagnostics)) {
        return;
    }
    if (engine->planned > 0) {
        buffer_print(out, "planned: %s\n",
                     count_of(engine, engine->planned, "message", "messages"));
    }
    if (sent->sent + sent->failed + sent->cancelled > 0) {
        buffer_print(out, "sent: %s; refused by the server: %zu; cancelled: %zu\n",
                     count_of(engine, sent->sent, "message", "messages"), sent->failed,
                     sent->cancelled);
    }
    if (counts[DELIVERY_PLANNED] > 0) {
        buffer_print(out, "waiting for approval: %s; see boardpaper outbox status %s\n",
                     count_of(engine, counts[DELIVERY_PLANNED], "message", "messages"),
                     engine->schedule->file);
    }
    if (counts[DELIVERY_APPROVED] > 0) {
        buffer_print(out, "approved and not sent: %s\n",
                     count_of(engine, counts[DELIVERY_APPROVED], "message", "messages"));
    }
    if (counts[DELIVERY_DEFERRED] > 0) {
        buffer_print(out, "to be tried again: %s; the next run does that\n",
                     count_of(engine, counts[DELIVERY_DEFERRED], "message", "messages"));
    }
    if (counts[DELIVERY_UNKNOWN] > 0) {
        buffer_print(out,
                     "of unknown outcome: %s; ask the recipients, then boardpaper outbox resolve "
                     "%s\n",
                     count_of(engine, counts[DELIVERY_UNKNOWN], "message", "messages"),
                     engine->schedule->file);
    }
}

void write_summary(struct engine *engine, enum status status) {
    struct buffer *out = engine->summary;
    const struct run_options *options = engine->options;
    if (engine->work_count == 0) {
        buffer_print(out, "nothing is to be made%s\n",
                     engine->already > 0 ? "; what is due was planned before" : "");
    } else {
        buffer_print(out, "made: %s; the same as before: %zu; failed: %zu; planned before: %zu\n",
                     count_of(engine, engine->made, "paper", "papers"), engine->same,
                     engine->failed, engine->already);
    }
    write_works(engine);
    if (engine->withheld > 0) {
        buffer_print(out, "not cleared for a paper: %s\n",
                     count_of(engine, engine->withheld, "recipient", "recipients"));
    }
    if (options->dry_run) {
        buffer_print(out, "dry run: %s would be planned; nothing was sent%s%s\n",
                     count_of(engine, engine->planned, "message", "messages"),
                     options->output == NULL ? "" : "; papers and messages are in ",
                     options->output == NULL ? "" : options->output);
    } else {
        write_outbox(engine);
    }
    write_next(engine);
    if (status != STATUS_DONE) {
        buffer_print(out, "exit status: %d\n", (int)status);
    }
}

/* ---- the failure program --------------------------------------------------------------------- */

static _Noreturn void become_hook(struct engine *engine, enum status status, int input) {
    char number[16];
    const char *program = engine->schedule->failure_program;
    snprintf(number, sizeof number, "%d", (int)status);
    signal(SIGPIPE, SIG_DFL);
    alarm(HOOK_SECONDS);
    if (dup2(input, STDIN_FILENO) < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
        _exit(127);
    }
    execl(program, program, engine->schedule->file, number, (char *)NULL);
    _exit(127);
}

/* It reads the summary from its standard input; more than a pipe holds is cut off. */
void tell_failure(struct engine *engine, enum status status) {
    int ends[2];
    if (engine->schedule->failure_program == NULL || pipe2(ends, O_CLOEXEC) != 0) {
        return;
    }
    pid_t process = fork();
    if (process == 0) {
        become_hook(engine, status, ends[0]);
    }
    close(ends[0]);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    if (process > 0 && engine->summary->length > 0) {
        (void)!write(ends[1], engine->summary->data, engine->summary->length);
    }
    close(ends[1]);
    int ended = 0;
    bool well = process > 0 && waitpid(process, &ended, 0) == process && ended == 0;
    if (!well) {
        REPORT(engine->diagnostics, NOWHERE, MESSAGE_RUN_HOOK, engine->schedule->failure_program);
    }
}
