/* functions.c: the functions of XPath 1.0, and current(). Characters are those of Unicode, not
 * bytes. id() finds elements by their plain id attribute, for there is no DTD to declare another.
 */
#include "evaluation.h"

#include <math.h>
#include <string.h>

struct call {
    struct evaluation *evaluation;
    const struct part *part;
    const struct context *context;
};

static struct result argument(const struct call *call, size_t index) {
    const struct part *at = call->part->arguments;
    for (size_t i = 0; i < index; i++) {
        at = at->next;
    }
    return xpath_evaluate(call->evaluation, at, call->context);
}

static const char *text_argument(const struct call *call, size_t index) {
    struct result result = argument(call, index);
    return xpath_text(call->evaluation, &result);
}

static double number_argument(const struct call *call, size_t index) {
    struct result result = argument(call, index);
    return xpath_number(call->evaluation, &result);
}

/* The text of the argument, or of the context where there is none. */
static const char *text_or_context(const struct call *call) {
    return call->part->argument_count == 0 ? xpath_item_text(call->evaluation, call->context->item)
                                           : text_argument(call, 0);
}

/* The argument as nodes, or the context where there is none. */
static struct items items_or_context(const struct call *call) {
    struct items items = {0};
    if (call->part->argument_count == 0) {
        xpath_add(call->evaluation, &items, call->context->item);
        return items;
    }
    struct result result = argument(call, 0);
    if (result.kind != XML_NODES) {
        if (call->evaluation->failure == FAILURE_NONE) {
            call->evaluation->failure = FAILURE_KIND;
        }
        return items;
    }
    return result.items;
}

/* length bytes of text. */
static const char *cut(const struct call *call, const char *text, size_t length) {
    char *made = pool_take(&call->evaluation->pool, length + 1);
    memcpy(made, text, length);
    made[length] = '\0';
    return made;
}

/* The bytes of the character at at. */
static size_t character(const char *at) {
    size_t length = 1;
    while ((at[length] & 0xC0) == 0x80) {
        length++;
    }
    return length;
}

static size_t characters(const char *text) {
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += (*text & 0xC0) != 0x80;
    }
    return count;
}

/* ---- nodes ----------------------------------------------------------------------------------- */

static struct result sum(const struct call *call) {
    struct items items = items_or_context(call);
    double total = 0;
    for (size_t i = 0; i < items.count; i++) {
        total += xpath_number_of(xpath_item_text(call->evaluation, items.at[i]));
    }
    return xpath_of_number(total);
}

static void find_id(const struct call *call, const char *id, size_t length, struct items *out) {
    struct step any = {.axis = AXIS_DESCENDANT, .test = TEST_ANY_NAME};
    struct items top = {0};
    xpath_add(call->evaluation, &top, (struct item){&call->evaluation->document->top.node, NULL});
    struct items all = xpath_step(call->evaluation, &any, &top, false);
    for (size_t i = 0; i < all.count; i++) {
        const char *own = xml_attribute(all.at[i].node, "id");
        if (own != NULL && strlen(own) == length && memcmp(own, id, length) == 0) {
            xpath_add(call->evaluation, out, all.at[i]);
            return;
        }
    }
}

static void find_ids(const struct call *call, const char *ids, struct items *out) {
    for (ids += strspn(ids, " \t\r\n"); *ids != '\0'; ids += strspn(ids, " \t\r\n")) {
        size_t length = strcspn(ids, " \t\r\n");
        find_id(call, ids, length, out);
        ids += length;
    }
}

static struct result id(const struct call *call) {
    struct result wanted = argument(call, 0);
    struct items found = {0};
    if (wanted.kind == XML_NODES) {
        for (size_t i = 0; i < wanted.items.count; i++) {
            find_ids(call, xpath_item_text(call->evaluation, wanted.items.at[i]), &found);
        }
    } else {
        find_ids(call, xpath_text(call->evaluation, &wanted), &found);
    }
    xpath_sort(call->evaluation, &found);
    return (struct result){.kind = XML_NODES, .items = found};
}

