/* Long lists, whose elements are packed while nobody looks into them. */
#include "document.h"

#include <stdio.h>

enum { MANY = 3000, ODD = 700 };

static const char LONG_NAME[] = "A name of more than a few letters, so that no dictionary has it";

/* <l> with MANY <i>, one a line from line 2 on, all but one alike. */
static struct xml_document *many(struct bench *bench) {
    struct buffer text = {0};
    buffer_text(&text, "<r>\n<l>");
    for (int i = 0; i < MANY; i++) {
        buffer_print(&text, "<i n='%d' k='a &amp; b'>\t<name>%s %d</name>", i, LONG_NAME, i);
        if (i == ODD) {
            buffer_text(&text, "<!--remark--><?target data?><deep x='1'><er/>tail</deep>");
        }
        buffer_print(&text, "<s f='harm' v='%d'/>\n<s f='cost' v='2'/></i>", i % 4);
    }
    buffer_text(&text, "</l></r>");
    struct xml_document *document = bench_parse(bench, text.data, text.length);
    buffer_free(&text);
    assert_non_null(document);
    return document;
}

static struct xml_node *list_of(struct xml_document *document) {
    return xml_first(xml_root(document));
}

static void check_item(struct xml_document *document, const struct xml_node *item, int i) {
    char text[100];
    snprintf(text, sizeof text, "%d", i);
    assert_string_equal(xml_attribute(item, "n"), text);
    assert_string_equal(xml_attribute(item, "k"), "a & b");
    assert_int_equal(xml_where(item).line, i + 2);
    const struct xml_node *name = xml_first(item);
    snprintf(text, sizeof text, "%s %d", LONG_NAME, i);
    assert_string_equal(xml_text(document, name), text);
    const struct xml_node *score = xml_child(item, "s");
    snprintf(text, sizeof text, "%d", i % 4);
    assert_string_equal(xml_attribute(score, "f"), "harm");
    assert_string_equal(xml_attribute(score, "v"), text);
    assert_int_equal(xml_where(score).line, i + 2);
    assert_ptr_equal(xml_parent(score), item);
    assert_string_equal(xml_attribute(xml_next(score), "f"), "cost");
    assert_int_equal(xml_where(xml_next(score)).line, i + 3);
    assert_null(xml_next(xml_next(score)));
}

static void reads_what_rested(void **state) {
    struct bench *bench = *state;
    struct xml_document *document = many(bench);
    struct xml_node *root = xml_root(document);
    const char *n = xml_intern(root, "n"), *k = xml_intern(root, "k"), *s = xml_intern(root, "s");
    const char *none = xml_intern(root, "none");
    for (int round = 0; round < 2; round++) {
        int i = 0;
        for (struct xml_node *at = xml_first(list_of(document)); at != NULL; at = xml_next(at)) {
            uint64_t mark = xml_mark(document);
            char number[20];
            snprintf(number, sizeof number, "%d", i);
            assert_string_equal(xml_attribute_named(at, n), number); /* it rests still */
            assert_string_equal(xml_attribute_named(at, k), "a & b");
            assert_null(xml_attribute_named(at, none));
            assert_ptr_equal(xml_child_named(at, s), xml_child(at, "s"));
            check_item(document, at, i++);
            xml_rest(document, mark);
        }
        assert_int_equal(i, MANY);
    }
}

static void keeps_texts_and_what_was_looked_into_before(void **state) {
    struct bench *bench = *state;
    struct xml_document *document = many(bench);
    struct xml_node *item = xml_first(list_of(document));
    for (int i = 0; i < MANY - 2; i++) {
        item = xml_next(item);
    }
    const struct xml_node *name = xml_first(item);
    uint64_t mark = xml_mark(document);
    const char *number = xml_attribute(xml_next(item), "n");
    const char *words = xml_text(document, xml_first(xml_next(item)));
    xml_rest(document, mark);
    for (struct xml_node *at = xml_first(list_of(document)); at != NULL; at = xml_next(at)) {
        xml_first(at);
    }
    xml_rest(document, mark);
    assert_string_equal(number, "2999");
    assert_non_null(strstr(words, " 2999"));
    assert_non_null(strstr(xml_text(document, name), " 2998"));
    assert_ptr_equal(xml_first(item), name);
}

