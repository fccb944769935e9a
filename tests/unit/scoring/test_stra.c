/* test_stra.c: the reference's results table, row by row, against what is printed there. */
#include "at_hand.h"

enum { MOST_CELLS = 24, MOST_ROWS = 64 };

/* The columns of tests/data/stra-2015-16.csv and the factors they print. */
static const char *const PRINTED[MOST_CELLS] = {
    NULL,           NULL,    NULL,        NULL,         "count",
    "previous",     "rate",  NULL,        "likelihood", "adjusted-likelihood",
    "change",       "harm",  "financial", "reputation", "resourcing",
    "impact",       "risk",  "trend",     "concern",    "vulnerability",
    "benchmarking", "total", NULL};

struct row {
    const char *cells[MOST_CELLS];
};
static struct row rows[MOST_ROWS];
static size_t row_count;

static const char *cell_of(const struct row *row, const char *factor) {
    for (size_t i = 0; i < MOST_CELLS; i++) {
        if (PRINTED[i] != NULL && strcmp(PRINTED[i], factor) == 0) {
            return row->cells[i];
        }
    }
    return "";
}

/* No field of the file has quotes or commas in it but names, which are not looked at. */
static void read_rows(void) {
    const char *path = arena_print(arena, "%s/tests/data/stra-2015-16.csv", getenv("SOURCE"));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char line[1024];
    assert_non_null(fgets(line, sizeof line, file)); /* the heads */
    for (row_count = 0; fgets(line, sizeof line, file) != NULL; row_count++) {
        line[strcspn(line, "\r\n")] = '\0';
        char *rest = arena_text(arena, line);
        for (size_t i = 0; i < MOST_CELLS && rest != NULL; i++) {
            rows[row_count].cells[i] = strsep(&rest, ",");
        }
    }
    fclose(file);
    assert_int_equal(row_count, 44);
}

static struct quantity quantity(const char *text) {
    struct quantity quantity = {.state = STATE_UNKNOWN};
    if (text != NULL && *text != '\0') {
        quantity.state = STATE_KNOWN;
        assert_true(number_parse(text, &quantity.value));
    }
    return quantity;
}

static const struct population POPULATIONS[] = {
    {.id = "residents", .count = {.state = STATE_KNOWN, .value = {259090, 1}}},
    {.id = "aged-16-plus", .count = {.state = STATE_KNOWN, .value = {213800, 1}}},
    {.id = "aged-18-plus", .count = {.state = STATE_KNOWN, .value = {207690, 1}}},
    {.id = "under-18", .count = {.state = STATE_KNOWN, .value = {51400, 1}}},
    {.id = "over-65", .count = {.state = STATE_KNOWN, .value = {44490, 1}}},
    {.id = "households", .count = {.state = STATE_KNOWN, .value = {109300, 1}}},
};

static const struct population *population(const char *id) {
    for (size_t i = 0; i < sizeof POPULATIONS / sizeof POPULATIONS[0]; i++) {
        if (strcmp(POPULATIONS[i].id, id) == 0) {
            return &POPULATIONS[i];
        }
    }
    return NULL;
}

static const char *const INPUTS[] = {
    "harm",    "financial",     "reputation",   "resourcing",
    "concern", "vulnerability", "benchmarking", "adjusted-likelihood"};
static const char *const COMPUTED[] = {"rate", "likelihood", "change", "impact",
                                       "risk", "trend",      "total"};

/* Inputs as printed, unknown where not legible. Of computed values those that the printed inputs
 * do not give are stated; `all` states every printed one, which then must agree. */
static void fill(const struct row *row, bool all, struct area *area) {
    struct score *scores = NEWS(arena, MOST_CELLS, struct score);
    size_t count = 0;
    for (size_t i = 0; i < sizeof INPUTS / sizeof INPUTS[0]; i++) {
        struct quantity amount = quantity(cell_of(row, INPUTS[i]));
        amount.reason = "as printed";
        scores[count++] = score_of(INPUTS[i], kept_quantity(amount));
    }
    for (size_t i = 0; all && i < sizeof COMPUTED / sizeof COMPUTED[0]; i++) {
        scores[count++] = score_of(COMPUTED[i], kept_quantity(quantity(cell_of(row, COMPUTED[i]))));
    }
    *area = (struct area){.id = row->cells[0],
                          .name = row->cells[0],
                          .population = population(row->cells[7]),
                          .count = kept_quantity(quantity(row->cells[4])),
                          .previous = kept_quantity(quantity(row->cells[5])),
                          .scores = scores,
                          .score_count = (uint32_t)count};
}

