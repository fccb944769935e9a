/* expression.c: XPath 1.0 read by recursive descent; its operators by how closely they bind.
 * Rejected: one function a rule of its grammar, which goes through seven of them for each operand.
 *
 * Its bounds keep what follows within bounds too: at most 4,096 bytes and 64 brackets deep. What
 * can be wrong whatever the document (a function that does not exist, the number of arguments, a
 * prefix) is found here, when a template is read, and not when a row happens to need it.
 */
#include <string.h>

#include <boardpaper/nearest.h>

#include "parser.h"

enum { MOST_LENGTH = 4096, MOST_ARGUMENTS = 4096 };

static const struct {
    const char *name;
    size_t least, most;
} FUNCTIONS[FUNCTION_TOTAL] = {
    [FUNCTION_LAST] = {"last", 0, 0},
    [FUNCTION_POSITION] = {"position", 0, 0},
    [FUNCTION_COUNT] = {"count", 1, 1},
    [FUNCTION_ID] = {"id", 1, 1},
    [FUNCTION_LOCAL_NAME] = {"local-name", 0, 1},
    [FUNCTION_NAMESPACE_URI] = {"namespace-uri", 0, 1},
    [FUNCTION_NAME] = {"name", 0, 1},
    [FUNCTION_STRING] = {"string", 0, 1},
    [FUNCTION_CONCAT] = {"concat", 2, MOST_ARGUMENTS},
    [FUNCTION_STARTS_WITH] = {"starts-with", 2, 2},
    [FUNCTION_CONTAINS] = {"contains", 2, 2},
    [FUNCTION_SUBSTRING_BEFORE] = {"substring-before", 2, 2},
    [FUNCTION_SUBSTRING_AFTER] = {"substring-after", 2, 2},
    [FUNCTION_SUBSTRING] = {"substring", 2, 3},
    [FUNCTION_STRING_LENGTH] = {"string-length", 0, 1},
    [FUNCTION_NORMALIZE_SPACE] = {"normalize-space", 0, 1},
    [FUNCTION_TRANSLATE] = {"translate", 3, 3},
    [FUNCTION_BOOLEAN] = {"boolean", 1, 1},
    [FUNCTION_NOT] = {"not", 1, 1},
    [FUNCTION_TRUE] = {"true", 0, 0},
    [FUNCTION_FALSE] = {"false", 0, 0},
    [FUNCTION_LANG] = {"lang", 1, 1},
    [FUNCTION_NUMBER] = {"number", 0, 1},
    [FUNCTION_SUM] = {"sum", 1, 1},
    [FUNCTION_FLOOR] = {"floor", 1, 1},
    [FUNCTION_CEILING] = {"ceiling", 1, 1},
    [FUNCTION_ROUND] = {"round", 1, 1},
    [FUNCTION_CURRENT] = {"current", 0, 0},
};

/* ---- paths and primary expressions ----------------------------------------------------------- */

static struct part *parse_number(struct parser *parser) {
    size_t length = strspn(parser->at, "0123456789");
    if (parser->at[length] == '.') {
        length += 1 + strspn(parser->at + length + 1, "0123456789");
    }
    struct part *part = parser_part(parser, PART_NUMBER, NULL, NULL);
    part->number = xpath_number_of(arena_bytes(parser->arena, parser->at, length));
    parser->at += length;
    return part;
}

static struct part *parse_literal(struct parser *parser) {
    const char *close = strchr(parser->at + 1, *parser->at);
    if (close == NULL) {
        return parser_wrong(parser, "a quotation mark is missing");
    }
    struct part *part = parser_part(parser, PART_LITERAL, NULL, NULL);
    part->text = arena_bytes(parser->arena, parser->at + 1, (size_t)(close - parser->at - 1));
    parser->at = close + 1;
    return part;
}

static struct part *parse_variable(struct parser *parser) {
    parser_skip(parser);
    size_t length = parser_name_length(parser->at);
    if (length == 0) {
        return parser_wrong(parser, "a $ has no name");
    }
    struct part *part = parser_part(parser, PART_VARIABLE, NULL, NULL);
    part->text = tree_name(parser->document, arena_bytes(parser->arena, parser->at, length));
    parser->at += length;
    return part;
}

static struct part *unknown_function(struct parser *parser, const char *name) {
    const char *names[FUNCTION_TOTAL];
    for (size_t i = 0; i < FUNCTION_TOTAL; i++) {
        names[i] = FUNCTIONS[i].name;
    }
    const char *near = nearest(name, names, FUNCTION_TOTAL);
    if (near == NULL) {
        REPORT(parser->diagnostics, parser->where, MESSAGE_XPATH_FUNCTION, name, parser->text);
    } else {
        REPORT(parser->diagnostics, parser->where, MESSAGE_XPATH_FUNCTION_NEAR, name, parser->text,
               near);
    }
    parser->failed = true;
    return NULL;
}

