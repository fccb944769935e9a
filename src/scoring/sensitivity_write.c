/* sensitivity_write.c: how firm the ranking is, for people, for programs, and into the XML. */
#include <stdio.h>
#include <string.h>

#include <boardpaper/buffer.h>
#include <boardpaper/xml.h>

#include "evaluate.h"
#include "words.h"
#include "write.h"

enum { WIDEST_NAME = 30, WIDEST_NUDGE = 30 };

static char *shown(const struct factor *factor, struct number number, char *out) {
    return number_format(number, factor->decimals, out);
}

/* "Harm 3 → 2: Moderate". Appends. */
static void nudge_words(const struct method *method, const struct nudge *nudge, bool rank,
                        struct buffer *out) {
    char from[NUMBER_TEXT];
    char to[NUMBER_TEXT];
    if (nudge->steps == 0) {
        buffer_text(out, "no judgement alone");
        return;
    }
    const struct factor *factor = &method->factors[nudge->factor];
    buffer_print(out, "%s %s → %s", method_name_of(method, nudge->factor),
                 shown(factor, nudge->from, from), shown(factor, nudge->to, to));
    if (rank) {
        buffer_print(out, ": %lld", (long long)nudge->rank);
    } else if (nudge->rating != NULL) {
        buffer_print(out, ": %s", nudge->rating->label);
    }
}

static const char *range_words(int64_t best, int64_t worst, char *out, size_t size) {
    if (best == worst) {
        snprintf(out, size, "%lld", (long long)best);
    } else {
        snprintf(out, size, "%lld to %lld", (long long)best, (long long)worst);
    }
    return out;
}

/* ---- for people ------------------------------------------------------------------------------ */

static const struct grid_column COLUMNS[] = {
    {.head = "Rank", .end = true},
    {.head = "Area", .wrap = true, .most = WIDEST_NAME},
    {.head = "Total", .end = true},
    {.head = "One step", .end = true},
    {.head = "Many", .end = true},
    {.head = "Rated otherwise by", .wrap = true, .most = WIDEST_NUDGE},
};

static void add_row(struct grid *grid, const struct sensitivity *sensitivity,
                    const struct firmness *firmness) {
    const struct method *method = sensitivity->scores->method;
    const struct area *area = firmness->result->area;
    char text[2 * NUMBER_TEXT];
    snprintf(text, sizeof text, "%lld%s", (long long)firmness->result->rank,
             firmness->result->tied ? "=" : "");
    grid_cell(grid, text);
    grid_cell(grid, *area->name == '\0' ? area->id : area->name);
    grid_cell(grid, shown(&method->factors[method->total],
                          scoring_value(firmness->result, (size_t)method->total)->lowest, text));
    grid_cell(grid, range_words(firmness->best, firmness->worst, text, sizeof text));
    grid_cell(grid,
              sensitivity->trials == 0
                  ? ""
                  : range_words(firmness->likely_best, firmness->likely_worst, text, sizeof text));
    struct buffer nudge = {0};
    if (method->band_count > 0) {
        nudge_words(method, &firmness->rerated, false, &nudge);
    }
    grid_cell(grid, nudge.length == 0 ? "" : nudge.data);
    buffer_free(&nudge);
}

static void write_table_of(const struct sensitivity *sensitivity, struct buffer *out) {
    const struct method *method = sensitivity->scores->method;
    const char *high = method->band_count == 0 ? NULL : method->bands[0].label;
    buffer_text(out, "How firm is this ranking?\n\n");
    struct grid *grid = grid_new(COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < sensitivity->count; i++) {
        add_row(grid, sensitivity, &sensitivity->areas[i]);
    }
    grid_write(grid, out);
    buffer_print(out,
                 "\nOne step: the ranks an area can have when any one judgement, of this area or "
                 "another,\nis one step off; %zu such changes were tried.\n",
                 sensitivity->changes);
    if (high != NULL) {
        buffer_print(out, "%zu of them change which areas are rated %s.\n",
                     sensitivity->changes_high, high);
    }
    if (sensitivity->trials > 0) {
        buffer_print(out,
                     "Many: the ranks of nine trials in ten, of %zu in which every judgement was "
                     "a step off or right\n(seed %llu).\n",
                     sensitivity->trials, (unsigned long long)sensitivity->seed);
        if (high != NULL) {
            buffer_print(out, "In %zu of them the same areas are rated %s.\n",
                         sensitivity->trials_high, high);
        }
    }
    buffer_text(out, "Counts are taken as they are.\n");
}

/* ---- for programs ---------------------------------------------------------------------------- */

