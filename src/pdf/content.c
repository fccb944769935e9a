/* content.c: see content.h.
 *
 * Most of a document's bytes are written here and most of the time is spent deflating them, so the
 * writer says nothing twice: state that is in force is not set again, text moves relative to the
 * line before, words of one line share one array of glyphs, numbers are rounded to hundredths of a
 * point and written without printf. What only decorates a page is gathered before its text, fills
 * before rules: it lies beneath anyway, and text object and artifact would else alternate.
 *
 * libharu's own drawing calls were rejected: they repeat state, know no glyph ids, and cost several
 * times as much.
 */
#include "content.h"

#include <stdlib.h>

#include <boardpaper/arena.h>
#include <boardpaper/image.h>

#include "syntax.h"
#include "writer.h"

/* ---- shapes --------------------------------------------------------------------------------- */

static void set_stroke(struct writer *writer, struct colour colour, length_t thickness,
                       length_t dash) {
    set_colour(writer, colour, true);
    if (writer->thickness != thickness) {
        int64_t width[1] = {hundredths(thickness)};
        writer->thickness = thickness;
        put_operation(writer->out, width, 1, "w");
    }
    if (writer->dash != dash) {
        writer->dash = dash;
        buffer_byte(writer->out, '[');
        if (dash > 0) {
            string_length(writer->out, dash);
        }
        buffer_text(writer->out, "]0 d\n");
    }
}

static void put_rectangle(struct writer *writer, const struct mark *mark) {
    /* Edges are rounded, not sizes, so that neighbours meet without a gap. */
    int64_t left = hundredths(mark->x), right = hundredths(mark->x + mark->rectangle.width);
    int64_t top = hundredths(writer->height - mark->y);
    int64_t bottom = hundredths(writer->height - mark->y - mark->rectangle.height);
    int64_t box[4] = {left, bottom, right - left, top - bottom};
    put_operation(writer->out, box, 4, "re");
}

static void put_line(struct writer *writer, const struct mark *mark) {
    int64_t from[2] = {hundredths(mark->x), hundredths(writer->height - mark->y)};
    int64_t to[2] = {hundredths(mark->line.x2), hundredths(writer->height - mark->line.y2)};
    put_operation(writer->out, from, 2, "m");
    put_operation(writer->out, to, 2, "l");
}

static void put_path(struct writer *writer, const struct mark *mark) {
    const struct shape *shape = mark->path.shape;
    if (shape->kind != SHAPE_PATH || (!shape->filled && !shape->stroked)) {
        return;
    }
    if (shape->filled) {
        set_colour(writer, shape->fill, false);
    }
    if (shape->stroked) {
        set_stroke(writer, shape->stroke, shape->stroke_width, shape->dash);
    }
    for (size_t i = 0; i < shape->step_count; i++) {
        const struct path_step *step = &shape->steps[i];
        int64_t to[6] = {
            hundredths(mark->x + step->x1), hundredths(writer->height - mark->y - step->y1),
            hundredths(mark->x + step->x2), hundredths(writer->height - mark->y - step->y2),
            hundredths(mark->x + step->x),  hundredths(writer->height - mark->y - step->y)};
        switch (step->verb) {
        case PATH_MOVE:
            put_operation(writer->out, to + 4, 2, "m");
            break;
        case PATH_LINE:
            put_operation(writer->out, to + 4, 2, "l");
            break;
        case PATH_CURVE:
            put_operation(writer->out, to, 6, "c");
            break;
        case PATH_CLOSE:
            buffer_text(writer->out, "h\n");
            break;
        }
    }
    const char *fill = shape->even_odd ? "f*\n" : "f\n";
    const char *both = shape->even_odd ? "B*\n" : "B\n";
    buffer_text(writer->out, shape->filled && shape->stroked ? both : shape->filled ? fill : "S\n");
}

