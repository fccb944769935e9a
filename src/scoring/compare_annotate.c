/* compare_annotate.c: what moved since the edition before, into the later edition's XML. */
#include <string.h>

#include <boardpaper/xml.h>

#include "evaluate.h"
#include "words.h"

static void annotate_before(const struct scores *scores, const struct result *before,
                            struct xml_node *node) {
    const struct method *method = scores->method;
    const struct value *total = scoring_value(before, (size_t)method->total);
    char text[NUMBER_TEXT];
    xml_set(node, "before-total",
            value_known(total)
                ? number_format(total->lowest, method->factors[method->total].decimals, text)
                : NULL);
    if (before->rank > 0) {
        xml_set_integer(node, "before-rank", before->rank);
    }
    xml_set(node, "before-rating", before->rating == NULL ? NULL : before->rating->id);
    xml_set(node, "before-rating-label", before->rating == NULL ? NULL : before->rating->label);
}

static void annotate_parts(const struct scoring_comparison *comparison,
                           const struct movement *movement, struct xml_node *node) {
    const struct method *method = comparison->after->method;
    char text[AMOUNT_TEXT];
    xml_set(node, "difference", number_plain(movement->difference, text));
    xml_set(node, "by-method", words_amount(movement->by_method, text));
    for (size_t i = 0; i < movement->contribution_count; i++) {
        const struct contribution *part = &movement->contributions[i];
        struct xml_node *because = xml_add(node, "because");
        xml_set(because, "factor", words_fact_id(method, part->factor));
        xml_set(because, "label", words_fact_label(method, part->factor));
        xml_set(because, "before", part->before);
        xml_set(because, "after", part->after);
        xml_set(because, "amount",
                movement->together.numerator == 0 ? words_amount(part->amount, text) : NULL);
    }
}

static void annotate_area(const struct scoring_comparison *comparison,
                          const struct movement *movement, struct xml_node *node) {
    static const char *const ATTRIBUTES[] = {"difference",  "by-method",     "before-total",
                                             "before-rank", "before-rating", "before-rating-label",
                                             "rerated"};
    for (size_t i = 0; i < sizeof ATTRIBUTES / sizeof ATTRIBUTES[0]; i++) {
        xml_set(node, ATTRIBUTES[i], NULL);
    }
    xml_remove_all(node, "because");
    xml_set(node, "movement", movement_name(movement->kind));
    xml_set(node, "rerated", movement->rerated ? "yes" : NULL);
    if (movement->before != NULL) {
        annotate_before(comparison->before, movement->before, node);
    }
    if (movement->certain) {
        annotate_parts(comparison, movement, node);
    }
}

static void annotate_gone(const struct scoring_comparison *comparison,
                          const struct movement *movement, struct xml_node *parent) {
    const struct method *method = comparison->before->method;
    const struct result *before = movement->before;
    struct xml_node *node = xml_add(parent, "gone");
    char text[INTERVAL_TEXT];
    xml_set(node, "id", before->area->id);
    xml_set(node, "name", before->area->name);
    xml_set(node, "total",
            value_words_in(method->phrases, &method->factors[method->total],
                           scoring_value(before, (size_t)method->total), text));
    xml_set(node, "rating-label", before->rating == NULL ? NULL : before->rating->label);
}

static void annotate_root(const struct scoring_comparison *comparison, struct xml_node *root) {
    enum { KINDS = MOVEMENT_UNCERTAIN + 1 };
    int64_t counts[KINDS] = {0};
    xml_remove_all(root, "movement");
    struct xml_node *node = xml_add(root, "movement");
    xml_set(node, "before", comparison->before->assessment->edition);
    xml_set(node, "after", comparison->after->assessment->edition);
    xml_set(node, "method-changed", comparison->method_changed ? "yes" : NULL);
    for (size_t i = 0; i < comparison->count; i++) {
        counts[comparison->movements[i].kind]++;
        if (comparison->movements[i].kind == MOVEMENT_GONE) {
            annotate_gone(comparison, &comparison->movements[i], node);
        }
    }
    for (size_t i = 0; i < KINDS; i++) {
        xml_set_integer(node, movement_name((enum movement_kind)i), counts[i]);
    }
}

void scoring_compare_annotate(const struct scoring_comparison *comparison, struct xml_node *root) {
    const struct assessment *assessment = comparison->after->assessment;
    struct arena *scratch = arena_new();
    const struct movement **by_area =
        NEWS(scratch, assessment->area_count, const struct movement *);
    for (size_t i = 0; i < comparison->count; i++) {
        const struct result *after = comparison->movements[i].after;
        if (after != NULL) {
            by_area[after->area - assessment->areas] = &comparison->movements[i];
        }
    }
    annotate_root(comparison, root);
    struct xml_node *list = xml_child(root, "areas");
    for (struct xml_node *node = list == NULL ? NULL : xml_child(list, "area"); node != NULL;
         node = xml_sibling(node, "area")) {
        const char *id = xml_attribute(node, "id");
        const struct area *area = id == NULL ? NULL : assessment_area(assessment, id);
        if (area != NULL) {
            annotate_area(comparison, by_area[area - assessment->areas], node);
        }
    }
    arena_free(scratch);
}
