/* explain.c: how one area's total came about, rule by rule, with the place of every input.
 *
 * Each factor is a line: its label, its rule with the numbers filled in, its value. What is not
 * simply so (unknown, judged, stated, set against its rule, deduced) follows in lines of its own.
 */
#include <stdlib.h>
#include <string.h>

#include <boardpaper/buffer.h>
#include <boardpaper/xml.h>

#include "evaluate.h"
#include "exact.h"
#include "explain.h"
#include "words.h"

struct explaining {
    const char *file; /* places in this file are told by their line alone; NULL: all in full */
    bool bare;        /* no places at all */
    const struct method *method;
    const struct result *result;
    struct buffer *out;
};

static const struct value *value_at(const struct explaining *explaining, int index) {
    return scoring_value(explaining->result, (size_t)index);
}

static const struct score *score_of(const struct area *area, const char *factor) {
    for (size_t i = 0; i < area->score_count; i++) {
        if (strcmp(area->scores[i].is->factor, factor) == 0) {
            return &area->scores[i];
        }
    }
    return NULL;
}

/* In a paper no folder of anybody's machine is told, and the paper's own file need not be. */
static void add_where(const struct explaining *explaining, struct where where) {
    struct buffer *out = explaining->out;
    const char *file = where.file == NULL ? "-" : where.file;
    if (where.line <= 0 || explaining->bare) {
        return;
    }
    if (explaining->file == NULL) {
        buffer_print(out, "  [%s:%ld]", file, where.line);
    } else if (strcmp(explaining->file, file) == 0) {
        buffer_print(out, "  [line %ld]", where.line);
    } else {
        const char *slash = strrchr(file, '/');
        buffer_print(out, "  [%s, line %ld]", slash == NULL ? file : slash + 1, where.line);
    }
}

static void add_plain(struct buffer *out, struct number number) {
    char text[NUMBER_TEXT];
    buffer_text(out, number_plain(number, text));
}

/* An operand's value where it stands in a rule: in brackets where it is not one number. */
static void add_amount(const struct explaining *explaining, int index) {
    const struct value *value = value_at(explaining, index);
    char text[INTERVAL_TEXT];
    bool known = value_known(value);
    if (value->state == STATE_NOT_SCORED && explaining->method->factors[index].has_range) {
        buffer_text(explaining->out, "(not scored: ");
        interval_words(explaining->method->rules[index].range,
                       explaining->method->factors[index].decimals, text);
        buffer_print(explaining->out, "%s)", text);
        return;
    }
    value_words(&explaining->method->factors[index], value, text);
    buffer_print(explaining->out, known ? "%s" : "(%s)", text);
}

static void add_operand(const struct explaining *explaining, const struct factor *factor,
                        size_t which) {
    int index = factor->operands[which];
    buffer_print(explaining->out, "%s ", method_name_of(explaining->method, index));
    add_amount(explaining, index);
}

/* ---- rules with numbers ---------------------------------------------------------------------- */

static void explain_list(const struct explaining *explaining, const struct factor *factor,
                         const struct rule *rule, const char *between) {
    for (size_t i = 0; i < factor->operand_count; i++) {
        words_join(explaining->out, phrases_english(), rule, i, between);
        add_operand(explaining, factor, i);
    }
}

static void explain_ratio(const struct explaining *explaining, const struct factor *factor,
                          const struct rule *rule) {
    struct buffer *out = explaining->out;
    const struct population *population = explaining->result->area->population;
    add_operand(explaining, factor, 0);
    if (!rule->per_population) {
        buffer_text(out, " ÷ ");
        add_operand(explaining, factor, 1);
    } else if (population == NULL) {
        buffer_text(out, " ÷ no population");
    } else {
        char text[INTERVAL_TEXT];
        const struct quantity *count = &population->count;
        struct interval interval = count->state == STATE_KNOWN || count->state == STATE_ESTIMATED
                                       ? interval_of(count->value)
                                   : count->bounded
                                       ? interval_between(count->lowest, count->highest)
                                       : interval_from(number_of(0));
        buffer_print(out, " ÷ %s (%s)", interval_words(interval, 0, text),
                     population->label == NULL ? population->id : population->label);
        add_where(explaining, population->where);
    }
    if (!exact_equal(rule->times, number_of(1))) {
        buffer_text(out, " × ");
        add_plain(out, rule->times);
    }
}

