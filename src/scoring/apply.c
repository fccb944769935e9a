/* apply.c: each operation of a rule, on intervals. */
#include "evaluate.h"

#include "exact.h"

static const struct number ZERO = {0, 1};

/* What is being worked out: one factor's rule with the values of all factors at hand. */
struct work {
    const struct factor *factor;
    const struct rule *rule;
    const struct method *method;
    const struct interval *values;
};

static const struct interval *operand(const struct work *work, size_t index) {
    return &work->values[work->factor->operands[index]];
}

static enum fault_kind add_up(const struct work *work, struct interval *out) {
    struct interval sum = interval_of(ZERO);
    for (size_t i = 0; i < work->factor->operand_count; i++) {
        struct interval part = *operand(work, i);
        if ((work->rule->weights != NULL && !interval_scale(part, work->rule->weights[i], &part)) ||
            !interval_add(sum, part, &sum)) {
            return FAULT_OVERFLOW;
        }
    }
    *out = sum;
    return FAULT_NONE;
}

static enum fault_kind multiply(const struct work *work, struct interval *out) {
    struct interval product = *operand(work, 0);
    for (size_t i = 1; i < work->factor->operand_count; i++) {
        if (!interval_multiply(product, *operand(work, i), &product)) {
            return FAULT_OVERFLOW;
        }
    }
    *out = product;
    return FAULT_NONE;
}

static enum fault_kind divide(const struct work *work, const struct interval *population,
                              struct interval *out) {
    const struct interval *per = work->rule->per_population ? population : operand(work, 1);
    if (per->ceiled && per->highest.numerator <= 0) {
        return FAULT_ZERO;
    }
    /* Multiplied first: a count times 1,000 is whole and quick to bring to lowest terms. */
    struct interval ratio;
    if (!interval_scale(*operand(work, 0), work->rule->times, &ratio) ||
        !interval_divide(ratio, *per, &ratio)) {
        return FAULT_OVERFLOW;
    }
    *out = ratio;
    return FAULT_NONE;
}

/* ---- change ---------------------------------------------------------------------------------- */

/* The outcomes found so far: their hull, and whether one of them is to have no value. */
struct outcomes {
    bool any, none;
    struct interval hull;
};

static void add_outcome(struct outcomes *outcomes, struct interval outcome) {
    outcomes->hull = outcomes->any ? interval_hull(outcomes->hull, outcome) : outcome;
    outcomes->any = true;
}

static void add_stand_in(struct outcomes *outcomes, const struct stand_in *stand_in) {
    if (stand_in->none) {
        outcomes->none = true;
    } else {
        add_outcome(outcomes, interval_of(stand_in->value));
    }
}

/* (of - since) / since × 100 for a since above 0. It rises with of and falls with since, so the
 * ends give the ends. */
static bool proportion(struct interval of, struct interval since, struct interval *out) {
    struct interval ratio;
    const struct interval less_one = interval_of(number_of(-1));
    return interval_divide(of, since, &ratio) && interval_add(ratio, less_one, &ratio) &&
           interval_scale(ratio, number_of(100), out);
}

static enum fault_kind compare_counts(const struct work *work, struct interval *out, bool *none) {
    const struct rule *rule = work->rule;
    struct interval of = *operand(work, 0);
    struct interval since = *operand(work, 1);
    struct outcomes outcomes = {0};
    struct interval nothing = interval_of(ZERO);
    bool whole = work->method->factors[work->factor->operands[1]].whole;
    if (interval_has(since, ZERO)) {
        if (interval_has(of, ZERO)) {
            add_outcome(&outcomes, nothing);
        }
        if (!of.ceiled || of.highest.numerator > 0) {
            add_stand_in(&outcomes, &rule->zero_base);
        }
        /* What is left of since lies above 0, and in whole numbers from 1. */
        if (since.ceiled && since.highest.numerator == 0) {
            goto done;
        }
        since.floored = true;
        since.lowest = whole ? number_of(1) : ZERO;
    }
    if (rule->has_small_base && exact_compare(since.lowest, rule->small_base) < 0) {
        add_stand_in(&outcomes, &rule->small_change);
        if (since.ceiled && exact_compare(since.highest, rule->small_base) < 0) {
            goto done;
        }
        since.lowest = rule->small_base;
    }
    struct interval outcome;
    if (!proportion(of, since, &outcome)) {
        return FAULT_OVERFLOW;
    }
    add_outcome(&outcomes, outcome);
done:
    *none = outcomes.none && !outcomes.any;
    /* It may have a value and may have none: nothing that it could be is left out. */
    *out = outcomes.none ? interval_any() : outcomes.hull;
    return FAULT_NONE;
}

