/* record.c: elements into bytes, and the dictionary of what comes again.
 *
 * A short text goes into the dictionary when it comes for the second time, and so does a list of a
 * few attributes with such texts for values: "\n      " and factor="harm" value="2" take one byte
 * or two then. Whether a text came before is known by its hash in a small table where the newer of
 * two once-met ones stays: no id of 100,000 can fill it up.
 */
#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "pack.h"

enum { MET_TEXTS = 4096, MET_LISTS = 1024, SHORT = 24, FEW = 4, NONE = -1 };

struct met {
    uint32_t hash;
    int32_t number; /* in the dictionary, or NONE */
};

struct memory {
    struct met texts[MET_TEXTS], lists[MET_LISTS];
};

static void add_number(struct buffer *out, size_t number) {
    while (number >= 0x80) {
        buffer_byte(out, (char)(number | 0x80));
        number >>= 7;
    }
    buffer_byte(out, (char)number);
}

static void add_bytes(struct buffer *out, const char *text, size_t length) {
    buffer_add(out, text, length);
    buffer_byte(out, '\0');
}

int record_name(struct record *record, const char *name) {
    struct packing *packing = pack_begin(record->document);
    for (size_t i = 0; i < packing->name_count; i++) {
        if (packing->names[i] == name) {
            return (int)i;
        }
    }
    if (packing->name_count == PACK_NAMES) {
        return NONE;
    }
    packing->names[packing->name_count] = name;
    return (int)packing->name_count++;
}

/* ---- the dictionary -------------------------------------------------------------------------- */

static struct memory *memory_of(struct record *record) {
    if (record->memory == NULL) {
        record->memory = memory_array(1, sizeof *record->memory);
        for (size_t i = 0; i < MET_TEXTS; i++) {
            record->memory->texts[i].number = NONE;
        }
        for (size_t i = 0; i < MET_LISTS; i++) {
            record->memory->lists[i].number = NONE;
        }
    }
    return record->memory;
}

static uint32_t hash_of(const char *text, size_t length) {
    uint64_t hash = length + 1;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)text[i]) * 0x100000001B3u;
    }
    return (uint32_t)(hash ^ hash >> 29);
}

/* The number of a text in the dictionary, or NONE. */
static int known_text(struct record *record, const char *text, size_t length) {
    struct packing *packing = record->document->packing;
    if (length > SHORT) {
        return NONE;
    }
    uint32_t hash = hash_of(text, length);
    struct met *met = &memory_of(record)->texts[hash % MET_TEXTS];
    if (met->number != NONE) {
        const char *known = packing->texts[met->number];
        bool same = met->hash == hash && memcmp(known, text, length) == 0 && known[length] == '\0';
        return same ? met->number : NONE;
    }
    if (met->hash != hash || packing->text_count == PACK_TEXTS) {
        met->hash = hash;
        return NONE;
    }
    if (packing->text_count == packing->text_capacity) {
        packing->text_capacity = packing->text_capacity * 2 + 64;
        packing->texts =
            memory_resize(packing->texts, packing->text_capacity, sizeof packing->texts[0]);
    }
    met->number = (int32_t)packing->text_count;
    packing->texts[packing->text_count++] = tree_text(record->document, text, length);
    return met->number;
}

static bool is_list(const struct packing *packing, const struct attribute *list,
                    const struct record_attribute *attributes, const int *values, size_t count) {
    for (size_t i = 0; i < count; i++, list = list->next) {
        if (list == NULL || list->name != packing->names[attributes[i].name] ||
            list->value != packing->texts[values[i]]) {
            return false;
        }
    }
    return list == NULL;
}

static int add_list(struct record *record, const struct record_attribute *attributes,
                    const int *values, size_t count) {
    struct packing *packing = record->document->packing;
    if (packing->list_count == packing->list_capacity) {
        packing->list_capacity = packing->list_capacity * 2 + 64;
        packing->lists = memory_resize(packing->lists, packing->list_capacity, sizeof(void *));
    }
    struct attribute **place = &packing->lists[packing->list_count];
    *place = NULL;
    for (size_t i = 0; i < count; i++) {
        place = &tree_add_attribute(record->document, place, packing->names[attributes[i].name],
                                    packing->texts[values[i]], NULL)
                     ->next;
    }
    return (int)packing->list_count++;
}

/* The number of a list of attributes, whose values all are in the dictionary; or NONE. */
static int known_list(struct record *record, const struct record_attribute *attributes,
                      const int *values, size_t count) {
    struct packing *packing = record->document->packing;
    uint64_t mixed = count;
    for (size_t i = 0; i < count; i++) {
        mixed = (mixed ^ (uint64_t)attributes[i].name) * 0x9E3779B97F4A7C15u;
        mixed = (mixed ^ mixed >> 32 ^ (uint64_t)values[i]) * 0x9E3779B97F4A7C15u;
    }
    uint32_t hash = (uint32_t)(mixed >> 32);
    struct met *met = &memory_of(record)->lists[hash % MET_LISTS];
    if (met->number != NONE) {
        bool same = met->hash == hash &&
                    is_list(packing, packing->lists[met->number], attributes, values, count);
        return same ? met->number : NONE;
    }
    if (met->hash != hash || packing->list_count == PACK_LISTS) {
        met->hash = hash;
        return NONE;
    }
    met->number = add_list(record, attributes, values, count);
    return met->number;
}

