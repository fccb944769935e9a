/* test_pairs.c: words put together from pairs are what HarfBuzz makes of the whole, in the fonts
 * that families.txt says so of. */
#include "../check.h"

#include "engine_at_hand.h"

#include "text/neighbours.h"
#include "text/pairs.h"

static void same(struct at_hand *hand, struct font *font, hb_language_t language, unsigned features,
                 const char *word, size_t length, size_t *made) {
    struct glyph glyphs[64];
    uint32_t shaped = 0;
    int32_t advance = 0;
    if (!pairs_shape(hand->text, font, features, word, length, glyphs, &shaped, &advance)) {
        return;
    }
    (*made)++;
    hb_buffer_t *buffer =
        shape_bytes(hand->text, font, HB_SCRIPT_LATIN, language, features, false, word, 0, length);
    unsigned count = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, NULL);
    bool equal = count == shaped;
    for (unsigned i = 0; equal && i < count; i++) {
        equal = infos[i].codepoint == glyphs[i].id && infos[i].cluster == glyphs[i].cluster &&
                positions[i].x_advance == glyphs[i].advance && positions[i].x_offset == 0 &&
                positions[i].y_offset == 0;
        advance -= positions[i].x_advance;
    }
    if (!equal || advance != 0) {
        print_error("differs: \"%.*s\"\n", (int)length, word);
        fail();
    }
}

static struct font *font_of(struct at_hand *hand, int face) {
    const struct typeface *typeface =
        text_typeface(hand->text, NULL, (face & FACE_BOLD) != 0, (face & FACE_ITALIC) != 0);
    text_shape(hand->text, typeface, "en-GB", TEXT_PLAIN, false, "a", 1);
    return typeface->fonts[0];
}

static void every_three_in_a_row(void **state) {
    struct at_hand *hand = *state;
    struct font *font = font_of(hand, 0);
    size_t made = 0;
    for (char first = ' '; first <= '~'; first++) {
        for (char second = ' '; second <= '~'; second++) {
            for (char third = ' '; third <= '~'; third++) {
                char word[3] = {first, second, third};
                same(hand, font, HB_LANGUAGE_INVALID, TEXT_PLAIN, word, 3, &made);
            }
        }
    }
    assert_true(made > 800000);
}

static size_t put(char *out, size_t length, unsigned unit) {
    uint32_t characters[2];
    unsigned count = unit_characters(unit, characters);
    for (unsigned i = 0; i < count; i++) {
        uint32_t character = characters[i];
        if (character < 0x80) {
            out[length++] = (char)character;
        } else if (character < 0x800) {
            out[length++] = (char)(0xC0 | character >> 6);
            out[length++] = (char)(0x80 | (character & 0x3F));
        } else {
            out[length++] = (char)(0xE0 | character >> 12);
            out[length++] = (char)(0x80 | (character >> 6 & 0x3F));
            out[length++] = (char)(0x80 | (character & 0x3F));
        }
    }
    return length;
}

/* Every sign and ligature with every character before it and after it. */
static void every_sign_between_two(void **state) {
    struct at_hand *hand = *state;
    struct font *font = font_of(hand, 0);
    size_t made = 0;
    for (unsigned sign = ASCII_COUNT; sign < UNIT_COUNT; sign++) {
        for (unsigned first = 0; first < ASCII_COUNT; first++) {
            for (unsigned second = 0; second < ASCII_COUNT; second++) {
                char word[16];
                size_t length = put(word, put(word, put(word, 0, first), sign), second);
                same(hand, font, HB_LANGUAGE_INVALID, TEXT_PLAIN, word, length, &made);
            }
        }
    }
    assert_true(made > 500000);
}

/* Every two, in every face and language. */
static void every_two_signs(void **state) {
    struct at_hand *hand = *state;
    static const char *const languages[] = {"en-GB", "cy", "pl"};
    size_t made = 0;
    for (int way = 0; way < FACES * 3; way++) {
        struct font *font = font_of(hand, way % FACES);
        hb_language_t language = hb_language_from_string(languages[way / FACES], -1);
        for (unsigned first = 0; first < UNIT_COUNT; first++) {
            for (unsigned second = ASCII_COUNT; second < UNIT_COUNT; second++) {
                char word[16];
                size_t length = put(word, put(word, 0, first), second);
                unsigned features = (way % 2 == 0 ? TEXT_TABULAR : 0U) |
                                    (way / FACES == 1 ? TEXT_NO_LIGATURES : 0U);
                same(hand, font, language, features, word, length, &made);
            }
        }
    }
    assert_true(made > 100000);
}

static void random_words_in_every_face(void **state) {
    struct at_hand *hand = *state;
    static const char *const languages[] = {"en-GB", "cy", "pl"};
    uint64_t seed = 44;
    size_t made = 0;
    for (int round = 0; round < 150000; round++) {
        char word[64];
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
        size_t length = 0;
        for (size_t left = 2 + (size_t)(seed >> 60); left > 0; left--) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
            unsigned drawn = (unsigned)(seed >> 33);
            unsigned unit = round % 5 < 2   ? 'a' - ASCII_FIRST + drawn % 26
                            : round % 5 < 4 ? drawn % ASCII_COUNT
                                            : drawn % UNIT_COUNT;
            length = put(word, length, unit);
        }
        struct font *font = font_of(hand, round / 2 % 4);
        hb_language_t language = hb_language_from_string(languages[round % 3], -1);
        unsigned features =
            (round % 7 == 0 ? TEXT_TABULAR : 0U) | (round % 11 == 0 ? TEXT_NO_LIGATURES : 0U);
        same(hand, font, language, features, word, length, &made);
    }
    assert_true(made > 60000);
}

