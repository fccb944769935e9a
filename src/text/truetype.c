/* truetype.c: see truetype.h.
 *
 * Glyph ids stay, so no table that refers to glyphs has to be rewritten: glyphs that are not wanted
 * are empty, and so a subset is made by copying some hundred short stretches. HarfBuzz makes the
 * same one, byte for byte (test_truetype.c), but plans it first, for which it reads the whole
 * character map: twenty times the work, when all else of a small paper is written already. It
 * remains for fonts whose outlines are of another kind.
 *
 * Every number in the font is taken for a guess: what would reach past the end of its table ends
 * the attempt.
 */
#include "truetype.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

/* In the order of their tags, as the directory wants them. */
enum table_name { GLYF, HEAD, HHEA, HMTX, LOCA, MAXP, POST, TABLES };
static const char tags[TABLES][5] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp", "post"};

enum {
    HEAD_BYTES = 54,
    HEAD_ADJUSTMENT = 8,
    HEAD_LOCA_FORMAT = 50,
    HHEA_BYTES = 36,
    HHEA_METRICS = 34,
    MAXP_BYTES = 32,
    MAXP_GLYPHS = 4,
    MAXP_ZONES = 14,
    MAXP_ELEMENTS = 28,
    POST_BYTES = 32,
    GLYPH_HEADER = 10,
    DIRECTORY_HEADER = 12,
    DIRECTORY_ENTRY = 16
};
/* Where a loca of half offsets ends; and what the whole file sums up to. */
enum { SHORT_LOCA_END = 0x1FFFF };
#define FILE_SUM 0xB1B0AFBAU

struct table {
    const uint8_t *bytes;
    size_t length;
};

struct cut {
    struct table source[TABLES];
    struct buffer made[TABLES];
    uint8_t *wanted;   /* one a glyph id */
    uint16_t *waiting; /* wanted glyphs that were not yet looked at */
    size_t waiting_count;
    uint32_t count; /* glyph ids in the font */
    uint32_t end;   /* ids from here on are not in the subset */
};

static uint32_t get16(const uint8_t *at) {
    uint16_t value = 0;
    memcpy(&value, at, sizeof value);
    return be16toh(value);
}

static uint32_t get32(const uint8_t *at) {
    uint32_t value = 0;
    memcpy(&value, at, sizeof value);
    return be32toh(value);
}

static uint8_t *put16(uint8_t *at, uint32_t value) {
    uint16_t bytes = htobe16((uint16_t)value);
    memcpy(at, &bytes, sizeof bytes);
    return at + sizeof bytes;
}

static uint8_t *put32(uint8_t *at, uint32_t value) {
    uint32_t bytes = htobe32(value);
    memcpy(at, &bytes, sizeof bytes);
    return at + sizeof bytes;
}

/* ---- the font's tables ----------------------------------------------------------------------- */

/* Tables that reach past the end are none. */
static void find_tables(struct cut *cut, const uint8_t *font, size_t length) {
    size_t count = length < DIRECTORY_HEADER ? 0 : get16(font + 4);
    for (size_t i = 0; i < count && DIRECTORY_HEADER + (i + 1) * DIRECTORY_ENTRY <= length; i++) {
        const uint8_t *entry = font + DIRECTORY_HEADER + i * DIRECTORY_ENTRY;
        size_t start = get32(entry + 8), size = get32(entry + 12);
        for (int table = 0; table < TABLES; table++) {
            if (memcmp(entry, tags[table], 4) == 0 && start <= length && size <= length - start) {
                cut->source[table] = (struct table){font + start, size};
            }
        }
    }
}

static void close(struct cut *cut) {
    for (int i = 0; i < TABLES; i++) {
        buffer_free(&cut->made[i]);
    }
    free(cut->wanted);
    free(cut->waiting);
}

/* How many glyphs have an advance of their own; the others have the last one's. */
static uint32_t metric_count(const struct cut *cut) {
    return get16(cut->source[HHEA].bytes + HHEA_METRICS);
}

static bool is_long(const struct cut *cut) {
    return get16(cut->source[HEAD].bytes + HEAD_LOCA_FORMAT) != 0;
}

