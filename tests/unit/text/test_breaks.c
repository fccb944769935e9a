/* test_breaks.c: where lines may break. A bar in an expectation is a break, a newline forces one.
 */
#include "../check.h"

#include "engine_at_hand.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "text/breaks.h"

/* The text with a | at each break inside it. */
static const char *broken(struct at_hand *hand, const char *lang, const char *utf8) {
    size_t length = strlen(utf8);
    uint8_t *breaks = arena_take(hand->arena, length + 1);
    text_breaks(hand->text, lang, utf8, length, breaks);
    char *out = arena_take(hand->arena, length * 2 + 1);
    size_t written = 0;
    for (size_t i = 0; i < length; i++) {
        if (breaks[i] == TEXT_BREAK_ALLOWED) {
            out[written++] = '|';
        }
        out[written++] = utf8[i];
    }
    return out;
}

#define BREAKS(lang, utf8, expected) assert_string_equal(broken(hand, lang, utf8), expected)

static void prose_breaks_at_spaces_and_hyphens(void **state) {
    struct at_hand *hand = *state;
    BREAKS("en-GB", "The board (all of it) agreed.", "The |board |(all |of |it) |agreed.");
    BREAKS("en-GB", "A multi-agency plan", "A |multi-|agency |plan");
    BREAKS("en-GB", "\u201CSafer\u201D \u2014 a plan", "\u201CSafer\u201D \u2014 |a |plan");
    BREAKS("en-GB", "risk\u00A0level high", "risk\u00A0level |high");
    BREAKS("en-GB", "don't stop", "don't |stop");
    BREAKS("en-GB", "two  spaces", "two  |spaces");
    BREAKS("en-GB", "soft\u00ADhyphen", "soft\u00AD|hyphen");
}

static void a_newline_forces(void **state) {
    struct at_hand *hand = *state;
    uint8_t out[8];
    text_breaks(hand->text, "en-GB", "a b\nc", 5, out);
    static const uint8_t expected[] = {0, 0, 1, 0, 2, 1};
    assert_memory_equal(out, expected, sizeof expected);
    text_breaks(hand->text, "en-GB", "a\n", 2, out);
    assert_int_equal(out[1], TEXT_BREAK_NONE);
    assert_int_equal(out[2], TEXT_BREAK_FORCED);
}

static void references_stay_whole(void **state) {
    struct at_hand *hand = *state;
    BREAKS("en-GB", "see Section 17 of it", "see |Section 17 |of |it");
    BREAKS("en-GB", "under section 17, as", "under |section 17, |as");
    BREAKS("en-GB", "Table 2 and Appendix B.", "Table 2 |and |Appendix B.");
    BREAKS("en-GB", "(page 4) Part IV", "(page 4) |Part IV");
    BREAKS("en-GB", "the section where", "the |section |where");
    BREAKS("en-GB", "Part I covers Intervention", "Part I |covers |Intervention");
    BREAKS("en-GB", "Appendix Introduction", "Appendix |Introduction");
    BREAKS("cy", "gweler Tabl 3 ac", "gweler |Tabl 3 |ac");
    BREAKS("pl", "zob. rozdzia\u0142 5 i art. 17", "zob. |rozdzia\u0142 5 |i art. 17");
    BREAKS("pl", "Czyny w domu, a także z ulicy", "Czyny |w domu, |a także |z ulicy");
    BREAKS("pl", "W domu w 2025 r. było", "W domu |w 2025 r. |było");
    BREAKS("en-GB", "a tie", "a |tie");
    BREAKS("cy", "ar dudalen 3 o", "ar |dudalen 3 |o");
}

static void numbers_keep_their_units(void **state) {
    struct at_hand *hand = *state;
    BREAKS("en-GB", "some 12 per cent more", "some |12 per cent |more");
    BREAKS("en-GB", "about 3 km away", "about |3 km |away");
    BREAKS("en-GB", "over 2.4 million, or", "over |2.4 million, |or");
    BREAKS("en-GB", "in 12 % of", "in |12 % |of");
    BREAKS("en-GB", "16 areas", "16 |areas");
    BREAKS("en-GB", "per 1,000 people", "per |1,000 |people");
    BREAKS("en-GB", "cost 5 m\u00B2.", "cost |5 m\u00B2.");
}

