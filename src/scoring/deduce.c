/* deduce.c: a rule read backwards: what its operands can still be when its value is known.
 *
 * Used where a computed value is stated that its inputs leave open: a table from which the impact
 * of 9 can be read, but not all of its four parts. Each operand is what the value leaves when the
 * others are taken away, so that no possible completion is ever lost. Only rules of whole numbers
 * are read so, since what is printed of them is the exact value; a printed rate is a rounded one.
 */
#include "evaluate.h"

#include "exact.h"

static const struct number ZERO = {0, 1};

struct undoing {
    const struct factor *factor;
    const struct rule *rule;
    const struct interval *values;
    struct interval whole; /* what the rule's own value may be */
};

static struct interval operand_of(const struct undoing *undoing, size_t index) {
    return undoing->values[undoing->factor->operands[index]];
}

/* whole = the sum of all: operand index is the rest. */
static bool undo_sum(const struct undoing *undoing, size_t index, struct interval *out) {
    const struct number *weights = undoing->rule->weights;
    struct interval rest = undoing->whole;
    for (size_t i = 0; i < undoing->factor->operand_count; i++) {
        struct interval part = operand_of(undoing, i);
        if (i != index && ((weights != NULL && !interval_scale(part, weights[i], &part)) ||
                           !interval_subtract(rest, part, &rest))) {
            return false;
        }
    }
    if (weights != NULL) {
        struct number inverse;
        if (weights[index].numerator == 0) {
            *out = interval_any();
            return true;
        }
        return number_divide(number_of(1), weights[index], &inverse) &&
               interval_scale(rest, inverse, out);
    }
    *out = rest;
    return true;
}

/* whole = the product of all: only where the others are certain to be above 0. */
static bool undo_product(const struct undoing *undoing, size_t index, struct interval *out) {
    struct interval others = interval_of(number_of(1));
    for (size_t i = 0; i < undoing->factor->operand_count; i++) {
        if (i != index && !interval_multiply(others, operand_of(undoing, i), &others)) {
            return false;
        }
    }
    if (!others.floored || others.lowest.numerator <= 0) {
        *out = interval_any();
        return true;
    }
    return interval_divide(undoing->whole, others, out);
}

static bool undo(const struct undoing *undoing, size_t index, struct interval *out) {
    *out = interval_any();
    switch (undoing->factor->operation) {
    case OPERATION_SUM:
    case OPERATION_WEIGHTED:
        return undo_sum(undoing, index, out);
    case OPERATION_PRODUCT:
        return undo_product(undoing, index, out);
    case OPERATION_JUDGED:
        *out = undoing->whole;
        return true;
    case OPERATION_MAX: /* none is more than the greatest */
        *out = (struct interval){false, undoing->whole.ceiled, ZERO, undoing->whole.highest};
        return true;
    case OPERATION_MIN:
        *out = (struct interval){undoing->whole.floored, false, undoing->whole.lowest, ZERO};
        return true;
    default:
        return true;
    }
}

static bool same(const struct interval *a, const struct interval *b) {
    return a->floored == b->floored && a->ceiled == b->ceiled &&
           exact_equal(a->lowest, b->lowest) && exact_equal(a->highest, b->highest);
}

enum fault_kind rule_deduce(const struct method *method, size_t factor, const bool *open,
                            struct interval *values, struct interval *limits, bool *narrowed) {
    const struct undoing undoing = {&method->factors[factor], &method->rules[factor], values,
                                    values[factor]};
    if (!undoing.factor->whole) {
        return FAULT_NONE;
    }
    for (size_t i = 0; i < undoing.factor->operand_count; i++) {
        int operand = undoing.factor->operands[i];
        struct interval left;
        if (!open[operand]) {
            continue;
        }
        if (!undo(&undoing, i, &left)) {
            return FAULT_OVERFLOW;
        }
        if (!interval_intersect(left, values[operand], &left) ||
            (method->factors[operand].whole && !interval_whole(left, &left))) {
            return FAULT_IMPOSSIBLE;
        }
        if (!same(&left, &values[operand])) {
            values[operand] = left;
            limits[operand] = left;
            *narrowed = true;
        }
    }
    return FAULT_NONE;
}
