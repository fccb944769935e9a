/* values.c: numbers, dates and scores as the language writes them.
 *
 * The text room (ICU) is the authority. Because a table may print a million figures, how a
 * language writes them is found out once, from a few probes; where that is ASCII digits in groups
 * of three, figures are then put together here. A language that does otherwise always goes to ICU.
 */
#include "form.h"

#include <string.h>

#include <boardpaper/assessment.h>
#include <boardpaper/buffer.h>
#include <boardpaper/number.h>
#include <boardpaper/text.h>

enum { TEN = 10 };

/* ---- figures ---------------------------------------------------------------------------- */

/* Copies what stands between the digits before and after it; false where that does not fit. */
static bool take_between(const char **at, const char *before, const char *after, char *out,
                         size_t size) {
    size_t length = strlen(before);
    if (strncmp(*at, before, length) != 0) {
        return false;
    }
    *at += length;
    const char *end = strstr(*at, after);
    if (end == NULL || (size_t)(end - *at) >= size) {
        return false;
    }
    memcpy(out, *at, (size_t)(end - *at));
    out[end - *at] = '\0';
    *at = end;
    return true;
}

static const char *probe(struct making *making, const char *lang, int64_t value, int64_t over,
                         int decimals) {
    struct number number;
    number_make(value, over, &number);
    return text_number(making->request->text, making->keep, lang, number, decimals, true);
}

/* Signs of a change: what stands before the 5 of +5 and of -5; of zero too or not. */
static void find_signs(struct making *making, const char *lang) {
    struct figures *figures = &making->figures;
    struct text *text = making->request->text;
    const char *up = text_change(text, making->keep, lang, number_of(5), 0, false);
    const char *down = text_change(text, making->keep, lang, number_of(-5), 0, false);
    const char *none = text_change(text, making->keep, lang, number_of(0), 0, false);
    figures->plain_change =
        take_between(&up, "", "5", figures->plus, sizeof figures->plus) && strcmp(up, "5") == 0 &&
        take_between(&down, "", "5", figures->change_minus, sizeof figures->change_minus) &&
        strcmp(down, "5") == 0 &&
        take_between(&none, "", "0", figures->change_zero, sizeof figures->change_zero) &&
        strcmp(none, "0") == 0;
}

static void find_figures(struct making *making, const char *lang) {
    struct figures *figures = &making->figures;
    *figures = (struct figures){.lang = lang, .least_grouped = 4};
    const char *large = probe(making, lang, 123456789, 10, 1); /* 12,345,678.9 */
    const char *small = probe(making, lang, 1234, 1, 0);
    const char *negative = probe(making, lang, -5, 1, 0);
    char again[sizeof figures->group];
    figures->plain = take_between(&large, "12", "345", figures->group, sizeof figures->group) &&
                     take_between(&large, "345", "678", again, sizeof again) &&
                     strcmp(again, figures->group) == 0 &&
                     take_between(&large, "678", "9", figures->decimal, sizeof figures->decimal) &&
                     strcmp(large, "9") == 0 &&
                     take_between(&negative, "", "5", figures->minus, sizeof figures->minus) &&
                     strcmp(negative, "5") == 0;
    find_signs(making, lang);
    if (strcmp(small, "1234") == 0) { /* Polish sets apart from five digits on */
        figures->least_grouped = 5;
    }
}

/* Puts a short text at the length of out; returns the new one. */
static size_t put(char *out, size_t length, const char *text) {
    for (; *text != '\0'; text++) {
        out[length++] = *text;
    }
    return length;
}

/* digits: as number_format writes them, without their sign. */
static const char *set_figures(struct making *making, const char *sign, const char *digits,
                               bool grouped) {
    const struct figures *figures = &making->figures;
    char out[4 * NUMBER_TEXT];
    size_t length = put(out, 0, sign), whole = 0;
    while (digits[whole] != '\0' && digits[whole] != '.') {
        whole++;
    }
    bool apart = grouped && (int)whole >= figures->least_grouped;
    for (size_t i = 0; i < whole; i++) {
        if (apart && i > 0 && (whole - i) % 3 == 0) {
            length = put(out, length, figures->group);
        }
        out[length++] = digits[i];
    }
    if (digits[whole] == '.') {
        length = put(out, length, figures->decimal);
        length = put(out, length, digits + whole + 1);
    }
    return arena_bytes(making->arena, out, length);
}

