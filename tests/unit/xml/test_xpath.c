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
    bool good = made != NULL &&
                xml_evaluate(question->xpath, made, question->context, question->position,
                             question->size, HERE, question->bench->arena, value, diagnostics);
    bool holds = false;
    if (good) { /* asked for its truth alone, it is as true */
        assert_true(xml_holds(question->xpath, made, question->context, question->position,
                              question->size, HERE, &holds, diagnostics));
        assert_int_equal(holds, value->truth);
    }
    return good;
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
    assert_string_equal(value.text, ""); /* of the first: x has no text */
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

/* What one document was asked, another is asked; variables and what was remembered, too. */
static void moves_to_another_document(void **state) {
    struct bench *bench = *state;
    struct question question = ask_about(bench, AREAS);
    static const char *const asked[] = {"count(//a[@id=$which]/v)", "string(/r/a[v][1]/@id)",
                                        "count(/r/a[@rating] | /r/e)", "sum(/r/a/v/@text)"};
    static const char *const before[] = {"1", "x", "3", "5"};
    static const char *const after[] = {"2", "y", "2", "7"};
    xml_xpath_variable(question.xpath, "which", "y");
    for (size_t i = 0; i < 12; i++) { /* more than once: the third time it is remembered */
        gives(&question, asked[i % 4], i % 4 == 1 ? XML_TEXT : XML_NUMBER, before[i % 4]);
    }
    struct xml_document *first = bench->document;
    struct xml_document *document =
        bench_text(bench, "<r><e/><v/><a id='x'/><a rating='low' id='y'><v text='3'/><v text='4'/>"
                          "</a></r>");
    xml_xpath_move(question.xpath, document);
    question.context = xml_root(document);
    for (size_t i = 0; i < 12; i++) {
        gives(&question, asked[i % 4], i % 4 == 1 ? XML_TEXT : XML_NUMBER, after[i % 4]);
    }
    xml_xpath_free(question.xpath);
    xml_close(first);
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
            "t.xml:9: error: count(//a is no XPath expression (a ( has no )); check its "
            "brackets, quotation marks and operators\n");
    refuses("//a[@id='x)]", "t.xml:9: error: //a[@id='x)] is no XPath expression (a quotation mark "
                            "is missing, before 'x)]); check its brackets, quotation marks and "
                            "operators\n");
    refuses("1 + ] 2", "t.xml:9: error: 1 + ] 2 is no XPath expression (something is missing or "
                       "does not belong, before ] 2); check its brackets, quotation marks and "
                       "operators\n");
    refuses("a[1", "t.xml:9: error: a[1 is no XPath expression (a [ has no ]); check its brackets, "
                   "quotation marks and operators\n");
    refuses("childs::a", "t.xml:9: error: childs::a is no XPath expression (there is no such axis, "
                         "before childs::a); check its brackets, quotation marks and operators\n");
    refuses("not()", "t.xml:9: error: not() is no XPath expression (not() has too few arguments or "
                     "too many); check its brackets, quotation marks and operators\n");
    refuses(
        "cuont(//a)",
        "t.xml:9: error: there is no function cuont() (in cuont(//a)); did you mean count()?\n");
    refuses("document('/etc/passwd')",
            "t.xml:9: error: there is no function document() (in document('/etc/passwd')); XPath "
            "1.0's are there, and current()\n");
    refuses("p:a", "t.xml:9: error: the prefix p: means nothing (in p:a); write the name without "
                   "it\n");
    refuses("sum(1)", "t.xml:9: error: sum(1) cannot be computed: it has text or a number where "
                      "only elements or attributes can stand; put a path there\n");
    refuses("'a' | b", "t.xml:9: error: 'a' | b cannot be computed: it has text or a number where "
                       "only elements or attributes can stand; put a path there\n");
}

