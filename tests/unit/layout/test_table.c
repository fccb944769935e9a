/* Tables against hand arithmetic: the fake font's characters are 6 pt wide here, lines 12 pt high
 * with the baseline 9 pt below their top, cells padded by 2 pt. */
#include "../check.h"

#include <string.h>

#include <boardpaper/arena.h>

#include "table_fixture.h"

static const length_t WIDE = POINTS(500), HIGH = POINTS(400);

#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})

static int occurrences(const char *text, const char *part) {
    int count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part)) {
        count++;
    }
    return count;
}

static void check_has(const char *text, const char *part) {
    if (strstr(text, part) == NULL) {
        fail_msg("\"%s\" is not in\n%s", part, text);
    }
}

/* ---- placing -------------------------------------------------------------------------------- */

static void cells_stand_in_their_columns(void **state) {
    struct sketch *sketch = sketch_new(*state, "ar", LINES("Name|Count"), LINES("Arson|12"));
    /* columns of 30 + 4 each; rows of 12 + 4 */
    assert_string_equal(easel_trace(*state, sketch, WIDE, HIGH),
                        "page 1\n"
                        "  text x=2 y=11 width=24 \"Name\" tag=4\n"
                        "  text x=36 y=11 width=30 \"Count\" tag=5\n"
                        "  text x=2 y=27 width=30 \"Arson\" tag=8\n"
                        "  text x=54 y=27 width=12 \"12\" tag=9\n"
                        "0 Document\n"
                        "  1 Table\n"
                        "    2 THead\n"
                        "      3 TR\n"
                        "        4 TH column\n"
                        "        5 TH column\n"
                        "    6 TBody\n"
                        "      7 TR\n"
                        "        8 TD\n"
                        "        9 TD\n");
}

static void numbers_stand_on_their_point(void **state) {
    struct sketch *sketch =
        sketch_new(*state, "d", LINES("R"), LINES("12.5", "7", "−1.25", "12%", "n/k"));
    const char *trace = easel_trace(*state, sketch, WIDE, HIGH);
    /* 12 before the point and 18 from it on: the point is at 2 + 12; the column 34 wide */
    check_has(trace, "x=2 y=27 width=24 \"12.5\"");
    check_has(trace, "x=8 y=43 width=6 \"7\"");
    check_has(trace, "x=2 y=59 width=30 \"−1.25\"");
    check_has(trace, "x=2 y=75 width=18 \"12%\"");
    check_has(trace, "x=14 y=91 width=18 \"n/k\""); /* no number: to the end */
    check_has(trace, "x=26 y=11 width=6 \"R\"");    /* and so the head */
}

static void numbers_stand_on_the_point_of_their_language(void **state) {
    struct sketch *sketch = sketch_new(*state, "d", NULL, LINES("1\u00A0234,5", "12,75", "7"));
    sketch->block.lang = "pl";
    const char *trace = easel_trace(*state, sketch, WIDE, HIGH);
    /* 30 before the comma and 18 from it on: it stands at 32 */
    check_has(trace, "x=2 y=11 width=42 \"1\u00A0234,5\"");
    check_has(trace, "x=20 y=27 width=30 \"12,75\"");
    check_has(trace, "x=26 y=43 width=6 \"7\"");
}

static void a_turned_head_is_as_high_as_it_is_long(void **state) {
    struct sketch *sketch = sketch_new(*state, "ar", LINES("Name|~Harm"), LINES("Arson|1"));
    const char *trace = easel_trace(*state, sketch, WIDE, HIGH);
    /* 24 long, with the padding twice above: a row of 30; its one line of 12 makes a column of 16,
     * from 34 on. It begins at the row's foot less the padding, its baseline 9 from the line's left
     * side. */
    check_has(trace, "x=45 y=28 width=24 turned \"Harm\"");
    check_has(trace, "x=2 y=25 width=24 \"Name\""); /* heads stand on the foot: 30 - 2 - 12 + 9 */
    check_has(trace, "x=39 y=41 width=6 \"1\"");    /* under its middle: 34 + (16 - 6) / 2 */
}

