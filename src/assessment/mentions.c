/* mentions.c: whether words that are left say what was left out.
 *
 * Names are found as whole words, whatever their letters' case and whatever stands between them, so
 * that "Operation Kestrel", "operation kestrel" and one broken over two lines are the same. A name
 * that a thing which is left has too, or has in its own, is free. Ids are looked for where
 * something is asked for or referred to: as literals of expressions, targets and links.
 *
 * Rejected: letting such words pass with a warning. A paper that is made every month unattended
 * would carry them to those who may not see them, and the warning to a log.
 */
#include "mentions.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/xml.h>

struct folded {
    const char *words; /* "operation kestrel " */
    const struct gone *gone;
    bool free; /* something that is left says it itself */
};

struct mentions {
    struct arena *arena;
    struct folded *names; /* sorted by words */
    size_t name_count, most_words;
    struct ids *gone; /* id: struct gone */
    struct ids *left; /* id: the root, for want of more */
};

/* ---- folding --------------------------------------------------------------------------------- */

/* The small letter of a code point of two bytes: Latin-1 and Latin Extended-A, which Welsh and
 * Polish need; others stay as they are. */
static unsigned small_letter(unsigned point) {
    bool latin = point >= 0xC0 && point <= 0xDE && point != 0xD7;
    bool even = (point >= 0x100 && point <= 0x137) || (point >= 0x14A && point <= 0x177);
    bool odd = (point >= 0x139 && point <= 0x148) || (point >= 0x179 && point <= 0x17E);
    return latin                      ? point + 0x20
           : even && (point & 1) == 0 ? point + 1
           : odd && (point & 1) == 1  ? point + 1
                                      : point;
}

/* One character of text; 0 for one that is no letter or figure. Returns how many bytes it has. */
static size_t next_letter(const char *text, unsigned *letter) {
    const unsigned char *at = (const unsigned char *)text;
    *letter = 0;
    if (at[0] < 0x80) {
        bool upper = at[0] >= 'A' && at[0] <= 'Z';
        bool other = (at[0] >= 'a' && at[0] <= 'z') || (at[0] >= '0' && at[0] <= '9');
        *letter = upper ? at[0] + 0x20u : other ? at[0] : 0;
        return 1;
    }
    if (at[0] < 0xE0 && at[1] != 0) {
        unsigned point = ((at[0] & 0x1Fu) << 6) | (at[1] & 0x3Fu);
        *letter = point < 0xC0 ? 0 : small_letter(point); /* below are signs and the hard space */
        return 2;
    }
    size_t length = at[0] < 0xF0 ? 3 : 4;
    unsigned point = at[0] & 0x0Fu;
    for (size_t i = 1; i < length; i++) {
        if (at[i] == 0) {
            return i;
        }
        point = (point << 6) | (at[i] & 0x3Fu);
    }
    *letter = point >= 0x2000 && point <= 0x206F ? 0 : point; /* dashes, quotation marks, spaces */
    return length;
}

static void add_letter(struct buffer *out, unsigned letter) {
    if (letter < 0x80) {
        buffer_byte(out, (char)letter);
    } else {
        buffer_print(out, "%x;", letter); /* only ever compared with its like */
    }
}

/* text as words with a space behind each. */
static void fold(const char *text, struct buffer *out) {
    bool within = false;
    buffer_text(out, "");
    while (*text != '\0') {
        unsigned letter = 0;
        text += next_letter(text, &letter);
        if (letter != 0) {
            add_letter(out, letter);
        } else if (within) {
            buffer_byte(out, ' ');
        }
        within = letter != 0;
    }
    if (within) {
        buffer_byte(out, ' ');
    }
}

/* ---- names ----------------------------------------------------------------------------------- */

static int compare_folded(const void *left, const void *right) {
    return strcmp(((const struct folded *)left)->words, ((const struct folded *)right)->words);
}

/* As strcmp of the name and the first length bytes of words. */
static int compare_start(const struct folded *name, const char *words, size_t length) {
    int order = strncmp(name->words, words, length);
    return order != 0 ? order : name->words[length] != '\0';
}

