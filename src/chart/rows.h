/* rows.h: what bars and ranges share: a row a datum, its label at the left, a scale from left to
 * right, thresholds across all rows. */
#ifndef BOARDPAPER_CHART_ROWS_H
#define BOARDPAPER_CHART_ROWS_H

#include "canvas.h"

/* Values, in thousandths, onto the drawing from left to right. */
struct scale {
    int64_t least, most; /* least < most */
    length_t x, width;
};
length_t scale_place(const struct scale *scale, int64_t value);
/* A number in thousandths, rounded half away from zero. */
int64_t scale_value(struct number number);
/* From the chart's own least and most or, where these are equal, from all that it shows, 0
 * included where from_zero. */
void scale_span(const struct chart *chart, bool from_zero, struct scale *out);
/* The distance between round values (1, 2, 5 times a power of ten) of which at most most fit. */
int64_t scale_step(const struct scale *scale, int most);

struct row {
    struct wrapped label;
    length_t top, height; /* top from that of the first row */
};
/* A threshold's label: the line at x, the words from left, in lane 0 nearest the rows. */
struct sign {
    const struct threshold *threshold;
    length_t x, left, right;
    size_t lane;
};
struct rows {
    struct row *rows;
    size_t count;
    length_t symbols;        /* width of the symbols' column with its gap; 0 without any */
    length_t labels;         /* of the labels' column with all left of it, and its gap */
    length_t header, height; /* above the rows: the thresholds' labels; of all rows */
    struct sign *signs;      /* of the thresholds within the scale */
    size_t sign_count, lanes;
};
/* Measures labels into at most 45 hundredths of the width, or 65 in large print and where the chart
 * would be too high, and into less where what stands aside of them, aside wide, would leave the
 * marks less than a fifth. Rows are as high as least_height. */
struct rows rows_measure(struct canvas *canvas, const struct chart *chart, length_t aside,
                         length_t least_height);
/* Symbols and labels. */
void rows_draw_labels(struct canvas *canvas, const struct chart *chart, const struct rows *rows);
/* Finds places for the thresholds' labels above the rows, in as many lines as they need not to
 * touch, and so the header; draws them and their lines. */
void rows_place_thresholds(struct canvas *canvas, const struct chart *chart,
                           const struct scale *scale, struct rows *rows);
void rows_draw_thresholds(struct canvas *canvas, const struct rows *rows);
/* Whether a threshold's line crosses from x to x + width. */
bool rows_threshold_between(const struct chart *chart, const struct scale *scale, length_t x,
                            length_t width);

/* Decimals that all values of the chart need, at most 2; and a value with them. */
int rows_decimals(const struct chart *chart);
const char *rows_number(struct canvas *canvas, struct number number, int decimals);
/* "14–19". */
const char *rows_range(struct canvas *canvas, const struct datum *datum, int decimals);

#endif
