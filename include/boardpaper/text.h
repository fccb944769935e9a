/* text.h: fonts, shaping, where lines may break, and the language's own forms of numbers and
 * dates. The only room that knows HarfBuzz and ICU. An engine belongs to one thread; what font_*
 * say of a font is asked by that thread too.
 *
 * Shaping is in font units, so that one shaped word serves every size: width on the page is
 * advance * size / units_per_em (text_width). Shaped text is cached by (face, language, features,
 * bytes) for as long as the engine lives.
 */
#ifndef BOARDPAPER_TEXT_H
#define BOARDPAPER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/diagnostics.h>
#include <boardpaper/number.h>
#include <boardpaper/units.h>

struct arena;
struct buffer;

struct text;     /* the engine: fonts, caches, dictionaries */
struct font;     /* one font file */
struct typeface; /* a font and those that stand in where it has no glyph */

/* Opens the fonts in folder. Which files make a family, and which families stand in for characters
 * that it lacks, is said in folder/families.txt. NULL with diagnostics. A font is mapped and read
 * when it is first used. */
struct text *text_open(const char *folder, struct diagnostics *diagnostics);
/* Whether all libraries were there that were needed so far; said where not. What was made without
 * them is not to be used. */
bool text_ready(const struct text *text, struct diagnostics *diagnostics);
/* Opens the faces that every paper has. For another thread, while this one makes use of the engine;
 * who needs such a face meanwhile waits. It ends before text_close. */
void text_open_faces(const struct text *text);
/* Finds out of these faces what font_character and font_postscript_name tell, for a thread that has
 * time before they are asked. Under the same terms, and before another thread asks for the names;
 * nothing where they are not open. */
void text_know_glyphs(const struct text *text);
/* Loads HarfBuzz and opens these faces for it, for a thread that has time before font_subset is
 * called. Under the same terms. */
void text_prepare_subsets(const struct text *text);
/* Whether font_subset can do its work: HarfBuzz is there. Said where not. */
bool text_can_subset(struct text *text, struct diagnostics *diagnostics);
/* An engine for another thread, while this one makes use of its own: with the same fonts, so that
 * what the two shape is the same. It is made by who uses text, and closed before it. */
struct text *text_beside(struct text *text);
/* A fake for tests of layout: every character 600 of 1,000 units wide, ascent 800, descent 200,
 * break opportunities at spaces and after hyphens. No files. */
struct text *text_open_fake(void);
void text_close(struct text *text);

/* family NULL or unknown: the first family (unknown gives false in text_has_family). Never NULL. */
bool text_has_family(const struct text *text, const char *family);
const struct typeface *text_typeface(struct text *text, const char *family, bool bold, bool italic);
/* Metrics in font units of the typeface's own font: ascent and descent positive. */
struct font_metrics {
    int32_t units_per_em, ascent, descent, cap_height, x_height;
    int32_t underline_position, underline_thickness; /* position: below the baseline, positive */
    int32_t strikeout_position, superscript_rise, superscript_size, subscript_drop;
};
struct font_metrics text_metrics(const struct typeface *face);

enum text_features {
    TEXT_PLAIN = 0,
    TEXT_TABULAR = 1,    /* figures of one width (tnum lnum) */
    TEXT_SMALL_CAPS = 2, /* smcp where the font has it */
    TEXT_NO_LIGATURES = 4
};

struct glyph {
    uint32_t id;
    uint32_t cluster; /* byte offset in the shaped text of the first character it stands for */
    int32_t advance, dx, dy; /* font units; dy up */
};

/* Glyphs of one font, in the order they are drawn (left to right). */
struct run {
    const struct font *font;
    const struct glyph *glyphs;
    uint32_t count;
    uint32_t start, length; /* the bytes of the text it stands for */
    bool right_to_left;
    int32_t advance; /* the sum, font units */
};
struct shaped {
    const char *text; /* the engine's own copy */
    uint32_t length;
    uint32_t run_count;
    const struct run *runs; /* in the order they are drawn */
    bool missing;           /* a character that no font has; see text_missing */
};

/* What words are shaped in: a typeface, a language, features. Whoever shapes many words asks for it
 * once; it is the same one whenever it is asked for, until text_close. Never NULL. */
struct voice;
const struct voice *text_voice(struct text *text, const struct typeface *face, const char *lang,
                               unsigned features);
