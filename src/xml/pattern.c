/* pattern.c: patterns, each once, with a table to find them by. */
#include "pattern.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>

#include "patterns.h"

enum { MOST_PATTERNS = 1000000 };

bool name_class_has(const struct name_class *names, struct name name) {
    const char *space = name.space == NULL ? "" : name.space;
    switch (names->kind) {
    case NAME_ONE:
        return strcmp(names->name, name.name) == 0 && strcmp(names->space, space) == 0;
    case NAME_ANY:
        return names->except == NULL || !name_class_has(names->except, name);
    case NAME_SPACE:
        return strcmp(names->space, space) == 0 &&
               (names->except == NULL || !name_class_has(names->except, name));
    case NAME_CHOICE:
        return name_class_has(names->a, name) || name_class_has(names->b, name);
    }
    return false;
}

struct patterns *patterns_new(struct arena *arena,
                              const struct pattern *(*content)(void *context,
                                                               struct declaration *element),
                              void *context) {
    struct patterns *patterns = NEW(arena, struct patterns);
    patterns->arena = arena;
    patterns->content = content;
    patterns->context = context;
    patterns->bucket_count = 1024;
    patterns->buckets = memory_array(patterns->bucket_count, sizeof(struct pattern *));
    patterns->step_capacity = 512;
    patterns->steps = memory_array(patterns->step_capacity, sizeof(struct step));
    static const struct pattern NOT_ALLOWED = {.kind = PATTERN_NOT_ALLOWED};
    static const struct pattern EMPTY = {.kind = PATTERN_EMPTY, .nullable = true};
    static const struct pattern TEXT = {.kind = PATTERN_TEXT, .nullable = true};
    patterns->not_allowed = patterns_find(patterns, &NOT_ALLOWED);
    patterns->empty = patterns_find(patterns, &EMPTY);
    patterns->text = patterns_find(patterns, &TEXT);
    return patterns;
}

void patterns_know(struct patterns *patterns,
                   const struct pattern *(*known)(void *context, const struct pattern *from,
                                                  enum step_kind kind, struct name name)) {
    patterns->known = known;
}

void patterns_free(struct patterns *patterns) {
    free(patterns->buckets);
    free(patterns->steps);
}

bool patterns_exhausted(const struct patterns *patterns) {
    return patterns->count > MOST_PATTERNS;
}

/* ---- each once ------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, const void *pointer) {
    return (hash ^ (uintptr_t)pointer) * 0x9E3779B97F4A7C15u;
}

static unsigned hash_of(const struct pattern *pattern) {
    uint64_t hash = (uint64_t)pattern->kind + 1;
    hash = mix(hash, pattern->left);
    hash = mix(hash, pattern->right);
    hash = mix(hash, pattern->names);
    hash = mix(hash, pattern->element);
    hash = mix(hash, pattern->type);
    hash = mix(hash, pattern->value);
    return (unsigned)(hash >> 32);
}

static bool same(const struct pattern *a, const struct pattern *b) {
    return a->kind == b->kind && a->left == b->left && a->right == b->right &&
           a->names == b->names && a->element == b->element && a->type == b->type &&
           a->value == b->value;
}

static void grow(struct patterns *patterns) {
    size_t count = patterns->bucket_count * 2;
    struct pattern **buckets = memory_array(count, sizeof(struct pattern *));
    for (size_t i = 0; i < patterns->bucket_count; i++) {
        struct pattern *at = patterns->buckets[i];
        while (at != NULL) {
            struct pattern *next = at->next;
            at->next = buckets[at->hash & (count - 1)];
            buckets[at->hash & (count - 1)] = at;
            at = next;
        }
    }
    free(patterns->buckets);
    patterns->buckets = buckets;
    patterns->bucket_count = count;
}

const struct pattern *patterns_find(struct patterns *patterns, const struct pattern *wanted) {
    unsigned hash = hash_of(wanted);
    struct pattern **bucket = &patterns->buckets[hash & (patterns->bucket_count - 1)];
    for (struct pattern *at = *bucket; at != NULL; at = at->next) {
        if (at->hash == hash && same(at, wanted)) {
            return at;
        }
    }
    if (patterns_exhausted(patterns)) {
        return patterns->not_allowed;
    }
    struct pattern *made = NEW(patterns->arena, struct pattern);
    *made = *wanted;
    made->hash = hash;
    made->next = *bucket;
    *bucket = made;
    if (++patterns->count > patterns->bucket_count) {
        grow(patterns);
    }
    return made;
}

/* ---- making ---------------------------------------------------------------------------------- */

bool pattern_failed(const struct pattern *pattern) {
    return pattern->kind == PATTERN_NOT_ALLOWED;
}

const struct pattern *pattern_not_allowed(struct patterns *patterns) {
    return patterns->not_allowed;
}

