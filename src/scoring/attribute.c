/* attribute.c: splitting a total's difference among the facts that changed.
 *
 * Each changed fact gets the mean of what its change makes, over all orders in which the changes
 * could have come (Shapley, "A value for n-person games", 1953): the only split that adds up, gives
 * equal changes equal parts, and gives nothing to what makes no difference. Two changes of a
 * product share what they make together half and half.
 *
 * A total is mostly a sum, and the parts of a sum do not act on each other; so the split is made
 * for each term alone over the few facts that it rests on, with 2 to their number evaluations. A
 * term of more facts than that takes the mean of one order and its reverse, which adds up as well.
 * Rejected: changing one fact at a time and calling what is left over "interaction": a board would
 * ask whose that is. */
#include "attribute.h"

#include <stdlib.h>
#include <string.h>

#include "exact.h"
#include "words.h"

enum { MOST_PLAYERS = 10, POPULATION = -1 };

/* One fact that differs; dependents: whether each term rests on it. */
struct player {
    int factor;
    struct number part;
};

struct splitting {
    const struct method *method;
    const struct facts *before, *after;
    struct facts mixed; /* the facts while some have changed and some not */
    struct value *values;
    struct player *players;
    size_t player_count;
};

/* ---- which facts there are ------------------------------------------------------------------- */

static bool same_number(bool a_there, struct number a, bool b_there, struct number b) {
    return a_there == b_there && (!a_there || exact_equal(a, b));
}

static bool same_value(const struct value *a, const struct value *b) {
    return a->state == b->state && same_number(a->floored, a->lowest, b->floored, b->lowest) &&
           same_number(a->ceiled, a->highest, b->ceiled, b->highest);
}

static bool same_given(const struct given *a, const struct given *b) {
    return a->present == b->present && a->narrows == b->narrows && same_value(&a->value, &b->value);
}

static bool is_given(const struct method *method, size_t factor, const struct given *given) {
    return method->factors[factor].operation <= OPERATION_POPULATION || given->present;
}

static bool uses_population(const struct method *method) {
    for (size_t i = 0; i < method->factor_count; i++) {
        if (method->rules[i].per_population) {
            return true;
        }
    }
    return false;
}

static void find_players(struct splitting *splitting) {
    const struct method *method = splitting->method;
    for (size_t i = 0; i < method->factor_count; i++) {
        const struct given *before = &splitting->before->given[i];
        const struct given *after = &splitting->after->given[i];
        if ((is_given(method, i, before) || is_given(method, i, after)) &&
            !same_given(before, after)) {
            splitting->players[splitting->player_count++] = (struct player){(int)i, {0, 1}};
        }
    }
    if (uses_population(method) &&
        !same_value(&splitting->before->population, &splitting->after->population)) {
        splitting->players[splitting->player_count++] = (struct player){POPULATION, {0, 1}};
    }
}

/* Areas differ in more than their facts only where a category decides a lookup. */
static bool category_decides(const struct method *method, const struct area *before,
                             const struct area *after) {
    const char *old_id = before->category == NULL ? "" : before->category->id;
    const char *new_id = after->category == NULL ? "" : after->category->id;
    for (size_t i = 0; i < method->factor_count; i++) {
        if (method->factors[i].operation == OPERATION_LOOKUP &&
            method->rules[i].by == LOOKUP_CATEGORY && strcmp(old_id, new_id) != 0) {
            return true;
        }
    }
    return false;
}

bool facts_same(const struct method *method, const struct facts *before,
                const struct facts *after) {
    for (size_t i = 0; i < method->factor_count; i++) {
        if (!same_given(&before->given[i], &after->given[i])) {
            return false;
        }
    }
    return !category_decides(method, before->area, after->area) &&
           (!uses_population(method) || same_value(&before->population, &after->population));
}

/* ---- one term -------------------------------------------------------------------------------- */

static bool rests_on(const struct method *method, int factor, int fact) {
    if (factor == fact) {
        return true;
    }
    if (fact == POPULATION && method->rules[factor].per_population) {
        return true;
    }
    for (size_t i = 0; i < method->factors[factor].operand_count; i++) {
        if (rests_on(method, method->factors[factor].operands[i], fact)) {
            return true;
        }
    }
    return false;
}

static void put(struct splitting *splitting, int factor, bool changed) {
    const struct facts *from = changed ? splitting->after : splitting->before;
    if (factor == POPULATION) {
        splitting->mixed.population = from->population;
    } else {
        splitting->mixed.given[factor] = from->given[factor];
    }
}

