/* generate.c: generate DIR COUNT: writes COUNT varied documents into DIR, pages made by hand, for
 * the validator: every structure type and attribute, every kind of mark and picture, several
 * scripts, links within and without, notes, contents, attachments. The same COUNT gives the same
 * documents.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/file.h>
#include <boardpaper/image.h>

#include "../unit/pdf/desk.h"

struct making {
    struct desk *desk;
    uint64_t chance;
    double y; /* where the next block begins */
    double width, height;
    int pages, heading;
    struct bookmark bookmarks[64];
    size_t bookmark_count;
    bool toc; /* links to every page stand on the first */
    const struct image *images[8];
};

/* xorshift64*: small, and the same everywhere. */
static unsigned draw(struct making *making, unsigned below) {
    making->chance ^= making->chance >> 12;
    making->chance ^= making->chance << 25;
    making->chance ^= making->chance >> 27;
    return (unsigned)((making->chance * 2685821657736338717u) >> 33) % below;
}

static bool one_in(struct making *making, unsigned n) {
    return draw(making, n) == 0;
}

static const char *const phrases[] = {
    "The board is asked to note the six areas rated high.",
    "Difficult offices: “affluent” – first, fifth; 1,234.50 (£) at 40%…",
    "Mae’r Gŵyl yn Llŷn yn dechrau ddydd Sul.",
    "Zażółć gęślą jaźń w Łodzi.",
    "Copiii și țăranii din București.",
    "İstanbul’da şimdi çığ düştü.",
    "Section 17 of the 1998 Act; see page 4.",
    "AVATAR Wave To. Yes? (brackets) [and] \\ backslash",
    "e\xCC\x81 a\xCC\x88 combined, \xC2\xAD soft, \xE2\x80\x8B zero",
    "non\xE2\x80\x91\x62reaking 10\xC2\xA0km − 5",
    "Αθήνα, Москва, → ✓",
};

static const char *phrase(struct making *making) {
    return phrases[draw(making, sizeof phrases / sizeof *phrases)];
}

static void line(struct making *making, int32_t tag, double x, double size) {
    struct desk *desk = making->desk;
    const struct typeface *face =
        text_typeface(desk->text, NULL, one_in(making, 4), one_in(making, 4));
    unsigned features = draw(making, 8);
    struct mark *mark = desk_shaped(desk, tag, face, features, x, making->y, size, phrase(making));
    if (mark != NULL && one_in(making, 3)) {
        mark->glyphs.after = one_in(making, 4) ? " and on" : " ";
    }
    if (mark != NULL && one_in(making, 5)) {
        mark->glyphs.word_space = 350;
    }
    if (mark != NULL && one_in(making, 8)) {
        mark->colour = (struct colour){120, 20, (uint8_t)draw(making, 200)};
    }
    making->y += size * 1.3;
}

static void paragraph(struct making *making, int32_t parent) {
    struct desk *desk = making->desk;
    int32_t tag = desk_add(desk, parent, ROLE_P);
    if (one_in(making, 2)) {
        for (unsigned i = 1 + draw(making, 3); i > 0; i--) {
            line(making, tag, 60, 10);
        }
        return;
    }
    int32_t span = desk_add(desk, tag, ROLE_SPAN);
    line(making, span, 60, 10);
    int32_t other = desk_add(desk, tag, ROLE_SPAN);
    structure_text(desk->structure, other, TAG_LANG, one_in(making, 2) ? "cy" : "pl");
    line(making, other, 60, 10);
    int32_t short_form = desk_add(desk, tag, ROLE_SPAN);
    structure_text(desk->structure, short_form, TAG_EXPANSION, "Anti-social behaviour – ŵ");
    desk_text(desk, short_form, 60, making->y, 10, "ASB");
    int32_t link = desk_add(desk, tag, ROLE_LINK);
    desk_text(desk, link, 100, making->y, 10, "a page of the web");
    desk_line(desk, link, 100, making->y + 2, 180, making->y + 2);
    desk_link(desk, link, 100, making->y - 10, 80, 13, "https://www.example.org/a?b=c&d=(e)",
              "A page of the web");
    if (one_in(making, 2)) { /* over two lines */
        desk_link(desk, link, 60, making->y + 4, 40, 13, "https://www.example.org/a?b=c&d=(e)",
                  "A page of the web, continued");
    }
    making->y += 20;
}

