/* hyphens.h: a language's hyphenation patterns, as hyphens.c keeps them. */
#ifndef BOARDPAPER_TEXT_HYPHENS_H
#define BOARDPAPER_TEXT_HYPHENS_H

struct hyphens;

void hyphens_close(struct hyphens *hyphens); /* NULL is allowed */

#endif
