/* method_read.h: what the two halves of reading a method share. */
#ifndef BOARDPAPER_SCORING_METHOD_READ_H
#define BOARDPAPER_SCORING_METHOD_READ_H

#include <boardpaper/xml.h>

#include "method.h"

/* The reading of one method. The schema has been asked already, and everything it found is
 * reported; so what is missing here is passed over in silence, and the rest is still looked at. */
struct reading {
    struct arena *arena;
    struct method *method;
    struct xml_node **nodes; /* one a factor */
    struct diagnostics *diagnostics;
};

/* A number in an attribute. False where there is none; reports one that cannot be held. */
bool read_number(struct reading *reading, const struct xml_node *node, const char *name,
                 struct number *out);

/* The factor an attribute names; -1 where it names none (reported). */
int read_reference(struct reading *reading, const struct xml_node *node, const char *name);

/* Reports an id that is no factor's. */
void read_unknown(struct reading *reading, const struct xml_node *node, const char *id);

/* The element of a value's rule: its first child that is no note. */
struct xml_node *read_rule_node(const struct xml_node *value);

/* An attribute's value and an element's words, kept in the arena; NULL where there is none. */
const char *read_copied(struct reading *reading, const struct xml_node *node, const char *name);
const char *read_text(struct arena *arena, const struct xml_node *node);

/* The words of the method in other languages. Factors and bands have been read. */
void read_translations(struct reading *reading, const struct xml_node *root);

/* As method_read, and still to be changed. */
struct method *method_read_open(struct arena *arena, struct xml_node *node, bool known,
                                struct diagnostics *diagnostics);

/* The rule of computed factor index, from its element's child. */
void read_rule(struct reading *reading, size_t index);

#endif
