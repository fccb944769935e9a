/* flow.h: the room's own boundary between what is measured and what breaks it into pages.
 *
 * Every block becomes strips: full-width pieces that are never cut (a line of a paragraph, a row of
 * a table, a picture). A flow is a list of strips; pages are chosen over the whole list by least
 * badness (pages.c), as Knuth and Plass choose lines, not first-fit. Tables (table.c) make
 * strips out of rows and lay cells by making flows of their own; paragraphs (paragraph.c) make
 * strips out of lines. So cells, boxes, notes and pages all speak of one thing.
 *
 * What belongs together over several strips stands beside the list: frames (boxes with a background
 * or an edge), groups (the structure elements that strips stand in) and targets (what can be
 * referred to). All refer to strips by index.
 *
 * The alternative, a tree of boxes that each knows how to split itself, was rejected: page choice
 * over the whole needs all the possible breaks in one list.
 *
 * How strips are made: flow_space asks for space above what comes next (of several requests the
 * greatest counts), flow_strip appends a strip and gives it that space, the frame and the group in
 * force. Never touch flow->count or flow->strips in another way.
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
struct label;

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
    length_t x;      /* from the flow's left edge; place gets it added */
    length_t before; /* space above; falls away at the head of a page */
    length_t height;
    int32_t penalty;     /* of a page break before it: PENALTY_FREE to PENALTY_NEVER, or FORCED */
    int32_t frame;       /* index of its innermost frame in the flow, -1: none */
    int32_t group;       /* index of its innermost group in the flow, -1: none */
    uint32_t note_count; /* footnotes that belong on its page */
    uint32_t first_note; /* the turn of the first of them (see notes.h), from 1 */
    bool facing;         /* drawn in parts, on one page after another: see struct sequence */
    const struct repeat *repeat; /* set above it where a page begins with it; or NULL */
    const struct label *label;   /* hangs beside it: a list's bullet (labels.c); or NULL */
    strip_place *place;
    const void *content;
    const struct block *block; /* the outermost block it comes from, a leaf of the flow: its place
                                  and style. It outlives the flow in the main flow only. */
};

/* A box around consecutive strips: background, edge, bar, rules. It may break over pages and keeps
 * its padding at the head and foot of each page it stands on: where strips follow each other it is
 * in their before, at a page's head and foot it is flow_above and flow_below. */
struct frame {
    const struct style *style;
    length_t x, width;    /* from the flow's left edge */
    length_t top, bottom; /* padding, edge and rule above the first strip and below the last */
    int32_t parent;       /* -1: none */
    size_t first, count;  /* strips */
};

/* A structure element that strips stand in: a section, a list, an item. Made when its first strip
 * is placed. lang, id, title, numbering: attributes, or NULL. */
struct group {
    enum role role;
    int32_t parent; /* -1: the element in force where the flow is placed */
    const char *lang, *id, *title, *numbering;
    uint32_t epoch; /* tag is of this emission, see context.epoch */
    int32_t tag;
};

/* What can be referred to: a block with an id, and every heading. */
struct target {
    const char *id;            /* NULL: a heading without one */
    const struct block *block; /* NULL: in a cell, and may be gone */
    size_t strip;
};

/* Strips from this one on stand on pages of master, labelled by a numbering. Main flow only. */
struct sequence {
    size_t strip;
    const struct master *master;
    int32_t numbering;
    int32_t run; /* of pages that have one first and one last page, though others be between */
    bool right;  /* begins on a right-hand page, where there are two kinds */
    int parts;   /* 0, or each page's strips that are facing go on on the next page, so many pages
                    in all; the first is a left-hand one, where there are two kinds */
};

/* Page labels: prefix and a number that begins at 1. The first numbering is the paper's own. */
struct numbering {
    const char *prefix; /* "A-"; NULL: none */
};

