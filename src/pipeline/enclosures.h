/* enclosures.h: what a paper carries with it: the input it was made from, the scores that came out,
 * and the method. Made ready by a second thread while the paper is being set: the input of a
 * large assessment takes longer to digest and deflate than its pages to draw.
 */
#ifndef BOARDPAPER_PIPELINE_ENCLOSURES_H
#define BOARDPAPER_PIPELINE_ENCLOSURES_H

#include <stdbool.h>

struct arena;
struct diagnostics;
struct enclosures;
struct pdf;
struct preparation;
struct scored;

/* Begins. scored stays as it is until enclosures_end; spent, level, threads and preparation as in
 * struct render: the thread that prepared goes on with it, where there is one. */
struct enclosures *enclosures_begin(struct arena *arena, const struct scored *scored,
                                    struct scored *spent, int level, int threads,
                                    struct preparation *preparation);
/* All of it is to be attached to the PDF that open makes: where there is a thread it does both, so
 * that context is nobody else's from now on to enclosures_attached. */
void enclosures_attach(struct enclosures *enclosures, struct pdf *(*open)(void *context),
                       void *context);
/* Waits until all is attached. *pdf: the PDF, to be closed whatever comes of it. False with a
 * diagnostic. */
bool enclosures_attached(struct enclosures *enclosures, struct pdf **pdf,
                         struct diagnostics *diagnostics);
/* Not before enclosures_attached where there was enclosures_attach, for the thread writes to pdf.
 */
void enclosures_end(struct enclosures *enclosures);

#endif
