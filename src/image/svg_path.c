/* svg_path.c: see svg_path.h. */
#include "svg_path.h"

#include <math.h>
#include <string.h>

#include <boardpaper/arena.h>

static const double PI = 3.14159265358979323846;
/* Control points this far along the tangent make a quarter of a circle, to 0.03 %. */
static const double QUARTER = 0.5522847498307936;

struct matrix matrix_times(struct matrix outer, struct matrix inner) {
    return (struct matrix){.a = outer.a * inner.a + outer.c * inner.b,
                           .b = outer.b * inner.a + outer.d * inner.b,
                           .c = outer.a * inner.c + outer.c * inner.d,
                           .d = outer.b * inner.c + outer.d * inner.d,
                           .e = outer.a * inner.e + outer.c * inner.f + outer.e,
                           .f = outer.b * inner.e + outer.d * inner.f + outer.f};
}

double matrix_scale(struct matrix matrix) {
    return sqrt(fabs(matrix.a * matrix.d - matrix.b * matrix.c));
}

/* ---- steps ---------------------------------------------------------------------------------- */

length_t svg_length(double value) {
    const double most = 1e15;
    return isnan(value) ? 0 : (length_t)llround(fmax(-most, fmin(value, most)));
}

static void put(struct outline *outline, enum path_verb verb, const double points[6]) {
    if (outline->count == outline->capacity) {
        outline->capacity = outline->capacity == 0 ? 32 : outline->capacity * 2;
        outline->steps = memory_resize(outline->steps, outline->capacity, sizeof *outline->steps);
    }
    length_t out[6];
    for (int i = 0; i < 6; i += 2) {
        const struct matrix *m = &outline->matrix;
        out[i] = svg_length(m->a * points[i] + m->c * points[i + 1] + m->e);
        out[i + 1] = svg_length(m->b * points[i] + m->d * points[i + 1] + m->f);
    }
    outline->steps[outline->count++] = (struct path_step){.verb = verb,
                                                          .x1 = out[0],
                                                          .y1 = out[1],
                                                          .x2 = out[2],
                                                          .y2 = out[3],
                                                          .x = out[4],
                                                          .y = out[5]};
    outline->x = points[4];
    outline->y = points[5];
}

void outline_move(struct outline *outline, double x, double y) {
    put(outline, PATH_MOVE, (const double[6]){x, y, x, y, x, y});
    outline->start_x = x;
    outline->start_y = y;
}

void outline_line(struct outline *outline, double x, double y) {
    put(outline, PATH_LINE, (const double[6]){x, y, x, y, x, y});
}

void outline_curve(struct outline *outline, double x1, double y1, double x2, double y2, double x,
                   double y) {
    put(outline, PATH_CURVE, (const double[6]){x1, y1, x2, y2, x, y});
}

void outline_close(struct outline *outline) {
    double x = outline->start_x, y = outline->start_y;
    put(outline, PATH_CLOSE, (const double[6]){x, y, x, y, x, y});
}

void outline_ellipse(struct outline *outline, double cx, double cy, double rx, double ry) {
    double kx = rx * QUARTER, ky = ry * QUARTER;
    outline_move(outline, cx + rx, cy);
    outline_curve(outline, cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry);
    outline_curve(outline, cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy);
    outline_curve(outline, cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry);
    outline_curve(outline, cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy);
    outline_close(outline);
}

/* Endpoints to centre, then at most a quarter of a turn a curve. */
void outline_arc(struct outline *outline, double rx, double ry, double angle, bool large,
                 bool sweep, double x, double y) {
    double x0 = outline->x, y0 = outline->y;
    rx = fabs(rx);
    ry = fabs(ry);
    /* Less than this is a line to the eye; in the squares below it would be nothing at all. */
    const double least = 1e-9;
    if (rx < least || ry < least || hypot(x0 - x, y0 - y) < least) {
        outline_line(outline, x, y);
        return;
    }
    double cosine = cos(angle * PI / 180), sine = sin(angle * PI / 180);
    double dx = (x0 - x) / 2, dy = (y0 - y) / 2;
    double px = cosine * dx + sine * dy, py = cosine * dy - sine * dx;
    double excess = px * px / (rx * rx) + py * py / (ry * ry);
    if (excess > 1) { /* the radii are too small to reach: grown until they do */
        rx *= sqrt(excess);
        ry *= sqrt(excess);
    }
    double under = rx * rx * py * py + ry * ry * px * px;
    double factor = sqrt(fmax(0, (rx * rx * ry * ry - under) / under));
    factor = large == sweep ? -factor : factor;
    double qx = factor * rx * py / ry, qy = -factor * ry * px / rx;
    double cx = cosine * qx - sine * qy + (x0 + x) / 2, cy = sine * qx + cosine * qy + (y0 + y) / 2;
    double from = atan2((py - qy) / ry, (px - qx) / rx);
    double turn = atan2((-py - qy) / ry, (-px - qx) / rx) - from;
    if (sweep && turn < 0) {
        turn += 2 * PI;
    } else if (!sweep && turn > 0) {
        turn -= 2 * PI;
    }
    int count = (int)ceil(fabs(turn) / (PI / 2) - 1e-9);
    count = count < 1 ? 1 : count;
    double step = turn / count, reach = 4.0 / 3 * tan(step / 4);
    for (int i = 0; i < count; i++) {
        double a = from + i * step, b = a + step;
        double local[6] = {rx * (cos(a) - reach * sin(a)),
                           ry * (sin(a) + reach * cos(a)),
                           rx * (cos(b) + reach * sin(b)),
                           ry * (sin(b) - reach * cos(b)),
                           rx * cos(b),
                           ry * sin(b)};
        double out[6];
        for (int j = 0; j < 6; j += 2) {
            out[j] = cosine * local[j] - sine * local[j + 1] + cx;
            out[j + 1] = sine * local[j] + cosine * local[j + 1] + cy;
        }
        if (i == count - 1) { /* exactly there */
            out[4] = x;
            out[5] = y;
        }
        put(outline, PATH_CURVE, out);
    }
}

