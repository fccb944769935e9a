/* test_pdf.c: whole documents, as independent readers see them. */
#include "../check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <boardpaper/buffer.h>

#include "desk.h"
#include "tool.h"

static void readers_find_no_fault(void **state) {
    (void)state;
    struct buffer out = {0};
    assert_true(desk_sample(4, 1, &out));
    char *said = tool_on(&out, "qpdf --check @");
    assert_non_null(strstr(said, "PDF Version: 1.7"));
    assert_null(strstr(said, "WARNING"));
    free(said);
    said = tool_on(&out, "pdfinfo @");
    assert_non_null(strstr(said, "Title:           A paper made by hand\n"));
    assert_non_null(strstr(said, "Author:          Policy & Performance\n"));
    assert_non_null(strstr(said, "Tagged:          yes\n"));
    assert_non_null(strstr(said, "Pages:           2\n"));
    assert_non_null(strstr(said, "Page size:       595.276 x 841.89 pts (A4)\n"));
    free(said);
    buffer_free(&out);
}

static void the_text_is_heard_in_order(void **state) {
    (void)state;
    struct buffer out = {0};
    assert_true(desk_sample(1, 1, &out));
    char *said = tool_on(&out, "pdfinfo -struct-text @");
    static const char expected[] = "  P (block)\n"
                                   "    Span (inline)\n"
                                   "      \"A line that breaks at a space, and one that hy\"\n"
                                   "      \"-\"\n" /* poppler's word for a soft hyphen */
                                   "      \"phenates.\"\n"
                                   "    Reference (inline)\n"
                                   "      \"1\"\n";
    assert_non_null(strstr(said, expected));
    assert_non_null(strstr(said, "\"The official figures, see \"\n"));
    assert_null(strstr(said, "Community safety board")); /* the running head is not in it */
    free(said);
    buffer_free(&out);
}

static void the_same_bytes_twice_and_with_two_threads(void **state) {
    (void)state;
    struct buffer first = {0}, second = {0}, threaded = {0}, other = {0};
    assert_true(desk_sample(2, 1, &first));
    assert_true(desk_sample(2, 1, &second));
    assert_true(desk_sample(2, 2, &threaded));
    assert_true(desk_sample(3, 1, &other));
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.data, second.data, first.length);
    assert_int_equal(first.length, threaded.length);
    assert_memory_equal(first.data, threaded.data, first.length);
    assert_false(first.length == other.length && memcmp(first.data, other.data, first.length) == 0);
    buffer_free(&first);
    buffer_free(&second);
    buffer_free(&threaded);
    buffer_free(&other);
}

static void attachments_come_back(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    int32_t paragraph = desk_add(desk, desk->root, ROLE_P);
    desk_text(desk, paragraph, 60, 90, 12, "text");
    assert_true(desk_page(desk, "1"));
    struct pdf_attachment source = {.name = "paper.xml",
                                    .description = "The assessment",
                                    .type = "application/xml",
                                    .relationship = PDF_SOURCE,
                                    .bytes = "<a>\0</a>",
                                    .length = 8};
    struct pdf_attachment empty = {
        .name = "empty.csv", .type = "text/csv", .relationship = PDF_DATA, .bytes = ""};
    assert_true(pdf_attach(desk->pdf, &source));
    assert_true(pdf_attach(desk->pdf, &empty));
    struct buffer out = {0};
    assert_true(desk_finish(desk, NULL, 0, &out));
    char *said = tool_on(&out, "qpdf --list-attachments @ | cut -d' ' -f1 | tr '\\n' ' '");
    assert_string_equal(said, "empty.csv paper.xml "); /* sorted, whatever the order given */
    free(said);
    said = tool_on(&out, "qpdf --show-attachment=paper.xml @ | od -An -c | tr -d ' \\n'");
    assert_string_equal(said, "<a>\\0</a>");
    free(said);
    size_t length = 0;
    char *plain = tool_plain(&out, &length);
    assert_true(tool_has(plain, length, "/AFRelationship /Source"));
    assert_true(tool_has(plain, length, "/Subtype /application#2fxml"));
    assert_true(tool_has(plain, length, "/Size 8\n"));
    free(plain);
    buffer_free(&out);
    desk_close(desk);
}

