/* extract.c: cutting an assessment down to what may be seen at a marking. extract.h tells what is
 * left out and why. */
#include <boardpaper/extract.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/xml.h>

#include "mentions.h"

struct extract {
    struct arena *arena;
    struct xml_document *document;
    enum marking marking;
    const char *file;
    const struct extract *later;
    struct gone *gone;
    struct mentions *mentions;
    struct ids *secret_categories;
    struct ids *kinds; /* "area rape-sso": left out */
    size_t count;      /* of elements left out */
};

enum marking extract_marking(const struct extract *extract) {
    return extract->marking;
}

size_t extract_left_out(const struct extract *extract) {
    return extract->count;
}

/* ---- what is above --------------------------------------------------------------------------- */

/* White space around it is none of it, as for the schema. What is no marking the schema refuses; a
 * template that nobody has checked is taken at its worst. */
static enum marking own_marking(const struct xml_node *node) {
    static const char SPACE[] = " \t\r\n";
    const char *text = xml_attribute(node, "marking");
    if (text == NULL) {
        return MARKING_NONE;
    }
    text += strspn(text, SPACE);
    size_t length = strcspn(text, SPACE);
    for (enum marking marking = MARKING_OFFICIAL; marking < MARKING_COUNT; marking++) {
        const char *name = marking_name(marking);
        if (strlen(name) == length && strncmp(name, text, length) == 0) {
            return marking;
        }
    }
    return MARKING_SECRET;
}

static bool is_named(const struct xml_node *node) {
    return xml_is(node, "area") || xml_is(node, "focus") || xml_is(node, "group");
}

/* A thing whose name may not be told cannot be shown. */
static bool is_above(const struct xml_node *node, enum marking marking) {
    const struct xml_node *name = is_named(node) ? xml_child(node, "name") : NULL;
    return own_marking(node) > marking || (name != NULL && own_marking(name) > marking);
}

/* The highest marking of all that is in node. */
static enum marking highest_within(struct xml_document *document, const struct xml_node *node) {
    enum marking highest = MARKING_NONE;
    for (const struct xml_node *at = xml_first(node); at != NULL; at = xml_next(at)) {
        if (xml_is(at, "method")) {
            continue; /* its words are its own */
        }
        uint64_t mark = xml_mark(document);
        enum marking own = own_marking(at);
        enum marking inner = highest_within(document, at);
        xml_rest(document, mark);
        highest = own > highest ? own : highest;
        highest = inner > highest ? inner : highest;
    }
    return highest;
}

static const char *kind_key(struct arena *arena, const char *kind, const char *id) {
    return arena_print(arena, "%s %s", kind, id);
}

/* Whether a later edition leaves out this thing by its kind and id. */
static bool is_gone_later(const struct extract *extract, const struct xml_node *node) {
    const char *id = extract->later == NULL ? NULL : xml_attribute(node, "id");
    for (const struct extract *at = extract->later; id != NULL && at != NULL; at = at->later) {
        if (ids_find(at->kinds, kind_key(extract->arena, xml_name(node), id)) != NULL) {
            return true;
        }
    }
    return false;
}

/* ---- cutting --------------------------------------------------------------------------------- */

/* A name, or a category's label, that may not be told. */
static const char *secret_name(const struct extract *extract, const struct xml_node *node) {
    const struct xml_node *name = is_named(node)             ? xml_child(node, "name")
                                  : xml_is(node, "category") ? node
                                                             : NULL;
    bool told = name == NULL || (name != node && own_marking(name) != MARKING_NONE &&
                                 own_marking(name) <= extract->marking);
    return told ? NULL : xml_text(extract->document, name);
}

static void remember(struct extract *extract, const struct xml_node *node, bool named) {
    const char *id = xml_attribute(node, "id");
    const char *name = named ? secret_name(extract, node) : NULL;
    extract->count++;
    if (id != NULL || name != NULL) {
        struct gone *gone = NEW(extract->arena, struct gone);
        *gone = (struct gone){xml_name(node), id, name, xml_where(node), extract->gone};
        extract->gone = gone;
    }
    for (const struct xml_node *at = xml_first(node); at != NULL; at = xml_next(at)) {
        remember(extract, at, named);
    }
}

static void cut(struct extract *extract, struct xml_node *node) {
    remember(extract, node, true);
    xml_remove(node);
}

/* A term is nothing without what it means, nor the other way round. */
static bool is_above_with_pair(const struct extract *extract, const struct xml_node *node,
                               const struct xml_node **pair) {
    const struct xml_node *next = xml_next(node);
    bool paired = xml_is(node, "term") && next != NULL && xml_is(next, "definition");
    *pair = paired ? next : NULL;
    return is_above(node, extract->marking) || (paired && is_above(next, extract->marking));
}

static struct xml_node *first_in(struct xml_node *root, const char *list, const char *name) {
    struct xml_node *node = xml_child(root, list);
    return node == NULL ? NULL : xml_child(node, name);
}