static size_t first_not_before(const struct mentions *mentions, const char *words, size_t length) {
    size_t low = 0;
    size_t high = mentions->name_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_start(&mentions->names[middle], words, length) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* A name, not free, that words begin with: their first one, two or more are looked up, for names
 * may share all their words but the last. */
static struct folded *name_at(const struct mentions *mentions, const char *words) {
    size_t length = 0;
    for (size_t count = 0; count < mentions->most_words && words[length] != '\0'; count++) {
        length += strcspn(words + length, " ") + 1;
        for (size_t i = first_not_before(mentions, words, length);
             i < mentions->name_count && compare_start(&mentions->names[i], words, length) == 0;
             i++) {
            if (!mentions->names[i].free) {
                return &mentions->names[i];
            }
        }
    }
    return NULL;
}

static void free_names(struct mentions *mentions, const char *text) {
    struct buffer words = {0};
    fold(text, &words);
    for (const char *at = words.data; at != NULL && *at != '\0'; at += strcspn(at, " ") + 1) {
        for (struct folded *name = name_at(mentions, at); name != NULL;
             name = name_at(mentions, at)) {
            name->free = true;
        }
    }
    buffer_free(&words);
}

const struct gone *mentions_name(const struct mentions *mentions, const char *text) {
    if (mentions->name_count == 0 || *text == '\0') {
        return NULL;
    }
    struct buffer words = {0};
    const struct folded *found = NULL;
    fold(text, &words);
    for (const char *at = words.data; found == NULL && *at != '\0'; at += strcspn(at, " ") + 1) {
        found = name_at(mentions, at);
    }
    buffer_free(&words);
    return found == NULL ? NULL : found->gone;
}

const struct gone *mentions_id(const struct mentions *mentions, const char *id) {
    return ids_find(mentions->left, id) != NULL ? NULL : ids_find(mentions->gone, id);
}

/* ---- making ---------------------------------------------------------------------------------- */

static size_t count_elements(struct xml_document *document, const struct xml_node *node) {
    size_t count = 1;
    for (const struct xml_node *at = xml_first(node); at != NULL; at = xml_next(at)) {
        uint64_t mark = xml_mark(document);
        count += count_elements(document, at);
        xml_rest(document, mark);
    }
    return count;
}

/* A method's names and ids are its own; they free nobody's. */
static void gather_left(struct mentions *mentions, struct xml_document *document,
                        struct xml_node *node) {
    for (struct xml_node *at = xml_first(node); at != NULL; at = xml_next(at)) {
        const char *id = xml_attribute(at, "id");
        if (xml_is(at, "method")) {
            continue;
        }
        if (id != NULL) {
            ids_add(mentions->left, id, node, xml_where(at));
        }
        if (xml_is(at, "name") || xml_is(at, "category") || xml_is(at, "population")) {
            free_names(mentions, xml_text(document, at));
        } else {
            uint64_t mark = xml_mark(document);
            gather_left(mentions, document, at);
            xml_rest(document, mark);
        }
    }
}

struct mentions *mentions_new(struct arena *arena, const struct gone *what, struct xml_node *left,
                              struct xml_document *document) {
    struct mentions *mentions = NEW(arena, struct mentions);
    size_t count = 0;
    for (const struct gone *at = what; at != NULL; at = at->next) {
        count++;
    }
    mentions->arena = arena;
    mentions->names = NEWS(arena, count + 1, struct folded);
    mentions->gone = ids_new(arena, count);
    mentions->left = ids_new(arena, count_elements(document, left));
    for (const struct gone *at = what; at != NULL; at = at->next) {
        if (at->id != NULL) {
            ids_add(mentions->gone, at->id, at, at->where);
        }
        struct buffer words = {0};
        fold(at->name == NULL ? "" : at->name, &words);
        if (words.length > 0) {
            mentions->names[mentions->name_count++] =
                (struct folded){arena_bytes(arena, words.data, words.length), at, false};
            size_t count_words = 0;
            for (size_t i = 0; i < words.length; i++) {
                count_words += words.data[i] == ' ';
            }
            mentions->most_words =
                count_words > mentions->most_words ? count_words : mentions->most_words;
        }
        buffer_free(&words);
    }
    qsort(mentions->names, mentions->name_count, sizeof mentions->names[0], compare_folded);
    gather_left(mentions, document, left);
    return mentions;
}

/* ---- looking through ------------------------------------------------------------------------- */

struct looking {
    const struct mentions *mentions;
    struct xml_document *document;
    const char *marking;
    struct diagnostics *diagnostics;
    bool good;
};

static bool is_one_of(const char *name, const char *const *names) {
    while (*names != NULL && strcmp(name, *names) != 0) {
        names++;
    }
    return *names != NULL;
}

static void look_for_name(struct looking *looking, const char *text, struct where where) {
    const struct gone *gone = mentions_name(looking->mentions, text);
    struct diagnostics *diagnostics = looking->diagnostics;
    if (gone != NULL) {
        looking->good =
            REPORT(diagnostics, where, MESSAGE_EXTRACT_NAMES, gone->name, looking->marking,
                   diagnostics_integer(diagnostics, gone->where.line));
    }
}

static void look_for_id(struct looking *looking, const char *id, struct where where,
                        const char *expression) {
    const struct gone *gone = mentions_id(looking->mentions, id);
    struct diagnostics *diagnostics = looking->diagnostics;
    if (gone == NULL) {
        return;
    }
    const char *line = diagnostics_integer(diagnostics, gone->where.line);
    if (expression != NULL) {
        looking->good = REPORT(diagnostics, where, MESSAGE_EXTRACT_ASKS, expression, gone->id,
                               looking->marking, line);
    } else {
        looking->good =
            REPORT(diagnostics, where, MESSAGE_EXTRACT_REFERS, gone->id, looking->marking, line);
    }
}

/* The literals of an expression: 'rape-sso'. */
static void look_at_literals(struct looking *looking, const char *expression, struct where where) {
    for (const char *at = expression + strcspn(expression, "'\""); *at != '\0';
         at += strcspn(at, "'\"")) {
        const char *end = strchr(at + 1, *at);
        if (end == NULL) {
            return;
        }
        const char *literal = arena_bytes(looking->mentions->arena, at + 1, (size_t)(end - at - 1));
        look_for_id(looking, literal, where, expression);
        at = end + 1;
    }
}

static void look_at_attributes(struct looking *looking, const struct xml_node *node) {
    static const char *const FIXED[] = {"id",   "category", "population", "area",   "focus",
                                        "lang", "factor",   "marking",    "format", "style",
                                        "kind", "status",   "extract",    NULL};
    static const char *const ASKING[] = {"select", "test", "sort", "value", NULL};
    const char *name = NULL;
    const char *value = NULL;
    struct where where = xml_where(node);
    for (size_t i = 0; xml_attribute_at(node, i, &name, &value); i++) {
        if (is_one_of(name, FIXED)) {
            continue;
        }
        if (is_one_of(name, ASKING) || strchr(value, '{') != NULL) {
            look_at_literals(looking, value, where);
        }
        if (strcmp(name, "target") == 0) {
            look_for_id(looking, value, where, NULL);
        } else if (strcmp(name, "href") == 0 && *value == '#') {
            look_for_id(looking, value + 1, where, NULL);
        } else {
            look_for_name(looking, value, where);
        }
    }
}

static bool has_words(const struct xml_node *node) {
    struct xml_piece piece = {0};
    while (xml_pieces(node, &piece)) {
        if (piece.element == NULL && piece.text[strspn(piece.text, " \t\r\n")] != '\0') {
            return true;
        }
    }
    return false;
}

/* within: in an element whose words were looked at as a whole. */
static void look_at(struct looking *looking, struct xml_node *node, bool within) {
    look_at_attributes(looking, node);
    if (!within && has_words(node)) {
        within = true;
        look_for_name(looking, xml_text(looking->document, node), xml_where(node));
    }
    for (struct xml_node *at = xml_first(node); at != NULL; at = xml_next(at)) {
        uint64_t mark = xml_mark(looking->document);
        look_at(looking, at, within);
        xml_rest(looking->document, mark);
    }
}

bool mentions_check(const struct mentions *mentions, struct xml_document *document,
                    struct xml_node *node, const char *marking, struct diagnostics *diagnostics) {
    struct looking looking = {mentions, document, marking, diagnostics, true};
    look_at(&looking, node, false);
    return looking.good;
}
