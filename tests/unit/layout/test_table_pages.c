/* Tables on the pages that layout chooses: turned pages, footnotes and references in cells, tables
 * in cells, and properties of tables that chance has made. */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>

#include "layout/pages.h"
#include "table_fixture.h"

#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void check_has(const char *text, const char *part) {
    if (strstr(text, part) == NULL) {
        fail_msg("\"%s\" is not in\n%s", part, text);
    }
}

static const char *trace_of(struct easel *easel, struct layout *layout) {
    struct buffer out = {0};
    assert_non_null(layout);
    assert_true(layout_trace(layout, &out));
    const char *text = arena_text(easel->arena, out.data);
    buffer_free(&out);
    return text;
}

static struct inline_ *words(struct easel *easel, const char *text) {
    struct inline_ *inlines = NEW(easel->arena, struct inline_);
    *inlines = (struct inline_){.kind = INLINE_TEXT, .text = text};
    return inlines;
}

static struct block *paragraph(struct easel *easel, const struct sketch *sketch,
                               const struct inline_ *inlines) {
    struct block *block = NEW(easel->arena, struct block);
    *block = (struct block){.kind = BLOCK_PARAGRAPH, .style = &sketch->style, .inlines = inlines};
    return block;
}

static void a_wide_table_turns_its_pages(void **state) {
    struct easel *easel = *state;
    /* 5 words of 10 letters are 5 * 64 = 320: more than 160, less than 400 - 40 */
    struct sketch *sketch =
        sketch_new(easel, "aaaaa", LINES("abcdefghij|abcdefghij|abcdefghij|abcdefghij|abcdefghij"),
                   LINES("1|2|3|4|5"));
    sketch->table.overflow = OVERFLOW_LANDSCAPE;
    struct block *before = paragraph(easel, sketch, words(easel, "before"));
    struct block *after = paragraph(easel, sketch, words(easel, "after"));
    before->next = &sketch->block;
    sketch->block.next = after;
    const char *trace = trace_of(easel, easel_layout(easel, before, 200, 400));
    check_has(trace, "page 1 \"1\" 200 x 400");
    check_has(trace, "page 2 \"2\" 400 x 200");
    check_has(trace, "page 3 \"3\" 200 x 400");
    check_has(strstr(trace, "page 3"), "after");
    assert_string_equal(easel_said(easel), "");
}

static void a_note_in_a_cell_stands_on_the_cells_page(void **state) {
    struct easel *easel = *state;
    struct sketch *sketch = sketch_new(easel, "aa", LINES("N|M"),
                                       LINES("1|a", "2|a", "3|a", "4|a", "5|a", "6|a", "7|a"));
    struct inline_ *note = NEW(easel->arena, struct inline_);
    *note = (struct inline_){.kind = INLINE_NOTE,
                             .note = paragraph(easel, sketch, words(easel, "remark"))};
    struct cell *cells = (struct cell *)(uintptr_t)sketch->rows[5].cells;
    struct inline_ *first = words(easel, "six");
    first->next = note;
    cells[1].inlines = first;
    /* a page holds 120: the head and six rows of 16, or with the note's 12 and more five */
    const char *trace = trace_of(easel, easel_layout(easel, &sketch->block, 200, 160));
    const char *second = strstr(trace, "page 2");
    assert_non_null(second);
    const char *mark = strstr(trace, "six"), *remark = strstr(trace, "remark");
    assert_non_null(mark);
    assert_non_null(remark);
    assert_true((mark > second) == (remark > second));
    check_has(trace, "Note");
}

static struct inline_ *note_of(struct easel *easel, struct sketch *sketch, const char *text) {
    struct inline_ *note = NEW(easel->arena, struct inline_);
    *note =
        (struct inline_){.kind = INLINE_NOTE, .note = paragraph(easel, sketch, words(easel, text))};
    return note;
}

