/* qpdf.h: runs the program qpdf, in a process of its own because it may abort on a damaged file,
 * with bounds on time and size. Nothing secret is seen in its command line: words go in by a file
 * in memory, as does the PDF.
 */
#ifndef BOARDPAPER_PDF_QPDF_H
#define BOARDPAPER_PDF_QPDF_H

#include <stdbool.h>
#include <stddef.h>

#include <boardpaper/buffer.h>
#include <boardpaper/diagnostics.h>

/* What stands for the PDF among the words. */
#define QPDF_INPUT "/proc/self/fd/3"

/* Runs qpdf with words (ended by NULL; none holds a line's end) on the PDF's bytes; what it writes
 * to standard output goes to out. what: for the diagnostic, "list the attachments". False with a
 * diagnostic. */
bool qpdf_run(const char *const *words, const void *pdf, size_t length, const char *what,
              struct buffer *out, struct diagnostics *diagnostics);

#endif
