/* regex.h: the regular expressions of XML Schema's pattern facet. */
#ifndef BOARDPAPER_XML_REGEX_H
#define BOARDPAPER_XML_REGEX_H

#include <stdbool.h>

struct arena;
struct regex;

/* The regular expression of text, or NULL where it is none or uses what is not understood here:
 * \p, \i, \c, subtraction of classes, and characters beyond ASCII within a class. End it with
 * regex_free. */
struct regex *regex_new(struct arena *arena, const char *text);
void regex_free(struct regex *regex);
/* Whether the whole of text matches. Time by the length of text, whatever the expression. */
bool regex_matches(struct regex *regex, const char *text);

#endif
