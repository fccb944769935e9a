/* nearest.c: the optimal string alignment distance, row by row.
 *
 * Rejected: a distance without exchanges ("hte" for "the" would count as two slips) and one that
 * weighs keys by where they lie (keyboards differ).
 */
#include <boardpaper/nearest.h>

#include <string.h>

enum { MOST = 64 }; /* letters compared; ids and names are shorter */

static unsigned char small(char c) {
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static size_t least_of(size_t a, size_t b) {
    return a < b ? a : b;
}

/* The number of slips from a to b, both of at most MOST letters. */
static size_t slips(const char *a, size_t a_length, const char *b, size_t b_length) {
    size_t rows[3][MOST + 1];
    size_t *before = rows[0];
    size_t *above = rows[1];
    size_t *row = rows[2];
    for (size_t j = 0; j <= b_length; j++) {
        above[j] = j;
    }
    for (size_t i = 1; i <= a_length; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            unsigned char x = small(a[i - 1]);
            unsigned char y = small(b[j - 1]);
            row[j] = least_of(least_of(above[j], row[j - 1]) + 1, above[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == small(b[j - 2]) && y == small(a[i - 2])) {
                row[j] = least_of(row[j], before[j - 2] + 1);
            }
        }
        size_t *free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return above[b_length];
}

const char *nearest(const char *word, const char *const *words, size_t count) {
    size_t length = strlen(word);
    if (length > MOST) {
        return NULL;
    }
    const char *found = NULL;
    size_t least = length == 2 ? 2 : length / 3 + 1; /* fewer slips than this */
    for (size_t i = 0; i < count; i++) {
        size_t other = words[i] == NULL ? 0 : strlen(words[i]);
        size_t difference = other > length ? other - length : length - other;
        if (words[i] == NULL || other > MOST || difference >= least) {
            continue;
        }
        size_t needed = slips(word, length, words[i], other);
        if (needed < least) {
            least = needed;
            found = words[i];
        }
    }
    return found;
}