static void a_long_turned_head_wraps(void **state) {
    /* of a page of 300 it may take 90: "Public confidence" is 102 long, so it takes two lines */
    struct sketch *sketch =
        sketch_new(*state, "ar", LINES("Name|~Public confidence"), LINES("Arson|1"));
    const char *trace = easel_trace(*state, sketch, WIDE, POINTS(300));
    /* the two lines stand in 60, the length of the longer: a row of 66, a column of 28 */
    check_has(trace, "x=45 y=64 width=36 turned \"Public \"");
    check_has(trace, "x=57 y=64 width=60 turned \"confidence\"");
    check_has(trace, "x=45 y=77 width=6 \"1\"");
}

static void a_wide_cell_spreads_its_need(void **state) {
    /* "Both years" needs 64 over two columns that need 16 each */
    struct sketch *sketch = sketch_new(*state, "arr", LINES("N|>Both years"), LINES("A|12|34"));
    const char *trace = easel_trace(*state, sketch, WIDE, HIGH);
    check_has(trace, "x=12 y=11 width=60 \"Both years\"");
    check_has(trace, "x=28 y=27 width=12 \"12\""); /* columns of 32: 10 + 32 - 2 - 12 */
    check_has(trace, "x=60 y=27 width=12 \"34\"");
}

/* Two thirds of ten points, where the padding makes four. */
static void numbers_side_by_side_keep_apart(void **state) {
    struct sketch *sketch = sketch_new(*state, "rr", LINES("N|M"), LINES("12|34"));
    const char *trace = easel_trace(*state, sketch, WIDE, HIGH);
    check_has(trace, "x=2 y=27 width=12 \"12\"");
    check_has(trace, "x=20.666 y=27 width=12 \"34\"");
}

static void a_high_cell_stands_beside_its_rows(void **state) {
    struct sketch *sketch = sketch_new(*state, "aa", LINES("N|M"), LINES("vA;B;C|1", "2", "3|4"));
    const char *trace = easel_trace(*state, sketch, WIDE, HIGH);
    /* three lines and padding are 40; the first row is 16, so the second takes the 24 left */
    check_has(trace, "x=2 y=27 width=6 \"A\"");
    check_has(trace, "x=2 y=39 width=6 \"B\"");
    check_has(trace, "x=2 y=51 width=6 \"C\"");
    check_has(trace, "x=17 y=43 width=6 \"2\"");
    check_has(trace, "x=2 y=67 width=6 \"3\"");
    check_has(trace, "TD rows=2");
}

static void shades_are_drawn_together_and_empty_cells_not(void **state) {
    struct sketch *sketch = sketch_new(*state, "aaaa", NULL, LINES("#1|#2|3|#4", "|||"));
    sketch->table.rule = 500;
    const char *trace = easel_trace(*state, sketch, WIDE, HIGH);
    assert_int_equal(occurrences(trace, "fill"), 2);
    check_has(trace, "fill x=0 y=0 width=30 height=16 #800000 artifact");
    check_has(trace, "fill x=45 y=0 width=10 height=16 #800000 artifact");
    check_has(trace, "\"2\" #FFFFFF");
    assert_int_equal(occurrences(trace, "rule"), 2); /* one a row, right across */
    check_has(trace, "rule x=0 y=16.25 x2=55 y2=16.25 thick=.5 artifact");
    check_has(trace, "rule x=0 y=32.75 x2=55 y2=32.75"); /* an empty row is a line high */
    assert_int_equal(occurrences(trace, "text"), 4);
    assert_int_equal(occurrences(trace, "TD"), 8);
}

/* ---- structure ------------------------------------------------------------------------------- */

