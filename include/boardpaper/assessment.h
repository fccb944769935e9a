/* assessment.h: one edition of a partnership's assessment as typed facts, each with its place.
 *
 * Missing is not zero is not suppressed is not "not scored": a quantity carries its state.
 * The words of the paper (sections, suggestions) stay XML: templates read them by XPath.
 */
#ifndef BOARDPAPER_ASSESSMENT_H
#define BOARDPAPER_ASSESSMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/diagnostics.h>
#include <boardpaper/number.h>

struct arena;
struct xml_document;
struct xml_node;

enum state {
    STATE_KNOWN,
    STATE_ESTIMATED,  /* a value, known to be an estimate */
    STATE_UNKNOWN,    /* there is a value and we do not have it: an interval */
    STATE_SUPPRESSED, /* withheld for disclosure: an interval */
    STATE_NOT_SCORED  /* there is none: nobody scored it */
};
/* "known", "estimated", "unknown", "suppressed", "not-scored", the words of the format. */
const char *state_name(enum state state);

/* An amount as given. value: where KNOWN or ESTIMATED. Otherwise lowest and highest bound it where
 * bounded is set (the input gave bounds), else the method's range does. */
struct quantity {
    enum state state;
    struct number value;
    bool bounded;
    struct number lowest, highest;
    const char *reason; /* or NULL */
    struct where where;
};

/* Markings of the Government Security Classifications, in rising order. */
enum marking {
    MARKING_NONE,
    MARKING_OFFICIAL,
    MARKING_OFFICIAL_SENSITIVE,
    MARKING_SECRET,
    MARKING_COUNT
};
const char *marking_name(enum marking marking); /* "", "OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET" */
bool marking_parse(const char *text, enum marking *out);

struct date {
    int year, month, day; /* proleptic Gregorian; year 0: no date */
};
bool date_parse(const char *iso, struct date *out); /* YYYY-MM-DD and a real day */
int date_compare(struct date a, struct date b);

struct population {
    const char *id, *label;
    struct quantity count;
    struct where where;
};

struct category {
    const char *id, *label;
    struct where where;
};

/* What is given for a factor, one for all areas where the same is given. */
struct judgement {
    const char *factor;            /* the id of an input or value of the method */
    const struct quantity *amount; /* without a place */
    const char *role;              /* who judged, by role, or NULL */
    struct date date;              /* when, or year 0 */
};

/* Areas that are scored alike, on lines that stand alike, share their scores: so a score tells how
 * many lines it stands below its area (assessment_score_where). No byte is there to fill up. */
struct __attribute__((packed, aligned(4))) score {
    const struct judgement *is;
    uint32_t below;
};

struct area {
    const char *id, *name;
    const char *note;                /* or NULL */
    const char *name_source;         /* "printed", "narrative", "inferred", "illegible" or NULL */
    const struct category *category; /* NULL: none given */
    const struct population *population;     /* NULL: none given */
    const struct quantity *count, *previous; /* never NULL; shared, without a place of their own */
    const struct score *scores;
    uint32_t score_count;
    enum marking marking;
    struct where where;
};

struct evidence {
    const struct area *area;
    struct where where;
};

struct focus {
    const char *id, *name;
    const struct evidence *evidence;
    size_t evidence_count;
    int order;          /* the board's own order among ties, from 1; 0: none */
    const char *reason; /* for the order, or NULL */
    enum marking marking;
    struct where where;
};

struct focus_group {
    const char *id, *name;
    const struct focus *focuses;
    size_t focus_count;
    struct where where;
};

struct measure {
    const char *text, *unit;                   /* NULL where not given */
    struct quantity baseline, target, current; /* STATE_NOT_SCORED where not given */
    const char *direction;                     /* "up", "down" or NULL */
};

struct recommendation {
    const char *id;
    const struct focus *focus;                             /* or NULL */
    const char *action, *outcome, *output, *lead, *status; /* NULL where not given */
    struct date due;                                       /* year 0: none */
    struct date raised; /* the meeting that agreed it, where carried on; year 0: this one's */
    const struct measure *measure;
    enum marking marking;
    struct where where;
};

struct ids; /* the room's own */

struct assessment {
    const char *version, *partnership, *edition, *lang;
    enum marking marking;
    enum marking extract; /* it was cut down to this marking (extract.h); NONE: it is whole */
    struct date from, to, previous_from, previous_to, meeting;
    const char *method_ref;               /* a shipped method's name or a file's path, or NULL */
    const struct xml_node *method_inline; /* the method itself, or NULL */
    struct where method_where;
    const struct population *populations;
    size_t population_count;
    const struct category *categories;
    size_t category_count;
    const struct area *areas;
    size_t area_count;
    const struct focus_group *groups;
    size_t group_count;
    const struct recommendation *recommendations;
    size_t recommendation_count;
    const struct ids *area_ids;    /* for assessment_area */
    struct xml_document *document; /* the input itself; belongs to the caller of assessment_read */
    struct where where;
};

/* Validates document against templates/schemas/assessment.rng of the data folder and reads it. What
 * depends on the method (unknown factors, ranges, missing denominators) is scoring's to check. NULL
 * with every finding as a diagnostic. Lives in arena and points into document. An attribute that is
 * not given: lang is "en-GB", a count is NOT_SCORED, a marking is NONE (as what is around it). */
const struct assessment *assessment_read(struct arena *arena, struct xml_document *document,
                                         struct diagnostics *diagnostics);

/* Reports as advice what is no error and yet worth a second look: recommendations without outcome,
 * measure, target, baseline, lead, due date or focus, or overdue at the meeting and not over; areas
 * of focus without evidence; areas in no category. */
void assessment_advise(const struct assessment *assessment, struct diagnostics *diagnostics);

/* Where a score of the area stands. */
struct where assessment_score_where(const struct area *area, const struct score *score);

/* The area of that id, or NULL. Constant time. */
const struct area *assessment_area(const struct assessment *assessment, const char *id);

#endif
