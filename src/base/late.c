/* late.c: see late.h. */
#include <boardpaper/late.h>

#include <dlfcn.h>
#include <string.h>

static const char *load(const struct late_library *library) {
    void *loaded = dlopen(library->name, RTLD_NOW | RTLD_LOCAL);
    if (loaded == NULL) {
        return library->name;
    }
    for (const struct late_call *call = library->calls; call->name != NULL; call++) {
        void *found = dlsym(loaded, call->name);
        if (found == NULL) {
            return call->name;
        }
        memcpy((char *)library->table + call->offset, &found, sizeof found);
    }
    return NULL;
}

const char *late_load(struct late_library *library) {
    pthread_mutex_lock(&library->lock);
    if (!library->tried) {
        library->missing = load(library);
        library->tried = true;
    }
    const char *missing = library->missing;
    pthread_mutex_unlock(&library->lock);
    return missing;
}
