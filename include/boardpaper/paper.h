/* paper.h: a template and scored facts become a paper: a tree of blocks with their styles.
 *
 * Nothing here knows pages; nothing after here knows XML. The tree can be dumped as text
 * (paper_dump), which is how this room is tested.
 */
#ifndef BOARDPAPER_PAPER_H
#define BOARDPAPER_PAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/diagnostics.h>
#include <boardpaper/drawing.h>
#include <boardpaper/units.h>

struct arena;
struct buffer;
struct extract;
struct image;
struct scores;
struct reconciliation;
struct text;
struct xml_document;

/* ---- styles ------------------------------------------------------------------------------- */

enum align { ALIGN_START, ALIGN_END, ALIGN_CENTRE, ALIGN_JUSTIFY, ALIGN_DECIMAL };

/* A style, fully resolved. Lengths in thousandths of a point. */
struct style {
    const char *name;
    const char *family;     /* NULL: the first of fonts/ */
    length_t size, leading; /* leading: baseline to baseline */
    bool bold, italic, small_caps, upper, tabular;
    struct colour colour;
    bool has_background;
    struct colour background;
    enum align align;
    bool hyphenate;
    length_t space_before, space_after;
    length_t indent_start, indent_end, indent_first; /* first: of the first line, may be negative */
    length_t padding; /* inside a box's or a cell's edge, all four sides */
    length_t border;  /* thickness of a box's edge; 0: none */
    struct colour border_colour;
    length_t bar;                    /* thickness of a bar at the start side of a box; 0: none */
    length_t rule_above, rule_below; /* thickness; 0: none; in border_colour */
    bool keep_with_next, keep_together;
    bool break_before;   /* begins a page */
    int orphans, widows; /* least lines at a page's foot, head */
};

/* Running heads and feet: a line in three parts, each a run of inlines. */
struct running {
    const struct inline_ *start, *middle, *end; /* NULL: empty */
    const struct style *style;
    bool rule; /* a thin line between it and the text */
};

/* Pages that may have heads, feet and margins of their own: the first and last page of a section
 * that names its master (or of what is before and after such sections), and, in a paper with two
 * kinds of pages, the left and right ones. Where two apply to a page, the first in this list. */
enum own_pages { OWN_FIRST, OWN_LAST, OWN_LEFT, OWN_RIGHT, OWN_COUNT };
struct own_page {
    const struct running *head, *foot; /* NULL: as on other pages */
    length_t top, bottom;              /* FIRST and LAST: their margins; 0: the master's */
};

struct master {
    const char *name;
    length_t width, height;
    length_t top, bottom, inner,
        outer; /* margins: to the text; inner is left on right-hand pages */
    struct running head, foot;
    struct own_page own[OWN_COUNT];
};

/* ---- inlines ------------------------------------------------------------------------------ */

enum inline_kind {
    INLINE_TEXT,
    INLINE_SPAN,         /* children in another manner */
    INLINE_LINK,         /* children lead to url or target */
    INLINE_REFERENCE,    /* children, then what is said of target: see reference */
    INLINE_NOTE,         /* a footnote: blocks; the mark is numbered by layout */
    INLINE_ABBREVIATION, /* children with their expansion */
    INLINE_BREAK,        /* a forced line break */
    INLINE_PAGE,         /* this page's label; only in running heads and feet */
    INLINE_PAGES,        /* the number of pages */
    INLINE_SECTION       /* the current section's heading; only in running heads and feet */
};

enum manner {
    MANNER_EMPHASIS = 1,
    MANNER_STRONG = 2,
    MANNER_CODE = 4,
    MANNER_SUPERSCRIPT = 8,
    MANNER_SUBSCRIPT = 16,
    MANNER_QUOTE = 32
};

enum reference { REFERENCE_PAGE, REFERENCE_NUMBER, REFERENCE_TITLE, REFERENCE_FULL };

