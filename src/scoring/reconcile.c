/* reconcile.c: the board's areas of focus set beside the ranking.
 *
 * A focus takes its place from its evidence, as the method says: from the highest of it, from the
 * first listed, or from the mean. Focuses come in the order of their scores, then those whose
 * evidence is not fully scored, then those that nothing in the assessment scores. Equals are
 * decided by the method's tie-breaks, then by the board's own order, then stand as listed: no
 * arithmetic stands in for a decision that the board has to make. */
#include <stdlib.h>
#include <string.h>

#include "evaluate.h"
#include "exact.h"
#include "scores.h"
#include "words.h"

/* A focus while its group is put in order; listed: its place in the input. */
struct standing {
    struct reconciled reconciled;
    size_t listed;
    const struct method *method;
};

static const struct result *result_of(const struct scores *scores, const struct area *area) {
    return &scores->results[area - scores->assessment->areas];
}

static const struct value *total_of(const struct method *method, const struct result *result) {
    return scoring_value(result, (size_t)method->total);
}

/* ---- one focus ------------------------------------------------------------------------------- */

static void sort_evidence(const struct method *method, const struct result **evidence,
                          size_t count) {
    for (size_t i = 1; i < count; i++) {
        const struct result *one = evidence[i];
        size_t at = i;
        for (; at > 0 && scores_compare(method, evidence[at - 1], one) > 0; at--) {
            evidence[at] = evidence[at - 1];
        }
        evidence[at] = one;
    }
}

/* The mean of all evidence; false where any of it is not fully scored. */
static bool mean_of(const struct method *method, const struct reconciled *reconciled,
                    struct number *out) {
    struct number sum = {0, 1};
    for (size_t i = 0; i < reconciled->evidence_count; i++) {
        const struct value *total = total_of(method, reconciled->evidence[i]);
        if (!value_known(total) || !number_add(sum, total->lowest, &sum)) {
            return false;
        }
    }
    return number_divide(sum, number_of((int64_t)reconciled->evidence_count), out);
}

static void set_score(const struct method *method, struct reconciled *reconciled) {
    const struct value *total = total_of(method, reconciled->leading);
    if (method->reconcile == RECONCILE_MEAN) {
        reconciled->scored = mean_of(method, reconciled, &reconciled->score);
        reconciled->rating = reconciled->scored ? method_rate(method, reconciled->score) : NULL;
        return;
    }
    reconciled->scored = value_known(total);
    reconciled->score = reconciled->scored ? total->lowest : number_of(0);
    reconciled->rating = reconciled->leading->rating;
}

static void set_beside(struct arena *arena, const struct scores *scores, const struct focus *focus,
                       struct reconciled *out) {
    const struct method *method = scores->method;
    const struct result **evidence = NEWS(arena, focus->evidence_count, const struct result *);
    *out = (struct reconciled){.focus = focus,
                               .evidence = evidence,
                               .evidence_count = focus->evidence_count,
                               .score = number_of(0)};
    if (focus->evidence_count == 0) {
        return;
    }
    for (size_t i = 0; i < focus->evidence_count; i++) {
        evidence[i] = result_of(scores, focus->evidence[i].area);
    }
    const struct result *leading = evidence[0];
    sort_evidence(method, evidence, focus->evidence_count);
    if (method->reconcile != RECONCILE_LISTED) {
        leading = evidence[0];
    }
    if (total_of(method, leading)->state != STATE_NOT_SCORED) {
        out->leading = leading;
        set_score(method, out);
    }
}

/* ---- their order ----------------------------------------------------------------------------- */

/* 0: scored, 1: evidence that is not fully scored, 2: nothing scores it. */
static int standing_class(const struct reconciled *reconciled) {
    return reconciled->leading == NULL ? 2 : !reconciled->scored;
}

/* What the arithmetic says, and nothing else. */
static int compare_scores(const struct method *method, const struct reconciled *a,
                          const struct reconciled *b) {
    int class = standing_class(a);
    if (class != standing_class(b)) {
        return class - standing_class(b);
    }
    if (class == 2) {
        return 0;
    }
    int order = class == 0 ? exact_compare(b->score, a->score) : 0;
    if (order != 0 || (class == 0 && method->reconcile == RECONCILE_MEAN)) {
        return order;
    }
    return scores_compare(method, a->leading, b->leading);
}

