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

/* Below 0: nobody has counted it. */
static const char *counted(struct arena *in, const char *name, int count) {
    return count < 0 ? "" : arena_print(in, "%s=\"%d\"", name, count);
}

static const struct assessment *truth_given(const struct truth *truth) {
    const char *areas = "";
    for (int i = 0; i < truth->count; i++) {
        areas =
            arena_print(arena,
                        "%s<area id=\"a%d\" category=\"c%d\" population=\"p\" %s %s>"
                        "<name>N</name></area>\n",
                        areas, i, truth->category[i], counted(arena, "count", truth->counts[i][0]),
                        counted(arena, "previous", truth->counts[i][1]));
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

/* What the attacker knows before any arithmetic: how counts are chosen to protect others. Those are
 * not small, and no larger than any of their category that is open, and was not before. */
static int largest_chosen(const struct truth *truth, const struct assessment *published,
                          const struct assessment *earlier, int category, int column);

static const struct quantity *quantity_of(const struct area *area, int column) {
    return column == 0 ? area->count : area->previous;
}

/* Every way to fill in what is withheld of one category so that it comes to the sum: marks which
 * values each area's count can have. feasible[i] has a bit for each of 0 to 30. */
static void fill_in(const struct assessment *published, const int *members, int member_count,
                    int column, int chosen, int at, int left, int *values, uint32_t *feasible) {
    if (at == member_count) {
        for (int i = 0; left == 0 && i < member_count; i++) {
            feasible[i] |= UINT32_C(1) << values[i];
        }
        return;
    }
    const struct quantity *quantity = quantity_of(&published->areas[members[at]], column);
    int low = THRESHOLD;
    int high = left < chosen ? left : chosen;
    if (quantity->state == STATE_KNOWN) {
        low = high = (int)quantity->value.numerator;
    } else if (quantity->state == STATE_NOT_SCORED) {
        low = high = 0; /* nobody counted it: there is nothing of it in the sum */
    } else if (quantity->bounded) {
        low = (int)quantity->lowest.numerator;
        high = high < (int)quantity->highest.numerator ? high : (int)quantity->highest.numerator;
    }
    for (values[at] = low; values[at] <= high && values[at] <= left; values[at]++) {
        int kept = values[at];
        fill_in(published, members, member_count, column, chosen, at + 1, left - kept, values,
                feasible);
        values[at] = kept;
    }
}

static int largest_chosen(const struct truth *truth, const struct assessment *published,
                          const struct assessment *earlier, int category, int column) {
    int most = 30;
    for (int i = 0; i < truth->count; i++) {
        const struct area *area = &published->areas[i];
        const struct area *before =
            earlier == NULL || column == 0 ? NULL : assessment_area(earlier, area->id);
        int count = truth->counts[i][column];
        if (truth->category[i] == category && quantity_of(area, column)->state == STATE_KNOWN &&
            (before == NULL || before->count->state != STATE_KNOWN) && count > 0 && count < most) {
            most = count;
        }
    }
    return most;
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
            sum += truth->counts[i][column] > 0 ? truth->counts[i][column] : 0;
        }
    }
    int chosen = largest_chosen(truth, published, NULL, category, column);
    fill_in(published, members, count, column, chosen, 0, sum, values, feasible);
    for (int i = 0; i < count; i++) {
        int secret = truth->counts[members[i]][column];
        const struct quantity *quantity = quantity_of(&published->areas[members[i]], column);
        if (secret <= 0 || secret >= THRESHOLD) {
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
            truth.counts[i][0] = draw(10) - 1;
            truth.counts[i][1] = draw(10) - 1;
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

/* ---- with the edition before ----------------------------------------------------------------- */

/* This year's previous counts, as two editions tell them: each with its sums. */
struct pair {
    struct truth now, before; /* before.counts[i][0] is now.counts[i][1]; -1: not in that edition */
    const struct assessment *published, *earlier;
};

/* What one edition says of a count: from low to high. */
static void narrow(const struct area *area, int column, int chosen, bool kept, int *low,
                   int *high) {
    const struct quantity *quantity = quantity_of(area, column);
    int from = kept ? 0 : THRESHOLD;
    int to = kept ? 30 : chosen;
    if (quantity->state == STATE_KNOWN) {
        from = to = (int)quantity->value.numerator;
    } else if (quantity->bounded) {
        from = (int)quantity->lowest.numerator;
        to = (int)quantity->highest.numerator;
    }
    *low = from > *low ? from : *low;
    *high = to < *high ? to : *high;
}

static bool adds_up(const struct truth *truth, int column, const int *values) {
    int sums[CATEGORIES] = {0};
    for (int i = 0; i < truth->count; i++) {
        bool there = truth->counts[i][column] >= 0;
        sums[truth->category[i]] += there ? values[i] - truth->counts[i][column] : 0;
    }
    return sums[0] == 0 && sums[1] == 0;
}

static void fill_in_both(const struct pair *pair, int at, const int *low, const int *high,
                         int *values, uint32_t *feasible) {
    if (at == pair->now.count) {
        for (int i = 0;
             i < at && adds_up(&pair->now, 1, values) && adds_up(&pair->before, 0, values); i++) {
            feasible[i] |= UINT32_C(1) << values[i];
        }
        return;
    }
    for (values[at] = low[at]; values[at] <= high[at]; values[at]++) {
        fill_in_both(pair, at + 1, low, high, values, feasible);
    }
}

static const struct area *area_of(const struct assessment *assessment, int index) {
    return assessment_area(assessment, arena_print(arena, "a%d", index));
}

/* Areas that come, go and change category between two published editions. */
static void two_editions_together_tell_no_small_count(void **state) {
    (void)state;
    enum { AREAS = 4, MOST = 9 };
    const struct method *method = method_shipped("stra");
    size_t safe = 0;
    size_t warned = 0;
    seed = 5;
    for (int round = 0; round < 250; round++) {
        struct pair pair = {.now = {.count = AREAS}, .before = {.count = AREAS}};
        for (int i = 0; i < AREAS; i++) {
            int truth = draw(MOST);
            int presence = draw(5);
            pair.now.category[i] = draw(CATEGORIES - 1);
            pair.before.category[i] = draw(3) == 0 ? draw(CATEGORIES - 1) : pair.now.category[i];
            pair.now.counts[i][0] = MOST;
            pair.now.counts[i][1] = presence == 0 ? -1 : truth;
            pair.before.counts[i][0] = presence == 1 ? -1 : truth;
            pair.before.counts[i][1] = MOST;
        }
        struct disclosure_report report;
        pair.earlier = published(method, truth_given(&pair.before), NULL, &report);
        const char *said = reported();
        if (*said != '\0') {
            continue; /* it should not have been published with its sums */
        }
        pair.published = published(method, truth_given(&pair.now), pair.earlier, &report);
        said = reported();
        int low[AREAS];
        int high[AREAS];
        int values[AREAS];
        uint32_t feasible[AREAS] = {0};
        for (int i = 0; i < AREAS; i++) {
            const struct area *before = area_of(pair.earlier, i);
            const struct area *now = area_of(pair.published, i);
            low[i] = 0;
            high[i] = 30;
            if (before->count->state != STATE_NOT_SCORED) {
                narrow(before, 0,
                       largest_chosen(&pair.before, pair.earlier, NULL, pair.before.category[i], 0),
                       false, &low[i], &high[i]);
            }
            if (now->previous->state != STATE_NOT_SCORED) {
                narrow(now, 1,
                       largest_chosen(&pair.now, pair.published, pair.earlier, pair.now.category[i],
                                      1),
                       before->count->state == STATE_SUPPRESSED, &low[i], &high[i]);
            }
            if (before->count->state == STATE_NOT_SCORED &&
                now->previous->state == STATE_NOT_SCORED) {
                high[i] = 0;
            }
        }
        fill_in_both(&pair, 0, low, high, values, feasible);
        for (int i = 0; i < AREAS; i++) {
            int truth =
                pair.now.counts[i][1] < 0 ? pair.before.counts[i][0] : pair.now.counts[i][1];
            bool told = area_of(pair.earlier, i)->count->state == STATE_KNOWN;
            if (truth <= 0 || truth >= THRESHOLD || told) {
                continue;
            }
            bool free = (feasible[i] & 0xEu) == 0xEu; /* 1, 2 and 3 */
            bool warns = strstr(said, "do not publish") != NULL;
            safe += free && !warns;
            warned += warns;
            if (!free && !warns) {
                fail_msg("round %d: a%d can be told", round, i);
            }
        }
        while (opened_count > 1) {
            xml_close(opened[--opened_count]);
        }
    }
    assert_true(safe > 20 && warned > 20); /* both did happen */
}

/* A new area's count from 1 to 3 in a category whose others the edition before has told. */
static void what_was_published_protects_nobody(void **state) {
    (void)state;
    const struct method *method = method_shipped("stra");
    struct disclosure_report report;
    const struct assessment *earlier = assessment_of(
        "<area id=\"b\" category=\"c0\" population=\"p\" count=\"30\"><name>B</name></area>");
    published(method,
              assessment_of("<area id=\"a\" category=\"c0\" population=\"p\" count=\"40\" "
                            "previous=\"2\"><name>A</name></area>\n"
                            "<area id=\"b\" category=\"c0\" population=\"p\" count=\"50\" "
                            "previous=\"30\"><name>B</name></area>"),
              earlier, &report);
    assert_int_equal(report.protected, 0);
    assert_non_null(strstr(reported(), "the previous of a could be worked out from the sum of c0"));
}

/* 2 and 5 withheld of 7: 5 is not small, so that the other would be at most 3 of 3: enough. 2 and 4
 * of 6 would leave 1 and 2 only, so 9 is withheld too. */
static void what_protects_is_known_not_to_be_small(void **state) {
    (void)state;
    const struct method *method = method_shipped("stra");
    struct disclosure_report report;
#define THREE(first, second, third)                                                                \
    "<area id=\"a\" category=\"c0\" population=\"p\" count=\"" first "\"><name>A</name></area>"    \
    "<area id=\"b\" category=\"c0\" population=\"p\" count=\"" second "\"><name>B</name></area>"   \
    "<area id=\"c\" category=\"c0\" population=\"p\" count=\"" third "\"><name>C</name></area>"
    published(method, assessment_of(THREE("2", "5", "9")), NULL, &report);
    assert_int_equal(report.protected, 1);
    published(method, assessment_of(THREE("2", "4", "9")), NULL, &report);
    assert_int_equal(report.protected, 2);
    /* 3 and 5 of 8, with 5 open: what protects is 4 or 5, so that the small one is 3 or more. */
    published(method, assessment_of(THREE("3", "5", "5")), NULL, &report);
    assert_int_equal(report.protected, 2);
    nothing_reported();
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
    assert_int_equal(read->areas[1].count->state, STATE_SUPPRESSED);
    assert_int_equal(read->areas[2].count->state, STATE_KNOWN);
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
    assert_int_equal(read->areas[0].previous->state, STATE_SUPPRESSED);
    assert_int_equal(read->areas[1].previous->state, STATE_SUPPRESSED);
    assert_int_equal(read->areas[1].count->state, STATE_KNOWN);
    nothing_reported();
    /* And what was published then cannot be taken back. */
    earlier = assessment_of(TWO("count=\"2\"", "count=\"30\""));
    read = published(
        method, assessment_of(TWO("count=\"40\" previous=\"2\"", "count=\"50\" previous=\"30\"")),
        earlier, &report);
    assert_int_equal(read->areas[0].previous->state, STATE_KNOWN);
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
        TEST(two_editions_together_tell_no_small_count),
        TEST(what_was_published_protects_nobody),
        TEST(what_protects_is_known_not_to_be_small),
        TEST(the_edition_before_is_kept_to),
        TEST(rounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
