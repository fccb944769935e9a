/* tags.h: the structure as the PDF's logical structure (ISO 32000-1, 14.7 and 14.8): elements,
 * what content belongs to them, and the trees that lead from content and ids back to them.
 *
 * Each element is written straight into the current object stream in the order of its tag, its
 * content found through one list of items in the same order. Rows of long tables have been written
 * before (rows.h) and are in the structure no more.
 */
#ifndef BOARDPAPER_PDF_TAGS_H
#define BOARDPAPER_PDF_TAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/page.h>

struct body;
struct diagnostics;
struct marked;

/* An annotation that belongs to an element. Its key in the parent tree is the count of pages plus
 * its index. */
struct tagged_annotation {
    int32_t tag;
    int32_t page;
    uint32_t number;
};

struct tags {
    const struct structure *structure;
    struct marked *marked; /* every element has its number, and items are sorted by marked_sort */
    const struct tagged_annotation *annotations;
    size_t annotation_count;
    uint32_t root; /* the number of the structure tree's root */
    uint32_t
        scopes; /* the first of SCOPE_KINDS: the shared attributes that say Column, Row, Both */
};
enum { SCOPE_KINDS = 3 };

/* Whether every item and annotation names an element there is, and texts are of a length that a PDF
 * may hold; else false with diagnostics. */
bool tags_check(const struct tags *tags, struct diagnostics *diagnostics);
/* Writes it all. Parents of pages are written before it. */
void tags_write(const struct tags *tags, struct body *body);

#endif
