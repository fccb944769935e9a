/* breaks.c: where a line may break.
 *
 * UAX #14 says it. For plain prose its rules are a small table of ours, a character at a time
 * (plain_breaks.c); everything else goes to ICU, one iterator a language. Then come the rules
 * beyond the standard (tied_breaks.c).
 */
#include "breaks.h"

#include "engine.h"

#include <string.h>

#include "icu.h"

static bool icu_breaks(struct text *text, const char *lang, const char *utf8, size_t length,
                       uint8_t *out) {
    if (!text_has_icu(text)) {
        return false;
    }
    struct language *language = text_language(text, lang);
    UErrorCode error = U_ZERO_ERROR;
    if (language->lines == NULL) {
        language->lines =
            icu.ubrk_open(UBRK_LINE, language_locale(text, language), NULL, 0, &error);
        if (U_FAILURE(error)) {
            language->lines = NULL;
            return false;
        }
    }
    UText opened = UTEXT_INITIALIZER;
    icu.utext_openUTF8(&opened, utf8, (int64_t)length, &error);
    icu.ubrk_setUText(language->lines, &opened, &error);
    if (U_FAILURE(error)) {
        icu.utext_close(&opened);
        return false;
    }
    memset(out, TEXT_BREAK_NONE, length + 1);
    icu.ubrk_first(language->lines);
    for (int32_t at; (at = icu.ubrk_next(language->lines)) != UBRK_DONE;) {
        bool forced = icu.ubrk_getRuleStatus(language->lines) >= UBRK_LINE_HARD;
        out[at] = forced ? TEXT_BREAK_FORCED : TEXT_BREAK_ALLOWED;
    }
    icu.utext_close(&opened);
    return true;
}

/* Whether ICU breaks the language as it does the root: it has rules of their own for some. */
static bool breaks_as_root(const char *lang) {
    return lang == NULL || strncmp(lang, "en", 2) == 0 || strncmp(lang, "cy", 2) == 0 ||
           strncmp(lang, "pl", 2) == 0;
}

void text_breaks(struct text *text, const char *lang, const char *utf8, size_t length,
                 uint8_t *out) {
    out[0] = TEXT_BREAK_NONE;
    if (length == 0) {
        return;
    }
    if (text->fake) {
        fake_breaks(utf8, length, out);
        return;
    }
    if (!plain_breaks(utf8, length, breaks_as_root(lang), out) &&
        !icu_breaks(text, lang, utf8, length, out)) {
        fake_breaks(utf8, length, out); /* no ICU, or no data of it: at spaces is still readable */
    }
    tie_breaks(lang, utf8, length, out);
}
