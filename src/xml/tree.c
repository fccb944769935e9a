/* tree.c: making and linking nodes. The model is told in tree.h. */
#include "tree.h"

#include "pack.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/hash.h>

const struct space SPACE_DECLARATION = {"xmlns", "http://www.w3.org/2000/xmlns/", NULL};

enum { FIRST_NAMES = 64 };

struct xml_document *tree_new(const char *file) {
    struct arena *arena = arena_new();
    struct xml_document *document = NEW(arena, struct xml_document);
    document->top.node.kind = NODE_DOCUMENT;
    document->arena = arena;
    document->files[0] = file;
    document->file_count = 1;
    document->names.capacity = FIRST_NAMES;
    document->names.names = memory_array(FIRST_NAMES, sizeof(const char *));
    return document;
}

struct xml_document *tree_document(const struct xml_node *node) {
    while (node->kind != NODE_DOCUMENT) {
        node = node->parent;
    }
    return (struct xml_document *)(uintptr_t)node;
}

/* ---- texts ----------------------------------------------------------------------------------- */

char *tree_room(struct xml_document *document, size_t length) {
    if (length >= TEXT_CHUNK / 4) {
        return arena_take(document->arena, length + 1);
    }
    if (document->chunk_left <= length) {
        document->chunk = arena_take(document->arena, TEXT_CHUNK);
        document->chunk_left = TEXT_CHUNK;
    }
    char *room = document->chunk;
    document->chunk += length + 1;
    document->chunk_left -= length + 1;
    return room;
}

