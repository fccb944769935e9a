/* mime.c: bytes and words in the forms that mail carries.
 *
 * Our own, because libcurl's MIME part makes random boundaries, and a retry must be the same bytes
 * (delivery.md). It is small: four encodings, each a page of a standard.
 */
#include "mime.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <boardpaper/buffer.h>

/* RFC 2045, 6.7 and 6.8: at most 76 characters a line, the line's end not counted. */
enum { LINE_MOST = 76, BASE64_LINE_BYTES = 57 };
/* RFC 2047, 2: an encoded word has at most 75 characters. "=?UTF-8?B?" and "?=" take 12; 60 hold
 * 15 groups of four, 45 bytes. */
enum { WORD_BYTES = 45, WORD_FRAME = 12 };

static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void add_base64(struct buffer *out, const uint8_t *bytes, size_t length) {
    char *to = buffer_room(out, (length + 2) / 3 * 4);
    for (size_t i = 0; i < length; i += 3) {
        uint32_t group = (uint32_t)bytes[i] << 16;
        group |= i + 1 < length ? (uint32_t)bytes[i + 1] << 8 : 0;
        group |= i + 2 < length ? bytes[i + 2] : 0;
        *to++ = DIGITS[group >> 18];
        *to++ = DIGITS[group >> 12 & 63];
        *to++ = i + 1 < length ? DIGITS[group >> 6 & 63] : '=';
        *to++ = i + 2 < length ? DIGITS[group & 63] : '=';
    }
    out->length += (length + 2) / 3 * 4;
    out->data[out->length] = '\0';
}

void mime_base64(struct buffer *out, const void *bytes, size_t length) {
    const uint8_t *from = bytes;
    while (length > 0) {
        size_t count = length < BASE64_LINE_BYTES ? length : BASE64_LINE_BYTES;
        add_base64(out, from, count);
        buffer_add(out, "\r\n", 2);
        from += count;
        length -= count;
    }
}

/* White space at a line's end must be coded: relays drop it. */
static bool must_code(const char *at) {
    unsigned char c = (unsigned char)*at;
    if (c == ' ' || c == '\t') {
        return at[1] == '\0' || at[1] == '\n' || (at[1] == '\r' && at[2] == '\n');
    }
    return c < 33 || c > 126 || c == '=';
}

void mime_quoted_printable(struct buffer *out, const char *utf8) {
    static const char HEX[] = "0123456789ABCDEF";
    size_t column = 0;
    for (const char *at = utf8; *at != '\0'; at++) {
        if (*at == '\n' || (*at == '\r' && at[1] == '\n')) {
            at += *at == '\r' ? 1 : 0;
            buffer_add(out, "\r\n", 2);
            column = 0;
            continue;
        }
        bool coded = must_code(at);
        size_t width = coded ? 3 : 1;
        /* The soft break's own = needs a column, so 75 are ours. */
        if (column + width > LINE_MOST - 1) {
            buffer_add(out, "=\r\n", 3);
            column = 0;
        }
        if (coded) {
            unsigned char c = (unsigned char)*at;
            buffer_byte(out, '=');
            buffer_byte(out, HEX[c >> 4]);
            buffer_byte(out, HEX[c & 15]);
        } else {
            buffer_byte(out, *at);
        }
        column += width;
    }
    if (column > 0) {
        buffer_add(out, "\r\n", 2);
    }
}

static bool plain_ascii(const char *text) {
    for (; *text != '\0'; text++) {
        if (*text < ' ' || *text > '~') {
            return false;
        }
    }
    return true;
}

/* Whole characters only, at most most bytes of them; where not even one fits, none. */
static size_t word_length(const char *utf8, size_t most) {
    size_t length = strlen(utf8);
    if (length <= most) {
        return length;
    }
    length = most;
    while (length > 0 && ((unsigned char)utf8[length] & 0xC0) == 0x80) {
        length--;
    }
    return length;
}

/* The first word stands beside the header's name, however little fits there: some readers take a
 * header whose first line is empty for one without a value. */
static void add_words(struct buffer *out, const char *utf8, size_t column) {
    while (*utf8 != '\0') {
        size_t most = (LINE_MOST - WORD_FRAME - column) / 4 * 3;
        size_t length = word_length(utf8, most < WORD_BYTES ? most : WORD_BYTES);
        if (length == 0) {
            length = 1; /* no UTF-8: continuation bytes without end */
        }
        buffer_text(out, "=?UTF-8?B?");
        add_base64(out, (const uint8_t *)utf8, length);
        buffer_text(out, "?=");
        utf8 += length;
        if (*utf8 != '\0') {
            buffer_add(out, "\r\n ", 3);
        }
        column = 1;
    }
}

/* "=?" in plain text would be read as an encoded word, and spaces at its ends would be dropped. */
static bool as_it_is(const char *utf8, size_t column) {
    size_t length = strlen(utf8);
    return plain_ascii(utf8) && strstr(utf8, "=?") == NULL && column + length <= LINE_MOST &&
           (length == 0 || (utf8[0] != ' ' && utf8[length - 1] != ' '));
}

void mime_header_text(struct buffer *out, const char *utf8, size_t name_length) {
    if (as_it_is(utf8, name_length)) {
        buffer_text(out, utf8);
    } else {
        add_words(out, utf8, name_length);
    }
}

void mime_display_name(struct buffer *out, const char *utf8, size_t name_length) {
    size_t escapes = 2;
    for (const char *at = utf8; *at != '\0'; at++) {
        escapes += *at == '"' || *at == '\\';
    }
    if (!as_it_is(utf8, name_length + escapes)) {
        add_words(out, utf8, name_length);
        return;
    }
    buffer_byte(out, '"');
    for (; *utf8 != '\0'; utf8++) {
        if (*utf8 == '"' || *utf8 == '\\') {
            buffer_byte(out, '\\');
        }
        buffer_byte(out, *utf8);
    }
    buffer_byte(out, '"');
}
