/* test_shape.c: shaping with the fonts that ship. */
#include "../check.h"

#include "engine_at_hand.h"

static const struct shaped *shape(struct at_hand *hand, const char *lang, unsigned features,
                                  const char *utf8) {
    const struct typeface *face = text_typeface(hand->text, NULL, false, false);
    return text_shape(hand->text, face, lang, features, false, utf8, strlen(utf8));
}

static int32_t advance(struct at_hand *hand, const char *utf8) {
    const struct shaped *shaped = shape(hand, "en-GB", TEXT_PLAIN, utf8);
    int32_t sum = 0;
    for (uint32_t i = 0; i < shaped->run_count; i++) {
        sum += shaped->runs[i].advance;
    }
    return sum;
}

static void kerning_brings_A_and_V_together(void **state) {
    struct at_hand *hand = *state;
    assert_true(advance(hand, "AV") < advance(hand, "A") + advance(hand, "V"));
    assert_int_equal(advance(hand, "nn"), 2 * advance(hand, "n"));
}

/* Source Sans joins f and t; fi it leaves to kerning, because its f does not reach the dot. */
static void a_ligature_is_one_glyph_of_its_first_letter(void **state) {
    struct at_hand *hand = *state;
    const struct shaped *joined = shape(hand, "en-GB", TEXT_PLAIN, "xftx");
    assert_int_equal(joined->run_count, 1);
    assert_int_equal(joined->runs[0].count, 3);
    assert_int_equal(joined->runs[0].glyphs[1].cluster, 1);
    assert_int_equal(joined->runs[0].glyphs[2].cluster, 3);
    const struct shaped *apart = shape(hand, "en-GB", TEXT_NO_LIGATURES, "xftx");
    assert_int_equal(apart->runs[0].count, 4);
}

static void tabular_figures_are_of_one_width(void **state) {
    struct at_hand *hand = *state;
    const struct shaped *figures = shape(hand, "en-GB", TEXT_TABULAR, "0123456789");
    assert_int_equal(figures->runs[0].count, 10);
    for (int i = 1; i < 10; i++) {
        assert_int_equal(figures->runs[0].glyphs[i].advance, figures->runs[0].glyphs[0].advance);
    }
    const struct shaped *ones = shape(hand, "en-GB", TEXT_TABULAR, "1111");
    const struct shaped *sevens = shape(hand, "en-GB", TEXT_TABULAR, "7474");
    assert_int_equal(ones->runs[0].advance, sevens->runs[0].advance);
    /* The signs that tables use keep columns straight as well. */
    const struct shaped *plus = shape(hand, "en-GB", TEXT_TABULAR, "+5");
    const struct shaped *minus = shape(hand, "en-GB", TEXT_TABULAR, "\u22125");
    assert_int_equal(plus->runs[0].advance, minus->runs[0].advance);
}

static void small_capitals_are_other_glyphs(void **state) {
    struct at_hand *hand = *state;
    const struct shaped *plain = shape(hand, "en-GB", TEXT_PLAIN, "a");
    const struct shaped *small = shape(hand, "en-GB", TEXT_SMALL_CAPS, "a");
    assert_int_not_equal(plain->runs[0].glyphs[0].id, small->runs[0].glyphs[0].id);
}

