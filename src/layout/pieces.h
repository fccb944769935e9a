/* pieces.h: prose shaped and cut into what a line is made of.
 *
 * A piece is a stretch of glyphs of one run that no line break goes through, the space after it
 * included: box and glue of Knuth and Plass in one, and the penalty of the break after it. Words
 * are shaped whole with the space that follows them (so the shaping cache serves, and the space is
 * a glyph that readers find) and cut only at cluster boundaries.
 */
#ifndef BOARDPAPER_LAYOUT_PIECES_H
#define BOARDPAPER_LAYOUT_PIECES_H

#include "prose.h"

/* What may come after a piece. */
enum chance {
    CHANCE_NONE,
    CHANCE_FREE,     /* a break at a space */
    CHANCE_DASH,     /* after a hyphen, a dash or a slash that is there */
    CHANCE_HYPHEN,   /* within a word: a hyphen is added */
    CHANCE_ANYWHERE, /* within a word wider than the line: nothing is added */
    CHANCE_FORCED
};

struct piece {
    const struct run *run;
    const char *text;      /* its shaped text */
    uint32_t first, count; /* glyphs, the space's not counted */
    uint32_t at, bytes;    /* in the prose's text, the space included */
    uint32_t stretch;
    uint8_t chance;               /* enum chance */
    uint8_t space_glyphs;         /* 0: the space after it, if any, has no glyph here */
    bool spaced;                  /* a space (or a forced break) stands after it in the text */
    length_t width, space;        /* without and of the space */
    int32_t hang_start, hang_end; /* how far it may hang out at a line's edge, where justified */
};

/* A warning that was given: see warnings.h. No more than SAID_MOST are. */
enum { SAID_MOST = 200, SPARE_MOST = 4 };
struct said {
    enum message message;
    struct where where;
    const char *part;
};

/* What every paragraph uses anew, and so is taken from the system once. */
struct workspace {
    struct prose prose;
    struct piece *pieces;
    size_t piece_count, piece_capacity;
    struct piece *whole; /* pieces_break: what they were before */
    size_t whole_capacity;
    size_t lead; /* pieces that belong to the paragraph's number */
    uint8_t *breaks, *hyphens;
    size_t breaks_capacity, hyphens_capacity;
    const struct font *font; /* the last whose em was asked for */
    int64_t em;
    struct node *nodes; /* breaking.c */
    size_t node_capacity;
    struct set_line *lines;
    size_t line_count, line_capacity;
    char point[8]; /* the decimal point of point_lang; empty: not asked yet */
    const char *point_lang;
    struct said said[SAID_MOST];
    size_t said_count;
    struct arena *spare[SPARE_MOST];
    size_t spare_count;
};

/* An arena for what is wanted for a while, a table's measuring or a trial; given back, it is
 * emptied for the next who asks. */
struct arena *spare_take(const struct context *context);
void spare_give(const struct context *context, struct arena *arena);

/* What pieces are cut for. */
enum cutting { CUT_WORDS, CUT_BREAKS, CUT_HYPHENS };

/* Shapes the prose in the workspace and fills its pieces. CUT_WORDS: whole words, no chances but
 * forced breaks (enough for what fits on one line); CUT_BREAKS: every break that text_breaks
 * allows; CUT_HYPHENS: hyphenated too. widest: what is wider is cut at every cluster (0: nothing
 * is); the first such word is given back in long_word (a stretch and its bytes). */
void pieces_cut(struct context *context, enum cutting cutting, length_t widest, bool hang);
/* After CUT_WORDS of the same prose: as CUT_BREAKS, but only words that are cut are shaped again.
 */
void pieces_break(struct context *context, bool hang);
/* The width of all pieces on one line, the number's not counted; of the widest line where breaks
 * are forced. */
length_t pieces_width(const struct workspace *workspace);
/* The width of the widest piece. */
length_t pieces_widest(const struct workspace *workspace);
/* The hyphen that is added to a piece of that stretch. */
const struct shaped *pieces_hyphen(struct context *context, const struct stretch *stretch);

void workspace_free(struct workspace *workspace);

#endif