static void scope_tells_the_headers_of_a_plain_table(void **state) {
    struct sketch *sketch = sketch_new(*state, "ha", LINES("|Count"), LINES("Arson|1", "G >Theft"));
    sketch->table.summary = "Crimes by kind";
    const char *trace = easel_trace(*state, sketch, WIDE, HIGH);
    check_has(strstr(trace, "0 Document"), "  1 Table \"Crimes by kind\"\n"
                                           "    2 THead\n"
                                           "      3 TR\n"
                                           "        4 TD\n" /* an empty corner heads nothing */
                                           "        5 TH column\n"
                                           "    6 TBody\n"
                                           "      7 TR\n"
                                           "        8 TH row\n"
                                           "        9 TD\n"
                                           "      10 TR\n"
                                           "        11 TH column columns=2\n");
}

static void cells_under_wide_heads_name_their_headers(void **state) {
    struct sketch *sketch = sketch_new(*state, "haa", LINES("vName|>Years", "2014|2015"),
                                       LINES("Arson|1|2", "G >>Theft", "Fuel|3|4"));
    const char *trace = easel_trace(*state, sketch, WIDE, HIGH);
    check_has(strstr(trace, "0 Document"), "      3 TR\n"
                                           "        4 TH column rows=2\n"
                                           "        5 TH column columns=2\n"
                                           "      6 TR\n"
                                           "        7 TH column headers=5\n"
                                           "        8 TH column headers=5\n"
                                           "    9 TBody\n"
                                           "      10 TR\n"
                                           "        11 TH row headers=4\n"
                                           "        12 TD headers=5,7,11\n"
                                           "        13 TD headers=5,8,11\n"
                                           "      14 TR\n"
                                           "        15 TH column columns=3\n"
                                           "      16 TR\n"
                                           "        17 TH row headers=4,15\n"
                                           "        18 TD headers=5,7,15,17\n"
                                           "        19 TD headers=5,8,15,17\n");
}

static void a_cell_of_paragraphs_has_them_inside(void **state) {
    struct sketch *sketch = sketch_new(*state, "a", NULL, LINES("One;Two", "Three"));
    const char *trace = easel_trace(*state, sketch, WIDE, HIGH);
    check_has(strstr(trace, "0 Document"), "        4 TD\n"
                                           "          5 P\n"
                                           "          6 P\n"
                                           "      7 TR\n"
                                           "        8 TD\n");
}

/* ---- pages ----------------------------------------------------------------------------------- */

static void heads_are_repeated_as_artifacts(void **state) {
    struct sketch *sketch =
        sketch_new(*state, "aa", LINES("Name|Count"),
                   LINES("A|1", "B|2", "C|3", "D|4", "E|5", "F|6", "G|7", "H|8"));
    sketch->table.number = "Table 1";
    sketch->table.continued = "continued";
    /* caption 12, head 16, then rows of 16: four of them to 92 and on later pages */
    const char *trace = easel_trace(*state, sketch, WIDE, POINTS(92));
    assert_int_equal(occurrences(trace, "page "), 2);
    assert_int_equal(occurrences(trace, "\"Name\" artifact"), 1);
    assert_int_equal(occurrences(trace, "\"Name\" tag"), 1);
    assert_int_equal(occurrences(trace, "\"(continued)\" artifact"), 1);
    assert_int_equal(occurrences(trace, "THead"), 1);
    assert_int_equal(occurrences(trace, "TBody"), 1);
    check_has(strstr(trace, "page 2"), "x=2 y=23 width=24 \"Name\" artifact");
    check_has(strstr(trace, "page 2"), "x=2 y=39 width=6 \"E\" tag");
}

static void one_row_is_not_left_alone(void **state) {
    struct sketch *sketch = sketch_new(*state, "a", LINES("N"), LINES("1", "2", "3", "K 4", "5"));
    struct flow flow = easel_flow(*state, sketch, WIDE, POINTS(200));
    assert_int_equal(flow.count, 6);
    assert_int_equal(flow.strips[1].penalty, PENALTY_NEVER); /* behind the head */
    assert_true(flow.strips[2].penalty > flow.strips[3].penalty);
    assert_int_equal(flow.strips[5].penalty, PENALTY_NEVER); /* kept with row 4 */
    assert_true(flow.strips[3].penalty < PENALTY_NEVER);
    assert_ptr_equal(flow.strips[0].repeat, NULL);
    assert_ptr_not_equal(flow.strips[3].repeat, NULL);
    assert_int_equal(flow.strips[3].repeat->height, POINTS(16));
}

