/* preparation.h: fonts and template, read while the assessment is. */
#ifndef BOARDPAPER_PIPELINE_PREPARATION_H
#define BOARDPAPER_PIPELINE_PREPARATION_H

#include <stdbool.h>

struct paper_sources;
struct preparation;
struct text;

/* Each waits until all is read, and hands over what it gives, once: the caller closes it. NULL
 * where preparation is NULL or something is wrong, which opening it again will tell. */
struct text *preparation_text(struct preparation *preparation);
struct paper_sources *preparation_sources(struct preparation *preparation);
/* Waits until what was handed over is used by nobody else: before it is closed. */
void preparation_settle(struct preparation *preparation);
/* Has the thread do work(context) when it has prepared all. False where there is none, or it was
 * asked before. */
bool preparation_then(struct preparation *preparation, void *(*work)(void *context), void *context);
/* Waits until that is done; only where preparation_then was true. */
void preparation_await(struct preparation *preparation);

#endif
