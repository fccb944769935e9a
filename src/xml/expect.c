/* expect.c: patterns told to a person.
 *
 * The names come in the order in which the schema has them, which its author chose to be read.
 */
#include "expect.h"

#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

enum { MOST_LISTED = 24 };

static void add(struct expected *out, const char *name) {
    for (size_t i = 0; i < out->count; i++) {
        if (strcmp(out->names[i], name) == 0) {
            return;
        }
    }
    if (out->count < MOST_EXPECTED) {
        out->names[out->count++] = name;
    }
}

static void add_class(struct expected *out, const struct name_class *names) {
    if (names->kind == NAME_ONE) {
        add(out, names->name);
    } else if (names->kind == NAME_CHOICE) {
        add_class(out, names->a);
        add_class(out, names->b);
    }
}

void expect_elements(const struct pattern *pattern, bool all, struct expected *out) {
    switch (pattern->kind) {
    case PATTERN_CHOICE:
    case PATTERN_INTERLEAVE:
        expect_elements(pattern->left, all, out);
        expect_elements(pattern->right, all, out);
        break;
    case PATTERN_GROUP:
        expect_elements(pattern->left, all, out);
        if (all || pattern->left->nullable) {
            expect_elements(pattern->right, all, out);
        }
        break;
    case PATTERN_ONE_OR_MORE:
    case PATTERN_AFTER:
        expect_elements(pattern->left, all, out);
        break;
    case PATTERN_ELEMENT:
        add_class(out, pattern->element->names);
        break;
    case PATTERN_TEXT:
    case PATTERN_DATA:
    case PATTERN_VALUE:
    case PATTERN_LIST:
        out->text = true;
        break;
    default:
        break;
    }
}

void expect_attributes(const struct pattern *pattern, struct expected *out) {
    switch (pattern->kind) {
    case PATTERN_CHOICE:
    case PATTERN_INTERLEAVE:
    case PATTERN_GROUP:
        expect_attributes(pattern->left, out);
        expect_attributes(pattern->right, out);
        break;
    case PATTERN_ONE_OR_MORE:
    case PATTERN_AFTER:
        expect_attributes(pattern->left, out);
        break;
    case PATTERN_ATTRIBUTE:
        add_class(out, pattern->names);
        break;
    default:
        break;
    }
}

/* Whether nothing more need come. Elements that are missing do not count for attributes. */
static bool satisfied(const struct pattern *pattern, bool attributes) {
    switch (pattern->kind) {
    case PATTERN_CHOICE:
        return satisfied(pattern->left, attributes) || satisfied(pattern->right, attributes);
    case PATTERN_INTERLEAVE:
    case PATTERN_GROUP:
        return satisfied(pattern->left, attributes) && satisfied(pattern->right, attributes);
    case PATTERN_ONE_OR_MORE:
    case PATTERN_AFTER:
        return satisfied(pattern->left, attributes);
    case PATTERN_ATTRIBUTE:
        return !attributes;
    default:
        return attributes || pattern->nullable;
    }
}

void expect_missing(struct arena *arena, const struct pattern *pattern, bool attributes,
                    struct expected *out) {
    if (satisfied(pattern, attributes)) {
        return;
    }
    switch (pattern->kind) {
    case PATTERN_CHOICE: {
        struct expected either = {0};
        expect_missing(arena, pattern->left, attributes, &either);
        expect_missing(arena, pattern->right, attributes, &either);
        if (either.count > 0) {
            add(out, expect_list(arena, &either, "or", false));
        }
        break;
    }
    case PATTERN_INTERLEAVE:
    case PATTERN_GROUP:
        expect_missing(arena, pattern->left, attributes, out);
        expect_missing(arena, pattern->right, attributes, out);
        break;
    case PATTERN_ONE_OR_MORE:
    case PATTERN_AFTER:
        expect_missing(arena, pattern->left, attributes, out);
        break;
    case PATTERN_ATTRIBUTE:
        add_class(out, pattern->names);
        break;
    case PATTERN_ELEMENT: {
        struct expected one = {0};
        add_class(&one, pattern->element->names);
        add(out, expect_list(arena, &one, "or", true));
        break;
    }
    default:
        break;
    }
}

struct declaration *expect_declaration(const struct pattern *pattern, struct name name) {
    struct declaration *found = NULL;
    switch (pattern->kind) {
    case PATTERN_CHOICE:
    case PATTERN_INTERLEAVE:
    case PATTERN_GROUP:
        found = expect_declaration(pattern->left, name);
        return found != NULL ? found : expect_declaration(pattern->right, name);
    case PATTERN_ONE_OR_MORE:
    case PATTERN_AFTER:
        return expect_declaration(pattern->left, name);
    case PATTERN_ELEMENT:
        return name_class_has(pattern->element->names, name) ? pattern->element : NULL;
    default:
        return NULL;
    }
}

/* ---- lists ----------------------------------------------------------------------------------- */

const char *expect_list(struct arena *arena, const struct expected *expected, const char *word,
                        bool bracketed) {
    struct buffer out = {0};
    size_t count = expected->count + expected->text;
    size_t shown = count > MOST_LISTED ? MOST_LISTED : count;
    for (size_t i = 0; i < shown; i++) {
        if (i > 0) {
            bool last = i + 1 == shown && shown == count;
            buffer_print(&out, last ? " %s " : ", ", word);
        }
        if (i == expected->count) {
            buffer_text(&out, "words");
        } else {
            buffer_print(&out, bracketed ? "<%s>" : "%s", expected->names[i]);
        }
    }
    buffer_text(&out, count > shown ? ", ..." : "");
    const char *list = arena_text(arena, out.length == 0 ? "" : out.data);
    buffer_free(&out);
    return list;
}

static void collect_values(struct arena *arena, const struct pattern *pattern,
                           struct expected *out) {
    switch (pattern->kind) {
    case PATTERN_CHOICE:
        collect_values(arena, pattern->left, out);
        collect_values(arena, pattern->right, out);
        break;
    case PATTERN_AFTER:
        collect_values(arena, pattern->left, out);
        break;
    case PATTERN_VALUE:
        add(out, pattern->value);
        break;
    case PATTERN_DATA:
        add(out, datatype_says(pattern->type));
        break;
    case PATTERN_LIST:
        add(out, arena_print(arena, "a list of %s", expect_value(arena, pattern->left)));
        break;
    case PATTERN_ONE_OR_MORE:
        collect_values(arena, pattern->left, out);
        break;
    case PATTERN_EMPTY:
        add(out, "nothing");
        break;
    default:
        add(out, "text");
        break;
    }
}

const char *expect_value(struct arena *arena, const struct pattern *pattern) {
    struct expected values = {0};
    collect_values(arena, pattern, &values);
    return expect_list(arena, &values, "or", false);
}
