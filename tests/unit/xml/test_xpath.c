/* XPath 1.0 and its bounds. */
#include "document.h"

static const struct where HERE = {"t.xml", 9};

static const char AREAS[] = "<r><a id='x' rating='high'><v id='harm' text='3'/></a>"
                            "<a id='y' rating='high'><v id='harm' text='2'/></a>"
                            "<a id='z'><n>words here</n></a>"
                            "<e area='y'/></r>";

struct question {
    struct bench *bench;
    struct xml_xpath *xpath;
    struct xml_node *context;
    size_t position, size;
};

static struct question ask_about(struct bench *bench, const char *text) {
    struct xml_document *document = bench_text(bench, text);
    assert_non_null(document);
    return (struct question){
        .bench = bench, .xpath = xml_xpath_new(document), .context = xml_root(document)};
}

static bool ask(const struct question *question, const char *expression, struct xml_value *value) {
    struct diagnostics *diagnostics = question->bench->diagnostics;
    struct xml_expression *made = xml_compile(question->xpath, expression, HERE, diagnostics);
    return made != NULL &&
           xml_evaluate(question->xpath, made, question->context, question->position,
                        question->size, HERE, question->bench->arena, value, diagnostics);
}

static void gives(const struct question *question, const char *expression, enum xml_kind kind,
                  const char *text) {
    struct xml_value value;
    assert_true(ask(question, expression, &value));
    assert_int_equal(value.kind, kind);
    assert_string_equal(value.text, text);
}

static void gives_each_kind(void **state) {
    struct question question = ask_about(*state, AREAS);
    gives(&question, "count(//a[@rating='high'])", XML_NUMBER, "2");
    gives(&question, "sum(//v/@text) div 2", XML_NUMBER, "2.5");
    gives(&question, "concat('a', \"b\")", XML_TEXT, "ab");
    gives(&question, "a[1]/@id = 'x'", XML_BOOLEAN, "true");
    gives(&question, "a[3]", XML_NODES, "words here");
    gives(&question, "a[@id='q']", XML_NODES, "");
    xml_xpath_free(question.xpath);
}

static void gives_nodes_in_document_order(void **state) {
    struct question question = ask_about(*state, AREAS);
    struct xml_value value;
    assert_true(ask(&question, "a[3] | a[1] | //v/@id | a[2]", &value));
    assert_int_equal(value.count, 5);
    assert_string_equal(xml_attribute(value.nodes[0], "id"), "x");
    assert_string_equal(xml_attribute(value.nodes[1], "text"), "3"); /* an attribute's element */
    assert_string_equal(xml_attribute(value.nodes[2], "id"), "y");
    assert_string_equal(xml_attribute(value.nodes[4], "id"), "z");
    assert_string_equal(value.text, "words here" + 10); /* of the first: x has no text */
    assert_true(value.truth);
    assert_false(value.empty);
    assert_true(ask(&question, "/", &value));
    assert_ptr_equal(value.nodes[0], question.context);
    assert_true(ask(&question, "b", &value));
    assert_true(value.empty);
    assert_false(value.truth);
    xml_xpath_free(question.xpath);
}

static void sorts_after_building(void **state) {
    struct question question = ask_about(*state, "<r><a/></r>");
    struct xml_value value;
    assert_true(ask(&question, "a", &value));
    xml_set(xml_add(xml_root(question.bench->document), "b"), "n", "1");
    assert_true(ask(&question, "b | a", &value));
    assert_int_equal(value.count, 2);
    assert_string_equal(xml_name(value.nodes[0]), "a");
    xml_xpath_free(question.xpath);
}

static void knows_position_and_current(void **state) {
    struct question question = ask_about(*state, AREAS);
    gives(&question, "position() + last()", XML_NUMBER, "2");
    question.position = 3;
    question.size = 7;
    gives(&question, "concat(position(), ' of ', last())", XML_TEXT, "3 of 7");
    question.context = xml_child(question.context, "e");
    gives(&question, "//a[@id = current()/@area]/v/@text", XML_NODES, "2");
    xml_xpath_free(question.xpath);
}

static void knows_variables(void **state) {
    struct question question = ask_about(*state, AREAS);
    xml_xpath_variable(question.xpath, "which", "y");
    gives(&question, "//a[@id=$which]/v/@text", XML_NODES, "2");
    xml_xpath_variable(question.xpath, "which", "x");
    gives(&question, "//a[@id=$which]/v/@text", XML_NODES, "3");
    xml_xpath_variable(question.xpath, "which", NULL);
    struct xml_value value;
    assert_false(ask(&question, "//a[@id=$which]", &value));
    assert_string_equal(bench_found(question.bench),
                        "t.xml:9: error: $which has no value here (in //a[@id=$which]); give it "
                        "one with <let> or --set before, or mend the name\n");
    xml_xpath_free(question.xpath);
}

