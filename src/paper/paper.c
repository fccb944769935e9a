/* paper.c: the whole making of a paper, from the template's file to the checked tree.
 *
 * Template, house style and XPath evaluator stay open until the arena ends, for a table's rows are
 * made while pages are laid out.
 */
#include <string.h>

#include <boardpaper/assessment.h>
#include <boardpaper/buffer.h>
#include <boardpaper/extract.h>
#include <boardpaper/file.h>
#include <boardpaper/number.h>

#include "expression.h"
#include "form.h"
#include "sources.h"

static const struct where COMMAND_LINE = {NULL, 0};

/* ---- opening ---------------------------------------------------------------------------- */

static void close_sources(void *sources) {
    paper_sources_close(sources);
}

/* The template and, beneath it, the house it names; as far as the extract may see them. */
static bool open_sources(struct arena *arena, const struct paper_request *request,
                         struct sources *sources, struct diagnostics *diagnostics) {
    if (request->sources != NULL) {
        *sources = *sources_of(request->sources);
    } else if (!sources_open(arena, request->template_path, sources, diagnostics)) {
        return false;
    }
    for (size_t i = 0; i < sources->count && request->extract != NULL; i++) {
        extract_cut(xml_root(sources->documents[i]), extract_marking(request->extract));
    }
    return true;
}

/* Made ahead, where it was and holds for this paper; else now. NULL with diagnostics. */
static struct making *open_making(struct arena *arena, const struct paper_request *request,
                                  struct diagnostics *diagnostics) {
    struct making *making = NULL;
    struct sources sources = {0};
    if (request->sources != NULL) {
        arena_defer(arena, close_sources, request->sources);
        making = request->extract == NULL ? sources_making(request->sources, request->style_edition)
                                          : NULL; /* what is cut out was compiled, too */
    }
    if (making == NULL && open_sources(arena, request, &sources, diagnostics)) {
        making = making_open(arena, &sources, request->style_edition, diagnostics);
    }
    return making;
}

/* ---- parameters ------------------------------------------------------------------------- */

static const char *setting_value(const struct paper_request *request, const char *name) {
    const char *value = NULL;
    for (size_t i = 0; i < request->setting_count; i++) {
        if (strcmp(request->settings[i].name, name) == 0) {
            value = request->settings[i].value; /* the last one given holds */
        }
    }
    return value;
}

static void check_settings(struct making *making, struct xml_node *parameters) {
    const struct paper_request *request = making->request;
    const char *names[64];
    size_t count = 0;
    struct buffer list = {0};
    for (struct xml_node *node = parameters == NULL ? NULL : xml_child(parameters, "parameter");
         node != NULL && count < 64; node = xml_sibling(node, "parameter")) {
        names[count] = xml_attribute(node, "name");
        if (names[count] != NULL) {
            buffer_print(&list, "%s%s", count == 0 ? "" : ", ", names[count]);
            count++;
        }
    }
    for (size_t i = 0; i < request->setting_count; i++) {
        const char *name = request->settings[i].name;
        bool known = false;
        for (size_t j = 0; j < count; j++) {
            known |= strcmp(names[j], name) == 0;
        }
        if (!known) {
            REPORT(making->diagnostics, COMMAND_LINE, MESSAGE_PARAMETER_UNKNOWN, name,
                   count == 0 ? "none" : list.data);
        }
    }
    buffer_free(&list);
}

/* What every template may ask: $total-factor and $top-band are ids of the method's, $style-edition
 * is the edition the paper is set in. */
static struct scope bind_known(struct making *making, const struct scope *scope) {
    const struct method *method = making->scores->method;
    const char *edition = making->request->style_edition;
    const struct factor *total = method_factor(method, (size_t)method_total(method));
    const char *top = method_band_count(method) == 0 ? "" : method_band(method, 0)->id;
    struct scope inner = expression_bind(making, scope, "total-factor", total->id);
    inner = expression_bind(making, &inner, "top-band", top);
    return expression_bind(making, &inner, "style-edition", edition == NULL ? "standard" : edition);
}

/* Parameters are the outermost bindings: $name in every expression. */
static struct scope bind_parameters(struct making *making, struct xml_node *root,
                                    const struct scope *scope) {
    struct xml_node *parameters = xml_child(root, "parameters");
    struct scope inner = *scope;
    check_settings(making, parameters);
    for (struct xml_node *node = parameters == NULL ? NULL : xml_child(parameters, "parameter");
         node != NULL; node = xml_sibling(node, "parameter")) {
        const char *name = xml_attribute(node, "name");
        const char *select = xml_attribute(node, "select");
        if (name == NULL) {
            continue;
        }
        const char *value = setting_value(making->request, name);
        if (value == NULL && select != NULL) {
            struct expression *computed = expression_compile(making, select, xml_where(node));
            if (computed != NULL) {
                expression_text(making, computed, &inner, &value, NULL);
            }
        } else if (value == NULL) {
            value = xml_attribute(node, "value");
        }
        inner = expression_bind(making, &inner, name, value == NULL ? "" : value);
    }
    return inner;
}

/* ---- what the document says of itself --------------------------------------------------- */

