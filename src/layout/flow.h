/* flow.h: the room's own boundary between what is measured and what breaks it into pages.
 *
 * Every block becomes strips: full-width pieces that are never cut (a line of a paragraph, a row of
 * a table, a picture). A flow is a list of strips; pages are chosen over the whole list by least
 * badness (pages.c), as Knuth and Plass choose lines, not first-fit. Tables (table.c) make
 * strips out of rows and lay cells by making flows of their own; paragraphs (paragraph.c) make
 * strips out of lines. So cells, boxes, notes and pages all speak of one thing.
 *
 * The alternative, a tree of boxes that each knows how to split itself, was rejected: page choice
 * over the whole needs all the possible breaks in one list.
 */
#ifndef BOARDPAPER_LAYOUT_FLOW_H
#define BOARDPAPER_LAYOUT_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/arena.h>
#include <boardpaper/diagnostics.h>
#include <boardpaper/page.h>
#include <boardpaper/paper.h>
#include <boardpaper/text.h>

struct placing;
struct strip;

/* Draws strip with its top left corner at (x, y). Called once a page it stands on, in reading
 * order. */
typedef void strip_place(const struct strip *strip, struct placing *placing, length_t x,
                         length_t y);

enum { PENALTY_FREE = 0, PENALTY_NEVER = 1000000, PENALTY_FORCED = -1000000 };

/* Set again at the head of each page that begins inside its span (a table's head rows). */
struct repeat {
    length_t height;
    void (*place)(const struct repeat *repeat, struct placing *placing, length_t x, length_t y);
    void *content;
};

struct strip {
    length_t before; /* space above; falls away at the head of a page */
    length_t height;
    int32_t penalty; /* of a page break before it: PENALTY_FREE to PENALTY_NEVER, or FORCED */
    int32_t frame;   /* index of its innermost frame in the flow, -1: none */
    const struct repeat *repeat;      /* set above it where a page begins with it; or NULL */
    const struct block *const *notes; /* footnotes that belong on its page */
    uint32_t note_count;
    uint32_t first_note; /* the number of the first of them, from 1 */
    strip_place *place;
    const void *content;
    const struct block *block; /* where it comes from: ids, places, sections */
};

/* A box around consecutive strips: background, edge, bar. It may break over pages; its padding is
 * in the strips' own before and x offsets (first and last strips carry the vertical padding). */
struct frame {
    const struct style *style;
    length_t x, width;   /* from the flow's left edge */
    int32_t parent;      /* -1: none */
    size_t first, count; /* strips */
};

struct flow {
    struct strip *strips;
    size_t count, capacity;
    struct frame *frames;
    size_t frame_count, frame_capacity;
    length_t height; /* the sum: befores (but the first's) and heights; kept by flow_end */
};

/* What building needs to know. One a layout; tables pass it on to the cells' flows. */
struct context {
    struct arena *arena;
    const struct paper *paper;
    struct text *text;
    struct diagnostics *diagnostics;
    struct structure *structure;   /* during placing */
    struct references *references; /* ids, pages, numbers: references.c */
};

/* Appends the strips of blocks (a list) set to width. lang: in force around them. */
void flow_add(struct context *context, struct flow *flow, const struct block *blocks,
              length_t width, const char *lang);
/* One paragraph of inlines in style: a cell's short form, captions, running heads. */
void flow_add_inlines(struct context *context, struct flow *flow, const struct inline_ *inlines,
                      const struct style *style, enum align align, length_t width,
                      const char *lang);
/* Least and greatest content width of inlines or blocks: the longest unbreakable piece, and all on
 * one line (the longest forced line). Without laying anything out. */
void flow_extent(struct context *context, const struct inline_ *inlines, const struct block *blocks,
                 const struct style *style, const char *lang, length_t *least, length_t *greatest);
void flow_end(struct flow *flow);
/* Draws strips first to first + count from y down at x, all in one column (a cell); returns y after
 * them. */
length_t flow_place(const struct flow *flow, size_t first, size_t count, struct placing *placing,
                    length_t x, length_t y);

/* A table's strips (table.c): caption, heads, rows, notes. */
void table_add(struct context *context, struct flow *flow, const struct block *block,
               length_t width, const char *lang);

/* Placing: the page being filled. */
struct placing {
    struct context *context;
    int32_t tag; /* the structure element in force: new ones become its children */
    struct mark *marks;
    size_t count, capacity;
    struct arena *arena;  /* for this page's marks */
    int32_t page;         /* index */
    bool artifact;        /* all that is drawn now is a repetition: an artifact, no tags are made */
    int32_t artifact_tag; /* which kind, where artifact */
};
struct mark *placing_mark(struct placing *placing, enum mark_kind kind, length_t x, length_t y);
/* The element for block on its first strip, the same one on later strips and pages: a paragraph or
 * table continued is one element. */
int32_t placing_element(struct placing *placing, const void *key, enum role role);

#endif
