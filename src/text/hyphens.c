/* hyphens.c: where a word may be hyphenated, by Liang's patterns through libhyphen.
 *
 * A word is cut into stretches of letters; each is put into small letters and the dictionary's
 * encoding (one byte a letter, or UTF-8), and the answer, which counts letters, is carried back to
 * bytes. No stretch next to a figure, an underscore, an @ or a / is hyphenated, nor one all in
 * capitals: part numbers, addresses and acronyms are not words. Break points that would change the
 * spelling (old German "Zuk-ker") are left out, because the text must stay the reader's.
 */
#include "hyphens.h"

#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include <hyphen.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>

enum { WORD_MOST = 100 }; /* letters; longer ones are no words */

struct hyphens {
    HyphenDict *dictionary;
    uint32_t characters[256]; /* of the bytes, where the encoding has one byte a character */
};

/* ---- the dictionary ------------------------------------------------------------------------ */

static bool read_encoding(struct hyphens *hyphens) {
    if (hyphens->dictionary->utf8) {
        return true;
    }
    UErrorCode error = U_ZERO_ERROR;
    const char *name = hyphens->dictionary->cset;
    if (strncmp(name, "microsoft-cp", 12) == 0) {
        name += strlen("microsoft-"); /* ICU knows cp1251, not Microsoft's name in dictionaries */
    }
    UConverter *converter = ucnv_open(name, &error);
    for (int byte = 0x21; U_SUCCESS(error) && byte < 0x100; byte++) {
        char bytes[1] = {(char)byte};
        UChar character[2];
        UErrorCode unmapped = U_ZERO_ERROR;
        if (ucnv_toUChars(converter, character, 2, bytes, 1, &unmapped) == 1 &&
            character[0] != 0xFFFD) {
            hyphens->characters[byte] = character[0];
        }
    }
    ucnv_close(converter);
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
    HyphenDict *dictionary = path == NULL ? NULL : hnj_hyphen_load(path);
    if (dictionary == NULL) {
        return NULL;
    }
    struct hyphens *hyphens = NEW(text->arena, struct hyphens);
    hyphens->dictionary = dictionary;
    if (!read_encoding(hyphens)) {
        hnj_hyphen_free(dictionary);
        return NULL;
    }
    language->hyphens = hyphens;
    return hyphens;
}

void hyphens_close(struct hyphens *hyphens) {
    if (hyphens != NULL) {
        hnj_hyphen_free(hyphens->dictionary);
    }
}

/* ---- a stretch of letters ------------------------------------------------------------------ */

struct letters {
    uint32_t characters[WORD_MOST]; /* small letters */
    size_t ends[WORD_MOST];         /* where in the word each letter ends, in bytes */
    size_t count;
    bool too_long, has_small;
};

/* The letters in the dictionary's encoding; 0 where it lacks one. */
static size_t encode(const struct hyphens *hyphens, const struct letters *letters, char *out) {
    size_t length = 0;
    for (size_t i = 0; i < letters->count; i++) {
        uint32_t character = letters->characters[i];
        if (hyphens->dictionary->utf8) {
            if (character < 0x80) {
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
            continue;
        }
        int byte = 0xFF;
        while (byte > 0 && hyphens->characters[byte] != character) {
            byte--;
        }
        if (byte == 0) {
            return 0;
        }
        out[length++] = (char)byte;
    }
    out[length] = '\0';
    return length;
}

static bool hyphenate(const struct hyphens *hyphens, const struct letters *letters, uint8_t *out) {
    char word[WORD_MOST * 3 + 1];
    char marks[WORD_MOST * 3 + 6] = {0};
    if (letters->count < 4 || letters->too_long || !letters->has_small) {
        return false;
    }
    size_t length = encode(hyphens, letters, word);
    char **replacements = NULL;
    int *positions = NULL, *cuts = NULL;
    if (length == 0 || hnj_hyphen_hyphenate2(hyphens->dictionary, word, (int)length, marks, NULL,
                                             &replacements, &positions, &cuts) != 0) {
        return false;
    }
    bool any = false;
    for (size_t i = 0; i + 1 < letters->count; i++) {
        bool changes = replacements != NULL && replacements[i] != NULL;
        if ((marks[i] & 1) != 0 && !changes) {
            out[letters->ends[i]] = 1;
            any = true;
        }
    }
    for (size_t i = 0; replacements != NULL && i < length; i++) {
        free(replacements[i]);
    }
    free(replacements);
    free(positions);
    free(cuts);
    return any;
}

static bool is_letter(uint32_t character) {
    return character < 0x80 ? (character | 0x20) >= 'a' && (character | 0x20) <= 'z'
                            : u_isalpha((UChar32)character) ||
                                  u_charType((UChar32)character) == U_NON_SPACING_MARK;
}

/* What says that letters beside it are a part of no word. */
static bool spoils(uint32_t character) {
    return character == '_' || character == '@' || character == '/' || character == '\\' ||
           (character < 0x80 ? character >= '0' && character <= '9'
                             : u_isdigit((UChar32)character));
}

bool text_hyphens(struct text *text, const char *lang, const char *word, size_t length,
                  uint8_t *out) {
    memset(out, 0, length + 1);
    struct hyphens *hyphens =
        length < 4 || text->fake ? NULL : hyphens_of(text, text_language(text, lang));
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
            uint32_t small = (uint32_t)u_tolower((UChar32)character);
            letters.has_small = letters.has_small || small == character;
            letters.too_long = letters.too_long || letters.count == WORD_MOST;
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
