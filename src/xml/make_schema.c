/* make_schema.c: a schema's patterns as numbers (shipped_schema.h), for make_shipped.c. All of them
 * are made here: of every element that the schema declares, the content too. Then samples are
 * validated, and the steps that were taken are noted with the patterns they lead to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/file.h>

#include "grammar.h"
#include "make_shipped.h"
#include "patterns.h"
#include "shipped_schema.h"

enum { MOST = 16384, MOST_SAMPLES = 32 };

/* Things by their numbers. */
struct list {
    const void *all[MOST];
    size_t count;
};

struct making {
    struct texts *texts;
    struct list classes, types, patterns, elements;
    struct list states;      /* patterns that a document can be at */
    const char *names[MOST]; /* that steps depend on, sorted */
    size_t name_count;
    struct xml_document *samples[MOST_SAMPLES]; /* names live in them */
    size_t sample_count;
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

/* And where it leads by steps that depend on nothing. */
static void put_state(struct making *making, const struct pattern *pattern) {
    if (put(&making->states, pattern)) {
        put_pattern(making, pattern);
        put_state(making, pattern->closed);
        put_state(making, pattern->ended);
        put_state(making, pattern->worded);
    }
}

/* What the value of an attribute leads to. */
static void put_rests(struct making *making, const struct pattern *pattern) {
    if (pattern->kind == PATTERN_CHOICE) {
        put_rests(making, pattern->left);
        put_rests(making, pattern->right);
    } else if (pattern->kind == PATTERN_AFTER) {
        put_state(making, pattern->right);
    }
}

static bool is_noted(const struct step *step) {
    return step->kind != 0 && step->name.space == NULL && !pattern_failed(step->to);
}

static int compare_texts(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t find_name(const struct making *making, const char *name) {
    size_t number = 0;
    while (number < making->name_count && strcmp(making->names[number], name) != 0) {
        number++;
    }
    return number;
}

static void put_steps(struct making *making, const struct patterns *patterns) {
    for (size_t i = 0; i < patterns->step_capacity; i++) {
        const struct step *step = &patterns->steps[i];
        if (!is_noted(step)) {
            continue;
        }
        put_state(making, step->from);
        put_state(making, step->to);
        if (step->kind == STEP_ATTRIBUTE) {
            put_rests(making, step->to);
        }
        if (find_name(making, step->name.name) == making->name_count) {
            if (making->name_count == MOST) {
                too_many("names of steps");
            }
            making->names[making->name_count++] = step->name.name;
        }
    }
    qsort(making->names, making->name_count, sizeof making->names[0], compare_texts);
}

static bool take_samples(struct making *making, struct grammar *grammar, char *const *samples,
                         size_t count, struct diagnostics *diagnostics) {
    bool good = true;
    if (count > MOST_SAMPLES) {
        too_many("samples");
    }
    for (size_t i = 0; i < count && good; i++) {
        struct xml_document *sample = xml_open(samples[i], 0, (struct where){NULL, 0}, diagnostics);
        good = sample != NULL && grammar_takes(grammar, sample, diagnostics);
        making->samples[making->sample_count++] = sample;
    }
    return good;
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
    bool state = find(&making->states, pattern) < making->states.count;
    words_add(words, state ? number_of(&making->patterns, pattern->closed) : SHIPPED_NONE);
    words_add(words, state ? number_of(&making->patterns, pattern->ended) : SHIPPED_NONE);
    words_add(words, state ? number_of(&making->patterns, pattern->worded) : SHIPPED_NONE);
}

/* Of equal names that come from several samples, the first. */
static bool is_first(const struct patterns *patterns, const struct step *step) {
    for (const struct step *at = patterns->steps; at < step; at++) {
        if (is_noted(at) && at->kind == step->kind && at->from == step->from &&
            strcmp(at->name.name, step->name.name) == 0) {
            return false;
        }
    }
    return true;
}

/* Where they begin among all steps, or SHIPPED_NONE. */
static size_t write_steps(const struct making *making, struct words *words,
                          const struct patterns *patterns, const struct pattern *from) {
    struct words steps = {0};
    for (size_t i = 0; i < patterns->step_capacity; i++) {
        const struct step *step = &patterns->steps[i];
        if (is_noted(step) && step->from == from && is_first(patterns, step)) {
            words_add(&steps, (size_t)step->kind + find_name(making, step->name.name) * STEP_NAME);
            words_add(&steps, number_of(&making->patterns, step->to));
        }
    }
    size_t begin = words->count;
    if (steps.count == 0) {
        return SHIPPED_NONE;
    }
    words_add(words, steps.count / STEP_WORDS_EACH);
    words_move(words, &steps);
    return begin;
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
    struct words steps = {0};
    size_t begin = words->count;
    size_t file_count = write_files(making, &files, arena, grammar, path);
    words_add(words, file_count);
    words_add(words, making->classes.count);
    words_add(words, making->types.count);
    words_add(words, making->patterns.count);
    words_add(words, making->elements.count);
    words_add(words, number_of(&making->patterns, grammar_start(grammar)));
    words_add(words, making->name_count);
    words_move(words, &files);
    for (size_t i = 0; i < making->classes.count; i++) {
        write_class(making, words, making->classes.all[i]);
    }
    size_t behind = words->count - begin + making->types.count +
                    making->patterns.count * PATTERN_WORDS +
                    making->elements.count * ELEMENT_WORDS + making->name_count;
    for (size_t i = 0; i < making->types.count; i++) {
        words_add(words, behind + types.count);
        write_type(making, &types, datatype_form(making->types.all[i]));
    }
    behind += types.count;
    for (size_t i = 0; i < making->patterns.count; i++) {
        const struct pattern *pattern = making->patterns.all[i];
        size_t own = write_steps(making, &steps, grammar_patterns(grammar), pattern);
        write_pattern(making, words, pattern);
        words_add(words, own == SHIPPED_NONE ? SHIPPED_NONE : behind + own);
    }
    for (size_t i = 0; i < making->elements.count; i++) {
        const struct declaration *element = making->elements.all[i];
        words_add(words, number_of(&making->classes, element->names));
        words_add(words, number_of(&making->patterns, element->content));
    }
    for (size_t i = 0; i < making->name_count; i++) {
        words_add(words, place_of(making, making->names[i]));
    }
    words_move(words, &types);
    words_move(words, &steps);
}

bool make_schema(const char *path, char *const *samples, size_t sample_count, struct words *words,
                 struct texts *texts) {
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct making *making = NEW(arena, struct making);
    making->texts = texts;
    struct grammar *grammar = grammar_open(path, diagnostics);
    bool good = grammar != NULL;
    if (good) {
        put_all(making, grammar);
        good = take_samples(making, grammar, samples, sample_count, diagnostics);
        put_steps(making, grammar_patterns(grammar));
        write_row(making, words, arena, grammar, path);
        grammar_close(grammar);
    }
    for (size_t i = 0; i < making->sample_count; i++) {
        xml_close(making->samples[i]);
    }
    struct buffer out = {0};
    diagnostics_write(diagnostics, &out, LEVEL_ERROR, false);
    if (out.length > 0) {
        fwrite(out.data, 1, out.length, stderr);
    }
    good = good && !diagnostics_failed(diagnostics);
    buffer_free(&out);
    arena_free(arena);
    return good;
}
