/* pool.c: a list of chunks that is walked forth and back. Rejected: an arena an evaluation (most
 * evaluations need a hundred bytes, and a page runs thousands of them). */
#include "pool.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>

enum { CHUNK = 16 * 1024, ALIGNMENT = alignof(max_align_t) };

struct pool_chunk {
    struct pool_chunk *previous, *next;
    size_t size;
    alignas(max_align_t) char bytes[];
};

static struct pool_chunk *chunk_new(size_t size) {
    struct pool_chunk *chunk = memory_take(sizeof *chunk + size);
    chunk->previous = NULL;
    chunk->next = NULL;
    chunk->size = size;
    return chunk;
}

void pool_open(struct pool *pool) {
    pool->current = chunk_new(CHUNK);
    pool->used = 0;
}

void pool_close(struct pool *pool) {
    struct pool_chunk *at = pool->current;
    while (at->previous != NULL) {
        at = at->previous;
    }
    while (at != NULL) {
        struct pool_chunk *next = at->next;
        free(at);
        at = next;
    }
}

static size_t aligned(size_t size) {
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

/* To a chunk behind the current one with room for size; what is too small behind it goes. */
static void advance(struct pool *pool, size_t size) {
    struct pool_chunk *current = pool->current;
    while (current->next != NULL && current->next->size < size) {
        struct pool_chunk *small = current->next;
        current->next = small->next;
        if (small->next != NULL) {
            small->next->previous = current;
        }
        free(small);
    }
    if (current->next == NULL) {
        size_t wanted = current->size * 2 > size ? current->size * 2 : size;
        current->next = chunk_new(wanted);
        current->next->previous = current;
    }
    pool->current = current->next;
    pool->used = 0;
}

void *pool_take(struct pool *pool, size_t size) {
    size = aligned(size);
    if (pool->current->size - pool->used < size) {
        advance(pool, size);
    }
    void *memory = pool->current->bytes + pool->used;
    pool->used += size;
    return memory;
}

void *pool_resize(struct pool *pool, void *memory, size_t old, size_t fresh) {
    char *end = pool->current->bytes + pool->used;
    size_t more = aligned(fresh) - aligned(old);
    bool last = memory != NULL && (char *)memory + aligned(old) == end;
    if (last && pool->current->size - pool->used >= more) {
        pool->used += more;
        return memory;
    }
    void *moved = pool_take(pool, fresh);
    if (memory != NULL) {
        memcpy(moved, memory, old);
    }
    return moved;
}

struct pool_mark pool_mark(const struct pool *pool) {
    return (struct pool_mark){pool->current, pool->used};
}

void pool_release(struct pool *pool, struct pool_mark mark) {
    pool->current = mark.chunk;
    pool->used = mark.used;
}
