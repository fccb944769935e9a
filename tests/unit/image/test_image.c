/* test_image.c: headers of pictures that Python's zlib and Ghostscript wrote, and of damaged ones.
 */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/diagnostics.h>
#include <boardpaper/file.h>
#include <boardpaper/image.h>

struct desk {
    struct arena *arena;
    struct diagnostics *diagnostics;
};

static struct desk open_desk(void) {
    struct desk desk = {.arena = arena_new()};
    desk.diagnostics = diagnostics_new(desk.arena, 0);
    return desk;
}

static const struct image *read_file(struct desk *desk, const char *name) {
    const char *source = getenv("SOURCE");
    size_t length = 0;
    const char *path = arena_print(desk->arena, "%s/tests/unit/image/pictures/%s",
                                   source != NULL ? source : ".", name);
    const char *bytes =
        file_read(desk->arena, path, 0, (struct where){0}, &length, desk->diagnostics);
    assert_non_null(bytes);
    return image_read(desk->arena, bytes, length, (struct where){"paper.xml", 7},
                      desk->diagnostics);
}

static const struct image *read_text(struct desk *desk, const char *text) {
    return image_read(desk->arena, text, strlen(text), (struct where){"paper.xml", 7},
                      desk->diagnostics);
}

static const char *said(struct desk *desk) {
    struct buffer out = {0};
    diagnostics_write(desk->diagnostics, &out, LEVEL_ADVICE, false);
    const char *text = arena_bytes(desk->arena, out.data == NULL ? "" : out.data, out.length);
    buffer_free(&out);
    return text;
}

static void png_headers_are_read(void **state) {
    (void)state;
    static const struct {
        const char *name;
        int bits, components;
        bool interlaced;
        int palette, transparency;
    } files[] = {
        {"rgb8.png", 8, 3, false, 0, 0},       {"rgb8-interlaced.png", 8, 3, true, 0, 0},
        {"rgb16.png", 16, 3, false, 0, 0},     {"rgb8-key.png", 8, 3, false, 0, 6},
        {"grey8.png", 8, 1, false, 0, 0},      {"grey1-interlaced.png", 1, 1, true, 0, 0},
        {"palette4.png", 4, 1, false, 15, 0},  {"palette4-clear.png", 4, 1, false, 15, 5},
        {"rgba8.png", 8, 4, false, 0, 0},      {"rgba16-interlaced.png", 16, 4, true, 0, 0},
        {"grey-alpha8.png", 8, 2, false, 0, 0}};
    struct desk desk = open_desk();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const struct image *image = read_file(&desk, files[i].name);
        assert_non_null(image);
        assert_int_equal(image->kind, IMAGE_PNG);
        assert_int_equal(image->width, 5);
        assert_int_equal(image->height, 3);
        assert_int_equal(image->bits, files[i].bits);
        assert_int_equal(image->components, files[i].components);
        assert_int_equal(image->interlaced, files[i].interlaced);
        assert_int_equal(image->palette_count, files[i].palette);
        assert_int_equal(image->transparency_count, files[i].transparency);
    }
    assert_string_equal(said(&desk), "");
    arena_free(desk.arena);
}

static void resolution_is_read(void **state) {
    (void)state;
    struct desk desk = open_desk();
    assert_int_equal(read_file(&desk, "rgb8.png")->per_metre_x, 11811); /* 300 dots an inch */
    assert_int_equal(read_file(&desk, "rgb16.png")->per_metre_y, 0);
    assert_int_equal(read_file(&desk, "rgb.jpg")->per_metre_x, 2835); /* 72 an inch */
    arena_free(desk.arena);
}

static void data_in_parts_are_joined(void **state) {
    (void)state;
    struct desk desk = open_desk();
    const struct image *whole = read_file(&desk, "rgb8.png");
    const struct image *parts = read_file(&desk, "rgb8-parts.png");
    assert_int_equal(parts->length, whole->length);
    assert_memory_equal(parts->bytes, whole->bytes, whole->length);
    arena_free(desk.arena);
}

