/* hyphens.c: where a word may be hyphenated.
 *
 * A word is cut into stretches of letters; each is put into small letters and the dictionary's
 * encoding, weighed by its patterns, and the answer carried back to the word's own bytes. No
 * stretch next to a figure, an underscore, an @ or a slash is hyphenated, nor one all in capitals:
 * part numbers, addresses and acronyms are not words.
 */
#include "engine.h"

#include <string.h>

#include "icu.h"
#include "patterns.h"

enum { LETTERS_MOST = 100 }; /* what is longer is no word */

struct hyphens {
    const struct patterns *patterns;
    bool utf8;
    uint32_t characters[256]; /* of the bytes, where the encoding has one byte a character */
};

/* ---- the dictionary ------------------------------------------------------------------------ */

static bool read_encoding(struct text *text, struct hyphens *hyphens) {
    const char *name = patterns_encoding(hyphens->patterns);
    if (strcmp(name, "UTF-8") == 0) {
        hyphens->utf8 = true;
        return true;
    }
    if (strncmp(name, "microsoft-cp", 12) == 0) {
        name += strlen("microsoft-"); /* ICU knows cp1251, not the name dictionaries give it */
    }
    if (!text_has_icu(text)) {
        return false;
    }
    UErrorCode error = U_ZERO_ERROR;
    UConverter *converter = icu.ucnv_open(name, &error);
    for (int byte = 0x21; U_SUCCESS(error) && byte < 0x100; byte++) {
        char bytes[1] = {(char)byte};
        UChar character[2];
        UErrorCode unmapped = U_ZERO_ERROR;
        if (icu.ucnv_toUChars(converter, character, 2, bytes, 1, &unmapped) == 1 &&
            character[0] != 0xFFFD) {
            hyphens->characters[byte] = character[0];
        }
    }
    icu.ucnv_close(converter);
    return U_SUCCESS(error);
}

/* The patterns for a tag: its own, those of the tag cut short (pl for pl-PL), or, for a bare
 * language, any region's (en-GB for en). */
static const char *patterns_for(const struct text *text, const char *tag) {
    size_t length = strlen(tag);
    while (length > 0) {
        for (size_t i = 0; i < text->pattern_count; i++) {
            const char *language = text->patterns[i].language;
            if (strncmp(language, tag, length) == 0 && language[length] == '\0') {
                return text->patterns[i].path;
            }
        }
        while (length > 0 && tag[--length] != '-') {
        }
    }
    length = strlen(tag);
    for (size_t i = 0; length > 0 && i < text->pattern_count; i++) {
        const char *language = text->patterns[i].language;
        if (strncmp(language, tag, length) == 0 && language[length] == '-') {
            return text->patterns[i].path;
        }
    }
    return NULL;
}

static struct hyphens *hyphens_of(struct text *text, struct language *language) {
    if (language->hyphens_sought) {
        return language->hyphens;
    }
    language->hyphens_sought = true;
    const char *path = patterns_for(text, language->tag);
    const struct patterns *patterns = path == NULL ? NULL : patterns_read(text->arena, path);
    if (patterns == NULL) {
        return NULL;
    }
    struct hyphens *hyphens = NEW(text->arena, struct hyphens);
    hyphens->patterns = patterns;
    language->hyphens = read_encoding(text, hyphens) ? hyphens : NULL;
    return language->hyphens;
}

/* ---- a stretch of letters ------------------------------------------------------------------ */

struct letters {
    uint32_t characters[LETTERS_MOST]; /* small letters */
    size_t ends[LETTERS_MOST];         /* where in the word each letter ends, in bytes */
    size_t count;
    bool too_long, has_small;
};

/* The letters in the dictionary's encoding; ends[i]: where letter i ends in it. 0 where the
 * encoding lacks one. */
