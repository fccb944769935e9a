/* buffer.c: bytes that grow by doubling, and the escapes of the formats written into them.
 *
 * The escapes live here, in one place, because each of them is a boundary where text from an
 * input meets a reader that would take some of it for commands: XML, JSON, a spreadsheet.
 */
#include <boardpaper/buffer.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>

enum { FIRST_CAPACITY = 256, LIKELY_PRINT = 120, INTEGER_TEXT = 24 };

char *buffer_grow(struct buffer *buffer, size_t length) {
    size_t need = 0; /* one more for the NUL */
    if (__builtin_add_overflow(buffer->length, length, &need) || need == SIZE_MAX) {
        need = SIZE_MAX; /* which no allocator gives: the process ends */
    } else {
        need++;
    }
    size_t capacity = buffer->capacity == 0 ? FIRST_CAPACITY : buffer->capacity;
    while (capacity < need) {
        capacity = capacity > SIZE_MAX / 2 ? need : capacity * 2;
    }
    buffer->data = memory_resize(buffer->data, capacity, 1);
    buffer->capacity = capacity;
    return buffer->data + buffer->length;
}

void buffer_byte(struct buffer *buffer, char byte) {
    char *end = buffer_room(buffer, 1);
    end[0] = byte;
    end[1] = '\0';
    buffer->length++;
}

void buffer_print(struct buffer *buffer, const char *format, ...) {
    va_list arguments;
    va_list again;
    va_start(arguments, format);
    va_copy(again, arguments);
    char *end = buffer_room(buffer, LIKELY_PRINT); /* what fits there is formatted once */
    size_t room = buffer->capacity - buffer->length;
    int length = vsnprintf(end, room, format, arguments);
    va_end(arguments);
    size_t size = length < 0 ? SIZE_MAX : (size_t)length; /* past INT_MAX: as out of memory */
    if (size >= room) {
        end = buffer_room(buffer, size);
        vsnprintf(end, size + 1, format, again);
    }
    va_end(again);
    buffer->length += size;
}

/* Digits of magnitude, least last, at the end of text; returns where they begin. */
static char *digits(char text[INTEGER_TEXT], uint64_t magnitude) {
    char *at = text + INTEGER_TEXT;
    do {
        *--at = (char)('0' + magnitude % 10);
        magnitude /= 10;
    } while (magnitude > 0);
    return at;
}

static uint64_t magnitude_of(int64_t value) {
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

void buffer_integer(struct buffer *buffer, int64_t value) {
    char text[INTEGER_TEXT];
    char *at = digits(text, magnitude_of(value));
    if (value < 0) {
        *--at = '-';
    }
    buffer_add(buffer, at, (size_t)(text + INTEGER_TEXT - at));
}

void buffer_thousandths(struct buffer *buffer, int64_t value) {
    uint64_t magnitude = magnitude_of(value);
    unsigned rest = (unsigned)(magnitude % 1000);
    char text[INTEGER_TEXT + 4];
    char *begin = text + INTEGER_TEXT;
    char *end = begin;
    if (magnitude >= 1000 || magnitude == 0) {
        begin = digits(text, magnitude / 1000);
    }
    if (value < 0) {
        *--begin = '-';
    }
    if (rest != 0) {
        *end++ = '.';
        for (unsigned unit = 100; rest != 0; unit /= 10) {
            *end++ = (char)('0' + rest / unit);
            rest %= unit;
        }
    }
    buffer_add(buffer, begin, (size_t)(end - begin));
}

/* How many bytes the UTF-8 character at text has (RFC 3629); 0: it is none. */
static size_t character_length(const unsigned char *text) {
    unsigned char lead = text[0];
    if (lead < 0x80) {
        return 1;
    }
    size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80) { /* a NUL ends it too */
            return 0;
        }
    }
    bool too_long = (lead == 0xE0 && text[1] < 0xA0) || (lead == 0xF0 && text[1] < 0x90);
    bool surrogate = lead == 0xED && text[1] > 0x9F;
    bool too_high = lead == 0xF4 && text[1] > 0x8F;
    return too_long || surrogate || too_high ? 0 : length;
}

