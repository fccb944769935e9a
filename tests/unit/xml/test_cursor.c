/* Walking, building, writing. */
#include "document.h"

static void walks_elements_only(void **state) {
    struct bench *bench = *state;
    struct xml_document *document =
        bench_text(bench, "<a><!-- x --><b/>text<?y z?><c/><b n='2'/></a>");
    struct xml_node *root = xml_root(document);
    assert_string_equal(xml_name(root), "a");
    assert_null(xml_parent(root));
    struct xml_node *b = xml_first(root);
    assert_true(xml_is(b, "b"));
    assert_ptr_equal(xml_parent(b), root);
    assert_true(xml_is(xml_next(b), "c"));
    assert_null(xml_first(b));
    assert_ptr_equal(xml_child(root, "b"), b);
    assert_string_equal(xml_attribute(xml_sibling(b, "b"), "n"), "2");
    assert_null(xml_sibling(xml_sibling(b, "b"), "b"));
    assert_null(xml_child(root, "d"));
    const char *interned = xml_intern(root, "b");
    assert_ptr_equal(xml_child_named(root, interned), b);
    assert_ptr_equal(xml_sibling_named(b, interned), xml_sibling(b, "b"));
    assert_null(xml_sibling_named(xml_sibling(b, "b"), interned));
    assert_null(xml_child_named(root, xml_intern(root, "d")));
}

static void reads_attributes(void **state) {
    struct bench *bench = *state;
    struct xml_document *document =
        bench_text(bench, "<a b='1 &amp; 2' xml:lang='cy' c=''><d lang='pl' xml:lang='ro'/></a>");
    struct xml_node *root = xml_root(document);
    assert_string_equal(xml_attribute(root, "b"), "1 & 2");
    assert_string_equal(xml_attribute(root, "c"), "");
    assert_string_equal(xml_attribute(root, "lang"), "cy");
    assert_string_equal(xml_attribute(xml_first(root), "lang"), "pl");
    assert_null(xml_attribute(root, "d"));
    const char *lang = xml_intern(root, "lang");
    assert_string_equal(xml_attribute_named(root, lang), "cy");
    assert_string_equal(xml_attribute_named(xml_first(root), lang), "pl");
    assert_string_equal(xml_attribute_named(root, xml_intern(root, "b")), "1 & 2");
    assert_null(xml_attribute_named(root, xml_intern(root, "e")));
    const char *name = NULL;
    const char *value = NULL;
    assert_true(xml_attribute_at(root, 2, &name, &value));
    assert_string_equal(name, "c");
    assert_string_equal(value, "");
    assert_false(xml_attribute_at(root, 3, &name, &value));
}

/* What elements of the same attributes have in common is nobody's to see. */
static void sets_one_of_many_alike(void **state) {
    struct bench *bench = *state;
    struct xml_document *document = bench_text(
        bench, "<a><b c='1' d='2'/><b c='1' d='2'/><b c='1' d='2'/><b c='1'/><b d='1' c='2'/></a>");
    struct xml_node *first = xml_first(xml_root(document));
    struct xml_node *second = xml_next(first);
    struct xml_node *third = xml_next(second);
    xml_set(first, "c", "9");
    xml_set(second, "c", NULL);
    xml_set(second, "e", "7");
    struct buffer out = {0};
    xml_write(document, &out);
    assert_non_null(strstr(out.data, "<b c=\"9\" d=\"2\"/>"));
    assert_non_null(strstr(out.data, "<b d=\"2\" e=\"7\"/>"));
    assert_non_null(strstr(out.data, "<b c=\"1\" d=\"2\"/>"));
    assert_non_null(strstr(out.data, "<b c=\"1\"/>"));
    assert_non_null(strstr(out.data, "<b d=\"1\" c=\"2\"/>"));
    buffer_free(&out);
    assert_string_equal(xml_attribute(third, "c"), "1");
    xml_set(third, "d", "3");
    xml_set(third, "d", "4");
    assert_string_equal(xml_attribute(third, "d"), "4");
    assert_string_equal(xml_attribute(first, "d"), "2");
}

