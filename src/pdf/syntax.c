/* syntax.c: see syntax.h. */
#include "syntax.h"

#include <string.h>
#include <time.h>

#include <boardpaper/buffer.h>

enum { REPLACEMENT = 0xFFFD };

uint32_t utf8_next(const char **at, const char *end) {
    const uint8_t *bytes = (const uint8_t *)*at;
    size_t left = (size_t)(end - *at);
    uint32_t first = bytes[0];
    if (first < 0x80) {
        *at += 1;
        return first;
    }
    size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || length > left) {
        *at += 1;
        return REPLACEMENT;
    }
    uint32_t character = first & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            *at += 1;
            return REPLACEMENT;
        }
        character = character << 6 | (bytes[i] & 0x3Fu);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (character < least[length] || character > 0x10FFFF ||
        (character >= 0xD800 && character <= 0xDFFF)) {
        *at += 1;
        return REPLACEMENT;
    }
    *at += length;
    return character;
}

void utf8_put(struct buffer *out, uint32_t character) {
    if (character < 0x80) {
        buffer_byte(out, (char)character);
    } else if (character < 0x800) {
        buffer_byte(out, (char)(0xC0 | character >> 6));
        buffer_byte(out, (char)(0x80 | (character & 0x3F)));
    } else if (character < 0x10000) {
        buffer_byte(out, (char)(0xE0 | character >> 12));
        buffer_byte(out, (char)(0x80 | (character >> 6 & 0x3F)));
        buffer_byte(out, (char)(0x80 | (character & 0x3F)));
    } else {
        buffer_byte(out, (char)(0xF0 | character >> 18));
        buffer_byte(out, (char)(0x80 | (character >> 12 & 0x3F)));
        buffer_byte(out, (char)(0x80 | (character >> 6 & 0x3F)));
        buffer_byte(out, (char)(0x80 | (character & 0x3F)));
    }
}

/* One or two UTF-16 units. */
static int utf16(uint32_t character, uint32_t units[2]) {
    if (character < 0x10000) {
        units[0] = character;
        return 1;
    }
    units[0] = 0xD800 + ((character - 0x10000) >> 10);
    units[1] = 0xDC00 + ((character - 0x10000) & 0x3FF);
    return 2;
}

void utf16_hex(struct buffer *out, const char *utf8, size_t length) {
    static const char digits[] = "0123456789ABCDEF";
    const char *end = utf8 + length;
    while (utf8 < end) {
        uint32_t units[2];
        int count = utf16(utf8_next(&utf8, end), units);
        for (int i = 0; i < count; i++) {
            for (int shift = 12; shift >= 0; shift -= 4) {
                buffer_byte(out, digits[units[i] >> shift & 15]);
            }
        }
    }
}

static bool is_ascii(const char *utf8, size_t length) {
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = (uint8_t)utf8[i];
        if (byte >= 0x7F || (byte < 0x20 && byte != '\n' && byte != '\t')) {
            return false;
        }
    }
    return true;
}

static void put_escaped(struct buffer *out, uint8_t byte) {
    if (byte == '(' || byte == ')' || byte == '\\') {
        buffer_byte(out, '\\');
    } else if (byte == '\r') { /* would be read as a line feed */
        buffer_byte(out, '\\');
        byte = 'r';
    }
    buffer_byte(out, (char)byte);
}

void string_bytes(struct buffer *out, const void *bytes, size_t length) {
    const uint8_t *at = bytes;
    buffer_byte(out, '(');
    for (size_t i = 0; i < length; i++) {
        put_escaped(out, at[i]);
    }
    buffer_byte(out, ')');
}

void string_text(struct buffer *out, const char *utf8) {
    size_t length = strlen(utf8);
    if (is_ascii(utf8, length)) {
        string_bytes(out, utf8, length);
        return;
    }
    const char *end = utf8 + length;
    buffer_text(out, "(\xFE\xFF");
    while (utf8 < end) {
        uint32_t units[2];
        int count = utf16(utf8_next(&utf8, end), units);
        for (int i = 0; i < count; i++) {
            put_escaped(out, (uint8_t)(units[i] >> 8));
            put_escaped(out, (uint8_t)units[i]);
        }
    }
    buffer_byte(out, ')');
}

void string_text_of(struct buffer *out, const char *utf8, size_t length) {
    if (is_ascii(utf8, length)) {
        string_bytes(out, utf8, length);
        return;
    }
    buffer_text(out, "<FEFF");
    utf16_hex(out, utf8, length);
    buffer_byte(out, '>');
}

bool string_fits(const char *utf8) {
    size_t length = strlen(utf8);
    if (length <= STRING_LIMIT / 4) {
        return true;
    }
    if (is_ascii(utf8, length)) {
        return length <= STRING_LIMIT;
    }
    size_t bytes = 2;
    const char *end = utf8 + length;
    while (utf8 < end) {
        uint32_t units[2];
        bytes += 2 * (size_t)utf16(utf8_next(&utf8, end), units);
    }
    return bytes <= STRING_LIMIT;
}

void string_name(struct buffer *out, const char *text) {
    buffer_byte(out, '/');
    for (; *text != '\0'; text++) {
        uint8_t byte = (uint8_t)*text;
        if (byte <= ' ' || byte >= 0x7F || strchr("()<>[]{}/%#", byte) != NULL) {
            buffer_print(out, "#%02X", byte);
        } else {
            buffer_byte(out, (char)byte);
        }
    }
}

static struct tm broken_down(int64_t time) {
    struct tm tm = {.tm_mday = 1, .tm_year = 70};
    time_t seconds = (time_t)time;
    (void)gmtime_r(&seconds, &tm);
    return tm;
}

void string_date(struct buffer *out, int64_t time) {
    struct tm tm = broken_down(time);
    buffer_print(out, "(D:%04d%02d%02d%02d%02d%02dZ)", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                 tm.tm_hour, tm.tm_min, tm.tm_sec);
}

void string_date_xmp(struct buffer *out, int64_t time) {
    struct tm tm = broken_down(time);
    buffer_print(out, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
                 tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

void string_length(struct buffer *out, int64_t thousandths) {
    int64_t hundredths = (thousandths >= 0 ? thousandths + 5 : thousandths - 5) / 10;
    buffer_thousandths(out, hundredths * 10);
}

char *put_whole(char *at, uint64_t value) {
    static const char pairs[] = "0001020304050607080910111213141516171819"
                                "2021222324252627282930313233343536373839"
                                "4041424344454647484950515253545556575859"
                                "6061626364656667686970717273747576777879"
                                "8081828384858687888990919293949596979899";
    size_t length = value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 10000 ? 4 : 5;
    for (uint64_t rest = value / 100000; rest > 0; rest /= 10) {
        length++;
    }
    char *end = at + length, *next = end;
    while (value >= 100) {
        next -= 2;
        memcpy(next, pairs + value % 100 * 2, 2);
        value /= 100;
    }
    if (value >= 10) {
        memcpy(next - 2, pairs + value * 2, 2);
    } else {
        next[-1] = (char)('0' + value);
    }
    return end;
}
