/* phrase.c: attribute values with {XPath} in braces, or a {word('name')} of the language. */
#include "expression.h"

#include <string.h>

#include <boardpaper/buffer.h>

struct piece {
    const char *text;              /* literal, or NULL */
    const char *word;              /* the name of a word, or NULL */
    struct expression *expression; /* or NULL: it did not compile */
    struct piece *next;
};

struct phrase {
    struct piece *first, **last;
    const char *literal; /* the whole, where there are no braces */
};

static struct piece *add(struct making *making, struct phrase *phrase, const char *text,
                         struct expression *expression) {
    struct piece *piece = NEW(making->keep, struct piece);
    *piece = (struct piece){.text = text, .expression = expression};
    *phrase->last = piece;
    phrase->last = &piece->next;
    return piece;
}

/* The name in "word('name')", or NULL. */
static const char *word_name(struct making *making, const char *inner) {
    size_t length = strlen(inner);
    if (length < 9 || strncmp(inner, "word('", 6) != 0 || strcmp(inner + length - 2, "')") != 0) {
        return NULL;
    }
    return arena_bytes(making->keep, inner + 6, length - 8);
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

static void flush(struct making *making, struct phrase *phrase, struct buffer *literal) {
    if (literal->length > 0) {
        add(making, phrase, arena_bytes(making->keep, literal->data, literal->length), NULL);
        buffer_clear(literal);
    }
}

struct phrase *phrase_compile(struct making *making, const char *source, struct where where) {
    struct phrase *phrase = NEW(making->keep, struct phrase);
    phrase->last = &phrase->first;
    if (strpbrk(source, "{}") == NULL) {
        phrase->literal = source;
        return phrase;
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
            flush(making, phrase, &literal);
            const char *inner = arena_bytes(making->keep, at + 1, (size_t)(end - at - 1));
            const char *word = word_name(making, inner);
            add(making, phrase, NULL,
                word == NULL ? expression_compile(making, inner, where) : NULL)
                ->word = word;
            at = end;
        } else if (*at == '}') {
            REPORT(making->diagnostics, where, MESSAGE_PATTERN_BRACE, source);
            break;
        } else {
            buffer_byte(&literal, *at);
        }
    }
    flush(making, phrase, &literal);
    buffer_free(&literal);
    return phrase;
}

const char *phrase_text(struct making *making, struct phrase *phrase, const struct scope *scope) {
    if (phrase->literal != NULL) {
        return phrase->literal;
    }
    const char *only = NULL;
    struct buffer whole = {0};
    for (struct piece *piece = phrase->first; piece != NULL; piece = piece->next) {
        const char *text = piece->text == NULL ? "" : piece->text;
        if (piece->word != NULL) {
            text = words_text(making, scope, piece->word, piece->word);
        } else if (piece->expression != NULL) {
            expression_text(making, piece->expression, scope, &text, NULL);
        }
        if (phrase->first->next == NULL) {
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

struct expression *phrase_expression(const struct phrase *phrase) {
    return phrase->first == NULL || phrase->first->next != NULL ? NULL : phrase->first->expression;
}

const char *phrase_literal(const struct phrase *phrase) {
    return phrase->literal;
}

bool phrase_is_steady(const struct phrase *phrase) {
    for (const struct piece *piece = phrase->first; piece != NULL; piece = piece->next) {
        if (piece->text == NULL && piece->word == NULL &&
            (piece->expression == NULL || !expression_is_variable(piece->expression))) {
            return false;
        }
    }
    return true;
}
