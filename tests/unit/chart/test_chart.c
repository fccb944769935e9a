/* test_chart.c: charts hold what they promise: all text inside, none over other text, marks where
 * their values say. Positions are reckoned on the fake engine, whose characters are 0.6 em wide. */
#include "../check.h"

#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/chart.h>
#include <boardpaper/text.h>

struct studio {
    struct arena *arena;
    struct text *text;
};

static int studio_open(void **state) {
    struct arena *arena = arena_new();
    struct studio *studio = NEW(arena, struct studio);
    *studio = (struct studio){arena, text_open_fake()};
    *state = studio;
    return 0;
}

static int studio_close(void **state) {
    struct studio *studio = *state;
    text_close(studio->text);
    arena_free(studio->arena);
    return 0;
}

static const struct colour red = {0xA8, 0x43, 0x2A};

static struct datum known(const char *label, int64_t value) {
    return (struct datum){.label = label,
                          .value = number_of(value),
                          .lowest = number_of(value),
                          .highest = number_of(value),
                          .known = true,
                          .colour = red,
                          .symbol = "*"};
}

static struct datum between(const char *label, int64_t lowest, int64_t highest) {
    struct datum datum = known(label, 0);
    datum.known = false;
    datum.lowest = number_of(lowest);
    datum.highest = number_of(highest);
    return datum;
}

static struct chart chart_of(enum chart_kind kind, const struct datum *data, size_t count) {
    return (struct chart){.kind = kind,
                          .data = data,
                          .count = count,
                          .least = {0, 1},
                          .most = {0, 1},
                          .width = 400000,
                          .size = 10000,
                          .lang = "en-GB"};
}

/* ---- looking at drawings ------------------------------------------------------------------- */

struct box {
    length_t left, top, right, bottom;
};

/* Of a text: its width as layout will set it, 0.75 of its size above the baseline, 0.2 below. */
static struct box box_of(struct studio *studio, const struct shape *shape) {
    const struct typeface *face = text_typeface(studio->text, NULL, shape->bold, shape->italic);
    const struct shaped *shaped = text_shape(studio->text, face, "en-GB", TEXT_PLAIN, false,
                                             shape->text, strlen(shape->text));
    length_t width = text_width(shaped, shape->size);
    length_t before = shape->anchor == ANCHOR_START    ? 0
                      : shape->anchor == ANCHOR_MIDDLE ? width / 2
                                                       : width;
    length_t above = shape->size * 3 / 4, below = shape->size / 5;
    if (shape->quarter_turns == 1) { /* upwards: the text runs against y */
        return (struct box){shape->x - above, shape->y + before - width, shape->x + below,
                            shape->y + before};
    }
    return (struct box){shape->x - before, shape->y - above, shape->x - before + width,
                        shape->y + below};
}

static void check_text(struct studio *studio, const struct drawing *drawing) {
    for (size_t i = 0; i < drawing->count; i++) {
        if (drawing->shapes[i].kind != SHAPE_TEXT) {
            continue;
        }
        struct box one = box_of(studio, &drawing->shapes[i]);
        if (one.left < 0 || one.top < 0 || one.right > drawing->width ||
            one.bottom > drawing->height) {
            print_error("\"%s\" leaves the drawing\n", drawing->shapes[i].text);
            fail();
        }
        for (size_t j = 0; j < i; j++) {
            struct box other =
                drawing->shapes[j].kind == SHAPE_TEXT ? box_of(studio, &drawing->shapes[j]) : one;
            bool apart = other.right <= one.left || one.right <= other.left ||
                         other.bottom <= one.top || one.bottom <= other.top;
            if (drawing->shapes[j].kind == SHAPE_TEXT && !apart) {
                print_error("\"%s\" lies over \"%s\"\n", drawing->shapes[i].text,
                            drawing->shapes[j].text);
                fail();
            }
        }
    }
}

/* Marks too: every step inside the drawing. */
static void check_paths(const struct drawing *drawing) {
    for (size_t i = 0; i < drawing->count; i++) {
        const struct shape *shape = &drawing->shapes[i];
        for (size_t j = 0; shape->kind == SHAPE_PATH && j < shape->step_count; j++) {
            const struct path_step *step = &shape->steps[j];
            assert_true(step->x >= 0 && step->x <= drawing->width);
            assert_true(step->y >= 0 && step->y <= drawing->height);
        }
    }
}