static void keeps_changes(void **state) {
    struct bench *bench = *state;
    struct xml_document *document = many(bench);
    struct xml_node *item = xml_first(list_of(document));
    for (int i = 0; i < MANY; i++, item = xml_next(item)) {
        uint64_t mark = xml_mark(document);
        switch (i) {
        case 1000:
            xml_set(item, "n", "other");
            break;
        case 1001:
            xml_set(xml_child(item, "s"), "v", "9");
            break;
        case 1002:
            xml_remove(xml_child(item, "name"));
            break;
        case 1003:
            xml_add_text(xml_add(item, "fresh"), "words");
            break;
        case 1004:
            xml_remove_all(item, "s");
            break;
        case 1005:
            xml_add_text(xml_child(item, "name"), " and more");
            break;
        default:
            break;
        }
        xml_rest(document, mark);
    }
    struct xml_node *changed = xml_first(list_of(document));
    for (int i = 0; i < 1000; i++) {
        changed = xml_next(changed);
    }
    assert_string_equal(xml_attribute(changed, "n"), "other");
    changed = xml_next(changed);
    assert_string_equal(xml_attribute(xml_child(changed, "s"), "v"), "9");
    changed = xml_next(changed);
    assert_null(xml_child(changed, "name"));
    changed = xml_next(changed);
    assert_string_equal(xml_text(document, xml_child(changed, "fresh")), "words");
    changed = xml_next(changed);
    assert_null(xml_child(changed, "s"));
    changed = xml_next(changed);
    assert_non_null(strstr(xml_text(document, xml_first(changed)), " 1005 and more"));
    check_item(document, xml_next(changed), 1006);
}

static void writes_and_copies_what_rests(void **state) {
    struct bench *bench = *state;
    struct xml_document *document = many(bench);
    struct xml_document *other = xml_new("o.xml", "o");
    xml_copy(xml_root(other), xml_root(document));
    struct buffer first = {0};
    struct buffer second = {0};
    xml_write(document, &first);
    xml_write(other, &second);
    assert_non_null(strstr(first.data, "<!--remark-->"));
    assert_non_null(strstr(first.data, "<?target data?>"));
    assert_non_null(strstr(first.data, "<deep x=\"1\"><er/>tail</deep>"));
    assert_non_null(strstr(second.data, "n=\"2999\" k=\"a &amp; b\""));
    assert_non_null(strstr(second.data, "<deep x=\"1\"><er/>tail</deep>"));
    xml_remove_remarks(document);
    buffer_clear(&first);
    xml_write(document, &first);
    assert_null(strstr(first.data, "<!--remark-->"));
    assert_null(strstr(first.data, "<?target"));
    assert_non_null(strstr(first.data, "<deep x=\"1\"><er/>tail</deep>"));
    buffer_free(&first);
    buffer_free(&second);
    xml_close(other);
}

static struct xml_value value_of(struct bench *bench, struct xml_xpath *xpath, const char *text) {
    struct where where = {"t", 1};
    struct xml_expression *expression = xml_compile(xpath, text, where, bench->diagnostics);
    struct xml_value value;
    assert_true(xml_evaluate(xpath, expression, xml_root(bench->document), 0, 0, where,
                             bench->arena, &value, bench->diagnostics));
    return value;
}

static void finds_by_xpath(void **state) {
    struct bench *bench = *state;
    struct xml_document *document = many(bench);
    struct xml_xpath *xpath = xml_xpath_new(document);
    assert_true(value_of(bench, xpath, "count(l/i[s/@v = 3])").number == MANY / 4);
    assert_true(value_of(bench, xpath, "sum(l/i/@n)").number == MANY * (MANY - 1) / 2.0);
    assert_true(value_of(bench, xpath, "count(//s)").number == 2 * MANY);
    struct xml_value names = value_of(bench, xpath, "l/i[@n > 2989]/name");
    assert_int_equal(names.count, 10);
    struct xml_value deep = value_of(bench, xpath, "//deep/er/following::i[1]");
    assert_int_equal(deep.count, 1);
    assert_string_equal(xml_attribute(deep.nodes[0], "n"), "701");
    for (size_t i = 0; i < names.count; i++) {
        char text[100];
        snprintf(text, sizeof text, "%s %zu", LONG_NAME, i + 2990);
        assert_string_equal(xml_text(document, names.nodes[i]), text);
    }
    /* In document order, though what rests was numbered before it was made. */
    xml_rest(document, 0);
    assert_int_equal(value_of(bench, xpath, "l/i[5] | l/i[2]").count, 2);
    for (int round = 0; round < 2; round++) {
        struct xml_value both = value_of(bench, xpath, "l/i[2999]/s | l/i[2998]/s | l/i[7]/name");
        assert_int_equal(both.count, 5);
        assert_true(xml_is(both.nodes[0], "name"));
        assert_string_equal(xml_attribute(xml_parent(both.nodes[1]), "n"), "2997");
        assert_string_equal(xml_attribute(both.nodes[3], "f"), "harm");
        assert_string_equal(xml_attribute(both.nodes[4], "f"), "cost");
        xml_rest(document, 0);
    }
    /* What an evaluator keeps is there when it is asked again. */
    struct where where = {"t", 1};
    struct xml_expression *often =
        xml_compile(xpath, "string(/r/l/i[@n = 2995]/name)", where, bench->diagnostics);
    for (int round = 0; round < 4; round++) {
        struct xml_value kept;
        assert_true(xml_evaluate(xpath, often, xml_root(document), 0, 0, where, bench->arena, &kept,
                                 bench->diagnostics));
        assert_non_null(strstr(kept.text, " 2995"));
        for (struct xml_node *at = xml_first(list_of(document)); at != NULL; at = xml_next(at)) {
            xml_first(at);
        }
        xml_rest(document, 0);
    }
    assert_true(strlen(value_of(bench, xpath, "string(l)").text) > MANY * sizeof LONG_NAME);
    xml_xpath_free(xpath);
}