static void heading(struct making *making, int32_t parent) {
    struct desk *desk = making->desk;
    int level = making->heading == 0 ? 1 : 1 + (int)draw(making, (unsigned)making->heading + 1);
    level = level > 6 ? 6 : level;
    if (making->heading > 0 && level == 1) {
        level = 2; /* one title a document */
    }
    making->heading = level;
    int32_t tag = desk_add(desk, parent, (enum role)(ROLE_H1 + level - 1));
    if (one_in(making, 3)) {
        structure_text(desk->structure, tag, TAG_TITLE, "A title – ½");
    }
    if (making->bookmark_count < 64) {
        size_t before = making->bookmark_count;
        int above = before == 0 ? 0 : making->bookmarks[before - 1].level;
        making->bookmarks[making->bookmark_count++] =
            (struct bookmark){.title = arena_print(desk->arena, "Heading %zu – %s", before + 1,
                                                   one_in(making, 2) ? "ŷ" : "plain"),
                              .level = level > above + 1 ? above + 1 : level,
                              .page = desk->page,
                              .y = (length_t)(making->y * 1000)};
    }
    line(making, tag, 60, 16);
}

static void list(struct making *making, int32_t parent, int depth) {
    static const char *const numberings[] = {"Decimal", "Disc", "LowerAlpha", "LowerRoman", "None"};
    struct desk *desk = making->desk;
    int32_t tag = desk_add(desk, parent, ROLE_L);
    structure_text(desk->structure, tag, TAG_NUMBERING, numberings[draw(making, 5)]);
    for (unsigned i = 0; i < 2 + draw(making, 2); i++) {
        int32_t item = desk_add(desk, tag, ROLE_LI);
        int32_t label = desk_add(desk, item, ROLE_LBL);
        int32_t body = desk_add(desk, item, ROLE_LBODY);
        desk_text(desk, label, 64 + 20 * depth, making->y, 10, one_in(making, 2) ? "•" : "(a)");
        if (one_in(making, 2)) {
            line(making, desk_add(desk, body, ROLE_P), 84 + 20 * depth, 10);
            if (depth < 2 && one_in(making, 3)) {
                list(making, body, depth + 1);
            }
        } else {
            line(making, body, 84 + 20 * depth, 10);
        }
    }
}

static void cell(struct making *making, int32_t tag, int column, bool turned) {
    struct desk *desk = making->desk;
    double x = 62 + 80 * column;
    desk_rectangle(desk, TAG_ARTIFACT_BACKGROUND, x - 2, making->y - 11, 78, 14,
                   (struct colour){(uint8_t)(150 + draw(making, 100)), 220, 220});
    if (one_in(making, 9)) {
        return; /* an empty cell */
    }
    int32_t inner = one_in(making, 3) ? desk_add(desk, tag, ROLE_P) : tag;
    struct mark *mark =
        desk_text(desk, inner, x, making->y, 9, arena_print(desk->arena, "%u", draw(making, 2000)));
    mark->glyphs.quarter_turns = turned ? 1 : 0;
}

