/* grammar.c: a RELAX NG schema in XML syntax, made into patterns.
 *
 * Understood is all of RELAX NG but nested grammars, parentRef and externalRef, which our schemas
 * do without; div, include with overrides, combine, name classes, lists and datatypes with
 * parameters are there. An element's content is made when a document first enters it, so that a
 * schema may go round in circles and a small document pays for what it uses only.
 *
 * What ships was made into patterns when boardpaper was built (shipped_schema.h).
 *
 * An annotation says="a whole number from 0" (namespace urn:boardpaper:schema) on a data gives the
 * words that a diagnostic uses for it.
 */
#include "grammar.h"

#include <string.h>

#include <boardpaper/file.h>

#include "shipped_schema.h"
#include "tree.h"

static const char RELAX_NG[] = "http://relaxng.org/ns/structure/1.0";
static const char ANNOTATION[] = "urn:boardpaper:schema";

enum { MOST_SCHEMA_FILES = 32 };

/* All the definitions of one name; start is the one named "". */
struct definition {
    const char *name;
    const struct xml_node **bodies; /* <define> or <start> elements */
    size_t count, capacity;
    bool interleave; /* how several are put together; else choice */
    bool under_way;  /* being made: a reference now is a circle without an element in it */
    const struct pattern *pattern;
    struct definition *next;
};

struct datatype_list {
    struct datatype *type;
    struct datatype_list *next;
};

struct grammar {
    struct arena *arena;
    struct patterns *patterns;
    struct shipped_schema *shipped; /* NULL: it does not ship, and there is the rest */
    struct xml_document *documents[MOST_SCHEMA_FILES];
    size_t document_count;
    struct definition *definitions;
    struct datatype_list *datatypes;
    const struct pattern *start;
    struct diagnostics *diagnostics;
    bool failed;
};

static const struct pattern *wrong(struct grammar *grammar, const struct xml_node *node,
                                   const char *what) {
    grammar->failed = true;
    REPORT(grammar->diagnostics, xml_where(node), MESSAGE_SCHEMA_WRONG, what);
    return pattern_not_allowed(grammar->patterns);
}

/* ---- walking the schema ---------------------------------------------------------------------- */

static bool is_schema(const struct xml_node *node) {
    const struct space *space = as_element(node)->space;
    return space != NULL && strcmp(space->uri, RELAX_NG) == 0;
}

/* The first of node and its next siblings that is no annotation. */
static const struct xml_node *schema_from(const struct xml_node *node) {
    while (node != NULL && !is_schema(node)) {
        node = xml_next(node);
    }
    return node;
}

static const struct xml_node *first_part(const struct xml_node *node) {
    return schema_from(xml_first(node));
}

static const struct xml_node *next_part(const struct xml_node *node) {
    return schema_from(xml_next(node));
}

/* An attribute that counts for all within the element that has it: ns, datatypeLibrary. */
static const char *inherited(const struct xml_node *node, const char *name) {
    for (; node != NULL; node = xml_parent(node)) {
        const char *value = xml_attribute(node, name);
        if (value != NULL) {
            return value;
        }
    }
    return "";
}

static const char *annotation(const struct xml_node *node, const char *name) {
    for (const struct attribute *at = tree_open(node)->attributes; at != NULL; at = at->next) {
        if (at->space != NULL && strcmp(at->space->uri, ANNOTATION) == 0 &&
            strcmp(at->name, name) == 0) {
            return at->value;
        }
    }
    return NULL;
}

/* Text content with its outer white space taken off, as names in schemas are. */
static const char *own_text(const struct xml_node *node) {
    return xml_text(tree_document(node), node);
}

/* ---- name classes ---------------------------------------------------------------------------- */

static const struct name_class *name_class(struct grammar *grammar, const struct xml_node *node);

/* The namespace that prefix stands for at node, or NULL. */
static const char *uri_of(const struct xml_node *node, const char *prefix) {
    for (; node != NULL; node = xml_parent(node)) {
        const struct attribute *at = tree_open(node)->attributes;
        for (; at != NULL; at = at->next) {
            if (!is_attribute(at) && strcmp(at->name, prefix) == 0) {
                return at->value;
            }
        }
    }
    return NULL;
}

