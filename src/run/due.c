/* due.c: what is to be made now.
 *
 * Of each kind of paper the last period that is due counts: one that was missed while the machine
 * was off is caught up until its meeting is over or the next one is due. Older ones are named and
 * left: several months' papers at once would be read by nobody.
 */
#include "work.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <boardpaper/assessment.h>

static const struct where NOWHERE = {NULL, 0};

enum { MOST_CORRECTIONS = 1000 };

struct finding {
    struct engine *engine;
    const char *listed;                  /* the run that entries are of, or NULL */
    const struct outbox_entry **entries; /* its messages, by job and address */
    size_t entry_count;
    struct work *works;
    size_t count, room;
    size_t periods;
};

/* Whether the outbox has the paper, without a word where it has not. */
static bool is_planned(struct engine *engine, const char *run, const char *job) {
    if (engine->outbox == NULL) {
        return false;
    }
    struct arena *arena = arena_new();
    char token[DIGEST_TEXT];
    bool planned = outbox_token(engine->outbox, run, job, token, diagnostics_new(arena, 0));
    arena_free(arena);
    return planned;
}

static struct work *add(struct finding *finding) {
    if (finding->count == finding->room) {
        finding->room = finding->room == 0 ? 64 : finding->room * 2;
        finding->works = memory_resize(finding->works, finding->room, sizeof *finding->works);
    }
    struct work *work = &finding->works[finding->count++];
    *work = (struct work){.said = ""};
    return work;
}

/* The run that has the paper now, and the next one free. */
static void find_run(struct engine *engine, const char *edition, const struct task *task,
                     const char **now, const char **next) {
    *now = NULL;
    *next = edition;
    for (int i = 2; i < MOST_CORRECTIONS && is_planned(engine, *next, task->job); i++) {
        *now = *next;
        *next = arena_print(engine->arena, "%s.%d", edition, i);
    }
}

/* ---- who joined since ------------------------------------------------------------------------ */

static int by_job_and_address(const void *left, const void *right) {
    const struct outbox_entry *const *a = left;
    const struct outbox_entry *const *b = right;
    int order = strcmp((*a)->job, (*b)->job);
    return order != 0 ? order : strcasecmp((*a)->address, (*b)->address);
}

static void list_run(struct finding *finding, const char *run) {
    struct engine *engine = finding->engine;
    const struct outbox_entry *list = NULL;
    if (finding->listed != NULL && strcmp(finding->listed, run) == 0) {
        return;
    }
    finding->listed = run;
    finding->entry_count = 0;
    if (!outbox_list(engine->outbox, run, engine->arena, &list, &finding->entry_count,
                     engine->diagnostics)) {
        return;
    }
    finding->entries = NEWS(engine->arena, finding->entry_count, const struct outbox_entry *);
    for (size_t i = 0; i < finding->entry_count; i++) {
        finding->entries[i] = &list[i];
    }
    if (finding->entry_count > 0) {
        qsort(finding->entries, finding->entry_count, sizeof(struct outbox_entry *),
              by_job_and_address);
    }
}

/* Any message of the job; NULL where there is none (nobody was cleared, or it was purged). */
static const struct outbox_entry *of_job(const struct finding *finding, const char *job) {
    for (size_t i = 0; i < finding->entry_count; i++) {
        if (strcmp(finding->entries[i]->job, job) == 0) {
            return finding->entries[i];
        }
    }
    return NULL;
}

/* A plan is fixed, for approval binds it. Who is a member since then is told of by name. */
static void name_joined(struct finding *finding, const char *run, const struct task *task) {
    struct engine *engine = finding->engine;
    list_run(finding, run);
    const struct outbox_entry *any = of_job(finding, task->job);
    for (size_t i = 0; any != NULL && i < task->recipient_count; i++) {
        const struct member *member = task->recipients[i];
        const struct outbox_entry key = {.job = task->job, .address = member->address};
        const struct outbox_entry *at = &key;
        if ((int)member->clearance >= any->marking &&
            bsearch(&at, finding->entries, finding->entry_count, sizeof(struct outbox_entry *),
                    by_job_and_address) == NULL) {
            REPORT(engine->diagnostics, member->where, MESSAGE_RUN_JOINED, member->address,
                   task->job, run);
        }
    }
}

/* ---- what is due ----------------------------------------------------------------------------- */