static void lets_words_look_like_functions(void **state) {
    struct question question = ask_about(*state, "<r><and>1</and><div>8</div></r>");
    gives(&question, "div div (and + 1)", XML_NUMBER, "4");
    gives(&question, "'p:a(' = \"q()\"", XML_BOOLEAN, "false");
    gives(&question, "count(child::node()) + count(self::text())", XML_NUMBER, "2");
    xml_xpath_free(question.xpath);
}

/* Values of the recommendation's own examples (XPath 1.0, 3.5, 4.2 and 4.4). */
static void computes_as_the_recommendation_says(void **state) {
    struct question question = ask_about(*state, AREAS);
    static const struct {
        const char *expression, *text;
    } EXAMPLES[] = {
        {"5 mod 2", "1"},
        {"5 mod -2", "1"},
        {"-5 mod 2", "-1"},
        {"-5 mod -2", "-1"},
        {"1.5 mod 0.5", "0"},
        {"substring-before('1999/04/01', '/')", "1999"},
        {"substring-after('1999/04/01', '/')", "04/01"},
        {"substring-after('1999/04/01', '19')", "99/04/01"},
        {"substring('12345', 2, 3)", "234"},
        {"substring('12345', 2)", "2345"},
        {"substring('12345', 1.5, 2.6)", "234"},
        {"substring('12345', 0, 3)", "12"},
        {"substring('12345', 0 div 0, 3)", ""},
        {"substring('12345', 1, 0 div 0)", ""},
        {"substring('12345', -42, 1 div 0)", "12345"},
        {"substring('12345', -1 div 0, 1 div 0)", ""},
        {"translate('bar','abc','ABC')", "BAr"},
        {"translate('--aaa--','abc-','ABC')", "AAA"},
        {"string(0.1 + 0.2)", "0.30000000000000004"},
        {"string(1 div 3)", "0.3333333333333333"},
        {"string(100000000000000000000)", "100000000000000000000"},
        {"string(-0.000025)", "-0.000025"},
        {"string(1 div 0)", "Infinity"},
        {"string(-1 div 0)", "-Infinity"},
        {"string(number('1e3'))", "NaN"},
        {"string(number(' -12.50 '))", "-12.5"},
        {"string(-0)", "0"},
        {"string(--'7')", "7"},
        {"string(1 div round(-0.2))", "-Infinity"},
        {"concat(round(2.5), round(-2.5), round(0.49999999999999994))", "3-20"},
        {"concat(floor(-1.5), ceiling(-1.5))", "-2-1"},
        {"string-length('\xC5\xB5\xF0\x9F\x98\x80')", "2"},
        {"substring('\xC5\xB5\xC3\xA9x', 2, 1)", "\xC3\xA9"},
        {"translate('\xC3\xA9x', '\xC3\xA9', 'e')", "ex"},
        {"normalize-space('  a \n b  ')", "a b"},
        {"string(true() = 'x' and not(false()))", "true"},
        {"string(//v/@text = 2)", "true"},
        {"string(//v/@text != 2)", "true"},
        {"string(2 < //v/@text)", "true"},
        {"string(//v/@text > 3)", "false"},
        {"string(//nothing = //nothing)", "false"},
        {"string(//nothing = false())", "true"},
        {"string(//a/@id = //e/@area)", "true"},
        {"name(id('z')/n/..)", "a"},
        {"local-name(//@area)", "area"},
        {"count(//a[1] | //a[last()] | //e/preceding-sibling::a[1])", "2"},
        {"(//v/@text)[2]", "2"},
        {"//e/preceding-sibling::*[2]/@id", "y"},
        {"//n/ancestor::*[1]/@id", "z"},
        {"count(//v/following::*)", "5"},
        {"count(//n/preceding::*)", "4"},
        {"//a[v][position() = last()]/@id", "y"},
    };
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof EXAMPLES[0]; i++) {
        struct xml_value value;
        assert_true(ask(&question, EXAMPLES[i].expression, &value));
        assert_string_equal(value.text, EXAMPLES[i].text);
    }
    xml_xpath_free(question.xpath);
}

