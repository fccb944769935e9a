/* facts.c: what an area gives for each factor, checked against the method. */
#include <stdlib.h>
#include <string.h>

#include "evaluate.h"
#include "exact.h"

static const struct number ZERO = {0, 1};

/* A quantity as a value within all that it can be. */
static struct value value_of(const struct quantity *quantity, struct interval range) {
    struct value value = {.state = quantity->state, .lowest = ZERO, .highest = ZERO, .ruled = ZERO};
    if (value_known(&value)) {
        value_set(&value, interval_of(quantity->value));
    } else if (quantity->state != STATE_NOT_SCORED) {
        value_set(&value, quantity->bounded ? interval_between(quantity->lowest, quantity->highest)
                                            : range);
    }
    return value;
}

/* ---- counts and populations ------------------------------------------------------------------ */

static bool is_count(struct number number) {
    return number.numerator >= 0 && number.denominator == 1;
}

/* False, and reported, where it is wrong. */
static bool check_count(const struct quantity *quantity, const char *name, struct where where,
                        struct diagnostics *diagnostics) {
    bool known = quantity->state == STATE_KNOWN || quantity->state == STATE_ESTIMATED;
    if (quantity->where.line != 0) {
        where = quantity->where;
    }
    if ((known && !is_count(quantity->value)) ||
        (quantity->bounded && (!is_count(quantity->lowest) || !is_count(quantity->highest)))) {
        return REPORT(diagnostics, where, MESSAGE_SCORE_COUNT, name);
    }
    if (quantity->bounded && exact_compare(quantity->lowest, quantity->highest) > 0) {
        return REPORT(diagnostics, where, MESSAGE_SCORE_BOUNDS, name);
    }
    return true;
}

static const struct quantity NOTHING = {
    .state = STATE_NOT_SCORED, .value = {0, 1}, .lowest = {0, 1}, .highest = {0, 1}};

static const struct quantity *population_of(const struct area *area) {
    return area->population == NULL ? &NOTHING : &area->population->count;
}

static void gather_attributes(const struct method *method, const struct area *area,
                              struct facts *facts) {
    const struct interval any = interval_from(ZERO);
    facts->population = value_of(population_of(area), any);
    for (size_t i = 0; i < method->factor_count; i++) {
        struct given *given = &facts->given[i];
        *given = (struct given){
            .value = {.state = STATE_NOT_SCORED, .lowest = ZERO, .highest = ZERO, .ruled = ZERO}};
        switch (method->factors[i].operation) {
        case OPERATION_COUNT:
            given->value = value_of(area->count, any);
            break;
        case OPERATION_PREVIOUS:
            given->value = value_of(area->previous, any);
            break;
        case OPERATION_POPULATION:
            given->value = facts->population;
            break;
        default:
            break;
        }
    }
}

/* ---- scores ---------------------------------------------------------------------------------- */

static const char *range_words(struct diagnostics *diagnostics, const struct method *method,
                               size_t index) {
    const struct interval *range = &method->rules[index].range;
    char from[NUMBER_TEXT];
    char to[NUMBER_TEXT];
    number_plain(range->lowest, from);
    number_plain(range->highest, to);
    if (range->floored && range->ceiled) {
        return diagnostics_print(diagnostics, "from %s to %s", from, to);
    }
    return range->floored ? diagnostics_print(diagnostics, "%s or more", from)
                          : diagnostics_print(diagnostics, "%s or less", to);
}

static bool has_decimals(struct number number, int decimals) {
    struct number rounded;
    if (number.denominator == 1) {
        return true;
    }
    return number_round(number, decimals, &rounded) && exact_equal(number, rounded);
}

static bool check_number(const struct method *method, size_t index, struct where where,
                         struct number number, struct diagnostics *diagnostics) {
    const struct factor *factor = &method->factors[index];
    char text[NUMBER_TEXT];
    number_plain(number, text);
    struct interval range = method->rules[index].range;
    interval_round(range, factor->decimals, &range); /* what is printed may be rounded */
    if (!interval_has(range, number)) {
        return REPORT(diagnostics, where, MESSAGE_SCORE_RANGE, text, factor->id,
                      range_words(diagnostics, method, index));
    }
    if (!has_decimals(number, factor->decimals)) {
        return REPORT(diagnostics, where, MESSAGE_SCORE_DECIMALS, text, factor->id,
                      diagnostics_integer(diagnostics, factor->decimals));
    }
    return true;
}

