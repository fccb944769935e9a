/* xref.c: see xref.h. */
#include "xref.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/pdf.h>

/* ---- places --------------------------------------------------------------------------------- */

void places_add(struct places *places, struct place place) {
    if (places->all == NULL || places->count == places->capacity) {
        places->capacity = places->capacity == 0 ? 64 : places->capacity * 2;
        places->all = memory_resize(places->all, places->capacity, sizeof *places->all);
    }
    places->all[places->count++] = place;
}

void places_add_packed(struct places *places, uint32_t number, uint32_t container, uint32_t index) {
    struct place *last = places->count == 0 ? NULL : &places->all[places->count - 1];
    if (last != NULL && last->container == container && last->first + last->count == number &&
        last->index + last->count == index) {
        last->count++;
        return;
    }
    places_add(places,
               (struct place){.first = number, .count = 1, .container = container, .index = index});
}

void places_free(struct places *places) {
    free(places->all);
    *places = (struct places){0};
}

static int by_number(const void *a, const void *b) {
    const struct place *left = a, *right = b;
    return left->first < right->first ? -1 : left->first > right->first;
}

/* ---- rows ----------------------------------------------------------------------------------- */

enum { ROW_BYTES = XREF_FIELDS + 1, PIECE_ROWS = 1024 };
enum { TYPE_UP = 2, TYPE_FREE = 0, TYPE_PLAIN = 1, TYPE_PACKED = 2 };

struct rows {
    struct buffer *out; /* takes them as they are; NULL: */
    struct pdf_packer *packer;
    uint8_t above[XREF_FIELDS];
    uint8_t piece[PIECE_ROWS * ROW_BYTES]; /* not yet deflated */
    size_t length;
};

static void pass_on(struct rows *rows) {
    if (rows->out != NULL) {
        buffer_add(rows->out, rows->piece, rows->length);
    } else {
        pdf_packer_add(rows->packer, rows->piece, rows->length);
    }
    rows->length = 0;
}

/* A row as its difference to the one above. */
static void put_row(struct rows *rows, unsigned type, uint64_t second, unsigned third) {
    uint8_t row[XREF_FIELDS] = {(uint8_t)type};
    for (int i = 0; i < 5; i++) {
        row[1 + i] = (uint8_t)(second >> (8 * (4 - i)));
    }
    row[6] = (uint8_t)(third >> 8);
    row[7] = (uint8_t)third;
    if (rows->length == sizeof rows->piece) {
        pass_on(rows);
    }
    uint8_t *written = rows->piece + rows->length;
    written[0] = TYPE_UP;
    for (int i = 0; i < XREF_FIELDS; i++) {
        written[1 + i] = (uint8_t)(row[i] - rows->above[i]);
    }
    memcpy(rows->above, row, sizeof row);
    rows->length += ROW_BYTES;
}

/* The row of the next object in the same stream as the one above: its index is greater by one. */
static void put_next(struct rows *rows) {
    if (rows->length == sizeof rows->piece) {
        pass_on(rows);
    }
    uint8_t *written = rows->piece + rows->length;
    memset(written, 0, ROW_BYTES);
    written[0] = TYPE_UP;
    written[XREF_FIELDS] = 1;
    rows->above[XREF_FIELDS - 1]++;
    if (rows->above[XREF_FIELDS - 1] == 0) {
        written[XREF_FIELDS - 1] = 1;
        rows->above[XREF_FIELDS - 2]++;
    }
    rows->length += ROW_BYTES;
}

static void put_rows(struct rows *rows, struct places *places, uint32_t size) {
    if (places->count > 0) {
        qsort(places->all, places->count, sizeof *places->all, by_number);
    }
    uint32_t number = 0;
    for (size_t i = 0; i < places->count; i++) {
        const struct place *place = &places->all[i];
        for (; number < place->first; number++) {
            put_row(rows, TYPE_FREE, 0, 65535);
        }
        for (uint32_t j = 0; j < place->count; j++, number++) {
            if (place->container == 0) {
                put_row(rows, TYPE_PLAIN, place->offset, 0);
            } else if (j > 0) {
                put_next(rows);
            } else {
                put_row(rows, TYPE_PACKED, place->container, place->index + j);
            }
        }
    }
    for (; number < size; number++) {
        put_row(rows, TYPE_FREE, 0, 65535);
    }
    pass_on(rows);
}

void xref_rows(struct places *places, uint32_t size, struct buffer *out) {
    struct rows rows = {.out = out};
    put_rows(&rows, places, size);
}

void xref_deflate(struct places *places, uint32_t size, struct buffer *out) {
    struct rows rows = {.packer = pdf_packer_new(0)};
    put_rows(&rows, places, size);
    struct pdf_packed packed;
    pdf_packer_end(rows.packer, &packed);
    buffer_add(out, packed.deflated.data, packed.deflated.length);
    pdf_packed_free(&packed);
}
