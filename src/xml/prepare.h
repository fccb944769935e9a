/* prepare.h: libxml2, and what differs between its versions. */
#ifndef BOARDPAPER_XML_PREPARE_H
#define BOARDPAPER_XML_PREPARE_H

#include <libxml/xmlerror.h>

#include <boardpaper/diagnostics.h>

/* libxml2 2.12 made the error that a handler receives const. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error;
#else
typedef xmlError *xml_error;
#endif

/* Loads libxml2 and makes it ready: once a process, before anything of it is called (libxml2.h).
 * Its memory comes from functions that end the process instead of failing. False where it is
 * missing, which is said. */
bool xml_prepare(struct diagnostics *diagnostics);
/* The same, and XML Schema's types with it. */
bool xml_prepare_types(struct diagnostics *diagnostics);

#endif
