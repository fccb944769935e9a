/* interval.c: arithmetic on intervals of exact numbers; see interval.h. */
#include "interval.h"

#include "exact.h"

static const struct number ZERO = {0, 1};

struct interval interval_of(struct number value) {
    return (struct interval){true, true, value, value};
}

struct interval interval_between(struct number lowest, struct number highest) {
    return (struct interval){true, true, lowest, highest};
}

struct interval interval_from(struct number lowest) {
    return (struct interval){true, false, lowest, ZERO};
}

struct interval interval_any(void) {
    return (struct interval){false, false, ZERO, ZERO};
}

bool interval_is_point(struct interval interval) {
    return interval.floored && interval.ceiled && exact_equal(interval.lowest, interval.highest);
}

bool interval_has(struct interval interval, struct number value) {
    return (!interval.floored || exact_compare(interval.lowest, value) <= 0) &&
           (!interval.ceiled || exact_compare(value, interval.highest) <= 0);
}

bool interval_intersect(struct interval a, struct interval b, struct interval *out) {
    struct interval both = a;
    if (b.floored) {
        both.lowest = a.floored ? exact_most(a.lowest, b.lowest) : b.lowest;
        both.floored = true;
    }
    if (b.ceiled) {
        both.highest = a.ceiled ? exact_least(a.highest, b.highest) : b.highest;
        both.ceiled = true;
    }
    if (both.floored && both.ceiled && exact_compare(both.lowest, both.highest) > 0) {
        return false;
    }
    *out = both;
    return true;
}

/* A missing bound is written as 0, so that equal intervals look equal. */
static bool keep(struct interval result, struct interval *out) {
    if (!result.floored) {
        result.lowest = ZERO;
    }
    if (!result.ceiled) {
        result.highest = ZERO;
    }
    *out = result;
    return true;
}

struct interval interval_hull(struct interval a, struct interval b) {
    struct interval hull = {.floored = a.floored && b.floored,
                            .ceiled = a.ceiled && b.ceiled,
                            .lowest = exact_least(a.lowest, b.lowest),
                            .highest = exact_most(a.highest, b.highest)};
    keep(hull, &hull);
    return hull;
}

bool interval_add(struct interval a, struct interval b, struct interval *out) {
    struct interval sum = {.floored = a.floored && b.floored, .ceiled = a.ceiled && b.ceiled};
    if ((sum.floored && !exact_add(a.lowest, b.lowest, &sum.lowest)) ||
        (sum.ceiled && !exact_add(a.highest, b.highest, &sum.highest))) {
        return false;
    }
    return keep(sum, out);
}

bool interval_subtract(struct interval a, struct interval b, struct interval *out) {
    struct interval rest = {.floored = a.floored && b.ceiled, .ceiled = a.ceiled && b.floored};
    if ((rest.floored && !number_subtract(a.lowest, b.highest, &rest.lowest)) ||
        (rest.ceiled && !number_subtract(a.highest, b.lowest, &rest.highest))) {
        return false;
    }
    return keep(rest, out);
}

bool interval_scale(struct interval a, struct number by, struct interval *out) {
    if (by.numerator == 0) {
        *out = interval_of(ZERO);
        return true;
    }
    bool turned = by.numerator < 0;
    struct interval product = {.floored = turned ? a.ceiled : a.floored,
                               .ceiled = turned ? a.floored : a.ceiled};
    struct number from = turned ? a.highest : a.lowest;
    struct number to = turned ? a.lowest : a.highest;
    if ((product.floored && !exact_multiply(from, by, &product.lowest)) ||
        (product.ceiled && !exact_multiply(to, by, &product.highest))) {
        return false;
    }
    return keep(product, out);
}

/* Both bounded: the four products of the ends hold the least and the greatest. */
static bool multiply_ends(struct interval a, struct interval b, struct interval *out) {
    const struct number from_a[] = {a.lowest, a.highest};
    const struct number from_b[] = {b.lowest, b.highest};
    struct interval product = {0};
    for (int i = 0; i < 4; i++) {
        struct number end;
        if (!exact_multiply(from_a[i / 2], from_b[i % 2], &end)) {
            return false;
        }
        product = i == 0 ? interval_of(end) : interval_hull(product, interval_of(end));
    }
    *out = product;
    return true;
}

static bool not_negative(struct interval a) {
    return a.floored && a.lowest.numerator >= 0;
}

bool interval_multiply(struct interval a, struct interval b, struct interval *out) {
    if (interval_is_point(a)) {
        return interval_scale(b, a.lowest, out);
    }
    if (interval_is_point(b)) {
        return interval_scale(a, b.lowest, out);
    }
    if (not_negative(a) && not_negative(b)) {
        struct interval product = {.floored = true, .ceiled = a.ceiled && b.ceiled};
        if (!exact_multiply(a.lowest, b.lowest, &product.lowest) ||
            (product.ceiled && !exact_multiply(a.highest, b.highest, &product.highest))) {
            return false;
        }
        return keep(product, out);
    }
    if (a.floored && a.ceiled && b.floored && b.ceiled) {
        return multiply_ends(a, b, out);
    }
    *out = interval_any();
    return true;
}

bool interval_divide(struct interval a, struct interval b, struct interval *out) {
    bool least_above = b.floored && b.lowest.numerator > 0; /* the denominator keeps off 0 */
    struct interval ratio = {0};
    /* The lowest: of a negative a by the least b, of another by the greatest. */
    if (a.floored && a.lowest.numerator < 0) {
        ratio.floored = least_above;
        if (least_above && !number_divide(a.lowest, b.lowest, &ratio.lowest)) {
            return false;
        }
    } else if (a.floored) {
        ratio.floored = true;
        if (b.ceiled && !number_divide(a.lowest, b.highest, &ratio.lowest)) {
            return false;
        }
    }
    /* The highest: of a positive a by the least b, of another by the greatest. */
    if (a.ceiled && a.highest.numerator > 0) {
        ratio.ceiled = least_above;
        if (least_above && !number_divide(a.highest, b.lowest, &ratio.highest)) {
            return false;
        }
    } else if (a.ceiled) {
        ratio.ceiled = true;
        if (b.ceiled && !number_divide(a.highest, b.highest, &ratio.highest)) {
            return false;
        }
    }
    if (ratio.floored && ratio.lowest.denominator == 0) {
        ratio.lowest = ZERO;
    }
    if (ratio.ceiled && ratio.highest.denominator == 0) {
        ratio.highest = ZERO;
    }
    return keep(ratio, out);
}

bool interval_round(struct interval a, int decimals, struct interval *out) {
    struct interval rounded = a;
    if ((a.floored && !number_round(a.lowest, decimals, &rounded.lowest)) ||
        (a.ceiled && !number_round(a.highest, decimals, &rounded.highest))) {
        return false;
    }
    return keep(rounded, out);
}

bool interval_whole(struct interval a, struct interval *out) {
    struct interval whole = a;
    if (a.floored) {
        whole.lowest = number_of(exact_ceiling(a.lowest));
    }
    if (a.ceiled) {
        whole.highest = number_of(exact_floor(a.highest));
    }
    if (whole.floored && whole.ceiled && exact_compare(whole.lowest, whole.highest) > 0) {
        return false;
    }
    return keep(whole, out);
}
