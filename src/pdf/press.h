/* press.h: pages drawn into content streams, as errands of the body.
 *
 * While a page is drawn the caller fills the next; PAGES_LENT are being drawn or wait for it. Pages
 * are drawn strictly in order, and who draws is the only one that touches fonts, items and body
 * (but for its numbers) from press_page on until press_settle has returned, so the bytes are the
 * same with a second thread and without it.
 */
#ifndef BOARDPAPER_PDF_PRESS_H
#define BOARDPAPER_PDF_PRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "content.h"
#include "marked.h"
#include "rows.h"

struct body;
struct press;

/* What is known of a page when it is handed over, beside its marks. */
struct handed {
    uint32_t stream;             /* its content's number */
    struct marked_page page;     /* see marked.h */
    struct element_run elements; /* that have come into being since the page before */
    struct rows *rows;           /* to be written after it, emptied at once; NULL: none */
    uint32_t rows_stream;        /* the number of their object stream */
};

/* content: as it is at the first page; the press's from here on. scopes: see rows.h. */
struct press *press_open(const struct content *content, struct body *body, uint32_t scopes);
void press_close(struct press *press);

/* Draws the page. Its marks are used until PAGES_LENT more are taken or press_settle. */
void press_page(struct press *press, const struct page *page, struct handed handed);
/* The same in two steps, at once and in the caller's thread, for a page that needs objects made
 * between the two. After press_settle only. */
void press_compose(struct press *press, const struct page *page);
void press_commit(struct press *press, struct handed handed);
/* Returns when every page is drawn, and the subsets that were begun are made. */
void press_settle(struct press *press);
/* After the last page: begins to make the subsets of the fonts (fonts_subset). */
void press_subset(struct press *press);

/* After press_settle: the first page, from 1, with a glyph id that its font has not; 0: none.
 * Before: one that was drawn so far, or 0. */
size_t press_strange(struct press *press);
/* After press_settle: what has been collected; the caller's from here on. */
struct marked *press_marked(struct press *press);

#endif
