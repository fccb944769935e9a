/* image.c: any bytes are a picture that is whole or a diagnostic, never both and never a crash;
 * what a picture says of itself lies inside the bytes that were given. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/image.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool holds) {
    if (!holds) {
        abort();
    }
}

static unsigned sum_of(const uint8_t *bytes, size_t length) {
    unsigned sum = 0;
    for (size_t i = 0; i < length; i++) {
        sum += bytes[i];
    }
    return sum;
}

static void check_drawing(const struct drawing *drawing) {
    must(drawing->width > 0 && drawing->height > 0);
    for (size_t i = 0; i < drawing->count; i++) {
        const struct shape *shape = &drawing->shapes[i];
        must(shape->filled || shape->stroked || shape->stroke_width == 0);
        must(shape->step_count > 0 && shape->steps[0].verb == PATH_MOVE);
        must(shape->stroke_width >= 0 && shape->dash >= 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct where where = {"picture", 1};
    const struct image *image = image_read(arena, bytes, length, where, diagnostics);
    must((image == NULL) == diagnostics_failed(diagnostics));
    volatile unsigned sum = 0;
    if (image != NULL && image->kind == IMAGE_DRAWING) {
        check_drawing(image->drawing);
    } else if (image != NULL) {
        must((uint64_t)image->width * image->height <= 25000000 && image->width > 0);
        must(image->components >= 1 && image->components <= 4 && image->bits <= 16);
        sum += sum_of(image->bytes, image->length);
        sum += sum_of(image->palette, (size_t)image->palette_count * 3);
        sum += sum_of(image->transparency, image->transparency_count);
    }
    (void)sum;
    arena_free(arena);
    return 0;
}