static void only_where_it_is_allowed(void **state) {
    struct at_hand *hand = *state;
    struct font *font = font_of(hand, 0);
    struct glyph glyphs[8];
    uint32_t count;
    int32_t advance;
    assert_true(font->by_pairs);
    assert_true(pairs_shape(hand->text, font, TEXT_PLAIN, "AVA", 3, glyphs, &count, &advance));
    assert_int_equal(count, 3);
    assert_true(pairs_shape(hand->text, font, TEXT_PLAIN, "aft", 3, glyphs, &count, &advance));
    assert_int_equal(count, 2); /* a ligature */
    assert_int_equal(glyphs[1].cluster, 1);
    assert_true(pairs_shape(hand->text, font, TEXT_PLAIN, "\u2013a", 4, glyphs, &count, &advance));
    assert_int_equal(count, 2);
    assert_int_equal(glyphs[1].cluster, 3);
    assert_false(
        pairs_shape(hand->text, font, TEXT_NO_LIGATURES, "aft", 3, glyphs, &count, &advance));
    assert_false(pairs_shape(hand->text, font, TEXT_PLAIN, "a\tb", 3, glyphs, &count, &advance));
    assert_false(pairs_shape(hand->text, font, TEXT_PLAIN, "\u0394", 2, glyphs, &count, &advance));
    assert_false(
        pairs_shape(hand->text, font, TEXT_PLAIN, "\xE2\x80", 2, glyphs, &count, &advance));
    assert_true(pairs_allowed(text_language(hand->text, "en-GB"), TEXT_TABULAR));
    assert_true(pairs_allowed(text_language(hand->text, "en-GB"), TEXT_NO_LIGATURES));
    assert_false(pairs_allowed(text_language(hand->text, "en-GB"), TEXT_SMALL_CAPS));
    assert_false(pairs_allowed(text_language(hand->text, "tr"), TEXT_PLAIN));
    assert_false(pairs_allowed(text_language(hand->text, "enm"), TEXT_PLAIN));
}

/* The table of the build, beside what HarfBuzz says now. */
static void what_is_known_is_what_is_asked(void **state) {
    struct at_hand *hand = *state;
    for (int face = 0; face < FACES; face++) {
        struct font *font = font_of(hand, face);
        for (unsigned features = TEXT_PLAIN; features <= TEXT_TABULAR; features++) {
            struct glyph glyphs[8];
            uint32_t count = 0;
            int32_t advance = 0;
            pairs_shape(hand->text, font, features, "a", 1, glyphs, &count, &advance);
            const struct pairs *known = font->pairs[features];
            uint64_t identity = font->identity;
            font->pairs[features] = NULL;
            font->identity = identity + 1; /* a font that nobody asked about beforehand */
            for (unsigned i = 0; i < UNIT_COUNT * UNIT_COUNT; i++) {
                char two[8];
                size_t length = put(two, put(two, 0, i / UNIT_COUNT), i % UNIT_COUNT);
                pairs_shape(hand->text, font, features, two, length, glyphs, &count, &advance);
            }
            const struct pairs *asked = font->pairs[features];
            assert_ptr_not_equal(asked, known);
            for (unsigned i = 0; i < UNIT_COUNT; i++) {
                assert_int_equal(asked->alone[i].id, known->alone[i].id);
                assert_int_equal(asked->alone[i].advance, known->alone[i].advance);
                for (unsigned k = 0; k < UNIT_COUNT; k++) {
                    int16_t kern = asked->kerns[i][k]; /* unknown: never met, as "f" before "ff" */
                    assert_true(kern == known->kerns[i][k] || kern == KERN_UNKNOWN);
                }
            }
            font->identity = identity;
        }
    }
}

static void a_font_is_known_by_its_tables(void **state) {
    (void)state;
    unsigned char head[12 + 2 * 16] = {0, 1, 0, 0, 0, 2};
    uint64_t first = neighbours_identity(head, sizeof head, 1000);
    assert_true(first != 0);
    assert_true(first != neighbours_identity(head, sizeof head, 1001));
    head[12 + 16 + 7] ^= 1; /* the checksum of the second table */
    assert_true(first != neighbours_identity(head, sizeof head, 1000));
    assert_int_equal(neighbours_identity(head, sizeof head - 1, 1000), 0);
    assert_int_equal(neighbours_identity(head, 5, 1000), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_three_in_a_row),
        cmocka_unit_test(every_sign_between_two),
        cmocka_unit_test(every_two_signs),
        cmocka_unit_test(random_words_in_every_face),
        cmocka_unit_test(only_where_it_is_allowed),
        cmocka_unit_test(what_is_known_is_what_is_asked),
        cmocka_unit_test(a_font_is_known_by_its_tables),
    };
    if (harfbuzz_load() != NULL) {
        return EXIT_FAILURE;
    }
    return cmocka_run_group_tests(tests, engine_open, engine_close);
}
