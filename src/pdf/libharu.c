/* libharu.c: see libharu.h. */
#define LIBHARU_NAMES
#include "libharu.h"

#include <pthread.h>
#include <stddef.h>

#include <boardpaper/late.h>

struct libharu libharu;

static const char *missing;

static void load(void) {
    static const struct late_call CALLS[] = {
#define CALL(name) {#name, offsetof(struct libharu, name)},
        LIBHARU_CALLS(CALL)
#undef CALL
            {NULL, 0}};
    missing = late_load(LIBHARU_LIBRARY, CALLS, &libharu);
}

const char *libharu_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return missing;
}
