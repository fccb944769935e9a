/* attribute.h: which changes of the facts make a total's difference. */
#ifndef BOARDPAPER_SCORING_ATTRIBUTE_H
#define BOARDPAPER_SCORING_ATTRIBUTE_H

#include "evaluate.h"

/* Splits the difference of the total, by method, between two sets of facts into out (room for
 * every factor and the population), largest first; *together takes what cannot be split. False
 * where one of the totals is not certain. */
bool attribute(struct arena *arena, const struct method *method, const struct facts *before,
               const struct facts *after, struct contribution *out, size_t *count,
               struct number *together);

/* Whether nothing that is given differs. */
bool facts_same(const struct method *method, const struct facts *before, const struct facts *after);

/* The facts with what has been deduced from stated values put in their place, so that each can
 * change without contradicting another. values: what evaluating them gave. */
void facts_settle(const struct method *method, struct facts *facts,
                  const struct value *const *values);

#endif
