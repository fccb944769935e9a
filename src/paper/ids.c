/* ids.c: every id once, every reference to one that is there. */
#include "making.h"

#include <string.h>

struct id {
    const char *name;
    struct where where;
};

struct reference_made {
    const char *target;
    struct where where;
    struct reference_made *next;
};

/* An open hash table of ids that doubles; references in a list, checked at the end. */
struct ids {
    struct id *slots;
    size_t capacity, count;
    struct reference_made *first, **last;
};

static size_t slot_of(const struct id *slots, size_t capacity, const char *name) {
    uint64_t hash = 1469598103934665603u; /* FNV-1a */
    for (const char *at = name; *at != '\0'; at++) {
        hash = (hash ^ (uint8_t)*at) * 1099511628211u;
    }
    size_t slot = hash % capacity;
    while (slots[slot].name != NULL && strcmp(slots[slot].name, name) != 0) {
        slot = (slot + 1) % capacity;
    }
    return slot;
}

struct ids *ids_new(struct arena *arena) {
    struct ids *ids = NEW(arena, struct ids);
    ids->capacity = 64;
    ids->slots = NEWS(arena, ids->capacity, struct id);
    ids->last = &ids->first;
    return ids;
}

static void grow(struct making *making, struct ids *ids) {
    size_t capacity = ids->capacity * 2;
    struct id *slots = NEWS(making->keep, capacity, struct id);
    for (size_t i = 0; i < ids->capacity; i++) {
        if (ids->slots[i].name != NULL) {
            slots[slot_of(slots, capacity, ids->slots[i].name)] = ids->slots[i];
        }
    }
    ids->slots = slots;
    ids->capacity = capacity;
}

void ids_define(struct making *making, const char *id, struct where where) {
    struct ids *ids = making->ids;
    if (id == NULL || ids == NULL) {
        return;
    }
    struct id *slot = &ids->slots[slot_of(ids->slots, ids->capacity, id)];
    if (slot->name != NULL) {
        REPORT(making->diagnostics, where, MESSAGE_ID_TWICE, id,
               diagnostics_print(making->diagnostics, "%s:%ld",
                                 slot->where.file == NULL ? "" : slot->where.file,
                                 slot->where.line));
        return;
    }
    *slot = (struct id){arena_text(making->keep, id), where};
    if (2 * ++ids->count > ids->capacity) {
        grow(making, ids);
    }
}

void ids_refer(struct making *making, const char *target, struct where where) {
    if (making->ids == NULL) {
        return;
    }
    struct reference_made *one = NEW(making->keep, struct reference_made);
    *one = (struct reference_made){arena_text(making->keep, target), where, NULL};
    *making->ids->last = one;
    making->ids->last = &one->next;
}

void ids_check(struct making *making) {
    const struct ids *ids = making->ids;
    for (const struct reference_made *one = ids->first; one != NULL; one = one->next) {
        if (ids->slots[slot_of(ids->slots, ids->capacity, one->target)].name == NULL) {
            REPORT(making->diagnostics, one->where, MESSAGE_REFERENCE_NOWHERE, one->target);
        }
    }
}
