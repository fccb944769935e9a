/* annotate.c: the results into the assessment's own XML, where templates and XPath find them.
 *
 * Annotating twice gives what annotating once gives: what was there before is taken out first. */
#include <string.h>

#include <boardpaper/xml.h>

#include "evaluate.h"
#include "words.h"

static const char *operation_name(enum operation operation) {
    static const char *const NAMES[] = {
        [OPERATION_INPUT] = "input",       [OPERATION_COUNT] = "count",
        [OPERATION_PREVIOUS] = "previous", [OPERATION_POPULATION] = "population",
        [OPERATION_SUM] = "sum",           [OPERATION_WEIGHTED] = "weighted",
        [OPERATION_PRODUCT] = "product",   [OPERATION_RATIO] = "ratio",
        [OPERATION_CHANGE] = "change",     [OPERATION_STEPS] = "steps",
        [OPERATION_LOOKUP] = "lookup",     [OPERATION_MAX] = "max",
        [OPERATION_MIN] = "min",           [OPERATION_CAP] = "cap",
        [OPERATION_JUDGED] = "judged",
    };
    return NAMES[operation];
}

static void set_number(struct xml_node *node, const char *name, bool there, struct number number,
                       int decimals) {
    char text[NUMBER_TEXT];
    xml_set(node, name, there ? number_format(number, decimals, text) : NULL);
}

static void set_integer(struct xml_node *node, const char *name, int64_t value) {
    set_number(node, name, value > 0, number_of(value), 0);
}

/* ---- areas ----------------------------------------------------------------------------------- */

/* A judgement that departs from the value beside which it stands: that value, or NULL. */
static const struct value *departed_from(const struct factor *factor, const struct result *result,
                                         const struct value *value) {
    if (factor->operation != OPERATION_JUDGED || !value_known(value)) {
        return NULL;
    }
    const struct value *rule = scoring_value(result, (size_t)factor->operands[0]);
    return value_known(rule) && !number_equal(rule->lowest, value->lowest) ? rule : NULL;
}

/* What is written on an area and on each of its values, in this order. */
static const char *const AREA_NAMES[] = {"rank",         "tied",          "total",
                                         "lowest",       "highest",       "rating",
                                         "rating-label", "rating-symbol", "state"};
static const char *const VALUE_NAMES[] = {"id",         "state",  "text",  "lowest", "highest",
                                          "overridden", "judged", "ruled", "stated", "deduced"};
enum {
    AREA_COUNT = sizeof AREA_NAMES / sizeof AREA_NAMES[0],
    VALUE_COUNT = sizeof VALUE_NAMES / sizeof VALUE_NAMES[0]
};

/* An element made for a factor's value; of a judgement only where it departs from nothing. */
enum { LIKE = 256 };
struct like {
    const struct factor *factor;
    const struct value *value;
    struct xml_node *node;
};

/* The names as the document has them, found once for all the areas; and elements that others are
 * like, for most areas have a 2 or a 3 where another has one. */
struct names {
    const char *value;
    const char *of_area[AREA_COUNT], *of_value[VALUE_COUNT];
    struct like likes[LIKE]; /* by factor and value: the last made */
};

static void find_names(struct xml_node *root, struct names *names) {
    names->value = xml_intern(root, "value");
    for (size_t i = 0; i < AREA_COUNT; i++) {
        names->of_area[i] = xml_intern(root, AREA_NAMES[i]);
    }
    for (size_t i = 0; i < VALUE_COUNT; i++) {
        names->of_value[i] = xml_intern(root, VALUE_NAMES[i]);
    }
}

static struct like *like_of(struct names *names, const struct factor *factor,
                            const struct value *value) {
    uintptr_t mixed = (uintptr_t)value / sizeof *value + (uintptr_t)factor / sizeof *factor * 37;
    return &names->likes[mixed % LIKE];
}

static const char *number_if(bool there, struct number number, int decimals, char *text) {
    return there ? number_format(number, decimals, text) : NULL;
}

static const char *yes_if(bool holds) {
    return holds ? "yes" : NULL;
}