static const struct figures *figures_of(struct making *making, const char *lang) {
    if (making->figures.lang == NULL || strcmp(making->figures.lang, lang) != 0) {
        find_figures(making, arena_text(making->keep, lang));
    }
    return &making->figures;
}

const char *value_number(struct making *making, const char *lang, struct number number,
                         int decimals, bool grouped) {
    const struct figures *figures = figures_of(making, lang);
    if (!figures->plain) {
        return text_number(making->request->text, making->arena, lang, number, decimals, grouped);
    }
    static const char *const small[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    if (decimals == 0 && number.denominator == 1 && number.numerator >= 0 &&
        number.numerator <= 9) {
        return small[number.numerator];
    }
    char digits[NUMBER_TEXT];
    bool negative = *number_format(number, decimals, digits) == '-';
    return set_figures(making, negative ? figures->minus : "", digits + (negative ? 1 : 0),
                       grouped);
}

static const char *change_number(struct making *making, const char *lang, struct number number,
                                 int decimals) {
    const struct figures *figures = figures_of(making, lang);
    if (!figures->plain || !figures->plain_change) {
        return text_change(making->request->text, making->arena, lang, number, decimals, false);
    }
    char digits[NUMBER_TEXT];
    bool negative = *number_format(number, decimals, digits) == '-';
    bool zero = strpbrk(digits, "123456789") == NULL;
    return set_figures(making,
                       negative ? figures->change_minus
                       : zero   ? figures->change_zero
                                : figures->plus,
                       digits + (negative ? 1 : 0), true);
}

/* ---- scores ----------------------------------------------------------------------------- */

/* Three texts as one. */
static const char *joined(struct making *making, const char *first, const char *second,
                          const char *third) {
    char *text = arena_take(making->arena, strlen(first) + strlen(second) + strlen(third) + 1);
    stpcpy(stpcpy(stpcpy(text, first), second), third);
    return text;
}

static const char *mark(struct making *making, const struct scope *scope, const char *mark_word,
                        const char *mark_fallback, const char *meaning, const char **expansion) {
    *expansion = words_text(making, scope, meaning, meaning);
    return words_text(making, scope, mark_word, mark_fallback);
}

static const char *write_number(struct making *making, const struct scope *scope,
                                const struct factor *factor, struct number number) {
    if (factor->operation == OPERATION_CHANGE) {
        return change_number(making, scope->lang, number, factor->decimals);
    }
    return value_number(making, scope->lang, number, factor->decimals, true);
}

/* An interval as wide as the factor's own range says no more than "unknown". */
static bool tells_something(const struct factor *factor, const struct value *value) {
    return value->bounded && value->state != STATE_SUPPRESSED &&
           !(factor->has_range && number_equal(value->lowest, factor->lowest) &&
             number_equal(value->highest, factor->highest));
}

/* 3 [2]: an analyst's value, and what the rule gives in whose place it stands. */
static const char *beside_rule(struct making *making, const struct scope *scope,
                               const struct factor *factor, const struct value *value,
                               const char *text, const char **expansion) {
    const char *ruled = write_number(making, scope, factor, value->ruled);
    *expansion = arena_print(making->arena, "%s, %s %s", *expansion == NULL ? text : *expansion,
                             words_text(making, scope, "overridden", "judged; by the rule"), ruled);
    return arena_print(making->arena, "%s\u00a0[%s]", text, ruled);
}

const char *value_score(struct making *making, const struct scope *scope, int index,
                        const char **expansion) {
    const struct factor *factor = method_factor(making->scores->method, (size_t)index);
    const struct value *value = scoring_value(scope->result, (size_t)index);
    const char *text;
    *expansion = NULL;
    switch (value->state) {
    case STATE_KNOWN:
        text = write_number(making, scope, factor, value->lowest);
        return value->overridden ? beside_rule(making, scope, factor, value, text, expansion)
                                 : text;
    case STATE_ESTIMATED:
        text = write_number(making, scope, factor, value->lowest);
        *expansion =
            joined(making, text, ", ", words_text(making, scope, "estimated", "estimated"));
        text = joined(making, text, "\u00a0", words_text(making, scope, "estimated-mark", "[e]"));
        return value->overridden ? beside_rule(making, scope, factor, value, text, expansion)
                                 : text;
    case STATE_UNKNOWN:
        if (tells_something(factor, value)) {
            if (factor->operation == OPERATION_CHANGE) { /* no dash between signs */
                return arena_print(making->arena, "%s\u00a0%s\u00a0%s",
                                   write_number(making, scope, factor, value->lowest),
                                   words_text(making, scope, "to", "to"),
                                   write_number(making, scope, factor, value->highest));
            }
            return joined(making, write_number(making, scope, factor, value->lowest), "\u2013",
                          write_number(making, scope, factor, value->highest));
        }
        return mark(making, scope, "unknown-mark", "\u2013", "unknown", expansion);
    case STATE_SUPPRESSED:
        return mark(making, scope, "suppressed-mark", "[c]", "suppressed", expansion);
    case STATE_NOT_SCORED:
        return mark(making, scope, "not-scored-mark", "[z]", "not-scored", expansion);
    }
    return "";
}

/* ---- formats ---------------------------------------------------------------------------- */

/* How many decimals text itself shows, for where none are asked for. */
static int own_decimals(const char *text) {
    const char *point = strchr(text, '.');
    size_t count = point == NULL ? 0 : strlen(point + 1);
    return count > 12 ? 12 : (int)count;
}

static size_t first_character(const char *text) {
    size_t length = 1;
    while (text[0] != '\0' && ((unsigned char)text[length] & 0xC0) == 0x80) {
        length++;
    }
    return text[0] == '\0' ? 0 : length;
}

static const char *upper_first(struct making *making, const char *lang, const char *text) {
    size_t length = first_character(text);
    const char *first = arena_bytes(making->arena, text, length);
    return joined(making, text_upper(making->request->text, making->arena, lang, first),
                  text + length, "");
}

/* The small letter of a capital in Latin-1 and Latin Extended-A, or the same. */
static uint32_t small_letter(uint32_t c) {
    if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7)) {
        return c + 0x20;
    }
    bool odd_capitals = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    if (c >= 0x100 && c <= 0x17E && c != 0x130 && c != 0x138 && c != 0x149 && c != 0x178 &&
        (c % 2 == 1) == odd_capitals) {
        return c + 1;
    }
    return c;
}

