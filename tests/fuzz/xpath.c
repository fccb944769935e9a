/* xpath.c: any text is refused with a finding, or gives a value with a bound to its work. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/xml.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char DOCUMENT[] =
    "<assessment><areas><area id='a' rank='1' total='33'><name>A</name><value id='harm' text='3'/>"
    "</area><area id='b' rank='1' total='33' rating='high'><name>B <b>c</b></name></area></areas>"
    "<focus id='f'><evidence area='a'/></focus><p xml:lang='cy'>one<!-- two -->three</p>"
    "</assessment>";

static void must(bool holds) {
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    const struct where where = {"in.xml", 1};
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct xml_document *document =
        xml_parse("in.xml", DOCUMENT, sizeof DOCUMENT - 1, 0, diagnostics);
    struct xml_xpath *xpath = xml_xpath_new(document);
    xml_xpath_variable(xpath, "v", "1");
    struct xml_expression *expression =
        xml_compile(xpath, arena_bytes(arena, bytes, length), where, diagnostics);
    struct xml_value value;
    bool good = expression != NULL && xml_evaluate(xpath, expression, xml_first(xml_root(document)),
                                                   2, 3, where, arena, &value, diagnostics);
    must(good != diagnostics_failed(diagnostics));
    if (good) {
        must(value.text != NULL && (value.kind == XML_NODES || value.count == 0));
        for (size_t i = 0; i < value.count; i++) {
            must(xml_name(value.nodes[i]) != NULL);
        }
    }
    xml_xpath_free(xpath);
    xml_close(document);
    arena_free(arena);
    return 0;
}
