/* axes.c: from nodes to nodes, along the axes of XPath.
 *
 * Each axis is walked from each node in the axis's own order, which is what predicates count by;
 * then the finds are in document order by themselves, or are sorted. They are by themselves when
 * there was one node to go from, and when the nodes stood beside each other and the axis only goes
 * down: that is nearly always.
 *
 * Children that are still to be made (tree.h) are made only where the step could find them.
 */
#include "evaluation.h"

#include <math.h>
#include <string.h>

struct walk {
    struct evaluation *evaluation;
    const struct step *step;
    struct items *out;
    size_t most; /* finds from this node that are wanted; others need not be looked for */
    size_t found;
    struct attribute_test *tests; /* what finds must pass */
    size_t test_count;
};

enum { TESTS = 4 }; /* at once; what more there are come as any predicate */

/* ---- tests ----------------------------------------------------------------------------------- */

static bool same_space(const struct space *space, const char *uri) {
    return space == NULL || uri == NULL ? (space == NULL) == (uri == NULL)
                                        : strcmp(space->uri, uri) == 0;
}

static bool passes(const struct step *step, const struct xml_node *node) {
    switch (step->test) {
    case TEST_NAME:
        return node->text == step->name && node->kind == NODE_ELEMENT &&
               same_space(as_element(node)->space, step->space);
    case TEST_ANY_NAME:
        return node->kind == NODE_ELEMENT &&
               (step->space == NULL || same_space(as_element(node)->space, step->space));
    case TEST_NODE:
        return node->kind != NODE_LATER;
    case TEST_TEXT:
        return node->kind == NODE_TEXT;
    case TEST_COMMENT:
        return node->kind == NODE_COMMENT;
    case TEST_INSTRUCTION: {
        size_t length = step->name == NULL ? 0 : strlen(step->name);
        return node->kind == NODE_INSTRUCTION &&
               (step->name == NULL || (strncmp(node->text, step->name, length) == 0 &&
                                       (node->text[length] == ' ' || node->text[length] == '\0')));
    }
    }
    return false;
}

/* Whether what stands for children in node must be made for the step to see them. */
static bool wants(const struct step *step, const struct xml_node *later) {
    switch (step->test) {
    case TEST_NAME:
        return step->name == later->text;
    case TEST_ANY_NAME:
    case TEST_NODE:
        return true;
    default:
        return false;
    }
}

static inline bool passes_tests(struct walk *walk, struct item item) {
    for (size_t i = 0; i < walk->test_count; i++) {
        if (!xpath_passes_test(walk->evaluation, &walk->tests[i], item)) {
            return false;
        }
    }
    return true;
}

/* A find, unless it does not pass the test; false where the walk is over. */
static bool find(struct walk *walk, struct item item) {
    if (!passes_tests(walk, item)) {
        return walk->evaluation->failure == FAILURE_NONE;
    }
    xpath_add(walk->evaluation, walk->out, item);
    return ++walk->found < walk->most;
}

/* Looks at node; false where the walk is over. */
static bool look(struct walk *walk, struct xml_node *node) {
    if (!xpath_pay(walk->evaluation, 1)) {
        return false;
    }
    return !passes(walk->step, node) || find(walk, (struct item){node, NULL});
}

/* The first of what node, of kind LATER, stands for, where the step wants it; else what follows. */
static struct xml_node *made_later(const struct walk *walk, struct xml_node *node) {
    while (node != NULL && node->kind == NODE_LATER) {
        if (!wants(walk->step, node)) {
            node = node->next;
            continue;
        }
        /* What was announced comes into being; what was found before holds as it did. */
        struct xml_document *document = walk->evaluation->document;
        uint32_t changes = document->changes;
        node = tree_expand(node);
        document->changes = changes;
    }
    return node;
}

/* node or, where it stands for children that the step wants, the first of these. */
static inline struct xml_node *made(const struct walk *walk, struct xml_node *node) {
    return node == NULL || node->kind != NODE_LATER ? node : made_later(walk, node);
}

static struct xml_node *first_child(const struct walk *walk, const struct xml_node *node) {
    bool holds_others = node->kind == NODE_ELEMENT || node->kind == NODE_DOCUMENT;
    return holds_others ? made(walk, tree_open(node)->first) : NULL;
}

