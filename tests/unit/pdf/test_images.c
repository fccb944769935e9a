/* test_images.c: pictures in a PDF as poppler paints them, pixel by pixel. What the pixels are is
 * said in tests/unit/image/pictures/make.py. */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <boardpaper/file.h>
#include <boardpaper/image.h>

#include "desk.h"
#include "tool.h"

enum { WIDTH = 5, HEIGHT = 3, STEP = 10 };

static const struct image *picture(struct desk *desk, const char *name) {
    size_t length = 0;
    const char *bytes =
        file_read(desk->arena,
                  arena_print(desk->arena, "%s/tests/unit/image/pictures/%s", desk_source(), name),
                  0, (struct where){0}, &length, desk->diagnostics);
    assert_non_null(bytes);
    const struct image *image =
        image_read(desk->arena, bytes, length, (struct where){0}, desk->diagnostics);
    assert_non_null(image);
    return image;
}

static void put(struct desk *desk, const struct image *image, double x, double y, double width,
                double height) {
    int32_t figure = desk_add(desk, desk->root, ROLE_FIGURE);
    structure_text(desk->structure, figure, TAG_ALT, "A picture");
    struct mark *mark = desk_mark(desk, MARK_IMAGE, figure, x, y);
    mark->image.image = image;
    mark->image.width = (length_t)(width * 1000);
    mark->image.height = (length_t)(height * 1000);
}

/* The page as pixels of one point: width x height x 3 bytes. Freed by the caller. */
static uint8_t *painted(const struct buffer *pdf, int width, int height) {
    char *path = tool_file("images.pdf", pdf->data, pdf->length);
    struct buffer command = {0};
    buffer_print(&command, "pdftoppm -r 72 -singlefile @ @");
    free(tool_run(command.data, path));
    buffer_clear(&command);
    buffer_print(&command, "%s.ppm", path);
    FILE *file = fopen(command.data, "rb");
    assert_non_null(file);
    int w = 0, h = 0, most = 0;
    assert_int_equal(fscanf(file, "P6 %d %d %d", &w, &h, &most), 3);
    assert_int_equal(fgetc(file), '\n');
    assert_int_equal(w, width);
    assert_int_equal(h, height);
    size_t size = (size_t)w * (size_t)h * 3;
    uint8_t *pixels = malloc(size);
    assert_non_null(pixels);
    assert_int_equal(fread(pixels, 1, size, file), size);
    fclose(file);
    (void)unlink(command.data);
    (void)unlink(path);
    buffer_free(&command);
    free(path);
    return pixels;
}

static void near(int got, int expected, int within) {
    if (abs(got - expected) > within) {
        fail_msg("%d is not near %d", got, expected);
    }
}

typedef void pixel_of(int x, int y, int out[3]);

static void colour(int x, int y, int out[3]) {
    out[0] = 50 * x;
    out[1] = 80 * y;
    out[2] = 255 - 50 * x;
}

static void grey(int x, int y, int out[3]) {
    out[0] = out[1] = out[2] = 50 * x + 20 * y;
}

static void checks(int x, int y, int out[3]) {
    out[0] = out[1] = out[2] = (x + y) % 2 * 255;
}

/* Over white. */
static void shine(int x, int out[3]) {
    int alpha = 255 - 60 * x;
    for (int i = 0; i < 3; i++) {
        out[i] = (out[i] * alpha + 255 * (255 - alpha)) / 255;
    }
}

static void colour_alpha(int x, int y, int out[3]) {
    colour(x, y, out);
    shine(x, out);
}

static void grey_alpha(int x, int y, int out[3]) {
    grey(x, y, out);
    shine(x, out);
}

static void key(int x, int y, int out[3]) {
    colour(x, y, out);
    if (x == 1 && y == 1) {
        out[0] = out[1] = out[2] = 255;
    }
}

static void palette_alpha(int x, int y, int out[3]) { /* only the first five entries */
    colour(x, y, out);
    if (y == 0) {
        shine(x, out);
    }
}

