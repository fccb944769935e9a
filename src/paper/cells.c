/* cells.c: cells made from forms, as quickly as a hundred thousand rows ask for.
 *
 * What a cell is (its style, spans, how its content is had) is worked out once a form and kept as
 * the form's plan. Most cells are a score, a plain value or fixed words: those need neither the
 * walk over forms nor the folding of white space that running text does. And most of those say what
 * another of the same form has said: a column of a hundred thousand ratings has four. So a plan
 * keeps the cells it has made, found again by what they are made of, and numbers them, for layout
 * to set them once (struct cell, same). A form whose cells hardly ever repeat, as names do, is soon
 * known for it, and nothing more is kept.
 *
 * Rejected: keeping whole rows (what they take grows with the table).
 */
#include "cells.h"

#include <string.h>

#include <boardpaper/assessment.h>
#include <boardpaper/number.h>

#include "colour.h"
#include "expression.h"
#include "path.h"
#include "repeats.h"

/* ---- plans ------------------------------------------------------------------------------ */

enum source {
    FROM_NOTHING,
    FROM_FIXED, /* the same words in every row */
    FROM_SCORE, /* a factor's value */
    FROM_VALUE, /* <value select="..." empty="..."/> as it stands */
    FROM_RUN    /* anything else */
};

struct cell_plan {
    enum source content;
    const struct form *source;   /* VALUE, SCORE: what says which */
    struct phrase *empty;        /* VALUE: instead of nothing; or NULL */
    const struct asked *follows; /* VALUE: the one attribute of the context it follows from */
    int factor;                  /* SCORE, and of a shade; -1: found row by row: */
    const struct asked *of_here; /* by that attribute of the context; or NULL: by of= */
    const struct inline_ *fixed;
    bool literal;     /* the look is the same in every row */
    struct cell look; /* where it is */
    struct phrase *shade_by, *shade_name;
    const struct shade *shade; /* the last one named */
    bool repeated;             /* its cells follow from a key */
    const char *lang;          /* REPEATED: in which they were made */
    struct colour ink;         /* REPEATED: with which */
    struct repeats *repeats;
};

static bool is_fixed(const struct form *forms) {
    for (const struct form *form = forms; form != NULL; form = form->next) {
        bool span = form->kind == FORM_EMPHASIS || form->kind == FORM_STRONG ||
                    form->kind == FORM_SUBSCRIPT || form->kind == FORM_SUPERSCRIPT;
        if (form->kind != FORM_TEXT && form->kind != FORM_BREAK &&
            !(span && form->attribute_count == 0 && is_fixed(form->first))) {
            return false;
        }
    }
    return true;
}

/* A value that is printed as it is, but where it is nothing. */
static bool is_plain_value(const struct form *form) {
    return form->kind == FORM_VALUE && form->select != NULL &&
           (form->attribute_count == 0 ||
            (form->attribute_count == 1 && form_is_steady(form, "empty")));
}

static void plan_content(const struct form *form, struct cell_plan *plan) {
    const struct form *only = form_only_child(form);
    plan->source = form;
    if (form_is_empty(form)) {
        plan->content = form_has(form, "of") ? FROM_SCORE : FROM_NOTHING;
    } else if (only != NULL && is_plain_value(only)) {
        plan->content = FROM_VALUE;
        plan->source = only;
        plan->empty = form_phrase(only, "empty");
    } else if (only != NULL && only->kind == FORM_SCORE) {
        plan->content = FROM_SCORE;
        plan->source = only;
    } else if (is_fixed(form->first)) {
        plan->content = FROM_FIXED;
    } else {
        plan->content = FROM_RUN;
    }
}

static int read_span(struct making *making, const struct form *form, const struct scope *scope,
                     const char *name) {
    const char *text = form_text(making, form, scope, name);
    struct number number;
    if (text == NULL) {
        return 1;
    }
    if (!number_parse(text, &number) || number.denominator != 1 || number.numerator < 1 ||
        number.numerator > 10000) {
        REPORT(making->diagnostics, form->where, MESSAGE_CELL_SPAN, text);
        return 1;
    }
    return (int)number.numerator;
}

static bool read_align(const char *text, enum align *out) {
    static const char *const names[] = {"start", "end", "centre", "justify", "decimal"};
    for (int i = 0; text != NULL && i < (int)(sizeof names / sizeof names[0]); i++) {
        if (strcmp(text, names[i]) == 0) {
            *out = (enum align)i;
            return true;
        }
    }
    return false;
}

