/* table_columns.c: how columns share a table's width.
 *
 * Between its least width (the longest unbreakable piece) and its greatest (all on one line) a
 * column gets min(greatest, max(least, level * sqrt(greatest))), where the level is what fills the
 * table exactly: as water rises in vessels of different breadth. The square root comes from what
 * paper costs: a cell of content g in width w takes g/w lines, and the sum of g/w over columns of
 * a given total width is least where w goes with the square root of g (Lagrange). So a column of
 * figures keeps its one line next to a column of prose, and two columns of prose come out nearly as
 * their content asks.
 *
 * Rejected: CSS 2.1's interpolation between least and greatest, which takes from short columns as
 * much as from long ones and wraps "24 June" beside a paragraph; and equal shares of what is left
 * over, which make a long column as narrow as a middling one.
 *
 * Fixed widths are taken as they are, where every word fits. Share columns divide what fixed and
 * auto columns leave. All arithmetic is in whole thousandths of a point, and sums are exact.
 */
#include "table_columns.h"

#include <stdint.h>
#include <stdlib.h>

#include <boardpaper/arena.h>

enum { LEVEL_BITS = 12 };
/* Lengths beyond two million points mean nothing on paper; the bound keeps products in 64 bits. */
static const length_t LENGTH_MOST = (length_t)1 << 31;

static length_t bounded(length_t value) {
    return value < 0 ? 0 : value > LENGTH_MOST ? LENGTH_MOST : value;
}

static length_t larger(length_t a, length_t b) {
    return a > b ? a : b;
}

static length_t smaller(length_t a, length_t b) {
    return a < b ? a : b;
}

/* The integer part of the square root (Newton's iteration from above). */
static length_t square_root(length_t value) {
    if (value < 2) {
        return value < 0 ? 0 : value;
    }
    length_t root = value / 2 + 1;
    for (length_t next = (root + value / root) / 2; next < root; next = (root + value / root) / 2) {
        root = next;
    }
    return root;
}

void columns_share(length_t total, const length_t *weights, int count, length_t *out) {
    length_t sum = 0;
    for (int i = 0; i < count; i++) {
        sum += bounded(weights[i]);
    }
    bool even = sum == 0;
    int coarse = 0; /* weights lose bits where total * sum would not fit */
    while (sum >> coarse > LENGTH_MOST) {
        coarse++;
    }
    sum = 0;
    for (int i = 0; i < count; i++) {
        sum += even ? 1 : bounded(weights[i]) >> coarse;
    }
    /* Each part is the difference of two rounded running sums, so the parts lose nothing. */
    length_t run = 0, given = 0;
    for (int i = 0; i < count; i++) {
        run += even ? 1 : bounded(weights[i]) >> coarse;
        length_t upto = total / sum * run + total % sum * run / sum;
        out[i] += upto - given;
        given = upto;
    }
}

/* A column as the filling sees it. */
struct vessel {
    length_t floor, ceiling, weight;
};

static length_t vessel_at(const struct vessel *vessel, length_t level) {
    length_t width = (level * vessel->weight) >> LEVEL_BITS;
    return larger(vessel->floor, smaller(width, vessel->ceiling));
}

static length_t vessels_at(const struct vessel *vessels, int count, length_t level) {
    length_t sum = 0;
    for (int i = 0; i < count; i++) {
        sum += vessel_at(&vessels[i], level);
    }
    return sum;
}

/* Fills to total, which must not be below the sum of the floors; all at their ceilings where total
 * is above the sum of those. */
static void fill(const struct vessel *vessels, int count, length_t total, length_t *out) {
    length_t high = 0;
    for (int i = 0; i < count; i++) {
        high = larger(high, (vessels[i].ceiling << LEVEL_BITS) / vessels[i].weight + 1);
    }
    length_t low = 0; /* the highest level known to fit */
    if (vessels_at(vessels, count, high) <= total) {
        low = high;
    }
    while (high - low > 1) {
        length_t middle = low + (high - low) / 2;
        if (vessels_at(vessels, count, middle) <= total) {
            low = middle;
        } else {
            high = middle;
        }
    }
    length_t rest = total;
    for (int i = 0; i < count; i++) {
        out[i] = vessel_at(&vessels[i], low);
        rest -= out[i];
    }
    /* What the next level would give is more than the rest: hand it out from the left. */
    for (int i = 0; i < count && rest > 0 && high > low; i++) {
        length_t more = smaller(rest, vessel_at(&vessels[i], high) - out[i]);
        out[i] += more;
        rest -= more;
    }
}

