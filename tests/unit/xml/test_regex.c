/* XML Schema's regular expressions: what they match and what is none. */
#include "../check.h"

#include <stdlib.h>

#include <boardpaper/arena.h>

#include "xml/regex.h"

static int set_up(void **state) {
    *state = arena_new();
    return 0;
}

static int tear_down(void **state) {
    arena_free(*state);
    return 0;
}

static void matches_whole_texts(void **state) {
    static const struct {
        const char *expression, *text;
        bool matches;
    } CASES[] = {
        {"[0-9]+(\\.[0-9]+)?", "12.5", true},
        {"[0-9]+(\\.[0-9]+)?", "12.", false},
        {"[0-9]+(\\.[0-9]+)?", "", false},
        {"[+\\-]?[0-9]+", "-7", true},
        {"[+\\-]?[0-9]+", "7-", false},
        {"[0-9]{4}-[0-9]{2}", "2016-01", true},
        {"[0-9]{4}-[0-9]{2}", "2016-1", false},
        {"[0-9]{4}-[0-9]{2}", "12016-01", false},
        {"a{2,3}", "a", false},
        {"a{2,3}", "aaa", true},
        {"a{2,3}", "aaaa", false},
        {"a{2,}b", "aaaaab", true},
        {"a{2,}b", "ab", false},
        {"a{0}b", "b", true},
        {"a{0}b", "ab", false},
        {"(ab|cd)*", "", true},
        {"(ab|cd)*", "abcdab", true},
        {"(ab|cd)*", "abc", false},
        {"auto|[0-9]*\\*|[0-9]*\\.?[0-9]+ ?(pt|mm)", "auto", true},
        {"auto|[0-9]*\\*|[0-9]*\\.?[0-9]+ ?(pt|mm)", "2*", true},
        {"auto|[0-9]*\\*|[0-9]*\\.?[0-9]+ ?(pt|mm)", ".5 mm", true},
        {"auto|[0-9]*\\*|[0-9]*\\.?[0-9]+ ?(pt|mm)", "5  mm", false},
        {"#[0-9A-Fa-f]{6}", "#1f4E79", true},
        {"#[0-9A-Fa-f]{6}", "#1f4E7", false},
        {"[^ab]+", "cd\xC3\xA9", true},
        {"[^ab]+", "cad", false},
        {".{2}", "\xC3\xA9\xF0\x9F\x98\x80", true}, /* two characters in six bytes */
        {".{3}", "\xC3\xA9\xF0\x9F\x98\x80", false},
        {".", "\n", false},
        {"\\d+\\s\\w+", "12 ab", true},
        {"\\D\\S\\W", "a-!", true},
        {"\\D", "1", false},
        {"a?b?c?", "ac", true},
        {"(a?){3}", "aa", true},
        {"\\{.+\\}|[0-9]+", "{position()}", true},
        {"\\{.+\\}|[0-9]+", "{}", false},
        {"[a-c-]", "-", true},
        {"a|", "", true},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct regex *regex = regex_new(*state, CASES[i].expression);
        assert_non_null(regex);
        assert_int_equal(regex_matches(regex, CASES[i].text), CASES[i].matches);
        regex_free(regex);
    }
}

static void refuses_what_it_does_not_understand(void **state) {
    static const char *const NONE[] = {"(a",        "a)",         "[a",     "a{2",
                                       "a{3,2}",    "*a",         "a**",    "\\p{L}",
                                       "[a-z-[b]]", "[\xC3\xA9]", "a{999}", "(a{200}){200}",
                                       "\\",        "\xC3\xA9",   "a{,2}"};
    for (size_t i = 0; i < sizeof NONE / sizeof NONE[0]; i++) {
        assert_null(regex_new(*state, NONE[i]));
    }
}

static void takes_time_by_the_text_only(void **state) {
    /* (a|a)*b goes exponential where it is tried back and forth. */
    struct regex *regex = regex_new(*state, "((a|a)*|(a|aa)*)*b");
    char text[20001];
    for (size_t i = 0; i < 20000; i++) {
        text[i] = 'a';
    }
    text[20000] = '\0';
    assert_false(regex_matches(regex, text));
    text[19999] = 'b';
    assert_true(regex_matches(regex, text));
    regex_free(regex);
}

static void begins_anew_where_there_are_too_many_sets(void **state) {
    /* The tenth letter from the end is a: 2,048 sets of states, eight times those there is room
     * for. The text goes through many of them. */
    struct regex *regex = regex_new(*state, "[ab]*a[ab]{10}");
    char text[5001];
    uint64_t chance = 1;
    for (size_t i = 0; i < 5000; i++) {
        chance = chance * 6364136223846793005u + 1442695040888963407u;
        text[i] = (chance >> 40 & 1) != 0 ? 'a' : 'b';
    }
    text[5000] = '\0';
    for (size_t length = 4900; length <= 5000; length++) {
        char kept = text[length];
        text[length] = '\0';
        assert_int_equal(regex_matches(regex, text), text[length - 11] == 'a');
        text[length] = kept;
    }
    regex_free(regex);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(matches_whole_texts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_it_does_not_understand, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_time_by_the_text_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(begins_anew_where_there_are_too_many_sets, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