/* The style of a row's own kind, or NULL: the table's. */
static const struct style *row_style(struct making *making, enum row_kind kind) {
    return kind == ROW_GROUP   ? sheet_style(making->sheet, "table-group")
           : kind == ROW_TOTAL ? sheet_style(making->sheet, "table-total")
           : kind == ROW_FOOT  ? sheet_style(making->sheet, "table-foot")
                               : NULL;
}

/* What a cell looks like, but for a shade by value. */
static void read_look(struct making *making, const struct form *form, const struct scope *scope,
                      enum row_kind kind, struct cell *cell) {
    cell->where = form->where;
    cell->column_span = read_span(making, form, scope, "columns");
    cell->row_span = read_span(making, form, scope, "rows");
    cell->turned = form_yes(making, form, scope, "turned", false);
    cell->header = form_yes(making, form, scope, "header", kind == ROW_HEAD);
    cell->has_align = read_align(form_text(making, form, scope, "align"), &cell->align);
    cell->lang = form_text(making, form, scope, "lang");
    cell->pattern = form_text(making, form, scope, "pattern");
    cell->style = form_has(form, "style") ? style_of(making, form, scope, STYLE_NAMES("table"))
                                          : row_style(making, kind);
}

/* What stands instead of nothing is the same in every row. */
static bool same_empty(const struct cell_plan *plan) {
    return plan->empty == NULL || phrase_literal(plan->empty) != NULL;
}

/* A cell follows from a key where it looks the same in every row, but for a shade, and where what
 * it says and what it is shaded by are both in the key: a score's value, or texts. */
static void plan_repeats(struct making *making, const struct form *form, struct cell_plan *plan) {
    bool shaded = plan->shade_name != NULL, by = plan->shade_by != NULL;
    bool score = plan->content == FROM_SCORE;
    bool own_shade = !form_has(form, "of") || plan->source == form;
    plan->repeated = plan->literal && plan->content != FROM_RUN &&
                     (!shaded || phrase_literal(plan->shade_name) != NULL) &&
                     (score ? !by && own_shade : !shaded || by);
    plan->follows = plan->content == FROM_VALUE && same_empty(plan)
                        ? expression_follows(making, plan->source->select)
                        : NULL;
}

static struct cell_plan *plan_of(const struct rows_plan *rows, const struct form *form,
                                 const struct scope *scope, enum row_kind kind) {
    static const char *const by_row[] = {"by", "of", "shade", NULL};
    struct form *keeper = (struct form *)(uintptr_t)form;
    struct making *making = rows->making;
    if (form->plan != NULL) {
        return form->plan;
    }
    struct arena *arena = making->arena;
    making->arena = making->keep; /* plans outlive the row they are made for */
    struct cell_plan *plan = NEW(making->keep, struct cell_plan);
    plan->factor = -1;
    plan_content(form, plan);
    plan->literal = form_is_literal(form, by_row);
    if (plan->literal) {
        read_look(making, form, scope, kind, &plan->look);
    }
    if (plan->content == FROM_FIXED) {
        plan->fixed = inlines_of(making, form, scope);
    }
    const char *of = form_literal(plan->content == FROM_SCORE ? plan->source : form, "of");
    if (of != NULL && scope->result != NULL) {
        plan->factor =
            inlines_factor(making, plan->content == FROM_SCORE ? plan->source : form, scope);
    }
    const struct phrase *asked = form_phrase(plan->source, "of");
    const struct expression *only = asked == NULL ? NULL : phrase_expression(asked);
    plan->of_here = only == NULL ? NULL : expression_here(making, only);
    plan->shade_by = form_phrase(form, "by");
    plan->shade_name = form_phrase(form, "shade");
    plan_repeats(making, form, plan);
    keeper->plan = plan;
    making->arena = arena;
    return plan;
}

/* ---- shades ----------------------------------------------------------------------------- */

/* Where a value lies in its factor's range, of a hundred. */
static bool share_of(const struct factor *factor, struct number value, struct number *out) {
    struct number range;
    return factor != NULL && factor->has_range &&
           number_subtract(factor->highest, factor->lowest, &range) &&
           number_subtract(value, factor->lowest, &value) &&
           number_multiply(value, number_of(100), &value) && number_divide(value, range, out);
}

