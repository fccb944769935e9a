/* patterns.c: Liang's hyphenation patterns (F. M. Liang, "Word Hy-phen-a-tion by Com-put-er", 1983)
 * in the file format of libhyphen's dictionaries.
 *
 * A pattern is letters with weights between them: "a2d3o" is a 2 before d and a 3 before o wherever
 * "ado" stands; at each place of a word the highest weight counts and an odd one is a break. The
 * letters are kept as a trie whose edges lie in one hash table, so that reading is one insertion a
 * byte and a word asks some three edges a letter.
 *
 * Rejected: libhyphen itself. Its automaton takes 7 ms to build for British English, two thirds of
 * what a whole paper takes, where this takes less than one; a test compares the two. Left out
 * with it are changes of spelling at the hyphen and the compounds' level of some dictionaries: what
 * would change the reader's text is not wanted, and patterns of the last level still apply.
 */
#include "patterns.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boardpaper/arena.h>

enum { PATTERN_MOST = 120, FILE_MOST = 16 * 1024 * 1024 };

/* From a node by a byte to a node; node 0 is the root, so a child of 0 means an empty slot. */
struct edge {
    uint32_t node_and_byte; /* node << 8 | byte */
    uint32_t child;
};

struct patterns {
    struct arena *arena;
    char encoding[32];
    size_t before, after;
    struct edge *edges; /* open addressing, a power of two, at most three quarters full */
    size_t size, count;
    uint32_t *weights; /* by node: where its weights begin in pool, or 0 */
    size_t weights_room;
    uint8_t *pool;
    size_t pool_length, pool_room;
    /* The letters of the last pattern and the nodes behind them: files are nearly sorted, so most
     * letters of a pattern lead where the last one's led. */
    unsigned char last[PATTERN_MOST];
    uint32_t path[PATTERN_MOST + 1];
    size_t last_length;
};

/* ---- the trie ------------------------------------------------------------------------------ */

static size_t slot_of(const struct patterns *patterns, uint32_t key) {
    return (key * UINT32_C(2654435769) >> 7) & (patterns->size - 1);
}

static uint32_t child_of(const struct patterns *patterns, uint32_t node, unsigned char byte) {
    uint32_t key = node << 8 | byte;
    for (size_t at = slot_of(patterns, key);; at = (at + 1) & (patterns->size - 1)) {
        const struct edge *edge = &patterns->edges[at];
        if (edge->child == 0 || edge->node_and_byte == key) {
            return edge->child;
        }
    }
}

static void add_edge(struct patterns *patterns, struct edge edge) {
    size_t at = slot_of(patterns, edge.node_and_byte);
    while (patterns->edges[at].child != 0) {
        at = (at + 1) & (patterns->size - 1);
    }
    patterns->edges[at] = edge;
}

static void grow(struct patterns *patterns) {
    struct edge *old = patterns->edges;
    size_t old_size = patterns->size;
    patterns->size *= 2;
    patterns->edges = NEWS(patterns->arena, patterns->size, struct edge);
    for (size_t i = 0; i < old_size; i++) {
        if (old[i].child != 0) {
            add_edge(patterns, old[i]);
        }
    }
    uint32_t *weights = NEWS(patterns->arena, patterns->size, uint32_t);
    memcpy(weights, patterns->weights, old_size * sizeof *weights);
    patterns->weights = weights;
}

static uint32_t make_child(struct patterns *patterns, uint32_t node, unsigned char byte) {
    uint32_t found = child_of(patterns, node, byte);
    if (found != 0) {
        return found;
    }
    if (patterns->count * 4 >= patterns->size * 3) {
        grow(patterns);
    }
    uint32_t made = (uint32_t)++patterns->count;
    add_edge(patterns, (struct edge){node << 8 | byte, made});
    return made;
}

/* ---- reading ------------------------------------------------------------------------------- */

static void add_pattern(struct patterns *patterns, const char *line, size_t length) {
    uint8_t weights[PATTERN_MOST + 1] = {0};
    size_t letters = 0;
    bool same = true;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)line[i];
        if (byte >= '0' && byte <= '9') {
            weights[letters] = (uint8_t)(byte - '0');
            continue;
        }
        if (byte == '/' || letters == PATTERN_MOST) {
            patterns->last_length = letters;
            return; /* a change of spelling, or no pattern */
        }
        same = same && letters < patterns->last_length && patterns->last[letters] == byte;
        if (!same) {
            patterns->last[letters] = byte;
            patterns->path[letters + 1] = make_child(patterns, patterns->path[letters], byte);
        }
        letters++;
    }
    patterns->last_length = letters;
    uint32_t node = patterns->path[letters];
    if (node == 0) {
        return;
    }
    patterns->weights[node] = (uint32_t)patterns->pool_length;
    if (patterns->pool_length + letters + 1 > patterns->pool_room) {
        patterns->pool_room *= 2;
        uint8_t *pool = arena_take(patterns->arena, patterns->pool_room);
        memcpy(pool, patterns->pool, patterns->pool_length);
        patterns->pool = pool;
    }
    memcpy(patterns->pool + patterns->pool_length, weights, letters + 1);
    patterns->pool_length += letters + 1;
}

