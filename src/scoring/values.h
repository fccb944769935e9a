/* values.h: values of which equal ones are kept once.
 *
 * What areas score repeats: of 100,000 areas by 18 factors, whole numbers of small scales make up
 * most, and 100 MB of values become 6: 3 of them numbers. */
#ifndef BOARDPAPER_SCORING_VALUES_H
#define BOARDPAPER_SCORING_VALUES_H

#include <boardpaper/scoring.h>

struct value_table;

/* Values live in arena; the table itself until value_table_free. */
struct value_table *value_table_new(struct arena *arena);
void value_table_free(struct value_table *table);

/* The number of the value that is kept for all that equal *value in every part. */
uint32_t value_table_keep(struct value_table *table, const struct value *value);

/* Where the values are found by their numbers, those that are kept later, too. Lives in the arena;
 * which results have them is for the caller to fill in. */
struct values *value_table_values(const struct value_table *table);

#endif
