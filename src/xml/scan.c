/* scan.c: a reader of XML's outermost form only, which refuses what could harm the real parser.
 *
 * The bytes are made UTF-8 first (UTF-16 is transcoded, a mark taken off, any other declared
 * encoding refused), so that there is one form to judge and the parser cannot be told another. Then
 * one pass knows comments, CDATA sections, processing instructions and tags: enough to count
 * attributes and depth and to see a DOCTYPE where the parser would. Where the input is not well
 * formed the pass may lose its way; the parser stops at that same place, and says why.
 *
 * The pass also notes the line on which each start tag begins. libxml2 keeps lines in 16 bits and
 * knows only where a start tag ends.
 *
 * Rejected: libxml2's own limits. They come into force after the harm (110 kB of entities made
 * 1 GB of text, 540 kB of attributes took 20 s) and differ from version to version.
 */
#include "scan.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

struct scanner {
    const char *file;
    const char *at, *end;
    uint32_t line;
    uint32_t *lines;
    size_t tags, capacity;
    int depth;
    struct diagnostics *diagnostics;
};

static struct where here(const struct scanner *scanner) {
    return (struct where){scanner->file, (long)scanner->line};
}

/* ---- encodings ------------------------------------------------------------------------------- */

static long line_of(const char *bytes, const char *place) {
    long line = 1;
    for (const char *at = bytes; (at = memchr(at, '\n', (size_t)(place - at))) != NULL; at++) {
        line++;
    }
    return line;
}

/* The length of the valid UTF-8 character at at, or 0 (Unicode 15, table 3-7). */
static size_t character_length(const unsigned char *at, const unsigned char *end) {
    unsigned char lead = *at;
    size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length == 0 || lead > 0xF4 || (size_t)(end - at) < length) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    bool bad = (lead == 0xE0 && at[1] < 0xA0) || (lead == 0xED && at[1] > 0x9F) ||
               (lead == 0xF0 && at[1] < 0x90) || (lead == 0xF4 && at[1] > 0x8F);
    return bad ? 0 : length;
}

static bool check_utf8(const char *file, const char *bytes, size_t length,
                       struct diagnostics *diagnostics) {
    const unsigned char *at = (const unsigned char *)bytes;
    const unsigned char *end = at + length;
    while (at < end) {
        uint64_t eight = 0;
        if (end - at >= 8 && (memcpy(&eight, at, 8), (eight & 0x8080808080808080u) == 0)) {
            at += 8;
            continue;
        }
        size_t step = character_length(at, end);
        if (step == 0) {
            struct where where = {file, line_of(bytes, (const char *)at)};
            return REPORT(diagnostics, where, MESSAGE_XML_NOT_UTF8,
                          diagnostics_print(diagnostics, "%02X", (unsigned)*at));
        }
        at += step;
    }
    return true;
}

