/* thread.h: a thread that is begun on a processor of its own. */
#ifndef BOARDPAPER_THREAD_H
#define BOARDPAPER_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* Begins run(context) in a thread, to be joined by the caller. It begins on another processor than
 * the caller's, and than that of whoever began the caller, where it may and there are as many;
 * afterwards it runs where the system wants. False: there is no thread. */
bool thread_begin(pthread_t *thread, void *(*run)(void *context), void *context);

#endif
