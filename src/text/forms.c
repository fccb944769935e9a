/* forms.c: numbers, dates, ordinals and lists in a language's own form; upper case; order.
 *
 * Numbers are exact: number_format rounds once, half away from zero, and the language only changes
 * its signs. So ICU never sees a double. A negative number has a true minus (U+2212), which is as
 * wide as a plus and never breaks from its figures.
 */
#include "forms.h"

#include <string.h>

#include <boardpaper/buffer.h>

#include "icu.h"

struct forms *forms_of(struct text *text, struct language *language) {
    if (language->forms == NULL) {
        struct forms *forms = NEW(text->arena, struct forms);
        forms->known = known_form(language->tag);
        if (forms->known == NULL && !text_has_i18n(text)) {
            forms->known = known_form("en");
        }
        if (forms->known != NULL) {
            forms->number = forms->known->number;
        } else {
            forms->locale = foreign_locale(language_locale(text, language));
            foreign_number_form(text->arena, forms->locale, &forms->number);
        }
        language->forms = forms;
    }
    return language->forms;
}

void forms_close(struct forms *forms) {
    if (forms != NULL) {
        foreign_close(forms);
    }
}

static const char *finish(struct arena *arena, struct buffer *buffer) {
    const char *text = arena_bytes(arena, buffer->data == NULL ? "" : buffer->data, buffer->length);
    buffer_free(buffer);
    return text;
}

/* ---- numbers ------------------------------------------------------------------------------- */

static void add_digit(struct buffer *out, const struct number_form *form, char digit) {
    uint32_t character = form->zero + (uint32_t)(digit - '0');
    if (character < 0x80) {
        buffer_byte(out, (char)character);
    } else if (character < 0x800) {
        buffer_byte(out, (char)(0xC0 | character >> 6));
        buffer_byte(out, (char)(0x80 | (character & 0x3F)));
    } else {
        buffer_byte(out, (char)(0xE0 | character >> 12));
        buffer_byte(out, (char)(0x80 | (character >> 6 & 0x3F)));
        buffer_byte(out, (char)(0x80 | (character & 0x3F)));
    }
}

/* Whether a separator stands before the digit that has left digits, itself included, to the
 * decimal sign. */
static bool separated(const struct number_form *form, size_t left, size_t digits) {
    size_t first = (size_t)form->group_size, further = (size_t)form->further_size;
    if (first == 0 || digits < first + (size_t)form->least || left < first || left == digits) {
        return false;
    }
    return left == first || (further > 0 && (left - first) % further == 0);
}

/* plain: as number_format wrote it, without its sign. */
static void add_number(struct buffer *out, const struct number_form *form, const char *plain,
                       bool grouped) {
    size_t digits = strcspn(plain, ".");
    for (size_t i = 0; i < digits; i++) {
        if (grouped && separated(form, digits - i, digits)) {
            buffer_text(out, form->group);
        }
        add_digit(out, form, plain[i]);
    }
    if (plain[digits] == '.') {
        buffer_text(out, form->decimal);
        for (const char *digit = plain + digits + 1; *digit != '\0'; digit++) {
            add_digit(out, form, *digit);
        }
    }
}

static int bounded(int decimals) {
    return decimals < 0 ? 0 : decimals > 12 ? 12 : decimals;
}

const char *text_number(struct text *text, struct arena *arena, const char *lang,
                        struct number value, int decimals, bool grouped) {
    const struct forms *forms = forms_of(text, text_language(text, lang));
    char plain[NUMBER_TEXT];
    number_format(value, bounded(decimals), plain);
    struct buffer out = {0};
    bool negative = plain[0] == '-';
    if (negative) {
        buffer_text(&out, "\u2212");
    }
    add_number(&out, &forms->number, plain + negative, grouped);
    return finish(arena, &out);
}

