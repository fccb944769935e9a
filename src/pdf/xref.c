/* xref.c: see xref.h.
 *
 * The deflated stream is one block of fixed codes (RFC 1951, 3.2.6): the rows' own repetition is
 * all that there is to find, and that is known without looking for it.
 */
#include "xref.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#include <boardpaper/arena.h>

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

/* ---- bits ----------------------------------------------------------------------------------- */

enum { ROW_BYTES = XREF_FIELDS + 1, MATCH_LEAST = 3, MATCH_MOST = 258, CHECKED_ROWS = 1024 };
enum { BLOCK_END = 256, TYPE_UP = 2, TYPE_FREE = 0, TYPE_PLAIN = 1, TYPE_PACKED = 2 };

struct packer {
    struct buffer *out;
    uint64_t bits;
    int bit_count;
    uint8_t above[XREF_FIELDS]; /* the row above, as it is */
    uint8_t row[ROW_BYTES];     /* ... and as written */
    bool begun;                 /* there is one */
    uint64_t repeated;          /* bytes that repeat it and are not yet written */
    uint32_t check;             /* Adler-32 of the rows that have left unchecked */
    uint8_t unchecked[CHECKED_ROWS * ROW_BYTES];
    size_t unchecked_length;
};

static void put_bits(struct packer *packer, uint32_t value, int count) {
    packer->bits |= (uint64_t)value << packer->bit_count;
    packer->bit_count += count;
    while (packer->bit_count >= 8) {
        buffer_byte(packer->out, (char)(packer->bits & 255));
        packer->bits >>= 8;
        packer->bit_count -= 8;
    }
}

/* Huffman codes go into the stream from their highest bit on. */
static void put_code(struct packer *packer, uint32_t code, int count) {
    uint32_t turned = 0;
    for (int i = 0; i < count; i++) {
        turned |= (code >> i & 1) << (count - 1 - i);
    }
    put_bits(packer, turned, count);
}

/* A byte, the block's end or the code of a length. */
static void put_symbol(struct packer *packer, uint32_t symbol) {
    if (symbol < 144) {
        put_code(packer, 0x30 + symbol, 8);
    } else if (symbol < 256) {
        put_code(packer, 0x190 + symbol - 144, 9);
    } else if (symbol < 280) {
        put_code(packer, symbol - 256, 7);
    } else {
        put_code(packer, 0xC0 + symbol - 280, 8);
    }
}

/* length bytes as they stand one row before. */
static void put_match(struct packer *packer, uint32_t length) {
    /* Of the distances 9 to 12, told apart by two bits. */
    enum { DISTANCE_CODE = 6, DISTANCE_BITS = 2 };
    _Static_assert(XREF_FIELDS == 8, "the distance's code is that of one row");
    if (length == MATCH_MOST) {
        put_symbol(packer, 285);
    } else if (length < 11) {
        put_symbol(packer, 254 + length);
    } else {
        int extra = 1;
        while ((length - MATCH_LEAST) >> (extra + 3) != 0) {
            extra++;
        }
        uint32_t offset = length - MATCH_LEAST;
        put_symbol(packer, 257 + 4 * (uint32_t)extra + (offset >> extra));
        put_bits(packer, offset & ((1u << extra) - 1), extra);
    }
    put_code(packer, DISTANCE_CODE, 5);
    put_bits(packer, 0, DISTANCE_BITS);
}

static void put_repeated(struct packer *packer) {
    while (packer->repeated > 0) {
        uint64_t left = packer->repeated;
        uint32_t length = left > MATCH_MOST ? MATCH_MOST : (uint32_t)left;
        if (left > MATCH_MOST && left - length < MATCH_LEAST) {
            length -= MATCH_LEAST; /* what is left must be long enough for a match */
        }
        put_match(packer, length);
        packer->repeated -= length;
    }
}

/* ---- rows ----------------------------------------------------------------------------------- */

static void check(struct packer *packer) {
    packer->check = libdeflate_adler32(packer->check, packer->unchecked, packer->unchecked_length);
    packer->unchecked_length = 0;
}

/* A row as its difference to the one above. */
static void put_row(struct packer *packer, unsigned type, uint64_t second, unsigned third) {
    uint8_t row[XREF_FIELDS] = {(uint8_t)type};
    uint8_t written[ROW_BYTES] = {TYPE_UP};
    for (int i = 0; i < 5; i++) {
        row[1 + i] = (uint8_t)(second >> (8 * (4 - i)));
    }
    row[6] = (uint8_t)(third >> 8);
    row[7] = (uint8_t)third;
    for (int i = 0; i < XREF_FIELDS; i++) {
        written[1 + i] = (uint8_t)(row[i] - packer->above[i]);
    }
    memcpy(packer->above, row, sizeof row);
    if (packer->unchecked_length == sizeof packer->unchecked) {
        check(packer);
    }
    memcpy(packer->unchecked + packer->unchecked_length, written, sizeof written);
    packer->unchecked_length += sizeof written;
    if (packer->begun && memcmp(packer->row, written, sizeof written) == 0) {
        packer->repeated += ROW_BYTES;
        return;
    }
    put_repeated(packer);
    for (int i = 0; i < ROW_BYTES;) {
        int same = 0;
        while (packer->begun && i + same < ROW_BYTES &&
               packer->row[i + same] == written[i + same]) {
            same++;
        }
        if (same >= MATCH_LEAST) {
            put_match(packer, (uint32_t)same);
            i += same;
        } else {
            put_symbol(packer, written[i++]);
        }
    }
    memcpy(packer->row, written, sizeof written);
    packer->begun = true;
}

void xref_deflate(struct places *places, uint32_t size, struct buffer *out) {
    struct packer *packer = memory_array(1, sizeof *packer);
    packer->out = out;
    packer->check = 1;
    if (places->count > 0) {
        qsort(places->all, places->count, sizeof *places->all, by_number);
    }
    buffer_add(out, "\x78\x01", 2);
    put_bits(packer, 1, 1); /* the last block */
    put_bits(packer, 1, 2); /* of fixed codes */
    uint32_t number = 0;
    for (size_t i = 0; i < places->count; i++) {
        const struct place *place = &places->all[i];
        for (; number < place->first; number++) {
            put_row(packer, TYPE_FREE, 0, 65535);
        }
        for (uint32_t j = 0; j < place->count; j++, number++) {
            if (place->container == 0) {
                put_row(packer, TYPE_PLAIN, place->offset, 0);
            } else {
                put_row(packer, TYPE_PACKED, place->container, place->index + j);
            }
        }
    }
    for (; number < size; number++) {
        put_row(packer, TYPE_FREE, 0, 65535);
    }
    put_repeated(packer);
    put_symbol(packer, BLOCK_END);
    put_bits(packer, 0, (8 - packer->bit_count) & 7);
    check(packer);
    for (int shift = 24; shift >= 0; shift -= 8) {
        buffer_byte(out, (char)(packer->check >> shift & 255));
    }
    free(packer);
}
