/* harfbuzz.c: see harfbuzz.h. libharfbuzz-subset brings libharfbuzz along. */
#define HARFBUZZ_NAMES
#include "harfbuzz.h"

#include <stddef.h>

#include <boardpaper/late.h>

struct harfbuzz harfbuzz;

static const struct late_call CALLS[] = {
#define CALL(name) {#name, offsetof(struct harfbuzz, name)},
    HARFBUZZ_CALLS(CALL)
#undef CALL
        {NULL, 0}};

const char *harfbuzz_load(void) {
    static struct late_library library = LATE_LIBRARY(HARFBUZZ_LIBRARY, CALLS, &harfbuzz);
    return late_load(&library);
}