/* Shapes text of one direction (a word, or a run from text_bidi). Constant until text_close. */
const struct shaped *text_shape_in(struct text *text, const struct voice *voice, bool right_to_left,
                                   const char *utf8, size_t length);
const struct shaped *text_shape(struct text *text, const struct typeface *face, const char *lang,
                                unsigned features, bool right_to_left, const char *utf8,
                                size_t length);
/* Width at size, rounded once a run. */
length_t text_width(const struct shaped *shaped, length_t size);
/* The first character of shaped that no font has, as "U+1F600 GRINNING FACE"; for diagnostics. */
const char *text_missing(struct text *text, const struct shaped *shaped);

/* Where a line may break: out[i] for each byte offset 1..length: TEXT_BREAK_* before that byte (at
 * length: the end). Rules of UAX #14 in the language, and beyond: none inside "Section 17", between
 * a number and its unit, in a range of numbers; URLs break after / and before . ? = & only. */
enum text_break { TEXT_BREAK_NONE = 0, TEXT_BREAK_ALLOWED = 1, TEXT_BREAK_FORCED = 2 };
void text_breaks(struct text *text, const char *lang, const char *utf8, size_t length,
                 uint8_t *out);
/* Where a word may be hyphenated: out[i] = 1 before byte i. False where the language has no
 * dictionary or the word none. */
bool text_hyphens(struct text *text, const char *lang, const char *word, size_t length,
                  uint8_t *out);
/* Bidirectional runs in the order they are drawn, of one paragraph or line. Returns their count; at
 * most most are written. All-left-to-right text gives one run, quickly. */
struct text_direction {
    size_t start, length;
    bool right_to_left;
};
size_t text_bidi(struct text *text, const char *utf8, size_t length, bool base_right_to_left,
                 struct text_direction *out, size_t most);

/* Fonts for embedding (src/pdf). */
const char *font_postscript_name(const struct font *font);
struct font_description {
    int32_t units_per_em, ascent, descent, cap_height, x_height, stem_v, italic_angle_thousandths;
    int32_t box[4];                                 /* left, bottom, right, top */
    bool fixed_pitch, serif, italic, bold, compact; /* compact: CFF outlines, not TrueType */
    uint32_t glyph_count;
};
struct font_description font_describe(const struct font *font);
uint32_t font_advance(const struct font *font, uint32_t glyph);
/* The one character the glyph stands for in the font's cmap, or 0. */
uint32_t font_character(const struct font *font, uint32_t glyph);
/* A subset with glyph ids kept: .notdef and the used glyphs (used: one byte a glyph id), hinting
 * and layout tables dropped. False where HarfBuzz cannot. */
bool font_subset(const struct font *font, const uint8_t *used, struct buffer *out);

/* The language's own forms, through ICU. Results live in arena. */
const char *text_number(struct text *text, struct arena *arena, const char *lang,
                        struct number value, int decimals, bool grouped);
/* As text_number, with a sign always shown (a true minus) and a % where percent is set. */
const char *text_change(struct text *text, struct arena *arena, const char *lang,
                        struct number value, int decimals, bool percent);
/* form: "long" 21 January 2016, "medium" 21 Jan 2016, "month" January 2016, "short". */
const char *text_date(struct text *text, struct arena *arena, const char *lang, int year, int month,
                      int day, const char *form);
/* Words for small numbers in the language: 6 is "six". */
const char *text_spelled(struct text *text, struct arena *arena, const char *lang, int64_t value);
/* "first" or "1st" forms: spelled decides. */
const char *text_ordinal(struct text *text, struct arena *arena, const char *lang, int64_t value,
                         bool spelled);
/* Which form of a word goes with the number in the language: "zero", "one", "two", "few", "many" or
 * "other" (CLDR's cardinal categories; English has "one" and "other"). */
const char *text_plural(struct text *text, const char *lang, int64_t value);
/* "a, b and c" as the language joins. */
const char *text_join(struct text *text, struct arena *arena, const char *lang,
                      const char *const *items, size_t count);
/* The language's upper case. */
const char *text_upper(struct text *text, struct arena *arena, const char *lang, const char *utf8);
/* Order of two texts in the language: <0, 0, >0. */
int text_collate(struct text *text, const char *lang, const char *a, const char *b);

#endif
