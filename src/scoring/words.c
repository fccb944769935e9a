/* words.c: numbers, values and rules as a person reads them.
 *
 * Plain figures without groups, as the outputs of `score` have them; the page's own forms (1,234.5
 * or 1 234,5 by the language) are the paper's business. */
#include "words.h"

#include <stdio.h>
#include <string.h>

#include <boardpaper/buffer.h>

static char *point_of(const struct phrases *phrases, char *digits) {
    char *point = strchr(digits, '.');
    if (point != NULL) {
        *point = phrases->point;
    }
    return digits;
}

static char *interval_words_in(const struct phrases *phrases, struct interval interval,
                               int decimals, char *out) {
    char from[NUMBER_TEXT];
    char to[NUMBER_TEXT];
    number_format(interval.lowest, decimals, from);
    number_format(interval.highest, decimals, to);
    point_of(phrases, from);
    point_of(phrases, to);
    if (interval_is_point(interval)) {
        strcpy(out, from);
    } else if (interval.floored && interval.ceiled) {
        snprintf(out, INTERVAL_TEXT, phrases->from_to, from, to);
    } else if (interval.floored) {
        snprintf(out, INTERVAL_TEXT, phrases->or_more, from);
    } else if (interval.ceiled) {
        snprintf(out, INTERVAL_TEXT, phrases->or_less, to);
    } else {
        strcpy(out, phrases->anything);
    }
    return out;
}

char *interval_words(struct interval interval, int decimals, char *out) {
    return interval_words_in(phrases_english(), interval, decimals, out);
}

char *value_words_in(const struct phrases *phrases, const struct factor *factor,
                     const struct value *value, char *out) {
    if (value->state == STATE_NOT_SCORED) {
        strcpy(out, phrases->not_scored);
        return out;
    }
    struct interval interval = {value->floored, value->ceiled, value->lowest, value->highest};
    return interval_words_in(phrases, interval, factor->decimals, out);
}

char *value_words(const struct factor *factor, const struct value *value, char *out) {
    return value_words_in(phrases_english(), factor, value, out);
}

enum { SHORT_DECIMALS = 3 };

char *words_amount(struct number amount, char *out) {
    char text[NUMBER_TEXT];
    struct number rounded;
    const char *sign = amount.numerator > 0 ? "+" : amount.numerator < 0 ? "-" : "";
    if (amount.numerator < 0) {
        number_subtract(number_of(0), amount, &amount);
    }
    if (number_round(amount, SHORT_DECIMALS, &rounded) && number_equal(rounded, amount)) {
        snprintf(out, AMOUNT_TEXT, "%s%s", sign, number_plain(amount, text));
        return out;
    }
    long long whole = (long long)(amount.numerator / amount.denominator);
    long long rest = (long long)(amount.numerator % amount.denominator);
    if (whole == 0) {
        snprintf(out, AMOUNT_TEXT, "%s%lld/%lld", sign, rest, (long long)amount.denominator);
    } else {
        snprintf(out, AMOUNT_TEXT, "%s%lld %lld/%lld", sign, whole, rest,
                 (long long)amount.denominator);
    }
    return out;
}

const char *words_fact_label(const struct method *method, int factor) {
    return factor < 0 ? method->phrases->population : method->factors[factor].label;
}

const char *words_fact_id(const struct method *method, int factor) {
    return factor < 0 ? "population" : method->factors[factor].id;
}

/* ---- width ----------------------------------------------------------------------------------- */

static uint32_t next_character(const char **at) {
    const unsigned char *bytes = (const unsigned char *)*at;
    uint32_t character = bytes[0];
    int more = bytes[0] >= 0xF0 ? 3 : bytes[0] >= 0xE0 ? 2 : bytes[0] >= 0xC0 ? 1 : 0;
    if (more > 0) {
        character &= 0x3Fu >> more;
    }
    (*at)++;
    for (; more > 0 && ((unsigned char)**at & 0xC0) == 0x80; more--, (*at)++) {
        character = character << 6 | ((unsigned char)**at & 0x3F);
    }
    return character;
}

/* The blocks that matter where names are written: combining marks, and the scripts that terminals
 * draw in double width. */
static bool is_combining(uint32_t c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
           (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) ||
           (c >= 0xFE20 && c <= 0xFE2F);
}

static bool is_wide(uint32_t c) {
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
           (c >= 0x20000 && c <= 0x3FFFD);
}

