/* enclosures.h: what a paper carries with it: the input it was made from, the scores that came out,
 * and the method. Made ready by a thread of its own while the paper is being set: the input of a
 * large assessment takes longer to digest and deflate than its pages to draw.
 */
#ifndef BOARDPAPER_PIPELINE_ENCLOSURES_H
#define BOARDPAPER_PIPELINE_ENCLOSURES_H

#include <stdbool.h>

struct arena;
struct diagnostics;
struct enclosures;
struct pdf;
struct scored;

/* Begins. scored stays as it is until enclosures_end; spent, level and threads as in struct render.
 */
struct enclosures *enclosures_begin(const struct scored *scored, struct scored *spent, int level,
                                    int threads);
/* Attaches all of it, waiting where it is not ready. False with a diagnostic. */
bool enclosures_attach(struct enclosures *enclosures, struct arena *arena, struct pdf *pdf,
                       struct diagnostics *diagnostics);
void enclosures_end(struct enclosures *enclosures);

#endif
