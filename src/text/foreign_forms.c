/* foreign_forms.c: the forms of languages that are not ours, as ICU has them. */
#include "forms.h"

#include <stdlib.h>
#include <string.h>

#include "icu.h"

enum { TEXT_ROOM = 512 };

static const char *to_utf8(struct arena *arena, const UChar *utf16, int32_t length) {
    UErrorCode error = U_ZERO_ERROR;
    int32_t room = length * 3 + 1, written = 0;
    char *utf8 = arena_take(arena, (size_t)room);
    icu.u_strToUTF8WithSub(utf8, room, &written, utf16, length, 0xFFFD, NULL, &error);
    return utf8;
}

const char *foreign_locale(const char *locale) {
    char language[ULOC_LANG_CAPACITY];
    UErrorCode error = U_ZERO_ERROR;
    icu.uloc_getLanguage(locale, language, sizeof language, &error);
    UResourceBundle *bundle = icu.ures_openDirect(NULL, language, &error);
    icu.ures_close(bundle);
    return U_SUCCESS(error) && language[0] != '\0' ? locale : "root";
}

static const char *symbol(struct arena *arena, UNumberFormat *format, UNumberFormatSymbol which) {
    UChar text[TEXT_ROOM];
    UErrorCode error = U_ZERO_ERROR;
    int32_t length = icu_i18n.unum_getSymbol(format, which, text, TEXT_ROOM, &error);
    return to_utf8(arena, text, U_FAILURE(error) ? 0 : length);
}

static const char *attribute(struct arena *arena, UNumberFormat *format,
                             UNumberFormatTextAttribute which) {
    UChar text[TEXT_ROOM];
    UErrorCode error = U_ZERO_ERROR;
    int32_t length = icu_i18n.unum_getTextAttribute(format, which, text, TEXT_ROOM, &error);
    return to_utf8(arena, text, U_FAILURE(error) ? 0 : length);
}

/* 2 where the language writes 1234 without a separator, 1 where with one. The older interface does
 * not tell; the newer one shows it. */
static int least_grouped(const char *locale) {
    UErrorCode error = U_ZERO_ERROR;
    static const UChar plain[] = {0};
    UNumberFormatter *formatter = icu_i18n.unumf_openForSkeletonAndLocale(plain, 0, locale, &error);
    UFormattedNumber *number = icu_i18n.unumf_openResult(&error);
    UChar text[TEXT_ROOM];
    icu_i18n.unumf_formatInt(formatter, 1234, number, &error);
    int32_t length = icu_i18n.unumf_resultToString(number, text, TEXT_ROOM, &error);
    icu_i18n.unumf_closeResult(number);
    icu_i18n.unumf_close(formatter);
    return U_SUCCESS(error) && length == 4 ? 2 : 1;
}

void foreign_number_form(struct arena *arena, const char *locale, struct number_form *out) {
    *out = (struct number_form){".", ",", "", "%", 3, 3, 1, '0'};
    UErrorCode error = U_ZERO_ERROR;
    UNumberFormat *format = icu_i18n.unum_open(UNUM_DECIMAL, NULL, 0, locale, NULL, &error);
    if (U_SUCCESS(error)) {
        out->decimal = symbol(arena, format, UNUM_DECIMAL_SEPARATOR_SYMBOL);
        out->group = symbol(arena, format, UNUM_GROUPING_SEPARATOR_SYMBOL);
        bool grouped = icu_i18n.unum_getAttribute(format, UNUM_GROUPING_USED) != 0;
        out->group_size = grouped ? icu_i18n.unum_getAttribute(format, UNUM_GROUPING_SIZE) : 0;
        out->further_size = icu_i18n.unum_getAttribute(format, UNUM_SECONDARY_GROUPING_SIZE);
        if (out->further_size <= 0) {
            out->further_size = out->group_size;
        }
        out->least = least_grouped(locale);
        const char *zero = symbol(arena, format, UNUM_ZERO_DIGIT_SYMBOL);
        size_t at = 0;
        uint32_t digit = *zero == '\0' ? '0' : utf8_next(zero, strlen(zero), &at);
        out->zero = digit > 0xFFF0 ? '0' : digit;
        icu_i18n.unum_close(format);
    }
    error = U_ZERO_ERROR;
    format = icu_i18n.unum_open(UNUM_PERCENT, NULL, 0, locale, NULL, &error);
    if (U_SUCCESS(error)) {
        out->percent_before = attribute(arena, format, UNUM_POSITIVE_PREFIX);
        out->percent_after = attribute(arena, format, UNUM_POSITIVE_SUFFIX);
        icu_i18n.unum_close(format);
    }
}

