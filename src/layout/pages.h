/* pages.h: which strips stand on which page. */
#ifndef BOARDPAPER_LAYOUT_PAGES_H
#define BOARDPAPER_LAYOUT_PAGES_H

#include "strips.h"

/* A place among the footnotes: strip of the note whose turn it is (see notes.h). */
struct note_place {
    uint32_t turn, strip;
};

struct sheet {
    size_t first, count; /* strips of the main flow; count 0: only notes that go on, or nothing */
    const struct master *master;
    int32_t numbering, number; /* its label: the numbering's prefix and number */
    bool opens, closes;        /* the first page of its run (see struct sequence), the last one */
    int part;                  /* which part of the strips that are facing */
    bool blank;                /* there only for the next to be a right-hand page */
    length_t slack;            /* taken up by spaces where not 0, see spaces */
    length_t spaces;           /* the sum of the strips' befores that give */
    struct note_place notes, notes_end;
};

struct sheets {
    struct sheet *all;
    size_t count, capacity;
};

/* Chooses the pages of a finished flow. sheets is zeroed or of an earlier choice, which is
 * overwritten; its array is from memory_resize. */
void pages_choose(struct context *context, const struct flow *flow, struct sheets *sheets);
/* Whether pages_choose would choose the same sheets for both flows, but for what notes take. */
bool pages_alike(const struct flow *flow, const struct flow *other);
/* Where each strip of a sheet stands, from the page's top edge; y holds sheet->count. */
void pages_places(const struct flow *flow, const struct sheet *sheet, length_t *y);
/* The margins to the text. */
length_t sheet_top(const struct sheet *sheet);
length_t sheet_bottom(const struct sheet *sheet);
/* The height of a sheet's notes. */
length_t pages_notes_height(const struct context *context, const struct sheet *sheet);

#endif
