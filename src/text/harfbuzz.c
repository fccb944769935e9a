/* harfbuzz.c: see harfbuzz.h. */
#define HARFBUZZ_NAMES
#include "harfbuzz.h"

#include <stddef.h>

#include <boardpaper/late.h>

struct harfbuzz harfbuzz;

#define CALL(name) {#name, offsetof(struct harfbuzz, name)},
static const struct late_call CALLS[] = {HARFBUZZ_CALLS(CALL){NULL, 0}};
static const struct late_call CALLS_OF_SUBSET[] = {SUBSET_CALLS(CALL){NULL, 0}};
#undef CALL

const char *harfbuzz_load(void) {
    static struct late_library library = LATE_LIBRARY(SHAPING_LIBRARY, CALLS, &harfbuzz);
    return late_load(&library);
}

const char *harfbuzz_load_subset(void) {
    static struct late_library library = LATE_LIBRARY(SUBSET_LIBRARY, CALLS_OF_SUBSET, &harfbuzz);
    return late_load(&library);
}
