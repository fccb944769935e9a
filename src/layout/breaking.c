/* breaking.c: see breaking.h. Knuth and Plass, "Breaking paragraphs into lines" (1981).
 *
 * Nodes are the places where a line may begin; the best way to each is the least sum of demerits
 * over all earlier nodes from which a line reaches it. A line only gets wider as its end moves on,
 * so nodes that a line can no longer reach fall out of a window, and the work is linear: the
 * paragraph's pieces times the pieces of one line.
 *
 * Badness of a justified line is the cube of how far its spaces are stretched or shrunk, as in TeX;
 * but they shrink by half of what they do there, for the spaces of screen faces are narrow to begin
 * with (a fifth of an em where TeX's are a third).
 * A ragged line is bad by the square of what it leaves empty, against a tenth of the measure (or
 * three ems): that keeps the right edge even without calling for hyphens. TeX's ragged setting,
 * stretch at the line's end alone, was rejected: it takes any short line for as good as another.
 *
 * Fitness classes are left out: they cost four nodes for one, and what they avoid (a tight line
 * beside a loose one) is rare where spaces shrink that little.
 */
#include "breaking.h"

enum {
    LINE_PENALTY = 10,
    HYPHEN_PENALTY = 60,    /* in badness */
    DASH_PENALTY = 400,     /* in badness: a compound is read as one */
    ANYWHERE_PENALTY = 500, /* in badness: only where nothing else will do */
    BADNESS_MOST = 10000,
    BADNESS_OVERFULL = 1000000,
    DEMERITS_DOUBLE_HYPHEN = 10000,
    DEMERITS_LAST_HYPHEN = 5000, /* the last line but one ends with one */
    BADNESS_SHORT_LAST = 300,    /* a last line of next to nothing */
    LEAST_SHRINK = 6,            /* a space gives up a sixth of itself at most */
    SOME = 64
};

/* A place where a line may begin. */
struct node {
    uint32_t next;   /* the piece that begins it */
    int32_t from;    /* the node that begins the line before; -1: none */
    int64_t best;    /* demerits of all lines before */
    length_t before; /* width of all pieces before, spaces too */
    length_t spaces; /* of those, the spaces */
    uint8_t chance;  /* that ended the line before */
};

/* A line under consideration. */
struct candidate {
    length_t width, room, spaces;
    bool ends, first; /* ends: the paragraph; first: begins it */
};

static struct node *new_node(struct workspace *workspace, size_t index) {
    if (index >= workspace->node_capacity) {
        workspace->node_capacity = workspace->node_capacity * 2 + SOME;
        workspace->nodes =
            memory_resize(workspace->nodes, workspace->node_capacity, sizeof *workspace->nodes);
    }
    return &workspace->nodes[index];
}

static struct set_line *new_line(struct workspace *workspace) {
    if (workspace->line_count == workspace->line_capacity) {
        workspace->line_capacity = workspace->line_capacity * 2 + SOME;
        workspace->lines =
            memory_resize(workspace->lines, workspace->line_capacity, sizeof *workspace->lines);
    }
    return &workspace->lines[workspace->line_count++];
}

