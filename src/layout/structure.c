/* structure.c: the tree of structure elements, kept small.
 *
 * A table of 100,000 rows by 12 cells is 1.3 million elements, so a node is 20 bytes: its parent,
 * its last child, its next sibling, its attributes, and what nearly every cell has (role, scope,
 * spans). Siblings form a ring: the last one's next is the first, so one link in the parent finds
 * both ends. Rare attributes stand in a side table, a chain for each node that has any.
 *
 * What is forgotten leaves one thing behind, the way from sibling to sibling. Rows of a table
 * follow each other in equal steps, so that is kept as runs.
 *
 * Nodes and attributes live in blocks that never move: growing copies nothing and needs no second
 * copy's memory. Rejected: one resized array (twice the memory while it is copied), a struct with a
 * pointer for each attribute (some 150 bytes a cell).
 */
#include <boardpaper/page.h>

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>

enum { BLOCK_BITS = 9, BLOCK_SIZE = 1 << BLOCK_BITS, SPAN_IN_NODE = 255 };

struct node {
    int32_t parent;
    int32_t last;       /* last child; -1: none */
    int32_t next;       /* next sibling; the first, where it is the last */
    int32_t attributes; /* first of its chain; -1: none */
    uint8_t role, scope, column_span, row_span;
};

/* What stands in a chain: a text, or one of these. */
enum { ATTRIBUTE_HEADERS = TAG_TEXT_COUNT, ATTRIBUTE_BOX, ATTRIBUTE_SPANS };

struct headers {
    size_t count;
    int32_t tags[];
};

struct attribute {
    int32_t next; /* -1: none */
    uint8_t kind;
    union {
        const char *text;
        const struct headers *headers;
        length_t *box;
        int *spans; /* column, row: where one is over SPAN_IN_NODE */
    };
};

/* Forgotten siblings: count of them from first on, step tags apart; then comes next. */
struct gone {
    int32_t first, step, count, next;
};

struct structure {
    struct node **nodes; /* NULL: a block that is forgotten as a whole */
    size_t node_count, node_blocks;
    uint16_t *forgotten; /* by block: nodes of it */
    struct gone *gone;   /* rising */
    size_t gone_count, gone_capacity;
    int32_t forgotten_end; /* the tag after the last forgotten one */
    int32_t *closed;
    size_t closed_count, closed_capacity, closed_passed;
    struct attribute **attributes;
    size_t attribute_count, attribute_blocks;
    struct arena *arena;                /* texts, headers, boxes */
    size_t longest;                     /* of texts */
    const char *recent[TAG_TEXT_COUNT]; /* the last text of each kind: languages and numberings
                                           repeat, and are then kept once */
};

static const char *const ROLE_NAMES[ROLE_COUNT] = {
    [ROLE_DOCUMENT] = "Document",
    [ROLE_PART] = "Part",
    [ROLE_SECT] = "Sect",
    [ROLE_DIV] = "Div",
    [ROLE_H1] = "H1",
    [ROLE_H2] = "H2",
    [ROLE_H3] = "H3",
    [ROLE_H4] = "H4",
    [ROLE_H5] = "H5",
    [ROLE_H6] = "H6",
    [ROLE_P] = "P",
    [ROLE_L] = "L",
    [ROLE_LI] = "LI",
    [ROLE_LBL] = "Lbl",
    [ROLE_LBODY] = "LBody",
    [ROLE_TABLE] = "Table",
    [ROLE_THEAD] = "THead",
    [ROLE_TBODY] = "TBody",
    [ROLE_TFOOT] = "TFoot",
    [ROLE_TR] = "TR",
    [ROLE_TH] = "TH",
    [ROLE_TD] = "TD",
    [ROLE_CAPTION] = "Caption",
    [ROLE_FIGURE] = "Figure",
    [ROLE_FORMULA] = "Formula",
    [ROLE_BLOCKQUOTE] = "BlockQuote",
    [ROLE_QUOTE] = "Quote",
    [ROLE_NOTE] = "Note",
    [ROLE_REFERENCE] = "Reference",
    [ROLE_LINK] = "Link",
    [ROLE_SPAN] = "Span",
    [ROLE_CODE] = "Code",
    [ROLE_TOC] = "TOC",
    [ROLE_TOCI] = "TOCI",
};

const char *role_name(enum role role) {
    return (unsigned)role < ROLE_COUNT ? ROLE_NAMES[role] : "";
}

