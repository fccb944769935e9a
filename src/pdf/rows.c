/* rows.c: see rows.h. */
#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/page.h>

#include "body.h"
#include "marked.h"
#include "syntax.h"

/* Elements that make an object stream of their own: fewer deflate badly. */
enum { MANY = 500 };

void rows_free(struct rows *rows) {
    free(rows->rows);
    free(rows->cells);
    *rows = (struct rows){0};
}

bool rows_are_many(const struct rows *rows) {
    return rows->count + rows->cell_count >= MANY;
}

/* ---- taking --------------------------------------------------------------------------------- */

/* How many cells the row has, where it is of the simple kind; else -1. */
static int32_t simple_cells(const struct structure *structure, int32_t row) {
    if (structure_role(structure, row) != ROLE_TR || !structure_is_bare(structure, row)) {
        return -1;
    }
    int32_t expected = row + 1;
    for (int32_t cell = structure_first_child(structure, row); cell >= 0;
         cell = structure_next(structure, cell)) {
        enum role role = structure_role(structure, cell);
        if (cell != expected || (role != ROLE_TH && role != ROLE_TD) ||
            !structure_is_scoped(structure, cell) || structure_first_child(structure, cell) >= 0) {
            return -1;
        }
        expected++;
    }
    return expected - row - 1;
}

static void take(struct rows *rows, const struct structure *structure, int32_t tag, int32_t cells) {
    if (rows->rows == NULL || rows->count == rows->capacity) {
        rows->capacity = rows->capacity == 0 ? 64 : rows->capacity * 2;
        rows->rows = memory_resize(rows->rows, rows->capacity, sizeof *rows->rows);
    }
    while (rows->cells == NULL || rows->cell_count + (size_t)cells > rows->cell_capacity) {
        rows->cell_capacity = rows->cell_capacity == 0 ? 1024 : rows->cell_capacity * 2;
        rows->cells = memory_resize(rows->cells, rows->cell_capacity, sizeof *rows->cells);
    }
    rows->rows[rows->count++] =
        (struct taken_row){tag, structure_parent(structure, tag), (uint32_t)cells};
    for (int32_t cell = tag + 1; cell <= tag + cells; cell++) {
        enum table_scope scope = SCOPE_NONE;
        int column_span = 1, row_span = 1;
        structure_get_cell(structure, cell, &scope, &column_span, &row_span);
        rows->cells[rows->cell_count++] =
            (struct taken_cell){(uint8_t)structure_role(structure, cell), (uint8_t)scope};
    }
}

void rows_take(struct rows *rows, struct structure *structure) {
    for (int32_t tag; (tag = structure_closed(structure, 0)) >= 0; structure_pass(structure)) {
        bool last = structure_next(structure, tag) < 0;
        if (last && structure_closed(structure, 1) < 0) {
            return; /* the next row may yet come */
        }
        int32_t cells = last ? -1 : simple_cells(structure, tag);
        if (cells < 0 || structure_parent(structure, tag) < 0) {
            continue;
        }
        if (rows->count + rows->cell_count + (size_t)cells + 1 > PACK_MOST / 2) {
            return;
        }
        take(rows, structure, tag, cells);
        if (!structure_forget(structure, tag)) {
            rows->count--;
            rows->cell_count -= (size_t)cells;
        }
    }
}

/* ---- writing -------------------------------------------------------------------------------- */

/* The items of the elements being written, by tag: those of tag are sorted[start[tag - base]] up to
 * the next one's. */
struct sorted_items {
    int32_t base;
    uint32_t *start;
    struct item *sorted;
};

static size_t span_of(const struct rows *rows) {
    const struct taken_row *last = &rows->rows[rows->count - 1];
    return (size_t)(last->tag - rows->rows[0].tag) + last->cells + 1;
}

/* Parts the items: of the rows (sorted by counting), of elements before their end, which no row to
 * come can be, and of others, which stay. */
static struct sorted_items sort_items(const struct rows *rows, struct marked *marked) {
    size_t span = span_of(rows), kept = 0;
    struct sorted_items items = {.base = rows->rows[0].tag};
    uint8_t *taken = memory_array(span, 1);
    items.start = memory_array(span + 2, sizeof *items.start);
    uint32_t *next = items.start + 1; /* shifted by one, so that filling leaves the starts */
    for (size_t i = 0; i < rows->count; i++) {
        memset(taken + (rows->rows[i].tag - items.base), 1, (size_t)rows->rows[i].cells + 1);
    }
    for (size_t i = 0; i < marked->item_count; i++) {
        int64_t at = (int64_t)marked->items[i].tag - items.base;
        if (at >= 0 && at < (int64_t)span && taken[at]) {
            next[at + 1]++;
        }
    }
    for (size_t i = 1; i <= span; i++) {
        next[i] += next[i - 1];
    }
    items.sorted = memory_array((size_t)next[span] + 1, sizeof *items.sorted);
    for (size_t i = 0; i < marked->item_count; i++) {
        struct item item = marked->items[i];
        int64_t at = (int64_t)item.tag - items.base;
        if (at >= 0 && at < (int64_t)span && taken[at]) {
            items.sorted[next[at]++] = item;
        } else if (at < (int64_t)span) {
            marked_settle(marked, item);
        } else {
            marked->items[kept++] = item;
        }
    }
    marked->item_count = marked->fresh = kept;
    free(taken);
    return items;
}

