/* outbox.c: `boardpaper outbox`, what went to whom: to look, to decide, to send.
 *
 * An action is a line of a table, so that what it takes is said in one place: every action is told
 * by its schedule or by the outbox itself, whichever is at hand. That the file is a schedule is
 * told by its name ending in .xml.
 */
#include "outbox.h"

#include <string.h>
#include <time.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/schedule.h>

#include "elsewhere.h"
#include "options.h"

static const struct where COMMAND_LINE = {NULL, 0};

static const struct command_option OPTIONS[] = {
    {"as", 0, "NAME", "who decides: approve, resolve and purge keep it on record"},
    {"token", 0, "TOKEN", "approve: what was seen and is approved; without it, it is shown"},
    {"messages", 'm', NULL, "status: every message, not only those that need a look"},
    {"before", 0, "YYYY-MM-DD", "purge: what was done before that day (the schedule's retention)"},
    {"format", 'f', "FORMAT", "status, approve, send: table (for people) or json (table)"},
    {"now", 0, "TIME", "as if it were YYYY-MM-DDTHH:MM:SSZ"},
    {0}};

static const struct action {
    const char *name;
    const char *takes; /* its arguments after the file, for the message */
    size_t least, most;
    bool exclusive, schedule; /* holds the outbox's lock; needs the schedule */
    const char *options;      /* those it takes, each between spaces */
    enum status (*work)(struct outbox_work *work);
} ACTIONS[] = {
    {"status", " [RUN]", 0, 1, false, false, " messages format now ", outbox_status},
    {"approve", " RUN [JOB]", 1, 2, true, false, " as token format now ", outbox_approval},
    {"send", "", 0, 0, true, true, " format now ", outbox_sending},
    {"resolve", " MESSAGE... sent|failed|again", 2, (size_t)-1, true, false, " as now ",
     outbox_resolution},
    {"verify", "", 0, 0, false, false, " now ", outbox_verification},
    {"purge", "", 0, 0, true, false, " as before now ", outbox_purging},
};
enum { ACTION_COUNT = sizeof ACTIONS / sizeof ACTIONS[0] };

enum status outbox_standing(const size_t counts[DELIVERY_CANCELLED + 1]) {
    /* A message found COMMITTING is either being sent this moment or will be UNKNOWN. */
    return counts[DELIVERY_UNKNOWN] + counts[DELIVERY_COMMITTING] > 0 ? STATUS_UNKNOWN
           : counts[DELIVERY_DEFERRED] > 0                            ? STATUS_BUSY
                                                                      : STATUS_DONE;
}

const char *outbox_time(int64_t time, char text[OUTBOX_TIME_TEXT]) {
    time_t seconds = (time_t)time;
    struct tm parts;
    if (gmtime_r(&seconds, &parts) == NULL ||
        strftime(text, OUTBOX_TIME_TEXT, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) {
        text[0] = '\0';
    }
    return text;
}

void outbox_table(struct buffer *out, const char *const *cells, size_t columns, size_t rows) {
    enum { MOST_COLUMNS = 16 };
    size_t widths[MOST_COLUMNS] = {0};
    for (size_t i = 0; i < rows * columns; i++) {
        size_t width = strlen(cells[i]);
        widths[i % columns] = width > widths[i % columns] ? width : widths[i % columns];
    }
    for (size_t row = 0; row < rows; row++) {
        size_t blank = 0; /* owed before the next cell, so that no line ends in spaces */
        for (size_t column = 0; column < columns; column++) {
            const char *cell = cells[row * columns + column];
            if (cell[0] != '\0') {
                buffer_print(out, "%*s%s", (int)blank, "", cell);
                blank = 0;
            }
            blank += widths[column] == 0 ? 0 : widths[column] - strlen(cell) + 2;
        }
        buffer_byte(out, '\n');
    }
}

int64_t outbox_work_now(const struct outbox_work *work) {
    return work->has_now ? work->now : (int64_t)time(NULL);
}

static int64_t injected_now(void *context) {
    return outbox_work_now(context);
}

static const struct action *find_action(struct session *session) {
    const char *names[ACTION_COUNT + 1] = {0};
    for (size_t i = 0; i < ACTION_COUNT; i++) {
        names[i] = ACTIONS[i].name;
        if (strcmp(ACTIONS[i].name, session->arguments[0]) == 0) {
            return &ACTIONS[i];
        }
    }
    const char *nearest = options_nearest(session->arguments[0], names);
    REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_ACTION, session->arguments[0],
           nearest == NULL ? "status, approve, send, resolve, verify or purge" : nearest);
    return NULL;
}