/* 5 rows of 16 are less than a quarter of 330 points and more than one of 310. */
static void a_small_table_stays_whole(void **state) {
    struct sketch *sketch = sketch_new(*state, "a", NULL, LINES("1", "2", "3", "4", "5"));
    struct flow small = easel_flow(*state, sketch, WIDE, POINTS(330));
    struct flow large = easel_flow(*state, sketch, WIDE, POINTS(310));
    for (size_t i = 1; i < 5; i++) {
        assert_true(small.strips[i].penalty > large.strips[i].penalty);
        assert_true(small.strips[i].penalty < PENALTY_NEVER);
    }
}

static void a_total_stays_with_its_rows(void **state) {
    struct sketch *sketch = sketch_new(
        *state, "a", NULL, LINES("1", "2", "3", "4", "5", "6", "T 7", "8", "9", "1", "2", "3"));
    struct flow flow = easel_flow(*state, sketch, WIDE, HIGH);
    assert_true(flow.strips[6].penalty > flow.strips[5].penalty);
    assert_true(flow.strips[6].penalty > flow.strips[7].penalty);
}

static void tied_rows_stay_together_while_they_are_few(void **state) {
    struct sketch *sketch =
        sketch_new(*state, "aa", NULL, LINES("a|b", "vva|b", "b", "b", "a|b", "a|b"));
    struct flow flow = easel_flow(*state, sketch, WIDE, HIGH); /* three rows of 16 */
    assert_int_equal(flow.strips[2].penalty, PENALTY_NEVER);
    assert_int_equal(flow.strips[3].penalty, PENALTY_NEVER);
    assert_true(flow.strips[4].penalty < PENALTY_NEVER);
    flow = easel_flow(*state, sketch, WIDE, POINTS(100)); /* more than a third of 100 */
    assert_true(flow.strips[2].penalty < PENALTY_NEVER);
}

static void a_high_row_is_cut_between_its_lines(void **state) {
    struct sketch *sketch =
        sketch_new(*state, "aa", NULL, LINES("one;two;three;four;five|ONE;TWO;THREE"));
    const char *trace = easel_trace(*state, sketch, WIDE, POINTS(40));
    /* lines of 12, the first with the padding above: 14, 26, 38; then 12 and 26 with that below */
    const char *second = strstr(trace, "page 2");
    assert_non_null(second);
    check_has(trace, "x=2 y=35 width=30 \"three\"");
    check_has(trace, "x=41 y=35 width=30 \"THREE\"");
    check_has(second, "x=2 y=9 width=24 \"four\"");
    check_has(second, "x=2 y=21 width=24 \"five\"");
    assert_int_equal(occurrences(trace, "TR\n"), 1);
    assert_int_equal(occurrences(trace, "TD\n"), 2);
}

static void words_are_neither_lost_nor_reordered_at_any_height(void **state) {
    struct sketch *sketch =
        sketch_new(*state, "hds", LINES("vName|>Of them", "1|Remarks"),
                   LINES("Arson|1.5|some words that want to be set on several lines", "G >>Theft",
                         "vFuel|2|one;two;three;four;five;six;seven;eight;nine;ten", "3|short",
                         "Cycles|4|", "vvHomes and sheds|5|a;b", "6|c;d;e;f", "7|g", "T All|8|"));
    sketch->table.number = "Table 1";
    sketch->table.continued = "continued";
    static const length_t widths[] = {POINTS(150), POINTS(230), POINTS(480)};
    for (size_t i = 0; i < 3; i++) {
        const char *whole = easel_words(*state, sketch, widths[i], POINTS(2000));
        check_has(whole, "\nonetwo");
        for (length_t height = POINTS(20); height < POINTS(420); height += POINTS(7)) {
            assert_string_equal(easel_words(*state, sketch, widths[i], height), whole);
        }
    }
}