const char *text_change(struct text *text, struct arena *arena, const char *lang,
                        struct number value, int decimals, bool percent) {
    const struct forms *forms = forms_of(text, text_language(text, lang));
    char plain[NUMBER_TEXT];
    number_format(value, bounded(decimals), plain);
    bool negative = plain[0] == '-';
    /* What rounds to nothing has gone neither up nor down. */
    bool nothing = plain[strspn(plain, "-0.")] == '\0';
    struct buffer out = {0};
    if (!nothing) {
        buffer_text(&out, negative ? "\u2212" : "+");
    }
    if (percent) {
        buffer_text(&out, forms->number.percent_before);
    }
    add_number(&out, &forms->number, plain + negative, true);
    if (percent) {
        buffer_text(&out, forms->number.percent_after);
    }
    return finish(arena, &out);
}

/* ---- dates --------------------------------------------------------------------------------- */

static void add_date(struct buffer *out, const struct known_form *form, const char *pattern,
                     int year, int month, int day) {
    for (const char *at = pattern; *at != '\0';) {
        size_t width = strspn(at, (const char[]){*at, '\0'});
        if (*at == 'd') {
            buffer_print(out, width == 2 ? "%02d" : "%d", day);
        } else if (*at == 'y') {
            buffer_print(out, "%d", year);
        } else if (*at == 'M' && width == 2) {
            buffer_print(out, "%02d", month);
        } else if (*at == 'M' && width == 3) {
            buffer_text(out, form->months_short[month - 1]);
        } else if (*at == 'M') {
            buffer_text(out, form->months[month - 1]);
        } else if (*at == 'L') {
            buffer_text(out, form->months_alone[month - 1]);
        } else {
            buffer_add(out, at, width);
        }
        at += width;
    }
}

const char *text_date(struct text *text, struct arena *arena, const char *lang, int year, int month,
                      int day, const char *form) {
    const struct forms *forms = forms_of(text, text_language(text, lang));
    const struct known_form *known = forms->known;
    if (month < 1 || month > 12 || day < 1 || day > 31) {
        return arena_print(arena, "%04d-%02d-%02d", year, month, day);
    }
    if (known == NULL) {
        return foreign_date(arena, forms->locale, year, month, day, form);
    }
    const char *pattern = strcmp(form, "medium") == 0  ? known->date_medium
                          : strcmp(form, "month") == 0 ? known->date_month
                          : strcmp(form, "short") == 0 ? known->date_short
                                                       : known->date_long;
    struct buffer out = {0};
    add_date(&out, known, pattern, year, month, day);
    return finish(arena, &out);
}

/* ---- words and lists ----------------------------------------------------------------------- */

const char *text_spelled(struct text *text, struct arena *arena, const char *lang, int64_t value) {
    struct language *language = text_language(text, lang);
    struct forms *forms = forms_of(text, language);
    struct buffer out = {0};
    if (forms->known != NULL && forms->known->spelled != NULL) {
        forms->known->spelled(&out, value);
        return finish(arena, &out);
    }
    const char *words = NULL;
    if (text_has_i18n(text)) {
        forms->locale = forms->locale == NULL ? language_locale(text, language) : forms->locale;
        words = foreign_spelled(arena, forms, value);
    }
    return words != NULL ? words : text_number(text, arena, lang, number_of(value), 0, true);
}

const char *text_ordinal(struct text *text, struct arena *arena, const char *lang, int64_t value,
                         bool spelled) {
    struct forms *forms = forms_of(text, text_language(text, lang));
    struct buffer out = {0};
    if (forms->known != NULL) {
        forms->known->ordinal(&out, value, spelled);
        return finish(arena, &out);
    }
    const char *words = foreign_ordinal(arena, forms, value, spelled);
    return words != NULL ? words : text_number(text, arena, lang, number_of(value), 0, true);
}

const char *text_plural(struct text *text, const char *lang, int64_t value) {
    const struct forms *forms = forms_of(text, text_language(text, lang));
    return forms->known != NULL
               ? forms->known->plural(value < 0 ? -(uint64_t)value : (uint64_t)value)
               : foreign_plural(forms->locale, value);
}

/* Whether a Welsh word begins with a vowel, w and y and letters with a roof among them; a and o
 * alone stand for what follows an initial, so case does not matter. */
