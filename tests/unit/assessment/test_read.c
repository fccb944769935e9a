/* Facts with their places, and every finding of meaning at once. */
#include "bench.h"

static void equals(struct number number, int64_t numerator, int64_t denominator) {
    assert_int_equal(number.numerator, numerator);
    assert_int_equal(number.denominator, denominator);
}

static void reads_the_facts(void **state) {
    struct bench *bench = *state;
    const struct assessment *assessment = bench_read(
        bench,
        "<assessment version='1' partnership=' Safer Plymouth ' edition='2015-16' "
        "marking='OFFICIAL-SENSITIVE'>\n"
        "<period from='2014-04-01' to='2015-03-31' previous-from='2013-04-01' "
        "previous-to='2014-03-31'/>\n"
        "<method ref='stra'/>\n"
        "<populations><population id='all' count='259090' count-lowest='259081' "
        "count-highest='259102' count-reason='implied'>All\n residents</population></populations>\n"
        "<categories><category id='sexual'>Sexual offences</category></categories>\n"
        "<areas>\n"
        "<area id='rape' category='sexual' population='all' count='299' previous='unknown' "
        "marking='OFFICIAL' name-source='printed'>\n"
        "<name>Rape</name><note>Within two years</note>\n"
        "<score factor='harm' value='2.5' status='estimated' by='Analyst' date='2015-11-02'/>\n"
        "<score factor='concern' status='unknown' lowest='1' highest='2' reason='Not legible'/>\n"
        "<score factor='change' status='not-scored'/></area>\n"
        "<area id='other'><name>Other</name></area></areas>\n"
        "<paper><title>T</title><meeting date='2016-01-21'/></paper></assessment>");
    assert_string_equal(bench_found(bench), "");
    assert_non_null(assessment);
    assert_string_equal(assessment->partnership, "Safer Plymouth");
    assert_string_equal(assessment->lang, "en-GB");
    assert_int_equal(assessment->marking, MARKING_OFFICIAL_SENSITIVE);
    assert_int_equal(assessment->from.year, 2014);
    assert_int_equal(assessment->previous_to.day, 31);
    assert_int_equal(assessment->meeting.month, 1);
    assert_string_equal(assessment->method_ref, "stra");
    assert_null(assessment->method_inline);
    assert_int_equal(assessment->method_where.line, 3);
    assert_string_equal(assessment->populations[0].label, "All residents");
    equals(assessment->populations[0].count.value, 259090, 1);
    assert_true(assessment->populations[0].count.bounded);
    equals(assessment->populations[0].count.lowest, 259081, 1);
    assert_string_equal(assessment->populations[0].count.reason, "implied");
    assert_int_equal(assessment->area_count, 2);
    const struct area *area = assessment_area(assessment, "rape");
    assert_ptr_equal(area, &assessment->areas[0]);
    assert_string_equal(area->name, "Rape");
    assert_string_equal(area->note, "Within two years");
    assert_string_equal(area->name_source, "printed");
    assert_ptr_equal(area->category, &assessment->categories[0]);
    assert_ptr_equal(area->population, &assessment->populations[0]);
    assert_int_equal(area->count->state, STATE_KNOWN);
    equals(area->count->value, 299, 1);
    assert_int_equal(area->previous->state, STATE_UNKNOWN);
    assert_false(area->previous->bounded);
    assert_int_equal(area->marking, MARKING_OFFICIAL);
    assert_int_equal(area->where.line, 8);
    assert_string_equal(area->where.file, "t.xml");
    assert_int_equal(area->score_count, 3);
    assert_string_equal(area->scores[0].is->factor, "harm");
    assert_int_equal(area->scores[0].is->amount->state, STATE_ESTIMATED);
    equals(area->scores[0].is->amount->value, 5, 2);
    assert_string_equal(area->scores[0].is->role, "Analyst");
    assert_int_equal(area->scores[0].is->date.day, 2);
    assert_int_equal(area->scores[1].is->amount->state, STATE_UNKNOWN);
    assert_true(area->scores[1].is->amount->bounded);
    equals(area->scores[1].is->amount->highest, 2, 1);
    assert_string_equal(area->scores[1].is->amount->reason, "Not legible");
    assert_int_equal(assessment_score_where(area, &area->scores[1]).line, 11);
    assert_int_equal(area->scores[2].is->amount->state, STATE_NOT_SCORED);
    const struct area *other = assessment_area(assessment, "other");
    assert_null(other->category);
    assert_null(other->population);
    assert_int_equal(other->count->state, STATE_NOT_SCORED); /* missing is not zero */
    assert_int_equal(other->score_count, 0);
    assert_null(assessment_area(assessment, "nowhere"));
}

