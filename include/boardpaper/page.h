/* page.h: pages of placed marks and the structure they belong to: what layout gives to pdf.
 *
 * A mark is something to draw at a place, no more to decide. Coordinates: thousandths of a point,
 * origin at the page's top left corner, y down. Every mark belongs to an element of the structure
 * or is an artifact.
 *
 * The structure is a tree in reading order. THE RULE: an element has either child elements or
 * content (marks), never both; where a paragraph mixes text with a link, its text stands in Span
 * children. So the order of children alone is the reading order.
 */
#ifndef BOARDPAPER_PAGE_H
#define BOARDPAPER_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/drawing.h>
#include <boardpaper/text.h>
#include <boardpaper/units.h>

/* Standard structure types of ISO 32000-1, 14.8.4, that we use. */
enum role {
    ROLE_DOCUMENT,
    ROLE_PART,
    ROLE_SECT,
    ROLE_DIV,
    ROLE_H1,
    ROLE_H2,
    ROLE_H3,
    ROLE_H4,
    ROLE_H5,
    ROLE_H6,
    ROLE_P,
    ROLE_L,
    ROLE_LI,
    ROLE_LBL,
    ROLE_LBODY,
    ROLE_TABLE,
    ROLE_THEAD,
    ROLE_TBODY,
    ROLE_TFOOT,
    ROLE_TR,
    ROLE_TH,
    ROLE_TD,
    ROLE_CAPTION,
    ROLE_FIGURE,
    ROLE_FORMULA,
    ROLE_BLOCKQUOTE,
    ROLE_QUOTE,
    ROLE_NOTE,
    ROLE_REFERENCE,
    ROLE_LINK,
    ROLE_SPAN,
    ROLE_CODE,
    ROLE_TOC,
    ROLE_TOCI,
    ROLE_COUNT
};
const char *role_name(enum role role); /* "H1", "TOCI" */

struct structure;
/* tag: the index of an element. TAG_ARTIFACT_*: none. */
/* A watermark's colour is multiplied with what is below it: it hides nothing, and no background
 * hides it. */
enum {
    TAG_ARTIFACT_LAYOUT = -1,
    TAG_ARTIFACT_HEADER = -2,
    TAG_ARTIFACT_FOOTER = -3,
    TAG_ARTIFACT_BACKGROUND = -4,
    TAG_ARTIFACT_WATERMARK = -5
};

enum table_scope { SCOPE_NONE, SCOPE_COLUMN, SCOPE_ROW, SCOPE_BOTH };

struct structure *structure_new(void);
void structure_free(struct structure *structure);
/* A new last child of parent (-1: the root, ROLE_DOCUMENT, exactly once, first). */
int32_t structure_add(struct structure *structure, int32_t parent, enum role role);
/* Attributes; text is copied. Alt: replaces the element; actual: exact replacement text; expansion:
 * /E of an abbreviation; title: /T; id: /ID, unique; summary: a table's; numbering: an L's
 * ("Decimal", "Disc", "LowerAlpha", "LowerRoman", "None"). */
enum tag_text {
    TAG_ALT,
    TAG_ACTUAL,
    TAG_EXPANSION,
    TAG_LANG,
    TAG_TITLE,
    TAG_ID,
    TAG_SUMMARY,
    TAG_NUMBERING,
    TAG_TEXT_COUNT
};
void structure_text(struct structure *structure, int32_t tag, enum tag_text which,
                    const char *text);
void structure_cell(struct structure *structure, int32_t tag, enum table_scope scope,
                    int column_span, int row_span);
/* Header cells by tag, for cells whose headers Scope cannot tell. Copied. */
void structure_headers(struct structure *structure, int32_t tag, const int32_t *headers,
                       size_t count);
/* Figure and table boxes on their page: /BBox. */
void structure_box(struct structure *structure, int32_t tag, length_t x, length_t y, length_t width,
                   length_t height);

size_t structure_count(const struct structure *structure);
enum role structure_role(const struct structure *structure, int32_t tag);
int32_t structure_parent(const struct structure *structure, int32_t tag);      /* -1 at the root */
int32_t structure_first_child(const struct structure *structure, int32_t tag); /* -1: none */
int32_t structure_next(const struct structure *structure, int32_t tag);        /* -1: none */
const char *structure_get(const struct structure *structure, int32_t tag,
                          enum tag_text which); /* NULL */
/* Whether it has a role and nothing more: no text, headers, box, scope or span. Most cells have. */
bool structure_is_bare(const struct structure *structure, int32_t tag);
/* The same but for its scope, which it may have. */
bool structure_is_scoped(const struct structure *structure, int32_t tag);
void structure_get_cell(const struct structure *structure, int32_t tag, enum table_scope *scope,
                        int *column_span, int *row_span);
