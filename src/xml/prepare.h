/* prepare.h: libxml2, and what differs between its versions. */
#ifndef BOARDPAPER_XML_PREPARE_H
#define BOARDPAPER_XML_PREPARE_H

#include <libxml/xmlerror.h>

/* libxml2 2.12 made the error that a handler receives const. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error;
#else
typedef xmlError *xml_error;
#endif

/* Makes libxml2 ready: once a process, before anything else of it is called. Its memory comes
 * from functions that end the process instead of failing. */
void xml_prepare(void);

#endif
