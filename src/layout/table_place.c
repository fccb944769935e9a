/* table_place.c: rows are drawn: what is behind the cells, their content, the rules.
 *
 * A page says as little as will do: cells of one colour side by side are one rectangle, a rule is
 * one line across, a plain cell is one run of glyphs, an empty one nothing.
 */
#include "table_state.h"

#include <string.h>

static bool alike(const struct column_look *a, const struct column_look *b) {
    return a->any == b->any && (!a->any || (memcmp(&a->colour, &b->colour, sizeof a->colour) == 0 &&
                                            a->thickness == b->thickness));
}

typedef void draw_look(struct placing *placing, const struct column_look *look, length_t x,
                       length_t y, length_t width, length_t height);

/* Draws columns that are alike together. */
static void draw_columns(const struct table_state *state, const struct column_look *columns,
                         struct placing *placing, length_t x, length_t y, length_t height,
                         draw_look *draw) {
    for (int first = 0, next = 0; first < state->columns; first = next) {
        for (next = first + 1; next < state->columns && alike(&columns[first], &columns[next]);) {
            next++;
        }
        length_t width = state->left[next] - state->left[first];
        if (columns[first].any && width > 0) {
            draw(placing, &columns[first], x + state->left[first], y, width, height);
        }
    }
}

static void draw_fill(struct placing *placing, const struct column_look *look, length_t x,
                      length_t y, length_t width, length_t height) {
    placing_fill(placing, x, y, width, height, look->colour);
}

static void draw_rule(struct placing *placing, const struct column_look *look, length_t x,
                      length_t y, length_t width, length_t height) {
    (void)height;
    placing_rule(placing, x, y, x + width, y, look->thickness, look->colour);
}

/* A row being drawn, or a slice of it. */
struct drawing_row {
    struct table_state *state;
    struct placing *placing;
    const struct table_row *record;
    const struct laid_row *laid;
    const struct slice *slice; /* NULL: the whole row */
    length_t x, y, height;
    length_t ground;             /* how much of the height is filled: not behind the rule below */
    struct column_look *columns; /* one a column */
};

/* ---- behind the text and around it ---------------------------------------------------------- */

static void shade(const struct drawing_row *row, const struct laid_cell *laid) {
    const struct cell *cell = laid->at.cell;
    bool shaded = cell != NULL && cell->has_shade;
    if (!shaded && !laid->style->has_background) {
        return;
    }
    const struct column_look look = {.any = true,
                                     .colour = shaded ? cell->shade : laid->style->background};
    for (int i = 0; i < laid->at.columns; i++) {
        row->columns[laid->at.column + i] = look;
    }
}

static void draw_pattern(const struct drawing_row *row, const struct laid_cell *laid) {
    const struct cell *cell = laid->at.cell;
    const struct table_state *state = row->state;
    length_t left = state->left[laid->at.column];
    length_t width = state->left[laid->at.column + laid->at.columns] - left;
    if (cell == NULL || cell->pattern == NULL || width == 0) {
        return;
    }
    const struct shape *shape =
        table_pattern(row->placing->arena, cell->pattern, width, row->ground);
    if (shape != NULL) {
        struct mark *mark = placing_mark(row->placing, MARK_PATH, row->x + left, row->y);
        mark->tag =
            row->placing->artifact ? row->placing->artifact_tag : (int32_t)TAG_ARTIFACT_LAYOUT;
        mark->path.shape = shape;
    }
}

static void draw_behind(const struct drawing_row *row) {
    const struct table *table = row->state->table;
    struct column_look ground = {.any = row->record->zebra, .colour = table->zebra_colour};
    for (int i = 0; i < row->state->columns; i++) {
        row->columns[i] = ground;
    }
    for (int i = 0; i < row->laid->count; i++) {
        shade(row, &row->laid->cells[i]);
    }
    for (const struct open_cell *open = row->laid->open; open != NULL; open = open->next) {
        shade(row, &open->laid);
    }
    draw_columns(row->state, row->columns, row->placing, row->x, row->y, row->ground, draw_fill);
    for (int i = 0; i < row->laid->count; i++) {
        draw_pattern(row, &row->laid->cells[i]);
    }
    for (const struct open_cell *open = row->laid->open; open != NULL; open = open->next) {
        draw_pattern(row, &open->laid);
    }
}