static void refuses(const char *expression, const char *expected) {
    void *state = NULL;
    bench_open(&state);
    struct question question = ask_about(state, AREAS);
    struct xml_value value;
    assert_false(ask(&question, expression, &value));
    assert_string_equal(bench_found(state), expected);
    xml_xpath_free(question.xpath);
    bench_close(&state);
}

static void tells_what_is_wrong(void **state) {
    (void)state;
    refuses("count(//a",
            "t.xml:9: error: count(//a is no XPath expression (something is missing or "
            "does not belong); check its brackets, quotation marks and operators\n");
    refuses("//a[@id='x)]",
            "t.xml:9: error: //a[@id='x)] is no XPath expression (a quotation mark is "
            "missing); check its brackets, quotation marks and operators\n");
    refuses("1 + ] 2", "t.xml:9: error: 1 + ] 2 is no XPath expression (something is missing or "
                       "does not belong, before ] 2); check its brackets, quotation marks and "
                       "operators\n");
    refuses(
        "cuont(//a)",
        "t.xml:9: error: there is no function cuont() (in cuont(//a)); did you mean count()?\n");
    refuses("document('/etc/passwd')",
            "t.xml:9: error: there is no function document() (in document('/etc/passwd')); XPath "
            "1.0's are there, and current()\n");
    refuses("p:a", "t.xml:9: error: the prefix p: means nothing (in p:a); write the name without "
                   "it\n");
    refuses("sum(1)",
            "t.xml:9: error: sum(1) cannot be computed (text or a number stands where elements are "
            "needed); check what it is given\n");
}

static void lets_words_look_like_functions(void **state) {
    struct question question = ask_about(*state, "<r><and>1</and><div>8</div></r>");
    gives(&question, "div div (and + 1)", XML_NUMBER, "4");
    gives(&question, "'p:a(' = \"q()\"", XML_BOOLEAN, "false");
    gives(&question, "count(child::node()) + count(self::text())", XML_NUMBER, "2");
    xml_xpath_free(question.xpath);
}

static void bounds_its_work(void **state) {
    struct bench *bench = *state;
    struct buffer text = {0};
    buffer_text(&text, "<r>");
    for (int i = 0; i < 3000; i++) {
        buffer_print(&text, "<a n='%d'/>", i);
    }
    buffer_text(&text, "</r>");
    struct question question = ask_about(bench, text.data);
    struct xml_value value;
    gives(&question, "count(//a[@n > 1000])", XML_NUMBER, "1999");
    assert_false(ask(&question, "count(//a[count(//a) > 1])", &value));
    assert_string_equal(bench_found(bench),
                        "t.xml:9: error: count(//a[count(//a) > 1]) takes too many steps; write "
                        "paths that go straight to their elements, without // inside\n");
    buffer_free(&text);
    xml_xpath_free(question.xpath);
}

static void bounds_expressions(void **state) {
    struct bench *bench = *state;
    struct question question = ask_about(bench, "<r/>");
    struct xml_value value;
    struct buffer text = {0};
    for (int i = 0; i < 65; i++) {
        buffer_byte(&text, '(');
    }
    assert_false(ask(&question, text.data, &value));
    buffer_clear(&text);
    for (int i = 0; i < 2049; i++) {
        buffer_text(&text, "a/");
    }
    assert_false(ask(&question, text.data, &value));
    assert_string_equal(bench_found(bench),
                        "t.xml:9: error: brackets stand more than 64 deep in an expression; divide "
                        "it with <let>\n"
                        "t.xml:9: error: an expression is longer than 4096 characters; divide it "
                        "with <let>\n");
    buffer_free(&text);
    xml_xpath_free(question.xpath);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(gives_each_kind),
        BENCH_TEST(gives_nodes_in_document_order),
        BENCH_TEST(sorts_after_building),
        BENCH_TEST(knows_position_and_current),
        BENCH_TEST(knows_variables),
        BENCH_TEST(tells_what_is_wrong),
        BENCH_TEST(lets_words_look_like_functions),
        BENCH_TEST(bounds_its_work),
        BENCH_TEST(bounds_expressions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
