/* desk.c: see desk.h. */
#include "desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/file.h>

const char *desk_source(void) {
    const char *source = getenv("SOURCE");
    return source != NULL ? source : ".";
}

static length_t points(double value) {
    return (length_t)(value * 1000 + (value >= 0 ? 0.5 : -0.5));
}

struct desk *desk_open(const struct pdf_metadata *metadata, int threads) {
    static const struct pdf_metadata usual = {.title = "A paper made by hand",
                                              .author = "Policy & Performance",
                                              .subject = "Tests",
                                              .keywords = "tests, pages",
                                              .marking = "OFFICIAL",
                                              .lang = "en-GB",
                                              .time = 1453334400};
    struct arena *arena = arena_new();
    struct desk *desk = NEW(arena, struct desk);
    desk->arena = arena;
    desk->diagnostics = diagnostics_new(arena, 0);
    desk->metadata = metadata != NULL ? *metadata : usual;
    desk->text = text_open(arena_print(arena, "%s/fonts", desk_source()), desk->diagnostics);
    size_t length = 0;
    const char *profile = file_read(arena, arena_print(arena, "%s/fonts/sRGB.icc", desk_source()),
                                    0, (struct where){0}, &length, desk->diagnostics);
    if (desk->text == NULL || profile == NULL) {
        fprintf(stderr, "%s", desk_said(desk));
        exit(1);
    }
    desk->face = text_typeface(desk->text, NULL, false, false);
    desk->bold = text_typeface(desk->text, NULL, true, false);
    desk->structure = structure_new();
    desk->root = structure_add(desk->structure, -1, ROLE_DOCUMENT);
    desk->pdf = pdf_open(&desk->metadata, profile, length, 0, threads, desk->diagnostics);
    desk->good = desk->pdf != NULL;
    return desk;
}

void desk_close(struct desk *desk) {
    pdf_close(desk->pdf);
    structure_free(desk->structure);
    text_close(desk->text);
    arena_free(desk->arena);
}

int32_t desk_add(struct desk *desk, int32_t parent, enum role role) {
    return structure_add(desk->structure, parent, role);
}

struct mark *desk_mark(struct desk *desk, enum mark_kind kind, int32_t tag, double x, double y) {
    if (desk->count == desk->capacity) {
        size_t capacity = desk->capacity == 0 ? 64 : desk->capacity * 2;
        struct mark *marks = NEWS(desk->arena, capacity, struct mark);
        if (desk->count > 0) {
            memcpy(marks, desk->marks, desk->count * sizeof *marks);
        }
        desk->marks = marks;
        desk->capacity = capacity;
    }
    struct mark *mark = &desk->marks[desk->count++];
    *mark = (struct mark){.kind = kind, .tag = tag, .x = points(x), .y = points(y)};
    return mark;
}

struct mark *desk_shaped(struct desk *desk, int32_t tag, const struct typeface *face,
                         unsigned features, double x, double y, double size, const char *utf8) {
    const struct shaped *shaped =
        text_shape(desk->text, face, desk->metadata.lang, features, false, utf8, strlen(utf8));
    struct mark *mark = NULL;
    length_t at = points(x);
    int32_t em = text_metrics(face).units_per_em;
    for (uint32_t i = 0; i < shaped->run_count; i++) {
        const struct run *run = &shaped->runs[i];
        mark = desk_mark(desk, MARK_GLYPHS, tag, 0, y);
        mark->x = at;
        mark->glyphs.run = run;
        mark->glyphs.text = shaped->text;
        mark->glyphs.count = run->count;
        mark->glyphs.size = points(size);
        mark->glyphs.width = run->advance * points(size) / em;
        at += mark->glyphs.width;
    }
    return mark;
}

struct mark *desk_text(struct desk *desk, int32_t tag, double x, double y, double size,
                       const char *utf8) {
    return desk_shaped(desk, tag, desk->face, TEXT_PLAIN, x, y, size, utf8);
}

struct mark *desk_rectangle(struct desk *desk, int32_t tag, double x, double y, double width,
                            double height, struct colour colour) {
    struct mark *mark = desk_mark(desk, MARK_RECTANGLE, tag, x, y);
    mark->colour = colour;
    mark->rectangle.width = points(width);
    mark->rectangle.height = points(height);
    return mark;
}

struct mark *desk_line(struct desk *desk, int32_t tag, double x, double y, double x2, double y2) {
    struct mark *mark = desk_mark(desk, MARK_LINE, tag, x, y);
    mark->line.x2 = points(x2);
    mark->line.y2 = points(y2);
    mark->line.thickness = 500;
    return mark;
}

