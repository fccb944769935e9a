/* ids.c: a hash table with open addressing, made once to its size.
 *
 * Rejected: libxml2's id table (it needs a DTD) and a sorted array (100,000 ids are looked up once
 * each, soon after they are read).
 */
#include "ids.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/nearest.h>

struct entry {
    const char *name;
    const void *thing;
    struct where where;
};

struct ids {
    uint32_t *places; /* number of an entry and 1; 0: a free place */
    size_t mask;      /* places - 1; places are a power of two, at most half of them taken */
    struct entry *entries;
    size_t count;
};

struct ids *ids_new(struct arena *arena, size_t count) {
    size_t places = 8;
    while (places < count * 2) {
        places *= 2;
    }
    struct ids *ids = NEW(arena, struct ids);
    ids->places = NEWS(arena, places, uint32_t);
    ids->entries = NEWS(arena, count, struct entry);
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
    while (ids->places[place] != 0 && strcmp(ids->entries[ids->places[place] - 1].name, id) != 0) {
        place = (place + 1) & ids->mask;
    }
    return place;
}

const struct where *ids_add(struct ids *ids, const char *id, const void *thing,
                            struct where where) {
    uint32_t *place = &ids->places[place_of(ids, id)];
    if (*place != 0) {
        return &ids->entries[*place - 1].where;
    }
    ids->entries[ids->count++] = (struct entry){id, thing, where};
    *place = (uint32_t)ids->count;
    return NULL;
}

const void *ids_find(const struct ids *ids, const char *id) {
    uint32_t number = ids->places[place_of(ids, id)];
    return number == 0 ? NULL : ids->entries[number - 1].thing;
}

const char *ids_nearest(const struct ids *ids, const char *id) {
    const char **names = memory_array(ids->count + 1, sizeof *names);
    for (size_t i = 0; i < ids->count; i++) {
        names[i] = ids->entries[i].name;
    }
    const char *near = nearest(id, names, ids->count);
    free(names);
    return near;
}