/* name as written ("p:local" or "local"), in namespace space where it has no prefix. */
static const struct name_class *one_name(struct grammar *grammar, const struct xml_node *node,
                                         const char *written, const char *space) {
    struct name_class *made = NEW(grammar->arena, struct name_class);
    const char *colon = strchr(written, ':');
    made->kind = NAME_ONE;
    made->name = colon == NULL ? written : colon + 1;
    made->space = space;
    if (colon != NULL) {
        const char *prefix = arena_bytes(grammar->arena, written, (size_t)(colon - written));
        made->space = uri_of(node, prefix);
        if (made->space == NULL) {
            made->space = "";
            wrong(grammar, node, arena_print(grammar->arena, "prefix %s is not declared", prefix));
        }
    }
    return made;
}

/* The classes of node and its next siblings, any of them; NULL where there is none. */
static const struct name_class *any_class(struct grammar *grammar, const struct xml_node *node) {
    if (node == NULL) {
        return NULL;
    }
    const struct name_class *first = name_class(grammar, node);
    const struct name_class *rest = any_class(grammar, next_part(node));
    if (rest == NULL) {
        return first;
    }
    struct name_class *made = NEW(grammar->arena, struct name_class);
    *made = (struct name_class){.kind = NAME_CHOICE, .a = first, .b = rest};
    return made;
}

static bool is_name_class(const struct xml_node *node) {
    return xml_is(node, "name") || xml_is(node, "anyName") || xml_is(node, "nsName") ||
           (xml_is(node, "choice") && first_part(node) != NULL && is_name_class(first_part(node)));
}

static const struct name_class *name_class(struct grammar *grammar, const struct xml_node *node) {
    if (xml_is(node, "name")) {
        return one_name(grammar, node, own_text(node), inherited(node, "ns"));
    }
    if (xml_is(node, "choice")) {
        const struct name_class *all = any_class(grammar, first_part(node));
        if (all != NULL) {
            return all;
        }
    }
    struct name_class *made = NEW(grammar->arena, struct name_class);
    made->kind = xml_is(node, "nsName") ? NAME_SPACE : NAME_ANY;
    made->space = inherited(node, "ns");
    const struct xml_node *except = first_part(node);
    if (!is_name_class(node)) {
        wrong(grammar, node, "a name class is expected");
    } else if (except != NULL) {
        made->except = any_class(grammar, first_part(except));
    }
    return made;
}

/* The name class of an <element> or <attribute>; *rest: where its content begins. */
static const struct name_class *named(struct grammar *grammar, const struct xml_node *node,
                                      const struct xml_node **rest) {
    const char *name = xml_attribute(node, "name");
    *rest = first_part(node);
    if (name != NULL) {
        const char *own = xml_attribute(node, "ns");
        const char *space = own != NULL                 ? own
                            : xml_is(node, "attribute") ? ""
                                                        : inherited(node, "ns");
        return one_name(grammar, node, name, space);
    }
    if (*rest == NULL || !is_name_class(*rest)) {
        wrong(grammar, node, "it has no name");
        return one_name(grammar, node, "", "");
    }
    const struct name_class *names = name_class(grammar, *rest);
    *rest = next_part(*rest);
    return names;
}

/* ---- patterns -------------------------------------------------------------------------------- */

static const struct pattern *part(struct grammar *grammar, const struct xml_node *node);

typedef const struct pattern *put_together(struct patterns *patterns, const struct pattern *a,
                                           const struct pattern *b);

/* node and its next siblings, put together; none: nothing */
static const struct pattern *parts(struct grammar *grammar, const struct xml_node *node,
                                   put_together *together) {
    if (node == NULL) {
        return pattern_empty(grammar->patterns);
    }
    const struct pattern *made = part(grammar, node);
    for (node = next_part(node); node != NULL; node = next_part(node)) {
        made = together(grammar->patterns, made, part(grammar, node));
    }
    return made;
}

static const struct pattern *group_of(struct grammar *grammar, const struct xml_node *node) {
    return parts(grammar, first_part(node), pattern_group);
}

