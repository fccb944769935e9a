/* utf8.h: a character as UTF-8. */
#ifndef BOARDPAPER_XML_UTF8_H
#define BOARDPAPER_XML_UTF8_H

#include <boardpaper/buffer.h>

static inline void utf8_add(struct buffer *out, uint32_t character) {
    if (character < 0x80) {
        buffer_byte(out, (char)character);
        return;
    }
    if (character < 0x800) {
        buffer_byte(out, (char)(0xC0 | character >> 6));
    } else {
        if (character < 0x10000) {
            buffer_byte(out, (char)(0xE0 | character >> 12));
        } else {
            buffer_byte(out, (char)(0xF0 | character >> 18));
            buffer_byte(out, (char)(0x80 | (character >> 12 & 0x3F)));
        }
        buffer_byte(out, (char)(0x80 | (character >> 6 & 0x3F)));
    }
    buffer_byte(out, (char)(0x80 | (character & 0x3F)));
}

#endif
