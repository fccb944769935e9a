/* thread.c: see thread.h.
 *
 * Linux puts half of all new threads behind the one that makes them, though another processor is
 * idle, and leaves them there as long as neither sleeps: measured with 6.18 on two processors,
 * where a paper was then made by one thread after the other. So where it begins is told, and
 * nothing more: its first act is to allow itself all processors again.
 *
 * Rejected: keeping threads to processors for good. Others may be busy there, and only the system
 * knows.
 */
#include <boardpaper/thread.h>

#include <sched.h>
#include <stdlib.h>

#include <boardpaper/arena.h>

struct beginning {
    void *(*run)(void *context);
    void *context;
    cpu_set_t allowed;
    int maker; /* the processor of who makes it */
};

/* The processor on which the one that began this thread ran then; -1: it is not known. */
static _Thread_local int maker = -1;

static void *begin(void *context) {
    struct beginning beginning = *(struct beginning *)context;
    free(context);
    maker = beginning.maker;
    sched_setaffinity(0, sizeof beginning.allowed, &beginning.allowed);
    return beginning.run(beginning.context);
}

static void leave_out(cpu_set_t *set, int processor) {
    if (processor >= 0 && processor < CPU_SETSIZE) {
        CPU_CLR((size_t)processor, set);
    }
}

/* Where a thread that this one makes should begin. False where that does not matter. */
static bool choose(const cpu_set_t *allowed, int here, cpu_set_t *out) {
    *out = *allowed;
    leave_out(out, maker);
    cpu_set_t apart = *out;
    leave_out(&apart, here);
    if (CPU_COUNT(&apart) > 0) {
        *out = apart;
    }
    return CPU_COUNT(out) > 0 && !CPU_EQUAL(out, allowed);
}

static bool begin_there(pthread_t *thread, const cpu_set_t *there, struct beginning *beginning) {
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) {
        return false;
    }
    bool begun = pthread_attr_setaffinity_np(&attributes, sizeof *there, there) == 0 &&
                 pthread_create(thread, &attributes, begin, beginning) == 0;
    pthread_attr_destroy(&attributes);
    return begun;
}

bool thread_begin(pthread_t *thread, void *(*run)(void *context), void *context) {
    struct beginning *beginning = memory_array(1, sizeof *beginning);
    beginning->run = run;
    beginning->context = context;
    beginning->maker = sched_getcpu();
    cpu_set_t there;
    if (sched_getaffinity(0, sizeof beginning->allowed, &beginning->allowed) == 0 &&
        choose(&beginning->allowed, beginning->maker, &there) &&
        begin_there(thread, &there, beginning)) {
        return true;
    }
    free(beginning);
    return pthread_create(thread, NULL, run, context) == 0;
}
