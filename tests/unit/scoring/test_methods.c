/* test_methods.c: the shipped methods other than stra, on cases worked by hand. */
#include "at_hand.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_hand_open, at_hand_close)
#define GIVEN(factor, value) "<score factor=\"" factor "\" value=\"" value "\"/>"

static void risk_matrix(void **state) {
    (void)state;
    const struct method *method = method_shipped("risk-matrix");
    const struct result *result = score_one(
        method, "",
        GIVEN("inherent-impact", "5") GIVEN("inherent-likelihood", "4") GIVEN("impact", "4")
            GIVEN("likelihood", "3") GIVEN("target-impact", "3") GIVEN("target-likelihood", "2"));
    SAID(method, result, "inherent", "known 20"); /* 5 × 4 */
    SAID(method, result, "residual", "known 12"); /* 4 × 3 */
    SAID(method, result, "target", "known 6");    /* 3 × 2 */
    SAID(method, result, "reduction", "known 8"); /* 20 - 12 */
    SAID(method, result, "distance", "known 6");  /* 12 - 6 */
    assert_string_equal(result->rating->id, "high");
    /* Every square of the matrix has the rating of its product. */
    for (int impact = 1; impact <= 5; impact++) {
        for (int likelihood = 1; likelihood <= 5; likelihood++) {
            int risk = impact * likelihood;
            result = score_one(method, "",
                               arena_print(arena,
                                           "<score factor=\"impact\" value=\"%d\"/>"
                                           "<score factor=\"likelihood\" value=\"%d\"/>",
                                           impact, likelihood));
            assert_string_equal(result->rating->id, risk >= 20   ? "severe"
                                                    : risk >= 12 ? "high"
                                                    : risk >= 5  ? "medium"
                                                                 : "low");
        }
    }
}

#define OFFENCE(id, count, previous)                                                               \
    "<area id=\"" id "\" population=\"p\" count=\"" count "\" previous=\"" previous                \
    "\"><name>N</name></area>\n"

static void harm_index(void **state) {
    (void)state;
    const struct method *method = method_shipped("harm-index");
    const struct scores *scores =
        scored(method, areas_given(OFFENCE("homicide", "2", "1") OFFENCE("shoplifting", "1001", "0")
                                       OFFENCE("drugs", "4", "8")));
    SAID(method, &scores->results[0], "weight", "known 5475"); /* 15 years of 365 days */
    SAID(method, &scores->results[0], "harm", "known 10950");
    SAID(method, &scores->results[0], "rise", "known 5475");
    SAID(method, &scores->results[0], "rate", "known 10950");  /* of 1,000 people */
    SAID(method, &scores->results[1], "harm", "known 1501.5"); /* 1001 × 1.5, exactly */
    SAID(method, &scores->results[2], "rise", "known -30");    /* (4 - 8) × 7.5 */
    assert_string_equal(scores->ranked[0]->area->id, "homicide");
    assert_string_equal(scores->ranked[0]->rating->id, "moderate");
    /* An offence that the table does not know. */
    assert_null(scoring_run(arena, areas_given(OFFENCE("piracy", "1", "1")), method, diagnostics));
    assert_string_equal(reported(),
                        "a.xml:4: error: weight of piracy is not among the cases of the method "
                        "harm-index; add a case for it, or say otherwise=\n");
}

static void severity_score(void **state) {
    (void)state;
    const struct method *method = method_shipped("severity-score");
    const struct scores *scores = scored(method, areas_given(OFFENCE("vehicle", "7", "0")));
    SAID(method, &scores->results[0], "points", "known 388.5");  /* 7 × 55.5 */
    SAID(method, &scores->results[0], "severity", "known 0.39"); /* ÷ 1000, rounded once */
}

static void morile(void **state) {
    (void)state;
    const struct method *method = method_shipped("morile");
    const char *harms = GIVEN("physical", "1") GIVEN("psychological", "4") GIVEN("financial", "2")
        GIVEN("community", "3") GIVEN("expectation", "2");
    const struct result *result = score_one(
        method, "",
        arena_print(arena, "%s%s", harms,
                    GIVEN("frequency", "3") GIVEN("forecast", "1") GIVEN("confidence", "1")
                        GIVEN("capacity", "3") GIVEN("capability", "2")));
    SAID(method, result, "victim", "known 4");
    SAID(method, result, "harm", "known 13"); /* 2 × 4 + 3 + 2 */
    SAID(method, result, "likelihood", "known 4");
    SAID(method, result, "risk", "known 52");
    SAID(method, result, "position", "known 5");
    assert_string_equal(result->rating->id, "high");
    /* Confidence and position, unknown, do not touch the total. */
    result = score_one(
        method, "",
        arena_print(arena, "%s%s", harms, GIVEN("frequency", "1") GIVEN("forecast", "-1")));
    SAID(method, result, "expected", "known 0");
    SAID(method, result, "likelihood", "known 1"); /* never below 1 */
    SAID(method, result, "risk", "known 13");
    SAID(method, result, "position", "not-scored");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(risk_matrix),
        TEST(harm_index),
        TEST(severity_score),
        TEST(morile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
