/* yard.h: schedules to run in the test's own folder, with papers made by fake_render, an SMTP
 * server that goes wrong where it is told to, and a clock that is set. */
#ifndef BOARDPAPER_TESTS_RUN_YARD_H
#define BOARDPAPER_TESTS_RUN_YARD_H

#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/delivery.h>
#include <boardpaper/run.h>
#include <boardpaper/schedule.h>

#include "../delivery/server.h"

/* 2016-01-04, a Monday, 07:00 UTC, which is when the papers are due. */
enum { DUE = 1451890800, HOUR = 3600, DAY = 86400 };

struct yard {
    struct scratch *scratch; /* the folder */
    struct arena *arena;
    struct server server;
    int64_t now;
    bool correct;
    size_t jobs;
    struct buffer summary, events; /* of the last run */
    struct diagnostics *diagnostics;
};

/* The server, for all tests of a program; tls: also STARTTLS with a login, and TLS. */
int yard_begin(void **state);
int yard_begin_tls(void **state);
int yard_end(void **state);
/* A folder for each, with the server's log, empty, as "log". */
int yard_open(void **state);
int yard_close(void **state);

void yard_write(const char *path, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The schedule s.xml with these inside: members of group g, partnerships, attributes of <policy>.
 * It is due on the first Monday and sends to the server; approval is required unless policy says
 * otherwise. */
void yard_schedule(struct yard *yard, const char *path, const char *members,
                   const char *partnerships, const char *policy);

/* Runs it, or checks it (`run --check`). */
enum status yard_run(struct yard *yard, const char *path);
enum status yard_check(struct yard *yard, const char *path);
void yard_says(struct yard *yard, const char *part);  /* a diagnostic or the summary */
void yard_event(struct yard *yard, const char *part); /* a line of the log */

/* How often the server took a message for that address; NULL: any. */
int yard_taken(const char *address);
/* Messages of the outbox in that state. */
size_t yard_count(struct yard *yard, const char *outbox, enum delivery_state state);
/* Approves what the schedule's run and job have, as a person who has looked. */
void yard_approve(struct yard *yard, const char *run, const char *job);

#endif
