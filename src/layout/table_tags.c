/* table_tags.c: the elements of rows and cells.
 *
 * A header cell says whether it is of its column or its row (Scope); that is enough for a reader to
 * find the headers of every cell, but where a header stands over some of the columns, or beside
 * several rows. Then each cell names its headers, from the outermost in, as ISO 32000-1, 14.8.5.7
 * provides. In a table of 100,000 rows that would be most of the file, so it is done only there.
 *
 * A group's name is a header of the columns below it, up to the next group's.
 */
#include "table_state.h"

#include <string.h>

static bool is_header(const struct table_state *state, enum row_kind kind,
                      const struct laid_cell *laid, bool first) {
    if (table_is_empty(laid)) {
        return false; /* a corner heads nothing */
    }
    return kind == ROW_HEAD || laid->at.cell->header ||
           state->table->columns[laid->at.column].header || (kind == ROW_GROUP && first);
}

static enum table_scope scope_of(enum row_kind kind) {
    return kind == ROW_HEAD || kind == ROW_GROUP ? SCOPE_COLUMN : SCOPE_ROW;
}

static void tag_cell(struct table_state *state, struct placing *placing, enum row_kind kind,
                     const struct laid_cell *laid, bool header) {
    struct structure *structure = placing->context->structure;
    int32_t tag = structure_add(structure, state->row_tag, header ? ROLE_TH : ROLE_TD);
    const struct cell *cell = laid->at.cell;
    if (header || laid->at.columns > 1 || laid->at.rows > 1) {
        structure_cell(structure, tag, header ? scope_of(kind) : SCOPE_NONE, laid->at.columns,
                       laid->at.rows);
    }
    if (cell != NULL && cell->lang != NULL) {
        structure_text(structure, tag, TAG_LANG, cell->lang);
    }
    for (int i = 0; i < laid->at.columns; i++) {
        state->cell_tags[laid->at.column + i] = tag;
        state->header_tags[laid->at.column + i] = header ? tag : -1;
    }
}

/* A list of headers in which none stands twice. */
struct header_list {
    int32_t *tags;
    size_t count;
};

static void add_header(struct header_list *list, int32_t tag, int32_t self) {
    if (tag < 0 || tag == self) {
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (list->tags[i] == tag) {
            return;
        }
    }
    list->tags[list->count++] = tag;
}

/* list: empty, with room for the heads of all columns and the headers of a row. */
static void name_headers(struct table_state *state, struct placing *placing, size_t head_rows,
                         const struct laid_cell *laid, bool row_headers, struct header_list list) {
    int32_t self = state->cell_tags[laid->at.column];
    for (size_t row = 0; row < head_rows; row++) {
        for (int i = 0; i < laid->at.columns; i++) {
            size_t at = row * (size_t)state->columns + (size_t)(laid->at.column + i);
            add_header(&list, state->head_tags[at], self);
        }
    }
    if (row_headers) {
        add_header(&list, state->group_tag, self);
        for (int column = 0; column < state->columns; column++) {
            add_header(&list, state->header_tags[column], self);
        }
    }
    if (list.count > 0) {
        structure_headers(placing->context->structure, self, list.tags, list.count);
    }
}

/* A new emission: nothing of the last one's holds. */
static void begin_table(struct table_state *state, struct placing *placing) {
    if (state->epoch == placing->context->epoch) {
        return;
    }
    size_t heads = state->counts[PART_HEAD] * (size_t)state->columns;
    state->epoch = placing->context->epoch;
    state->tagged = NULL;
    state->group_tag = -1;
    for (int i = 0; state->reaching != NULL && i < state->columns; i++) {
        state->reaching[i].from = NULL;
    }
    for (int i = 0; i < state->columns; i++) {
        state->cell_tags[i] = state->header_tags[i] = -1;
    }
    for (size_t i = 0; i < heads; i++) {
        state->head_tags[i] = -1;
    }
    if (state->table->summary != NULL && *state->table->summary != '\0') {
        struct structure *structure = placing->context->structure;
        structure_text(structure, structure_parent(structure, placing->tag), TAG_SUMMARY,
                       state->table->summary);
    }
}

