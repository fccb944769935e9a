/* evaluate.c: an expression's tree worked out from the leaves up. */
#include "evaluation.h"

#include <math.h>
#include <string.h>

/* ---- paths ----------------------------------------------------------------------------------- */

static struct result nodes_result(struct items items) {
    return (struct result){.kind = XML_NODES, .items = items};
}

static struct result fail(struct evaluation *evaluation, enum failure failure) {
    if (evaluation->failure == FAILURE_NONE) {
        evaluation->failure = failure;
    }
    return nodes_result((struct items){.sorted = true, .flat = true});
}

static struct items one_item(struct evaluation *evaluation, struct item item) {
    struct items items = {.sorted = true, .flat = true};
    xpath_add(evaluation, &items, item);
    return items;
}

/* any: only whether it leads to anything is asked. A path that may be remembered is followed to the
 * end from the second time on, for it is remembered then. */
static struct result follow_path(struct evaluation *evaluation, const struct part *part,
                                 const struct context *context, bool any) {
    struct items items;
    any = any && (part->memo == 0 || !xpath_asked(evaluation, part));
    if (part->memo != 0 && xpath_recall(evaluation, part, &items)) {
        return nodes_result(items);
    }
    if (part->left != NULL) {
        struct result from = xpath_evaluate(evaluation, part->left, context);
        if (from.kind != XML_NODES) {
            return fail(evaluation, FAILURE_KIND);
        }
        items = from.items;
    } else if (part->absolute) {
        items = one_item(evaluation, (struct item){&evaluation->document->top.node, NULL});
    } else {
        items = one_item(evaluation, context->item);
    }
    for (const struct step *step = part->steps; step != NULL; step = step->next) {
        items = xpath_step(evaluation, step, &items, any && step->next == NULL);
    }
    if (part->memo != 0 && evaluation->failure == FAILURE_NONE) {
        xpath_remember(evaluation, part, &items);
    }
    return nodes_result(items);
}

bool xpath_leads(struct evaluation *evaluation, const struct part *path,
                 const struct context *context) {
    if (evaluation->failure != FAILURE_NONE || !xpath_pay(evaluation, 1)) {
        return false;
    }
    struct pool_mark mark = pool_mark(&evaluation->pool);
    const struct result result = follow_path(evaluation, path, context, true);
    pool_release(&evaluation->pool, mark);
    return result.items.count > 0;
}

static struct result evaluate_filter(struct evaluation *evaluation, const struct part *part,
                                     const struct context *context) {
    struct result result = xpath_evaluate(evaluation, part->left, context);
    if (result.kind != XML_NODES) {
        return fail(evaluation, FAILURE_KIND);
    }
    xpath_own(evaluation, &result.items);
    xpath_filter(evaluation, part->predicates, &result.items, 0);
    return result;
}

static struct result evaluate_union(struct evaluation *evaluation, const struct part *part,
                                    const struct context *context) {
    struct result left = xpath_evaluate(evaluation, part->left, context);
    struct result right = xpath_evaluate(evaluation, part->right, context);
    if (left.kind != XML_NODES || right.kind != XML_NODES) {
        return fail(evaluation, FAILURE_KIND);
    }
    xpath_own(evaluation, &left.items);
    for (size_t i = 0; i < right.items.count; i++) {
        xpath_add(evaluation, &left.items, right.items.at[i]);
    }
    xpath_sort(evaluation, &left.items);
    left.items.flat = left.items.count <= 1;
    return left;
}

/* ---- comparing ------------------------------------------------------------------------------- */

bool xpath_numbers_hold(enum part_kind kind, double a, double b) {
    switch (kind) {
    case PART_EQUAL:
        return a == b;
    case PART_DIFFERENT:
        return a != b;
    case PART_LESS:
        return a < b;
    case PART_LESS_EQUAL:
        return a <= b;
    case PART_MORE:
        return a > b;
    default:
        return a >= b;
    }
}

static bool is_equality(enum part_kind kind) {
    return kind == PART_EQUAL || kind == PART_DIFFERENT;
}

bool xpath_texts_hold(enum part_kind kind, const char *a, const char *b) {
    if (is_equality(kind)) {
        return (*a == *b && strcmp(a, b) == 0) == (kind == PART_EQUAL);
    }
    return xpath_numbers_hold(kind, xpath_number_of(a), xpath_number_of(b));
}

static enum part_kind turned(enum part_kind kind) {
    switch (kind) {
    case PART_LESS:
        return PART_MORE;
    case PART_LESS_EQUAL:
        return PART_MORE_EQUAL;
    case PART_MORE:
        return PART_LESS;
    case PART_MORE_EQUAL:
        return PART_LESS_EQUAL;
    default:
        return kind;
    }
}

