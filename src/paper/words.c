/* words.c: the template's own words in each language.
 *
 * A word may hold inlines and values ("<word name='high'>... areas are high</word>"), so that whole
 * sentences can be said in each language's own order. Later tables take precedence over earlier
 * ones, so that a template overrides the house.
 */
#include "form.h"

#include <string.h>

struct word {
    const char *lang, *name;
    struct xml_node *node;
    struct form *form; /* compiled when first asked for */
    struct word *next; /* in the same slot, latest first */
};

enum { SLOTS = 128 };

struct words {
    struct making *making;
    struct word *slots[SLOTS];
    const char *first_lang;
};

static size_t slot_of(const char *name) {
    size_t hash = 5381;
    for (; *name != '\0'; name++) {
        hash = hash * 33 + (unsigned char)*name;
    }
    return hash % SLOTS;
}

static void read_table(struct words *words, struct xml_node *table) {
    const char *lang = xml_attribute(table, "lang");
    lang = lang == NULL ? "en" : lang;
    if (words->first_lang == NULL) {
        words->first_lang = lang;
    }
    for (struct xml_node *node = xml_child(table, "word"); node != NULL;
         node = xml_sibling(node, "word")) {
        const char *name = xml_attribute(node, "name");
        if (name == NULL) {
            continue;
        }
        struct word *word = NEW(words->making->keep, struct word);
        struct word **slot = &words->slots[slot_of(name)];
        *word = (struct word){.lang = lang, .name = name, .node = node, .next = *slot};
        *slot = word;
    }
}

struct words *words_read(struct making *making, struct xml_document *const *documents,
                         size_t count) {
    struct words *words = NEW(making->keep, struct words);
    words->making = making;
    for (size_t i = 0; i < count; i++) {
        for (struct xml_node *table = xml_child(xml_root(documents[i]), "words"); table != NULL;
             table = xml_sibling(table, "words")) {
            read_table(words, table);
        }
    }
    return words;
}

/* The word of that name in that language from word on, all of one slot. */
static struct word *find(struct word *word, const char *lang, size_t length, const char *name) {
    while (word != NULL && (strncmp(word->lang, lang, length) != 0 || word->lang[length] != '\0' ||
                            strcmp(word->name, name) != 0)) {
        word = word->next;
    }
    return word;
}

const struct form *words_find(const struct words *words, const char *lang, const char *name) {
    struct word *first = words->slots[slot_of(name)];
    while (first != NULL && strcmp(first->name, name) != 0) {
        first = first->next;
    }
    struct word *word = find(first, lang, strlen(lang), name);
    if (word == NULL) {
        word = find(first, lang, strcspn(lang, "-"), name);
    }
    if (word == NULL && words->first_lang != NULL) {
        word = find(first, words->first_lang, strlen(words->first_lang), name);
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
