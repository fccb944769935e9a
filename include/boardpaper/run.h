/* run.h: the scheduled run, from what is due to what is sent.
 *
 *   due ──► rendered (a process each) ──► archive, with a manifest ──► planned ──► approved? ──►
 * sent
 *
 * What is done is what the outbox knows: a paper that is planned there is never made again, and
 * one that is not is made anew, whatever lies in the archive. So a run can be killed anywhere and
 * started again, and starting it once more does nothing.
 */
#ifndef BOARDPAPER_RUN_H
#define BOARDPAPER_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/diagnostics.h>

struct arena;
struct buffer;
struct delivery_counts;
struct outbox;
struct schedule;
struct smtp;

/* What a run tells while it goes on; each may be NULL. */
struct run_listener {
    /* An event: a line of JSON with its end. */
    void (*event)(void *context, const char *line, size_t length);
    /* What a rendering said of its input, as it said it. */
    void (*said)(void *context, const char *text, size_t length);
    void (*progress)(void *context, size_t done, size_t total, size_t failed);
    void *context;
};

struct run_options {
    const struct schedule *schedule;
    const char *program; /* boardpaper itself, for `render` */
    const char *edition; /* "2026-11": that one, whatever is due; NULL: what is due */
    bool correct;        /* papers that come out otherwise than planned replace the old ones */
    bool dry_run;        /* nothing is planned, sent or put into the archive */
    const char *output;  /* dry_run: where papers and messages (.eml) are left; NULL: nowhere */
    size_t jobs;         /* at the same time; 0: one a processor */
    bool verbose;        /* tell what renderings said even where they went well */
    int64_t (*now)(void *now_context); /* seconds since 1970; NULL: the system's clock */
    void *now_context;
    struct run_listener listener;
};

/* Adds to summary what a person wants to know. Returns the exit status: UNKNOWN where outcomes wait
 * for a decision, else that of the first error, else BUSY where messages are deferred, else DONE.
 */
enum status run_schedule(struct arena *arena, const struct run_options *options,
                         struct buffer *summary, struct diagnostics *diagnostics);

/* Tests what the schedule names: assessments and templates of the next period as far as they are
 * there, folders, the outbox, and the relay up to a login. Sends and leaves nothing. */
enum status run_check(struct arena *arena, const struct run_options *options,
                      struct buffer *summary, struct diagnostics *diagnostics);

/* The schedule's relay, which must be there, by smtp_open; NULL with a diagnostic. */
struct smtp *run_relay(const struct schedule *schedule, struct diagnostics *diagnostics);

/* delivery_send_all to the schedule's relay, with its members and its policy as they are now. False
 * where the relay could not be opened; what else went wrong is in diagnostics. */
bool run_deliver(struct arena *arena, const struct schedule *schedule, struct outbox *outbox,
                 struct delivery_counts *counts, struct diagnostics *diagnostics);

#endif
