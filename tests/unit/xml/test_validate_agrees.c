/* A document is valid to us where it is to libxml2's RELAX NG: the sample, spoilt in 200 ways. */
#include "document.h"

#include <stdio.h>

#include <libxml/parser.h>
#include <libxml/relaxng.h>

struct spoiler {
    uint64_t state;
    struct xml_node *nodes[4096];
    size_t count;
};

static size_t roll(struct spoiler *spoiler, size_t sides) {
    spoiler->state = spoiler->state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(spoiler->state >> 33) % sides;
}

static void collect(struct spoiler *spoiler, struct xml_node *node) {
    if (spoiler->count < sizeof spoiler->nodes / sizeof spoiler->nodes[0]) {
        spoiler->nodes[spoiler->count++] = node;
    }
    for (struct xml_node *at = xml_first(node); at != NULL; at = xml_next(at)) {
        collect(spoiler, at);
    }
}

/* An element, most often one of the few that are not about areas. */
static struct xml_node *any_node(struct spoiler *spoiler) {
    struct xml_node *node = spoiler->nodes[roll(spoiler, spoiler->count)];
    for (int i = 0; i < 3 && (xml_is(node, "score") || xml_is(node, "area")); i++) {
        node = spoiler->nodes[roll(spoiler, spoiler->count)];
    }
    return node;
}

#define ANY(spoiler, words) ((words)[roll(spoiler, sizeof(words) / sizeof((words)[0]))])

static void spoil(struct spoiler *spoiler) {
    static const char *const NAMES[] = {"area", "score", "name",    "p",       "item", "heading",
                                        "if",   "value", "nothing", "measure", "note", "evidence"};
    static const char *const ATTRIBUTES[] = {
        "id",      "value",  "status",  "count",  "select", "test", "kind",    "lowest",
        "highest", "format", "nothing", "factor", "reason", "lang", "marking", "order"};
    static const char *const VALUES[] = {"",        "x",          "1",   "-1",   "2.5",
                                         "unknown", "2016-01-31", "a b", "yes",  "estimated",
                                         "known",   "SECRET",     " 1 ", "en-GB"};
    struct xml_node *node = any_node(spoiler);
    const char *name = NULL;
    const char *value = NULL;
    switch (roll(spoiler, 7)) {
    case 0:
        if (xml_parent(node) != NULL) {
            xml_remove(node);
        }
        break;
    case 1:
        xml_copy(node, any_node(spoiler));
        break;
    case 2:
        xml_set(node, ANY(spoiler, ATTRIBUTES), ANY(spoiler, VALUES));
        break;
    case 3:
        if (xml_attribute_at(node, roll(spoiler, 3), &name, &value)) {
            xml_set(node, name, NULL);
        }
        break;
    case 4:
        if (xml_attribute_at(node, roll(spoiler, 3), &name, &value)) {
            xml_set(node, name, ANY(spoiler, VALUES));
        }
        break;
    case 5:
        xml_add(node, ANY(spoiler, NAMES));
        break;
    default:
        xml_add_text(node, ANY(spoiler, VALUES));
        break;
    }
}

static void be_silent(void *context, const char *format, ...) {
    (void)context;
    (void)format;
}

static bool they_hold(xmlRelaxNGValidCtxt *context, const struct buffer *text) {
    xmlDoc *document = xmlReadMemory(text->data, (int)text->length, NULL, NULL, 0);
    assert_non_null(document);
    bool good = xmlRelaxNGValidateDoc(context, document) == 0;
    xmlFreeDoc(document);
    return good;
}

static bool we_hold(const char *schema, const struct buffer *text) {
    void *state = NULL;
    bench_open(&state);
    struct bench *bench = state;
    assert_non_null(bench_parse(bench, text->data, text->length));
    bool good = xml_validate(bench->document, schema, bench->diagnostics);
    assert_int_equal(good, !diagnostics_failed(bench->diagnostics)); /* never without a word */
    bench_close(&state);
    return good;
}

static void agrees_with_libxml2(void **state) {
    struct bench *bench = *state;
    const char *source = getenv("SOURCE");
    const char *schema = arena_print(bench->arena, "%s/templates/schemas/assessment.rng", source);
    const char *sample = arena_print(bench->arena, "%s/samples/safer-plymouth.xml", source);
    xmlRelaxNGParserCtxt *parser = xmlRelaxNGNewParserCtxt(schema);
    xmlRelaxNG *theirs = xmlRelaxNGParse(parser);
    assert_non_null(theirs);
    xmlRelaxNGValidCtxt *context = xmlRelaxNGNewValidCtxt(theirs);
    xmlRelaxNGSetValidErrors(context, be_silent, be_silent, NULL);
    struct spoiler spoiler = {.state = 20150924};
    int valid = 0;
    for (int i = 0; i < 200; i++) {
        struct xml_document *document =
            xml_open(sample, 0, (struct where){NULL, 0}, bench->diagnostics);
        assert_non_null(document);
        struct buffer text = {0};
        for (int j = 0; j <= i % 2; j++) {
            spoiler.count = 0;
            collect(&spoiler, xml_root(document));
            spoil(&spoiler);
        }
        xml_write(document, &text);
        bool good = they_hold(context, &text);
        valid += good;
        if (we_hold(schema, &text) != good) {
            print_error("%s\n", text.data);
            fail_msg("document %d is %s to libxml2 and not to us", i, good ? "valid" : "invalid");
        }
        buffer_free(&text);
        xml_close(document);
    }
    assert_in_range(valid, 20, 180);
    xmlRelaxNGFreeValidCtxt(context);
    xmlRelaxNGFree(theirs);
    xmlRelaxNGFreeParserCtxt(parser);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(agrees_with_libxml2),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
