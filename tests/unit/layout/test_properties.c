/* What must hold of every paper at every size of page, tried on papers made by a seeded generator
 * (generated.h): nothing stands off the page, no two lines overlap, the text is what went in and in
 * its order, footnotes stand on the page that refers to them, every page referred to is the right
 * one.
 *
 * PROPERTIES=N in the environment tries N papers for each property instead of a few dozen, and
 * FIRST=S begins with the seed S: PROPERTIES=20000 takes some minutes. */
#include "../check.h"

#include "generated.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what was laid out -------------------------------------------------------------------- */

/* One text as it was placed. */
struct placed {
    int32_t page, tag;
    length_t left, top, right, bottom;
    size_t next; /* of the same element, plus one; 0: none */
    const char *text;
    const char *after;
};

struct seen {
    struct bench *bench;
    uint64_t seed;
    struct structure *structure;
    struct placed *placed;
    size_t count, capacity;
    size_t *first, *last; /* by element, plus one: its texts in the order they were placed */
    size_t elements;
    const char *labels[4000];
    int32_t pages;
};

static const char *text_of(struct seen *seen, const struct mark *mark) {
    const struct run *run = mark->glyphs.run;
    struct buffer out = {0};
    for (uint32_t i = 0; i < mark->glyphs.count; i++) {
        /* the fake's glyphs are characters; all of ours are ASCII */
        buffer_byte(&out, (char)run->glyphs[mark->glyphs.first + i].id);
    }
    const char *text = arena_bytes(seen->bench->arena, out.data, out.length);
    buffer_free(&out);
    return text;
}

/* The box of a mark. Of glyphs: four fifths of the size above the baseline, one below. */
static void bounds_of(const struct mark *mark, struct placed *box) {
    *box = (struct placed){.left = mark->x, .top = mark->y, .right = mark->x, .bottom = mark->y};
    if (mark->kind == MARK_GLYPHS) {
        length_t above = mark->glyphs.size * 8 / 10, below = mark->glyphs.size * 2 / 10;
        if (mark->glyphs.quarter_turns == 1) {
            box->left -= above;
            box->right += below;
            box->top -= mark->glyphs.width;
        } else {
            box->right += mark->glyphs.width;
            box->top -= above;
            box->bottom += below;
        }
    } else if (mark->kind == MARK_RECTANGLE) {
        box->right += mark->rectangle.width;
        box->bottom += mark->rectangle.height;
    } else if (mark->kind == MARK_LINE) {
        box->right = mark->line.x2;
        box->bottom = mark->line.y2;
    } else if (mark->kind == MARK_LINK) {
        box->right += mark->link.width;
        box->bottom += mark->link.height;
    }
}

static void keep_in_order(struct seen *seen, int32_t tag) {
    size_t element = (size_t)tag;
    while (seen->elements <= element) {
        size_t more = seen->elements * 2 + 1000;
        seen->first = memory_resize(seen->first, more, sizeof *seen->first);
        seen->last = memory_resize(seen->last, more, sizeof *seen->last);
        for (; seen->elements < more; seen->elements++) {
            seen->first[seen->elements] = seen->last[seen->elements] = 0;
        }
    }
    if (seen->first[element] == 0) {
        seen->first[element] = seen->count;
    } else {
        seen->placed[seen->last[element] - 1].next = seen->count;
    }
    seen->last[element] = seen->count;
}

static bool see_page(void *context, const struct page *page) {
    struct seen *seen = context;
    seen->labels[page->index] = arena_text(seen->bench->arena, page->label);
    seen->pages = page->index + 1;
    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];
        struct placed box;
        bounds_of(mark, &box);
        if (box.left < 0 || box.top < 0 || box.right > page->width || box.bottom > page->height) {
            fail_msg("seed %d, page %s of %d by %d: a mark at %d %d reaches to %d %d",
                     (int)seen->seed, page->label, (int)page->width, (int)page->height,
                     (int)box.left, (int)box.top, (int)box.right, (int)box.bottom);
        }
        if (mark->kind != MARK_GLYPHS || mark->tag == TAG_ARTIFACT_WATERMARK) {
            continue;
        }
        if (seen->count == seen->capacity) {
            seen->capacity = seen->capacity * 2 + 1000;
            seen->placed = memory_resize(seen->placed, seen->capacity, sizeof *seen->placed);
        }
        box.page = page->index;
        box.tag = mark->tag;
        box.text = text_of(seen, mark);
        box.after = mark->glyphs.after;
        seen->placed[seen->count++] = box;
        if (mark->tag >= 0) {
            keep_in_order(seen, mark->tag);
        }
    }
    return true;
}

