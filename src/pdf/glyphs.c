/* glyphs.c: marks of glyphs become text operators, and marked content says what text they stand for
 * where the font's ToUnicode cannot.
 *
 * Words of a line, each shaped and placed by itself, go on in one array of glyphs as long as they
 * share baseline, font, colour and element; the pen is followed in whole numbers, so that the
 * rounding of one word is made good in the next.
 */
#include "writer.h"

#include <string.h>

#include "fonts.h"
#include "syntax.h"

/* Positions along a line are kept in units of 1/100,000 of a thousandth of a point, in which glyph
 * widths at any size are whole numbers. */
enum { UNITS = 100000 };
/* Corrections smaller than this many thousandths of an em are left to the next larger one. */
enum { NEGLIGIBLE = 2 };

/* ---- text ----------------------------------------------------------------------------------- */

void end_show(struct writer *writer) {
    if (!writer->showing) {
        return;
    }
    writer->showing = false;
    if (writer->adjusted) {
        buffer_text(writer->out, ")]TJ\n");
    } else {
        writer->out->data[writer->show_start] = ' ';
        buffer_text(writer->out, ")Tj\n");
    }
}

static void begin_text(struct writer *writer) {
    if (!writer->in_text) {
        end_marked(writer);
        buffer_text(writer->out, "BT\n");
        writer->in_text = true;
        writer->turns = 0;
        writer->line_x = writer->line_y = 0;
    }
}

void end_text(struct writer *writer) {
    if (writer->in_text) {
        end_marked(writer);
        buffer_text(writer->out, "ET\n");
        writer->in_text = false;
    }
}

static void set_font(struct writer *writer, struct pdf_font *font, length_t size) {
    if (writer->font == font && writer->size == size) {
        return;
    }
    end_show(writer);
    writer->font = font;
    writer->size = size;
    buffer_byte(writer->out, '/');
    buffer_text(writer->out, font->name);
    buffer_byte(writer->out, ' ');
    buffer_thousandths(writer->out, size);
    buffer_text(writer->out, " Tf\n");
}

/* Where a mark of glyphs stands: along and across its line, in the PDF's own directions. */
static void locate(const struct writer *writer, const struct mark *mark, int64_t *along,
                   int64_t *across) {
    bool turned = mark->glyphs.quarter_turns == 1;
    *along = turned ? writer->height - mark->y : mark->x;
    *across = turned ? mark->x : writer->height - mark->y;
}

/* Moves the line to where the pen shall be. */
static void move_line(struct writer *writer, int turns, int64_t along, int64_t across) {
    int64_t x = hundredths(turns == 1 ? across : along);
    int64_t y = hundredths(turns == 1 ? along : across);
    end_show(writer);
    if (turns == 1) {
        int64_t matrix[6] = {0, 100, -100, 0, x, y};
        put_operation(writer->out, matrix, 6, "Tm");
    } else if (writer->turns != 0) {
        int64_t matrix[6] = {100, 0, 0, 100, x, y};
        put_operation(writer->out, matrix, 6, "Tm");
    } else if (x != writer->line_x || y != writer->line_y) {
        int64_t move[2] = {x - writer->line_x, y - writer->line_y};
        put_operation(writer->out, move, 2, "Td");
    }
    writer->turns = turns;
    writer->line_x = x;
    writer->line_y = y;
    writer->across = across;
    writer->pen = (turns == 1 ? y : x) * 10 * UNITS;
}

/* Opens an array of glyphs at that place, or goes on in the open one where it is on the same line
 * and near enough to be its next word. */
static void begin_show(struct writer *writer, int turns, int64_t along, int64_t across) {
    if (writer->showing) {
        int64_t gap = along - writer->pen / UNITS;
        if (writer->turns == turns && writer->across == across && gap > -writer->size &&
            gap < 3 * writer->size) {
            return;
        }
    }
    move_line(writer, turns, along, across);
    writer->showing = true;
    writer->adjusted = false;
    writer->out->length -= 1; /* the line's end: the bracket parts as well */
    writer->show_start = writer->out->length;
    buffer_text(writer->out, "[(");
}

/* Brings the pen to target, at the next glyph. at has room. */
static char *adjust(struct writer *writer, char *at, int64_t target) {
    int64_t unit = writer->size * 100; /* a thousandth of an em, in our units */
    int64_t off = writer->pen - target;
    if (unit == 0) {
        return at;
    }
    int64_t number = (off >= 0 ? off + unit / 2 : off - unit / 2) / unit;
    if (number < NEGLIGIBLE && number > -NEGLIGIBLE) {
        return at;
    }
    writer->pen -= number * unit;
    *at++ = ')';
    at = put_hundredths(at, number * 100);
    *at++ = '(';
    writer->adjusted = true;
    return at;
}

