/* tied_breaks.c: breaks that UAX #14 allows and a careful typesetter would not make.
 *
 * Looked at are only the breaks that are there, each with the words on its two sides. The lists of
 * words are short on purpose: they are what papers of boards refer to and measure in. Rejected: no
 * break after any short word, which leaves too few to set a narrow column well.
 */
#include "breaks.h"

#include <string.h>

#include <boardpaper/text.h>

#include "forms.h"

/* A stretch of the text. */
struct word {
    const char *start;
    size_t length;
};

static bool is_figure(char byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (unsigned char)byte >= 0x80;
}

static bool one_of(struct word word, const char *const *list) {
    for (; *list != NULL && word.length > 0; list++) {
        if (**list == *word.start && strlen(*list) == word.length &&
            memcmp(*list, word.start, word.length) == 0) {
            return true;
        }
    }
    return false;
}

/* As one_of, whatever the case of the first letter. */
static bool names(struct word word, const char *const *list) {
    char lower[32];
    if (word.length == 0 || word.length >= sizeof lower) {
        return false;
    }
    memcpy(lower, word.start, word.length);
    if (lower[0] >= 'A' && lower[0] <= 'Z') {
        lower[0] = (char)(lower[0] - 'A' + 'a');
    }
    return one_of((struct word){lower, word.length}, list);
}

/* Whose number or letter stays on the line: "Section 17", "Appendix B". */
static const char *const english_references[] = {
    "section", "sections", "part",   "parts",      "chapter",        "table",    "tables", "figure",
    "figures", "chart",    "map",    "appendix",   "annex",          "item",     "items",  "page",
    "pages",   "p.",       "pp.",    "paragraph",  "paragraphs",     "para",     "no.",    "nos.",
    "article", "schedule", "clause", "regulation", "recommendation", "priority", "rule",   "note",
    "step",    "version",  "ward",   "level",      "tier",           "grade",    NULL};
static const char *const welsh_references[] = {
    "adran", "rhan",         "pennod", "tabl",  "ffigur",  "siart",     "map",  "atodiad",
    "eitem", "tudalen",      "tud.",   "t.",    "tt.",     "paragraff", "rhif", "erthygl",
    "cymal", "argymhelliad", "dabl",   "nhabl", "dudalen", "nhudalen",  NULL};
static const char *const polish_references[] = {
    "rozdział", "część",  "tabela", "tabeli",  "rysunek", "wykres",    "mapa",    "załącznik",
    "punkt",    "pkt",    "strona", "stronie", "str.",    "s.",        "art.",    "ust.",
    "nr",       "akapit", "tabelą", "tabelę",  "rysunku", "rozdziale", "punkcie", NULL};

/* A Polish line does not end with a word of one letter: it goes with the word after it. */
static const char *const polish_short[] = {"a", "i", "o", "u", "w", "z", NULL};

/* What a number counts; a figure before them stays on their line. */
static const char *const units[] = {
    "%",       "\u2030",  "\u00B0C",  "mm",     "cm",   "m",   "km",      "mi",       "ml",
    "l",       "g",       "kg",       "t",      "s",    "min", "mins",    "h",        "hr",
    "hrs",     "p",       "pt",       "px",     "kB",   "MB",  "GB",      "TB",       "kWh",
    "MWh",     "W",       "kW",       "mph",    "km/h", "ha",  "m\u00B2", "km\u00B2", "m\u00B3",
    "million", "billion", "trillion", "bn",     "tys.", "mln", "mld",     "z\u0142",  "am",
    "pm",      "a.m.",    "p.m.",     "miliwn", "r.",   NULL};

static const char *const *references(const char *lang) {
    if (lang != NULL && strncmp(lang, "cy", 2) == 0) {
        return welsh_references;
    }
    if (lang != NULL && strncmp(lang, "pl", 2) == 0) {
        return polish_references;
    }
    return english_references;
}

/* ---- words on the two sides ---------------------------------------------------------------- */

/* The word that ends before byte end, its opening marks left out. */
static struct word word_before(const char *utf8, size_t end) {
    size_t start = end;
    while (start > 0 && utf8[start - 1] != ' ' && utf8[start - 1] != '(' &&
           utf8[start - 1] != '[' && utf8[start - 1] != '\n') {
        start--;
    }
    return (struct word){utf8 + start, end - start};
}

/* The word that begins at byte start, its closing marks left out. */
static struct word word_after(const char *utf8, size_t length, size_t start) {
    size_t end = start;
    while (end < length && utf8[end] != ' ' && utf8[end] != '\n') {
        end++;
    }
    while (end > start && strchr(",;:!?)]\"'", utf8[end - 1]) != NULL) {
        end--;
    }
    return (struct word){utf8 + start, end - start};
}

