/* tree.h: the tree of a document, for the files of this room.
 *
 * The tree is ours and not libxml2's: with 10,000 areas and all their results in it the
 * process took 365 MB with libxml2's and takes 97 with this one, which is given back in one piece,
 * keeps every line number, and never frees a name or a value that somebody holds. libxml2 parses;
 * what it reports is put here.
 *
 * All lives in the document's arena until the document is closed. Names are interned: within a
 * document, two of them are equal where their pointers are.
 *
 * What is in the elements of a long list is kept packed (pack.h). Such an element rests until
 * somebody looks into it: before its first, last or attributes are read, tree_open; before it or
 * anything in it is changed, tree_change.
 */
#ifndef BOARDPAPER_XML_TREE_H
#define BOARDPAPER_XML_TREE_H

#include <stdint.h>

#include <boardpaper/arena.h>
#include <boardpaper/xml.h>

enum node_kind {
    NODE_DOCUMENT, /* the parent of the root, and of comments beside it */
    NODE_ELEMENT,
    NODE_TEXT,
    NODE_COMMENT,
    NODE_INSTRUCTION, /* text: target and data */
    NODE_LATER        /* stands for children that are made when they are asked for */
};

/* A namespace as it was written. */
struct space {
    const char *prefix; /* "" for none */
    const char *uri;
    struct space *next;
};

struct attribute {
    struct attribute *next;
    const char *name; /* without prefix, interned */
    const char *value;
    const struct space *space; /* NULL: none; SPACE_DECLARATION: it is no attribute but an xmlns */
};
extern const struct space SPACE_DECLARATION;

struct xml_node {
    struct xml_node *parent, *next, *previous;
    const char *text;     /* of ELEMENT and LATER their name, interned; else the content */
    uint32_t line, order; /* order: in the document, where the document is ordered */
    enum node_kind kind : 8;
    uint8_t file;  /* of document->files */
    uint8_t white; /* 0, or the number of the white space before it that is no node (tree_whiten) */
    bool shares : 1; /* its attributes are others' too: to be copied before a change */
    bool packs : 1;  /* it is a struct packed, and nothing in it was changed */
    bool rests : 1;  /* it packs, and what is in it is not there now */
    bool whites : 1; /* there is such white space in it, or below */
};

/* A node of kind DOCUMENT or ELEMENT. */
struct element {
    struct xml_node node;
    struct xml_node *first, *last;
    struct attribute *attributes;
    const struct space *space; /* or NULL */
};

/* An element of a long list. */
struct packed {
    struct element element;
    union {
        const unsigned char *bytes; /* where it rests */
        struct thawed *thawed;      /* else, as long as it packs */
    };
};

/* A node of kind LATER. */
struct later {
    struct xml_node node;
    void (*make)(struct xml_node *parent, void *context);
    void *context;
};

enum { MOST_FILES = 64, MOST_WHITES = 16, TEXT_CHUNK = 32 * 1024 };

struct name_table {
    const char **names; /* open addressing; capacity is a power of two */
    size_t capacity, count;
};

struct xml_document {
    struct element top; /* first, so that the document is found from its node */
    struct arena *arena;
    const char *files[MOST_FILES]; /* files[0] is the document's own */
    size_t file_count;
    struct name_table names;
    struct space *spaces;
    struct packing *packing;         /* NULL: nothing is packed */
    const char *whites[MOST_WHITES]; /* by number */
    char *chunk;                     /* where short texts go, one behind the other */
    size_t chunk_left;
    size_t
        later; /* nodes of kind LATER that were put in and not made, be they still there or not */
    size_t elements;  /* how many there are or were; bounds the work of an XPath */
    bool ordered;     /* node->order holds */
    bool ships;       /* see xml_ships */
    uint32_t changes; /* how often it was changed since it was read */
};

/* A document without a root. */
struct xml_document *tree_new(const char *file);

static inline struct element *as_element(const struct xml_node *node) {
    return (struct element *)(uintptr_t)node;
}

/* pack.c: makes what is in an element that rests. */
void pack_thaw(struct packed *packed);

/* A node of kind DOCUMENT or ELEMENT, looked into. */
static inline struct element *tree_open(const struct xml_node *node) {
    if (node->rests) {
        pack_thaw((struct packed *)(uintptr_t)node);
    }
    return as_element(node);
}

/* To be called before node, its attributes or its children are changed: what it stands in is no
 * longer packed. */
void tree_change(struct xml_node *node);

struct xml_document *tree_document(const struct xml_node *node);

/* Interned names; copied texts. */
const char *tree_name(struct xml_document *document, const char *name);
const char *tree_text(struct xml_document *document, const char *text, size_t length);
/* Room for length bytes, and one more. */
char *tree_room(struct xml_document *document, size_t length);
/* The space of that prefix and uri; NULL for neither. */
const struct space *tree_space(struct xml_document *document, const char *prefix, const char *uri);

/* Makes nodes and puts them last into parent, which has been opened. Names are interned, text is
 * the tree's. */
struct xml_node *tree_add_element(struct xml_document *document, struct xml_node *parent,
                                  const char *name, const struct space *space);
struct xml_node *tree_add(struct xml_document *document, struct xml_node *parent,
                          enum node_kind kind, const char *text);
struct attribute *tree_add_attribute(struct xml_document *document, struct attribute **place,
                                     const char *name, const char *value,
                                     const struct space *space);
void tree_link(struct xml_node *parent, struct xml_node *node); /* as the last child */
void tree_unlink(struct xml_node *node);                        /* keeps its parent */

/* The white space between elements of a long list comes again before each of them, and hardly
 * anybody asks for it: it is a number of theirs. tree_whiten makes the texts of all that is below
 * node, if there are any to make; to be called where texts count. tree_take_white makes the text
 * before a new element a number; false where it has to stay. */
void tree_make_whites(struct xml_node *node);
static inline void tree_whiten(const struct xml_node *node) {
    if (node->whites) {
        tree_make_whites((struct xml_node *)(uintptr_t)node);
    }
}
bool tree_take_white(struct xml_document *document, struct xml_node *text, struct xml_node *node);

/* The node after node in document order within top, children first; NULL past the last. What is
 * still to be made is passed over. */
struct xml_node *tree_after(const struct xml_node *node, const struct xml_node *top);

/* Puts what LATER stands for in its place. The first of it, or what followed. */
struct xml_node *tree_expand(struct xml_node *later);

static inline bool is_attribute(const struct attribute *attribute) {
    return attribute->space != &SPACE_DECLARATION;
}

/* The first of node and what follows it that is an element; LATER is expanded on the way. */
static inline struct xml_node *tree_element_from(struct xml_node *node) {
    while (node != NULL && node->kind != NODE_ELEMENT) {
        node = node->kind == NODE_LATER ? tree_expand(node) : node->next;
    }
    return node;
}

/* Numbers the nodes in document order. */
void tree_order(struct xml_document *document);

#endif
