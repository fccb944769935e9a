/* steps.c: the steps of a location path: axis, test, predicates.
 *
 * Where a // is followed by a child that is not counted by its place, the two steps become one:
 * //area[@rating='high'] looks at each node once and needs no sorting.
 */
#include "parser.h"

#include <string.h>

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

/* ---- steps ----------------------------------------------------------------------------------- */

/* The predicates that are next, linked; the place of the last is *place. */
void parser_predicates(struct parser *parser, struct part **place) {
    while (!parser->failed && parser_take(parser, "[")) {
        if (!parser_enter(parser)) {
            return;
        }
        struct part *predicate = parser_expression(parser);
        if (predicate == NULL) {
            return;
        }
        if (!parser_take(parser, "]")) {
            parser_wrong(parser, "a [ has no ]");
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
    size_t length = parser_name_length(parser->at);
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
        if (!parser_take_word(parser, TYPES[i].name)) {
            continue;
        }
        if (!parser_take(parser, "(")) {
            break;
        }
        step->test = TYPES[i].test;
        parser_skip(parser);
        if (step->test == TEST_INSTRUCTION && (*parser->at == '"' || *parser->at == '\'')) {
            const char *close = strchr(parser->at + 1, *parser->at);
            if (close == NULL) {
                parser_wrong(parser, "a quotation mark is missing");
                return true;
            }
            step->name =
                arena_bytes(parser->arena, parser->at + 1, (size_t)(close - parser->at - 1));
            parser->at = close + 1;
        }
        if (!parser_take(parser, ")")) {
            parser_wrong(parser, "a ( has no )");
        }
        return true;
    }
    parser->at = start;
    return false;
}

static void parse_node_test(struct parser *parser, struct step *step) {
    parser_skip(parser);
    if (parse_node_type(parser, step) || !take_prefix(parser, step)) {
        return;
    }
    if (*parser->at == '*') {
        parser->at++;
        step->test = TEST_ANY_NAME;
        return;
    }
    size_t length = parser_name_length(parser->at);
    if (length == 0) {
        parser_wrong(parser, PARSER_MISSING);
        return;
    }
    step->test = TEST_NAME;
    step->name = tree_name(parser->document, arena_bytes(parser->arena, parser->at, length));
    parser->at += length;
}

static bool parse_axis(struct parser *parser, struct step *step) {
    if (parser_take(parser, "@")) {
        step->axis = AXIS_ATTRIBUTE;
        return true;
    }
    step->axis = AXIS_CHILD;
    size_t length = parser_name_length(parser->at);
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
    parser_wrong(parser, "there is no such axis");
    return false;
}

struct step *parser_step(struct parser *parser, enum axis axis, enum test test) {
    struct step *step = NEW(parser->arena, struct step);
    step->axis = axis;
    step->test = test;
    return step;
}

static struct step *parse_step(struct parser *parser) {
    if (parser_take(parser, "..")) {
        return parser_step(parser, AXIS_PARENT, TEST_NODE);
    }
    if (parser_at(parser, ".") && !parser_is_digit(parser->at[1])) {
        parser->at++;
        return parser_step(parser, AXIS_SELF, TEST_NODE);
    }
    struct step *step = parser_step(parser, AXIS_CHILD, TEST_NODE);
    if (parse_axis(parser, step)) {
        parse_node_test(parser, step);
        parser_predicates(parser, &step->predicates);
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

bool xpath_may_be_number(const struct part *part) {
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
        return xpath_may_be_number(part->left);
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
        if (xpath_may_be_number(at) || asks_for_place(at)) {
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
void parser_steps(struct parser *parser, struct step **first, struct step *last) {
    struct step **place = last == NULL ? first : &last->next;
    for (;;) {
        struct step *step = parse_step(parser);
        if (parser->failed) {
            return;
        }
        if (!merge_descendants(last, step)) {
            *place = step;
            place = &step->next;
            last = step;
        }
        if (parser_take(parser, "//")) {
            last = parser_step(parser, AXIS_DESCENDANT_OR_SELF, TEST_NODE);
            *place = last;
            place = &last->next;
        } else if (!parser_take(parser, "/")) {
            return;
        }
    }
}
