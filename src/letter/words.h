/* words.h: what the two forms of a letter share. */
#ifndef BOARDPAPER_LETTER_WORDS_H
#define BOARDPAPER_LETTER_WORDS_H

#include <boardpaper/letter.h>
#include <boardpaper/paper.h>

/* What a reference says: its target's number, else its heading or caption, as text. */
void words_reference(const struct paper *paper, const struct inline_ *reference,
                     struct buffer *out);

/* Inlines as text. Line breaks are LF; white space is as it stands in the paper. */
void words_inlines(const struct paper *paper, const struct inline_ *inlines, struct buffer *out);

/* Blocks as running text: paragraphs parted by spaces, items by semicolons. */
void words_blocks(const struct paper *paper, const struct block *blocks, struct buffer *out);

/* What stands in a cell, as running text. */
void words_cell(const struct paper *paper, const struct cell *cell, struct buffer *out);

/* A list whose items count: not one of bullets. */
bool words_ordered(const struct block *list);

/* The two forms. */
void plain_write(const struct paper *paper, struct buffer *out);
void html_write(const struct paper *paper, struct buffer *out);

#endif
