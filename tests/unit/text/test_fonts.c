/* test_fonts.c: what a PDF needs to know of a font, and the list of families. */
#include "../check.h"

#include <pthread.h>

#include "engine_at_hand.h"

#include "text/engine.h"

#include "../base/scratch.h"

static const struct run *run_of(struct at_hand *hand, bool bold, bool italic, const char *utf8) {
    const struct typeface *face = text_typeface(hand->text, NULL, bold, italic);
    return text_shape(hand->text, face, "en-GB", TEXT_PLAIN, false, utf8, strlen(utf8))->runs;
}

/* The values of Source Sans 3.052's tables head, hhea, OS/2 and post. */
static void metrics_are_the_tables(void **state) {
    struct at_hand *hand = *state;
    struct font_metrics metrics = text_metrics(text_typeface(hand->text, NULL, false, false));
    assert_int_equal(metrics.units_per_em, 1000);
    assert_int_equal(metrics.ascent, 1000);
    assert_int_equal(metrics.descent, 326);
    assert_int_equal(metrics.cap_height, 660);
    assert_int_equal(metrics.x_height, 486);
    assert_int_equal(metrics.underline_position, 50);
    assert_int_equal(metrics.underline_thickness, 50);
    assert_int_equal(metrics.strikeout_position, 291);
    assert_int_equal(metrics.superscript_size, 600);
    assert_int_equal(metrics.superscript_rise, 350);
    assert_int_equal(metrics.subscript_drop, 75);
}

static void descriptions(void **state) {
    struct at_hand *hand = *state;
    struct font_description regular = font_describe(run_of(hand, false, false, "a")->font);
    assert_false(regular.compact || regular.bold || regular.italic || regular.serif);
    assert_false(regular.fixed_pitch);
    assert_int_equal(regular.glyph_count, 2478);
    assert_true(regular.box[0] < 0 && regular.box[1] < 0 && regular.box[3] > regular.ascent - 200);
    struct font_description other = font_describe(run_of(hand, true, true, "a")->font);
    assert_true(other.bold && other.italic);
    assert_int_equal(other.italic_angle_thousandths, -11000);
    assert_true(other.stem_v > regular.stem_v);
}

static void the_reverse_cmap(void **state) {
    struct at_hand *hand = *state;
    const struct run *run = run_of(hand, false, false, "a \u0175");
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(font_character(run->font, run->glyphs[i].id), i == 0   ? 'a'
                                                                       : i == 1 ? ' '
                                                                                : 0x175);
        assert_int_equal(font_advance(run->font, run->glyphs[i].id), run->glyphs[i].advance);
    }
    const struct run *small = text_shape(hand->text, text_typeface(hand->text, NULL, false, false),
                                         "en-GB", TEXT_SMALL_CAPS, false, "a", 1)
                                  ->runs;
    assert_true(font_character(small->font, small->glyphs[0].id) != 'a');
    assert_int_equal(font_character(run->font, 1000000), 0);
}

static uint32_t word_at(const struct buffer *font, size_t at, int bytes) {
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++) {
        value = value << 8 | (unsigned char)font->data[at + (size_t)i];
    }
    return value;
}

static bool has_table(const struct buffer *font, const char *tag) {
    for (uint32_t i = 0; i < word_at(font, 4, 2); i++) {
        if (memcmp(font->data + 12 + 16 * i, tag, 4) == 0) {
            return true;
        }
    }
    return false;
}

