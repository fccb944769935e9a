/* workers.c: papers made by processes of their own.
 *
 * A process a paper: one that crashes, hangs or meets an input that takes all memory ends alone,
 * and the memory of a thousand papers never adds up. Rejected: threads (a fault in one ends all)
 * and one process for many papers (the start that would be saved takes some 3 ms).
 *
 * A worker dies with the run (PR_SET_PDEATHSIG), so that a run that is killed leaves nobody
 * writing behind the next one's back.
 */
#include "work.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct where NOWHERE = {NULL, 0};

enum { MOST_JOBS = 256, SAID_MOST = 64 << 10, MOST_WORDS = 24, LOOK_MILLISECONDS = 100 };

struct worker {
    struct work *work; /* NULL: free */
    pid_t process;
    int pipe; /* its standard error; -1: closed */
    double began;
    struct buffer said;
    bool killed;
};

static double clock_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- one worker ------------------------------------------------------------------------------ */

/* The words of `boardpaper render ...`, ended by NULL. */
static char **command_of(struct engine *engine, const struct work *work) {
    const struct task *task = work->task;
    const struct paper_kind *kind = task->kind;
    struct arena *arena = engine->arena;
    size_t most = MOST_WORDS + kind->setting_count;
    char **words = NEWS(arena, most, char *);
    size_t count = 0;
    words[count++] = arena_text(arena, "boardpaper");
    words[count++] = arena_text(arena, "render");
    words[count++] = arena_print(arena, "--output=%s", work->pdf);
    words[count++] = arena_print(arena, "--report=%s", work->report);
    words[count++] = arena_print(arena, "--template=%s", kind->template_name);
    words[count++] = arena_text(arena, "--threads=1");
    if (engine->schedule->message_template != NULL) {
        words[count++] = arena_print(arena, "--message=%s", engine->schedule->message_template);
    }
    if (task->wording.intro != NULL) {
        words[count++] = arena_print(arena, "--intro=%s", task->wording.intro);
    }
    if (kind->style != NULL) {
        words[count++] = arena_print(arena, "--edition=%s", kind->style);
    }
    if (kind->marking != MARKING_NONE) {
        words[count++] = arena_print(arena, "--marking=%s", marking_name(kind->marking));
    }
    if (task->earlier != NULL) {
        words[count++] = arena_print(arena, "--since=%s", task->earlier);
    }
    if (kind->sensitivity) {
        words[count++] = arena_text(arena, "--sensitivity");
    }
    if (kind->audit) {
        words[count++] = arena_text(arena, "--audit");
    }
    for (size_t i = 0; i < kind->setting_count; i++) {
        words[count++] =
            arena_print(arena, "--set=%s=%s", kind->settings[i].name, kind->settings[i].value);
    }
    words[count++] = arena_text(arena, "--");
    words[count++] = arena_text(arena, task->input);
    return words;
}

static _Noreturn void become_worker(const char *program, char **words, int said, pid_t parent) {
    int nothing = open("/dev/null", O_RDWR);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent || nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 ||
        dup2(nothing, STDOUT_FILENO) < 0 || dup2(said, STDERR_FILENO) < 0) {
        _exit(STATUS_FAULT);
    }
    execv(program, words);
    static const char FAILED[] = "boardpaper: error: the program itself cannot be run\n";
    (void)!write(STDERR_FILENO, FAILED, sizeof FAILED - 1);
    _exit(STATUS_CONFIGURATION);
}

static void finish(struct engine *engine, struct work *work, enum work_state state) {
    work->state = state;
    engine->failed += state != WORK_MADE;
}

