/* fonts.c: see fonts.h. */
#include "fonts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

#include "body.h"
#include "haru.h"
#include "syntax.h"

#define NO_GLYPH 0xFFFFFFFFu
#define NOT_SOUGHT 0xFFFFFFFEu
#define SEVERAL 0x80000000u

struct fonts {
    struct pdf_font **fonts;
    size_t count;
    struct pdf_font *last;
    _Atomic size_t subset; /* the next that nobody makes the subset of */
};

struct fonts *fonts_open(void) {
    return memory_array(1, sizeof(struct fonts));
}

void fonts_close(struct fonts *fonts) {
    if (fonts == NULL) {
        return;
    }
    for (size_t i = 0; i < fonts->count; i++) {
        struct pdf_font *font = fonts->fonts[i];
        for (size_t j = 0; j < font->text_count; j++) {
            free(font->texts[j]);
        }
        free(font->texts);
        buffer_free(&font->program);
        buffer_free(&font->unicode);
        buffer_free(&font->subset_name);
        buffer_free(&font->subset_widths);
        free(font->used);
        free(font->advances);
        free(font->widths);
        free(font->characters);
        free(font);
    }
    free(fonts->fonts);
    free(fonts);
}

struct pdf_font *fonts_get(struct fonts *fonts, const struct font *font) {
    if (fonts->last != NULL && fonts->last->font == font) {
        return fonts->last;
    }
    for (size_t i = 0; i < fonts->count; i++) {
        if (fonts->fonts[i]->font == font) {
            return fonts->last = fonts->fonts[i];
        }
    }
    struct pdf_font *made = memory_array(1, sizeof *made);
    made->font = font;
    made->description = font_describe(font);
    made->postscript = font_postscript_name(font);
    size_t glyphs = made->description.glyph_count;
    made->used = memory_array(glyphs + 1, sizeof *made->used);
    made->advances = memory_array(glyphs + 1, sizeof *made->advances);
    made->widths = memory_array(glyphs + 1, sizeof *made->widths);
    made->characters = memory_array(glyphs + 1, sizeof *made->characters);
    made->space = NOT_SOUGHT;
    (void)snprintf(made->name, sizeof made->name, "F%u", (unsigned)(fonts->count + 1) % 10000);
    fonts->fonts = memory_resize(fonts->fonts, fonts->count + 1, sizeof(struct pdf_font *));
    fonts->fonts[fonts->count++] = made;
    (void)fonts_use(made, 0); /* .notdef must be there, drawn or not */
    return fonts->last = made;
}

bool fonts_use(struct pdf_font *font, uint32_t glyph) {
    if (glyph >= font->description.glyph_count || glyph > UINT16_MAX) {
        return false;
    }
    if (font->used[glyph] == 0) {
        int64_t advance = font_advance(font->font, glyph);
        int64_t em = font->description.units_per_em;
        font->used[glyph] = 1;
        font->advances[glyph] = (int32_t)advance;
        font->widths[glyph] = (int32_t)((advance * 100000 + em / 2) / em);
    }
    return true;
}

bool fonts_space(struct pdf_font *font, uint32_t *glyph) {
    if (font->space == NOT_SOUGHT) {
        font->space = NO_GLYPH;
        for (uint32_t i = 1; i < font->description.glyph_count; i++) {
            if (font_character(font->font, i) == ' ') {
                font->space = i;
                break;
            }
        }
    }
    *glyph = font->space;
    return font->space != NO_GLYPH && fonts_use(font, font->space) &&
           fonts_stands_for(font, font->space, " ", 1);
}

/* ---- what glyphs stand for ------------------------------------------------------------------ */

/* Values that a ToUnicode map may not hold (ISO 14289-1, 7.21.7), and private use, which says
 * nothing to anyone (ISO 19005-3, 6.2.11.7.3). */
static bool may_stand(uint32_t character) {
    return character != 0 && character != 0xFEFF && character != 0xFFFE && character != 0xFFFD &&
           !(character >= 0xE000 && character <= 0xF8FF) && character < 0xF0000;
}

static bool is_space(uint32_t character) {
    return character == ' ' || character == 0xA0 || (character >= 0x2002 && character <= 0x200A) ||
           character == 0x202F || character == 0x205F;
}

static bool is_hyphen(uint32_t character) {
    return character == '-' || character == 0x2010 || character == 0x2011;
}

