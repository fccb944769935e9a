/* layout.h: a paper becomes pages of placed marks. Decides everything; draws nothing.
 *
 * layout_run measures, breaks and resolves references, then layout_emit hands over one finished
 * page after another, so that pages need not stand in memory together.
 */
#ifndef BOARDPAPER_LAYOUT_H
#define BOARDPAPER_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include <boardpaper/diagnostics.h>
#include <boardpaper/page.h>

struct arena;
struct buffer;
struct paper;
struct text;

struct layout;

/* Lays the paper out. Lives in arena; uses paper and text until the arena ends. Warnings (a word
 * wider than its cell, a missing glyph) are reported with their lines. Never NULL unless an error
 * was reported. */
struct layout *layout_run(struct arena *arena, const struct paper *paper, struct text *text,
                          struct diagnostics *diagnostics);
size_t layout_page_count(const struct layout *layout);
/* Hands over the pages in order and fills structure as it goes (complete when it returns true). */
bool layout_emit(struct layout *layout, struct structure *structure, const struct page_sink *sink);
/* Valid after layout_run. */
const struct bookmark *layout_bookmarks(const struct layout *layout, size_t *count);

/* A trace: the pages' marks as text, one a line, with their structure; for golden tests. */
bool layout_trace(struct layout *layout, struct buffer *out);

#endif
