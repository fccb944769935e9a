/* test_truetype.c: subsets of fonts with TrueType outlines: whole outlines of what is used and of
 * what that is composed of, nothing of the rest, and no trust in what a font says of itself. */
#include "../check.h"

#include "engine_at_hand.h"

#include "text/engine.h"
#include "text/truetype.h"

static uint32_t number(const uint8_t *at, int bytes) {
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++) {
        value = value << 8 | at[i];
    }
    return value;
}

/* A font's bytes, as the tables of its directory tell them. */
struct file {
    const uint8_t *bytes;
    size_t length;
};

static struct file table(struct file font, const char *tag) {
    for (uint32_t i = 0; i < number(font.bytes + 4, 2); i++) {
        const uint8_t *entry = font.bytes + 12 + 16 * i;
        if (memcmp(entry, tag, 4) == 0) {
            assert_true(number(entry + 8, 4) + number(entry + 12, 4) <= font.length);
            return (struct file){font.bytes + number(entry + 8, 4), number(entry + 12, 4)};
        }
    }
    return (struct file){NULL, 0};
}

static uint32_t glyphs_of(struct file font) {
    return number(table(font, "maxp").bytes + 4, 2);
}

static struct file glyph_of(struct file font, uint32_t glyph) {
    bool wide = number(table(font, "head").bytes + 50, 2) == 1;
    const uint8_t *loca = table(font, "loca").bytes;
    uint32_t start = wide ? number(loca + 4 * glyph, 4) : 2 * number(loca + 2 * glyph, 2);
    uint32_t end = wide ? number(loca + 4 * glyph + 4, 4) : 2 * number(loca + 2 * glyph + 2, 2);
    assert_true(start <= end && end <= table(font, "glyf").length);
    return (struct file){table(font, "glyf").bytes + start, end - start};
}

static uint32_t advance_of(struct file font, uint32_t glyph) {
    uint32_t count = number(table(font, "hhea").bytes + 34, 2);
    return number(table(font, "hmtx").bytes + 4 * (glyph < count ? glyph : count - 1), 2);
}

/* The sum of all words, which the head's adjustment makes to be this. */
static void sums_up(struct file font) {
    uint32_t sum = 0;
    assert_int_equal(font.length % 4, 0);
    for (size_t i = 0; i < font.length; i += 4) {
        sum += number(font.bytes + i, 4);
    }
    assert_int_equal(sum, 0xB1B0AFBA);
}

struct source {
    hb_face_t *face;
    struct file file;
};

static struct source open(const char *path) {
    struct source source = {0};
    assert_null(harfbuzz_load());
    hb_blob_t *blob = hb_blob_create_from_file(path);
    unsigned length = 0;
    source.file.bytes = (const uint8_t *)hb_blob_get_data(blob, &length);
    source.file.length = length;
    source.face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    return source;
}

static struct source shipped(struct at_hand *hand, const char *name) {
    const char *folder = getenv("SOURCE");
    assert_null(harfbuzz_load());
    return open(arena_print(hand->arena, "%s/fonts/%s", folder == NULL ? "." : folder, name));
}

static uint32_t glyph_for(hb_face_t *face, uint32_t character) {
    hb_font_t *font = hb_font_create(face);
    hb_codepoint_t glyph = 0;
    assert_true(hb_font_get_nominal_glyph(font, character, &glyph));
    hb_font_destroy(font);
    return glyph;
}

static bool is_composed(struct file glyph) {
    return glyph.length > 0 && number(glyph.bytes, 2) >= 0x8000;
}

/* The bytes of a component with these flags. */
static size_t component(uint32_t flags) {
    size_t scale = flags & 8 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0;
    return 4 + (flags & 1 ? 4U : 2U) + scale;
}

/* Marks glyph and what it is composed of. */
static void mark(struct file font, uint32_t glyph, uint8_t *marked) {
    marked[glyph] = 1;
    struct file data = glyph_of(font, glyph);
    uint32_t flags = is_composed(data) ? 0x20 : 0;
    for (size_t at = 10; (flags & 0x20) != 0;) {
        flags = number(data.bytes + at, 2);
        mark(font, number(data.bytes + at + 2, 2), marked);
        at += component(flags);
    }
}

