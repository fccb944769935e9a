/* control.c: for-each, if, choose, let and include, the same wherever they stand.
 *
 * One walk serves blocks, inlines, items, columns, rows and cells: it follows the controls and
 * hands everything else, with the scope it stands in, to whoever asked. The alternative, each kind
 * of content with its own handling of controls, was six copies of this file.
 */
#include "form.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/assessment.h>
#include <boardpaper/text.h>

#include "expression.h"

/* Includes within includes, and words within words: more is a circle. */
enum { INCLUDES_MOST = 16 };

/* ---- sorting ---------------------------------------------------------------------------- */

struct sortable {
    struct xml_node *node;
    size_t index; /* as found: equal keys keep their order */
    const char *text;
    bool is_number;
    struct number number;
};

struct order {
    struct making *making;
    const char *lang;
    bool by_number, descending;
};

static int compare_keys(const struct order *order, const struct sortable *a,
                        const struct sortable *b) {
    if (!order->by_number) {
        int way = text_collate(order->making->request->text, order->lang, a->text, b->text);
        return order->descending ? -way : way;
    }
    if (!a->is_number || !b->is_number) { /* what has no number goes last, either way */
        return (int)b->is_number - (int)a->is_number;
    }
    int way = number_compare(a->number, b->number);
    return order->descending ? -way : way;
}

static int compare(const void *a, const void *b, void *context) {
    const struct sortable *one = a;
    const struct sortable *other = b;
    int way = compare_keys(context, one, other);
    return way != 0 ? way : (one->index > other->index) - (one->index < other->index);
}

/* The areas' places in scores->ranked, by index of area. */
static const uint32_t *rank_order(struct making *making) {
    if (making->rank_order == NULL) {
        const struct scores *scores = making->scores;
        uint32_t *order = NEWS(making->keep, scores->count, uint32_t);
        for (size_t i = 0; i < scores->count; i++) {
            order[scores->ranked[i] - scores->results] = (uint32_t)i;
        }
        making->rank_order = order;
    }
    return making->rank_order;
}

/* "@rank" of an area is its place in the ranking, so that equal ranks go by name and the unranked
 * follow in their own order. */
static bool place_in_ranking(struct making *making, const struct xml_node *node,
                             struct sortable *out) {
    const struct result *result = expression_result(making, node);
    if (result == NULL) {
        return false;
    }
    out->is_number = true;
    out->number = number_of(rank_order(making)[result - making->scores->results]);
    return true;
}

static void find_key(struct making *making, const struct form *form, const struct scope *scope,
                     const struct order *order, size_t count, struct sortable *out) {
    if (order->by_number && expression_is_attribute(form->sort, "rank") &&
        place_in_ranking(making, out->node, out)) {
        return;
    }
    struct scope inner = expression_enter(making, scope, out->node, out->index + 1, count);
    expression_text(making, form->sort, &inner, &out->text, NULL);
    out->is_number = order->by_number && number_parse(out->text, &out->number);
}

static void sort(struct making *making, const struct form *form, const struct scope *scope,
                 struct xml_node **nodes, size_t count) {
    const char *as = form_text(making, form, scope, "sort-as");
    const char *direction = form_text(making, form, scope, "order");
    struct order order = {.making = making,
                          .lang = scope->lang,
                          .by_number = as != NULL && strcmp(as, "number") == 0,
                          .descending = direction != NULL && strcmp(direction, "descending") == 0};
    struct sortable *all = memory_array(count, sizeof *all);
    for (size_t i = 0; i < count; i++) {
        all[i] = (struct sortable){.node = nodes[i], .index = i, .text = ""};
        uint64_t mark = xml_mark(making->document);
        find_key(making, form, scope, &order, count, &all[i]);
        xml_rest(making->document, mark);
    }
    qsort_r(all, count, sizeof *all, compare, &order);
    for (size_t i = 0; i < count; i++) {
        nodes[i] = all[i].node;
    }
    free(all);
}

