/* test_operations.c: each operation of a method on cases worked by hand. */
#include "at_hand.h"

#define INPUTS                                                                                     \
    "<input id=\"a\" label=\"A\" lowest=\"-10\" highest=\"10\"/>"                                  \
    "<input id=\"b\" label=\"B\" lowest=\"0\" highest=\"10\"/>"                                    \
    "<input id=\"c\" label=\"C\" lowest=\"0\" highest=\"10\" decimals=\"1\"/>\n"

/* A method whose value v follows by the rule. */
static const struct method *by_rule(const char *attributes, const char *rule) {
    return method_sound(
        arena_print(arena, INPUTS "<value id=\"v\" label=\"V\" %s>%s</value><total of=\"v\"/>\n",
                    attributes, rule));
}

/* What v comes to. Amounts: "3" a value, "1..3" unknown between, "?" unknown, "" not given. */
static const char *amounts(const struct method *method, const char *a, const char *b,
                           const char *c) {
    const char *given[] = {a, b, c};
    const char *names[] = {"a", "b", "c"};
    const char *inside = "";
    for (size_t i = 0; i < 3; i++) {
        char *dots = strstr(given[i], "..");
        if (strcmp(given[i], "?") == 0) {
            inside =
                arena_print(arena, "%s<score factor=\"%s\" status=\"unknown\"/>", inside, names[i]);
        } else if (dots != NULL) {
            inside = arena_print(
                arena, "%s<score factor=\"%s\" status=\"unknown\" lowest=\"%.*s\" highest=\"%s\"/>",
                inside, names[i], (int)(dots - given[i]), given[i], dots + 2);
        } else if (*given[i] != '\0') {
            inside = arena_print(arena, "%s<score factor=\"%s\" value=\"%s\"/>", inside, names[i],
                                 given[i]);
        }
    }
    return said(method, score_one(method, "", inside), "v");
}

static void sum(void **state) {
    (void)state;
    const struct method *method = by_rule("", "<sum of=\"a b\"/>");
    assert_string_equal(amounts(method, "-3", "5", ""), "known 2");
    assert_string_equal(amounts(method, "-3..4", "5..6", ""), "unknown 2 to 10");
    assert_string_equal(amounts(method, "1", "?", ""), "unknown 1 to 11");
    assert_string_equal(amounts(method, "1", "", ""), "unknown 1 to 11");
    assert_string_equal(amounts(method, "", "", ""), "not-scored");
}

static void weighted(void **state) {
    (void)state;
    const struct method *method =
        by_rule("decimals=\"2\"", "<weighted><part of=\"a\" weight=\"-0.5\"/>"
                                  "<part of=\"b\" weight=\"2\"/></weighted>");
    assert_string_equal(amounts(method, "3", "4", ""), "known 6.5"); /* -1.5 + 8 */
    assert_string_equal(amounts(method, "-4..6", "1..2", ""), "unknown -1 to 6");
}

static void product(void **state) {
    (void)state;
    const struct method *method = by_rule("", "<product of=\"a b\"/>");
    assert_string_equal(amounts(method, "-3", "5", ""), "known -15");
    assert_string_equal(amounts(method, "-3..2", "1..4", ""), "unknown -12 to 8");
    assert_string_equal(amounts(method, "?", "0", ""), "known 0");
}

static void max_and_min(void **state) {
    (void)state;
    const struct method *most = by_rule("", "<max of=\"a b\"/>");
    const struct method *least = by_rule("", "<min of=\"a b\"/>");
    assert_string_equal(amounts(most, "-3", "5", ""), "known 5");
    assert_string_equal(amounts(most, "2..7", "5", ""), "unknown 5 to 7");
    assert_string_equal(amounts(most, "-9..5", "5", ""), "known 5");
    assert_string_equal(amounts(least, "-3", "5", ""), "known -3");
    assert_string_equal(amounts(least, "2..7", "5", ""), "unknown 2 to 5");
}

