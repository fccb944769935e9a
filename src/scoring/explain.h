/* explain.h: what explain.c tells of one factor, for those who write it in another form. */
#ifndef BOARDPAPER_SCORING_EXPLAIN_H
#define BOARDPAPER_SCORING_EXPLAIN_H

#include <boardpaper/scoring.h>

struct buffer;

/* "Impact = harm 3 + cost 2 = 5 (of 12)": the rule with its numbers, without places. */
void explain_words(const struct scores *scores, const struct result *result, size_t factor,
                   struct buffer *out);
/* Where the factor's own value is given; line 0: nowhere. */
struct where explain_where(const struct scores *scores, const struct result *result, size_t factor);
/* The judgement given for the factor, or NULL; and what was given for it, a count too, or NULL. */
const struct judgement *explain_judgement(const struct scores *scores, const struct result *result,
                                          size_t factor);
const struct quantity *explain_amount(const struct scores *scores, const struct result *result,
                                      size_t factor);

#endif
