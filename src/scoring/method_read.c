/* method_read.c: a method's XML into factors, bands and tie-breaks; the rules are rule_read.c's.
 *
 * Reading goes on past what is wrong, so that one run reports everything. It takes four passes:
 * the schema, the factors' own attributes, the rules (when every id is known), and the ranges and
 * thresholds (when every rule is known to be sound).
 */
#include "method_read.h"

#include <string.h>

#include <boardpaper/file.h>

#include "evaluate.h"
#include "exact.h"

static const struct number ZERO = {0, 1};

bool read_number(struct reading *reading, const struct xml_node *node, const char *name,
                 struct number *out) {
    const char *text = xml_attribute(node, name);
    if (text == NULL) {
        return false;
    }
    if (!number_parse(text, out)) {
        return REPORT(reading->diagnostics, xml_where(node), MESSAGE_METHOD_NUMBER, name, text);
    }
    return true;
}

/* The words of an element that holds nothing else, white space folded. */
const char *read_text(struct arena *arena, const struct xml_node *node) {
    struct xml_piece piece = {0};
    const char *text = "";
    while (xml_pieces(node, &piece)) {
        if (piece.text != NULL) {
            text = arena_print(arena, "%s%s", text, piece.text);
        }
    }
    char *folded = arena_text(arena, text);
    char *to = folded;
    for (const char *at = folded; *at != '\0'; at++) {
        bool blank = strchr(" \t\r\n", *at) != NULL;
        if (!blank) {
            *to++ = *at;
        } else if (to > folded && to[-1] != ' ') {
            *to++ = ' ';
        }
    }
    while (to > folded && to[-1] == ' ') {
        to--;
    }
    *to = '\0';
    return folded;
}

static const char *factor_list(struct reading *reading) {
    const struct method *method = reading->method;
    const char *list = "";
    for (size_t i = 0; i < method->factor_count; i++) {
        const char *id = method->factors[i].id;
        if (id != NULL) {
            list = arena_print(reading->arena, "%s%s%s", list, *list == '\0' ? "" : ", ", id);
        }
    }
    return list;
}

void read_unknown(struct reading *reading, const struct xml_node *node, const char *id) {
    REPORT(reading->diagnostics, xml_where(node), MESSAGE_METHOD_FACTOR_UNKNOWN, id,
           factor_list(reading));
}

int read_reference(struct reading *reading, const struct xml_node *node, const char *name) {
    const char *id = xml_attribute(node, name);
    int found = id == NULL ? -1 : method_find(reading->method, id);
    if (id != NULL && found < 0) {
        read_unknown(reading, node, id);
    }
    return found;
}

static enum operation operation_of(const struct xml_node *node) {
    static const struct {
        const char *name;
        enum operation operation;
    } NAMES[] = {
        {"count", OPERATION_COUNT},
        {"previous", OPERATION_PREVIOUS},
        {"population", OPERATION_POPULATION},
        {"sum", OPERATION_SUM},
        {"weighted", OPERATION_WEIGHTED},
        {"product", OPERATION_PRODUCT},
        {"ratio", OPERATION_RATIO},
        {"change", OPERATION_CHANGE},
        {"steps", OPERATION_STEPS},
        {"lookup", OPERATION_LOOKUP},
        {"max", OPERATION_MAX},
        {"min", OPERATION_MIN},
        {"cap", OPERATION_CAP},
        {"judged", OPERATION_JUDGED},
    };
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (xml_is(node, NAMES[i].name)) {
            return NAMES[i].operation;
        }
    }
    return OPERATION_INPUT;
}

struct xml_node *read_rule_node(const struct xml_node *node) {
    struct xml_node *child = xml_first(node);
    return child != NULL && xml_is(child, "note") ? xml_next(child) : child;
}

static bool is_factor(const struct xml_node *node) {
    return xml_is(node, "input") || xml_is(node, "value") || xml_is(node, "count") ||
           xml_is(node, "previous") || xml_is(node, "population");
}

static bool says_yes(const struct xml_node *node, const char *name) {
    const char *value = xml_attribute(node, name);
    return value != NULL && strcmp(value, "yes") == 0;
}

static const char *note_of(struct reading *reading, const struct xml_node *node) {
    struct xml_node *note = xml_child(node, "note");
    return note == NULL ? NULL : read_text(reading->arena, note);
}

