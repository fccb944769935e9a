/* prose.h: a list of inlines made flat: one text, stretches of one look, and the structure elements
 * that they stand in. What paragraphs are made of.
 *
 * The text is what is drawn, in logical order, with a newline for a forced break and the spaces at
 * its ends taken off. Prose stands in the workspace, which every paragraph uses anew; what must
 * last is copied out of it (paragraph.c).
 */
#ifndef BOARDPAPER_LAYOUT_PROSE_H
#define BOARDPAPER_LAYOUT_PROSE_H

#include "flow.h"

/* The element of what is not heard. */
enum { PROSE_DECORATION = -1 };

/* Text of one look in one element. */
struct stretch {
    const struct typeface *face;
    const struct voice *voice; /* of face and lang */
    const char *lang;
    length_t size;
    length_t rise; /* of the baseline, up */
    length_t slot; /* the least width of all of it, which is then not cut: a page's number that may
                      still change; 0: none */
    struct colour colour;
    uint32_t start, end; /* bytes of the text */
    int32_t element;     /* index of its element; 0: the paragraph's own; or PROSE_DECORATION */
    int32_t link;        /* index of its link, -1: none */
    uint32_t note;       /* the number of the footnote it marks; 0: none */
    bool underlined;
    bool right_to_left;
    bool exact; /* code: a hyphen at a line's end would be taken for a part of it */
    struct where where;
};

/* An element within the paragraph. */
struct inner {
    enum role role;
    int32_t parent;               /* index; 0: the paragraph */
    const char *lang, *expansion; /* NULL: none */
    uint32_t epoch;
    int32_t tag;
};

struct link {
    const char *url, *target; /* one of them NULL */
    const char *contents;
    int32_t element;
};

struct prose {
    char *text;
    size_t length, capacity;
    struct stretch *stretches;
    size_t stretch_count, stretch_capacity;
    struct inner *inners; /* the first stands for the paragraph itself */
    size_t inner_count, inner_capacity;
    struct link *links;
    size_t link_count, link_capacity;
    size_t lead;     /* stretches that stand before the text: a paragraph's number */
    bool depends;    /* on a page's number */
    bool from_right; /* its language is written from the right */
    bool turns;      /* it has text that is */
};

/* What running heads say, where they are being set. */
struct running_words {
    const char *page, *pages, *section;
};

/* Empties prose and fills it with number (NULL: none) and inlines. running: NULL but in heads and
 * feet. Footnotes met take the next numbers of the context; their blocks wait to be laid until the
 * paragraph is (notes_lay). */
void prose_set(struct context *context, struct prose *prose, const char *number,
               const struct inline_ *inlines, const struct style *style, const char *lang,
               const struct running_words *running);
/* The words alone, as a bookmark or a line of contents has them: no notes, breaks as spaces, and
 * what references say now (where references is NULL: nothing). */
const char *prose_plain(const struct references *references, struct arena *arena,
                        const struct inline_ *inlines);
/* Whether elements stand in the paragraph, so that all its text needs one. */
bool prose_is_mixed(const struct prose *prose);
void prose_free(struct prose *prose);

#endif
