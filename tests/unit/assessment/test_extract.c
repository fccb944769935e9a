/* What an extract leaves out, and what it refuses to guess. */
#include "bench.h"

#include <string.h>

#include <boardpaper/buffer.h>
#include <boardpaper/extract.h>
#include <boardpaper/xml.h>

#define HEAD(marking)                                                                              \
    "<assessment version='1' partnership='P' edition='E' marking='" marking "'>"                   \
    "<period from='2015-01-01' to='2015-12-31'/><method ref='stra'/>"
#define TAIL "<paper><title>T</title><meeting date='2016-01-21'/></paper></assessment>"
#define PAPER(words)                                                                               \
    "<paper><title>T</title><meeting date='2016-01-21'/><section><heading>H</heading>" words       \
    "</section></paper></assessment>"

static const struct extract *cut(struct bench *bench, const char *text, enum marking marking,
                                 const struct extract *later, struct buffer *out) {
    const struct assessment *assessment = bench_read(bench, text);
    assert_non_null(assessment);
    const struct extract *extract =
        extract_make(bench->arena, assessment, marking, later, bench->diagnostics);
    if (extract != NULL && out != NULL) {
        xml_write(assessment->document, out);
    }
    return extract;
}

static void gives(struct bench *bench, const char *text, const char *part, const char *not_part) {
    struct buffer out = {0};
    assert_non_null(cut(bench, text, MARKING_OFFICIAL, NULL, &out));
    assert_string_equal(bench_found(bench), "");
    const char *written = out.data == NULL ? "" : out.data;
    if (strstr(written, part) == NULL || strstr(written, not_part) != NULL) {
        fail_msg("%s", written);
    }
    buffer_free(&out);
}

static void refuses(struct bench *bench, const char *text, const char *expected) {
    assert_null(cut(bench, text, MARKING_OFFICIAL, NULL, NULL));
    assert_string_equal(bench_found(bench), expected);
}

#define AREAS                                                                                      \
    "<areas>\n<area id='open'><name>Open</name></area>\n"                                          \
    "<area id='shut' marking='SECRET'><name>Łódź Files</name></area></areas>\n"

static void takes_the_highest_marking_left(void **state) {
    gives(*state, HEAD("SECRET") AREAS TAIL, "marking=\"OFFICIAL\" extract=\"OFFICIAL\"", "shut");
}

static void keeps_the_marking_where_nothing_is_above(void **state) {
    gives(*state, HEAD("OFFICIAL") "<areas><area id='a'><name>N</name></area></areas>" TAIL,
          "marking=\"OFFICIAL\" extract=\"OFFICIAL\"", "SECRET");
}

static void numbers_orders_anew(void **state) {
    gives(*state,
          HEAD("SECRET") AREAS "<focus-areas><group id='g'><name>G</name>"
                               "<focus id='a' order='9'><name>A</name></focus>"
                               "<focus id='b' order='4'><name>B</name></focus>"
                               "<focus id='c' order='2' marking='SECRET'><name>C</name></focus>"
                               "<focus id='d' order='4'><name>D</name></focus>"
                               "<focus id='e'><name>E</name></focus></group></focus-areas>" TAIL,
          "<focus id=\"a\" order=\"2\">\n        <name>A</name>\n      </focus>\n      "
          "<focus id=\"b\" order=\"1\">\n        <name>B</name>\n      </focus>\n      "
          "<focus id=\"d\" order=\"1\">\n        <name>D</name>\n      </focus>\n      "
          "<focus id=\"e\">",
          "order=\"9\"");
}

static void keeps_a_category_that_nobody_ever_used(void **state) {
    gives(*state,
          HEAD("SECRET") "<categories><category id='k'>Kept</category><category id='l'>Lost"
                         "</category></categories><areas><area id='a' category='l' "
                         "marking='SECRET'><name>A</name></area></areas>" TAIL,
          "<category id=\"k\">Kept</category>", "Lost");
}

static void refuses_to_guess_what_is_secret(void **state) {
    refuses(*state,
            HEAD("SECRET") "<areas><area id='a' marking='OFFICIAL'><name>A</name></area>"
                           "</areas>" TAIL,
            "t.xml:1: error: the assessment is marked SECRET and none of its parts is, so that "
            "nobody can tell what may be seen at OFFICIAL; mark the parts that are SECRET, or mark "
            "<assessment> as the highest of its parts\n");
}