/* Days from 1970-01-01 in the Gregorian calendar: years begin in March, so that the leap day is
 * the last of its year. */
static int64_t days_since_1970(int year, int month, int day) {
    int64_t shifted = month <= 2 ? year - 1 : year;
    int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int64_t of_era = shifted - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

const char *foreign_date(struct arena *arena, const char *locale, int year, int month, int day,
                         const char *form) {
    UErrorCode error = U_ZERO_ERROR;
    char gregorian[ULOC_FULLNAME_CAPACITY];
    strncpy(gregorian, locale, sizeof gregorian - 1);
    gregorian[sizeof gregorian - 1] = '\0';
    icu.uloc_setKeywordValue("calendar", "gregorian", gregorian, sizeof gregorian, &error);
    UChar pattern[TEXT_ROOM];
    int32_t pattern_length = 0;
    UDateFormatStyle style = strcmp(form, "medium") == 0  ? UDAT_MEDIUM
                             : strcmp(form, "short") == 0 ? UDAT_SHORT
                                                          : UDAT_LONG;
    if (strcmp(form, "month") == 0) {
        UDateTimePatternGenerator *generator = icu_i18n.udatpg_open(gregorian, &error);
        static const UChar skeleton[] = {'y', 'M', 'M', 'M', 'M'};
        if (U_SUCCESS(error)) {
            pattern_length =
                icu_i18n.udatpg_getBestPattern(generator, skeleton, 5, pattern, TEXT_ROOM, &error);
        }
        icu_i18n.udatpg_close(generator);
        style = UDAT_PATTERN;
    }
    static const UChar zone[] = {'U', 'T', 'C'};
    UDateFormat *format =
        icu_i18n.udat_open(style == UDAT_PATTERN ? UDAT_PATTERN : UDAT_NONE, style, gregorian, zone,
                           3, style == UDAT_PATTERN ? pattern : NULL, pattern_length, &error);
    UChar text[TEXT_ROOM];
    int32_t length = 0;
    if (U_SUCCESS(error)) {
        double time = (double)days_since_1970(year, month, day) * 86400000.0;
        length = icu_i18n.udat_format(format, time, text, TEXT_ROOM, NULL, &error);
        icu_i18n.udat_close(format);
    }
    return U_SUCCESS(error) ? to_utf8(arena, text, length)
                            : arena_print(arena, "%04d-%02d-%02d", year, month, day);
}

const char *foreign_join(struct arena *arena, const char *locale, const char *const *items,
                         size_t count) {
    UErrorCode error = U_ZERO_ERROR;
    UListFormatter *formatter = icu_i18n.ulistfmt_open(locale, &error);
    const UChar **wide = NEWS(arena, count + 1, const UChar *);
    int32_t *lengths = NEWS(arena, count + 1, int32_t);
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        size_t room = strlen(items[i]) + 1;
        UChar *text = NEWS(arena, room, UChar);
        icu.u_strFromUTF8WithSub(text, (int32_t)room, &lengths[i], items[i], -1, 0xFFFD, NULL,
                                 &error);
        wide[i] = text;
        total += room + 32; /* for what joins them */
    }
    UChar *joined = NEWS(arena, total + 1, UChar);
    int32_t length = 0;
    if (U_SUCCESS(error)) {
        length = icu_i18n.ulistfmt_format(formatter, wide, lengths, (int32_t)count, joined,
                                          (int32_t)total, &error);
    }
    icu_i18n.ulistfmt_close(formatter);
    return to_utf8(arena, joined, U_FAILURE(error) ? 0 : length);
}

