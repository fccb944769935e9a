/* fonts.h: the fonts a document uses: which glyphs, what text they stand for, and in the end their
 * subsets as Type 0 fonts (ISO 32000-1, 9.7) whose codes are glyph ids.
 *
 * What a glyph stands for is settled when it is first drawn and written in ToUnicode; where it is
 * later drawn for other text, the content says so by ActualText. So reading the text back needs
 * ActualText only where one glyph serves two meanings.
 */
#ifndef BOARDPAPER_PDF_FONTS_H
#define BOARDPAPER_PDF_FONTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/buffer.h>
#include <boardpaper/text.h>

struct body;
struct haru;
struct haru_object;

struct pdf_font {
    const struct font *font;
    struct font_description description;
    const char *postscript;
    char name[8];         /* in content: "F1" */
    uint8_t *used;        /* one a glyph id */
    int32_t *advances;    /* font units; valid where used */
    int32_t *widths;      /* hundredths of a thousandth of an em: what W will say */
    uint32_t *characters; /* what a glyph stands for; 0: nothing yet; SEVERAL | index: see texts */
    char **texts;         /* glyphs that stand for several characters */
    size_t text_count;
    /* the glyph of U+0020, NO_GLYPH where none, NOT_SOUGHT before it is asked for */
    uint32_t space;
    struct buffer program; /* the subset, once it is made; empty where none could be */
    struct buffer unicode; /* its ToUnicode map */
    struct buffer subset_name, subset_widths; /* ABCDEF+Name; /DW and /W */
};

struct fonts;

struct fonts *fonts_open(void);
void fonts_close(struct fonts *fonts);

/* The record of font; made on first mention. Stays where it is. */
struct pdf_font *fonts_get(struct fonts *fonts, const struct font *font);

/* Notes that glyph is drawn. False for an id that the font has not. */
bool fonts_use(struct pdf_font *font, uint32_t glyph);
/* Notes that one glyph is drawn for length bytes of text and says whether ToUnicode tells that
 * text (true) or ActualText must. */
bool fonts_stands_for(struct pdf_font *font, uint32_t glyph, const char *text, size_t length);
/* The same for several glyphs that together stand for the text. */
bool fonts_stand_for(struct pdf_font *font, const struct glyph *glyphs, size_t count,
                     const char *text, size_t length);
/* The glyph of the space, used from now on; false where the font has none. */
bool fonts_space(struct pdf_font *font, uint32_t *glyph);

/* Makes the subsets, once all that is drawn is known; several threads that call it share them. */
void fonts_subset(struct fonts *fonts);
/* Writes the subsets and defines dictionary as the fonts by name. False with *failed set to a font
 * of which no subset could be made. */
bool fonts_write(struct fonts *fonts, struct haru *haru, struct body *body,
                 struct haru_object *dictionary, const struct font **failed);

#endif
