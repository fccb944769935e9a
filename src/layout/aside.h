/* aside.h: tables laid by a second thread, for again.c. */
#ifndef BOARDPAPER_LAYOUT_ASIDE_H
#define BOARDPAPER_LAYOUT_ASIDE_H

#include "flow.h"

/* What the second thread made of the table, in a flow that has nothing else in it; waits where it
 * is just at it. NULL: it is to be laid here, for nobody has begun, or it could not be laid alone,
 * or what it was laid for (width, lang, the pages) is not what it is wanted for. */
const struct flow *aside_take(const struct context *context, const struct block *block,
                              length_t width, const char *lang);

#endif