static void find_secret_categories(struct extract *extract, const struct assessment *assessment,
                                   struct xml_node *root) {
    extract->secret_categories = ids_new(extract->arena, assessment->category_count);
    for (const struct xml_node *at = first_in(root, "categories", "category"); at != NULL;
         at = xml_sibling(at, "category")) {
        const char *id = xml_attribute(at, "id");
        if (id != NULL && is_above(at, extract->marking)) {
            ids_add(extract->secret_categories, id, at, xml_where(at));
        }
    }
}

static bool is_in_secret_category(const struct extract *extract, const struct xml_node *node) {
    const char *category = xml_is(node, "area") ? xml_attribute(node, "category") : NULL;
    return category != NULL && ids_find(extract->secret_categories, category) != NULL;
}

static void cut_above(struct extract *extract, struct xml_node *node) {
    for (struct xml_node *at = xml_first(node); at != NULL;) {
        const struct xml_node *pair = NULL;
        struct xml_node *next = xml_next(at);
        if (xml_is(at, "method")) {
            at = next;
            continue;
        }
        uint64_t mark = xml_mark(extract->document);
        if (is_above_with_pair(extract, at, &pair) || is_in_secret_category(extract, at) ||
            is_gone_later(extract, at)) {
            if (pair != NULL) {
                struct xml_node *definition = next;
                next = xml_next(definition);
                cut(extract, definition);
            }
            cut(extract, at);
        } else {
            cut_above(extract, at);
        }
        xml_rest(extract->document, mark);
        at = next;
    }
}

void extract_cut(struct xml_node *root, enum marking marking) {
    for (struct xml_node *at = xml_first(root); at != NULL;) {
        struct xml_node *next = xml_next(at);
        if (is_above(at, marking)) {
            xml_remove(at);
        } else {
            extract_cut(at, marking);
        }
        at = next;
    }
}

/* ---- what leads to it ------------------------------------------------------------------------ */

static bool is_gone(const struct extract *extract, const char *kind, const char *id) {
    return id != NULL && ids_find(extract->kinds, kind_key(extract->arena, kind, id)) != NULL;
}

static void enter_kinds(struct extract *extract) {
    size_t count = 0;
    for (const struct gone *at = extract->gone; at != NULL; at = at->next) {
        count++;
    }
    extract->kinds = ids_new(extract->arena, count);
    for (const struct gone *at = extract->gone; at != NULL; at = at->next) {
        if (at->id != NULL) {
            ids_add(extract->kinds, kind_key(extract->arena, at->kind, at->id), at, at->where);
        }
    }
}

/* Categories or populations that an area had before and none has now. What nobody ever used stays.
 * Their labels may be common words and carry no marking, so only their ids are looked for. */
static void cut_unused(struct extract *extract, const struct assessment *assessment,
                       struct xml_node *root, const char *list, const char *name) {
    bool categories = strcmp(name, "category") == 0;
    size_t areas = assessment->area_count;
    struct ids *before = ids_new(extract->arena, areas);
    struct ids *now = ids_new(extract->arena, areas);
    for (size_t i = 0; i < areas; i++) {
        const struct area *area = &assessment->areas[i];
        const char *id = categories ? (area->category == NULL ? NULL : area->category->id)
                                    : (area->population == NULL ? NULL : area->population->id);
        if (id != NULL) {
            ids_add(before, id, area, area->where);
            if (!is_gone(extract, "area", area->id)) {
                ids_add(now, id, area, area->where);
            }
        }
    }
    for (struct xml_node *at = first_in(root, list, name); at != NULL;) {
        struct xml_node *next = xml_sibling(at, name);
        const char *id = xml_attribute(at, "id");
        if (id != NULL && ids_find(before, id) != NULL && ids_find(now, id) == NULL) {
            remember(extract, at, false);
            xml_remove(at);
        }
        at = next;
    }
}

static void cut_evidence(const struct extract *extract, struct xml_node *focus) {
    for (struct xml_node *at = xml_child(focus, "evidence"); at != NULL;) {
        struct xml_node *next = xml_sibling(at, "evidence");
        if (is_gone(extract, "area", xml_attribute(at, "area"))) {
            xml_remove(at);
        }
        at = next;
    }
}

static int order_of(const struct xml_node *focus) {
    const char *text = xml_attribute(focus, "order");
    long order = text == NULL ? 0 : strtol(text, NULL, 10);
    return order > INT32_MAX ? INT32_MAX : order < 0 ? 0 : (int)order;
}

/* The board's orders anew, from 1 and without gaps; those that were level stay so. The attributes
 * are set only when all are known, for each is counted by the others'. */
