#include "../check.h"

#include "generated.h"

#include <string.h>

enum { DEEPEST = 5 };

uint32_t roll(struct maker *maker, uint32_t below) {
    maker->state = maker->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(maker->state >> 33) % below;
}

const char *make_word(struct maker *maker) {
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
    buffer_print(&maker->noted, "\n%d", ++maker->notes);
    for (uint32_t i = 0, count = 1 + roll(maker, 12); i < count; i++) {
        buffer_print(&text, "%s%s", i > 0 ? " " : "", make_word(maker));
    }
    buffer_print(&maker->noted, " %s", text.data);
    one->note = paragraph_(maker->bench, arena_text(maker->bench->arena, text.data));
    buffer_free(&text);
    return one;
}

static const struct inline_ *sentence(struct maker *maker, uint32_t most) {
    struct inline_ *first = NULL, *last = NULL;
    for (uint32_t i = 0, count = 1 + roll(maker, most); i < count; i++) {
        struct inline_ *next = NULL;
        const char *text = make_word(maker);
        buffer_print(&maker->said, " %s", text);
        const char *spaced = arena_print(maker->bench->arena, "%s%s", i > 0 ? " " : "", text);
        switch (roll(maker, 20)) {
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
        case 3:
            next = span_(maker->bench, 0, spaced);
            next->kind = INLINE_ABBREVIATION;
            next->expansion = "what it stands for";
            break;
        case 4:
            next = span_(maker->bench, MANNER_CODE | MANNER_EMPHASIS, spaced);
            break;
        case 5:
            next = span_(maker->bench, MANNER_SUPERSCRIPT, spaced);
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

/* ---- tables ------------------------------------------------------------------------------- */

/* Rows that are made beforehand. */
static void get_row(void *context, size_t index, struct arena *arena, struct row *row) {
    (void)arena;
    *row = ((const struct row *)context)[index];
}

static void say_number(struct maker *maker, struct cell *cell) {
    static const char *const NUMBERS[] = {"7", "12.5", "-3", "1,234", "0.25", "100"};
    const char *number = NUMBERS[roll(maker, 6)];
    buffer_print(&maker->said, " %s", number);
    cell->inlines = text_(maker->bench, number);
}

static void fill_cell(struct maker *maker, enum row_kind kind, struct cell *cell) {
    uint32_t content = roll(maker, 10);
    if (kind == ROW_HEAD || kind == ROW_GROUP) {
        const char *text = make_word(maker);
        buffer_print(&maker->said, " %s", text);
        cell->inlines = text_(maker->bench, text);
        cell->turned = kind == ROW_HEAD && content == 0;
    } else if (content < 5) {
        say_number(maker, cell);
    } else if (content < 8) {
        cell->inlines = sentence(maker, 8);
    } else if (content == 8) {
        maker->depth += DEEPEST; /* paragraphs only */
        cell->blocks = make_blocks(maker, 2);
        maker->depth -= DEEPEST;
    }
    cell->has_shade = content % 3 == 1;
    cell->shade = (struct colour){200, 220, 240};
}

/* One row; covered: by column, how many rows more a cell from above reaches down. */
static void fill_row(struct maker *maker, enum row_kind kind, int columns, size_t rows_left,
                     int *covered, struct row *row) {
    struct cell *cells = NEWS(maker->bench->arena, (size_t)columns, struct cell);
    int count = 0;
    bool spans = roll(maker, 3) == 0;
    for (int column = 0; column < columns;) {
        if (covered[column] > 0) {
            covered[column++]--;
            continue;
        }
        struct cell *cell = &cells[count++];
        int wide = kind == ROW_GROUP ? columns : spans ? 1 + (int)roll(maker, 2) : 1;
        int free_ones = 0;
        while (free_ones < wide && column + free_ones < columns &&
               covered[column + free_ones] == 0) {
            free_ones++;
        }
        *cell = (struct cell){.column_span = free_ones, .row_span = 1};
        cell->where.line = 77;
        if (spans && kind != ROW_GROUP && rows_left > 1 && roll(maker, 5) == 0) {
            cell->row_span = 2;
        }
        for (int i = 0; i < free_ones; i++) {
            covered[column + i] = cell->row_span - 1;
        }
        fill_cell(maker, kind, cell);
        column += free_ones;
    }
    *row = (struct row){.kind = kind, .cells = cells, .cell_count = count};
    row->keep_with_next = kind == ROW_BODY && roll(maker, 9) == 0;
}

static struct row *fill_rows(struct maker *maker, enum row_kind kind, int columns, size_t count) {
    struct row *rows = NEWS(maker->bench->arena, count + 1, struct row);
    int *covered = NEWS(maker->bench->arena, (size_t)columns, int);
    bool groups = kind == ROW_BODY && roll(maker, 3) == 0;
    for (size_t i = 0; i < count; i++) {
        bool open = false;
        for (int k = 0; k < columns; k++) {
            open = open || covered[k] > 0;
        }
        enum row_kind own = groups && !open && i + 1 < count && roll(maker, 5) == 0 ? ROW_GROUP
                            : groups && roll(maker, 9) == 0                         ? ROW_TOTAL
                                                                                    : kind;
        fill_row(maker, own, columns, count - i, covered, &rows[i]);
    }
    return rows;
}

static void fill_columns(struct maker *maker, struct table *table) {
    struct column *columns = NEWS(maker->bench->arena, (size_t)table->column_count, struct column);
    for (int i = 0; i < table->column_count; i++) {
        static const enum align ALIGNS[] = {ALIGN_START, ALIGN_END, ALIGN_DECIMAL, ALIGN_CENTRE};
        uint32_t kind = roll(maker, 6);
        columns[i].kind = kind == 0 ? COLUMN_FIXED : kind < 3 ? COLUMN_SHARE : COLUMN_AUTO;
        columns[i].width = POINTS(10 + (int)roll(maker, 60));
        columns[i].share = 1 + (int)roll(maker, 3);
        columns[i].align = ALIGNS[roll(maker, 4)];
        columns[i].header = i == 0;
    }
    table->columns = columns;
}

static struct block *make_table(struct maker *maker) {
    struct bench *bench = maker->bench;
    static const enum table_overflow OVERFLOWS[] = {OVERFLOW_SHRINK, OVERFLOW_LANDSCAPE,
                                                    OVERFLOW_CONTINUE, OVERFLOW_SHRINK};
    struct table *table = NEW(bench->arena, struct table);
    bench->style.padding = POINTS(roll(maker, 3));
    struct block *block = block_(bench, BLOCK_TABLE, NULL);
    table->head_style = table->cell_style = table->caption_style = block->style;
    bench->style.padding = 0;
    block->where.line = 77;
    block->table = table;
    table->column_count = 2 + (int)roll(maker, 5);
    table->zebra = roll(maker, 2) == 0;
    table->rule = (length_t)roll(maker, 2) * 400;
    table->full_width = roll(maker, 2) == 0;
    table->continued = "continued";
    table->overflow = OVERFLOWS[roll(maker, 4)];
    fill_columns(maker, table);
    const char *name = make_word(maker);
    table->number = arena_print(bench->arena, "Table %d", ++maker->tables);
    table->caption = text_(bench, name);
    buffer_print(&maker->said, " %s. %s", table->number, name);
    table->head_count = 1 + (int)roll(maker, 2);
    table->head = fill_rows(maker, ROW_HEAD, table->column_count, (size_t)table->head_count);
    table->body.count = 1 + roll(maker, roll(maker, 4) == 0 ? 60 : 12);
    table->body.context = fill_rows(maker, ROW_BODY, table->column_count, table->body.count);
    table->body.get = get_row;
    table->body.standing = true;
    table->foot_count = (int)roll(maker, 2);
    table->foot = fill_rows(maker, ROW_FOOT, table->column_count, (size_t)table->foot_count);
    if (roll(maker, 3) == 0) {
        const char *remark = make_word(maker);
        table->notes = paragraph_(bench, remark);
        buffer_print(&maker->said, " %s", remark);
    }
    return block;
}

/* ---- blocks ------------------------------------------------------------------------------- */

static struct block *make_paragraph(struct maker *maker, enum block_kind kind) {
    struct bench *bench = maker->bench;
    struct block *block = block_(bench, kind, NULL);
    block->level = 1;
    struct style *style = (struct style *)(void *)(uintptr_t)block->style;
    style->space_before = POINTS(roll(maker, 8));
    style->align = roll(maker, 3) == 0 ? ALIGN_JUSTIFY : ALIGN_START;
    if (kind == BLOCK_PARAGRAPH && maker->depth < DEEPEST && roll(maker, 10) == 0) {
        block->number =
            arena_print(bench->arena, "%d.%d", 1 + (int)roll(maker, 9), 1 + (int)roll(maker, 30));
        buffer_print(&maker->said, " %s", block->number);
    }
    block->inlines = sentence(maker, 40);
    return block;
}

/* Appends to a list of blocks. */
static struct block *append(struct block **first, struct block *last, struct block *next) {
    if (*first == NULL) {
        *first = next;
    } else {
        last->next = next;
    }
    return next;
}

static struct block *make_list(struct maker *maker) {
    struct bench *bench = maker->bench;
    struct block *items = NULL, *last = NULL;
    for (uint32_t i = 0, count = 1 + roll(maker, 4); i < count; i++) {
        const char *label = arena_print(bench->arena, "%d)", (int)i + 8);
        buffer_print(&maker->said, " %s", label);
        last = append(&items, last, item_(bench, label, make_blocks(maker, 2)));
    }
    return container_(bench, BLOCK_LIST, items);
}

static struct block *make_definitions(struct maker *maker) {
    struct bench *bench = maker->bench;
    struct block *all = NULL, *last = NULL;
    for (uint32_t i = 0, count = 1 + roll(maker, 3); i < count; i++) {
        const char *term = make_word(maker);
        buffer_print(&maker->said, " %s", term);
        last = append(&all, last, block_(bench, BLOCK_TERM, text_(bench, term)));
        bench->style.indent_start = POINTS(roll(maker, 20));
        struct block *meaning = item_(bench, NULL, NULL);
        bench->style.indent_start = 0;
        meaning->children = make_blocks(maker, 2);
        last = append(&all, last, meaning);
    }
    return container_(bench, BLOCK_DEFINITIONS, all);
}

static struct block *make_frame(struct maker *maker) {
    struct bench *bench = maker->bench;
    bench->style.padding = POINTS(roll(maker, 6));
    bench->style.border = POINTS(1);
    bench->style.keep_together = roll(maker, 3) == 0;
    struct block *block = container_(bench, roll(maker, 2) == 0 ? BLOCK_BOX : BLOCK_QUOTE, NULL);
    bench->style.padding = bench->style.border = 0;
    bench->style.keep_together = false;
    block->children = make_blocks(maker, 3);
    return block;
}

/* On pages of its own now and then, with numbers of their own. */
static struct block *make_section(struct maker *maker) {
    struct bench *bench = maker->bench;
    struct block *section = container_(bench, BLOCK_SECTION, NULL);
    if (maker->depth == 1 && roll(maker, 2) == 0) {
        section->master = maker->turned;
        section->page_prefix = roll(maker, 2) == 0 ? "A-" : NULL;
    } else if (maker->depth == 1 && roll(maker, 3) == 0) {
        section->begins_right = true;
    }
    section->children = make_paragraph(maker, BLOCK_HEADING);
    section->children->next = make_blocks(maker, 4);
    return section;
}

static struct block *some_block(struct maker *maker) {
    uint32_t kind = maker->depth >= DEEPEST ? 99 : roll(maker, 16);
    struct block *block = NULL;
    maker->depth++;
    if (kind < 2) {
        block = make_list(maker);
    } else if (kind == 2) {
        block = make_definitions(maker);
    } else if (kind < 5) {
        block = make_frame(maker);
    } else if (kind == 5) {
        block = make_section(maker);
    } else if (kind < 8 && maker->with_tables) {
        block = make_table(maker);
    } else if (kind == 8 && maker->depth < 3) {
        block = block_(maker->bench, BLOCK_RULE, NULL);
    } else if (kind == 9 && maker->depth == 1) {
        block = block_(maker->bench, BLOCK_PAGE_BREAK, NULL);
    } else {
        block = make_paragraph(maker, kind == 10 ? BLOCK_HEADING : BLOCK_PARAGRAPH);
    }
    maker->depth--;
    return block;
}

struct block *make_blocks(struct maker *maker, uint32_t most) {
    struct block *first = NULL, *last = NULL;
    for (uint32_t i = 0, count = 1 + roll(maker, most); i < count; i++) {
        last = append(&first, last, some_block(maker));
    }
    return first;
}

void maker_end(struct maker *maker) {
    buffer_free(&maker->said);
    buffer_free(&maker->noted);
}