/* ---- sizes ----------------------------------------------------------------------------------- */

static void a_wide_table_comes_down_in_size(void **state) {
    /* words of 12 letters: 72 + 4 each at 10 pt, and 5 between columns: 238; at 8.5 pt 85% of that:
     * 202.3 */
    struct sketch *sketch =
        sketch_new(*state, "aaa", NULL, LINES("abcdefghijkl|abcdefghijkl|abcdefghijkl"));
    const char *trace = easel_trace(*state, sketch, POINTS(203), HIGH);
    check_has(trace, "x=1.7 y=9.35 width=61.2 \"abcdefghijkl\"");
    assert_string_equal(easel_said(*state), "");
}

static void below_seven_points_words_are_broken(void **state) {
    struct sketch *sketch = sketch_new(*state, "aa", NULL, LINES("abcdefghijklmnop|x"));
    const char *words = easel_words(*state, sketch, POINTS(60), HIGH);
    assert_string_equal(words, "abcdefghijklmnop\nx\n");
    check_has(easel_said(*state), "table.xml:7: warning: the table's 2 columns do not fit");
}

static void a_column_of_no_width_is_sized_from_its_content(void **state) {
    struct sketch *sketch = sketch_new(*state, "0a", NULL, LINES("abc|d"));
    const char *trace = easel_trace(*state, sketch, WIDE, HIGH);
    check_has(trace, "x=2 y=11 width=18 \"abc\"");
    check_has(trace, "x=29 y=11 width=6 \"d\"");
    check_has(easel_said(*state), "table.xml:7: warning: column 1 is asked to be narrower");
}

static void two_thousand_columns_become_records(void **state) {
    enum { COUNT = 2000 };
    struct easel *easel = *state;
    struct buffer head = {0}, row = {0}, columns = {0};
    for (int i = 0; i < COUNT; i++) {
        buffer_print(&head, "%sC%d", i > 0 ? "|" : "", i);
        buffer_print(&row, "%sv%d", i > 0 ? "|" : "", i);
        buffer_byte(&columns, 'a');
    }
    /* a "v" at a cell's beginning would be a mark: put a space before it */
    struct buffer spaced = {0};
    for (size_t i = 0; i < row.length; i++) {
        if (row.data[i] != 'v') {
            buffer_byte(&spaced, row.data[i]);
        }
    }
    struct sketch *sketch = sketch_new(easel, columns.data, LINES(head.data), LINES(spaced.data));
    const char *words = easel_words(easel, sketch, WIDE, HIGH);
    assert_int_equal(occurrences(words, ":\u00a0"), COUNT - 1);
    check_has(words, "0\nC1:\u00a01; C2:\u00a02; C3:\u00a03; ");
    check_has(easel_said(easel), "table.xml:7: warning: the table's 2000 columns cannot stand");
    buffer_free(&head);
    buffer_free(&row);
    buffer_free(&spaced);
    buffer_free(&columns);
}

static void cells_beyond_the_columns_are_told_of(void **state) {
    struct sketch *sketch = sketch_new(*state, "aa", NULL, LINES("1|2|3|4"));
    assert_string_equal(easel_words(*state, sketch, WIDE, HIGH), "1\n2\n");
    check_has(easel_said(*state), "warning: 2 cells of the row stand beyond");
}

static void a_table_of_nothing_is_left_out(void **state) {
    struct sketch *sketch = sketch_new(*state, "aa", NULL, NULL);
    struct flow flow = easel_flow(*state, sketch, WIDE, HIGH);
    assert_int_equal(flow.count, 0);
    check_has(easel_said(*state), "table.xml:7: warning: the table has no columns or no rows");
}

static void a_head_of_half_a_page_is_not_repeated(void **state) {
    struct sketch *sketch = sketch_new(*state, "a", LINES("a;b;c"), LINES("1", "2", "3", "4"));
    const char *trace = easel_trace(*state, sketch, WIDE, POINTS(70));
    assert_int_equal(occurrences(trace, "artifact"), 0);
    check_has(easel_said(*state), "warning: the table's head is higher than half a page");
}

