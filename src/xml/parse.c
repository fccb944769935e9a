/* parse.c: bytes into a document, hardened.
 *
 * The scanner (scan.h) has refused what could harm; libxml2 then builds its tree through handlers
 * of ours: an entity or an external subset is never loaded, each element gets its true line, and
 * every error comes here instead of to standard error. libxml2 goes on after an error to find
 * more, but much of what follows a lost tag is only an echo of it; of each kind that echoes, the
 * first is kept, and one a line of the others.
 *
 * Rejected: XML_PARSE_RECOVER (a tree that the author did not write), the pull and push readers
 * (the whole input is in memory already, and XPath needs the tree).
 */
#include "document.h"

#include <limits.h>
#include <string.h>

#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include <boardpaper/file.h>

#include "scan.h"

/* Newer libxml2 calls reading a parser's own fields old-fashioned and offers nothing for some. */
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

struct reading {
    struct xml_document *document;
    const struct scan *scan;
    size_t tag; /* the next start tag in scan->lines */
    struct diagnostics *diagnostics;
    long last_line; /* of the error reported last */
    bool lost;      /* an error after which tags do not match has been reported */
    bool reported;
};

/* ---- errors in a person's words -------------------------------------------------------------- */

static const char *text_or_empty(const char *text) {
    return text == NULL ? "" : text;
}

/* libxml2's own words without their line end and prefix ("xmlParseEntityRef: no name\n"). */
static const char *own_words(struct diagnostics *diagnostics, const char *message) {
    const char *colon = strstr(message, ": ");
    bool prefixed = strncmp(message, "xml", 3) == 0 && colon != NULL;
    const char *words = prefixed ? colon + 2 : message;
    return diagnostics_print(diagnostics, "%.*s", (int)strcspn(words, "\n"), words);
}

static void report(struct reading *reading, xml_error error, long line) {
    struct diagnostics *diagnostics = reading->diagnostics;
    struct where where = {reading->document->files[0], line};
    const char *one = text_or_empty(error->str1);
    switch (error->code) {
    case XML_ERR_TAG_NAME_MISMATCH:
        REPORT(diagnostics, where, MESSAGE_XML_MISMATCH, one,
               diagnostics_integer(diagnostics, error->int1), text_or_empty(error->str2));
        break;
    case XML_ERR_TAG_NOT_FINISHED:
        REPORT(diagnostics, where, MESSAGE_XML_UNCLOSED, one,
               diagnostics_integer(diagnostics, error->int1));
        break;
    case XML_ERR_DOCUMENT_EMPTY:
        REPORT(diagnostics, where, MESSAGE_XML_EMPTY);
        break;
    case XML_ERR_DOCUMENT_END:
        REPORT(diagnostics, where, MESSAGE_XML_EXTRA);
        break;
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
        REPORT(diagnostics, where, MESSAGE_XML_ENTITY, one);
        break;
    case XML_ERR_NAME_REQUIRED:
    case XML_ERR_ENTITYREF_SEMICOL_MISSING:
        REPORT(diagnostics, where, MESSAGE_XML_BARE,
               diagnostics_print(diagnostics, "%s",
                                 strstr(error->message, "StartTag") != NULL ? "<" : "&"),
               diagnostics_print(diagnostics, "%s",
                                 strstr(error->message, "StartTag") != NULL ? "&lt;" : "&amp;"));
        break;
    case XML_ERR_LT_IN_ATTRIBUTE:
        REPORT(diagnostics, where, MESSAGE_XML_BARE, "<", "&lt;");
        break;
    case XML_ERR_ATTRIBUTE_REDEFINED:
        REPORT(diagnostics, where, MESSAGE_XML_TWICE, one);
        break;
    case XML_ERR_ATTRIBUTE_NOT_STARTED:
    case XML_ERR_ATTRIBUTE_NOT_FINISHED:
    case XML_ERR_ATTRIBUTE_WITHOUT_VALUE:
        REPORT(diagnostics, where, MESSAGE_XML_QUOTES);
        break;
    case XML_ERR_GT_REQUIRED:
    case XML_ERR_SPACE_REQUIRED:
        REPORT(diagnostics, where, MESSAGE_XML_TAG, own_words(diagnostics, error->message));
        break;
    case XML_ERR_INVALID_CHAR:
    case XML_ERR_INVALID_CHARREF:
        REPORT(diagnostics, where, MESSAGE_XML_CHARACTER);
        break;
    case XML_ERR_COMMENT_NOT_FINISHED:
        REPORT(diagnostics, where, MESSAGE_XML_OPEN, "a comment", "-->");
        break;
    case XML_ERR_CDATA_NOT_FINISHED:
        REPORT(diagnostics, where, MESSAGE_XML_OPEN, "a CDATA section", "]]>");
        break;
    case XML_ERR_PI_NOT_FINISHED:
        REPORT(diagnostics, where, MESSAGE_XML_OPEN, "a processing instruction", "?>");
        break;
    case XML_NS_ERR_UNDEFINED_NAMESPACE:
        REPORT(diagnostics, where, MESSAGE_XML_PREFIX, one);
        break;
    default:
        REPORT(diagnostics, where, MESSAGE_XML_FORM,
               own_words(diagnostics, text_or_empty(error->message)));
        break;
    }
}

/* After these, what follows does not fit either. */
static bool loses_the_way(int code) {
    return code == XML_ERR_TAG_NAME_MISMATCH || code == XML_ERR_TAG_NOT_FINISHED ||
           code == XML_ERR_GT_REQUIRED || code == XML_ERR_SPACE_REQUIRED ||
           code == XML_ERR_DOCUMENT_END || code == XML_ERR_ATTRIBUTE_NOT_STARTED ||
           code == XML_ERR_ATTRIBUTE_NOT_FINISHED || code == XML_ERR_ATTRIBUTE_WITHOUT_VALUE ||
           code == XML_ERR_COMMENT_NOT_FINISHED || code == XML_ERR_CDATA_NOT_FINISHED ||
           code == XML_ERR_PI_NOT_FINISHED;
}

