/* expression.c: an expression is one of a few quick shapes, or XPath. */
#include "expression.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/assessment.h>
#include <boardpaper/buffer.h>
#include <boardpaper/hash.h>
#include <boardpaper/number.h>

#include "path.h"

enum way {
    WAY_GENERAL,  /* the xml room's XPath */
    WAY_PATH,     /* path */
    WAY_NOT,      /* not(path) */
    WAY_EQUAL,    /* path = 'word'; the path ends in an attribute */
    WAY_UNEQUAL,  /* path != 'word' */
    WAY_SAME,     /* path = $name; likewise */
    WAY_OTHER,    /* path != $name */
    WAY_COUNT,    /* count(path) */
    WAY_POSITION, /* position() = last(), position() < 3 */
    WAY_VARIABLE, /* $name */
    WAY_LITERAL   /* 'word' */
};

struct variable {
    const char *name; /* as the assessment's document keeps it */
    struct variable *next;
};

enum comparison { EQUAL, UNEQUAL, LESS, MORE, LESS_OR_EQUAL, MORE_OR_EQUAL };

/* What a source says. A template says the same many times: only where it stands differs. */
struct meaning {
    enum way way;
    const char *source;         /* as it was written */
    const char *straight;       /* as it is asked: see path_straighten */
    enum comparison comparison; /* POSITION */
    long place;                 /* POSITION: compared with this; -1: last() */
    struct path path;
    const char *wanted;              /* EQUAL, UNEQUAL, LITERAL; SAME, OTHER, VARIABLE: its name,
                                        as the assessment's document keeps it */
    struct xml_expression *compiled; /* GENERAL */
    struct variable *variables;      /* GENERAL: those it asks for */
    const struct xml_node *root;     /* names are as the document keeps them that has this root */
    struct meaning *next;            /* of its slot */
};

struct expression {
    struct meaning *says;
    struct where where;
};

enum { SLOTS = 256 };
struct expressions {
    struct meaning *slots[SLOTS];
};

/* ---- compiling -------------------------------------------------------------------------- */

static const char *skip_spaces(const char *text) {
    return text + strspn(text, " \t\r\n");
}

static bool at_end(const char *text) {
    return *skip_spaces(text) == '\0';
}

/* 'word' up to the end. */
static bool read_rest_literal(struct making *making, const char *text, const char **out) {
    char quote = *text;
    const char *end = quote != '\'' && quote != '"' ? NULL : strchr(text + 1, quote);
    if (end == NULL || !at_end(end + 1)) {
        return false;
    }
    *out = arena_bytes(making->keep, text + 1, (size_t)(end - text - 1));
    return true;
}

static bool read_wrapped(struct making *making, const char *text, const char *function,
                         struct path *path) {
    size_t length = strlen(function);
    if (strncmp(text, function, length) != 0) {
        return false;
    }
    text += length;
    return path_parse(making, &text, path) && *text == ')' && at_end(text + 1);
}

static bool read_variable(struct making *making, const char *text, const char **out) {
    size_t length = 0;
    if (*text != '$') {
        return false;
    }
    while (isalnum((unsigned char)text[1 + length]) || strchr("_-.", text[1 + length]) != NULL) {
        if (text[1 + length] == '\0') {
            break;
        }
        length++;
    }
    *out = xml_intern(making->root, arena_bytes(making->arena, text + 1, length));
    return length > 0 && at_end(text + 1 + length);
}

/* "position() <= 6", "position() = last()" */
static bool read_position(const char *text, struct meaning *meaning) {
    static const char *const signs[] = {
        [EQUAL] = "=", [UNEQUAL] = "!=",       [LESS] = "<",
        [MORE] = ">",  [LESS_OR_EQUAL] = "<=", [MORE_OR_EQUAL] = ">="};
    if (strncmp(text, "position()", 10) != 0) {
        return false;
    }
    text = skip_spaces(text + 10);
    size_t length = strspn(text, "!<>=");
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (length != strlen(signs[i]) || strncmp(text, signs[i], length) != 0) {
            continue;
        }
        meaning->comparison = (enum comparison)i;
        text = skip_spaces(text + length);
        if (strncmp(text, "last()", 6) == 0) {
            meaning->place = -1;
            return at_end(text + 6);
        }
        char *end = NULL;
        meaning->place = strtol(text, &end, 10);
        return isdigit((unsigned char)*text) && end - text < 9 && at_end(end);
    }
    return false;
}

