/* patterns.h: the tables behind struct patterns, for pattern.c and step.c. */
#ifndef BOARDPAPER_XML_PATTERNS_H
#define BOARDPAPER_XML_PATTERNS_H

#include "pattern.h"

/* A step that depends on a name, remembered. kind 0: a free place. */
struct step {
    enum step_kind kind;
    const struct pattern *from;
    struct name name;
    const struct pattern *to;
};

struct patterns {
    struct arena *arena;
    const struct pattern *(*content)(void *context, struct declaration *element);
    const struct pattern *(*known)(void *context, const struct pattern *from, enum step_kind kind,
                                   struct name name); /* or NULL */
    void *context;
    const struct pattern *not_allowed, *empty, *text;
    struct pattern **buckets; /* chains by hash; bucket_count is a power of two */
    size_t bucket_count, count;
    struct step *steps; /* open addressing; step_capacity is a power of two */
    size_t step_capacity, step_count;
};

/* The one pattern that is as wanted. */
const struct pattern *patterns_find(struct patterns *patterns, const struct pattern *wanted);

/* A step from a pattern that has a number, or NULL where it is not known. */
static inline const struct pattern *patterns_known(const struct patterns *patterns,
                                                   const struct pattern *from, enum step_kind kind,
                                                   struct name name) {
    return from->number == 0 ? NULL : patterns->known(patterns->context, from, kind, name);
}

#endif