static void bookmarks_nest(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    int32_t paragraph = desk_add(desk, desk->root, ROLE_P);
    desk_text(desk, paragraph, 60, 90, 12, "text");
    assert_true(desk_page(desk, "1"));
    struct bookmark bookmarks[] = {
        {"One", 1, 0, 0}, {"Gŵyl (two)", 2, 0, 100000}, {"Three", 3, 0, 0}, {"Four", 1, 0, 0}};
    struct buffer out = {0};
    assert_true(desk_finish(desk, bookmarks, 4, &out));
    char *said = tool_on(&out, "qpdf --json --json-key=outlines @ | grep '\"title\"'");
    /* An item's children come before its own title. */
    assert_string_equal(said, "              \"title\": \"Three\"\n"
                              "          \"title\": \"Gŵyl (two)\"\n"
                              "      \"title\": \"One\"\n"
                              "      \"title\": \"Four\"\n");
    free(said);
    buffer_free(&out);
    desk_close(desk);
}

static void refused(struct desk *desk, const char *words) {
    struct buffer out = {0};
    assert_false(desk->good);
    assert_false(pdf_finish(desk->pdf, desk->structure, NULL, 0, &out)); /* errors stay */
    assert_int_equal(out.length, 0);
    assert_non_null(strstr(desk_said(desk), words));
    desk_close(desk);
}

static void links_lead_to_the_web_or_to_mail_only(void **state) {
    (void)state;
    static const char *const bad[] = {"javascript:alert(1)",
                                      "file:///etc/passwd",
                                      "ftp://example",
                                      "www.example.org",
                                      "http:/",
                                      ""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct desk *desk = desk_open(NULL, 1);
        int32_t link = desk_add(desk, desk->root, ROLE_LINK);
        desk_link(desk, link, 60, 90, 40, 12, bad[i], "Somewhere");
        desk_page(desk, "1");
        refused(desk, "does not begin with http://, https:// or mailto:");
    }
    struct desk *desk = desk_open(NULL, 1);
    int32_t link = desk_add(desk, desk->root, ROLE_LINK);
    desk_text(desk, link, 60, 90, 12, "link");
    desk_link(desk, link, 60, 90, 40, 12, "HTTPS://example.org/caf\xC3\xA9 (1)", "Somewhere");
    desk_link(desk, link, 60, 90, 40, 12, "mailto:board@example.org", "Mail");
    assert_true(desk_page(desk, "1"));
    struct buffer out = {0};
    assert_true(desk_finish(desk, NULL, 0, &out));
    size_t length = 0;
    char *plain = tool_plain(&out, &length);
    assert_true(tool_has(plain, length, "/URI (HTTPS://example.org/caf%C3%A9%20\\(1\\))"));
    free(plain);
    buffer_free(&out);
    desk_close(desk);
}

static void page_sizes_are_exact_to_the_thousandth(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    assert_true(desk_page_of(desk, "1", 841.89, 595.276));
    assert_true(desk_page_of(desk, "2", 14400, 3));
    struct buffer out = {0};
    assert_true(desk_finish(desk, NULL, 0, &out));
    char *said = tool_on(&out, "qpdf --json --json-key=qpdf @ | tr -d ' \\n' |"
                               " grep -o 'MediaBox\":.[0-9.,]*'");
    assert_string_equal(said, "MediaBox\":[0,0,841.89,595.276\nMediaBox\":[0,0,14400,3\n");
    free(said);
    buffer_free(&out);
    desk_close(desk);
}

