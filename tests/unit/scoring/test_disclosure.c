/* test_disclosure.c: an attacker who has the published file, the sums of the categories and the
 * edition before, and tries to recover what is withheld. */
#include "at_hand.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_hand_open, at_hand_close)

enum { THRESHOLD = 4, MOST_AREAS = 6, CATEGORIES = 2, COLUMNS = 2 };

static uint32_t seed;
static int draw(int most) {
    seed = seed * 1664525u + 1013904223u;
    return (int)((seed >> 9) % (uint32_t)(most + 1));
}

struct truth {
    int counts[MOST_AREAS][COLUMNS];
    int category[MOST_AREAS];
    int count;
};

static const struct assessment *assessment_of(const char *areas) {
    return assessment_given(arena_print(
        arena,
        "<populations><population id=\"p\" count=\"1000\">P</population></populations>"
        "<categories><category id=\"c0\">C</category><category id=\"c1\">D</category></categories>"
        "<areas>\n%s</areas>\n",
        areas));
}

static const struct assessment *truth_given(const struct truth *truth) {
    const char *areas = "";
    for (int i = 0; i < truth->count; i++) {
        areas = arena_print(arena,
                            "%s<area id=\"a%d\" category=\"c%d\" population=\"p\" count=\"%d\" "
                            "previous=\"%d\"><name>N</name></area>\n",
                            areas, i, truth->category[i], truth->counts[i][0], truth->counts[i][1]);
    }
    return assessment_of(areas);
}

/* The assessment as it is published: written, and read again as a reader would. */
static const struct assessment *published(const struct method *method,
                                          const struct assessment *assessment,
                                          const struct assessment *earlier,
                                          struct disclosure_report *report) {
    const struct disclosure_rule rule = {.suppress_below = THRESHOLD};
    struct buffer out = {0};
    assert_true(scoring_disclose(scored(method, assessment), earlier, &rule, report, diagnostics));
    xml_write(assessment->document, &out);
    const struct assessment *read =
        assessment_read(arena, parsed("published.xml", arena_text(arena, out.data)), diagnostics);
    buffer_free(&out);
    assert_non_null(read);
    return read;
}

static const struct quantity *quantity_of(const struct area *area, int column) {
    return column == 0 ? &area->count : &area->previous;
}

/* Every way to fill in what is withheld of one category so that it comes to the sum: marks which
 * values each area's count can have. feasible[i] has a bit for each of 0 to 30. */
static void fill_in(const struct assessment *published, const int *members, int member_count,
                    int column, int at, int left, int *values, uint32_t *feasible) {
    if (at == member_count) {
        for (int i = 0; left == 0 && i < member_count; i++) {
            feasible[i] |= UINT32_C(1) << values[i];
        }
        return;
    }
    const struct quantity *quantity = quantity_of(&published->areas[members[at]], column);
    int low = 0;
    int high = left < 30 ? left : 30;
    if (quantity->state == STATE_KNOWN) {
        low = high = (int)quantity->value.numerator;
    } else if (quantity->bounded) {
        low = (int)quantity->lowest.numerator;
        high = high < (int)quantity->highest.numerator ? high : (int)quantity->highest.numerator;
    }
    for (values[at] = low; values[at] <= high && values[at] <= left; values[at]++) {
        int kept = values[at];
        fill_in(published, members, member_count, column, at + 1, left - kept, values, feasible);
        values[at] = kept;
    }
}

/* Whether each small count of the category can still be anything from 1 to below the threshold. */
static bool withstands(const struct truth *truth, const struct assessment *published, int category,
                       int column) {
    int members[MOST_AREAS];
    int values[MOST_AREAS];
    uint32_t feasible[MOST_AREAS] = {0};
    int count = 0;
    int sum = 0;
    for (int i = 0; i < truth->count; i++) {
        if (truth->category[i] == category) {
            members[count++] = i;
            sum += truth->counts[i][column];
        }
    }
    fill_in(published, members, count, column, 0, sum, values, feasible);
    for (int i = 0; i < count; i++) {
        int secret = truth->counts[members[i]][column];
        const struct quantity *quantity = quantity_of(&published->areas[members[i]], column);
        if (secret == 0 || secret >= THRESHOLD) {
            continue;
        }
        assert_int_equal(quantity->state, STATE_SUPPRESSED);
        for (int value = 1; value < THRESHOLD; value++) {
            if ((feasible[i] >> value & 1) == 0) {
                return false;
            }
        }
    }
    return true;
}

static void no_small_count_can_be_recovered(void **state) {
    (void)state;
    const struct method *method = method_shipped("stra");
    size_t warned = 0;
    size_t protecting = 0;
    seed = 11;
    for (int round = 0; round < 300; round++) {
        struct truth truth = {.count = 2 + draw(MOST_AREAS - 2)};
        for (int i = 0; i < truth.count; i++) {
            truth.category[i] = draw(CATEGORIES - 1);
            truth.counts[i][0] = draw(9);
            truth.counts[i][1] = draw(9);
        }
        struct disclosure_report report;
        const struct assessment *assessment = published(method, truth_given(&truth), NULL, &report);
        const char *said = reported();
        protecting += report.protected;
        for (int column = 0; column < COLUMNS; column++) {
            for (int category = 0; category < CATEGORIES; category++) {
                if (withstands(&truth, assessment, category, column)) {
                    continue;
                }
                /* Where it cannot be done, it is said. */
                const char *warning =
                    arena_print(arena, "could be worked out from the sum of c%d", category);
                assert_non_null(strstr(said, warning));
                warned++;
            }
        }
        while (opened_count > 1) {
            xml_close(opened[--opened_count]);
        }
    }
    assert_true(warned > 10 && protecting > 100); /* both did happen */
}

