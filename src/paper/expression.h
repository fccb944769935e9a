/* expression.h: XPath 1.0 over the scored assessment, with a quick way for what is asked most.
 *
 * Tables ask for "@count" or "value[@id='harm']/@text" a hundred thousand times. Such shapes
 * (paths of plain steps, and a few tests made of them) are recognised once and then walked
 * directly; what they ask of an area's results is read from the scores themselves. All else goes to
 * the xml room's XPath, before whose first use the results are put into the document
 * (scoring_annotate): a paper whose template keeps to plain paths never pays for that, which for
 * 100,000 areas would be gigabytes.
 *
 * Both ways give the same answer; test_expression.c holds them side by side.
 */
#ifndef BOARDPAPER_PAPER_EXPRESSION_H
#define BOARDPAPER_PAPER_EXPRESSION_H

#include "making.h"

struct expression;

/* NULL with a diagnostic. */
struct expression *expression_compile(struct making *making, const char *source,
                                      struct where where);
/* False with a diagnostic. *empty (may be NULL): it matched nothing at all. */
bool expression_text(struct making *making, struct expression *expression,
                     const struct scope *scope, const char **out, bool *empty);
bool expression_truth(struct making *making, struct expression *expression,
                      const struct scope *scope, bool *out);
bool expression_nodes(struct making *making, struct expression *expression,
                      const struct scope *scope, struct xml_node ***nodes, size_t *count);
const char *expression_source(const struct expression *expression);
/* For tests: whether the quick way was recognised. */
bool expression_is_quick(const struct expression *expression);
bool expression_is_variable(const struct expression *expression);
/* Whether it is the path "@name" and nothing else. */
bool expression_is_attribute(const struct expression *expression, const char *name);

/* The one attribute of the context that its text follows from, whatever else is in force; or NULL.
 */
struct asked;
const struct asked *expression_follows(struct making *making, const struct expression *expression);

/* The attribute of the context that it is, as the context's element has it; or NULL. */
const struct asked *expression_here(struct making *making, const struct expression *expression);

/* The scope for one node of a for-each. */
struct scope expression_enter(struct making *making, const struct scope *scope,
                              struct xml_node *node, size_t position, size_t size);
/* The result of an area's element, or NULL where node is none. */
const struct result *expression_result(struct making *making, const struct xml_node *node);
struct scope expression_bind(struct making *making, const struct scope *scope, const char *name,
                             const char *value);

/* Text with {XPath} in braces; {{ and }} stand for braces themselves. */
struct phrase;
struct phrase *phrase_compile(struct making *making, const char *source, struct where where);
/* Never NULL: what cannot be evaluated (reported) leaves nothing. */
const char *phrase_text(struct making *making, struct phrase *phrase, const struct scope *scope);
/* Whether it holds nothing but words and $variables. */
bool phrase_is_steady(const struct phrase *phrase);
/* The expression that it is and nothing else, or NULL. */
struct expression *phrase_expression(const struct phrase *phrase);
/* The source where it holds no braces, else NULL. */
const char *phrase_literal(const struct phrase *phrase);

#endif
