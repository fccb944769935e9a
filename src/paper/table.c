/* table.c: a table's form into heads, columns and a body that gives its rows when asked.
 *
 * Which rows there are is found out at once (controls are followed, sorting is done); what is in
 * them when layout asks. Rows in which something may be wrong, or that hold ids, are made once
 * here, in memory that is given back, so that what is wrong is said before a page is laid out. Of a
 * large table no row is kept, and of its cells only those that others repeat (cells.c).
 */
#include <string.h>

#include <boardpaper/number.h>

#include "colour.h"
#include "rows.h"

/* ---- columns ---------------------------------------------------------------------------- */

struct columns {
    struct column *columns;
    int count, capacity;
    length_t em; /* the size of the cells' type */
};

/* "auto", "20mm" or "2*". */
static void read_width(struct making *making, const struct form *form, const char *text,
                       length_t em, struct column *column) {
    size_t length = strlen(text);
    if (strcmp(text, "auto") == 0) {
        return;
    }
    if (length > 0 && text[length - 1] == '*') {
        enum { SHARES_MOST = 9999 };
        struct number share = number_of(1);
        const char *amount = arena_bytes(making->arena, text, length - 1);
        bool whole = length == 1 || number_parse(amount, &share);
        if (!whole || share.denominator != 1 || share.numerator < 1 ||
            share.numerator > SHARES_MOST) {
            REPORT(making->diagnostics, form->where, MESSAGE_SHARE, text);
            share = number_of(1);
        }
        column->kind = COLUMN_SHARE;
        column->share = (int)share.numerator;
        return;
    }
    column->kind = COLUMN_FIXED;
    read_length(making->diagnostics, text, form->where, em, POINTS(1), POINTS(4000),
                &column->width);
}

static void add_column(struct making *making, const struct form *form, const struct scope *scope,
                       void *context) {
    static const char *const aligns[] = {"start", "end", "centre", "justify", "decimal"};
    struct columns *all = context;
    if (form->kind != FORM_COLUMN) {
        return;
    }
    if (all->count == all->capacity) {
        int capacity = all->capacity == 0 ? 16 : 2 * all->capacity;
        struct column *grown = NEWS(making->arena, (size_t)capacity, struct column);
        if (all->count > 0) {
            memcpy(grown, all->columns, (size_t)all->count * sizeof *grown);
        }
        all->columns = grown;
        all->capacity = capacity;
    }
    struct column *column = &all->columns[all->count++];
    const char *width = form_text(making, form, scope, "width");
    const char *align = form_text(making, form, scope, "align");
    column->header = form_yes(making, form, scope, "header", false);
    if (width != NULL) {
        read_width(making, form, width, all->em, column);
    }
    for (int i = 0; align != NULL && i < 5; i++) {
        if (strcmp(align, aligns[i]) == 0) {
            column->align = (enum align)i;
        }
    }
}

/* Where no columns are described, there are as many as the first row covers. */
static void count_columns(struct rows_plan *plan, const struct form *form, struct columns *all) {
    static const enum form_kind parts[] = {FORM_HEAD, FORM_BODY};
    for (size_t i = 0; i < 2 && all->count == 0; i++) {
        const struct form *part = form_child(form, parts[i]);
        size_t count = 0;
        const struct entry *entries =
            part == NULL ? NULL : rows_expand(plan->making, part->first, &plan->scope, &count);
        if (count == 0) {
            continue;
        }
        struct row row;
        rows_make(plan, &entries[0], i == 0 ? ROW_HEAD : ROW_BODY, &row);
        for (int j = 0; j < row.cell_count; j++) {
            all->count += row.cells[j].column_span;
        }
    }
    all->columns = NEWS(plan->making->arena, (size_t)all->count + 1, struct column);
}

/* ---- checking that rows fill the table -------------------------------------------------- */

/* How many more rows each column is covered by a cell from above. */
struct grid {
    int *covered;
    int columns;
    bool open; /* some column may be covered */
};

/* As many cells as there are columns, each in its own. */
static bool is_plain(const struct grid *grid, const struct row *row) {
    int plain = 0;
    while (plain < row->cell_count && row->cells[plain].column_span == 1 &&
           row->cells[plain].row_span == 1) {
        plain++;
    }
    return !grid->open && plain == grid->columns && plain == row->cell_count;
}

