/* plain.c: see plain.h.
 *
 * There may be an XML declaration of version 1.0 and UTF-8, elements and attributes with ASCII
 * names without a colon, up to 16 attributes an element, text, comments, and references to
 * characters and to the five entities that XML has. There is no namespace, no CDATA section, no
 * processing instruction, no DOCTYPE and no return.
 *
 * Two passes: the first makes sure that all of it is so and builds nothing, so that the second
 * cannot fail and may let go of what it has read. What is within the limits of scan.h is not the
 * scanner's to look at then. The tests and the fuzzer read the same documents in both ways.
 */
#include "plain.h"

#include <string.h>

#include "reading.h"
#include "utf8.h"

enum { MOST_ATTRIBUTES = 16, SPENT_STEP = 1024 * 1024 };

/* What a byte may be. */
enum {
    TEXT = 1,   /* goes on in text, */
    VALUE = 2,  /* in a value, */
    REMARK = 4, /* in a comment, */
    NAME = 8,   /* in a name */
    START = 16, /* begins a name */
    SPACE = 32,
    ODD = 64 /* in a value: it stands for something else */
};
enum {
    A = TEXT | VALUE | REMARK,
    B = A | SPACE,
    W = A | SPACE | ODD,
    N = A | NAME,
    S = A | NAME | START,
    M = REMARK | ODD,
    V = VALUE | REMARK,
    Q = TEXT | REMARK
};

/* Of the bytes from 0xEF on there are two characters that XML does not have. */
static const unsigned char KINDS[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, W, W, 0, 0, 0, 0, 0, /* 00 */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* 10 */
    B, A, Q, A, A, A, M, Q, A, A, A, A, A, N, N, A, /* 20 */
    N, N, N, N, N, N, N, N, N, N, A, A, M, A, A, A, /* 30 */
    A, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, /* 40 */
    S, S, S, S, S, S, S, S, S, S, S, A, A, V, A, S, /* 50 */
    A, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, /* 60 */
    S, S, S, S, S, S, S, S, S, S, S, A, A, A, A, A, /* 70 */
    A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, /* 80 */
    A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, /* 90 */
    A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, /* A0 */
    A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, /* B0 */
    A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, /* C0 */
    A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, /* D0 */
    A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, 0, /* E0 */
    A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, /* F0 */
};

static inline bool is(char byte, unsigned kind) {
    return (KINDS[(unsigned char)byte] & kind) != 0;
}

/* The first byte that is not of kind. */
static inline const char *past(const char *at, const char *end, unsigned kind) {
    while (at < end && is(*at, kind)) {
        at++;
    }
    return at;
}

static bool begins(const char *at, const char *end, const char *text) {
    size_t length = strlen(text);
    return (size_t)(end - at) >= length && memcmp(at, text, length) == 0;
}

/* ---- references ------------------------------------------------------------------------------ */