bool control_nodes(struct making *making, const struct form *form, const struct scope *scope,
                   struct xml_node ***nodes, size_t *count) {
    *count = 0;
    if (form->select == NULL || !expression_nodes(making, form->select, scope, nodes, count)) {
        return false;
    }
    if (form->sort != NULL && *count > 1) {
        sort(making, form, scope, *nodes, *count);
    }
    return true;
}

/* ---- walking ---------------------------------------------------------------------------- */

static bool holds(struct making *making, const struct form *form, const struct scope *scope) {
    bool truth = false;
    return form->test != NULL && expression_truth(making, form->test, scope, &truth) && truth;
}

static void walk_each(struct making *making, const struct form *form, const struct scope *scope,
                      control_visit *visit, void *context) {
    struct xml_node **nodes = NULL;
    size_t count = 0;
    if (!control_nodes(making, form, scope, &nodes, &count)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct scope inner = expression_enter(making, scope, nodes[i], i + 1, count);
        control_walk(making, form_inside(making, form), &inner, visit, context);
    }
}

static void walk_choice(struct making *making, const struct form *form, const struct scope *scope,
                        control_visit *visit, void *context) {
    for (const struct form *branch = form->first; branch != NULL; branch = branch->next) {
        if (branch->kind == FORM_OTHERWISE ||
            (branch->kind == FORM_WHEN && holds(making, branch, scope))) {
            control_walk(making, form_inside(making, branch), scope, visit, context);
            return;
        }
    }
}

static void take_let(struct making *making, const struct form *form, struct scope *scope) {
    const char *name = form_text(making, form, scope, "name");
    const char *value = "";
    if (name != NULL && form->select != NULL) {
        expression_text(making, form->select, scope, &value, NULL);
        *scope = expression_bind(making, scope, name, value);
    }
}

/* An included element of the language stands for itself, any other for its content. A <let> that is
 * included holds for what is included after it. */
static void walk_include(struct making *making, const struct form *form, const struct scope *scope,
                         control_visit *visit, void *context) {
    struct xml_node **nodes = NULL;
    size_t count = 0;
    if (scope->includes >= INCLUDES_MOST) {
        REPORT(making->diagnostics, form->where, MESSAGE_INCLUDE_CIRCLE);
        return;
    }
    if (!control_nodes(making, form, scope, &nodes, &count)) {
        return;
    }
    struct scope here = *scope;
    here.includes++;
    for (size_t i = 0; i < count; i++) {
        struct scope inner = expression_enter(making, &here, nodes[i], i + 1, count);
        const struct form *included = form_compile(making, nodes[i]);
        const char *lang = xml_attribute(nodes[i], "lang");
        inner.lang = lang == NULL ? inner.lang : lang;
        if (included->kind == FORM_LET) {
            take_let(making, included, &inner);
            here.bindings = inner.bindings;
        } else if (form_group(included) == GROUP_PART) {
            control_walk(making, included->first, &inner, visit, context);
        } else if (form_group(included) == GROUP_CONTROL) {
            struct form one = *included; /* itself alone, without what follows it */
            one.next = NULL;
            control_walk(making, &one, &inner, visit, context);
        } else {
            visit(making, included, &inner, context);
        }
    }
}

void control_walk(struct making *making, const struct form *forms, const struct scope *scope,
                  control_visit *visit, void *context) {
    struct scope bound; /* a let holds to the end of this list */
    for (const struct form *form = forms; form != NULL; form = form->next) {
        switch (form->kind) {
        case FORM_LET:
            if (scope != &bound) {
                bound = *scope;
                scope = &bound;
            }
            take_let(making, form, &bound);
            break;
        case FORM_FOR_EACH:
            walk_each(making, form, scope, visit, context);
            break;
        case FORM_IF:
            if (holds(making, form, scope)) {
                control_walk(making, form_inside(making, form), scope, visit, context);
            }
            break;
        case FORM_CHOOSE:
            walk_choice(making, form, scope, visit, context);
            break;
        case FORM_INCLUDE:
            walk_include(making, form, scope, visit, context);
            break;
        default:
            visit(making, form, scope, context);
        }
    }
}