static void read_scale(struct reading *reading, const struct xml_node *node, struct rule *rule,
                       const struct factor *factor) {
    size_t count = 0;
    for (struct xml_node *point = xml_child(node, "point"); point != NULL;
         point = xml_sibling(point, "point")) {
        count++;
    }
    struct scale_point *points = NEWS(reading->arena, count, struct scale_point);
    count = 0;
    for (struct xml_node *point = xml_child(node, "point"); point != NULL;
         point = xml_sibling(point, "point")) {
        struct number value;
        if (!read_number(reading, point, "value", &value)) {
            continue;
        }
        if (factor->has_range && !interval_has(rule->range, value)) {
            REPORT(reading->diagnostics, xml_where(point), MESSAGE_METHOD_POINT_OUTSIDE,
                   xml_attribute(point, "value"), factor->id);
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            if (exact_equal(points[i].value, value)) {
                REPORT(reading->diagnostics, xml_where(point), MESSAGE_METHOD_POINT_TWICE,
                       xml_attribute(point, "value"), factor->id);
            }
        }
        size_t at = count++;
        for (; at > 0 && exact_compare(points[at - 1].value, value) > 0; at--) {
            points[at] = points[at - 1];
        }
        points[at] = (struct scale_point){value, read_text(reading->arena, point)};
    }
    rule->scale = points;
    rule->scale_count = count;
}

static void read_input(struct reading *reading, const struct xml_node *node, struct factor *factor,
                       struct rule *rule) {
    struct number lowest, highest, rounded;
    if (!read_number(reading, node, "lowest", &lowest) ||
        !read_number(reading, node, "highest", &highest)) {
        return;
    }
    if (exact_compare(lowest, highest) > 0) {
        REPORT(reading->diagnostics, xml_where(node), MESSAGE_METHOD_RANGE, factor->id,
               xml_attribute(node, "lowest"), xml_attribute(node, "highest"));
        return;
    }
    if ((number_round(lowest, factor->decimals, &rounded) && !exact_equal(lowest, rounded)) ||
        (number_round(highest, factor->decimals, &rounded) && !exact_equal(highest, rounded))) {
        REPORT(reading->diagnostics, xml_where(node), MESSAGE_METHOD_RANGE_DECIMALS, factor->id,
               diagnostics_integer(reading->diagnostics, factor->decimals));
    }
    factor->has_range = true;
    factor->lowest = lowest;
    factor->highest = highest;
    rule->range = interval_between(lowest, highest);
    read_scale(reading, node, rule, factor);
}

const char *read_copied(struct reading *reading, const struct xml_node *node, const char *name) {
    const char *value = xml_attribute(node, name);
    return value == NULL ? NULL : arena_text(reading->arena, value);
}

static void read_factor(struct reading *reading, size_t index) {
    const struct xml_node *node = reading->nodes[index];
    struct factor *factor = &reading->method->factors[index];
    struct rule *rule = &reading->method->rules[index];
    const struct xml_node *operation = xml_is(node, "value") ? read_rule_node(node) : node;
    factor->id = read_copied(reading, node, "id");
    factor->label = read_copied(reading, node, "label");
    factor->short_label = read_copied(reading, node, "short");
    factor->group = read_copied(reading, node, "group");
    factor->where = xml_where(node);
    factor->note = note_of(reading, node);
    factor->operation = operation == NULL ? OPERATION_INPUT : operation_of(operation);
    factor->rounded = says_yes(node, "round");
    factor->override_allowed = says_yes(node, "override");
    factor->label = factor->label == NULL ? factor->id : factor->label;
    factor->short_label = factor->short_label == NULL ? factor->label : factor->short_label;
    factor->group = factor->group == NULL ? "" : factor->group;
    struct number decimals = ZERO;
    if (read_number(reading, node, "decimals", &decimals) && decimals.denominator == 1 &&
        decimals.numerator >= 0 && decimals.numerator <= 12) {
        factor->decimals = (int)decimals.numerator;
    }
    rule->range = xml_is(node, "value") ? interval_any() : interval_from(ZERO);
    factor->whole = factor->operation == OPERATION_COUNT ||
                    factor->operation == OPERATION_PREVIOUS ||
                    (factor->operation == OPERATION_INPUT && factor->decimals == 0);
    if (xml_is(node, "input")) {
        read_input(reading, node, factor, rule);
    }
}