static enum way recognise(struct making *making, struct meaning *meaning) {
    const char *text = skip_spaces(meaning->straight);
    if (read_wrapped(making, text, "not(", &meaning->path)) {
        return WAY_NOT;
    }
    if (read_wrapped(making, text, "count(", &meaning->path)) {
        return WAY_COUNT;
    }
    if (read_position(text, meaning)) {
        return WAY_POSITION;
    }
    if (read_rest_literal(making, text, &meaning->wanted)) {
        return WAY_LITERAL;
    }
    if (read_variable(making, text, &meaning->wanted)) {
        return WAY_VARIABLE;
    }
    if (!path_parse(making, &text, &meaning->path)) {
        return WAY_GENERAL;
    }
    if (at_end(text)) {
        return WAY_PATH;
    }
    text = skip_spaces(text);
    enum way way = WAY_EQUAL;
    if (*text == '!') {
        way = WAY_UNEQUAL;
        text++;
    }
    /* An element's text is compared by XPath with its white space, which is not kept here. */
    if (*text != '=' || path_ends_in_element(&meaning->path)) {
        return WAY_GENERAL;
    }
    text = skip_spaces(text + 1);
    if (read_rest_literal(making, text, &meaning->wanted)) {
        return way;
    }
    if (read_variable(making, text, &meaning->wanted)) {
        return way == WAY_EQUAL ? WAY_SAME : WAY_OTHER;
    }
    return WAY_GENERAL;
}

/* The $names outside of literals. */
static struct variable *find_variables(struct making *making, const char *source) {
    struct variable *all = NULL;
    char quote = '\0';
    for (const char *at = source; *at != '\0'; at++) {
        if (quote != '\0') {
            quote = *at == quote ? '\0' : quote;
        } else if (*at == '\'' || *at == '"') {
            quote = *at;
        } else if (*at == '$') {
            size_t length = 0;
            while (isalnum((unsigned char)at[1 + length]) || at[1 + length] == '_' ||
                   at[1 + length] == '-' || at[1 + length] == '.') {
                length++;
            }
            struct variable *one = NEW(making->keep, struct variable);
            one->name = xml_intern(making->root, arena_bytes(making->keep, at + 1, length));
            one->next = all;
            all = one;
        }
    }
    return all;
}

static bool compile(struct making *making, const struct expression *expression) {
    struct meaning *meaning = expression->says;
    meaning->compiled =
        xml_compile(making->xpath, meaning->straight, expression->where, making->diagnostics);
    meaning->variables = find_variables(making, meaning->straight);
    return meaning->compiled != NULL;
}

static struct meaning **slot_of(struct making *making, const char *source) {
    if (making->expressions == NULL) {
        making->expressions = NEW(making->keep, struct expressions);
    }
    return &making->expressions->slots[hash_text(source) % SLOTS];
}

struct expression *expression_compile(struct making *making, const char *source,
                                      struct where where) {
    struct meaning **slot = slot_of(making, source);
    struct expression *expression = NEW(making->keep, struct expression);
    struct meaning *meaning = *slot;
    while (meaning != NULL && strcmp(meaning->source, source) != 0) {
        meaning = meaning->next;
    }
    *expression = (struct expression){meaning, where};
    if (meaning != NULL) {
        return expression;
    }
    meaning = NEW(making->keep, struct meaning);
    expression->says = meaning;
    meaning->source = source;
    meaning->root = making->root;
    meaning->straight = path_straighten(making, source);
    meaning->way = recognise(making, meaning);
    if (meaning->way == WAY_GENERAL && !compile(making, expression)) {
        return NULL; /* said again wherever it stands */
    }
    meaning->next = *slot;
    *slot = meaning;
    return expression;
}

/* What an expression says, of the assessment at hand: it may have been compiled before that was
 * there. */
static const struct meaning *meaning_of(struct making *making,
                                        const struct expression *expression) {
    struct meaning *meaning = expression->says;
    if (meaning->root != making->root) {
        meaning->root = making->root;
        path_meet(making, &meaning->path);
        if (meaning->way == WAY_SAME || meaning->way == WAY_OTHER || meaning->way == WAY_VARIABLE) {
            meaning->wanted = xml_xpath_name(making->xpath, meaning->wanted);
        }
        for (struct variable *one = meaning->variables; one != NULL; one = one->next) {
            one->name = xml_xpath_name(making->xpath, one->name);
        }
    }
    return meaning;
}

