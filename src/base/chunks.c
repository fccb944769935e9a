/* chunks.c: one piece of memory for a process, which arenas' chunks are cut from and come back to.
 *
 * A small paper opens three hundred arenas and fills some four megabytes. Taken from the system
 * chunk by chunk that was 1,000 pages and 50 calls, at 1.3 us a page even where they came many at
 * a time. Here the pages are huge ones (2 MiB at once, a sixth of the cost), a chunk that came back
 * is cleared only as far as it was used, and nothing is given to the system before the process
 * ends. What is larger than the nursery goes on as before (arena.c).
 *
 * To clear a huge page takes the system 0.05 to 0.2 ms. A thread that has nothing to do can ask for
 * the next one (chunks_ahead), so that the one that does the work finds it cleared. It does not
 * hold the lock meanwhile: who needs such a page before it is there gets it by a fault, as it would
 * anyhow. What comes before the first of them are small pages: they last until a second thread has
 * begun, and a program that needs no more clears no huge page.
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

enum { KIBIBYTE = 1024, MEBIBYTE = 1024 * KIBIBYTE, HUGE_PAGE = 2 * MEBIBYTE };
/* Before the huge pages, and of them; CLASSES of sizes. */
enum { BEGINNING = 256 * KIBIBYTE, NURSERY = 4 * HUGE_PAGE, CLASSES = 7 };
enum { READY_FIRST = 64 * KIBIBYTE, READY = 512 * KIBIBYTE };
/* How much is to be there beyond what was cut; but nothing behind what a small paper needs. */
enum { AHEAD = 1280 * KIBIBYTE, BEHIND_AHEAD = NURSERY - 2 * HUGE_PAGE };

struct free_chunk {
    struct free_chunk *next;
    size_t used;
};

static struct {
    pthread_mutex_t lock;
    bool begun;
    char *at, *end;            /* never cut yet */
    char *ready;               /* pages before it are there, or another thread asks for them now */
    char *others, *others_end; /* memory of others, still to be cleared */
    struct free_chunk *free[CLASSES];
} nursery = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void begin(void) {
    nursery.begun = true;
    void *pages = !CHUNKS_MAY_MAP
                      ? MAP_FAILED
                      : mmap(NULL, BEGINNING + NURSERY + HUGE_PAGE, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (pages != MAP_FAILED) {
        char *huge = (char *)pages + BEGINNING;
        huge += (HUGE_PAGE - (uintptr_t)huge % HUGE_PAGE) % HUGE_PAGE;
        nursery.at = huge - BEGINNING;
        nursery.ready = nursery.at;
        nursery.end = huge + NURSERY;
        madvise(huge, NURSERY, MADV_HUGEPAGE);
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
    if (size > 0) {
        madvise(pages, size, MADV_POPULATE_WRITE);
    }
#else
    (void)pages;
    (void)size;
#endif
}

/* Pages to be asked for, once the lock is not held. */
struct pages {
    char *at;
    size_t size;
};

static void *cut(size_t size, struct pages *pages) {
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
        size_t least = left > NURSERY ? READY_FIRST : READY;
        size_t step = need > least ? need : least;
        *pages = (struct pages){nursery.ready, step > left ? left : step};
        nursery.ready += pages->size;
    }
    return fresh;
}

void *chunks_take(size_t size) {
    struct pages pages = {0};
    pthread_mutex_lock(&nursery.lock);
    struct free_chunk *again = take_free(class_of(size));
    void *taken = again == NULL ? cut(size, &pages) : again;
    pthread_mutex_unlock(&nursery.lock);
    populate(pages.at, pages.size);
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
static struct pages announce(void) {
    pthread_mutex_lock(&nursery.lock);
    struct pages pages = {.at = nursery.ready};
    while (nursery.end - nursery.ready > BEHIND_AHEAD && nursery.ready - nursery.at < AHEAD) {
        char *next = nursery.ready + HUGE_PAGE;
        nursery.ready = next - (uintptr_t)next % HUGE_PAGE;
    }
    pages.size = (size_t)(nursery.ready - pages.at);
    pthread_mutex_unlock(&nursery.lock);
    return pages;
}

static struct pages announce_other(void) {
    pthread_mutex_lock(&nursery.lock);
    struct pages page = {.at = nursery.others};
    size_t left = (size_t)(nursery.others_end - nursery.others);
    page.size = left < HUGE_PAGE ? left : HUGE_PAGE;
    nursery.others += page.size;
    pthread_mutex_unlock(&nursery.lock);
    return page;
}

/* Writes into each huge page what stands there, in one step: who owns it may be writing there. That
 * is a fault, for which the system locks the mapping alone; as long as it populates pages nobody
 * can map a file, as loading a library does. */
__attribute__((no_sanitize("thread"))) static void touch(struct pages pages) {
    char *huge = pages.at + (HUGE_PAGE - (uintptr_t)pages.at % HUGE_PAGE) % HUGE_PAGE;
    for (; huge < pages.at + pages.size; huge += HUGE_PAGE) {
        __atomic_fetch_or(huge, 0, __ATOMIC_RELAXED);
    }
}

void chunks_ahead(void) {
    touch(announce());
    touch(announce_other());
}

void chunks_ahead_of(void *pages, size_t size) {
    pthread_mutex_lock(&nursery.lock);
    nursery.others = pages;
    nursery.others_end = nursery.others + size;
    pthread_mutex_unlock(&nursery.lock);
}
