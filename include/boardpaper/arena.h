/* arena.h: memory that is given back all at once.
 *
 * A render owns one arena; everything it makes lives there and goes with one arena_free. Nothing
 * is ever freed singly, so results can point into each other freely and stay const.
 *
 * Running out of memory ends the process with a message and status 70: half-made answers are
 * worse than none, and nothing is published before the end (see pdf.h).
 */
#ifndef BOARDPAPER_ARENA_H
#define BOARDPAPER_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new, empty arena. Owned by the caller, who ends it with arena_free. Never NULL. */
struct arena *arena_new(void);

/* Frees the arena and all that was taken from it. NULL is allowed. */
void arena_free(struct arena *arena);

/* Takes back all that was taken from it and keeps one chunk for what comes next: for work that is
 * done over and over, such as a page or a row of a table. */
void arena_clear(struct arena *arena);

/* size bytes, zeroed, aligned for any object; size 0 gives a valid, unique pointer. */
void *arena_take(struct arena *arena, size_t size);

/* count objects of size bytes each, zeroed; an overflow of the product ends the process. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A copy of text (NUL-terminated), or of length bytes with a NUL added. */
char *arena_text(struct arena *arena, const char *text);
char *arena_bytes(struct arena *arena, const void *bytes, size_t length);

/* printf into the arena. */
char *arena_print(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprint(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Has call(context) done by arena_free, before any of the memory goes; the last asked for first.
 * For what a long-lived thing of the arena holds elsewhere (an open document). */
void arena_defer(struct arena *arena, void (*call)(void *context), void *context);

/* For a thread with nothing to do: has the system clear the memory that arenas will take next, and
 * the next 2 MiB of what arena_ahead_of named. */
void arena_ahead(void);
/* For a program: memory that it will use, and not unmap, to be cleared by arena_ahead as well. */
void arena_ahead_of(void *pages, size_t size);

/* What the arena holds now, in bytes taken from the system. */
size_t arena_size(const struct arena *arena);

/* Memory outside any arena, for the few things that live longer or grow: as malloc, calloc and
 * realloc, but running out ends the process. Freed with free. */
void *memory_take(size_t size);
void *memory_array(size_t count, size_t size);
void *memory_resize(void *memory, size_t count, size_t size);

/* Gives the whole pages among length bytes, which nobody needs any more, back to the system; they
 * are zeros from then on. The bytes stay an arena's, or malloc's. */
void memory_spent(void *bytes, size_t length);

/* NEW(arena, struct thing): one zeroed thing. NEWS: count of them. */
#define NEW(arena, type) ((type *)arena_take((arena), sizeof(type)))
#define NEWS(arena, count, type) ((type *)arena_array((arena), (count), sizeof(type)))

#endif
