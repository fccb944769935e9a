/* tags.c: see tags.h. */
#include "tags.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/diagnostics.h>

#include "body.h"
#include "marked.h"
#include "syntax.h"

/* Entries of a leaf of a name or number tree. */
enum { LEAF = 256 };

struct id {
    char *text;
    int32_t tag;
};

struct tagging {
    const struct tags *tags;
    struct body *body;
    size_t item;                           /* the first one not yet written */
    struct tagged_annotation *annotations; /* by tag */
    size_t annotation;                     /* the first one not yet written */
    uint8_t *needs_id;                     /* by tag, a bit each */
    struct id *ids;
    size_t id_count, id_capacity;
};

static uint32_t number_for(const struct tagging *tagging, int32_t tag) {
    return marked_number(tagging->tags->marked, tag);
}

static size_t element_count(const struct tagging *tagging) {
    return structure_count(tagging->tags->structure);
}

/* ---- checking ------------------------------------------------------------------------------- */

static const struct where NOWHERE = {NULL, 0};

static bool is_there(const struct structure *structure, int32_t tag, int32_t count) {
    return tag < count && structure_living(structure, tag) == tag;
}

static bool texts_fit(const struct structure *structure, struct diagnostics *diagnostics) {
    static const char *const kinds[TAG_TEXT_COUNT] = {
        [TAG_ALT] = "alternative text", [TAG_ACTUAL] = "replacement text",
        [TAG_EXPANSION] = "expansion",  [TAG_LANG] = "language",
        [TAG_TITLE] = "title",          [TAG_ID] = "id",
        [TAG_SUMMARY] = "summary",      [TAG_NUMBERING] = "numbering"};
    int32_t count = (int32_t)structure_count(structure);
    bool good = true;
    for (int32_t tag = 0; (tag = structure_living(structure, tag)) < count; tag++) {
        struct element element;
        structure_read(structure, tag, &element);
        for (int which = 0; which < TAG_TEXT_COUNT; which++) {
            const char *text = element.texts[which];
            if (text != NULL && !string_fits(text)) {
                good = REPORT(diagnostics, NOWHERE, MESSAGE_PDF_STRING, kinds[which],
                              diagnostics_print(diagnostics, "%.40s", text));
            }
        }
    }
    return good;
}

bool tags_check(const struct tags *tags, struct diagnostics *diagnostics) {
    const struct structure *structure = tags->structure;
    const struct marked *marked = tags->marked;
    int32_t count = (int32_t)structure_count(structure);
    bool good = true;
    for (size_t i = 0; i < marked->settled_count && good; i++) {
        good = is_there(structure, marked->settled[i].tag, count);
    }
    for (size_t i = 0; i < tags->annotation_count && good; i++) {
        good = is_there(structure, tags->annotations[i].tag, count);
    }
    if (!good) {
        return REPORT(diagnostics, NOWHERE, MESSAGE_PDF_STRUCTURE);
    }
    /* A byte becomes two at most, and two more come before them all. */
    return structure_longest(structure) < STRING_LIMIT / 2 || texts_fit(structure, diagnostics);
}

/* ---- which content belongs to which element -------------------------------------------------- */

/* The items of the element in hand, which is written in its turn. */
static const struct item *items_of(const struct tagging *tagging, int32_t tag, size_t *count) {
    const struct marked *marked = tagging->tags->marked;
    *count = 0;
    while (tagging->item + *count < marked->settled_count &&
           marked->settled[tagging->item + *count].tag == tag) {
        ++*count;
    }
    return marked->settled + tagging->item;
}

/* The page on which an element's first content stands, its descendants' included; -1: nowhere. */
static int64_t first_page(const struct tagging *tagging, int32_t tag) {
    const struct structure *structure = tagging->tags->structure;
    const struct marked *marked = tagging->tags->marked;
    int32_t at = tag;
    for (;;) {
        size_t item = marked_find(marked, at);
        if (item < marked->settled_count && marked->settled[item].tag == at) {
            return (int64_t)marked->settled[item].page;
        }
        bool forgotten = structure_living(structure, at) != at;
        int32_t next = forgotten ? -1 : structure_first_child(structure, at);
        while (next < 0) {
            if (at == tag) {
                return -1;
            }
            next = structure_next(structure, at);
            if (next < 0) {
                at = structure_parent(structure, at);
            }
        }
        at = next;
    }
}

