/* parse.c: bytes into a document, hardened.
 *
 * The scanner (scan.h) has refused what could harm. Where what is left is small and plain, expat
 * reads it (plain.h). All else, and all that has an error, libxml2 reads: what it parses it reports
 * to handlers of ours, which make the tree (reading.h). No entity or external subset is ever
 * loaded, each element has its true line, and every error comes here instead of to standard error.
 * libxml2 goes on after an error to find more, but much of what follows a lost tag is only an echo
 * of it; of each kind that echoes, the first is kept, and one a line of the others.
 *
 * Rejected: XML_PARSE_RECOVER (a tree that the author did not write), libxml2's own tree (tree.h),
 * and a parser of our own (what is well-formed has many corners, and these two have been round
 * them).
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/buffer.h>
#include <boardpaper/file.h>

#include "libxml2.h"
#include "pack.h"
#include "parse_errors.h"
#include "plain.h"
#include "prepare.h"
#include "reading.h"
#include "shipped.h"
#include "tree.h"

/* Newer libxml2 calls reading a parser's own fields old-fashioned and offers nothing for some. */
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

enum { SPENT_STEP = 1024 * 1024 }; /* of memory that goes while it is read */
/* Bytes up to which libxml2's start would cost more than its parsing. What is larger is read once:
 * it may go while it is read. */
enum { SMALL = SPENT_STEP };

struct parsing {
    struct reading reading;
    const struct scan *scan;
    size_t given; /* bytes of it that libxml2 has */
    size_t spent; /* and that are gone, where spends */
    bool spends;
    size_t tag;         /* the next start tag in scan->lines */
    struct buffer text; /* not yet told: libxml2 gives text in pieces */
    struct buffer values;
    struct given *attributes; /* of the tag that is being read; there is room for capacity */
    size_t capacity;
    struct diagnostics *diagnostics;
    long last_line; /* of the error reported last */
    bool lost;      /* an error after which tags do not match has been reported */
    bool reported;
};

/* ---- handlers -------------------------------------------------------------------------------- */

static void on_error(void *context, xml_error error) {
    xmlParserCtxt *parser = context;
    struct parsing *parsing = parser->_private;
    if (error->level < XML_ERR_ERROR && error->code != XML_WAR_UNDECLARED_ENTITY) {
        return;
    }
    long line = parser->input == NULL ? error->line : parser->input->line;
    if (parsing->lost || (parsing->reported && line == parsing->last_line)) {
        return;
    }
    parsing->reported = true;
    parsing->last_line = line;
    parsing->lost = parse_error_loses_way(error->code);
    parse_error_report(error, (struct where){parsing->reading.document->files[0], line},
                       parsing->diagnostics);
}

static struct parsing *parsing_of(void *context) {
    return ((xmlParserCtxt *)context)->_private;
}

static void end_text(struct parsing *parsing) {
    if (parsing->text.length > 0) {
        reading_text(&parsing->reading, parsing->text.data, parsing->text.length);
        buffer_clear(&parsing->text);
    }
}

/* A value as libxml2 hands it out: it has written & as &#38; for a tree that keeps entities. Added
 * to out. */
static void unescape(struct buffer *out, const char *from, const char *to) {
    static const char AMPERSAND[] = "&#38;";
    for (const char *at = from; at < to; at++) {
        buffer_byte(out, *at);
        if (*at == '&' && (size_t)(to - at) >= sizeof AMPERSAND - 1 &&
            memcmp(at, AMPERSAND, sizeof AMPERSAND - 1) == 0) {
            at += sizeof AMPERSAND - 2;
        }
    }
}

static const char *own_name(struct parsing *parsing, const xmlChar *name) {
    const char *text = name == NULL ? "" : (const char *)name;
    return reading_name(&parsing->reading, text, strlen(text));
}

/* Of a space of names. A value of an attribute too, and escaped as such. NULL is none. */
static const char *own_uri(struct parsing *parsing, const xmlChar *uri) {
    const char *text = (const char *)uri;
    if (text == NULL || strchr(text, '&') == NULL) {
        return text;
    }
    struct buffer value = {0};
    unescape(&value, text, text + strlen(text));
    const char *own = tree_name(parsing->reading.document, value.data);
    buffer_free(&value);
    return own;
}

static struct given declaration(struct parsing *parsing, const xmlChar *prefix,
                                const xmlChar *uri) {
    const char *value = uri == NULL ? "" : own_uri(parsing, uri);
    return (struct given){own_name(parsing, prefix), &SPACE_DECLARATION, value, strlen(value)};
}

