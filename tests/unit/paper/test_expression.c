/* test_expression.c: the quick way and XPath give the same, expression by expression, node by node.
 *
 * Each expression is asked twice for every area: as it is, and wrapped so that no quick shape is
 * recognised. XPath's answer comes from the document that scoring has annotated.
 */
#include "workshop.h"

#include "paper/expression.h"
#include "paper/form.h"
#include "paper/path.h"

static struct making making_of(struct workshop *shop, struct paper_request *request) {
    *request = (struct paper_request){
        .scores = shop->scores, .reconciliation = shop->reconciliation, .text = shop->text};
    struct making making = {.keep = shop->arena,
                            .arena = shop->arena,
                            .diagnostics = shop->diagnostics,
                            .request = request,
                            .scores = shop->scores,
                            .document = shop->document,
                            .root = xml_root(shop->document)};
    making.known.area = xml_intern(making.root, "area");
    making.known.name = xml_intern(making.root, "name");
    making.known.focus = xml_intern(making.root, "focus");
    making.xpath = xml_xpath_new(shop->document);
    return making;
}

static struct expression *compile(struct making *making, const char *source, bool quick) {
    static const struct where where = {"t", 1};
    struct expression *expression = expression_compile(making, source, where);
    assert_non_null(expression);
    if (expression_is_quick(expression) != quick) {
        fail_msg("%s is%s quick", source, quick ? " not" : "");
    }
    return expression;
}

static const char *const TEXTS[] = {
    "@id",
    "@count",
    "@rank",
    "@tied",
    "@total",
    "@lowest",
    "@highest",
    "@rating",
    "@rating-label",
    "@rating-symbol",
    "@state",
    "@nothing",
    ".",
    "name",
    "./name",
    "../@nothing",
    "../../@partnership",
    "score/@factor",
    "score[@factor='harm']/@value",
    "score[@factor = \"none\"]/@value",
    "value[@id='harm']/@text",
    "value[@id='total']/@text",
    "value[@id='total']/@state",
    "value[@id='total']/@lowest",
    "value[@id='total']/@highest",
    "value[@id='rate']/@text",
    "value[@id='change']/@text",
    "value[@id='change']/@state",
    "value[@id='adjusted-likelihood']/@overridden",
    "value[@id='adjusted-likelihood']/@ruled",
    "value[@id='none']/@text",
    "/assessment/@edition",
    "/assessment/paper/title",
    "/assessment/paper/meeting/@date",
    "/other/@edition",
    "/assessment/categories/category[@id=current()/@category]",
    "//area/@id",
    "//area[@id='fraud']/name",
    "//area[@rating='high']/@total",
    "//area[@rank='2']/@id",
    "/assessment/focus-areas/group/focus/@order",
    "/assessment/focus-areas/group/focus[@rating='not-scored']/name",
    "/assessment/focus-areas/group/focus[@rating-label='High']/@leading",
    "//focus/@order",
    "//recommendation/@due",
    "//suggestion/text",
    "/assessment/method/@title",
    "//factor[@id='harm']/@label",
    "//band/@symbol",
};

static void texts_are_the_same(void **state) {
    (void)state;
    struct workshop shop = workshop_open();
    struct paper_request request;
    struct making making = making_of(&shop, &request);
    struct xml_node *areas = xml_child(making.root, "areas");
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        struct expression *quick = compile(&making, TEXTS[i], true);
        struct expression *slow = compile(
            &making, arena_print(shop.arena, "string(normalize-space(%s))", TEXTS[i]), false);
        for (struct xml_node *node = xml_first(areas); node != NULL; node = xml_next(node)) {
            struct scope outer = {.node = making.root, .position = 1, .size = 1, .lang = "en"};
            struct scope scope = expression_enter(&making, &outer, node, 1, 1);
            const char *one = NULL;
            const char *other = NULL;
            making.annotated = i % 2 == 0; /* the quick way asks for no annotation of areas */
            assert_true(expression_text(&making, quick, &scope, &one, NULL));
            making.annotated = false;
            making.method_annotated = false;
            assert_true(expression_text(&making, slow, &scope, &other, NULL));
            if (strcmp(one, other) != 0) {
                fail_msg("%s: quickly \"%s\", by XPath \"%s\"", TEXTS[i], one, other);
            }
        }
    }
    xml_xpath_free(making.xpath);
    workshop_close(&shop);
}

