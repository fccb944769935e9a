/* shape.c: text into glyphs, each distinct text once.
 *
 * A paper's words repeat, so the cache is the fast path: one hash over the bytes, one comparison.
 * What is not there is cut into pieces of one script and one font, and HarfBuzz shapes each. The
 * whole is first tried with the typeface's own font; only where that lacks a glyph is it taken
 * apart at grapheme clusters (UAX #29), so that a letter and its marks always come from one font.
 *
 * Rejected: asking each font's cmap before shaping. HarfBuzz composes and decomposes (w and a
 * combining circumflex is one glyph), so only shaping knows what is missing.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "icu.h"
#include "neighbours.h"
#include "pairs.h"

enum { FEW_GLYPHS = 256 }; /* bytes of a word that is shaped from its pairs, at most */

struct entry {
    struct shaped shaped; /* first, so that text_missing finds its entry */
    const struct voice *voice;
    bool right_to_left;
    uint32_t missing_at; /* byte offset of the first character that no font has */
};

/* The hash is beside its entry: what is looked at in vain is not read. */
struct slot {
    uint64_t hash;
    struct entry *entry; /* NULL: empty */
};

struct shapes {
    struct slot *table; /* open addressing, a power of two, at most half full */
    size_t size, count;
    hb_buffer_t *buffer;
    UBreakIterator *clusters;
};

/* ---- the cache ----------------------------------------------------------------------------- */

