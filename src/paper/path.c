/* path.c: plain paths read and walked without an XPath engine.
 *
 * Read are: steps of names, each with at most one predicate ([@key='word'],
 * [@key=current()/@name]), from the context, the document's root or (as the assessment has areas in
 * one place only) //area; at the end an attribute. Anything else is not read and goes to XPath. A
 * path is walked depth first, so what it visits comes in document order.
 */
#include "path.h"

#include <ctype.h>
#include <string.h>

#include <boardpaper/assessment.h>
#include <boardpaper/buffer.h>

#include "expression.h"

enum { STEPS = 8, NAME_BYTES = 64 };

/* ---- reading ---------------------------------------------------------------------------- */

static bool name_character(char c) {
    return isalnum((unsigned char)c) != 0 || c == '_' || c == '-' || c == '.' || (c & 0x80) != 0;
}

/* The name as the assessment's document keeps it. */
static const char *interned(struct making *making, const char *name, size_t length) {
    char copy[NAME_BYTES];
    if (length >= sizeof copy) {
        return xml_intern(making->root, arena_bytes(making->keep, name, length));
    }
    memcpy(copy, name, length);
    copy[length] = '\0';
    return xml_intern(making->root, copy);
}

/* A name that is no function and has no prefix. */
static const char *read_name(struct making *making, const char **source) {
    const char *begin = *source;
    const char *end = begin;
    if (!isalpha((unsigned char)*end) && *end != '_') {
        return NULL;
    }
    while (name_character(*end)) {
        end++;
    }
    if (*end == '(' || *end == ':') {
        return NULL;
    }
    *source = end;
    return interned(making, begin, (size_t)(end - begin));
}

/* Most texts differ in their first letter. */
static inline bool same(const char *one, const char *other) {
    return *one == *other && strcmp(one, other) == 0;
}

static enum fact fact_called(const char *name) {
    return same(name, "id")           ? FACT_ID
           : same(name, "category")   ? FACT_CATEGORY
           : same(name, "population") ? FACT_POPULATION
                                      : FACT_NONE;
}

/* Attributes that scoring writes on focus areas. */
static bool written_on_focus(const char *name) {
    static const char *const names[] = {"order",         "rating", "rating-label",
                                        "rating-symbol", "score",  "leading"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (same(name, names[i])) {
            return true;
        }
    }
    return false;
}

static bool read_asked(struct making *making, const char **source, struct asked *out) {
    const char *name = read_name(making, source);
    if (name == NULL) {
        return false;
    }
    *out = (struct asked){name, result_computed(name), fact_called(name), written_on_focus(name)};
    return true;
}

static bool read_literal(struct making *making, const char **source, const char **out) {
    char quote = **source;
    if (quote != '\'' && quote != '"') {
        return false;
    }
    const char *end = strchr(*source + 1, quote);
    if (end == NULL) {
        return false;
    }
    *out = arena_bytes(making->keep, *source + 1, (size_t)(end - *source - 1));
    *source = end + 1;
    return true;
}

static bool read_predicate(struct making *making, const char **source, struct step *step) {
    const char *at = *source;
    if (*at != '[') {
        return true;
    }
    if (at[1] != '@') {
        return false;
    }
    at += 2;
    if (!read_asked(making, &at, &step->key)) {
        return false;
    }
    at += strspn(at, " ");
    if (*at++ != '=') {
        return false;
    }
    at += strspn(at, " ");
    if (strncmp(at, "current()/@", 11) == 0) {
        at += 11;
        if (!read_asked(making, &at, &step->wanted_here) ||
            step->wanted_here.computed != COMPUTED_NONE) {
            return false;
        }
    } else if (!read_literal(making, &at, &step->wanted)) {
        return false;
    }
    at += strspn(at, " ");
    if (*at != ']') {
        return false;
    }
    *source = at + 1;
    return true;
}

static bool read_step(struct making *making, const char **source, struct step *step) {
    *step = (struct step){.factor = -1};
    if (strncmp(*source, "..", 2) == 0) {
        step->kind = STEP_PARENT;
        *source += 2;
        return true;
    }
    if (**source == '.') {
        step->kind = STEP_SELF;
        *source += 1;
        return true;
    }
    if (**source == '@') {
        *source += 1;
        step->kind = STEP_ATTRIBUTE;
        return read_asked(making, source, &step->attribute);
    }
    step->kind = STEP_CHILD;
    step->name = read_name(making, source);
    return step->name != NULL && read_predicate(making, source, step);
}

