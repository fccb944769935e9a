/* reading.c: see reading.h.
 *
 * Much of what an assessment says it says often: names, short values, white space and whole lists
 * of a few attributes are met again and again, and are one in the tree where that is cheap to see.
 */
#include "reading.h"

#include <string.h>

#include "pack.h"

enum { SHORT_VALUE = 16, FEW = 4 };
enum { NUMBER_NONE = -1 };

void reading_begin(struct reading *reading, struct xml_document *document) {
    *reading = (struct reading){.document = document, .record = {.document = document}};
    reading->current = &document->top.node;
}

void reading_end(struct reading *reading) {
    buffer_free(&reading->name);
    record_free(&reading->record);
}

/* ---- names and values ------------------------------------------------------------------------ */

/* The first and last bytes of what is not long are all of it, or nearly. */
static uint64_t mixed(const char *text, size_t length) {
    uint64_t first = 0;
    uint64_t last = 0;
    size_t part = length < sizeof first ? length : sizeof first;
    memcpy(&first, text, part);
    memcpy(&last, text + length - part, part);
    uint64_t hash = (first ^ length) * UINT64_C(0x9E3779B97F4A7C15);
    return ((hash ^ hash >> 29 ^ last) * UINT64_C(0xA0761D6478BD642F)) >> 32;
}

const char *reading_name(struct reading *reading, const char *text, size_t length) {
    struct known_name *known = &reading->names[mixed(text, length) % KNOWN_NAMES];
    if (known->own == NULL || known->length != length || memcmp(known->own, text, length) != 0) {
        buffer_clear(&reading->name);
        buffer_add(&reading->name, text, length);
        known->own = tree_name(reading->document, length == 0 ? "" : reading->name.data);
        known->length = length;
    }
    return known->own;
}

static int name_number(struct reading *reading, const char *own) {
    size_t place = ((uintptr_t)own >> 3 ^ (uintptr_t)own >> 11) % KNOWN_NAMES;
    struct known_number *known = &reading->numbers[place];
    if (known->own != own) {
        *known = (struct known_number){own, record_name(&reading->record, own)};
    }
    return known->number;
}

/* A copy of a value; of a short one that made of the same a while ago. */
static const char *own_value(struct reading *reading, const char *value, size_t length) {
    if (length > SHORT_VALUE) {
        return tree_text(reading->document, value, length);
    }
    const char **known = &reading->values[mixed(value, length) % KNOWN_VALUES];
    if (*known == NULL || strncmp(*known, value, length) != 0 || (*known)[length] != '\0') {
        *known = tree_text(reading->document, value, length);
    }
    return *known;
}

