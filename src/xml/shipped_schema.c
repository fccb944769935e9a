/* shipped_schema.c: see shipped_schema.h. */
#include "shipped_schema.h"

#include <boardpaper/arena.h>
#include <boardpaper/file.h>

#include "patterns.h"

enum { KNOWN_NAMES = 128 };

struct shipped_schema {
    struct arena *arena;
    struct diagnostics *diagnostics;
    const uint32_t *words;
    /* Where in words, and, by number, what has been made of it. */
    const uint32_t *class_words, *type_words, *pattern_words, *element_words, *name_words;
    struct name_class **classes;
    struct datatype **types;
    const struct pattern **patterns;
    struct declaration *elements;
    struct { /* of the document's, met last */
        const char *name;
        uint32_t number;
    } names[KNOWN_NAMES];
};

/* ---- finding it ------------------------------------------------------------------------------ */

enum { PIECE = 16 * 1024 };

static void add_piece(void *context, const void *bytes, size_t length) {
    shipped_add(context, bytes, length);
}

static bool is_file(const char *path, const uint32_t *words) {
    const struct shipped_sum known = {(uint64_t)words[2] << 32 | words[1],
                                      (uint64_t)words[4] << 32 | words[3],
                                      (uint64_t)words[6] << 32 | words[5]};
    struct shipped_summing summing = shipped_begin();
    bool read = file_read_pieces(path, PIECE, add_piece, &summing);
    const struct shipped_sum sum = shipped_end(&summing);
    return read && shipped_same(&sum, &known);
}

/* A schema is looked for by what it is called and told by its bytes. */
static const uint32_t *find(struct arena *arena, const char *path) {
    const char *name = strrchr(path, '/');
    name = name == NULL ? path : name + 1;
    for (const uint32_t *at = SHIPPED_SCHEMAS; *at != SHIPPED_NONE; at++) {
        const uint32_t *words = SHIPPED_WORDS + *at;
        const uint32_t *file = words + SCHEMA_HEAD;
        if (strcmp(shipped_text(file[0]), name) != 0) {
            continue;
        }
        bool same = is_file(path, file);
        for (uint32_t i = 1; same && i < words[SCHEMA_FILES]; i++) {
            file += FILE_WORDS;
            same = is_file(file_beside(arena, path, shipped_text(file[0])), file);
        }
        return same ? words : NULL;
    }
    return NULL;
}

static const uint32_t *row(const uint32_t *first, size_t number, size_t width) {
    return first + number * width;
}

struct shipped_schema *shipped_schema_open(struct arena *arena, const char *path,
                                           struct diagnostics *diagnostics) {
    const uint32_t *words = find(arena, path);
    if (words == NULL) {
        return NULL;
    }
    struct shipped_schema *schema = NEW(arena, struct shipped_schema);
    schema->arena = arena;
    schema->diagnostics = diagnostics;
    schema->words = words;
    schema->class_words = row(words + SCHEMA_HEAD, words[SCHEMA_FILES], FILE_WORDS);
    schema->type_words = row(schema->class_words, words[SCHEMA_CLASSES], CLASS_WORDS);
    schema->pattern_words = schema->type_words + words[SCHEMA_TYPES];
    schema->element_words = row(schema->pattern_words, words[SCHEMA_PATTERNS], PATTERN_WORDS);
    schema->name_words = row(schema->element_words, words[SCHEMA_ELEMENTS], ELEMENT_WORDS);
    schema->classes = NEWS(arena, words[SCHEMA_CLASSES], struct name_class *);
    schema->types = NEWS(arena, words[SCHEMA_TYPES], struct datatype *);
    schema->patterns = NEWS(arena, words[SCHEMA_PATTERNS], const struct pattern *);
    schema->elements = NEWS(arena, words[SCHEMA_ELEMENTS], struct declaration);
    return schema;
}

void shipped_schema_end(struct shipped_schema *schema) {
    for (uint32_t i = 0; i < schema->words[SCHEMA_TYPES]; i++) {
        if (schema->types[i] != NULL) {
            datatype_free(schema->types[i]);
        }
    }
}

/* ---- making what it says --------------------------------------------------------------------- */

static const char *text_or_null(uint32_t place) {
    return place == SHIPPED_NONE ? NULL : shipped_text(place);
}

static const struct name_class *class_of(struct shipped_schema *schema, uint32_t number) {
    if (number == SHIPPED_NONE || schema->classes[number] != NULL) {
        return number == SHIPPED_NONE ? NULL : schema->classes[number];
    }
    const uint32_t *words = row(schema->class_words, number, CLASS_WORDS);
    struct name_class *made = NEW(schema->arena, struct name_class);
    *made = (struct name_class){.kind = (enum name_kind)words[0],
                                .space = text_or_null(words[1]),
                                .name = text_or_null(words[2]),
                                .except = class_of(schema, words[3]),
                                .a = class_of(schema, words[4]),
                                .b = class_of(schema, words[5])};
    schema->classes[number] = made;
    return made;
}