static void rule_columns(const struct drawing_row *row, const struct laid_cell *laid,
                         length_t thickness, struct colour colour) {
    for (int i = 0; i < laid->at.columns; i++) {
        row->columns[laid->at.column + i] =
            (struct column_look){.any = thickness > 0, .colour = colour, .thickness = thickness};
    }
}

/* The rule above the first row of a style that has one: a total's, a head's. */
static void draw_rules_above(const struct drawing_row *row) {
    bool any = false;
    memset(row->columns, 0, (size_t)row->state->columns * sizeof *row->columns);
    for (int i = 0; i < row->laid->count; i++) {
        const struct style *style = row->laid->cells[i].style;
        bool first = row->record->part != PART_HEAD || row->record->index == 0;
        if (style->rule_above > 0 && first) {
            rule_columns(row, &row->laid->cells[i], style->rule_above, style->border_colour);
            any = true;
        }
    }
    if (any) {
        draw_columns(row->state, row->columns, row->placing, row->x, row->y, 0, draw_rule);
    }
}

/* Between head rows only what stands over several columns is ruled off, a little less than its
 * width, so that one sees where it ends. */
static void rule_group(const struct drawing_row *row, const struct laid_cell *laid) {
    const struct table *table = row->state->table;
    length_t padding = laid->style->padding, y = row->y + row->height - table->rule / 2;
    length_t from = row->state->left[laid->at.column] + padding;
    length_t to = row->state->left[laid->at.column + laid->at.columns] - padding;
    if (laid->at.columns > 1 && laid->content != CONTENT_NONE && table->rule > 0 && to > from) {
        placing_rule(row->placing, row->x + from, y, row->x + to, y, table->rule,
                     table->rule_colour);
    }
}

/* The rule below a cell that ends here: its style's own, or the table's. */
static void rule_below(const struct drawing_row *row, const struct laid_cell *laid) {
    const struct table *table = row->state->table;
    if (row->record->part == PART_HEAD && row->record->index + 1 < row->state->counts[PART_HEAD]) {
        rule_group(row, laid);
    } else if (row->state->records && !table_ends_record(row->record)) {
        return;
    } else if (laid->style->rule_below > 0) {
        rule_columns(row, laid, laid->style->rule_below, laid->style->border_colour);
    } else {
        rule_columns(row, laid, table->rule, table->rule_colour);
    }
}

static void draw_rules_below(const struct drawing_row *row) {
    memset(row->columns, 0, (size_t)row->state->columns * sizeof *row->columns);
    for (int i = 0; i < row->laid->count; i++) {
        if (row->laid->cells[i].at.rows == 1) {
            rule_below(row, &row->laid->cells[i]);
        }
    }
    for (const struct open_cell *open = row->laid->open; open != NULL; open = open->next) {
        if (open->left == 1) {
            rule_below(row, &open->laid);
        }
    }
    length_t y = row->y + row->height - row->state->table->rule / 2;
    draw_columns(row->state, row->columns, row->placing, row->x, y, 0, draw_rule);
}

/* ---- content -------------------------------------------------------------------------------- */

length_t table_shift(const struct table_state *state, const struct table_row *record,
                     const struct laid_cell *laid) {
    length_t padding = laid->style->padding;
    if (!table_stays_whole(state, (enum part)record->part) || laid->content == CONTENT_NONE) {
        return padding;
    }
    length_t height = 0; /* heads stand on the foot of their rows */
    for (int i = 0; i < laid->at.rows; i++) {
        height += record[i].height;
    }
    length_t shift = height - state->table->rule - padding - laid->height;
    return shift > padding ? shift : padding;
}

