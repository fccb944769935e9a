/* preparation.h: fonts and template, read while the assessment is. */
#ifndef BOARDPAPER_PIPELINE_PREPARATION_H
#define BOARDPAPER_PIPELINE_PREPARATION_H

struct paper_sources;
struct preparation;
struct text;

/* Each waits until all is read, and hands over what it gives, once: the caller closes it. NULL
 * where preparation is NULL or something is wrong, which opening it again will tell. */
struct text *preparation_text(struct preparation *preparation);
struct paper_sources *preparation_sources(struct preparation *preparation);
/* Waits until what was handed over is used by nobody else: before it is closed. */
void preparation_settle(struct preparation *preparation);

#endif
