/* test_outputs.c: what `score` and `explain` write, and what annotating puts into the XML. */
#include "at_hand.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_hand_open, at_hand_close)

static const struct scores *three_areas(void) {
    const struct method *method = method_sound(
        "<count id=\"count\" label=\"Recorded\" short=\"Count\" group=\"Incidence\"/>"
        "<value id=\"rate\" label=\"Rate per 1,000\" short=\"Rate\" group=\"Incidence\" "
        "decimals=\"1\"><ratio of=\"count\" per=\"population\" times=\"1000\"/></value>"
        "<value id=\"likelihood\" label=\"Likelihood\" group=\"Likelihood\" override=\"yes\">"
        "<steps of=\"rate\"><step value=\"1\" below=\"3\"/><step value=\"2\" at-least=\"3\"/>"
        "</steps></value>"
        "<value id=\"adjusted\" label=\"Adjusted likelihood\" short=\"Adjusted\" "
        "group=\"Likelihood\"><judged of=\"likelihood\"/></value>"
        "<input id=\"harm\" label=\"Harm\" group=\"Impact\" lowest=\"0\" highest=\"3\">"
        "<point value=\"0\">None</point><point value=\"3\">Severe</point></input>"
        "<input id=\"cost\" label=\"Cost\" group=\"Impact\" lowest=\"0\" highest=\"3\"/>"
        "<value id=\"impact\" label=\"Impact\" group=\"Impact\"><sum of=\"harm cost\"/></value>"
        "<value id=\"total\" label=\"Total\"><product of=\"impact adjusted\"/></value>"
        "<total of=\"total\"/>"
        "<bands><band id=\"high\" label=\"High\" symbol=\"▲\" at-least=\"8\"/>"
        "<band id=\"low\" label=\"Low\" symbol=\"●\"/></bands>");
    return scored(
        method,
        areas_given("<area id=\"open\" category=\"c\" population=\"p\" count=\"2\">\n"
                    "<name>Fraud, \"cyber\" &amp; other</name>\n"
                    "<score factor=\"harm\" value=\"1\"/>\n"
                    "<score factor=\"cost\" status=\"unknown\" reason=\"no figures yet\"/>\n"
                    "</area>\n"
                    "<area id=\"stated\" category=\"c\" population=\"p\" count=\"5\">\n"
                    "<name>Burglary</name>\n"
                    "<score factor=\"harm\" value=\"2\"/>\n"
                    "<score factor=\"cost\" status=\"unknown\"/>\n"
                    "<score factor=\"total\" value=\"10\" reason=\"from last year's table\"/>\n"
                    "</area>\n"
                    "<area id=\"set\" population=\"p\" count=\"unknown\" count-lowest=\"1\" "
                    "count-highest=\"2\">\n"
                    "<name>=Hate crime</name>\n"
                    "<score factor=\"likelihood\" value=\"2\" reason=\"reports doubled in May\" "
                    "by=\"analyst\" date=\"2020-01-05\"/>\n"
                    "<score factor=\"adjusted\" value=\"1\" reason=\"counted twice\"/>\n"
                    "<score factor=\"harm\" value=\"3\"/>\n"
                    "<score factor=\"cost\" value=\"2\"/>\n"
                    "</area>\n"
                    "<area id=\"none\"><name>Cybercrime</name></area>\n"));
}

static const char *written(enum scoring_format format) {
    struct buffer out = {0};
    scoring_write(three_areas(), format, &out);
    const char *text = arena_text(arena, out.data);
    buffer_free(&out);
    return text;
}

static void csv(void **state) {
    (void)state;
    assert_string_equal(written(SCORING_CSV),
                        "rank,id,name,category,total,lowest,highest,rating,count,rate,likelihood,"
                        "adjusted,harm,cost,impact,total\n"
                        "1,stated,Burglary,c,10,10,10,high,5,5.0,2,2,2,3,5,10\n"
                        "2,set,'=Hate crime,,5,5,5,low,,,2,1,3,2,5,5\n"
                        ",open,\"Fraud, \"\"cyber\"\" & other\",c,,1,4,low,2,2.0,1,1,1,,,\n"
                        ",none,Cybercrime,,,,,,,,,,,,,\n");
}

