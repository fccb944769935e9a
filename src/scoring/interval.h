/* interval.h: what a value may be: everything between two exact numbers, either of which may be
 * missing. A known value is an interval of one point.
 *
 * Every operation gives the smallest interval that holds all the results of its operands' values
 * taken independently, so that a chain of them holds every completion of the unknowns. Where one
 * unknown enters a chain twice the interval may be wider than the truth, never narrower. Rejected:
 * sampling or splitting the unknowns (exact for one unknown, hopeless for ten).
 */
#ifndef BOARDPAPER_SCORING_INTERVAL_H
#define BOARDPAPER_SCORING_INTERVAL_H

#include <stddef.h>

#include <boardpaper/number.h>

struct interval {
    bool floored, ceiled; /* whether lowest and highest bound it */
    struct number lowest, highest;
};

struct interval interval_of(struct number value);
struct interval interval_between(struct number lowest, struct number highest);
struct interval interval_from(struct number lowest);
struct interval interval_any(void);

bool interval_is_point(struct interval interval);
bool interval_has(struct interval interval, struct number value);
/* Both; false where they have nothing in common (*out is then as it was). */
bool interval_intersect(struct interval a, struct interval b, struct interval *out);
/* The smallest that holds both. */
struct interval interval_hull(struct interval a, struct interval b);

/* False on overflow. */
bool interval_add(struct interval a, struct interval b, struct interval *out);
bool interval_subtract(struct interval a, struct interval b, struct interval *out);
bool interval_multiply(struct interval a, struct interval b, struct interval *out);
bool interval_scale(struct interval a, struct number by, struct interval *out);
/* a / b for b above 0: a b that may be 0 leaves the result without a bound on that side. */
bool interval_divide(struct interval a, struct interval b, struct interval *out);
bool interval_round(struct interval a, int decimals, struct interval *out);

/* Drawn in to whole numbers; false where there is none in it. */
bool interval_whole(struct interval a, struct interval *out);

#endif
