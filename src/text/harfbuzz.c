/* harfbuzz.c: see harfbuzz.h. libharfbuzz-subset brings libharfbuzz along. */
#define HARFBUZZ_NAMES
#include "harfbuzz.h"

#include <pthread.h>
#include <stddef.h>

#include <boardpaper/late.h>

struct harfbuzz harfbuzz;

static const char *missing;

static void load(void) {
    static const struct late_call CALLS[] = {
#define CALL(name) {#name, offsetof(struct harfbuzz, name)},
        HARFBUZZ_CALLS(CALL)
#undef CALL
            {NULL, 0}};
    missing = late_load(HARFBUZZ_LIBRARY, CALLS, &harfbuzz);
}

const char *harfbuzz_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return missing;
}
