/* test_forms.c: what programs are given: XML by templates/schemas/outputs.rng, and CSV in which no
 * field runs as a formula. */
#include "at_hand.h"

#include <ctype.h>

#include <boardpaper/file.h>

#define TEST(name) cmocka_unit_test_setup_teardown(name, at_hand_open, at_hand_close)

/* Every state, an override, a value that is stated, and names that a spreadsheet would run. */
static const struct scores *edition(const char *count, const char *extra) {
    const struct method *method = method_sound(
        "<count id=\"count\" label=\"=Count\" group=\"+Group\"/>"
        "<value id=\"rate\" label=\"Rate\" decimals=\"1\"><ratio of=\"count\" per=\"population\" "
        "times=\"1000\"/></value>"
        "<value id=\"level\" label=\"-Level\" override=\"yes\"><steps of=\"rate\">"
        "<step value=\"1\" below=\"3\"/><step value=\"2\" at-least=\"3\"/></steps></value>"
        "<input id=\"harm\" label=\"@Harm\" lowest=\"-3\" highest=\"3\"/>"
        "<value id=\"total\" label=\"Total\"><sum of=\"level harm\"/></value>"
        "<total of=\"total\"/><bands><band id=\"high\" label=\"=High\" symbol=\"A\" "
        "at-least=\"3\"/><band id=\"low\" label=\"Low\" symbol=\"B\"/></bands>");
    return scored(
        method,
        areas_given(arena_print(
            arena,
            "<area id=\"a\" population=\"p\" count=\"%s\"><name>=1+1</name>"
            "<score factor=\"harm\" value=\"-2\" reason=\"=HYPERLINK(&quot;x&quot;)\" by=\"+me\" "
            "date=\"2020-01-02\"/></area>\n"
            "<area id=\"b\" population=\"p\" count=\"4\" count-status=\"estimated\">"
            "<name>-2 cases</name><score factor=\"level\" value=\"1\" reason=\"@why\" by=\"r\" "
            "date=\"2020-01-02\"/><score factor=\"harm\" value=\"1\"/></area>\n"
            "<area id=\"c\" category=\"c\" population=\"p\" count=\"suppressed\" "
            "count-lowest=\"1\" count-highest=\"4\"><name>@all, of them</name>"
            "<score factor=\"harm\" status=\"unknown\"/></area>\n"
            "<area id=\"d\" population=\"p\" count=\"1\"><name>D</name><score factor=\"harm\" "
            "status=\"unknown\"/><score factor=\"total\" value=\"2\" reason=\"printed\"/></area>\n"
            "<area id=\"e\"><name>+44 20</name></area>\n%s",
            count, extra)));
}

enum output { OUTPUT_SCORE, OUTPUT_EXPLAIN, OUTPUT_SENSITIVITY, OUTPUT_COMPARE, OUTPUT_COUNT };

static const char *written(enum output output, enum scoring_format format) {
    const struct scores *before =
        edition("5", "<area id=\"f\" population=\"p\" count=\"9\"><name>=F</name>"
                     "<score factor=\"harm\" value=\"3\"/></area>\n");
    const struct scores *scores = edition("2", "");
    struct buffer out = {0};
    if (output == OUTPUT_SCORE) {
        scoring_write(scores, format, &out);
    } else if (output == OUTPUT_EXPLAIN) {
        scoring_explain_write(scores, scores->ranked, scores->count, format, &out);
    } else if (output == OUTPUT_SENSITIVITY) {
        sensitivity_write(scoring_sensitivity(arena, scores, 20, 1), format, &out);
    } else {
        const struct scoring_comparison *comparison = scoring_compare(arena, before, scores);
        scoring_compare_write(&comparison, 1, format, &out);
    }
    const char *text = arena_text(arena, out.data);
    buffer_free(&out);
    return text;
}

static void xml_is_by_the_schema(void **state) {
    (void)state;
    const char *schema = arena_print(arena, "%s/templates/schemas/outputs.rng", file_data_folder());
    for (int output = 0; output < OUTPUT_COUNT; output++) {
        const char *text = written((enum output)output, SCORING_XML);
        if (!xml_validate(parsed("output.xml", text), schema, diagnostics)) {
            fail_msg("%s%s", reported(), text);
        }
    }
    /* And the schema can refuse. */
    assert_false(xml_validate(parsed("o.xml", "<scores format='2'/>"), schema, diagnostics));
    reported();
}

static bool is_number(const char *field) {
    field += *field == '-';
    return isdigit((unsigned char)*field) != 0 && field[strspn(field, "0123456789.")] == '\0';
}

/* One field from *at on, without its quotation marks; *at is moved behind it. */
static const char *next_field(const char **at) {
    struct buffer field = {0};
    bool quoted = **at == '"';
    *at += quoted;
    while (**at != '\0' && (quoted || (**at != ',' && **at != '\n'))) {
        if (quoted && **at == '"' && *++*at != '"') {
            break;
        }
        buffer_byte(&field, *(*at)++);
    }
    *at += **at != '\0';
    const char *text = arena_text(arena, field.length == 0 ? "" : field.data);
    buffer_free(&field);
    return text;
}

static void no_field_of_csv_is_a_formula(void **state) {
    (void)state;
    for (int output = 0; output < OUTPUT_COUNT; output++) {
        const char *text = written((enum output)output, SCORING_CSV);
        size_t defused = 0;
        for (const char *at = text; *at != '\0';) {
            const char *field = next_field(&at);
            defused += *field == '\'';
            if (*field != '\0' && strchr("=+-@\t\r", *field) != NULL && !is_number(field)) {
                fail_msg("output %d: %s", output, field);
            }
        }
        assert_true(defused >= 2); /* there was something to defuse */
    }
}

static void explanations_have_their_parts(void **state) {
    (void)state;
    const char *csv = written(OUTPUT_EXPLAIN, SCORING_CSV);
    /* b: 4 of 1000 is a rate of 4, level 2 by the rule, set to 1; with harm 1 a total of 2. */
    assert_non_null(strstr(csv, "b,'-2 cases,level,'-Level,,known,1,1,1,2,,,"));
    assert_non_null(strstr(csv, ",'@why,r,2020-01-02,5\n"));
    const char *json = written(OUTPUT_EXPLAIN, SCORING_JSON);
    assert_non_null(strstr(
        json,
        "{\"id\":\"harm\",\"label\":\"@Harm\",\"group\":\"\",\"state\":\"known\",\"value\":-2,"
        "\"lowest\":-2,\"highest\":-2,\"ruled\":null,\"stated\":false,\"deduced\":false,"
        "\"explanation\":\"@Harm = -2 (of 3), by +me, on 2020-01-02: =HYPERLINK(\\\"x\\\")\","
        "\"reason\":\"=HYPERLINK(\\\"x\\\")\",\"by\":\"+me\",\"date\":\"2020-01-02\","
        "\"line\":4}"));
    assert_null(strstr(written(OUTPUT_EXPLAIN, SCORING_TABLE), "\"id\""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(xml_is_by_the_schema),
        TEST(no_field_of_csv_is_a_formula),
        TEST(explanations_have_their_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