static void jpeg_headers_are_read(void **state) {
    (void)state;
    struct desk desk = open_desk();
    const struct image *image = read_file(&desk, "rgb.jpg");
    assert_int_equal(image->kind, IMAGE_JPEG);
    assert_int_equal(image->width, 16);
    assert_int_equal(image->height, 8);
    assert_int_equal(image->components, 3);
    assert_int_equal(read_file(&desk, "grey.jpg")->components, 1);
    arena_free(desk.arena);
}

static void damaged_pictures_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *name, *words;
    } files[] = {{"bad-checksum.png", "a checksum is wrong"},
                 {"bad-cut.png", "it ends too early"},
                 {"bad-large.png", "5001 by 5000 pixels, more than 25 million"},
                 {"bad-depth.png", "its header says what cannot be"},
                 {"bad-no-palette.png", "it has no palette"},
                 {"bad-cut.jpg", "it ends too early"},
                 {"cmyk.jpg", "CMYK"},
                 {"make.py", "neither PNG nor JPEG nor SVG"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct desk desk = open_desk();
        assert_null(read_file(&desk, files[i].name));
        assert_memory_equal(said(&desk), "paper.xml:7: error: ", 20);
        assert_non_null(strstr(said(&desk), files[i].words));
        arena_free(desk.arena);
    }
}

/* Every file cut at every byte, and every byte of it changed: refused or read, never a fault (the
 * sanitizers watch), and a PNG's checksums let no change of its header pass. */
static void no_damage_does_harm(void **state) {
    (void)state;
    static const char *const names[] = {"rgb8.png", "palette4-clear.png", "rgb.jpg", "logo.svg"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        struct desk files = open_desk();
        const char *source = getenv("SOURCE");
        size_t length = 0;
        const char *path = arena_print(files.arena, "%s/tests/unit/image/pictures/%s",
                                       source != NULL ? source : ".", names[n]);
        const char *bytes =
            file_read(files.arena, path, 0, (struct where){0}, &length, files.diagnostics);
        assert_non_null(bytes);
        for (size_t i = 0; i < length; i++) {
            struct desk desk = open_desk();
            char *copy = arena_bytes(desk.arena, bytes, length);
            (void)image_read(desk.arena, copy, i, (struct where){0}, desk.diagnostics);
            copy[i] = (char)(copy[i] ^ 0x55);
            const struct image *image =
                image_read(desk.arena, copy, length, (struct where){0}, desk.diagnostics);
            if (n == 0 && i < length - 12) { /* all but the last, empty chunk */
                assert_null(image);
            }
            arena_free(desk.arena);
        }
        arena_free(files.arena);
    }
}

static void a_logo_becomes_a_drawing(void **state) {
    (void)state;
    struct desk desk = open_desk();
    const struct image *image = read_file(&desk, "logo.svg");
    assert_string_equal(said(&desk), "");
    assert_non_null(image);
    assert_int_equal(image->kind, IMAGE_DRAWING);
    const struct drawing *drawing = image->drawing;
    assert_int_equal(drawing->width, 72000); /* 96 pixels are an inch */
    assert_int_equal(drawing->height, 36000);
    assert_int_equal(drawing->count, 3); /* the polygon is not displayed */
    /* A unit of the view box is two pixels, 1.5 points: the rectangle begins at (2, 1). */
    const struct shape *box = &drawing->shapes[0];
    assert_true(box->filled);
    assert_false(box->stroked);
    assert_int_equal(box->fill.green, 0x33);
    assert_int_equal(box->steps[0].x, 3000);
    assert_int_equal(box->steps[0].y, 1500);
    assert_int_equal(box->steps[2].x, 18000); /* (2 + 10) x 1.5 */
    assert_int_equal(box->steps[2].y, 9000);
    const struct shape *path = &drawing->shapes[1];
    assert_int_equal(path->fill.red, 255); /* the style is above the group */
    assert_int_equal(path->fill.green, 128);
    assert_int_equal(path->stroke_width, 750);
    assert_int_equal(path->step_count, 4);
    assert_int_equal(path->steps[2].x, 39000); /* (2 + 24) x 1.5 */
    assert_int_equal(path->steps[2].y, 10500); /* (1 + 10 - 4) x 1.5 */
    const struct shape *circle = &drawing->shapes[2];
    assert_false(circle->filled);
    assert_true(circle->stroked);
    assert_int_equal(circle->stroke.red, 255);
    assert_int_equal(circle->steps[0].x, 63000); /* (36 + 6) x 1.5 */
    assert_int_equal(circle->steps[1].x, 54000); /* a quarter on: below the middle */
    assert_int_equal(circle->steps[1].y, 27000);
    arena_free(desk.arena);
}

