/* test_fonts.c: what glyphs stand for, and the fonts that are embedded, with the shipped fonts. */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/buffer.h>

#include "desk.h"
#include "pdf/fonts.h"
#include "tool.h"

static const struct run *shape(struct desk *desk, unsigned features, const char *utf8) {
    const struct shaped *shaped =
        text_shape(desk->text, desk->face, "en", features, false, utf8, strlen(utf8));
    assert_int_equal(shaped->run_count, 1);
    return shaped->runs;
}

static struct pdf_font *font_of(struct fonts *fonts, const struct run *run) {
    struct pdf_font *font = fonts_get(fonts, run->font);
    for (uint32_t i = 0; i < run->count; i++) {
        assert_true(fonts_use(font, run->glyphs[i].id));
    }
    return font;
}

static void a_letter_stands_for_itself(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    struct fonts *fonts = fonts_open();
    const struct run *run = shape(desk, TEXT_PLAIN, "A");
    struct pdf_font *font = font_of(fonts, run);
    assert_true(fonts_stands_for(font, run->glyphs[0].id, "A", 1));
    assert_true(fonts_stands_for(font, run->glyphs[0].id, "A", 1));
    assert_false(fonts_stands_for(font, run->glyphs[0].id, "\xCE\x91", 2)); /* Greek Alpha */
    fonts_close(fonts);
    desk_close(desk);
}

static void the_first_meaning_of_a_ligature_stays(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    struct fonts *fonts = fonts_open();
    const struct run *run = shape(desk, TEXT_PLAIN, "A");
    struct pdf_font *font = font_of(fonts, run);
    uint32_t glyph = run->glyphs[0].id;
    assert_true(fonts_stands_for(font, glyph, "ffi", 3));
    assert_true(fonts_stands_for(font, glyph, "ffi", 3));
    assert_false(fonts_stands_for(font, glyph, "fi", 2));
    assert_false(fonts_stands_for(font, glyph, "A", 1));
    fonts_close(fonts);
    desk_close(desk);
}

static void spaces_and_hyphens_need_no_distinction(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    struct fonts *fonts = fonts_open();
    const struct run *run = shape(desk, TEXT_PLAIN, "a b-c");
    struct pdf_font *font = font_of(fonts, run);
    uint32_t space = run->glyphs[1].id, hyphen = run->glyphs[3].id;
    assert_true(fonts_stands_for(font, space, "\xC2\xA0", 2)); /* no-break space, met first */
    assert_int_equal(font->characters[space], ' ');            /* the search for a space finds it */
    assert_true(fonts_stands_for(font, hyphen, "\xE2\x80\x91", 3));
    assert_int_equal(font->characters[hyphen], '-');
    assert_false(fonts_stands_for(font, hyphen, "\xE2\x88\x92", 3)); /* minus is another thing */
    uint32_t found = 0;
    assert_true(fonts_space(font, &found));
    assert_int_equal(found, space);
    fonts_close(fonts);
    desk_close(desk);
}

static void glyphs_together_stand_for_their_texts_together(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    struct fonts *fonts = fonts_open();
    const struct run *run = shape(desk, TEXT_NO_LIGATURES, "ox");
    struct pdf_font *font = font_of(fonts, run);
    assert_true(fonts_stand_for(font, run->glyphs, 2, "ox", 2));
    assert_false(fonts_stand_for(font, run->glyphs, 2, "xo", 2));
    fonts_close(fonts);
    desk_close(desk);
}

static void what_no_map_may_hold_is_never_in_it(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    struct fonts *fonts = fonts_open();
    const struct run *run = shape(desk, TEXT_SMALL_CAPS, "a");
    struct pdf_font *font = font_of(fonts, run);
    uint32_t glyph = run->glyphs[0].id;
    assert_int_equal(font_character(run->font, glyph), 0);          /* a small capital has none */
    assert_false(fonts_stands_for(font, glyph, "\xEF\xBB\xBF", 3)); /* U+FEFF */
    assert_int_equal(font->characters[glyph], ' ');
    fonts_close(fonts);
    desk_close(desk);
}

static void glyphs_beyond_the_font_are_refused(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    struct fonts *fonts = fonts_open();
    struct pdf_font *font = font_of(fonts, shape(desk, TEXT_PLAIN, "A"));
    assert_true(fonts_use(font, font->description.glyph_count - 1));
    assert_false(fonts_use(font, font->description.glyph_count));
    assert_false(fonts_use(font, UINT32_MAX));
    fonts_close(fonts);
    desk_close(desk);
}

/* One line of text as a PDF. */
static void one_line(struct buffer *out, unsigned features, const char *utf8) {
    struct desk *desk = desk_open(NULL, 1);
    int32_t paragraph = desk_add(desk, desk->root, ROLE_P);
    desk_shaped(desk, paragraph, desk->face, features, 60, 90, 12, utf8);
    assert_true(desk_page(desk, "1"));
    assert_true(desk_finish(desk, NULL, 0, out));
    desk_close(desk);
}

static void widths_are_those_of_the_font(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    const struct run *run = shape(desk, TEXT_PLAIN, "BA");
    const struct font *font = run->font;
    uint32_t b = run->glyphs[0].id, a = run->glyphs[1].id;
    assert_int_equal(a + 1, b); /* neighbours in Source Sans: one list */
    assert_int_equal(font_describe(font).units_per_em, 1000);
    struct buffer out = {0}, expected = {0};
    one_line(&out, TEXT_PLAIN, "BA");
    size_t length = 0;
    char *plain = tool_plain(&out, &length);
    buffer_print(
        &expected,
        "  /W [\n    0\n    [\n      %u\n    ]\n    %u\n    [\n      %u\n      %u\n    ]\n  ]",
        font_advance(font, 0), a, font_advance(font, a), font_advance(font, b));
    assert_true(tool_has(plain, length, expected.data));
    assert_true(tool_has(plain, length, "/CIDToGIDMap /Identity"));
    free(plain);
    buffer_free(&expected);
    buffer_free(&out);
    desk_close(desk);
}

