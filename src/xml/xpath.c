/* xpath.c: XPath 1.0 over one document, for the other rooms.
 *
 * An evaluation may take ten million operations (looking at a node, comparing two texts), and more
 * in proportion to a large document: one walk over everything is always allowed, a walk for each
 * step of a walk over 10,000 areas is not.
 *
 * Rejected: libxml2's XPath, which needs its tree (tree.h), prints to standard error, and finds an
 * unknown function only when it is called; libxslt (delivery.md).
 */
#include <stdlib.h>
#include <string.h>

#include <boardpaper/hash.h>

#include "evaluation.h"
#include "pack.h"

enum { LEAST_OPERATIONS = 10000000, OPERATIONS_AN_ELEMENT = 64 };

struct variable {
    const char *name; /* interned in the document */
    char *value;
};

struct xml_expression {
    struct xml_expression *next; /* of its slot */
    struct part *part;
    const struct xml_document *named; /* whose names are in it */
    const char *text;
};

enum { SLOTS = 256 };

struct xml_xpath {
    struct arena *arena;
    struct evaluation evaluation;
    struct variable *variables;
    size_t variable_count, variable_capacity;
    size_t memo_count, memo_capacity;
    struct renaming renaming;            /* of what was compiled before xml_xpath_move */
    struct xml_expression *slots[SLOTS]; /* by text: a template says the same many times */
};

static const char *find_variable(void *context, const char *name) {
    const struct xml_xpath *xpath = context;
    for (size_t i = 0; i < xpath->variable_count; i++) {
        if (xpath->variables[i].name == name) {
            return xpath->variables[i].value;
        }
    }
    return NULL;
}

struct xml_xpath *xml_xpath_new(struct xml_document *document) {
    struct arena *arena = arena_new();
    struct xml_xpath *xpath = NEW(arena, struct xml_xpath);
    xpath->arena = arena;
    xpath->evaluation.document = document;
    xpath->renaming.document = document;
    xpath->evaluation.variable = find_variable;
    xpath->evaluation.variable_context = xpath;
    pool_open(&xpath->evaluation.pool);
    return xpath;
}

void xml_xpath_free(struct xml_xpath *xpath) {
    if (xpath == NULL) {
        return;
    }
    for (size_t i = 0; i < xpath->variable_count; i++) {
        free(xpath->variables[i].value);
    }
    free(xpath->variables);
    for (size_t i = 1; i <= xpath->memo_count; i++) {
        free(xpath->evaluation.memos[i].items.at);
    }
    free(xpath->evaluation.memos);
    pool_close(&xpath->evaluation.pool);
    arena_free(xpath->arena);
}

void xml_xpath_move(struct xml_xpath *xpath, struct xml_document *document) {
    xpath->evaluation.document = document;
    xpath->renaming = (struct renaming){.document = document};
    for (size_t i = 0; i < xpath->variable_count; i++) {
        xpath->variables[i].name = tree_name(document, xpath->variables[i].name);
    }
    for (size_t i = 1; i <= xpath->memo_count; i++) {
        free(xpath->evaluation.memos[i].items.at);
        xpath->evaluation.memos[i] = (struct memo){0};
    }
}

const char *xml_xpath_name(struct xml_xpath *xpath, const char *name) {
    return xpath_renamed(&xpath->renaming, name);
}

/* An expression, with names of the document that it is asked of. */
static const struct part *asked(struct xml_xpath *xpath, struct xml_expression *expression) {
    const struct xml_document *document = xpath->evaluation.document;
    if (expression->named != document) {
        xpath_rename(expression->part, &xpath->renaming);
        expression->named = document;
    }
    return expression->part;
}

/* Room for those past known, not asked yet. */
static void make_memos(struct xml_xpath *xpath, size_t known) {
    if (xpath->memo_count >= xpath->memo_capacity) {
        xpath->memo_capacity = xpath->memo_count * 2 + 16;
        xpath->evaluation.memos =
            memory_resize(xpath->evaluation.memos, xpath->memo_capacity, sizeof(struct memo));
    }
    for (size_t i = known + 1; i <= xpath->memo_count; i++) {
        xpath->evaluation.memos[i] = (struct memo){0};
    }
}

struct xml_expression *xml_compile(struct xml_xpath *xpath, const char *expression,
                                   struct where where, struct diagnostics *diagnostics) {
    struct xml_expression **slot = &xpath->slots[hash_text(expression) % SLOTS];
    for (struct xml_expression *at = *slot; at != NULL; at = at->next) {
        if (strcmp(at->text, expression) == 0) {
            return at;
        }
    }
    const char *text = arena_text(xpath->arena, expression);
    struct part *part =
        xpath_parse(xpath->arena, xpath->evaluation.document, text, where, diagnostics);
    if (part == NULL) {
        return NULL;
    }
    size_t known = xpath->memo_count;
    xpath_prepare(part, &xpath->memo_count);
    make_memos(xpath, known);
    struct xml_expression *made = NEW(xpath->arena, struct xml_expression);
    made->part = part;
    made->named = xpath->evaluation.document;
    made->text = text;
    made->next = *slot;
    *slot = made;
    return made;
}

