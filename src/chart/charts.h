/* charts.h: one drawer a kind of chart. */
#ifndef BOARDPAPER_CHART_CHARTS_H
#define BOARDPAPER_CHART_CHARTS_H

#include <boardpaper/chart.h>

struct canvas;

const struct drawing *bars_draw(struct canvas *canvas, const struct chart *chart);
const struct drawing *ranges_draw(struct canvas *canvas, const struct chart *chart);
const struct drawing *matrix_draw(struct canvas *canvas, const struct chart *chart);

#endif
