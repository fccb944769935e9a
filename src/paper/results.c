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
        if (*COMPUTED[i].name == *name && strcmp(COMPUTED[i].name, name) == 0) {
            return COMPUTED[i].which;
        }
    }
    return COMPUTED_NONE;
}

/* ---- areas' elements -------------------------------------------------------------------- */

/* The assessment's areas by their elements: an open hash table of their numbers. So no element is
 * looked into for its id, which would unpack it (xml_rest). */
struct area_nodes {
    const struct xml_node **nodes; /* by number: as they follow each other in the document */
    uint32_t *slots;               /* a number and one; 0: none */
    size_t capacity;
    size_t count; /* 0: they are not those that were read */
};

static size_t slot_of(const struct area_nodes *all, const struct xml_node *node) {
    size_t slot = (size_t)(((uintptr_t)node >> 3) * UINT64_C(0x9E3779B97F4A7C15) >> 32);
    for (slot &= all->capacity - 1; all->slots[slot] != 0;
         slot = (slot + 1) & (all->capacity - 1)) {
        if (all->nodes[all->slots[slot] - 1] == node) {
            break;
        }
    }
    return slot;
}

/* The elements beside the first, each of which must be where its area was read. */
static size_t collect(const struct assessment *assessment, struct xml_node *node,
                      const struct xml_node **nodes) {
    size_t count = 0;
    for (; node != NULL; node = xml_next(node)) {
        if (!xml_is(node, "area")) {
            continue;
        }
        if (count == assessment->area_count ||
            xml_where(node).line != assessment->areas[count].where.line) {
            return 0;
        }
        nodes[count++] = node;
    }
    return count == assessment->area_count ? count : 0;
}

static const struct area_nodes *area_nodes(struct making *making) {
    if (making->area_nodes != NULL) {
        return making->area_nodes;
    }
    const struct assessment *assessment = making->scores->assessment;
    struct area_nodes *all = NEW(making->keep, struct area_nodes);
    struct xml_node *list = xml_child(making->root, "areas");
    all->nodes = (const struct xml_node **)arena_array(making->keep, assessment->area_count,
                                                       sizeof(const struct xml_node *));
    all->count = list == NULL ? 0 : collect(assessment, xml_first(list), all->nodes);
    for (all->capacity = 16; all->capacity < 2 * all->count;) {
        all->capacity *= 2;
    }
    all->slots = NEWS(making->keep, all->capacity, uint32_t);
    for (size_t i = 0; i < all->count; i++) {
        all->slots[slot_of(all, all->nodes[i])] = (uint32_t)i + 1;
    }
    making->area_nodes = all;
    return all;
}

const struct result *result_of(struct making *making, const struct xml_node *area) {
    const struct area_nodes *all = area_nodes(making);
    const struct assessment *assessment = making->scores->assessment;
    if (all->count > 0) {
        uint32_t number = all->slots[slot_of(all, area)];
        return number == 0 ? NULL : &making->scores->results[number - 1];
    }
    const char *id = xml_attribute(area, "id");
    const struct area *found = id == NULL ? NULL : assessment_area(assessment, id);
    return found == NULL ? NULL : &making->scores->results[found - assessment->areas];
}

/* ---- texts ------------------------------------------------------------------------------ */

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
    const struct value *value = scoring_value(result, (size_t)index);
    if (value->overridden) {
        return &value->ruled;
    }
    if (factor->operation != OPERATION_JUDGED || !has_value(value)) {
        return NULL;
    }
    const struct value *rule = scoring_value(result, (size_t)factor->operands[0]);
    return has_value(rule) && !number_equal(rule->lowest, value->lowest) ? &rule->lowest : NULL;
}

const char *result_value(struct making *making, const struct result *result, int factor,
                         enum value_part part) {
    if (factor < 0) {
        return NULL;
    }
    const struct value *value = scoring_value(result, (size_t)factor);
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
    const struct value *value = scoring_value(result, (size_t)total);
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
