/* xml.h: XML in, hardened; a cursor over it; building; XPath 1.0. The only room that knows libxml2.
 *
 * Input is not trusted (delivery.md): refused before libxml2 sees it are a DOCTYPE, NUL bytes,
 * more bytes than the limit (8 MiB unless said), more than 128 attributes on an element, a depth
 * over 256. No network, no external entity, no XInclude. UTF-8 and UTF-16 (with or without a mark).
 * Line numbers are true beyond 65,535.
 */
#ifndef BOARDPAPER_XML_H
#define BOARDPAPER_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/diagnostics.h>

struct arena;
struct buffer;

struct xml_document;
struct xml_node; /* an element; lives as long as its document, but see xml_rest */

/* The most bytes of an input where nothing else is said. */
enum { XML_DEFAULT_LIMIT = 8 * 1024 * 1024 };

/* Reads, checks and parses a file ("-": standard input) or bytes named name. limit: most bytes, 0
 * for the default. path and name are kept, not copied: they outlive the diagnostics. NULL with
 * diagnostics (all the parser finds). End with xml_close. */
struct xml_document *xml_open(const char *path, size_t limit, struct where where,
                              struct diagnostics *diagnostics);
struct xml_document *xml_parse(const char *name, const void *bytes, size_t length, size_t limit,
                               struct diagnostics *diagnostics);
/* The same of bytes that nobody needs afterwards: their memory goes as they are read
 * (memory_spent). */
struct xml_document *xml_parse_spent(const char *name, void *bytes, size_t length, size_t limit,
                                     struct diagnostics *diagnostics);
/* A new document with one root element. */
struct xml_document *xml_new(const char *name, const char *root);
void xml_close(struct xml_document *document);

/* Whether it was read from the bytes of a template or method that ships, as it was when the program
 * was built: it is valid, and need not be validated again. */
bool xml_ships(const struct xml_document *document);
/* The same of the document that node is in. */
bool xml_ships_with(const struct xml_node *node);

const char *xml_file(const struct xml_document *document);
struct xml_node *xml_root(struct xml_document *document);

/* Validates against a RELAX NG schema file (XML syntax; schema_path outlives the diagnostics).
 * Every finding becomes one diagnostic with the line of the offending element and what was expected
 * there. On a <data> of the schema, says="a whole number" in the namespace urn:boardpaper:schema
 * gives the words for what is expected. False where there was any finding or the schema itself does
 * not load. */
bool xml_validate(struct xml_document *document, const char *schema_path,
                  struct diagnostics *diagnostics);

/* The cursor. Only elements are seen; comments and processing instructions are passed over. */
const char *xml_name(const struct xml_node *node);
struct where xml_where(const struct xml_node *node);
struct xml_node *xml_parent(const struct xml_node *node); /* NULL at the root */
struct xml_node *xml_first(const struct xml_node *node);  /* first child element or NULL */
struct xml_node *xml_next(const struct xml_node *node);   /* next sibling element or NULL */
bool xml_is(const struct xml_node *node, const char *name);
struct xml_node *xml_child(const struct xml_node *node, const char *name);   /* first so named */
struct xml_node *xml_sibling(const struct xml_node *node, const char *name); /* next so named */
/* The attribute's value or NULL. Lives as long as the document and the attribute. xml:lang is
 * asked for as "lang" where there is no plain lang. */
const char *xml_attribute(const struct xml_node *node, const char *name);
/* The text of the element and all below it, white space folded to single spaces and trimmed. */
const char *xml_text(struct xml_document *document, const struct xml_node *node);
/* The same for elements of one document that are known to have the same attributes, as thousands of
 * <score factor="harm" value="2"/> do; else NULL. Holds until an attribute is set. */
const void *xml_attributes_alike(const struct xml_node *node);
/* The attributes one by one: index from 0; false past the last. */
bool xml_attribute_at(const struct xml_node *node, size_t index, const char **name,
                      const char **value);

/* Mixed content, in order: text (with its white space as in the file) and elements. Begin with a
 * zeroed struct; false at the end. */
struct xml_piece {
    struct xml_node *element; /* or NULL for text */
    const char *text;
    void *position; /* the room's own */
};
bool xml_pieces(const struct xml_node *node, struct xml_piece *piece);

/* A long list of like elements (100,000 areas) is kept packed: what is within one of them is made
 * when it is first looked into. Who walks over many of them sets a mark, looks, and lets what was
 * looked into since the mark rest: then it is packed again, and the elements within those of the
 * list are no more. The elements of the list themselves stay, so do all names, values and texts,
 * and so does what was changed. Nobody needs to call this: it saves memory, 1.8 kB an area. Looking
 * into a document changes it inside: one thread at a time. */
uint64_t xml_mark(const struct xml_document *document);
void xml_rest(struct xml_document *document, uint64_t mark);
/* node, and what it is within, never goes to rest: for who remembers it. */
void xml_keep(struct xml_node *node);

