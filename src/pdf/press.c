/* press.c: see press.h. */
#include "press.h"

#include <stdlib.h>

#include <boardpaper/arena.h>

#include "body.h"
#include "fonts.h"

/* A page that is not yet drawn. */
struct lent {
    struct page page;
    struct handed handed;
    struct rows rows; /* emptied when it is drawn */
};

struct press {
    /* whoever draws */
    struct content content;
    struct body *body;
    struct marked marked;
    uint32_t scopes;
    size_t count; /* pages drawn */
    size_t drawn; /* of them, those that were lent */

    /* the caller, and whoever draws once it is handed over */
    struct lent lent[PAGES_LENT];

    /* the caller */
    size_t taken; /* pages that were lent */

    /* shared */
    _Atomic size_t strange; /* the first page with a strange glyph; 0: none */
};

/* ---- whoever draws -------------------------------------------------------------------------- */

static void compose(struct press *press, const struct page *page) {
    press->count++;
    press->content.item_count = 0;
    buffer_clear(&press->content.out);
    content_page(&press->content, page);
    if (press->content.strange_glyph && press->strange == 0) {
        press->strange = press->count;
    }
}

static void commit(struct press *press, const struct handed *handed, struct rows *rows) {
    body_stream_quickly(press->body, handed->stream, "", &press->content.out);
    marked_elements(&press->marked, handed->elements);
    marked_items(&press->marked, press->content.items, press->content.item_count);
    marked_add_page(&press->marked, handed->page);
    if (handed->rows != NULL) {
        rows_write(rows, &press->marked, press->body, press->scopes, handed->rows_stream);
    }
}

static void draw(void *context) {
    struct press *press = context;
    struct lent *lent = &press->lent[press->drawn++ % PAGES_LENT];
    compose(press, &lent->page);
    commit(press, &lent->handed, &lent->rows);
}

static void subset(void *context) {
    struct press *press = context;
    fonts_subset(press->content.fonts);
}

/* ---- the caller ------------------------------------------------------------------------------ */

struct press *press_open(const struct content *content, struct body *body, uint32_t scopes) {
    struct press *press = memory_array(1, sizeof *press);
    press->scopes = scopes;
    press->content = *content;
    press->body = body;
    return press;
}

void press_close(struct press *press) {
    if (press == NULL) {
        return;
    }
    press_settle(press);
    buffer_free(&press->content.out);
    free(press->content.items);
    marked_free(&press->marked);
    for (size_t i = 0; i < PAGES_LENT; i++) {
        rows_free(&press->lent[i].rows);
    }
    free(press);
}

void press_page(struct press *press, const struct page *page, struct handed handed) {
    body_await(press->body, PAGES_LENT - 1);
    struct lent *lent = &press->lent[press->taken++ % PAGES_LENT];
    lent->page = *page;
    lent->handed = handed;
    if (handed.rows != NULL) { /* they change places with those that are written */
        struct rows empty = lent->rows;
        lent->rows = *handed.rows;
        *handed.rows = empty;
    }
    body_errand(press->body, draw, press);
}

void press_compose(struct press *press, const struct page *page) {
    compose(press, page);
}

void press_commit(struct press *press, struct handed handed) {
    commit(press, &handed, handed.rows);
}

void press_subset(struct press *press) {
    body_errand(press->body, subset, press);
}

void press_settle(struct press *press) {
    body_await(press->body, 0);
}

size_t press_strange(struct press *press) {
    return press->strange;
}

struct marked *press_marked(struct press *press) {
    return &press->marked;
}