static void table(struct making *making, int32_t parent) {
    struct desk *desk = making->desk;
    struct structure *structure = desk->structure;
    int columns = 2 + (int)draw(making, 4);
    int32_t tag = desk_add(desk, parent, ROLE_TABLE);
    if (one_in(making, 2)) {
        structure_text(structure, tag, TAG_SUMMARY, "Areas and their ratings, ‘high’ first");
    }
    if (one_in(making, 2)) {
        structure_box(structure, tag, 60000, (length_t)(making->y * 1000), 400000, 90000);
    }
    if (one_in(making, 2)) {
        line(making, desk_add(desk, tag, ROLE_CAPTION), 60, 9);
    }
    int32_t heads[8] = {0};
    int32_t head = desk_add(desk, tag, ROLE_THEAD);
    int32_t row = desk_add(desk, head, ROLE_TR);
    for (int i = 0; i < columns; i++) {
        heads[i] = desk_add(desk, row, ROLE_TH);
        structure_cell(structure, heads[i], i == 0 && one_in(making, 3) ? SCOPE_BOTH : SCOPE_COLUMN,
                       1, 1);
        cell(making, heads[i], i, one_in(making, 3));
    }
    making->y += 18;
    int32_t body = desk_add(desk, tag, ROLE_TBODY);
    int covered = -1; /* the column that a cell above reaches into */
    for (unsigned rows = 2 + draw(making, 4); rows > 0; rows--) {
        row = desk_add(desk, body, ROLE_TR);
        int next_covered = -1;
        for (int i = 0; i < columns; i++) {
            if (i == covered) {
                continue;
            }
            bool is_head = i == 0 && !one_in(making, 4);
            int32_t at = desk_add(desk, row, is_head ? ROLE_TH : ROLE_TD);
            int across = 1, down = 1;
            if (i + 1 < columns && i + 1 != covered && one_in(making, 6)) {
                across = 2;
            } else if (i > 0 && rows > 1 && next_covered < 0 && one_in(making, 6)) {
                down = 2;
                next_covered = i;
            }
            structure_cell(structure, at, is_head ? SCOPE_ROW : SCOPE_NONE, across, down);
            if (!is_head && one_in(making, 4)) {
                structure_headers(structure, at, (const int32_t[]){heads[i], heads[0]},
                                  i == 0 ? 1 : 2);
            }
            cell(making, at, i, false);
            i += across - 1;
        }
        covered = next_covered;
        making->y += 16;
    }
    if (one_in(making, 3)) {
        row = desk_add(desk, desk_add(desk, tag, ROLE_TFOOT), ROLE_TR);
        for (int i = 0; i < columns; i++) {
            cell(making, desk_add(desk, row, ROLE_TD), i, false);
        }
        making->y += 16;
    }
    desk_line(desk, TAG_ARTIFACT_LAYOUT, 60, making->y - 8, 400, making->y - 8);
    making->y += 8;
}

static void figure(struct making *making, int32_t parent) {
    static const struct path_step steps[] = {
        {.verb = PATH_MOVE, .x = 0, .y = 0},
        {.verb = PATH_CURVE, .x1 = 9000, .y1 = 0, .x2 = 20000, .y2 = 9000, .x = 30000, .y = 30000},
        {.verb = PATH_LINE, .x = 0, .y = 30000},
        {.verb = PATH_CLOSE}};
    static const struct shape shapes[] = {{.steps = steps,
                                           .step_count = 4,
                                           .filled = true,
                                           .fill = {40, 90, 160},
                                           .stroke_width = 500},
                                          {.steps = steps,
                                           .step_count = 4,
                                           .stroked = true,
                                           .stroke = {200, 30, 30},
                                           .stroke_width = 1250,
                                           .dash = 3000}};
    struct desk *desk = making->desk;
    int32_t tag = desk_add(desk, parent, one_in(making, 6) ? ROLE_FORMULA : ROLE_FIGURE);
    structure_text(desk->structure, tag, TAG_ALT, "Harm rises from 3 to 8, the highest — (⅔)");
    if (one_in(making, 2)) {
        structure_box(desk->structure, tag, 60000, (length_t)(making->y * 1000), 60000, 40000);
    }
    if (one_in(making, 2)) {
        for (int i = 0; i < 2; i++) {
            struct mark *mark = desk_mark(desk, MARK_PATH, tag, 60 + 40 * i, making->y);
            mark->path.shape = &shapes[i];
        }
        desk_text(desk, tag, 150, making->y + 20, 8, "highest");
    } else {
        struct mark *mark = desk_mark(desk, MARK_IMAGE, tag, 60, making->y);
        mark->image.image = making->images[draw(making, 8)];
        mark->image.width = 60000;
        mark->image.height = 36000;
    }
    making->y += 50;
}

static void note(struct making *making, int32_t parent) {
    struct desk *desk = making->desk;
    int32_t tag = desk_add(desk, parent, ROLE_P);
    line(making, desk_add(desk, tag, ROLE_SPAN), 60, 10);
    int32_t reference = desk_add(desk, tag, ROLE_REFERENCE);
    desk_text(desk, reference, 400, making->y - 16, 6, "1");
    int32_t notes = desk_add(desk, parent, ROLE_NOTE);
    desk_text(desk, desk_add(desk, notes, ROLE_LBL), 60, making->y, 7, "1");
    line(making, desk_add(desk, notes, ROLE_P), 70, 8);
}

