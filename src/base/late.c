/* late.c: see late.h. */
#include <boardpaper/late.h>

#include <dlfcn.h>
#include <string.h>

/* The file that could not be loaded: the library, or one that it needs. The loader's message begins
 * with it: "libx.so.1: cannot open ...". */
static const char *missing_file(struct late_library *library) {
    const char *said = dlerror();
    size_t length = said == NULL ? 0 : strcspn(said, ":");
    if (length == 0 || said[length] == '\0') {
        return library->name;
    }
    const char *slash = memrchr(said, '/', length);
    const char *name = slash == NULL ? said : slash + 1;
    size_t left = (size_t)(said + length - name);
    if (left == 0 || left >= sizeof library->missing_file) {
        return library->name;
    }
    memcpy(library->missing_file, name, left);
    return library->missing_file;
}

static const char *load(struct late_library *library) {
    /* What its libraries want of each other is looked up when it is called: of libxml2's, with all
     * that it brings, that takes a fifth off. What we call is looked up now. */
    void *loaded = dlopen(library->name, RTLD_LAZY | RTLD_LOCAL);
    if (loaded == NULL) {
        return missing_file(library);
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
