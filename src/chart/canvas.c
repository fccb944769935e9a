/* canvas.c: see canvas.h.
 *
 * Charts are made of the few shapes that a drawing has, in the order in which they cover each
 * other. Everything is placed after its text has been measured, so nothing depends on a guess at a
 * width.
 */
#include "canvas.h"

#include <string.h>

#include <boardpaper/arena.h>

const struct colour canvas_ink = {0x1B, 0x24, 0x30};
const struct colour canvas_quiet = {0x4C, 0x58, 0x66};
const struct colour canvas_rule = {0x76, 0x82, 0x8F};
const struct colour canvas_grid = {0xD5, 0xDB, 0xE1};
const struct colour canvas_white = {0xFF, 0xFF, 0xFF};

/* As behind the text of cells. */
static const struct colour pattern_grey = {0xC4, 0xC4, 0xC4};

enum { OUTLINE = 500, PATTERN_APART = 4000, DOT = 900 };

struct canvas canvas_new(struct arena *arena, const struct chart *chart, struct text *text) {
    length_t size = chart->size > 0 ? chart->size : POINTS(9);
    length_t small = size * 9 / 10;
    small = size >= LARGE_PRINT && small < LARGE_PRINT ? LARGE_PRINT : small;
    return (struct canvas){.arena = arena,
                           .text = text,
                           .lang = chart->lang,
                           .size = size,
                           .small_size = small,
                           .line = size * 5 / 4,
                           .small_line = small * 5 / 4};
}

const struct drawing *canvas_drawing(struct canvas *canvas, length_t width, length_t height) {
    struct drawing *drawing = NEW(canvas->arena, struct drawing);
    drawing->width = width;
    drawing->height = height;
    drawing->shapes = canvas->shapes;
    drawing->count = canvas->count;
    return drawing;
}

struct colour canvas_mix(struct colour over, struct colour under, int part) {
    int rest = 100 - part;
    return (struct colour){(uint8_t)((over.red * part + under.red * rest + 50) / 100),
                           (uint8_t)((over.green * part + under.green * rest + 50) / 100),
                           (uint8_t)((over.blue * part + under.blue * rest + 50) / 100)};
}

/* ---- shapes -------------------------------------------------------------------------------- */

static struct shape *add(struct canvas *canvas, enum shape_kind kind) {
    if (canvas->count == canvas->room) {
        size_t room = canvas->room == 0 ? 64 : canvas->room * 2;
        struct shape *shapes = NEWS(canvas->arena, room, struct shape);
        if (canvas->count > 0) {
            memcpy(shapes, canvas->shapes, canvas->count * sizeof *shapes);
        }
        canvas->shapes = shapes;
        canvas->room = room;
    }
    struct shape *shape = &canvas->shapes[canvas->count++];
    *shape = (struct shape){.kind = kind};
    return shape;
}

/* A closed path through count points given as x, y pairs. */
static struct shape *polygon(struct canvas *canvas, const length_t (*points)[2], size_t count) {
    struct path_step *steps = NEWS(canvas->arena, count + 1, struct path_step);
    for (size_t i = 0; i < count; i++) {
        steps[i] = (struct path_step){
            .verb = i == 0 ? PATH_MOVE : PATH_LINE, .x = points[i][0], .y = points[i][1]};
    }
    steps[count].verb = PATH_CLOSE;
    struct shape *shape = add(canvas, SHAPE_PATH);
    shape->steps = steps;
    shape->step_count = count + 1;
    return shape;
}

static struct shape *rectangle(struct canvas *canvas, length_t x, length_t y, length_t width,
                               length_t height) {
    const length_t points[][2] = {{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}};
    return polygon(canvas, points, 4);
}

static void outline(struct shape *shape, struct colour colour) {
    shape->stroked = true;
    shape->stroke = canvas_mix(canvas_ink, colour, 60);
    shape->stroke_width = OUTLINE;
}

void canvas_block(struct canvas *canvas, length_t x, length_t y, length_t width, length_t height,
                  struct colour fill) {
    struct shape *shape = rectangle(canvas, x, y, width, height);
    shape->filled = true;
    shape->fill = fill;
}

/* The outline lies inside, so that a bar is as long as it says. */
void canvas_bar(struct canvas *canvas, length_t x, length_t y, length_t width, length_t height,
                struct colour fill) {
    if (width <= OUTLINE) {
        canvas_block(canvas, x, y, width, height, canvas_mix(canvas_ink, fill, 60));
        return;
    }
    struct shape *shape =
        rectangle(canvas, x + OUTLINE / 2, y + OUTLINE / 2, width - OUTLINE, height - OUTLINE);
    shape->filled = true;
    shape->fill = fill;
    outline(shape, fill);
}

void canvas_line(struct canvas *canvas, length_t x1, length_t y1, length_t x2, length_t y2,
                 length_t thickness, struct colour colour, length_t dash) {
    struct path_step *steps = NEWS(canvas->arena, 2, struct path_step);
    steps[0] = (struct path_step){.verb = PATH_MOVE, .x = x1, .y = y1};
    steps[1] = (struct path_step){.verb = PATH_LINE, .x = x2, .y = y2};
    struct shape *shape = add(canvas, SHAPE_PATH);
    shape->steps = steps;
    shape->step_count = 2;
    shape->stroked = true;
    shape->stroke = colour;
    shape->stroke_width = thickness;
    shape->dash = dash;
}

