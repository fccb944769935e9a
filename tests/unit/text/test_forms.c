/* test_forms.c: numbers, dates, words, lists, case and order in their languages. */
#include "../check.h"

#include "engine_at_hand.h"

#include <unicode/udat.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

static struct number ratio(int64_t numerator, int64_t denominator) {
    struct number value = {0, 1};
    assert_true(number_make(numerator, denominator, &value));
    return value;
}

#define NUMBER(lang, value, decimals, grouped, expected)                                           \
    assert_string_equal(text_number(hand->text, hand->arena, lang, value, decimals, grouped),      \
                        expected)
#define CHANGE(lang, value, decimals, percent, expected)                                           \
    assert_string_equal(text_change(hand->text, hand->arena, lang, value, decimals, percent),      \
                        expected)
#define DATE(lang, year, month, day, form, expected)                                               \
    assert_string_equal(text_date(hand->text, hand->arena, lang, year, month, day, form), expected)
#define SPELLED(lang, value, expected)                                                             \
    assert_string_equal(text_spelled(hand->text, hand->arena, lang, value), expected)
#define ORDINAL(lang, value, spelled, expected)                                                    \
    assert_string_equal(text_ordinal(hand->text, hand->arena, lang, value, spelled), expected)

static void numbers(void **state) {
    struct at_hand *hand = *state;
    NUMBER("en-GB", number_of(259090), 0, true, "259,090");
    NUMBER("en-GB", number_of(259090), 0, false, "259090");
    NUMBER("en-GB", number_of(999), 0, true, "999");
    NUMBER("en-GB", number_of(1000), 0, true, "1,000");
    NUMBER("en-GB", number_of(-1234567), 1, true, "\u22121,234,567.0");
    NUMBER("en-GB", ratio(299000, 259090), 2, true, "1.15"); /* 1.1540... */
    NUMBER("en-GB", ratio(1, 2), 0, true, "1");              /* half away from zero */
    NUMBER("cy", number_of(12345), 0, true, "12,345");
    NUMBER("pl", number_of(1234), 0, true, "1234");
    NUMBER("pl", ratio(123455, 10), 1, true, "12\u00A0345,5");
    NUMBER("tr", ratio(123455, 10), 1, true, "12.345,5");
    NUMBER("fr", ratio(123455, 10), 1, true, "12\u202F345,5");
    NUMBER("es", number_of(1234), 0, true, "1234");
    NUMBER("es", number_of(12345), 0, true, "12.345");
    NUMBER("hi", number_of(1234567), 0, true, "12,34,567");
    NUMBER("ar-EG", number_of(15), 0, true, "\u0661\u0665");
    NUMBER("xx-nowhere", number_of(1234), 0, true, "1,234");
}

static void changes(void **state) {
    struct at_hand *hand = *state;
    CHANGE("en-GB", ratio(72, 10), 1, true, "+7.2%");
    CHANGE("en-GB", ratio(-72, 10), 1, true, "\u22127.2%");
    CHANGE("en-GB", number_of(0), 1, true, "0.0%");
    CHANGE("en-GB", ratio(-1, 100), 1, true, "0.0%");
    CHANGE("en-GB", number_of(1234), 0, false, "+1,234");
    CHANGE("tr", number_of(12), 0, true, "+%12");
    CHANGE("pl", ratio(72, 10), 1, true, "+7,2%");
}

static void dates(void **state) {
    struct at_hand *hand = *state;
    DATE("en-GB", 2016, 1, 21, "long", "21 January 2016");
    DATE("en-GB", 2016, 1, 21, "medium", "21 Jan 2016");
    DATE("en-GB", 2016, 1, 21, "month", "January 2016");
    DATE("en-GB", 2016, 1, 1, "short", "01/01/2016");
    DATE("en", 2016, 9, 1, "medium", "1 Sept 2016");
    DATE("cy", 2016, 2, 29, "long", "29 Chwefror 2016");
    DATE("cy", 2016, 2, 9, "short", "09/02/2016");
    DATE("pl", 2016, 1, 21, "long", "21 stycznia 2016");
    DATE("pl", 2016, 1, 21, "month", "stycze\u0144 2016");
    DATE("pl", 2016, 1, 2, "short", "2.01.2016");
    DATE("en-US", 2016, 1, 21, "long", "January 21, 2016");
    DATE("tr", 2016, 2, 29, "long", "29 \u015Eubat 2016");
    DATE("ro", 1969, 12, 31, "long", "31 decembrie 1969");
    DATE("fr", 2000, 3, 1, "month", "mars 2000");
    DATE("en-GB", 2016, 13, 1, "long", "2016-13-01");
}