static void add_task(struct finding *finding, const struct period *period,
                     const struct task *task) {
    struct engine *engine = finding->engine;
    char edition[EDITION_TEXT];
    const char *now = NULL;
    const char *next = NULL;
    period_edition(period, edition);
    find_run(engine, arena_text(engine->arena, edition), task, &now, &next);
    if (now != NULL && !engine->options->correct) {
        engine->already++;
        name_joined(finding, now, task);
        return;
    }
    struct work *work = add(finding);
    work->task = task;
    work->period = period;
    work->run = next;
    work->supersedes = now;
    work->folder = engine->options->dry_run
                       ? engine->options->output
                       : arena_print(engine->arena, "%s/%s", engine->schedule->archive, next);
}

/* Of one kind and period, all partnerships. */
static void add_period(struct finding *finding, const struct paper_kind *kind,
                       const struct period *period, bool too_late) {
    struct engine *engine = finding->engine;
    const struct task *tasks = NULL;
    size_t count = 0;
    struct period *kept = NEW(engine->arena, struct period);
    *kept = *period;
    schedule_tasks(engine->schedule, kind, period, engine->arena, &tasks, &count,
                   engine->diagnostics);
    size_t before = finding->count;
    for (size_t i = 0; i < count; i++) {
        add_task(finding, kept, &tasks[i]);
    }
    if (too_late && finding->count > before) {
        char edition[EDITION_TEXT];
        REPORT(engine->diagnostics, kind->where, MESSAGE_RUN_LATE, kind->id,
               period_edition(period, edition));
        log_event(engine, "too-late", "edition", edition, "paper", kind->id, NULL);
        finding->count = before;
    }
}

/* The period before this one, where it is not in the archive though an earlier one is. */
static void name_missed(struct engine *engine, const struct paper_kind *kind,
                        const struct period *period) {
    struct period before;
    char first[EDITION_TEXT];
    char edition[EDITION_TEXT];
    if (engine->options->dry_run || !archive_first(engine, first) ||
        !timing_before(&kind->timing, &engine->schedule->calendar, period, &before)) {
        return;
    }
    period_edition(&before, edition);
    if (strcmp(edition, first) > 0 && !archive_has(engine, edition)) {
        REPORT(engine->diagnostics, kind->where, MESSAGE_RUN_MISSED, kind->id, edition);
        log_event(engine, "missed", "edition", edition, "paper", kind->id, NULL);
    }
}

static bool before_first(const struct schedule *schedule, const struct period *period) {
    struct date month = {period->year, period->month, 1};
    return schedule->first.year != 0 && date_compare(month, schedule->first) < 0;
}

static void find_due(struct finding *finding, const struct paper_kind *kind) {
    struct engine *engine = finding->engine;
    const struct schedule *schedule = engine->schedule;
    struct period period;
    int64_t now = engine_now(engine);
    if (!timing_latest(&kind->timing, &schedule->calendar, now, &period) ||
        before_first(schedule, &period)) {
        return;
    }
    finding->periods++;
    struct date today = calendar_today(&schedule->calendar, now);
    bool over = period.meeting.year != 0 && date_compare(today, period.meeting) > 0;
    add_period(finding, kind, &period, over);
    name_missed(engine, kind, &period);
}

static void find_edition(struct finding *finding, const struct paper_kind *kind) {
    struct engine *engine = finding->engine;
    const char *edition = engine->options->edition;
    struct period period;
    int year = atoi(edition);
    int month = atoi(edition + 5);
    if (timing_period(&kind->timing, &engine->schedule->calendar, year, month, &period)) {
        finding->periods++;
        add_period(finding, kind, &period, false);
    }
}

void find_work(struct engine *engine) {
    struct finding finding = {.engine = engine};
    const struct schedule *schedule = engine->schedule;
    for (size_t i = 0; i < schedule->paper_count; i++) {
        if (engine->options->edition != NULL) {
            find_edition(&finding, &schedule->papers[i]);
        } else {
            find_due(&finding, &schedule->papers[i]);
        }
    }
    if (engine->options->edition != NULL && finding.periods == 0) {
        REPORT(engine->diagnostics, NOWHERE, MESSAGE_RUN_NO_PERIOD, engine->options->edition);
    }
    engine->works = NEWS(engine->arena, finding.count, struct work);
    engine->work_count = finding.count;
    if (finding.count > 0) {
        memcpy(engine->works, finding.works, finding.count * sizeof *engine->works);
    }
    free(finding.works);
}
