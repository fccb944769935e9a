/* test_states.c: unknown, suppressed, not scored, estimated; overrides; what is stated where the
 * rule leaves it open, and what follows from it. */
#include "at_hand.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_hand_open, at_hand_close)

/* risk = (a + b) × likelihood, total = risk + c; likelihood from the rate, or as judged. */
static const struct method *small_method(void) {
    return method_sound(
        "<count id=\"count\" label=\"Count\"/>\n"
        "<value id=\"rate\" label=\"Rate\" decimals=\"2\"><ratio of=\"count\" per=\"population\" "
        "times=\"1000\"/></value>\n"
        "<value id=\"likelihood\" label=\"Likelihood\" override=\"yes\"><steps of=\"rate\">"
        "<step value=\"1\" below=\"3\"/><step value=\"2\" at-least=\"3\" below=\"10\"/>"
        "<step value=\"3\" at-least=\"10\"/></steps></value>\n"
        "<value id=\"adjusted\" label=\"Adjusted\"><judged of=\"likelihood\"/></value>\n"
        "<input id=\"a\" label=\"A\" lowest=\"0\" highest=\"3\"/>\n"
        "<input id=\"b\" label=\"B\" lowest=\"0\" highest=\"3\"/>\n"
        "<value id=\"impact\" label=\"Impact\"><sum of=\"a b\"/></value>\n"
        "<value id=\"risk\" label=\"Risk\"><product of=\"impact adjusted\"/></value>\n"
        "<input id=\"c\" label=\"C\" lowest=\"0\" highest=\"2\"/>\n"
        "<value id=\"total\" label=\"Total\"><sum of=\"risk c\"/></value>\n"
        "<total of=\"total\"/>\n"
        "<bands><band id=\"high\" label=\"High\" symbol=\"H\" at-least=\"12\"/>"
        "<band id=\"low\" label=\"Low\" symbol=\"L\"/></bands>\n");
}

#define COUNTED "population=\"p\" count=\"5\"" /* 5 in 1000: likelihood 2 */
#define GIVEN(factor, value) "<score factor=\"" factor "\" value=\"" value "\"/>\n"
#define UNKNOWN(factor) "<score factor=\"" factor "\" status=\"unknown\"/>\n"

static void known_all_through(void **state) {
    (void)state;
    const struct method *method = small_method();
    const struct result *result =
        score_one(method, COUNTED, GIVEN("a", "3") GIVEN("b", "2") GIVEN("c", "1"));
    SAID(method, result, "likelihood", "known 2");
    SAID(method, result, "adjusted", "known 2");
    SAID(method, result, "total", "known 11");
    assert_string_equal(result->rating->id, "low");
    assert_int_equal(result->rank, 1);
}

static void unknown_makes_an_interval_and_a_rating_where_that_is_certain(void **state) {
    (void)state;
    const struct method *method = small_method();
    const struct result *result =
        score_one(method, COUNTED, GIVEN("a", "0") UNKNOWN("b") GIVEN("c", "1"));
    SAID(method, result, "total", "unknown 1 to 7");
    assert_string_equal(result->rating->id, "low");
    assert_int_equal(result->rank, 0);
    result = score_one(method, COUNTED, GIVEN("a", "3") UNKNOWN("b") GIVEN("c", "1"));
    SAID(method, result, "total", "unknown 7 to 13");
    assert_null(result->rating);
}

static void not_scored_is_told_apart_and_never_zero(void **state) {
    (void)state;
    const struct method *method = small_method();
    const struct result *result = score_one(method, COUNTED, GIVEN("a", "3") GIVEN("b", "3"));
    SAID(method, result, "c", "not-scored");
    SAID(method, result, "total", "unknown 12 to 14");
    assert_string_equal(result->rating->id, "high");
    result = score_one(method, "", "");
    SAID(method, result, "total", "not-scored");
    assert_null(result->rating);
    assert_int_equal(result->rank, 0);
    result =
        score_one(method, COUNTED,
                  GIVEN("a", "3") GIVEN("b", "3") "<score factor=\"c\" status=\"not-scored\"/>");
    SAID(method, result, "c", "not-scored");
    SAID(method, result, "total", "unknown 12 to 14");
}