static uint64_t mix(uint64_t a, uint64_t b) {
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t load8(const char *bytes) {
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

static uint64_t load4(const char *bytes) {
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

/* Up to eight bytes. Those of more than three are read as two halves, which may overlap. */
static uint64_t load(const char *bytes, size_t count) {
    if (count >= 4) {
        return load4(bytes) | load4(bytes + count - 4) << 32;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < count; i++) {
        value |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    }
    return value;
}

/* Eight bytes at a time, each folded in by a full multiplication. */
static uint64_t hash_of(const char *bytes, size_t length, uint64_t seed) {
    uint64_t hash = seed ^ (length * UINT64_C(0x9E3779B97F4A7C15));
    for (; length > 8; bytes += 8, length -= 8) {
        hash = mix(hash ^ load8(bytes), UINT64_C(0xA0761D6478BD642F));
    }
    return mix(hash ^ load(bytes, length), UINT64_C(0xE7037ED1A0B428DB));
}

static bool same_bytes(const char *a, const char *b, size_t length) {
    for (; length > 8; a += 8, b += 8, length -= 8) {
        if (load8(a) != load8(b)) {
            return false;
        }
    }
    return load(a, length) == load(b, length);
}

static void insert(struct shapes *shapes, struct slot slot) {
    size_t at = slot.hash & (shapes->size - 1);
    while (shapes->table[at].entry != NULL) {
        at = (at + 1) & (shapes->size - 1);
    }
    shapes->table[at] = slot;
}

static void grow(struct shapes *shapes) {
    struct shapes old = *shapes;
    shapes->size = old.size * 2;
    shapes->table = memory_array(shapes->size, sizeof *shapes->table);
    for (size_t i = 0; i < old.size; i++) {
        if (old.table[i].entry != NULL) {
            insert(shapes, old.table[i]);
        }
    }
    free(old.table);
}

static struct shapes *shapes_of(struct text *text) {
    if (text->shapes == NULL) {
        struct shapes *shapes = NEW(text->arena, struct shapes);
        shapes->size = 2048;
        shapes->table = memory_array(shapes->size, sizeof *shapes->table);
        text->shapes = shapes;
    }
    return text->shapes;
}

void shapes_close(struct text *text) {
    if (text->shapes != NULL) {
        free(text->shapes->table);
        if (text->shapes->buffer != NULL) {
            hb_buffer_destroy(text->shapes->buffer);
        }
        if (text->shapes->clusters != NULL) {
            icu.ubrk_close(text->shapes->clusters);
        }
    }
}

/* ---- one piece ----------------------------------------------------------------------------- */

/* A stretch of text of one script and one font. */
struct piece {
    uint32_t start, length;
    hb_script_t script;
    struct font *font;
};

/* What is being shaped, and the runs made of it so far. */
struct work {
    struct text *text;
    struct entry *entry;
    struct run *runs;
    uint32_t run_room;
};

/* Control characters have no glyphs and want none: white space becomes a space, the others the
 * zero width space, which is drawn as nothing. */
static uint32_t printable(uint32_t character) {
    if (character == '\t' || character == '\n' || character == '\r') {
        return ' ';
    }
    bool control = character < 0x20 || (character >= 0x7F && character < 0xA0) ||
                   character == 0x2028 || character == 0x2029;
    return control ? 0x200B : character;
}

hb_buffer_t *shape_buffer(struct text *text) {
    if (text->shapes->buffer == NULL) {
        text->shapes->buffer = hb_buffer_create();
    }
    return text->shapes->buffer;
}

hb_buffer_t *shape_bytes(struct text *text, struct font *font, hb_script_t script,
                         hb_language_t language, unsigned features, bool right_to_left,
                         const char *utf8, size_t start, size_t length) {
    hb_buffer_t *buffer = shape_buffer(text);
    hb_buffer_clear_contents(buffer);
    size_t end = start + length;
    for (size_t at = start; at < end;) {
        unsigned cluster = (unsigned)at;
        hb_buffer_add(buffer, printable(utf8_next(utf8, end, &at)), cluster);
    }
    hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_DO_NOT_INSERT_DOTTED_CIRCLE);
    hb_buffer_set_direction(buffer, right_to_left ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, script);
    hb_buffer_set_language(buffer, language);
    hb_feature_t list[NEIGHBOURS_MOST_FEATURES];
    unsigned count = neighbours_features(features, list);
    font_use(font);
    font_shapes(font);
    hb_shape(font->font, buffer, list, count);
    return buffer;
}

/* Leaves the piece's glyphs in the buffer. */
static void shape_into_buffer(const struct work *work, const struct piece *piece) {
    const struct entry *entry = work->entry;
    const struct voice *voice = entry->voice;
    const char *tag = voice->language->tag;
    hb_language_t language =
        tag[0] == '\0' ? HB_LANGUAGE_INVALID : hb_language_from_string(tag, -1);
    shape_bytes(work->text, piece->font, piece->script, language, voice->features,
                entry->right_to_left, entry->shaped.text, piece->start, piece->length);
}

/* The offset of the first character in the buffer without a glyph, or UINT32_MAX. */
static uint32_t first_missing(hb_buffer_t *buffer) {
    unsigned count = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &count);
    uint32_t first = UINT32_MAX;
    for (unsigned i = 0; i < count; i++) {
        if (infos[i].codepoint == 0 && infos[i].cluster < first) {
            first = infos[i].cluster;
        }
    }
    return first;
}

static struct run *add_run(struct work *work, const struct piece *piece) {
    struct shaped *shaped = &work->entry->shaped;
    if (work->runs == NULL || shaped->run_count == work->run_room) {
        uint32_t room = work->run_room == 0 ? 1 : work->run_room * 4;
        struct run *runs = NEWS(work->text->arena, room, struct run);
        if (work->runs != NULL) {
            memcpy(runs, work->runs, shaped->run_count * sizeof *runs);
        }
        work->runs = runs;
        work->run_room = room;
        shaped->runs = runs;
    }
    struct run *run = &work->runs[shaped->run_count++];
    *run = (struct run){.font = piece->font,
                        .start = piece->start,
                        .length = piece->length,
                        .right_to_left = work->entry->right_to_left};
    return run;
}

/* A run of the glyphs in the buffer. */
static void keep_buffer(struct work *work, const struct piece *piece) {
    hb_buffer_t *buffer = work->text->shapes->buffer;
    uint32_t missing = first_missing(buffer);
    if (missing != UINT32_MAX && !work->entry->shaped.missing) {
        work->entry->shaped.missing = true;
        work->entry->missing_at = missing;
    }
    struct run *run = add_run(work, piece);
    unsigned count = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, NULL);
    struct glyph *glyphs = NEWS(work->text->arena, count, struct glyph);
    for (unsigned i = 0; i < count; i++) {
        glyphs[i] = (struct glyph){infos[i].codepoint, infos[i].cluster, positions[i].x_advance,
                                   positions[i].x_offset, positions[i].y_offset};
        run->advance += positions[i].x_advance;
    }
    run->glyphs = glyphs;
    run->count = count;
}

/* ---- fonts that stand in ------------------------------------------------------------------- */

/* The first font of the typeface that has all of the cluster, or NULL. */
static struct font *font_for(struct work *work, const struct piece *cluster) {
    const struct typeface *face = work->entry->voice->face;
    for (size_t i = 0; i < face->count; i++) {
        struct piece tried = *cluster;
        tried.font = face->fonts[i];
        shape_into_buffer(work, &tried);
        if (first_missing(work->text->shapes->buffer) == UINT32_MAX) {
            return tried.font;
        }
    }
    return NULL;
}

