/* table_state.h: what the files of the table share: one table being laid out.
 *
 * A table goes through three passes. The first (table_extents.c) reads every row once and knows
 * afterwards what each column needs. The widths follow (table_fit.c). The second (table_rows.c)
 * finds each row's height and makes its strip; it reads again only the rows that may wrap. The
 * third (table_place.c) runs page by page and reads each row again to draw it, but for those that a
 * small table kept from the second. Between the passes a
 * row is 32 bytes, its strip, and two bytes a cell for how wide that is: cells are made anew from
 * rows.get in an arena that is emptied row by row, so that 100,000 rows cost what their heights
 * cost. What the paper says is the same in many rows is measured, set and shaped once for all of
 * them (table_known.c).
 *
 * Heads, body and feet are three parts of one kind: all that is said of rows holds in each.
 */
#ifndef BOARDPAPER_LAYOUT_TABLE_STATE_H
#define BOARDPAPER_LAYOUT_TABLE_STATE_H

#include "flow.h"
#include "table_columns.h"
#include "table_grid.h"
#include "table_plain.h"

enum part { PART_HEAD, PART_BODY, PART_FOOT, PART_COUNT };

/* What is remembered of a row. */
struct table_row {
    struct table_state *state;
    length_t height;  /* with padding and the rule below it */
    uint32_t index;   /* in its part */
    uint32_t cluster; /* the first of the rows that it is tied to by cells reaching down */
    uint32_t note;    /* context.note before it */
    uint8_t part, kind;
    bool zebra : 1; /* has the zebra's colour behind it */
    bool quick : 1; /* every cell is one plain line; height holds where no column makes it wrap */
    bool keep : 1;  /* with the next row */
    bool tied : 1;  /* to the next row, by a cell that reaches down */
};

/* A cell's content, set to the width it has. */
enum content { CONTENT_NONE, CONTENT_LINE, CONTENT_FLOW, CONTENT_TURNED };
struct laid_cell {
    struct grid_cell at;
    const struct style *style;       /* the cell's: padding, background */
    const struct style *type;        /* of its one paragraph; style where it has none of its own */
    const struct inline_ *paragraph; /* the one that it is; NULL: blocks, or nothing */
    enum align align;
    const char *lang;
    enum content content;
    struct plain_text text; /* LINE */
    length_t width;         /* LINE: of its text; TURNED: of its lines side by side */
    length_t whole;         /* LINE: up to the decimal point, where aligned to it */
    bool decimal;           /* LINE: aligned to the decimal point */
    struct flow *flow;      /* FLOW, TURNED; NULL: not laid yet */
    length_t height;        /* of the content, without padding */
    struct known *known; /* what is kept of cells that are the same, see table_known.c; or NULL */
};

/* A cell that reaches down into the row in hand from one above. */
struct open_cell {
    struct laid_cell laid;
    length_t above; /* the heights of its rows above the row in hand */
    size_t began;   /* how many these are */
    size_t left;    /* rows it still covers, with the one in hand */
    struct open_cell *next;
};

struct laid_row {
    struct row row;
    struct laid_cell *cells; /* those that begin here */
    int count;
    struct open_cell *open; /* those from above, from left to right */
};

/* Goes down the rows of a part; knows which cells reach down into the row in hand. */
struct cursor {
    enum part part;
    bool begun;     /* a row is in hand */
    uint32_t index; /* its index, or that of the first */
    struct grid grid;
    struct grid_cell *places; /* room for one row */
    struct open_cell *open;
    struct laid_row laid;
};

/* A style changed for this table: smaller, or bold for totals. */
struct style_variant {
    const struct style *base, *style;
    bool bold;
};

/* How a column looks in the row being drawn: a fill, or a rule of that thickness. */
struct column_look {
    bool any;
    struct colour colour;
    length_t thickness;
};

struct decimal_extent {
    length_t whole, fraction;
};

/* What is set above a record that goes on: with the table's own repetition, its name. */
struct record_repeat {
    struct repeat repeat;
    const struct table_row *name;
};

