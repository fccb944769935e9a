/* chart.h: data becomes a drawing.
 *
 * Every word is measured before it is placed: labels wrap, nothing is cut off and nothing lies over
 * anything else. Values stand at their marks, so that no legend or axis has to be looked up. A
 * drawing is as wide as asked and as high as it needs to be; it is made for a white ground.
 */
#ifndef BOARDPAPER_CHART_H
#define BOARDPAPER_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include <boardpaper/drawing.h>
#include <boardpaper/number.h>

struct arena;
struct text;

enum chart_kind {
    CHART_BARS,   /* horizontal bars, one a datum, its value at its end; below zero to the left */
    CHART_RANGES, /* lowest to highest with a mark at the value, the figures at the right: how firm
                     is this ranking? Over ranks or over totals alike */
    CHART_MATRIX  /* likelihood (columns) by impact (rows, 1 at the bottom), data as labels in their
                     squares; thresholds on column times row make the squares' bands */
};

struct datum {
    const char *label;
    struct number value, lowest, highest; /* RANGES: all three; BARS: value */
    bool known;                           /* false: lowest to highest is drawn hatched */
    struct colour colour;
    const char
        *pattern;       /* on the colour: "lines", "dots", "cross", or NULL; not of RANGES' marks */
    const char *symbol; /* beside the label, so that colour never stands alone */
    int column, row;    /* MATRIX */
};

struct threshold {
    struct number value;
    const char *label;
    bool coloured; /* MATRIX: the squares from here up to the next threshold have this colour and
                      pattern, as a datum; else colours are made for them, from light to dark */
    struct colour colour;
    const char *pattern;
};

struct chart {
    enum chart_kind kind;
    const struct datum *data;
    size_t count;
    const struct threshold *thresholds;
    size_t threshold_count;
    struct number least, most; /* the axis; equal: from the data */
    length_t width;            /* of the drawing; its height follows */
    length_t most_height;      /* BARS, RANGES: in which it should stay, labels getting more of the
                                  width for it; 0: any */
    length_t size;             /* of the type */
    const char *lang;
    int columns, rows; /* MATRIX */
    const char *column_title, *row_title;
};

const struct drawing *chart_draw(struct arena *arena, const struct chart *chart, struct text *text);

#endif
