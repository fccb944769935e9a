/* repeats.h: cells of one form that were made before, found again by what they are made of. */
#ifndef BOARDPAPER_PAPER_REPEATS_H
#define BOARDPAPER_PAPER_REPEATS_H

#include "making.h"

/* What a cell of a form follows from, where it follows from no more. */
struct repeat_key {
    const char *text; /* what it says, or what that follows from; or NULL */
    const char *by;   /* what its shade goes by, or NULL */
    const struct value *value;
    const struct band *rating;
    int factor;
};

struct repeats; /* NULL: none yet */

/* The cell made of that key, or NULL. */
const struct cell *repeats_find(struct repeats *repeats, const struct repeat_key *key);
/* Whether another cell is worth keeping: few enough stand there, and enough of them were found
 * again. */
bool repeats_wanted(const struct repeats *repeats);
/* Gives cell a number (same) and keeps a copy of it, and of the key's texts, in making->keep. The
 * cell's content must live there too. */
void repeats_keep(struct making *making, struct repeats **repeats, const struct repeat_key *key,
                  struct cell *cell);

#endif