static size_t encode(const struct hyphens *hyphens, const struct letters *letters, char *out,
                     size_t *ends) {
    size_t length = 0;
    for (size_t i = 0; i < letters->count; i++) {
        uint32_t character = letters->characters[i];
        if (!hyphens->utf8) {
            int byte = 0xFF;
            while (byte > 0 && hyphens->characters[byte] != character) {
                byte--;
            }
            if (byte == 0) {
                return 0;
            }
            out[length++] = (char)byte;
        } else if (character < 0x80) {
            out[length++] = (char)character;
        } else if (character < 0x800) {
            out[length++] = (char)(0xC0 | character >> 6);
            out[length++] = (char)(0x80 | (character & 0x3F));
        } else if (character < 0x10000) {
            out[length++] = (char)(0xE0 | character >> 12);
            out[length++] = (char)(0x80 | (character >> 6 & 0x3F));
            out[length++] = (char)(0x80 | (character & 0x3F));
        } else {
            return 0;
        }
        ends[i] = length;
    }
    return length;
}

static bool hyphenate(const struct hyphens *hyphens, const struct letters *letters, uint8_t *out) {
    char word[LETTERS_MOST * 3];
    size_t ends[LETTERS_MOST];
    uint8_t weights[LETTERS_MOST * 3 + 1];
    size_t before, after;
    patterns_margins(hyphens->patterns, &before, &after);
    if (letters->count < before + after || letters->too_long || !letters->has_small) {
        return false;
    }
    size_t length = encode(hyphens, letters, word, ends);
    if (length == 0) {
        return false;
    }
    patterns_weigh(hyphens->patterns, word, length, weights);
    bool any = false;
    for (size_t i = before; i + after <= letters->count; i++) {
        /* between letters i - 1 and i */
        if ((weights[ends[i - 1]] & 1) != 0) {
            out[letters->ends[i - 1]] = 1;
            any = true;
        }
    }
    return any;
}

/* ASCII, and the apostrophes and dashes from U+2000 to U+203F: what ICU need not be asked about. */
static bool is_mark(uint32_t character) {
    return character >= 0x2000 && character < 0x2040;
}

static bool is_plain(const char *word, size_t length) {
    for (size_t at = 0; at < length;) {
        uint32_t character = utf8_next(word, length, &at);
        if (character >= 0x80 && !is_mark(character)) {
            return false;
        }
    }
    return true;
}

static bool is_letter(uint32_t character) {
    if (character < 0x80) {
        return (character | 0x20) >= 'a' && (character | 0x20) <= 'z';
    }
    return !is_mark(character) && (icu.u_isalpha((UChar32)character) ||
                                   icu.u_charType((UChar32)character) == U_NON_SPACING_MARK);
}

/* What says that letters beside it are a part of no word. */
static bool spoils(uint32_t character) {
    if (character < 0x80) {
        return (character >= '0' && character <= '9') || character == '_' || character == '@' ||
               character == '/' || character == '\\';
    }
    return !is_mark(character) && icu.u_isdigit((UChar32)character);
}

bool text_hyphens(struct text *text, const char *lang, const char *word, size_t length,
                  uint8_t *out) {
    memset(out, 0, length + 1);
    struct hyphens *hyphens =
        length < 4 || text->fake || (!is_plain(word, length) && !text_has_icu(text))
            ? NULL
            : hyphens_of(text, text_language(text, lang));
    if (hyphens == NULL) {
        return false;
    }
    bool any = false;
    uint32_t before = 0;
    for (size_t at = 0; at < length;) {
        struct letters letters;
        letters.count = 0;
        letters.too_long = letters.has_small = false;
        uint32_t character = 0;
        while (at < length) {
            character = utf8_next(word, length, &at);
            if (!is_letter(character)) {
                break;
            }
            uint32_t small =
                character < 0x80 ? character | 0x20 : (uint32_t)icu.u_tolower((UChar32)character);
            letters.has_small = letters.has_small || small == character;
            letters.too_long = letters.too_long || letters.count == LETTERS_MOST;
            if (!letters.too_long) {
                letters.characters[letters.count] = small;
                letters.ends[letters.count++] = at;
            }
            character = 0;
        }
        if (!spoils(before) && !spoils(character)) {
            any = hyphenate(hyphens, &letters, out) || any;
        }
        before = character;
    }
    return any;
}