/* False with a diagnostic. */
static bool check_row(struct making *making, struct grid *grid, const struct row *row) {
    if (is_plain(grid, row)) {
        return true;
    }
    int column = 0;
    int filled = 0;
    for (int i = 0; i < grid->columns; i++) {
        filled += grid->covered[i] > 0;
    }
    for (int i = 0; i < row->cell_count; i++) {
        const struct cell *cell = &row->cells[i];
        while (column < grid->columns && grid->covered[column] > 0) {
            column++;
        }
        for (int j = 0; j < cell->column_span; j++, column++, filled++) {
            if (column < grid->columns) {
                grid->covered[column] = cell->row_span; /* this row is taken off below */
            }
        }
    }
    grid->open = false;
    for (int i = 0; i < grid->columns; i++) {
        grid->covered[i] -= grid->covered[i] > 0;
        grid->open = grid->open || grid->covered[i] > 0;
    }
    return filled == grid->columns ||
           REPORT(making->diagnostics, row->where, MESSAGE_ROW_CELLS,
                  diagnostics_integer(making->diagnostics, filled),
                  diagnostics_integer(making->diagnostics, grid->columns));
}

static struct grid grid_new(struct making *making, int columns) {
    return (struct grid){NEWS(making->arena, (size_t)columns + 1, int), columns, false};
}

/* ---- heads, feet and the body ----------------------------------------------------------- */

static const struct row *make_rows(struct rows_plan *plan, const struct form *part,
                                   enum row_kind kind, int *count) {
    *count = 0;
    if (part == NULL) {
        return NULL;
    }
    size_t total = 0;
    const struct entry *entries = rows_expand(plan->making, part->first, &plan->scope, &total);
    struct row *rows = NEWS(plan->making->arena, total + 1, struct row);
    struct grid grid = grid_new(plan->making, plan->column_count);
    for (size_t i = 0; i < total; i++) {
        rows_make(plan, &entries[i], kind, &rows[i]);
        check_row(plan->making, &grid, &rows[i]);
    }
    *count = (int)total;
    return rows;
}

struct body {
    struct rows_plan plan;
    const struct entry *entries;
    const struct numbering *numbering; /* as it was where the table begins */
    struct row *kept;                  /* of a small table: the rows made so far; or NULL */
};

/* A table of no more rows than these keeps them: each is made to be checked, and asked for twice.
 */
enum { ROWS_KEPT = 100 };

/* Each cell that is kept is the same as itself alone, where no number says more. */
static void number_cells(struct making *making, const struct row *row) {
    for (int i = 0; i < row->cell_count; i++) {
        struct cell *cell = (struct cell *)(uintptr_t)&row->cells[i]; /* ours to change */
        cell->same = cell->same != 0 ? cell->same : ++making->repeats;
    }
}

/* A recommendation that has no id of its own gets one that no author can write, the same each time
 * it is made: the list of recommendations finds its page by it. */
static void make_row(const struct body *body, size_t index, struct row *row) {
    struct xml_document *document = body->plan.making->document;
    uint64_t mark = xml_mark(document);
    rows_make(&body->plan, &body->entries[index], ROW_BODY, row);
    xml_rest(document, mark);
    if (row->recommendation && row->id == NULL) {
        row->id = arena_print(body->plan.making->arena, " %p %zu", (const void *)body, index);
    }
}

/* Makes a row for layout: in its arena, hearing nothing and numbering nothing anew. */
static void give_row(void *context, size_t index, struct arena *arena, struct row *row) {
    const struct body *body = context;
    struct making *making = body->plan.making;
    struct row *kept = body->kept == NULL ? NULL : &body->kept[index];
    if (kept != NULL && kept->cells != NULL) {
        *row = *kept;
        return;
    }
    arena = kept != NULL ? making->keep : arena;
    struct arena *kept_arena = making->arena;
    struct diagnostics *kept_diagnostics = making->diagnostics;
    struct targets *kept_targets = making->targets;
    struct numbering *kept_numbering = making->numbering;
    making->numbering = numbering_copy(arena, body->numbering);
    making->arena = arena;
    making->diagnostics = making->deaf;
    making->targets = NULL;
    make_row(body, index, row);
    if (kept != NULL) {
        number_cells(making, row);
        *kept = *row;
    }
    making->arena = kept_arena;
    making->diagnostics = kept_diagnostics;
    making->targets = kept_targets;
    making->numbering = kept_numbering;
}

/* A row as it was made to be checked is the one that layout asks for, where it is kept and neither
 * took a number nor follows one that did: give_row would make it with the same numbers again. */
static void keep_row(const struct body *body, size_t index, const struct row *row) {
    struct making *making = body->plan.making;
    if (body->kept != NULL && numbering_same(making->numbering, body->numbering)) {
        number_cells(making, row);
        body->kept[index] = *row;
    }
}

