/* xpath.c: XPath 1.0 over one document, kept within bounds.
 *
 * An expression is looked over before libxml2 compiles it: its length and nesting are bounded, and
 * a function or a prefix that does not exist is reported when the template is read instead of when
 * a row happens to need it (libxml2 would print to standard error besides). Variables are a list of
 * ours, so that a missing one can be named.
 *
 * An evaluation may take a million operations, and more in proportion to a large document: one walk
 * over everything is always allowed, a walk for each step of a walk is not. Elements carry their
 * order (xmlXPathOrderDocElems), without which sorting a result is quadratic.
 *
 * Rejected: an XPath of our own (libxml2's is complete and fast enough) and libxslt (delivery.md).
 */
#include "document.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <boardpaper/nearest.h>

#if LIBXML_VERSION < 21400
#define xmlXPathValuePush valuePush
#endif

enum { LEAST_OPERATIONS = 1000000, OPERATIONS_AN_ELEMENT = 64 };

struct variable {
    const char *name;
    xmlChar *value;
};

struct xml_expression {
    xmlXPathCompExpr *compiled;
    const char *text;
    struct xml_expression *next;
};

struct xml_xpath {
    struct xml_document *document;
    struct arena *arena;
    xmlXPathContext *context;
    struct xml_expression *expressions;
    struct variable *variables;
    size_t variable_count, variable_capacity;
    xmlNode *current;    /* what current() gives */
    const char *missing; /* the variable that was asked for and is not there */
    int error;           /* the first of an evaluation, XPATH_EXPRESSION_OK for none */
    const char *message; /* libxml2's own words for it */
};

/* ---- looking an expression over -------------------------------------------------------------- */

enum { MOST_LENGTH = 4096, MOST_NESTING = 64 };

static const char *const FUNCTIONS[] = {"last",
                                        "position",
                                        "count",
                                        "id",
                                        "local-name",
                                        "namespace-uri",
                                        "name",
                                        "string",
                                        "concat",
                                        "starts-with",
                                        "contains",
                                        "substring-before",
                                        "substring-after",
                                        "substring",
                                        "string-length",
                                        "normalize-space",
                                        "translate",
                                        "boolean",
                                        "not",
                                        "true",
                                        "false",
                                        "lang",
                                        "number",
                                        "sum",
                                        "floor",
                                        "ceiling",
                                        "round",
                                        "current",
                                        "node",
                                        "text",
                                        "comment",
                                        "processing-instruction"};
enum { FUNCTION_COUNT = sizeof FUNCTIONS / sizeof FUNCTIONS[0] };

static bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

static bool is_name(char c) {
    return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

static size_t name_length(const char *at) {
    size_t length = 0;
    while (is_name(at[length])) {
        length++;
    }
    return length;
}

static bool is_function(const char *name, size_t length) {
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        if (strlen(FUNCTIONS[i]) == length && memcmp(FUNCTIONS[i], name, length) == 0) {
            return true;
        }
    }
    return false;
}

static bool report_function(const char *name, const char *expression, struct where where,
                            struct diagnostics *diagnostics) {
    const char *near = nearest(name, FUNCTIONS, FUNCTION_COUNT);
    return near == NULL
               ? REPORT(diagnostics, where, MESSAGE_XPATH_FUNCTION, name, expression)
               : REPORT(diagnostics, where, MESSAGE_XPATH_FUNCTION_NEAR, name, expression, near);
}

/* The name at at: not with a prefix, and a function that exists where ( follows. */
static bool check_name(const char *at, size_t length, const char *expression, struct where where,
                       struct diagnostics *diagnostics) {
    const char *next = at + length;
    if (*next == ':' && next[1] != ':') {
        return REPORT(diagnostics, where, MESSAGE_XPATH_PREFIX,
                      diagnostics_print(diagnostics, "%.*s", (int)length, at), expression);
    }
    next += strspn(next, " \t\r\n");
    if (*next == '(' && !is_function(at, length) &&
        !((length == 3 &&
           (memcmp(at, "and", 3) == 0 || memcmp(at, "div", 3) == 0 || memcmp(at, "mod", 3) == 0)) ||
          (length == 2 && memcmp(at, "or", 2) == 0))) {
        return report_function(diagnostics_print(diagnostics, "%.*s", (int)length, at), expression,
                               where, diagnostics);
    }
    return true;
}

static bool look_over(const char *expression, struct where where, struct diagnostics *diagnostics) {
    if (strlen(expression) > MOST_LENGTH) {
        return REPORT(diagnostics, where, MESSAGE_XPATH_LONG,
                      diagnostics_integer(diagnostics, MOST_LENGTH));
    }
    int nesting = 0;
    for (const char *at = expression; *at != '\0';) {
        if (*at == '"' || *at == '\'') {
            const char *close = strchr(at + 1, *at);
            at = close == NULL ? at + strlen(at) : close + 1;
            continue;
        }
        if (is_name_start(*at)) {
            size_t length = name_length(at);
            if (!check_name(at, length, expression, where, diagnostics)) {
                return false;
            }
            at += length;
            continue;
        }
        if (*at == '(' || *at == '[') {
            nesting++;
        } else if (*at == ')' || *at == ']') {
            nesting--;
        }
        if (nesting > MOST_NESTING) {
            return REPORT(diagnostics, where, MESSAGE_XPATH_NESTING,
                          diagnostics_integer(diagnostics, MOST_NESTING));
        }
        at++;
    }
    return true;
}

