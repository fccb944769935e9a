/* evaluate.h: the facts of one area as the rules want them, and the rules applied to them. */
#ifndef BOARDPAPER_SCORING_EVALUATE_H
#define BOARDPAPER_SCORING_EVALUATE_H

#include "method.h"

/* What was given for one factor. */
struct given {
    bool present; /* computed values: something was given in the rule's place */
    bool narrows; /* it has bounds of its own, not only the factor's range */
    bool wrong;   /* it was reported; what would follow from it is no news */
    struct value value;
    const struct score *score; /* where it comes from; NULL: from the area's own attributes */
};

/* One area's facts. given: one a factor. */
struct facts {
    const struct area *area;
    struct given *given;
    struct value population;
};

enum fault_kind {
    FAULT_NONE,
    FAULT_OVERFLOW,
    FAULT_ZERO,         /* a denominator is 0 */
    FAULT_NO_CASE,      /* a lookup knows nothing for it */
    FAULT_CONTRADICTED, /* what is stated cannot be, by the rule */
    FAULT_IMPOSSIBLE,   /* no values of its operands give what it has to be */
    FAULT_OVERRIDE      /* an override that the method does not allow */
};
struct fault {
    enum fault_kind kind;
    int factor;
    struct interval ruled; /* CONTRADICTED, OVERRIDE: what the rule gives; IMPOSSIBLE: what it has
                              to be */
};

/* Reads the area's facts and checks them against the method, reporting all that is wrong. facts
 * has room for every factor. */
void facts_gather(const struct method *method, const struct area *area, struct facts *facts,
                  struct diagnostics *diagnostics);

/* Applies the rules. values has room for every factor. False with *fault. */
bool evaluate(const struct method *method, const struct facts *facts, struct value *values,
              struct fault *fault);

/* All that is wrong with the area: each fault that does not follow from another, or from a fact
 * that is wrong. Returns how many; faults has room for one a factor. values: as evaluate, unknown
 * where something is wrong. For areas that evaluate has refused: it is slower. */
size_t evaluate_faults(const struct method *method, const struct facts *facts, struct value *values,
                       struct fault *faults);

/* A rule on intervals; operands: one a factor of the method. none: the change has no value. */
enum fault_kind rule_apply(const struct method *method, size_t factor,
                           const struct interval *values, const struct interval *population,
                           const struct area *area, struct interval *out, bool *none);

/* Backwards: what the operands of factor can still be when its value lies in values[factor].
 * Narrows values and limits of those operands that open marks; *narrowed is set where it did. */
enum fault_kind rule_deduce(const struct method *method, size_t factor, const bool *open,
                            struct interval *values, struct interval *limits, bool *narrowed);

/* The value as an interval: its bounds, or the whole range where it has none. */
struct interval value_interval(const struct method *method, size_t factor,
                               const struct value *value);
bool value_known(const struct value *value); /* KNOWN or ESTIMATED */
void value_set(struct value *value, struct interval interval);

#endif
