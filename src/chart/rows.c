/* rows.c: see rows.h.
 *
 * Labels stand at the left, where reading begins, and wrap rather than being cut or turned. A
 * threshold is a line with its name at its top, so that no legend has to be carried in the head.
 */
#include "rows.h"

#include <boardpaper/arena.h>

enum { LABELS_MOST = 45, LABELS_WIDE = 65 /* hundredths */ };
enum { THRESHOLD_LINE = 750, THRESHOLD_DASH = 2500 };

/* ---- the scale ----------------------------------------------------------------------------- */

length_t scale_place(const struct scale *scale, int64_t value) {
    __extension__ typedef __int128 wide;
    wide range = (wide)scale->most - scale->least;
    wide moved = ((wide)value - scale->least) * scale->width;
    return scale->x + (length_t)((moved * 2 + (moved < 0 ? -range : range)) / (2 * range));
}

int64_t scale_value(struct number number) {
    struct number thousandths, rounded;
    if (number.denominator != 0 && number_multiply(number, number_of(1000), &thousandths) &&
        number_round(thousandths, 0, &rounded)) {
        return rounded.numerator;
    }
    return 0;
}

static void reach(struct scale *scale, int64_t value) {
    scale->least = value < scale->least ? value : scale->least;
    scale->most = value > scale->most ? value : scale->most;
}

void scale_span(const struct chart *chart, bool from_zero, struct scale *out) {
    int64_t least = scale_value(chart->least), most = scale_value(chart->most);
    if (least < most) {
        out->least = least;
        out->most = most;
        return;
    }
    int64_t first = 0;
    if (!from_zero && chart->count > 0) {
        first = scale_value(chart->data[0].known ? chart->data[0].value : chart->data[0].lowest);
    }
    out->least = out->most = first;
    bool ranges = chart->kind == CHART_RANGES;
    for (size_t i = 0; i < chart->count; i++) {
        const struct datum *datum = &chart->data[i];
        if (datum->known) {
            reach(out, scale_value(datum->value));
        }
        if (!datum->known || ranges) {
            reach(out, scale_value(datum->lowest));
            reach(out, scale_value(datum->highest));
        }
    }
    for (size_t i = 0; i < chart->threshold_count; i++) {
        reach(out, scale_value(chart->thresholds[i].value));
    }
    if (out->least == out->most) {
        out->most = out->least + 1000;
    }
}

int64_t scale_step(const struct scale *scale, int most) {
    static const int64_t factors[] = {1, 2, 5};
    for (int64_t power = 1; power < INT64_MAX / 100; power *= 10) {
        for (int i = 0; i < 3; i++) {
            int64_t step = power * factors[i];
            if ((scale->most - scale->least) / step < most) {
                return step;
            }
        }
    }
    return scale->most - scale->least;
}

/* ---- numbers ------------------------------------------------------------------------------- */

static int decimals_of(struct number number, int least) {
    struct number rounded;
    for (int decimals = least; decimals < 2; decimals++) {
        if (number.denominator == 0 ||
            (number_round(number, decimals, &rounded) && number_equal(number, rounded))) {
            return decimals;
        }
    }
    return 2;
}

int rows_decimals(const struct chart *chart) {
    int decimals = 0;
    for (size_t i = 0; i < chart->count; i++) {
        const struct datum *datum = &chart->data[i];
        if (datum->known) {
            decimals = decimals_of(datum->value, decimals);
        }
        if (!datum->known || chart->kind == CHART_RANGES) {
            decimals = decimals_of(datum->lowest, decimals);
            decimals = decimals_of(datum->highest, decimals);
        }
    }
    return decimals;
}

const char *rows_number(struct canvas *canvas, struct number number, int decimals) {
    return text_number(canvas->text, canvas->arena, canvas->lang, number, decimals, true);
}

