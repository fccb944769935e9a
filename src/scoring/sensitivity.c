/* sensitivity.c: what one judgement changes when it is a step off: exact, for every judgement.
 *
 * An area's rank is one more than the number of different totals above its own. A step of one area
 * takes its old total out (where no other has it) and puts its new one in (where none has it), so
 * it moves the areas between the two by one rank, and no others. Those are marked as a range over
 * the totals, so that all areas' ranges take one pass over the steps and one over the totals. */
#include "sensitivity.h"

#include <stdlib.h>
#include <string.h>

#include "attribute.h"
#include "exact.h"
#include "scores.h"

enum { MOST_STEPS = 100 };

/* ---- steps ----------------------------------------------------------------------------------- */

static struct number step_of(const struct factor *factor) {
    struct number step = number_of(1);
    for (int i = 0; i < factor->decimals; i++) {
        number_divide(step, number_of(10), &step);
    }
    return step;
}

/* What is judged now: what is given, or for a judgement not made, what stands in its place. */
static const struct value *judged_now(const struct trying *trying, const struct subject *subject,
                                      int factor) {
    const struct given *given = &subject->facts.given[factor];
    bool made = given->present || trying->method->factors[factor].operation == OPERATION_INPUT;
    return made ? &given->value : scoring_value(subject->result, (size_t)factor);
}

bool subject_nudge(const struct trying *trying, const struct subject *subject, int factor,
                   int64_t steps, struct given *out) {
    const struct value *now = judged_now(trying, subject, factor);
    struct number amount;
    struct number moved;
    if (!value_known(now) ||
        !number_multiply(step_of(&trying->method->factors[factor]), number_of(steps), &amount) ||
        !number_add(now->lowest, amount, &moved) ||
        !interval_has(trying->method->rules[factor].range, moved)) {
        return false;
    }
    *out = subject->facts.given[factor];
    out->present = true;
    out->value = *now;
    value_set(&out->value, interval_of(moved));
    return true;
}

bool subject_total(const struct trying *trying, const struct subject *subject, struct number *out) {
    struct fault fault;
    int total = trying->method->total;
    if (!evaluate(trying->method, &subject->facts, trying->values, &fault) ||
        !value_known(&trying->values[total])) {
        return false;
    }
    *out = trying->values[total].lowest;
    return true;
}

/* The total with one judgement moved. */
static bool nudged_total(const struct trying *trying, struct subject *subject, int factor,
                         int64_t steps, struct number *out) {
    struct given *given = &subject->facts.given[factor];
    struct given kept = *given;
    struct given moved;
    if (!subject_nudge(trying, subject, factor, steps, &moved)) {
        return false;
    }
    *given = moved;
    bool known = subject_total(trying, subject, out);
    *given = kept;
    return known;
}

/* ---- ranks ----------------------------------------------------------------------------------- */