static void csv_nudge(const struct method *method, const struct nudge *nudge, bool rank,
                      struct buffer *out) {
    char text[NUMBER_TEXT];
    if (nudge->steps == 0) {
        buffer_text(out, ",,,,,");
        return;
    }
    const struct factor *factor = &method->factors[nudge->factor];
    buffer_byte(out, ',');
    buffer_csv(out, factor->id);
    buffer_print(out, ",%s", shown(factor, nudge->from, text));
    buffer_print(out, ",%s,%lld,", shown(factor, nudge->to, text), (long long)nudge->steps);
    if (rank) {
        buffer_integer(out, nudge->rank);
    } else {
        buffer_csv(out, nudge->rating == NULL ? "" : nudge->rating->id);
    }
}

static void write_csv_of(const struct sensitivity *sensitivity, struct buffer *out) {
    const struct method *method = sensitivity->scores->method;
    buffer_text(out, "rank,id,name,total,best,worst,likely-best,likely-worst,trials-high,"
                     "rating-factor,rating-from,rating-to,rating-steps,rating-becomes,"
                     "rank-factor,rank-from,rank-to,rank-steps,rank-becomes\n");
    for (size_t i = 0; i < sensitivity->count; i++) {
        const struct firmness *firmness = &sensitivity->areas[i];
        char text[NUMBER_TEXT];
        buffer_print(out, "%lld,", (long long)firmness->result->rank);
        buffer_csv(out, firmness->result->area->id);
        buffer_byte(out, ',');
        buffer_csv(out, firmness->result->area->name);
        buffer_print(out, ",%s,%lld,%lld,%lld,%lld,%zu",
                     shown(&method->factors[method->total],
                           scoring_value(firmness->result, (size_t)method->total)->lowest, text),
                     (long long)firmness->best, (long long)firmness->worst,
                     (long long)firmness->likely_best, (long long)firmness->likely_worst,
                     firmness->trials_high);
        csv_nudge(method, &firmness->rerated, false, out);
        csv_nudge(method, &firmness->moved, true, out);
        buffer_byte(out, '\n');
    }
}

static void json_nudge(const struct method *method, const char *name, const struct nudge *nudge,
                       struct buffer *out) {
    char text[NUMBER_TEXT];
    buffer_print(out, ",\"%s\":", name);
    if (nudge->steps == 0) {
        buffer_text(out, "null");
        return;
    }
    const struct factor *factor = &method->factors[nudge->factor];
    buffer_text(out, "{\"factor\":");
    buffer_json(out, factor->id);
    buffer_print(out, ",\"from\":%s", shown(factor, nudge->from, text));
    buffer_print(out, ",\"to\":%s,\"steps\":%lld,\"rank\":%lld,\"rating\":",
                 shown(factor, nudge->to, text), (long long)nudge->steps, (long long)nudge->rank);
    if (nudge->rating == NULL) {
        buffer_text(out, "null");
    } else {
        buffer_json(out, nudge->rating->id);
    }
    buffer_byte(out, '}');
}

static void write_json_of(const struct sensitivity *sensitivity, struct buffer *out) {
    const struct method *method = sensitivity->scores->method;
    buffer_print(out,
                 "{\"format\":1,\"changes\":%zu,\"changes-high\":%zu,\"trials\":%zu,"
                 "\"trials-high\":%zu,\"seed\":%llu,\n\"areas\":[",
                 sensitivity->changes, sensitivity->changes_high, sensitivity->trials,
                 sensitivity->trials_high, (unsigned long long)sensitivity->seed);
    for (size_t i = 0; i < sensitivity->count; i++) {
        const struct firmness *firmness = &sensitivity->areas[i];
        buffer_print(out, "%s{\"rank\":%lld,\"id\":", i == 0 ? "\n" : ",\n",
                     (long long)firmness->result->rank);
        buffer_json(out, firmness->result->area->id);
        buffer_print(out,
                     ",\"best\":%lld,\"worst\":%lld,\"likely-best\":%lld,\"likely-worst\":%lld,"
                     "\"trials-high\":%zu",
                     (long long)firmness->best, (long long)firmness->worst,
                     (long long)firmness->likely_best, (long long)firmness->likely_worst,
                     firmness->trials_high);
        json_nudge(method, "rerated-by", &firmness->rerated, out);
        json_nudge(method, "moved-by", &firmness->moved, out);
        buffer_byte(out, '}');
    }
    buffer_text(out, "\n]}\n");
}

/* ---- into the XML ---------------------------------------------------------------------------- */

