/* units.h: lengths on paper, as integers. */
#ifndef BOARDPAPER_UNITS_H
#define BOARDPAPER_UNITS_H

#include <stdbool.h>
#include <stdint.h>

/* A length or coordinate in thousandths of a point (1 pt = 1/72 in). 64 bits: sums never
 * overflow and results are the same on every machine. On a page, x grows to the right and y
 * grows down from the top left corner; src/pdf turns y round. */
typedef int64_t length_t;

#define POINTS(n) ((length_t)((n)*1000))
/* 1 mm = 72/25.4 pt, rounded to the thousandth. */
#define MILLIMETRES(n) ((length_t)((n)*72000 / 25.4 + 0.5))

/* "12pt", "12.5 mm", "1in", "2cm", "1.5em" (em: the font size in force, which must be > 0 to be
 * allowed). False where it is no length or does not fit; out is then as it was. */
bool length_parse(const char *text, length_t em, length_t *out);

#endif