static void cap(void **state) {
    (void)state;
    const struct method *method = by_rule("", "<cap of=\"a\" lowest=\"0\" highest=\"3\"/>");
    assert_string_equal(amounts(method, "-1", "", ""), "known 0");
    assert_string_equal(amounts(method, "2", "", ""), "known 2");
    assert_string_equal(amounts(method, "9", "", ""), "known 3");
    assert_string_equal(amounts(method, "4..9", "", ""), "known 3");
    assert_string_equal(amounts(method, "-5..2", "", ""), "unknown 0 to 2");
}

static void steps_include_and_leave_out_their_ends(void **state) {
    (void)state;
    const struct method *method = by_rule("", "<steps of=\"c\"><step value=\"0\" up-to=\"2\"/>"
                                              "<step value=\"1\" above=\"2\" below=\"5\"/>"
                                              "<step value=\"4\" at-least=\"5\" up-to=\"5\"/>"
                                              "<step value=\"2\" above=\"5\"/></steps>");
    assert_string_equal(amounts(method, "", "", "2"), "known 0");
    assert_string_equal(amounts(method, "", "", "2.1"), "known 1");
    assert_string_equal(amounts(method, "", "", "4.9"), "known 1");
    assert_string_equal(amounts(method, "", "", "5"), "known 4");
    assert_string_equal(amounts(method, "", "", "5.1"), "known 2");
    /* The outcome in the middle counts though both ends have others. */
    assert_string_equal(amounts(method, "", "", "4..6"), "unknown 1 to 4");
    assert_string_equal(amounts(method, "", "", "2.1..4.9"), "known 1");
    assert_string_equal(amounts(method, "", "", "0..2"), "known 0");
}

static void steps_over_whole_numbers_meet_whole_numbers_only(void **state) {
    (void)state;
    const struct method *method = by_rule("", "<steps of=\"b\"><step value=\"0\" up-to=\"2\"/>"
                                              "<step value=\"9\" above=\"2\" below=\"3\"/>"
                                              "<step value=\"1\" at-least=\"3\"/></steps>");
    assert_string_equal(amounts(method, "", "2..3", ""), "unknown 0 to 1");
}

static void lookup(void **state) {
    (void)state;
    const struct method *method =
        by_rule("", "<lookup of=\"b\" otherwise=\"7\"><case is=\"1\" value=\"10\"/>"
                    "<case is=\"2\" value=\"5\"/></lookup>");
    assert_string_equal(amounts(method, "", "1", ""), "known 10");
    assert_string_equal(amounts(method, "", "9", ""), "known 7");
    assert_string_equal(amounts(method, "", "1..2", ""), "unknown 5 to 10");
    assert_string_equal(amounts(method, "", "2..3", ""), "unknown 5 to 7");
    const struct method *category = by_rule(
        "", "<lookup by=\"category\" otherwise=\"1\"><case is=\"c\" value=\"3\"/></lookup>");
    SAID(category, score_one(category, "category=\"c\"", ""), "v", "known 3");
    SAID(category, score_one(category, "", ""), "v", "known 1");
    const struct method *area =
        by_rule("", "<lookup by=\"area\"><case is=\"x\" value=\"3\"/></lookup>");
    SAID(area, score_one(area, "", ""), "v", "known 3");
}

/* ---- counts ---------------------------------------------------------------------------------- */

static const struct method *by_counts(const char *attributes, const char *rule) {
    return method_sound(arena_print(arena,
                                    "<count id=\"count\" label=\"Now\"/>"
                                    "<previous id=\"previous\" label=\"Before\"/>"
                                    "<value id=\"v\" label=\"V\" %s>%s</value><total of=\"v\"/>",
                                    attributes, rule));
}

static const char *counted(const struct method *method, const char *attributes) {
    return said(method, score_one(method, attributes, ""), "v");
}