struct inline_ {
    enum inline_kind kind;
    struct where where;
    const struct inline_ *next;
    const struct inline_ *children;
    const char *lang; /* NULL: as around it */
    const char *text; /* TEXT: UTF-8, white space folded; never NULL there */
    unsigned manner;  /* SPAN */
    bool decoration;  /* SPAN: for the eye alone, what it means stands beside it: not heard */
    bool has_colour;
    struct colour colour; /* SPAN */
    const char *url;      /* LINK */
    const char *target;   /* LINK, REFERENCE: an id; exists (paper checks) */
    enum reference reference;
    const char *expansion;    /* ABBREVIATION */
    const struct block *note; /* NOTE: its blocks */
};

/* ---- blocks ------------------------------------------------------------------------------- */

enum block_kind {
    BLOCK_SECTION,     /* children; may change the page master */
    BLOCK_HEADING,     /* inlines; level 1 to 6; number as text or NULL */
    BLOCK_PARAGRAPH,   /* inlines; number as text or NULL (council numbering) */
    BLOCK_LIST,        /* children: BLOCK_ITEM */
    BLOCK_ITEM,        /* children; label as text */
    BLOCK_DEFINITIONS, /* children: BLOCK_TERM, BLOCK_ITEM alternating */
    BLOCK_TERM,        /* inlines */
    BLOCK_BOX,         /* children in a frame: call-outs, decision boxes */
    BLOCK_QUOTE,       /* children */
    BLOCK_TABLE,
    BLOCK_FIGURE,   /* an image or a drawing, with alternative text and caption */
    BLOCK_CONTENTS, /* table of contents, or a list of figures, tables, recommendations */
    BLOCK_PAGE_BREAK,
    BLOCK_RULE /* a line across */
};

struct cell {
    const struct block *blocks;    /* paragraphs, lists; NULL: empty */
    const struct inline_ *inlines; /* the short form: one paragraph; blocks is then NULL */
    int column_span, row_span;     /* at least 1 */
    bool header;                   /* a TH; scope from where it stands */
    bool turned;                   /* on its side, reads upwards */
    enum align align;
    bool has_align; /* else the column's */
    bool has_shade;
    struct colour shade;       /* behind the text; text_colour is chosen to contrast by 4.5:1 */
    struct colour text_colour; /* where has_shade */
    const char *pattern;       /* monochrome: "dots", "lines", "cross", or NULL */
    const struct style *style; /* NULL: the table's */
    const char *lang;
    struct where where;
    uint32_t same; /* not 0: every cell of this number says and looks the same, wherever it stands,
                      and its content lives as long as the paper */
};

enum row_kind { ROW_HEAD, ROW_BODY, ROW_GROUP, ROW_TOTAL, ROW_FOOT };

struct row {
    enum row_kind kind;
    const struct cell *cells;
    int cell_count;
    bool keep_with_next;
    bool recommendation; /* stands in the list of recommendations */
    const char *id;      /* NULL: none; a recommendation has one */
    struct where where;
};

/* Body rows come one at a time so that 100,000 of them need not stand in memory together: get
 * fills row (cells in arena, which the caller empties when it likes, or in memory of the paper's
 * that does not grow with the rows) for index < count. The same index always gives the same row. */
struct rows {
    size_t count;
    void *context;
    void (*get)(void *context, size_t index, struct arena *arena, struct row *row);
    bool standing; /* get only hands over what is there: any thread may call it */
    bool targets;  /* some have an id or are recommendations: layout reads all once more for them */
};

enum column_kind { COLUMN_AUTO, COLUMN_FIXED, COLUMN_SHARE };
struct column {
    enum column_kind kind;
    length_t width; /* FIXED */
    int share;      /* SHARE: of what is left, with others' shares */
    enum align align;
    bool header; /* its cells are row headers */
};

enum table_overflow { OVERFLOW_SHRINK, OVERFLOW_LANDSCAPE, OVERFLOW_CONTINUE, OVERFLOW_RECORDS };