static void on_error(void *context, xml_error error) {
    xmlParserCtxt *parser = context;
    struct reading *reading = parser->_private;
    if (error->level < XML_ERR_ERROR && error->code != XML_WAR_UNDECLARED_ENTITY) {
        return;
    }
    long line = parser->input == NULL ? error->line : parser->input->line;
    if (reading->lost || (reading->reported && line == reading->last_line)) {
        return;
    }
    reading->reported = true;
    reading->last_line = line;
    reading->lost = loses_the_way(error->code);
    report(reading, error, line);
}

/* ---- handlers -------------------------------------------------------------------------------- */

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int defaulted_count, const xmlChar **attributes) {
    xmlParserCtxt *parser = context;
    struct reading *reading = parser->_private;
    xmlSAX2StartElementNs(context, name, prefix, uri, namespace_count, namespaces, attribute_count,
                          defaulted_count, attributes);
    size_t tag = reading->tag++;
    long line = tag < reading->scan->tags ? (long)reading->scan->lines[tag] : 0;
    if (parser->node != NULL) {
        xml_set_place(parser->node, line, 0);
    }
}

static xmlParserInput *no_entity(void *context, const xmlChar *public_id,
                                 const xmlChar *system_id) {
    (void)context;
    (void)public_id;
    (void)system_id;
    return NULL;
}

static void no_subset(void *context, const xmlChar *name, const xmlChar *external_id,
                      const xmlChar *system_id) {
    (void)context;
    (void)name;
    (void)external_id;
    (void)system_id;
}

static bool build(struct reading *reading) {
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (parser == NULL) {
        return false;
    }
    parser->_private = reading;
    parser->sax->startElementNs = on_start;
    parser->sax->serror = on_error;
    parser->sax->resolveEntity = no_entity;
    parser->sax->internalSubset = no_subset;
    parser->sax->externalSubset = no_subset;
    /* HUGE lifts limits that are laxer than the scanner's or would cut a large input that the user
     * has allowed; without a DOCTYPE there is no entity for it to let grow. */
    int options = XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_COMPACT | XML_PARSE_HUGE |
                  XML_PARSE_NOCDATA;
    xmlDoc *tree = xmlCtxtReadMemory(parser, reading->scan->bytes, (int)reading->scan->length, NULL,
                                     "UTF-8", options);
    bool good = tree != NULL && parser->wellFormed && !reading->reported;
    if (!good && !reading->reported) {
        struct where where = {reading->document->files[0], 0};
        REPORT(reading->diagnostics, where, MESSAGE_XML_FORM, "it cannot be parsed");
    }
    xmlFreeParserCtxt(parser);
    if (!good) {
        xmlFreeDoc(tree);
        return false;
    }
    tree->_private = reading->document;
    reading->document->tree = tree;
    reading->document->elements = reading->scan->tags;
    return true;
}

/* ---- the calls ------------------------------------------------------------------------------- */

struct xml_document *document_new(const char *file) {
    xml_prepare();
    struct arena *arena = arena_new();
    struct xml_document *document = NEW(arena, struct xml_document);
    document->arena = arena;
    document->files[0] = file;
    document->file_count = 1;
    return document;
}

static struct xml_document *parse(struct arena *scratch, const char *name, const void *bytes,
                                  size_t length, size_t limit, struct diagnostics *diagnostics) {
    size_t most = limit == 0 ? XML_DEFAULT_LIMIT : limit;
    if (length > most || length > INT_MAX) {
        REPORT(diagnostics, ((struct where){name, 0}), MESSAGE_FILE_TOO_LARGE, name,
               diagnostics_integer(diagnostics, (long long)most));
        return NULL;
    }
    struct scan scan;
    if (!scan_input(scratch, name, bytes, length, &scan, diagnostics)) {
        return NULL;
    }
    struct xml_document *document = document_new(name);
    struct reading reading = {.document = document, .scan = &scan, .diagnostics = diagnostics};
    if (!build(&reading)) {
        xml_close(document);
        return NULL;
    }
    return document;
}

struct xml_document *xml_parse(const char *name, const void *bytes, size_t length, size_t limit,
                               struct diagnostics *diagnostics) {
    struct arena *scratch = arena_new();
    struct xml_document *document = parse(scratch, name, bytes, length, limit, diagnostics);
    arena_free(scratch);
    return document;
}

struct xml_document *xml_open(const char *path, size_t limit, struct where where,
                              struct diagnostics *diagnostics) {
    struct arena *scratch = arena_new();
    size_t length = 0;
    const char *bytes = file_read(scratch, path, limit, where, &length, diagnostics);
    struct xml_document *document =
        bytes == NULL ? NULL : parse(scratch, path, bytes, length, limit, diagnostics);
    arena_free(scratch);
    return document;
}

struct xml_document *xml_new(const char *name, const char *root) {
    struct xml_document *document = document_new(name);
    document->tree = xmlNewDoc((const xmlChar *)"1.0");
    document->tree->dict = xmlDictCreate();
    document->tree->_private = document;
    xmlDocSetRootElement(document->tree,
                         xmlNewDocNode(document->tree, NULL, (const xmlChar *)root, NULL));
    document->elements = 1;
    return document;
}

void xml_close(struct xml_document *document) {
    if (document == NULL) {
        return;
    }
    xmlFreeNodeList(document->removed);
    if (document->tree != NULL) {
        xmlFreeDoc(document->tree);
    }
    arena_free(document->arena);
}
