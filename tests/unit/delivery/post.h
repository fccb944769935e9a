/* post.h: an outbox in the current folder, papers to plan in it, and a clock that is set. */
#ifndef BOARDPAPER_TESTS_DELIVERY_POST_H
#define BOARDPAPER_TESTS_DELIVERY_POST_H

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>

#include "../base/scratch.h"
#include "server.h"

enum { MOMENT = 1453334400 };

static int64_t post_time = MOMENT;

static inline int64_t post_now(void *context) {
    (void)context;
    return post_time;
}

static inline struct outbox *post_open(struct scratch *scratch, const char *path) {
    struct outbox_options options = {.path = path, .exclusive = true, .now = post_now};
    struct outbox *outbox = outbox_open(&options, scratch->diagnostics);
    assert_non_null(outbox);
    return outbox;
}

static inline void post_write(const char *path, const char *text) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* A plan of paper.pdf for the recipients, marked 1; no approval needed. */
static inline struct paper_plan post_plan(const char *run, const struct recipient *recipients,
                                          size_t count) {
    return (struct paper_plan){.run = run,
                               .job = "plymouth",
                               .marking = 1,
                               .file = "paper.pdf",
                               .file_name = "paper.pdf",
                               .from = "papers@example.org",
                               .from_name = "Safer Plymouth",
                               .subject = "OFFICIAL: Board paper",
                               .text = "What is high, what moved.\n",
                               .data_time = MOMENT - 1000,
                               .recipients = recipients,
                               .recipient_count = count};
}

/* Diagnostics start anew. */
static inline void post_fresh(struct scratch *scratch) {
    scratch->diagnostics = diagnostics_new(scratch->arena, 0);
}

static inline const struct outbox_entry *post_list(struct scratch *scratch, struct outbox *outbox,
                                                   size_t expected) {
    const struct outbox_entry *entries = NULL;
    size_t count = 0;
    assert_true(outbox_list(outbox, NULL, scratch->arena, &entries, &count, scratch->diagnostics));
    assert_int_equal(count, expected);
    return entries;
}

#endif