static void no_letter_is_missing(void **state) {
    struct at_hand *hand = *state;
    static const struct {
        const char *lang, *text;
    } words[] = {
        {"cy", "D\u0175r \u0177d y t\u0177 \u00E2 \u00EA \u00EE \u00F4 \u00FB \u0174 \u0176"},
        {"pl", "Za\u017C\u00F3\u0142\u0107 g\u0119\u015Bl\u0105 ja\u017A\u0144"},
        {"ro", "\u0218tiin\u021B\u0103 \u00EEn a\u0219tept\u00E2nd"},
        {"tr", "\u0130stanbul \u0131\u015F\u0131\u011F\u0131 \u015Eahin"},
        {"en-GB",
         "\u2013 \u2014 \u2212 \u2265 \u2264 \u2018\u2019 \u201C\u201D \u00A3 \u20AC \u2026"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const struct shaped *shaped = shape(hand, words[i].lang, TEXT_PLAIN, words[i].text);
        assert_false(shaped->missing);
        assert_int_equal(shaped->run_count, 1); /* all from the family's own font */
        assert_string_equal(font_postscript_name(shaped->runs[0].font), "SourceSans3-Regular");
    }
}

/* A letter and a combining mark become the one letter the font has. */
static void marks_compose(void **state) {
    struct at_hand *hand = *state;
    const struct shaped *composed = shape(hand, "cy", TEXT_PLAIN, "\u0175");
    const struct shaped *apart = shape(hand, "cy", TEXT_PLAIN, "w\u0302");
    assert_int_equal(apart->runs[0].count, 1);
    assert_int_equal(apart->runs[0].glyphs[0].id, composed->runs[0].glyphs[0].id);
}

static void other_fonts_stand_in(void **state) {
    struct at_hand *hand = *state;
    const struct shaped *mixed = shape(hand, "en-GB", TEXT_PLAIN, "a\u05D0\u25C7b");
    assert_false(mixed->missing);
    assert_int_equal(mixed->run_count, 4);
    assert_string_equal(font_postscript_name(mixed->runs[0].font), "SourceSans3-Regular");
    assert_string_equal(font_postscript_name(mixed->runs[1].font), "NotoSansHebrew-Regular");
    assert_string_equal(font_postscript_name(mixed->runs[2].font), "DejaVuSans");
    assert_string_equal(font_postscript_name(mixed->runs[3].font), "SourceSans3-Regular");
    uint32_t at = 0;
    for (uint32_t i = 0; i < mixed->run_count; i++) {
        assert_int_equal(mixed->runs[i].start, at);
        at += mixed->runs[i].length;
    }
    assert_int_equal(at, mixed->length);
    static const char *const signs[] = {"\u25CF", "\u25B2", "\u25A0", "\u25C6", "\u25CB", "\u2713",
                                        "\u2191", "\u2192", "\u2193", "\u25BC", "\u25A1", "\u0627"};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        assert_false(shape(hand, "en-GB", TEXT_PLAIN, signs[i])->missing);
    }
}

static void a_character_that_no_font_has_is_named(void **state) {
    struct at_hand *hand = *state;
    const struct shaped *shaped = shape(hand, "en-GB", TEXT_PLAIN, "ab\U0001F9FF");
    assert_true(shaped->missing);
    assert_string_equal(text_missing(hand->text, shaped), "U+1F9FF NAZAR AMULET");
    assert_null(text_missing(hand->text, shape(hand, "en-GB", TEXT_PLAIN, "ab")));
}

static void hebrew_is_drawn_from_the_right(void **state) {
    struct at_hand *hand = *state;
    const struct typeface *face = text_typeface(hand->text, NULL, false, false);
    const struct shaped *word =
        text_shape(hand->text, face, "he", TEXT_PLAIN, true, "\u05E9\u05DC\u05D5\u05DD", 8);
    assert_int_equal(word->run_count, 1);
    assert_int_equal(word->runs[0].count, 4);
    assert_int_equal(word->runs[0].glyphs[0].cluster, 6); /* the last letter stands leftmost */
    assert_int_equal(word->runs[0].glyphs[3].cluster, 0);
}

static void arabic_letters_join(void **state) {
    struct at_hand *hand = *state;
    const struct typeface *face = text_typeface(hand->text, NULL, false, false);
    const struct shaped *alone = text_shape(hand->text, face, "ar", TEXT_PLAIN, true, "\u0628", 2);
    const struct shaped *three =
        text_shape(hand->text, face, "ar", TEXT_PLAIN, true, "\u0628\u0628\u0628", 6);
    assert_false(three->missing);
    uint32_t count = three->runs[0].count;
    assert_int_not_equal(three->runs[0].glyphs[0].id, alone->runs[0].glyphs[0].id);
    assert_int_not_equal(three->runs[0].glyphs[0].id, three->runs[0].glyphs[count - 1].id);
}

static void bytes_that_are_no_text_are_shown_as_such(void **state) {
    struct at_hand *hand = *state;
    const struct shaped *shaped = shape(hand, "en-GB", TEXT_PLAIN,
                                        "a\xFF"
                                        "b\xC3");
    assert_false(shaped->missing); /* U+FFFD is in DejaVu Sans */
    assert_int_equal(shaped->run_count, 4);
    assert_int_equal(font_character(shaped->runs[1].font, shaped->runs[1].glyphs[0].id), 0xFFFD);
    assert_int_equal(font_character(shaped->runs[3].font, shaped->runs[3].glyphs[0].id), 0xFFFD);
}

static void control_characters_leave_no_box(void **state) {
    struct at_hand *hand = *state;
    assert_false(shape(hand, "en-GB", TEXT_PLAIN,
                       "a\tb\nc\x01"
                       "d\xC2\x85\u2028")
                     ->missing);
    assert_int_equal(shape(hand, "en-GB", TEXT_PLAIN, "")->run_count, 0);
}