static const struct shape *only_shape(struct desk *desk, const char *element) {
    const struct image *image =
        read_text(desk, arena_print(desk->arena,
                                    "<svg xmlns='http://www.w3.org/2000/svg' width='4in' "
                                    "height='4in' viewBox='0 0 288 288'>%s</svg>",
                                    element));
    assert_string_equal(said(desk), "");
    assert_non_null(image);
    assert_int_equal(image->drawing->count, 1);
    return image->drawing->shapes;
}

/* One unit is a point here. */
static void paths_are_followed(void **state) {
    (void)state;
    static const struct {
        const char *data;
        int64_t x, y; /* where it ends */
        size_t steps;
    } paths[] = {{"M1,2 3-4", 3000, -4000, 2},          {"m1 2 3 4l5 6", 9000, 12000, 3},
                 {"M.5.5H10V20h-1v-1", 9000, 19000, 5}, {"M0 0c1 2 3 4 5 6s1 1 2 2", 7000, 8000, 3},
                 {"M0 0Q3 3 6 0t6 0", 12000, 0, 3},     {"M1e1 2E-1", 10000, 200, 1},
                 {"M0 0A5 5 0 0 1 10 0", 10000, 0, 3}, /* half a circle: two quarters */
                 {"M0 0a5 5 0 1110 0", 10000, 0, 3},   /* flags without space between */
                 {"M5 5L6 6z", 5000, 5000, 3}};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct desk desk = open_desk();
        const struct shape *shape =
            only_shape(&desk, arena_print(desk.arena, "<path d='%s'/>", paths[i].data));
        assert_int_equal(shape->step_count, paths[i].steps);
        assert_int_equal(shape->steps[shape->step_count - 1].x, paths[i].x);
        assert_int_equal(shape->steps[shape->step_count - 1].y, paths[i].y);
        arena_free(desk.arena);
    }
}

/* Arcs square what they are given: neither what is next to nothing nor the greatest number may end
 * in a number that is none. */
static void arcs_of_any_size_end_where_they_say(void **state) {
    (void)state;
    static const struct {
        const char *data;
        int64_t x;
    } paths[] = {{"M0 0A1e-200 1e-200 0 0 1 10 0", 10000}, /* a radius of nothing: a line */
                 {"M0 0A5 5 0 0 1 1e-200 0", 0},
                 {"M0 0A1e12 1e-8 30 1 1 10 0", 10000},
                 {"M0 0A2 30 0 0 1 1e12 0l0 0", 1000000000000000},
                 {"M0 0a1 1 0 0 1 1e12 1e12a1 1 0 0 1 1e12 1e12", 1000000000000000}};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct desk desk = open_desk();
        const struct shape *shape =
            only_shape(&desk, arena_print(desk.arena, "<path d='%s'/>", paths[i].data));
        assert_int_equal(shape->steps[shape->step_count - 1].x, paths[i].x);
        for (size_t step = 0; step < shape->step_count; step++) {
            assert_in_range(shape->steps[step].x1 + 4000000000000000, 0, 8000000000000000);
        }
        arena_free(desk.arena);
    }
}

static void curves_mirror_their_control_points(void **state) {
    (void)state;
    struct desk desk = open_desk();
    const struct shape *shape = only_shape(&desk, "<path d='M0 0C0 0 3 4 5 6S9 9 10 10'/>");
    assert_int_equal(shape->steps[2].x1, 7000); /* (5, 6) + ((5, 6) - (3, 4)) */
    assert_int_equal(shape->steps[2].y1, 8000);
    shape = only_shape(&desk, "<path d='M0 0Q3 6 6 0'/>");
    assert_int_equal(shape->steps[1].x1, 2000); /* two thirds of the way to (3, 6) */
    assert_int_equal(shape->steps[1].y1, 4000);
    assert_int_equal(shape->steps[1].x2, 4000);
    shape = only_shape(&desk, "<path d='M0 0A5 5 0 0 1 10 0'/>");
    assert_int_equal(shape->steps[1].x, 5000); /* half way: above, for y grows downwards */
    assert_int_equal(shape->steps[1].y, -5000);
    arena_free(desk.arena);
}