static int compare_standings(const void *a, const void *b) {
    const struct standing *left = a;
    const struct standing *right = b;
    int order = compare_scores(left->method, &left->reconciled, &right->reconciled);
    if (order != 0) {
        return order;
    }
    int left_order = left->reconciled.focus->order;
    int right_order = right->reconciled.focus->order;
    if (left_order != right_order && left_order > 0 && right_order > 0) {
        return left_order < right_order ? -1 : 1;
    }
    if ((left_order > 0) != (right_order > 0)) {
        return left_order > 0 ? -1 : 1; /* what the board has placed, before what it has not */
    }
    return left->listed < right->listed ? -1 : 1;
}

/* How above and below, the one after the other, are told apart. */
static enum tie tie_of(const struct standing *above, const struct standing *below) {
    const struct reconciled *a = &above->reconciled;
    const struct reconciled *b = &below->reconciled;
    if (a->scored != b->scored || (a->leading == NULL) != (b->leading == NULL) ||
        (a->scored && exact_compare(a->score, b->score) != 0)) {
        return TIE_NONE;
    }
    if (compare_scores(above->method, a, b) != 0) {
        return a->scored ? TIE_RULE : TIE_NONE;
    }
    bool decided = a->focus->order != b->focus->order && a->focus->order > 0 && b->focus->order > 0;
    return decided ? TIE_BOARD : TIE_OPEN;
}

/* Of two ties the one that says more of what is open. */
static void set_tie(struct reconciled *reconciled, enum tie tie) {
    reconciled->tie = tie > reconciled->tie ? tie : reconciled->tie;
}

/* Equals that nobody has decided between: the paper would put them in an order of its own. */
static void report_tie(const struct standing *above, const struct standing *below,
                       struct diagnostics *diagnostics) {
    const struct focus *first = above->reconciled.focus;
    const struct focus *second = below->reconciled.focus;
    bool decided = first->order != second->order && first->order > 0 && second->order > 0;
    if (!decided && standing_class(&above->reconciled) < 2 &&
        compare_scores(above->method, &above->reconciled, &below->reconciled) == 0) {
        REPORT(diagnostics, second->where, MESSAGE_RECONCILE_TIE, first->id, second->id);
    }
}

static void reconcile_group(struct arena *arena, const struct scores *scores,
                            const struct focus_group *group, struct reconciliation *out,
                            struct diagnostics *diagnostics) {
    struct arena *scratch = arena_new();
    struct standing *standings = NEWS(scratch, group->focus_count, struct standing);
    struct reconciled *focuses = NEWS(arena, group->focus_count, struct reconciled);
    for (size_t i = 0; i < group->focus_count; i++) {
        standings[i].listed = i;
        standings[i].method = scores->method;
        set_beside(arena, scores, &group->focuses[i], &standings[i].reconciled);
    }
    if (group->focus_count > 0) {
        qsort(standings, group->focus_count, sizeof standings[0], compare_standings);
    }
    for (size_t i = 0; i < group->focus_count; i++) {
        focuses[i] = standings[i].reconciled;
        focuses[i].order = (int64_t)i + 1;
        if (i > 0) {
            enum tie tie = tie_of(&standings[i - 1], &standings[i]);
            set_tie(&focuses[i - 1], tie);
            set_tie(&focuses[i], tie);
            report_tie(&standings[i - 1], &standings[i], diagnostics);
        }
    }
    *out = (struct reconciliation){group, focuses, group->focus_count};
    arena_free(scratch);
}

const struct reconciliation *scoring_reconcile(struct arena *arena, const struct scores *scores,
                                               struct diagnostics *diagnostics) {
    const struct assessment *assessment = scores->assessment;
    struct reconciliation *groups = NEWS(arena, assessment->group_count, struct reconciliation);
    for (size_t i = 0; i < assessment->group_count; i++) {
        reconcile_group(arena, scores, &assessment->groups[i], &groups[i], diagnostics);
    }
    return groups;
}