enum { NAME, PREFIX, URI, FROM, TO, PARTS }; /* of an attribute, as libxml2 tells it */

/* parsing->values has room for its value. */
static struct given attribute(struct parsing *parsing, const xmlChar *const *parts) {
    const char *from = (const char *)parts[FROM];
    const char *to = (const char *)parts[TO];
    struct given given = {own_name(parsing, parts[NAME]),
                          tree_space(parsing->reading.document, (const char *)parts[PREFIX],
                                     own_uri(parsing, parts[URI])),
                          from, (size_t)(to - from)};
    if (memchr(from, '&', given.length) != NULL) {
        size_t start = parsing->values.length;
        unescape(&parsing->values, from, to);
        given.value = parsing->values.data + start;
        given.length = parsing->values.length - start;
    }
    return given;
}

static void make_room(struct parsing *parsing, size_t count, size_t attribute_count,
                      const xmlChar **attributes) {
    if (count > parsing->capacity) {
        parsing->capacity = count * 2;
        parsing->attributes =
            memory_resize(parsing->attributes, parsing->capacity, sizeof(struct given));
    }
    size_t length = 0;
    for (size_t i = 0; i < attribute_count; i++) {
        length += (size_t)(attributes[i * PARTS + TO] - attributes[i * PARTS + FROM]);
    }
    buffer_clear(&parsing->values);
    buffer_room(&parsing->values, length); /* so that they stay where they are */
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int defaulted_count, const xmlChar **attributes) {
    (void)defaulted_count;
    struct parsing *parsing = parsing_of(context);
    end_text(parsing);
    uint32_t line = parsing->tag < parsing->scan->tags ? parsing->scan->lines[parsing->tag] : 0;
    parsing->tag++;
    size_t declared = (size_t)namespace_count;
    size_t count = declared + (size_t)attribute_count;
    make_room(parsing, count, (size_t)attribute_count, attributes);
    for (size_t i = 0; i < count; i++) {
        parsing->attributes[i] =
            i < declared ? declaration(parsing, namespaces[2 * i], namespaces[2 * i + 1])
                         : attribute(parsing, attributes + (i - declared) * PARTS);
    }
    const struct space *space =
        tree_space(parsing->reading.document, (const char *)prefix, own_uri(parsing, uri));
    reading_open(&parsing->reading, own_name(parsing, name), space, line, parsing->attributes,
                 count);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)name;
    (void)prefix;
    (void)uri;
    struct parsing *parsing = parsing_of(context);
    end_text(parsing);
    reading_close(&parsing->reading);
}

static void on_text(void *context, const xmlChar *text, int length) {
    buffer_add(&parsing_of(context)->text, text, (size_t)length);
}

static void on_comment(void *context, const xmlChar *text) {
    struct parsing *parsing = parsing_of(context);
    end_text(parsing);
    reading_remark(&parsing->reading, NODE_COMMENT, (const char *)text, strlen((const char *)text));
}

static void on_instruction(void *context, const xmlChar *target, const xmlChar *data) {
    struct parsing *parsing = parsing_of(context);
    end_text(parsing);
    reading_instruction(&parsing->reading, (const char *)target,
                        data == NULL ? "" : (const char *)data);
}

/* Hands the bytes out in pieces: given all at once, libxml2 copies them twice. */
static int give_bytes(void *context, char *out, int most) {
    struct parsing *parsing = context;
    size_t left = parsing->scan->length - parsing->given;
    size_t count = left < (size_t)most ? left : (size_t)most;
    memcpy(out, parsing->scan->bytes + parsing->given, count);
    parsing->given += count;
    if (parsing->spends && parsing->given - parsing->spent >= SPENT_STEP) {
        char *bytes = (char *)(uintptr_t)parsing->scan->bytes;
        memory_spent(bytes + parsing->spent, SPENT_STEP);
        parsing->spent += SPENT_STEP;
    }
    return (int)count;
}