static void add_character(struct buffer *out, uint32_t character) {
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

/* UTF-16 without its mark into UTF-8. */
static bool transcode(struct arena *arena, const char *file, const unsigned char *bytes,
                      size_t length, bool big, struct scan *out, struct diagnostics *diagnostics) {
    struct buffer text = {0};
    long line = 1;
    bool good = length % 2 == 0;
    for (size_t i = 0; good && i + 1 < length; i += 2) {
        uint32_t unit =
            (uint32_t)(big ? bytes[i] << 8 | bytes[i + 1] : bytes[i + 1] << 8 | bytes[i]);
        if (unit >= 0xD800 && unit < 0xE000) {
            uint32_t low = 0;
            if (i + 3 < length) {
                low = (uint32_t)(big ? bytes[i + 2] << 8 | bytes[i + 3]
                                     : bytes[i + 3] << 8 | bytes[i + 2]);
            }
            good = unit < 0xDC00 && low >= 0xDC00 && low < 0xE000;
            unit = 0x10000 + ((unit & 0x3FF) << 10 | (low & 0x3FF));
            i += 2;
        }
        line += unit == '\n';
        add_character(&text, unit);
    }
    if (good) {
        out->bytes = arena_bytes(arena, text.data == NULL ? "" : text.data, text.length);
        out->length = text.length;
    } else {
        REPORT(diagnostics, ((struct where){file, line}), MESSAGE_XML_NOT_UTF16);
    }
    buffer_free(&text);
    return good;
}

static bool begins(const unsigned char *bytes, size_t length, const char *mark,
                   size_t mark_length) {
    return length >= mark_length && memcmp(bytes, mark, mark_length) == 0;
}

static bool decode(struct arena *arena, const char *file, const unsigned char *bytes, size_t length,
                   struct scan *out, struct diagnostics *diagnostics) {
    if (begins(bytes, length, "\xFF\xFE", 2) || begins(bytes, length, "\xFE\xFF", 2)) {
        return transcode(arena, file, bytes + 2, length - 2, bytes[0] == 0xFE, out, diagnostics);
    }
    if (begins(bytes, length, "<\0", 2) || begins(bytes, length, "\0<", 2)) {
        return transcode(arena, file, bytes, length, bytes[0] == 0, out, diagnostics);
    }
    size_t mark = begins(bytes, length, "\xEF\xBB\xBF", 3) ? 3 : 0;
    out->bytes = (const char *)bytes + mark;
    out->length = length - mark;
    return true;
}

/* An encoding that the XML declaration names and that the bytes, taken for UTF-8, may not be in. */
static bool check_declaration(const char *file, const struct scan *scan,
                              struct diagnostics *diagnostics) {
    const char *end = scan->length < 6 || memcmp(scan->bytes, "<?xml", 5) != 0
                          ? NULL
                          : memmem(scan->bytes, scan->length, "?>", 2);
    const char *name =
        end == NULL ? NULL : memmem(scan->bytes, (size_t)(end - scan->bytes), "encoding", 8);
    if (name == NULL) {
        return true;
    }
    name += strspn(name + 8, " \t\r\n=") + 8;
    if (name >= end || (*name != '"' && *name != '\'')) {
        return true; /* the parser will say so */
    }
    name++;
    size_t length = strcspn(name, "\"'?");
    static const char *const GOOD[] = {"utf-8",  "utf8",     "us-ascii", "ascii",
                                       "utf-16", "utf-16le", "utf-16be"};
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        if (strlen(GOOD[i]) == length && strncasecmp(name, GOOD[i], length) == 0) {
            return true;
        }
    }
    return REPORT(diagnostics, ((struct where){file, line_of(scan->bytes, name)}),
                  MESSAGE_XML_ENCODING,
                  diagnostics_print(diagnostics, "%.*s", (int)(length < 40 ? length : 40), name));
}

/* ---- the pass -------------------------------------------------------------------------------- */

/* Goes on to stop and counts the lines on the way. */
static void go_to(struct scanner *scanner, const char *stop) {
    const char *at = scanner->at;
    while ((at = memchr(at, '\n', (size_t)(stop - at))) != NULL) {
        scanner->line++;
        at++;
    }
    scanner->at = stop;
}

/* To the place after text; to the end where there is none. */
static void skip_past(struct scanner *scanner, const char *text) {
    size_t length = strlen(text);
    size_t left = (size_t)(scanner->end - scanner->at);
    const char *found =
        length == 1 ? memchr(scanner->at, *text, left) : memmem(scanner->at, left, text, length);
    go_to(scanner, found == NULL ? scanner->end : found + length);
}

static bool at_text(const struct scanner *scanner, const char *text) {
    size_t length = strlen(text);
    return (size_t)(scanner->end - scanner->at) >= length && memcmp(scanner->at, text, length) == 0;
}

static void note_tag(struct scanner *scanner) {
    if (scanner->tags == scanner->capacity) {
        scanner->capacity = scanner->capacity == 0 ? 1024 : scanner->capacity * 2;
        scanner->lines = memory_resize(scanner->lines, scanner->capacity, sizeof(uint32_t));
    }
    scanner->lines[scanner->tags++] = scanner->line;
}

