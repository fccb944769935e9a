/* reading.h: what a parser tells, made into a tree (tree.h). Two parsers tell it: expat what is
 * plain (plain.h), libxml2 all else (parse.c).
 */
#ifndef BOARDPAPER_XML_READING_H
#define BOARDPAPER_XML_READING_H

#include <boardpaper/buffer.h>

#include "record.h"
#include "scan.h"
#include "tree.h"

enum { KNOWN_NAMES = 256, KNOWN_VALUES = 1024, KNOWN_LISTS = 256, KNOWN_SPACES = 32 };
enum { MOST_RUNS = SCAN_MOST_DEPTH + 2 };

struct known_name {
    const char *own; /* interned */
    size_t length;
};
struct known_number {
    const char *own;
    int number; /* the record's */
};

/* A row of elements of one name beside each other. */
struct run {
    const char *name;
    size_t count;
};

struct reading {
    struct xml_document *document;
    struct xml_node *current; /* the element that is open */
    size_t depth;             /* how many are open */
    struct buffer name;
    struct known_name names[KNOWN_NAMES]; /* met last */
    struct known_number numbers[KNOWN_NAMES];
    const char *spaces[KNOWN_SPACES]; /* white space met last, by its length */
    struct xml_node *spare; /* was the node of such white space, and is none's now; or NULL */
    const char *values[KNOWN_VALUES];     /* short ones met last: in large inputs they repeat */
    struct attribute *lists[KNOWN_LISTS]; /* and so do lists of a few attributes */
    struct run runs[MOST_RUNS]; /* by depth: what stood last in the element that is open there */
    struct record record;       /* of an element that will be packed */
    size_t recorded;            /* its depth */
};

/* An attribute that a parser has read. */
struct given {
    const char *name;          /* interned */
    const struct space *space; /* NULL: none; SPACE_DECLARATION: an xmlns, which comes first */
    const char *value;
    size_t length;
};

void reading_begin(struct reading *reading, struct xml_document *document);
void reading_end(struct reading *reading);

/* The tree's own of a name. */
const char *reading_name(struct reading *reading, const char *text, size_t length);
void reading_open(struct reading *reading, const char *name, const struct space *space,
                  uint32_t line, const struct given *given, size_t count);
void reading_close(struct reading *reading);
/* All of a text between two tags or remarks. */
void reading_text(struct reading *reading, const char *text, size_t length);
/* A comment. */
void reading_remark(struct reading *reading, enum node_kind kind, const char *text, size_t length);
/* data: what follows the target and the space behind it. */
void reading_instruction(struct reading *reading, const char *target, const char *data);

#endif
