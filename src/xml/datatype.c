/* datatype.c: what a value may look like.
 *
 * XML Schema's types are libxml2's, but for values as they usually are (usual.h); the patterns,
 * bounds and lengths that narrow them are judged here. A type can tell in a person's words what it
 * wants, for a diagnostic: the schema's own (the attribute says in the namespace
 * urn:boardpaper:schema), else the usual ones.
 */
#include "datatype.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>

#include "libxml2.h"
#include "prepare.h"
#include "regex.h"
#include "usual.h"

static const char XML_SCHEMA_URI[] = "http://www.w3.org/2001/XMLSchema";
static const char XML_SCHEMA[] = "http://www.w3.org/2001/XMLSchema-datatypes";

enum facet {
    FACET_LEAST,
    FACET_MOST,
    FACET_ABOVE,
    FACET_BELOW,
    FACET_LENGTH,
    FACET_SHORTEST,
    FACET_LONGEST,
    FACET_PATTERN
};
static const char *const FACET_NAMES[] = {"minInclusive", "maxInclusive", "minExclusive",
                                          "maxExclusive", "length",       "minLength",
                                          "maxLength",    "pattern"};
enum { FACETS = FACET_LENGTH, MOST_PATTERNS = 4 };

/* The type as libxml2 has it, once it was asked for. */
struct foreign {
    xmlSchemaType *schema;
    bool asked;
};

struct datatype {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct datatype_form form;
    struct datatype_facet **last_facet; /* where the next one goes */
    bool keeps_space;                   /* string: white space counts */
    bool any;                           /* every text is one: string, token */
    enum usual usual;
    struct foreign *foreign;    /* NULL where the library is RELAX NG's own */
    const char *bounds[FACETS]; /* or NULL */
    int64_t usual_bounds[FACETS];
    bool bounds_unusual; /* one of them is only libxml2's to know */
    size_t shortest, longest;
    struct regex *patterns[MOST_PATTERNS];
    size_t pattern_count;
};

static const struct {
    const char *name, *says;
} USUAL[] = {
    {"integer", "a whole number"},
    {"nonNegativeInteger", "a whole number, 0 or more"},
    {"positiveInteger", "a whole number, 1 or more"},
    {"decimal", "a number such as 12 or 12.5"},
    {"boolean", "true or false"},
    {"date", "a date such as 2016-01-31"},
    {"gYearMonth", "a month such as 2016-01"},
    {"dateTime", "a date and time such as 2016-01-31T09:30:00"},
    {"language", "a language such as en-GB"},
    {"NCName", "a name of letters, digits, - _ and . that begins with a letter"},
    {"ID", "a name of letters, digits, - _ and . that begins with a letter"},
    {"NMTOKEN", "a name of letters, digits, - _ and ."},
    {"anyURI", "a web address"},
};

/* libxml2's type, or NULL. */
static xmlSchemaType *schema_of(const struct datatype *type) {
    struct foreign *foreign = type->foreign;
    if (!foreign->asked && xml_prepare_types(type->diagnostics)) {
        foreign->schema = libxml2.xmlSchemaGetPredefinedType((const xmlChar *)type->form.name,
                                                             (const xmlChar *)XML_SCHEMA_URI);
    }
    foreign->asked = true;
    return foreign->schema;
}

struct datatype *datatype_new(struct arena *arena, const char *library, const char *name,
                              const char *says, struct diagnostics *diagnostics) {
    bool string = strcmp(name, "string") == 0;
    bool token = strcmp(name, "token") == 0;
    struct datatype *type = NEW(arena, struct datatype);
    type->arena = arena;
    type->diagnostics = diagnostics;
    type->form = (struct datatype_form){library, name, says, NULL};
    type->last_facet = &type->form.facets;
    type->keeps_space = string;
    type->any = string || token;
    type->longest = (size_t)-1;
    if (*library == '\0') {
        return type->any ? type : NULL;
    }
    if (strcmp(library, XML_SCHEMA) != 0) {
        return NULL;
    }
    type->foreign = NEW(arena, struct foreign);
    type->usual = usual_type(name);
    bool known = type->any || type->usual != USUAL_NONE || schema_of(type) != NULL;
    return known ? type : NULL;
}

void datatype_free(struct datatype *type) {
    for (size_t i = 0; i < type->pattern_count; i++) {
        regex_free(type->patterns[i]);
    }
}

