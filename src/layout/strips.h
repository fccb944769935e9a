/* strips.h: the parts of a flow that only this room's builders and placers need. */
#ifndef BOARDPAPER_LAYOUT_STRIPS_H
#define BOARDPAPER_LAYOUT_STRIPS_H

#include "flow.h"

/* A list's bullet or number, a note's mark: one line set beside a strip, on its first baseline,
 * read before it. Several hang on one strip where lists begin with lists. */
struct label {
    const struct label *next; /* further out, and drawn before it */
    int32_t group;            /* index of the element it is the Lbl of */
    length_t x, y;            /* from the strip's top left corner to that of the line */
    const struct flow *line;  /* its one strip */
};

/* A new numbering of pages. */
int32_t flow_numbering(struct context *context, struct flow *flow, const char *prefix);
/* What is added next begins a page of that sequence (its strip is set). */
void flow_sequence(struct context *context, struct flow *flow, const struct sequence *sequence);
/* The same, and what may not be parted from it (a heading before a table) stands there too. */
void flow_sequence_along(struct context *context, struct flow *flow,
                         const struct sequence *sequence);
/* The sequence in force; to go back to it later it must be copied. Main flow only. */
struct sequence flow_in_force(const struct flow *flow);

/* Draws strips first to first + count, each at its y, with their frames, labels and groups. */
void strips_place(const struct flow *flow, size_t first, size_t count, const length_t *y,
                  struct placing *placing, length_t x);

/* The element of a group, made where this emission has none yet, and so its parents. base: the
 * element in force around the flow. */
int32_t group_element(const struct flow *flow, int32_t group, struct placing *placing,
                      int32_t base);

/* The table behind placing_element; one an emission. */
struct elements *elements_new(void);
void elements_free(struct elements *elements);

#endif
