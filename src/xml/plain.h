/* plain.h: plain XML, as nearly all inputs are, read without libxml2.
 *
 * Plain is what has none of XML's rarer things (plain.c lists what may be there) and no error:
 * everything else is libxml2's to read or to refuse, so that what is well-formed, and what is said
 * of what is not, has one judge. It takes half of the time, and the millisecond in which libxml2 is
 * loaded is saved too.
 */
#ifndef BOARDPAPER_XML_PLAIN_H
#define BOARDPAPER_XML_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

struct reading;

/* Whether bytes, which are valid UTF-8, are plain. They may be anything. */
bool plain_is(const char *bytes, size_t length);
/* Tells reading what is in them. spends: their memory goes as they are read. */
void plain_tell(struct reading *reading, const char *bytes, size_t length, bool spends);

#endif
