/* drawing.h: vector drawings as data: what charts make, what a logo is read into, what layout
 * places. Origin top left, y down, thousandths of a point. */
#ifndef BOARDPAPER_DRAWING_H
#define BOARDPAPER_DRAWING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/units.h>

struct colour {
    uint8_t red, green, blue;
};

enum path_verb { PATH_MOVE, PATH_LINE, PATH_CURVE, PATH_CLOSE };
/* PATH_CURVE: a cubic; (x1,y1) and (x2,y2) are its control points. */
struct path_step {
    enum path_verb verb;
    length_t x, y, x1, y1, x2, y2;
};

enum shape_kind { SHAPE_PATH, SHAPE_TEXT };
enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct shape {
    enum shape_kind kind;
    /* SHAPE_PATH */
    const struct path_step *steps;
    size_t step_count;
    bool filled, stroked, even_odd;
    struct colour fill, stroke;
    length_t stroke_width;
    length_t dash; /* 0: solid */
    /* SHAPE_TEXT: one line in the colour of fill, its baseline at (x, y), set in the engine's first
     * family with TEXT_PLAIN: as whoever drew it has measured it */
    const char *text;
    length_t x, y, size;
    bool bold, italic;
    int quarter_turns; /* 1: reads upwards */
    enum anchor anchor;
};

struct drawing {
    length_t width, height;
    const struct shape *shapes;
    size_t count;
};

#endif
