/* chunks.h: where arenas' chunks come from. */
#ifndef BOARDPAPER_BASE_CHUNKS_H
#define BOARDPAPER_BASE_CHUNKS_H

#include <stddef.h>

/* The leak checker does not look into mapped pages, and would take the chunks that they lead to for
 * lost; its borders are around calloc's. */
#if defined(__SANITIZE_ADDRESS__)
#define CHUNKS_MAY_MAP false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CHUNKS_MAY_MAP false
#endif
#endif
#ifndef CHUNKS_MAY_MAP
#define CHUNKS_MAY_MAP true
#endif

enum { CHUNK_SMALLEST = 16 * 1024, CHUNK_LARGEST = 1024 * 1024 };

/* size bytes, zeroed, aligned for any object; size is a power of two from CHUNK_SMALLEST to
 * CHUNK_LARGEST. NULL where the nursery has none left. Any thread may ask. */
void *chunks_take(size_t size);
/* Gives back what chunks_take gave; of it, only the first used bytes were written to. */
void chunks_give(void *chunk, size_t size, size_t used);
/* Has the system clear what will be taken soon, and the next 2 MiB of other memory. */
void chunks_ahead(void);
/* That other memory, which begins with a huge page. */
void chunks_ahead_of(void *pages, size_t size);

#endif