size_t structure_get_headers(const struct structure *structure, int32_t tag,
                             const int32_t **headers);
bool structure_get_box(const struct structure *structure, int32_t tag, length_t box[4]);

/* All that is known of an element, for who asks for most of it. */
struct element {
    enum role role;
    enum table_scope scope;
    int column_span, row_span;
    int32_t parent, first_child;
    const char *texts[TAG_TEXT_COUNT]; /* NULL: none */
    const int32_t *headers;
    size_t header_count;
    const length_t *box; /* four; NULL: none */
    bool bare;           /* as structure_is_bare has it */
};
void structure_read(const struct structure *structure, int32_t tag, struct element *out);
/* The bytes of the longest text that any element was ever given. */
size_t structure_longest(const struct structure *structure);

/* The structure of a long table need not be held until the end: whoever makes it closes what is
 * complete, and who writes it may forget that. An element that is closed gets no more children,
 * attributes or marks, nor does any below it, and no other element's headers name one of them. */
void structure_close(struct structure *structure, int32_t tag);
/* Closed elements that have not been passed, in the order of closing, by index; -1: no more. */
int32_t structure_closed(const struct structure *structure, size_t index);
/* Passes the first of them. */
void structure_pass(struct structure *structure);
/* Frees a closed element that has a sibling after it, and all below it. Its tag stays taken, and
 * structure_next leads past it as before; no other question may be asked about it. False where it
 * must stay: it is the last child, or comes before one that was forgotten. */
bool structure_forget(struct structure *structure, int32_t tag);
/* The first element that is not forgotten, from tag on; structure_count where there is none. */
int32_t structure_living(const struct structure *structure, int32_t tag);

enum mark_kind {
    MARK_GLYPHS,    /* a run of one font on one baseline */
    MARK_RECTANGLE, /* filled */
    MARK_LINE,      /* stroked, straight */
    MARK_PATH,      /* from a drawing, offset by (x, y) */
    MARK_IMAGE,
    MARK_LINK /* an annotation; nothing drawn */
};

struct image; /* pdf.h's or layout's: see image.h */

struct mark {
    enum mark_kind kind;
    int32_t tag;
    length_t x,
        y; /* GLYPHS: start of the baseline; RECTANGLE, IMAGE, LINK: top left; LINE: one end */
    struct colour colour; /* GLYPHS, RECTANGLE, LINE */
    union {
        struct {
            const struct run *run; /* glyphs first .. first + count of it */
            const char *text;      /* the text that run->start counts from (its shaped text) */
            uint32_t first, count;
            length_t size;
            length_t width;        /* as set: natural width plus adjustment */
            length_t word_space;   /* added to each space (U+0020 cluster), for justified lines */
            length_t letter_space; /* added after each glyph */
            int quarter_turns; /* 0, or 1: reads upwards; (x, y) then starts the turned baseline */
            bool hyphen;       /* a hyphen that layout added at a line's end: ActualText U+00AD */
            const char *after; /* text a reader hears after it that is not drawn: " " where a
                                  line broke at a space; NULL: none */
        } glyphs;
        struct {
            length_t width, height;
        } rectangle;
        struct {
            length_t x2, y2, thickness, dash;
        } line;
        struct {
            const struct shape *shape;
        } path;
        struct {
            const struct image *image;
            length_t width, height;
        } image;
        struct {
            length_t width, height;
            const char *url;      /* http, https or mailto; or NULL */
            int32_t page;         /* where url is NULL: page index from 0 */
            length_t target_y;    /* and height on it */
            const char *contents; /* what a reader hears: where it leads */
        } link;
    };
};

struct page {
    int32_t index;     /* from 0 */
    const char *label; /* as printed: "4", "A-1" */
    length_t width, height;
    const struct mark *marks; /* in drawing order */
    size_t count;
};

struct bookmark {
    const char *title;
    int level; /* from 1, never skipping */
    int32_t page;
    length_t y;
};

/* What a finished layout is asked for. A page's marks live until the sink has returned from
 * PAGES_LENT more, or from settle: it may draw some pages while the next is being filled. */
enum { PAGES_LENT = 2 };
struct page_sink {
    void *context;
    bool (*page)(void *context, const struct page *page); /* false: stop */
    bool (*settle)(void *context); /* after the last page, or where it stopped: be done with the
                                      marks. False: failed. NULL: done when page returns */
};

#endif