static struct node *node_at(const struct structure *structure, int32_t tag) {
    return &structure->nodes[(size_t)tag >> BLOCK_BITS][(size_t)tag & (BLOCK_SIZE - 1)];
}

static struct attribute *attribute_at(const struct structure *structure, int32_t index) {
    return &structure->attributes[(size_t)index >> BLOCK_BITS][(size_t)index & (BLOCK_SIZE - 1)];
}

struct structure *structure_new(void) {
    struct structure *structure = memory_array(1, sizeof *structure);
    structure->arena = arena_new();
    return structure;
}

void structure_free(struct structure *structure) {
    if (structure == NULL) {
        return;
    }
    for (size_t i = 0; i < structure->node_blocks; i++) {
        free(structure->nodes[i]);
    }
    for (size_t i = 0; i < structure->attribute_blocks; i++) {
        free(structure->attributes[i]);
    }
    free(structure->nodes);
    free(structure->forgotten);
    free(structure->gone);
    free(structure->closed);
    free(structure->attributes);
    arena_free(structure->arena);
    free(structure);
}

int32_t structure_add(struct structure *structure, int32_t parent, enum role role) {
    if (structure->node_count == structure->node_blocks * BLOCK_SIZE) {
        structure->nodes =
            /* NOLINTNEXTLINE(bugprone-sizeof-expression): blocks are held by their pointers */
            memory_resize(structure->nodes, structure->node_blocks + 1, sizeof *structure->nodes);
        structure->forgotten = memory_resize(structure->forgotten, structure->node_blocks + 1,
                                             sizeof *structure->forgotten);
        structure->forgotten[structure->node_blocks] = 0;
        structure->nodes[structure->node_blocks++] = memory_take(BLOCK_SIZE * sizeof(struct node));
    }
    int32_t tag = (int32_t)structure->node_count++;
    *node_at(structure, tag) = (struct node){.parent = parent,
                                             .last = -1,
                                             .next = tag,
                                             .attributes = -1,
                                             .role = (uint8_t)role,
                                             .column_span = 1,
                                             .row_span = 1};
    if (parent >= 0) {
        struct node *above = node_at(structure, parent);
        if (above->last >= 0) {
            struct node *last = node_at(structure, above->last);
            node_at(structure, tag)->next = last->next;
            last->next = tag;
        }
        above->last = tag;
    }
    return tag;
}

static struct attribute *find(const struct structure *structure, int32_t tag, int kind) {
    for (int32_t i = node_at(structure, tag)->attributes; i >= 0;) {
        struct attribute *attribute = attribute_at(structure, i);
        if (attribute->kind == kind) {
            return attribute;
        }
        i = attribute->next;
    }
    return NULL;
}

/* The attribute of that kind, new where there is none. */
static struct attribute *demand(struct structure *structure, int32_t tag, int kind) {
    struct attribute *attribute = find(structure, tag, kind);
    if (attribute != NULL) {
        return attribute;
    }
    if (structure->attribute_count == structure->attribute_blocks * BLOCK_SIZE) {
        /* NOLINTBEGIN(bugprone-sizeof-expression): blocks are held by their pointers */
        structure->attributes = memory_resize(
            structure->attributes, structure->attribute_blocks + 1, sizeof *structure->attributes);
        /* NOLINTEND(bugprone-sizeof-expression) */
        structure->attributes[structure->attribute_blocks++] =
            memory_take(BLOCK_SIZE * sizeof(struct attribute));
    }
    int32_t index = (int32_t)structure->attribute_count++;
    struct node *node = node_at(structure, tag);
    attribute = attribute_at(structure, index);
    *attribute = (struct attribute){.next = node->attributes, .kind = (uint8_t)kind};
    node->attributes = index;
    return attribute;
}

void structure_text(struct structure *structure, int32_t tag, enum tag_text which,
                    const char *text) {
    const char *recent = structure->recent[which];
    if (recent == NULL || strcmp(recent, text) != 0) {
        size_t length = strlen(text);
        structure->longest = length > structure->longest ? length : structure->longest;
        recent = structure->recent[which] = arena_bytes(structure->arena, text, length);
    }
    demand(structure, tag, (int)which)->text = recent;
}

