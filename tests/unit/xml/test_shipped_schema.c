/* The patterns that were made of the schemas while building find what those find that are made of
 * the schemas when a line feed stands at the end of one of their files; and a schema that was
 * changed is followed. */
#include "document.h"

#include <stdio.h>
#include <sys/stat.h>

#include <boardpaper/file.h>

#include "xml/shipped_schema.h"

static const struct where NOWHERE = {NULL, 0};

static const char *const FILES[] = {"assessment.rng", "blocks.rng",   "method.rng",
                                    "outputs.rng",    "schedule.rng", "template.rng"};
enum { FILE_COUNT = sizeof FILES / sizeof FILES[0] };

static struct buffer read_file(struct bench *bench, const char *path) {
    size_t length = 0;
    const char *bytes = file_read(bench->arena, path, 0, NOWHERE, &length, bench->diagnostics);
    assert_non_null(bytes);
    struct buffer all = {0};
    buffer_add(&all, bytes, length);
    return all;
}

static void write_file(const char *path, const struct buffer *bytes) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes->data, 1, bytes->length, file), bytes->length);
    assert_int_equal(fclose(file), 0);
}

/* A folder with all the schemas, tail added to that one. */
static const char *folder(struct bench *bench, const char *name, const char *changed,
                          const char *tail) {
    const char *path = arena_print(bench->arena, "%s/%s", getenv("SCRATCH"), name);
    mkdir(path, 0700);
    for (size_t i = 0; i < FILE_COUNT; i++) {
        struct buffer bytes = read_file(bench, arena_print(bench->arena, "%s/templates/schemas/%s",
                                                           getenv("SOURCE"), FILES[i]));
        if (strcmp(FILES[i], changed) == 0) {
            buffer_text(&bytes, tail);
        }
        write_file(arena_print(bench->arena, "%s/%s", path, FILES[i]), &bytes);
        buffer_free(&bytes);
    }
    return path;
}

static bool ships(struct bench *bench, const char *folder_path, const char *name) {
    const char *path = arena_print(bench->arena, "%s/%s", folder_path, name);
    struct shipped_schema *schema = shipped_schema_open(bench->arena, path, bench->diagnostics);
    if (schema != NULL) {
        shipped_schema_end(schema);
    }
    return schema != NULL;
}

static void are_told_by_their_bytes(void **state) {
    struct bench *bench = *state;
    const char *same = folder(bench, "same", "", "");
    const char *other = folder(bench, "other", "assessment.rng", "\n");
    const char *blocks = folder(bench, "blocks", "blocks.rng", "\n");
    for (size_t i = 0; i < FILE_COUNT; i++) {
        bool part = strcmp(FILES[i], "blocks.rng") == 0; /* is none by itself */
        bool includes = i == 0 || strcmp(FILES[i], "template.rng") == 0;
        assert_int_equal(ships(bench, same, FILES[i]), !part);
        assert_int_equal(ships(bench, other, FILES[i]), !part && i != 0);
        assert_int_equal(ships(bench, blocks, FILES[i]), !part && !includes);
    }
    assert_false(ships(bench, same, "none.rng"));
    assert_int_equal(diagnostics_count(bench->diagnostics, LEVEL_ADVICE), 0);
}

/* ---- finding the same ------------------------------------------------------------------------ */

static size_t roll(uint64_t *dice, size_t sides) {
    *dice = *dice * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(*dice >> 33) % sides;
}

/* The element so many elements on; the last one where there are fewer. */
static struct xml_node *element_at(struct xml_node *from, size_t *left) {
    for (struct xml_node *at = xml_first(from); at != NULL && *left > 0; at = xml_next(at)) {
        (*left)--;
        from = element_at(at, left);
    }
    return from;
}

static void spoil(struct xml_document *document, uint64_t *dice) {
    static const char *const NAMES[] = {"id",    "value", "area", "nothing", "factor",
                                        "label", "kind",  "p",    "level",   "format"};
    static const char *const VALUES[] = {"", "x", "-1", "2016-02-30", "a b", "13", "en", NULL};
    size_t left = roll(dice, 600);
    struct xml_node *node = element_at(xml_root(document), &left);
    const char *name = NAMES[roll(dice, sizeof NAMES / sizeof NAMES[0])];
    switch (roll(dice, 4)) {
    case 0:
        if (xml_parent(node) != NULL) {
            xml_remove(node);
        }
        break;
    case 1:
        xml_add(node, name);
        break;
    case 2:
        xml_add_text(node, "words");
        break;
    default:
        xml_set(node, name, VALUES[roll(dice, sizeof VALUES / sizeof VALUES[0])]);
        break;
    }
}

static const char *findings(struct bench *bench, struct xml_document *document, const char *schemas,
                            const char *schema) {
    bench->diagnostics = diagnostics_new(bench->arena, 0);
    xml_validate(document, arena_print(bench->arena, "%s/%s", schemas, schema), bench->diagnostics);
    return bench_found(bench);
}

static void find_the_same(void **state) {
    static const struct {
        const char *schema, *document;
    } PAIRS[] = {{"assessment.rng", "samples/safer-plymouth.xml"},
                 {"assessment.rng", "samples/fellside.xml"},
                 {"method.rng", "templates/methods/stra.xml"},
                 {"method.rng", "templates/methods/harm-index.xml"},
                 {"template.rng", "templates/board-paper.xml"},
                 {"template.rng", "templates/bulletin.xml"},
                 {"schedule.rng", "samples/schedule/schedule.xml"}};
    enum { TIMES = 12 };
    struct bench *bench = *state;
    const char *same = folder(bench, "same", "", "");
    size_t bad = 0;
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        const char *schema = PAIRS[i].schema;
        bool includes =
            strcmp(schema, "assessment.rng") == 0 || strcmp(schema, "template.rng") == 0;
        const char *other = folder(bench, "other", includes ? "blocks.rng" : schema, "\n");
        assert_true(ships(bench, same, schema) && !ships(bench, other, schema));
        uint64_t dice = 5;
        for (size_t time = 0; time < TIMES; time++) {
            struct xml_document *document =
                xml_open(arena_print(bench->arena, "%s/%s", getenv("SOURCE"), PAIRS[i].document), 0,
                         NOWHERE, bench->diagnostics);
            for (size_t more = time; more > 0; more--) {
                spoil(document, &dice);
            }
            const char *found = findings(bench, document, same, schema);
            assert_true(time > 0 || *found == '\0');
            assert_string_equal(found, findings(bench, document, other, schema));
            bad += *found != '\0';
            xml_close(document);
        }
    }
    assert_true(bad > TIMES);
}

static void follow_a_change(void **state) {
    struct bench *bench = *state;
    struct xml_document *document = bench_text(bench, "<assessment/>");
    const char *changed = folder(bench, "changed", "", "");
    struct buffer own = {0};
    buffer_text(&own, "<element name='assessment' xmlns='http://relaxng.org/ns/structure/1.0'>"
                      "<empty/></element>");
    write_file(arena_print(bench->arena, "%s/assessment.rng", changed), &own);
    buffer_free(&own);
    assert_string_equal(findings(bench, document, changed, "assessment.rng"), "");
    const char *same = folder(bench, "same", "", "");
    assert_string_not_equal(findings(bench, document, same, "assessment.rng"), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {BENCH_TEST(are_told_by_their_bytes),
                                       BENCH_TEST(find_the_same), BENCH_TEST(follow_a_change)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
