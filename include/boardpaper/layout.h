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

/* A second thread can lay tables meanwhile, each on its own: layout_run_beside is layout_run that
 * takes over what it finds laid. What comes of it is the same, whoever laid what. */
struct layout_aside;
/* NULL: they are not worth it. Uses paper and text; freed when the layout is used no more, before
 * text is closed. */
struct layout_aside *layout_aside_new(const struct paper *paper, struct text *text);
void layout_aside_free(struct layout_aside *aside);
/* In the second thread: lays what nobody has begun, then returns. */
void layout_aside_lay(struct layout_aside *aside);
struct layout *layout_run_beside(struct arena *arena, const struct paper *paper, struct text *text,
                                 struct layout_aside *aside, struct diagnostics *diagnostics);

size_t layout_page_count(const struct layout *layout);
/* Hands over the pages in order and fills structure as it goes (complete when it returns true). */
bool layout_emit(struct layout *layout, struct structure *structure, const struct page_sink *sink);
/* Valid after layout_run. */
const struct bookmark *layout_bookmarks(const struct layout *layout, size_t *count);

/* A trace: the pages' marks as text, one a line, with their structure; for golden tests. */
bool layout_trace(struct layout *layout, struct buffer *out);

#endif