/* Whether the tables are there and hold what they say they do. */
static bool is_sound(struct cut *cut) {
    const struct table *source = cut->source;
    if (source[GLYF].length == 0 || source[HEAD].length < HEAD_BYTES ||
        source[HHEA].length < HHEA_BYTES || source[MAXP].length < MAXP_BYTES ||
        source[POST].length < POST_BYTES) {
        return false;
    }
    cut->count = get16(source[MAXP].bytes + MAXP_GLYPHS);
    size_t metrics = metric_count(cut);
    return cut->count > 0 && source[LOCA].length >= (cut->count + 1) * (is_long(cut) ? 4U : 2U) &&
           metrics > 0 && metrics <= cut->count &&
           source[HMTX].length >= metrics * 4 + (cut->count - metrics) * 2;
}

/* ---- glyphs ---------------------------------------------------------------------------------- */

struct stretch {
    const uint8_t *bytes;
    size_t length; /* 0: the glyph has no outline */
};

static uint32_t location(const struct cut *cut, uint32_t glyph) {
    const uint8_t *loca = cut->source[LOCA].bytes;
    return is_long(cut) ? get32(loca + 4 * glyph) : 2 * get16(loca + 2 * glyph);
}

static bool glyph_data(const struct cut *cut, uint32_t glyph, struct stretch *data) {
    uint32_t start = location(cut, glyph), end = location(cut, glyph + 1);
    if (start > end || end > cut->source[GLYF].length ||
        (end > start && end - start < GLYPH_HEADER)) {
        return false;
    }
    *data = (struct stretch){cut->source[GLYF].bytes + start, end - start};
    return true;
}

static int contours(struct stretch data) {
    return (int16_t)get16(data.bytes);
}

/* A component of a composed glyph, at bytes. */
enum {
    COMPONENT_WORDS = 0x1,
    COMPONENT_SCALE = 0x8,
    COMPONENT_MORE = 0x20,
    COMPONENT_SCALES = 0x40,
    COMPONENT_MATRIX = 0x80,
    COMPONENT_HINTS = 0x100
};

static size_t component_length(uint32_t flags) {
    size_t scale = flags & COMPONENT_SCALE    ? 2
                   : flags & COMPONENT_SCALES ? 4
                   : flags & COMPONENT_MATRIX ? 8
                                              : 0;
    return 4 + (flags & COMPONENT_WORDS ? 4U : 2U) + scale;
}

static void want(struct cut *cut, uint32_t glyph) {
    if (!cut->wanted[glyph]) {
        cut->wanted[glyph] = 1;
        cut->waiting[cut->waiting_count++] = (uint16_t)glyph;
        cut->end = glyph + 1 > cut->end ? glyph + 1 : cut->end;
    }
}

static bool want_components(struct cut *cut, struct stretch data) {
    uint32_t flags = COMPONENT_MORE;
    for (size_t at = GLYPH_HEADER; (flags & COMPONENT_MORE) != 0;) {
        if (data.length - at < 4) {
            return false;
        }
        flags = get16(data.bytes + at);
        uint32_t glyph = get16(data.bytes + at + 2);
        if (data.length - at < component_length(flags) || glyph >= cut->count) {
            return false;
        }
        want(cut, glyph);
        at += component_length(flags);
    }
    return true;
}

/* All that the used glyphs need. */
static bool want_all(struct cut *cut, const uint8_t *used, uint32_t count) {
    want(cut, 0);
    for (uint32_t glyph = 1; glyph < cut->count && glyph < count; glyph++) {
        if (used[glyph]) {
            want(cut, glyph);
        }
    }
    while (cut->waiting_count > 0) {
        struct stretch data;
        if (!glyph_data(cut, cut->waiting[--cut->waiting_count], &data) ||
            (data.length > 0 && contours(data) < 0 && !want_components(cut, data))) {
            return false;
        }
    }
    return true;
}

/* Where the coordinates end that begin, with their flags, at byte at of data; 0: beyond it. */
static size_t outline_end(struct stretch data, size_t at, uint32_t points) {
    enum { X_SHORT = 2, Y_SHORT = 4, REPEAT = 8, X_SAME = 16, Y_SAME = 32 };
    size_t coordinates = 0;
    for (uint32_t point = 0; point < points;) {
        if (at >= data.length) {
            return 0;
        }
        uint8_t flags = data.bytes[at++];
        uint32_t times = 1;
        if ((flags & REPEAT) != 0) {
            if (at >= data.length) {
                return 0;
            }
            times += data.bytes[at++];
        }
        size_t across = flags & X_SHORT ? 1 : flags & X_SAME ? 0 : 2;
        size_t up = flags & Y_SHORT ? 1 : flags & Y_SAME ? 0 : 2;
        coordinates += (across + up) * times;
        point += times;
        if (point > points) {
            return 0;
        }
    }
    return coordinates > data.length - at ? 0 : at + coordinates;
}