/* U+FFFE and U+FFFF, which XML 1.0 (section 2.2) leaves out of its characters. */
static bool is_noncharacter(const unsigned char *text, size_t length) {
    return length == 3 && text[0] == 0xEF && text[1] == 0xBF && text[2] >= 0xBE;
}

static const char REPLACEMENT[] = "\xEF\xBF\xBD";

void buffer_xml(struct buffer *buffer, const char *text) {
    const unsigned char *at = (const unsigned char *)text;
    while (*at != '\0') {
        size_t length = character_length(at);
        if (length == 0) {
            buffer_text(buffer, REPLACEMENT);
            at++;
            continue;
        }
        switch (*at) {
        case '&':
            buffer_text(buffer, "&amp;");
            break;
        case '<':
            buffer_text(buffer, "&lt;");
            break;
        case '>':
            buffer_text(buffer, "&gt;");
            break;
        case '"':
            buffer_text(buffer, "&quot;");
            break;
        case '\r': /* a parser would make it a line feed */
            buffer_text(buffer, "&#13;");
            break;
        default:
            if ((*at >= 0x20 || *at == '\t' || *at == '\n') && !is_noncharacter(at, length)) {
                buffer_add(buffer, at, length);
            }
        }
        at += length;
    }
}

void buffer_json(struct buffer *buffer, const char *text) {
    buffer_byte(buffer, '"');
    const unsigned char *at = (const unsigned char *)text;
    while (*at != '\0') {
        size_t length = character_length(at);
        if (length == 0) {
            buffer_text(buffer, REPLACEMENT);
            at++;
            continue;
        }
        if (*at == '"' || *at == '\\') {
            buffer_byte(buffer, '\\');
            buffer_byte(buffer, (char)*at);
        } else if (*at == '\n') {
            buffer_text(buffer, "\\n");
        } else if (*at == '\t') {
            buffer_text(buffer, "\\t");
        } else if (*at < 0x20) {
            buffer_print(buffer, "\\u%04x", *at);
        } else {
            buffer_add(buffer, at, length);
        }
        at += length;
    }
    buffer_byte(buffer, '"');
}

static size_t digit_run(const char *text) {
    return strspn(text, "0123456789");
}

static bool is_plain_number(const char *text) {
    text += *text == '-' || *text == '+';
    size_t whole = digit_run(text);
    text += whole;
    if (whole > 0 && *text == '.') {
        size_t part = digit_run(text + 1);
        text += part > 0 ? part + 1 : 0;
    }
    return whole > 0 && *text == '\0';
}

void buffer_csv(struct buffer *buffer, const char *text) {
    bool runs = *text != '\0' && strchr("=+-@\t\r", *text) != NULL && !is_plain_number(text);
    bool quoted = strpbrk(text, ",\"\r\n") != NULL;
    if (quoted) {
        buffer_byte(buffer, '"');
    }
    if (runs) {
        buffer_byte(buffer, '\'');
    }
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            buffer_byte(buffer, '"');
        }
        buffer_byte(buffer, *text);
    }
    if (quoted) {
        buffer_byte(buffer, '"');
    }
}

void buffer_attribute(struct buffer *buffer, const char *name, const char *text) {
    if (text != NULL) {
        buffer_print(buffer, " %s=\"", name);
        buffer_xml(buffer, text);
        buffer_byte(buffer, '"');
    }
}

void buffer_member(struct buffer *buffer, const char *name, const char *text) {
    buffer_print(buffer, ",\"%s\":", name);
    if (text == NULL) {
        buffer_text(buffer, "null");
    } else {
        buffer_json(buffer, text);
    }
}

void buffer_field(struct buffer *buffer, const char *text) {
    buffer_byte(buffer, ',');
    buffer_csv(buffer, text == NULL ? "" : text);
}

void buffer_clear(struct buffer *buffer) {
    buffer->length = 0;
    if (buffer->data != NULL) {
        buffer->data[0] = '\0';
    }
}

void buffer_free(struct buffer *buffer) {
    free(buffer->data);
    *buffer = (struct buffer){0};
}