/* ---- the evaluator --------------------------------------------------------------------------- */

/* libxml2 gives a handler the number of an error and no words. */
static const char *words_of(int error) {
    switch (error) {
    case XPATH_NUMBER_ERROR:
        return "a number is not finished";
    case XPATH_UNFINISHED_LITERAL_ERROR:
    case XPATH_START_LITERAL_ERROR:
        return "a quotation mark is missing";
    case XPATH_VARIABLE_REF_ERROR:
        return "a $ has no name";
    case XPATH_INVALID_PREDICATE_ERROR:
        return "a [ has no ]";
    case XPATH_UNCLOSED_ERROR:
        return "a ( has no )";
    case XPATH_INVALID_ARITY:
        return "a function has too few arguments or too many";
    case XPATH_INVALID_TYPE:
    case XPATH_INVALID_OPERAND:
        return "text or a number stands where elements are needed";
    case XPATH_INVALID_CHAR_ERROR:
        return "a character has no place in it";
    default:
        return "something is missing or does not belong";
    }
}

static void on_error(void *data, xml_error error) {
    struct xml_xpath *xpath = data;
    if (xpath->error != XPATH_EXPRESSION_OK) {
        return;
    }
    xpath->error = error->code - XML_XPATH_EXPRESSION_OK;
    const char *words = words_of(xpath->error);
    bool placed =
        error->str1 != NULL && error->int1 > 0 && (size_t)error->int1 < strlen(error->str1);
    xpath->message =
        placed ? arena_print(xpath->arena, "%s, before %s", words, error->str1 + error->int1)
               : words;
}

static xmlXPathObject *find_variable(void *data, const xmlChar *name, const xmlChar *uri) {
    struct xml_xpath *xpath = data;
    (void)uri;
    for (size_t i = 0; i < xpath->variable_count; i++) {
        if (strcmp(xpath->variables[i].name, (const char *)name) == 0) {
            return xmlXPathNewString(xpath->variables[i].value);
        }
    }
    if (xpath->missing == NULL) {
        xpath->missing = arena_text(xpath->arena, (const char *)name);
    }
    return NULL;
}

/* current(): the node that the whole expression is evaluated for, within predicates too. */
static void give_current(xmlXPathParserContext *parser, int count) {
    if (count != 0) {
        xmlXPathErr(parser, XPATH_INVALID_ARITY);
        return;
    }
    const struct xml_xpath *xpath = parser->context->userData;
    xmlXPathValuePush(parser, xmlXPathNewNodeSet(xpath->current));
}

struct xml_xpath *xml_xpath_new(struct xml_document *document) {
    struct arena *arena = arena_new();
    struct xml_xpath *xpath = NEW(arena, struct xml_xpath);
    xpath->arena = arena;
    xpath->document = document;
    xpath->context = xmlXPathNewContext(document->tree);
    xpath->context->error = on_error;
    xpath->context->userData = xpath;
    xmlXPathRegisterVariableLookup(xpath->context, find_variable, xpath);
    xmlXPathRegisterFunc(xpath->context, (const xmlChar *)"current", give_current);
    return xpath;
}

void xml_xpath_free(struct xml_xpath *xpath) {
    if (xpath == NULL) {
        return;
    }
    for (struct xml_expression *at = xpath->expressions; at != NULL; at = at->next) {
        xmlXPathFreeCompExpr(at->compiled);
    }
    for (size_t i = 0; i < xpath->variable_count; i++) {
        xmlFree(xpath->variables[i].value);
    }
    free(xpath->variables);
    xmlXPathFreeContext(xpath->context);
    arena_free(xpath->arena);
}

struct xml_expression *xml_compile(struct xml_xpath *xpath, const char *expression,
                                   struct where where, struct diagnostics *diagnostics) {
    if (!look_over(expression, where, diagnostics)) {
        return NULL;
    }
    xpath->error = XPATH_EXPRESSION_OK;
    xpath->message = "";
    xpath->context->opLimit = 0;
    xmlXPathCompExpr *compiled = xmlXPathCtxtCompile(xpath->context, (const xmlChar *)expression);
    if (compiled == NULL) {
        REPORT(diagnostics, where, MESSAGE_XPATH_FORM, expression, xpath->message);
        return NULL;
    }
    struct xml_expression *made = NEW(xpath->arena, struct xml_expression);
    made->compiled = compiled;
    made->text = arena_text(xpath->arena, expression);
    made->next = xpath->expressions;
    xpath->expressions = made;
    return made;
}

