/* test_compare.c: what moved between editions, and that its reasons add up to it. */
#include "at_hand.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_hand_open, at_hand_close)

#define INPUTS                                                                                     \
    "<input id=\"a\" label=\"A\" lowest=\"0\" highest=\"9\"/>"                                     \
    "<input id=\"b\" label=\"B\" lowest=\"0\" highest=\"9\"/>"                                     \
    "<input id=\"c\" label=\"C\" lowest=\"0\" highest=\"9\"/>"
#define RISK(of) "<value id=\"risk\" label=\"Risk\"><product of=\"" of "\"/></value>"
#define TOTAL                                                                                      \
    "<value id=\"total\" label=\"Total\"><weighted><part of=\"risk\" weight=\"2\"/>"               \
    "<part of=\"c\" weight=\"-1\"/></weighted></value><total of=\"total\"/>"
#define BANDS                                                                                      \
    "<bands><band id=\"high\" label=\"High\" symbol=\"H\" at-least=\"10\"/>"                       \
    "<band id=\"low\" label=\"Low\" symbol=\"L\"/></bands>"

#define AREA(id, inside) "<area id=\"" id "\"><name>Area " id "</name>" inside "</area>\n"
#define GIVEN(factor, value) "<score factor=\"" factor "\" value=\"" value "\"/>"
#define ABC(a, b, c) GIVEN("a", a) GIVEN("b", b) GIVEN("c", c)

static const struct scoring_comparison *compared(const struct method *old_method,
                                                 const char *before,
                                                 const struct method *new_method,
                                                 const char *after) {
    return scoring_compare(arena, scored(old_method, areas_given(before)),
                           scored(new_method, areas_given(after)));
}

static const char *exact(struct number number) {
    return arena_print(arena, "%lld/%lld", (long long)number.numerator,
                       (long long)number.denominator);
}

/* "risen 4/1 = 0/1 + 5/2 b + 3/2 a + 0/1": by the method, by each fact, together. */
static const char *told(const struct scoring_comparison *comparison, const char *id) {
    for (size_t i = 0; i < comparison->count; i++) {
        const struct movement *movement = &comparison->movements[i];
        const struct result *result = movement->after == NULL ? movement->before : movement->after;
        if (strcmp(result->area->id, id) != 0) {
            continue;
        }
        const char *text = movement_name(movement->kind);
        if (!movement->certain) {
            return text;
        }
        text = arena_print(arena, "%s %s = %s", text, exact(movement->difference),
                           exact(movement->by_method));
        struct number sum = movement->by_method;
        for (size_t j = 0; j < movement->contribution_count; j++) {
            const struct contribution *part = &movement->contributions[j];
            const char *name =
                part->factor < 0
                    ? "population"
                    : method_factor(comparison->after->method, (size_t)part->factor)->id;
            text = arena_print(arena, "%s + %s %s", text, exact(part->amount), name);
            assert_true(number_add(sum, part->amount, &sum));
        }
        assert_true(number_add(sum, movement->together, &sum));
        if (!number_equal(sum, movement->difference)) { /* nothing left over */
            fail_msg("%s + %s is not the difference", text, exact(movement->together));
        }
        return arena_print(arena, "%s + %s", text, exact(movement->together));
    }
    fail_msg("no area %s", id);
    return NULL;
}

static void parts_of_a_product_share_what_they_make_together(void **state) {
    (void)state;
    const struct method *method = method_sound(INPUTS RISK("a b") TOTAL BANDS);
    const struct scoring_comparison *comparison =
        compared(method, AREA("x", ABC("2", "1", "5")), method, AREA("x", ABC("3", "2", "4")));
    /* 2 × (2 × 1) - 5 = -1; 2 × (3 × 2) - 4 = 8. a: 2 × (1 × 1 + 1 × 2) / 2 = 3;
     * b: 2 × (1 × 2 + 1 × 3) / 2 = 5; c: 1. */
    assert_string_equal(told(comparison, "x"), "risen 9/1 = 0/1 + 5/1 b + 3/1 a + 1/1 c + 0/1");
    assert_false(comparison->method_changed);
}

static void three_together_share_by_all_their_orders(void **state) {
    (void)state;
    const struct method *method = method_sound(INPUTS RISK("a b c") "<total of=\"risk\"/>");
    /* From 0 to 1 × 1 × 1: whoever comes last makes all of it; each is last in a third. */
    assert_string_equal(
        told(compared(method, AREA("x", ABC("0", "0", "0")), method, AREA("x", ABC("1", "1", "1"))),
             "x"),
        "risen 1/1 = 0/1 + 1/3 a + 1/3 b + 1/3 c + 0/1");
    /* From 1 × 1 × 2 to 2 × 3 × 2: a ((2-1) × 1 × 2 + (2-1) × 3 × 2) / 2 = 4, b the rest. */
    assert_string_equal(
        told(compared(method, AREA("x", ABC("1", "1", "2")), method, AREA("x", ABC("2", "3", "2"))),
             "x"),
        "risen 10/1 = 0/1 + 6/1 b + 4/1 a + 0/1");
}