/* The outline up to its hints, and from there to its end. */
static bool copy_simple(struct buffer *out, struct stretch data) {
    size_t hints = GLYPH_HEADER + 2 * (size_t)contours(data); /* where their length stands */
    if (data.length < hints + 2) {
        return false;
    }
    uint32_t points = get16(data.bytes + hints - 2) + 1;
    size_t outline = hints + 2 + get16(data.bytes + hints);
    size_t end = outline_end(data, outline, points);
    if (end == 0) {
        return false;
    }
    buffer_add(out, data.bytes, hints);
    buffer_add(out, "\0", 2);
    buffer_add(out, data.bytes + outline, end - outline);
    return true;
}

/* want_components has seen that it is all there. */
static void copy_composed(struct buffer *out, struct stretch data) {
    size_t start = out->length;
    buffer_add(out, data.bytes, data.length);
    uint8_t *copy = (uint8_t *)out->data + start;
    uint32_t flags = COMPONENT_MORE;
    size_t at = GLYPH_HEADER;
    while ((flags & COMPONENT_MORE) != 0) {
        flags = get16(copy + at);
        put16(copy + at, flags & ~(uint32_t)COMPONENT_HINTS);
        at += component_length(flags);
    }
    if ((flags & COMPONENT_HINTS) != 0) { /* and they follow */
        out->length = start + at;
    }
}

static bool copy_glyph(struct buffer *out, struct stretch data) {
    if (data.length == 0 || contours(data) == 0) {
        return true;
    }
    if (contours(data) < 0) {
        copy_composed(out, data);
        return true;
    }
    return copy_simple(out, data);
}

/* Glyphs at even places, which a short loca needs. */
static bool make_glyphs(struct cut *cut) {
    struct buffer *glyf = &cut->made[GLYF], *loca = &cut->made[LOCA];
    uint32_t *locations = memory_array(cut->end + 1, sizeof *locations);
    bool good = true;
    for (uint32_t glyph = 0; glyph < cut->end && good; glyph++) {
        struct stretch data;
        if (cut->wanted[glyph]) {
            good = glyph_data(cut, glyph, &data) && copy_glyph(glyf, data);
            buffer_add(glyf, "", glyf->length % 2);
        }
        locations[glyph + 1] = (uint32_t)glyf->length;
    }
    bool short_ones = glyf->length < SHORT_LOCA_END;
    uint8_t *at = (uint8_t *)buffer_room(loca, (cut->end + 1) * sizeof *locations);
    for (uint32_t glyph = 0; glyph <= cut->end; glyph++) {
        at = short_ones ? put16(at, locations[glyph] / 2) : put32(at, locations[glyph]);
    }
    loca->length = (size_t)(at - (uint8_t *)loca->data);
    free(locations);
    return good;
}

/* ---- the other tables ------------------------------------------------------------------------ */

struct metric {
    uint32_t advance, bearing;
};

static struct metric metric(const struct cut *cut, uint32_t glyph) {
    const uint8_t *hmtx = cut->source[HMTX].bytes;
    uint32_t count = metric_count(cut);
    if (!cut->wanted[glyph]) {
        return (struct metric){0, 0};
    }
    if (glyph < count) {
        return (struct metric){get16(hmtx + 4 * glyph), get16(hmtx + 4 * glyph + 2)};
    }
    return (struct metric){get16(hmtx + 4 * (count - 1)),
                           get16(hmtx + 4 * count + 2 * (glyph - count))};
}

/* Returns how many have an advance of their own: those of one advance at the end have it once. */
static uint32_t make_metrics(struct cut *cut) {
    struct buffer *hmtx = &cut->made[HMTX];
    uint32_t last = metric(cut, cut->end - 1).advance, count = cut->end;
    while (count > 1 && metric(cut, count - 2).advance == last) {
        count--;
    }
    size_t length = 4 * (size_t)count + 2 * (size_t)(cut->end - count);
    uint8_t *at = (uint8_t *)buffer_room(hmtx, length);
    for (uint32_t glyph = 0; glyph < cut->end; glyph++) {
        struct metric its = metric(cut, glyph);
        at = glyph < count ? put16(at, its.advance) : at;
        at = put16(at, its.bearing);
    }
    hmtx->length = length;
    return count;
}