static length_t left_of(const struct table_state *state, const struct laid_cell *laid) {
    return state->left[laid->at.column] + laid->style->padding;
}

static length_t start_of(const struct table_state *state, const struct laid_cell *laid,
                         length_t width) {
    length_t inside = table_inside(state, laid);
    length_t left = left_of(state, laid);
    if (laid->decimal) {
        return left + inside - state->decimals[laid->at.column].fraction - laid->whole;
    }
    switch (laid->align) {
    case ALIGN_END:
    case ALIGN_DECIMAL:
        return left + inside - width;
    case ALIGN_CENTRE:
        return left + (inside - width) / 2;
    default:
        return left;
    }
}

static void draw_line(const struct drawing_row *row, const struct laid_cell *laid, length_t y) {
    struct placing *placing = row->placing;
    const struct cell *cell = laid->at.cell;
    length_t x = row->x + start_of(row->state, laid, laid->width);
    length_t baseline = plain_baseline(row->state->plain, laid->type, laid->lang);
    struct mark *mark = placing_mark(placing, MARK_GLYPHS, x, y + baseline);
    mark->colour = cell->has_shade ? cell->text_colour : laid->type->colour;
    struct known *known = laid->known;
    if (known != NULL && known->run == NULL) {
        known->run = plain_run(row->state->plain, row->state->arena, laid->type, laid->lang,
                               &laid->text, &known->text);
    }
    if (known != NULL) {
        mark->glyphs.run = known->run;
        mark->glyphs.text = known->text;
    } else {
        mark->glyphs.run = plain_run(row->state->plain, placing->arena, laid->type, laid->lang,
                                     &laid->text, &mark->glyphs.text);
    }
    mark->glyphs.count = mark->glyphs.run->count;
    mark->glyphs.size = laid->type->size;
    mark->glyphs.width = laid->width;
}

static void draw_turned(const struct drawing_row *row, const struct laid_cell *laid, length_t y) {
    length_t x = row->x + start_of(row->state, laid, laid->width);
    flow_place_turned(laid->flow, 0, laid->flow->count, row->placing, x, y + laid->height);
}

static void draw_content(const struct drawing_row *row, const struct laid_cell *laid, size_t first,
                         size_t count, length_t y) {
    if (laid->content == CONTENT_LINE) {
        draw_line(row, laid, y);
    } else if (laid->content == CONTENT_TURNED) {
        draw_turned(row, laid, y);
    } else {
        length_t x = row->x + left_of(row->state, laid);
        flow_place(laid->flow, first, count, row->placing, x, y);
    }
}

/* Lines of a cell that begins so many rows above, the first at y. In a part that is not its own it
 * is said again, or not at all. */
static void draw_lines(const struct drawing_row *row, const struct laid_cell *laid, size_t began,
                       struct lines lines, length_t y) {
    struct placing *placing = row->placing;
    struct table_state *state = row->state;
    bool apart = state->parts > 0 && table_part_width(state, placing->part, &laid->at) == 0;
    if (lines.count == 0 || apart) {
        return;
    }
    bool reaches = laid->at.rows > 1 && laid->content == CONTENT_FLOW;
    const struct table_row *from = row->record - began;
    int32_t tag = placing->tag, kind = placing->artifact_tag;
    bool artifact = placing->artifact;
    if (!artifact && state->parts > 0 && table_home(state, &laid->at) != placing->part) {
        placing->artifact = true;
        placing->artifact_tag = TAG_ARTIFACT_LAYOUT;
    } else if (!artifact) {
        placing->tag = state->cell_tags[laid->at.column];
    }
    if (reaches) {
        table_tags_back(state, placing, from, laid);
    }
    draw_content(row, laid, lines.first, lines.count, y);
    if (reaches) {
        table_tags_keep(state, placing, from, laid);
    }
    placing->artifact = artifact;
    placing->artifact_tag = kind;
    placing->tag = tag;
}