static const struct drawing *draw(struct studio *studio, const struct chart *chart) {
    const struct drawing *drawing = chart_draw(studio->arena, chart, studio->text);
    assert_int_equal(drawing->width, chart->width);
    check_text(studio, drawing);
    check_paths(drawing);
    return drawing;
}

static const struct shape *find_text(const struct drawing *drawing, const char *text) {
    for (size_t i = 0; i < drawing->count; i++) {
        if (drawing->shapes[i].kind == SHAPE_TEXT && strcmp(drawing->shapes[i].text, text) == 0) {
            return &drawing->shapes[i];
        }
    }
    print_error("there is no text \"%s\"\n", text);
    fail();
    return NULL;
}

/* The outlined rectangles of the drawing, in order: bars. */
static size_t bars_of(const struct drawing *drawing, struct box *out, size_t most) {
    size_t count = 0;
    for (size_t i = 0; i < drawing->count && count < most; i++) {
        const struct shape *shape = &drawing->shapes[i];
        if (shape->kind == SHAPE_PATH && shape->filled && shape->stroked &&
            shape->step_count == 5 && shape->steps[1].y == shape->steps[0].y) {
            length_t half = shape->stroke_width / 2;
            out[count++] = (struct box){shape->steps[0].x - half, shape->steps[0].y - half,
                                        shape->steps[2].x + half, shape->steps[2].y + half};
        }
    }
    return count;
}

/* ---- bars ---------------------------------------------------------------------------------- */

static void bars_are_as_long_as_their_values(void **state) {
    struct studio *studio = *state;
    struct datum data[] = {known("Alpha", 40), known("Be", 10), known("Gamma", 0)};
    struct chart chart = chart_of(CHART_BARS, data, 3);
    const struct drawing *drawing = draw(studio, &chart);
    struct box bars[4];
    assert_int_equal(bars_of(drawing, bars, 4), 2); /* a zero has no bar */
    /* symbol 6 pt and gap 4, label 5 * 6 = 30 and gap 8, so bars begin at 48; the values' column
     * is 12 and its gap 4, so they end at 384 */
    assert_int_equal(bars[0].left, 48000);
    assert_int_equal(bars[0].right, 384000);
    assert_int_equal(bars[1].left, 48000);
    assert_int_equal(bars[1].right, 48000 + (384000 - 48000) / 4);
    assert_int_equal(find_text(drawing, "40")->x, 388000);
    assert_int_equal(find_text(drawing, "0")->x, 52000);
    assert_true(find_text(drawing, "40")->bold);
    assert_int_equal(find_text(drawing, "Alpha")->x, 10000);
}

static void the_axis_may_be_given(void **state) {
    struct studio *studio = *state;
    struct datum data[] = {known("Alpha", 22)};
    struct chart chart = chart_of(CHART_BARS, data, 1);
    chart.most = number_of(44);
    struct box bars[1];
    assert_int_equal(bars_of(draw(studio, &chart), bars, 1), 1);
    assert_int_equal(bars[0].right - bars[0].left, (384000 - 48000) / 2);
}

static void what_is_unknown_is_hatched(void **state) {
    struct studio *studio = *state;
    struct datum data[] = {between("Alpha", 10, 30), known("Be", 40)};
    struct chart chart = chart_of(CHART_BARS, data, 2);
    const struct drawing *drawing = draw(studio, &chart);
    find_text(drawing, "10\u201330");
    bool hatched = false;
    for (size_t i = 0; i < drawing->count; i++) {
        const struct shape *shape = &drawing->shapes[i];
        size_t moves = 0;
        for (size_t j = 0; shape->kind == SHAPE_PATH && j < shape->step_count; j++) {
            moves += shape->steps[j].verb == PATH_MOVE;
        }
        hatched = hatched || moves > 5;
    }
    assert_true(hatched);
}

static void below_zero_grows_to_the_left(void **state) {
    struct studio *studio = *state;
    struct datum data[] = {known("Up", 10), known("Down", -10)};
    struct chart chart = chart_of(CHART_BARS, data, 2);
    const struct drawing *drawing = draw(studio, &chart);
    struct box bars[2];
    assert_int_equal(bars_of(drawing, bars, 2), 2);
    assert_int_equal(bars[0].left, bars[1].right);
    assert_int_equal(bars[0].right - bars[0].left, bars[1].right - bars[1].left);
    struct box value = box_of(studio, find_text(drawing, "\u221210"));
    assert_true(value.right < bars[1].left);
}