static bool check_usage(struct session *session, const struct action *action) {
    bool good = true;
    size_t given = session->argument_count - 2;
    if (given < action->least || given > action->most) {
        const char *usage =
            arena_print(session->arena, "outbox %s FILE%s", action->name, action->takes);
        good = given < action->least
                   ? REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_ARGUMENTS_FEW, usage)
                   : REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_ARGUMENTS_MANY,
                            session->arguments[2 + action->most], usage);
    }
    for (const struct command_option *option = OPTIONS; option->name != NULL; option++) {
        if (session_has(session, option->name) &&
            strstr(action->options, arena_print(session->arena, " %s ", option->name)) == NULL) {
            good = REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_OPTION, action->name,
                          option->name);
        }
    }
    return good;
}

static bool read_now(struct outbox_work *work) {
    const char *text = session_option(work->session, "now");
    if (text == NULL) {
        return true;
    }
    struct tm parts = {0};
    const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    if (end == NULL || *end != '\0') {
        return REPORT(work->session->diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_NOW, text);
    }
    work->has_now = true;
    work->now = (int64_t)timegm(&parts);
    return true;
}

/* The file is a schedule, which names the outbox, or the outbox. */
static bool find_outbox(struct outbox_work *work, const struct action *action) {
    struct session *session = work->session;
    const char *file = session->arguments[1];
    size_t length = strlen(file);
    if (length > 4 && strcmp(file + length - 4, ".xml") == 0) {
        work->schedule = schedule_read(session->arena, file, session->diagnostics);
        work->path = work->schedule == NULL ? NULL : work->schedule->outbox;
        return work->path != NULL;
    }
    work->path = file;
    return !action->schedule ||
           REPORT(session->diagnostics, COMMAND_LINE, MESSAGE_OUTBOX_SCHEDULE, action->name, file);
}

static enum status run(struct session *session) {
    const struct action *action = find_action(session);
    struct outbox_work work = {.session = session,
                               .arguments = session->arguments + 2,
                               .argument_count = session->argument_count - 2};
    if (action == NULL || !check_usage(session, action) || !read_now(&work) ||
        !find_outbox(&work, action)) {
        return STATUS_DONE;
    }
    const struct outbox_options options = {
        .path = work.path, .exclusive = action->exclusive, .now = injected_now, .context = &work};
    work.outbox = outbox_open(&options, session->diagnostics);
    if (work.outbox == NULL) {
        return STATUS_DONE;
    }
    enum status status = action->work(&work);
    outbox_close(work.outbox);
    return status;
}

const struct command command_outbox = {
    .name = "outbox",
    .arguments = "status|approve|send|resolve|verify|purge FILE [...]",
    .summary = OUTBOX_SUMMARY,
    .details =
        "FILE is the schedule, or the outbox that it names.\n\n"
        "outbox status FILE [RUN]\n"
        "  Papers with their messages by state, and each message that needs a look with the "
        "server's reply.\n"
        "outbox approve FILE RUN [JOB] [--token=TOKEN --as=NAME]\n"
        "  Shows what an approval binds: the paper, its hash, its marking, and every recipient "
        "with "
        "clearance. With the token it shows, approves it.\n"
        "outbox send SCHEDULE.xml\n"
        "  Sends what is approved, and what was deferred and is due again.\n"
        "outbox resolve FILE MESSAGE... sent|failed|again --as=NAME\n"
        "  A person's word on messages of unknown outcome.\n"
        "outbox verify FILE\n"
        "  The outbox's own integrity, and each paper on disk against its hash.\n"
        "outbox purge FILE --as=NAME [--before=YYYY-MM-DD]\n"
        "  Forgets messages that are done, after the schedule's time of retention.\n\n"
        "The exit status is 76 where deliveries of unknown outcome wait for a decision, 75 where "
        "some were deferred or another run is at work, 65 where papers were refused (altered, too "
        "old, not as approved), 78 where the configuration is at fault.",
    .options = OPTIONS,
    .least = 2,
    .most = (size_t)-1,
    .run = run};