static struct xml_node *last_child(const struct walk *walk, const struct xml_node *node) {
    struct xml_node *at = first_child(walk, node); /* makes all that is wanted on the way */
    if (at == NULL) {
        return NULL;
    }
    while (at != NULL && walk->evaluation->document->later > 0) {
        at = made(walk, at->next);
    }
    at = as_element(node)->last;
    while (at != NULL && at->kind == NODE_LATER) {
        at = at->previous;
    }
    return at;
}

static struct xml_node *next_of(const struct walk *walk, const struct xml_node *node) {
    return made(walk, node->next);
}

static struct xml_node *previous_of(const struct xml_node *node) {
    struct xml_node *at = node->previous;
    while (at != NULL && at->kind == NODE_LATER) {
        at = at->previous;
    }
    return at;
}

/* ---- axes ------------------------------------------------------------------------------------ */

/* The elements called so, in no namespace: what nearly every step asks for. */
static void walk_named(struct walk *walk, struct xml_node *node) {
    const char *name = walk->step->name;
    size_t looked = 0; /* at children, which are paid for at the end */
    for (struct xml_node *at = first_child(walk, node); at != NULL; at = next_of(walk, at)) {
        const struct item item = {at, NULL};
        looked++;
        if (at->text != name || at->kind != NODE_ELEMENT || as_element(at)->space != NULL) {
            continue;
        }
        if (passes_tests(walk, item)) {
            xpath_add(walk->evaluation, walk->out, item);
            if (++walk->found >= walk->most) {
                break;
            }
        } else if (walk->evaluation->failure != FAILURE_NONE) {
            return;
        }
    }
    xpath_pay(walk->evaluation, looked);
}

static void walk_children(struct walk *walk, struct xml_node *node) {
    if (walk->step->test == TEST_NAME && walk->step->space == NULL) {
        walk_named(walk, node);
        return;
    }
    for (struct xml_node *at = first_child(walk, node); at != NULL && look(walk, at);
         at = next_of(walk, at)) {
    }
}

/* All below top, in document order. What rested and has no finds in it rests again. */
static bool walk_below(struct walk *walk, struct xml_node *top) {
    struct xml_document *document = walk->evaluation->document;
    struct xml_node *resting = NULL;
    uint64_t mark = 0;
    size_t found = 0;
    struct xml_node *at = first_child(walk, top);
    while (at != NULL) {
        if (!look(walk, at)) {
            return false;
        }
        if (at->rests) {
            resting = at;
            mark = xml_mark(document);
            found = walk->found;
        }
        struct xml_node *next = first_child(walk, at);
        while (next == NULL && at != NULL && at != top) {
            if (at == resting && walk->found == found) {
                xml_rest(document, mark);
            }
            next = next_of(walk, at);
            at = next == NULL ? at->parent : at;
        }
        if (next == NULL) {
            return true;
        }
        at = next;
    }
    return true;
}

/* All below top and top itself, backwards: what stands last comes first, top at the end. */
static bool walk_back(struct walk *walk, struct xml_node *top) {
    struct xml_node *at = top;
    for (struct xml_node *child = last_child(walk, at); child != NULL;
         child = last_child(walk, at)) {
        at = child;
    }
    for (;;) {
        if (!look(walk, at)) {
            return false;
        }
        if (at == top) {
            return true;
        }
        struct xml_node *next = previous_of(at);
        if (next == NULL) {
            at = at->parent;
            continue;
        }
        at = next;
        for (struct xml_node *child = last_child(walk, at); child != NULL;
             child = last_child(walk, at)) {
            at = child;
        }
    }
}

static void walk_up(struct walk *walk, struct xml_node *node) {
    while (node != NULL && look(walk, node)) {
        node = node->parent;
    }
}

static void walk_following(struct walk *walk, struct item item) {
    if (item.attribute != NULL && !walk_below(walk, item.node)) {
        return; /* what an attribute's element holds comes after the attribute */
    }
    for (struct xml_node *up = item.node; up != NULL; up = up->parent) {
        for (struct xml_node *at = next_of(walk, up); at != NULL; at = next_of(walk, at)) {
            if (!look(walk, at) || !walk_below(walk, at)) {
                return;
            }
        }
    }
}

static void walk_preceding(struct walk *walk, struct xml_node *node) {
    for (struct xml_node *up = node; up != NULL; up = up->parent) {
        if (up->parent != NULL) {
            last_child(walk, up->parent); /* what is still to be made has its place, too */
        }
        for (struct xml_node *at = previous_of(up); at != NULL; at = previous_of(at)) {
            if (!walk_back(walk, at)) {
                return;
            }
        }
    }
}

