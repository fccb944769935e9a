/* build.c: making and changing documents, and writing them out.
 *
 * Writing is our own: a file that `import` rewrites should differ from the one before only where
 * its facts do, whatever the version of a library.
 */
#include <string.h>

#include <boardpaper/buffer.h>

#include "tree.h"

struct xml_node *xml_add(struct xml_node *parent, const char *name) {
    struct xml_document *document = tree_document(parent);
    document->changes++;
    tree_change(parent);
    return tree_add_element(document, parent, tree_name(document, name), NULL);
}

/* The parser gives elements with the same attributes one list of them. */
static void own_attributes(struct xml_document *document, struct xml_node *node) {
    struct attribute **place = &as_element(node)->attributes;
    for (const struct attribute *at = *place; at != NULL; at = at->next) {
        *place = NULL;
        place = &tree_add_attribute(document, place, at->name, at->value, at->space)->next;
    }
    node->shares = false;
}

const char *xml_intern(struct xml_node *node, const char *name) {
    return tree_name(tree_document(node), name);
}

struct xml_node *xml_add_with(struct xml_node *parent, const char *name,
                              const struct xml_pair *attributes, size_t count) {
    struct xml_document *document = tree_document(parent);
    document->changes++;
    tree_change(parent);
    struct xml_node *node = tree_add_element(document, parent, name, NULL);
    size_t set = 0, length = 0;
    for (size_t i = 0; i < count; i++) {
        if (attributes[i].value != NULL) {
            length += strlen(attributes[i].value) + 1;
            set++;
        }
    }
    char *text = set == 0 ? NULL : tree_room(document, length - 1);
    struct attribute *made = NEWS(document->arena, set, struct attribute);
    struct attribute **place = &as_element(node)->attributes;
    for (size_t i = 0; i < count; i++) {
        const char *value = attributes[i].value;
        if (value != NULL) {
            made->name = attributes[i].name;
            made->value = text;
            text = stpcpy(text, value) + 1;
            *place = made++;
            place = &(*place)->next;
        }
    }
    return node;
}

struct xml_node *xml_add_like(struct xml_node *parent, struct xml_node *like) {
    struct xml_document *document = tree_document(parent);
    const struct element *model = tree_open(like);
    document->changes++;
    tree_change(parent);
    struct xml_node *node = tree_add_element(document, parent, like->text, model->space);
    as_element(node)->attributes = model->attributes;
    node->shares = like->shares = true;
    return node;
}

/* node may be changed, and its attributes are its own; name is interned. */
static void set(struct xml_document *document, struct xml_node *node, const char *name,
                const char *value) {
    struct attribute **place = &as_element(node)->attributes;
    while (*place != NULL && ((*place)->space != NULL || (*place)->name != name)) {
        place = &(*place)->next;
    }
    if (value == NULL) {
        *place = *place == NULL ? NULL : (*place)->next;
        return;
    }
    value = tree_text(document, value, strlen(value));
    if (*place != NULL) {
        (*place)->value = value;
    } else {
        tree_add_attribute(document, place, name, value, NULL);
    }
}

static struct xml_document *to_set(struct xml_node *node) {
    struct xml_document *document = tree_document(node);
    document->changes++;
    tree_change(node);
    if (node->shares) {
        own_attributes(document, node);
    }
    return document;
}

void xml_set(struct xml_node *node, const char *name, const char *value) {
    struct xml_document *document = to_set(node);
    set(document, node, tree_name(document, name), value);
}

void xml_set_all(struct xml_node *node, const struct xml_pair *attributes, size_t count) {
    struct xml_document *document = to_set(node);
    for (size_t i = 0; i < count; i++) {
        set(document, node, attributes[i].name, attributes[i].value);
    }
}

void xml_set_integer(struct xml_node *node, const char *name, int64_t value) {
    struct buffer text = {0};
    buffer_integer(&text, value);
    xml_set(node, name, text.data);
    buffer_free(&text);
}

void xml_add_text(struct xml_node *node, const char *text) {
    struct xml_document *document = tree_document(node);
    if (*text == '\0') {
        return;
    }
    document->changes++;
    tree_change(node);
    struct xml_node *last = as_element(node)->last;
    if (last == NULL || last->kind != NODE_TEXT) {
        tree_add(document, node, NODE_TEXT, tree_text(document, text, strlen(text)));
        return;
    }
    /* Two texts beside each other are one. */
    struct buffer joined = {0};
    buffer_text(&joined, last->text);
    buffer_text(&joined, text);
    last->text = tree_text(document, joined.data, joined.length);
    buffer_free(&joined);
}

