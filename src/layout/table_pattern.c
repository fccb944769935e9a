/* table_pattern.c: what stands behind a cell's text where colour cannot.
 *
 * Vector marks, cut to the cell, in a grey so light that black text on it keeps ten times the
 * contrast that is asked for. Rejected: PDF tiling patterns, which some viewers draw with seams and
 * which would be one more thing for every other back end to know.
 */
#include "table_state.h"

#include <string.h>

enum { PITCH = 4000, DOT = 900, STROKE = 500 };
static const struct colour GREY = {0xC4, 0xC4, 0xC4};

/* Steps of a path, counted first and then written. */
struct steps {
    struct path_step *steps; /* NULL: counting */
    size_t count;
};

static void step(struct steps *steps, enum path_verb verb, length_t x, length_t y) {
    if (steps->steps != NULL) {
        steps->steps[steps->count] = (struct path_step){.verb = verb, .x = x, .y = y};
    }
    steps->count++;
}

static void add_dots(struct steps *steps, length_t width, length_t height) {
    bool odd = false;
    for (length_t y = PITCH / 2; y + DOT <= height; y += PITCH / 2, odd = !odd) {
        for (length_t x = odd ? PITCH : PITCH / 2; x + DOT <= width; x += PITCH) {
            step(steps, PATH_MOVE, x, y);
            step(steps, PATH_LINE, x + DOT, y);
            step(steps, PATH_LINE, x + DOT, y + DOT);
            step(steps, PATH_LINE, x, y + DOT);
            step(steps, PATH_CLOSE, x, y);
        }
    }
}

/* Lines that rise to the right by 45 degrees, cut at the cell's edges: x + y = sum. */
static void add_rising(struct steps *steps, length_t width, length_t height) {
    for (length_t sum = PITCH; sum < width + height; sum += PITCH) {
        length_t x = sum > height ? sum - height : 0, x2 = sum < width ? sum : width;
        step(steps, PATH_MOVE, x, sum - x);
        step(steps, PATH_LINE, x2, sum - x2);
    }
}

/* Lines that fall to the right: y - x = difference. */
static void add_falling(struct steps *steps, length_t width, length_t height) {
    for (length_t sum = PITCH; sum < width + height; sum += PITCH) {
        length_t x = sum > height ? sum - height : 0, x2 = sum < width ? sum : width;
        step(steps, PATH_MOVE, x, height - (sum - x));
        step(steps, PATH_LINE, x2, height - (sum - x2));
    }
}

static void add_all(struct steps *steps, const char *name, length_t width, length_t height) {
    if (strcmp(name, "dots") == 0) {
        add_dots(steps, width, height);
    } else if (strcmp(name, "lines") == 0) {
        add_rising(steps, width, height);
    } else if (strcmp(name, "cross") == 0) {
        add_rising(steps, width, height);
        add_falling(steps, width, height);
    }
}

const struct shape *table_pattern(struct arena *arena, const char *name, length_t width,
                                  length_t height) {
    struct steps steps = {0};
    add_all(&steps, name, width, height);
    if (steps.count == 0) {
        return NULL;
    }
    bool dots = strcmp(name, "dots") == 0;
    steps.steps = NEWS(arena, steps.count, struct path_step);
    steps.count = 0;
    add_all(&steps, name, width, height);
    struct shape *shape = NEW(arena, struct shape);
    *shape = (struct shape){.kind = SHAPE_PATH,
                            .steps = steps.steps,
                            .step_count = steps.count,
                            .filled = dots,
                            .stroked = !dots,
                            .fill = GREY,
                            .stroke = GREY,
                            .stroke_width = STROKE};
    return shape;
}
