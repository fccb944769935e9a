/* icu.h: the functions of ICU that are used, loaded when they are first needed (late.h), which
 * text_has_icu and text_has_i18n (engine.h) see to. Most papers need none: see plain_breaks.c and
 * forms.h.
 *
 * ICU's names end in its version; its headers say so by macros, which the tables' fields and the
 * names that are looked for follow. So a call is written icu.ubrk_open(...), as ICU's manual has
 * it.
 */
#ifndef BOARDPAPER_TEXT_ICU_H
#define BOARDPAPER_TEXT_ICU_H

#include <unicode/ubidi.h>
#include <unicode/ubrk.h>
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/ulistformatter.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

/* clang-format off */
#define ICU_CALLS(CALL)           \
    CALL(u_UCharsToChars)         \
    CALL(u_charName)              \
    CALL(u_charType)              \
    CALL(u_isalpha)               \
    CALL(u_isdigit)               \
    CALL(u_strFromUTF8WithSub)    \
    CALL(u_strToUTF8WithSub)      \
    CALL(u_tolower)               \
    CALL(u_uastrncpy)             \
    CALL(ubidi_close)             \
    CALL(ubidi_countRuns)         \
    CALL(ubidi_getVisualRun)      \
    CALL(ubidi_openSized)         \
    CALL(ubidi_setPara)           \
    CALL(ubrk_close)              \
    CALL(ubrk_first)              \
    CALL(ubrk_getRuleStatus)      \
    CALL(ubrk_next)               \
    CALL(ubrk_open)               \
    CALL(ubrk_setUText)           \
    CALL(ucasemap_close)          \
    CALL(ucasemap_open)           \
    CALL(ucasemap_utf8ToUpper)    \
    CALL(ucnv_close)              \
    CALL(ucnv_open)               \
    CALL(ucnv_toUChars)           \
    CALL(uloc_forLanguageTag)     \
    CALL(uloc_getLanguage)        \
    CALL(uloc_setKeywordValue)    \
    CALL(ures_close)              \
    CALL(ures_openDirect)         \
    CALL(utext_close)             \
    CALL(utext_openUTF8)

#define ICU_I18N_CALLS(CALL)             \
    CALL(ucol_close)                     \
    CALL(ucol_open)                      \
    CALL(ucol_strcollUTF8)               \
    CALL(udat_close)                     \
    CALL(udat_format)                    \
    CALL(udat_open)                      \
    CALL(udatpg_close)                   \
    CALL(udatpg_getBestPattern)          \
    CALL(udatpg_open)                    \
    CALL(ulistfmt_close)                 \
    CALL(ulistfmt_format)                \
    CALL(ulistfmt_open)                  \
    CALL(unum_close)                     \
    CALL(unum_formatInt64)               \
    CALL(unum_getAttribute)              \
    CALL(unum_getSymbol)                 \
    CALL(unum_getTextAttribute)          \
    CALL(unum_open)                      \
    CALL(unum_setTextAttribute)          \
    CALL(unumf_close)                    \
    CALL(unumf_closeResult)              \
    CALL(unumf_formatInt)                \
    CALL(unumf_openForSkeletonAndLocale) \
    CALL(unumf_openResult)               \
    CALL(unumf_resultToString)           \
    CALL(uplrules_close)                 \
    CALL(uplrules_openForType)           \
    CALL(uplrules_select)
/* clang-format on */

#define CALL(name) __typeof__(name) *(name);
struct icu {
    ICU_CALLS(CALL)
};
struct icu_i18n {
    ICU_I18N_CALLS(CALL)
};
#undef CALL
extern struct icu icu;
extern struct icu_i18n icu_i18n;

/* Each once a process. What is missing, to be told to a person, or NULL. */
const char *icu_load(void);
const char *icu_i18n_load(void);

#endif