const char *rows_range(struct canvas *canvas, const struct datum *datum, int decimals) {
    const char *lowest = rows_number(canvas, datum->lowest, decimals);
    if (number_equal(datum->lowest, datum->highest)) {
        return lowest;
    }
    bool negative = datum->lowest.numerator < 0; /* a minus and a dash want room between them */
    return arena_print(canvas->arena, negative ? "%s \u2013 %s" : "%s\u2013%s", lowest,
                       rows_number(canvas, datum->highest, decimals));
}

/* ---- labels -------------------------------------------------------------------------------- */

/* share: of the width, in hundredths. */
static struct rows measure(struct canvas *canvas, const struct chart *chart, length_t aside,
                           length_t least_height, length_t share) {
    struct rows rows = {.rows = NEWS(canvas->arena, chart->count, struct row),
                        .count = chart->count};
    for (size_t i = 0; i < chart->count; i++) {
        length_t width = canvas_width(canvas, chart->data[i].symbol, canvas->size, false);
        rows.symbols = width > rows.symbols ? width : rows.symbols;
    }
    rows.symbols += rows.symbols > 0 ? canvas->size * 2 / 5 : 0;
    length_t most = chart->width * share / 100, left = chart->width * 4 / 5 - aside;
    most = (most < left ? most : left) - rows.symbols;
    most = most > 3 * canvas->size ? most : 3 * canvas->size;
    length_t widest = 0;
    for (size_t i = 0; i < chart->count; i++) {
        struct row *row = &rows.rows[i];
        row->label = canvas_wrap(canvas, chart->data[i].label, canvas->size, most);
        widest = row->label.width > widest ? row->label.width : widest;
        length_t text = canvas->line * (length_t)row->label.count;
        row->height = (text > least_height ? text : least_height) + canvas->size * 2 / 5;
        row->top = rows.height;
        rows.height += row->height;
    }
    rows.labels = rows.symbols + widest + canvas->size * 4 / 5;
    return rows;
}

struct rows rows_measure(struct canvas *canvas, const struct chart *chart, length_t aside,
                         length_t least_height) {
    bool wide = canvas->size >= LARGE_PRINT;
    struct rows rows =
        measure(canvas, chart, aside, least_height, wide ? LABELS_WIDE : LABELS_MOST);
    length_t header = chart->threshold_count > 0 ? 2 * canvas->line : 0; /* nearly always */
    if (!wide && chart->most_height > 0 && header + rows.height > chart->most_height) {
        rows = measure(canvas, chart, aside, least_height, LABELS_WIDE);
    }
    return rows;
}

void rows_draw_labels(struct canvas *canvas, const struct chart *chart, const struct rows *rows) {
    struct words words = {.size = canvas->size, .colour = canvas_ink};
    length_t drop = canvas_drop(canvas, canvas->size);
    for (size_t i = 0; i < rows->count; i++) {
        const struct row *row = &rows->rows[i];
        length_t lines = canvas->line * (length_t)(row->label.count > 0 ? row->label.count - 1 : 0);
        length_t baseline = rows->header + row->top + (row->height - lines) / 2 + drop;
        words.text = chart->data[i].symbol;
        words.anchor = ANCHOR_MIDDLE;
        canvas_text(canvas, (rows->symbols - canvas->size * 2 / 5) / 2, baseline, &words);
        words.anchor = ANCHOR_START;
        for (size_t j = 0; j < row->label.count; j++) {
            words.text = row->label.lines[j];
            canvas_text(canvas, rows->symbols, baseline + canvas->line * (length_t)j, &words);
        }
    }
}

/* ---- thresholds ---------------------------------------------------------------------------- */

static bool is_shown(const struct scale *scale, const struct threshold *threshold) {
    int64_t value = scale_value(threshold->value);
    return value >= scale->least && value <= scale->most;
}

/* The first lane in which the sign touches no other before it. */
static size_t free_lane(const struct sign *signs, size_t count, const struct sign *sign,
                        length_t gap) {
    for (size_t lane = 0;; lane++) {
        bool taken = false;
        for (size_t i = 0; i < count; i++) {
            taken = taken || (signs[i].lane == lane && signs[i].left < sign->right + gap &&
                              sign->left < signs[i].right + gap);
            /* nor does another's line run through it, which rises to a higher lane */
            taken = taken || (signs[i].lane > lane && signs[i].x > sign->left - gap / 2 &&
                              signs[i].x < sign->right + gap / 2);
        }
        if (!taken) {
            return lane;
        }
    }
}

