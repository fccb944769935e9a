/* method_check.c: thresholds, cases and bands that leave nothing out and say nothing twice. */
#include "method.h"

#include <stdlib.h>
#include <string.h>

#include "exact.h"

static const char *plain(struct diagnostics *diagnostics, struct number number) {
    char text[NUMBER_TEXT];
    return diagnostics_print(diagnostics, "%s", number_plain(number, text));
}

/* ---- steps ----------------------------------------------------------------------------------- */

/* The boundary between a step and the next, said by either or both. */
static void join_steps(struct step *step, struct step *next, struct diagnostics *diagnostics) {
    if (!step->ceiled && !next->floored) {
        REPORT(diagnostics, next->where, MESSAGE_METHOD_STEP_UNBOUND);
        return;
    }
    if (!step->ceiled) {
        step->ceiled = true;
        step->upper = next->lower;
        step->open_above = !next->open_below;
        return;
    }
    if (!next->floored) {
        next->floored = true;
        next->lower = step->upper;
        next->open_below = !step->open_above;
        return;
    }
    int order = exact_compare(step->upper, next->lower);
    if (order > 0 || (order == 0 && !step->open_above && !next->open_below)) {
        REPORT(diagnostics, next->where, MESSAGE_METHOD_STEP_OVERLAP,
               plain(diagnostics, next->lower), plain(diagnostics, step->upper));
    } else if (order < 0 || (step->open_above && next->open_below)) {
        REPORT(diagnostics, next->where, MESSAGE_METHOD_STEP_GAP, plain(diagnostics, step->upper),
               plain(diagnostics, next->lower));
    }
}

void method_check_steps(struct step *steps, size_t count, struct diagnostics *diagnostics) {
    for (size_t i = 0; i + 1 < count; i++) {
        join_steps(&steps[i], &steps[i + 1], diagnostics);
    }
    for (size_t i = 0; i < count; i++) {
        if (!steps[i].floored || !steps[i].ceiled) {
            continue;
        }
        int order = exact_compare(steps[i].lower, steps[i].upper);
        if (order > 0 || (order == 0 && (steps[i].open_below || steps[i].open_above))) {
            REPORT(diagnostics, steps[i].where, MESSAGE_METHOD_STEP_EMPTY,
                   plain(diagnostics, steps[i].lower), plain(diagnostics, steps[i].upper));
        }
    }
}

void method_check_steps_cover(const struct method *method, size_t factor,
                              struct diagnostics *diagnostics) {
    const struct rule *rule = &method->rules[factor];
    int operand = method->factors[factor].operands[0];
    const struct interval *range = &method->rules[operand].range;
    const struct step *first = &rule->steps[0];
    const struct step *last = &rule->steps[rule->step_count - 1];
    int low = first->floored && range->floored ? exact_compare(range->lowest, first->lower) : 0;
    if (first->floored && (!range->floored || low < 0 || (low == 0 && first->open_below))) {
        REPORT(diagnostics, first->where, MESSAGE_METHOD_STEP_BELOW, method->factors[operand].id,
               plain(diagnostics, first->lower));
    }
    int high = last->ceiled && range->ceiled ? exact_compare(range->highest, last->upper) : 0;
    if (last->ceiled && (!range->ceiled || high > 0 || (high == 0 && last->open_above))) {
        REPORT(diagnostics, last->where, MESSAGE_METHOD_STEP_ABOVE, method->factors[operand].id,
               plain(diagnostics, last->upper));
    }
}

/* ---- cases ----------------------------------------------------------------------------------- */

static int compare_keys(const void *a, const void *b) {
    const struct lookup_case *left = a;
    const struct lookup_case *right = b;
    int order = strcmp(left->key, right->key);
    return order != 0
               ? order
               : (left->where.line > right->where.line) - (left->where.line < right->where.line);
}

static int compare_numbers(const void *a, const void *b) {
    const struct lookup_case *left = a;
    const struct lookup_case *right = b;
    int order = exact_compare(left->at, right->at);
    return order != 0
               ? order
               : (left->where.line > right->where.line) - (left->where.line < right->where.line);
}

void cases_sort(struct lookup_case *cases, size_t count, bool by_number,
                struct diagnostics *diagnostics) {
    if (count == 0) {
        return;
    }
    qsort(cases, count, sizeof cases[0], by_number ? compare_numbers : compare_keys);
    for (size_t i = 1; i < count; i++) {
        bool same = by_number ? exact_equal(cases[i - 1].at, cases[i].at)
                              : strcmp(cases[i - 1].key, cases[i].key) == 0;
        if (same) {
            REPORT(diagnostics, cases[i].where, MESSAGE_METHOD_CASE_TWICE, cases[i].key,
                   diagnostics_integer(diagnostics, cases[i - 1].where.line));
        }
    }
}

