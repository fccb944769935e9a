/* parse.c: bytes into a document, hardened.
 *
 * The scanner (scan.h) has refused what could harm; libxml2 then reports what it parses to handlers
 * of ours, which make the tree (tree.h): no entity or external subset is ever loaded, each element
 * has its true line, and every error comes here instead of to standard error. libxml2 goes on after
 * an error to find more, but much of what follows a lost tag is only an echo of it; of each kind
 * that echoes, the first is kept, and one a line of the others.
 *
 * Rejected: XML_PARSE_RECOVER (a tree that the author did not write), libxml2's own tree (tree.h),
 * and a parser of our own (what is well-formed has many corners, and this one has been round them).
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/buffer.h>
#include <boardpaper/file.h>

#include "libxml2.h"
#include "pack.h"
#include "parse_errors.h"
#include "prepare.h"
#include "record.h"
#include "scan.h"
#include "shipped.h"
#include "tree.h"

/* Newer libxml2 calls reading a parser's own fields old-fashioned and offers nothing for some. */
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

enum { KNOWN_NAMES = 256, KNOWN_VALUES = 1024, SHORT_VALUE = 16, KNOWN_LISTS = 256, FEW = 4 };
enum { SPENT_STEP = 1024 * 1024 }; /* of memory that goes while it is read */
enum { NAME_NOT_ASKED = -2, NAME_NONE = -1, MOST_RUNS = SCAN_MOST_DEPTH + 2 };

/* A row of elements of one name beside each other. */
struct run {
    const char *name;
    size_t count;
};

struct reading {
    struct xml_document *document;
    const struct scan *scan;
    size_t given; /* bytes of it that libxml2 has */
    size_t spent; /* and that are gone, where spends */
    bool spends;
    size_t tag;               /* the next start tag in scan->lines */
    struct xml_node *current; /* the element that is open */
    struct buffer text;       /* not yet a node: libxml2 gives text in pieces */
    const char *last_space;   /* the white space that was met last; much of it is the same */
    struct xml_node *spare;   /* was the node of such white space, and is none's now; or NULL */
    size_t depth;             /* how many are open */
    struct known_name {
        const xmlChar *foreign;
        const char *own;
        int number;       /* record_name's, or NAME_NOT_ASKED */
    } names[KNOWN_NAMES]; /* libxml2 interns too: most names are known by their pointer */
    const char *values[KNOWN_VALUES];     /* short ones met last: in large inputs they repeat */
    struct attribute *lists[KNOWN_LISTS]; /* and so do lists of a few attributes */
    struct run runs[MOST_RUNS]; /* by depth: what stood last in the element that is open there */
    struct record record;       /* of an element that will be packed */
    size_t recorded;            /* its depth */
    struct buffer unescaped;
    struct diagnostics *diagnostics;
    long last_line; /* of the error reported last */
    bool lost;      /* an error after which tags do not match has been reported */
    bool reported;
};

/* ---- handlers -------------------------------------------------------------------------------- */

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
    reading->lost = parse_error_loses_way(error->code);
    parse_error_report(error, (struct where){reading->document->files[0], line},
                       reading->diagnostics);
}

static struct reading *reading_of(void *context) {
    return ((xmlParserCtxt *)context)->_private;
}

static struct known_name *known_name(struct reading *reading, const xmlChar *name) {
    size_t place = ((uintptr_t)name >> 3 ^ (uintptr_t)name >> 11) % KNOWN_NAMES;
    struct known_name *known = &reading->names[place];
    if (known->foreign != name) {
        known->foreign = name;
        known->own = tree_name(reading->document, (const char *)name);
        known->number = NAME_NOT_ASKED;
    }
    return known;
}

static const char *own_name(struct reading *reading, const xmlChar *name) {
    return known_name(reading, name)->own;
}

/* ---- packed elements ------------------------------------------------------------------------- */

static bool is_recording(const struct reading *reading) {
    return reading->record.top != NULL;
}

/* Makes nodes of what was recorded: they cannot be packed, or cannot go on to be. */
static void give_up(struct reading *reading) {
    reading->current = record_give_up(&reading->record);
    /* The runs within it were not counted. */
    for (size_t i = reading->recorded + 1; i <= reading->depth && i < MOST_RUNS; i++) {
        reading->runs[i] = (struct run){0};
    }
}

static void note_text(struct reading *reading, enum node_kind kind, const char *text,
                      size_t length) {
    if (!record_text(&reading->record, kind, text, length)) {
        give_up(reading);
    }
}

