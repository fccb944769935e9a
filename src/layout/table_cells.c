/* table_cells.c: one row of a table, its cells set to their widths.
 *
 * Most cells are one plain line (table_plain.c). The others are flows of their own. A turned cell
 * is a flow too, as wide as the cell is high: where the height is not yet known, the least one is
 * sought in which its lines, side by side, find room in the column.
 */
#include "table_state.h"

#include <string.h>

#include "pieces.h"

static length_t larger(length_t a, length_t b) {
    return a > b ? a : b;
}

static length_t smaller(length_t a, length_t b) {
    return a < b ? a : b;
}

void table_read_row(const struct table_state *state, enum part part, size_t index,
                    struct arena *arena, struct row *row) {
    const struct table *table = state->table;
    if (part == PART_HEAD) {
        *row = table->head[index];
        row->kind = ROW_HEAD;
    } else if (part == PART_FOOT) {
        *row = table->foot[index];
    } else {
        table->body.get(table->body.context, index, arena, row);
    }
}

static enum align align_of(const struct table_state *state, enum row_kind kind,
                           const struct grid_cell *at) {
    if (at->cell != NULL && at->cell->has_align) {
        return at->cell->align;
    }
    if (at->columns > 1) {
        return ALIGN_START; /* a group's name stands over where its columns begin */
    }
    enum align align = state->table->columns[at->column].align;
    bool end = align == ALIGN_END || align == ALIGN_DECIMAL;
    if (kind == ROW_HEAD && end) {
        return at->cell != NULL && at->cell->turned ? ALIGN_CENTRE : ALIGN_END;
    }
    return align;
}

/* A paragraph that needs no element of its own: the cell is it. */
static bool is_cells_own(const struct block *block) {
    return block->next == NULL && block->kind == BLOCK_PARAGRAPH && block->number == NULL &&
           block->id == NULL && block->lang == NULL;
}

void table_cell(struct table_state *state, enum row_kind kind, const struct grid_cell *at,
                struct laid_cell *laid) {
    const struct cell *cell = at->cell;
    const struct style *style = table_style(state, kind, cell);
    *laid = (struct laid_cell){.at = *at,
                               .style = style,
                               .type = style,
                               .align = align_of(state, kind, at),
                               .lang = state->lang};
    if (cell == NULL) {
        return;
    }
    laid->lang = cell->lang != NULL ? cell->lang : state->lang;
    laid->paragraph = cell->inlines;
    if (cell->blocks != NULL) {
        bool own = is_cells_own(cell->blocks);
        laid->paragraph = own ? cell->blocks->inlines : NULL;
        laid->type = own ? table_own_style(state, cell->blocks->style) : style;
    }
}

bool table_is_empty(const struct laid_cell *laid) {
    const struct cell *cell = laid->at.cell;
    return cell == NULL || (laid->paragraph == NULL && cell->blocks == NULL);
}

/* Figures, and heads over them, are set to the end of their column. */
static bool is_figures(const struct laid_cell *laid) {
    return laid->at.columns == 1 && (laid->align == ALIGN_END || laid->align == ALIGN_DECIMAL);
}

static bool is_inset(const struct laid_cell *laid) {
    return laid->at.columns == 1 && laid->align != ALIGN_CENTRE;
}

length_t table_inside(const struct table_state *state, const struct laid_cell *laid) {
    int column = laid->at.column;
    length_t across = state->parts > 0 && laid->at.columns > 1
                          ? table_least_part(state, &laid->at)
                          : state->left[column + laid->at.columns] - state->left[column];
    length_t width =
        across - 2 * laid->style->padding - (is_inset(laid) ? state->inset[column] : 0);
    return width > 0 ? width : 0;
}

/* ---- one cell ------------------------------------------------------------------------------ */

/* Text in a shaded cell is in the ink that was chosen to be read on the shade. */
static void ink_cell(struct context *context, const struct cell *cell) {
    if (cell->has_shade) {
        context->has_ink = true;
        context->ink = cell->text_colour;
    }
}