static void put_image(struct writer *writer, const struct mark *mark) {
    size_t index = writer->content->image(writer->content->context, mark->image.image);
    int64_t matrix[6] = {hundredths(mark->image.width),
                         0,
                         0,
                         hundredths(mark->image.height),
                         hundredths(mark->x),
                         hundredths(writer->height - mark->y - mark->image.height)};
    buffer_text(writer->out, "q\n");
    put_operation(writer->out, matrix, 6, "cm");
    buffer_print(writer->out, "/I%zu Do\nQ\n", index);
}

/* ---- the page ------------------------------------------------------------------------------- */

/* Fills and rules that mean nothing: they lie beneath the text. */
static bool is_ground(const struct mark *mark) {
    return mark->tag < 0 && (mark->kind == MARK_RECTANGLE || mark->kind == MARK_LINE);
}

bool content_multiplies(const struct mark *mark) {
    return mark->kind == MARK_GLYPHS && mark->tag == TAG_ARTIFACT_WATERMARK;
}

/* What the ground after it may not be drawn before: it might have lain above. */
static bool is_barrier(const struct mark *mark) {
    return mark->kind == MARK_PATH || mark->kind == MARK_IMAGE ||
           (mark->kind == MARK_RECTANGLE && mark->tag >= 0) || (content_multiplies(mark));
}

/* Draws marks[*i], a fill or a rule, and those after it that go into the same path: same kind, tag
 * and state. ground: only ground of that kind counts, other marks between are passed over. */
static void put_same(struct writer *writer, const struct mark *marks, size_t *i, size_t end,
                     bool ground) {
    const struct mark *first = &marks[*i];
    end_text(writer);
    begin_marked(writer, first->tag, NULL, 0);
    bool line = first->kind == MARK_LINE;
    if (line) {
        set_stroke(writer, first->colour, first->line.thickness, first->line.dash);
    } else {
        set_colour(writer, first->colour, false);
    }
    for (; *i < end; ++*i) {
        const struct mark *mark = &marks[*i];
        if (ground && (!is_ground(mark) || mark->kind != first->kind)) {
            continue;
        }
        if (mark->kind != first->kind || mark->tag != first->tag ||
            colour_key(mark->colour) != colour_key(first->colour) ||
            (line && (mark->line.thickness != first->line.thickness ||
                      mark->line.dash != first->line.dash))) {
            break;
        }
        if (line) {
            put_line(writer, mark);
        } else {
            put_rectangle(writer, mark);
        }
    }
    buffer_text(writer->out, line ? "S\n" : "f\n");
}

/* ---- fills, gathered by colour -------------------------------------------------------------- */

/* Fills of one colour make a layer, so that each colour is set once and not with every cell of a
 * table. A fill may join a layer below others only where it overlaps nothing in those. */
enum { LAYERS_MOST = 32, NO_FILL = -1 };

struct fill {
    const struct mark *mark;
    length_t floor;       /* the greatest y that this fill or one before it in its layer reaches */
    int32_t before, next; /* in its layer */
};

struct layer {
    int32_t first, last;
};

static bool overlap(const struct mark *a, const struct mark *b) {
    return a->x < b->x + b->rectangle.width && b->x < a->x + a->rectangle.width &&
           a->y < b->y + b->rectangle.height && b->y < a->y + a->rectangle.height;
}

/* Whether mark overlaps no fill of the layer. Looks back from the newest only as far as any can
 * reach it: a page is filled downwards. */
static bool is_clear(const struct fill *fills, const struct layer *layer, const struct mark *mark) {
    for (int32_t i = layer->last; i != NO_FILL && fills[i].floor > mark->y; i = fills[i].before) {
        if (overlap(fills[i].mark, mark)) {
            return false;
        }
    }
    return true;
}

/* The layer that mark joins; count where it needs one of its own. */
static int layer_of(const struct fill *fills, const struct layer *layers, int count,
                    const struct mark *mark) {
    for (int i = count - 1; i >= 0; i--) {
        const struct mark *other = fills[layers[i].first].mark;
        if (other->tag == mark->tag && colour_key(other->colour) == colour_key(mark->colour)) {
            return i;
        }
        if (!is_clear(fills, &layers[i], mark)) {
            break;
        }
    }
    return count;
}