static bool is_character(uint32_t code) {
    return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code < 0xD800) ||
           (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

static int digit_of(char byte, uint32_t base) {
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    char small = (char)(byte | 0x20);
    return base == 16 && small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/* From the & of a reference to after its ;. NULL where it is none. */
static const char *reference(const char *at, const char *end, uint32_t *code) {
    static const struct {
        const char *name;
        uint32_t code;
    } ENTITIES[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    enum { MOST_DIGITS = 7 };
    for (size_t i = 0; i < sizeof ENTITIES / sizeof ENTITIES[0]; i++) {
        if (begins(at, end, ENTITIES[i].name)) {
            *code = ENTITIES[i].code;
            return at + strlen(ENTITIES[i].name);
        }
    }
    if (!begins(at, end, "&#")) {
        return NULL;
    }
    uint32_t base = begins(at, end, "&#x") ? 16 : 10;
    at += base == 16 ? 3 : 2;
    const char *start = at;
    *code = 0;
    for (; at < end && at - start < MOST_DIGITS && digit_of(*at, base) >= 0; at++) {
        *code = *code * base + (uint32_t)digit_of(*at, base);
    }
    return at > start && at < end && *at == ';' && is_character(*code) ? at + 1 : NULL;
}

/* What stands between from and to means, added to out. */
static void decode(struct buffer *out, const char *from, const char *to, bool is_value) {
    while (from < to) {
        const char *odd = from;
        while (odd < to && *odd != '&' && !(is_value && (*odd == '\n' || *odd == '\t'))) {
            odd++;
        }
        buffer_add(out, from, (size_t)(odd - from));
        uint32_t code = ' ';
        if (odd < to) {
            odd = *odd == '&' ? reference(odd, to, &code) : odd + 1;
            utf8_add(out, code);
        }
        from = odd;
    }
}

/* ---- the first pass -------------------------------------------------------------------------- */

struct slice {
    const char *start;
    size_t length;
};

static bool same(struct slice a, struct slice b) {
    return a.length == b.length && memcmp(a.start, b.start, a.length) == 0;
}

/* Each of the following goes past what it names and gives NULL where it is not plain. */

/* A run of bytes of kind, with the characters that begin with 0xEF. */
static const char *run(const char *at, const char *end, unsigned kind) {
    for (;;) {
        at = past(at, end, kind);
        if (at == end || (unsigned char)*at != 0xEF) {
            return at;
        }
        if ((unsigned char)at[1] == 0xBF && (unsigned char)at[2] >= 0xBE) {
            return NULL;
        }
        at += 3; /* it is valid UTF-8 */
    }
}

static const char *name(const char *at, const char *end, struct slice *out) {
    if (at == end || !is(*at, START)) {
        return NULL;
    }
    const char *stop = past(at + 1, end, NAME);
    *out = (struct slice){at, (size_t)(stop - at)};
    return stop;
}

/* A value with its quotes. */
static const char *value(const char *at, const char *end) {
    if (at == end || (*at != '"' && *at != '\'')) {
        return NULL;
    }
    char quote = *at++;
    for (;;) {
        at = run(at, end, VALUE);
        if (at == NULL || at == end) {
            return NULL;
        }
        if (*at == quote) {
            return at + 1;
        }
        uint32_t code = 0;
        at = *at == '&' ? reference(at, end, &code) : is(*at, TEXT) ? at + 1 : NULL;
        if (at == NULL) {
            return NULL;
        }
    }
}

static bool is_new(const struct slice *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (same(names[i], names[count])) {
            return false;
        }
    }
    return !same(names[count], (struct slice){"xmlns", 5});
}

/* From the < of a start tag. */
static const char *start_tag(const char *at, const char *end, struct slice *tag, bool *closed) {
    struct slice names[MOST_ATTRIBUTES];
    at = name(at + 1, end, tag);
    for (size_t count = 0; at != NULL; count++) {
        const char *space = at;
        at = past(at, end, SPACE);
        *closed = at < end && *at == '/';
        if (*closed) {
            at++;
        }
        if (at < end && *at == '>') {
            return at + 1;
        }
        if (*closed || at == space || count == MOST_ATTRIBUTES) {
            return NULL;
        }
        at = name(at, end, &names[count]);
        at = at == NULL ? NULL : past(at, end, SPACE);
        if (at == NULL || at == end || *at != '=' || !is_new(names, count)) {
            return NULL;
        }
        at = value(past(at + 1, end, SPACE), end);
    }
    return NULL;
}

static const char *end_tag(const char *at, const char *end, struct slice open) {
    at += 2;
    if ((size_t)(end - at) <= open.length || memcmp(at, open.start, open.length) != 0) {
        return NULL;
    }
    at = past(at + open.length, end, SPACE);
    return at < end && *at == '>' ? at + 1 : NULL;
}

/* A comment that does not begin as if it were to end. */
static const char *comment(const char *at, const char *end) {
    if (!begins(at, end, "<!--")) {
        return NULL;
    }
    at += 4;
    const char *stop = memmem(at, (size_t)(end - at), "--", 2);
    bool good = stop != NULL && begins(stop, end, "-->") && *at != '-' && *at != '>' &&
                run(at, stop, REMARK) == stop;
    return good ? stop + 3 : NULL;
}

static const char *text(const char *at, const char *end) {
    for (;;) {
        at = run(at, end, TEXT);
        if (at == NULL || at == end || *at == '<') {
            return at;
        }
        uint32_t code = 0;
        bool good = *at == ']' && !begins(at, end, "]]>");
        at = *at == '&' ? reference(at, end, &code) : good ? at + 1 : NULL;
        if (at == NULL) {
            return NULL;
        }
    }
}

/* An XML declaration, or nothing. */
static const char *declaration(const char *at, const char *end) {
    if (!begins(at, end, "<?")) {
        return at;
    }
    static const char *const FORMS[] = {"<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                                        "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
                                        "<?xml version='1.0' encoding='UTF-8'?>",
                                        "<?xml version='1.0' encoding='utf-8'?>",
                                        "<?xml version=\"1.0\"?>",
                                        "<?xml version='1.0'?>"};
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0]; i++) {
        if (begins(at, end, FORMS[i])) {
            return at + strlen(FORMS[i]);
        }
    }
    return NULL;
}

bool plain_is(const char *bytes, size_t length) {
    struct slice open[SCAN_MOST_DEPTH];
    size_t depth = 0;
    bool rooted = false;
    const char *end = bytes + length;
    const char *at = declaration(bytes, end);
    while (at != NULL) {
        at = depth == 0 ? past(at, end, SPACE) : text(at, end);
        if (at == NULL || at == end) {
            break;
        }
        if (*at != '<' || end - at < 2) {
            return false;
        }
        if (at[1] == '!') {
            at = comment(at, end);
        } else if (at[1] == '/') {
            at = depth == 0 ? NULL : end_tag(at, end, open[--depth]);
        } else {
            bool closed = false;
            struct slice tag;
            at = depth == 0 && rooted ? NULL : start_tag(at, end, &tag, &closed);
            rooted = true;
            if (at != NULL && !closed) {
                if (depth == SCAN_MOST_DEPTH) {
                    return false;
                }
                open[depth++] = tag;
            }
        }
    }
    return at == end && depth == 0 && rooted;
}

