/* libxml2.c: see libxml2.h. */
#include "libxml2.h"

#include <stddef.h>

#include <boardpaper/late.h>

struct libxml2 libxml2;

static const struct late_call CALLS[] = {
#define CALL(name) {#name, offsetof(struct libxml2, name)},
    LIBXML2_CALLS(CALL)
#undef CALL
        {NULL, 0}};

const char *libxml2_load(void) {
    static struct late_library library = LATE_LIBRARY(LIBXML2_LIBRARY, CALLS, &libxml2);
    return late_load(&library);
}
