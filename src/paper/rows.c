/* rows.c: cells made from forms, as quickly as a hundred thousand rows ask for.
 *
 * What a cell is (its style, spans, how its content is had) is worked out once a form and kept as
 * the form's plan. Most cells are a score, a plain value or fixed words: those need neither the
 * walk over forms nor the folding of white space that running text does.
 */
#include "rows.h"

#include <string.h>

#include <boardpaper/assessment.h>
#include <boardpaper/number.h>

#include "colour.h"
#include "expression.h"
#include "path.h"

/* ---- expanding -------------------------------------------------------------------------- */

struct expansion {
    struct making *making;
    struct entry *entries;
    size_t count, capacity;
};

static void add_entry(struct making *making, const struct form *form, const struct scope *scope,
                      void *context) {
    struct expansion *all = context;
    if (form->kind != FORM_ROW) {
        return;
    }
    if (all->count == all->capacity) {
        all->capacity = all->capacity == 0 ? 16 : all->capacity * 2;
        struct entry *grown = NEWS(making->arena, all->capacity, struct entry);
        if (all->count > 0) {
            memcpy(grown, all->entries, all->count * sizeof *grown);
        }
        all->entries = grown;
    }
    all->entries[all->count++] = (struct entry){.form = form,
                                                .node = scope->node,
                                                .result = scope->result,
                                                .bindings = scope->bindings,
                                                .position = (uint32_t)scope->position,
                                                .size = (uint32_t)scope->size};
}

struct entry *rows_expand(struct making *making, const struct form *forms,
                          const struct scope *scope, size_t *count) {
    struct expansion all = {.making = making};
    control_walk(making, forms, scope, add_entry, &all);
    *count = all.count;
    return all.entries;
}

/* ---- plans ------------------------------------------------------------------------------ */

enum source {
    FROM_NOTHING,
    FROM_FIXED, /* the same words in every row */
    FROM_SCORE, /* a factor's value */
    FROM_VALUE, /* <value select="..."/> as it stands */
    FROM_RUN    /* anything else */
};

