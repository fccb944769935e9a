#include "../check.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boardpaper/arena.h>

static void gives_zeroed_aligned_distinct_memory(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char *last = NULL;
    for (size_t size = 0; size < 3000; size++) {
        char *taken = arena_take(arena, size);
        assert_int_equal((uintptr_t)taken % alignof(max_align_t), 0);
        assert_ptr_not_equal(taken, last);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(taken[i], 0);
        }
        memset(taken, 'x', size);
        last = taken;
    }
    arena_free(arena);
}

static void keeps_what_was_written_when_it_grows(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { COUNT = 2000 };
    char *kept[COUNT];
    for (int i = 0; i < COUNT; i++) {
        kept[i] = arena_print(arena, "text %d", i);
        memset(arena_take(arena, i % 100 == 0 ? 100000 : 50), i, 50);
    }
    for (int i = 0; i < COUNT; i++) {
        char expected[32];
        snprintf(expected, sizeof expected, "text %d", i);
        assert_string_equal(kept[i], expected);
    }
    arena_free(arena);
}

static void copies_text_and_bytes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char source[] = "Plymouth";
    char *copy = arena_text(arena, source);
    char *part = arena_bytes(arena, source, 3);
    source[0] = 'X';
    assert_string_equal(copy, "Plymouth");
    assert_string_equal(part, "Ply");
    assert_string_equal(arena_bytes(arena, NULL, 0), "");
    arena_free(arena);
    arena_free(NULL);
}

static void clears_and_begins_anew(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    arena_clear(arena);
    for (int round = 0; round < 100; round++) {
        for (int i = 0; i < 1000; i++) {
            char *taken = arena_take(arena, 100);
            for (int k = 0; k < 100; k++) {
                assert_int_equal(taken[k], 0);
            }
            memset(taken, 'x', 100);
        }
        arena_clear(arena);
    }
    /* What a hundred rounds hold in the end is less than what two of them took. */
    assert_true(arena_size(arena) < 200000);
    arena_free(arena);
}

static void counts_what_it_holds(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_int_equal(arena_size(arena), 0);
    arena_take(arena, 5000000);
    assert_true(arena_size(arena) >= 5000000);
    assert_true(arena_size(arena) < 5001000);
    arena_free(arena);
}

/* The status with which a child ends that does the impossible. */
static int status_of(void (*act)(struct arena *)) {
    pid_t child = fork();
    if (child == 0) {
        close(STDERR_FILENO);
        act(arena_new());
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void take_all(struct arena *arena) {
    arena_take(arena, SIZE_MAX);
}

static void take_product(struct arena *arena) {
    arena_array(arena, SIZE_MAX / 2, 3);
}

static void resize_product(struct arena *arena) {
    (void)arena;
    free(memory_resize(NULL, SIZE_MAX / 2, 3));
}

static void ends_the_process_when_memory_is_out(void **state) {
    (void)state;
    assert_int_equal(status_of(take_all), 70);
    assert_int_equal(status_of(take_product), 70);
    assert_int_equal(status_of(resize_product), 70);
}

/* Whole pages go, what is beside them stays. */
static void gives_spent_pages_back(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t size = 8 * page;
    char *bytes = arena_take(arena, size);
    memset(bytes, 'x', size);
    memory_spent(bytes + 1, page - 2); /* no whole page */
    assert_null(memchr(bytes, 0, size));
    memory_spent(bytes + page, 4 * page);
    size_t gone = 0;
    for (size_t i = 0; i < size; i++) {
        gone += bytes[i] == 0;
        assert_true(bytes[i] == 'x' || (i >= page && i < 5 * page));
    }
    assert_true(gone == 3 * page || gone == 4 * page); /* as the bytes lie in pages */
    bytes[2 * page] = 'y';                             /* it is memory still */
    assert_int_equal(bytes[2 * page], 'y');
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_aligned_distinct_memory),
        cmocka_unit_test(keeps_what_was_written_when_it_grows),
        cmocka_unit_test(copies_text_and_bytes),
        cmocka_unit_test(clears_and_begins_anew),
        cmocka_unit_test(counts_what_it_holds),
        cmocka_unit_test(gives_spent_pages_back),
        cmocka_unit_test(ends_the_process_when_memory_is_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
