/* references.h: what can be referred to, where it came to stand, and what is said of it.
 *
 * Numbers and titles are known before anything is laid out; pages only after. So layout goes in
 * rounds (layout.c): lay, choose pages, see whether any page that was written differs from the one
 * that came out, lay again what says a page.
 */
#ifndef BOARDPAPER_LAYOUT_REFERENCES_H
#define BOARDPAPER_LAYOUT_REFERENCES_H

#include "flow.h"

/* One heading, table, figure, or any block with an id. */
struct referred {
    const char *id; /* NULL: none */
    const struct block *block;
    const char *number;           /* "2.1", "Table 3"; NULL: none */
    const char *title;            /* plain words; NULL: none */
    const struct inline_ *titled; /* what title was made of, where that refers to something */
    int32_t page;                 /* index; -1: not known yet */
    length_t y;                   /* on it */
    const char *label;            /* of the page; a guess while page is -1 */
    bool chapter;                 /* the heading of a section that stands in no other */
    bool recommendation;
    length_t slot;   /* least width of the label in thousandths of an em; 0: its own */
    length_t widest; /* of the labels set so far, in thousandths of an em */
};

struct references *references_new(struct context *context);
/* Finds what can be referred to in blocks, in reading order (cells of a table's body excepted:
 * their ids come to light when they are laid). */
void references_collect(struct references *references, const struct block *blocks);
/* Says titles anew that refer to something whose page has become known; true where one changed. */
bool references_retitle(struct references *references);
/* NULL: none of that id. */
struct referred *references_find(const struct references *references, const char *id);
/* All of them in reading order. */
struct referred *const *references_all(const struct references *references, size_t *count);
/* Whether paragraphs are numbered, as councils do it. */
bool references_numbered(const struct references *references);
struct referred *references_of_block(const struct references *references,
                                     const struct block *block);
/* An id that came to light in a cell. */
void references_add(struct references *references, const char *id);
/* Style of that name, or otherwise. */
const struct style *layout_style(const struct context *context, const char *name,
                                 const struct style *otherwise);
/* The language's word for a page within a sentence: "page", "tudalen", "strona". */
const char *references_page_word(const char *lang);

#endif
