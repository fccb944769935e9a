/* ids.c: a hash table with open addressing, made once to its size.
 *
 * Rejected: libxml2's id table (it needs a DTD) and a sorted array (100,000 ids are looked up once
 * each, soon after they are read).
 */
#include "ids.h"

#include <stdint.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/nearest.h>

struct ids {
    const char **names; /* NULL: a free place */
    const void **things;
    struct where *wheres;
    size_t mask; /* places - 1; places are a power of two, at most half of them taken */
};

struct ids *ids_new(struct arena *arena, size_t count) {
    size_t places = 8;
    while (places < count * 2) {
        places *= 2;
    }
    struct ids *ids = NEW(arena, struct ids);
    ids->names = NEWS(arena, places, const char *);
    ids->things = NEWS(arena, places, const void *);
    ids->wheres = NEWS(arena, places, struct where);
    ids->mask = places - 1;
    return ids;
}

/* FNV-1a, its high bits folded in. */
static size_t hash_of(const char *id) {
    uint64_t hash = 0xCBF29CE484222325u;
    for (; *id != '\0'; id++) {
        hash = (hash ^ (unsigned char)*id) * 0x100000001B3u;
    }
    return (size_t)(hash ^ hash >> 29);
}

static size_t place_of(const struct ids *ids, const char *id) {
    size_t place = hash_of(id) & ids->mask;
    while (ids->names[place] != NULL && strcmp(ids->names[place], id) != 0) {
        place = (place + 1) & ids->mask;
    }
    return place;
}

const struct where *ids_add(struct ids *ids, const char *id, const void *thing,
                            struct where where) {
    size_t place = place_of(ids, id);
    if (ids->names[place] != NULL) {
        return &ids->wheres[place];
    }
    ids->names[place] = id;
    ids->things[place] = thing;
    ids->wheres[place] = where;
    return NULL;
}

const void *ids_find(const struct ids *ids, const char *id) {
    return ids->things[place_of(ids, id)];
}

const char *ids_nearest(const struct ids *ids, const char *id) {
    return nearest(id, ids->names, ids->mask + 1);
}
