/* form.c: elements into forms.
 *
 * What stands where is the schemas' to check (template.rng, assessment.rng); here names are only
 * looked up, and an element that no schema lets through is OTHER and says nothing.
 */
#include "form.h"

#include <stdlib.h>
#include <string.h>

#include <boardpaper/hash.h>

#include "expression.h"

static const struct {
    const char *name;
    enum form_group group;
} FORMS[FORM_COUNT] = {
#define FORM(kind, name, group) {name, GROUP_##group},
#include "forms.def"
#undef FORM
};

enum { NAME_SLOTS = 256 };

/* Forms already compiled, by element: an open hash table that doubles. Kinds by name: one that does
 * not. */
struct forms {
    struct form **slots;
    size_t capacity, count;
    uint8_t kinds[NAME_SLOTS]; /* FORM_TEXT: none */
};

static size_t name_slot(const char *name) {
    return hash_text(name) % NAME_SLOTS;
}

enum form_group form_group(const struct form *form) {
    return FORMS[form->kind].group;
}

struct forms *forms_new(struct arena *arena) {
    struct forms *forms = NEW(arena, struct forms);
    forms->capacity = 256;
    forms->slots = NEWS(arena, forms->capacity, struct form *);
    for (int kind = FORM_TEXT + 1; kind < FORM_OTHER; kind++) {
        size_t slot = name_slot(FORMS[kind].name);
        while (forms->kinds[slot] != FORM_TEXT) {
            slot = (slot + 1) % NAME_SLOTS;
        }
        forms->kinds[slot] = (uint8_t)kind;
    }
    return forms;
}

static size_t slot_of(const struct form *const *slots, size_t capacity,
                      const struct xml_node *node) {
    size_t slot = ((uintptr_t)node >> 4) * 0x9E3779B1u % capacity;
    while (slots[slot] != NULL && slots[slot]->node != node) {
        slot = (slot + 1) % capacity;
    }
    return slot;
}

static void remember(struct making *making, struct form *form) {
    struct forms *forms = making->forms;
    if (2 * forms->count >= forms->capacity) {
        size_t capacity = forms->capacity * 2;
        struct form **slots = NEWS(making->keep, capacity, struct form *);
        for (size_t i = 0; i < forms->capacity; i++) {
            if (forms->slots[i] != NULL) {
                slots[slot_of((const struct form *const *)slots, capacity, forms->slots[i]->node)] =
                    forms->slots[i];
            }
        }
        forms->slots = slots;
        forms->capacity = capacity;
    }
    forms->slots[slot_of((const struct form *const *)forms->slots, forms->capacity, form->node)] =
        form;
    forms->count++;
}

static enum form_kind kind_of(const struct forms *forms, const char *name) {
    size_t slot = name_slot(name);
    for (; forms->kinds[slot] != FORM_TEXT; slot = (slot + 1) % NAME_SLOTS) {
        if (strcmp(FORMS[forms->kinds[slot]].name, name) == 0) {
            return (enum form_kind)forms->kinds[slot];
        }
    }
    return FORM_OTHER;
}

static bool is_space(char c) {
    return (unsigned char)c <= ' ' && (c == ' ' || c == '\t' || c == '\n' || c == '\r');
}

/* Runs of white space become one space each. No-break spaces stay as they are. */
static const char *fold(struct arena *arena, const char *text) {
    const char *blank = text;
    while (is_space(*blank)) {
        blank++;
    }
    if (*blank == '\0') { /* what stands between elements, mostly */
        return blank == text ? "" : " ";
    }
    const char *at = text;
    while (*at != '\0' && (!is_space(*at) || (*at == ' ' && (at == text || at[-1] != ' ')))) {
        at++;
    }
    if (*at == '\0') {
        return text;
    }
    size_t same = (size_t)(at - text);
    char *folded = arena_take(arena, same + strlen(at) + 1);
    memcpy(folded, text, same);
    char *out = folded + same;
    for (; *at != '\0'; at++) {
        if (!is_space(*at)) {
            *out++ = *at;
        } else if (out == folded || out[-1] != ' ') {
            *out++ = ' ';
        }
    }
    *out = '\0';
    return folded;
}

/* Where the expression goes that an attribute of that name holds, or NULL: it holds none. */
static struct expression **expression_slot(struct form *form, const char *name) {
    switch (*name) {
    case 's':
        return strcmp(name, "select") == 0 ? &form->select
               : strcmp(name, "sort") == 0 ? &form->sort
                                           : NULL;
    case 't':
        return strcmp(name, "test") == 0 ? &form->test : NULL;
    case 'v':
        return strcmp(name, "value") == 0 ? &form->value : NULL;
    default:
        return NULL;
    }
}

static uint32_t letter_of(const char *name) {
    return UINT32_C(1) << (*name & 31);
}

static void read_attributes(struct making *making, struct form *form) {
    const char *name = NULL;
    const char *value = NULL;
    size_t count = 0;
    while (xml_attribute_at(form->node, count, &name, &value)) {
        count++;
    }
    struct form_attribute *attributes = NEWS(making->keep, count, struct form_attribute);
    for (size_t i = 0; i < count && xml_attribute_at(form->node, i, &name, &value); i++) {
        struct expression **slot = expression_slot(form, name);
        if (slot != NULL) {
            *slot = expression_compile(making, value, form->where);
        } else {
            attributes[form->attribute_count++] =
                (struct form_attribute){name, phrase_compile(making, value, form->where)};
            form->letters |= letter_of(name);
        }
    }
    form->attributes = attributes;
}