static void words(void **state) {
    struct at_hand *hand = *state;
    SPELLED("en-GB", 0, "zero");
    SPELLED("en-GB", 6, "six");
    SPELLED("en-GB", 21, "twenty-one");
    SPELLED("en-GB", 80, "eighty");
    SPELLED("en-GB", 101, "one hundred and one");
    SPELLED("en-GB", 1006, "one thousand and six");
    SPELLED("en-GB", 2100, "two thousand one hundred");
    SPELLED("en-GB", 259090, "two hundred and fifty-nine thousand and ninety");
    SPELLED("en-GB", 1000000, "one million");
    SPELLED("en-GB", -3, "minus three");
    SPELLED("cy", 3, "tri");
    SPELLED("pl", 6, "sze\u015B\u0107");
    SPELLED("fr", 21, "vingt-et-un");
}

/* CLDR's examples of each category, https://cldr.unicode.org plural rules. */
static void plurals(void **state) {
    struct at_hand *hand = *state;
#define PLURAL(lang, value, expected)                                                              \
    assert_string_equal(text_plural(hand->text, lang, value), expected)
    PLURAL("en-GB", 0, "other");
    PLURAL("en-GB", 1, "one");
    PLURAL("en-GB", 2, "other");
    PLURAL("en-GB", 21, "other");
    PLURAL("cy", 0, "zero");
    PLURAL("cy", 1, "one");
    PLURAL("cy", 2, "two");
    PLURAL("cy", 3, "few");
    PLURAL("cy", 4, "other");
    PLURAL("cy", 6, "many");
    PLURAL("cy", 7, "other");
    PLURAL("pl", 0, "many");
    PLURAL("pl", 1, "one");
    PLURAL("pl", 2, "few");
    PLURAL("pl", 4, "few");
    PLURAL("pl", 5, "many");
    PLURAL("pl", 12, "many");
    PLURAL("pl", 14, "many");
    PLURAL("pl", 21, "many");
    PLURAL("pl", 22, "few");
    PLURAL("pl", 112, "many");
    PLURAL("pl", 122, "few");
    PLURAL("fr", 0, "one");
    PLURAL("ar", 3, "few");
    PLURAL("xx-nowhere", 1, "other");
    /* ours agree with ICU's */
    static const char *const ours[] = {"en", "cy", "pl"};
    for (size_t i = 0; i < 3; i++) {
        UErrorCode error = U_ZERO_ERROR;
        UPluralRules *rules = uplrules_open(ours[i], &error);
        for (int value = 0; value < 250; value++) {
            UChar wide[16];
            char form[16] = "";
            int32_t length = uplrules_select(rules, value, wide, 16, &error);
            u_UCharsToChars(wide, form, length);
            assert_true(U_SUCCESS(error));
            PLURAL(ours[i], value, form);
        }
        uplrules_close(rules);
    }
}

static void ordinals(void **state) {
    struct at_hand *hand = *state;
    ORDINAL("en-GB", 1, false, "1st");
    ORDINAL("en-GB", 2, false, "2nd");
    ORDINAL("en-GB", 3, false, "3rd");
    ORDINAL("en-GB", 4, false, "4th");
    ORDINAL("en-GB", 11, false, "11th");
    ORDINAL("en-GB", 22, false, "22nd");
    ORDINAL("en-GB", 112, false, "112th");
    ORDINAL("en-GB", 1, true, "first");
    ORDINAL("en-GB", 12, true, "twelfth");
    ORDINAL("en-GB", 20, true, "twentieth");
    ORDINAL("en-GB", 42, true, "forty-second");
    ORDINAL("cy", 1, false, "1af");
    ORDINAL("cy", 2, true, "ail");
    ORDINAL("cy", 11, false, "11eg");
    ORDINAL("cy", 21, false, "21ain");
    ORDINAL("pl", 3, false, "3.");
    ORDINAL("pl", 3, true, "trzeci");
    ORDINAL("fr", 1, false, "1er");
    ORDINAL("de", 3, true, "dritte");
}