/* ---- numbers -------------------------------------------------------------------------------- */

static void skip(const char **at) {
    *at += strspn(*at, " \t\r\n\f");
}

static void skip_comma(const char **at) {
    skip(at);
    if (**at == ',') {
        ++*at;
        skip(at);
    }
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Not strtod, which the user's locale changes. */
bool svg_number(const char **at, double *out) {
    const char *scan = *at;
    double sign = 1, value = 0, place = 1;
    bool digits = false;
    if (*scan == '+' || *scan == '-') {
        sign = *scan++ == '-' ? -1 : 1;
    }
    for (; is_digit(*scan); scan++, digits = true) {
        value = value * 10 + (*scan - '0');
    }
    if (*scan == '.') {
        scan++;
        for (; is_digit(*scan); scan++, digits = true) {
            value = value * 10 + (*scan - '0');
            place *= 10;
        }
    }
    if (!digits) {
        return false;
    }
    if ((*scan == 'e' || *scan == 'E') &&
        (is_digit(scan[1]) || ((scan[1] == '+' || scan[1] == '-') && is_digit(scan[2])))) {
        double power_sign = scan[1] == '-' ? -1 : 1;
        double power = 0;
        for (scan += is_digit(scan[1]) ? 1 : 2; is_digit(*scan); scan++) {
            power = fmin(power * 10 + (*scan - '0'), 400);
        }
        value *= pow(10, power_sign * power);
    }
    value = sign * value / place;
    if (!(fabs(value) <= SVG_NUMBER_MOST)) {
        return false;
    }
    *out = value;
    *at = scan;
    skip_comma(at);
    return true;
}

static bool flag(const char **at, bool *out) {
    if (**at != '0' && **at != '1') {
        return false;
    }
    *out = *(*at)++ == '1';
    skip_comma(at);
    return true;
}

static bool numbers(const char **at, double *out, int count) {
    for (int i = 0; i < count; i++) {
        if (!svg_number(at, &out[i])) {
            return false;
        }
    }
    return true;
}

/* ---- path data ------------------------------------------------------------------------------ */

/* The control point that S and T mirror: that of the curve just before, of the same degree. */
struct mirror {
    char degree; /* 'C', 'Q' or 0 */
    double x, y;
};

static void quadratic(struct outline *outline, double cx, double cy, double x, double y) {
    double x0 = outline->x, y0 = outline->y;
    outline_curve(outline, x0 + 2 * (cx - x0) / 3, y0 + 2 * (cy - y0) / 3, x + 2 * (cx - x) / 3,
                  y + 2 * (cy - y) / 3, x, y);
}

static bool arc(struct outline *outline, const char **at, bool relative) {
    double n[3], to[2];
    bool large = false, sweep = false;
    if (!numbers(at, n, 3) || !flag(at, &large) || !flag(at, &sweep) || !numbers(at, to, 2)) {
        return false;
    }
    double x = relative ? outline->x : 0, y = relative ? outline->y : 0;
    outline_arc(outline, n[0], n[1], n[2], large, sweep, x + to[0], y + to[1]);
    return true;
}

/* One set of a command's numbers. */
static bool segment(struct outline *outline, const char **at, char command, struct mirror *mirror) {
    static const struct {
        char command;
        int count;
    } counts[] = {{'M', 2}, {'L', 2}, {'H', 1}, {'V', 1}, {'C', 6}, {'S', 4}, {'Q', 4}, {'T', 2}};
    bool relative = command >= 'a';
    char upper = relative ? (char)(command - 'a' + 'A') : command;
    struct mirror before = *mirror;
    *mirror = (struct mirror){0};
    if (upper == 'A') {
        return arc(outline, at, relative);
    }
    double n[6] = {0};
    int count = 0;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        count = counts[i].command == upper ? counts[i].count : count;
    }
    if (count == 0 || !numbers(at, n, count)) {
        return false;
    }
    double x = outline->x, y = outline->y;
    if (relative && upper == 'V') {
        n[0] += y;
    } else if (relative) {
        for (int i = 0; i < count; i++) {
            n[i] += i % 2 == 0 ? x : y;
        }
    }
    double mx = before.degree == 'C' ? 2 * x - before.x : x;
    double my = before.degree == 'C' ? 2 * y - before.y : y;
    switch (upper) {
    case 'M':
        outline_move(outline, n[0], n[1]);
        break;
    case 'L':
        outline_line(outline, n[0], n[1]);
        break;
    case 'H':
        outline_line(outline, n[0], y);
        break;
    case 'V':
        outline_line(outline, x, n[0]);
        break;
    case 'C':
        outline_curve(outline, n[0], n[1], n[2], n[3], n[4], n[5]);
        *mirror = (struct mirror){'C', n[2], n[3]};
        break;
    case 'S':
        outline_curve(outline, mx, my, n[0], n[1], n[2], n[3]);
        *mirror = (struct mirror){'C', n[0], n[1]};
        break;
    case 'Q':
        quadratic(outline, n[0], n[1], n[2], n[3]);
        *mirror = (struct mirror){'Q', n[0], n[1]};
        break;
    default: /* T */
        *mirror = (struct mirror){'Q', before.degree == 'Q' ? 2 * x - before.x : x,
                                  before.degree == 'Q' ? 2 * y - before.y : y};
        quadratic(outline, mirror->x, mirror->y, n[0], n[1]);
        break;
    }
    return true;
}

