/* method.h: a method's rules as the files of this room see them.
 *
 * A method is two arrays side by side: what everybody may know of a factor (struct factor,
 * scoring.h), and how it comes about (struct rule). Operands always stand before what is made of
 * them, so that one pass in order computes everything and no pass can go in circles.
 */
#ifndef BOARDPAPER_SCORING_METHOD_H
#define BOARDPAPER_SCORING_METHOD_H

#include <boardpaper/arena.h>
#include <boardpaper/scoring.h>

#include "interval.h"
#include "phrases.h"

/* From lower (excluded where open) to upper (excluded where open); no lower: from below all. */
struct step {
    struct number value;
    bool floored, ceiled;
    bool open_below, open_above;
    struct number lower, upper;
    struct where where;
};

enum lookup_by { LOOKUP_FACTOR, LOOKUP_CATEGORY, LOOKUP_AREA };

/* key: an id of a category or an area; at: the same for a factor's value. */
struct lookup_case {
    const char *key;
    struct number at, value;
    struct where where;
};

/* What a change counts as where no percentage can be had. none: it has no value. */
struct stand_in {
    bool none;
    struct number value;
};

/* The words for a point of a scale. */
struct scale_point {
    struct number value;
    const char *label;
};

struct rule {
    struct interval range;        /* all it can be */
    const struct number *weights; /* WEIGHTED: one an operand */
    bool per_population;          /* RATIO: by the area's population, not an operand */
    struct number times;          /* RATIO */
    struct stand_in zero_base;    /* CHANGE: from nothing to something */
    bool has_small_base;
    struct number small_base; /* CHANGE: a base below this is small */
    struct stand_in small_change;
    const struct step *steps; /* STEPS, ascending and without a gap */
    size_t step_count;
    enum lookup_by by;
    const struct lookup_case *cases; /* LOOKUP, sorted by key or number */
    size_t case_count;
    bool has_otherwise;
    struct number otherwise;
    const char *table; /* LOOKUP: the file of the cases, or NULL */
    bool cap_floored, cap_ceiled;
    struct number cap_lowest, cap_highest;
    const struct scale_point *scale; /* INPUT: ascending */
    size_t scale_count;
};

/* A band as it is written; struct band keeps what users of a sound method need. */
struct band_edge {
    bool floored, ceiled;
    struct number lower, upper;
};

struct tie_break {
    int factor;
    bool lowest_first;
};

enum reconcile_by { RECONCILE_HIGHEST, RECONCILE_MEAN, RECONCILE_LISTED };

/* A method's words in another language; NULL where that has none. */
struct factor_words {
    const char *label, *short_label, *group, *note;
    const char **points; /* one a point of its scale */
};
struct translation {
    const char *lang, *title, *note;
    struct factor_words *factors; /* in the order of the factors */
    const char **bands;           /* labels, in the order of the bands */
    struct translation *next;
};

struct method {
    const char *id, *version, *title, *note;
    const char *lang; /* that its words are in, or NULL: nobody said */
    const struct phrases *phrases;
    struct translation *translations;
    struct where where;
    struct factor *factors;
    struct rule *rules;
    size_t factor_count;
    struct band *bands; /* highest first */
    struct band_edge *band_edges;
    size_t band_count;
    int total;
    struct tie_break *tie_breaks;
    size_t tie_break_count;
    enum reconcile_by reconcile;
    int *slots; /* hash table of factors by id, -1 free; slot_mask + 1 places */
    size_t slot_mask;
};

/* Fills the hash table; before it method_find finds nothing. */
void method_index(struct arena *arena, struct method *method);

/* Meaning: what the schema cannot say. Each reports everything it finds. */
/* Steps follow each other without overlap or gap. Fills in the ends that are not said. */
void method_check_steps(struct step *steps, size_t count, struct diagnostics *diagnostics);
/* Steps, cases have an answer for everything their operand can be (its range is known). */
void method_check_steps_cover(const struct method *method, size_t factor,
                              struct diagnostics *diagnostics);
void method_check_cases_cover(const struct method *method, size_t factor,
                              struct diagnostics *diagnostics);
void method_check_bands(const struct method *method, struct diagnostics *diagnostics);

/* Has the method speak lang: labels, notes, groups, points, bands and rules are then in that
 * language, as far as the method has the words. Advises where it has none. */
void method_speak(struct arena *arena, struct method *method, const char *lang, struct where where,
                  struct diagnostics *diagnostics);

/* The rule in words, for factor->rule. */
const char *method_rule_words(struct arena *arena, const struct method *method, size_t factor);

/* The cases of a lookup from a CSV file beneath the folder of where.file, sorted. NULL with
 * diagnostics. */
const struct lookup_case *weights_read(struct arena *arena, struct where where, const char *path,
                                       const char *key_column, const char *value_column,
                                       bool by_number, size_t *count,
                                       struct diagnostics *diagnostics);
/* Sorts cases by key or number and reports what is there twice. */
void cases_sort(struct lookup_case *cases, size_t count, bool by_number,
                struct diagnostics *diagnostics);
/* The case of that key, or of that number (key NULL); NULL where there is none. */
const struct lookup_case *cases_find(const struct rule *rule, const char *key, struct number at);

/* The band a total of that value falls into; NULL where the method has none. */
const struct band *method_rate(const struct method *method, struct number total);

#endif
