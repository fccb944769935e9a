/* scores.h: rating and ranking, for the files that score more than once. */
#ifndef BOARDPAPER_SCORING_SCORES_H
#define BOARDPAPER_SCORING_SCORES_H

#include <boardpaper/scoring.h>

/* The band that a total certainly falls into, or NULL. */
const struct band *scores_rate(const struct method *method, const struct value *total);

/* Which stands before the other: <0, 0, >0. Equal totals by the method's tie-breaks; those not
 * fully scored last. */
int scores_compare(const struct method *method, const struct result *a, const struct result *b);

/* Gives results their ranks and ranked their order. */
void scores_rank(const struct method *method, struct result *results, size_t count,
                 const struct result **ranked);

#endif
