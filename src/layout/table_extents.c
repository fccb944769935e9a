/* table_extents.c: what every column needs, from one reading of all rows.
 *
 * The greatest width of a cell is cheap for plain text (a sum over shaped words), its least width
 * is not: where a line may break is the language's matter. But a least width counts only where it
 * is above the column's least so far, and it never exceeds the greatest; so after the first few
 * rows hardly any cell is asked for it.
 */
#include "table_state.h"

#include "pieces.h"
#include "warnings.h"

/* The spans met, each (first, count) once with the most it needs; by first column, in lists. */
struct span_list {
    struct span_extent span;
    struct span_list *next;
};

struct survey {
    struct table_state *state;
    struct context *context;
    struct context reading; /* with the arena that is emptied row by row */
    struct span_list **spans;
    size_t span_count;
};

static length_t larger(length_t a, length_t b) {
    return a > b ? a : b;
}

static void add_span(struct survey *survey, int first, int count, length_t least,
                     length_t greatest) {
    struct span_list **link = &survey->spans[first];
    while (*link != NULL && (*link)->span.count < count) {
        link = &(*link)->next;
    }
    if (*link == NULL || (*link)->span.count != count) {
        struct span_list *made = NEW(survey->context->arena, struct span_list);
        *made = (struct span_list){.span = {.first = first, .count = count}, .next = *link};
        *link = made;
        survey->span_count++;
    }
    (*link)->span.least = larger((*link)->span.least, least);
    (*link)->span.greatest = larger((*link)->span.greatest, greatest);
}

/* Width and height of a turned cell change places: it needs its lines side by side. */
static void turned_extent(struct survey *survey, enum row_kind kind, struct laid_cell *laid,
                          length_t *least, length_t *greatest) {
    length_t limit = table_turned_limit(survey->state, kind);
    length_t width = table_turned_width(survey->state, &survey->reading, laid, limit);
    *least = *greatest = width;
}

static void plain_extent(struct survey *survey, const struct laid_cell *laid,
                         const struct plain_text *text, length_t width, length_t word,
                         length_t *least, length_t *greatest) {
    length_t unused = 0;
    const struct column_extent *column = &survey->state->extents[laid->at.column];
    *greatest = *least = width;
    if (text->number ||
        (laid->at.columns == 1 && width + 2 * laid->style->padding <= column->least)) {
        return;
    }
    length_t bound = 0;
    if (text->only_words) {
        *least = word;
    } else if (laid->at.columns == 1 &&
               (bound = plain_bound(survey->state->plain, laid->type, laid->lang, text)) +
                       2 * laid->style->padding <=
                   column->least) {
        *least = bound;
    } else {
        table_content_extent(survey->state, &survey->reading, laid, least, &unused);
    }
}

static void column_extent(struct table_state *state, const struct laid_cell *laid, bool plain,
                          length_t least, length_t greatest) {
    struct column_extent *column = &state->extents[laid->at.column];
    length_t padding = 2 * laid->style->padding;
    column->least = larger(column->least, least + padding);
    column->greatest = larger(column->greatest, greatest + padding);
    /* What figures may not be moved in beyond: the longest plain line, any other's longest word. */
    if (!laid->at.cell->turned) {
        length_t *widest = &state->plain_greatest[laid->at.column];
        *widest = larger(*widest, (plain ? greatest : least) + padding);
    }
}

static void decimal_extent(struct table_state *state, const struct laid_cell *laid,
                           const struct plain_text *text) {
    length_t whole = 0, fraction = 0;
    if (laid->align != ALIGN_DECIMAL ||
        !plain_decimal(state->plain, laid->type, laid->lang, text, &whole, &fraction)) {
        return;
    }
    struct decimal_extent *decimal = &state->decimals[laid->at.column];
    decimal->whole = larger(decimal->whole, whole);
    decimal->fraction = larger(decimal->fraction, fraction);
    length_t both = decimal->whole + decimal->fraction;
    state->figures[laid->at.column] = larger(state->figures[laid->at.column], both);
    column_extent(state, laid, true, both, both);
}

/* A word longer than this is broken rather than that the whole table is set for it. */
enum { WORD_EMS = 12 };

static length_t word_extent(const struct laid_cell *laid, length_t least) {
    length_t most = WORD_EMS * laid->type->size;
    return laid->at.cell->turned || least < most ? least : most;
}

