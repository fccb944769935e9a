/* ranges.c: for each datum the range in which it may lie, and the mark where it stands.
 *
 * This is how a board sees how firm a ranking is: short bands that do not touch are certain, long
 * ones that lie over each other are not. The figures stand in columns of their own at the right, so
 * that they can be read down like a table; the scale below serves the eye.
 */
#include "charts.h"
#include "rows.h"

#include <boardpaper/arena.h>

enum { TICKS_MOST = 8, GRID = 500, BAND_TINT = 55 };

/* The two columns of figures. */
struct figures {
    const char **values, **ranges;
    length_t value_width, range_width;
};

static struct figures measure_figures(struct canvas *canvas, const struct chart *chart) {
    struct figures figures = {.values = NEWS(canvas->arena, chart->count, const char *),
                              .ranges = NEWS(canvas->arena, chart->count, const char *)};
    int decimals = rows_decimals(chart);
    for (size_t i = 0; i < chart->count; i++) {
        const struct datum *datum = &chart->data[i];
        bool spread = !number_equal(datum->lowest, datum->highest);
        figures.values[i] = datum->known ? rows_number(canvas, datum->value, decimals) : "";
        figures.ranges[i] = spread || !datum->known ? rows_range(canvas, datum, decimals) : "";
        length_t value = canvas_width(canvas, figures.values[i], canvas->size, true);
        length_t range = canvas_width(canvas, figures.ranges[i], canvas->size, false);
        figures.value_width = value > figures.value_width ? value : figures.value_width;
        figures.range_width = range > figures.range_width ? range : figures.range_width;
    }
    return figures;
}

/* The first multiple of step that is not below value. */
static int64_t at_or_above(int64_t value, int64_t step) {
    int64_t rest = value % step;
    return rest == 0 ? value : value > 0 ? value - rest + step : value - rest;
}

/* Widens the scale to round values where the chart did not set it. */
static int64_t round_scale(const struct chart *chart, struct scale *scale) {
    int64_t step = scale_step(scale, TICKS_MOST);
    if (scale_value(chart->least) >= scale_value(chart->most)) {
        scale->least = -at_or_above(-scale->least, step);
        scale->most = at_or_above(scale->most, step);
    }
    return step;
}

static const char *tick_label(struct canvas *canvas, int64_t value, int64_t step) {
    struct number number;
    int decimals = step % 1000 == 0 ? 0 : step % 100 == 0 ? 1 : step % 10 == 0 ? 2 : 3;
    return number_make(value, 1000, &number) ? rows_number(canvas, number, decimals) : "";
}

static length_t widest_tick(struct canvas *canvas, const struct scale *scale, int64_t step) {
    length_t widest = 0;
    for (int64_t at = at_or_above(scale->least, step); at <= scale->most; at += step) {
        length_t width =
            canvas_width(canvas, tick_label(canvas, at, step), canvas->small_size, false);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void draw_ticks(struct canvas *canvas, const struct scale *scale, int64_t step, length_t top,
                       length_t bottom) {
    struct words words = {
        .size = canvas->small_size, .colour = canvas_quiet, .anchor = ANCHOR_MIDDLE};
    for (int64_t at = at_or_above(scale->least, step); at <= scale->most; at += step) {
        length_t x = scale_place(scale, at);
        canvas_line(canvas, x, top, x, bottom, GRID, canvas_grid, 0);
        words.text = tick_label(canvas, at, step);
        canvas_text(canvas, x, bottom + canvas->small_line, &words);
    }
}

static void draw_row(struct canvas *canvas, const struct scale *scale, const struct datum *datum,
                     length_t middle) {
    length_t height = canvas->size / 2;
    int64_t lowest = scale_value(datum->lowest), highest = scale_value(datum->highest);
    lowest = lowest < scale->least ? scale->least : lowest;
    highest = highest > scale->most ? scale->most : highest;
    if (lowest < highest) {
        length_t x = scale_place(scale, lowest), width = scale_place(scale, highest) - x;
        if (datum->known) {
            canvas_bar(canvas, x, middle - height / 2, width, height,
                       canvas_mix(datum->colour, canvas_white, BAND_TINT));
            canvas_pattern(canvas, x, middle - height / 2, width, height, datum->pattern);
        } else {
            canvas_hatched(canvas, x, middle - height / 2, width, height, datum->colour);
        }
    }
    int64_t value = scale_value(datum->value);
    if (datum->known && value >= scale->least && value <= scale->most) {
        canvas_diamond(canvas, scale_place(scale, value), middle, canvas->size * 9 / 20,
                       datum->colour);
    }
}

const struct drawing *ranges_draw(struct canvas *canvas, const struct chart *chart) {
    struct figures figures = measure_figures(canvas, chart);
    length_t gap = canvas->size * 4 / 5;
    length_t columns =
        gap + figures.value_width + (figures.range_width > 0 ? gap / 2 + figures.range_width : 0);
    struct rows rows = rows_measure(canvas, chart, columns, canvas->size * 6 / 5);
    struct scale scale = {0};
    scale_span(chart, false, &scale);
    int64_t step = round_scale(chart, &scale);
    length_t half = widest_tick(canvas, &scale, step) / 2;
    half = half > canvas->size / 2 ? half : canvas->size / 2; /* room for a mark at the end */
    scale.x = rows.labels + half;
    scale.width = chart->width - scale.x - half - columns;
    scale.width = scale.width < canvas->size ? canvas->size : scale.width;
    int64_t fitting = scale.width / (2 * half + canvas->size / 2); /* labels that do not touch */
    while (fitting > 0 && (scale.most - scale.least - 1) / step >= fitting) {
        step *= 2;
    }
    rows_place_thresholds(canvas, chart, &scale, &rows);
    if (fitting > 0) { /* else the figures at the right have to do */
        draw_ticks(canvas, &scale, step, rows.header, rows.header + rows.height);
    }
    rows_draw_thresholds(canvas, &rows);
    rows_draw_labels(canvas, chart, &rows);
    struct words value = {
        .size = canvas->size, .colour = canvas_ink, .anchor = ANCHOR_END, .bold = true};
    struct words range = {.size = canvas->size, .colour = canvas_quiet, .anchor = ANCHOR_END};
    length_t drop = canvas_drop(canvas, canvas->size);
    for (size_t i = 0; i < chart->count; i++) {
        length_t middle = rows.header + rows.rows[i].top + rows.rows[i].height / 2;
        draw_row(canvas, &scale, &chart->data[i], middle);
        value.text = figures.values[i];
        range.text = figures.ranges[i];
        length_t right = figures.range_width > 0 ? gap / 2 + figures.range_width : 0;
        canvas_text(canvas, chart->width - right, middle + drop, &value);
        canvas_text(canvas, chart->width, middle + drop, &range);
    }
    length_t height = rows.header + rows.height + canvas->small_line * 3 / 2;
    return canvas_drawing(canvas, chart->width, height);
}