static void walk_attributes(struct walk *walk, struct xml_node *node) {
    const struct step *step = walk->step;
    if (node->kind != NODE_ELEMENT ||
        (step->test != TEST_NAME && step->test != TEST_ANY_NAME && step->test != TEST_NODE)) {
        return;
    }
    for (const struct attribute *at = tree_open(node)->attributes; at != NULL; at = at->next) {
        if (!is_attribute(at) || !xpath_pay(walk->evaluation, 1)) {
            continue;
        }
        bool named = step->test != TEST_NAME ||
                     (at->name == step->name && same_space(at->space, step->space));
        bool spaced = step->test != TEST_ANY_NAME || step->space == NULL ||
                      same_space(at->space, step->space);
        if (named && spaced && !find(walk, (struct item){node, at})) {
            return;
        }
    }
}

/* An attribute passes as a node, and by no name: self and ancestor look at elements. */
static bool look_at_self(struct walk *walk, struct item item) {
    if (item.attribute == NULL) {
        return look(walk, item.node);
    }
    return walk->step->test != TEST_NODE || !xpath_pay(walk->evaluation, 1) || find(walk, item);
}

/* White space that is no node becomes one before a step that sees texts goes there. */
static void make_whites(const struct walk *walk, struct xml_node *node) {
    enum axis axis = walk->step->axis;
    bool down = axis == AXIS_CHILD || axis == AXIS_DESCENDANT || axis == AXIS_DESCENDANT_OR_SELF;
    bool up = axis == AXIS_SELF || axis == AXIS_PARENT || axis == AXIS_ANCESTOR ||
              axis == AXIS_ANCESTOR_OR_SELF || axis == AXIS_ATTRIBUTE;
    if (!up) {
        tree_whiten(down ? node : &walk->evaluation->document->top.node);
    }
}

static void walk_axis(struct walk *walk, struct item item) {
    struct xml_node *node = item.node;
    if (walk->step->test == TEST_NODE || walk->step->test == TEST_TEXT) {
        make_whites(walk, node);
    }
    struct xml_node *parent = item.attribute != NULL ? node : node->parent;
    bool attribute = item.attribute != NULL;
    switch (walk->step->axis) {
    case AXIS_ANCESTOR:
        walk_up(walk, parent);
        break;
    case AXIS_ANCESTOR_OR_SELF:
        if (look_at_self(walk, item)) {
            walk_up(walk, parent);
        }
        break;
    case AXIS_ATTRIBUTE:
        if (!attribute) {
            walk_attributes(walk, node);
        }
        break;
    case AXIS_CHILD:
        if (!attribute) {
            walk_children(walk, node);
        }
        break;
    case AXIS_DESCENDANT:
        if (!attribute) {
            walk_below(walk, node);
        }
        break;
    case AXIS_DESCENDANT_OR_SELF:
        if (look_at_self(walk, item) && !attribute) {
            walk_below(walk, node);
        }
        break;
    case AXIS_FOLLOWING:
        walk_following(walk, item);
        break;
    case AXIS_FOLLOWING_SIBLING:
        for (struct xml_node *at = attribute ? NULL : next_of(walk, node);
             at != NULL && look(walk, at); at = next_of(walk, at)) {
        }
        break;
    case AXIS_PARENT:
        if (parent != NULL) {
            look(walk, parent);
        }
        break;
    case AXIS_PRECEDING:
        walk_preceding(walk, node);
        break;
    case AXIS_PRECEDING_SIBLING:
        for (struct xml_node *at = attribute ? NULL : previous_of(node);
             at != NULL && look(walk, at); at = previous_of(at)) {
        }
        break;
    case AXIS_SELF:
        look_at_self(walk, item);
        break;
    case AXIS_NAMESPACE:
    case AXIS_COUNT:
        break;
    }
}

/* ---- predicates ------------------------------------------------------------------------------ */

/* A predicate that is a number asks for that position. */
static bool is_here(struct evaluation *evaluation, const struct part *predicate,
                    const struct context *context) {
    struct pool_mark mark = pool_mark(&evaluation->pool);
    struct result result = xpath_evaluate(evaluation, predicate, context);
    pool_release(&evaluation->pool, mark);
    return result.kind == XML_NUMBER ? result.number == (double)context->position
                                     : xpath_truth(&result);
}

