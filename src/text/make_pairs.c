/* make_pairs.c: a tool of the build. Asks HarfBuzz for every pair of units (neighbours.h) of the
 * fonts it is given, and writes the answers as known_pairs.c to standard output.
 *
 *   make_pairs FONT...
 *
 * A paper needs two thousand pairs, and HarfBuzz takes ten thousand instructions for each: a tenth
 * of a small paper's time. A font that is not among these, or not the same any more, is asked when
 * it is used. Rejected: the answers as a file of the installation, which would be read and checked
 * at each start.
 */
#include <stdio.h>
#include <stdlib.h>

#include "neighbours.h"

static int write_pairs(hb_font_t *font, hb_buffer_t *buffer, unsigned features) {
    struct alone alone[UNIT_COUNT];
    printf("{.alone = {");
    for (unsigned i = 0; i < UNIT_COUNT; i++) {
        alone[i] = neighbours_alone(font, buffer, features, i);
        if (i < ASCII_COUNT && alone[i].id == ALONE_NONE) {
            fprintf(stderr, "make_pairs: no glyph for U+%04X\n", ASCII_FIRST + i);
            return EXIT_FAILURE;
        }
        printf("{%u,%d},", (unsigned)alone[i].id, (int)alone[i].advance);
    }
    printf("},\n.kerns = {");
    for (unsigned i = 0; i < UNIT_COUNT; i++) {
        printf("{");
        for (unsigned j = 0; j < UNIT_COUNT; j++) {
            printf("%d,", neighbours_kern(font, buffer, features, i, j, alone));
        }
        printf("},\n");
    }
    printf("}},\n");
    return EXIT_SUCCESS;
}

static int write_font(const char *path) {
    hb_blob_t *blob = hb_blob_create_from_file(path);
    unsigned length = 0;
    const char *bytes = hb_blob_get_data(blob, &length);
    uint64_t identity = neighbours_identity((const unsigned char *)bytes, length, length);
    if (identity == 0) {
        fprintf(stderr, "make_pairs: %s is no font\n", path);
        hb_blob_destroy(blob);
        return EXIT_FAILURE;
    }
    hb_face_t *face = hb_face_create(blob, 0);
    hb_font_t *font = hb_font_create(face);
    hb_buffer_t *buffer = hb_buffer_create();
    printf("{.identity = UINT64_C(%llu), .pairs = {\n", (unsigned long long)identity);
    int status = write_pairs(font, buffer, TEXT_PLAIN);
    if (status == EXIT_SUCCESS) {
        status = write_pairs(font, buffer, TEXT_TABULAR);
    }
    printf("}},\n");
    hb_buffer_destroy(buffer);
    hb_font_destroy(font);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    return status;
}

int main(int count, char **words) {
    const char *missing = harfbuzz_load();
    if (missing != NULL) {
        fprintf(stderr, "make_pairs: %s is missing\n", missing);
        return EXIT_FAILURE;
    }
    printf("/* Made by make_pairs from the fonts that ship. */\n"
           "#include \"neighbours.h\"\n\n"
           "const struct known_pairs KNOWN_PAIRS[] = {\n");
    for (int i = 1; i < count; i++) {
        if (write_font(words[i]) != EXIT_SUCCESS) {
            return EXIT_FAILURE;
        }
    }
    printf("{.identity = 0}};\n");
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
