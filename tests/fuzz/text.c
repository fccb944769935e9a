/* text.c: any bytes can be shaped, broken, hyphenated and ordered for drawing: every byte belongs
 * to one run, glyphs point into their run, and no break stands inside a character. The first byte
 * chooses language, features and direction. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/file.h>
#include <boardpaper/text.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool holds) {
    if (!holds) {
        abort();
    }
}

static void check_runs(struct text *text, const struct shaped *shaped) {
    size_t covered = 0;
    for (uint32_t i = 0; i < shaped->run_count; i++) {
        const struct run *run = &shaped->runs[i];
        int64_t sum = 0;
        for (uint32_t j = 0; j < run->count; j++) {
            must(run->glyphs[j].cluster >= run->start);
            must(run->glyphs[j].cluster < run->start + run->length);
            sum += run->glyphs[j].advance;
        }
        must(sum == run->advance);
        covered += run->length;
    }
    must(covered == shaped->length);
    must(shaped->missing == (text_missing(text, shaped) != NULL));
}

static bool is_inside_character(uint8_t byte) {
    return (byte & 0xC0) == 0x80;
}

static void check_breaks(struct text *text, const char *lang, const uint8_t *bytes, size_t length,
                         bool valid) {
    uint8_t *breaks = malloc(length + 1);
    must(breaks != NULL);
    memset(breaks, 99, length + 1);
    text_breaks(text, lang, (const char *)bytes, length, breaks);
    must(breaks[0] == TEXT_BREAK_NONE);
    must(length == 0 || breaks[length] != TEXT_BREAK_NONE);
    for (size_t i = 1; i <= length; i++) {
        must(breaks[i] <= TEXT_BREAK_FORCED);
        must(!valid || i == length || breaks[i] == 0 || !is_inside_character(bytes[i]));
    }
    text_hyphens(text, lang, (const char *)bytes, length, breaks);
    for (size_t i = 1; i < length; i++) {
        must(!valid || breaks[i] == 0 || !is_inside_character(bytes[i]));
    }
    free(breaks);
}

static void check_directions(struct text *text, size_t length, const uint8_t *bytes, bool base) {
    struct text_direction runs[64];
    size_t count = text_bidi(text, (const char *)bytes, length, base, runs, 64);
    must((count == 0) == (length == 0));
    size_t covered = 0;
    for (size_t i = 0; i < count && i < 64; i++) {
        must(runs[i].length > 0 && runs[i].start + runs[i].length <= length);
        covered += runs[i].length;
    }
    must(count > 64 || covered == length);
}

/* Whether the bytes are UTF-8 (surrogates and overlong forms let pass: only places matter here). */
static bool is_utf8(const uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < length;) {
        size_t more = bytes[i] < 0x80                        ? 0
                      : bytes[i] >= 0xC2 && bytes[i] <= 0xDF ? 1
                      : (bytes[i] & 0xF0) == 0xE0            ? 2
                      : bytes[i] >= 0xF0 && bytes[i] <= 0xF4 ? 3
                                                             : length;
        if (i + more >= length) {
            return false;
        }
        for (size_t j = 1; j <= more; j++) {
            if (!is_inside_character(bytes[i + j])) {
                return false;
            }
        }
        i += more + 1;
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    static const char *const languages[] = {"en-GB", "cy", "pl", "tr", "he", "", "th", "x"};
    static struct text *text; /* a process-wide engine: opening one for each input is too slow */
    static size_t rounds;
    if (length == 0 || length > 4096) {
        return 0;
    }
    if (rounds++ % 5000 == 0) { /* its cache only grows */
        struct arena *arena = arena_new();
        const char *folder = arena_print(arena, "%s/fonts", file_data_folder());
        text_close(text);
        text = text_open(folder, diagnostics_new(arena, 0));
        must(text != NULL);
        arena_free(arena);
    }
    uint8_t choice = bytes[0];
    const char *lang = languages[choice & 7];
    bytes++;
    length--;
    const struct typeface *face = text_typeface(text, NULL, (choice & 8) != 0, (choice & 16) != 0);
    const struct shaped *shaped = text_shape(text, face, lang, choice >> 5 & 3, (choice & 128) != 0,
                                             (const char *)bytes, length);
    check_runs(text, shaped);
    check_breaks(text, lang, bytes, length, is_utf8(bytes, length));
    check_directions(text, length, bytes, (choice & 128) != 0);
    return 0;
}
