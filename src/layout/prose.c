/* prose.c: a list of inlines made flat. See prose.h.
 *
 * An element has either children or content. So where a link, a note's mark or another element
 * stands in an element, the plain text beside it gets a Span of its own (begun anew after each such
 * element, so that order is kept). Elements that are only looks (emphasis, strong, raised figures)
 * are none: they become stretches.
 */
#include "prose.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/buffer.h>

#include "notes.h"
#include "references.h"

enum { SOME = 32, MOST_DIRECTIONS = 256 };

/* What is in force where text is met. */
struct look {
    const struct style *style;
    const char *lang;
    unsigned manner;
    struct colour colour;
    bool underlined;
    int32_t element; /* that holds it */
    bool mixed;      /* it has child elements */
    int32_t link;
};

/* Flattening: where it goes, and what it is made with. */
struct work {
    struct context *context;
    struct prose *prose;
    const struct running_words *running;
    int32_t span; /* the Span that plain text in the element in force goes to; -1: none yet */
    uint32_t note;
    length_t slot;
};

static void add_inlines(struct work *work, const struct inline_ *inlines, const struct look *look);

/* ---- vectors ------------------------------------------------------------------------------ */

static struct stretch *new_stretch(struct prose *prose) {
    if (prose->stretch_count == prose->stretch_capacity) {
        prose->stretch_capacity = prose->stretch_capacity * 2 + SOME;
        prose->stretches =
            memory_resize(prose->stretches, prose->stretch_capacity, sizeof *prose->stretches);
    }
    return &prose->stretches[prose->stretch_count++];
}

static int32_t new_inner(struct prose *prose, enum role role, int32_t parent) {
    if (prose->inner_count == prose->inner_capacity) {
        prose->inner_capacity = prose->inner_capacity * 2 + SOME;
        prose->inners = memory_resize(prose->inners, prose->inner_capacity, sizeof *prose->inners);
    }
    prose->inners[prose->inner_count] = (struct inner){.role = role, .parent = parent};
    return (int32_t)prose->inner_count++;
}

static int32_t new_link(struct prose *prose, const struct link *link) {
    if (prose->link_count == prose->link_capacity) {
        prose->link_capacity = prose->link_capacity * 2 + SOME;
        prose->links = memory_resize(prose->links, prose->link_capacity, sizeof *prose->links);
    }
    prose->links[prose->link_count] = *link;
    return (int32_t)prose->link_count++;
}

void prose_free(struct prose *prose) {
    free(prose->text);
    free(prose->stretches);
    free(prose->inners);
    free(prose->links);
}

/* ---- text --------------------------------------------------------------------------------- */

/* A raised or lowered stretch is smaller, by what the font itself advises. */
static void set_script(struct stretch *stretch, unsigned manner, const struct style *style) {
    stretch->size = style->size;
    stretch->rise = 0;
    if ((manner & (MANNER_SUPERSCRIPT | MANNER_SUBSCRIPT)) == 0) {
        return;
    }
    struct font_metrics metrics = text_metrics(stretch->face);
    length_t units = metrics.units_per_em;
    length_t size = metrics.superscript_size > 0 ? metrics.superscript_size : units * 3 / 5;
    stretch->size = style->size * size / units;
    if ((manner & MANNER_SUPERSCRIPT) != 0) {
        length_t rise = metrics.superscript_rise > 0 ? metrics.superscript_rise : units / 3;
        stretch->rise = style->size * rise / units;
    } else {
        length_t drop = metrics.subscript_drop > 0 ? metrics.subscript_drop : units / 8;
        stretch->rise = -(style->size * drop / units);
    }
}

static unsigned features_of(const struct style *style, unsigned manner) {
    return (style->tabular ? TEXT_TABULAR : TEXT_PLAIN) |
           (style->small_caps ? TEXT_SMALL_CAPS : TEXT_PLAIN) |
           ((manner & MANNER_CODE) != 0 ? TEXT_NO_LIGATURES | TEXT_TABULAR : TEXT_PLAIN);
}

/* The element that plain text goes to. */
static int32_t text_element(struct work *work, const struct look *look) {
    if (!look->mixed || look->element == PROSE_DECORATION) {
        return look->element;
    }
    if (work->span < 0) {
        work->span = new_inner(work->prose, ROLE_SPAN, look->element);
    }
    return work->span;
}

