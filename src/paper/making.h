/* making.h: what the files of this room share while one paper is made.
 *
 * A template's elements are compiled once into forms (form.h), and forms are run against a scope:
 * a context element of the assessment with what surrounds it. Running makes blocks (content.c),
 * inlines (inlines.c) and tables (table.c), whose body rows are run when layout asks for them.
 */
#ifndef BOARDPAPER_PAPER_MAKING_H
#define BOARDPAPER_PAPER_MAKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/arena.h>
#include <boardpaper/diagnostics.h>
#include <boardpaper/paper.h>
#include <boardpaper/scoring.h>
#include <boardpaper/xml.h>

#include "sheet.h"

struct backdrop;
struct expressions;
struct area_nodes;
struct form;
struct forms;
struct targets;
struct numbering;
struct words;

/* A <let>, a loop's or a parameter's value, innermost first. */
struct binding {
    const char *name, *value;
    const struct binding *next;
};

/* Where a form is run. Passed by const pointer; whoever changes something copies it. */
struct scope {
    struct xml_node *node;       /* the context element */
    const struct result *result; /* of the area in force, or NULL */
    size_t position, size;       /* among the nodes of the innermost for-each, from 1 */
    const struct binding *bindings;
    const char *lang;
    int depth;                     /* of sections with headings around it */
    int list_depth;                /* of lists around it */
    int includes;                  /* of includes around it */
    struct colour background;      /* behind text here */
    const struct style *paragraph; /* of paragraphs that name no style, or NULL: body */
};

/* How the language writes figures, found out once so that a table's cells need not ask. */
struct figures {
    const char *lang;
    bool plain; /* ASCII digits in groups of three: the quick way holds */
    char decimal[8], group[8], minus[8];
    int least_grouped; /* digits before the point from which on groups are set apart */
    bool plain_change; /* a change's sign stands before its figures */
    char plus[8], change_minus[8], change_zero[8];
};

struct making {
    struct arena *keep;  /* lives as long as the paper */
    struct arena *arena; /* where what is made now goes: keep, or a row's own */
    struct diagnostics *diagnostics;
    struct diagnostics *deaf; /* takes what is found again when a row is run again */
    const struct paper_request *request;
    const struct scores *scores;
    struct xml_document *document; /* the assessment's */
    struct xml_node *root;         /* the assessment's, once there is one: it keeps the names */
    struct xml_node *template_root;
    struct {
        const char *area, *name, *focus; /* these words as the document keeps them */
    } known;
    struct xml_xpath *xpath;
    struct expressions *expressions;     /* those compiled, see expression.c; NULL: none yet */
    bool method_annotated;               /* the method stands in the document */
    bool annotated;                      /* the results stand in the document (see expression.h) */
    const struct binding *bound;         /* the bindings that the evaluator knows now */
    const struct area_nodes *area_nodes; /* see results.c; NULL: not found yet */
    const uint32_t *rank_order; /* by index of area: its place in scores->ranked; or NULL */
    struct sheet *sheet;
    struct forms *forms;
    struct words *words;
    struct numbering *numbering;
    struct targets *targets;
    struct figures figures;
    struct paper *paper;
    uint32_t repeats;           /* cells numbered, see repeats.h */
    struct backdrop *backdrops; /* see style.c: pairs already checked */
};

/* ---- a making (making.c) ----------------------------------------------------------------- */

struct sources;
/* As far as it needs no assessment. edition: as sheet_make has it. NULL with diagnostics. */
struct making *making_open(struct arena *arena, const struct sources *sources, const char *edition,
                           struct diagnostics *diagnostics);
/* Compiles, ahead, what the template may ask for. */
void making_compile(struct making *making);
/* The rest, and from now on in arena. */
void making_meet(struct making *making, struct arena *arena, const struct paper_request *request,
                 struct diagnostics *diagnostics);

/* ---- styles in use (style.c) ------------------------------------------------------------ */