static void knows_the_language(void **state) {
    struct question question = ask_about(*state, "<r xml:lang='en-GB'><a><b lang='cy'/></a></r>");
    gives(&question, "count(//*[lang('en')])", XML_NUMBER, "2");
    gives(&question, "name(//*[lang('cy')])", XML_TEXT, "b");
    gives(&question, "lang('e')", XML_BOOLEAN, "false");
    xml_xpath_free(question.xpath);
}

/* Makes what was announced, and counts how often. */
static void make_values(struct xml_node *parent, void *context) {
    int *made = context;
    ++*made;
    xml_set(xml_add(parent, "value"), "id", "harm");
    xml_set(xml_add(parent, "value"), "id", "total");
}

static void makes_children_where_they_are_looked_for(void **state) {
    struct bench *bench = *state;
    struct question question =
        ask_about(bench, "<r><a id='x'><n>X</n></a><a id='y'><n>Y</n></a><z/></r>");
    int made = 0;
    struct xml_node *x = xml_first(question.context);
    xml_add_later(x, "value", make_values, &made);
    xml_add_later(xml_next(x), "value", make_values, &made);
    gives(&question, "count(a[n = 'X'])", XML_NUMBER, "1");
    gives(&question, "string(/r/a[2])", XML_TEXT, "Y");
    gives(&question, "count(//n) + count(//text()) + count(/r/*)", XML_NUMBER, "7");
    assert_non_null(xml_child(x, "n"));
    assert_null(xml_child(x, "m"));
    assert_int_equal(made, 0);
    gives(&question, "a[1]/value[2]/@id", XML_NODES, "total");
    assert_int_equal(made, 1);
    gives(&question, "count(//value)", XML_NUMBER, "4");
    gives(&question, "name(//z/preceding::*[1])", XML_TEXT, "value");
    gives(&question, "//value[last()]/@id", XML_NODES, "total");
    assert_int_equal(made, 2);
    struct xml_node *third = xml_add(question.context, "a");
    xml_add_later(third, "value", make_values, &made);
    xml_add(third, "m");
    assert_string_equal(xml_attribute(xml_first(third), "id"), "harm"); /* before what came after */
    assert_string_equal(xml_name(xml_next(xml_next(xml_first(third)))), "m");
    gives(&question, "count(/r/a[3]/m/preceding-sibling::value)", XML_NUMBER, "2");
    xml_add_later(third, "value", make_values, &made);
    xml_remove_all(third, "value");
    gives(&question, "count(/r/a[3]/*)", XML_NUMBER, "1");
    assert_int_equal(made, 3);
    xml_xpath_free(question.xpath);
}

static void bounds_its_work(void **state) {
    struct bench *bench = *state;
    struct buffer text = {0};
    buffer_text(&text, "<r>");
    for (int i = 0; i < 5000; i++) {
        buffer_print(&text, "<a n='%d'/>", i);
    }
    buffer_text(&text, "</r>");
    struct question question = ask_about(bench, text.data);
    struct xml_value value;
    gives(&question, "count(//a[@n > 1000])", XML_NUMBER, "3999");
    /* What is the same for all of them is counted once. */
    gives(&question, "count(//a[count(//a) > 1])", XML_NUMBER, "5000");
    assert_false(ask(&question, "count(//a[count(..//a) > 1])", &value));
    assert_string_equal(bench_found(bench),
                        "t.xml:9: error: count(//a[count(..//a) > 1]) takes too many steps; write "
                        "paths that go straight to their elements, without // inside\n");
    buffer_free(&text);
    xml_xpath_free(question.xpath);
}