static void reads_what_the_board_has_set_itself(void **state) {
    struct bench *bench = *state;
    const struct assessment *assessment = bench_read(
        bench,
        WHOLE("",
              "<areas><area id='a'><name>A</name></area><area id='b'><name>B</name></area></areas>"
              "<focus-areas><group id='new'><name>New</name><focus id='f' order='2' "
              "reason='Asked for'><name>F</name><evidence area='b'/><evidence area='a'/></focus>"
              "<focus id='g'><name>G</name></focus></group></focus-areas>"
              "<recommendations><recommendation id='r' focus='g' lead='Fire service' "
              "due='2016-06-30' raised='2015-09-24' status='amber'><action>Do <strong>it</strong>"
              "</action><outcome/><measure baseline='-1.5' target='unknown' unit='%' "
              "direction='up'>Share</measure></recommendation></recommendations>"));
    assert_string_equal(bench_found(bench), "");
    const struct focus_group *group = &assessment->groups[0];
    assert_string_equal(group->name, "New");
    assert_int_equal(group->focus_count, 2);
    const struct focus *focus = &group->focuses[0];
    assert_int_equal(focus->order, 2);
    assert_string_equal(focus->reason, "Asked for");
    assert_int_equal(focus->evidence_count, 2);
    assert_ptr_equal(focus->evidence[0].area, &assessment->areas[1]);
    assert_int_equal(group->focuses[1].order, 0);
    const struct recommendation *recommendation = &assessment->recommendations[0];
    assert_ptr_equal(recommendation->focus, &group->focuses[1]);
    assert_string_equal(recommendation->action, "Do it");
    assert_null(recommendation->outcome); /* nothing said is none */
    assert_int_equal(recommendation->due.month, 6);
    assert_int_equal(recommendation->raised.month, 9);
    assert_string_equal(recommendation->status, "amber");
    equals(recommendation->measure->baseline.value, -3, 2);
    assert_int_equal(recommendation->measure->target.state, STATE_UNKNOWN);
    assert_int_equal(recommendation->measure->current.state, STATE_NOT_SCORED);
    assert_string_equal(recommendation->measure->direction, "up");
}

static void finds(struct bench *bench, const char *text, const char *expected) {
    assert_null(bench_read(bench, text));
    assert_string_equal(bench_found(bench), expected);
    assert_int_equal(diagnostics_status(bench->diagnostics), STATUS_INPUT);
}

/* What many areas share is theirs all the same, where it stands with it. */
static void keeps_scores_that_are_alike_once(void **state) {
    struct bench *bench = *state;
    const struct assessment *assessment = bench_read(
        bench, WHOLE("", "<areas><area id='a'><name>A</name>\n<score factor='f' value='1'/>\n"
                         "<score factor='g' value='2'/></area>\n<area id='b'><name>B</name>\n"
                         "<score factor='f' value='1'/>\n<score factor='g' value='2'/></area>\n"
                         "<area id='c'><name>C</name>\n<score factor='f' value='1'/>\n\n"
                         "<score factor='g' value='2'/></area></areas>"));
    assert_string_equal(bench_found(bench), "");
    const struct area *areas = assessment->areas;
    assert_ptr_equal(areas[1].scores, areas[0].scores);
    assert_ptr_not_equal(areas[2].scores, areas[0].scores); /* a line more between them */
    static const long LINES[] = {3, 6, 10};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(areas[i].score_count, 2);
        assert_string_equal(areas[i].scores[1].is->factor, "g");
        assert_int_equal(assessment_score_where(&areas[i], &areas[i].scores[1]).line, LINES[i]);
    }
}