/* Building. Names and values are copied; value NULL removes the attribute. */
struct xml_node *xml_add(struct xml_node *parent, const char *name);
void xml_set(struct xml_node *node, const char *name, const char *value);
void xml_set_integer(struct xml_node *node, const char *name, int64_t value);
/* name as the document that node is in keeps it: of its names two are equal where their addresses
 * are, xml_name's too. Holds as long as the document. */
const char *xml_intern(struct xml_node *node, const char *name);
/* As xml_child, xml_sibling and xml_attribute for a name that xml_intern gave. */
struct xml_node *xml_child_named(const struct xml_node *node, const char *name);
struct xml_node *xml_sibling_named(const struct xml_node *node, const char *name);
const char *xml_attribute_named(const struct xml_node *node, const char *name);
/* The same as xml_add and xml_set for each of the attributes in turn, for thousands of elements
 * alike: names are as xml_intern gives them. xml_add_with passes over those of value NULL, and no
 * name may come twice. */
struct xml_pair {
    const char *name, *value;
};
struct xml_node *xml_add_with(struct xml_node *parent, const char *name,
                              const struct xml_pair *attributes, size_t count);
void xml_set_all(struct xml_node *node, const struct xml_pair *attributes, size_t count);
/* One more element called as like, of the same document, and with the same attributes, which take
 * no memory until one of them is set. */
struct xml_node *xml_add_like(struct xml_node *parent, struct xml_node *like);
void xml_add_text(struct xml_node *node, const char *text);
/* A deep copy of from as the last child of parent (documents may differ; lines are kept). */
struct xml_node *xml_copy(struct xml_node *parent, const struct xml_node *from);
/* What was taken from a removed element (its name, its values, itself) stays valid. */
void xml_remove(struct xml_node *node);
/* Takes away all comments and processing instructions, those beside the root too. */
void xml_remove_remarks(struct xml_document *document);
/* Children of parent, all elements called name with attributes only, that make will add when they
 * are first asked for: by that name, or by walking over all children, or by an XPath that looks for
 * them. So results can be put into 100,000 elements, and only those that somebody reads are made.
 * context outlives the document. */
void xml_add_later(struct xml_node *parent, const char *name,
                   void (*make)(struct xml_node *parent, void *context), void *context);
/* Removes all children called name, and those still to be made. */
void xml_remove_all(struct xml_node *parent, const char *name);
/* The document as UTF-8 XML, indented where there is no mixed content. */
void xml_write(struct xml_document *document, struct buffer *out);

/* XPath 1.0 over one document, with a limit to its work (10 million operations a call, and 64 an
 * element of the document) and without document() or any other reach outside. Beyond XPath 1.0
 * there is current(): the node that the whole expression is evaluated for. An unknown function or a
 * prefix is found when an expression is compiled. */
struct xml_xpath;      /* an evaluator bound to a document */
struct xml_expression; /* compiled; belongs to the evaluator */
struct xml_xpath *xml_xpath_new(struct xml_document *document);
void xml_xpath_free(struct xml_xpath *xpath);
/* From now on over another document: what was compiled before holds for that one, too. So a
 * template's expressions can be compiled while the document that they are asked of is being read.
 */
void xml_xpath_move(struct xml_xpath *xpath, struct xml_document *document);
/* What xml_intern gives in that document for a name that another one keeps, quickly. */
const char *xml_xpath_name(struct xml_xpath *xpath, const char *name);
/* NULL with a diagnostic at where. */
struct xml_expression *xml_compile(struct xml_xpath *xpath, const char *expression,
                                   struct where where, struct diagnostics *diagnostics);
/* Variables ($name), for templates' parameters and loops. value NULL takes it away. */
void xml_xpath_variable(struct xml_xpath *xpath, const char *name, const char *value);

enum xml_kind { XML_NODES, XML_TEXT, XML_NUMBER, XML_BOOLEAN };
struct xml_value {
    enum xml_kind kind;
    struct xml_node **nodes; /* XML_NODES: elements in document order; an attribute or text node
                                stands as its element */
    size_t count;
    const char *text; /* the string value, always; XML_NODES: of the first node */
    double number;
    bool truth;
    bool empty; /* XML_NODES: matched nothing at all */
};
/* False with a diagnostic at where. Results live in arena. position and size: what position() and
 * last() give (0: 1 of 1). */
bool xml_evaluate(struct xml_xpath *xpath, struct xml_expression *expression,
                  struct xml_node *context, size_t position, size_t size, struct where where,
                  struct arena *arena, struct xml_value *out, struct diagnostics *diagnostics);
/* Its truth alone: nothing is made, and of a path only as much is walked as that takes. */
bool xml_holds(struct xml_xpath *xpath, struct xml_expression *expression, struct xml_node *context,
               size_t position, size_t size, struct where where, bool *out,
               struct diagnostics *diagnostics);

#endif