static char *put_code_byte(char *at, uint32_t byte) {
    static const char ESCAPES[256] = {['('] = '(', [')'] = ')', ['\\'] = '\\', ['\r'] = 'r'};
    char escape = ESCAPES[byte];
    *at = '\\';
    at += escape != 0;
    *at++ = escape != 0 ? escape : (char)byte;
    return at;
}

/* What is remembered from one stretch of a mark's glyphs to the next. */
struct progress {
    int64_t along, across; /* thousandths: the mark's start */
    int64_t advance;       /* font units since then */
    int64_t extra;         /* thousandths of spacing since then */
};

static int64_t target_of(const struct writer *writer, const struct progress *progress,
                         int64_t font_units) {
    int64_t em = writer->font->description.units_per_em;
    return (progress->along + progress->extra) * UNITS +
           (progress->advance + font_units) * writer->size * UNITS / em;
}

static bool is_invisible(const char *text, uint32_t length) {
    const char *at = text;
    if (length < 2) {
        return false;
    }
    uint32_t character = utf8_next(&at, text + length);
    return character == 0xAD || (character >= 0x200B && character <= 0x200F) ||
           (character >= 0x202A && character <= 0x202E) || character == 0x2060 ||
           (character >= 0x2066 && character <= 0x2069) || character == 0xFEFF;
}

static void show_raised(struct writer *writer, int64_t units) {
    int64_t em = writer->font->description.units_per_em;
    int64_t rise[1] = {hundredths(units * writer->size / em)};
    end_show(writer);
    put_operation(writer->out, rise, 1, "Ts");
}

static void show(struct writer *writer, const struct mark *mark, uint32_t first, uint32_t end,
                 struct progress *progress) {
    const struct run *run = mark->glyphs.run;
    const struct pdf_font *font = writer->font;
    struct buffer *out = writer->out;
    int turns = mark->glyphs.quarter_turns == 1;
    int64_t raised = 0;
    begin_show(writer, turns, target_of(writer, progress, 0) / UNITS, progress->across);
    bool check = true;
    for (uint32_t i = first; i < end; i++) {
        const struct glyph *glyph = &run->glyphs[i];
        const char *text = mark->glyphs.text + glyph->cluster;
        if (!fonts_use(writer->font, glyph->id)) {
            writer->content->strange_glyph = true;
            continue;
        }
        if (glyph->advance == 0 && is_invisible(text, run->start + run->length - glyph->cluster)) {
            continue;
        }
        if (glyph->dy != raised) {
            raised = glyph->dy;
            show_raised(writer, raised);
            begin_show(writer, turns, writer->pen / UNITS, progress->across);
        }
        char *start = buffer_room(out, 64);
        char *at = start;
        if (check || glyph->dx != 0) {
            at = adjust(writer, at, target_of(writer, progress, glyph->dx));
            check = glyph->dx != 0;
        }
        at = put_code_byte(at, glyph->id >> 8 & 255);
        at = put_code_byte(at, glyph->id & 255);
        *at = '\0';
        out->length += (size_t)(at - start);
        writer->pen += (int64_t)font->widths[glyph->id] * writer->size;
        progress->advance += glyph->advance;
        if (glyph->advance != font->advances[glyph->id]) {
            check = true;
        }
        int64_t extra = mark->glyphs.letter_space;
        if (mark->glyphs.word_space != 0 && *text == ' ') {
            extra += mark->glyphs.word_space;
        }
        if (extra != 0) {
            progress->extra += extra;
            check = true;
        }
    }
    if (raised != 0) {
        show_raised(writer, 0);
    }
}

/* ---- glyphs and the text they stand for ------------------------------------------------------ */

/* The glyphs from i on that share a cluster, and the bytes of text it stands for. */
static uint32_t cluster_end(const struct run *run, uint32_t i, uint32_t end, uint32_t *text_end) {
    uint32_t cluster = run->glyphs[i].cluster;
    uint32_t next = i + 1;
    while (next < run->count && run->glyphs[next].cluster == cluster) {
        next++;
    }
    *text_end = run->start + run->length;
    if (!run->right_to_left) {
        if (next < run->count) {
            *text_end = run->glyphs[next].cluster;
        }
    } else {
        uint32_t before = i;
        while (before > 0 && run->glyphs[before - 1].cluster == cluster) {
            before--;
        }
        if (before > 0) {
            *text_end = run->glyphs[before - 1].cluster;
        }
    }
    return next < end ? next : end;
}

