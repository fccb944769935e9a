/* trace.c: pages as text, for tests that people read. One mark a line, in points:
 *
 *   page 1 "1" 200 x 300
 *     20 28.5 text "Hello " 30 wide, 10 high, P#2
 *     20 31 box 160 x 0.5 layout
 *   structure
 *     Document#0
 *       P#2 lang=cy
 */
#include "making.h"

#include <string.h>

#include <boardpaper/buffer.h>

struct tracing {
    struct buffer *out;
    const struct structure *structure;
};

static void add_length(struct buffer *out, length_t length) {
    if (length < 0) {
        buffer_byte(out, '-');
        length = -length;
    }
    buffer_integer(out, length / 1000);
    if (length % 1000 != 0) {
        char digits[8];
        length_t part = length % 1000;
        int count = 3;
        for (; part % 10 == 0; part /= 10) {
            count--;
        }
        digits[count] = '\0';
        for (int i = count; i-- > 0; part /= 10) {
            digits[i] = (char)('0' + part % 10);
        }
        buffer_print(out, ".%s", digits);
    }
}

static void add_lengths(struct buffer *out, length_t a, const char *between, length_t b) {
    add_length(out, a);
    buffer_text(out, between);
    add_length(out, b);
}

static void add_tag(const struct tracing *tracing, int32_t tag) {
    static const char *const ARTIFACTS[] = {"layout", "header", "footer", "background",
                                            "watermark"};
    if (tag < 0) {
        buffer_text(tracing->out, ARTIFACTS[-1 - tag]);
        return;
    }
    buffer_print(tracing->out, "%s#%d", role_name(structure_role(tracing->structure, tag)),
                 (int)tag);
}

/* The bytes that the glyphs of a mark stand for. */
static void glyph_bytes(const struct mark *mark, uint32_t *start, uint32_t *end) {
    const struct run *run = mark->glyphs.run;
    *start = UINT32_MAX;
    uint32_t highest = 0;
    for (uint32_t i = 0; i < mark->glyphs.count; i++) {
        uint32_t cluster = run->glyphs[mark->glyphs.first + i].cluster;
        *start = cluster < *start ? cluster : *start;
        highest = cluster > highest ? cluster : highest;
    }
    *end = run->start + run->length;
    for (uint32_t i = 0; i < run->count; i++) {
        uint32_t cluster = run->glyphs[i].cluster;
        *end = cluster > highest && cluster < *end ? cluster : *end;
    }
    if (mark->glyphs.count == 0) {
        *start = *end = 0;
    }
}

static void add_glyphs(const struct tracing *tracing, const struct mark *mark) {
    struct buffer *out = tracing->out;
    uint32_t start = 0, end = 0;
    glyph_bytes(mark, &start, &end);
    buffer_text(out, "text \"");
    buffer_add(out, mark->glyphs.text + start, end - start);
    buffer_text(out, "\" ");
    add_lengths(out, mark->glyphs.width, " wide, ", mark->glyphs.size);
    buffer_text(out, " high");
    if (mark->glyphs.word_space != 0) {
        buffer_text(out, ", spaces ");
        add_length(out, mark->glyphs.word_space);
    }
    if (mark->glyphs.run->right_to_left) {
        buffer_text(out, ", from the right");
    }
    if (mark->glyphs.quarter_turns != 0) {
        buffer_text(out, ", turned");
    }
    if (mark->glyphs.hyphen) {
        buffer_text(out, ", hyphen");
    }
    if (mark->glyphs.after != NULL) {
        buffer_print(out, ", then \"%s\"", mark->glyphs.after);
    }
    buffer_text(out, ", ");
}