static bool is_standing(const struct body *body, size_t count) {
    bool standing = body->kept != NULL;
    for (size_t i = 0; i < count && standing; i++) {
        standing = body->kept[i].cells != NULL;
    }
    return standing;
}

/* Makes the rows that may be wrong, and the first of each form, to hear what is. */
static void check_body(const struct body *body, size_t count, bool *targets) {
    struct making *making = body->plan.making;
    struct arena *kept = making->arena;
    struct grid grid = grid_new(making, body->plan.column_count);
    const struct form *checked = NULL;
    const struct form *wrong = NULL; /* its cells are too many or too few: said once */
    bool sure = false;
    struct arena *passing = body->kept == NULL ? arena_new() : NULL;
    making->arena = passing == NULL ? making->keep : passing;
    for (size_t i = 0; i < count; i++) {
        const struct form *form = body->entries[i].kin->form;
        if (form == checked && sure) {
            continue;
        }
        struct row row;
        make_row(body, i, &row);
        keep_row(body, i, &row);
        *targets = *targets || row.id != NULL || row.recommendation;
        if (form != wrong && !check_row(making, &grid, &row)) {
            wrong = form;
        }
        sure = form == checked ? sure : rows_are_sure(making, form);
        checked = form;
        if (passing != NULL && i % 64 == 63) {
            arena_free(passing);
            passing = arena_new();
            making->arena = passing;
        }
    }
    if (passing != NULL) {
        arena_free(passing);
    }
    making->arena = kept;
}

/* A table with nothing to show says so. */
static void give_nothing(void *context, size_t index, struct arena *arena, struct row *row) {
    (void)index;
    (void)arena;
    *row = *(const struct row *)context;
}

static void make_empty(struct rows_plan *plan, const struct form *form, struct table *table) {
    struct making *making = plan->making;
    struct inline_chain chain = {0};
    inlines_add_text(making, &chain, words_text(making, &plan->scope, "nothing", "None"),
                     form->where);
    struct cell *cell = NEW(making->arena, struct cell);
    *cell = (struct cell){.inlines = inlines_finish(making, &chain),
                          .column_span = plan->column_count,
                          .row_span = 1,
                          .where = form->where};
    struct row *row = NEW(making->arena, struct row);
    *row = (struct row){.kind = ROW_BODY, .cells = cell, .cell_count = 1, .where = form->where};
    table->body = (struct rows){.count = 1, .context = row, .get = give_nothing};
    REPORT(making->diagnostics, form->where, MESSAGE_TABLE_EMPTY);
}

static void make_body(struct rows_plan *plan, const struct form *form, struct table *table) {
    struct making *making = plan->making;
    const struct form *part = form_child(form, FORM_BODY);
    size_t count = 0;
    const struct entry *entries =
        part == NULL ? NULL : rows_expand(making, part->first, &plan->scope, &count);
    if (count == 0) {
        make_empty(plan, form, table);
        return;
    }
    struct body *body = NEW(making->arena, struct body);
    *body = (struct body){*plan, entries, numbering_copy(making->arena, making->numbering), NULL};
    if (count <= ROWS_KEPT) {
        body->kept = NEWS(making->keep, count, struct row);
    }
    table->body = (struct rows){.count = count, .context = body, .get = give_row};
    check_body(body, count, &table->body.targets);
    table->body.standing = is_standing(body, count);
}

/* ---- the table -------------------------------------------------------------------------- */

static enum table_overflow overflow_of(struct making *making, const char *asked) {
    static const char *const names[] = {"shrink", "landscape", "continue", "records"};
    const char *edition = sheet_overflow(making->sheet);
    const char *name = edition == NULL ? asked : edition;
    for (int i = 0; name != NULL && i < 4; i++) {
        if (strcmp(name, names[i]) == 0) {
            return (enum table_overflow)i;
        }
    }
    return OVERFLOW_SHRINK;
}

