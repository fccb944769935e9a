/* source.c: see source.h. */
#include "source.h"

#include <string.h>
#include <sys/random.h>

static const uint64_t PRIME = (UINT64_C(1) << 61) - 1;

enum { WORD = 7 }; /* bytes that are below the prime whatever they are */

uint64_t source_key(void) {
    uint64_t key = 0;
    if (getrandom(&key, sizeof key, 0) != (ssize_t)sizeof key) {
        key = (uintptr_t)&key * UINT64_C(0x9E3779B97F4A7C15); /* where the kernel has placed us */
    }
    return key % (PRIME - 2) + 2;
}

static uint64_t step(uint64_t sum, uint64_t word, uint64_t key) {
    __extension__ unsigned __int128 product = (unsigned __int128)(sum + word) * key;
    uint64_t folded = ((uint64_t)product & PRIME) + (uint64_t)(product >> 61);
    return folded >= PRIME ? folded - PRIME : folded;
}

void source_add(struct source_sum *sum, const void *bytes, size_t length) {
    const char *at = bytes;
    size_t left = length;
    sum->length += length;
    for (; left > WORD; at += WORD, left -= WORD) { /* a word and a byte more are there */
        uint64_t word;
        memcpy(&word, at, sizeof word);
        sum->sum = step(sum->sum, word & (UINT64_MAX >> 8), sum->key);
    }
    if (left > 0) {
        uint64_t word = 0;
        memcpy(&word, at, left);
        sum->sum = step(sum->sum, word, sum->key);
    }
}
