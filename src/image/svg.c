/* svg.c: a part of SVG 1.1 into a drawing: shapes and paths, filled and stroked with plain colours,
 * grouped and transformed. That is what logos are made of. Whatever else could be seen (text,
 * gradients, filters, pictures, style sheets) is refused by name and line: a logo that is drawn in
 * part is worse than one that is asked for in another form.
 */
#include "read.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <boardpaper/arena.h>
#include <boardpaper/xml.h>

#include "svg_path.h"

enum { SHAPES_MOST = 100000 };

struct manner {
    bool filled, stroked, even_odd, shown;
    struct colour fill, stroke, current;
    double stroke_width;
    double dash;
    struct matrix matrix;
};

struct svg {
    const struct reading *reading;
    struct shape *shapes;
    size_t count, capacity;
};

static bool refuse(const struct svg *svg, const struct xml_node *node, const char *name,
                   const char *value) {
    return REPORT(svg->reading->diagnostics, xml_where(node), MESSAGE_IMAGE_SVG_VALUE, name, value);
}

/* ---- colours and lengths --------------------------------------------------------------------- */

static int hex(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool parse_hex(const char *digits, struct colour *out) {
    size_t length = strlen(digits);
    uint8_t parts[3];
    for (size_t i = 0; i < length; i++) {
        if (hex(digits[i]) < 0) {
            return false;
        }
    }
    for (size_t i = 0; i < 3; i++) {
        if (length == 3) {
            parts[i] = (uint8_t)(hex(digits[i]) * 17);
        } else if (length == 6) {
            parts[i] = (uint8_t)(hex(digits[2 * i]) * 16 + hex(digits[2 * i + 1]));
        } else {
            return false;
        }
    }
    *out = (struct colour){parts[0], parts[1], parts[2]};
    return true;
}

static bool parse_rgb(const char *text, struct colour *out) {
    uint8_t parts[3];
    for (int i = 0; i < 3; i++) {
        double value = 0;
        text += strspn(text, " ");
        if (!svg_number(&text, &value)) {
            return false;
        }
        if (*text == '%') {
            value = value * 255 / 100;
            text++;
            text += strspn(text, " ,");
        }
        parts[i] = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value + 0.5);
    }
    *out = (struct colour){parts[0], parts[1], parts[2]};
    return strcmp(text, ")") == 0;
}

static bool parse_colour(const char *text, struct colour *out) {
    static const struct {
        const char *name;
        struct colour colour;
    } names[] = {
        {"black", {0, 0, 0}},       {"white", {255, 255, 255}},  {"red", {255, 0, 0}},
        {"lime", {0, 255, 0}},      {"blue", {0, 0, 255}},       {"yellow", {255, 255, 0}},
        {"cyan", {0, 255, 255}},    {"aqua", {0, 255, 255}},     {"magenta", {255, 0, 255}},
        {"fuchsia", {255, 0, 255}}, {"green", {0, 128, 0}},      {"navy", {0, 0, 128}},
        {"maroon", {128, 0, 0}},    {"olive", {128, 128, 0}},    {"purple", {128, 0, 128}},
        {"teal", {0, 128, 128}},    {"silver", {192, 192, 192}}, {"gray", {128, 128, 128}},
        {"grey", {128, 128, 128}},  {"orange", {255, 165, 0}}};
    if (*text == '#') {
        return parse_hex(text + 1, out);
    }
    if (strncasecmp(text, "rgb(", 4) == 0) {
        return parse_rgb(text + 4, out);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcasecmp(text, names[i].name) == 0) {
            *out = names[i].colour;
            return true;
        }
    }
    return false;
}

/* In pixels of 1/96 inch. */
static bool parse_size(const char *text, double *out) {
    static const struct {
        const char *name;
        double pixels;
    } units[] = {{"", 1},    {"px", 1},         {"pt", 96.0 / 72}, {"pc", 16},
                 {"in", 96}, {"cm", 96 / 2.54}, {"mm", 96 / 25.4}};
    double value = 0;
    if (!svg_number(&text, &value)) {
        return false;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(text, units[i].name) == 0) {
            *out = value * units[i].pixels;
            return true;
        }
    }
    return false;
}

/* ---- presentation ---------------------------------------------------------------------------- */

static bool set_paint(const struct svg *svg, const struct xml_node *node, const char *name,
                      const char *value, struct manner *manner) {
    bool is_fill = strcmp(name, "fill") == 0;
    bool *on = is_fill ? &manner->filled : &manner->stroked;
    struct colour *colour = is_fill ? &manner->fill : &manner->stroke;
    if (strcmp(value, "inherit") == 0) {
        return true;
    }
    *on = strcmp(value, "none") != 0 && strcmp(value, "transparent") != 0;
    if (strcmp(value, "currentColor") == 0) {
        *colour = manner->current;
        return true;
    }
    return !*on || parse_colour(value, colour) || refuse(svg, node, name, value);
}

