/* test_xref.c: the rows of the cross-reference stream, inflated by libdeflate and put together by
 * hand. */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#include "pdf/xref.h"

enum { ROW = XREF_FIELDS + 1 };

/* Undoes the deflating and the predictor: size rows of XREF_FIELDS bytes. */
static uint8_t *rows_of(struct places *places, uint32_t size, size_t *deflated) {
    struct buffer out = {0};
    xref_deflate(places, size, &out);
    uint8_t *rows = malloc((size_t)size * ROW);
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    size_t length = 0;
    assert_int_equal(libdeflate_zlib_decompress(decompressor, out.data, out.length, rows,
                                                (size_t)size * ROW, &length),
                     LIBDEFLATE_SUCCESS);
    assert_int_equal(length, (size_t)size * ROW);
    libdeflate_free_decompressor(decompressor);
    struct buffer at_once = {0};
    xref_rows(places, size, &at_once);
    assert_int_equal(at_once.length, length);
    assert_memory_equal(at_once.data, rows, length);
    buffer_free(&at_once);
    uint8_t *plain = calloc(size, XREF_FIELDS);
    for (uint32_t i = 0; i < size; i++) {
        assert_int_equal(rows[(size_t)i * ROW], 2); /* PNG's "up" */
        for (size_t j = 0; j < XREF_FIELDS; j++) {
            uint8_t above = i == 0 ? 0 : plain[((size_t)i - 1) * XREF_FIELDS + j];
            plain[(size_t)i * XREF_FIELDS + j] = (uint8_t)(rows[(size_t)i * ROW + 1 + j] + above);
        }
    }
    *deflated = out.length;
    free(rows);
    buffer_free(&out);
    return plain;
}

static void is_row(const uint8_t *rows, uint32_t number, unsigned type, uint64_t second,
                   unsigned third) {
    const uint8_t *row = rows + (size_t)number * XREF_FIELDS;
    uint64_t value = 0;
    for (int i = 1; i <= 5; i++) {
        value = value << 8 | row[i];
    }
    assert_int_equal(row[0], type);
    assert_int_equal(value, second);
    assert_int_equal((unsigned)row[6] << 8 | row[7], third);
}

static void each_object_has_its_row(void **state) {
    (void)state;
    struct places places = {0};
    places_add(&places, (struct place){.first = 9, .count = 1, .offset = 0xABCDEF0123});
    places_add(&places, (struct place){.first = 1, .count = 1, .offset = 15});
    places_add_packed(&places, 3, 9, 0); /* any order */
    places_add_packed(&places, 4, 9, 1);
    places_add_packed(&places, 6, 9, 2);
    assert_int_equal(places.count, 4);
    size_t deflated = 0;
    uint8_t *rows = rows_of(&places, 12, &deflated);
    is_row(rows, 0, 0, 0, 65535);
    is_row(rows, 1, 1, 15, 0);
    is_row(rows, 2, 0, 0, 65535); /* without a place: free */
    is_row(rows, 3, 2, 9, 0);
    is_row(rows, 4, 2, 9, 1);
    is_row(rows, 5, 0, 0, 65535);
    is_row(rows, 6, 2, 9, 2);
    is_row(rows, 9, 1, 0xABCDEF0123, 0);
    is_row(rows, 11, 0, 0, 65535);
    free(rows);
    places_free(&places);
}

/* Every length of a run from 1 on. */
static void runs_of_every_length(void **state) {
    (void)state;
    enum { RUNS = 700 };
    struct places places = {0};
    uint32_t number = 1;
    for (uint32_t run = 1; run <= RUNS; run++) {
        for (uint32_t i = 0; i < run; i++) {
            places_add_packed(&places, number++, 1000000 + run * run, i);
        }
    }
    assert_int_equal(places.count, RUNS);
    size_t deflated = 0;
    uint8_t *rows = rows_of(&places, number, &deflated);
    number = 1;
    for (uint32_t run = 1; run <= RUNS; run++) {
        for (uint32_t i = 0; i < run; i++) {
            is_row(rows, number++, 2, 1000000 + run * run, i);
        }
    }
    assert_true(deflated < (size_t)number * ROW / 50); /* 245,350 rows in less than 44 kB */
    free(rows);
    places_free(&places);
}

static void nothing_at_all(void **state) {
    (void)state;
    struct places places = {0};
    size_t deflated = 0;
    uint8_t *rows = rows_of(&places, 1, &deflated);
    is_row(rows, 0, 0, 0, 65535);
    free(rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_object_has_its_row),
        cmocka_unit_test(runs_of_every_length),
        cmocka_unit_test(nothing_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