/* The thresholds from the greatest down. */
static const struct threshold **from_the_right(struct canvas *canvas, const struct chart *chart) {
    const struct threshold **sorted =
        NEWS(canvas->arena, chart->threshold_count, const struct threshold *);
    for (size_t i = 0; i < chart->threshold_count; i++) {
        const struct threshold *threshold = &chart->thresholds[i];
        size_t at = i;
        for (; at > 0 && scale_value(sorted[at - 1]->value) < scale_value(threshold->value); at--) {
            sorted[at] = sorted[at - 1];
        }
        sorted[at] = threshold;
    }
    return sorted;
}

/* Each name stands above its line or, where flags is set, begins at it. */
static void place_signs(struct canvas *canvas, const struct chart *chart, const struct scale *scale,
                        bool flags, struct rows *rows) {
    const struct threshold **sorted = from_the_right(canvas, chart);
    length_t gap = canvas->small_size * 3 / 5;
    rows->sign_count = rows->lanes = 0;
    for (size_t i = 0; i < chart->threshold_count; i++) {
        const struct threshold *threshold = flags ? sorted[i] : &chart->thresholds[i];
        if (!is_shown(scale, threshold)) {
            continue;
        }
        struct sign sign = {.threshold = threshold,
                            .x = scale_place(scale, scale_value(threshold->value))};
        length_t width = canvas_width(canvas, threshold->label, canvas->small_size, false);
        sign.left = flags ? sign.x + gap / 2 : sign.x - width / 2;
        sign.left = sign.left + width > chart->width ? chart->width - width : sign.left;
        sign.left = sign.left < 0 ? 0 : sign.left;
        sign.right = sign.left + width;
        sign.lane = free_lane(rows->signs, rows->sign_count, &sign, gap);
        rows->lanes = sign.lane + 1 > rows->lanes ? sign.lane + 1 : rows->lanes;
        rows->signs[rows->sign_count++] = sign;
    }
}

/* Names that find no room above their lines side by side begin at them instead, as flags on poles:
 * from the right, each pole higher than the one before, so that no line runs through a name. */
void rows_place_thresholds(struct canvas *canvas, const struct chart *chart,
                           const struct scale *scale, struct rows *rows) {
    rows->signs = NEWS(canvas->arena, chart->threshold_count, struct sign);
    place_signs(canvas, chart, scale, false, rows);
    if (rows->lanes > 1) {
        place_signs(canvas, chart, scale, true, rows);
    }
    rows->header = canvas->small_line * (length_t)rows->lanes +
                   (rows->lanes > 0 ? canvas->small_size * 3 / 10 : 0);
}

void rows_draw_thresholds(struct canvas *canvas, const struct rows *rows) {
    struct words words = {.size = canvas->small_size, .colour = canvas_quiet};
    for (size_t i = 0; i < rows->sign_count; i++) {
        const struct sign *sign = &rows->signs[i];
        length_t foot = canvas->small_line * (length_t)(rows->lanes - sign->lane);
        bool flag = sign->left > sign->x; /* its pole goes up to the name's top */
        canvas_line(canvas, sign->x, flag ? foot - canvas->small_line : foot, sign->x,
                    rows->header + rows->height, THRESHOLD_LINE, canvas_rule, THRESHOLD_DASH);
        words.text = sign->threshold->label;
        canvas_text(canvas, sign->left, foot - canvas->small_line / 4, &words);
    }
}

bool rows_threshold_between(const struct chart *chart, const struct scale *scale, length_t x,
                            length_t width) {
    for (size_t i = 0; i < chart->threshold_count; i++) {
        length_t at = scale_place(scale, scale_value(chart->thresholds[i].value));
        if (is_shown(scale, &chart->thresholds[i]) && at >= x && at <= x + width) {
            return true;
        }
    }
    return false;
}