static void sets_many_at_once(void **state) {
    struct bench *bench = *state;
    struct xml_document *document =
        bench_text(bench, "<a><b c='1' d='2'/><b c='1' d='2'/><p:b xmlns:p='u' p:c='1'/></a>");
    struct xml_node *root = xml_root(document);
    const char *c = xml_intern(root, "c");
    assert_ptr_equal(xml_intern(root, "b"), xml_name(xml_first(root)));
    const struct xml_pair pairs[] = {
        {c, "9"}, {xml_intern(root, "d"), NULL}, {xml_intern(root, "e"), "7"}};
    xml_set_all(xml_first(root), pairs, 3);
    xml_set_all(xml_next(xml_next(xml_first(root))), pairs, 1);
    char value[] = "3";
    struct xml_node *made = xml_add_with(root, xml_intern(root, "f"),
                                         (const struct xml_pair[]){{c, value}, {"g", NULL}}, 2);
    value[0] = '4'; /* it was copied */
    assert_int_equal(xml_where(made).line, 1);
    struct buffer out = {0};
    xml_write(document, &out);
    assert_non_null(strstr(out.data, "<b c=\"9\" e=\"7\"/>"));
    assert_non_null(strstr(out.data, "<b c=\"1\" d=\"2\"/>"));
    assert_non_null(strstr(out.data, "p:c=\"1\" c=\"9\"/>"));
    assert_non_null(strstr(out.data, "<f c=\"3\"/>"));
    buffer_free(&out);
}

static void adds_more_of_the_same(void **state) {
    struct bench *bench = *state;
    struct xml_document *document = bench_text(bench, "<a><b c='1' d='2'/><e><b c='5'/></e></a>");
    struct xml_node *root = xml_root(document);
    struct xml_node *e = xml_child(root, "e");
    struct xml_node *second = xml_add_like(e, xml_first(root));
    struct xml_node *third = xml_add_like(e, second);
    struct xml_node *own = xml_add_like(root, xml_first(e));
    xml_set(xml_first(root), "c", "3"); /* each is its own nevertheless */
    xml_set(third, "d", NULL);
    xml_set(xml_first(e), "c", "6");
    xml_add_text(own, "x");
    struct buffer out = {0};
    xml_write(document, &out);
    assert_string_equal(out.data, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                  "<a>\n  <b c=\"3\" d=\"2\"/>\n  <e>\n    <b c=\"6\"/>\n"
                                  "    <b c=\"1\" d=\"2\"/>\n    <b c=\"1\"/>\n  </e>\n"
                                  "  <b c=\"5\">x</b>\n</a>\n");
    buffer_free(&out);
    assert_int_equal(xml_where(second).line, 1);
}

static void folds_text(void **state) {
    struct bench *bench = *state;
    struct xml_document *document = bench_text(
        bench, "<a>  one\n <b>two </b> <c> three</c><!-- no --><![CDATA[ <four>]]>\t</a>");
    assert_string_equal(xml_text(document, xml_root(document)), "one two three <four>");
    assert_string_equal(xml_text(document, xml_child(xml_root(document), "b")), "two");
}

static void gives_mixed_content_in_order(void **state) {
    struct bench *bench = *state;
    struct xml_document *document = bench_text(bench, "<a>x <b/>\n y<!-- n --> z<c/></a>");
    struct xml_piece piece = {0};
    struct buffer out = {0};
    while (xml_pieces(xml_root(document), &piece)) {
        buffer_print(&out, "[%s]", piece.element != NULL ? xml_name(piece.element) : piece.text);
    }
    assert_string_equal(out.data, "[x ][b][\n y][ z][c]");
    buffer_free(&out);
}

static void writes(struct xml_document *document, const char *expected) {
    struct buffer out = {0};
    xml_write(document, &out);
    assert_string_equal(out.data, expected);
    buffer_free(&out);
}

