/* make_pairs.c: a tool of the build. Asks HarfBuzz for every pair of units (neighbours.h) of the
 * fonts it is given, and for their measures (measures.h), and writes the answers as known_pairs.c
 * to standard output.
 *
 *   make_pairs FONT...
 *
 * A paper needs two thousand pairs, and HarfBuzz takes ten thousand instructions for each: a tenth
 * of a small paper's time; with its measures known, a paper in such fonts does without HarfBuzz,
 * whose loading takes as long. A font that is not among these, or not the same any more, is asked
 * when it is used. Rejected: the answers as a file of the installation, which would be read and
 * checked at each start.
 */
#include <stdio.h>
#include <stdlib.h>

#include "measures.h"
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

/* What is asked of a font. */
struct asked {
    hb_blob_t *blob;
    hb_face_t *face;
    hb_font_t *font;
    uint64_t identity;
};

static bool open_font(const char *path, struct asked *asked) {
    unsigned length = 0;
    asked->blob = hb_blob_create_from_file(path);
    const char *bytes = hb_blob_get_data(asked->blob, &length);
    asked->identity = neighbours_identity((const unsigned char *)bytes, length, length);
    asked->face = hb_face_create(asked->blob, 0);
    asked->font = hb_font_create(asked->face);
    if (asked->identity == 0) {
        fprintf(stderr, "make_pairs: %s is no font\n", path);
    }
    return asked->identity != 0;
}

static void close_font(const struct asked *asked) {
    hb_font_destroy(asked->font);
    hb_face_destroy(asked->face);
    hb_blob_destroy(asked->blob);
}

static int write_font(const char *path) {
    struct asked asked;
    if (!open_font(path, &asked)) {
        close_font(&asked);
        return EXIT_FAILURE;
    }
    hb_font_t *font = asked.font;
    uint64_t identity = asked.identity;
    hb_buffer_t *buffer = hb_buffer_create();
    printf("{.identity = UINT64_C(%llu), .pairs = {\n", (unsigned long long)identity);
    int status = write_pairs(font, buffer, TEXT_PLAIN);
    if (status == EXIT_SUCCESS) {
        status = write_pairs(font, buffer, TEXT_TABULAR);
    }
    printf("}},\n");
    hb_buffer_destroy(buffer);
    close_font(&asked);
    return status;
}

/* The arrays of the font that is the numberth. */
static void write_glyphs(const struct asked *asked, int number, uint32_t count) {
    uint32_t *characters = calloc(count, sizeof *characters);
    if (characters == NULL) {
        abort();
    }
    measures_characters(asked->face, asked->font, count, characters);
    printf("static const uint32_t CHARACTERS_%d[] = {", number);
    for (uint32_t glyph = 0; glyph < count; glyph++) {
        printf("%u,", (unsigned)characters[glyph]);
    }
    printf("};\nstatic const uint16_t ADVANCES_%d[] = {", number);
    for (uint32_t glyph = 0; glyph < count; glyph++) {
        printf("%u,", (unsigned)measures_advance(asked->font, glyph));
    }
    printf("};\n");
    free(characters);
}

/* The numbers of a structure of nothing else, in their order. */
static void write_metrics(struct font_metrics metrics) {
    printf("{%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d}", (int)metrics.units_per_em, (int)metrics.ascent,
           (int)metrics.descent, (int)metrics.cap_height, (int)metrics.x_height,
           (int)metrics.underline_position, (int)metrics.underline_thickness,
           (int)metrics.strikeout_position, (int)metrics.superscript_rise,
           (int)metrics.superscript_size, (int)metrics.subscript_drop);
}

static void write_description(struct font_description description) {
    printf("{%d,%d,%d,%d,%d,%d,%d,{%d,%d,%d,%d},%d,%d,%d,%d,%d,%u}", (int)description.units_per_em,
           (int)description.ascent, (int)description.descent, (int)description.cap_height,
           (int)description.x_height, (int)description.stem_v,
           (int)description.italic_angle_thousandths, (int)description.box[0],
           (int)description.box[1], (int)description.box[2], (int)description.box[3],
           description.fixed_pitch, description.serif, description.italic, description.bold,
           description.compact, (unsigned)description.glyph_count);
}

/* The measures of count fonts: first what each has of its own, then the table. */
static void write_measures(char **paths, int count) {
    struct asked asked;
    for (int i = 0; i < count; i++) {
        if (open_font(paths[i], &asked)) {
            write_glyphs(&asked, i, hb_face_get_glyph_count(asked.face));
        }
        close_font(&asked);
    }
    printf("const struct known_measures KNOWN_MEASURES[] = {\n");
    for (int i = 0; i < count; i++) {
        if (open_font(paths[i], &asked)) {
            char name[MEASURES_NAME];
            struct font_metrics metrics = measures_metrics(asked.face, asked.font);
            measures_name(asked.face, name);
            printf("{UINT64_C(%llu), ", (unsigned long long)asked.identity);
            write_metrics(metrics);
            printf(", ");
            write_description(measures_description(asked.face, metrics));
            printf(", \"%s\", ADVANCES_%d, CHARACTERS_%d},\n", name, i, i);
        }
        close_font(&asked);
    }
    printf("{.identity = 0}};\n");
}

int main(int count, char **words) {
    const char *missing = harfbuzz_load();
    if (missing != NULL) {
        fprintf(stderr, "make_pairs: %s is missing\n", missing);
        return EXIT_FAILURE;
    }
    printf("/* Made by make_pairs from the fonts that ship. */\n"
           "#include \"measures.h\"\n"
           "#include \"neighbours.h\"\n\n"
           "const struct known_pairs KNOWN_PAIRS[] = {\n");
    for (int i = 1; i < count; i++) {
        if (write_font(words[i]) != EXIT_SUCCESS) {
            return EXIT_FAILURE;
        }
    }
    printf("{.identity = 0}};\n");
    write_measures(words + 1, count - 1);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