static int64_t least(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* 100 times the cube of part / whole. */
static int64_t cubed(length_t part, length_t whole) {
    int64_t ratio = part * 1000 / whole;
    return ratio > 10000 ? BADNESS_MOST : ratio * ratio / 1000 * ratio / 1000 / 10;
}

/* What a ragged line may leave empty and still be good. */
static length_t good_of(const struct measure *measure, length_t room) {
    return room / 10 > 3 * measure->em ? room / 10 : 3 * measure->em;
}

static int64_t badness(const struct measure *measure, const struct candidate *line) {
    length_t slack = line->room - line->width;
    if (slack < 0) {
        length_t shrink = line->spaces / LEAST_SHRINK;
        return measure->justified && shrink > 0 && -slack <= shrink ? cubed(-slack, shrink)
                                                                    : BADNESS_OVERFULL;
    }
    if (line->ends) {
        length_t enough = line->room / 6 > 4 * measure->em ? line->room / 6 : 4 * measure->em;
        return line->width >= enough || line->first
                   ? 0
                   : BADNESS_SHORT_LAST * (enough - line->width) / enough;
    }
    if (measure->justified) {
        return line->spaces == 0 ? (slack == 0 ? 0 : BADNESS_MOST)
                                 : least(BADNESS_MOST, cubed(slack, line->spaces / 2));
    }
    length_t good = good_of(measure, line->room);
    int64_t ratio = good == 0 ? 0 : slack * 1000 / good;
    return least(BADNESS_MOST, ratio * ratio / 10000);
}

/* Of a line as good as can be that ends with chance. */
static int64_t penalty_of(enum chance chance) {
    return LINE_PENALTY + (chance == CHANCE_HYPHEN     ? HYPHEN_PENALTY
                           : chance == CHANCE_DASH     ? DASH_PENALTY
                           : chance == CHANCE_ANYWHERE ? ANYWHERE_PENALTY
                                                       : 0);
}

static int64_t demerits(const struct node *from, int64_t bad, enum chance chance, bool last) {
    int64_t sum = penalty_of(chance) + bad;
    int64_t result = sum * sum;
    if (from->chance == CHANCE_HYPHEN) {
        result += chance == CHANCE_HYPHEN ? DEMERITS_DOUBLE_HYPHEN : 0;
        result += last ? DEMERITS_LAST_HYPHEN : 0;
    }
    return result;
}

/* What the break after a piece adds to its line. */
static length_t end_width(struct context *context, const struct piece *piece,
                          const struct measure *measure) {
    if (piece->chance != CHANCE_HYPHEN) {
        return piece->width - (measure->justified ? piece->hang_end : 0);
    }
    const struct stretch *stretch = &context->workspace->prose.stretches[piece->stretch];
    length_t hyphen = text_width(pieces_hyphen(context, stretch), stretch->size);
    return piece->width + (measure->hanging ? hyphen * 4 / 10 : hyphen);
}

static void collect(struct context *context, const struct measure *measure, size_t last) {
    struct workspace *workspace = context->workspace;
    size_t count = 0;
    for (int32_t i = (int32_t)last; workspace->nodes[i].from >= 0; i = workspace->nodes[i].from) {
        count++;
    }
    workspace->line_count = 0;
    for (size_t i = 0; i < count; i++) {
        new_line(workspace);
    }
    for (int32_t i = (int32_t)last; workspace->nodes[i].from >= 0; i = workspace->nodes[i].from) {
        const struct node *node = &workspace->nodes[i], *from = &workspace->nodes[node->from];
        const struct piece *first = &workspace->pieces[from->next];
        const struct piece *end = &workspace->pieces[node->next - 1];
        workspace->lines[--count] =
            (struct set_line){.first = from->next,
                              .count = node->next - from->next,
                              .width = node->before - end->space - end->width - from->before +
                                       end_width(context, end, measure) -
                                       (measure->justified ? first->hang_start : 0),
                              .hyphen = end->chance == CHANCE_HYPHEN,
                              .ends = end->chance == CHANCE_FORCED || i == (int32_t)last};
    }
}

/* The best way to a ragged line that ends at end without a hyphen and does not end the paragraph:
 * as below, but that its room and what it may leave empty are looked up once. Only the first line
 * begins at node 0. */
static size_t best_ragged(const struct node *nodes, size_t count, size_t *window, length_t end,
                          const struct measure *measure, int64_t penalty, int64_t *best) {
    const length_t goods[2] = {good_of(measure, measure->first), good_of(measure, measure->rest)};
    const int64_t least_sum = penalty * penalty; /* of a line that leaves nothing empty */
    size_t from = count - 1;
    for (size_t k = *window; k < count; k++) {
        const struct node *node = &nodes[k];
        length_t room = k == 0 ? measure->first : measure->rest;
        length_t slack = room - (end - node->before), good = goods[k == 0 ? 0 : 1];
        if (slack < 0 && k + 1 < count) {
            *window += k == *window ? 1 : 0;
            continue;
        }
        if (node->best + least_sum >= *best) {
            continue; /* no better, however good the line */
        }
        int64_t ratio = good == 0 ? 0 : slack * 1000 / good;
        int64_t sum =
            penalty + (slack < 0 ? BADNESS_OVERFULL : least(BADNESS_MOST, ratio * ratio / 10000));
        sum = node->best + sum * sum;
        if (sum < *best) {
            *best = sum;
            from = k;
        }
    }
    return from;
}

int64_t lines_break(struct context *context, const struct measure *measure) {
    struct workspace *workspace = context->workspace;
    *new_node(workspace, 0) = (struct node){.next = (uint32_t)workspace->lead, .from = -1};
    size_t nodes = 1, window = 0;
    length_t before = 0, spaces = 0;
    for (size_t i = workspace->lead; i < workspace->piece_count; i++) {
        const struct piece *piece = &workspace->pieces[i];
        bool last = i + 1 == workspace->piece_count;
        if (piece->chance == CHANCE_NONE && !last) {
            before += piece->width + piece->space;
            spaces += piece->space;
            continue;
        }
        struct candidate line = {.ends = last || piece->chance == CHANCE_FORCED};
        length_t end = before + end_width(context, piece, measure);
        int64_t best = INT64_MAX, least_demerits = penalty_of((enum chance)piece->chance);
        least_demerits *= least_demerits;
        size_t from = nodes - 1;
        bool plain = !measure->justified && !line.ends && piece->chance != CHANCE_HYPHEN;
        if (plain) {
            from = best_ragged(workspace->nodes, nodes, &window, end, measure,
                               penalty_of((enum chance)piece->chance), &best);
        }
        for (size_t k = window; k < nodes && !plain; k++) {
            const struct node *node = &workspace->nodes[k];
            line.room = k == 0 ? measure->first : measure->rest;
            line.first = k == 0;
            line.width = end - node->before -
                         (measure->justified ? workspace->pieces[node->next].hang_start : 0);
            bool wide = line.width > line.room;
            if (!wide && node->best + least_demerits >= best) {
                continue; /* no better, however good the line */
            }
            line.spaces = spaces - node->spaces;
            int64_t bad = wide && !measure->justified ? BADNESS_OVERFULL : badness(measure, &line);
            if (bad == BADNESS_OVERFULL && k + 1 < nodes) {
                /* with a hyphen it is too wide; a longer one without may yet fit */
                window += k == window && piece->chance != CHANCE_HYPHEN ? 1 : 0;
                continue;
            }
            int64_t sum = node->best + demerits(node, bad, (enum chance)piece->chance, line.ends);
            if (sum < best) {
                best = sum;
                from = k;
            }
        }
        before += piece->width + piece->space;
        spaces += piece->space;
        *new_node(workspace, nodes) = (struct node){.next = (uint32_t)i + 1,
                                                    .from = (int32_t)from,
                                                    .best = best,
                                                    .before = before,
                                                    .spaces = spaces,
                                                    .chance = piece->chance};
        nodes++;
        if (piece->chance == CHANCE_FORCED) {
            window = nodes - 1;
        }
    }
    if (nodes == 1) {
        workspace->line_count = 0;
        return 0;
    }
    collect(context, measure, nodes - 1);
    int64_t worst = 0;
    for (size_t i = 0; i < workspace->line_count; i++) {
        const struct set_line *set = &workspace->lines[i];
        struct candidate line = {.width = set->width,
                                 .room = i == 0 ? measure->first : measure->rest,
                                 .ends = set->ends};
        for (uint32_t k = 0; k + 1 < set->count; k++) {
            line.spaces += workspace->pieces[set->first + k].space;
        }
        int64_t bad = set->ends && line.width <= line.room ? 0 : badness(measure, &line);
        worst = bad > worst ? bad : worst;
    }
    return worst;
}

void lines_single(struct workspace *workspace) {
    workspace->line_count = 0;
    uint32_t first = (uint32_t)workspace->lead;
    if (workspace->piece_count == first) {
        return;
    }
    *new_line(workspace) = (struct set_line){.first = first,
                                             .count = (uint32_t)workspace->piece_count - first,
                                             .width = pieces_width(workspace),
                                             .ends = true};
}
