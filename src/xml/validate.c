/* validate.c: a document against a schema, every finding at once.
 *
 * One walk over the document takes the schema's pattern along (step.c). Where a step fails, the
 * finding is reported at the element's line with what would have been right there, and the walk
 * goes on as if it had been: an element that is out of place is still looked into, one that is not
 * known is passed over, what is missing is taken as given. So a finding never hides another, and
 * none is reported twice.
 */
#include "document.h"

#include <string.h>

#include <boardpaper/buffer.h>
#include <boardpaper/nearest.h>

#include "expect.h"
#include "grammar.h"

struct validation {
    struct patterns *patterns;
    struct arena *arena;
    struct diagnostics *diagnostics;
    bool good;
};

static struct where place(const xmlNode *node) {
    return xml_where(xml_outside((xmlNode *)node));
}

static const char *name_text(const xmlNode *node) {
    return (const char *)node->name;
}

static struct name name_of(const xmlNs *space, const xmlChar *name) {
    return (struct name){.space = space == NULL ? NULL : (const char *)space->href,
                         .name = (const char *)name};
}

/* The beginning of a text, to tell it by. */
static const char *shortened(struct validation *validation, const char *text) {
    enum { MOST = 40 };
    text += strspn(text, " \t\r\n");
    size_t length = strcspn(text, "\r\n");
    bool cut = text[length + strspn(text + length, " \t\r\n")] != '\0';
    if (length > MOST) {
        for (length = MOST; (text[length] & 0xC0) == 0x80; length--) {
        }
        cut = true;
    }
    return arena_print(validation->arena, "%.*s%s", (int)length, text, cut ? "..." : "");
}

/* ---- elements -------------------------------------------------------------------------------- */

static const char *listed(struct validation *validation, const struct expected *expected) {
    return expect_list(validation->arena, expected, "or", true);
}

static void report_root(struct validation *validation, const xmlNode *node,
                        const struct pattern *state) {
    struct expected next = {0};
    expect_elements(state, true, &next);
    if (node->ns != NULL) {
        REPORT(validation->diagnostics, place(node), MESSAGE_SCHEMA_NAMESPACE, name_text(node),
               (const char *)node->ns->href);
        return;
    }
    REPORT(validation->diagnostics, place(node), MESSAGE_SCHEMA_ROOT, name_text(node),
           listed(validation, &next));
}

static void report_unknown(struct validation *validation, const xmlNode *node,
                           const struct pattern *state, const struct pattern *whole) {
    struct diagnostics *diagnostics = validation->diagnostics;
    const char *parent = name_text(node->parent);
    struct expected here = {0};
    struct expected all = {0};
    expect_elements(state, false, &here);
    expect_elements(whole, true, &all);
    const char *near = nearest(name_text(node), here.names, here.count);
    near = near != NULL ? near : nearest(name_text(node), all.names, all.count);
    if (node->ns != NULL) {
        REPORT(diagnostics, place(node), MESSAGE_SCHEMA_NAMESPACE, name_text(node),
               (const char *)node->ns->href);
    } else if (near != NULL) {
        REPORT(diagnostics, place(node), MESSAGE_SCHEMA_UNKNOWN_NEAR, name_text(node), parent,
               near);
    } else if (all.count == 0) {
        REPORT(diagnostics, place(node), MESSAGE_SCHEMA_NO_ELEMENTS, parent, name_text(node));
    } else {
        all.text = false;
        REPORT(diagnostics, place(node), MESSAGE_SCHEMA_UNKNOWN, name_text(node), parent,
               listed(validation, &all));
    }
}

/* node may stand in its parent, but not here: too early, too late, or once more. */
static void report_place(struct validation *validation, const xmlNode *node,
                         const struct pattern *state) {
    struct diagnostics *diagnostics = validation->diagnostics;
    struct expected here = {0};
    expect_elements(state, false, &here);
    here.text = false;
    if (here.count == 0) {
        REPORT(diagnostics, place(node), MESSAGE_SCHEMA_COMPLETE, name_text(node),
               name_text(node->parent));
    } else {
        REPORT(diagnostics, place(node), MESSAGE_SCHEMA_PLACE, name_text(node),
               name_text(node->parent), listed(validation, &here));
    }
}

/* The state inside node after its name did not fit; NULL: pass over it. */
static const struct pattern *recover_open(struct validation *validation, const xmlNode *node,
                                          const struct pattern *state,
                                          const struct pattern *whole) {
    struct name name = name_of(node->ns, node->name);
    if (whole == NULL) {
        report_root(validation, node, state);
        return NULL;
    }
    const struct pattern *inside = step_open(validation->patterns, state, name, true);
    if (!pattern_failed(inside)) {
        struct expected here = {0};
        expect_elements(state, false, &here);
        here.text = false;
        REPORT(validation->diagnostics, place(node), MESSAGE_SCHEMA_EARLY, name_text(node),
               name_text(node->parent), listed(validation, &here));
        return inside;
    }
    struct declaration *declaration = expect_declaration(whole, name);
    if (declaration == NULL) {
        report_unknown(validation, node, state, whole);
        return NULL;
    }
    report_place(validation, node, state);
    return pattern_after(validation->patterns,
                         pattern_element_content(validation->patterns, declaration), state);
}

