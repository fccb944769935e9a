/* known_hash.h: what tells a file's bytes from others'; for the program and for the tool that notes
 * those of the files that ship. */
#ifndef BOARDPAPER_BASE_KNOWN_HASH_H
#define BOARDPAPER_BASE_KNOWN_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct known_file {
    uint64_t length; /* 0: the last */
    uint64_t first, second;
};

extern const struct known_file KNOWN_FILES[]; /* made by make_known.c */

/* Two sums of 64 bits, each over all the bytes, eight at a time: no accident makes two files alike.
 * It is no defence against somebody who wants them to be: who can write to the product's folder can
 * do as they like anyway. */
static inline struct known_file known_hash(const void *bytes, size_t length) {
    const unsigned char *at = bytes;
    struct known_file sum = {length, UINT64_C(0x9E3779B97F4A7C15), UINT64_C(0xC2B2AE3D27D4EB4F)};
    for (size_t left = length; left > 0;) {
        uint64_t word = 0;
        size_t step = left < sizeof word ? left : sizeof word;
        memcpy(&word, at, step);
        sum.first = (sum.first ^ word) * UINT64_C(0xD6E8FEB86659FD93);
        sum.first ^= sum.first >> 32;
        sum.second = (sum.second + word) * UINT64_C(0xA0761D6478BD642F);
        sum.second ^= sum.second >> 29;
        at += step;
        left -= step;
    }
    return sum;
}

#endif
