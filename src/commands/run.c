/* run.c: `boardpaper run`, all that is due by a schedule: rendered, planned, sent. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/run.h>
#include <boardpaper/schedule.h>

#include "commands.h"
#include "elsewhere.h"
#include "input.h"

static const struct where COMMAND_LINE = {NULL, 0};

static const struct command_option OPTIONS[] = {
    {"edition", 0, "YYYY-MM", "this edition, whatever is due"},
    {"dry-run", 'n', NULL, "make everything in a temporary place and send nothing"},
    {"output", 'o', "DIR", "with --dry-run: where papers and messages (.eml) are left"},
    {"check", 0, NULL, "test the schedule, the folders and the relay, and send nothing"},
    {"correct", 0, NULL, "make papers that come out otherwise anew, in the place of the old"},
    {"jobs", 'j', "N", "papers made at the same time (one a processor)"},
    {"log", 0, "FILE", "where events go, a line of JSON each; - is standard output (-)"},
    {"now", 0, "TIME", "as if it were YYYY-MM-DDTHH:MM:SSZ"},
    {0}};

/* What the listener writes to. */
struct voice {
    int log; /* -1: none */
    bool shows_progress;
    size_t shown; /* papers done when progress was shown last */
};

static void write_event(void *context, const char *line, size_t length) {
    const struct voice *voice = context;
    while (voice->log >= 0 && length > 0) {
        ssize_t count = write(voice->log, line, length);
        if (count <= 0) {
            return; /* a log that is full ends no run */
        }
        line += count;
        length -= (size_t)count;
    }
}

/* What a rendering says comes between two lines of progress. */
static void write_said(void *context, const char *text, size_t length) {
    const struct voice *voice = context;
    if (voice->shows_progress) {
        fputs("\r\033[K", stderr);
    }
    fwrite(text, 1, length, stderr);
}

static void write_progress(void *context, size_t done, size_t total, size_t failed) {
    struct voice *voice = context;
    if (!voice->shows_progress || (done == voice->shown && done > 0)) {
        return;
    }
    voice->shown = done;
    fprintf(stderr, "\r\033[K%zu of %zu papers", done, total);
    if (failed > 0) {
        fprintf(stderr, ", %zu failed", failed);
    }
    if (done == total) {
        fputs("\r\033[K", stderr);
    }
    fflush(stderr);
}

static int64_t fixed_now(void *context) {
    return *(const int64_t *)context;
}

static bool read_now(struct session *session, int64_t *now) {
    const char *text = session_option(session, "now");
    struct tm tm = {0};
    const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &tm);
    if (end == NULL || *end != '\0') {
        return REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_RUN_NOW, text);
    }
    *now = (int64_t)timegm(&tm);
    return true;
}

static bool is_edition(const char *text) {
    struct date date;
    char day[16];
    if (strlen(text) != 7) {
        return false;
    }
    snprintf(day, sizeof day, "%s-01", text);
    return date_parse(day, &date);
}

/* boardpaper itself: beside this program in a build tree, else where an installation has it. */
static const char *find_boardpaper(struct arena *arena) {
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    self[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(self, '/');
    if (slash != NULL) {
        *slash = '\0';
    }
    const char *beside = arena_print(arena, "%s/boardpaper", self);
    return access(beside, X_OK) == 0
               ? beside
               : arena_print(arena, "%s/" BOARDPAPER_TO_BIN "/boardpaper", self);
}

/* Standard output where nobody sees it, else none; a file is added to. */
static bool open_log(struct session *session, int *log) {
    const char *path = session_option(session, "log");
    *log = isatty(STDOUT_FILENO) == 1 ? -1 : STDOUT_FILENO;
    if (path != NULL && strcmp(path, "-") == 0) {
        *log = STDOUT_FILENO;
    } else if (path != NULL) {
        *log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
        if (*log < 0) {
            return REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_FILE_WRITE, path,
                          "cannot be opened");
        }
    }
    return true;
}

static bool read_options(struct session *session, struct run_options *options, int64_t *now) {
    options->edition = session_option(session, "edition");
    options->correct = session_has(session, "correct");
    options->dry_run = session_has(session, "dry-run");
    options->output = session_option(session, "output");
    options->verbose = session->verbose;
    bool good = input_count(session, "jobs", 1, 256, &options->jobs);
    if (options->edition != NULL && !is_edition(options->edition)) {
        good = REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_RUN_EDITION, options->edition);
    }
    if (options->output != NULL && !options->dry_run) {
        good = REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_RUN_OUTPUT_ALONE);
    }
    if (session_has(session, "now")) {
        good = read_now(session, now) && good;
        options->now = fixed_now;
        options->now_context = now;
    }
    return good;
}

/* Whatever is wrong with a schedule is configuration, but for one that is not there. */
static enum status status_of_schedule(const struct session *session) {
    enum status status = diagnostics_status(session->diagnostics);
    return status == STATUS_MISSING || status == STATUS_FAULT ? status : STATUS_CONFIGURATION;
}

static enum status run(struct session *session) {
    int64_t now = 0;
    struct voice voice = {.log = -1, .shows_progress = session->progress};
    struct run_options options = {.program = find_boardpaper(session->arena),
                                  .listener = {.event = write_event,
                                               .said = write_said,
                                               .progress = write_progress,
                                               .context = &voice}};
    if (!read_options(session, &options, &now)) {
        return STATUS_USAGE;
    }
    options.schedule = schedule_read(session->arena, session->arguments[0], session->diagnostics);
    if (options.schedule == NULL) {
        return status_of_schedule(session);
    }
    if (!open_log(session, &voice.log)) {
        return STATUS_OUTPUT;
    }
    struct buffer summary = {0};
    bool check = session_has(session, "check");
    enum status status =
        check ? run_check(session->arena, &options, &summary, session->diagnostics)
              : run_schedule(session->arena, &options, &summary, session->diagnostics);
    if (!session->quiet && summary.length > 0) {
        fwrite(summary.data, 1, summary.length, stderr);
    }
    buffer_free(&summary);
    if (voice.log > STDERR_FILENO) {
        close(voice.log);
    }
    return status;
}

const struct command command_run = {
    .name = "run",
    .arguments = "SCHEDULE.xml",
    .summary = RUN_SUMMARY,
    .details =
        "Works out what is due by the schedule, makes each paper in a process of its own, puts the "
        "papers into the archive with a manifest of their hashes, plans a message to each member "
        "who may read them, and sends what is approved. A second run does nothing more; one that "
        "was missed is caught up until its meeting is over, unless the data is too old. A paper "
        "that fails stops no other.\n\n"
        "Papers that need approval wait for `boardpaper outbox approve`; the next run, or "
        "`boardpaper outbox send`, sends them.\n\n"
        "--correct makes the papers of what is due (or of --edition) again. Those that come out "
        "otherwise than they were planned are planned anew as a run of their own (2026-11.2), and "
        "what was not sent of the old ones is cancelled.\n\n"
        "--dry-run shows the whole of what is due, whether or not it was planned before.\n\n"
        "Events go to standard output, where that is no terminal, or to --log; the summary goes to "
        "standard error.",
    .options = OPTIONS,
    .least = 1,
    .most = 1,
    .run = run};