static void suppressed_stays_suppressed(void **state) {
    (void)state;
    const struct method *method = small_method();
    const struct result *result =
        score_one(method,
                  "population=\"p\" count=\"suppressed\" count-lowest=\"1\" "
                  "count-highest=\"4\"",
                  GIVEN("a", "3") GIVEN("b", "1") GIVEN("c", "1"));
    SAID(method, result, "rate", "suppressed 1 to 4");
    SAID(method, result, "likelihood", "suppressed 1 to 2");
    SAID(method, result, "total", "suppressed 5 to 9");
    /* Even where another number would give it away. */
    result =
        score_one(method, COUNTED,
                  GIVEN("a", "3") "<score factor=\"b\" status=\"suppressed\"/>" GIVEN("impact", "5")
                      GIVEN("c", "1"));
    SAID(method, result, "b", "suppressed 0 to 3");
    SAID(method, result, "total", "known 11");
    /* And a computed value that is withheld is withheld. */
    result = score_one(method, COUNTED,
                       GIVEN("a", "3") GIVEN("b", "2")
                           GIVEN("c", "1") "<score factor=\"risk\" status=\"suppressed\"/>");
    SAID(method, result, "risk", "suppressed 0 to 18");
    SAID(method, result, "total", "suppressed 1 to 19");
}

static void estimated_stays_estimated(void **state) {
    (void)state;
    const struct method *method = small_method();
    const struct result *result =
        score_one(method, "population=\"p\" count=\"5\" count-status=\"estimated\"",
                  GIVEN("a", "3") GIVEN("b", "2") GIVEN("c", "1"));
    SAID(method, result, "count", "estimated 5");
    SAID(method, result, "total", "estimated 11");
    assert_int_equal(result->rank, 1);
    /* A judgement does not rest on the estimate. */
    result = score_one(method, "population=\"p\" count=\"5\" count-status=\"estimated\"",
                       GIVEN("a", "3") GIVEN("b", "2")
                           GIVEN("c", "1") "<score factor=\"adjusted\" value=\"3\" reason=\"r\"/>");
    SAID(method, result, "total", "known 16");
}

static void judged_up_and_down(void **state) {
    (void)state;
    const struct method *method = small_method();
    const struct result *result = score_one(
        method, COUNTED,
        GIVEN("a", "1") GIVEN("b", "1")
            GIVEN("c", "0") "<score factor=\"adjusted\" value=\"3\" reason=\"under-reported\"/>");
    SAID(method, result, "likelihood", "known 2");
    SAID(method, result, "adjusted", "known 3");
    SAID(method, result, "risk", "known 6");
    assert_false(value_named(method, result, "adjusted")->overridden);
    nothing_reported();
    result = score_one(method, COUNTED,
                       GIVEN("a", "1") GIVEN("b", "1") GIVEN("c", "0") GIVEN("adjusted", "1"));
    SAID(method, result, "risk", "known 2");
    assert_string_equal(reported(), "a.xml:8: advice: the adjusted of x is judged to be other than "
                                    "its rule without a reason; add reason=\n");
    result = score_one(method, COUNTED,
                       GIVEN("a", "1") GIVEN("b", "1") GIVEN("c", "0") UNKNOWN("adjusted"));
    SAID(method, result, "risk", "unknown 2 to 6");
}

static void override_stands_beside_its_rule(void **state) {
    (void)state;
    const struct method *method = small_method();
    const struct result *result = score_one(
        method, COUNTED,
        GIVEN("a", "1") GIVEN("b", "1") GIVEN(
            "c",
            "0") "<score factor=\"likelihood\" value=\"3\" reason=\"new estate\" by=\"analyst\" "
                 "date=\"2020-01-05\"/>");
    const struct value *value = value_named(method, result, "likelihood");
    nothing_reported();
    assert_true(value->overridden);
    assert_true(number_equal(value->ruled, number_of(2)));
    SAID(method, result, "likelihood", "known 3");
    SAID(method, result, "risk", "known 6");
    /* What agrees is no override. */
    result = score_one(method, COUNTED,
                       GIVEN("a", "1") GIVEN("b", "1") GIVEN("c", "0") GIVEN("likelihood", "2"));
    assert_false(value_named(method, result, "likelihood")->overridden);
    nothing_reported();
}

static const char *refused(const char *attributes, const char *inside) {
    const struct assessment *assessment = areas_given(
        arena_print(arena, "<area id=\"x\" %s><name>X</name>\n%s</area>\n", attributes, inside));
    assert_null(scoring_run(arena, assessment, small_method(), diagnostics));
    return reported();
}