static int by_tag(const void *a, const void *b) {
    const struct tagged_annotation *left = a, *right = b;
    if (left->tag != right->tag) {
        return left->tag < right->tag ? -1 : 1;
    }
    return left->number < right->number ? -1 : 1;
}

/* ---- ids ------------------------------------------------------------------------------------ */

static void mark_id(struct tagging *tagging, int32_t tag) {
    tagging->needs_id[tag / 8] |= (uint8_t)(1 << tag % 8);
}

static bool needs_id(const struct tagging *tagging, int32_t tag) {
    return (tagging->needs_id[tag / 8] >> tag % 8 & 1) != 0;
}

static void mark_ids(struct tagging *tagging) {
    const struct structure *structure = tagging->tags->structure;
    size_t count = element_count(tagging);
    tagging->needs_id = memory_array(count / 8 + 1, 1);
    for (int32_t tag = 0; (tag = structure_living(structure, tag)) < (int64_t)count; tag++) {
        if (structure_role(structure, tag) == ROLE_NOTE) {
            mark_id(tagging, tag); /* ISO 14289-1, 7.9 */
        }
        if (structure_is_bare(structure, tag)) {
            continue;
        }
        const int32_t *headers = NULL;
        size_t header_count = structure_get_headers(structure, tag, &headers);
        for (size_t i = 0; i < header_count; i++) {
            if (headers[i] >= 0 && headers[i] < (int64_t)count) {
                mark_id(tagging, headers[i]);
            }
        }
    }
}

/* The element's id: its own, or one made of its index, which no name in an XML file can be. */
static void put_id(const struct tagging *tagging, int32_t tag, struct buffer *out) {
    const char *own = structure_get(tagging->tags->structure, tag, TAG_ID);
    if (own != NULL) {
        buffer_text(out, own);
    } else {
        buffer_byte(out, '#');
        buffer_integer(out, tag);
    }
}

static void keep_id(struct tagging *tagging, int32_t tag, const struct buffer *text) {
    if (tagging->id_count == tagging->id_capacity) {
        tagging->id_capacity = tagging->id_capacity == 0 ? 64 : tagging->id_capacity * 2;
        tagging->ids = memory_resize(tagging->ids, tagging->id_capacity, sizeof *tagging->ids);
    }
    char *copy = memory_take(text->length + 1);
    memcpy(copy, text->data, text->length + 1);
    tagging->ids[tagging->id_count++] = (struct id){copy, tag};
}

static int by_text(const void *a, const void *b) {
    return strcmp(((const struct id *)a)->text, ((const struct id *)b)->text);
}

/* ---- an element ----------------------------------------------------------------------------- */

/* The ids of headers as byte strings. */
static void put_headers(const struct tagging *tagging, const struct element *element,
                        struct buffer *out) {
    enum { MADE_MOST = 16 }; /* bytes of an id made of a tag */
    char *at = put_words(buffer_room(out, element->header_count * MADE_MOST + 16), "/Headers[");
    for (size_t i = 0; i < element->header_count; i++) {
        int32_t tag = element->headers[i];
        const char *own = structure_get(tagging->tags->structure, tag, TAG_ID);
        if (own == NULL) {
            at = put_words(put_whole(put_words(at, "(#"), (uint64_t)tag), ")");
            continue;
        }
        out->length = (size_t)(at - out->data);
        string_bytes(out, own, strlen(own));
        at = buffer_room(out, (element->header_count - i) * MADE_MOST + 16);
    }
    at = put_words(at, "]");
    out->length = (size_t)(at - out->data);
}