/* The elements within a cell that reaches down over rows, for where it goes on: on another page, or
 * beside a row that is cut, it has been set anew. By group of its flow; -1: none yet. */
struct reaching {
    const struct table_row *from; /* the row that it begins in */
    int32_t *tags;
    size_t count, capacity;
};

struct table_state {
    struct arena *arena; /* the layout's */
    struct text *text;
    const struct block *block;
    const struct table *table;
    const char *lang;
    int columns;
    length_t page_height; /* of the pages it stands on */
    size_t counts[PART_COUNT];
    struct table_row *rows[PART_COUNT];
    struct plain *plain;
    struct knowns *knowns; /* see table_known.c */
    uint16_t *needs;       /* of the body's quick rows, by row and column: what a cell needs on one
                              line, with its padding, in NEED_UNITs; NULL: too many to remember */

    const struct laid_row **kept; /* of the body's rows: as they were laid for their heights, where
                                     they need not be laid again to be drawn; NULL: too many */

    struct measured *measured; /* of the body's cells, by row and column; NULL: too many */

    length_t size; /* what the cell style's size has become */
    bool pressed;  /* rows stand closer: two thirds of their padding */
    struct style_variant *variants;
    int variant_count, variant_room;

    struct column_extent *extents;
    length_t *plain_greatest; /* by column: what its plain cells need on one line */
    length_t *figures;        /* by column: the width of its widest number, without padding */
    struct decimal_extent *decimals;
    length_t cell_padding;
    length_t *inset; /* by column: what its content keeps off its end, see table_fit.c */
    bool *turned;    /* by column: its head is turned */
    length_t *left;  /* of each column from the table's left edge; one more: the table's width */
    length_t turned_limit;
    bool wrapping; /* a column is narrower than a plain cell of it */
    bool records;  /* its groups are records, kept in one piece where that costs little */
    bool headers;  /* spans make scope insufficient: cells name their headers */

    struct repeat repeat;
    struct flow continued; /* the caption as it is said again */
    length_t continued_space;

    /* Where columns go on on facing pages (table_facing.c): each page is drawn in parts. */
    int parts;                     /* 0: it stands on pages as others do */
    length_t **parts_left;         /* by part: left, with columns of other parts of no width */
    int32_t *row_tags[PART_COUNT]; /* by row */
    int32_t *saved_tags;           /* cell_tags as the page in hand began */

    /* While placing. */
    struct cursor cursor; /* in the arena of the page of page_epoch */
    uint32_t page_epoch;
    int32_t page;
    struct column_look *looks; /* by column */
    uint32_t epoch;            /* of the tags */
    int32_t *head_tags;        /* head rows by columns */
    int32_t *cell_tags;        /* by column: the element of the cell that stands or reaches here */
    int32_t *header_tags;      /* the same where it is a header, else -1 */
    struct reaching *reaching; /* by column; NULL: no cell with elements in it reaches down */
    int32_t group_tag;         /* the group row's header in force, or -1 */
    int32_t row_tag;
    const struct table_row *tagged; /* the row that row_tag and cell_tags are of */
};

/* ---- table_styles.c ----------------------------------------------------------------------- */

/* The style of a cell (NULL: one that its row does not have) at the table's size. */
const struct style *table_style(struct table_state *state, enum row_kind kind,
                                const struct cell *cell);
/* A style at the table's size. */
const struct style *table_own_style(struct table_state *state, const struct style *style);
/* Blocks with their styles at the table's size: themselves where that is their own, else copies in
 * arena. */
const struct block *table_blocks(struct table_state *state, struct arena *arena,
                                 const struct block *blocks);
/* Sets the type size, 1 point or more below the styles' own down to TYPE_FLOOR. */
void table_resize(struct table_state *state, length_t size);
length_t table_base_size(const struct table_state *state);
enum { TYPE_FLOOR = 7000, TYPE_STEP = 500 };
/* Comes down a step, to save a page: in type, or where that would be too small to be read with ease
 * in the padding of its rows. */
void table_step(struct table_state *state, int step);