struct flow {
    struct strip *strips;
    size_t count, capacity;
    struct frame *frames;
    size_t frame_count, frame_capacity;
    struct group *groups;
    size_t group_count, group_capacity;
    struct target *targets;
    size_t target_count, target_capacity;
    struct sequence *sequences;
    size_t sequence_count, sequence_capacity;
    struct numbering *numberings;
    size_t numbering_count, numbering_capacity;
    int32_t run_count;
    bool main;            /* the paper's own flow, which becomes pages */
    struct taken *tables; /* main flow: what its tables made of it; see again.c */
    size_t table_count, table_capacity;
    length_t
        height;   /* the sum: frames' padding, befores (but the first's) and heights; by flow_end */
    bool depends; /* on the number of a page: to be laid again when that changes */
    /* While it is built: what the next strip gets. Zero is right to begin with. */
    length_t x;                /* added to by containers, see flow_add */
    length_t space, padding;   /* see flow_space; padding of frames that begin or ended here */
    int32_t frame, group;      /* in force, plus one: 0 is none */
    int32_t penalty;           /* the next strip's at least; FORCED wins */
    bool fresh;                /* a frame has just begun: spaces are left out */
    const struct label *label; /* waits for the next strip */
};

/* What building needs to know. One a layout; tables pass it on to the cells' flows. A table may
 * copy it to put another arena in force, and must then carry note back. */
struct context {
    struct arena *arena;
    const struct paper *paper;
    struct text *text;
    struct diagnostics *diagnostics;
    struct structure *structure;   /* during placing */
    struct references *references; /* ids, pages, numbers: references.c */
    struct notes *notes;           /* the footnotes met so far, by number: notes.c */
    struct elements *elements;     /* during placing: see placing_element */
    struct workspace *workspace;   /* reused from paragraph to paragraph */
    struct paragraphs *paragraphs; /* those set in an earlier round: paragraph.c; or NULL */
    const struct master *master;   /* whose pages are being filled while building */
    length_t size;                 /* of the paper's text: the style "body" */
    length_t page_height;          /* the height of their text; nothing may be higher */
    uint32_t note;                 /* the number of the last footnote met. To lay something again,
                                      put it back to what it was before: a number already met
                                      stays the note it was. */
    int step;                      /* by which the table in hand comes down, see table_step */
    const uint8_t *steps;          /* the same of each table of the main flow; NULL: none */
    const struct flow *earlier;    /* the main flow of the round before, or NULL */
    struct layout_aside *aside;    /* tables that another thread may have laid; or NULL */
    bool *refused;                 /* aside.c: set where something has to be said of what is laid,
                                      or pages turned for it, which is then not done; else NULL */
    uint32_t epoch;                /* counts emissions */
    bool renew;                    /* notes met are laid anew, though met before */
    bool in_note;                  /* the blocks of a footnote are being laid */
    bool measuring;                /* nothing is kept: notes are not met, nothing is reported */
    bool has_ink;                  /* text in ink, whatever its style says: a shaded cell */
    struct colour ink;
};

/* Readies a context whose arena, paper, text and diagnostics are set (tests of this room do it, and
 * layout_run); frees what stands outside the arena. */
void context_open(struct context *context);
void context_close(struct context *context);

/* ---- building (flow.c) -------------------------------------------------------------------- */

/* Appends the strips of blocks (a list) set to width. lang: in force around them. The blocks of
 * paragraphs, lists and boxes may go when it returns; styles, tables and figures may not. */
void flow_add(struct context *context, struct flow *flow, const struct block *blocks,
              length_t width, const char *lang);
/* One paragraph of inlines in style: a cell's short form, captions, running heads. Its content goes
 * into the element in force (no P of its own). The inlines may go when it returns. */
void flow_add_inlines(struct context *context, struct flow *flow, const struct inline_ *inlines,
                      const struct style *style, enum align align, length_t width,
                      const char *lang);
/* Least and greatest content width of inlines or blocks: the longest unbreakable piece, and all on
 * one line (the longest forced line). Without laying anything out. */
void flow_extent(struct context *context, const struct inline_ *inlines, const struct block *blocks,
                 const struct style *style, const char *lang, length_t *least, length_t *greatest);
/* Where the text of inlines is one number ("1,234.5", "−3", "12%"): its width up to the decimal
 * point and from there on. False where it is none: such a cell is set to the end. */
bool flow_decimal(struct context *context, const struct inline_ *inlines, const struct style *style,
                  const char *lang, length_t *whole, length_t *fraction);
void flow_end(struct flow *flow);

/* Space above what comes next, and a page break's penalty before it: of several requests the
 * greatest counts (FORCED above all). */