static void append_bytes(struct prose *prose, const char *text, size_t length) {
    if (prose->capacity - prose->length < length + 1) {
        prose->capacity = (prose->length + length) * 2 + (size_t)SOME * 8;
        prose->text = memory_resize(prose->text, prose->capacity, 1);
    }
    memcpy(prose->text + prose->length, text, length);
    prose->length += length;
    prose->text[prose->length] = '\0';
}

static bool at_space(const struct prose *prose) {
    return prose->length == 0 || prose->text[prose->length - 1] == ' ' ||
           prose->text[prose->length - 1] == '\n';
}

static void add_text(struct work *work, const char *text, const struct look *look,
                     struct where where) {
    struct prose *prose = work->prose;
    const struct style *style = look->style;
    if (style->upper) {
        text = text_upper(work->context->text, work->context->arena, look->lang, text);
    }
    if (*text == ' ' && at_space(prose)) {
        text++;
    }
    size_t length = strlen(text);
    if (length == 0) {
        return;
    }
    struct stretch *stretch = new_stretch(prose);
    unsigned manner = look->manner;
    stretch->face = text_typeface(work->context->text, style->family,
                                  style->bold || (manner & MANNER_STRONG) != 0,
                                  style->italic != ((manner & MANNER_EMPHASIS) != 0));
    set_script(stretch, manner, style);
    stretch->lang = look->lang;
    stretch->slot = work->slot;
    stretch->colour = look->colour;
    stretch->start = (uint32_t)prose->length;
    append_bytes(prose, text, length);
    stretch->end = (uint32_t)prose->length;
    stretch->link = look->link;
    stretch->note = work->note;
    stretch->voice =
        text_voice(work->context->text, stretch->face, stretch->lang, features_of(style, manner));
    stretch->underlined = look->underlined;
    stretch->right_to_left = false;
    stretch->exact = (manner & MANNER_CODE) != 0;
    stretch->where = where;
    stretch->element = text_element(work, look);
}

/* Spaces and forced breaks at the end are not set. */
static void trim_end(struct prose *prose, size_t from) {
    while (prose->length > from && at_space(prose)) {
        prose->length--;
    }
    if (prose->text != NULL) {
        prose->text[prose->length] = '\0';
    }
    while (prose->stretch_count > prose->lead &&
           prose->stretches[prose->stretch_count - 1].start >= prose->length) {
        prose->stretch_count--;
    }
    if (prose->stretch_count > prose->lead) {
        prose->stretches[prose->stretch_count - 1].end = (uint32_t)prose->length;
    }
}

/* ---- elements ----------------------------------------------------------------------------- */

static bool other_language(const struct inline_ *one, const char *lang) {
    return one->lang != NULL && (lang == NULL || strcmp(one->lang, lang) != 0);
}

/* Whether an inline is an element of the structure, not only a look. */
static bool is_element(const struct inline_ *one, const char *lang) {
    switch (one->kind) {
    case INLINE_LINK:
    case INLINE_REFERENCE:
    case INLINE_NOTE:
    case INLINE_ABBREVIATION:
        return true;
    case INLINE_SPAN:
        return (one->manner & (MANNER_QUOTE | MANNER_CODE)) != 0 || other_language(one, lang);
    default:
        return other_language(one, lang);
    }
}

static bool has_elements(const struct inline_ *inlines, const char *lang) {
    for (; inlines != NULL; inlines = inlines->next) {
        if (is_element(inlines, lang) ||
            (inlines->children != NULL && has_elements(inlines->children, lang))) {
            return true;
        }
    }
    return false;
}

static enum role role_of(const struct context *context, const struct inline_ *one) {
    if (one->kind == INLINE_LINK) {
        return ROLE_LINK;
    }
    if ((one->kind == INLINE_NOTE && !context->in_note) || one->kind == INLINE_REFERENCE) {
        return ROLE_REFERENCE;
    }
    if ((one->manner & MANNER_QUOTE) != 0) {
        return ROLE_QUOTE;
    }
    return (one->manner & MANNER_CODE) != 0 ? ROLE_CODE : ROLE_SPAN;
}

/* Links look like links: underlined, in the style "link"'s colour where the paper has one. */
static void look_like_link(const struct work *work, struct look *look) {
    const struct paper *paper = work->context->paper;
    look->underlined = true;
    for (size_t i = 0; !work->context->has_ink && i < paper->style_count; i++) {
        if (strcmp(paper->styles[i]->name, "link") == 0) {
            look->colour = paper->styles[i]->colour;
        }
    }
}

static char *kept(struct work *work, const char *text) {
    return arena_text(work->context->arena, text);
}

