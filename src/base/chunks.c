/* chunks.c: one piece of memory for a process, which arenas' chunks are cut from and come back to.
 *
 * A small paper opens three hundred arenas and fills some eight megabytes. Taken from the system
 * chunk by chunk that was 2,000 pages and 100 calls, at 1.3 us a page even where they came many at
 * a time: a seventh of the paper's time. Here the pages are huge ones (2 MiB at once, a sixth of
 * the cost), a chunk that came back is cleared only as far as it was used, and nothing is given to
 * the system before the process ends. What is larger than the nursery goes on as before (arena.c).
 *
 * To clear a huge page takes the system 0.2 ms. A thread that has nothing to do can ask for the
 * next ones (chunks_ahead), so that the one that does the work finds them cleared. It does not hold
 * the lock meanwhile: who needs such a page before it is there gets it by a fault, as it would
 * anyhow.
 *
 * A chunk that is too large is halved; halves are not joined again, for chunks come back mostly in
 * the order of their sizes. The nursery is, with its lock, one a process as the heap is. Rejected:
 * a nursery for each thread (a paper has four of them and one does the work), the heap (it would
 * clear whole chunks, and cannot be told to take huge pages from inside the process).
 */
#include "chunks.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

enum { NURSERY = 8 * 1024 * 1024, HUGE_PAGE = 2 * 1024 * 1024, CLASSES = 7, READY = 256 * 1024 };
enum { AHEAD = 3 * 1024 * 1024 };

struct free_chunk {
    struct free_chunk *next;
    size_t used;
};

static struct {
    pthread_mutex_t lock;
    bool begun;
    char *at, *end; /* never cut yet */
    char *ready;    /* pages before it are there, or another thread asks for them now */
    struct free_chunk *free[CLASSES];
} nursery = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void begin(void) {
    nursery.begun = true;
    void *pages = !CHUNKS_MAY_MAP ? MAP_FAILED
                                  : mmap(NULL, NURSERY + HUGE_PAGE, PROT_READ | PROT_WRITE,
                                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (pages != MAP_FAILED) {
        char *start = pages;
        start += (HUGE_PAGE - (uintptr_t)start % HUGE_PAGE) % HUGE_PAGE;
        nursery.at = start;
        nursery.ready = start;
        nursery.end = start + NURSERY;
        madvise(start, NURSERY, MADV_HUGEPAGE);
    }
}

static int class_of(size_t size) {
    int class = 0;
    while (((size_t)CHUNK_SMALLEST << class) < size) {
        class ++;
    }
    return class;
}

static void put_free(void *chunk, int class, size_t used) {
    struct free_chunk *freed = chunk;
    freed->used = used < sizeof *freed ? sizeof *freed : used;
    freed->next = nursery.free[class];
    nursery.free[class] = freed;
}

/* Halves a chunk of class until it is of wanted. */
static struct free_chunk *halved(struct free_chunk *chunk, int class, int wanted) {
    size_t used = chunk->used;
    while (class > wanted) {
        class --;
        size_t half = (size_t)CHUNK_SMALLEST << class;
        put_free((char *)chunk + half, class, used > half ? used - half : 0);
        used = used > half ? half : used;
    }
    chunk->used = used;
    return chunk;
}

static struct free_chunk *take_free(int wanted) {
    for (int class = wanted; class < CLASSES; class ++) {
        struct free_chunk *found = nursery.free[class];
        if (found != NULL) {
            nursery.free[class] = found->next;
            return halved(found, class, wanted);
        }
    }
    return NULL;
}

static void populate(char *pages, size_t size) {
#ifdef MADV_POPULATE_WRITE
    madvise(pages, size, MADV_POPULATE_WRITE);
#else
    (void)pages;
    (void)size;
#endif
}

static void *cut(size_t size) {
    if (!nursery.begun) {
        begin();
    }
    if ((size_t)(nursery.end - nursery.at) < size) {
        return NULL;
    }
    char *fresh = nursery.at;
    nursery.at += size;
    if (nursery.at > nursery.ready) { /* one call for many pages, where they are not huge */
        size_t left = (size_t)(nursery.end - nursery.ready);
        size_t need = (size_t)(nursery.at - nursery.ready);
        size_t step = need > READY ? need : READY;
        step = step > left ? left : step;
        populate(nursery.ready, step);
        nursery.ready += step;
    }
    return fresh;
}

void *chunks_take(size_t size) {
    pthread_mutex_lock(&nursery.lock);
    struct free_chunk *again = take_free(class_of(size));
    void *taken = again == NULL ? cut(size) : again;
    pthread_mutex_unlock(&nursery.lock);
    if (again != NULL) {
        memset(again, 0, again->used);
    }
    return taken;
}

void chunks_give(void *chunk, size_t size, size_t used) {
    pthread_mutex_lock(&nursery.lock);
    put_free(chunk, class_of(size), used);
    pthread_mutex_unlock(&nursery.lock);
}

/* The next pages, so that AHEAD bytes are there beyond what was cut. */
static size_t announce(char **pages) {
    pthread_mutex_lock(&nursery.lock);
    *pages = nursery.ready;
    while (nursery.begun && nursery.ready < nursery.end && nursery.ready - nursery.at < AHEAD) {
        char *next = nursery.ready + HUGE_PAGE;
        nursery.ready = next - (uintptr_t)next % HUGE_PAGE;
    }
    size_t size = (size_t)(nursery.ready - *pages);
    pthread_mutex_unlock(&nursery.lock);
    return size;
}

void chunks_ahead(void) {
    char *pages = NULL;
    size_t size = announce(&pages);
    if (size > 0) {
        populate(pages, size);
    }
}