/* Whether ToUnicode tells the text of the cluster that begins at glyph i and ends before end. */
static bool is_told(struct writer *writer, const struct mark *mark, uint32_t i, uint32_t end,
                    uint32_t text_end) {
    const struct run *run = mark->glyphs.run;
    const struct glyph *glyph = &run->glyphs[i];
    struct pdf_font *font = writer->font;
    const char *text = mark->glyphs.text + glyph->cluster;
    uint32_t length = text_end > glyph->cluster ? text_end - glyph->cluster : 0;
    for (uint32_t j = i; j < end; j++) {
        if (!fonts_use(font, run->glyphs[j].id)) {
            writer->content->strange_glyph = true;
            return true;
        }
    }
    if (end == i + 1 && glyph->advance == 0 && is_invisible(text, length)) {
        return true; /* not drawn */
    }
    if (end == i + 1 && length == 1 && font->characters[glyph->id] == (uint8_t)*text) {
        return true;
    }
    return fonts_stand_for(font, glyph, end - i, text, length);
}

/* Draws the mark from glyph first to end, as it is or standing for actual. */
static void put_stretch(struct writer *writer, const struct mark *mark, uint32_t first,
                        uint32_t end, const struct buffer *actual, struct progress *progress) {
    if (first == end) {
        return;
    }
    bool replaced = actual != NULL && mark->tag >= 0;
    const char *text = replaced ? actual->data == NULL ? "" : actual->data : NULL;
    begin_marked(writer, mark->tag, text, replaced ? actual->length : 0);
    show(writer, mark, first, end, progress);
    if (replaced) {
        end_marked(writer);
    }
}

/* A space that a reader hears but nobody sees, after what was shown. */
static void put_space(struct writer *writer, uint32_t glyph) {
    char *start = buffer_room(writer->out, 8);
    char *at = put_code_byte(start, glyph >> 8 & 255);
    at = put_code_byte(at, glyph & 255);
    *at = '\0';
    writer->out->length += (size_t)(at - start);
    writer->pen += (int64_t)writer->font->widths[glyph] * writer->size;
}

/* ---- the common case ------------------------------------------------------------------------- */

/* Whether each glyph is an ASCII character's own, used before and on the line: nearly all text is
 * so, and needs no more than its codes, and a number where two are kerned. */
static bool is_simple(const struct writer *writer, const struct mark *mark) {
    const struct run *run = mark->glyphs.run;
    const struct pdf_font *font = writer->font;
    uint32_t first = mark->glyphs.first, end = first + mark->glyphs.count;
    if (mark->glyphs.hyphen || mark->glyphs.letter_space != 0 || mark->glyphs.word_space != 0 ||
        run->right_to_left) {
        return false;
    }
    const uint8_t *used = font->used, *text = (const uint8_t *)mark->glyphs.text;
    const uint32_t *characters = font->characters;
    uint32_t glyph_count = font->description.glyph_count;
    uint32_t next = end < run->count ? run->glyphs[end].cluster : run->start + run->length;
    for (const struct glyph *glyph = run->glyphs + end; glyph > run->glyphs + first;) {
        glyph--;
        uint8_t byte = text[glyph->cluster];
        if (glyph->cluster + 1 != next || glyph->id >= glyph_count || !used[glyph->id] ||
            characters[glyph->id] != byte || byte >= 0x80 || glyph->advance == 0 ||
            (glyph->dx | glyph->dy) != 0) {
            return false;
        }
        next = glyph->cluster;
    }
    return true;
}

static void show_simple(struct writer *writer, const struct mark *mark, struct progress *progress) {
    enum { GLYPH_MOST = 32 }; /* bytes: two that are escaped, and a number before them */
    const struct glyph *glyphs = mark->glyphs.run->glyphs + mark->glyphs.first;
    const struct pdf_font *font = writer->font;
    struct buffer *out = writer->out;
    const int32_t *widths = font->widths, *advances = font->advances;
    begin_show(writer, mark->glyphs.quarter_turns == 1, target_of(writer, progress, 0) / UNITS,
               progress->across);
    char *start = buffer_room(out, (size_t)mark->glyphs.count * GLYPH_MOST);
    char *at = adjust(writer, start, target_of(writer, progress, 0));
    int64_t width = 0, advance = 0; /* since the pen was where it should be, or nearly */
    for (uint32_t i = 0; i < mark->glyphs.count; i++) {
        uint32_t id = glyphs[i].id;
        at = put_code_byte(at, id >> 8 & 255);
        at = put_code_byte(at, id & 255);
        width += widths[id];
        advance += glyphs[i].advance;
        if (glyphs[i].advance != advances[id] && i + 1 < mark->glyphs.count) {
            writer->pen += width * writer->size;
            progress->advance += advance;
            width = advance = 0;
            at = adjust(writer, at, target_of(writer, progress, 0));
        }
    }
    writer->pen += width * writer->size;
    progress->advance += advance;
    *at = '\0';
    out->length += (size_t)(at - start);
}

/* ---- from the right -------------------------------------------------------------------------- */