static const struct scores *score_rows(const struct method *method, bool all) {
    struct area *areas = NEWS(arena, row_count, struct area);
    struct assessment *assessment = NEW(arena, struct assessment);
    for (size_t i = 0; i < row_count; i++) {
        fill(&rows[i], all, &areas[i]);
    }
    *assessment = (struct assessment){.areas = areas, .area_count = row_count};
    return scored(method, assessment);
}

static const char *shown(const struct method *method, const struct result *result,
                         const char *factor) {
    const struct value *value = value_named(method, result, factor);
    int decimals = method_factor(method, (size_t)method_find(method, factor))->decimals;
    char text[NUMBER_TEXT];
    if (value->state != STATE_KNOWN) {
        return "";
    }
    return arena_text(arena, number_format(value->lowest, decimals, text));
}

/* Every printed cell comes out as printed, to its last digit. */
static void every_printed_cell_comes_out(void **state) {
    (void)state;
    const struct method *method = method_shipped("stra");
    read_rows();
    const struct scores *scores = score_rows(method, true);
    size_t compared = 0;
    for (size_t i = 0; i < row_count; i++) {
        for (size_t j = 0; j < MOST_CELLS; j++) {
            const char *printed = rows[i].cells[j];
            if (PRINTED[j] == NULL || printed == NULL || *printed == '\0') {
                continue;
            }
            const char *found = shown(method, &scores->results[i], PRINTED[j]);
            if (strcmp(found, printed) != 0) {
                fail_msg("%s: %s is %s, printed %s", rows[i].cells[0], PRINTED[j], found, printed);
            }
            compared++;
        }
    }
    assert_int_equal(compared, 601); /* all that is not empty in those columns of the file */
}

/* With nothing computed given, the arithmetic alone agrees wherever its inputs are printed. */
static void the_rules_alone_agree(void **state) {
    (void)state;
    const struct method *method = method_shipped("stra");
    read_rows();
    const struct scores *scores = score_rows(method, false);
    size_t agreed = 0;
    for (size_t i = 0; i < row_count; i++) {
        for (size_t j = 0; j < sizeof COMPUTED / sizeof COMPUTED[0]; j++) {
            const char *printed = cell_of(&rows[i], COMPUTED[j]);
            const char *found = shown(method, &scores->results[i], COMPUTED[j]);
            if (*printed == '\0' || *found == '\0') {
                continue;
            }
            if (strcmp(found, printed) != 0) {
                fail_msg("%s: %s is %s, printed %s", rows[i].cells[0], COMPUTED[j], found, printed);
            }
            agreed++;
        }
    }
    assert_true(agreed > 200);
}

static const struct result *row_named(const struct scores *scores, const char *id) {
    for (size_t i = 0; i < scores->count; i++) {
        if (strcmp(scores->results[i].area->id, id) == 0) {
            return &scores->results[i];
        }
    }
    fail_msg("no row %s", id);
    return NULL;
}

/* What is not printed but follows. */
static void what_follows_comes_out(void **state) {
    (void)state;
    static const struct {
        const char *row, *factor, *said;
    } FOLLOWS[] = {
        {"alcohol-admissions", "impact", "known 9"},
        {"alcohol-admissions", "total", "known 30"},
        {"missing-under-18", "total", "known 19"},              /* 16 + 0 + 1 + 1 + 1 */
        {"missing-under-18", "adjusted-likelihood", "known 2"}, /* 16 = 8 x 2 */
        {"rtc-serious", "total", "known 14"},                   /* 8 + 2 + 1 + 1 + 2 */
        {"fuel-theft", "financial", "known 1"},                 /* 2 = 0 + . + 0 + 1 */
        {"class-a-supply", "reputation", "known 1"},            /* 9 = 3 + 3 + . + 2 */
        {"class-a-supply", "vulnerability", "unknown 1 to 2"},  /* 22 = 18 + 0 + 1 + . + . */
        {"vulnerable-unlabelled", "total", "known 10"},         /* 7 + 1 + 0 + 1 + 1 */
        {"asb-immediate", "impact", "known 6"},                 /* 18 = . x 3 */
        {"asb-immediate", "total", "unknown 18 to 24"},         /* 18 + 0 + three of 0 to 2 */
        {"dwelling-burglary", "total", "unknown 12 to 18"},
        {"drugs-unlabelled-3", "total", "unknown 19 to 21"}, /* 14 + 2 + . + 1 + 2 */
        {"other-burglary", "total", "unknown 4 to 8"},
        {"criminal-damage", "trend", "known 0"},
    };
    const struct method *method = method_shipped("stra");
    read_rows();
    const struct scores *scores = score_rows(method, true);
    for (size_t i = 0; i < sizeof FOLLOWS / sizeof FOLLOWS[0]; i++) {
        const char *found = said(method, row_named(scores, FOLLOWS[i].row), FOLLOWS[i].factor);
        if (strcmp(found, FOLLOWS[i].said) != 0) {
            fail_msg("%s: %s is %s, not %s", FOLLOWS[i].row, FOLLOWS[i].factor, found,
                     FOLLOWS[i].said);
        }
    }
}

