/* What is let in, what is refused, and the words for it. */
#include "document.h"

#include <stdio.h>
#include <unistd.h>

static void refuses(struct bench *bench, const char *text, const char *expected) {
    assert_null(bench_text(bench, text));
    assert_string_equal(bench_found(bench), expected);
    assert_int_equal(diagnostics_status(bench->diagnostics), STATUS_INPUT);
}

/* One rule for each text: a fresh bench. */
static void refuses_alone(const char *text, const char *expected) {
    void *state = NULL;
    bench_open(&state);
    refuses(state, text, expected);
    bench_close(&state);
}

static void reads_utf8(void **state) {
    struct bench *bench = *state;
    struct xml_document *document =
        bench_text(bench, "\xEF\xBB\xBF<a>\xC5\xB5\xF0\x9F\x98\x80</a>");
    assert_non_null(document);
    assert_string_equal(xml_text(document, xml_root(document)), "\xC5\xB5\xF0\x9F\x98\x80");
    assert_string_equal(xml_file(document), "t.xml");
}

static void reads_utf16(void **state) {
    /* <a>ŵ😀</a> in both orders, with and without a mark; the declaration says UTF-16 or nothing. */
    static const unsigned char LITTLE[] = {0xFF, 0xFE, '<',  0,    'a',  0,    '>', 0,
                                           0x75, 0x01, 0x3D, 0xD8, 0x00, 0xDE, '<', 0,
                                           '/',  0,    'a',  0,    '>',  0};
    unsigned char big[sizeof LITTLE];
    for (size_t i = 0; i < sizeof LITTLE; i += 2) {
        big[i] = LITTLE[i + 1];
        big[i + 1] = LITTLE[i];
    }
    struct bench *bench = *state;
    for (int i = 0; i < 4; i++) {
        const unsigned char *bytes = (i & 1) == 0 ? LITTLE : big;
        size_t mark = (i & 2) == 0 ? 0 : 2;
        struct xml_document *document = bench_parse(bench, bytes + mark, sizeof LITTLE - mark);
        assert_non_null(document);
        assert_string_equal(xml_text(document, xml_root(document)), "\xC5\xB5\xF0\x9F\x98\x80");
        xml_close(document);
        bench->document = NULL;
    }
}

static void refuses_half_a_pair_of_utf16(void **state) {
    struct bench *bench = *state;
    assert_null(bench_parse(bench, "\xFF\xFE<\0a\0>\0\n\0\x3D\xD8<\0", 14));
    assert_string_equal(bench_found(bench), "t.xml:2: error: the UTF-16 text breaks off within a "
                                            "character; save the file again, best as UTF-8\n");
}

/* The names of spaces are values of attributes too. */
static void reads_an_ampersand_in_any_value(void **state) {
    static const char TEXT[] = "<a xmlns:x=\"u&amp;v\" b=\"c&amp;d\" x:e=\"&#38;\"><x:f/></a>";
    struct buffer out = {0};
    struct bench *bench = *state;
    assert_non_null(bench_text(bench, TEXT));
    xml_write(bench->document, &out);
    static const char *const PARTS[] = {"xmlns:x=\"u&amp;v\"", "b=\"c&amp;d\"", "x:e=\"&amp;\"",
                                        "<x:f"};
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        if (strstr(out.data, PARTS[i]) == NULL) {
            fail_msg("%s is not in %s", PARTS[i], out.data);
        }
    }
    buffer_free(&out);
}

static void refuses_other_encodings(void **state) {
    (void)state;
    refuses_alone("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<a/>",
                  "t.xml:1: error: the file says that it is in ISO-8859-1; save it as UTF-8 and "
                  "write encoding=\"UTF-8\"\n");
    refuses_alone("<a>\n\xE9</a>", "t.xml:2: error: byte E9 is no part of UTF-8 text here; save "
                                   "the file as UTF-8\n");
    /* An overlong form, a surrogate, a character past the last. */
    refuses_alone("<a>\xC0\xBC</a>", "t.xml:1: error: byte C0 is no part of UTF-8 text here; save "
                                     "the file as UTF-8\n");
    refuses_alone("<a>\xED\xA0\x80</a>", "t.xml:1: error: byte ED is no part of UTF-8 text here; "
                                         "save the file as UTF-8\n");
    refuses_alone("<a>\xF4\x90\x80\x80</a>", "t.xml:1: error: byte F4 is no part of UTF-8 text "
                                             "here; save the file as UTF-8\n");
}

