/* What must hold of every paper at every page height, tried on papers made by a seeded generator:
 * nothing stands off the page, no two lines overlap, the text is what went in and in its order,
 * footnotes stand on the page that refers to them, every page referred to is the right one. */
#include "../check.h"

#include "build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what was laid out -------------------------------------------------------------------- */

/* One text as it was placed. */
struct placed {
    int32_t page, tag;
    length_t x, y, width, size;
    const char *text;
    const char *after;
};

struct seen {
    struct bench *bench;
    struct structure *structure;
    struct placed *placed;
    size_t count, capacity;
    const char *labels[4000];
    int32_t pages;
    bool outside;
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

static bool see_page(void *context, const struct page *page) {
    struct seen *seen = context;
    seen->labels[page->index] = arena_text(seen->bench->arena, page->label);
    seen->pages = page->index + 1;
    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];
        length_t left = mark->x, top = mark->y, right = mark->x, bottom = mark->y;
        if (mark->kind == MARK_GLYPHS) {
            right += mark->glyphs.width;
            top -= mark->glyphs.size * 8 / 10;
            bottom += mark->glyphs.size * 2 / 10;
        } else if (mark->kind == MARK_RECTANGLE) {
            right += mark->rectangle.width;
            bottom += mark->rectangle.height;
        } else if (mark->kind == MARK_LINK) {
            right += mark->link.width;
            bottom += mark->link.height;
        }
        if (left < 0 || top < 0 || right > page->width || bottom > page->height) {
            seen->outside = true;
        }
        if (mark->kind != MARK_GLYPHS) {
            continue;
        }
        if (seen->count == seen->capacity) {
            seen->capacity = seen->capacity * 2 + 1000;
            seen->placed = memory_resize(seen->placed, seen->capacity, sizeof *seen->placed);
        }
        seen->placed[seen->count++] = (struct placed){.page = page->index,
                                                      .tag = mark->tag,
                                                      .x = mark->x,
                                                      .y = mark->y,
                                                      .width = mark->glyphs.width,
                                                      .size = mark->glyphs.size,
                                                      .text = text_of(seen, mark),
                                                      .after = mark->glyphs.after};
    }
    return true;
}

/* Boxes of glyphs, by page: none on another. */
static void assert_none_overlap(const struct seen *seen) {
    for (size_t i = 0; i < seen->count; i++) {
        const struct placed *a = &seen->placed[i];
        for (size_t k = i + 1; k < seen->count && seen->placed[k].page == a->page; k++) {
            const struct placed *b = &seen->placed[k];
            bool beside = a->x + a->width <= b->x || b->x + b->width <= a->x;
            bool below = a->y + a->size * 2 / 10 <= b->y - b->size * 8 / 10 ||
                         b->y + b->size * 2 / 10 <= a->y - a->size * 8 / 10;
            if (!beside && !below) {
                fail_msg("page %d: \"%s\" stands on \"%s\"", (int)a->page, a->text, b->text);
            }
        }
    }
}

/* All text in the order of the structure, elements that stand on lines of their own apart. */
static void read_aloud(const struct seen *seen, int32_t tag, struct buffer *out) {
    enum role role = structure_role(seen->structure, tag);
    for (size_t i = 0; i < seen->count; i++) {
        if (seen->placed[i].tag == tag) {
            buffer_text(out, seen->placed[i].text);
            buffer_text(out, seen->placed[i].after == NULL ? "" : seen->placed[i].after);
        }
    }
    for (int32_t child = structure_first_child(seen->structure, tag); child >= 0;
         child = structure_next(seen->structure, child)) {
        read_aloud(seen, child, out);
    }
    if (role != ROLE_SPAN && role != ROLE_REFERENCE && role != ROLE_LINK && role != ROLE_QUOTE &&
        role != ROLE_CODE) {
        buffer_text(out, " ");
    }
}

