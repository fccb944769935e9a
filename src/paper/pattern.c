/* pattern.c: attribute values with {XPath} in braces. */
#include "expression.h"

#include <string.h>

#include <boardpaper/buffer.h>

struct piece {
    const char *text;              /* literal, or NULL */
    struct expression *expression; /* or NULL: it did not compile */
    struct piece *next;
};

struct pattern {
    struct piece *first, **last;
    const char *literal; /* the whole, where there are no braces */
};

static void add(struct making *making, struct pattern *pattern, const char *text,
                struct expression *expression) {
    struct piece *piece = NEW(making->keep, struct piece);
    *piece = (struct piece){text, expression, NULL};
    *pattern->last = piece;
    pattern->last = &piece->next;
}

/* The brace that ends the expression, braces within literals passed over. */
static const char *expression_end(const char *text) {
    char quote = '\0';
    for (; *text != '\0'; text++) {
        if (quote != '\0') {
            quote = *text == quote ? '\0' : quote;
        } else if (*text == '\'' || *text == '"') {
            quote = *text;
        } else if (*text == '}') {
            return text;
        }
    }
    return NULL;
}

static void flush(struct making *making, struct pattern *pattern, struct buffer *literal) {
    if (literal->length > 0) {
        add(making, pattern, arena_bytes(making->keep, literal->data, literal->length), NULL);
        buffer_clear(literal);
    }
}

struct pattern *pattern_compile(struct making *making, const char *source, struct where where) {
    struct pattern *pattern = NEW(making->keep, struct pattern);
    pattern->last = &pattern->first;
    if (strpbrk(source, "{}") == NULL) {
        pattern->literal = source;
        return pattern;
    }
    struct buffer literal = {0};
    for (const char *at = source; *at != '\0'; at++) {
        if ((*at == '{' || *at == '}') && at[1] == *at) {
            buffer_byte(&literal, *at++);
        } else if (*at == '{') {
            const char *end = expression_end(at + 1);
            if (end == NULL) {
                REPORT(making->diagnostics, where, MESSAGE_PATTERN_BRACE, source);
                break;
            }
            flush(making, pattern, &literal);
            const char *inner = arena_bytes(making->keep, at + 1, (size_t)(end - at - 1));
            add(making, pattern, NULL, expression_compile(making, inner, where));
            at = end;
        } else if (*at == '}') {
            REPORT(making->diagnostics, where, MESSAGE_PATTERN_BRACE, source);
            break;
        } else {
            buffer_byte(&literal, *at);
        }
    }
    flush(making, pattern, &literal);
    buffer_free(&literal);
    return pattern;
}

const char *pattern_text(struct making *making, struct pattern *pattern,
                         const struct scope *scope) {
    if (pattern->literal != NULL) {
        return pattern->literal;
    }
    const char *only = NULL;
    struct buffer whole = {0};
    for (struct piece *piece = pattern->first; piece != NULL; piece = piece->next) {
        const char *text = piece->text == NULL ? "" : piece->text;
        if (piece->expression != NULL) {
            expression_text(making, piece->expression, scope, &text, NULL);
        }
        if (pattern->first->next == NULL) {
            only = text;
        } else {
            buffer_text(&whole, text);
        }
    }
    if (only == NULL) {
        only = arena_bytes(making->arena, whole.data == NULL ? "" : whole.data, whole.length);
    }
    buffer_free(&whole);
    return only;
}

const char *pattern_literal(const struct pattern *pattern) {
    return pattern->literal;
}
