/* messages.c: a made paper and the words about it become messages: planned in the outbox, or files
 * to look at in a dry run. */
#include "work.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <boardpaper/file.h>

static const struct where NOWHERE = {NULL, 0};

enum { DAY_SECONDS = 86400, PAPER_MOST = 64 << 20 };

/* The marking comes first: mail programs cut a subject's end off. */
static const char *subject_of(struct engine *engine, const struct work *work,
                              const struct report_facts *facts) {
    const char *given = work->task->wording.subject;
    const char *subject = given == NULL ? facts->subject : given;
    const char *marking = marking_name(facts->marking);
    if (marking[0] == '\0') {
        return subject;
    }
    const char *head = arena_print(engine->arena, "[%s] ", marking);
    bool there = strncmp(subject, head, strlen(head)) == 0;
    return there ? subject : arena_print(engine->arena, "%s%s", head, subject);
}

/* The end of the last day that the data covers. */
static int64_t data_time(const struct report_facts *facts) {
    return facts->data_to.year == 0 ? 0 : (day_number(facts->data_to) + 1) * DAY_SECONDS;
}

static const struct recipient *recipients_of(struct engine *engine, const struct task *task) {
    struct recipient *list = NEWS(engine->arena, task->recipient_count, struct recipient);
    for (size_t i = 0; i < task->recipient_count; i++) {
        list[i] = recipient_of(task->recipients[i]);
    }
    return list;
}

/* ---- a dry run's files ----------------------------------------------------------------------- */

/* A file's name from an address, which may hold a slash. */
static const char *safe_name(struct engine *engine, const char *address) {
    static const char KEPT[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@._-";
    char *name = arena_text(engine->arena, address);
    for (char *at = name; *at != '\0'; at++) {
        *at = strchr(KEPT, *at) == NULL ? '_' : *at;
    }
    return name;
}

static bool write_eml(struct engine *engine, const struct work *work, const struct paper_plan *plan,
                      size_t index, const char *file, size_t length) {
    const struct recipient *recipient = &plan->recipients[index];
    const char *domain = strchr(plan->from, '@');
    struct mail mail = {.from = plan->from,
                        .from_name = plan->from_name,
                        .reply_to = plan->reply_to,
                        .to = recipient->address,
                        .to_name = recipient->name,
                        .subject = plan->subject,
                        .message_id =
                            arena_print(engine->arena, "dry-run-%s-%s-%zu%s", work->run,
                                        work->task->job, index + 1, domain == NULL ? "@" : domain),
                        .date = engine_now(engine),
                        .text = plan->text,
                        .html = plan->html,
                        .file_name = plan->file_name,
                        .file = file,
                        .file_length = length};
    struct buffer out = {0};
    const char *path = arena_print(engine->arena, "%s/%s.%zu.%s.eml", work->folder, work->task->job,
                                   index + 1, safe_name(engine, recipient->address));
    bool done = message_write(&mail, &out, engine->diagnostics) &&
                (engine->options->output == NULL ||
                 file_publish(path, out.data, out.length, engine->diagnostics));
    buffer_free(&out);
    return done;
}

bool domain_allowed(const struct engine *engine, const char *address) {
    const char *const *domains = engine->schedule->domains;
    const char *domain = strchr(address, '@') + 1;
    bool allowed = domains == NULL;
    for (; domains != NULL && *domains != NULL && !allowed; domains++) {
        allowed = strcasecmp(*domains, domain) == 0;
    }
    return allowed;
}

static bool write_files(struct engine *engine, struct work *work, const struct paper_plan *plan,
                        struct plan_result *result) {
    size_t length = 0;
    struct arena *arena = arena_new();
    const char *file =
        file_read(arena, work->pdf, PAPER_MOST, NOWHERE, &length, engine->diagnostics);
    bool good = file != NULL;
    for (size_t i = 0; file != NULL && i < plan->recipient_count; i++) {
        const struct recipient *recipient = &plan->recipients[i];
        if (!domain_allowed(engine, recipient->address)) {
            good = REPORT(engine->diagnostics, recipient->where, MESSAGE_OUTBOX_DOMAIN,
                          recipient->address);
        } else if (recipient->clearance < plan->marking) {
            result->withheld++;
            REPORT(engine->diagnostics, recipient->where, MESSAGE_OUTBOX_WITHHELD,
                   recipient->address, plan->job, plan->file_name);
        } else if (write_eml(engine, work, plan, i, file, length)) {
            result->planned++;
        } else {
            good = false;
        }
    }
    arena_free(arena);
    return good;
}

/* ---- planning -------------------------------------------------------------------------------- */

bool plan_messages(struct engine *engine, struct work *work, const struct report_facts *facts) {
    const struct schedule *schedule = engine->schedule;
    const struct task *task = work->task;
    struct paper_plan plan = {.run = work->run,
                              .job = task->job,
                              .supersedes = work->supersedes,
                              .marking = (int)facts->marking,
                              .file = work->pdf,
                              .file_name = task->file_name,
                              .from = schedule->from,
                              .from_name = schedule->from_name,
                              .reply_to = schedule->reply_to,
                              .subject = subject_of(engine, work, facts),
                              .text = facts->text,
                              .html = facts->html,
                              .data_time = data_time(facts),
                              .approval = schedule->approval,
                              .recipients = recipients_of(engine, task),
                              .recipient_count = task->recipient_count,
                              .domains = schedule->domains};
    struct plan_result result = {0};
    work->planned = engine->outbox == NULL
                        ? write_files(engine, work, &plan, &result)
                        : outbox_plan(engine->outbox, &plan, &result, engine->diagnostics);
    engine->planned += result.planned;
    engine->withheld += result.withheld;
    if (work->planned && result.planned == 0 && !result.already) {
        REPORT(engine->diagnostics, task->where, MESSAGE_RUN_NOBODY, task->job, work->run);
    }
    log_event(engine, work->planned ? "planned" : "not-planned", "run", work->run, "job", task->job,
              "marking", marking_name(facts->marking), "subject", plan.subject, "sha256",
              work->digest, "messages#", log_number(engine, result.planned), "withheld#",
              log_number(engine, result.withheld), NULL);
    return work->planned;
}
