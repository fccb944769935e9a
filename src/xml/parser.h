/* parser.h: what the files that read an XPath expression share. */
#ifndef BOARDPAPER_XML_PARSER_H
#define BOARDPAPER_XML_PARSER_H

#include "expression.h"

struct parser {
    struct arena *arena;
    struct xml_document *document;
    const char *text, *at;
    struct where where;
    struct diagnostics *diagnostics;
    int nesting;
    bool failed;
};

/* Reports what is wrong, before what it is, and ends the reading; only the first is told. NULL. */
struct part *parser_wrong(struct parser *parser, const char *words);
extern const char PARSER_MISSING[]; /* words where there are no better ones */

static inline void parser_skip(struct parser *parser) { /* white space */
    while (*parser->at == ' ' || *parser->at == '\n' || *parser->at == '\t' ||
           *parser->at == '\r') {
        parser->at++;
    }
}
bool parser_is_digit(char c);
bool parser_is_name_start(char c);
/* Of the name at at, without a prefix; 0 for none. */
size_t parser_name_length(const char *at);
/* Takes token where it is next; as a whole name. */
bool parser_take_here(struct parser *parser, const char *token); /* with no white space before */
static inline bool parser_take(struct parser *parser, const char *token) {
    parser_skip(parser);
    return *parser->at == *token && parser_take_here(parser, token);
}
bool parser_take_word(struct parser *parser, const char *word);
bool parser_at(struct parser *parser, const char *token);
/* One bracket deeper; false, with a finding, where that is too deep. */
bool parser_enter(struct parser *parser);

struct part *parser_part(struct parser *parser, enum part_kind kind, struct part *left,
                         struct part *right);
struct step *parser_step(struct parser *parser, enum axis axis, enum test test);

/* expression.c: an expression up to where it ends. NULL after something wrong. */
struct part *parser_expression(struct parser *parser);
/* steps.c: the predicates that are next, linked into *place; the steps of a path, after last where
 * there is one, else from *first. */
void parser_predicates(struct parser *parser, struct part **place);
void parser_steps(struct parser *parser, struct step **first, struct step *last);

#endif