static void explain_change(const struct explaining *explaining, const struct factor *factor,
                           const struct rule *rule) {
    struct buffer *out = explaining->out;
    const struct value *since = value_at(explaining, factor->operands[1]);
    const struct value *of = value_at(explaining, factor->operands[0]);
    if (value_known(since) && value_known(of) && since->lowest.numerator == 0) {
        add_operand(explaining, factor, 0);
        buffer_text(out, of->lowest.numerator == 0 ? " after 0: no change"
                                                   : " after 0: a rise from nothing");
        if (of->lowest.numerator != 0 && !rule->zero_base.none) {
            buffer_text(out, ", which counts as ");
            add_plain(out, rule->zero_base.value);
        }
        return;
    }
    if (value_known(since) && rule->has_small_base &&
        exact_compare(since->lowest, rule->small_base) < 0) {
        add_operand(explaining, factor, 1);
        buffer_text(out, " is below ");
        add_plain(out, rule->small_base);
        buffer_text(out, ", too few to compare with");
        return;
    }
    buffer_byte(out, '(');
    add_operand(explaining, factor, 0);
    buffer_text(out, " − ");
    add_operand(explaining, factor, 1);
    buffer_text(out, ") ÷ ");
    add_amount(explaining, factor->operands[1]);
    buffer_text(out, " × 100");
}

/* A value that its shown figure would put on the wrong side of a threshold is shown in full. */
static void add_exactly(const struct explaining *explaining, int index, const struct step *step) {
    const struct value *value = value_at(explaining, index);
    struct number shown;
    if (!value_known(value) ||
        !number_round(value->lowest, explaining->method->factors[index].decimals, &shown) ||
        exact_equal(shown, value->lowest)) {
        return;
    }
    if ((step->floored && exact_compare(shown, step->lower) <= 0) ||
        (step->ceiled && exact_compare(shown, step->upper) >= 0)) {
        buffer_text(explaining->out, " (more exactly ");
        add_plain(explaining->out, value->lowest);
        buffer_byte(explaining->out, ')');
    }
}

static bool is_within(const struct step *step, struct number at) {
    int low = step->floored ? exact_compare(at, step->lower) : 1;
    int high = step->ceiled ? exact_compare(at, step->upper) : -1;
    return (low > 0 || (low == 0 && !step->open_below)) &&
           (high < 0 || (high == 0 && !step->open_above));
}

/* The one step that all of the operand falls into. */
static void explain_steps(const struct explaining *explaining, const struct factor *factor,
                          const struct rule *rule) {
    const struct value *value = value_at(explaining, factor->operands[0]);
    add_operand(explaining, factor, 0);
    for (size_t i = 0; i < rule->step_count; i++) {
        const struct step *step = &rule->steps[i];
        if (value->state == STATE_NOT_SCORED ||
            !(value->floored ? is_within(step, value->lowest) : !step->floored) ||
            !(value->ceiled ? is_within(step, value->highest) : !step->ceiled)) {
            continue;
        }
        add_exactly(explaining, factor->operands[0], step);
        buffer_text(explaining->out, " is ");
        step_words(explaining->out, phrases_english(), step);
        return;
    }
    buffer_text(explaining->out, " leaves it open");
}

static void explain_lookup(const struct explaining *explaining, const struct factor *factor,
                           const struct rule *rule) {
    struct buffer *out = explaining->out;
    const struct area *area = explaining->result->area;
    const struct lookup_case *found = NULL;
    if (rule->by == LOOKUP_FACTOR) {
        add_operand(explaining, factor, 0);
        const struct value *value = value_at(explaining, factor->operands[0]);
        found = value_known(value) ? cases_find(rule, NULL, value->lowest) : NULL;
    } else if (rule->by == LOOKUP_AREA) {
        buffer_print(out, "for area %s", area->id);
        found = cases_find(rule, area->id, number_of(0));
    } else {
        const char *category = area->category == NULL ? "" : area->category->id;
        buffer_print(out, "for category %s", *category == '\0' ? "none" : category);
        found = cases_find(rule, category, number_of(0));
    }
    if (found != NULL) {
        add_where(explaining, found->where);
    }
}