static struct result name_of(const struct call *call) {
    struct items items = items_or_context(call);
    if (items.count == 0) {
        return xpath_of_text("");
    }
    const struct item item = items.at[0];
    bool attribute = item.attribute != NULL;
    if (!attribute && item.node->kind == NODE_INSTRUCTION) {
        bool uri = call->part->function == FUNCTION_NAMESPACE_URI;
        return xpath_of_text(uri ? "" : cut(call, item.node->text, strcspn(item.node->text, " ")));
    }
    if (!attribute && item.node->kind != NODE_ELEMENT) {
        return xpath_of_text("");
    }
    const struct space *space = attribute ? item.attribute->space : as_element(item.node)->space;
    const char *name = attribute ? item.attribute->name : item.node->text;
    if (call->part->function == FUNCTION_NAMESPACE_URI) {
        return xpath_of_text(space == NULL ? "" : space->uri);
    }
    if (call->part->function == FUNCTION_LOCAL_NAME || space == NULL || *space->prefix == '\0') {
        return xpath_of_text(name);
    }
    size_t prefix = strlen(space->prefix);
    char *full = pool_take(&call->evaluation->pool, prefix + strlen(name) + 2);
    memcpy(full, space->prefix, prefix);
    full[prefix] = ':';
    strcpy(full + prefix + 1, name);
    return xpath_of_text(full);
}

/* Whether the context is in that language ("en" holds for "en-GB"). */
static struct result lang(const struct call *call) {
    const char *wanted = text_argument(call, 0);
    size_t length = strlen(wanted);
    const struct xml_node *node = call->context->item.node;
    for (; node != NULL; node = node->parent) {
        const char *own = node->kind == NODE_ELEMENT ? xml_attribute(node, "lang") : NULL;
        if (own != NULL) {
            return xpath_of_truth(strncasecmp(own, wanted, length) == 0 &&
                                  (own[length] == '\0' || own[length] == '-'));
        }
    }
    return xpath_of_truth(false);
}

/* ---- texts ----------------------------------------------------------------------------------- */

static struct result concat(const struct call *call) {
    char *joined = NULL;
    size_t length = 0;
    for (size_t i = 0; i < call->part->argument_count; i++) {
        const char *text = text_argument(call, i);
        size_t more = strlen(text);
        xpath_pay(call->evaluation, (length + more) / 64);
        char *longer = pool_take(&call->evaluation->pool, length + more + 1);
        memcpy(longer, joined == NULL ? "" : joined, length);
        memcpy(longer + length, text, more + 1);
        joined = longer;
        length += more;
    }
    return xpath_of_text(joined);
}

static struct result substring(const struct call *call) {
    const char *text = text_argument(call, 0);
    double from = floor(number_argument(call, 1) + 0.5);
    double to = INFINITY;
    if (call->part->argument_count == 3) {
        to = from + floor(number_argument(call, 2) + 0.5);
    }
    const char *start = NULL;
    const char *at = text;
    double position = 1;
    for (; *at != '\0'; at += character(at), position += 1) {
        bool inside = position >= from && position < to; /* false for what is no number */
        if (inside && start == NULL) {
            start = at;
        } else if (!inside && start != NULL) {
            break;
        }
    }
    return xpath_of_text(start == NULL ? "" : cut(call, start, (size_t)(at - start)));
}

static struct result part_of_text(const struct call *call) {
    const char *text = text_argument(call, 0);
    const char *wanted = text_argument(call, 1);
    const char *found = strstr(text, wanted);
    switch (call->part->function) {
    case FUNCTION_STARTS_WITH:
        return xpath_of_truth(strncmp(text, wanted, strlen(wanted)) == 0);
    case FUNCTION_CONTAINS:
        return xpath_of_truth(found != NULL);
    case FUNCTION_SUBSTRING_BEFORE:
        return xpath_of_text(found == NULL ? "" : cut(call, text, (size_t)(found - text)));
    default:
        return xpath_of_text(found == NULL ? "" : found + strlen(wanted));
    }
}

static struct result normalize_space(const struct call *call) {
    const char *text = text_or_context(call);
    char *made = pool_take(&call->evaluation->pool, strlen(text) + 1);
    char *end = made;
    for (; *text != '\0'; text++) {
        bool space = *text == ' ' || *text == '\t' || *text == '\n' || *text == '\r';
        if (!space) {
            *end++ = *text;
        } else if (end > made && end[-1] != ' ') {
            *end++ = ' ';
        }
    }
    end -= end > made && end[-1] == ' ';
    *end = '\0';
    return xpath_of_text(made);
}

