/* test_method.c: what is wrong with a method is told, all at once, with its line. */
#include "at_hand.h"

#include "../base/scratch.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_hand_open, at_hand_close)

#define INPUTS                                                                                     \
    "<input id=\"a\" label=\"A\" lowest=\"0\" highest=\"3\"/>\n"                                   \
    "<input id=\"b\" label=\"B\" lowest=\"-1\" highest=\"3\"/>\n"
/* Two inputs in lines 2 and 3, and what follows from line 4. */
static const char *refused(const char *inside) {
    const struct method *method = method_given(arena_print(arena, INPUTS "%s", inside));
    assert_null(method);
    return reported();
}

#define VALUE(id, rule) "<value id=\"" id "\" label=\"" id "\">" rule "</value>\n"
#define TOTAL "<total of=\"v\"/>\n"

static void a_schema_comes_first(void **state) {
    (void)state;
    const char *said = refused("<value id=\"v\"><sum of=\"a b\"/></value>\n" TOTAL);
    assert_non_null(strstr(said, "m.xml:4: error: "));
    assert_non_null(strstr(said, "label"));
    said = refused(VALUE("v", "<average of=\"a b\"/>") TOTAL);
    assert_non_null(strstr(said, "m.xml:4: error: "));
    assert_non_null(strstr(said, "average"));
}

static void ids_are_known_and_once(void **state) {
    (void)state;
    assert_string_equal(
        refused(VALUE("v", "<sum of=\"a x\"/>") "<input id=\"a\" label=\"A\" lowest=\"0\" "
                                                "highest=\"1\"/>\n<total of=\"w\"/>\n"),
        "m.xml:4: error: there is no factor x in this method; it has a, b, v, a\n"
        "m.xml:5: error: there are two factors a, the first in line 2; give each an id of its own\n"
        "m.xml:6: error: there is no factor w in this method; it has a, b, v, a\n");
}

static void rules_do_not_go_in_circles(void **state) {
    (void)state;
    assert_string_equal(
        refused(VALUE("v", "<sum of=\"a w\"/>") VALUE("w", "<max of=\"b x\"/>")
                    VALUE("x", "<cap of=\"v\" highest=\"3\"/>") TOTAL),
        "m.xml:4: error: the rules go in a circle: v is made of w is made of x is made of v; take "
        "one of these out of the rule it stands in\n");
    assert_string_equal(refused(VALUE("v", "<sum of=\"a v\"/>") TOTAL),
                        "m.xml:4: error: the rules go in a circle: v is made of v; take one of "
                        "these out of the rule it stands in\n");
    assert_string_equal(
        refused(VALUE("v", "<sum of=\"a w\"/>") VALUE("w", "<max of=\"b a\"/>") TOTAL),
        "m.xml:4: error: v is made of w, which stands below it; move w above v\n");
}

static void ranges_are_ranges(void **state) {
    (void)state;
    assert_string_equal(
        refused("<input id=\"c\" label=\"C\" lowest=\"3\" highest=\"1\"/>\n"
                "<input id=\"d\" label=\"D\" lowest=\"0\" highest=\"1.5\"><point "
                "value=\"1\">One</point>\n<point value=\"2\">Two</point>\n"
                "<point value=\"1\">Again</point></input>\n" VALUE("v", "<sum of=\"a b\"/>") TOTAL),
        "m.xml:4: error: the lowest of c, 3, is above its highest, 1; exchange them\n"
        "m.xml:5: error: the range of d has more than 0 places after the point; round it or raise "
        "decimals\n"
        "m.xml:6: error: the point 2 is outside the range of d; remove it or widen the range\n"
        "m.xml:7: error: the point 1 of d is described twice; keep one\n");
    assert_string_equal(refused("<input id=\"c\" label=\"C\" lowest=\"0\" "
                                "highest=\"99999999999999999999\"/>\n" VALUE("v", "<sum of=\"c\"/>")
                                    TOTAL),
                        "m.xml:4: error: highest=\"99999999999999999999\" is no number that can be "
                        "held exactly; write it with digits and at most one point, below 9 "
                        "quintillion\n");
    assert_string_equal(
        refused(
            "<input id=\"c\" label=\"C\" lowest=\"0\" highest=\"9000000000000000000\"/>\n" VALUE(
                "v", "<product of=\"c c\"/>") TOTAL),
        "m.xml:5: error: v can become too large to be held exactly; narrow the ranges or the "
        "weights it is made of\n");
}