static void days_stay_with_their_months(void **state) {
    struct at_hand *hand = *state;
    BREAKS("en-GB", "manager, 31 Oct 2025", "manager, |31 Oct |2025");
    BREAKS("en-GB", "by 1 June, or", "by |1 June, |or");
    BREAKS("en-GB", "in 2015 May rose", "in |2015 |May |rose");
    BREAKS("en-GB", "40 March past", "40 |March |past");
    BREAKS("cy", "ar 18 Medi 2025", "ar |18 Medi |2025");
    BREAKS("pl", "dnia 9 października", "dnia |9 października");
}

static void ranges_stay_whole(void **state) {
    struct at_hand *hand = *state;
    BREAKS("en-GB", "from 2015\u201316 on", "from |2015\u201316 |on");
    BREAKS("en-GB", "from 2015-16 on", "from |2015-16 |on");
    BREAKS("en-GB", "in 2015/16 on", "in |2015/16 |on");
    BREAKS("en-GB", "10 \u2013 20 of", "10 \u2013 20 |of");
    BREAKS("en-GB", "high \u2013 so far", "high \u2013 |so |far");
    BREAKS("en-GB", "so \u2013", "so |\u2013");
    BREAKS("en-GB", "and/or", "and/|or");
    BREAKS("en-GB", "Devon\u2013Cornwall", "Devon\u2013|Cornwall");
}

static void addresses_break_where_no_mark_is_left_behind(void **state) {
    struct at_hand *hand = *state;
    BREAKS("en-GB", "see https://www.example.org/safer-city/plan_1.html?year=2016&part=2.",
           "see |https://www|.example|.org/|safer-city/|plan_1|.html|?year|=2016|&part|=2.");
    BREAKS("en-GB", "(www.example.org) is", "(www|.example|.org) |is");
    BREAKS("en-GB", "http://a.b/ and", "http://a|.b/ |and");
    BREAKS("en-GB", "write to a.b@example.org", "write |to |a.b@example.org");
}

static void the_end_is_a_break(void **state) {
    struct at_hand *hand = *state;
    uint8_t out[4];
    text_breaks(hand->text, "en-GB", "ab", 2, out);
    assert_int_equal(out[1], TEXT_BREAK_NONE);
    assert_int_equal(out[2], TEXT_BREAK_ALLOWED);
    out[0] = 9;
    text_breaks(hand->text, "en-GB", "", 0, out);
    assert_int_equal(out[0], TEXT_BREAK_NONE);
}

/* What ICU answers. */
static void icu_breaks(UBreakIterator *iterator, const char *utf8, size_t length, uint8_t *out) {
    UErrorCode error = U_ZERO_ERROR;
    UText *opened = utext_openUTF8(NULL, utf8, (int64_t)length, &error);
    ubrk_setUText(iterator, opened, &error);
    assert_true(U_SUCCESS(error));
    memset(out, TEXT_BREAK_NONE, length + 1);
    ubrk_first(iterator);
    for (int32_t at; (at = ubrk_next(iterator)) != UBRK_DONE;) {
        out[at] = TEXT_BREAK_ALLOWED;
    }
    utext_close(opened);
}

/* Unicode 15.1 lets a line end between a quotation mark's spaces and an opening mark; we do not. */
static void keep_what_was_given_up(const char *utf8, size_t length, uint8_t *breaks) {
#if U_ICU_VERSION_MAJOR_NUM >= 74
    for (size_t i = 1; i < length; i++) {
        size_t end = i;
        while (end > 0 && utf8[end - 1] == ' ') {
            end--;
        }
        bool quote = (end >= 1 && utf8[end - 1] == '\'') ||
                     (end >= 3 && (memcmp(utf8 + end - 3, "\u2019", 3) == 0 ||
                                   memcmp(utf8 + end - 3, "\u201D", 3) == 0));
        if (end < i && quote && (utf8[i] == '(' || utf8[i] == '[')) {
            breaks[i] = TEXT_BREAK_NONE;
        }
    }
#else
    (void)utf8;
    (void)length;
    (void)breaks;
#endif
}

