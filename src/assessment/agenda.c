/* agenda.c: what the board has set itself: areas of focus and recommendations. */
#include "reading.h"

#include <stdlib.h>
#include <string.h>

static const struct amount_names BASELINE = AMOUNT_NAMES("baseline");
static const struct amount_names CURRENT = AMOUNT_NAMES("current");
static const struct amount_names TARGET = AMOUNT_NAMES("target");

/* ---- areas of focus -------------------------------------------------------------------------- */

static void read_evidence(struct reading *reading, const struct xml_node *node,
                          struct focus *focus) {
    size_t count = count_children(node, "evidence");
    struct evidence *evidence = NEWS(reading->arena, count, struct evidence);
    struct ids *seen = ids_new(reading->arena, count);
    size_t kept = 0;
    const struct xml_node *at = count == 0 ? NULL : xml_child(node, "evidence");
    for (; at != NULL; at = xml_sibling(at, "evidence")) {
        const struct area *area = look_up(reading, reading->areas, "area", "areas", at, "area");
        if (area == NULL) {
            continue;
        }
        const struct where *first = ids_add(seen, area->id, area, xml_where(at));
        if (first != NULL) {
            reading->good = REPORT(reading->diagnostics, xml_where(at), MESSAGE_EVIDENCE_TWICE,
                                   focus->id == NULL ? "?" : focus->id, area->id,
                                   diagnostics_integer(reading->diagnostics, first->line));
            continue;
        }
        evidence[kept].area = area;
        evidence[kept].where = xml_where(at);
        kept++;
    }
    focus->evidence = evidence;
    focus->evidence_count = kept;
}

/* The board's order, from 1; what is no such number the schema has refused. */
static int read_order(struct reading *reading, const struct xml_node *node) {
    enum { MOST = 1000000 };
    const char *text = read_attribute(reading, node, "order");
    long order = text == NULL ? 0 : strtol(text, NULL, 10);
    return order < 0 || order > MOST ? MOST : (int)order;
}

static void read_focus(struct reading *reading, const struct xml_node *node, struct focus *focus) {
    focus->id = read_attribute(reading, node, "id");
    focus->name = read_child(reading, node, "name");
    focus->order = read_order(reading, node);
    focus->reason = read_attribute(reading, node, "reason");
    focus->marking = read_marking(reading, node);
    focus->where = xml_where(node);
    read_evidence(reading, node, focus);
    enter(reading, reading->focuses, "focus", node, focus->id, focus);
}

static size_t count_focuses(const struct xml_node *list) {
    size_t count = 0;
    for (const struct xml_node *at = list == NULL ? NULL : xml_child(list, "group"); at != NULL;
         at = xml_sibling(at, "group")) {
        count += count_children(at, "focus");
    }
    return count;
}

void read_focus_areas(struct reading *reading, const struct xml_node *root) {
    const struct xml_node *list = xml_child(root, "focus-areas");
    size_t count = count_children(list, "group");
    struct focus_group *groups = NEWS(reading->arena, count, struct focus_group);
    struct ids *group_ids = ids_new(reading->arena, count);
    reading->focuses = ids_new(reading->arena, count_focuses(list));
    const struct xml_node *node = count == 0 ? NULL : xml_child(list, "group");
    for (size_t i = 0; node != NULL; node = xml_sibling(node, "group"), i++) {
        struct focus_group *group = &groups[i];
        group->id = read_attribute(reading, node, "id");
        group->name = read_child(reading, node, "name");
        group->where = xml_where(node);
        read_marking(reading, node);
        group->focus_count = count_children(node, "focus");
        struct focus *focuses = NEWS(reading->arena, group->focus_count, struct focus);
        const struct xml_node *at = group->focus_count == 0 ? NULL : xml_child(node, "focus");
        for (size_t j = 0; at != NULL; at = xml_sibling(at, "focus"), j++) {
            read_focus(reading, at, &focuses[j]);
        }
        group->focuses = focuses;
        enter(reading, group_ids, "group", node, group->id, group);
    }
    reading->assessment->groups = groups;
    reading->assessment->group_count = count;
}

/* ---- recommendations ------------------------------------------------------------------------- */

static const struct measure *read_measure(struct reading *reading, const struct xml_node *node) {
    if (node == NULL) {
        return NULL;
    }
    struct measure *measure = NEW(reading->arena, struct measure);
    const char *text = xml_text(reading->document, node);
    measure->text = *text == '\0' ? NULL : text;
    measure->unit = read_attribute(reading, node, "unit");
    measure->baseline = read_amount(reading, node, &BASELINE);
    measure->target = read_amount(reading, node, &TARGET);
    measure->current = read_amount(reading, node, &CURRENT);
    measure->direction = read_attribute(reading, node, "direction");
    return measure;
}

/* A child's words, or NULL where it has none. */
static const char *read_words(struct reading *reading, const struct xml_node *node,
                              const char *name) {
    const char *words = read_child(reading, node, name);
    return words == NULL || *words == '\0' ? NULL : words;
}

static void read_recommendation(struct reading *reading, const struct xml_node *node,
                                struct recommendation *recommendation) {
    recommendation->id = read_attribute(reading, node, "id");
    recommendation->focus =
        look_up(reading, reading->focuses, "focus", "focus-areas", node, "focus");
    recommendation->action = read_words(reading, node, "action");
    recommendation->outcome = read_words(reading, node, "outcome");
    recommendation->output = read_words(reading, node, "output");
    recommendation->lead = read_attribute(reading, node, "lead");
    recommendation->status = read_attribute(reading, node, "status");
    recommendation->due = read_date(reading, node, "due");
    recommendation->raised = read_date(reading, node, "raised");
    recommendation->measure = read_measure(reading, xml_child(node, "measure"));
    recommendation->marking = read_marking(reading, node);
    for (const struct xml_node *at = xml_first(node); at != NULL; at = xml_next(at)) {
        read_marking(reading, at);
    }
    recommendation->where = xml_where(node);
}

void read_recommendations(struct reading *reading, const struct xml_node *root) {
    const struct xml_node *list = xml_child(root, "recommendations");
    size_t count = count_children(list, "recommendation");
    struct recommendation *recommendations = NEWS(reading->arena, count, struct recommendation);
    struct ids *ids = ids_new(reading->arena, count);
    const struct xml_node *node = count == 0 ? NULL : xml_child(list, "recommendation");
    for (size_t i = 0; node != NULL; node = xml_sibling(node, "recommendation"), i++) {
        read_recommendation(reading, node, &recommendations[i]);
        enter(reading, ids, "recommendation", node, recommendations[i].id, &recommendations[i]);
    }
    reading->assessment->recommendations = recommendations;
    reading->assessment->recommendation_count = count;
}