size_t words_width(const char *utf8) {
    size_t width = 0;
    while (*utf8 != '\0') {
        if ((unsigned char)*utf8 < 0x80) {
            width++;
            utf8++;
            continue;
        }
        uint32_t character = next_character(&utf8);
        width += is_combining(character) ? 0 : is_wide(character) ? 2 : 1;
    }
    return width;
}

/* ---- rules ----------------------------------------------------------------------------------- */

static char *plain(const struct phrases *phrases, struct number number, char *out) {
    return point_of(phrases, number_plain(number, out));
}

static void add_number(struct buffer *out, const struct phrases *phrases, struct number number) {
    char text[NUMBER_TEXT];
    buffer_text(out, plain(phrases, number, text));
}

void step_words(struct buffer *out, const struct phrases *phrases, const struct step *step) {
    char lower[NUMBER_TEXT] = "";
    char upper[NUMBER_TEXT] = "";
    if (step->floored) {
        plain(phrases, step->lower, lower);
    }
    if (step->ceiled) {
        plain(phrases, step->upper, upper);
    }
    if (step->floored && step->ceiled) {
        buffer_print(out,
                     step->open_below
                         ? (step->open_above ? phrases->above_below : phrases->above_up_to)
                         : (step->open_above ? phrases->from_below : phrases->within),
                     lower, upper);
    } else if (step->floored) {
        buffer_print(out, step->open_below ? phrases->above : phrases->or_more, lower);
    } else if (step->ceiled) {
        buffer_print(out, step->open_above ? phrases->below : phrases->or_less, upper);
    } else {
        buffer_text(out, phrases->any_value);
    }
}

void words_join(struct buffer *out, const struct phrases *phrases, const struct rule *rule,
                size_t index, const char *between) {
    if (rule->weights == NULL) {
        buffer_text(out, index == 0 ? "" : between);
        return;
    }
    struct number weight = rule->weights[index];
    if (weight.numerator < 0) {
        buffer_text(out, index == 0 ? "−" : " − ");
        number_subtract(number_of(0), weight, &weight);
    } else {
        buffer_text(out, index == 0 ? "" : " + ");
    }
    if (!number_equal(weight, number_of(1))) {
        add_number(out, phrases, weight);
        buffer_text(out, " × ");
    }
}

const char *method_name_of(const struct method *method, int factor) {
    const struct factor *named = &method->factors[factor];
    for (size_t i = 0; i < method->factor_count; i++) {
        if ((int)i != factor && strcmp(method->factors[i].short_label, named->short_label) == 0) {
            return named->label;
        }
    }
    return named->short_label;
}

struct telling {
    struct buffer *out;
    const struct phrases *phrases;
    const struct method *method;
    const struct factor *factor;
    const struct rule *rule;
};

static const char *operand_label(const struct telling *telling, size_t index) {
    return method_name_of(telling->method, telling->factor->operands[index]);
}

/* A phrase with one number in it. */
static void tell_number(const struct telling *telling, const char *phrase, struct number number) {
    char text[NUMBER_TEXT];
    buffer_print(telling->out, phrase, plain(telling->phrases, number, text));
}

static void tell_list(const struct telling *telling, const char *between) {
    for (size_t i = 0; i < telling->factor->operand_count; i++) {
        words_join(telling->out, telling->phrases, telling->rule, i, between);
        buffer_text(telling->out, operand_label(telling, i));
    }
}

static void tell_ratio(const struct telling *telling) {
    const struct rule *rule = telling->rule;
    buffer_print(telling->out, "%s ÷ %s", operand_label(telling, 0),
                 rule->per_population ? telling->phrases->population : operand_label(telling, 1));
    if (!number_equal(rule->times, number_of(1))) {
        tell_number(telling, " × %s", rule->times);
    }
}

static void tell_change(const struct telling *telling) {
    const struct phrases *phrases = telling->phrases;
    const struct rule *rule = telling->rule;
    buffer_print(telling->out, "(%s − %s) ÷ %s × 100", operand_label(telling, 0),
                 operand_label(telling, 1), operand_label(telling, 1));
    if (rule->zero_base.none) {
        buffer_text(telling->out, phrases->rise_none);
    } else {
        tell_number(telling, phrases->rise_counts, rule->zero_base.value);
    }
    if (rule->has_small_base && rule->small_change.none) {
        tell_number(telling, phrases->small_none, rule->small_base);
    } else if (rule->has_small_base) {
        char base[NUMBER_TEXT];
        char value[NUMBER_TEXT];
        buffer_print(telling->out, phrases->small_counts, plain(phrases, rule->small_base, base),
                     plain(phrases, rule->small_change.value, value));
    }
}