static void filter_by_attribute(struct evaluation *evaluation, struct attribute_test *test,
                                struct items *items, size_t start) {
    size_t kept = start;
    for (size_t i = start; i < items->count && evaluation->failure == FAILURE_NONE; i++) {
        if (xpath_passes_test(evaluation, test, items->at[i])) {
            items->at[kept++] = items->at[i];
        }
    }
    items->count = kept;
}

void xpath_filter(struct evaluation *evaluation, const struct part *predicates, struct items *items,
                  size_t start) {
    for (const struct part *predicate = predicates; predicate != NULL && items->count > start;
         predicate = predicate->next) {
        struct attribute_test test;
        if (xpath_tests_attribute(predicate, &test)) {
            filter_by_attribute(evaluation, &test, items, start);
            continue;
        }
        size_t size = items->count - start;
        size_t kept = start;
        for (size_t i = 0; i < size && evaluation->failure == FAILURE_NONE; i++) {
            struct item item = items->at[start + i];
            const struct context context = {item, i + 1, size};
            uint64_t mark = xml_mark(evaluation->document);
            bool holds = predicate->is_test ? xpath_holds(evaluation, predicate, &context)
                                            : is_here(evaluation, predicate, &context);
            xml_rest(evaluation->document, mark);
            if (holds) {
                items->at[kept++] = item;
            }
        }
        items->count = kept;
    }
}

static bool goes_back(enum axis axis) {
    return axis == AXIS_ANCESTOR || axis == AXIS_ANCESTOR_OR_SELF || axis == AXIS_PRECEDING ||
           axis == AXIS_PRECEDING_SIBLING;
}

static void reverse(struct items *items, size_t start) {
    for (size_t i = start, j = items->count; i + 1 < j; i++) {
        j--;
        struct item item = items->at[i];
        items->at[i] = items->at[j];
        items->at[j] = item;
    }
}

/* How many finds are wanted from one node: [3] wants three. */
static size_t most_wanted(const struct step *step) {
    const struct part *first = step->predicates;
    bool counts =
        first != NULL && first->kind == PART_NUMBER && first->number >= 1 && first->number < 1e9;
    return counts ? (size_t)first->number : (size_t)-1;
}

/* ---- a step ---------------------------------------------------------------------------------- */

static void set_order(const struct step *step, const struct items *from, struct items *out) {
    enum axis axis = step->axis;
    bool one = from->count <= 1;
    bool down = axis == AXIS_CHILD || axis == AXIS_ATTRIBUTE || axis == AXIS_SELF ||
                axis == AXIS_DESCENDANT || axis == AXIS_DESCENDANT_OR_SELF;
    bool beside = axis == AXIS_CHILD || axis == AXIS_ATTRIBUTE || axis == AXIS_SELF ||
                  axis == AXIS_PARENT || axis == AXIS_FOLLOWING_SIBLING ||
                  axis == AXIS_PRECEDING_SIBLING;
    out->sorted = one || (from->sorted &&
                          ((down && from->flat) || axis == AXIS_ATTRIBUTE || axis == AXIS_SELF));
    out->flat = axis == AXIS_ATTRIBUTE || (beside && (one || (from->flat && down)));
}

struct items xpath_step(struct evaluation *evaluation, const struct step *step,
                        const struct items *from, bool any) {
    struct items out = {0};
    size_t most = most_wanted(step);
    const struct part *predicates = step->predicates;
    struct attribute_test tests[TESTS];
    size_t test_count = 0;
    while (predicates != NULL && test_count < TESTS &&
           xpath_tests_attribute(predicates, &tests[test_count])) {
        test_count++; /* asked where it stands: what does not pass is no find */
        predicates = predicates->next;
    }
    if (any && predicates == NULL) {
        most = 1;
    }
    for (size_t i = 0; i < from->count && evaluation->failure == FAILURE_NONE; i++) {
        size_t start = out.count;
        struct walk walk = {.evaluation = evaluation,
                            .step = step,
                            .out = &out,
                            .most = most,
                            .tests = tests,
                            .test_count = test_count};
        walk_axis(&walk, from->at[i]);
        if (predicates != NULL) {
            xpath_filter(evaluation, predicates, &out, start);
        }
        if (any && out.count > 0) {
            break;
        }
        if (goes_back(step->axis)) {
            reverse(&out, start);
        }
    }
    set_order(step, from, &out);
    if (!out.sorted && !any) {
        xpath_sort(evaluation, &out);
    }
    return out;
}