static void add_link(struct work *work, const struct inline_ *one, const struct look *outer) {
    struct look look = *outer;
    look_like_link(work, &look);
    struct link link = {.element = look.element};
    if (one->url != NULL) {
        link.url = kept(work, one->url);
        link.contents = link.url;
    } else {
        const struct referred *referred = references_find(work->context->references, one->target);
        link.target = kept(work, one->target);
        link.contents = referred != NULL && referred->title != NULL ? referred->title : link.target;
    }
    look.link = new_link(work->prose, &link);
    add_inlines(work, one->children, &look);
}

/* What is said of a target within a sentence: its words without their own full stop. "(a)" and
 * "e.g." in the middle stay as they are. */
static const char *in_sentence(struct arena *arena, const char *text) {
    size_t length = text == NULL ? 0 : strlen(text);
    bool stopped = length > 1 && text[length - 1] == '.' && text[length - 2] != '.';
    return stopped ? arena_print(arena, "%.*s", (int)(length - 1), text) : text;
}

/* "2.1 Background, page 4": what is said of a target in full. A table or a figure is known by its
 * number; a section by its title too. */
static const char *full_text(struct work *work, const struct referred *referred,
                             const struct look *look) {
    bool numbered = referred->number != NULL;
    bool titled = referred->title != NULL;
    bool plate = referred->block != NULL &&
                 (referred->block->kind == BLOCK_TABLE || referred->block->kind == BLOCK_FIGURE);
    bool both = numbered && titled && !plate;
    struct arena *arena = work->context->arena;
    return arena_print(arena, "%s%s%s, %s\u00a0",
                       numbered ? in_sentence(arena, referred->number) : "", both ? " " : "",
                       titled && (both || !numbered) ? in_sentence(arena, referred->title) : "",
                       references_page_word(look->lang));
}

static void add_page_label(struct work *work, struct referred *referred, const struct look *look,
                           struct where where) {
    work->prose->depends = true;
    work->slot = referred->slot * look->style->size / 1000 + 1; /* never 0: it is not cut */
    size_t before = work->prose->stretch_count;
    add_text(work, referred->label, look, where);
    work->slot = 0;
    if (work->prose->stretch_count > before) {
        const struct stretch *stretch = &work->prose->stretches[before];
        const struct shaped *shaped = text_shape_in(work->context->text, stretch->voice, false,
                                                    referred->label, strlen(referred->label));
        length_t width = text_width(shaped, POINTS(1000)) / 1000 + 1;
        referred->widest = width > referred->widest ? width : referred->widest;
    }
}

static void add_reference(struct work *work, const struct inline_ *one, const struct look *outer) {
    struct referred *referred = references_find(work->context->references, one->target);
    if (referred == NULL) {
        references_add(work->context->references, one->target);
        referred = references_find(work->context->references, one->target);
    }
    struct look look = *outer;
    look.element = new_inner(work->prose, ROLE_LINK, outer->element);
    struct link link = {.target = kept(work, one->target), .element = look.element};
    link.contents = referred->title != NULL    ? referred->title
                    : referred->number != NULL ? referred->number
                                               : link.target;
    look.link = new_link(work->prose, &link);
    look.mixed = has_elements(one->children, look.lang);
    work->span = -1;
    add_inlines(work, one->children, &look);
    enum reference kind = one->reference;
    bool unnamed = referred->title == NULL && referred->number == NULL;
    if (kind == REFERENCE_PAGE || (unnamed && kind != REFERENCE_FULL)) {
        add_page_label(work, referred, &look, one->where);
    } else if (kind == REFERENCE_FULL) {
        const char *text = full_text(work, referred, &look);
        add_text(work, unnamed ? text + 2 : text, &look, one->where);
        add_page_label(work, referred, &look, one->where);
    } else if ((kind == REFERENCE_NUMBER && referred->number != NULL) || referred->title == NULL) {
        add_text(work, in_sentence(work->context->arena, referred->number), &look, one->where);
    } else {
        add_text(work, in_sentence(work->context->arena, referred->title), &look, one->where);
    }
}

/* A note within a note has no foot of its own to stand at: it is said in brackets. */
static void add_note_here(struct work *work, const struct inline_ *one, const struct look *look) {
    struct look here = *look;
    here.mixed = true; /* its own inlines may hold anything */
    add_text(work, at_space(work->prose) ? "(" : " (", &here, one->where);
    for (const struct block *block = one->note; block != NULL; block = block->next) {
        add_inlines(work, block->inlines, &here);
        add_text(work, block->next == NULL ? "" : " ", &here, one->where);
    }
    add_text(work, ")", &here, one->where);
}