/* ---- steps, lookup --------------------------------------------------------------------------- */

/* Whether a value of the interval falls into the step. */
static bool meets(const struct step *step, const struct interval *interval, bool whole) {
    struct interval both;
    struct interval reach = {step->floored, step->ceiled, step->lower, step->upper};
    if (!interval_intersect(reach, *interval, &both)) {
        return false;
    }
    bool at_floor =
        both.floored && step->floored && step->open_below && exact_equal(both.lowest, step->lower);
    bool at_ceiling =
        both.ceiled && step->ceiled && step->open_above && exact_equal(both.highest, step->upper);
    if (interval_is_point(both)) {
        return !at_floor && !at_ceiling;
    }
    if (!whole) {
        return true;
    }
    /* An end that is not included moves to the next whole number. */
    if (at_floor) {
        both.lowest = number_of(exact_floor(both.lowest) + 1);
    }
    if (at_ceiling) {
        both.highest = number_of(exact_ceiling(both.highest) - 1);
    }
    return (!both.floored || !both.ceiled || exact_compare(both.lowest, both.highest) <= 0) &&
           interval_whole(both, &both);
}

static enum fault_kind climb(const struct work *work, struct interval *out) {
    bool whole = work->method->factors[work->factor->operands[0]].whole;
    struct outcomes outcomes = {0};
    for (size_t i = 0; i < work->rule->step_count; i++) {
        if (meets(&work->rule->steps[i], operand(work, 0), whole)) {
            add_outcome(&outcomes, interval_of(work->rule->steps[i].value));
        }
    }
    if (!outcomes.any) {
        return FAULT_NO_CASE;
    }
    *out = outcomes.hull;
    return FAULT_NONE;
}

/* Whether every whole number in the interval has a case, so that "otherwise" cannot come of it. */
static bool all_covered(const struct work *work, const struct interval *interval) {
    struct interval whole;
    if (!work->method->factors[work->factor->operands[0]].whole ||
        !interval_whole(*interval, &whole) || !whole.floored || !whole.ceiled) {
        return false;
    }
    int64_t at = whole.lowest.numerator;
    while (cases_find(work->rule, NULL, number_of(at)) != NULL) {
        if (at++ == whole.highest.numerator) {
            return true;
        }
    }
    return false;
}

/* All that may come of it: of every case where nothing more is known. Returns whether "otherwise"
 * may come of it too. */
static bool add_cases(const struct work *work, const struct interval *interval,
                      struct outcomes *outcomes) {
    const struct rule *rule = work->rule;
    for (size_t i = 0; i < rule->case_count; i++) {
        if (interval == NULL || interval_has(*interval, rule->cases[i].at)) {
            add_outcome(outcomes, interval_of(rule->cases[i].value));
        }
    }
    return interval == NULL || !all_covered(work, interval);
}

/* area NULL: all that it can be. */
static enum fault_kind look_up(const struct work *work, const struct area *area,
                               struct interval *out) {
    const struct rule *rule = work->rule;
    const struct lookup_case *found = NULL;
    struct outcomes outcomes = {0};
    bool otherwise = false;
    if (rule->by == LOOKUP_FACTOR && !interval_is_point(*operand(work, 0))) {
        otherwise = add_cases(work, operand(work, 0), &outcomes);
    } else if (rule->by == LOOKUP_FACTOR) {
        found = cases_find(rule, NULL, operand(work, 0)->lowest);
        otherwise = found == NULL;
    } else if (area == NULL) {
        otherwise = add_cases(work, NULL, &outcomes);
    } else {
        bool by_area = rule->by == LOOKUP_AREA;
        const char *key = by_area ? area->id : area->category == NULL ? "" : area->category->id;
        found = cases_find(rule, key, ZERO);
        otherwise = found == NULL;
    }
    if (found != NULL) {
        add_outcome(&outcomes, interval_of(found->value));
    }
    if (otherwise && rule->has_otherwise) {
        add_outcome(&outcomes, interval_of(rule->otherwise));
    }
    if (!outcomes.any) {
        return FAULT_NO_CASE;
    }
    *out = outcomes.hull;
    return FAULT_NONE;
}

