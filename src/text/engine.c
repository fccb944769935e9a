/* engine.c: opening and closing the engine, its typefaces and its languages.
 *
 * Opening reads one small text file and looks whether the fonts are there; a font is mapped, a
 * dictionary read and an iterator of ICU's opened when they are first needed, because a paper of
 * one language in one family needs a tenth of them. An engine belongs to one thread.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "forms.h"
#include "icu.h"
#include "pairs.h"

static const struct where NOWHERE = {NULL, 0};

static struct text *engine_new(void) {
    struct arena *arena = arena_new();
    struct text *text = NEW(arena, struct text);
    text->arena = arena;
    return text;
}

struct text *text_open(const char *folder, struct diagnostics *diagnostics) {
    struct text *text = engine_new();
    if (!families_read(text, folder, diagnostics)) {
        text_close(text);
        return NULL;
    }
    return text;
}

struct text *text_open_fake(void) {
    struct text *text = engine_new();
    text->fake = true;
    fake_families(text);
    return text;
}

void text_close(struct text *text) {
    if (text == NULL) {
        return;
    }
    if (text->beside != NULL && text->missing != NULL) {
        text->beside->missing = text->missing; /* for text_ready to say */
    }
    shapes_close(text);
    for (struct language *language = text->languages; language != NULL; language = language->next) {
        if (language->lines != NULL) {
            icu.ubrk_close(language->lines);
        }
        if (language->collator != NULL) {
            icu_i18n.ucol_close(language->collator);
        }
        forms_close(language->forms);
    }
    for (size_t i = 0; i < text->family_count && text->beside == NULL; i++) {
        for (int face = 0; face < FACES; face++) {
            if (text->families[i].files[face] != NULL) {
                font_close(text->families[i].files[face]);
            }
        }
    }
    arena_free(text->arena);
}

bool text_has_harfbuzz(struct text *text) {
    if (!text->has_harfbuzz) {
        const char *missing = harfbuzz_load();
        if (missing != NULL) {
            text->missing = missing;
        }
        text->has_harfbuzz = missing == NULL;
    }
    return text->has_harfbuzz;
}

bool text_has_icu(struct text *text) {
    if (!text->has_icu) {
        const char *missing = icu_load();
        if (missing != NULL) {
            text->missing = missing;
        }
        text->has_icu = missing == NULL;
    }
    return text->has_icu;
}

bool text_has_i18n(struct text *text) {
    if (!text_has_icu(text)) {
        return false;
    }
    const char *missing = icu_i18n_load();
    if (missing != NULL) {
        text->missing = missing;
    }
    return missing == NULL;
}

struct text *text_beside(struct text *text) {
    struct text *made = engine_new();
    struct arena *arena = made->arena;
    *made = (struct text){.arena = arena,
                          .fake = text->fake,
                          .beside = text,
                          .families = NEWS(arena, text->family_count, struct family),
                          .family_count = text->family_count,
                          .patterns = text->patterns,
                          .pattern_count = text->pattern_count};
    for (size_t i = 0; i < text->family_count; i++) {
        made->families[i] = text->families[i];
        memset((void *)made->families[i].faces, 0, sizeof made->families[i].faces);
    }
    return made;
}

bool text_ready(const struct text *text, struct diagnostics *diagnostics) {
    return text->missing == NULL ||
           REPORT(diagnostics, NOWHERE, MESSAGE_LIBRARY_MISSING, text->missing);
}

static struct family *family_named(const struct text *text, const char *name) {
    for (size_t i = 0; name != NULL && i < text->family_count; i++) {
        if (strcmp(text->families[i].name, name) == 0) {
            return &text->families[i];
        }
    }
    return NULL;
}

bool text_has_family(const struct text *text, const char *family) {
    return family_named(text, family) != NULL;
}

/* The family's file that comes nearest to the face wanted. */
static struct font *family_font(const struct family *family, int face) {
    static const int nearest[FACES][FACES] = {
        {0, 0, 0, 0},
        {FACE_BOLD, 0, 0, 0},
        {FACE_ITALIC, 0, 0, 0},
        {FACE_BOLD | FACE_ITALIC, FACE_BOLD, FACE_ITALIC, 0},
    };
    for (int i = 0; i < FACES; i++) {
        if (family->files[nearest[face][i]] != NULL) {
            return family->files[nearest[face][i]];
        }
    }
    return NULL;
}

