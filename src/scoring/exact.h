/* exact.h: exact arithmetic with the short way for whole numbers, which scores mostly are. */
#ifndef BOARDPAPER_SCORING_EXACT_H
#define BOARDPAPER_SCORING_EXACT_H

#include <boardpaper/number.h>

static inline bool exact_add(struct number a, struct number b, struct number *out) {
    if (a.denominator == 1 && b.denominator == 1) {
        int64_t sum;
        if (__builtin_add_overflow(a.numerator, b.numerator, &sum)) {
            return false;
        }
        *out = number_of(sum);
        return true;
    }
    return number_add(a, b, out);
}

static inline bool exact_multiply(struct number a, struct number b, struct number *out) {
    if (a.denominator == 1 && b.denominator == 1) {
        int64_t product;
        if (__builtin_mul_overflow(a.numerator, b.numerator, &product)) {
            return false;
        }
        *out = number_of(product);
        return true;
    }
    return number_multiply(a, b, out);
}

static inline int exact_compare(struct number a, struct number b) {
    if (a.denominator == b.denominator) {
        return a.numerator < b.numerator ? -1 : a.numerator > b.numerator;
    }
    return number_compare(a, b);
}

static inline bool exact_equal(struct number a, struct number b) {
    return a.numerator == b.numerator && a.denominator == b.denominator; /* in lowest terms */
}

static inline struct number exact_least(struct number a, struct number b) {
    return exact_compare(a, b) <= 0 ? a : b;
}

static inline struct number exact_most(struct number a, struct number b) {
    return exact_compare(a, b) >= 0 ? a : b;
}

/* The greatest whole number that is not more, the least that is not less. */
static inline int64_t exact_floor(struct number a) {
    int64_t whole = a.numerator / a.denominator;
    return whole - (a.numerator % a.denominator < 0);
}

static inline int64_t exact_ceiling(struct number a) {
    int64_t whole = a.numerator / a.denominator;
    return whole + (a.numerator % a.denominator > 0);
}

#endif
