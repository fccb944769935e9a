/* form.h: a template's elements made ready: names looked up, white space folded, expressions
 * compiled, so that running one costs no parsing.
 *
 * The assessment's own narrative is the same language, and is compiled when it is included, once.
 */
#ifndef BOARDPAPER_PAPER_FORM_H
#define BOARDPAPER_PAPER_FORM_H

#include "making.h"

enum form_kind {
#define FORM(kind, name, group) FORM_##kind,
#include "forms.def"
#undef FORM
    FORM_COUNT
};

enum form_group { GROUP_BLOCK, GROUP_INLINE, GROUP_CONTROL, GROUP_PART };

struct form_attribute {
    const char *name;
    struct phrase *phrase;
};

struct form {
    enum form_kind kind;
    struct where where;
    struct xml_node *node; /* NULL: TEXT */
    const char *text;      /* TEXT: each run of white space one space; never NULL there */
    struct form *first, *next;
    const struct form_attribute *attributes;
    size_t attribute_count;
    uint32_t letters; /* that their names begin with: most that are asked for are not there */
    struct expression *select, *test, *sort, *value; /* NULL where not given */
    void *plan;   /* what its kind finds out once: see inlines.c, rows.c */
    bool advised; /* what is wrong with it wherever it is run was said once */
    bool closed;  /* what is in it is compiled when it is first looked into: see form_inside */
};

enum form_group form_group(const struct form *form);

struct forms *forms_new(struct arena *arena);
/* The form of an element, compiled when it is first asked for. Never NULL. */
struct form *form_compile(struct making *making, struct xml_node *node);
/* The same, and all that is in it. */
struct form *form_compile_whole(struct making *making, struct xml_node *node);

/* The first form in it. first itself is NULL in a for-each, if, when or otherwise that nobody has
 * looked into yet. */
const struct form *form_inside(struct making *making, const struct form *form);

/* The attribute as it stands, its braces unfilled; or NULL. For what is never computed. */
const char *form_literal(const struct form *form, const char *name);
/* The attribute compiled, for who asks for it often; or NULL. */
struct phrase *form_phrase(const struct form *form, const char *name);
/* Whether the attribute says the same wherever the same variables hold. */
bool form_is_steady(const struct form *form, const char *name);
bool form_has(const struct form *form, const char *name);
/* Whether none of its attributes but those named (ended by NULL) holds an {XPath}. */
bool form_is_literal(const struct form *form, const char *const *except);
/* Whether it has no content but white space. */
bool form_is_empty(const struct form *form);
/* Its one child that is not white space, or NULL. */
const struct form *form_only_child(const struct form *form);
const struct form *form_child(const struct form *form, enum form_kind kind);

#endif
