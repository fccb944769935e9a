/* parser.c: the words of XPath: names, numbers, signs, and what is said when they do not fit. */
#include "parser.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NESTING = 64 };

/* ---- saying what is wrong -------------------------------------------------------------------- */

const char PARSER_MISSING[] = "something is missing or does not belong";

/* Only the first thing wrong is told: what follows it is guesswork. */
struct part *parser_wrong(struct parser *parser, const char *words) {
    if (!parser->failed) {
        const char *rest = parser->at + strspn(parser->at, " \t\r\n");
        REPORT(parser->diagnostics, parser->where, MESSAGE_XPATH_FORM, parser->text,
               *rest == '\0'
                   ? words
                   : diagnostics_print(parser->diagnostics, "%s, before %s", words, rest));
    }
    parser->failed = true;
    return NULL;
}

/* ---- tokens ---------------------------------------------------------------------------------- */

bool parser_is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool parser_is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

static inline bool goes_on(char c) {
    return (c >= 'a' && c <= 'z') || c == '-' || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c == '.' || (c & 0x80) != 0;
}

size_t parser_name_length(const char *at) {
    size_t length = 0;
    if (parser_is_name_start(*at)) {
        while (goes_on(at[length])) {
            length++;
        }
    }
    return length;
}

/* Takes token where it is next. */
bool parser_take_here(struct parser *parser, const char *token) {
    size_t length = strlen(token);
    if (strncmp(parser->at, token, length) != 0) {
        return false;
    }
    parser->at += length;
    return true;
}

/* Takes word where it is next as a whole name. */
bool parser_take_word(struct parser *parser, const char *word) {
    parser_skip(parser);
    if (*parser->at != *word) {
        return false;
    }
    size_t length = parser_name_length(parser->at);
    if (length != strlen(word) || strncmp(parser->at, word, length) != 0) {
        return false;
    }
    parser->at += length;
    return true;
}

bool parser_at(struct parser *parser, const char *token) {
    parser_skip(parser);
    return *parser->at == *token && strncmp(parser->at, token, strlen(token)) == 0;
}

struct part *parser_part(struct parser *parser, enum part_kind kind, struct part *left,
                         struct part *right) {
    struct part *part = NEW(parser->arena, struct part);
    part->kind = kind;
    part->left = left;
    part->right = right;
    return part;
}

bool parser_enter(struct parser *parser) {
    if (++parser->nesting <= MOST_NESTING) {
        return true;
    }
    if (!parser->failed) {
        REPORT(parser->diagnostics, parser->where, MESSAGE_XPATH_NESTING,
               diagnostics_integer(parser->diagnostics, MOST_NESTING));
    }
    parser->failed = true;
    return false;
}

/* ---- numbers --------------------------------------------------------------------------------- */

/* Up to 15 digits, a whole number divided by a power of ten is exact once rounded; more go through
 * strtod, without the point, whose form depends on the locale. */
static double number_of_digits(const char *digits, size_t count, int exponent) {
    enum { EXACT_DIGITS = 15, EXACT_POWER = 22, MOST_DIGITS = 40 };
    if (count <= EXACT_DIGITS && exponent >= -EXACT_POWER && exponent <= 0) {
        double value = 0;
        double power = 1;
        for (size_t i = 0; i < count; i++) {
            value = value * 10 + (digits[i] - '0');
        }
        for (; exponent < 0; exponent++) {
            power *= 10;
        }
        return value / power;
    }
    char form[MOST_DIGITS + 16];
    size_t kept = count < MOST_DIGITS ? count : MOST_DIGITS;
    memcpy(form, digits, kept);
    snprintf(form + kept, sizeof form - kept, "e%d", exponent + (int)(count - kept));
    return strtod(form, NULL);
}

double xpath_number_of(const char *text) {
    enum { MOST_DIGITS = 400 };
    char digits[MOST_DIGITS];
    size_t count = 0;
    int exponent = 0;
    bool any = false;
    bool fraction = false;
    text += strspn(text, " \t\r\n");
    bool negative = *text == '-';
    for (text += negative; parser_is_digit(*text) || (*text == '.' && !fraction); text++) {
        if (*text == '.') {
            fraction = true;
            continue;
        }
        any = true;
        if (count == 0 && *text == '0') { /* leads nothing */
            exponent -= fraction;
        } else if (count < MOST_DIGITS) {
            digits[count++] = *text;
            exponent -= fraction;
        } else {
            exponent += !fraction;
        }
    }
    text += strspn(text, " \t\r\n");
    if (!any || *text != '\0') {
        return NAN;
    }
    double value = count == 0 ? 0 : number_of_digits(digits, count, exponent);
    return negative ? -value : value;
}
