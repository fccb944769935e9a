/* inlines.c: forms run into a line's worth of text: words, values, emphasis, links, notes.
 *
 * White space is folded over the finished run, across the edges of elements: what a person typed
 * to keep lines short, or what an <if> left out, never shows. A no-break space is no white space.
 */
#include "form.h"

#include <string.h>
#include <strings.h>

#include <boardpaper/buffer.h>
#include <boardpaper/extract.h>
#include <boardpaper/number.h>
#include <boardpaper/text.h>

#include "expression.h"

enum { INCLUDES_MOST = 16 };

static struct inline_ *add(struct making *making, struct inline_chain *chain, enum inline_kind kind,
                           struct where where) {
    struct inline_ *one = NEW(making->arena, struct inline_);
    one->kind = kind;
    one->where = where;
    if (chain->last == NULL) {
        chain->first = one;
    } else {
        chain->last->next = one;
    }
    chain->last = one;
    return one;
}

void inlines_add_text(struct making *making, struct inline_chain *chain, const char *text,
                      struct where where) {
    if (*text != '\0') {
        add(making, chain, INLINE_TEXT, where)->text = text;
    }
}

/* ---- folding ---------------------------------------------------------------------------- */

/* Inlines being made are ours to change. */
static struct inline_ *mutable(const struct inline_ *one) {
    return (struct inline_ *)(uintptr_t)one;
}

/* What folding knows: whether white space before is already there, and the text that ends in it. */
struct folding {
    bool space;
    struct inline_ *ends_in_space; /* or NULL */
};

static bool is_space(char c) {
    return (unsigned char)c <= ' ' && (c == ' ' || c == '\t' || c == '\n' || c == '\r');
}

/* The text that ended in a space ends a line: the space goes. */
static void drop_last_space(struct making *making, struct folding *folding) {
    struct inline_ *one = folding->ends_in_space;
    if (one != NULL) {
        one->text = arena_bytes(making->arena, one->text, strlen(one->text) - 1);
        folding->ends_in_space = NULL;
    }
}

/* How much of text is folded as it stands. */
static size_t folded_length(const char *text, bool space) {
    const char *at = text;
    for (; *at != '\0' && (!is_space(*at) || (*at == ' ' && !space)); at++) {
        space = *at == ' ';
    }
    return (size_t)(at - text);
}

/* Most texts are folded already, but for a space that they begin with. */
static void fold_text(struct making *making, struct inline_ *one, struct folding *folding) {
    one->text += folding->space && *one->text == ' ' ? 1 : 0;
    size_t length = folded_length(one->text, folding->space);
    const char *rest = one->text + length;
    if (*rest != '\0') {
        char *text = arena_take(making->arena, length + strlen(rest) + 1);
        memcpy(text, one->text, length);
        bool space = length == 0 ? folding->space : text[length - 1] == ' ';
        for (; *rest != '\0'; rest++) {
            if (!is_space(*rest)) {
                text[length++] = *rest;
                space = false;
            } else if (!space) {
                text[length++] = ' ';
                space = true;
            }
        }
        one->text = text;
    }
    if (length > 0) {
        folding->space = one->text[length - 1] == ' ';
        folding->ends_in_space = folding->space ? one : NULL;
    }
}

static void fold(struct making *making, struct inline_ *first, struct folding *folding) {
    for (struct inline_ *one = first; one != NULL; one = mutable(one->next)) {
        switch (one->kind) {
        case INLINE_TEXT:
            fold_text(making, one, folding);
            break;
        case INLINE_SPAN:
        case INLINE_LINK:
        case INLINE_ABBREVIATION:
            fold(making, mutable(one->children), folding);
            break;
        case INLINE_BREAK:
            drop_last_space(making, folding);
            folding->space = true;
            break;
        case INLINE_NOTE: /* the mark stands close to its word */
            drop_last_space(making, folding);
            folding->space = false;
            break;
        case INLINE_REFERENCE:
            fold(making, mutable(one->children), folding);
            folding->space = false;
            folding->ends_in_space = NULL;
            break;
        case INLINE_PAGE:
        case INLINE_PAGES:
        case INLINE_SECTION:
            folding->space = false;
            folding->ends_in_space = NULL;
            break;
        }
    }
}

/* Texts that follow each other become one, so that what a value ends in and what comes after it are
 * shaped together. Returns the last of them. */
