/* notes.h: footnotes, by number. Each is laid once, as a flow of its own with its number hanging
 * beside it, and placed at the foot of the page that its mark stands on. */
#ifndef BOARDPAPER_LAYOUT_NOTES_H
#define BOARDPAPER_LAYOUT_NOTES_H

#include "flow.h"

struct note {
    struct flow flow;
    int32_t tag; /* its element in the emission of epoch */
    uint32_t epoch;
};

enum { NOTE_MARK = 16 };

struct notes *notes_new(struct context *context);
/* A mark with that number stands in what is being made flat; its blocks wait for notes_lay. Nothing
 * where the number was met before (unless context->renew). */
void notes_met(struct context *context, uint32_t number, const struct block *blocks,
               const char *lang);
/* Lays the blocks that wait. True where one depends on a page's number. */
bool notes_lay(struct context *context);
struct note *notes_get(const struct context *context, uint32_t number);
/* Notes stand at the feet of pages in turn. A note's turn is its number, but in rows that are cut:
 * there the first piece calls the first notes of every cell, and who reads the cells one after the
 * other numbers them. */
uint32_t notes_number(const struct context *context, uint32_t turn);
void notes_take_turn(struct context *context, uint32_t turn, uint32_t number);
/* The height of count notes from turn first on, spaces between them included. */
length_t notes_height(const struct context *context, uint32_t first, uint32_t count);
/* The heights that pages are chosen by, of all notes; count: how many. In the context's arena. */
const length_t *notes_heights(const struct context *context, size_t *count);
/* The space between two notes; that between text and notes, with its rule in the middle. */
length_t notes_gap(const struct context *context);
length_t notes_separation(const struct context *context);
/* The mark: "1". out holds NOTE_MARK bytes. */
void notes_mark(uint32_t number, char *out);
/* Makes the element of a note as the next child of parent: where it is to be read. */
void notes_element(struct placing *placing, uint32_t number, int32_t parent);

#endif
