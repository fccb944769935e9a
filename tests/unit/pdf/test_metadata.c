/* test_metadata.c: page labels by hand against ISO 32000-1, 12.4.2; Info and XMP agree. */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/buffer.h>

#include "pdf/metadata.h"
#include "tool.h"

static void labels_are(const char *const *labels, size_t count, const char *expected) {
    struct buffer out = {0};
    metadata_labels(labels, count, &out);
    assert_string_equal(out.data, expected);
    buffer_free(&out);
}

static void labels_that_count_up_are_one_run(void **state) {
    (void)state;
    labels_are((const char *const[]){"1", "2", "3"}, 3, "<</Nums[0<</S/D/St 1>>]>>");
    labels_are((const char *const[]){"8", "9", "10"}, 3, "<</Nums[0<</S/D/St 8>>]>>");
}

static void prefixes_and_gaps_begin_runs(void **state) {
    (void)state;
    labels_are((const char *const[]){"1", "2", "A-1", "A-2", "A-4"}, 5,
               "<</Nums[0<</S/D/St 1>>2<</P(A-)/S/D/St 1>>4<</P(A-)/S/D/St 4>>]>>");
    labels_are((const char *const[]){"A-1", "B-2"}, 2,
               "<</Nums[0<</P(A-)/S/D/St 1>>1<</P(B-)/S/D/St 2>>]>>");
}

static void roman_figures_count_too(void **state) {
    (void)state;
    labels_are((const char *const[]){"iii", "iv", "v", "1"}, 4,
               "<</Nums[0<</S/r/St 3>>3<</S/D/St 1>>]>>");
    labels_are((const char *const[]){"XCIX", "C"}, 2, "<</Nums[0<</S/R/St 99>>]>>");
    labels_are((const char *const[]){"iiii"}, 1, "<</Nums[0<</P(iiii)>>]>>"); /* is none */
}

static void other_labels_are_all_prefix(void **state) {
    (void)state;
    labels_are((const char *const[]){"Cover", "", "007", "0"}, 4,
               "<</Nums[0<</P(Cover)>>1<<>>2<</P(00)/S/D/St 7>>3<</P(0)>>]>>");
}

static const struct pdf_metadata metadata = {.title = "Risk & <harm>",
                                             .author = "A. Nalyst",
                                             .subject = "Gŵyl",
                                             .marking = "OFFICIAL",
                                             .lang = "cy",
                                             .time = 1453334400};

/* The value of an XPath in the packet, as xmllint sees it. */
static void xmp_is(const struct buffer *xmp, const char *path, const char *expected) {
    char *file = tool_file("xmp.xml", xmp->data, xmp->length);
    struct buffer command = {0};
    buffer_print(&command, "xmllint --xpath \"string(%s)\" @", path);
    char *said = tool_run(command.data, file);
    said[strcspn(said, "\n")] = '\0';
    assert_string_equal(said, expected);
    free(said);
    free(file);
    buffer_free(&command);
}

static void xmp_is_xml_that_says_what_info_says(void **state) {
    (void)state;
    struct buffer xmp = {0}, info = {0};
    metadata_xmp(&metadata, &xmp);
    metadata_info(&metadata, &info);
    xmp_is(&xmp, "//*[local-name()='title']//*[local-name()='li']", "Risk & <harm>");
    xmp_is(&xmp, "//*[local-name()='creator']//*[local-name()='li']", "A. Nalyst");
    xmp_is(&xmp, "//*[local-name()='description']//*[local-name()='li']", "Gŵyl");
    xmp_is(&xmp, "//*[local-name()='language']//*[local-name()='li']", "cy");
    xmp_is(&xmp, "//*[local-name()='marking']", "OFFICIAL");
    xmp_is(&xmp, "//*[local-name()='CreateDate']", "2016-01-21T00:00:00Z");
    xmp_is(&xmp, "//*[local-name()='ModifyDate']", "2016-01-21T00:00:00Z");
    xmp_is(&xmp,
           "concat(//*[namespace-uri()='http://www.aiim.org/pdfa/ns/id/' and "
           "local-name()='part'], //*[local-name()='conformance'])",
           "3A");
    xmp_is(&xmp, "//*[namespace-uri()='http://www.aiim.org/pdfua/ns/id/']", "1");
    xmp_is(&xmp, "count(//*[local-name()='Keywords'])", "0"); /* none given, none said */
    assert_true(tool_has(info.data, info.length, "/Title(Risk & <harm>)/Author(A. Nalyst)"));
    assert_true(tool_has(info.data, info.length, "/Marking(OFFICIAL)"));
    assert_true(tool_has(info.data, info.length, "/CreationDate(D:20160121000000Z)"));
    assert_true(tool_has(info.data, info.length, "/ModDate(D:20160121000000Z)"));
    assert_false(tool_has(info.data, info.length, "/Keywords"));
    buffer_free(&xmp);
    buffer_free(&info);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_that_count_up_are_one_run),
        cmocka_unit_test(prefixes_and_gaps_begin_runs),
        cmocka_unit_test(roman_figures_count_too),
        cmocka_unit_test(other_labels_are_all_prefix),
        cmocka_unit_test(xmp_is_xml_that_says_what_info_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
