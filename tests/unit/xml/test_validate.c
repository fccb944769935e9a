/* A document against a schema: what holds, every finding at once, and its words. */
#include "document.h"

#include <stdio.h>
#include <unistd.h>

/* Schemas are files; this one is gone when the test ends. */
static const char *schema_file(struct bench *bench, const char *name, const char *text) {
    const char *path =
        arena_print(bench->arena, "/tmp/boardpaper-test-%d-%s.rng", (int)getpid(), name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

static bool holds(struct bench *bench, const char *schema, const char *text) {
    const char *path = schema_file(bench, "main", schema);
    xml_close(bench->document);
    struct xml_document *document = bench_text(bench, text);
    assert_non_null(document);
    bool good = xml_validate(document, path, bench->diagnostics);
    unlink(path);
    return good;
}

#define GRAMMAR(content)                                                                           \
    "<grammar xmlns='http://relaxng.org/ns/structure/1.0' "                                        \
    "datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes' "                                \
    "xmlns:bp='urn:boardpaper:schema'>" content "</grammar>"

/* A list of people: name, then born, then any number of notes; each child once is enough. */
static const char PEOPLE[] = GRAMMAR(
    "<start><element name='people'><attribute name='club'/>"
    "<zeroOrMore><ref name='person'/></zeroOrMore></element></start>"
    "<define name='person'><element name='person'>"
    "<attribute name='id'><data type='NCName'/></attribute>"
    "<optional><attribute name='rank'><choice><value>first</value><value>second</value></choice>"
    "</attribute></optional>"
    "<optional><attribute name='age'><data type='integer'><param name='minInclusive'>0</param>"
    "<param name='maxInclusive'>150</param></data></attribute></optional>"
    "<element name='name'><data type='token' bp:says='a name'><param name='minLength'>1</param>"
    "</data></element>"
    "<element name='born'><data type='date'/></element>"
    "<zeroOrMore><element name='note'><text/></element></zeroOrMore>"
    "</element></define>");

static void finds(struct bench *bench, const char *schema, const char *text, const char *expected) {
    bool good = holds(bench, schema, text);
    assert_string_equal(bench_found(bench), expected);
    assert_int_equal(good, *expected == '\0');
}

static void finds_nothing_in_what_is_valid(void **state) {
    finds(
        *state, PEOPLE,
        "<people club='x'>\n<!-- none --><person id='a' age='150' rank=' second '><name> A <!-- b "
        "-->B</name><born>1990-01-31</born><note/><note>x</note></person></people>",
        "");
}

static void finds_everything_at_once(void **state) {
    finds(
        *state, PEOPLE,
        "<people>\n"
        "<person id='1' age='151' rank='third'><name/><born>today</born></person>\n"
        "<person id='a'><born>1990-01-31</born></person>\n"
        "<person id='a' nmae='b'><name>A</name><born>1990-02-30</born><name>B</name></person>\n"
        "<person id='a'><name>A</name></person>\n"
        "<animal/>\n"
        "<person id='a'><name>A</name><born>1990-01-31</born><noet/><note><b/></note></person>\n"
        "Rex</people>",
        "t.xml:1: error: <people> lacks the attribute club; add it\n"
        "t.xml:1: error: <people> holds no words of its own (\"Rex\"); put them into <person>\n"
        "t.xml:2: error: id=\"1\" cannot be on <person>; write a name of letters, digits, - _ and "
        ". that begins with a letter\n"
        "t.xml:2: error: age=\"151\" cannot be on <person>; write a whole number from 0 to 150\n"
        "t.xml:2: error: rank=\"third\" cannot be on <person>; write first or second\n"
        "t.xml:2: error: <name> is empty; it is to hold a name\n"
        "t.xml:2: error: \"today\" cannot be what <born> holds; write a date such as 2016-01-31\n"
        "t.xml:3: error: <born> comes too early in <person>; first comes <name>\n"
        "t.xml:4: error: <person> has no attribute nmae; it may have id, rank or age\n"
        "t.xml:4: error: \"1990-02-30\" cannot be what <born> holds; write a date such as "
        "2016-01-31\n"
        "t.xml:4: error: <name> cannot stand at this place in <person>; here may come <note>\n"
        "t.xml:5: error: <person> lacks <born>; add it\n"
        "t.xml:6: error: <animal> is not known in <people>; what may stand there is <person>\n"
        "t.xml:7: error: <noet> is not known in <person>; did you mean <note>?\n"
        "t.xml:7: error: <note> holds no elements; remove <b>, or move it\n");
}

static void names_another_root(void **state) {
    finds(*state, PEOPLE, "<person/>",
          "t.xml:1: error: the outermost element is <person>; it should be <people>: check that it "
          "is the right file\n");
}

static void names_a_namespace(void **state) {
    finds(*state, PEOPLE, "<people club='x'>\n<person xmlns='urn:x'/></people>",
          "t.xml:2: error: <person> is in the namespace urn:x; this format uses none: remove the "
          "xmlns attribute\n");
}

static void takes_parts_in_any_order(void **state) {
    static const char ANY_ORDER[] =
        GRAMMAR("<start><element name='a'><interleave><element name='b'><empty/></element>"
                "<optional><element name='c'><empty/></element></optional>"
                "<oneOrMore><element "
                "name='d'><empty/></element></oneOrMore></interleave></element></start>");
    assert_true(holds(*state, ANY_ORDER, "<a><d/><b/><d/><c/><d/></a>"));
    assert_true(holds(*state, ANY_ORDER, "<a><d/><b/></a>"));
    finds(*state, ANY_ORDER, "<a><c/>\n<c/></a>",
          "t.xml:1: error: <a> lacks <b> and <d>; add it\n"
          "t.xml:2: error: <c> cannot stand at this place in <a>; here may come <b> or <d>\n");
}

static void chooses_by_attributes(void **state) {
    static const char EITHER[] =
        GRAMMAR("<start><element name='a'><choice><group><attribute name='value'/><optional>"
                "<attribute name='unit'/></optional></group>"
                "<attribute "
                "name='status'><value>none</value></attribute></choice><empty/></element></start>");
    assert_true(holds(*state, EITHER, "<a unit='m' value='1'/>"));
    assert_true(holds(*state, EITHER, "<a status='none'/>"));
    finds(*state, EITHER, "<a/>",
          "t.xml:1: error: <a> lacks the attribute value or status; add it\n");
    finds(*state, EITHER, "\n<a status='none' value='1'>x</a>",
          "t.xml:1: error: <a> lacks the attribute value or status; add it\n"
          "t.xml:2: error: <a> cannot have value together with its other attributes; "
          "remove it, or one of them\n"
          "t.xml:2: error: <a> is to be empty; remove \"x\"\n");
}

static void mixes_words_and_elements(void **state) {
    static const char MIXED[] = GRAMMAR(
        "<start><ref name='p'/></start><define name='p'><element name='p'><zeroOrMore><choice>"
        "<text/><ref name='q'/></choice></zeroOrMore></element></define>"
        "<define name='q'><element name='q'><mixed><optional><element name='b'><empty/></element>"
        "</optional></mixed></element></define>");
    assert_true(holds(*state, MIXED, "<p>one <q>two <b/> three</q> four <q/><q><b/></q></p>"));
    finds(*state, MIXED, "<p>one <q><b/>\n<b/></q></p>",
          "t.xml:2: error: <b> cannot stand at this place in <q>, where nothing more may come; "
          "move it up, or remove it\n");
}

static void knows_lists_names_and_exceptions(void **state) {
    static const char NAMES[] = GRAMMAR(
        "<start><element name='a'><attribute name='sizes'><list><oneOrMore><data "
        "type='positiveInteger'/></oneOrMore></list></attribute>"
        "<attribute name='word'><data type='token'><except><value>no</value></except></data>"
        "</attribute>"
        "<zeroOrMore><element><anyName><except><name>b</name></except></anyName><empty/></element>"
        "</zeroOrMore></element></start>");
    assert_true(holds(*state, NAMES, "<a sizes=' 1 22  3 ' word='yes'><c/><d xmlns='urn:x'/></a>"));
    finds(*state, NAMES, "<a sizes='1 x' word='no'>\n<b/></a>",
          "t.xml:1: error: sizes=\"1 x\" cannot be on <a>; write a list of a whole number, 1 or "
          "more\n"
          "t.xml:1: error: word=\"no\" cannot be on <a>; write text\n"
          "t.xml:2: error: <a> holds no elements; remove <b>, or move it\n");
}

static void includes_and_overrides(void **state) {
    struct bench *bench = *state;
    const char *part = schema_file(
        bench, "part",
        GRAMMAR("<define name='kind'><value>old</value></define><div>"
                "<define name='more' combine='choice'><notAllowed/></define>"
                "<define name='both' combine='interleave'><element name='x'><empty/></element>"
                "</define></div>"));
    char main[1024];
    snprintf(
        main, sizeof main,
        GRAMMAR("<include href='%s'><define name='kind'><value>new</value></define></include>"
                "<start><element name='a'><attribute name='kind'><ref name='kind'/></attribute>"
                "<ref name='both'/><ref name='more'/></element></start>"
                "<define name='more' combine='choice'><element name='z'><empty/></element>"
                "</define>"
                "<define name='both' combine='interleave'><element name='y'><empty/></element>"
                "</define>"),
        strrchr(part, '/') + 1);
    assert_true(holds(bench, main, "<a kind='new'><y/><x/><z/></a>"));
    finds(bench, main, "<a kind='old'><x/><y/><z/></a>",
          "t.xml:1: error: kind=\"old\" cannot be on <a>; write new\n");
    unlink(part);
}

static void tells_what_is_wrong_with_a_schema(void **state) {
    struct bench *bench = *state;
    const char *path = schema_file(
        bench, "main",
        GRAMMAR("\n<start><ref name='a'/><ref name='b'/></start>\n"
                "<define name='a'><ref name='a'/></define>\n"
                "<define name='c'><element name='d'><data type='number'/></element></define>"));
    assert_non_null(bench_text(bench, "<a/>"));
    assert_false(xml_validate(bench->document, path, bench->diagnostics));
    unlink(path);
    char expected[512];
    snprintf(expected, sizeof expected,
             "%s:2: error: the schema is wrong here: b is defined nowhere; restore the file from "
             "the installation\n"
             "%s:3: error: the schema is wrong here: it refers to itself without an element; "
             "restore the file from the installation\n",
             path, path);
    assert_string_equal(bench_found(bench), expected);
    assert_int_equal(diagnostics_status(bench->diagnostics), STATUS_CONFIGURATION);
}

static void takes_no_harm_from_attributes_in_every_order(void **state) {
    /* 24 attributes that may be left out: 16 million sets of them. Each element has another. */
    struct bench *bench = *state;
    struct buffer schema = {0};
    struct buffer text = {0};
    buffer_text(&schema, "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><start><element "
                         "name='a'><zeroOrMore><element name='b'>");
    for (int i = 0; i < 24; i++) {
        buffer_print(&schema, "<optional><attribute name='n%d'/></optional>", i);
    }
    buffer_text(&schema, "</element></zeroOrMore></element></start></grammar>");
    buffer_text(&text, "<a>");
    for (unsigned set = 0; set < 2000; set++) {
        buffer_text(&text, "<b");
        for (unsigned i = 0; i < 24; i++) {
            if ((set * 2654435761u >> (i + 4) & 1) != 0) {
                buffer_print(&text, " n%u=''", (i * 7 + set) % 24);
            }
        }
        buffer_text(&text, "/>");
    }
    buffer_text(&text, "</a>");
    assert_true(holds(bench, schema.data, text.data));
    buffer_free(&schema);
    buffer_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(finds_nothing_in_what_is_valid),
        BENCH_TEST(finds_everything_at_once),
        BENCH_TEST(names_another_root),
        BENCH_TEST(names_a_namespace),
        BENCH_TEST(takes_parts_in_any_order),
        BENCH_TEST(chooses_by_attributes),
        BENCH_TEST(mixes_words_and_elements),
        BENCH_TEST(knows_lists_names_and_exceptions),
        BENCH_TEST(includes_and_overrides),
        BENCH_TEST(tells_what_is_wrong_with_a_schema),
        BENCH_TEST(takes_no_harm_from_attributes_in_every_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
