/* shipped.h: the trees of the files that ship, made while building; of schemas, the patterns.
 *
 * House, template, method and schemas are 180 KB of XML that is the same for every paper. Parsing
 * them took as long as the assessment itself, reading, checking and scoring it together. So
 * make_shipped.c parses them once, when boardpaper is built, and writes what the tree is made of,
 * or what the schema says (shipped_schema.h); a file that has the same bytes still gets its nodes
 * from there. One that was changed is parsed as any other.
 *
 * Where a file lies does not tell that it is the one that shipped: somebody may have mended it in
 * its place. Its bytes do.
 *
 * Rejected: nodes as initialized data (their pointers would all be relocated at each start,
 * whatever the command), the whole as a file of the installation (it would be one more that can be
 * lost, be of another version, or be tampered with).
 *
 * The form. All texts stand in SHIPPED_TEXTS once, each with a NUL, and are told by their place. A
 * file is a row of words:
 *
 *     count of names, and the text of each
 *     count of namespaces, and for each its prefix and its URI
 *     count of attribute lists, and for each:
 *         count of attributes, and for each: its name's number, its value, its SPACE
 *     count of nodes, and for each in document order:
 *         kind + 8 x (how many elements end before it) + 4096 x (of an element: its name's number)
 *         of an element: its line, its SPACE, the number of its attribute list;
 *         of anything else: its text
 *
 * A SPACE is the number of a namespace, SHIPPED_NO_SPACE, or, of an xmlns, SHIPPED_DECLARATION.
 * List 0 is the empty one. */
#ifndef BOARDPAPER_XML_SHIPPED_H
#define BOARDPAPER_XML_SHIPPED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;
struct xml_document;

enum {
    SHIPPED_NO_SPACE = 0xFFFF,
    SHIPPED_DECLARATION = 0xFFFE,
    SHIPPED_ENDS = 8, /* the factors above */
    SHIPPED_NAME = 4096
};
#define SHIPPED_NONE UINT32_MAX

/* What tells a file's bytes from others'. */
struct shipped_sum {
    uint64_t length, first, second;
};

struct shipped_file {
    struct shipped_sum sum; /* length 0: the last */
    uint32_t words;         /* where its row begins */
};

/* Made by make_shipped.c. */
extern const struct shipped_file SHIPPED_FILES[];
extern const uint32_t SHIPPED_SCHEMAS[]; /* where their rows begin; SHIPPED_NONE is the last */
extern const uint32_t SHIPPED_WORDS[];
extern const unsigned char SHIPPED_TEXTS[];

static inline const char *shipped_text(uint32_t place) {
    return (const char *)SHIPPED_TEXTS + place;
}

/* The document of these bytes where they are a file's that ships, else NULL. name is kept. */
struct xml_document *shipped_document(struct arena *scratch, const char *name, const void *bytes,
                                      size_t length);

/* Four sums of 64 bits, each over every fourth eight bytes, so that none waits for another. No
 * accident makes two files alike. It is no defence against somebody who wants them to be: who can
 * write to the product's folder can do as they like anyway. */
enum { SHIPPED_LANES = 4, SHIPPED_STEP = SHIPPED_LANES * 8 };
struct shipped_summing {
    uint64_t length, lanes[SHIPPED_LANES];
};

static inline void shipped_take(struct shipped_summing *summing, const uint64_t *words) {
    for (size_t i = 0; i < SHIPPED_LANES; i++) {
        uint64_t lane = (summing->lanes[i] ^ words[i]) * UINT64_C(0xD6E8FEB86659FD93);
        summing->lanes[i] = lane ^ lane >> 32;
    }
}

/* Bytes may be added in pieces; all but the last are of a multiple of SHIPPED_STEP. */
static inline void shipped_add(struct shipped_summing *summing, const void *bytes, size_t length) {
    const unsigned char *at = bytes;
    uint64_t words[SHIPPED_LANES];
    summing->length += length;
    for (; length >= sizeof words; length -= sizeof words, at += sizeof words) {
        memcpy(words, at, sizeof words);
        shipped_take(summing, words);
    }
    if (length > 0) {
        memset(words, 0, sizeof words);
        memcpy(words, at, length);
        shipped_take(summing, words);
    }
}

static inline struct shipped_summing shipped_begin(void) {
    return (struct shipped_summing){0, {1, 2, 3, 4}};
}

static inline struct shipped_sum shipped_end(const struct shipped_summing *summing) {
    struct shipped_sum sum = {summing->length, 0, 0};
    for (size_t i = 0; i < SHIPPED_LANES; i++) {
        sum.first = (sum.first ^ summing->lanes[i]) * UINT64_C(0x9E3779B97F4A7C15);
        sum.first ^= sum.first >> 32;
        sum.second = (sum.second + summing->lanes[i]) * UINT64_C(0xA0761D6478BD642F);
        sum.second ^= sum.second >> 29;
    }
    return sum;
}

static inline struct shipped_sum shipped_sum(const void *bytes, size_t length) {
    struct shipped_summing summing = shipped_begin();
    shipped_add(&summing, bytes, length);
    return shipped_end(&summing);
}

static inline bool shipped_same(const struct shipped_sum *a, const struct shipped_sum *b) {
    return a->length == b->length && a->first == b->first && a->second == b->second;
}

#endif
