/* numbers.c: see numbers.h.
 *
 * The code is the same for all: a quarter of such characters are spaces, an eighth and more are
 * ones, as numbers of the same length have them in front. A code made of the text's own counts was
 * rejected: it would save one byte in a hundred.
 */
#include "numbers.h"

#include <stdint.h>
#include <string.h>

#include <boardpaper/buffer.h>

/* Bits, of which the first is the lowest, on their way into a buffer. */
struct bits {
    uint8_t *at;
    uint64_t held;
    int count; /* less than 8 after each put */
};

static void put_bits(struct bits *bits, uint32_t value, int count) {
    bits->held |= (uint64_t)value << bits->count;
    for (bits->count += count; bits->count >= 8; bits->count -= 8) {
        *bits->at++ = (uint8_t)bits->held;
        bits->held >>= 8;
    }
}

/* ---- the code -------------------------------------------------------------------------------- */

/* Lengths are 2 for a space, 3 for a one, 4 for the other digits and the block's end; the codes
 * follow from them (3.2.2), and are written from their highest bit, so that they stand here the
 * other way round. */
struct code {
    uint8_t bits, length;
};
static const struct code SPACE = {0x0, 2}, END = {0xF, 4};
static const struct code DIGITS[10] = {{0x6, 4}, {0x2, 3}, {0xE, 4}, {0x1, 4}, {0x9, 4},
                                       {0x5, 4}, {0xD, 4}, {0x3, 4}, {0xB, 4}, {0x7, 4}};

/* How the lengths are told (3.2.7). First the code of the lengths' own alphabet: how many bits a
 * symbol has, in the order that the format prescribes: 4 for 16, 2 for 18, 2 for 4, 4 for 3, 3 for
 * 2 and 2 for 1. */
static const uint8_t ALPHABET[18] = {4, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 4, 0, 3, 0, 2};
enum { ONE, TWO, THREE, FOUR, AGAIN, NOUGHTS };
static const struct code LENGTHS[] = {[ONE] = {0x0, 2}, [FOUR] = {0x2, 2},  [NOUGHTS] = {0x1, 2},
                                      [TWO] = {0x3, 3}, [THREE] = {0x7, 4}, [AGAIN] = {0xF, 4}};
/* Then the lengths: of the characters from 0 to 255, of the block's end, and of two distances that
 * never come, as some readers want a code of those too. */
static const struct {
    uint8_t symbol, more, bits;
} TOLD[] = {
    {NOUGHTS, 32 - 11, 7},                        /* up to the space */
    {TWO, 0, 0},           {NOUGHTS, 15 - 11, 7}, /* up to the digits */
    {FOUR, 0, 0},          {THREE, 0, 0},          {FOUR, 0, 0}, {AGAIN, 6 - 3, 2},
    {FOUR, 0, 0},          {NOUGHTS, 138 - 11, 7}, /* up to the end */
    {NOUGHTS, 60 - 11, 7}, {FOUR, 0, 0},           {ONE, 0, 0},  {ONE, 0, 0},
};

static void put_code(struct bits *bits, struct code code) {
    put_bits(bits, code.bits, code.length);
}

static void put_header(struct bits *bits) {
    enum { NOT_LAST = 0, OWN_CODES = 2 };
    put_bits(bits, NOT_LAST, 1);
    put_bits(bits, OWN_CODES, 2);
    put_bits(bits, 257 - 257, 5);
    put_bits(bits, 2 - 1, 5);
    put_bits(bits, sizeof ALPHABET - 4, 4);
    for (size_t i = 0; i < sizeof ALPHABET; i++) {
        put_bits(bits, ALPHABET[i], 3);
    }
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++) {
        put_code(bits, LENGTHS[TOLD[i].symbol]);
        put_bits(bits, TOLD[i].more, TOLD[i].bits);
    }
}

/* ---- the block ------------------------------------------------------------------------------- */

void numbers_deflate(const char *text, size_t length, struct buffer *out) {
    enum { HEADER_MOST = 64 };
    uint8_t *start = (uint8_t *)buffer_room(out, HEADER_MOST + length / 2);
    struct bits bits = {.at = start};
    put_header(&bits);
    for (size_t i = 0; i < length; i++) {
        put_code(&bits, text[i] == ' ' ? SPACE : DIGITS[text[i] - '0']);
    }
    put_code(&bits, END);
    /* An empty block of bytes as they are, which begins with the next byte and ends there. */
    put_bits(&bits, 0, 3);
    put_bits(&bits, 0, (8 - bits.count) % 8);
    memcpy(bits.at, "\x00\x00\xFF\xFF", 4);
    out->length += (size_t)(bits.at + 4 - start);
    out->data[out->length] = '\0';
}