static void ratio(void **state) {
    (void)state;
    const struct method *method =
        by_counts("decimals=\"2\"", "<ratio of=\"count\" per=\"population\" times=\"1000\"/>");
    /* The population at hand is 1000. */
    assert_string_equal(counted(method, "count=\"7\" population=\"p\""), "known 7");
    assert_string_equal(counted(method, "count=\"unknown\" count-lowest=\"2\" "
                                        "count-highest=\"5\" population=\"p\""),
                        "unknown 2 to 5");
    assert_string_equal(counted(method, "count=\"unknown\" population=\"p\""), "unknown 0 up");
    assert_string_equal(counted(method, ""), "not-scored");
    nothing_reported();
    const struct method *factors = by_counts("", "<ratio of=\"count\" per=\"previous\"/>");
    assert_string_equal(counted(factors, "count=\"7\" previous=\"2\""), "known 3.5");
    const struct method *rounded =
        by_counts("round=\"yes\"", "<ratio of=\"count\" per=\"previous\"/>");
    assert_string_equal(counted(rounded, "count=\"7\" previous=\"2\""), "known 4");
}

static void change(void **state) {
    (void)state;
    const struct method *method =
        by_counts("decimals=\"1\"", "<change of=\"count\" since=\"previous\" zero-base=\"100\"/>");
    assert_string_equal(counted(method, "count=\"12\" previous=\"1\""), "known 1100");
    assert_string_equal(counted(method, "count=\"3\" previous=\"4\""), "known -25");
    assert_string_equal(counted(method, "count=\"0\" previous=\"4\""), "known -100");
    assert_string_equal(counted(method, "count=\"0\" previous=\"0\""), "known 0");
    assert_string_equal(counted(method, "count=\"5\" previous=\"0\""), "known 100");
    assert_string_equal(counted(method, "count=\"5\" previous=\"suppressed\" "
                                        "previous-lowest=\"4\" previous-highest=\"10\""),
                        "suppressed -50 to 25");
    /* From 0 a rise counts as 100; from 1 to 2 it is at most 400. */
    assert_string_equal(counted(method, "count=\"5\" previous=\"unknown\" "
                                        "previous-lowest=\"0\" previous-highest=\"2\""),
                        "unknown 100 to 400");
    assert_string_equal(counted(method, "count=\"5\" previous=\"unknown\""), "unknown -100 to 400");
    assert_string_equal(counted(method, "count=\"unknown\" previous=\"5\""), "unknown -100 up");
    assert_string_equal(counted(method, "count=\"5\""), "unknown -100 to 400");
    assert_string_equal(counted(method, ""), "not-scored");
}

static void change_of_what_is_too_small_to_compare(void **state) {
    (void)state;
    const struct method *none =
        by_counts("", "<change of=\"count\" since=\"previous\" zero-base=\"none\" small-base=\"5\" "
                      "small-change=\"none\"/>");
    assert_string_equal(counted(none, "count=\"9\" previous=\"0\""), "not-scored");
    assert_string_equal(counted(none, "count=\"9\" previous=\"4\""), "not-scored");
    assert_string_equal(counted(none, "count=\"9\" previous=\"5\""), "known 80");
    const struct method *still =
        by_counts("", "<change of=\"count\" since=\"previous\" zero-base=\"50\" small-base=\"5\" "
                      "small-change=\"0\"/>");
    assert_string_equal(counted(still, "count=\"9\" previous=\"4\""), "known 0");
    assert_string_equal(counted(still, "count=\"9\" previous=\"0\""), "known 50");
    /* 0: 50; 1 to 4: 0; 5 to 6: 80 down to 50. */
    assert_string_equal(counted(still, "count=\"9\" previous=\"unknown\" previous-lowest=\"0\" "
                                       "previous-highest=\"6\""),
                        "unknown 0 to 80");
}

/* ---- what cannot be -------------------------------------------------------------------------- */