static void refuses_nul(void **state) {
    struct bench *bench = *state;
    assert_null(bench_parse(bench, "<a>\n\n\0</a>", 10));
    assert_string_equal(bench_found(bench),
                        "t.xml:3: error: a NUL byte stands in the text; the file is damaged or is "
                        "no XML: take it from its source again\n");
}

static void refuses_doctype(void **state) {
    (void)state;
    static const char EXPECTED[] =
        "t.xml:2: error: a document type declaration (<!DOCTYPE) is refused, for it can name other "
        "files and grow without end; remove it\n";
    refuses_alone("<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", EXPECTED);
    refuses_alone("<!-- <!DOCTYPE a> -->\n<!doctype a><a/>", EXPECTED);
}

static void lets_a_doctype_be_spoken_of(void **state) {
    struct bench *bench = *state;
    assert_non_null(bench_text(bench, "<!-- <!DOCTYPE a> --><a b='<!DOCTYPE'/>") == NULL
                        ? bench_text(bench, "<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE]]></a>")
                        : NULL);
}

static char *repeated(const char *before, const char *each, int count, const char *after) {
    struct buffer out = {0};
    buffer_text(&out, before);
    for (int i = 0; i < count; i++) {
        buffer_print(&out, each, i);
    }
    buffer_text(&out, after);
    return out.data;
}

static void refuses_many_attributes(void **state) {
    struct bench *bench = *state;
    char *most = repeated("<a", " b%d='='", 128, "/>");
    char *more = repeated("<a", " b%d='='", 129, "/>");
    assert_non_null(bench_text(bench, most));
    xml_close(bench->document);
    refuses(bench, more,
            "t.xml:1: error: an element has more than 128 attributes; no format of "
            "boardpaper has so many: remove them\n");
    free(most);
    free(more);
}

static void refuses_deep_nesting(void **state) {
    struct bench *bench = *state;
    char *most = repeated("", "<a>", 256, "");
    char *ends = repeated("", "</a>", 256, "");
    char *whole = arena_print(bench->arena, "%s%s", most, ends);
    assert_non_null(bench_text(bench, whole));
    xml_close(bench->document);
    char *more = arena_print(bench->arena, "<a>\n%s%s</a>", most, ends);
    refuses(bench, more,
            "t.xml:2: error: elements stand more than 256 deep in each other; look "
            "for an end tag that is missing above, or use fewer levels\n");
    free(most);
    free(ends);
}

static void refuses_more_bytes_than_allowed(void **state) {
    struct bench *bench = *state;
    bench->document = xml_parse("t.xml", "<a/>", 4, 4, bench->diagnostics);
    assert_non_null(bench->document);
    assert_null(xml_parse("t.xml", "<a/>\n", 5, 4, bench->diagnostics));
    assert_string_equal(bench_found(bench), "t.xml: error: t.xml has more than 4 bytes; split it, "
                                            "or raise the limit with --limit\n");
}

static void tells_what_is_not_well_formed(void **state) {
    (void)state;
    refuses_alone("", "t.xml:1: error: there is no XML element where the file begins; check that "
                      "it is the right file\n");
    refuses_alone("<a>\n<b>\n</a>", "t.xml:3: error: <b> of line 2 meets the end tag </a>; write "
                                    "</b> before it, or mend the name\n");
    refuses_alone("<a>\n<b>", "t.xml:2: error: the file ends and <b> of line 2 is not closed; "
                              "write </b> where it ends\n");
    refuses_alone("<a/>\n<b/>", "t.xml:2: error: something follows the end of the outermost "
                                "element; remove it, or move it inside\n");
    refuses_alone("<a>\n&nbsp;</a>",
                  "t.xml:2: error: &nbsp; names no character here; write the character itself, or "
                  "its number (&#160; is a no-break space)\n");
    refuses_alone("<a>R & D</a>", "t.xml:1: error: & stands alone in the text; write &amp;\n");
    refuses_alone("<a>1 < 2</a>", "t.xml:1: error: < stands alone in the text; write &lt;\n");
    refuses_alone("<a b='<'/>", "t.xml:1: error: < stands alone in the text; write &lt;\n");
    refuses_alone("<a b='1'\n b='2'/>", "t.xml:2: error: attribute b is given twice on one "
                                        "element; remove one of them\n");
    refuses_alone("<a b=1/>", "t.xml:1: error: an attribute's value is not in quotation marks; "
                              "write name=\"value\"\n");
    refuses_alone("<a>\x01</a>", "t.xml:1: error: a control character stands in the text that XML "
                                 "does not allow; remove it\n");
    refuses_alone("<a><!-- b</a>", "t.xml:1: error: a comment is not closed; write --> where it "
                                   "ends\n");
    refuses_alone("<b:a/>", "t.xml:1: error: the prefix b: is declared nowhere; remove it, names "
                            "here have none\n");
}

