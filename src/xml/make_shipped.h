/* make_shipped.h: what the tool writes down, gathered. */
#ifndef BOARDPAPER_XML_MAKE_SHIPPED_H
#define BOARDPAPER_XML_MAKE_SHIPPED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/buffer.h>

struct words {
    uint32_t *all;
    size_t count, capacity;
};
void words_add(struct words *words, size_t word);
void words_move(struct words *to, struct words *from); /* adds all of from, and frees it */

/* Texts, each once. */
struct texts {
    struct buffer bytes;
    uint32_t *places;
    size_t count;
};
uint32_t texts_place(struct texts *texts, const char *text);

/* Ends the tool, for what is more than it was made for. */
_Noreturn void too_many(const char *what);

/* make_schema.c: adds the row of the schema at path (shipped_schema.h), with the steps that the
 * samples take. False where anything is wrong, which has been said. */
bool make_schema(const char *path, char *const *samples, size_t sample_count, struct words *words,
                 struct texts *texts);

#endif
