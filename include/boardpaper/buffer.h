/* buffer.h: bytes that grow. The text behind dumps, reports, content streams. */
#ifndef BOARDPAPER_BUFFER_H
#define BOARDPAPER_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Set to {0} to begin. data is NUL-terminated (the NUL is not counted) once anything was added,
 * were it nothing: no bytes, an empty text. */
struct buffer {
    char *data;
    size_t length;
    size_t capacity;
};

/* Room for length more bytes; returns where to write them. Add with buffer->length. */
char *buffer_grow(struct buffer *buffer, size_t length); /* where there is not enough */
static inline char *buffer_room(struct buffer *buffer, size_t length) {
    bool enough = length < buffer->capacity - buffer->length; /* one more for the NUL */
    return enough ? buffer->data + buffer->length : buffer_grow(buffer, length);
}

/* These are most of what writing a document is: what is known of length when they are called need
 * not be found out. */
static inline void buffer_add(struct buffer *buffer, const void *bytes, size_t length) {
    char *end = buffer_room(buffer, length);
    if (length > 0) { /* bytes may be NULL where there are none, which memcpy does not allow */
        memcpy(end, bytes, length);
    }
    end[length] = '\0';
    buffer->length += length;
}
static inline void buffer_text(struct buffer *buffer, const char *text) {
    buffer_add(buffer, text, strlen(text));
}
void buffer_byte(struct buffer *buffer, char byte);
void buffer_print(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A signed whole number in decimal, without printf's cost. */
void buffer_integer(struct buffer *buffer, int64_t value);
/* thousandths written as a decimal with no trailing zeros: 12345 -> 12.345, 500 -> .5, 0 -> 0. */
void buffer_thousandths(struct buffer *buffer, int64_t value);
/* Text as XML character data: & < > " escaped, and control characters XML forbids left out. */
void buffer_xml(struct buffer *buffer, const char *text);
/* Text as a JSON string, quotes included. */
void buffer_json(struct buffer *buffer, const char *text);
/* Text as a CSV field (RFC 4180), safe against formula injection: a field that a spreadsheet
 * would run (it begins with = + - @ tab or return and is not a plain number) gets a leading '. */
void buffer_csv(struct buffer *buffer, const char *text);
/* One more of several, text NULL where there is none. An attribute of XML with the space before it:
 * nothing where there is none. A member of a JSON object with the comma before it: null. A further
 * field of a CSV line with the comma before it: empty. */
void buffer_attribute(struct buffer *buffer, const char *name, const char *text);
void buffer_member(struct buffer *buffer, const char *name, const char *text);
void buffer_field(struct buffer *buffer, const char *text);
/* Empties it and keeps the memory; frees the memory. */
void buffer_clear(struct buffer *buffer);
void buffer_free(struct buffer *buffer);

#endif
