/* test_tags.c: the structure as poppler and qpdf read it. */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/buffer.h>

#include "desk.h"
#include "tool.h"

static void elements_are_read_in_the_order_of_the_tree(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    int32_t first = desk_add(desk, desk->root, ROLE_P);
    int32_t second = desk_add(desk, desk->root, ROLE_P);
    desk_text(desk, second, 60, 90, 12, "second"); /* drawn first */
    desk_text(desk, first, 60, 120, 12, "first");
    assert_true(desk_page(desk, "1"));
    desk_text(desk, first, 60, 90, 12, "first, continued"); /* on another page */
    assert_true(desk_page(desk, "2"));
    struct buffer out = {0};
    assert_true(desk_finish(desk, NULL, 0, &out));
    char *said = tool_on(&out, "pdfinfo -struct-text @");
    assert_string_equal(said, "Document\n"
                              "  P (block)\n"
                              "    \"first\"\n"
                              "    \"first, continued\"\n"
                              "  P (block)\n"
                              "    \"second\"\n");
    free(said);
    buffer_free(&out);
    desk_close(desk);
}

static void attributes_are_said(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    struct structure *structure = desk->structure;
    int32_t table = desk_add(desk, desk->root, ROLE_TABLE);
    structure_text(structure, table, TAG_SUMMARY, "What it shows");
    structure_box(structure, table, 60000, 80000, 200000, 50000);
    int32_t row = desk_add(desk, table, ROLE_TR);
    int32_t head = desk_add(desk, row, ROLE_TH), cell = desk_add(desk, row, ROLE_TD);
    int32_t both = desk_add(desk, row, ROLE_TH);
    structure_cell(structure, head, SCOPE_ROW, 1, 1);
    structure_cell(structure, both, SCOPE_BOTH, 2, 300);
    structure_text(structure, both, TAG_ID, "corner (x)");
    structure_headers(structure, cell, (const int32_t[]){head, both}, 2);
    desk_text(desk, head, 60, 90, 12, "head");
    desk_text(desk, cell, 120, 90, 12, "cell");
    desk_text(desk, both, 180, 90, 12, "both");
    int32_t span = desk_add(desk, desk->root, ROLE_SPAN);
    structure_text(structure, span, TAG_LANG, "cy");
    structure_text(structure, span, TAG_EXPANSION, "Cynllun Gŵyl");
    structure_text(structure, span, TAG_TITLE, "Title");
    structure_text(structure, span, TAG_ACTUAL, "actual");
    desk_text(desk, span, 60, 150, 12, "CG");
    assert_true(desk_page_of(desk, "1", 300, 400));
    struct buffer out = {0};
    assert_true(desk_finish(desk, NULL, 0, &out));
    size_t length = 0;
    char *plain = tool_plain(&out, &length);
    assert_true(tool_has(plain, length, "/Summary (What it shows)"));
    /* 400 - 80 - 50 and 400 - 80 points from below */
    assert_true(
        tool_has(plain, length, "/BBox [\n        60\n        270\n        260\n        320\n"));
    assert_true(tool_has(plain, length, "/ColSpan 2\n"));
    assert_true(tool_has(plain, length, "/RowSpan 300\n"));
    assert_true(tool_has(plain, length, "/Scope /Both"));
    assert_true(tool_has(plain, length, "/Scope /Row"));
    assert_true(tool_has(plain, length, "/Headers [\n      (#3)\n      (corner \\(x\\))\n"));
    assert_true(tool_has(plain, length, "/ID (#3)"));
    assert_true(tool_has(plain, length, "/ID (corner \\(x\\))"));
    assert_true(tool_has(plain, length, "/Lang (cy)"));
    assert_true(tool_has(plain, length, "/T (Title)"));
    assert_true(tool_has(plain, length, "/ActualText (actual)"));
    /* The tree of ids, sorted by bytes: # comes before letters. */
    const char *ids = memmem(plain, length, "/Names [\n    (#3)", 17);
    assert_non_null(ids);
    assert_non_null(strstr(ids, "(corner \\(x\\))"));
    free(plain);
    buffer_free(&out);
    desk_close(desk);
}

static void a_note_has_an_id_of_its_own(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    int32_t note = desk_add(desk, desk->root, ROLE_NOTE);
    desk_text(desk, note, 60, 90, 12, "note");
    assert_true(desk_page(desk, "1"));
    struct buffer out = {0};
    assert_true(desk_finish(desk, NULL, 0, &out));
    char *said = tool_on(&out, "pdfinfo -struct @");
    assert_string_equal(said, "Document\n  Note <#1> (inline)\n");
    free(said);
    buffer_free(&out);
    desk_close(desk);
}

/* More children than libharu's arrays hold, over many pages, and ids enough for a tree of leaves.
 */
