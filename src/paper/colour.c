/* colour.c: WCAG 2.1's measure of whether text can be read on what is behind it.
 *
 * Relative luminance by the definition of WCAG 2.1: each sRGB component is made linear and the
 * three are weighed as the eye weighs them. Contrast is (lighter + 0.05) / (darker + 0.05).
 */
#include "colour.h"

#include <math.h>
#include <string.h>

#include <boardpaper/paper.h>

static const struct colour BLACK = {0, 0, 0};
static const struct colour WHITE = {255, 255, 255};

static double linear(uint8_t component) {
    double share = component / 255.0;
    return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double luminance(struct colour colour) {
    if (colour.red == colour.green && colour.green == colour.blue) { /* paper and ink, mostly */
        double grey = colour.red == 255 ? 1 : linear(colour.red);
        return 0.2126 * grey + 0.7152 * grey + 0.0722 * grey;
    }
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) +
           0.0722 * linear(colour.blue);
}

int colour_contrast(struct colour a, struct colour b) {
    double one = luminance(a) + 0.05;
    double other = luminance(b) + 0.05;
    /* Cut, not rounded: 4.4999 does not pass for 4.5. The small sum undoes pow's last bit. */
    return (int)(1000.0 * (one > other ? one / other : other / one) + 1e-6);
}

static int digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool colour_parse(const char *text, struct colour *out) {
    uint8_t bytes[3];
    if (text[0] != '#' || strlen(text) != 7) {
        return false;
    }
    for (int i = 0; i < 3; i++) {
        int high = digit(text[1 + 2 * i]);
        int low = digit(text[2 + 2 * i]);
        if (high < 0 || low < 0) {
            return false;
        }
        bytes[i] = (uint8_t)(high * 16 + low);
    }
    *out = (struct colour){bytes[0], bytes[1], bytes[2]};
    return true;
}

bool colour_equal(struct colour a, struct colour b) {
    return a.red == b.red && a.green == b.green && a.blue == b.blue;
}

struct colour colour_on(struct colour shade, struct colour preferred) {
    if (colour_contrast(shade, preferred) >= CONTRAST_TEXT) {
        return preferred;
    }
    return colour_contrast(shade, BLACK) >= colour_contrast(shade, WHITE) ? BLACK : WHITE;
}

int colour_least_contrast(length_t size, bool bold) {
    return size >= POINTS(18) || (bold && size >= POINTS(14)) ? CONTRAST_LARGE : CONTRAST_TEXT;
}
