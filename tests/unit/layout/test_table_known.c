/* test_table_known.c: a table whose cells are numbered by what they say is set as if they were not:
 * the trace is the same, whatever stands where. Its cells wrap, shade, stand in other columns than
 * before, in rows of other kinds, and take more than one column. */
#include "../check.h"

#include "build.h"

#include <string.h>

enum { COLUMNS = 4, ROWS = 60 };

static const char *const TEXTS[] = {
    "12", "1,234", "high", "a few words that need two lines", "well-kept", "", "\u2013"};
enum { TEXT_COUNT = sizeof TEXTS / sizeof TEXTS[0], MANNERS = 5 };

struct source {
    struct bench *bench;
    bool numbered;
    const struct style *strong;
};

/* What a cell of a number is: its text, and in which manner it looks. */
static struct cell make_cell(const struct source *source, uint32_t number) {
    struct bench *bench = source->bench;
    uint32_t manner = number % MANNERS;
    const char *text = TEXTS[number / MANNERS % TEXT_COUNT];
    struct cell cell = {.column_span = manner == 1 ? 2 : 1,
                        .row_span = 1,
                        .has_shade = manner == 2,
                        .shade = {200, 220, 240},
                        .text_colour = {9, 9, 9},
                        .style = manner == 3 ? source->strong : NULL,
                        .has_align = manner == 4,
                        .align = ALIGN_CENTRE,
                        .same = source->numbered ? number + 1 : 0};
    cell.inlines = *text == '\0' ? NULL : text_(bench, text);
    return cell;
}

static void make_row(void *context, size_t index, struct arena *arena, struct row *row) {
    const struct source *source = context;
    struct cell *cells = NEWS(arena, COLUMNS, struct cell);
    int count = 0, column = 0;
    for (uint32_t i = 0; column < COLUMNS; i++) {
        uint32_t number = (uint32_t)(index * 4 + i * 11) % (TEXT_COUNT * MANNERS);
        struct cell cell = make_cell(source, number);
        if (column + cell.column_span > COLUMNS) {
            continue; /* one that fits follows soon */
        }
        cells[count++] = cell;
        column += cell.column_span;
    }
    *row = (struct row){.kind = index % 10 == 9   ? ROW_TOTAL
                                : index % 10 == 5 ? ROW_GROUP
                                                  : ROW_BODY,
                        .cells = cells,
                        .cell_count = count};
}

static const char *trace_of(bool numbered, enum table_overflow overflow) {
    struct bench *bench = bench_new();
    bench->style.padding = POINTS(2);
    if (overflow == OVERFLOW_RECORDS) {
        bench->master.width = POINTS(100); /* 60 of text: less than the columns need */
    }
    struct style *strong = bench_style(bench, "strong");
    strong->bold = true;
    struct source source = {bench, numbered, strong};
    struct block *block = table_(bench, COLUMNS, ROWS, "x");
    struct table *table = (struct table *)(uintptr_t)block->table;
    struct column *columns = NEWS(bench->arena, COLUMNS, struct column);
    columns[0].header = true;
    columns[1].align = ALIGN_END;
    columns[2].align = ALIGN_DECIMAL;
    columns[3].kind = COLUMN_FIXED;
    columns[3].width = POINTS(40);
    table->columns = columns;
    table->overflow = overflow;
    table->body = (struct rows){.count = ROWS, .context = &source, .get = make_row};
    static char traces[2][1 << 20];
    const char *trace = bench_trace(bench, block);
    assert_in_range(strlen(trace), 1000, sizeof traces[0] - 1);
    strcpy(traces[numbered], trace);
    bench_free(bench);
    return traces[numbered];
}

static void numbered_cells_are_set_as_others(void **state) {
    (void)state;
    assert_string_equal(trace_of(true, OVERFLOW_SHRINK), trace_of(false, OVERFLOW_SHRINK));
}

static void and_so_they_are_in_records(void **state) {
    (void)state;
    const char *records = trace_of(true, OVERFLOW_RECORDS);
    assert_string_equal(records, trace_of(false, OVERFLOW_RECORDS));
    assert_string_not_equal(records, trace_of(false, OVERFLOW_SHRINK));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbered_cells_are_set_as_others),
        cmocka_unit_test(and_so_they_are_in_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
