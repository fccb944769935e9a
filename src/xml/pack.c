/* pack.c: packed elements come and go. pack.h tells the form. */
#include "pack.h"

#include <stdlib.h>
#include <string.h>

/* What rests again is overwritten where nobody counts the time: who still holds it sees so. */
#ifdef NDEBUG
static const bool poisons = false;
#else
static const bool poisons = true;
#endif

enum { SPARE = 64, POISON = 0xA5 };

struct packing *pack_begin(struct xml_document *document) {
    if (document->packing == NULL) {
        document->packing = NEW(document->arena, struct packing);
    }
    return document->packing;
}

void pack_end(struct xml_document *document) {
    if (document->packing != NULL) {
        free(document->packing->texts);
        free(document->packing->lists);
    }
}

struct packed *pack_add_element(struct xml_document *document, struct xml_node *parent,
                                const char *name) {
    struct packing *packing = pack_begin(document);
    if (packing->spare_count == 0) {
        packing->spare = NEWS(document->arena, SPARE, struct packed);
        packing->spare_count = SPARE;
    }
    struct packed *packed = packing->spare++;
    packing->spare_count--;
    packed->element.node = (struct xml_node){.kind = NODE_ELEMENT,
                                             .text = name,
                                             .line = parent->line,
                                             .file = parent->file,
                                             .packs = true,
                                             .rests = true};
    tree_link(parent, &packed->element.node);
    document->ordered = false;
    document->elements++;
    return packed;
}

/* ---- from bytes to nodes --------------------------------------------------------------------- */

struct reader {
    const struct packing *packing;
    struct arena *arena; /* or NULL: */
    char *room;
    const unsigned char *at, *end; /* end NULL: the last PART_END */
    uint32_t line, order;
    uint8_t file;
};

static size_t read_number(struct reader *reader) {
    size_t number = *reader->at++;
    if (number < 0x80) {
        return number;
    }
    number &= 0x7F;
    for (int shift = 7;; shift += 7) {
        size_t byte = *reader->at++;
        number |= (byte & 0x7F) << shift;
        if (byte < 0x80) {
            return number;
        }
    }
}

static const char *read_bytes(struct reader *reader, size_t length) {
    const char *text = (const char *)reader->at;
    reader->at += length + 1;
    return text;
}

static const char *read_value(struct reader *reader) {
    size_t value = read_number(reader);
    return (value & 1) != 0 ? reader->packing->texts[value >> 1] : read_bytes(reader, value >> 1);
}

static void *take(struct reader *reader, size_t size) {
    if (reader->arena != NULL) {
        return arena_take(reader->arena, size);
    }
    void *memory = reader->room;
    reader->room += size;
    return memory;
}

static void read_attributes(struct reader *reader, struct element *element) {
    const struct packing *packing = reader->packing;
    size_t count = read_number(reader);
    if ((count & 1) != 0) {
        element->attributes = packing->lists[count >> 1];
        element->node.shares = true;
        return;
    }
    struct attribute **place = &element->attributes;
    for (count >>= 1; count > 0; count--) {
        struct attribute *attribute = take(reader, sizeof *attribute);
        const char *name = packing->names[*reader->at++];
        *attribute = (struct attribute){.name = name, .value = read_value(reader)};
        *place = attribute;
        place = &attribute->next;
    }
}

static void link_last(struct element *parent, struct xml_node *node) {
    node->parent = &parent->node;
    node->previous = parent->last;
    if (parent->last == NULL) {
        parent->first = node;
    } else {
        parent->last->next = node;
    }
    parent->last = node;
}

static struct element *read_element(struct reader *reader, struct element *parent, unsigned part) {
    size_t name = part & PART_NAME;
    name = name == PART_NAME ? *reader->at++ : name;
    struct element *element = take(reader, sizeof *element);
    reader->line += (uint32_t)read_number(reader);
    *element = (struct element){.node = {.kind = NODE_ELEMENT,
                                         .text = reader->packing->names[name],
                                         .line = reader->line,
                                         .order = ++reader->order,
                                         .file = reader->file}};
    link_last(parent, &element->node);
    read_attributes(reader, element);
    return (part & PART_EMPTY) != 0 ? parent : element;
}

static void read_text(struct reader *reader, struct element *parent, unsigned part) {
    struct xml_node *node = take(reader, sizeof *node);
    *node = (struct xml_node){.kind = NODE_TEXT,
                              .line = parent->node.line,
                              .order = ++reader->order,
                              .file = reader->file};
    if (part >= PART_NEAR) {
        node->text = reader->packing->texts[part - PART_NEAR];
    } else if (part == PART_KNOWN) {
        node->text = reader->packing->texts[read_number(reader)];
    } else {
        node->kind = part == PART_COMMENT       ? NODE_COMMENT
                     : part == PART_INSTRUCTION ? NODE_INSTRUCTION
                                                : NODE_TEXT;
        node->text = read_bytes(reader, read_number(reader));
    }
    link_last(parent, node);
}

/* The innermost element that is open at the end. */
static struct element *read_parts(struct reader *reader, struct element *top) {
    struct element *current = top;
    read_attributes(reader, top);
    while (reader->at != reader->end) {
        unsigned part = *reader->at++;
        if (part >= PART_ELEMENT) {
            current = read_element(reader, current, part);
        } else if (part != PART_END) {
            read_text(reader, current, part);
        } else if (current == top) {
            break;
        } else {
            current = as_element(current->node.parent);
        }
    }
    return current;
}