/* One for the other changes nothing that a reader hears or a search finds. */
static bool is_alike(uint32_t a, uint32_t b) {
    return a == b || (is_space(a) && is_space(b)) || (is_hyphen(a) && is_hyphen(b));
}

static uint32_t keep_text(struct pdf_font *font, const char *text, size_t length) {
    char *copy = memory_take(length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    font->texts = memory_resize(font->texts, font->text_count + 1, sizeof(char *));
    font->texts[font->text_count] = copy;
    return SEVERAL | (uint32_t)font->text_count++;
}

static bool is_text(const struct pdf_font *font, uint32_t known, const char *text, size_t length) {
    if ((known & SEVERAL) == 0) {
        return false;
    }
    const char *have = font->texts[known & ~SEVERAL];
    return strlen(have) == length && memcmp(have, text, length) == 0;
}

/* The font's own word for the glyph, where it has one that is fit to be read. */
static uint32_t own_character(const struct pdf_font *font, uint32_t glyph) {
    uint32_t character = font_character(font->font, glyph);
    if (character == 0xA0) {
        return ' '; /* the same glyph nearly everywhere; a search looks for the common one */
    }
    return may_stand(character) ? character : 0;
}

bool fonts_stands_for(struct pdf_font *font, uint32_t glyph, const char *text, size_t length) {
    const char *at = text;
    const char *end = text + length;
    uint32_t *known = &font->characters[glyph];
    if (length == 0) { /* drawn for nothing: no text, but ToUnicode must have an entry */
        if (*known == 0) {
            uint32_t own = own_character(font, glyph);
            *known = own != 0 ? own : ' ';
        }
        return false;
    }
    uint32_t character = utf8_next(&at, end);
    if (at < end) {
        if (*known == 0) {
            *known = keep_text(font, text, length);
        }
        return is_text(font, *known, text, length);
    }
    if (*known == 0) {
        uint32_t own = own_character(font, glyph);
        *known = own != 0 ? own : may_stand(character) ? character : ' ';
    }
    return is_alike(*known, character);
}

bool fonts_stand_for(struct pdf_font *font, const struct glyph *glyphs, size_t count,
                     const char *text, size_t length) {
    if (count == 1) {
        return fonts_stands_for(font, glyphs[0].id, text, length);
    }
    struct buffer together = {0};
    for (size_t i = 0; i < count; i++) {
        uint32_t *known = &font->characters[glyphs[i].id];
        if (*known == 0) {
            uint32_t own = own_character(font, glyphs[i].id);
            *known = own != 0 ? own : length > 0 ? keep_text(font, text, length) : ' ';
        }
        if ((*known & SEVERAL) != 0) {
            buffer_text(&together, font->texts[*known & ~SEVERAL]);
        } else {
            utf8_put(&together, *known);
        }
    }
    bool same = together.data != NULL && together.length == length &&
                memcmp(together.data, text, length) == 0;
    buffer_free(&together);
    return same;
}

/* ---- ToUnicode ------------------------------------------------------------------------------ */

static bool is_plain(uint32_t known) {
    return (known & SEVERAL) == 0 && known < 0x10000;
}

/* How many glyphs from glyph on stand for characters that rise with them, within one row of 256 of
 * either (9.10.3). */
static uint32_t rising(const struct pdf_font *font, uint32_t glyph) {
    uint32_t first = font->characters[glyph];
    uint32_t count = 1;
    if (!is_plain(first)) {
        return 1;
    }
    while (glyph + count < font->description.glyph_count && font->used[glyph + count] &&
           font->characters[glyph + count] == first + count && is_plain(first + count) &&
           (glyph + count) >> 8 == glyph >> 8 && (first + count) >> 8 == first >> 8) {
        count++;
    }
    return count;
}

static void put_target(struct buffer *out, const struct pdf_font *font, uint32_t known) {
    struct buffer text = {0};
    buffer_byte(out, '<');
    if ((known & SEVERAL) != 0) {
        buffer_text(&text, font->texts[known & ~SEVERAL]);
    } else {
        utf8_put(&text, known);
    }
    utf16_hex(out, text.data, text.length);
    buffer_byte(out, '>');
    buffer_free(&text);
}

static void put_block(struct buffer *out, struct buffer *lines, int *count, const char *kind) {
    if (*count == 0) {
        return;
    }
    buffer_print(out, "%d begin%s\n", *count, kind);
    buffer_add(out, lines->data, lines->length);
    buffer_print(out, "end%s\n", kind);
    buffer_clear(lines);
    *count = 0;
}

/* Single glyphs, or ranges of them, in blocks of at most 100 lines. */
static void put_lines(struct buffer *out, const struct pdf_font *font, bool ranges) {
    struct buffer lines = {0};
    int count = 0;
    const char *kind = ranges ? "bfrange" : "bfchar";
    uint32_t glyph = 0;
    while (glyph < font->description.glyph_count) {
        if (!font->used[glyph] || font->characters[glyph] == 0) {
            glyph++;
            continue;
        }
        uint32_t run = rising(font, glyph);
        if ((run > 1) == ranges) {
            buffer_print(&lines, "<%04X>", glyph);
            if (ranges) {
                buffer_print(&lines, "<%04X>", glyph + run - 1);
            }
            put_target(&lines, font, font->characters[glyph]);
            buffer_byte(&lines, '\n');
            if (++count == 100) {
                put_block(out, &lines, &count, kind);
            }
        }
        glyph += run;
    }
    put_block(out, &lines, &count, kind);
    buffer_free(&lines);
}

static void to_unicode(struct buffer *out, const struct pdf_font *font) {
    buffer_text(out, "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                     "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                     "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                     "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    put_lines(out, font, false);
    put_lines(out, font, true);
    buffer_text(out, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
}

/* ---- embedding ------------------------------------------------------------------------------ */

/* "ABCDEF+": of what is in the subset, so that two subsets of a font have two names and the same
 * subset has the same (9.6.4). FNV-1a. */
static void put_tag(struct buffer *out, const struct pdf_font *font, const char *name) {
    uint64_t hash = 14695981039346656037u;
    for (const char *at = name; *at != '\0'; at++) {
        hash = (hash ^ (uint8_t)*at) * 1099511628211u;
    }
    for (uint32_t i = 0; i < font->description.glyph_count; i++) {
        if (font->used[i]) {
            hash = (hash ^ (i & 255)) * 1099511628211u;
            hash = (hash ^ (i >> 8)) * 1099511628211u;
        }
    }
    for (int i = 0; i < 6; i++) {
        buffer_byte(out, (char)('A' + hash % 26));
        hash /= 26;
    }
    buffer_byte(out, '+');
}

static void put_widths(struct buffer *out, const struct pdf_font *font) {
    buffer_text(out, "/DW ");
    buffer_thousandths(out, (int64_t)font->widths[0] * 10);
    buffer_text(out, "/W[");
    uint32_t count = font->description.glyph_count;
    for (uint32_t glyph = 0; glyph < count; glyph++) {
        if (!font->used[glyph]) {
            continue;
        }
        if (glyph == 0 || !font->used[glyph - 1]) {
            buffer_integer(out, glyph);
            buffer_byte(out, '[');
        } else {
            buffer_byte(out, ' ');
        }
        buffer_thousandths(out, (int64_t)font->widths[glyph] * 10);
        if (glyph + 1 == count || !font->used[glyph + 1]) {
            buffer_byte(out, ']');
        }
    }
    buffer_byte(out, ']');
}

static int64_t per_mille(const struct pdf_font *font, int64_t units) {
    int64_t em = font->description.units_per_em;
    int64_t twice = units * 2000;
    return (twice >= 0 ? twice + em : twice - em) / (2 * em);
}

static uint32_t big_endian(const char *at) {
    const uint8_t *bytes = (const uint8_t *)at;
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Narrows an OpenType font to its CFF table, which is all that a CIDFontType0C holds. False where
 * there is none. */
static bool narrow_to_cff(struct buffer *font) {
    if (font->length < 12 || memcmp(font->data, "OTTO", 4) != 0) {
        return font->length > 4 && font->data[0] == 1; /* bare CFF */
    }
    size_t tables = (size_t)(uint8_t)font->data[4] << 8 | (uint8_t)font->data[5];
    for (size_t i = 0; i < tables && 12 + 16 * (i + 1) <= font->length; i++) {
        const char *record = font->data + 12 + 16 * i;
        if (memcmp(record, "CFF ", 4) == 0) {
            size_t offset = big_endian(record + 8), length = big_endian(record + 12);
            if (offset > font->length || length > font->length - offset) {
                return false;
            }
            memmove(font->data, font->data + offset, length);
            font->length = length;
            return true;
        }
    }
    return false;
}

static void describe(struct buffer *out, const struct pdf_font *font, const char *name,
                     uint32_t file) {
    enum { FIXED_PITCH = 1, SERIF = 2, SYMBOLIC = 4, ITALIC = 64 };
    const struct font_description *description = &font->description;
    int flags = SYMBOLIC | (description->fixed_pitch ? FIXED_PITCH : 0) |
                (description->serif ? SERIF : 0) | (description->italic ? ITALIC : 0);
    buffer_text(out, "/Type/FontDescriptor/FontName");
    string_name(out, name);
    buffer_print(out, "/Flags %d/FontBBox[%lld %lld %lld %lld]/ItalicAngle ", flags,
                 (long long)per_mille(font, description->box[0]),
                 (long long)per_mille(font, description->box[1]),
                 (long long)per_mille(font, description->box[2]),
                 (long long)per_mille(font, description->box[3]));
    buffer_thousandths(out, description->italic_angle_thousandths);
    buffer_print(out, "/Ascent %lld/Descent %lld/CapHeight %lld/StemV %d/%s %u 0 R",
                 (long long)per_mille(font, description->ascent),
                 (long long)-per_mille(font, description->descent),
                 (long long)per_mille(font, description->cap_height), (int)description->stem_v,
                 description->compact ? "FontFile3" : "FontFile2", file);
}

void fonts_subset(struct fonts *fonts) {
    for (size_t i; (i = fonts->subset++) < fonts->count;) {
        struct pdf_font *font = fonts->fonts[i];
        if (!font_subset(font->font, font->used, &font->program) ||
            (font->description.compact && !narrow_to_cff(&font->program))) {
            buffer_clear(&font->program);
        }
        to_unicode(&font->unicode, font);
        put_tag(&font->subset_name, font, font->postscript);
        buffer_text(&font->subset_name, font->postscript);
        put_widths(&font->subset_widths, font);
    }
}

static struct haru_object *write_font(struct pdf_font *font, struct haru *haru, struct body *body) {
    struct buffer text = {0};
    const char *name = font->subset_name.data;
    bool compact = font->description.compact;
    if (font->program.length == 0) {
        return NULL;
    }
    struct haru_object *type0 = haru_dictionary(haru);
    struct haru_object *cid = haru_dictionary(haru);
    struct haru_object *descriptor = haru_dictionary(haru);
    struct haru_object *file = haru_elsewhere(haru);
    struct haru_object *unicode = haru_elsewhere(haru);

    if (compact) {
        buffer_text(&text, "/Subtype/CIDFontType0C");
    } else {
        buffer_print(&text, "/Length1 %zu", font->program.length);
    }
    body_stream_quickly(body, haru_number(file), text.data, &font->program);
    body_stream_quickly(body, haru_number(unicode), "", &font->unicode);

    buffer_clear(&text);
    describe(&text, font, name, haru_number(file));
    haru_define(haru, descriptor, &text);

    buffer_clear(&text);
    buffer_print(&text, "/Type/Font/Subtype/%s/BaseFont",
                 compact ? "CIDFontType0" : "CIDFontType2");
    string_name(&text, name);
    buffer_text(&text, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>");
    buffer_print(&text, "/FontDescriptor %u 0 R%s", haru_number(descriptor),
                 compact ? "" : "/CIDToGIDMap/Identity");
    buffer_add(&text, font->subset_widths.data, font->subset_widths.length);
    haru_define(haru, cid, &text);

    buffer_clear(&text);
    buffer_text(&text, "/Type/Font/Subtype/Type0/BaseFont");
    string_name(&text, name);
    buffer_print(&text, "/Encoding/Identity-H/DescendantFonts[%u 0 R]/ToUnicode %u 0 R",
                 haru_number(cid), haru_number(unicode));
    haru_define(haru, type0, &text);

    buffer_free(&text);
    return type0;
}

bool fonts_write(struct fonts *fonts, struct haru *haru, struct body *body,
                 struct haru_object *dictionary, const struct font **failed) {
    struct buffer names = {0};
    for (size_t i = 0; i < fonts->count; i++) {
        struct haru_object *made = write_font(fonts->fonts[i], haru, body);
        if (made == NULL) {
            *failed = fonts->fonts[i]->font;
            buffer_free(&names);
            return false;
        }
        buffer_print(&names, "/%s %u 0 R", fonts->fonts[i]->name, haru_number(made));
    }
    haru_define(haru, dictionary, &names);
    buffer_free(&names);
    return true;
}