static void long_labels_wrap_and_lose_nothing(void **state) {
    struct studio *studio = *state;
    struct datum data[] = {
        known("Alcohol related hospital admissions of all who live in the city", 3),
        known("Antidisestablishmentarianismsandsuchlikeunbreakablewords", 2)};
    struct chart chart = chart_of(CHART_BARS, data, 2);
    const struct drawing *drawing = draw(studio, &chart);
    char all[200] = "";
    size_t lines = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        if (drawing->shapes[i].kind == SHAPE_TEXT && drawing->shapes[i].x == 10000) {
            strcat(all, drawing->shapes[i].text);
            lines++;
        }
    }
    assert_true(lines >= 5);
    assert_string_equal(all, "Alcohol related hospitaladmissions of all who livein the city"
                             "Antidisestablishmentarianismsandsuchlikeunbreakablewords");
}

static size_t lines_of_labels(const struct drawing *drawing) {
    size_t lines = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        lines += drawing->shapes[i].kind == SHAPE_TEXT && drawing->shapes[i].x == 10000;
    }
    return lines;
}

/* A page that a chart is too high for would make its type smaller. */
static void labels_are_wider_where_the_chart_is_too_high(void **state) {
    struct studio *studio = *state;
    struct datum data[] = {
        known("Alcohol related hospital admissions of all who live in the city", 3),
        known("Burglary of places where people do not live, and of sheds", 2)};
    for (int kind = 0; kind < 2; kind++) {
        struct chart chart = chart_of(kind == 0 ? CHART_BARS : CHART_RANGES, data, 2);
        const struct drawing *any = draw(studio, &chart);
        chart.most_height = 2 * any->height;
        const struct drawing *fits = draw(studio, &chart);
        assert_int_equal(fits->height, any->height);
        assert_int_equal(lines_of_labels(fits), lines_of_labels(any));
        chart.most_height = any->height / 2;
        const struct drawing *lower = draw(studio, &chart);
        assert_true(lower->height < any->height);
        assert_true(lines_of_labels(lower) < lines_of_labels(any));
    }
}

/* Its 26 characters of 10.8 points are 281 wide: more than 45 hundredths of 480, less than 65 of
 * them, without the symbol's 18. */
static void labels_are_wider_in_large_print(void **state) {
    struct studio *studio = *state;
    struct datum datum = known("Fraud against older people", 3);
    struct chart chart = chart_of(CHART_BARS, &datum, 1);
    chart.width = 480000;
    chart.size = POINTS(17);
    find_text(draw(studio, &chart), "Fraud against older");
    chart.size = POINTS(18);
    find_text(draw(studio, &chart), "Fraud against older people");
}

static void nothing_in_large_print_is_smaller(void **state) {
    struct studio *studio = *state;
    struct datum data[] = {known("Fraud", 30), known("Burglary", 10)};
    struct threshold threshold = {.value = number_of(16), .label = "Moderate"};
    static const struct {
        length_t size, small;
    } CASES[] = {{POINTS(9), 8100},
                 {POINTS(18), POINTS(18)},
                 {POINTS(19), POINTS(18)},
                 {POINTS(30), POINTS(27)}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct chart chart = chart_of(CHART_BARS, data, 2);
        chart.size = CASES[i].size;
        chart.thresholds = &threshold;
        chart.threshold_count = 1;
        const struct drawing *drawing = draw(studio, &chart);
        assert_int_equal(find_text(drawing, "Fraud")->size, CASES[i].size);
        assert_int_equal(find_text(drawing, "Moderate")->size, CASES[i].small);
    }
}

/* Two names that stand too close become flags on poles: the greater threshold's the lower, so that
 * its pole passes no other's name, and each name right of its own pole. */
static void labels_of_thresholds_make_way(void **state) {
    struct studio *studio = *state;
    struct datum data[] = {known("Alpha", 44), known("Beta", 31)};
    struct threshold thresholds[] = {{.value = {16, 1}, .label = "Moderate from 16"},
                                     {.value = {30, 1}, .label = "High from 30"},
                                     {.value = {31, 1}, .label = "Very high from 31"},
                                     {.value = {99, 1}, .label = "Never"}};
    struct chart chart = chart_of(CHART_BARS, data, 2);
    chart.most = number_of(44);
    chart.thresholds = thresholds;
    chart.threshold_count = 4;
    const struct drawing *drawing = draw(studio, &chart);
    const struct shape *high = find_text(drawing, "High from 30");
    const struct shape *very = find_text(drawing, "Very high from 31");
    assert_true(high->y < very->y);
    assert_true(high->x < very->x);
    assert_int_equal(find_text(drawing, "Moderate from 16")->y, very->y);
    size_t dashed = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        const struct shape *pole = &drawing->shapes[i];
        if (pole->kind != SHAPE_PATH || pole->dash == 0) {
            continue;
        }
        dashed++;
        length_t x = pole->steps[0].x;
        bool own = x < high->x && high->x - x < POINTS(5);
        assert_true(own || x < high->x || pole->steps[0].y > high->y);
    }
    assert_int_equal(dashed, 3);
}

