/* sensitivity.h: what single steps and many steps share. */
#ifndef BOARDPAPER_SCORING_SENSITIVITY_H
#define BOARDPAPER_SCORING_SENSITIVITY_H

#include "evaluate.h"

/* One ranked area that can be scored again with another judgement. */
struct subject {
    const struct result *result;
    struct facts facts; /* settled: see attribute.h */
    struct number total;
};

/* A total that one or more areas have; they stand highest first. */
struct standing_total {
    struct number total;
    size_t count;
};

struct trying {
    const struct method *method;
    struct subject *subjects; /* in the order of their ranks */
    size_t count;
    struct standing_total *totals;
    size_t total_count;
    struct value *values;  /* room for one area */
    const int *judgements; /* the factors that can be judged */
    size_t judgement_count;
};

/* The judgement as it stands, moved by steps. False where it is not known or leaves its scale. */
bool subject_nudge(const struct trying *trying, const struct subject *subject, int factor,
                   int64_t steps, struct given *out);

/* The subject's total with its facts as they are now. False where it is not certain. */
bool subject_total(const struct trying *trying, const struct subject *subject, struct number *out);

/* Ranks and bands over trials in each of which every judgement may be a step off. */
void sensitivity_simulate(const struct trying *trying, size_t trials, uint64_t seed,
                          struct firmness *areas, size_t *trials_high);

#endif