static void put_table_attributes(const struct tagging *tagging, const struct element *element,
                                 struct buffer *out) {
    static const char *const scopes[] = {"", "/Scope/Column", "/Scope/Row", "/Scope/Both"};
    const char *summary = element->texts[TAG_SUMMARY];
    bool plain = element->column_span <= 1 && element->row_span <= 1 &&
                 element->header_count == 0 && summary == NULL;
    if (plain) {
        if (element->scope != SCOPE_NONE) {
            put_reference(out, tagging->tags->scopes + (uint32_t)element->scope - 1);
        }
        return;
    }
    char *at = put_words(buffer_room(out, 96), "<</O/Table");
    at = put_words(at, scopes[element->scope]);
    if (element->column_span > 1) {
        at = put_whole(put_words(at, "/ColSpan "), (uint64_t)element->column_span);
    }
    if (element->row_span > 1) {
        at = put_whole(put_words(at, "/RowSpan "), (uint64_t)element->row_span);
    }
    out->length = (size_t)(at - out->data);
    if (element->header_count > 0) {
        put_headers(tagging, element, out);
    }
    if (summary != NULL) {
        buffer_text(out, "/Summary");
        string_text(out, summary);
    }
    buffer_text(out, ">>");
}

static void put_layout_attributes(const struct tagging *tagging, int32_t tag,
                                  const struct element *element, struct buffer *out) {
    const length_t *box = element->box;
    int64_t page = box == NULL ? -1 : first_page(tagging, tag);
    if (page < 0) {
        return;
    }
    length_t height = tagging->tags->marked->pages[page].height;
    length_t corners[4] = {box[0], height - box[1] - box[3], box[0] + box[2], height - box[1]};
    buffer_text(out, "<</O/Layout/Placement/Block/BBox[");
    for (int i = 0; i < 4; i++) {
        buffer_text(out, i == 0 ? "" : " ");
        string_length(out, corners[i]);
    }
    buffer_text(out, "]>>");
}

static void put_attributes(const struct tagging *tagging, int32_t tag,
                           const struct element *element, struct buffer *out) {
    buffer_text(out, "/A[");
    size_t start = out->length;
    int owners = 0; /* each has a dictionary of its own */
    put_table_attributes(tagging, element, out);
    size_t before = start;
    owners += out->length > before;
    before = out->length;
    const char *numbering = element->texts[TAG_NUMBERING];
    if (element->role == ROLE_L && numbering != NULL) {
        buffer_text(out, "<</O/List/ListNumbering");
        string_name(out, numbering);
        buffer_text(out, ">>");
    }
    owners += out->length > before;
    before = out->length;
    put_layout_attributes(tagging, tag, element, out);
    owners += out->length > before;
    if (owners == 0) {
        out->length = start - 3;
    } else if (owners == 1) { /* needs no array */
        out->data[start - 1] = ' ';
    } else {
        buffer_byte(out, ']');
    }
}

static void put_texts(struct tagging *tagging, int32_t tag, const struct element *element,
                      struct buffer *out) {
    static const struct {
        enum tag_text which;
        const char *key;
    } texts[] = {{TAG_ALT, "/Alt"},
                 {TAG_ACTUAL, "/ActualText"},
                 {TAG_EXPANSION, "/E"},
                 {TAG_LANG, "/Lang"},
                 {TAG_TITLE, "/T"}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *text = element->texts[texts[i].which];
        if (text != NULL) {
            buffer_text(out, texts[i].key);
            string_text(out, text);
        }
    }
    if (needs_id(tagging, tag) || element->texts[TAG_ID] != NULL) {
        struct buffer id = {0};
        put_id(tagging, tag, &id);
        buffer_text(out, "/ID");
        string_bytes(out, id.data, id.length);
        keep_id(tagging, tag, &id);
        buffer_free(&id);
    }
}

static bool is_annotated(const struct tagging *tagging, int32_t tag) {
    return tagging->annotation < tagging->tags->annotation_count &&
           tagging->annotations[tagging->annotation].tag == tag;
}