/* How many of the totals are above. */
static size_t totals_above(const struct trying *trying, struct number total) {
    size_t from = 0;
    size_t to = trying->total_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (exact_compare(trying->totals[middle].total, total) > 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

static bool has_total(const struct trying *trying, size_t at, struct number total) {
    return at < trying->total_count && exact_equal(trying->totals[at].total, total);
}

static bool is_alone(const struct trying *trying, const struct subject *subject) {
    return trying->totals[totals_above(trying, subject->total)].count == 1;
}

static int64_t rank_with(const struct trying *trying, const struct subject *subject,
                         struct number total) {
    size_t above = totals_above(trying, total);
    bool leaves = is_alone(trying, subject) && exact_compare(subject->total, total) > 0;
    return (int64_t)above - leaves + 1;
}

/* How many steps move the areas at each total up, and down, as differences from one to the next;
 * own: how many of those down are the area's own steps, which do not move it so. */
struct shifts {
    int64_t *up, *down, *own;
};

static void mark(int64_t *marks, size_t from, size_t to) {
    if (from < to) {
        marks[from]++;
        marks[to]--;
    }
}

/* A step from the subject's total to another, and whom else it moves. */
static void mark_shift(const struct trying *trying, const struct subject *subject,
                       struct number total, struct shifts *shifts) {
    size_t old_at = totals_above(trying, subject->total);
    size_t new_at = totals_above(trying, total);
    bool leaves = is_alone(trying, subject);
    bool comes = !has_total(trying, new_at, total);
    size_t end = trying->total_count;
    /* Those below the old total lose one above them, those below the new one gain one. */
    if (leaves && !comes) {
        mark(shifts->up, old_at + 1, end);
    } else if (comes && !leaves) {
        mark(shifts->down, new_at, end);
        shifts->own[subject - trying->subjects] += new_at <= old_at;
    } else if (comes && leaves) {
        mark(shifts->up, old_at + 1, new_at);
        mark(shifts->down, new_at, old_at);
    }
}

/* ---- one area -------------------------------------------------------------------------------- */

static void try_single_steps(const struct trying *trying, struct subject *subject,
                             struct firmness *firmness, struct sensitivity *out,
                             struct shifts *shifts) {
    const struct band *high = trying->method->band_count == 0 ? NULL : &trying->method->bands[0];
    for (size_t i = 0; i < trying->judgement_count; i++) {
        for (int64_t steps = -1; steps <= 1; steps += 2) {
            struct number total;
            if (!nudged_total(trying, subject, trying->judgements[i], steps, &total)) {
                continue;
            }
            out->changes++;
            const struct band *rating = method_rate(trying->method, total);
            out->changes_high += (rating == high) != (firmness->result->rating == high);
            if (!exact_equal(total, subject->total)) {
                int64_t rank = rank_with(trying, subject, total);
                firmness->best = rank < firmness->best ? rank : firmness->best;
                firmness->worst = rank > firmness->worst ? rank : firmness->worst;
                mark_shift(trying, subject, total, shifts);
            }
        }
    }
}

/* The fewest steps of one judgement that do it; first of those that are as few. */
static void find_fewest(const struct trying *trying, struct subject *subject,
                        struct firmness *firmness) {
    for (int64_t size = 1; size <= MOST_STEPS; size++) {
        bool within = false;
        for (size_t i = 0; i < trying->judgement_count; i++) {
            for (int64_t steps = size; steps >= -size; steps -= 2 * size) {
                int factor = trying->judgements[i];
                struct number total;
                struct given moved;
                if (!subject_nudge(trying, subject, factor, steps, &moved)) {
                    continue;
                }
                within = true;
                if (!nudged_total(trying, subject, factor, steps, &total)) {
                    continue;
                }
                const struct nudge nudge = {.factor = factor,
                                            .steps = steps,
                                            .from = judged_now(trying, subject, factor)->lowest,
                                            .to = moved.value.lowest,
                                            .rank = rank_with(trying, subject, total),
                                            .rating = method_rate(trying->method, total)};
                if (firmness->rerated.steps == 0 && nudge.rating != firmness->result->rating) {
                    firmness->rerated = nudge;
                }
                if (firmness->moved.steps == 0 && nudge.rank != firmness->result->rank) {
                    firmness->moved = nudge;
                }
            }
        }
        if (!within || (firmness->rerated.steps != 0 && firmness->moved.steps != 0)) {
            return;
        }
    }
}

/* ---- all of them ----------------------------------------------------------------------------- */

static void find_judgements(struct arena *arena, struct trying *trying) {
    int *judgements = NEWS(arena, trying->method->factor_count, int);
    for (size_t i = 0; i < trying->method->factor_count; i++) {
        enum operation operation = trying->method->factors[i].operation;
        if (operation == OPERATION_INPUT || operation == OPERATION_JUDGED) {
            judgements[trying->judgement_count++] = (int)i;
        }
    }
    trying->judgements = judgements;
}

static void find_subjects(struct arena *arena, const struct scores *scores, struct trying *trying) {
    const struct method *method = scores->method;
    struct diagnostics *silent =
        diagnostics_new(arena, 1); /* all was reported when it was scored */
    const struct value **settled = NEWS(arena, method->factor_count, const struct value *);
    trying->subjects = NEWS(arena, scores->count, struct subject);
    trying->totals = NEWS(arena, scores->count, struct standing_total);
    for (size_t i = 0; i < scores->count && scores->ranked[i]->rank > 0; i++) {
        struct subject *subject = &trying->subjects[trying->count++];
        subject->result = scores->ranked[i];
        subject->facts.given = NEWS(arena, method->factor_count, struct given);
        facts_gather(method, subject->result->area, &subject->facts, silent);
        for (size_t j = 0; j < method->factor_count; j++) {
            settled[j] = scoring_value(subject->result, j);
        }
        facts_settle(method, &subject->facts, settled);
        subject->total = scoring_value(subject->result, (size_t)method->total)->lowest;
        if (!has_total(trying, trying->total_count - 1, subject->total)) {
            trying->totals[trying->total_count++].total = subject->total;
        }
        trying->totals[trying->total_count - 1].count++;
    }
}

static void apply_shifts(const struct trying *trying, const struct shifts *shifts,
                         struct firmness *areas) {
    int64_t up = 0;
    int64_t down = 0;
    size_t at = 0;
    for (size_t i = 0; i < trying->total_count; i++) {
        up += shifts->up[i];
        down += shifts->down[i];
        for (size_t j = 0; j < trying->totals[i].count; j++, at++) {
            int64_t rank = areas[at].result->rank;
            if (up > 0 && areas[at].best > rank - 1) {
                areas[at].best = rank - 1;
            }
            if (down > shifts->own[at] && areas[at].worst < rank + 1) {
                areas[at].worst = rank + 1;
            }
        }
    }
}

const struct sensitivity *scoring_sensitivity(struct arena *arena, const struct scores *scores,
                                              size_t trials, uint64_t seed) {
    struct arena *scratch = arena_new();
    struct sensitivity *sensitivity = NEW(arena, struct sensitivity);
    struct trying trying = {.method = scores->method,
                            .values = NEWS(scratch, scores->method->factor_count, struct value)};
    find_judgements(scratch, &trying);
    find_subjects(scratch, scores, &trying);
    struct firmness *areas = NEWS(arena, trying.count, struct firmness);
    struct shifts shifts = {NEWS(scratch, trying.total_count + 1, int64_t),
                            NEWS(scratch, trying.total_count + 1, int64_t),
                            NEWS(scratch, trying.count + 1, int64_t)};
    *sensitivity = (struct sensitivity){
        .scores = scores, .areas = areas, .count = trying.count, .trials = trials, .seed = seed};
    for (size_t i = 0; i < trying.count; i++) {
        const struct result *result = trying.subjects[i].result;
        areas[i] = (struct firmness){.result = result,
                                     .best = result->rank,
                                     .worst = result->rank,
                                     .likely_best = result->rank,
                                     .likely_worst = result->rank};
        try_single_steps(&trying, &trying.subjects[i], &areas[i], sensitivity, &shifts);
        find_fewest(&trying, &trying.subjects[i], &areas[i]);
    }
    apply_shifts(&trying, &shifts, areas);
    if (trials > 0) {
        sensitivity_simulate(&trying, trials, seed, areas, &sensitivity->trials_high);
    }
    arena_free(scratch);
    return sensitivity;
}
