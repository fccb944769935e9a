/* test_body.c: the file's own structure, read back by qpdf. */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/buffer.h>

#include "pdf/body.h"
#include "pdf/haru.h"
#include "tool.h"

/* Streams that an errand hands over. */
struct errand {
    struct body *body;
    uint32_t number;
    struct buffer bytes;
};

static void run_errand(void *context) {
    struct errand *errand = context;
    for (int i = 0; i < 11; i++) { /* more than the queue holds */
        for (int j = 0; j < 500; j++) {
            buffer_print(&errand->bytes, "%d %d l\n", i, j * 3);
        }
        body_stream(errand->body, errand->number++, "/Kind/Errand", &errand->bytes);
    }
}

/* A PDF of one empty page, streams of pages' lengths, and count small objects. */
static void build(struct buffer *out, int level, int threads, int streams, int count) {
    struct body *body = body_open((struct levels){level, 1}, threads);
    struct buffer bytes = {0};
    uint32_t number = body_numbers(body, 4 + (uint32_t)streams) + 3;
    for (int i = 0; i < streams; i++) {
        for (int j = 0; j < 2000 + 37 * i; j++) {
            buffer_print(&bytes, "%d %d m\n", i * j, j);
        }
        body_stream(body, number++, "/Kind/Test", &bytes);
        if (i % 13 == 12) {
            enum { ERRANDS = ERRANDS_MOST + 2 };
            struct errand errands[ERRANDS] = {{0}};
            for (size_t j = 0; j < ERRANDS; j++) {
                errands[j] = (struct errand){.body = body, .number = body_numbers(body, 11)};
                body_errand(body, run_errand, &errands[j]);
                body_await(body, ERRANDS_MOST - 1 - j % 3);
            }
            body_await(body, 0);
            for (size_t j = 0; j < ERRANDS; j++) {
                buffer_free(&errands[j].bytes);
            }
        }
        assert_int_equal(bytes.length, 0);
    }
    buffer_text(&bytes, "as it is");
    body_stream_as_is(body, number++, "", &bytes);
    assert_int_equal(number, 5 + streams);
    uint32_t first = body_numbers(body, (uint32_t)count);
    buffer_text(body_object(body, 1), "<</Type/Catalog/Pages 2 0 R>>");
    body_object_end(body);
    buffer_text(body_object(body, 2), "<</Type/Pages/Kids[3 0 R]/Count 1>>");
    body_object_end(body);
    buffer_print(body_object(body, 3), "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/First %u 0 R>>",
                 first);
    body_object_end(body);
    for (int i = 0; i < count; i++) {
        buffer_print(body_object(body, first + (uint32_t)i), "<</Value %d/Next %u 0 R>>", i,
                     first + (uint32_t)(i + 1) % (uint32_t)count);
        body_object_end(body);
    }
    uint32_t info = body_numbers(body, 1);
    buffer_text(body_object(body, info), "<</Title(A file)>>");
    body_object_end(body);
    body_finish(body, 1, info, haru_md5, out);
    body_close(body);
    buffer_free(&bytes);
}

static void qpdf_finds_every_object(void **state) {
    (void)state;
    struct buffer out = {0};
    build(&out, 6, 1, 3, 5000); /* more than one object stream */
    free(tool_on(&out, "qpdf --check @"));
    char *said = tool_on(&out, "qpdf --show-object=8 @"); /* 4 to 6 streams, 7 as it is */
    assert_string_equal(said, "<< /Next 9 0 R /Value 0 >>\n");
    free(said);
    said = tool_on(&out, "qpdf --show-object=5007 @");
    assert_string_equal(said, "<< /Next 8 0 R /Value 4999 >>\n");
    free(said);
    said = tool_on(&out, "qpdf --show-object=7 --raw-stream-data @");
    assert_string_equal(said, "as it is");
    free(said);
    said = tool_on(&out, "qpdf --show-object=4 --filtered-stream-data @ | head -2");
    assert_string_equal(said, "0 0 m\n0 1 m\n");
    free(said);
    buffer_free(&out);
}

static void the_same_bytes_with_one_thread_and_two(void **state) {
    (void)state;
    struct buffer one = {0}, two = {0}, other = {0};
    build(&one, 6, 1, 60, 3000); /* more streams than the queue holds */
    build(&two, 6, 2, 60, 3000);
    assert_int_equal(one.length, two.length);
    assert_memory_equal(one.data, two.data, one.length);
    build(&other, 1, 2, 60, 3000);
    assert_int_not_equal(one.length, other.length); /* the level counts */
    buffer_free(&one);
    buffer_free(&two);
    buffer_free(&other);
}

static void the_id_is_of_the_content(void **state) {
    (void)state;
    struct buffer a = {0}, b = {0};
    build(&a, 6, 1, 1, 10);
    build(&b, 6, 1, 1, 11);
    char *id_a = tool_on(&a, "qpdf --show-object=trailer @ | grep -o '/ID.*]'");
    char *id_b = tool_on(&b, "qpdf --show-object=trailer @ | grep -o '/ID.*]'");
    assert_string_not_equal(id_a, id_b);
    free(id_a);
    free(id_b);
    buffer_free(&a);
    buffer_free(&b);
}

static void out_that_holds_something_keeps_it(void **state) {
    (void)state;
    struct buffer out = {0};
    buffer_text(&out, "before");
    build(&out, 6, 1, 1, 10);
    assert_memory_equal(out.data, "before%PDF-1.7\n", 15);
    buffer_free(&out);
}

int main(void) {
    if (haru_load() != NULL) { /* the ID is one of its sums */
        return EXIT_FAILURE;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(qpdf_finds_every_object),
        cmocka_unit_test(the_same_bytes_with_one_thread_and_two),
        cmocka_unit_test(the_id_is_of_the_content),
        cmocka_unit_test(out_that_holds_something_keeps_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
