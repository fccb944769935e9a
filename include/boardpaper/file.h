/* file.h: reading a whole file, and publishing a whole file or nothing. */
#ifndef BOARDPAPER_FILE_H
#define BOARDPAPER_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <boardpaper/diagnostics.h>

struct arena;

/* The bytes of the file at path ("-": standard input), NUL added. At most most bytes (0: 8 MiB,
 * the default limit of an input). NULL with a diagnostic at where (the place that named the file)
 * where it is missing, unreadable or too large. */
const char *file_read(struct arena *arena, const char *path, size_t most, struct where where,
                      size_t *length, struct diagnostics *diagnostics);

/* A file in pieces of that many bytes, the last one shorter or empty. False where it is not all
 * read. */
bool file_read_pieces(const char *path, size_t piece,
                      void (*take)(void *context, const void *bytes, size_t length), void *context);
/* Whether path is a file that can be read again (no pipe, not standard input). */
bool file_is_regular(const char *path);

/* Publishes bytes at path ("-": standard output) whole or not at all: written to an unnamed
 * temporary file beside it, synced, linked into place, the folder synced. A file that was there is
 * replaced in one step; on failure it is as it was, and nothing is left lying about. */
bool file_publish(const char *path, const void *bytes, size_t length,
                  struct diagnostics *diagnostics);

/* The same for bytes that come one after another: a large file is written as it is made, to an
 * unnamed temporary file beside path, and none of it is seen before file_draft_publish. What goes
 * to standard output, a device or a pipe is held in memory until then. */
struct file_draft;
struct file_draft *file_draft_open(const char *path); /* never NULL; nothing is touched yet */
void file_draft_write(struct file_draft *draft, const void *bytes, size_t length);
/* Once, as file_publish; tells also what went wrong in file_draft_write. */
bool file_draft_publish(struct file_draft *draft, struct diagnostics *diagnostics);
/* Published or not, ends it; what was not published leaves nothing behind. NULL is allowed. */
void file_draft_close(struct file_draft *draft);

/* path seen from the folder of base_file ("../x.xml" beside "a/b.xml" is "a/../x.xml"); absolute
 * paths as they are. For files the program itself names (templates, methods). */
const char *file_beside(struct arena *arena, const char *base_file, const char *path);

/* A name that may be an attachment's, in a PDF or a message, and a file's wherever it is taken out:
 * letters and digits of ASCII, '.', '_' and '-', no '.' in front, not empty. Looks at length bytes.
 */
bool file_name_is_plain(const char *name, size_t length);
/* The last part of path as such a name, '-' for what may not stand in one; fallback where there is
 * none or path is standard input or output. */
const char *file_plain_name(struct arena *arena, const char *path, const char *fallback);

/* Opens a file that an input names (an image, a CSV): resolved beneath the folder of base_file, no
 * symbolic links, no way out (openat2 RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS). Bytes as file_read;
 * NULL with a diagnostic. */
const char *file_read_beneath(struct arena *arena, const char *base_file, const char *path,
                              size_t most, struct where where, size_t *length,
                              struct diagnostics *diagnostics);

/* Where the product's own files are (templates, fonts): the environment's BOARDPAPER_DATA, else the
 * installed data folder, else the source tree it was built from. Never NULL; not freed. */
const char *file_data_folder(void);

#endif