void structure_cell(struct structure *structure, int32_t tag, enum table_scope scope,
                    int column_span, int row_span) {
    struct node *node = node_at(structure, tag);
    node->scope = (uint8_t)scope;
    if (column_span <= SPAN_IN_NODE && row_span <= SPAN_IN_NODE) {
        node->column_span = (uint8_t)column_span;
        node->row_span = (uint8_t)row_span;
        return;
    }
    node->column_span = node->row_span = 0; /* they stand aside */
    struct attribute *attribute = demand(structure, tag, ATTRIBUTE_SPANS);
    attribute->spans = NEWS(structure->arena, 2, int);
    attribute->spans[0] = column_span;
    attribute->spans[1] = row_span;
}

void structure_headers(struct structure *structure, int32_t tag, const int32_t *headers,
                       size_t count) {
    struct headers *copy =
        arena_take(structure->arena, sizeof *copy + count * sizeof copy->tags[0]);
    copy->count = count;
    if (count > 0) {
        memcpy(copy->tags, headers, count * sizeof copy->tags[0]);
    }
    demand(structure, tag, ATTRIBUTE_HEADERS)->headers = copy;
}

void structure_box(struct structure *structure, int32_t tag, length_t x, length_t y, length_t width,
                   length_t height) {
    length_t *box = NEWS(structure->arena, 4, length_t);
    box[0] = x;
    box[1] = y;
    box[2] = width;
    box[3] = height;
    demand(structure, tag, ATTRIBUTE_BOX)->box = box;
}

size_t structure_count(const struct structure *structure) {
    return structure->node_count;
}

enum role structure_role(const struct structure *structure, int32_t tag) {
    return (enum role)node_at(structure, tag)->role;
}

int32_t structure_parent(const struct structure *structure, int32_t tag) {
    return node_at(structure, tag)->parent;
}

int32_t structure_first_child(const struct structure *structure, int32_t tag) {
    int32_t last = node_at(structure, tag)->last;
    return last < 0 ? -1 : node_at(structure, last)->next;
}

/* The sibling after a forgotten one. */
static int32_t after_gone(const struct structure *structure, int32_t tag) {
    size_t low = 0, high = structure->gone_count; /* the last run that begins at or before tag */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (structure->gone[middle].first <= tag) {
            low = middle;
        } else {
            high = middle;
        }
    }
    const struct gone *gone = &structure->gone[low];
    bool last = gone->count == 1 || tag == gone->first + gone->step * (gone->count - 1);
    return last ? gone->next : tag + gone->step;
}

int32_t structure_next(const struct structure *structure, int32_t tag) {
    if (structure->nodes[(size_t)tag >> BLOCK_BITS] == NULL) {
        return after_gone(structure, tag);
    }
    const struct node *node = node_at(structure, tag);
    if (node->parent < 0 || node_at(structure, node->parent)->last == tag) {
        return -1;
    }
    return node->next;
}

const char *structure_get(const struct structure *structure, int32_t tag, enum tag_text which) {
    const struct attribute *attribute = find(structure, tag, (int)which);
    return attribute == NULL ? NULL : attribute->text;
}

bool structure_is_scoped(const struct structure *structure, int32_t tag) {
    const struct node *node = node_at(structure, tag);
    return node->attributes < 0 && node->column_span == 1 && node->row_span == 1;
}

bool structure_is_bare(const struct structure *structure, int32_t tag) {
    return node_at(structure, tag)->scope == SCOPE_NONE && structure_is_scoped(structure, tag);
}

void structure_get_cell(const struct structure *structure, int32_t tag, enum table_scope *scope,
                        int *column_span, int *row_span) {
    const struct node *node = node_at(structure, tag);
    *scope = (enum table_scope)node->scope;
    *column_span = node->column_span;
    *row_span = node->row_span;
    if (node->column_span == 0) {
        const struct attribute *attribute = find(structure, tag, ATTRIBUTE_SPANS);
        *column_span = attribute->spans[0];
        *row_span = attribute->spans[1];
    }
}

size_t structure_get_headers(const struct structure *structure, int32_t tag,
                             const int32_t **headers) {
    const struct attribute *attribute = find(structure, tag, ATTRIBUTE_HEADERS);
    if (attribute == NULL) {
        *headers = NULL;
        return 0;
    }
    *headers = attribute->headers->tags;
    return attribute->headers->count;
}

bool structure_get_box(const struct structure *structure, int32_t tag, length_t box[4]) {
    const struct attribute *attribute = find(structure, tag, ATTRIBUTE_BOX);
    if (attribute == NULL) {
        return false;
    }
    memcpy(box, attribute->box, 4 * sizeof box[0]);
    return true;
}