/* Lines "a1" to "a9", of which some have a note. */
static struct inline_ *lines_with_notes(struct easel *easel, struct sketch *sketch, char letter,
                                        int count, const int *noted) {
    struct inline_ *first = NULL, **link = &first;
    for (int i = 1; i <= count; i++) {
        if (i > 1) {
            *link = NEW(easel->arena, struct inline_);
            (*link)->kind = INLINE_BREAK;
            link = (struct inline_ **)(uintptr_t) & (*link)->next;
        }
        *link = words(easel, arena_print(easel->arena, "%c%d", letter, i));
        link = (struct inline_ **)(uintptr_t) & (*link)->next;
        for (const int *at = noted; *at != 0; at++) {
            if (*at == i) {
                *link = note_of(easel, sketch, arena_print(easel->arena, "of-%c%d", letter, i));
                link = (struct inline_ **)(uintptr_t) & (*link)->next;
            }
        }
    }
    return first;
}

/* The page that a piece of text stands on. */
static int page_of(const char *trace, const char *text) {
    const char *at = strstr(trace, text);
    if (at == NULL) {
        fail_msg("\"%s\" is not in\n%s", text, trace);
        return 0;
    }
    int page = 0;
    for (const char *next = trace; (next = strstr(next, "\npage ")) != NULL && next < at; next++) {
        page++;
    }
    return page + (strncmp(trace, "page ", 5) == 0 ? 1 : 0);
}

/* What stands on its side calls its notes in its turn, in heads and in rows. */
static void notes_of_turned_cells_are_counted_with_the_others(void **state) {
    struct easel *easel = *state;
    struct sketch *sketch = sketch_new(easel, "aaa", LINES("N|~Up|O"), LINES("1|~up|a"));
    struct cell *heads = (struct cell *)(uintptr_t)sketch->table.head[0].cells;
    struct cell *cells = (struct cell *)(uintptr_t)sketch->rows[0].cells;
    static const char *const TEXTS[] = {"first", "second", "third", "fourth"};
    struct cell *called[] = {&heads[1], &heads[2], &cells[1], &cells[2]};
    for (size_t i = 0; i < 4; i++) {
        struct inline_ *inlines = words(easel, arena_print(easel->arena, "w%zu", i));
        inlines->next = note_of(easel, sketch, TEXTS[i]);
        called[i]->inlines = inlines;
    }
    const char *trace = trace_of(easel, easel_layout(easel, &sketch->block, 200, 300));
    for (size_t i = 0; i < 4; i++) {
        check_has(trace, arena_print(easel->arena, "text \"%zu\"", i + 1));
        check_has(trace, arena_print(easel->arena, "text \"%s\"", TEXTS[i]));
        assert_true(i == 0 || strstr(trace, TEXTS[i - 1]) < strstr(trace, TEXTS[i]));
    }
}

/* A row of ten lines on pages that hold at most nine: it is cut. Its cells call notes on their
 * first lines and on their last, so that the second by number is called on the second page and the
 * third on the first. */
static void notes_of_a_row_that_is_cut_stand_where_they_are_called(void **state) {
    struct easel *easel = *state;
    struct sketch *sketch = sketch_new(easel, "aa", LINES("N|M"), LINES("1|a"));
    struct cell *cells = (struct cell *)(uintptr_t)sketch->rows[0].cells;
    cells[0].inlines = lines_with_notes(easel, sketch, 'a', 10, (const int[]){1, 10, 0});
    cells[1].inlines = lines_with_notes(easel, sketch, 'b', 10, (const int[]){1, 9, 0});
    const char *trace = trace_of(easel, easel_layout(easel, &sketch->block, 200, 160));
    assert_int_equal(page_of(trace, "a1"), 1);
    assert_int_equal(page_of(trace, "of-a1"), 1);
    assert_int_equal(page_of(trace, "of-b1"), 1);
    assert_int_equal(page_of(trace, "a10"), 2);
    assert_int_equal(page_of(trace, "of-a10"), 2);
    assert_int_equal(page_of(trace, "of-b9"), 2);
}

