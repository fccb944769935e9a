/* document.h: what the files of this room share: the document behind the cursor, and libxml2.
 *
 * A struct xml_node is libxml2's own xmlNode under another name: a cursor costs nothing, and no
 * other room can look inside. libxml2 keeps lines in 16 bits, so ours stand in node->_private, with
 * the number of the file they belong to in the low bits (a node may come from another document).
 */
#ifndef BOARDPAPER_XML_DOCUMENT_H
#define BOARDPAPER_XML_DOCUMENT_H

#include <libxml/tree.h>
#include <libxml/xmlerror.h>

#include <boardpaper/arena.h>
#include <boardpaper/xml.h>

enum { MOST_FILES = 64 };

struct xml_document {
    xmlDoc *tree;
    struct arena *arena;
    const char *files[MOST_FILES]; /* files[0] is the document's own */
    size_t file_count;
    xmlNode *removed; /* the first of those taken out; freed with the document */
    bool ordered;     /* elements carry their order, which XPath sorts by */
    size_t elements;  /* about how many there are; bounds the work of an XPath */
};

/* libxml2 2.12 made the error that a handler receives const. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error;
#else
typedef xmlError *xml_error;
#endif

/* Makes libxml2 ready: once a process, before anything else of it is called. Its memory comes
 * from functions that end the process instead of failing. */
void xml_prepare(void);

/* A document without a tree. */
struct xml_document *document_new(const char *file);

xmlNode *xml_inside(const struct xml_node *node);
struct xml_node *xml_outside(xmlNode *node);
struct xml_document *xml_document_of(const struct xml_node *node);

/* Puts a line of the document's file number file into node. */
void xml_set_place(xmlNode *node, long line, size_t file);

/* The text of an attribute or of an element's single text, without a copy; NULL where it is in
 * parts. "" where there is none. */
const char *xml_plain_text(const xmlNode *first);

#endif
