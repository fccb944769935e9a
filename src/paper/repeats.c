/* repeats.c: see repeats.h. An open hash table that doubles while it earns its room.
 *
 * It earns it by being found: a table of many distinct names would only grow. At each doubling, the
 * cells found again must be as many as those kept, times what the table has doubled since the
 * first; else it takes no more, and what is there is still found.
 */
#include "repeats.h"

#include <string.h>

enum { SLOTS_FIRST = 32, TRIAL = 256, KEPT_MOST = 8192 };

struct kept {
    struct repeat_key key;
    uint32_t hash;
    struct cell cell;
};

struct repeats {
    struct kept **slots;
    size_t capacity, count;
    size_t found; /* how often */
    bool full;
};

static uint32_t mix(uint32_t hash, uint64_t value) {
    return (uint32_t)(((hash ^ value) * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}

static uint32_t mix_text(uint32_t hash, const char *text) {
    if (text == NULL) {
        return mix(hash, 1);
    }
    for (; *text != '\0'; text++) {
        hash = hash * 31 + (unsigned char)*text;
    }
    return mix(hash, 2);
}

static uint32_t hash_of(const struct repeat_key *key) {
    uint32_t hash = mix(0, (uintptr_t)key->value ^ ((uint64_t)key->factor << 1));
    hash = mix(hash, (uintptr_t)key->rating);
    return key->text == NULL && key->by == NULL ? hash
                                                : mix_text(mix_text(hash, key->text), key->by);
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static struct kept **slot_of(const struct repeats *repeats, const struct repeat_key *key,
                             uint32_t hash) {
    size_t slot = hash & (repeats->capacity - 1);
    for (; repeats->slots[slot] != NULL; slot = (slot + 1) & (repeats->capacity - 1)) {
        const struct kept *kept = repeats->slots[slot];
        if (kept->hash == hash && kept->key.value == key->value &&
            kept->key.rating == key->rating && kept->key.factor == key->factor &&
            same_text(kept->key.text, key->text) && same_text(kept->key.by, key->by)) {
            break;
        }
    }
    return &repeats->slots[slot];
}

const struct cell *repeats_find(struct repeats *repeats, const struct repeat_key *key) {
    if (repeats == NULL || (repeats->full && repeats->found < repeats->count)) {
        return NULL; /* they do not repeat */
    }
    const struct kept *kept = *slot_of(repeats, key, hash_of(key));
    repeats->found += kept != NULL;
    return kept == NULL ? NULL : &kept->cell;
}

bool repeats_wanted(const struct repeats *repeats) {
    return repeats == NULL || !repeats->full;
}

static void grow(struct making *making, struct repeats *repeats) {
    struct repeats larger = *repeats;
    larger.capacity *= 2;
    larger.slots = (struct kept **)arena_array(making->keep, larger.capacity, sizeof(void *));
    for (size_t i = 0; i < repeats->capacity; i++) {
        const struct kept *kept = repeats->slots[i];
        if (kept != NULL) {
            *slot_of(&larger, &kept->key, kept->hash) = repeats->slots[i];
        }
    }
    *repeats = larger;
}

/* At each doubling from TRIAL on. */
static void judge(struct repeats *repeats) {
    size_t count = repeats->count;
    if (count >= TRIAL && (count & (count - 1)) == 0) {
        repeats->full = count >= KEPT_MOST || repeats->found < count / 2 * (count / TRIAL);
    }
}

void repeats_keep(struct making *making, struct repeats **repeats, const struct repeat_key *key,
                  struct cell *cell) {
    if (*repeats == NULL) {
        *repeats = NEW(making->keep, struct repeats);
        (*repeats)->capacity = SLOTS_FIRST;
        (*repeats)->slots = (struct kept **)arena_array(making->keep, SLOTS_FIRST, sizeof(void *));
    }
    if ((*repeats)->count * 2 >= (*repeats)->capacity) {
        grow(making, *repeats);
    }
    struct kept *kept = NEW(making->keep, struct kept);
    *kept = (struct kept){.key = *key, .hash = hash_of(key), .cell = *cell};
    kept->key.text = key->text == NULL ? NULL : arena_text(making->keep, key->text);
    kept->key.by = key->by == NULL ? NULL : arena_text(making->keep, key->by);
    kept->cell.same = cell->same = ++making->repeats;
    *slot_of(*repeats, key, kept->hash) = kept;
    (*repeats)->count++;
    judge(*repeats);
}
