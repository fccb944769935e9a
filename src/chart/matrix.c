/* matrix.c: likelihood by impact, each datum written in its square.
 *
 * Names in squares, not dots with numbers to look up. A square's score is the product of its column
 * and row and stands in its corner; thresholds on that score make bands, told by tint and by the
 * legend's words. The tints run from nearly white to a warm brown and never to red on green.
 * Row 1 is at the bottom, as axes grow.
 */
#include "canvas.h"
#include "charts.h"

#include <boardpaper/arena.h>

enum { SIDE_MOST = 20, FRAME = 750 };

static const struct colour band_first = {0xF6, 0xF3, 0xEE}, band_last = {0xE0, 0xA0, 0x70};

struct grid {
    int columns, rows;
    length_t left, top;         /* of the squares */
    length_t width;             /* of a square */
    length_t *heights, *tops;   /* by row from the top; tops from that of the squares */
    length_t height;            /* of all squares */
    length_t inset, text, line; /* the text's size and line in squares */
};

static int row_from_top(const struct grid *grid, int row) {
    return grid->rows - row;
}

static bool is_in(const struct grid *grid, const struct datum *datum) {
    return datum->column >= 1 && datum->column <= grid->columns && datum->row >= 1 &&
           datum->row <= grid->rows;
}

/* ---- bands --------------------------------------------------------------------------------- */

static size_t band_of(const struct chart *chart, int score) {
    size_t band = 0;
    for (size_t i = 0; i < chart->threshold_count; i++) {
        band += number_compare(number_of(score), chart->thresholds[i].value) >= 0;
    }
    return band;
}

/* The highest threshold that is not above the score; NULL below all. */
static const struct threshold *threshold_below(const struct chart *chart, int score) {
    const struct threshold *found = NULL;
    for (size_t i = 0; i < chart->threshold_count; i++) {
        const struct threshold *one = &chart->thresholds[i];
        if (number_compare(one->value, number_of(score)) <= 0 &&
            (found == NULL || number_compare(one->value, found->value) > 0)) {
            found = one;
        }
    }
    return found;
}

/* A threshold at or below the least score, 1, names the lowest band and parts it from nothing. */
static struct colour band_colour(const struct chart *chart, int score) {
    const struct threshold *below = threshold_below(chart, score);
    if (below != NULL && below->coloured) {
        return below->colour;
    }
    size_t band = band_of(chart, score);
    size_t lowest = band_of(chart, 1);
    if (chart->threshold_count == lowest) {
        return canvas_white;
    }
    return canvas_mix(band_last, band_first,
                      (int)(100 * (band - lowest) / (chart->threshold_count - lowest)));
}

/* The name of the band; NULL for what is below all thresholds. */
static const char *band_label(const struct chart *chart, int score) {
    const struct threshold *below = threshold_below(chart, score);
    return below == NULL ? NULL : below->label;
}

/* ---- measuring ----------------------------------------------------------------------------- */

/* The width of the datum's symbol with its gap, by which all lines of its label are set in. */
static length_t hang_of(struct canvas *canvas, const struct grid *grid, const struct datum *datum) {
    length_t width = canvas_width(canvas, datum->symbol, grid->text, false);
    return width > 0 ? width + grid->text / 3 : 0;
}

static struct wrapped label_of(struct canvas *canvas, const struct grid *grid,
                               const struct datum *datum) {
    length_t most = grid->width - 2 * grid->inset - hang_of(canvas, grid, datum);
    struct wrapped label = canvas_wrap(canvas, datum->label, grid->text, most);
    label.count = label.count == 0 ? 1 : label.count; /* a symbol alone has its line too */
    return label;
}