static struct inline_ *join_texts(struct making *making, struct inline_ *first) {
    size_t length = 0;
    struct inline_ *last = first;
    for (struct inline_ *one = first; one != NULL && one->kind == INLINE_TEXT;
         one = mutable(one->next)) {
        length += strlen(one->text);
        last = one;
    }
    if (last == first) {
        return last;
    }
    char *text = arena_take(making->arena, length + 1);
    char *out = text;
    for (struct inline_ *one = first; one != last->next; one = mutable(one->next)) {
        out = stpcpy(out, one->text);
    }
    last->text = text;
    last->where = first->where;
    return last;
}

/* Takes out texts, spans and links that came to nothing, and joins texts. */
static const struct inline_ *prune(struct making *making, const struct inline_ *first) {
    const struct inline_ *kept = NULL;
    const struct inline_ **end = &kept;
    for (struct inline_ *one = mutable(first); one != NULL; one = mutable(one->next)) {
        bool holds = one->kind == INLINE_SPAN || one->kind == INLINE_ABBREVIATION ||
                     one->kind == INLINE_LINK;
        if (holds || one->kind == INLINE_REFERENCE) {
            one->children = prune(making, one->children);
        } else if (one->kind == INLINE_TEXT) {
            one = join_texts(making, one);
        }
        if ((one->kind == INLINE_TEXT && *one->text == '\0') || (holds && one->children == NULL)) {
            continue;
        }
        *end = one;
        end = &one->next;
    }
    *end = NULL;
    return kept;
}

const struct inline_ *inlines_finish(struct making *making, struct inline_chain *chain) {
    struct folding folding = {.space = true};
    if (chain->first == NULL) {
        return NULL;
    }
    fold(making, chain->first, &folding);
    drop_last_space(making, &folding);
    const struct inline_ *finished = prune(making, chain->first);
    *chain = (struct inline_chain){0};
    return finished;
}

/* ---- text of inlines -------------------------------------------------------------------- */

static void write_text(const struct inline_ *inlines, struct buffer *out) {
    for (; inlines != NULL; inlines = inlines->next) {
        if (inlines->kind == INLINE_TEXT) {
            buffer_text(out, inlines->text);
        } else if (inlines->kind == INLINE_BREAK) {
            buffer_byte(out, ' ');
        } else if (inlines->kind != INLINE_NOTE) {
            write_text(inlines->children, out);
        }
    }
}

const char *inlines_text(struct making *making, const struct inline_ *inlines) {
    if (inlines == NULL) {
        return "";
    }
    if (inlines->kind == INLINE_TEXT && inlines->next == NULL) {
        return inlines->text;
    }
    struct buffer out = {0};
    write_text(inlines, &out);
    const char *text = arena_bytes(making->arena, out.data == NULL ? "" : out.data, out.length);
    buffer_free(&out);
    return text;
}

/* ---- values ----------------------------------------------------------------------------- */

static struct format read_format(struct making *making, const struct form *form,
                                 const struct scope *scope) {
    const char *decimals = form_text(making, form, scope, "decimals");
    struct number number;
    struct format format = {.writing = value_writing(form_text(making, form, scope, "format")),
                            .decimals = -1,
                            .ungrouped = !form_yes(making, form, scope, "grouped", true),
                            .empty = form_text(making, form, scope, "empty")};
    if (decimals != NULL && number_parse(decimals, &number)) {
        format.decimals = (int)number.numerator;
    }
    return format;
}

/* Read once a form, where nothing in it is computed. */
static struct format format_of(struct making *making, const struct form *form,
                               const struct scope *scope) {
    static const char *const all[] = {NULL};
    if (form->plan != NULL) {
        return *(const struct format *)form->plan;
    }
    struct format format = read_format(making, form, scope);
    if (form_is_literal(form, all)) {
        struct format *plan = NEW(making->keep, struct format);
        *plan = format;
        ((struct form *)(uintptr_t)form)->plan = plan;
    }
    return format;
}

/* Said once a form: a mistyped path and a value that is not there this month look the same. In the
 * words of an extract, what is not there may be what was left out. */
static void advise_nothing(struct making *making, const struct form *form) {
    struct form *once = (struct form *)(uintptr_t)form;
    const struct extract *extract = making->request->extract;
    const char *file = xml_file(making->document);
    bool hole = extract != NULL && extract_left_out(extract) > 0 && form->where.file == file;
    if (!once->advised) {
        once->advised = true;
        REPORT(making->diagnostics, form->where,
               hole ? MESSAGE_EXTRACT_HOLE : MESSAGE_VALUE_NOTHING,
               expression_source(form->select));
    }
}