static void thresholds_neither_overlap_nor_leave_gaps(void **state) {
    (void)state;
    assert_string_equal(
        refused("<value id=\"v\" label=\"V\"><steps of=\"a\">\n"
                "<step value=\"0\" up-to=\"1\"/>\n"
                "<step value=\"1\" at-least=\"1\" below=\"2\"/>\n"
                "<step value=\"2\" above=\"2\"/>\n"
                "</steps></value>\n" TOTAL),
        "m.xml:6: error: steps overlap: this one begins at 1 and the one before it ends at 1; let "
        "one of them end where the other begins, and only one of them include that\n"
        "m.xml:7: error: steps leave a gap: the one before ends at 2 and this one begins at 2; let "
        "them meet, and one of them include that\n");
    assert_string_equal(refused("<value id=\"v\" label=\"V\"><steps of=\"a\">\n"
                                "<step value=\"0\" below=\"1\"/>\n"
                                "<step value=\"1\" at-least=\"1.5\"/>\n"
                                "<step value=\"2\"/>\n"
                                "</steps></value>\n" TOTAL),
                        "m.xml:6: error: steps leave a gap: the one before ends at 1 and this one "
                        "begins at 1.5; let them meet, and one of them include that\n"
                        "m.xml:7: error: nothing says where this step begins and the one before it "
                        "ends; add at-least or above\n");
    assert_string_equal(refused("<value id=\"v\" label=\"V\"><steps of=\"a\">\n"
                                "<step value=\"0\" below=\"2\"/>\n"
                                "<step value=\"1\" at-least=\"2\" below=\"1\"/>\n"
                                "<step value=\"2\" at-least=\"1\"/>\n"
                                "</steps></value>\n" TOTAL),
                        "m.xml:6: error: nothing falls into a step that begins at 2 and ends at 1; "
                        "put the steps in rising order\n");
    /* a is 0 to 3. */
    assert_string_equal(refused("<value id=\"v\" label=\"V\"><steps of=\"a\">\n"
                                "<step value=\"0\" above=\"0\" below=\"2\"/>\n"
                                "<step value=\"1\" at-least=\"2\" below=\"3\"/>\n"
                                "</steps></value>\n" TOTAL),
                        "m.xml:5: error: a can be below 0, where the first step begins; leave that "
                        "beginning out or add a step\n"
                        "m.xml:6: error: a can be above 3, where the last step ends; leave that "
                        "end out or add a step\n");
}

static void cases_cover_and_are_once(void **state) {
    (void)state;
    assert_string_equal(refused("<value id=\"v\" label=\"V\"><lookup of=\"a\">\n"
                                "<case is=\"0\" value=\"1\"/>\n<case is=\"1\" value=\"1\"/>\n"
                                "<case is=\"0\" value=\"2\"/></lookup></value>\n" TOTAL),
                        "m.xml:7: error: 0 has two values, the first in line 5; keep one\n");
    assert_string_equal(refused("<value id=\"v\" label=\"V\"><lookup of=\"a\">"
                                "<case is=\"0\" value=\"1\"/><case is=\"1\" value=\"1\"/>"
                                "<case is=\"3\" value=\"2\"/></lookup></value>\n" TOTAL),
                        "m.xml:4: error: v has no case for 2; add the case, or say otherwise=\n");
}

static void what_compares_starts_from_nothing(void **state) {
    (void)state;
    assert_string_equal(
        refused(VALUE("v", "<change of=\"b\" since=\"a\" zero-base=\"0\"/>")
                    VALUE("w", "<ratio of=\"a\" per=\"b\"/>") TOTAL),
        "m.xml:4: error: v compares with b, which can be below 0; let b start from 0\n"
        "m.xml:5: error: w compares with b, which can be below 0; let b start from 0\n");
}

static void bands_meet_and_can_be_reached(void **state) {
    (void)state;
    /* v is -1 to 6. */
    assert_string_equal(
        refused(VALUE("v", "<sum of=\"a b\"/>") TOTAL
                "<bands><band id=\"x\" label=\"X\" symbol=\"x\" at-least=\"7\"/>\n"
                "<band id=\"y\" label=\"Y\" symbol=\"y\" at-least=\"4\" below=\"6\"/>\n"
                "<band id=\"y\" label=\"Y\" symbol=\"y\" at-least=\"4\"/>\n"
                "<band id=\"z\" label=\"Z\" symbol=\"z\" at-least=\"2\" below=\"5\"/>\n"
                "</bands>\n"),
        "m.xml:6: error: no total reaches the band x: it begins at 7 and totals end at 6; lower it "
        "or remove it\n"
        "m.xml:7: error: bands leave a gap: y ends below 6 and x begins at 7; let them meet\n"
        "m.xml:8: error: there are two bands y; give each an id of its own\n"
        "m.xml:8: error: the bands y and y begin at the same total; move one\n"
        "m.xml:9: error: bands overlap: z ends below 5 and y begins at 4; let them meet\n"
        "m.xml:9: error: totals below the band z have no rating; leave at-least out of the lowest "
        "band\n");
    assert_string_equal(
        refused(VALUE("v", "<sum of=\"a b\"/>") TOTAL
                "<bands><band id=\"x\" label=\"X\" symbol=\"x\" at-least=\"3\" below=\"5\"/>\n"
                "<band id=\"y\" label=\"Y\" symbol=\"y\"/>\n"
                "<band id=\"z\" label=\"Z\" symbol=\"z\"/>\n</bands>\n"),
        "m.xml:6: error: totals above the band x have no rating; leave below out of the highest "
        "band\n"
        "m.xml:8: error: neither y nor z says where it begins; only the lowest band goes without "
        "at-least\n");
}

