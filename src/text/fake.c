/* fake.c: an engine for tests of layout, whose widths can be reckoned in the head.
 *
 * Every character is 600 of 1,000 units wide and its glyph is its code point. It goes through the
 * same cache and the same calls as the real one, so that what layout does with it is what it does
 * with fonts. Rejected: a small real font for tests; its widths would have to be looked up.
 */
#include "engine.h"

#include <string.h>

enum { FAKE_ADVANCE = 600, FAKE_GLYPHS = 0x110000 };

static struct font *fake_font(struct arena *arena, bool bold, bool italic) {
    struct font *font = NEW(arena, struct font);
    font->used = true;
    font->bold = bold;
    font->italic = italic;
    font->postscript_name = bold ? (italic ? "Fake-BoldItalic" : "Fake-Bold")
                                 : (italic ? "Fake-Italic" : "Fake-Regular");
    font->metrics = (struct font_metrics){.units_per_em = 1000,
                                          .ascent = 800,
                                          .descent = 200,
                                          .cap_height = 700,
                                          .x_height = 500,
                                          .underline_position = 100,
                                          .underline_thickness = 50,
                                          .strikeout_position = 250,
                                          .superscript_rise = 350,
                                          .superscript_size = 600,
                                          .subscript_drop = 100};
    font->description = (struct font_description){.units_per_em = 1000,
                                                  .ascent = 800,
                                                  .descent = 200,
                                                  .cap_height = 700,
                                                  .x_height = 500,
                                                  .stem_v = bold ? 140 : 80,
                                                  .box = {0, -200, 600, 800},
                                                  .fixed_pitch = true,
                                                  .bold = bold,
                                                  .italic = italic,
                                                  .glyph_count = FAKE_GLYPHS};
    return font;
}

void fake_families(struct text *text) {
    text->families = NEWS(text->arena, 1, struct family);
    text->families[0].name = "Fake";
    text->family_count = 1;
    for (int face = 0; face < FACES; face++) {
        text->families[0].files[face] =
            fake_font(text->arena, (face & FACE_BOLD) != 0, (face & FACE_ITALIC) != 0);
    }
}

/* Fills the glyphs of a run whose font, bytes and direction are set. */
void fake_run(struct arena *arena, struct run *run, const char *utf8) {
    struct glyph *glyphs = NEWS(arena, run->length, struct glyph);
    size_t end = (size_t)run->start + run->length;
    for (size_t at = run->start; at < end;) {
        struct glyph *glyph = &glyphs[run->count++];
        glyph->cluster = (uint32_t)at;
        glyph->id = utf8_next(utf8, end, &at);
        glyph->advance = FAKE_ADVANCE;
        run->advance += FAKE_ADVANCE;
    }
    for (uint32_t i = 0; run->right_to_left && i < run->count / 2; i++) {
        struct glyph swapped = glyphs[i];
        glyphs[i] = glyphs[run->count - 1 - i];
        glyphs[run->count - 1 - i] = swapped;
    }
    run->glyphs = glyphs;
}

/* At spaces and after hyphens, forced after a newline: each break stands before the first byte
 * that is no space any more. */
void fake_breaks(const char *utf8, size_t length, uint8_t *out) {
    memset(out, TEXT_BREAK_NONE, length + 1);
    for (size_t i = 1; i < length; i++) {
        if (utf8[i - 1] == '\n') {
            out[i] = TEXT_BREAK_FORCED;
        } else if ((utf8[i - 1] == ' ' || utf8[i - 1] == '-') && utf8[i] != ' ' &&
                   utf8[i] != '\n') {
            out[i] = TEXT_BREAK_ALLOWED;
        }
    }
    if (length > 0) {
        out[length] = utf8[length - 1] == '\n' ? TEXT_BREAK_FORCED : TEXT_BREAK_ALLOWED;
    }
}
