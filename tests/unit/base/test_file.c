#include "../check.h"

#include <string.h>

#include <boardpaper/file.h>

#include "scratch.h"

static const struct where PLACE = {"paper.xml", 3};

static void make(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* The first diagnostic's message, or -1. */
static int message(struct scratch *scratch) {
    return diagnostics_kept(scratch->diagnostics) == 0
               ? -1
               : (int)diagnostics_get(scratch->diagnostics, 0)->message;
}

static void reads_a_whole_file(void **state) {
    struct scratch *scratch = *state;
    make("a", "hello");
    make("empty", "");
    size_t length = 99;
    const char *bytes = file_read(scratch->arena, "a", 0, PLACE, &length, scratch->diagnostics);
    assert_string_equal(bytes, "hello");
    assert_int_equal(length, 5);
    bytes = file_read(scratch->arena, "empty", 0, PLACE, &length, scratch->diagnostics);
    assert_string_equal(bytes, "");
    assert_int_equal(length, 0);
    assert_int_equal(message(scratch), -1);
}

static void reads_what_has_no_size(void **state) {
    struct scratch *scratch = *state;
    size_t length = 0;
    const char *bytes =
        file_read(scratch->arena, "/proc/self/status", 0, PLACE, &length, scratch->diagnostics);
    assert_non_null(bytes);
    assert_memory_equal(bytes, "Name:", 5);
    assert_int_equal(strlen(bytes), length);
}

static void keeps_the_limit(void **state) {
    struct scratch *scratch = *state;
    make("a", "12345678");
    size_t length = 0;
    assert_non_null(file_read(scratch->arena, "a", 8, PLACE, &length, scratch->diagnostics));
    assert_null(file_read(scratch->arena, "a", 7, PLACE, &length, scratch->diagnostics));
    assert_int_equal(message(scratch), MESSAGE_FILE_TOO_LARGE);
    assert_int_equal(diagnostics_status(scratch->diagnostics), 65);
}

static void names_the_place_of_what_is_missing(void **state) {
    struct scratch *scratch = *state;
    size_t length = 0;
    assert_null(file_read(scratch->arena, "no", 0, PLACE, &length, scratch->diagnostics));
    assert_int_equal(message(scratch), MESSAGE_FILE_MISSING);
    assert_int_equal(diagnostics_get(scratch->diagnostics, 0)->where.line, 3);
    assert_int_equal(diagnostics_status(scratch->diagnostics), 66);
}

static void a_folder_is_no_file(void **state) {
    struct scratch *scratch = *state;
    size_t length = 0;
    assert_null(file_read(scratch->arena, ".", 0, PLACE, &length, scratch->diagnostics));
    assert_int_equal(message(scratch), MESSAGE_FILE_READ);
}

static void plain_names(void **state) {
    struct scratch *scratch = *state;
    assert_true(file_name_is_plain("a-B_9.xml", 9));
    assert_true(file_name_is_plain("a b", 1)); /* its first sign */
    assert_false(file_name_is_plain("a b", 3));
    assert_false(file_name_is_plain("a/b", 3));
    assert_false(file_name_is_plain(".a", 2));
    assert_false(file_name_is_plain("", 0));
    static const struct {
        const char *path, *name;
    } CASES[] = {{"in/2016 01.xml", "2016-01.xml"}, {"x.xml", "x.xml"}, {"-", "other"},
                 {"in/.hidden", "other"},           {"in/", "other"},   {"\xC3\xA9.xml", "--.xml"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_string_equal(file_plain_name(scratch->arena, CASES[i].path, "other"), CASES[i].name);
    }
}

static void names_files_beside_others(void **state) {
    struct scratch *scratch = *state;
    assert_string_equal(file_beside(scratch->arena, "a/b.xml", "../x.xml"), "a/../x.xml");
    assert_string_equal(file_beside(scratch->arena, "b.xml", "x.xml"), "x.xml");
    assert_string_equal(file_beside(scratch->arena, "/b.xml", "x.xml"), "/x.xml");
    assert_string_equal(file_beside(scratch->arena, "a/b.xml", "/x.xml"), "/x.xml");
    assert_string_equal(file_beside(scratch->arena, "-", "x.xml"), "x.xml");
}

static int beneath(struct scratch *scratch, const char *path) {
    scratch->diagnostics = diagnostics_new(scratch->arena, 0);
    size_t length = 0;
    const char *bytes = file_read_beneath(scratch->arena, "in/paper.xml", path, 100, PLACE, &length,
                                          scratch->diagnostics);
    assert_true((bytes == NULL) == (message(scratch) >= 0));
    return message(scratch);
}

static void reads_only_beneath_the_input(void **state) {
    struct scratch *scratch = *state;
    assert_int_equal(mkdir("in", 0700) | mkdir("in/deep", 0700), 0);
    make("in/data.csv", "1,2");
    make("in/deep/data.csv", "3,4");
    make("secret", "no");
    assert_int_equal(symlink("../secret", "in/link"), 0);
    assert_int_equal(symlink("data.csv", "in/inner-link"), 0);
    assert_int_equal(symlink("..", "in/up"), 0);
    assert_int_equal(mkfifo("in/fifo", 0600), 0);
    assert_int_equal(beneath(scratch, "data.csv"), -1);
    assert_int_equal(beneath(scratch, "deep/data.csv"), -1);
    assert_int_equal(beneath(scratch, "./deep/../data.csv"), -1);
    assert_int_equal(beneath(scratch, "../secret"), MESSAGE_FILE_OUTSIDE);
    assert_int_equal(beneath(scratch, "deep/../../secret"), MESSAGE_FILE_OUTSIDE);
    assert_int_equal(beneath(scratch, "/etc/passwd"), MESSAGE_FILE_OUTSIDE);
    assert_int_equal(beneath(scratch, "link"), MESSAGE_FILE_OUTSIDE);
    assert_int_equal(beneath(scratch, "inner-link"), MESSAGE_FILE_OUTSIDE);
    assert_int_equal(beneath(scratch, "up/secret"), MESSAGE_FILE_OUTSIDE);
    assert_int_equal(beneath(scratch, "no.csv"), MESSAGE_FILE_MISSING);
    assert_int_equal(beneath(scratch, "fifo"), MESSAGE_FILE_READ);
    assert_int_equal(beneath(scratch, "deep"), MESSAGE_FILE_READ);
}

static void finds_the_data_folder(void **state) {
    (void)state;
    assert_int_equal(setenv("BOARDPAPER_DATA", "/somewhere", 1), 0);
    assert_string_equal(file_data_folder(), "/somewhere");
    assert_int_equal(unsetenv("BOARDPAPER_DATA"), 0);
    assert_non_null(file_data_folder());
    assert_string_not_equal(file_data_folder(), "/somewhere");
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_open, scratch_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(reads_a_whole_file),
        IN_SCRATCH(reads_what_has_no_size),
        IN_SCRATCH(keeps_the_limit),
        IN_SCRATCH(names_the_place_of_what_is_missing),
        IN_SCRATCH(a_folder_is_no_file),
        IN_SCRATCH(names_files_beside_others),
        IN_SCRATCH(plain_names),
        IN_SCRATCH(reads_only_beneath_the_input),
        cmocka_unit_test(finds_the_data_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
