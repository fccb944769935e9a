/* bench.h: an assessment of a text, what was found, and the end of both. */
#ifndef BOARDPAPER_TESTS_ASSESSMENT_BENCH_H
#define BOARDPAPER_TESTS_ASSESSMENT_BENCH_H

#include "../xml/document.h"

#include <boardpaper/assessment.h>

/* An assessment with only what must be there; the parts are put in before <paper>. One line. */
#define WHOLE(head, parts)                                                                         \
    "<assessment version='1' partnership='Here' edition='2015' " head ">"                          \
    "<period from='2014-04-01' to='2015-03-31'/><method ref='stra'/>" parts                        \
    "<paper><title>T</title><meeting date='2016-01-21'/></paper></assessment>"

static inline const struct assessment *bench_read(struct bench *bench, const char *text) {
    const char *source = getenv("SOURCE");
    setenv("BOARDPAPER_DATA", source == NULL ? "." : source, 1);
    assert_non_null(bench_text(bench, text));
    return assessment_read(bench->arena, bench->document, bench->diagnostics);
}

#endif
