/* make_shipped.c: a tool of the build. Parses the files it is given and writes, as shipped_trees.c
 * to standard output, what their trees are made of (shipped.h), and of schemas the patterns
 * (shipped_schema.h).
 *
 *   make_shipped FILE... [-- SCHEMA SAMPLE...]...
 *
 * The tests make sure that the schemas take the files. Of the samples the steps are noted that it
 * takes to validate them.
 */
#include <stdio.h>
#include <stdlib.h>

#include <boardpaper/buffer.h>
#include <boardpaper/file.h>
#include <boardpaper/hash.h>

#include "make_shipped.h"
#include "shipped.h"
#include "tree.h"

/* Nothing has been made yet: what is parsed is none that ships. */
const struct shipped_file SHIPPED_FILES[] = {{{0, 0, 0}, 0}};
const uint32_t SHIPPED_SCHEMAS[] = {SHIPPED_NONE};
const uint32_t SHIPPED_WORDS[] = {0};
const unsigned char SHIPPED_TEXTS[] = {0};

void too_many(const char *what) {
    fprintf(stderr, "make_shipped: there are too many %s\n", what);
    exit(EXIT_FAILURE);
}

void words_add(struct words *words, size_t word) {
    if (words->count == words->capacity) {
        words->capacity = words->capacity * 2 + 1024;
        words->all = memory_resize(words->all, words->capacity, sizeof(uint32_t));
    }
    words->all[words->count++] = (uint32_t)word;
}

void words_move(struct words *to, struct words *from) {
    for (size_t i = 0; i < from->count; i++) {
        words_add(to, from->all[i]);
    }
    free(from->all);
}

/* ---- texts, each once ------------------------------------------------------------------------ */

enum { MOST_TEXTS = 1 << 16 };

/* places: of MOST_TEXTS, open addressing: 1 + where one begins */
uint32_t texts_place(struct texts *texts, const char *text) {
    size_t place = hash_text(text) % MOST_TEXTS;
    while (texts->bytes.data != NULL && texts->places[place] != 0) {
        if (strcmp(texts->bytes.data + texts->places[place] - 1, text) == 0) {
            return texts->places[place] - 1;
        }
        place = (place + 1) % MOST_TEXTS;
    }
    if (++texts->count == MOST_TEXTS) {
        too_many("texts");
    }
    uint32_t at = (uint32_t)texts->bytes.length;
    texts->places[place] = at + 1;
    buffer_add(&texts->bytes, text, strlen(text) + 1);
    return at;
}

/* ---- a file's row ---------------------------------------------------------------------------- */

struct list {
    const struct attribute *first;
    struct list *next;
    size_t number;
};

struct row {
    struct arena *arena;
    struct texts *texts;
    struct words names, spaces, lists, nodes;
    const struct space **known_spaces;
    const char **known_names;
    struct list *known_lists;
    size_t space_count, list_count, node_count;
    size_t ends; /* elements that ended since the node before */
};

enum { MOST_NAMES = 1024, MOST_SPACES = 16 };

/* Names are interned: one name is one pointer. */
static size_t name_number(struct row *row, const char *name) {
    size_t number = 0;
    while (number < row->names.count && row->known_names[number] != name) {
        number++;
    }
    if (number == row->names.count) {
        if (number == MOST_NAMES) {
            too_many("names");
        }
        row->known_names[number] = name;
        words_add(&row->names, texts_place(row->texts, name));
    }
    return number;
}

static size_t space_number(struct row *row, const struct space *space) {
    if (space == NULL || space == &SPACE_DECLARATION) {
        return space == NULL ? SHIPPED_NO_SPACE : SHIPPED_DECLARATION;
    }
    size_t number = 0;
    while (number < row->space_count && row->known_spaces[number] != space) {
        number++;
    }
    if (number == row->space_count) {
        if (number == MOST_SPACES) {
            too_many("namespaces");
        }
        row->known_spaces[row->space_count++] = space;
        words_add(&row->spaces, texts_place(row->texts, space->prefix));
        words_add(&row->spaces, texts_place(row->texts, space->uri));
    }
    return number;
}

static bool equal(const struct attribute *a, const struct attribute *b) {
    while (a != NULL && b != NULL && a->name == b->name && a->space == b->space &&
           strcmp(a->value, b->value) == 0) {
        a = a->next;
        b = b->next;
    }
    return a == NULL && b == NULL;
}

static size_t list_number(struct row *row, const struct attribute *first) {
    struct list **place = &row->known_lists;
    while (*place != NULL && !equal((*place)->first, first)) {
        place = &(*place)->next;
    }
    if (*place != NULL) {
        return (*place)->number;
    }
    *place = NEW(row->arena, struct list);
    **place = (struct list){.first = first, .number = row->list_count++};
    size_t count = 0;
    for (const struct attribute *at = first; at != NULL; at = at->next) {
        count++;
    }
    words_add(&row->lists, count);
    for (const struct attribute *at = first; at != NULL; at = at->next) {
        words_add(&row->lists, name_number(row, at->name));
        words_add(&row->lists, texts_place(row->texts, at->value));
        words_add(&row->lists, space_number(row, at->space));
    }
    return (*place)->number;
}