const char *expression_source(const struct expression *expression) {
    return expression->says->source;
}

bool expression_is_quick(const struct expression *expression) {
    return expression->says->way != WAY_GENERAL;
}

bool expression_is_variable(const struct expression *expression) {
    return expression->says->way == WAY_VARIABLE;
}

bool expression_is_attribute(const struct expression *expression, const char *name) {
    const struct meaning *meaning = expression->says;
    return meaning->way == WAY_PATH && path_is_attribute(&meaning->path) &&
           strcmp(meaning->path.steps[0].attribute.name, name) == 0;
}

const struct asked *expression_follows(struct making *making, const struct expression *expression) {
    const struct meaning *meaning = meaning_of(making, expression);
    const struct path *path = &meaning->path;
    const struct asked *found = NULL;
    if (meaning->way != WAY_PATH || !path->absolute || path->annotated) {
        return NULL;
    }
    for (int i = 0; i < path->count; i++) {
        const struct step *step = &path->steps[i];
        bool computed = step->key.name != NULL && step->key.computed != COMPUTED_NONE;
        bool here = step->wanted_here.name != NULL;
        if (step->kind != STEP_CHILD || computed || (here && found != NULL)) {
            return NULL;
        }
        found = here ? &step->wanted_here : found;
    }
    return found;
}

const struct asked *expression_here(struct making *making, const struct expression *expression) {
    const struct meaning *meaning = meaning_of(making, expression);
    const struct path *path = &meaning->path;
    if (meaning->way != WAY_PATH || !path_is_attribute(path)) {
        return NULL;
    }
    const struct asked *asked = &path->steps[0].attribute;
    return asked->computed != COMPUTED_NONE || asked->on_focus ? NULL : asked;
}

/* ---- scopes ----------------------------------------------------------------------------- */

const struct result *expression_result(struct making *making, const struct xml_node *node) {
    return node == NULL || xml_name(node) != making->known.area ? NULL : result_of(making, node);
}

struct scope expression_enter(struct making *making, const struct scope *scope,
                              struct xml_node *node, size_t position, size_t size) {
    struct scope inner = *scope;
    const struct result *result = expression_result(making, node);
    inner.node = node;
    inner.position = position;
    inner.size = size;
    if (result != NULL) { /* else the area around it stays in force */
        inner.result = result;
    }
    return inner;
}

struct scope expression_bind(struct making *making, const struct scope *scope, const char *name,
                             const char *value) {
    struct binding *binding = NEW(making->arena, struct binding);
    *binding = (struct binding){xml_intern(making->root, name), value, scope->bindings};
    struct scope inner = *scope;
    inner.bindings = binding;
    return inner;
}

static const char *bound_value(const struct scope *scope, const char *name) {
    for (const struct binding *one = scope->bindings; one != NULL; one = one->next) {
        /* Names begin alike ("total", "total-factor", "top"): two letters tell more than one. */
        if (one->name == name ||
            (one->name[0] == name[0] && (*name == '\0' || one->name[1] == name[1]) &&
             strcmp(one->name, name) == 0)) {
            return one->value;
        }
    }
    return NULL;
}

static bool report_variable(struct making *making, const struct expression *expression,
                            const char *name) {
    return REPORT(making->diagnostics, expression->where, MESSAGE_XPATH_VARIABLE, name,
                  expression->says->source);
}

/* ---- evaluating ------------------------------------------------------------------------- */

/* What the evaluator needs to know before it is asked. */
static bool tell(struct making *making, const struct expression *expression,
                 const struct scope *scope) {
    results_annotate(making);
    for (const struct variable *one = meaning_of(making, expression)->variables; one != NULL;
         one = one->next) {
        const char *value = bound_value(scope, one->name);
        if (value == NULL) {
            return report_variable(making, expression, one->name);
        }
        xml_xpath_variable(making->xpath, one->name, value);
    }
    return true;
}

static bool evaluate(struct making *making, struct expression *expression,
                     const struct scope *scope, struct xml_value *out) {
    return tell(making, expression, scope) &&
           xml_evaluate(making->xpath, expression->says->compiled, scope->node, scope->position,
                        scope->size, expression->where, making->arena, out, making->diagnostics);
}