static void add_note(struct work *work, const struct inline_ *one, const struct look *outer) {
    if (work->context->in_note) {
        add_note_here(work, one, outer);
        return;
    }
    struct look look = *outer;
    look.manner |= MANNER_SUPERSCRIPT;
    work->note = ++work->context->note;
    notes_met(work->context, work->note, one->note, look.lang);
    char number[16];
    notes_mark(work->note, number);
    add_text(work, number, &look, one->where);
    work->note = 0;
}

static void add_content(struct work *work, const struct inline_ *one, const struct look *look) {
    switch (one->kind) {
    case INLINE_TEXT:
        add_text(work, one->text, look, one->where);
        break;
    case INLINE_LINK:
        add_link(work, one, look);
        break;
    case INLINE_REFERENCE:
        add_reference(work, one, look);
        break;
    case INLINE_NOTE:
        add_note(work, one, look);
        break;
    case INLINE_BREAK:
        add_text(work, "\n", look, one->where);
        break;
    case INLINE_PAGE:
    case INLINE_PAGES:
    case INLINE_SECTION:
        if (work->running != NULL) {
            add_text(work,
                     one->kind == INLINE_PAGE    ? work->running->page
                     : one->kind == INLINE_PAGES ? work->running->pages
                                                 : work->running->section,
                     look, one->where);
        }
        break;
    case INLINE_SPAN:
    case INLINE_ABBREVIATION:
        add_inlines(work, one->children, look);
        break;
    }
}

static void add_inlines(struct work *work, const struct inline_ *inlines,
                        const struct look *outer) {
    for (const struct inline_ *one = inlines; one != NULL; one = one->next) {
        struct look look = *outer;
        look.manner |= one->manner;
        look.element = one->decoration ? PROSE_DECORATION : outer->element;
        if (one->has_colour && !work->context->has_ink) {
            look.colour = one->colour;
        }
        if (work->running != NULL || one->decoration || !is_element(one, outer->lang)) {
            add_content(work, one, &look); /* heads and feet are artifacts: they have no elements */
            continue;
        }
        look.lang = one->lang != NULL ? kept(work, one->lang) : outer->lang;
        look.element = new_inner(work->prose, role_of(work->context, one), outer->element);
        struct inner *inner = &work->prose->inners[look.element];
        inner->lang = other_language(one, outer->lang) ? look.lang : NULL;
        inner->expansion = one->expansion != NULL ? kept(work, one->expansion) : NULL;
        look.mixed = one->kind == INLINE_REFERENCE || has_elements(one->children, look.lang);
        work->span = -1;
        add_content(work, one, &look);
        work->span = -1; /* plain text after it comes after it */
    }
}

/* ---- direction ---------------------------------------------------------------------------- */

static bool is_from_right(const char *lang) {
    static const char *const LANGUAGES[] = {"ar", "fa", "he", "ps", "ur", "yi"};
    if (lang == NULL || strchr("afhpuy", lang[0]) == NULL) {
        return false; /* none of their first letters */
    }
    for (size_t i = 0; i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++) {
        if (strncmp(lang, LANGUAGES[i], 2) == 0 && (lang[2] == '\0' || lang[2] == '-')) {
            return true;
        }
    }
    return false;
}

/* Nothing below U+0590 is written from the right. Most text is ASCII, eight bytes at a time. */
static bool may_turn(const char *text, size_t length) {
    size_t i = 0;
    for (uint64_t eight; length - i >= sizeof eight; i += sizeof eight) {
        memcpy(&eight, text + i, sizeof eight);
        for (size_t k = 0; (eight & UINT64_C(0x8080808080808080)) != 0 && k < sizeof eight; k++) {
            if ((unsigned char)text[i + k] >= 0xD6) {
                return true;
            }
        }
    }
    while (i < length && (unsigned char)text[i] < 0xD6) {
        i++;
    }
    return i < length;
}

