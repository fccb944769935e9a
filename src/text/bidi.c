/* bidi.c: a line's runs in the order they are drawn (UAX #9), through ICU.
 *
 * Nearly every line has no letter that is written from the right; those are known by a look at the
 * bytes and never reach ICU, which wants UTF-16.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "icu.h"

/* Whether the character is written from the right or controls direction: the blocks of Hebrew to
 * Arabic Extended, presentation forms, the scripts of the second plane's right-to-left blocks. */
static bool turns(uint32_t character) {
    return character >= 0x590 &&
           ((character <= 0x8FF) || character == 0x200E || character == 0x200F ||
            (character >= 0x202A && character <= 0x202E) ||
            (character >= 0x2066 && character <= 0x2069) ||
            (character >= 0xFB1D && character <= 0xFDFF) ||
            (character >= 0xFE70 && character <= 0xFEFF) ||
            (character >= 0x10800 && character <= 0x10FFF) ||
            (character >= 0x1E800 && character <= 0x1EFFF));
}

static bool all_left_to_right(const char *utf8, size_t length) {
    for (size_t at = 0; at < length;) {
        /* No character below U+0590 turns, so its bytes need no decoding. */
        if ((unsigned char)utf8[at] < 0xD6) {
            at++;
        } else if (turns(utf8_next(utf8, length, &at))) {
            return false;
        }
    }
    return true;
}

size_t text_bidi(struct text *text, const char *utf8, size_t length, bool base_right_to_left,
                 struct text_direction *out, size_t most) {
    if (length == 0) {
        return 0;
    }
    if ((!base_right_to_left && all_left_to_right(utf8, length)) || !text_has_icu(text)) {
        if (most > 0) {
            out[0] = (struct text_direction){0, length, false};
        }
        return 1;
    }
    /* UTF-16, and for each of its units the byte where its character begins. */
    UChar *wide = memory_array(length + 1, sizeof *wide);
    size_t *bytes = memory_array(length + 1, sizeof *bytes);
    size_t units = 0;
    for (size_t at = 0; at < length;) {
        size_t begins = at;
        uint32_t character = utf8_next(utf8, length, &at);
        if (character >= 0x10000) {
            bytes[units] = begins;
            wide[units++] = (UChar)(0xD7C0 + (character >> 10));
            character = 0xDC00 | (character & 0x3FF);
        }
        bytes[units] = begins;
        wide[units++] = (UChar)character;
    }
    bytes[units] = length;
    UErrorCode error = U_ZERO_ERROR;
    UBiDi *bidi = icu.ubidi_openSized((int32_t)units, 0, &error);
    icu.ubidi_setPara(bidi, wide, (int32_t)units, base_right_to_left ? 1 : 0, NULL, &error);
    int32_t count = U_SUCCESS(error) ? icu.ubidi_countRuns(bidi, &error) : 0;
    if (U_FAILURE(error)) {
        count = 0;
    }
    for (int32_t i = 0; i < count && (size_t)i < most; i++) {
        int32_t start = 0, run = 0;
        UBiDiDirection direction = icu.ubidi_getVisualRun(bidi, i, &start, &run);
        out[i] = (struct text_direction){bytes[start], bytes[start + run] - bytes[start],
                                         direction == UBIDI_RTL};
    }
    icu.ubidi_close(bidi);
    free(wide);
    free(bytes);
    if (count == 0) {
        if (most > 0) {
            out[0] = (struct text_direction){0, length, base_right_to_left};
        }
        return 1;
    }
    return (size_t)count;
}
