/* known_forms.c: English, Welsh and Polish numbers, dates and lists.
 *
 * The values are CLDR's, with two choices of our own: a short date has four figures for the year
 * (01/02/16 is three dates), and Welsh lists join with "a" or "ac" where CLDR leaves "a(c)" to the
 * reader. English numbers in words are British: "one hundred and one".
 */
#include "forms.h"

#include <string.h>

#include <boardpaper/buffer.h>

/* ---- English in words ---------------------------------------------------------------------- */

static const char *const english_small[] = {
    "zero",     "one",     "two",     "three",     "four",     "five",    "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
static const char *const english_tens[] = {"",      "",      "twenty",  "thirty", "forty",
                                           "fifty", "sixty", "seventy", "eighty", "ninety"};
static const char *const english_thousands[] = {
    "", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion"};

/* 1 to 999. and_first: something larger stands before, so "and" joins what has no hundreds. */
static void english_hundreds(struct buffer *out, unsigned value, bool and_first) {
    if (value >= 100) {
        buffer_print(out, "%s hundred", english_small[value / 100]);
        value %= 100;
        if (value > 0) {
            buffer_text(out, " and ");
        }
    } else if (and_first) {
        buffer_text(out, "and ");
    }
    if (value >= 20) {
        buffer_text(out, english_tens[value / 10]);
        value %= 10;
        if (value > 0) {
            buffer_print(out, "-%s", english_small[value]);
        }
    } else if (value > 0) {
        buffer_text(out, english_small[value]);
    }
}

static void english_spelled(struct buffer *out, int64_t value) {
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    if (value < 0) {
        buffer_text(out, "minus ");
    }
    if (rest == 0) {
        buffer_text(out, english_small[0]);
    }
    uint64_t scale = UINT64_C(1000000000000000000);
    bool begun = false;
    for (int power = 6; power >= 0; power--, scale /= 1000) {
        unsigned part = (unsigned)(rest / scale % 1000);
        if (part > 0) {
            if (begun) {
                buffer_byte(out, ' ');
            }
            english_hundreds(out, part, begun && power == 0);
            buffer_text(out, english_thousands[power]);
            begun = true;
        }
    }
}

static void english_ordinal(struct buffer *out, int64_t value, bool spelled) {
    if (!spelled) {
        unsigned last = (unsigned)((value < 0 ? -(uint64_t)value : (uint64_t)value) % 100);
        static const char *const endings[] = {"th", "st", "nd", "rd"};
        bool teen = last >= 11 && last <= 13;
        buffer_integer(out, value);
        buffer_text(out, teen || last % 10 > 3 ? "th" : endings[last % 10]);
        return;
    }
    static const struct {
        const char *cardinal, *ordinal;
    } irregular[] = {{"one", "first"},     {"two", "second"},   {"three", "third"},
                     {"five", "fifth"},    {"eight", "eighth"}, {"nine", "ninth"},
                     {"twelve", "twelfth"}};
    english_spelled(out, value);
    size_t word = out->length;
    while (word > 0 && out->data[word - 1] != ' ' && out->data[word - 1] != '-') {
        word--;
    }
    for (size_t i = 0; i < sizeof irregular / sizeof irregular[0]; i++) {
        if (strcmp(out->data + word, irregular[i].cardinal) == 0) {
            out->length = word;
            buffer_text(out, irregular[i].ordinal);
            return;
        }
    }
    if (out->data[out->length - 1] == 'y') {
        out->length--;
        buffer_text(out, "ieth");
    } else {
        buffer_text(out, "th");
    }
}

/* ---- Welsh --------------------------------------------------------------------------------- */

/* Figures take the ending of the traditional (vigesimal) numeral up to 20 and of the decimal one
 * beyond; in words the first ten, which is as far as both systems agree. */
static void welsh_ordinal(struct buffer *out, int64_t value, bool spelled) {
    static const char *const words[] = {"",          "cyntaf", "ail",      "trydydd",
                                        "pedwerydd", "pumed",  "chweched", "seithfed",
                                        "wythfed",   "nawfed", "degfed"};
    static const char *const endings[] = {"fed", "af",  "il",  "ydd", "ydd", "ed",  "ed",
                                          "fed", "fed", "fed", "fed", "eg",  "fed", "eg",
                                          "eg",  "fed", "eg",  "eg",  "fed", "eg",  "fed"};
    if (spelled && value >= 1 && value <= 10) {
        buffer_text(out, words[value]);
        return;
    }
    buffer_integer(out, value);
    if (value >= 0 && value <= 20) {
        buffer_text(out, endings[value]);
    } else {
        buffer_text(out, value % 100 == 0 ? "fed" : "ain");
    }
}

/* ---- Polish -------------------------------------------------------------------------------- */

static void polish_ordinal(struct buffer *out, int64_t value, bool spelled) {
    static const char *const words[] = {"",        "pierwszy",  "drugi",    "trzeci",
                                        "czwarty", "piąty",     "szósty",   "siódmy",
                                        "ósmy",    "dziewiąty", "dziesiąty"};
    if (spelled && value >= 1 && value <= 10) {
        buffer_text(out, words[value]);
        return;
    }
    buffer_integer(out, value);
    buffer_byte(out, '.');
}

/* ---- which form goes with a number ---------------------------------------------------------- */

static const char *english_plural(uint64_t value) {
    return value == 1 ? "one" : "other";
}

static const char *welsh_plural(uint64_t value) {
    static const char *const forms[] = {"zero", "one", "two", "few", "other", "other", "many"};
    return value < sizeof forms / sizeof forms[0] ? forms[value] : "other";
}

/* 2, 3, 4, 22, 23, 24, ... but not 12, 13, 14. */
static const char *polish_plural(uint64_t value) {
    bool teen = value % 100 / 10 == 1;
    if (value == 1) {
        return "one";
    }
    return value % 10 >= 2 && value % 10 <= 4 && !teen ? "few" : "many";
}

/* ---- the table ----------------------------------------------------------------------------- */

#define ENGLISH_MONTHS                                                                             \
    {                                                                                              \
        "January", "February", "March", "April", "May", "June", "July", "August", "September",     \
            "October", "November", "December"                                                      \
    }
#define WELSH_MONTHS                                                                               \
    {                                                                                              \
        "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi",  \
            "Hydref", "Tachwedd", "Rhagfyr"                                                        \
    }

static const struct known_form known[] = {
    {
        .language = "en",
        .number = {".", ",", "", "%", 3, 3, 1, '0'},
        .months = ENGLISH_MONTHS,
        .months_alone = ENGLISH_MONTHS,
        .months_short = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct",
                         "Nov", "Dec"},
        .date_long = "d MMMM y",
        .date_medium = "d MMM y",
        .date_month = "LLLL y",
        .date_short = "dd/MM/y",
        .and = " and ",
        .spelled = english_spelled,
        .ordinal = english_ordinal,
        .plural = english_plural,
    },
    {
        .language = "cy",
        .number = {".", ",", "", "%", 3, 3, 1, '0'},
        .months = WELSH_MONTHS,
        .months_alone = WELSH_MONTHS,
        .months_short = {"Ion", "Chwef", "Maw", "Ebr", "Mai", "Meh", "Gorff", "Awst", "Medi", "Hyd",
                         "Tach", "Rhag"},
        .date_long = "d MMMM y",
        .date_medium = "d MMM y",
        .date_month = "LLLL y",
        .date_short = "dd/MM/y",
        .and = " a ",
        .and_before_vowel = " ac ",
        .ordinal = welsh_ordinal,
        .plural = welsh_plural,
    },
    {
        .language = "pl",
        .number = {",", "\u00A0", "", "%", 3, 3, 2, '0'},
        .months = {"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca",
                   "sierpnia", "września", "października", "listopada", "grudnia"},
        .months_alone = {"styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec",
                         "sierpień", "wrzesień", "październik", "listopad", "grudzień"},
        .months_short = {"sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź",
                         "lis", "gru"},
        .date_long = "d MMMM y",
        .date_medium = "d MMM y",
        .date_month = "LLLL y",
        .date_short = "d.MM.y",
        .and = " i ",
        .ordinal = polish_ordinal,
        .plural = polish_plural,
    },
};

const struct known_form *known_form(const char *tag) {
    static const struct {
        const char *tag, *language;
    } tags[] = {{"en-GB", "en"}, {"en", "en"}, {"en-IE", "en"}, {"cy", "cy"},
                {"cy-GB", "cy"}, {"pl", "pl"}, {"pl-PL", "pl"}};
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        for (size_t j = 0; strcmp(tags[i].tag, tag) == 0 && j < sizeof known / sizeof known[0];
             j++) {
            if (strcmp(known[j].language, tags[i].language) == 0) {
                return &known[j];
            }
        }
    }
    return NULL;
}
