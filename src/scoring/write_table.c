/* write_table.c: the ranked areas for a person at a terminal. */
#include <boardpaper/buffer.h>

#include "evaluate.h"
#include "words.h"
#include "write.h"

enum { WIDEST_NAME = 42 };

static const struct grid_column COLUMNS[] = {
    {.head = "Rank", .end = true},
    {.head = "Area", .wrap = true, .most = WIDEST_NAME},
    {.head = "Total", .end = true},
    {.head = "Rating"},
    {.head = "State"},
};

static void add_row(struct grid *grid, const struct method *method, const struct result *result) {
    const struct value *total = scoring_value(result, (size_t)method->total);
    char text[INTERVAL_TEXT];
    char rank[NUMBER_TEXT + 1] = "-";
    if (result->rank > 0) {
        number_plain(number_of(result->rank), rank);
        if (result->tied) {
            size_t end = words_width(rank);
            rank[end] = '=';
            rank[end + 1] = '\0';
        }
    }
    grid_cell(grid, rank);
    grid_cell_kept(grid, *result->area->name == '\0' ? result->area->id : result->area->name);
    grid_cell(grid, value_words(&method->factors[method->total], total, text));
    grid_cell_kept(grid, result->rating != NULL             ? result->rating->label
                         : total->state == STATE_NOT_SCORED ? "not scored"
                         : method->band_count == 0          ? ""
                                                            : "not certain");
    grid_cell_kept(grid, total->state == STATE_KNOWN ? "" : state_name(total->state));
}

/* "6 High, 14 Moderate, 13 Standard, 11 not certain, 1 not scored". */
static void write_counts(const struct scores *scores, struct buffer *out) {
    const struct method *method = scores->method;
    size_t uncertain = 0;
    size_t none = 0;
    buffer_print(out, "\n%zu areas: ", scores->count);
    for (size_t i = 0; i < method->band_count; i++) {
        size_t count = 0;
        for (size_t j = 0; j < scores->count; j++) {
            count += scores->results[j].rating == &method->bands[i];
        }
        buffer_print(out, "%s%zu %s", i == 0 ? "" : ", ", count, method->bands[i].label);
    }
    for (size_t i = 0; i < scores->count; i++) {
        bool scored =
            scoring_value(&scores->results[i], (size_t)method->total)->state != STATE_NOT_SCORED;
        uncertain += scored && scores->results[i].rating == NULL;
        none += !scored;
    }
    if (uncertain > 0 && method->band_count > 0) {
        buffer_print(out, ", %zu not certain", uncertain);
    }
    if (none > 0) {
        buffer_print(out, "%s%zu not scored", method->band_count > 0 ? ", " : "", none);
    }
    buffer_byte(out, '\n');
}

void write_table(const struct scores *scores, struct buffer *out) {
    const struct assessment *assessment = scores->assessment;
    buffer_print(out, "%s %s: %s (%s, version %s)\n\n",
                 assessment->partnership == NULL ? "" : assessment->partnership,
                 assessment->edition == NULL ? "" : assessment->edition, scores->method->title,
                 scores->method->id, scores->method->version);
    struct grid *grid = grid_new(COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < scores->count; i++) {
        add_row(grid, scores->method, scores->ranked[i]);
    }
    grid_write(grid, out);
    write_counts(scores, out);
}
