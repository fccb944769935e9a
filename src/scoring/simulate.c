/* simulate.c: every judgement a step off, up, down or not at all, many times over.
 *
 * Each trial draws anew for every judgement of every area, one in three each way; a draw that would
 * leave the scale leaves the judgement as it is. The draws come from splitmix64 (Steele, Lea and
 * Flood, "Fast splittable pseudorandom number generators", 2014), whose state is one number: the
 * same seed gives the same trials on every machine. */
#include "sensitivity.h"

#include <stdlib.h>
#include <string.h>

#include "exact.h"

static uint64_t draw(uint64_t *state) {
    *state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t value = *state;
    value = (value ^ value >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ value >> 27) * UINT64_C(0x94D049BB133111EB);
    return value ^ value >> 31;
}

/* -1, 0 or 1, each in a third of all draws (to one part in 2 to the 62). */
static int64_t draw_step(uint64_t *state) {
    return (int64_t)(draw(state) % 3) - 1;
}

struct drawn {
    struct number total;
    size_t subject;
};

static int compare_drawn(const void *a, const void *b) {
    const struct drawn *left = a;
    const struct drawn *right = b;
    int order = exact_compare(right->total, left->total);
    return order != 0 ? order : (left->subject > right->subject) - (left->subject < right->subject);
}

static int compare_ranks(const void *a, const void *b) {
    const int64_t *left = a;
    const int64_t *right = b;
    return (*left > *right) - (*left < *right);
}

/* The subject's total with all its judgements drawn; kept: room to put them back from. */
static struct number draw_total(const struct trying *trying, struct subject *subject,
                                struct given *kept, uint64_t *state) {
    struct number total = subject->total;
    for (size_t i = 0; i < trying->judgement_count; i++) {
        kept[i] = subject->facts.given[trying->judgements[i]];
    }
    for (size_t i = 0; i < trying->judgement_count; i++) {
        int factor = trying->judgements[i];
        int64_t steps = draw_step(state);
        struct given moved;
        if (steps != 0 && subject_nudge(trying, subject, factor, steps, &moved)) {
            subject->facts.given[factor] = moved;
        }
    }
    subject_total(trying, subject, &total); /* where it cannot be, it stays as it was */
    for (size_t i = 0; i < trying->judgement_count; i++) {
        subject->facts.given[trying->judgements[i]] = kept[i];
    }
    return total;
}

/* One trial's ranks into ranks[subject * trials + trial]; whether the highest band is the same. */
static bool run_trial(const struct trying *trying, size_t trial, size_t trials, uint64_t *state,
                      struct drawn *drawn, struct given *kept, int64_t *ranks,
                      struct firmness *areas) {
    const struct band *high = trying->method->band_count == 0 ? NULL : &trying->method->bands[0];
    bool same = true;
    for (size_t i = 0; i < trying->count; i++) {
        drawn[i] = (struct drawn){draw_total(trying, &trying->subjects[i], kept, state), i};
        bool is_high = high != NULL && method_rate(trying->method, drawn[i].total) == high;
        areas[i].trials_high += is_high;
        same = same && is_high == (high != NULL && areas[i].result->rating == high);
    }
    qsort(drawn, trying->count, sizeof drawn[0], compare_drawn);
    int64_t rank = 0;
    for (size_t i = 0; i < trying->count; i++) {
        rank += i == 0 || !exact_equal(drawn[i - 1].total, drawn[i].total);
        ranks[drawn[i].subject * trials + trial] = rank;
    }
    return same;
}

void sensitivity_simulate(const struct trying *trying, size_t trials, uint64_t seed,
                          struct firmness *areas, size_t *trials_high) {
    struct drawn *drawn = memory_array(trying->count + 1, sizeof *drawn);
    struct given *kept = memory_array(trying->judgement_count + 1, sizeof *kept);
    int64_t *ranks = memory_array(trying->count * trials + 1, sizeof *ranks);
    uint64_t state = seed;
    *trials_high = 0;
    for (size_t i = 0; i < trials; i++) {
        *trials_high += run_trial(trying, i, trials, &state, drawn, kept, ranks, areas);
    }
    for (size_t i = 0; i < trying->count; i++) {
        int64_t *own = ranks + i * trials;
        qsort(own, trials, sizeof own[0], compare_ranks);
        areas[i].likely_best = own[trials * 5 / 100];
        areas[i].likely_worst = own[trials - 1 - trials * 5 / 100];
    }
    free(drawn);
    free(kept);
    free(ranks);
}