static void table(void **state) {
    (void)state;
    assert_string_equal(written(SCORING_TABLE),
                        "Here 2020: A method (m, version 1)\n"
                        "\n"
                        "Rank  Area                         Total  Rating      State\n"
                        "   1  Burglary                        10  High\n"
                        "   2  =Hate crime                      5  Low\n"
                        "   -  Fraud, \"cyber\" & other      1 to 4  Low         unknown\n"
                        "   -  Cybercrime              not scored  not scored  not-scored\n"
                        "\n"
                        "4 areas: 1 High, 2 Low, 1 not scored\n");
}

static void json(void **state) {
    (void)state;
    const char *text = written(SCORING_JSON);
    assert_non_null(strstr(text,
                           "{\"format\":1,\"partnership\":\"Here\",\"edition\":\"2020\",\n"
                           "\"method\":{\"id\":\"m\",\"version\":\"1\",\"title\":\"A method\"},\n"
                           "\"areas\":[\n"
                           "{\"rank\":1,\"tied\":false,\"id\":\"stated\""));
    assert_non_null(strstr(
        text, "{\"rank\":null,\"tied\":false,\"id\":\"open\",\"name\":\"Fraud, \\\"cyber\\\" & "
              "other\",\"category\":\"c\",\"state\":\"unknown\",\"total\":null,\"lowest\":1,"
              "\"highest\":4,\"rating\":\"low\",\"values\":{\n"
              "  \"count\":{\"state\":\"known\",\"value\":2,\"lowest\":2,\"highest\":2},\n"
              "  \"rate\":{\"state\":\"known\",\"value\":2.0,\"lowest\":2.0,\"highest\":2.0}"));
    assert_non_null(strstr(text, "\"likelihood\":{\"state\":\"known\",\"value\":2,\"lowest\":2,"
                                 "\"highest\":2,\"ruled\":1}"));
    assert_non_null(strstr(text, "\"cost\":{\"state\":\"known\",\"value\":3,\"lowest\":3,"
                                 "\"highest\":3,\"deduced\":true}"));
    assert_non_null(strstr(text,
                           "\"cost\":{\"state\":\"not-scored\",\"value\":null,\"lowest\":null,"
                           "\"highest\":null}"));
}

static void xml(void **state) {
    (void)state;
    const char *text = written(SCORING_XML);
    assert_non_null(strstr(
        text,
        "<scores format=\"1\" partnership=\"Here\" edition=\"2020\">\n"
        "  <method id=\"m\" version=\"1\" title=\"A method\"/>\n"
        "  <area rank=\"1\" id=\"stated\" name=\"Burglary\" category=\"c\" state=\"known\" "
        "total=\"10\" lowest=\"10\" highest=\"10\" rating=\"high\">\n"
        "    <value id=\"count\" state=\"known\" value=\"5\" lowest=\"5\" highest=\"5\"/>\n"));
    assert_non_null(strstr(text, "<value id=\"total\" state=\"known\" value=\"10\" lowest=\"10\" "
                                 "highest=\"10\" stated=\"yes\"/>"));
    assert_non_null(strstr(text, "name=\"Fraud, &quot;cyber&quot; &amp; other\""));
    parsed("scores.xml", text); /* and it is XML */
}

static const char *explained(const char *id) {
    const struct scores *scores = three_areas();
    struct buffer out = {0};
    for (size_t i = 0; i < scores->count; i++) {
        if (strcmp(scores->results[i].area->id, id) == 0) {
            scoring_explain(scores, &scores->results[i], &out);
        }
    }
    const char *text = arena_text(arena, out.data);
    buffer_free(&out);
    return text;
}

