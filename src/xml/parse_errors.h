/* parse_errors.h: what libxml2 finds wrong, in a person's words: what it is and what to do. */
#ifndef BOARDPAPER_XML_PARSE_ERRORS_H
#define BOARDPAPER_XML_PARSE_ERRORS_H

#include <stdbool.h>

#include <boardpaper/diagnostics.h>

#include "prepare.h"

void parse_error_report(xml_error error, struct where where, struct diagnostics *diagnostics);
/* After such an error tags do not match any more: what follows is mostly its echo. */
bool parse_error_loses_way(int code);

#endif