static bool begins_with_vowel(const char *utf8) {
    size_t at = 0;
    uint32_t first = *utf8 == '\0' ? 0 : utf8_next(utf8, strlen(utf8), &at);
    static const uint32_t vowels[] = {'a',  'e',  'i',  'o',   'u',   'w',  'y',  0xE2, 0xEA,
                                      0xEE, 0xF4, 0xFB, 0x175, 0x177, 0xE4, 0xEB, 0xEF, 0xF6};
    if (first < 0x80) {
        first |= 0x20;
    } else if (first >= 0xC0 && first <= 0xDE) {
        first += 0x20;
    } else if (first == 0x174 || first == 0x176) {
        first++;
    }
    for (size_t i = 0; i < sizeof vowels / sizeof vowels[0]; i++) {
        if (vowels[i] == first) {
            return true;
        }
    }
    return false;
}

/* "a" makes the word after it breathe: "trais a thwyll", "ci a chath". Common words only: a name's
 * owner may not want it changed. */
static bool takes_breath(const char *utf8) {
    bool word = (utf8[0] == 'p' || utf8[0] == 't' || utf8[0] == 'c') &&
                (((unsigned char)utf8[1] & 0x80) != 0 || (utf8[1] >= 'a' && utf8[1] <= 'z'));
    return word && utf8[1] != 'h';
}

const char *text_join(struct text *text, struct arena *arena, const char *lang,
                      const char *const *items, size_t count) {
    const struct forms *forms = forms_of(text, text_language(text, lang));
    const struct known_form *known = forms->known;
    if (known == NULL) {
        return foreign_join(arena, forms->locale, items, count);
    }
    struct buffer out = {0};
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && i + 1 < count) {
            buffer_text(&out, ", ");
        } else if (i > 0) {
            bool vowel = known->and_before_vowel != NULL && begins_with_vowel(items[i]);
            buffer_text(&out, vowel ? known->and_before_vowel : known->and);
            if (known->and_before_vowel != NULL && takes_breath(items[i])) {
                buffer_print(&out, "%ch%s", items[i][0], items[i] + 1);
                continue;
            }
        }
        buffer_text(&out, items[i]);
    }
    return finish(arena, &out);
}

/* ---- case and order ------------------------------------------------------------------------ */

/* Languages whose ASCII letters have capitals of their own (i and dotted I), or lose accents. */
static bool has_plain_capitals(const char *tag) {
    return strncmp(tag, "tr", 2) != 0 && strncmp(tag, "az", 2) != 0 && strncmp(tag, "lt", 2) != 0;
}

const char *text_upper(struct text *text, struct arena *arena, const char *lang, const char *utf8) {
    struct language *language = text_language(text, lang);
    size_t length = strlen(utf8);
    char *upper = arena_text(arena, utf8);
    bool plain = has_plain_capitals(language->tag);
    for (size_t i = 0; i < length; i++) {
        plain = plain && (unsigned char)utf8[i] < 0x80;
        if (utf8[i] >= 'a' && utf8[i] <= 'z') {
            upper[i] = (char)(utf8[i] - 'a' + 'A');
        }
    }
    if (plain || !text_has_icu(text)) {
        return upper;
    }
    UErrorCode error = U_ZERO_ERROR;
    UCaseMap *map = icu.ucasemap_open(language_locale(text, language), 0, &error);
    int32_t room = (int32_t)length * 3 + 1; /* no character's capitals are more than threefold */
    char *mapped = arena_take(arena, (size_t)room);
    if (U_SUCCESS(error)) {
        icu.ucasemap_utf8ToUpper(map, mapped, room, utf8, (int32_t)length, &error);
    }
    icu.ucasemap_close(map);
    return U_SUCCESS(error) ? mapped : upper;
}

int text_collate(struct text *text, const char *lang, const char *a, const char *b) {
    struct language *language = text_language(text, lang);
    UErrorCode error = U_ZERO_ERROR;
    if (language->collator == NULL) {
        if (!text_has_i18n(text)) {
            return strcmp(a, b);
        }
        language->collator = icu_i18n.ucol_open(language_locale(text, language), &error);
    }
    UCollationResult order = UCOL_EQUAL;
    if (U_SUCCESS(error)) {
        order = icu_i18n.ucol_strcollUTF8(language->collator, a, -1, b, -1, &error);
    }
    return order == UCOL_LESS ? -1 : order == UCOL_GREATER ? 1 : strcmp(a, b);
}