/* Whatever plain_breaks answers is what ICU answers, of texts put together from letters. */
static size_t answered_as_icu(const char *locale, const char *const *letters, size_t count,
                              bool signs) {
    UErrorCode error = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_LINE, locale, NULL, 0, &error);
    assert_true(U_SUCCESS(error));
    uint64_t seed = 20160121;
    size_t answered = 0;
    for (int round = 0; round < 200000; round++) {
        char utf8[64] = "";
        size_t length = 0;
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
        for (int left = 1 + (int)(seed >> 60); left > 0; left--) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
            const char *letter = letters[(seed >> 33) % count];
            memcpy(utf8 + length, letter, strlen(letter));
            length += strlen(letter);
        }
        uint8_t plain[65], expected[65];
        if (!plain_breaks(utf8, length, signs, plain)) {
            continue;
        }
        answered++;
        icu_breaks(iterator, utf8, length, expected);
        keep_what_was_given_up(utf8, length, expected);
        if (memcmp(plain, expected, length + 1) != 0) {
            print_error("differs from ICU: \"%.*s\"\n", (int)length, utf8);
            assert_memory_equal(plain, expected, length + 1);
        }
    }
    ubrk_close(iterator);
    return answered;
}

static void plain_prose_breaks_as_ICU_does(void **state) {
    (void)state;
    static const char *const letters[] = {"a", "a", "a", "a", "b", "Z", "1", "9", " ", " ", ",",
                                          ".", ":", ";", "!", "?", "(", ")", "'", "-", "-"};
    assert_true(answered_as_icu("en_GB", letters, sizeof letters / sizeof letters[0], false) >
                20000);
    assert_true(answered_as_icu("ja", letters, sizeof letters / sizeof letters[0], false) > 20000);
}

static void plain_signs_break_as_ICU_does(void **state) {
    (void)state;
    static const char *const letters[] = {
        "a",      "a",      "a",      "b",      "Z",      "1",      "9",      " ",      " ",
        ",",      ".",      "!",      "?",      "(",      ")",      "'",      "-",      "%",
        "+",      "\u2019", "\u2013", "\u00A0", "\u2212", "\u00A3", "\u2018", "\u201C", "\u201D",
        "\u25CF", "\u25C6", "\u25B2", "\u2020", "\u2022", "\u00A7", "\u25A0", "\u25CB", "\u2713",
        "[",      "]",      "\u00D7", "\u00F7", "\u0175", "\u0142", "\u00C0", "\u024F"};
    static const char *const locales[] = {"en_GB", "cy", "pl"};
    for (size_t i = 0; i < sizeof locales / sizeof locales[0]; i++) {
        assert_true(answered_as_icu(locales[i], letters, sizeof letters / sizeof letters[0], true) >
                    20000);
    }
}

static void ordinary_prose_needs_no_ICU(void **state) {
    (void)state;
    uint8_t out[200];
    const char *prose = "There were 1,234 incidents (0.5 a day), of which the board's multi-agency "
                        "group saw 16-year-olds' cases; why? See below.";
    assert_true(plain_breaks(prose, strlen(prose), false, out));
    prose = "The method is \u2018Strategic assessment\u2019 (stra, version 1).";
    assert_true(plain_breaks(prose, strlen(prose), true, out));
    assert_int_equal(out[strcspn(prose, "(")], TEXT_BREAK_NONE);
    assert_false(plain_breaks("a/b", 3, false, out));
    assert_false(plain_breaks("a! b!c", 6, false, out));
    prose = "The board\u2019s 5\u201310% (\u00A33.2 or \u22127.3) \u2013 see Table\u00A04\u2020.";
    assert_true(plain_breaks(prose, strlen(prose), true, out));
    assert_false(plain_breaks(prose, strlen(prose), false, out));
    assert_false(plain_breaks("5%", 2, false, out));
    assert_true(plain_breaks("\u25CF Standard", 12, true, out));
    assert_false(plain_breaks("\u25CF", 2, true, out)); /* cut off */
    assert_false(plain_breaks("\xC3 a", 3, true, out));
    assert_false(plain_breaks("\u0250", 2, true, out));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prose_breaks_at_spaces_and_hyphens),
        cmocka_unit_test(a_newline_forces),
        cmocka_unit_test(references_stay_whole),
        cmocka_unit_test(numbers_keep_their_units),
        cmocka_unit_test(days_stay_with_their_months),
        cmocka_unit_test(ranges_stay_whole),
        cmocka_unit_test(addresses_break_where_no_mark_is_left_behind),
        cmocka_unit_test(the_end_is_a_break),
        cmocka_unit_test(plain_prose_breaks_as_ICU_does),
        cmocka_unit_test(plain_signs_break_as_ICU_does),
        cmocka_unit_test(ordinary_prose_needs_no_ICU),
    };
    return cmocka_run_group_tests(tests, engine_open, engine_close);
}