struct first {
    struct making *making;
    const char *text;
};

static bool take_first(void *context, struct xml_node *element, const char *text) {
    struct first *first = context;
    first->text = element == NULL ? text : element_text(first->making, element);
    return false;
}

static bool count_one(void *context, struct xml_node *element, const char *text) {
    (void)element;
    (void)text;
    ++*(size_t *)context;
    return true;
}

static bool find_any(void *context, struct xml_node *element, const char *text) {
    (void)element;
    (void)text;
    *(bool *)context = true;
    return false;
}

struct compare {
    const char *wanted;
    bool equal;
    bool found;
};

static bool find_compared(void *context, struct xml_node *element, const char *text) {
    struct compare *compare = context;
    (void)element;
    bool equal = *text == *compare->wanted && strcmp(text, compare->wanted) == 0;
    compare->found = equal == compare->equal;
    return !compare->found;
}

/* Whether the path leads to anything. */
static bool leads(struct making *making, const struct path *path, const struct scope *scope) {
    bool found = false;
    if (path_is_attribute(path)) {
        return path_attribute(making, path, scope) != NULL;
    }
    path_walk(making, path, scope, find_any, &found);
    return found;
}

/* Whether something that the path leads to is wanted; or, where equal is false, something else. */
static bool leads_to(struct making *making, const struct path *path, const struct scope *scope,
                     const char *wanted, bool equal) {
    struct compare compare = {wanted, equal, false};
    if (!path_is_attribute(path)) {
        path_walk(making, path, scope, find_compared, &compare);
        return compare.found;
    }
    const char *text = path_attribute(making, path, scope);
    return text != NULL && !find_compared(&compare, NULL, text);
}

static bool compare_position(const struct meaning *meaning, const struct scope *scope) {
    long here = (long)scope->position;
    long there = meaning->place < 0 ? (long)scope->size : meaning->place;
    switch (meaning->comparison) {
    case EQUAL:
        return here == there;
    case UNEQUAL:
        return here != there;
    case LESS:
        return here < there;
    case MORE:
        return here > there;
    case LESS_OR_EQUAL:
        return here <= there;
    case MORE_OR_EQUAL:
        return here >= there;
    }
    return false;
}

/* path = $name. False, with a finding, where the variable has no value. */
static bool compare_variable(struct making *making, const struct expression *expression,
                             const struct scope *scope, bool *out) {
    const struct meaning *meaning = expression->says;
    const char *wanted = bound_value(scope, meaning->wanted);
    if (wanted == NULL) {
        return report_variable(making, expression, meaning->wanted);
    }
    *out = leads_to(making, &meaning->path, scope, wanted, meaning->way == WAY_SAME);
    return true;
}

/* The truth of the quick shapes that are tests and cannot fail. */
static bool quick_truth(struct making *making, const struct meaning *meaning,
                        const struct scope *scope) {
    switch (meaning->way) {
    case WAY_PATH:
    case WAY_COUNT:
        return leads(making, &meaning->path, scope);
    case WAY_NOT:
        return !leads(making, &meaning->path, scope);
    case WAY_EQUAL:
    case WAY_UNEQUAL:
        return leads_to(making, &meaning->path, scope, meaning->wanted, meaning->way == WAY_EQUAL);
    case WAY_LITERAL:
        return *meaning->wanted != '\0';
    case WAY_POSITION:
        return compare_position(meaning, scope);
    case WAY_SAME:
    case WAY_OTHER:
    case WAY_VARIABLE:
    case WAY_GENERAL:
        break;
    }
    return false;
}