/* One property, of an attribute or of style="". Those that are not drawn but would be seen are
 * refused unless they say what is the case anyway. */
static bool set_property(const struct svg *svg, const struct xml_node *node, const char *name,
                         const char *value, struct manner *manner) {
    static const struct {
        const char *name, *only;
    } fixed[] = {{"opacity", "1"},         {"fill-opacity", "1"},  {"stroke-opacity", "1"},
                 {"filter", "none"},       {"mask", "none"},       {"clip-path", "none"},
                 {"marker-start", "none"}, {"marker-mid", "none"}, {"marker-end", "none"}};
    if (strcmp(name, "fill") == 0 || strcmp(name, "stroke") == 0) {
        return set_paint(svg, node, name, value, manner);
    }
    if (strcmp(name, "color") == 0) {
        return parse_colour(value, &manner->current) || refuse(svg, node, name, value);
    }
    if (strcmp(name, "stroke-width") == 0) {
        return parse_size(value, &manner->stroke_width) || refuse(svg, node, name, value);
    }
    if (strcmp(name, "stroke-dasharray") == 0) {
        const char *at = value;
        manner->dash = 0;
        return strcmp(value, "none") == 0 || svg_number(&at, &manner->dash) ||
               refuse(svg, node, name, value);
    }
    if (strcmp(name, "fill-rule") == 0) {
        manner->even_odd = strcmp(value, "evenodd") == 0;
    } else if (strcmp(name, "display") == 0 || strcmp(name, "visibility") == 0) {
        manner->shown = manner->shown && strcmp(value, "none") != 0 && strcmp(value, "hidden") != 0;
    }
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        double number = 0;
        const char *at = value;
        if (strcmp(name, fixed[i].name) == 0 && strcmp(value, fixed[i].only) != 0 &&
            !(svg_number(&at, &number) && number >= 1)) {
            return refuse(svg, node, name, value);
        }
    }
    return true;
}

static const char *trimmed(struct arena *arena, const char *text, size_t length) {
    while (length > 0 && strchr(" \t\r\n", *text) != NULL) {
        text++;
        length--;
    }
    while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL) {
        length--;
    }
    return arena_bytes(arena, text, length);
}

static bool set_style(const struct svg *svg, const struct xml_node *node, const char *style,
                      struct manner *manner) {
    struct arena *arena = svg->reading->arena;
    while (*style != '\0') {
        size_t length = strcspn(style, ";");
        const char *colon = memchr(style, ':', length);
        if (colon != NULL) {
            const char *name = trimmed(arena, style, (size_t)(colon - style));
            const char *value = trimmed(arena, colon + 1, length - (size_t)(colon + 1 - style));
            if (!set_property(svg, node, name, value, manner)) {
                return false;
            }
        }
        style += length;
        style += strspn(style, "; \t\r\n");
    }
    return true;
}

static bool set_manner(const struct svg *svg, const struct xml_node *node, struct manner *manner) {
    const char *name = NULL, *value = NULL;
    for (size_t i = 0; xml_attribute_at(node, i, &name, &value); i++) {
        if (strcmp(name, "transform") == 0) {
            struct matrix inner;
            if (!svg_transform(value, &inner)) {
                return refuse(svg, node, name, value);
            }
            manner->matrix = matrix_times(manner->matrix, inner);
        } else if (strcmp(name, "style") != 0 && !set_property(svg, node, name, value, manner)) {
            return false;
        }
    }
    const char *style = xml_attribute(node, "style"); /* above the attributes */
    return style == NULL || set_style(svg, node, style, manner);
}

/* ---- shapes ---------------------------------------------------------------------------------- */

/* A number that an attribute gives, 0 where there is none. */
static bool number(const struct svg *svg, const struct xml_node *node, const char *name,
                   double *out) {
    const char *value = xml_attribute(node, name);
    *out = 0;
    return value == NULL || parse_size(value, out) || refuse(svg, node, name, value);
}

