/* measure.c: how wide content is at least and at most, and where its decimal point stands, without
 * laying it out. */
#include "paragraph.h"

#include <string.h>

#include "containers.h"
#include "notes.h"

static length_t larger(length_t a, length_t b) {
    return a > b ? a : b;
}

/* Text in which no line may break: one word of letters and figures. */
static bool is_one_word(const struct prose *prose) {
    for (size_t i = 0; i < prose->length; i++) {
        unsigned char byte = (unsigned char)prose->text[i];
        bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                     (byte >= 'a' && byte <= 'z') || byte == '.' || byte == ',' || byte == '%';
        if (!plain) {
            return false;
        }
    }
    return true;
}

static void extent_of_inlines(struct context *context, const struct inline_ *inlines,
                              const struct style *style, const char *number, const char *lang,
                              length_t *least, length_t *greatest) {
    struct workspace *workspace = context->workspace;
    prose_set(context, &workspace->prose, number, inlines, style, lang, NULL);
    bool one = number == NULL && is_one_word(&workspace->prose);
    pieces_cut(context, one ? CUT_WORDS : CUT_BREAKS, 0, false);
    length_t indents = style->indent_start + style->indent_end;
    length_t first = style->indent_first > 0 ? style->indent_first : 0;
    if (number != NULL) {
        for (size_t i = 0; i < workspace->lead; i++) {
            indents += workspace->pieces[i].width;
        }
        indents += style->size / 2;
    }
    *greatest = pieces_width(workspace) + indents + first;
    *least = one ? *greatest : pieces_widest(workspace) + indents;
}

static void extent_of_blocks(struct context *context, const struct block *blocks, const char *lang,
                             length_t *least, length_t *greatest);

static void extent_of_block(struct context *context, const struct block *block, const char *lang,
                            length_t *least, length_t *greatest) {
    const struct style *style = block->style;
    length_t around = style->indent_start + style->indent_end;
    *least = *greatest = 0;
    lang = block->lang != NULL ? block->lang : lang;
    switch (block->kind) {
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_TERM:
        extent_of_inlines(context, block->inlines, style, block->number, lang, least, greatest);
        return;
    case BLOCK_FIGURE:
        *greatest = *least = block->width > 0 ? block->width : 4 * style->size;
        if (block->width == 0 && block->drawing != NULL) {
            *greatest = larger(*least, block->drawing->width);
        }
        return;
    case BLOCK_TABLE: /* a table in a cell takes what it gets */
        *least = 8 * style->size;
        *greatest = 30 * style->size;
        return;
    case BLOCK_LIST:
        around = list_column(context, block);
        break;
    case BLOCK_BOX:
    case BLOCK_QUOTE:
        around += 2 * (style->padding + style->border) + style->bar;
        break;
    default:
        break;
    }
    extent_of_blocks(context, block->children, lang, least, greatest);
    *least += around;
    *greatest += around;
}

static void extent_of_blocks(struct context *context, const struct block *blocks, const char *lang,
                             length_t *least, length_t *greatest) {
    *least = *greatest = 0;
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        length_t one_least = 0, one_greatest = 0;
        extent_of_block(context, block, lang, &one_least, &one_greatest);
        *least = larger(*least, one_least);
        *greatest = larger(*greatest, one_greatest);
    }
}

void flow_extent(struct context *context, const struct inline_ *inlines, const struct block *blocks,
                 const struct style *style, const char *lang, length_t *least, length_t *greatest) {
    bool measuring = context->measuring;
    uint32_t note = context->note;
    context->measuring = true;
    *least = *greatest = 0;
    if (inlines != NULL) {
        extent_of_inlines(context, inlines, style, NULL, lang, least, greatest);
    } else if (blocks != NULL) {
        extent_of_blocks(context, blocks, lang, least, greatest);
    }
    context->measuring = measuring;
    context->note = note;
}

/* ---- the decimal point -------------------------------------------------------------------- */

/* The language's decimal point, as it writes one and a half. */
static const char *decimal_point(struct context *context, const char *lang) {
    struct workspace *workspace = context->workspace;
    if (workspace->point[0] == '\0' || workspace->point_lang != lang) {
        struct arena *arena = spare_take(context);
        struct number half = {3, 2};
        const char *text = text_number(context->text, arena, lang, half, 1, false);
        size_t length = strlen(text);
        bool known = length > 2 && length - 2 < sizeof workspace->point;
        memset(workspace->point, 0, sizeof workspace->point);
        if (known) {
            memcpy(workspace->point, text + 1, length - 2);
        } else {
            workspace->point[0] = '.';
        }
        workspace->point_lang = lang;
        spare_give(context, arena);
    }
    return workspace->point;
}

static bool is_figure(char byte) {
    return byte >= '0' && byte <= '9';
}

/* The byte where a number's decimal point stands, or, where it has none, where its figures end.
 * False where the text is no number: anything but a sign, figures in groups, and a unit. */
static bool find_point(const char *text, size_t length, const char *point, size_t *at) {
    static const char *const BEFORE[] = {"+",      "-",      "\u2212", "\u2013", "\u00b1", "<", ">",
                                         "\u2264", "\u2265", "\u00a3", "\u20ac", "$",      "("};
    size_t i = 0;
    for (bool found = true; found && i < length;) {
        found = false;
        for (size_t k = 0; k < sizeof BEFORE / sizeof BEFORE[0]; k++) {
            size_t sign = strlen(BEFORE[k]);
            if (sign <= length - i && memcmp(text + i, BEFORE[k], sign) == 0) {
                i += sign;
                found = true;
            }
        }
    }
    if (i == length || !is_figure(text[i])) {
        return false;
    }
    size_t end = 0;
    bool pointed = false;
    for (; i < length; i++) {
        if (is_figure(text[i])) {
            end = i + 1;
            continue;
        }
        size_t mark = strlen(point);
        if (!pointed && mark <= length - i && memcmp(text + i, point, mark) == 0 &&
            i + mark < length && is_figure(text[i + mark])) {
            pointed = true;
            *at = i;
            i += mark - 1;
        } else if (pointed || text[i] == '%' || (text[i] >= 'A' && text[i] <= 'z')) {
            break; /* a unit begins */
        }
    }
    if (!pointed) {
        *at = end;
    }
    return length - i <= 8; /* what follows is a unit or a mark, not prose */
}

bool flow_decimal(struct context *context, const struct inline_ *inlines, const struct style *style,
                  const char *lang, length_t *whole, length_t *fraction) {
    struct workspace *workspace = context->workspace;
    const struct prose *prose = &workspace->prose;
    bool measuring = context->measuring;
    uint32_t note = context->note;
    context->measuring = true;
    prose_set(context, &workspace->prose, NULL, inlines, style, lang, NULL);
    context->measuring = measuring;
    context->note = note;
    size_t point = 0;
    if (prose->stretch_count == 0 || prose->turns ||
        !find_point(prose->text, prose->stretches[0].end, decimal_point(context, lang), &point)) {
        return false;
    }
    const struct stretch *stretch = &prose->stretches[0];
    const struct shaped *before =
        text_shape_in(context->text, stretch->voice, false, prose->text, point);
    *whole = text_width(before, stretch->size);
    pieces_cut(context, CUT_WORDS, 0, false);
    *fraction = pieces_width(workspace) - *whole;
    return true;
}