/* False where no process could be started; the work is failed then. */
static bool start(struct engine *engine, struct worker *worker, struct work *work) {
    int ends[2];
    char **words = command_of(engine, work);
    pid_t parent = getpid();
    if (pipe2(ends, O_CLOEXEC) != 0) {
        work->exit_status = STATUS_FAULT;
        finish(engine, work, WORK_FAILED);
        return false;
    }
    pid_t process = fork();
    if (process == 0) {
        become_worker(engine->options->program, words, ends[1], parent);
    }
    close(ends[1]);
    if (process < 0) {
        close(ends[0]);
        work->exit_status = STATUS_FAULT;
        finish(engine, work, WORK_FAILED);
        return false;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *worker = (struct worker){
        .work = work, .process = process, .pipe = ends[0], .began = clock_seconds()};
    return true;
}

/* What it has said so far; more than a page of a hostile input's is heard and dropped. */
static void hear(struct worker *worker) {
    char bytes[4096];
    ssize_t count = 0;
    while (worker->pipe >= 0 && (count = read(worker->pipe, bytes, sizeof bytes)) != 0) {
        if (count < 0 && errno != EINTR) {
            return; /* nothing more for now */
        }
        if (count > 0 && worker->said.length < SAID_MOST) {
            buffer_add(&worker->said, bytes, (size_t)count);
        }
    }
    if (worker->pipe >= 0) {
        close(worker->pipe);
        worker->pipe = -1;
    }
}

static void report_failure(struct engine *engine, const struct work *work) {
    struct diagnostics *diagnostics = engine->diagnostics;
    const char *job = work->task->job;
    if (work->timed_out) {
        REPORT(diagnostics, work->task->where, MESSAGE_RUN_SLOW, job, work->run,
               diagnostics_integer(diagnostics, engine->schedule->render_seconds));
    } else if (work->exit_signal != 0) {
        REPORT(diagnostics, work->task->where, MESSAGE_RUN_CRASHED, job, work->run,
               strsignal(work->exit_signal));
    } else {
        enum message message =
            work->exit_status == STATUS_INPUT     ? MESSAGE_RUN_INPUT
            : work->exit_status == STATUS_MISSING ? MESSAGE_RUN_MISSING
            : work->exit_status == STATUS_OUTPUT  ? MESSAGE_RUN_OUTPUT
            : work->exit_status == STATUS_USAGE || work->exit_status == STATUS_CONFIGURATION
                ? MESSAGE_RUN_CONFIGURATION
                : MESSAGE_RUN_FAULT;
        REPORT(diagnostics, work->task->where, message, job, work->run,
               diagnostics_integer(diagnostics, work->exit_status));
    }
}

static void end(struct engine *engine, struct worker *worker, int status) {
    struct work *work = worker->work;
    const struct run_listener *listener = &engine->options->listener;
    hear(worker);
    if (worker->pipe >= 0) {
        close(worker->pipe);
    }
    work->seconds = clock_seconds() - worker->began;
    work->said = arena_bytes(engine->arena, worker->said.length == 0 ? "" : worker->said.data,
                             worker->said.length);
    work->exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    work->exit_signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    work->timed_out = worker->killed && work->exit_signal != 0;
    bool well = WIFEXITED(status) && work->exit_status == 0;
    if (listener->said != NULL && worker->said.length > 0 && (!well || engine->options->verbose)) {
        listener->said(listener->context, worker->said.data, worker->said.length);
    }
    buffer_free(&worker->said);
    *worker = (struct worker){.pipe = -1};
    finish(engine, work, well ? WORK_MADE : WORK_FAILED);
    if (!well) {
        report_failure(engine, work);
    }
    log_work(engine, well ? "made" : "not-made", work);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static size_t jobs_of(const struct engine *engine) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t jobs = engine->options->jobs > 0 ? engine->options->jobs
                  : processors > 0          ? (size_t)processors
                                            : 1;
    return jobs < MOST_JOBS ? jobs : MOST_JOBS;
}

/* Looks once after each worker; returns how many ended. */
static size_t look(struct engine *engine, struct worker *workers, size_t count) {
    size_t ended = 0;
    for (size_t i = 0; i < count; i++) {
        struct worker *worker = &workers[i];
        int status = 0;
        if (worker->work == NULL) {
            continue;
        }
        hear(worker);
        if (waitpid(worker->process, &status, WNOHANG) == worker->process) {
            end(engine, worker, status);
            ended++;
        } else if (!worker->killed &&
                   clock_seconds() - worker->began > engine->schedule->render_seconds) {
            kill(worker->process, SIGKILL);
            worker->killed = true;
        }
    }
    return ended;
}

/* Until one says something or ends; a bound, for a worker's child may hold its pipe. */
static void wait_a_while(const struct worker *workers, size_t count) {
    struct pollfd files[MOST_JOBS];
    nfds_t used = 0;
    int milliseconds = LOOK_MILLISECONDS;
    for (size_t i = 0; i < count; i++) {
        if (workers[i].work != NULL && workers[i].pipe >= 0) {
            files[used++] = (struct pollfd){.fd = workers[i].pipe, .events = POLLIN};
        } else if (workers[i].work != NULL) {
            milliseconds = 1; /* its pipe is closed and it ends any moment */
        }
    }
    poll(files, used, milliseconds);
}

static void name_files(struct engine *engine, struct work *work, const char *temporary) {
    const char *folder = work->folder != NULL ? work->folder : temporary;
    work->folder = folder;
    work->pdf = arena_print(engine->arena, "%s/%s", folder, work->task->file_name);
    work->report =
        arena_print(engine->arena, "%s/%s-%s.xml", temporary, work->run, work->task->job);
}

void make_papers(struct engine *engine) {
    const struct run_listener *listener = &engine->options->listener;
    const char *temporary = temporary_make(engine);
    if (temporary == NULL) {
        engine->failed = engine->work_count;
        return;
    }
    size_t jobs = jobs_of(engine);
    struct worker *workers = NEWS(engine->arena, jobs, struct worker);
    size_t next = 0;
    size_t done = 0;
    const char *made_folder = NULL;
    for (size_t i = 0; i < jobs; i++) {
        workers[i] = (struct worker){.pipe = -1};
    }
    while (done < engine->work_count) {
        for (size_t i = 0; i < jobs && next < engine->work_count; i++) {
            struct work *work = &engine->works[next];
            if (workers[i].work != NULL) {
                continue;
            }
            next++;
            name_files(engine, work, temporary);
            bool there = (made_folder != NULL && strcmp(made_folder, work->folder) == 0) ||
                         archive_make_folder(engine, work->folder);
            made_folder = there ? work->folder : NULL;
            if (!there) {
                work->exit_status = STATUS_OUTPUT;
                finish(engine, work, WORK_FAILED);
                done++;
            } else if (!start(engine, &workers[i], work)) {
                REPORT(engine->diagnostics, NOWHERE, MESSAGE_RUN_PROCESS, strerror(errno));
                done++;
            }
        }
        wait_a_while(workers, jobs);
        done += look(engine, workers, jobs);
        if (listener->progress != NULL) {
            listener->progress(listener->context, done, engine->work_count, engine->failed);
        }
    }
}