static bool rectangle(const struct svg *svg, const struct xml_node *node, struct outline *outline) {
    double x, y, width, height, rx, ry;
    if (!number(svg, node, "x", &x) || !number(svg, node, "y", &y) ||
        !number(svg, node, "width", &width) || !number(svg, node, "height", &height) ||
        !number(svg, node, "rx", &rx) || !number(svg, node, "ry", &ry)) {
        return false;
    }
    if (width <= 0 || height <= 0) {
        return true;
    }
    rx = xml_attribute(node, "rx") == NULL ? ry : rx;
    ry = xml_attribute(node, "ry") == NULL ? rx : ry;
    rx = rx > width / 2 ? width / 2 : rx;
    ry = ry > height / 2 ? height / 2 : ry;
    outline_move(outline, x + rx, y);
    outline_line(outline, x + width - rx, y);
    if (rx > 0 && ry > 0) {
        outline_arc(outline, rx, ry, 0, false, true, x + width, y + ry);
        outline_line(outline, x + width, y + height - ry);
        outline_arc(outline, rx, ry, 0, false, true, x + width - rx, y + height);
        outline_line(outline, x + rx, y + height);
        outline_arc(outline, rx, ry, 0, false, true, x, y + height - ry);
        outline_line(outline, x, y + ry);
        outline_arc(outline, rx, ry, 0, false, true, x + rx, y);
    } else {
        outline_line(outline, x + width, y + height);
        outline_line(outline, x, y + height);
    }
    outline_close(outline);
    return true;
}

static bool ellipse(const struct svg *svg, const struct xml_node *node, struct outline *outline) {
    bool circle = xml_is(node, "circle");
    double cx, cy, rx, ry;
    if (!number(svg, node, "cx", &cx) || !number(svg, node, "cy", &cy) ||
        !number(svg, node, circle ? "r" : "rx", &rx) ||
        !number(svg, node, circle ? "r" : "ry", &ry)) {
        return false;
    }
    if (rx > 0 && ry > 0) {
        outline_ellipse(outline, cx, cy, rx, ry);
    }
    return true;
}

static bool line(const struct svg *svg, const struct xml_node *node, struct outline *outline) {
    double x1, y1, x2, y2;
    if (!number(svg, node, "x1", &x1) || !number(svg, node, "y1", &y1) ||
        !number(svg, node, "x2", &x2) || !number(svg, node, "y2", &y2)) {
        return false;
    }
    outline_move(outline, x1, y1);
    outline_line(outline, x2, y2);
    return true;
}

static bool polygon(const struct svg *svg, const struct xml_node *node, struct outline *outline) {
    const char *points = xml_attribute(node, "points");
    const char *at = points == NULL ? "" : points;
    at += strspn(at, " \t\r\n");
    for (bool first = true; *at != '\0'; first = false) {
        double x, y;
        if (!svg_number(&at, &x) || !svg_number(&at, &y)) {
            return refuse(svg, node, "points", points);
        }
        if (first) {
            outline_move(outline, x, y);
        } else {
            outline_line(outline, x, y);
        }
    }
    if (xml_is(node, "polygon") && outline->count > 0) {
        outline_close(outline);
    }
    return true;
}

static bool path(const struct svg *svg, const struct xml_node *node, struct outline *outline) {
    const char *data = xml_attribute(node, "d");
    return data == NULL || svg_path(outline, data) || refuse(svg, node, "d", data);
}

static const struct {
    const char *name;
    bool (*draw)(const struct svg *svg, const struct xml_node *node, struct outline *outline);
} kinds[] = {{"path", path}, {"rect", rectangle},   {"circle", ellipse}, {"ellipse", ellipse},
             {"line", line}, {"polyline", polygon}, {"polygon", polygon}};

static bool add_shape(struct svg *svg, const struct manner *manner, struct outline *outline) {
    if (svg->count == SHAPES_MOST) {
        return image_damaged(svg->reading, "it has too many shapes");
    }
    if (svg->count == svg->capacity) {
        size_t capacity = svg->capacity == 0 ? 16 : svg->capacity * 2;
        struct shape *shapes = NEWS(svg->reading->arena, capacity, struct shape);
        if (svg->count > 0) {
            memcpy(shapes, svg->shapes, svg->count * sizeof *shapes);
        }
        svg->shapes = shapes;
        svg->capacity = capacity;
    }
    struct path_step *steps = NEWS(svg->reading->arena, outline->count, struct path_step);
    memcpy(steps, outline->steps, outline->count * sizeof *steps);
    double scale = matrix_scale(manner->matrix);
    svg->shapes[svg->count++] =
        (struct shape){.kind = SHAPE_PATH,
                       .steps = steps,
                       .step_count = outline->count,
                       .filled = manner->filled,
                       .stroked = manner->stroked && manner->stroke_width > 0,
                       .even_odd = manner->even_odd,
                       .fill = manner->fill,
                       .stroke = manner->stroke,
                       .stroke_width = svg_length(manner->stroke_width * scale),
                       .dash = svg_length(manner->dash * scale)};
    return true;
}

