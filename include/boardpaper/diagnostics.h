/* diagnostics.h: what is wrong, where, and what to do about it.
 *
 * A diagnostic is born with its place. The library never prints: it adds to a struct diagnostics,
 * and the commands print them as FILE:LINE: error: what is wrong; what to do.
 * All messages stand in one table, messages.def, so that they can be read, tested and translated
 * side by side. Their parts {1} to {9} are text, given as const char *.
 */
#ifndef BOARDPAPER_DIAGNOSTICS_H
#define BOARDPAPER_DIAGNOSTICS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;

/* A place in a file. file NULL: no file (a command line, a device). line 0: the file as a whole.
 * Lines count from 1 and know no bound. file outlives the diagnostics. */
struct where {
    const char *file;
    long line;
};

enum level { LEVEL_ADVICE, LEVEL_WARNING, LEVEL_ERROR };

/* Exit statuses of the contract; those of sysexits.h where it has them. */
enum status {
    STATUS_DONE = 0,
    STATUS_USAGE = 64,
    STATUS_INPUT = 65,
    STATUS_MISSING = 66,
    STATUS_FAULT = 70,
    STATUS_OUTPUT = 73,
    STATUS_BUSY = 75,
    STATUS_UNKNOWN = 76,
    STATUS_CONFIGURATION = 78
};

enum message {
#define MESSAGE(id, level, status, text) id,
#include <boardpaper/messages.def>
#undef MESSAGE
    MESSAGE_COUNT
};

struct diagnostic {
    enum message message;
    enum level level;
    struct where where;
    const char *text; /* what is wrong; what to do (no place, no level) */
};

struct diagnostics;

/* A collection that keeps at most limit diagnostics (0: 100) and counts the rest. */
struct diagnostics *diagnostics_new(struct arena *arena, size_t limit);

/* REPORT(diagnostics, where, MESSAGE_ID, "part 1", "part 2", ...). Parts are copied. */
#define REPORT(diagnostics, where, ...) REPORT_PARTS(diagnostics, where, __VA_ARGS__, NULL)
#define REPORT_PARTS(diagnostics, where, message, ...)                                             \
    diagnostics_add(diagnostics, where, message, (const char *const[]){__VA_ARGS__})

/* parts: ended by NULL. Returns false always, so that `return REPORT(...)` reads well. */
bool diagnostics_add(struct diagnostics *diagnostics, struct where where, enum message message,
                     const char *const *parts);

/* From now on what is reported at a line of file (this very pointer) is told at lines[line]
 * instead, for lines below count; 0 stays as it is. For text that was made from a file and goes by
 * its name: a person mends the file. lines outlive the diagnostics; the last call for a file holds.
 */
void diagnostics_trace(struct diagnostics *diagnostics, const char *file, const long *lines,
                       size_t count);

/* Text for a part: a whole number, or printf. Lives as long as the diagnostics. */
const char *diagnostics_integer(struct diagnostics *diagnostics, long long value);
const char *diagnostics_print(struct diagnostics *diagnostics, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* How many of that level were reported, those past the limit included. */
size_t diagnostics_count(const struct diagnostics *diagnostics, enum level level);
bool diagnostics_failed(const struct diagnostics *diagnostics); /* any error */

/* The status of the first error reported, or STATUS_DONE. */
enum status diagnostics_status(const struct diagnostics *diagnostics);

/* The kept ones, sorted by file (in order of first mention) and line. */
size_t diagnostics_kept(const struct diagnostics *diagnostics);
const struct diagnostic *diagnostics_get(struct diagnostics *diagnostics, size_t index);

/* All of them as lines of text, sorted, with a last line that counts those left out. colour:
 * with ANSI colours. least: leave out what is below this level. */
void diagnostics_write(struct diagnostics *diagnostics, struct buffer *out, enum level least,
                       bool colour);

#endif
