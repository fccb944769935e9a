/* compare.c: two editions, area by area.
 *
 * Where the method changed too, the earlier facts are first scored by the later method: what that
 * alone changes is the method's part, and the rest is the facts'. */
#include <string.h>

#include "attribute.h"
#include "exact.h"

const char *movement_name(enum movement_kind kind) {
    static const char *const NAMES[] = {
        [MOVEMENT_NEW] = "new",       [MOVEMENT_GONE] = "gone", [MOVEMENT_RISEN] = "risen",
        [MOVEMENT_FALLEN] = "fallen", [MOVEMENT_SAME] = "same", [MOVEMENT_UNCERTAIN] = "uncertain",
    };
    return NAMES[kind];
}

/* ---- is it the same method? ------------------------------------------------------------------ */

static bool same_text(const char *a, const char *b) {
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

static bool same_factor(const struct method *a, const struct method *b, size_t i) {
    const struct factor *left = &a->factors[i];
    const struct factor *right = &b->factors[i];
    return same_text(left->id, right->id) && left->operation == right->operation &&
           same_text(left->rule, right->rule) && left->decimals == right->decimals &&
           left->rounded == right->rounded && left->has_range == right->has_range &&
           (!left->has_range || (exact_equal(left->lowest, right->lowest) &&
                                 exact_equal(left->highest, right->highest)));
}

/* The cases of a table, which its words do not list. */
static bool same_cases(const struct rule *a, const struct rule *b) {
    if (a->case_count != b->case_count) {
        return false;
    }
    for (size_t i = 0; i < a->case_count; i++) {
        if (!same_text(a->cases[i].key, b->cases[i].key) ||
            !exact_equal(a->cases[i].value, b->cases[i].value)) {
            return false;
        }
    }
    return true;
}

static bool same_method(const struct method *a, const struct method *b) {
    if (a == b) {
        return true;
    }
    if (!same_text(a->id, b->id) || !same_text(a->version, b->version) ||
        a->factor_count != b->factor_count || a->band_count != b->band_count ||
        a->total != b->total) {
        return false;
    }
    for (size_t i = 0; i < a->factor_count; i++) {
        if (!same_factor(a, b, i) || !same_cases(&a->rules[i], &b->rules[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < a->band_count; i++) {
        if (!same_text(a->bands[i].id, b->bands[i].id) ||
            !exact_equal(a->bands[i].lowest, b->bands[i].lowest)) {
            return false;
        }
    }
    return true;
}

/* ---- one area -------------------------------------------------------------------------------- */

struct comparing {
    struct arena *arena;
    const struct scores *before, *after;
    bool method_changed;
    struct arena *scratch;
    struct diagnostics *silent; /* facts that the later method does not take */
};

static const struct value *total_of(const struct scores *scores, const struct result *result) {
    return scoring_value(result, (size_t)scores->method->total);
}

static enum movement_kind kind_of(const struct value *before, const struct value *after) {
    if (value_known(before) && value_known(after)) {
        int order = exact_compare(after->lowest, before->lowest);
        return order > 0 ? MOVEMENT_RISEN : order < 0 ? MOVEMENT_FALLEN : MOVEMENT_SAME;
    }
    if (before->state == STATE_NOT_SCORED || after->state == STATE_NOT_SCORED) {
        return before->state == after->state ? MOVEMENT_SAME : MOVEMENT_UNCERTAIN;
    }
    if (after->floored && before->ceiled && exact_compare(after->lowest, before->highest) > 0) {
        return MOVEMENT_RISEN;
    }
    if (after->ceiled && before->floored && exact_compare(after->highest, before->lowest) < 0) {
        return MOVEMENT_FALLEN;
    }
    return MOVEMENT_UNCERTAIN;
}

static bool same_rating(const struct band *a, const struct band *b) {
    return a == NULL || b == NULL ? a == b : same_text(a->id, b->id);
}

static void gather_plainly(struct comparing *comparing, const struct area *area,
                           struct facts *facts) {
    const struct method *method = comparing->after->method;
    facts->given = NEWS(comparing->scratch, method->factor_count, struct given);
    facts_gather(method, area, facts, comparing->silent);
}

/* Not fully scored, and yet nothing that is given has changed. */
static bool nothing_changed(struct comparing *comparing, const struct result *before,
                            const struct result *after) {
    struct facts old_facts;
    struct facts new_facts;
    if (comparing->method_changed) {
        return false;
    }
    gather_plainly(comparing, before->area, &old_facts);
    gather_plainly(comparing, after->area, &new_facts);
    return facts_same(comparing->after->method, &old_facts, &new_facts);
}

/* Facts of an area by the later method, settled; false where that method does not take them. */
static bool gather(struct comparing *comparing, const struct area *area, struct facts *facts,
                   struct number *total) {
    const struct method *method = comparing->after->method;
    struct value *values = NEWS(comparing->scratch, method->factor_count, struct value);
    struct fault fault;
    size_t errors = diagnostics_count(comparing->silent, LEVEL_ERROR);
    gather_plainly(comparing, area, facts);
    if (diagnostics_count(comparing->silent, LEVEL_ERROR) > errors ||
        !evaluate(method, facts, values, &fault) || !value_known(&values[method->total])) {
        return false;
    }
    *total = values[method->total].lowest;
    const struct value **settled =
        NEWS(comparing->scratch, method->factor_count, const struct value *);
    for (size_t i = 0; i < method->factor_count; i++) {
        settled[i] = &values[i];
    }
    facts_settle(method, facts, settled);
    return true;
}

static void explain_difference(struct comparing *comparing, struct movement *movement) {
    struct number before = total_of(comparing->before, movement->before)->lowest;
    struct number after = total_of(comparing->after, movement->after)->lowest;
    struct contribution *contributions =
        NEWS(comparing->arena, comparing->after->method->factor_count + 1, struct contribution);
    struct facts old_facts;
    struct facts new_facts;
    struct number by_new_method = before;
    struct number total;
    movement->contributions = contributions;
    movement->by_method = movement->together = number_of(0);
    if (!number_subtract(after, before, &movement->difference)) {
        movement->certain = false;
        return;
    }
    movement->together = movement->difference;
    if (!gather(comparing, movement->before->area, &old_facts, &by_new_method) ||
        !gather(comparing, movement->after->area, &new_facts, &total) ||
        !attribute(comparing->arena, comparing->after->method, &old_facts, &new_facts,
                   contributions, &movement->contribution_count, &movement->together) ||
        !number_subtract(by_new_method, before, &movement->by_method)) {
        movement->contribution_count = 0;
        movement->by_method = number_of(0);
        movement->together = movement->difference;
    }
}

static void compare_area(struct comparing *comparing, const struct result *before,
                         const struct result *after, struct movement *out) {
    *out = (struct movement){.before = before, .after = after};
    if (before == NULL || after == NULL) {
        out->kind = before == NULL ? MOVEMENT_NEW : MOVEMENT_GONE;
        return;
    }
    const struct value *old_total = total_of(comparing->before, before);
    const struct value *new_total = total_of(comparing->after, after);
    out->kind = kind_of(old_total, new_total);
    out->rerated = !same_rating(before->rating, after->rating);
    out->certain = value_known(old_total) && value_known(new_total);
    if (out->kind == MOVEMENT_UNCERTAIN && nothing_changed(comparing, before, after)) {
        out->kind = MOVEMENT_SAME;
    }
    if (out->certain) {
        explain_difference(comparing, out);
    }
}

/* ---- all areas ------------------------------------------------------------------------------- */

static const struct result *counterpart(const struct scores *scores, const struct area *area) {
    const struct area *found = assessment_area(scores->assessment, area->id);
    return found == NULL ? NULL : &scores->results[found - scores->assessment->areas];
}

const struct scoring_comparison *scoring_compare(struct arena *arena, const struct scores *before,
                                                 const struct scores *after) {
    struct scoring_comparison *comparison = NEW(arena, struct scoring_comparison);
    struct movement *movements = NEWS(arena, before->count + after->count, struct movement);
    size_t count = 0;
    struct comparing comparing = {.arena = arena,
                                  .before = before,
                                  .after = after,
                                  .method_changed = !same_method(before->method, after->method)};
    for (size_t i = 0; i < before->count + after->count; i++) {
        bool later = i < after->count;
        const struct result *result = later ? after->ranked[i] : before->ranked[i - after->count];
        const struct result *other = counterpart(later ? before : after, result->area);
        if (!later && other != NULL) {
            continue; /* it has its place already */
        }
        comparing.scratch = arena_new();
        comparing.silent = diagnostics_new(comparing.scratch, 0);
        compare_area(&comparing, later ? other : result, later ? result : NULL,
                     &movements[count++]);
        arena_free(comparing.scratch);
    }
    *comparison = (struct scoring_comparison){.before = before,
                                              .after = after,
                                              .method_changed = comparing.method_changed,
                                              .movements = movements,
                                              .count = count};
    return comparison;
}