/* White space is one space. */
static const char *folded(struct bench *bench, const char *text) {
    char *out = arena_text(bench->arena, text);
    size_t length = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at != ' ' || (length > 0 && out[length - 1] != ' ')) {
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

/* ---- papers ------------------------------------------------------------------------------- */

struct maker {
    struct bench *bench;
    uint64_t state;
    struct buffer said;  /* the words in reading order */
    struct buffer later; /* those of this paragraph's notes */
    int notes, ids, depth;
    bool refer; /* references to pages too */
};

static uint32_t roll(struct maker *maker, uint32_t below) {
    maker->state = maker->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(maker->state >> 33) % below;
}

static const char *word(struct maker *maker) {
    static const char *const PARTS[] = {"ba", "ke", "lor", "mi", "ton", "su", "ne", "ra-", "vig"};
    char text[64] = "";
    size_t parts = 1 + roll(maker, roll(maker, 20) == 0 ? 14 : 4);
    for (size_t i = 0; i < parts; i++) {
        strcat(text, PARTS[roll(maker, 9)]);
    }
    text[0] = (char)(text[0] - 'a' + 'A');
    return arena_text(maker->bench->arena, text);
}

static struct inline_ *note(struct maker *maker) {
    struct inline_ *one = NEW(maker->bench->arena, struct inline_);
    one->kind = INLINE_NOTE;
    struct buffer text = {0};
    buffer_print(&maker->later, " %d", ++maker->notes);
    for (uint32_t i = 0, count = 1 + roll(maker, 12); i < count; i++) {
        buffer_print(&text, "%s%s", i > 0 ? " " : "", word(maker));
    }
    buffer_print(&maker->later, " %s", text.data);
    one->note = paragraph_(maker->bench, arena_text(maker->bench->arena, text.data));
    buffer_free(&text);
    return one;
}

static const struct inline_ *sentence(struct maker *maker) {
    struct inline_ *first = NULL, *last = NULL;
    for (uint32_t i = 0, count = 1 + roll(maker, 40); i < count; i++) {
        struct inline_ *next = NULL;
        const char *text = word(maker);
        buffer_print(&maker->said, " %s", text);
        const char *spaced = arena_print(maker->bench->arena, "%s%s", i > 0 ? " " : "", text);
        switch (roll(maker, 14)) {
        case 0:
            next = span_(maker->bench, MANNER_STRONG, spaced);
            break;
        case 1:
            next = span_(maker->bench, 0, spaced);
            next->kind = INLINE_LINK;
            next->url = "https://example.org/";
            break;
        case 2:
            next = span_(maker->bench, MANNER_QUOTE, spaced);
            break;
        default:
            next = text_(maker->bench, spaced);
        }
        if (first == NULL) {
            first = last = next;
        } else {
            last->next = next;
            last = next;
        }
        if (roll(maker, 25) == 0) {
            last->next = note(maker);
            last = (struct inline_ *)(void *)(uintptr_t)last->next;
            buffer_print(&maker->said, "%d", maker->notes);
        }
    }
    return first;
}

static void say_notes(struct maker *maker) {
    if (maker->later.length > 0) {
        buffer_text(&maker->said, maker->later.data);
        buffer_clear(&maker->later);
    }
}

static struct block *some_blocks(struct maker *maker, uint32_t most);

static struct block *some_block(struct maker *maker) {
    struct bench *bench = maker->bench;
    struct block *block = NULL;
    uint32_t kind = roll(maker, 12);
    if (kind >= 3 || maker->depth > 4) {
        block = block_(bench, kind == 11 ? BLOCK_HEADING : BLOCK_PARAGRAPH, NULL);
        block->level = 1;
        struct style *style = (struct style *)(void *)(uintptr_t)block->style;
        style->space_before = POINTS(roll(maker, 8));
        style->align = roll(maker, 3) == 0 ? ALIGN_JUSTIFY : ALIGN_START;
        if (kind == 10) {
            block->number = arena_print(bench->arena, "%d.%d", 1 + (int)roll(maker, 9),
                                        1 + (int)roll(maker, 30));
            buffer_print(&maker->said, " %s", block->number);
        }
        block->inlines = sentence(maker);
        say_notes(maker);
        return block;
    }
    maker->depth++;
    if (kind == 0) {
        struct block *items = NULL, *last = NULL;
        for (uint32_t i = 0, count = 1 + roll(maker, 4); i < count; i++) {
            const char *label = arena_print(bench->arena, "%d)", (int)i + 8);
            buffer_print(&maker->said, " %s", label);
            struct block *item = item_(bench, label, some_blocks(maker, 2));
            if (items == NULL) {
                items = last = item;
            } else {
                last->next = item;
                last = item;
            }
        }
        block = container_(bench, BLOCK_LIST, items);
    } else {
        bench->style.padding = POINTS(roll(maker, 6));
        bench->style.border = POINTS(1);
        block = container_(bench, kind == 1 ? BLOCK_BOX : BLOCK_QUOTE, NULL);
        bench->style.padding = bench->style.border = 0;
        block->children = some_blocks(maker, 3);
    }
    maker->depth--;
    return block;
}

static struct block *some_blocks(struct maker *maker, uint32_t most) {
    struct block *first = NULL, *last = NULL;
    for (uint32_t i = 0, count = 1 + roll(maker, most); i < count; i++) {
        struct block *next = some_block(maker);
        if (first == NULL) {
            first = last = next;
        } else {
            last->next = next;
            last = next;
        }
    }
    return first;
}

/* ---- properties --------------------------------------------------------------------------- */

static void look(struct bench *bench, struct block *blocks, struct seen *seen) {
    struct layout *layout = bench_run(bench, blocks);
    *seen = (struct seen){.bench = bench, .structure = structure_new()};
    const struct page_sink sink = {.context = seen, .page = see_page};
    assert_true(layout_emit(layout, seen->structure, &sink));
    assert_int_equal(layout_page_count(layout), seen->pages);
}

static void look_away(struct seen *seen) {
    structure_free(seen->structure);
    free(seen->placed);
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
                    fail_msg("note %s is on page %d, its mark on %d", mark->text, (int)label->page,
                             (int)mark->page);
                }
            }
        }
        assert_true(found);
    }
}