static void report_twice(struct reading *reading) {
    const struct method *method = reading->method;
    for (size_t i = 0; i < method->factor_count; i++) {
        const struct factor *factor = &method->factors[i];
        int first = factor->id == NULL ? (int)i : method_find(method, factor->id);
        if (first != (int)i) {
            REPORT(reading->diagnostics, factor->where, MESSAGE_METHOD_FACTOR_TWICE, factor->id,
                   diagnostics_integer(reading->diagnostics, method->factors[first].where.line));
        }
    }
}

static void read_factors(struct reading *reading, const struct xml_node *root) {
    struct method *method = reading->method;
    for (struct xml_node *node = xml_first(root); node != NULL; node = xml_next(node)) {
        method->factor_count += is_factor(node);
    }
    method->factors = NEWS(reading->arena, method->factor_count, struct factor);
    method->rules = NEWS(reading->arena, method->factor_count, struct rule);
    reading->nodes = NEWS(reading->arena, method->factor_count, struct xml_node *);
    size_t index = 0;
    for (struct xml_node *node = xml_first(root); node != NULL; node = xml_next(node)) {
        if (is_factor(node)) {
            reading->nodes[index++] = node;
        }
    }
    for (size_t i = 0; i < method->factor_count; i++) {
        read_factor(reading, i);
    }
    method_index(reading->arena, method);
    report_twice(reading);
}

/* ---- circles --------------------------------------------------------------------------------- */

enum visit { UNSEEN, OPEN, DONE };

/* Depth first: a way back to a factor that is still open is a circle, and the open ones on the way
 * are its members. */
struct walk {
    struct reading *reading;
    enum visit *visits;
    int *path;
    size_t depth;
};

static void report_circle(struct walk *walk, int back_to) {
    struct reading *reading = walk->reading;
    const struct factor *factors = reading->method->factors;
    size_t first = walk->depth;
    while (walk->path[first - 1] != back_to) {
        first--;
    }
    const char *words = "";
    for (size_t i = first - 1; i < walk->depth; i++) {
        words = arena_print(reading->arena, "%s%s is made of ", words, factors[walk->path[i]].id);
    }
    REPORT(reading->diagnostics, factors[back_to].where, MESSAGE_METHOD_CIRCLE,
           arena_print(reading->arena, "%s%s", words, factors[back_to].id));
}

static bool find_circles(struct walk *walk, int index) {
    const struct factor *factor = &walk->reading->method->factors[index];
    bool found = false;
    walk->visits[index] = OPEN;
    walk->path[walk->depth++] = index;
    for (size_t i = 0; i < factor->operand_count; i++) {
        int operand = factor->operands[i];
        if (operand < 0 || walk->visits[operand] == DONE) {
            continue;
        }
        if (walk->visits[operand] == OPEN) {
            report_circle(walk, operand);
            found = true;
        } else if (find_circles(walk, operand)) {
            found = true;
        }
    }
    walk->depth--;
    walk->visits[index] = DONE;
    return found;
}

/* True where every operand stands above what is made of it. */
static bool check_order(struct reading *reading) {
    struct method *method = reading->method;
    struct walk walk = {.reading = reading,
                        .visits = NEWS(reading->arena, method->factor_count, enum visit),
                        .path = NEWS(reading->arena, method->factor_count, int)};
    bool circles = false;
    bool ordered = true;
    for (size_t i = 0; i < method->factor_count; i++) {
        if (walk.visits[i] == UNSEEN && find_circles(&walk, (int)i)) {
            circles = true;
        }
    }
    for (size_t i = 0; i < method->factor_count; i++) {
        const struct factor *factor = &method->factors[i];
        for (size_t j = 0; j < factor->operand_count; j++) {
            int operand = factor->operands[j];
            if (operand < (int)i) {
                ordered = ordered && operand >= 0;
                continue;
            }
            ordered = false;
            if (!circles) { /* where there are circles, no order would do */
                REPORT(reading->diagnostics, factor->where, MESSAGE_METHOD_ORDER, factor->id,
                       method->factors[operand].id);
            }
        }
    }
    return ordered;
}

/* ---- ranges ---------------------------------------------------------------------------------- */

static void reject_negative(struct reading *reading, size_t index, int operand) {
    const struct method *method = reading->method;
    const struct interval *range = &method->rules[operand].range;
    if (!range->floored || range->lowest.numerator < 0) {
        REPORT(reading->diagnostics, method->factors[index].where, MESSAGE_METHOD_NEGATIVE,
               method->factors[index].id, method->factors[operand].id);
    }
}