/* What is scored from the published file rests on nothing else, so nothing of it is a point that
 * would tell; and what was given and rests on a withheld count is gone. */
static void rates_changes_and_totals_do_not_tell(void **state) {
    (void)state;
    const struct method *method = method_shipped("stra");
    struct disclosure_report report;
    const struct assessment *assessment = assessment_of(
        "<area id=\"a\" category=\"c0\" population=\"p\" count=\"2\" previous=\"10\"><name>A</name>"
        "<score factor=\"rate\" value=\"2.00\"/><score factor=\"change\" value=\"-80.0\"/>"
        "<score factor=\"adjusted-likelihood\" value=\"2\" reason=\"judged\"/>"
        "<score factor=\"harm\" value=\"1\"/><score factor=\"total\" value=\"7\"/></area>"
        "<area id=\"b\" category=\"c0\" population=\"p\" count=\"20\" previous=\"30\">"
        "<name>B</name></area>"
        "<area id=\"c\" category=\"c0\" population=\"p\" count=\"50\" previous=\"40\">"
        "<name>C</name></area>");
    const struct assessment *read = published(method, assessment, NULL, &report);
    nothing_reported();
    assert_int_equal(report.withheld, 1);
    assert_int_equal(report.protected, 1); /* the smaller of the others */
    assert_int_equal(report.removed, 3);   /* rate, change and total; the judgement stays */
    assert_int_equal(read->areas[0].score_count, 2);
    assert_int_equal(read->areas[1].count.state, STATE_SUPPRESSED);
    assert_int_equal(read->areas[2].count.state, STATE_KNOWN);
    const struct scores *scores = scored(method, read);
    SAID(method, &scores->results[0], "rate", "suppressed 1 to 3");
    SAID(method, &scores->results[0], "change", "suppressed -90 to -70");
    SAID(method, &scores->results[1], "rate", "suppressed 0 up");
    SAID(method, &scores->results[0], "adjusted-likelihood", "known 2");
}

static void the_edition_before_is_kept_to(void **state) {
    (void)state;
    const struct method *method = method_shipped("stra");
    struct disclosure_report report;
#define TWO(first, second)                                                                         \
    "<area id=\"a\" category=\"c0\" population=\"p\" " first "><name>A</name></area>\n"            \
    "<area id=\"b\" category=\"c0\" population=\"p\" " second "><name>B</name></area>\n"
    /* 30 of b was withheld then, to protect a's 2: this year's previous count would tell it. */
    const struct assessment *earlier = assessment_of(
        TWO("count=\"suppressed\" count-lowest=\"1\" count-highest=\"3\"", "count=\"suppressed\""));
    const struct assessment *read = published(
        method, assessment_of(TWO("count=\"40\" previous=\"2\"", "count=\"50\" previous=\"30\"")),
        earlier, &report);
    assert_int_equal(read->areas[0].previous.state, STATE_SUPPRESSED);
    assert_int_equal(read->areas[1].previous.state, STATE_SUPPRESSED);
    assert_int_equal(read->areas[1].count.state, STATE_KNOWN);
    nothing_reported();
    /* And what was published then cannot be taken back. */
    earlier = assessment_of(TWO("count=\"2\"", "count=\"30\""));
    read = published(
        method, assessment_of(TWO("count=\"40\" previous=\"2\"", "count=\"50\" previous=\"30\"")),
        earlier, &report);
    assert_int_equal(read->areas[0].previous.state, STATE_KNOWN);
    assert_non_null(strstr(reported(), "stands in the earlier edition"));
}

static void rounds(void **state) {
    (void)state;
    const struct method *method = method_shipped("stra");
    const struct disclosure_rule rule = {.round_to = 5};
    struct disclosure_report report;
    struct buffer out = {0};
    const struct assessment *assessment =
        assessment_of("<area id=\"a\" population=\"p\" count=\"2\" previous=\"13\"><name>A</name>"
                      "<score factor=\"rate\" value=\"2.00\"/></area>");
    assert_true(scoring_disclose(scored(method, assessment), NULL, &rule, &report, diagnostics));
    xml_write(assessment->document, &out);
    assert_non_null(strstr(out.data, "count=\"0\""));
    assert_non_null(strstr(out.data, "previous=\"15\""));
    assert_non_null(strstr(out.data, "count-status=\"estimated\""));
    assert_null(strstr(out.data, "2.00"));
    assert_int_equal(report.rounded, 2);
    buffer_free(&out);
    const struct disclosure_rule none = {0};
    assert_false(scoring_disclose(scored(method, assessment), NULL, &none, &report, diagnostics));
    assert_non_null(strstr(reported(), "give either --suppress-below or --round-to"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(no_small_count_can_be_recovered),
        TEST(rates_changes_and_totals_do_not_tell),
        TEST(the_edition_before_is_kept_to),
        TEST(rounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
