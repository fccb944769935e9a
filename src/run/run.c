/* run.c: the run from its beginning to its exit status.
 *
 * The outbox is opened first and held to the end: its lock is what keeps two runs apart. Within it
 * the order is: all papers, the manifest, the plans, the sending. A kill between any two leaves
 * papers that nobody knows of, which the next run makes again, or plans that stand.
 */
#include "work.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include <boardpaper/file.h>

static const struct where NOWHERE = {NULL, 0};

enum { DAY_SECONDS = 86400, PAPER_MOST = 64 << 20 };

int64_t engine_now(const struct engine *engine) {
    const struct run_options *options = engine->options;
    return options->now != NULL ? options->now(options->now_context) : (int64_t)time(NULL);
}

/* ---- after the rendering --------------------------------------------------------------------- */

static bool hash_paper(struct engine *engine, struct work *work) {
    struct arena *arena = arena_new();
    size_t length = 0;
    const char *bytes =
        file_read(arena, work->pdf, PAPER_MOST, work->task->where, &length, engine->diagnostics);
    bool done = bytes != NULL && (delivery_digest(bytes, length, work->digest) ||
                                  REPORT(engine->diagnostics, NOWHERE, MESSAGE_DIGEST));
    arena_free(arena);
    return done;
}

/* Data that is too old is not sent as new, however late the run. */
static bool is_fresh(struct engine *engine, const struct work *work,
                     const struct report_facts *facts) {
    int most = engine->schedule->greatest_age_days;
    struct date today = calendar_today(&engine->schedule->calendar, engine_now(engine));
    if (facts->data_to.year == 0 || most == 0) {
        return true;
    }
    int64_t age = day_number(today) - day_number(facts->data_to);
    return age <= most ||
           REPORT(engine->diagnostics, work->task->where, MESSAGE_RUN_STALE, work->task->job,
                  work->run, diagnostics_integer(engine->diagnostics, age),
                  diagnostics_integer(engine->diagnostics, most));
}

/* A correction that is what is there already is none. */
static bool is_same(struct engine *engine, const struct work *work) {
    char digest[DIGEST_TEXT];
    if (work->supersedes == NULL) {
        return false;
    }
    const char *folder =
        arena_print(engine->arena, "%s/%s", engine->schedule->archive, work->supersedes);
    return archive_digest(engine, folder, work->task->file_name, digest) &&
           strcmp(digest, work->digest) == 0;
}

/* What is not planned does not stay. */
static void take_away(struct engine *engine, struct work *work, enum work_state state) {
    work->state = state;
    if (!engine->options->dry_run) {
        unlink(work->pdf);
        rmdir(work->folder); /* where it is empty */
    }
}

static void examine(struct engine *engine, struct work *work, struct report_facts *facts) {
    if (!report_read(engine, work, facts) || !hash_paper(engine, work) ||
        !is_fresh(engine, work, facts)) {
        take_away(engine, work, WORK_REFUSED);
        engine->failed++;
        log_work(engine, "refused", work);
    } else if (is_same(engine, work)) {
        take_away(engine, work, WORK_SAME);
        engine->same++;
        log_work(engine, "same", work);
    } else {
        engine->made++;
    }
}

static void plan_all(struct engine *engine) {
    struct report_facts *facts = NEWS(engine->arena, engine->work_count, struct report_facts);
    for (size_t i = 0; i < engine->work_count; i++) {
        if (engine->works[i].state == WORK_MADE) {
            examine(engine, &engine->works[i], &facts[i]);
        }
    }
    if (engine->made == 0 || (!engine->options->dry_run && !archive_write_manifests(engine))) {
        return;
    }
    for (size_t i = 0; i < engine->work_count; i++) {
        struct work *work = &engine->works[i];
        if (work->state == WORK_MADE && !plan_messages(engine, work, &facts[i])) {
            engine->failed++;
        }
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void purge(struct engine *engine) {
    int days = engine->schedule->retention_days;
    size_t messages = 0;
    if (days > 0 &&
        outbox_purge(engine->outbox, engine_now(engine) - (int64_t)days * DAY_SECONDS, "retention",
                     &messages, engine->diagnostics) &&
        messages > 0) {
        log_event(engine, "purged", "messages#", log_number(engine, messages), NULL);
    }
}

static enum status status_of(struct engine *engine) {
    size_t counts[DELIVERY_CANCELLED + 1] = {0};
    if (engine->outbox != NULL) {
        outbox_count(engine->outbox, counts, engine->diagnostics);
    }
    enum status error = diagnostics_status(engine->diagnostics);
    return counts[DELIVERY_UNKNOWN] > 0    ? STATUS_UNKNOWN
           : error != STATUS_DONE          ? error
           : counts[DELIVERY_DEFERRED] > 0 ? STATUS_BUSY
                                           : STATUS_DONE;
}

static void work_through(struct engine *engine) {
    find_work(engine);
    if (engine->work_count > 0) {
        make_papers(engine);
        plan_all(engine);
    }
    if (engine->outbox != NULL) {
        send_messages(engine);
        purge(engine);
    }
}

static bool take_outbox(struct engine *engine) {
    const struct outbox_options how = {.path = engine->schedule->outbox,
                                       .exclusive = true,
                                       .now = engine->options->now,
                                       .context = engine->options->now_context};
    const char *slash = strrchr(how.path, '/');
    const char *folder = slash == NULL || slash == how.path
                             ? NULL
                             : arena_bytes(engine->arena, how.path, (size_t)(slash - how.path));
    if (folder != NULL && !archive_make_folder(engine, folder)) {
        return false;
    }
    engine->outbox = outbox_open(&how, engine->diagnostics);
    return engine->outbox != NULL;
}

enum status run_schedule(struct arena *arena, const struct run_options *options,
                         struct buffer *summary, struct diagnostics *diagnostics) {
    struct engine engine = {.arena = arena,
                            .options = options,
                            .schedule = options->schedule,
                            .diagnostics = diagnostics,
                            .summary = summary};
    if (!options->dry_run && !take_outbox(&engine)) {
        return diagnostics_status(diagnostics);
    }
    log_event(&engine, "began", "schedule", engine.schedule->file, "edition", options->edition,
              "dry-run", options->dry_run ? "yes" : NULL, NULL);
    work_through(&engine);
    temporary_remove(&engine);
    enum status status = status_of(&engine);
    write_summary(&engine, status);
    log_event(&engine, "ended", "status#", log_number(&engine, (size_t)status), NULL);
    outbox_close(engine.outbox);
    if (status != STATUS_DONE && !options->dry_run) {
        tell_failure(&engine, status);
    }
    return status;
}
