/* libharu.c: see libharu.h. */
#define LIBHARU_NAMES
#include "libharu.h"

#include <stddef.h>

#include <boardpaper/late.h>

struct libharu libharu;

static const struct late_call CALLS[] = {
#define CALL(name) {#name, offsetof(struct libharu, name)},
    LIBHARU_CALLS(CALL)
#undef CALL
        {NULL, 0}};

const char *libharu_load(void) {
    static struct late_library library = LATE_LIBRARY(LIBHARU_LIBRARY, CALLS, &libharu);
    return late_load(&library);
}
