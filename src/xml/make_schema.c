/* make_schema.c: a schema's patterns as numbers (shipped_schema.h), for make_shipped.c. All of them
 * are made here: of every element that the schema declares, the content too. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/file.h>

#include "grammar.h"
#include "make_shipped.h"
#include "shipped_schema.h"

enum { MOST = 8192 };

/* Things by their numbers. */
struct list {
    const void *all[MOST];
    size_t count;
};

struct making {
    struct texts *texts;
    struct list classes, types, patterns, elements;
};

static size_t find(const struct list *list, const void *thing) {
    size_t number = 0;
    while (number < list->count && list->all[number] != thing) {
        number++;
    }
    return number;
}

static uint32_t number_of(const struct list *list, const void *thing) {
    return thing == NULL ? SHIPPED_NONE : (uint32_t)find(list, thing);
}

/* True where it is new. */
static bool put(struct list *list, const void *thing) {
    if (thing == NULL || find(list, thing) < list->count) {
        return false;
    }
    if (list->count == MOST) {
        too_many("parts of a schema");
    }
    list->all[list->count++] = thing;
    return true;
}

static void put_class(struct making *making, const struct name_class *class) {
    if (put(&making->classes, class)) {
        put_class(making, class->except);
        put_class(making, class->a);
        put_class(making, class->b);
    }
}

static void put_pattern(struct making *making, const struct pattern *pattern) {
    if (!put(&making->patterns, pattern)) {
        return;
    }
    put_pattern(making, pattern->left);
    put_pattern(making, pattern->right);
    put_class(making, pattern->names);
    put(&making->types, pattern->type);
    if (put(&making->elements, pattern->element)) {
        put_class(making, pattern->element->names);
    }
}

static void put_all(struct making *making, struct grammar *grammar) {
    put_pattern(making, grammar_start(grammar));
    for (size_t i = 0; i < making->elements.count; i++) { /* more come on the way */
        struct declaration *element = (struct declaration *)(uintptr_t)making->elements.all[i];
        put_pattern(making, pattern_element_content(grammar_patterns(grammar), element));
    }
}

/* ---- writing --------------------------------------------------------------------------------- */

static size_t place_of(const struct making *making, const char *text) {
    return text == NULL ? SHIPPED_NONE : texts_place(making->texts, text);
}

static void write_file(const struct making *making, struct words *words, struct arena *arena,
                       const char *name, const char *path) {
    size_t length = 0;
    struct diagnostics *deaf = diagnostics_new(arena, 0);
    const char *bytes = file_read(arena, path, 0, (struct where){NULL, 0}, &length, deaf);
    struct shipped_sum sum = shipped_sum(bytes, bytes == NULL ? 0 : length);
    const uint64_t all[] = {sum.length, sum.first, sum.second};
    words_add(words, place_of(making, name));
    for (size_t i = 0; i < 3; i++) {
        words_add(words, all[i] & UINT32_MAX);
        words_add(words, all[i] >> 32);
    }
}

/* The schema's own file, and those it includes as they are called there. */
static size_t write_files(const struct making *making, struct words *words, struct arena *arena,
                          struct grammar *grammar, const char *path) {
    const char *name = strrchr(path, '/');
    write_file(making, words, arena, name == NULL ? path : name + 1, path);
    size_t count = 1;
    for (const char *file = NULL; (file = grammar_file(grammar, count)) != NULL; count++) {
        const char *slash = strrchr(file, '/');
        name = slash == NULL ? file : slash + 1;
        write_file(making, words, arena, name, file);
    }
    return count;
}

static void write_class(const struct making *making, struct words *words,
                        const struct name_class *class) {
    words_add(words, class->kind);
    words_add(words, place_of(making, class->space));
    words_add(words, place_of(making, class->name));
    words_add(words, number_of(&making->classes, class->except));
    words_add(words, number_of(&making->classes, class->a));
    words_add(words, number_of(&making->classes, class->b));
}

static void write_pattern(const struct making *making, struct words *words,
                          const struct pattern *pattern) {
    words_add(words, (size_t)pattern->kind + (pattern->nullable ? PATTERN_NULLABLE : 0) +
                         (pattern->says_text ? PATTERN_SAYS_TEXT : 0));
    words_add(words, number_of(&making->patterns, pattern->left));
    words_add(words, number_of(&making->patterns, pattern->right));
    words_add(words, pattern->names != NULL     ? number_of(&making->classes, pattern->names)
                     : pattern->element != NULL ? number_of(&making->elements, pattern->element)
                                                : number_of(&making->types, pattern->type));
    words_add(words, place_of(making, pattern->value));
}

static void write_type(const struct making *making, struct words *words,
                       const struct datatype_form *form) {
    words_add(words, place_of(making, form->library));
    words_add(words, place_of(making, form->name));
    words_add(words, place_of(making, form->says));
    size_t count = 0;
    for (const struct datatype_facet *at = form->facets; at != NULL; at = at->next) {
        count++;
    }
    words_add(words, count);
    for (const struct datatype_facet *at = form->facets; at != NULL; at = at->next) {
        words_add(words, place_of(making, at->name));
        words_add(words, place_of(making, at->value));
    }
}

static void write_row(const struct making *making, struct words *words, struct arena *arena,
                      struct grammar *grammar, const char *path) {
    struct words files = {0};
    struct words types = {0};
    size_t begin = words->count;
    size_t file_count = write_files(making, &files, arena, grammar, path);
    words_add(words, file_count);
    words_add(words, making->classes.count);
    words_add(words, making->types.count);
    words_add(words, making->patterns.count);
    words_add(words, making->elements.count);
    words_add(words, number_of(&making->patterns, grammar_start(grammar)));
    words_move(words, &files);
    for (size_t i = 0; i < making->classes.count; i++) {
        write_class(making, words, making->classes.all[i]);
    }
    size_t behind = words->count - begin + making->types.count +
                    making->patterns.count * PATTERN_WORDS + making->elements.count * ELEMENT_WORDS;
    for (size_t i = 0; i < making->types.count; i++) {
        words_add(words, behind + types.count);
        write_type(making, &types, datatype_form(making->types.all[i]));
    }
    for (size_t i = 0; i < making->patterns.count; i++) {
        write_pattern(making, words, making->patterns.all[i]);
    }
    for (size_t i = 0; i < making->elements.count; i++) {
        const struct declaration *element = making->elements.all[i];
        words_add(words, number_of(&making->classes, element->names));
        words_add(words, number_of(&making->patterns, element->content));
    }
    words_move(words, &types);
}

bool make_schema(const char *path, struct words *words, struct texts *texts) {
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct making *making = NEW(arena, struct making);
    making->texts = texts;
    struct grammar *grammar = grammar_open(path, diagnostics);
    if (grammar != NULL) {
        put_all(making, grammar);
        write_row(making, words, arena, grammar, path);
        grammar_close(grammar);
    }
    struct buffer out = {0};
    diagnostics_write(diagnostics, &out, LEVEL_ERROR, false);
    fwrite(out.data, 1, out.length, stderr);
    bool good = grammar != NULL && !diagnostics_failed(diagnostics);
    buffer_free(&out);
    arena_free(arena);
    return good;
}
