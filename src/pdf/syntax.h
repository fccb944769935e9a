/* syntax.h: how PDF writes text: strings, names, dates, and UTF-8 read one character at a time. */
#ifndef BOARDPAPER_PDF_SYNTAX_H
#define BOARDPAPER_PDF_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buffer;

/* ISO 32000-1, Annex C, as PDF/A-3 keeps it (ISO 19005-3, 6.1.13): bytes of a string. */
enum { STRING_LIMIT = 32767 };

/* The character at *at, which moves past it; U+FFFD for what is no UTF-8, one byte at a time. */
uint32_t utf8_next(const char **at, const char *end);
void utf8_put(struct buffer *out, uint32_t character);
/* Big-endian UTF-16 in hexadecimal, without a mark of order: "00660069". */
void utf16_hex(struct buffer *out, const char *utf8, size_t length);

/* A text string (7.9.2.2): as it is where all ASCII, else UTF-16BE. Brackets included. */
void string_text(struct buffer *out, const char *utf8);
/* As string_text for length bytes, in hexadecimal where not ASCII: for content streams. */
void string_text_of(struct buffer *out, const char *utf8, size_t length);
/* Whether string_text's bytes are within STRING_LIMIT. */
bool string_fits(const char *utf8);
/* A byte string. */
void string_bytes(struct buffer *out, const void *bytes, size_t length);
/* A name with its slash. */
void string_name(struct buffer *out, const char *text);
/* (D:20160121000000Z) */
void string_date(struct buffer *out, int64_t time);
/* 2016-01-21T00:00:00Z */
void string_date_xmp(struct buffer *out, int64_t time);
/* Writes a whole number, a text; at has room (20 bytes for a number, a NUL more for a text). Return
 * the end. For the places where a document spends its time. */
char *put_whole(char *at, uint64_t value);
static inline char *put_words(char *at, const char *text) {
    size_t length = strlen(text); /* mostly known when this is compiled */
    memcpy(at, text, length + 1);
    return at + length;
}
/* A length in points, to the hundredth. */
void string_length(struct buffer *out, int64_t thousandths);

#endif
