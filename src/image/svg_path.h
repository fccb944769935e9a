/* svg_path.h: SVG's path data, lists of numbers and transforms (SVG 1.1, chapters 7 and 8) into
 * steps of a drawing.
 */
#ifndef BOARDPAPER_IMAGE_SVG_PATH_H
#define BOARDPAPER_IMAGE_SVG_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include <boardpaper/drawing.h>

/* x' = a x + c y + e; y' = b x + d y + f */
struct matrix {
    double a, b, c, d, e, f;
};

struct matrix matrix_times(struct matrix outer, struct matrix inner);
/* How much longer a length becomes, on average. */
double matrix_scale(struct matrix matrix);

/* A path in the making: its steps, transformed into thousandths of a point. */
struct outline {
    struct path_step *steps;
    size_t count, capacity;
    struct matrix matrix;
    double x, y;             /* the current point, untransformed */
    double start_x, start_y; /* of the subpath */
};

void outline_move(struct outline *outline, double x, double y);
void outline_line(struct outline *outline, double x, double y);
void outline_curve(struct outline *outline, double x1, double y1, double x2, double y2, double x,
                   double y);
void outline_close(struct outline *outline);
/* An arc of an ellipse from the current point (appendix F.6). angle in degrees. */
void outline_arc(struct outline *outline, double rx, double ry, double angle, bool large,
                 bool sweep, double x, double y);
/* A whole ellipse. */
void outline_ellipse(struct outline *outline, double cx, double cy, double rx, double ry);

/* Thousandths of a point, rounded; nothing on paper is further off than 1e15 (a thousand
 * kilometres), and what is no number at all is 0. */
length_t svg_length(double value);

/* The greatest number taken, either side of 0: what arcs multiply four times over stays finite. */
#define SVG_NUMBER_MOST 1e12

/* Reads a number and moves *at past it and the white space and comma after it. False where none
 * stands there or it is beyond SVG_NUMBER_MOST. */
bool svg_number(const char **at, double *out);
/* False where it is no path data; what stood before the fault is drawn, as SVG asks, or not: the
 * caller refuses the picture. */
bool svg_path(struct outline *outline, const char *data);
bool svg_transform(const char *text, struct matrix *out);

#endif
