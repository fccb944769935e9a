/* build.c: making and changing documents, and writing them out.
 *
 * What is removed is kept until the document is closed, so that a cursor, a name or a value taken
 * from it before stays valid.
 *
 * Writing is ours and not libxml2's: its indentation differs between versions, and a file that
 * `import` rewrites should differ from the one before only where its facts do.
 */
#include "document.h"

#include <string.h>

#include <boardpaper/buffer.h>

static const xmlChar *foreign(const char *text) {
    return (const xmlChar *)text;
}

struct xml_node *xml_add(struct xml_node *parent, const char *name) {
    struct xml_document *document = xml_document_of(parent);
    xmlNode *node = xmlNewDocNode(document->tree, NULL, foreign(name), NULL);
    node->_private = xml_inside(parent)->_private;
    xmlAddChild(xml_inside(parent), node);
    document->ordered = false;
    document->elements++;
    return xml_outside(node);
}

void xml_set(struct xml_node *node, const char *name, const char *value) {
    if (value == NULL) {
        xmlUnsetProp(xml_inside(node), foreign(name));
    } else {
        xmlSetProp(xml_inside(node), foreign(name), foreign(value));
    }
}

void xml_add_text(struct xml_node *node, const char *text) {
    xmlNodeAddContent(xml_inside(node), foreign(text));
}

static size_t file_number(struct xml_document *document, const char *file) {
    for (size_t i = 0; i < document->file_count; i++) {
        if (document->files[i] == file || strcmp(document->files[i], file) == 0) {
            return i;
        }
    }
    if (document->file_count == MOST_FILES) {
        return 0;
    }
    document->files[document->file_count] = file;
    return document->file_count++;
}

/* The elements of the copy stand in the same order as those of the original. */
static void copy_places(struct xml_document *document, const struct xml_node *from,
                        struct xml_node *to) {
    struct where where = xml_where(from);
    xml_set_place(xml_inside(to), where.line, file_number(document, where.file));
    document->elements++;
    struct xml_node *child = xml_first(to);
    for (const struct xml_node *at = xml_first(from); at != NULL && child != NULL;
         at = xml_next(at), child = xml_next(child)) {
        copy_places(document, at, child);
    }
}

struct xml_node *xml_copy(struct xml_node *parent, const struct xml_node *from) {
    struct xml_document *document = xml_document_of(parent);
    xmlNode *copy = xmlDocCopyNode(xml_inside(from), document->tree, 1);
    struct xml_node *node = xml_outside(copy);
    copy_places(document, from, node);
    xmlAddChild(xml_inside(parent), copy);
    document->ordered = false;
    return node;
}

void xml_remove(struct xml_node *node) {
    struct xml_document *document = xml_document_of(node);
    xmlNode *inside = xml_inside(node);
    xmlUnlinkNode(inside);
    inside->next = document->removed;
    document->removed = inside;
}

/* ---- writing --------------------------------------------------------------------------------- */

static bool is_blank(const xmlNode *node) {
    return (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
           (node->content == NULL ||
            strspn((const char *)node->content, " \t\r\n") == strlen((const char *)node->content));
}

/* An element whose white space is content: it has words, or nothing but the space. */
static bool is_mixed(const xmlNode *node) {
    bool only_space = true;
    for (const xmlNode *at = node->children; at != NULL; at = at->next) {
        bool text = at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE;
        if (text && !is_blank(at)) {
            return true;
        }
        only_space = only_space && text;
    }
    return only_space;
}

/* White space in an attribute would come back as spaces, and a return as a line end; what XML has
 * no place for is left out. A quotation mark in text stays one: the file is read by people too. */
static void write_text(struct buffer *out, const char *text, bool attribute) {
    const char *start = text;
    for (;; text++) {
        unsigned char c = (unsigned char)*text;
        bool plain = c >= 0x20 || ((c == '\t' || c == '\n') && !attribute);
        if (plain && c != '&' && c != '<' && c != '>' && (c != '"' || !attribute)) {
            continue;
        }
        buffer_add(out, start, (size_t)(text - start));
        start = text + 1;
        switch (c) {
        case '\0':
            return;
        case '&':
            buffer_text(out, "&amp;");
            break;
        case '<':
            buffer_text(out, "&lt;");
            break;
        case '>':
            buffer_text(out, "&gt;");
            break;
        case '"':
            buffer_text(out, "&quot;");
            break;
        case '\t':
        case '\n':
        case '\r':
            buffer_print(out, "&#%d;", c);
            break;
        default:
            break;
        }
    }
}

static void write_name(struct buffer *out, const xmlNs *space, const xmlChar *name) {
    if (space != NULL && space->prefix != NULL) {
        buffer_text(out, (const char *)space->prefix);
        buffer_byte(out, ':');
    }
    buffer_text(out, (const char *)name);
}

static void write_start(struct buffer *out, const xmlNode *node) {
    buffer_byte(out, '<');
    write_name(out, node->ns, node->name);
    for (const xmlNs *space = node->nsDef; space != NULL; space = space->next) {
        buffer_text(out, space->prefix == NULL ? " xmlns" : " xmlns:");
        buffer_text(out, space->prefix == NULL ? "" : (const char *)space->prefix);
        buffer_text(out, "=\"");
        write_text(out, space->href == NULL ? "" : (const char *)space->href, true);
        buffer_byte(out, '"');
    }
    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next) {
        buffer_byte(out, ' ');
        write_name(out, attribute->ns, attribute->name);
        buffer_text(out, "=\"");
        xmlChar *value = xmlNodeListGetString(attribute->doc, attribute->children, 1);
        write_text(out, value == NULL ? "" : (const char *)value, true);
        xmlFree(value);
        buffer_byte(out, '"');
    }
    buffer_text(out, node->children == NULL ? "/>" : ">");
}

static void write_indent(struct buffer *out, int depth) {
    buffer_byte(out, '\n');
    for (int i = 0; i < depth; i++) {
        buffer_text(out, "  ");
    }
}

/* depth: of the node; -1: inside mixed content, where nothing is added. */
static void write_node(struct buffer *out, const xmlNode *node, int depth);

static void write_children(struct buffer *out, const xmlNode *node, int depth) {
    bool indented = depth >= 0 && !is_mixed(node);
    for (const xmlNode *at = node->children; at != NULL; at = at->next) {
        if (indented && is_blank(at)) {
            continue;
        }
        if (indented) {
            write_indent(out, depth + 1);
        }
        write_node(out, at, indented ? depth + 1 : -1);
    }
    if (indented) {
        write_indent(out, depth);
    }
}

static void write_node(struct buffer *out, const xmlNode *node, int depth) {
    const char *content = node->content == NULL ? "" : (const char *)node->content;
    switch (node->type) {
    case XML_ELEMENT_NODE:
        write_start(out, node);
        if (node->children != NULL) {
            write_children(out, node, depth);
            buffer_text(out, "</");
            write_name(out, node->ns, node->name);
            buffer_byte(out, '>');
        }
        break;
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
        write_text(out, content, false);
        break;
    case XML_COMMENT_NODE:
        buffer_print(out, "<!--%s-->", content);
        break;
    case XML_PI_NODE:
        buffer_print(out, "<?%s%s%s?>", (const char *)node->name, *content == '\0' ? "" : " ",
                     content);
        break;
    default:
        break;
    }
}

void xml_write(struct xml_document *document, struct buffer *out) {
    buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    for (const xmlNode *at = document->tree->children; at != NULL; at = at->next) {
        write_node(out, at, 0);
        buffer_byte(out, '\n');
    }
}