static uint32_t decode(const char *text, size_t length) {
    unsigned char first = (unsigned char)text[0];
    return length == 2 ? ((first & 0x1Fu) << 6) | ((unsigned char)text[1] & 0x3Fu) : first;
}

/* "Hate crime" within a sentence is "hate crime"; "ASB routine" stays. */
static const char *lower_first(struct making *making, const char *text) {
    size_t length = first_character(text);
    if (length == 0 || length > 2) {
        return text;
    }
    uint32_t first = decode(text, length);
    size_t next_length = first_character(text + length);
    uint32_t next = next_length == 0 || next_length > 2 ? 0 : decode(text + length, next_length);
    uint32_t small = small_letter(first);
    if (small == first || (next != 0 && small_letter(next) != next)) {
        return text;
    }
    char *lower = arena_text(making->arena, text);
    lower[0] = (char)(length == 1 ? small : (0xC0 | small >> 6));
    if (length == 2) {
        lower[1] = (char)(0x80 | (small & 0x3F));
    }
    return lower;
}

/* Up to ten in words, above in figures, as editors of reports have it. */
static const char *spelled(struct making *making, const char *lang, struct number number) {
    if (number.denominator == 1 && number.numerator >= 0 && number.numerator <= TEN) {
        return text_spelled(making->request->text, making->arena, lang, number.numerator);
    }
    return value_number(making, lang, number, number.denominator == 1 ? 0 : 2, true);
}