static struct reader reader_of(const struct xml_document *document, const struct packed *packed,
                               const unsigned char *bytes, const unsigned char *end) {
    const struct xml_node *node = &packed->element.node;
    return (struct reader){.packing = document->packing,
                           .at = bytes,
                           .end = end,
                           .line = node->line,
                           .order = node->order,
                           .file = node->file};
}

struct xml_node *pack_unpack(struct xml_document *document, struct packed *packed,
                             const unsigned char *bytes, const unsigned char *end) {
    struct reader reader = reader_of(document, packed, bytes, end);
    reader.arena = document->arena;
    packed->element.node.packs = false;
    packed->element.node.rests = false;
    return &read_parts(&reader, &packed->element)->node;
}

static bool is_name(const char *own, const char *name, const char *called) {
    return name != NULL ? own == name : *own == *called && strcmp(own, called) == 0;
}

/* The value of the attribute whose name is name or, where that is NULL, is called so. */
static const char *find_attribute(const struct xml_node *node, const char *name,
                                  const char *called) {
    const struct packed *packed = (const struct packed *)(uintptr_t)node;
    const struct packing *packing = tree_document(node)->packing;
    struct reader reader = {.packing = packing, .at = packed->bytes};
    read_number(&reader);
    read_number(&reader);
    size_t count = read_number(&reader);
    if ((count & 1) != 0) {
        const struct attribute *at = packing->lists[count >> 1];
        while (at != NULL && !is_name(at->name, name, called)) {
            at = at->next;
        }
        return at == NULL ? NULL : at->value;
    }
    for (count >>= 1; count > 0; count--) {
        const char *own = packing->names[*reader.at++];
        const char *value = read_value(&reader);
        if (is_name(own, name, called)) {
            return value;
        }
    }
    return NULL;
}

const char *pack_attribute(const struct xml_node *node, const char *name) {
    return find_attribute(node, name, NULL);
}

const char *pack_attribute_called(const struct xml_node *node, const char *name) {
    return find_attribute(node, NULL, name);
}

uint32_t pack_count(const struct xml_node *node) {
    struct reader reader = {.at = ((const struct packed *)(uintptr_t)node)->bytes};
    read_number(&reader);
    return (uint32_t)read_number(&reader);
}

void pack_thaw(struct packed *packed) {
    struct xml_node *node = &packed->element.node;
    struct xml_document *document = tree_document(node);
    struct packing *packing = document->packing;
    struct reader reader = reader_of(document, packed, packed->bytes, NULL);
    size_t size = read_number(&reader) * 8 + sizeof(struct thawed);
    size_t class = (size + PACK_CLASS - 1) / PACK_CLASS;
    read_number(&reader);
    struct thawed *thawed = packing->free[class];
    if (thawed == NULL) {
        thawed = arena_take(document->arena, class * PACK_CLASS);
    } else {
        packing->free[class] = thawed->before;
    }
    *thawed = (struct thawed){.before = packing->newest,
                              .owner = packed,
                              .bytes = packed->bytes,
                              .serial = ++packing->serial,
                              .size = class * PACK_CLASS};
    packing->newest = thawed;
    packed->thawed = thawed;
    node->rests = false;
    reader.room = (char *)(thawed + 1);
    read_parts(&reader, &packed->element);
}

/* ---- back to rest ---------------------------------------------------------------------------- */

static void rest(struct packing *packing, struct thawed *thawed) {
    struct packed *packed = thawed->owner;
    packed->element.first = NULL;
    packed->element.last = NULL;
    packed->element.attributes = NULL;
    packed->element.node.shares = false;
    packed->element.node.rests = true;
    packed->bytes = thawed->bytes;
    if (poisons) {
        memset(thawed + 1, POISON, thawed->size - sizeof *thawed);
    }
    struct thawed **free = &packing->free[thawed->size / PACK_CLASS];
    thawed->before = *free;
    *free = thawed;
}

uint64_t xml_mark(const struct xml_document *document) {
    const struct packing *packing = document->packing;
    return packing == NULL ? 0 : packing->serial;
}

void xml_keep(struct xml_node *node) {
    tree_change(node);
}

void xml_rest(struct xml_document *document, uint64_t mark) {
    struct packing *packing = document->packing;
    if (packing == NULL) {
        return;
    }
    struct thawed **place = &packing->newest;
    while (*place != NULL && (*place)->serial > mark) {
        struct thawed *thawed = *place;
        bool packs = thawed->owner->element.node.packs;
        if (packs && thawed->held) {
            thawed->held = false;
            place = &thawed->before;
            continue;
        }
        *place = thawed->before;
        if (packs) {
            rest(packing, thawed);
        }
    }
}

void pack_hold(struct xml_document *document, struct xml_node *node, uint64_t mark) {
    const struct packing *packing = document->packing;
    if (packing == NULL || packing->newest == NULL || packing->newest->serial <= mark) {
        return;
    }
    for (struct xml_node *up = node->parent; up != NULL; up = up->parent) {
        if (up->packs) {
            struct thawed *thawed = ((struct packed *)(uintptr_t)up)->thawed;
            thawed->held = true;
            return;
        }
    }
}
