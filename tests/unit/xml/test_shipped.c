/* The trees made while building are those that parsing the files gives, and stand for no others. */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/file.h>

#include "xml/shipped.h"
#include "xml/tree.h"

static const struct where NOWHERE = {NULL, 0};

static const char *const TEMPLATES[] = {
    "appendix.xml", "audit.xml",   "board-paper.xml", "bulletin.xml", "firmness.xml",
    "house.xml",    "message.xml", "movement.xml",    "summary.xml",  NULL};
static const char *const METHODS[] = {"methods/harm-index.xml",  "methods/morile.xml",
                                      "methods/risk-matrix.xml", "methods/severity-score.xml",
                                      "methods/stra.xml",        NULL};
struct bench {
    struct arena *arena;
    struct diagnostics *diagnostics;
};

static int open_bench(void **state) {
    struct arena *arena = arena_new();
    struct bench *bench = NEW(arena, struct bench);
    *bench = (struct bench){arena, diagnostics_new(arena, 0)};
    *state = bench;
    return 0;
}

static int close_bench(void **state) {
    struct bench *bench = *state;
    arena_free(bench->arena);
    return 0;
}

/* The bytes, and one more that may be changed: a line feed. */
static char *read_file(struct bench *bench, const char *name, size_t *length) {
    const char *path = arena_print(bench->arena, "%s/templates/%s", getenv("SOURCE"), name);
    const char *read = file_read(bench->arena, path, 0, NOWHERE, length, bench->diagnostics);
    assert_non_null(read);
    char *bytes = arena_bytes(bench->arena, read, *length);
    bytes[*length] = '\n';
    return bytes;
}

static void same_space(const struct space *a, const struct space *b) {
    assert_int_equal(a == NULL, b == NULL);
    assert_int_equal(a == &SPACE_DECLARATION, b == &SPACE_DECLARATION);
    if (a != NULL) {
        assert_string_equal(a->prefix, b->prefix);
        assert_string_equal(a->uri, b->uri);
    }
}

static void same_element(struct xml_document *document, const struct xml_node *a,
                         const struct xml_node *b) {
    assert_ptr_equal(a->text, tree_name(document, a->text));
    same_space(as_element(a)->space, as_element(b)->space);
    const struct attribute *other = as_element(b)->attributes;
    for (const struct attribute *at = as_element(a)->attributes; at != NULL; at = at->next) {
        assert_non_null(other);
        assert_string_equal(at->name, other->name);
        assert_ptr_equal(at->name, tree_name(document, at->name));
        assert_string_equal(at->value, other->value);
        same_space(at->space, other->space);
        other = other->next;
    }
    assert_null(other);
}

/* Node by node, in document order. Returns how many. */
static size_t same_trees(struct xml_document *a, struct xml_document *b) {
    size_t count = 0;
    const struct xml_node *other = &b->top.node;
    for (const struct xml_node *at = &a->top.node; at != NULL;
         at = tree_after(at, &a->top.node), other = tree_after(other, &b->top.node)) {
        assert_non_null(other);
        assert_int_equal(at->kind, other->kind);
        assert_int_equal(at->line, other->line);
        assert_int_equal(at->parent == NULL, other->parent == NULL);
        if (at->parent != NULL) {
            assert_string_equal(at->text, other->text);
            assert_int_equal(at->parent->line, other->parent->line);
        }
        if (at->kind == NODE_ELEMENT) {
            tree_open(other);
            same_element(a, at, other);
        }
        count++;
    }
    assert_null(other);
    assert_int_equal(a->elements, b->elements);
    return count;
}

/* One of what ships as it is kept and as it is parsed, when a line feed is added at its end. */
static void as_parsed(struct bench *bench, const char *name, const char *schema) {
    size_t length = 0;
    char *bytes = read_file(bench, name, &length);
    struct xml_document *kept = shipped_document(bench->arena, name, bytes, length);
    assert_non_null(kept);
    struct xml_document *parsed = xml_parse(name, bytes, length + 1, 0, bench->diagnostics);
    assert_non_null(parsed);
    assert_false(xml_ships(parsed));
    assert_true(same_trees(kept, parsed) > 10);
    assert_true(xml_ships(kept));
    const char *path =
        arena_print(bench->arena, "%s/templates/schemas/%s", getenv("SOURCE"), schema);
    assert_true(xml_validate(parsed, path, bench->diagnostics));
    struct xml_document *read = xml_parse(name, bytes, length, 0, bench->diagnostics);
    assert_true(xml_ships(read));
    xml_close(read);
    xml_close(parsed);
    xml_close(kept);
}

static void are_as_parsed(void **state) {
    struct bench *bench = *state;
    for (size_t i = 0; TEMPLATES[i] != NULL; i++) {
        as_parsed(bench, TEMPLATES[i], "template.rng");
    }
    for (size_t i = 0; METHODS[i] != NULL; i++) {
        as_parsed(bench, METHODS[i], "method.rng");
    }
    assert_int_equal(diagnostics_count(bench->diagnostics, LEVEL_ADVICE), 0);
}

/* What is changed in one of them is not changed in the next, though equal attributes are shared. */
static void change_alone(void **state) {
    struct bench *bench = *state;
    size_t length = 0;
    const char *bytes = read_file(bench, "house.xml", &length);
    struct xml_document *first = shipped_document(bench->arena, "a", bytes, length);
    struct xml_document *second = shipped_document(bench->arena, "b", bytes, length);
    struct xml_document *parsed = xml_parse("c", bytes, length + 1, 0, bench->diagnostics);
    for (const struct xml_node *at = &first->top.node; at != NULL;
         at = tree_after(at, &first->top.node)) {
        if (at->kind == NODE_ELEMENT && as_element(at)->attributes != NULL) {
            xml_set((struct xml_node *)(uintptr_t)at, as_element(at)->attributes->name, "changed");
            break;
        }
    }
    same_trees(second, parsed);
    xml_close(parsed);
    xml_close(second);
    xml_close(first);
}

static bool is_kept(struct bench *bench, const char *bytes, size_t length) {
    struct xml_document *document = shipped_document(bench->arena, "x", bytes, length);
    xml_close(document);
    return document != NULL;
}

static void other_by_any_byte(void **state) {
    struct bench *bench = *state;
    size_t length = 0;
    char *bytes = read_file(bench, "methods/stra.xml", &length);
    assert_true(is_kept(bench, bytes, length));
    assert_false(is_kept(bench, bytes, length - 1));
    assert_false(is_kept(bench, bytes, length + 1));
    for (size_t i = 0; i < length; i += 1 + length / 200) {
        bytes[i] ^= 4;
        assert_false(is_kept(bench, bytes, length));
        bytes[i] ^= 4;
    }
    char swapped = bytes[16];
    bytes[16] = bytes[8];
    bytes[8] = swapped;
    assert_true(bytes[8] == bytes[16] || !is_kept(bench, bytes, length));
    assert_false(is_kept(bench, "", 0));
    assert_false(is_kept(bench, "<template/>", 11));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(are_as_parsed, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(change_alone, open_bench, close_bench),
        cmocka_unit_test_setup_teardown(other_by_any_byte, open_bench, close_bench),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
