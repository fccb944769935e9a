/* scan.h: the bytes of an input, looked at before libxml2 sees them. */
#ifndef BOARDPAPER_XML_SCAN_H
#define BOARDPAPER_XML_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/diagnostics.h>

struct arena;

/* Limits of delivery.md, "Input is not trusted". */
enum { SCAN_MOST_ATTRIBUTES = 128, SCAN_MOST_DEPTH = 256 };

struct scan {
    const char *bytes; /* UTF-8 without a mark */
    size_t length;
    const uint32_t *lines; /* the line of each start tag, in order */
    size_t tags;
};

/* Makes bytes UTF-8 and refuses what is not to reach the parser. Results live in arena; bytes may
 * be the input's own. False with diagnostics. */
bool scan_input(struct arena *arena, const char *file, const void *bytes, size_t length,
                struct scan *out, struct diagnostics *diagnostics);

#endif