bool svg_path(struct outline *outline, const char *data) {
    struct mirror mirror = {0};
    bool begun = false;
    skip(&data);
    while (*data != '\0') {
        char command = *data++;
        skip(&data);
        if (!begun && command != 'M' && command != 'm') {
            return false;
        }
        begun = true;
        if (command == 'Z' || command == 'z') {
            outline_close(outline);
            mirror = (struct mirror){0};
            skip_comma(&data);
            continue;
        }
        do {
            if (!segment(outline, &data, command, &mirror)) {
                return false;
            }
            /* Further pairs of a move are lines. */
            command = command == 'M' ? 'L' : command == 'm' ? 'l' : command;
        } while (is_digit(*data) || *data == '-' || *data == '+' || *data == '.');
    }
    return true;
}

/* ---- transforms ----------------------------------------------------------------------------- */

static bool one_transform(const char *name, size_t length, const double *n, int count,
                          struct matrix *out) {
    *out = (struct matrix){.a = 1, .d = 1};
    if (length == 6 && memcmp(name, "matrix", 6) == 0 && count == 6) {
        *out = (struct matrix){n[0], n[1], n[2], n[3], n[4], n[5]};
    } else if (length == 9 && memcmp(name, "translate", 9) == 0 && (count == 1 || count == 2)) {
        out->e = n[0];
        out->f = count == 2 ? n[1] : 0;
    } else if (length == 5 && memcmp(name, "scale", 5) == 0 && (count == 1 || count == 2)) {
        out->a = n[0];
        out->d = count == 2 ? n[1] : n[0];
    } else if (length == 6 && memcmp(name, "rotate", 6) == 0 && (count == 1 || count == 3)) {
        double cosine = cos(n[0] * PI / 180), sine = sin(n[0] * PI / 180);
        double x = count == 3 ? n[1] : 0, y = count == 3 ? n[2] : 0;
        *out = (struct matrix){
            cosine, sine, -sine, cosine, x - cosine * x + sine * y, y - sine * x - cosine * y};
    } else if (length == 5 && memcmp(name, "skewX", 5) == 0 && count == 1) {
        out->c = tan(n[0] * PI / 180);
    } else if (length == 5 && memcmp(name, "skewY", 5) == 0 && count == 1) {
        out->b = tan(n[0] * PI / 180);
    } else {
        return false;
    }
    return true;
}

bool svg_transform(const char *text, struct matrix *out) {
    *out = (struct matrix){.a = 1, .d = 1};
    skip(&text);
    while (*text != '\0') {
        const char *name = text;
        size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzXY");
        double n[6];
        int count = 0;
        text += length;
        skip(&text);
        if (*text++ != '(') {
            return false;
        }
        skip(&text);
        while (*text != ')') {
            if (count == 6 || !svg_number(&text, &n[count++])) {
                return false;
            }
        }
        text++;
        skip_comma(&text);
        struct matrix one;
        if (!one_transform(name, length, n, count, &one)) {
            return false;
        }
        *out = matrix_times(*out, one);
    }
    return true;
}
