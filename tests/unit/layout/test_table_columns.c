/* Column widths against hand arithmetic. Lengths are thousandths of a point. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "layout/table_columns.h"

static struct column_extent automatic(length_t least, length_t greatest) {
    return (struct column_extent){
        .kind = COLUMN_AUTO, .text = true, .least = least, .greatest = greatest};
}

static struct column_extent figures(length_t least, length_t greatest) {
    return (struct column_extent){.kind = COLUMN_AUTO, .least = least, .greatest = greatest};
}

static struct column_extent fixed(length_t width) {
    return (struct column_extent){.kind = COLUMN_FIXED, .fixed = width};
}

static struct column_extent share(int part, length_t least, length_t greatest) {
    return (struct column_extent){
        .kind = COLUMN_SHARE, .share = part, .least = least, .greatest = greatest};
}

static void content_that_fits_gets_its_greatest(void **state) {
    (void)state;
    struct column_extent columns[] = {automatic(3000, 10000), automatic(5000, 20000)};
    length_t out[2];
    assert_int_equal(columns_solve(columns, 2, 100000, false, out), COLUMNS_FIT);
    assert_int_equal(out[0], 10000);
    assert_int_equal(out[1], 20000);
}

static void room_to_spare_goes_to_words(void **state) {
    (void)state;
    /* 100000 - 10000 - 20000 - 5000 = 65000, split 10000 : 20000 between the two of words */
    struct column_extent columns[] = {automatic(3000, 10000), automatic(5000, 20000),
                                      figures(5000, 5000)};
    length_t out[3];
    columns_solve(columns, 3, 100000, true, out);
    assert_int_equal(out[0], 10000 + 21666);
    assert_int_equal(out[1], 20000 + 43334);
    assert_int_equal(out[2], 5000);
    /* figures have an equal part, 65000 / 3, up to what makes them loose */
    columns[2].loose = 4000;
    columns_solve(columns, 3, 100000, true, out);
    assert_int_equal(out[2], 9000);
    assert_int_equal(out[0], 10000 + 20333);
    columns[2].loose = 90000;
    columns_solve(columns, 3, 100000, true, out);
    assert_int_equal(out[2], 5000 + 21666);
    /* none of words: all of them */
    struct column_extent numbers[] = {figures(1000, 1000), figures(3000, 3000)};
    columns_solve(numbers, 2, 8000, true, out);
    assert_int_equal(out[0], 2000);
    assert_int_equal(out[1], 6000);
    /* fixed columns never grow */
    struct column_extent rigid[] = {fixed(1000), fixed(3000)};
    columns_solve(rigid, 2, 8000, true, out);
    assert_int_equal(out[0], 1000);
    assert_int_equal(out[1], 3000);
}

static void short_columns_keep_one_line_beside_prose(void **state) {
    (void)state;
    /* roots 100 and 300: at level 100 the first has all it wants, the other the rest */
    struct column_extent columns[] = {automatic(3000, 10000), automatic(5000, 90000)};
    length_t out[2];
    assert_int_equal(columns_solve(columns, 2, 50000, false, out), COLUMNS_FIT);
    assert_int_equal(out[0], 10000);
    assert_int_equal(out[1], 40000);
}

static void prose_columns_share_by_the_root_of_their_content(void **state) {
    (void)state;
    /* roots 200 and 400 */
    struct column_extent columns[] = {automatic(3000, 40000), automatic(5000, 160000)};
    length_t out[2];
    columns_solve(columns, 2, 60000, false, out);
    assert_int_equal(out[0], 20000);
    assert_int_equal(out[1], 40000);
    /* an unbreakable word comes first */
    columns[0].least = 30000;
    columns_solve(columns, 2, 60000, false, out);
    assert_int_equal(out[0], 30000);
    assert_int_equal(out[1], 30000);
}

static void shares_divide_what_fixed_columns_leave(void **state) {
    (void)state;
    struct column_extent columns[] = {fixed(20000), share(1, 5000, 8000), share(3, 5000, 90000)};
    length_t out[3];
    columns_solve(columns, 3, 100000, false, out);
    assert_int_equal(out[0], 20000);
    assert_int_equal(out[1], 20000);
    assert_int_equal(out[2], 60000);
    columns[1].least = 30000; /* more than its quarter */
    columns_solve(columns, 3, 100000, false, out);
    assert_int_equal(out[1], 30000);
    assert_int_equal(out[2], 50000);
}

