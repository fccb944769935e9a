/* record.h: what the parser finds within an element that is to be packed, written down as bytes
 * (pack.h). */
#ifndef BOARDPAPER_XML_RECORD_H
#define BOARDPAPER_XML_RECORD_H

#include <boardpaper/buffer.h>

#include "tree.h"

struct record {
    struct xml_document *document;
    struct memory *memory; /* what was met before; made when it is first needed */
    struct packed *top;    /* NULL: nothing is recorded */
    struct buffer bytes;
    size_t room;         /* of the nodes */
    uint32_t nodes;      /* below top */
    uint32_t line;       /* of the element that began last */
    size_t depth;        /* elements that are open within top */
    size_t part, inside; /* where the innermost open one begins; where its content would */
};

struct record_attribute {
    int name; /* record_name's */
    const char *value;
    size_t length;
};

/* What is recorded must fit; after false the record is to be given up. */
/* The number of a name, or -1: there are too many. */
int record_name(struct record *record, const char *name);
/* top has been added and not yet looked into. */
bool record_begin(struct record *record, struct packed *top,
                  const struct record_attribute *attributes, size_t count);
bool record_element(struct record *record, int name, uint32_t line,
                    const struct record_attribute *attributes, size_t count);
/* kind: TEXT, COMMENT or INSTRUCTION. */
bool record_text(struct record *record, enum node_kind kind, const char *text, size_t length);
/* Ends the innermost element. True where that was top, which now rests. */
bool record_end(struct record *record);
/* Makes nodes of what was recorded, for good. The innermost element that is open. */
struct xml_node *record_give_up(struct record *record);
void record_free(struct record *record);

#endif
