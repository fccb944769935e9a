/* sheet.h: the look of a paper as data: colours, styles, shades and page masters by name.
 *
 * A sheet is laid in layers, later over earlier: the house's own, the template's, then the
 * edition's in the house and in the template. A later layer changes only the attributes it names,
 * so "large-print" is a few lines. The alternative, a whole sheet for each edition, was rejected:
 * four copies of a style drift apart.
 */
#ifndef BOARDPAPER_PAPER_SHEET_H
#define BOARDPAPER_PAPER_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include <boardpaper/number.h>
#include <boardpaper/paper.h>

struct arena;
struct xml_document;
struct xml_node;
struct sheet;

/* A step of a shade: what a cell looks like from a value on, or for a word. */
struct shade_step {
    const char *value;  /* a word ("high"), or NULL */
    struct number from; /* where value is NULL: from this on; of a hundred where share is set */
    bool share;         /* from is a percentage of the factor's range */
    bool plain;         /* no shade at all */
    struct colour colour, text;
    const char *pattern; /* "dots", "lines", "cross", or NULL */
};
struct shade {
    const char *name;
    const struct shade_step *steps; /* numbers in rising order */
    size_t count;
};

/* documents: the files the sheet is made of, lowest layer first; each one's root is searched for
 * <styles> and <pages>. edition: NULL or "standard" for none. NULL with every finding. */
struct sheet *sheet_make(struct arena *arena, struct xml_document *const *documents, size_t count,
                         const char *edition, struct diagnostics *diagnostics);

/* Takes and reports there from now on. */
void sheet_meet(struct sheet *sheet, struct arena *arena, struct diagnostics *diagnostics);

/* By name; NULL where there is none, without a diagnostic. */
const struct style *sheet_style(const struct sheet *sheet, const char *name);
const struct shade *sheet_shade(const struct sheet *sheet, const char *name);

/* A named colour or #rrggbb. Reports at where. */
bool sheet_colour(const struct sheet *sheet, const char *text, struct where where,
                  struct colour *out);

const struct style *const *sheet_styles(const struct sheet *sheet, size_t *count);

/* The names of what there is of a kind, "a, b and c" for diagnostics. */
const char *sheet_style_names(const struct sheet *sheet);
const char *sheet_shade_names(const struct sheet *sheet);

/* How tables that are too wide go in this edition, or NULL: as each table says. */
const char *sheet_overflow(const struct sheet *sheet);

/* Page masters as they were written; masters.c reads them. The i-th in order of definition. */
struct master_source {
    const char *name;
    struct where where;
    struct xml_node *nodes[8]; /* lowest layer first */
    size_t node_count;
};
const struct master_source *sheet_master(const struct sheet *sheet, size_t index);

/* An attribute's value in the highest layer that has it, with its place; or NULL. */
const char *layered_attribute(struct xml_node *const *nodes, size_t count, const char *name,
                              struct where *where);

/* A length of an attribute; reports and keeps *out where it is none or outside least to most. */
bool read_length(struct diagnostics *diagnostics, const char *text, struct where where, length_t em,
                 length_t least, length_t most, length_t *out);

#endif