static length_t line_height(const struct laid_cell *laid) {
    return laid->type->leading + 2 * laid->style->padding;
}

/* One cell; true where it is a plain line in one column and one row, as high as *height and as wide
 * as *need. What of it was found out by the way goes to *measured. */
static bool measure_cell(struct survey *survey, enum row_kind kind, const struct grid_cell *at,
                         struct measured *measured, length_t *height, length_t *need) {
    struct table_state *state = survey->state;
    struct laid_cell laid;
    struct plain_text text;
    length_t least = 0, greatest = 0, width = 0, word = 0;
    measured->plain = false;
    table_cell(state, kind, at, &laid);
    *height = line_height(&laid);
    *need = 0;
    if (table_is_empty(&laid)) {
        return at->columns == 1 && at->rows == 1;
    }
    bool single = at->columns == 1, plain = false;
    if (at->cell->turned) {
        turned_extent(survey, kind, &laid, &least, &greatest);
        state->turned[at->column] |= kind == ROW_HEAD && single;
    } else if (plain_read(laid.paragraph, laid.type, &text) &&
               plain_measure(state->plain, laid.type, laid.lang, &text, &width, &word)) {
        plain = true;
        *measured = (struct measured){.width = width,
                                      .length = text.length,
                                      .plain = true,
                                      .number = text.number,
                                      .only_words = text.only_words};
        plain_extent(survey, &laid, &text, width, word, &least, &greatest);
        if (single && text.number) {
            state->figures[at->column] = larger(state->figures[at->column], width);
            decimal_extent(state, &laid, &text);
        }
    } else {
        table_content_extent(state, &survey->reading, &laid, &least, &greatest);
    }
    least = word_extent(&laid, least);
    length_t padding = 2 * laid.style->padding;
    *need = greatest + padding;
    if (single) {
        column_extent(state, &laid, plain, least, greatest);
    } else {
        add_span(survey, at->column, at->columns, least + padding, greatest + padding);
    }
    return single && plain && at->rows == 1;
}

/* The same. A cell like one before asks for nothing that it has not asked for. */
static bool cell_extent(struct survey *survey, enum row_kind kind, const struct grid_cell *at,
                        struct measured *measured, length_t *height, length_t *need) {
    struct known *known = table_known(survey->state, kind, at);
    if (known == NULL) {
        return measure_cell(survey, kind, at, measured, height, need);
    }
    if (!known->surveyed) {
        known->quick =
            measure_cell(survey, kind, at, &known->measured, &known->height, &known->need);
        known->surveyed = true;
    }
    *height = known->height;
    *need = known->need;
    return known->quick;
}

/* How many cells' needs are remembered at most: four megabytes of them. */
enum { NEEDS_MOST = 2 << 20 };

static void note_need(struct table_state *state, size_t row, int column, length_t need) {
    length_t units = (need + NEED_UNIT - 1) / NEED_UNIT;
    state->needs[row * (size_t)state->columns + (size_t)column] =
        (uint16_t)(units < UINT16_MAX ? units : UINT16_MAX);
}

static void row_extent(struct survey *survey, enum part part, size_t index, struct grid *grid,
                       struct grid_cell *places) {
    struct table_state *state = survey->state;
    struct table_row *rows = state->rows[part];
    struct table_row *record = &rows[index];
    struct row row;
    int lost = 0;
    *record = (struct table_row){.state = state,
                                 .index = (uint32_t)index,
                                 .cluster = grid->open ? rows[index - 1].cluster : (uint32_t)index,
                                 .part = (uint8_t)part};
    table_read_row(state, part, index, survey->reading.arena, &row);
    int count = grid_row(grid, &row, state->counts[part] - index, places, &lost);
    if (lost > 0) {
        layout_warn(survey->context, row.where, MESSAGE_LAYOUT_TABLE_CELLS_LOST,
                    arena_print(survey->reading.arena, "%d", lost));
    }
    record->kind = (uint8_t)row.kind;
    record->keep = row.keep_with_next;
    record->tied = grid->open;
    if (row.kind == ROW_BODY && state->table->zebra && index > 0) {
        const struct table_row *previous = record - 1;
        record->zebra =
            previous->tied ? previous->zebra : previous->kind == ROW_BODY && !previous->zebra;
    }
    record->quick = row.id == NULL;
    length_t height = 0;
    for (int i = 0; i < count; i++) {
        const struct cell *cell = places[i].cell;
        length_t line = 0, need = 0;
        struct measured unkept, *measured = &unkept;
        if (part == PART_BODY && state->measured != NULL) {
            measured = &state->measured[index * (size_t)state->columns + (size_t)places[i].column];
        }
        bool quick = cell_extent(survey, row.kind, &places[i], measured, &line, &need);
        if (part == PART_BODY && state->needs != NULL) {
            note_need(state, index, places[i].column, need);
        }
        record->quick &= quick;
        if (quick && (cell != NULL || i == 0)) {
            height = larger(height, line);
        }
        bool wide = places[i].columns > 1 && places[i].columns < state->columns;
        bool names_rows = cell != NULL && places[i].rows > 1 &&
                          (cell->header || state->table->columns[places[i].column].header);
        state->headers |= part == PART_HEAD ? wide : names_rows;
    }
    record->quick &= record->cluster == index && !record->tied && count == state->columns;
    record->height = record->quick ? height + state->table->rule : 0;
}