/* The style that form names, else the first of names (ended by NULL) that the sheet has, else the
 * ground. Reports a name that the sheet lacks; checks the contrast against scope's background. */
const struct style *style_of(struct making *making, const struct form *form,
                             const struct scope *scope, const char *const *names);
/* The same without a form: for what the program adds itself. */
const struct style *style_named(struct making *making, const char *const *names);
#define STYLE_NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ---- ids and references (targets.c) --------------------------------------------------------- */

struct targets *targets_new(struct arena *arena);
/* Notes an id; reports one that stands twice. NULL is allowed. While a row is made again
 * (making->targets NULL) nothing is noted. */
void targets_define(struct making *making, const char *id, struct where where);
/* Notes a reference, to be checked when all ids are known. */
void targets_refer(struct making *making, const char *target, struct where where);
void targets_check(struct making *making);

/* ---- words of the language (words.c) ---------------------------------------------------- */

struct words *words_read(struct making *making, struct xml_document *const *documents,
                         size_t count);
/* Compiles all words of the first language, the one that others fall back on. */
void words_compile(struct words *words);
/* The forms of that word in lang, or in a near language (cy-GB: cy), or the first language's; NULL
 * where no language has it. */
const struct form *words_find(struct words *words, const char *lang, const char *name);
/* A word as plain text; fallback where there is none. */
const char *words_text(struct making *making, const struct scope *scope, const char *name,
                       const char *fallback);

/* ---- numbers (numbering.c) -------------------------------------------------------------- */

struct numbering *numbering_new(struct arena *arena, bool sections, bool paragraphs,
                                int first_level);
struct numbering *numbering_copy(struct arena *arena, const struct numbering *numbering);
/* Whether both go on with the same numbers. */
bool numbering_same(const struct numbering *one, const struct numbering *other);
int numbering_level(const struct numbering *numbering, int depth);
/* The number of a heading that begins a section at depth (from 1), or NULL. */
const char *numbering_heading(struct making *making, int depth, bool numbered);
/* Whether paragraphs here take the council's numbers. */
bool numbering_counts(const struct numbering *numbering, const struct scope *scope);
/* The number of a paragraph directly in a section, or NULL. */
const char *numbering_paragraph(struct making *making, const struct scope *scope, bool asked);
/* "Table 3", "Figure 1". what: 0 tables, 1 figures. */
const char *numbering_caption(struct making *making, const struct scope *scope, int what);
/* Label and name of ISO 32000-1 of an item: kind is bullet, number, letter, roman, plain or NULL.
 */
const char *numbering_label(struct making *making, const char *kind, int64_t number, int depth);
const char *numbering_name(const char *kind);
/* Reports a level that is skipped. */
void numbering_check_level(struct making *making, int level, struct where where);

/* ---- masters (masters.c) ---------------------------------------------------------------- */

/* All masters of the sheet into making->paper. */
void masters_make(struct making *making, const struct scope *scope);
const struct master *masters_find(const struct making *making, const char *name);

/* ---- values (values.c) ------------------------------------------------------------------ */

/* How a text becomes what is printed; see blocks.rng. */
enum writing {
    WRITING_TEXT,
    WRITING_UPPER,
    WRITING_UPPER_FIRST,
    WRITING_LOWER_FIRST,
    WRITING_NUMBER,
    WRITING_PERCENT,
    WRITING_CHANGE,
    WRITING_CHANGE_PERCENT,
    WRITING_WORDS,
    WRITING_WORDS_UPPER,
    WRITING_ORDINAL,
    WRITING_ORDINAL_WORDS,
    WRITING_DATE,
    WRITING_DATE_MEDIUM,
    WRITING_DATE_SHORT,
    WRITING_DATE_MONTH,
    WRITING_COUNT
};
/* By its name, "number", "date" and so on; NULL: TEXT. */
enum writing value_writing(const char *name);
struct format {
    enum writing writing;
    int decimals; /* -1: as they are */
    bool ungrouped;
    const char *empty; /* instead of nothing, or NULL */
};
/* Reports what cannot be written so at where. Never NULL. */
const char *value_format(struct making *making, const struct format *format, const char *lang,
                         const char *text, struct where where);
