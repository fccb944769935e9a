/* making.h: a layout, as layout.c makes it and emit.c hands it over. */
#ifndef BOARDPAPER_LAYOUT_MAKING_H
#define BOARDPAPER_LAYOUT_MAKING_H

#include <boardpaper/layout.h>

#include "pages.h"
#include "prose.h"

struct layout {
    struct context context;
    struct flow flow;
    struct sheet *sheets;
    size_t sheet_count;
    int32_t *numbering_counts; /* pages of each numbering */
    struct bookmark *bookmarks;
    size_t bookmark_count;
};

/* The label of a page: its numbering's prefix and number. */
const char *sheet_label(struct arena *arena, const struct flow *flow, int32_t numbering,
                        int32_t number);

/* running.c: what stands in the margins of every page. */
struct margins {
    const struct sheet *sheet;
    length_t left;          /* where the text begins */
    bool duplex, left_hand; /* whether there are left pages, and this is one */
    struct running_words words;
};
void margins_place(struct placing *placing, const struct margins *margins);
/* What an empty page says of itself. */
void blank_place(struct placing *placing, const struct margins *margins);
/* Over all else, see TAG_ARTIFACT_WATERMARK. */
void watermark_place(struct placing *placing, const struct master *master);

#endif