static void every_kind_keeps_its_pixels(void **state) {
    (void)state;
    static const struct {
        const char *name;
        pixel_of *pixel;
        bool transparent;
    } files[] = {{"rgb8.png", colour, false},
                 {"rgb8-parts.png", colour, false},
                 {"rgb8-interlaced.png", colour, false},
                 {"rgb16.png", colour, false},
                 {"rgb8-key.png", key, false},
                 {"grey8.png", grey, false},
                 {"grey1.png", checks, false},
                 {"grey1-interlaced.png", checks, false},
                 {"palette4.png", colour, false},
                 {"palette4-clear.png", palette_alpha, true},
                 {"rgba8.png", colour_alpha, true},
                 {"rgba16-interlaced.png", colour_alpha, true},
                 {"grey-alpha8.png", grey_alpha, true}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct desk *desk = desk_open(NULL, 1);
        put(desk, picture(desk, files[i].name), 0, 0, WIDTH * STEP, HEIGHT * STEP);
        assert_true(desk_page_of(desk, "1", WIDTH * STEP, HEIGHT * STEP));
        struct buffer out = {0};
        assert_true(desk_finish(desk, NULL, 0, &out));
        free(tool_on(&out, "qpdf --check @"));
        uint8_t *pixels = painted(&out, WIDTH * STEP, HEIGHT * STEP);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int expected[3];
                files[i].pixel(x, y, expected);
                size_t place = (size_t)(y * STEP + STEP / 2) * WIDTH * STEP;
                const uint8_t *at = pixels + 3 * (place + (size_t)(x * STEP + STEP / 2));
                for (int part = 0; part < 3; part++) {
                    near(at[part], expected[part], 2);
                }
            }
        }
        free(pixels);
        size_t length = 0;
        char *plain = tool_plain(&out, &length);
        assert_int_equal(tool_has(plain, length, "/S /Transparency"), files[i].transparent);
        free(plain);
        buffer_free(&out);
        desk_close(desk);
    }
}

static void jpeg_goes_in_as_it_is(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    const struct image *blue = picture(desk, "rgb.jpg");
    put(desk, blue, 0, 0, 20, 10);
    put(desk, picture(desk, "grey.jpg"), 20, 0, 20, 10);
    put(desk, blue, 0, 20, 20, 10); /* again: one object for both */
    assert_true(desk_page_of(desk, "1", 40, 30));
    struct buffer out = {0};
    assert_true(desk_finish(desk, NULL, 0, &out));
    assert_true(tool_has(out.data, out.length, "/Filter/DCTDecode"));
    assert_non_null(memmem(out.data, out.length, blue->bytes, blue->length));
    char *said = tool_on(&out, "pdfimages -list @ | tail -n +3 | cut -c1-60 | sort -u | wc -l");
    assert_int_equal(atoi(said), 3); /* drawn three times */
    free(said);
    said = tool_on(&out, "qpdf --qdf --object-streams=disable @ - | grep -a -c 'Subtype /Image'");
    assert_int_equal(atoi(said), 2);
    free(said);
    uint8_t *pixels = painted(&out, 40, 30);
    /* The pixels (10, 5), (30, 5) and (10, 25) of rows of 40. */
    near(pixels[632], 255, 3);
    near(pixels[630], 0, 3);
    near(pixels[690], 127, 3);
    near(pixels[3032], 255, 3);
    free(pixels);
    buffer_free(&out);
    desk_close(desk);
}

static void a_damaged_stream_is_refused(void **state) {
    (void)state;
    struct desk *desk = desk_open(NULL, 1);
    put(desk, picture(desk, "bad-stream.png"), 0, 0, 20, 10); /* its checksums are right */
    assert_false(desk_page(desk, "1"));
    assert_non_null(strstr(desk_said(desk), "a picture on page 1 is damaged"));
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_keeps_its_pixels),
        cmocka_unit_test(jpeg_goes_in_as_it_is),
        cmocka_unit_test(a_damaged_stream_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
