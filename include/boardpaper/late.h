/* late.h: foreign libraries that are loaded when they are first needed, not when the program
 * starts.
 *
 * Loading a library with all that it brings takes a millisecond or two, which the start of a
 * program waits for. Loaded late, that can be done by a thread while another one works, and a
 * command that does not need it does not pay. A room that does so keeps a table of the functions it
 * calls, with the types that the library's own headers give them.
 *
 * Rejected: leaving it to lazy binding, which a system that binds everything at the start undoes.
 */
#ifndef BOARDPAPER_LATE_H
#define BOARDPAPER_LATE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct late_call {
    const char *name; /* NULL: the last */
    size_t offset;    /* of the pointer to it in the room's table */
};

/* One library and where its functions go; LATE_LIBRARY makes a room's, which is static. */
struct late_library {
    const char *name; /* "libx.so.1" */
    const struct late_call *calls;
    void *table;
    /* late_load's own */
    pthread_mutex_t lock;
    bool tried;
    const char *missing;
    char missing_file[64];
};
#define LATE_LIBRARY(name, calls, table)                                                           \
    { (name), (calls), (table), PTHREAD_MUTEX_INITIALIZER, false, NULL, "" }

/* Loads the library for as long as the process lives and fills its table, the first time; for any
 * thread. What is missing, the library, one that it needs, or a function of it, else NULL. */
const char *late_load(struct late_library *library);

#endif
