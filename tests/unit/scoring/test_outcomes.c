/* test_outcomes.c: the status of recommendations by rule. The meeting is on 1 February 2020. */
#include "at_hand.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_hand_open, at_hand_close)

static const struct assessment *recommended(const char *attributes, const char *measure) {
    return assessment_given(arena_print(arena,
                                        "<areas/>\n<recommendations><recommendation id=\"r\" %s>"
                                        "<action>Act</action><measure %s>M</measure>"
                                        "</recommendation></recommendations>\n",
                                        attributes, measure));
}

static const struct outcome *outcome_of(const char *attributes, const char *measure) {
    return &scoring_outcomes(arena, recommended(attributes, measure))[0];
}

static const char *status_of(const char *attributes, const char *measure) {
    return outcome_status_name(outcome_of(attributes, measure)->status);
}

/* From 2 January to 1 April 2020 are 90 days, of which 30 are gone: a third. */
#define THIRD_GONE "raised=\"2020-01-02\" due=\"2020-04-01\" status=\"green\""

static void the_way_is_set_beside_the_time(void **state) {
    (void)state;
    const struct outcome *outcome =
        outcome_of(THIRD_GONE, "baseline=\"100\" target=\"40\" current=\"80\"");
    assert_true(number_equal(outcome->time, (struct number){1, 3}));
    assert_true(number_equal(outcome->way, (struct number){1, 3}));
    assert_string_equal(outcome_status_name(outcome->status), "green");
    assert_false(outcome->overdue);
    assert_string_equal(status_of(THIRD_GONE, "baseline=\"100\" target=\"40\" current=\"81\""),
                        "amber");
    assert_string_equal(status_of(THIRD_GONE, "baseline=\"100\" target=\"40\" current=\"101\""),
                        "red"); /* worse than it was */
    assert_string_equal(status_of(THIRD_GONE, "baseline=\"100\" target=\"40\" current=\"40\""),
                        "blue");
    /* What is to rise, the same. */
    assert_string_equal(status_of(THIRD_GONE, "baseline=\"12\" target=\"24\" current=\"16\""),
                        "green");
    assert_string_equal(status_of(THIRD_GONE, "baseline=\"12\" target=\"24\" current=\"15\""),
                        "amber");
}

static void what_was_due_is_red_until_it_is_there(void **state) {
    (void)state;
    const struct outcome *late = outcome_of("due=\"2020-01-31\" status=\"green\"",
                                            "baseline=\"100\" target=\"40\" current=\"50\"");
    assert_int_equal(late->status, OUTCOME_RED);
    assert_true(late->overdue);
    late = outcome_of("due=\"2020-01-31\" status=\"amber\"", "baseline=\"unknown\"");
    assert_int_equal(late->status, OUTCOME_RED);
    const struct outcome *reached = outcome_of("due=\"2020-01-31\" status=\"green\"",
                                               "baseline=\"100\" target=\"40\" current=\"30\"");
    assert_int_equal(reached->status, OUTCOME_BLUE);
    assert_false(reached->overdue);
    const struct outcome *complete = outcome_of("due=\"2020-01-31\" status=\"complete\"", "");
    assert_int_equal(complete->status, OUTCOME_BLUE);
    assert_false(complete->overdue);
    /* Due on the day of the meeting is not overdue. */
    assert_false(outcome_of("due=\"2020-02-01\" status=\"green\"", "")->overdue);
}

static void nothing_is_said_where_nothing_can_be(void **state) {
    (void)state;
    assert_string_equal(status_of("status=\"green\"", "baseline=\"10\" target=\"5\""), "");
    assert_string_equal(status_of("status=\"green\"", "baseline=\"5\" target=\"5\" current=\"5\""),
                        "");
    assert_string_equal(status_of("due=\"2019-12-01\" status=\"proposed\"",
                                  "baseline=\"10\" target=\"5\" current=\"9\""),
                        "");
    assert_string_equal(
        status_of("status=\"withdrawn\"", "baseline=\"10\" target=\"5\" current=\"12\""), "");
}

static void days_are_counted_over_leap_years(void **state) {
    (void)state;
    /* 1 February 2019 to 1 February 2021 are 365 + 366 days; the meeting is after 365 of them. */
    assert_true(number_equal(
        outcome_of("raised=\"2019-02-01\" due=\"2021-02-01\" status=\"green\"", "")->time,
        (struct number){365, 731}));
}