/* Of how many cells of the body more is remembered than two bytes, at most. */
enum { SMALL_CELLS = 2048 };
static inline bool table_is_small(const struct table_state *state) {
    return state->counts[PART_BODY] * (size_t)state->columns <= SMALL_CELLS;
}

/* ---- table_cells.c: one row ---------------------------------------------------------------- */

void table_read_row(const struct table_state *state, enum part part, size_t index,
                    struct arena *arena, struct row *row);
/* What a cell is before it is set: its style, language, alignment, its one paragraph. */
void table_cell(struct table_state *state, enum row_kind kind, const struct grid_cell *at,
                struct laid_cell *laid);
bool table_is_empty(const struct laid_cell *laid);

/* The content's least and greatest width, without padding. */
void table_content_extent(struct table_state *state, struct context *context,
                          const struct laid_cell *laid, length_t *least, length_t *greatest);
/* How long the lines of a turned cell may be before they wrap. */
length_t table_turned_limit(const struct table_state *state, enum row_kind kind);
/* The height of a turned cell's lines side by side, when they are length long. */
length_t table_turned_width(struct table_state *state, struct context *context,
                            struct laid_cell *laid, length_t length);

/* More than a third of a page: what may be parted. */
bool table_is_high(const struct table_state *state, length_t height);
/* Heads are never parted, unless they are too high to be repeated. */
bool table_stays_whole(const struct table_state *state, enum part part);
/* Takes row index of part in hand: its cells set with context, in its arena. Goes on from the row
 * before where that is in hand, else begins with the rows it is tied to. */
void cursor_seek(struct cursor *cursor, struct table_state *state, struct context *context,
                 enum part part, uint32_t index, bool whole);
/* Lets go of the row in hand and those from above: their arena is going to be emptied. */
void cursor_drop(struct cursor *cursor);
/* The width that a cell's content has within the padding, and for figures within the inset. */
length_t table_inside(const struct table_state *state, const struct laid_cell *laid);
/* What a row takes: its cells with their padding, at least one line, and the rule below it. */
length_t table_row_height(const struct table_state *state, const struct cursor *cursor);
/* Lays a turned cell to stand in height (with its padding). */
void table_turn(struct table_state *state, struct context *context, struct laid_cell *laid,
                length_t height);

/* ---- table_known.c: cells that are the same as others --------------------------------------- */

/* A quarter of a point: 16 bits of these are wider than any paper. */
enum { NEED_UNIT = 250 };

/* What was found out of a plain cell when the table was surveyed: enough to set it on its line
 * without reading it again. */
struct measured {
    length_t width;
    uint32_t length; /* of its text */
    bool plain;      /* what else is here holds */
    bool number, only_words;
};

/* What is found out once of cells that have one number (struct cell, same) and stand in one column,
 * in rows of one kind. */
struct known {
    int column;
    uint8_t kind;
    bool surveyed, laid;      /* what follows holds */
    bool quick;               /* SURVEYED: a plain line in one column and one row */
    length_t height, need;    /* SURVEYED, QUICK: of its row, and of its column on one line */
    struct measured measured; /* once it was SURVEYED */
    struct laid_cell cell;    /* LAID: a line, or a flow of plain text, in the layout's arena */
    const struct run *run;    /* of its line, once it was drawn */
    const char *text;         /* of the run */
};
/* Where it is kept; NULL where the cell has no number, or is one that cannot be shared. */
struct known *table_known(struct table_state *state, enum row_kind kind,
                          const struct grid_cell *at);
/* Sizes or widths are others now: all is to be found out anew, but for what was measured, which
 * only a survey changes. */
void table_forget(struct table_state *state);

/* ---- table_extents.c, table_fit.c ---------------------------------------------------------- */

/* Reads every row: extents, decimals, quick heights, zebra. */
void table_extents(struct table_state *state, struct context *context);
/* The room between a column's content and the words of the next; 0 where these are no words. */
length_t table_gap(const struct table_state *state, int column);
/* The room between figures and those of the column before, beyond the padding of both: two numbers
 * side by side are not to be read as one. */
