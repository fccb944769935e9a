/* areas.c: the areas and their scores, of which there may be many. */
#include "reading.h"

#include <string.h>

static const struct amount_names COUNT = AMOUNT_NAMES("count");
static const struct amount_names PREVIOUS = AMOUNT_NAMES("previous");

/* Scores of one area are few; looking back over them is quicker than a table. */
static bool check_factor_once(struct reading *reading, const struct area *area,
                              const struct score *scores, size_t count) {
    const struct score *last = &scores[count];
    const char *factor = last->is->factor;
    for (size_t i = 0; factor != NULL && i < count; i++) {
        const char *other = scores[i].is->factor;
        if (other != NULL && (other == factor || strcmp(other, factor) == 0)) {
            long line = assessment_score_where(area, &scores[i]).line;
            return REPORT(reading->diagnostics, assessment_score_where(area, last),
                          MESSAGE_SCORE_TWICE, area->id == NULL ? "?" : area->id, factor,
                          diagnostics_integer(reading->diagnostics, line));
        }
    }
    return true;
}

static bool check_factors(struct reading *reading, const struct area *area,
                          const struct score *scores, size_t count) {
    enum { MOST_COMPARED = 256 };
    bool good = true;
    for (size_t i = 0; i < count && i < MOST_COMPARED; i++) {
        good = check_factor_once(reading, area, scores, i) && good;
    }
    return good;
}

static void fill_scores(struct reading *reading, const struct xml_node *node,
                        const struct area *area, struct score *scores) {
    const struct xml_node *at = xml_child(node, "score");
    for (size_t i = 0; at != NULL; at = xml_sibling(at, "score"), i++) {
        scores[i].is = read_judgement(reading, at);
        scores[i].below = (uint32_t)(xml_where(at).line - area->where.line);
    }
}

static uint32_t hash_of(const struct score *scores, size_t count) {
    uint64_t hash = count;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ (uintptr_t)scores[i].is ^ scores[i].below) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    return (uint32_t)hash;
}

/* Scales are small: of 100,000 areas, many are scored as another was. Those met last are known;
 * the same judgement is one (read_judgement), so pointers tell. */
static const struct score *sheet_of(struct reading *reading, const struct area *area,
                                    const struct score *scores, size_t count) {
    struct shared *shared = reading->shared;
    uint32_t hash = hash_of(scores, count);
    struct sheet *sheet = &shared->sheets[hash % shared->sheet_count];
    if (sheet->hash == hash && sheet->count == count && sheet->scores != NULL &&
        memcmp(sheet->scores, scores, count * sizeof *scores) == 0) {
        return sheet->scores;
    }
    struct score *kept = NEWS(reading->arena, count, struct score);
    memcpy(kept, scores, count * sizeof *scores);
    if (check_factors(reading, area, scores, count)) {
        *sheet = (struct sheet){kept, (uint32_t)count, hash};
    } else {
        reading->good = false;
    }
    return kept;
}

static void read_scores(struct reading *reading, const struct xml_node *node, struct area *area) {
    size_t count = count_children(node, "score");
    area->score_count = (uint32_t)count;
    if (count > 0 && count <= SHEET_MOST) {
        struct score *scores = reading->shared->own;
        fill_scores(reading, node, area, scores);
        area->scores = sheet_of(reading, area, scores, count);
    } else {
        struct score *scores = NEWS(reading->arena, count, struct score);
        fill_scores(reading, node, area, scores);
        area->scores = scores;
        reading->good = check_factors(reading, area, scores, count) && reading->good;
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
    struct shared *shared = reading->shared;
    shared->sheet_count = count < SHEETS ? (uint32_t)count + 1 : SHEETS;
    shared->sheets = memory_array(shared->sheet_count, sizeof *shared->sheets);
    reading->areas =
        ids_new_of(reading->arena, areas, count, sizeof *areas, offsetof(struct area, where));
    const struct xml_node *node = count == 0 ? NULL : xml_child(list, "area");
    for (size_t i = 0; node != NULL; node = xml_sibling(node, "area"), i++) {
        uint64_t mark = xml_mark(reading->document);
        read_area(reading, node, &areas[i]);
        xml_rest(reading->document, mark);
    }
    reading->assessment->areas = areas;
    reading->assessment->area_count = count;
}
