/* expression.c: XPath 1.0 read by recursive descent, one function a rule of its grammar.
 *
 * Its bounds keep what follows within bounds too: at most 4,096 bytes and 64 brackets deep. What
 * can be wrong whatever the document (a function that does not exist, the number of arguments, a
 * prefix) is found here, when a template is read, and not when a row happens to need it.
 *
 * Where a // is followed by a child that is not counted by its place, the two steps become one:
 * //area[@rating='high'] looks at each node once and needs no sorting.
 */
#include "expression.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/nearest.h>

enum { MOST_LENGTH = 4096, MOST_NESTING = 64, MOST_ARGUMENTS = 4096 };

struct parser {
    struct arena *arena;
    struct xml_document *document;
    const char *text, *at;
    struct where where;
    struct diagnostics *diagnostics;
    int nesting;
    bool failed;
};

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

static const char *const AXES[AXIS_COUNT] = {
    [AXIS_ANCESTOR] = "ancestor",
    [AXIS_ANCESTOR_OR_SELF] = "ancestor-or-self",
    [AXIS_ATTRIBUTE] = "attribute",
    [AXIS_CHILD] = "child",
    [AXIS_DESCENDANT] = "descendant",
    [AXIS_DESCENDANT_OR_SELF] = "descendant-or-self",
    [AXIS_FOLLOWING] = "following",
    [AXIS_FOLLOWING_SIBLING] = "following-sibling",
    [AXIS_NAMESPACE] = "namespace",
    [AXIS_PARENT] = "parent",
    [AXIS_PRECEDING] = "preceding",
    [AXIS_PRECEDING_SIBLING] = "preceding-sibling",
    [AXIS_SELF] = "self",
};

/* ---- saying what is wrong -------------------------------------------------------------------- */

static const char MISSING[] = "something is missing or does not belong";

/* Only the first thing wrong is told: what follows it is guesswork. */
static struct part *wrong(struct parser *parser, const char *words) {
    if (!parser->failed) {
        const char *rest = parser->at + strspn(parser->at, " \t\r\n");
        REPORT(parser->diagnostics, parser->where, MESSAGE_XPATH_FORM, parser->text,
               *rest == '\0'
                   ? words
                   : diagnostics_print(parser->diagnostics, "%s, before %s", words, rest));
    }
    parser->failed = true;
    return NULL;
}

/* ---- tokens ---------------------------------------------------------------------------------- */