/* Some node of nodes with other, which is no nodes. */
static bool some_node(struct evaluation *evaluation, enum part_kind kind,
                      const struct result *nodes, const struct result *other) {
    if (other->kind == XML_BOOLEAN) {
        double left = xpath_truth(nodes) ? 1 : 0;
        return xpath_numbers_hold(kind, left, other->truth ? 1 : 0);
    }
    for (size_t i = 0; i < nodes->items.count && xpath_pay(evaluation, 1); i++) {
        struct pool_mark mark = pool_mark(&evaluation->pool);
        const char *text = xpath_item_text(evaluation, nodes->items.at[i]);
        bool holds = other->kind == XML_NUMBER
                         ? xpath_numbers_hold(kind, xpath_number_of(text), other->number)
                         : xpath_texts_hold(kind, text, other->text);
        pool_release(&evaluation->pool, mark);
        if (holds) {
            return true;
        }
    }
    return false;
}

/* Some node of the one with some node of the other. */
static bool some_pair(struct evaluation *evaluation, enum part_kind kind, const struct items *left,
                      const struct items *right) {
    if (left->count == 0 || right->count == 0) {
        return false;
    }
    const char **texts = pool_take(&evaluation->pool, right->count * sizeof *texts);
    for (size_t i = 0; i < right->count; i++) {
        texts[i] = xpath_item_text(evaluation, right->at[i]);
    }
    for (size_t i = 0; i < left->count; i++) {
        const char *text = xpath_item_text(evaluation, left->at[i]);
        for (size_t j = 0; j < right->count && xpath_pay(evaluation, 1); j++) {
            if (xpath_texts_hold(kind, text, texts[j])) {
                return true;
            }
        }
    }
    return false;
}

static bool compare(struct evaluation *evaluation, enum part_kind kind, const struct result *left,
                    const struct result *right) {
    if (left->kind == XML_NODES && right->kind == XML_NODES) {
        return some_pair(evaluation, kind, &left->items, &right->items);
    }
    if (left->kind == XML_NODES) {
        return some_node(evaluation, kind, left, right);
    }
    if (right->kind == XML_NODES) {
        return some_node(evaluation, turned(kind), right, left);
    }
    if (is_equality(kind) && (left->kind == XML_BOOLEAN || right->kind == XML_BOOLEAN)) {
        return (xpath_truth(left) == xpath_truth(right)) == (kind == PART_EQUAL);
    }
    if (is_equality(kind) && left->kind == XML_TEXT && right->kind == XML_TEXT) {
        return xpath_texts_hold(kind, left->text, right->text);
    }
    return xpath_numbers_hold(kind, xpath_number(evaluation, left),
                              xpath_number(evaluation, right));
}

/* ---- operators ------------------------------------------------------------------------------- */

static double compute(enum part_kind kind, double a, double b) {
    switch (kind) {
    case PART_ADD:
        return a + b;
    case PART_SUBTRACT:
        return a - b;
    case PART_MULTIPLY:
        return a * b;
    case PART_DIVIDE:
        return a / b;
    default:
        return fmod(a, b);
    }
}

static struct result evaluate_variable(struct evaluation *evaluation, const struct part *part) {
    const char *value = evaluation->variable(evaluation->variable_context, part->text);
    if (value == NULL) {
        if (evaluation->missing == NULL) {
            evaluation->missing = part->text;
        }
        return fail(evaluation, FAILURE_VARIABLE);
    }
    return xpath_of_text(value);
}

static struct result evaluate_two(struct evaluation *evaluation, const struct part *part,
                                  const struct context *context) {
    struct result left = xpath_evaluate(evaluation, part->left, context);
    struct result right = xpath_evaluate(evaluation, part->right, context);
    if (part->kind >= PART_EQUAL && part->kind <= PART_MORE_EQUAL) {
        return xpath_of_truth(compare(evaluation, part->kind, &left, &right));
    }
    return xpath_of_number(
        compute(part->kind, xpath_number(evaluation, &left), xpath_number(evaluation, &right)));
}

struct result xpath_evaluate(struct evaluation *evaluation, const struct part *part,
                             const struct context *context) {
    if (evaluation->failure != FAILURE_NONE || !xpath_pay(evaluation, 1)) {
        return fail(evaluation, evaluation->failure);
    }
    switch (part->kind) {
    case PART_OR:
    case PART_AND:
        return xpath_of_truth(xpath_holds(evaluation, part, context));
    case PART_NEGATE: {
        struct result result = xpath_evaluate(evaluation, part->left, context);
        return xpath_of_number(-xpath_number(evaluation, &result));
    }
    case PART_UNION:
        return evaluate_union(evaluation, part, context);
    case PART_NUMBER:
        return xpath_of_number(part->number);
    case PART_LITERAL:
        return xpath_of_text(part->text);
    case PART_VARIABLE:
        return evaluate_variable(evaluation, part);
    case PART_CALL:
        return xpath_call(evaluation, part, context);
    case PART_PATH:
        return follow_path(evaluation, part, context, false);
    case PART_FILTER:
        return evaluate_filter(evaluation, part, context);
    default:
        return evaluate_two(evaluation, part, context);
    }
}