static void counts_and_populations_are_reasons_too(void **state) {
    (void)state;
    const struct method *method = method_sound(
        "<count id=\"count\" label=\"N\"/><value id=\"rate\" label=\"R\" decimals=\"2\"><ratio "
        "of=\"count\" per=\"population\" times=\"1000\"/></value><total of=\"rate\"/>");
#define COUNTED(population, count)                                                                 \
    "<populations><population id=\"p\" count=\"" population "\">P</population></populations>"      \
    "<areas><area id=\"x\" population=\"p\" count=\"" count "\"><name>X</name></area></areas>"
    /* 4 in 1000 is 4, 6 in 2000 is 3. Count: (2 + 1) / 2; population: (-2 - 3) / 2. */
    const struct scoring_comparison *comparison =
        scoring_compare(arena, scored(method, assessment_given(COUNTED("1000", "4"))),
                        scored(method, assessment_given(COUNTED("2000", "6"))));
    assert_string_equal(told(comparison, "x"),
                        "fallen -1/1 = 0/1 + -5/2 population + 3/2 count + 0/1");
}

static void a_change_of_method_is_told_apart(void **state) {
    (void)state;
    const struct method *before = method_sound(INPUTS RISK("a b") TOTAL BANDS);
    const struct method *after = method_sound(
        INPUTS "<value id=\"risk\" label=\"Risk\"><sum of=\"a b\"/></value>" TOTAL BANDS);
    const struct scoring_comparison *comparison =
        compared(before, AREA("x", ABC("3", "4", "1")) AREA("y", ABC("3", "4", "1")), after,
                 AREA("x", ABC("3", "4", "1")) AREA("y", ABC("3", "5", "1")));
    assert_true(comparison->method_changed);
    /* 2 × 12 - 1 = 23; 2 × 7 - 1 = 13; and 2 more for b. */
    assert_string_equal(told(comparison, "x"), "fallen -10/1 = -10/1 + 0/1");
    assert_string_equal(told(comparison, "y"), "fallen -8/1 = -10/1 + 2/1 b + 0/1");
    /* Facts that the later method does not know cannot be split. */
    const struct method *other = method_sound(
        "<input id=\"d\" label=\"D\" lowest=\"0\" highest=\"99\"/><total of=\"d\"/>" BANDS);
    assert_string_equal(
        told(compared(before, AREA("x", ABC("3", "4", "1")), other, AREA("x", GIVEN("d", "20"))),
             "x"),
        "fallen -3/1 = 0/1 + -3/1");
}

static void areas_come_and_go_and_are_rated_otherwise(void **state) {
    (void)state;
    const struct method *method = method_sound(INPUTS RISK("a b") TOTAL BANDS);
    const struct scoring_comparison *comparison =
        compared(method,
                 AREA("same", ABC("1", "1", "1")) AREA("gone", ABC("1", "1", "1"))
                     AREA("rerated", ABC("3", "2", "3")),
                 method,
                 AREA("same", ABC("1", "1", "1")) AREA("new", ABC("1", "1", "1"))
                     AREA("rerated", ABC("3", "2", "2")));
    assert_string_equal(told(comparison, "same"), "same 0/1 = 0/1 + 0/1");
    assert_string_equal(told(comparison, "gone"), "gone");
    assert_string_equal(told(comparison, "new"), "new");
    assert_string_equal(told(comparison, "rerated"), "risen 1/1 = 0/1 + 1/1 c + 0/1");
    for (size_t i = 0; i < comparison->count; i++) {
        const struct result *result = comparison->movements[i].after;
        assert_true(comparison->movements[i].rerated ==
                    (result != NULL && strcmp(result->area->id, "rerated") == 0));
    }
    assert_int_equal(comparison->count, 4);
}

static void what_is_uncertain_is_not_compared(void **state) {
    (void)state;
    const struct method *method = method_sound(INPUTS "<total of=\"a\"/>");
#define OPEN(low, high)                                                                            \
    "<score factor=\"a\" status=\"unknown\" lowest=\"" low "\" highest=\"" high "\"/>"
    assert_string_equal(
        told(compared(method, AREA("x", OPEN("1", "4")), method, AREA("x", GIVEN("a", "4"))), "x"),
        "uncertain");
    assert_string_equal(
        told(compared(method, AREA("x", OPEN("1", "3")), method, AREA("x", GIVEN("a", "4"))), "x"),
        "risen");
    assert_string_equal(
        told(compared(method, AREA("x", OPEN("1", "3")), method, AREA("x", OPEN("0", "0"))), "x"),
        "fallen");
    assert_string_equal(
        told(compared(method, AREA("x", OPEN("1", "3")), method, AREA("x", OPEN("1", "3"))), "x"),
        "same");
    assert_string_equal(told(compared(method, AREA("x", ""), method, AREA("x", "")), "x"), "same");
}

