/* heap.h: the heap of a program that renders. */
#ifndef BOARDPAPER_COMMANDS_HEAP_H
#define BOARDPAPER_COMMANDS_HEAP_H

#include <stdbool.h>

/* Makes the heap ready for a paper; before threads begin. */
void heap_prepare(void);

/* Whether what is no longer used may be left to the process's end, instead of being given back
 * piece by piece before. Not where a checker looks for what was lost. */
bool heap_may_be_left(void);

#endif