/* ---- ranges -------------------------------------------------------------------------------- */

static void ranges_have_a_mark_and_their_figures(void **state) {
    struct studio *studio = *state;
    struct datum data[] = {known("Alpha", 20), known("Be", 30), between("Gamma", 0, 40)};
    data[0].lowest = number_of(10);
    data[0].highest = number_of(25);
    struct chart chart = chart_of(CHART_RANGES, data, 3);
    const struct drawing *drawing = draw(studio, &chart);
    struct box bars[2];
    assert_int_equal(bars_of(drawing, bars, 2), 1); /* one spread; one certain; one hatched */
    find_text(drawing, "10\u201325");
    find_text(drawing, "0\u201340");
    /* ticks at 0, 10, ... 40: the band ends on that of 10 and half-way between 20 and 30 */
    length_t ten = find_text(drawing, "10")->x, forty = find_text(drawing, "40")->x;
    assert_int_equal(bars[0].left, ten);
    assert_int_equal(bars[0].right, ten + (forty - ten) / 2);
    size_t diamonds = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        const struct shape *shape = &drawing->shapes[i];
        if (shape->kind == SHAPE_PATH && shape->filled && shape->stroked &&
            shape->step_count == 5 && shape->steps[1].y != shape->steps[0].y) {
            const char *tick = diamonds == 0 ? "20" : "30";
            length_t x = 0;
            for (size_t j = 0; j < drawing->count; j++) { /* the tick, not the bold value */
                const struct shape *text = &drawing->shapes[j];
                x = text->kind == SHAPE_TEXT && !text->bold && strcmp(text->text, tick) == 0
                        ? text->x
                        : x;
            }
            assert_int_equal(shape->steps[0].x, x);
            diamonds++;
        }
    }
    assert_int_equal(diamonds, 2);
}

/* The shapes that a pattern is made of: light grey lines, or light grey dots. */
static size_t patterns_of(const struct drawing *drawing) {
    size_t count = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        const struct shape *shape = &drawing->shapes[i];
        struct colour colour = shape->filled ? shape->fill : shape->stroke;
        count += shape->kind == SHAPE_PATH && colour.red == 0xC4 && colour.green == 0xC4 &&
                 colour.blue == 0xC4;
    }
    return count;
}

static void patterns_stand_for_colours(void **state) {
    struct studio *studio = *state;
    struct datum data[] = {known("Alpha", 40), known("Beta", 30), known("Gamma", 20),
                           known("Delta", 10)};
    data[0].pattern = "lines";
    data[1].pattern = "dots";
    data[2].pattern = "cross"; /* both ways */
    struct chart chart = chart_of(CHART_BARS, data, 4);
    assert_int_equal(patterns_of(draw(studio, &chart)), 4);

    /* a matrix of one square each of 1 to 4: those of 3 and 4 have the threshold's colour and lines
     */
    struct threshold bands[] = {{.value = {3, 1}, .label = "High", .pattern = "lines"}};
    bands[0].coloured = true;
    bands[0].colour = (struct colour){0xB4, 0xB5, 0xB6};
    chart = chart_of(CHART_MATRIX, data, 0);
    chart.columns = 4;
    chart.rows = 1;
    chart.thresholds = bands;
    chart.threshold_count = 1;
    const struct drawing *drawing = draw(studio, &chart);
    assert_int_equal(patterns_of(drawing), 3); /* and the legend's */
    size_t coloured = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        const struct shape *shape = &drawing->shapes[i];
        coloured += shape->kind == SHAPE_PATH && shape->filled && shape->fill.red == 0xB4 &&
                    shape->fill.green == 0xB5 && shape->fill.blue == 0xB6;
    }
    assert_int_equal(coloured, 3);
}

/* ---- matrix -------------------------------------------------------------------------------- */

