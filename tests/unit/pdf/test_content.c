/* test_content.c: marks into operators, by hand against ISO 32000-1, 8 and 9. Text is shaped with
 * the fake font: every character 600 of 1,000 units, glyph id = character. */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/page.h>
#include <boardpaper/text.h>

#include "pdf/content.h"
#include "pdf/fonts.h"

enum { MOST = 40 };

struct sheet {
    struct arena *arena;
    struct text *text;
    struct content content;
    struct mark marks[MOST];
    size_t count;
};

static size_t no_image(void *context, const struct image *image) {
    (void)context;
    (void)image;
    return 7;
}

static struct sheet *open_sheet(void) {
    struct arena *arena = arena_new();
    struct sheet *sheet = NEW(arena, struct sheet);
    sheet->arena = arena;
    sheet->text = text_open_fake();
    sheet->content.fonts = fonts_open();
    sheet->content.image = no_image;
    return sheet;
}

static void close_sheet(struct sheet *sheet) {
    fonts_close(sheet->content.fonts);
    buffer_free(&sheet->content.out);
    free(sheet->content.items);
    text_close(sheet->text);
    arena_free(sheet->arena);
}

static struct mark *mark(struct sheet *sheet, enum mark_kind kind, int32_t tag, length_t x,
                         length_t y) {
    struct mark *made = &sheet->marks[sheet->count++];
    *made = (struct mark){.kind = kind, .tag = tag, .x = x, .y = y};
    return made;
}

static struct mark *words(struct sheet *sheet, int32_t tag, length_t x, length_t y,
                          const char *utf8) {
    const struct typeface *face = text_typeface(sheet->text, NULL, false, false);
    const struct shaped *shaped =
        text_shape(sheet->text, face, "en", TEXT_PLAIN, false, utf8, strlen(utf8));
    struct mark *made = mark(sheet, MARK_GLYPHS, tag, x, y);
    made->glyphs.run = shaped->runs;
    made->glyphs.text = shaped->text;
    made->glyphs.count = shaped->runs->count;
    made->glyphs.size = POINTS(10);
    return made;
}

static struct mark *box(struct sheet *sheet, int32_t tag, length_t x, length_t y, int grey) {
    struct mark *made = mark(sheet, MARK_RECTANGLE, tag, x, y);
    made->rectangle.width = POINTS(20);
    made->rectangle.height = POINTS(10);
    made->colour = (struct colour){(uint8_t)grey, (uint8_t)grey, (uint8_t)grey};
    return made;
}

/* The page's operators as text, codes of two bytes as they are: a NUL is shown as a dot. */
static const char *written(struct sheet *sheet) {
    struct page page = {
        .width = POINTS(100), .height = POINTS(100), .marks = sheet->marks, .count = sheet->count};
    buffer_clear(&sheet->content.out);
    content_page(&sheet->content, &page);
    char *copy = arena_bytes(sheet->arena, sheet->content.out.data, sheet->content.out.length);
    for (size_t i = 0; i < sheet->content.out.length; i++) {
        copy[i] = copy[i] == '\0' ? '.' : copy[i];
    }
    return copy;
}

static void fills_of_one_colour_share_a_path(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    box(sheet, TAG_ARTIFACT_BACKGROUND, 0, 0, 51);
    box(sheet, TAG_ARTIFACT_BACKGROUND, POINTS(30), 12345, 51);
    box(sheet, TAG_ARTIFACT_BACKGROUND, 0, POINTS(90), 255);
    assert_string_equal(written(sheet), "/Artifact<</Type/Background>>BDC\n"
                                        ".2 g\n"
                                        "0 90 20 10 re\n"
                                        "30 77.66 20 10 re\n"
                                        "f\n"
                                        "1 g\n"
                                        "0 0 20 10 re\n"
                                        "f\n"
                                        "EMC\n");
    assert_int_equal(sheet->content.item_count, 0);
    close_sheet(sheet);
}