void xml_xpath_variable(struct xml_xpath *xpath, const char *name, const char *value) {
    size_t i = 0;
    while (i < xpath->variable_count && strcmp(xpath->variables[i].name, name) != 0) {
        i++;
    }
    if (i < xpath->variable_count) {
        xmlFree(xpath->variables[i].value);
    } else if (value == NULL) {
        return;
    } else {
        if (xpath->variable_count == xpath->variable_capacity) {
            xpath->variable_capacity = xpath->variable_capacity * 2 + 16;
            xpath->variables =
                memory_resize(xpath->variables, xpath->variable_capacity, sizeof(struct variable));
        }
        xpath->variable_count++;
        xpath->variables[i].name = arena_text(xpath->arena, name);
    }
    if (value == NULL) {
        xpath->variables[i] = xpath->variables[--xpath->variable_count];
    } else {
        xpath->variables[i].value = xmlStrdup((const xmlChar *)value);
    }
}

/* ---- results --------------------------------------------------------------------------------- */

/* The element that stands for a node of a result; NULL for a namespace node. */
static xmlNode *element_of(xmlNode *node) {
    switch (node->type) {
    case XML_ELEMENT_NODE:
        return node;
    case XML_NAMESPACE_DECL:
        return NULL;
    case XML_DOCUMENT_NODE:
        return xmlDocGetRootElement((xmlDoc *)node);
    default:
        return node->parent != NULL && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
    }
}

static void give_nodes(xmlXPathObject *object, struct arena *arena, struct xml_value *out) {
    xmlNodeSet *set = object->nodesetval;
    out->kind = XML_NODES;
    out->empty = set == NULL || set->nodeNr == 0;
    if (out->empty) {
        return;
    }
    xmlXPathNodeSetSort(set);
    out->nodes = NEWS(arena, (size_t)set->nodeNr, struct xml_node *);
    for (int i = 0; i < set->nodeNr; i++) {
        xmlNode *element = element_of(set->nodeTab[i]);
        if (element != NULL) {
            out->nodes[out->count++] = xml_outside(element);
        }
    }
}

static void give(xmlXPathObject *object, struct arena *arena, struct xml_value *out) {
    *out = (struct xml_value){0};
    switch (object->type) {
    case XPATH_NODESET:
    case XPATH_XSLT_TREE:
        give_nodes(object, arena, out);
        break;
    case XPATH_BOOLEAN:
        out->kind = XML_BOOLEAN;
        break;
    case XPATH_NUMBER:
        out->kind = XML_NUMBER;
        break;
    default:
        out->kind = XML_TEXT;
        break;
    }
    xmlChar *text = xmlXPathCastToString(object);
    out->text = arena_text(arena, (const char *)text);
    out->truth = xmlXPathCastToBoolean(object) != 0;
    out->number = object->type == XPATH_NUMBER || object->type == XPATH_BOOLEAN
                      ? xmlXPathCastToNumber(object)
                      : xmlXPathCastStringToNumber(text);
    xmlFree(text);
}

static bool report(const struct xml_xpath *xpath, const struct xml_expression *expression,
                   struct where where, struct diagnostics *diagnostics) {
    if (xpath->missing != NULL) {
        return REPORT(diagnostics, where, MESSAGE_XPATH_VARIABLE, xpath->missing, expression->text);
    }
    if (xpath->error == XPATH_OP_LIMIT_EXCEEDED || xpath->error == XPATH_RECURSION_LIMIT_EXCEEDED) {
        return REPORT(diagnostics, where, MESSAGE_XPATH_LIMIT, expression->text);
    }
    return REPORT(diagnostics, where, MESSAGE_XPATH_EVALUATE, expression->text, xpath->message);
}

bool xml_evaluate(struct xml_xpath *xpath, struct xml_expression *expression,
                  struct xml_node *context, size_t position, size_t size, struct where where,
                  struct arena *arena, struct xml_value *out, struct diagnostics *diagnostics) {
    struct xml_document *document = xpath->document;
    if (!document->ordered) {
        xmlXPathOrderDocElems(document->tree);
        document->ordered = true;
    }
    xpath->error = XPATH_EXPRESSION_OK;
    xpath->message = "";
    xpath->missing = NULL;
    xpath->current = xml_inside(context);
    xpath->context->node = xpath->current;
    xpath->context->proximityPosition = position == 0 ? 1 : (int)position;
    xpath->context->contextSize = position == 0 ? 1 : (int)size;
    xpath->context->opCount = 0;
    xpath->context->opLimit = LEAST_OPERATIONS + OPERATIONS_AN_ELEMENT * document->elements;
    xmlXPathObject *object = xmlXPathCompiledEval(expression->compiled, xpath->context);
    if (object == NULL || xpath->error != XPATH_EXPRESSION_OK) {
        xmlXPathFreeObject(object);
        return report(xpath, expression, where, diagnostics);
    }
    give(object, arena, out);
    xmlXPathFreeObject(object);
    return true;
}