static void quotation(struct making *making, int32_t parent) {
    struct desk *desk = making->desk;
    int32_t quote = desk_add(desk, parent, ROLE_BLOCKQUOTE);
    line(making, desk_add(desk, quote, ROLE_P), 80, 10);
    int32_t tag = desk_add(desk, parent, ROLE_P);
    line(making, desk_add(desk, tag, ROLE_QUOTE), 60, 10);
    line(making, desk_add(desk, tag, ROLE_CODE), 60, 10);
    int32_t replaced = desk_add(desk, tag, ROLE_SPAN);
    structure_text(desk->structure, replaced, TAG_ACTUAL, "and so on, ŵ");
    line(making, replaced, 60, 10);
}

static void contents(struct making *making, int32_t parent) {
    struct desk *desk = making->desk;
    int32_t toc = desk_add(desk, parent, ROLE_TOC);
    for (int i = 0; i < making->pages; i++) {
        int32_t item = desk_add(desk, toc, ROLE_TOCI);
        int32_t reference = desk_add(desk, item, ROLE_REFERENCE);
        int32_t link = desk_add(desk, reference, ROLE_LINK);
        desk_text(desk, link, 60, making->y, 10, arena_print(desk->arena, "Page %d", i + 1));
        desk_line(desk, TAG_ARTIFACT_LAYOUT, 110, making->y, 380, making->y)->line.dash = 1000;
        desk_text(desk, link, 390, making->y, 10, arena_print(desk->arena, "%d", i + 1));
        struct mark *mark = desk_link(desk, link, 60, making->y - 10, 340, 13, NULL,
                                      arena_print(desk->arena, "To page %d", i + 1));
        mark->link.page = i;
        mark->link.target_y = 80000;
        making->y += 14;
    }
}

static void foreign(struct making *making, int32_t parent) {
    static const struct {
        const char *lang, *text;
    } lines[] = {{"ar", "مرحبا بالعالم"}, {"he", "שלום עולם"}, {"el", "Καλημέρα κόσμε"}};
    struct desk *desk = making->desk;
    unsigned which = draw(making, 3);
    int32_t tag = desk_add(desk, parent, ROLE_P);
    structure_text(desk->structure, tag, TAG_LANG, lines[which].lang);
    const struct shaped *shaped =
        text_shape(desk->text, desk->face, lines[which].lang, TEXT_PLAIN, which < 2,
                   lines[which].text, strlen(lines[which].text));
    double x = 60;
    for (uint32_t i = 0; i < shaped->run_count; i++) {
        struct mark *mark = desk_mark(desk, MARK_GLYPHS, tag, x, making->y);
        mark->glyphs.run = &shaped->runs[i];
        mark->glyphs.text = shaped->text;
        mark->glyphs.count = shaped->runs[i].count;
        mark->glyphs.size = 12000;
        x += shaped->runs[i].advance * 12.0 / font_describe(shaped->runs[i].font).units_per_em;
    }
    making->y += 20;
}

typedef void block(struct making *making, int32_t parent);

static void short_list(struct making *making, int32_t parent) {
    list(making, parent, 0);
}

static void page(struct making *making, int32_t parent, int index) {
    static block *const blocks[] = {paragraph, paragraph, heading,   short_list, table,
                                    figure,    note,      quotation, foreign};
    struct desk *desk = making->desk;
    bool turned = one_in(making, 4);
    double width = turned ? 841.89 : 595.276, height = turned ? 595.276 : 841.89;
    if (one_in(making, 4)) {
        desk_shaped(desk, TAG_ARTIFACT_WATERMARK, desk->bold, TEXT_PLAIN, 150, 300, 80, "DRAFT")
            ->colour = (struct colour){235, 235, 235};
    }
    desk_text(desk, TAG_ARTIFACT_HEADER, 60, 30, 8, "Community safety board – OFFICIAL");
    desk_line(desk, TAG_ARTIFACT_LAYOUT, 60, 36, width - 60, 36);
    making->y = 70;
    if (index == 0) {
        heading(making, parent);
        if (making->toc) {
            contents(making, parent);
        }
    }
    while (making->y < height - 260) {
        int32_t within = parent;
        if (one_in(making, 6)) {
            within = desk_add(desk, parent, one_in(making, 2) ? ROLE_SECT : ROLE_DIV);
        }
        blocks[draw(making, sizeof blocks / sizeof *blocks)](making, within);
    }
    desk_text(desk, TAG_ARTIFACT_FOOTER, width / 2, height - 30, 8,
              arena_print(desk->arena, "Page %d of %d", index + 1, making->pages));
    desk_page_of(desk, arena_print(desk->arena, one_in(making, 5) ? "A-%d" : "%d", index + 1),
                 width, height);
}