static void fails(const struct method *method, const char *attributes, const char *inside,
                  const char *expected) {
    const struct assessment *assessment = areas_given(
        arena_print(arena, "<area id=\"x\" %s><name>X</name>\n%s</area>\n", attributes, inside));
    assert_null(scoring_run(arena, assessment, method, diagnostics));
    assert_string_equal(reported(), expected);
}

static void what_cannot_be_held_is_told(void **state) {
    (void)state;
    const struct method *method = by_counts("", "<product of=\"count previous\"/>");
    fails(method, "count=\"9000000000000000000\" previous=\"3\"", "",
          "a.xml:4: error: v of x is too large to be held exactly; check the counts and scores it "
          "is made of\n");
    const struct method *ratio = by_counts("", "<ratio of=\"count\" per=\"previous\"/>");
    fails(ratio, "count=\"9\" previous=\"0\"", "",
          "a.xml:4: error: v of x would divide by 0; correct the population or count it is divided "
          "by\n");
    const struct method *lookup =
        by_rule("", "<lookup by=\"area\"><case is=\"y\" value=\"3\"/></lookup>");
    fails(lookup, "", "",
          "a.xml:4: error: v of x is not among the cases of the method m; add a case for it, or "
          "say otherwise=\n");
}

static void wrong_scores_are_told_all_at_once(void **state) {
    (void)state;
    const struct method *method = by_rule("", "<sum of=\"a b\"/>");
    fails(method, "count=\"1.5\"",
          "<score factor=\"a\" value=\"11\"/>\n"
          "<score factor=\"b\" value=\"1.5\"/>\n"
          "<score factor=\"d\" value=\"1\"/>\n"
          "<score factor=\"c\" status=\"unknown\" lowest=\"0\" highest=\"10.5\"/>\n",
          "a.xml:4: error: count is no count; write a whole number from 0\n"
          "a.xml:5: error: 11 is outside the range of a, which is from -10 to 10; correct the "
          "score\n"
          "a.xml:6: error: 1.5 has more places after the point than b takes, which is 0; round it\n"
          "a.xml:7: error: there is no factor d in the method m; what can be scored is a, b, c\n"
          "a.xml:8: error: 10.5 is outside the range of c, which is from 0 to 10; correct the "
          "score\n");
    const struct method *counts = by_counts("", "<sum of=\"count previous\"/>");
    fails(counts, "", "<score factor=\"count\" value=\"3\"/>\n",
          "a.xml:5: error: count is no score; give it on the area itself (count, previous, "
          "population)\n");
}

/* A count without a population: never taken for zero. Where the total is lost by it the warning
 * says so; where the area says that it does not know there is none. */
static void a_population_may_be_missing(void **state) {
    (void)state;
    const char *rules = "<count id=\"count\" label=\"Now\"/>"
                        "<value id=\"rate\" label=\"R\"><ratio of=\"count\" per=\"population\" "
                        "times=\"1000\"/></value>"
                        "<value id=\"level\" label=\"L\"><steps of=\"rate\">"
                        "<step value=\"1\" below=\"5\"/><step value=\"2\" at-least=\"5\"/></steps>"
                        "</value><value id=\"judged\" label=\"J\"><judged of=\"level\"/></value>"
                        "<value id=\"v\" label=\"V\"><sum of=\"judged\"/></value>"
                        "<total of=\"v\"/>";
    const struct method *method = method_sound(rules);
    assert_string_equal(counted(method, "count=\"7\""), "unknown 1 to 2");
    assert_string_equal(reported(),
                        "a.xml:4: warning: x has a count and no population, so its rate is unknown "
                        "and it has no place in the ranking; name its population, or say why not "
                        "with <score factor=\"rate\" status=\"unknown\" reason=\"...\"/>\n");
    assert_string_equal(said(method,
                             score_one(method, "count=\"7\"",
                                       "<score factor=\"judged\" value=\"2\" reason=\"r\"/>"),
                             "v"),
                        "known 2");
    assert_string_equal(
        reported(), "a.xml:4: warning: x has a count and no population, so its rate is unknown; "
                    "name its population, or say why not with <score factor=\"rate\" "
                    "status=\"unknown\" reason=\"...\"/>\n");
    assert_string_equal(
        said(method,
             score_one(method, "count=\"7\"",
                       "<score factor=\"rate\" status=\"unknown\" reason=\"no census\"/>"),
             "v"),
        "unknown 1 to 2");
    assert_string_equal(counted(method, "count=\"7\" population=\"p\""), "known 2");
    nothing_reported();
}

