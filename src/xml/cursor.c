/* cursor.c: walking a document. */
#include <string.h>

#include <boardpaper/buffer.h>

#include "pack.h"
#include "tree.h"

static const char XML_SPACE[] = "http://www.w3.org/XML/1998/namespace";

const char *xml_file(const struct xml_document *document) {
    return document->files[0];
}

struct xml_node *xml_root(struct xml_document *document) {
    return tree_element_from(document->top.first);
}

bool xml_ships(const struct xml_document *document) {
    return document->ships;
}

bool xml_ships_with(const struct xml_node *node) {
    return tree_document(node)->ships;
}

const char *xml_name(const struct xml_node *node) {
    return node->text;
}

struct where xml_where(const struct xml_node *node) {
    return (struct where){tree_document(node)->files[node->file], (long)node->line};
}

struct xml_node *xml_parent(const struct xml_node *node) {
    return node->parent->kind == NODE_ELEMENT ? node->parent : NULL;
}

struct xml_node *xml_first(const struct xml_node *node) {
    return tree_element_from(tree_open(node)->first);
}

struct xml_node *xml_next(const struct xml_node *node) {
    return tree_element_from(node->next);
}

bool xml_is(const struct xml_node *node, const char *name) {
    return strcmp(node->text, name) == 0;
}

/* Children that are still to be made are only asked for by their own name. */
static struct xml_node *named_from(struct xml_node *node, const char *name) {
    while (node != NULL) {
        bool named = (node->kind == NODE_ELEMENT || node->kind == NODE_LATER) &&
                     *node->text == *name && strcmp(node->text, name) == 0;
        if (named && node->kind == NODE_ELEMENT) {
            return node;
        }
        node = named ? tree_expand(node) : node->next;
    }
    return NULL;
}

struct xml_node *xml_child(const struct xml_node *node, const char *name) {
    return named_from(tree_open(node)->first, name);
}

struct xml_node *xml_sibling(const struct xml_node *node, const char *name) {
    return named_from(node->next, name);
}

static struct xml_node *interned_from(struct xml_node *node, const char *name) {
    while (node != NULL && (node->text != name || node->kind != NODE_ELEMENT)) {
        node = node->text == name && node->kind == NODE_LATER ? tree_expand(node) : node->next;
    }
    return node;
}

struct xml_node *xml_child_named(const struct xml_node *node, const char *name) {
    return interned_from(tree_open(node)->first, name);
}

struct xml_node *xml_sibling_named(const struct xml_node *node, const char *name) {
    return interned_from(node->next, name);
}

/* ---- attributes and text --------------------------------------------------------------------- */

/* Of an attribute of the name asked for: is its value the answer? That of xml:lang is only where no
 * other is. */
static inline bool is_answer(const struct attribute *at, const char **answer) {
    if (at->space == NULL ||
        (strcmp(at->name, "lang") == 0 && strcmp(at->space->uri, XML_SPACE) == 0)) {
        *answer = at->value;
    }
    return at->space == NULL;
}

const char *xml_attribute(const struct xml_node *node, const char *name) {
    const char *answer = NULL;
    if (node->rests) {
        return pack_attribute_called(node, name);
    }
    for (const struct attribute *at = as_element(node)->attributes; at != NULL; at = at->next) {
        if (*at->name == *name && strcmp(at->name, name) == 0 && is_answer(at, &answer)) {
            break;
        }
    }
    return answer;
}

const char *xml_attribute_named(const struct xml_node *node, const char *name) {
    const char *answer = NULL;
    if (node->rests) {
        return pack_attribute(node, name);
    }
    for (const struct attribute *at = as_element(node)->attributes; at != NULL; at = at->next) {
        if (at->name == name && is_answer(at, &answer)) {
            break;
        }
    }
    return answer;
}

const void *xml_attributes_alike(const struct xml_node *node) {
    const struct element *element = tree_open(node);
    return node->shares ? element->attributes : NULL;
}

bool xml_attribute_at(const struct xml_node *node, size_t index, const char **name,
                      const char **value) {
    for (const struct attribute *at = tree_open(node)->attributes; at != NULL; at = at->next) {
        if (is_attribute(at) && index-- == 0) {
            *name = at->name;
            *value = at->value;
            return true;
        }
    }
    return false;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_folded(const char *text) {
    if (is_space(*text)) {
        return false;
    }
    for (; *text != '\0'; text++) {
        if (is_space(*text) && (*text != ' ' || is_space(text[1]) || text[1] == '\0')) {
            return false;
        }
    }
    return true;
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
    const struct xml_node *first = tree_open(node)->first;
    if (first == NULL ||
        (first->next == NULL && first->kind == NODE_TEXT && is_folded(first->text))) {
        return first == NULL ? "" : first->text;
    }
    tree_whiten(node);
    struct buffer folded = {0};
    uint64_t mark = xml_mark(document);
    for (const struct xml_node *at = node; at != NULL; at = tree_after(at, node)) {
        if (at->rests) {
            xml_rest(document, mark); /* what was passed */
        }
        if (at->kind == NODE_TEXT) {
            add_folded(&folded, at->text);
        }
    }
    xml_rest(document, mark);
    size_t length = folded.length;
    while (length > 0 && folded.data[length - 1] == ' ') {
        length--;
    }
    const char *text = tree_text(document, length == 0 ? "" : folded.data, length);
    buffer_free(&folded);
    return text;
}

bool xml_pieces(const struct xml_node *node, struct xml_piece *piece) {
    tree_whiten(node);
    struct xml_node *before = piece->position;
    struct xml_node *at = before == NULL ? tree_open(node)->first : before->next;
    while (at != NULL && at->kind != NODE_ELEMENT && at->kind != NODE_TEXT) {
        at = at->kind == NODE_LATER ? tree_expand(at) : at->next;
    }
    bool element = at != NULL && at->kind == NODE_ELEMENT;
    *piece = (struct xml_piece){.element = element ? at : NULL,
                                .text = at == NULL || element ? NULL : at->text,
                                .position = at};
    return at != NULL;
}