/* Rules and stripes are a style's rule below and background: "table-frame", or frame-style=. */
static void read_frame(struct making *making, const struct form *form, const struct scope *scope,
                       struct table *table) {
    const char *name = form_text(making, form, scope, "frame-style");
    const struct style *frame = sheet_style(making->sheet, name == NULL ? "table-frame" : name);
    if (name != NULL && frame == NULL) {
        REPORT(making->diagnostics, form->where, MESSAGE_STYLE_UNKNOWN, name,
               sheet_style_names(making->sheet));
    }
    if (frame == NULL) {
        return;
    }
    table->rule = frame->rule_below;
    table->rule_colour = frame->border_colour;
    table->zebra = form_yes(making, form, scope, "zebra", false) && frame->has_background;
    table->zebra_colour = frame->background;
    int contrast = colour_contrast(table->cell_style->colour, table->zebra_colour);
    if (table->zebra && contrast < CONTRAST_TEXT) {
        REPORT(making->diagnostics, form->where, MESSAGE_CONTRAST, table->cell_style->name,
               diagnostics_print(making->diagnostics, "%d.%02d", contrast / 1000,
                                 contrast % 1000 / 10),
               "4.5");
    }
}

static const struct style *part_style(struct making *making, const struct form *form,
                                      const struct scope *scope, const char *attribute,
                                      const char *otherwise) {
    const char *name = form_text(making, form, scope, attribute);
    const struct style *style = name == NULL ? NULL : sheet_style(making->sheet, name);
    if (name != NULL && style == NULL) {
        REPORT(making->diagnostics, form->where, MESSAGE_STYLE_UNKNOWN, name,
               sheet_style_names(making->sheet));
    }
    return style == NULL ? style_named(making, STYLE_NAMES(otherwise, "table")) : style;
}

static void read_caption(struct making *making, const struct form *form, const struct scope *scope,
                         struct table *table) {
    const struct form *caption = form_child(form, FORM_CAPTION);
    if (caption == NULL) {
        return;
    }
    table->caption = inlines_of(making, caption, scope);
    if (table->caption != NULL && form_yes(making, form, scope, "numbered", true)) {
        table->number = numbering_caption(making, scope, 0);
    }
}

static bool has_header_column(const struct rows_plan *plan) {
    for (int i = 0; i < plan->column_count; i++) {
        if (plan->columns[i].header) {
            return true;
        }
    }
    return false;
}

static void read_columns(struct rows_plan *plan, const struct form *form, length_t em) {
    const struct form *columns = form_child(form, FORM_COLUMNS);
    struct columns all = {.em = em};
    if (columns != NULL) {
        control_walk(plan->making, columns->first, &plan->scope, add_column, &all);
    }
    if (all.count == 0) {
        count_columns(plan, form, &all);
    }
    plan->columns = all.columns;
    plan->column_count = all.count;
}

struct block *table_make(struct making *making, const struct form *form,
                         const struct scope *outer) {
    struct table *table = NEW(making->arena, struct table);
    struct rows_plan plan = {.making = making, .scope = *outer};
    struct scope *scope = &plan.scope;
    table->cell_style = style_of(making, form, scope, STYLE_NAMES("table"));
    /* The space around a table is "table-block"'s; its own style is its cells'. */
    struct block *block =
        block_new(making, BLOCK_TABLE, form,
                  style_named(making, STYLE_NAMES("table-block", table->cell_style->name)));
    block->id = form_text(making, form, scope, "id");
    targets_define(making, block->id, form->where);
    block->lang = form_text(making, form, scope, "lang");
    scope->lang = block->lang == NULL ? scope->lang : block->lang;
    block->table = table;
    table->head_style = part_style(making, form, scope, "head-style", "table-head");
    table->caption_style = part_style(making, form, scope, "caption-style", "caption");
    table->full_width = form_yes(making, form, scope, "full-width", true);
    table->overflow = overflow_of(making, form_text(making, form, scope, "overflow"));
    table->summary = form_text(making, form, scope, "summary");
    table->continued = words_text(making, scope, "continued", "continued");
    read_frame(making, form, scope, table);
    read_caption(making, form, scope, table);
    scope->paragraph = table->cell_style;
    scope->list_depth = 0;
    plan.ink = table->cell_style->colour;
    read_columns(&plan, form, table->cell_style->size);
    table->columns = plan.columns;
    table->column_count = plan.column_count;
    table->head = make_rows(&plan, form_child(form, FORM_HEAD), ROW_HEAD, &table->head_count);
    make_body(&plan, form, table);
    table->foot = make_rows(&plan, form_child(form, FORM_FOOT), ROW_FOOT, &table->foot_count);
    if (table->head_count == 0 && !has_header_column(&plan)) {
        REPORT(making->diagnostics, form->where, MESSAGE_TABLE_HEADER);
    }
    const struct form *notes = form_child(form, FORM_NOTES);
    if (notes != NULL) {
        scope->paragraph = style_named(making, STYLE_NAMES("table-note", "note"));
        table->notes = content_blocks(making, notes, scope);
    }
    return block;
}
