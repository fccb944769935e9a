/* content.c: forms run into blocks.
 *
 * Content may mix words and blocks (an item that begins with words and ends in a list, a narrative
 * included in a cell): words are gathered until a block comes, and then become a paragraph of
 * their own. Where nothing but words came, whoever asked may take them as they are.
 */
#include "form.h"

#include <string.h>

#include <boardpaper/number.h>

#include "expression.h"

/* ---- building --------------------------------------------------------------------------- */

struct block *block_new(struct making *making, enum block_kind kind, const struct form *form,
                        const struct style *style) {
    struct block *block = NEW(making->arena, struct block);
    block->kind = kind;
    block->style = style;
    block->where = form->where;
    return block;
}

static void append(struct content *content, struct block *block) {
    if (content->last == NULL) {
        content->first = block;
    } else {
        content->last->next = block;
    }
    content->last = block;
}

/* id and lang, which every block may have. */
static void read_common(struct making *making, const struct form *form, struct scope *scope,
                        struct block *block) {
    block->id = form_text(making, form, scope, "id");
    if (block->id != NULL && *block->id == '\0') {
        block->id = NULL;
    }
    targets_define(making, block->id, form->where);
    block->lang = form_text(making, form, scope, "lang");
    if (block->lang != NULL) {
        scope->lang = block->lang;
    }
}

/* Words gathered so far become a paragraph. */
static void flush(struct making *making, const struct scope *scope, struct content *content) {
    const struct inline_ *inlines = inlines_finish(making, &content->pending);
    if (inlines == NULL) {
        return;
    }
    struct block *block = NEW(making->arena, struct block);
    block->kind = BLOCK_PARAGRAPH;
    block->style =
        scope->paragraph != NULL ? scope->paragraph : style_named(making, STYLE_NAMES("body"));
    block->where = inlines->where;
    block->inlines = inlines;
    append(content, block);
}

/* ---- the kinds of blocks ---------------------------------------------------------------- */