static bool is_passed_over(const char *name) {
    static const char *const names[] = {"title", "desc", "metadata", "defs", "namedview"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool draw_children(struct svg *svg, const struct xml_node *parent,
                          const struct manner *outer);

static bool draw(struct svg *svg, const struct xml_node *node, const struct manner *outer) {
    const char *name = xml_name(node);
    if (is_passed_over(name)) {
        return true;
    }
    struct manner manner = *outer;
    if (!set_manner(svg, node, &manner)) {
        return false;
    }
    if (strcmp(name, "g") == 0 || strcmp(name, "a") == 0) {
        return draw_children(svg, node, &manner);
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(name, kinds[i].name) == 0) {
            struct outline outline = {.matrix = manner.matrix};
            bool good = kinds[i].draw(svg, node, &outline);
            if (good && outline.count > 0 && manner.shown && (manner.filled || manner.stroked)) {
                good = add_shape(svg, &manner, &outline);
            }
            free(outline.steps);
            return good;
        }
    }
    return REPORT(svg->reading->diagnostics, xml_where(node), MESSAGE_IMAGE_SVG_ELEMENT, name);
}

/* Nests no deeper than an XML file may (256, see xml.h). */
static bool draw_children(struct svg *svg, const struct xml_node *parent,
                          const struct manner *outer) {
    bool good = true;
    for (struct xml_node *node = xml_first(parent); node != NULL; node = xml_next(node)) {
        good = draw(svg, node, outer) && good;
    }
    return good;
}

/* ---- the picture ------------------------------------------------------------------------------
 */

bool svg_is(const struct reading *reading) {
    enum { LOOK = 4096 };
    size_t length = reading->length < LOOK ? reading->length : LOOK;
    const char *text = (const char *)reading->bytes;
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    while (length > 0 && strchr(" \t\r\n", *text) != NULL) {
        text++;
        length--;
    }
    return length > 0 && *text == '<' && memmem(text, length, "<svg", 4) != NULL;
}

/* Size and coordinates: viewBox in its own units, stretched to width and height in pixels. */
static bool read_frame(const struct svg *svg, const struct xml_node *root, struct manner *manner,
                       struct drawing *drawing) {
    const char *view = xml_attribute(root, "viewBox");
    const char *width_text = xml_attribute(root, "width");
    const char *height_text = xml_attribute(root, "height");
    double box[4] = {0}, width = 0, height = 0;
    if (view != NULL) {
        const char *at = view + strspn(view, " \t\r\n");
        for (int i = 0; i < 4; i++) {
            if (!svg_number(&at, &box[i])) {
                return refuse(svg, root, "viewBox", view);
            }
        }
    }
    bool sized = width_text != NULL && strchr(width_text, '%') == NULL && height_text != NULL &&
                 strchr(height_text, '%') == NULL;
    if (sized && (!parse_size(width_text, &width) || !parse_size(height_text, &height))) {
        return refuse(svg, root, "width", width_text);
    }
    if (!sized) {
        width = box[2];
        height = box[3];
    }
    if (view == NULL) {
        box[2] = width;
        box[3] = height;
    }
    if (!(width > 0 && height > 0 && box[2] > 0 && box[3] > 0 && width < 1e6 && height < 1e6)) {
        return image_damaged(svg->reading, "its width and height are missing or cannot be");
    }
    /* The whole of the box, undistorted, in the middle (preserveAspectRatio's default); then
     * pixels into thousandths of a point. */
    double scale = width / box[2] < height / box[3] ? width / box[2] : height / box[3];
    double thousandths = 750;
    manner->matrix =
        (struct matrix){.a = scale * thousandths,
                        .d = scale * thousandths,
                        .e = ((width - scale * box[2]) / 2 - scale * box[0]) * thousandths,
                        .f = ((height - scale * box[3]) / 2 - scale * box[1]) * thousandths};
    drawing->width = (length_t)(width * thousandths + 0.5);
    drawing->height = (length_t)(height * thousandths + 0.5);
    return true;
}

bool svg_read(const struct reading *reading, struct image *image) {
    struct where where = reading->where;
    /* Lines of the picture are told beside the place that names it. */
    const char *name = where.file == NULL ? "picture"
                                          : arena_print(reading->arena, "%s:%ld: the picture",
                                                        where.file, where.line);
    struct xml_document *document =
        xml_parse(name, reading->bytes, reading->length, 0, reading->diagnostics);
    if (document == NULL) {
        return false;
    }
    const struct xml_node *root = xml_root(document);
    struct svg svg = {.reading = reading};
    struct manner manner = {.filled = true, .shown = true, .stroke_width = 1};
    struct drawing *drawing = NEW(reading->arena, struct drawing);
    bool good = xml_is(root, "svg");
    if (!good) {
        REPORT(reading->diagnostics, where, MESSAGE_IMAGE_KIND);
    }
    good = good && read_frame(&svg, root, &manner, drawing) && set_manner(&svg, root, &manner) &&
           draw_children(&svg, root, &manner);
    xml_close(document);
    drawing->shapes = svg.shapes;
    drawing->count = svg.count;
    image->kind = IMAGE_DRAWING;
    image->drawing = drawing;
    return good;
}
