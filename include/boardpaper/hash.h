/* hash.h: where a text stands in a table in memory (FNV-1a of 64 bits). No defence against somebody
 * who makes texts collide, and nothing to be kept: another version may hash otherwise. */
#ifndef BOARDPAPER_HASH_H
#define BOARDPAPER_HASH_H

#include <stdint.h>

static inline uint64_t hash_text(const char *text) {
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    }
    return hash;
}

#endif
