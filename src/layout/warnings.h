/* warnings.h: what layout has to say of the content, each once: blocks are laid several times (to
 * measure them, round by round, and again when their page is placed). */
#ifndef BOARDPAPER_LAYOUT_WARNINGS_H
#define BOARDPAPER_LAYOUT_WARNINGS_H

#include "flow.h"

/* Reports message at where with one part (copied), unless it was reported before, the context is
 * measuring, or pages are being placed. */
void layout_warn(struct context *context, struct where where, enum message message,
                 const char *part);
/* A character that no font has. */
void warn_missing(struct context *context, struct where where, const struct shaped *shaped);
/* A word wider than the room for it. */
void warn_word(struct context *context, struct where where, const char *word, size_t length);

#endif