const struct pattern *pattern_empty(struct patterns *patterns) {
    return patterns->empty;
}

const struct pattern *pattern_text(struct patterns *patterns) {
    return patterns->text;
}

static bool among(const struct pattern *one, const struct pattern *choices) {
    while (choices->kind == PATTERN_CHOICE) {
        if (choices->left == one) {
            return true;
        }
        choices = choices->right;
    }
    return choices == one;
}

const struct pattern *pattern_choice(struct patterns *patterns, const struct pattern *a,
                                     const struct pattern *b) {
    if (pattern_failed(a) || a == b) {
        return b;
    }
    if (pattern_failed(b)) {
        return a;
    }
    if (a->kind == PATTERN_CHOICE) {
        return pattern_choice(patterns, a->left, pattern_choice(patterns, a->right, b));
    }
    if ((a == patterns->empty && b->nullable) || among(a, b)) {
        return b;
    }
    if (b == patterns->empty && a->nullable) {
        return a;
    }
    struct pattern wanted = {.kind = PATTERN_CHOICE,
                             .nullable = a->nullable || b->nullable,
                             .says_text = a->says_text || b->says_text,
                             .left = a,
                             .right = b};
    return patterns_find(patterns, &wanted);
}

static const struct pattern *both(struct patterns *patterns, enum pattern_kind kind,
                                  const struct pattern *a, const struct pattern *b) {
    if (pattern_failed(a) || pattern_failed(b)) {
        return patterns->not_allowed;
    }
    if (a == patterns->empty) {
        return b;
    }
    if (b == patterns->empty) {
        return a;
    }
    if (a->kind == kind) {
        return both(patterns, kind, a->left, both(patterns, kind, a->right, b));
    }
    struct pattern wanted = {.kind = kind,
                             .nullable = a->nullable && b->nullable,
                             .says_text = a->says_text || b->says_text,
                             .left = a,
                             .right = b};
    return patterns_find(patterns, &wanted);
}

const struct pattern *pattern_group(struct patterns *patterns, const struct pattern *a,
                                    const struct pattern *b) {
    return both(patterns, PATTERN_GROUP, a, b);
}

const struct pattern *pattern_interleave(struct patterns *patterns, const struct pattern *a,
                                         const struct pattern *b) {
    return both(patterns, PATTERN_INTERLEAVE, a, b);
}

const struct pattern *pattern_one_or_more(struct patterns *patterns, const struct pattern *a) {
    if (pattern_failed(a) || a == patterns->empty || a == patterns->text ||
        a->kind == PATTERN_ONE_OR_MORE) {
        return a;
    }
    struct pattern wanted = {
        .kind = PATTERN_ONE_OR_MORE, .nullable = a->nullable, .says_text = a->says_text, .left = a};
    return patterns_find(patterns, &wanted);
}

const struct pattern *pattern_after(struct patterns *patterns, const struct pattern *a,
                                    const struct pattern *b) {
    if (pattern_failed(a) || pattern_failed(b)) {
        return patterns->not_allowed;
    }
    struct pattern wanted = {
        .kind = PATTERN_AFTER, .says_text = a->says_text, .left = a, .right = b};
    return patterns_find(patterns, &wanted);
}

const struct pattern *pattern_element(struct patterns *patterns, struct declaration *element) {
    struct pattern wanted = {.kind = PATTERN_ELEMENT, .element = element};
    return patterns_find(patterns, &wanted);
}

const struct pattern *pattern_attribute(struct patterns *patterns, const struct name_class *names,
                                        const struct pattern *value) {
    if (pattern_failed(value)) {
        return value;
    }
    struct pattern wanted = {.kind = PATTERN_ATTRIBUTE, .names = names, .left = value};
    return patterns_find(patterns, &wanted);
}

const struct pattern *pattern_data(struct patterns *patterns, const struct datatype *type,
                                   const struct pattern *except) {
    struct pattern wanted = {.kind = PATTERN_DATA, .says_text = true, .type = type, .left = except};
    return patterns_find(patterns, &wanted);
}

const struct pattern *pattern_value(struct patterns *patterns, const struct datatype *type,
                                    const char *value) {
    struct pattern wanted = {
        .kind = PATTERN_VALUE, .says_text = true, .type = type, .value = value};
    return patterns_find(patterns, &wanted);
}

const struct pattern *pattern_list(struct patterns *patterns, const struct pattern *items) {
    if (pattern_failed(items)) {
        return items;
    }
    struct pattern wanted = {.kind = PATTERN_LIST, .says_text = true, .left = items};
    return patterns_find(patterns, &wanted);
}

const struct pattern *pattern_element_content(struct patterns *patterns,
                                              struct declaration *element) {
    if (element->content == NULL) {
        element->content = patterns->content(patterns->context, element);
    }
    return element->content;
}
