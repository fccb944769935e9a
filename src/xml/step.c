/* step.c: derivatives: what is left of a pattern when a part of the document has been seen.
 *
 * The method is James Clark's ("An algorithm for RELAX NG validation", 2002), with the refinements
 * that make it quick: patterns are made once (pattern.c), so that a step can be remembered by its
 * pointer, and a document of 100,000 like elements takes the same few dozen steps again and again.
 * Attributes step like elements (their value after their name), which lets the name's step be
 * remembered whatever the value.
 *
 * Of a schema that ships, the steps that our samples take were taken while building
 * (shipped_schema.h).
 *
 * Each step can recover: go on as if what is missing had been there. That is what lets one run
 * report every finding. Rejected for that reason: libxml2's validator, which leaves an element at
 * its first finding and cannot say what it would have taken instead.
 */
#include "patterns.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>

static const struct name NAMELESS = {NULL, NULL};

/* ---- remembering ----------------------------------------------------------------------------- */

static size_t place_of(const struct patterns *patterns, const struct step *step) {
    uint64_t hash = (uint64_t)step->kind;
    hash = (hash ^ (uintptr_t)step->from) * 0x9E3779B97F4A7C15u;
    hash = (hash ^ (uintptr_t)step->name.name) * 0x9E3779B97F4A7C15u;
    hash = (hash ^ (uintptr_t)step->name.space) * 0x9E3779B97F4A7C15u;
    size_t mask = patterns->step_capacity - 1;
    size_t place = (size_t)(hash >> 32) & mask;
    for (;; place = (place + 1) & mask) {
        const struct step *at = &patterns->steps[place];
        if (at->kind == 0 ||
            (at->kind == step->kind && at->from == step->from && at->name.name == step->name.name &&
             at->name.space == step->name.space)) {
            return place;
        }
    }
}

static void remember(struct patterns *patterns, struct step step) {
    if (patterns->step_count * 2 >= patterns->step_capacity) {
        struct step *old = patterns->steps;
        size_t count = patterns->step_capacity;
        patterns->step_capacity *= 2;
        patterns->steps = memory_array(patterns->step_capacity, sizeof(struct step));
        for (size_t i = 0; i < count; i++) {
            if (old[i].kind != 0) {
                patterns->steps[place_of(patterns, &old[i])] = old[i];
            }
        }
        free(old);
    }
    patterns->steps[place_of(patterns, &step)] = step;
    patterns->step_count++;
}

/* ---- opening a tag --------------------------------------------------------------------------- */

enum wrap { WRAP_GROUP, WRAP_GROUP_BEFORE, WRAP_INTERLEAVE, WRAP_INTERLEAVE_BEFORE, WRAP_AFTER };

/* Puts other behind or before the rest that each AFTER in pattern leaves. */
static const struct pattern *wrap(struct patterns *patterns, const struct pattern *pattern,
                                  enum wrap how, const struct pattern *other) {
    if (pattern->kind == PATTERN_CHOICE) {
        return pattern_choice(patterns, wrap(patterns, pattern->left, how, other),
                              wrap(patterns, pattern->right, how, other));
    }
    if (pattern->kind != PATTERN_AFTER) {
        return patterns->not_allowed;
    }
    const struct pattern *rest = pattern->right;
    switch (how) {
    case WRAP_GROUP:
        rest = pattern_group(patterns, rest, other);
        break;
    case WRAP_GROUP_BEFORE:
        rest = pattern_group(patterns, other, rest);
        break;
    case WRAP_INTERLEAVE:
        rest = pattern_interleave(patterns, rest, other);
        break;
    case WRAP_INTERLEAVE_BEFORE:
        rest = pattern_interleave(patterns, other, rest);
        break;
    case WRAP_AFTER:
        rest = pattern_after(patterns, rest, other);
        break;
    }
    return pattern_after(patterns, pattern->left, rest);
}

/* How a repeated pattern goes on: again, or not at all. */
static const struct pattern *again(struct patterns *patterns, const struct pattern *repeated) {
    return pattern_choice(patterns, repeated, patterns->empty);
}

struct opening {
    struct patterns *patterns;
    enum step_kind kind;
    struct name name;
    bool recover;
};