static void widths_are_rounded_once(void **state) {
    struct at_hand *hand = *state;
    const struct shaped *word = shape(hand, "en-GB", TEXT_PLAIN, "nn");
    assert_int_equal(text_width(word, 1000), word->runs[0].advance);
    assert_int_equal(text_width(word, 11000), word->runs[0].advance * 11);
}

/* Of one typeface, one language and the same features there is one voice, and a word in it is
 * shaped once, whichever way it is asked for; with anything else there is another. */
static void a_voice_speaks_a_word_once(void **state) {
    struct at_hand *hand = *state;
    const struct typeface *face = text_typeface(hand->text, NULL, false, false);
    const struct typeface *bold = text_typeface(hand->text, NULL, true, false);
    char lang[] = "en-GB"; /* by what it says, not by where it stands */
    const struct voice *voice = text_voice(hand->text, face, lang, TEXT_PLAIN);
    const struct shaped *word = text_shape_in(hand->text, voice, false, "harm", 4);
    const struct voice *others[] = {text_voice(hand->text, bold, lang, TEXT_PLAIN),
                                    text_voice(hand->text, face, "cy", TEXT_PLAIN),
                                    text_voice(hand->text, face, lang, TEXT_TABULAR)};
    memcpy(lang, "cy", 3);
    assert_ptr_equal(text_voice(hand->text, face, lang, TEXT_PLAIN), others[1]);
    assert_ptr_equal(text_voice(hand->text, face, "en-GB", TEXT_PLAIN), voice);
    assert_ptr_equal(shape(hand, "en-GB", TEXT_PLAIN, "harm"), word);
    assert_ptr_not_equal(text_shape_in(hand->text, voice, true, "harm", 4), word);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_ptr_not_equal(others[i], voice);
        assert_ptr_not_equal(text_shape_in(hand->text, others[i], false, "harm", 4), word);
    }
}

/* Whatever is shaped from pairs or, because it is long, by HarfBuzz comes out the same. */
static void words_of_any_length(void **state) {
    struct at_hand *hand = *state;
    char word[601] = "";
    for (size_t i = 0; i < 600; i++) {
        word[i] = "Tote AVa"[i % 8];
    }
    int32_t before = 0, step = 0; /* every eight letters more are as wide as those before them */
    for (size_t length = 8; length <= 600; length += 8) {
        char part[601];
        memcpy(part, word, length);
        part[length] = '\0';
        int32_t more = advance(hand, part) - before;
        step = length == 16 ? more : step;
        assert_true(length <= 16 || more == step);
        before = advance(hand, part);
    }
}

static void faces_of_a_family(void **state) {
    struct at_hand *hand = *state;
    static const char *const names[] = {"SourceSans3-Regular", "SourceSans3-Bold", "SourceSans3-It",
                                        "SourceSans3-BoldIt"};
    for (int face = 0; face < 4; face++) {
        const struct typeface *typeface =
            text_typeface(hand->text, "Source Sans 3", (face & 1) != 0, (face & 2) != 0);
        const struct shaped *word =
            text_shape(hand->text, typeface, "en-GB", TEXT_PLAIN, false, "a", 1);
        assert_string_equal(font_postscript_name(word->runs[0].font), names[face]);
    }
    assert_true(text_has_family(hand->text, "DejaVu Sans"));
    assert_false(text_has_family(hand->text, "Comic Sans"));
    assert_false(text_has_family(hand->text, NULL));
    assert_ptr_equal(text_typeface(hand->text, NULL, false, false),
                     text_typeface(hand->text, "Comic Sans", false, false));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kerning_brings_A_and_V_together),
        cmocka_unit_test(a_ligature_is_one_glyph_of_its_first_letter),
        cmocka_unit_test(tabular_figures_are_of_one_width),
        cmocka_unit_test(small_capitals_are_other_glyphs),
        cmocka_unit_test(no_letter_is_missing),
        cmocka_unit_test(marks_compose),
        cmocka_unit_test(other_fonts_stand_in),
        cmocka_unit_test(a_character_that_no_font_has_is_named),
        cmocka_unit_test(hebrew_is_drawn_from_the_right),
        cmocka_unit_test(arabic_letters_join),
        cmocka_unit_test(bytes_that_are_no_text_are_shown_as_such),
        cmocka_unit_test(control_characters_leave_no_box),
        cmocka_unit_test(widths_are_rounded_once),
        cmocka_unit_test(a_voice_speaks_a_word_once),
        cmocka_unit_test(words_of_any_length),
        cmocka_unit_test(faces_of_a_family),
    };
    return cmocka_run_group_tests(tests, engine_open, engine_close);
}