static void skip_space(struct parser *parser) {
    parser->at += strspn(parser->at, " \t\r\n");
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

static size_t name_length(const char *at) {
    size_t length = 0;
    if (is_name_start(*at)) {
        while (is_name_start(at[length]) || is_digit(at[length]) || at[length] == '-' ||
               at[length] == '.') {
            length++;
        }
    }
    return length;
}

/* Takes token where it is next. */
static bool take(struct parser *parser, const char *token) {
    skip_space(parser);
    size_t length = strlen(token);
    if (strncmp(parser->at, token, length) != 0) {
        return false;
    }
    parser->at += length;
    return true;
}

/* Takes word where it is next as a whole name. */
static bool take_word(struct parser *parser, const char *word) {
    skip_space(parser);
    size_t length = name_length(parser->at);
    if (length != strlen(word) || strncmp(parser->at, word, length) != 0) {
        return false;
    }
    parser->at += length;
    return true;
}

static bool next_is(struct parser *parser, const char *token) {
    skip_space(parser);
    return strncmp(parser->at, token, strlen(token)) == 0;
}

static struct part *part_new(struct parser *parser, enum part_kind kind, struct part *left,
                             struct part *right) {
    struct part *part = NEW(parser->arena, struct part);
    part->kind = kind;
    part->left = left;
    part->right = right;
    return part;
}

static bool enter(struct parser *parser) {
    if (++parser->nesting <= MOST_NESTING) {
        return true;
    }
    if (!parser->failed) {
        REPORT(parser->diagnostics, parser->where, MESSAGE_XPATH_NESTING,
               diagnostics_integer(parser->diagnostics, MOST_NESTING));
    }
    parser->failed = true;
    return false;
}

/* ---- steps ----------------------------------------------------------------------------------- */

static struct part *parse_expression(struct parser *parser);

/* The predicates that are next, linked; the place of the last is *place. */
static void parse_predicates(struct parser *parser, struct part **place) {
    while (!parser->failed && take(parser, "[")) {
        if (!enter(parser)) {
            return;
        }
        struct part *predicate = parse_expression(parser);
        if (predicate == NULL) {
            return;
        }
        if (!take(parser, "]")) {
            wrong(parser, "a [ has no ]");
            return;
        }
        parser->nesting--;
        *place = predicate;
        place = &predicate->next;
    }
}

static bool refuse_prefix(struct parser *parser, size_t length) {
    if (!parser->failed) {
        REPORT(parser->diagnostics, parser->where, MESSAGE_XPATH_PREFIX,
               diagnostics_print(parser->diagnostics, "%.*s", (int)length, parser->at),
               parser->text);
    }
    parser->failed = true;
    return false;
}

/* The prefix xml: is known to all. */
static bool take_prefix(struct parser *parser, struct step *step) {
    size_t length = name_length(parser->at);
    const char *colon = parser->at + length;
    if (length == 0 || *colon != ':' || colon[1] == ':') {
        return true;
    }
    if (length != 3 || strncmp(parser->at, "xml", 3) != 0) {
        return refuse_prefix(parser, length);
    }
    parser->at = colon + 1;
    step->space = "http://www.w3.org/XML/1998/namespace";
    return true;
}

static bool parse_node_type(struct parser *parser, struct step *step) {
    static const struct {
        const char *name;
        enum test test;
    } TYPES[] = {{"node", TEST_NODE},
                 {"text", TEST_TEXT},
                 {"comment", TEST_COMMENT},
                 {"processing-instruction", TEST_INSTRUCTION}};
    const char *start = parser->at;
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (!take_word(parser, TYPES[i].name)) {
            continue;
        }
        if (!take(parser, "(")) {
            break;
        }
        step->test = TYPES[i].test;
        skip_space(parser);
        if (step->test == TEST_INSTRUCTION && (*parser->at == '"' || *parser->at == '\'')) {
            const char *close = strchr(parser->at + 1, *parser->at);
            if (close == NULL) {
                wrong(parser, "a quotation mark is missing");
                return true;
            }
            step->name =
                arena_bytes(parser->arena, parser->at + 1, (size_t)(close - parser->at - 1));
            parser->at = close + 1;
        }
        if (!take(parser, ")")) {
            wrong(parser, "a ( has no )");
        }
        return true;
    }
    parser->at = start;
    return false;
}

static void parse_node_test(struct parser *parser, struct step *step) {
    skip_space(parser);
    if (parse_node_type(parser, step) || !take_prefix(parser, step)) {
        return;
    }
    if (*parser->at == '*') {
        parser->at++;
        step->test = TEST_ANY_NAME;
        return;
    }
    size_t length = name_length(parser->at);
    if (length == 0) {
        wrong(parser, MISSING);
        return;
    }
    step->test = TEST_NAME;
    step->name = tree_name(parser->document, arena_bytes(parser->arena, parser->at, length));
    parser->at += length;
}

static bool parse_axis(struct parser *parser, struct step *step) {
    if (take(parser, "@")) {
        step->axis = AXIS_ATTRIBUTE;
        return true;
    }
    step->axis = AXIS_CHILD;
    size_t length = name_length(parser->at);
    const char *after = parser->at + length;
    after += strspn(after, " \t\r\n");
    if (length == 0 || strncmp(after, "::", 2) != 0) {
        return true;
    }
    for (int i = 0; i < AXIS_COUNT; i++) {
        if (strlen(AXES[i]) == length && strncmp(AXES[i], parser->at, length) == 0) {
            step->axis = (enum axis)i;
            parser->at = after + 2;
            return true;
        }
    }
    wrong(parser, "there is no such axis");
    return false;
}

static struct step *step_new(struct parser *parser, enum axis axis, enum test test) {
    struct step *step = NEW(parser->arena, struct step);
    step->axis = axis;
    step->test = test;
    return step;
}

static struct step *parse_step(struct parser *parser) {
    if (take(parser, "..")) {
        return step_new(parser, AXIS_PARENT, TEST_NODE);
    }
    if (next_is(parser, ".") && !is_digit(parser->at[1])) {
        parser->at++;
        return step_new(parser, AXIS_SELF, TEST_NODE);
    }
    struct step *step = step_new(parser, AXIS_CHILD, TEST_NODE);
    if (parse_axis(parser, step)) {
        parse_node_test(parser, step);
        parse_predicates(parser, &step->predicates);
    }
    return step;
}

/* ---- // ---------------------------------------------------------------------------------------*/

