/* embed.c: boardpaper in a program of your own. Names the areas rated high, then makes the paper.
 *
 *   cc $(pkg-config --cflags boardpaper) embed.c $(pkg-config --libs boardpaper) -o embed
 *   ./embed safer-plymouth.xml paper.pdf
 */
#include <stdio.h>
#include <string.h>

#include <boardpaper/boardpaper.h>
#include <boardpaper/file.h>
#include <boardpaper/scoring.h>

static void name_high_areas(const struct scores *scores) {
    for (size_t i = 0; i < scores->count; i++) {
        const struct result *result = scores->ranked[i];
        if (result->rating != NULL && strcmp(result->rating->id, "high") == 0) {
            printf("%s\n", result->area->name);
        }
    }
}

int main(int count, char **words) {
    if (count != 3) {
        fputs("usage: embed INPUT.xml OUTPUT.pdf\n", stderr);
        return STATUS_USAGE;
    }
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct scored scored;
    struct render render = {0};
    struct buffer text = {0};
    if (boardpaper_score(arena, words[1], 0, &scored, diagnostics)) {
        name_high_areas(scored.scores);
        if (boardpaper_render(arena, &scored, &render, &text, NULL, diagnostics)) {
            file_publish(words[2], text.data, text.length, diagnostics);
        }
    }
    boardpaper_close(&scored);

    buffer_clear(&text);
    diagnostics_write(diagnostics, &text, LEVEL_WARNING, false);
    fwrite(text.data, 1, text.length, stderr);
    enum status status = diagnostics_status(diagnostics);
    buffer_free(&text);
    arena_free(arena);
    return (int)status;
}
