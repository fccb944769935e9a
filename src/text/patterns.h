/* patterns.h: hyphenation patterns of one language, read from a dictionary file. */
#ifndef BOARDPAPER_TEXT_PATTERNS_H
#define BOARDPAPER_TEXT_PATTERNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct patterns;

/* Reads the file at path; it lives in arena. NULL where it cannot be read or is no dictionary. */
struct patterns *patterns_read(struct arena *arena, const char *path);

/* The dictionary's encoding ("UTF-8", "ISO8859-2"), and the fewest letters it wants before and
 * after a hyphen. */
const char *patterns_encoding(const struct patterns *patterns);
void patterns_margins(const struct patterns *patterns, size_t *before, size_t *after);

/* The weights between the bytes of a word in the dictionary's encoding and small letters: weights
 * has length + 1 entries, weights[i] stands before byte i; odd is a break. */
void patterns_weigh(const struct patterns *patterns, const char *word, size_t length,
                    uint8_t *weights);

#endif