static void check_operands(struct reading *reading, size_t index) {
    const struct factor *factor = &reading->method->factors[index];
    if (factor->operation == OPERATION_CHANGE) {
        reject_negative(reading, index, factor->operands[0]);
        reject_negative(reading, index, factor->operands[1]);
    } else if (factor->operation == OPERATION_RATIO && factor->operand_count == 2) {
        reject_negative(reading, index, factor->operands[1]);
    } else if (factor->operation == OPERATION_STEPS) {
        method_check_steps_cover(reading->method, index, reading->diagnostics);
    } else if (factor->operation == OPERATION_LOOKUP) {
        method_check_cases_cover(reading->method, index, reading->diagnostics);
    }
}

/* Whether nothing but whole numbers can come of it, so that what is printed is the exact value. */
static bool makes_whole(const struct method *method, size_t index) {
    const struct factor *factor = &method->factors[index];
    const struct rule *rule = &method->rules[index];
    bool whole = true;
    for (size_t i = 0; i < factor->operand_count; i++) {
        whole = whole && method->factors[factor->operands[i]].whole;
        whole = whole && (rule->weights == NULL || rule->weights[i].denominator == 1);
    }
    switch (factor->operation) {
    case OPERATION_STEPS:
        whole = true;
        for (size_t i = 0; i < rule->step_count; i++) {
            whole = whole && rule->steps[i].value.denominator == 1;
        }
        return whole;
    case OPERATION_LOOKUP:
        whole = !rule->has_otherwise || rule->otherwise.denominator == 1;
        for (size_t i = 0; i < rule->case_count; i++) {
            whole = whole && rule->cases[i].value.denominator == 1;
        }
        return whole;
    case OPERATION_CAP:
        return whole && rule->cap_lowest.denominator <= 1 && rule->cap_highest.denominator <= 1;
    case OPERATION_RATIO:
    case OPERATION_CHANGE:
        return factor->rounded && factor->decimals == 0;
    default:
        return whole;
    }
}

/* The range of each computed value, from those of its operands: the rules applied once to all
 * that the inputs can be. */
static void find_ranges(struct reading *reading) {
    struct method *method = reading->method;
    struct interval *ranges = NEWS(reading->arena, method->factor_count, struct interval);
    const struct interval population = interval_from(ZERO);
    for (size_t i = 0; i < method->factor_count; i++) {
        struct factor *factor = &method->factors[i];
        struct rule *rule = &method->rules[i];
        if (factor->operation > OPERATION_POPULATION) {
            bool none = false;
            check_operands(reading, i);
            if (rule_apply(method, i, ranges, &population, NULL, &rule->range, &none) ==
                FAULT_OVERFLOW) {
                REPORT(reading->diagnostics, factor->where, MESSAGE_METHOD_OVERFLOW, factor->id);
                rule->range = interval_any();
            }
            factor->whole = makes_whole(method, i);
            factor->has_range = rule->range.floored && rule->range.ceiled;
            factor->lowest = rule->range.lowest;
            factor->highest = rule->range.highest;
        }
        ranges[i] = rule->range;
    }
}

/* ---- total, bands, tie-breaks ---------------------------------------------------------------- */

static void read_bands(struct reading *reading, const struct xml_node *root) {
    struct method *method = reading->method;
    struct xml_node *bands = xml_child(root, "bands");
    size_t count = 0;
    for (struct xml_node *band = bands == NULL ? NULL : xml_child(bands, "band"); band != NULL;
         band = xml_sibling(band, "band")) {
        count++;
    }
    method->bands = NEWS(reading->arena, count, struct band);
    method->band_edges = NEWS(reading->arena, count, struct band_edge);
    for (struct xml_node *band = bands == NULL ? NULL : xml_child(bands, "band"); band != NULL;
         band = xml_sibling(band, "band")) {
        struct band_edge edge = {0};
        edge.floored = read_number(reading, band, "at-least", &edge.lower);
        edge.ceiled = read_number(reading, band, "below", &edge.upper);
        /* Highest first; the one without a floor last. */
        size_t at = method->band_count++;
        for (; at > 0 && edge.floored &&
               (!method->band_edges[at - 1].floored ||
                exact_compare(method->band_edges[at - 1].lower, edge.lower) < 0);
             at--) {
            method->bands[at] = method->bands[at - 1];
            method->band_edges[at] = method->band_edges[at - 1];
        }
        method->band_edges[at] = edge;
        method->bands[at] = (struct band){.id = read_copied(reading, band, "id"),
                                          .label = read_copied(reading, band, "label"),
                                          .symbol = read_copied(reading, band, "symbol"),
                                          .lowest = edge.floored ? edge.lower : ZERO,
                                          .where = xml_where(band)};
    }
}