static void end_text(struct reading *reading) {
    struct buffer *text = &reading->text;
    if (text->length == 0) {
        return;
    }
    if (is_recording(reading)) {
        note_text(reading, NODE_TEXT, text->data, text->length);
        buffer_clear(text);
        return;
    }
    const char *content = reading->last_space;
    if (content == NULL || strcmp(content, text->data) != 0) {
        content = tree_text(reading->document, text->data, text->length);
        if (strspn(content, " \t\r\n") == text->length) {
            reading->last_space = content;
        }
    }
    if (reading->spare != NULL) {
        struct xml_node *node = reading->spare;
        reading->spare = NULL;
        node->text = content;
        node->line = reading->current->line;
        node->file = reading->current->file;
        tree_link(reading->current, node);
    } else {
        tree_add(reading->document, reading->current, NODE_TEXT, content);
    }
    buffer_clear(text);
}

/* A copy of a short value, or the one made of the same value a while ago. */
static const char *short_value(struct reading *reading, const char *value, size_t length) {
    uint64_t hash = length;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)value[i]) * 0x100000001B3u;
    }
    const char **known = &reading->values[(hash ^ hash >> 29) % KNOWN_VALUES];
    if (*known == NULL || strncmp(*known, value, length) != 0 || (*known)[length] != '\0') {
        *known = tree_text(reading->document, value, length);
    }
    return *known;
}

/* A value as libxml2 hands it out: it has written & as &#38; for a tree that keeps entities. Added
 * to out. */
static void unescape(struct buffer *out, const xmlChar *from, const xmlChar *to) {
    static const char AMPERSAND[] = "&#38;";
    for (const xmlChar *at = from; at < to; at++) {
        buffer_byte(out, (char)*at);
        if (*at == '&' && (size_t)(to - at) >= sizeof AMPERSAND - 1 &&
            memcmp(at, AMPERSAND, sizeof AMPERSAND - 1) == 0) {
            at += sizeof AMPERSAND - 2;
        }
    }
}

static const char *own_value(struct reading *reading, const xmlChar *from, const xmlChar *to) {
    size_t length = (size_t)(to - from);
    if (memchr(from, '&', length) != NULL) {
        struct buffer *value = &reading->unescaped;
        buffer_clear(value);
        unescape(value, from, to);
        return tree_text(reading->document, value->data, value->length);
    }
    return length <= SHORT_VALUE ? short_value(reading, (const char *)from, length)
                                 : tree_text(reading->document, (const char *)from, length);
}

static void add_declarations(struct reading *reading, struct attribute ***place, int count,
                             const xmlChar **namespaces) {
    struct xml_document *document = reading->document;
    for (size_t i = 0; i < (size_t)count; i++) {
        const char *prefix = (const char *)namespaces[2 * i];
        const char *uri = (const char *)namespaces[2 * i + 1];
        struct attribute *made =
            tree_add_attribute(document, *place, tree_name(document, prefix == NULL ? "" : prefix),
                               tree_name(document, uri == NULL ? "" : uri), &SPACE_DECLARATION);
        *place = &made->next;
    }
}

struct given {
    const char *name, *value;
};

static bool is_list(const struct attribute *list, const struct given *given, int count) {
    for (int i = 0; i < count; i++, list = list->next) {
        if (list == NULL || list->name != given[i].name || list->value != given[i].value) {
            return false;
        }
    }
    return list == NULL;
}

/* A few attributes in no namespace: where a list of the same was made a while ago (names and short
 * values are the same where their pointers are), that one. Thousands of <score factor= value=> have
 * some thirty lists between them. */
static void add_few(struct reading *reading, struct xml_node *node, const struct given *given,
                    int count) {
    uint64_t hash = (uint64_t)count;
    for (int i = 0; i < count; i++) {
        hash = (hash ^ (uintptr_t)given[i].name) * UINT64_C(0x9E3779B97F4A7C15);
        hash = (hash ^ hash >> 32 ^ (uintptr_t)given[i].value) * UINT64_C(0x9E3779B97F4A7C15);
    }
    struct attribute **known = &reading->lists[(hash >> 40) % KNOWN_LISTS];
    struct attribute **place = &as_element(node)->attributes;
    node->shares = true;
    if (is_list(*known, given, count)) {
        *place = *known;
        return;
    }
    for (int i = 0; i < count; i++) {
        struct attribute *made =
            tree_add_attribute(reading->document, place, given[i].name, given[i].value, NULL);
        *known = i == 0 ? made : *known;
        place = &made->next;
    }
}

