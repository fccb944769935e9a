#include "../check.h"

#include <stdlib.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/diagnostics.h>

static int set_up(void **state) {
    *state = arena_new();
    return 0;
}

static int tear_down(void **state) {
    arena_free(*state);
    return 0;
}

static void written(struct diagnostics *diagnostics, const char *expected) {
    struct buffer out = {0};
    diagnostics_write(diagnostics, &out, LEVEL_ADVICE, false);
    assert_string_equal(out.data == NULL ? "" : out.data, expected);
    buffer_free(&out);
}

static struct where at(const char *file, long line) {
    return (struct where){file, line};
}

static void is_done_when_empty(void **state) {
    struct diagnostics *diagnostics = diagnostics_new(*state, 0);
    assert_false(diagnostics_failed(diagnostics));
    assert_int_equal(diagnostics_status(diagnostics), 0);
    assert_int_equal(diagnostics_kept(diagnostics), 0);
    written(diagnostics, "");
}

static void tells_place_and_remedy(void **state) {
    struct diagnostics *diagnostics = diagnostics_new(*state, 0);
    assert_false(REPORT(diagnostics, at("a.xml", 7), MESSAGE_FILE_MISSING, "map.csv"));
    REPORT(diagnostics, at("a.xml", 0), MESSAGE_FILE_TOO_LARGE, "a.xml",
           diagnostics_integer(diagnostics, 8388608));
    REPORT(diagnostics, at(NULL, 0), MESSAGE_FILE_READ, "b.xml",
           diagnostics_print(diagnostics, "reason %d", 3));
    written(diagnostics,
            "boardpaper: error: b.xml cannot be read (reason 3); check that it is a file and that "
            "you may read it\n"
            "a.xml: error: a.xml has more than 8388608 bytes; split it, or raise the limit with "
            "--limit\n"
            "a.xml:7: error: there is no file map.csv; check the name and the folder\n");
}

static void sorts_by_first_mention_then_line_then_time(void **state) {
    struct diagnostics *diagnostics = diagnostics_new(*state, 0);
    REPORT(diagnostics, at("z.xml", 9), MESSAGE_FILE_MISSING, "1");
    REPORT(diagnostics, at("a.xml", 5), MESSAGE_FILE_MISSING, "2");
    REPORT(diagnostics, at("z.xml", 100000), MESSAGE_FILE_MISSING, "3");
    REPORT(diagnostics, at("z.xml", 9), MESSAGE_FILE_MISSING, "4");
    char other_pointer[] = "z.xml";
    REPORT(diagnostics, at(other_pointer, 2), MESSAGE_FILE_MISSING, "5");
    static const char *const EXPECTED[] = {"z.xml 2", "z.xml 9", "z.xml 9", "z.xml 100000",
                                           "a.xml 5"};
    assert_int_equal(diagnostics_kept(diagnostics), 5);
    for (size_t i = 0; i < 5; i++) {
        const struct diagnostic *one = diagnostics_get(diagnostics, i);
        assert_string_equal(arena_print(*state, "%s %ld", one->where.file, one->where.line),
                            EXPECTED[i]);
    }
    assert_string_equal(diagnostics_get(diagnostics, 1)->text,
                        "there is no file 1; check the name and the folder");
    assert_string_equal(diagnostics_get(diagnostics, 2)->text,
                        "there is no file 4; check the name and the folder");
}

static void first_error_gives_the_status(void **state) {
    struct diagnostics *diagnostics = diagnostics_new(*state, 0);
    REPORT(diagnostics, at("b.xml", 9), MESSAGE_FILE_WRITE, "x", "y");
    REPORT(diagnostics, at("a.xml", 1), MESSAGE_FILE_MISSING, "x");
    assert_true(diagnostics_failed(diagnostics));
    assert_int_equal(diagnostics_status(diagnostics), 73);
    assert_int_equal(diagnostics_count(diagnostics, LEVEL_ERROR), 2);
    assert_int_equal(diagnostics_count(diagnostics, LEVEL_WARNING), 0);
}

static void keeps_the_limit_and_counts_the_rest(void **state) {
    struct diagnostics *diagnostics = diagnostics_new(*state, 2);
    for (int i = 0; i < 5; i++) {
        REPORT(diagnostics, at("a.xml", 5 - i), MESSAGE_FILE_MISSING, "x");
    }
    assert_int_equal(diagnostics_kept(diagnostics), 2);
    assert_int_equal(diagnostics_count(diagnostics, LEVEL_ERROR), 5);
    written(diagnostics, "a.xml:4: error: there is no file x; check the name and the folder\n"
                         "a.xml:5: error: there is no file x; check the name and the folder\n"
                         "boardpaper: 3 more errors not shown\n");
}

static void default_limit_is_a_hundred(void **state) {
    struct diagnostics *diagnostics = diagnostics_new(*state, 0);
    for (int i = 0; i < 101; i++) {
        REPORT(diagnostics, at("a.xml", i), MESSAGE_FILE_MISSING, "x");
    }
    assert_int_equal(diagnostics_kept(diagnostics), 100);
}

static void parts_cannot_command_a_terminal(void **state) {
    struct diagnostics *diagnostics = diagnostics_new(*state, 0);
    REPORT(diagnostics, at("a\n.xml", 1), MESSAGE_FILE_MISSING, "\033[2J\xC2\x9B{1}\x7F \xC3\xA9");
    written(diagnostics, "a\\x0a.xml:1: error: there is no file \\x1b[2J\\x9b{1}\\x7f \xC3\xA9; "
                         "check the name and the folder\n");
}

static void missing_part_shows(void **state) {
    struct diagnostics *diagnostics = diagnostics_new(*state, 0);
    REPORT(diagnostics, at(NULL, 0), MESSAGE_FILE_MISSING);
    written(diagnostics,
            "boardpaper: error: there is no file {1}; check the name and the folder\n");
}

static void colours_when_asked(void **state) {
    struct diagnostics *diagnostics = diagnostics_new(*state, 0);
    REPORT(diagnostics, at("a.xml", 1), MESSAGE_FILE_MISSING, "x");
    struct buffer out = {0};
    diagnostics_write(diagnostics, &out, LEVEL_ERROR, true);
    assert_string_equal(out.data, "\033[1ma.xml:1:\033[0m \033[1;31merror:\033[0m there is no file "
                                  "x; check the name and the folder\n");
    buffer_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(is_done_when_empty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tells_place_and_remedy, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sorts_by_first_mention_then_line_then_time, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(first_error_gives_the_status, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keeps_the_limit_and_counts_the_rest, set_up, tear_down),
        cmocka_unit_test_setup_teardown(default_limit_is_a_hundred, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_cannot_command_a_terminal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(missing_part_shows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(colours_when_asked, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