void xml_add_later(struct xml_node *parent, const char *name,
                   void (*make)(struct xml_node *parent, void *context), void *context) {
    struct xml_document *document = tree_document(parent);
    struct later *later = NEW(document->arena, struct later);
    document->changes++;
    document->later++;
    later->node.kind = NODE_LATER;
    later->node.text = tree_name(document, name);
    later->node.line = parent->line;
    later->node.file = parent->file;
    later->make = make;
    later->context = context;
    tree_change(parent);
    tree_link(parent, &later->node);
}

void xml_remove_all(struct xml_node *parent, const char *name) {
    tree_document(parent)->changes++;
    struct xml_node *at = tree_open(parent)->first;
    while (at != NULL) {
        struct xml_node *next = at->next;
        if ((at->kind == NODE_ELEMENT || at->kind == NODE_LATER) && strcmp(at->text, name) == 0) {
            tree_change(parent);
            tree_whiten(parent); /* what is taken out leaves the white space before it */
            tree_unlink(at);
        }
        at = next;
    }
}

void xml_remove(struct xml_node *node) {
    tree_document(node)->changes++;
    tree_change(node->parent);
    tree_whiten(node->parent); /* what is taken out leaves the white space before it */
    tree_unlink(node);
}

static void remove_remarks(struct xml_document *document, struct element *element) {
    for (struct xml_node *at = tree_open(&element->node)->first; at != NULL;) {
        struct xml_node *next = at->next;
        if (at->kind == NODE_COMMENT || at->kind == NODE_INSTRUCTION) {
            tree_change(&element->node);
            tree_unlink(at);
        } else if (at->kind == NODE_ELEMENT) {
            uint64_t mark = xml_mark(document);
            remove_remarks(document, as_element(at));
            xml_rest(document, mark);
        }
        at = next;
    }
}

void xml_remove_remarks(struct xml_document *document) {
    document->changes++;
    remove_remarks(document, &document->top);
}

/* ---- copying --------------------------------------------------------------------------------- */

struct copying {
    struct xml_document *to;
    struct xml_document *from;
    uint8_t files[MOST_FILES]; /* their numbers over there; 0: not asked for yet */
};

static uint8_t file_number(struct copying *copying, uint8_t file) {
    struct xml_document *to = copying->to;
    const char *name = copying->from->files[file];
    if (copying->files[file] != 0) {
        return copying->files[file];
    }
    size_t number = 0;
    while (number < to->file_count && strcmp(to->files[number], name) != 0) {
        number++;
    }
    if (number == MOST_FILES) {
        return 0;
    }
    if (number == to->file_count) {
        to->files[to->file_count++] = name;
    }
    copying->files[file] = (uint8_t)number;
    return (uint8_t)number;
}

static void copy_attributes(const struct copying *copying, const struct element *from,
                            struct element *to) {
    struct xml_document *document = copying->to;
    struct attribute **place = &to->attributes;
    for (const struct attribute *at = tree_open(&from->node)->attributes; at != NULL;
         at = at->next) {
        const struct space *space = at->space == NULL || !is_attribute(at)
                                        ? at->space
                                        : tree_space(document, at->space->prefix, at->space->uri);
        struct attribute *made =
            tree_add_attribute(document, place, tree_name(document, at->name),
                               tree_text(document, at->value, strlen(at->value)), space);
        place = &made->next;
    }
}

static struct xml_node *copy(struct copying *copying, struct xml_node *parent,
                             const struct xml_node *from) {
    struct xml_document *document = copying->to;
    struct xml_node *node = NULL;
    if (from->kind != NODE_ELEMENT) {
        node = tree_add(document, parent, from->kind,
                        tree_text(document, from->text, strlen(from->text)));
    } else {
        const struct space *space = as_element(from)->space;
        node = tree_add_element(document, parent, tree_name(document, from->text),
                                space == NULL ? NULL
                                              : tree_space(document, space->prefix, space->uri));
        copy_attributes(copying, as_element(from), as_element(node));
    }
    node->line = from->line;
    node->file = file_number(copying, from->file);
    if (from->kind == NODE_ELEMENT) {
        tree_whiten(from);
        for (struct xml_node *at = tree_open(from)->first; at != NULL;) {
            if (at->kind == NODE_LATER) {
                at = tree_expand(at);
                continue;
            }
            uint64_t mark = xml_mark(copying->from);
            copy(copying, node, at);
            xml_rest(copying->from, mark);
            at = at->next;
        }
    }
    return node;
}

struct xml_node *xml_copy(struct xml_node *parent, const struct xml_node *from) {
    struct copying copying = {.to = tree_document(parent), .from = tree_document(from)};
    copying.to->changes++;
    /* Made apart, for parent may stand within from. */
    struct element apart = {.node = {.kind = NODE_ELEMENT, .parent = parent}};
    tree_change(parent);
    struct xml_node *node = copy(&copying, &apart.node, from);
    tree_link(parent, node);
    return node;
}

/* ---- writing --------------------------------------------------------------------------------- */

static bool is_blank(const struct xml_node *node) {
    return node->kind == NODE_TEXT && node->text[strspn(node->text, " \t\r\n")] == '\0';
}