/* A fixed width gives way to a word: it is better wider than broken. */
static length_t needed(const struct column_extent *column) {
    length_t fixed = column->kind == COLUMN_FIXED ? column->fixed : 0;
    return bounded(larger(fixed, column->least));
}

static length_t wanted(const struct column_extent *column) {
    return column->kind == COLUMN_FIXED ? needed(column)
                                        : bounded(larger(column->least, column->greatest));
}

length_t columns_least(const struct column_extent *columns, int count) {
    length_t sum = 0;
    for (int i = 0; i < count; i++) {
        sum += needed(&columns[i]);
    }
    return sum;
}

/* The leasts do not fit. Narrow columns keep theirs; the others are cut to the same measure. */
static void solve_forced(const struct column_extent *columns, int count, length_t width,
                         length_t *out) {
    struct vessel *vessels = memory_array((size_t)count, sizeof *vessels);
    for (int i = 0; i < count; i++) {
        length_t ceiling = needed(&columns[i]);
        vessels[i].ceiling = ceiling;
        vessels[i].floor = smaller(ceiling, width / count);
        vessels[i].weight = larger(1, square_root(ceiling));
    }
    fill(vessels, count, width, out);
    free(vessels);
}

static int share_of(const struct column_extent *column) {
    return column->share < 1 ? 1 : column->share > 10000 ? 10000 : column->share;
}

/* Auto columns and, as one vessel behind them, all share columns together: what the auto columns
 * get of rest. Then the share columns divide what remains by their shares, none below its least. */
static void solve_shares(const struct column_extent *columns, int count, length_t rest,
                         length_t *out) {
    struct vessel *vessels = memory_array((size_t)count + 1, sizeof *vessels);
    length_t *widths = memory_array((size_t)count + 1, sizeof *widths);
    int autos = 0;
    struct vessel together = {0};
    length_t shares = 0, one = 0; /* one: the width of one share that suits them all */
    for (int i = 0; i < count; i++) {
        const struct column_extent *column = &columns[i];
        if (column->kind == COLUMN_AUTO) {
            vessels[autos++] = (struct vessel){needed(column), wanted(column),
                                               larger(1, square_root(wanted(column)))};
        } else if (column->kind == COLUMN_SHARE) {
            shares += share_of(column);
            one = larger(one, (wanted(column) + share_of(column) - 1) / share_of(column));
            together.floor += needed(column);
            together.weight += larger(1, square_root(wanted(column)));
        }
    }
    together.weight = smaller(together.weight, 1 << 16);
    together.ceiling = bounded(larger(together.floor, one * shares));
    vessels[autos] = together;
    fill(vessels, autos + 1, rest, widths);
    autos = 0;
    for (int i = 0; i < count; i++) {
        if (columns[i].kind == COLUMN_AUTO) {
            out[i] = widths[autos++];
            rest -= out[i];
        }
    }
    int members = 0;
    for (int i = 0; i < count; i++) {
        if (columns[i].kind == COLUMN_SHARE) {
            length_t floor = needed(&columns[i]);
            vessels[members++] = (struct vessel){floor, larger(floor, rest), share_of(&columns[i])};
        }
    }
    fill(vessels, members, rest, widths);
    members = 0;
    for (int i = 0; i < count; i++) {
        if (columns[i].kind == COLUMN_SHARE) {
            out[i] = widths[members++];
        }
    }
    free(widths);
    free(vessels);
}

/* Room that no column needs: columns of figures take an equal part each, until they are loose; the
 * rest goes to columns of words, in proportion to their content; to all auto columns where there
 * are none of words. */
static void stretch(const struct column_extent *columns, int count, length_t extra, length_t *out) {
    bool any_text = false, any_auto = false;
    for (int i = 0; i < count; i++) {
        any_auto |= columns[i].kind == COLUMN_AUTO;
        any_text |= columns[i].kind == COLUMN_AUTO && columns[i].text;
    }
    if (!any_auto) {
        return;
    }
    length_t part = extra / count;
    for (int i = 0; i < count && any_text; i++) {
        if (columns[i].kind == COLUMN_AUTO && !columns[i].text) {
            length_t more = smaller(part, bounded(columns[i].loose));
            out[i] += more;
            extra -= more;
        }
    }
    length_t *weights = memory_array((size_t)count, sizeof *weights);
    for (int i = 0; i < count; i++) {
        if (columns[i].kind == COLUMN_AUTO && (columns[i].text || !any_text)) {
            weights[i] = larger(1, wanted(&columns[i]));
        }
    }
    columns_share(extra, weights, count, out);
    free(weights);
}

