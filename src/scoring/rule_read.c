/* rule_read.c: the rule of a computed value from its element. */
#include <string.h>

#include "method_read.h"

#include "exact.h"

/* of="a b c": factors' ids, white space between. */
static void read_operands(struct reading *reading, const struct xml_node *node,
                          struct factor *factor) {
    const char *list = xml_attribute(node, "of");
    if (list == NULL) {
        return;
    }
    char *words = arena_text(reading->arena, list);
    int *operands = NEWS(reading->arena, strlen(words) / 2 + 1, int);
    char *rest = NULL;
    for (char *word = strtok_r(words, " \t\r\n", &rest); word != NULL;
         word = strtok_r(NULL, " \t\r\n", &rest)) {
        int found = method_find(reading->method, word);
        if (found < 0) {
            read_unknown(reading, node, word);
        } else {
            operands[factor->operand_count++] = found;
        }
    }
    factor->operands = operands;
}

static void read_operand(struct reading *reading, const struct xml_node *node, const char *name,
                         struct factor *factor) {
    if (factor->operands == NULL) {
        factor->operands = NEWS(reading->arena, 2, int);
    }
    int found = read_reference(reading, node, name);
    if (found >= 0) {
        ((int *)factor->operands)[factor->operand_count++] = found;
    }
}

static void read_weighted(struct reading *reading, const struct xml_node *node,
                          struct factor *factor, struct rule *rule) {
    size_t count = 0;
    for (struct xml_node *part = xml_child(node, "part"); part != NULL;
         part = xml_sibling(part, "part")) {
        count++;
    }
    int *operands = NEWS(reading->arena, count, int);
    struct number *weights = NEWS(reading->arena, count, struct number);
    for (struct xml_node *part = xml_child(node, "part"); part != NULL;
         part = xml_sibling(part, "part")) {
        int found = read_reference(reading, part, "of");
        struct number weight;
        if (read_number(reading, part, "weight", &weight) && found >= 0) {
            operands[factor->operand_count] = found;
            weights[factor->operand_count++] = weight;
        }
    }
    factor->operands = operands;
    rule->weights = weights;
}

static void read_ratio(struct reading *reading, const struct xml_node *node, struct factor *factor,
                       struct rule *rule) {
    const char *per = xml_attribute(node, "per");
    read_operand(reading, node, "of", factor);
    /* The area's population needs no column of its own to be divided by. */
    if (per != NULL && strcmp(per, "population") == 0 &&
        method_find(reading->method, "population") < 0) {
        rule->per_population = true;
    } else {
        read_operand(reading, node, "per", factor);
    }
    if (!read_number(reading, node, "times", &rule->times)) {
        rule->times = number_of(1);
    }
}

static struct stand_in read_stand_in(struct reading *reading, const struct xml_node *node,
                                     const char *name) {
    struct stand_in stand_in = {.none = true};
    const char *text = xml_attribute(node, name);
    if (text != NULL && strcmp(text, "none") != 0) {
        stand_in.none = !read_number(reading, node, name, &stand_in.value);
    }
    return stand_in;
}

static void read_change(struct reading *reading, const struct xml_node *node, struct factor *factor,
                        struct rule *rule) {
    read_operand(reading, node, "of", factor);
    read_operand(reading, node, "since", factor);
    rule->zero_base = read_stand_in(reading, node, "zero-base");
    rule->has_small_base = read_number(reading, node, "small-base", &rule->small_base);
    rule->small_change = read_stand_in(reading, node, "small-change");
}

static void read_steps(struct reading *reading, const struct xml_node *node, struct factor *factor,
                       struct rule *rule) {
    read_operand(reading, node, "of", factor);
    size_t count = 0;
    for (struct xml_node *child = xml_child(node, "step"); child != NULL;
         child = xml_sibling(child, "step")) {
        count++;
    }
    struct step *steps = NEWS(reading->arena, count, struct step);
    count = 0;
    for (struct xml_node *child = xml_child(node, "step"); child != NULL;
         child = xml_sibling(child, "step")) {
        struct step *step = &steps[count];
        *step = (struct step){.where = xml_where(child)};
        if (!read_number(reading, child, "value", &step->value)) {
            continue;
        }
        step->open_below = xml_attribute(child, "above") != NULL;
        step->open_above = xml_attribute(child, "below") != NULL;
        step->floored =
            read_number(reading, child, step->open_below ? "above" : "at-least", &step->lower);
        step->ceiled =
            read_number(reading, child, step->open_above ? "below" : "up-to", &step->upper);
        count++;
    }
    method_check_steps(steps, count, reading->diagnostics);
    rule->steps = steps;
    rule->step_count = count;
}

