/* plain_breaks.c: UAX #14 for plain prose of Latin letters, without ICU.
 *
 * Opening ICU's iterator costs more than breaking a whole paper, and its rules change from one
 * version to the next at the edges; prose of letters, figures and common marks is decided by rules
 * that never changed. The table says, for each pair of neighbours, whether the break between them
 * is known. Where it is not (a slash, a quotation mark after a space, an exclamation mark before a
 * letter) the whole text goes to ICU. Of what is not ASCII the table has what boards' papers are
 * full of: apostrophes, dashes between figures, per cent, tied spaces, the marks beside scores. A
 * property test compares the two on random texts.
 */
#include "breaks.h"

#include <string.h>

#include <boardpaper/text.h>

enum kind {
    OTHER,
    SPACE,
    LETTER, /* and signs that break as letters do */
    FIGURE,
    POINT,
    SHOUT,
    OPEN,
    CLOSE,
    QUOTE,   /* an apostrophe too */
    OPENING, /* a quotation mark that only opens */
    HYPHEN,
    DASH,
    PERCENT,
    PREFIX, /* plus, minus, pound */
    GLUE,   /* a space that ties */
    KINDS
};

/* What stands between two neighbours: N no break, B a break, Q ask ICU. A row for what is before, a
 * column for what is after, both in the order of enum kind. The rules' numbers are those of UAX
 * #14; in any row LB12a holds tied spaces, LB13 points and closing marks, LB19 quotes, LB21 hyphens
 * and dashes. */
/* clang-format off */
enum { Q, N, B };
static const uint8_t pairs[KINDS][KINDS] = {
    {Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q}, /* OTHER */
    {Q, N, B, B, Q, Q, B, Q, Q, B, Q, B, B, B, Q}, /* SPACE: LB18, where no rule holds back */
    {Q, N, N, N, N, N, N, N, N, Q, N, N, N, N, N}, /* LETTER: LB23, LB24, LB28, LB30 */
    {Q, N, N, N, N, N, N, N, N, Q, N, N, N, N, N}, /* FIGURE: LB23, LB24, LB28, LB30 */
    {Q, N, N, N, N, N, Q, N, N, Q, Q, N, Q, Q, N}, /* POINT: LB29 holds letters, LB25 figures */
    {Q, N, Q, Q, N, N, Q, N, N, Q, Q, N, Q, Q, N}, /* SHOUT: LB13 */
    {Q, Q, N, N, Q, Q, N, N, N, Q, Q, Q, Q, N, N}, /* OPEN: LB14 */
    {Q, N, N, N, N, N, Q, N, N, Q, Q, N, Q, Q, N}, /* CLOSE: LB30 */
    {Q, N, N, N, N, N, N, N, N, Q, Q, N, Q, Q, N}, /* QUOTE: LB19 */
    {Q, Q, N, N, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q}, /* OPENING: LB19 */
    {Q, Q, B, N, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q}, /* HYPHEN: LB21, LB25, before these alone */
    {Q, N, B, B, N, Q, Q, N, Q, Q, Q, Q, Q, Q, Q}, /* DASH: only LB13, LB21 hold what follows */
    {Q, N, Q, Q, N, N, Q, N, N, Q, Q, N, Q, Q, N}, /* PERCENT: LB13, LB21 */
    {Q, N, N, N, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q, Q}, /* PREFIX: LB24, LB25 */
    {Q, N, N, N, N, N, N, N, N, Q, Q, Q, N, N, Q}, /* GLUE: LB12 */
};
/* clang-format on */

/* Of ASCII. */
/* clang-format off */
enum { O = OTHER, L = LETTER, F = FIGURE, P = POINT, S = SHOUT };
static const uint8_t kinds[128] = {
    O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
    O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
    SPACE, S, O, O, O, PERCENT, O, QUOTE, OPEN, CLOSE, O, PREFIX, P, HYPHEN, P, O,
    F, F, F, F, F, F, F, F, F, F, P, P, O, O, O, S,
    O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, OPEN, O, CLOSE, O, O,
    O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, O,
};
/* clang-format on */

/* What is not ASCII, and how many bytes it has. */
static enum kind sign_kind(const char *utf8, size_t left, size_t *length) {
    static const struct {
        char bytes[4];
        uint8_t kind;
    } signs[] = {{"\u2019", QUOTE},  {"\u2013", DASH},    {"\u00A0", GLUE},    {"\u2212", PREFIX},
                 {"\u00A3", PREFIX}, {"\u2018", OPENING}, {"\u201C", OPENING}, {"\u201D", QUOTE},
                 {"\u25CF", LETTER}, {"\u25C6", LETTER},  {"\u25B2", LETTER},  {"\u2020", LETTER},
                 {"\u2022", LETTER}, {"\u00A7", LETTER},  {"\u25A0", LETTER},  {"\u25CB", LETTER},
                 {"\u2713", LETTER}};
    const unsigned char *bytes = (const unsigned char *)utf8;
    if (bytes[0] >= 0xC3 && bytes[0] <= 0xC9 && left > 1) { /* U+00C0 to U+024F */
        *length = 2;
        bool beyond = bytes[0] == 0xC9 && bytes[1] > 0x8F, whole = (bytes[1] & 0xC0) == 0x80;
        return beyond || !whole ? OTHER : LETTER;
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        *length = signs[i].bytes[2] == '\0' ? 2 : 3;
        if (*length <= left && memcmp(utf8, signs[i].bytes, *length) == 0) {
            return (enum kind)signs[i].kind;
        }
    }
    return OTHER;
}

static enum kind kind_at(const char *utf8, size_t left, bool signs, size_t *length) {
    unsigned char first = (unsigned char)*utf8;
    *length = 1;
    if (first < sizeof kinds) {
        return signs || (kinds[first] != PERCENT && kinds[first] != PREFIX)
                   ? (enum kind)kinds[first]
                   : OTHER;
    }
    return signs ? sign_kind(utf8, left, length) : OTHER;
}

bool plain_breaks(const char *utf8, size_t length, bool signs, uint8_t *out) {
    size_t step = 1;
    enum kind before = kind_at(utf8, length, signs, &step);
    if (before == OTHER || before == SPACE || before == HYPHEN) {
        return false;
    }
    memset(out, TEXT_BREAK_NONE, length + 1);
    bool after_quote = false; /* and the spaces that follow it */
    for (size_t i = step; i < length; i += step) {
        if (before == LETTER) { /* the inside of a word */
            while (i < length && (unsigned char)utf8[i] < sizeof kinds &&
                   kinds[(unsigned char)utf8[i]] == LETTER) {
                i++;
            }
            after_quote = false;
            if (i == length) {
                break;
            }
        }
        enum kind here = kind_at(utf8 + i, length - i, signs, &step);
        uint8_t pair = pairs[before][here];
        if (pair == 0) {
            return false;
        }
        out[i] = pair == B ? TEXT_BREAK_ALLOWED : TEXT_BREAK_NONE;
        /* A quotation mark holds an opening one across spaces: LB15 up to Unicode 15. Later
         * versions gave that up; it stays, so that papers are the same under every ICU. */
        if (here == OPEN && before == SPACE && after_quote) {
            out[i] = TEXT_BREAK_NONE;
        }
        after_quote = here == SPACE && (after_quote || before == QUOTE);
        before = here;
    }
    if (before == HYPHEN) {
        return false;
    }
    out[length] = TEXT_BREAK_ALLOWED;
    return true;
}
