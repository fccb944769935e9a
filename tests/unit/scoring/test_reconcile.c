/* test_reconcile.c: ranks, ties, and focus areas set beside the ranking. */
#include "at_hand.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_hand_open, at_hand_close)

/* The total is a, 0 to 9; b breaks ties. */
static const struct method *plain_method(const char *more) {
    return method_sound(
        arena_print(arena,
                    "<input id=\"a\" label=\"A\" lowest=\"0\" highest=\"9\"/>"
                    "<input id=\"b\" label=\"B\" lowest=\"0\" highest=\"9\"/><total of=\"a\"/>"
                    "<bands><band id=\"high\" label=\"High\" symbol=\"H\" at-least=\"5\"/>"
                    "<band id=\"low\" label=\"Low\" symbol=\"L\"/></bands>%s",
                    more));
}

#define AREA(id, a) AREA_TIED(id, a, "0")
#define AREA_TIED(id, a, b)                                                                        \
    "<area id=\"" id "\"><name>Area " id "</name><score factor=\"a\" value=\"" a                   \
    "\"/><score factor=\"b\" value=\"" b "\"/></area>\n"
#define AREA_OPEN(id, low, high)                                                                   \
    "<area id=\"" id "\"><name>Area " id "</name><score factor=\"a\" status=\"unknown\" "          \
    "lowest=\"" low "\" highest=\"" high "\"/></area>\n"
#define AREA_NONE(id) "<area id=\"" id "\"><name>Area " id "</name></area>\n"

static const char *order(const struct scores *scores) {
    const char *text = "";
    for (size_t i = 0; i < scores->count; i++) {
        const struct result *result = scores->ranked[i];
        text = arena_print(arena, "%s%s%s:%lld%s", text, i == 0 ? "" : " ", result->area->id,
                           (long long)result->rank, result->tied ? "=" : "");
    }
    return text;
}

static void ranks_are_dense_and_shared(void **state) {
    (void)state;
    const struct scores *scores =
        scored(plain_method(""), areas_given(AREA("e", "3") AREA_NONE("h") AREA_OPEN("f", "8", "9")
                                                 AREA("c", "7") AREA("b", "7") AREA("a", "9")
                                                     AREA_OPEN("g", "0", "9") AREA("d", "4")));
    assert_string_equal(order(scores), "a:1 b:2= c:2= d:3 e:4 f:0 g:0 h:0");
    assert_string_equal(scores->ranked[5]->rating->id, "high");
    assert_null(scores->ranked[6]->rating);
    assert_null(scores->ranked[7]->rating);
}

static void tie_breaks_order_within_a_rank(void **state) {
    (void)state;
    const char *areas = AREA_TIED("a", "7", "1") AREA_TIED("b", "7", "3") AREA_TIED("c", "7", "2");
    assert_string_equal(order(scored(plain_method("<tie-breaks><by factor=\"b\"/></tie-breaks>"),
                                     areas_given(areas))),
                        "b:1= c:1= a:1=");
    assert_string_equal(
        order(scored(plain_method("<tie-breaks><by factor=\"b\" first=\"lowest\"/></tie-breaks>"),
                     areas_given(areas))),
        "a:1= c:1= b:1=");
}

/* ---- focus ----------------------------------------------------------------------------------- */

static const struct assessment *focused(const char *areas, const char *focuses) {
    return assessment_given(arena_print(arena,
                                        "<areas>\n%s</areas>\n<focus-areas><group id=\"g\">"
                                        "<name>G</name>\n%s</group></focus-areas>\n",
                                        areas, focuses));
}

#define FOCUS(id, attributes, evidence)                                                            \
    "<focus id=\"" id "\" " attributes "><name>Focus " id "</name>" evidence "</focus>\n"
#define BY(area) "<evidence area=\"" area "\"/>"

static const char *recommended(const struct scores *scores) {
    const struct reconciliation *groups = scoring_reconcile(arena, scores, diagnostics);
    const char *text = "";
    for (size_t i = 0; i < groups[0].count; i++) {
        const struct reconciled *focus = &groups[0].focuses[i];
        char score[NUMBER_TEXT] = "?";
        if (focus->scored) {
            number_plain(focus->score, score);
        }
        assert_int_equal(focus->order, i + 1);
        text = arena_print(arena, "%s%s%s(%s by %s)", text, i == 0 ? "" : " ", focus->focus->id,
                           score, focus->leading == NULL ? "none" : focus->leading->area->id);
    }
    scoring_advise(scores, groups, diagnostics);
    return text;
}