static void explains_what_is_unknown(void **state) {
    (void)state;
    assert_string_equal(explained("open"),
                        "Fraud, \"cyber\" & other (open)  [a.xml:4]\n"
                        "  Total 1 to 4 of 12, Low below 8, not ranked\n"
                        "  Incidence\n"
                        "    Recorded = 2  [a.xml:4]\n"
                        "    Rate per 1,000 = Count 2 ÷ 1000 (People)  [a.xml:2] × 1000 = 2.0\n"
                        "  Likelihood\n"
                        "    Likelihood = 1 (of 2), Rate 2.0 is below 3\n"
                        "    Adjusted likelihood = 1 (of 2), not judged, so as Likelihood 1\n"
                        "  Impact\n"
                        "    Harm = 1 (of 3)  [a.xml:6]\n"
                        "    Cost = 0 to 3 (of 3), unknown: no figures yet  [a.xml:7]\n"
                        "    Impact = Harm 1 + Cost (0 to 3) = 1 to 4 (of 6), unknown\n"
                        "  Total\n"
                        "    Total = Impact (1 to 4) × Adjusted 1 = 1 to 4 (of 12), unknown\n");
}

static void explains_what_is_stated_and_what_follows(void **state) {
    (void)state;
    assert_string_equal(
        explained("stated"),
        "Burglary (stated)  [a.xml:9]\n"
        "  Total 10 of 12, High from 8, rank 1\n"
        "  Incidence\n"
        "    Recorded = 5  [a.xml:9]\n"
        "    Rate per 1,000 = Count 5 ÷ 1000 (People)  [a.xml:2] × 1000 = 5.0\n"
        "  Likelihood\n"
        "    Likelihood = 2 (of 2), Rate 5.0 is 3 or more\n"
        "    Adjusted likelihood = 2 (of 2), not judged, so as Likelihood 2\n"
        "  Impact\n"
        "    Harm = 2 (of 3)  [a.xml:11]\n"
        "    Cost = 3 (of 3), which follows from Impact 5  [a.xml:12]\n"
        "    Impact = Harm 2 + Cost 3 = 5 (of 6), which follows from Total 10\n"
        "  Total\n"
        "    Total = Impact 5 × Adjusted 2 = 10; stated to be 10 (of 12): from last year's table  "
        "[a.xml:13]\n");
}

static void explains_judgements_and_overrides(void **state) {
    (void)state;
    assert_string_equal(
        explained("set"),
        "=Hate crime (set)  [a.xml:15]\n"
        "  Total 5 of 12, Low below 8, rank 2\n"
        "  Incidence\n"
        "    Recorded = 1 to 2, unknown  [a.xml:15]\n"
        "    Rate per 1,000 = Count (1 to 2) ÷ 1000 (People)  [a.xml:2] × 1000 = 1.0 to 2.0, "
        "unknown\n"
        "  Likelihood\n"
        "    Likelihood = 2 (of 2), set against its rule, which gives 1 (Rate (1.0 to 2.0) is "
        "below 3), by analyst, on 2020-01-05: reports doubled in May  [a.xml:17]\n"
        "    Adjusted likelihood = 1 (of 2), judged, beside Likelihood 2: counted twice  "
        "[a.xml:18]\n"
        "  Impact\n"
        "    Harm = 3 (of 3)  [a.xml:19]\n"
        "    Cost = 2 (of 3)  [a.xml:20]\n"
        "    Impact = Harm 3 + Cost 2 = 5 (of 6)\n"
        "  Total\n"
        "    Total = Impact 5 × Adjusted 1 = 5 (of 12)\n");
}

