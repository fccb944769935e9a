/* test_hyphens.c: hyphenation by the dictionaries that ship; expectations from the patterns of
 * British English (hyph_en_GB.dic, by hand for the first) and Polish. */
#include "../check.h"

#include "engine_at_hand.h"

#include <hyphen.h>

#include "text/patterns.h"

static const char *hyphenated(struct at_hand *hand, const char *lang, const char *word) {
    size_t length = strlen(word);
    uint8_t *hyphens = arena_take(hand->arena, length + 1);
    bool any = text_hyphens(hand->text, lang, word, length, hyphens);
    char *out = arena_take(hand->arena, length * 2 + 1);
    size_t written = 0;
    bool found = false;
    for (size_t i = 0; i < length; i++) {
        if (hyphens[i]) {
            out[written++] = '-';
            found = true;
        }
        out[written++] = word[i];
    }
    assert_int_equal(any, found);
    return out;
}

#define HYPHENS(lang, word, expected) assert_string_equal(hyphenated(hand, lang, word), expected)

static void english_words(void **state) {
    struct at_hand *hand = *state;
    HYPHENS("en-GB", "hyphenation", "hy-phen-a-tion");
    HYPHENS("en-GB", "partnership", "part-ner-ship");
    HYPHENS("en-GB", "safeguarding", "safe-guard-ing");
    HYPHENS("en", "assessment", "as-sess-ment");
    HYPHENS("en-GB-oxendict", "Assessment", "As-sess-ment");
    HYPHENS("en-GB", "the", "the");
}

static void polish_words_in_their_own_encoding(void **state) {
    struct at_hand *hand = *state;
    HYPHENS("pl", "bezpiecze\u0144stwo", "bez-pie-cze\u0144-stwo");
    HYPHENS("pl-PL", "przest\u0119pczo\u015B\u0107", "prze-st\u0119p-czo\u015B\u0107");
}

/* Reckoned from hyph_cy.dic by another program. */
static void welsh_words(void **state) {
    struct at_hand *hand = *state;
    HYPHENS("cy", "partneriaeth", "part-ner-iaeth");
    HYPHENS("cy-GB", "Ymddygiad", "Ym-ddyg-iad");
    HYPHENS("cy", "gwrthgymdeithasol", "gwrth-gym-deith-asol");
    HYPHENS("cy", "t\u0177", "t\u0177");
}

static void what_is_no_word_stays_whole(void **state) {
    struct at_hand *hand = *state;
    HYPHENS("en-GB", "PARTNERSHIP", "PARTNERSHIP");
    HYPHENS("en-GB", "partnership2", "partnership2");
    HYPHENS("en-GB", "partnership@example", "partnership@example");
    HYPHENS("en-GB", "", "");
    HYPHENS("fr", "assessment", "assessment");
    HYPHENS("en-US", "assessment", "assessment");
    HYPHENS("", "assessment", "assessment");
}

static void marks_around_a_word_are_no_part_of_it(void **state) {
    struct at_hand *hand = *state;
    HYPHENS("en-GB", "(partnership),", "(part-ner-ship),");
    HYPHENS("en-GB", "\u201Cassessment\u201D", "\u201Cas-sess-ment\u201D");
    HYPHENS("en-GB", "caf\u00E9-assessment", "caf\u00E9-as-sess-ment");
}

static void a_word_without_end_is_left_alone(void **state) {
    struct at_hand *hand = *state;
    char word[5001];
    memset(word, 'a', 5000);
    word[5000] = '\0';
    HYPHENS("en-GB", word, word);
}

/* On random words of the letters that words have, libhyphen finds the same places. */
static void libhyphen_agrees(void **state) {
    struct at_hand *hand = *state;
    const char *source = getenv("SOURCE");
    const char *path = arena_print(hand->arena, "%s/fonts/hyphen/hyph_en_GB.dic", source);
    HyphenDict *dictionary = hnj_hyphen_load(path);
    assert_non_null(dictionary);
    static const char letters[] = "eeeeetttaaaoooiiinnnsssrrrhhlldddccuummffppggwwyybbvkxjqz";
    uint64_t seed = 2016;
    size_t breaks = 0;
    for (int round = 0; round < 100000; round++) {
        char word[24], marks[24 + 5];
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
        int length = 5 + (int)(seed >> 60);
        for (int i = 0; i < length; i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
            word[i] = letters[(seed >> 33) % (sizeof letters - 1)];
        }
        word[length] = '\0';
        char **replacements = NULL;
        int *positions = NULL, *cuts = NULL;
        hnj_hyphen_hyphenate2(dictionary, word, length, marks, NULL, &replacements, &positions,
                              &cuts);
        uint8_t ours[32];
        text_hyphens(hand->text, "en-GB", word, (size_t)length, ours);
        for (int i = 1; i < length; i++) {
            breaks += ours[i];
            if (ours[i] != (marks[i - 1] & 1)) {
                print_error("libhyphen differs in %s at %d\n", word, i);
                fail();
            }
        }
    }
    assert_true(breaks > 10000);
    hnj_hyphen_free(dictionary);
}

static void a_file_that_is_no_dictionary(void **state) {
    struct at_hand *hand = *state;
    assert_null(patterns_read(hand->arena, "/nowhere"));
    assert_null(patterns_read(hand->arena, "/dev/null"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_words),
        cmocka_unit_test(polish_words_in_their_own_encoding),
        cmocka_unit_test(welsh_words),
        cmocka_unit_test(what_is_no_word_stays_whole),
        cmocka_unit_test(marks_around_a_word_are_no_part_of_it),
        cmocka_unit_test(a_word_without_end_is_left_alone),
        cmocka_unit_test(libhyphen_agrees),
        cmocka_unit_test(a_file_that_is_no_dictionary),
    };
    return cmocka_run_group_tests(tests, engine_open, engine_close);
}
