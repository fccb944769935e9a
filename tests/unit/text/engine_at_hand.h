/* engine_at_hand.h: a real engine over the repository's fonts for a group of tests. */
#ifndef BOARDPAPER_TESTS_ENGINE_AT_HAND_H
#define BOARDPAPER_TESTS_ENGINE_AT_HAND_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/diagnostics.h>
#include <boardpaper/text.h>

struct at_hand {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct text *text;
};

static int engine_open(void **state) {
    struct at_hand *hand = calloc(1, sizeof *hand);
    hand->arena = arena_new();
    hand->diagnostics = diagnostics_new(hand->arena, 0);
    const char *source = getenv("SOURCE");
    const char *folder = arena_print(hand->arena, "%s/fonts", source == NULL ? "." : source);
    hand->text = text_open(folder, hand->diagnostics);
    *state = hand;
    if (hand->text == NULL) {
        struct buffer out = {0};
        diagnostics_write(hand->diagnostics, &out, LEVEL_ADVICE, false);
        fprintf(stderr, "%s", out.data);
        buffer_free(&out);
        return 1;
    }
    return 0;
}

static int engine_close(void **state) {
    struct at_hand *hand = *state;
    text_close(hand->text);
    arena_free(hand->arena);
    free(hand);
    return 0;
}

#endif