/* A path that depends on nothing but the document is kept from the second time on. */
static void sees_what_changed_since(void **state) {
    struct question question = ask_about(*state, AREAS);
    struct xml_expression *rated = xml_compile(question.xpath, "count(/r/a[@rating='high'])", HERE,
                                               question.bench->diagnostics);
    struct xml_expression *joined =
        xml_compile(question.xpath, "count((/r/a)[@id='x'] | /r/e) + count(/r/a)", HERE,
                    question.bench->diagnostics);
    struct xml_node *x = xml_first(question.context);
    for (int i = 0; i < 12; i++) {
        struct xml_value value;
        if (i == 4) {
            xml_set(x, "rating", "low");
        } else if (i == 8) {
            xml_set(xml_add(question.context, "a"), "rating", "high");
        }
        assert_true(xml_evaluate(question.xpath, rated, question.context, 0, 0, HERE,
                                 question.bench->arena, &value, question.bench->diagnostics));
        assert_string_equal(value.text, i < 4 || i >= 8 ? "2" : "1");
        assert_true(xml_evaluate(question.xpath, joined, question.context, 0, 0, HERE,
                                 question.bench->arena, &value, question.bench->diagnostics));
        assert_string_equal(value.text, i < 8 ? "5" : "6");
    }
    xml_remove(x);
    struct xml_value value;
    assert_true(xml_evaluate(question.xpath, joined, question.context, 0, 0, HERE,
                             question.bench->arena, &value, question.bench->diagnostics));
    assert_string_equal(value.text, "4");
    xml_xpath_free(question.xpath);
}

/* What is asked of an attribute without a list of it, beside the same with one. */
static void asks_attributes_the_quick_way(void **state) {
    struct question question = ask_about(
        *state, "<r xmlns:p='urn:p'><a n='2' p:n='9' m=''/><a n='10'/><a/><a n='x'/></r>");
    static const char *const TESTS[] = {"@n",
                                        "not(@n)",
                                        "@n = 2",
                                        "@n != 2",
                                        "@n < 10",
                                        "@n >= '2'",
                                        "@n = $two",
                                        "@n != $two",
                                        "@m = ''",
                                        "@m != 'a'",
                                        "not(@n = $two)",
                                        "@q or @m",
                                        "@n or @m",
                                        "not(@m or @q)",
                                        "@n or @m = ''",
                                        "@m or (@n or @q)",
                                        "@n and not(@m)",
                                        "2 = @n",
                                        "boolean(@m)",
                                        "@m = false()",
                                        "string(@n)"};
    xml_xpath_variable(question.xpath, "two", "2");
    for (size_t i = 0; i < sizeof TESTS / sizeof TESTS[0]; i++) {
        struct xml_value quick;
        struct xml_value slow;
        struct buffer text = {0};
        buffer_print(&text, "count(/r/a[%s])", TESTS[i]);
        assert_true(ask(&question, text.data, &quick));
        buffer_clear(&text);
        buffer_text(&text, "count(/r/a[");
        for (const char *at = TESTS[i]; *at != '\0'; at++) { /* ./@n is no plain attribute */
            buffer_text(&text, *at == '@' ? "./" : "");
            buffer_byte(&text, *at);
        }
        buffer_text(&text, "])");
        assert_true(ask(&question, text.data, &slow));
        buffer_free(&text);
        assert_string_equal(quick.text, slow.text);
    }
    gives(&question, "count(/r/a[@n < 10])", XML_NUMBER, "1");
    gives(&question, "count(/r/a[@n != $two])", XML_NUMBER, "2");
    gives(&question, "count(/r/a/@n[. = 2][@n])", XML_NUMBER, "0");
    gives(&question, "count(/r/a[@n or @m])", XML_NUMBER, "3");
    gives(&question, "count(/r/a/@n[@q or @n])", XML_NUMBER, "0");
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
        BENCH_TEST(moves_to_another_document),
        BENCH_TEST(tells_what_is_wrong),
        BENCH_TEST(lets_words_look_like_functions),
        BENCH_TEST(computes_as_the_recommendation_says),
        BENCH_TEST(knows_the_language),
        BENCH_TEST(makes_children_where_they_are_looked_for),
        BENCH_TEST(sees_what_changed_since),
        BENCH_TEST(asks_attributes_the_quick_way),
        BENCH_TEST(bounds_its_work),
        BENCH_TEST(bounds_expressions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