static bool is_blank(const char *text) {
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* The tree's own of a text. */
static const char *own_text(struct reading *reading, const char *text, size_t length) {
    const char **space = &reading->spaces[length % KNOWN_SPACES];
    if (*space != NULL && strncmp(*space, text, length) == 0 && (*space)[length] == '\0') {
        return *space;
    }
    const char *own = tree_text(reading->document, text, length);
    if (is_blank(own)) {
        *space = own;
    }
    return own;
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

static void record_or_give_up(struct reading *reading, enum node_kind kind, const char *text,
                              size_t length) {
    if (!record_text(&reading->record, kind, text, length)) {
        give_up(reading);
    }
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

/* False where they cannot be recorded. */
static bool recordable(struct reading *reading, const struct given *given, size_t count,
                       struct record_attribute out[SCAN_MOST_ATTRIBUTES]) {
    if (count > SCAN_MOST_ATTRIBUTES) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        int number = name_number(reading, given[i].name);
        if (number == NUMBER_NONE) {
            return false;
        }
        out[i] = (struct record_attribute){number, given[i].value, given[i].length};
    }
    return true;
}

static void take_white_before(struct reading *reading, struct xml_node *node) {
    struct xml_node *before = node->previous;
    if (before != NULL && before->kind == NODE_TEXT && is_blank(before->text) &&
        tree_take_white(reading->document, before, node)) {
        reading->spare = before;
    }
}

/* Records a plain element. False where it is to be made a node. */
static bool record_start(struct reading *reading, const char *name, uint32_t line,
                         const struct given *given, size_t count) {
    struct record *record = &reading->record;
    struct record_attribute attributes[SCAN_MOST_ATTRIBUTES];
    bool good = recordable(reading, given, count, attributes);
    if (!is_recording(reading)) {
        if (!good) {
            return false;
        }
        struct packed *top = pack_add_element(reading->document, reading->current, name);
        top->element.node.line = line;
        reading->current = &top->element.node;
        reading->recorded = reading->depth - 1;
        take_white_before(reading, &top->element.node);
        good = record_begin(record, top, attributes, count);
    } else {
        int number = good ? name_number(reading, name) : NUMBER_NONE;
        if (number == NUMBER_NONE) {
            give_up(reading);
            return false;
        }
        good = record_element(record, number, line, attributes, count);
    }
    if (!good) {
        give_up(reading);
    }
    return true;
}

/* ---- elements -------------------------------------------------------------------------------- */

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

static void add_all(struct reading *reading, struct attribute **place, const struct given *given,
                    size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct attribute *made =
            tree_add_attribute(reading->document, place, given[i].name,
                               own_value(reading, given[i].value, given[i].length), given[i].space);
        place = &made->next;
    }
}

static bool is_list(const struct attribute *list, const struct given *given,
                    const char *const *values, size_t count) {
    for (size_t i = 0; i < count; i++, list = list->next) {
        if (list == NULL || list->name != given[i].name || list->value != values[i]) {
            return false;
        }
    }
    return list == NULL;
}

/* A few attributes in no namespace: where a list of the same was made a while ago (names and short
 * values are the same where their pointers are), that one. Thousands of <score factor= value=> have
 * some thirty lists between them. */
static void add_few(struct reading *reading, struct xml_node *node, const struct given *given,
                    size_t count) {
    const char *values[FEW] = {NULL};
    uint64_t hash = count;
    for (size_t i = 0; i < count; i++) {
        values[i] = own_value(reading, given[i].value, given[i].length);
        hash = (hash ^ (uintptr_t)given[i].name) * UINT64_C(0x9E3779B97F4A7C15);
        hash = (hash ^ hash >> 32 ^ (uintptr_t)values[i]) * UINT64_C(0x9E3779B97F4A7C15);
    }
    struct attribute **known = &reading->lists[(hash >> 40) % KNOWN_LISTS];
    struct attribute **place = &as_element(node)->attributes;
    node->shares = true;
    if (is_list(*known, given, values, count)) {
        *place = *known;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct attribute *made =
            tree_add_attribute(reading->document, place, given[i].name, values[i], NULL);
        *known = i == 0 ? made : *known;
        place = &made->next;
    }
}

void reading_open(struct reading *reading, const char *name, const struct space *space,
                  uint32_t line, const struct given *given, size_t count) {
    size_t depth = reading->depth++;
    bool plain = space == NULL;
    for (size_t i = 0; plain && i < count; i++) {
        plain = given[i].space == NULL;
    }
    if (plain && (is_recording(reading) || is_one_of_many(reading, name, depth)) &&
        record_start(reading, name, line, given, count)) {
        return;
    }
    if (is_recording(reading)) {
        give_up(reading);
    }
    struct xml_node *node = start_node(reading, name, line, space);
    if (plain && count > 0 && count <= FEW) {
        add_few(reading, node, given, count);
    } else {
        add_all(reading, &as_element(node)->attributes, given, count);
    }
}

void reading_close(struct reading *reading) {
    reading->depth--;
    if (!is_recording(reading) || record_end(&reading->record)) {
        reading->current = reading->current->parent;
    }
}

void reading_text(struct reading *reading, const char *text, size_t length) {
    if (is_recording(reading)) {
        record_or_give_up(reading, NODE_TEXT, text, length);
        return;
    }
    const char *content = own_text(reading, text, length);
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
}

void reading_remark(struct reading *reading, enum node_kind kind, const char *text, size_t length) {
    if (is_recording(reading)) {
        record_or_give_up(reading, kind, text, length);
    } else {
        tree_add(reading->document, reading->current, kind,
                 tree_text(reading->document, text, length));
    }
}

void reading_instruction(struct reading *reading, const char *target, const char *data) {
    struct buffer text = {0};
    buffer_text(&text, target);
    if (*data != '\0') {
        buffer_byte(&text, ' ');
        buffer_text(&text, data);
    }
    reading_remark(reading, NODE_INSTRUCTION, text.data, text.length);
    buffer_free(&text);
}
