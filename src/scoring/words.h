/* words.h: numbers and values as a person reads them. */
#ifndef BOARDPAPER_SCORING_WORDS_H
#define BOARDPAPER_SCORING_WORDS_H

#include "method.h"
#include "phrases.h"

/* Bytes enough for two numbers and the words between them. */
enum { INTERVAL_TEXT = 2 * NUMBER_TEXT + 32 };

/* "16 to 19", "3", "3 or more", "3 or less", "anything". Bounds are rounded as they are shown.
 * Returns out. */
char *interval_words(struct interval interval, int decimals, char *out);

/* The same of a value; "not scored" where there is none. */
char *value_words(const struct factor *factor, const struct value *value, char *out);
/* The same in another language. */
char *value_words_in(const struct phrases *phrases, const struct factor *factor,
                     const struct value *value, char *out);

/* "below 3", "from 3 to below 10", "above 0 up to 5", "10 or more". Appends. */
void step_words(struct buffer *out, const struct phrases *phrases, const struct step *step);

/* What stands before operand index in a list: between, or in a weighted sum its sign and weight,
 * where that is not 1. */
void words_join(struct buffer *out, const struct phrases *phrases, const struct rule *rule,
                size_t index, const char *between);

/* A factor's short label, or its label where another has the same short one. */
const char *method_name_of(const struct method *method, int factor);

/* A part of a difference, exact: "+3", "-0.5", "+1 1/3", "0". out holds AMOUNT_TEXT bytes. */
enum { AMOUNT_TEXT = 3 * NUMBER_TEXT };
char *words_amount(struct number amount, char *out);

/* A fact's label and id; factor -1: the population. */
const char *words_fact_label(const struct method *method, int factor);
const char *words_fact_id(const struct method *method, int factor);

/* How many columns of a terminal text takes: combining marks none, wide characters two. */
size_t words_width(const char *utf8);

#endif
