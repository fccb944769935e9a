/* units.c: lengths as people write them.
 *
 * A length is an exact number times its unit's exact ratio to the thousandth of a point, rounded
 * once. Floating point would make 1.5 em differ from machine to machine.
 */
#include <boardpaper/units.h>

#include <string.h>

#include <boardpaper/number.h>

/* The longest number taken, sign and point included. */
enum { LENGTH_TEXT = 40 };

static const struct {
    const char *name;
    struct number thousandths;
} UNITS[] = {
    {"pt", {1000, 1}},
    {"mm", {360000, 127}}, /* 1 in = 25.4 mm = 72 pt */
    {"cm", {3600000, 127}},
    {"in", {72000, 1}},
};

static bool unit_ratio(const char *name, length_t em, struct number *out) {
    if (strcmp(name, "em") == 0) {
        *out = number_of(em);
        return em > 0;
    }
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        if (strcmp(name, UNITS[i].name) == 0) {
            *out = UNITS[i].thousandths;
            return true;
        }
    }
    return false;
}

bool length_parse(const char *text, length_t em, length_t *out) {
    size_t size = strspn(text, "+-.0123456789");
    char amount[LENGTH_TEXT];
    if (size >= sizeof amount) {
        return false;
    }
    memcpy(amount, text, size);
    amount[size] = '\0';
    const char *unit = text + size;
    unit += strspn(unit, " \t");
    struct number number;
    struct number ratio;
    if (!number_parse(amount, &number) || !unit_ratio(unit, em, &ratio) ||
        !number_multiply(number, ratio, &number) || !number_round(number, 0, &number)) {
        return false;
    }
    *out = number.numerator;
    return true;
}
