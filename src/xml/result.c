/* result.c: what an expression gives, and how one kind becomes another (XPath 1.0, 3 and 4). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation.h"

struct result xpath_of_text(const char *text) {
    return (struct result){.kind = XML_TEXT, .text = text};
}

struct result xpath_of_number(double number) {
    return (struct result){.kind = XML_NUMBER, .number = number};
}

struct result xpath_of_truth(bool truth) {
    return (struct result){.kind = XML_BOOLEAN, .truth = truth};
}

bool xpath_spent(struct evaluation *evaluation) {
    evaluation->operations = 0;
    if (evaluation->failure == FAILURE_NONE) {
        evaluation->failure = FAILURE_LIMIT;
    }
    return false;
}

/* ---- text ------------------------------------------------------------------------------------ */

/* All the text within an element, joined. */
static const char *joined_text(struct evaluation *evaluation, const struct xml_node *top) {
    size_t length = 0;
    size_t pieces = 0;
    const char *only = "";
    struct xml_document *document = evaluation->document;
    uint64_t mark = xml_mark(document);
    tree_whiten(top);
    for (const struct xml_node *at = top; at != NULL; at = tree_after(at, top)) {
        if (at->rests) {
            xml_rest(document, mark); /* what was passed; texts stay */
        }
        if (at->kind == NODE_TEXT) {
            length += strlen(at->text);
            only = at->text;
            pieces++;
        }
    }
    if (pieces <= 1 || !xpath_pay(evaluation, pieces + length / 64)) {
        return only;
    }
    char *text = pool_take(&evaluation->pool, length + 1);
    char *end = text;
    for (const struct xml_node *at = top; at != NULL; at = tree_after(at, top)) {
        if (at->kind == NODE_TEXT) {
            size_t piece = strlen(at->text);
            memcpy(end, at->text, piece);
            end += piece;
        }
    }
    *end = '\0';
    return text;
}

const char *xpath_item_text(struct evaluation *evaluation, struct item item) {
    if (item.attribute != NULL) {
        return item.attribute->value;
    }
    switch (item.node->kind) {
    case NODE_ELEMENT:
    case NODE_DOCUMENT:
        return joined_text(evaluation, item.node);
    case NODE_INSTRUCTION: {
        const char *space = strchr(item.node->text, ' ');
        return space == NULL ? "" : space + 1;
    }
    default:
        return item.node->text;
    }
}

/* The fewest digits that tell number from every other, without an exponent. */
static const char *decimal_text(struct evaluation *evaluation, double number) {
    enum { MOST_DIGITS = 17, MOST_TEXT = 400 };
    char form[40];
    int precision = 1;
    do {
        snprintf(form, sizeof form, "%.*e", precision - 1, number);
    } while (strtod(form, NULL) != number && ++precision <= MOST_DIGITS);
    /* form: [-]d[.ddd]e[+-]dd, with the locale's point */
    char digits[MOST_DIGITS + 1];
    int count = 0;
    const char *at = form;
    for (; *at != 'e'; at++) {
        if (*at >= '0' && *at <= '9') {
            digits[count++] = *at;
        }
    }
    int exponent = atoi(at + 1);
    char *text = pool_take(&evaluation->pool, MOST_TEXT);
    char *end = text;
    if (number < 0) {
        *end++ = '-';
    }
    if (exponent < 0) {
        *end++ = '0';
    }
    for (int i = 0; i <= exponent; i++) {
        *end++ = i < count ? digits[i] : '0';
    }
    if (count > exponent + 1) {
        *end++ = '.';
        for (int i = exponent + 1; i < 0; i++) {
            *end++ = '0';
        }
        for (int i = exponent < 0 ? 0 : exponent + 1; i < count; i++) {
            *end++ = digits[i];
        }
    }
    *end = '\0';
    return text;
}

const char *xpath_number_text(struct evaluation *evaluation, double number) {
    if (isnan(number)) {
        return "NaN";
    }
    if (isinf(number)) {
        return number > 0 ? "Infinity" : "-Infinity";
    }
    if (number == 0) {
        return "0";
    }
    if (fabs(number) < 1e15 && floor(number) == number) {
        enum { MOST_TEXT = 32 };
        char *text = pool_take(&evaluation->pool, MOST_TEXT);
        snprintf(text, MOST_TEXT, "%lld", (long long)number);
        return text;
    }
    return decimal_text(evaluation, number);
}

/* ---- conversions ----------------------------------------------------------------------------- */

const char *xpath_text(struct evaluation *evaluation, const struct result *result) {
    switch (result->kind) {
    case XML_NODES:
        return result->items.count == 0 ? "" : xpath_item_text(evaluation, result->items.at[0]);
    case XML_NUMBER:
        return xpath_number_text(evaluation, result->number);
    case XML_BOOLEAN:
        return result->truth ? "true" : "false";
    default:
        return result->text;
    }
}

double xpath_number(struct evaluation *evaluation, const struct result *result) {
    switch (result->kind) {
    case XML_NUMBER:
        return result->number;
    case XML_BOOLEAN:
        return result->truth ? 1 : 0;
    default:
        return xpath_number_of(xpath_text(evaluation, result));
    }
}

bool xpath_truth(const struct result *result) {
    switch (result->kind) {
    case XML_NODES:
        return result->items.count > 0;
    case XML_NUMBER:
        return !isnan(result->number) && result->number != 0;
    case XML_BOOLEAN:
        return result->truth;
    default:
        return *result->text != '\0';
    }
}

/* ---- items ----------------------------------------------------------------------------------- */

void xpath_grow(struct evaluation *evaluation, struct items *items) {
    size_t capacity = items->capacity == 0 ? 4 : items->capacity * 2;
    items->at = pool_resize(&evaluation->pool, items->at, items->capacity * sizeof(struct item),
                            capacity * sizeof(struct item));
    items->capacity = capacity;
}

static int place_among(const struct item *item) {
    int place = 0;
    if (item->attribute == NULL) {
        return -1;
    }
    for (const struct attribute *at = as_element(item->node)->attributes; at != item->attribute;
         at = at->next) {
        place++;
    }
    return place;
}

static int compare(const void *a, const void *b) {
    const struct item *left = a;
    const struct item *right = b;
    if (left->node != right->node) {
        return left->node->order < right->node->order ? -1 : 1;
    }
    return place_among(left) - place_among(right);
}

void xpath_sort(struct evaluation *evaluation, struct items *items) {
    if (!evaluation->document->ordered) {
        tree_order(evaluation->document);
    }
    bool sorted = true;
    for (size_t i = 1; sorted && i < items->count; i++) {
        sorted = compare(&items->at[i - 1], &items->at[i]) < 0;
    }
    if (!sorted) {
        qsort(items->at, items->count, sizeof items->at[0], compare);
        size_t kept = 0;
        for (size_t i = 0; i < items->count; i++) {
            if (kept == 0 || items->at[i].node != items->at[kept - 1].node ||
                items->at[i].attribute != items->at[kept - 1].attribute) {
                items->at[kept++] = items->at[i];
            }
        }
        items->count = kept;
    }
    items->sorted = true;
}