static void read_tie_breaks(struct reading *reading, const struct xml_node *root) {
    struct method *method = reading->method;
    struct xml_node *list = xml_child(root, "tie-breaks");
    for (struct xml_node *by = list == NULL ? NULL : xml_child(list, "by"); by != NULL;
         by = xml_sibling(by, "by")) {
        method->tie_break_count++;
    }
    method->tie_breaks = NEWS(reading->arena, method->tie_break_count, struct tie_break);
    size_t count = 0;
    for (struct xml_node *by = list == NULL ? NULL : xml_child(list, "by"); by != NULL;
         by = xml_sibling(by, "by")) {
        const char *first = xml_attribute(by, "first");
        method->tie_breaks[count++] = (struct tie_break){
            read_reference(reading, by, "factor"), first != NULL && strcmp(first, "lowest") == 0};
    }
}

static void read_reconcile(struct reading *reading, const struct xml_node *root) {
    struct xml_node *node = xml_child(root, "reconcile");
    const char *by = node == NULL ? NULL : xml_attribute(node, "by");
    if (by != NULL && strcmp(by, "mean") == 0) {
        reading->method->reconcile = RECONCILE_MEAN;
    } else if (by != NULL && strcmp(by, "listed") == 0) {
        reading->method->reconcile = RECONCILE_LISTED;
    }
}

static void read_total(struct reading *reading, const struct xml_node *root) {
    struct xml_node *total = xml_child(root, "total");
    reading->method->total = total == NULL ? -1 : read_reference(reading, total, "of");
}

/* A method may stand in a document of another kind; the schema wants one of its own. */
static void validate(struct reading *reading, struct xml_node *node) {
    struct xml_document *alone = xml_new(xml_where(node).file, "inline");
    xml_copy(xml_root(alone), node);
    xml_validate(alone,
                 arena_print(reading->arena, "%s/templates/schemas/method.rng", file_data_folder()),
                 reading->diagnostics);
    xml_close(alone);
}

struct method *method_read_open(struct arena *arena, struct xml_node *node, bool known,
                                struct diagnostics *diagnostics) {
    size_t errors = diagnostics_count(diagnostics, LEVEL_ERROR);
    struct method *method = NEW(arena, struct method);
    struct reading reading = {.arena = arena, .method = method, .diagnostics = diagnostics};
    if (!known) {
        validate(&reading, node);
    }
    method->id = read_copied(&reading, node, "id");
    method->version = read_copied(&reading, node, "version");
    method->title = read_copied(&reading, node, "title");
    method->lang = read_copied(&reading, node, "lang");
    method->phrases = phrases_of(method->lang == NULL ? "en" : method->lang);
    method->note = note_of(&reading, node);
    method->where = xml_where(node);
    read_factors(&reading, node);
    for (size_t i = 0; i < method->factor_count; i++) {
        if (method->factors[i].operation > OPERATION_POPULATION) {
            read_rule(&reading, i);
        }
    }
    read_total(&reading, node);
    read_bands(&reading, node);
    read_tie_breaks(&reading, node);
    read_reconcile(&reading, node);
    read_translations(&reading, node);
    bool ordered = check_order(&reading);
    if (ordered && diagnostics_count(diagnostics, LEVEL_ERROR) == errors) {
        find_ranges(&reading);
    }
    method_check_bands(method, diagnostics);
    if (diagnostics_count(diagnostics, LEVEL_ERROR) > errors) {
        return NULL;
    }
    for (size_t i = 0; i < method->factor_count; i++) {
        method->factors[i].rule = method_rule_words(arena, method, i);
    }
    return method;
}

const struct method *method_read(struct arena *arena, struct xml_node *node,
                                 struct diagnostics *diagnostics) {
    return method_read_open(arena, node, false, diagnostics);
}
