/* ids.h: things by their id. */
#ifndef BOARDPAPER_ASSESSMENT_IDS_H
#define BOARDPAPER_ASSESSMENT_IDS_H

#include <stddef.h>

#include <boardpaper/diagnostics.h>

struct arena;
struct ids;

/* A table for count things, in arena. */
struct ids *ids_new(struct arena *arena, size_t count);
/* A table for the things of an array of such structs, each of which begins with its id (or NULL)
 * and has its place at offset where: only their numbers are kept. */
struct ids *ids_new_of(struct arena *arena, const void *things, size_t count, size_t size,
                       size_t where);
/* Adds thing, unless its id is there already: then the place of the first of that id is returned,
 * else NULL. id is not copied. No more are added than were announced. */
const struct where *ids_add(struct ids *ids, const char *id, const void *thing, struct where where);
/* The thing of that id, or NULL. Constant time. */
const void *ids_find(const struct ids *ids, const char *id);
/* The known id that id was probably meant to be, or NULL. Takes time by the number of ids. */
const char *ids_nearest(const struct ids *ids, const char *id);

#endif