static const char *metadata(struct making *making, const struct scope *scope, struct xml_node *said,
                            const char *name, const char *otherwise) {
    struct xml_node *node = said == NULL ? NULL : xml_child(said, name);
    const char *text = NULL;
    if (node != NULL) {
        text = inlines_text(making, inlines_of(making, form_compile(making, node), scope));
    } else if (otherwise != NULL) {
        struct xml_node *paper = xml_child(making->root, "paper");
        struct xml_node *source = paper == NULL ? NULL : xml_child(paper, otherwise);
        text = source == NULL ? NULL : xml_text(making->document, source);
    }
    return text == NULL || *text == '\0' ? NULL : text;
}

static void read_metadata(struct making *making, const struct scope *scope, struct xml_node *root) {
    struct xml_node *said = xml_child(root, "metadata");
    const struct assessment *assessment = making->scores->assessment;
    struct paper *paper = making->paper;
    paper->title = metadata(making, scope, said, "title", "title");
    paper->author = metadata(making, scope, said, "author", "author");
    paper->subject = metadata(making, scope, said, "subject", NULL);
    paper->keywords = metadata(making, scope, said, "keywords", NULL);
    paper->lang = scope->lang;
    paper->partnership = assessment->partnership;
    paper->edition = assessment->edition;
    paper->marking = marking_name(assessment->marking);
    if (paper->title == NULL) { /* PDF/UA: a document has a title */
        paper->title = arena_print(making->keep, "%s %s",
                                   assessment->partnership == NULL ? "" : assessment->partnership,
                                   assessment->edition == NULL ? "" : assessment->edition);
    }
}

static int whole(const char *text, int least, int most, int otherwise) {
    struct number number;
    return text != NULL && number_parse(text, &number) && number.denominator == 1 &&
                   number.numerator >= least && number.numerator <= most
               ? (int)number.numerator
               : otherwise;
}

/* ---- making ----------------------------------------------------------------------------- */

static struct scope outermost(const struct making *making) {
    const char *lang = making->scores->assessment->lang;
    return (struct scope){.node = making->root,
                          .position = 1,
                          .size = 1,
                          .lang = lang == NULL ? "en-GB" : lang,
                          .background = {255, 255, 255}};
}

/* What an extract says of itself, whatever template it is set by: behind the title, or first. */
static void say_extract(struct making *making, const struct scope *scope) {
    enum marking marking = making->scores->assessment->extract;
    if (marking == MARKING_NONE) {
        return;
    }
    struct inline_chain chain = {0};
    struct block *block = NEW(making->keep, struct block);
    block->kind = BLOCK_PARAGRAPH;
    block->style = style_named(making, STYLE_NAMES("extract", "body"));
    block->where = making->scores->assessment->where;
    inlines_add_text(making, &chain,
                     words_text(making, scope, "extract",
                                arena_print(making->keep,
                                            "This is an extract: what is marked above %s has been "
                                            "left out.",
                                            marking_name(marking))),
                     block->where);
    block->inlines = inlines_finish(making, &chain);
    struct block **place = &making->paper->blocks;
    struct block *title = *place;
    while (title != NULL && title->kind != BLOCK_HEADING) {
        title = title->next;
    }
    place = title == NULL ? place : &title->next;
    block->next = *place;
    *place = block;
}

static void make_body(struct making *making, const struct scope *scope, struct xml_node *root) {
    struct paper *paper = making->paper;
    struct xml_node *node = xml_child(root, "body");
    if (node == NULL) {
        return; /* the schema has reported it */
    }
    const struct form *body = form_compile(making, node);
    making->numbering =
        numbering_new(making->keep, form_yes(making, body, scope, "number-sections", false),
                      form_yes(making, body, scope, "number-paragraphs", false),
                      whole(form_text(making, body, scope, "first-level"), 1, 6, 1));
    paper->duplex = form_yes(making, body, scope, "duplex", false);
    paper->give = whole(form_text(making, body, scope, "give"), 0, 500, 0);
    const char *watermark = form_text(making, body, scope, "watermark");
    paper->blank = words_text(making, scope, "blank-page", "This page is intentionally blank");
    paper->watermark = watermark == NULL || *watermark == '\0' ? NULL : watermark;
    masters_make(making, scope);
    paper->blocks = content_blocks(making, body, scope);
    say_extract(making, scope);
    targets_check(making);
}

const struct paper *paper_make(struct arena *arena, const struct paper_request *request,
                               struct diagnostics *diagnostics) {
    size_t before = diagnostics_count(diagnostics, LEVEL_ERROR);
    struct paper_request *kept = NEW(arena, struct paper_request);
    *kept = *request;
    struct making *making = open_making(arena, kept, diagnostics);
    if (making == NULL) {
        return NULL;
    }
    making_meet(making, arena, kept, diagnostics);
    struct xml_node *root = making->template_root;
    struct scope scope = outermost(making);
    scope = bind_known(making, &scope);
    scope = bind_parameters(making, root, &scope);
    read_metadata(making, &scope, root);
    make_body(making, &scope, root);
    return diagnostics_count(diagnostics, LEVEL_ERROR) > before ? NULL : making->paper;
}