/* ---- weight tables --------------------------------------------------------------------------- */

static void write_file(const char *name, const char *text) {
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

#define WEIGHTED                                                                                   \
    VALUE("v", "<lookup by=\"area\" otherwise=\"0\" table=\"weights.csv\" key=\"Offence code\" "   \
               "value=\"Weight\"/>")                                                               \
    TOTAL

static int weights_open(void **state) {
    at_hand_open(state);
    return scratch_open(state);
}

static int weights_close(void **state) {
    int failed = scratch_close(state);
    void *none = NULL;
    at_hand_close(&none);
    return failed;
}

static void weights_come_from_a_table(void **state) {
    (void)state;
    write_file("weights.csv", "\xEF\xBB\xBFOffence code,\"What, in words\",Weight\r\n"
                              "x,\"Taking \"\"all\"\",\nslowly\", 12.5 \r\n"
                              "\r\n"
                              "\"y\",Other,3");
    const struct method *method = method_sound(WEIGHTED);
    SAID(method, score_one(method, "", ""), "v", "known 12.5");
    assert_string_equal(method_factor(method, 0)->rule,
                        "by area: 2 cases of weights.csv, otherwise 0");
}

static void wrong_weights_are_told(void **state) {
    (void)state;
    assert_string_equal(refused(WEIGHTED),
                        "m.xml:4: error: there is no file weights.csv; check the name and the "
                        "folder\n");
    write_file("weights.csv", "code,Weight\nx,1\n");
    assert_string_equal(refused(WEIGHTED),
                        "weights.csv:1: error: there is no column Offence code in the first line; "
                        "name the column as the file does, or give the file its heads\n");
    write_file("weights.csv", "Offence code,Weight\nx,1\ny,\"1,095\"\n,4\nx,2\nz\n");
    assert_string_equal(refused(WEIGHTED),
                        "weights.csv:3: error: 1,095, for y, is no number; write it with digits "
                        "and at most one point, without separators or units\n"
                        "weights.csv:4: error: this line has a weight for nothing; fill in its key "
                        "or remove the line\n"
                        "weights.csv:5: error: x has two values, the first in line 2; keep one\n"
                        "weights.csv:6: error: , for z, is no number; write it with digits and at "
                        "most one point, without separators or units\n");
    write_file("weights.csv", "Offence code,Weight\n");
    assert_string_equal(refused(WEIGHTED),
                        "weights.csv: error: the table has no weights; add a line for each\n");
    write_file("weights.csv", "Offence code,Weight\n\"x,1\n");
    const char *said = refused(WEIGHTED);
    assert_non_null(strstr(said, "a quotation mark opens a field and nothing closes it"));
}

/* ---- finding a method ------------------------------------------------------------------------ */

static void methods_are_found_by_name_or_path(void **state) {
    (void)state;
    struct assessment assessment = {.method_ref = "strb", .method_where = {"a.xml", 3}};
    struct xml_document *document = NULL;
    assert_null(method_of(arena, &assessment, &document, diagnostics));
    assert_null(document);
    assert_string_equal(
        reported(),
        "a.xml:3: error: there is no shipped method strb; shipped are stra, "
        "risk-matrix, harm-index, severity-score and morile, and a file of yours needs its path "
        "(./strb.xml)\n");
    write_file("own.xml", "<method id=\"own\" version=\"2\" title=\"Own\"><input id=\"a\" "
                          "label=\"A\" lowest=\"0\" highest=\"3\"/><total of=\"a\"/></method>");
    assessment = (struct assessment){
        .method_ref = "own.xml", .method_where = {"a.xml", 3}, .where = {"a.xml", 1}};
    const struct method *method = method_of(arena, &assessment, &document, diagnostics);
    nothing_reported();
    assert_non_null(method);
    assert_string_equal(method_id(method), "own");
    xml_close(document);
    assessment.method_ref = "../own.xml";
    assert_null(method_of(arena, &assessment, &document, diagnostics));
    assert_non_null(strstr(reported(), "leads out of the folder"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_schema_comes_first),
        TEST(ids_are_known_and_once),
        TEST(rules_do_not_go_in_circles),
        TEST(ranges_are_ranges),
        TEST(thresholds_neither_overlap_nor_leave_gaps),
        TEST(cases_cover_and_are_once),
        TEST(what_compares_starts_from_nothing),
        TEST(bands_meet_and_can_be_reached),
        cmocka_unit_test_setup_teardown(weights_come_from_a_table, weights_open, weights_close),
        cmocka_unit_test_setup_teardown(wrong_weights_are_told, weights_open, weights_close),
        cmocka_unit_test_setup_teardown(methods_are_found_by_name_or_path, weights_open,
                                        weights_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