static void lists(void **state) {
    struct at_hand *hand = *state;
    const char *three[] = {"a", "b", "c"};
    const char *welsh[] = {"Caerdydd", "Abertawe"};
#define JOIN(lang, items, count, expected)                                                         \
    assert_string_equal(text_join(hand->text, hand->arena, lang, items, count), expected)
    JOIN("en-GB", three, 0, "");
    JOIN("en-GB", three, 1, "a");
    JOIN("en-GB", three, 2, "a and b");
    JOIN("en-GB", three, 3, "a, b and c");
    JOIN("en-US", three, 3, "a, b, and c");
    JOIN("cy", welsh, 2, "Caerdydd ac Abertawe");
    JOIN("cy", three, 3, "a, b a c");
    const char *mutated[] = {"trais", "twyll", "cŵn", "Caernarfon", "plant"};
    JOIN("cy", mutated, 2, "trais a thwyll");
    JOIN("cy", mutated, 3, "trais, twyll a chŵn");
    JOIN("cy", mutated, 4, "trais, twyll, cŵn a Caernarfon");
    JOIN("cy", mutated, 5, "trais, twyll, cŵn, Caernarfon a phlant");
    const char *aspirate[] = {"ci", "chwaer"};
    JOIN("cy", aspirate, 2, "ci a chwaer");
    JOIN("pl", three, 3, "a, b i c");
    JOIN("fr", three, 3, "a, b et c");
}

static void capitals(void **state) {
    struct at_hand *hand = *state;
#define UPPER(lang, utf8, expected)                                                                \
    assert_string_equal(text_upper(hand->text, hand->arena, lang, utf8), expected)
    UPPER("en-GB", "board paper", "BOARD PAPER");
    UPPER("en-GB", "caf\u00E9", "CAF\u00C9");
    UPPER("cy", "\u0175", "\u0174");
    UPPER("tr", "istanbul", "\u0130STANBUL");
    UPPER("de", "stra\u00DFe", "STRASSE");
    UPPER("en-GB", "", "");
}

static void order(void **state) {
    struct at_hand *hand = *state;
    assert_true(text_collate(hand->text, "en-GB", "apple", "Banana") < 0);
    assert_true(text_collate(hand->text, "pl", "\u0142", "m") < 0);
    assert_true(text_collate(hand->text, "pl", "l", "\u0142") < 0);
    assert_true(text_collate(hand->text, "cy", "chwaer", "dydd") < 0); /* ch comes after c */
    assert_true(text_collate(hand->text, "cy", "cynnal", "chwaer") < 0);
    assert_int_equal(text_collate(hand->text, "en-GB", "same", "same"), 0);
}

/* Our table says of English, Welsh and Polish months and numbers what this ICU says. */
static void our_table_agrees_with_ICU(void **state) {
    struct at_hand *hand = *state;
    static const struct {
        const char *tag, *locale;
    } languages[] = {{"en-GB", "en_GB"}, {"cy", "cy"}, {"pl", "pl"}};
    static const UChar zone[] = {'U', 'T', 'C'};
    for (size_t i = 0; i < 3; i++) {
        UErrorCode error = U_ZERO_ERROR;
        UDateFormat *dates_long =
            udat_open(UDAT_NONE, UDAT_LONG, languages[i].locale, zone, 3, NULL, 0, &error);
        UDateFormat *dates_medium =
            udat_open(UDAT_NONE, UDAT_MEDIUM, languages[i].locale, zone, 3, NULL, 0, &error);
        UNumberFormat *decimals =
            unum_open(UNUM_DECIMAL, NULL, 0, languages[i].locale, NULL, &error);
        assert_true(U_SUCCESS(error));
        UChar wide[100];
        char utf8[300];
        for (int month = 1; month <= 12; month++) {
            /* the 15th of each month of 1970 */
            double time = ((month - 1) * 30.4 + 15) * 86400000.0;
            udat_format(dates_long, time, wide, 100, NULL, &error);
            u_strToUTF8(utf8, 300, NULL, wide, -1, &error);
            int day = atoi(utf8);
            DATE(languages[i].tag, 1970, month, day, "long", utf8);
            udat_format(dates_medium, time, wide, 100, NULL, &error);
            u_strToUTF8(utf8, 300, NULL, wide, -1, &error);
            DATE(languages[i].tag, 1970, month, day, "medium", utf8);
        }
        /* 1234 in Polish has no separator by CLDR; ICU's older interface does not know that. */
        static const int64_t values[] = {0, 7, 999, 98765, 1234567};
        for (size_t j = 0; j < 5; j++) {
            unum_formatInt64(decimals, values[j], wide, 100, NULL, &error);
            u_strToUTF8(utf8, 300, NULL, wide, -1, &error);
            NUMBER(languages[i].tag, number_of(values[j]), 0, true, utf8);
        }
        udat_close(dates_long);
        udat_close(dates_medium);
        unum_close(decimals);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers), cmocka_unit_test(changes),
        cmocka_unit_test(dates),   cmocka_unit_test(words),
        cmocka_unit_test(plurals), cmocka_unit_test(ordinals),
        cmocka_unit_test(lists),   cmocka_unit_test(capitals),
        cmocka_unit_test(order),   cmocka_unit_test(our_table_agrees_with_ICU),
    };
    return cmocka_run_group_tests(tests, engine_open, engine_close);
}