static void put_layers(struct writer *writer, const struct fill *fills, const struct layer *layers,
                       int count) {
    for (int i = 0; i < count; i++) {
        const struct mark *first = fills[layers[i].first].mark;
        end_text(writer);
        begin_marked(writer, first->tag, NULL, 0);
        set_colour(writer, first->colour, false);
        for (int32_t j = layers[i].first; j != NO_FILL; j = fills[j].next) {
            put_rectangle(writer, fills[j].mark);
        }
        buffer_text(writer->out, "f\n");
    }
}

/* The ground's fills of marks[start] to end. */
static void put_fills(struct writer *writer, const struct mark *marks, size_t start, size_t end) {
    struct layer layers[LAYERS_MOST];
    int count = 0;
    int32_t used = 0;
    struct fill *fills = NULL;
    for (size_t i = start; i < end; i++) {
        const struct mark *mark = &marks[i];
        if (!is_ground(mark) || mark->kind != MARK_RECTANGLE) {
            continue;
        }
        if (fills == NULL) {
            fills = memory_array(end - i, sizeof *fills);
        }
        if (count == LAYERS_MOST) {
            put_layers(writer, fills, layers, count);
            count = 0;
        }
        length_t floor = mark->y + mark->rectangle.height;
        int at = layer_of(fills, layers, count, mark);
        struct fill *fill = &fills[used];
        *fill = (struct fill){.mark = mark, .floor = floor, .before = NO_FILL, .next = NO_FILL};
        if (at == count) {
            layers[count++] = (struct layer){used, used};
        } else {
            struct fill *last = &fills[layers[at].last];
            fill->before = layers[at].last;
            fill->floor = last->floor > floor ? last->floor : floor;
            last->next = used;
            layers[at].last = used;
        }
        used++;
    }
    put_layers(writer, fills, layers, count);
    free(fills);
}

static void put_watermark(struct writer *writer, const struct mark *mark) {
    end_text(writer);
    buffer_text(writer->out, "/Multiply gs\n");
    put_glyphs(writer, mark);
    end_text(writer);
    buffer_text(writer->out, "/Normal gs\n");
}

/* Draws marks[*i] and moves past what was drawn. */
static void put_mark(struct writer *writer, const struct mark *marks, size_t *i, size_t end) {
    const struct mark *mark = &marks[*i];
    switch (mark->kind) {
    case MARK_GLYPHS:
        if (content_multiplies(mark)) {
            put_watermark(writer, mark);
        } else {
            put_glyphs(writer, mark);
        }
        break;
    case MARK_RECTANGLE:
    case MARK_LINE:
        put_same(writer, marks, i, end, false);
        return;
    case MARK_PATH:
        end_text(writer);
        begin_marked(writer, mark->tag, NULL, 0);
        put_path(writer, mark);
        break;
    case MARK_IMAGE:
        end_text(writer);
        begin_marked(writer, mark->tag, NULL, 0);
        put_image(writer, mark);
        break;
    case MARK_LINK:
        break;
    }
    ++*i;
}

void content_page(struct content *content, const struct page *page) {
    struct writer writer = {.content = content,
                            .out = &content->out,
                            .height = page->height,
                            .fill = COLOUR_UNSET,
                            .stroke = COLOUR_UNSET,
                            .thickness = -1};
    const struct mark *marks = page->marks;
    size_t start = 0;
    while (start < page->count) {
        if (is_barrier(&marks[start])) {
            put_mark(&writer, marks, &start, page->count);
            continue;
        }
        size_t end = start;
        while (end < page->count && !is_barrier(&marks[end])) {
            end++;
        }
        put_fills(&writer, marks, start, end);
        for (size_t i = start; i < end;) {
            if (is_ground(&marks[i]) && marks[i].kind == MARK_LINE) {
                put_same(&writer, marks, &i, end, true);
            } else {
                i++;
            }
        }
        while (start < end) {
            if (is_ground(&marks[start])) {
                start++;
            } else {
                put_mark(&writer, marks, &start, end);
            }
        }
    }
    end_text(&writer);
    end_marked(&writer);
}