static struct part *parse_arguments(struct parser *parser, struct part *call) {
    struct part **place = &call->arguments;
    if (!parser_enter(parser)) {
        return NULL;
    }
    if (!parser_at(parser, ")")) {
        do {
            struct part *argument = parser_expression(parser);
            if (argument == NULL) {
                return NULL;
            }
            *place = argument;
            place = &argument->next;
            call->argument_count++;
        } while (parser_take(parser, ","));
    }
    if (!parser_take(parser, ")")) {
        return parser_wrong(parser, "a ( has no )");
    }
    parser->nesting--;
    return call;
}

static struct part *parse_call(struct parser *parser) {
    size_t length = parser_name_length(parser->at);
    const char *name = arena_bytes(parser->arena, parser->at, length);
    int found = 0;
    while (found < FUNCTION_TOTAL && strcmp(FUNCTIONS[found].name, name) != 0) {
        found++;
    }
    if (found == FUNCTION_TOTAL) {
        return unknown_function(parser, diagnostics_print(parser->diagnostics, "%s", name));
    }
    parser->at += length;
    parser_take(parser, "(");
    struct part *call = parser_part(parser, PART_CALL, NULL, NULL);
    call->function = (enum function)found;
    if (parse_arguments(parser, call) == NULL) {
        return NULL;
    }
    if (call->argument_count < FUNCTIONS[found].least ||
        call->argument_count > FUNCTIONS[found].most) {
        return parser_wrong(
            parser,
            diagnostics_print(parser->diagnostics, "%s() has too few arguments or too many", name));
    }
    return call;
}

/* A name with a ( behind it is a function, unless it is a kind of node. */
static bool at_call(const struct parser *parser) {
    static const char *const TYPES[] = {"node", "text", "comment", "processing-instruction"};
    size_t length = parser_name_length(parser->at);
    const char *after = parser->at + length;
    after += strspn(after, " \t\r\n");
    if (length == 0 || *after != '(') {
        return false;
    }
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (strlen(TYPES[i]) == length && strncmp(TYPES[i], parser->at, length) == 0) {
            return false;
        }
    }
    return true;
}

static bool at_primary(const struct parser *parser) {
    char c = *parser->at;
    return c == '$' || c == '(' || c == '"' || c == '\'' || parser_is_digit(c) ||
           (c == '.' && parser_is_digit(parser->at[1])) || at_call(parser);
}

static struct part *parse_primary(struct parser *parser) {
    char c = *parser->at;
    if (c == '"' || c == '\'') {
        return parse_literal(parser);
    }
    if (parser_take(parser, "$")) {
        return parse_variable(parser);
    }
    if (parser_is_digit(c) || c == '.') {
        return parse_number(parser);
    }
    if (!parser_take(parser, "(")) {
        return parse_call(parser);
    }
    if (!parser_enter(parser)) {
        return NULL;
    }
    struct part *inside = parser_expression(parser);
    if (inside != NULL && !parser_take(parser, ")")) {
        return parser_wrong(parser, "a ( has no )");
    }
    parser->nesting--;
    return inside;
}

static struct part *parse_filter(struct parser *parser) {
    struct part *part = parse_primary(parser);
    if (part != NULL && parser_at(parser, "[")) {
        part = parser_part(parser, PART_FILTER, part, NULL);
        parser_predicates(parser, &part->predicates);
    }
    if (parser->failed || !parser_at(parser, "/")) {
        return part;
    }
    part = parser_part(parser, PART_PATH, part, NULL);
    struct step *last = NULL;
    if (parser_take(parser, "//")) {
        last = parser_step(parser, AXIS_DESCENDANT_OR_SELF, TEST_NODE);
        part->steps = last;
    } else {
        parser_take(parser, "/");
    }
    parser_steps(parser, &part->steps, last);
    return part;
}

static bool at_step(const struct parser *parser) {
    char c = *parser->at;
    return parser_is_name_start(c) || c == '.' || c == '@' || c == '*';
}

static struct part *parse_path(struct parser *parser) {
    parser_skip(parser);
    if (at_primary(parser)) {
        return parse_filter(parser);
    }
    struct part *part = parser_part(parser, PART_PATH, NULL, NULL);
    struct step *last = NULL;
    if (parser_take(parser, "//")) {
        part->absolute = true;
        last = parser_step(parser, AXIS_DESCENDANT_OR_SELF, TEST_NODE);
        part->steps = last;
    } else if (parser_take(parser, "/")) {
        part->absolute = true;
        parser_skip(parser);
        if (!at_step(parser)) {
            return part;
        }
    }
    parser_steps(parser, &part->steps, last);
    return part;
}

/* ---- operators ------------------------------------------------------------------------------- */

static struct part *parse_union(struct parser *parser) {
    struct part *left = parse_path(parser);
    while (!parser->failed && parser_take(parser, "|")) {
        left = parser_part(parser, PART_UNION, left, parse_path(parser));
    }
    return left;
}

