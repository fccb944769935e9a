/* Plain XML is read by expat: it must come out as libxml2 reads it, and what is not plain must not
 * be taken for it. A document is spoilt in 24,000 ways and read as it is and with a declaration
 * that is not plain, which has libxml2 read it. */
#include "document.h"

#include "xml/plain.h"

static const char PLAIN[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
static const char FOREIGN[] = "<?xml version=\"1.1\" encoding=\"UTF-8\"?>";

static const char DOCUMENT[] =
    "\n<!-- A remark. - -->\n"
    "<r a=\"1\" b='two &amp; \"three\"'>\n"
    "  <p>Words &lt;and&gt; more, caf\xC3\xA9 &#233;&#xE9; ] ]] > \" ' </p>\n"
    "  <e/><e />\n\t<e x = 'y\n\tz'\n   w=\"]]>\"  ></e >\n"
    "  <!--within--><n-1._ _='&#10;&apos;&quot;'>&#160;<n-1._>\xEF\xAC\x81</n-1._></n-1._>\n"
    "  <l><i f='harm' v='2'/><i f='harm' v='2'/><i f='cost' v='2' u='' t='4' s='5'/></l>\n"
    "</r>\n<!--end-->\n";

static const char *const PIECES[] = {"<",
                                     ">",
                                     "&",
                                     ";",
                                     "\"",
                                     "'",
                                     "=",
                                     "/",
                                     "]]>",
                                     "--",
                                     "<!--",
                                     "-->",
                                     "<!-->",
                                     "<!--->",
                                     "&#",
                                     "&#x1F6;",
                                     "&amp;",
                                     "&lt;",
                                     "&nbsp;",
                                     "&#0;",
                                     "&#13;",
                                     "&#xD800;",
                                     "&#1114112;",
                                     "&#x10FFFF;",
                                     "&#65534;",
                                     "&#65;",
                                     "&#X41;",
                                     "&#x;",
                                     "&#;",
                                     "\r",
                                     "\r\n",
                                     "\t",
                                     "\n",
                                     " ",
                                     "\x01",
                                     "\x7F",
                                     "\xEF\xBF\xBE",
                                     "\xEF\xBF\xBD",
                                     "\xEF\xBB\xBF",
                                     "\xC2\x85",
                                     "\xF0\x9F\x98\x80",
                                     "\xC3\xA9",
                                     ":",
                                     "xml:lang='en'",
                                     " xmlns='urn:u'",
                                     " xmlns:a='urn:a'",
                                     "<![CDATA[x]]>",
                                     "<?pi x?>",
                                     "<a>",
                                     "</a>",
                                     "<a/>",
                                     " x='1'",
                                     " a='2'",
                                     "0",
                                     "-",
                                     ".",
                                     "<1>",
                                     "xml",
                                     "<e x='<'/>",
                                     "<e x='>'/>",
                                     "</r>",
                                     "<r>",
                                     "\xFF",
                                     "&lt",
                                     "<e/ >",
                                     "<e x=1/>",
                                     "<e x/>",
                                     "< e/>",
                                     "</ e>",
                                     "<e x=''y=''/>"};

static size_t roll(uint64_t *state, size_t sides) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(*state >> 33) % sides;
}

/* Puts a piece in, takes some bytes out, or both. */
static void spoil(struct buffer *text, uint64_t *state) {
    struct buffer spoilt = {0};
    size_t at = roll(state, text->length + 1);
    size_t gone = roll(state, 3) == 0 ? roll(state, 5) : 0;
    gone = gone > text->length - at ? text->length - at : gone;
    buffer_add(&spoilt, text->data, at);
    if (gone == 0 || roll(state, 2) == 0) {
        buffer_text(&spoilt, PIECES[roll(state, sizeof PIECES / sizeof PIECES[0])]);
    }
    buffer_add(&spoilt, text->data + at + gone, text->length - at - gone);
    buffer_free(text);
    *text = spoilt;
}