static struct definition *find(struct grammar *grammar, const char *name) {
    struct definition *at = grammar->definitions;
    while (at != NULL && strcmp(at->name, name) != 0) {
        at = at->next;
    }
    return at;
}

static const struct pattern *defined(struct grammar *grammar, struct definition *definition) {
    if (definition->pattern != NULL) {
        return definition->pattern;
    }
    if (definition->under_way) {
        return wrong(grammar, definition->bodies[0], "it refers to itself without an element");
    }
    definition->under_way = true;
    const struct pattern *made = group_of(grammar, definition->bodies[0]);
    for (size_t i = 1; i < definition->count; i++) {
        const struct pattern *more = group_of(grammar, definition->bodies[i]);
        made = definition->interleave ? pattern_interleave(grammar->patterns, made, more)
                                      : pattern_choice(grammar->patterns, made, more);
    }
    definition->under_way = false;
    definition->pattern = made;
    return made;
}

static const struct pattern *reference(struct grammar *grammar, const struct xml_node *node) {
    const char *name = xml_attribute(node, "name");
    struct definition *definition = name == NULL ? NULL : find(grammar, name);
    if (definition == NULL) {
        return wrong(
            grammar, node,
            arena_print(grammar->arena, "%s is defined nowhere", name == NULL ? "" : name));
    }
    return defined(grammar, definition);
}

static const struct pattern *element(struct grammar *grammar, const struct xml_node *node) {
    struct declaration *made = NEW(grammar->arena, struct declaration);
    const struct xml_node *rest = NULL;
    made->names = named(grammar, node, &rest);
    made->source = node;
    return pattern_element(grammar->patterns, made);
}

static const struct pattern *content(void *context, struct declaration *declaration) {
    struct grammar *grammar = context;
    if (grammar->shipped != NULL) {
        return shipped_schema_content(grammar->shipped, grammar->patterns, declaration);
    }
    const struct xml_node *node = declaration->source;
    const struct xml_node *rest = first_part(node);
    if (xml_attribute(node, "name") == NULL && rest != NULL) {
        rest = next_part(rest);
    }
    return parts(grammar, rest, pattern_group);
}

static const struct pattern *step(void *context, const struct pattern *from, enum step_kind kind,
                                  struct name name) {
    struct grammar *grammar = context;
    return shipped_schema_step(grammar->shipped, grammar->patterns, from, kind, name);
}

static const struct pattern *attribute(struct grammar *grammar, const struct xml_node *node) {
    const struct xml_node *rest = NULL;
    const struct name_class *names = named(grammar, node, &rest);
    const struct pattern *value =
        rest == NULL ? pattern_text(grammar->patterns) : parts(grammar, rest, pattern_group);
    return pattern_attribute(grammar->patterns, names, value);
}

static struct datatype *datatype(struct grammar *grammar, const struct xml_node *node,
                                 const char *library, const char *name) {
    struct datatype *type =
        datatype_new(grammar->arena, library, name, annotation(node, "says"), grammar->diagnostics);
    if (type == NULL) {
        wrong(grammar, node, arena_print(grammar->arena, "there is no datatype %s", name));
        type = datatype_new(grammar->arena, "", "token", NULL, grammar->diagnostics);
    }
    struct datatype_list *entry = NEW(grammar->arena, struct datatype_list);
    *entry = (struct datatype_list){.type = type, .next = grammar->datatypes};
    grammar->datatypes = entry;
    return type;
}

static const struct pattern *data(struct grammar *grammar, const struct xml_node *node) {
    const char *name = xml_attribute(node, "type");
    if (name == NULL) {
        return wrong(grammar, node, "it has no type");
    }
    struct datatype *type = datatype(grammar, node, inherited(node, "datatypeLibrary"), name);
    const struct pattern *except = NULL;
    for (const struct xml_node *at = first_part(node); at != NULL; at = next_part(at)) {
        const char *facet = xml_attribute(at, "name");
        if (xml_is(at, "except")) {
            except = parts(grammar, first_part(at), pattern_choice);
        } else if (facet == NULL || !datatype_narrow(type, facet, own_text(at))) {
            wrong(grammar, at, "the parameter is not known or its value is none");
        }
    }
    return pattern_data(grammar->patterns, type, except);
}