/* The term's value with the facts as they are mixed now. False where it is not certain. */
static bool term_value(struct splitting *splitting, int term, struct number *out) {
    struct fault fault;
    if (!evaluate(splitting->method, &splitting->mixed, splitting->values, &fault) ||
        !value_known(&splitting->values[term])) {
        return false;
    }
    *out = splitting->values[term].lowest;
    return true;
}

static bool add_scaled(struct number *sum, struct number value, struct number by) {
    struct number product;
    return number_multiply(value, by, &product) && number_add(*sum, product, sum);
}

/* of! (rest - of)! / (rest + 1)!: the share of the orders in which just so many come before. */
static struct number order_share(size_t of, size_t players) {
    struct number share = {1, (int64_t)players};
    for (size_t i = 1; i <= of; i++) { /* 1 / (players - 1 over of) */
        number_multiply(share, (struct number){(int64_t)i, (int64_t)(players - i)}, &share);
    }
    return share;
}

static bool split_exactly(struct splitting *splitting, int term, struct number weight,
                          const size_t *playing, size_t count, struct number *parts) {
    size_t subsets = (size_t)1 << count;
    struct number *worths = memory_array(subsets, sizeof *worths);
    bool done = true;
    for (size_t set = 0; done && set < subsets; set++) {
        for (size_t i = 0; i < count; i++) {
            put(splitting, splitting->players[playing[i]].factor, (set >> i & 1) != 0);
        }
        done = term_value(splitting, term, &worths[set]);
    }
    for (size_t set = 0; done && set < subsets; set++) {
        size_t size = (size_t)__builtin_popcountll(set);
        for (size_t i = 0; done && i < count; i++) {
            struct number made;
            struct number share;
            if ((set >> i & 1) != 0) {
                continue;
            }
            done = number_subtract(worths[set | (size_t)1 << i], worths[set], &made) &&
                   number_multiply(order_share(size, count), weight, &share) &&
                   add_scaled(&parts[playing[i]], made, share);
        }
    }
    free(worths);
    return done;
}

/* The mean of the order as listed and its reverse. */
static bool split_both_ways(struct splitting *splitting, int term, struct number weight,
                            const size_t *playing, size_t count, struct number *parts) {
    struct number half;
    if (!number_multiply(weight, (struct number){1, 2}, &half)) {
        return false;
    }
    for (int way = 0; way < 2; way++) {
        struct number last;
        for (size_t i = 0; i < count; i++) {
            put(splitting, splitting->players[playing[i]].factor, false);
        }
        if (!term_value(splitting, term, &last)) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            size_t next = playing[way == 0 ? i : count - 1 - i];
            struct number value;
            struct number made;
            put(splitting, splitting->players[next].factor, true);
            if (!term_value(splitting, term, &value) || !number_subtract(value, last, &made) ||
                !add_scaled(&parts[next], made, half)) {
                return false;
            }
            last = value;
        }
    }
    return true;
}

static bool split_term(struct splitting *splitting, int term, struct number weight) {
    size_t *playing = memory_array(splitting->player_count + 1, sizeof *playing);
    struct number *parts = memory_array(splitting->player_count + 1, sizeof *parts);
    size_t count = 0;
    for (size_t i = 0; i < splitting->player_count; i++) {
        parts[i] = number_of(0);
        put(splitting, splitting->players[i].factor, false);
        if (rests_on(splitting->method, term, splitting->players[i].factor)) {
            playing[count++] = i;
        }
    }
    bool done = count <= MOST_PLAYERS
                    ? split_exactly(splitting, term, weight, playing, count, parts)
                    : split_both_ways(splitting, term, weight, playing, count, parts);
    for (size_t i = 0; done && i < splitting->player_count; i++) {
        done = number_add(splitting->players[i].part, parts[i], &splitting->players[i].part);
    }
    free(playing);
    free(parts);
    return done;
}

/* ---- the total ------------------------------------------------------------------------------- */

/* A sum that nothing is given in the place of comes apart into its terms. */
static bool comes_apart(const struct splitting *splitting, int factor) {
    const struct factor *of = &splitting->method->factors[factor];
    return (of->operation == OPERATION_SUM || of->operation == OPERATION_WEIGHTED) &&
           !of->rounded && !splitting->before->given[factor].present &&
           !splitting->after->given[factor].present;
}

