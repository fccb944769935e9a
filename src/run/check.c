/* check.c: whether a run could do its work, without any of it.
 *
 * What only the run itself would find, on the night it is due, is tried now: each assessment that
 * is there already is rendered into a folder that goes away, folders are written to, the outbox is
 * opened, and the relay is gone through up to the login.
 */
#include "work.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct where NOWHERE = {NULL, 0};

static void say(struct engine *engine, const char *what, bool good, const char *detail) {
    buffer_print(engine->summary, "%-9s %s%s%s\n", what, good ? "well" : "NOT WELL",
                 *detail == '\0' ? "" : ": ", detail);
    log_event(engine, "checked", "what", what, "well", good ? "yes" : "no", "detail", detail, NULL);
}

/* The first folder of the path that is there: in it the others would be made. */
static const char *nearest_folder(struct engine *engine, const char *path) {
    while (access(path, F_OK) != 0) {
        const char *slash = strrchr(path, '/');
        if (slash == NULL) {
            return ".";
        }
        path = arena_bytes(engine->arena, path, slash == path ? 1 : (size_t)(slash - path));
    }
    return path;
}

/* An unnamed file says more than the mode: disks are mounted read-only, and some are full. */
static bool can_write(struct engine *engine, const char *folder) {
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    bool good = file >= 0 && write(file, "", 1) == 1;
    int error = errno;
    if (file >= 0) {
        close(file);
    }
    if (!good && (error == EOPNOTSUPP || error == EISDIR) && access(folder, W_OK | X_OK) == 0) {
        return true; /* a file system without unnamed files */
    }
    return good ||
           REPORT(engine->diagnostics, NOWHERE, MESSAGE_RUN_FOLDER, folder, strerror(error));
}

static void check_archive(struct engine *engine) {
    const char *archive = engine->schedule->archive;
    say(engine, "archive", can_write(engine, nearest_folder(engine, archive)), archive);
}

static void check_outbox(struct engine *engine) {
    const char *path = engine->schedule->outbox;
    bool there = access(path, F_OK) == 0;
    bool good = true;
    if (there) {
        const struct outbox_options how = {
            .path = path, .now = engine->options->now, .context = engine->options->now_context};
        struct outbox *outbox = outbox_open(&how, engine->diagnostics);
        good = outbox != NULL && outbox_verify(outbox, engine->diagnostics);
        outbox_close(outbox);
    }
    const char *slash = strrchr(path, '/');
    const char *folder = slash == NULL   ? "."
                         : slash == path ? "/"
                                         : arena_bytes(engine->arena, path, (size_t)(slash - path));
    good = can_write(engine, nearest_folder(engine, folder)) && good;
    say(engine, "outbox", good,
        there ? path : arena_print(engine->arena, "%s (the first run makes it)", path));
}

static void check_relay(struct engine *engine) {
    const struct schedule_relay *relay = engine->schedule->relay;
    if (relay == NULL) {
        say(engine, "relay", true, "none is named, so that nothing is ever sent");
        return;
    }
    struct smtp_reply reply = {0};
    struct smtp *smtp = run_relay(engine->schedule, engine->diagnostics);
    bool good = smtp != NULL && smtp_try(smtp, &reply);
    smtp_close(smtp);
    if (smtp != NULL && !good) {
        REPORT(engine->diagnostics, relay->where, MESSAGE_RUN_RELAY, relay->host,
               diagnostics_integer(engine->diagnostics, relay->port), reply.text);
    }
    say(engine, "relay", good,
        arena_print(engine->arena, "%s:%d%s%s", relay->host, relay->port,
                    reply.text[0] == '\0' ? "" : " said ", reply.text));
}

/* Addresses that a message could not be written to, and domains that are not allowed. */
static void check_members(struct engine *engine) {
    const struct schedule *schedule = engine->schedule;
    bool good = address_valid(schedule->from) ||
                REPORT(engine->diagnostics, NOWHERE, MESSAGE_MAIL_ADDRESS, "From", schedule->from);
    for (size_t i = 0; i < schedule->member_count; i++) {
        const struct member *member = &schedule->members[i];
        if (!address_valid(member->address)) {
            good = REPORT(engine->diagnostics, member->where, MESSAGE_MAIL_ADDRESS, "To",
                          member->address);
        } else if (!domain_allowed(engine, member->address)) {
            good =
                REPORT(engine->diagnostics, member->where, MESSAGE_OUTBOX_DOMAIN, member->address);
        }
    }
    say(engine, "members", good, arena_print(engine->arena, "%zu named", schedule->member_count));
}

/* The papers of the last period that is due, or of the edition asked for. */
static void check_papers(struct engine *engine) {
    find_work(engine);
    for (size_t i = 0; i < engine->work_count; i++) {
        engine->works[i].folder = NULL; /* the temporary one */
    }
    if (engine->work_count > 0) {
        make_papers(engine);
    }
    say(engine, "papers", engine->failed == 0 && !diagnostics_failed(engine->diagnostics),
        arena_print(engine->arena, "%zu tried, %zu not made", engine->work_count, engine->failed));
}

enum status run_check(struct arena *arena, const struct run_options *options,
                      struct buffer *summary, struct diagnostics *diagnostics) {
    struct run_options all = *options;
    all.dry_run = true;
    all.output = NULL;
    struct engine engine = {.arena = arena,
                            .options = &all,
                            .schedule = options->schedule,
                            .diagnostics = diagnostics,
                            .summary = summary};
    check_papers(&engine);
    temporary_remove(&engine);
    check_members(&engine);
    check_archive(&engine);
    check_outbox(&engine);
    check_relay(&engine);
    return diagnostics_status(diagnostics);
}