static const char *const WRITINGS[WRITING_COUNT] = {
    [WRITING_TEXT] = "text",
    [WRITING_UPPER] = "upper",
    [WRITING_UPPER_FIRST] = "upper-first",
    [WRITING_LOWER_FIRST] = "lower-first",
    [WRITING_NUMBER] = "number",
    [WRITING_PERCENT] = "percent",
    [WRITING_CHANGE] = "change",
    [WRITING_CHANGE_PERCENT] = "change-percent",
    [WRITING_WORDS] = "words",
    [WRITING_WORDS_UPPER] = "Words",
    [WRITING_ORDINAL] = "ordinal",
    [WRITING_ORDINAL_WORDS] = "ordinal-words",
    [WRITING_DATE] = "date",
    [WRITING_DATE_MEDIUM] = "date-medium",
    [WRITING_DATE_SHORT] = "date-short",
    [WRITING_DATE_MONTH] = "month",
};

enum writing value_writing(const char *name) {
    int writing = name == NULL ? WRITING_TEXT : 0;
    while (name != NULL && writing < WRITING_DATE_MONTH && strcmp(WRITINGS[writing], name) != 0) {
        writing++;
    }
    return (enum writing)writing;
}

static const char *format_number(struct making *making, const struct format *format,
                                 const char *lang, const char *text, struct number number) {
    struct text *engine = making->request->text;
    int decimals = format->decimals >= 0 ? format->decimals : own_decimals(text);
    switch (format->writing) {
    case WRITING_NUMBER:
        return value_number(making, lang, number, decimals, !format->ungrouped);
    case WRITING_PERCENT:
        return arena_print(making->arena, "%s%s",
                           value_number(making, lang, number, decimals, true),
                           strncmp(lang, "en", 2) == 0 || strncmp(lang, "cy", 2) == 0 ||
                                   strncmp(lang, "pl", 2) == 0
                               ? "%"
                               : "\u00a0%");
    case WRITING_WORDS:
        return spelled(making, lang, number);
    case WRITING_WORDS_UPPER:
        return upper_first(making, lang, spelled(making, lang, number));
    case WRITING_ORDINAL:
    case WRITING_ORDINAL_WORDS:
        return text_ordinal(engine, making->arena, lang, number.numerator,
                            format->writing == WRITING_ORDINAL_WORDS);
    default:
        return text_change(engine, making->arena, lang, number, decimals,
                           format->writing == WRITING_CHANGE_PERCENT);
    }
}

static const char *format_date(struct making *making, enum writing writing, const char *lang,
                               const char *text, struct where where) {
    struct date date;
    if (!date_parse(text, &date)) {
        REPORT(making->diagnostics, where, MESSAGE_VALUE_DATE, text);
        return text;
    }
    const char *form = writing == WRITING_DATE          ? "long"
                       : writing == WRITING_DATE_MEDIUM ? "medium"
                       : writing == WRITING_DATE_SHORT  ? "short"
                                                        : "month";
    return text_date(making->request->text, making->arena, lang, date.year, date.month, date.day,
                     form);
}

const char *value_format(struct making *making, const struct format *format, const char *lang,
                         const char *text, struct where where) {
    if (*text == '\0') {
        return format->empty == NULL ? "" : format->empty;
    }
    switch (format->writing) {
    case WRITING_TEXT:
        return text;
    case WRITING_UPPER:
        return text_upper(making->request->text, making->arena, lang, text);
    case WRITING_UPPER_FIRST:
        return upper_first(making, lang, text);
    case WRITING_LOWER_FIRST:
        return lower_first(making, text);
    default:
        break;
    }
    if (format->writing >= WRITING_DATE) {
        return format_date(making, format->writing, lang, text, where);
    }
    struct number number;
    if (!number_parse(text, &number)) {
        REPORT(making->diagnostics, where, MESSAGE_VALUE_NUMBER, text, WRITINGS[format->writing]);
        return text;
    }
    return format_number(making, format, lang, text, number);
}