/* ---- other shapes ---------------------------------------------------------------------------- */

static void records_say_label_and_value(void **state) {
    struct sketch *sketch = sketch_new(*state, "haaa", LINES("vName|>Years|vRemark", "2014|2015"),
                                       LINES("Arson|1|2|", "G >>>Theft", "vFuel|3|4|x", "5|6|y"));
    sketch->table.overflow = OVERFLOW_RECORDS; /* four words side by side need more than 60 */
    assert_string_equal(easel_words(*state, sketch, POINTS(60), HIGH),
                        "Arson\n2014:\u00a01; 2015:\u00a02\n"
                        "Theft\n"
                        "Fuel\n2014:\u00a03; 2015:\u00a04; Remark:\u00a0x\n"
                        "Fuel\n2014:\u00a05; 2015:\u00a06; Remark:\u00a0y\n");
    assert_string_equal(easel_said(*state), ""); /* it was asked for */
}

/* Up to 60 letters of label and value run on, a longer fact has a paragraph of its own; a label
 * that ends in a point has no colon after it. */
static void a_long_fact_has_a_paragraph_of_its_own(void **state) {
    const char *fifty = "aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaaa";
    const char *longer = "bbbbbbbbb bbbbbbbbb bbbbbbbbb bbbbbbbbb bbbbbbbbb bbbbbbbbb";
    char row[200] = "Name|1|";
    strcat(strcat(strcat(strcat(row, fifty), "|"), longer), "|2");
    struct sketch *sketch =
        sketch_new(*state, "haaaa", LINES("Name|No.|Word|Long|Last"), LINES(row));
    sketch->table.overflow = OVERFLOW_RECORDS;
    const char *trace = easel_trace(*state, sketch, POINTS(110), HIGH);
    /* the padding is a fifth of 2; lines of 12 points, the name's baseline at 9.4 */
    check_has(trace, "x=.4 y=22.2 width=18 \"No.\" tag=7");
    check_has(trace, "x=42.4 y=22.2 width=24 \"Word\" tag=7");
    check_has(trace, "x=.4 y=94.2 width=24 \"Long\" tag=8");
    check_has(trace, "x=.4 y=166.2 width=24 \"Last\" tag=9");
}

/* Short paragraphs of a value run on with commas, after a point of its own nothing is put; of a
 * name the first paragraph names, the rest is said. */
static void paragraphs_run_on_in_records(void **state) {
    struct sketch *sketch = sketch_new(*state, "haaa", LINES("Name|Pair|Last|Listed"),
                                       LINES("Arson;set alight|one;two.|3|4"));
    sketch->table.overflow = OVERFLOW_RECORDS;
    const char *words = easel_words(*state, sketch, POINTS(70), HIGH);
    assert_int_equal(strncmp(words, "Arson\n", 6), 0);
    check_has(words, "set alight");
    check_has(words, "Pair:\u00a0one,\u00a0two. Last:\u00a03; Listed:\u00a04\n");
}

/* Words squeezed into a column of less than nine ems, of which two thirds would hang below, are
 * better read as records; without being asked a table stays a table. */
static void a_table_that_reads_badly_becomes_records(void **state) {
    const char *row = "one two three four five six seven eight nine ten|Longishwordhere|1";
    struct sketch *sketch = sketch_new(*state, "aha", LINES("Words|Name|No"), LINES(row));
    check_has(easel_words(*state, sketch, POINTS(190), HIGH), "Words\nName\nNo\n");
    sketch->table.overflow = OVERFLOW_RECORDS;
    check_has(easel_words(*state, sketch, POINTS(190), HIGH), "Longishwordhere\nWords: one two");
    check_has(easel_words(*state, sketch, POINTS(400), HIGH), "Words\nName\nNo\n");
}

