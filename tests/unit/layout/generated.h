/* generated.h: papers made by a seeded generator, with what must be heard of them.
 *
 * Everything that a template can ask for stands in them sooner or later: paragraphs ragged and
 * justified, lists in lists, terms, boxes, quotations, sections on other pages, tables with spans,
 * turned heads, groups, totals and notes of their own, footnotes from text and from cells, links
 * and references. Words are of ASCII, which the fake font sets in glyphs that are characters.
 */
#ifndef BOARDPAPER_TESTS_LAYOUT_GENERATED_H
#define BOARDPAPER_TESTS_LAYOUT_GENERATED_H

#include "build.h"

struct maker {
    struct bench *bench;
    uint64_t state;
    struct buffer said;  /* the words in reading order, one space between; without the notes */
    struct buffer noted; /* the notes, each with its number first */
    int notes, ids, depth, tables;
    bool with_tables;
    const struct master *turned; /* what sections may change to, or NULL */
};

/* A number below below. */
uint32_t roll(struct maker *maker, uint32_t below);
/* A word with a capital; now and then one that no line holds. */
const char *make_word(struct maker *maker);
/* From one block to most. */
struct block *make_blocks(struct maker *maker, uint32_t most);
void maker_end(struct maker *maker);

#endif
