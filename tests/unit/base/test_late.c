/* Functions that are found when they are asked for, and what is said where they are not. */
#include "../check.h"

#include <boardpaper/late.h>

struct table {
    double (*cosine)(double);
    double (*sine)(double);
};

static const char LIBRARY[] = "libm.so.6";

static void finds_functions(void **state) {
    (void)state;
    static const struct late_call CALLS[] = {
        {"cos", offsetof(struct table, cosine)}, {"sin", offsetof(struct table, sine)}, {NULL, 0}};
    struct table table = {0};
    struct late_library library = LATE_LIBRARY(LIBRARY, CALLS, &table);
    assert_null(late_load(&library));
    assert_true(table.cosine(0) == 1);
    assert_true(table.sine(0) == 0);
    table.sine = NULL;
    assert_null(late_load(&library)); /* once is enough */
    assert_null(table.sine);
}

static void names_what_is_missing(void **state) {
    (void)state;
    static const struct late_call CALLS[] = {{"cos", offsetof(struct table, cosine)},
                                             {"no_such_sine", offsetof(struct table, sine)},
                                             {NULL, 0}};
    struct table table = {0};
    struct late_library library = LATE_LIBRARY(LIBRARY, CALLS, &table);
    assert_string_equal(late_load(&library), "no_such_sine");
    assert_string_equal(late_load(&library), "no_such_sine");
    assert_null(table.sine);
    struct late_library none = LATE_LIBRARY("libnosuch.so.0", CALLS, &table);
    assert_string_equal(late_load(&none), "libnosuch.so.0");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_functions),
        cmocka_unit_test(names_what_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
