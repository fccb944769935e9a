/* table_plain.h: cells that are one line of plain words or one number, without a paragraph. */
#ifndef BOARDPAPER_LAYOUT_TABLE_PLAIN_H
#define BOARDPAPER_LAYOUT_TABLE_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/paper.h>
#include <boardpaper/text.h>

struct arena;
struct plain; /* shaped pieces by style and language; one a table */

/* lang: the one that most are in; outlives it. */
struct plain *plain_new(struct arena *arena, struct text *text, const char *lang);

/* A text that may be set as one plain line. */
struct plain_text {
    const char *utf8;
    uint32_t length;
    bool number;     /* digits with a sign, separators, a unit; nothing else */
    bool only_words; /* letters and single spaces: breaks at every space and nowhere else */
};

/* True where inlines (in style) are one piece of plain text. False does not mean that they are not
 * simple, only that a paragraph has to be made of them. */
bool plain_read(const struct inline_ *inlines, const struct style *style, struct plain_text *out);

/* Its width on one line, and for words the width of the widest. False where a character is missing
 * in the style's font: a paragraph will find another font for it. */
bool plain_measure(struct plain *plain, const struct style *style, const char *lang,
                   const struct plain_text *text, length_t *width, length_t *word);

/* A width that no piece of it between two breaks exceeds: cheaper than asking where it breaks, and
 * mostly enough. Only after plain_measure said true for it. */
length_t plain_bound(struct plain *plain, const struct style *style, const char *lang,
                     const struct plain_text *text);

/* The width up to the decimal point of the language and from there on; false where it is no
 * number. */
bool plain_decimal(struct plain *plain, const struct style *style, const char *lang,
                   const struct plain_text *text, length_t *whole, length_t *fraction);

/* Its one run, in arena, counting from a copy of the text that goes to *copy. Only after
 * plain_measure said true for it. */
const struct run *plain_run(struct plain *plain, struct arena *arena, const struct style *style,
                            const char *lang, const struct plain_text *text, const char **copy);

/* Its baseline from the top of its line: the paragraph's rule (paragraph.c). */
length_t plain_baseline(struct plain *plain, const struct style *style, const char *lang);

#endif