static void draw_cells(const struct drawing_row *row) {
    const struct table_state *state = row->state;
    length_t height = row->record->height;
    const struct laid_cell *next = row->laid->cells, *end = next + row->laid->count;
    const struct open_cell *open = row->laid->open;
    while (next < end || open != NULL) { /* by column: the order of reading */
        if (open != NULL && (next == end || open->laid.at.column < next->at.column)) {
            length_t shift = table_shift(state, row->record - open->began, &open->laid);
            struct lines lines =
                table_lines(&open->laid, shift, open->above, open->above + height, open->left == 1);
            draw_lines(row, &open->laid, open->began, lines, row->y + lines.top);
            open = open->next;
        } else {
            length_t shift = table_shift(state, row->record, next);
            struct lines lines = table_lines(next, shift, 0, height, next->at.rows == 1);
            draw_lines(row, next, 0, lines, row->y + lines.top);
            next++;
        }
    }
}

/* The lines of the slice's next member. */
static struct lines next_lines(const struct slice *slice, size_t *member) {
    uint32_t first = slice->starts[*member];
    struct lines lines = {.first = first, .count = (slice + 1)->starts[*member] - first};
    (*member)++;
    return lines;
}

static void draw_slice(const struct drawing_row *row) {
    const struct slice *slice = row->slice;
    length_t y = row->y + slice->shift;
    size_t member = 0;
    for (int i = 0; i < row->laid->count; i++) {
        draw_lines(row, &row->laid->cells[i], 0, next_lines(slice, &member), y);
    }
    for (const struct open_cell *open = row->laid->open; open != NULL; open = open->next) {
        draw_lines(row, &open->laid, open->began, next_lines(slice, &member), y);
    }
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* What the row is laid with: the page's arena, in which its marks live too. */
static struct context laying_for(const struct placing *placing, const struct table_row *record) {
    struct context context = *placing->context;
    context.arena = placing->arena;
    context.note = record->note;
    return context;
}

/* A new page: the arena of what was in hand is empty. Each part of it begins with the cells that
 * reached into the first. */
static void turn_page(struct table_state *state, const struct placing *placing) {
    if (state->page == placing->page && state->page_epoch == placing->context->epoch) {
        return;
    }
    cursor_drop(&state->cursor);
    state->page = placing->page;
    state->page_epoch = placing->context->epoch;
    size_t size = (size_t)state->columns * sizeof *state->cell_tags;
    if (state->parts > 0 && placing->part == 0) {
        memcpy(state->saved_tags, state->cell_tags, size);
    } else if (state->parts > 0) {
        memcpy(state->cell_tags, state->saved_tags, size);
    }
}

/* Drawing happens with the columns where the part in hand has them. */
static length_t *take_part(struct table_state *state, const struct placing *placing) {
    length_t *left = state->left;
    state->left = state->parts > 0 ? state->parts_left[placing->part] : left;
    return left;
}

/* A row that stands on this page as a whole and that no other row's cells name or reach into. */
static void close_row(const struct drawing_row *row) {
    const struct table_state *state = row->state;
    bool done = !row->placing->artifact && row->record->part == PART_BODY && state->parts == 0 &&
                !state->headers && row->laid->open == NULL;
    for (int i = 0; i < row->laid->count && done; i++) {
        done = row->laid->cells[i].at.rows == 1;
    }
    if (done) {
        structure_close(row->placing->context->structure, state->row_tag);
    }
}

/* The row as it is drawn: kept, or laid now. */
static const struct laid_row *lay(struct table_state *state, struct placing *placing,
                                  const struct table_row *record) {
    if (record->part == PART_BODY && state->kept != NULL && state->kept[record->index] != NULL) {
        return state->kept[record->index];
    }
    struct context context = laying_for(placing, record);
    cursor_seek(&state->cursor, state, &context, (enum part)record->part, record->index, true);
    return &state->cursor.laid;
}

static void place(const struct table_row *record, struct placing *placing, length_t x, length_t y) {
    struct table_state *state = record->state;
    turn_page(state, placing);
    struct drawing_row row = {
        .state = state,
        .placing = placing,
        .record = record,
        .laid = lay(state, placing, record),
        .x = x,
        .y = y,
        .height = record->height,
        .ground = record->height - (record->tied ? 0 : state->table->rule),
        .columns = state->looks,
    };
    table_tag_row(state, placing, record, row.laid);
    length_t *left = take_part(state, placing);
    draw_behind(&row);
    draw_rules_above(&row);
    draw_cells(&row);
    draw_rules_below(&row);
    state->left = left;
    close_row(&row);
}

void table_place_row(const struct strip *strip, struct placing *placing, length_t x, length_t y) {
    place(strip->content, placing, x, y);
}

/* Turned cells could not be laid before the heights of all their rows were known. */
static void finish_turned(struct table_state *state, struct placing *placing,
                          const struct sliced_row *sliced) {
    for (int i = 0; i < sliced->laid.count; i++) {
        struct laid_cell *laid = &sliced->laid.cells[i];
        if (laid->content == CONTENT_TURNED && laid->flow == NULL) {
            struct context context = laying_for(placing, sliced->record);
            context.arena = state->arena;
            table_turn(state, &context, laid, laid->height + 2 * laid->style->padding);
        }
    }
}

void table_place_slice(const struct strip *strip, struct placing *placing, length_t x, length_t y) {
    const struct slice *slice = strip->content;
    const struct sliced_row *sliced = slice->row;
    struct table_state *state = sliced->record->state;
    bool last = slice + 1 == sliced->slices + sliced->count;
    struct drawing_row row = {
        .state = state,
        .placing = placing,
        .record = sliced->record,
        .laid = &sliced->laid,
        .slice = slice,
        .x = x,
        .y = y,
        .height = slice->height,
        .ground = slice->height - (last && !sliced->record->tied ? state->table->rule : 0),
        .columns = state->looks,
    };
    turn_page(state, placing);
    cursor_drop(&state->cursor);
    finish_turned(state, placing, sliced);
    table_tag_row(state, placing, sliced->record, row.laid);
    length_t *left = take_part(state, placing);
    draw_behind(&row);
    if (slice == sliced->slices) {
        draw_rules_above(&row);
    }
    draw_slice(&row);
    if (last) {
        draw_rules_below(&row);
    }
    state->left = left;
}

static void place_again(struct table_state *state, struct placing *placing,
                        const struct table_row *name, length_t x, length_t y) {
    bool artifact = placing->artifact;
    int32_t kind = placing->artifact_tag;
    if (!artifact) {
        placing->artifact = true;
        placing->artifact_tag = TAG_ARTIFACT_LAYOUT;
    }
    if (state->repeat.height > 0 && state->continued.count > 0) {
        y = flow_place(&state->continued, 0, state->continued.count, placing, x, y);
        y += state->continued_space;
    }
    for (size_t i = 0; state->repeat.height > 0 && i < state->counts[PART_HEAD]; i++) {
        const struct table_row *record = &state->rows[PART_HEAD][i];
        place(record, placing, x, y);
        y += record->height;
    }
    if (name != NULL) {
        place(name, placing, x, y);
    }
    placing->artifact = artifact;
    placing->artifact_tag = kind;
}

void table_place_repeat(const struct repeat *repeat, struct placing *placing, length_t x,
                        length_t y) {
    place_again(repeat->content, placing, NULL, x, y);
}

void table_place_record_repeat(const struct repeat *repeat, struct placing *placing, length_t x,
                               length_t y) {
    const struct record_repeat *again = (const struct record_repeat *)(const void *)repeat;
    place_again(repeat->content, placing, again->name, x, y);
}