/* The value of text in an XML Schema type, or NULL. */
static xmlSchemaVal *value_of(const struct datatype *type, const char *text) {
    xmlSchemaType *schema = schema_of(type);
    xmlSchemaVal *value = NULL;
    if (schema == NULL || libxml2.xmlSchemaValPredefTypeNodeNoNorm(schema, (const xmlChar *)text,
                                                                   &value, NULL) != 0) {
        return NULL;
    }
    return value;
}

static bool narrow_pattern(struct datatype *type, const char *value) {
    if (type->pattern_count == MOST_PATTERNS) {
        return false;
    }
    struct regex *pattern = regex_new(type->arena, value);
    if (pattern == NULL) {
        return false;
    }
    type->patterns[type->pattern_count++] = pattern;
    return true;
}

static bool narrow_length(struct datatype *type, enum facet facet, const char *value) {
    char *end = NULL;
    unsigned long long length = strtoull(value, &end, 10);
    if (*value < '0' || *value > '9' || *end != '\0') {
        return false;
    }
    type->shortest = facet == FACET_LONGEST ? type->shortest : (size_t)length;
    type->longest = facet == FACET_SHORTEST ? type->longest : (size_t)length;
    return true;
}

static bool is_number(enum usual type) {
    return type == USUAL_INTEGER || type == USUAL_FROM_ZERO || type == USUAL_FROM_ONE;
}

static bool narrow_bound(struct datatype *type, enum facet facet, const char *value) {
    type->bounds[facet] = value;
    if (is_number(type->usual) && usual_integer(value, &type->usual_bounds[facet])) {
        return true;
    }
    type->bounds_unusual = true;
    xmlSchemaVal *known = value_of(type, value);
    if (known != NULL) {
        libxml2.xmlSchemaFreeValue(known);
    }
    return known != NULL;
}

static bool narrow(struct datatype *type, const char *facet, const char *value) {
    size_t at = 0;
    while (at <= FACET_PATTERN && strcmp(FACET_NAMES[at], facet) != 0) {
        at++;
    }
    if (at > FACET_PATTERN || type->foreign == NULL) {
        return false;
    }
    if (at == FACET_PATTERN) {
        return narrow_pattern(type, value);
    }
    return at >= FACET_LENGTH ? narrow_length(type, (enum facet)at, value)
                              : narrow_bound(type, (enum facet)at, value);
}

bool datatype_narrow(struct datatype *type, const char *facet, const char *value) {
    struct datatype_facet *made = NEW(type->arena, struct datatype_facet);
    *made = (struct datatype_facet){.name = facet, .value = value};
    *type->last_facet = made;
    type->last_facet = &made->next;
    return narrow(type, facet, value);
}

const struct datatype_form *datatype_form(const struct datatype *type) {
    return &type->form;
}

/* ---- judging --------------------------------------------------------------------------------- */

static const char SPACES[] = " \t\n\r";

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Whether collapsing white space would change text. */
static bool is_collapsed(const char *text) {
    if (is_space(text[0])) {
        return *text == '\0';
    }
    for (; *text != '\0'; text++) {
        if (is_space(*text) && (*text != ' ' || is_space(text[1]) || text[1] == '\0')) {
            return false;
        }
    }
    return true;
}

static char *collapsed(const char *text) {
    char *made = memory_take(strlen(text) + 1);
    char *at = made;
    for (; *text != '\0'; text++) {
        if (!is_space(*text)) {
            *at++ = *text;
        } else if (at > made && at[-1] != ' ') {
            *at++ = ' ';
        }
    }
    at -= at > made && at[-1] == ' ';
    *at = '\0';
    return made;
}

static size_t characters(const char *text) {
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += (*text & 0xC0) != 0x80;
    }
    return count;
}

/* What order a value may have to each bound. */
static const struct {
    bool less, equal, more;
} GOOD[FACETS] = {[FACET_LEAST] = {false, true, true},
                  [FACET_MOST] = {true, true, false},
                  [FACET_ABOVE] = {false, false, true},
                  [FACET_BELOW] = {true, false, false}};

static bool fits(size_t facet, int order) {
    return order == -1  ? GOOD[facet].less
           : order == 0 ? GOOD[facet].equal
                        : order == 1 && GOOD[facet].more;
}