/* /Pg and /K: content, child elements, annotations. */
static void put_kids(struct tagging *tagging, int32_t tag, int32_t child, struct buffer *out) {
    const struct tags *tags = tagging->tags;
    const struct marked_page *pages = tags->marked->pages;
    size_t count = 0;
    const struct item *items = items_of(tagging, tag, &count);
    bool alone = child < 0 && !is_annotated(tagging, tag);
    if (count == 0 && alone) {
        return;
    }
    char *start = buffer_room(out, 80);
    char *at = start;
    if (count > 0) {
        at = put_words(put_whole(put_words(at, "/Pg "), pages[items->page].number), " 0 R");
    }
    if (count == 1 && alone) {
        at = put_whole(put_words(at, "/K "), items->identifier);
        *at = '\0';
        out->length += (size_t)(at - start);
        return;
    }
    at = put_words(at, "/K[");
    out->length += (size_t)(at - start);
    put_items(out, tags->marked, items, count);
    for (bool first = count == 0; child >= 0; first = false) {
        start = at = buffer_room(out, 32);
        at = put_words(at, first ? "" : " ");
        at = put_words(put_whole(at, number_for(tagging, child)), " 0 R");
        out->length += (size_t)(at - start);
        child = structure_next(tags->structure, child);
    }
    for (; is_annotated(tagging, tag); tagging->annotation++) {
        const struct tagged_annotation *annotation = &tagging->annotations[tagging->annotation];
        buffer_text(out, "<</Type/OBJR/Obj ");
        put_reference(out, annotation->number);
        buffer_text(out, "/Pg ");
        put_reference(out, pages[annotation->page].number);
        buffer_text(out, ">>");
    }
    buffer_byte(out, ']');
}

static void write_element(struct tagging *tagging, int32_t tag) {
    const struct tags *tags = tagging->tags;
    struct element element;
    structure_read(tags->structure, tag, &element);
    struct buffer *out = body_object(tagging->body, number_for(tagging, tag));
    char *start = buffer_room(out, 160);
    char *at = put_words(start, "<</S/");
    at = put_words(at, role_name(element.role));
    at = put_words(at, "/P ");
    at = put_whole(at, element.parent < 0 ? tags->root : number_for(tagging, element.parent));
    at = put_words(at, " 0 R");
    out->length += (size_t)(at - start);
    put_kids(tagging, tag, element.first_child, out);
    if (!element.bare || needs_id(tagging, tag)) {
        put_attributes(tagging, tag, &element, out);
        put_texts(tagging, tag, &element, out);
    }
    buffer_text(out, ">>");
    body_object_end(tagging->body);
}

/* ---- the trees ------------------------------------------------------------------------------ */

/* Leaves of at most LEAF entries below one node; a tree of one leaf is that leaf. entry writes one
 * entry, limit its key. Returns the number of the tree's root. */
struct tree {
    const char *entries; /* "Names" or "Nums" */
    size_t count;
    void (*entry)(const struct tagging *tagging, size_t index, struct buffer *out);
    void (*limit)(const struct tagging *tagging, size_t index, struct buffer *out);
};

static uint32_t write_tree(const struct tagging *tagging, const struct tree *tree) {
    struct body *body = tagging->body;
    uint32_t root = body_numbers(body, 1);
    size_t leaves = (tree->count + LEAF - 1) / LEAF;
    uint32_t first = leaves > 1 ? body_numbers(body, (uint32_t)leaves) : root;
    for (size_t leaf = 0; leaf < leaves; leaf++) {
        size_t start = leaf * LEAF;
        size_t end = start + LEAF < tree->count ? start + LEAF : tree->count;
        struct buffer *out = body_object(body, first + (uint32_t)leaf);
        buffer_text(out, "<<");
        if (leaves > 1) {
            buffer_text(out, "/Limits[");
            tree->limit(tagging, start, out);
            buffer_byte(out, ' ');
            tree->limit(tagging, end - 1, out);
            buffer_byte(out, ']');
        }
        buffer_byte(out, '/');
        buffer_text(out, tree->entries);
        buffer_byte(out, '[');
        for (size_t i = start; i < end; i++) {
            tree->entry(tagging, i, out);
        }
        buffer_text(out, "]>>");
        body_object_end(body);
    }
    if (leaves != 1) {
        struct buffer *out = body_object(body, root);
        buffer_print(out, leaves == 0 ? "<</%s[" : "<</Kids[", tree->entries);
        for (size_t leaf = 0; leaf < leaves; leaf++) {
            buffer_text(out, leaf == 0 ? "" : " ");
            put_reference(out, first + (uint32_t)leaf);
        }
        buffer_text(out, "]>>");
        body_object_end(body);
    }
    return root;
}

