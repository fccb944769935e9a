/* grammar.h: a RELAX NG schema, read. */
#ifndef BOARDPAPER_XML_GRAMMAR_H
#define BOARDPAPER_XML_GRAMMAR_H

#include <boardpaper/xml.h>

#include "pattern.h"

struct grammar;

/* Reads the schema at path and what it includes. NULL with diagnostics. End with grammar_close. */
struct grammar *grammar_open(const char *path, struct diagnostics *diagnostics);
/* The files it was read from, its own first, where it is none that ships; NULL past the last. */
const char *grammar_file(const struct grammar *grammar, size_t index);
void grammar_close(struct grammar *grammar);
struct patterns *grammar_patterns(struct grammar *grammar);
const struct pattern *grammar_start(struct grammar *grammar);

/* validate.c: as xml_validate. */
bool grammar_takes(struct grammar *grammar, struct xml_document *document,
                   struct diagnostics *diagnostics);

#endif