/* ---- whole traces ---------------------------------------------------------------------------- */

static void everything_at_once_on_two_pages(void **state) {
    struct sketch *sketch =
        sketch_new(*state, "hdda", LINES("vName|>Years|v~Harm", "2014|2015"),
                   LINES("Arson|12.5|3|1", "G >>>Violent", "#Burglary of homes|7|#4.25|.2",
                         "vRobbery|1|2|3", "4|5|6", "Theft|−1.5|120|=7", "T Total|3|4|one;two"));
    struct table *table = &sketch->table;
    table->zebra = true;
    table->zebra_colour = (struct colour){0xF0, 0xF0, 0xF0};
    table->rule = 500;
    table->rule_colour = (struct colour){0x80, 0x80, 0x80};
    table->summary = "Crimes by kind and year";
    table->number = "Table 1";
    table->continued = "continued";
    easel_golden(*state, "everything", easel_trace(*state, sketch, POINTS(200), POINTS(140)));
}

static void records_on_two_pages(void **state) {
    struct sketch *sketch = sketch_new(
        *state, "haa", LINES("Name|~Count|Remark"),
        LINES("Arson|#12|a remark of some length that wraps", "Theft|3|", "Fraud|4|none"));
    sketch->table.overflow = OVERFLOW_RECORDS;
    sketch->table.rule = 500;
    sketch->table.number = "Table 2";
    sketch->table.continued = "continued";
    easel_golden(*state, "records", easel_trace(*state, sketch, POINTS(90), POINTS(80)));
}

static void a_row_cut_over_pages(void **state) {
    struct sketch *sketch =
        sketch_new(*state, "haa", LINES("Name|One|Other"),
                   LINES("vA name|one;two;three;four;five;six|ONE;TWO;THREE", "next|last"));
    sketch->table.rule = 500;
    easel_golden(*state, "cut", easel_trace(*state, sketch, POINTS(200), POINTS(60)));
}

int main(void) {
#define CHECK(test) cmocka_unit_test_setup_teardown(test, easel_open, easel_close)
    const struct CMUnitTest tests[] = {
        CHECK(cells_stand_in_their_columns),
        CHECK(numbers_stand_on_their_point),
        CHECK(numbers_stand_on_the_point_of_their_language),
        CHECK(a_turned_head_is_as_high_as_it_is_long),
        CHECK(a_long_turned_head_wraps),
        CHECK(a_wide_cell_spreads_its_need),
        CHECK(numbers_side_by_side_keep_apart),
        CHECK(a_high_cell_stands_beside_its_rows),
        CHECK(shades_are_drawn_together_and_empty_cells_not),
        CHECK(scope_tells_the_headers_of_a_plain_table),
        CHECK(cells_under_wide_heads_name_their_headers),
        CHECK(a_cell_of_paragraphs_has_them_inside),
        CHECK(heads_are_repeated_as_artifacts),
        CHECK(one_row_is_not_left_alone),
        CHECK(a_small_table_stays_whole),
        CHECK(a_total_stays_with_its_rows),
        CHECK(tied_rows_stay_together_while_they_are_few),
        CHECK(a_high_row_is_cut_between_its_lines),
        CHECK(words_are_neither_lost_nor_reordered_at_any_height),
        CHECK(a_wide_table_comes_down_in_size),
        CHECK(below_seven_points_words_are_broken),
        CHECK(a_column_of_no_width_is_sized_from_its_content),
        CHECK(two_thousand_columns_become_records),
        CHECK(cells_beyond_the_columns_are_told_of),
        CHECK(a_table_of_nothing_is_left_out),
        CHECK(a_head_of_half_a_page_is_not_repeated),
        CHECK(records_say_label_and_value),
        CHECK(a_long_fact_has_a_paragraph_of_its_own),
        CHECK(paragraphs_run_on_in_records),
        CHECK(a_table_that_reads_badly_becomes_records),
        CHECK(everything_at_once_on_two_pages),
        CHECK(records_on_two_pages),
        CHECK(a_row_cut_over_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
