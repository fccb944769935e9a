/* work.h: what the files of a run share. */
#ifndef BOARDPAPER_RUN_WORK_H
#define BOARDPAPER_RUN_WORK_H

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/delivery.h>
#include <boardpaper/run.h>
#include <boardpaper/schedule.h>

enum work_state {
    WORK_WAITING,
    WORK_MADE,    /* the paper and its report are there */
    WORK_SAME,    /* --correct: it came out as it was */
    WORK_REFUSED, /* too old, or not to be read */
    WORK_FAILED   /* the rendering ended with status, or by a signal or the clock */
};

/* A paper that is to be made. */
struct work {
    const struct task *task;
    const struct period *period;
    const char *run;                   /* "2026-11", or "2026-11.2" for a correction */
    const char *supersedes;            /* the run before it, or NULL */
    const char *folder, *pdf, *report; /* files; the report's is temporary */
    enum work_state state;
    int exit_status, exit_signal; /* of a failed rendering */
    bool timed_out;
    double seconds;
    const char *said; /* by the rendering, or "" */
    char digest[DIGEST_TEXT];
    bool planned; /* its messages stand in the outbox */
};

/* What a report says of a paper. */
struct report_facts {
    const char *subject, *text, *html;
    enum marking marking;
    struct date data_to;
};

struct engine {
    struct arena *arena;
    const struct run_options *options;
    const struct schedule *schedule;
    struct diagnostics *diagnostics;
    struct outbox *outbox; /* NULL in a dry run */
    struct buffer *summary;
    const char *temporary; /* a folder, gone at the end; NULL: none yet */
    struct work *works;
    size_t work_count;
    size_t already; /* papers that were planned before */
    size_t failed, same, made;
    size_t planned, withheld; /* messages, recipients */
    struct delivery_counts sent;
};

int64_t engine_now(const struct engine *engine);

/* ---- due.c ---- */

/* Fills works with what is due and not done. */
void find_work(struct engine *engine);

/* ---- workers.c ---- */

/* Makes all papers, so many at a time. Never fails as a whole. */
void make_papers(struct engine *engine);

/* ---- archive.c ---- */

/* Makes the folder and those above it, outlasting a power cut. */
bool archive_make_folder(struct engine *engine, const char *folder);
/* The hash that the manifest of the folder has for that file; false where it has none. */
bool archive_digest(struct engine *engine, const char *folder, const char *file_name,
                    char digest[DIGEST_TEXT]);
/* Writes the manifests of all folders that works went to: SHA256SUMS, as sha256sum -c reads. */
bool archive_write_manifests(struct engine *engine);
/* The first edition that the archive has; false where it has none. */
bool archive_first(struct engine *engine, char edition[EDITION_TEXT]);
bool archive_has(struct engine *engine, const char *run);
/* A folder for what goes with the run, and away with it. */
const char *temporary_make(struct engine *engine);
void temporary_remove(struct engine *engine);

/* ---- report.c ---- */

/* False with a diagnostic where the report is not one. */
bool report_read(struct engine *engine, const struct work *work, struct report_facts *facts);

/* ---- messages.c ---- */

/* Plans the messages of a made paper, or writes them as files in a dry run. */
bool plan_messages(struct engine *engine, struct work *work, const struct report_facts *facts);

bool domain_allowed(const struct engine *engine, const char *address);

/* ---- sending.c ---- */

/* A member as the delivery room knows him. */
struct recipient recipient_of(const struct member *member);
void send_messages(struct engine *engine);

/* ---- log.c ---- */

/* A line of JSON: the time, the event, and pairs of name and value, ended by NULL. A value of NULL
 * is left out. Names ending in '#' are numbers, written without it. */
void log_event(struct engine *engine, const char *event, ...);
void log_work(struct engine *engine, const char *event, const struct work *work);
/* A number for log_event. */
const char *log_number(struct engine *engine, size_t number);

/* ---- summary.c ---- */

void write_summary(struct engine *engine, enum status status);
/* Tells the failure program, where there is one. */
void tell_failure(struct engine *engine, enum status status);

#endif
