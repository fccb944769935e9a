/* evaluate.c: one area's facts through all rules of a method.
 *
 * Forwards, each factor once, in order. Only where a value is stated that its rule leaves open, the
 * rules are then read backwards and forwards again until nothing more follows. */
#include "evaluate.h"

#include <stdlib.h>

#include "exact.h"

static const struct number ZERO = {0, 1};

/* Backwards and forwards at most so often: stopping early is wide, never wrong. */
enum { MOST_ROUNDS = 8, FEW_FACTORS = 64 };

bool value_known(const struct value *value) {
    return value->state == STATE_KNOWN || value->state == STATE_ESTIMATED;
}

struct interval value_interval(const struct method *method, size_t factor,
                               const struct value *value) {
    if (value->state == STATE_NOT_SCORED) {
        return method->rules[factor].range;
    }
    return (struct interval){value->floored, value->ceiled, value->lowest, value->highest};
}

void value_set(struct value *value, struct interval interval) {
    value->floored = interval.floored;
    value->ceiled = interval.ceiled;
    value->bounded = interval.floored && interval.ceiled;
    value->lowest = interval.lowest;
    value->highest = interval.highest;
}

/* What is at hand while one area is evaluated. */
struct evaluation {
    const struct method *method;
    const struct facts *facts;
    struct value *values;
    struct interval *intervals; /* of the values */
    struct interval *limits;    /* what has been deduced of each; anything at first */
    struct interval population;
    bool stated; /* something is stated that a rule leaves open */
    struct fault *fault;
    bool *wrong; /* what nothing can be said of, one a factor; NULL: the first fault ends all */
    size_t fault_count;
};

static bool fail(struct evaluation *evaluation, enum fault_kind kind, size_t factor,
                 struct interval ruled) {
    *evaluation->fault = (struct fault){kind, (int)factor, ruled};
    return false;
}

/* The state of what a rule makes of its operands. */
static enum state made_of(const struct evaluation *evaluation, size_t index, bool certain) {
    const struct factor *factor = &evaluation->method->factors[index];
    bool estimated = false;
    bool suppressed = false;
    bool scored = false;
    for (size_t i = 0; i < factor->operand_count; i++) {
        enum state state = evaluation->values[factor->operands[i]].state;
        scored = scored || state != STATE_NOT_SCORED;
        estimated = estimated || state == STATE_ESTIMATED;
        suppressed = suppressed || state == STATE_SUPPRESSED;
    }
    if (evaluation->method->rules[index].per_population) {
        enum state state = evaluation->facts->population.state;
        estimated = estimated || state == STATE_ESTIMATED;
        suppressed = suppressed || state == STATE_SUPPRESSED;
    }
    if (factor->operand_count > 0 && !scored) {
        return STATE_NOT_SCORED;
    }
    if (certain) {
        return estimated ? STATE_ESTIMATED : STATE_KNOWN;
    }
    return suppressed ? STATE_SUPPRESSED : STATE_UNKNOWN;
}

/* A fact that may be narrowed by what has been deduced. */
static bool take_given(struct evaluation *evaluation, size_t index) {
    struct value *value = &evaluation->values[index];
    *value = evaluation->facts->given[index].value;
    struct interval interval = value_interval(evaluation->method, index, value);
    if (value->state == STATE_UNKNOWN) {
        struct interval left;
        if (!interval_intersect(interval, evaluation->limits[index], &left)) {
            return fail(evaluation, FAULT_IMPOSSIBLE, index, evaluation->limits[index]);
        }
        value->deduced = interval_is_point(evaluation->limits[index]);
        if (interval_is_point(left)) {
            value->state = STATE_KNOWN;
        }
        value_set(value, left);
        interval = left;
    }
    evaluation->intervals[index] = interval;
    return true;
}

static bool within_rounding(const struct factor *factor, struct interval ruled,
                            struct number stated) {
    struct interval rounded;
    return interval_has(ruled, stated) ||
           (interval_round(ruled, factor->decimals, &rounded) && interval_has(rounded, stated));
}

/* A known value in the rule's place: it agrees, it says what the rule leaves open, or it is an
 * override. */
static bool take_stated(struct evaluation *evaluation, size_t index, bool none,
                        bool stated_before) {
    const struct factor *factor = &evaluation->method->factors[index];
    const struct value *given = &evaluation->facts->given[index].value;
    struct value *value = &evaluation->values[index];
    struct interval ruled = value_interval(evaluation->method, index, value);
    bool agrees = !none && within_rounding(factor, ruled, given->lowest);
    bool certain = value_known(value);
    if (certain && agrees) {
        value->stated = stated_before; /* what was deduced from it now leads back to it */
        return true;                   /* as printed; the exact value stays */
    }
    if (!agrees && value->state != STATE_NOT_SCORED && (!certain || stated_before)) {
        return fail(evaluation, FAULT_CONTRADICTED, index, ruled);
    }
    if (certain && !factor->override_allowed) {
        return fail(evaluation, FAULT_OVERRIDE, index, ruled);
    }
    value->state = given->state;
    value->overridden = certain;
    value->stated = !certain;
    value->ruled = certain ? ruled.lowest : number_of(0);
    value_set(value, interval_of(given->lowest));
    evaluation->intervals[index] = interval_of(given->lowest);
    evaluation->stated = evaluation->stated || !certain;
    return true;
}

