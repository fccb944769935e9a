/* areas.c: the areas and their scores, of which there may be many. */
#include "reading.h"

#include <string.h>

static const struct amount_names COUNT = AMOUNT_NAMES("count");
static const struct amount_names PREVIOUS = AMOUNT_NAMES("previous");

/* Scores of one area are few; looking back over them is quicker than a table. */
static void check_factor_once(struct reading *reading, const struct area *area, size_t count) {
    const struct score *last = &area->scores[count];
    const char *factor = last->is->factor;
    for (size_t i = 0; factor != NULL && i < count; i++) {
        const char *other = area->scores[i].is->factor;
        if (other != NULL && (other == factor || strcmp(other, factor) == 0)) {
            reading->good = REPORT(reading->diagnostics, assessment_score_where(area, last),
                                   MESSAGE_SCORE_TWICE, area->id == NULL ? "?" : area->id, factor,
                                   diagnostics_integer(reading->diagnostics, area->scores[i].line));
            return;
        }
    }
}

static void read_scores(struct reading *reading, const struct xml_node *node, struct area *area) {
    enum { MOST_COMPARED = 256 };
    size_t count = count_children(node, "score");
    struct score *scores = NEWS(reading->arena, count, struct score);
    const struct xml_node *at = count == 0 ? NULL : xml_child(node, "score");
    area->scores = scores;
    area->score_count = (uint32_t)count;
    for (size_t i = 0; at != NULL; at = xml_sibling(at, "score"), i++) {
        scores[i].is = read_judgement(reading, at);
        scores[i].line = (uint32_t)xml_where(at).line;
        if (i < MOST_COMPARED) {
            check_factor_once(reading, area, i);
        }
    }
}

static void read_area(struct reading *reading, const struct xml_node *node, struct area *area) {
    area->id = read_attribute(reading, node, "id");
    area->where = xml_where(node);
    area->name = read_child(reading, node, "name");
    area->note = read_child(reading, node, "note");
    area->name_source = read_attribute(reading, node, "name-source");
    area->category =
        look_up(reading, reading->categories, "category", "categories", node, "category");
    area->population =
        look_up(reading, reading->populations, "population", "populations", node, "population");
    area->count = read_count(reading, node, &COUNT);
    area->previous = read_count(reading, node, &PREVIOUS);
    area->marking = read_marking(reading, node);
    read_scores(reading, node, area);
    enter(reading, reading->areas, "area", node, area->id, area);
}

void read_areas(struct reading *reading, const struct xml_node *root) {
    const struct xml_node *list = xml_child(root, "areas");
    size_t count = count_children(list, "area");
    struct area *areas = NEWS(reading->arena, count, struct area);
    reading->areas = ids_new(reading->arena, count);
    const struct xml_node *node = count == 0 ? NULL : xml_child(list, "area");
    for (size_t i = 0; node != NULL; node = xml_sibling(node, "area"), i++) {
        uint64_t mark = xml_mark(reading->document);
        read_area(reading, node, &areas[i]);
        xml_rest(reading->document, mark);
    }
    reading->assessment->areas = areas;
    reading->assessment->area_count = count;
}