static const struct pattern *derive_open(const struct opening *opening,
                                         const struct pattern *pattern) {
    struct patterns *patterns = opening->patterns;
    switch (pattern->kind) {
    case PATTERN_CHOICE:
        return pattern_choice(patterns, derive_open(opening, pattern->left),
                              derive_open(opening, pattern->right));
    case PATTERN_ELEMENT:
        if (opening->kind != STEP_OPEN || !name_class_has(pattern->element->names, opening->name)) {
            return patterns->not_allowed;
        }
        return pattern_after(patterns, pattern_element_content(patterns, pattern->element),
                             patterns->empty);
    case PATTERN_ATTRIBUTE:
        if (opening->kind != STEP_ATTRIBUTE || !name_class_has(pattern->names, opening->name)) {
            return patterns->not_allowed;
        }
        return pattern_after(patterns, pattern->left, patterns->empty);
    case PATTERN_INTERLEAVE:
        return pattern_choice(
            patterns,
            wrap(patterns, derive_open(opening, pattern->left), WRAP_INTERLEAVE, pattern->right),
            wrap(patterns, derive_open(opening, pattern->right), WRAP_INTERLEAVE_BEFORE,
                 pattern->left));
    case PATTERN_ONE_OR_MORE:
        return wrap(patterns, derive_open(opening, pattern->left), WRAP_GROUP,
                    again(patterns, pattern));
    case PATTERN_GROUP: {
        const struct pattern *first =
            wrap(patterns, derive_open(opening, pattern->left), WRAP_GROUP, pattern->right);
        if (opening->kind == STEP_ATTRIBUTE) { /* attributes have no order */
            const struct pattern *second = wrap(patterns, derive_open(opening, pattern->right),
                                                WRAP_GROUP_BEFORE, pattern->left);
            return pattern_choice(patterns, first, second);
        }
        if (pattern->left->nullable || opening->recover) {
            return pattern_choice(patterns, first, derive_open(opening, pattern->right));
        }
        return first;
    }
    case PATTERN_AFTER:
        return wrap(patterns, derive_open(opening, pattern->left), WRAP_AFTER, pattern->right);
    default:
        return patterns->not_allowed;
    }
}

static const struct pattern *opened(struct patterns *patterns, const struct pattern *pattern,
                                    enum step_kind kind, struct name name) {
    struct step step = {.kind = kind, .from = pattern, .name = name};
    const struct step *known = &patterns->steps[place_of(patterns, &step)];
    if (known->kind != 0) {
        return known->to;
    }
    const struct opening opening = {.patterns = patterns, .kind = kind, .name = name};
    step.to = patterns_known(patterns, pattern, kind, name);
    step.to = step.to != NULL ? step.to : derive_open(&opening, pattern);
    remember(patterns, step);
    return step.to;
}

const struct pattern *step_open(struct patterns *patterns, const struct pattern *pattern,
                                struct name name, bool recover) {
    if (!recover) {
        return opened(patterns, pattern, STEP_OPEN, name);
    }
    const struct opening opening = {
        .patterns = patterns, .kind = STEP_OPEN, .name = name, .recover = true};
    return derive_open(&opening, pattern);
}

const struct pattern *step_attribute(struct patterns *patterns, const struct pattern *pattern,
                                     struct name name) {
    return opened(patterns, pattern, STEP_ATTRIBUTE, name);
}

/* ---- closing a start tag --------------------------------------------------------------------- */

static const struct pattern *derive_close(struct patterns *patterns, const struct pattern *pattern,
                                          bool recover) {
    const struct pattern *left = pattern->left;
    const struct pattern *right = pattern->right;
    switch (pattern->kind) {
    case PATTERN_CHOICE:
        return pattern_choice(patterns, step_close(patterns, left, recover),
                              step_close(patterns, right, recover));
    case PATTERN_GROUP:
        return pattern_group(patterns, step_close(patterns, left, recover),
                             step_close(patterns, right, recover));
    case PATTERN_INTERLEAVE:
        return pattern_interleave(patterns, step_close(patterns, left, recover),
                                  step_close(patterns, right, recover));
    case PATTERN_ONE_OR_MORE:
        return pattern_one_or_more(patterns, step_close(patterns, left, recover));
    case PATTERN_AFTER:
        return pattern_after(patterns, step_close(patterns, left, recover), right);
    case PATTERN_ATTRIBUTE:
        return recover ? patterns->empty : patterns->not_allowed;
    default:
        return pattern;
    }
}

/* Patterns are handed out const, for nobody else is to change them; what they remember is ours. */
static struct pattern *own(const struct pattern *pattern) {
    return (struct pattern *)(uintptr_t)pattern;
}

const struct pattern *step_close(struct patterns *patterns, const struct pattern *pattern,
                                 bool recover) {
    if (recover) {
        return derive_close(patterns, pattern, true);
    }
    if (pattern->closed == NULL) {
        const struct pattern *known = patterns_known(patterns, pattern, STEP_CLOSE, NAMELESS);
        own(pattern)->closed = known != NULL ? known : derive_close(patterns, pattern, false);
    }
    return pattern->closed;
}

