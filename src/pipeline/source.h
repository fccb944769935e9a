/* source.h: whether a file that is read a second time has the bytes that it had the first time.
 *
 * 47 MB of an input of 100,000 areas are wanted twice: when it is parsed, and when the paper
 * encloses them. Between, they would be half of all memory. The sum is a polynomial modulo 2^61 - 1
 * at a random place: two inputs have the same with a chance of one in 2^37 at the most, and who
 * changes the file meanwhile cannot know the place.
 */
#ifndef BOARDPAPER_PIPELINE_SOURCE_H
#define BOARDPAPER_PIPELINE_SOURCE_H

#include <stddef.h>
#include <stdint.h>

/* A random place. */
uint64_t source_key(void);

/* Begin with the key alone. Pieces but the last one are of a multiple of 7 bytes. */
struct source_sum {
    uint64_t key, sum;
    size_t length;
};
void source_add(struct source_sum *sum, const void *bytes, size_t length);

#endif