static void lay_flow(struct table_state *state, struct context *context, struct laid_cell *laid,
                     length_t width) {
    const struct cell *cell = laid->at.cell;
    enum align align = laid->align == ALIGN_DECIMAL ? ALIGN_END : laid->align;
    if (cell->turned) {
        align = ALIGN_START; /* lines begin below; the alignment is across them */
    }
    struct context inked = *context;
    ink_cell(&inked, cell);
    laid->flow = NEW(context->arena, struct flow);
    if (laid->paragraph != NULL) {
        flow_add_inlines(&inked, laid->flow, laid->paragraph, laid->type, align, width, laid->lang);
    } else {
        flow_add(&inked, laid->flow, table_blocks(state, context->arena, cell->blocks), width,
                 laid->lang);
    }
    flow_end(laid->flow);
    context->note = inked.note;
}

/* measured: what the survey found out, or NULL. */
static bool read_line(struct table_state *state, struct laid_cell *laid,
                      const struct measured *measured) {
    length_t word = 0;
    if (measured == NULL || !measured->plain) {
        return plain_read(laid->paragraph, laid->type, &laid->text) &&
               plain_measure(state->plain, laid->type, laid->lang, &laid->text, &laid->width,
                             &word);
    }
    laid->text = (struct plain_text){.utf8 = laid->paragraph->text,
                                     .length = measured->length,
                                     .number = measured->number,
                                     .only_words = measured->only_words};
    laid->width = measured->width;
    return true;
}

static bool lay_line(struct table_state *state, struct laid_cell *laid,
                     const struct measured *measured, length_t width) {
    length_t fraction = 0;
    bool words = is_inset(laid) && !is_figures(laid);
    length_t room = width + (words ? state->inset[laid->at.column] : 0); /* better than two lines */
    if (!read_line(state, laid, measured) || laid->width > room) {
        return false;
    }
    laid->content = CONTENT_LINE;
    laid->height = laid->type->leading;
    if (is_figures(laid) && state->turned[laid->at.column] && !laid->text.number) {
        laid->align = ALIGN_CENTRE; /* a dash, "2 to 3": amid the figures */
    }
    if (laid->align == ALIGN_DECIMAL) {
        const struct decimal_extent *column = &state->decimals[laid->at.column];
        laid->decimal = laid->at.columns == 1 &&
                        plain_decimal(state->plain, laid->type, laid->lang, &laid->text,
                                      &laid->whole, &fraction) &&
                        column->whole + column->fraction <= width;
    }
    return true;
}

/* Sets a cell in a column's width. Turned cells are left for later: their height is asked of the
 * row. */
static void lay_anew(struct table_state *state, struct context *context, enum row_kind kind,
                     const struct grid_cell *at, const struct measured *measured,
                     struct laid_cell *laid) {
    table_cell(state, kind, at, laid);
    if (table_is_empty(laid)) {
        return;
    }
    if (at->cell->turned) {
        laid->content = CONTENT_TURNED;
        return;
    }
    length_t width = table_inside(state, laid);
    if (!lay_line(state, laid, measured, width)) {
        laid->content = CONTENT_FLOW;
        lay_flow(state, context, laid, width);
        laid->height = laid->flow->height;
    }
}

static void lay_cell(struct table_state *state, struct context *context, enum row_kind kind,
                     const struct grid_cell *at, const struct measured *measured,
                     struct laid_cell *laid) {
    struct known *known = context->measuring ? NULL : table_known(state, kind, at);
    if (known == NULL) {
        lay_anew(state, context, kind, at, measured, laid);
        return;
    }
    if (!known->laid) {
        struct context keeping = *context;
        keeping.arena = state->arena;
        lay_anew(state, &keeping, kind, at, &known->measured, &known->cell);
        known->cell.known = known;
        known->laid = true;
    }
    *laid = known->cell;
    laid->at.cell = at->cell;
}

void table_content_extent(struct table_state *state, struct context *context,
                          const struct laid_cell *laid, length_t *least, length_t *greatest) {
    const struct block *blocks = NULL;
    if (laid->paragraph == NULL) {
        blocks = table_blocks(state, context->arena, laid->at.cell->blocks);
    }
    flow_extent(context, laid->paragraph, blocks, laid->type, laid->lang, least, greatest);
}

/* ---- turned cells -------------------------------------------------------------------------- */

/* Looks only: nothing is kept of it. */
length_t table_turned_width(struct table_state *state, struct context *context,
                            struct laid_cell *laid, length_t length) {
    struct context trial = *context;
    trial.arena = spare_take(context);
    trial.measuring = true;
    lay_flow(state, &trial, laid, length);
    length_t height = laid->flow->height;
    laid->flow = NULL;
    spare_give(context, trial.arena);
    return height;
}

