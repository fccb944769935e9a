/* A large input, whose bytes are not kept: they are read again when the paper encloses them. */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <boardpaper/arena.h>
#include <boardpaper/boardpaper.h>
#include <boardpaper/buffer.h>
#include <boardpaper/file.h>
#include <boardpaper/scoring.h>

enum { AREAS = 6000, PIECE = 7 * 64 * 1024 };

static char path[4096];

static void write_input(void) {
    const char *scratch = getenv("SCRATCH");
    snprintf(path, sizeof path, "%s/large-source-%d.xml", scratch == NULL ? "." : scratch,
             (int)getpid());
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("<assessment version='1' partnership='Here' edition='2015' lang='en-GB'>"
          "<period from='2014-04-01' to='2015-03-31'/><method id='m' version='1' title='M'>"
          "<input id='x' label='X' lowest='0' highest='9'/>"
          "<value id='total' label='Total'><sum of='x'/></value><total of='total'/>"
          "<bands><band id='all' label='All' symbol='A'/></bands></method>\n<areas>\n",
          file);
    for (int i = 0; i < AREAS; i++) {
        fprintf(file,
                "<area id='a%d'><name>An area with a name of some length, to make the file large, "
                "and that is number %d of all</name>\n<score factor='x' value='%d'/>%50s</area>\n",
                i, i, i % 10, "");
    }
    fputs("</areas><paper><title>T</title><meeting date='2016-01-21'/></paper></assessment>\n",
          file);
    assert_int_equal(fclose(file), 0);
}

/* Writes over the last newline, or what was written there. */
static void change_input(char byte) {
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, -1, SEEK_END), 0);
    fputc(byte, file);
    assert_int_equal(fclose(file), 0);
}

static const char *found(struct arena *arena, struct diagnostics *diagnostics) {
    struct buffer out = {0};
    diagnostics_write(diagnostics, &out, LEVEL_ERROR, false);
    const char *text = arena_text(arena, out.data == NULL ? "" : out.data);
    buffer_free(&out);
    return text;
}

static void encloses_what_was_read(void **state) {
    (void)state;
    const char *source = getenv("SOURCE");
    setenv("BOARDPAPER_DATA", source == NULL ? "." : source, 1);
    write_input();
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct scored scored;
    assert_true(boardpaper_score(arena, path, 0, &scored, diagnostics));
    assert_string_equal(found(arena, diagnostics), "");
    assert_null(scored.source);
    assert_int_equal(scored.scores->count, AREAS);
    assert_string_equal(scored.assessment->areas[AREAS - 1].id, "a5999");
    struct buffer pdf = {0};
    const struct render render = {.template_name = "summary"};
    assert_true(boardpaper_render(arena, &scored, &render, &pdf, NULL, diagnostics));
    char size[40];
    snprintf(size, sizeof size, "/Params<</Size %zu/", scored.source_length);
    assert_non_null(memmem(pdf.data, pdf.length, size, strlen(size)));
    buffer_free(&pdf);
    change_input(' ');
    assert_false(boardpaper_render(arena, &scored, &render, &pdf, NULL, diagnostics));
    assert_non_null(strstr(found(arena, diagnostics), "was changed while it was being read"));
    buffer_free(&pdf);
    boardpaper_close(&scored);
    unlink(path);
    arena_free(arena);
}

struct pieces {
    struct buffer all;
    size_t count;
};

static void take(void *context, const void *bytes, size_t length) {
    struct pieces *pieces = context;
    buffer_add(&pieces->all, bytes, length);
    pieces->count++;
}

static void reads_the_same_whole_and_in_pieces(void **state) {
    (void)state;
    write_input();
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    size_t length = 0;
    const char *whole = file_read(arena, path, 0, (struct where){NULL, 0}, &length, diagnostics);
    struct pieces pieces = {0};
    assert_non_null(whole);
    assert_true(file_is_regular(path));
    assert_true(file_read_pieces(path, PIECE, take, &pieces));
    assert_int_equal(pieces.all.length, length);
    assert_memory_equal(pieces.all.data, whole, length);
    assert_int_equal(whole[length], '\0');
    assert_int_equal(pieces.count, length / PIECE + 1);
    buffer_free(&pieces.all);
    assert_null(file_read(arena, path, length - 1, (struct where){NULL, 0}, &length, diagnostics));
    unlink(path);
    assert_false(file_read_pieces(path, PIECE, take, &pieces));
    assert_false(file_is_regular("/dev/null"));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encloses_what_was_read),
        cmocka_unit_test(reads_the_same_whole_and_in_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