static void another_status_than_the_rule_is_advised(void **state) {
    (void)state;
    const struct assessment *assessment =
        recommended(THIRD_GONE, "baseline=\"100\" target=\"40\" current=\"90\"");
    const struct outcome *outcomes = scoring_outcomes(arena, assessment);
    scoring_outcomes_advise(assessment, outcomes, diagnostics);
    assert_string_equal(reported(),
                        "a.xml:3: advice: recommendation r says green of itself, and by its "
                        "measure and its dates it is amber; see which is right, and say why in its "
                        "progress\n");
    struct buffer out = {0};
    scoring_outcomes_annotate(assessment, outcomes, xml_root(assessment->document));
    xml_write(assessment->document, &out);
    assert_non_null(strstr(out.data, "ruled-status=\"amber\" way=\"17\" time=\"33\""));
    buffer_free(&out);
}

/* The paper of a meeting with recommendations, each ID|ATTRIBUTES. */
static const struct assessment *agreed(const char *name, const char *meeting,
                                       const char *const *all) {
    const char *text = "";
    for (; *all != NULL; all++) {
        const char *bar = strchr(*all, '|');
        text = arena_print(arena,
                           "%s<recommendation id=\"%.*s\" %s><action>Act on %.*s</action>"
                           "</recommendation>\n",
                           text, (int)(bar - *all), *all, bar + 1, (int)(bar - *all), *all);
    }
    const char *xml = arena_print(
        arena,
        "<assessment version=\"1\" partnership=\"Here\" edition=\"%s\">"
        "<period from=\"2019-01-01\" to=\"2019-12-31\"/><method ref=\"stra\"/>\n<areas/>\n"
        "<recommendations>%s</recommendations>"
        "<paper><title>T</title><meeting date=\"%s\"/></paper></assessment>",
        name, text, meeting);
    const struct assessment *assessment = assessment_read(arena, parsed("a.xml", xml), diagnostics);
    if (assessment == NULL) {
        fail_msg("%s", reported());
    }
    return assessment;
}

static void what_was_agreed_is_carried_on_or_named(void **state) {
    (void)state;
    static const char *const before[] = {"kept|raised=\"2019-01-10\" due=\"2019-03-31\"",
                                         "dropped|lead=\"The lead\" due=\"2020-05-01\"",
                                         "done|status=\"complete\"",
                                         "given-up|status=\"withdrawn\"",
                                         "undated|status=\"amber\"",
                                         NULL};
    static const char *const after[] = {"kept|raised=\"2019-01-10\"", "undated|status=\"amber\"",
                                        "new|status=\"proposed\"", NULL};
    const struct assessment *earlier = agreed("First", "2019-11-30", before);
    const struct assessment *later = agreed("Second", "2020-02-01", after);
    const struct outcome *outcomes = scoring_outcomes(arena, earlier);
    scoring_actions_advise(earlier, outcomes, later, diagnostics);
    assert_string_equal(
        reported(),
        "a.xml:1: advice: the recommendation dropped of 2019-11-30 was not over then and is not "
        "carried on; add it with what became of it, complete or withdrawn too\n"
        "a.xml:4: advice: recommendation undated was in the paper of 2019-11-30 already; add "
        "raised=, the day of the meeting that agreed it\n");
    struct buffer once = {0};
    struct buffer twice = {0};
    scoring_actions_annotate(earlier, outcomes, later, xml_root(later->document));
    xml_write(later->document, &once);
    scoring_actions_annotate(earlier, outcomes, later, xml_root(later->document));
    xml_write(later->document, &twice);
    assert_string_equal(once.data, twice.data);
    puts(once.data);
    assert_non_null(strstr(once.data, "<earlier edition=\"First\" meeting=\"2019-11-30\">"));
    const char *dropped = strstr(once.data, "<dropped ");
    assert_non_null(dropped);
    static const char said[] =
        "<dropped id=\"dropped\" action=\"Act on dropped\" lead=\"The lead\" "
        "due=\"2020-05-01\"/>";
    assert_int_equal(strncmp(dropped, said, sizeof said - 1), 0);
    assert_null(strstr(dropped + 1, "<dropped "));
    /* kept was overdue at the earlier meeting */
    assert_non_null(strstr(once.data, "raised=\"2019-01-10\" before-status=\"red\">"));
    buffer_free(&once);
    buffer_free(&twice);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_way_is_set_beside_the_time),          TEST(what_was_due_is_red_until_it_is_there),
        TEST(nothing_is_said_where_nothing_can_be),    TEST(days_are_counted_over_leap_years),
        TEST(another_status_than_the_rule_is_advised), TEST(what_was_agreed_is_carried_on_or_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