static void explain_rule(const struct explaining *explaining, size_t index) {
    const struct factor *factor = &explaining->method->factors[index];
    const struct rule *rule = &explaining->method->rules[index];
    struct buffer *out = explaining->out;
    switch (factor->operation) {
    case OPERATION_SUM:
    case OPERATION_WEIGHTED:
        explain_list(explaining, factor, rule, " + ");
        break;
    case OPERATION_PRODUCT:
        explain_list(explaining, factor, rule, " × ");
        break;
    case OPERATION_MAX:
        buffer_text(out, "the greatest of ");
        explain_list(explaining, factor, rule, ", ");
        break;
    case OPERATION_MIN:
        buffer_text(out, "the least of ");
        explain_list(explaining, factor, rule, ", ");
        break;
    case OPERATION_RATIO:
        explain_ratio(explaining, factor, rule);
        break;
    case OPERATION_CHANGE:
        explain_change(explaining, factor, rule);
        break;
    case OPERATION_STEPS:
        explain_steps(explaining, factor, rule);
        break;
    case OPERATION_LOOKUP:
        explain_lookup(explaining, factor, rule);
        break;
    case OPERATION_CAP:
        add_operand(explaining, factor, 0);
        if (rule->cap_floored) {
            buffer_text(out, ", at least ");
            add_plain(out, rule->cap_lowest);
        }
        if (rule->cap_ceiled) {
            buffer_text(out, ", at most ");
            add_plain(out, rule->cap_highest);
        }
        break;
    case OPERATION_JUDGED:
        buffer_text(out, score_of(explaining->result->area, factor->id) == NULL
                             ? "not judged, so as "
                             : "judged, beside ");
        add_operand(explaining, factor, 0);
        break;
    case OPERATION_INPUT:
    case OPERATION_COUNT:
    case OPERATION_PREVIOUS:
    case OPERATION_POPULATION:
        break;
    }
}

/* ---- one factor ------------------------------------------------------------------------------ */

/* The value that a deduced one was found from: the first that is made of it and is stated, or is
 * itself deduced. */
static int deduced_from(const struct explaining *explaining, size_t index) {
    const struct method *method = explaining->method;
    for (size_t i = index + 1; i < method->factor_count; i++) {
        const struct value *value = value_at(explaining, (int)i);
        for (size_t j = 0; j < method->factors[i].operand_count; j++) {
            if (method->factors[i].operands[j] == (int)index && (value->stated || value->deduced)) {
                return (int)i;
            }
        }
    }
    return -1;
}

/* ", by the analyst, on 2016-01-05: what the reason is". */
static void add_reason(const struct explaining *explaining, const struct quantity *amount,
                       const struct score *score) {
    struct buffer *out = explaining->out;
    if (score != NULL && score->is->role != NULL) {
        buffer_print(out, ", by %s", score->is->role);
    }
    if (score != NULL && score->is->date.year != 0) {
        struct date date = score->is->date;
        buffer_print(out, ", on %04d-%02d-%02d", date.year, date.month, date.day);
    }
    if (amount != NULL && amount->reason != NULL) {
        buffer_print(out, ": %s", amount->reason);
    }
}

/* What was given for the factor; NULL where nothing was. */
static const struct quantity *given_amount(const struct explaining *explaining,
                                           const struct factor *factor) {
    const struct area *area = explaining->result->area;
    const struct score *score = score_of(area, factor->id);
    if (score != NULL) {
        return score->is->amount;
    }
    switch (factor->operation) {
    case OPERATION_COUNT:
        return area->count;
    case OPERATION_PREVIOUS:
        return area->previous;
    case OPERATION_POPULATION:
        return area->population == NULL ? NULL : &area->population->count;
    default:
        return NULL;
    }
}

/* What the rule alone gives, from the values that its operands have in the end. */
static void add_ruled(const struct explaining *explaining, size_t index) {
    const struct method *method = explaining->method;
    const struct factor *factor = &method->factors[index];
    const struct value *value = value_at(explaining, (int)index);
    char text[INTERVAL_TEXT];
    if (value->overridden) {
        buffer_text(explaining->out, number_format(value->ruled, factor->decimals, text));
        return;
    }
    struct interval *intervals = memory_array(method->factor_count, sizeof *intervals);
    const struct quantity *count = explaining->result->area->population == NULL
                                       ? NULL
                                       : &explaining->result->area->population->count;
    struct interval population = count != NULL && count->state <= STATE_ESTIMATED
                                     ? interval_of(count->value)
                                     : interval_from(number_of(0));
    for (size_t i = 0; i < index; i++) {
        intervals[i] = value_interval(method, i, value_at(explaining, (int)i));
    }
    struct interval ruled = method->rules[index].range;
    bool none = false;
    rule_apply(method, index, intervals, &population, explaining->result->area, &ruled, &none);
    buffer_text(explaining->out, interval_words(ruled, factor->decimals, text));
    free(intervals);
}

