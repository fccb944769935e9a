/* What is worth a second look. */
#include "bench.h"

static void advises(struct bench *bench, const char *text, const char *expected) {
    const struct assessment *assessment = bench_read(bench, text);
    assert_non_null(assessment);
    assessment_advise(assessment, bench->diagnostics);
    assert_string_equal(bench_found(bench), expected);
    assert_int_equal(diagnostics_status(bench->diagnostics), STATUS_DONE);
}

static void advises_on_what_is_missing(void **state) {
    advises(
        *state,
        WHOLE("", "<areas><area id='a'><name>A</name></area></areas>\n<focus-areas><group id='g'>"
                  "<name>G</name><focus id='f'><name>F</name></focus></group></focus-areas>\n"
                  "<recommendations><recommendation id='r'><action>Write a report</action>"
                  "</recommendation>\n<recommendation id='s' focus='f' lead='L' due='2016-01-20'>"
                  "<action>A</action><outcome>O</outcome><measure baseline='1'>M</measure>"
                  "</recommendation>\n<recommendation id='t' focus='f' lead='L' due='2016-01-21'>"
                  "<action>A</action><outcome>O</outcome><measure target='1'>M</measure>"
                  "</recommendation></recommendations>"),
        "t.xml:1: advice: area a is in no category; give it one, so that it is found in the table\n"
        "t.xml:2: advice: focus f rests on no evidence and will be shown as not scored; name the "
        "areas that speak for it, if there are any\n"
        "t.xml:3: advice: recommendation r says what is to be done and not what is to become "
        "better; "
        "add an <outcome>\n"
        "t.xml:3: advice: recommendation r has no measure, so that nobody can tell whether it "
        "worked; add a <measure>\n"
        "t.xml:3: advice: recommendation r has no lead; name who answers for it, by role\n"
        "t.xml:3: advice: recommendation r has no due date; add due\n"
        "t.xml:3: advice: recommendation r serves no area of focus; say with focus which one it "
        "serves\n"
        "t.xml:4: advice: the measure of recommendation s has no target; add target\n"
        "t.xml:4: advice: recommendation s was due on 2016-01-20, before the meeting; give it a "
        "new "
        "date, or say that it is complete\n"
        "t.xml:5: advice: the measure of recommendation t has no baseline to compare with; add "
        "baseline\n");
}

static void lets_what_is_over_rest(void **state) {
    advises(*state,
            WHOLE("",
                  "<areas/><recommendations><recommendation id='r' status='blue'><action>A"
                  "</action></recommendation><recommendation id='s' status='withdrawn'><action>A"
                  "</action></recommendation></recommendations>"),
            "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(advises_on_what_is_missing),
        BENCH_TEST(lets_what_is_over_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