static void a_fixed_width_gives_way_to_a_word(void **state) {
    (void)state;
    struct column_extent columns[] = {fixed(20000), share(1, 5000, 8000)};
    length_t out[2];
    columns[0].least = 26000;
    columns[0].greatest = 90000; /* lines are broken all the same */
    columns_solve(columns, 2, 100000, false, out);
    assert_int_equal(out[0], 26000);
    assert_int_equal(out[1], 74000);
    assert_int_equal(columns_least(columns, 2), 31000);
}

static void shares_take_what_automatic_columns_leave(void **state) {
    (void)state;
    struct column_extent columns[] = {automatic(5000, 15000), share(1, 4000, 10000),
                                      share(1, 4000, 10000)};
    length_t out[3];
    columns_solve(columns, 3, 100000, false, out);
    assert_int_equal(out[0], 15000);
    assert_int_equal(out[1], 42500);
    assert_int_equal(out[2], 42500);
    /* tight: the automatic one wants 90000 (root 300), the shares 2 * 10000 (roots 100 + 100),
     * of 50000: level 100 gives 30000 and 20000 */
    columns[0].greatest = 90000;
    columns_solve(columns, 3, 50000, false, out);
    assert_int_equal(out[0], 30000);
    assert_int_equal(out[1], 10000);
    assert_int_equal(out[2], 10000);
}

static void remainders_go_from_the_left(void **state) {
    (void)state;
    struct column_extent columns[] = {share(1, 0, 1), share(1, 0, 1), share(1, 0, 1)};
    length_t out[3];
    columns_solve(columns, 3, 10001, false, out);
    assert_int_equal(out[0], 3334);
    assert_int_equal(out[1], 3334);
    assert_int_equal(out[2], 3333);
}

static void what_does_not_fit_is_cut_where_it_is_widest(void **state) {
    (void)state;
    /* 80000 left for roots 223 and 300: 80000 / 523 = 152.96 a root */
    struct column_extent columns[] = {automatic(10000, 20000), automatic(50000, 60000),
                                      automatic(90000, 95000)};
    length_t out[3];
    assert_int_equal(columns_solve(columns, 3, 90000, false, out), COLUMNS_FORCED);
    assert_int_equal(out[0], 10000);
    assert_int_equal(out[1], 34111);
    assert_int_equal(out[2], 45889);
    /* fixed widths beyond the page are cut alike */
    struct column_extent rigid[] = {fixed(90000), fixed(90000)};
    assert_int_equal(columns_solve(rigid, 2, 90000, false, out), COLUMNS_FORCED);
    assert_int_equal(out[0], 45000);
    assert_int_equal(out[1], 45000);
}

static void spans_raise_the_columns_under_them(void **state) {
    (void)state;
    struct column_extent columns[] = {automatic(1000, 5000), automatic(1000, 15000), fixed(7000)};
    /* greatest: 40000 - 20000 = 20000 more, the lower one first, so that both have 20000; least:
     * both 5000 */
    struct span_extent span = {0, 2, 10000, 40000};
    columns_spread(columns, 3, &span, 1);
    assert_int_equal(columns[0].greatest, 20000);
    assert_int_equal(columns[1].greatest, 20000);
    assert_int_equal(columns[0].least, 5000);
    assert_int_equal(columns[1].least, 5000);
    assert_int_equal(columns_least(columns, 3), 10000 + 7000);
    /* over a fixed column: only the other grows */
    struct span_extent wide = {1, 2, 50000, 50000};
    columns_spread(columns, 3, &wide, 1);
    assert_int_equal(columns[1].least, 43000);
    assert_int_equal(columns[2].fixed, 7000);
    assert_int_equal(columns_least(columns, 3), 5000 + 43000 + 7000);
    /* over fixed columns alone: nothing can be done */
    struct span_extent rigid = {2, 1, 90000, 90000};
    columns_spread(columns, 3, &rigid, 1);
    assert_int_equal(columns_least(columns, 3), 5000 + 43000 + 7000);
}

static void narrow_spans_come_before_wide_ones(void **state) {
    (void)state;
    struct column_extent columns[] = {automatic(0, 0), automatic(0, 0), automatic(0, 0)};
    struct span_extent spans[] = {{0, 3, 30000, 30000}, {0, 2, 30000, 30000}};
    columns_spread(columns, 3, spans, 2);
    /* the pair has 30000 first, so the three need no more */
    assert_int_equal(columns[0].least, 15000);
    assert_int_equal(columns[1].least, 15000);
    assert_int_equal(columns[2].least, 0);
}

