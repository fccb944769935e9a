/* press.h: pages drawn into content streams, where asked for by a thread of its own.
 *
 * While one page is drawn the caller fills the next; no more than one waits. The thread takes pages
 * strictly in order and is the only one that touches fonts, items and body from press_page on
 * until press_settle has returned, so the bytes are the same with it and without it.
 */
#ifndef BOARDPAPER_PDF_PRESS_H
#define BOARDPAPER_PDF_PRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "content.h"

struct body;
struct press;

/* content: as it is at the first page; the press's from here on. threaded: where it can. */
struct press *press_open(const struct content *content, struct body *body, bool threaded);
void press_close(struct press *press);

/* Draws the page into the stream of that number. Its marks are used until press_page is called
 * again or press_settle. */
void press_page(struct press *press, const struct page *page, uint32_t stream);
/* The same in two steps, at once and in the caller's thread, for a page that needs objects made
 * between the two. After press_settle only. */
void press_compose(struct press *press, const struct page *page);
void press_commit(struct press *press, uint32_t stream);
/* Returns when every page is drawn. */
void press_settle(struct press *press);

/* After press_settle: the first page, from 1, with a glyph id that its font has not; 0: none.
 * Before: one that was drawn so far, or 0. */
size_t press_strange(struct press *press);
/* After press_settle: the elements of the marked content, and where a page's begin. */
const struct content *press_content(const struct press *press);
size_t press_first_item(const struct press *press, size_t page);

#endif
