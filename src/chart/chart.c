/* chart.c: which drawer a chart goes to. */
#include "charts.h"

#include "canvas.h"

const struct drawing *chart_draw(struct arena *arena, const struct chart *chart,
                                 struct text *text) {
    struct canvas canvas = canvas_new(arena, chart, text);
    switch (chart->kind) {
    case CHART_RANGES:
        return ranges_draw(&canvas, chart);
    case CHART_MATRIX:
        return matrix_draw(&canvas, chart);
    case CHART_BARS:
    default:
        return bars_draw(&canvas, chart);
    }
}
