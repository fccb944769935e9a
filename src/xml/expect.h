/* expect.h: what a pattern would take, in words. */
#ifndef BOARDPAPER_XML_EXPECT_H
#define BOARDPAPER_XML_EXPECT_H

#include "pattern.h"

enum { MOST_EXPECTED = 256 };

/* Names, each once. */
struct expected {
    const char *names[MOST_EXPECTED];
    size_t count;
    bool text; /* words are taken too */
};

/* The elements that may come next. all: those that may come at any time. */
void expect_elements(const struct pattern *pattern, bool all, struct expected *out);
/* The attributes that may still come. */
void expect_attributes(const struct pattern *pattern, struct expected *out);
/* What must come still, attributes ("id") or elements ("<name>"): alternatives are one name, "a or
 * b". Made in arena. */
void expect_missing(struct arena *arena, const struct pattern *pattern, bool attributes,
                    struct expected *out);
/* The element of that name that may come at any time, or NULL. */
struct declaration *expect_declaration(const struct pattern *pattern, struct name name);

/* The names as "a, b or c" ("<a>, <b> or <c>" where bracketed), in arena; the first few of many. */
const char *expect_list(struct arena *arena, const struct expected *expected, const char *word,
                        bool bracketed);
/* A value: "one of amber, green or red", "a whole number". */
const char *expect_value(struct arena *arena, const struct pattern *pattern);

#endif