enum columns_outcome columns_solve(const struct column_extent *columns, int count, length_t width,
                                   bool full, length_t *out) {
    width = bounded(width);
    if (count <= 0) {
        return COLUMNS_FIT;
    }
    if (columns_least(columns, count) > width) {
        solve_forced(columns, count, width, out);
        return COLUMNS_FORCED;
    }
    length_t rest = width, wish = 0;
    bool shared = false;
    for (int i = 0; i < count; i++) {
        wish += wanted(&columns[i]);
        shared |= columns[i].kind == COLUMN_SHARE;
        if (columns[i].kind == COLUMN_FIXED) {
            out[i] = needed(&columns[i]);
            rest -= out[i];
        }
    }
    if (shared) {
        solve_shares(columns, count, rest, out);
        return COLUMNS_FIT;
    }
    struct vessel *vessels = memory_array((size_t)count, sizeof *vessels);
    for (int i = 0; i < count; i++) {
        vessels[i] = (struct vessel){needed(&columns[i]), wanted(&columns[i]),
                                     larger(1, square_root(wanted(&columns[i])))};
    }
    fill(vessels, count, width, out);
    free(vessels);
    if (full && wish < width) {
        stretch(columns, count, width - wish, out);
    }
    return COLUMNS_FIT;
}

/* A span in its place in the order: by count, then as given. */
struct ordered {
    const struct span_extent *span;
    size_t index;
};

static int by_count(const void *a, const void *b) {
    const struct ordered *left = a, *right = b;
    if (left->span->count != right->span->count) {
        return left->span->count < right->span->count ? -1 : 1;
    }
    return left->index < right->index ? -1 : left->index > right->index;
}

/* Fills the columns under a span to total, the lowest first, so that they come out alike; fixed
 * ones stay. From floor (their least or greatest) to ceiling. */
static void level(struct column_extent *columns, const struct span_extent *span, length_t total,
                  bool least, bool bounded_by_greatest, struct vessel *vessels, length_t *widths) {
    int members = 0;
    for (int i = 0; i < span->count; i++) {
        const struct column_extent *column = &columns[span->first + i];
        if (column->kind == COLUMN_FIXED) {
            total -= needed(column);
            continue;
        }
        length_t floor = least ? needed(column) : wanted(column);
        length_t ceiling = bounded_by_greatest ? wanted(column) : LENGTH_MOST;
        vessels[members++] = (struct vessel){floor, larger(floor, ceiling), 1};
    }
    fill(vessels, members, total, widths);
    members = 0;
    for (int i = 0; i < span->count; i++) {
        struct column_extent *column = &columns[span->first + i];
        if (column->kind == COLUMN_FIXED) {
            continue;
        }
        if (least) {
            column->least = widths[members];
        }
        column->greatest = larger(wanted(column), widths[members]);
        members++;
    }
}

void columns_spread(struct column_extent *columns, int count, const struct span_extent *spans,
                    size_t span_count) {
    if (span_count == 0 || count <= 0) {
        return;
    }
    struct ordered *order = memory_array(span_count, sizeof *order);
    struct vessel *vessels = memory_array((size_t)count, sizeof *vessels);
    length_t *widths = memory_array((size_t)count, sizeof *widths);
    for (size_t i = 0; i < span_count; i++) {
        order[i] = (struct ordered){&spans[i], i};
    }
    qsort(order, span_count, sizeof *order, by_count);
    for (size_t i = 0; i < span_count; i++) {
        const struct span_extent *span = order[i].span;
        length_t least = 0, greatest = 0;
        for (int k = 0; k < span->count; k++) {
            least += needed(&columns[span->first + k]);
            greatest += wanted(&columns[span->first + k]);
        }
        length_t need = bounded(span->least), wish = larger(need, bounded(span->greatest));
        if (wish > greatest) {
            level(columns, span, wish, false, false, vessels, widths);
        }
        if (need > least) {
            level(columns, span, need, true, true, vessels, widths);
        }
    }
    free(widths);
    free(vessels);
    free(order);
}
