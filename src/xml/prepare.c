/* prepare.c: libxml2 made ready, once a process.
 *
 * When an allocation inside libxml2 fails it goes on with half of what it was to do: of 7,911 such
 * failures 1,566 gave a wrong answer and no error. So its memory comes from functions that end the
 * process instead, as everywhere in boardpaper. They pass through to malloc and free: what another
 * user of libxml2 in the same process took before stays valid.
 *
 * The flag below is the room's one variable of static life: libxml2's own start-up is one a process
 * too. Everything else that libxml2 would keep globally (entity loader, error handlers) is set on
 * each parser instead, so that an embedding program keeps its own.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlschemastypes.h>

#include <boardpaper/arena.h>

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

static void prepare(void) {
    xmlMemSetup(free, take, resize, copy);
    xmlInitParser();
    xmlSchemaInitTypes();
}

void xml_prepare(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, prepare);
}