/* What is taken for touching: a letter in a column that is narrower than it. */
enum { SLIGHT = 100 };

/* Boxes of glyphs, by page: none on another. */
static void assert_none_overlap(const struct seen *seen) {
    for (size_t i = 0; i < seen->count; i++) {
        const struct placed *a = &seen->placed[i];
        for (size_t k = i + 1; k < seen->count && seen->placed[k].page == a->page; k++) {
            const struct placed *b = &seen->placed[k];
            bool beside = a->right <= b->left + SLIGHT || b->right <= a->left + SLIGHT;
            bool below = a->bottom <= b->top + SLIGHT || b->bottom <= a->top + SLIGHT;
            if (!beside && !below) {
                fail_msg("seed %d, page %d: \"%s\" at %d %d stands on \"%s\" at %d %d",
                         (int)seen->seed, (int)a->page + 1, b->text, (int)b->left, (int)b->top,
                         a->text, (int)a->left, (int)a->top);
            }
        }
    }
}

/* All text in the order of the structure, elements that stand on lines of their own apart; the
 * notes by themselves: they are read where their page ends, and so within what goes on after it. */
static void read_aloud(const struct seen *seen, int32_t tag, struct buffer *words,
                       struct buffer *notes) {
    enum role role = structure_role(seen->structure, tag);
    struct buffer *out = role == ROLE_NOTE ? notes : words;
    bool apart = role != ROLE_SPAN && role != ROLE_REFERENCE && role != ROLE_LINK &&
                 role != ROLE_QUOTE && role != ROLE_CODE;
    if (apart) {
        buffer_text(out, " ");
    }
    size_t at = (size_t)tag < seen->elements ? seen->first[tag] : 0;
    for (; at != 0; at = seen->placed[at - 1].next) {
        const struct placed *placed = &seen->placed[at - 1];
        buffer_text(out, placed->text);
        buffer_text(out, placed->after == NULL ? "" : placed->after);
    }
    for (int32_t child = structure_first_child(seen->structure, tag); child >= 0;
         child = structure_next(seen->structure, child)) {
        read_aloud(seen, child, out, notes);
    }
    if (apart) {
        buffer_text(out, " ");
    }
}

/* White space is one space; or none, where a paragraph may be parted (spaces is false). */
static const char *folded(struct bench *bench, const char *text, bool spaces) {
    char *out = arena_text(bench->arena, text == NULL ? "" : text);
    size_t length = 0;
    for (const char *at = out; *at != '\0'; at++) {
        if (*at != ' ' || (spaces && length > 0 && out[length - 1] != ' ')) {
            out[length++] = *at;
        }
    }
    out[length > 0 && out[length - 1] == ' ' ? length - 1 : length] = '\0';
    return out;
}

static void assert_no_element_mixes(const struct seen *seen) {
    for (size_t i = 0; i < seen->count; i++) {
        int32_t tag = seen->placed[i].tag;
        if (tag >= 0) {
            assert_int_equal(structure_first_child(seen->structure, tag), -1);
        }
    }
}

/* ---- properties --------------------------------------------------------------------------- */

static void look(struct bench *bench, uint64_t seed, struct block *blocks, struct seen *seen) {
    struct layout *layout = bench_run(bench, blocks);
    *seen = (struct seen){.bench = bench, .seed = seed, .structure = structure_new()};
    const struct page_sink sink = {.context = seen, .page = see_page};
    assert_true(layout_emit(layout, seen->structure, &sink));
    assert_int_equal(layout_page_count(layout), seen->pages);
}

static void look_away(struct seen *seen) {
    structure_free(seen->structure);
    free(seen->placed);
    free(seen->first);
    free(seen->last);
}

