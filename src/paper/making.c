/* making.c: what a paper is made with: first as far as it needs no assessment, then with that.
 *
 * Sheet, words and a template's forms with their expressions follow from the template, its house
 * and the edition alone. A thread that reads these ahead makes them, too (paper_sources_open),
 * while the assessment is being read; where nobody read ahead, the paper does, and compiles no more
 * of them than it comes to. Names and factors, which are the assessment's, are found when an
 * expression is first asked of it (expression.c).
 *
 * Rejected: forms as tables that the build makes, as the trees of what ships are: more code for
 * what another thread does in the same time, and nothing for a template of the user's own.
 */
#include "making.h"

#include <boardpaper/assessment.h>

#include "expression.h"
#include "form.h"
#include "sources.h"

static void free_xpath(void *xpath) {
    xml_xpath_free(xpath);
}

struct making *making_open(struct arena *arena, const struct sources *sources, const char *edition,
                           struct diagnostics *diagnostics) {
    struct xml_document *template = sources->documents[sources->count - 1];
    struct making *making = NEW(arena, struct making);
    making->keep = arena;
    making->arena = arena;
    making->diagnostics = diagnostics;
    making->template_root = xml_root(template);
    making->root = making->template_root;
    making->sheet = sheet_make(arena, sources->documents, sources->count, edition, diagnostics);
    if (making->sheet == NULL) {
        return NULL;
    }
    making->xpath = xml_xpath_new(template);
    arena_defer(arena, free_xpath, making->xpath);
    making->forms = forms_new(arena);
    making->words = words_read(making, sources->documents, sources->count);
    return making;
}

void making_meet(struct making *making, struct arena *arena, const struct paper_request *request,
                 struct diagnostics *diagnostics) {
    making->keep = arena;
    making->arena = arena;
    making->diagnostics = diagnostics;
    making->deaf = diagnostics_new(arena, 1);
    making->request = request;
    making->scores = request->scores;
    making->document = request->scores->assessment->document;
    making->root = xml_root(making->document);
    making->known.area = xml_intern(making->root, "area");
    making->known.name = xml_intern(making->root, "name");
    making->known.focus = xml_intern(making->root, "focus");
    xml_xpath_move(making->xpath, making->document);
    sheet_meet(making->sheet, arena, diagnostics);
    making->targets = targets_new(arena);
    making->numbering = numbering_new(arena, false, false, 1);
    making->paper = NEW(arena, struct paper);
    making->paper->styles = sheet_styles(making->sheet, &making->paper->style_count);
}

/* ---- ahead ------------------------------------------------------------------------------- */

static void compile_children(struct making *making, struct xml_node *parent) {
    for (struct xml_node *node = parent == NULL ? NULL : xml_first(parent); node != NULL;
         node = xml_next(node)) {
        form_compile_whole(making, node);
    }
}

static void compile_parameters(struct making *making, struct xml_node *parameters) {
    for (struct xml_node *node = parameters == NULL ? NULL : xml_child(parameters, "parameter");
         node != NULL; node = xml_sibling(node, "parameter")) {
        const char *select = xml_attribute(node, "select");
        if (select != NULL) {
            expression_compile(making, select, xml_where(node));
        }
    }
}

void making_compile(struct making *making) {
    struct xml_node *root = making->template_root;
    struct xml_node *body = xml_child(root, "body");
    compile_parameters(making, xml_child(root, "parameters"));
    compile_children(making, xml_child(root, "metadata"));
    for (size_t i = 0; sheet_master(making->sheet, i) != NULL; i++) {
        const struct master_source *master = sheet_master(making->sheet, i);
        for (size_t j = 0; j < master->node_count; j++) {
            compile_children(making, master->nodes[j]);
        }
    }
    if (body != NULL) {
        form_compile_whole(making, body);
    }
    words_compile(making->words);
}