static UBreakIterator *cluster_iterator(struct text *text) {
    struct shapes *shapes = text->shapes;
    if (!text_has_icu(text)) {
        return NULL;
    }
    if (shapes->clusters == NULL) {
        UErrorCode error = U_ZERO_ERROR;
        shapes->clusters = icu.ubrk_open(UBRK_CHARACTER, "root", NULL, 0, &error);
        if (U_FAILURE(error)) {
            shapes->clusters = NULL;
        }
    }
    return shapes->clusters;
}

/* Cuts the piece at grapheme clusters, gives each the first font that has it, and shapes what
 * stands together and is of one font. */
static void shape_with_others(struct work *work, const struct piece *piece) {
    const char *utf8 = work->entry->shaped.text + piece->start;
    UBreakIterator *clusters = cluster_iterator(work->text);
    UErrorCode error = U_ZERO_ERROR;
    UText opened = UTEXT_INITIALIZER;
    if (clusters != NULL) {
        icu.utext_openUTF8(&opened, utf8, (int64_t)piece->length, &error);
        icu.ubrk_setUText(clusters, &opened, &error);
        icu.ubrk_first(clusters);
    }
    struct piece gathered = {.start = piece->start, .script = piece->script};
    for (uint32_t at = 0; at < piece->length;) {
        int32_t next = clusters == NULL ? UBRK_DONE : icu.ubrk_next(clusters);
        uint32_t end = next == UBRK_DONE ? piece->length : (uint32_t)next;
        struct piece cluster = {piece->start + at, end - at, piece->script, NULL};
        cluster.font = font_for(work, &cluster);
        if (cluster.font == NULL) {
            cluster.font = work->entry->voice->face->fonts[0];
        }
        if (gathered.length > 0 && gathered.font != cluster.font) {
            shape_into_buffer(work, &gathered);
            keep_buffer(work, &gathered);
            gathered.start = cluster.start;
            gathered.length = 0;
        }
        gathered.font = cluster.font;
        gathered.length += cluster.length;
        at = end;
    }
    shape_into_buffer(work, &gathered);
    keep_buffer(work, &gathered);
    if (clusters != NULL) {
        icu.utext_close(&opened);
    }
}

static void shape_piece(struct work *work, struct piece *piece) {
    piece->font = work->entry->voice->face->fonts[0];
    if (work->text->fake) {
        fake_run(work->text->arena, add_run(work, piece), work->entry->shaped.text);
        return;
    }
    shape_into_buffer(work, piece);
    if (first_missing(work->text->shapes->buffer) == UINT32_MAX) {
        keep_buffer(work, piece);
    } else {
        shape_with_others(work, piece);
    }
}

/* ---- the whole ----------------------------------------------------------------------------- */

static bool is_common(hb_script_t script) {
    return script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED ||
           script == HB_SCRIPT_UNKNOWN;
}

/* Where the script that begins at *at ends; what belongs to no script goes with what is before it,
 * or, at the beginning, with what follows. */
static void script_piece(const char *utf8, size_t length, size_t *at, struct piece *out) {
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    out->start = (uint32_t)*at;
    out->script = HB_SCRIPT_COMMON;
    while (*at < length) {
        size_t next = *at;
        hb_script_t script = hb_unicode_script(unicode, utf8_next(utf8, length, &next));
        if (!is_common(script)) {
            if (is_common(out->script)) {
                out->script = script;
            } else if (script != out->script) {
                break;
            }
        }
        *at = next;
    }
    out->length = (uint32_t)*at - out->start;
    if (is_common(out->script)) {
        out->script = HB_SCRIPT_LATIN; /* figures and signs as they stand among Latin letters */
    }
}

static bool is_ascii(const char *utf8, size_t length) {
    for (; length >= 8; utf8 += 8, length -= 8) {
        if (load8(utf8) & UINT64_C(0x8080808080808080)) {
            return false;
        }
    }
    return (load(utf8, length) & UINT64_C(0x8080808080808080)) == 0;
}

/* The words that most texts are made of: Latin letters, in a font that spaces by pairs. What is
 * made of one stands in one piece of memory, for it is read together. NULL where it is none. */
static struct entry *shape_by_pairs(struct text *text, const struct voice *voice, const char *utf8,
                                    size_t length) {
    struct made {
        struct entry entry;
        struct run run;
        struct glyph glyphs[];
    };
    struct glyph few[FEW_GLYPHS];
    struct font *font = voice->face->fonts[0];
    uint32_t count = 0;
    int32_t advance = 0;
    if (length > FEW_GLYPHS ||
        !pairs_shape(text, font, voice->features, utf8, length, few, &count, &advance)) {
        return NULL;
    }
    struct made *made = arena_take(text->arena, sizeof *made + count * sizeof *few + length + 1);
    char *copy = (char *)&made->glyphs[count];
    memcpy(made->glyphs, few, count * sizeof *few);
    memcpy(copy, utf8, length);
    copy[length] = '\0';
    made->run = (struct run){.font = font,
                             .glyphs = made->glyphs,
                             .count = count,
                             .length = (uint32_t)length,
                             .advance = advance};
    made->entry.shaped = (struct shaped){
        .text = copy, .length = (uint32_t)length, .run_count = 1, .runs = &made->run};
    return &made->entry;
}

