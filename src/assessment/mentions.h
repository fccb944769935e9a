/* mentions.h: whether words that are left say what was left out. */
#ifndef BOARDPAPER_ASSESSMENT_MENTIONS_H
#define BOARDPAPER_ASSESSMENT_MENTIONS_H

#include <boardpaper/assessment.h>

#include "ids.h"

/* Something with an id or a name that was left out. */
struct gone {
    const char *kind; /* the element's name */
    const char *id;   /* or NULL */
    const char *name; /* or NULL: it has none, or it may be told */
    struct where where;
    struct gone *next;
};

struct mentions;

/* what: all that was left out; left: the root of what is left, whose own ids and names are free. */
struct mentions *mentions_new(struct arena *arena, const struct gone *what, struct xml_node *left,
                              struct xml_document *document);
/* The first thing whose name text says, as whole words in capital or small letters; or NULL. */
const struct gone *mentions_name(const struct mentions *mentions, const char *text);
/* The thing left out that has this id, where nothing that is left has it; or NULL. */
const struct gone *mentions_id(const struct mentions *mentions, const char *id);
/* Looks through the attributes and words of node and all below it. marking: for what is said. */
bool mentions_check(const struct mentions *mentions, struct xml_document *document,
                    struct xml_node *node, const char *marking, struct diagnostics *diagnostics);

#endif
