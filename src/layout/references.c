/* references.c: see references.h. */
#include "references.h"

#include <string.h>

#include <boardpaper/hash.h>

#include "prose.h"

enum { SLOTS_FIRST = 64 };

/* Two tables over one list, by id and by block: open addressing, at most half full. */
struct references {
    struct arena *arena;
    struct referred **all;
    size_t count, capacity;
    struct referred **by_id, **by_block;
    size_t slots;
    bool numbered; /* some paragraph has a number */
};

static uint64_t hash_block(const struct block *block) {
    return ((uintptr_t)block >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 16;
}

static struct referred **slot_of_id(const struct references *references, const char *id) {
    size_t at = hash_text(id) & (references->slots - 1);
    while (references->by_id[at] != NULL && strcmp(references->by_id[at]->id, id) != 0) {
        at = (at + 1) & (references->slots - 1);
    }
    return &references->by_id[at];
}

static struct referred **slot_of_block(const struct references *references,
                                       const struct block *block) {
    size_t at = hash_block(block) & (references->slots - 1);
    while (references->by_block[at] != NULL && references->by_block[at]->block != block) {
        at = (at + 1) & (references->slots - 1);
    }
    return &references->by_block[at];
}

static void enter(struct references *references, struct referred *referred) {
    if (referred->id != NULL) {
        struct referred **slot = slot_of_id(references, referred->id);
        *slot = *slot == NULL ? referred : *slot;
    }
    if (referred->block != NULL) {
        struct referred **slot = slot_of_block(references, referred->block);
        *slot = *slot == NULL ? referred : *slot;
    }
}

static void make_slots(struct references *references, size_t slots) {
    references->slots = slots;
    references->by_id = NEWS(references->arena, slots, struct referred *);
    references->by_block = NEWS(references->arena, slots, struct referred *);
    for (size_t i = 0; i < references->count; i++) {
        enter(references, references->all[i]);
    }
}

struct references *references_new(struct context *context) {
    struct references *references = NEW(context->arena, struct references);
    references->arena = context->arena;
    make_slots(references, SLOTS_FIRST);
    return references;
}

static struct referred *add(struct references *references, const struct referred *given) {
    if (references->count == references->capacity) {
        references->capacity = references->capacity * 2 + SLOTS_FIRST;
        struct referred **all = NEWS(references->arena, references->capacity, struct referred *);
        if (references->count > 0) {
            memcpy(all, references->all, references->count * sizeof(struct referred *));
        }
        references->all = all;
    }
    struct referred *referred = NEW(references->arena, struct referred);
    *referred = *given;
    referred->page = -1;
    referred->label = "1"; /* the first guess, as wide as most will be */
    references->all[references->count++] = referred;
    if (references->count * 2 > references->slots) {
        make_slots(references, references->slots * 2);
    } else {
        enter(references, referred);
    }
    return referred;
}

struct referred *references_find(const struct references *references, const char *id) {
    return *slot_of_id(references, id);
}

struct referred *references_of_block(const struct references *references,
                                     const struct block *block) {
    return *slot_of_block(references, block);
}

void references_add(struct references *references, const char *id) {
    if (references_find(references, id) == NULL) {
        add(references, &(struct referred){.id = arena_text(references->arena, id)});
    }
}

struct referred *const *references_all(const struct references *references, size_t *count) {
    *count = references->count;
    return references->all;
}

bool references_numbered(const struct references *references) {
    return references->numbered;
}

/* ---- finding ------------------------------------------------------------------------------ */

static bool refers(const struct inline_ *inlines) {
    for (const struct inline_ *one = inlines; one != NULL; one = one->next) {
        if (one->kind == INLINE_REFERENCE || refers(one->children)) {
            return true;
        }
    }
    return false;
}

static void set_title(struct references *references, struct referred *found,
                      const struct inline_ *inlines) {
    if (inlines != NULL) {
        found->title = prose_plain(references, references->arena, inlines);
        found->titled = refers(inlines) ? inlines : NULL;
    }
}

bool references_retitle(struct references *references) {
    bool changed = false;
    for (size_t i = 0; i < references->count; i++) {
        struct referred *one = references->all[i];
        if (one->titled != NULL) {
            const char *title = prose_plain(references, references->arena, one->titled);
            changed = changed || strcmp(title, one->title) != 0;
            one->title = title;
        }
    }
    return changed;
}

/* What a section or a box is called: by the first words in it, where they are a heading. */
static const struct block *heading_of(const struct block *block) {
    const struct block *first = block->children;
    bool begins = block->kind == BLOCK_BOX || (block->kind == BLOCK_ITEM && block->recommendation);
    if (first == NULL || (first->kind != BLOCK_HEADING && !begins)) {
        return NULL;
    }
    return first->inlines == NULL ? NULL : first;
}

static void collect_one(struct references *references, const struct block *block, bool chapter) {
    struct referred found = {.id = block->id,
                             .block = block,
                             .number = block->number,
                             .chapter = chapter,
                             .recommendation = block->recommendation};
    const struct block *heading = NULL;
    switch (block->kind) {
    case BLOCK_HEADING:
        set_title(references, &found, block->inlines);
        break;
    case BLOCK_TABLE:
        found.number = block->table->number;
        set_title(references, &found, block->table->caption);
        break;
    case BLOCK_FIGURE:
        set_title(references, &found, block->caption);
        break;
    case BLOCK_SECTION:
    case BLOCK_BOX:
    case BLOCK_ITEM:
        heading = heading_of(block);
        if (heading != NULL) {
            found.number = block->kind == BLOCK_ITEM ? block->label : heading->number;
            set_title(references, &found, heading->inlines);
        }
        break;
    default:
        break;
    }
    bool listed = block->kind == BLOCK_HEADING || block->kind == BLOCK_CONTENTS ||
                  block->kind == BLOCK_TABLE || block->kind == BLOCK_FIGURE ||
                  block->kind == BLOCK_BOX || block->recommendation;
    if (block->id != NULL || listed) {
        add(references, &found);
    }
}

/* ---- rows ----------------------------------------------------------------------------------- */

static const struct inline_ *words_of(const struct cell *cell) {
    if (cell->inlines != NULL || cell->blocks == NULL) {
        return cell->inlines;
    }
    return cell->blocks->inlines;
}

/* "3.", "R4": a cell that only counts. */
static bool counts(const char *text) {
    size_t letters = 0, length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        letters += (text[i] >= 'A' && text[i] <= 'Z') || (text[i] >= 'a' && text[i] <= 'z');
    }
    return length <= 8 && letters <= 1;
}

