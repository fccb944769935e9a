/* words.c: a paper's inlines as running text, which the plain form is made of, and what has no form
 * of its own in HTML. */
#include "words.h"

#include <string.h>

#include <boardpaper/buffer.h>

static const struct block *find(const struct block *block, const char *id) {
    for (; block != NULL; block = block->next) {
        if (block->id != NULL && strcmp(block->id, id) == 0) {
            return block;
        }
        const struct block *within = find(block->children, id);
        if (within != NULL) {
            return within;
        }
    }
    return NULL;
}

/* A section is called by its heading. */
static const struct block *named(const struct block *block) {
    const struct block *first = block->kind == BLOCK_SECTION ? block->children : NULL;
    return first != NULL && first->kind == BLOCK_HEADING ? first : block;
}

void words_reference(const struct paper *paper, const struct inline_ *reference,
                     struct buffer *out) {
    const struct block *target = find(paper->blocks, reference->target);
    target = target == NULL ? NULL : named(target);
    if (target == NULL) {
        return;
    }
    const char *number = target->kind == BLOCK_TABLE ? target->table->number : target->number;
    if (number != NULL && reference->reference != REFERENCE_TITLE) {
        buffer_text(out, number);
    } else {
        words_inlines(paper,
                      target->kind == BLOCK_TABLE    ? target->table->caption
                      : target->kind == BLOCK_FIGURE ? target->caption
                                                     : target->inlines,
                      out);
    }
}

static void add_link(const struct paper *paper, const struct inline_ *link, struct buffer *out) {
    size_t start = out->length;
    words_inlines(paper, link->children, out);
    if (link->url == NULL) {
        return;
    }
    const char *plain = strncmp(link->url, "mailto:", 7) == 0 ? link->url + 7 : link->url;
    bool said = out->length - start == strlen(plain) &&
                memcmp(out->data + start, plain, strlen(plain)) == 0;
    if (!said) {
        buffer_print(out, " <%s>", plain);
    }
}

void words_inlines(const struct paper *paper, const struct inline_ *inlines, struct buffer *out) {
    for (const struct inline_ *one = inlines; one != NULL; one = one->next) {
        switch (one->kind) {
        case INLINE_TEXT:
            buffer_text(out, one->text);
            break;
        case INLINE_SPAN:
            words_inlines(paper, one->children, out);
            break;
        case INLINE_LINK:
            add_link(paper, one, out);
            break;
        case INLINE_REFERENCE:
            words_inlines(paper, one->children, out);
            words_reference(paper, one, out);
            break;
        case INLINE_NOTE:
            buffer_text(out, " (");
            words_blocks(paper, one->note, out);
            buffer_text(out, ")");
            break;
        case INLINE_ABBREVIATION:
            words_inlines(paper, one->children, out);
            if (one->expansion != NULL) {
                buffer_print(out, " (%s)", one->expansion);
            }
            break;
        case INLINE_BREAK:
            buffer_byte(out, '\n');
            break;
        case INLINE_PAGE: /* these stand in running heads and feet only */
        case INLINE_PAGES:
        case INLINE_SECTION:
            break;
        }
    }
}

void words_blocks(const struct paper *paper, const struct block *blocks, struct buffer *out) {
    size_t start = out->length;
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        if (out->length > start) {
            buffer_text(out, block->kind == BLOCK_ITEM ? "; " : " ");
        }
        words_inlines(paper, block->inlines, out);
        words_blocks(paper, block->children, out);
    }
}

void words_cell(const struct paper *paper, const struct cell *cell, struct buffer *out) {
    words_inlines(paper, cell->inlines, out);
    words_blocks(paper, cell->blocks, out);
}

bool words_ordered(const struct block *list) {
    static const char *const BULLETS[] = {"Disc", "Circle", "Square", "None"};
    for (size_t i = 0; i < sizeof BULLETS / sizeof BULLETS[0]; i++) {
        if (list->numbering == NULL || strcmp(list->numbering, BULLETS[i]) == 0) {
            return false;
        }
    }
    return true;
}
