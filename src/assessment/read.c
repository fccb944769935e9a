/* read.c: an assessment's XML becomes typed facts.
 *
 * The schema is asked first, but reading goes on whatever it finds: an id that is not there or a
 * day that is none is told in the same run as a misspelt attribute. What the schema has refused
 * is taken as missing here, so that nothing is reported twice.
 *
 * Everything is counted before it is read, so that arrays are made once and pointers into them
 * hold. What depends on the method is scoring's to check.
 *
 * Rejected: reading through XPath (a walk knows the line of all it meets, and 100,000 areas are one
 * pass).
 */
#include <stdlib.h>
#include <string.h>

#include <boardpaper/file.h>

#include "reading.h"

static const struct amount_names COUNT = AMOUNT_NAMES("count");

/* ---- the parts that are few ------------------------------------------------------------------ */

static void read_period(struct reading *reading, const struct xml_node *root) {
    struct assessment *assessment = reading->assessment;
    const struct xml_node *node = xml_child(root, "period");
    if (node == NULL) {
        return;
    }
    struct diagnostics *diagnostics = reading->diagnostics;
    assessment->from = read_date(reading, node, "from");
    assessment->to = read_date(reading, node, "to");
    assessment->previous_from = read_date(reading, node, "previous-from");
    assessment->previous_to = read_date(reading, node, "previous-to");
    if (assessment->to.year != 0 && date_compare(assessment->from, assessment->to) > 0) {
        reading->good =
            REPORT(diagnostics, xml_where(node), MESSAGE_PERIOD_BACKWARDS, "from", "to");
    }
    if (assessment->previous_to.year == 0) {
        return;
    }
    if (date_compare(assessment->previous_from, assessment->previous_to) > 0) {
        reading->good = REPORT(diagnostics, xml_where(node), MESSAGE_PERIOD_BACKWARDS,
                               "previous-from", "previous-to");
    } else if (assessment->from.year != 0 &&
               date_compare(assessment->previous_from, assessment->from) >= 0) {
        reading->good = REPORT(diagnostics, xml_where(node), MESSAGE_PERIOD_NOT_PREVIOUS);
    }
}

static void read_method(struct reading *reading, const struct xml_node *root) {
    const struct xml_node *node = xml_child(root, "method");
    if (node == NULL) {
        return;
    }
    struct assessment *assessment = reading->assessment;
    assessment->method_where = xml_where(node);
    assessment->method_ref = read_attribute(reading, node, "ref");
    assessment->method_inline = assessment->method_ref == NULL ? node : NULL;
}

static void read_populations(struct reading *reading, const struct xml_node *root) {
    struct assessment *assessment = reading->assessment;
    const struct xml_node *list = xml_child(root, "populations");
    size_t count = count_children(list, "population");
    struct population *populations = NEWS(reading->arena, count, struct population);
    reading->populations = ids_new(reading->arena, count);
    const struct xml_node *node = count == 0 ? NULL : xml_child(list, "population");
    for (size_t i = 0; node != NULL; node = xml_sibling(node, "population"), i++) {
        struct population *population = &populations[i];
        population->id = read_attribute(reading, node, "id");
        population->label = xml_text(reading->document, node);
        population->count = read_amount(reading, node, &COUNT);
        population->where = xml_where(node);
        enter(reading, reading->populations, "population", node, population->id, population);
    }
    assessment->populations = populations;
    assessment->population_count = count;
}

static void read_categories(struct reading *reading, const struct xml_node *root) {
    struct assessment *assessment = reading->assessment;
    const struct xml_node *list = xml_child(root, "categories");
    size_t count = count_children(list, "category");
    struct category *categories = NEWS(reading->arena, count, struct category);
    reading->categories = ids_new(reading->arena, count);
    const struct xml_node *node = count == 0 ? NULL : xml_child(list, "category");
    for (size_t i = 0; node != NULL; node = xml_sibling(node, "category"), i++) {
        struct category *category = &categories[i];
        category->id = read_attribute(reading, node, "id");
        category->label = xml_text(reading->document, node);
        category->where = xml_where(node);
        read_marking(reading, node);
        enter(reading, reading->categories, "category", node, category->id, category);
    }
    assessment->categories = categories;
    assessment->category_count = count;
}

/* ---- the words ------------------------------------------------------------------------------- */

static size_t count_elements(const struct xml_node *node) {
    size_t count = 1;
    for (const struct xml_node *at = xml_first(node); at != NULL; at = xml_next(at)) {
        count += count_elements(at);
    }
    return count;
}

/* Ids in the narrative are what references lead to; one that a loop computes is the paper room's
 * to check. */
static void check_ids(struct reading *reading, struct ids *ids, const struct xml_node *node) {
    for (const struct xml_node *at = xml_first(node); at != NULL; at = xml_next(at)) {
        const char *id = read_attribute(reading, at, "id");
        if (id != NULL && strchr(id, '{') == NULL) {
            enter(reading, ids, xml_name(at), at, id, at);
        }
        read_marking(reading, at);
        check_ids(reading, ids, at);
    }
}

static void read_paper(struct reading *reading, const struct xml_node *root) {
    const struct xml_node *paper = xml_child(root, "paper");
    if (paper == NULL) {
        return;
    }
    const struct xml_node *meeting = xml_child(paper, "meeting");
    if (meeting != NULL) {
        reading->assessment->meeting = read_date(reading, meeting, "date");
    }
    check_ids(reading, ids_new(reading->arena, count_elements(paper)), paper);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void read_head(struct reading *reading, const struct xml_node *root) {
    struct assessment *assessment = reading->assessment;
    const char *lang = read_attribute(reading, root, "lang");
    const char *marking = read_attribute(reading, root, "marking");
    const char *extract = read_attribute(reading, root, "extract");
    assessment->version = read_attribute(reading, root, "version");
    assessment->partnership = read_attribute(reading, root, "partnership");
    assessment->edition = read_attribute(reading, root, "edition");
    assessment->lang = lang == NULL ? "en-GB" : lang;
    assessment->where = xml_where(root);
    if (marking != NULL) {
        marking_parse(marking, &assessment->marking);
    }
    if (extract != NULL) {
        marking_parse(extract, &assessment->extract);
    }
}

const struct assessment *assessment_read(struct arena *arena, struct xml_document *document,
                                         struct diagnostics *diagnostics) {
    const struct xml_node *root = xml_root(document);
    const char *schema =
        diagnostics_print(diagnostics, "%s/templates/schemas/assessment.rng", file_data_folder());
    bool valid = xml_validate(document, schema, diagnostics);
    if (!xml_is(root, "assessment")) {
        return NULL;
    }
    struct assessment *assessment = NEW(arena, struct assessment);
    assessment->document = document;
    struct reading reading = {.arena = arena,
                              .document = document,
                              .diagnostics = diagnostics,
                              .assessment = assessment,
                              .shared = memory_array(1, sizeof(struct shared)),
                              .good = true};
    read_head(&reading, root);
    read_period(&reading, root);
    read_method(&reading, root);
    read_populations(&reading, root);
    read_categories(&reading, root);
    read_areas(&reading, root);
    read_focus_areas(&reading, root);
    read_recommendations(&reading, root);
    read_paper(&reading, root);
    assessment->area_ids = reading.areas;
    free(reading.shared->sheets);
    free(reading.shared);
    return valid && reading.good ? assessment : NULL;
}

struct where assessment_score_where(const struct area *area, const struct score *score) {
    return (struct where){area->where.file, area->where.line + (long)score->below};
}

const struct area *assessment_area(const struct assessment *assessment, const char *id) {
    return ids_find(assessment->area_ids, id);
}