static void shape_entry(struct text *text, struct entry *entry) {
    if (!text->fake && !text_has_harfbuzz(text)) {
        return; /* as if it were empty */
    }
    struct work work = {.text = text, .entry = entry};
    const char *utf8 = entry->shaped.text;
    size_t length = entry->shaped.length;
    if (text->fake || is_ascii(utf8, length)) {
        struct piece piece = {0, (uint32_t)length, HB_SCRIPT_LATIN, NULL};
        if (length > 0) {
            shape_piece(&work, &piece);
        }
        return;
    }
    for (size_t at = 0; at < length;) {
        struct piece piece = {0};
        script_piece(utf8, length, &at, &piece);
        shape_piece(&work, &piece);
    }
    for (uint32_t i = 0; entry->right_to_left && i < entry->shaped.run_count / 2; i++) {
        struct run swapped = work.runs[i];
        work.runs[i] = work.runs[entry->shaped.run_count - 1 - i];
        work.runs[entry->shaped.run_count - 1 - i] = swapped;
    }
}

static struct entry *shape_anew(struct text *text, const struct voice *voice, bool right_to_left,
                                const char *utf8, size_t length) {
    struct entry *made = NULL;
    if (voice->by_pairs && !right_to_left && length > 0) {
        made = shape_by_pairs(text, voice, utf8, length);
    }
    bool whole = made != NULL;
    made = whole ? made : NEW(text->arena, struct entry);
    made->voice = voice;
    made->right_to_left = right_to_left;
    if (!whole) {
        made->shaped.text = arena_bytes(text->arena, utf8, length);
        made->shaped.length = (uint32_t)length;
        shape_entry(text, made);
    }
    return made;
}

const struct shaped *text_shape_in(struct text *text, const struct voice *voice, bool right_to_left,
                                   const char *utf8, size_t length) {
    struct shapes *shapes = shapes_of(text);
    uint64_t hash = hash_of(utf8, length, voice->seed ^ (right_to_left ? 1 : 0));
    const struct slot *slot;
    for (size_t at = hash & (shapes->size - 1); (slot = &shapes->table[at])->entry != NULL;
         at = (at + 1) & (shapes->size - 1)) {
        const struct entry *found = slot->entry;
        if (slot->hash == hash && found->voice == voice && found->shaped.length == length &&
            found->right_to_left == right_to_left && same_bytes(found->shaped.text, utf8, length)) {
            return &found->shaped;
        }
    }
    if (shapes->count * 2 >= shapes->size) {
        grow(shapes);
    }
    struct entry *made = shape_anew(text, voice, right_to_left, utf8, length);
    shapes->count++;
    insert(shapes, (struct slot){hash, made});
    return &made->shaped;
}

const struct shaped *text_shape(struct text *text, const struct typeface *face, const char *lang,
                                unsigned features, bool right_to_left, const char *utf8,
                                size_t length) {
    return text_shape_in(text, text_voice(text, face, lang, features), right_to_left, utf8, length);
}

length_t text_width(const struct shaped *shaped, length_t size) {
    length_t width = 0;
    for (uint32_t i = 0; i < shaped->run_count; i++) {
        const struct run *run = &shaped->runs[i];
        int64_t units = run->font->metrics.units_per_em;
        int64_t scaled = run->advance * size;
        width += (scaled + (scaled < 0 ? -units : units) / 2) / units;
    }
    return width;
}

const char *text_missing(struct text *text, const struct shaped *shaped) {
    if (!shaped->missing) {
        return NULL;
    }
    const struct entry *entry = (const struct entry *)(const void *)shaped;
    size_t at = entry->missing_at;
    uint32_t character = utf8_next(shaped->text, shaped->length, &at);
    char name[128] = "";
    UErrorCode error = U_ZERO_ERROR;
    if (text_has_icu(text)) {
        icu.u_charName((UChar32)character, U_EXTENDED_CHAR_NAME, name, sizeof name, &error);
    }
    return arena_print(text->arena, "U+%04X %s", character, U_FAILURE(error) ? "" : name);
}
