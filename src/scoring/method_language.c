/* method_language.c: a method's words in the language of the assessment.
 *
 * A method is written in one language and may carry its words in others (<words lang="cy">). They
 * are read and checked whatever the language asked for, so that a mistake in the Welsh is found by
 * those who only ever score in English. The words are then put in the place of the method's own,
 * before anything is scored: everything after sees one method in one language. Keeping both side
 * by side, for each output to choose, was the alternative; every label would have to be asked for.
 */
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/diagnostics.h>

#include "exact.h"
#include "method_read.h"

static const char *note_in(struct reading *reading, const struct xml_node *node) {
    struct xml_node *note = xml_child(node, "note");
    return note == NULL ? NULL : read_text(reading->arena, note);
}

static void read_point(struct reading *reading, const struct xml_node *node, size_t index,
                       struct factor_words *words) {
    const struct rule *rule = &reading->method->rules[index];
    struct number value;
    if (!read_number(reading, node, "value", &value)) {
        return;
    }
    for (size_t i = 0; i < rule->scale_count; i++) {
        if (exact_equal(rule->scale[i].value, value)) {
            words->points[i] = read_text(reading->arena, node);
            return;
        }
    }
    REPORT(reading->diagnostics, xml_where(node), MESSAGE_METHOD_POINT_UNKNOWN,
           reading->method->factors[index].id, xml_attribute(node, "value"));
}

static void read_factor_words(struct reading *reading, const struct xml_node *node,
                              struct translation *translation) {
    int index = read_reference(reading, node, "id");
    if (index < 0) {
        return;
    }
    struct factor_words *words = &translation->factors[index];
    words->label = read_copied(reading, node, "label");
    words->short_label = read_copied(reading, node, "short");
    words->short_label = words->short_label == NULL ? words->label : words->short_label;
    words->note = note_in(reading, node);
    for (struct xml_node *point = xml_child(node, "point"); point != NULL;
         point = xml_sibling(point, "point")) {
        read_point(reading, point, (size_t)index, words);
    }
}

static void read_group(struct reading *reading, const struct xml_node *node,
                       struct translation *translation) {
    const struct method *method = reading->method;
    const char *of = xml_attribute(node, "of");
    const char *text = read_text(reading->arena, node);
    bool found = of == NULL;
    for (size_t i = 0; of != NULL && i < method->factor_count; i++) {
        if (strcmp(method->factors[i].group, of) == 0) {
            translation->factors[i].group = text;
            found = true;
        }
    }
    if (!found) {
        REPORT(reading->diagnostics, xml_where(node), MESSAGE_METHOD_GROUP_UNKNOWN, of);
    }
}

static void read_band(struct reading *reading, const struct xml_node *node,
                      struct translation *translation) {
    const struct method *method = reading->method;
    const char *id = xml_attribute(node, "id");
    for (size_t i = 0; id != NULL && i < method->band_count; i++) {
        if (method->bands[i].id != NULL && strcmp(method->bands[i].id, id) == 0) {
            translation->bands[i] = read_copied(reading, node, "label");
            return;
        }
    }
    if (id != NULL) {
        REPORT(reading->diagnostics, xml_where(node), MESSAGE_METHOD_BAND_UNKNOWN, id);
    }
}

static struct translation *read_translation(struct reading *reading, const struct xml_node *node) {
    const struct method *method = reading->method;
    struct translation *translation = NEW(reading->arena, struct translation);
    *translation = (struct translation){
        .lang = read_copied(reading, node, "lang"),
        .title = read_copied(reading, node, "title"),
        .note = note_in(reading, node),
        .factors = NEWS(reading->arena, method->factor_count, struct factor_words),
        .bands = NEWS(reading->arena, method->band_count, const char *)};
    for (size_t i = 0; i < method->factor_count; i++) {
        translation->factors[i].points =
            NEWS(reading->arena, method->rules[i].scale_count, const char *);
    }
    for (struct xml_node *child = xml_first(node); child != NULL; child = xml_next(child)) {
        if (xml_is(child, "factor")) {
            read_factor_words(reading, child, translation);
        } else if (xml_is(child, "group")) {
            read_group(reading, child, translation);
        } else if (xml_is(child, "band")) {
            read_band(reading, child, translation);
        }
    }
    return translation;
}

void read_translations(struct reading *reading, const struct xml_node *root) {
    struct translation **end = &reading->method->translations;
    for (struct xml_node *node = xml_child(root, "words"); node != NULL;
         node = xml_sibling(node, "words")) {
        *end = read_translation(reading, node);
        end = &(*end)->next;
    }
}

/* ---- speaking -------------------------------------------------------------------------------- */

/* "cy" is "cy-GB"'s language; the reverse is as good as nothing else. */
static bool same_language(const char *one, const char *other) {
    size_t length = strcspn(one, "-");
    return length == strcspn(other, "-") && strncmp(one, other, length) == 0;
}

static const struct translation *find(const struct method *method, const char *lang) {
    const struct translation *close = NULL;
    for (const struct translation *at = method->translations; at != NULL; at = at->next) {
        if (at->lang != NULL && strcmp(at->lang, lang) == 0) {
            return at;
        }
        if (close == NULL && at->lang != NULL && same_language(at->lang, lang)) {
            close = at;
        }
    }
    return close;
}

static void put(const char **place, const char *words) {
    *place = words == NULL ? *place : words;
}

static void put_factor(struct arena *arena, struct factor *factor, struct rule *rule,
                       const struct factor_words *words) {
    put(&factor->label, words->label);
    put(&factor->short_label, words->short_label);
    put(&factor->group, words->group);
    put(&factor->note, words->note);
    struct scale_point *points = NEWS(arena, rule->scale_count, struct scale_point);
    for (size_t i = 0; i < rule->scale_count; i++) {
        points[i] = rule->scale[i];
        put(&points[i].label, words->points[i]);
    }
    rule->scale = points;
}

void method_speak(struct arena *arena, struct method *method, const char *lang, struct where where,
                  struct diagnostics *diagnostics) {
    const struct translation *words = find(method, lang);
    if (words == NULL) {
        if (method->lang != NULL && !same_language(method->lang, lang)) {
            REPORT(diagnostics, where, MESSAGE_METHOD_LANGUAGE, method->id, lang);
        }
        return;
    }
    method->lang = words->lang;
    method->phrases = phrases_of(words->lang);
    put(&method->title, words->title);
    put(&method->note, words->note);
    for (size_t i = 0; i < method->factor_count; i++) {
        put_factor(arena, &method->factors[i], &method->rules[i], &words->factors[i]);
    }
    for (size_t i = 0; i < method->band_count; i++) {
        put(&method->bands[i].label, words->bands[i]);
    }
    for (size_t i = 0; i < method->factor_count; i++) {
        method->factors[i].rule = method_rule_words(arena, method, i);
    }
}