static void finds_a_name_however_it_is_written(void **state) {
    refuses(*state,
            HEAD("SECRET") AREAS PAPER("<p>It is in the <strong>łÓDŹ</strong>\n  "
                                       "files.</p>"),
            "t.xml:4: error: this says \"Łódź Files\", the name of what is above OFFICIAL and left "
            "out (line 3); mark these words too, choose others, or mark that <name> OFFICIAL if "
            "the name itself may be told\n");
}

/* Folded, nothing is left of them to look in. */
static void looks_in_what_has_no_letters(void **state) {
    gives(*state, HEAD("SECRET") AREAS PAPER("<p>—</p>"), "<p>—</p>", "SECRET");
}

static void takes_a_part_of_a_word_for_no_name(void **state) {
    gives(*state, HEAD("SECRET") AREAS PAPER("<p>Łódź filesystems, Łódź</p>"), "filesystems",
          "shut");
}

static void lets_a_name_be_said_that_is_left_elsewhere(void **state) {
    gives(*state,
          HEAD("SECRET") "<areas><area id='a' marking='SECRET'><name>Fraud</name></area><area "
                         "id='b'><name>Fraud by post</name></area></areas>" PAPER("<p>Fraud</p>"),
          "<p>Fraud</p>", "id=\"a\"");
}

static void finds_an_id_in_an_expression(void **state) {
    refuses(*state, HEAD("SECRET") AREAS PAPER("<p><if test=\"//area[@id = 'shut']\">x</if></p>"),
            "t.xml:4: error: //area[@id = 'shut'] asks for shut, which is above OFFICIAL and left "
            "out (line 3); mark these words too, or ask without its id\n");
}

static void leaves_out_what_a_later_edition_does(void **state) {
    struct buffer out = {0};
    const struct extract *later =
        cut(*state, HEAD("SECRET") AREAS TAIL, MARKING_OFFICIAL, NULL, NULL);
    struct bench *bench = *state;
    struct xml_document *new_edition = bench->document; /* later knows ids of it */
    assert_non_null(later);
    assert_non_null(cut(*state,
                        HEAD("OFFICIAL") "<areas><area id='shut'><name>Łódź files</name></area>"
                                         "<area id='open'><name>Open</name></area></areas>" PAPER(
                                             "<p>The Łódź files, which nobody will see</p>"),
                        MARKING_OFFICIAL, later, &out));
    xml_close(bench->document);
    /* Its recommendations are carried on, and looked through. */
    assert_null(cut(*state,
                    HEAD("OFFICIAL") "<areas><area id='shut'><name>Łódź files</name></area></areas>"
                                     "\n<recommendations><recommendation id='r'><action>Read the "
                                     "Łódź files</action></recommendation></recommendations>" TAIL,
                    MARKING_OFFICIAL, later, NULL));
    assert_non_null(strstr(bench_found(*state), "t.xml:2: error: this says"));
    const char *text = out.data == NULL ? "" : out.data;
    assert_null(strstr(text, "shut"));
    assert_non_null(strstr(text, "open"));
    xml_close(new_edition);
    buffer_free(&out);
}

static void drops_remarks_everywhere(void **state) {
    gives(*state,
          "<!--one--><?two?>" HEAD("OFFICIAL") "<areas/><!--three-->" PAPER("<p>a<!--four-->b"
                                                                            "<?five?></p>"),
          "<p>ab</p>", "!--");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(takes_the_highest_marking_left),
        BENCH_TEST(keeps_the_marking_where_nothing_is_above),
        BENCH_TEST(numbers_orders_anew),
        BENCH_TEST(keeps_a_category_that_nobody_ever_used),
        BENCH_TEST(refuses_to_guess_what_is_secret),
        BENCH_TEST(finds_a_name_however_it_is_written),
        BENCH_TEST(looks_in_what_has_no_letters),
        BENCH_TEST(takes_a_part_of_a_word_for_no_name),
        BENCH_TEST(lets_a_name_be_said_that_is_left_elsewhere),
        BENCH_TEST(finds_an_id_in_an_expression),
        BENCH_TEST(leaves_out_what_a_later_edition_does),
        BENCH_TEST(drops_remarks_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