length_t table_turned_limit(const struct table_state *state, enum row_kind kind) {
    length_t body = state->page_height / 5; /* it stands below heads and beside other rows */
    return kind == ROW_HEAD || state->turned_limit < body ? state->turned_limit : body;
}

/* The least length of lines that find room side by side in room: up to the limit, and where a
 * column is narrower than it should be up to half of what the heads leave of a page. */
static length_t least_length(struct table_state *state, struct context *context, enum row_kind kind,
                             struct laid_cell *laid, length_t room) {
    length_t least = 0, greatest = 0;
    table_content_extent(state, context, laid, &least, &greatest);
    length_t most = table_turned_limit(state, kind);
    if (greatest > most && table_turned_width(state, context, laid, most) > room) {
        most = larger(most, (state->page_height - state->repeat.height) / 2);
    }
    length_t low = smaller(least, most), high = smaller(greatest, most);
    if (table_turned_width(state, context, laid, low) <= room) {
        return low;
    }
    const length_t close = 250; /* a quarter of a point */
    while (high - low > close) {
        length_t middle = low + (high - low) / 2;
        if (table_turned_width(state, context, laid, middle) <= room) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

void table_turn(struct table_state *state, struct context *context, struct laid_cell *laid,
                length_t height) {
    laid->height = larger(0, height - 2 * laid->style->padding);
    lay_flow(state, context, laid, laid->height);
    laid->width = laid->flow->height;
}

/* ---- the row ------------------------------------------------------------------------------- */

/* Before row index of part, which no cell reaches into from above. */
static void cursor_begin(struct cursor *cursor, struct table_state *state, enum part part,
                         uint32_t index) {
    cursor->part = part;
    cursor->begun = false;
    cursor->index = index;
    cursor->open = NULL;
    cursor->laid.count = 0;
    if (cursor->places == NULL) {
        cursor->places = NEWS(state->arena, (size_t)state->columns, struct grid_cell);
        grid_begin(&cursor->grid, state->arena, state->columns);
    } else {
        memset(cursor->grid.covered, 0, (size_t)state->columns * sizeof *cursor->grid.covered);
        cursor->grid.open = false;
    }
}

void cursor_drop(struct cursor *cursor) {
    cursor->begun = false;
    cursor->part = PART_COUNT;
}

/* The cells of the row in hand that reach down join those from above, in the order of columns;
 * those that ended in it leave. */
static void pass_row(struct cursor *cursor, struct table_state *state, struct arena *arena) {
    length_t height = state->rows[cursor->part][cursor->index].height;
    struct open_cell **link = &cursor->open;
    while (*link != NULL) {
        struct open_cell *open = *link;
        open->above += height;
        open->began++;
        if (--open->left == 0) {
            *link = open->next;
        } else {
            link = &open->next;
        }
    }
    for (int i = 0; i < cursor->laid.count; i++) {
        const struct laid_cell *laid = &cursor->laid.cells[i];
        if (laid->at.rows <= 1) {
            continue;
        }
        for (link = &cursor->open; *link != NULL && (*link)->laid.at.column < laid->at.column;) {
            link = &(*link)->next;
        }
        struct open_cell *open = NEW(arena, struct open_cell);
        *open = (struct open_cell){.laid = *laid,
                                   .above = height,
                                   .began = 1,
                                   .left = (size_t)laid->at.rows - 1,
                                   .next = *link};
        *link = open;
    }
}

bool table_stays_whole(const struct table_state *state, enum part part) {
    return part == PART_HEAD && state->repeat.height > 0;
}

bool table_is_high(const struct table_state *state, length_t height) {
    return height > state->page_height / 3;
}

/* Whether notes may be called in a cell: one of several blocks is not looked through. */
static bool may_call_notes(const struct inline_ *inlines) {
    for (; inlines != NULL; inlines = inlines->next) {
        if (inlines->kind == INLINE_NOTE || may_call_notes(inlines->children)) {
            return true;
        }
    }
    return false;
}

/* A turned cell stands in the height of its rows, which is known when the table is drawn; when it
 * is asked for, the cell says what it needs. Where a page may end within that height, it keeps to
 * what it needs. */
static void lay_turned(struct table_state *state, struct context *context,
                       const struct cursor *cursor, struct laid_cell *cell) {
    const struct table_row *rows = &state->rows[cursor->part][cursor->index];
    bool apart = !table_stays_whole(state, cursor->part) &&
                 (cell->at.rows > 1 || table_is_high(state, rows->height));
    if (rows->height == 0 || apart) {
        length_t room = table_inside(state, cell);
        cell->height = least_length(state, context, cursor->laid.row.kind, cell, room);
    }
    const struct cell *content = cell->at.cell;
    if (rows->height == 0 && (content->blocks != NULL || may_call_notes(content->inlines))) {
        /* its notes are counted between those of the cells beside it */
        table_turn(state, context, cell, cell->height + 2 * cell->style->padding);
    }
    if (rows->height == 0) {
        return;
    }
    length_t height = -state->table->rule;
    for (int i = 0; i < cell->at.rows; i++) {
        height += rows[i].height;
    }
    height -= cursor->laid.row.kind == ROW_HEAD ? cell->style->padding : 0; /* see cell_height */
    table_turn(state, context, cell, apart ? cell->height + 2 * cell->style->padding : height);
}

/* Takes the next row in hand. whole: false where only the cells that reach down are wanted. */
static void cursor_next(struct cursor *cursor, struct table_state *state, struct context *context,
                        bool whole) {
    if (cursor->begun) {
        pass_row(cursor, state, context->arena);
        cursor->index++;
    }
    cursor->begun = true;
    struct laid_row *laid = &cursor->laid;
    int lost = 0;
    table_read_row(state, cursor->part, cursor->index, context->arena, &laid->row);
    size_t left = state->counts[cursor->part] - cursor->index;
    int count = grid_row(&cursor->grid, &laid->row, left, cursor->places, &lost);
    laid->cells = NEWS(context->arena, (size_t)count, struct laid_cell);
    laid->count = 0;
    for (int i = 0; i < count; i++) {
        const struct grid_cell *at = &cursor->places[i];
        if (whole || at->rows > 1) {
            struct laid_cell *cell = &laid->cells[laid->count++];
            const struct measured *measured = NULL;
            if (cursor->part == PART_BODY && state->measured != NULL) {
                measured =
                    &state->measured[cursor->index * (size_t)state->columns + (size_t)at->column];
            }
            lay_cell(state, context, laid->row.kind, at, measured, cell);
            if (cell->content == CONTENT_TURNED) {
                lay_turned(state, context, cursor, cell);
            }
        }
    }
    laid->open = cursor->open;
}

void cursor_seek(struct cursor *cursor, struct table_state *state, struct context *context,
                 enum part part, uint32_t index, bool whole) {
    const struct table_row *rows = state->rows[part];
    if (!cursor->begun || cursor->part != part || cursor->index + 1 != index) {
        cursor_begin(cursor, state, part, rows[index].cluster);
        context->note = rows[rows[index].cluster].note; /* each row's notes keep their numbers */
        while (!cursor->begun ? cursor->index < index : cursor->index + 1 < index) {
            /* one with notes as a whole: those of every cell are counted */
            uint32_t at = cursor->begun ? cursor->index + 1 : cursor->index;
            cursor_next(cursor, state, context, rows[at + 1].note > rows[at].note);
        }
    }
    context->note = rows[index].note;
    cursor_next(cursor, state, context, whole);
}

/* With its padding; a turned head has it twice above, where it ends near a rule. */
static length_t cell_height(enum row_kind kind, const struct laid_cell *cell) {
    bool turned = kind == ROW_HEAD && cell->content == CONTENT_TURNED;
    return cell->height + (turned ? 3 : 2) * cell->style->padding;
}

length_t table_row_height(const struct table_state *state, const struct cursor *cursor) {
    const struct laid_row *laid = &cursor->laid;
    const struct style *style = state->table->cell_style;
    length_t rule = state->table->rule, height = 0;
    bool any = false;
    for (int i = 0; i < laid->count; i++) {
        const struct laid_cell *cell = &laid->cells[i];
        any |= cell->content != CONTENT_NONE;
        if (cell->at.rows == 1 && cell->content != CONTENT_NONE) {
            height = larger(height, cell_height(laid->row.kind, cell) + rule);
        }
    }
    for (const struct open_cell *open = laid->open; open != NULL; open = open->next) {
        any = true;
        if (open->left == 1) {
            length_t need = cell_height(laid->row.kind, &open->laid) + rule;
            height = larger(height, need - open->above);
        }
    }
    if (!any || height <= rule) { /* a row of nothing is as high as a line */
        style = laid->count > 0 ? laid->cells[0].style : style;
        height = larger(height, style->leading + 2 * style->padding + rule);
    }
    return height;
}