static uint64_t asked(const char *name, uint64_t otherwise) {
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

static bool warned(const struct bench *bench, enum message message) {
    for (size_t i = 0; i < diagnostics_kept(bench->diagnostics); i++) {
        if (diagnostics_get(bench->diagnostics, i)->message == message) {
            return true;
        }
    }
    return false;
}

/* The mark of a note and the note's own number stand on one page, unless the notes were too many.
 */
static void assert_notes_on_their_page(const struct seen *seen) {
    for (size_t i = 0; i < seen->count; i++) {
        const struct placed *mark = &seen->placed[i];
        if (mark->tag < 0 || structure_role(seen->structure, mark->tag) != ROLE_REFERENCE) {
            continue;
        }
        bool found = false;
        for (size_t k = 0; k < seen->count && !found; k++) {
            const struct placed *label = &seen->placed[k];
            if (label->tag < 0 || structure_role(seen->structure, label->tag) != ROLE_LBL ||
                strcmp(label->text, mark->text) != 0) {
                continue;
            }
            int32_t parent = structure_parent(seen->structure, label->tag);
            if (structure_role(seen->structure, parent) == ROLE_NOTE) {
                found = true;
                if (label->page != mark->page) {
                    fail_msg("seed %d: note %s is on page %d, its mark on %d", (int)seen->seed,
                             mark->text, (int)label->page, (int)mark->page);
                }
            }
        }
        if (!found) {
            fail_msg("seed %d: note %s is lost", (int)seen->seed, mark->text);
        }
    }
}

/* Pages from a slip of paper, too small for tables, to one that holds everything. */
static const struct {
    int width, height;
} sizes[] = {{200, 160}, {300, 260}, {420, 595}, {842, 595}, {300, 100000}};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

/* Heads, feet and a marking, in type so small that there is room for them. */
static void give_heads(struct bench *bench, struct maker *maker) {
    struct style body = bench->style;
    bench->style.size = POINTS(4);
    bench->style.leading = POINTS(5);
    struct inline_ *section = NEW(bench->arena, struct inline_);
    section->kind = INLINE_SECTION;
    struct inline_ *page = NEW(bench->arena, struct inline_);
    page->kind = INLINE_PAGE;
    const struct style *style = bench_style(bench, "running");
    bench->style = body;
    bench->master.top = bench->master.bottom = POINTS(36);
    bench->master.head = (struct running){.end = section, .style = style};
    bench->master.foot =
        (struct running){.start = text_(bench, "Foot"), .end = page, .style = style};
    bench->paper.marking = roll(maker, 2) == 0 ? "secret" : "";
    bench->paper.watermark = roll(maker, 2) == 0 ? "draft" : NULL;
    bench->paper.blank = "empty";
}

/* The page that sections may change to: the same, on its side. */
static const struct master *turned_master(struct bench *bench) {
    struct master *turned = NEW(bench->arena, struct master);
    *turned = bench->master;
    turned->name = "turned";
    turned->width = bench->master.height < POINTS(2000) ? bench->master.height : POINTS(500);
    turned->height = bench->master.width;
    turned->width = turned->width < POINTS(200) ? POINTS(200) : turned->width;
    bench->masters[1] = turned;
    bench->paper.master_count = 2;
    return turned;
}

/* What is said stands in what is heard, each word as often or more often. */
static void assert_none_lost(struct bench *bench, uint64_t seed, const char *said,
                             const char *heard) {
    char *rest = arena_text(bench->arena, said);
    for (char *word = strtok(rest, " "); word != NULL; word = strtok(NULL, " ")) {
        if (strstr(heard, word) == NULL) {
            fail_msg("seed %d: \"%s\" is lost", (int)seed, word);
        }
    }
}

static void assert_heard(struct bench *bench, uint64_t seed, size_t size, bool spaces,
                         const char *words, const char *aloud) {
    const char *said = folded(bench, words, spaces);
    const char *heard = folded(bench, aloud, spaces);
    size_t same = 0;
    while (said[same] != '\0' && said[same] == heard[same]) {
        same++;
    }
    if (said[same] != heard[same]) {
        size_t from = same < 60 ? 0 : same - 60;
        fail_msg("seed %d on %d by %d:\nsaid  ...%.160s\nheard ...%.160s", (int)seed,
                 sizes[size].width, sizes[size].height, said + from, heard + from);
    }
}

/* Every note, whole. Their order is that of the pages, where two cells side by side go on. */
static void assert_notes_heard(struct bench *bench, uint64_t seed, const char *notes,
                               const char *aloud) {
    const char *heard = folded(bench, aloud, false);
    char *rest = arena_text(bench->arena, notes == NULL ? "" : notes);
    for (char *note = strtok(rest, "\n"); note != NULL; note = strtok(NULL, "\n")) {
        if (strstr(heard, folded(bench, note, false)) == NULL) {
            fail_msg("seed %d: the note \"%s\" is lost or broken", (int)seed, note);
        }
    }
}

static void try_paper(uint64_t seed, size_t size, bool with_tables) {
    struct bench *bench = bench_new();
    struct maker maker = {.bench = bench, .state = seed, .with_tables = with_tables};
    bench->master.width = POINTS(sizes[size].width);
    bench->master.height = POINTS(sizes[size].height);
    bench->paper.give = 200;
    give_heads(bench, &maker);
    bench->paper.duplex = roll(&maker, 2) == 0;
    maker.turned = turned_master(bench);
    struct block *blocks = make_blocks(&maker, 14);
    struct seen seen;
    look(bench, seed, blocks, &seen);
    assert_none_overlap(&seen);
    assert_no_element_mixes(&seen);
    /* The notes of a row that is cut over pages stand together, where the first of them is called.
     */
    if (!with_tables && !warned(bench, MESSAGE_LAYOUT_NOTE)) {
        assert_notes_on_their_page(&seen);
    }
    struct buffer words = {0}, notes = {0};
    read_aloud(&seen, 0, &words, &notes);
    if (warned(bench, MESSAGE_LAYOUT_TABLE_RECORDS)) {
        assert_none_lost(bench, seed, maker.said.data, words.data); /* heads are said every time */
    } else {
        /* of a cell that reaches down, each part that is cut is a paragraph of its own */
        assert_heard(bench, seed, size, !with_tables, maker.said.data, words.data);
        assert_notes_heard(bench, seed, maker.noted.data, notes.data);
    }
    buffer_free(&words);
    buffer_free(&notes);
    maker_end(&maker);
    look_away(&seen);
    bench_free(bench);
}

static void try_papers(uint64_t count, bool with_tables) {
    uint64_t first = asked("FIRST", 1);
    count = asked("PROPERTIES", count);
    for (uint64_t seed = first; seed < first + count; seed++) {
        for (size_t size = asked("SIZE", with_tables ? 1 : 0); size < SIZES; size++) {
            try_paper(seed, size, with_tables);
        }
    }
}

static void holds_for_generated_text(void **state) {
    (void)state;
    try_papers(40, false);
}

static void holds_for_generated_tables(void **state) {
    (void)state;
    try_papers(16, true);
}

/* Headings all over, each paragraph refers to the pages of three of them. */
static void every_page_referred_to_is_right(void **state) {
    (void)state;
    enum { SECTIONS = 40 };
    uint64_t seeds = asked("PROPERTIES", 30);
    for (uint64_t seed = asked("FIRST", 1), left = seeds; left > 0; seed++, left--) {
        struct bench *bench = bench_new();
        bench->master.height = POINTS(100 + 10 * (length_t)(seed % 7));
        struct maker maker = {.bench = bench, .state = seed};
        int targets[SECTIONS][3];
        size_t rows = 0, cells = 0;
        struct block *first = NULL, *last = NULL;
        for (int i = 0; i < SECTIONS; i++) {
            struct block *heading = heading_(bench, 1, arena_print(bench->arena, "Head%d", i));
            heading->id = arena_print(bench->arena, "id%d", i);
            struct inline_ *words = text_(bench, make_word(&maker));
            struct inline_ *end = words;
            for (int k = 0; k < 3; k++) {
                targets[i][k] = (int)roll(&maker, SECTIONS);
                struct inline_ *space = text_(bench, " see ");
                struct inline_ *reference = NEW(bench->arena, struct inline_);
                reference->kind = INLINE_REFERENCE;
                reference->reference = REFERENCE_PAGE;
                reference->target = arena_print(bench->arena, "id%d", targets[i][k]);
                end->next = space;
                space->next = reference;
                end = reference;
            }
            struct block *text = block_(bench, BLOCK_PARAGRAPH, words);
            heading->next = text;
            if (first == NULL) {
                first = heading;
            } else {
                last->next = heading;
            }
            last = text;
            if (roll(&maker, 3) == 0) { /* tables are taken over from round to round */
                last->next = table_(bench, 2, 1 + roll(&maker, 9), "cell");
                last = last->next;
                rows += last->table->body.count;
            }
        }
        struct seen seen;
        look(bench, seed, first, &seen);
        int32_t pages[SECTIONS];
        for (size_t i = 0; i < seen.count; i++) {
            int number = 0;
            if (sscanf(seen.placed[i].text, "Head%d", &number) == 1) {
                pages[number] = seen.placed[i].page;
            }
        }
        size_t reference = 0;
        assert_none_overlap(&seen);
        for (size_t i = 0; i < seen.count; i++) {
            const struct placed *placed = &seen.placed[i];
            cells += strcmp(placed->text, "cell") == 0;
            if (placed->tag < 0) {
                continue;
            }
            if (structure_role(seen.structure, placed->tag) == ROLE_LINK) {
                int target = targets[reference / 3][reference % 3];
                assert_string_equal(placed->text, seen.labels[pages[target]]);
                reference++;
            }
        }
        assert_int_equal(reference, 3 * SECTIONS);
        assert_int_equal(cells, 2 * rows);
        look_away(&seen);
        maker_end(&maker);
        bench_free(bench);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_for_generated_text),
        cmocka_unit_test(holds_for_generated_tables),
        cmocka_unit_test(every_page_referred_to_is_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
