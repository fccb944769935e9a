/* arena.c: memory in chunks that are freed together.
 *
 * Chunks form a list, the newest first; each is cut from its beginning. A request too large for a
 * chunk gets one of its own, put behind the newest so that the rest of that one stays in use.
 * Chunks double up to a megabyte, each when the arena is sixteen of them large: a seventeenth of it
 * may be left over at its end, not a half, and what was never needed was not cleared either.
 *
 * Chunks come from the process's nursery (chunks.c) while it has any. After that, larger ones come
 * from the system as pages already there (MAP_POPULATE): one call instead of a fault for every
 * 4 KiB, and never cleared twice, as calloc clears what the heap has had in use.
 *
 * Rejected: malloc for each object with a list of destructors (slower, and every error path would
 * have to know what it owns), and one large mmap (its size must be guessed).
 */
#include <boardpaper/arena.h>

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <boardpaper/diagnostics.h>

#include "chunks.h"

enum { CHUNK_MAPPED = 128 * 1024, GROWTH = 16 };

enum source { SOURCE_HEAP, SOURCE_NURSERY, SOURCE_SYSTEM };

struct chunk {
    struct chunk *next;
    size_t size;
    size_t used;
    enum source source;
    alignas(max_align_t) char bytes[];
};

struct deferred {
    void (*call)(void *context);
    void *context;
    struct deferred *next;
};

struct arena {
    struct chunk *chunks;
    struct deferred *deferred;
    size_t chunk_size;
    size_t total;
};

/* The one place where the library ends the process: a render without memory has no answer. */
static _Noreturn void out_of_memory(void) {
    fputs("boardpaper: error: out of memory; make the input smaller or raise the memory limit\n",
          stderr);
    _Exit(STATUS_FAULT);
}

static size_t product(size_t count, size_t size) {
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        out_of_memory();
    }
    return bytes;
}

