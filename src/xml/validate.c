/* validate.c: a document against a schema, every finding at once.
 *
 * One walk over the document takes the schema's pattern along (step.c). Where a step fails, the
 * finding is reported at the element's line with what would have been right there, and the walk
 * goes on as if it had been: an element that is out of place is still looked into, one that is not
 * known is passed over, what is missing is taken as given. So a finding never hides another, and
 * none is reported twice.
 */
#include <string.h>

#include <boardpaper/buffer.h>
#include <boardpaper/nearest.h>

#include "expect.h"
#include "grammar.h"
#include "tree.h"

enum { KNOWN_STEPS = 256, KNOWN_VALUES = 256 };

/* A list of attributes that many elements share (tree.h), with nothing wrong in it. */
struct known_step {
    const struct attribute *attributes;
    const struct pattern *before, *after;
};

/* A value that is right there. Short ones are mostly one text where they are equal (parse.c). */
struct known_value {
    const struct pattern *named, *rest;
    const char *value;
};

struct validation {
    struct xml_document *document;
    struct known_step known[KNOWN_STEPS];
    struct known_value values[KNOWN_VALUES];
    struct patterns *patterns;
    struct arena *arena;
    struct diagnostics *diagnostics;
    bool good;
};

static struct name name_of(const struct space *space, const char *name) {
    return (struct name){.space = space == NULL ? NULL : space->uri, .name = name};
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

static void report_root(struct validation *validation, const struct xml_node *node,
                        const struct pattern *state) {
    struct expected next = {0};
    expect_elements(state, true, &next);
    if (as_element(node)->space != NULL) {
        REPORT(validation->diagnostics, xml_where(node), MESSAGE_SCHEMA_NAMESPACE, xml_name(node),
               as_element(node)->space->uri);
        return;
    }
    REPORT(validation->diagnostics, xml_where(node), MESSAGE_SCHEMA_ROOT, xml_name(node),
           listed(validation, &next));
}

static void report_unknown(struct validation *validation, const struct xml_node *node,
                           const struct pattern *state, const struct pattern *whole) {
    struct diagnostics *diagnostics = validation->diagnostics;
    const char *parent = xml_name(node->parent);
    struct expected here = {0};
    struct expected all = {0};
    expect_elements(state, false, &here);
    expect_elements(whole, true, &all);
    const char *near = nearest(xml_name(node), here.names, here.count);
    near = near != NULL ? near : nearest(xml_name(node), all.names, all.count);
    if (as_element(node)->space != NULL) {
        REPORT(diagnostics, xml_where(node), MESSAGE_SCHEMA_NAMESPACE, xml_name(node),
               as_element(node)->space->uri);
    } else if (near != NULL) {
        REPORT(diagnostics, xml_where(node), MESSAGE_SCHEMA_UNKNOWN_NEAR, xml_name(node), parent,
               near);
    } else if (all.count == 0) {
        REPORT(diagnostics, xml_where(node), MESSAGE_SCHEMA_NO_ELEMENTS, parent, xml_name(node));
    } else {
        all.text = false;
        REPORT(diagnostics, xml_where(node), MESSAGE_SCHEMA_UNKNOWN, xml_name(node), parent,
               listed(validation, &all));
    }
}

/* node may stand in its parent, but not here: too early, too late, or once more. */
static void report_place(struct validation *validation, const struct xml_node *node,
                         const struct pattern *state) {
    struct diagnostics *diagnostics = validation->diagnostics;
    struct expected here = {0};
    expect_elements(state, false, &here);
    here.text = false;
    if (here.count == 0) {
        REPORT(diagnostics, xml_where(node), MESSAGE_SCHEMA_COMPLETE, xml_name(node),
               xml_name(node->parent));
    } else {
        REPORT(diagnostics, xml_where(node), MESSAGE_SCHEMA_PLACE, xml_name(node),
               xml_name(node->parent), listed(validation, &here));
    }
}

/* The state inside node after its name did not fit; NULL: pass over it. */
static const struct pattern *recover_open(struct validation *validation,
                                          const struct xml_node *node, const struct pattern *state,
                                          const struct pattern *whole) {
    struct name name = name_of(as_element(node)->space, node->text);
    if (whole == NULL) {
        report_root(validation, node, state);
        return NULL;
    }
    const struct pattern *inside = step_open(validation->patterns, state, name, true);
    if (!pattern_failed(inside)) {
        struct expected here = {0};
        expect_elements(state, false, &here);
        here.text = false;
        REPORT(validation->diagnostics, xml_where(node), MESSAGE_SCHEMA_EARLY, xml_name(node),
               xml_name(node->parent), listed(validation, &here));
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

static void report_attribute(struct validation *validation, const struct xml_node *node,
                             const char *name, const struct pattern *whole) {
    struct diagnostics *diagnostics = validation->diagnostics;
    struct expected known = {0};
    expect_attributes(whole, &known);
    const char *near = nearest(name, known.names, known.count);
    if (known.count == 0) {
        REPORT(diagnostics, xml_where(node), MESSAGE_SCHEMA_NO_ATTRIBUTES, xml_name(node), name);
    } else if (near != NULL && strcmp(near, name) == 0) {
        REPORT(diagnostics, xml_where(node), MESSAGE_SCHEMA_ATTRIBUTE_CONFLICT, xml_name(node),
               name);
    } else if (near != NULL) {
        REPORT(diagnostics, xml_where(node), MESSAGE_SCHEMA_ATTRIBUTE_NEAR, xml_name(node), name,
               near);
    } else {
        REPORT(diagnostics, xml_where(node), MESSAGE_SCHEMA_ATTRIBUTE, xml_name(node), name,
               expect_list(validation->arena, &known, "or", false));
    }
}

static const struct pattern *take_attribute(struct validation *validation,
                                            const struct xml_node *node,
                                            const struct attribute *attribute,
                                            const struct pattern *state,
                                            const struct pattern *whole) {
    const char *name = attribute->name;
    struct name full = name_of(attribute->space, attribute->name);
    const struct pattern *named = step_attribute(validation->patterns, state, full);
    if (pattern_failed(named)) {
        validation->good = false;
        report_attribute(validation, node, name, whole);
        return state;
    }
    const char *value = attribute->value;
    size_t place =
        ((uintptr_t)value ^ (uintptr_t)value >> 9 ^ (uintptr_t)named >> 4) % KNOWN_VALUES;
    struct known_value *known = &validation->values[place];
    if (known->named == named && known->value == value) {
        return known->rest;
    }
    const struct pattern *rest = step_value(validation->patterns, named, value, false);
    if (!pattern_failed(rest)) {
        *known = (struct known_value){named, rest, value};
        return rest;
    }
    validation->good = false;
    REPORT(validation->diagnostics, xml_where(node), MESSAGE_SCHEMA_VALUE, xml_name(node), name,
           shortened(validation, value), expect_value(validation->arena, named));
    return step_value(validation->patterns, named, value, true);
}

static const struct pattern *walk_attributes(struct validation *validation,
                                             const struct xml_node *node,
                                             const struct pattern *state) {
    const struct pattern *whole = state;
    for (const struct attribute *at = tree_open(node)->attributes; at != NULL; at = at->next) {
        state = is_attribute(at) ? take_attribute(validation, node, at, state, whole) : state;
    }
    const struct pattern *closed = step_close(validation->patterns, state, false);
    if (!pattern_failed(closed)) {
        return closed;
    }
    validation->good = false;
    struct expected missing = {0};
    expect_missing(validation->arena, state, true, &missing);
    REPORT(validation->diagnostics, xml_where(node),
           missing.count == 1 ? MESSAGE_SCHEMA_ATTRIBUTE_MISSING
                              : MESSAGE_SCHEMA_ATTRIBUTES_MISSING,
           xml_name(node), expect_list(validation->arena, &missing, "and", false));
    return step_close(validation->patterns, state, true);
}

static const struct pattern *take_attributes(struct validation *validation,
                                             const struct xml_node *node,
                                             const struct pattern *state) {
    const struct attribute *attributes = tree_open(node)->attributes;
    if (!node->shares) {
        return walk_attributes(validation, node, state);
    }
    uint64_t mixed = (uintptr_t)attributes * UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ (uintptr_t)state) * UINT64_C(0x9E3779B97F4A7C15);
    struct known_step *known = &validation->known[(mixed >> 32) % KNOWN_STEPS];
    if (known->attributes == attributes && known->before == state) {
        return known->after;
    }
    bool good = validation->good;
    validation->good = true;
    const struct pattern *after = walk_attributes(validation, node, state);
    if (validation->good) {
        *known = (struct known_step){attributes, state, after};
    }
    validation->good = validation->good && good;
    return after;
}

/* ---- content --------------------------------------------------------------------------------- */

static bool is_blank(const char *text) {
    return text[strspn(text, " \t\r\n")] == '\0';
}

static void report_text(struct validation *validation, const struct xml_node *node,
                        const char *text, const struct pattern *state,
                        const struct pattern *whole) {
    struct diagnostics *diagnostics = validation->diagnostics;
    struct expected here = {0};
    struct expected all = {0};
    expect_elements(state, false, &here);
    expect_elements(whole, true, &all);
    const char *words = shortened(validation, text);
    if (here.text) {
        REPORT(diagnostics, xml_where(node), MESSAGE_SCHEMA_CONTENT, xml_name(node), words,
               expect_value(validation->arena, state));
    } else if (all.count == 0) {
        REPORT(diagnostics, xml_where(node), MESSAGE_SCHEMA_NO_TEXT, xml_name(node), words);
    } else {
        all.text = false;
        REPORT(diagnostics, xml_where(node), MESSAGE_SCHEMA_TEXT, xml_name(node), words,
               listed(validation, &all));
    }
}

static const struct pattern *take_text(struct validation *validation, const struct xml_node *node,
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

static const struct pattern *take_element(struct validation *validation,
                                          const struct xml_node *node, const struct pattern *state,
                                          const struct pattern *whole);

/* An element without elements: its text is one, whatever comments stand in it. */
static const struct pattern *take_words(struct validation *validation, const struct xml_node *node,
                                        const struct pattern *state, const struct pattern *whole) {
    const struct xml_node *first = tree_open(node)->first;
    if (first == NULL) {
        return state->says_text ? take_text(validation, node, "", state, whole) : state;
    }
    if (first->next == NULL && first->kind == NODE_TEXT) {
        return take_text(validation, node, first->text, state, whole);
    }
    struct buffer joined = {0};
    for (const struct xml_node *at = first; at != NULL; at = at->next) {
        if (at->kind == NODE_TEXT) {
            buffer_text(&joined, at->text);
        }
    }
    state = take_text(validation, node, joined.length == 0 ? "" : joined.data, state, whole);
    buffer_free(&joined);
    return state;
}

static const struct pattern *take_content(struct validation *validation,
                                          const struct xml_node *node,
                                          const struct pattern *state) {
    const struct pattern *whole = state;
    if (xml_first(node) == NULL) {
        return take_words(validation, node, state, whole);
    }
    for (const struct xml_node *at = as_element(node)->first; at != NULL; at = at->next) {
        if (at->kind == NODE_ELEMENT) {
            uint64_t mark = xml_mark(validation->document);
            state = take_element(validation, at, state, whole);
            xml_rest(validation->document, mark);
        } else if (at->kind == NODE_TEXT && !is_blank(at->text)) {
            state = take_text(validation, node, at->text, state, whole);
        }
    }
    return state;
}

/* The content of node is over and something is missing. */
static void report_end(struct validation *validation, const struct xml_node *node,
                       const struct pattern *state) {
    struct expected missing = {0};
    struct expected here = {0};
    expect_missing(validation->arena, state, false, &missing);
    expect_elements(state, false, &here);
    if (missing.count > 0) {
        REPORT(validation->diagnostics, xml_where(node), MESSAGE_SCHEMA_MISSING, xml_name(node),
               expect_list(validation->arena, &missing, "and", false));
    } else {
        REPORT(validation->diagnostics, xml_where(node), MESSAGE_SCHEMA_EMPTY, xml_name(node),
               expect_value(validation->arena, state));
    }
}

/* state: before node. What is returned is the state after it. whole: all that may stand in the
 * parent; NULL at the root. */
static const struct pattern *take_element(struct validation *validation,
                                          const struct xml_node *node, const struct pattern *state,
                                          const struct pattern *whole) {
    struct patterns *patterns = validation->patterns;
    const struct pattern *inside =
        step_open(patterns, state, name_of(as_element(node)->space, node->text), false);
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

bool grammar_takes(struct grammar *grammar, struct xml_document *document,
                   struct diagnostics *diagnostics) {
    size_t errors = diagnostics_count(diagnostics, LEVEL_ERROR);
    struct validation validation = {.document = document,
                                    .patterns = grammar_patterns(grammar),
                                    .arena = arena_new(),
                                    .diagnostics = diagnostics,
                                    .good = true};
    const struct xml_node *root = xml_root(document);
    take_element(&validation, root, grammar_start(grammar), NULL);
    if (patterns_exhausted(validation.patterns)) {
        REPORT(diagnostics, xml_where(root), MESSAGE_SCHEMA_INTRICATE);
        validation.good = false;
    }
    arena_free(validation.arena);
    return validation.good && diagnostics_count(diagnostics, LEVEL_ERROR) == errors;
}

bool xml_validate(struct xml_document *document, const char *schema_path,
                  struct diagnostics *diagnostics) {
    struct grammar *grammar = grammar_open(schema_path, diagnostics);
    if (grammar == NULL) {
        return false;
    }
    bool good = grammar_takes(grammar, document, diagnostics);
    grammar_close(grammar);
    return good;
}