/* Without the full stop that may end the sentence. */
static struct word without_stop(struct word word) {
    if (word.length > 0 && word.start[word.length - 1] == '.') {
        word.length--;
    }
    return word;
}

/* "17", "3.2", "B", "IV", "B2": what a reference is to. */
static bool is_number_or_letter(struct word word) {
    if (word.length == 0 || is_figure(word.start[0])) {
        return word.length > 0;
    }
    word = without_stop(word);
    bool roman = word.length <= 6;
    for (size_t i = 0; i < word.length; i++) {
        roman = roman && strchr("IVXLC", word.start[i]) != NULL;
    }
    bool capital = word.start[0] >= 'A' && word.start[0] <= 'Z';
    return roman || (capital && (word.length == 1 || is_figure(word.start[1])));
}

/* "31", before "Oct" or "October": a day stays with its month. */
static bool is_day(struct word word) {
    return (word.length == 1 && is_figure(word.start[0])) ||
           (word.length == 2 && word.start[0] <= '3' && is_figure(word.start[0]) &&
            is_figure(word.start[1]));
}

static bool is_month(const char *lang, struct word word) {
    const struct known_form *form = lang == NULL ? NULL : known_form(lang);
    for (int i = 0; form != NULL && i < 12; i++) {
        const char *const names[] = {form->months[i], form->months_short[i], NULL};
        if (one_of(word, names) || one_of(without_stop(word), names)) {
            return true;
        }
    }
    return false;
}

static bool ends_in_figure(struct word word) {
    return word.length > 0 && is_figure(word.start[word.length - 1]);
}

/* The bytes of a dash (hyphen, non-breaking hyphen, en dash, minus) that begins at text, or 0. */
static size_t dash_length(const char *text, size_t length) {
    if (length >= 1 && text[0] == '-') {
        return 1;
    }
    if (length >= 3 && (memcmp(text, "\u2010", 3) == 0 || memcmp(text, "\u2011", 3) == 0 ||
                        memcmp(text, "\u2013", 3) == 0 || memcmp(text, "\u2212", 3) == 0)) {
        return 3;
    }
    return 0;
}

/* ---- the rules ----------------------------------------------------------------------------- */

/* "10–20": at is just after a dash or a slash. */
static bool inside_range(const char *utf8, size_t length, size_t at) {
    if (at >= length || !is_figure(utf8[at])) {
        return false;
    }
    for (size_t dash = 1; dash <= 3 && dash < at; dash += 2) {
        bool is_dash = dash_length(utf8 + at - dash, dash) == dash;
        bool is_slash = dash == 1 && utf8[at - 1] == '/';
        if ((is_dash || is_slash) && is_figure(utf8[at - dash - 1])) {
            return true;
        }
    }
    return false;
}

/* "10 – 20": at follows the space before the dash, or the one after it. */
static bool beside_range_dash(const char *utf8, size_t length, size_t at) {
    size_t dash = dash_length(utf8 + at, length - at);
    if (dash > 0 && at >= 2 && is_figure(utf8[at - 2]) && at + dash + 1 < length &&
        utf8[at + dash] == ' ' && is_figure(utf8[at + dash + 1])) {
        return true;
    }
    if (!is_figure(utf8[at])) {
        return false;
    }
    for (dash = 1; dash <= 3 && at > dash + 2; dash += 2) {
        size_t begins = at - 1 - dash;
        if (dash_length(utf8 + begins, dash) == dash && utf8[begins - 1] == ' ' &&
            is_figure(utf8[begins - 2])) {
            return true;
        }
    }
    return false;
}

/* Whether one look at the signs beside the space before at leaves a tie possible: what is tied
 * follows a figure, or begins with a figure, a capital, a point, or as "cent" does. */
static bool may_tie(const char *const *reference_words, const char *utf8, size_t at) {
    char next = utf8[at];
    return reference_words == polish_references || is_figure(utf8[at - 2]) || is_figure(next) ||
           (next >= 'A' && next <= 'Z') || next == '.' || next == 'c';
}

/* Whether the space before at ties the words on its sides. */
static bool tied(const char *lang, const char *const *reference_words, const char *utf8,
                 size_t length, size_t at) {
    if (!may_tie(reference_words, utf8, at)) {
        return false;
    }
    struct word before = word_before(utf8, at - 1);
    struct word after = word_after(utf8, length, at);
    if (is_number_or_letter(after) && names(before, reference_words)) {
        return true;
    }
    if (reference_words == polish_references && names(before, polish_short)) {
        return true;
    }
    static const char *const per[] = {"per", NULL};
    static const char *const cent[] = {"cent", NULL};
    if (one_of(without_stop(after), cent) && one_of(before, per)) {
        return true;
    }
    if (is_day(before) && is_month(lang, after)) {
        return true;
    }
    if (ends_in_figure(before)) {
        return one_of(after, units) || one_of(without_stop(after), units) ||
               (one_of(after, per) && (size_t)(after.start - utf8) + 8 <= length &&
                memcmp(after.start, "per cent", 8) == 0);
    }
    return false;
}

