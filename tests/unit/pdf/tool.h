/* tool.h: what independent programs say of a PDF. */
#ifndef BOARDPAPER_TESTS_TOOL_H
#define BOARDPAPER_TESTS_TOOL_H

#include <stddef.h>

#include <boardpaper/buffer.h>

/* The path of a file of the tests' own in the scratch folder, holding bytes. Freed by the caller.
 */
char *tool_file(const char *name, const void *bytes, size_t length);
/* What a shell command prints, standard error included, NUL-terminated; "@" in it stands for
 * path. Freed by the caller. The test fails where the command cannot be run or does not end with
 * status 0. */
char *tool_run(const char *command, const char *path);
/* All in one: writes the PDF to a file and runs the command on it. */
char *tool_on(const struct buffer *pdf, const char *command);
/* As plain text that can be searched: no compression, no object streams. */
char *tool_plain(const struct buffer *pdf, size_t *length);
/* Whether text is in bytes, which may hold NULs. */
int tool_has(const char *bytes, size_t length, const char *text);

#endif
