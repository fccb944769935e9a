/* test_properties.c: what must hold of every method and every input: intervals hold every
 * completion of the unknowns, the order of the input changes nothing, more harm is never less. */
#include "at_hand.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_hand_open, at_hand_close)

enum { MOST = 2, INTERVALS = 6 }; /* amounts are 0, 1 or 2; so many intervals of those there are */
static const int LOWEST[INTERVALS] = {0, 1, 2, 0, 1, 0};
static const int HIGHEST[INTERVALS] = {0, 1, 2, 1, 2, 2};

static struct quantity amount(int lowest, int highest) {
    struct quantity quantity = {.state = lowest == highest ? STATE_KNOWN : STATE_UNKNOWN,
                                .value = number_of(lowest),
                                .bounded = true,
                                .lowest = number_of(lowest),
                                .highest = number_of(highest)};
    return quantity;
}

static const struct quantity *kept_amount(int lowest, int highest) {
    return kept_quantity(amount(lowest, highest));
}

/* An area whose inputs a, b, c and counts lie in the intervals chosen[0..4]. */
static struct area area_of(const int *chosen) {
    static const char *const INPUTS[] = {"a", "b", "c"};
    struct score *scores = NEWS(arena, 4, struct score);
    for (size_t i = 0; i < 3; i++) {
        scores[i] = score_of(INPUTS[i], kept_amount(LOWEST[chosen[i]], HIGHEST[chosen[i]]));
    }
    return (struct area){.id = "x",
                         .name = "X",
                         .count = kept_amount(LOWEST[chosen[3]], HIGHEST[chosen[3]]),
                         .previous = kept_amount(LOWEST[chosen[4]], HIGHEST[chosen[4]]),
                         .scores = scores,
                         .score_count = 3};
}

/* Every choice of five of the first `choices` intervals, scored. */
static const struct scores *score_all(const struct method *method, int choices) {
    size_t count = 1;
    for (int i = 0; i < 5; i++) {
        count *= (size_t)choices;
    }
    struct area *areas = NEWS(arena, count, struct area);
    for (size_t i = 0; i < count; i++) {
        int chosen[5];
        size_t rest = i;
        for (int j = 0; j < 5; j++) {
            chosen[j] = (int)(rest % (size_t)choices);
            rest /= (size_t)choices;
        }
        areas[i] = area_of(chosen);
    }
    struct assessment *assessment = NEW(arena, struct assessment);
    *assessment = (struct assessment){.areas = areas, .area_count = count};
    return scored(method, assessment);
}

/* Compares the interval of each value in each choice with all its completions. tight: both ends
 * are reached by some completion. */
static void compare_with_completions(const struct method *method, bool tight) {
    const struct scores *wholes = score_all(method, INTERVALS);
    const struct scores *points = score_all(method, MOST + 1);
    size_t factors = method_factor_count(method);
    struct number *least = NEWS(arena, factors, struct number);
    struct number *most = NEWS(arena, factors, struct number);
    for (size_t i = 0; i < wholes->count; i++) {
        int low[5];
        int high[5];
        int at[5];
        size_t rest = i;
        for (int j = 0; j < 5; j++) {
            low[j] = at[j] = LOWEST[rest % INTERVALS];
            high[j] = HIGHEST[rest % INTERVALS];
            rest /= INTERVALS;
        }
        bool first = true;
        for (;;) {
            size_t point = 0;
            for (int j = 4; j >= 0; j--) {
                point = point * (MOST + 1) + (size_t)at[j];
            }
            for (size_t f = 0; f < factors; f++) {
                struct number value = scoring_value(&points->results[point], f)->lowest;
                assert_true(scoring_value(&points->results[point], f)->state == STATE_KNOWN);
                least[f] = first || number_compare(value, least[f]) < 0 ? value : least[f];
                most[f] = first || number_compare(value, most[f]) > 0 ? value : most[f];
            }
            first = false;
            int j = 0;
            for (; j < 5 && at[j] == high[j]; j++) {
                at[j] = low[j];
            }
            if (j == 5) {
                break;
            }
            at[j]++;
        }
        for (size_t f = 0; f < factors; f++) {
            const struct value *value = scoring_value(&wholes->results[i], f);
            assert_true(value->bounded);
            int below = number_compare(value->lowest, least[f]);
            int above = number_compare(value->highest, most[f]);
            if (below > 0 || above < 0 || (tight && (below != 0 || above != 0))) {
                fail_msg("choice %zu, factor %s: %lld/%lld to %lld/%lld is not %lld/%lld to "
                         "%lld/%lld",
                         i, method_factor(method, f)->id, (long long)value->lowest.numerator,
                         (long long)value->lowest.denominator, (long long)value->highest.numerator,
                         (long long)value->highest.denominator, (long long)least[f].numerator,
                         (long long)least[f].denominator, (long long)most[f].numerator,
                         (long long)most[f].denominator);
            }
        }
    }
}

