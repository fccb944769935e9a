/* marked.c: see marked.h. */
#include "marked.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

#include "body.h"
#include "syntax.h"

void marked_free(struct marked *marked) {
    free(marked->pages);
    free(marked->runs);
    free(marked->items);
    free(marked->settled);
    *marked = (struct marked){0};
}

/* Room for one more of what array holds. */
static void *grown(void *array, size_t count, size_t *capacity, size_t size) {
    if (array != NULL && count < *capacity) {
        return array;
    }
    *capacity = *capacity == 0 ? 64 : *capacity * 2;
    return memory_resize(array, *capacity, size);
}

/* ---- elements ------------------------------------------------------------------------------- */

void marked_elements(struct marked *marked, struct element_run run) {
    struct element_run *last = marked->run_count == 0 ? NULL : &marked->runs[marked->run_count - 1];
    if (run.count == 0) {
        return;
    }
    if (last != NULL && last->number + last->count == run.number) {
        last->count += run.count;
        return;
    }
    marked->runs =
        grown(marked->runs, marked->run_count, &marked->run_capacity, sizeof *marked->runs);
    marked->runs[marked->run_count++] = run;
}

static bool is_in(const struct element_run *run, int32_t tag) {
    return tag >= run->tag && (uint32_t)(tag - run->tag) < run->count;
}

uint32_t marked_number(struct marked *marked, int32_t tag) {
    if (marked->run_count == 0) {
        return 0;
    }
    if (!is_in(&marked->runs[marked->run], tag)) {
        size_t low = 0, high = marked->run_count; /* the last run that begins at or before tag */
        while (high - low > 1) {
            size_t middle = low + (high - low) / 2;
            if (marked->runs[middle].tag <= tag) {
                low = middle;
            } else {
                high = middle;
            }
        }
        marked->run = low;
    }
    const struct element_run *run = &marked->runs[marked->run];
    return is_in(run, tag) ? run->number + (uint32_t)(tag - run->tag) : 0;
}

/* ---- pages ---------------------------------------------------------------------------------- */

void marked_items(struct marked *marked, const int32_t *tags, size_t count) {
    for (size_t i = 0; i < count; i++) {
        marked->items =
            grown(marked->items, marked->item_count, &marked->item_capacity, sizeof *marked->items);
        marked->items[marked->item_count++] =
            (struct item){tags[i], (uint32_t)marked->page_count, (uint32_t)i};
    }
}

void marked_add_page(struct marked *marked, struct marked_page page) {
    marked->pages =
        grown(marked->pages, marked->page_count, &marked->page_capacity, sizeof *marked->pages);
    marked->pages[marked->page_count++] = page;
}

/* With spaces between them, as the rows' own /K have: the two then deflate into one. */
void marked_write_parents(struct marked *marked, struct body *body) {
    size_t item = marked->fresh;
    for (; marked->parented < marked->page_count; marked->parented++) {
        struct buffer *out = body_object(body, marked->pages[marked->parented].parents);
        size_t end = item;
        while (end < marked->item_count && marked->items[end].page == marked->parented) {
            end++;
        }
        char *start = buffer_room(out, 8 + (end - item) * 16);
        char *at = start;
        for (*at++ = '['; item < end; item++) {
            at = put_whole(at, marked_number(marked, marked->items[item].tag));
            memcpy(at, " 0 R ", 5);
            at += 5;
        }
        at -= at[-1] == ' ' ? 1 : 0;
        *at++ = ']';
        *at = '\0';
        out->length += (size_t)(at - start);
        body_object_end(body);
    }
    marked->fresh = item;
}

void marked_settle(struct marked *marked, struct item item) {
    marked->settled = grown(marked->settled, marked->settled_count, &marked->settled_capacity,
                            sizeof *marked->settled);
    marked->settled[marked->settled_count++] = item;
}

/* ---- the end -------------------------------------------------------------------------------- */

static int by_tag(const void *a, const void *b) {
    const struct item *left = a, *right = b;
    if (left->tag != right->tag) {
        return left->tag < right->tag ? -1 : 1;
    }
    if (left->page != right->page) {
        return left->page < right->page ? -1 : 1;
    }
    return left->identifier < right->identifier ? -1 : left->identifier > right->identifier;
}

/* Those of one tag stand in their order already: so counting sorts them by tag, where tags are not
 * far more than items. False where they are. */
static bool sorted_by_counting(struct marked *marked) {
    enum { SPARSE = 16 };
    size_t count = marked->settled_count;
    int32_t most = 0;
    for (size_t i = 0; i < count; i++) {
        if (marked->settled[i].tag < 0) {
            return false;
        }
        most = marked->settled[i].tag > most ? marked->settled[i].tag : most;
    }
    if ((size_t)most / SPARSE > count) {
        return false;
    }
    uint32_t *next = memory_array((size_t)most + 2, sizeof *next);
    struct item *items = memory_array(count + 1, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        next[marked->settled[i].tag + 1]++;
    }
    for (int32_t tag = 0; tag < most; tag++) {
        next[tag + 1] += next[tag];
    }
    for (size_t i = 0; i < count; i++) {
        items[next[marked->settled[i].tag]++] = marked->settled[i];
    }
    free(next);
    free(marked->settled);
    marked->settled = items;
    marked->settled_capacity = count + 1;
    return true;
}

void marked_sort(struct marked *marked) {
    size_t count = marked->settled_count + marked->item_count;
    marked->settled = memory_resize(marked->settled, count + 1, sizeof *marked->settled);
    if (marked->item_count > 0) {
        memcpy(marked->settled + marked->settled_count, marked->items,
               marked->item_count * sizeof *marked->items);
    }
    marked->settled_count = count;
    free(marked->items);
    marked->items = NULL;
    marked->item_count = marked->item_capacity = marked->fresh = 0;
    bool sorted = true; /* mostly it is: pages are filled in the order of reading */
    for (size_t i = 1; i < count && sorted; i++) {
        sorted = by_tag(&marked->settled[i - 1], &marked->settled[i]) < 0;
    }
    if (!sorted && !sorted_by_counting(marked)) {
        qsort(marked->settled, count, sizeof *marked->settled, by_tag);
    }
}

size_t marked_find(const struct marked *marked, int32_t tag) {
    size_t low = 0, high = marked->settled_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (marked->settled[middle].tag < tag) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* ---- writing -------------------------------------------------------------------------------- */

void put_reference(struct buffer *out, uint32_t number) {
    char *start = buffer_room(out, 32);
    char *at = put_words(put_whole(start, number), " 0 R");
    *at = '\0';
    out->length += (size_t)(at - start);
}

void put_items(struct buffer *out, const struct marked *marked, const struct item *items,
               size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (items[i].page == items[0].page) {
            buffer_text(out, i == 0 ? "" : " ");
            buffer_integer(out, items[i].identifier);
        } else {
            buffer_text(out, "<</Type/MCR/Pg ");
            put_reference(out, marked->pages[items[i].page].number);
            buffer_text(out, "/MCID ");
            buffer_integer(out, items[i].identifier);
            buffer_text(out, ">>");
        }
    }
}
