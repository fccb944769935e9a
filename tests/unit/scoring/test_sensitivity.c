/* test_sensitivity.c: how firm a ranking is, against scoring everything anew for every step. */
#include "at_hand.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_hand_open, at_hand_close)

static const struct method *small_method(void) {
    return method_sound(
        "<input id=\"a\" label=\"A\" lowest=\"0\" highest=\"3\"/>"
        "<input id=\"b\" label=\"B\" lowest=\"1\" highest=\"3\"/>"
        "<value id=\"rule\" label=\"Rule\"><steps of=\"a\"><step value=\"1\" below=\"2\"/>"
        "<step value=\"2\" at-least=\"2\"/></steps></value>"
        "<value id=\"judged\" label=\"Judged\"><judged of=\"rule\"/></value>"
        "<value id=\"total\" label=\"Total\"><product of=\"b judged\"/></value><total "
        "of=\"total\"/>"
        "<bands><band id=\"high\" label=\"High\" symbol=\"H\" at-least=\"4\"/>"
        "<band id=\"low\" label=\"Low\" symbol=\"L\"/></bands>");
}

enum { MOST_AREAS = 9, FACTORS = 3 };
static const char *const FACTOR[FACTORS] = {"a", "b", "judged"};
static const int LOWEST[FACTORS] = {0, 1, 1};
static const int HIGHEST[FACTORS] = {3, 3, 2};

static const struct quantity NOTHING = {.state = STATE_NOT_SCORED};

/* judged 0: no judgement is made. */
static const struct scores *score_amounts(const struct method *method, int amounts[][FACTORS],
                                          size_t count) {
    struct area *areas = NEWS(arena, count, struct area);
    struct assessment *assessment = NEW(arena, struct assessment);
    for (size_t i = 0; i < count; i++) {
        struct score *scores = NEWS(arena, FACTORS, struct score);
        for (size_t j = 0; j < FACTORS; j++) {
            struct quantity *amount = NEW(arena, struct quantity);
            *amount = (struct quantity){
                .state = STATE_KNOWN, .value = number_of(amounts[i][j]), .reason = "r"};
            scores[j] = score_of(FACTOR[j], amount);
        }
        areas[i] = (struct area){.id = arena_print(arena, "a%zu", i),
                                 .name = "N",
                                 .count = &NOTHING,
                                 .previous = &NOTHING,
                                 .scores = scores,
                                 .score_count = amounts[i][2] == 0 ? 2 : 3};
    }
    *assessment = (struct assessment){.areas = areas, .area_count = count};
    return scored(method, assessment);
}

static bool is_high(const struct result *result) {
    return strcmp(result->rating->id, "high") == 0;
}

static void every_single_step_is_as_if_scored_anew(void **state) {
    (void)state;
    const struct method *method = small_method();
    uint32_t seed = 3;
    for (int round = 0; round < 40; round++) {
        size_t count = (size_t)(2 + round % (MOST_AREAS - 1));
        int amounts[MOST_AREAS][FACTORS];
        for (size_t i = 0; i < count; i++) {
            for (size_t j = 0; j < FACTORS; j++) {
                seed = seed * 1664525u + 1013904223u;
                int span = HIGHEST[j] - LOWEST[j] + 1;
                amounts[i][j] = LOWEST[j] + (int)(seed >> 16) % span;
                if (j == 2 && (seed >> 28) % 2 == 0) {
                    amounts[i][j] = 0;
                }
            }
        }
        const struct scores *scores = score_amounts(method, amounts, count);
        const struct sensitivity *found = scoring_sensitivity(arena, scores, 0, 0);
        int64_t best[MOST_AREAS];
        int64_t worst[MOST_AREAS];
        size_t changes = 0;
        size_t changes_high = 0;
        for (size_t i = 0; i < count; i++) {
            best[i] = worst[i] = scores->results[i].rank;
        }
        for (size_t i = 0; i < count; i++) {
            for (size_t j = 0; j < FACTORS; j++) {
                for (int step = -1; step <= 1; step += 2) {
                    int kept = amounts[i][j];
                    int now = kept != 0 || j < 2 ? kept : amounts[i][0] < 2 ? 1 : 2;
                    if (now + step < LOWEST[j] || now + step > HIGHEST[j]) {
                        continue;
                    }
                    amounts[i][j] = now + step;
                    const struct scores *anew = score_amounts(method, amounts, count);
                    amounts[i][j] = kept;
                    changes++;
                    changes_high += is_high(&anew->results[i]) != is_high(&scores->results[i]);
                    for (size_t k = 0; k < count; k++) {
                        int64_t rank = anew->results[k].rank;
                        best[k] = rank < best[k] ? rank : best[k];
                        worst[k] = rank > worst[k] ? rank : worst[k];
                    }
                }
            }
        }
        assert_int_equal(found->count, count);
        assert_int_equal(found->changes, changes);
        assert_int_equal(found->changes_high, changes_high);
        for (size_t i = 0; i < count; i++) {
            size_t area = (size_t)(found->areas[i].result - scores->results);
            assert_int_equal(found->areas[i].best, best[area]);
            assert_int_equal(found->areas[i].worst, worst[area]);
        }
    }
}

