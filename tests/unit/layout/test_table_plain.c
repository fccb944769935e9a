/* What the quick ways of setting text say is held against the slow ones, over texts put together at
 * random from words that breaks are made for and from words that they are not. */
#include "../check.h"

#include "build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "layout/pieces.h"
#include "layout/table_plain.h"

static const char *const WORDS[] = {
    "Burglary",   "in",      "shops,",      "district", "12",      "Section", "17",
    "per",        "cent",    "cent.",       "a",        "i",       "w",       "z",
    "IV",         "B",       "B2",          "31",       "October", "Oct",     "marzec",
    "km",         "m",       "%",           "10-20",    "10",      "-",       "20",
    "well-kept",  "a-b.org", "night-time-", "and/or",   "(see",    "page",    "3)",
    "no.",        "5",       "Adran",       "rozdział", "część",   "ysgol",   "www.example.org",
    "night-time", "p.",      "tys.",        "million",  "£5",      "e.g.",    "x",
    "nr",         "o'clock", "Mr.",         "to",       "the",     "economy", "against",
    "under",      "18s"};
static const char *const LANGUAGES[] = {"en-GB", "cy", "pl"};
enum { WORD_COUNT = sizeof WORDS / sizeof WORDS[0], TEXTS = 4000, LONGEST = 7 };

/* A linear congruential generator (Knuth's MMIX): the same texts on every machine. */
static uint32_t chance(uint64_t *state, uint32_t below) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % below;
}

static void make_text(uint64_t *state, char *out, size_t size) {
    uint32_t count = 1 + chance(state, LONGEST);
    size_t length = 0;
    for (uint32_t i = 0; i < count; i++) {
        length += (size_t)snprintf(out + length, size - length, "%s%s", i > 0 ? " " : "",
                                   WORDS[chance(state, WORD_COUNT)]);
    }
}

struct hand {
    struct bench *bench;
    struct context context;
};

static struct hand hand_open(void) {
    struct hand hand = {.bench = bench_new()};
    char folder[512];
    snprintf(folder, sizeof folder, "%s/fonts", getenv("SOURCE"));
    text_close(hand.bench->text);
    hand.bench->text = text_open(folder, hand.bench->diagnostics);
    assert_non_null(hand.bench->text);
    hand.context = (struct context){.arena = hand.bench->arena,
                                    .paper = &hand.bench->paper,
                                    .text = hand.bench->text,
                                    .diagnostics = hand.bench->diagnostics};
    context_open(&hand.context);
    return hand;
}

static void hand_close(struct hand *hand) {
    context_close(&hand->context);
    bench_free(hand->bench);
}

/* ---- the bound ------------------------------------------------------------------------------ */

static void no_piece_is_wider_than_the_bound(void **state) {
    (void)state;
    struct hand hand = hand_open();
    const struct style *style = &hand.bench->style;
    uint64_t random = 1;
    size_t bounded = 0;
    for (size_t i = 0; i < TEXTS; i++) {
        const char *lang = LANGUAGES[i % 3];
        char words[256];
        make_text(&random, words, sizeof words);
        struct plain *plain = plain_new(hand.bench->arena, hand.bench->text, lang);
        struct inline_ inlines = {.kind = INLINE_TEXT, .text = words};
        struct plain_text text;
        length_t width = 0, word = 0, least = 0, greatest = 0;
        if (!plain_read(&inlines, style, &text) ||
            !plain_measure(plain, style, lang, &text, &width, &word)) {
            continue;
        }
        flow_extent(&hand.context, &inlines, NULL, style, lang, &least, &greatest);
        length_t bound = plain_bound(plain, style, lang, &text);
        if (bound < least) {
            fail_msg("\"%s\" in %s: least %lld, bound %lld", words, lang, (long long)least,
                     (long long)bound);
        }
        bounded += bound < width;
    }
    assert_in_range(bounded, TEXTS / 4, TEXTS); /* it says something of many */
    hand_close(&hand);
}

/* ---- breaking what was cut into words ----------------------------------------------------------
 */

static void words_broken_are_as_cut_anew(void **state) {
    (void)state;
    struct hand hand = hand_open();
    struct workspace *workspace = hand.context.workspace;
    uint64_t random = 2;
    size_t free_chances = 0;
    for (size_t i = 0; i < TEXTS; i++) {
        const char *lang = LANGUAGES[i % 3];
        char words[256], more[256];
        make_text(&random, words, sizeof words);
        make_text(&random, more, sizeof more);
        /* a stretch may end within a word, and a line within a paragraph */
        struct inline_ second = {.kind = INLINE_TEXT, .text = more};
        struct inline_ strong = {.kind = INLINE_SPAN, .manner = MANNER_STRONG, .children = &second};
        struct inline_ line = {.kind = INLINE_BREAK, .next = &strong};
        struct inline_ first = {.kind = INLINE_TEXT,
                                .text = words,
                                .next = i % 4 == 0   ? &strong
                                        : i % 4 == 1 ? &line
                                                     : NULL};
        bool hang = i % 2 == 0;
        prose_set(&hand.context, &workspace->prose, i % 5 == 0 ? "1.1" : NULL, &first,
                  &hand.bench->style, lang, NULL);
        pieces_cut(&hand.context, CUT_WORDS, 0, false);
        pieces_break(&hand.context, hang);
        size_t count = workspace->piece_count;
        struct piece broken[512];
        assert_in_range(count, 1, 512);
        memcpy(broken, workspace->pieces, count * sizeof *broken);
        pieces_cut(&hand.context, CUT_BREAKS, 0, hang);
        assert_int_equal(count, workspace->piece_count);
        for (size_t k = 0; k < count; k++) {
            const struct piece *one = &broken[k], *other = &workspace->pieces[k];
            assert_int_equal(one->chance, other->chance);
            assert_int_equal(one->at, other->at);
            assert_int_equal(one->bytes, other->bytes);
            assert_int_equal(one->width, other->width);
            assert_int_equal(one->space, other->space);
            assert_int_equal(one->hang_end, other->hang_end);
            assert_ptr_equal(one->run, other->run);
            free_chances += one->chance == CHANCE_FREE;
        }
    }
    assert_in_range(free_chances, TEXTS, TEXTS * LONGEST * 2);
    hand_close(&hand);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_piece_is_wider_than_the_bound),
        cmocka_unit_test(words_broken_are_as_cut_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
