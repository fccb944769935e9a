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
#include <boardpaper/hash.h>
#include <boardpaper/nearest.h>

struct entry {
    const char *name;
    const void *thing;
    struct where where;
};

struct ids {
    uint32_t *places;      /* number of an entry and 1; 0: a free place */
    size_t mask;           /* places - 1; places are a power of two, at most half of them taken */
    struct entry *entries; /* NULL: the numbers are those of things */
    const char *things;
    size_t size, where; /* of one of them; of its place in it */
    size_t count;       /* of entries, or of the things up to the last that was added */
};

static struct ids *table_new(struct arena *arena, size_t count) {
    size_t places = 8;
    while (places < count * 2) {
        places *= 2;
    }
    struct ids *ids = NEW(arena, struct ids);
    ids->places = NEWS(arena, places, uint32_t);
    ids->mask = places - 1;
    return ids;
}

struct ids *ids_new(struct arena *arena, size_t count) {
    struct ids *ids = table_new(arena, count);
    ids->entries = NEWS(arena, count, struct entry);
    return ids;
}

struct ids *ids_new_of(struct arena *arena, const void *things, size_t count, size_t size,
                       size_t where) {
    struct ids *ids = table_new(arena, count);
    ids->things = things;
    ids->size = size;
    ids->where = where;
    return ids;
}

static const char *thing_at(const struct ids *ids, size_t number) {
    return ids->things + number * ids->size;
}

static const char *name_at(const struct ids *ids, size_t number) {
    return ids->entries != NULL ? ids->entries[number].name
                                : *(const char *const *)(const void *)thing_at(ids, number);
}

static const struct where *where_at(const struct ids *ids, size_t number) {
    return ids->entries != NULL ? &ids->entries[number].where
                                : (const void *)(thing_at(ids, number) + ids->where);
}

/* With the high bits folded in. */
static size_t hash_of(const char *id) {
    uint64_t hash = hash_text(id);
    return (size_t)(hash ^ hash >> 29);
}

static size_t place_of(const struct ids *ids, const char *id) {
    size_t place = hash_of(id) & ids->mask;
    while (ids->places[place] != 0 && strcmp(name_at(ids, ids->places[place] - 1), id) != 0) {
        place = (place + 1) & ids->mask;
    }
    return place;
}

const struct where *ids_add(struct ids *ids, const char *id, const void *thing,
                            struct where where) {
    uint32_t *place = &ids->places[place_of(ids, id)];
    if (*place != 0) {
        return where_at(ids, *place - 1);
    }
    if (ids->entries != NULL) {
        ids->entries[ids->count++] = (struct entry){id, thing, where};
        *place = (uint32_t)ids->count;
    } else {
        *place = (uint32_t)((size_t)((const char *)thing - ids->things) / ids->size) + 1;
        ids->count = *place > ids->count ? *place : ids->count;
    }
    return NULL;
}

const void *ids_find(const struct ids *ids, const char *id) {
    uint32_t number = ids->places[place_of(ids, id)];
    return number == 0            ? NULL
           : ids->entries != NULL ? ids->entries[number - 1].thing
                                  : thing_at(ids, number - 1);
}

const char *ids_nearest(const struct ids *ids, const char *id) {
    const char **names = memory_array(ids->count + 1, sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < ids->count; i++) {
        names[count] = name_at(ids, i);
        count += names[count] != NULL;
    }
    const char *near = nearest(id, names, count);
    free(names);
    return near;
}