/* ---- max, min, cap --------------------------------------------------------------------------- */

static struct interval greatest(struct interval a, struct interval b) {
    struct interval most = {.floored = a.floored || b.floored,
                            .ceiled = a.ceiled && b.ceiled,
                            .lowest = ZERO,
                            .highest = ZERO};
    if (a.floored && b.floored) {
        most.lowest = exact_most(a.lowest, b.lowest);
    } else if (most.floored) {
        most.lowest = a.floored ? a.lowest : b.lowest;
    }
    if (most.ceiled) {
        most.highest = exact_most(a.highest, b.highest);
    }
    return most;
}

static struct interval least(struct interval a, struct interval b) {
    struct interval most = {.floored = a.floored && b.floored,
                            .ceiled = a.ceiled || b.ceiled,
                            .lowest = ZERO,
                            .highest = ZERO};
    if (a.ceiled && b.ceiled) {
        most.highest = exact_least(a.highest, b.highest);
    } else if (most.ceiled) {
        most.highest = a.ceiled ? a.highest : b.highest;
    }
    if (most.floored) {
        most.lowest = exact_least(a.lowest, b.lowest);
    }
    return most;
}

static enum fault_kind choose(const struct work *work, bool most, struct interval *out) {
    struct interval chosen = *operand(work, 0);
    for (size_t i = 1; i < work->factor->operand_count; i++) {
        chosen = most ? greatest(chosen, *operand(work, i)) : least(chosen, *operand(work, i));
    }
    *out = chosen;
    return FAULT_NONE;
}

static enum fault_kind cap(const struct work *work, struct interval *out) {
    struct interval capped = *operand(work, 0);
    if (work->rule->cap_floored) {
        capped = greatest(capped, interval_of(work->rule->cap_lowest));
    }
    if (work->rule->cap_ceiled) {
        capped = least(capped, interval_of(work->rule->cap_highest));
    }
    *out = capped;
    return FAULT_NONE;
}

static enum fault_kind apply(const struct work *work, const struct interval *population,
                             const struct area *area, struct interval *out, bool *none) {
    switch (work->factor->operation) {
    case OPERATION_SUM:
    case OPERATION_WEIGHTED:
        return add_up(work, out);
    case OPERATION_PRODUCT:
        return multiply(work, out);
    case OPERATION_RATIO:
        return divide(work, population, out);
    case OPERATION_CHANGE:
        return compare_counts(work, out, none);
    case OPERATION_STEPS:
        return climb(work, out);
    case OPERATION_LOOKUP:
        return look_up(work, area, out);
    case OPERATION_MAX:
        return choose(work, true, out);
    case OPERATION_MIN:
        return choose(work, false, out);
    case OPERATION_CAP:
        return cap(work, out);
    case OPERATION_JUDGED:
        *out = *operand(work, 0);
        return FAULT_NONE;
    case OPERATION_INPUT:
    case OPERATION_COUNT:
    case OPERATION_PREVIOUS:
    case OPERATION_POPULATION:
        break;
    }
    return FAULT_NONE; /* these are given */
}

enum fault_kind rule_apply(const struct method *method, size_t factor,
                           const struct interval *values, const struct interval *population,
                           const struct area *area, struct interval *out, bool *none) {
    const struct work work = {&method->factors[factor], &method->rules[factor], method, values};
    enum fault_kind fault = apply(&work, population, area, out, none);
    if (fault == FAULT_NONE && work.factor->rounded &&
        !interval_round(*out, work.factor->decimals, out)) {
        return FAULT_OVERFLOW;
    }
    return fault;
}