static void add_mark(const struct tracing *tracing, const struct mark *mark) {
    struct buffer *out = tracing->out;
    buffer_text(out, "  ");
    add_lengths(out, mark->x, " ", mark->y);
    buffer_byte(out, ' ');
    switch (mark->kind) {
    case MARK_GLYPHS:
        add_glyphs(tracing, mark);
        break;
    case MARK_RECTANGLE:
        buffer_text(out, "box ");
        add_lengths(out, mark->rectangle.width, " x ", mark->rectangle.height);
        buffer_byte(out, ' ');
        break;
    case MARK_LINE:
        buffer_text(out, "line to ");
        add_lengths(out, mark->line.x2, " ", mark->line.y2);
        buffer_byte(out, ' ');
        break;
    case MARK_PATH:
        buffer_text(out, "path ");
        break;
    case MARK_IMAGE:
        buffer_text(out, "image ");
        add_lengths(out, mark->image.width, " x ", mark->image.height);
        buffer_byte(out, ' ');
        break;
    case MARK_LINK:
        buffer_text(out, "link ");
        add_lengths(out, mark->link.width, " x ", mark->link.height);
        if (mark->link.url != NULL) {
            buffer_print(out, " to %s", mark->link.url);
        } else {
            buffer_print(out, " to page %d at ", (int)mark->link.page + 1);
            add_length(out, mark->link.target_y);
        }
        buffer_print(out, " (%s) ", mark->link.contents);
        break;
    }
    add_tag(tracing, mark->tag);
    buffer_byte(out, '\n');
}

static bool add_page(void *context, const struct page *page) {
    const struct tracing *tracing = context;
    buffer_print(tracing->out, "page %d \"%s\" ", (int)page->index + 1, page->label);
    add_lengths(tracing->out, page->width, " x ", page->height);
    buffer_byte(tracing->out, '\n');
    for (size_t i = 0; i < page->count; i++) {
        add_mark(tracing, &page->marks[i]);
    }
    return true;
}

static void add_element(const struct tracing *tracing, int32_t tag, int depth) {
    static const char *const NAMES[TAG_TEXT_COUNT] = {
        [TAG_ALT] = "alt",         [TAG_ACTUAL] = "actual",      [TAG_EXPANSION] = "expansion",
        [TAG_LANG] = "lang",       [TAG_TITLE] = "title",        [TAG_ID] = "id",
        [TAG_SUMMARY] = "summary", [TAG_NUMBERING] = "numbering"};
    static const char *const SCOPES[] = {"none", "column", "row", "both"};
    const struct structure *structure = tracing->structure;
    struct buffer *out = tracing->out;
    buffer_print(out, "%*s", 2 * depth, "");
    add_tag(tracing, tag);
    for (int which = 0; which < TAG_TEXT_COUNT; which++) {
        const char *text = structure_get(structure, tag, (enum tag_text)which);
        if (text != NULL) {
            buffer_print(out, " %s=%s", NAMES[which], text);
        }
    }
    enum table_scope scope = SCOPE_NONE;
    int columns = 1, rows = 1;
    structure_get_cell(structure, tag, &scope, &columns, &rows);
    if (scope != SCOPE_NONE) {
        buffer_print(out, " scope=%s", SCOPES[scope]);
    }
    if (columns != 1 || rows != 1) {
        buffer_print(out, " spans=%dx%d", columns, rows);
    }
    buffer_byte(out, '\n');
}

/* Without recursion: lists within lists may go deep. */
static void add_structure(const struct tracing *tracing) {
    const struct structure *structure = tracing->structure;
    int depth = 1;
    for (int32_t tag = 0; tag >= 0;) {
        add_element(tracing, tag, depth);
        int32_t next = structure_first_child(structure, tag);
        if (next >= 0) {
            depth++;
        }
        while (next < 0 && tag >= 0) {
            next = structure_next(structure, tag);
            if (next < 0) {
                tag = structure_parent(structure, tag);
                depth--;
            }
        }
        tag = tag < 0 ? -1 : next;
    }
}

bool layout_trace(struct layout *layout, struct buffer *out) {
    struct structure *structure = structure_new();
    struct tracing tracing = {.out = out, .structure = structure};
    const struct page_sink sink = {.context = &tracing, .page = add_page};
    bool done = layout_emit(layout, structure, &sink);
    buffer_text(out, "structure\n");
    add_structure(&tracing);
    structure_free(structure);
    return done;
}