static const struct shade_step *step_for(const struct shade *shade, const char *text,
                                         const struct number *value, const struct factor *factor) {
    const struct shade_step *found = NULL;
    struct number share = {0, 1};
    bool has_share = value != NULL && share_of(factor, *value, &share);
    for (size_t i = 0; i < shade->count; i++) {
        const struct shade_step *step = &shade->steps[i];
        if (step->value != NULL) {
            if (text != NULL && strcmp(step->value, text) == 0) {
                return step;
            }
        } else if (value != NULL && (!step->share || has_share) &&
                   number_compare(step->share ? share : *value, step->from) >= 0) {
            found = step;
        }
    }
    return found;
}

static void apply_step(const struct shade_step *step, struct cell *cell) {
    if (step == NULL || step->plain) {
        return;
    }
    cell->has_shade = true;
    cell->shade = step->colour;
    cell->text_colour = step->text;
    if (step->pattern != NULL) {
        cell->pattern = step->pattern;
    }
}

/* shade= is the name of a scale, by what by= says or by the factor that of= names; or a colour.
 * found: the factor of what the cell says, where that is known; else -1. */
static void shade_cell(const struct rows_plan *rows, const struct form *form,
                       struct cell_plan *plan, const struct scope *scope, int found,
                       struct cell *cell) {
    struct making *making = rows->making;
    const char *name =
        plan->shade_name == NULL ? NULL : phrase_text(making, plan->shade_name, scope);
    if (name == NULL || *name == '\0') {
        return;
    }
    const struct shade *shade = plan->shade;
    if (shade == NULL || strcmp(shade->name, name) != 0) {
        shade = sheet_shade(making->sheet, name);
        plan->shade = shade;
    }
    if (shade == NULL) {
        struct colour colour;
        if (sheet_colour(making->sheet, name, form->where, &colour)) {
            cell->has_shade = true;
            cell->shade = colour;
            cell->text_colour = colour_on(colour, rows->ink);
        }
        return;
    }
    struct number number;
    if (plan->shade_by != NULL) {
        const char *by = phrase_text(making, plan->shade_by, scope);
        bool is_number = number_parse(by, &number);
        apply_step(step_for(shade, by, is_number ? &number : NULL, NULL), cell);
        return;
    }
    int factor = plan->factor >= 0                    ? plan->factor
                 : found >= 0 && plan->source == form ? found
                                                      : inlines_factor(making, form, scope);
    if (factor < 0 || scope->result == NULL) {
        return;
    }
    /* A scale of words is one of ratings: the area's, which may be certain where its total is not.
     */
    const struct value *value = scoring_value(scope->result, (size_t)factor);
    const struct band *rating = scope->result->rating;
    bool known = value->state == STATE_KNOWN || value->state == STATE_ESTIMATED;
    apply_step(step_for(shade, rating == NULL ? NULL : rating->id, known ? &value->lowest : NULL,
                        method_factor(making->scores->method, (size_t)factor)),
               cell);
}

/* ---- content ---------------------------------------------------------------------------- */

static bool needs_folding(const char *text) {
    char before = ' ';
    for (const char *at = text; *at != '\0'; at++) {
        if ((unsigned char)*at <= ' ' && (*at != ' ' || before == ' ')) {
            return true;
        }
        before = *at;
    }
    return before == ' ';
}

/* text: the value, where it is known; or NULL. */
static const struct inline_ *value_content(struct making *making, const struct cell_plan *plan,
                                           const struct scope *scope, const char *text) {
    struct inline_chain chain = {0};
    if (text == NULL && !expression_text(making, plan->source->select, scope, &text, NULL)) {
        return NULL;
    }
    if (*text == '\0' && plan->empty != NULL) {
        text = phrase_text(making, plan->empty, scope);
    }
    if (*text == '\0') {
        return NULL;
    }
    text = making->arena == making->keep ? arena_text(making->keep, text) : text;
    inlines_add_text(making, &chain, text, plan->source->where);
    return needs_folding(text) ? inlines_finish(making, &chain) : chain.first;
}

static const struct inline_ *score_content(struct making *making, const struct cell_plan *plan,
                                           const struct scope *scope, int factor) {
    struct inline_chain chain = {0};
    if (factor < 0 || scope->result == NULL) {
        factor = inlines_factor(making, plan->source, scope);
    }
    if (factor >= 0) {
        inlines_add_score(making, scope, factor, plan->source->where, &chain);
    }
    return chain.first;
}

static void fill_cell(struct making *making, const struct form *form, const struct cell_plan *plan,
                      const struct scope *scope, const char *text, int factor, struct cell *cell) {
    struct block *blocks = NULL;
    switch (plan->content) {
    case FROM_NOTHING:
        break;
    case FROM_FIXED:
        cell->inlines = plan->fixed;
        break;
    case FROM_SCORE:
        cell->inlines = score_content(making, plan, scope, factor);
        break;
    case FROM_VALUE:
        cell->inlines = value_content(making, plan, scope, text);
        break;
    case FROM_RUN:
        cell->inlines = content_short(making, form, scope, &blocks);
        cell->blocks = blocks;
        break;
    }
}