static void stated_values_give_their_parts_as_reasons(void **state) {
    (void)state;
    const struct method *method = method_sound(INPUTS RISK("a b") TOTAL BANDS);
    /* 2 × (2 × b) - 1 = 7 makes b 2. */
    const char *before = AREA("x", GIVEN("a", "2") "<score factor=\"b\" status=\"unknown\"/>" GIVEN(
                                       "c", "1") GIVEN("total", "7"));
    assert_string_equal(told(compared(method, before, method, AREA("x", ABC("2", "3", "1"))), "x"),
                        "risen 4/1 = 0/1 + 4/1 b + 0/1");
    /* Where a stated total leaves its parts open, what moved cannot be told apart. */
    before =
        AREA("x", "<score factor=\"a\" status=\"unknown\"/>"
                  "<score factor=\"b\" status=\"unknown\"/>" GIVEN("c", "1") GIVEN("total", "23"));
    const char *said = told(compared(method, before, method, AREA("x", ABC("2", "3", "1"))), "x");
    assert_non_null(strstr(said, "fallen -12/1 = 0/1"));
    assert_non_null(strstr(said, " + -12/1"));
}

/* Any two editions of stra: the parts add up, whatever changes. */
static void the_parts_always_add_up(void **state) {
    (void)state;
    const struct method *method = method_shipped("stra");
    uint32_t seed = 7;
    for (int round = 0; round < 60; round++) {
        const char *editions[2];
        for (int i = 0; i < 2; i++) {
            int draws[11];
            for (int j = 0; j < 11; j++) {
                seed = seed * 1664525u + 1013904223u;
                draws[j] = (int)(seed >> 16 & 0xff);
            }
            editions[i] = arena_print(
                arena,
                "<area id=\"x\" population=\"p\" count=\"%d\" previous=\"%d\"><name>X</name>"
                "<score factor=\"harm\" value=\"%d\"/><score factor=\"financial\" value=\"%d\"/>"
                "<score factor=\"reputation\" value=\"%d\"/><score factor=\"resourcing\" "
                "value=\"%d\"/><score factor=\"concern\" value=\"%d\"/><score "
                "factor=\"vulnerability\" value=\"%d\"/><score factor=\"benchmarking\" "
                "value=\"%d\"/>%s</area>",
                draws[0] % 16, draws[1] % 16, draws[2] % 4, draws[3] % 4, draws[4] % 4,
                draws[5] % 4, draws[6] % 3, draws[7] % 3, draws[8] % 3,
                draws[9] % 2 == 0
                    ? ""
                    : arena_print(arena,
                                  "<score factor=\"adjusted-likelihood\" value=\"%d\" "
                                  "reason=\"r\"/>",
                                  draws[10] % 3 + 1));
        }
        const struct scoring_comparison *comparison =
            compared(method, editions[0], method, editions[1]);
        told(comparison, "x");
        assert_true(comparison->movements[0].certain);
        assert_int_equal(comparison->movements[0].together.numerator, 0);
        while (opened_count > 1) { /* the method's stays */
            xml_close(opened[--opened_count]);
        }
    }
}

/* More facts in one product than are worth trying in all orders. */
static void many_together_add_up_too(void **state) {
    (void)state;
    const char *inputs = "";
    const char *ids = "";
    const char *before = "<area id=\"x\"><name>X</name>";
    const char *after = before;
    for (int i = 0; i < 12; i++) {
        inputs = arena_print(arena, "%s<input id=\"i%d\" label=\"I\" lowest=\"1\" highest=\"3\"/>",
                             inputs, i);
        ids = arena_print(arena, "%s i%d", ids, i);
        before = arena_print(arena, "%s<score factor=\"i%d\" value=\"1\"/>", before, i);
        after = arena_print(arena, "%s<score factor=\"i%d\" value=\"2\"/>", after, i);
    }
    const struct method *method =
        method_sound(arena_print(arena,
                                 "%s<value id=\"v\" label=\"V\"><product of=\"%s\"/></value>"
                                 "<total of=\"v\"/>",
                                 inputs, ids));
    const char *said = told(compared(method, arena_print(arena, "%s</area>", before), method,
                                     arena_print(arena, "%s</area>", after)),
                            "x");
    assert_non_null(strstr(said, "risen 4095/1"));
    assert_non_null(strstr(said, "2049/2 i0")); /* (1 + 2048) / 2 */
    assert_non_null(strstr(said, " + 0/1"));
}

