/* plain.h: plain XML, read by expat.
 *
 * Expat is small: it is loaded with the program in a tenth of the time that libxml2 takes to come
 * with ICU and the library of C++, and reads in half the time. What it does not read, and all that
 * is wrong, is libxml2's (parse.c): its messages, its names' spaces.
 */
#ifndef BOARDPAPER_XML_PLAIN_H
#define BOARDPAPER_XML_PLAIN_H

#include "reading.h"

/* Tells a reading that has just begun all that stands there. False where it is not plain: it has an
 * error, a name with a colon, an xmlns, or declares another version than 1.0. reading has then been
 * told a part; nothing is reported. */
bool plain_tell(struct reading *reading, const struct scan *scan);

#endif
