#include "../check.h"

#include <stdbool.h>

#include <boardpaper/arena.h>

#include "commands/options.h"

static const struct command_option OPTIONS[] = {
    {"output", 'o', "FILE", "write there"},
    {"set", 0, "NAME=VALUE", "set a value"},
    {"dry-run", 'n', NULL, "only show"},
    {"format", 0, "FORMAT", "table or csv"},
    {0},
};

static const struct command COMMAND = {
    .name = "render", .arguments = "INPUT.xml", .options = OPTIONS, .least = 1, .most = 2};

static struct session session;
static bool help;

static int set_up(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    session = (struct session){
        .command = &COMMAND, .arena = arena, .diagnostics = diagnostics_new(arena, 0)};
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(session.arena);
    return 0;
}

#define PARSE(...) options_parse(&session, (char *[]){__VA_ARGS__, NULL}, &help)

static void said(const char *expected) {
    assert_int_equal(diagnostics_kept(session.diagnostics), 1);
    assert_string_equal(diagnostics_get(session.diagnostics, 0)->text, expected);
    assert_int_equal(diagnostics_status(session.diagnostics), 64);
}

static void takes_options_and_arguments_in_any_order(void **state) {
    (void)state;
    assert_true(PARSE("in.xml", "-o", "a.pdf", "--set=x=1", "--set", "y", "-nq", "-"));
    assert_int_equal(session.argument_count, 2);
    assert_string_equal(session.arguments[0], "in.xml");
    assert_string_equal(session.arguments[1], "-");
    assert_null(session.arguments[2]);
    assert_string_equal(session_option(&session, "output"), "a.pdf");
    assert_true(session_has(&session, "dry-run"));
    assert_true(session.quiet);
    assert_false(session.verbose);
    size_t count = 0;
    const char *const *values = session_values(&session, "set", &count);
    assert_int_equal(count, 2);
    assert_string_equal(values[0], "x=1");
    assert_string_equal(values[1], "y");
    assert_null(values[2]);
}

static void letter_takes_the_rest_as_its_value(void **state) {
    (void)state;
    assert_true(PARSE("-noa.pdf", "in.xml"));
    assert_string_equal(session_option(&session, "output"), "a.pdf");
    assert_true(session_has(&session, "dry-run"));
}

static void two_dashes_end_the_options(void **state) {
    (void)state;
    assert_true(PARSE("--", "--set", "-o"));
    assert_int_equal(session.argument_count, 2);
    assert_string_equal(session.arguments[1], "-o");
    assert_false(session_has(&session, "set"));
}

static void unknown_options_are_told_what_was_meant(void **state) {
    (void)state;
    assert_false(PARSE("--ouptut", "a", "in.xml"));
    said("there is no option --ouptut here; did you mean --output? boardpaper help render lists "
         "them");
}

static void unlike_anything_is_only_unknown(void **state) {
    (void)state;
    assert_false(PARSE("--zzzzzz", "in.xml"));
    said("there is no option --zzzzzz here; boardpaper help render lists them");
}

static void a_missing_value_is_shown(void **state) {
    (void)state;
    assert_false(PARSE("in.xml", "--output"));
    said("option --output needs a value; write --output FILE");
}

static void a_needless_value_is_shown(void **state) {
    (void)state;
    assert_false(PARSE("in.xml", "--dry-run=yes"));
    said("option --dry-run takes no value; leave out =yes");
}

static void too_few_arguments(void **state) {
    (void)state;
    assert_false(PARSE("-n"));
    said("something is missing; write boardpaper render INPUT.xml");
}

static void too_many_arguments(void **state) {
    (void)state;
    assert_false(PARSE("a", "b", "c"));
    said("c is one argument too many; write boardpaper render INPUT.xml");
}

static void help_asks_for_no_arguments(void **state) {
    (void)state;
    assert_true(PARSE("--help"));
    assert_true(help);
}

static void chooses_by_word(void **state) {
    (void)state;
    static const char *const FORMATS[] = {"table", "csv", NULL};
    assert_true(PARSE("a", "--format=csv"));
    assert_int_equal(session_choice(&session, "format", FORMATS, 0), 1);
    assert_int_equal(session_choice(&session, "set", FORMATS, 7), 7);
}

static void refuses_other_words(void **state) {
    (void)state;
    static const char *const FORMATS[] = {"table", "csv", NULL};
    assert_true(PARSE("a", "--format=pdf"));
    assert_int_equal(session_choice(&session, "format", FORMATS, 0), -1);
    said("option --format cannot be pdf; it is one of table, csv");
}

static void colour_is_as_asked(void **state) {
    (void)state;
    assert_true(PARSE("a", "--color=always"));
    assert_true(session.colour);
}

static void a_wrong_colour_is_refused(void **state) {
    (void)state;
    assert_false(PARSE("a", "--color=blue"));
    said("option --color cannot be blue; it is one of auto, always, never");
}

#define WITH_SESSION(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_SESSION(takes_options_and_arguments_in_any_order),
        WITH_SESSION(letter_takes_the_rest_as_its_value),
        WITH_SESSION(two_dashes_end_the_options),
        WITH_SESSION(unknown_options_are_told_what_was_meant),
        WITH_SESSION(unlike_anything_is_only_unknown),
        WITH_SESSION(a_missing_value_is_shown),
        WITH_SESSION(a_needless_value_is_shown),
        WITH_SESSION(too_few_arguments),
        WITH_SESSION(too_many_arguments),
        WITH_SESSION(help_asks_for_no_arguments),
        WITH_SESSION(chooses_by_word),
        WITH_SESSION(refuses_other_words),
        WITH_SESSION(colour_is_as_asked),
        WITH_SESSION(a_wrong_colour_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