#define HEAD                                                                                       \
    "<count id=\"count\" label=\"N\"/><previous id=\"previous\" label=\"P\"/>"                     \
    "<input id=\"a\" label=\"A\" lowest=\"0\" highest=\"2\"/>"                                     \
    "<input id=\"b\" label=\"B\" lowest=\"0\" highest=\"2\"/>"                                     \
    "<input id=\"c\" label=\"C\" lowest=\"0\" highest=\"2\"/>"

static void intervals_are_exact_where_each_unknown_enters_once(void **state) {
    (void)state;
    compare_with_completions(
        method_sound(
            HEAD
            "<value id=\"likely\" label=\"L\"><steps of=\"count\"><step value=\"1\" below=\"1\"/>"
            "<step value=\"2\" at-least=\"1\" up-to=\"1\"/><step value=\"3\" above=\"1\"/></steps>"
            "</value>"
            "<value id=\"impact\" label=\"I\"><sum of=\"a b\"/></value>"
            "<value id=\"risk\" label=\"R\"><product of=\"impact likely\"/></value>"
            "<value id=\"waved\" label=\"W\"><steps of=\"previous\"><step value=\"5\" below=\"1\"/>"
            "<step value=\"-3\" at-least=\"1\" below=\"2\"/><step value=\"1\" at-least=\"2\"/>"
            "</steps></value>"
            "<value id=\"weighted\" label=\"V\"><weighted><part of=\"c\" weight=\"-2\"/>"
            "<part of=\"waved\" weight=\"0.5\"/></weighted></value>"
            "<value id=\"total\" label=\"T\"><sum of=\"risk weighted\"/></value>"
            "<total of=\"total\"/>"),
        true);
    compare_with_completions(
        method_sound(HEAD
                     "<value id=\"change\" label=\"C\"><change of=\"count\" since=\"previous\" "
                     "zero-base=\"150\"/></value>"
                     "<value id=\"trend\" label=\"T\"><steps of=\"change\"><step value=\"0\" "
                     "up-to=\"0\"/><step value=\"1\" above=\"0\" up-to=\"100\"/>"
                     "<step value=\"2\" above=\"100\"/></steps></value>"
                     "<value id=\"found\" label=\"F\"><lookup of=\"a\"><case is=\"0\" value=\"4\"/>"
                     "<case is=\"1\" value=\"-4\"/><case is=\"2\" value=\"0\"/></lookup></value>"
                     "<value id=\"most\" label=\"M\"><max of=\"b c\"/></value>"
                     "<value id=\"capped\" label=\"K\"><cap of=\"found\" lowest=\"-1\" "
                     "highest=\"1\"/></value>"
                     "<value id=\"total\" label=\"S\"><sum of=\"trend capped most\"/></value>"
                     "<total of=\"total\"/>"),
        true);
}

static void intervals_hold_every_completion_where_unknowns_enter_again(void **state) {
    (void)state;
    compare_with_completions(
        method_sound(HEAD
                     "<value id=\"change\" label=\"C\" decimals=\"1\" round=\"yes\"><change "
                     "of=\"count\" since=\"previous\" zero-base=\"100\" small-base=\"2\" "
                     "small-change=\"0\"/></value>"
                     "<value id=\"square\" label=\"Q\"><product of=\"a a\"/></value>"
                     "<value id=\"rest\" label=\"R\"><weighted><part of=\"square\" weight=\"1\"/>"
                     "<part of=\"a\" weight=\"-2\"/></weighted></value>"
                     "<value id=\"least\" label=\"L\"><min of=\"rest b\"/></value>"
                     "<value id=\"mixed\" label=\"M\"><product of=\"least count\"/></value>"
                     "<value id=\"total\" label=\"T\"><sum of=\"mixed change a b c\"/></value>"
                     "<total of=\"total\"/>"),
        false);
}

/* With a total stated, what is deduced holds every completion that comes to that total, and what
 * is refused has none. */