/* "so far \u2014 and": a line does not begin with a dash that stands between words, for there it
 * would be taken for a list's; it ends the line before. */
static bool is_dash_alone(const char *utf8, size_t length, size_t at) {
    return length - at > 3 &&
           (memcmp(utf8 + at, "\u2013 ", 4) == 0 || memcmp(utf8 + at, "\u2014 ", 4) == 0);
}

static void tie_words(const char *lang, const char *utf8, size_t length, uint8_t *out) {
    const char *const *reference_words = references(lang);
    for (size_t at = 1; at < length; at++) {
        if (out[at] != TEXT_BREAK_ALLOWED) {
            continue;
        }
        bool after_space = utf8[at - 1] == ' ' && at >= 2 && utf8[at - 2] != ' ';
        bool holds = after_space
                         ? beside_range_dash(utf8, length, at) || is_dash_alone(utf8, length, at) ||
                               tied(lang, reference_words, utf8, length, at)
                         : inside_range(utf8, length, at);
        if (holds) {
            out[at] = TEXT_BREAK_NONE;
        }
    }
}

/* ---- addresses ----------------------------------------------------------------------------- */

static bool ends_address(char byte) {
    return byte == ' ' || byte == '\n' || byte == '<' || byte == '>' || byte == '"';
}

/* After a / (the scheme's two excepted), before . ? = &: so no line ends in a mark that could be
 * taken for the sentence's. */
static void break_address(const char *utf8, size_t start, size_t end, uint8_t *out) {
    for (size_t at = start + 1; at < end; at++) {
        bool after_slash = utf8[at - 1] == '/' && utf8[at] != '/' &&
                           !(at >= start + 3 && memcmp(utf8 + at - 3, "://", 3) == 0);
        bool before_mark = strchr(".?=&", utf8[at]) != NULL && is_letter(utf8[at - 1]);
        before_mark = before_mark || (strchr(".?=&", utf8[at]) != NULL && is_figure(utf8[at - 1]));
        out[at] = after_slash || before_mark ? TEXT_BREAK_ALLOWED : TEXT_BREAK_NONE;
    }
}

/* Gives the address around the mark at byte found its breaks; returns where it ends. */
static size_t break_address_at(const char *utf8, size_t length, size_t found, uint8_t *out) {
    size_t start = found, end = found;
    while (start > 0 && !ends_address(utf8[start - 1]) && utf8[start - 1] != '(') {
        start--;
    }
    while (end < length && !ends_address(utf8[end])) {
        end++;
    }
    size_t whole = end;
    while (end > start && strchr(".,;:!?)'", utf8[end - 1]) != NULL) {
        end--;
    }
    break_address(utf8, start, end, out);
    return whole;
}

/* What makes an address of what stands around it. */
static void break_addresses_at(const char *utf8, size_t length, const char *mark, bool begins,
                               uint8_t *out) {
    size_t size = strlen(mark);
    for (size_t at = 0; at < length;) {
        const char *found = memmem(utf8 + at, length - at, mark, size);
        if (found == NULL) {
            return;
        }
        size_t place = (size_t)(found - utf8);
        bool word_begins = place == 0 || !is_letter(utf8[place - 1]);
        at = !begins || word_begins ? break_address_at(utf8, length, place, out) : place + size;
    }
}

/* Whether sign stands right before mark somewhere. Most texts have neither slash nor point, which
 * is seen sooner than that they have no address. */
static bool stands_before(const char *utf8, size_t length, char sign, char mark) {
    const char *end = utf8 + length;
    for (const char *at = utf8; (at = memchr(at, mark, (size_t)(end - at))) != NULL; at++) {
        if (at > utf8 && at[-1] == sign) {
            return true;
        }
    }
    return false;
}

static void break_addresses(const char *utf8, size_t length, uint8_t *out) {
    if (stands_before(utf8, length, ':', '/')) {
        break_addresses_at(utf8, length, "://", false, out);
    }
    if (stands_before(utf8, length, 'w', '.')) {
        break_addresses_at(utf8, length, "www.", true, out);
    }
}

void tie_breaks(const char *lang, const char *utf8, size_t length, uint8_t *out) {
    tie_words(lang, utf8, length, out);
    break_addresses(utf8, length, out);
}