/* <l> with MANY <i>, each on a line of its own, and one remark among them. */
static struct xml_document *spaced(struct bench *bench, struct xml_xpath **xpath) {
    struct buffer text = {0};
    xml_close(bench->document); /* of the one before */
    buffer_text(&text, "<r>\n<l>");
    for (int i = 1; i <= MANY; i++) {
        buffer_print(&text, "%s<i n='%d'>x</i>", i == ODD ? "\n<!--remark-->\n\n  " : "\n  ", i);
    }
    buffer_text(&text, "\n</l>\n</r>");
    struct xml_document *document = bench_parse(bench, text.data, text.length);
    buffer_free(&text);
    assert_non_null(document);
    *xpath = xml_xpath_new(document);
    return document;
}

/* What stands between packed elements is no node before somebody asks. */
static void gives_white_space_between_back(void **state) {
    static const struct {
        const char *text;
        double number;
    } ASKED[] = {
        {"count(l/text())", MANY + 2}, /* before each, before the remark, behind the last */
        {"count(l/node())", 2 * MANY + 3},
        {"count(//text())", 2 * MANY + 4},
        {"string-length(l)", 4 * MANY + 3}, /* the remark has a line end and a line more */
        {"string-length()", 4 * MANY + 5},
        {"count(l/i[2000]/preceding-sibling::text())", 2001},
        {"count(l/i[2000]/following-sibling::node())", 2 * (MANY - 2000) + 1},
        {"count(l/i[2000]/following::text())", 2 * (MANY - 2000) + 2},
        {"count(l/i[2000]/preceding::text())", 2001 + 1999 + 1},
        {"string-length(l/i[700]/preceding-sibling::node()[1])", 4},
        {"string-length(l/i[701]/preceding-sibling::node()[1])", 3},
        {"count(l/i[2000]/..//self::text())", 2 * MANY + 2},
        {"count(l/i | l/text())", 2 * MANY + 2},
    };
    struct bench *bench = *state;
    struct xml_xpath *xpath = NULL;
    for (size_t i = 0; i < sizeof ASKED / sizeof ASKED[0]; i++) {
        spaced(bench, &xpath);
        double number = value_of(bench, xpath, ASKED[i].text).number;
        if (number != ASKED[i].number) {
            fail_msg("%s is %g and not %g", ASKED[i].text, number, ASKED[i].number);
        }
        xml_xpath_free(xpath);
    }
}

static void gives_white_space_to_who_reads(void **state) {
    struct bench *bench = *state;
    struct xml_xpath *xpath = NULL;
    struct xml_document *document = spaced(bench, &xpath);
    const char *words = xml_text(document, list_of(document)); /* "x x x" */
    assert_int_equal(strlen(words), 2 * MANY - 1);
    xml_xpath_free(xpath);
    document = spaced(bench, &xpath);
    struct xml_piece piece = {0};
    size_t texts = 0;
    size_t elements = 0;
    while (xml_pieces(list_of(document), &piece)) {
        texts += piece.element == NULL;
        elements += piece.element != NULL;
    }
    assert_int_equal(texts, MANY + 2);
    assert_int_equal(elements, MANY);
    xml_xpath_free(xpath);
}

static void keeps_white_space_through_changes(void **state) {
    struct bench *bench = *state;
    struct xml_xpath *xpath = NULL;
    struct xml_document *document = spaced(bench, &xpath);
    struct xml_document *other = xml_new("o.xml", "o");
    xml_copy(xml_root(other), list_of(document));
    xml_add_text(xml_first(xml_root(other)), "words");
    struct buffer written = {0};
    xml_write(other, &written);
    assert_non_null(
        strstr(written.data, "\n  <i n=\"699\">x</i>\n<!--remark-->\n\n  <i n=\"700\">"));
    xml_close(other);
    xml_xpath_free(xpath);
    document = spaced(bench, &xpath);
    xml_remove(xml_next(xml_first(list_of(document))));
    assert_true(value_of(bench, xpath, "count(l/text())").number == MANY + 2);
    xml_xpath_free(xpath);
    document = spaced(bench, &xpath);
    xml_add_text(list_of(document), "words");
    buffer_clear(&written);
    xml_write(document, &written);
    assert_non_null(strstr(written.data, "\n  <i n=\"3000\">x</i>\nwords</l>"));
    xml_xpath_free(xpath);
    document = spaced(bench, &xpath);
    xml_remove_all(list_of(document), "i");
    assert_true(value_of(bench, xpath, "count(l/text())").number == MANY + 2);
    xml_xpath_free(xpath);
    buffer_free(&written);
}