static bool value_part(const char *name, enum value_part *out) {
    static const char *const names[] = {"text",    "state",      "lowest",
                                        "highest", "overridden", "ruled"};
    for (int i = 0; i < (int)(sizeof names / sizeof names[0]); i++) {
        if (same(name, names[i])) {
            *out = (enum value_part)i;
            return true;
        }
    }
    return false;
}

/* -1 where there is none, or no method yet (see path_meet). */
static int factor_called(const struct making *making, const char *id) {
    return making->scores == NULL ? -1 : method_find(making->scores->method, id);
}

/* value[@id='harm']/@text becomes one step, value[@state='unknown'] another; other steps over
 * <value> are XPath's. Elements that only the annotation makes are walked when it is made. */
static bool settle(struct making *making, struct step *steps, struct path *path) {
    static const char *const annotated[] = {"method", "factor", "band"};
    struct step *last = &steps[path->count - 1];
    struct step *before = path->count < 2 ? NULL : last - 1;
    if (last->kind == STEP_ATTRIBUTE && before != NULL && before->kind == STEP_CHILD &&
        strcmp(before->name, "value") == 0 && before->wanted != NULL &&
        strcmp(before->key.name, "id") == 0 && value_part(last->attribute.name, &before->part)) {
        before->kind = STEP_VALUE;
        before->factor = factor_called(making, before->wanted);
        path->count--;
    } else if (last->kind == STEP_CHILD && strcmp(last->name, "value") == 0 &&
               last->wanted != NULL && strcmp(last->key.name, "state") == 0) {
        last->kind = STEP_STATE;
    }
    for (int i = 0; i < path->count; i++) {
        const struct step *step = &steps[i];
        /* child/.. visits the same parent once a child, where XPath gives a set. */
        if (i > 0 && step->kind == STEP_PARENT && steps[i - 1].kind == STEP_CHILD) {
            return false;
        }
        if (step->kind == STEP_CHILD && strcmp(step->name, "value") == 0) {
            return false;
        }
        for (size_t j = 0; j < sizeof annotated / sizeof annotated[0]; j++) {
            path->annotated |= step->kind == STEP_CHILD && same(step->name, annotated[j]);
        }
    }
    return true;
}

/* ---- straightening ---------------------------------------------------------------------- */

static const char *const PLACES[][2] = {
    {"area", "/assessment/areas/area"},
    {"focus", "/assessment/focus-areas/group/focus"},
    {"focus-areas", "/assessment/focus-areas"},
    {"recommendation", "/assessment/recommendations/recommendation"},
    {"suggestion", "/assessment/paper/suggestions/suggestion"},
    {"method", "/assessment/method"},
    {"factor", "/assessment/method/factor"},
    {"band", "/assessment/method/band"},
};

/* The path that stands for the "//name" at text, or NULL; *length: how much of text it replaces. */
static const char *place_of(const char *text, size_t *length) {
    for (size_t i = 0; i < sizeof PLACES / sizeof PLACES[0]; i++) {
        size_t name = strlen(PLACES[i][0]);
        char after = strncmp(text + 2, PLACES[i][0], name) == 0 ? text[2 + name] : 'x';
        if (!name_character(after) && after != '(' && after != ':') {
            *length = 2 + name;
            return PLACES[i][1];
        }
    }
    return NULL;
}

const char *path_straighten(struct making *making, const char *source) {
    if (strstr(source, "//") == NULL) {
        return source;
    }
    struct buffer out = {0};
    char quote = '\0';
    for (const char *at = source; *at != '\0'; at++) {
        /* After a name, ] or ) the search begins there and not at the root. */
        bool within = at > source && (name_character(at[-1]) || strchr("])*./", at[-1]) != NULL);
        size_t length = 0;
        const char *place =
            quote == '\0' && !within && at[0] == '/' && at[1] == '/' ? place_of(at, &length) : NULL;
        if (place != NULL) {
            buffer_text(&out, place);
            at += length - 1;
            continue;
        }
        if (quote != '\0') {
            quote = *at == quote ? '\0' : quote;
        } else if (*at == '\'' || *at == '"') {
            quote = *at;
        }
        buffer_byte(&out, *at);
    }
    const char *straight = arena_bytes(making->keep, out.data, out.length);
    buffer_free(&out);
    return straight;
}

/* ---- whole paths ------------------------------------------------------------------------ */

