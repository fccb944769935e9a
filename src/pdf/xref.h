/* xref.h: where the objects of the file stand, and the rows of its cross-reference stream (ISO
 * 32000-1, 7.5.8) made of that.
 *
 * A table of 100,000 rows has 1.4 million objects, most of them one after another in the same
 * object stream. So places are kept as runs, and many rows are made of them and deflated in pieces
 * (packer.c). What libdeflate would need, all rows in memory at once, was 13 MB. The rows of a
 * small paper are made at once, and it deflates them in a third of the time to a sixth less.
 */
#ifndef BOARDPAPER_PDF_XREF_H
#define BOARDPAPER_PDF_XREF_H

#include <stddef.h>
#include <stdint.h>

#include <boardpaper/buffer.h>

/* Where objects stand: count consecutive numbers, one after another in object stream container
 * from index on, or (container 0, count 1) at an offset of the file. */
struct place {
    uint32_t first, count, container, index;
    uint64_t offset;
};
struct places {
    struct place *all;
    size_t count, capacity;
};

void places_add(struct places *places, struct place place);
/* The next object of that object stream: goes on with the last run where it can. */
void places_add_packed(struct places *places, uint32_t number, uint32_t container, uint32_t index);
void places_free(struct places *places);

/* A row: type (1 byte), offset or container (5), index (2), before it the filter's type. */
enum { XREF_FIELDS = 8 };

/* Appends to out the rows of objects 0 to size - 1, each as its difference to the row above (PNG's
 * predictor "up"). Numbers without a place are free. Sorts places. */
void xref_rows(struct places *places, uint32_t size, struct buffer *out);
/* The same in zlib's format. */
void xref_deflate(struct places *places, uint32_t size, struct buffer *out);
/* Up to so many rows are better made as they are and deflated at once. */
enum { XREF_FEW = 16384 };

#endif
