/* test_letter.c: what a template says comes out as plain text and as HTML, every word of the
 * assessment escaped, the marking around it, and nothing of a page.
 */
#include "../paper/workshop.h"

#include <boardpaper/letter.h>

struct letter {
    struct workshop shop;
    struct buffer text, html;
};

/* The letter of BODY over a small assessment with that name and marking. */
static struct letter letter_of(const char *body, const char *partnership, const char *marking) {
    static const char FORM[] =
        "<assessment version='1' partnership='%s' edition='2016' lang='cy'%s>"
        "<period from='2014-04-01' to='2015-03-31'/><method ref='stra'/>"
        "<areas><area id='a'><name>A</name></area></areas>"
        "<paper><title>T</title><meeting date='2016-01-21'/></paper></assessment>";
    char xml[1024];
    snprintf(xml, sizeof xml, FORM, partnership, marking);
    struct letter letter = {.shop = workshop_open_with(xml, strlen(xml))};
    const struct paper *paper = workshop_make(&letter.shop, body);
    if (paper == NULL) {
        fail_msg("no paper was made:\n%s", workshop_found(&letter.shop));
    }
    assert_true(letter_write(paper, &letter.text, &letter.html, letter.shop.diagnostics));
    return letter;
}

static void letter_done(struct letter *letter) {
    buffer_free(&letter->text);
    buffer_free(&letter->html);
    workshop_close(&letter->shop);
}

static void check_has(const struct buffer *in, const char *what) {
    if (strstr(in->data, what) == NULL) {
        fail_msg("no \"%s\" in:\n%s", what, in->data);
    }
}

static void lines_are_wrapped(void **state) {
    (void)state;
    /* 72 characters, of which one takes two bytes; the next word begins a line. */
    struct letter letter = letter_of(
        TEMPLATE("<p>\u0175ith seventy two characters on this line, which ends just here, a "
                 "friend and goes on.</p>"
                 "<list kind='bullet'><item>An item that is far too long for one line of a letter "
                 "and so goes on under its own words.</item><item>b</item></list>"
                 "<list kind='number'><item>one</item><item><p>two</p><p>more</p></item></list>"),
        "P", "");
    assert_string_equal(
        letter.text.data,
        "\u0175ith seventy two characters on this line, which ends just here, a friend\n"
        "and goes on.\n"
        "\n"
        "- An item that is far too long for one line of a letter and so goes on\n"
        "  under its own words.\n"
        "- b\n"
        "\n"
        "1. one\n"
        "2. two\n"
        "\n"
        "   more\n");
    letter_done(&letter);
}

static void the_marking_is_around_it(void **state) {
    (void)state;
    struct letter letter =
        letter_of(TEMPLATE("<heading level='1'>T</heading>"), "P", " marking='OFFICIAL-SENSITIVE'");
    assert_string_equal(letter.text.data, "OFFICIAL-SENSITIVE\n\nT\n=\n\nOFFICIAL-SENSITIVE\n");
    check_has(&letter.html,
              "<body style=\"font-family:sans-serif;line-height:1.45;max-width:42em\">\n"
              "<p><strong>OFFICIAL-SENSITIVE</strong></p>\n<h1>T</h1>\n"
              "<p><strong>OFFICIAL-SENSITIVE</strong></p>\n</body>\n</html>\n");
    letter_done(&letter);
}

/* Nothing that the assessment says becomes HTML. */
static void words_are_escaped(void **state) {
    (void)state;
    struct letter letter = letter_of(
        TEMPLATE("<p><value select='/assessment/@partnership'/></p>"),
        "&lt;img src=&quot;http://example.org/x&quot; onerror=&quot;y&quot;&gt; &amp;amp;", "");
    assert_string_equal(letter.text.data,
                        "<img src=\"http://example.org/x\" onerror=\"y\"> &amp;\n");
    check_has(&letter.html, "<p>&lt;img src=&quot;http://example.org/x&quot; "
                            "onerror=&quot;y&quot;&gt; &amp;amp;</p>");
    assert_null(strstr(letter.html.data, "<img"));
    letter_done(&letter);
}