static void attach(struct making *making) {
    static const char *const types[] = {"application/xml", "text/csv", "application/octet-stream"};
    for (unsigned i = 0; i < draw(making, 4); i++) {
        struct pdf_attachment attachment = {
            .name = arena_print(making->desk->arena, "evidence-%u.txt", 9 - i),
            .description = one_in(making, 3) ? NULL : "What the paper was made from — ŵ",
            .type = types[draw(making, 3)],
            .relationship = (enum pdf_relationship)draw(making, 4),
            .bytes = "rank,id\n",
            .length = draw(making, 9)};
        making->desk->good = making->desk->good && pdf_attach(making->desk->pdf, &attachment);
    }
}

static void load_images(struct making *making) {
    static const char *const names[8] = {"rgb8.png",        "rgb16.png",   "grey1.png",
                                         "rgba8.png",       "rgb.jpg",     "palette4-clear.png",
                                         "grey-alpha8.png", "rgb8-key.png"};
    struct desk *desk = making->desk;
    for (int i = 0; i < 8; i++) {
        size_t length = 0;
        const char *path =
            arena_print(desk->arena, "%s/tests/unit/image/pictures/%s", desk_source(), names[i]);
        const char *bytes =
            file_read(desk->arena, path, 0, (struct where){0}, &length, desk->diagnostics);
        making->images[i] = bytes == NULL ? NULL
                                          : image_read(desk->arena, bytes, length,
                                                       (struct where){0}, desk->diagnostics);
        desk->good = desk->good && making->images[i] != NULL;
    }
}

static bool document(unsigned seed, struct buffer *out) {
    static const char *const langs[] = {"en-GB", "cy", "pl", "ro", "tr", "en"};
    struct making making = {.chance = 88172645463325252u + 1000003u * (uint64_t)seed};
    for (int i = 0; i < 8; i++) {
        (void)draw(&making, 2);
    }
    struct pdf_metadata metadata = {.title = one_in(&making, 2) ? "Strategic assessment"
                                                                : "Asesiad: Llŷn & “Łódź” <2016>",
                                    .author = one_in(&making, 3) ? NULL : "Policy & Performance",
                                    .subject = one_in(&making, 3) ? NULL : "Ŵ",
                                    .keywords = one_in(&making, 3) ? NULL : "crime, harm",
                                    .marking = one_in(&making, 3) ? NULL : "OFFICIAL – SENSITIVE",
                                    .lang = langs[draw(&making, 6)],
                                    .time = 1453334400 + (int64_t)draw(&making, 100000)};
    making.desk = desk_open(&metadata, 1 + (int)draw(&making, 2));
    making.pages = 1 + (int)draw(&making, 4);
    making.toc = one_in(&making, 2);
    load_images(&making);
    int32_t parent = making.desk->root;
    if (one_in(&making, 3)) {
        parent = desk_add(making.desk, parent, ROLE_PART);
    }
    for (int i = 0; i < making.pages && making.desk->good; i++) {
        page(&making, parent, i);
    }
    attach(&making);
    bool good = desk_finish(making.desk, making.bookmarks,
                            one_in(&making, 5) ? 0 : making.bookmark_count, out);
    if (!good) {
        fprintf(stderr, "%s", desk_said(making.desk));
    }
    desk_close(making.desk);
    return good;
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: generate DIR COUNT\n");
        return 64;
    }
    unsigned documents = (unsigned)strtoul(arguments[2], NULL, 10);
    for (unsigned i = 0; i < documents; i++) {
        struct buffer out = {0}, path = {0};
        buffer_print(&path, "%s/generated-%03u.pdf", arguments[1], i);
        if (!document(i, &out)) {
            return 1;
        }
        FILE *file = fopen(path.data, "wb");
        if (file == NULL || fwrite(out.data, 1, out.length, file) != out.length ||
            fclose(file) != 0) {
            fprintf(stderr, "generate: %s cannot be written\n", path.data);
            return 73;
        }
        buffer_free(&out);
        buffer_free(&path);
    }
    return 0;
}