static void add_nodes(struct row *row, const struct xml_node *parent) {
    for (const struct xml_node *at = tree_open(parent)->first; at != NULL; at = at->next) {
        bool element = at->kind == NODE_ELEMENT;
        words_add(&row->nodes, at->kind + row->ends * SHIPPED_ENDS +
                                   (element ? name_number(row, at->text) * SHIPPED_NAME : 0));
        row->ends = 0;
        row->node_count++;
        if (element) {
            words_add(&row->nodes, at->line);
            words_add(&row->nodes, space_number(row, as_element(at)->space));
            words_add(&row->nodes, list_number(row, tree_open(at)->attributes));
            add_nodes(row, at);
            row->ends++;
        } else {
            words_add(&row->nodes, texts_place(row->texts, at->text));
        }
    }
}

static void move(struct words *to, size_t count, struct words *from) {
    words_add(to, count);
    words_move(to, from);
}

static void add_row(struct words *words, struct texts *texts, struct xml_document *document) {
    struct arena *arena = arena_new();
    struct row row = {.arena = arena,
                      .texts = texts,
                      .known_names = NEWS(arena, MOST_NAMES, const char *),
                      .known_spaces = NEWS(arena, MOST_SPACES, const struct space *)};
    list_number(&row, NULL);
    add_nodes(&row, &document->top.node);
    move(words, row.names.count, &row.names);
    move(words, row.space_count, &row.spaces);
    move(words, row.list_count, &row.lists);
    move(words, row.node_count, &row.nodes);
    arena_free(arena);
}

/* ---- all files ------------------------------------------------------------------------------- */

static bool add_file(const char *path, struct words *words, struct texts *texts) {
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    size_t length = 0;
    const char *bytes =
        file_read(arena, path, XML_DEFAULT_LIMIT, (struct where){NULL, 0}, &length, diagnostics);
    struct xml_document *document =
        bytes == NULL ? NULL : xml_parse(path, bytes, length, 0, diagnostics);
    if (document != NULL) {
        struct shipped_sum sum = shipped_sum(bytes, length);
        printf("    {{%llu, UINT64_C(0x%llx), UINT64_C(0x%llx)}, %zu},\n",
               (unsigned long long)sum.length, (unsigned long long)sum.first,
               (unsigned long long)sum.second, words->count);
        add_row(words, texts, document);
        xml_close(document);
    } else {
        struct buffer out = {0};
        diagnostics_write(diagnostics, &out, LEVEL_ERROR, false);
        fwrite(out.data, 1, out.length, stderr);
        buffer_free(&out);
    }
    arena_free(arena);
    return document != NULL;
}

static void write_numbers(const char *declaration, const struct words *words,
                          const struct buffer *bytes) {
    enum { IN_A_LINE = 24 };
    size_t count = words == NULL ? bytes->length : words->count;
    printf("\nconst %s = {", declaration);
    for (size_t i = 0; i < count; i++) {
        unsigned long number =
            words == NULL ? (unsigned char)bytes->data[i] : (unsigned long)words->all[i];
        printf("%s%lu,", i % IN_A_LINE == 0 ? "\n    " : "", number);
    }
    printf("\n};\n");
}

int main(int count, char **arguments) {
    struct words words = {0};
    struct words schemas = {0};
    struct texts texts = {.places = memory_array(MOST_TEXTS, sizeof(uint32_t))};
    bool good = true;
    int i = 1;
    printf("/* Made by make_shipped from the files that ship. */\n#include \"shipped.h\"\n\n"
           "const struct shipped_file SHIPPED_FILES[] = {\n");
    for (; i < count && strcmp(arguments[i], "--") != 0; i++) {
        good = add_file(arguments[i], &words, &texts) && good;
    }
    printf("    {{0, 0, 0}, 0},\n};\n");
    while (i + 1 < count) {
        char *const *schema = &arguments[i + 1];
        for (i += 2; i < count && strcmp(arguments[i], "--") != 0; i++) {
        }
        words_add(&schemas, words.count);
        good = make_schema(schema[0], schema + 1, (size_t)(&arguments[i] - schema) - 1, &words,
                           &texts) &&
               good;
    }
    words_add(&schemas, SHIPPED_NONE);
    write_numbers("uint32_t SHIPPED_SCHEMAS[]", &schemas, NULL);
    write_numbers("uint32_t SHIPPED_WORDS[]", &words, NULL);
    write_numbers("unsigned char SHIPPED_TEXTS[]", NULL, &texts.bytes);
    free(schemas.all);
    free(words.all);
    free(texts.places);
    buffer_free(&texts.bytes);
    return good && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
