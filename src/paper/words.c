/* words.c: the template's own words in each language.
 *
 * A word may hold inlines and values ("<word name='high'>... areas are high</word>"), so that whole
 * sentences can be said in each language's own order. Later lexicons take precedence over earlier
 * ones, so that a template overrides the house.
 */
#include "form.h"

#include <string.h>

#include <boardpaper/hash.h>

struct word {
    const char *lang, *name;
    struct xml_node *node;
    struct form *form; /* compiled when first asked for */
    struct word *next; /* in the same slot, latest first */
};

enum { SLOTS = 128 };

/* A language's words, of the house or the template: read when the language is first asked for. */
struct lexicon {
    const char *lang;
    struct xml_node *node;
    bool read;
    struct lexicon *next;
};

struct words {
    struct making *making;
    struct word *slots[SLOTS];
    struct lexicon *lexicons; /* in their order */
};

static size_t slot_of(const char *name) {
    return hash_text(name) % SLOTS;
}

static void read_lexicon(struct words *words, const struct lexicon *lexicon) {
    for (struct xml_node *node = xml_child(lexicon->node, "word"); node != NULL;
         node = xml_sibling(node, "word")) {
        const char *name = xml_attribute(node, "name");
        if (name == NULL) {
            continue;
        }
        struct word *word = NEW(words->making->keep, struct word);
        struct word **slot = &words->slots[slot_of(name)];
        *word = (struct word){.lang = lexicon->lang, .name = name, .node = node, .next = *slot};
        *slot = word;
    }
}

/* Reads the lexicons of a language that is asked for, in their order. */
static void read_language(struct words *words, const char *lang, size_t length) {
    for (struct lexicon *lexicon = words->lexicons; lexicon != NULL; lexicon = lexicon->next) {
        if (!lexicon->read && strncmp(lexicon->lang, lang, length) == 0 &&
            lexicon->lang[length] == '\0') {
            lexicon->read = true;
            read_lexicon(words, lexicon);
        }
    }
}

struct words *words_read(struct making *making, struct xml_document *const *documents,
                         size_t count) {
    struct words *words = NEW(making->keep, struct words);
    struct lexicon **last = &words->lexicons;
    words->making = making;
    for (size_t i = 0; i < count; i++) {
        for (struct xml_node *node = xml_child(xml_root(documents[i]), "words"); node != NULL;
             node = xml_sibling(node, "words")) {
            const char *lang = xml_attribute(node, "lang");
            struct lexicon *lexicon = NEW(making->keep, struct lexicon);
            *lexicon = (struct lexicon){.lang = lang == NULL ? "en" : lang, .node = node};
            *last = lexicon;
            last = &lexicon->next;
        }
    }
    return words;
}

void words_compile(struct words *words) {
    const char *lang = words->lexicons == NULL ? NULL : words->lexicons->lang;
    if (lang == NULL) {
        return;
    }
    read_language(words, lang, strlen(lang));
    for (size_t i = 0; i < SLOTS; i++) {
        for (struct word *word = words->slots[i]; word != NULL; word = word->next) {
            word->form = form_compile_whole(words->making, word->node);
        }
    }
}

/* The word of that name in a language that is length bytes of lang. */
static struct word *find(struct words *words, const char *lang, size_t length, const char *name) {
    read_language(words, lang, length);
    struct word *word = words->slots[slot_of(name)];
    while (word != NULL && (strcmp(word->name, name) != 0 ||
                            strncmp(word->lang, lang, length) != 0 || word->lang[length] != '\0')) {
        word = word->next;
    }
    return word;
}

const struct form *words_find(struct words *words, const char *lang, const char *name) {
    size_t whole = strlen(lang), near = strcspn(lang, "-");
    struct word *word = find(words, lang, whole, name);
    if (word == NULL && near < whole) {
        word = find(words, lang, near, name);
    }
    if (word == NULL && words->lexicons != NULL) {
        const char *first = words->lexicons->lang;
        word = find(words, first, strlen(first), name);
    }
    if (word == NULL) {
        return NULL;
    }
    if (word->form == NULL) {
        word->form = form_compile(words->making, word->node);
    }
    return word->form;
}

const char *words_text(struct making *making, const struct scope *scope, const char *name,
                       const char *fallback) {
    const struct form *form = words_find(making->words, scope->lang, name);
    return form == NULL ? fallback : inlines_text(making, inlines_of(making, form, scope));
}