/* Figures keep some room from words that follow them, and from figures before them. */
static void add_gaps(struct table_state *state) {
    for (int i = 0; i < state->columns; i++) {
        struct column_extent *extent = &state->extents[i];
        length_t gap = table_gap(state, i);
        gap += extent->kind == COLUMN_AUTO ? table_gap_before(state, i) : 0;
        if (extent->kind != COLUMN_FIXED && extent->greatest > 0) {
            extent->least += gap;
            extent->greatest += gap;
        }
    }
}

static void spread_spans(struct survey *survey) {
    struct table_state *state = survey->state;
    struct span_extent *spans =
        NEWS(survey->context->arena, survey->span_count, struct span_extent);
    size_t count = 0;
    for (int i = 0; i < state->columns; i++) {
        for (const struct span_list *list = survey->spans[i]; list != NULL; list = list->next) {
            spans[count++] = list->span;
        }
    }
    columns_spread(state->extents, state->columns, spans, count);
}

/* A column that is asked to be narrower than any letter is sized from its content. */
static void begin_columns(struct survey *survey) {
    struct table_state *state = survey->state;
    const struct style *style = table_style(state, ROW_BODY, NULL);
    for (int i = 0; i < state->columns; i++) {
        const struct column *column = &state->table->columns[i];
        struct column_extent *extent = &state->extents[i];
        *extent = (struct column_extent){
            .kind = column->kind,
            .fixed = column->width,
            .share = column->share,
            .loose = style->size * 3 / 2,
            .text = column->align == ALIGN_START || column->align == ALIGN_JUSTIFY,
        };
        if (column->kind == COLUMN_FIXED && column->width < 2 * style->padding + style->size / 2) {
            extent->kind = COLUMN_AUTO;
            layout_warn(survey->context, state->block->where, MESSAGE_LAYOUT_TABLE_COLUMN_NARROW,
                        arena_print(survey->context->arena, "%d", i + 1));
        }
        state->plain_greatest[i] = 0;
        state->turned[i] = false;
        state->figures[i] = 0;
        state->decimals[i] = (struct decimal_extent){0, 0};
    }
}

void table_extents(struct table_state *state, struct context *context) {
    struct arena *scratch = spare_take(context), *rows = spare_take(context);
    struct context own = *context;
    own.arena = scratch;
    struct survey survey = {.state = state, .context = &own, .reading = *context};
    survey.reading.arena = rows;
    survey.spans = NEWS(scratch, (size_t)state->columns, struct span_list *);
    struct grid_cell *places = NEWS(scratch, (size_t)state->columns, struct grid_cell);
    begin_columns(&survey);
    table_forget(state);
    size_t needs = state->counts[PART_BODY] * (size_t)state->columns;
    if (state->needs == NULL && needs <= NEEDS_MOST) {
        state->needs = NEWS(state->arena, needs, uint16_t);
    }
    if (state->measured == NULL && table_is_small(state)) {
        state->measured = NEWS(state->arena, needs, struct measured);
    }
    for (int part = 0; part < PART_COUNT; part++) {
        struct grid grid;
        grid_begin(&grid, scratch, state->columns);
        for (size_t i = 0; i < state->counts[part]; i++) {
            row_extent(&survey, (enum part)part, i, &grid, places);
            arena_clear(rows);
        }
    }
    add_gaps(state);
    spread_spans(&survey);
    spare_give(context, rows);
    spare_give(context, scratch);
}