/* All lines of a hatching are one shape. They rise to the right, or fall, each cut off at the
 * sides. NULL where the rectangle is too small for one. */
static struct shape *hatch(struct canvas *canvas, length_t x, length_t y, length_t width,
                           length_t height, length_t apart, bool falling) {
    size_t most = (size_t)((width + height) / apart) + 1, count = 0;
    struct path_step *steps = NEWS(canvas->arena, 2 * most, struct path_step);
    for (length_t from = apart; from < width + height; from += apart) {
        /* the line through (x + from, y) and (x, y + from), of which a part is inside */
        length_t left = from > height ? from - height : 0;
        length_t right = from < width ? from : width;
        length_t y1 = from - left, y2 = from - right;
        steps[count++] = (struct path_step){
            .verb = PATH_MOVE, .x = x + left, .y = y + (falling ? height - y1 : y1)};
        steps[count++] = (struct path_step){
            .verb = PATH_LINE, .x = x + right, .y = y + (falling ? height - y2 : y2)};
    }
    if (count == 0) {
        return NULL;
    }
    struct shape *lines = add(canvas, SHAPE_PATH);
    lines->steps = steps;
    lines->step_count = count;
    lines->stroked = true;
    return lines;
}

static void hatch_lightly(struct canvas *canvas, length_t x, length_t y, length_t width,
                          length_t height, bool falling) {
    struct shape *lines = hatch(canvas, x, y, width, height, PATTERN_APART, falling);
    if (lines != NULL) {
        lines->stroke = pattern_grey;
        lines->stroke_width = OUTLINE;
    }
}

static void dot_lightly(struct canvas *canvas, length_t x, length_t y, length_t width,
                        length_t height) {
    size_t most = (size_t)(height * 2 / PATTERN_APART + 1) * (size_t)(width / PATTERN_APART + 1);
    struct path_step *steps = NEWS(canvas->arena, 5 * most, struct path_step);
    size_t count = 0;
    bool odd = false;
    for (length_t down = PATTERN_APART / 2; down + DOT <= height;
         down += PATTERN_APART / 2, odd = !odd) {
        for (length_t along = odd ? PATTERN_APART : PATTERN_APART / 2; along + DOT <= width;
             along += PATTERN_APART) {
            length_t left = x + along, top = y + down;
            steps[count++] = (struct path_step){.verb = PATH_MOVE, .x = left, .y = top};
            steps[count++] = (struct path_step){.verb = PATH_LINE, .x = left + DOT, .y = top};
            steps[count++] = (struct path_step){.verb = PATH_LINE, .x = left + DOT, .y = top + DOT};
            steps[count++] = (struct path_step){.verb = PATH_LINE, .x = left, .y = top + DOT};
            steps[count++] = (struct path_step){.verb = PATH_CLOSE, .x = left, .y = top};
        }
    }
    if (count > 0) {
        struct shape *dots = add(canvas, SHAPE_PATH);
        dots->steps = steps;
        dots->step_count = count;
        dots->filled = true;
        dots->fill = pattern_grey;
    }
}

void canvas_pattern(struct canvas *canvas, length_t x, length_t y, length_t width, length_t height,
                    const char *pattern) {
    if (pattern == NULL || width <= 0 || height <= 0) {
        return;
    }
    bool cross = strcmp(pattern, "cross") == 0;
    if (cross || strcmp(pattern, "lines") == 0) {
        hatch_lightly(canvas, x, y, width, height, false);
    }
    if (cross) {
        hatch_lightly(canvas, x, y, width, height, true);
    }
    if (strcmp(pattern, "dots") == 0) {
        dot_lightly(canvas, x, y, width, height);
    }
}

void canvas_hatched(struct canvas *canvas, length_t x, length_t y, length_t width, length_t height,
                    struct colour colour) {
    if (width <= OUTLINE) {
        return;
    }
    canvas_block(canvas, x, y, width, height, canvas_mix(colour, canvas_white, 30));
    struct shape *lines = hatch(canvas, x, y, width, height, canvas->size / 3, false);
    if (lines != NULL) {
        lines->stroke = canvas_mix(canvas_ink, colour, 40);
        lines->stroke_width = OUTLINE;
    }
    outline(rectangle(canvas, x + OUTLINE / 2, y + OUTLINE / 2, width - OUTLINE, height - OUTLINE),
            colour);
}

void canvas_diamond(struct canvas *canvas, length_t x, length_t y, length_t reach,
                    struct colour fill) {
    const length_t points[][2] = {{x, y - reach}, {x + reach, y}, {x, y + reach}, {x - reach, y}};
    struct shape *shape = polygon(canvas, points, 4);
    shape->filled = true;
    shape->fill = fill;
    outline(shape, canvas_ink);
}

/* ---- text ---------------------------------------------------------------------------------- */

