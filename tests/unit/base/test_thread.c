#include "../check.h"

#include <sched.h>
#include <stdatomic.h>

#include <boardpaper/thread.h>

struct seen {
    cpu_set_t allowed;
    atomic_int processor; /* where it began; -1: not yet */
    struct seen *inner;
};

static void *look(void *context) {
    struct seen *seen = context;
    atomic_store(&seen->processor, sched_getcpu());
    assert_int_equal(sched_getaffinity(0, sizeof seen->allowed, &seen->allowed), 0);
    if (seen->inner != NULL) {
        pthread_t thread;
        assert_true(thread_begin(&thread, look, seen->inner));
        void *result = NULL;
        assert_int_equal(pthread_join(thread, &result), 0);
        assert_ptr_equal(result, seen->inner);
    }
    return seen;
}

static void runs_and_may_run_anywhere(void **state) {
    (void)state;
    cpu_set_t allowed;
    assert_int_equal(sched_getaffinity(0, sizeof allowed, &allowed), 0);
    struct seen inner = {.processor = -1};
    struct seen seen = {.processor = -1, .inner = &inner};
    pthread_t thread;
    assert_true(thread_begin(&thread, look, &seen));
    void *result = NULL;
    assert_int_equal(pthread_join(thread, &result), 0);
    assert_ptr_equal(result, &seen);
    assert_true(CPU_EQUAL(&seen.allowed, &allowed));
    assert_true(CPU_EQUAL(&inner.allowed, &allowed));
}

/* The caller stays awake: left to itself, the system puts about half of them behind it. */
static void begins_elsewhere(void **state) {
    (void)state;
    enum { TIMES = 50, ENOUGH = 45 };
    cpu_set_t allowed;
    assert_int_equal(sched_getaffinity(0, sizeof allowed, &allowed), 0);
    if (CPU_COUNT(&allowed) < 2) {
        skip();
    }
    int elsewhere = 0;
    for (int i = 0; i < TIMES; i++) {
        struct seen seen = {.processor = -1};
        pthread_t thread;
        int before = sched_getcpu();
        assert_true(thread_begin(&thread, look, &seen));
        int after = sched_getcpu();
        while (atomic_load(&seen.processor) == -1) {
        }
        int began = atomic_load(&seen.processor);
        elsewhere += before != after || began != before;
        pthread_join(thread, NULL);
    }
    assert_in_range(elsewhere, ENOUGH, TIMES);
}

static void begins_where_there_is_one_processor(void **state) {
    (void)state;
    cpu_set_t allowed;
    assert_int_equal(sched_getaffinity(0, sizeof allowed, &allowed), 0);
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((size_t)sched_getcpu(), &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    struct seen inner = {.processor = -1};
    struct seen seen = {.processor = -1, .inner = &inner};
    pthread_t thread;
    assert_true(thread_begin(&thread, look, &seen));
    pthread_join(thread, NULL);
    assert_true(CPU_EQUAL(&seen.allowed, &one));
    assert_true(CPU_EQUAL(&inner.allowed, &one));
    assert_int_equal(sched_setaffinity(0, sizeof allowed, &allowed), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(runs_and_may_run_anywhere),
                                       cmocka_unit_test(begins_elsewhere),
                                       cmocka_unit_test(begins_where_there_is_one_processor)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