static void add_value(struct making *making, const struct form *form, const struct scope *scope,
                      struct inline_chain *chain) {
    const char *text = "";
    bool nothing = false;
    if (form->select == NULL || !expression_text(making, form->select, scope, &text, &nothing)) {
        return;
    }
    struct format format = format_of(making, form, scope);
    if (nothing && format.empty == NULL) {
        advise_nothing(making, form);
    }
    inlines_add_text(making, chain, value_format(making, &format, scope->lang, text, form->where),
                     form->where);
}

static void add_join(struct making *making, const struct form *form, const struct scope *scope,
                     struct inline_chain *chain) {
    struct xml_node **nodes = NULL;
    size_t count = 0;
    if (!control_nodes(making, form, scope, &nodes, &count)) {
        return;
    }
    struct format format = format_of(making, form, scope);
    const char **items = NEWS(making->arena, count, const char *);
    for (size_t i = 0; i < count; i++) {
        struct scope inner = expression_enter(making, scope, nodes[i], i + 1, count);
        const char *text = "";
        if (form->value == NULL) {
            text = xml_text(making->document, nodes[i]);
        } else {
            expression_text(making, form->value, &inner, &text, NULL);
        }
        items[i] = value_format(making, &format, scope->lang, text, form->where);
    }
    const char *joined =
        count == 0 ? (format.empty == NULL ? "" : format.empty)
                   : text_join(making->request->text, making->arena, scope->lang, items, count);
    inlines_add_text(making, chain, joined, form->where);
}

/* The form of a word that goes with the number: a number that is not whole takes the one of many.
 */
static void add_plural(struct making *making, const struct form *form, const struct scope *scope,
                       struct inline_chain *chain) {
    const char *text = "";
    if (form->select == NULL || !expression_text(making, form->select, scope, &text, NULL)) {
        return;
    }
    struct number number;
    const char *kind = "other";
    if (number_parse(text, &number) && number.denominator == 1) {
        kind = text_plural(making->request->text, scope->lang, number.numerator);
    }
    const char *word = form_text(making, form, scope, kind);
    word = word != NULL ? word : form_text(making, form, scope, "other");
    inlines_add_text(making, chain, word != NULL ? word : "", form->where);
}

int inlines_factor(struct making *making, const struct form *form, const struct scope *scope) {
    const char *of = form_text(making, form, scope, "of");
    if (of == NULL) {
        return -1;
    }
    int factor = method_find(making->scores->method, of);
    if (factor >= 0 && scope->result != NULL) {
        return factor;
    }
    struct form *once = (struct form *)(uintptr_t)form;
    if (!once->advised && factor < 0) {
        REPORT(making->diagnostics, form->where, MESSAGE_FACTOR_UNKNOWN, of,
               method_id(making->scores->method));
    } else if (!once->advised) {
        REPORT(making->diagnostics, form->where, MESSAGE_SCORE_OUTSIDE, of);
    }
    once->advised = true; /* once a form, not for each area */
    return -1;
}

void inlines_add_score(struct making *making, const struct scope *scope, int factor,
                       struct where where, struct inline_chain *chain) {
    const char *expansion = NULL;
    const char *text = value_score(making, scope, factor, &expansion);
    if (expansion == NULL) {
        inlines_add_text(making, chain, text, where);
        return;
    }
    struct inline_ *abbreviation = add(making, chain, INLINE_ABBREVIATION, where);
    struct inline_chain inner = {0};
    abbreviation->expansion = expansion;
    inlines_add_text(making, &inner, text, where);
    abbreviation->children = inner.first;
}

/* The word that a form named last, and in which language. */
struct word_plan {
    const char *lang, *name;
    const struct form *word;
};

static const struct form *find_word(struct making *making, const struct form *form,
                                    const char *lang, const char *name) {
    struct word_plan *plan = form->plan;
    if (plan != NULL && plan->name == name && strcmp(plan->lang, lang) == 0) {
        return plan->word;
    }
    const struct form *word = words_find(making->words, lang, name);
    if (word != NULL && form_literal(form, "name") == name) {
        plan = NEW(making->keep, struct word_plan);
        *plan = (struct word_plan){arena_text(making->keep, lang), name, word};
        ((struct form *)(uintptr_t)form)->plan = plan;
    }
    return word;
}

static void add_word(struct making *making, const struct form *form, const struct scope *scope,
                     struct inline_chain *chain) {
    const char *name = form_text(making, form, scope, "name");
    const struct form *word = name == NULL ? NULL : find_word(making, form, scope->lang, name);
    struct scope inner = *scope;
    if (++inner.includes > INCLUDES_MOST) {
        REPORT(making->diagnostics, form->where, MESSAGE_INCLUDE_CIRCLE);
    } else if (word != NULL) {
        inlines_add(making, word->first, &inner, chain);
    } else if (name != NULL) {
        REPORT(making->diagnostics, form->where, MESSAGE_WORD_MISSING, name, scope->lang);
    }
}