static void focus_takes_the_place_of_its_highest_evidence(void **state) {
    (void)state;
    const char *areas =
        AREA("a", "9") AREA("b", "7") AREA("c", "2") AREA_OPEN("d", "6", "8") AREA_NONE("e");
    const char *focuses = FOCUS("x", "", BY("c") BY("b")) FOCUS("none", "", "")
        FOCUS("open", "", BY("d")) FOCUS("y", "", BY("a")) FOCUS("blank", "", BY("e"));
    assert_string_equal(recommended(scored(plain_method(""), focused(areas, focuses))),
                        "y(9 by a) x(7 by b) open(? by d) none(? by none) blank(? by none)");
    nothing_reported();
}

static void or_of_the_first_listed_or_of_the_mean(void **state) {
    (void)state;
    const char *areas = AREA("a", "9") AREA("b", "7") AREA("c", "2") AREA("d", "4");
    const char *focuses = FOCUS("x", "", BY("c") BY("a")) FOCUS("y", "", BY("d") BY("b"));
    assert_string_equal(
        recommended(scored(plain_method("<reconcile by=\"listed\"/>"), focused(areas, focuses))),
        "y(4 by d) x(2 by c)");
    /* (2 + 9) / 2 and (4 + 7) / 2 are equal: a tie, told. */
    nothing_reported();
    assert_string_equal(
        recommended(scored(plain_method("<reconcile by=\"mean\"/>"), focused(areas, focuses))),
        "x(5.5 by a) y(5.5 by b)");
    assert_non_null(strstr(reported(), "warning: x and y come out equal"));
}

static const char *ties(const char *tie_breaks, const char *areas, const char *focuses) {
    static const char *const names[] = {
        [TIE_NONE] = "none", [TIE_RULE] = "rule", [TIE_BOARD] = "board", [TIE_OPEN] = "open"};
    const struct scores *scores = scored(plain_method(tie_breaks), focused(areas, focuses));
    const struct reconciliation *groups = scoring_reconcile(arena, scores, diagnostics);
    const char *text = "";
    for (size_t i = 0; i < groups[0].count; i++) {
        text = arena_print(arena, "%s%s%s:%s", text, i == 0 ? "" : " ",
                           groups[0].focuses[i].focus->id, names[groups[0].focuses[i].tie]);
    }
    return text;
}

static void ties_say_who_decided(void **state) {
    (void)state;
    const char *areas =
        AREA_TIED("a", "7", "3") AREA_TIED("b", "7", "1") AREA("c", "9") AREA_NONE("d");
    assert_string_equal(ties("", areas,
                             FOCUS("x", "", BY("a")) FOCUS("y", "", BY("b")) FOCUS("z", "", BY("c"))
                                 FOCUS("n", "", BY("d"))),
                        "z:none x:open y:open n:none");
    assert_string_equal(ties("<tie-breaks><by factor=\"b\"/></tie-breaks>", areas,
                             FOCUS("y", "", BY("b")) FOCUS("x", "", BY("a"))),
                        "x:rule y:rule");
    assert_string_equal(
        ties("", areas, FOCUS("x", "order=\"2\"", BY("a")) FOCUS("y", "order=\"1\"", BY("b"))),
        "y:board x:board");
    /* Of three, the one in the middle says what is open. */
    assert_string_equal(ties("", AREA("a", "7") AREA("b", "7") AREA("c", "7"),
                             FOCUS("x", "order=\"1\"", BY("a")) FOCUS("y", "order=\"2\"", BY("b"))
                                 FOCUS("z", "", BY("c"))),
                        "x:board y:open z:open");
}

static void the_board_decides_ties(void **state) {
    (void)state;
    const char *areas = AREA("a", "7") AREA("b", "7") AREA("c", "7") AREA("d", "9");
    assert_string_equal(
        recommended(scored(plain_method(""),
                           focused(areas, FOCUS("x", "order=\"3\" reason=\"r\"", BY("a"))
                                              FOCUS("y", "order=\"1\" reason=\"r\"", BY("b"))
                                                  FOCUS("z", "order=\"2\"", BY("c"))
                                                      FOCUS("w", "order=\"4\"", BY("d"))))),
        "w(9 by d) y(7 by b) z(7 by c) x(7 by a)");
    nothing_reported();
    assert_string_equal(
        recommended(scored(plain_method(""),
                           focused(areas, FOCUS("x", "", BY("a")) FOCUS("y", "order=\"1\"", BY("b"))
                                              FOCUS("w", "", BY("d")) FOCUS("z", "", BY("c"))))),
        "w(9 by d) y(7 by b) x(7 by a) z(7 by c)");
    assert_string_equal(reported(),
                        "a.xml:9: warning: y and x come out equal, and the board has not decided "
                        "between them; give both order= and one of them a reason=, or they stand "
                        "as listed\n"
                        "a.xml:12: warning: x and z come out equal, and the board has not decided "
                        "between them; give both order= and one of them a reason=, or they stand "
                        "as listed\n");
}

