/* words.c: numbers, values and rules as a person reads them.
 *
 * Plain figures with a point, as the outputs of `score` have them; the page's own forms (1,234.5 or
 * 1.234,5 by the language) are the paper's business. */
#include "words.h"

#include <stdio.h>
#include <string.h>

#include <boardpaper/buffer.h>

char *interval_words(struct interval interval, int decimals, char *out) {
    char from[NUMBER_TEXT];
    char to[NUMBER_TEXT];
    number_format(interval.lowest, decimals, from);
    number_format(interval.highest, decimals, to);
    if (interval_is_point(interval)) {
        strcpy(out, from);
    } else if (interval.floored && interval.ceiled) {
        snprintf(out, INTERVAL_TEXT, "%s to %s", from, to);
    } else if (interval.floored) {
        snprintf(out, INTERVAL_TEXT, "%s or more", from);
    } else if (interval.ceiled) {
        snprintf(out, INTERVAL_TEXT, "%s or less", to);
    } else {
        strcpy(out, "anything");
    }
    return out;
}

char *value_words(const struct factor *factor, const struct value *value, char *out) {
    if (value->state == STATE_NOT_SCORED) {
        strcpy(out, "not scored");
        return out;
    }
    struct interval interval = {value->floored, value->ceiled, value->lowest, value->highest};
    return interval_words(interval, factor->decimals, out);
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
    return factor < 0 ? "Population" : method->factors[factor].label;
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
        uint32_t character = next_character(&utf8);
        width += is_combining(character) ? 0 : is_wide(character) ? 2 : 1;
    }
    return width;
}

/* ---- rules ----------------------------------------------------------------------------------- */

static void add_number(struct buffer *out, struct number number) {
    char text[NUMBER_TEXT];
    buffer_text(out, number_plain(number, text));
}

void step_words(struct buffer *out, const struct step *step) {
    if (step->floored && step->ceiled) {
        buffer_text(out, step->open_below ? "above " : "from ");
        add_number(out, step->lower);
        buffer_text(out, step->open_below ? (step->open_above ? " and below " : " up to ")
                                          : (step->open_above ? " to below " : " to "));
        add_number(out, step->upper);
    } else if (step->floored) {
        buffer_text(out, step->open_below ? "above " : "");
        add_number(out, step->lower);
        buffer_text(out, step->open_below ? "" : " or more");
    } else if (step->ceiled) {
        buffer_text(out, step->open_above ? "below " : "");
        add_number(out, step->upper);
        buffer_text(out, step->open_above ? "" : " or less");
    } else {
        buffer_text(out, "at any value");
    }
}

void words_join(struct buffer *out, const struct rule *rule, size_t index, const char *between) {
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
        add_number(out, weight);
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
    const struct method *method;
    const struct factor *factor;
    const struct rule *rule;
};

static const char *operand_label(const struct telling *telling, size_t index) {
    return method_name_of(telling->method, telling->factor->operands[index]);
}

static void tell_list(const struct telling *telling, const char *between) {
    for (size_t i = 0; i < telling->factor->operand_count; i++) {
        words_join(telling->out, telling->rule, i, between);
        buffer_text(telling->out, operand_label(telling, i));
    }
}

static void tell_ratio(const struct telling *telling) {
    const struct rule *rule = telling->rule;
    buffer_print(telling->out, "%s ÷ %s", operand_label(telling, 0),
                 rule->per_population ? "Population" : operand_label(telling, 1));
    if (!number_equal(rule->times, number_of(1))) {
        buffer_text(telling->out, " × ");
        add_number(telling->out, rule->times);
    }
}

static void tell_stand_in(const struct telling *telling, const struct stand_in *stand_in) {
    if (stand_in->none) {
        buffer_text(telling->out, "has none");
    } else {
        buffer_text(telling->out, "counts as ");
        add_number(telling->out, stand_in->value);
    }
}

static void tell_change(const struct telling *telling) {
    buffer_print(telling->out, "(%s − %s) ÷ %s × 100; a rise from 0 ", operand_label(telling, 0),
                 operand_label(telling, 1), operand_label(telling, 1));
    tell_stand_in(telling, &telling->rule->zero_base);
    if (telling->rule->has_small_base) {
        buffer_text(telling->out, "; a change from below ");
        add_number(telling->out, telling->rule->small_base);
        buffer_byte(telling->out, ' ');
        tell_stand_in(telling, &telling->rule->small_change);
    }
}

static void tell_steps(const struct telling *telling) {
    for (size_t i = 0; i < telling->rule->step_count; i++) {
        const struct step *step = &telling->rule->steps[i];
        buffer_text(telling->out, i == 0 ? "" : ", ");
        add_number(telling->out, step->value);
        buffer_print(telling->out, " where %s is ", i == 0 ? operand_label(telling, 0) : "it");
        step_words(telling->out, step);
    }
}

enum { MOST_CASES_TOLD = 12 };

static void tell_lookup(const struct telling *telling) {
    const struct rule *rule = telling->rule;
    buffer_print(telling->out, "by %s: ",
                 rule->by == LOOKUP_AREA       ? "area"
                 : rule->by == LOOKUP_CATEGORY ? "category"
                                               : operand_label(telling, 0));
    if (rule->table != NULL || rule->case_count > MOST_CASES_TOLD) {
        buffer_print(telling->out, "%zu cases", rule->case_count);
        if (rule->table != NULL) {
            buffer_print(telling->out, " of %s", rule->table);
        }
    } else {
        for (size_t i = 0; i < rule->case_count; i++) {
            buffer_print(telling->out, "%s%s gives ", i == 0 ? "" : ", ", rule->cases[i].key);
            add_number(telling->out, rule->cases[i].value);
        }
    }
    if (rule->has_otherwise) {
        buffer_text(telling->out, ", otherwise ");
        add_number(telling->out, rule->otherwise);
    }
}

static void tell_cap(const struct telling *telling) {
    const struct rule *rule = telling->rule;
    buffer_text(telling->out, operand_label(telling, 0));
    if (rule->cap_floored) {
        buffer_text(telling->out, ", at least ");
        add_number(telling->out, rule->cap_lowest);
    }
    if (rule->cap_ceiled) {
        buffer_text(telling->out, ", at most ");
        add_number(telling->out, rule->cap_highest);
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
        buffer_text(telling->out, "the greatest of ");
        tell_list(telling, ", ");
        break;
    case OPERATION_MIN:
        buffer_text(telling->out, "the least of ");
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
        buffer_print(telling->out, "as judged, otherwise %s", operand_label(telling, 0));
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
    const struct telling telling = {&out, method, &method->factors[factor], &method->rules[factor]};
    tell(&telling);
    const char *words = arena_text(arena, out.length == 0 ? "" : out.data);
    buffer_free(&out);
    return words;
}