/* ---- what the board should know -------------------------------------------------------------- */

/* Evidence that is not fully scored and could put its focus higher. */
static void report_open(const struct method *method, const struct reconciled *reconciled,
                        struct diagnostics *diagnostics) {
    for (size_t i = 0; i < reconciled->evidence_count; i++) {
        const struct result *evidence = reconciled->evidence[i];
        const struct value *total = total_of(method, evidence);
        char range[INTERVAL_TEXT];
        if (value_known(total) || total->state == STATE_NOT_SCORED || !reconciled->scored ||
            (total->ceiled && exact_compare(total->highest, reconciled->score) <= 0)) {
            continue;
        }
        REPORT(diagnostics, reconciled->focus->where, MESSAGE_RECONCILE_OPEN, reconciled->focus->id,
               evidence->area->id, value_words(&method->factors[method->total], total, range));
    }
}

/* uses: one an area, the focus that last named it. Within one group, whose focuses are set beside
 * each other, evidence counts twice. Across groups nothing is added up, but the board would see one
 * area stand for two of its choices: that is told too, in other words. */
static void report_evidence(const struct scores *scores, const struct reconciliation *group,
                            const struct reconciled *reconciled, const struct focus **uses,
                            struct diagnostics *diagnostics) {
    const struct focus *focus = reconciled->focus;
    const struct focus *first = group->group->focuses;
    for (size_t i = 0; i < focus->evidence_count; i++) {
        const struct area *area = focus->evidence[i].area;
        const struct focus **use = &uses[area - scores->assessment->areas];
        if (*use != NULL) {
            bool together = *use >= first && *use < first + group->count;
            REPORT(diagnostics, focus->evidence[i].where,
                   together ? MESSAGE_RECONCILE_TWICE : MESSAGE_RECONCILE_GROUPS, area->id,
                   (*use)->id, focus->id);
        }
        *use = focus;
    }
    if (scores->method->reconcile == RECONCILE_HIGHEST) {
        report_open(scores->method, reconciled, diagnostics);
    }
}

static void report_unfocused(const struct scores *scores, const struct focus *const *uses,
                             struct diagnostics *diagnostics) {
    if (scores->method->band_count < 2) {
        return;
    }
    const struct band *high = &scores->method->bands[0];
    for (size_t i = 0; i < scores->count; i++) {
        if (scores->results[i].rating == high && uses[i] == NULL) {
            REPORT(diagnostics, scores->results[i].area->where, MESSAGE_RECONCILE_UNFOCUSED,
                   scores->results[i].area->id, high->id);
        }
    }
}

/* Ties that the board has decided and given no reason for. */
static void report_unreasoned(const struct method *method, const struct reconciliation *group,
                              struct diagnostics *diagnostics) {
    for (size_t i = 1; i < group->count; i++) {
        const struct reconciled *above = &group->focuses[i - 1];
        const struct reconciled *below = &group->focuses[i];
        if (above->leading != NULL && compare_scores(method, above, below) == 0 &&
            above->focus->order > 0 && below->focus->order > 0 && above->focus->reason == NULL &&
            below->focus->reason == NULL) {
            REPORT(diagnostics, above->focus->where, MESSAGE_RECONCILE_TIE_REASON, above->focus->id,
                   below->focus->id);
        }
    }
}

void scoring_advise(const struct scores *scores, const struct reconciliation *reconciliation,
                    struct diagnostics *diagnostics) {
    size_t count = scores->assessment->group_count;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): one pointer an entry */
    const struct focus **uses = memory_array(scores->count + 1, sizeof *uses);
    for (size_t i = 0; i < count; i++) {
        report_unreasoned(scores->method, &reconciliation[i], diagnostics);
        for (size_t j = 0; j < reconciliation[i].count; j++) {
            report_evidence(scores, &reconciliation[i], &reconciliation[i].focuses[j], uses,
                            diagnostics);
        }
    }
    if (count > 0) {
        report_unfocused(scores, uses, diagnostics);
    }
    free(uses);
}