/* Whether the line is the statement called name; its number, if there is one, to *value. */
static bool is_statement(const char *line, size_t length, const char *name, size_t *value) {
    size_t size = strlen(name);
    if (length < size || memcmp(line, name, size) != 0) {
        return false;
    }
    size_t number = 0;
    for (size_t i = size; i < length; i++) {
        if (line[i] >= '0' && line[i] <= '9' && number < PATTERN_MOST) {
            number = number * 10 + (size_t)(line[i] - '0');
        }
    }
    if (value != NULL && number > 0) {
        *value = number;
    }
    return true;
}

static void start(struct patterns *patterns) {
    patterns->size = 1 << 15;
    patterns->count = 0;
    patterns->last_length = 0;
    patterns->edges = NEWS(patterns->arena, patterns->size, struct edge);
    patterns->weights = NEWS(patterns->arena, patterns->size, uint32_t);
    patterns->pool_room = 1 << 16;
    patterns->pool = arena_take(patterns->arena, patterns->pool_room);
    patterns->pool_length = 1; /* 0 stands for none */
}

static void read_line(struct patterns *patterns, const char *line, size_t length) {
    if (length == 0 || line[0] == '%' || line[0] == '#') {
        return;
    }
    bool capital = line[0] >= 'A' && line[0] <= 'Z'; /* patterns are of small letters */
    if (!capital) {
        add_pattern(patterns, line, length);
        return;
    }
    if (is_statement(line, length, "LEFTHYPHENMIN", &patterns->before) ||
        is_statement(line, length, "RIGHTHYPHENMIN", &patterns->after)) {
        return;
    }
    if (is_statement(line, length, "NEXTLEVEL", NULL)) {
        start(patterns); /* what came was for compounds */
    }
}

static struct patterns *read_text(struct arena *arena, const char *text, size_t length) {
    struct patterns *patterns = NEW(arena, struct patterns);
    patterns->arena = arena;
    patterns->before = patterns->after = 2;
    start(patterns);
    bool first = true;
    for (size_t at = 0; at < length;) {
        const char *end = memchr(text + at, '\n', length - at);
        size_t next = end == NULL ? length : (size_t)(end - text);
        size_t size = next - at;
        while (size > 0 && (text[at + size - 1] == '\r' || text[at + size - 1] == ' ')) {
            size--;
        }
        if (first && (size == 0 || size >= sizeof patterns->encoding)) {
            return NULL;
        }
        if (first) {
            memcpy(patterns->encoding, text + at, size);
            first = false;
        } else {
            read_line(patterns, text + at, size);
        }
        at = next + 1;
    }
    return patterns->count == 0 ? NULL : patterns;
}

struct patterns *patterns_read(struct arena *arena, const char *path) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (descriptor < 0 || fstat(descriptor, &about) != 0 || about.st_size <= 0 ||
        about.st_size > FILE_MOST) {
        if (descriptor >= 0) {
            close(descriptor);
        }
        return NULL;
    }
    size_t length = (size_t)about.st_size;
    void *text = mmap(NULL, length, PROT_READ, MAP_PRIVATE, descriptor, 0);
    close(descriptor);
    if (text == MAP_FAILED) {
        return NULL;
    }
    struct patterns *patterns = read_text(arena, text, length);
    munmap(text, length);
    return patterns;
}

const char *patterns_encoding(const struct patterns *patterns) {
    return patterns->encoding;
}

void patterns_margins(const struct patterns *patterns, size_t *before, size_t *after) {
    *before = patterns->before;
    *after = patterns->after;
}

/* ---- asking -------------------------------------------------------------------------------- */

/* Byte at of the word with a full stop before and after it, as patterns mean its ends. */
static unsigned char dotted(const char *word, size_t length, size_t at) {
    return at == 0 || at == length + 1 ? '.' : (unsigned char)word[at - 1];
}

void patterns_weigh(const struct patterns *patterns, const char *word, size_t length,
                    uint8_t *weights) {
    memset(weights, 0, length + 1);
    for (size_t begin = 0; begin < length + 2; begin++) {
        uint32_t node = 0;
        for (size_t at = begin; at < length + 2; at++) {
            node = child_of(patterns, node, dotted(word, length, at));
            if (node == 0) {
                break;
            }
            if (patterns->weights[node] == 0) {
                continue;
            }
            const uint8_t *found = patterns->pool + patterns->weights[node];
            for (size_t i = 0; i <= at - begin + 1; i++) {
                /* before byte begin + i of the dotted word, which is begin + i - 1 of the word */
                size_t place = begin + i;
                if (place >= 1 && place <= length + 1 && weights[place - 1] < found[i]) {
                    weights[place - 1] = found[i];
                }
            }
        }
    }
}
