/* plain_breaks.c: UAX #14 for plain ASCII prose, without ICU.
 *
 * Opening ICU's iterator costs more than breaking a whole paper, and its rules change from one
 * version to the next at the edges; prose of letters, figures and common marks is decided by rules
 * that never changed. The table says, for each pair of neighbours, whether the break between them
 * is known. Where it is not (a slash, a quotation mark after a space, an exclamation mark before a
 * letter) the whole text goes to ICU. A property test compares the two on random texts.
 */
#include "breaks.h"

#include <string.h>

#include <boardpaper/text.h>

enum kind { OTHER, SPACE, LETTER, FIGURE, POINT, SHOUT, OPEN, CLOSE, QUOTE, HYPHEN, KINDS };

/* What stands between two neighbours: N no break, B a break, ? ask ICU. The rules' numbers are
 * those of UAX #14. */
enum { N = 1, B = 2 };

static const uint8_t pairs[KINDS][KINDS] = {
    /* After a space (LB18), before what no rule holds back. */
    [SPACE] = {[SPACE] = N, [LETTER] = B, [FIGURE] = B, [OPEN] = B},
    /* LB13 before points and closing marks, LB19 quotes, LB21 hyphens, LB23 and LB28 letters and
     * figures, LB30 before an opening mark. */
    [LETTER] = {[SPACE] = N,
                [LETTER] = N,
                [FIGURE] = N,
                [POINT] = N,
                [SHOUT] = N,
                [OPEN] = N,
                [CLOSE] = N,
                [QUOTE] = N,
                [HYPHEN] = N},
    [FIGURE] = {[SPACE] = N,
                [LETTER] = N,
                [FIGURE] = N,
                [POINT] = N,
                [SHOUT] = N,
                [OPEN] = N,
                [CLOSE] = N,
                [QUOTE] = N,
                [HYPHEN] = N},
    /* LB29: points hold letters; LB25: and figures. */
    [POINT] = {[SPACE] = N,
               [LETTER] = N,
               [FIGURE] = N,
               [POINT] = N,
               [SHOUT] = N,
               [CLOSE] = N,
               [QUOTE] = N},
    [SHOUT] = {[SPACE] = N, [POINT] = N, [SHOUT] = N, [CLOSE] = N, [QUOTE] = N},
    /* LB14 */
    [OPEN] = {[LETTER] = N, [FIGURE] = N, [OPEN] = N, [CLOSE] = N, [QUOTE] = N},
    /* LB30 */
    [CLOSE] = {[SPACE] = N,
               [LETTER] = N,
               [FIGURE] = N,
               [POINT] = N,
               [SHOUT] = N,
               [CLOSE] = N,
               [QUOTE] = N},
    /* LB19 */
    [QUOTE] = {[SPACE] = N,
               [LETTER] = N,
               [FIGURE] = N,
               [POINT] = N,
               [SHOUT] = N,
               [OPEN] = N,
               [CLOSE] = N,
               [QUOTE] = N},
    /* Only between letters and figures: LB21, LB25. */
    [HYPHEN] = {[LETTER] = B, [FIGURE] = N},
};

static enum kind kind_of(char byte) {
    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')) {
        return LETTER;
    }
    if (byte >= '0' && byte <= '9') {
        return FIGURE;
    }
    switch (byte) {
    case ' ':
        return SPACE;
    case ',':
    case '.':
    case ':':
    case ';':
        return POINT;
    case '!':
    case '?':
        return SHOUT;
    case '(':
        return OPEN;
    case ')':
        return CLOSE;
    case '\'':
        return QUOTE;
    case '-':
        return HYPHEN;
    default:
        return OTHER;
    }
}

bool plain_breaks(const char *utf8, size_t length, uint8_t *out) {
    enum kind before = kind_of(utf8[0]);
    if (before == OTHER || before == SPACE || before == HYPHEN) {
        return false;
    }
    memset(out, TEXT_BREAK_NONE, length + 1);
    bool after_quote = false; /* and the spaces that follow it */
    for (size_t i = 1; i < length; i++) {
        enum kind here = kind_of(utf8[i]);
        uint8_t pair = pairs[before][here];
        if (pair == 0) {
            return false;
        }
        out[i] = pair == B ? TEXT_BREAK_ALLOWED : TEXT_BREAK_NONE;
        /* LB15: a quotation mark may hold an opening one across spaces. */
        if (here == OPEN && before == SPACE && after_quote) {
            return false;
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