static void read_cases(struct reading *reading, const struct xml_node *node, struct rule *rule) {
    bool by_number = rule->by == LOOKUP_FACTOR;
    size_t count = 0;
    for (struct xml_node *child = xml_child(node, "case"); child != NULL;
         child = xml_sibling(child, "case")) {
        count++;
    }
    struct lookup_case *cases = NEWS(reading->arena, count, struct lookup_case);
    count = 0;
    for (struct xml_node *child = xml_child(node, "case"); child != NULL;
         child = xml_sibling(child, "case")) {
        const char *is = xml_attribute(child, "is");
        struct lookup_case *one = &cases[count];
        *one = (struct lookup_case){.where = xml_where(child), .at = number_of(0)};
        if (is == NULL || !read_number(reading, child, "value", &one->value) ||
            (by_number && !read_number(reading, child, "is", &one->at))) {
            continue;
        }
        one->key = arena_text(reading->arena, is);
        count++;
    }
    cases_sort(cases, count, by_number, reading->diagnostics);
    rule->cases = cases;
    rule->case_count = count;
}

static void read_lookup(struct reading *reading, const struct xml_node *node, struct factor *factor,
                        struct rule *rule) {
    const char *by = xml_attribute(node, "by");
    const char *table = xml_attribute(node, "table");
    const char *key = xml_attribute(node, "key");
    const char *value = xml_attribute(node, "value");
    if (by == NULL) {
        rule->by = LOOKUP_FACTOR;
        read_operand(reading, node, "of", factor);
    } else {
        rule->by = strcmp(by, "area") == 0 ? LOOKUP_AREA : LOOKUP_CATEGORY;
    }
    rule->has_otherwise = read_number(reading, node, "otherwise", &rule->otherwise);
    if (table == NULL) {
        read_cases(reading, node, rule);
    } else if (key != NULL && value != NULL) {
        rule->table = arena_text(reading->arena, table);
        rule->cases =
            weights_read(reading->arena, xml_where(node), rule->table, key, value,
                         rule->by == LOOKUP_FACTOR, &rule->case_count, reading->diagnostics);
    }
}

static void read_cap(struct reading *reading, const struct xml_node *node, struct factor *factor,
                     struct rule *rule) {
    read_operand(reading, node, "of", factor);
    rule->cap_floored = read_number(reading, node, "lowest", &rule->cap_lowest);
    rule->cap_ceiled = read_number(reading, node, "highest", &rule->cap_highest);
    if (rule->cap_floored && rule->cap_ceiled &&
        exact_compare(rule->cap_lowest, rule->cap_highest) > 0) {
        REPORT(reading->diagnostics, xml_where(node), MESSAGE_METHOD_RANGE, factor->id,
               xml_attribute(node, "lowest"), xml_attribute(node, "highest"));
    }
}

void read_rule(struct reading *reading, size_t index) {
    struct factor *factor = &reading->method->factors[index];
    struct rule *rule = &reading->method->rules[index];
    const struct xml_node *node = read_rule_node(reading->nodes[index]);
    switch (factor->operation) {
    case OPERATION_SUM:
    case OPERATION_PRODUCT:
    case OPERATION_MAX:
    case OPERATION_MIN:
        read_operands(reading, node, factor);
        break;
    case OPERATION_WEIGHTED:
        read_weighted(reading, node, factor, rule);
        break;
    case OPERATION_RATIO:
        read_ratio(reading, node, factor, rule);
        break;
    case OPERATION_CHANGE:
        read_change(reading, node, factor, rule);
        break;
    case OPERATION_STEPS:
        read_steps(reading, node, factor, rule);
        break;
    case OPERATION_LOOKUP:
        read_lookup(reading, node, factor, rule);
        break;
    case OPERATION_CAP:
        read_cap(reading, node, factor, rule);
        break;
    case OPERATION_JUDGED:
        read_operand(reading, node, "of", factor);
        break;
    case OPERATION_INPUT:
    case OPERATION_COUNT:
    case OPERATION_PREVIOUS:
    case OPERATION_POPULATION:
        break;
    }
}
