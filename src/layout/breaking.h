/* breaking.h: where the lines of a paragraph end, by Knuth and Plass's total fit. */
#ifndef BOARDPAPER_LAYOUT_BREAKING_H
#define BOARDPAPER_LAYOUT_BREAKING_H

#include "pieces.h"

struct set_line {
    uint32_t first, count; /* pieces */
    length_t width;        /* as set naturally: hyphen counted, hanging signs and end space not */
    bool hyphen;           /* one is added at its end */
    bool ends;             /* the paragraph, or at a forced break */
};

struct measure {
    length_t first, rest; /* the room of the first line and of the others */
    length_t em;
    bool justified;
    bool hanging; /* points and hyphens may stand in the margin; a cell has none */
};

/* Breaks the workspace's pieces (its lead left out) into its lines. Returns the badness of the
 * worst line: 100 is a line as short, or as stretched, as is still good; a million is one wider
 * than its room. */
int64_t lines_break(struct context *context, const struct measure *measure);
/* All pieces on one line. */
void lines_single(struct workspace *workspace);

#endif