/* ---- spans, links, notes ---------------------------------------------------------------- */

static const struct inline_ *children_of(struct making *making, const struct form *form,
                                         const struct scope *scope, struct inline_ *one) {
    struct scope inner = *scope;
    one->lang = form_text(making, form, scope, "lang");
    inner.lang = one->lang == NULL ? scope->lang : one->lang;
    struct inline_chain chain = {0};
    inlines_add(making, form->first, &inner, &chain);
    return chain.first;
}

static void add_span(struct making *making, const struct form *form, const struct scope *scope,
                     unsigned manner, struct inline_chain *chain) {
    struct inline_ *span = add(making, chain, INLINE_SPAN, form->where);
    span->manner = manner;
    if (form_text(making, form, scope, "style") != NULL) {
        const struct style *style = style_of(making, form, scope, STYLE_NAMES("body"));
        span->has_colour = true;
        span->colour = style->colour;
        span->manner |= (style->bold ? MANNER_STRONG : 0u) | (style->italic ? MANNER_EMPHASIS : 0u);
    }
    span->children = children_of(making, form, scope, span);
}

/* Within the language's own quotation marks. */
static void add_quotation(struct making *making, const struct form *form, const struct scope *scope,
                          struct inline_chain *chain) {
    struct inline_ *span = add(making, chain, INLINE_SPAN, form->where);
    span->manner = MANNER_QUOTE;
    struct inline_chain inner = {0};
    inlines_add_text(making, &inner, words_text(making, scope, "quote-open", "\u2018"),
                     form->where);
    struct scope quoted = *scope;
    span->lang = form_text(making, form, scope, "lang");
    quoted.lang = span->lang == NULL ? scope->lang : span->lang;
    inlines_add(making, form->first, &quoted, &inner);
    inlines_add_text(making, &inner, words_text(making, scope, "quote-close", "\u2019"),
                     form->where);
    span->children = inner.first;
}

static bool allowed_address(const char *address) {
    return strncasecmp(address, "https://", 8) == 0 || strncasecmp(address, "http://", 7) == 0 ||
           strncasecmp(address, "mailto:", 7) == 0;
}

static bool has_text(const struct inline_ *inlines) {
    for (; inlines != NULL; inlines = inlines->next) {
        if ((inlines->kind == INLINE_TEXT && inlines->text[strspn(inlines->text, " ")] != '\0') ||
            inlines->kind == INLINE_REFERENCE || has_text(inlines->children)) {
            return true;
        }
    }
    return false;
}

/* Words of a link or of an alternative text that could stand for any other. */
bool vague_words(const char *text) {
    static const char *const vague[] = {
        "here",  "click here", "click",  "this",    "this link", "link",  "more",   "read more",
        "chart", "graph",      "figure", "diagram", "picture",   "image", "photo",  "photograph",
        "table", "yma",        "siart",  "llun",    "tutaj",     "tu",    "wykres", "obraz"};
    text += strspn(text, " ");
    size_t length = strcspn(text, ".:");
    while (length > 0 && text[length - 1] == ' ') {
        length--;
    }
    for (size_t i = 0; i < sizeof vague / sizeof vague[0]; i++) {
        if (strlen(vague[i]) == length && strncasecmp(text, vague[i], length) == 0 &&
            text[length + strspn(text + length, " .:")] == '\0') {
            return true;
        }
    }
    return false;
}

static void add_link(struct making *making, const struct form *form, const struct scope *scope,
                     struct inline_chain *chain) {
    const char *address = form_text(making, form, scope, "href");
    address = address == NULL ? "" : address;
    struct inline_ *link = add(making, chain, INLINE_LINK, form->where);
    link->children = children_of(making, form, scope, link);
    if (*address == '#') {
        link->target = address + 1;
        targets_refer(making, link->target, form->where);
    } else {
        link->url = address;
    }
    if (link->url != NULL && !allowed_address(address)) {
        REPORT(making->diagnostics, form->where, MESSAGE_LINK_SCHEME, address);
    }
    if (!has_text(link->children)) {
        REPORT(making->diagnostics, form->where, MESSAGE_LINK_TEXT, address);
    } else if (vague_words(inlines_text(making, link->children))) {
        REPORT(making->diagnostics, form->where, MESSAGE_LINK_VAGUE,
               inlines_text(making, link->children));
    }
}