static void fills_are_gathered_by_colour_where_none_lies_between(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    for (int row = 0; row < 3; row++) { /* two columns, touching, of two colours */
        box(sheet, TAG_ARTIFACT_BACKGROUND, 0, POINTS(10 * row), 51);
        box(sheet, TAG_ARTIFACT_BACKGROUND, POINTS(20), POINTS(10 * row), 102);
    }
    assert_string_equal(written(sheet), "/Artifact<</Type/Background>>BDC\n"
                                        ".2 g\n"
                                        "0 90 20 10 re\n"
                                        "0 80 20 10 re\n"
                                        "0 70 20 10 re\n"
                                        "f\n"
                                        ".4 g\n"
                                        "20 90 20 10 re\n"
                                        "20 80 20 10 re\n"
                                        "20 70 20 10 re\n"
                                        "f\n"
                                        "EMC\n");
    close_sheet(sheet);
}

static void fills_that_overlap_keep_their_order(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    box(sheet, TAG_ARTIFACT_BACKGROUND, 0, POINTS(50), 51);
    box(sheet, TAG_ARTIFACT_BACKGROUND, POINTS(10), POINTS(50), 102);
    box(sheet, TAG_ARTIFACT_BACKGROUND, POINTS(60), POINTS(20), 102); /* higher up, drawn later */
    box(sheet, TAG_ARTIFACT_BACKGROUND, POINTS(15), POINTS(55), 51);  /* above the second */
    box(sheet, TAG_ARTIFACT_BACKGROUND, POINTS(65), POINTS(25), 51);  /* above the third */
    box(sheet, TAG_ARTIFACT_BACKGROUND, POINTS(80), POINTS(80), 102); /* above none */
    assert_string_equal(written(sheet), "/Artifact<</Type/Background>>BDC\n"
                                        ".2 g\n"
                                        "0 40 20 10 re\n"
                                        "f\n"
                                        ".4 g\n"
                                        "10 40 20 10 re\n"
                                        "60 70 20 10 re\n"
                                        "80 10 20 10 re\n"
                                        "f\n"
                                        ".2 g\n"
                                        "15 35 20 10 re\n"
                                        "65 65 20 10 re\n"
                                        "f\n"
                                        "EMC\n");
    close_sheet(sheet);
}

/* More colours one above the other than are gathered at a time. */
static void forty_fills_one_above_the_other(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    for (int i = 0; i < MOST; i++) {
        box(sheet, TAG_ARTIFACT_BACKGROUND, POINTS(i), POINTS(i), i * 5);
    }
    const char *all = written(sheet);
    for (int i = 0; i < MOST; i++) {
        all = strstr(all, arena_print(sheet->arena, "\n%d %d 20 10 re\nf\n", i, 90 - i));
        assert_non_null(all);
    }
    close_sheet(sheet);
}

static void neighbours_meet_without_a_gap(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    struct mark *left = box(sheet, TAG_ARTIFACT_BACKGROUND, 0, 0, 0);
    left->rectangle.width = 33333;
    box(sheet, TAG_ARTIFACT_BACKGROUND, 33333, 0, 0)->rectangle.width = 33333;
    /* 33.333 is 33.33, 66.666 is 66.67: the second is 33.34 wide */
    assert_non_null(strstr(written(sheet), "0 90 33.33 10 re\n33.33 90 33.34 10 re\n"));
    close_sheet(sheet);
}

static void ground_lies_beneath_the_text_of_its_page(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    words(sheet, 4, POINTS(10), POINTS(20), "A");
    box(sheet, TAG_ARTIFACT_BACKGROUND, 0, 0, 51);
    words(sheet, 5, POINTS(10), POINTS(40), "B");
    assert_string_equal(written(sheet), "/Artifact<</Type/Background>>BDC\n"
                                        ".2 g\n"
                                        "0 90 20 10 re\n"
                                        "f\n"
                                        "EMC\n"
                                        "BT\n"
                                        "0 g\n"
                                        "/F1 10 Tf\n"
                                        "/P<</MCID 0>>BDC\n"
                                        "10 80 Td (.A)Tj\n"
                                        "EMC\n"
                                        "/P<</MCID 1>>BDC\n"
                                        "0 -20 Td (.B)Tj\n"
                                        "EMC\n"
                                        "ET\n");
    assert_int_equal(sheet->content.item_count, 2);
    assert_int_equal(sheet->content.items[0], 4);
    assert_int_equal(sheet->content.items[1], 5);
    close_sheet(sheet);
}