/* ---- attributes ------------------------------------------------------------------------------ */

static const char *attribute_value(struct validation *validation, const xmlAttr *attribute) {
    const char *plain = xml_plain_text(attribute->children);
    if (plain != NULL) {
        return plain;
    }
    xmlChar *joined = xmlNodeListGetString(attribute->doc, attribute->children, 1);
    const char *value = arena_text(validation->arena, joined == NULL ? "" : (const char *)joined);
    xmlFree(joined);
    return value;
}

static void report_attribute(struct validation *validation, const xmlNode *node, const char *name,
                             const struct pattern *whole) {
    struct diagnostics *diagnostics = validation->diagnostics;
    struct expected known = {0};
    expect_attributes(whole, &known);
    const char *near = nearest(name, known.names, known.count);
    if (known.count == 0) {
        REPORT(diagnostics, place(node), MESSAGE_SCHEMA_NO_ATTRIBUTES, name_text(node), name);
    } else if (near != NULL && strcmp(near, name) == 0) {
        REPORT(diagnostics, place(node), MESSAGE_SCHEMA_ATTRIBUTE_CONFLICT, name_text(node), name);
    } else if (near != NULL) {
        REPORT(diagnostics, place(node), MESSAGE_SCHEMA_ATTRIBUTE_NEAR, name_text(node), name,
               near);
    } else {
        REPORT(diagnostics, place(node), MESSAGE_SCHEMA_ATTRIBUTE, name_text(node), name,
               expect_list(validation->arena, &known, "or", false));
    }
}

static const struct pattern *take_attribute(struct validation *validation, const xmlNode *node,
                                            const xmlAttr *attribute, const struct pattern *state,
                                            const struct pattern *whole) {
    const char *name = (const char *)attribute->name;
    struct name full = name_of(attribute->ns, attribute->name);
    const struct pattern *named = step_attribute(validation->patterns, state, full);
    if (pattern_failed(named)) {
        validation->good = false;
        report_attribute(validation, node, name, whole);
        return state;
    }
    const char *value = attribute_value(validation, attribute);
    const struct pattern *rest = step_value(validation->patterns, named, value, false);
    if (!pattern_failed(rest)) {
        return rest;
    }
    validation->good = false;
    REPORT(validation->diagnostics, place(node), MESSAGE_SCHEMA_VALUE, name_text(node), name,
           shortened(validation, value), expect_value(validation->arena, named));
    return step_value(validation->patterns, named, value, true);
}

static const struct pattern *take_attributes(struct validation *validation, const xmlNode *node,
                                             const struct pattern *state) {
    const struct pattern *whole = state;
    for (const xmlAttr *at = node->properties; at != NULL; at = at->next) {
        state = take_attribute(validation, node, at, state, whole);
    }
    const struct pattern *closed = step_close(validation->patterns, state, false);
    if (!pattern_failed(closed)) {
        return closed;
    }
    validation->good = false;
    struct expected missing = {0};
    expect_missing(validation->arena, state, true, &missing);
    REPORT(validation->diagnostics, place(node),
           missing.count == 1 ? MESSAGE_SCHEMA_ATTRIBUTE_MISSING
                              : MESSAGE_SCHEMA_ATTRIBUTES_MISSING,
           name_text(node), expect_list(validation->arena, &missing, "and", false));
    return step_close(validation->patterns, state, true);
}

/* ---- content --------------------------------------------------------------------------------- */

