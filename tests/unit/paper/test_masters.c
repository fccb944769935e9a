/* test_masters.c: sheets of paper and what some pages have of their own, as a template says it. */
#include "workshop.h"

#define PAGES(masters, body)                                                                       \
    "<template version='1' name='t'><styles><style name='body' size='11pt' leading='15pt'/>"       \
    "</styles><pages>" masters "</pages><body>" body "</body></template>"

static const struct paper *made(struct workshop *shop, const char *template) {
    const struct paper *paper = workshop_make(shop, template);
    if (paper == NULL) {
        fail_msg("%s", workshop_found(shop));
    }
    return paper;
}

/* Millimetres by 72 / 25.4, in thousandths of a point, to the nearest. */
static void sheets_have_their_standard_sizes(void **state) {
    (void)state;
    struct workshop shop = workshop_open();
    const struct paper *paper =
        made(&shop, PAGES("<master name='a'/><master name='b' size='Letter'/>"
                          "<master name='c' size='A3' orientation='landscape'/>"
                          "<master name='d' size='A5' orientation='portrait'/>",
                          "<p>x</p>"));
    const length_t sizes[][2] = {
        {595276, 841890}, {612000, 792000}, {1190551, 841890}, {419528, 595276}};
    assert_int_equal(paper->master_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_in_range(paper->masters[i]->width, sizes[i][0] - 1, sizes[i][0] + 1);
        assert_in_range(paper->masters[i]->height, sizes[i][1] - 1, sizes[i][1] + 1);
    }
    workshop_close(&shop);
}

static void some_pages_have_their_own(void **state) {
    (void)state;
    struct workshop shop = workshop_open();
    const struct paper *paper =
        made(&shop, PAGES("<master name='a' first-top='90pt' last-bottom='2in'>"
                          "<head><start>h</start></head>"
                          "<first-head><start>f</start></first-head>"
                          "<last-foot><end>l</end></last-foot>"
                          "<left-head><start>e</start></left-head>"
                          "<right-foot><middle>o</middle></right-foot></master>",
                          "<section break-before='right'><heading>A</heading><p>x</p></section>"));
    const struct master *master = paper->masters[0];
    assert_string_equal(master->head.start->text, "h");
    assert_string_equal(master->own[OWN_FIRST].head->start->text, "f");
    assert_null(master->own[OWN_FIRST].foot);
    assert_int_equal(master->own[OWN_FIRST].top, POINTS(90));
    assert_int_equal(master->own[OWN_FIRST].bottom, 0);
    assert_string_equal(master->own[OWN_LAST].foot->end->text, "l");
    assert_int_equal(master->own[OWN_LAST].bottom, POINTS(144));
    assert_string_equal(master->own[OWN_LEFT].head->start->text, "e");
    assert_null(master->own[OWN_LEFT].foot);
    assert_string_equal(master->own[OWN_RIGHT].foot->middle->text, "o");
    assert_true(paper->blocks->begins_right);
    assert_false(paper->blocks->style->break_before);
    assert_string_equal(paper->blank, "This page is intentionally blank");
    workshop_close(&shop);
}

/* 792 - 700 - 72 leaves 20 points: less than an inch of text. */
static void a_first_page_without_room_is_refused(void **state) {
    (void)state;
    struct workshop shop = workshop_open();
    assert_null(workshop_make(
        &shop,
        PAGES("\n<master name='a' size='Letter' bottom='72pt' first-top='700pt'/>", "<p>x</p>")));
    assert_non_null(strstr(workshop_found(&shop), "template.xml:2: error: "));
    workshop_close(&shop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheets_have_their_standard_sizes),
        cmocka_unit_test(some_pages_have_their_own),
        cmocka_unit_test(a_first_page_without_room_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