void flow_space(struct flow *flow, length_t space);
void flow_penalty(struct flow *flow, int32_t penalty);
/* A new last strip with the space, penalty, frame, group and label that wait for it. Valid until
 * the next one is made. */
struct strip *flow_strip(struct context *context, struct flow *flow);
/* Room for count more strips: nothing is wasted on growing. */
void flow_reserve(struct context *context, struct flow *flow, size_t count);
/* Opens a structure element around the strips that follow; shuts the innermost one. lang: NULL or
 * what it says. */
struct group *flow_open(struct context *context, struct flow *flow, enum role role,
                        const char *lang);
void flow_shut(struct flow *flow);
/* Opens a frame in style at x from the flow's left edge; shuts the innermost one. Strips inside
 * are set within style->padding of its edges by whoever adds them. */
void flow_frame(struct context *context, struct flow *flow, const struct style *style, length_t x,
                length_t width);
void flow_unframe(struct flow *flow);
/* What is added next can be referred to as id (or is a heading, where id is NULL). */
void flow_target(struct context *context, struct flow *flow, const char *id,
                 const struct block *block);
/* The strips that follow stand on pages of master, from a new page on, until the next call (give
 * back what context->master was before). Sets context->master and page_height. False, and nothing
 * done, in any flow but the main one. */
bool flow_master(struct context *context, struct flow *flow, const struct master *master);
/* What the frames around strip need above it where a page (or a part of a cell) begins with it, and
 * below it where one ends with it. */
length_t flow_above(const struct flow *flow, size_t strip);
length_t flow_below(const struct flow *flow, size_t strip);

/* A table's strips (table.c): caption, heads, rows, notes. Spaces around it are the caller's. */
void table_add(struct context *context, struct flow *flow, const struct block *block,
               length_t width, const char *lang);

/* ---- placing (placing.c) ------------------------------------------------------------------ */

/* Placing: the page being filled. */
struct placing {
    struct context *context;
    int32_t tag; /* the structure element in force: new ones become its children */
    struct mark *marks;
    size_t count, capacity;
    struct arena *arena;  /* for this page's marks */
    int32_t page;         /* index */
    int part;             /* of the strips that are facing */
    bool artifact;        /* all that is drawn now is a repetition: an artifact, no tags are made */
    int32_t artifact_tag; /* which kind, where artifact */
    bool turned;          /* see flow_place_turned */
    length_t turn_x, turn_y;
};

/* A new last mark with kind, place and tag (the element in force, or the kind of artifact) set.
 * Valid until the next one is made. For what has width and height, and might be turned, take the
 * three below. */
struct mark *placing_mark(struct placing *placing, enum mark_kind kind, length_t x, length_t y);
/* A filled rectangle, and a line, that are artifacts. */
void placing_fill(struct placing *placing, length_t x, length_t y, length_t width, length_t height,
                  struct colour colour);
void placing_rule(struct placing *placing, length_t x, length_t y, length_t x2, length_t y2,
                  length_t thickness, struct colour colour);
/* A link's area; the caller sets where it leads. */
struct mark *placing_link(struct placing *placing, length_t x, length_t y, length_t width,
                          length_t height);
/* The element for key on its first strip, the same one on later strips and pages: a table
 * continued is one element. A child of the element in force, which it leaves in force. Where
 * artifact is set: -1, and nothing is made. For few and long-lived things: each key takes memory
 * until the emission ends. */
int32_t placing_element(struct placing *placing, const void *key, enum role role);
/* A new child of the element in force; -1 where artifact is set. */
int32_t placing_child(struct placing *placing, enum role role);

/* Draws strips first to first + count from y down at x, all in one column (a cell), with their
 * frames, labels and groups; returns y after them. The first stands flow_above below y (its before
 * falls away), and y after the last is flow_below its foot. */
length_t flow_place(const struct flow *flow, size_t first, size_t count, struct placing *placing,
                    length_t x, length_t y);
/* The same turned by a quarter, to be read upwards: (x, y) is the lower left corner of where it
 * stands, from which its lines run up and follow each other to the right. */
void flow_place_turned(const struct flow *flow, size_t first, size_t count, struct placing *placing,
                       length_t x, length_t y);

#endif