/* A fixed sequence, so that a failure can be repeated. */
static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static void sums_are_exact_whatever_is_asked(void **state) {
    (void)state;
    uint32_t seed = 17;
    enum { MOST = 40 };
    for (int round = 0; round < 20000; round++) {
        struct column_extent columns[MOST];
        length_t out[MOST];
        int count = 1 + (int)(next_random(&seed) % MOST);
        length_t width = (length_t)(next_random(&seed) % 800000);
        bool full = next_random(&seed) % 2 == 0, shares = false, autos = false;
        length_t wish = 0;
        for (int i = 0; i < count; i++) {
            length_t least = (length_t)(next_random(&seed) % 40000);
            length_t greatest = least + (length_t)(next_random(&seed) % 300000);
            columns[i] = automatic(least, greatest);
            columns[i].kind = (enum column_kind)(next_random(&seed) % 3);
            columns[i].fixed = least;
            columns[i].share = (int)(next_random(&seed) % 4);
            shares |= columns[i].kind == COLUMN_SHARE;
            autos |= columns[i].kind == COLUMN_AUTO;
            wish += columns[i].kind == COLUMN_FIXED ? least : greatest;
        }
        length_t least = columns_least(columns, count);
        enum columns_outcome outcome = columns_solve(columns, count, width, full, out);
        assert_int_equal(outcome, least > width ? COLUMNS_FORCED : COLUMNS_FIT);
        length_t sum = 0;
        for (int i = 0; i < count; i++) {
            assert_true(out[i] >= 0);
            if (outcome == COLUMNS_FIT) {
                assert_true(out[i] >= (columns[i].kind == COLUMN_FIXED ? columns[i].fixed
                                                                       : columns[i].least));
            }
            sum += out[i];
        }
        bool fills = outcome == COLUMNS_FORCED || shares || (full && autos) || wish >= width;
        assert_int_equal(sum, fills ? width : wish);
    }
}

static void two_thousand_columns_have_an_outcome(void **state) {
    (void)state;
    enum { COUNT = 2000 };
    struct column_extent *columns = calloc(COUNT, sizeof *columns);
    length_t *out = calloc(COUNT, sizeof *out);
    for (int i = 0; i < COUNT; i++) {
        columns[i] = automatic(30000, 60000);
    }
    assert_int_equal(columns_solve(columns, COUNT, 468001, true, out), COLUMNS_FORCED);
    length_t sum = 0;
    for (int i = 0; i < COUNT; i++) {
        assert_in_range(out[i], 234, 235);
        sum += out[i];
    }
    assert_int_equal(sum, 468001);
    free(out);
    free(columns);
}

static void parts_of_a_share_add_up(void **state) {
    (void)state;
    length_t out[3] = {0, 0, 0};
    columns_share(10, (const length_t[]){0, 0, 0}, 3, out);
    assert_int_equal(out[0], 3);
    assert_int_equal(out[1], 3);
    assert_int_equal(out[2], 4);
    length_t large[2] = {0, 0};
    columns_share((length_t)1 << 31, (const length_t[]){(length_t)1 << 40, (length_t)1 << 40}, 2,
                  large);
    assert_int_equal(large[0], (length_t)1 << 30);
    assert_int_equal(large[1], (length_t)1 << 30);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_that_fits_gets_its_greatest),
        cmocka_unit_test(room_to_spare_goes_to_words),
        cmocka_unit_test(short_columns_keep_one_line_beside_prose),
        cmocka_unit_test(prose_columns_share_by_the_root_of_their_content),
        cmocka_unit_test(shares_divide_what_fixed_columns_leave),
        cmocka_unit_test(a_fixed_width_gives_way_to_a_word),
        cmocka_unit_test(shares_take_what_automatic_columns_leave),
        cmocka_unit_test(remainders_go_from_the_left),
        cmocka_unit_test(what_does_not_fit_is_cut_where_it_is_widest),
        cmocka_unit_test(spans_raise_the_columns_under_them),
        cmocka_unit_test(narrow_spans_come_before_wide_ones),
        cmocka_unit_test(sums_are_exact_whatever_is_asked),
        cmocka_unit_test(two_thousand_columns_have_an_outcome),
        cmocka_unit_test(parts_of_a_share_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