static void annotate_nudge(const struct method *method, const char *prefix,
                           const struct nudge *nudge, const char *becomes, struct xml_node *node) {
    enum { FACTOR, FROM, TO, STEPS, BECOMES, PART_COUNT };
    static const char *const PARTS[] = {"factor", "from", "to", "steps", "becomes"};
    const char *values[PART_COUNT];
    char from[NUMBER_TEXT];
    char to[NUMBER_TEXT];
    char steps[NUMBER_TEXT];
    if (nudge->steps == 0) {
        return;
    }
    const struct factor *factor = &method->factors[nudge->factor];
    values[FACTOR] = factor->id;
    values[FROM] = shown(factor, nudge->from, from);
    values[TO] = shown(factor, nudge->to, to);
    values[STEPS] = number_plain(number_of(nudge->steps), steps);
    values[BECOMES] = becomes;
    for (size_t i = 0; i < PART_COUNT; i++) {
        char name[32];
        snprintf(name, sizeof name, "%s-%s", prefix, PARTS[i]);
        xml_set(node, name, values[i]);
    }
}

static void annotate_area(const struct method *method, const struct firmness *firmness,
                          struct xml_node *area) {
    char rank[NUMBER_TEXT];
    const struct band *band = firmness->rerated.rating;
    xml_set_integer(area, "rank-best", firmness->best);
    xml_set_integer(area, "rank-worst", firmness->worst);
    xml_set_integer(area, "rank-likely-best", firmness->likely_best);
    xml_set_integer(area, "rank-likely-worst", firmness->likely_worst);
    xml_remove_all(area, "firmness");
    struct xml_node *node = xml_add(area, "firmness");
    annotate_nudge(method, "rating", &firmness->rerated, band == NULL ? NULL : band->id, node);
    annotate_nudge(method, "rank", &firmness->moved,
                   number_plain(number_of(firmness->moved.rank), rank), node);
}

static const struct firmness *firmness_of(const struct sensitivity *sensitivity,
                                          const struct firmness **by_area, const char *id) {
    const struct assessment *assessment = sensitivity->scores->assessment;
    const struct area *area = id == NULL ? NULL : assessment_area(assessment, id);
    return area == NULL ? NULL : by_area[area - assessment->areas];
}

void sensitivity_annotate(const struct sensitivity *sensitivity, struct xml_node *root) {
    const struct scores *scores = sensitivity->scores;
    struct arena *scratch = arena_new();
    const struct firmness **by_area = NEWS(scratch, scores->count, const struct firmness *);
    for (size_t i = 0; i < sensitivity->count; i++) {
        by_area[sensitivity->areas[i].result - scores->results] = &sensitivity->areas[i];
    }
    xml_remove_all(root, "sensitivity");
    struct xml_node *node = xml_add(root, "sensitivity");
    xml_set_integer(node, "changes", (int64_t)sensitivity->changes);
    xml_set_integer(node, "changes-high", (int64_t)sensitivity->changes_high);
    xml_set_integer(node, "trials", (int64_t)sensitivity->trials);
    xml_set_integer(node, "trials-high", (int64_t)sensitivity->trials_high);
    xml_set_integer(node, "seed", (int64_t)sensitivity->seed);
    struct xml_node *list = xml_child(root, "areas");
    for (struct xml_node *area = list == NULL ? NULL : xml_child(list, "area"); area != NULL;
         area = xml_sibling(area, "area")) {
        const struct firmness *firmness =
            firmness_of(sensitivity, by_area, xml_attribute(area, "id"));
        if (firmness != NULL) {
            annotate_area(scores->method, firmness, area);
        }
    }
    arena_free(scratch);
}

/* The XML output is what annotating would put there, alone. */
static void write_xml_of(const struct sensitivity *sensitivity, struct buffer *out) {
    struct xml_document *document = xml_new("sensitivity.xml", "sensitivities");
    struct xml_node *root = xml_root(document);
    struct xml_node *areas = xml_add(root, "areas");
    for (size_t i = 0; i < sensitivity->count; i++) {
        const struct result *result = sensitivity->areas[i].result;
        struct xml_node *area = xml_add(areas, "area");
        xml_set(area, "id", result->area->id);
        xml_set_integer(area, "rank", result->rank);
    }
    xml_set(root, "format", "1");
    sensitivity_annotate(sensitivity, root);
    xml_write(document, out);
    xml_close(document);
}

void sensitivity_write(const struct sensitivity *sensitivity, enum scoring_format format,
                       struct buffer *out) {
    switch (format) {
    case SCORING_TABLE:
        write_table_of(sensitivity, out);
        break;
    case SCORING_CSV:
        write_csv_of(sensitivity, out);
        break;
    case SCORING_JSON:
        write_json_of(sensitivity, out);
        break;
    case SCORING_XML:
        write_xml_of(sensitivity, out);
        break;
    }
}
