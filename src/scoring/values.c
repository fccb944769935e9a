/* values.c: see values.h. A hash table, open addressing, at most half full. */
#include "values.h"

#include <stdlib.h>

#include <boardpaper/arena.h>

enum { FIRST_PLACES = 1024, CHUNK = 128 };

struct value_table {
    struct arena *arena;
    const struct value **places; /* a power of two */
    size_t capacity, count;
    struct value *chunk; /* where the next ones go */
    size_t left;
};

struct value_table *value_table_new(struct arena *arena) {
    struct value_table *table = memory_array(1, sizeof *table);
    table->arena = arena;
    table->capacity = FIRST_PLACES;
    table->places = memory_array(table->capacity, sizeof(struct value *));
    return table;
}

void value_table_free(struct value_table *table) {
    free(table->places);
    free(table);
}

static bool same_number(struct number a, struct number b) {
    return a.numerator == b.numerator && a.denominator == b.denominator;
}

static unsigned flags_of(const struct value *value) {
    return (unsigned)value->state << 6 | (unsigned)value->bounded << 5 |
           (unsigned)value->floored << 4 | (unsigned)value->ceiled << 3 |
           (unsigned)value->overridden << 2 | (unsigned)value->stated << 1 |
           (unsigned)value->deduced;
}

static bool same(const struct value *a, const struct value *b) {
    return flags_of(a) == flags_of(b) && same_number(a->lowest, b->lowest) &&
           same_number(a->highest, b->highest) && same_number(a->ruled, b->ruled);
}

static uint64_t mix(uint64_t hash, struct number number) {
    hash = (hash ^ (uint64_t)number.numerator) * UINT64_C(0x9E3779B97F4A7C15);
    hash ^= hash >> 32;
    hash = (hash ^ (uint64_t)number.denominator) * UINT64_C(0xC2B2AE3D27D4EB4F);
    return hash ^ hash >> 29;
}

static size_t place_of(const struct value_table *table, const struct value *value) {
    uint64_t hash = mix(mix(mix(flags_of(value), value->lowest), value->highest), value->ruled);
    size_t place = (size_t)hash & (table->capacity - 1);
    while (table->places[place] != NULL && !same(table->places[place], value)) {
        place = (place + 1) & (table->capacity - 1);
    }
    return place;
}

static void grow(struct value_table *table) {
    struct value_table old = *table;
    table->capacity = old.capacity * 2;
    table->places = memory_array(table->capacity, sizeof(struct value *));
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.places[i] != NULL) {
            table->places[place_of(table, old.places[i])] = old.places[i];
        }
    }
    free(old.places);
}

const struct value *value_table_keep(struct value_table *table, const struct value *value) {
    size_t place = place_of(table, value);
    if (table->places[place] != NULL) {
        return table->places[place];
    }
    if (table->left == 0) {
        table->left = CHUNK;
        table->chunk = NEWS(table->arena, CHUNK, struct value);
    }
    struct value *kept = table->chunk++;
    table->left--;
    *kept = *value;
    table->places[place] = kept;
    if (++table->count * 2 > table->capacity) {
        grow(table);
    }
    return kept;
}
