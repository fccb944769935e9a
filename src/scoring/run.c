/* run.c: all areas of an assessment through the method, and their order.
 *
 * An area's total decides its rank and rating alone; areas do not see each other until they are
 * ranked. So scoring takes one pass over the areas and one sort. */
#include <stdlib.h>
#include <string.h>

#include "evaluate.h"
#include "exact.h"
#include "scores.h"
#include "values.h"
#include "words.h"

/* ---- faults ---------------------------------------------------------------------------------- */

static struct where fault_where(const struct facts *facts, int factor) {
    const struct given *given = &facts->given[factor];
    return given->score != NULL ? assessment_score_where(facts->area, given->score)
                                : facts->area->where;
}

static void report_fault(const struct method *method, const struct facts *facts,
                         const struct fault *fault, struct diagnostics *diagnostics) {
    const struct factor *factor = &method->factors[fault->factor];
    const struct given *given = &facts->given[fault->factor];
    const char *area = facts->area->id;
    struct where where = fault_where(facts, fault->factor);
    char ruled[INTERVAL_TEXT];
    char stated[INTERVAL_TEXT];
    interval_words(fault->ruled, factor->decimals, ruled);
    interval_words(value_interval(method, (size_t)fault->factor, &given->value), factor->decimals,
                   stated);
    switch (fault->kind) {
    case FAULT_OVERFLOW:
        REPORT(diagnostics, where, MESSAGE_SCORING_OVERFLOW, factor->id, area);
        break;
    case FAULT_ZERO:
        REPORT(diagnostics, where, MESSAGE_SCORING_ZERO, factor->id, area);
        break;
    case FAULT_NO_CASE:
        REPORT(diagnostics, where, MESSAGE_SCORING_NO_CASE, factor->id, area, method->id);
        break;
    case FAULT_CONTRADICTED:
        REPORT(diagnostics, where, MESSAGE_SCORING_CONTRADICTED, stated, factor->id, area, ruled);
        break;
    case FAULT_IMPOSSIBLE:
        REPORT(diagnostics, where, MESSAGE_SCORING_IMPOSSIBLE, factor->id, area, ruled,
               factor->rule == NULL ? factor->id : factor->rule);
        break;
    case FAULT_OVERRIDE:
        REPORT(diagnostics, where, MESSAGE_SCORING_OVERRIDE, stated, factor->id, area, ruled);
        break;
    case FAULT_NONE:
        break;
    }
}

/* Who sets a value in a rule's place says why, and should say in what role and when. */
static void check_reasons(const struct method *method, const struct facts *facts,
                          const struct value *values, struct diagnostics *diagnostics) {
    for (size_t i = 0; i < method->factor_count; i++) {
        const struct score *score = facts->given[i].score;
        const struct factor *factor = &method->factors[i];
        if (score == NULL) {
            continue;
        }
        if (values[i].overridden) {
            if (score->is->amount->reason == NULL) {
                REPORT(diagnostics, assessment_score_where(facts->area, score),
                       MESSAGE_OVERRIDE_REASON, factor->id, facts->area->id);
            }
            if (score->is->role == NULL || score->is->date.year == 0) {
                REPORT(diagnostics, assessment_score_where(facts->area, score),
                       MESSAGE_OVERRIDE_ROLE, factor->id, facts->area->id);
            }
        } else if (factor->operation == OPERATION_JUDGED && value_known(&values[i]) &&
                   score->is->amount->reason == NULL) {
            const struct value *rule = &values[factor->operands[0]];
            if (value_known(rule) && !exact_equal(rule->lowest, values[i].lowest)) {
                REPORT(diagnostics, assessment_score_where(facts->area, score),
                       MESSAGE_JUDGED_REASON, factor->id, facts->area->id);
            }
        }
    }
}

/* ---- rating ---------------------------------------------------------------------------------- */

const struct band *scores_rate(const struct method *method, const struct value *total) {
    if (total->state == STATE_NOT_SCORED || method->band_count == 0) {
        return NULL;
    }
    /* A bound that is missing reaches into the band at that end. */
    const struct band *least = total->floored ? method_rate(method, total->lowest)
                                              : &method->bands[method->band_count - 1];
    const struct band *most =
        total->ceiled ? method_rate(method, total->highest) : &method->bands[0];
    return least == most ? least : NULL;
}

/* ---- ranks ----------------------------------------------------------------------------------- */

static int by_name(const struct result *a, const struct result *b) {
    int order = strcmp(a->area->name, b->area->name);
    return order != 0 ? order : strcmp(a->area->id, b->area->id);
}

static int by_tie_breaks(const struct method *method, const struct result *a,
                         const struct result *b) {
    for (size_t i = 0; i < method->tie_break_count; i++) {
        const struct tie_break *tie_break = &method->tie_breaks[i];
        const struct value *left = scoring_value(a, (size_t)tie_break->factor);
        const struct value *right = scoring_value(b, (size_t)tie_break->factor);
        if (!value_known(left) || !value_known(right)) {
            if (value_known(left) != value_known(right)) {
                return value_known(left) ? -1 : 1;
            }
            continue;
        }
        int order = exact_compare(left->lowest, right->lowest);
        if (order != 0) {
            return tie_break->lowest_first ? order : -order;
        }
    }
    return 0;
}

/* Those not fully scored: by the highest that is possible, an open end first. */
static int by_highest(const struct value *a, const struct value *b) {
    bool left = a->state != STATE_NOT_SCORED;
    bool right = b->state != STATE_NOT_SCORED;
    if (left != right) {
        return left ? -1 : 1;
    }
    if (!left) {
        return 0;
    }
    if (a->ceiled != b->ceiled) {
        return a->ceiled ? 1 : -1;
    }
    return a->ceiled ? exact_compare(b->highest, a->highest) : 0;
}