struct mark *desk_link(struct desk *desk, int32_t tag, double x, double y, double width,
                       double height, const char *url, const char *contents) {
    struct mark *mark = desk_mark(desk, MARK_LINK, tag, x, y);
    mark->link.width = points(width);
    mark->link.height = points(height);
    mark->link.url = url;
    mark->link.contents = contents;
    return mark;
}

bool desk_page_of(struct desk *desk, const char *label, double width, double height) {
    struct page page = {.index = desk->page++,
                        .label = label,
                        .width = points(width),
                        .height = points(height),
                        .marks = desk->marks,
                        .count = desk->count};
    /* The marks are used again at once. */
    desk->good = desk->good && pdf_page(desk->pdf, &page) && pdf_settle(desk->pdf);
    desk->count = 0;
    return desk->good;
}

bool desk_page(struct desk *desk, const char *label) {
    return desk_page_of(desk, label, 595.276, 841.89);
}

bool desk_finish(struct desk *desk, const struct bookmark *bookmarks, size_t count,
                 struct buffer *out) {
    desk->good = desk->good && pdf_finish(desk->pdf, desk->structure, bookmarks, count, out);
    return desk->good;
}

const char *desk_said(struct desk *desk) {
    struct buffer said = {0};
    diagnostics_write(desk->diagnostics, &said, LEVEL_ADVICE, false);
    const char *text = arena_bytes(desk->arena, said.data == NULL ? "" : said.data, said.length);
    buffer_free(&said);
    return text;
}

/* ---- a sample paper -------------------------------------------------------------------------- */

static void put_running(struct desk *desk, const char *label) {
    desk_text(desk, TAG_ARTIFACT_HEADER, 60, 40, 9, "Community safety board");
    desk_line(desk, TAG_ARTIFACT_LAYOUT, 60, 46, 535, 46);
    desk_text(desk, TAG_ARTIFACT_FOOTER, 280, 810, 9, label);
}

static void put_table(struct desk *desk, unsigned variant, double y) {
    static const char *const heads[] = {"Area", "Count", "Rate", "Rating"};
    int32_t table = desk_add(desk, desk->root, ROLE_TABLE);
    structure_text(desk->structure, table, TAG_SUMMARY, "Areas with their counts and ratings");
    int32_t head = desk_add(desk, table, ROLE_THEAD);
    int32_t row = desk_add(desk, head, ROLE_TR);
    int columns = 2 + (int)(variant % 3);
    for (int i = 0; i < columns; i++) {
        int32_t cell = desk_add(desk, row, ROLE_TH);
        structure_cell(desk->structure, cell, SCOPE_COLUMN, 1, 1);
        desk_rectangle(desk, TAG_ARTIFACT_BACKGROUND, 60 + i * 100, y - 12, 100, 16,
                       (struct colour){230, 236, 240});
        struct mark *mark =
            desk_shaped(desk, cell, desk->bold, TEXT_PLAIN, 64 + i * 100, y, 10, heads[i]);
        if (variant % 5 == 4 && i > 0) { /* on its side */
            mark->glyphs.quarter_turns = 1;
        }
    }
    int32_t body = desk_add(desk, table, ROLE_TBODY);
    int rows = 3 + (int)(variant % 7);
    for (int i = 0; i < rows; i++) {
        row = desk_add(desk, body, ROLE_TR);
        double line = y + 18 * (i + 1);
        int32_t first = desk_add(desk, row, ROLE_TH);
        structure_cell(desk->structure, first, SCOPE_ROW, 1, 1);
        desk_text(desk, first, 64, line, 10, arena_print(desk->arena, "Area %d", i + 1));
        for (int j = 1; j < columns; j++) {
            int32_t cell = desk_add(desk, row, ROLE_TD);
            bool spans = j == 1 && columns > 2 && i == 1;
            if (spans) {
                structure_cell(desk->structure, cell, SCOPE_NONE, 2, 1);
                structure_headers(desk->structure, cell, &first, 1);
                j++;
            }
            desk_rectangle(desk, TAG_ARTIFACT_BACKGROUND, 60 + j * 100, line - 12, 90, 16,
                           i % 2 ? (struct colour){255, 220, 180} : (struct colour){200, 230, 200});
            desk_shaped(desk, cell, desk->face, TEXT_TABULAR, 64 + j * 100, line, 10,
                        arena_print(desk->arena, "%d", 17 * (i + 1) * j));
        }
    }
}