static void a_page_too_large_is_refused(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    desk_page_of(desk, "1", 14401, 100);
    refused(desk, "a page of 14401 by 100 points cannot be");
    desk = desk_open(NULL, 1);
    desk_page_of(desk, "1", 100, 2);
    refused(desk, "a page of 100 by 2 points cannot be");
}

static void a_link_to_no_page_is_refused(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    int32_t link = desk_add(desk, desk->root, ROLE_LINK);
    desk_link(desk, link, 60, 90, 40, 12, NULL, "Nowhere")->link.page = 1;
    assert_true(desk_page(desk, "1"));
    struct buffer out = {0};
    assert_false(desk_finish(desk, NULL, 0, &out));
    assert_non_null(strstr(desk_said(desk), "leads to page 2"));
    desk_close(desk);
}

static void attachments_have_names_of_their_own(void **state) {
    (void)state;
    static const char *const bad[] = {"", "../x", "a b", ".hidden", "caf\xC3\xA9.xml"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct desk *desk = desk_open(NULL, 1);
        struct pdf_attachment attachment = {.name = bad[i], .type = "text/csv", .bytes = ""};
        desk->good = pdf_attach(desk->pdf, &attachment);
        refused(desk, "cannot be attached");
    }
    struct desk *desk = desk_open(NULL, 1);
    struct pdf_attachment attachment = {.name = "a.csv", .type = "text/csv", .bytes = ""};
    assert_true(pdf_attach(desk->pdf, &attachment));
    desk->good = pdf_attach(desk->pdf, &attachment);
    refused(desk, "a file a.csv cannot be attached");
}

static void a_glyph_beyond_the_font_is_a_fault(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    int32_t paragraph = desk_add(desk, desk->root, ROLE_P);
    struct mark *mark = desk_text(desk, paragraph, 60, 90, 12, "A");
    struct glyph glyph = *mark->glyphs.run->glyphs;
    struct run run = *mark->glyphs.run;
    glyph.id = 65000;
    run.glyphs = &glyph;
    mark->glyphs.run = &run;
    desk_page(desk, "1");
    refused(desk, "has a glyph that its font has not");
}

/* An empty page and an empty document are documents all the same. */
static void an_empty_page_is_a_page(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    assert_true(desk_page(desk, "1"));
    struct buffer out = {0};
    assert_true(desk_finish(desk, NULL, 0, &out));
    free(tool_on(&out, "qpdf --check @"));
    buffer_free(&out);
    desk_close(desk);
}

static void three_thousand_pages_are_a_tree(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 2);
    int32_t paragraph = desk_add(desk, desk->root, ROLE_P);
    for (int i = 0; i < 3000; i++) {
        desk_text(desk, paragraph, 60, 90, 12, "page");
        assert_true(desk_page(desk, arena_print(desk->arena, "%d", i + 1)));
    }
    struct buffer out = {0};
    assert_true(desk_finish(desk, NULL, 0, &out));
    free(tool_on(&out, "qpdf --check @"));
    char *said = tool_on(&out, "pdftotext -f 3000 -l 3000 @ - | head -1");
    assert_string_equal(said, "page\n");
    free(said);
    buffer_free(&out);
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readers_find_no_fault),
        cmocka_unit_test(the_text_is_heard_in_order),
        cmocka_unit_test(the_same_bytes_twice_and_with_two_threads),
        cmocka_unit_test(attachments_come_back),
        cmocka_unit_test(bookmarks_nest),
        cmocka_unit_test(links_lead_to_the_web_or_to_mail_only),
        cmocka_unit_test(page_sizes_are_exact_to_the_thousandth),
        cmocka_unit_test(a_page_too_large_is_refused),
        cmocka_unit_test(a_link_to_no_page_is_refused),
        cmocka_unit_test(attachments_have_names_of_their_own),
        cmocka_unit_test(a_glyph_beyond_the_font_is_a_fault),
        cmocka_unit_test(an_empty_page_is_a_page),
        cmocka_unit_test(three_thousand_pages_are_a_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
