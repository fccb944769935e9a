/* heap.c: the heap of a program that renders, in pages of 2 MiB.
 *
 * Besides the arenas (src/base/chunks.c) a paper's buffers, tables and foreign libraries fill two
 * to three megabytes of heap. Grown by the system's 4 KiB pages, with every larger block mapped
 * apart and given back again, that cost a tenth of a small paper's time. Here the heap grows at
 * once to where a huge page begins and two of these behind it, only blocks past two megabytes are
 * mapped apart, and all threads share it. What comes before are small pages: they last until a
 * second thread has the first of the huge ones cleared. To clear the second takes as long as a half
 * of a megabyte in small pages.
 *
 * A program does so, the library does not: the heap is the process's. Rejected: the tunable
 * glibc.malloc.hugetlb, which only the environment can set, before the program starts; another
 * allocator, which a reader would have to know.
 */
#include "heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <boardpaper/arena.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CHECKED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CHECKED
#endif
#endif

bool heap_may_be_left(void) {
#ifdef CHECKED
    return false;
#else
    return true;
#endif
}

#if defined(__GLIBC__) && !defined(CHECKED)

enum {
    KIBIBYTE = 1024,
    MEBIBYTE = 1024 * KIBIBYTE,
    HUGE_PAGE = 2 * MEBIBYTE,
    RESERVED = 2 * HUGE_PAGE,
    PROBE = 256 * KIBIBYTE, /* more than a heap begins with: it grows for it */
    MARGIN = 256
};

void heap_prepare(void) {
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, HUGE_PAGE);
    mallopt(M_TRIM_THRESHOLD, -1); /* what arena_ahead touches stays there */
    mallopt(M_TOP_PAD, RESERVED + HUGE_PAGE);
    /* Two blocks from the top: the second ends just before a huge page begins, so that nothing is
     * written into that page before it is one, and stays for good. */
    char *probe = malloc(PROBE);
    uintptr_t end = (uintptr_t)probe + PROBE + MARGIN;
    uintptr_t huge = (end + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    char *hold = malloc(huge - end);
    bool adjoin = probe != NULL && hold == probe + malloc_usable_size(probe) + sizeof(size_t);
    if (adjoin && (uintptr_t)sbrk(0) >= huge + RESERVED) { /* a heap already large did not grow */
        madvise((void *)huge, RESERVED, MADV_HUGEPAGE);    /* refused is as good */
        arena_ahead_of((void *)huge, RESERVED);
    } else {
        free(hold);
    }
    free(probe);
    mallopt(M_TOP_PAD, MEBIBYTE);
}

#else

void heap_prepare(void) {
}

#endif
