/* marked.h: what content belongs to which element, as pages come: the marked content of each page,
 * the pages themselves, and the numbers of elements.
 *
 * Items of elements that have been written are let go (rows.h), so that a long table leaves nothing
 * behind but its pages. Belongs to whoever draws pages, and after the last one to who finishes.
 */
#ifndef BOARDPAPER_PDF_MARKED_H
#define BOARDPAPER_PDF_MARKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/units.h>

struct body;
struct buffer;

/* A piece of marked content. */
struct item {
    int32_t tag;
    uint32_t page, identifier; /* from 0; MCID */
};

struct marked_page {
    uint32_t number;  /* its object */
    uint32_t parents; /* the array of its items' elements */
    length_t height;
};

/* Elements of consecutive tags and numbers. */
struct element_run {
    int32_t tag;
    uint32_t number, count;
};

struct marked {
    struct marked_page *pages;
    size_t page_count, page_capacity;
    size_t parented; /* pages whose array of parents is written */

    struct element_run *runs;
    size_t run_count, run_capacity, run; /* run: where one was found last */

    /* In order of pages: items of pages from parented on begin at fresh; before them stand those
     * that were left when arrays were written last. */
    struct item *items;
    size_t item_count, item_capacity, fresh;
    /* Items of elements that no row to come can be. */
    struct item *settled;
    size_t settled_count, settled_capacity;
};

void marked_free(struct marked *marked);

/* count elements from tag on have numbers from number on. Rising tags. */
void marked_elements(struct marked *marked, struct element_run run);
/* The number of an element; 0 where it has none. */
uint32_t marked_number(struct marked *marked, int32_t tag);

/* A page's items, in the order of their identifiers; then the page itself. */
void marked_items(struct marked *marked, const int32_t *tags, size_t count);
void marked_add_page(struct marked *marked, struct marked_page page);

/* Keeps an item for the end. */
void marked_settle(struct marked *marked, struct item item);

/* Writes the arrays of parents of pages that have none yet. */
void marked_write_parents(struct marked *marked, struct body *body);

/* Brings all items that are left into the order of elements, in settled; the end of collecting. */
void marked_sort(struct marked *marked);
/* After it: the first item of tag, or of the next element that has one. */
size_t marked_find(const struct marked *marked, int32_t tag);

/* "12 0 R" */
void put_reference(struct buffer *out, uint32_t number);
/* Items as they stand in /K, of an element whose /Pg is that of the first. */
void put_items(struct buffer *out, const struct marked *marked, const struct item *items,
               size_t count);

#endif