static void a_subset_keeps_ids_and_drops_the_rest(void **state) {
    struct at_hand *hand = *state;
    const struct run *run = run_of(hand, false, false, "\u0175a");
    struct font_description description = font_describe(run->font);
    uint8_t *used = arena_take(hand->arena, description.glyph_count);
    used[run->glyphs[0].id] = 1;
    used[run->glyphs[1].id] = 1;
    struct buffer out = {0};
    assert_true(font_subset(run->font, used, &out));
    assert_true(out.length > 400 && out.length < 20000);
    static const char *const kept[] = {"glyf", "loca", "head", "hhea", "hmtx", "maxp"};
    for (size_t i = 0; i < 6; i++) {
        assert_true(has_table(&out, kept[i]));
    }
    static const char *const gone[] = {"GSUB", "GPOS", "GDEF", "cmap", "fpgm", "prep", "name"};
    for (size_t i = 0; i < 7; i++) {
        assert_false(has_table(&out, gone[i]));
    }
    struct buffer again = {0};
    assert_true(font_subset(run->font, used, &again));
    assert_int_equal(out.length, again.length);
    assert_memory_equal(out.data, again.data, out.length);
    buffer_free(&out);
    buffer_free(&again);
}

/* ---- families.txt -------------------------------------------------------------------------- */

/* The diagnostics of opening a folder whose families.txt is list. */
static const char *opening(struct scratch *scratch, const char *list, size_t length) {
    FILE *file = fopen("families.txt", "w");
    fwrite(list, 1, length, file);
    fclose(file);
    struct diagnostics *diagnostics = diagnostics_new(scratch->arena, 0);
    struct text *text = text_open(".", diagnostics);
    text_close(text);
    struct buffer out = {0};
    diagnostics_write(diagnostics, &out, LEVEL_ADVICE, false);
    const char *said = out.length == 0 ? "" : arena_text(scratch->arena, out.data);
    assert_int_equal(text == NULL, diagnostics_failed(diagnostics));
    buffer_free(&out);
    return said;
}

static void every_fault_of_the_list_is_told_with_its_line(void **state) {
    struct scratch *scratch = *state;
    static const char list[] = "regular x.ttf\n"
                               "family A\n"
                               "regular missing.ttf\n"
                               "colour red\n"
                               "fallback B\n"
                               "family C\n"
                               "bold\n";
    const char *said = opening(scratch, list, sizeof list - 1);
    static const char *const expected[] = {
        "./families.txt:1: error: \"regular\" stands before any family",
        "./families.txt:3: error: ./missing.ttf is no font that can be read",
        "./families.txt:4: error: \"colour\" is no statement",
        "./families.txt:2: error: family A falls back on B",
        "./families.txt:7: error: \"bold\" is no statement",
        "./families.txt:6: error: family C has no regular face"};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        if (strstr(said, expected[i]) == NULL) {
            print_error("not said: %s\nin:\n%s", expected[i], said);
            fail();
        }
    }
}

static void an_empty_or_missing_list(void **state) {
    struct scratch *scratch = *state;
    assert_non_null(strstr(opening(scratch, "# none\n", 7), "lists no fonts"));
    struct diagnostics *diagnostics = diagnostics_new(scratch->arena, 0);
    assert_null(text_open("./nowhere", diagnostics));
    assert_int_equal(diagnostics_status(diagnostics), STATUS_MISSING);
}

static void a_font_cut_short_is_refused(void **state) {
    struct scratch *scratch = *state;
    const char *source = getenv("SOURCE");
    const char *path = arena_print(scratch->arena, "%s/fonts/SourceSans3-Regular.ttf", source);
    FILE *whole = fopen(path, "rb"), *part = fopen("part.ttf", "wb");
    char bytes[50000];
    assert_int_equal(fread(bytes, 1, sizeof bytes, whole), sizeof bytes);
    fwrite(bytes, 1, sizeof bytes, part);
    fclose(whole);
    fclose(part);
    static const char list[] = "family A\nregular part.ttf\n";
    assert_non_null(strstr(opening(scratch, list, sizeof list - 1), "it is cut short"));
}

static void *open_faces(void *context) {
    text_open_faces(context);
    return NULL;
}