/* Two with the same total, of which one can only rise and the other only fall. */
static void its_own_rise_leaves_nobody_above_it(void **state) {
    (void)state;
    const struct method *method = method_sound(
        "<input id=\"a\" label=\"A\" lowest=\"0\" highest=\"3\"/><value id=\"start\" "
        "label=\"S\"><lookup by=\"area\" otherwise=\"0\"><case is=\"x\" value=\"3\"/></lookup>"
        "</value><value id=\"total\" label=\"T\"><sum of=\"a start\"/></value>"
        "<total of=\"total\"/>");
    const struct scores *scores = scored(
        method, areas_given("<area id=\"x\"><name>X</name><score factor=\"a\" value=\"0\"/></area>"
                            "<area id=\"y\"><name>Y</name><score factor=\"a\" "
                            "value=\"3\"/></area>"));
    const struct sensitivity *found = scoring_sensitivity(arena, scores, 0, 0);
    assert_string_equal(found->areas[0].result->area->id, "x");
    assert_int_equal(found->areas[0].best, 1);
    assert_int_equal(found->areas[0].worst, 1);
    assert_int_equal(found->areas[1].best, 1);
    assert_int_equal(found->areas[1].worst, 2);
}

static void the_fewest_steps_are_found(void **state) {
    (void)state;
    const struct method *method = small_method();
    /* Totals: 1 × 1, 3 × 1 and 3 × 2. */
    int amounts[][FACTORS] = {{0, 1, 0}, {1, 3, 0}, {3, 3, 0}};
    const struct sensitivity *found =
        scoring_sensitivity(arena, score_amounts(method, amounts, 3), 0, 0);
    const struct firmness *third = &found->areas[2];
    assert_string_equal(third->result->area->id, "a0");
    /* 4 is out of reach of a step of b (2) or of the judgement (2); of two steps too (3; none). */
    assert_int_equal(third->rerated.steps, 0);
    /* No step of a changes it; b 1 → 2 makes 2, still third; b 1 → 3 makes 3, equal second. */
    assert_int_equal(third->moved.steps, 2);
    assert_string_equal(method_factor(method, (size_t)third->moved.factor)->id, "b");
    assert_int_equal(third->moved.rank, 2);
    const struct firmness *second = &found->areas[1];
    /* a 1 → 2 makes the rule 2, and the total 6: high, and equal first. */
    assert_int_equal(second->rerated.steps, 1);
    assert_string_equal(method_factor(method, (size_t)second->rerated.factor)->id, "a");
    assert_true(number_equal(second->rerated.to, number_of(2)));
    assert_string_equal(second->rerated.rating->id, "high");
    assert_int_equal(second->moved.rank, 1);
    const struct firmness *first = &found->areas[0];
    /* a 3 → 2 changes nothing; b 3 → 2 makes 4, still high; the judgement 2 → 1 makes 3. */
    assert_int_equal(first->rerated.steps, -1);
    assert_string_equal(method_factor(method, (size_t)first->rerated.factor)->id, "judged");
}

