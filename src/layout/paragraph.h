/* paragraph.h: inlines become lines, and lines strips. */
#ifndef BOARDPAPER_LAYOUT_PARAGRAPH_H
#define BOARDPAPER_LAYOUT_PARAGRAPH_H

#include "pieces.h"

/* A paragraph, set. Everything it needs is its own: the inlines it came from may go. */
struct paragraph {
    const struct piece *pieces;
    const struct stretch *stretches;
    struct inner *inners;
    const struct link *links;
    const char *text; /* where it has text written from the right; else NULL */
    bool from_right;  /* its language is: its lines begin at the right */
    uint32_t lead;    /* the first pieces: its number */
    uint32_t line_count;
    length_t lead_x;            /* where its number stands */
    length_t leading, baseline; /* baseline: of a line from its top */
    uint32_t first_note, note_count;
    bool notes_beside; /* its notes are read after its element, not within */
};

struct line {
    const struct paragraph *paragraph;
    uint32_t index;        /* of the line, from 0 */
    uint32_t first, count; /* pieces */
    length_t x, word_space;
    bool hyphen;
};

/* What is to be set. Zeroed: nothing special. */
struct setting_out {
    const char *number;    /* hangs at the start; NULL: none */
    length_t number_width; /* of its column at least */
    const struct inline_ *inlines;
    const struct style *style;
    enum align align;
    length_t width;
    const char *lang;
    bool balanced; /* its lines are to be of one length, as far as they can be */
    bool element;  /* an element of its own is open around it (a P, an H1) */
    const struct running_words *running;
};

/* Appends the paragraph's lines. Spaces around it are the caller's. */
void paragraph_add(struct context *context, struct flow *flow, const struct setting_out *out);
/* The content of a line's strip, or NULL where a strip is none. */
const struct line *strip_line(const struct strip *strip);
/* The width of the widest line of a flow of lines only. */
length_t paragraph_width(const struct flow *flow);

/* line.c */
void line_place(const struct strip *strip, struct placing *placing, length_t x, length_t y);
length_t line_width(const struct line *line);

/* Of page breaks between lines. */
enum { PENALTY_LINE = 120, PENALTY_STRAY = 900 };

#endif