/* ---- parts ----------------------------------------------------------------------------------- */

static void add_attributes(struct record *record, const struct record_attribute *attributes,
                           size_t count) {
    struct buffer *out = &record->bytes;
    int values[FEW];
    bool all_known = count > 0 && count <= FEW;
    for (size_t i = 0; i < count && i < FEW; i++) {
        values[i] = known_text(record, attributes[i].value, attributes[i].length);
        all_known = all_known && values[i] != NONE;
    }
    int list = all_known ? known_list(record, attributes, values, count) : NONE;
    if (list != NONE) {
        add_number(out, (size_t)list << 1 | 1);
        return;
    }
    add_number(out, count << 1);
    for (size_t i = 0; i < count; i++) {
        int value =
            i < FEW ? values[i] : known_text(record, attributes[i].value, attributes[i].length);
        buffer_byte(out, (char)attributes[i].name);
        if (value != NONE) {
            add_number(out, (size_t)value << 1 | 1);
        } else {
            add_number(out, attributes[i].length << 1);
            add_bytes(out, attributes[i].value, attributes[i].length);
        }
    }
    record->room += count * sizeof(struct attribute);
}

static bool fits(const struct record *record) {
    return record->room <= PACK_ROOM && record->bytes.length <= PACK_BYTES;
}

bool record_begin(struct record *record, struct packed *top,
                  const struct record_attribute *attributes, size_t count) {
    pack_begin(record->document);
    buffer_clear(&record->bytes);
    record->top = top;
    record->room = 0;
    record->nodes = 0;
    record->depth = 0;
    record->line = top->element.node.line;
    add_attributes(record, attributes, count);
    return fits(record);
}

bool record_element(struct record *record, int name, uint32_t line,
                    const struct record_attribute *attributes, size_t count) {
    struct buffer *out = &record->bytes;
    record->part = out->length;
    if (name < PART_NAME) {
        buffer_byte(out, (char)(PART_ELEMENT | name));
    } else {
        buffer_byte(out, (char)(PART_ELEMENT | PART_NAME));
        buffer_byte(out, (char)name);
    }
    add_number(out, line - record->line);
    record->line = line;
    record->document->elements++;
    record->depth++;
    record->nodes++;
    record->room += sizeof(struct element);
    add_attributes(record, attributes, count);
    record->inside = out->length;
    return fits(record);
}

bool record_text(struct record *record, enum node_kind kind, const char *text, size_t length) {
    struct buffer *out = &record->bytes;
    int known = kind == NODE_TEXT ? known_text(record, text, length) : NONE;
    if (known != NONE && known < PART_ELEMENT - PART_NEAR) {
        buffer_byte(out, (char)(PART_NEAR + known));
    } else if (known != NONE) {
        buffer_byte(out, PART_KNOWN);
        add_number(out, (size_t)known);
    } else {
        buffer_byte(out, kind == NODE_TEXT      ? PART_TEXT
                         : kind == NODE_COMMENT ? PART_COMMENT
                                                : PART_INSTRUCTION);
        add_number(out, length);
        add_bytes(out, text, length);
    }
    record->nodes++;
    record->room += sizeof(struct xml_node);
    return fits(record);
}

/* ---- the end --------------------------------------------------------------------------------- */

static void keep(struct record *record) {
    struct buffer head = {0};
    add_number(&head, (record->room + 7) / 8);
    add_number(&head, record->nodes);
    size_t length = head.length + record->bytes.length;
    char *bytes = tree_room(record->document, length);
    memcpy(bytes, head.data, head.length);
    memcpy(bytes + head.length, record->bytes.data, record->bytes.length);
    record->top->bytes = (const unsigned char *)bytes;
    record->top = NULL;
    buffer_free(&head);
}

bool record_end(struct record *record) {
    struct buffer *out = &record->bytes;
    if (record->depth > 0) {
        if (record->inside == out->length) {
            out->data[record->part] = (char)(out->data[record->part] | PART_EMPTY);
        } else {
            buffer_byte(out, PART_END);
        }
        record->inside = 0; /* what is open now has content */
        record->depth--;
        return false;
    }
    buffer_byte(out, PART_END);
    keep(record);
    return true;
}

struct xml_node *record_give_up(struct record *record) {
    /* Texts point into these bytes for ever. */
    size_t length = record->bytes.length;
    char *bytes = tree_room(record->document, length);
    memcpy(bytes, record->bytes.data, length);
    struct packed *top = record->top;
    record->top = NULL;
    const unsigned char *from = (const unsigned char *)bytes;
    return pack_unpack(record->document, top, from, from + length);
}

void record_free(struct record *record) {
    buffer_free(&record->bytes);
    free(record->memory);
}