/* What the narrative states: the six high areas, "equal highest" and "equal second". */
static void the_narrative_comes_out(void **state) {
    (void)state;
    static const struct {
        const char *row;
        int64_t rank, total;
    } HIGH[] = {
        {"domestic-abuse", 1, 33}, {"crimes-under-18", 1, 33},     {"alcohol-admissions", 2, 30},
        {"rape-sso", 2, 30},       {"problematic-alcohol", 2, 30}, {"historical-sexual", 2, 30},
    };
    const struct method *method = method_shipped("stra");
    read_rows();
    const struct scores *scores = score_rows(method, true);
    size_t high = 0;
    for (size_t i = 0; i < scores->count; i++) {
        const struct band *rating = scores->results[i].rating;
        high += rating != NULL && strcmp(rating->id, "high") == 0;
    }
    assert_int_equal(high, 6);
    for (size_t i = 0; i < 6; i++) {
        const struct result *result = row_named(scores, HIGH[i].row);
        assert_int_equal(result->rank, HIGH[i].rank);
        assert_true(result->tied);
        assert_string_equal(result->rating->id, "high");
        assert_true(
            number_equal(value_named(method, result, "total")->lowest, number_of(HIGH[i].total)));
    }
    /* Every rating the narrative names, where the legible cells make it certain. */
    size_t named = 0;
    for (size_t i = 0; i < row_count; i++) {
        const char *band = rows[i].cells[22];
        const struct band *rating = scores->results[i].rating;
        if (band == NULL || *band == '\0' || rating == NULL) {
            continue;
        }
        assert_string_equal(rating->id, band);
        named++;
    }
    assert_int_equal(named, 16);
    assert_null(row_named(scores, "dwelling-burglary")->rating);
    assert_string_equal(row_named(scores, "asb-immediate")->rating->id, "moderate");
    assert_int_equal(row_named(scores, "asb-immediate")->rank, 0);
}

static void factors_stand_in_the_order_of_the_contract(void **state) {
    (void)state;
    static const char *const IDS[] = {
        "count",        "previous", "rate",      "likelihood", "adjusted-likelihood",
        "change",       "harm",     "financial", "reputation", "resourcing",
        "impact",       "risk",     "trend",     "concern",    "vulnerability",
        "benchmarking", "total"};
    const struct method *method = method_shipped("stra");
    assert_int_equal(method_factor_count(method), 17);
    for (size_t i = 0; i < 17; i++) {
        assert_string_equal(method_factor(method, i)->id, IDS[i]);
        for (size_t j = 0; j < method_factor(method, i)->operand_count; j++) {
            assert_true(method_factor(method, i)->operands[j] < (int)i);
        }
    }
    assert_int_equal(method_total(method), 16);
    /* "/12", "/36" and "/44" of the table's heads. */
    assert_true(number_equal(method_factor(method, 10)->highest, number_of(12)));
    assert_true(number_equal(method_factor(method, 11)->highest, number_of(36)));
    assert_true(number_equal(method_factor(method, 16)->highest, number_of(44)));
    assert_int_equal(method_band_count(method), 3);
    assert_string_equal(method_band(method, 0)->id, "high");
    assert_string_equal(method_factor(method, 10)->rule,
                        "Harm + Financial + Reputation + Resourcing");
    assert_string_equal(method_factor(method, 3)->rule,
                        "1 where Rate per 1,000 is below 3, 2 where it is from 3 to below 10, "
                        "3 where it is 10 or more");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_printed_cell_comes_out, at_hand_open, at_hand_close),
        cmocka_unit_test_setup_teardown(the_rules_alone_agree, at_hand_open, at_hand_close),
        cmocka_unit_test_setup_teardown(what_follows_comes_out, at_hand_open, at_hand_close),
        cmocka_unit_test_setup_teardown(the_narrative_comes_out, at_hand_open, at_hand_close),
        cmocka_unit_test_setup_teardown(factors_stand_in_the_order_of_the_contract, at_hand_open,
                                        at_hand_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