bool path_parse(struct making *making, const char **source, struct path *out) {
    struct step steps[STEPS];
    const char *at = *source;
    *out = (struct path){0};
    if (*at == '/') {
        out->absolute = true;
        at++;
    }
    if (*at == '/') {
        return false;
    }
    do {
        if (out->count == STEPS || !read_step(making, &at, &steps[out->count])) {
            return false;
        }
        bool last = steps[out->count++].kind == STEP_ATTRIBUTE;
        if (last || *at != '/') {
            break;
        }
        at++;
    } while (*at != '/');
    if (*at == '/' || *at == '[' || !settle(making, steps, out) ||
        (out->absolute && steps[0].kind != STEP_CHILD)) {
        return false;
    }
    size_t count = (size_t)out->count;
    struct step *kept = NEWS(making->keep, count, struct step);
    memcpy(kept, steps, count * sizeof *kept);
    out->steps = kept;
    *source = at;
    return true;
}

static void meet(struct making *making, const char **name) {
    *name = *name == NULL ? NULL : xml_xpath_name(making->xpath, *name);
}

void path_meet(struct making *making, struct path *path) {
    for (int i = 0; path->steps != NULL && i < path->count; i++) {
        struct step *step = (struct step *)(uintptr_t)&path->steps[i]; /* path_parse made it */
        meet(making, &step->name);
        meet(making, &step->attribute.name);
        meet(making, &step->key.name);
        meet(making, &step->wanted_here.name);
        if (step->kind == STEP_VALUE) {
            step->factor = factor_called(making, step->wanted);
        }
    }
}

bool path_ends_in_element(const struct path *path) {
    enum step_kind last = path->steps[path->count - 1].kind;
    return last != STEP_ATTRIBUTE && last != STEP_VALUE && last != STEP_STATE;
}

/* ---- walking ---------------------------------------------------------------------------- */

struct walk {
    struct making *making;
    const struct path *path;
    const struct scope *scope;
    path_visit *visit;
    void *context;
    bool gathers; /* what is visited is kept: nothing goes to rest */
};

/* An area is in force with its result already; others are looked up by id. */
static const struct result *result_at(const struct walk *walk, const struct xml_node *node) {
    if (node == walk->scope->node && walk->scope->result != NULL &&
        xml_name(node) == walk->making->known.area) {
        return walk->scope->result;
    }
    return expression_result(walk->making, node);
}

/* What the facts have of an area as its element has it: the element is not looked into. */
static const char *fact_of(const struct area *area, enum fact fact) {
    switch (fact) {
    case FACT_CATEGORY:
        return area->category == NULL ? NULL : area->category->id;
    case FACT_POPULATION:
        return area->population == NULL ? NULL : area->population->id;
    default:
        return area->id;
    }
}

const char *path_attribute_here(const struct making *making, const struct scope *scope,
                                const struct asked *asked) {
    bool known = asked->fact != FACT_NONE && scope->result != NULL &&
                 xml_name(scope->node) == making->known.area;
    return known ? fact_of(scope->result->area, asked->fact)
                 : xml_attribute_named(scope->node, asked->name);
}

static const char *attribute_at(const struct walk *walk, const struct xml_node *node,
                                const struct asked *asked) {
    struct making *making = walk->making;
    if (asked->computed != COMPUTED_NONE) {
        const struct result *result = result_at(walk, node);
        if (result != NULL) {
            return result_attribute(making, result, asked->computed);
        }
    }
    if (asked->on_focus && !making->annotated && xml_name(node) == making->known.focus) {
        results_annotate(making);
    }
    return node == walk->scope->node ? path_attribute_here(making, walk->scope, asked)
                                     : xml_attribute_named(node, asked->name);
}

/* What the key of the step's predicate is to be; NULL: nothing passes. */
static const char *wanted_by(const struct walk *walk, const struct step *step) {
    return step->wanted_here.name == NULL
               ? step->wanted
               : path_attribute_here(walk->making, walk->scope, &step->wanted_here);
}

/* Whether node, which has the step's name, passes its predicate. */
static bool matches(const struct walk *walk, const struct xml_node *node, const struct step *step,
                    const char *wanted) {
    if (step->key.name == NULL) {
        return true;
    }
    const char *value = wanted == NULL ? NULL : attribute_at(walk, node, &step->key);
    return value != NULL && same(value, wanted);
}