static void finds_what_is_wrong_in_each_of_areas_alike(void **state) {
    finds(*state,
          WHOLE("", "<areas><area id='a'><name>A</name>\n<score factor='f' value='1'/>\n"
                    "<score factor='f' value='1'/></area>\n<area id='b'><name>B</name>\n"
                    "<score factor='f' value='1'/>\n<score factor='f' value='1'/></area></areas>"),
          "t.xml:3: error: area a is scored for f at line 2 already; remove one of the two\n"
          "t.xml:6: error: area b is scored for f at line 5 already; remove one of the two\n");
}

static void finds_ids_that_are_taken(void **state) {
    finds(*state,
          WHOLE("",
                "<populations><population id='p' count='1'>P</population>\n<population id='p' "
                "count='2'>Q</population></populations><categories><category id='c'>C</category>\n"
                "<category id='c'>D</category></categories><areas><area id='a'><name>A</name>"
                "</area>\n<area id='a'><name>B</name></area></areas><focus-areas><group id='g'>"
                "<name>G</name><focus id='f'><name>F</name></focus></group>\n<group id='g'>"
                "<name>H</name><focus id='f'><name>I</name></focus></group></focus-areas>"
                "<recommendations><recommendation id='r'><action>R</action></recommendation>\n"
                "<recommendation id='r'><action>S</action></recommendation></recommendations>"),
          "t.xml:2: error: population p is there already, at line 1; give one of them another id\n"
          "t.xml:3: error: category c is there already, at line 2; give one of them another id\n"
          "t.xml:4: error: area a is there already, at line 3; give one of them another id\n"
          "t.xml:5: error: focus f is there already, at line 4; give one of them another id\n"
          "t.xml:5: error: group g is there already, at line 4; give one of them another id\n"
          "t.xml:6: error: recommendation r is there already, at line 5; give one of them another "
          "id\n");
}

static void finds_ids_that_are_not_there(void **state) {
    finds(
        *state,
        WHOLE("", "<populations><population id='residents' count='1'>P</population></populations>"
                  "<areas><area id='hate-crime' population='resident' category='x'><name>A</name>"
                  "</area></areas>\n<focus-areas><group id='g'><name>G</name><focus id='f'>"
                  "<name>F</name><evidence area='hatecrime'/>\n<evidence area='hate-crime'/>\n"
                  "<evidence area='hate-crime'/></focus></group></focus-areas><recommendations>"
                  "<recommendation id='r' focus='q'><action>R</action></recommendation>"
                  "</recommendations>"),
        "t.xml:1: error: there is no category x; declare it in <categories>, or mend the id\n"
        "t.xml:1: error: there is no population resident; did you mean residents?\n"
        "t.xml:2: error: there is no area hatecrime; did you mean hate-crime?\n"
        "t.xml:4: error: focus f has the evidence hate-crime at line 3 already; remove one of the "
        "two\n"
        "t.xml:4: error: there is no focus q; declare it in <focus-areas>, or mend the id\n");
}

static void finds_values_that_are_none(void **state) {
    finds(
        *state,
        WHOLE("", "<areas>\n<area id='a' count='-3' previous='12345678901234567890'><name>A</name>"
                  "<score factor='f' value='x'/>\n<score factor='g' value='1'/>\n"
                  "<score factor='g' value='2' date='2015-02-29'/>\n"
                  "<score factor='h' status='unknown' lowest='3' highest='2'/></area>\n"
                  "<area id='b' count='7' count-lowest='8' count-highest='9'><name>B</name></area>"
                  "</areas>"),
        "t.xml:2: error: count=\"-3\" cannot be on <area>; write a number from 0 up, without "
        "separators, unknown, suppressed or not-scored\n"
        "t.xml:2: error: value=\"x\" cannot be on <score>; write a number such as 2 or 2.5\n"
        "t.xml:2: error: previous=\"12345678901234567890\" has more digits than can be counted "
        "with exactly; check it\n"
        "t.xml:4: error: date=\"2015-02-29\" is no day of the calendar; write the year, month and "
        "day that is meant\n"
        "t.xml:4: error: area a is scored for g at line 3 already; remove one of the two\n"
        "t.xml:5: error: the lowest value is above the highest; exchange them, or mend one of "
        "them\n"
        "t.xml:6: error: the count is outside its own lowest and highest; mend it or them\n");
}