static const struct datatype *type_of(struct shipped_schema *schema, uint32_t number) {
    if (schema->types[number] == NULL) {
        const uint32_t *words = schema->words + schema->type_words[number];
        struct datatype *made =
            datatype_new(schema->arena, shipped_text(words[0]), shipped_text(words[1]),
                         text_or_null(words[2]), schema->diagnostics);
        uint32_t facets = words[3];
        for (words += TYPE_WORDS; facets > 0; facets--, words += 2) {
            datatype_narrow(made, shipped_text(words[0]), shipped_text(words[1]));
        }
        schema->types[number] = made;
    }
    return schema->types[number];
}

static struct declaration *element_of(struct shipped_schema *schema, uint32_t number) {
    struct declaration *made = &schema->elements[number];
    const uint32_t *words = row(schema->element_words, number, ELEMENT_WORDS);
    made->names = class_of(schema, words[0]);
    made->source = words;
    return made;
}

static const struct pattern *pattern_of(struct shipped_schema *schema, struct patterns *patterns,
                                        uint32_t number) {
    if (number == SHIPPED_NONE || schema->patterns[number] != NULL) {
        return number == SHIPPED_NONE ? NULL : schema->patterns[number];
    }
    const uint32_t *words = row(schema->pattern_words, number, PATTERN_WORDS);
    struct pattern wanted = {.kind = (enum pattern_kind)(words[0] % PATTERN_NULLABLE),
                             .nullable = (words[0] & PATTERN_NULLABLE) != 0,
                             .says_text = (words[0] & PATTERN_SAYS_TEXT) != 0,
                             .left = pattern_of(schema, patterns, words[1]),
                             .right = pattern_of(schema, patterns, words[2]),
                             .value = text_or_null(words[4])};
    switch (wanted.kind) {
    case PATTERN_ATTRIBUTE:
        wanted.names = class_of(schema, words[3]);
        break;
    case PATTERN_ELEMENT:
        wanted.element = element_of(schema, words[3]);
        break;
    case PATTERN_DATA:
    case PATTERN_VALUE:
        wanted.type = type_of(schema, words[3]);
        break;
    default:
        break;
    }
    const struct pattern *made = patterns_find(patterns, &wanted);
    ((struct pattern *)(uintptr_t)made)->number = number + 1;
    schema->patterns[number] = made;
    return made;
}

const struct pattern *shipped_schema_start(struct shipped_schema *schema,
                                           struct patterns *patterns) {
    return pattern_of(schema, patterns, schema->words[SCHEMA_START]);
}

const struct pattern *shipped_schema_content(struct shipped_schema *schema,
                                             struct patterns *patterns,
                                             const struct declaration *element) {
    const uint32_t *words = element->source;
    return pattern_of(schema, patterns, words[1]);
}

/* ---- steps ----------------------------------------------------------------------------------- */

static uint32_t find_name(const struct shipped_schema *schema, const char *name) {
    uint32_t from = 0;
    uint32_t to = schema->words[SCHEMA_NAMES];
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        int order = strcmp(name, shipped_text(schema->name_words[middle]));
        if (order == 0) {
            return middle;
        }
        from = order > 0 ? middle + 1 : from;
        to = order > 0 ? to : middle;
    }
    return SHIPPED_NONE;
}

/* Names are interned: one name of a document is one pointer. */
static uint32_t name_number(struct shipped_schema *schema, const char *name) {
    size_t place = ((uintptr_t)name >> 3 ^ (uintptr_t)name >> 10) % KNOWN_NAMES;
    if (schema->names[place].name != name) {
        schema->names[place].name = name;
        schema->names[place].number = find_name(schema, name);
    }
    return schema->names[place].number;
}

/* The number of the pattern that the step leads to. */
static uint32_t find_step(struct shipped_schema *schema, const uint32_t *pattern,
                          enum step_kind kind, struct name name) {
    switch (kind) {
    case STEP_CLOSE:
        return pattern[5];
    case STEP_END:
        return pattern[6];
    case STEP_WORDS:
        return pattern[7];
    default:
        break;
    }
    uint32_t number = SHIPPED_NONE;
    if (pattern[8] != SHIPPED_NONE && name.space == NULL) {
        number = name_number(schema, name.name);
    }
    if (number == SHIPPED_NONE) {
        return SHIPPED_NONE;
    }
    const uint32_t *step = schema->words + pattern[8];
    for (uint32_t left = *step++; left > 0; left--, step += STEP_WORDS_EACH) {
        if (step[0] == (uint32_t)kind + number * STEP_NAME) {
            return step[1];
        }
    }
    return SHIPPED_NONE;
}

const struct pattern *shipped_schema_step(struct shipped_schema *schema, struct patterns *patterns,
                                          const struct pattern *from, enum step_kind kind,
                                          struct name name) {
    const uint32_t *pattern = row(schema->pattern_words, from->number - 1, PATTERN_WORDS);
    return pattern_of(schema, patterns, find_step(schema, pattern, kind, name));
}
