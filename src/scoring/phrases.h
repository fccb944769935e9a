/* phrases.h: the words between numbers, in each language that a method can be shown in.
 *
 * Patterns for printf: what stands in them is noted beside them. Rules and values that papers show
 * are in the document's language; what a command prints is English throughout, but for the labels.
 */
#ifndef BOARDPAPER_SCORING_PHRASES_H
#define BOARDPAPER_SCORING_PHRASES_H

struct phrases {
    const char *lang; /* its primary subtag: "cy" */
    char point;       /* between whole and parts */

    /* values */
    const char *population, *not_scored, *by_rule, *anything;
    const char *from_to;           /* lowest, highest */
    const char *or_more, *or_less; /* number */

    /* where a step begins and ends: lowest, highest, or the one there is */
    const char *above_below, *above_up_to, *from_below, *within, *above, *below, *any_value;

    /* rules */
    const char *greatest, *least;                  /* before a list */
    const char *rise_counts;                       /* number */
    const char *small_counts;                      /* base, number */
    const char *rise_none, *small_none;            /* base */
    const char *first_step;                        /* value, label, where it lies */
    const char *next_step;                         /* value, where it lies */
    const char *between_steps;                     /* "; " */
    const char *by_area, *by_category, *by_factor; /* label */
    const char *cases, *of_table;                  /* how many; file */
    const char *gives;                             /* key, value */
    const char *otherwise, *at_least, *at_most;    /* number */
    const char *judged;                            /* label */
};

/* Those of the language ("cy", "cy-GB"); English where there are none. */
const struct phrases *phrases_of(const char *lang);
const struct phrases *phrases_english(void);

#endif
