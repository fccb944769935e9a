/* tally.h: what became of messages, by the outbox and by the server that took them. */
#ifndef BOARDPAPER_TESTS_DELIVERY_TALLY_H
#define BOARDPAPER_TESTS_DELIVERY_TALLY_H

#include <stddef.h>

struct arena;
struct outbox_entry;

struct tally {
    int trials;
    int duplicates; /* taken more than once */
    int losses;     /* not taken, and nobody is told */
    int unknown;    /* in doubt, and said so */
    int wrong;      /* settled, and not true; or not settled at all */
};

/* Adds one trial's messages, after its last run. log: server_log's. The server refuses those to
 * rcpt-550..., and no others. */
void tally_add(struct tally *tally, const struct outbox_entry *entries, size_t count,
               const char *log, struct arena *arena);

#endif