static void add_reference(struct making *making, const struct form *form, const struct scope *scope,
                          struct inline_chain *chain) {
    static const char *const kinds[] = {"page", "number", "title", "full"};
    const char *kind = form_text(making, form, scope, "kind");
    struct inline_ *reference = add(making, chain, INLINE_REFERENCE, form->where);
    const char *target = form_text(making, form, scope, "target");
    reference->target = target == NULL ? "" : target;
    reference->reference = REFERENCE_FULL;
    for (int i = 0; kind != NULL && i < 4; i++) {
        if (strcmp(kind, kinds[i]) == 0) {
            reference->reference = (enum reference)i;
        }
    }
    reference->children = children_of(making, form, scope, reference);
    targets_refer(making, reference->target, form->where);
}

static void add_note(struct making *making, const struct form *form, const struct scope *scope,
                     struct inline_chain *chain) {
    struct inline_ *note = add(making, chain, INLINE_NOTE, form->where);
    struct scope inner = *scope;
    inner.paragraph = style_of(making, form, scope, STYLE_NAMES("note"));
    struct block *blocks = content_blocks(making, form, &inner);
    if (blocks == NULL) {
        REPORT(making->diagnostics, form->where, MESSAGE_NOTE_EMPTY);
    }
    note->note = blocks;
}

static void add_abbreviation(struct making *making, const struct form *form,
                             const struct scope *scope, struct inline_chain *chain) {
    struct inline_ *one = add(making, chain, INLINE_ABBREVIATION, form->where);
    one->expansion = form_text(making, form, scope, "expansion");
    one->children = children_of(making, form, scope, one);
}

/* ---- running ---------------------------------------------------------------------------- */

void inlines_add_form(struct making *making, const struct form *form, const struct scope *scope,
                      void *context) {
    struct inline_chain *chain = context;
    int factor;
    switch (form->kind) {
    case FORM_TEXT:
        inlines_add_text(making, chain, form->text, form->where);
        break;
    case FORM_VALUE:
        add_value(making, form, scope, chain);
        break;
    case FORM_SCORE:
        factor = inlines_factor(making, form, scope);
        if (factor >= 0) {
            inlines_add_score(making, scope, factor, form->where, chain);
        }
        break;
    case FORM_WORD:
        add_word(making, form, scope, chain);
        break;
    case FORM_JOIN:
        add_join(making, form, scope, chain);
        break;
    case FORM_PLURAL:
        add_plural(making, form, scope, chain);
        break;
    case FORM_EMPHASIS:
        add_span(making, form, scope, MANNER_EMPHASIS, chain);
        break;
    case FORM_STRONG:
        add_span(making, form, scope, MANNER_STRONG, chain);
        break;
    case FORM_CODE:
        add_span(making, form, scope, MANNER_CODE, chain);
        break;
    case FORM_SUBSCRIPT:
        add_span(making, form, scope, MANNER_SUBSCRIPT, chain);
        break;
    case FORM_SUPERSCRIPT:
        add_span(making, form, scope, MANNER_SUPERSCRIPT, chain);
        break;
    case FORM_SPAN:
        add_span(making, form, scope, 0, chain);
        break;
    case FORM_DECORATION:
        add_span(making, form, scope, 0, chain);
        chain->last->decoration = true;
        break;
    case FORM_QUOTATION:
        add_quotation(making, form, scope, chain);
        break;
    case FORM_LINK:
        add_link(making, form, scope, chain);
        break;
    case FORM_REFERENCE:
        add_reference(making, form, scope, chain);
        break;
    case FORM_NOTE:
        add_note(making, form, scope, chain);
        break;
    case FORM_ABBREVIATION:
        add_abbreviation(making, form, scope, chain);
        break;
    case FORM_BREAK:
        add(making, chain, INLINE_BREAK, form->where);
        break;
    case FORM_PAGE:
        add(making, chain, INLINE_PAGE, form->where);
        break;
    case FORM_PAGES:
        add(making, chain, INLINE_PAGES, form->where);
        break;
    case FORM_CURRENT_SECTION:
        add(making, chain, INLINE_SECTION, form->where);
        break;
    default: /* a block, included where a line is wanted: its words */
        inlines_add_text(making, chain, " ", form->where);
        inlines_add(making, form->first, scope, chain);
    }
}

void inlines_add(struct making *making, const struct form *forms, const struct scope *scope,
                 struct inline_chain *chain) {
    control_walk(making, forms, scope, inlines_add_form, chain);
}

const struct inline_ *inlines_of(struct making *making, const struct form *form,
                                 const struct scope *scope) {
    struct inline_chain chain = {0};
    inlines_add(making, form->first, scope, &chain);
    return inlines_finish(making, &chain);
}