static struct chunk *from_system(size_t whole) {
    void *pages = mmap(NULL, whole, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    return pages == MAP_FAILED ? NULL : pages;
}

/* whole: the chunk with its head; regular: one of those that double, and no request's own. */
static struct chunk *chunk_new(size_t whole, bool regular) {
    enum source source = SOURCE_NURSERY;
    struct chunk *chunk = regular ? chunks_take(whole) : NULL;
    if (chunk == NULL) {
        bool pages = CHUNKS_MAY_MAP && whole >= CHUNK_MAPPED && whole <= CHUNK_LARGEST;
        source = pages ? SOURCE_SYSTEM : SOURCE_HEAP;
        chunk = pages ? from_system(whole) : calloc(1, whole);
    }
    if (chunk == NULL) {
        out_of_memory();
    }
    chunk->size = whole - sizeof *chunk;
    chunk->source = source;
    return chunk;
}

static void chunk_free(struct chunk *chunk) {
    size_t whole = sizeof *chunk + chunk->size;
    switch (chunk->source) {
    case SOURCE_NURSERY:
        chunks_give(chunk, whole, sizeof *chunk + chunk->used);
        break;
    case SOURCE_SYSTEM:
        munmap(chunk, whole);
        break;
    case SOURCE_HEAP:
        free(chunk);
        break;
    }
}

struct arena *arena_new(void) {
    struct arena *arena = memory_array(1, sizeof *arena);
    arena->chunk_size = CHUNK_SMALLEST;
    return arena;
}

void arena_free(struct arena *arena) {
    if (arena == NULL) {
        return;
    }
    for (struct deferred *one = arena->deferred; one != NULL; one = one->next) {
        one->call(one->context);
    }
    for (struct chunk *chunk = arena->chunks; chunk != NULL;) {
        struct chunk *next = chunk->next;
        chunk_free(chunk);
        chunk = next;
    }
    free(arena);
}

void arena_clear(struct arena *arena) {
    struct chunk *kept = arena->chunks;
    if (kept == NULL) {
        return;
    }
    for (struct chunk *chunk = kept->next; chunk != NULL;) {
        struct chunk *next = chunk->next;
        chunk_free(chunk);
        chunk = next;
    }
    kept->next = NULL;
    memset(kept->bytes, 0, kept->used);
    kept->used = 0;
    arena->total = sizeof *kept + kept->size;
}

void *arena_take(struct arena *arena, size_t size) {
    const size_t step = alignof(max_align_t);
    if (size > SIZE_MAX - step) {
        out_of_memory();
    }
    size_t need = size == 0 ? step : (size + step - 1) / step * step;
    struct chunk *chunk = arena->chunks;
    if (chunk != NULL && chunk->size - chunk->used >= need) {
        void *taken = chunk->bytes + chunk->used;
        chunk->used += need;
        return taken;
    }
    if (need > arena->chunk_size / 4) {
        size_t whole = 0;
        if (__builtin_add_overflow(sizeof(struct chunk), need, &whole)) {
            out_of_memory();
        }
        struct chunk *own = chunk_new(whole, false);
        own->used = need;
        arena->total += sizeof *own + need;
        if (chunk == NULL) {
            arena->chunks = own;
        } else {
            own->next = chunk->next;
            chunk->next = own;
        }
        return own->bytes;
    }
    struct chunk *fresh = chunk_new(arena->chunk_size, true);
    arena->total += arena->chunk_size;
    if (arena->chunk_size < CHUNK_LARGEST && arena->total >= GROWTH * arena->chunk_size) {
        arena->chunk_size *= 2;
    }
    fresh->next = chunk;
    fresh->used = need;
    arena->chunks = fresh;
    return fresh->bytes;
}

void *arena_array(struct arena *arena, size_t count, size_t size) {
    return arena_take(arena, product(count, size));
}

char *arena_text(struct arena *arena, const char *text) {
    return arena_bytes(arena, text, strlen(text));
}

char *arena_bytes(struct arena *arena, const void *bytes, size_t length) {
    if (length == SIZE_MAX) {
        out_of_memory();
    }
    char *copy = arena_take(arena, length + 1);
    if (length > 0) {
        memcpy(copy, bytes, length);
    }
    return copy;
}

char *arena_print(struct arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprint(arena, format, arguments);
    va_end(arguments);
    return text;
}

char *arena_vprint(struct arena *arena, const char *format, va_list arguments) {
    enum { LIKELY = 256 };
    char likely[LIKELY]; /* what fits there is formatted once */
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(likely, LIKELY, format, arguments);
    if (length < 0) { /* past INT_MAX, the only way the formats used here can fail */
        out_of_memory();
    }
    char *text = arena_take(arena, (size_t)length + 1);
    if (length < LIKELY) {
        memcpy(text, likely, (size_t)length + 1);
    } else {
        vsnprintf(text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return text;
}

void arena_defer(struct arena *arena, void (*call)(void *context), void *context) {
    struct deferred *one = NEW(arena, struct deferred);
    *one = (struct deferred){call, context, arena->deferred};
    arena->deferred = one;
}

void arena_ahead(void) {
    chunks_ahead();
}

void arena_ahead_of(void *pages, size_t size) {
    chunks_ahead_of(pages, size);
}

size_t arena_size(const struct arena *arena) {
    return arena->total;
}

void *memory_take(size_t size) {
    void *memory = malloc(size == 0 ? 1 : size);
    if (memory == NULL) {
        out_of_memory();
    }
    return memory;
}

void *memory_array(size_t count, size_t size) {
    size_t bytes = product(count, size);
    void *memory = calloc(1, bytes == 0 ? 1 : bytes);
    if (memory == NULL) {
        out_of_memory();
    }
    return memory;
}

void *memory_resize(void *memory, size_t count, size_t size) {
    size_t bytes = product(count, size);
    void *resized = realloc(memory, bytes == 0 ? 1 : bytes);
    if (resized == NULL) {
        out_of_memory();
    }
    return resized;
}

void memory_spent(void *bytes, size_t length) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t before = (page - (uintptr_t)bytes % page) % page;
    if (length >= before + page) {
        madvise((char *)bytes + before, (length - before) / page * page, MADV_DONTNEED);
    }
}
