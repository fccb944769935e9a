/* csv.h: records of comma-separated values (RFC 4180). */
#ifndef BOARDPAPER_SCHEDULE_CSV_H
#define BOARDPAPER_SCHEDULE_CSV_H

#include <boardpaper/diagnostics.h>

struct arena;

struct csv {
    struct arena *arena;
    const char *at, *end; /* what is still to be read */
    struct where where;   /* of the next record */
    struct diagnostics *diagnostics;
};

/* UTF-8 text; a mark at its beginning is passed over. */
struct csv csv_begin(struct arena *arena, const char *file, const char *text, size_t length,
                     struct diagnostics *diagnostics);

struct csv_record {
    const char *const *fields; /* without white space around what stands in no quotes */
    size_t count;
    struct where where;
};
/* The next record that is not empty. False at the end. What is wrong in a record is reported with
 * its line, *good becomes false, and reading goes on. */
bool csv_next(struct csv *csv, struct csv_record *record, bool *good);

#endif