static void finds_days_in_disorder(void **state) {
    finds(
        *state,
        "<assessment version='1' partnership='P' edition='E'>\n<period from='2015-04-01' "
        "to='2015-03-31' previous-from='2014-04-31' previous-to='2013-03-31'/>\n"
        "<method ref='stra'/><areas/>\n<paper><title>T</title><meeting date='2016-13-01'/></paper>"
        "</assessment>",
        "t.xml:2: error: previous-from=\"2014-04-31\" is no day of the calendar; write the year, "
        "month and day that is meant\n"
        "t.xml:2: error: the period ends before it begins; exchange from and to, or mend one of "
        "them\n"
        "t.xml:4: error: date=\"2016-13-01\" is no day of the calendar; write the year, month and "
        "day that is meant\n");
}

static void finds_a_previous_period_that_is_none(void **state) {
    finds(
        *state,
        "<assessment version='1' partnership='P' edition='E'><period from='2014-04-01' "
        "to='2015-03-31' previous-from='2014-04-01' previous-to='2014-12-31'/><method ref='stra'/>"
        "<areas/><paper><title>T</title><meeting date='2016-01-01'/></paper></assessment>",
        "t.xml:1: error: the previous period does not begin before this one; mend "
        "previous-from\n");
}

static void finds_markings_above_the_whole(void **state) {
    finds(*state,
          WHOLE("marking='OFFICIAL'",
                "<areas><area id='a' marking='SECRET'><name>A</name></area>\n"
                "<area id='b' marking='OFFICIAL'><name>B</name></area></areas>"),
          "t.xml:1: error: <area> is marked SECRET in an assessment that has OFFICIAL; raise the "
          "marking of <assessment>, for it covers all that is in it\n");
}

static void finds_ids_taken_among_the_words(void **state) {
    finds(*state,
          "<assessment version='1' partnership='P' edition='E'><period from='2014-04-01' "
          "to='2015-03-31'/><method ref='stra'/><areas/>\n<paper><title>T</title>"
          "<meeting date='2016-01-01'/><section id='s'><p id='p{position()}'>x</p><p "
          "id='p{position()}'>y</p>\n<p id='s'>z</p></section></paper></assessment>",
          "t.xml:3: error: p s is there already, at line 2; give one of them another id\n");
}

static void tells_structure_and_meaning_at_once(void **state) {
    finds(*state,
          WHOLE("colour='red'", "<areas><area id='a' category='x'><name>A</name></area></areas>"),
          "t.xml:1: error: <assessment> has no attribute colour; it may have version, partnership, "
          "edition, lang, marking or extract\n"
          "t.xml:1: error: there is no category x; declare it in <categories>, or mend the id\n");
}

static void refuses_another_document(void **state) {
    finds(*state, "<template/>",
          "t.xml:1: error: the outermost element is <template>; it should be "
          "<assessment>: check that it is the right file\n");
}

static void takes_a_method_of_its_own(void **state) {
    struct bench *bench = *state;
    const struct assessment *assessment = bench_read(
        bench, "<assessment version='1' partnership='P' edition='E'><period from='2014-04-01' "
               "to='2015-03-31'/>\n<method id='own' version='3'><input id='x' a='b'>y<z/></input>"
               "</method><areas/><paper><title>T</title><meeting date='2016-01-01'/></paper>"
               "</assessment>");
    assert_string_equal(bench_found(bench), "");
    assert_null(assessment->method_ref);
    assert_string_equal(xml_attribute(assessment->method_inline, "id"), "own");
    assert_int_equal(assessment->method_where.line, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(reads_the_facts),
        BENCH_TEST(reads_what_the_board_has_set_itself),
        BENCH_TEST(keeps_scores_that_are_alike_once),
        BENCH_TEST(finds_what_is_wrong_in_each_of_areas_alike),
        BENCH_TEST(finds_ids_that_are_taken),
        BENCH_TEST(finds_ids_that_are_not_there),
        BENCH_TEST(finds_values_that_are_none),
        BENCH_TEST(finds_days_in_disorder),
        BENCH_TEST(finds_a_previous_period_that_is_none),
        BENCH_TEST(finds_markings_above_the_whole),
        BENCH_TEST(finds_ids_taken_among_the_words),
        BENCH_TEST(tells_structure_and_meaning_at_once),
        BENCH_TEST(refuses_another_document),
        BENCH_TEST(takes_a_method_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