static void forty_thousand_children(void **state) {
    (void)state;
    enum { CHILDREN = 40000, PAGE = 400 };
    struct desk *desk = desk_open(NULL, 2);
    for (int i = 0; i < CHILDREN; i++) {
        int32_t tag = desk_add(desk, desk->root, i % 50 == 0 ? ROLE_NOTE : ROLE_P);
        desk_text(desk, tag, 20 + 10 * (i % 20), 20 + 2 * (i % PAGE), 5, i % 2 ? "a" : "b");
        if (i % PAGE == PAGE - 1) {
            assert_true(desk_page(desk, NULL));
        }
    }
    struct buffer out = {0};
    assert_true(desk_finish(desk, NULL, 0, &out));
    free(tool_on(&out, "qpdf --check @"));
    char *said = tool_on(&out, "pdfinfo -struct @ | grep -c -E '(P|Note.*) .(block|inline).$'");
    assert_int_equal(atoi(said), CHILDREN);
    free(said);
    said = tool_on(&out, "pdfinfo @ | grep Pages");
    assert_int_equal(atoi(said + 6), CHILDREN / PAGE);
    free(said);
    size_t length = 0;
    char *plain = tool_plain(&out, &length);
    assert_true(tool_has(plain, length, "/Limits [\n    (#")); /* 800 ids: more than a leaf */
    /* Ids are sorted by their bytes, over all leaves. */
    char before[16] = "", id[16];
    int ids = 0;
    const char *end = plain + length;
    for (const char *at = plain; (at = memmem(at, (size_t)(end - at), "\n    (#", 7)) != NULL;
         at++) {
        if (sscanf(at, "\n    (%15[#0-9])\n    %*d 0 R", id) == 1 &&
            memchr(at + 5, 'R', 30) != NULL) {
            assert_true(strcmp(before, id) < 0);
            memcpy(before, id, sizeof before);
            ids++;
        }
    }
    assert_int_equal(ids, CHILDREN / 50);
    free(plain);
    buffer_free(&out);
    desk_close(desk);
}

static void annotations_lead_back_to_their_element(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    int32_t paragraph = desk_add(desk, desk->root, ROLE_P);
    int32_t link = desk_add(desk, paragraph, ROLE_LINK);
    desk_text(desk, link, 60, 90, 12, "onwards");
    struct mark *ahead = desk_link(desk, link, 60, 80, 50, 12, NULL, "Onwards to page 2");
    ahead->link.page = 1;
    ahead->link.target_y = 100000;
    assert_true(desk_page(desk, "1"));
    desk_text(desk, paragraph, 60, 90, 12, "target");
    assert_true(desk_page(desk, "2"));
    struct buffer out = {0};
    assert_true(desk_finish(desk, NULL, 0, &out));
    size_t length = 0;
    char *plain = tool_plain(&out, &length);
    assert_true(tool_has(plain, length, "/Contents (Onwards to page 2)"));
    assert_true(tool_has(plain, length, "/StructParent 2")); /* after those of two pages */
    assert_true(tool_has(plain, length, "/Type /OBJR"));
    assert_true(tool_has(plain, length, "/XYZ\n    null\n    742\n    null\n"));
    assert_true(tool_has(plain, length, "/F 4\n"));
    free(plain);
    char *said = tool_on(&out, "pdfinfo -struct-text @");
    assert_non_null(strstr(said, "Link (inline)\n      \"onwards\"\n      Object "));
    free(said);
    buffer_free(&out);
    desk_close(desk);
}

static void a_link_of_an_artifact_is_none(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    int32_t paragraph = desk_add(desk, desk->root, ROLE_P);
    desk_text(desk, paragraph, 60, 90, 12, "text");
    desk_link(desk, TAG_ARTIFACT_HEADER, 60, 20, 50, 12, "https://example.org", "Nobody hears");
    assert_true(desk_page(desk, "1"));
    struct buffer out = {0};
    assert_true(desk_finish(desk, NULL, 0, &out));
    size_t length = 0;
    char *plain = tool_plain(&out, &length);
    assert_false(tool_has(plain, length, "/Annot"));
    free(plain);
    buffer_free(&out);
    desk_close(desk);
}

static void marks_of_no_element_are_a_fault(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    desk_text(desk, 1000, 60, 90, 12, "lost");
    assert_true(desk_page(desk, "1"));
    struct buffer out = {0};
    assert_false(desk_finish(desk, NULL, 0, &out));
    assert_int_equal(out.length, 0);
    assert_non_null(strstr(desk_said(desk), "belongs to no element"));
    desk_close(desk);
}

static void texts_beyond_a_string_are_refused(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    int32_t figure = desk_add(desk, desk->root, ROLE_FIGURE);
    char *alt = arena_take(desk->arena, 40001);
    memset(alt, 'x', 40000);
    structure_text(desk->structure, figure, TAG_ALT, alt);
    desk_rectangle(desk, figure, 60, 60, 10, 10, (struct colour){0});
    assert_true(desk_page(desk, "1"));
    struct buffer out = {0};
    assert_false(desk_finish(desk, NULL, 0, &out));
    assert_non_null(strstr(desk_said(desk), "the alternative text that begins \"xxxx"));
    assert_non_null(strstr(desk_said(desk), "32,767"));
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_are_read_in_the_order_of_the_tree),
        cmocka_unit_test(attributes_are_said),
        cmocka_unit_test(a_note_has_an_id_of_its_own),
        cmocka_unit_test(forty_thousand_children),
        cmocka_unit_test(annotations_lead_back_to_their_element),
        cmocka_unit_test(a_link_of_an_artifact_is_none),
        cmocka_unit_test(marks_of_no_element_are_a_fault),
        cmocka_unit_test(texts_beyond_a_string_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