static void writes(void **state) {
    (void)state;
    const struct method *method = method_sound(INPUTS RISK("a b c") "<total of=\"risk\"/>" BANDS);
    const struct scoring_comparison *comparison =
        compared(method, AREA("x", ABC("0", "0", "0")) AREA("gone", ABC("1", "1", "1")), method,
                 AREA("x", ABC("1", "1", "1")) AREA("new", ABC("3", "2", "2")));
    struct buffer out = {0};
    scoring_compare_write(&comparison, 1, SCORING_TABLE, &out);
    assert_string_equal(out.data, "2020 → 2020\n"
                                  "\n"
                                  "Risen\n"
                                  "  Area x: 0 → 1 (+1), rank 2 → 2, Low\n"
                                  "      A 0 → 1                                                   "
                                  "+1/3\n"
                                  "      B 0 → 1                                                   "
                                  "+1/3\n"
                                  "      C 0 → 1                                                   "
                                  "+1/3\n"
                                  "\n"
                                  "New\n"
                                  "  Area new: 12, rank 1, High\n"
                                  "\n"
                                  "Gone\n"
                                  "  Area gone: 1, rank 1, Low\n");
    buffer_clear(&out);
    scoring_compare_write(&comparison, 1, SCORING_CSV, &out);
    assert_string_equal(
        out.data,
        "before,after,id,name,movement,before-rank,before-total,before-rating,after-rank,"
        "after-total,after-rating,difference,by-method,together,because\n"
        "2020,2020,new,Area new,new,,,,1,12,high,,,,\n"
        "2020,2020,x,Area x,risen,2,0,low,2,1,low,+1,0,0,a 0 > 1: +1/3; b 0 > 1: +1/3; c 0 > 1: "
        "+1/3\n"
        "2020,2020,gone,Area gone,gone,1,1,low,,,,,,,\n");
    buffer_clear(&out);
    scoring_compare_write(&comparison, 1, SCORING_XML, &out);
    parsed("compare.xml", out.data);
    assert_non_null(strstr(out.data, "<because factor=\"a\" before=\"0\" after=\"1\" "
                                     "amount=\"1/3\"/>"));
    buffer_clear(&out);
    scoring_compare_write(&comparison, 1, SCORING_JSON, &out);
    assert_non_null(strstr(out.data, "{\"id\":\"x\",\"name\":\"Area x\",\"movement\":\"risen\","
                                     "\"rerated\":false,\"before\":{\"rank\":2,\"total\":0,"
                                     "\"possible\":\"0\",\"rating\":\"low\"}"));
    buffer_free(&out);
}

static void annotates(void **state) {
    (void)state;
    const struct method *method = method_sound(INPUTS RISK("a b") TOTAL BANDS);
    const struct scoring_comparison *comparison =
        compared(method, AREA("x", ABC("2", "1", "5")) AREA("gone", ABC("1", "1", "1")), method,
                 AREA("x", ABC("3", "2", "4")) AREA("new", ABC("1", "1", "1")));
    struct xml_document *document = comparison->after->assessment->document;
    struct buffer once = {0};
    struct buffer twice = {0};
    scoring_compare_annotate(comparison, xml_root(document));
    xml_write(document, &once);
    scoring_compare_annotate(comparison, xml_root(document));
    xml_write(document, &twice);
    assert_string_equal(once.data, twice.data);
    static const char *const HAS[] = {
        "movement=\"risen\" before-total=\"-1\" before-rank=\"2\" before-rating=\"low\" "
        "before-rating-label=\"Low\" difference=\"9\" by-method=\"0\"",
        "<because factor=\"b\" label=\"B\" before=\"1\" after=\"2\" amount=\"+5\"/>",
        "<area id=\"new\" movement=\"new\">",
        "<movement before=\"2020\" after=\"2020\" new=\"1\" gone=\"1\" risen=\"1\" "
        "fallen=\"0\" same=\"0\" uncertain=\"0\">",
        "<gone id=\"gone\" name=\"Area gone\" total=\"1\" rating-label=\"Low\"/>",
    };
    for (size_t i = 0; i < sizeof HAS / sizeof HAS[0]; i++) {
        if (strstr(once.data, HAS[i]) == NULL) {
            fail_msg("%s\nis not in\n%s", HAS[i], once.data);
        }
    }
    buffer_free(&once);
    buffer_free(&twice);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(parts_of_a_product_share_what_they_make_together),
        TEST(three_together_share_by_all_their_orders),
        TEST(counts_and_populations_are_reasons_too),
        TEST(a_change_of_method_is_told_apart),
        TEST(areas_come_and_go_and_are_rated_otherwise),
        TEST(what_is_uncertain_is_not_compared),
        TEST(stated_values_give_their_parts_as_reasons),
        TEST(the_parts_always_add_up),
        TEST(many_together_add_up_too),
        TEST(writes),
        TEST(annotates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
