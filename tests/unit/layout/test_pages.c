/* Text, headings, lists and boxes set on small pages: traces that were worked out by hand. */
#include "../check.h"

#include "build.h"

static void sets_a_paragraph_in_lines(void **state) {
    (void)state;
    struct bench *bench = bench_new();
    /* 26 characters in a line of 160 points; baseline (12 + 8 - 2) / 2 = 9 below a line's top */
    assert_golden("paragraph",
                  bench_trace(bench, blocks_(paragraph_(bench, "The quick brown fox jumps over the "
                                                               "lazy dog, then sleeps."),
                                             paragraph_(bench, "One line."), NULL)));
    bench_free(bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_a_paragraph_in_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
