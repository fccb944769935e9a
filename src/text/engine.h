/* engine.h: what the files of the text room share. */
#ifndef BOARDPAPER_TEXT_ENGINE_H
#define BOARDPAPER_TEXT_ENGINE_H

#include <stdatomic.h>

#include <boardpaper/arena.h>
#include <boardpaper/text.h>

#include "harfbuzz.h"

/* One font file. What follows the identity is filled by font_use, when the font is first needed;
 * face and font by font_shapes. */
struct font {
    const char *path;  /* NULL: the fake's */
    bool bold, italic; /* as families.txt says */
    bool by_pairs;     /* likewise: Latin words may be shaped from their pairs (pairs.c) */
    uint64_t identity; /* see neighbours.h; 0: unknown */
    atomic_bool used;
    const struct known_measures *known; /* of a font that ships, or NULL: see measures.h */
    atomic_bool shapes;
    hb_face_t *face; /* the empty face where the file turned out to be damaged */
    hb_font_t *font;
    const char *postscript_name;
    struct font_metrics metrics;
    struct font_description description;
    struct pairs *pairs[2]; /* plain and tabular: known once it is used, or made when needed */
    /* by glyph: the reverse of the cmap; made when first asked for */
    _Atomic(uint32_t *) characters;
};

enum { FACES = 4, FACE_BOLD = 1, FACE_ITALIC = 2 };

struct typeface {
    struct font *const *fonts; /* its own first, then those that stand in */
    size_t count;
};

struct family {
    const char *name;
    struct font *files[FACES];
    const char **fallbacks;
    size_t fallback_count;
    struct typeface *faces[FACES]; /* made when asked for */
    struct where where;
};

/* What is kept of a language, each part made when it is first needed. */
struct language {
    struct language *next;
    const char *tag;    /* as given: "en-GB" */
    const char *locale; /* see language_locale; or NULL */
    struct UBreakIterator *lines;
    struct hyphens *hyphens;
    bool hyphens_sought;
    struct forms *forms;
    struct UCollator *collator;
    struct voice *voices; /* that speak it, the last asked for first */
};

struct voice {
    struct voice *next;
    const struct typeface *face;
    const struct language *language;
    unsigned features;
    bool by_pairs; /* its words from the left may be shaped from their pairs (pairs.c) */
    uint64_t seed; /* of the hashes of its words */
};

struct pattern_file {
    const char *language;
    const char *path;
};

struct text {
    struct arena *arena;
    bool fake;
    struct text *beside;        /* whose fonts these are, see text_beside; NULL: its own */
    bool has_harfbuzz, has_icu; /* they are loaded */
    const char *missing;        /* of HarfBuzz or ICU; said by text_ready */
    struct family *families;
    size_t family_count;
    struct pattern_file *patterns;
    size_t pattern_count;
    uint32_t voice_count;
    struct language *languages; /* the last used first */
    struct shapes *shapes;      /* shape.c's cache */
};

/* The language's record; lang NULL or "": the root, which belongs to none. */
struct language *text_language(struct text *text, const char *lang);

/* Whether HarfBuzz's functions are there: to be asked before they are called, as by text_has_icu.
 */
bool text_has_harfbuzz(struct text *text);
/* Whether the functions of icu, and of icu_i18n (icu.h), are there: to be asked before they are
 * called. Who asks goes on without, which text_ready tells. */
bool text_has_icu(struct text *text);
bool text_has_i18n(struct text *text);
/* ICU's name for the language: "en_GB". Where text_has_icu. */
const char *language_locale(struct text *text, struct language *language);

/* families.c: reads folder/families.txt into text. */
bool families_read(struct text *text, const char *folder, struct diagnostics *diagnostics);

/* font.c: finds out the font's measures; nothing if that is done. */
void font_use(struct font *font);
/* Makes face and font, with which HarfBuzz shapes; false without it. */
bool font_shapes(struct font *font);
void font_close(struct font *font);

/* shape.c */
void shapes_close(struct text *text);
/* The buffer that HarfBuzz works in; what is in it is good until the next call. */
hb_buffer_t *shape_buffer(struct text *text);
/* Shapes length bytes of utf8 from start with HarfBuzz; the buffer is good until the next call. */
hb_buffer_t *shape_bytes(struct text *text, struct font *font, hb_script_t script,
                         hb_language_t language, unsigned features, bool right_to_left,
                         const char *utf8, size_t start, size_t length);

/* fake.c: the fake's only family, its runs and its breaks. */
void fake_families(struct text *text);
void fake_run(struct arena *arena, struct run *run, const char *utf8);
void fake_breaks(const char *utf8, size_t length, uint8_t *out);

/* Decodes the character at *at of length bytes and moves *at past it. What is no UTF-8 gives
 * U+FFFD, one for each maximal part of what could have been a character (Unicode 15, 3.9). */
static inline uint32_t utf8_next(const char *utf8, size_t length, size_t *at) {
    const unsigned char *bytes = (const unsigned char *)utf8;
    uint32_t first = bytes[(*at)++];
    if (first < 0x80) {
        return first;
    }
    int more;
    uint32_t least = 0x80, most = 0xBF, value;
    if (first >= 0xC2 && first <= 0xDF) {
        more = 1;
        value = first & 0x1F;
    } else if (first >= 0xE0 && first <= 0xEF) {
        more = 2;
        value = first & 0x0F;
        least = first == 0xE0 ? 0xA0 : 0x80;
        most = first == 0xED ? 0x9F : 0xBF;
    } else if (first >= 0xF0 && first <= 0xF4) {
        more = 3;
        value = first & 0x07;
        least = first == 0xF0 ? 0x90 : 0x80;
        most = first == 0xF4 ? 0x8F : 0xBF;
    } else {
        return 0xFFFD;
    }
    for (; more > 0; more--) {
        if (*at >= length || bytes[*at] < least || bytes[*at] > most) {
            return 0xFFFD;
        }
        value = value << 6 | (bytes[(*at)++] & 0x3F);
        least = 0x80;
        most = 0xBF;
    }
    return value;
}

#endif