/* Whether a predicate may ask for its place: then the steps around it must not be changed. */
static bool asks_for_place(const struct part *part) {
    if (part == NULL) {
        return false;
    }
    if (part->kind == PART_CALL &&
        (part->function == FUNCTION_POSITION || part->function == FUNCTION_LAST)) {
        return true;
    }
    if (part->kind == PART_PATH) {
        return asks_for_place(part->left); /* what stands within steps has places of its own */
    }
    for (const struct part *at = part->arguments; at != NULL; at = at->next) {
        if (asks_for_place(at)) {
            return true;
        }
    }
    return asks_for_place(part->left) || asks_for_place(part->right);
}

static bool may_be_number(const struct part *part) {
    switch (part->kind) {
    case PART_ADD:
    case PART_SUBTRACT:
    case PART_MULTIPLY:
    case PART_DIVIDE:
    case PART_MODULO:
    case PART_NEGATE:
    case PART_NUMBER:
        return true;
    case PART_FILTER:
        return may_be_number(part->left);
    case PART_CALL:
        switch (part->function) {
        case FUNCTION_LAST:
        case FUNCTION_POSITION:
        case FUNCTION_COUNT:
        case FUNCTION_STRING_LENGTH:
        case FUNCTION_NUMBER:
        case FUNCTION_SUM:
        case FUNCTION_FLOOR:
        case FUNCTION_CEILING:
        case FUNCTION_ROUND:
            return true;
        default:
            return false;
        }
    default:
        return false;
    }
}

/* descendant-or-self::node()/child::X is descendant::X where no predicate counts places. */
static bool merge_descendants(struct step *before, const struct step *step) {
    bool any = before != NULL && before->axis == AXIS_DESCENDANT_OR_SELF &&
               before->test == TEST_NODE && before->predicates == NULL;
    if (!any || step->axis != AXIS_CHILD) {
        return false;
    }
    for (const struct part *at = step->predicates; at != NULL; at = at->next) {
        if (may_be_number(at) || asks_for_place(at)) {
            return false;
        }
    }
    struct step *next = before->next;
    *before = *step;
    before->axis = AXIS_DESCENDANT;
    before->next = next;
    return true;
}

/* Steps with / and // between them, after last where there is one; *first: the first of all. */
static void parse_steps(struct parser *parser, struct step **first, struct step *last) {
    do {
        struct step *step = parse_step(parser);
        if (parser->failed) {
            return;
        }
        if (!merge_descendants(last, step)) {
            if (last == NULL) {
                *first = step;
            } else {
                last->next = step;
            }
            last = step;
        }
        if (take(parser, "//")) {
            struct step *any = step_new(parser, AXIS_DESCENDANT_OR_SELF, TEST_NODE);
            last->next = any;
            last = any;
        } else if (!take(parser, "/")) {
            return;
        }
    } while (true);
}

/* ---- paths and primary expressions ----------------------------------------------------------- */

/* Up to 15 digits, a whole number divided by a power of ten is exact once rounded; more go through
 * strtod, without the point, whose form depends on the locale. */
static double number_of_digits(const char *digits, size_t count, int exponent) {
    enum { EXACT_DIGITS = 15, EXACT_POWER = 22, MOST_DIGITS = 40 };
    if (count <= EXACT_DIGITS && exponent >= -EXACT_POWER && exponent <= 0) {
        double value = 0;
        double power = 1;
        for (size_t i = 0; i < count; i++) {
            value = value * 10 + (digits[i] - '0');
        }
        for (; exponent < 0; exponent++) {
            power *= 10;
        }
        return value / power;
    }
    char form[MOST_DIGITS + 16];
    size_t kept = count < MOST_DIGITS ? count : MOST_DIGITS;
    memcpy(form, digits, kept);
    snprintf(form + kept, sizeof form - kept, "e%d", exponent + (int)(count - kept));
    return strtod(form, NULL);
}

double xpath_number_of(const char *text) {
    enum { MOST_DIGITS = 400 };
    char digits[MOST_DIGITS];
    size_t count = 0;
    int exponent = 0;
    bool any = false;
    bool fraction = false;
    text += strspn(text, " \t\r\n");
    bool negative = *text == '-';
    for (text += negative; is_digit(*text) || (*text == '.' && !fraction); text++) {
        if (*text == '.') {
            fraction = true;
            continue;
        }
        any = true;
        if (count == 0 && *text == '0') { /* leads nothing */
            exponent -= fraction;
        } else if (count < MOST_DIGITS) {
            digits[count++] = *text;
            exponent -= fraction;
        } else {
            exponent += !fraction;
        }
    }
    text += strspn(text, " \t\r\n");
    if (!any || *text != '\0') {
        return NAN;
    }
    double value = count == 0 ? 0 : number_of_digits(digits, count, exponent);
    return negative ? -value : value;
}

