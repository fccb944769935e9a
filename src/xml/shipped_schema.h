/* shipped_schema.h: the patterns of the schemas that ship, made while building.
 *
 * To make patterns of a schema took as long as to validate a small assessment by them. They are
 * written down as numbers (make_schema.c); a pattern is made when a document first gets to it, as
 * an element's content is made of a schema that was parsed (grammar.c).
 *
 * With them stand the steps (step.c) that a few samples take, and the patterns these lead to: an
 * element with many optional attributes has steps that are long to work out, and most assessments
 * take the same. What is not there is worked out.
 *
 * A schema's row of words: SCHEMA_HEAD counts, and then
 *
 *     for each file of the schema, its own first: the text by which it is included, and its
 *         length and sums, each in two words, the lower half first
 *     for each name class: its kind, space and name, and the classes except, a and b
 *     for each datatype: where its words begin in the row
 *     for each pattern: kind + 256 where it may be empty + 512 where it says text; left, right; the
 *         number of its name class, declaration or datatype; the text of its value; the patterns
 *         that its steps CLOSE, END and WORDS lead to; where its other steps begin in the row
 *     for each declaration of an element: its name class and the pattern of its content
 *     for each name that a step depends on, in the order of strcmp: the name
 *     for each datatype: library, name, says; a count of facets, and the name and value of each
 *     for each pattern with other steps: their count; of each its kind + 8 x (its name's number),
 *         and the pattern it leads to
 *
 * Whatever there may be none of is SHIPPED_NONE then.
 */
#ifndef BOARDPAPER_XML_SHIPPED_SCHEMA_H
#define BOARDPAPER_XML_SHIPPED_SCHEMA_H

#include "pattern.h"
#include "shipped.h"

enum {
    SCHEMA_FILES,
    SCHEMA_CLASSES,
    SCHEMA_TYPES,
    SCHEMA_PATTERNS,
    SCHEMA_ELEMENTS,
    SCHEMA_START,
    SCHEMA_NAMES,
    SCHEMA_HEAD
};
enum {
    FILE_WORDS = 7,
    CLASS_WORDS = 6,
    PATTERN_WORDS = 9,
    ELEMENT_WORDS = 2,
    TYPE_WORDS = 4,
    STEP_WORDS_EACH = 2,
    STEP_NAME = 8
};
enum { PATTERN_NULLABLE = 256, PATTERN_SAYS_TEXT = 512 };

struct diagnostics;
struct shipped_schema;

/* The schema at path where it, and what it includes, is one that ships; else NULL. Lives in arena;
 * its datatypes end with shipped_schema_end. */
struct shipped_schema *shipped_schema_open(struct arena *arena, const char *path,
                                           struct diagnostics *diagnostics);
void shipped_schema_end(struct shipped_schema *schema);

const struct pattern *shipped_schema_start(struct shipped_schema *schema,
                                           struct patterns *patterns);
const struct pattern *shipped_schema_content(struct shipped_schema *schema,
                                             struct patterns *patterns,
                                             const struct declaration *element);

/* A step, where the samples have taken it; else NULL. */
const struct pattern *shipped_schema_step(struct shipped_schema *schema, struct patterns *patterns,
                                          const struct pattern *from, enum step_kind kind,
                                          struct name name);

#endif