static void put_parent_limit(const struct tagging *tagging, size_t index, struct buffer *out) {
    (void)tagging;
    buffer_integer(out, (int64_t)index);
}

static void put_parent(const struct tagging *tagging, size_t index, struct buffer *out) {
    const struct tags *tags = tagging->tags;
    size_t pages = tags->marked->page_count;
    buffer_integer(out, (int64_t)index);
    buffer_byte(out, ' ');
    put_reference(out, index < pages ? tags->marked->pages[index].parents
                                     : number_for(tagging, tags->annotations[index - pages].tag));
    buffer_byte(out, '\n');
}

static void put_id_limit(const struct tagging *tagging, size_t index, struct buffer *out) {
    const char *text = tagging->ids[index].text;
    string_bytes(out, text, strlen(text));
}

static void put_id_entry(const struct tagging *tagging, size_t index, struct buffer *out) {
    put_id_limit(tagging, index, out);
    put_reference(out, number_for(tagging, tagging->ids[index].tag));
    buffer_byte(out, '\n');
}

/* ---- all of it ------------------------------------------------------------------------------ */

static void write_scopes(const struct tags *tags, struct body *body) {
    static const char *const scopes[SCOPE_KINDS] = {"Column", "Row", "Both"};
    for (uint32_t i = 0; i < SCOPE_KINDS; i++) {
        buffer_print(body_object(body, tags->scopes + i), "<</O/Table/Scope/%s>>", scopes[i]);
        body_object_end(body);
    }
}

static void write_elements(struct tagging *tagging) {
    const struct structure *structure = tagging->tags->structure;
    const struct marked *marked = tagging->tags->marked;
    int32_t count = (int32_t)structure_count(structure);
    for (int32_t tag = 0; (tag = structure_living(structure, tag)) < count; tag++) {
        write_element(tagging, tag);
        while (tagging->item < marked->settled_count && marked->settled[tagging->item].tag == tag) {
            tagging->item++;
        }
    }
}

static void write_root(struct tagging *tagging) {
    const struct tags *tags = tagging->tags;
    struct tree parents = {"Nums", tags->marked->page_count + tags->annotation_count, put_parent,
                           put_parent_limit};
    uint32_t parent_tree = write_tree(tagging, &parents);
    uint32_t id_tree = 0;
    if (tagging->id_count > 0) {
        qsort(tagging->ids, tagging->id_count, sizeof *tagging->ids, by_text);
        struct tree ids = {"Names", tagging->id_count, put_id_entry, put_id_limit};
        id_tree = write_tree(tagging, &ids);
    }
    struct buffer *out = body_object(tagging->body, tags->root);
    buffer_print(out, "<</Type/StructTreeRoot/K %u 0 R/ParentTree %u 0 R/ParentTreeNextKey %zu",
                 number_for(tagging, 0), parent_tree, parents.count);
    if (id_tree != 0) {
        buffer_print(out, "/IDTree %u 0 R", id_tree);
    }
    buffer_text(out, ">>");
    body_object_end(tagging->body);
}

void tags_write(const struct tags *tags, struct body *body) {
    struct tagging tagging = {.tags = tags, .body = body};
    mark_ids(&tagging);
    tagging.annotations = memory_array(tags->annotation_count + 1, sizeof *tagging.annotations);
    if (tags->annotation_count > 0) {
        memcpy(tagging.annotations, tags->annotations,
               tags->annotation_count * sizeof *tagging.annotations);
        qsort(tagging.annotations, tags->annotation_count, sizeof *tagging.annotations, by_tag);
    }
    write_scopes(tags, body);
    write_elements(&tagging);
    write_root(&tagging);
    for (size_t i = 0; i < tagging.id_count; i++) {
        free(tagging.ids[i].text);
    }
    free(tagging.ids);
    free(tagging.needs_id);
    free(tagging.annotations);
}
