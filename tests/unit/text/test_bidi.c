/* test_bidi.c: runs in the order they are drawn. */
#include "../check.h"

#include "engine_at_hand.h"

/* "start+length" of each run, < for those from the right. */
static const char *runs(struct at_hand *hand, const char *utf8, bool base) {
    struct text_direction out[8];
    size_t count = text_bidi(hand->text, utf8, strlen(utf8), base, out, 8);
    const char *text = "";
    for (size_t i = 0; i < count && i < 8; i++) {
        text = arena_print(hand->arena, "%s%s%zu+%zu", text, out[i].right_to_left ? " <" : " ",
                           out[i].start, out[i].length);
    }
    return text;
}

static void left_to_right_is_one_run(void **state) {
    struct at_hand *hand = *state;
    assert_string_equal(runs(hand, "caf\u00E9 \u2013 1", false), " 0+11");
    assert_string_equal(runs(hand, "", false), "");
}

static void hebrew_in_english(void **state) {
    struct at_hand *hand = *state;
    /* "ab ", two words of Hebrew with their space, " cd" */
    assert_string_equal(runs(hand, "ab \u05D0\u05D1 \u05D2\u05D3 cd", false), " 0+3 <3+9 12+3");
}

static void english_and_figures_in_hebrew(void **state) {
    struct at_hand *hand = *state;
    /* Hebrew, space, 12, space, Hebrew, from the right: the last word is drawn first. */
    assert_string_equal(runs(hand, "\u05D0\u05D1 12 \u05D2\u05D3", true), " <7+5 5+2 <0+5");
    assert_string_equal(runs(hand, "abc", true), " 0+3");
}

static void more_runs_than_room_are_counted(void **state) {
    struct at_hand *hand = *state;
    struct text_direction one[1];
    const char *text = "a \u05D0 b \u05D1 c";
    assert_int_equal(text_bidi(hand->text, text, strlen(text), false, one, 1), 5);
    assert_int_equal(one[0].length, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(left_to_right_is_one_run),
        cmocka_unit_test(hebrew_in_english),
        cmocka_unit_test(english_and_figures_in_hebrew),
        cmocka_unit_test(more_runs_than_room_are_counted),
    };
    return cmocka_run_group_tests(tests, engine_open, engine_close);
}