static void names_stand_in_their_squares(void **state) {
    struct studio *studio = *state;
    struct datum data[] = {known("Alpha", 0), known("Beta", 0), known("Gamma", 0),
                           known("Outside", 0)};
    data[0].column = 1;
    data[0].row = 1;
    data[1].column = 3;
    data[1].row = 2;
    data[2].column = 3;
    data[2].row = 2;
    data[3].column = 4;
    data[3].row = 1;
    struct threshold bands[] = {{.value = {3, 1}, .label = "Medium"},
                                {.value = {6, 1}, .label = "High"}};
    struct chart chart = chart_of(CHART_MATRIX, data, 4);
    chart.columns = 3;
    chart.rows = 2;
    chart.column_title = "Likelihood";
    chart.row_title = "Impact";
    chart.thresholds = bands;
    chart.threshold_count = 2;
    const struct drawing *drawing = draw(studio, &chart);
    const struct shape *alpha = find_text(drawing, "Alpha"), *beta = find_text(drawing, "Beta");
    const struct shape *gamma = find_text(drawing, "Gamma");
    assert_true(alpha->x < beta->x && alpha->y > beta->y); /* row 1 at the bottom */
    assert_int_equal(beta->x, gamma->x);
    assert_true(beta->y < gamma->y);
    find_text(drawing, "1\u20132");
    find_text(drawing, "Medium: 3\u20135");
    find_text(drawing, "High: 6");
    assert_int_equal(find_text(drawing, "Impact")->quarter_turns, 1);
    for (size_t i = 0; i < drawing->count; i++) {
        assert_false(drawing->shapes[i].kind == SHAPE_TEXT &&
                     strcmp(drawing->shapes[i].text, "Outside") == 0);
    }
}

/* ---- anything ------------------------------------------------------------------------------ */

static uint64_t seed = 5;
static int64_t dice(int64_t sides) {
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (int64_t)(seed >> 33) % sides;
}

/* Whatever the data, no text leaves the drawing or lies over another. */
static void random_charts_keep_the_rules(void **state) {
    struct studio *studio = *state;
    static const char *const names[] = {"A",
                                        "Hate crime",
                                        "Alcohol related hospital admissions",
                                        "Counterrevolutionaryinstitutionalisation",
                                        "Burglary in dwellings",
                                        ""};
    for (int round = 0; round < 600; round++) {
        struct datum data[12];
        size_t count = (size_t)dice(13);
        for (size_t i = 0; i < count; i++) {
            int64_t value = dice(2000) - (round % 3 == 0 ? 1000 : 0);
            data[i] = dice(4) == 0 ? between(names[dice(6)], value, value + dice(300))
                                   : known(names[dice(6)], value);
            data[i].lowest = number_of(value - (data[i].known ? dice(100) : 0));
            data[i].symbol = dice(3) == 0 ? NULL : data[i].symbol;
            data[i].column = (int)dice(6);
            data[i].row = (int)dice(6);
            if (dice(3) == 0) {
                number_make(value * 10 + 3, 10, &data[i].value);
                data[i].highest = number_of(value + 1);
            }
        }
        struct threshold thresholds[] = {
            {.value = number_of(dice(1500)), .label = "Moderate from here"},
            {.value = number_of(dice(1500)), .label = "High"},
            {.value = number_of(dice(30)), .label = "Low, or lower"}};
        struct chart chart = chart_of((enum chart_kind)(round % 3), data, count);
        chart.thresholds = thresholds;
        chart.threshold_count = (size_t)dice(4);
        chart.width = 250000 + dice(300000);
        chart.most_height = dice(300000);
        chart.columns = 1 + (int)dice(5);
        chart.rows = 1 + (int)dice(5);
        chart.column_title = dice(2) == 0 ? NULL : "Likelihood";
        chart.row_title = dice(2) == 0 ? NULL : "It";
        draw(studio, &chart);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_are_as_long_as_their_values),
        cmocka_unit_test(the_axis_may_be_given),
        cmocka_unit_test(what_is_unknown_is_hatched),
        cmocka_unit_test(below_zero_grows_to_the_left),
        cmocka_unit_test(long_labels_wrap_and_lose_nothing),
        cmocka_unit_test(labels_are_wider_where_the_chart_is_too_high),
        cmocka_unit_test(labels_are_wider_in_large_print),
        cmocka_unit_test(nothing_in_large_print_is_smaller),
        cmocka_unit_test(labels_of_thresholds_make_way),
        cmocka_unit_test(ranges_have_a_mark_and_their_figures),
        cmocka_unit_test(patterns_stand_for_colours),
        cmocka_unit_test(names_stand_in_their_squares),
        cmocka_unit_test(random_charts_keep_the_rules),
    };
    return cmocka_run_group_tests(tests, studio_open, studio_close);
}