void text_open_faces(const struct text *text) {
    font_use(family_font(&text->families[0], 0));
    font_use(family_font(&text->families[0], FACE_BOLD));
}

void text_know_glyphs(const struct text *text) {
    const struct font *plain = family_font(&text->families[0], 0);
    const struct font *bold = family_font(&text->families[0], FACE_BOLD);
    if (plain->used && bold->used) {
        (void)font_character(plain, 0);
        (void)font_character(bold, 0);
        (void)font_postscript_name(plain);
        (void)font_postscript_name(bold);
    }
}

void text_prepare_subsets(const struct text *text) {
    font_shapes(family_font(&text->families[0], 0));
    font_shapes(family_font(&text->families[0], FACE_BOLD));
}

bool text_can_subset(struct text *text, struct diagnostics *diagnostics) {
    return text->fake || text_has_harfbuzz(text) || text_ready(text, diagnostics);
}

const struct typeface *text_typeface(struct text *text, const char *name, bool bold, bool italic) {
    struct family *family = family_named(text, name);
    if (family == NULL) {
        family = &text->families[0];
    }
    int face = (bold ? FACE_BOLD : 0) | (italic ? FACE_ITALIC : 0);
    if (family->faces[face] != NULL) {
        return family->faces[face];
    }
    struct font **fonts = NEWS(text->arena, 1 + family->fallback_count, struct font *);
    size_t count = 0;
    fonts[count++] = family_font(family, face);
    for (size_t i = 0; i < family->fallback_count; i++) {
        fonts[count++] = family_font(family_named(text, family->fallbacks[i]), face);
    }
    struct typeface *made = NEW(text->arena, struct typeface);
    *made = (struct typeface){.fonts = fonts, .count = count};
    family->faces[face] = made;
    return made;
}

struct font_metrics text_metrics(const struct typeface *face) {
    font_use(face->fonts[0]);
    return face->fonts[0]->metrics;
}

struct language *text_language(struct text *text, const char *lang) {
    if (lang == NULL) {
        lang = "";
    }
    struct language *before = NULL;
    for (struct language *found = text->languages; found != NULL; found = found->next) {
        if (found->tag[0] == lang[0] && strcmp(found->tag, lang) == 0) {
            if (before != NULL) {
                before->next = found->next;
                found->next = text->languages;
                text->languages = found;
            }
            return found;
        }
        before = found;
    }
    struct language *made = NEW(text->arena, struct language);
    made->tag = arena_text(text->arena, lang);
    made->next = text->languages;
    text->languages = made;
    return made;
}

const char *language_locale(struct text *text, struct language *language) {
    if (language->locale == NULL) {
        char locale[ULOC_FULLNAME_CAPACITY];
        UErrorCode error = U_ZERO_ERROR;
        int32_t parsed = 0;
        int32_t length =
            icu.uloc_forLanguageTag(language->tag, locale, sizeof locale, &parsed, &error);
        bool known = U_SUCCESS(error) && error != U_STRING_NOT_TERMINATED_WARNING && length > 0;
        language->locale = arena_text(text->arena, known ? locale : "root");
    }
    return language->locale;
}

/* Pairs that are asked for as they occur are kept with the font, for one engine. */
static bool may_ask(const struct text *text, struct font *font) {
    return text->beside == NULL || pairs_known(font);
}

const struct voice *text_voice(struct text *text, const struct typeface *face, const char *lang,
                               unsigned features) {
    struct language *language = text_language(text, lang);
    struct voice **link = &language->voices;
    while (*link != NULL && ((*link)->face != face || (*link)->features != features)) {
        link = &(*link)->next;
    }
    struct voice *voice = *link;
    if (voice == NULL) {
        voice = NEW(text->arena, struct voice);
        *voice = (struct voice){
            .face = face,
            .language = language,
            .features = features,
            .by_pairs = !text->fake && face->fonts[0]->by_pairs &&
                        pairs_allowed(language, features) && may_ask(text, face->fonts[0]),
            .seed = ++text->voice_count * UINT64_C(0x9E3779B97F4A7C15),
        };
    } else {
        *link = voice->next;
    }
    voice->next = language->voices;
    language->voices = voice;
    return voice;
}
