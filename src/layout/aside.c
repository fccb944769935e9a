/* aside.c: tables laid by a second thread while the first goes through the paper.
 *
 * Most of what a small paper's layout costs are its tables, and most of these depend on nothing
 * around them but a width: they call no note, name no page and turn none, nothing has to be said of
 * them, and their rows are there already. The second thread lays such tables, from the paper's last
 * on, each into a flow of its own; the first, which begins at the other end, takes that over as it
 * takes over what a table was in the round before (again.c). A table is laid by who claims it: the
 * lock is taken twice a table, and none waits but for the one that the other has in hand when they
 * meet. Whoever lays a table makes the same of it, so the two need not agree on anything else.
 *
 * The second thread has an engine for text of its own (text_beside), a workspace, an arena, and
 * references and notes in which there is nothing. What turns out to need more is laid again by the
 * first thread, in its turn: so warnings come in their order.
 *
 * Rejected: paragraphs too, for they share numbers of notes, pages and titles with all others; and
 * a cache of shaped words that both threads use, which would have a lock in the innermost loop.
 */
#include "aside.h"

#include <pthread.h>
#include <stdlib.h>

#include <boardpaper/layout.h>

enum { CELLS_LEAST = 200 }; /* that are worth the trouble */

enum stage {
    STAGE_FREE,
    STAGE_IN_HAND, /* the second thread's */
    STAGE_LAID,
    STAGE_GONE /* for the first thread to lay, or laid by it */
};

struct aside_table {
    const struct block *block;
    /* what it is laid for */
    length_t width;
    const char *lang;
    const struct master *master;

    enum stage stage;
    struct flow flow; /* LAID */
};

struct layout_aside {
    const struct paper *paper;
    struct text *text;
    struct arena *arena; /* of what the second thread lays */
    struct aside_table *tables;
    size_t count, capacity, cells;
    size_t next; /* after the one last taken */

    pthread_mutex_t lock; /* of the stages */
    pthread_cond_t laid;
};

/* ---- which tables --------------------------------------------------------------------------- */

static length_t text_width_of(const struct master *master) {
    return master->width - master->inner - master->outer;
}

static void add_table(struct layout_aside *aside, const struct aside_table *table) {
    const struct table *content = table->block->table;
    size_t rows = (size_t)content->head_count + content->body.count + (size_t)content->foot_count;
    if (!content->body.standing) {
        return;
    }
    if (aside->count == aside->capacity) {
        aside->capacity = aside->capacity * 2 + 16;
        aside->tables = memory_resize(aside->tables, aside->capacity, sizeof *aside->tables);
    }
    aside->tables[aside->count++] = *table;
    aside->cells += rows * (size_t)content->column_count;
}

/* Those of sections, in the order in which they are laid. around: what they are laid for. */
static void collect(struct layout_aside *aside, const struct block *blocks,
                    const struct aside_table *around) {
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        struct aside_table here = *around;
        here.block = block;
        here.lang = block->lang != NULL ? block->lang : around->lang;
        if (block->kind == BLOCK_TABLE) {
            add_table(aside, &here);
        } else if (block->kind == BLOCK_SECTION) {
            if (block->master != NULL || block->page_prefix != NULL || block->begins_right) {
                here.master = block->master != NULL ? block->master : around->master;
                here.width = text_width_of(here.master);
            }
            collect(aside, block->children, &here);
        }
    }
}

struct layout_aside *layout_aside_new(const struct paper *paper, struct text *text) {
    struct layout_aside *aside = memory_array(1, sizeof *aside);
    aside->paper = paper;
    const struct aside_table around = {.width = text_width_of(paper->masters[0]),
                                       .lang = paper->lang,
                                       .master = paper->masters[0]};
    collect(aside, paper->blocks, &around);
    if (aside->cells < CELLS_LEAST) {
        free(aside->tables);
        free(aside);
        return NULL;
    }
    aside->text = text_beside(text);
    aside->arena = arena_new();
    pthread_mutex_init(&aside->lock, NULL);
    pthread_cond_init(&aside->laid, NULL);
    return aside;
}

void layout_aside_free(struct layout_aside *aside) {
    if (aside == NULL) {
        return;
    }
    pthread_cond_destroy(&aside->laid);
    pthread_mutex_destroy(&aside->lock);
    text_close(aside->text);
    arena_free(aside->arena);
    free(aside->tables);
    free(aside);
}

