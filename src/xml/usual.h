/* usual.h: values as they usually are, judged without libxml2.
 *
 * Our schemas use few of XML Schema's types, and nearly every value is of the plainest form that
 * its type has. That form is known here; of all others libxml2 says whether they are right
 * (datatype.c), which makes a value of each first.
 */
#ifndef BOARDPAPER_XML_USUAL_H
#define BOARDPAPER_XML_USUAL_H

#include <stdbool.h>
#include <stdint.h>

enum usual {
    USUAL_NONE, /* nothing of the type is known here */
    USUAL_INTEGER,
    USUAL_FROM_ZERO,
    USUAL_FROM_ONE,
    USUAL_DATE,
    USUAL_NAME,
    USUAL_LANGUAGE
};

/* Of the type of XML Schema so named. */
enum usual usual_type(const char *name);
/* Whether text, whose white space is collapsed, is a value of the type for certain. */
bool usual_takes(enum usual type, const char *text);
/* A whole number as it usually is, signed or not, of up to 18 digits. */
bool usual_integer(const char *text, int64_t *out);

#endif
