/* masters.c: the sheets of paper and what stands in their margins. */
#include "form.h"

#include <string.h>

enum { LEAST_TEXT = 72000 }; /* an inch of text each way: less is a mistake */

static const struct {
    const char *name;
    length_t width, height; /* portrait */
} SIZES[] = {
    {"A3", MILLIMETRES(297), MILLIMETRES(420)},
    {"A4", MILLIMETRES(210), MILLIMETRES(297)},
    {"A5", MILLIMETRES(148), MILLIMETRES(210)},
    {"Letter", POINTS(612), POINTS(792)},
};

static const char *attribute(const struct master_source *source, const char *name,
                             struct where *where) {
    return layered_attribute(source->nodes, source->node_count, name, where);
}

static void read_side(struct making *making, const struct master_source *source, const char *name,
                      length_t *out) {
    struct where where;
    const char *text = attribute(source, name, &where);
    if (text != NULL) {
        read_length(making->diagnostics, text, where, 0, 0, POINTS(2000), out);
    }
}

static void read_size(const struct master_source *source, struct master *master) {
    const char *size = attribute(source, "size", NULL);
    const char *orientation = attribute(source, "orientation", NULL);
    size_t which = 1; /* A4 */
    for (size_t i = 0; size != NULL && i < sizeof SIZES / sizeof SIZES[0]; i++) {
        which = strcmp(SIZES[i].name, size) == 0 ? i : which;
    }
    bool landscape = orientation != NULL && strcmp(orientation, "landscape") == 0;
    master->width = landscape ? SIZES[which].height : SIZES[which].width;
    master->height = landscape ? SIZES[which].width : SIZES[which].height;
}

/* The element of that name in the highest layer that has one. */
static struct xml_node *part(const struct master_source *source, const char *name) {
    for (size_t i = source->node_count; i-- > 0;) {
        struct xml_node *node = xml_child(source->nodes[i], name);
        if (node != NULL) {
            return node;
        }
    }
    return NULL;
}

static const struct inline_ *running_part(struct making *making, const struct scope *scope,
                                          struct xml_node *node, const char *name) {
    struct xml_node *child = xml_child(node, name);
    return child == NULL ? NULL : inlines_of(making, form_compile(making, child), scope);
}

static void read_running(struct making *making, const struct scope *scope, struct xml_node *node,
                         struct running *out) {
    if (node == NULL) {
        out->style = style_named(making, STYLE_NAMES("running"));
        return;
    }
    const struct form *form = form_compile(making, node);
    out->style = style_of(making, form, scope, STYLE_NAMES("running"));
    out->start = running_part(making, scope, node, "start");
    out->middle = running_part(making, scope, node, "middle");
    out->end = running_part(making, scope, node, "end");
    out->rule = form_yes(making, form, scope, "rule", false);
}

static const struct running *own_running(struct making *making, const struct scope *scope,
                                         const struct master_source *source, const char *name) {
    struct xml_node *node = part(source, name);
    if (node == NULL) {
        return NULL;
    }
    struct running *running = NEW(making->keep, struct running);
    read_running(making, scope, node, running);
    return running;
}

static void read_own(struct making *making, const struct scope *scope,
                     const struct master_source *source, struct master *master) {
    static const struct {
        const char *head, *foot, *top, *bottom;
    } NAMES[OWN_COUNT] = {
        [OWN_FIRST] = {"first-head", "first-foot", "first-top", "first-bottom"},
        [OWN_LAST] = {"last-head", "last-foot", "last-top", "last-bottom"},
        [OWN_LEFT] = {"left-head", "left-foot", NULL, NULL},
        [OWN_RIGHT] = {"right-head", "right-foot", NULL, NULL},
    };
    for (int i = 0; i < OWN_COUNT; i++) {
        struct own_page *own = &master->own[i];
        own->head = own_running(making, scope, source, NAMES[i].head);
        own->foot = own_running(making, scope, source, NAMES[i].foot);
        if (NAMES[i].top != NULL) {
            read_side(making, source, NAMES[i].top, &own->top);
            read_side(making, source, NAMES[i].bottom, &own->bottom);
        }
    }
}

static bool has_room(const struct master *master, length_t top, length_t bottom) {
    return master->width - master->inner - master->outer >= LEAST_TEXT &&
           master->height - top - bottom >= LEAST_TEXT;
}

static void check_room(struct making *making, const struct master_source *source,
                       const struct master *master) {
    bool room = has_room(master, master->top, master->bottom);
    for (int i = 0; i < OWN_COUNT; i++) {
        const struct own_page *own = &master->own[i];
        room = room && has_room(master, own->top > 0 ? own->top : master->top,
                                own->bottom > 0 ? own->bottom : master->bottom);
    }
    if (!room) {
        REPORT(making->diagnostics, source->where, MESSAGE_MASTER_MARGINS, source->name);
    }
}

static const struct master *make(struct making *making, const struct scope *scope,
                                 const struct master_source *source) {
    struct master *master = NEW(making->keep, struct master);
    *master = (struct master){.name = source->name,
                              .top = MILLIMETRES(25),
                              .bottom = MILLIMETRES(25),
                              .inner = MILLIMETRES(25),
                              .outer = MILLIMETRES(25)};
    read_size(source, master);
    read_side(making, source, "top", &master->top);
    read_side(making, source, "bottom", &master->bottom);
    read_side(making, source, "inner", &master->inner);
    read_side(making, source, "outer", &master->outer);
    read_running(making, scope, part(source, "head"), &master->head);
    read_running(making, scope, part(source, "foot"), &master->foot);
    read_own(making, scope, source, master);
    check_room(making, source, master);
    return master;
}

/* A4 upright, where a template has no pages of its own. */
static const struct master *plain_master(struct making *making) {
    struct master *master = NEW(making->keep, struct master);
    const struct style *style = style_named(making, STYLE_NAMES("running"));
    *master = (struct master){.name = "portrait",
                              .width = MILLIMETRES(210),
                              .height = MILLIMETRES(297),
                              .top = MILLIMETRES(25),
                              .bottom = MILLIMETRES(25),
                              .inner = MILLIMETRES(25),
                              .outer = MILLIMETRES(25),
                              .head = {.style = style},
                              .foot = {.style = style}};
    return master;
}

void masters_make(struct making *making, const struct scope *scope) {
    size_t count = 0;
    while (sheet_master(making->sheet, count) != NULL) {
        count++;
    }
    const struct master **masters = NEWS(making->keep, count + 1, const struct master *);
    for (size_t i = 0; i < count; i++) {
        masters[i] = make(making, scope, sheet_master(making->sheet, i));
    }
    if (count == 0) {
        masters[count++] = plain_master(making);
    }
    making->paper->masters = masters;
    making->paper->master_count = count;
}

const struct master *masters_find(const struct making *making, const char *name) {
    for (size_t i = 0; i < making->paper->master_count; i++) {
        if (strcmp(making->paper->masters[i]->name, name) == 0) {
            return making->paper->masters[i];
        }
    }
    return NULL;
}