/* A row is known by the words of its first cell, or where that only counts, by those of the next,
 * after its number. */
static void collect_row(struct references *references, const struct row *row) {
    struct referred found = {.recommendation = row->recommendation};
    if (row->id == NULL) {
        return;
    }
    found.id = arena_text(references->arena, row->id);
    for (int i = 0; i < row->cell_count && found.title == NULL; i++) {
        const struct inline_ *words = words_of(&row->cells[i]);
        const char *text = words == NULL ? "" : prose_plain(references, references->arena, words);
        if (*text != '\0' && found.number == NULL && counts(text)) {
            found.number = text;
        } else if (*text != '\0') {
            found.title = text;
        }
    }
    add(references, &found);
}

static void collect_rows(struct references *references, const struct table *table) {
    struct arena *scratch = arena_new();
    for (size_t i = 0; table->body.targets && i < table->body.count; i++) {
        struct row row = {0};
        table->body.get(table->body.context, i, scratch, &row);
        collect_row(references, &row);
        arena_clear(scratch);
    }
    arena_free(scratch);
}

/* ---- the whole ------------------------------------------------------------------------------ */

/* depth: how many sections are around. */
static void collect(struct references *references, const struct block *blocks, int depth) {
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        collect_one(references, block, block->kind == BLOCK_HEADING && depth == 1);
        references->numbered =
            references->numbered || (block->kind == BLOCK_PARAGRAPH && block->number != NULL);
        if (block->kind == BLOCK_TABLE) {
            collect_rows(references, block->table);
        }
        collect(references, block->children, depth + (block->kind == BLOCK_SECTION ? 1 : 0));
    }
}

void references_collect(struct references *references, const struct block *blocks) {
    collect(references, blocks, 0);
    references_retitle(references); /* what stands further on is known now */
}

/* ---- words -------------------------------------------------------------------------------- */

const struct style *layout_style(const struct context *context, const char *name,
                                 const struct style *otherwise) {
    for (size_t i = 0; i < context->paper->style_count; i++) {
        if (strcmp(context->paper->styles[i]->name, name) == 0) {
            return context->paper->styles[i];
        }
    }
    return otherwise;
}

const char *references_page_word(const char *lang) {
    static const char *const WORDS[][2] = {
        {"cy", "tudalen"},    {"de", "Seite"},    {"es", "página"}, {"fr", "page"},
        {"ga", "leathanach"}, {"gd", "duilleag"}, {"it", "pagina"}, {"nl", "pagina"},
        {"pl", "strona"},     {"pt", "página"},   {"ro", "pagina"}, {"tr", "sayfa"},
    };
    for (size_t i = 0; lang != NULL && i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (strncmp(lang, WORDS[i][0], 2) == 0 && (lang[2] == '\0' || lang[2] == '-')) {
            return WORDS[i][1];
        }
    }
    return "page";
}
