/* desk.h: pages made by hand for tests of the PDF: text is really shaped, places are given.
 *
 * A desk holds one document in the making. Coordinates are points; tags are those of its
 * structure.
 */
#ifndef BOARDPAPER_TESTS_DESK_H
#define BOARDPAPER_TESTS_DESK_H

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/diagnostics.h>
#include <boardpaper/page.h>
#include <boardpaper/pdf.h>
#include <boardpaper/text.h>

struct desk {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct text *text;
    const struct typeface *face, *bold;
    struct structure *structure;
    struct pdf *pdf;
    struct pdf_metadata metadata;
    struct mark *marks;
    size_t count, capacity;
    int32_t page;
    int32_t root; /* the element Document */
    bool good;
};

/* The folder of the source tree: from the environment's SOURCE, or the current one. */
const char *desk_source(void);

/* metadata NULL: some. */
struct desk *desk_open(const struct pdf_metadata *metadata, int threads);
void desk_close(struct desk *desk);

int32_t desk_add(struct desk *desk, int32_t parent, enum role role);
struct mark *desk_mark(struct desk *desk, enum mark_kind kind, int32_t tag, double x, double y);
/* A line of text; the mark of its last run, NULL where it has none. Moves *x past it where not
 * NULL. */
struct mark *desk_text(struct desk *desk, int32_t tag, double x, double y, double size,
                       const char *utf8);
struct mark *desk_shaped(struct desk *desk, int32_t tag, const struct typeface *face,
                         unsigned features, double x, double y, double size, const char *utf8);
struct mark *desk_rectangle(struct desk *desk, int32_t tag, double x, double y, double width,
                            double height, struct colour colour);
struct mark *desk_line(struct desk *desk, int32_t tag, double x, double y, double x2, double y2);
struct mark *desk_link(struct desk *desk, int32_t tag, double x, double y, double width,
                       double height, const char *url, const char *contents);
/* Ends the page (A4) and gives it to the PDF. */
bool desk_page(struct desk *desk, const char *label);
bool desk_page_of(struct desk *desk, const char *label, double width, double height);
/* Ends the document. */
bool desk_finish(struct desk *desk, const struct bookmark *bookmarks, size_t count,
                 struct buffer *out);
/* The diagnostics as text. */
const char *desk_said(struct desk *desk);

/* A whole small paper: heading, paragraphs with a link, a table with spans, a list, a note, running
 * head and foot, two pages. variant changes what it holds. False where something failed. */
bool desk_sample(unsigned variant, int threads, struct buffer *out);

#endif