/* Of a cell that reaches down beside rows on two pages too: its notes stand with its lines. */
static void notes_of_a_cell_that_reaches_down_stand_where_they_are_called(void **state) {
    struct easel *easel = *state;
    struct sketch *sketch = sketch_new(easel, "aa", LINES("N|M"), LINES("vvva|1", "2", "3", "4"));
    struct cell *cells = (struct cell *)(uintptr_t)sketch->rows[0].cells;
    cells[0].inlines = lines_with_notes(easel, sketch, 'a', 12, (const int[]){1, 12, 0});
    for (int i = 0; i < 4; i++) {
        struct cell *cell = (struct cell *)(uintptr_t)&sketch->rows[i].cells[i == 0 ? 1 : 0];
        cell->inlines = lines_with_notes(easel, sketch, (char)('b' + i), 3, (const int[]){1, 0});
    }
    const char *trace = trace_of(easel, easel_layout(easel, &sketch->block, 200, 160));
    static const char *const CALLED[][2] = {{"\"a1\"", "\"of-a1\""}, {"\"a12\"", "of-a12"},
                                            {"\"b1\"", "of-b1"},     {"\"c1\"", "of-c1"},
                                            {"\"d1\"", "of-d1"},     {"\"e1\"", "of-e1"}};
    for (size_t i = 0; i < sizeof CALLED / sizeof CALLED[0]; i++) {
        assert_int_equal(page_of(trace, CALLED[i][0]), page_of(trace, CALLED[i][1]));
    }
    assert_int_equal(page_of(trace, "\"a1\""), 1);
    assert_true(page_of(trace, "\"a12\"") > 1);
}

/* On a page of 120 stand the head, two rows of a line and one of five lines, 112 points; a row of
 * two lines goes to the next. It goes alone: that one is not cut to give it company. */
static void cuts_no_row_to_give_another_company(void **state) {
    struct easel *easel = *state;
    struct sketch *sketch = sketch_new(
        easel, "a", LINES("N"),
        LINES("one", "two",
              "aaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbb ccccccccccccccccccccccccc "
              "ddddddddddddddddddddddddd eeeeeeeeeeeeeeeeeeeeeeeee",
              "fffffffffffffffffffffffff ggggggggggggggggggggggggg"));
    const char *trace = trace_of(easel, easel_layout(easel, &sketch->block, 200, 160));
    assert_int_equal(page_of(trace, "aaaaaaaaaaaaaaaaaaaaaaaaa"), 1);
    assert_int_equal(page_of(trace, "eeeeeeeeeeeeeeeeeeeeeeeee"), 1);
    assert_int_equal(page_of(trace, "fffffffffffffffffffffffff"), 2);
}

static size_t count_of(const char *text, const char *part) {
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at++) {
        count++;
    }
    return count;
}

/* Two paragraphs in a cell that reaches over two rows, of which the second is cut, or stands on
 * another page: two P in the structure wherever their lines stand. */
static void a_paragraph_beside_a_cut_row_is_one_element(void **state) {
    struct easel *easel = *state;
    static const char *const HIGH[] = {
        "z", "z z z z z z z z z z z z z z z z z z z z z z z z z z z z z z z z z z z z z z"};
    for (int i = 0; i < 2; i++) {
        struct sketch *sketch = sketch_new(
            easel, "44", LINES("N|M"),
            LINES("va a a a a a a a a a a a a a a a a a;b b b b b b b b b b b b b b b c|x x x x x",
                  HIGH[i]));
        const char *trace = trace_of(easel, easel_layout(easel, &sketch->block, 200, 160));
        assert_int_equal(page_of(trace, "\"c\""), 2);
        if (count_of(strstr(trace, "\nstructure"), " P#") != 2) {
            fail_msg("not two P in\n%s", trace);
        }
    }
}

