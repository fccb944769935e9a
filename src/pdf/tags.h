/* tags.h: the structure as the PDF's logical structure (ISO 32000-1, 14.7 and 14.8): elements,
 * what content belongs to them, and the trees that lead from content and ids back to them.
 *
 * A table of 100,000 rows has 1.3 million elements, so nothing is built in memory: each element is
 * written straight into the current object stream in the order of its index, its number is first +
 * index, and its content is found through one array sorted by counting.
 */
#ifndef BOARDPAPER_PDF_TAGS_H
#define BOARDPAPER_PDF_TAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/page.h>

struct body;
struct diagnostics;

/* A page as the structure knows it. */
struct tagged_page {
    uint32_t number;   /* its object */
    size_t first_item; /* its marked content in tags.items; the next page's ends it */
    length_t height;
};

/* An annotation that belongs to an element. Its key in the parent tree is the count of pages plus
 * its index. */
struct tagged_annotation {
    int32_t tag;
    int32_t page;
    uint32_t number;
};

struct tags {
    const struct structure *structure;
    const int32_t *items; /* the element of each marked content, page after page */
    size_t item_count;
    const struct tagged_page *pages;
    size_t page_count;
    const struct tagged_annotation *annotations;
    size_t annotation_count;
};

/* Whether every item and annotation names an element there is, and texts are of a length that a PDF
 * may hold; else false with diagnostics. */
bool tags_check(const struct tags *tags, struct diagnostics *diagnostics);
/* Takes the numbers it will need; the number of the structure tree's root. */
uint32_t tags_number(const struct tags *tags, struct body *body);
/* Writes it all; root as tags_number gave it. */
void tags_write(const struct tags *tags, struct body *body, uint32_t root);

#endif
