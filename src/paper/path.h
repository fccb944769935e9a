/* path.h: the shapes of XPath that are walked directly; see expression.h. */
#ifndef BOARDPAPER_PAPER_PATH_H
#define BOARDPAPER_PAPER_PATH_H

#include "making.h"

/* What scoring_annotate would write on an area. */
enum computed {
    COMPUTED_NONE,
    COMPUTED_RANK,
    COMPUTED_TIED,
    COMPUTED_TOTAL,
    COMPUTED_LOWEST,
    COMPUTED_HIGHEST,
    COMPUTED_RATING,
    COMPUTED_RATING_LABEL,
    COMPUTED_RATING_SYMBOL,
    COMPUTED_STATE
};

/* What it would write on an area's <value>. */
enum value_part { PART_TEXT, PART_STATE, PART_LOWEST, PART_HIGHEST, PART_OVERRIDDEN, PART_RULED };

enum step_kind {
    STEP_SELF,      /* . */
    STEP_PARENT,    /* .. */
    STEP_CHILD,     /* name, name[@key='wanted'], name[@key=current()/@wanted] */
    STEP_ATTRIBUTE, /* @name, last */
    STEP_VALUE,     /* value[@id='harm']/@text, last */
    STEP_STATE      /* value[@state='unknown'], last: whether there is one */
};

/* What the facts have of an area as its element has it, so that the element is not looked into. */
enum fact { FACT_NONE, FACT_ID, FACT_CATEGORY, FACT_POPULATION };

/* An attribute that a path asks for. */
struct asked {
    const char *name;       /* as the assessment's document keeps it; NULL: none */
    enum computed computed; /* on an area */
    enum fact fact;         /* on an area */
    bool on_focus;          /* scoring writes it on focus areas */
};

struct step {
    enum step_kind kind;
    const char *name;         /* CHILD: as the assessment's document keeps it */
    struct asked attribute;   /* ATTRIBUTE */
    struct asked key;         /* CHILD: of a predicate */
    const char *wanted;       /* CHILD: what the key is to be; or NULL */
    struct asked wanted_here; /* CHILD: else the attribute of current() that it is to be */
    int factor;               /* VALUE: -1: the method has none of that id */
    enum value_part part;
};

struct path {
    bool absolute;  /* from the document: its first step is the root itself */
    bool annotated; /* leads over what only the annotation makes */
    const struct step *steps;
    int count;
};

/* source with "//area" and its like made the path from the root that it comes to (each such element
 * has one place in an assessment), so that nothing searches the whole document. */
const char *path_straighten(struct making *making, const char *source);

/* Reads a path at *source and moves on past it. False where it is not one of the shapes. */
bool path_parse(struct making *making, const char **source, struct path *out);
/* Has its names be those of making's assessment, which another document kept. */
void path_meet(struct making *making, struct path *path);
bool path_ends_in_element(const struct path *path);

/* What a path comes to: an element, or an attribute's text (element NULL). False stops. */
typedef bool path_visit(void *context, struct xml_node *element, const char *text);
/* Visits in document order. Texts live in making->arena or longer. */
void path_walk(struct making *making, const struct path *path, const struct scope *scope,
               path_visit *visit, void *context);
/* The same where the elements visited are remembered: what they are within does not go to rest. */
void path_gather(struct making *making, const struct path *path, const struct scope *scope,
                 path_visit *visit, void *context);
/* Whether it is "@name" and nothing else; and what that gives, or NULL. */
bool path_is_attribute(const struct path *path);
const char *path_attribute(struct making *making, const struct path *path,
                           const struct scope *scope);
/* The text of path where it is the name of the area in force, which the facts have: the area's
 * element is not looked into. Else NULL. */
const char *path_area_name(const struct making *making, const struct path *path,
                           const struct scope *scope);

/* A computed attribute as scoring_annotate writes it, or NULL where it writes none. */
const char *result_attribute(struct making *making, const struct result *result,
                             enum computed which);
const char *result_value(struct making *making, const struct result *result, int factor,
                         enum value_part part);
/* Which computed attribute of an area that name is. */
enum computed result_computed(const char *name);
/* The text of an area's element: its name needs no copy. */
const char *element_text(struct making *making, struct xml_node *node);

/* Puts the results into the document, where they are not there yet. */
void results_annotate_method(struct making *making); /* the method alone, which is small */
void results_annotate(struct making *making);

/* An attribute of the context, from the facts where they have it. */
const char *path_attribute_here(const struct making *making, const struct scope *scope,
                                const struct asked *asked);

/* The result of an <area>, or NULL where it is none of the assessment's. */
const struct result *result_of(struct making *making, const struct xml_node *area);

#endif