/* ---- text ------------------------------------------------------------------------------------ */

/* items against the words of text, one by one. */
static bool list_allows(struct patterns *patterns, const struct pattern *items, const char *text) {
    for (text += strspn(text, " \t\r\n"); *text != '\0'; text += strspn(text, " \t\r\n")) {
        size_t length = strcspn(text, " \t\r\n");
        char *word = memcpy(memory_array(length + 1, 1), text, length);
        items = step_text(patterns, items, word);
        free(word);
        text += length;
    }
    return items->nullable;
}

static bool value_allows(struct patterns *patterns, const struct pattern *pattern,
                         const char *text) {
    const struct pattern *left = step_text(patterns, pattern, text);
    if (left->nullable) {
        return true;
    }
    return text[strspn(text, " \t\r\n")] == '\0' && pattern->nullable;
}

static const struct pattern *derive_text(struct patterns *patterns, const struct pattern *pattern,
                                         const char *text) {
    const struct pattern *left = pattern->left;
    const struct pattern *right = pattern->right;
    bool good = false;
    switch (pattern->kind) {
    case PATTERN_CHOICE:
        return pattern_choice(patterns, step_text(patterns, left, text),
                              step_text(patterns, right, text));
    case PATTERN_INTERLEAVE:
        return pattern_choice(patterns,
                              pattern_interleave(patterns, step_text(patterns, left, text), right),
                              pattern_interleave(patterns, left, step_text(patterns, right, text)));
    case PATTERN_GROUP: {
        const struct pattern *first =
            pattern_group(patterns, step_text(patterns, left, text), right);
        return left->nullable ? pattern_choice(patterns, first, step_text(patterns, right, text))
                              : first;
    }
    case PATTERN_ONE_OR_MORE:
        return pattern_group(patterns, step_text(patterns, left, text), again(patterns, pattern));
    case PATTERN_AFTER:
        return pattern_after(patterns, step_text(patterns, left, text), right);
    case PATTERN_TEXT:
        return pattern;
    case PATTERN_VALUE:
        good = datatype_equal(pattern->type, pattern->value, text);
        break;
    case PATTERN_DATA:
        good = datatype_allows(pattern->type, text) &&
               (left == NULL || !value_allows(patterns, left, text));
        break;
    case PATTERN_LIST:
        good = list_allows(patterns, left, text);
        break;
    default:
        break;
    }
    return good ? patterns->empty : patterns->not_allowed;
}

const struct pattern *step_text(struct patterns *patterns, const struct pattern *pattern,
                                const char *text) {
    if (pattern->says_text) {
        return derive_text(patterns, pattern, text);
    }
    if (pattern->worded == NULL) {
        const struct pattern *known = patterns_known(patterns, pattern, STEP_WORDS, NAMELESS);
        own(pattern)->worded = known != NULL ? known : derive_text(patterns, pattern, text);
    }
    return pattern->worded;
}

const struct pattern *step_value(struct patterns *patterns, const struct pattern *pattern,
                                 const char *value, bool recover) {
    if (pattern->kind == PATTERN_CHOICE) {
        return pattern_choice(patterns, step_value(patterns, pattern->left, value, recover),
                              step_value(patterns, pattern->right, value, recover));
    }
    bool good =
        pattern->kind == PATTERN_AFTER && (recover || value_allows(patterns, pattern->left, value));
    return good ? pattern->right : patterns->not_allowed;
}

/* ---- end tag --------------------------------------------------------------------------------- */

static const struct pattern *derive_end(struct patterns *patterns, const struct pattern *pattern,
                                        bool recover) {
    if (pattern->kind == PATTERN_CHOICE) {
        return pattern_choice(patterns, step_end(patterns, pattern->left, recover),
                              step_end(patterns, pattern->right, recover));
    }
    bool good = pattern->kind == PATTERN_AFTER && (recover || pattern->left->nullable);
    return good ? pattern->right : patterns->not_allowed;
}

const struct pattern *step_end(struct patterns *patterns, const struct pattern *pattern,
                               bool recover) {
    if (recover) {
        return derive_end(patterns, pattern, true);
    }
    if (pattern->ended == NULL) {
        const struct pattern *known = patterns_known(patterns, pattern, STEP_END, NAMELESS);
        own(pattern)->ended = known != NULL ? known : derive_end(patterns, pattern, false);
    }
    return pattern->ended;
}