/* What is entered only where a test holds or a node is found. */
static bool may_stay_closed(enum form_kind kind) {
    return kind == FORM_IF || kind == FORM_WHEN || kind == FORM_OTHERWISE || kind == FORM_FOR_EACH;
}

static void make_inside(struct making *making, struct form *form, bool ships);

/* ships: what is wrong with it would have been found before it shipped, so that nothing need be
 * looked at before it is run. */
static struct form *make(struct making *making, struct xml_node *node, bool ships) {
    struct form *form = NEW(making->keep, struct form);
    form->kind = kind_of(making->forms, xml_name(node));
    form->where = xml_where(node);
    form->node = node;
    xml_keep(node);
    read_attributes(making, form);
    form->closed = ships && may_stay_closed(form->kind);
    if (!form->closed) {
        make_inside(making, form, ships);
    }
    remember(making, form);
    return form;
}

static void make_inside(struct making *making, struct form *form, bool ships) {
    struct form **last = &form->first;
    struct xml_piece piece = {0};
    while (xml_pieces(form->node, &piece)) {
        struct form *child;
        if (piece.element != NULL) {
            child = make(making, piece.element, ships);
        } else {
            child = NEW(making->keep, struct form);
            child->kind = FORM_TEXT;
            child->where = form->where;
            child->text = fold(making->keep, piece.text);
        }
        *last = child;
        last = &child->next;
    }
}

const struct form *form_inside(struct making *making, const struct form *form) {
    if (form->closed) {
        struct form *opened = (struct form *)(uintptr_t)form;
        opened->closed = false;
        make_inside(making, opened, true);
    }
    return form->first;
}

struct form *form_compile(struct making *making, struct xml_node *node) {
    const struct forms *forms = making->forms;
    struct form *known =
        forms->slots[slot_of((const struct form *const *)forms->slots, forms->capacity, node)];
    return known != NULL ? known : make(making, node, xml_ships_with(node));
}

static void open_whole(struct making *making, const struct form *form) {
    for (const struct form *at = form_inside(making, form); at != NULL; at = at->next) {
        open_whole(making, at);
    }
}

struct form *form_compile_whole(struct making *making, struct xml_node *node) {
    struct form *form = form_compile(making, node);
    open_whole(making, form);
    return form;
}

struct phrase *form_phrase(const struct form *form, const char *name) {
    if ((form->letters & letter_of(name)) == 0) {
        return NULL;
    }
    for (size_t i = 0; i < form->attribute_count; i++) {
        const char *own = form->attributes[i].name;
        if (own[0] == name[0] && strcmp(own, name) == 0) {
            return form->attributes[i].phrase;
        }
    }
    return NULL;
}

const char *form_text(struct making *making, const struct form *form, const struct scope *scope,
                      const char *name) {
    struct phrase *phrase = form_phrase(form, name);
    return phrase == NULL ? NULL : phrase_text(making, phrase, scope);
}

const char *form_literal(const struct form *form, const char *name) {
    const struct phrase *phrase = form_phrase(form, name);
    return phrase == NULL ? NULL : phrase_literal(phrase);
}

bool form_yes(struct making *making, const struct form *form, const struct scope *scope,
              const char *name, bool otherwise) {
    const char *text = form_text(making, form, scope, name);
    return text == NULL ? otherwise : strcmp(text, "yes") == 0;
}

const struct form *form_child(const struct form *form, enum form_kind kind) {
    for (const struct form *child = form->first; child != NULL; child = child->next) {
        if (child->kind == kind) {
            return child;
        }
    }
    return NULL;
}

bool form_is_steady(const struct form *form, const char *name) {
    const struct phrase *phrase = form_phrase(form, name);
    return phrase != NULL && phrase_is_steady(phrase);
}

bool form_has(const struct form *form, const char *name) {
    return form_phrase(form, name) != NULL;
}

bool form_is_literal(const struct form *form, const char *const *except) {
    for (size_t i = 0; i < form->attribute_count; i++) {
        const char *const *one = except;
        while (*one != NULL && strcmp(*one, form->attributes[i].name) != 0) {
            one++;
        }
        if (*one == NULL && phrase_literal(form->attributes[i].phrase) == NULL) {
            return false;
        }
    }
    return true;
}

static bool is_blank(const struct form *form) {
    return form->kind == FORM_TEXT && form->text[strspn(form->text, " ")] == '\0';
}

bool form_is_empty(const struct form *form) {
    const struct form *child = form->first;
    while (child != NULL && is_blank(child)) {
        child = child->next;
    }
    return child == NULL;
}

const struct form *form_only_child(const struct form *form) {
    const struct form *found = NULL;
    for (const struct form *child = form->first; child != NULL; child = child->next) {
        if (!is_blank(child)) {
            if (found != NULL) {
                return NULL;
            }
            found = child;
        }
    }
    return found;
}