static struct part *parse_number(struct parser *parser) {
    size_t length = strspn(parser->at, "0123456789");
    if (parser->at[length] == '.') {
        length += 1 + strspn(parser->at + length + 1, "0123456789");
    }
    struct part *part = part_new(parser, PART_NUMBER, NULL, NULL);
    part->number = xpath_number_of(arena_bytes(parser->arena, parser->at, length));
    parser->at += length;
    return part;
}

static struct part *parse_literal(struct parser *parser) {
    const char *close = strchr(parser->at + 1, *parser->at);
    if (close == NULL) {
        return wrong(parser, "a quotation mark is missing");
    }
    struct part *part = part_new(parser, PART_LITERAL, NULL, NULL);
    part->text = arena_bytes(parser->arena, parser->at + 1, (size_t)(close - parser->at - 1));
    parser->at = close + 1;
    return part;
}

static struct part *parse_variable(struct parser *parser) {
    skip_space(parser);
    size_t length = name_length(parser->at);
    if (length == 0) {
        return wrong(parser, "a $ has no name");
    }
    struct part *part = part_new(parser, PART_VARIABLE, NULL, NULL);
    part->text = arena_bytes(parser->arena, parser->at, length);
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
    if (!enter(parser)) {
        return NULL;
    }
    if (!next_is(parser, ")")) {
        do {
            struct part *argument = parse_expression(parser);
            if (argument == NULL) {
                return NULL;
            }
            *place = argument;
            place = &argument->next;
            call->argument_count++;
        } while (take(parser, ","));
    }
    if (!take(parser, ")")) {
        return wrong(parser, "a ( has no )");
    }
    parser->nesting--;
    return call;
}

static struct part *parse_call(struct parser *parser) {
    size_t length = name_length(parser->at);
    const char *name = arena_bytes(parser->arena, parser->at, length);
    int found = 0;
    while (found < FUNCTION_TOTAL && strcmp(FUNCTIONS[found].name, name) != 0) {
        found++;
    }
    if (found == FUNCTION_TOTAL) {
        return unknown_function(parser, diagnostics_print(parser->diagnostics, "%s", name));
    }
    parser->at += length;
    take(parser, "(");
    struct part *call = part_new(parser, PART_CALL, NULL, NULL);
    call->function = (enum function)found;
    if (parse_arguments(parser, call) == NULL) {
        return NULL;
    }
    if (call->argument_count < FUNCTIONS[found].least ||
        call->argument_count > FUNCTIONS[found].most) {
        return wrong(parser, diagnostics_print(parser->diagnostics,
                                               "%s() has too few arguments or too many", name));
    }
    return call;
}

/* A name with a ( behind it is a function, unless it is a kind of node. */
static bool at_call(const struct parser *parser) {
    static const char *const TYPES[] = {"node", "text", "comment", "processing-instruction"};
    size_t length = name_length(parser->at);
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
    return c == '$' || c == '(' || c == '"' || c == '\'' || is_digit(c) ||
           (c == '.' && is_digit(parser->at[1])) || at_call(parser);
}

static struct part *parse_primary(struct parser *parser) {
    char c = *parser->at;
    if (c == '"' || c == '\'') {
        return parse_literal(parser);
    }
    if (take(parser, "$")) {
        return parse_variable(parser);
    }
    if (is_digit(c) || c == '.') {
        return parse_number(parser);
    }
    if (!take(parser, "(")) {
        return parse_call(parser);
    }
    if (!enter(parser)) {
        return NULL;
    }
    struct part *inside = parse_expression(parser);
    if (inside != NULL && !take(parser, ")")) {
        return wrong(parser, "a ( has no )");
    }
    parser->nesting--;
    return inside;
}