static void ground_is_not_moved_below_a_watermark_or_picture(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    words(sheet, TAG_ARTIFACT_WATERMARK, POINTS(10), POINTS(20), "D");
    box(sheet, TAG_ARTIFACT_BACKGROUND, 0, 0, 51);
    struct mark *picture = mark(sheet, MARK_IMAGE, 3, POINTS(5), POINTS(10));
    picture->image.width = POINTS(40);
    picture->image.height = POINTS(30);
    box(sheet, TAG_ARTIFACT_BACKGROUND, 0, 0, 102);
    assert_string_equal(written(sheet), "/Multiply gs\n"
                                        "BT\n"
                                        "0 g\n"
                                        "/F1 10 Tf\n"
                                        "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n"
                                        "10 80 Td (.D)Tj\n"
                                        "EMC\n"
                                        "ET\n"
                                        "/Normal gs\n"
                                        "/Artifact<</Type/Background>>BDC\n"
                                        ".2 g\n"
                                        "0 90 20 10 re\n"
                                        "f\n"
                                        "EMC\n"
                                        "/P<</MCID 0>>BDC\n"
                                        "q\n"
                                        "40 0 0 30 5 60 cm\n"
                                        "/I7 Do\n"
                                        "Q\n"
                                        "EMC\n"
                                        "/Artifact<</Type/Background>>BDC\n"
                                        ".4 g\n"
                                        "0 90 20 10 re\n"
                                        "f\n"
                                        "EMC\n");
    close_sheet(sheet);
}

static void words_of_a_line_share_an_array(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    words(sheet, 1, POINTS(10), POINTS(20), "AB"); /* 12 points wide */
    words(sheet, 1, POINTS(25), POINTS(20), "C");  /* 3 points on: 300 thousandths of an em */
    words(sheet, 1, POINTS(31), POINTS(20), "D");  /* just behind it */
    assert_non_null(strstr(written(sheet), "10 80 Td[(.A.B)-300(.C.D)]TJ\nEMC"));
    close_sheet(sheet);
}

static void what_is_far_off_moves_the_line(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    words(sheet, 1, POINTS(10), POINTS(20), "A");
    words(sheet, 1, POINTS(80), POINTS(20), "B");
    words(sheet, 1, POINTS(10), POINTS(30), "C");
    assert_non_null(strstr(written(sheet), "10 80 Td (.A)Tj\n70 0 Td (.B)Tj\n-70 -10 Td (.C)Tj\n"));
    close_sheet(sheet);
}

static void spacing_goes_between_the_glyphs(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    words(sheet, 1, 0, POINTS(20), "A B")->glyphs.word_space = POINTS(1);
    words(sheet, 1, 0, POINTS(30), "CD")->glyphs.letter_space = 500;
    const char *all = written(sheet);
    assert_non_null(strstr(all, "[(.A. )-100(.B)]TJ"));
    assert_non_null(strstr(all, "[(.C)-50(.D)]TJ"));
    close_sheet(sheet);
}

static void rounding_is_made_good(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    for (int i = 0; i < 10; i++) { /* each .0099 points further than the word before it ends */
        words(sheet, 1, POINTS(10) + (length_t)i * 6010 - i / 5, POINTS(20), "A");
    }
    /* One thousandth of an em is not worth a number, two are: every second word has one. */
    const char *all = written(sheet);
    assert_non_null(strstr(all, "[(.A.A)-2(.A.A)-2(.A.A)-2(.A.A)-2(.A.A)]TJ"));
    close_sheet(sheet);
}