/* Bounds, or a state, given for what has a rule. */
static bool take_bounds(struct evaluation *evaluation, size_t index) {
    const struct value *given = &evaluation->facts->given[index].value;
    struct value *value = &evaluation->values[index];
    struct interval ruled = value_interval(evaluation->method, index, value);
    struct interval stated = value_interval(evaluation->method, index, given);
    struct interval left;
    if (given->state == STATE_NOT_SCORED || given->state == STATE_SUPPRESSED) {
        *value = *given; /* withheld, or declared to be none, whatever the rule gives */
        evaluation->intervals[index] = stated;
        return true;
    }
    if (value_known(value) || !evaluation->facts->given[index].narrows) {
        return true; /* the rule knows better, or as much */
    }
    if (!interval_intersect(ruled, stated, &left)) {
        return fail(evaluation, FAULT_CONTRADICTED, index, ruled);
    }
    if (interval_is_point(left)) {
        value->state = STATE_KNOWN;
    } else if (value->state == STATE_NOT_SCORED) {
        value->state = STATE_UNKNOWN;
    }
    value->stated = true;
    value_set(value, left);
    evaluation->intervals[index] = left;
    evaluation->stated = true;
    return true;
}

/* The analyst's judgement, whatever the rule says. */
static void take_judged(struct evaluation *evaluation, size_t index) {
    int operand = evaluation->method->factors[index].operands[0];
    const struct value *ruled = &evaluation->values[operand];
    take_given(evaluation, index);
    evaluation->values[index].ruled = value_known(ruled) ? ruled->lowest : number_of(0);
}

static bool take_rule(struct evaluation *evaluation, size_t index) {
    struct value *value = &evaluation->values[index];
    struct interval interval = interval_any();
    bool none = false;
    bool stated_before = value->stated;
    *value = (struct value){.ruled = number_of(0)};
    enum fault_kind fault =
        rule_apply(evaluation->method, index, evaluation->intervals, &evaluation->population,
                   evaluation->facts->area, &interval, &none);
    if (fault != FAULT_NONE) {
        return fail(evaluation, fault, index, interval);
    }
    struct interval left = interval;
    if (!interval_intersect(interval, evaluation->limits[index], &left)) {
        return fail(evaluation, FAULT_IMPOSSIBLE, index, evaluation->limits[index]);
    }
    value->state = none ? STATE_NOT_SCORED : made_of(evaluation, index, interval_is_point(left));
    value->deduced = interval_is_point(evaluation->limits[index]);
    if (value->state == STATE_NOT_SCORED) {
        value_set(value, interval_of(number_of(0)));
        value->bounded = value->floored = value->ceiled = false;
        evaluation->intervals[index] = evaluation->method->rules[index].range;
    } else {
        value_set(value, left);
        evaluation->intervals[index] = left;
    }
    const struct given *given = &evaluation->facts->given[index];
    if (!given->present) {
        return true;
    }
    return value_known(&given->value) ? take_stated(evaluation, index, none, stated_before)
                                      : take_bounds(evaluation, index);
}

static bool take(struct evaluation *evaluation, size_t index) {
    enum operation operation = evaluation->method->factors[index].operation;
    if (operation == OPERATION_JUDGED && evaluation->facts->given[index].present) {
        take_judged(evaluation, index);
        return true;
    }
    return operation <= OPERATION_POPULATION ? take_given(evaluation, index)
                                             : take_rule(evaluation, index);
}

static bool forwards(struct evaluation *evaluation) {
    for (size_t i = 0; i < evaluation->method->factor_count; i++) {
        if (!take(evaluation, i)) {
            return false;
        }
    }
    return true;
}

/* Only what is there and not known may be deduced: what is suppressed is not to be found out, and
 * what nobody scored is not there. */