static const char *const TESTS[] = {
    "@rating",
    "@rating='high'",
    "@rating!='high'",
    "@rating = \"standard\"",
    "not(@rating)",
    "not(@total)",
    "@category='harm'",
    "value[@id='concern']/@state='unknown'",
    "value[@id='concern']/@state!='known'",
    "score/@value='3'",
    "score/@value!='3'",
    "score[@factor='harm']",
    "not(score)",
    "count(score)",
    "'word'",
    "''",
    "value[@state='unknown']",
    "not(value[@state='not-scored'])",
    "//area/value[@state='suppressed']",
    "//factor",
    "position() = last()",
    "position() = 2",
    "position() != 2",
    "position() < 3",
    "position()>3",
    "position() <= 2",
    "position() >= last()",
    "@rating = $band",
    "@rating!=$band",
    "@nothing = $band",
    "@nothing != $band",
    "value[@id='concern']/@state = $state",
    "score/@value != $three",
};

static const struct binding BOUND[] = {
    {"band", "high", &BOUND[1]}, {"state", "unknown", &BOUND[2]}, {"three", "3", NULL}};

static void tests_are_the_same(void **state) {
    (void)state;
    struct workshop shop = workshop_open();
    struct paper_request request;
    struct making making = making_of(&shop, &request);
    struct xml_node *areas = xml_child(making.root, "areas");
    int held = 0;
    for (size_t i = 0; i < sizeof TESTS / sizeof TESTS[0]; i++) {
        struct expression *quick = compile(&making, TESTS[i], true);
        struct expression *slow =
            compile(&making, arena_print(shop.arena, "boolean((%s))", TESTS[i]), false);
        size_t place = 0;
        for (struct xml_node *node = xml_first(areas); node != NULL; node = xml_next(node)) {
            struct scope outer = {
                .node = making.root, .position = 1, .size = 1, .lang = "en", .bindings = BOUND};
            struct scope scope = expression_enter(&making, &outer, node, ++place, 5);
            bool one = false;
            bool other = false;
            assert_true(expression_truth(&making, quick, &scope, &one));
            assert_true(expression_truth(&making, slow, &scope, &other));
            if (one != other) {
                fail_msg("%s of %s: quickly %d, by XPath %d", TESTS[i], xml_attribute(node, "id"),
                         one, other);
            }
            held += one;
        }
    }
    assert_true(held > 40 && held < 110); /* of 165: neither all nor none */
    xml_xpath_free(making.xpath);
    workshop_close(&shop);
}

static void what_is_not_plain_goes_to_xpath(void **state) {
    static const char *const slow[] = {
        "name = 'Litter'",
        "score[1]/@value",
        "@total + 1",
        "score/@*",
        "//score",
        "score/../@id",
        "areas//area",
        "value/@text",
        "string(@id)",
        "@rating or @total",
        "ancestor::areas/@x",
        ".5",
        "count(//score)",
        "a | b",
        "score[@factor]",
        "value[@id='harm']",
        "name = $band",
        "$band = @rating",
        "@rating = $band or @tied",
    };
    (void)state;
    struct workshop shop = workshop_open();
    struct paper_request request;
    struct making making = making_of(&shop, &request);
    for (size_t i = 0; i < sizeof slow / sizeof slow[0]; i++) {
        compile(&making, slow[i], false);
    }
    xml_xpath_free(making.xpath);
    workshop_close(&shop);
}

static void a_variable_without_a_value_is_told(void **state) {
    (void)state;
    struct workshop shop = workshop_open();
    struct paper_request request;
    struct making making = making_of(&shop, &request);
    struct scope scope = {.node = making.root, .position = 1, .size = 1, .lang = "en"};
    struct expression *asked = compile(&making, "@edition = $none", true);
    bool holds = true;
    const char *text = NULL;
    assert_false(expression_truth(&making, asked, &scope, &holds));
    assert_false(holds);
    assert_false(expression_text(&making, asked, &scope, &text, NULL));
    assert_string_equal(text, "");
    assert_non_null(strstr(workshop_found(&shop), "$none"));
    xml_xpath_free(making.xpath);
    workshop_close(&shop);
}

/* A paper that keeps to plain paths never pays for annotating the document. */
static void plain_paths_do_not_annotate(void **state) {
    (void)state;
    struct workshop shop = workshop_open();
    struct paper_request request;
    struct making making = making_of(&shop, &request);
    struct scope scope = {.node = making.root, .position = 1, .size = 1, .lang = "en"};
    struct xml_node **nodes = NULL;
    size_t count = 0;
    assert_true(expression_nodes(&making, compile(&making, "//area[@rating='standard']", true),
                                 &scope, &nodes, &count));
    assert_int_equal(count, 2); /* litter and noise */
    assert_string_equal(xml_attribute(nodes[1], "id"), "noise");
    assert_false(making.annotated);
    assert_null(xml_attribute(nodes[1], "rating"));
    const char *text = NULL;
    assert_true(expression_text(&making, compile(&making, "number(//area[1]/@total)", false),
                                &scope, &text, NULL));
    assert_string_equal(text, "35");
    assert_true(making.annotated);
    assert_string_equal(xml_attribute(nodes[1], "rating"), "standard");
    xml_xpath_free(making.xpath);
    workshop_close(&shop);
}