static void what_the_board_should_know_is_advised(void **state) {
    (void)state;
    const char *areas = AREA("a", "7") AREA("b", "7") AREA("c", "2") AREA_OPEN("d", "1", "3");
    assert_string_equal(recommended(scored(plain_method(""),
                                           focused(areas, FOCUS("x", "order=\"1\"", BY("a")) FOCUS(
                                                              "y", "order=\"2\"", BY("a"))
                                                              FOCUS("z", "", BY("c") BY("d"))))),
                        "x(7 by a) y(7 by a) z(2 by c)");
    assert_string_equal(
        reported(),
        "a.xml:4: advice: b is rated high and is in none of the areas of focus; add it as evidence "
        "of one, or be ready to say why not\n"
        "a.xml:9: advice: x and y come out equal and the board's order decides, without a reason; "
        "add reason=\n"
        "a.xml:10: advice: a is evidence for both x and y; see that one area does not count twice\n"
        "a.xml:11: advice: z may stand higher: its evidence d is not fully scored (1 to 3); "
        "complete its scores\n");
}

static void evidence_in_two_groups_is_advised(void **state) {
    (void)state;
    const struct scores *scores =
        scored(plain_method(""),
               focused(AREA("a", "7"),
                       FOCUS("x", "", BY("a")) "</group>\n<group id=\"h\"><name>H</name>\n" FOCUS(
                           "y", "", BY("a"))));
    scoring_advise(scores, scoring_reconcile(arena, scores, diagnostics), diagnostics);
    assert_string_equal(reported(), "a.xml:9: advice: a is evidence for both x and y, of two "
                                    "groups; see that the board knows it is the same\n");
}

/* The order that the reference recommends, from the sample that ships. */
static void the_references_order_comes_out(void **state) {
    (void)state;
    static const char *const EMERGING[] = {"cse", "modern-slavery", "mental-health", "cybercrime"};
    static const char *const ESTABLISHED[] = {"domestic-abuse", "alcohol-harm", "sexual-abuse",
                                              "hate-crime",     "asb-victims",  "violent-extremism",
                                              "re-offending"};
    const char *path = arena_print(arena, "%s/samples/safer-plymouth.xml", getenv("SOURCE"));
    struct xml_document *document = xml_open(path, 0, (struct where){NULL, 0}, diagnostics);
    assert_non_null(document);
    opened[opened_count++] = document;
    const struct assessment *assessment = assessment_read(arena, document, diagnostics);
    assert_non_null(assessment);
    const struct scores *scores = scored(method_shipped("stra"), assessment);
    const struct reconciliation *groups = scoring_reconcile(arena, scores, diagnostics);
    nothing_reported();
    assert_int_equal(groups[0].count, 4);
    assert_int_equal(groups[1].count, 7);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(groups[0].focuses[i].focus->id, EMERGING[i]);
    }
    for (size_t i = 0; i < 7; i++) {
        assert_string_equal(groups[1].focuses[i].focus->id, ESTABLISHED[i]);
    }
    static const int64_t SCORES[] = {33, 30, 30, 20, 20, 9};
    for (size_t i = 0; i < 6; i++) {
        assert_true(number_equal(groups[1].focuses[i].score, number_of(SCORES[i])));
    }
    assert_string_equal(groups[0].focuses[0].rating->id, "high");
    assert_string_equal(groups[0].focuses[1].rating->id, "moderate");
    assert_null(groups[1].focuses[6].leading);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(ranks_are_dense_and_shared),
        TEST(tie_breaks_order_within_a_rank),
        TEST(focus_takes_the_place_of_its_highest_evidence),
        TEST(or_of_the_first_listed_or_of_the_mean),
        TEST(ties_say_who_decided),
        TEST(the_board_decides_ties),
        TEST(what_the_board_should_know_is_advised),
        TEST(evidence_in_two_groups_is_advised),
        TEST(the_references_order_comes_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