static bool check_amount(const struct method *method, size_t index, struct where where,
                         const struct quantity *amount, struct diagnostics *diagnostics) {
    if (amount->state == STATE_KNOWN || amount->state == STATE_ESTIMATED) {
        return check_number(method, index, where, amount->value, diagnostics);
    }
    if (!amount->bounded) {
        return true;
    }
    bool good = check_number(method, index, where, amount->lowest, diagnostics);
    good = check_number(method, index, where, amount->highest, diagnostics) && good;
    if (exact_compare(amount->lowest, amount->highest) > 0) {
        return REPORT(diagnostics, where, MESSAGE_SCORE_BOUNDS, method->factors[index].id);
    }
    return good;
}

static const char *scorable(struct diagnostics *diagnostics, const struct method *method) {
    const char *list = "";
    for (size_t i = 0; i < method->factor_count; i++) {
        enum operation operation = method->factors[i].operation;
        if (operation == OPERATION_INPUT || operation == OPERATION_JUDGED) {
            list = diagnostics_print(diagnostics, "%s%s%s", list, *list == '\0' ? "" : ", ",
                                     method->factors[i].id);
        }
    }
    return list;
}

static void gather_score(const struct method *method, const struct score *score,
                         struct facts *facts, struct diagnostics *diagnostics) {
    const struct judgement *judgement = score->is;
    struct where where = assessment_score_where(facts->area, score);
    int index = method_find(method, judgement->factor);
    if (index < 0) {
        REPORT(diagnostics, where, MESSAGE_SCORE_FACTOR, judgement->factor, method->id,
               scorable(diagnostics, method));
        return;
    }
    enum operation operation = method->factors[index].operation;
    if (operation == OPERATION_COUNT || operation == OPERATION_PREVIOUS ||
        operation == OPERATION_POPULATION) {
        REPORT(diagnostics, where, MESSAGE_SCORE_ATTRIBUTE, judgement->factor);
        return;
    }
    struct given *given = &facts->given[index];
    if (given->present) {
        long line = assessment_score_where(facts->area, given->score).line;
        REPORT(diagnostics, where, MESSAGE_SCORE_TWICE, facts->area->id, judgement->factor,
               diagnostics_integer(diagnostics, line));
        return;
    }
    given->present = true;
    given->score = score;
    given->value = value_of(judgement->amount, method->rules[index].range);
    given->wrong = !check_amount(method, (size_t)index, where, judgement->amount, diagnostics);
    given->narrows = judgement->amount->bounded;
}

/* Whether the total hangs on a factor, by ways on which nothing known is given in a rule's place.
 */
static bool needs(const struct method *method, const struct facts *facts, size_t factor) {
    bool *needed = memory_array(method->factor_count, sizeof *needed);
    needed[method->total] = true;
    for (size_t i = method->factor_count; i-- > factor;) {
        bool stands = facts->given[i].present && value_known(&facts->given[i].value);
        for (size_t j = 0; needed[i] && !stands && j < method->factors[i].operand_count; j++) {
            needed[method->factors[i].operands[j]] = true;
        }
    }
    bool found = needed[factor];
    free(needed);
    return found;
}

/* An area that is counted and has nobody it is counted among: most likely forgotten. It is no
 * error: as with a score that is not given, nothing is taken for zero, and the rest of the table
 * stands. */
static void check_population(const struct method *method, const struct facts *facts,
                             struct diagnostics *diagnostics) {
    const struct area *area = facts->area;
    if (area->population != NULL || area->count->state == STATE_NOT_SCORED) {
        return;
    }
    for (size_t i = 0; i < method->factor_count; i++) {
        if (method->rules[i].per_population && !facts->given[i].present) {
            bool needed = needs(method, facts, i);
            REPORT(diagnostics, area->where,
                   needed ? MESSAGE_SCORE_POPULATION_NEEDED : MESSAGE_SCORE_POPULATION, area->id,
                   method->factors[i].id);
            return;
        }
    }
}

void facts_gather(const struct method *method, const struct area *area, struct facts *facts,
                  struct diagnostics *diagnostics) {
    facts->area = area;
    bool count = check_count(area->count, "count", area->where, diagnostics);
    bool previous = check_count(area->previous, "previous", area->where, diagnostics);
    gather_attributes(method, area, facts);
    for (size_t i = 0; (!count || !previous) && i < method->factor_count; i++) {
        enum operation operation = method->factors[i].operation;
        facts->given[i].wrong = (operation == OPERATION_COUNT && !count) ||
                                (operation == OPERATION_PREVIOUS && !previous);
    }
    for (size_t i = 0; i < area->score_count; i++) {
        gather_score(method, &area->scores[i], facts, diagnostics);
    }
    check_population(method, facts, diagnostics);
}