static void trials_are_the_same_for_the_same_seed(void **state) {
    (void)state;
    const struct method *method = small_method();
    int amounts[][FACTORS] = {{0, 1, 0}, {1, 2, 1}, {3, 3, 0}, {2, 1, 2}, {2, 2, 0}};
    const struct scores *scores = score_amounts(method, amounts, 5);
    struct buffer texts[3] = {{0}, {0}, {0}};
    static const uint64_t SEEDS[] = {1, 1, 2};
    for (size_t i = 0; i < 3; i++) {
        sensitivity_write(scoring_sensitivity(arena, scores, 99, SEEDS[i]), SCORING_CSV, &texts[i]);
    }
    assert_string_equal(texts[0].data, texts[1].data);
    assert_string_not_equal(texts[0].data, texts[2].data);
    for (size_t i = 0; i < 3; i++) {
        buffer_free(&texts[i]);
    }
    /* What cannot move is where it was in every trial: a step of a leaves the rule as it is. */
    const struct method *still = method_sound(
        "<input id=\"a\" label=\"A\" lowest=\"0\" highest=\"9\"/><value id=\"total\" label=\"T\">"
        "<steps of=\"a\"><step value=\"0\" below=\"5\"/><step value=\"1\" at-least=\"5\"/></steps>"
        "</value><total of=\"total\"/>"
        "<bands><band id=\"high\" label=\"H\" symbol=\"H\" at-least=\"1\"/>"
        "<band id=\"low\" label=\"L\" symbol=\"L\"/></bands>");
    scores = scored(still, areas_given("<area id=\"x\"><name>X</name><score factor=\"a\" "
                                       "value=\"1\"/></area><area id=\"y\"><name>Y</name><score "
                                       "factor=\"a\" value=\"8\"/></area>"));
    const struct sensitivity *found = scoring_sensitivity(arena, scores, 50, 7);
    assert_int_equal(found->trials_high, 50);
    assert_int_equal(found->areas[0].likely_best, 1);
    assert_int_equal(found->areas[0].likely_worst, 1);
    assert_int_equal(found->areas[0].trials_high, 50);
    assert_int_equal(found->areas[1].trials_high, 0);
    assert_int_equal(found->areas[1].worst, 2);
    assert_int_equal(found->areas[0].rerated.steps, -4);
}

static void stated_totals_move_with_their_parts(void **state) {
    (void)state;
    const struct method *method = small_method();
    /* 6 = b × 2 makes b 3, and the total then follows b. */
    const struct scores *scores = scored(
        method, areas_given("<area id=\"x\"><name>X</name><score factor=\"a\" value=\"3\"/><score "
                            "factor=\"b\" status=\"unknown\"/><score factor=\"total\" "
                            "value=\"6\"/></area>"));
    const struct sensitivity *found = scoring_sensitivity(arena, scores, 0, 0);
    assert_int_equal(found->changes, 3); /* a down; b down; judged down */
    assert_int_equal(found->changes_high, 1);
}

static void annotates(void **state) {
    (void)state;
    const struct method *method = small_method();
    const struct scores *scores =
        scored(method, areas_given("<area id=\"x\"><name>X</name><score factor=\"a\" "
                                   "value=\"3\"/><score factor=\"b\" value=\"2\"/></area>"));
    const struct sensitivity *found = scoring_sensitivity(arena, scores, 0, 5);
    struct buffer once = {0};
    struct buffer twice = {0};
    sensitivity_annotate(found, xml_root(scores->assessment->document));
    xml_write(scores->assessment->document, &once);
    sensitivity_annotate(found, xml_root(scores->assessment->document));
    xml_write(scores->assessment->document, &twice);
    assert_string_equal(once.data, twice.data);
    assert_non_null(strstr(once.data, "<sensitivity changes=\"4\" changes-high=\"2\" trials=\"0\" "
                                      "trials-high=\"0\" seed=\"5\"/>"));
    assert_non_null(strstr(once.data, "rank-best=\"1\" rank-worst=\"1\""));
    assert_non_null(strstr(once.data, "<firmness rating-factor=\"b\" rating-from=\"2\" "
                                      "rating-to=\"1\" rating-steps=\"-1\" "
                                      "rating-becomes=\"low\"/>"));
    buffer_free(&once);
    buffer_free(&twice);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_single_step_is_as_if_scored_anew),
        TEST(its_own_rise_leaves_nobody_above_it),
        TEST(the_fewest_steps_are_found),
        TEST(trials_are_the_same_for_the_same_seed),
        TEST(stated_totals_move_with_their_parts),
        TEST(annotates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
