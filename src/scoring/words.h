/* words.h: numbers and values as a person reads them. */
#ifndef BOARDPAPER_SCORING_WORDS_H
#define BOARDPAPER_SCORING_WORDS_H

#include "method.h"

/* Bytes enough for two numbers and the words between them. */
enum { INTERVAL_TEXT = 2 * NUMBER_TEXT + 16 };

/* "16 to 19", "3", "3 or more", "3 or less", "anything". Bounds are rounded as they are shown.
 * Returns out. */
char *interval_words(struct interval interval, int decimals, char *out);

/* The same of a value; "not scored" where there is none. */
char *value_words(const struct factor *factor, const struct value *value, char *out);

/* "below 3", "from 3 to below 10", "above 0 up to 5", "10 or more". Appends. */
void step_words(struct buffer *out, const struct step *step);

/* How many columns of a terminal text takes: combining marks none, wide characters two. */
size_t words_width(const char *utf8);

#endif