/* Cuts the stretches where the direction of writing changes. */
static void mark_directions(struct context *context, struct prose *prose) {
    if (!may_turn(prose->text, prose->length) && !prose->from_right) {
        return;
    }
    struct text_direction directions[MOST_DIRECTIONS];
    size_t count = text_bidi(context->text, prose->text, prose->length, prose->from_right,
                             directions, MOST_DIRECTIONS);
    if (count > MOST_DIRECTIONS || (count <= 1 && !(count == 1 && directions[0].right_to_left))) {
        return;
    }
    prose->turns = true;
    for (size_t k = 0; k < count; k++) {
        if (!directions[k].right_to_left) {
            continue;
        }
        uint32_t start = (uint32_t)directions[k].start;
        uint32_t end = start + (uint32_t)directions[k].length;
        for (size_t s = 0; s < prose->stretch_count; s++) {
            struct stretch stretch = prose->stretches[s];
            if (stretch.end <= start || stretch.start >= end) {
                continue;
            }
            uint32_t cuts[4] = {stretch.start, start > stretch.start ? start : stretch.start,
                                end < stretch.end ? end : stretch.end, stretch.end};
            for (size_t part = 0, made = 0; part < 3; part++) {
                if (cuts[part] == cuts[part + 1]) {
                    continue;
                }
                if (made++ > 0) { /* room after the piece before */
                    new_stretch(prose);
                    s++;
                    memmove(&prose->stretches[s + 1], &prose->stretches[s],
                            (prose->stretch_count - 1 - s) * sizeof stretch);
                }
                prose->stretches[s] = stretch;
                prose->stretches[s].start = cuts[part];
                prose->stretches[s].end = cuts[part + 1];
                prose->stretches[s].right_to_left = part == 1 || stretch.right_to_left;
            }
        }
    }
}

/* ---- the whole ---------------------------------------------------------------------------- */

void prose_set(struct context *context, struct prose *prose, const char *number,
               const struct inline_ *inlines, const struct style *style, const char *lang,
               const struct running_words *running) {
    prose->length = prose->stretch_count = prose->inner_count = prose->link_count = 0;
    prose->lead = 0;
    prose->depends = prose->turns = false;
    prose->from_right = is_from_right(lang);
    new_inner(prose, ROLE_P, -1);
    struct work work = {.context = context, .prose = prose, .running = running, .span = -1};
    struct look look = {.style = style,
                        .lang = lang,
                        .colour = context->has_ink ? context->ink : style->colour,
                        .link = -1};
    /* One plain text, as nearly every cell of a table has, needs no search for elements. */
    bool plain = inlines != NULL && inlines->next == NULL && inlines->kind == INLINE_TEXT &&
                 inlines->lang == NULL;
    look.mixed = !plain && running == NULL && has_elements(inlines, lang);
    struct where nowhere = {NULL, 0};
    if (number != NULL) {
        add_text(&work, number, &look, inlines == NULL ? nowhere : inlines->where);
        append_bytes(prose, " ", 1);
        prose->lead = prose->stretch_count;
    }
    size_t from = prose->length;
    add_inlines(&work, inlines, &look);
    trim_end(prose, from);
    mark_directions(context, prose);
}

bool prose_is_mixed(const struct prose *prose) {
    return prose->inner_count > 1;
}

/* What a reference says; where its page is not known yet, a guess (see references.h). */
static void say_reference(const struct references *references, struct arena *arena,
                          const struct inline_ *one, struct buffer *out) {
    const struct referred *referred =
        references == NULL ? NULL : references_find(references, one->target);
    if (referred == NULL) {
        return;
    }
    const char *name = referred->title != NULL ? referred->title : "";
    if (one->reference == REFERENCE_PAGE) {
        name = referred->label;
    } else if (one->reference != REFERENCE_TITLE && referred->number != NULL) {
        name = referred->number;
    }
    buffer_text(out, in_sentence(arena, name));
    if (one->reference == REFERENCE_FULL) {
        buffer_print(out, ", %s\u00a0%s", references_page_word(one->lang), referred->label);
    }
}

static void say(const struct references *references, struct arena *arena,
                const struct inline_ *inlines, struct buffer *out) {
    for (const struct inline_ *one = inlines; one != NULL; one = one->next) {
        if (one->kind == INLINE_TEXT) {
            buffer_text(out, one->text);
        } else if (one->kind == INLINE_BREAK) {
            buffer_byte(out, ' ');
        } else if (one->kind == INLINE_REFERENCE) {
            say_reference(references, arena, one, out);
        }
        say(references, arena, one->children, out);
    }
}

const char *prose_plain(const struct references *references, struct arena *arena,
                        const struct inline_ *inlines) {
    struct buffer out = {0};
    say(references, arena, inlines, &out);
    const char *plain = arena_text(arena, out.data == NULL ? "" : out.data);
    buffer_free(&out);
    return plain;
}