void structure_read(const struct structure *structure, int32_t tag, struct element *out) {
    const struct node *node = node_at(structure, tag);
    *out = (struct element){.role = (enum role)node->role,
                            .scope = (enum table_scope)node->scope,
                            .column_span = node->column_span,
                            .row_span = node->row_span,
                            .parent = node->parent,
                            .first_child = structure_first_child(structure, tag),
                            .bare = structure_is_bare(structure, tag)};
    for (int32_t i = node->attributes; i >= 0;) {
        const struct attribute *attribute = attribute_at(structure, i);
        switch (attribute->kind) {
        case ATTRIBUTE_HEADERS:
            out->headers = attribute->headers->tags;
            out->header_count = attribute->headers->count;
            break;
        case ATTRIBUTE_BOX:
            out->box = attribute->box;
            break;
        case ATTRIBUTE_SPANS:
            out->column_span = attribute->spans[0];
            out->row_span = attribute->spans[1];
            break;
        default:
            out->texts[attribute->kind] = attribute->text;
        }
        i = attribute->next;
    }
}

size_t structure_longest(const struct structure *structure) {
    return structure->longest;
}

/* ---- forgetting ----------------------------------------------------------------------------- */

void structure_close(struct structure *structure, int32_t tag) {
    if (structure->closed_count == structure->closed_capacity) {
        if (structure->closed_passed > structure->closed_count / 2) {
            structure->closed_count -= structure->closed_passed;
            memmove(structure->closed, structure->closed + structure->closed_passed,
                    structure->closed_count * sizeof *structure->closed);
            structure->closed_passed = 0;
        } else {
            structure->closed_capacity =
                structure->closed_capacity == 0 ? 64 : structure->closed_capacity * 2;
            structure->closed = memory_resize(structure->closed, structure->closed_capacity,
                                              sizeof *structure->closed);
        }
    }
    structure->closed[structure->closed_count++] = tag;
}

int32_t structure_closed(const struct structure *structure, size_t index) {
    return index < structure->closed_count - structure->closed_passed
               ? structure->closed[structure->closed_passed + index]
               : -1;
}

void structure_pass(struct structure *structure) {
    structure->closed_passed++;
}

/* Blocks that are not yet full stay: they are still being written to. */
static void let_go(struct structure *structure, int32_t tag) {
    size_t block = (size_t)tag >> BLOCK_BITS;
    node_at(structure, tag)->role = ROLE_COUNT;
    if (++structure->forgotten[block] == BLOCK_SIZE) {
        free(structure->nodes[block]);
        structure->nodes[block] = NULL;
    }
    if (tag >= structure->forgotten_end) {
        structure->forgotten_end = tag + 1;
    }
}

static void forget_below(struct structure *structure, int32_t tag) {
    int32_t child = structure_first_child(structure, tag);
    while (child >= 0) {
        int32_t next = structure_next(structure, child);
        forget_below(structure, child);
        let_go(structure, child);
        child = next;
    }
}

bool structure_forget(struct structure *structure, int32_t tag) {
    int32_t next = structure_next(structure, tag);
    if (next < 0 || tag < structure->forgotten_end) {
        return false;
    }
    struct gone *last =
        structure->gone_count == 0 ? NULL : &structure->gone[structure->gone_count - 1];
    int32_t step = last == NULL ? 0 : last->count == 1 ? tag - last->first : last->step;
    if (last != NULL && last->next == tag && tag == last->first + step * last->count) {
        last->step = step;
        last->count++;
        last->next = next;
    } else {
        if (structure->gone == NULL || structure->gone_count == structure->gone_capacity) {
            structure->gone_capacity =
                structure->gone_capacity == 0 ? 16 : structure->gone_capacity * 2;
            structure->gone =
                memory_resize(structure->gone, structure->gone_capacity, sizeof *structure->gone);
        }
        structure->gone[structure->gone_count++] =
            (struct gone){.first = tag, .count = 1, .next = next};
    }
    forget_below(structure, tag);
    let_go(structure, tag);
    return true;
}

int32_t structure_living(const struct structure *structure, int32_t tag) {
    while ((size_t)tag < structure->node_count) {
        if (structure->nodes[(size_t)tag >> BLOCK_BITS] == NULL) {
            tag = (int32_t)((((size_t)tag >> BLOCK_BITS) + 1) << BLOCK_BITS);
        } else if (node_at(structure, tag)->role == ROLE_COUNT) {
            tag++;
        } else {
            return tag;
        }
    }
    return (int32_t)structure->node_count;
}
