/* cursor.c: walking a document without knowing libxml2. */
#include "document.h"

#include <stdint.h>
#include <string.h>

#include <boardpaper/buffer.h>

enum { FILE_BITS = 6 }; /* of node->_private, the low ones; MOST_FILES is 1 << FILE_BITS */

xmlNode *xml_inside(const struct xml_node *node) {
    return (xmlNode *)(uintptr_t)node;
}

struct xml_node *xml_outside(xmlNode *node) {
    return (struct xml_node *)node;
}

struct xml_document *xml_document_of(const struct xml_node *node) {
    return xml_inside(node)->doc->_private;
}

void xml_set_place(xmlNode *node, long line, size_t file) {
    uintptr_t place = (uintptr_t)line << FILE_BITS | (file < MOST_FILES ? file : 0);
    memcpy(&node->_private, &place, sizeof place);
}

const char *xml_file(const struct xml_document *document) {
    return document->files[0];
}

struct xml_node *xml_root(struct xml_document *document) {
    return xml_outside(xmlDocGetRootElement(document->tree));
}

const char *xml_name(const struct xml_node *node) {
    return (const char *)xml_inside(node)->name;
}

struct where xml_where(const struct xml_node *node) {
    uintptr_t place = (uintptr_t)xml_inside(node)->_private;
    const struct xml_document *document = xml_document_of(node);
    return (struct where){document->files[place & (MOST_FILES - 1)], (long)(place >> FILE_BITS)};
}

static struct xml_node *element_from(xmlNode *node) {
    while (node != NULL && node->type != XML_ELEMENT_NODE) {
        node = node->next;
    }
    return xml_outside(node);
}

struct xml_node *xml_parent(const struct xml_node *node) {
    xmlNode *parent = xml_inside(node)->parent;
    return parent != NULL && parent->type == XML_ELEMENT_NODE ? xml_outside(parent) : NULL;
}

struct xml_node *xml_first(const struct xml_node *node) {
    return element_from(xml_inside(node)->children);
}

struct xml_node *xml_next(const struct xml_node *node) {
    return element_from(xml_inside(node)->next);
}

bool xml_is(const struct xml_node *node, const char *name) {
    return strcmp(xml_name(node), name) == 0;
}

static struct xml_node *named_from(struct xml_node *node, const char *name) {
    while (node != NULL && !xml_is(node, name)) {
        node = xml_next(node);
    }
    return node;
}

struct xml_node *xml_child(const struct xml_node *node, const char *name) {
    return named_from(xml_first(node), name);
}

struct xml_node *xml_sibling(const struct xml_node *node, const char *name) {
    return named_from(xml_next(node), name);
}

/* ---- attributes and text --------------------------------------------------------------------- */

const char *xml_plain_text(const xmlNode *first) {
    if (first == NULL) {
        return "";
    }
    bool plain = first->next == NULL && first->type == XML_TEXT_NODE;
    return plain && first->content != NULL ? (const char *)first->content : NULL;
}

static const char *attribute_text(const struct xml_node *node, const xmlAttr *attribute) {
    const char *plain = xml_plain_text(attribute->children);
    if (plain != NULL) {
        return plain;
    }
    xmlChar *joined = xmlNodeListGetString(attribute->doc, attribute->children, 1);
    const char *text =
        arena_text(xml_document_of(node)->arena, joined == NULL ? "" : (const char *)joined);
    xmlFree(joined);
    return text;
}

const char *xml_attribute(const struct xml_node *node, const char *name) {
    const xmlAttr *language = NULL;
    for (const xmlAttr *at = xml_inside(node)->properties; at != NULL; at = at->next) {
        if (strcmp((const char *)at->name, name) != 0) {
            continue;
        }
        if (at->ns == NULL) {
            return attribute_text(node, at);
        }
        if (strcmp(name, "lang") == 0 && xmlStrEqual(at->ns->href, XML_XML_NAMESPACE)) {
            language = at;
        }
    }
    return language == NULL ? NULL : attribute_text(node, language);
}

bool xml_attribute_at(const struct xml_node *node, size_t index, const char **name,
                      const char **value) {
    const xmlAttr *attribute = xml_inside(node)->properties;
    for (size_t i = 0; attribute != NULL && i < index; i++) {
        attribute = attribute->next;
    }
    if (attribute == NULL) {
        return false;
    }
    *name = (const char *)attribute->name;
    *value = attribute_text(node, attribute);
    return true;
}

/* The node after node in document order within top, children first; NULL past the last. */
static const xmlNode *after(const xmlNode *node, const xmlNode *top) {
    if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
        return node->children;
    }
    while (node != top && node->next == NULL) {
        node = node->parent;
    }
    return node == top ? NULL : node->next;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_text(const xmlNode *node) {
    return (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
           node->content != NULL;
}

/* Adds text with runs of white space as one space, none at the beginning of out. */
static void add_folded(struct buffer *out, const char *text) {
    for (; *text != '\0'; text++) {
        bool after_space = out->length == 0 || out->data[out->length - 1] == ' ';
        if (!is_space(*text)) {
            buffer_byte(out, *text);
        } else if (!after_space) {
            buffer_byte(out, ' ');
        }
    }
}

const char *xml_text(struct xml_document *document, const struct xml_node *node) {
    struct buffer folded = {0};
    const xmlNode *top = xml_inside(node);
    for (const xmlNode *at = top; at != NULL; at = after(at, top)) {
        if (is_text(at)) {
            add_folded(&folded, (const char *)at->content);
        }
    }
    size_t length = folded.length;
    while (length > 0 && folded.data[length - 1] == ' ') {
        length--;
    }
    const char *text = arena_bytes(document->arena, length == 0 ? "" : folded.data, length);
    buffer_free(&folded);
    return text;
}

bool xml_pieces(const struct xml_node *node, struct xml_piece *piece) {
    xmlNode *before = piece->position;
    xmlNode *at = before == NULL ? xml_inside(node)->children : before->next;
    while (at != NULL && at->type != XML_ELEMENT_NODE && !is_text(at)) {
        at = at->next;
    }
    bool element = at != NULL && at->type == XML_ELEMENT_NODE;
    *piece = (struct xml_piece){.element = element ? xml_outside(at) : NULL,
                                .text = at == NULL || element ? NULL : (const char *)at->content,
                                .position = at};
    return at != NULL;
}