/* Before glyph index of the mark, as show would have it. */
static struct progress progress_before(const struct mark *mark, uint32_t index,
                                       struct progress progress) {
    const struct run *run = mark->glyphs.run;
    for (uint32_t i = mark->glyphs.first; i < index; i++) {
        progress.advance += run->glyphs[i].advance;
        progress.extra += mark->glyphs.letter_space;
        if (mark->glyphs.text[run->glyphs[i].cluster] == ' ') {
            progress.extra += mark->glyphs.word_space;
        }
    }
    return progress;
}

/* What is written from the right is drawn letter by letter in the order it is read in, the pen
 * going back each time: who reads the page's content aloud takes it in the order it stands there.
 * Drawn from left to right, as other programs do, every word was heard backwards; text that it
 * stands for (ActualText) changes nothing for them, and poppler loses the line. */
static void put_leftward(struct writer *writer, const struct mark *mark, const char *after,
                         const struct progress *progress) {
    const struct run *run = mark->glyphs.run;
    uint32_t first = mark->glyphs.first;
    struct buffer actual = {0};
    for (uint32_t end = first + mark->glyphs.count; end > first;) {
        uint32_t begin = end - 1, cluster = run->glyphs[begin].cluster, text_end = 0;
        while (begin > first && run->glyphs[begin - 1].cluster == cluster) {
            begin--;
        }
        cluster_end(run, begin, end, &text_end);
        struct progress here = progress_before(mark, begin, *progress);
        bool appended = begin == first && after != NULL;
        bool plain = is_told(writer, mark, begin, end, text_end) && !appended;
        if (!plain) {
            buffer_clear(&actual);
            buffer_add(&actual, mark->glyphs.text + cluster,
                       text_end > cluster ? text_end - cluster : 0);
            buffer_text(&actual, appended ? after : "");
        }
        put_stretch(writer, mark, begin, end, plain ? NULL : &actual, &here);
        end = begin;
    }
    buffer_free(&actual);
}

void put_glyphs(struct writer *writer, const struct mark *mark) {
    const struct run *run = mark->glyphs.run;
    uint32_t first = mark->glyphs.first;
    uint32_t end = first + mark->glyphs.count;
    if (mark->glyphs.count == 0 || mark->glyphs.size <= 0) {
        return;
    }
    const char *after = mark->tag < 0 ? NULL : mark->glyphs.after;
    uint32_t space = 0;
    begin_text(writer);
    struct pdf_font *font = fonts_get(writer->content->fonts, run->font);
    if (writer->font != font || writer->size != mark->glyphs.size ||
        writer->fill != colour_key(mark->colour)) {
        end_show(writer);
    }
    set_colour(writer, mark->colour, false);
    set_font(writer, font, mark->glyphs.size);

    struct progress progress = {0};
    locate(writer, mark, &progress.along, &progress.across);
    struct buffer actual = {0};
    bool spaced = after != NULL && strcmp(after, " ") == 0 && fonts_space(font, &space);
    if (mark->glyphs.hyphen) {
        for (uint32_t i = first; i < end; i++) {
            uint32_t text_end = 0;
            (void)is_told(writer, mark, i, cluster_end(run, i, i + 1, &text_end), text_end);
        }
        buffer_text(&actual, "\xC2\xAD");
        put_stretch(writer, mark, first, end, &actual, &progress);
    } else if ((after == NULL || spaced) && is_simple(writer, mark)) {
        begin_marked(writer, mark->tag, NULL, 0);
        show_simple(writer, mark, &progress);
        if (spaced) {
            put_space(writer, space);
        }
    } else if (run->right_to_left) {
        put_leftward(writer, mark, spaced ? NULL : after, &progress);
        if (spaced && writer->showing) {
            put_space(writer, space);
        }
    } else {
        uint32_t start = first; /* of what is not yet drawn */
        for (uint32_t i = first; i < end;) {
            uint32_t text_end = 0;
            uint32_t next = cluster_end(run, i, end, &text_end);
            bool told = is_told(writer, mark, i, next, text_end);
            bool appended = next == end && after != NULL && !spaced;
            if (!told || appended) {
                uint32_t cluster = run->glyphs[i].cluster;
                put_stretch(writer, mark, start, i, NULL, &progress);
                buffer_clear(&actual);
                if (text_end > cluster) {
                    buffer_add(&actual, mark->glyphs.text + cluster, text_end - cluster);
                }
                if (appended) {
                    buffer_text(&actual, after);
                }
                put_stretch(writer, mark, i, next, &actual, &progress);
                start = next;
            }
            i = next;
        }
        put_stretch(writer, mark, start, end, NULL, &progress);
        if (spaced && writer->showing) {
            put_space(writer, space);
        }
    }
    buffer_free(&actual);
}