static bool split(struct splitting *splitting, int factor, struct number weight) {
    const struct factor *of = &splitting->method->factors[factor];
    const struct rule *rule = &splitting->method->rules[factor];
    if (!comes_apart(splitting, factor)) {
        return split_term(splitting, factor, weight);
    }
    for (size_t i = 0; i < of->operand_count; i++) {
        struct number part = weight;
        if ((rule->weights != NULL && !number_multiply(weight, rule->weights[i], &part)) ||
            !split(splitting, of->operands[i], part)) {
            return false;
        }
    }
    return true;
}

/* ---- outcome --------------------------------------------------------------------------------- */

static int compare_sizes(const void *a, const void *b) {
    const struct contribution *left = a;
    const struct contribution *right = b;
    struct number x = left->amount;
    struct number y = right->amount;
    x.numerator = x.numerator < 0 ? -x.numerator : x.numerator;
    y.numerator = y.numerator < 0 ? -y.numerator : y.numerator;
    int order = exact_compare(y, x);
    return order != 0 ? order : left->factor - right->factor;
}

static const char *given_words(struct arena *arena, const struct method *method, int factor,
                               const struct facts *facts) {
    static const struct factor PEOPLE = {.decimals = 0};
    char text[INTERVAL_TEXT];
    if (factor == POPULATION) {
        return arena_text(arena,
                          value_words_in(method->phrases, &PEOPLE, &facts->population, text));
    }
    const struct given *given = &facts->given[factor];
    if (!is_given(method, (size_t)factor, given)) {
        return method->phrases->by_rule;
    }
    return arena_text(
        arena, value_words_in(method->phrases, &method->factors[factor], &given->value, text));
}

static bool total_of(struct splitting *splitting, bool changed, struct number *out) {
    for (size_t i = 0; i < splitting->player_count; i++) {
        put(splitting, splitting->players[i].factor, changed);
    }
    return term_value(splitting, splitting->method->total, out);
}

bool attribute(struct arena *arena, const struct method *method, const struct facts *before,
               const struct facts *after, struct contribution *out, size_t *count,
               struct number *together) {
    struct arena *scratch = arena_new();
    struct splitting splitting = {.method = method,
                                  .before = before,
                                  .after = after,
                                  .mixed = {.area = after->area, .population = before->population},
                                  .values = NEWS(scratch, method->factor_count, struct value),
                                  .players =
                                      NEWS(scratch, method->factor_count + 1, struct player)};
    splitting.mixed.given = NEWS(scratch, method->factor_count, struct given);
    memcpy(splitting.mixed.given, before->given,
           method->factor_count * sizeof splitting.mixed.given[0]);
    find_players(&splitting);
    struct number from;
    struct number to;
    *count = 0;
    *together = number_of(0);
    bool certain = total_of(&splitting, true, &to);
    splitting.mixed.area = before->area;
    certain = total_of(&splitting, false, &from) && certain;
    if (certain) {
        bool splits = !category_decides(method, before->area, after->area) &&
                      split(&splitting, method->total, number_of(1));
        if (!splits) {
            number_subtract(to, from, together);
        }
        for (size_t i = 0; i < splitting.player_count; i++) {
            const struct player *player = &splitting.players[i];
            if (splits && player->part.numerator == 0) {
                continue;
            }
            out[(*count)++] =
                (struct contribution){.factor = player->factor,
                                      .before = given_words(arena, method, player->factor, before),
                                      .after = given_words(arena, method, player->factor, after),
                                      .amount = splits ? player->part : number_of(0)};
        }
        if (*count > 1) {
            qsort(out, *count, sizeof out[0], compare_sizes);
        }
    }
    arena_free(scratch);
    return certain;
}

void facts_settle(const struct method *method, struct facts *facts,
                  const struct value *const *values) {
    bool *settled = memory_array(method->factor_count, sizeof *settled); /* known from here on */
    for (size_t i = 0; i < method->factor_count; i++) {
        struct given *given = &facts->given[i];
        const struct factor *factor = &method->factors[i];
        if (factor->operation <= OPERATION_POPULATION ||
            (factor->operation == OPERATION_JUDGED && given->present)) {
            if (values[i]->deduced) {
                given->value = *values[i];
            }
            settled[i] = value_known(&given->value);
            continue;
        }
        bool ruled = !values[i]->overridden;
        for (size_t j = 0; j < factor->operand_count; j++) {
            ruled = ruled && settled[factor->operands[j]];
        }
        if (given->present && value_known(&given->value)) {
            settled[i] = true;
            given->present = !ruled; /* where its operands give it now, it need not be stated */
        } else {
            settled[i] = ruled && !given->present;
        }
    }
    free(settled);
}
