/* press.c: see press.h. */
#include "press.h"

#include <stdlib.h>

#include <boardpaper/arena.h>

#include "body.h"
#include "fonts.h"

struct press {
    /* whoever draws */
    struct content content;
    struct body *body;
    struct marked marked;
    struct rows rows; /* emptied page by page */
    uint32_t scopes;
    size_t count; /* pages drawn */
    struct page page;
    struct handed handed;

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

static void commit(struct press *press, const struct handed *handed) {
    body_page(press->body, handed->stream, &press->content.out);
    marked_elements(&press->marked, handed->elements);
    marked_items(&press->marked, press->content.items, press->content.item_count);
    marked_add_page(&press->marked, handed->page);
    if (handed->rows != NULL) {
        rows_write(&press->rows, &press->marked, press->body, press->scopes, handed->rows_stream);
    }
}

/* The rows change places with the press's own, which are written by then. */
static void accept(struct press *press, const struct handed *handed) {
    if (handed->rows != NULL) {
        struct rows empty = press->rows;
        press->rows = *handed->rows;
        *handed->rows = empty;
    }
}

static void draw(void *context) {
    struct press *press = context;
    compose(press, &press->page);
    commit(press, &press->handed);
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
    rows_free(&press->rows);
    free(press);
}

void press_page(struct press *press, const struct page *page, struct handed handed) {
    press_settle(press);
    press->page = *page;
    press->handed = handed;
    accept(press, &handed);
    body_errand(press->body, draw, press);
}

void press_compose(struct press *press, const struct page *page) {
    compose(press, page);
}

void press_commit(struct press *press, struct handed handed) {
    accept(press, &handed);
    commit(press, &handed);
}

void press_subset(struct press *press) {
    body_errand(press->body, subset, press);
}

void press_settle(struct press *press) {
    body_await(press->body);
}

size_t press_strange(struct press *press) {
    return press->strange;
}

struct marked *press_marked(struct press *press) {
    return &press->marked;
}
