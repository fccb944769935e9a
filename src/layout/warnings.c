/* warnings.c: see warnings.h. */
#include "warnings.h"

#include <string.h>

#include "pieces.h"

enum { WORD_SHOWN = 40 };

static bool said(const struct workspace *workspace, struct where where, enum message message,
                 const char *part) {
    for (size_t i = 0; i < workspace->said_count; i++) {
        const struct said *one = &workspace->said[i];
        if (one->message == message && one->where.line == where.line &&
            one->where.file == where.file && strcmp(one->part, part) == 0) {
            return true;
        }
    }
    return workspace->said_count == SAID_MOST;
}

void layout_warn(struct context *context, struct where where, enum message message,
                 const char *part) {
    struct workspace *workspace = context->workspace;
    if (context->refused != NULL && !context->measuring) {
        *context->refused = true;
        return;
    }
    if (context->measuring || context->epoch > 0 || said(workspace, where, message, part)) {
        return;
    }
    struct said *one = &workspace->said[workspace->said_count++];
    one->message = message;
    one->where = where;
    one->part = diagnostics_print(context->diagnostics, "%s", part);
    REPORT(context->diagnostics, where, message, one->part);
}

void warn_missing(struct context *context, struct where where, const struct shaped *shaped) {
    if (!context->measuring && context->epoch == 0) {
        layout_warn(context, where, MESSAGE_LAYOUT_GLYPH, text_missing(context->text, shaped));
    }
}

void warn_word(struct context *context, struct where where, const char *word, size_t length) {
    char shown[WORD_SHOWN + 8];
    size_t bytes = length < WORD_SHOWN ? length : WORD_SHOWN;
    while (bytes < length && bytes > 0 && ((unsigned char)word[bytes] & 0xC0) == 0x80) {
        bytes--; /* whole characters only */
    }
    memcpy(shown, word, bytes);
    memcpy(shown + bytes, "\u2026", 4);
    if (bytes == length) {
        shown[bytes] = '\0';
    }
    layout_warn(context, where, MESSAGE_LAYOUT_WORD, shown);
}
