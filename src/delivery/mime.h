/* mime.h: the encodings of RFC 2045 and 2047 that a message is made of. */
#ifndef BOARDPAPER_DELIVERY_MIME_H
#define BOARDPAPER_DELIVERY_MIME_H

#include <stddef.h>

struct buffer;

/* Base64 in lines of 76 characters, each ended by CR LF. */
void mime_base64(struct buffer *out, const void *bytes, size_t length);

/* UTF-8 text as quoted-printable: any of LF and CR LF becomes CR LF, lines end soft at 76. */
void mime_quoted_printable(struct buffer *out, const char *utf8);

/* A header's text after name_length bytes of "Name: ": as it is where it is printable ASCII that
 * fits, else as encoded words of UTF-8, cut between characters and folded so that no line passes
 * 76. */
void mime_header_text(struct buffer *out, const char *utf8, size_t name_length);

/* A display name: a quoted string where ASCII, else encoded words. */
void mime_display_name(struct buffer *out, const char *utf8, size_t name_length);

#endif
