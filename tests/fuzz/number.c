/* number.c: what is taken for a number is written back as the same number, and the operations on
 * any two numbers either fail or undo each other. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/number.h>
#include <boardpaper/units.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool holds) {
    if (!holds) {
        abort();
    }
}

static void check_text(const char *text) {
    struct number number;
    length_t unused = 0;
    length_parse(text, 12000, &unused);
    if (!number_parse(text, &number)) {
        return;
    }
    char written[NUMBER_TEXT];
    struct number again;
    struct number rounded;
    must(strlen(number_plain(number, written)) < NUMBER_TEXT);
    if (number_round(number, 12, &rounded)) {
        must(number_parse(written, &again) && number_equal(again, rounded));
    }
    must(strlen(number_format(number, 0, written)) < NUMBER_TEXT);
    must(strcmp(written, "-0") != 0);
}

static void check_pair(struct number a, struct number b) {
    struct number out;
    if (number_add(a, b, &out)) {
        must(number_subtract(out, b, &out) && number_equal(out, a));
    }
    if (b.numerator != 0 && number_multiply(a, b, &out)) {
        must(number_divide(out, b, &out) && number_equal(out, a));
    }
    must(number_compare(a, b) == -number_compare(b, a));
    for (int decimals = 0; decimals <= 12; decimals++) {
        char written[NUMBER_TEXT];
        must(strlen(number_format(a, decimals, written)) < NUMBER_TEXT);
        if (number_round(a, decimals, &out)) {
            must(number_parse(written, &b) && number_equal(out, b));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    int64_t parts[4];
    if (length >= sizeof parts) {
        memcpy(parts, bytes, sizeof parts);
        struct number a;
        struct number b;
        if (number_make(parts[0], parts[1], &a) && number_make(parts[2], parts[3], &b)) {
            check_pair(a, b);
        }
    }
    char *text = malloc(length + 1);
    must(text != NULL);
    memcpy(text, bytes, length);
    text[length] = '\0';
    check_text(text);
    free(text);
    return 0;
}