static void measure_squares(struct canvas *canvas, const struct chart *chart, struct grid *grid) {
    size_t squares = (size_t)grid->columns * (size_t)grid->rows;
    length_t *needed = NEWS(canvas->arena, squares, length_t);
    for (size_t i = 0; i < chart->count; i++) {
        const struct datum *datum = &chart->data[i];
        if (is_in(grid, datum)) {
            struct wrapped label = label_of(canvas, grid, datum);
            int row = row_from_top(grid, datum->row);
            needed[row * grid->columns + datum->column - 1] +=
                grid->line * (length_t)label.count + grid->inset / 2;
        }
    }
    grid->heights = NEWS(canvas->arena, (size_t)grid->rows, length_t);
    grid->tops = NEWS(canvas->arena, (size_t)grid->rows, length_t);
    for (int row = 0; row < grid->rows; row++) {
        length_t height = grid->width * 2 / 5;
        for (int column = 0; column < grid->columns; column++) {
            /* the score's line, the labels, the inset above and below */
            length_t all = needed[row * grid->columns + column] + grid->line + 2 * grid->inset;
            height = all > height ? all : height;
        }
        grid->heights[row] = height;
        grid->tops[row] = grid->height;
        grid->height += height;
    }
}

/* ---- drawing ------------------------------------------------------------------------------- */

static const char *whole(struct canvas *canvas, int number) {
    return text_number(canvas->text, canvas->arena, canvas->lang, number_of(number), 0, true);
}

static void draw_squares(struct canvas *canvas, const struct chart *chart,
                         const struct grid *grid) {
    struct words score = {.size = grid->text, .colour = canvas_ink, .anchor = ANCHOR_END};
    for (int row = 1; row <= grid->rows; row++) {
        int from_top = row_from_top(grid, row);
        length_t y = grid->top + grid->tops[from_top];
        for (int column = 1; column <= grid->columns; column++) {
            length_t x = grid->left + grid->width * (column - 1);
            const struct threshold *below = threshold_below(chart, column * row);
            canvas_block(canvas, x, y, grid->width, grid->heights[from_top],
                         band_colour(chart, column * row));
            canvas_pattern(canvas, x, y, grid->width, grid->heights[from_top],
                           below == NULL ? NULL : below->pattern);
            score.text = whole(canvas, column * row);
            canvas_text(canvas, x + grid->width - grid->inset, y + grid->inset + grid->text * 3 / 4,
                        &score);
        }
    }
    length_t right = grid->left + grid->width * grid->columns, bottom = grid->top + grid->height;
    for (int column = 0; column <= grid->columns; column++) {
        length_t x = grid->left + grid->width * column;
        canvas_line(canvas, x, grid->top, x, bottom, FRAME, canvas_rule, 0);
    }
    for (int row = 0; row <= grid->rows; row++) {
        length_t y = row == grid->rows ? bottom : grid->top + grid->tops[row];
        canvas_line(canvas, grid->left, y, right, y, FRAME, canvas_rule, 0);
    }
}

static void draw_data(struct canvas *canvas, const struct chart *chart, const struct grid *grid) {
    size_t squares = (size_t)grid->columns * (size_t)grid->rows;
    length_t *used = NEWS(canvas->arena, squares, length_t);
    struct words words = {.size = grid->text, .colour = canvas_ink};
    for (size_t i = 0; i < chart->count; i++) {
        const struct datum *datum = &chart->data[i];
        if (!is_in(grid, datum)) {
            continue;
        }
        int row = row_from_top(grid, datum->row);
        length_t *below = &used[row * grid->columns + datum->column - 1];
        length_t x = grid->left + grid->width * (datum->column - 1) + grid->inset;
        length_t y = grid->top + grid->tops[row] + grid->inset + grid->line;
        struct wrapped label = label_of(canvas, grid, datum);
        words.text = datum->symbol;
        canvas_text(canvas, x, y + *below + grid->text, &words);
        x += hang_of(canvas, grid, datum);
        for (size_t j = 0; j < label.count; j++) {
            words.text = label.lines[j];
            canvas_text(canvas, x, y + *below + grid->text, &words);
            *below += grid->line;
        }
        *below += grid->inset / 2;
    }
}