enum { NAME, PREFIX, URI, FROM, TO, PARTS }; /* of an attribute, as libxml2 tells it */

/* Adds an element that is no record's. Its attributes are still to come. */
static struct xml_node *start_node(struct reading *reading, const char *name, uint32_t line,
                                   const struct space *space) {
    struct xml_node *node = tree_add_element(reading->document, reading->current, name, space);
    node->line = line;
    reading->current = node;
    if (reading->depth < MOST_RUNS) {
        reading->runs[reading->depth] = (struct run){0};
    }
    return node;
}

/* Whether an element of that name stands in a long row of such. depth: of what it stands in. */
static bool is_one_of_many(struct reading *reading, const char *name, size_t depth) {
    if (depth == 0 || depth >= MOST_RUNS) {
        return false;
    }
    struct run *run = &reading->runs[depth];
    if (run->name != name) {
        *run = (struct run){.name = name};
    }
    return ++run->count > XML_PACK_FROM;
}

static int name_number(struct reading *reading, const xmlChar *name) {
    struct known_name *known = known_name(reading, name);
    if (known->number == NAME_NOT_ASKED) {
        known->number = record_name(&reading->record, known->own);
    }
    return known->number;
}

/* False where they cannot be recorded. out has room for count. */
static bool recordable(struct reading *reading, int count, const xmlChar **attributes,
                       struct record_attribute *out) {
    size_t all = 0;
    for (size_t i = 0; i < (size_t)count; i++) {
        all += (size_t)(attributes[i * PARTS + TO] - attributes[i * PARTS + FROM]);
    }
    struct buffer *values = &reading->unescaped;
    buffer_clear(values);
    for (int i = 0; i < count; i++, attributes += PARTS) {
        out[i] = (struct record_attribute){.name = name_number(reading, attributes[NAME]),
                                           .value = (const char *)attributes[FROM],
                                           .length = (size_t)(attributes[TO] - attributes[FROM])};
        if (out[i].name == NAME_NONE) {
            return false;
        }
        if (memchr(out[i].value, '&', out[i].length) != NULL) {
            buffer_room(values, all); /* so that they stay where they are */
            size_t start = values->length;
            unescape(values, attributes[FROM], attributes[TO]);
            out[i].value = values->data + start;
            out[i].length = values->length - start;
        }
    }
    return true;
}

/* Records a plain element. False where it is to be made a node. */
static bool record_start(struct reading *reading, const xmlChar *name, uint32_t line, int count,
                         const xmlChar **attributes) {
    struct record *record = &reading->record;
    struct record_attribute given[SCAN_MOST_ATTRIBUTES];
    bool good = count <= SCAN_MOST_ATTRIBUTES && recordable(reading, count, attributes, given);
    if (!is_recording(reading)) {
        if (!good) {
            return false;
        }
        struct packed *top =
            pack_add_element(reading->document, reading->current, own_name(reading, name));
        top->element.node.line = line;
        reading->current = &top->element.node;
        reading->recorded = reading->depth - 1;
        struct xml_node *before = top->element.node.previous;
        if (before != NULL && before->kind == NODE_TEXT && before->text == reading->last_space &&
            tree_take_white(reading->document, before, &top->element.node)) {
            reading->spare = before;
        }
        good = record_begin(record, top, given, (size_t)count);
    } else {
        int number = good ? name_number(reading, name) : NAME_NONE;
        if (number == NAME_NONE) {
            give_up(reading);
            return false;
        }
        good = record_element(record, number, line, given, (size_t)count);
    }
    if (!good) {
        give_up(reading);
    }
    return true;
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int defaulted_count, const xmlChar **attributes) {
    (void)defaulted_count;
    struct reading *reading = reading_of(context);
    struct xml_document *document = reading->document;
    end_text(reading);
    uint32_t line = reading->tag < reading->scan->tags ? reading->scan->lines[reading->tag] : 0;
    size_t depth = reading->depth++;
    reading->tag++;
    bool plain = uri == NULL && namespace_count == 0;
    for (int i = 0; plain && i < attribute_count; i++) {
        plain = attributes[(size_t)i * PARTS + URI] == NULL;
    }
    const char *own = own_name(reading, name);
    if (plain && (is_recording(reading) || is_one_of_many(reading, own, depth)) &&
        record_start(reading, name, line, attribute_count, attributes)) {
        return;
    }
    if (is_recording(reading)) {
        give_up(reading);
    }
    const struct space *space =
        uri == NULL ? NULL : tree_space(document, (const char *)prefix, (const char *)uri);
    struct xml_node *node = start_node(reading, own, line, space);
    struct attribute **place = &as_element(node)->attributes;
    if (plain && attribute_count > 0 && attribute_count <= FEW) {
        struct given given[FEW];
        for (int i = 0; i < attribute_count; i++, attributes += PARTS) {
            given[i] = (struct given){own_name(reading, attributes[NAME]),
                                      own_value(reading, attributes[FROM], attributes[TO])};
        }
        add_few(reading, node, given, attribute_count);
        return;
    }
    add_declarations(reading, &place, namespace_count, namespaces);
    for (int i = 0; i < attribute_count; i++, attributes += PARTS) {
        space = attributes[URI] == NULL ? NULL
                                        : tree_space(document, (const char *)attributes[PREFIX],
                                                     (const char *)attributes[URI]);
        struct attribute *made =
            tree_add_attribute(document, place, own_name(reading, attributes[NAME]),
                               own_value(reading, attributes[FROM], attributes[TO]), space);
        place = &made->next;
    }
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)name;
    (void)prefix;
    (void)uri;
    struct reading *reading = reading_of(context);
    end_text(reading);
    reading->depth--;
    if (!is_recording(reading) || record_end(&reading->record)) {
        reading->current = reading->current->parent;
    }
}

