/* press.c: see press.h. */
#include "press.h"

#include <pthread.h>
#include <stdlib.h>

#include <boardpaper/arena.h>

#include "body.h"

struct press {
    /* whoever draws */
    struct content content;
    struct body *body;
    size_t *first_items; /* one a page */
    size_t count, capacity;

    /* shared */
    bool threaded;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct page page;
    uint32_t stream;
    bool waiting; /* page is to be drawn */
    bool ended;
    size_t strange;
};

/* ---- whoever draws -------------------------------------------------------------------------- */

static void compose(struct press *press, const struct page *page) {
    if (press->count == press->capacity) {
        press->capacity = press->capacity == 0 ? 16 : press->capacity * 2;
        press->first_items =
            memory_resize(press->first_items, press->capacity, sizeof *press->first_items);
    }
    press->first_items[press->count++] = press->content.item_count;
    buffer_clear(&press->content.out);
    content_page(&press->content, page);
}

/* The number of the page just drawn where it has a strange glyph, else 0. */
static size_t strange_page(const struct press *press) {
    return press->content.strange_glyph ? press->count : 0;
}

static void *worker(void *context) {
    struct press *press = context;
    pthread_mutex_lock(&press->lock);
    for (;;) {
        while (!press->waiting && !press->ended) {
            pthread_cond_wait(&press->changed, &press->lock);
        }
        if (!press->waiting) {
            break;
        }
        pthread_mutex_unlock(&press->lock);
        compose(press, &press->page);
        body_page(press->body, press->stream, &press->content.out);
        pthread_mutex_lock(&press->lock);
        press->waiting = false;
        if (press->strange == 0) {
            press->strange = strange_page(press);
        }
        pthread_cond_broadcast(&press->changed);
    }
    pthread_mutex_unlock(&press->lock);
    return NULL;
}

/* ---- the caller ------------------------------------------------------------------------------ */

struct press *press_open(const struct content *content, struct body *body, bool threaded) {
    struct press *press = memory_array(1, sizeof *press);
    press->content = *content;
    press->body = body;
    pthread_mutex_init(&press->lock, NULL);
    pthread_cond_init(&press->changed, NULL);
    press->threaded = threaded && pthread_create(&press->thread, NULL, worker, press) == 0;
    return press;
}

void press_close(struct press *press) {
    if (press == NULL) {
        return;
    }
    if (press->threaded) {
        pthread_mutex_lock(&press->lock);
        press->ended = true;
        pthread_cond_broadcast(&press->changed);
        pthread_mutex_unlock(&press->lock);
        pthread_join(press->thread, NULL);
    }
    pthread_mutex_destroy(&press->lock);
    pthread_cond_destroy(&press->changed);
    buffer_free(&press->content.out);
    free(press->content.items);
    free(press->first_items);
    free(press);
}

static void wait_for_page(struct press *press) {
    while (press->waiting) {
        pthread_cond_wait(&press->changed, &press->lock);
    }
}

void press_page(struct press *press, const struct page *page, uint32_t stream) {
    if (!press->threaded) {
        press_compose(press, page);
        press_commit(press, stream);
        return;
    }
    pthread_mutex_lock(&press->lock);
    wait_for_page(press);
    press->page = *page;
    press->stream = stream;
    press->waiting = true;
    pthread_cond_broadcast(&press->changed);
    pthread_mutex_unlock(&press->lock);
}

void press_compose(struct press *press, const struct page *page) {
    compose(press, page);
    press->strange = press->strange == 0 ? strange_page(press) : press->strange;
}

void press_commit(struct press *press, uint32_t stream) {
    body_page(press->body, stream, &press->content.out);
}

void press_settle(struct press *press) {
    if (press->threaded) {
        pthread_mutex_lock(&press->lock);
        wait_for_page(press);
        pthread_mutex_unlock(&press->lock);
    }
}

size_t press_strange(struct press *press) {
    pthread_mutex_lock(&press->lock);
    size_t strange = press->strange;
    pthread_mutex_unlock(&press->lock);
    return strange;
}

const struct content *press_content(const struct press *press) {
    return &press->content;
}

size_t press_first_item(const struct press *press, size_t page) {
    return press->first_items[page];
}