struct cell_plan {
    enum source content;
    const struct form *source; /* VALUE, SCORE: what says which */
    int factor;                /* SCORE, and of a shade; -1: found row by row */
    const struct inline_ *fixed;
    bool literal;           /* the look is the same in every row */
    struct cell look;       /* where it is */
    bool header_asked;      /* header= was given */
    const char *shade_name; /* where the shade is by value */
    const struct shade *shade;
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

static void plan_content(const struct form *form, struct cell_plan *plan) {
    const struct form *only = form_only_child(form);
    plan->source = form;
    if (form_is_empty(form)) {
        plan->content = form_has(form, "of") ? FROM_SCORE : FROM_NOTHING;
    } else if (only != NULL && only->kind == FORM_VALUE && only->attribute_count == 0 &&
               only->select != NULL) {
        plan->content = FROM_VALUE;
        plan->source = only;
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
    plan->header_asked = form_has(form, "header");
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

/* shade= is the name of a scale, by what by= says or by the factor that of= names; or a colour. */
static void shade_cell(const struct rows_plan *rows, const struct form *form,
                       struct cell_plan *plan, const struct scope *scope, struct cell *cell) {
    struct making *making = rows->making;
    const char *name = form_text(making, form, scope, "shade");
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
    const char *by = form_text(making, form, scope, "by");
    struct number number;
    if (by != NULL) {
        bool is_number = number_parse(by, &number);
        apply_step(step_for(shade, by, is_number ? &number : NULL, NULL), cell);
        return;
    }
    int factor = plan->factor >= 0 ? plan->factor : inlines_factor(making, form, scope);
    if (factor < 0 || scope->result == NULL) {
        return;
    }
    /* A scale of words is one of ratings: the area's, which may be certain where its total is not.
     */
    const struct value *value = scope->result->values[factor];
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
        if (*at == '\n' || *at == '\t' || *at == '\r' || (*at == ' ' && before == ' ')) {
            return true;
        }
        before = *at;
    }
    return before == ' ';
}

static const struct inline_ *value_content(struct making *making, const struct cell_plan *plan,
                                           const struct scope *scope) {
    const char *text = "";
    struct inline_chain chain = {0};
    if (!expression_text(making, plan->source->select, scope, &text, NULL) || *text == '\0') {
        return NULL;
    }
    inlines_add_text(making, &chain, text, plan->source->where);
    return needs_folding(text) ? inlines_finish(making, &chain) : chain.first;
}

static const struct inline_ *score_content(struct making *making, const struct cell_plan *plan,
                                           const struct scope *scope) {
    struct inline_chain chain = {0};
    int factor = plan->factor;
    if (factor < 0 || scope->result == NULL) {
        factor = inlines_factor(making, plan->source, scope);
    }
    if (factor >= 0) {
        inlines_add_score(making, scope, factor, plan->source->where, &chain);
    }
    return chain.first;
}

static void fill_cell(struct making *making, const struct form *form, const struct cell_plan *plan,
                      const struct scope *scope, struct cell *cell) {
    struct block *blocks = NULL;
    switch (plan->content) {
    case FROM_NOTHING:
        break;
    case FROM_FIXED:
        cell->inlines = plan->fixed;
        break;
    case FROM_SCORE:
        cell->inlines = score_content(making, plan, scope);
        break;
    case FROM_VALUE:
        cell->inlines = value_content(making, plan, scope);
        break;
    case FROM_RUN:
        cell->inlines = content_short(making, form, scope, &blocks);
        cell->blocks = blocks;
        break;
    }
}

/* ---- rows ------------------------------------------------------------------------------- */

struct filling {
    const struct rows_plan *rows;
    enum row_kind kind;
    struct cell *cells;
    int count, capacity;
    int column; /* where the next cell begins, spans from rows above left aside */
};

static struct cell *next_cell(struct making *making, struct filling *filling) {
    if (filling->count == filling->capacity) {
        int capacity = filling->capacity == 0 ? filling->rows->column_count : 2 * filling->capacity;
        capacity = capacity < 4 ? 4 : capacity;
        struct cell *grown = NEWS(making->arena, (size_t)capacity, struct cell);
        if (filling->count > 0) {
            memcpy(grown, filling->cells, (size_t)filling->count * sizeof *grown);
        }
        filling->cells = grown;
        filling->capacity = capacity;
    }
    return &filling->cells[filling->count++];
}

static void add_cell(struct making *making, const struct form *form, const struct scope *scope,
                     void *context) {
    struct filling *filling = context;
    if (form->kind != FORM_CELL) {
        return;
    }
    struct cell_plan *plan = plan_of(filling->rows, form, scope, filling->kind);
    struct cell *cell = next_cell(making, filling);
    *cell = plan->look;
    if (!plan->literal) {
        read_look(making, form, scope, filling->kind, cell);
    }
    if (!plan->header_asked && filling->column < filling->rows->column_count &&
        filling->rows->columns[filling->column].header) {
        cell->header = true;
    }
    struct scope inner = *scope;
    inner.lang = cell->lang == NULL ? scope->lang : cell->lang;
    inner.paragraph = cell->style == NULL ? scope->paragraph : cell->style;
    shade_cell(filling->rows, form, plan, &inner, cell);
    if (cell->has_shade) {
        inner.background = cell->shade;
    }
    fill_cell(making, form, plan, &inner, cell);
    filling->column += cell->column_span;
}

static enum row_kind kind_of(const struct form *form, enum row_kind part) {
    const char *kind = form_literal(form, "kind");
    if (part != ROW_BODY || kind == NULL) {
        return part;
    }
    return strcmp(kind, "group") == 0   ? ROW_GROUP
           : strcmp(kind, "total") == 0 ? ROW_TOTAL
                                        : ROW_BODY;
}

void rows_make(const struct rows_plan *plan, const struct entry *entry, enum row_kind part,
               struct row *row) {
    struct making *making = plan->making;
    struct scope scope = plan->scope;
    scope.node = entry->node;
    scope.result = entry->result;
    scope.bindings = entry->bindings;
    scope.position = entry->position;
    scope.size = entry->size;
    const char *id = form_text(making, entry->form, &scope, "id");
    const char *kind = form_literal(entry->form, "kind");
    targets_define(making, id, entry->form->where);
    struct filling filling = {.rows = plan, .kind = kind_of(entry->form, part)};
    control_walk(making, entry->form->first, &scope, add_cell, &filling);
    *row = (struct row){.kind = filling.kind,
                        .cells = filling.cells,
                        .cell_count = filling.count,
                        .keep_with_next = form_yes(making, entry->form, &scope, "keep-with-next",
                                                   filling.kind == ROW_GROUP),
                        .recommendation = kind != NULL && strcmp(kind, "recommendation") == 0,
                        .id = id,
                        .where = entry->form->where};
}

static bool is_quick(const struct expression *expression) {
    return expression == NULL || expression_is_quick(expression);
}

static bool cell_is_sure(const struct form *cell) {
    struct cell_plan plan = {0};
    plan_content(cell, &plan);
    bool same_factor = plan.content != FROM_SCORE || form_is_steady(plan.source, "of");
    return plan.content != FROM_RUN && same_factor && !form_has(cell, "id");
}

bool rows_are_sure(const struct form *form) {
    if (form_has(form, "id")) {
        return false;
    }
    for (const struct form *child = form->first; child != NULL; child = child->next) {
        switch (child->kind) {
        case FORM_TEXT:
            break;
        case FORM_CELL:
            if (!cell_is_sure(child)) {
                return false;
            }
            break;
        case FORM_IF:
        case FORM_CHOOSE:
        case FORM_WHEN:
        case FORM_OTHERWISE:
            if (!is_quick(child->test) || !rows_are_sure(child)) {
                return false;
            }
            break;
        default:
            return false;
        }
    }
    return true;
}