static const char *heading_style(int level) {
    static const char *const names[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
    return names[level < 1 ? 0 : level > 6 ? 5 : level - 1];
}

/* level: 0: by the sections around it. */
static struct block *make_heading(struct making *making, const struct form *form,
                                  const struct scope *outer, bool in_section, bool numbered) {
    struct scope scope = *outer;
    const char *asked = form_text(making, form, &scope, "level");
    int level = numbering_level(making->numbering, scope.depth);
    struct number number;
    if (asked != NULL && number_parse(asked, &number)) {
        level = (int)number.numerator;
    }
    level = level < 1 ? 1 : level > 6 ? 6 : level;
    const struct style *style =
        style_of(making, form, &scope, STYLE_NAMES(heading_style(level), "heading"));
    struct block *block = block_new(making, BLOCK_HEADING, form, style);
    read_common(making, form, &scope, block);
    block->level = level;
    block->inlines = inlines_of(making, form, &scope);
    if (block->inlines == NULL) {
        REPORT(making->diagnostics, form->where, MESSAGE_HEADING_EMPTY);
    }
    numbering_check_level(making, level, form->where);
    if (in_section) {
        block->number = numbering_heading(
            making, scope.depth, numbered && form_yes(making, form, &scope, "numbered", true));
    }
    return block;
}

static void make_section(struct making *making, const struct form *form, const struct scope *outer,
                         struct content *content) {
    struct scope scope = *outer;
    const struct style *style = style_of(making, form, &scope, STYLE_NAMES("section"));
    struct block *block = block_new(making, BLOCK_SECTION, form, style);
    read_common(making, form, &scope, block);
    const char *page = form_text(making, form, &scope, "page");
    if (page != NULL && *page != '\0') { /* empty, where an expression asks for none */
        block->master = masters_find(making, page);
        if (block->master == NULL) {
            REPORT(making->diagnostics, form->where, MESSAGE_MASTER_UNKNOWN, page);
        }
    }
    block->page_prefix = form_text(making, form, &scope, "page-prefix");
    struct content inner = {0};
    const struct form *rest = form->first;
    while (rest != NULL && rest->kind == FORM_TEXT && rest->text[strspn(rest->text, " ")] == '\0') {
        rest = rest->next;
    }
    if (rest != NULL && rest->kind == FORM_HEADING) {
        bool numbered = form_yes(making, form, &scope, "numbered", true);
        scope.depth++;
        append(&inner, make_heading(making, rest, &scope, true, numbered));
        rest = rest->next;
    }
    content_add(making, rest, &scope, &inner);
    flush(making, &scope, &inner);
    block->children = inner.first;
    append(content, block);
    const char *breaks = form_text(making, form, &scope, "break-before");
    block->begins_right = breaks != NULL && strcmp(breaks, "right") == 0;
    if (breaks != NULL && strcmp(breaks, "yes") == 0) {
        struct style *breaking = NEW(making->arena, struct style);
        *breaking = *style;
        breaking->break_before = true;
        block->style = breaking;
    }
}

/* A style of its own, or the one of the text around it, or the one of that name. */
static const struct style *style_around(struct making *making, const struct form *form,
                                        const struct scope *scope, const char *otherwise) {
    const struct style *around = scope->paragraph;
    const char *name = around == NULL ? otherwise : around->name;
    const struct style *style = style_of(making, form, scope, STYLE_NAMES(name));
    return around != NULL && strcmp(style->name, name) == 0 ? around : style;
}

static void make_paragraph(struct making *making, const struct form *form,
                           const struct scope *outer, struct content *content) {
    struct scope scope = *outer;
    const struct style *style = style_around(making, form, &scope, "body");
    struct block *block = block_new(making, BLOCK_PARAGRAPH, form, style);
    read_common(making, form, &scope, block);
    block->inlines = inlines_of(making, form, &scope);
    if (block->inlines == NULL) {
        return; /* all it said was left out by its ifs */
    }
    const char *asked = form_text(making, form, &scope, "numbered");
    if (asked == NULL || strcmp(asked, "yes") == 0) {
        block->number = numbering_paragraph(making, &scope, asked != NULL);
    }
    append(content, block);
}

struct listing {
    struct content items;
    const char *kind;
    int64_t number;
    const struct style *item_style;
};

static void add_item(struct making *making, const struct form *form, const struct scope *outer,
                     void *context) {
    struct listing *listing = context;
    struct scope scope = *outer;
    if (form->kind != FORM_ITEM) {
        return;
    }
    /* Within a cell or a box an item is set as the text around it. */
    struct block *item =
        block_new(making, BLOCK_ITEM, form, style_around(making, form, &scope, "item"));
    read_common(making, form, &scope, item);
    item->label = numbering_label(making, listing->kind, listing->number++, scope.list_depth - 1);
    item->recommendation = form_has(form, "kind");
    scope.paragraph = item->style;
    item->children = content_blocks(making, form, &scope);
    if (item->children != NULL) {
        append(&listing->items, item);
    }
}

static void make_list(struct making *making, const struct form *form, const struct scope *outer,
                      struct content *content) {
    struct scope scope = *outer;
    struct listing listing = {.kind = form_text(making, form, &scope, "kind"), .number = 1};
    /* Among numbered paragraphs the items' text stands under theirs. */
    const char *look = scope.paragraph != NULL                       ? "cell-list"
                       : numbering_counts(making->numbering, &scope) ? "list-numbered"
                                                                     : "list";
    struct block *block = block_new(making, BLOCK_LIST, form,
                                    style_of(making, form, &scope, STYLE_NAMES(look, "list")));
    read_common(making, form, &scope, block);
    const char *start = form_text(making, form, &scope, "start");
    struct number number;
    if (start != NULL && number_parse(start, &number) && number.denominator == 1) {
        listing.number = number.numerator;
    }
    block->numbering = numbering_name(listing.kind);
    scope.list_depth++;
    control_walk(making, form->first, &scope, add_item, &listing);
    block->children = listing.items.first;
    if (block->children != NULL) {
        append(content, block);
    }
}

static void add_definition(struct making *making, const struct form *form,
                           const struct scope *outer, void *context) {
    struct content *content = context;
    struct scope scope = *outer;
    if (form->kind == FORM_TERM) {
        struct block *term = block_new(making, BLOCK_TERM, form,
                                       style_of(making, form, &scope, STYLE_NAMES("term")));
        read_common(making, form, &scope, term);
        term->inlines = inlines_of(making, form, &scope);
        append(content, term);
    } else if (form->kind == FORM_DEFINITION) {
        struct block *item =
            block_new(making, BLOCK_ITEM, form,
                      style_of(making, form, &scope, STYLE_NAMES("definition", "item")));
        read_common(making, form, &scope, item);
        /* The whole meaning is indented, its lists and tables too, not each paragraph of it. */
        struct style *flush = NEW(making->arena, struct style);
        *flush = *item->style;
        flush->indent_start = flush->indent_end = 0;
        scope.paragraph = flush;
        item->children = content_blocks(making, form, &scope);
        append(content, item);
    }
}

static void make_definitions(struct making *making, const struct form *form,
                             const struct scope *outer, struct content *content) {
    struct scope scope = *outer;
    struct block *block =
        block_new(making, BLOCK_DEFINITIONS, form,
                  style_of(making, form, &scope, STYLE_NAMES("definitions", "list")));
    read_common(making, form, &scope, block);
    struct content inner = {0};
    control_walk(making, form->first, &scope, add_definition, &inner);
    block->children = inner.first;
    if (block->children != NULL) {
        append(content, block);
    }
}

/* A box or a quotation: children on a background of their own. */
static struct block *make_frame(struct making *making, const struct form *form, struct scope *scope,
                                enum block_kind kind, const char *const *names) {
    const struct style *style = style_of(making, form, scope, names);
    struct block *block = block_new(making, kind, form, style);
    read_common(making, form, scope, block);
    if (style->has_background) {
        scope->background = style->background;
    }
    return block;
}

static void make_quote(struct making *making, const struct form *form, const struct scope *outer,
                       struct content *content) {
    struct scope scope = *outer;
    struct block *block = make_frame(making, form, &scope, BLOCK_QUOTE, STYLE_NAMES("quote"));
    scope.paragraph = style_named(making, STYLE_NAMES("quote-text", "body"));
    struct content inner = {0};
    content_add(making, form->first, &scope, &inner);
    flush(making, &scope, &inner);
    const char *source = form_text(making, form, &scope, "source");
    if (source != NULL && *source != '\0') {
        scope.paragraph = style_named(making, STYLE_NAMES("quote-source", "quote-text", "body"));
        inlines_add_text(making, &inner.pending, source, form->where);
        flush(making, &scope, &inner);
    }
    block->children = inner.first;
    append(content, block);
}

static void make_box(struct making *making, const struct form *form, const struct scope *outer,
                     struct content *content) {
    struct scope scope = *outer;
    const char *kind = form_text(making, form, &scope, "kind");
    const char *look = kind == NULL ? "box" : arena_print(making->arena, "box-%s", kind);
    struct block *block = make_frame(making, form, &scope, BLOCK_BOX, STYLE_NAMES(look, "box"));
    block->recommendation = kind != NULL && strcmp(kind, "recommendation") == 0;
    struct content inner = {0};
    scope.paragraph = style_named(making, STYLE_NAMES("box-text", "body"));
    const struct form *heading = form_child(form, FORM_HEADING);
    if (heading != NULL) {
        /* A box's own title is a paragraph: it opens no section, and so takes no level. */
        struct scope titled = scope;
        struct block *title =
            block_new(making, BLOCK_PARAGRAPH, heading,
                      style_of(making, heading, &titled, STYLE_NAMES("box-heading", "heading")));
        read_common(making, heading, &titled, title);
        title->inlines = inlines_of(making, heading, &titled);
        append(&inner, title);
    }
    content_add(making, heading == NULL ? form->first : heading->next, &scope, &inner);
    flush(making, &scope, &inner);
    block->children = inner.first;
    if (inner.first != NULL) {
        append(content, block);
    }
}

static void make_contents(struct making *making, const struct form *form, const struct scope *outer,
                          struct content *content) {
    struct scope scope = *outer;
    struct block *block = block_new(making, BLOCK_CONTENTS, form,
                                    style_of(making, form, &scope, STYLE_NAMES("contents")));
    read_common(making, form, &scope, block);
    const char *levels = form_text(making, form, &scope, "levels");
    struct number number;
    int first = numbering_level(making->numbering, 1);
    block->level = first + 1;
    if (levels != NULL && number_parse(levels, &number) && number.numerator <= 6) {
        block->level = first - 1 + (int)number.numerator;
    }
    const char *of = form_text(making, form, &scope, "of");
    block->contents_of = of == NULL ? "headings" : of;
    append(content, block);
}

static void make_plain(struct making *making, const struct form *form, const struct scope *scope,
                       enum block_kind kind, const char *const *names, struct content *content) {
    append(content, block_new(making, kind, form, style_of(making, form, scope, names)));
}

/* ---- running ---------------------------------------------------------------------------- */

static void add_block(struct making *making, const struct form *form, const struct scope *scope,
                      struct content *content) {
    struct block *block = NULL;
    switch (form->kind) {
    case FORM_SECTION:
        make_section(making, form, scope, content);
        break;
    case FORM_HEADING:
        append(content, make_heading(making, form, scope, false, false));
        break;
    case FORM_PARAGRAPH:
        make_paragraph(making, form, scope, content);
        break;
    case FORM_LIST:
        make_list(making, form, scope, content);
        break;
    case FORM_DEFINITIONS:
        make_definitions(making, form, scope, content);
        break;
    case FORM_QUOTE:
        make_quote(making, form, scope, content);
        break;
    case FORM_BOX:
        make_box(making, form, scope, content);
        break;
    case FORM_TABLE:
        block = table_make(making, form, scope);
        break;
    case FORM_FIGURE:
        block = figure_make(making, form, scope);
        break;
    case FORM_CHART:
        block = chart_make(making, form, scope);
        break;
    case FORM_CONTENTS:
        make_contents(making, form, scope, content);
        break;
    case FORM_RULE:
        make_plain(making, form, scope, BLOCK_RULE, STYLE_NAMES("rule"), content);
        break;
    case FORM_PAGE_BREAK:
        make_plain(making, form, scope, BLOCK_PAGE_BREAK, STYLE_NAMES("body"), content);
        break;
    default: /* a part out of its place, which the schema has reported */
        break;
    }
    if (block != NULL) {
        append(content, block);
    }
}

static void add_form(struct making *making, const struct form *form, const struct scope *scope,
                     void *context) {
    struct content *content = context;
    if (form_group(form) == GROUP_INLINE) {
        inlines_add_form(making, form, scope, &content->pending);
        return;
    }
    flush(making, scope, content);
    add_block(making, form, scope, content);
}

void content_add(struct making *making, const struct form *forms, const struct scope *scope,
                 struct content *content) {
    control_walk(making, forms, scope, add_form, content);
}

struct block *content_blocks(struct making *making, const struct form *form,
                             const struct scope *scope) {
    struct content content = {0};
    content_add(making, form->first, scope, &content);
    flush(making, scope, &content);
    return content.first;
}

const struct inline_ *content_short(struct making *making, const struct form *form,
                                    const struct scope *scope, struct block **blocks) {
    struct content content = {0};
    content_add(making, form->first, scope, &content);
    *blocks = NULL;
    if (content.first == NULL) {
        return inlines_finish(making, &content.pending);
    }
    flush(making, scope, &content);
    *blocks = content.first;
    return NULL;
}