int scores_compare(const struct method *method, const struct result *a, const struct result *b) {
    const struct value *left = scoring_value(a, (size_t)method->total);
    const struct value *right = scoring_value(b, (size_t)method->total);
    if (value_known(left) != value_known(right)) {
        return value_known(left) ? -1 : 1;
    }
    if (!value_known(left)) {
        return by_highest(left, right);
    }
    int order = exact_compare(right->lowest, left->lowest);
    return order != 0 ? order : by_tie_breaks(method, a, b);
}

static int compare_results(const void *a, const void *b, void *context) {
    const struct result *left = *(const struct result *const *)a;
    const struct result *right = *(const struct result *const *)b;
    int order = scores_compare(context, left, right);
    return order != 0 ? order : by_name(left, right);
}

void scores_rank(const struct method *method, struct result *results, size_t count,
                 const struct result **ranked) {
    for (size_t i = 0; i < count; i++) {
        ranked[i] = &results[i];
    }
    if (count > 0) {
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): the pointers are what is sorted */
        qsort_r(ranked, count, sizeof ranked[0], compare_results, (void *)method);
    }
    int32_t rank = 0; /* more areas do not fit in memory */
    for (size_t i = 0; i < count; i++) {
        struct result *result = &results[ranked[i] - results];
        const struct value *total = scoring_value(result, (size_t)method->total);
        if (!value_known(total)) {
            break;
        }
        struct result *above = i == 0 ? NULL : &results[ranked[i - 1] - results];
        bool same = above != NULL &&
                    exact_equal(scoring_value(above, (size_t)method->total)->lowest, total->lowest);
        rank += !same;
        result->rank = rank;
        if (same) {
            result->tied = true;
            above->tied = true;
        }
    }
}

/* ---- all of it ------------------------------------------------------------------------------- */

/* One area into values. False where anything is wrong with it, all of it reported. */
static bool score_area(const struct method *method, const struct area *area, struct facts *facts,
                       struct value *values, struct diagnostics *diagnostics) {
    size_t before = diagnostics_count(diagnostics, LEVEL_ERROR);
    struct fault fault;
    facts_gather(method, area, facts, diagnostics);
    bool good = diagnostics_count(diagnostics, LEVEL_ERROR) == before &&
                evaluate(method, facts, values, &fault);
    if (!good) {
        struct fault *faults = memory_array(method->factor_count, sizeof *faults);
        size_t count = evaluate_faults(method, facts, values, faults);
        for (size_t i = 0; i < count; i++) {
            report_fault(method, facts, &faults[i], diagnostics);
        }
        free(faults);
    }
    check_reasons(method, facts, values, diagnostics);
    return good;
}

/* The numbers of the values of all results, outside the arena: they may have to become wider. */
struct number_table {
    uint16_t *narrow; /* NULL: */
    uint32_t *wide;
    size_t count;
};

static void widen(struct number_table *table) {
    table->wide = memory_array(table->count, sizeof *table->wide);
    for (size_t i = 0; i < table->count; i++) {
        table->wide[i] = table->narrow[i];
    }
    free(table->narrow);
    table->narrow = NULL;
}

static void set_number(struct number_table *table, size_t index, uint32_t number) {
    if (table->wide == NULL && number <= UINT16_MAX) {
        table->narrow[index] = (uint16_t)number;
        return;
    }
    if (table->wide == NULL) {
        widen(table);
    }
    table->wide[index] = number;
}

static void score_areas(const struct method *method, const struct assessment *assessment,
                        struct value_table *table, struct number_table *numbers,
                        struct result *results, struct diagnostics *diagnostics) {
    struct arena *scratch = arena_new();
    struct facts facts = {.given = NEWS(scratch, method->factor_count, struct given)};
    struct value *own = NEWS(scratch, method->factor_count, struct value);
    for (size_t i = 0; i < assessment->area_count; i++) {
        struct result *result = &results[i];
        *result =
            (struct result){.area = &assessment->areas[i], .values = value_table_values(table)};
        memset(own, 0, method->factor_count * sizeof *own);
        if (!score_area(method, result->area, &facts, own, diagnostics)) {
            continue;
        }
        result->rating = scores_rate(method, &own[method->total]);
        for (size_t j = 0; j < method->factor_count; j++) {
            set_number(numbers, i * method->factor_count + j, value_table_keep(table, &own[j]));
        }
    }
    arena_free(scratch);
}

const struct scores *scoring_run(struct arena *arena, const struct assessment *assessment,
                                 const struct method *method, struct diagnostics *diagnostics) {
    size_t errors = diagnostics_count(diagnostics, LEVEL_ERROR);
    size_t count = assessment->area_count;
    struct scores *scores = NEW(arena, struct scores);
    struct result *results = NEWS(arena, count, struct result);
    struct value_table *table = value_table_new(arena);
    struct number_table numbers = {.count = count * method->factor_count};
    numbers.narrow = memory_array(numbers.count, sizeof *numbers.narrow);
    score_areas(method, assessment, table, &numbers, results, diagnostics);
    struct values *values = value_table_values(table);
    values->results = results;
    values->narrow = numbers.narrow;
    values->numbers = numbers.wide;
    values->factor_count = method->factor_count;
    arena_defer(arena, free, numbers.narrow != NULL ? (void *)numbers.narrow : numbers.wide);
    value_table_free(table);
    if (diagnostics_count(diagnostics, LEVEL_ERROR) > errors) {
        return NULL;
    }
    const struct result **ranked = NEWS(arena, count, const struct result *);
    scores_rank(method, results, count, ranked);
    *scores = (struct scores){.assessment = assessment,
                              .method = method,
                              .results = results,
                              .ranked = ranked,
                              .count = count};
    return scores;
}
