/* pack.h: the elements of long lists, kept as bytes while nobody looks into them.
 *
 * A list of 100,000 areas as nodes takes 1.8 kB an area, as bytes 0.25 kB. So the parser records
 * what is within such an element instead of making nodes (record.c), and pack_thaw makes the nodes
 * when somebody looks. Those who walk the list let what they have passed go to rest again: the
 * memory of its nodes goes to the next. Names, texts and values are never given back: they point
 * into the bytes or the dictionary, which live as long as the document.
 *
 * Within a packed element nothing is packed, no name has a namespace, and nothing was changed: a
 * change (tree_change) makes it stay as nodes for good.
 *
 * The form of the bytes, where NUMBER is a base-128 number, the low bits first:
 *     memory of the thawed nodes in units of 8 bytes (NUMBER), how many they are (NUMBER),
 *     the element's attributes, then parts up to its PART_END.
 * A part is one byte and what it says:
 *     PART_END
 *     PART_TEXT, PART_COMMENT, PART_INSTRUCTION    length (NUMBER), bytes, NUL
 *     PART_KNOWN                                   a text's number in the dictionary (NUMBER)
 *     PART_NEAR + n                                the text n of the dictionary
 *     PART_ELEMENT + name [+ PART_EMPTY]           [the name's number where it does not fit], the
 *                                                  lines since the element before (NUMBER), its
 *                                                  attributes; then its parts unless it is empty
 * Attributes are a NUMBER: 0 for none, 2l + 1 for list l of the dictionary, else 2n for n of them,
 * each a name (one byte) and a value: NUMBER 2t + 1 for text t of the dictionary, else 2 length,
 * bytes, NUL.
 *
 * Rejected: the source's own text kept and parsed again (ten times slower, and 470 bytes an area);
 * smaller nodes (a half of what is wanted, and all files would have to know).
 */
#ifndef BOARDPAPER_XML_PACK_H
#define BOARDPAPER_XML_PACK_H

#include "tree.h"

/* How many elements of one name in a row come before those that are packed. */
#ifndef XML_PACK_FROM
#define XML_PACK_FROM 256
#endif

enum {
    PART_END,
    PART_TEXT,
    PART_COMMENT,
    PART_INSTRUCTION,
    PART_KNOWN,
    PART_NEAR = 0x10, /* up to PART_ELEMENT */
    PART_ELEMENT = 0x80,
    PART_EMPTY = 0x40,
    PART_NAME = 0x3F /* bits of a name; all of them: it follows */
};

enum {
    PACK_NAMES = 256,
    PACK_TEXTS = 1 << 14, /* of the dictionary */
    PACK_LISTS = 1 << 14,
    PACK_ROOM = 32 * 1024,  /* of thawed nodes, at most */
    PACK_BYTES = 64 * 1024, /* of a record, at most */
    PACK_CLASS = 128,       /* free memory is kept by size in such steps */
    PACK_CLASSES = PACK_ROOM / PACK_CLASS + 2
};

/* The nodes of an element that was looked into stand behind this. Newest first. */
struct thawed {
    struct thawed *before; /* also in the list of free ones */
    struct packed *owner;
    const unsigned char *bytes;
    uint64_t serial;
    size_t size; /* this included */
    bool held;   /* not to be given back this time */
};

struct packing {
    const char *names[PACK_NAMES];
    size_t name_count;
    const char **texts; /* the dictionary */
    size_t text_count, text_capacity;
    struct attribute **lists;
    size_t list_count, list_capacity;
    struct packed *spare; /* where the next packed element goes */
    size_t spare_count;
    struct thawed *newest;
    uint64_t serial;
    struct thawed *free[PACK_CLASSES];
};

/* The document's, made where there is none. pack_end: what is not the arena's. */
struct packing *pack_begin(struct xml_document *document);
void pack_end(struct xml_document *document);

/* A new element that packs, last in parent; without bytes it may not be looked into. */
struct packed *pack_add_element(struct xml_document *document, struct xml_node *parent,
                                const char *name);

/* The value of an attribute of an element that rests, or NULL. name: interned; any text. */
const char *pack_attribute(const struct xml_node *node, const char *name);
const char *pack_attribute_called(const struct xml_node *node, const char *name);

/* How many nodes are in an element that rests. */
uint32_t pack_count(const struct xml_node *node);

/* Makes the nodes that bytes up to end tell of, without the two numbers at their beginning, for
 * good. The innermost element that was not ended. */
struct xml_node *pack_unpack(struct xml_document *document, struct packed *packed,
                             const unsigned char *bytes, const unsigned char *end);

/* That what node is in is not given back by the next xml_rest to mark. */
void pack_hold(struct xml_document *document, struct xml_node *node, uint64_t mark);

#endif
