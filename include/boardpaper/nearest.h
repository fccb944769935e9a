/* nearest.h: "did you mean": the known word closest to one that is not known. */
#ifndef BOARDPAPER_NEAREST_H
#define BOARDPAPER_NEAREST_H

#include <stddef.h>

/* The word of words (NULL ones are passed over) that needs the fewest slips (a letter wrong, left
 * out, too many, or two exchanged; large and small letters are the same) to become word, the first
 * of several; NULL where all need more than a third of its length. Time: count times the product of
 * the lengths, so ask for few unknown words among many known ones. */
const char *nearest(const char *word, const char *const *words, size_t count);

#endif
