/* pool.h: memory that is taken in turn and given back in turn: a mark is set, and all that was
 * taken since goes with it. For an evaluation that works through 100,000 nodes and keeps little of
 * each. */
#ifndef BOARDPAPER_XML_POOL_H
#define BOARDPAPER_XML_POOL_H

#include <stddef.h>

struct pool_chunk;
struct pool {
    struct pool_chunk *current; /* chunks before it are full, those after it free */
    size_t used;                /* of the current one */
};
struct pool_mark {
    struct pool_chunk *chunk;
    size_t used;
};

void pool_open(struct pool *pool);
void pool_close(struct pool *pool);
/* size bytes, aligned for any object, not zeroed. */
void *pool_take(struct pool *pool, size_t size);
/* memory, taken with size old, with size fresh and its old content; in place where it was the last
 * thing taken. */
void *pool_resize(struct pool *pool, void *memory, size_t old, size_t fresh);
struct pool_mark pool_mark(const struct pool *pool);
void pool_release(struct pool *pool, struct pool_mark mark);

#endif