static void a_table_is_read_by_rows(void **state) {
    (void)state;
    struct letter letter = letter_of(
        TEMPLATE("<table id='t' numbered='no'><caption>Totals</caption>"
                 "<columns><column/><column header='yes'/><column align='end'/></columns>"
                 "<head><row><cell>Rank</cell><cell>Area</cell><cell>Total</cell></row></head>"
                 "<body><row><cell>1</cell><cell>Theft</cell><cell>33</cell></row>"
                 "<row><cell></cell><cell>Fraud</cell><cell>7</cell></row></body></table>"),
        "P", "");
    assert_string_equal(letter.text.data, "Totals\n"
                                          "- Theft; Rank: 1; Total: 33\n"
                                          "- Fraud; Total: 7\n");
    check_has(&letter.html, "<caption style=\"text-align:left\">Totals</caption>\n<thead>\n<tr>"
                            "<th scope=\"col\"");
    check_has(&letter.html, "<tr><td style=");
    check_has(&letter.html, "<th scope=\"row\" style=\"padding:.25em .75em .25em 0;"
                            "border-bottom:1px solid;vertical-align:top;text-align:left\">Theft"
                            "</th><td style=\"padding:.25em .75em .25em 0;border-bottom:1px solid;"
                            "vertical-align:top;text-align:right\">33</td></tr>");
    letter_done(&letter);
}

static void inlines_keep_their_sense(void **state) {
    (void)state;
    struct letter letter =
        letter_of(TEMPLATE("<p>a <strong>b</strong> <emphasis>c</emphasis><br/>"
                           "<a href='mailto:x@example.org'>x@example.org</a> "
                           "<a href='https://example.org/?a=1&amp;b=2'>here</a></p>"
                           "<p lang='pl'>\u017b</p>"),
                  "P", "");
    assert_string_equal(letter.text.data,
                        "a b c\nx@example.org here <https://example.org/?a=1&b=2>\n\n\u017b\n");
    check_has(&letter.html, "<html lang=\"cy\">");
    check_has(&letter.html, "a <strong>b</strong> <em>c</em><br>"
                            "<a href=\"mailto:x@example.org\">x@example.org</a> "
                            "<a href=\"https://example.org/?a=1&amp;b=2\">here</a>");
    check_has(&letter.html, "<p lang=\"pl\">\u017b</p>");
    letter_done(&letter);
}

static void pages_are_refused(void **state) {
    (void)state;
    static const char *const bodies[] = {
        TEMPLATE("<heading level='1' id='h'>T</heading><p>on <ref target='h' kind='page'/></p>"),
        TEMPLATE("<heading level='1' id='h'>T</heading><table id='t'><columns><column/></columns>"
                 "<head><row><cell>a</cell></row></head><body><row><cell>on "
                 "<ref target='h' kind='page'/></cell></row></body></table>")};
    for (size_t i = 0; i < 2; i++) {
        struct workshop shop = workshop_open();
        const struct paper *paper = workshop_make(&shop, bodies[i]);
        assert_non_null(paper);
        struct buffer text = {0};
        struct buffer html = {0};
        assert_false(letter_write(paper, &text, &html, shop.diagnostics));
        assert_int_equal(diagnostics_get(shop.diagnostics, 0)->message, MESSAGE_LETTER_PAGE);
        assert_int_equal(diagnostics_get(shop.diagnostics, 0)->where.line, 1);
        buffer_free(&text);
        buffer_free(&html);
        workshop_close(&shop);
    }
}

static void references_name_their_target(void **state) {
    (void)state;
    struct letter letter =
        letter_of(TEMPLATE("<section id='s'><heading>Way forward</heading>"
                           "<p>see <ref target='s' kind='title'/></p></section>"),
                  "P", "");
    check_has(&letter.text, "see Way forward\n");
    check_has(&letter.html, "<p>see Way forward</p>");
    letter_done(&letter);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_wrapped),
        cmocka_unit_test(the_marking_is_around_it),
        cmocka_unit_test(words_are_escaped),
        cmocka_unit_test(a_table_is_read_by_rows),
        cmocka_unit_test(inlines_keep_their_sense),
        cmocka_unit_test(pages_are_refused),
        cmocka_unit_test(references_name_their_target),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