static void deductions_hold_every_completion_of_what_is_stated(void **state) {
    (void)state;
    const struct method *method = method_sound(
        HEAD "<value id=\"impact\" label=\"I\"><sum of=\"a b\"/></value>"
             "<value id=\"risk\" label=\"R\"><product of=\"impact count\"/></value>"
             "<value id=\"most\" label=\"M\"><max of=\"c previous\"/></value>"
             "<value id=\"total\" label=\"T\"><weighted><part of=\"risk\" weight=\"2\"/>"
             "<part of=\"most\" weight=\"1\"/></weighted></value><total of=\"total\"/>");
    const struct scores *points = score_all(method, MOST + 1);
    size_t factors = method_factor_count(method);
    int total = method_total(method);
    size_t refused = 0;
    size_t narrowed = 0;
    for (size_t i = 0; i < 7776; i++) { /* 6 to the 5 */
        int chosen[5];
        size_t rest = i;
        for (int j = 0; j < 5; j++) {
            chosen[j] = (int)(rest % INTERVALS);
            rest /= INTERVALS;
        }
        int stated = (int)(i * 7 % 19); /* totals are 0 to 18; a few for each choice in the end */
        struct area area = area_of(chosen);
        struct score *scores = (struct score *)area.scores;
        scores[3] = score_of("total", kept_amount(stated, stated));
        area.score_count = 4;
        struct assessment assessment = {.areas = &area, .area_count = 1};
        const struct scores *found = scoring_run(arena, &assessment, method, diagnostics);
        if (found == NULL) {
            diagnostics = diagnostics_new(arena, 1000);
            refused++;
        }
        for (size_t p = 0; p < points->count; p++) {
            const struct result *point = &points->results[p];
            bool completes =
                number_equal(scoring_value(point, (size_t)total)->lowest, number_of(stated));
            size_t at = p;
            for (int j = 0; j < 5; j++) {
                int digit = (int)(at % (MOST + 1));
                completes = completes && digit >= LOWEST[chosen[j]] && digit <= HIGHEST[chosen[j]];
                at /= MOST + 1;
            }
            if (!completes) {
                continue;
            }
            assert_non_null(found);
            for (size_t f = 0; f < factors; f++) {
                const struct value *value = scoring_value(&found->results[0], f);
                const struct value *whole = scoring_value(point, f);
                assert_true(number_compare(value->lowest, whole->lowest) <= 0);
                assert_true(number_compare(value->highest, whole->lowest) >= 0);
                narrowed += value->deduced;
            }
        }
    }
    assert_true(refused > 100 && narrowed > 100); /* both did happen */
}

/* ---- stra ------------------------------------------------------------------------------------ */

static uint32_t seed;
static int draw(int most) {
    seed = seed * 1664525u + 1013904223u;
    return (int)((seed >> 8) % (uint32_t)(most + 1));
}

static const char *const SCORED[] = {"harm",    "financial",     "reputation",  "resourcing",
                                     "concern", "vulnerability", "benchmarking"};
static const struct population PEOPLE = {.id = "p",
                                         .count = {.state = STATE_KNOWN, .value = {1000, 1}}};

/* Areas with every kind of amount. */
static struct area *drawn_areas(size_t count) {
    struct area *areas = NEWS(arena, count, struct area);
    for (size_t i = 0; i < count; i++) {
        struct score *scores = NEWS(arena, 8, struct score);
        for (size_t j = 0; j < 7; j++) {
            int most = j < 4 ? 3 : 2;
            int low = draw(most);
            int high = draw(5) == 0 ? most : low;
            scores[j] = score_of(SCORED[j], kept_amount(low, high));
        }
        areas[i] = (struct area){.id = arena_print(arena, "a%zu", i),
                                 .name = arena_print(arena, "Area %d", draw(9)),
                                 .population = &PEOPLE,
                                 .scores = scores,
                                 .score_count = 7};
        struct quantity now = amount(draw(20), 20);
        struct quantity before = amount(1 + draw(9), 10);
        if (draw(3) > 0) {
            now.state = STATE_KNOWN;
            before.state = STATE_KNOWN;
        }
        areas[i].count = kept_quantity(now);
        areas[i].previous = kept_quantity(before);
    }
    return areas;
}

static const struct scores *score_areas(const struct method *method, const struct area *areas,
                                        size_t count) {
    struct assessment *assessment = NEW(arena, struct assessment);
    *assessment = (struct assessment){.areas = areas, .area_count = count};
    return scored(method, assessment);
}

