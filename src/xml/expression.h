/* expression.h: an XPath expression as a tree. */
#ifndef BOARDPAPER_XML_EXPRESSION_H
#define BOARDPAPER_XML_EXPRESSION_H

#include "tree.h"

enum part_kind {
    PART_OR,
    PART_AND,
    PART_EQUAL,
    PART_DIFFERENT,
    PART_LESS,
    PART_LESS_EQUAL,
    PART_MORE,
    PART_MORE_EQUAL,
    PART_ADD,
    PART_SUBTRACT,
    PART_MULTIPLY,
    PART_DIVIDE,
    PART_MODULO,
    PART_NEGATE, /* left */
    PART_UNION,
    PART_NUMBER,
    PART_LITERAL,
    PART_VARIABLE,
    PART_CALL,
    PART_PATH,  /* from left, or absolute, or from the context */
    PART_FILTER /* left with predicates */
};

enum axis {
    AXIS_ANCESTOR,
    AXIS_ANCESTOR_OR_SELF,
    AXIS_ATTRIBUTE,
    AXIS_CHILD,
    AXIS_DESCENDANT,
    AXIS_DESCENDANT_OR_SELF,
    AXIS_FOLLOWING,
    AXIS_FOLLOWING_SIBLING,
    AXIS_NAMESPACE, /* always empty */
    AXIS_PARENT,
    AXIS_PRECEDING,
    AXIS_PRECEDING_SIBLING,
    AXIS_SELF,
    AXIS_COUNT
};

enum test { TEST_NAME, TEST_ANY_NAME, TEST_NODE, TEST_TEXT, TEST_COMMENT, TEST_INSTRUCTION };

struct part;
struct step {
    struct step *next;
    enum axis axis;
    enum test test;
    const char *name;        /* NAME: interned; INSTRUCTION: the target or NULL */
    const char *space;       /* NAME, ANY_NAME: a namespace, or NULL for none */
    struct part *predicates; /* linked by next */
};

enum function {
    FUNCTION_LAST,
    FUNCTION_POSITION,
    FUNCTION_COUNT,
    FUNCTION_ID,
    FUNCTION_LOCAL_NAME,
    FUNCTION_NAMESPACE_URI,
    FUNCTION_NAME,
    FUNCTION_STRING,
    FUNCTION_CONCAT,
    FUNCTION_STARTS_WITH,
    FUNCTION_CONTAINS,
    FUNCTION_SUBSTRING_BEFORE,
    FUNCTION_SUBSTRING_AFTER,
    FUNCTION_SUBSTRING,
    FUNCTION_STRING_LENGTH,
    FUNCTION_NORMALIZE_SPACE,
    FUNCTION_TRANSLATE,
    FUNCTION_BOOLEAN,
    FUNCTION_NOT,
    FUNCTION_TRUE,
    FUNCTION_FALSE,
    FUNCTION_LANG,
    FUNCTION_NUMBER,
    FUNCTION_SUM,
    FUNCTION_FLOOR,
    FUNCTION_CEILING,
    FUNCTION_ROUND,
    FUNCTION_CURRENT,
    FUNCTION_TOTAL
};

struct part {
    enum part_kind kind;
    struct part *next; /* the next argument or predicate */
    struct part *left, *right;
    double number;           /* NUMBER */
    const char *text;        /* LITERAL, VARIABLE: its name, interned */
    enum function function;  /* CALL */
    struct part *arguments;  /* CALL, linked by next */
    size_t argument_count;   /* CALL */
    struct part *predicates; /* FILTER, linked by next */
    struct step *steps;      /* PATH */
    bool absolute;           /* PATH */

    /* What xpath_prepare found out (quick.c). */
    bool is_test;      /* a predicate of it asks for its truth, and not for a position */
    bool is_attribute; /* PATH: @name and nothing else */
    size_t memo;       /* PATH: gives the same wherever it is asked; its number, from 1 */
};

/* The tree of text, in arena, with names interned in document. NULL with a diagnostic at where. */
struct part *xpath_parse(struct arena *arena, struct xml_document *document, const char *text,
                         struct where where, struct diagnostics *diagnostics);

/* Names that another document kept, and those that document keeps for them: the last asked for, by
 * their places. */
enum { RENAMED = 128 };
struct renaming {
    struct xml_document *document;
    struct renamed {
        const char *from, *to;
    } names[RENAMED];
};
const char *xpath_renamed(struct renaming *renaming, const char *name);
/* Has the names in the tree be those of renaming's document. */
void xpath_rename(struct part *part, struct renaming *renaming);

/* quick.c: marks in the tree what can be answered the quick way. memos counts those numbered. */
void xpath_prepare(struct part *part, size_t *memos);

/* The number that text is as XPath has it, or not a number. */
double xpath_number_of(const char *text);

/* Whether its value may be a number, which as a predicate asks for a place. */
bool xpath_may_be_number(const struct part *part);

#endif