/* More bytes than go at once: the document has all of them, whatever becomes of the memory. */
static void keeps_nothing_of_bytes_that_are_spent(void **state) {
    enum { ITEMS = 40000, LEAST = 2 * 1024 * 1024 };
    struct bench *bench = *state;
    struct buffer text = {0};
    buffer_text(&text, "<r><l>");
    for (int i = 0; i < ITEMS; i++) {
        buffer_print(&text, "<i n='%d'>%s</i>\n", i, LONG_NAME);
    }
    buffer_text(&text, "</l></r>");
    assert_true(text.length > LEAST);
    bench->document = xml_parse_spent("t.xml", text.data, text.length, 0, bench->diagnostics);
    assert_non_null(bench->document);
    assert_int_equal(text.data[LEAST / 4], 0); /* it went */
    buffer_free(&text);
    int i = 0;
    for (struct xml_node *at = xml_first(list_of(bench->document)); at != NULL;
         at = xml_next(at), i++) {
        char number[20];
        snprintf(number, sizeof number, "%d", i);
        uint64_t mark = xml_mark(bench->document);
        assert_string_equal(xml_attribute(at, "n"), number);
        assert_string_equal(xml_text(bench->document, at), LONG_NAME);
        xml_rest(bench->document, mark);
    }
    assert_int_equal(i, ITEMS);
}

/* Too large, too many names, a namespace: such an element is nodes from the beginning. */
static void takes_what_cannot_be_packed(void **state) {
    struct bench *bench = *state;
    struct buffer text = {0};
    buffer_text(&text, "<r><l>");
    for (int i = 0; i < 600; i++) {
        buffer_print(&text, "<i n='%d'>", i);
        if (i % 50 == 0) {
            for (int j = 0; j < 1000; j++) {
                buffer_print(&text, "<p><q v='%d'/></p>", j);
            }
        } else if (i % 50 == 1) {
            buffer_print(&text, "<x:y xmlns:x='urn:x' x:z='%d'><z/></x:y>", i);
        } else if (i % 50 == 2) {
            buffer_print(&text, "<name%d attribute%d='1'/>", i, i);
            for (int j = 0; j < 40; j++) {
                buffer_print(&text, "<also-%d-%d/>", i, j);
            }
        } else if (i % 50 == 3) {
            for (int j = 0; j < 10000; j++) {
                buffer_text(&text, "words and ");
            }
        }
        buffer_text(&text, "<end/></i>");
    }
    buffer_text(&text, "</l></r>");
    struct xml_document *document = bench_parse(bench, text.data, text.length);
    assert_non_null(document);
    buffer_free(&text);
    int i = 0;
    for (struct xml_node *at = xml_first(list_of(document)); at != NULL; at = xml_next(at), i++) {
        char number[12];
        uint64_t mark = xml_mark(document);
        snprintf(number, sizeof number, "%d", i);
        assert_string_equal(xml_attribute(at, "n"), number);
        assert_non_null(xml_child(at, "end"));
        int children = 0;
        for (struct xml_node *in = xml_first(at); in != NULL; in = xml_next(in)) {
            children++;
        }
        assert_int_equal(children, i % 50 == 0 ? 1001 : i % 50 == 1 ? 2 : i % 50 == 2 ? 42 : 1);
        if (i % 50 == 3) {
            assert_int_equal(strlen(xml_text(document, at)), 10000 * 10 - 1);
        }
        xml_rest(document, mark);
    }
    assert_int_equal(i, 600);
    struct buffer out = {0};
    xml_write(document, &out);
    assert_non_null(strstr(out.data, "<x:y xmlns:x=\"urn:x\" x:z=\"551\">"));
    buffer_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(reads_what_rested),
        BENCH_TEST(keeps_texts_and_what_was_looked_into_before),
        BENCH_TEST(keeps_changes),
        BENCH_TEST(writes_and_copies_what_rests),
        BENCH_TEST(keeps_nothing_of_bytes_that_are_spent),
        BENCH_TEST(finds_by_xpath),
        BENCH_TEST(takes_what_cannot_be_packed),
        BENCH_TEST(gives_white_space_between_back),
        BENCH_TEST(gives_white_space_to_who_reads),
        BENCH_TEST(keeps_white_space_through_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
