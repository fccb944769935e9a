/* pattern.h: RELAX NG patterns and their derivatives. */
#ifndef BOARDPAPER_XML_PATTERN_H
#define BOARDPAPER_XML_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "datatype.h"

struct arena;

/* ---- name classes ---------------------------------------------------------------------------- */

enum name_kind { NAME_ONE, NAME_ANY, NAME_SPACE, NAME_CHOICE };
struct name_class {
    enum name_kind kind;
    const char *space, *name;        /* ONE: both; SPACE: the first; "" for no namespace */
    const struct name_class *except; /* ANY, SPACE; or NULL */
    const struct name_class *a, *b;  /* CHOICE */
};

/* A name in a document. The pointers are the keys by which steps are remembered: the same name
 * should come with the same pointers. */
struct name {
    const char *space, *name; /* space NULL: none */
};
bool name_class_has(const struct name_class *names, struct name name);

/* ---- patterns -------------------------------------------------------------------------------- */

enum pattern_kind {
    PATTERN_NOT_ALLOWED,
    PATTERN_EMPTY,
    PATTERN_TEXT,
    PATTERN_CHOICE,
    PATTERN_GROUP,
    PATTERN_INTERLEAVE,
    PATTERN_ONE_OR_MORE,
    PATTERN_ELEMENT,
    PATTERN_ATTRIBUTE, /* left: its value */
    PATTERN_DATA,
    PATTERN_VALUE,
    PATTERN_LIST,
    PATTERN_AFTER /* left, and when its end tag has come, right */
};

/* An element as the schema declares it; its content is made when it is first entered, for schemas
 * go round in circles. */
struct declaration {
    const struct name_class *names;
    const struct pattern *content;
    const void *source; /* the grammar's */
};

struct pattern {
    enum pattern_kind kind;
    bool nullable;  /* may be empty */
    bool says_text; /* what it becomes by text depends on the text */
    unsigned hash;
    uint32_t number; /* of the schema that ships, from 1 (shipped_schema.h); else 0 */
    const struct pattern *left, *right;
    const struct name_class *names; /* ATTRIBUTE */
    struct declaration *element;    /* ELEMENT */
    const struct datatype *type;    /* DATA, VALUE */
    const char *value;              /* VALUE */
    struct pattern *next;           /* in the table of all patterns */
    /* Steps that depend on nothing else; NULL until they are first asked for. */
    const struct pattern *closed, *ended, *worded;
};

/* All patterns of one schema, each of them once: equal patterns are one pointer. */
struct patterns;

/* content: makes the content of an element. */
struct patterns *patterns_new(struct arena *arena,
                              const struct pattern *(*content)(void *context,
                                                               struct declaration *element),
                              void *context);
/* Where a pattern has a number: steps that are known already. NULL: this one is not. */
enum step_kind { STEP_OPEN = 1, STEP_ATTRIBUTE, STEP_CLOSE, STEP_END, STEP_WORDS };
void patterns_know(struct patterns *patterns,
                   const struct pattern *(*known)(void *context, const struct pattern *from,
                                                  enum step_kind kind, struct name name));
void patterns_free(struct patterns *patterns); /* its tables; the rest is the arena's */
/* So many patterns were made that the input can only be meant to do harm. */
bool patterns_exhausted(const struct patterns *patterns);

const struct pattern *pattern_not_allowed(struct patterns *patterns);
const struct pattern *pattern_empty(struct patterns *patterns);
const struct pattern *pattern_text(struct patterns *patterns);
const struct pattern *pattern_choice(struct patterns *patterns, const struct pattern *a,
                                     const struct pattern *b);
const struct pattern *pattern_group(struct patterns *patterns, const struct pattern *a,
                                    const struct pattern *b);
const struct pattern *pattern_interleave(struct patterns *patterns, const struct pattern *a,
                                         const struct pattern *b);
const struct pattern *pattern_one_or_more(struct patterns *patterns, const struct pattern *a);
const struct pattern *pattern_after(struct patterns *patterns, const struct pattern *a,
                                    const struct pattern *b);
const struct pattern *pattern_element(struct patterns *patterns, struct declaration *element);
const struct pattern *pattern_attribute(struct patterns *patterns, const struct name_class *names,
                                        const struct pattern *value);
const struct pattern *pattern_data(struct patterns *patterns, const struct datatype *type,
                                   const struct pattern *except);
const struct pattern *pattern_value(struct patterns *patterns, const struct datatype *type,
                                    const char *value);
const struct pattern *pattern_list(struct patterns *patterns, const struct pattern *items);
const struct pattern *pattern_element_content(struct patterns *patterns,
                                              struct declaration *element);

/* ---- steps: what is left of a pattern when something has been seen --------------------------- */

bool pattern_failed(const struct pattern *pattern); /* is NOT_ALLOWED */

/* <name. recover: what is required before it may be missing. Gives AFTERs. */
const struct pattern *step_open(struct patterns *patterns, const struct pattern *pattern,
                                struct name name, bool recover);
/* name= of an attribute. Gives AFTERs of its value and the rest. */
const struct pattern *step_attribute(struct patterns *patterns, const struct pattern *pattern,
                                     struct name name);
/* The attribute's value, of what step_attribute gave. recover: whatever it is. */
const struct pattern *step_value(struct patterns *patterns, const struct pattern *pattern,
                                 const char *value, bool recover);
/* The > of a start tag. recover: attributes may be missing. */
const struct pattern *step_close(struct patterns *patterns, const struct pattern *pattern,
                                 bool recover);
const struct pattern *step_text(struct patterns *patterns, const struct pattern *pattern,
                                const char *text);
/* </name>. recover: content may be missing. */
const struct pattern *step_end(struct patterns *patterns, const struct pattern *pattern,
                               bool recover);

#endif