void canvas_text(struct canvas *canvas, length_t x, length_t baseline, const struct words *words) {
    if (words->text == NULL || *words->text == '\0') {
        return;
    }
    struct shape *shape = add(canvas, SHAPE_TEXT);
    shape->text = words->text;
    shape->x = x;
    shape->y = baseline;
    shape->size = words->size;
    shape->filled = true;
    shape->fill = words->colour;
    shape->bold = words->bold;
    shape->quarter_turns = words->quarter_turns;
    shape->anchor = words->anchor;
}

static length_t width_of(const struct canvas *canvas, const char *text, size_t length,
                         length_t size, bool bold) {
    const struct typeface *face = text_typeface(canvas->text, NULL, bold, false);
    struct text_direction runs[32];
    size_t count = text_bidi(canvas->text, text, length, false, runs, 32);
    length_t width = 0;
    for (size_t i = 0; i < count && i < 32; i++) {
        width += text_width(text_shape(canvas->text, face, canvas->lang, TEXT_PLAIN,
                                       runs[i].right_to_left, text + runs[i].start, runs[i].length),
                            size);
    }
    return width;
}

length_t canvas_width(const struct canvas *canvas, const char *text, length_t size, bool bold) {
    return text == NULL ? 0 : width_of(canvas, text, strlen(text), size, bold);
}

length_t canvas_drop(const struct canvas *canvas, length_t size) {
    struct font_metrics metrics = text_metrics(text_typeface(canvas->text, NULL, false, false));
    return metrics.units_per_em == 0 ? 0 : size * metrics.cap_height / metrics.units_per_em / 2;
}

/* ---- wrapping ------------------------------------------------------------------------------ */

struct wrapping {
    const struct canvas *canvas;
    const char *text;
    size_t length;
    length_t size, most;
    const uint8_t *breaks;
};

/* The end of the text without the spaces before it. */
static size_t trimmed(const char *text, size_t start, size_t end) {
    while (end > start && (text[end - 1] == ' ' || text[end - 1] == '\n')) {
        end--;
    }
    return end;
}

static bool fits(const struct wrapping *wrapping, size_t start, size_t end, length_t extra) {
    end = trimmed(wrapping->text, start, end);
    return width_of(wrapping->canvas, wrapping->text + start, end - start, wrapping->size, false) +
               extra <=
           wrapping->most;
}

/* Where to cut the word from start to end, none of whose beginnings up to a break fits: the last
 * hyphenation that fits, or else the last character; at least one. */
static size_t cut_word(const struct wrapping *wrapping, size_t start, size_t end, bool *hyphen) {
    const struct canvas *canvas = wrapping->canvas;
    const char *word = wrapping->text + start;
    uint8_t *hyphens = arena_take(canvas->arena, end - start + 1);
    text_hyphens(canvas->text, canvas->lang, word, end - start, hyphens);
    length_t dash = canvas_width(canvas, "-", wrapping->size, false);
    size_t cut = 0;
    for (size_t i = 1; i < end - start; i++) {
        if (hyphens[i] && fits(wrapping, start, start + i, dash)) {
            cut = i;
        }
    }
    *hyphen = cut > 0;
    for (size_t i = 1; cut == 0 || (!*hyphen && i < end - start); i++) {
        bool whole = i == end - start || ((unsigned char)word[i] & 0xC0) != 0x80;
        if (whole && (cut == 0 || fits(wrapping, start, start + i, 0))) {
            cut = i;
        }
    }
    return start + cut;
}

/* Where the line from start ends. */
static size_t line_end(const struct wrapping *wrapping, size_t start, bool *hyphen) {
    size_t end = 0;
    *hyphen = false;
    for (size_t i = start + 1; i <= wrapping->length; i++) {
        if (wrapping->breaks[i] == TEXT_BREAK_NONE) {
            continue;
        }
        if (!fits(wrapping, start, i, 0)) {
            return end > 0 ? end : cut_word(wrapping, start, i, hyphen);
        }
        end = i;
        if (wrapping->breaks[i] == TEXT_BREAK_FORCED) {
            break;
        }
    }
    return end;
}

struct wrapped canvas_wrap(const struct canvas *canvas, const char *text, length_t size,
                           length_t most) {
    struct wrapped wrapped = {0};
    size_t length = text == NULL ? 0 : strlen(text);
    uint8_t *breaks = arena_take(canvas->arena, length + 1);
    text_breaks(canvas->text, canvas->lang, text == NULL ? "" : text, length, breaks);
    struct wrapping wrapping = {canvas, text, length, size, most, breaks};
    wrapped.lines = NEWS(canvas->arena, length + 1, const char *); /* NULL is drawn as nothing */
    for (size_t start = 0; start < length;) {
        bool hyphen = false;
        size_t end = line_end(&wrapping, start, &hyphen);
        char *line = arena_bytes(canvas->arena, text + start, trimmed(text, start, end) - start);
        wrapped.lines[wrapped.count] = hyphen ? arena_print(canvas->arena, "%s-", line) : line;
        length_t width = canvas_width(canvas, wrapped.lines[wrapped.count++], size, false);
        wrapped.width = width > wrapped.width ? width : wrapped.width;
        start = end;
    }
    return wrapped;
}