length_t table_gap_before(const struct table_state *state, int column);
/* Widths within width, in the size that makes them fit; false where nothing does, unless this is
 * the last thing to try. After table_extents at the table's own size. */
bool table_fit(struct table_state *state, struct context *context, length_t width, bool last);

/* Sets these widths of columns. */
void table_set_widths(struct table_state *state, const length_t *widths);

/* ---- table_facing.c: where parts is not 0 --------------------------------------------------- */

/* The width that a cell has in a part, 0 where it does not stand there. */
length_t table_part_width(const struct table_state *state, int part, const struct grid_cell *at);
/* The part that a cell belongs to; in others that it stands in too, it is said again. */
int table_home(const struct table_state *state, const struct grid_cell *at);
/* The least of its widths. */
length_t table_least_part(const struct table_state *state, const struct grid_cell *at);

/* ---- table_slices.c: rows in pieces --------------------------------------------------------- */

/* Lines of a cell: strips first to first + count of its flow, or its one line (count 1). */
struct lines {
    size_t first, count;
    length_t top; /* of the first, from where it is asked for */
};
/* The lines of a cell that begin between from and to (below the top of its first row), when its
 * content begins at shift. rest: also those below to. */
struct lines table_lines(const struct laid_cell *laid, length_t shift, length_t from, length_t to,
                         bool rest);
/* True where a line of the cell stands across y. */
bool table_straddles(const struct laid_cell *laid, length_t shift, length_t y);

/* A row that is set in pieces, kept as it is laid because it may stand on many pages. */
struct sliced_row {
    struct table_row *record;
    struct laid_row laid;
    struct slice *slices;
    size_t count, members; /* members: its cells, then those from above */
};
struct slice {
    struct sliced_row *row;
    const uint32_t *starts; /* by member: its first line here; the next slice's are the ends */
    length_t before, height;
    length_t shift; /* of the lines, below the slice's top */
};
/* Cuts a row between its lines; NULL where it has but one piece. */
struct sliced_row *table_slice(struct table_state *state, struct context *context,
                               struct table_row *record);

/* ---- table_rows.c, table_place.c, table_tags.c ---------------------------------------------- */

/* The height of all head rows. */
length_t table_heads(struct table_state *state, struct context *context);
/* Makes the strips of a part. */
void table_rows(struct table_state *state, struct context *context, struct flow *flow,
                enum part part);

/* Whether the row is the last of its record, where rows make records. */
bool table_ends_record(const struct table_row *record);
/* Where a cell's content begins below the top of its first row. */
length_t table_shift(const struct table_state *state, const struct table_row *record,
                     const struct laid_cell *laid);
void table_place_row(const struct strip *strip, struct placing *placing, length_t x, length_t y);
void table_place_slice(const struct strip *strip, struct placing *placing, length_t x, length_t y);
void table_place_repeat(const struct repeat *repeat, struct placing *placing, length_t x,
                        length_t y);
void table_place_record_repeat(const struct repeat *repeat, struct placing *placing, length_t x,
                               length_t y);

/* The elements of a row and its cells, made when its first piece is placed; state->cell_tags has
 * them afterwards. Nothing where all is an artifact. */
void table_tag_row(struct table_state *state, struct placing *placing,
                   const struct table_row *record, const struct laid_row *laid);
/* Before and after lines are drawn of a cell that reaches down from row from: its flow has the
 * elements that its earlier lines were given. */
void table_tags_back(struct table_state *state, const struct placing *placing,
                     const struct table_row *from, const struct laid_cell *laid);
void table_tags_keep(struct table_state *state, const struct placing *placing,
                     const struct table_row *from, const struct laid_cell *laid);

/* ---- table_pattern.c ------------------------------------------------------------------------ */

/* Dots, lines or crosses that fill a rectangle, light enough to read on; NULL where the name is
 * none of these. In arena. */
const struct shape *table_pattern(struct arena *arena, const char *name, length_t width,
                                  length_t height);

#endif
