/* What is taken for a usual value is one to libxml2: texts thrown together of what values are made
 * of, and some that were thought of. */
#include "../check.h"

#include <string.h>

#include <libxml/xmlschemastypes.h>

#include "xml/usual.h"

static const char *const TYPES[] = {
    "integer", "nonNegativeInteger", "positiveInteger", "date", "NCName", "language"};
enum { TYPE_COUNT = sizeof TYPES / sizeof TYPES[0] };

static bool libxml2_takes(const char *name, const char *text) {
    xmlSchemaType *type = xmlSchemaGetPredefinedType(
        (const xmlChar *)name, (const xmlChar *)"http://www.w3.org/2001/XMLSchema");
    assert_non_null(type);
    return xmlSchemaValPredefTypeNodeNoNorm(type, (const xmlChar *)text, NULL, NULL) == 0;
}

static void knows_the_types(void **state) {
    (void)state;
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        assert_int_not_equal(usual_type(TYPES[i]), USUAL_NONE);
    }
    assert_int_equal(usual_type("decimal"), USUAL_NONE);
    assert_false(usual_takes(USUAL_NONE, "1"));
}

static void takes_usual_values(void **state) {
    (void)state;
    static const struct {
        const char *type, *text;
        bool taken;
    } CASES[] = {{"integer", "0", true},
                 {"integer", "-12", true},
                 {"integer", "999999999999999999", true},
                 {"integer", "1000000000000000000", false}, /* not usual */
                 {"integer", "", false},
                 {"integer", "-", false},
                 {"integer", "1 ", false},
                 {"integer", "1.0", false},
                 {"nonNegativeInteger", "0", true},
                 {"nonNegativeInteger", "-1", false},
                 {"positiveInteger", "1", true},
                 {"positiveInteger", "0", false},
                 {"date", "2016-01-31", true},
                 {"date", "2016-02-28", true},
                 {"date", "2016-02-29", false}, /* right, and not looked into */
                 {"date", "2016-04-31", false},
                 {"date", "2016-13-01", false},
                 {"date", "2016-00-01", false},
                 {"date", "2016-01-00", false},
                 {"date", "0000-01-01", false},
                 {"date", "2016-1-1", false},
                 {"date", "2016-01-31Z", false},
                 {"date", "", false},
                 {"NCName", "harm-index.2_b", true},
                 {"NCName", "_", true},
                 {"NCName", "2b", false},
                 {"NCName", "a:b", false},
                 {"NCName", "", false},
                 {"language", "en", true},
                 {"language", "en-GB", true},
                 {"language", "e", false},
                 {"language", "en-", false},
                 {"language", "en-GB-x", false},
                 {"language", "", false}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_int_equal(usual_takes(usual_type(CASES[i].type), CASES[i].text), CASES[i].taken);
    }
    int64_t value = 0;
    assert_true(usual_integer("-120", &value));
    assert_int_equal(value, -120);
}

static void takes_nothing_that_libxml2_does_not(void **state) {
    (void)state;
    enum { TIMES = 200000, LONGEST = 12 };
    static const char BYTES[] = "0123456789--019az-AZ_.:+ Zgb";
    uint64_t dice = 11;
    size_t taken[TYPE_COUNT] = {0};
    for (int i = 0; i < TIMES; i++) {
        char text[LONGEST + 1];
        size_t length = 0;
        size_t wanted = (size_t)(dice >> 60) % LONGEST;
        /* Half of them are formed as a date. */
        bool dated = (dice >> 59 & 1) != 0;
        for (; length < (dated ? 10 : wanted); length++) {
            dice = dice * 6364136223846793005u + 1442695040888963407u;
            size_t sides = dated ? 3 : sizeof BYTES - 1;
            text[length] = BYTES[(size_t)(dice >> 33) % sides];
            text[length] = dated && (length == 4 || length == 7) ? '-' : text[length];
        }
        text[length] = '\0';
        dice = dice * 6364136223846793005u + 1442695040888963407u;
        for (size_t type = 0; type < TYPE_COUNT; type++) {
            if (usual_takes(usual_type(TYPES[type]), text)) {
                assert_true(libxml2_takes(TYPES[type], text));
                taken[type]++;
            }
        }
    }
    for (size_t type = 0; type < TYPE_COUNT; type++) {
        assert_in_range(taken[type], 100, TIMES);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(knows_the_types),
                                       cmocka_unit_test(takes_usual_values),
                                       cmocka_unit_test(takes_nothing_that_libxml2_does_not)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
