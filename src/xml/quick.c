/* quick.c: what an XPath is asked again and again, answered without working it all out.
 *
 * Two things make up most of the work of a template's expressions. Predicates that ask for an
 * attribute ([@id=$of], [not(@total)]) are asked of every node of a list: they are looked up in the
 * element itself, and no list of one attribute is made. And a path that depends on nothing but the
 * document (/assessment/areas/area/score[@by]) is asked for each row of a table: it is kept from
 * the second time on, until the document changes; what is asked once costs no memory.
 *
 * Rejected: an index of all elements by name and of all attributes by value. It costs as much
 * memory as the tree and is built for the few expressions that a paper asks once.
 */
#include "evaluation.h"

#include <stdlib.h>
#include <string.h>

/* ---- finding out ----------------------------------------------------------------------------- */

/* On what a value depends, beside the document. */
enum { CONTEXT = 1, OUTSIDE = 2 /* variables and current(), which hold in predicates too */ };

static unsigned prepare(struct part *part, size_t *memos);

static unsigned prepare_all(struct part *first, size_t *memos) {
    unsigned needs = 0;
    for (struct part *at = first; at != NULL; at = at->next) {
        needs |= prepare(at, memos);
    }
    return needs;
}

static unsigned prepare_path(struct part *part, size_t *memos) {
    unsigned needs = part->left != NULL ? prepare(part->left, memos) : 0;
    if (part->left == NULL && !part->absolute) {
        needs = CONTEXT;
    }
    for (const struct step *step = part->steps; step != NULL; step = step->next) {
        needs |= prepare_all(step->predicates, memos) & OUTSIDE;
    }
    const struct step *only = part->steps;
    part->is_attribute = part->left == NULL && !part->absolute && only != NULL &&
                         only->next == NULL && only->axis == AXIS_ATTRIBUTE &&
                         only->test == TEST_NAME && only->space == NULL && only->predicates == NULL;
    if (needs == 0) {
        part->memo = ++*memos;
    }
    return needs;
}

/* On what the function itself depends, beside its arguments. */
static unsigned needs_of_call(const struct part *call) {
    switch (call->function) {
    case FUNCTION_CURRENT:
        return OUTSIDE;
    case FUNCTION_LAST:
    case FUNCTION_POSITION:
    case FUNCTION_LANG:
        return CONTEXT;
    default:
        return call->argument_count == 0 ? CONTEXT : 0;
    }
}

static unsigned prepare(struct part *part, size_t *memos) {
    part->is_test = !xpath_may_be_number(part);
    switch (part->kind) {
    case PART_NUMBER:
    case PART_LITERAL:
        return 0;
    case PART_VARIABLE:
        return OUTSIDE;
    case PART_CALL:
        return needs_of_call(part) | prepare_all(part->arguments, memos);
    case PART_PATH:
        return prepare_path(part, memos);
    case PART_FILTER:
        return prepare(part->left, memos) | (prepare_all(part->predicates, memos) & OUTSIDE);
    case PART_NEGATE:
        return prepare(part->left, memos);
    default:
        return prepare(part->left, memos) | prepare(part->right, memos);
    }
}

void xpath_prepare(struct part *part, size_t *memos) {
    prepare(part, memos);
}

/* ---- memos ----------------------------------------------------------------------------------- */

bool xpath_recall(struct evaluation *evaluation, const struct part *part, struct items *out) {
    const struct memo *memo = &evaluation->memos[part->memo];
    if (!memo->kept || memo->changes != evaluation->document->changes) {
        return false;
    }
    *out = memo->items;
    return true;
}

bool xpath_asked(const struct evaluation *evaluation, const struct part *part) {
    const struct memo *memo = &evaluation->memos[part->memo];
    return memo->asked && memo->changes == evaluation->document->changes;
}

void xpath_remember(struct evaluation *evaluation, const struct part *part,
                    const struct items *items) {
    struct memo *memo = &evaluation->memos[part->memo];
    if (!memo->asked || memo->changes != evaluation->document->changes) {
        memo->asked = true;
        memo->kept = false;
        memo->changes = evaluation->document->changes;
        return;
    }
    free(memo->items.at);
    memo->items = *items;
    memo->items.at = memory_array(items->count, sizeof items->at[0]);
    memo->items.capacity = items->count;
    memo->items.lent = true;
    memo->kept = true;
    for (size_t i = 0; i < items->count; i++) {
        /* What is kept may not go to rest. */
        struct xml_node *node = items->at[i].node;
        xml_keep(items->at[i].attribute != NULL || !node->packs ? node : node->parent);
    }
    if (items->count > 0) {
        memcpy(memo->items.at, items->at, items->count * sizeof items->at[0]);
    }
}

void xpath_own(struct evaluation *evaluation, struct items *items) {
    if (items->lent) {
        size_t size = items->count * sizeof items->at[0];
        struct item *copy = pool_take(&evaluation->pool, size);
        memcpy(copy, items->at, size);
        items->at = copy;
        items->capacity = items->count;
        items->lent = false;
    }
}

