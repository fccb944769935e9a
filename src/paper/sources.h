/* sources.h: the template and its house as documents. */
#ifndef BOARDPAPER_PAPER_SOURCES_H
#define BOARDPAPER_PAPER_SOURCES_H

#include <boardpaper/paper.h>

enum { SOURCES_MOST = 2 }; /* the house, the template */

/* The template is the last. */
struct sources {
    struct xml_document *documents[SOURCES_MOST];
    size_t count;
};

/* Reads and checks them; they are open as long as arena. False with diagnostics. */
bool sources_open(struct arena *arena, const char *template_path, struct sources *out,
                  struct diagnostics *diagnostics);
const struct sources *sources_of(const struct paper_sources *ahead);
/* What was made of them ahead; NULL where that was for another edition. */
struct making;
struct making *sources_making(const struct paper_sources *ahead, const char *edition);

#endif