static void annotate_value(struct xml_node *area, struct names *names, const struct factor *factor,
                           const struct result *result, const struct value *value) {
    const struct value *rule = departed_from(factor, result, value);
    struct like *like = like_of(names, factor, value); /* equal values are one */
    if (rule == NULL && like->factor == factor && like->value == value) {
        xml_add_like(area, like->node);
        return;
    }
    char least[NUMBER_TEXT], most[NUMBER_TEXT], ruled[NUMBER_TEXT];
    bool scored = value->state != STATE_NOT_SCORED, known = value_known(value);
    int decimals = factor->decimals;
    bool floored = scored && value->floored, ceiled = scored && value->ceiled;
    const char *lowest = number_if(known || floored, value->lowest, decimals, least);
    const char *highest = lowest != NULL && number_equal(value->lowest, value->highest)
                              ? lowest
                              : number_if(ceiled, value->highest, decimals, most);
    const char *const values[VALUE_COUNT] = {factor->id,
                                             state_name(value->state),
                                             known ? lowest : "",
                                             floored ? lowest : NULL,
                                             ceiled ? highest : NULL,
                                             yes_if(value->overridden),
                                             yes_if(rule != NULL),
                                             number_if(value->overridden || rule != NULL,
                                                       rule != NULL ? rule->lowest : value->ruled,
                                                       decimals, ruled),
                                             yes_if(value->stated),
                                             yes_if(value->deduced)};
    struct xml_pair pairs[VALUE_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < VALUE_COUNT; i++) {
        if (values[i] != NULL) {
            pairs[count++] = (struct xml_pair){names->of_value[i], values[i]};
        }
    }
    struct xml_node *made = xml_add_with(area, names->value, pairs, count);
    if (rule == NULL) {
        *like = (struct like){factor, value, made};
    }
}

static void annotate_area(const struct method *method, struct names *names,
                          const struct result *result, struct xml_node *area) {
    char rank[NUMBER_TEXT], text[NUMBER_TEXT], lowest[NUMBER_TEXT], highest[NUMBER_TEXT];
    const struct value *total = scoring_value(result, (size_t)method->total);
    const struct band *rating = result->rating;
    int decimals = method->factors[method->total].decimals;
    bool scored = total->state != STATE_NOT_SCORED;
    const char *const values[AREA_COUNT] = {
        number_if(result->rank > 0, number_of(result->rank), 0, rank),
        yes_if(result->tied),
        number_if(value_known(total), total->lowest, decimals, text),
        number_if(scored && total->floored, total->lowest, decimals, lowest),
        number_if(scored && total->ceiled, total->highest, decimals, highest),
        rating == NULL ? NULL : rating->id,
        rating == NULL ? NULL : rating->label,
        rating == NULL ? NULL : rating->symbol,
        state_name(total->state)};
    struct xml_pair pairs[AREA_COUNT];
    for (size_t i = 0; i < AREA_COUNT; i++) {
        pairs[i] = (struct xml_pair){names->of_area[i], values[i]};
    }
    xml_set_all(area, pairs, AREA_COUNT);
    xml_remove_all(area, "value");
    for (size_t i = 0; i < method->factor_count; i++) {
        annotate_value(area, names, &method->factors[i], result, scoring_value(result, i));
    }
}

static void annotate_areas(const struct scores *scores, struct xml_node *root) {
    struct names names = {0};
    find_names(root, &names);
    for (struct xml_node *list = xml_child(root, "areas"); list != NULL;
         list = xml_sibling(list, "areas")) {
        for (struct xml_node *node = xml_child(list, "area"); node != NULL;
             node = xml_sibling(node, "area")) {
            const char *id = xml_attribute(node, "id");
            const struct area *area = id == NULL ? NULL : assessment_area(scores->assessment, id);
            if (area != NULL) {
                annotate_area(scores->method, &names,
                              &scores->results[area - scores->assessment->areas], node);
            }
        }
    }
}

/* ---- focus areas ----------------------------------------------------------------------------- */

static void annotate_focus(const struct method *method, const struct reconciled *reconciled,
                           struct xml_node *node) {
    static const char *const TIES[] = {
        [TIE_NONE] = NULL, [TIE_RULE] = "rule", [TIE_BOARD] = "board", [TIE_OPEN] = "open"};
    const struct band *rating = reconciled->rating;
    set_integer(node, "order", reconciled->order);
    xml_set(node, "tie", TIES[reconciled->tie]);
    xml_set(node, "rating",
            rating != NULL                ? rating->id
            : reconciled->leading == NULL ? "not-scored"
                                          : NULL);
    xml_set(node, "rating-label", rating == NULL ? NULL : rating->label);
    xml_set(node, "rating-symbol", rating == NULL ? NULL : rating->symbol);
    set_number(node, "score", reconciled->scored, reconciled->score,
               method->factors[method->total].decimals);
    xml_set(node, "leading", reconciled->leading == NULL ? NULL : reconciled->leading->area->id);
}

static const struct reconciled *find_focus(const struct scores *scores,
                                           const struct reconciliation *groups, const char *id) {
    for (size_t i = 0; i < scores->assessment->group_count; i++) {
        for (size_t j = 0; j < groups[i].count; j++) {
            if (strcmp(groups[i].focuses[j].focus->id, id) == 0) {
                return &groups[i].focuses[j];
            }
        }
    }
    return NULL;
}

