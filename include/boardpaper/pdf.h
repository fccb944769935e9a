/* pdf.h: pages of marks become a PDF that is PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3) at
 * once. The only room that knows libharu. Decides nothing; the same input gives the same bytes.
 */
#ifndef BOARDPAPER_PDF_H
#define BOARDPAPER_PDF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <boardpaper/diagnostics.h>
#include <boardpaper/page.h>

struct arena;
struct buffer;

struct pdf_metadata {
    const char *title;                                 /* never NULL or empty */
    const char *author, *subject, *keywords, *marking; /* NULL or "" where none */
    const char *lang;                                  /* BCP 47; never NULL */
    int64_t
        time; /* seconds since 1970, UTC: both dates. Given by the caller, so that bytes repeat */
};

/* AFRelationship of ISO 32000-2, 7.11.3. */
enum pdf_relationship { PDF_SOURCE, PDF_DATA, PDF_ALTERNATIVE, PDF_SUPPLEMENT };
struct pdf_attachment {
    const char *name;               /* a file name: [A-Za-z0-9._-] */
    const char *description, *type; /* a MIME type */
    enum pdf_relationship relationship;
    const void *bytes;
    size_t length;
};

struct pdf;
/* profile: the sRGB ICC profile (fonts/sRGB.icc); compressed at level (1 to 12, 0: the default).
 * threads: 1 or 2; the bytes are the same. NULL with a diagnostic. */
struct pdf *pdf_open(const struct pdf_metadata *metadata, const void *profile,
                     size_t profile_length, int level, int threads,
                     struct diagnostics *diagnostics);
/* Takes a finished page; matches page_sink.page with context a struct pdf. */
bool pdf_page(void *pdf, const struct page *page);
bool pdf_attach(struct pdf *pdf, const struct pdf_attachment *attachment);
/* Writes everything into out. structure is as layout_emit left it. False with a diagnostic. */
bool pdf_finish(struct pdf *pdf, const struct structure *structure,
                const struct bookmark *bookmarks, size_t bookmark_count, struct buffer *out);
void pdf_close(struct pdf *pdf);

#endif
