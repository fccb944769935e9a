/* press.c: see press.h. */
#include "press.h"

#include <pthread.h>
#include <stdlib.h>

#include <boardpaper/arena.h>

#include "body.h"
#include "fonts.h"

enum errand { ERRAND_NONE, ERRAND_PAGE, ERRAND_FONTS };

struct press {
    /* whoever draws */
    struct content content;
    struct body *body;
    struct marked marked;
    struct rows rows; /* emptied page by page */
    uint32_t scopes;
    size_t count; /* pages drawn */

    /* shared */
    bool threaded;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct page page;
    struct handed handed;
    enum errand errand; /* that waits or is being done */
    bool ended;
    size_t strange;
};

/* ---- whoever draws -------------------------------------------------------------------------- */

static void compose(struct press *press, const struct page *page) {
    press->count++;
    press->content.item_count = 0;
    buffer_clear(&press->content.out);
    content_page(&press->content, page);
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

/* The number of the page just drawn where it has a strange glyph, else 0. */
static size_t strange_page(const struct press *press) {
    return press->content.strange_glyph ? press->count : 0;
}

static void do_errand(struct press *press) {
    if (press->errand == ERRAND_PAGE) {
        compose(press, &press->page);
        commit(press, &press->handed);
    } else {
        fonts_subset(press->content.fonts);
    }
}

static void *worker(void *context) {
    struct press *press = context;
    pthread_mutex_lock(&press->lock);
    for (;;) {
        while (press->errand == ERRAND_NONE && !press->ended) {
            pthread_cond_wait(&press->changed, &press->lock);
        }
        if (press->errand == ERRAND_NONE) {
            break;
        }
        pthread_mutex_unlock(&press->lock);
        do_errand(press);
        pthread_mutex_lock(&press->lock);
        press->errand = ERRAND_NONE;
        if (press->strange == 0) {
            press->strange = strange_page(press);
        }
        pthread_mutex_unlock(&press->lock);
        pthread_cond_broadcast(&press->changed); /* or who wakes up would wait for the lock */
        pthread_mutex_lock(&press->lock);
    }
    pthread_mutex_unlock(&press->lock);
    return NULL;
}

/* ---- the caller ------------------------------------------------------------------------------ */

struct press *press_open(const struct content *content, struct body *body, uint32_t scopes,
                         bool threaded) {
    struct press *press = memory_array(1, sizeof *press);
    press->scopes = scopes;
    press->content = *content;
    press->body = body;
    pthread_mutex_init(&press->lock, NULL);
    pthread_cond_init(&press->changed, NULL);
    press->threaded = threaded && pthread_create(&press->thread, NULL, worker, press) == 0;
    return press;
}

static void wait_for_errand(struct press *press) {
    while (press->errand != ERRAND_NONE) {
        pthread_cond_wait(&press->changed, &press->lock);
    }
}

void press_end(struct press *press) {
    if (press->threaded) {
        pthread_mutex_lock(&press->lock);
        wait_for_errand(press);
        press->ended = true;
        pthread_mutex_unlock(&press->lock);
        pthread_cond_broadcast(&press->changed);
    }
}

void press_close(struct press *press) {
    if (press == NULL) {
        return;
    }
    if (press->threaded) {
        press_end(press);
        pthread_join(press->thread, NULL);
    }
    pthread_mutex_destroy(&press->lock);
    pthread_cond_destroy(&press->changed);
    buffer_free(&press->content.out);
    free(press->content.items);
    marked_free(&press->marked);
    rows_free(&press->rows);
    free(press);
}

void press_page(struct press *press, const struct page *page, struct handed handed) {
    if (!press->threaded) {
        press_compose(press, page);
        press_commit(press, handed);
        return;
    }
    pthread_mutex_lock(&press->lock);
    wait_for_errand(press);
    press->page = *page;
    press->handed = handed;
    accept(press, &handed);
    press->errand = ERRAND_PAGE;
    pthread_mutex_unlock(&press->lock);
    pthread_cond_broadcast(&press->changed);
}

void press_subset(struct press *press) {
    if (!press->threaded) {
        fonts_subset(press->content.fonts);
        return;
    }
    pthread_mutex_lock(&press->lock);
    wait_for_errand(press);
    press->errand = ERRAND_FONTS;
    pthread_mutex_unlock(&press->lock);
    pthread_cond_broadcast(&press->changed);
}

void press_compose(struct press *press, const struct page *page) {
    compose(press, page);
    press->strange = press->strange == 0 ? strange_page(press) : press->strange;
}

void press_commit(struct press *press, struct handed handed) {
    accept(press, &handed);
    commit(press, &handed);
}

void press_settle(struct press *press) {
    if (press->threaded) {
        pthread_mutex_lock(&press->lock);
        wait_for_errand(press);
        pthread_mutex_unlock(&press->lock);
    }
}

size_t press_strange(struct press *press) {
    pthread_mutex_lock(&press->lock);
    size_t strange = press->strange;
    pthread_mutex_unlock(&press->lock);
    return strange;
}

struct marked *press_marked(struct press *press) {
    return &press->marked;
}