/* An element whose white space is content: it has words, or nothing but the space. */
static bool is_mixed(const struct xml_node *node) {
    bool only_space = true;
    for (const struct xml_node *at = tree_open(node)->first; at != NULL; at = at->next) {
        if (at->kind == NODE_TEXT && !is_blank(at)) {
            return true;
        }
        only_space = only_space && at->kind == NODE_TEXT;
    }
    return only_space;
}

/* White space in an attribute would come back as spaces, and a return as a line end; what XML has
 * no place for is left out. A quotation mark in text stays one: the file is read by people too. */
static void write_text(struct buffer *out, const char *text, bool attribute) {
    const char *start = text;
    for (;; text++) {
        unsigned char c = (unsigned char)*text;
        bool plain = c >= 0x20 || ((c == '\t' || c == '\n') && !attribute);
        if (plain && c != '&' && c != '<' && c != '>' && (c != '"' || !attribute)) {
            continue;
        }
        buffer_add(out, start, (size_t)(text - start));
        start = text + 1;
        switch (c) {
        case '\0':
            return;
        case '&':
            buffer_text(out, "&amp;");
            break;
        case '<':
            buffer_text(out, "&lt;");
            break;
        case '>':
            buffer_text(out, "&gt;");
            break;
        case '"':
            buffer_text(out, "&quot;");
            break;
        case '\t':
        case '\n':
        case '\r':
            buffer_print(out, "&#%d;", c);
            break;
        default:
            break;
        }
    }
}

static void write_name(struct buffer *out, const struct space *space, const char *name) {
    if (space != NULL && *space->prefix != '\0') {
        buffer_text(out, space->prefix);
        buffer_byte(out, ':');
    }
    buffer_text(out, name);
}

static void write_attribute(struct buffer *out, const struct attribute *attribute) {
    buffer_byte(out, ' ');
    if (!is_attribute(attribute) && *attribute->name == '\0') {
        buffer_text(out, "xmlns");
    } else {
        write_name(out, attribute->space, attribute->name);
    }
    buffer_text(out, "=\"");
    write_text(out, attribute->value, true);
    buffer_byte(out, '"');
}

static void write_indent(struct buffer *out, int depth) {
    buffer_byte(out, '\n');
    for (int i = 0; i < depth; i++) {
        buffer_text(out, "  ");
    }
}

/* depth: of the node; -1: inside mixed content, where nothing is added. */
static void write_node(struct xml_document *document, struct buffer *out,
                       const struct xml_node *node, int depth);

static void write_children(struct xml_document *document, struct buffer *out,
                           const struct xml_node *node, int depth) {
    bool indented = depth >= 0 && !is_mixed(node);
    if (!indented) {
        tree_whiten(node);
    }
    for (const struct xml_node *at = tree_open(node)->first; at != NULL; at = at->next) {
        if (indented && is_blank(at)) {
            continue;
        }
        if (indented) {
            write_indent(out, depth + 1);
        }
        uint64_t mark = xml_mark(document);
        write_node(document, out, at, indented ? depth + 1 : -1);
        xml_rest(document, mark);
    }
    if (indented) {
        write_indent(out, depth);
    }
}

static void write_element(struct xml_document *document, struct buffer *out,
                          const struct element *element, int depth) {
    xml_first(&element->node); /* what is still to be made is made */
    for (const struct xml_node *at = element->first; at != NULL; at = xml_next(at)) {
    }
    buffer_byte(out, '<');
    write_name(out, element->space, element->node.text);
    for (const struct attribute *at = element->attributes; at != NULL; at = at->next) {
        write_attribute(out, at);
    }
    if (element->first == NULL) {
        buffer_text(out, "/>");
        return;
    }
    buffer_byte(out, '>');
    write_children(document, out, &element->node, depth);
    buffer_text(out, "</");
    write_name(out, element->space, element->node.text);
    buffer_byte(out, '>');
}

static void write_node(struct xml_document *document, struct buffer *out,
                       const struct xml_node *node, int depth) {
    switch (node->kind) {
    case NODE_ELEMENT:
        write_element(document, out, as_element(node), depth);
        break;
    case NODE_TEXT:
        write_text(out, node->text, false);
        break;
    case NODE_COMMENT:
        buffer_text(out, "<!--");
        buffer_text(out, node->text);
        buffer_text(out, "-->");
        break;
    case NODE_INSTRUCTION:
        buffer_text(out, "<?");
        buffer_text(out, node->text);
        buffer_text(out, "?>");
        break;
    default:
        break;
    }
}

void xml_write(struct xml_document *document, struct buffer *out) {
    buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    for (const struct xml_node *at = document->top.first; at != NULL; at = at->next) {
        write_node(document, out, at, 0);
        buffer_byte(out, '\n');
    }
}
