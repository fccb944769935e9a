/* actions.c: the action log, carried from meeting to meeting.
 *
 * A recommendation keeps its id as long as it is carried on. What an earlier paper recommended and
 * a later one neither carries on nor declares over was dropped without a word; a board hears of it
 * by name. The alternative, to carry such recommendations on by ourselves, would set on the page
 * what nobody has said. */
#include <string.h>

#include <boardpaper/xml.h>

#include "evaluate.h"

static const struct recommendation *find(const struct assessment *assessment, const char *id) {
    for (size_t i = 0; i < assessment->recommendation_count; i++) {
        if (strcmp(assessment->recommendations[i].id, id) == 0) {
            return &assessment->recommendations[i];
        }
    }
    return NULL;
}

/* Over, as the earlier paper itself had it. */
static bool was_over(const struct outcome *outcome) {
    const char *status = outcome->recommendation->status;
    return outcome->status == OUTCOME_BLUE ||
           (status != NULL && (strcmp(status, "withdrawn") == 0 || strcmp(status, "blue") == 0));
}

static const char *iso(char out[16], struct date date) {
    size_t at = 0;
    const int parts[] = {date.year / 100, date.year % 100, date.month, date.day};
    if (date.year == 0) {
        return NULL;
    }
    for (size_t i = 0; i < 4; i++) {
        if (i > 1) {
            out[at++] = '-';
        }
        out[at++] = (char)('0' + parts[i] / 10 % 10);
        out[at++] = (char)('0' + parts[i] % 10);
    }
    out[at] = '\0';
    return out;
}

void scoring_actions_advise(const struct assessment *earlier, const struct outcome *outcomes,
                            const struct assessment *later, struct diagnostics *diagnostics) {
    char meeting[16];
    const char *when = iso(meeting, earlier->meeting);
    for (size_t i = 0; i < earlier->recommendation_count; i++) {
        const struct recommendation *before = outcomes[i].recommendation;
        const struct recommendation *after = find(later, before->id);
        if (after == NULL && !was_over(&outcomes[i])) {
            REPORT(diagnostics, later->where, MESSAGE_ACTION_DROPPED, before->id,
                   when == NULL ? earlier->edition : when);
        } else if (after != NULL && after->raised.year == 0 && when != NULL) {
            REPORT(diagnostics, after->where, MESSAGE_ACTION_NOT_RAISED, after->id, when);
        }
    }
}

static void annotate_dropped(const struct outcome *outcome, struct xml_node *parent) {
    const struct recommendation *before = outcome->recommendation;
    struct xml_node *node = xml_add(parent, "dropped");
    const char *ruled = outcome_status_name(outcome->status);
    char day[16];
    xml_set(node, "id", before->id);
    xml_set(node, "action", before->action);
    xml_set(node, "lead", before->lead);
    xml_set(node, "due", iso(day, before->due));
    xml_set(node, "status", before->status);
    xml_set(node, "ruled-status", *ruled == '\0' ? NULL : ruled);
    xml_set(node, "marking",
            before->marking == MARKING_NONE ? NULL : marking_name(before->marking));
}

/* What its status was by rule at the earlier meeting, for those carried on. */
static void annotate_carried(const struct assessment *earlier, const struct outcome *outcomes,
                             struct xml_node *root) {
    struct xml_node *list = xml_child(root, "recommendations");
    for (struct xml_node *node = list == NULL ? NULL : xml_child(list, "recommendation");
         node != NULL; node = xml_sibling(node, "recommendation")) {
        const char *id = xml_attribute(node, "id");
        const struct recommendation *before = id == NULL ? NULL : find(earlier, id);
        const char *ruled =
            before == NULL
                ? ""
                : outcome_status_name(outcomes[before - earlier->recommendations].status);
        xml_set(node, "before-status", *ruled == '\0' ? NULL : ruled);
    }
}

void scoring_actions_annotate(const struct assessment *earlier, const struct outcome *outcomes,
                              const struct assessment *later, struct xml_node *root) {
    char meeting[16];
    xml_remove_all(root, "earlier");
    struct xml_node *node = xml_add(root, "earlier");
    xml_set(node, "edition", earlier->edition);
    xml_set(node, "meeting", iso(meeting, earlier->meeting));
    for (size_t i = 0; i < earlier->recommendation_count; i++) {
        if (find(later, earlier->recommendations[i].id) == NULL && !was_over(&outcomes[i])) {
            annotate_dropped(&outcomes[i], node);
        }
    }
    annotate_carried(earlier, outcomes, root);
}