/* What another thread opens is the same, whoever comes first; meanwhile the engine is at work. */
static void faces_opened_beside(void **state) {
    struct at_hand *hand = *state;
    const char *folder = arena_print(hand->arena, "%s/fonts", getenv("SOURCE"));
    for (int round = 0; round < 10; round++) {
        struct text *text = text_open(folder, hand->diagnostics);
        assert_true(text_ready(text, hand->diagnostics));
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, open_faces, text), 0);
        assert_string_equal(text_spelled(text, hand->arena, "en-GB", 6), "six");
        struct font_metrics bold = text_metrics(text_typeface(text, NULL, true, false));
        struct font_metrics plain = text_metrics(text_typeface(text, NULL, false, false));
        assert_int_equal(bold.cap_height, 660);
        assert_int_equal(plain.x_height, 486);
        pthread_join(thread, NULL);
        text_close(text);
    }
}

static struct font *face_of(struct text *text, int face) {
    return text_typeface(text, NULL, (face & FACE_BOLD) != 0, (face & FACE_ITALIC) != 0)->fonts[0];
}

/* The table of the build, beside what HarfBuzz says now of a font that is not in it. */
static void what_is_known_is_what_is_measured(void **state) {
    struct at_hand *hand = *state;
    const char *source = getenv("SOURCE");
    const char *folder = arena_print(hand->arena, "%s/fonts", source == NULL ? "." : source);
    struct text *other = text_open(folder, hand->diagnostics);
    for (int face = 0; face < FACES; face++) {
        struct font *known = face_of(hand->text, face);
        struct font *asked = face_of(other, face);
        asked->identity++;
        struct font_description said = font_describe(known);
        struct font_description heard = font_describe(asked);
        assert_non_null(known->known);
        assert_null(asked->known);
        assert_memory_equal(&known->metrics, &asked->metrics, sizeof known->metrics);
        assert_int_equal(said.units_per_em, heard.units_per_em);
        assert_int_equal(said.ascent, heard.ascent);
        assert_int_equal(said.descent, heard.descent);
        assert_int_equal(said.cap_height, heard.cap_height);
        assert_int_equal(said.x_height, heard.x_height);
        assert_int_equal(said.stem_v, heard.stem_v);
        assert_int_equal(said.italic_angle_thousandths, heard.italic_angle_thousandths);
        assert_memory_equal(said.box, heard.box, sizeof said.box);
        assert_int_equal(said.fixed_pitch, heard.fixed_pitch);
        assert_int_equal(said.serif, heard.serif);
        assert_int_equal(said.italic, heard.italic);
        assert_int_equal(said.bold, heard.bold);
        assert_int_equal(said.compact, heard.compact);
        assert_int_equal(said.glyph_count, heard.glyph_count);
        assert_string_equal(font_postscript_name(known), font_postscript_name(asked));
        for (uint32_t glyph = 0; glyph <= said.glyph_count; glyph++) {
            assert_int_equal(font_advance(known, glyph), font_advance(asked, glyph));
            assert_int_equal(font_character(known, glyph), font_character(asked, glyph));
        }
        asked->identity--;
    }
    text_close(other);
}

int main(void) {
    const struct CMUnitTest fonts[] = {
        cmocka_unit_test(faces_opened_beside),
        cmocka_unit_test(what_is_known_is_what_is_measured),
        cmocka_unit_test(metrics_are_the_tables),
        cmocka_unit_test(descriptions),
        cmocka_unit_test(the_reverse_cmap),
        cmocka_unit_test(a_subset_keeps_ids_and_drops_the_rest),
    };
    const struct CMUnitTest lists[] = {
        cmocka_unit_test_setup_teardown(every_fault_of_the_list_is_told_with_its_line, scratch_open,
                                        scratch_close),
        cmocka_unit_test_setup_teardown(an_empty_or_missing_list, scratch_open, scratch_close),
        cmocka_unit_test_setup_teardown(a_font_cut_short_is_refused, scratch_open, scratch_close),
    };
    int failed = cmocka_run_group_tests(fonts, engine_open, engine_close);
    return failed + cmocka_run_group_tests(lists, NULL, NULL);
}
