#include "../check.h"

#include <boardpaper/nearest.h>

static const char *const WORDS[] = {"count", NULL, "category", "concern", "name", "id"};
enum { WORD_COUNT = sizeof WORDS / sizeof WORDS[0] };

static void finds_the_word_that_was_meant(void **state) {
    (void)state;
    assert_string_equal(nearest("cuont", WORDS, WORD_COUNT), "count");      /* exchanged */
    assert_string_equal(nearest("catgory", WORDS, WORD_COUNT), "category"); /* left out */
    assert_string_equal(nearest("nname", WORDS, WORD_COUNT), "name");       /* too many */
    assert_string_equal(nearest("CONCERN", WORDS, WORD_COUNT), "concern");
    assert_string_equal(nearest("concren!", WORDS, WORD_COUNT), "concern");
    assert_string_equal(nearest("di", WORDS, WORD_COUNT), "id");
    assert_string_equal(nearest("count", WORDS, WORD_COUNT), "count");
}

static void finds_none_where_none_is_near(void **state) {
    (void)state;
    assert_null(nearest("x", WORDS, WORD_COUNT));
    assert_null(nearest("population", WORDS, WORD_COUNT));
    assert_null(nearest("", WORDS, WORD_COUNT));
    assert_null(nearest("count", WORDS, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_word_that_was_meant),
        cmocka_unit_test(finds_none_where_none_is_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