static const struct pattern *value(struct grammar *grammar, const struct xml_node *node) {
    const char *name = xml_attribute(node, "type");
    const char *library = name == NULL ? "" : inherited(node, "datatypeLibrary");
    const struct datatype *type = datatype(grammar, node, library, name == NULL ? "token" : name);
    return pattern_value(grammar->patterns, type, own_text(node));
}

static const struct pattern *part(struct grammar *grammar, const struct xml_node *node) {
    struct patterns *patterns = grammar->patterns;
    const char *name = xml_name(node);
    const struct pattern *empty = pattern_empty(patterns);
    if (strcmp(name, "element") == 0) {
        return element(grammar, node);
    }
    if (strcmp(name, "attribute") == 0) {
        return attribute(grammar, node);
    }
    if (strcmp(name, "ref") == 0) {
        return reference(grammar, node);
    }
    if (strcmp(name, "choice") == 0) {
        return parts(grammar, first_part(node), pattern_choice);
    }
    if (strcmp(name, "group") == 0) {
        return group_of(grammar, node);
    }
    if (strcmp(name, "interleave") == 0) {
        return parts(grammar, first_part(node), pattern_interleave);
    }
    if (strcmp(name, "optional") == 0) {
        return pattern_choice(patterns, group_of(grammar, node), empty);
    }
    if (strcmp(name, "oneOrMore") == 0) {
        return pattern_one_or_more(patterns, group_of(grammar, node));
    }
    if (strcmp(name, "zeroOrMore") == 0) {
        return pattern_choice(patterns, pattern_one_or_more(patterns, group_of(grammar, node)),
                              empty);
    }
    if (strcmp(name, "mixed") == 0) {
        return pattern_interleave(patterns, pattern_text(patterns), group_of(grammar, node));
    }
    if (strcmp(name, "data") == 0) {
        return data(grammar, node);
    }
    if (strcmp(name, "value") == 0) {
        return value(grammar, node);
    }
    if (strcmp(name, "list") == 0) {
        return pattern_list(patterns, group_of(grammar, node));
    }
    if (strcmp(name, "text") == 0) {
        return pattern_text(patterns);
    }
    if (strcmp(name, "empty") == 0) {
        return empty;
    }
    if (strcmp(name, "notAllowed") == 0) {
        return pattern_not_allowed(patterns);
    }
    return wrong(grammar, node, arena_print(grammar->arena, "<%s> is not understood", name));
}

/* ---- files ----------------------------------------------------------------------------------- */

static void add_definition(struct grammar *grammar, const struct xml_node *node, const char *name) {
    struct definition *definition = find(grammar, name);
    if (definition == NULL) {
        definition = NEW(grammar->arena, struct definition);
        definition->name = name;
        definition->next = grammar->definitions;
        grammar->definitions = definition;
    }
    if (definition->count == definition->capacity) {
        const struct xml_node **old = definition->bodies;
        definition->capacity = definition->capacity * 2 + 2;
        definition->bodies = NEWS(grammar->arena, definition->capacity, const struct xml_node *);
        for (size_t i = 0; i < definition->count; i++) {
            definition->bodies[i] = old[i];
        }
    }
    definition->bodies[definition->count++] = node;
    const char *combine = xml_attribute(node, "combine");
    definition->interleave |= combine != NULL && strcmp(combine, "interleave") == 0;
}

static void load(struct grammar *grammar, const struct xml_node *node,
                 const struct xml_node *overrides);

/* Whether an <include> (or a div in it) defines name itself. */
static bool overridden(const struct xml_node *include, const char *name) {
    for (const struct xml_node *at = include == NULL ? NULL : first_part(include); at != NULL;
         at = next_part(at)) {
        const char *own = xml_is(at, "start") ? "" : xml_attribute(at, "name");
        if ((own != NULL && strcmp(own, name) == 0) ||
            (xml_is(at, "div") && overridden(at, name))) {
            return true;
        }
    }
    return false;
}