static void add_deduction(const struct explaining *explaining, size_t index) {
    int from = deduced_from(explaining, index);
    if (from >= 0) {
        buffer_print(explaining->out, ", which follows from %s ",
                     method_name_of(explaining->method, from));
        add_amount(explaining, from);
    }
}

static struct where given_where(const struct explaining *explaining, const struct factor *factor) {
    const struct area *area = explaining->result->area;
    const struct score *score = score_of(area, factor->id);
    if (score != NULL) {
        return assessment_score_where(area, score);
    }
    if (factor->operation == OPERATION_POPULATION && area->population != NULL) {
        return area->population->where;
    }
    const struct quantity *given = factor->operation == OPERATION_COUNT      ? area->count
                                   : factor->operation == OPERATION_PREVIOUS ? area->previous
                                                                             : NULL;
    bool stands = given != NULL && given->state != STATE_NOT_SCORED;
    return stands ? area->where : (struct where){NULL, 0};
}

/* Arithmetic reads towards its result; of a choice, the result comes first and its ground after. */
static bool is_arithmetic(const struct factor *factor) {
    switch (factor->operation) {
    case OPERATION_SUM:
    case OPERATION_WEIGHTED:
    case OPERATION_PRODUCT:
    case OPERATION_RATIO:
    case OPERATION_CHANGE:
        return true;
    default:
        return false;
    }
}

static void add_value(const struct explaining *explaining, size_t index) {
    const struct factor *factor = &explaining->method->factors[index];
    const struct value *value = value_at(explaining, (int)index);
    char text[INTERVAL_TEXT];
    buffer_text(explaining->out, value_words(factor, value, text));
    if (factor->has_range && value->state != STATE_NOT_SCORED) {
        buffer_print(explaining->out, " (of %s)",
                     number_format(factor->highest, factor->decimals, text));
    }
}

static void explain_factor(const struct explaining *explaining, size_t index) {
    const struct factor *factor = &explaining->method->factors[index];
    const struct value *value = value_at(explaining, (int)index);
    struct buffer *out = explaining->out;
    bool computed = factor->operation > OPERATION_POPULATION;
    bool arithmetic = is_arithmetic(factor);
    bool replaced = value->overridden || value->stated;
    buffer_print(out, "    %s = ", factor->label);
    if (arithmetic) {
        explain_rule(explaining, index);
        buffer_text(out, " = ");
    }
    if (replaced && arithmetic) {
        add_ruled(explaining, index);
        buffer_text(out, value->overridden ? "; set against this rule to " : "; stated to be ");
    }
    add_value(explaining, index);
    if (computed && !arithmetic) {
        buffer_text(out, ", ");
        if (replaced) {
            buffer_text(out, value->overridden ? "set against its rule, which gives "
                                               : "stated where its rule gives ");
            add_ruled(explaining, index);
            buffer_text(out, " (");
        }
        explain_rule(explaining, index);
        buffer_text(out, replaced ? ")" : "");
    }
    if (value->state != STATE_KNOWN && value->state != STATE_NOT_SCORED) {
        buffer_print(out, ", %s", state_name(value->state));
    }
    if (value->deduced) {
        add_deduction(explaining, index);
    } else if (!computed || replaced || factor->operation == OPERATION_JUDGED) {
        add_reason(explaining, given_amount(explaining, factor),
                   score_of(explaining->result->area, factor->id));
    }
    add_where(explaining, given_where(explaining, factor));
    buffer_byte(out, '\n');
}

static void explain_total(const struct explaining *explaining) {
    const struct method *method = explaining->method;
    const struct factor *factor = &method->factors[method->total];
    const struct value *total = value_at(explaining, method->total);
    struct buffer *out = explaining->out;
    char text[INTERVAL_TEXT];
    buffer_print(out, "  %s %s", factor->label, value_words(factor, total, text));
    if (factor->has_range) {
        buffer_print(out, " of %s", number_format(factor->highest, factor->decimals, text));
    }
    const struct band *band = explaining->result->rating;
    if (band != NULL) {
        buffer_print(out, ", %s", band->label);
        size_t index = (size_t)(band - method->bands);
        if (index + 1 < method->band_count) {
            buffer_text(out, " from ");
            add_plain(out, band->lowest);
        }
        if (index > 0) {
            buffer_text(out, index + 1 < method->band_count ? " to below " : " below ");
            add_plain(out, method->bands[index - 1].lowest);
        }
    } else if (total->state != STATE_NOT_SCORED && method->band_count > 0) {
        buffer_text(out, ", rating not certain");
    }
    if (explaining->result->rank > 0) {
        buffer_print(out, ", rank %lld%s", (long long)explaining->result->rank,
                     explaining->result->tied ? " (shared)" : "");
    } else {
        buffer_text(out, ", not ranked");
    }
    buffer_byte(out, '\n');
}