static void annotates(void **state) {
    (void)state;
    const struct scores *scores = three_areas();
    struct xml_node *root = xml_root(scores->assessment->document);
    const struct reconciliation *groups = scoring_reconcile(arena, scores, diagnostics);
    scoring_annotate(scores, groups, root);
    struct buffer once = {0};
    xml_write(scores->assessment->document, &once);
    scoring_annotate(scores, groups, root);
    struct buffer twice = {0};
    xml_write(scores->assessment->document, &twice);
    assert_string_equal(once.data, twice.data);
    static const char *const HAS[] = {
        "<method ref=\"stra\" id=\"m\" version=\"1\" title=\"A method\" "
        "reconcile=\"highest\">",
        "<factor id=\"harm\" label=\"Harm\" short=\"Harm\" group=\"Impact\" lowest=\"0\" "
        "highest=\"3\" decimals=\"0\" operation=\"input\">",
        "<point value=\"3\" label=\"Severe\"/>",
        "operation=\"sum\" rule=\"Harm + Cost\"",
        "<band id=\"high\" label=\"High\" symbol=\"▲\" lowest=\"8\" count=\"1\"/>",
        "<band id=\"low\" label=\"Low\" symbol=\"●\" lowest=\"0\" count=\"2\"/>",
        "rank=\"1\" total=\"10\" lowest=\"10\" highest=\"10\" rating=\"high\" "
        "rating-label=\"High\" rating-symbol=\"▲\" state=\"known\"",
        "lowest=\"1\" highest=\"4\" rating=\"low\" rating-label=\"Low\" rating-symbol=\"●\" "
        "state=\"unknown\"",
        "<value id=\"likelihood\" state=\"known\" text=\"2\" lowest=\"2\" highest=\"2\" "
        "overridden=\"yes\" ruled=\"1\"/>",
        "<value id=\"cost\" state=\"unknown\" text=\"\" lowest=\"0\" highest=\"3\"/>",
        "<value id=\"cost\" state=\"not-scored\" text=\"\"/>",
    };
    for (size_t i = 0; i < sizeof HAS / sizeof HAS[0]; i++) {
        if (strstr(once.data, HAS[i]) == NULL) {
            fail_msg("%s\nis not in\n%s", HAS[i], once.data);
        }
    }
    buffer_free(&once);
    buffer_free(&twice);
}

/* A judgement beside a rule tells what the rule gives, where it departs from it. */
static void judgements_tell_the_rule(void **state) {
    (void)state;
    const struct scores *scores =
        scored(method_shipped("stra"),
               areas_given("<area id=\"x\" population=\"p\" count=\"1\"><name>X</name>"
                           "<score factor=\"adjusted-likelihood\" value=\"3\"/></area>\n"
                           "<area id=\"y\" population=\"p\" count=\"1\"><name>Y</name>"
                           "<score factor=\"adjusted-likelihood\" value=\"1\"/></area>\n"));
    struct buffer out = {0};
    scoring_annotate(scores, NULL, xml_root(scores->assessment->document));
    xml_write(scores->assessment->document, &out);
    assert_non_null(strstr(out.data, "<value id=\"adjusted-likelihood\" state=\"known\" text=\"3\" "
                                     "lowest=\"3\" highest=\"3\" judged=\"yes\" ruled=\"1\"/>"));
    assert_non_null(strstr(out.data, "<value id=\"adjusted-likelihood\" state=\"known\" text=\"1\" "
                                     "lowest=\"1\" highest=\"1\"/>"));
    buffer_free(&out);
}

static void explains_into_the_xml(void **state) {
    (void)state;
    const struct scores *scores = three_areas();
    struct xml_node *root = xml_root(scores->assessment->document);
    struct buffer once = {0};
    struct buffer twice = {0};
    scoring_explain_annotate(scores, root);
    xml_write(scores->assessment->document, &once);
    scoring_explain_annotate(scores, root);
    xml_write(scores->assessment->document, &twice);
    assert_string_equal(once.data, twice.data);
    assert_non_null(
        strstr(once.data, "<explanation total=\"Total 1 to 4 of 12, Low below 8, not ranked\">"));
    assert_non_null(strstr(once.data, "<group name=\"Likelihood\">"));
    assert_non_null(
        strstr(once.data, "<line>Cost = 0 to 3 (of 3), unknown: no figures yet  [line 7]</line>"));
    buffer_free(&once);
    buffer_free(&twice);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(csv),
        TEST(table),
        TEST(json),
        TEST(xml),
        TEST(explains_what_is_unknown),
        TEST(explains_what_is_stated_and_what_follows),
        TEST(explains_judgements_and_overrides),
        TEST(annotates),
        TEST(judgements_tell_the_rule),
        TEST(explains_into_the_xml),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