static void brackets_in_codes_are_escaped(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    words(sheet, 1, 0, POINTS(20), "()\\");
    assert_non_null(strstr(written(sheet), "(.\\(.\\).\\\\)Tj"));
    close_sheet(sheet);
}

static void turned_text_reads_upwards(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    words(sheet, 1, POINTS(10), POINTS(20), "A")->glyphs.quarter_turns = 1;
    words(sheet, 2, POINTS(30), POINTS(20), "B")->glyphs.quarter_turns = 1;
    words(sheet, 3, POINTS(50), POINTS(20), "C");
    const char *all = written(sheet);
    assert_non_null(strstr(all, "0 1 -1 0 10 80 Tm (.A)Tj"));
    assert_non_null(strstr(all, "0 1 -1 0 30 80 Tm (.B)Tj"));
    assert_non_null(strstr(all, "1 0 0 1 50 80 Tm (.C)Tj"));
    close_sheet(sheet);
}

static void marks_above_letters_are_raised(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    struct mark *mark = words(sheet, 1, 0, POINTS(20), "abc");
    struct glyph glyphs[3];
    memcpy(glyphs, mark->glyphs.run->glyphs, sizeof glyphs);
    struct run run = *mark->glyphs.run;
    run.glyphs = glyphs;
    glyphs[1].advance = 0; /* b stands above a: 250 up, 300 to the left of where the pen is */
    glyphs[1].dx = -300;
    glyphs[1].dy = 250;
    mark->glyphs.run = &run;
    /* The pen is at 6 after a; b goes from 3 to 9, and c begins at 6 again. */
    assert_non_null(strstr(written(sheet), "0 80 Td (.a)Tj\n"
                                           "2.5 Ts\n"
                                           "6 0 Td[()300(.b)]TJ\n"
                                           "0 Ts\n"
                                           "3 0 Td[()300(.c)]TJ\n"));
    close_sheet(sheet);
}

/* "abc" as a word of letters that are written from the right: c stands first, a is read first. */
static void what_is_written_from_the_right_is_drawn_as_it_is_read(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    struct mark *mark = words(sheet, 1, 0, POINTS(20), "abc");
    struct glyph glyphs[3];
    for (uint32_t i = 0; i < 3; i++) {
        glyphs[i] = mark->glyphs.run->glyphs[2 - i];
    }
    struct run run = *mark->glyphs.run;
    run.glyphs = glyphs;
    run.right_to_left = true;
    mark->glyphs.run = &run;
    mark->glyphs.after = "; ";
    const char *all = written(sheet);
    assert_non_null(strstr(all, "12 80 Td (.a)Tj\n-6 0 Td (.b)Tj\n"));
    assert_non_null(strstr(all, "/ActualText(c; )>>BDC\n-6 0 Td (.c)Tj\n"));
    close_sheet(sheet);
}

static void a_line_that_broke_ends_in_a_space(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    words(sheet, 1, 0, POINTS(20), "A")->glyphs.after = " ";
    words(sheet, TAG_ARTIFACT_FOOTER, 0, POINTS(90), "B")->glyphs.after = " ";
    const char *all = written(sheet);
    assert_non_null(strstr(all, "(.A. )Tj"));
    assert_non_null(strstr(all, "(.B)Tj")); /* nobody hears it */
    assert_null(strstr(all, "ActualText"));
    close_sheet(sheet);
}

static void other_text_after_a_mark_is_actual_text(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    words(sheet, 1, 0, POINTS(20), "AB")->glyphs.after = "; ";
    assert_non_null(strstr(written(sheet), "/P<</MCID 0>>BDC\n0 80 Td (.A)Tj\nEMC\n"
                                           "/Span<</MCID 1/ActualText(B; )>>BDC\n"
                                           "6 0 Td (.B)Tj\nEMC\n"));
    assert_int_equal(sheet->content.item_count, 2);
    assert_int_equal(sheet->content.items[1], 1); /* of the same element */
    close_sheet(sheet);
}