static void draw_axes(struct canvas *canvas, const struct chart *chart, const struct grid *grid) {
    length_t drop = canvas_drop(canvas, canvas->size);
    length_t bottom = grid->top + grid->height;
    struct words words = {.size = canvas->size, .colour = canvas_ink, .anchor = ANCHOR_MIDDLE};
    for (int column = 1; column <= grid->columns; column++) {
        words.text = whole(canvas, column);
        canvas_text(canvas, grid->left + grid->width * (2 * column - 1) / 2, bottom + canvas->line,
                    &words);
    }
    words.anchor = ANCHOR_END;
    for (int row = 1; row <= grid->rows; row++) {
        int from_top = row_from_top(grid, row);
        length_t middle = grid->top + grid->tops[from_top] + grid->heights[from_top] / 2;
        words.text = whole(canvas, row);
        canvas_text(canvas, grid->left - canvas->size / 2, middle + drop, &words);
    }
    words = (struct words){.text = chart->column_title,
                           .size = canvas->size,
                           .colour = canvas_ink,
                           .anchor = ANCHOR_MIDDLE,
                           .bold = true};
    canvas_text(canvas, grid->left + grid->width * grid->columns / 2, bottom + 9 * canvas->line / 4,
                &words);
    words.text = chart->row_title;
    words.quarter_turns = 1;
    canvas_text(canvas, canvas->size, grid->top + grid->height / 2, &words);
}

/* A swatch, the scores of the band and its name for each band, as many in a line as fit. */
static length_t draw_legend(struct canvas *canvas, const struct chart *chart,
                            const struct grid *grid, length_t top) {
    length_t x = grid->left, y = top, side = canvas->size, gap = canvas->size / 2;
    struct words words = {.size = canvas->small_size, .colour = canvas_ink};
    int highest = grid->columns * grid->rows;
    for (int from = 1; chart->threshold_count > 0 && from <= highest;) {
        size_t band = band_of(chart, from);
        int to = from;
        while (to < highest && band_of(chart, to + 1) == band) {
            to++;
        }
        const char *label = band_label(chart, from);
        const char *scores = to == from ? whole(canvas, from)
                                        : arena_print(canvas->arena, "%s\u2013%s",
                                                      whole(canvas, from), whole(canvas, to));
        words.text = label == NULL ? scores : arena_print(canvas->arena, "%s: %s", label, scores);
        length_t width = side + gap + canvas_width(canvas, words.text, words.size, false) + 3 * gap;
        if (x > grid->left && x + width - 3 * gap > chart->width) {
            x = grid->left;
            y += canvas->line * 5 / 4;
        }
        const struct threshold *below = threshold_below(chart, from);
        canvas_bar(canvas, x, y, side, side, band_colour(chart, from));
        canvas_pattern(canvas, x, y, side, side, below == NULL ? NULL : below->pattern);
        canvas_text(canvas, x + side + gap, y + side / 2 + canvas_drop(canvas, words.size), &words);
        x += width;
        from = to + 1;
    }
    return chart->threshold_count > 0 ? y + side - top + canvas->size / 4 : 0;
}

const struct drawing *matrix_draw(struct canvas *canvas, const struct chart *chart) {
    struct grid grid = {.columns = chart->columns, .rows = chart->rows};
    grid.columns = grid.columns < 1 ? 1 : grid.columns > SIDE_MOST ? SIDE_MOST : grid.columns;
    grid.rows = grid.rows < 1 ? 1 : grid.rows > SIDE_MOST ? SIDE_MOST : grid.rows;
    bool row_title = chart->row_title != NULL && chart->row_title[0] != '\0';
    bool column_title = chart->column_title != NULL && chart->column_title[0] != '\0';
    grid.left = canvas_width(canvas, whole(canvas, grid.rows), canvas->size, false) + canvas->size +
                (row_title ? canvas->line : 0);
    grid.top = FRAME;
    grid.width = (chart->width - grid.left - FRAME) / grid.columns;
    grid.text = canvas->small_size;
    grid.line = canvas->small_line;
    grid.inset = canvas->size / 3;
    measure_squares(canvas, chart, &grid);
    draw_squares(canvas, chart, &grid);
    draw_data(canvas, chart, &grid);
    draw_axes(canvas, chart, &grid);
    length_t below = grid.top + grid.height + canvas->line * (column_title ? 11 : 6) / 4;
    length_t legend = draw_legend(canvas, chart, &grid, below);
    return canvas_drawing(canvas, chart->width, below + legend);
}
