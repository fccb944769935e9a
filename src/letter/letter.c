/* letter.c: whether a paper can be a letter, and the two forms of it. */
#include "words.h"

#include <boardpaper/arena.h>

static bool check_inlines(const struct inline_ *inlines, struct diagnostics *diagnostics) {
    bool good = true;
    for (const struct inline_ *one = inlines; one != NULL; one = one->next) {
        if (one->kind == INLINE_REFERENCE && one->reference == REFERENCE_PAGE) {
            good = REPORT(diagnostics, one->where, MESSAGE_LETTER_PAGE, one->target);
        }
        good = check_inlines(one->children, diagnostics) && good;
    }
    return good;
}

static bool check_blocks(const struct block *blocks, struct diagnostics *diagnostics);

static bool check_row(const struct row *row, struct diagnostics *diagnostics) {
    bool good = true;
    for (int i = 0; i < row->cell_count; i++) {
        good = check_inlines(row->cells[i].inlines, diagnostics) && good;
        good = check_blocks(row->cells[i].blocks, diagnostics) && good;
    }
    return good;
}

static bool check_table(const struct table *table, struct diagnostics *diagnostics) {
    struct arena *scratch = arena_new();
    bool good = check_inlines(table->caption, diagnostics);
    for (size_t i = 0; i < table->body.count; i++) {
        struct row row = {0};
        arena_clear(scratch);
        table->body.get(table->body.context, i, scratch, &row);
        good = check_row(&row, diagnostics) && good;
    }
    arena_free(scratch);
    return check_blocks(table->notes, diagnostics) && good;
}

static bool check_blocks(const struct block *blocks, struct diagnostics *diagnostics) {
    bool good = true;
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        good = check_inlines(block->inlines, diagnostics) && good;
        good = check_blocks(block->children, diagnostics) && good;
        good = (block->table == NULL || check_table(block->table, diagnostics)) && good;
    }
    return good;
}

bool letter_write(const struct paper *paper, struct buffer *text, struct buffer *html,
                  struct diagnostics *diagnostics) {
    if (!check_blocks(paper->blocks, diagnostics)) {
        return false;
    }
    plain_write(paper, text);
    html_write(paper, html);
    return true;
}