static const struct xml_node *open_file(struct grammar *grammar, const char *path,
                                        struct where where) {
    if (grammar->document_count == MOST_SCHEMA_FILES) {
        REPORT(grammar->diagnostics, where, MESSAGE_SCHEMA_WRONG, "it includes too many files");
        grammar->failed = true;
        return NULL;
    }
    struct xml_document *document = xml_open(path, 0, where, grammar->diagnostics);
    if (document == NULL) {
        grammar->failed = true;
        return NULL;
    }
    grammar->documents[grammar->document_count++] = document;
    return xml_root(document);
}

static void include(struct grammar *grammar, const struct xml_node *node) {
    const char *name = xml_attribute(node, "href");
    struct where where = xml_where(node);
    if (name == NULL) {
        wrong(grammar, node, "it has no href");
        return;
    }
    /* In the diagnostics' memory: a finding names the file after the grammar is gone. */
    const char *path = diagnostics_print(grammar->diagnostics, "%s",
                                         file_beside(grammar->arena, where.file, name));
    const struct xml_node *root = open_file(grammar, path, where);
    if (root != NULL) {
        load(grammar, root, node);
    }
    load(grammar, node, NULL);
}

/* The definitions in a <grammar>, <div> or <include>; overrides: the <include> it is read for. */
static void load(struct grammar *grammar, const struct xml_node *node,
                 const struct xml_node *overrides) {
    for (const struct xml_node *at = first_part(node); at != NULL; at = next_part(at)) {
        const char *name = xml_attribute(at, "name");
        if (xml_is(at, "start")) {
            name = "";
        }
        if (xml_is(at, "div")) {
            load(grammar, at, overrides);
        } else if (xml_is(at, "include")) {
            include(grammar, at);
        } else if ((!xml_is(at, "define") && !xml_is(at, "start")) || name == NULL) {
            wrong(grammar, at, "only start, define, div and include stand here");
        } else if (!overridden(overrides, name)) {
            add_definition(grammar, at, name);
        }
    }
}

static void make_start(struct grammar *grammar, const struct xml_node *root) {
    if (!is_schema(root)) {
        wrong(grammar, root, "it is no RELAX NG");
        return;
    }
    if (!xml_is(root, "grammar")) {
        grammar->start = part(grammar, root);
        return;
    }
    load(grammar, root, NULL);
    struct definition *start = find(grammar, "");
    if (start == NULL) {
        wrong(grammar, root, "it has no start");
        return;
    }
    grammar->start = defined(grammar, start);
}

struct grammar *grammar_open(const char *path, struct diagnostics *diagnostics) {
    struct arena *arena = arena_new();
    struct grammar *grammar = NEW(arena, struct grammar);
    grammar->arena = arena;
    grammar->diagnostics = diagnostics;
    grammar->patterns = patterns_new(arena, content, grammar);
    grammar->shipped = shipped_schema_open(arena, path, diagnostics);
    if (grammar->shipped != NULL) {
        patterns_know(grammar->patterns, step);
        grammar->start = shipped_schema_start(grammar->shipped, grammar->patterns);
    } else {
        const struct xml_node *root = open_file(grammar, path, (struct where){NULL, 0});
        if (root != NULL) {
            make_start(grammar, root);
        }
    }
    if (grammar->failed) {
        grammar_close(grammar);
        return NULL;
    }
    return grammar;
}

const char *grammar_file(const struct grammar *grammar, size_t index) {
    return index < grammar->document_count ? xml_file(grammar->documents[index]) : NULL;
}

void grammar_close(struct grammar *grammar) {
    if (grammar->shipped != NULL) {
        shipped_schema_end(grammar->shipped);
    }
    for (struct datatype_list *at = grammar->datatypes; at != NULL; at = at->next) {
        datatype_free(at->type);
    }
    for (size_t i = 0; i < grammar->document_count; i++) {
        xml_close(grammar->documents[i]);
    }
    patterns_free(grammar->patterns);
    arena_free(grammar->arena);
}

struct patterns *grammar_patterns(struct grammar *grammar) {
    return grammar->patterns;
}

const struct pattern *grammar_start(struct grammar *grammar) {
    return grammar->start;
}