/* The character of to that stands where the one at at stands in from; at itself where it does not
 * stand there, NULL where to is too short. */
static const char *replacement(const char *at, const char *from, const char *to) {
    size_t length = character(at);
    for (; *from != '\0'; from += character(from)) {
        if (character(from) == length && memcmp(from, at, length) == 0) {
            return *to == '\0' ? NULL : to;
        }
        to += *to == '\0' ? 0 : character(to);
    }
    return at;
}

static struct result translate(const struct call *call) {
    const char *text = text_argument(call, 0);
    const char *from = text_argument(call, 1);
    const char *to = text_argument(call, 2);
    size_t count = characters(text);
    if (!xpath_pay(call->evaluation, count + count * strlen(from) / 8)) {
        return xpath_of_text("");
    }
    char *made = pool_take(&call->evaluation->pool, count * 4 + 1);
    char *end = made;
    for (; *text != '\0'; text += character(text)) {
        const char *put = replacement(text, from, to);
        if (put != NULL) {
            size_t length = character(put);
            memcpy(end, put, length);
            end += length;
        }
    }
    *end = '\0';
    return xpath_of_text(made);
}

/* ---- numbers --------------------------------------------------------------------------------- */

/* To the nearest whole number, halves up; what is below 0 keeps its sign at 0. */
static double rounded(double value) {
    double whole = floor(value);
    whole += value - whole >= 0.5;
    return whole == 0 ? copysign(whole, value) : whole;
}

static struct result number(const struct call *call) {
    if (call->part->argument_count == 0) {
        return xpath_of_number(
            xpath_number_of(xpath_item_text(call->evaluation, call->context->item)));
    }
    return xpath_of_number(number_argument(call, 0));
}

struct result xpath_call(struct evaluation *evaluation, const struct part *part,
                         const struct context *context) {
    const struct call call = {evaluation, part, context};
    switch (part->function) {
    case FUNCTION_LAST:
        return xpath_of_number((double)context->size);
    case FUNCTION_POSITION:
        return xpath_of_number((double)context->position);
    case FUNCTION_COUNT:
        return xpath_of_number((double)items_or_context(&call).count);
    case FUNCTION_ID:
        return id(&call);
    case FUNCTION_LOCAL_NAME:
    case FUNCTION_NAMESPACE_URI:
    case FUNCTION_NAME:
        return name_of(&call);
    case FUNCTION_STRING:
        return xpath_of_text(text_or_context(&call));
    case FUNCTION_CONCAT:
        return concat(&call);
    case FUNCTION_STARTS_WITH:
    case FUNCTION_CONTAINS:
    case FUNCTION_SUBSTRING_BEFORE:
    case FUNCTION_SUBSTRING_AFTER:
        return part_of_text(&call);
    case FUNCTION_SUBSTRING:
        return substring(&call);
    case FUNCTION_STRING_LENGTH:
        return xpath_of_number((double)characters(text_or_context(&call)));
    case FUNCTION_NORMALIZE_SPACE:
        return normalize_space(&call);
    case FUNCTION_TRANSLATE:
        return translate(&call);
    case FUNCTION_BOOLEAN:
    case FUNCTION_NOT:
        return xpath_of_truth(xpath_holds(evaluation, part, context));
    case FUNCTION_TRUE:
    case FUNCTION_FALSE:
        return xpath_of_truth(part->function == FUNCTION_TRUE);
    case FUNCTION_LANG:
        return lang(&call);
    case FUNCTION_NUMBER:
        return number(&call);
    case FUNCTION_SUM:
        return sum(&call);
    case FUNCTION_FLOOR:
        return xpath_of_number(floor(number_argument(&call, 0)));
    case FUNCTION_CEILING:
        return xpath_of_number(ceil(number_argument(&call, 0)));
    case FUNCTION_ROUND:
        return xpath_of_number(rounded(number_argument(&call, 0)));
    case FUNCTION_CURRENT: {
        struct items items = {.sorted = true, .flat = true};
        xpath_add(evaluation, &items, (struct item){evaluation->current, NULL});
        return (struct result){.kind = XML_NODES, .items = items};
    }
    case FUNCTION_TOTAL:
        break;
    }
    return xpath_of_text("");
}
