/* phrases.c: the words between numbers in English, Welsh and Polish.
 *
 * Labels come in as they are, so each phrase is built to leave them unchanged: no mutation and no
 * case after the place where a label stands. That is why the Polish says "według czynnika: X" and
 * not "według X".
 */
#include "phrases.h"

#include <string.h>

static const struct phrases LANGUAGES[] = {
    {.lang = "en",
     .point = '.',
     .population = "Population",
     .not_scored = "not scored",
     .by_rule = "by rule",
     .anything = "anything",
     .from_to = "%s to %s",
     .or_more = "%s or more",
     .or_less = "%s or less",
     .above_below = "above %s and below %s",
     .above_up_to = "above %s up to %s",
     .from_below = "from %s to below %s",
     .within = "from %s to %s",
     .above = "above %s",
     .below = "below %s",
     .any_value = "at any value",
     .greatest = "the greatest of ",
     .least = "the least of ",
     .rise_counts = "; a rise from 0 counts as %s",
     .rise_none = "; a rise from 0 has none",
     .small_counts = "; a change from below %s counts as %s",
     .small_none = "; a change from below %s has none",
     .first_step = "%s where %s is %s",
     .next_step = "%s where it is %s",
     .between_steps = ", ",
     .by_area = "by area: ",
     .by_category = "by category: ",
     .by_factor = "by %s: ",
     .cases = "%s cases",
     .of_table = " of %s",
     .gives = "%s gives %s",
     .otherwise = ", otherwise %s",
     .at_least = ", at least %s",
     .at_most = ", at most %s",
     .judged = "as judged, otherwise %s"},
    {.lang = "cy",
     .point = '.',
     .population = "Poblogaeth",
     .not_scored = "heb ei sgorio",
     .by_rule = "yn ôl y rheol",
     .anything = "unrhyw werth",
     .from_to = "%s i %s",
     .or_more = "%s neu fwy",
     .or_less = "%s neu lai",
     .above_below = "uwchlaw %s ac o dan %s",
     .above_up_to = "uwchlaw %s hyd at %s",
     .from_below = "%s neu fwy ond o dan %s",
     .within = "rhwng %s a %s",
     .above = "uwchlaw %s",
     .below = "o dan %s",
     .any_value = "ar unrhyw werth",
     .greatest = "yr uchaf o’r rhain: ",
     .least = "yr isaf o’r rhain: ",
     .rise_counts = "; mae cynnydd o 0 yn cyfrif fel %s",
     .rise_none = "; nid oes gwerth i gynnydd o 0",
     .small_counts = "; mae newid o lai na %s yn cyfrif fel %s",
     .small_none = "; nid oes gwerth i newid o lai na %s",
     .first_step = "%s pan fo %s %s",
     .next_step = "%s pan fo %s",
     .between_steps = ", ",
     .by_area = "fesul maes: ",
     .by_category = "fesul categori: ",
     .by_factor = "yn ôl y ffactor %s: ",
     .cases = "nifer yr achosion: %s",
     .of_table = " (%s)",
     .gives = "mae %s yn rhoi %s",
     .otherwise = ", fel arall %s",
     .at_least = ", o leiaf %s",
     .at_most = ", ar y mwyaf %s",
     .judged = "yn ôl barn y dadansoddwr, fel arall %s"},
    {.lang = "pl",
     .point = ',',
     .population = "Populacja",
     .not_scored = "nie oceniono",
     .by_rule = "według reguły",
     .anything = "dowolna wartość",
     .from_to = "od %s do %s",
     .or_more = "%s lub więcej",
     .or_less = "%s lub mniej",
     .above_below = "powyżej %s i poniżej %s",
     .above_up_to = "powyżej %s, najwyżej %s",
     .from_below = "od %s do poniżej %s",
     .within = "od %s do %s",
     .above = "powyżej %s",
     .below = "poniżej %s",
     .any_value = "przy dowolnej wartości",
     .greatest = "największa z wartości: ",
     .least = "najmniejsza z wartości: ",
     .rise_counts = "; wzrost od 0 liczy się jako %s",
     .rise_none = "; wzrost od 0 nie ma wartości",
     .small_counts = "; zmiana od wartości poniżej %s liczy się jako %s",
     .small_none = "; zmiana od wartości poniżej %s nie ma wartości",
     .first_step = "%s, gdy %s wynosi %s",
     .next_step = "%s, gdy wynosi %s",
     .between_steps = "; ",
     .by_area = "według obszaru: ",
     .by_category = "według kategorii: ",
     .by_factor = "według czynnika %s: ",
     .cases = "liczba przypadków: %s",
     .of_table = " (%s)",
     .gives = "%s daje %s",
     .otherwise = ", w innym razie %s",
     .at_least = ", co najmniej %s",
     .at_most = ", co najwyżej %s",
     .judged = "według oceny analityka, w innym razie %s"},
};

const struct phrases *phrases_english(void) {
    return &LANGUAGES[0];
}

const struct phrases *phrases_of(const char *lang) {
    size_t length = strcspn(lang, "-");
    for (size_t i = 0; i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++) {
        if (strncmp(LANGUAGES[i].lang, lang, length) == 0 && LANGUAGES[i].lang[length] == '\0') {
            return &LANGUAGES[i];
        }
    }
    return phrases_english();
}
