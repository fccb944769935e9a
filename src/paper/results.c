/* results.c: what the scores say of an area, as the texts that scoring_annotate writes.
 *
 * The same words as in the annotated document, so that a path gives the same whether it is walked
 * here or evaluated there.
 */
#include "path.h"

#include <string.h>

#include <boardpaper/assessment.h>
#include <boardpaper/number.h>

static const struct {
    const char *name;
    enum computed which;
} COMPUTED[] = {
    {"rank", COMPUTED_RANK},
    {"tied", COMPUTED_TIED},
    {"total", COMPUTED_TOTAL},
    {"lowest", COMPUTED_LOWEST},
    {"highest", COMPUTED_HIGHEST},
    {"rating", COMPUTED_RATING},
    {"rating-label", COMPUTED_RATING_LABEL},
    {"rating-symbol", COMPUTED_RATING_SYMBOL},
    {"state", COMPUTED_STATE},
};

enum computed result_computed(const char *name) {
    for (size_t i = 0; i < sizeof COMPUTED / sizeof COMPUTED[0]; i++) {
        if (strcmp(COMPUTED[i].name, name) == 0) {
            return COMPUTED[i].which;
        }
    }
    return COMPUTED_NONE;
}

static const char *number_text(struct making *making, struct number number, int decimals) {
    char text[NUMBER_TEXT];
    return arena_text(making->arena, number_format(number, decimals, text));
}

static bool has_value(const struct value *value) {
    return value->state == STATE_KNOWN || value->state == STATE_ESTIMATED;
}

/* What the rule gives where the value is an override, or judged otherwise beside it; or NULL. */
static const struct number *ruled_of(const struct method *method, const struct result *result,
                                     size_t index) {
    const struct factor *factor = method_factor(method, index);
    const struct value *value = result->values[index];
    if (value->overridden) {
        return &value->ruled;
    }
    if (factor->operation != OPERATION_JUDGED || !has_value(value)) {
        return NULL;
    }
    const struct value *rule = result->values[factor->operands[0]];
    return has_value(rule) && !number_equal(rule->lowest, value->lowest) ? &rule->lowest : NULL;
}

const char *result_value(struct making *making, const struct result *result, int factor,
                         enum value_part part) {
    if (factor < 0) {
        return NULL;
    }
    const struct value *value = result->values[factor];
    bool scored = value->state != STATE_NOT_SCORED;
    int decimals = method_factor(making->scores->method, (size_t)factor)->decimals;
    switch (part) {
    case PART_TEXT:
        return has_value(value) ? number_text(making, value->lowest, decimals) : "";
    case PART_STATE:
        return state_name(value->state);
    case PART_LOWEST:
        return scored && value->floored ? number_text(making, value->lowest, decimals) : NULL;
    case PART_HIGHEST:
        return scored && value->ceiled ? number_text(making, value->highest, decimals) : NULL;
    case PART_OVERRIDDEN:
        return value->overridden ? "yes" : NULL;
    case PART_RULED: {
        const struct number *ruled = ruled_of(making->scores->method, result, (size_t)factor);
        return ruled != NULL ? number_text(making, *ruled, decimals) : NULL;
    }
    }
    return NULL;
}

const char *result_attribute(struct making *making, const struct result *result,
                             enum computed which) {
    int total = method_total(making->scores->method);
    const struct value *value = result->values[total];
    switch (which) {
    case COMPUTED_RANK:
        return result->rank > 0 ? number_text(making, number_of(result->rank), 0) : NULL;
    case COMPUTED_TIED:
        return result->tied ? "yes" : NULL;
    case COMPUTED_TOTAL:
        return has_value(value) ? result_value(making, result, total, PART_TEXT) : NULL;
    case COMPUTED_LOWEST:
        return result_value(making, result, total, PART_LOWEST);
    case COMPUTED_HIGHEST:
        return result_value(making, result, total, PART_HIGHEST);
    case COMPUTED_RATING:
        return result->rating == NULL ? NULL : result->rating->id;
    case COMPUTED_RATING_LABEL:
        return result->rating == NULL ? NULL : result->rating->label;
    case COMPUTED_RATING_SYMBOL:
        return result->rating == NULL ? NULL : result->rating->symbol;
    case COMPUTED_STATE:
        return state_name(value->state);
    case COMPUTED_NONE:
        break;
    }
    return NULL;
}

void results_annotate_method(struct making *making) {
    if (!making->method_annotated) {
        making->method_annotated = true;
        scoring_annotate_method(making->scores, making->root);
    }
}

void results_annotate(struct making *making) {
    results_annotate_method(making);
    if (!making->annotated) {
        making->annotated = true;
        scoring_annotate_results(making->scores, making->request->reconciliation, making->root);
    }
}
