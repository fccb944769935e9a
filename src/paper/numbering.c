/* numbering.c: the numbers of sections, paragraphs, tables, figures and items.
 *
 * Numbers are given as blocks are made, in reading order. Two schemes, which a template chooses:
 * sections by depth (1, 1.1, 1.1.1), or the council's paragraphs, where a section is numbered 1 and
 * its paragraphs run 1.1, 1.2 to its end, headings within it unnumbered.
 */
#include "making.h"

#include <string.h>

#include <boardpaper/buffer.h>

enum { DEPTHS = 6 };

struct numbering {
    bool sections, paragraphs;
    int first_level;
    int counts[DEPTHS]; /* of sections at each depth */
    bool shown;         /* the section at depth 1 has a number */
    int paragraph;      /* in the section at depth 1 */
    int captions[2];
    int last_level; /* of the headings so far, 0: none */
};

struct numbering *numbering_new(struct arena *arena, bool sections, bool paragraphs,
                                int first_level) {
    struct numbering *numbering = NEW(arena, struct numbering);
    numbering->sections = sections;
    numbering->paragraphs = paragraphs;
    numbering->first_level = first_level;
    return numbering;
}

struct numbering *numbering_copy(struct arena *arena, const struct numbering *numbering) {
    struct numbering *copy = NEW(arena, struct numbering);
    *copy = *numbering;
    return copy;
}

bool numbering_same(const struct numbering *one, const struct numbering *other) {
    return memcmp(one->counts, other->counts, sizeof one->counts) == 0 &&
           memcmp(one->captions, other->captions, sizeof one->captions) == 0 &&
           one->shown == other->shown && one->paragraph == other->paragraph &&
           one->last_level == other->last_level;
}

int numbering_level(const struct numbering *numbering, int depth) {
    return numbering->first_level - 1 + (depth < 1 ? 1 : depth);
}

const char *numbering_heading(struct making *making, int depth, bool numbered) {
    struct numbering *numbering = making->numbering;
    int index = depth < 1 ? 0 : depth > DEPTHS ? DEPTHS - 1 : depth - 1;
    if (index == 0) {
        numbering->paragraph = 0;
        numbering->shown = numbered && (numbering->sections || numbering->paragraphs);
    }
    if (!numbered || !numbering->shown || (numbering->paragraphs && index > 0)) {
        return NULL;
    }
    numbering->counts[index]++;
    for (int i = index + 1; i < DEPTHS; i++) {
        numbering->counts[i] = 0;
    }
    struct buffer text = {0};
    for (int i = 0; i <= index; i++) {
        buffer_print(&text, "%s%d", i == 0 ? "" : ".", numbering->counts[i]);
    }
    const char *number = arena_text(making->arena, text.data);
    buffer_free(&text);
    return number;
}

bool numbering_counts(const struct numbering *numbering, const struct scope *scope) {
    return numbering->paragraphs && numbering->shown && scope->depth > 0 &&
           scope->list_depth == 0 && scope->paragraph == NULL;
}

const char *numbering_paragraph(struct making *making, const struct scope *scope, bool asked) {
    struct numbering *numbering = making->numbering;
    if (!asked && !numbering_counts(numbering, scope)) {
        return NULL;
    }
    numbering->paragraph++;
    return arena_print(making->arena, "%d.%d", numbering->counts[0], numbering->paragraph);
}

const char *numbering_caption(struct making *making, const struct scope *scope, int what) {
    static const char *const names[2] = {"table", "figure"};
    static const char *const words[2] = {"Table", "Figure"};
    return arena_print(making->arena, "%s\u00a0%d",
                       words_text(making, scope, names[what], words[what]),
                       ++making->numbering->captions[what]);
}

/* ---- items ------------------------------------------------------------------------------ */

static const char *roman(struct making *making, int64_t number) {
    static const struct {
        int value;
        const char *letters;
    } PARTS[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                 {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                 {5, "v"},    {4, "iv"},   {1, "i"}};
    if (number < 1 || number > 3999) {
        return arena_print(making->arena, "%lld", (long long)number);
    }
    char text[32] = "";
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        for (; number >= PARTS[i].value; number -= PARTS[i].value) {
            strcat(text, PARTS[i].letters);
        }
    }
    return arena_text(making->arena, text);
}

/* a to z, then aa, ab: as spreadsheets count columns. */
static const char *letters(struct making *making, int64_t number) {
    char text[16];
    size_t at = sizeof text - 1;
    text[at] = '\0';
    if (number < 1) {
        return arena_print(making->arena, "%lld", (long long)number);
    }
    for (; number > 0; number = (number - 1) / 26) {
        text[--at] = (char)('a' + (number - 1) % 26);
    }
    return arena_text(making->arena, text + at);
}

const char *numbering_label(struct making *making, const char *kind, int64_t number, int depth) {
    if (kind == NULL || strcmp(kind, "bullet") == 0) {
        return depth % 2 == 0 ? "\u2022" : "\u2013";
    }
    if (strcmp(kind, "number") == 0) {
        return arena_print(making->arena, "%lld.", (long long)number);
    }
    if (strcmp(kind, "letter") == 0) {
        return arena_print(making->arena, "(%s)", letters(making, number));
    }
    if (strcmp(kind, "roman") == 0) {
        return arena_print(making->arena, "(%s)", roman(making, number));
    }
    return "";
}

const char *numbering_name(const char *kind) {
    static const char *const names[][2] = {{"bullet", "Disc"},
                                           {"number", "Decimal"},
                                           {"letter", "LowerAlpha"},
                                           {"roman", "LowerRoman"},
                                           {"plain", "None"}};
    for (size_t i = 0; kind != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(kind, names[i][0]) == 0) {
            return names[i][1];
        }
    }
    return "Disc";
}

void numbering_check_level(struct making *making, int level, struct where where) {
    struct numbering *numbering = making->numbering;
    if (level > numbering->last_level + 1) {
        REPORT(
            making->diagnostics, where, MESSAGE_HEADING_SKIPPED,
            diagnostics_integer(making->diagnostics, level),
            numbering->last_level == 0
                ? "no heading"
                : diagnostics_print(making->diagnostics, "one of level %d", numbering->last_level));
    }
    numbering->last_level = level;
}
