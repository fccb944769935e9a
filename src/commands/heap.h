/* heap.h: the heap of a program that renders. */
#ifndef BOARDPAPER_COMMANDS_HEAP_H
#define BOARDPAPER_COMMANDS_HEAP_H

/* Makes the heap ready for a paper; before threads begin. */
void heap_prepare(void);

#endif