static bool parse_bytes(struct parsing *parsing) {
    xmlParserCtxt *parser = libxml2.xmlNewParserCtxt();
    if (parser == NULL) {
        return false;
    }
    parser->_private = parsing;
    /* What is not set does nothing: no entity is looked up, no subset read. */
    memset(parser->sax, 0, sizeof *parser->sax);
    parser->sax->initialized = XML_SAX2_MAGIC;
    parser->sax->startElementNs = on_start;
    parser->sax->endElementNs = on_end;
    parser->sax->characters = on_text;
    parser->sax->ignorableWhitespace = on_text;
    parser->sax->cdataBlock = on_text;
    parser->sax->comment = on_comment;
    parser->sax->processingInstruction = on_instruction;
    parser->sax->serror = on_error;
    /* No encoding is told: bytes that the scanner lets through are UTF-8 and begin as such, and
     * what they declare is ignored; told of UTF-8, libxml2 would copy UTF-8 into UTF-8. HUGE lifts
     * limits that are laxer than the scanner's or would cut a large input that the user has
     * allowed; without a DOCTYPE there is no entity for it to let grow. */
    xmlDoc *none = libxml2.xmlCtxtReadIO(parser, give_bytes, NULL, parsing, NULL, NULL,
                                         XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
    bool good = parser->wellFormed && !parsing->reported;
    libxml2.xmlFreeDoc(none);
    libxml2.xmlFreeParserCtxt(parser);
    return good;
}

/* The same by libxml2. */
static struct xml_document *build(const char *name, const struct scan *scan, bool spends,
                                  struct diagnostics *diagnostics) {
    if (!xml_prepare(diagnostics)) {
        return NULL;
    }
    struct xml_document *document = tree_new(name);
    struct parsing parsing = {.scan = scan, .spends = spends, .diagnostics = diagnostics};
    reading_begin(&parsing.reading, document);
    bool good = parse_bytes(&parsing) && xml_root(document) != NULL;
    reading_end(&parsing.reading);
    buffer_free(&parsing.text);
    buffer_free(&parsing.values);
    free(parsing.attributes);
    if (!good && !parsing.reported) {
        struct where where = {document->files[0], 0};
        REPORT(diagnostics, where, MESSAGE_XML_FORM, "it cannot be parsed");
    }
    if (!good) {
        xml_close(document);
        return NULL;
    }
    return document;
}

/* A document of what is plain, or NULL. */
static struct xml_document *build_plain(const char *name, const struct scan *scan) {
    struct xml_document *document = tree_new(name);
    struct reading reading;
    reading_begin(&reading, document);
    bool good = plain_tell(&reading, scan);
    reading_end(&reading);
    if (!good) {
        xml_close(document);
        return NULL;
    }
    return document;
}

/* ---- the calls ------------------------------------------------------------------------------- */

static struct xml_document *parse(struct arena *scratch, const char *name, const void *bytes,
                                  size_t length, size_t limit, bool spends,
                                  struct diagnostics *diagnostics) {
    size_t most = limit == 0 ? XML_DEFAULT_LIMIT : limit;
    if (length > most || length > INT_MAX) {
        REPORT(diagnostics, ((struct where){name, 0}), MESSAGE_FILE_TOO_LARGE, name,
               diagnostics_integer(diagnostics, (long long)most));
        return NULL;
    }
    struct xml_document *shipped = shipped_document(scratch, name, bytes, length);
    if (shipped != NULL) {
        return shipped;
    }
    struct scan scan;
    if (!scan_input(scratch, name, bytes, length, &scan, diagnostics)) {
        return NULL;
    }
    struct xml_document *document = scan.length > SMALL ? NULL : build_plain(name, &scan);
    return document != NULL ? document : build(name, &scan, spends, diagnostics);
}

struct xml_document *xml_parse(const char *name, const void *bytes, size_t length, size_t limit,
                               struct diagnostics *diagnostics) {
    struct arena *scratch = arena_new();
    struct xml_document *document = parse(scratch, name, bytes, length, limit, false, diagnostics);
    arena_free(scratch);
    return document;
}

struct xml_document *xml_parse_spent(const char *name, void *bytes, size_t length, size_t limit,
                                     struct diagnostics *diagnostics) {
    struct arena *scratch = arena_new();
    struct xml_document *document = parse(scratch, name, bytes, length, limit, true, diagnostics);
    arena_free(scratch);
    return document;
}

struct xml_document *xml_open(const char *path, size_t limit, struct where where,
                              struct diagnostics *diagnostics) {
    struct arena *scratch = arena_new();
    size_t length = 0;
    const char *bytes = file_read(scratch, path, limit, where, &length, diagnostics);
    struct xml_document *document =
        bytes == NULL ? NULL : parse(scratch, path, bytes, length, limit, true, diagnostics);
    arena_free(scratch);
    return document;
}

struct xml_document *xml_new(const char *name, const char *root) {
    struct xml_document *document = tree_new(name);
    tree_add_element(document, &document->top.node, tree_name(document, root), NULL);
    return document;
}

void xml_close(struct xml_document *document) {
    if (document == NULL) {
        return;
    }
    free(document->names.names);
    pack_end(document);
    arena_free(document->arena);
}