static uint8_t *copied(struct cut *cut, enum table_name name, size_t length) {
    buffer_add(&cut->made[name], cut->source[name].bytes, length);
    return (uint8_t *)cut->made[name].data;
}

static void make_heads(struct cut *cut, uint32_t metrics) {
    uint8_t *head = copied(cut, HEAD, HEAD_BYTES);
    bool short_loca = cut->made[LOCA].length == 2 * (size_t)(cut->end + 1);
    put32(head + HEAD_ADJUSTMENT, 0);
    put16(head + HEAD_LOCA_FORMAT, short_loca ? 0 : 1);
    put16(copied(cut, HHEA, HHEA_BYTES) + HHEA_METRICS, metrics);
    uint8_t *maxp = copied(cut, MAXP, MAXP_BYTES);
    put16(maxp + MAXP_GLYPHS, cut->end);
    memset(maxp + MAXP_ZONES, 0, MAXP_ELEMENTS - MAXP_ZONES); /* what hints would need */
    put16(maxp + MAXP_ZONES, 1);
    put32(copied(cut, POST, POST_BYTES), 0x30000); /* glyphs have no names */
}

/* ---- the file -------------------------------------------------------------------------------- */

/* The sum of a table's words, the last filled up with nought. */
static uint32_t sum_of(const uint8_t *bytes, size_t length) {
    uint32_t sum = 0;
    size_t at = 0;
    for (; at + 4 <= length; at += 4) {
        sum += get32(bytes + at);
    }
    if (at < length) {
        uint8_t last[4] = {0};
        memcpy(last, bytes + at, length - at);
        sum += get32(last);
    }
    return sum;
}

/* The order in which tables stand in the file: the shorter first. */
static void order(const struct cut *cut, enum table_name all[TABLES]) {
    for (int i = 0; i < TABLES; i++) {
        int at = i;
        for (; at > 0 && cut->made[all[at - 1]].length > cut->made[i].length; at--) {
            all[at] = all[at - 1];
        }
        all[at] = (enum table_name)i;
    }
}

static void assemble(struct cut *cut, struct buffer *out) {
    enum { DIRECTORY = DIRECTORY_HEADER + TABLES * DIRECTORY_ENTRY };
    static const uint8_t header[DIRECTORY_HEADER] = {0, 1, 0, 0, 0, TABLES, 0, 64, 0, 2, 0, 48};
    enum table_name all[TABLES];
    size_t offsets[TABLES], start = out->length, length = DIRECTORY;
    order(cut, all);
    for (int i = 0; i < TABLES; i++) {
        offsets[all[i]] = length;
        length += (cut->made[all[i]].length + 3) / 4 * 4;
    }
    uint8_t *file = (uint8_t *)buffer_room(out, length);
    memset(file, 0, length + 1);
    memcpy(file, header, sizeof header);
    uint8_t *entry = file + DIRECTORY_HEADER;
    uint32_t sum = 0;
    for (int i = 0; i < TABLES; i++) {
        const struct buffer *made = &cut->made[i];
        if (made->length > 0) {
            memcpy(file + offsets[i], made->data, made->length);
        }
        uint32_t its = sum_of(file + offsets[i], made->length);
        sum += its;
        memcpy(entry, tags[i], 4);
        entry = put32(entry + 4, its);
        entry = put32(entry, (uint32_t)offsets[i]);
        entry = put32(entry, (uint32_t)made->length);
    }
    sum += sum_of(file, DIRECTORY);
    put32(file + offsets[HEAD] + HEAD_ADJUSTMENT, FILE_SUM - sum);
    out->length = start + length;
}

bool truetype_subset(const uint8_t *font, size_t length, const uint8_t *used, uint32_t count,
                     struct buffer *out) {
    struct cut cut = {0};
    find_tables(&cut, font, length);
    bool good = is_sound(&cut);
    if (good) {
        cut.wanted = memory_array(cut.count, 1);
        cut.waiting = memory_array(cut.count, sizeof *cut.waiting);
        good = want_all(&cut, used, count) && make_glyphs(&cut);
    }
    if (good) {
        make_heads(&cut, make_metrics(&cut));
        assemble(&cut, out);
    }
    close(&cut);
    return good;
}