const char *tree_text(struct xml_document *document, const char *text, size_t length) {
    if (length == 0) {
        return "";
    }
    char *copy = tree_room(document, length);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

static size_t place_of(const struct name_table *table, const char *name) {
    uint64_t hash = hash_text(name);
    size_t place = (size_t)(hash ^ hash >> 32) & (table->capacity - 1);
    while (table->names[place] != NULL && strcmp(table->names[place], name) != 0) {
        place = (place + 1) & (table->capacity - 1);
    }
    return place;
}

static void grow_names(struct name_table *table) {
    struct name_table grown = {.capacity = table->capacity * 2, .count = table->count};
    grown.names = memory_array(grown.capacity, sizeof(const char *));
    for (size_t i = 0; i < table->capacity; i++) {
        if (table->names[i] != NULL) {
            grown.names[place_of(&grown, table->names[i])] = table->names[i];
        }
    }
    free(table->names);
    *table = grown;
}

const char *tree_name(struct xml_document *document, const char *name) {
    struct name_table *table = &document->names;
    size_t place = place_of(table, name);
    if (table->names[place] != NULL) {
        return table->names[place];
    }
    const char *copy = tree_text(document, name, strlen(name));
    table->names[place] = copy;
    if (++table->count * 2 > table->capacity) {
        grow_names(table);
    }
    return copy;
}

const struct space *tree_space(struct xml_document *document, const char *prefix, const char *uri) {
    if (uri == NULL || *uri == '\0') {
        return NULL;
    }
    prefix = prefix == NULL ? "" : prefix;
    for (const struct space *at = document->spaces; at != NULL; at = at->next) {
        if (strcmp(at->prefix, prefix) == 0 && strcmp(at->uri, uri) == 0) {
            return at;
        }
    }
    struct space *space = NEW(document->arena, struct space);
    space->prefix = tree_name(document, prefix);
    space->uri = tree_name(document, uri);
    space->next = document->spaces;
    document->spaces = space;
    return space;
}

/* ---- nodes ----------------------------------------------------------------------------------- */

void tree_link(struct xml_node *parent, struct xml_node *node) {
    struct element *element = as_element(parent);
    node->parent = parent;
    node->next = NULL;
    node->previous = element->last;
    if (element->last == NULL) {
        element->first = node;
    } else {
        element->last->next = node;
    }
    element->last = node;
}

void tree_change(struct xml_node *node) {
    for (struct xml_node *at = node; at != NULL; at = at->parent) {
        if (at->packs) {
            tree_open(at);
            at->packs = false;
        }
    }
}

void tree_unlink(struct xml_node *node) {
    struct element *element = as_element(node->parent);
    if (node->previous == NULL) {
        element->first = node->next;
    } else {
        node->previous->next = node->next;
    }
    if (node->next == NULL) {
        element->last = node->previous;
    } else {
        node->next->previous = node->previous;
    }
    node->previous = NULL;
    node->next = NULL;
}

struct xml_node *tree_add_element(struct xml_document *document, struct xml_node *parent,
                                  const char *name, const struct space *space) {
    struct element *element = NEW(document->arena, struct element);
    element->node.kind = NODE_ELEMENT;
    element->node.text = name;
    element->node.line = parent->line;
    element->node.file = parent->file;
    element->space = space;
    tree_link(parent, &element->node);
    document->ordered = false;
    document->elements++;
    return &element->node;
}

struct xml_node *tree_add(struct xml_document *document, struct xml_node *parent,
                          enum node_kind kind, const char *text) {
    struct xml_node *node = NEW(document->arena, struct xml_node);
    node->kind = kind;
    node->text = text;
    node->line = parent->line;
    node->file = parent->file;
    tree_link(parent, node);
    document->ordered = false;
    return node;
}

struct attribute *tree_add_attribute(struct xml_document *document, struct attribute **place,
                                     const char *name, const char *value,
                                     const struct space *space) {
    struct attribute *attribute = NEW(document->arena, struct attribute);
    attribute->name = name;
    attribute->value = value;
    attribute->space = space;
    attribute->next = *place;
    *place = attribute;
    return attribute;
}

/* ---- white space ----------------------------------------------------------------------------- */

bool tree_take_white(struct xml_document *document, struct xml_node *text, struct xml_node *node) {
    uint8_t number = 1;
    while (number < MOST_WHITES && document->whites[number] != NULL &&
           document->whites[number] != text->text &&
           strcmp(document->whites[number], text->text) != 0) {
        number++;
    }
    if (number == MOST_WHITES) {
        return false;
    }
    document->whites[number] = text->text;
    node->white = number;
    for (struct xml_node *up = node->parent; up != NULL && !up->whites; up = up->parent) {
        up->whites = true;
    }
    tree_unlink(text);
    return true;
}

static void add_white(struct xml_document *document, struct xml_node *node) {
    struct xml_node *text = NEW(document->arena, struct xml_node);
    *text = (struct xml_node){.kind = NODE_TEXT,
                              .text = document->whites[node->white],
                              .parent = node->parent,
                              .previous = node->previous,
                              .next = node,
                              .line = node->parent->line,
                              .file = node->parent->file};
    if (node->previous == NULL) {
        as_element(node->parent)->first = text;
    } else {
        node->previous->next = text;
    }
    node->previous = text;
    node->white = 0;
}

void tree_make_whites(struct xml_node *node) {
    struct xml_document *document = tree_document(node);
    struct xml_node *at = node;
    document->ordered = false;
    for (;;) { /* what has no white space below is not gone into */
        bool below = at->whites && as_element(at)->first != NULL;
        at->whites = false;
        if (below) {
            at = as_element(at)->first;
        } else {
            while (at != node && at->next == NULL) {
                at = at->parent;
            }
            if (at == node) {
                return;
            }
            at = at->next;
        }
        if (at->white != 0) {
            add_white(document, at);
        }
    }
}

struct xml_node *tree_expand(struct xml_node *node) {
    struct later *later = (struct later *)(uintptr_t)node;
    struct xml_node *parent = node->parent;
    struct xml_node *before = node->previous;
    struct xml_node *after = node->next;
    tree_unlink(node);
    tree_document(parent)->later--;
    struct xml_node *last = as_element(parent)->last;
    later->make(parent, later->context);
    if (after != NULL && as_element(parent)->last != last) {
        /* Others came after it was announced: what was made now goes before them. */
        struct element *element = as_element(parent);
        struct xml_node *first = last->next;
        struct xml_node *end = element->last;
        element->last = last;
        last->next = NULL;
        first->previous = before;
        end->next = after;
        after->previous = end;
        if (before == NULL) {
            element->first = first;
        } else {
            before->next = first;
        }
    }
    return before == NULL ? as_element(parent)->first : before->next;
}

static bool holds_others(const struct xml_node *node) {
    return node->kind == NODE_ELEMENT || node->kind == NODE_DOCUMENT;
}

struct xml_node *tree_after(const struct xml_node *node, const struct xml_node *top) {
    if (holds_others(node) && tree_open(node)->first != NULL) {
        return as_element(node)->first;
    }
    while (node != top && node->next == NULL) {
        node = node->parent;
    }
    return node == top ? NULL : node->next;
}

void tree_order(struct xml_document *document) {
    struct xml_node *top = &document->top.node;
    uint32_t order = 0;
    document->ordered = true;
    for (struct xml_node *at = top; at != NULL;) {
        at->order = order++;
        if (at->rests) {
            order += pack_count(at); /* thawed, they take the numbers behind its own */
        } else if (holds_others(at) && as_element(at)->first != NULL) {
            at = as_element(at)->first;
            continue;
        }
        while (at != top && at->next == NULL) {
            at = at->parent;
        }
        at = at == top ? NULL : at->next;
    }
}