static char *copied(const char *text) {
    size_t size = strlen(text) + 1;
    return memcpy(memory_take(size), text, size);
}

void xml_xpath_variable(struct xml_xpath *xpath, const char *name, const char *value) {
    size_t i = 0;
    name = tree_name(xpath->evaluation.document, name);
    while (i < xpath->variable_count && xpath->variables[i].name != name) {
        i++;
    }
    bool known = i < xpath->variable_count;
    char *old = known ? xpath->variables[i].value : NULL;
    if (known && value != NULL && strcmp(old, value) == 0) {
        return;
    }
    if (value == NULL && known) {
        xpath->variables[i] = xpath->variables[--xpath->variable_count];
    } else if (value != NULL) {
        if (i == xpath->variable_capacity) {
            xpath->variable_capacity = xpath->variable_capacity * 2 + 16;
            xpath->variables =
                memory_resize(xpath->variables, xpath->variable_capacity, sizeof(struct variable));
        }
        if (!known) {
            xpath->variable_count++;
            xpath->variables[i].name = name;
        }
        xpath->variables[i].value = copied(value);
    }
    free(old);
}

/* ---- results --------------------------------------------------------------------------------- */

/* The element that stands for a node of a result; NULL for what stands beside the root. */
static struct xml_node *element_of(struct xml_document *document, struct item item) {
    switch (item.node->kind) {
    case NODE_ELEMENT:
        return item.node;
    case NODE_DOCUMENT:
        return xml_root(document);
    default:
        return xml_parent(item.node);
    }
}

static void give_nodes(struct xml_document *document, const struct items *items,
                       struct arena *arena, struct xml_value *out) {
    out->empty = items->count == 0;
    out->nodes = NEWS(arena, items->count, struct xml_node *);
    for (size_t i = 0; i < items->count; i++) {
        struct xml_node *element = element_of(document, items->at[i]);
        if (element != NULL) {
            out->nodes[out->count++] = element;
        }
    }
}

static void give(struct evaluation *evaluation, const struct result *result, struct arena *arena,
                 struct xml_value *out) {
    *out = (struct xml_value){.kind = result->kind};
    if (result->kind == XML_NODES) {
        give_nodes(evaluation->document, &result->items, arena, out);
    }
    out->text = arena_text(arena, xpath_text(evaluation, result));
    out->truth = xpath_truth(result);
    out->number = xpath_number(evaluation, result);
}

static bool report(const struct evaluation *evaluation, const struct xml_expression *expression,
                   struct where where, struct diagnostics *diagnostics) {
    switch (evaluation->failure) {
    case FAILURE_VARIABLE:
        return REPORT(diagnostics, where, MESSAGE_XPATH_VARIABLE, evaluation->missing,
                      expression->text);
    case FAILURE_LIMIT:
        return REPORT(diagnostics, where, MESSAGE_XPATH_LIMIT, expression->text);
    default:
        return REPORT(diagnostics, where, MESSAGE_XPATH_KIND, expression->text);
    }
}

static struct context begin(struct evaluation *evaluation, struct xml_node *context,
                            size_t position, size_t size) {
    evaluation->current = context;
    evaluation->failure = FAILURE_NONE;
    evaluation->missing = NULL;
    evaluation->operations =
        LEAST_OPERATIONS + OPERATIONS_AN_ELEMENT * (uint64_t)evaluation->document->elements;
    return (struct context){
        {context, NULL}, position == 0 ? 1 : position, position == 0 ? 1 : size};
}

bool xml_evaluate(struct xml_xpath *xpath, struct xml_expression *expression,
                  struct xml_node *context, size_t position, size_t size, struct where where,
                  struct arena *arena, struct xml_value *out, struct diagnostics *diagnostics) {
    struct evaluation *evaluation = &xpath->evaluation;
    const struct context first = begin(evaluation, context, position, size);
    struct pool_mark mark = pool_mark(&evaluation->pool);
    uint64_t seen = xml_mark(evaluation->document);
    struct result result = xpath_evaluate(evaluation, asked(xpath, expression), &first);
    bool good = evaluation->failure == FAILURE_NONE;
    if (good) {
        give(evaluation, &result, arena, out);
        good = evaluation->failure == FAILURE_NONE;
        for (size_t i = 0; i < out->count; i++) {
            pack_hold(evaluation->document, out->nodes[i], seen);
        }
    }
    xml_rest(evaluation->document, seen);
    pool_release(&evaluation->pool, mark);
    return good || report(evaluation, expression, where, diagnostics);
}

bool xml_holds(struct xml_xpath *xpath, struct xml_expression *expression, struct xml_node *context,
               size_t position, size_t size, struct where where, bool *out,
               struct diagnostics *diagnostics) {
    struct evaluation *evaluation = &xpath->evaluation;
    const struct context first = begin(evaluation, context, position, size);
    uint64_t seen = xml_mark(evaluation->document);
    bool holds = xpath_holds(evaluation, asked(xpath, expression), &first);
    xml_rest(evaluation->document, seen);
    bool good = evaluation->failure == FAILURE_NONE;
    *out = holds && good;
    return good || report(evaluation, expression, where, diagnostics);
}