static void explain_area(const struct scores *scores, const struct result *result, const char *file,
                         struct buffer *out) {
    const struct method *method = scores->method;
    const struct explaining explaining = {file, false, method, result, out};
    const struct area *area = result->area;
    const char *group = NULL;
    buffer_print(out, "%s (%s)", *area->name == '\0' ? "Unnamed area" : area->name, area->id);
    add_where(&explaining, area->where);
    buffer_byte(out, '\n');
    explain_total(&explaining);
    for (size_t i = 0; i < method->factor_count; i++) {
        const struct factor *factor = &method->factors[i];
        if (group == NULL || strcmp(group, factor->group) != 0) {
            group = factor->group;
            buffer_print(out, "  %s\n", *group == '\0' ? "Total" : group);
        }
        explain_factor(&explaining, i);
    }
}

/* The lines of an extract are those of a file that nobody has by the input's name. */
void scoring_explain(const struct scores *scores, const struct result *result, struct buffer *out) {
    const struct assessment *assessment = scores->assessment;
    bool whole = assessment->extract == MARKING_NONE;
    explain_area(scores, result, whole ? NULL : assessment->where.file, out);
}

/* ---- for other forms ------------------------------------------------------------------------- */

void explain_words(const struct scores *scores, const struct result *result, size_t factor,
                   struct buffer *out) {
    struct buffer line = {0};
    const struct explaining explaining = {NULL, true, scores->method, result, &line};
    explain_factor(&explaining, factor);
    size_t indent = strspn(line.data, " ");
    buffer_add(out, line.data + indent, line.length - indent - 1);
    buffer_free(&line);
}

struct where explain_where(const struct scores *scores, const struct result *result,
                           size_t factor) {
    const struct explaining explaining = {NULL, true, scores->method, result, NULL};
    return given_where(&explaining, &scores->method->factors[factor]);
}

const struct judgement *explain_judgement(const struct scores *scores, const struct result *result,
                                          size_t factor) {
    const struct score *score = score_of(result->area, scores->method->factors[factor].id);
    return score == NULL ? NULL : score->is;
}

const struct quantity *explain_amount(const struct scores *scores, const struct result *result,
                                      size_t factor) {
    const struct explaining explaining = {NULL, true, scores->method, result, NULL};
    return given_amount(&explaining, &scores->method->factors[factor]);
}

/* ---- into the XML ---------------------------------------------------------------------------- */

/* The lines of one area's explanation: the first is its name, the second its total, and by their
 * indent groups and factors follow. */
static void add_lines(struct xml_node *area, char *text) {
    xml_remove_all(area, "explanation");
    struct xml_node *explanation = xml_add(area, "explanation");
    struct xml_node *group = NULL;
    char *rest = NULL;
    size_t count = 0;
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest), count++) {
        size_t indent = strspn(line, " ");
        if (count == 1) {
            xml_set(explanation, "total", line + indent);
        } else if (count > 1 && indent == 2) {
            group = xml_add(explanation, "group");
            xml_set(group, "name", line + indent);
        } else if (count > 1 && group != NULL) {
            xml_add_text(xml_add(group, "line"), line + indent);
        }
    }
}

void scoring_explain_annotate(const struct scores *scores, struct xml_node *root) {
    const struct assessment *assessment = scores->assessment;
    const char *file = assessment->where.file == NULL ? "-" : assessment->where.file;
    struct xml_node *list = xml_child(root, "areas");
    for (struct xml_node *node = list == NULL ? NULL : xml_child(list, "area"); node != NULL;
         node = xml_sibling(node, "area")) {
        const char *id = xml_attribute(node, "id");
        const struct area *area = id == NULL ? NULL : assessment_area(assessment, id);
        struct buffer out = {0};
        if (area != NULL) {
            explain_area(scores, &scores->results[area - assessment->areas], file, &out);
            add_lines(node, out.data);
        }
        buffer_free(&out);
    }
}
