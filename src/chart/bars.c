/* bars.c: horizontal bars, one a datum, in the order given.
 *
 * Horizontal, because the names of areas are long and because a ranking reads downwards. Each bar
 * carries its value at its end, so there is no axis to look up. What is not known shows what it is
 * at least as a bar and what it could be as hatching. Values below zero grow to the left.
 */
#include "charts.h"
#include "rows.h"

#include <string.h>

#include <boardpaper/arena.h>

enum { AXIS = 750 };

/* What stands at the end of a bar. */
struct end {
    const char *text;
    length_t width;
    bool left; /* the bar grows to the left */
};

static struct end *measure_ends(struct canvas *canvas, const struct chart *chart,
                                length_t *left_most, length_t *right_most) {
    struct end *ends = NEWS(canvas->arena, chart->count, struct end);
    int decimals = rows_decimals(chart);
    for (size_t i = 0; i < chart->count; i++) {
        const struct datum *datum = &chart->data[i];
        struct end *end = &ends[i];
        end->text = datum->known ? rows_number(canvas, datum->value, decimals)
                                 : rows_range(canvas, datum, decimals);
        end->width = canvas_width(canvas, end->text, canvas->size, true);
        end->left = scale_value(datum->known ? datum->value : datum->highest) < 0;
        length_t *most = end->left ? left_most : right_most;
        *most = end->width > *most ? end->width : *most;
    }
    return ends;
}

/* A bar or a hatching between two values. */
static void draw_span(struct canvas *canvas, const struct scale *scale, int64_t from, int64_t to,
                      length_t top, length_t height, const struct datum *datum, bool hatched) {
    from = from < scale->least ? scale->least : from > scale->most ? scale->most : from;
    to = to < scale->least ? scale->least : to > scale->most ? scale->most : to;
    length_t x1 = scale_place(scale, from), x2 = scale_place(scale, to);
    length_t left = x1 < x2 ? x1 : x2, width = x1 < x2 ? x2 - x1 : x1 - x2;
    if (width == 0) {
        return;
    }
    if (hatched) {
        canvas_hatched(canvas, left, top, width, height, datum->colour);
    } else {
        canvas_bar(canvas, left, top, width, height, datum->colour);
        canvas_pattern(canvas, left, top, width, height, datum->pattern);
    }
}

static void draw_row(struct canvas *canvas, const struct chart *chart, const struct scale *scale,
                     const struct datum *datum, const struct end *end, length_t middle) {
    length_t height = canvas->size, top = middle - height / 2, gap = canvas->size * 2 / 5;
    int64_t lowest = scale_value(datum->known ? datum->value : datum->lowest);
    int64_t highest = scale_value(datum->known ? datum->value : datum->highest);
    int64_t sure = lowest > 0 ? lowest : highest < 0 ? highest : 0; /* the value nearest zero */
    draw_span(canvas, scale, 0, sure, top, height, datum, false);
    if (!datum->known) {
        draw_span(canvas, scale, lowest > 0 ? sure : lowest, highest < 0 ? sure : highest, top,
                  height, datum, true);
    }
    int64_t tip = end->left ? lowest : highest;
    tip = tip < scale->least ? scale->least : tip > scale->most ? scale->most : tip;
    length_t x = scale_place(scale, tip) + (end->left ? -gap - end->width : gap);
    if (rows_threshold_between(chart, scale, x - gap / 2, end->width + gap)) {
        canvas_block(canvas, x - gap / 2, middle - canvas->line / 2, end->width + gap, canvas->line,
                     canvas_white);
    }
    struct words words = {
        .text = end->text, .size = canvas->size, .colour = canvas_ink, .bold = true};
    canvas_text(canvas, x, middle + canvas_drop(canvas, canvas->size), &words);
}

const struct drawing *bars_draw(struct canvas *canvas, const struct chart *chart) {
    length_t left = 0, right = 0, gap = canvas->size * 2 / 5;
    struct end *ends = measure_ends(canvas, chart, &left, &right);
    struct rows rows = rows_measure(canvas, chart, left + right + 3 * gap, canvas->size * 6 / 5);
    struct scale scale = {.x = rows.labels + (left > 0 ? left + gap : 0)};
    scale_span(chart, true, &scale);
    scale.width = chart->width - scale.x - right - gap;
    scale.width = scale.width < canvas->size ? canvas->size : scale.width;
    rows_place_thresholds(canvas, chart, &scale, &rows);
    rows_draw_thresholds(canvas, &rows);
    rows_draw_labels(canvas, chart, &rows);
    for (size_t i = 0; i < chart->count; i++) {
        length_t middle = rows.header + rows.rows[i].top + rows.rows[i].height / 2;
        draw_row(canvas, chart, &scale, &chart->data[i], &ends[i], middle);
    }
    if (scale.least <= 0 && scale.most >= 0) {
        length_t zero = scale_place(&scale, 0);
        canvas_line(canvas, zero, rows.header, zero, rows.header + rows.height, AXIS, canvas_quiet,
                    0);
    }
    return canvas_drawing(canvas, chart->width, rows.header + rows.height);
}