static struct part *parse_unary(struct parser *parser) {
    bool negative = false;
    bool any = false;
    while (parser_take(parser, "-")) {
        negative = !negative;
        any = true;
    }
    struct part *part = parse_union(parser);
    if (parser->failed || !any) {
        return part;
    }
    /* Twice is not nothing: it makes a number of it. */
    part = parser_part(parser, PART_NEGATE, part, NULL);
    return negative ? part : parser_part(parser, PART_NEGATE, part, NULL);
}

/* An operator of two sides, and how closely it binds: what is higher is done first. */
struct operator{
    enum part_kind kind;
    int binds;
};

enum { BINDS_OR = 1, BINDS_AND, BINDS_EQUAL, BINDS_ORDER, BINDS_SUM, BINDS_PRODUCT };

/* The operator that is next, and its letters; binds 0: there is none. */
static struct operator next_operator(struct parser *parser, size_t *length) {
    parser_skip(parser);
    const char *at = parser->at;
    *length = 1;
    switch (*at) {
    case '*':
        return (struct operator){PART_MULTIPLY, BINDS_PRODUCT};
    case '+':
        return (struct operator){PART_ADD, BINDS_SUM};
    case '-':
        return (struct operator){PART_SUBTRACT, BINDS_SUM};
    case '=':
        return (struct operator){PART_EQUAL, BINDS_EQUAL};
    case '!':
        *length = 2;
        return (struct operator){PART_DIFFERENT, at[1] == '=' ? BINDS_EQUAL : 0};
    case '<':
    case '>':
        if (at[1] == '=') {
            *length = 2;
            return (struct operator){*at == '<' ? PART_LESS_EQUAL : PART_MORE_EQUAL, BINDS_ORDER};
        }
        return (struct operator){*at == '<' ? PART_LESS : PART_MORE, BINDS_ORDER};
    case 'a':
    case 'd':
    case 'm':
    case 'o':
        break;
    default:
        return (struct operator){0};
    }
    static const struct {
        const char *word;
        struct operator operator;
    } WORDS[] = {{"and", {PART_AND, BINDS_AND}},
                 {"or", {PART_OR, BINDS_OR}},
                 {"div", {PART_DIVIDE, BINDS_PRODUCT}},
                 {"mod", {PART_MODULO, BINDS_PRODUCT}}};
    *length = parser_name_length(at);
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (strlen(WORDS[i].word) == *length && strncmp(WORDS[i].word, at, *length) == 0) {
            return WORDS[i].operator;
        }
    }
    return (struct operator){0};
}

/* What operators join that bind at least so closely; each level from the left. */
static struct part *parse_joined(struct parser *parser, int least) {
    struct part *left = parse_unary(parser);
    while (!parser->failed) {
        size_t length = 0;
        struct operator next = next_operator(parser, &length);
        if (next.binds < least) {
            break;
        }
        parser->at += length;
        left = parser_part(parser, next.kind, left, parse_joined(parser, next.binds + 1));
    }
    return left;
}

struct part *parser_expression(struct parser *parser) {
    struct part *left = parse_joined(parser, BINDS_OR);
    return parser->failed ? NULL : left;
}

struct part *xpath_parse(struct arena *arena, struct xml_document *document, const char *text,
                         struct where where, struct diagnostics *diagnostics) {
    struct parser parser = {.arena = arena,
                            .document = document,
                            .text = text,
                            .at = text,
                            .where = where,
                            .diagnostics = diagnostics};
    if (strlen(text) > MOST_LENGTH) {
        REPORT(diagnostics, where, MESSAGE_XPATH_LONG,
               diagnostics_integer(diagnostics, MOST_LENGTH));
        return NULL;
    }
    struct part *part = parser_expression(&parser);
    parser_skip(&parser);
    if (part != NULL && *parser.at != '\0') {
        return parser_wrong(&parser, PARSER_MISSING);
    }
    return part;
}

/* ---- another document ------------------------------------------------------------------------ */

const char *xpath_renamed(struct renaming *renaming, const char *name) {
    struct renamed *renamed = &renaming->names[((uintptr_t)name ^ (uintptr_t)name >> 7) % RENAMED];
    if (renamed->from != name) {
        *renamed = (struct renamed){name, tree_name(renaming->document, name)};
    }
    return renamed->to;
}

static void rename_all(struct part *first, struct renaming *renaming) {
    for (struct part *at = first; at != NULL; at = at->next) {
        xpath_rename(at, renaming);
    }
}

void xpath_rename(struct part *part, struct renaming *renaming) {
    if (part->kind == PART_VARIABLE) {
        part->text = xpath_renamed(renaming, part->text);
    }
    if (part->left != NULL) {
        xpath_rename(part->left, renaming);
    }
    if (part->right != NULL) {
        xpath_rename(part->right, renaming);
    }
    rename_all(part->arguments, renaming);
    rename_all(part->predicates, renaming);
    for (struct step *step = part->steps; step != NULL; step = step->next) {
        if (step->test == TEST_NAME) {
            step->name = xpath_renamed(renaming, step->name);
        }
        rename_all(step->predicates, renaming);
    }
}