/* A factor's value as printed in lang: the number, "16–19", or a mark for one there is not, with
 * its expansion (else *expansion is NULL). */
const char *value_score(struct making *making, const struct scope *scope, int factor,
                        const char **expansion);
/* An exact number in lang, with decimals, the quick way where that holds. */
const char *value_number(struct making *making, const char *lang, struct number number,
                         int decimals, bool grouped);

/* ---- inlines (inlines.c) ---------------------------------------------------------------- */

struct inline_chain {
    struct inline_ *first, *last; /* NULL: empty */
};
/* Runs forms (a list) as inlines. */
void inlines_add(struct making *making, const struct form *forms, const struct scope *scope,
                 struct inline_chain *chain);
/* One form that is no control; a control_visit with an inline_chain for its context. */
void inlines_add_form(struct making *making, const struct form *form, const struct scope *scope,
                      void *chain);
void inlines_add_text(struct making *making, struct inline_chain *chain, const char *text,
                      struct where where);
/* The finished run: white space folded over the whole and trimmed. NULL where nothing is left. */
const struct inline_ *inlines_finish(struct making *making, struct inline_chain *chain);
/* The factor that form's of= names; -1 with a diagnostic where there is none, or no area. */
int inlines_factor(struct making *making, const struct form *form, const struct scope *scope);
void inlines_add_score(struct making *making, const struct scope *scope, int factor,
                       struct where where, struct inline_chain *chain);
/* Children of form as one finished run. */
const struct inline_ *inlines_of(struct making *making, const struct form *form,
                                 const struct scope *scope);
/* As plain text, folded; in making->arena. */
const char *inlines_text(struct making *making, const struct inline_ *inlines);
/* Whether a link's words, or an alternative text, could stand for any other: "here", "chart". */
bool vague_words(const char *text);

/* ---- content (content.c) ---------------------------------------------------------------- */

struct content {
    struct block *first, *last;  /* NULL: empty */
    struct inline_chain pending; /* inlines not yet in a paragraph */
    struct where where;          /* of the first of them */
};
void content_add(struct making *making, const struct form *forms, const struct scope *scope,
                 struct content *content);
/* Children of form as blocks. */
struct block *content_blocks(struct making *making, const struct form *form,
                             const struct scope *scope);
/* Children of form as inlines alone where that is all they come to (then *blocks is NULL), else as
 * blocks. */
const struct inline_ *content_short(struct making *making, const struct form *form,
                                    const struct scope *scope, struct block **blocks);
struct block *block_new(struct making *making, enum block_kind kind, const struct form *form,
                        const struct style *style);

/* ---- control (control.c) ---------------------------------------------------------------- */

/* Calls visit for each form of the list that is no control, in the scope that controls give it:
 * for-each, if, choose, let and include are followed. */
typedef void control_visit(struct making *making, const struct form *form,
                           const struct scope *scope, void *context);
void control_walk(struct making *making, const struct form *forms, const struct scope *scope,
                  control_visit *visit, void *context);
/* The elements that form's select finds, sorted as it says. False where that cannot be evaluated.
 */
bool control_nodes(struct making *making, const struct form *form, const struct scope *scope,
                   struct xml_node ***nodes, size_t *count);

/* ---- tables, figures, charts ------------------------------------------------------------ */

struct block *table_make(struct making *making, const struct form *form, const struct scope *scope);
struct block *figure_make(struct making *making, const struct form *form,
                          const struct scope *scope);
struct block *chart_make(struct making *making, const struct form *form, const struct scope *scope);

/* ---- attributes ------------------------------------------------------------------------- */

/* An attribute with its {XPath} filled in, or NULL where there is none. */
const char *form_text(struct making *making, const struct form *form, const struct scope *scope,
                      const char *name);
bool form_yes(struct making *making, const struct form *form, const struct scope *scope,
              const char *name, bool otherwise);

#endif