static void a_reference_into_a_cell_has_its_page(void **state) {
    struct easel *easel = *state;
    struct sketch *sketch = sketch_new(easel, "a", LINES("N"),
                                       LINES("1", "2", "3", "4", "5", "6", "7", "8", "9", "10;x"));
    struct cell *cells = (struct cell *)(uintptr_t)sketch->rows[9].cells;
    struct block *target = (struct block *)(uintptr_t)cells[0].blocks;
    target->id = "there";
    struct inline_ *reference = NEW(easel->arena, struct inline_);
    *reference =
        (struct inline_){.kind = INLINE_REFERENCE, .target = "there", .reference = REFERENCE_PAGE};
    struct block *block = paragraph(easel, sketch, reference);
    block->next = &sketch->block;
    const char *trace = trace_of(easel, easel_layout(easel, block, 200, 160));
    check_has(strstr(trace, "page 2"), "\"10\"");
    const char *page = strstr(trace, "to page 2");
    assert_non_null(page);
    assert_true(page < strstr(trace, "page 2 \"2\""));
}

/* Two groups of ten rows and one of eight, with their names 31 strips of 16 points. A page of 24
 * would hold the first row of the third group; it ends before its name. */
static void a_page_ends_between_groups(void **state) {
    struct easel *easel = *state;
    const char *rows[32] = {NULL};
    for (int i = 0; i < 31; i++) {
        rows[i] = i % 11 == 0 ? arena_print(easel->arena, "G g%d", i / 11)
                              : arena_print(easel->arena, "r%d", i);
    }
    struct sketch *sketch = sketch_new(easel, "a", NULL, rows);
    const char *trace = trace_of(easel, easel_layout(easel, &sketch->block, 200, 24 * 16 + 40));
    const char *second = strstr(trace, "page 2");
    assert_non_null(second);
    assert_true(strstr(trace, "\"r21\"") < second);
    assert_true(strstr(trace, "\"g2\"") > second);
}

/* groups, each a name and ten rows, as strips of 16 points on pages of that many. */
static const char *groups_on_pages(struct easel *easel, int groups, int strips) {
    const char **rows = NEWS(easel->arena, (size_t)groups * 11 + 1, const char *);
    for (int i = 0; i < groups * 11; i++) {
        rows[i] = i % 11 == 0 ? arena_print(easel->arena, "G g%d", i / 11)
                              : arena_print(easel->arena, "r%d", i);
    }
    struct sketch *sketch = sketch_new(easel, "a", NULL, rows);
    return trace_of(easel, easel_layout(easel, &sketch->block, 200, strips * 16 + 40));
}

/* Three groups take 33 strips of 36. The fourth's name and two of its rows would fit below them: it
 * goes to the next page whole. Where half of it would fit it is parted. */
static void a_group_is_parted_only_where_much_stays_empty(void **state) {
    struct easel *easel = *state;
    const char *trace = groups_on_pages(easel, 6, 36);
    assert_true(strstr(trace, "\"g3\"") > strstr(trace, "page 2"));
    trace = groups_on_pages(easel, 6, 39);
    assert_true(strstr(trace, "\"g3\"") < strstr(trace, "page 2"));
}

/* A page of 12 holds one group and a strip; of 8, not even that: the name stands on both pages, the
 * second time for the eye alone. */
static void a_parted_groups_name_is_said_again(void **state) {
    struct easel *easel = *state;
    const char *trace = groups_on_pages(easel, 1, 8);
    const char *second = strstr(trace, "page 2");
    assert_non_null(second);
    assert_true(strstr(trace, "\"g0\"") < second);
    const char *again = strstr(second, "\"g0\"");
    assert_non_null(again);
    assert_non_null(memmem(again, (size_t)(strchr(again, '\n') - again), "layout", 6));
    assert_true(again < strstr(second, "\"r"));
}