/* Every element's line and every text as it stands there. */
static void add_pieces(const struct xml_node *node, struct buffer *out) {
    buffer_print(out, "%ld %s\n", xml_where(node).line, xml_name(node));
    struct xml_piece piece = {0};
    while (xml_pieces(node, &piece)) {
        if (piece.element != NULL) {
            add_pieces(piece.element, out);
        } else {
            buffer_print(out, "(%s)", piece.text);
        }
    }
}

/* What comes of text with that declaration: the tree with its lines, or what is wrong. */
static const char *outcome(struct bench *bench, const char *declaration,
                           const struct buffer *text) {
    struct buffer all = {0};
    struct buffer out = {0};
    buffer_text(&all, declaration);
    buffer_add(&all, text->data, text->length);
    bench->diagnostics = diagnostics_new(bench->arena, 0);
    struct xml_document *document = bench_parse(bench, all.data, all.length);
    if (document == NULL) {
        buffer_text(&out, bench_found(bench));
    } else {
        xml_write(document, &out);
        add_pieces(xml_root(document), &out);
        xml_close(document);
        bench->document = NULL;
    }
    const char *told = arena_text(bench->arena, out.data);
    buffer_free(&out);
    buffer_free(&all);
    return told;
}

static bool is_plain(const char *bytes, size_t length) {
    struct arena *arena = arena_new();
    struct scan scan;
    bool plain = scan_input(arena, "in.xml", bytes, length, &scan, diagnostics_new(arena, 0));
    if (plain) {
        struct xml_document *document = tree_new("in.xml");
        struct reading reading;
        reading_begin(&reading, document);
        plain = plain_tell(&reading, &scan);
        reading_end(&reading);
        xml_close(document);
    }
    arena_free(arena);
    return plain;
}

static void reads_as_libxml2_does(void **state) {
    enum { TIMES = 24000 };
    struct bench *bench = *state;
    uint64_t dice = 7;
    int plain = 0;
    for (int i = 0; i < TIMES; i++) {
        struct buffer text = {0};
        buffer_text(&text, DOCUMENT);
        for (size_t more = i == 0 ? 0 : 1 + roll(&dice, 3); more > 0; more--) {
            spoil(&text, &dice);
        }
        assert_string_equal(outcome(bench, PLAIN, &text), outcome(bench, FOREIGN, &text));
        assert_true(i > 0 || is_plain(text.data, text.length));
        plain += is_plain(text.data, text.length);
        buffer_free(&text);
        bench_close(state);
        bench_open(state);
        bench = *state;
    }
    assert_in_range(plain, TIMES / 10, TIMES); /* else nothing was compared */
}

/* What ends too early or has no root, and what is as deep as the scanner allows and deeper. */
static void leaves_what_is_not_plain(void **state) {
    (void)state;
    static const char *const FORMS[] = {"",
                                        " ",
                                        "<!-- -->",
                                        "<a/><a/>",
                                        "<a/>x",
                                        "x<a/>",
                                        "<a",
                                        "<a x",
                                        "<a x=",
                                        "<a x='",
                                        "<a>&#65",
                                        "<a></a",
                                        "<!--",
                                        "<!-- --",
                                        "<",
                                        "</",
                                        "<?xml",
                                        "<?xml version=\"1.1\"?><a/>",
                                        "<!DOCTYPE a><a/>"};
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0]; i++) {
        /* In memory of its own, so that a sanitizer sees a byte read behind it. */
        size_t length = strlen(FORMS[i]);
        char *bytes = memory_take(length);
        memcpy(bytes, FORMS[i], length);
        assert_false(is_plain(bytes, length));
        free(bytes);
    }
    struct buffer deep = {0};
    for (int i = 0; i < 257; i++) {
        buffer_text(&deep, "<a>");
    }
    for (int i = 0; i < 257; i++) {
        buffer_text(&deep, "</a>");
    }
    assert_false(is_plain(deep.data, deep.length));
    assert_true(is_plain(deep.data + 3, deep.length - 7));
    buffer_free(&deep);
}

int main(void) {
    const struct CMUnitTest tests[] = {BENCH_TEST(reads_as_libxml2_does),
                                       BENCH_TEST(leaves_what_is_not_plain)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
