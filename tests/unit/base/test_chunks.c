/* Chunks of the nursery: zeroed whenever they are taken, distinct, and few enough. */
#include "../check.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/chunks.h"

static bool is_zero(const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

static void comes_back_cleared(void **state) {
    (void)state;
    if (!CHUNKS_MAY_MAP) {
        assert_null(chunks_take(CHUNK_LARGEST));
        return;
    }
    char *whole = chunks_take(CHUNK_LARGEST);
    assert_non_null(whole);
    assert_int_equal((uintptr_t)whole % CHUNK_SMALLEST, 0);
    assert_true(is_zero(whole, CHUNK_LARGEST));
    size_t used = CHUNK_LARGEST / 2 + 5000; /* into the second half */
    memset(whole, 'x', used);
    chunks_give(whole, CHUNK_LARGEST, used);
    /* A quarter is cut out of what came back, and the rest of it is taken piece by piece. */
    char *quarter = chunks_take(CHUNK_LARGEST / 4);
    assert_ptr_equal(quarter, whole);
    assert_true(is_zero(quarter, CHUNK_LARGEST / 4));
    memset(quarter, 'y', CHUNK_LARGEST / 4);
    char *second = chunks_take(CHUNK_LARGEST / 4);
    assert_ptr_equal(second, whole + CHUNK_LARGEST / 4);
    assert_true(is_zero(second, CHUNK_LARGEST / 4));
    char *half = chunks_take(CHUNK_LARGEST / 2);
    assert_ptr_equal(half, whole + CHUNK_LARGEST / 2);
    assert_true(is_zero(half, CHUNK_LARGEST / 2));
    assert_int_equal(quarter[0], 'y');
    chunks_give(quarter, CHUNK_LARGEST / 4, CHUNK_LARGEST / 4);
    chunks_give(second, CHUNK_LARGEST / 4, 0);
    chunks_give(half, CHUNK_LARGEST / 2, 1);
    second = chunks_take(CHUNK_LARGEST / 4);
    assert_true(is_zero(second, CHUNK_LARGEST / 4)); /* the list's own words too */
    chunks_give(second, CHUNK_LARGEST / 4, 0);
}

static void *ask_ahead(void *context) {
    for (int i = 0; i < 20; i++) {
        chunks_ahead();
    }
    return context;
}

/* What another thread had cleared, or is having cleared just now, is as good as any. */
static void is_cleared_ahead(void **state) {
    (void)state;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, ask_ahead, NULL), 0);
    char *taken[4];
    for (size_t i = 0; i < 4; i++) {
        taken[i] = chunks_take(CHUNK_LARGEST / 2);
        assert_true(!CHUNKS_MAY_MAP || taken[i] != NULL);
        assert_true(taken[i] == NULL || is_zero(taken[i], CHUNK_LARGEST / 2));
        if (taken[i] != NULL) {
            memset(taken[i], 'z', CHUNK_LARGEST / 2);
        }
    }
    pthread_join(thread, NULL);
    for (size_t i = 0; i < 4 && taken[i] != NULL; i++) {
        assert_int_equal(taken[i][0], 'z');
        assert_int_equal(taken[i][CHUNK_LARGEST / 2 - 1], 'z');
        chunks_give(taken[i], CHUNK_LARGEST / 2, CHUNK_LARGEST / 2);
    }
}

static bool is_there(char *page) {
    unsigned char there = 0;
    assert_int_equal(mincore(page, (size_t)sysconf(_SC_PAGESIZE), &there), 0);
    return (there & 1) != 0;
}

/* A page of other memory a call, within its borders, and what stands in it stays. */
static void clears_ahead_what_is_named(void **state) {
    (void)state;
    enum { HUGE_PAGE = 2 * 1024 * 1024, COUNT = 4 };
    size_t size = (size_t)(COUNT + 1) * HUGE_PAGE;
    char *mapped = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(mapped, MAP_FAILED);
    char *memory = mapped + (HUGE_PAGE - (uintptr_t)mapped % HUGE_PAGE) % HUGE_PAGE;
    memset(memory + HUGE_PAGE, 'm', HUGE_PAGE);
    chunks_ahead_of(memory + HUGE_PAGE, 2 * (size_t)HUGE_PAGE);
    chunks_ahead();
    assert_false(is_there(memory + 2 * (size_t)HUGE_PAGE));
    chunks_ahead();
    assert_true(is_there(memory + 2 * (size_t)HUGE_PAGE));
    chunks_ahead();
    assert_false(is_there(memory));
    assert_false(is_there(memory + 3 * (size_t)HUGE_PAGE));
    for (size_t i = 0; i < HUGE_PAGE; i++) {
        assert_int_equal(memory[HUGE_PAGE + i], 'm');
        assert_int_equal(memory[2 * (size_t)HUGE_PAGE + i], 0);
    }
    munmap(mapped, size);
}

static void ends_at_some_megabytes(void **state) {
    (void)state;
    char *taken[64];
    size_t count = 0;
    while (count < 64 && (taken[count] = chunks_take(CHUNK_LARGEST)) != NULL) {
        count++;
    }
    assert_true(count < 64);
    while (count > 0) {
        chunks_give(taken[--count], CHUNK_LARGEST, 0);
    }
}

/* Each fills what it takes with its own sign and finds it again. */
static void *work(void *context) {
    const char sign = *(const char *)context;
    uint64_t seed = (uint64_t)sign;
    for (int round = 0; round < 4000; round++) {
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
        size_t size = (size_t)CHUNK_SMALLEST << (seed >> 62);
        char *chunk = chunks_take(size);
        if (chunk == NULL) {
            continue;
        }
        size_t used = (seed >> 33) % size;
        if (chunk[0] != 0 || chunk[used] != 0 || chunk[size - 1] != 0) {
            return context;
        }
        memset(chunk, sign, used);
        if (used > 0 && chunk[used - 1] != sign) {
            return context;
        }
        chunks_give(chunk, size, used);
    }
    return NULL;
}

static void serves_several_threads(void **state) {
    (void)state;
    static const char SIGNS[] = "abcd";
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, work, (void *)(uintptr_t)&SIGNS[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        void *wrong = NULL;
        pthread_join(threads[i], &wrong);
        assert_null(wrong);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back_cleared),         cmocka_unit_test(is_cleared_ahead),
        cmocka_unit_test(clears_ahead_what_is_named), cmocka_unit_test(ends_at_some_megabytes),
        cmocka_unit_test(serves_several_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
