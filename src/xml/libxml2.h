/* libxml2.h: the functions of libxml2 that are used, loaded when the first document is parsed that
 * does not ship (late.h).
 *
 * libxml2 brings ICU and the library of C++. Their start took as long as parsing and checking a
 * small paper's assessment, and a program had to wait for it before it could begin anything else.
 */
#ifndef BOARDPAPER_XML_LIBXML2_H
#define BOARDPAPER_XML_LIBXML2_H

#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlschemastypes.h>

/* clang-format off */
#define LIBXML2_CALLS(CALL)                \
    CALL(xmlCtxtReadIO)                    \
    CALL(xmlFreeDoc)                       \
    CALL(xmlFreeParserCtxt)                \
    CALL(xmlInitParser)                    \
    CALL(xmlMemSetup)                      \
    CALL(xmlNewParserCtxt)                 \
    CALL(xmlSchemaCompareValues)           \
    CALL(xmlSchemaFreeValue)               \
    CALL(xmlSchemaGetPredefinedType)       \
    CALL(xmlSchemaInitTypes)               \
    CALL(xmlSchemaValPredefTypeNodeNoNorm)
/* clang-format on */

struct libxml2 {
#define CALL(name) __typeof__(name) *(name);
    LIBXML2_CALLS(CALL)
#undef CALL
};
extern struct libxml2 libxml2; /* filled by xml_prepare (prepare.h) */

/* What is missing, to be told to a person, or NULL. */
const char *libxml2_load(void);

#endif