static void tells_all_that_is_not_well_formed(void **state) {
    struct bench *bench = *state;
    refuses(bench, "<a>\n&nbsp; and &copy;\n<b c='1' c='2'/>\n&eacute;</a>",
            "t.xml:2: error: &nbsp; names no character here; write the character itself, or its "
            "number (&#160; is a no-break space)\n"
            "t.xml:3: error: attribute c is given twice on one element; remove one of them\n"
            "t.xml:4: error: &eacute; names no character here; write the character itself, or its "
            "number (&#160; is a no-break space)\n");
}

static void knows_lines_beyond_65535(void **state) {
    struct bench *bench = *state;
    char *lines = repeated("", "\n", 70000, "");
    char *good = arena_print(bench->arena, "<a>%s<b\n c='1'\n/>\n<d/></a>", lines);
    struct xml_document *document = bench_text(bench, good);
    assert_non_null(document);
    struct xml_node *b = xml_first(xml_root(document));
    assert_int_equal(xml_where(b).line, 70001);
    assert_int_equal(xml_where(xml_next(b)).line, 70004);
    assert_string_equal(xml_where(b).file, "t.xml");
    xml_close(document);
    char *bad = arena_print(bench->arena, "<a>%s<b></a>", lines);
    refuses(bench, bad,
            "t.xml:70001: error: <b> of line 70001 meets the end tag </a>; write </b> "
            "before it, or mend the name\n");
    free(lines);
}

static void is_silent(void **state) {
    struct bench *bench = *state;
    fflush(stderr);
    char name[] = "/tmp/boardpaper-test-XXXXXX";
    int kept = dup(2);
    int caught = mkstemp(name);
    dup2(caught, 2);
    bench_text(bench, "<a b=1>&c;<d:e/></b>");
    struct xml_document *document = xml_parse("t.xml", "<a/>", 4, 0, bench->diagnostics);
    struct xml_xpath *xpath = xml_xpath_new(document);
    static const char *const WRONG[] = {"nothing()", "a:b()", "$c", "a[", "1 div", "sum(1)", "b:*"};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        struct where where = {"t.xml", 1};
        struct xml_value value;
        struct xml_expression *made = xml_compile(xpath, WRONG[i], where, bench->diagnostics);
        if (made != NULL) {
            xml_evaluate(xpath, made, xml_root(document), 0, 0, where, bench->arena, &value,
                         bench->diagnostics);
        }
    }
    fflush(stderr);
    off_t printed = lseek(caught, 0, SEEK_END);
    dup2(kept, 2);
    close(kept);
    close(caught);
    unlink(name);
    xml_xpath_free(xpath);
    xml_close(document);
    assert_int_equal(printed, 0);
}

static void tells_of_a_missing_file(void **state) {
    struct bench *bench = *state;
    struct where where = {"s.xml", 4};
    assert_null(xml_open("/nowhere/a.xml", 0, where, bench->diagnostics));
    assert_string_equal(bench_found(bench), "s.xml:4: error: there is no file /nowhere/a.xml; "
                                            "check the name and the folder\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(reads_utf8),
        BENCH_TEST(reads_utf16),
        BENCH_TEST(refuses_half_a_pair_of_utf16),
        BENCH_TEST(reads_an_ampersand_in_any_value),
        BENCH_TEST(refuses_other_encodings),
        BENCH_TEST(refuses_nul),
        BENCH_TEST(refuses_doctype),
        BENCH_TEST(lets_a_doctype_be_spoken_of),
        BENCH_TEST(refuses_many_attributes),
        BENCH_TEST(refuses_deep_nesting),
        BENCH_TEST(refuses_more_bytes_than_allowed),
        BENCH_TEST(tells_what_is_not_well_formed),
        BENCH_TEST(tells_all_that_is_not_well_formed),
        BENCH_TEST(knows_lines_beyond_65535),
        BENCH_TEST(is_silent),
        BENCH_TEST(tells_of_a_missing_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