static void order_anew(struct extract *extract, struct xml_node *group) {
    size_t count = 0;
    for (struct xml_node *at = xml_child(group, "focus"); at != NULL;
         at = xml_sibling(at, "focus")) {
        count++;
    }
    int *orders = NEWS(extract->arena, count + 1, int);
    size_t i = 0;
    for (struct xml_node *at = xml_child(group, "focus"); at != NULL;
         at = xml_sibling(at, "focus")) {
        orders[i++] = order_of(at);
    }
    i = 0;
    for (struct xml_node *at = xml_child(group, "focus"); at != NULL;
         at = xml_sibling(at, "focus"), i++) {
        int fresh = 1;
        for (size_t j = 0; j < count; j++) {
            bool first = orders[j] > 0 && orders[j] < orders[i];
            for (size_t k = 0; first && k < j; k++) {
                first = orders[k] != orders[j]; /* each order is counted once */
            }
            fresh += first;
        }
        if (orders[i] > 0) {
            xml_set(at, "order", arena_print(extract->arena, "%d", fresh));
        }
    }
}

static void cut_links(struct extract *extract, struct xml_node *root) {
    for (struct xml_node *group = first_in(root, "focus-areas", "group"); group != NULL;
         group = xml_sibling(group, "group")) {
        for (struct xml_node *at = xml_child(group, "focus"); at != NULL;
             at = xml_sibling(at, "focus")) {
            cut_evidence(extract, at);
        }
        order_anew(extract, group);
    }
    for (struct xml_node *at = first_in(root, "recommendations", "recommendation"); at != NULL;
         at = xml_sibling(at, "recommendation")) {
        if (is_gone(extract, "focus", xml_attribute(at, "focus"))) {
            xml_set(at, "focus", NULL);
        }
    }
}

bool extract_cut_cases(const struct extract *extract, struct xml_node *method) {
    bool any = false;
    for (struct xml_node *at = xml_first(method); at != NULL; at = xml_next(at)) {
        const char *by = xml_is(at, "lookup") ? xml_attribute(at, "by") : NULL;
        for (struct xml_node *one = by == NULL ? NULL : xml_child(at, "case"); one != NULL;) {
            struct xml_node *next = xml_sibling(one, "case");
            if (is_gone(extract, by, xml_attribute(one, "is"))) {
                xml_remove(one);
                any = true;
            }
            one = next;
        }
        any = extract_cut_cases(extract, at) || any;
    }
    return any;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* Where the assessment was above the asked marking, its parts say what it is now. */
static void mark_root(const struct extract *extract, const struct assessment *assessment,
                      struct xml_node *root) {
    enum marking left = highest_within(extract->document, root);
    xml_set(root, "extract", marking_name(extract->marking));
    if (assessment->marking > extract->marking) {
        xml_set(root, "marking", marking_name(left < MARKING_OFFICIAL ? MARKING_OFFICIAL : left));
    }
}

const struct extract *extract_make(struct arena *arena, const struct assessment *assessment,
                                   enum marking marking, const struct extract *later,
                                   struct diagnostics *diagnostics) {
    struct xml_node *root = xml_root(assessment->document);
    if (assessment->marking > marking &&
        highest_within(assessment->document, root) < assessment->marking) {
        REPORT(diagnostics, xml_where(root), MESSAGE_EXTRACT_UNPARTED,
               marking_name(assessment->marking), marking_name(marking));
        return NULL;
    }
    struct extract *extract = NEW(arena, struct extract);
    *extract = (struct extract){.arena = arena,
                                .document = assessment->document,
                                .marking = marking,
                                .file = xml_file(assessment->document),
                                .later = later};
    find_secret_categories(extract, assessment, root);
    cut_above(extract, root);
    enter_kinds(extract);
    cut_unused(extract, assessment, root, "categories", "category");
    cut_unused(extract, assessment, root, "populations", "population");
    enter_kinds(extract); /* with those that nobody has now */
    cut_links(extract, root);
    struct xml_node *method = xml_child(root, "method");
    if (method != NULL) {
        extract_cut_cases(extract, method);
    }
    mark_root(extract, assessment, root);
    xml_remove_remarks(assessment->document);
    extract->mentions = mentions_new(arena, extract->gone, root, assessment->document);
    struct xml_node *said = later == NULL ? root : xml_child(root, "recommendations");
    bool free = said == NULL || mentions_check(extract->mentions, assessment->document, said,
                                               marking_name(marking), diagnostics);
    return free ? extract : NULL;
}

bool extract_check(const struct extract *extract, struct xml_document *document,
                   struct diagnostics *diagnostics) {
    return mentions_check(extract->mentions, document, xml_root(document),
                          marking_name(extract->marking), diagnostics);
}

bool extract_check_text(const struct extract *extract, const char *text,
                        struct diagnostics *diagnostics) {
    const struct gone *gone = mentions_name(extract->mentions, text);
    return gone == NULL ||
           REPORT(diagnostics, ((struct where){NULL, 0}), MESSAGE_EXTRACT_SAYS, gone->name,
                  marking_name(extract->marking),
                  diagnostics_integer(diagnostics, gone->where.line), extract->file);
}