/* Pages of six rows: eleven rows, then something as high as five in one piece that should not be
 * parted from them, and a page of its own. The first page may end two rows early, so that the last
 * row stands above the piece; it is filled, for who meets an empty foot takes the table for ended.
 */
static void a_table_that_goes_on_fills_its_page(void **state) {
    struct easel *easel = *state;
    enum { ROWS = 11, STRIPS = ROWS + 3 };
    const struct block table = {.kind = BLOCK_TABLE}, other = {.kind = BLOCK_PARAGRAPH};
    const struct master master = {.height = POINTS(24)};
    struct strip strips[STRIPS];
    for (int i = 0; i < STRIPS; i++) {
        strips[i] = (struct strip){.height = POINTS(i < ROWS    ? 4
                                                    : i == ROWS ? 20
                                                                : 24),
                                   .penalty = i == ROWS ? 250 : 20,
                                   .frame = -1,
                                   .group = -1,
                                   .block = i < ROWS ? &table : &other};
    }
    struct sequence sequence = {.master = &master};
    struct numbering numbering = {NULL};
    struct flow flow = {.strips = strips,
                        .count = STRIPS,
                        .sequences = &sequence,
                        .sequence_count = 1,
                        .numberings = &numbering,
                        .numbering_count = 1,
                        .main = true};
    struct context context = {.paper = &easel->paper, .master = &master};
    struct sheets sheets = {0};
    pages_choose(&context, &flow, &sheets);
    static const size_t wanted[] = {6, 5, 1, 1, 1};
    assert_int_equal(sheets.count, 5);
    for (size_t i = 0; i < sheets.count; i++) {
        assert_int_equal(sheets.all[i].count, wanted[i]);
    }
    free(sheets.all);
}

static void a_table_stands_in_a_cell(void **state) {
    struct easel *easel = *state;
    struct sketch *inner = sketch_new(easel, "aa", LINES("In|Side"), LINES("1|2"));
    struct sketch *outer = sketch_new(easel, "aa", LINES("Out|Er"), LINES("x|y"));
    struct cell *cells = (struct cell *)(uintptr_t)outer->rows[0].cells;
    cells[1].inlines = NULL;
    cells[1].blocks = &inner->block;
    const char *read = easel_words(easel, outer, POINTS(300), POINTS(300));
    assert_string_equal(read, "Out\nEr\nx\nIn\nSide\n1\n2\n\n");
    check_has(trace_of(easel, easel_layout(easel, &outer->block, 300, 300)), "\"Side\"");
}

/* ---- chance --------------------------------------------------------------------------------- */

static uint32_t next_random(uint32_t *seed, uint32_t below) {
    *seed = *seed * 1664525U + 1013904223U;
    return (*seed >> 8) % below;
}

/* A row of cells with marks and words by chance, as sketch_new reads them. */
static const char *random_row(struct easel *easel, uint32_t *seed, int columns, bool head) {
    static const char *const texts[] = {"",          "7",
                                        "12.5",      "word",
                                        "two words", "−3.25",
                                        "a;b;c",     "some more words than fit",
                                        "n/k",       "Unbreakablyverylongwordindeed"};
    static const char *const marks[] = {"", "", "", "", ">", "v", "#", "!", ".", ">>v"};
    char *row = arena_text(easel->arena, !head && next_random(seed, 9) == 0 ? "G " : "");
    for (int i = 0; i < columns; i++) {
        const char *mark = marks[next_random(seed, 10)];
        row = arena_print(easel->arena, "%s%s%s%s%s", row, i > 0 ? "|" : "", mark,
                          next_random(seed, head ? 2 : 12) == 0 ? "~" : "",
                          texts[next_random(seed, 10)]);
    }
    return row;
}

