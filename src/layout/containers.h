/* containers.h: blocks that hold blocks, and those that are neither lines nor tables. */
#ifndef BOARDPAPER_LAYOUT_CONTAINERS_H
#define BOARDPAPER_LAYOUT_CONTAINERS_H

#include "strips.h"

/* lists.c: lists and definitions. */
void list_add(struct context *context, struct flow *flow, const struct block *block, length_t width,
              const char *lang);
void definitions_add(struct context *context, struct flow *flow, const struct block *block,
                     length_t width, const char *lang);
/* The width of the column that a list's labels hang in. */
length_t list_column(struct context *context, const struct block *block);

/* figure.c */
void figure_add(struct context *context, struct flow *flow, const struct block *block,
                length_t width, const char *lang);

/* contents.c: tables of contents and lists of tables, figures, recommendations. */
void contents_add(struct context *context, struct flow *flow, const struct block *block,
                  length_t width, const char *lang);

/* again.c: a table in the main flow, laid or taken over from the round before. */
void table_add_again(struct context *context, struct flow *flow, const struct block *block,
                     length_t width, const char *lang);
/* The strips of the main flow's tables, in their order. */
struct range {
    size_t first, end;
};
struct range table_strips(const struct flow *flow, size_t index);
/* Whether a table may come down a step, in size or in the padding of its rows. */
bool table_may_step(const struct flow *flow, size_t index);

/* flow.c: opens a frame around what follows where style has anything to draw (or pads, where pads
 * is set), and moves x and width within it. False: there is none to close. */
struct inside {
    length_t x, width;
    bool framed;
};
struct inside frame_open(struct context *context, struct flow *flow, const struct style *style,
                         length_t width, bool pads);
void frame_shut(struct flow *flow, const struct inside *before);
/* A strip that draws nothing: what is empty keeps its place. */
struct strip *empty_strip(struct context *context, struct flow *flow, length_t height);
/* Keeps the strips from first on together, where a page can hold them. */
void keep_together(const struct context *context, struct flow *flow, size_t first);

#endif