struct table {
    const struct column *columns;
    int column_count;
    const struct row *head;
    int head_count;
    struct rows body;
    const struct row *foot;
    int foot_count;
    const struct inline_ *caption; /* NULL: none; set above */
    const char *number;            /* "Table 1" or NULL */
    const char *summary;           /* for those who hear it, or NULL */
    const struct block *notes;     /* table notes, below; or NULL */
    const struct style *head_style, *cell_style, *caption_style;
    bool zebra;
    struct colour zebra_colour;
    length_t rule; /* between rows; 0: none */
    struct colour rule_colour;
    bool full_width; /* as wide as the text even where the content needs less */
    enum table_overflow overflow;
    const char *continued; /* "continued", in the language */
};

struct block {
    enum block_kind kind;
    const char *id;            /* NULL: none */
    const struct style *style; /* never NULL */
    const char *lang;          /* NULL: as around it */
    struct where where;
    struct block *next;
    struct block *children;
    const struct inline_ *inlines;
    int level;                   /* HEADING; CONTENTS: deepest */
    const char *number;          /* HEADING, PARAGRAPH, FIGURE */
    const char *label;           /* ITEM: "•", "1.", "(a)" */
    const char *numbering;       /* LIST: "Decimal", "Disc", ... (ISO 32000-1, table 347) */
    const struct master *master; /* SECTION: a change of page, or NULL */
    const char *page_prefix;     /* SECTION: own page numbering, "A-"; or NULL */
    bool recommendation;         /* BOX, ITEM: stands in the list of recommendations */
    bool begins_right;           /* SECTION: begins a page, a right one where there are two kinds */
    const struct table *table;
    const struct image *image; /* FIGURE: one of image and drawing */
    const struct drawing *drawing;
    length_t width, height;        /* FIGURE: asked for; 0: from the other, or natural */
    const char *alt;               /* FIGURE: never NULL or empty */
    const struct inline_ *caption; /* FIGURE */
    const char *contents_of; /* CONTENTS: "headings", "tables", "figures", "recommendations" */
};

struct paper {
    const char *title, *author, *subject, *keywords, *lang, *partnership, *edition;
    const char *marking;   /* "" where none */
    const char *watermark; /* "DRAFT" or NULL */
    const char *blank;     /* what an empty left page says: "This page is intentionally blank" */
    const struct style *const *styles;
    size_t style_count;
    const struct master *const *masters; /* the first one is where the paper begins */
    size_t master_count;
    bool duplex; /* left and right pages differ */
    struct block *blocks;
    length_t give; /* by how much vertical space may stretch or shrink, in thousandths of itself */
};

/* Named parameters from --set NAME=VALUE. */
struct setting {
    const char *name, *value;
};

/* The template and its house, read, checked and compiled ahead of paper_make, on any thread.
 * style_edition: as the request's will be. NULL where anything is wrong with them, which paper_make
 * will tell. */
struct paper_sources;
struct paper_sources *paper_sources_open(const char *template_path, const char *style_edition);
void paper_sources_close(struct paper_sources *sources);

struct paper_request {
    const struct scores *scores;
    const struct reconciliation *reconciliation; /* one a focus group */
    const char *template_path;                   /* the file */
    const char *style_edition; /* "standard", "large-print", ...; NULL: standard */
    const struct setting *settings;
    size_t setting_count;
    struct text *text;             /* for forms of numbers and dates */
    const struct extract *extract; /* what was left out (extract.h): of the template, too, what is
                                      marked above; or NULL */
    struct paper_sources *sources; /* of template_path, and paper_make's from now on; or NULL */
};

/* Annotates the assessment's document, runs the template, checks the outcome (ids, references,
 * alternative texts, heading levels, contrast). A paper of an extract says after its title that it
 * is one, in the word "extract" of the template. NULL with every finding. Lives in arena and in the
 * request's own memory. */
const struct paper *paper_make(struct arena *arena, const struct paper_request *request,
                               struct diagnostics *diagnostics);

/* The tree as indented text, one block, row or inline a line. */
void paper_dump(const struct paper *paper, struct buffer *out);

/* WCAG 2.1 contrast of two colours in thousandths (4.5:1 is 4500). */
int colour_contrast(struct colour a, struct colour b);

#endif
