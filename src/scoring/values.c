/* values.c: see values.h. A hash table, open addressing, at most half full. A place is a value's
 * number and one, or 0.
 */
#include "values.h"

#include <stdlib.h>

#include <boardpaper/arena.h>

enum { FIRST_PLACES = 1024, FIRST_CHUNKS = 16 };

struct value_table {
    struct arena *arena;
    uint32_t *places; /* a power of two */
    size_t capacity, count;
    struct values *values;
    struct value **chunks; /* the same as values has */
    size_t chunk_capacity;
};

struct value_table *value_table_new(struct arena *arena) {
    struct value_table *table = memory_array(1, sizeof *table);
    table->arena = arena;
    table->capacity = FIRST_PLACES;
    table->places = memory_array(table->capacity, sizeof *table->places);
    table->values = NEW(arena, struct values);
    return table;
}

void value_table_free(struct value_table *table) {
    free(table->places);
    free(table);
}

struct values *value_table_values(const struct value_table *table) {
    return table->values;
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

static struct value *value_at(const struct value_table *table, uint32_t number) {
    return &table->chunks[number / VALUE_CHUNK][number % VALUE_CHUNK];
}

static size_t place_of(const struct value_table *table, const struct value *value) {
    uint64_t hash = mix(mix(mix(flags_of(value), value->lowest), value->highest), value->ruled);
    size_t place = (size_t)hash & (table->capacity - 1);
    while (table->places[place] != 0 && !same(value_at(table, table->places[place] - 1), value)) {
        place = (place + 1) & (table->capacity - 1);
    }
    return place;
}

static void grow(struct value_table *table) {
    struct value_table old = *table;
    table->capacity = old.capacity * 2;
    table->places = memory_array(table->capacity, sizeof *table->places);
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.places[i] != 0) {
            table->places[place_of(table, value_at(table, old.places[i] - 1))] = old.places[i];
        }
    }
    free(old.places);
}

/* Room for one more chunk. Results hold on to the values, so the chunks may move. */
static void add_chunk(struct value_table *table, size_t chunk) {
    if (chunk == table->chunk_capacity) {
        size_t more = chunk == 0 ? FIRST_CHUNKS : chunk * 2;
        struct value **chunks = NEWS(table->arena, more, struct value *);
        for (size_t i = 0; i < chunk; i++) {
            chunks[i] = table->chunks[i];
        }
        table->chunk_capacity = more;
        table->chunks = chunks;
        table->values->chunks = (const struct value *const *)chunks;
    }
    table->chunks[chunk] = NEWS(table->arena, VALUE_CHUNK, struct value);
}

uint32_t value_table_keep(struct value_table *table, const struct value *value) {
    size_t place = place_of(table, value);
    if (table->places[place] != 0) {
        return table->places[place] - 1;
    }
    uint32_t number = (uint32_t)table->count;
    if (number % VALUE_CHUNK == 0) {
        add_chunk(table, number / VALUE_CHUNK);
    }
    *value_at(table, number) = *value;
    table->places[place] = number + 1;
    if (++table->count * 2 > table->capacity) {
        grow(table);
    }
    return number;
}