/* ---- the second ------------------------------------------------------------------------------ */

struct telling {
    struct reading *reading;
    const char *at, *end;
    const char *counted; /* line is that of this place */
    uint32_t line;
    struct buffer decoded;
};

static uint32_t line_here(struct telling *telling) {
    const char *at = telling->counted;
    while ((at = memchr(at, '\n', (size_t)(telling->at - at))) != NULL) {
        telling->line++;
        at++;
    }
    telling->counted = telling->at;
    return telling->line;
}

static const char *take_name(struct telling *telling) {
    const char *start = telling->at;
    telling->at = past(start, telling->end, NAME);
    return reading_name(telling->reading, start, (size_t)(telling->at - start));
}

/* A value with its quotes. True where it is to be decoded. */
static bool take_value(struct telling *telling, struct given *out) {
    char quote = *telling->at++;
    unsigned all = 0;
    out->value = telling->at;
    for (; *telling->at != quote; telling->at++) {
        all |= KINDS[(unsigned char)*telling->at];
    }
    out->length = (size_t)(telling->at - out->value);
    telling->at++;
    return (all & ODD) != 0;
}

static void decode_values(struct telling *telling, struct given *given, size_t count,
                          unsigned odd) {
    struct buffer *decoded = &telling->decoded;
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        length += given[i].length;
    }
    buffer_clear(decoded);
    buffer_room(decoded, length); /* so that they stay where they are */
    for (size_t i = 0; i < count; i++) {
        if ((odd >> i & 1) != 0) {
            size_t start = decoded->length;
            decode(decoded, given[i].value, given[i].value + given[i].length, true);
            given[i].value = decoded->data + start;
            given[i].length = decoded->length - start;
        }
    }
}

static void tell_start(struct telling *telling) {
    struct given given[MOST_ATTRIBUTES];
    size_t count = 0;
    unsigned odd = 0;
    uint32_t line = line_here(telling);
    telling->at++;
    const char *tag = take_name(telling);
    for (;;) {
        telling->at = past(telling->at, telling->end, SPACE);
        if (!is(*telling->at, START)) {
            break;
        }
        given[count].name = take_name(telling);
        given[count].space = NULL;
        telling->at = past(telling->at, telling->end, SPACE) + 1; /* = */
        telling->at = past(telling->at, telling->end, SPACE);
        odd |= (unsigned)take_value(telling, &given[count]) << count;
        count++;
    }
    if (odd != 0) {
        decode_values(telling, given, count, odd);
    }
    bool closed = *telling->at == '/';
    telling->at += closed ? 2 : 1;
    reading_open(telling->reading, tag, NULL, line, given, count);
    if (closed) {
        reading_close(telling->reading);
    }
}

static void tell_comment(struct telling *telling) {
    const char *start = telling->at + 4;
    const char *stop = memmem(start, (size_t)(telling->end - start), "--", 2);
    reading_remark(telling->reading, NODE_COMMENT, start, (size_t)(stop - start));
    telling->at = stop + 3;
}

static void tell_text(struct telling *telling, const char *stop) {
    const char *start = telling->at;
    size_t length = (size_t)(stop - start);
    telling->at = stop;
    if (length == 0 || telling->reading->depth == 0) {
        return;
    }
    if (memchr(start, '&', length) == NULL) {
        reading_text(telling->reading, start, length);
        return;
    }
    buffer_clear(&telling->decoded);
    decode(&telling->decoded, start, stop, false);
    reading_text(telling->reading, telling->decoded.data, telling->decoded.length);
}

void plain_tell(struct reading *reading, const char *bytes, size_t length, bool spends) {
    const char *end = bytes + length;
    const char *spent = bytes;
    struct telling telling = {
        .reading = reading, .at = declaration(bytes, end), .end = end, .counted = bytes, .line = 1};
    while (telling.at < end) {
        const char *tag = memchr(telling.at, '<', (size_t)(end - telling.at));
        if (tag == NULL) {
            break; /* white space behind the root */
        }
        tell_text(&telling, tag);
        if (tag[1] == '!') {
            tell_comment(&telling);
        } else if (tag[1] == '/') {
            telling.at = (const char *)memchr(tag, '>', (size_t)(end - tag)) + 1;
            reading_close(reading);
        } else {
            tell_start(&telling);
        }
        if (spends && telling.counted - spent >= SPENT_STEP) {
            memory_spent((char *)(uintptr_t)spent, SPENT_STEP);
            spent += SPENT_STEP;
        }
    }
    buffer_free(&telling.decoded);
}