static bool is_text(const xmlNode *node) {
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

static bool is_blank(const char *text) {
    return text[strspn(text, " \t\r\n")] == '\0';
}

static void report_text(struct validation *validation, const xmlNode *node, const char *text,
                        const struct pattern *state, const struct pattern *whole) {
    struct diagnostics *diagnostics = validation->diagnostics;
    struct expected here = {0};
    struct expected all = {0};
    expect_elements(state, false, &here);
    expect_elements(whole, true, &all);
    const char *words = shortened(validation, text);
    if (here.text) {
        REPORT(diagnostics, place(node), MESSAGE_SCHEMA_CONTENT, name_text(node), words,
               expect_value(validation->arena, state));
    } else if (all.count == 0) {
        REPORT(diagnostics, place(node), MESSAGE_SCHEMA_NO_TEXT, name_text(node), words);
    } else {
        all.text = false;
        REPORT(diagnostics, place(node), MESSAGE_SCHEMA_TEXT, name_text(node), words,
               listed(validation, &all));
    }
}

static const struct pattern *take_text(struct validation *validation, const xmlNode *node,
                                       const char *text, const struct pattern *state,
                                       const struct pattern *whole) {
    const struct pattern *rest = step_text(validation->patterns, state, text);
    if (is_blank(text)) {
        return pattern_choice(validation->patterns, state, rest);
    }
    if (!pattern_failed(rest)) {
        return rest;
    }
    validation->good = false;
    report_text(validation, node, text, state, whole);
    /* What it should have been is taken as given, so that it is not missed as well. */
    return state->says_text
               ? pattern_after(validation->patterns, pattern_empty(validation->patterns),
                               step_end(validation->patterns, state, true))
               : state;
}

static const struct pattern *take_element(struct validation *validation, const xmlNode *node,
                                          const struct pattern *state, const struct pattern *whole);

/* An element without elements: its text is one, whatever comments stand in it. */
static const struct pattern *take_words(struct validation *validation, const xmlNode *node,
                                        const struct pattern *state, const struct pattern *whole) {
    const xmlNode *first = node->children;
    const char *plain = xml_plain_text(first);
    if (plain != NULL) {
        return state->says_text || *plain != '\0' ? take_text(validation, node, plain, state, whole)
                                                  : state;
    }
    struct buffer joined = {0};
    for (const xmlNode *at = first; at != NULL; at = at->next) {
        if (is_text(at) && at->content != NULL) {
            buffer_text(&joined, (const char *)at->content);
        }
    }
    state = take_text(validation, node, joined.length == 0 ? "" : joined.data, state, whole);
    buffer_free(&joined);
    return state;
}

static const struct pattern *take_content(struct validation *validation, const xmlNode *node,
                                          const struct pattern *state) {
    const struct pattern *whole = state;
    const xmlNode *element = node->children;
    while (element != NULL && element->type != XML_ELEMENT_NODE) {
        element = element->next;
    }
    if (element == NULL) {
        return take_words(validation, node, state, whole);
    }
    for (const xmlNode *at = node->children; at != NULL; at = at->next) {
        if (at->type == XML_ELEMENT_NODE) {
            state = take_element(validation, at, state, whole);
        } else if (is_text(at) && at->content != NULL && !is_blank((const char *)at->content)) {
            state = take_text(validation, node, (const char *)at->content, state, whole);
        }
    }
    return state;
}

/* The content of node is over and something is missing. */
static void report_end(struct validation *validation, const xmlNode *node,
                       const struct pattern *state) {
    struct expected missing = {0};
    struct expected here = {0};
    expect_missing(validation->arena, state, false, &missing);
    expect_elements(state, false, &here);
    if (missing.count > 0) {
        REPORT(validation->diagnostics, place(node), MESSAGE_SCHEMA_MISSING, name_text(node),
               expect_list(validation->arena, &missing, "and", false));
    } else {
        REPORT(validation->diagnostics, place(node), MESSAGE_SCHEMA_EMPTY, name_text(node),
               expect_value(validation->arena, state));
    }
}

/* state: before node. What is returned is the state after it. whole: all that may stand in the
 * parent; NULL at the root. */
static const struct pattern *take_element(struct validation *validation, const xmlNode *node,
                                          const struct pattern *state,
                                          const struct pattern *whole) {
    struct patterns *patterns = validation->patterns;
    const struct pattern *inside = step_open(patterns, state, name_of(node->ns, node->name), false);
    if (pattern_failed(inside)) {
        if (patterns_exhausted(patterns)) {
            return state;
        }
        validation->good = false;
        inside = recover_open(validation, node, state, whole);
        if (inside == NULL) {
            return state;
        }
    }
    inside = take_attributes(validation, node, inside);
    inside = take_content(validation, node, inside);
    const struct pattern *after = step_end(patterns, inside, false);
    if (!pattern_failed(after)) {
        return after;
    }
    if (!patterns_exhausted(patterns)) {
        report_end(validation, node, inside);
    }
    validation->good = false;
    return step_end(patterns, inside, true);
}

bool xml_validate(struct xml_document *document, const char *schema_path,
                  struct diagnostics *diagnostics) {
    struct grammar *grammar = grammar_open(schema_path, diagnostics);
    if (grammar == NULL) {
        return false;
    }
    size_t errors = diagnostics_count(diagnostics, LEVEL_ERROR);
    struct validation validation = {.patterns = grammar_patterns(grammar),
                                    .arena = arena_new(),
                                    .diagnostics = diagnostics,
                                    .good = true};
    const xmlNode *root = xmlDocGetRootElement(document->tree);
    take_element(&validation, root, grammar_start(grammar), NULL);
    if (patterns_exhausted(validation.patterns)) {
        REPORT(diagnostics, place(root), MESSAGE_SCHEMA_INTRICATE);
        validation.good = false;
    }
    arena_free(validation.arena);
    grammar_close(grammar);
    return validation.good && diagnostics_count(diagnostics, LEVEL_ERROR) == errors;
}