/* ---- what may be laid alone ----------------------------------------------------------------- */

static bool alone_inlines(const struct inline_ *inlines) {
    bool alone = true;
    for (const struct inline_ *one = inlines; one != NULL && alone; one = one->next) {
        alone = one->kind != INLINE_REFERENCE && one->kind != INLINE_NOTE && one->target == NULL &&
                alone_inlines(one->children);
    }
    return alone;
}

static bool alone_blocks(const struct block *blocks) {
    bool alone = true;
    for (const struct block *block = blocks; block != NULL && alone; block = block->next) {
        bool simple = block->kind == BLOCK_LIST || block->kind == BLOCK_ITEM ||
                      block->kind == BLOCK_PARAGRAPH;
        alone = simple && block->number == NULL && alone_inlines(block->inlines) &&
                alone_blocks(block->children);
    }
    return alone;
}

static bool alone_row(const struct row *row) {
    bool alone = true;
    for (int i = 0; i < row->cell_count && alone; i++) {
        alone = alone_inlines(row->cells[i].inlines) && alone_blocks(row->cells[i].blocks);
    }
    return alone;
}

static bool alone_table(const struct table *table, struct arena *arena) {
    bool alone = alone_inlines(table->caption) && alone_blocks(table->notes);
    for (int i = 0; i < table->head_count && alone; i++) {
        alone = alone_row(&table->head[i]);
    }
    for (int i = 0; i < table->foot_count && alone; i++) {
        alone = alone_row(&table->foot[i]);
    }
    for (size_t i = 0; i < table->body.count && alone; i++) {
        struct row row;
        table->body.get(table->body.context, i, arena, &row);
        alone = alone_row(&row);
    }
    return alone;
}

/* ---- the second thread ---------------------------------------------------------------------- */

/* False where the first thread has to lay it. */
static bool lay(struct context *context, struct aside_table *table) {
    const struct master *master = table->master;
    bool refused = false;
    if (!alone_table(table->block->table, context->arena)) {
        return false;
    }
    context->master = master;
    context->page_height = master->height - master->top - master->bottom;
    context->refused = &refused;
    table->flow = (struct flow){.main = true};
    table_add(context, &table->flow, table->block, table->width, table->lang);
    context->refused = NULL;
    return !refused && table->flow.count > 0;
}

/* The last that nobody has begun, now in hand; NULL: none. Where the lock is held. */
static struct aside_table *claim(struct layout_aside *aside) {
    for (size_t i = aside->count; i > 0; i--) {
        if (aside->tables[i - 1].stage == STAGE_FREE) {
            aside->tables[i - 1].stage = STAGE_IN_HAND;
            return &aside->tables[i - 1];
        }
    }
    return NULL;
}

void layout_aside_lay(struct layout_aside *aside) {
    struct context context = {.arena = aside->arena, .paper = aside->paper, .text = aside->text};
    context_open(&context);
    pthread_mutex_lock(&aside->lock);
    for (struct aside_table *table; (table = claim(aside)) != NULL;) {
        pthread_mutex_unlock(&aside->lock);
        bool laid = lay(&context, table);
        pthread_mutex_lock(&aside->lock);
        table->stage = laid ? STAGE_LAID : STAGE_GONE;
        pthread_cond_signal(&aside->laid);
    }
    pthread_mutex_unlock(&aside->lock);
    context_close(&context);
}

/* ---- the first ------------------------------------------------------------------------------ */

static struct aside_table *find(struct layout_aside *aside, const struct block *block) {
    for (size_t i = aside->next; i < aside->count; i++) {
        if (aside->tables[i].block == block) {
            aside->next = i + 1;
            return &aside->tables[i];
        }
    }
    return NULL;
}

const struct flow *aside_take(const struct context *context, const struct block *block,
                              length_t width, const char *lang) {
    struct layout_aside *aside = context->aside;
    struct aside_table *table = aside == NULL ? NULL : find(aside, block);
    if (table == NULL) {
        return NULL;
    }
    pthread_mutex_lock(&aside->lock);
    while (table->stage == STAGE_IN_HAND) {
        pthread_cond_wait(&aside->laid, &aside->lock);
    }
    bool laid = table->stage == STAGE_LAID;
    table->stage = STAGE_GONE;
    pthread_mutex_unlock(&aside->lock);
    bool wanted = table->width == width && table->lang == lang && table->master == context->master;
    return laid && wanted ? &table->flow : NULL;
}
