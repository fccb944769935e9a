/* prepare.c: libxml2 made ready, once a process.
 *
 * When an allocation inside libxml2 fails it goes on with half of what it was to do: of 7,911 such
 * failures 1,566 gave a wrong answer and no error. So its memory comes from functions that end the
 * process instead, as everywhere in boardpaper. They pass through to malloc and free: what another
 * user of libxml2 in the same process took before stays valid.
 *
 * The flag below and what it is about are of static life: libxml2 is loaded once a process, and its
 * own start-up is one a process too. Everything else that libxml2 would keep globally (entity
 * loader, error handlers) is set on each parser instead, so that an embedding program keeps its
 * own.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>

#include "libxml2.h"
#include "prepare.h"

static void *take(size_t size) {
    return memory_take(size);
}

static void *resize(void *memory, size_t size) {
    return memory_resize(memory, size, 1);
}

static char *copy(const char *text) {
    size_t size = strlen(text) + 1;
    return memcpy(memory_take(size), text, size);
}

static const char *missing;

static void prepare(void) {
    missing = libxml2_load();
    if (missing != NULL) {
        return;
    }
    libxml2.xmlMemSetup(free, take, resize, copy);
    libxml2.xmlInitParser();
}

bool xml_prepare(struct diagnostics *diagnostics) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, prepare);
    return missing == NULL ||
           REPORT(diagnostics, ((struct where){NULL, 0}), MESSAGE_LIBRARY_MISSING, missing);
}

static void prepare_types(void) {
    libxml2.xmlSchemaInitTypes();
}

bool xml_prepare_types(struct diagnostics *diagnostics) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (!xml_prepare(diagnostics)) {
        return false;
    }
    pthread_once(&once, prepare_types);
    return true;
}