static void holds_for_generated_papers(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        const length_t heights[] = {POINTS(140), POINTS(300), POINTS(1000), POINTS(100000)};
        for (size_t h = 0; h < 4; h++) {
            struct bench *bench = bench_new();
            bench->master.height = heights[h];
            bench->paper.give = 200;
            struct maker maker = {.bench = bench, .state = seed};
            struct block *blocks = some_blocks(&maker, 14);
            struct seen seen;
            look(bench, blocks, &seen);
            bool crowded = diagnostics_count(bench->diagnostics, LEVEL_WARNING) > 0;
            if (seen.outside) {
                fail_msg("seed %d height %d: off the page", (int)seed, (int)h);
            }
            assert_none_overlap(&seen);
            assert_no_element_mixes(&seen);
            if (!crowded) {
                assert_notes_on_their_page(&seen);
            }
            struct buffer aloud = {0};
            read_aloud(&seen, 0, &aloud);
            const char *heard = folded(bench, aloud.data);
            const char *said = folded(bench, maker.said.data);
            if (strcmp(heard, said) != 0) {
                fail_msg("seed %d height %d:\nsaid  %s\nheard %s", (int)seed, (int)h, said, heard);
            }
            buffer_free(&aloud);
            buffer_free(&maker.said);
            buffer_free(&maker.later);
            look_away(&seen);
            bench_free(bench);
        }
    }
}

/* Headings all over, each paragraph refers to the pages of three of them. */
static void every_page_referred_to_is_right(void **state) {
    (void)state;
    enum { SECTIONS = 40 };
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct bench *bench = bench_new();
        bench->master.height = POINTS(100 + 10 * (length_t)(seed % 7));
        struct maker maker = {.bench = bench, .state = seed};
        int targets[SECTIONS][3];
        size_t rows = 0, cells = 0;
        struct block *first = NULL, *last = NULL;
        for (int i = 0; i < SECTIONS; i++) {
            struct block *heading = heading_(bench, 1, arena_print(bench->arena, "Head%d", i));
            heading->id = arena_print(bench->arena, "id%d", i);
            struct inline_ *words = text_(bench, word(&maker));
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
        look(bench, first, &seen);
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
        assert_false(seen.outside);
        look_away(&seen);
        buffer_free(&maker.said);
        bench_free(bench);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_for_generated_papers),
        cmocka_unit_test(every_page_referred_to_is_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
