/* evaluation.h: an XPath at work. */
#ifndef BOARDPAPER_XML_EVALUATION_H
#define BOARDPAPER_XML_EVALUATION_H

#include <string.h>

#include "expression.h"
#include "pack.h"
#include "pool.h"

/* A node of a result: an attribute where that is not NULL, else the node itself. */
struct item {
    struct xml_node *node;
    const struct attribute *attribute;
};

/* Items, growing in the pool. sorted: in document order, each once; flat: none within another;
 * lent: the items are a memo's, and copied before they change. */
struct items {
    struct item *at;
    size_t count, capacity;
    bool sorted, flat, lent;
};

struct result {
    enum xml_kind kind;
    struct items items;
    const char *text;
    double number;
    bool truth;
};

/* What an expression is evaluated for. */
struct context {
    struct item item;
    size_t position, size;
};

/* What a path gave that gives the same wherever it is asked, from the second time on. */
struct memo {
    bool asked, kept;
    uint32_t changes; /* of the document, when it was asked */
    struct items items;
};

enum failure {
    FAILURE_NONE,
    FAILURE_LIMIT,   /* too much work */
    FAILURE_KIND,    /* a text or a number where nodes are needed */
    FAILURE_VARIABLE /* the variable called missing has no value */
};

struct evaluation {
    struct xml_document *document;
    struct pool pool;
    const char *(*variable)(void *context, const char *name); /* NULL: none of that name */
    void *variable_context;                                   /* name: as it was interned */
    struct memo *memos;                                       /* by a part's number, from 1 */
    struct xml_node *current;                                 /* current() */
    uint64_t operations;                                      /* that are left */
    enum failure failure;
    const char *missing;
};

/* The value of part. After a failure it means nothing. */
struct result xpath_evaluate(struct evaluation *evaluation, const struct part *part,
                             const struct context *context);

/* ---- between the files of an evaluation ------------------------------------------------------ */

/* Takes count operations from those that are left; false where there are none left. */
bool xpath_spent(struct evaluation *evaluation); /* none are left; false */
static inline bool xpath_pay(struct evaluation *evaluation, size_t count) {
    if (evaluation->operations <= count) {
        return xpath_spent(evaluation);
    }
    evaluation->operations -= count;
    return true;
}
void xpath_grow(struct evaluation *evaluation, struct items *items);
static inline void xpath_add(struct evaluation *evaluation, struct items *items, struct item item) {
    if (items->count == items->capacity) {
        xpath_grow(evaluation, items);
    }
    items->at[items->count++] = item;
}
/* Document order, each once. */
void xpath_sort(struct evaluation *evaluation, struct items *items);
/* The items that step leads to from each of from. any: only whether there are any is asked, and the
 * first few will do. */
struct items xpath_step(struct evaluation *evaluation, const struct step *step,
                        const struct items *from, bool any);
/* Those of items from start on for which all predicates (linked) hold stay. */
void xpath_filter(struct evaluation *evaluation, const struct part *predicates, struct items *items,
                  size_t start);
/* quick.c: whether part holds, by the quick way where there is one. */
bool xpath_holds(struct evaluation *evaluation, const struct part *part,
                 const struct context *context);
/* evaluate.c: whether a path leads to anything. */
bool xpath_leads(struct evaluation *evaluation, const struct part *path,
                 const struct context *context);

/* quick.c: a predicate that asks for one attribute and nothing else: that it is there, that it is a
 * text or differs from it; or whether one of two is there; or that this is not so. */
struct attribute_test {
    const char *name;         /* interned */
    const char *other;        /* that may be there instead; or NULL */
    bool compares;            /* with right; else it is only to be there */
    bool differs;             /* where it compares: from right */
    bool negated;             /* the whole */
    const struct part *right; /* a literal or a variable */
    const char *text;         /* what that comes to; NULL: not asked for yet */
};
/* Whether predicate is one. */
bool xpath_tests_attribute(const struct part *predicate, struct attribute_test *out);
/* Whether it holds, of one that compares and where the attribute is value; false after a failure.
 */
bool xpath_compares(struct evaluation *evaluation, struct attribute_test *test, const char *value);

/* The value of an attribute in no namespace, or NULL; name: interned. */
static inline const char *xpath_attribute_value(const struct xml_node *node, const char *name) {
    if (node->kind != NODE_ELEMENT) {
        return NULL;
    }
    if (node->rests) {
        return pack_attribute(node, name);
    }
    for (const struct attribute *at = as_element(node)->attributes; at != NULL; at = at->next) {
        if (at->name == name && at->space == NULL) {
            return at->value;
        }
    }
    return NULL;
}

/* Whether it holds for item. Here, for it is asked of each value of each area. */
static inline bool xpath_passes_test(struct evaluation *evaluation, struct attribute_test *test,
                                     struct item item) {
    if (!xpath_pay(evaluation, 1)) {
        return false;
    }
    bool element = item.attribute == NULL;
    const char *value = element ? xpath_attribute_value(item.node, test->name) : NULL;
    if (test->compares) {
        return xpath_compares(evaluation, test, value);
    }
    bool holds = value != NULL || (test->other != NULL && element &&
                                   xpath_attribute_value(item.node, test->other) != NULL);
    return holds != test->negated;
}
/* The items of a path with a memo, where they are known; and keeps them. */
bool xpath_recall(struct evaluation *evaluation, const struct part *part, struct items *out);
bool xpath_asked(const struct evaluation *evaluation, const struct part *part); /* once before */
void xpath_remember(struct evaluation *evaluation, const struct part *part,
                    const struct items *items);
/* Makes lent items the caller's own. */
void xpath_own(struct evaluation *evaluation, struct items *items);
/* Comparing, for kinds from EQUAL to MORE_EQUAL. */
bool xpath_numbers_hold(enum part_kind kind, double a, double b);
bool xpath_texts_hold(enum part_kind kind, const char *a, const char *b);

struct result xpath_call(struct evaluation *evaluation, const struct part *call,
                         const struct context *context);

/* Conversions. */
const char *xpath_item_text(struct evaluation *evaluation, struct item item);
const char *xpath_text(struct evaluation *evaluation, const struct result *result);
double xpath_number(struct evaluation *evaluation, const struct result *result);
bool xpath_truth(const struct result *result);
const char *xpath_number_text(struct evaluation *evaluation, double number);
struct result xpath_of_text(const char *text);
struct result xpath_of_number(double number);
struct result xpath_of_truth(bool truth);

#endif