static void kerning_moves_the_pen(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    const struct run *run = shape(desk, TEXT_PLAIN, "AVAT");
    struct buffer out = {0}, expected = {0};
    one_line(&out, TEXT_PLAIN, "AVAT");
    size_t length = 0;
    char *plain = tool_plain(&out, &length);
    int moves = 0;
    for (uint32_t i = 0; i + 1 < run->count; i++) { /* 1,000 units an em: as they are */
        const struct glyph *glyph = &run->glyphs[i];
        int32_t closer = (int32_t)font_advance(run->font, glyph->id) - glyph->advance;
        if (closer > 1) {
            buffer_clear(&expected);
            buffer_print(&expected, ">%d<", closer); /* as qpdf writes it */
            assert_true(tool_has(plain, length, expected.data));
            moves++;
        }
    }
    assert_true(moves >= 2); /* A and V, V and A at least */
    free(plain);
    buffer_free(&expected);
    buffer_free(&out);
    desk_close(desk);
}

/* 9.10.3: only the last byte of either may rise in a range. */
static void ranges_stay_within_a_row_of_256(void **state) {
    (void)state;
    struct buffer text = {0}, out = {0};
    for (uint32_t character = 0x21; character < 0x180; character++) {
        if (character < 0x7F || character > 0xA0) {
            if (character < 0x80) {
                buffer_byte(&text, (char)character);
            } else {
                buffer_byte(&text, (char)(0xC0 | character >> 6));
                buffer_byte(&text, (char)(0x80 | (character & 0x3F)));
            }
        }
    }
    one_line(&out, TEXT_NO_LIGATURES, text.data);
    size_t length = 0;
    char *plain = tool_plain(&out, &length);
    int ranges = 0;
    const char *at = plain;
    const char *end = plain + length;
    while ((at = memmem(at, (size_t)(end - at), "<", 1)) != NULL) {
        unsigned first = 0, last = 0, character = 0;
        if (sscanf(at, "<%4x><%4x><%4x>", &first, &last, &character) == 3 && first < last) {
            assert_int_equal(first >> 8, last >> 8);
            assert_int_equal(character >> 8, (character + last - first) >> 8);
            ranges++;
        }
        at++;
    }
    assert_true(ranges > 3);
    free(plain);
    buffer_free(&text);
    buffer_free(&out);
}

static void two_subsets_have_two_names_and_one_has_one(void **state) {
    (void)state;
    struct buffer first = {0}, again = {0}, other = {0};
    one_line(&first, TEXT_PLAIN, "AB");
    one_line(&again, TEXT_PLAIN, "BA");
    one_line(&other, TEXT_PLAIN, "ABC");
    char *names[3] = {tool_on(&first, "pdffonts @ | tail -1 | cut -c1-7"),
                      tool_on(&again, "pdffonts @ | tail -1 | cut -c1-7"),
                      tool_on(&other, "pdffonts @ | tail -1 | cut -c1-7")};
    assert_int_equal(names[0][6], '+');
    assert_string_equal(names[0], names[1]);
    assert_string_not_equal(names[0], names[2]);
    for (int i = 0; i < 3; i++) {
        free(names[i]);
    }
    buffer_free(&first);
    buffer_free(&again);
    buffer_free(&other);
}

/* Text comes back as it went in, whatever the glyphs. */
static void read_back(unsigned features, const char *utf8) {
    struct buffer out = {0};
    one_line(&out, features, utf8);
    char *said = tool_on(&out, "pdftotext -raw @ -");
    said[strcspn(said, "\n\f")] = '\0';
    assert_string_equal(said, utf8);
    free(said);
    said = tool_on(&out, "pdffonts @ | tail -1");
    assert_non_null(strstr(said, "CID TrueType      Identity-H       yes yes yes"));
    free(said);
    buffer_free(&out);
}

static void texts_come_back(void **state) {
    (void)state;
    read_back(TEXT_PLAIN, "The offices’ fifth difficult AVATAR");
    read_back(TEXT_PLAIN, "Łódź, Gŵyl, București, İzmir – £1,234.50");
    read_back(TEXT_TABULAR, "0123456789");
    read_back(TEXT_SMALL_CAPS, "Small and Capital");
    read_back(TEXT_PLAIN, "e\xCC\x81"); /* e and a combining acute: one glyph or two */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letter_stands_for_itself),
        cmocka_unit_test(the_first_meaning_of_a_ligature_stays),
        cmocka_unit_test(spaces_and_hyphens_need_no_distinction),
        cmocka_unit_test(glyphs_together_stand_for_their_texts_together),
        cmocka_unit_test(what_no_map_may_hold_is_never_in_it),
        cmocka_unit_test(glyphs_beyond_the_font_are_refused),
        cmocka_unit_test(widths_are_those_of_the_font),
        cmocka_unit_test(kerning_moves_the_pen),
        cmocka_unit_test(ranges_stay_within_a_row_of_256),
        cmocka_unit_test(two_subsets_have_two_names_and_one_has_one),
        cmocka_unit_test(texts_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