/* A table of up to 7 columns, 3 heads and 25 rows. */
static struct sketch *random_sketch(struct easel *easel, uint32_t *seed) {
    int columns = 1 + (int)next_random(seed, 7);
    size_t rows = next_random(seed, 25);
    const char **head = NEWS(easel->arena, 4, const char *);
    const char **body = NEWS(easel->arena, rows + 2, const char *);
    for (size_t i = 0, count = next_random(seed, 4); i < count; i++) {
        head[i] = random_row(easel, seed, columns, true);
    }
    for (size_t i = 0; i <= rows; i++) {
        body[i] = random_row(easel, seed, columns, false);
    }
    char letters[8] = "";
    for (int i = 0; i < columns; i++) {
        letters[i] = "aardhs3"[next_random(seed, 7)];
    }
    struct sketch *sketch = sketch_new(easel, letters, head, body);
    sketch->table.rule = (length_t)next_random(seed, 2) * 500;
    sketch->table.zebra = next_random(seed, 2) == 0;
    sketch->table.full_width = next_random(seed, 2) == 0;
    sketch->table.number = "Table 1";
    sketch->table.continued = "continued";
    return sketch;
}

static void no_word_is_lost_or_moved_by_pages(void **state) {
    struct easel *easel = *state;
    uint32_t seed = 11;
    for (int round = 0; round < 150; round++) {
        struct sketch *sketch = random_sketch(easel, &seed);
        length_t width = POINTS(600 + (int)next_random(&seed, 300));
        const char *whole = easel_words(easel, sketch, width, POINTS(5000));
        for (int i = 0; i < 4; i++) {
            length_t height = POINTS(60 + (int)next_random(&seed, 300));
            assert_string_equal(easel_words(easel, sketch, width, height), whole);
        }
    }
}

/* The words of each element, in the order of the elements. */
struct heard {
    struct buffer *words;
    size_t count;
};

static bool hear_page(void *context, const struct page *page) {
    struct heard *heard = context;
    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];
        if (mark->kind != MARK_GLYPHS || mark->tag < 0) {
            continue;
        }
        size_t tag = (size_t)mark->tag;
        while (heard->count <= tag) {
            heard->words = memory_resize(heard->words, heard->count + 1, sizeof *heard->words);
            heard->words[heard->count++] = (struct buffer){0};
        }
        const struct run *run = mark->glyphs.run;
        for (uint32_t g = 0; g < mark->glyphs.count; g++) {
            char byte = mark->glyphs.text[run->glyphs[mark->glyphs.first + g].cluster];
            if (byte != ' ') { /* at the end of a line there is none */
                buffer_byte(&heard->words[tag], byte);
            }
        }
    }
    return true;
}

/* The tree with its words, an element a line. */
static void tell(const struct heard *heard, const struct structure *structure, int32_t tag,
                 int depth, struct buffer *out) {
    const char *words = (size_t)tag < heard->count ? heard->words[tag].data : NULL;
    buffer_print(out, "%*s%s %s\n", depth, "", role_name(structure_role(structure, tag)),
                 words == NULL ? "" : words);
    for (int32_t child = structure_first_child(structure, tag); child >= 0;
         child = structure_next(structure, child)) {
        tell(heard, structure, child, depth + 1, out);
    }
}

static const char *hear(struct easel *easel, struct sketch *sketch, int width, int height) {
    struct heard heard = {0};
    struct page_sink sink = {.context = &heard, .page = hear_page};
    struct structure *structure = structure_new();
    struct layout *layout = easel_layout(easel, &sketch->block, width, height);
    assert_non_null(layout);
    assert_true(layout_emit(layout, structure, &sink));
    struct buffer out = {0};
    tell(&heard, structure, 0, 0, &out);
    for (size_t tag = 0; tag < heard.count; tag++) {
        buffer_free(&heard.words[tag]);
    }
    const char *text = arena_text(easel->arena, out.data == NULL ? "" : out.data);
    buffer_free(&out);
    free(heard.words);
    structure_free(structure);
    return text;
}

/* Whatever a table does that is too wide, on pages of any height the same elements hold the same
 * words in the same order. */