static bool quick_text(struct making *making, const struct expression *expression,
                       const struct scope *scope, const char **out, bool *empty) {
    const struct meaning *meaning = expression->says;
    struct first first = {making, NULL};
    size_t count = 0;
    char digits[NUMBER_TEXT];
    bool holds = false;
    *empty = false;
    switch (meaning->way) {
    case WAY_PATH:
        first.text = path_is_attribute(&meaning->path)
                         ? path_attribute(making, &meaning->path, scope)
                         : path_area_name(making, &meaning->path, scope);
        if (first.text == NULL && !path_is_attribute(&meaning->path)) {
            path_walk(making, &meaning->path, scope, take_first, &first);
        }
        *empty = first.text == NULL;
        *out = first.text == NULL ? "" : first.text;
        return true;
    case WAY_COUNT:
        path_walk(making, &meaning->path, scope, count_one, &count);
        *out = arena_text(making->arena, number_format(number_of((int64_t)count), 0, digits));
        return true;
    case WAY_LITERAL:
        *out = meaning->wanted;
        return true;
    case WAY_VARIABLE:
        *out = bound_value(scope, meaning->wanted);
        if (*out == NULL) {
            *out = "";
            return report_variable(making, expression, meaning->wanted);
        }
        return true;
    case WAY_SAME:
    case WAY_OTHER:
        *out = "";
        if (!compare_variable(making, expression, scope, &holds)) {
            return false;
        }
        *out = holds ? "true" : "false";
        return true;
    case WAY_NOT:
    case WAY_EQUAL:
    case WAY_UNEQUAL:
    case WAY_POSITION:
    case WAY_GENERAL:
        *out = quick_truth(making, meaning, scope) ? "true" : "false";
        return true;
    }
    return false;
}

bool expression_text(struct making *making, struct expression *expression,
                     const struct scope *scope, const char **out, bool *empty) {
    bool ignored = false;
    empty = empty == NULL ? &ignored : empty;
    if (meaning_of(making, expression)->way != WAY_GENERAL) {
        return quick_text(making, expression, scope, out, empty);
    }
    struct xml_value value = {0};
    *out = "";
    if (!evaluate(making, expression, scope, &value)) {
        return false;
    }
    *out = value.text;
    *empty = value.kind == XML_NODES && value.empty;
    return true;
}

bool expression_truth(struct making *making, struct expression *expression,
                      const struct scope *scope, bool *out) {
    const struct meaning *meaning = meaning_of(making, expression);
    *out = false;
    if (meaning->way == WAY_VARIABLE) {
        const char *text = NULL;
        bool empty = false;
        bool done = quick_text(making, expression, scope, &text, &empty);
        *out = *text != '\0';
        return done;
    }
    if (meaning->way == WAY_SAME || meaning->way == WAY_OTHER) {
        return compare_variable(making, expression, scope, out);
    }
    if (meaning->way != WAY_GENERAL) {
        *out = quick_truth(making, meaning, scope);
        return true;
    }
    return tell(making, expression, scope) &&
           xml_holds(making->xpath, expression->says->compiled, scope->node, scope->position,
                     scope->size, expression->where, out, making->diagnostics);
}

struct gathering {
    struct xml_node **nodes;
    size_t count, capacity;
};

static bool gather(void *context, struct xml_node *element, const char *text) {
    struct gathering *all = context;
    (void)text;
    if (all->count == all->capacity) {
        all->capacity = all->capacity == 0 ? 16 : all->capacity * 2;
        all->nodes = (struct xml_node **)memory_resize((void *)all->nodes, all->capacity,
                                                       sizeof(struct xml_node *));
    }
    all->nodes[all->count++] = element;
    return true;
}

bool expression_nodes(struct making *making, struct expression *expression,
                      const struct scope *scope, struct xml_node ***nodes, size_t *count) {
    const struct meaning *meaning = meaning_of(making, expression);
    *count = 0;
    if (meaning->way == WAY_PATH && path_ends_in_element(&meaning->path)) {
        struct gathering all = {0};
        path_gather(making, &meaning->path, scope, gather, &all);
        *count = all.count;
        *nodes =
            (struct xml_node **)arena_array(making->arena, all.count, sizeof(struct xml_node *));
        if (all.count > 0) { /* grown outside: an arena would keep what they have outgrown */
            memcpy((void *)*nodes, (const void *)all.nodes, all.count * sizeof(struct xml_node *));
        }
        free((void *)all.nodes);
        return true;
    }
    struct xml_value value = {0};
    if (meaning->compiled == NULL && !compile(making, expression)) {
        return false; /* a quick shape, but not one that finds elements: XPath has the say */
    }
    if (!evaluate(making, expression, scope, &value)) {
        return false;
    }
    if (value.kind != XML_NODES) {
        return REPORT(making->diagnostics, expression->where, MESSAGE_SELECT_NODES,
                      meaning->source);
    }
    *nodes = value.nodes;
    *count = value.count;
    return true;
}