static void on_text(void *context, const xmlChar *text, int length) {
    buffer_add(&reading_of(context)->text, text, (size_t)length);
}

static void add_remark(struct reading *reading, enum node_kind kind, const char *text) {
    size_t length = strlen(text);
    end_text(reading);
    if (is_recording(reading)) {
        note_text(reading, kind, text, length);
    } else {
        tree_add(reading->document, reading->current, kind,
                 tree_text(reading->document, text, length));
    }
}

static void on_comment(void *context, const xmlChar *text) {
    add_remark(reading_of(context), NODE_COMMENT, (const char *)text);
}

static void on_instruction(void *context, const xmlChar *target, const xmlChar *data) {
    struct buffer text = {0};
    buffer_text(&text, (const char *)target);
    if (data != NULL && *data != '\0') {
        buffer_byte(&text, ' ');
        buffer_text(&text, (const char *)data);
    }
    add_remark(reading_of(context), NODE_INSTRUCTION, text.data);
    buffer_free(&text);
}

/* Hands the bytes out in pieces: given all at once, libxml2 copies them twice. */
static int give_bytes(void *context, char *out, int most) {
    struct reading *reading = context;
    size_t left = reading->scan->length - reading->given;
    size_t count = left < (size_t)most ? left : (size_t)most;
    memcpy(out, reading->scan->bytes + reading->given, count);
    reading->given += count;
    if (reading->spends && reading->given - reading->spent >= SPENT_STEP) {
        char *bytes = (char *)(uintptr_t)reading->scan->bytes;
        memory_spent(bytes + reading->spent, SPENT_STEP);
        reading->spent += SPENT_STEP;
    }
    return (int)count;
}

static bool parse_bytes(struct reading *reading) {
    xmlParserCtxt *parser = libxml2.xmlNewParserCtxt();
    if (parser == NULL) {
        return false;
    }
    parser->_private = reading;
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
    xmlDoc *none = libxml2.xmlCtxtReadIO(parser, give_bytes, NULL, reading, NULL, NULL,
                                         XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
    bool good = parser->wellFormed && !reading->reported;
    libxml2.xmlFreeDoc(none);
    libxml2.xmlFreeParserCtxt(parser);
    return good;
}

static bool build(struct reading *reading) {
    reading->current = &reading->document->top.node;
    bool good = parse_bytes(reading) && xml_root(reading->document) != NULL;
    buffer_free(&reading->text);
    buffer_free(&reading->unescaped);
    record_free(&reading->record);
    if (!good && !reading->reported) {
        struct where where = {reading->document->files[0], 0};
        REPORT(reading->diagnostics, where, MESSAGE_XML_FORM, "it cannot be parsed");
    }
    return good;
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
    if (!scan_input(scratch, name, bytes, length, &scan, diagnostics) ||
        !xml_prepare(diagnostics)) {
        return NULL;
    }
    struct xml_document *document = tree_new(name);
    struct reading reading = {.document = document,
                              .scan = &scan,
                              .spends = spends,
                              .record = {.document = document},
                              .diagnostics = diagnostics};
    if (!build(&reading)) {
        xml_close(document);
        return NULL;
    }
    return document;
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