static void every_element_holds_the_same_words_at_any_height(void **state) {
    struct easel *easel = *state;
    uint32_t seed = 23;
    for (int round = 0; round < 100; round++) {
        struct sketch *sketch = random_sketch(easel, &seed);
        sketch->table.overflow =
            round % 2 == 0 ? OVERFLOW_CONTINUE : (enum table_overflow)next_random(&seed, 4);
        int width = 200 + (int)next_random(&seed, 200);
        const char *whole = hear(easel, sketch, width, 6000);
        for (int i = 0; i < 3; i++) {
            int height = 260 + (int)next_random(&seed, 300);
            const char *parted = hear(easel, sketch, width, height);
            if (strcmp(parted, whole) != 0) {
                fail_msg("round %d at %d x %d:\n%s\n-- whole:\n%s", round, width, height, parted,
                         whole);
            }
        }
    }
}

struct bounds {
    size_t outside, marks;
};

static bool check_page(void *context, const struct page *page) {
    struct bounds *bounds = context;
    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];
        length_t x2 = mark->x, y2 = mark->y, x = mark->x, y = mark->y;
        if (mark->kind == MARK_RECTANGLE) {
            x2 += mark->rectangle.width;
            y2 += mark->rectangle.height;
        } else if (mark->kind == MARK_LINE) {
            x2 = mark->line.x2;
            y2 = mark->line.y2;
        } else if (mark->kind == MARK_GLYPHS && mark->glyphs.quarter_turns == 0) {
            x2 += mark->glyphs.width;
        } else if (mark->kind == MARK_GLYPHS) {
            y -= mark->glyphs.width;
        }
        bounds->marks++;
        bounds->outside += x < 0 || y < 0 || x2 > page->width || y2 > page->height;
    }
    return true;
}

static void no_mark_stands_outside_the_page(void **state) {
    struct easel *easel = *state;
    uint32_t seed = 5;
    for (int round = 0; round < 300; round++) {
        struct sketch *sketch = random_sketch(easel, &seed);
        sketch->table.overflow = (enum table_overflow)next_random(&seed, 4);
        int least = round % 2 == 0 ? 200 : 80; /* short pages too: heads too high to be repeated */
        struct layout *layout =
            easel_layout(easel, &sketch->block, 120 + (int)next_random(&seed, 300),
                         least + (int)next_random(&seed, 300));
        assert_non_null(layout);
        struct bounds bounds = {0};
        struct page_sink sink = {.context = &bounds, .page = check_page};
        struct structure *structure = structure_new();
        assert_true(layout_emit(layout, structure, &sink));
        structure_free(structure);
        if (bounds.outside > 0) {
            fail_msg("%zu of %zu marks outside in round %d", bounds.outside, bounds.marks, round);
        }
    }
}

int main(void) {
#define CHECK(test) cmocka_unit_test_setup_teardown(test, easel_open, easel_close)
    const struct CMUnitTest tests[] = {
        CHECK(a_wide_table_turns_its_pages),
        CHECK(a_note_in_a_cell_stands_on_the_cells_page),
        CHECK(notes_of_a_row_that_is_cut_stand_where_they_are_called),
        CHECK(notes_of_turned_cells_are_counted_with_the_others),
        CHECK(notes_of_a_cell_that_reaches_down_stand_where_they_are_called),
        CHECK(cuts_no_row_to_give_another_company),
        CHECK(a_paragraph_beside_a_cut_row_is_one_element),
        CHECK(a_reference_into_a_cell_has_its_page),
        CHECK(a_page_ends_between_groups),
        CHECK(a_group_is_parted_only_where_much_stays_empty),
        CHECK(a_parted_groups_name_is_said_again),
        CHECK(a_table_that_goes_on_fills_its_page),
        CHECK(a_table_stands_in_a_cell),
        CHECK(no_word_is_lost_or_moved_by_pages),
        CHECK(every_element_holds_the_same_words_at_any_height),
        CHECK(no_mark_stands_outside_the_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
