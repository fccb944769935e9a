/* late.c: see late.h. */
#include <boardpaper/late.h>

#include <dlfcn.h>
#include <string.h>

const char *late_load(const char *library, const struct late_call *calls, void *out) {
    void *loaded = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (loaded == NULL) {
        return library;
    }
    for (; calls->name != NULL; calls++) {
        void *found = dlsym(loaded, calls->name);
        if (found == NULL) {
            return calls->name;
        }
        memcpy((char *)out + calls->offset, &found, sizeof found);
    }
    return NULL;
}
