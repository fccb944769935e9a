/* forms.h: a language's forms of numbers, dates and lists.
 *
 * English, Welsh and Polish stand in a table of ours (known_forms): their forms must be the same
 * bytes under every ICU, and opening ICU's formats costs more than the rest of a paper. All other
 * languages ask ICU.
 */
#ifndef BOARDPAPER_TEXT_FORMS_H
#define BOARDPAPER_TEXT_FORMS_H

#include "engine.h"

/* How the language writes a number. */
struct number_form {
    const char *decimal, *group;
    const char *percent_before, *percent_after;
    int group_size;   /* of the group next to the decimal sign; 0: never grouped */
    int further_size; /* of the groups before it */
    int least;        /* digits before the first separator: 2 leaves 1234 as it is */
    uint32_t zero;    /* the digit 0 */
};

/* A language of ours. In patterns d, M and y stand for day, month and year; what follows them says
 * how: dd 05, MM 01, MMM Jan, MMMM January (as in a date), LLLL January (alone). */
struct known_form {
    const char *language;
    struct number_form number;
    const char *months[12], *months_alone[12], *months_short[12];
    const char *date_long, *date_medium, *date_month, *date_short;
    const char *and, *and_before_vowel; /* joins the last two of a list */
    /* NULL: ICU's. Both write to out. */
    void (*spelled)(struct buffer *out, int64_t value);
    void (*ordinal)(struct buffer *out, int64_t value, bool spelled);
    const char *(*plural)(uint64_t value); /* its category: see text_plural */
};

/* The form for a language tag, or NULL. "en" alone is British; other Englishes are ICU's. */
const struct known_form *known_form(const char *tag);

struct forms {
    const struct known_form *known; /* or NULL */
    const char *locale;             /* what to ask ICU for; never one it does not know; or NULL */
    struct number_form number;
    void *spelled, *ordinal; /* UNumberFormat, opened when needed */
};

struct forms *forms_of(struct text *text, struct language *language);
void forms_close(struct forms *forms); /* NULL is allowed */

/* foreign_forms.c: what ICU says. Texts live in arena. */
/* ICU asks the environment where it does not know a language; a paper must not: "root" then. */
const char *foreign_locale(const char *locale);
void foreign_number_form(struct arena *arena, const char *locale, struct number_form *out);
const char *foreign_date(struct arena *arena, const char *locale, int year, int month, int day,
                         const char *form);
const char *foreign_join(struct arena *arena, const char *locale, const char *const *items,
                         size_t count);
/* NULL where ICU has no words for it. */
const char *foreign_spelled(struct arena *arena, struct forms *forms, int64_t value);
const char *foreign_ordinal(struct arena *arena, struct forms *forms, int64_t value, bool spelled);
const char *foreign_plural(const char *locale, int64_t value);
void foreign_close(struct forms *forms);

#endif
