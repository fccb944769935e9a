/* datatype.h: the datatypes of a schema: RELAX NG's own two and those of XML Schema. */
#ifndef BOARDPAPER_XML_DATATYPE_H
#define BOARDPAPER_XML_DATATYPE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct datatype;
struct diagnostics;

/* The datatype name of library ("" or XML Schema's), NULL where there is none such. says: a
 * person's words for it ("a whole number"), or NULL for its usual ones. diagnostics: where it is
 * said, now or when a value is judged, that libxml2 is missing. End it with datatype_free. */
struct datatype *datatype_new(struct arena *arena, const char *library, const char *name,
                              const char *says, struct diagnostics *diagnostics);
void datatype_free(struct datatype *type);
/* Narrows it by a facet. False where the facet is not known or its value is none. */
bool datatype_narrow(struct datatype *type, const char *facet, const char *value);
/* What it was made of, its facets in order. */
struct datatype_facet {
    const char *name, *value;
    struct datatype_facet *next;
};
struct datatype_form {
    const char *library, *name, *says;
    struct datatype_facet *facets;
};
const struct datatype_form *datatype_form(const struct datatype *type);

bool datatype_allows(const struct datatype *type, const char *text);
/* Whether the two texts are the same value (white space counts only in strings). */
bool datatype_equal(const struct datatype *type, const char *a, const char *b);
/* "a whole number from 0 to 12". */
const char *datatype_says(const struct datatype *type);

#endif