static void put_list(struct desk *desk, unsigned variant, double y) {
    int32_t list = desk_add(desk, desk->root, ROLE_L);
    structure_text(desk->structure, list, TAG_NUMBERING, variant % 2 ? "Decimal" : "Disc");
    for (int i = 0; i < 3; i++) {
        int32_t item = desk_add(desk, list, ROLE_LI);
        int32_t label = desk_add(desk, item, ROLE_LBL);
        int32_t text = desk_add(desk, desk_add(desk, item, ROLE_LBODY), ROLE_P);
        desk_text(desk, label, 64, y + 14 * i, 10,
                  variant % 2 ? arena_print(desk->arena, "%d.", i + 1) : "•");
        desk_text(desk, text, 80, y + 14 * i, 10, "An item of the list");
    }
}

bool desk_sample(unsigned variant, int threads, struct buffer *out) {
    struct desk *desk = desk_open(NULL, threads);
    put_running(desk, "Page 1 of 2");
    int32_t heading = desk_add(desk, desk->root, ROLE_H1);
    desk_shaped(desk, heading, desk->bold, TEXT_PLAIN, 60, 90, 20, "Strategic assessment");
    int32_t paragraph = desk_add(desk, desk->root, ROLE_P);
    int32_t before = desk_add(desk, paragraph, ROLE_SPAN);
    int32_t link = desk_add(desk, paragraph, ROLE_LINK);
    int32_t after = desk_add(desk, paragraph, ROLE_SPAN);
    desk_text(desk, before, 60, 120, 11, "The official figures, see ");
    desk_text(desk, link, 200, 120, 11, "the publisher’s page");
    desk_link(desk, link, 200, 110, 110, 14, "https://www.example.org/figures?year=2015",
              "The publisher’s page of figures");
    desk_text(desk, after, 320, 120, 11, ", show six difficult areas: AVATAR, Łódź, Gŵyl.");
    put_table(desk, variant, 170);
    int32_t figure = desk_add(desk, desk->root, ROLE_FIGURE);
    structure_text(desk->structure, figure, TAG_ALT, "Bars: harm rises from 3 to 8 — the highest");
    structure_box(desk->structure, figure, 60000, 560000, 100000, 40000);
    for (int i = 0; i < 3; i++) {
        desk_rectangle(desk, figure, 60 + 30 * i, 600 - 10 * i, 20, 10 * i + 5,
                       (struct colour){30, 60, 120});
    }
    put_list(desk, variant, 640);
    bool good = desk_page(desk, "1");

    put_running(desk, "Page 2 of 2");
    int32_t second = desk_add(desk, desk->root, ROLE_H2);
    desk_shaped(desk, second, desk->bold, TEXT_PLAIN, 60, 90, 14, "Notes");
    int32_t last = desk_add(desk, desk->root, ROLE_P);
    int32_t words = desk_add(desk, last, ROLE_SPAN);
    struct mark *line = desk_text(desk, words, 60, 120, 11, "A line that breaks at a");
    line->glyphs.after = " ";
    desk_text(desk, words, 60, 134, 11, "space, and one that hy");
    struct mark *hyphen = desk_text(desk, words, 168, 134, 11, "-");
    hyphen->glyphs.hyphen = true;
    desk_text(desk, words, 60, 148, 11, "phenates.");
    int32_t reference = desk_add(desk, last, ROLE_REFERENCE);
    desk_text(desk, reference, 110, 145, 7, "1");
    int32_t note = desk_add(desk, desk->root, ROLE_NOTE);
    int32_t label = desk_add(desk, note, ROLE_LBL);
    int32_t body = desk_add(desk, note, ROLE_P);
    desk_text(desk, label, 60, 760, 8, "1");
    desk_text(desk, body, 70, 760, 8, "Supplied by the partnership.");
    if (variant % 4 == 3) {
        desk_text(desk, TAG_ARTIFACT_WATERMARK, 200, 400, 60, "DRAFT")->colour =
            (struct colour){225, 225, 225};
    }
    good = good && desk_page(desk, variant % 2 ? "2" : "A-1");
    static const char csv[] = "rank,id\n1,domestic-abuse\n";
    struct pdf_attachment attachment = {.name = "results.csv",
                                        .description = "The scored areas",
                                        .type = "text/csv",
                                        .relationship = PDF_DATA,
                                        .bytes = csv,
                                        .length = sizeof csv - 1};
    good = good && pdf_attach(desk->pdf, &attachment);
    struct bookmark bookmarks[] = {{"Strategic assessment", 1, 0, 80000},
                                   {"Notes – remarks", 2, 1, 80000}};
    good = good && desk_finish(desk, bookmarks, 2, out);
    if (!good) {
        fprintf(stderr, "%s", desk_said(desk));
    }
    desk_close(desk);
    return good;
}
