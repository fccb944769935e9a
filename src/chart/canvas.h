/* canvas.h: what the charts draw on: a growing list of shapes, and text that is measured first. */
#ifndef BOARDPAPER_CHART_CANVAS_H
#define BOARDPAPER_CHART_CANVAS_H

#include <boardpaper/chart.h>
#include <boardpaper/text.h>

/* Who needs type of this size needs all of it. */
enum { LARGE_PRINT = POINTS(18) };

struct canvas {
    struct arena *arena;
    struct text *text;
    const char *lang;
    length_t size; /* of labels; small_size of what stands beside them: a tenth less, but in large
                      print no less than 18 pt */
    length_t small_size;
    length_t line, small_line; /* from baseline to baseline */
    struct shape *shapes;
    size_t count, room;
};

/* The ink of all text, and lines from strong to faint. On white all but grid reach 3:1, so that
 * they can be told by weak eyes (WCAG 2.2, 1.4.11); ink and quiet reach 7:1, for text. */
extern const struct colour canvas_ink, canvas_quiet, canvas_rule, canvas_grid, canvas_white;

struct canvas canvas_new(struct arena *arena, const struct chart *chart, struct text *text);
const struct drawing *canvas_drawing(struct canvas *canvas, length_t width, length_t height);

/* part hundredths of over, the rest of under. */
struct colour canvas_mix(struct colour over, struct colour under, int part);

/* A filled rectangle with an outline that is told from white whatever the colour. */
void canvas_bar(struct canvas *canvas, length_t x, length_t y, length_t width, length_t height,
                struct colour fill);
/* Filled, no outline. */
void canvas_block(struct canvas *canvas, length_t x, length_t y, length_t width, length_t height,
                  struct colour fill);
/* An outline with diagonal lines inside: what may be and is not certain. */
void canvas_hatched(struct canvas *canvas, length_t x, length_t y, length_t width, length_t height,
                    struct colour colour);
/* A pattern over what is there, of those that cells have ("lines", "dots", "cross"), so light that
 * text can stand on it; NULL or another name: nothing. */
void canvas_pattern(struct canvas *canvas, length_t x, length_t y, length_t width, length_t height,
                    const char *pattern);
void canvas_line(struct canvas *canvas, length_t x1, length_t y1, length_t x2, length_t y2,
                 length_t thickness, struct colour colour, length_t dash);
/* A square on its corner around (x, y), reach from there to each corner. */
void canvas_diamond(struct canvas *canvas, length_t x, length_t y, length_t reach,
                    struct colour fill);

struct words {
    const char *text;
    length_t size;
    struct colour colour;
    enum anchor anchor;
    bool bold;
    int quarter_turns;
};
void canvas_text(struct canvas *canvas, length_t x, length_t baseline, const struct words *words);
length_t canvas_width(const struct canvas *canvas, const char *text, length_t size, bool bold);
/* How far below its middle the baseline of a line of capitals and figures stands. */
length_t canvas_drop(const struct canvas *canvas, length_t size);

/* A text in lines of at most most; a word too long is hyphenated, or cut where nothing else
 * helps. */
struct wrapped {
    const char **lines;
    size_t count;
    length_t width; /* of the widest */
};
struct wrapped canvas_wrap(const struct canvas *canvas, const char *text, length_t size,
                           length_t most);

#endif