static void writes_indented_but_for_mixed_content(void **state) {
    struct bench *bench = *state;
    struct xml_document *document = bench_text(
        bench, "<!-- top --><a><b><c/><d></d></b>\n<p>one <q>two</q>\n three</p>"
               "<!-- in --><?do it?><s> </s><t u=\"&lt;&quot;&#10;'\">\"&#13;]]&gt;</t></a>");
    writes(document, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<!-- top -->\n"
                     "<a>\n"
                     "  <b>\n"
                     "    <c/>\n"
                     "    <d/>\n"
                     "  </b>\n"
                     "  <p>one <q>two</q>\n three</p>\n"
                     "  <!-- in -->\n"
                     "  <?do it?>\n"
                     "  <s> </s>\n"
                     "  <t u=\"&lt;&quot;&#10;'\">\"&#13;]]&gt;</t>\n"
                     "</a>\n");
}

static void builds(void **state) {
    struct bench *bench = *state;
    struct xml_document *document = xml_new("new.xml", "a");
    bench->document = document;
    struct xml_node *b = xml_add(xml_root(document), "b");
    xml_set(b, "c", "1 < 2");
    xml_set(b, "d", "x");
    xml_set(b, "c", "\xC5\xB5");
    xml_set(b, "d", NULL);
    xml_add_text(xml_add(b, "e"), "R & ");
    xml_add_text(xml_child(b, "e"), "D");
    const char *name = xml_name(xml_add(xml_root(document), "f"));
    xml_remove(xml_child(xml_root(document), "f"));
    assert_string_equal(name, "f"); /* what was taken from it stays */
    writes(document, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<a>\n"
                     "  <b c=\"\xC5\xB5\">\n"
                     "    <e>R &amp; D</e>\n"
                     "  </b>\n"
                     "</a>\n");
}

static void copies_with_places(void **state) {
    struct bench *bench = *state;
    struct xml_document *from = bench_text(bench, "<a>\n<b>\n<c d='e'>f</c></b></a>");
    struct xml_document *to = xml_parse("u.xml", "\n<g/>", 5, 0, bench->diagnostics);
    struct xml_node *copy = xml_copy(xml_root(to), xml_first(xml_root(from)));
    assert_string_equal(xml_where(copy).file, "t.xml");
    assert_int_equal(xml_where(copy).line, 2);
    assert_int_equal(xml_where(xml_first(copy)).line, 3);
    assert_string_equal(xml_where(xml_root(to)).file, "u.xml");
    assert_int_equal(xml_where(xml_root(to)).line, 2);
    struct xml_node *added = xml_add(xml_first(copy), "h");
    assert_int_equal(xml_where(added).line, 3);
    xml_close(from);
    bench->document = to;
    assert_string_equal(xml_attribute(xml_first(copy), "d"), "e");
    assert_string_equal(xml_where(copy).file, "t.xml");
    writes(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<g>\n"
               "  <b>\n"
               "    <c d=\"e\">f<h/></c>\n"
               "  </b>\n"
               "</g>\n");
}

static void copies_into_itself(void **state) {
    struct bench *bench = *state;
    struct xml_document *document = bench_text(bench, "<a><b><c/></b></a>");
    struct xml_node *b = xml_first(xml_root(document));
    xml_copy(xml_first(b), xml_root(document));
    writes(document, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<a>\n"
                     "  <b>\n"
                     "    <c>\n"
                     "      <a>\n"
                     "        <b>\n"
                     "          <c/>\n"
                     "        </b>\n"
                     "      </a>\n"
                     "    </c>\n"
                     "  </b>\n"
                     "</a>\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(walks_elements_only),
        BENCH_TEST(reads_attributes),
        BENCH_TEST(sets_one_of_many_alike),
        BENCH_TEST(sets_many_at_once),
        BENCH_TEST(adds_more_of_the_same),
        BENCH_TEST(folds_text),
        BENCH_TEST(gives_mixed_content_in_order),
        BENCH_TEST(writes_indented_but_for_mixed_content),
        BENCH_TEST(builds),
        BENCH_TEST(copies_with_places),
        BENCH_TEST(copies_into_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