static bool within(const struct datatype *type, xmlSchemaVal *value) {
    bool good = true;
    for (size_t i = 0; good && i < FACETS; i++) {
        if (type->bounds[i] != NULL) {
            xmlSchemaVal *bound = value_of(type, type->bounds[i]);
            good = bound != NULL && fits(i, libxml2.xmlSchemaCompareValues(value, bound));
            if (bound != NULL) {
                libxml2.xmlSchemaFreeValue(bound);
            }
        }
    }
    return good;
}

static bool allows_foreign(const struct datatype *type, const char *text) {
    xmlSchemaVal *value = value_of(type, text);
    bool good = value != NULL && within(type, value);
    if (value != NULL) {
        libxml2.xmlSchemaFreeValue(value);
    }
    return good;
}

/* Whether it is right for certain. */
static bool allows_usual(const struct datatype *type, const char *text) {
    if (type->bounds_unusual || !usual_takes(type->usual, text)) {
        return false;
    }
    int64_t value = 0;
    for (size_t i = 0; i < FACETS && is_number(type->usual); i++) {
        if (type->bounds[i] != NULL) {
            int64_t bound = type->usual_bounds[i];
            if (!usual_integer(text, &value) || !fits(i, (value > bound) - (value < bound))) {
                return false;
            }
        }
    }
    return true;
}

static bool allows_collapsed(const struct datatype *type, const char *text) {
    for (size_t i = 0; i < type->pattern_count; i++) {
        if (!regex_matches(type->patterns[i], text)) {
            return false;
        }
    }
    if (type->shortest > 0 || type->longest != (size_t)-1) {
        size_t count = characters(text);
        if (count < type->shortest || count > type->longest) {
            return false;
        }
    }
    return type->any || allows_usual(type, text) || allows_foreign(type, text);
}

/* Any text, or any but none: much of what an assessment says is long, and need not be looked
 * through. */
static bool is_free(const struct datatype *type) {
    return type->any && type->pattern_count == 0 && type->shortest <= 1 &&
           type->longest == (size_t)-1;
}

bool datatype_allows(const struct datatype *type, const char *text) {
    if (is_free(type)) {
        text += type->keeps_space ? 0 : strspn(text, SPACES);
        return type->shortest == 0 || *text != '\0';
    }
    if (type->keeps_space || is_collapsed(text)) {
        return allows_collapsed(type, text);
    }
    char *made = collapsed(text);
    bool good = allows_collapsed(type, made);
    free(made);
    return good;
}

/* Past the first character, as collapsing would leave it: '\0' at the end. begun: within the text.
 */
static char next_collapsed(const char **text, bool begun) {
    const char *at = *text;
    if (is_space(*at)) {
        at += strspn(at, SPACES);
        if (begun && *at != '\0') {
            *text = at;
            return ' ';
        }
    }
    *text = *at == '\0' ? at : at + 1;
    return *at;
}

bool datatype_equal(const struct datatype *type, const char *a, const char *b) {
    size_t same = 0;
    while (a[same] == b[same] && a[same] != '\0') {
        same++;
    }
    if (a[same] == b[same]) {
        return true;
    }
    /* What differs where neither has white space differs when that is collapsed. */
    if (type->keeps_space || (!is_space(a[same]) && !is_space(b[same]))) {
        return false;
    }
    char left = next_collapsed(&a, false);
    char right = next_collapsed(&b, false);
    while (left == right && left != '\0') {
        left = next_collapsed(&a, true);
        right = next_collapsed(&b, true);
    }
    return left == right;
}

const char *datatype_says(const struct datatype *type) {
    if (type->form.says != NULL) {
        return type->form.says;
    }
    const char *says = type->shortest > 0 ? "text that is not empty" : "text";
    for (size_t i = 0; i < sizeof USUAL / sizeof USUAL[0]; i++) {
        if (strcmp(USUAL[i].name, type->form.name) == 0) {
            says = USUAL[i].says;
        }
    }
    static const char *const WORDS[FACETS] = {"from", "to", "above", "below"};
    for (size_t i = 0; i < FACETS; i++) {
        if (type->bounds[i] != NULL) {
            says = arena_print(type->arena, "%s %s %s", says, WORDS[i], type->bounds[i]);
        }
    }
    return says;
}