/* One visit for each factor of the area whose value is in that state. */
static bool visit_states(const struct walk *walk, const struct xml_node *node,
                         const struct step *step) {
    const struct result *result = result_at(walk, node);
    size_t count = result == NULL ? 0 : method_factor_count(walk->making->scores->method);
    enum state wanted = STATE_KNOWN;
    while (wanted <= STATE_NOT_SCORED && strcmp(state_name(wanted), step->wanted) != 0) {
        wanted++;
    }
    for (size_t i = 0; i < count; i++) {
        if (scoring_value(result, i)->state == wanted && !walk->visit(walk->context, NULL, "")) {
            return false;
        }
    }
    return true;
}

/* The last step of what is gathered, where it takes every child of the name. */
static bool gather_children(const struct walk *walk, struct xml_node *node, const char *name) {
    node = xml_child_named(node, name);
    while (node != NULL && walk->visit(walk->context, node, NULL)) {
        node = xml_sibling_named(node, name);
    }
    return node == NULL;
}

static bool walk_from(const struct walk *walk, int index, struct xml_node *node) {
    if (index == walk->path->count) {
        return walk->visit(walk->context, node, NULL);
    }
    const struct step *step = &walk->path->steps[index];
    const struct result *result;
    const char *text;
    switch (step->kind) {
    case STEP_SELF:
        return walk_from(walk, index + 1, node);
    case STEP_PARENT:
        node = xml_parent(node);
        return node == NULL || walk_from(walk, index + 1, node);
    case STEP_CHILD:
        if (walk->gathers && step->key.name == NULL && index + 1 == walk->path->count) {
            return gather_children(walk, node, step->name);
        }
        text = wanted_by(walk, step);
        for (node = xml_child_named(node, step->name); node != NULL;
             node = xml_sibling_named(node, step->name)) {
            uint64_t mark = xml_mark(walk->making->document);
            bool goes_on = !matches(walk, node, step, text) || walk_from(walk, index + 1, node);
            if (!walk->gathers) {
                xml_rest(walk->making->document, mark);
            }
            if (!goes_on) {
                return false;
            }
        }
        return true;
    case STEP_ATTRIBUTE:
        text = attribute_at(walk, node, &step->attribute);
        return text == NULL || walk->visit(walk->context, NULL, text);
    case STEP_VALUE:
        result = result_at(walk, node);
        text = result == NULL ? NULL : result_value(walk->making, result, step->factor, step->part);
        return text == NULL || walk->visit(walk->context, NULL, text);
    case STEP_STATE:
        return visit_states(walk, node, step);
    }
    return true;
}

static void walk_path(const struct walk *walk) {
    struct making *making = walk->making;
    const struct path *path = walk->path;
    if (path->annotated) {
        results_annotate_method(making);
    }
    if (!path->absolute) {
        walk_from(walk, 0, walk->scope->node);
    } else if (xml_name(making->root) == path->steps[0].name &&
               matches(walk, making->root, path->steps, wanted_by(walk, path->steps))) {
        walk_from(walk, 1, making->root);
    }
}

void path_walk(struct making *making, const struct path *path, const struct scope *scope,
               path_visit *visit, void *context) {
    const struct walk walk = {making, path, scope, visit, context, false};
    walk_path(&walk);
}

void path_gather(struct making *making, const struct path *path, const struct scope *scope,
                 path_visit *visit, void *context) {
    const struct walk walk = {making, path, scope, visit, context, true};
    walk_path(&walk);
}

bool path_is_attribute(const struct path *path) {
    return path->count == 1 && !path->absolute && path->steps[0].kind == STEP_ATTRIBUTE;
}

const char *path_attribute(struct making *making, const struct path *path,
                           const struct scope *scope) {
    const struct walk walk = {making, path, scope, NULL, NULL, false};
    return attribute_at(&walk, scope->node, &path->steps[0].attribute);
}

const char *path_area_name(const struct making *making, const struct path *path,
                           const struct scope *scope) {
    const struct step *only = &path->steps[0];
    bool asked = path->count == 1 && !path->absolute && only->kind == STEP_CHILD &&
                 only->key.name == NULL && only->name == making->known.name;
    return asked && scope->result != NULL && xml_name(scope->node) == making->known.area
               ? scope->result->area->name
               : NULL;
}

const char *element_text(struct making *making, struct xml_node *node) {
    if (xml_name(node) == making->known.name) {
        const struct result *result = expression_result(making, xml_parent(node));
        if (result != NULL) {
            return result->area->name;
        }
    }
    return xml_text(making->document, node);
}