static void variables_hold_where_they_are_bound(void **state) {
    (void)state;
    struct workshop shop = workshop_open();
    struct paper_request request;
    struct making making = making_of(&shop, &request);
    struct scope scope = {.node = making.root, .position = 1, .size = 1, .lang = "en"};
    struct scope bound = expression_bind(&making, &scope, "x", "3");
    const char *text = NULL;
    struct expression *quick = compile(&making, "$x", true);
    struct expression *slow = compile(&making, "$x + 1", false);
    assert_true(expression_text(&making, slow, &bound, &text, NULL));
    assert_string_equal(text, "4");
    assert_true(expression_text(&making, quick, &bound, &text, NULL));
    assert_string_equal(text, "3");
    assert_false(expression_text(&making, quick, &scope, &text, NULL));
    assert_false(expression_text(&making, slow, &scope, &text, NULL)); /* not the value of before */
    assert_int_equal(diagnostics_count(shop.diagnostics, LEVEL_ERROR), 2);
    assert_int_equal(diagnostics_get(shop.diagnostics, 0)->message, MESSAGE_XPATH_VARIABLE);
    xml_xpath_free(making.xpath);
    workshop_close(&shop);
}

/* What is written twice is read once, and yet told where each stands. */
static void the_same_is_told_where_it_stands(void **state) {
    (void)state;
    struct workshop shop = workshop_open();
    struct paper_request request;
    struct making making = making_of(&shop, &request);
    struct scope scope = {.node = making.root, .position = 1, .size = 1, .lang = "en"};
    bool truth = true;
    for (long line = 1; line <= 2; line++) {
        const struct where where = {"t", line};
        assert_null(expression_compile(&making, "nowhere(1)", where));
        struct expression *good = expression_compile(&making, "$none = 1", where);
        assert_false(expression_truth(&making, good, &scope, &truth));
        assert_false(truth);
        assert_int_equal(diagnostics_get(shop.diagnostics, 2 * (size_t)line - 2)->where.line, line);
        assert_int_equal(diagnostics_get(shop.diagnostics, 2 * (size_t)line - 1)->where.line, line);
    }
    assert_int_equal(diagnostics_count(shop.diagnostics, LEVEL_ERROR), 4);
    xml_xpath_free(making.xpath);
    workshop_close(&shop);
}

static const char *phrase(struct making *making, const char *source, const struct scope *scope) {
    static const struct where where = {"t", 7};
    return phrase_text(making, phrase_compile(making, source, where), scope);
}

static void braces_are_filled_in(void **state) {
    (void)state;
    struct workshop shop = workshop_open();
    struct paper_request request;
    struct making making = making_of(&shop, &request);
    struct scope scope = {.node = making.root, .position = 1, .size = 1, .lang = "en"};
    assert_string_equal(phrase(&making, "plain", &scope), "plain");
    assert_string_equal(phrase(&making, "a-{@edition}-b", &scope), "a-2015-16-b");
    assert_string_equal(phrase(&making, "{'}'}{1+1}", &scope), "}2");
    assert_string_equal(phrase(&making, "{{x}}", &scope), "{x}");
    assert_int_equal(diagnostics_count(shop.diagnostics, LEVEL_ERROR), 0);
    phrase(&making, "{@edition", &scope);
    phrase(&making, "edition}", &scope);
    assert_int_equal(diagnostics_count(shop.diagnostics, LEVEL_ERROR), 2);
    assert_int_equal(diagnostics_get(shop.diagnostics, 0)->message, MESSAGE_PATTERN_BRACE);
    assert_int_equal(diagnostics_get(shop.diagnostics, 0)->where.line, 7);
    xml_xpath_free(making.xpath);
    workshop_close(&shop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_the_same),
        cmocka_unit_test(tests_are_the_same),
        cmocka_unit_test(what_is_not_plain_goes_to_xpath),
        cmocka_unit_test(a_variable_without_a_value_is_told),
        cmocka_unit_test(plain_paths_do_not_annotate),
        cmocka_unit_test(variables_hold_where_they_are_bound),
        cmocka_unit_test(the_same_is_told_where_it_stands),
        cmocka_unit_test(braces_are_filled_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