/* ---- cells that repeat ------------------------------------------------------------------ */

/* The factor of a score, in this row; -1 with a diagnostic. */
static int factor_of(struct making *making, const struct cell_plan *plan,
                     const struct scope *scope) {
    if (plan->factor >= 0) {
        return plan->factor;
    }
    const char *id =
        plan->of_here == NULL ? NULL : path_attribute_here(making, scope, plan->of_here);
    int factor = id == NULL ? -1 : method_find(making->scores->method, id);
    return factor >= 0 && scope->result != NULL ? factor
                                                : inlines_factor(making, plan->source, scope);
}

/* What the cell follows from; false where that is not in a key. */
static bool read_key(struct making *making, struct cell_plan *plan, const struct scope *scope,
                     struct repeat_key *key) {
    if (plan->content == FROM_SCORE) {
        key->factor = factor_of(making, plan, scope);
        if (key->factor < 0 || scope->result == NULL) {
            return false;
        }
        key->value = scoring_value(scope->result, (size_t)key->factor);
        key->rating = plan->shade_name == NULL ? NULL : scope->result->rating;
        return true;
    }
    if (plan->content == FROM_VALUE && plan->follows != NULL) {
        key->text = path_attribute_here(making, scope, plan->follows);
        if (key->text == NULL) {
            return false;
        }
    } else if (plan->content == FROM_VALUE &&
               (!expression_text(making, plan->source->select, scope, &key->text, NULL) ||
                (*key->text == '\0' && !same_empty(plan)))) {
        return false;
    }
    key->by = plan->shade_by == NULL ? NULL : phrase_text(making, plan->shade_by, scope);
    return true;
}

/* Its cells were made in this language, with this ink. */
static bool same_ground(struct cell_plan *plan, const struct rows_plan *rows,
                        const struct scope *scope) {
    if (plan->lang == NULL) {
        plan->lang = arena_text(rows->making->keep, scope->lang);
        plan->ink = rows->ink;
    }
    return strcmp(plan->lang, scope->lang) == 0 &&
           memcmp(&plan->ink, &rows->ink, sizeof plan->ink) == 0;
}

/* ---- the cell --------------------------------------------------------------------------- */

static void make_cell(const struct rows_plan *rows, const struct form *form, struct cell_plan *plan,
                      const struct scope *scope, const char *text, int found, struct cell *cell) {
    struct scope inner = *scope;
    inner.lang = cell->lang == NULL ? scope->lang : cell->lang;
    inner.paragraph = cell->style == NULL ? scope->paragraph : cell->style;
    shade_cell(rows, form, plan, &inner, found, cell);
    if (cell->has_shade) {
        inner.background = cell->shade;
    }
    fill_cell(rows->making, form, plan, &inner, text, plan->factor >= 0 ? plan->factor : found,
              cell);
}

void cells_make(const struct rows_plan *rows, const struct form *form, const struct scope *scope,
                enum row_kind kind, struct cell *cell) {
    struct making *making = rows->making;
    struct cell_plan *plan = plan_of(rows, form, scope, kind);
    struct repeat_key key = {.factor = -1};
    bool keyed =
        plan->repeated && same_ground(plan, rows, scope) && read_key(making, plan, scope, &key);
    const struct cell *known = keyed ? repeats_find(plan->repeats, &key) : NULL;
    if (known != NULL) {
        *cell = *known;
        return;
    }
    *cell = plan->look;
    if (!plan->literal) {
        read_look(making, form, scope, kind, cell);
    }
    bool keeps = keyed && repeats_wanted(plan->repeats);
    struct arena *arena = making->arena;
    making->arena = keeps ? making->keep : arena;
    make_cell(rows, form, plan, scope, plan->follows == NULL ? key.text : NULL, key.factor, cell);
    if (keeps) {
        repeats_keep(making, &plan->repeats, &key, cell);
    }
    making->arena = arena;
}

bool cells_are_sure(const struct form *form) {
    struct cell_plan plan = {0};
    plan_content(form, &plan);
    bool same_factor = plan.content != FROM_SCORE || form_is_steady(plan.source, "of");
    return plan.content != FROM_RUN && same_factor && !form_has(form, "id");
}
