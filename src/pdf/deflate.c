/* deflate.c: see deflate.h. */
#include "deflate.h"

#include <stddef.h>

#include <boardpaper/late.h>

struct libdeflate libdeflate;
struct zlib zlib;

#define TEXT(name) #name
#define CALL(name) {TEXT(name), offsetof(struct libdeflate, name)},
static const struct late_call LIBDEFLATE[] = {LIBDEFLATE_CALLS(CALL){NULL, 0}};
#undef CALL
#define CALL(name) {TEXT(name), offsetof(struct zlib, name)},
static const struct late_call ZLIB[] = {ZLIB_CALLS(CALL){NULL, 0}};
#undef CALL

const char *deflate_load(void) {
    static struct late_library quick = LATE_LIBRARY(LIBDEFLATE_LIBRARY, LIBDEFLATE, &libdeflate);
    static struct late_library pieces = LATE_LIBRARY(ZLIB_LIBRARY, ZLIB, &zlib);
    const char *missing = late_load(&quick);
    return missing != NULL ? missing : late_load(&pieces);
}
