/* targets.c: every id once, every reference to one that is there. */
#include "making.h"

#include <string.h>

#include <boardpaper/hash.h>

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
struct targets {
    struct id *slots;
    size_t capacity, count;
    struct reference_made *first, **last;
};

static size_t slot_of(const struct id *slots, size_t capacity, const char *name) {
    size_t slot = hash_text(name) % capacity;
    while (slots[slot].name != NULL && strcmp(slots[slot].name, name) != 0) {
        slot = (slot + 1) % capacity;
    }
    return slot;
}

struct targets *targets_new(struct arena *arena) {
    struct targets *targets = NEW(arena, struct targets);
    targets->capacity = 64;
    targets->slots = NEWS(arena, targets->capacity, struct id);
    targets->last = &targets->first;
    return targets;
}

static void grow(struct making *making, struct targets *targets) {
    size_t capacity = targets->capacity * 2;
    struct id *slots = NEWS(making->keep, capacity, struct id);
    for (size_t i = 0; i < targets->capacity; i++) {
        if (targets->slots[i].name != NULL) {
            slots[slot_of(slots, capacity, targets->slots[i].name)] = targets->slots[i];
        }
    }
    targets->slots = slots;
    targets->capacity = capacity;
}

void targets_define(struct making *making, const char *id, struct where where) {
    struct targets *targets = making->targets;
    if (id == NULL || targets == NULL) {
        return;
    }
    struct id *slot = &targets->slots[slot_of(targets->slots, targets->capacity, id)];
    if (slot->name != NULL) {
        REPORT(making->diagnostics, where, MESSAGE_ID_TWICE, id,
               diagnostics_print(making->diagnostics, "%s:%ld",
                                 slot->where.file == NULL ? "" : slot->where.file,
                                 slot->where.line));
        return;
    }
    *slot = (struct id){arena_text(making->keep, id), where};
    if (2 * ++targets->count > targets->capacity) {
        grow(making, targets);
    }
}

void targets_refer(struct making *making, const char *target, struct where where) {
    if (making->targets == NULL) {
        return;
    }
    struct reference_made *one = NEW(making->keep, struct reference_made);
    *one = (struct reference_made){arena_text(making->keep, target), where, NULL};
    *making->targets->last = one;
    making->targets->last = &one->next;
}

void targets_check(struct making *making) {
    const struct targets *targets = making->targets;
    for (const struct reference_made *one = targets->first; one != NULL; one = one->next) {
        if (targets->slots[slot_of(targets->slots, targets->capacity, one->target)].name == NULL) {
            REPORT(making->diagnostics, one->where, MESSAGE_REFERENCE_NOWHERE, one->target);
        }
    }
}