const char *foreign_plural(const char *locale, int64_t value) {
    static const char *const forms[] = {"zero", "one", "two", "few", "many"};
    UErrorCode error = U_ZERO_ERROR;
    UPluralRules *rules = icu_i18n.uplrules_openForType(locale, UPLURAL_TYPE_CARDINAL, &error);
    UChar wide[16];
    char form[16] = "";
    int32_t length = 0;
    if (U_SUCCESS(error)) {
        length = icu_i18n.uplrules_select(rules, (double)value, wide, 16, &error);
    }
    icu.u_UCharsToChars(wide, form, U_FAILURE(error) || length >= 16 ? 0 : length);
    icu_i18n.uplrules_close(rules);
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (strcmp(form, forms[i]) == 0) {
            return forms[i];
        }
    }
    return "other";
}

static const char *rule_based(struct arena *arena, UNumberFormat *format, int64_t value) {
    UChar text[TEXT_ROOM];
    UErrorCode error = U_ZERO_ERROR;
    int32_t length = icu_i18n.unum_formatInt64(format, value, text, TEXT_ROOM, NULL, &error);
    return U_FAILURE(error) ? NULL : to_utf8(arena, text, length);
}

static UNumberFormat *words_of(struct forms *forms) {
    if (forms->spelled == NULL) {
        UErrorCode error = U_ZERO_ERROR;
        forms->spelled = icu_i18n.unum_open(UNUM_SPELLOUT, NULL, 0, forms->locale, NULL, &error);
        if (U_FAILURE(error)) {
            forms->spelled = NULL;
        }
    }
    return forms->spelled;
}

const char *foreign_spelled(struct arena *arena, struct forms *forms, int64_t value) {
    UNumberFormat *words = words_of(forms);
    return words == NULL ? NULL : rule_based(arena, words, value);
}

/* The first rule set for ordinals in words, or NULL: languages call them -ordinal, or
 * -ordinal-masculine and the like, the plain one first. */
static const char *ordinal_rules(struct arena *arena, UNumberFormat *words) {
    UErrorCode error = U_ZERO_ERROR;
    UChar rules[4096];
    int32_t length =
        icu_i18n.unum_getTextAttribute(words, UNUM_PUBLIC_RULESETS, rules, 4096, &error);
    if (U_FAILURE(error)) {
        return NULL;
    }
    char *names = arena_text(arena, to_utf8(arena, rules, length));
    const char *found = NULL;
    for (char *name; (name = strsep(&names, ";")) != NULL;) {
        bool plain = strcmp(name, "%spellout-ordinal") == 0;
        bool masculine = strcmp(name, "%spellout-ordinal-masculine") == 0;
        if (plain || (masculine && found == NULL)) {
            found = name;
        }
    }
    return found;
}

const char *foreign_ordinal(struct arena *arena, struct forms *forms, int64_t value, bool spelled) {
    UErrorCode error = U_ZERO_ERROR;
    if (spelled) {
        UNumberFormat *words = words_of(forms);
        const char *rules = words == NULL ? NULL : ordinal_rules(arena, words);
        if (rules != NULL) {
            UChar name[64], before[64];
            icu.u_uastrncpy(name, rules, 63);
            name[63] = 0;
            int32_t length =
                icu_i18n.unum_getTextAttribute(words, UNUM_DEFAULT_RULESET, before, 64, &error);
            icu_i18n.unum_setTextAttribute(words, UNUM_DEFAULT_RULESET, name, -1, &error);
            const char *text = U_FAILURE(error) ? NULL : rule_based(arena, words, value);
            icu_i18n.unum_setTextAttribute(words, UNUM_DEFAULT_RULESET, before, length, &error);
            return text;
        }
    }
    if (forms->ordinal == NULL) {
        forms->ordinal = icu_i18n.unum_open(UNUM_ORDINAL, NULL, 0, forms->locale, NULL, &error);
    }
    return U_FAILURE(error) ? NULL : rule_based(arena, forms->ordinal, value);
}

void foreign_close(struct forms *forms) {
    if (forms->spelled != NULL) {
        icu_i18n.unum_close(forms->spelled);
    }
    if (forms->ordinal != NULL) {
        icu_i18n.unum_close(forms->ordinal);
    }
}