static void tell_steps(const struct telling *telling) {
    const struct phrases *phrases = telling->phrases;
    struct buffer lies = {0};
    for (size_t i = 0; i < telling->rule->step_count; i++) {
        const struct step *step = &telling->rule->steps[i];
        char value[NUMBER_TEXT];
        plain(phrases, step->value, value);
        lies.length = 0;
        step_words(&lies, phrases, step);
        if (i == 0) {
            buffer_print(telling->out, phrases->first_step, value, operand_label(telling, 0),
                         lies.data);
        } else {
            buffer_text(telling->out, phrases->between_steps);
            buffer_print(telling->out, phrases->next_step, value, lies.data);
        }
    }
    buffer_free(&lies);
}

enum { MOST_CASES_TOLD = 12 };

static void tell_lookup(const struct telling *telling) {
    const struct phrases *phrases = telling->phrases;
    const struct rule *rule = telling->rule;
    if (rule->by == LOOKUP_AREA || rule->by == LOOKUP_CATEGORY) {
        buffer_text(telling->out,
                    rule->by == LOOKUP_AREA ? phrases->by_area : phrases->by_category);
    } else {
        buffer_print(telling->out, phrases->by_factor, operand_label(telling, 0));
    }
    if (rule->table != NULL || rule->case_count > MOST_CASES_TOLD) {
        tell_number(telling, phrases->cases, number_of((int64_t)rule->case_count));
        if (rule->table != NULL) {
            buffer_print(telling->out, phrases->of_table, rule->table);
        }
    } else {
        for (size_t i = 0; i < rule->case_count; i++) {
            char value[NUMBER_TEXT];
            buffer_text(telling->out, i == 0 ? "" : ", ");
            buffer_print(telling->out, phrases->gives, rule->cases[i].key,
                         plain(phrases, rule->cases[i].value, value));
        }
    }
    if (rule->has_otherwise) {
        tell_number(telling, phrases->otherwise, rule->otherwise);
    }
}

static void tell_cap(const struct telling *telling) {
    const struct rule *rule = telling->rule;
    buffer_text(telling->out, operand_label(telling, 0));
    if (rule->cap_floored) {
        tell_number(telling, telling->phrases->at_least, rule->cap_lowest);
    }
    if (rule->cap_ceiled) {
        tell_number(telling, telling->phrases->at_most, rule->cap_highest);
    }
}

static void tell(const struct telling *telling) {
    switch (telling->factor->operation) {
    case OPERATION_SUM:
    case OPERATION_WEIGHTED:
        tell_list(telling, " + ");
        break;
    case OPERATION_PRODUCT:
        tell_list(telling, " × ");
        break;
    case OPERATION_MAX:
        buffer_text(telling->out, telling->phrases->greatest);
        tell_list(telling, ", ");
        break;
    case OPERATION_MIN:
        buffer_text(telling->out, telling->phrases->least);
        tell_list(telling, ", ");
        break;
    case OPERATION_RATIO:
        tell_ratio(telling);
        break;
    case OPERATION_CHANGE:
        tell_change(telling);
        break;
    case OPERATION_STEPS:
        tell_steps(telling);
        break;
    case OPERATION_LOOKUP:
        tell_lookup(telling);
        break;
    case OPERATION_CAP:
        tell_cap(telling);
        break;
    case OPERATION_JUDGED:
        buffer_print(telling->out, telling->phrases->judged, operand_label(telling, 0));
        break;
    case OPERATION_INPUT:
    case OPERATION_COUNT:
    case OPERATION_PREVIOUS:
    case OPERATION_POPULATION:
        break;
    }
}

const char *method_rule_words(struct arena *arena, const struct method *method, size_t factor) {
    if (method->factors[factor].operation <= OPERATION_POPULATION) {
        return NULL;
    }
    struct buffer out = {0};
    const struct telling telling = {&out, method->phrases, method, &method->factors[factor],
                                    &method->rules[factor]};
    tell(&telling);
    const char *words = arena_text(arena, out.length == 0 ? "" : out.data);
    buffer_free(&out);
    return words;
}
