/* number.h: exact numbers. Counts, scores and rates are ratios of integers; nothing is rounded
 * until a method or a page says so, and then once, half away from zero. */
#ifndef BOARDPAPER_NUMBER_H
#define BOARDPAPER_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* numerator / denominator in lowest terms, denominator > 0. {0,1} is zero. */
struct number {
    int64_t numerator;
    int64_t denominator;
};

struct number number_of(int64_t value);

/* All return false where the result does not fit in 64 bits over 64 bits (or b is zero in
 * number_divide); *out is then as it was. */
bool number_make(int64_t numerator, int64_t denominator, struct number *out);
bool number_add(struct number a, struct number b, struct number *out);
bool number_subtract(struct number a, struct number b, struct number *out);
bool number_multiply(struct number a, struct number b, struct number *out);
bool number_divide(struct number a, struct number b, struct number *out);

/* -1, 0 or 1; always exact. */
int number_compare(struct number a, struct number b);
bool number_equal(struct number a, struct number b);

/* Rounded to decimals (0 to 12) places, half away from zero; false on overflow. */
bool number_round(struct number a, int decimals, struct number *out);

/* Decimal text: optional sign, digits, optional . and digits ("-12.50", "3"). No spaces,
 * exponents or separators. False where it is none or does not fit. */
bool number_parse(const char *text, struct number *out);

/* Rounded (half away from zero) and written with exactly decimals (0 to 12) places, '.' as the
 * point, '-' as the sign, never "-0". Returns out, which must hold NUMBER_TEXT bytes. */
enum { NUMBER_TEXT = 48 };
char *number_format(struct number a, int decimals, char *out);

/* The shortest exact decimal up to 12 places ("2", "0.5"); rounded at 12 where it has no end. */
char *number_plain(struct number a, char *out);

#endif
