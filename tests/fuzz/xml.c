/* xml.c: any bytes are refused with a finding or make a document, which comes back the same when it
 * is written and read again. Where they are plain XML, libxml2 reads the same in them: a
 * declaration that is not plain has it read them. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/xml.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool holds) {
    if (!holds) {
        abort();
    }
}

static void walk(struct xml_document *document, const struct xml_node *node, int depth) {
    const char *name = NULL;
    const char *value = NULL;
    must(depth <= 256);
    must(xml_where(node).line > 0);
    for (size_t i = 0; xml_attribute_at(node, i, &name, &value); i++) {
        must(name != NULL && value != NULL);
    }
    must(xml_text(document, node) != NULL);
    for (const struct xml_node *at = xml_first(node); at != NULL; at = xml_next(at)) {
        must(xml_parent(at) == node);
        walk(document, at, depth + 1);
    }
}

static void check_document(struct xml_document *document, struct diagnostics *diagnostics) {
    struct buffer once = {0};
    struct buffer twice = {0};
    walk(document, xml_root(document), 1);
    xml_write(document, &once);
    struct xml_document *again = xml_parse("again.xml", once.data, once.length, 0, diagnostics);
    /* Indenting may take a large one over the limit of bytes; nothing else may go wrong. */
    must(again != NULL || once.length > XML_DEFAULT_LIMIT);
    if (again != NULL) {
        xml_write(again, &twice);
        must(once.length == twice.length && memcmp(once.data, twice.data, once.length) == 0);
        xml_close(again);
    }
    buffer_free(&once);
    buffer_free(&twice);
}

/* The bytes behind that declaration, written again; empty where they are refused. */
static struct buffer read_behind(const char *declaration, const uint8_t *bytes, size_t length) {
    struct arena *arena = arena_new();
    struct buffer all = {0};
    struct buffer out = {0};
    buffer_text(&all, declaration);
    buffer_add(&all, bytes, length);
    struct xml_document *document =
        xml_parse("in.xml", all.data, all.length, 0, diagnostics_new(arena, 0));
    if (document != NULL) {
        xml_write(document, &out);
        xml_close(document);
    }
    buffer_free(&all);
    arena_free(arena);
    return out;
}

static void check_ways(const uint8_t *bytes, size_t length) {
    struct buffer plain = read_behind("<?xml version=\"1.0\"?>", bytes, length);
    struct buffer other = read_behind("<?xml version=\"1.1\"?>", bytes, length);
    must(plain.length == other.length &&
         (plain.length == 0 || memcmp(plain.data, other.data, plain.length) == 0));
    buffer_free(&plain);
    buffer_free(&other);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    check_ways(bytes, length);
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct xml_document *document = xml_parse("in.xml", bytes, length, 0, diagnostics);
    must((document != NULL) != diagnostics_failed(diagnostics));
    if (document != NULL) {
        check_document(document, diagnostics);
        xml_close(document);
    }
    arena_free(arena);
    return 0;
}