/* A text that is written over and over: of the cells of a row, of a page. */
struct said {
    char text[80];
    size_t length;
};

static void end_said(struct said *said, const char *end) {
    said->length = (size_t)(end - said->text);
}

static char *put_said(char *at, const struct said *said) {
    memcpy(at, said->text, said->length);
    return at + said->length;
}

/* How the cells of a row begin, up to their content: by role and scope. */
struct beginnings {
    uint32_t scopes, row;
    int kind; /* of what is said; -1: nothing */
    struct said said;
};

static const struct said *beginning_of(struct beginnings *beginnings,
                                       const struct taken_cell *cell) {
    int kind = cell->role * 256 + cell->scope;
    if (beginnings->kind != kind) {
        char *at = beginnings->said.text;
        at = put_words(at, cell->role == ROLE_TH ? "<</S/TH/P " : "<</S/TD/P ");
        at = put_words(put_whole(at, beginnings->row), " 0 R");
        if (cell->scope != SCOPE_NONE) {
            at = put_whole(put_words(at, "/A "), beginnings->scopes + cell->scope - 1);
            at = put_words(at, " 0 R");
        }
        end_said(&beginnings->said, at);
        beginnings->kind = kind;
    }
    return &beginnings->said;
}

/* What leads from an element to its one piece of content on a page. */
struct leading {
    uint32_t page; /* UINT32_MAX: none */
    struct said said;
};

static const struct said *leading_to(struct leading *leading, const struct marked *marked,
                                     uint32_t page) {
    if (leading->page != page) {
        char *at = put_words(leading->said.text, "/Pg ");
        at = put_words(put_whole(at, marked->pages[page].number), " 0 R/K ");
        end_said(&leading->said, at);
        leading->page = page;
    }
    return &leading->said;
}

static void write_cell(struct buffer *out, const struct said *beginning, struct leading *leading,
                       const struct marked *marked, const struct item *items, size_t count) {
    char *start = buffer_room(out, 2 * sizeof beginning->text + 32);
    char *at = put_said(start, beginning);
    if (count == 1) {
        at = put_said(at, leading_to(leading, marked, items->page));
        at = put_whole(at, items->identifier);
    } else if (count > 1) { /* /K, then an array */
        at = put_said(at, leading_to(leading, marked, items->page));
        at[-1] = '[';
        *at = '\0';
        out->length += (size_t)(at - start);
        put_items(out, marked, items, count);
        start = buffer_room(out, 8);
        at = put_words(start, "]");
    }
    at = put_words(at, ">>");
    *at = '\0';
    out->length += (size_t)(at - start);
}

static void write_row(const struct taken_row *row, struct marked *marked, struct body *body) {
    uint32_t number = marked_number(marked, row->tag);
    uint32_t parent = marked_number(marked, row->parent);
    struct buffer *out = body_object(body, number);
    char *start = buffer_room(out, 64 + (size_t)row->cells * 16);
    char *at = put_words(start, "<</S/TR/P ");
    at = put_words(put_whole(at, parent), " 0 R/K[");
    for (uint32_t i = 0; i < row->cells; i++) {
        at = put_whole(at, number + 1 + i);
        memcpy(at, " 0 R ", 5);
        at += 5;
    }
    at = put_words(row->cells > 0 ? at - 1 : at, "]>>");
    *at = '\0';
    out->length += (size_t)(at - start);
    body_object_end(body);
}

void rows_write(struct rows *rows, struct marked *marked, struct body *body, uint32_t scopes,
                uint32_t stream) {
    body_pack(body, stream);
    marked_write_parents(marked, body);
    struct sorted_items items = sort_items(rows, marked);
    const struct taken_cell *cell = rows->cells;
    struct leading leading = {.page = UINT32_MAX};
    for (size_t i = 0; i < rows->count; i++) {
        const struct taken_row *row = &rows->rows[i];
        struct beginnings beginnings = {
            .scopes = scopes, .row = marked_number(marked, row->tag), .kind = -1};
        write_row(row, marked, body);
        for (uint32_t j = 1; j <= row->cells; j++, cell++) {
            const uint32_t *own = items.start + (row->tag - items.base) + j;
            write_cell(body_object(body, beginnings.row + j), beginning_of(&beginnings, cell),
                       &leading, marked, items.sorted + own[0], own[1] - own[0]);
            body_object_end(body);
        }
    }
    body_pack_end(body);
    free(items.start);
    free(items.sorted);
    rows->count = rows->cell_count = 0;
}