static void transforms_nest(void **state) {
    (void)state;
    struct desk desk = open_desk();
    const struct shape *shape =
        only_shape(&desk, "<g transform='translate(10,20) scale(2)'><g transform='rotate(90)'>"
                          "<path d='M1 0L0 1' stroke='#000' stroke-width='3'/></g></g>");
    assert_int_equal(shape->steps[0].x, 10000); /* (1, 0) turned is (0, 1), doubled (0, 2) */
    assert_int_equal(shape->steps[0].y, 22000);
    assert_int_equal(shape->steps[1].x, 8000);
    assert_int_equal(shape->steps[1].y, 20000);
    assert_int_equal(shape->stroke_width, 6000);
    shape = only_shape(&desk, "<path transform='matrix(1 2 3 4 5 6)' d='M1 1z'/>");
    assert_int_equal(shape->steps[0].x, 9000);
    assert_int_equal(shape->steps[0].y, 12000);
    arena_free(desk.arena);
}

static void what_is_not_drawn_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *inner, *words;
    } pictures[] = {{"<text>Words</text>", "<text> in an SVG picture is not drawn"},
                    {"<g>\n<image href='x.png'/></g>", "<image> in an SVG picture"},
                    {"<style>path{fill:red}</style>", "<style> in an SVG picture"},
                    {"<path d='M0 0z' fill='url(#g)'/>", "fill=\"url(#g)\""},
                    {"<path d='M0 0z' opacity='.5'/>", "opacity=\".5\""},
                    {"<path d='M0 0z' clip-path='url(#c)'/>", "clip-path=\"url(#c)\""},
                    {"<path d='L0 0'/>", "d=\"L0 0\""},
                    {"<path d='M0'/>", "d=\"M0\""},
                    {"<path d='M0 0X'/>", "d=\"M0 0X\""},
                    {"<path d='M0 0L1e13 0'/>", "d=\"M0 0L1e13 0\""},
                    {"<g transform='scale(4e211)'/>", "transform=\"scale(4e211)\""},
                    {"<g transform='spin(3)'/>", "transform=\"spin(3)\""},
                    {"<rect width='1ell' height='1'/>", "width=\"1ell\""}};
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++) {
        struct desk desk = open_desk();
        assert_null(
            read_text(&desk, arena_print(desk.arena,
                                         "<svg xmlns='http://www.w3.org/2000/svg' width='9' "
                                         "height='9'>%s</svg>",
                                         pictures[i].inner)));
        assert_non_null(strstr(said(&desk), pictures[i].words));
        assert_non_null(strstr(said(&desk), "paper.xml:7: the picture:"));
        arena_free(desk.arena);
    }
}

static void svg_needs_a_size(void **state) {
    (void)state;
    struct desk desk = open_desk();
    assert_null(read_text(&desk, "<svg xmlns='http://www.w3.org/2000/svg'/>"));
    assert_non_null(strstr(said(&desk), "width and height"));
    const struct image *image =
        read_text(&desk, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 50'/>");
    assert_non_null(image);
    assert_int_equal(image->drawing->width, 75000);
    assert_int_equal(image->drawing->height, 37500);
    arena_free(desk.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(png_headers_are_read),
        cmocka_unit_test(resolution_is_read),
        cmocka_unit_test(data_in_parts_are_joined),
        cmocka_unit_test(jpeg_headers_are_read),
        cmocka_unit_test(damaged_pictures_are_refused),
        cmocka_unit_test(no_damage_does_harm),
        cmocka_unit_test(a_logo_becomes_a_drawing),
        cmocka_unit_test(paths_are_followed),
        cmocka_unit_test(arcs_of_any_size_end_where_they_say),
        cmocka_unit_test(curves_mirror_their_control_points),
        cmocka_unit_test(transforms_nest),
        cmocka_unit_test(what_is_not_drawn_is_refused),
        cmocka_unit_test(svg_needs_a_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