/* More values than 16 bits can number. */
static void tells_very_many_values_apart(void **state) {
    (void)state;
    enum { MANY = 70000 };
    const struct method *method =
        method_sound("<input id=\"a\" label=\"A\" lowest=\"0\" highest=\"70000\"/>"
                     "<value id=\"v\" label=\"V\"><sum of=\"a\"/></value><total of=\"v\"/>\n");
    struct area *areas = NEWS(arena, MANY, struct area);
    static const struct quantity NOTHING = {.state = STATE_NOT_SCORED};
    for (int i = 0; i < MANY; i++) {
        struct score *score = NEW(arena, struct score);
        *score = score_of("a", kept_amount(i, i));
        areas[i] = (struct area){.id = arena_print(arena, "a%d", i),
                                 .name = "A",
                                 .count = &NOTHING,
                                 .previous = &NOTHING,
                                 .scores = score,
                                 .score_count = 1};
    }
    const struct scores *scores = score_areas(method, areas, MANY);
    size_t total = (size_t)method_total(method);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(scoring_value(&scores->results[i], total)->lowest.numerator, i);
    }
    assert_ptr_equal(scores->ranked[0]->area, &areas[MANY - 1]);
}

struct joined {
    struct buffer all;
    size_t pieces, longest;
};

static void join(void *context, const void *bytes, size_t length) {
    struct joined *joined = context;
    buffer_add(&joined->all, bytes, length);
    joined->pieces++;
    joined->longest = length > joined->longest ? length : joined->longest;
}

static void pieces_are_the_whole(void **state) {
    (void)state;
    enum { MANY = 4000, FEW = 3, PIECE = 64 * 1024, LINE = 1024 };
    const struct method *method = method_shipped("stra");
    seed = 7;
    struct area *areas = drawn_areas(MANY);
    static const size_t COUNTS[] = {MANY, FEW, 0};
    for (size_t i = 0; i < 3; i++) {
        const struct scores *scores = score_areas(method, areas, COUNTS[i]);
        struct buffer whole = {0};
        struct joined joined = {0};
        scoring_write(scores, SCORING_CSV, &whole);
        scoring_write_pieces(scores, join, &joined);
        assert_string_equal(joined.all.data, whole.data);
        assert_true(joined.longest < PIECE + LINE);
        assert_true((joined.pieces > 2) == (COUNTS[i] == MANY));
        buffer_free(&whole);
        buffer_free(&joined.all);
    }
}

static void the_order_of_the_input_changes_nothing(void **state) {
    (void)state;
    enum { COUNT = 300 };
    const struct method *method = method_shipped("stra");
    seed = 1;
    struct area *areas = drawn_areas(COUNT);
    struct buffer first = {0};
    const struct scores *scores = score_areas(method, areas, COUNT);
    scoring_write(scores, SCORING_CSV, &first);
    for (int round = 0; round < 5; round++) {
        for (size_t i = COUNT; i-- > 1;) {
            size_t other = (size_t)draw((int)i);
            struct area area = areas[i];
            areas[i] = areas[other];
            areas[other] = area;
        }
        struct buffer again = {0};
        scoring_write(score_areas(method, areas, COUNT), SCORING_CSV, &again);
        assert_string_equal(first.data, again.data);
        buffer_free(&again);
    }
    buffer_free(&first);
}

static void more_harm_is_never_less(void **state) {
    (void)state;
    enum { COUNT = 500 };
    const struct method *method = method_shipped("stra");
    int total = method_total(method);
    seed = 2;
    struct area *areas = drawn_areas(COUNT);
    const struct scores *before = score_areas(method, areas, COUNT);
    size_t raised = 0;
    for (size_t i = 0; i < COUNT; i++) {
        struct score *score = (struct score *)&areas[i].scores[draw(6)];
        int most = score < areas[i].scores + 4 ? 3 : 2;
        const struct quantity *given = score->is->amount;
        if (given->state == STATE_KNOWN && given->value.numerator < most) {
            int more = (int)given->value.numerator + 1;
            *score = score_of(score->is->factor, kept_amount(more, more));
            raised++;
        }
    }
    const struct scores *after = score_areas(method, areas, COUNT);
    assert_true(raised > 100);
    for (size_t i = 0; i < COUNT; i++) {
        const struct value *old = scoring_value(&before->results[i], (size_t)total);
        const struct value *new = scoring_value(&after->results[i], (size_t)total);
        assert_true(number_compare(new->lowest, old->lowest) >= 0);
        assert_true(number_compare(new->highest, old->highest) >= 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(intervals_are_exact_where_each_unknown_enters_once),
        TEST(intervals_hold_every_completion_where_unknowns_enter_again),
        TEST(deductions_hold_every_completion_of_what_is_stated),
        TEST(tells_very_many_values_apart),
        TEST(pieces_are_the_whole),
        TEST(the_order_of_the_input_changes_nothing),
        TEST(more_harm_is_never_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