/* That the outline is the original's. Hints are gone, and what only filled up its place. */
static void same_outline(struct file was, struct file is) {
    if (was.length == 0) {
        assert_int_equal(is.length, 0);
        return;
    }
    assert_true(is.length >= 12 && is.length % 2 == 0);
    if (is_composed(was)) {
        assert_memory_equal(is.bytes, was.bytes, 10);
        for (size_t at = 10;;) {
            uint32_t flags = number(was.bytes + at, 2);
            size_t length = component(flags);
            assert_int_equal(number(is.bytes + at, 2), flags & ~0x100U);
            assert_memory_equal(is.bytes + at + 2, was.bytes + at + 2, length - 2);
            at += length;
            if ((flags & 0x20) == 0) {
                assert_true(is.length <= at + 3);
                return;
            }
        }
    }
    size_t hints = 10 + 2 * (size_t)number(was.bytes, 2);
    size_t after = hints + 2 + number(was.bytes + hints, 2);
    assert_memory_equal(is.bytes, was.bytes, hints);
    assert_int_equal(number(is.bytes + hints, 2), 0);
    size_t rest = is.length - hints - 2, had = was.length - after;
    assert_true(rest <= had + 1 && rest + 3 >= had);
    assert_memory_equal(is.bytes + hints + 2, was.bytes + after, rest <= had ? rest - 1 : had);
}

static void check_subset(struct at_hand *hand, const char *name, const char *characters) {
    struct source source = shipped(hand, name);
    uint32_t count = glyphs_of(source.file);
    uint8_t *used = memory_array(count, 1), *marked = memory_array(count, 1);
    mark(source.file, 0, marked);
    for (const char *at = characters, *end = at + strlen(at); at < end;) {
        size_t step = 0;
        uint32_t character = utf8_next(at, (size_t)(end - at), &step);
        uint32_t glyph = glyph_for(source.face, character);
        used[glyph] = 1;
        mark(source.file, glyph, marked);
        at += step;
    }
    struct buffer out = {0};
    assert_true(truetype_subset(source.file.bytes, source.file.length, used, count, &out));
    struct file subset = {(const uint8_t *)out.data, out.length};
    sums_up(subset);
    uint32_t kept = glyphs_of(subset);
    assert_int_equal(table(subset, "hmtx").length,
                     2 * (size_t)kept + 2 * number(table(subset, "hhea").bytes + 34, 2));
    for (uint32_t glyph = 0; glyph < count; glyph++) {
        assert_true(glyph < kept || !marked[glyph]);
        if (glyph >= kept) {
            continue;
        }
        if (marked[glyph]) {
            same_outline(glyph_of(source.file, glyph), glyph_of(subset, glyph));
            assert_int_equal(advance_of(subset, glyph), advance_of(source.file, glyph));
        } else {
            assert_int_equal(glyph_of(subset, glyph).length, 0);
            assert_int_equal(advance_of(subset, glyph), 0);
        }
    }
    buffer_free(&out);
    free(used);
    free(marked);
    hb_face_destroy(source.face);
}

static void outlines_and_advances_stay(void **state) {
    struct at_hand *hand = *state;
    static const char *const faces[] = {"SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf",
                                        "SourceSans3-It.ttf", "SourceSans3-BoldIt.ttf",
                                        "DejaVuSans.ttf"};
    for (size_t i = 0; i < 5; i++) {
        check_subset(hand, faces[i],
                     "Board paper 2016: \u0175\u017c\u00e9\u01d6 \u2013 \u00a312.50");
        check_subset(hand, faces[i], "a");
        check_subset(hand, faces[i], "");
    }
    check_subset(hand, "NotoSansHebrew-Regular.ttf", "\u05e9\u05dc\u05d5\u05dd \ufb2a");
    check_subset(hand, "NotoSansArabic-Bold.ttf", "\u0633\u0644\u0627\u0645 \u0622");
}