static void override_needs_leave_and_reason(void **state) {
    (void)state;
    assert_string_equal(
        refused(COUNTED, GIVEN("a", "1") GIVEN("b", "1") GIVEN("c", "0") GIVEN("likelihood", "3")),
        "a.xml:8: error: the likelihood of x is set against its rule without a reason; add "
        "reason=\n"
        "a.xml:8: advice: the likelihood of x is set against its rule without saying in what role "
        "and when; add by= and date=\n");
    assert_string_equal(
        refused(COUNTED, GIVEN("a", "1") GIVEN("b", "1") GIVEN("c", "0") GIVEN("risk", "5")),
        "a.xml:8: error: 5 is given for the risk of x, which by its rule is 4, and the method "
        "allows no other; correct it, or allow it with override=\"yes\" in the method\n");
}

static void printed_values_may_be_rounded(void **state) {
    (void)state;
    const struct method *method = small_method();
    /* 1 in 3 thousand is 0.33 as printed: the exact rate stays. */
    const struct result *result =
        score_one(method, "population=\"p\" count=\"5\"", GIVEN("rate", "5.00"));
    SAID(method, result, "rate", "known 5");
    assert_false(value_named(method, result, "rate")->stated);
}

static void stated_values_complete_their_operands(void **state) {
    (void)state;
    const struct method *method = small_method();
    const struct result *result =
        score_one(method, COUNTED, GIVEN("a", "1") UNKNOWN("b") GIVEN("c", "0") GIVEN("risk", "6"));
    /* 6 = (1 + b) × 2 */
    SAID(method, result, "b", "known 2");
    SAID(method, result, "impact", "known 3");
    assert_true(value_named(method, result, "b")->deduced);
    assert_true(value_named(method, result, "risk")->stated);
    assert_false(value_named(method, result, "a")->deduced);
    /* 6 = impact × adjusted leaves both open, but not all of it. */
    result =
        score_one(method, COUNTED,
                  UNKNOWN("a") UNKNOWN("b") GIVEN("c", "0") UNKNOWN("adjusted") GIVEN("risk", "6"));
    SAID(method, result, "impact", "unknown 2 to 6");
    SAID(method, result, "adjusted", "unknown 1 to 3");
    SAID(method, result, "total", "known 6");
    /* A stated total alone. */
    result = score_one(method, "", GIVEN("total", "20"));
    SAID(method, result, "total", "known 20");
    SAID(method, result, "c", "not-scored");
    assert_string_equal(result->rating->id, "high");
    /* Bounds may be stated too. */
    result = score_one(
        method, COUNTED,
        UNKNOWN("a") UNKNOWN("b") GIVEN(
            "c", "0") "<score factor=\"impact\" status=\"unknown\" lowest=\"5\" highest=\"6\"/>");
    SAID(method, result, "total", "unknown 10 to 12");
    SAID(method, result, "a", "unknown 2 to 3");
}

static void stated_values_that_cannot_be_are_refused(void **state) {
    (void)state;
    assert_string_equal(
        refused(COUNTED, GIVEN("a", "1") UNKNOWN("b") GIVEN("c", "0") GIVEN("risk", "12")),
        "a.xml:8: error: 12 cannot be the risk of x: what is known makes it 2 to 8; correct one or "
        "the other\n");
    /* 3 lies between 2 and 8, but no (1 + b) × 2 is 3. */
    assert_string_equal(
        refused(COUNTED, GIVEN("a", "1") UNKNOWN("b") GIVEN("c", "0") GIVEN("risk", "3")),
        "a.xml:8: error: the risk of x has to be 3, and nothing that is left for Impact × Adjusted "
        "comes to that; correct it or what it is made of\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(known_all_through),
        TEST(unknown_makes_an_interval_and_a_rating_where_that_is_certain),
        TEST(not_scored_is_told_apart_and_never_zero),
        TEST(suppressed_stays_suppressed),
        TEST(estimated_stays_estimated),
        TEST(judged_up_and_down),
        TEST(override_stands_beside_its_rule),
        TEST(override_needs_leave_and_reason),
        TEST(printed_values_may_be_rounded),
        TEST(stated_values_complete_their_operands),
        TEST(stated_values_that_cannot_be_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
