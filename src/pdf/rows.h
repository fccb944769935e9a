/* rows.h: rows of tables that are complete are taken out of the structure and written while pages
 * still come.
 *
 * A table of 100,000 areas has 1.3 million elements; written at the end they would all have to be
 * kept, and written by who sets the pages they would hold these up. So whoever takes a page takes
 * the rows with it that are done, and whoever draws it writes them. Only the simplest are taken,
 * rows of cells that have a role, a scope and marks: such are all those of long tables. The rest
 * waits for the end (tags.h).
 */
#ifndef BOARDPAPER_PDF_ROWS_H
#define BOARDPAPER_PDF_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct body;
struct marked;
struct structure;

struct taken_row {
    int32_t tag, parent; /* its cells' tags follow its own */
    uint32_t cells;
};
struct taken_cell {
    uint8_t role, scope;
};
struct rows {
    struct taken_row *rows; /* rising tags */
    size_t count, capacity;
    struct taken_cell *cells; /* of all rows, one after another */
    size_t cell_count, cell_capacity;
};

void rows_free(struct rows *rows);
/* Takes rows that are closed out of the structure, as many as one object stream may hold. */
void rows_take(struct rows *rows, struct structure *structure);
/* Whether they fill an object stream well enough. */
bool rows_are_many(const struct rows *rows);

/* Writes the rows, and parents of pages, into an object stream of that number; empties rows. Every
 * page that they have marks on has been added. scopes: the first of the shared attributes that say
 * Column, Row and Both. */
void rows_write(struct rows *rows, struct marked *marked, struct body *body, uint32_t scopes,
                uint32_t stream);

#endif