/* Composed glyphs are in what is tested above. */
static void some_glyphs_are_composed(void **state) {
    struct at_hand *hand = *state;
    struct source source = shipped(hand, "DejaVuSans.ttf");
    assert_true(is_composed(glyph_of(source.file, glyph_for(source.face, 0x175))));
    hb_face_destroy(source.face);
}

/* A subset in which many glyphs are needs offsets of four bytes. */
static void a_large_subset(void **state) {
    struct at_hand *hand = *state;
    struct source source = shipped(hand, "DejaVuSans.ttf");
    uint32_t count = glyphs_of(source.file);
    uint8_t *used = memory_array(count, 1);
    memset(used, 1, count);
    struct buffer out = {0};
    assert_true(truetype_subset(source.file.bytes, source.file.length, used, count, &out));
    struct file subset = {(const uint8_t *)out.data, out.length};
    sums_up(subset);
    assert_int_equal(table(subset, "loca").length, 4 * (count + 1));
    for (uint32_t glyph = 0; glyph < count; glyph++) {
        same_outline(glyph_of(source.file, glyph), glyph_of(subset, glyph));
        assert_int_equal(advance_of(subset, glyph), advance_of(source.file, glyph));
    }
    buffer_free(&out);
    free(used);
    hb_face_destroy(source.face);
}

/* Each byte of the tables that tell where others are, and many of the outlines', wrong in turn:
 * what comes of it is a font or nothing, and no memory but the font's is read (asan tells). */
static void damaged_fonts(void **state) {
    struct at_hand *hand = *state;
    struct source source = shipped(hand, "NotoSansHebrew-Regular.ttf");
    uint32_t count = glyphs_of(source.file);
    uint8_t *used = memory_array(count, 1), *copy = memory_take(source.file.length);
    memset(used, 1, count);
    static const char *const tags[] = {"head", "hhea", "hmtx", "loca", "maxp", "glyf"};
    size_t refused = 0;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        struct file damaged = table(source.file, tags[i]);
        size_t start = (size_t)(damaged.bytes - source.file.bytes);
        for (size_t at = 0; at<damaged.length; at += damaged.length> 1000 ? 29 : 1) {
            memcpy(copy, source.file.bytes, source.file.length);
            copy[start + at] ^= at % 3 == 0 ? 0xFF : at % 3 == 1 ? 0x80 : 0x21;
            remove("damaged.ttf"); /* a file written over may have to reach the disk first */
            FILE *file = fopen("damaged.ttf", "w");
            fwrite(copy, 1, source.file.length - (at % 7 == 0 ? at : 0), file);
            fclose(file);
            struct source broken = open("damaged.ttf");
            struct buffer out = {0};
            bool made = truetype_subset(broken.file.bytes, broken.file.length, used, count, &out);
            assert_true(made == (out.length > 0));
            refused += made ? 0 : 1;
            if (made) {
                sums_up((struct file){(const uint8_t *)out.data, out.length});
            }
            buffer_free(&out);
            hb_face_destroy(broken.face);
        }
    }
    assert_true(refused > 100);
    free(used);
    free(copy);
    hb_face_destroy(source.face);
}

static void what_is_no_such_font(void **state) {
    (void)state;
    assert_null(harfbuzz_load());
    FILE *file = fopen("none.ttf", "w");
    fputs("no font at all", file);
    fclose(file);
    struct source source = open("none.ttf");
    uint8_t used[1] = {1};
    struct buffer out = {0};
    assert_false(truetype_subset(source.file.bytes, source.file.length, used, 1, &out));
    assert_int_equal(out.length, 0);
    hb_face_destroy(source.face);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outlines_and_advances_stay),
        cmocka_unit_test(some_glyphs_are_composed),
        cmocka_unit_test(a_large_subset),
        cmocka_unit_test(damaged_fonts),
        cmocka_unit_test(what_is_no_such_font),
    };
    return cmocka_run_group_tests(tests, engine_open, engine_close);
}