const struct lookup_case *cases_find(const struct rule *rule, const char *key, struct number at) {
    size_t from = 0;
    size_t to = rule->case_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const struct lookup_case *one = &rule->cases[middle];
        int order = key != NULL ? strcmp(key, one->key) : exact_compare(at, one->at);
        if (order == 0) {
            return one;
        }
        if (order < 0) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    return NULL;
}

void method_check_cases_cover(const struct method *method, size_t factor,
                              struct diagnostics *diagnostics) {
    const struct rule *rule = &method->rules[factor];
    if (rule->by != LOOKUP_FACTOR || rule->has_otherwise) {
        return; /* categories and areas are the assessment's, and looked for there */
    }
    int operand = method->factors[factor].operands[0];
    const struct interval *range = &method->rules[operand].range;
    struct interval whole;
    if (!method->factors[operand].whole || !interval_whole(*range, &whole) || !whole.floored ||
        !whole.ceiled) {
        REPORT(diagnostics, method->factors[factor].where, MESSAGE_METHOD_CASES_OPEN,
               method->factors[factor].id, method->factors[operand].id);
        return;
    }
    int64_t at = whole.lowest.numerator;
    for (; cases_find(rule, NULL, number_of(at)) != NULL; at++) {
        if (at == whole.highest.numerator) {
            return;
        }
    }
    REPORT(diagnostics, method->factors[factor].where, MESSAGE_METHOD_CASE_MISSING,
           method->factors[factor].id, diagnostics_integer(diagnostics, at));
}

/* ---- bands ----------------------------------------------------------------------------------- */

static void check_pair(const struct method *method, size_t index, struct diagnostics *diagnostics) {
    const struct band *band = &method->bands[index];
    const struct band_edge *edge = &method->band_edges[index];
    const struct band_edge *above = &method->band_edges[index - 1];
    if (!edge->floored && !above->floored) {
        REPORT(diagnostics, band->where, MESSAGE_METHOD_BAND_LOWEST, method->bands[index - 1].id,
               band->id);
        return;
    }
    if (edge->floored && exact_equal(edge->lower, above->lower)) {
        REPORT(diagnostics, band->where, MESSAGE_METHOD_BAND_SAME, method->bands[index - 1].id,
               band->id);
        return;
    }
    if (edge->ceiled && exact_compare(edge->upper, above->lower) != 0) {
        REPORT(diagnostics, band->where,
               exact_compare(edge->upper, above->lower) > 0 ? MESSAGE_METHOD_BAND_OVERLAP
                                                            : MESSAGE_METHOD_BAND_GAP,
               band->id, plain(diagnostics, edge->upper), method->bands[index - 1].id,
               plain(diagnostics, above->lower));
    }
}

void method_check_bands(const struct method *method, struct diagnostics *diagnostics) {
    for (size_t i = 0; i < method->band_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (method->bands[i].id != NULL && method->bands[j].id != NULL &&
                strcmp(method->bands[i].id, method->bands[j].id) == 0) {
                REPORT(diagnostics, method->bands[i].where, MESSAGE_METHOD_BAND_TWICE,
                       method->bands[i].id);
            }
        }
        if (i > 0) {
            check_pair(method, i, diagnostics);
        }
    }
    if (method->band_count == 0) {
        return;
    }
    size_t last = method->band_count - 1;
    if (method->band_edges[last].floored) {
        REPORT(diagnostics, method->bands[last].where, MESSAGE_METHOD_BAND_NO_LOWEST,
               method->bands[last].id);
    }
    if (method->band_edges[0].ceiled) {
        REPORT(diagnostics, method->bands[0].where, MESSAGE_METHOD_BAND_NO_HIGHEST,
               method->bands[0].id);
    }
    const struct factor *total = method->total < 0 ? NULL : &method->factors[method->total];
    for (size_t i = 0; total != NULL && total->has_range && i < method->band_count; i++) {
        if (method->band_edges[i].floored &&
            exact_compare(method->band_edges[i].lower, total->highest) > 0) {
            REPORT(diagnostics, method->bands[i].where, MESSAGE_METHOD_BAND_UNREACHED,
                   method->bands[i].id, plain(diagnostics, method->band_edges[i].lower),
                   plain(diagnostics, total->highest));
        }
    }
}