/* What a start tag is looked through for. */
static const bool STOPS[256] = {['>'] = true, ['='] = true, ['"'] = true, ['\''] = true};

/* From < of a start tag to after its >. An attribute is counted by its = outside quotes. */
static bool start_tag(struct scanner *scanner) {
    struct where where = here(scanner);
    note_tag(scanner);
    int attributes = 0;
    const char *at = scanner->at + 1;
    for (;; at++) {
        while (at < scanner->end && !STOPS[(unsigned char)*at]) {
            at++;
        }
        if (at == scanner->end || *at == '>') {
            break;
        }
        if (*at == '=') {
            if (++attributes > SCAN_MOST_ATTRIBUTES) {
                return REPORT(scanner->diagnostics, where, MESSAGE_XML_ATTRIBUTES,
                              diagnostics_integer(scanner->diagnostics, SCAN_MOST_ATTRIBUTES));
            }
        } else {
            const char *close = memchr(at + 1, *at, (size_t)(scanner->end - at - 1));
            at = close == NULL ? scanner->end - 1 : close;
        }
    }
    bool closed = at < scanner->end;
    scanner->depth += closed && at[-1] != '/';
    go_to(scanner, closed ? at + 1 : scanner->end);
    if (scanner->depth > SCAN_MOST_DEPTH) {
        return REPORT(scanner->diagnostics, where, MESSAGE_XML_DEPTH,
                      diagnostics_integer(scanner->diagnostics, SCAN_MOST_DEPTH));
    }
    return true;
}

static bool markup(struct scanner *scanner) {
    char next = '\0';
    if (scanner->end - scanner->at > 1) {
        next = scanner->at[1];
    }
    if (next != '!' && next != '?' && next != '/') {
        return start_tag(scanner);
    }
    if (at_text(scanner, "<!--")) {
        scanner->at += 4;
        skip_past(scanner, "-->");
    } else if (at_text(scanner, "<![CDATA[")) {
        skip_past(scanner, "]]>");
    } else if (at_text(scanner, "<?")) {
        skip_past(scanner, "?>");
    } else if (at_text(scanner, "<!")) {
        return REPORT(scanner->diagnostics, here(scanner), MESSAGE_XML_DOCTYPE);
    } else {
        scanner->depth--;
        skip_past(scanner, ">");
    }
    return true;
}

static bool pass(struct scanner *scanner) {
    while (scanner->at < scanner->end) {
        const char *tag = memchr(scanner->at, '<', (size_t)(scanner->end - scanner->at));
        go_to(scanner, tag == NULL ? scanner->end : tag);
        if (tag != NULL && !markup(scanner)) {
            return false;
        }
    }
    return true;
}

bool scan_input(struct arena *arena, const char *file, const void *bytes, size_t length,
                struct scan *out, struct diagnostics *diagnostics) {
    *out = (struct scan){0};
    if (!decode(arena, file, bytes, length, out, diagnostics)) {
        return false;
    }
    const char *nul = memchr(out->bytes, '\0', out->length);
    if (nul != NULL) {
        return REPORT(diagnostics, ((struct where){file, line_of(out->bytes, nul)}),
                      MESSAGE_XML_NUL);
    }
    if (!check_declaration(file, out, diagnostics) ||
        !check_utf8(file, out->bytes, out->length, diagnostics)) {
        return false;
    }
    struct scanner scanner = {.file = file,
                              .at = out->bytes,
                              .end = out->bytes + out->length,
                              .line = 1,
                              .diagnostics = diagnostics};
    bool good = pass(&scanner);
    uint32_t *lines = NEWS(arena, scanner.tags, uint32_t);
    if (scanner.tags > 0) {
        memcpy(lines, scanner.lines, scanner.tags * sizeof *lines);
    }
    free(scanner.lines);
    out->lines = lines;
    out->tags = scanner.tags;
    return good;
}