/* The elements that a row got on the first part's page: its cells' follow the row's own. */
static void take_tags(struct table_state *state, const struct table_row *record,
                      const struct laid_row *laid) {
    state->row_tag = state->row_tags[record->part][record->index];
    for (int i = 0; i < laid->count; i++) {
        for (int k = 0; k < laid->cells[i].at.columns; k++) {
            state->cell_tags[laid->cells[i].at.column + k] = state->row_tag + 1 + i;
        }
    }
}

void table_tag_row(struct table_state *state, struct placing *placing,
                   const struct table_row *record, const struct laid_row *laid) {
    if (placing->artifact) {
        return;
    }
    begin_table(state, placing);
    if (placing->part > 0) {
        take_tags(state, record, laid);
        return;
    }
    if (state->tagged == record) {
        return;
    }
    enum row_kind kind = laid->row.kind;
    state->tagged = record;
    state->row_tag = placing_child(placing, ROLE_TR);
    if (state->parts > 0) {
        state->row_tags[record->part][record->index] = state->row_tag;
    }
    bool group_named = false;
    if (kind == ROW_GROUP || record->part == PART_FOOT) {
        state->group_tag = -1; /* the foot is of the whole table */
    }
    for (int i = 0; i < laid->count; i++) {
        const struct laid_cell *cell = &laid->cells[i];
        bool header = is_header(state, kind, cell, !group_named);
        tag_cell(state, placing, kind, cell, header);
        if (kind == ROW_GROUP && header && !group_named) {
            state->group_tag = state->cell_tags[cell->at.column];
            group_named = true;
        }
    }
    bool head = record->part == PART_HEAD;
    if (state->headers && kind != ROW_GROUP) {
        size_t above = head ? record->index : state->counts[PART_HEAD];
        size_t most = (above + 1) * (size_t)state->columns + 1;
        struct header_list list = {.tags = NEWS(placing->arena, most, int32_t)};
        for (int i = 0; i < laid->count; i++) {
            name_headers(state, placing, above, &laid->cells[i], !head, list);
        }
    }
    if (head) {
        memcpy(state->head_tags + (size_t)record->index * (size_t)state->columns,
               state->header_tags, (size_t)state->columns * sizeof *state->header_tags);
    }
}

void table_tags_back(struct table_state *state, const struct placing *placing,
                     const struct table_row *from, const struct laid_cell *laid) {
    const struct reaching *reaching =
        state->reaching == NULL ? NULL : &state->reaching[laid->at.column];
    if (placing->artifact || reaching == NULL || reaching->from != from) {
        return;
    }
    for (size_t i = 0; i < reaching->count; i++) {
        struct group *group = &laid->flow->groups[i];
        if (reaching->tags[i] >= 0) {
            group->epoch = placing->context->epoch;
            group->tag = reaching->tags[i];
        }
    }
}

void table_tags_keep(struct table_state *state, const struct placing *placing,
                     const struct table_row *from, const struct laid_cell *laid) {
    const struct flow *flow = laid->flow;
    if (placing->artifact || flow->group_count == 0) {
        return;
    }
    if (state->reaching == NULL) {
        state->reaching = NEWS(state->arena, (size_t)state->columns, struct reaching);
    }
    struct reaching *reaching = &state->reaching[laid->at.column];
    if (reaching->capacity < flow->group_count) {
        reaching->capacity = flow->group_count * 2;
        reaching->tags = NEWS(state->arena, reaching->capacity, int32_t);
    }
    reaching->from = from;
    reaching->count = flow->group_count;
    for (size_t i = 0; i < flow->group_count; i++) {
        const struct group *group = &flow->groups[i];
        reaching->tags[i] = group->epoch == placing->context->epoch ? group->tag : -1;
    }
}