static bool backwards(struct evaluation *evaluation, bool *open, bool *narrowed) {
    const struct method *method = evaluation->method;
    for (size_t i = 0; i < method->factor_count; i++) {
        open[i] = evaluation->values[i].state == STATE_UNKNOWN && !evaluation->values[i].stated;
    }
    for (size_t i = method->factor_count; i-- > 0;) {
        const struct value *value = &evaluation->values[i];
        bool judged =
            method->factors[i].operation == OPERATION_JUDGED && evaluation->facts->given[i].present;
        if (value->overridden || judged || value->state == STATE_SUPPRESSED ||
            value->state == STATE_NOT_SCORED) {
            continue;
        }
        enum fault_kind fault =
            rule_deduce(method, i, open, evaluation->intervals, evaluation->limits, narrowed);
        if (fault != FAULT_NONE) {
            return fail(evaluation, fault, i, evaluation->intervals[i]);
        }
    }
    return true;
}

static bool deduce(struct evaluation *evaluation, bool *open) {
    for (int round = 0; round < MOST_ROUNDS; round++) {
        bool narrowed = false;
        if (!backwards(evaluation, open, &narrowed)) {
            return false;
        }
        if (!narrowed) {
            return true;
        }
        if (!forwards(evaluation)) {
            return false;
        }
    }
    return true;
}

/* Whether something wrong goes into a factor. A judgement stands by itself. */
static bool is_touched(const struct evaluation *evaluation, size_t index) {
    const struct factor *factor = &evaluation->method->factors[index];
    const struct given *given = &evaluation->facts->given[index];
    if (given->wrong) {
        return true;
    }
    if (factor->operation == OPERATION_JUDGED && given->present) {
        return false;
    }
    for (size_t i = 0; i < factor->operand_count; i++) {
        if (evaluation->wrong[factor->operands[i]]) {
            return true;
        }
    }
    return false;
}

/* Forwards over all that is wrong; true where nothing is. */
static bool forwards_over(struct evaluation *evaluation, struct fault *faults) {
    bool good = true;
    for (size_t i = 0; i < evaluation->method->factor_count; i++) {
        struct fault *fault = &faults[evaluation->fault_count];
        evaluation->fault = fault;
        bool touched = is_touched(evaluation, i);
        evaluation->wrong[i] = touched || !take(evaluation, i);
        evaluation->fault_count += evaluation->wrong[i] && !touched;
        if (evaluation->wrong[i]) {
            evaluation->values[i] = (struct value){
                .state = STATE_UNKNOWN, .lowest = ZERO, .highest = ZERO, .ruled = ZERO};
            evaluation->intervals[i] = interval_any();
            good = false;
        }
    }
    return good;
}

static struct interval population_interval(const struct value *population) {
    if (population->state == STATE_NOT_SCORED) {
        return interval_from(number_of(0));
    }
    return (struct interval){population->floored, population->ceiled, population->lowest,
                             population->highest};
}

size_t evaluate_faults(const struct method *method, const struct facts *facts, struct value *values,
                       struct fault *faults) {
    size_t count = method->factor_count;
    struct evaluation evaluation = {
        .method = method,
        .facts = facts,
        .values = values,
        .intervals = memory_array(count, sizeof *evaluation.intervals),
        .limits = memory_array(count, sizeof *evaluation.limits),
        .population = population_interval(&facts->population),
        .wrong = memory_array(count, sizeof *evaluation.wrong),
    };
    for (size_t i = 0; i < count; i++) {
        evaluation.limits[i] = interval_any();
        values[i].stated = false;
    }
    if (forwards_over(&evaluation, faults) && evaluation.stated) {
        /* Deductions lean on one another: of what contradicts itself there, one is told. */
        evaluation.fault = faults;
        evaluation.fault_count += !deduce(&evaluation, evaluation.wrong);
    }
    free(evaluation.intervals);
    free(evaluation.limits);
    free(evaluation.wrong);
    return evaluation.fault_count;
}

bool evaluate(const struct method *method, const struct facts *facts, struct value *values,
              struct fault *fault) {
    struct interval few_intervals[FEW_FACTORS];
    struct interval few_limits[FEW_FACTORS];
    bool few_open[FEW_FACTORS];
    size_t count = method->factor_count;
    bool few = count <= FEW_FACTORS;
    struct evaluation evaluation = {
        .method = method,
        .facts = facts,
        .values = values,
        .intervals = few ? few_intervals : memory_array(count, sizeof few_intervals[0]),
        .limits = few ? few_limits : memory_array(count, sizeof few_limits[0]),
        .population = population_interval(&facts->population),
        .fault = fault,
    };
    bool *open = few ? few_open : memory_array(count, sizeof few_open[0]);
    *fault = (struct fault){.kind = FAULT_NONE};
    for (size_t i = 0; i < count; i++) {
        evaluation.limits[i] = interval_any();
        values[i].stated = false;
    }
    bool done = forwards(&evaluation) && (!evaluation.stated || deduce(&evaluation, open));
    if (!few) {
        free(evaluation.intervals);
        free(evaluation.limits);
        free(open);
    }
    return done;
}