/* Each fault that does not follow from another: zero's total would be, and over is its own. */
static void all_faults_of_an_area_are_told_at_once(void **state) {
    (void)state;
    const struct method *method = method_sound(
        "<count id=\"count\" label=\"Now\"/><previous id=\"previous\" label=\"Before\"/>"
        "<input id=\"a\" label=\"A\" lowest=\"0\" highest=\"3\"/>"
        "<value id=\"zero\" label=\"Z\"><ratio of=\"count\" per=\"previous\"/></value>"
        "<value id=\"over\" label=\"O\"><product of=\"count count\"/></value>"
        "<value id=\"fixed\" label=\"F\"><sum of=\"a\"/></value>"
        "<value id=\"kept\" label=\"K\" override=\"yes\"><sum of=\"previous\"/></value>"
        "<value id=\"case\" label=\"C\"><lookup by=\"area\"><case is=\"y\" value=\"1\"/></lookup>"
        "</value>"
        "<value id=\"v\" label=\"V\"><sum of=\"zero over fixed kept case\"/></value>"
        "<total of=\"v\"/>");
    fails(method, "count=\"9000000000000000000\" previous=\"0\"",
          "<score factor=\"a\" value=\"1\"/>\n"
          "<score factor=\"fixed\" value=\"2\"/>\n"
          "<score factor=\"kept\" value=\"3\" by=\"r\" date=\"2020-01-01\"/>\n",
          "a.xml:4: error: zero of x would divide by 0; correct the population or count it is "
          "divided by\n"
          "a.xml:4: error: over of x is too large to be held exactly; check the counts and scores "
          "it is made of\n"
          "a.xml:4: error: case of x is not among the cases of the method m; add a case for it, or "
          "say otherwise=\n"
          "a.xml:6: error: 2 is given for the fixed of x, which by its rule is 1, and the method "
          "allows no other; correct it, or allow it with override=\"yes\" in the method\n"
          "a.xml:7: error: the kept of x is set against its rule without a reason; add reason=\n");
    /* A score out of its range hides nothing but what is made of it. */
    fails(method, "count=\"2\" previous=\"0\"",
          "<score factor=\"a\" value=\"4\"/>\n"
          "<score factor=\"fixed\" value=\"2\"/>\n",
          "a.xml:4: error: zero of x would divide by 0; correct the population or count it is "
          "divided by\n"
          "a.xml:4: error: case of x is not among the cases of the method m; add a case for it, or "
          "say otherwise=\n"
          "a.xml:5: error: 4 is outside the range of a, which is from 0 to 3; correct the score\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_hand_open, at_hand_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(sum),
        TEST(weighted),
        TEST(product),
        TEST(max_and_min),
        TEST(cap),
        TEST(steps_include_and_leave_out_their_ends),
        TEST(steps_over_whole_numbers_meet_whole_numbers_only),
        TEST(lookup),
        TEST(ratio),
        TEST(change),
        TEST(change_of_what_is_too_small_to_compare),
        TEST(what_cannot_be_held_is_told),
        TEST(wrong_scores_are_told_all_at_once),
        TEST(a_population_may_be_missing),
        TEST(all_faults_of_an_area_are_told_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
