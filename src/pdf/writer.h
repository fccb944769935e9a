/* writer.h: the state of the page being written: shared by content.c (the page, fills, rules,
 * paths, images), glyphs.c (text) and writer.c (numbers, colour, marked content).
 */
#ifndef BOARDPAPER_PDF_WRITER_H
#define BOARDPAPER_PDF_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/page.h>

#include "content.h"

struct pdf_font;

/* No colour: the first one is always set. */
enum { COLOUR_UNSET = 0x7F000000 };

struct writer {
    struct content *content;
    struct buffer *out;
    length_t height;    /* of the page */
    uint32_t next_item; /* MCID */
    bool marked;        /* a marked-content sequence is open */
    bool replaced;      /* ... one with ActualText, for one mark only */
    int32_t tag;        /* of it */
    uint32_t fill, stroke;
    int64_t thickness, dash;

    bool in_text;
    struct pdf_font *font;
    int64_t size;
    int turns;              /* of the text matrix in force */
    int64_t line_x, line_y; /* hundredths: where the line matrix stands */
    bool showing;           /* an array of glyphs is open */
    bool adjusted;          /* it holds a number */
    size_t show_start;      /* where its bracket is */
    int64_t pen;            /* units (glyphs.c) along the line */
    int64_t across;         /* thousandths: the baseline of what is shown */
};

/* To the nearest hundredth: what positions are written in. */
int64_t hundredths(length_t thousandths);
/* Writes a number of hundredths; at has room for 24 bytes. Returns the end. */
char *put_hundredths(char *at, int64_t value);
/* Numbers of hundredths with spaces between them, then the operator and a line's end. */
void put_operation(struct buffer *out, const int64_t *values, int count, const char *operation);

uint32_t colour_key(struct colour colour);
void set_colour(struct writer *writer, struct colour colour, bool stroke);

/* Opens a marked-content sequence for tag; goes on with the open one where that is of the same tag.
 * actual: the text that the sequence stands for, or NULL. */
void begin_marked(struct writer *writer, int32_t tag, const char *actual, size_t length);
void end_marked(struct writer *writer);

/* Text (glyphs.c). end_show closes the open array of glyphs, end_text the text object. */
void put_glyphs(struct writer *writer, const struct mark *mark);
void end_show(struct writer *writer);
void end_text(struct writer *writer);

#endif
