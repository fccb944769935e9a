/* number.c: ratios of 64-bit integers, worked out in 128 bits.
 *
 * Every operation multiplies two 64-bit values at most and adds two such products at most, which
 * 128 bits hold; the result is brought to lowest terms and only then has to fit. Rejected: decimal
 * fixed point (a rate of 1 in 3 is no decimal, and would be rounded before its time).
 */
#include <boardpaper/number.h>

#include <string.h>

/* __int128 is an extension that gcc and clang share; it is used in this file only. */
#pragma GCC diagnostic ignored "-Wpedantic"

enum { MOST_DECIMALS = 12, MOST_PARSED_DECIMALS = 18, WIDE_DIGITS = 40 };

static unsigned __int128 magnitude(__int128 value) {
    return value < 0 ? 0 - (unsigned __int128)value : (unsigned __int128)value;
}

static unsigned __int128 common_divisor(unsigned __int128 a, unsigned __int128 b) {
    while (b != 0) {
        if (a <= UINT64_MAX && b <= UINT64_MAX) { /* the usual case: machine division */
            uint64_t x = (uint64_t)a;
            uint64_t y = (uint64_t)b;
            while (y != 0) {
                uint64_t rest = x % y;
                x = y;
                y = rest;
            }
            return x;
        }
        unsigned __int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static bool reduce(__int128 numerator, __int128 denominator, struct number *out) {
    if (denominator == 0) {
        return false;
    }
    if (denominator < 0) {
        numerator = -numerator;
        denominator = -denominator;
    }
    if (denominator != 1) {
        __int128 divisor = (__int128)common_divisor(magnitude(numerator), magnitude(denominator));
        numerator /= divisor;
        denominator /= divisor;
    }
    if (numerator < INT64_MIN || numerator > INT64_MAX || denominator > INT64_MAX) {
        return false;
    }
    *out = (struct number){(int64_t)numerator, (int64_t)denominator};
    return true;
}

struct number number_of(int64_t value) {
    return (struct number){value, 1};
}

bool number_make(int64_t numerator, int64_t denominator, struct number *out) {
    return reduce(numerator, denominator, out);
}

bool number_add(struct number a, struct number b, struct number *out) {
    return reduce((__int128)a.numerator * b.denominator + (__int128)b.numerator * a.denominator,
                  (__int128)a.denominator * b.denominator, out);
}

bool number_subtract(struct number a, struct number b, struct number *out) {
    return reduce((__int128)a.numerator * b.denominator - (__int128)b.numerator * a.denominator,
                  (__int128)a.denominator * b.denominator, out);
}

bool number_multiply(struct number a, struct number b, struct number *out) {
    return reduce((__int128)a.numerator * b.numerator, (__int128)a.denominator * b.denominator,
                  out);
}

bool number_divide(struct number a, struct number b, struct number *out) {
    return reduce((__int128)a.numerator * b.denominator, (__int128)a.denominator * b.numerator,
                  out);
}

int number_compare(struct number a, struct number b) {
    __int128 left = (__int128)a.numerator * b.denominator;
    __int128 right = (__int128)b.numerator * a.denominator;
    return left < right ? -1 : left > right;
}

bool number_equal(struct number a, struct number b) {
    return number_compare(a, b) == 0;
}

static int64_t power_of_ten(int exponent) {
    int64_t power = 1;
    while (exponent-- > 0) {
        power *= 10;
    }
    return power;
}

/* a times 10 to the decimals, to the nearest whole number, half away from zero. */
static __int128 scaled(struct number a, int decimals) {
    unsigned __int128 size = magnitude(a.numerator) * (unsigned __int128)power_of_ten(decimals);
    if (size <= UINT64_MAX) { /* which the processor divides itself */
        uint64_t small = (uint64_t)size, by = (uint64_t)a.denominator;
        __int128 rounded = small / by + (small % by >= by - small % by);
        return a.numerator < 0 ? -rounded : rounded;
    }
    unsigned __int128 whole = size / (unsigned __int128)a.denominator;
    unsigned __int128 rest = size % (unsigned __int128)a.denominator;
    whole += rest * 2 >= (unsigned __int128)a.denominator;
    return a.numerator < 0 ? -(__int128)whole : (__int128)whole;
}

bool number_round(struct number a, int decimals, struct number *out) {
    return reduce(scaled(a, decimals), power_of_ten(decimals), out);
}

bool number_parse(const char *text, struct number *out) {
    bool negative = *text == '-';
    text += *text == '-' || *text == '+';
    size_t whole = strspn(text, "0123456789");
    size_t part = 0;
    if (text[whole] == '.') {
        part = strspn(text + whole + 1, "0123456789");
        if (part == 0) {
            return false;
        }
    }
    if (whole == 0 || text[whole + (part > 0 ? part + 1 : 0)] != '\0') {
        return false;
    }
    while (part > 0 && text[whole + part] == '0') {
        part--;
    }
    if (part > MOST_PARSED_DECIMALS) {
        return false;
    }
    /* Below 10 to the 38 no digit more can overflow 128 bits; far above what can fit in the end. */
    __int128 most = (__int128)INT64_MAX * power_of_ten(MOST_PARSED_DECIMALS);
    __int128 value = 0;
    for (size_t i = 0; i < whole + (part > 0 ? part + 1 : 0); i++) {
        if (i != whole) {
            value = value * 10 + (text[i] - '0');
            if (value > most) {
                return false;
            }
        }
    }
    return reduce(negative ? -value : value, power_of_ten((int)part), out);
}

char *number_format(struct number a, int decimals, char *out) {
    if (a.denominator == 1 && decimals == 0 && a.numerator >= 0 && a.numerator <= 9) {
        out[0] = (char)('0' + a.numerator); /* what most scores are */
        out[1] = '\0';
        return out;
    }
    __int128 value = scaled(a, decimals);
    unsigned __int128 rest = magnitude(value);
    char reversed[WIDE_DIGITS];
    int count = 0;
    for (; rest > UINT64_MAX; rest /= 10) {
        reversed[count++] = (char)('0' + (int)(rest % 10));
    }
    for (uint64_t small = (uint64_t)rest; small > 0; small /= 10) {
        reversed[count++] = (char)('0' + (int)(small % 10));
    }
    while (count <= decimals) { /* at least one digit before the point */
        reversed[count++] = '0';
    }
    char *at = out;
    if (value < 0) {
        *at++ = '-';
    }
    while (count > 0) {
        *at++ = reversed[--count];
        if (count == decimals && decimals > 0) {
            *at++ = '.';
        }
    }
    *at = '\0';
    return out;
}

char *number_plain(struct number a, char *out) {
    if (a.denominator == 1) {
        return number_format(a, 0, out);
    }
    number_format(a, MOST_DECIMALS, out);
    char *end = out + strlen(out);
    while (end[-1] == '0') { /* stops at the point at the latest */
        *--end = '\0';
    }
    if (end[-1] == '.') {
        end[-1] = '\0';
    }
    return out;
}