static void a_hyphen_of_the_layout_is_soft(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    words(sheet, 1, 0, POINTS(20), "dif");
    words(sheet, 1, POINTS(18), POINTS(20), "-")->glyphs.hyphen = true;
    assert_non_null(strstr(written(sheet), "/Span<</MCID 1/ActualText<FEFF00AD>>>BDC\n"));
    close_sheet(sheet);
}

static void lines_and_paths_are_stroked(void **state) {
    (void)state;
    struct sheet *sheet = open_sheet();
    struct mark *line = mark(sheet, MARK_LINE, TAG_ARTIFACT_LAYOUT, POINTS(10), POINTS(10));
    line->line.x2 = POINTS(90);
    line->line.y2 = POINTS(10);
    line->line.thickness = 750;
    line->line.dash = POINTS(2);
    line->colour = (struct colour){255, 0, 0};
    static const struct path_step steps[] = {{.verb = PATH_MOVE, .x = 0, .y = 0},
                                             {.verb = PATH_LINE, .x = POINTS(5), .y = 0},
                                             {.verb = PATH_CURVE,
                                              .x1 = POINTS(6),
                                              .y1 = POINTS(1),
                                              .x2 = POINTS(7),
                                              .y2 = POINTS(2),
                                              .x = POINTS(8),
                                              .y = POINTS(3)},
                                             {.verb = PATH_CLOSE}};
    static const struct shape shape = {.kind = SHAPE_PATH,
                                       .steps = steps,
                                       .step_count = 4,
                                       .filled = true,
                                       .stroked = true,
                                       .even_odd = true,
                                       .fill = {0, 255, 0},
                                       .stroke = {255, 0, 0},
                                       .stroke_width = 750};
    struct mark *path = mark(sheet, MARK_PATH, 2, POINTS(20), POINTS(30));
    path->path.shape = &shape;
    assert_string_equal(written(sheet), "/Artifact<</Type/Layout>>BDC\n"
                                        "1 0 0 RG\n"
                                        ".75 w\n"
                                        "[2]0 d\n"
                                        "10 90 m\n"
                                        "90 90 l\n"
                                        "S\n"
                                        "EMC\n"
                                        "/P<</MCID 0>>BDC\n"
                                        "0 1 0 rg\n"
                                        "[]0 d\n"
                                        "20 70 m\n"
                                        "25 70 l\n"
                                        "26 69 27 68 28 67 c\n"
                                        "h\n"
                                        "B*\n"
                                        "EMC\n");
    close_sheet(sheet);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_of_one_colour_share_a_path),
        cmocka_unit_test(fills_are_gathered_by_colour_where_none_lies_between),
        cmocka_unit_test(fills_that_overlap_keep_their_order),
        cmocka_unit_test(forty_fills_one_above_the_other),
        cmocka_unit_test(neighbours_meet_without_a_gap),
        cmocka_unit_test(ground_lies_beneath_the_text_of_its_page),
        cmocka_unit_test(ground_is_not_moved_below_a_watermark_or_picture),
        cmocka_unit_test(words_of_a_line_share_an_array),
        cmocka_unit_test(what_is_far_off_moves_the_line),
        cmocka_unit_test(spacing_goes_between_the_glyphs),
        cmocka_unit_test(rounding_is_made_good),
        cmocka_unit_test(brackets_in_codes_are_escaped),
        cmocka_unit_test(turned_text_reads_upwards),
        cmocka_unit_test(marks_above_letters_are_raised),
        cmocka_unit_test(what_is_written_from_the_right_is_drawn_as_it_is_read),
        cmocka_unit_test(a_line_that_broke_ends_in_a_space),
        cmocka_unit_test(other_text_after_a_mark_is_actual_text),
        cmocka_unit_test(a_hyphen_of_the_layout_is_soft),
        cmocka_unit_test(lines_and_paths_are_stroked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
