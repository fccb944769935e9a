/* content.h: one page's marks become the operators of its content stream, each mark within its
 * marked-content sequence (ISO 32000-1, 14.6 and 14.7.4).
 */
#ifndef BOARDPAPER_PDF_CONTENT_H
#define BOARDPAPER_PDF_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/buffer.h>
#include <boardpaper/page.h>

struct fonts;

/* What a page's operators need to know of, and tell to, the document. */
struct content {
    struct fonts *fonts;
    struct buffer out;
    /* The element of each marked-content identifier, in order; the caller empties it. */
    int32_t *items;
    size_t item_count, item_capacity;
    /* The index of an image among the document's, which makes its name: I0, I1, ... */
    size_t (*image)(void *context, const struct image *image);
    void *context;
    bool strange_glyph; /* a glyph id that its font has not was met */
};

/* Appends page's operators to out (which the caller empties), and items. */
void content_page(struct content *content, const struct page *page);

/* Whether drawing mark uses the graphics states Multiply and Normal. */
bool content_multiplies(const struct mark *mark);

#endif