static void annotate_focuses(const struct scores *scores, const struct reconciliation *groups,
                             struct xml_node *root) {
    struct xml_node *list = xml_child(root, "focus-areas");
    for (struct xml_node *group = list == NULL ? NULL : xml_child(list, "group"); group != NULL;
         group = xml_sibling(group, "group")) {
        for (struct xml_node *node = xml_child(group, "focus"); node != NULL;
             node = xml_sibling(node, "focus")) {
            const char *id = xml_attribute(node, "id");
            const struct reconciled *found = id == NULL ? NULL : find_focus(scores, groups, id);
            if (found != NULL) {
                annotate_focus(scores->method, found, node);
            }
        }
    }
}

/* ---- the method ------------------------------------------------------------------------------ */

static void annotate_factor(const struct method *method, size_t index, struct xml_node *parent) {
    const struct factor *factor = &method->factors[index];
    const struct rule *rule = &method->rules[index];
    struct xml_node *node = xml_add(parent, "factor");
    xml_set(node, "id", factor->id);
    xml_set(node, "label", factor->label);
    xml_set(node, "short", factor->short_label);
    xml_set(node, "group", factor->group);
    set_number(node, "lowest", rule->range.floored, rule->range.lowest, factor->decimals);
    set_number(node, "highest", rule->range.ceiled, rule->range.highest, factor->decimals);
    set_number(node, "decimals", true, number_of(factor->decimals), 0);
    xml_set(node, "operation", operation_name(factor->operation));
    xml_set(node, "rule", factor->rule);
    xml_set(node, "note", factor->note);
    xml_set(node, "override", factor->override_allowed ? "yes" : NULL);
    for (size_t i = 0; i < rule->scale_count; i++) {
        struct xml_node *point = xml_add(node, "point");
        set_number(point, "value", true, rule->scale[i].value, factor->decimals);
        xml_set(point, "label", rule->scale[i].label);
    }
}

/* With the decimals of the totals that are held against it, unless it has more itself. */
static void set_bound(struct xml_node *node, struct number bound, int decimals) {
    char text[NUMBER_TEXT];
    struct number rounded;
    bool exact = number_round(bound, decimals, &rounded) && number_equal(rounded, bound);
    xml_set(node, "lowest",
            exact ? number_format(bound, decimals, text) : number_plain(bound, text));
}

static void annotate_band(const struct scores *scores, size_t index, struct xml_node *parent) {
    const struct method *method = scores->method;
    const struct band *band = &method->bands[index];
    const struct factor *total = &method->factors[method->total];
    bool last = index + 1 == method->band_count;
    struct xml_node *node = xml_add(parent, "band");
    int64_t count = 0;
    for (size_t i = 0; i < scores->count; i++) {
        count += scores->results[i].rating == band;
    }
    xml_set(node, "id", band->id);
    xml_set(node, "label", band->label);
    xml_set(node, "symbol", band->symbol);
    if (last) {
        const struct interval *range = &method->rules[method->total].range;
        set_number(node, "lowest", range->floored, range->lowest, total->decimals);
    } else {
        set_bound(node, band->lowest, total->decimals);
    }
    set_number(node, "count", true, number_of(count), 0);
}

void scoring_annotate_method(const struct scores *scores, struct xml_node *root) {
    static const char *const RECONCILES[] = {
        [RECONCILE_HIGHEST] = "highest", [RECONCILE_MEAN] = "mean", [RECONCILE_LISTED] = "listed"};
    const struct method *method = scores->method;
    struct xml_node *node = xml_child(root, "method");
    if (node == NULL) {
        node = xml_add(root, "method");
    }
    xml_set(node, "id", method->id);
    xml_set(node, "version", method->version);
    xml_set(node, "title", method->title);
    xml_set(node, "note", method->note);
    xml_set(node, "reconcile", RECONCILES[method->reconcile]);
    xml_remove_all(node, "tie-break");
    for (size_t i = 0; i < method->tie_break_count; i++) {
        struct xml_node *by = xml_add(node, "tie-break");
        xml_set(by, "factor", method->factors[method->tie_breaks[i].factor].id);
        xml_set(by, "label", method->factors[method->tie_breaks[i].factor].label);
        xml_set(by, "lowest-first", method->tie_breaks[i].lowest_first ? "yes" : NULL);
    }
    xml_remove_all(node, "factor");
    xml_remove_all(node, "band");
    for (size_t i = 0; i < method->factor_count; i++) {
        annotate_factor(method, i, node);
    }
    for (size_t i = 0; i < method->band_count; i++) {
        annotate_band(scores, i, node);
    }
}

void scoring_annotate_results(const struct scores *scores,
                              const struct reconciliation *reconciliation, struct xml_node *root) {
    annotate_areas(scores, root);
    if (reconciliation != NULL) {
        annotate_focuses(scores, reconciliation, root);
    }
}

void scoring_annotate(const struct scores *scores, const struct reconciliation *reconciliation,
                      struct xml_node *root) {
    scoring_annotate_method(scores, root);
    scoring_annotate_results(scores, reconciliation, root);
}