static struct part *parse_filter(struct parser *parser) {
    struct part *part = parse_primary(parser);
    if (part != NULL && next_is(parser, "[")) {
        part = part_new(parser, PART_FILTER, part, NULL);
        parse_predicates(parser, &part->predicates);
    }
    if (parser->failed || !next_is(parser, "/")) {
        return part;
    }
    part = part_new(parser, PART_PATH, part, NULL);
    struct step *last = NULL;
    if (take(parser, "//")) {
        last = step_new(parser, AXIS_DESCENDANT_OR_SELF, TEST_NODE);
        part->steps = last;
    } else {
        take(parser, "/");
    }
    parse_steps(parser, &part->steps, last);
    return part;
}

static bool at_step(const struct parser *parser) {
    char c = *parser->at;
    return is_name_start(c) || c == '.' || c == '@' || c == '*';
}

static struct part *parse_path(struct parser *parser) {
    skip_space(parser);
    if (at_primary(parser)) {
        return parse_filter(parser);
    }
    struct part *part = part_new(parser, PART_PATH, NULL, NULL);
    struct step *last = NULL;
    if (take(parser, "//")) {
        part->absolute = true;
        last = step_new(parser, AXIS_DESCENDANT_OR_SELF, TEST_NODE);
        part->steps = last;
    } else if (take(parser, "/")) {
        part->absolute = true;
        skip_space(parser);
        if (!at_step(parser)) {
            return part;
        }
    }
    parse_steps(parser, &part->steps, last);
    return part;
}

/* ---- operators ------------------------------------------------------------------------------- */

static struct part *parse_union(struct parser *parser) {
    struct part *left = parse_path(parser);
    while (!parser->failed && take(parser, "|")) {
        left = part_new(parser, PART_UNION, left, parse_path(parser));
    }
    return left;
}

static struct part *parse_unary(struct parser *parser) {
    bool negative = false;
    bool any = false;
    while (take(parser, "-")) {
        negative = !negative;
        any = true;
    }
    struct part *part = parse_union(parser);
    if (parser->failed || !any) {
        return part;
    }
    /* Twice is not nothing: it makes a number of it. */
    part = part_new(parser, PART_NEGATE, part, NULL);
    return negative ? part : part_new(parser, PART_NEGATE, part, NULL);
}

static struct part *parse_product(struct parser *parser) {
    struct part *left = parse_unary(parser);
    while (!parser->failed) {
        enum part_kind kind = PART_MULTIPLY;
        if (take_word(parser, "div")) {
            kind = PART_DIVIDE;
        } else if (take_word(parser, "mod")) {
            kind = PART_MODULO;
        } else if (!take(parser, "*")) {
            break;
        }
        left = part_new(parser, kind, left, parse_unary(parser));
    }
    return left;
}

static struct part *parse_sum(struct parser *parser) {
    struct part *left = parse_product(parser);
    while (!parser->failed) {
        enum part_kind kind = PART_ADD;
        if (take(parser, "-")) {
            kind = PART_SUBTRACT;
        } else if (!take(parser, "+")) {
            break;
        }
        left = part_new(parser, kind, left, parse_product(parser));
    }
    return left;
}

static struct part *parse_order(struct parser *parser) {
    struct part *left = parse_sum(parser);
    while (!parser->failed) {
        enum part_kind kind = PART_LESS;
        if (take(parser, "<=")) {
            kind = PART_LESS_EQUAL;
        } else if (take(parser, ">=")) {
            kind = PART_MORE_EQUAL;
        } else if (take(parser, ">")) {
            kind = PART_MORE;
        } else if (!take(parser, "<")) {
            break;
        }
        left = part_new(parser, kind, left, parse_sum(parser));
    }
    return left;
}

static struct part *parse_equality(struct parser *parser) {
    struct part *left = parse_order(parser);
    while (!parser->failed) {
        enum part_kind kind = PART_EQUAL;
        if (take(parser, "!=")) {
            kind = PART_DIFFERENT;
        } else if (!take(parser, "=")) {
            break;
        }
        left = part_new(parser, kind, left, parse_order(parser));
    }
    return left;
}

static struct part *parse_and(struct parser *parser) {
    struct part *left = parse_equality(parser);
    while (!parser->failed && take_word(parser, "and")) {
        left = part_new(parser, PART_AND, left, parse_equality(parser));
    }
    return left;
}

static struct part *parse_expression(struct parser *parser) {
    struct part *left = parse_and(parser);
    while (!parser->failed && take_word(parser, "or")) {
        left = part_new(parser, PART_OR, left, parse_and(parser));
    }
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
    struct part *part = parse_expression(&parser);
    skip_space(&parser);
    if (part != NULL && *parser.at != '\0') {
        return wrong(&parser, MISSING);
    }
    return part;
}