/* ---- tests ----------------------------------------------------------------------------------- */

static bool is_text(const struct part *part) {
    return part->kind == PART_LITERAL || part->kind == PART_VARIABLE;
}

static bool asks_attribute(const struct part *part) {
    return part->kind == PART_PATH && part->is_attribute;
}

bool xpath_tests_attribute(const struct part *predicate, struct attribute_test *out) {
    *out = (struct attribute_test){0};
    for (; predicate->kind == PART_CALL; predicate = predicate->arguments) {
        if (predicate->function != FUNCTION_NOT && predicate->function != FUNCTION_BOOLEAN) {
            return false;
        }
        out->negated ^= predicate->function == FUNCTION_NOT;
    }
    const struct part *path = predicate;
    if (predicate->kind == PART_EQUAL || predicate->kind == PART_DIFFERENT) {
        path = predicate->left;
        out->compares = true;
        out->differs = predicate->kind == PART_DIFFERENT;
        out->right = predicate->right;
        if (!is_text(out->right)) {
            return false;
        }
    }
    if (predicate->kind == PART_OR && asks_attribute(predicate->right)) {
        path = predicate->left;
        out->other = predicate->right->steps->name;
    }
    if (!asks_attribute(path)) {
        return false;
    }
    out->name = path->steps->name;
    return true;
}

/* Finds out what right comes to. False after a failure. */
static bool find_text(struct evaluation *evaluation, struct attribute_test *test) {
    const struct context nowhere = {0}; /* a literal and a variable do not ask */
    const struct result right = xpath_evaluate(evaluation, test->right, &nowhere);
    test->text = right.text;
    return evaluation->failure == FAILURE_NONE;
}

bool xpath_compares(struct evaluation *evaluation, struct attribute_test *test, const char *value) {
    if (test->text == NULL && !find_text(evaluation, test)) {
        return false;
    }
    bool equal = value != NULL && *value == *test->text && strcmp(value, test->text) == 0;
    return (value != NULL && equal != test->differs) != test->negated;
}

/* The value of @name at the context, or NULL. */
static const char *attribute_of(struct evaluation *evaluation, const struct part *path,
                                const struct context *context) {
    const struct item *item = &context->item;
    return item->attribute != NULL || !xpath_pay(evaluation, 1)
               ? NULL
               : xpath_attribute_value(item->node, path->steps->name);
}

static bool slowly(struct evaluation *evaluation, const struct part *part,
                   const struct context *context) {
    struct pool_mark mark = pool_mark(&evaluation->pool);
    struct result result = xpath_evaluate(evaluation, part, context);
    pool_release(&evaluation->pool, mark);
    return xpath_truth(&result);
}

/* @name compared with a number, a literal or a variable. */
static bool compares_attribute(const struct part *part) {
    return part->left->kind == PART_PATH && part->left->is_attribute &&
           (part->right->kind == PART_NUMBER || part->right->kind == PART_LITERAL ||
            part->right->kind == PART_VARIABLE);
}

static bool attribute_holds(struct evaluation *evaluation, const struct part *part,
                            const struct context *context) {
    const struct result right = xpath_evaluate(evaluation, part->right, context);
    const char *value = attribute_of(evaluation, part->left, context);
    if (value == NULL || evaluation->failure != FAILURE_NONE) {
        return false;
    }
    return right.kind == XML_NUMBER
               ? xpath_numbers_hold(part->kind, xpath_number_of(value), right.number)
               : xpath_texts_hold(part->kind, value, right.text);
}

bool xpath_holds(struct evaluation *evaluation, const struct part *part,
                 const struct context *context) {
    switch (part->kind) {
    case PART_OR:
        return xpath_holds(evaluation, part->left, context) ||
               xpath_holds(evaluation, part->right, context);
    case PART_AND:
        return xpath_holds(evaluation, part->left, context) &&
               xpath_holds(evaluation, part->right, context);
    case PART_CALL:
        if (part->function == FUNCTION_NOT || part->function == FUNCTION_BOOLEAN) {
            bool holds = xpath_holds(evaluation, part->arguments, context);
            return holds == (part->function == FUNCTION_BOOLEAN);
        }
        return slowly(evaluation, part, context);
    case PART_PATH:
        return part->is_attribute ? attribute_of(evaluation, part, context) != NULL
                                  : xpath_leads(evaluation, part, context);
    case PART_EQUAL:
    case PART_DIFFERENT:
    case PART_LESS:
    case PART_LESS_EQUAL:
    case PART_MORE:
    case PART_MORE_EQUAL:
        return compares_attribute(part) ? attribute_holds(evaluation, part, context)
                                        : slowly(evaluation, part, context);
    default:
        return slowly(evaluation, part, context);
    }
}
